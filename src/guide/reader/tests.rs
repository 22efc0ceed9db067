//! The reader on small files.

use super::{Table, near_match, read};
use crate::rule::Level;
use crate::source::Source;

/// Rule, excerpt and advice of each mistake.
fn mistakes(text: &str, body: impl FnOnce(&Table<'_>)) -> Vec<(String, String, String)> {
    let source = Source::new("file.toml", text);
    let ((), problems) = read(&source, body);
    let tell = |problem: &crate::finding::Finding| {
        let excerpt = source.slice(problem.primary.span).to_owned();
        (problem.rule.to_string(), excerpt, problem.help.clone().unwrap_or_default())
    };
    problems.iter().map(tell).collect()
}

#[test]
fn asking_for_a_key_makes_it_legal() {
    let text = "name = \"a\"\nlevl = \"off\"\n";
    let found = mistakes(text, |root| {
        assert_eq!(root.string("name").map(|name| name.value), Some("a".to_owned()));
        assert!(root.word::<Level>("level").is_none());
    });
    let advice = "did you mean `level`? legal keys: level, name".to_owned();
    assert_eq!(found, [("guide/unknown-key".to_owned(), "levl".to_owned(), advice)]);
}

#[test]
fn values_know_their_bytes() {
    let source = Source::new("file.toml", "[a]\nlist = [\"ä\", 'b']\n");
    let (list, problems) = read(&source, |root| {
        let table = root.table("a").expect("a table");
        let list = table.strings("list");
        table.finish();
        list
    });
    assert!(problems.is_empty());
    let excerpts: Vec<&str> = list.iter().map(|text| source.slice(text.origin.span)).collect();
    assert_eq!(excerpts, ["\"ä\"", "'b'"]);
    assert!(list.iter().all(|text| text.origin.line == 2));
}

#[test]
fn a_key_that_may_only_be_illegible_is_not_missing() {
    let found = mistakes("[[x]]\nname = oops\n[[x]]\nother = 1\n", |root| {
        for table in root.tables("x") {
            table.required("name", Table::string);
            table.number("other");
            table.finish();
        }
    });
    let rules: Vec<&str> = found.iter().map(|(rule, ..)| rule.as_str()).collect();
    assert_eq!(rules, ["guide/syntax-error", "guide/missing-key"]);
}

#[test]
fn numbers_are_exact() {
    let source = Source::new("file.toml", "a = 0.1\nb = 4_294_967_296\nc = 0x10\nd = inf\n");
    let (read, problems) = read(&source, |root| {
        let a = root.decimal("a").map(|number| number.value.to_string());
        (a, root.number("b").is_some(), root.number("c").map(|c| c.value), root.decimal("d").is_some())
    });
    assert_eq!(read, (Some("0.1".to_owned()), false, Some(16), false));
    assert_eq!(problems.len(), 2);
}

#[test]
fn near_matches_are_near() {
    let keys = ["name", "locale", "only-near", "unless-near"];
    assert_eq!(near_match("nmae", keys), Some("name"));
    assert_eq!(near_match("unles-near", keys), Some("unless-near"));
    assert_eq!(near_match("Locales", keys), Some("locale"));
    assert_eq!(near_match("id", keys), None);
    assert_eq!(near_match("color", keys), None);
}
