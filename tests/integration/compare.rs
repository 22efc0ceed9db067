//! Campaigns side by side, and the draft of a record: what is shown is what the rules judge, and what is drafted is what
//! the page says.

#![expect(clippy::disallowed_methods, reason = "tests read and write files")]

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use onbrand::report;
use serde_json::Value;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onbrand"));
    command.current_dir(folder).args(arguments).arg("--guide").arg(root().join("brand-rules"));
    command.env_remove("ONBRAND_GUIDE").output().expect("it runs")
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn worked() -> PathBuf {
    root().join("fixtures/campaigns/bf26")
}

#[test]
fn a_campaign_side_by_side() {
    let shown = run(&worked(), &["compare"]);
    assert_eq!(shown.status.code(), Some(0));
    insta::assert_snapshot!("compare_text", text(&shown));
    insta::assert_snapshot!("compare_html", text(&run(&worked(), &["compare", "--format", "html"])));
}

#[test]
fn what_is_written_for_machines_holds_to_its_schema() {
    let compared: Value =
        serde_json::from_str(&text(&run(&worked(), &["compare", "--format", "json"]))).expect("JSON");
    let schema = report::schema("compare").expect("there is one");
    let validator = jsonschema::validator_for(&schema.to_value()).expect("a schema");
    assert!(validator.is_valid(&compared), "{:?}", validator.iter_errors(&compared).next());
}

/// The page loads nothing: no script, no style sheet, no font and no picture.
#[test]
fn the_page_stands_alone() {
    let page = text(&run(&worked(), &["compare", "--format", "html"]));
    for loaded in ["<script", "<link", "<img", "url(", "@import", "src="] {
        assert!(!page.contains(loaded), "{loaded}");
    }
    assert_eq!(page.matches("<html lang=\"en\">").count(), 1);
}

#[test]
fn artifacts_that_nothing_ties_are_not_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.html"), "<p>The Cove Standing Desk is $499.</p>").expect("a file");
    std::fs::write(folder.path().join("b.html"), "<p>The Cove Standing Desk is $489.</p>").expect("a file");
    let shown = text(&run(folder.path(), &["compare"]));
    assert_eq!(shown, "nothing to compare: no two artifacts belong together\n");
}

/// What is drafted from a page that is right is a record under which the page is right.
#[test]
fn the_draft_of_a_record_is_a_record() {
    let page = worked().join("web/cove.html");
    let drafted = run(&worked(), &["campaign", "record", "web/cove.html"]);
    assert_eq!(drafted.status.code(), Some(0));
    insta::assert_snapshot!("campaign_record", text(&drafted));
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("web")).expect("a folder");
    std::fs::copy(page, folder.path().join("web/cove.html")).expect("a file");
    std::fs::write(folder.path().join("campaign.toml"), drafted.stdout).expect("a file");
    let checked: Value =
        serde_json::from_str(&text(&run(folder.path(), &["check", "--format", "json"]))).expect("JSON");
    assert_eq!(checked["findings"].as_array().map(Vec::len), Some(0), "{}", checked["findings"]);
    assert_eq!(checked["artifacts"][0]["grouped_by"], "campaign.toml");
}

#[test]
fn a_record_is_drafted_from_one_page() {
    let drafted = run(&worked(), &["campaign", "record", "web"]);
    assert_eq!(drafted.status.code(), Some(2));
    let said = String::from_utf8_lossy(&drafted.stderr).into_owned();
    assert!(said.contains("name one page"), "{said}");
}
