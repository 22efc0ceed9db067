//! Posts: what they are made of and how long they are, against the suite of twitter-text where it lies beside the
//! project, and by hand for every network.

use std::ops::Range;
use std::path::Path;

use assert_cmd::Command;
use onbrand::artifact::{Channel, FieldRole, Network};
use onbrand::text::length::{Counting, EmojiCount, Unit, measure};
use onbrand::text::social::{Entity, EntityKind, NameForm, cashtags, has_invalid, hashtags, mentions, urls};
use saphyr::{LoadableYamlNode, Yaml};

use crate::rules::guide;

/// A file of the suite.
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

/// How long a text is in a field of a channel, as the facts that come with the program have it counted.
fn count(channel: Channel, role: FieldRole, text: &str) -> u32 {
    let guide = guide(Some("name = \"Nobody\""));
    let bounds: Vec<_> = guide.limits.max(channel, Some(role)).collect();
    let [bound] = bounds.as_slice() else { panic!("a limit for {channel}: {bounds:?}") };
    measure(text, &bound.counting, bound.value).count
}

/// Counted by hand: a family of four with three joiners is 7 code points, 11 code units and 25 bytes; a flag is 2, 4
/// and 8.
#[test]
fn every_network_counts_in_its_own_way() {
    let text = "Das Café: 机 👨‍👩‍👧‍👦🇩🇪 @ann@mastodon.social https://harborandpine.com/sale/cove-standing-desk";
    // Latin and blanks: `Das Café: ` is 10, then a wide character and a blank, the emoji and a blank, a name of 20 and
    // a blank, a link of 49.
    let (name, link) = (20, 49);
    let on = |network| count(Channel::Social(Some(network)), FieldRole::Body, text);
    assert_eq!(on(Network::X), 10 + 3 + (2 + 2) + 1 + name + 1 + 23);
    for network in
        [Network::LinkedIn, Network::Instagram, Network::Facebook, Network::TikTok, Network::Pinterest]
    {
        assert_eq!(on(network), 10 + 2 + (11 + 4) + 1 + name + 1 + link, "{network}");
    }
    assert_eq!(on(Network::Threads), 10 + 2 + (25 + 8) + 1 + name + 1 + link);
    assert_eq!(on(Network::Bluesky), 10 + 2 + 2 + 1 + name + 1 + link);
    assert_eq!(on(Network::Mastodon), 10 + 2 + 2 + 1 + 4 + 1 + 23);
    assert_eq!(on(Network::YouTube), 11 + 4 + (25 + 8) + 1 + name + 1 + link);
    assert_eq!(count(Channel::Ad, FieldRole::Headline, "机 in Eiche"), 2 + 9);
    // Decomposed letters: X and those who count graphemes see one, the others two.
    for (network, expected) in
        [(Network::X, 1), (Network::Bluesky, 1), (Network::LinkedIn, 2), (Network::Threads, 2)]
    {
        assert_eq!(count(Channel::Social(Some(network)), FieldRole::Body, "e\u{301}"), expected, "{network}");
    }
    let sms = |text: &str| count(Channel::Sms, FieldRole::Body, text);
    assert_eq!((sms(&"a".repeat(160)), sms(&"a".repeat(161)), sms(&"é".repeat(459))), (1, 2, 3));
    assert_eq!((sms(&"ё".repeat(70)), sms(&"ё".repeat(71))), (1, 2));
}

/// A table whose text goes over two lines: the place is that of the physical line.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test lays out a folder of its own")]
fn a_finding_in_a_table_stands_on_its_physical_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = folder.path().join("brand-rules");
    std::fs::create_dir(&rules).expect("a folder");
    let guide = "name = \"Test\"\n[[hashtag]]\ntext = \"#MadeToStandFor\"\n";
    std::fs::write(rules.join("brand.toml"), guide).expect("a file");
    let table = "date,platform,text\n2026-11-27,x,\"Back in \"\"oak\"\".\n\nWe say é: #MadeToStandFro\"\n2026-11-28,x,Other\n";
    std::fs::write(folder.path().join("posts.csv"), table).expect("a file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_onbrand"));
    command.current_dir(folder.path()).args(["check", "--format", "json"]).env_remove("ONBRAND_GUIDE");
    let output = command.output().expect("it runs").stdout;
    let report: serde_json::Value = serde_json::from_slice(&output).expect("JSON");
    let findings = report["findings"].as_array().expect("findings");
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    let start = table.find("#MadeToStandFro").expect("there");
    let place = |key: &str| finding[key].as_u64().expect("a number");
    assert_eq!(finding["rule"], "channel/hashtag");
    assert_eq!(finding["path"], "posts.csv#1");
    assert_eq!((place("start"), place("end")), (start as u64, start as u64 + 15));
    assert_eq!((place("line"), place("column")), (4, 11));
    assert_eq!((place("end_line"), place("end_column")), (4, 26));
    assert_eq!(finding["guide"]["line"], 3);
}
