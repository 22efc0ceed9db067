//! Campaign fixtures: every folder of `fixtures/campaigns` is checked as a user would check it, with the `brand-rules` that
//! it holds, else with the shipped guide, and what is found is kept beside it in `findings.snap`. The small folders hold
//! one case of agreement or of contradiction each and run the rules that compare, those that reckon, those on dates and
//! colors, and the one on names of products; `bf26` is a whole campaign and runs them all.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

const WHOLE: &str = "bf26";

/// What the small folders are checked by. Their prices need not be those of the price book.
const SMALL: &[&str] = &[
    "consistency",
    "messaging",
    "pricing/discount-arithmetic",
    "pricing/not-a-reduction",
    "pricing/period-arithmetic",
    "pricing/saving-arithmetic",
    "pricing/tax-arithmetic",
    "terms/product-name",
    "visual/off-palette-color",
];

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/campaigns");
    let mut folders: Vec<PathBuf> = root
        .read_dir()
        .expect("the fixtures")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

fn check(folder: &Path, only: &[&str]) -> Value {
    let only: Vec<&str> = only.iter().flat_map(|rule| ["--only", rule]).collect();
    run(folder, "check", &only)
}

fn run(folder: &Path, command: &str, arguments: &[&str]) -> Value {
    let own = folder.join("brand-rules");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("brand-rules");
    let guide = if own.is_dir() { own } else { shipped };
    let mut binary = Command::new(env!("CARGO_BIN_EXE_onbrand"));
    let command = binary.current_dir(folder).args([command, "--format", "json", "--guide"]).arg(guide);
    let output = command.args(arguments).env_remove("ONBRAND_GUIDE").output().expect("it runs");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// A finding as reviewers read it: rule and place, words, the counterparts, the proposal.
fn describe(finding: &Value) -> String {
    let mut described = format!(
        "{} {} {}:{}:{} `{}`\n  {}\n",
        text(&finding["severity"]),
        text(&finding["rule"]),
        text(&finding["path"]),
        finding["line"],
        finding["column"],
        text(&finding["snippet"]),
        text(&finding["message"]),
    );
    for key in ["value", "expected", "truth", "outcome", "help"] {
        if let Some(value) = finding[key].as_str() {
            let _ = writeln!(described, "  {key}: {value}");
        }
    }
    for label in finding["related"].as_array().into_iter().flatten() {
        let _ = writeln!(
            described,
            "  with {}..{} of {}: {}",
            label["start"],
            label["end"],
            text(&label["path"]),
            text(&label["message"])
        );
    }
    if let Some(fix) = finding["fix"].as_object() {
        let _ = writeln!(described, "  fix ({}): {}", text(&fix["applicability"]), text(&fix["title"]));
    }
    described
}

#[test]
fn fixtures() {
    for folder in folders() {
        let is_whole = folder.ends_with(WHOLE);
        let report = check(&folder, if is_whole { &[] } else { SMALL });
        // A market that the guide does not have is a dimension all the same.
        let is_known =
            |problem: &Value| problem["message"].as_str().is_some_and(|said| said.starts_with("market `"));
        let problems: Vec<&Value> = report["problems"]
            .as_array()
            .expect("problems")
            .iter()
            .filter(|problem| !is_known(problem))
            .collect();
        assert!(problems.is_empty(), "{}: {problems:?}", folder.display());
        let findings = report["findings"].as_array().expect("findings");
        let described: Vec<String> = findings.iter().map(describe).collect();
        let shown = if described.is_empty() { "nothing\n".to_owned() } else { described.join("\n") };
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("findings", shown));
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The artifacts that a conflict is about: the one that is told and, where nothing says which is right, those against which
/// it stands.
fn about(conflict: &Value) -> Vec<String> {
    let others = list(&conflict["related"]).iter().filter(|_| conflict["truth"] == "none");
    others.chain([conflict]).map(|place| text(&place["path"])).collect()
}

/// What tables mark as different is what the rules tell of, and the other way round.
#[test]
fn tables_judge_as_the_rules_do() {
    for folder in folders() {
        let checked = check(&folder, &["consistency"]);
        let conflicts = || list(&checked["findings"]).iter().filter(|one| one["outcome"] == "conflict");
        let told: BTreeSet<(String, String)> = conflicts()
            .flat_map(|one| about(one).into_iter().map(|path| (path, text(&one["rule"]))))
            .collect();
        let compared = run(&folder, "compare", &[]);
        let tables: Vec<&Value> =
            list(&compared["campaigns"]).iter().flat_map(|campaign| list(&campaign["tables"])).collect();
        let mut marked: BTreeSet<(String, String)> = BTreeSet::new();
        for table in &tables {
            for row in list(&table["rows"]) {
                let cells = list(&row["cells"]).iter().zip(list(&table["artifacts"]));
                let differing = cells.filter(|(cell, _)| cell["verdict"] == "differs");
                marked.extend(differing.map(|(_, artifact)| (text(artifact), text(&row["rule"]))));
            }
        }
        // The percentage of the German page is told by the rule on its arithmetic.
        let is_known =
            |(path, _): &&(String, String)| !(folder.ends_with(WHOLE) && path == "web/cove.de.html");
        let untold: Vec<_> = marked.difference(&told).filter(is_known).collect();
        assert!(untold.is_empty(), "{}: {untold:?}", folder.display());
        // A table is of one market and audience, and some conflicts are between two.
        let is_of_one_table = |one: &&Value| {
            let paths = about(one);
            let holds =
                |table: &&Value, path: &String| list(&table["artifacts"]).iter().any(|own| own == path);
            tables.iter().any(|table| paths.iter().all(|path| holds(table, path)))
        };
        let unmarked: Vec<_> = conflicts()
            .filter(is_of_one_table)
            .map(|one| (text(&one["path"]), text(&one["rule"])))
            .filter(|place| !marked.contains(place))
            .collect();
        assert!(unmarked.is_empty(), "{}: {unmarked:?}", folder.display());
    }
}

/// The clean artifacts of the worked campaign have no finding at all; its post and its German page have those that are
/// owed.
#[test]
fn the_worked_campaign() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/campaigns").join(WHOLE);
    let report = check(&folder, &[]);
    let mut found: Vec<(String, String)> = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| {
            (finding["path"].as_str().unwrap().to_owned(), finding["rule"].as_str().unwrap().to_owned())
        })
        .collect();
    found.sort();
    let post = |rule: &str| ("social/x-launch.md".to_owned(), rule.to_owned());
    assert_eq!(
        found,
        [
            post("consistency/discount"),
            post("consistency/price"),
            post("consistency/promo-code"),
            post("messaging/weekday-mismatch"),
            post("pricing/discount-arithmetic"),
            post("terms/product-name"),
            ("web/cove.de.html".to_owned(), "pricing/discount-arithmetic".to_owned()),
        ]
    );
}
