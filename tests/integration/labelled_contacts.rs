//! Phone numbers, addresses, claims and lines in labelled texts: `fixtures/facts/contacts.jsonl` holds a text, its locale
//! and the facts that it states. Texts that state none are a third of them.

#![expect(clippy::disallowed_methods, reason = "fixtures are files")]

use std::path::Path;

use serde::Deserialize;

use onbrand::artifact::{Artifact, ArtifactKey, Attributes, Content, Locale, MediaType};
use onbrand::deadline::Deadline;
use onbrand::document::parse;
use onbrand::facts::{Fact, FactValue, extract};
use onbrand::guide::{Guide, load, shipped_files};
use onbrand::source::Source;

/// How many of the texts have to be read as they are labelled.
const LEAST_RIGHT: f64 = 0.95;

#[derive(Deserialize)]
struct Case {
    text: String,
    locale: String,
    /// Kind and value of each fact, in the order of the text.
    facts: Vec<String>,
}

/// Kind and value of a fact; `None` for kinds that are labelled elsewhere.
fn told(fact: &Fact, guide: &Guide) -> Option<String> {
    let value = match &fact.value {
        FactValue::Phone(value) | FactValue::EmailAddress(value) | FactValue::PostalAddress(value) => {
            value.clone()
        }
        FactValue::Claim(claim) => {
            let plus = if claim.is_minimum { "+" } else { "" };
            let unit = claim.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
            format!("{} {}{plus}{unit}", claim.subject, claim.number.normalize())
        }
        FactValue::Tagline { line, similarity } => {
            format!("{} {similarity}", guide.messaging.taglines[*line as usize].id)
        }
        FactValue::LegalLine { line, similarity } => {
            format!("{} {similarity}", guide.messaging.legal_lines[*line as usize].id)
        }
        _ => return None,
    };
    Some(format!("{} {value}", fact.kind().as_str()))
}

fn facts(case: &Case, guide: &Guide) -> Vec<String> {
    let artifact = Artifact {
        key: ArtifactKey::file("case.html"),
        media_type: MediaType::Html,
        dialect: None,
        given: Attributes { locale: Locale::parse(&case.locale), ..Attributes::default() },
        defaults: Attributes::default(),
        source: Source::new("case.html", format!("<div>{}</div>", case.text)),
        content: Content::Whole,
    };
    let document = parse(&artifact, &Deadline::never());
    extract(&artifact, &document, guide, &[]).iter().filter_map(|fact| told(fact, guide)).collect()
}

#[test]
#[expect(clippy::print_stderr, reason = "misses are what one reads when the test fails")]
fn labelled_texts_are_read_as_they_are_labelled() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/facts/contacts.jsonl");
    let text = std::fs::read_to_string(path).expect("the labels");
    let cases: Vec<Case> = text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect();
    let guide = load(shipped_files(), &[]).guide;
    let (mut right, mut n_silent, mut false_alarms) = (0, 0, 0);
    for case in &cases {
        let mut expected = case.facts.clone();
        let mut found = facts(case, &guide);
        expected.sort();
        found.sort();
        n_silent += usize::from(expected.is_empty());
        if found == expected {
            right += 1;
        } else {
            eprintln!("{} ({})\n    labelled {expected:?}\n    read as  {found:?}", case.text, case.locale);
            false_alarms += usize::from(expected.is_empty());
        }
    }
    eprintln!(
        "{right} of {} right, {n_silent} without facts, of which {false_alarms} have some",
        cases.len()
    );
    assert!(cases.len() >= 120 && n_silent * 3 >= cases.len(), "a third states nothing");
    assert_eq!(false_alarms, 0, "texts that state nothing");
    assert!(right as f64 >= LEAST_RIGHT * cases.len() as f64, "{right} of {}", cases.len());
}
