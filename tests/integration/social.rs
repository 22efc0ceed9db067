//! Posts: what they are made of and how long they are, against the suite of twitter-text where it lies beside the
//! project, and by hand for every network.

use std::ops::Range;
use std::path::Path;

use onbrand::artifact::{Channel, FieldRole, Network};
use onbrand::guide::Limits;
use onbrand::text::length::{Counting, EmojiCount, Unit, has_invalid, measure};
use onbrand::text::social::{Entity, EntityKind, NameForm, cashtags, hashtags, mentions, urls};
use saphyr::{LoadableYamlNode, Yaml};

use crate::rules::guide;

/// The cases of a group: text, and what is expected of it.
struct Suite {
    text: String,
}

impl Suite {
    /// A file of the suite, or `None` with a line that says so.
    #[expect(clippy::disallowed_methods, reason = "tests read their inputs")]
    fn open(name: &str) -> Option<Self> {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance/twitter-text").join(name);
        let text = std::fs::read_to_string(&path).ok();
        if text.is_none() {
            #[expect(clippy::print_stderr, reason = "a skipped test must say so")]
            {
                eprintln!("skipped: {} is not there", path.display());
            }
        }
        text.map(|text| Self { text })
    }

    /// Runs `found` on every case of a group and gives their number. All differences are told at once.
    fn hold(
        &self,
        group: &str,
        found: impl Fn(&str) -> Vec<String>,
        expected: impl Fn(&Yaml<'_>) -> Vec<String>,
    ) -> usize {
        let documents = Yaml::load_from_str(&self.text).expect("a suite is YAML");
        let cases = documents[0]["tests"][group].as_vec().unwrap_or_else(|| panic!("no group {group}"));
        let mut wrong = Vec::new();
        for case in cases {
            let text = case["text"].as_str().expect("a text");
            let (found, expected) = (found(text), expected(&case["expected"]));
            if found != expected {
                wrong.push(format!("{text:?}\n   found {found:?}\nexpected {expected:?}"));
            }
        }
        assert!(wrong.is_empty(), "{group}: {} of {} wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
        cases.len()
    }
}

/// A range of bytes in code points, as the suite counts.
fn code_points(text: &str, range: &Range<usize>) -> (usize, usize) {
    let count = |end: usize| text.get(..end).expect("on a boundary").chars().count();
    (count(range.start), count(range.end))
}

fn words(text: &str, entities: &[Entity], skip: usize) -> Vec<String> {
    let word =
        |entity: &Entity| text.get(entity.range.clone()).expect("on boundaries").chars().skip(skip).collect();
    entities.iter().map(word).collect()
}

/// Words with their places: `word 0..5`.
fn placed(text: &str, entities: &[Entity], skip: usize) -> Vec<String> {
    let places = entities.iter().map(|entity| code_points(text, &entity.range));
    let words = words(text, entities, skip);
    words.iter().zip(places).map(|(word, (start, end))| format!("{word} {start}..{end}")).collect()
}

fn strings(expected: &Yaml<'_>) -> Vec<String> {
    let string = |value: &Yaml<'_>| value.as_str().expect("a text").to_owned();
    expected.as_vec().expect("a list").iter().map(string).collect()
}

/// What `placed` gives, from the keys that the suite has.
fn placed_as(keys: &'static [&'static str]) -> impl Fn(&Yaml<'_>) -> Vec<String> {
    move |expected| {
        let one = |value: &Yaml<'_>| {
            let word: String = keys.iter().map(|key| value[*key].as_str().expect("a text")).collect();
            let place = |index: usize| value["indices"][index].as_integer().expect("a number");
            format!("{word} {}..{}", place(0), place(1))
        };
        expected.as_vec().expect("a list").iter().map(one).collect()
    }
}

/// Mentions of users, without what is a list.
fn names(text: &str) -> Vec<String> {
    let found = mentions(text, NameForm::Plain);
    words(text, &found, 1).iter().map(|name| name.split('/').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn entities_are_those_of_twitter_text() {
    let Some(suite) = Suite::open("extract.yml") else { return };
    let plain = |text: &str| mentions(text, NameForm::Plain);
    let mut count = suite.hold("mentions", names, strings);
    let placed_names = placed_as(&["screen_name"]);
    count += suite.hold("mentions_with_indices", |text| placed(text, &plain(text), 1), placed_names);
    let placed_lists = placed_as(&["screen_name", "list_slug"]);
    count += suite.hold("mentions_or_lists_with_indices", |text| placed(text, &plain(text), 1), placed_lists);
    // A reply begins with a mention.
    let reply = |text: &str| {
        let start = text.len() - text.trim_start().len();
        let first = plain(text).into_iter().next().filter(|first| first.range.start == start);
        words(text, first.as_slice(), 1)
    };
    count +=
        suite.hold("replies", reply, |expected| expected.as_str().map(str::to_owned).into_iter().collect());
    for group in ["urls", "tco_urls_with_params"] {
        count += suite.hold(group, |text| words(text, &urls(text), 0), strings);
    }
    for group in ["urls_with_indices", "urls_with_directional_markers"] {
        count += suite.hold(group, |text| placed(text, &urls(text), 0), placed_as(&["url"]));
    }
    for group in ["hashtags", "hashtags_from_astral"] {
        count += suite.hold(group, |text| words(text, &hashtags(text), 1), strings);
    }
    count +=
        suite.hold("hashtags_with_indices", |text| placed(text, &hashtags(text), 1), placed_as(&["hashtag"]));
    count += suite.hold("cashtags", |text| words(text, &cashtags(text), 1), strings);
    count +=
        suite.hold("cashtags_with_indices", |text| placed(text, &cashtags(text), 1), placed_as(&["cashtag"]));
    assert_eq!(count, 238);
}

/// Version 2 of the weights: emoji count as what they are made of.
const SECOND: Counting = Counting { link: Some(23), bare_link: Some(23), ..Counting::plain(Unit::Weighted) };

/// Version 3: a sequence of emoji counts two.
const THIRD: Counting = Counting { emoji: EmojiCount::Two, ..SECOND };

#[test]
fn posts_are_as_long_as_twitter_text_counts() {
    let Some(suite) = Suite::open("validate.yml") else { return };
    let found = |counting: Counting| {
        move |text: &str| {
            let length = measure(text, &counting, 280);
            let is_valid = length.beyond.is_none() && length.count > 0 && !has_invalid(text);
            // The last code unit that is not beyond the limit.
            let end = text.get(..length.beyond.unwrap_or(text.len())).expect("on a boundary");
            let last = end.encode_utf16().count() - 1;
            let last = if has_invalid(text) { String::new() } else { last.to_string() };
            vec![length.count.to_string(), is_valid.to_string(), last]
        }
    };
    let expected = |value: &Yaml<'_>| {
        let number = |key: &str| value[key].as_integer().expect("a number").to_string();
        let is_valid = value["valid"].as_bool().expect("true or false");
        let is_torn = !is_valid && number("weightedLength") == "12";
        let last = if is_torn { String::new() } else { number("validRangeEnd") };
        vec![number("weightedLength"), is_valid.to_string(), last]
    };
    let count = suite.hold("WeightedTweetsCounterTest", found(SECOND), expected)
        + suite.hold("WeightedTweetsWithDiscountedEmojiCounterTest", found(THIRD), expected)
        + suite.hold("UnicodeDirectionalMarkerCounterTest", found(THIRD), expected);
    assert_eq!(count, 44);
}

#[test]
fn single_entities_are_told_from_what_only_looks_like_one() {
    let Some(suite) = Suite::open("validate.yml") else { return };
    let is_whole = |kind: EntityKind, find: fn(&str) -> Vec<Entity>| {
        move |text: &str| {
            let found = find(text);
            let is_whole =
                matches!(found.as_slice(), [only] if only.kind == kind && only.range == (0..text.len()));
            vec![is_whole.to_string()]
        }
    };
    let expected = |value: &Yaml<'_>| vec![value.as_bool().expect("true or false").to_string()];
    let plain = |text: &str| mentions(text, NameForm::Plain);
    suite.hold("usernames", is_whole(EntityKind::Mention, plain), expected);
    suite.hold("lists", is_whole(EntityKind::List, plain), expected);
    suite.hold("hashtags", is_whole(EntityKind::Hashtag, hashtags), expected);
    suite.hold("urls_without_protocol", is_whole(EntityKind::BareUrl, urls), expected);
}
