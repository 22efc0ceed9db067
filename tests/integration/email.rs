//! Emails as they are really sent, against fixtures and a corpus: what Outlook alone shows, buttons, what MJML includes.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use jiff::Timestamp;
use onbrand::artifact::{Artifact, ArtifactKey, Attributes, Channel, Content, MediaType};
use onbrand::deadline::Deadline;
use onbrand::document::html::mjml::includes;
use onbrand::document::{Document, Segment, parse};
use onbrand::engine::{self, Options};
use onbrand::facts::{Fact, FactValue};
use onbrand::guide;
use onbrand::scope::{Rendering, Scope, Visibility};
use onbrand::source::{PartKind, Source};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[expect(clippy::disallowed_methods, reason = "tests read their inputs")]
fn read(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).expect("readable")).into_owned()
}

fn artifact(source: Source, media_type: MediaType) -> Artifact {
    Artifact {
        key: ArtifactKey::file(source.name().to_owned()),
        media_type,
        dialect: None,
        given: Attributes::default(),
        defaults: Attributes { channel: Some(Channel::Email), ..Attributes::default() },
        source,
        content: Content::Whole,
    }
}

fn document(text: &str, media_type: MediaType) -> Document {
    parse(&artifact(Source::new("a", text), media_type), &Deadline::never())
}

fn facts(text: &str, media_type: MediaType) -> Vec<Fact> {
    let guide = guide::load(guide::shipped_files(), &engine::rules()).guide;
    let now: Timestamp = "2026-11-24T09:00:00Z".parse().expect("an instant");
    let options = Options { only: vec![String::new()], ..Options::at(now) };
    let artifact = artifact(Source::new("a", text), media_type);
    engine::check_artifact(artifact, &guide, &[], &options, &Deadline::never()).facts
}

/// Buttons as label, fill and color of the words, by rendering.
fn buttons(facts: &[Fact]) -> Vec<(Rendering, String, String, String)> {
    let shown =
        |color: Option<onbrand::values::color::Srgb>| color.map(|c| c.to_string()).unwrap_or_default();
    let button = |fact: &Fact| match &fact.value {
        FactValue::Cta { label, fill, text_color, .. } => {
            Some((fact.rendering, label.clone(), shown(*fill), shown(*text_color)))
        }
        _ => None,
    };
    facts.iter().filter_map(button).collect()
}

fn colors(facts: &[Fact], wanted: Rendering) -> Vec<(&str, &'static str)> {
    let color = |fact: &'_ Fact| match fact.value {
        FactValue::Color { role, .. } if fact.rendering == wanted => Some(role),
        _ => None,
    };
    facts.iter().filter_map(|fact| Some((fact.text.as_str(), color(fact)?))).collect()
}

#[test]
fn a_button_of_outlook_is_a_second_copy() {
    let facts = facts(&read(&root().join("fixtures/documents/email/outlook-button.html")), MediaType::Html);
    let own = |rendering, label: &str, fill: &str, text: &str| {
        (rendering, label.to_owned(), fill.to_owned(), text.to_owned())
    };
    assert_eq!(
        buttons(&facts),
        [
            own(Rendering::Outlook, "Shop now!", "#D9480F", "#FFF8E7"),
            own(Rendering::Main, "Shop the sale", "#0B5D4E", "#FFFFFF"),
            own(Rendering::Main, "Book a tour", "", ""),
            own(Rendering::Outlook, "Book a tour", "#0B5D4E", "#FFFFFF"),
        ]
    );
    assert_eq!(
        colors(&facts, Rendering::Outlook),
        [
            ("#0B5D4E", "text"),
            ("#EFEFEF", "background"),
            ("#B3261E", "stroke"),
            ("#D9480F", "cta-background"),
            ("#FFF8E7", "cta-text"),
            ("#FAFAFA", "background"),
            ("#0B5D4E", "cta-background"),
            ("#ffffff", "cta-text"),
            ("#123456", "background"),
        ]
    );
}

#[test]
fn colors_of_a_hidden_preheader_are_nobodys_business() {
    let facts = facts(&read(&root().join("fixtures/documents/email/preheader.html")), MediaType::Html);
    assert_eq!(colors(&facts, Rendering::Main), [("#0B5D4E", "text"), ("#ff0000", "text")]);
}

#[test]
fn default_attributes_color_what_has_none_of_its_own() {
    let facts = facts(&read(&root().join("fixtures/documents/email/components.mjml")), MediaType::Mjml);
    let own = |label: &str, fill: &str, text: &str| {
        (Rendering::Main, label.to_owned(), fill.to_owned(), text.to_owned())
    };
    assert_eq!(
        buttons(&facts),
        [own("Shop the sale", "#0B5D4E", "#222222"), own("Book a tour", "#0B5D4E", "#C2410C")]
    );
    let mut found = colors(&facts, Rendering::Main);
    found.sort_unstable();
    for color in [
        ("#222222", "cta-text"),
        ("#333333", "text"),
        ("#444444", "text"),
        ("#777777", "text"),
        ("#0B5D4E", "cta-background"),
        ("#0B5D4E", "link"),
        ("#C2410C", "cta-text"),
        ("#DDDDDD", "border"),
        ("#CCCCCC", "border"),
        ("#1877F2", "network"),
    ] {
        assert!(found.contains(&color), "{color:?} is not in {found:?}");
    }
    assert!(!found.iter().any(|(color, _)| *color == "#ABCDEF" || *color == "#EEEEEE"), "{found:?}");
}

/// The emails of the corpus, where they lie beside the project.
fn corpus() -> Vec<(String, String)> {
    let folder = root().join("../shared/corpus/email");
    let mut found = Vec::new();
    let mut open = vec![folder.clone()];
    while let Some(folder) = open.pop() {
        for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
            } else {
                found.push((path.to_string_lossy().into_owned(), read(&path)));
            }
        }
    }
    if found.is_empty() {
        #[expect(clippy::print_stderr, reason = "a skipped test must say so")]
        {
            eprintln!("skipped: {} is not there", folder.display());
        }
    }
    found.sort();
    found
}

#[test]
fn nothing_of_conditions_and_templates_is_read_as_text() {
    let mut n_outlook = 0;
    for (name, text) in corpus() {
        let media_type = if name.ends_with(".mjml") { MediaType::Mjml } else { MediaType::Html };
        for segment in document(&text, media_type).segments {
            let text = segment.text.as_str();
            let lower = text.to_lowercase();
            for junk in
                ["endif", "[if ", "pixelsperinch", "v:", "<!--", "-->", "{{", "}}", "{%", "%}", "*|", "|*"]
            {
                assert!(!lower.contains(junk), "{name}: {text:?}");
            }
            assert!(text != "96" && !lower.split_whitespace().any(|word| word == "mso"), "{name}: {text:?}");
            n_outlook += usize::from(segment.rendering == Rendering::Outlook);
        }
    }
    assert!(n_outlook > 50 || corpus().is_empty(), "{n_outlook}");
}

#[test]
fn mjml_files_give_what_they_have() {
    for (name, text) in corpus().into_iter().filter(|(name, _)| name.ends_with(".mjml")) {
        let document = document(&text, MediaType::Mjml);
        // What closes without words is none: `<mj-title></mj-title>`.
        let count = |tag: &str| {
            let (start, end) = (format!("<{tag}"), format!("</{tag}"));
            let has_words = |at: usize| {
                let rest = text.get(at..)?;
                let words = rest.get(rest.find('>')? + 1..rest.find(&end)?)?;
                (!words.trim().is_empty()).then_some(())
            };
            // `<mj-table` is no `<mj-tab`.
            let is_whole =
                |at: usize| !text.get(at + start.len()..).is_some_and(|rest| rest.starts_with('-'));
            text.match_indices(&start).filter(|(at, _)| is_whole(*at) && has_words(*at).is_some()).count()
        };
        let segments =
            |scope: Scope| document.segments.iter().filter(|segment| segment.scope == scope).count();
        assert_eq!(segments(Scope::Subject), count("mj-title"), "{name}");
        let is_in_preview = |at: u32| {
            let before = text.get(..at as usize).unwrap_or_default();
            before.rfind("<mj-preview") > before.rfind("</mj-preview")
        };
        let is_preview = |segment: &&Segment| {
            segment.scope == Scope::Preheader
                && segment.visibility == Visibility::Hidden
                && is_in_preview(segment.text.place(0))
        };
        assert_eq!(document.segments.iter().filter(is_preview).count(), count("mj-preview"), "{name}");
        assert_eq!(document.buttons.len(), count("mj-button"), "{name}");
        let n_texts =
            document.segments.iter().filter(|s| !matches!(s.scope, Scope::Alt | Scope::Tooltip)).count();
        assert!(n_texts >= count("mj-text") / 2, "{name}: {n_texts}");
        assert!(document.problems.is_empty(), "{name}: {:?}", document.problems);
    }
}

#[expect(clippy::disallowed_methods, reason = "tests lay out folders of their own")]
fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    std::fs::write(path, text).expect("a file");
}

fn check(folder: &Path, arguments: &[&str]) -> serde_json::Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onbrand"));
    command
        .current_dir(folder)
        .args(["check", "--format", "json"])
        .args(arguments)
        .env_remove("ONBRAND_GUIDE");
    let output = command.output().expect("it runs").stdout;
    serde_json::from_slice(&output).expect("a report")
}

/// Rule or message, and place, of everything that a report lists.
fn listed(report: &serde_json::Value, list: &str, what: &str) -> Vec<String> {
    let entries = report[list].as_array().expect("a list").iter();
    let line = |entry: &serde_json::Value| format!("{}:{} {}", entry["path"], entry["line"], entry[what]);
    entries.map(|entry| line(entry).replace('"', "").replace(":null", "")).collect()
}

#[test]
fn findings_in_included_files_are_told_once_and_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write(
        here,
        "mail/parts/footer.mjml",
        "<mj-section>\n<mj-column><mj-text>A guaranteed cheapest price.</mj-text></mj-column></mj-section>",
    );
    for name in ["mail/a.mjml", "mail/b.mjml"] {
        write(
            here,
            name,
            "<mjml><mj-body>\n<mj-include path='parts/footer' />\n<mj-include path='gone' />\n</mj-body></mjml>",
        );
    }
    for arguments in [["mail"].as_slice(), &["mail/a.mjml", "mail/b.mjml"]] {
        let report = check(here, arguments);
        assert_eq!(
            listed(&report, "findings", "rule"),
            ["mail/parts/footer.mjml:2 terms/forbidden-term"],
            "{arguments:?}"
        );
        assert_eq!(
            listed(&report, "problems", "message"),
            ["mail/a.mjml", "mail/b.mjml"].map(|name| format!(
                "{name} line 3, column 19: `mail/gone.mjml` was not included: no such file or folder"
            )),
            "{arguments:?}"
        );
    }
}

#[test]
fn nothing_outside_of_the_project_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "secret.mjml", "<mj-text>A guaranteed cheapest price.</mj-text>");
    let here = folder.path().join("project");
    write(&here, "onbrand.toml", "");
    write(&here, "mail/a.mjml", "<mj-include path='../../secret' /><mj-include path='/etc/hostname' />");
    let report = check(&here, &["mail/a.mjml"]);
    assert_eq!(listed(&report, "findings", "rule"), [""; 0]);
    let problems = listed(&report, "problems", "message");
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems.iter().any(|problem| problem.contains("outside of the project")), "{problems:?}");
}

/// A source with the included files that `files` holds, as a workspace would make it.
fn with_parts(text: &str, files: &[(String, String)]) -> Source {
    let source = Source::new("a.mjml", text);
    let parts =
        files.iter().map(|(name, text)| (PartKind::Included { path: name.as_str().into() }, text.clone()));
    source.with_parts(parts)
}

#[test]
fn included_files_are_read_once_each_however_often_they_are_named() {
    let twice = |name: String| format!("<mj-include path='{name}'/><mj-include path='{name}'/>");
    let files: Vec<(String, String)> = (0..30)
        .map(|number| {
            let next = if number < 12 { twice(format!("b{}", number + 1)) } else { String::new() };
            (format!("b{number}.mjml"), format!("<mj-text>word{number}</mj-text>{next}"))
        })
        .collect();
    let document =
        parse(&artifact(with_parts(&twice("b0".to_owned()), &files), MediaType::Mjml), &Deadline::never());
    assert_eq!(document.segments.len(), 13);
    assert_eq!(document.problems.len(), 0, "{:?}", document.problems);
}

#[test]
fn circles_and_depths_of_includes_are_told() {
    let files: Vec<(String, String)> = (0..40)
        .map(|number| (format!("b{number}.mjml"), format!("<mj-include path='b{}'/>", number + 1)))
        .collect();
    let deep =
        parse(&artifact(with_parts("<mj-include path='b0'/>", &files), MediaType::Mjml), &Deadline::never());
    let told: Vec<&str> = deep.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(told, ["files in files, more than 16 deep; `b16.mjml` was not read"]);
    let circle = [
        ("b.mjml".to_owned(), "<mj-include path='c'/>".to_owned()),
        ("c.mjml".to_owned(), "<mj-include path='b'/>".to_owned()),
    ];
    let round =
        parse(&artifact(with_parts("<mj-include path='b'/>", &circle), MediaType::Mjml), &Deadline::never());
    assert_eq!(round.problems.len(), 1, "{:?}", round.problems);
    assert!(includes("<mj-text>-include</mj-text>", None).is_empty());
}

#[test]
fn hostile_emails_end() {
    let length = if cfg!(debug_assertions) { 60_000 } else { 2_000_000 };
    let many = |piece: &str| piece.repeat(length / piece.len());
    for text in [
        many("<!--[if mso]>"),
        many("<!--[if mso]><![endif]-->"),
        many("<!--[if mso]>a<b><![endif]-->"),
        many("<!--[if mso]><v:rect href=a>b"),
        format!("<!--[if mso]>{}<![endif]-->", many("<v:rect href=a fillcolor=red>b")),
        format!("<!--[if mso]>{}<![endif]-->", many("<v:rect>")),
        format!("<!--[if mso]>{}", many("<p>a")),
        format!("<!--[if {}mso]>a<![endif]-->", many("(")),
        many(
            "<!--[if mso]><v:rect href=a><![endif]--><a class=btn href=b>c</a><!--[if mso]></v:rect><![endif]-->",
        ),
        many("<td class=button bgcolor=red style='border-radius:1px'>"),
        many("<a href=x style='padding:1px;display:block'>"),
        many("<a href='*|UNSUB|*'>[unsubscribe]"),
        many("1 A St, B CA 94102 "),
        many("1-1"),
        many("<footer>a"),
        format!("<p>unsubscribe{}", many(" <a href=x>here</a>")),
        many("%a"),
        many("[[[["),
        format!("<table class=button>{}", many("<tr><td bgcolor=red><a href=x>")),
    ] {
        let html = document(&text, MediaType::Html);
        assert!(html.segments.len() <= 300_000, "{}", html.segments.len());
    }
    for text in [
        many("<mj-text>"),
        many("<mj-text>a</mj-text>"),
        many("<mj-text><b>a</mj-text>"),
        many("<mj-section>"),
        many("<mj-button mj-class='a b c d'>a</mj-button>"),
        many("<mj-attributes><mj-all color=red /></mj-attributes><mj-text>a</mj-text>"),
        many("</mj-text>"),
        many("<mj-text><![CDATA["),
        many("<mj-text><![CDATA[a]]>"),
        many("<mj-include path='b'/>"),
        many("<x>"),
        many("<x><mj-text>"),
        many("<mj-raw><!--[if mso]>a<![endif]--></mj-raw>"),
    ] {
        assert!(document(&text, MediaType::Mjml).segments.len() <= 300_000);
    }
}
