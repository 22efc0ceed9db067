//! Copies that say the same in other forms: the parts of a message, a template and what was compiled from it, a page with
//! its data in two notations. Nothing contradicts in any of them, and one that is changed does.

#![expect(clippy::disallowed_methods, reason = "tests lay out files of their own")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use onbrand::artifact::{Attributes, Evidence, Membership};
use onbrand::engine::Options;
use onbrand::service::{self, CheckOptions, Request};
use onbrand::workspace::Place;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/silence")
}

/// What contradicts in some files, in one campaign where one is named; as rule and message.
fn contradictions(paths: Vec<PathBuf>, campaign: Option<&str>) -> Vec<String> {
    let membership =
        campaign.map(|campaign| Membership { campaign: campaign.to_owned(), evidence: Evidence::Declared });
    let request =
        Request { paths, given: Attributes { membership, ..Attributes::default() }, ..Request::default() };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf();
    let opened = service::open(&Place::new(root), &request).expect("the shipped guide");
    let now: Timestamp = "2026-11-25T09:00:00Z".parse().expect("an instant");
    let engine = Options { only: vec!["consistency".to_owned()], ..Options::at(now) };
    let report = service::check(&opened, &CheckOptions { engine, jobs: 1 }, &|| {});
    assert!(!report.artifacts.is_empty(), "nothing was read");
    let told = |finding: &onbrand::finding::Finding| {
        format!("{} {}: {}", finding.primary.artifact, finding.rule.as_str(), finding.message)
    };
    report.findings.iter().map(told).collect()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|own| own == extension)).collect();
    files.sort();
    files
}

/// A copy of a file in which the first `from` reads `to`.
fn changed(folder: &Path, path: &Path, from: &str, to: &str) -> PathBuf {
    let text = fs::read_to_string(path).expect("a text");
    assert!(text.contains(from), "{from} is not in {}", path.display());
    let copy = folder.join(path.file_name().expect("a name"));
    fs::write(&copy, text.replacen(from, to, 1)).expect("a file");
    copy
}

/// What every file says, in a form that differs from it in one place: then there is something to find.
const CHANGED: &[(&str, &str, &str, &str)] = &[
    ("messages", "several-products.eml", "now $63.20", "now $62.30"),
    ("messages", "several-products.eml", "code CALM20", "code CALM2O"),
    ("messages", "several-products.eml", "sale/calm?", "sale/clam?"),
    ("messages", "german-sale.eml", "449,00", "439,00"),
    ("messages", "german-sale.eml", "040 5550123", "040 5551023"),
    ("messages", "german-sale.eml", "de/sale/cove-desk?", "de/sale/cove-dekk?"),
    ("messages", "order.eml", "HP-20931/track", "HP-20913/track"),
    ("messages", "invitation.eml", "6:30 pm to", "7:30 pm to"),
    ("messages", "invitation.eml", "$699", "$669"),
    ("messages", "invitation.eml", "November 16", "November 17"),
    ("messages", "plans.eml", "12,000 customers", "21,000 customers"),
    ("messages", "plans.eml", "plan=plus", "plan=basic"),
    ("messages", "plans.eml", "4.8 out of 5", "4.9 out of 5"),
    ("messages", "last-hours.eml", "$399 today", "$389 today"),
    ("messages", "last-hours.eml", "COVE20", "C0VE20"),
    ("pages", "json-ld.html", "$399.00", "$389.00"),
    ("pages", "json-ld.html", "November 30, 2026", "November 29, 2026"),
    ("pages", "json-ld.html", "+1-503-555-0134", "+1-503-555-0143"),
    ("pages", "json-ld.html", "product:price:amount\" content=\"399", "product:price:amount\" content=\"389"),
    ("pages", "microdata.html", "content=\"399.00\">399.00", "content=\"389.00\">399.00"),
    ("pages", "microdata.html", "Alder Street</span>", "Adler Street</span>"),
    ("pages", "microdata.html", "desk?add=HP-COVE-01", "dekk?add=HP-COVE-01"),
    ("templates", "launch.html", "$399</b>", "$389</b>"),
    ("templates", "launch.html", "COVE20", "COVE2O"),
    ("templates", "digest.html", "879,00", "897,00"),
    ("templates", "digest.mjml", "15. Dezember", "16. Dezember"),
];

#[test]
fn the_parts_of_a_message_agree() {
    let messages = files(&fixtures().join("messages"), "eml");
    assert_eq!(messages.len(), 6);
    assert_eq!(contradictions(messages, None), Vec::<String>::new());
}

#[test]
fn a_template_agrees_with_what_was_compiled_from_it() {
    for template in files(&fixtures().join("templates"), "mjml") {
        let pair = vec![template.clone(), template.with_extension("html")];
        assert_eq!(contradictions(pair, Some("one")), Vec::<String>::new());
    }
}

#[test]
fn a_page_says_the_same_in_microdata_and_in_json_ld() {
    let pages = files(&fixtures().join("pages"), "html");
    assert_eq!(pages.len(), 2);
    assert_eq!(contradictions(pages, Some("one")), Vec::<String>::new());
}

/// Silence means something only where a difference is heard.
#[test]
fn what_is_changed_in_one_copy_is_found() {
    let mut silent = Vec::new();
    for (group, name, from, to) in CHANGED {
        let folder = tempfile::tempdir().expect("a folder");
        let path = fixtures().join(group).join(name);
        let mut paths = vec![changed(folder.path(), &path, from, to)];
        let other = match *group {
            "pages" => files(&fixtures().join("pages"), "html").into_iter().find(|other| *other != path),
            "templates" if path.extension().is_some_and(|own| own == "mjml") => {
                Some(path.with_extension("html"))
            }
            "templates" => Some(path.with_extension("mjml")),
            _ => None,
        };
        let campaign = other.is_some().then_some("one");
        paths.extend(other);
        if contradictions(paths, campaign).is_empty() {
            silent.push(format!("{name}: {from} -> {to}"));
        }
    }
    assert_eq!(silent, Vec::<String>::new());
}

/// Real templates with what was made of them: MJML compiled, styles put into the elements.
#[test]
fn real_templates_agree_with_their_other_form() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/email");
    if !folder.is_dir() {
        #[expect(clippy::print_stderr, reason = "a skipped test must say so")]
        {
            eprintln!("skipped: {} is not there", folder.display());
        }
        return;
    }
    let mut forms: BTreeMap<(PathBuf, String), Vec<PathBuf>> = BTreeMap::new();
    for entry in fs::read_dir(&folder).expect("the corpus") {
        let repository = entry.expect("an entry").path();
        for path in ["mjml", "html"].iter().flat_map(|extension| files(&repository, extension)) {
            let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
            let stem = stem.replace("_inlined", "").replace("-inlined", "");
            forms.entry((repository.clone(), stem)).or_default().push(path);
        }
    }
    let pairs: Vec<Vec<PathBuf>> = forms.into_values().filter(|forms| forms.len() > 1).collect();
    assert!(pairs.len() >= 4, "{}", pairs.len());
    for pair in pairs {
        assert_eq!(contradictions(pair, Some("one")), Vec::<String>::new());
    }
}
