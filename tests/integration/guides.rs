//! Guides and campaign records: each folder of `fixtures/guides` is a case, whose problems stand beside it.

#![expect(clippy::disallowed_methods, reason = "fixtures are files")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use onbrand::finding::Finding;
use onbrand::guide::{GuideFile, Loaded, RULE_METAS, load, record, shipped_files};
use onbrand::rule::{FixAvailability, Level, RuleMeta};
use onbrand::source::{ColumnUnit, Source};

/// A rule as guides name it.
const fn named(id: &'static str) -> RuleMeta {
    RuleMeta {
        id,
        summary: "",
        explanation: "",
        default_level: Level::Warning,
        fix: FixAvailability::None,
        since: "0.1.0",
    }
}

/// Rules that the fixtures name, so that they do not change with the rules that exist.
static NAMED: &[&RuleMeta] = &[
    &named("terms/deprecated-term"),
    &named("terms/forbidden-term"),
    &named("tone/avoided-phrase"),
    &named("tone/exclamation"),
    &named("tone/shouting"),
    &named("visual/off-palette-color"),
];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/guides")
}

/// The TOML files of a case, in order of name.
fn files(case: &Path) -> Vec<Source> {
    let mut paths: Vec<PathBuf> = fs::read_dir(case)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        Source::new(name, fs::read_to_string(path).expect("text"))
    };
    paths.iter().map(read).collect()
}

fn shipped() -> Loaded {
    load(shipped_files(), NAMED)
}

/// The problems of a case: of its guide, else the shipped one, and of its `campaign.toml`.
fn problems(sources: &[Source]) -> Vec<Finding> {
    let (records, guide): (Vec<&Source>, Vec<&Source>) =
        sources.iter().partition(|source| source.name() == "campaign.toml");
    let files: Vec<GuideFile> =
        guide.into_iter().map(|source| GuideFile { source: source.clone() }).collect();
    let mut loaded = if files.is_empty() { shipped() } else { load(files, NAMED) };
    for source in records {
        loaded.problems.extend(record::read(source, &loaded.guide).1);
    }
    loaded.problems
}

/// What a reader of a report is told of each problem.
fn told(problems: &[Finding], sources: &[Source]) -> String {
    let mut text = format!("{} problems\n", problems.len());
    for problem in problems {
        let place = &problem.primary;
        let source = sources.iter().find(|source| source.name() == &*place.artifact.path);
        let source = source.expect("problems are in the files of the case");
        let at = source.position(place.span.start(), ColumnUnit::Scalar);
        let file = source.name();
        let excerpt = source.slice(place.span);
        let _ = write!(text, "\n{file}:{}:{}: {}: {}\n", at.line, at.column, problem.rule, problem.message);
        let _ = writeln!(text, "    `{excerpt}` {}", problem.label);
        for label in &problem.related {
            let file = &label.location.artifact.path;
            let source = sources.iter().find(|source| source.name() == &**file).expect("a file of the case");
            let at = source.position(label.location.span.start(), ColumnUnit::Scalar);
            let _ = writeln!(text, "    {file}:{}:{}: {}", at.line, at.column, label.message);
        }
        let _ = writeln!(text, "    help: {}", problem.help.as_deref().expect("every problem has advice"));
    }
    text
}

#[test]
fn broken_guides_tell_every_mistake() {
    let mut cases: Vec<PathBuf> =
        fs::read_dir(fixtures()).expect("cases").map(|entry| entry.expect("a case").path()).collect();
    cases.sort();
    assert!(cases.len() >= 12);
    for case in cases {
        let sources = files(&case);
        let problems = problems(&sources);
        insta::with_settings!({
            snapshot_path => &case,
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!("problems", told(&problems, &sources));
        });
    }
}

#[test]
fn the_shipped_guide_is_right() {
    let sources: Vec<Source> = shipped_files().into_iter().map(|file| file.source).collect();
    assert_eq!(told(&shipped().problems, &sources), "0 problems\n");
}

#[test]
fn the_shipped_guide_is_complete() {
    let Loaded { guide, .. } = shipped();
    assert_eq!(guide.brand.name, "Harbor & Pine");
    assert!(guide.brand.time_zone.is_some(), "the bundled database knows the zone");
    let cove = guide.prices.product("cove-standing-desk").expect("the Cove");
    let lists: Vec<String> = cove.prices.iter().map(|price| price.list.to_string()).collect();
    assert_eq!(lists, ["499.00 USD", "549.00 EUR"]);
    let both_markets = |product: &onbrand::guide::Product| product.prices.len() == guide.brand.markets.len();
    assert!(guide.prices.products.iter().all(both_markets));
    let unproven: Vec<&str> = guide
        .termbase
        .concepts
        .iter()
        .flat_map(|concept| &concept.terms)
        .filter(|term| !["preferred", "admitted"].contains(&term.status.as_str()))
        .map(|term| (term.text.as_str(), &term.examples))
        .chain(guide.tone.phrases.iter().map(|phrase| (phrase.text.as_str(), &phrase.examples)))
        .filter(|(_, examples)| examples.bad.is_empty() || examples.good.is_empty())
        .map(|(text, _)| text)
        .collect();
    assert!(unproven.is_empty(), "without examples: {unproven:?}");
}

#[test]
fn the_digest_depends_on_names_and_texts_alone() {
    let digest = |folder: &str, order: fn(&mut Vec<GuideFile>)| {
        let named = |file: GuideFile| {
            let name = file.source.name().replace("brand-rules", folder);
            GuideFile { source: Source::new(name, file.source.text()) }
        };
        let mut files: Vec<GuideFile> = shipped_files().into_iter().map(named).collect();
        order(&mut files);
        load(files, NAMED).guide.digest
    };
    let here = digest("brand-rules", |_| ());
    assert_eq!(here, digest("other/place", |files| files.reverse()));
    assert!(here.starts_with("sha256:") && here.len() == "sha256:".len() + 64);
    let shorter = digest("brand-rules", |files| {
        files.pop();
    });
    assert_ne!(here, shorter);
}

#[test]
fn wrong_entries_do_not_hold_and_right_ones_do() {
    let text = r##"
        [[color]]
        id = "pine"
        value = "#0B5D4E"
        [[color]]
        id = "oak"
        value = "brown-ish"
        [[concept]]
        id = "email"
        [[concept.term]]
        text = "e-mail"
        status = "deprecated"
        [[concept.term]]
        text = "mail"
        status = "deprecated"
        unless-neer = ["post"]
        [[product]]
        id = "cove"
        name = "Cove"
        colour = "oak"
    "##;
    let loaded = load(vec![GuideFile { source: Source::new("guide.toml", text) }], NAMED);
    assert_eq!(loaded.problems.len(), 3);
    let colors: Vec<&str> = loaded.guide.palette.colors.iter().map(|color| color.id.as_str()).collect();
    assert_eq!(colors, ["pine"]);
    let terms: Vec<&str> =
        loaded.guide.termbase.concepts.iter().flat_map(|c| &c.terms).map(|term| term.text.as_str()).collect();
    assert_eq!(terms, ["e-mail"], "a misspelt condition must not become no condition");
    assert_eq!(loaded.guide.prices.products.len(), 1, "offers may name it");
}

#[test]
fn the_record_of_the_worked_campaign_is_read() {
    let text = r#"
        id = "bf26"
        name = "Black Friday 2026"
        time-zone = "America/Los_Angeles"
        starts = 2026-11-24T00:00:00-08:00
        ends = 2026-11-30T23:59:00
        promo-codes = ["COVE20"]
        vary = ["subject", "cta-label"]
        source-of-truth = "web"
        [cta]
        label = "Shop the sale"
        url = "https://harborandpine.example/sale/cove-desk"
        [[offer]]
        product = "cove-standing-desk"
        market = "US"
        list = "499.00 USD"
        sale = "399.00 USD"
        percent = 20
        [[offer]]
        product = "cove-standing-desk"
        market = "DE"
        sale = "449.00 EUR"
        percent = 18
        [[offer]]
        product = "cove-standing-desk"
        market = "US"
        audience = "members"
        list = "499.00 USD"
        sale = "379.00 USD"
        percent = 24
        [[artifact]]
        paths = ["email/members.html"]
        audience = "members"
    "#;
    let source = Source::new("campaign.toml", text);
    let (record, problems) = record::read(&source, &shipped().guide);
    assert_eq!(told(&problems, &[source]), "0 problems\n");
    let record = record.expect("a record");
    assert_eq!(record.ends.map(|ends| ends.at.to_string()), Some("2026-12-01T07:59:00Z".to_owned()));
    assert_eq!(record.offers.len(), 3);
    let members = record.members.first().expect("a member");
    assert!(members.paths.iter().all(|path| path.is_match("email/members.html")));
}

/// The fenced texts of an explanation that follow a line `heading`.
fn examples<'a>(explanation: &'a str, heading: &str) -> Vec<&'a str> {
    let after = explanation.split(heading).skip(1);
    after.filter_map(|rest| rest.split("```toml\n").nth(1)?.split("```").next()).collect()
}

#[test]
fn the_examples_of_the_explanations_hold() {
    for meta in RULE_METAS {
        let rules = |text: &str| -> Vec<String> {
            let file = GuideFile { source: Source::new("guide.toml", text) };
            load(vec![file], NAMED).problems.iter().map(|problem| problem.rule.to_string()).collect()
        };
        let invalid = examples(meta.explanation, "Invalid:");
        let valid = examples(meta.explanation, "Valid:");
        assert!(!invalid.is_empty() && !valid.is_empty(), "{}", meta.id);
        for text in invalid {
            assert_eq!(rules(text), [meta.id], "{text}");
        }
        for text in valid {
            assert!(rules(text).is_empty(), "{}: {text}", meta.id);
        }
    }
}

/// A guide with a key that is no key in every kind of table.
const UNKNOWN_EVERYWHERE: &str = r#"
    zzz = 1
    [[market]]
    zzz = 1
    [[concept]]
    zzz = 1
    [[concept.term]]
    zzz = 1
    examples = { zzz = 1 }
    [[phrase]]
    zzz = 1
    [exclamation]
    zzz = 1
    [shouting]
    zzz = 1
    [[product]]
    zzz = 1
    [[product.price]]
    zzz = 1
    retired = [{ zzz = 1 }]
    [tolerances]
    zzz = 1
    [[color]]
    zzz = 1
    [[tagline]]
    zzz = 1
    [channel]
    zzz = 1
    [channel.email]
    zzz = 1
    [channel.web]
    zzz = 1
    [[waiver]]
    zzz = 1
"#;

/// The same for a campaign record.
const UNKNOWN_IN_RECORD: &str = r#"
    zzz = 1
    [cta]
    zzz = 1
    [[offer]]
    zzz = 1
    [[artifact]]
    zzz = 1
"#;

#[test]
fn every_legal_key_is_documented() {
    let page = include_str!("../../docs/guide.md");
    let guide = load(vec![GuideFile { source: Source::new("guide.toml", UNKNOWN_EVERYWHERE) }], NAMED);
    let (_, record) = record::read(&Source::new("campaign.toml", UNKNOWN_IN_RECORD), &guide.guide);
    let mut tables = 0;
    for problem in guide.problems.iter().chain(&record) {
        let advice = problem.help.as_deref().unwrap_or_default();
        let Some((_, keys)) = advice.split_once("legal keys: ") else { continue };
        tables += 1;
        for key in keys.split(", ") {
            let forms = [format!("`{key}`"), format!("[{key}]"), format!(".{key}]"), format!(" {key} = ")];
            assert!(forms.iter().any(|form| page.contains(form)), "`{key}`: {}", problem.message);
        }
    }
    assert_eq!(tables, 22, "a new kind of table belongs into the texts above");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 48, ..Default::default() })]

    /// Whatever is torn out of a guide or put into it, every problem has a place in its file.
    #[test]
    fn mutilated_guides_are_read(at in 0_usize..6000, cut in 0_usize..200, put in "[\\[\\]\"'=#ä\n a-z]{0,12}") {
        for (name, text) in onbrand::guide::SHIPPED {
            let start = text.floor_char_boundary(at.min(text.len()));
            let end = text.ceil_char_boundary((start + cut).min(text.len()));
            let torn = format!("{}{put}{}", &text.get(..start).expect("cut"), &text.get(end..).expect("cut"));
            let source = Source::new(*name, torn);
            let loaded = load(vec![GuideFile { source: source.clone() }], NAMED);
            let (_, of_record) = record::read(&source, &loaded.guide);
            for problem in loaded.problems.iter().chain(&of_record) {
                let range = problem.primary.span.range();
                proptest::prop_assert!(source.text().get(range.clone()).is_some(), "{range:?} {}", problem.message);
                proptest::prop_assert!(problem.help.is_some());
            }
        }
    }
}
