//! Markdown as people write it, and what must not become text.

use crate::artifact::{Artifact, ArtifactKey, Attributes, Content, MediaType};
use crate::deadline::Deadline;
use crate::document::{Document, InlineKind, Segment};
use crate::scope::Scope;
use crate::source::Source;

fn parse(text: &str) -> Document {
    let artifact = Artifact {
        key: ArtifactKey::file("page.md"),
        media_type: MediaType::Markdown,
        dialect: None,
        given: Attributes::default(),
        defaults: Attributes::default(),
        source: Source::new("page.md", text),
        content: Content::Whole,
    };
    super::parse(&artifact, &Deadline::never())
}

fn shown(text: &str) -> Vec<(Scope, String)> {
    let text_of = |segment: &Segment| (segment.scope, segment.text.as_str().to_owned());
    parse(text).segments.iter().map(text_of).collect()
}

fn expect(text: &str, expected: &[(Scope, &str)]) {
    let expected: Vec<(Scope, String)> =
        expected.iter().map(|(scope, text)| (*scope, (*text).to_owned())).collect();
    assert_eq!(shown(text), expected, "{text}");
}

#[test]
fn blocks_have_their_places() {
    expect(
        "# One\n\nTwo\nlines\\\nthree\n\n- four\n- [ ] five\n\n> six\n\n| a | b |\n|---|---|\n| c | |\n\nSeven[^1].\n\n[^1]: Eight\n",
        &[
            (Scope::Heading(1), "One"),
            (Scope::Body, "Two lines\nthree"),
            (Scope::ListItem, "four"),
            (Scope::ListItem, "five"),
            (Scope::Quote, "six"),
            (Scope::Cell, "a"),
            (Scope::Cell, "b"),
            (Scope::Cell, "c"),
            (Scope::Body, "Seven."),
            (Scope::Body, "Eight"),
        ],
    );
}

#[test]
fn emphasis_joins_and_references_map() {
    let text = "for**bid**den &amp; \\* &euro;5";
    let document = parse(text);
    let segment = &document.segments[0];
    assert_eq!(segment.text.as_str(), "forbidden & * €5");
    assert_eq!(segment.text.span(0..9).slice(text), "for**bid**den");
    assert_eq!(segment.text.span(10..11).slice(text), "&amp;");
    assert_eq!(segment.text.span(14..18).slice(text), "&euro;5");
}

#[test]
fn code_and_markup_are_no_text() {
    expect(
        "a `code` <b>c</b><br>d <!-- e -->\n\n    f\n\n```\ng\n```\n",
        &[(Scope::Body, "a \u{FFFC} c\nd")],
    );
    expect("<script>\nlet a = 1;\n</script>\n\n<style>\n.a{}\n</style>\n", &[]);
}

#[test]
fn links_have_exact_targets() {
    let text = "A [b *c*](https://x.example/a_(b)?c=d&amp;e \"T\") <https://y.example> [z][r] ![alt *t*](i.png)\n\n[r]: <z.html>\n";
    let document = parse(text);
    let targets: Vec<(&str, &str)> = document
        .links
        .iter()
        .map(|link| (link.url.as_str(), link.url.span(0..link.url.as_str().len()).slice(text)))
        .collect();
    let expected = [
        ("https://x.example/a_(b)?c=d&e", "https://x.example/a_(b)?c=d&amp;e"),
        ("https://y.example", "https://y.example"),
        ("z.html", "z.html"),
    ];
    assert_eq!(targets, expected);
    let image = &document.images[0];
    assert_eq!(image.src.as_ref().map(|src| src.span(0..5).slice(text)), Some("i.png"));
    assert_eq!(image.alt.as_ref().map(|alt| alt.as_str()), Some("alt t"));
    let body = document.segments.iter().find(|segment| segment.scope == Scope::Body).expect("a body");
    assert_eq!(body.inlines[0].kind, InlineKind::Link(0));
    assert_eq!(body.place(&(2..5)), Scope::Link);
    assert!(document.segments.iter().any(|segment| segment.scope == Scope::Alt));
    assert!(body.text.as_str().starts_with("A b c https://y.example z"));
}

#[test]
fn struck_text_is_marked() {
    let document = parse("~~$499~~ $399");
    assert!(document.segments[0].is_struck(&(0..4)) && !document.segments[0].is_struck(&(5..9)));
}

#[test]
fn template_tags_keep_the_structure() {
    expect(
        "{{ name }}, hello **{{ x }}** there\n\n{% if a %}\n# One\n{% else %}\n# Two\n{% endif %}\n",
        &[
            (Scope::Body, "\u{FFFC}, hello \u{FFFC} there"),
            (Scope::Heading(1), "One"),
            (Scope::Heading(1), "Two"),
        ],
    );
    let document = parse("{% if a %}\nOne\n{% else %}\nTwo\n{% endif %}\n[x]({{ base }}/y)");
    let arms: Vec<Option<u32>> =
        document.segments.iter().map(|segment| segment.branch.map(|branch| branch.arm)).collect();
    assert_eq!(arms, [Some(0), Some(1), None]);
    assert_eq!(document.links[0].url.as_str(), "\u{FFFC}/y");
}

#[test]
fn front_matter_gives_title_and_attributes() {
    let text = "---\ntitle: \"The *Cove*\"\ncampaign: bf26\nlayout: post\n---\nBody\n";
    expect(text, &[(Scope::Title, "The *Cove*"), (Scope::Body, "Body")]);
    let document = parse(text);
    assert_eq!(document.attributes.membership.map(|membership| membership.campaign), Some("bf26".to_owned()));
    assert_eq!(document.segments[1].text.span(0..4).slice(text), "Body");
}

#[test]
fn containers_tell_what_stands_together() {
    let document = parse("# A\n\nx\n\n- y\n- z\n\n# B\n\nw\n");
    let numbers: Vec<u32> = document.segments.iter().map(|segment| segment.container).collect();
    assert_eq!(numbers, [1, 1, 2, 3, 4, 4]);
}
