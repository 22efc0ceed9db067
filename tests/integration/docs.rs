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
