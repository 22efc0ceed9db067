//! Rule fixtures: `fixtures/rules/GROUP/RULE/valid-*` must be silent, `invalid-*` must speak, and what it says is kept
//! beside it. A `guide.toml` in the folder is the guide; without one it is the shipped guide. Only the folder's own rule
//! runs. Every file must have one of the two names, so that a misplaced one is seen.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use onbrand::artifact::{Artifact, ArtifactKey, Attributes, Channel, Content, MediaType};
use onbrand::deadline::Deadline;
use onbrand::engine::{self, Checked, Options};
use onbrand::finding::Finding;
use onbrand::guide::{self, Guide, GuideFile};
use onbrand::rule::RuleMeta;
use onbrand::source::{ColumnUnit, Source};

/// The shipped guide, or the one given.
pub(crate) fn guide(own: Option<&str>) -> Guide {
    let files = match own {
        Some(text) => vec![GuideFile { source: Source::new("guide.toml", text) }],
        None => guide::shipped_files(),
    };
    let loaded = guide::load(files, &engine::rules());
    let problems: Vec<&String> = loaded.problems.iter().map(|problem| &problem.message).collect();
    assert!(problems.is_empty(), "{problems:?}");
    loaded.guide
}

/// Checks a text on its own, with only the rules or groups in `only`; empty is all.
pub(crate) fn check(name: &str, text: &str, guide: &Guide, only: &[&str]) -> Checked {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let (media_type, channel) = match extension {
        "html" => (MediaType::Html, Channel::Email),
        "mjml" => (MediaType::Mjml, Channel::Email),
        "md" => (MediaType::Markdown, Channel::Web),
        _ => (MediaType::PlainText, Channel::Social(None)),
    };
    let artifact = Artifact {
        key: ArtifactKey::file(name),
        media_type,
        dialect: None,
        given: Attributes::default(),
        defaults: Attributes { channel: Some(channel), ..Attributes::default() },
        source: Source::new(name, text),
        content: Content::Whole,
    };
    let only = only.iter().map(|rule| (*rule).to_owned()).collect();
    let now = "2026-11-23T12:00:00Z".parse().expect("an instant");
    let options = Options { only, ..Options::at(now) };
    engine::check_artifact(artifact, guide, &[], &options, &Deadline::never())
}

/// A finding as reviewers read it: place, severity, words, and the bytes it points at.
pub(crate) fn describe(finding: &Finding, source: &Source) -> String {
    let span = finding.primary.span;
    let start = source.position(span.start(), ColumnUnit::Scalar);
    let mut text = format!("{}:{} {} {}\n", start.line, start.column, finding.severity, finding.message);
    let _ = writeln!(text, "  at {span:?} {:?}", source.slice(span));
    if let Some(place) = finding.place {
        let _ = writeln!(text, "  in {place}");
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "  help: {help}");
    }
    if let Some(fix) = &finding.fix {
        let _ = writeln!(text, "  fix ({}): {}", fix.applicability, fix.title);
    }
    for label in &finding.related {
        let _ = writeln!(text, "  also {:?}: {}", label.location.span, label.message);
    }
    if let Some(origin) = &finding.demanded_by {
        let _ = writeln!(text, "  guide: {}:{}", origin.file, origin.line);
    }
    text
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules")
}

#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn read(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

#[test]
fn fixtures_say_what_was_reviewed() {
    insta::glob!(fixtures(), "*/*/*[!p]", |path| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name == "guide.toml" || name.contains(".snap") {
            return;
        }
        let folder = path.parent().expect("a folder");
        let rule = folder.strip_prefix(fixtures()).expect("under fixtures").display().to_string();
        let text = read(path).expect("readable");
        let checked = check(&name, &text, &guide(read(&folder.join("guide.toml")).as_deref()), &[&rule]);
        // A fixture stands alone: what it includes is not at hand.
        let mut problems = checked.problems.iter().filter(|problem| !problem.message.contains("not at hand"));
        assert_eq!(problems.next(), None, "{}", path.display());
        let said: Vec<String> =
            checked.findings.iter().map(|finding| describe(finding, &checked.artifact.source)).collect();
        if name.starts_with("valid-") {
            assert!(said.is_empty(), "{} must be silent:\n{}", path.display(), said.join("\n"));
        } else {
            assert!(name.starts_with("invalid-"), "{} is neither valid-* nor invalid-*", path.display());
            assert!(!said.is_empty(), "{} must give a finding", path.display());
            insta::with_settings!({
                snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true,
                snapshot_suffix => "", description => "",
            }, {
                insta::assert_snapshot!(name.replace('.', "-"), said.join("\n"));
            });
        }
    });
}

/// The fenced examples of an explanation that are of a kind: `html,valid`, `text,invalid`, `toml,guide`.
fn examples(meta: &RuleMeta, kind: &str) -> Vec<String> {
    let fence = format!("```{kind}\n");
    let blocks = meta.explanation.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("```").next());
    // Behind the slashes of a comment stands a blank.
    let plain = |line: &str| format!("{}\n", line.strip_prefix(' ').unwrap_or(line));
    blocks.map(|block| block.lines().map(plain).collect()).collect()
}

#[test]
fn examples_in_the_documentation_are_true() {
    let shipped = guide(None);
    for meta in engine::rules() {
        let own = examples(meta, "toml,guide").first().map(|text| guide(Some(text)));
        let guide = own.as_ref().unwrap_or(&shipped);
        for (language, name) in [("html", "example.html"), ("text", "example.txt")] {
            for example in examples(meta, &format!("{language},invalid")) {
                let findings = check(name, &example, guide, &[meta.id]).findings;
                assert_eq!(findings.len(), 1, "{} on {example}: {findings:?}", meta.id);
            }
            for example in examples(meta, &format!("{language},valid")) {
                let findings = check(name, &example, guide, &[meta.id]).findings;
                assert!(findings.is_empty(), "{} on {example}: {findings:?}", meta.id);
            }
        }
    }
}

/// The examples of the shipped guide's entries: every bad sentence is found by the entry, no good one is.
#[test]
fn the_shipped_guides_examples_are_true() {
    let guide = guide(None);
    let at = |sentence: &str, origin: &onbrand::finding::GuideRef, locale: Option<&str>| {
        let language = locale.map(|locale| format!("<html lang={locale}>")).unwrap_or_default();
        let page = format!("{language}<p>{sentence}</p>");
        let checked = check("example.html", &page, &guide, &["terms", "tone"]);
        checked.findings.iter().any(|finding| finding.demanded_by.as_ref() == Some(origin))
    };
    let mut wrong = Vec::new();
    for term in guide.termbase.concepts.iter().flat_map(|concept| &concept.terms) {
        let locale = term.locale.as_ref().map(|locale| locale.as_str());
        for (sentences, is_bad) in [(&term.examples.bad, true), (&term.examples.good, false)] {
            for sentence in sentences.iter().filter(|sentence| at(sentence, &term.origin, locale) != is_bad) {
                wrong.push(format!("{}:{} {sentence}", term.origin.file, term.origin.line));
            }
        }
    }
    for phrase in &guide.tone.phrases {
        for (sentences, is_bad) in [(&phrase.examples.bad, true), (&phrase.examples.good, false)] {
            for sentence in sentences.iter().filter(|sentence| at(sentence, &phrase.origin, None) != is_bad) {
                wrong.push(format!("{}:{} {sentence}", phrase.origin.file, phrase.origin.line));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
