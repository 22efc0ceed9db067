//! Reports of hand-made findings, in every format.

#![expect(clippy::disallowed_methods, reason = "tests read schemas")]

use std::path::Path;
use std::sync::Arc;

use onbrand::artifact::{ArtifactKey, Attributes, Channel, Evidence, Locale, Membership};
use onbrand::engine;
use onbrand::engine::waivers::{Expired, Unused};
use onbrand::finding::{
    Applicability, FactKind, Finding, Fingerprint, GuideRef, Label, Location, Outcome, Problem,
    ProblemExtent, Suppression, Truth,
};
use onbrand::report::wire::CheckOutput;
use onbrand::report::{self, CheckReport, GuideMeta, Sources, TextStyle};
use onbrand::rule::{RuleMeta, Severity};
use onbrand::scope::Scope;
use onbrand::source::{PartKind, Source, TransferEncoding};
use onbrand::span::Span;
use serde_json::Value;

const EMAIL: &str =
    "<title>Our desk sale</title>\n<p>The Cove Desk is now <b>$399</b>.</p>\n<p>Use code COVE20.</p>\n";
const POST: &str = "New: the Cove Desk,\njust $389! Über-schnell: signup today. 🎉\n";
const GUIDE: &str = "[[concept]]\nid = \"sign-up\"\n";

/// A rule with this id and the words of one that exists.
const fn rule(id: &'static str) -> RuleMeta {
    RuleMeta { id, ..Unused::META }
}

static PRICE: RuleMeta = rule("consistency/price");
static TERM: RuleMeta = rule("terms/deprecated-term");

fn at(path: &str, text: &str, words: &str) -> Location {
    let start = text.find(words).expect("the words stand in the text");
    Location { artifact: ArtifactKey::file(path), span: Span::from_range(start..start + words.len()) }
}

fn conflict() -> Finding {
    let mut finding = Finding::new(
        &PRICE,
        at("social/x.md", POST, "$389"),
        "the price of the Cove Desk is 389.00 USD here and 399.00 USD in the campaign's record",
    )
    .label("389.00 USD")
    .place(Scope::Body)
    .values("389.00 USD", Some("399.00 USD".to_owned()))
    .replacement("$399", Applicability::Unsafe);
    finding.severity = Severity::Error;
    finding.outcome = Outcome::Conflict;
    finding.fact = Some(FactKind::Price);
    finding.truth = Some(Truth::CampaignRecord);
    finding.related.push(Label {
        location: at("email/launch.html", EMAIL, "$399"),
        value: Some("399.00 USD".to_owned()),
        message: "399.00 USD here".to_owned(),
    });
    finding.fingerprint = Fingerprint::of(["a"]);
    finding
}

fn term() -> Finding {
    let origin = GuideRef { file: "brand-rules/terms.toml".into(), span: Span::new(0, 11), line: 12 };
    let mut finding = Finding::new(&TERM, at("social/x.md", POST, "signup"), "`signup` is deprecated")
        .label("say `sign up`")
        .help("two words as a verb [really]")
        .replacement("sign up", Applicability::Safe)
        .demanded_by(&origin);
    finding.fingerprint = Fingerprint::of(["b"]);
    finding
}

fn accepted() -> Finding {
    let origin = GuideRef { file: "brand-rules/waivers.toml".into(), span: Span::new(0, 3), line: 4 };
    let mut finding = Finding::new(&TERM, at("email/launch.html", EMAIL, "desk"), "`desk` is deprecated");
    finding.fingerprint = Fingerprint::of(["c"]);
    finding.suppressed = Some(Suppression {
        reason: "old name of the list, gone in May".to_owned(),
        owner: Some("copy team".to_owned()),
        origin,
    });
    finding
}

fn entry(path: &str, channel: Channel) -> (ArtifactKey, Attributes) {
    let membership = Membership { campaign: "bf26".to_owned(), evidence: Evidence::Record };
    let attributes = Attributes {
        channel: Some(channel),
        membership: Some(membership),
        market: Some("US".to_owned()),
        locale: Locale::parse("en-US"),
        ..Attributes::default()
    };
    (ArtifactKey::file(path), attributes)
}

fn report() -> CheckReport {
    let mut sources = Sources::default();
    for (name, text) in
        [("email/launch.html", EMAIL), ("social/x.md", POST), ("brand-rules/terms.toml", GUIDE)]
    {
        sources.add(&Source::new(name, text));
    }
    CheckReport {
        guide: GuideMeta { name: "Harbor & Pine".to_owned(), digest: "sha256:00".to_owned() },
        artifacts: [entry("email/launch.html", Channel::Email), entry("social/x.md", Channel::Social(None))]
            .iter()
            .map(|(key, attributes)| (key, attributes))
            .collect(),
        findings: vec![accepted(), conflict(), term()],
        problems: vec![
            Problem {
                path: "email/old.html".into(),
                span: None,
                message: "no such file".to_owned(),
                extent: ProblemExtent::Unread,
            },
            Problem {
                path: "social/x.md".into(),
                span: Some(Span::at(20)),
                message: "not UTF-8".to_owned(),
                extent: ProblemExtent::Read,
            },
        ],
        sources,
        rules: vec![&Expired::META, &PRICE, &TERM],
    }
}

fn text_of(report: &CheckReport) -> String {
    let mut out = Vec::new();
    report::write_text(report, TextStyle::Plain, &mut out).expect("memory takes it");
    String::from_utf8(out).expect("text")
}

#[test]
fn text() {
    insta::assert_snapshot!(text_of(&report()));
}

fn json_of(value: &impl serde::Serialize) -> String {
    let mut out = Vec::new();
    report::write_json(value, &mut out).expect("memory takes it");
    String::from_utf8(out).expect("text")
}

#[test]
fn json() {
    let report = report();
    let json = json_of(&CheckOutput::new(&report)).replace(env!("CARGO_PKG_VERSION"), "[version]");
    insta::assert_snapshot!(json);
}

fn sarif_of(report: &CheckReport) -> Value {
    let mut out = Vec::new();
    report::write_sarif(report, &mut out).expect("memory takes it");
    serde_json::from_slice(&out).expect("JSON")
}

#[test]
fn sarif() {
    let mut log = sarif_of(&report());
    log["runs"][0]["tool"]["driver"]["semanticVersion"] = "[version]".into();
    insta::assert_snapshot!(serde_json::to_string_pretty(&log).expect("JSON"));
}

#[test]
fn sarif_is_valid() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance/reports/sarif-2.1.0.schema.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        #[expect(clippy::print_stderr, reason = "a test that is skipped has to say so")]
        {
            eprintln!("skipped: no SARIF schema beside the project");
        }
        return;
    };
    // Its pattern for languages has a bracket that no other opens; not every regex engine takes it for itself.
    let text = text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}?$");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let mut empty = CheckReport::default();
    empty.rules.extend(engine::rules());
    for report in [report(), empty, many(6_000)] {
        let log = sarif_of(&report);
        let errors: Vec<String> = validator
            .iter_errors(&log)
            .take(5)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

fn many(count: usize) -> CheckReport {
    let mut report = report();
    report.findings = (0..count)
        .map(|index| {
            let mut finding = term();
            finding.severity = if index % 2 == 0 { Severity::Info } else { Severity::Error };
            finding
        })
        .collect();
    report
}

#[test]
fn sarif_is_cut_where_collectors_cut() {
    let log = sarif_of(&many(6_000));
    let results = log["runs"][0]["results"].as_array().expect("results");
    let errors = results.iter().filter(|result| result["level"] == "error").count();
    assert_eq!((results.len(), errors), (5_000, 3_000));
    let told = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(told.contains("1000 of 6000 findings are left out"), "{told}");
}

fn github_of(report: &CheckReport) -> String {
    let mut out = Vec::new();
    report::write_github(report, &mut out).expect("memory takes it");
    String::from_utf8(out).expect("text")
}

#[test]
fn github() {
    insta::assert_snapshot!(github_of(&report()));
}

#[test]
fn github_gets_ten_of_a_level() {
    let mut report = many(24);
    report.problems.clear();
    let told = github_of(&report);
    let lines = |start: &str| told.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!((lines("::error "), lines("::notice "), lines("2 more ")), (10, 10, 2), "{told}");
}

#[test]
fn a_minified_line_stays_readable() {
    let text = format!("{}signup{}", "<td>ä</td>".repeat(2_000), "<td>ö</td>".repeat(2_000));
    let mut report = report();
    report.sources.add(&Source::new("min.html", text.as_str()));
    report.findings = vec![Finding { primary: at("min.html", &text, "signup"), fix: None, ..term() }];
    report.problems.clear();
    let told = text_of(&report);
    assert!(told.lines().all(|line| line.chars().count() < 200), "{told}");
    assert!(told.contains("min.html:1:20001"), "{told}");
    insta::assert_snapshot!(told);
}

#[test]
fn nothing_in_a_text_reaches_the_terminal_as_a_command() {
    let text = "plain \u{1b}[31mred\u{7} \u{202E}signup\n";
    let mut report = report();
    report.sources.add(&Source::new("evil\u{1b}.md", text));
    let mut finding = Finding { primary: at("evil\u{1b}.md", text, "signup"), ..term() };
    finding.message = "bad \u{1b}[2J message".to_owned();
    finding.label = "\u{9b}31m".to_owned();
    report.findings = vec![finding];
    let told = text_of(&report);
    let obeyed: Vec<char> =
        told.chars().filter(|c| (c.is_control() && *c != '\n') || *c == '\u{202E}').collect();
    assert!(obeyed.is_empty(), "{obeyed:?} {told}");
}

#[test]
fn places_of_any_kind_can_be_drawn() {
    let text = "\u{FEFF}one\r\n\ttwo\r\n\r\nthree 👩‍👩‍👧 e\u{301}\n";
    let source = Source::new("odd.md", text);
    let mut report = report();
    report.sources.add(&source);
    let length = u32::try_from(text.len()).expect("short");
    for start in 0..=length + 2 {
        for end in start..=length + 2 {
            let artifact = ArtifactKey::file("odd.md");
            let primary = Location { artifact, span: Span::new(start, end) };
            report.findings = vec![Finding { primary, ..term() }];
            assert!(text_of(&report).contains("odd.md:"));
        }
    }
}

#[test]
fn json_fits_its_schema() {
    let report = report();
    let schema = report::schema("check").expect("there is one");
    let validator = jsonschema::validator_for(&schema.to_value()).expect("a schema");
    let value = serde_json::to_value(CheckOutput::new(&report)).expect("JSON");
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn schemas_are_stored_as_they_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas");
    for name in report::SCHEMAS {
        let path = folder.join(format!("{name}.schema.json"));
        let now = json_of(&report::schema(name).expect("there is one"));
        if std::env::var_os("ONBRAND_UPDATE").is_some() {
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(&path, &now).expect("a file");
        }
        let stored = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(stored == now, "{} is out of date; run the tests with ONBRAND_UPDATE=1", path.display());
    }
}

#[test]
fn texts_are_kept_under_their_names() {
    let mut sources = Sources::default();
    sources.add(&Source::new(Arc::<str>::from("a"), "x"));
    assert_eq!(sources.of("a").map(Source::text), Some("x"));
    assert!(sources.of("b").is_none());
}

/// A message with a part that was decoded, and a file that includes another; each with a finding.
fn report_in_parts() -> CheckReport {
    let message = "Subject: a\n\nZGVhbA==\n";
    let decoded = PartKind::Decoded {
        id: "2.1".into(),
        encoding: TransferEncoding::Base64,
        raw: Span::new(12, 20),
        back: None,
    };
    let message = Source::new("mail.eml", message)
        .with_parts([(decoded, "<p>One</p>\n<p>Please signup now</p>\n".to_owned())]);
    let included = PartKind::Included { path: "parts/footer.mjml".into() };
    let page = Source::new("launch.mjml", "<mj-include path=\"parts/footer.mjml\"/>\n")
        .with_parts([(included, "<p>Please signup\nnow</p>\n".to_owned())]);
    let finding = |source: &Source| {
        Finding::new(&TERM, at(source.name(), source.text(), "signup"), "`signup` is deprecated")
            .label("say `sign up`")
            .replacement("sign up", Applicability::Unsafe)
    };
    let mut of_message = finding(&message);
    of_message.fix.as_mut().expect("a fix").applicability = Applicability::DisplayOnly;
    let mut of_page = finding(&page);
    of_page.related.push(Label {
        location: of_message.primary.clone(),
        value: None,
        message: "also here".to_owned(),
    });
    let problem = Problem {
        path: "mail.eml".into(),
        span: Some(of_message.primary.span),
        message: "odd".to_owned(),
        extent: ProblemExtent::Read,
    };
    let mut sources = Sources::default();
    sources.add(&message);
    sources.add(&page);
    CheckReport {
        findings: vec![of_page, of_message],
        problems: vec![problem],
        sources,
        rules: vec![&TERM],
        ..CheckReport::default()
    }
}

#[test]
fn places_in_parts_are_told_in_every_format() {
    let report = report_in_parts();
    let json = serde_json::to_value(CheckOutput::new(&report)).expect("JSON");
    let sarif = sarif_of(&report);
    let results = sarif.pointer("/runs/0/results").expect("results");
    let told = format!(
        "{}\n{}\n{}\n{}\n",
        text_of(&report),
        github_of(&report),
        json_of(json.pointer("/findings").expect("findings")),
        json_of(results)
    );
    insta::assert_snapshot!(told);
}
