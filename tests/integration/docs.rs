//! The documentation is true: the rule pages are the rules' own words, and every command of a `console` block is run and
//! its output compared where the block shows it.

#![expect(clippy::disallowed_methods, reason = "tests read the documentation and lay out folders")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use onbrand::rule::{FixAvailability, RuleMeta};
use onbrand::service;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The rules under their groups.
fn groups() -> BTreeMap<&'static str, Vec<&'static RuleMeta>> {
    let mut groups: BTreeMap<&str, Vec<&RuleMeta>> = BTreeMap::new();
    for rule in service::rules() {
        let (group, _) = rule.id.split_once('/').expect("group/name");
        groups.entry(group).or_default().push(rule);
    }
    groups
}

/// The page of a rule.
fn page(rule: &RuleMeta) -> String {
    let fix = match rule.fix {
        FixAvailability::None => "none",
        FixAvailability::Sometimes => "proposed for some findings",
    };
    let mut page = format!("# `{}`\n\nFinds {}.\n\n", rule.id, rule.summary);
    let _ = writeln!(page, "| level | fix | since |\n|---|---|---|");
    let _ = writeln!(page, "| {} | {fix} | {} |\n", rule.default_level, rule.since);
    let mut paragraph = Vec::new();
    let mut is_code = false;
    for line in rule.explanation.trim_matches('\n').lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        let is_prose = !is_code && line.starts_with(|first: char| first.is_alphabetic() || first == '`');
        if is_prose && !line.starts_with("```") {
            paragraph.push(line);
            continue;
        }
        page.push_str(&sentences(&paragraph.join(" ")));
        paragraph.clear();
        is_code ^= line.starts_with("```");
        // The kind of an example stands in its fence, where only the tests read it.
        let _ = match line.strip_prefix("```").and_then(|fence| fence.split_once(',')) {
            Some((language, "valid")) => writeln!(page, "Valid:\n\n```{language}"),
            Some((language, "guide")) => writeln!(page, "With this in the guide:\n\n```{language}"),
            Some((language, "invalid")) => writeln!(page, "Invalid:\n\n```{language}"),
            _ => writeln!(page, "{line}"),
        };
    }
    page.push_str(&sentences(&paragraph.join(" ")));
    page
}

/// A paragraph with each sentence on a line of its own.
fn sentences(paragraph: &str) -> String {
    let mut lines = String::new();
    let mut words = paragraph.split_whitespace().peekable();
    while let Some(word) = words.next() {
        lines.push_str(word);
        let is_end = word.ends_with(['.', '?', '!'])
            && words.peek().is_none_or(|next| next.starts_with(|first: char| first.is_uppercase()));
        lines.push(if is_end || words.peek().is_none() { '\n' } else { ' ' });
    }
    lines
}

/// The list of the rule pages.
fn index() -> String {
    let mut index = "# Rules\n\nThe level is the one that a rule has where the guide sets none; \
                     `[rules]` in the guide sets another ([how](../guide.md)).\n\
                     `onbrand explain RULE` prints a rule's page.\n"
        .to_owned();
    for (group, rules) in groups() {
        let _ = write!(index, "\n## `{group}`\n\n| rule | finds | level |\n|---|---|---|\n");
        for rule in rules {
            let _ = writeln!(
                index,
                "| [`{}`]({}.md) | {} | {} |",
                rule.id, rule.id, rule.summary, rule.default_level
            );
        }
    }
    index
}

/// Files below a folder, relative to it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn rule_pages_are_the_rules_own_words() {
    let folder = root().join("docs/rules");
    let mut pages: BTreeMap<PathBuf, String> =
        service::rules().iter().map(|rule| (folder.join(format!("{}.md", rule.id)), page(rule))).collect();
    pages.insert(folder.join("README.md"), index());
    if std::env::var_os("ONBRAND_UPDATE").is_some() {
        for (path, text) in &pages {
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        for path in files(&folder).into_iter().filter(|path| !pages.contains_key(path)) {
            fs::remove_file(path).expect("a page of no rule");
        }
    }
    for (path, text) in &pages {
        let stored = fs::read_to_string(path).unwrap_or_default();
        assert!(stored == *text, "{} is out of date; run the tests with ONBRAND_UPDATE=1", path.display());
    }
    for path in files(&folder) {
        assert!(
            pages.contains_key(&path),
            "{} is of no rule; run the tests with ONBRAND_UPDATE=1",
            path.display()
        );
    }
}

/// A fenced block of a document.
struct Block<'d> {
    /// What stands behind the fence: the language, and where the block belongs.
    info: (&'d str, &'d str),
    text: &'d str,
}

/// The fenced blocks of a document, in order.
fn blocks(document: &str) -> Vec<Block<'_>> {
    let mut parts = document.split("\n```");
    let mut blocks = Vec::new();
    parts.next();
    while let (Some(part), Some(_)) = (parts.next(), parts.next()) {
        let (info, text) = part.split_once('\n').expect("a fence ends its line");
        blocks.push(Block { info: info.split_once(' ').unwrap_or((info, "")), text });
    }
    blocks
}

/// The documents whose blocks are tried.
const DOCUMENTS: [&str; 4] = ["README.md", "docs/guide.md", "docs/contributing.md", "docs/architecture.md"];

/// Runs a command line of a document; what a terminal shows of it, and its exit code.
fn run(line: &str, folder: &Path) -> (String, i32) {
    let words = line.strip_prefix("cargo run --release -- ").or_else(|| line.strip_prefix("onbrand "));
    let words =
        words.unwrap_or_else(|| panic!("`{line}` cannot be tried; set it in a block of another language"));
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_onbrand"))
        .args(words.split_whitespace())
        .current_dir(folder)
        .env_remove("ONBRAND_GUIDE")
        .env("NO_COLOR", "1")
        .output()
        .expect("it runs");
    let mut shown = String::from_utf8(output.stderr).expect("text");
    shown.push_str(&String::from_utf8(output.stdout).expect("text"));
    (shown, output.status.code().expect("a code"))
}

/// Tries a `console` block: every command succeeds or finds something, and where the block shows output it is this one.
/// Gives the block as it should be.
fn tried(block: &str, folder: &Path) -> String {
    let mut now = String::new();
    let mut lines = block.lines().peekable();
    while let Some(line) = lines.next() {
        // What is no command is output, which the command before it has told anew.
        let Some(command) = line.strip_prefix("$ ") else { continue };
        let (output, code) = run(command, folder);
        assert_eq!(code, i32::from(output.contains("error[")), "{command}\n{output}");
        let _ = writeln!(now, "{line}");
        if lines.peek().is_some_and(|next| !next.starts_with("$ ")) {
            now.push_str(&output);
        }
    }
    now.trim_end().to_owned()
}

/// In every document, a block `LANGUAGE PATH` is a file, written into a new folder of the document's own; `console` is
/// run in the project, and `console new-folder` in that folder.
#[test]
fn commands_do_what_the_documents_show() {
    for name in DOCUMENTS {
        let path = root().join(name);
        let mut document = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let own = tempfile::tempdir().expect("a folder");
        let mut wrong = Vec::new();
        for Block { info, text } in blocks(&document) {
            let folder = match info {
                ("console", "") => root(),
                ("console", "new-folder") => own.path().to_owned(),
                ("console", other) => panic!("{name}: what is `{other}`?"),
                (_, "") => continue,
                (_, file) => {
                    let file = own.path().join(file);
                    fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
                    fs::write(file, text).expect("a file");
                    continue;
                }
            };
            let now = tried(text, &folder);
            if now != text.trim_end() {
                wrong.push((text.trim_end().to_owned(), now));
            }
        }
        if std::env::var_os("ONBRAND_UPDATE").is_some() {
            for (old, new) in &wrong {
                document = document.replace(old.as_str(), new);
            }
            fs::write(&path, &document).expect("a file");
        } else if let Some((old, new)) = wrong.first() {
            panic!("{name} shows\n{old}\n\nbut it is\n{new}\n\nrun the tests with ONBRAND_UPDATE=1");
        }
    }
}

/// Links between the documents lead somewhere.
#[test]
fn links_of_the_documents_lead_somewhere() {
    let mut names: Vec<PathBuf> =
        ["README.md", "CHANGELOG.md"].into_iter().map(|name| root().join(name)).collect();
    names.extend(
        files(&root().join("docs")).into_iter().filter(|path| path.extension().is_some_and(|e| e == "md")),
    );
    for path in names {
        let text = fs::read_to_string(&path).expect("readable");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains("://") {
                continue;
            }
            let there = path.parent().expect("a folder").join(file);
            assert!(there.exists(), "{} links to {target}", path.display());
        }
    }
}

/// Every dependency has its reason in the document on the architecture, and every module its line.
#[test]
fn the_architecture_speaks_of_every_dependency_and_module() {
    let told = fs::read_to_string(root().join("docs/architecture.md")).expect("readable");
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("readable");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let dependencies = manifest["dependencies"].as_table().expect("a table");
    let modules = fs::read_to_string(root().join("src/lib.rs")).expect("readable");
    let modules = modules.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    for name in dependencies.keys().map(String::as_str).chain(modules) {
        assert!(told.contains(&format!("`{name}`")), "docs/architecture.md does not speak of `{name}`");
    }
}
