//! What hides and what does not, on one element under one style sheet.

use crate::artifact::{Artifact, ArtifactKey, Attributes, Content, MediaType};
use crate::deadline::Deadline;
use crate::scope::Visibility;
use crate::source::Source;

/// Whether the text of one element is hidden under a style sheet.
fn is_hidden(css: &str, element: &str) -> bool {
    let html = format!("<style>{css}</style><p>a</p>{element}x");
    let artifact = Artifact {
        key: ArtifactKey::file("a.html"),
        media_type: MediaType::Html,
        dialect: None,
        given: Attributes::default(),
        defaults: Attributes::default(),
        source: Source::new("a.html", html),
        content: Content::Whole,
    };
    let document = crate::document::parse(&artifact, &Deadline::never());
    assert_eq!(document.segments.len(), 2, "{css} {element}");
    document.segments.last().is_some_and(|segment| segment.visibility == Visibility::Hidden)
}

#[test]
fn simple_rules_hide() {
    for css in [
        ".a{display:none}",
        "#i { DISPLAY : NONE !important }",
        "b, p.a, c{visibility:hidden}",
        "/* x */ .z, .a /* y */ {display:none}",
        "@media screen{.a{display:none}}",
        "@media only all { p.a{display:none} }",
        "p{display:none} div p{color:red}",
        ".a{position:absolute;width:1px;height:1px;overflow:hidden}",
        ".a{position:absolute;clip:rect(0 0 0 0)}",
        ".a{opacity:0;max-height:0}",
        ".a{display:block}.a{display:none}",
        ".a{display:none!important} p.a#i{display:block}",
        "p{display:block}.a{display:none}",
        ".md\\:a{display:none}.a{display:none}",
    ] {
        assert!(is_hidden(css, "<p class='z0 a' id=i>"), "{css}");
    }
    assert!(is_hidden(".md\\:a{display:none}", "<p class='md:a'>"));
}

#[test]
fn what_some_screen_shows_is_not_hidden() {
    for css in [
        ".a{display:none}@media(max-width:600px){.a{display:block!important}}",
        "@media(max-width:600px){.a{display:none}}",
        "@media print{.a{display:none}}",
        ".a{display:none}.a:target{display:block}",
        ".a{display:none}.menu:hover .a{display:block}",
        ".a{display:none}.a.open{display:flex}",
        ".a{display:none}.z0{display:block}",
        ".a{display:none}@media(max-width:9px){p[class*=\"a\"]{display:block!important}}",
        ".a{opacity:0;max-height:0}.a.open{opacity:1}",
        ".js .a{display:none}",
        ".a:not(.open){display:none}",
        ".a::before{display:none}",
        ".a[x]{display:none}",
        ".a .b{display:none}",
        ".b{color:red;.a{display:none}}",
        "body{display:none}",
        "p.b{display:none}",
        ".a{opacity:0}",
        ".a{font-size:0}",
        ".a{height:0;overflow:hidden;padding-bottom:50%}",
    ] {
        assert!(!is_hidden(css, "<p class='z0 a' id=i>"), "{css}");
    }
}

#[test]
fn a_style_attribute_wins_but_for_what_is_important() {
    assert!(!is_hidden(".a{display:none}", "<p class=a style='display:block'>"));
    assert!(is_hidden(".a{display:none!important}", "<p class=a style='display:block'>"));
    assert!(is_hidden(".a{display:block}", "<p class=a style='display:none'>"));
    assert!(!is_hidden(
        "@media all and (max-width:9px){.a{display:block!important}}",
        "<p class=a style='display:none'>"
    ));
    assert!(is_hidden(".a{display:block!important}", "<p class=a style='display:none!important'>"));
    assert!(is_hidden("p[style*=margin]{display:block!important}", "<p style='display:none'>"));
    assert!(!is_hidden(".a{display:none}</style><style media=print>.a{display:block}", "<p class=a>"));
    assert!(!is_hidden("</style><style media='screen and (min-width:9px)'>.a{display:none}", "<p class=a>"));
    assert!(is_hidden("</style><style media=screen>.a{display:none}", "<p class=a>"));
    assert!(is_hidden("", "<p class='x sr-only'>"));
    assert!(!is_hidden("", "<p aria-hidden=true>"));
}
