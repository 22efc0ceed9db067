//! What holds for every input there is: no panic, every place on character boundaries inside the source, the same
//! answer twice, and safe fixes that mend what they say. Over generated texts of every format, and over the corpus that
//! lies beside the project, where it is there.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jiff::Timestamp;
use onbrand::artifact::{Artifact, ArtifactKey, Attributes, Content, MediaType};
use onbrand::deadline::Deadline;
use onbrand::document::Document;
use onbrand::document::records::{self, Columns};
use onbrand::engine::{self, Checked, Options};
use onbrand::finding::{Applicability, Finding};
use onbrand::guide::{self, Guide};
use onbrand::source::Source;
use onbrand::span::Span;
use onbrand::text::{MappedText, RunKind};
use proptest::prelude::{Just, ProptestConfig, Strategy, prop_oneof, proptest};
use proptest::{collection, sample};

/// The shipped guide.
static GUIDE: LazyLock<Guide> = LazyLock::new(|| {
    let loaded = guide::load(guide::shipped_files(), &engine::rules());
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.guide
});

fn options() -> Options {
    let now: Timestamp = "2026-11-24T09:00:00Z".parse().expect("an instant");
    Options { now, only: Vec::new(), skip: Vec::new() }
}

/// The artifacts of a file: itself, or its records. Problems of taking it apart must have places in it too.
fn artifacts(name: &str, text: &str, media_type: MediaType) -> Vec<Artifact> {
    let source = Source::new(name, text);
    let artifact = |record: Option<std::sync::Arc<str>>, defaults: Attributes, content: Content| Artifact {
        key: ArtifactKey { path: name.into(), record },
        media_type,
        dialect: None,
        given: Attributes::default(),
        defaults,
        source: source.clone(),
        content,
    };
    if !matches!(media_type, MediaType::JsonLines | MediaType::Csv | MediaType::Tsv) {
        return vec![artifact(None, Attributes::default(), Content::Whole)];
    }
    let split = records::split(&source, media_type, &Columns::default());
    for problem in &split.problems {
        problem.span.into_iter().for_each(|span| assert_inside(span, text, "a problem of the batch"));
    }
    let record = |record: records::Record| {
        assert_inside(record.span, text, "a record");
        artifact(Some(record.id), record.attributes, Content::Fields(record.fields))
    };
    split.records.into_iter().map(record).collect()
}

fn check(artifact: &Artifact) -> Checked {
    engine::check_artifact(artifact.clone(), &GUIDE, &[], &options(), &Deadline::never())
}

#[track_caller]
fn assert_inside(span: Span, text: &str, what: &str) {
    assert!(text.get(span.range()).is_some(), "{what} at {span:?} is cut out of {text:?}");
}

/// Every run on character boundaries, in order, and verbatim where it says so.
#[track_caller]
fn assert_mapped(mapped: &MappedText, source: &str, what: &str) {
    let mut end = 0;
    for run in mapped.runs() {
        assert_inside(run.source, source, what);
        assert_inside(run.text, mapped.as_str(), what);
        assert!(run.text.start() >= end, "{what}: {run:?} overlaps the run before it in {source:?}");
        end = run.text.end();
        if run.kind == RunKind::Verbatim {
            assert_eq!(run.text.slice(mapped.as_str()), run.source.slice(source), "{what}: {run:?}");
        }
    }
}

/// Every place in a document.
fn assert_document(document: &Document, source: &str) {
    for segment in &document.segments {
        let text = segment.text.as_str();
        assert_mapped(&segment.text, source, "a segment");
        let ranges = segment.inlines.iter().map(|inline| &inline.range).chain(&segment.opaque);
        for range in ranges {
            assert!(
                text.get(range.start as usize..range.end as usize).is_some(),
                "{range:?} cuts {text:?} of {source:?}"
            );
        }
        for hole in &segment.holes {
            assert_inside(hole.span, source, "a hole");
            let stand_in = text.get(hole.at as usize..(hole.at + hole.width) as usize);
            assert!(stand_in.is_some(), "{hole:?} is not in {text:?} of {source:?}");
        }
    }
    for link in &document.links {
        assert_inside(link.span, source, "a link");
        assert_mapped(&link.url, source, "an address");
    }
    for image in &document.images {
        assert_inside(image.span, source, "an image");
        image.src.iter().chain(&image.alt).for_each(|text| assert_mapped(text, source, "an image's text"));
    }
    for declaration in &document.declarations {
        assert_mapped(&declaration.value, source, "a declaration");
    }
    for span in &document.structured_data {
        assert_inside(*span, source, "structured data");
    }
}

/// Every place in what a check gave.
fn assert_checked(checked: &Checked, source: &str) {
    for fact in &checked.facts {
        assert_inside(fact.span, source, "a fact");
    }
    for problem in &checked.problems {
        problem.span.into_iter().for_each(|span| assert_inside(span, source, "a problem"));
    }
    for finding in &checked.findings {
        assert_inside(finding.primary.span, source, finding.rule.as_str());
        for label in &finding.related {
            assert_inside(label.location.span, source, "a related place");
        }
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
            assert_inside(edit.location.span, source, "an edit");
        }
    }
}

/// The source with the edits of a fix made.
fn mended(finding: &Finding, source: &str) -> Option<String> {
    let fix = finding.fix.as_ref().filter(|fix| fix.applicability == Applicability::Safe)?;
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.location.span.start()));
    let mut text = source.to_owned();
    for edit in edits {
        text.replace_range(edit.location.span.range(), &edit.text);
    }
    Some(text)
}

/// Everything that must hold for one file.
fn assert_sound(name: &str, text: &str, media_type: MediaType, n_fixes: usize) {
    let all = artifacts(name, text, media_type);
    let mut findings = Vec::new();
    for artifact in &all {
        assert_document(&engine::read_artifact(artifact, &GUIDE, &Deadline::never()), text);
        let (first, second) = (check(artifact), check(artifact));
        assert_checked(&first, text);
        assert_eq!(first.findings, second.findings, "two runs over {text:?} differ");
        let ordered = |checked: Checked| {
            let findings = checked.findings.clone();
            engine::finish(findings, &[checked], &GUIDE, &options())
        };
        let (first, second) = (ordered(first), ordered(second));
        assert!(first.is_sorted_by_key(|finding| finding.primary.span.start()), "{first:?}");
        assert_eq!(first, second);
        findings.extend(first);
    }
    for (finding, mended) in findings.iter().filter_map(|one| Some((one, mended(one, text)?))).take(n_fixes) {
        let after = artifacts(name, &mended, media_type);
        let is_left = |other: &Finding| {
            other.rule == finding.rule
                && other.primary.span.start() == finding.primary.span.start()
                && other.message == finding.message
        };
        let left = after.iter().flat_map(|artifact| check(artifact).findings).find(is_left);
        assert_eq!(left, None, "the fix of {:?} left it in {mended:?}, made of {text:?}", finding.message);
    }
}

/// Pieces that any text is made of.
const WORDS: &[&str] = &[
    "signup",
    "Signup",
    "SIGN UP",
    "e-mail",
    "cheap",
    "cheapest",
    "guaranteed",
    "click here",
    "Cove Standing Desk",
    "cove standing-desk",
    "the Cove",
    "COVE20",
    "Use code COVE20",
    "Harbor & Pine",
    "harborandpine.example/cove",
    "https://x.example/a?b=1&c",
    "ann@b.example",
    "@handle",
    "#Cove",
    "$399",
    "399,00 €",
    "1.299,00",
    "was $499",
    "now $389.00 USD",
    "20% off",
    "from",
    "to",
    "/month",
    "November 24",
    "!",
    "!!!!",
    "?!",
    ".",
    ",",
    "…",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "\r\n",
    "\r",
    "ä",
    "ß",
    "é",
    "e\u{301}",
    "\u{301}",
    "İ",
    "ﬁ",
    "漢字",
    "ก",
    "👩‍👩‍👧",
    "🇩🇪",
    "\u{AD}",
    "\u{200B}",
    "\u{200D}",
    "\u{A0}",
    "\u{2028}",
    "\u{FEFF}",
    "\u{FFFC}",
    "\u{FFFD}",
    "\u{F0000}",
    "\0",
    "\u{7}",
    "THIS IS LOUD TEXT",
    "for\u{AD}bidden",
    "a",
    "1",
    "0",
    "'",
    "\"",
    "’",
    "“",
    "”",
    "(",
    ")",
    "-",
    "–",
];

/// Pieces of markup.
const MARKUP: &[&str] = &[
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i>",
    "<a href=\"https://x.example/?code=COVE20\">",
    "<a href=x class=btn>",
    "</a>",
    "<br>",
    "<div>",
    "</div>",
    "<td bgcolor=#ff8800>",
    "<table>",
    "<tr>",
    "</table>",
    "<th>",
    "<svg>",
    "</svg>",
    "<math>",
    "<title>",
    "</title>",
    "<style>a{color:#ff8801}",
    "</style>",
    "<script>",
    "</script>",
    "<textarea>",
    "<!-- ",
    " -->",
    "<![CDATA[",
    "]]>",
    "<!doctype html>",
    "<template>",
    "</template>",
    "<select>",
    "<option label=",
    "<img alt='signup ä' src=a.png>",
    "<p style=\"color: #fe8800; background: rgb(1,2,3)\">",
    "<p title=\"signup",
    "<meta name=description content='signup now!'>",
    "<meta name=onbrand:channel content=email>",
    "<sup>",
    "</sup>",
    "<s>",
    "</s>",
    "<q>",
    "<h1>",
    "</h1>",
    "<li>",
    "<ul>",
    "<button>",
    "<input type=submit value='signup'>",
    "<pre>",
    "<p hidden>",
    "<span style='display:none'>",
    "<script type=\"application/ld+json\">{\"@type\":\"Offer\",\"price\":",
    "\"399\",\"priceCurrency\":\"USD\"}",
    "&amp;",
    "&amp",
    "&",
    "&#8364;",
    "&#x1F600;",
    "&nbsp;",
    "&shy;",
    "&zwnj;",
    "&#0;",
    "&#xD800;",
    "&NotEqualTilde;",
    "<",
    ">",
    "=",
    "/>",
    "<a ",
    "<é",
    "</",
];

/// Pieces of template languages.
const TEMPLATE: &[&str] = &[
    "{{ name }}",
    "{{ x | default: \"signup ä\" }}",
    "{{",
    "}}",
    "{% if a %}",
    "{% elsif b %}",
    "{% else %}",
    "{% endif %}",
    "{%",
    "%}",
    "{% raw %}",
    "{% endraw %}",
    "{% comment %}",
    "{#",
    "#}",
    "{{#if a}}",
    "{{else}}",
    "{{/if}}",
    "{{!--",
    "--}}",
    "*|FNAME|*",
    "*|IF:A|*",
    "*|END:IF|*",
    "*|",
    "%%[ if @a then ]%%",
    "%%[ endif ]%%",
    "%%[",
    "]%%",
    "%%=v(@a)=%%",
    "%%name%%",
    "%%",
    "<%= x %>",
    "<% if a %>",
    "<% end %>",
    "<%",
    "%>",
    "<?php echo 1 ?>",
    "<?=",
    "${x}",
    "[[${x}]]",
    "{{=<% %>=}}",
    "[name,fallback=signup]",
    "%FIRSTNAME%",
];

/// Pieces of Markdown.
const MARKDOWN: &[&str] = &[
    "# ",
    "## ",
    "> ",
    "- ",
    "1. ",
    "* ",
    "**",
    "*",
    "_",
    "~~",
    "`",
    "```\n",
    "[signup](https://x.example)",
    "[a](<b",
    "![signup ä](b.png \"signup\")",
    "[a]: /b 'signup'\n",
    "[a]",
    "\\*",
    "\\",
    "| a | signup |\n|---|---|\n",
    "|",
    "---\n",
    "---\nchannel: email\ntitle: \"signup \\u00e4\"\n---\n",
    "title: signup\n",
    "+++\n",
    "a\n===\n",
    "[^1]: x\n",
    "<https://x.example>",
    "    code\n",
    "\n\n",
];

/// Pieces of batches of posts.
const BATCH: &[&str] = &[
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\"",
    "\"\"",
    "id,text,date\n",
    "id;text\n",
    "1,\"signup, ä!!!!\"\n",
    "2,signup $399\n",
    "{\"id\":\"a\",\"text\":\"signup \\u00e4 \\\"x\\\" \\n $389!!!!\"}\n",
    "{\"text\":\"",
    "\"}\n",
    "\\u00e4",
    "\\ud83d\\ude00",
    "\\ud800",
    "\\n",
    "\\\"",
    "{",
    "}",
    "[",
    ":",
    "\"text\":",
    "{\"text\":\"Cove\",\"network\":\"x\",\"alt\":\"signup\"}\n",
    "null",
    "id\ttext\n1\tsignup\n",
];

fn text_of(lists: &[&'static [&'static str]]) -> impl Strategy<Value = String> + use<> {
    let pieces = sample::select(lists.concat());
    let piece = prop_oneof![9 => pieces.prop_map(str::to_owned), 1 => "\\PC{1,4}"];
    collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// A text behind one of several beginnings, so that it is not always in the first place of a file.
fn text_after(
    beginnings: &[&'static str],
    lists: &[&'static [&'static str]],
) -> impl Strategy<Value = String> + use<> {
    let beginning = sample::select(beginnings.to_vec());
    (prop_oneof![Just(""), beginning], text_of(lists)).prop_map(|(start, text)| format!("{start}{text}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn html_is_read_soundly(text in text_after(
        &["\u{FEFF}", "<html lang=de-DE><body>", "<p>", "<p>sign", "<table><tr><td>"],
        &[WORDS, MARKUP, TEMPLATE],
    )) {
        assert_sound("email/a.html", &text, MediaType::Html, 4);
    }

    #[test]
    fn mjml_is_read_soundly(text in text_after(
        &["<mjml><mj-body><mj-section><mj-column>", "<mjml><mj-head><mj-preview>"],
        &[WORDS, MARKUP, &["<mj-text>", "</mj-text>", "<mj-button href=a>", "<mj-image alt='signup'/>", "/>"]],
    )) {
        assert_sound("email/a.mjml", &text, MediaType::Mjml, 4);
    }

    #[test]
    fn markdown_is_read_soundly(text in text_after(
        &["\u{FEFF}", "---\nchannel: email\n", "---\ncampaign: x\n---\n", "- "],
        &[WORDS, MARKDOWN, MARKUP, TEMPLATE],
    )) {
        assert_sound("a.md", &text, MediaType::Markdown, 4);
    }

    #[test]
    fn plain_text_is_read_soundly(text in text_after(&["\u{FEFF}", "---\nlocale: de\n---\n"], &[WORDS, TEMPLATE])) {
        assert_sound("posts/a.txt", &text, MediaType::PlainText, 4);
    }

    #[test]
    fn json_lines_are_read_soundly(text in text_after(
        &["\u{FEFF}", "{\"text\":\"", "{\"text\":\"signup\"}\n"],
        &[WORDS, BATCH, TEMPLATE],
    )) {
        assert_sound("posts/a.jsonl", &text, MediaType::JsonLines, 4);
    }

    #[test]
    fn tables_are_read_soundly(text in text_after(
        &["\u{FEFF}", "id,text\n1,", "id;text\n1;\"", "text\n"],
        &[WORDS, BATCH, TEMPLATE],
    )) {
        assert_sound("posts/a.csv", &text, MediaType::Csv, 4);
        assert_sound("posts/a.tsv", &text, MediaType::Tsv, 1);
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("readable").flatten() {
        let path = entry.path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn the_corpus_is_read_soundly() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !folder.is_dir() {
        #[expect(clippy::print_stderr, reason = "a skipped test must say so")]
        {
            eprintln!("skipped: {} is not there", folder.display());
        }
        return;
    }
    let mut all = Vec::new();
    files(&folder, &mut all);
    all.sort();
    for path in &all {
        let media_type = match path.extension().and_then(|extension| extension.to_str()) {
            Some("html" | "htm" | "liquid" | "hbs" | "mustache") => MediaType::Html,
            Some("mjml") => MediaType::Mjml,
            Some("md") => MediaType::Markdown,
            Some("jsonl") => MediaType::JsonLines,
            Some("csv") => MediaType::Csv,
            Some("tsv") => MediaType::Tsv,
            _ => MediaType::PlainText,
        };
        #[expect(clippy::disallowed_methods, reason = "tests read their inputs")]
        let bytes = std::fs::read(path).expect("readable");
        let text = String::from_utf8_lossy(&bytes);
        assert_sound(&path.to_string_lossy(), &text, media_type, 2);
    }
}
