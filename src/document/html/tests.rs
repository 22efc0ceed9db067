//! The reader on small pages: what people see, and where it stands.

use crate::artifact::{Artifact, ArtifactKey, Attributes, Channel, Content, MediaType};
use crate::deadline::Deadline;
use crate::document::Document;
use crate::document::html::tree::{Form, NodeData, NodeId, Piece, Tree};
use crate::document::references::{ReferenceContext, reference};
use crate::document::template;
use crate::source::Source;
use crate::text::{MappedText, RunKind};

fn parse(html: &str, channel: Channel) -> Document {
    super::parse(
        &Artifact {
            key: ArtifactKey::file("a.html"),
            media_type: MediaType::Html,
            dialect: None,
            given: Attributes { channel: Some(channel), ..Attributes::default() },
            defaults: Attributes::default(),
            source: Source::new("a.html", html),
            content: Content::Whole,
        },
        &Deadline::never(),
    )
}

fn read(html: &str) -> Vec<String> {
    let document = parse(html, Channel::Web);
    document.segments.iter().map(|s| format!("{}: {}", s.scope, s.text.as_str())).collect()
}

#[test]
fn inline_tags_join_and_blocks_part() {
    assert_eq!(
        read("<p>Sign<b>ing</b> up<wbr>stairs<p>two<br> three <i> four</i><div>five"),
        ["body: Signing upstairs", "body: two\nthree four", "body: five"]
    );
}

#[test]
fn attributes_that_people_read_are_text() {
    let html = "<html><head><title>T</title><meta name=description content='D &amp; d'>\
                <meta property='og:title' content=O><meta name=viewport content=no></head>\
                <body><img alt=A title=B src=no.png><a href=no.html aria-label=C>L</a>\
                <input type=submit value=V><input placeholder=P value=no><button>Go</button>";
    assert_eq!(
        read(html),
        [
            "title: T",
            "description: D & d",
            "meta: O",
            "alt: A",
            "tooltip: B",
            "aria-label: C",
            "link: L",
            "button: V",
            "placeholder: P",
            "button: Go",
        ]
    );
}

#[test]
fn what_is_no_prose_is_not_read() {
    assert_eq!(
        read(
            "<p>a <code>no</code> b<script>no</script><style>no{}</style><!-- no --><pre>no</pre><p>c<template>no</template>"
        ),
        ["body: a \u{FFFC} b", "body: c"]
    );
}

#[test]
fn a_link_that_is_all_there_is_gives_its_place() {
    let document = parse("<p><a href=x>Read</a></p><p>Go <a href=y class=btn>Buy</a> now", Channel::Web);
    let places: Vec<_> =
        document.segments.iter().map(|s| (s.scope.as_str(), s.place(&(3..6)).as_str())).collect();
    assert_eq!(places, [("link", "link"), ("body", "button")]);
    assert_eq!(document.links.iter().map(|link| link.url.as_str()).collect::<Vec<_>>(), ["x", "y"]);
}

#[test]
fn hidden_first_text_of_an_email_is_its_preheader() {
    let html = "<title>S</title><body><div style='display:none;max-height:0'>P&zwnj;&nbsp;&zwnj;&nbsp;</div><p>B \
                <span hidden>h</span>c";
    let document = parse(html, Channel::Email);
    let list: Vec<_> = document
        .segments
        .iter()
        .map(|s| format!("{} {} {}", s.scope, s.visibility.as_str(), s.text.as_str()))
        .collect();
    assert_eq!(list, ["subject visible S", "preheader hidden P", "body visible B c", "body hidden h"]);
}

#[test]
fn layout_tables_hold_running_text_and_data_tables_cells() {
    assert_eq!(read("<table><tr><td>a<td><p>b</table>"), ["body: a", "body: b"]);
    assert_eq!(read("<table><tr><th>a<td>b</table>"), ["cell: a", "cell: b"]);
}

#[test]
fn spans_lead_to_the_source_through_entities_and_tags() {
    let html = "<p>caf&eacute; for<b>bid</b>den &#8364;19</p>";
    let document = parse(html, Channel::Web);
    let segment = document.segments.first().expect("a segment");
    let at = |needle: &str| {
        let start = segment.text.as_str().find(needle).expect("there");
        segment.text.span(start..start + needle.len()).slice(html)
    };
    assert_eq!(at("forbidden"), "for<b>bid</b>den");
    assert_eq!(at("café"), "caf&eacute;");
    assert_eq!(at("€19"), "&#8364;19");
}

#[test]
fn styles_are_taken_along_with_their_places() {
    let html = "<style>p{color:#0b5d4e}@media print{a{color:red}}</style><p style='background:&quot;x&quot;;COLOR: #fff !important' \
                bgcolor=ff0000>x";
    let document = parse(html, Channel::Web);
    let list: Vec<_> = document
        .declarations
        .iter()
        .map(|d| {
            let value = d.value.span(0..d.value.as_str().len()).slice(html);
            format!("{}={}{}", d.property, value, if d.conditional { "?" } else { "" })
        })
        .collect();
    assert_eq!(
        list,
        ["color=#0b5d4e", "color=red?", "background=&quot;x&quot;", "color=#fff", "bgcolor=ff0000"]
    );
}

#[test]
fn meta_elements_declare_dimensions() {
    let html =
        "<meta name='onbrand:market' content=DE><meta name='onbrand:channel' content=email><html lang=de-DE>";
    let document = parse(html, Channel::Web);
    assert_eq!(document.attributes.market.as_deref(), Some("DE"));
    assert_eq!(document.attributes.channel, Some(Channel::Web), "what was ordered stands above");
}

#[test]
fn dimensions_that_cannot_be_read_are_told_at_their_place() {
    let html = "<meta name='onbrand:channel' content='emial'><meta name='onbrand:colour' content='red'>";
    let document = parse(html, Channel::Web);
    let told: Vec<_> = document
        .problems
        .iter()
        .map(|problem| (problem.span.map(|span| span.slice(html)), problem.message.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (
                Some("emial"),
                "`channel`: unknown value `emial`, expected one of: email, web, social, social:NETWORK, sms, push, ad"
            ),
            (
                Some("red"),
                "`onbrand:colour` is unknown, expected one of: channel, campaign, market, audience, locale, variant, phase, \
                 publish-at"
            ),
        ]
    );
}

#[test]
fn torn_pages_are_told_where_they_are_torn() {
    let told = |html: &str| {
        let problems = parse(html, Channel::Web).problems;
        let one = problems.first().map(|problem| problem.span.map(|span| span.slice(html).to_owned()));
        (problems.len(), one.flatten().unwrap_or_default())
    };
    assert_eq!(told("<p>a<b"), (1, "<b".to_owned()));
    assert_eq!(told("<p>a<a href='x"), (1, "<a href='x".to_owned()));
    assert_eq!(told("<p>a<!-- b"), (1, "<!--".to_owned()));
    assert_eq!(told("<p>a<style>b"), (1, "<style>".to_owned()));
    assert_eq!(told("<title>b"), (1, "<title>".to_owned()));
    for html in ["<p>a < b", "<p>a<", "<p>a</p><!-- b -->", "<!doctype html>", "<style></style>", "a &am", ""]
    {
        assert_eq!(told(html), (0, String::new()), "{html}");
    }
}

#[test]
fn deep_wide_and_exploding_pages_end() {
    let deep = "<div>".repeat(400_000) + "x";
    assert_eq!(parse(&deep, Channel::Web).segments.len(), 1);
    let bold = "<b>".repeat(400_000) + "x";
    assert!(!parse(&bold, Channel::Web).problems.is_empty());
    let attributes = format!("<p {}>x", (0..20_000).map(|n| format!("a{n}=b ")).collect::<String>());
    assert_eq!(parse(&attributes, Channel::Web).problems.len(), 1);
    let exploding = format!(
        "<p>{}{}",
        (0..600).map(|n| format!("<b id={n}>")).collect::<String>(),
        "</p><p>x".repeat(600)
    );
    assert_eq!(parse(&exploding, Channel::Web).problems.len(), 1);
}

/// Real templates and pages, where the checkout has them beside it.
fn corpus() -> Vec<(String, String)> {
    fn collect(folder: &std::path::Path, files: &mut Vec<(String, String)>) {
        let entries = std::fs::read_dir(folder).map(|entries| entries.flatten().collect::<Vec<_>>());
        for path in entries.unwrap_or_default().into_iter().map(|entry| entry.path()) {
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|e| e == "html" || e == "mjml" || e == "ampscript") {
                #[expect(clippy::disallowed_methods, reason = "a test reads its material")]
                let bytes = std::fs::read(&path).expect("readable");
                files.push((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
    }
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let mut files = Vec::new();
    collect(&folder, &mut files);
    if files.is_empty() {
        #[expect(clippy::print_stderr, reason = "says why nothing was tested")]
        {
            eprintln!("skipped: no corpus at {}", folder.display());
        }
    }
    files.sort();
    files
}

/// What a piece of source decodes to, as browsers do it.
fn decode(source: &str, context: ReferenceContext) -> String {
    let mut decoded = String::new();
    let mut at = 0;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(found) = reference(rest, context) {
            decoded.push(found.characters.0);
            decoded.extend(found.characters.1);
            at += found.len;
        } else {
            let character = rest.chars().next().expect("not empty");
            decoded.push(character);
            at += character.len_utf8();
        }
    }
    decoded
}

/// White space runs as one blank.
fn squeeze(text: &str) -> String {
    let mut squeezed = String::new();
    for character in text.chars().filter(|character| *character != '\0') {
        if !character.is_ascii_whitespace() {
            squeezed.push(character);
        } else if !squeezed.ends_with(' ') {
            squeezed.push(' ');
        }
    }
    squeezed
}

fn our_tree(tree: &Tree, node: NodeId, text: &str, depth: usize, lines: &mut Vec<String>) {
    for child in tree.children(node) {
        let indent = " ".repeat(depth);
        match tree.data(child) {
            NodeData::Text(pieces) => {
                let content: String = pieces
                    .iter()
                    .map(|piece| match piece {
                        Piece::Space => " ".to_owned(),
                        Piece::Run(run) if run.has_references => {
                            decode(run.span.slice(text), ReferenceContext::Text)
                        }
                        Piece::Run(run) => run.span.slice(text).to_owned(),
                    })
                    .collect();
                lines.push(format!("{indent}{:?}", squeeze(&content)));
            }
            NodeData::Element(element) => {
                let mut attributes: Vec<String> = tree
                    .attributes(element)
                    .map(|spans| {
                        let value = decode(spans.value.slice(text), ReferenceContext::Attribute);
                        let name = spans.name.slice(text).to_ascii_lowercase();
                        format!("{}={:?}", name, value.replace("\r\n", "\n"))
                    })
                    .collect();
                attributes.sort();
                lines
                    .push(format!("{indent}{:?} {} {attributes:?}", &*element.name.ns, &*element.name.local));
                our_tree(tree, child, text, depth + 1, lines);
                if let Some(contents) = tree.contents(child) {
                    our_tree(tree, contents, text, depth + 1, lines);
                }
            }
            NodeData::Comment(_) => lines.push(format!("{indent}comment")),
            NodeData::Doctype => lines.push(format!("{indent}doctype")),
            NodeData::Root => {}
        }
    }
}

fn scrapers_tree(html: &str) -> Vec<String> {
    use scraper::node::Node;
    let parsed = scraper::Html::parse_document(html);
    let mut lines = Vec::new();
    let mut open = vec![(parsed.tree.root(), 0_usize)];
    while let Some((node, depth)) = open.pop() {
        let indent = " ".repeat(depth.saturating_sub(1));
        let mut own = 1;
        match node.value() {
            Node::Text(text) => lines.push(format!("{indent}{:?}", squeeze(text))),
            Node::Element(element) => {
                let mut attributes: Vec<String> = element
                    .attrs
                    .iter()
                    .map(|(name, value)| {
                        let prefix = name.prefix.as_ref().filter(|prefix| !prefix.is_empty());
                        let prefix = prefix.map(|prefix| format!("{prefix}:")).unwrap_or_default();
                        format!("{prefix}{}={:?}", name.local.to_ascii_lowercase(), &**value)
                    })
                    .collect();
                attributes.sort();
                lines
                    .push(format!("{indent}{:?} {} {attributes:?}", &*element.name.ns, &*element.name.local));
            }
            Node::Comment(_) | Node::ProcessingInstruction(_) => lines.push(format!("{indent}comment")),
            Node::Doctype(_) => lines.push(format!("{indent}doctype")),
            Node::Document | Node::Fragment => own = 0,
        }
        let depth = if depth == 0 { 1 } else { depth + own };
        open.extend(node.children().rev().map(|child| (child, depth)));
    }
    lines
}

#[test]
fn real_pages_nest_as_in_a_browser() {
    for (path, text) in corpus() {
        let lexed = template::lex(&text, None);
        for html in [text.as_str(), &template::mask(&text, &lexed.tags)] {
            let html = html.trim_start_matches('\u{FEFF}');
            let tree = Tree::parse(html, text.trim_start_matches('\u{FEFF}'), Form::Page);
            let mut ours = Vec::new();
            our_tree(&tree, Tree::ROOT, html, 0, &mut ours);
            let theirs = scrapers_tree(html);
            for (line, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
                assert_eq!(ours, theirs, "{path}, node {line}");
            }
            assert_eq!(ours.len(), theirs.len(), "{path}");
        }
    }
}

/// Every run lies on character boundaries, in order, and decodes to its text.
fn assert_spans_hold(source: &str, text: &MappedText, context: &str) {
    let mut last = 0;
    for run in text.runs() {
        assert!(run.source.start() >= last, "{context}: runs go back at {:?}", run.source);
        last = run.source.end();
        let slice = source.get(run.source.range()).unwrap_or_else(|| panic!("{context}: {:?}", run.source));
        let own = run.text.slice(text.as_str());
        if run.kind == RunKind::Verbatim {
            assert_eq!(slice, own, "{context} at {:?}", run.source);
        } else {
            let decoded = decode(slice, ReferenceContext::Text);
            let blank = own == " " && decoded.chars().all(char::is_whitespace);
            assert!(blank || decoded == own, "{context}: {slice:?} is not {own:?}");
        }
    }
}

#[test]
fn spans_of_real_pages_hold() {
    for (path, text) in corpus() {
        for channel in [Channel::Email, Channel::Web] {
            let document = parse(&text, channel);
            for segment in &document.segments {
                assert_spans_hold(&text, &segment.text, &path);
            }
            for declaration in &document.declarations {
                assert_spans_hold(&text, &declaration.value, &path);
            }
            for link in &document.links {
                assert_spans_hold(&text, &link.url, &path);
            }
        }
    }
}

mod properties {
    use proptest::prelude::{prop, proptest};

    use super::{Channel, assert_spans_hold, parse};

    fn html() -> impl proptest::strategy::Strategy<Value = String> {
        let piece = proptest::sample::select(vec![
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<a href='x?a=1&amp;b=2'>",
            "</a>",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<li>",
            "<br>",
            "<img alt='ä &amp; b'>",
            "<div style='color:red;display:none'>",
            "</div>",
            "<!-- c -->",
            "<style>a{b:c}</style>",
            "<title>",
            "</title>",
            "<svg>",
            "<![CDATA[x]]>",
            "</svg>",
            "&amp;",
            "&nbsp;",
            "&#8364;",
            "&shy;",
            "&bogus;",
            "&",
            "<",
            "word",
            "ünï",
            "\u{200B}",
            "\u{AD}",
            "😀",
            "\r\n",
            "\t",
            " ",
            "  ",
            "\0",
            "{{ name }}",
            "{% if x %}",
            "{% endif %}",
            "\u{A0}",
            "'",
            "\"",
            ">",
            "/",
            "=",
            "<h1 title=x&y>",
            "<textarea>",
            "<script>",
            "</script>",
            "<input value=v type=submit>",
        ]);
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    use proptest::strategy::Strategy as _;

    proptest! {
        #[test]
        fn spans_of_any_page_hold(html in html()) {
            for channel in [Channel::Email, Channel::Web] {
                let document = parse(&html, channel);
                for segment in &document.segments {
                    assert_spans_hold(&html, &segment.text, &html);
                }
                for declaration in &document.declarations {
                    assert_spans_hold(&html, &declaration.value, &html);
                }
            }
        }
    }
}
