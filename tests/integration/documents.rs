//! Parsers against what others wrote: conformance suites and a corpus that lie beside the project, where they are
//! there, and the fixtures of `fixtures/documents`.

use std::path::{Path, PathBuf};

use onbrand::artifact::Dialect;
use onbrand::document::template::{self, TagKind};

/// A folder beside the project, or `None` with a line that says so.
fn beside(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    if !folder.is_dir() {
        #[expect(clippy::print_stderr, reason = "a skipped test must say so")]
        {
            eprintln!("skipped: {} is not there", folder.display());
        }
        return None;
    }
    Some(folder)
}

/// Every file below a folder, in order of the paths.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("readable").flatten() {
            let path = entry.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

#[expect(clippy::disallowed_methods, reason = "tests read their inputs")]
fn read(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).expect("readable")).into_owned()
}

#[test]
fn tags_of_the_mustache_suite_are_told_from_text() {
    let Some(folder) = beside("conformance/templates/mustache/specs") else { return };
    for name in ["interpolation", "comments", "delimiters", "sections", "inverted"] {
        let suite: serde_json::Value =
            serde_json::from_str(&read(&folder.join(format!("{name}.json")))).expect("a suite is JSON");
        for case in suite["tests"].as_array().expect("cases") {
            let text = case["template"].as_str().expect("a template");
            let lexed = template::lex(text, None);
            assert_eq!(lexed.problems, [], "{name}: {case}");
            // What stands between the tags is literal: the rendering holds it, in order, unless a section drops it.
            let (mut at, mut rest) = (0, case["expected"].as_str().expect("a rendering"));
            let ends = lexed.tags.iter().map(|tag| (tag.span.start() as usize, tag.span.end() as usize));
            for (start, end) in ends.chain([(text.len(), text.len())]) {
                let piece = text.get(at..start).expect("tags are sorted and lie on boundaries");
                at = end;
                if matches!(name, "interpolation" | "comments") && !text.contains("{{#") {
                    for line in piece.lines().map(str::trim) {
                        let found = rest.find(line);
                        assert!(found.is_some(), "{name}: `{line}` of {text:?} is not in its rendering");
                        rest = found.and_then(|found| rest.get(found + line.len()..)).unwrap_or_default();
                    }
                }
            }
            assert!(
                name != "comments" || lexed.tags.iter().any(|tag| tag.kind == TagKind::Comment),
                "{text}"
            );
        }
    }
}

#[test]
fn the_corpus_holds_no_broken_tag_and_no_odd_language() {
    let Some(folder) = beside("corpus") else { return };
    let mut odd = Vec::new();
    for path in files(&folder) {
        let name = path.strip_prefix(&folder).expect("inside").to_string_lossy().into_owned();
        let lexed = template::lex(&read(&path), None);
        // A bare `{{ x }}` is of many languages; what is marked must be told.
        let expected: &[Dialect] = match name.split('/').nth(1).unwrap_or_default() {
            "SalesforceLabs-ampscript-core" => &[Dialect::AmpScript],
            _ if name.starts_with("email/") => &[Dialect::Handlebars, Dialect::Jinja],
            _ => &[Dialect::Liquid, Dialect::Handlebars],
        };
        if !lexed.problems.is_empty() || lexed.dialect.is_some_and(|dialect| !expected.contains(&dialect)) {
            odd.push(format!("{name}: {:?} {:?}", lexed.dialect, lexed.problems));
        }
    }
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}
