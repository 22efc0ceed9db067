//! What holds for every input, over generated texts of every format, and over the corpus that lies beside the project,
//! where it is there.

use std::path::{Path, PathBuf};

use onbrand::artifact::MediaType;
use proptest::prelude::{Just, ProptestConfig, Strategy, prop_oneof, proptest};
use proptest::{collection, sample};

use crate::soundness::{assert_sound, assert_sound_with};

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
    "<script type=\"application/ld+json\">[{\"@id\":\"a\",\"name\":\"sign\\u0075p &amp; ",
    "\"399.00\"",
    "\"}]",
    "{\"@graph\":[",
    "\",\"description\":\"",
    "<p itemscope itemref='i j' id=i>",
    "<b itemprop='name price' itemscope id=j>",
    "<i itemprop=price>",
    "<meta itemprop=description content='signup &amp; ",
    "<div vocab='https://schema.org/' typeof=Product>",
    "<i property=offers typeof=Offer resource=x>",
    "<b property=name>",
    "<meta property=product:price:amount content=399>",
    "<link rel=canonical href='a&amp;b'>",
    "<noscript>",
    "</noscript>",
    "<picture><source srcset='a, b&amp;c 2x'>",
    "<i lang=de>",
    "<style>.btn{display:none}",
    "<dt>",
    "<dd>",
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

/// Pieces of what Outlook alone shows, of buttons and of footers.
const OUTLOOK: &[&str] = &[
    "<!--[if mso]>",
    "<!--[if (gte mso 9)|(IE)]>",
    "<!--[if !mso]><!-->",
    "<![endif]-->",
    "<!--<![endif]-->",
    "<![if !mso]>",
    "<![endif]>",
    "<v:roundrect href='x?a&amp;b' fillcolor=#ff8802 stroke=f>",
    "<v:rect href={{ url }}>",
    "</v:roundrect>",
    "</v:rect>",
    "<v:fill color='#ff8803' src=a.png />",
    "<w:anchorlock/>",
    "<center style='color:#ff8804'>",
    "</center>",
    "<xml><o:PixelsPerInch>96</o:PixelsPerInch></xml>",
    "<a class=btn href=x>",
    "<a href='*|UNSUB|*' style='background:#ff8805;padding:3px'>",
    "<a href=y style='border-top:9px solid #ff8806;display:block'>",
    "</a>",
    "<td class=button bgcolor='#ff8807' style='border-radius:3px'>",
    "<span style='background:#ff8808;padding:1px'>",
    "<div style='display:none;font-size:1px;color:#ff8809'>",
    "<div class=footer>",
    "</div>",
    "Unsubscribe",
    "View in browser",
    "%%Member_Addr%%",
    "[unsubscribe]",
    "1 Main Street, Portland, ME 04101",
];

/// Pieces of MJML.
const MJML: &[&str] = &[
    "<mj-text>",
    "<mj-text color='#ff8810' mj-class='a b'>",
    "</mj-text>",
    "<mj-button href=a>",
    "</mj-button>",
    "<mj-image alt='signup'/>",
    "<mj-section css-class=footer background-color=#ff8811>",
    "</mj-section>",
    "<mj-attributes><mj-all color='#ff8812'/><mj-class name=a color='{{ c }}'/></mj-attributes>",
    "<mj-style>.a{color:#ff8813}",
    "</mj-style>",
    "<mj-raw>",
    "</mj-raw>",
    "<mj-table><tr><td>",
    "</mj-table>",
    "<mj-title>",
    "</mj-title>",
    "<mj-preview>",
    "</mj-preview>",
    "<mj-include path='b'/>",
    "<mj-include path='c.css' type=css />",
    "<mj-include path='a'>",
    "<![CDATA[",
    "]]>",
    "<my-box>",
    "</my-box>",
    "/>",
    "<!-- ",
    " -->",
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
    fn emails_are_read_soundly(text in text_after(
        &["<meta name=onbrand:channel content=email>", "<meta name=onbrand:channel content=email><table><tr>"],
        &[WORDS, OUTLOOK, &["<p>", "</p>", "<td>", "<table>", "</table>", "&amp;", "{{ name }}", "{% if a %}", "{% endif %}"]],
    )) {
        assert_sound("email/a.html", &text, MediaType::Html, 4);
    }

    #[test]
    fn mjml_is_read_soundly(text in text_after(
        &["<mjml><mj-body><mj-section><mj-column>", "<mjml><mj-head><mj-preview>"],
        &[WORDS, MARKUP, MJML],
    )) {
        assert_sound("email/a.mjml", &text, MediaType::Mjml, 4);
    }

    #[test]
    fn mjml_with_an_included_file_is_read_soundly(
        text in text_after(&["<mjml><mj-include path='b'/>"], &[WORDS, MJML, OUTLOOK]),
        included in text_of(&[WORDS, MJML, MARKUP, TEMPLATE]),
    ) {
        assert_sound_with("a.mjml", &text, MediaType::Mjml, &[("b.mjml", &included), ("c.css", "a{color:#ff8801}")]);
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
