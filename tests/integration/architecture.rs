//! What the compiler does not hold in a single package: who may import whom, and that every rule is registered once,
//! documented and has fixtures.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use onbrand::engine;
use onbrand::rules::RULES;

/// Modules by layer. A module imports only from layers below its own, and from its own where `peers` says so.
///
/// `scope`, `rule` and `deadline` are vocabulary; `matches` finds the guide's texts for facts and rules alike.
const LAYERS: &[Layer] = &[
    Layer { modules: &["span", "deadline", "scope"], peers: Peers::None },
    Layer { modules: &["text"], peers: Peers::None },
    Layer { modules: &["source"], peers: Peers::None },
    Layer { modules: &["artifact", "values", "rule"], peers: Peers::All },
    Layer { modules: &["finding"], peers: Peers::None },
    Layer { modules: &["document", "guide"], peers: Peers::None },
    Layer { modules: &["facts", "matches"], peers: Peers::All },
    Layer { modules: &["rules", "campaign"], peers: Peers::None },
    Layer { modules: &["engine"], peers: Peers::None },
    Layer { modules: &["report", "workspace"], peers: Peers::None },
    Layer { modules: &["service"], peers: Peers::None },
    Layer { modules: &["cli"], peers: Peers::None },
];

/// Words that stand for I/O, clocks or async; nothing up to `engine` may use them.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant",
    "tokio",
    "async fn",
];

/// The last layer that is pure.
const PURE_UP_TO: &str = "engine";

struct Layer {
    modules: &'static [&'static str],
    peers: Peers,
}

#[derive(PartialEq)]
enum Peers {
    None,
    All,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.modules.contains(&module))
}

/// Every file under `folder` with its text, tests aside.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && path.file_name().is_some_and(|name| name != "tests.rs")
        {
            let text = read(&path);
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            found.push((path, code.to_owned()));
        }
    }
    found
}

#[expect(clippy::disallowed_methods, reason = "a test reads the project's own files")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The top-level module of a file: `src/rules/terms/mod.rs` is of `rules`.
fn module_of(path: &Path) -> String {
    let relative = path.strip_prefix(root().join("src")).expect("under src");
    let first = relative.components().next().expect("a component").as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The top-level modules that code names after `crate::`, comments aside.
fn imports(code: &str) -> BTreeSet<String> {
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut modules = BTreeSet::new();
    for line in lines {
        for rest in line.split("crate::").skip(1) {
            let name: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            modules.insert(name);
        }
    }
    modules
}

#[test]
fn modules_import_only_from_below() {
    let mut wrong = Vec::new();
    for (path, code) in sources(&root().join("src")) {
        let module = module_of(&path);
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let layer = layer_of(&module).unwrap_or_else(|| panic!("`{module}` stands in no layer of LAYERS"));
        for import in imports(&code) {
            let Some(other) = layer_of(&import) else { continue };
            let is_peer = other == layer && LAYERS.get(layer).is_some_and(|layer| layer.peers == Peers::All);
            if import != module && other >= layer && !is_peer {
                wrong.push(format!("{} imports `{import}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_engine_does_no_io_and_reads_no_clock() {
    let last = layer_of(PURE_UP_TO).expect("a layer");
    for (path, code) in sources(&root().join("src")) {
        if layer_of(&module_of(&path)).is_none_or(|layer| layer > last) {
            continue;
        }
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for word in IMPURE {
                assert!(!line.contains(word), "{} is pure, but says: {line}", path.display());
            }
        }
    }
}

#[test]
fn rules_are_registered_once_and_in_order() {
    let ids: Vec<&str> = engine::rules().iter().map(|meta| meta.id).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(ids, sorted, "ids are unique and sorted");
    let listed: Vec<&str> = RULES.iter().map(|rule| rule.meta().id).collect();
    assert!(listed.is_sorted(), "{listed:?}");
    // A rule that is declared but not listed would never run.
    let declared: usize = sources(&root().join("src"))
        .iter()
        .filter(|(path, _)| !path.ends_with("src/rule.rs") && !path.starts_with(root().join("src/guide")))
        .map(|(_, code)| code.matches("\ndeclare_rule! {").count())
        .sum();
    assert_eq!(declared, ids.len(), "every declared rule is in the list");
}

#[test]
fn rules_are_named_for_what_they_find_and_explained() {
    for meta in engine::rules() {
        let (group, name) = meta.id.split_once('/').expect("group/name");
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", meta.id);
        assert!(!meta.summary.ends_with('.') && !meta.summary.is_empty(), "{}: {}", meta.id, meta.summary);
        for heading in ["## What it does", "## Why it matters", "## How to fix", "## Guide keys"] {
            assert!(meta.explanation.contains(heading), "{} lacks `{heading}`", meta.id);
        }
        let page = root().join(format!("docs/rules/{group}/{name}.md"));
        assert!(page.is_file(), "{} has no page; run with ONBRAND_UPDATE=1", meta.id);
    }
}

#[test]
fn rules_on_artifacts_have_fixtures_of_both_kinds() {
    for rule in RULES {
        let folder = root().join("fixtures/rules").join(rule.meta().id);
        let names: Vec<String> = std::fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        for kind in ["invalid-", "valid-"] {
            assert!(
                names.iter().any(|name| name.starts_with(kind)),
                "{} has no {kind}* fixture",
                rule.meta().id
            );
        }
    }
}
