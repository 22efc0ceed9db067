//! Waivers, from the guide to the report: what they accept, and what is said of those that are over or accept nothing.

#![expect(clippy::disallowed_methods, reason = "tests lay out folders of their own")]

use std::fs;
use std::process::Command;

use serde_json::Value;

const GUIDE: &str = "name = 'Test Brand'\n[[concept]]\nid = 'cheap'\n[[concept.term]]\ntext = 'cheap'\n\
                     status = 'forbidden'\n[exclamation]\nmax = 0\n";

/// The report of one page under one waiver: rule, line and whether it was accepted, for each finding.
fn told(waiver: &str) -> Vec<String> {
    let here = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = here.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    let common = "reason = 'A reason of some length.'\nowner = 'the brand team'\n";
    write("brand-rules/brand.toml", &format!("{GUIDE}[[waiver]]\n{common}{waiver}"));
    write("site/a.md", "Cheap desks.\n\nCheap chairs!\n");
    let output = Command::new(env!("CARGO_BIN_EXE_onbrand"))
        .args(["check", "--format", "json", "--now", "2026-11-30T12:00:00Z"])
        .current_dir(here.path())
        .env_remove("ONBRAND_GUIDE")
        .output()
        .expect("it runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let one = |finding: &Value| {
        let accepted = if finding["suppressed"].is_null() { "" } else { " accepted" };
        let rule = finding["rule"].as_str().expect("a rule");
        format!("{rule} {}{accepted}", finding["line"])
    };
    let mut told: Vec<String> = report["findings"].as_array().expect("findings").iter().map(one).collect();
    // Findings on waivers stand in the guide, whose lines say nothing here.
    told.iter_mut().filter(|one| one.starts_with("suppression/")).for_each(|one| {
        one.truncate(one.find(' ').unwrap_or(one.len()));
    });
    told.sort();
    told
}

#[test]
fn a_waiver_accepts_a_rule_or_a_group() {
    let accepted =
        ["terms/forbidden-term 1 accepted", "terms/forbidden-term 3 accepted", "tone/exclamation 3"];
    assert_eq!(told("rule = 'terms/forbidden-term'\nuntil = 2026-11-30\n"), accepted);
    assert_eq!(told("rule = 'terms'\nuntil = 2026-11-30\n"), accepted);
    assert_eq!(told("rule = 'terms'\npaths = ['site/**']\ntext = 'CHEAP'\nuntil = 2026-11-30\n"), accepted);
}

#[test]
fn a_waiver_that_is_over_accepts_nothing_and_is_told() {
    let open =
        ["suppression/expired", "terms/forbidden-term 1", "terms/forbidden-term 3", "tone/exclamation 3"];
    assert_eq!(told("rule = 'terms'\nuntil = 2026-11-29\n"), open);
}

#[test]
fn a_waiver_that_accepts_nothing_is_told_where_it_could_have() {
    let open = ["terms/forbidden-term 1", "terms/forbidden-term 3", "tone/exclamation 3"];
    assert_eq!(told("rule = 'terms'\npaths = ['mail/**']\nuntil = 2026-12-24\n"), open);
    let unused = told("rule = 'terms'\ntext = 'dear'\nuntil = 2026-12-24\n");
    assert_eq!(unused.first().map(String::as_str), Some("suppression/unused"));
    assert_eq!(unused.get(1..).expect("three more"), open);
}
