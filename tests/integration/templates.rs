//! Template languages: the Mustache suite and real emails that lie beside the project, where they are there, what facts make
//! of branches and placeholders, sample data, and texts that are made to cost time.

use std::time::{Duration, Instant};

use onbrand::artifact::{Artifact, ArtifactKey, Attributes, Content, Dialect, MediaType};
use onbrand::deadline::Deadline;
use onbrand::document::template::{self, TagKind};
use onbrand::document::{Document, parse, readings};
use onbrand::source::Source;
use onbrand::span::Span;
use serde_json::Value;

use crate::cli::{folder, json, run};
use crate::documents::{artifacts, beside, files, read};
use crate::soundness::assert_parsed;

/// The tags of a Mustache template as its specification says, read in the plainest way: their places and their sigils.
fn mustache(text: &str) -> Vec<(usize, usize, char)> {
    let (mut open, mut close) = ("{{".to_owned(), "}}".to_owned());
    let (mut tags, mut rest) = (Vec::new(), text);
    while let Some((_, inside)) = rest.split_once(&open) {
        let start = text.len() - inside.len() - open.len();
        let sigil = inside.chars().next().expect("a tag has an inside");
        let closer = match sigil {
            '{' => format!("}}{close}"),
            '=' => format!("={close}"),
            _ => close.clone(),
        };
        let content = inside.strip_prefix(sigil).expect("it starts with its first character");
        let (content, behind) = content.split_once(&closer).expect("the suite closes its tags");
        if sigil == '=' {
            let mut parts = content.split_whitespace().map(ToOwned::to_owned);
            (open, close) = (parts.next().expect("an opener"), parts.next().expect("a closer"));
        }
        tags.push((start, text.len() - behind.len(), sigil));
        rest = behind;
    }
    tags
}

#[test]
fn tags_of_the_mustache_suite_are_told_from_text() {
    let Some(folder) = beside("conformance/templates/mustache/specs") else { return };
    let mut n_cases = 0;
    for path in files(&folder).iter().filter(|path| path.extension().is_some_and(|kind| kind == "json")) {
        let suite: Value = serde_json::from_str(&read(path)).expect("a suite is JSON");
        for case in suite["tests"].as_array().expect("cases") {
            let partials = case["partials"].as_object().into_iter().flat_map(|partials| partials.values());
            for text in std::iter::once(&case["template"]).chain(partials) {
                let text = text.as_str().expect("a template");
                let lexed = template::lex(text, None);
                let is_whole = text == case["template"] || !text.contains("{{/") || text.contains("{{#");
                assert!(lexed.problems.is_empty() || !is_whole, "{path:?} {text:?}: {:?}", lexed.problems);
                let found: Vec<(usize, usize)> = lexed
                    .tags
                    .iter()
                    .map(|tag| (tag.span.start() as usize, tag.span.end() as usize))
                    .collect();
                let expected = mustache(text);
                let places: Vec<(usize, usize)> =
                    expected.iter().map(|(start, end, _)| (*start, *end)).collect();
                assert_eq!(found, places, "{path:?}: {text:?}");
                for (tag, (_, _, sigil)) in lexed.tags.iter().zip(expected) {
                    let kind = match sigil {
                        '!' => TagKind::Comment,
                        '#' | '^' => TagKind::BranchOpen,
                        '/' => TagKind::BranchClose,
                        '>' | '=' => TagKind::Steering,
                        _ => TagKind::Output,
                    };
                    assert_eq!(tag.kind, kind, "{path:?}: {text:?} {tag:?}");
                    assert_eq!(tag.dialect, Dialect::Handlebars, "{path:?}: {text:?}");
                }
                n_cases += 1;
            }
        }
    }
    assert!(n_cases > 110, "{n_cases}");
}

/// What stands in markup and never in what a reader sees.
const MARKS: &[&str] = &[
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "%%",
    "*|",
    "|*",
    "<%",
    "%>",
    "<?",
    "?>",
    "<!--",
    "-->",
    "@media",
    "mso-",
    "{color:",
    "!important",
    "href=",
    "src=",
    "</",
    "[if ",
    "[endif]",
    "&nbsp;",
    "&amp;",
    "{{{",
    "<![CDATA[",
];

/// Posts whose HTML is broken, so that Markdown takes it for text: a quote that is never closed, quotes in quotes.
const BROKEN: &[&str] = &[
    "content_posts_2016-03-22-what-was-your-path-to-18f.md",
    "content_posts_2022-07-13-content-design-ada.md",
];

#[test]
fn nothing_of_markup_is_in_the_text_of_real_emails_and_pages() {
    let Some(folder) = beside("corpus") else { return };
    let (mut n_segments, mut leaks) = (0, Vec::new());
    for path in files(&folder) {
        let name = path.strip_prefix(&folder).expect("inside").to_string_lossy().into_owned();
        if name.starts_with("social")
            || name.ends_with("README.md")
            || BROKEN.iter().any(|end| name.ends_with(end))
        {
            continue;
        }
        for artifact in artifacts(&path, &name).0 {
            let document = parse(&artifact, &Deadline::never());
            let read = document
                .segments
                .iter()
                .flat_map(|segment| readings(segment, &document.branches).into_owned());
            let texts: Vec<String> = read.map(|reading| reading.text.as_str().to_owned()).collect();
            for text in document.segments.iter().map(|segment| segment.text.as_str().to_owned()).chain(texts)
            {
                n_segments += 1;
                let marks: Vec<&&str> = MARKS.iter().filter(|mark| text.contains(**mark)).collect();
                if !marks.is_empty() {
                    leaks.push(format!("{name}: {marks:?} in {text:?}"));
                }
            }
        }
    }
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
    assert!(n_segments > 20_000, "{n_segments}");
}

#[test]
fn the_languages_of_real_emails_are_told() {
    let Some(folder) = beside("corpus") else { return };
    let mut odd = Vec::new();
    for path in files(&folder) {
        let name = path.strip_prefix(&folder).expect("inside").to_string_lossy().into_owned();
        let lexed = template::lex(&read(&path), None);
        // A bare `{{ x }}` is of many languages; what is marked must be told. The templates of MJML hold the addresses of
        // Mailjet, which makes it.
        let expected: &[Dialect] = match name.split('/').nth(1).unwrap_or_default() {
            "SalesforceLabs-ampscript-core" => &[Dialect::AmpScript],
            "mjmlio-email-templates" => &[Dialect::Mailjet, Dialect::Handlebars],
            _ if name.starts_with("email/") => &[Dialect::Handlebars, Dialect::Jinja],
            _ => &[Dialect::Liquid, Dialect::Handlebars],
        };
        if !lexed.problems.is_empty() || lexed.dialect.is_some_and(|dialect| !expected.contains(&dialect)) {
            odd.push(format!("{name}: {:?} {:?}", lexed.dialect, lexed.problems));
        }
    }
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}

fn document(name: &str, text: &str, media_type: MediaType) -> Document {
    let artifact = Artifact {
        key: ArtifactKey::file(name),
        media_type,
        dialect: None,
        given: Attributes::default(),
        defaults: Attributes::default(),
        source: Source::new(name, text),
        content: Content::Whole,
    };
    parse(&artifact, &Deadline::never())
}

proptest::proptest! {
    #[test]
    fn branches_of_any_mixture_nest(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "a", " b ", "$49", "\n", "<p>", "</p>", "{% if x %}", "{% elsif y %}", "{% else %}", "{% endif %}",
                "{% unless x %}", "{% endunless %}", "{% for a in b %}", "{% endfor %}", "{{#if a}}", "{{else}}", "{{/if}}",
                "{{#v}}", "{{^v}}", "{{/v}}", "*|IF:A|*", "*|ELSE:|*", "*|END:IF|*", "%%[ IF @a THEN ]%%",
                "%%[ ELSE ]%%", "%%[ ENDIF IF @b THEN ]%%", "%%[ ENDIF ]%%", "%%=IIF(@a, 'x', 'y')=%%", "#if($a)", "#else ",
                "#end ", "@if($a)", "@else ", "@endif ", "{{ x ? 'p' : 'q' }}", "[if:a]", "[else]", "[endif]",
            ]),
            0..40,
        ),
        media_type in proptest::sample::select(vec![MediaType::Html, MediaType::Markdown, MediaType::PlainText]),
    ) {
        let text = parts.concat();
        assert_parsed("any", &text, media_type);
    }
}

/// What is stated: kind, words, and the arm.
fn stated(text: &str, name: &str) -> Vec<String> {
    let folder =
        folder(&[(name, text.as_bytes()), ("brand-rules/brand.toml", b"name = 'x'\ncurrency = 'USD'\n")]);
    let (_, report) = json(folder.path(), &["facts", "--format", "json", name]);
    let word = |value: &Value| value.as_str().map(ToOwned::to_owned).unwrap_or_default();
    let facts = report["facts"].as_array().expect("facts");
    let shown = |fact: &Value| {
        let arm = fact["branch"].as_object().map(|branch| format!(" {}.{}", branch["group"], branch["arm"]));
        let value = ["amount", "code", "label"]
            .iter()
            .map(|key| word(&fact[key]).replace(".00", ""))
            .collect::<String>();
        format!("{} {value}{}", word(&fact["kind"]), arm.unwrap_or_default())
    };
    facts.iter().map(shown).collect()
}

#[test]
fn facts_know_their_arms() {
    let cases: &[(&str, &[&str])] = &[
        ("<p>Now {% if vip %}$349{% else %}$399{% endif %}!</p>", &["price 349 0.0", "price 399 0.1"]),
        (
            "<p>Use code {% if vip %}VIP30{% else %}SAVE20{% endif %} at checkout.</p>",
            &["promo-code VIP30 0.0", "promo-code SAVE20 0.1"],
        ),
        (
            "<p>Your code:</p>{{#if vip}}<p>VIP30</p>{{else}}<p>SAVE20</p>{{/if}}",
            &["promo-code VIP30 0.0", "promo-code SAVE20 0.1"],
        ),
        ("<p>Use code {{ code | default: 'SAVE20' }} at checkout</p>", &["promo-code SAVE20"]),
        (
            "<p>Use code %%=IIF(@v, 'VIP30', 'SAVE20')=%% now</p>",
            &["promo-code VIP30 0.0", "promo-code SAVE20 0.1"],
        ),
        ("<p>Now {{ price | default: \"$399\" }}</p>", &["price 399"]),
        ("<p>Only ${{ price | default: '399' }} online</p>", &["price 399"]),
        (
            "<p><a class=btn href=/x>{% if vip %}Shop VIP{% else %}Shop now{% endif %}</a></p>",
            &["cta Shop VIP 0.0", "cta Shop now 0.1"],
        ),
        (
            "<a href=\"/?coupon={% if v %}VIP30{% else %}SAVE20{% endif %}\">{% if v %}$1{% else %}$2{% endif %}</a>",
            &["price 1 0.0", "price 2 0.1"],
        ),
        (
            "*|IF:V|*<img alt=\"Now $349\">*|ELSE:|*<img alt=\"Now $399\">*|END:IF|*",
            &["price 349 0.0", "price 399 0.1"],
        ),
        ("<title>#if($v)$349#else $399#end</title>", &["price 349 0.0", "price 399 0.1"]),
    ];
    for (text, expected) in cases {
        assert_eq!(&stated(text, "a.html"), expected, "{text}");
    }
    assert_eq!(
        stated(
            "---\nsubject: \"{% if v %}$349{% else %}$399{% endif %}\"\n---\n\nNow {% if v %}$349{% else %}$399{% endif %}\n",
            "a.md"
        ),
        ["price 349 0.0", "price 399 0.1", "price 349 0.0", "price 399 0.1"]
    );
    let csv = "id,text\n1,\"Now {% if v %}$349{% else %}$399{% endif %}, {{ x }}\"\n";
    assert_eq!(stated(csv, "posts/a.csv"), ["price 349 0.0", "price 399 0.1"]);
}

#[test]
fn a_number_beside_a_placeholder_is_unknown() {
    for text in [
        "{{currency}}49",
        "${{price}}",
        "49{{cents}}",
        "$49{{cents}}",
        "{{x}}% off",
        "*|PRICE|*.99",
        "$*|PRICE|*.99",
        "{{ price }} USD",
        "{{ thousands }},299 USD",
        "$1{{ sep }}299",
        "${% if a %}49{% else %}39{% endif %}",
        "$49{% if a %}.99{% endif %}",
        "${{ low }} – $49",
        "$9–{{ high }}",
        "%%=v(@p)=%%.00 USD",
        "$${price}",
        "<%= price %>.99 USD",
        "[[${price}]],00 EUR",
        "use code SAVE{{ n }}",
        "use code {{ n }}SAVE20",
        "use code SAVE{% if a %}20{% else %}30{% endif %}",
        "#if($a)#end $price.00 USD",
    ] {
        assert_eq!(stated(&format!("<p>Now {text} only.</p>"), "a.html"), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn sample_data_stands_in_the_place_of_placeholders() {
    let text = "<p>Hi {{ user.name | default: 'you' }}, {{ price }} with code {{ code }} at checkout. {{ x | upcase }}</p>\n\
                {% if vip %}<p>{{ missing }}!</p>{% endif %}";
    let data =
        b"{\"user\": {\"name\": \"Ann <b>\"}, \"price\": \"$349\", \"code\": \"COVE20\", \"x\": \"y\"}";
    let brand: &[u8] = b"name = 'x'\ncurrency = 'USD'\n";
    let settings: &[u8] = b"[[artifact]]\npaths = ['set/*.html']\nsample = 'data.json'\n";
    let folder = folder(&[
        ("a.html", text.as_bytes()),
        ("set/a.html", text.as_bytes()),
        ("data.json", data),
        ("bad.json", b"{"),
        ("list.json", b"[]"),
        ("onbrand.toml", settings),
        ("brand-rules/brand.toml", brand),
    ]);
    let here = folder.path();
    let texts = |arguments: &[&str]| {
        let (code, report) = json(here, &[&["text", "--format", "json"], arguments].concat());
        assert_eq!(code, 0);
        let segments = report["artifacts"][0]["segments"].as_array().expect("segments").clone();
        let texts = segments.iter().map(|segment| segment["text"].as_str().expect("text").to_owned());
        // A tag that stands alone leaves a segment with no text.
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    let filled = ["Hi Ann <b>, $349 with code COVE20 at checkout. \u{FFFC}", "\u{FFFC}!"];
    assert_eq!(texts(&["a.html", "--data", "data.json"]), filled);
    assert_eq!(texts(&["set/a.html"]), filled);
    assert_ne!(texts(&["a.html"]), filled);
    let (_, facts) = json(here, &["facts", "--format", "json", "set/a.html"]);
    let offset = |at: &Value| u32::try_from(at.as_u64().expect("a place")).expect("short");
    let facts = facts["facts"].as_array().expect("facts");
    let place = |fact: &Value| Span::new(offset(&fact["start"]), offset(&fact["end"])).slice(text);
    let places: Vec<&str> = facts.iter().map(place).collect();
    assert_eq!(places, ["{{ price }}", "{{ code }}"]);
    for (file, said) in [
        ("bad.json", "no JSON"),
        ("list.json", "one JSON object"),
        ("none.json", "no such file"),
        (concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"), "has to lie in the project"),
    ] {
        for command in ["check", "facts", "text"] {
            let (code, _, told) = run(here, &[command, "a.html", "--data", file]);
            assert_eq!(code, 2, "{command} {file}: {told}");
            assert!(told.contains(said), "{command} {file}: {told}");
        }
    }
}

/// Names of a brand in a sample are found like any text, and nothing of them is replaced: their place is a tag.
#[test]
fn no_fix_reaches_into_a_placeholder() {
    let folder = folder(&[
        ("a.html", b"<p>Please {{ verb }} now.</p>".as_slice()),
        ("data.json", b"{\"verb\": \"signup\"}"),
        ("brand-rules/a.toml", b"name = 'x'\n[[concept]]\nid = 'a'\n[[concept.term]]\ntext = 'sign up'\nstatus = 'preferred'\n[[concept.term]]\ntext = 'signup'\nstatus = 'deprecated'\n"),
    ]);
    let (code, report) =
        json(folder.path(), &["check", "--format", "json", "--data", "data.json", "--fail-level", "info"]);
    assert_eq!(code, 1, "{report}");
    let finding = &report["findings"][0];
    assert_eq!((finding["start"].as_u64(), finding["end"].as_u64()), (Some(10), Some(20)), "{finding}");
    assert_ne!(finding["fix"]["applicability"].as_str(), Some("safe"), "{finding}");
}

/// Nests of every language, as long as a large file.
#[test]
fn nests_take_linear_time() {
    let size = if cfg!(debug_assertions) { 200_000 } else { 2 << 20 };
    let mut slow = Vec::new();
    for unit in [
        "{% if a %}",
        "{% if a %}x{% else %}",
        "{{#if a}}",
        "{{#v}}{{^v}}",
        "{{/if}}",
        "{% endif %}",
        "#if(",
        "#if($a)",
        "#if($a)x#else ",
        "#end",
        "##x ",
        "#* $a",
        "$a.b(",
        "@if(",
        "@if($a)",
        "@if($a)x@else ",
        "@endif ",
        "@php ",
        "@verbatim{{a}}",
        "[if:a]",
        "%IF a%%FIRSTNAME%",
        "*|IF:A|*",
        "%%[ IF @a THEN ]%%",
        "<p v-pre>",
        "<div v-pre><div>",
        "<script runat=\"server\">",
        "{{ a ? 'b' : 'c' }}",
        "{{ a | default: 'b' }}",
        "[[${a",
        "{%#if a%}",
        "{{.data}}",
        "<% if (a) { %>",
        "{% if a %}$1{% else %}$2{% endif %} ",
        "{% style %}",
        "`{{ a }}` ",
    ] {
        let text = format!("#if($a){unit}@if($a)").repeat(1) + &unit.repeat(size / unit.len());
        for media_type in [MediaType::PlainText, MediaType::Html] {
            let started = Instant::now();
            let read = document("hostile", &text, media_type);
            let spent = started.elapsed();
            assert!(read.problems.len() <= 110, "{unit}: {}", read.problems.len());
            if spent > Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 1 }) {
                slow.push(format!("{unit} {media_type}: {spent:?}"));
            }
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}
