//! Texts of our own whose facts were written down by people: how many of them the extractors get right.

use std::collections::BTreeMap;

use onbrand::artifact::{Artifact, ArtifactKey, Attributes, Content, Locale, MediaType};
use onbrand::deadline::Deadline;
use onbrand::engine::{self, Options};
use onbrand::facts::{FactValue, StatedDate};
use onbrand::guide::Guide;
use onbrand::source::Source;
use serde_json::Value;

use crate::rules::guide;

/// The first date that a text states.
fn first_date(text: &str, locale: &str, reference: &str, guide: &Guide) -> Option<StatedDate> {
    let now = reference.parse().expect("an instant");
    let artifact = Artifact {
        key: ArtifactKey::file("post.txt"),
        media_type: MediaType::PlainText,
        dialect: None,
        given: Attributes { locale: Locale::parse(locale), publish_at: Some(now), ..Attributes::default() },
        defaults: Attributes::default(),
        source: Source::new("post.txt", text),
        content: Content::Whole,
    };
    let checked = engine::check_artifact(artifact, guide, &[], &Options::at(now), &Deadline::never());
    checked.facts.iter().find_map(|fact| match &fact.value {
        FactValue::Date(date) => Some((**date).clone()),
        _ => None,
    })
}

/// Right answers and all of them.
#[derive(Default)]
struct Rate(u32, u32);

impl Rate {
    fn count(&mut self, is_right: bool) {
        self.0 += u32::from(is_right);
        self.1 += 1;
    }

    fn is_at_least(&self, percent: u32) -> bool {
        self.0 * 100 >= self.1 * percent
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "the misses are what a person looks for in the output")]
fn dates_are_read_as_people_read_them() {
    let of_copy = include_str!("../../fixtures/facts/dates.jsonl");
    let of_forms = include_str!("../../fixtures/facts/dates-forms.jsonl");
    let guide = guide(None);
    let mut stated = Rate::default();
    let mut silent = Rate::default();
    let mut by_language: BTreeMap<(String, bool), Rate> = BTreeMap::new();
    let mut details = Rate::default();
    for line in of_copy.lines().chain(of_forms.lines()) {
        let label: Value = serde_json::from_str(line).expect("JSON");
        let word = |key: &str| label[key].as_str();
        let (text, locale, reference) =
            (word("text").unwrap(), word("locale").unwrap(), word("reference").unwrap());
        let found = first_date(text, locale, reference, &guide);
        let date = found.as_ref().and_then(|found| found.date).map(|date| date.to_string());
        let wanted = word("date");
        let is_right = if wanted.is_some() { date.as_deref() == wanted } else { found.is_none() };
        if wanted.is_some() { &mut stated } else { &mut silent }.count(is_right);
        by_language
            .entry((locale.get(..2).unwrap().to_owned(), wanted.is_some()))
            .or_default()
            .count(is_right);
        let mut detail = true;
        if let Some(role) = word("role") {
            detail = found.as_ref().is_some_and(|found| found.role.as_str() == role);
            details.count(detail);
        }
        if let Some(time) = word("time") {
            let told = found.as_ref().and_then(|found| found.time);
            let is_told = told.is_some_and(|told| told.strftime("%H:%M").to_string() == time);
            details.count(is_told);
            detail &= is_told;
        }
        if !is_right || !detail {
            let role = found.as_ref().map(|found| found.role);
            let time = found.as_ref().and_then(|found| found.time);
            eprintln!("{locale} {text:?}: {date:?} {role:?} {time:?}, wanted {label}");
        }
    }
    for ((language, is_stated), Rate(right, all)) in &by_language {
        let name = if *is_stated { "stated" } else { "silent" };
        eprintln!("{language} {name} {right}/{all}");
        assert!(right * 100 >= all * 95, "{language} {name}: {right} of {all}");
    }
    assert!(stated.is_at_least(97), "{} of {}", stated.0, stated.1);
    assert!(silent.is_at_least(98), "{} of {}", silent.0, silent.1);
    assert!(details.is_at_least(90), "roles and times: {} of {}", details.0, details.1);
}
