//! Messages: the suite of others that lies beside the project, and what must hold for every message there is.

use std::path::Path;

use onbrand::artifact::{Artifact, Content, MediaType};
use onbrand::document::Document;
use onbrand::source::{PartKind, Source};
use onbrand::span::Span;
use onbrand::text::RunKind;
use proptest::prelude::{ProptestConfig, Strategy, proptest};
use proptest::{collection, sample};
use serde_json::Value;

use crate::cli::{folder, json, run};
use crate::documents::{beside, bytes, files, message, read};
use crate::soundness::assert_message_sound;

/// The guide of one forbidden term and one that has a better form.
const TERMS: &str = r#"
[[concept]]
id = "cheapest"
[[concept.term]]
text = "guaranteed cheapest"
status = "forbidden"
[[concept]]
id = "sign-up"
[[concept.term]]
text = "sign up"
status = "preferred"
[[concept.term]]
text = "signup"
status = "deprecated"
"#;

/// The message with its line ends as they are sent.
fn with_crlf(message: &[u8]) -> Vec<u8> {
    let mut sent = Vec::with_capacity(message.len());
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        let content = line.strip_suffix(b"\n").unwrap_or(line);
        sent.extend_from_slice(content.strip_suffix(b"\r").unwrap_or(content));
        sent.extend_from_slice(if line.ends_with(b"\n") { b"\r\n" } else { b"" });
    }
    sent
}

/// Whether bytes of a message's source stand in its header.
pub(crate) fn is_in_header(artifact: &Artifact, span: Span) -> bool {
    let Content::Message(message) = &artifact.content else { return false };
    message.headers.iter().any(|header| header.span.covers(span))
}

/// Whether a stretch of a header, a fold or a piece of encoded words, can stand for a text.
pub(crate) fn word_stands_for(raw: &str, shown: &str) -> bool {
    if raw.contains("=?") || raw.trim().is_empty() {
        return true;
    }
    let mut octets = Vec::new();
    let mut bytes = raw.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'=' => {
                let digits: Vec<u8> = bytes.by_ref().take(2).collect();
                let digits = std::str::from_utf8(&digits).expect("ASCII");
                octets.push(u8::from_str_radix(digits, 16).expect("digits"));
            }
            b'_' => octets.push(b' '),
            other => octets.push(other),
        }
    }
    // In a file that is not UTF-8 every byte is a character.
    let (mixed, _, _) = encoding_rs::WINDOWS_1252.encode(raw);
    let single = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&octets).0;
    shown.contains('\u{FFFD}')
        || String::from_utf8_lossy(&octets) == shown
        || single == shown
        || mixed == shown.as_bytes()
}

/// Every character that is said to stand in the file does, byte for byte; every other one of a decoded part has bytes of
/// its own there, in the order of the text.
pub(crate) fn assert_traced(artifact: &Artifact, document: &Document, file: &[u8]) {
    let source = &artifact.source;
    let is_utf_8 = std::str::from_utf8(file).is_ok();
    let texts = document.segments.iter().map(|segment| &segment.text);
    let urls = document.links.iter().map(|link| &link.url);
    for text in texts.chain(urls) {
        let mut last = Span::default();
        for run in text.runs() {
            let whole = source.traced(run.source);
            if source.part_at(run.source.start()).is_some() {
                assert!(
                    whole.start() >= last.start() && whole.end() >= last.end(),
                    "{whole:?} comes after {last:?}"
                );
                last = whole;
            }
            if run.kind != RunKind::Verbatim {
                continue;
            }
            for (at, character) in run.text.slice(text.as_str()).char_indices() {
                let start = run.source.start() + u32::try_from(at).expect("short");
                let span = Span::new(start, start + u32::try_from(character.len_utf8()).expect("short"));
                if !is_of_file(source, start) {
                    continue;
                }
                let told = source.traced(span);
                let raw =
                    &file[source.file_offset(told.start()) as usize..source.file_offset(told.end()) as usize];
                let raw = match is_utf_8 {
                    true => String::from_utf8_lossy(raw),
                    false => encoding_rs::WINDOWS_1252.decode_without_bom_handling(raw).0,
                };
                let stands = raw == character.to_string();
                assert_eq!(source.is_verbatim(span), stands, "{span:?} {raw:?} {character:?}");
                assert!(!raw.is_empty(), "{character:?} at {span:?} has no bytes");
            }
        }
    }
}

/// Whether a place is one of the file's own bytes: it stands there as it is, or in a part that knows its way back.
fn is_of_file(source: &Source, at: u32) -> bool {
    match source.part_at(at).map(|part| &part.kind) {
        None => true,
        Some(PartKind::Decoded { back, .. }) => back.is_some(),
        Some(PartKind::Included { .. }) => false,
    }
}

/// The bodies that readers see: whether each is HTML, and its text.
fn expected_bodies(suite: &Value) -> Vec<(bool, String)> {
    let mut ids: Vec<u64> = ["html_body", "text_body"]
        .iter()
        .flat_map(|list| suite[list].as_array().expect("a list"))
        .filter_map(Value::as_u64)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let body = |id: u64| {
        let body = &suite["parts"][usize::try_from(id).expect("small")]["body"];
        let text = |key: &str| body[key].as_str().map(|text| (key == "Html", text.to_owned()));
        text("Html").or_else(|| text("Text"))
    };
    let mut bodies: Vec<_> = ids.into_iter().filter_map(body).collect();
    bodies.sort();
    bodies
}

fn bodies(artifact: &Artifact) -> Vec<(bool, String)> {
    let Content::Message(message) = &artifact.content else { panic!("no message") };
    let body = |body: &onbrand::document::Body| {
        (body.media_type == MediaType::Html, artifact.source.slice(body.span).to_owned())
    };
    let mut bodies: Vec<_> = message.bodies.iter().map(body).collect();
    bodies.sort();
    bodies
}

fn suite() -> Vec<(String, Vec<u8>, Value, Value)> {
    let Some(folder) = beside("conformance/email/mime") else { return Vec::new() };
    let messages = files(&folder).into_iter().filter(|path| path.extension().is_some_and(|end| end == "eml"));
    let json = |path: &Path| serde_json::from_str(&read(path)).expect("JSON");
    let all: Vec<_> = messages
        .map(|path| {
            let name = path.file_name().expect("a file").to_string_lossy().into_owned();
            (name, bytes(&path), json(&path.with_extension("json")), json(&path.with_extension("crlf.json")))
        })
        .collect();
    assert!(!all.is_empty(), "no messages in {}", folder.display());
    all
}

#[test]
fn bodies_of_the_suite_are_decoded_as_its_authors_do() {
    for (name, message_bytes, plain, crlf) in suite() {
        let (artifact, _) = message(&name, message_bytes.clone());
        assert_eq!(bodies(&artifact), expected_bodies(&plain), "{name}");
        let (artifact, _) = message(&name, with_crlf(&message_bytes));
        assert_eq!(bodies(&artifact), expected_bodies(&crlf), "{name} with CRLF");
    }
}

/// Every message of the suite and of the fixtures.
fn all_messages() -> Vec<Vec<u8>> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents/email");
    let is_message = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "eml");
    let own = files(&fixtures).into_iter().filter(is_message).map(|path| bytes(&path));
    suite().into_iter().map(|(_, message, _, _)| message).chain(own).collect()
}

#[test]
fn messages_that_are_cut_or_damaged_are_read_as_far_as_they_go() {
    // A generator of numbers, so that every run damages the same bytes (Numerical Recipes, section 7.1).
    let mut seed = 1_u32;
    let mut number = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below.max(1)
    };
    for message in all_messages() {
        assert_message_sound(&message, 4);
        assert_message_sound(&with_crlf(&message), 4);
        for _ in 0..12 {
            assert_message_sound(&message[..number(message.len())], 1);
            let mut damaged = message.clone();
            for _ in 0..4 {
                let at = number(damaged.len());
                damaged[at] = [b'=', b'-', b'\n', b'\r', b' ', b'?', 0, 0xC3, 0xE9, 0xFF][number(10)];
            }
            assert_message_sound(&damaged, 1);
        }
    }
}

/// A message with both terms, one of them across a soft line end.
const QUOTED: &[u8] = b"Subject: Please signup\r\n\
Content-Type: multipart/alternative; boundary=b\r\n\r\n\
--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
F=C3=BCr you: the guaranteed cheap=\r\nest desk. Please signup=\r\n now.\r\n\
--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n\
PHA+T25lPC9wPgo8cD5UaGUgZ3VhcmFudGVlZCBjaGVhcGVzdCBkZXNrLjwvcD4K\r\n\
--b--\r\n";

#[test]
fn findings_in_quoted_printable_point_at_the_bytes_of_the_file() {
    let here = folder(&[
        ("brand-rules/brand.toml", b"name = \"Test Brand\"\n"),
        ("brand-rules/terms.toml", TERMS.as_bytes()),
        ("mail.eml", QUOTED),
    ]);
    let (code, report) = json(here.path(), &["check", "--only", "terms", "--format", "json", "mail.eml"]);
    assert_eq!(code, 1);
    let findings: Vec<String> = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| {
            let number =
                |key: &str| usize::try_from(finding[key].as_u64().expect("a number")).expect("small");
            let bytes = match finding["part"].as_object() {
                None => String::from_utf8_lossy(&QUOTED[number("start")..number("end")]).into_owned(),
                Some(_) => format!("{}..{} of {}", number("start"), number("end"), finding["part"]),
            };
            let place = ["line", "column", "end_line", "end_column"].map(number);
            let fix = &finding["fix"]["applicability"];
            format!("{} {} {place:?} {bytes:?} {fix}", finding["rule"], finding["place"])
        })
        .collect();
    assert_eq!(
        findings,
        [
            r#""terms/deprecated-term" "subject" [1, 17, 1, 23] "signup" "safe""#,
            r#""terms/forbidden-term" "plain-text-part" [8, 19, 9, 4] "guaranteed cheap=\r\nest" null"#,
            r#""terms/deprecated-term" "plain-text-part" [9, 18, 9, 24] "signup" "safe""#,
            r#""terms/forbidden-term" "body" [2, 8, 2, 27] "18..37 of {\"encoding\":\"base64\",\"id\":\"2\"}" null"#,
        ]
    );
    let mut told = String::new();
    for format in ["text", "github", "sarif"] {
        let (_, out, _) = run(here.path(), &["check", "--only", "terms", "--format", format, "mail.eml"]);
        told += &match serde_json::from_str::<Value>(&out) {
            Ok(sarif) => {
                let results = sarif["runs"][0]["results"].as_array().expect("results");
                results
                    .iter()
                    .map(|one| format!("{} {}\n", one["message"]["text"], one["locations"]))
                    .collect()
            }
            Err(_) => out,
        };
    }
    insta::assert_snapshot!(told);
}

/// Pieces of what is in a body, encoded or not.
const PIECES: &[&[u8]] = &[
    b"word ",
    b"signup",
    b"sign=\n",
    b"up",
    b"guaranteed cheapest",
    b"$399",
    b" now ",
    b" ",
    b"\n",
    b"\n\n",
    b"=",
    b"=\n",
    b"= \n",
    b"=3D",
    b"=C3=A9",
    b"=E9",
    b"=C3",
    b"=A4",
    b"=E2=82=AC",
    b"=20\n",
    b"\xC3\xA9",
    b"\xE9",
    b"\x80",
    b"\xE4\xB8\x82",
    b"\x81@",
    b"\x1B$B4A\x1B(B",
    b"<p>",
    b"</p>",
    b"<b>",
    b"<title>",
    b"<!--",
    b"-->",
    b"&amp;",
    b"{{ name }}",
    b"{% if a %}",
    b"{% else %}",
    b"{% endif %}",
    b"> ",
    b"-- \n",
    b"--b\n",
    b"--b--\n",
    b"--c\n",
    b"--",
    b"U2lnbnVwIG5vdw==",
    b"\0",
    b"\r",
    b"=?utf-8?Q?=C3=A9?= ",
    b"=?utf-8?B?w6k=?=",
    b"=?x?",
    b"?=",
];

fn content() -> impl Strategy<Value = Vec<u8>> {
    collection::vec(sample::select(PIECES), 0..12).prop_map(|pieces| pieces.concat())
}

/// A part: its header, and a content that need not be what the header says.
fn part() -> impl Strategy<Value = Vec<u8>> {
    let field = |name: &'static str, values: &'static [&'static str]| {
        sample::select(values).prop_map(move |value| match value {
            "" => String::new(),
            value => format!("{name}: {value}\n"),
        })
    };
    const TYPES: &[&str] = &[
        "",
        "text/plain",
        "text/plain; format=flowed; delsp=yes",
        "text/html",
        "TEXT/HTML; charset=\"utf-8\"",
        "text/html; charset=iso-8859-1",
        "text/plain; charset=gbk",
        "text/plain; charset=iso-2022-jp",
        "text/x-amp-html",
        "image/png; name*=utf-8''%C3%A9",
        "message/rfc822",
        "multipart/alternative; boundary=c",
        "multipart/related; boundary=\"c\"",
        "multipart/mixed",
        "text/plain; charset=utf-16le",
    ];
    const ENCODINGS: &[&str] =
        &["", "7bit", "8bit", "quoted-printable", "quoted-printable", "Base64", "binary", "x-uue"];
    let dispositions = field("Content-Disposition", &["", "", "inline", "attachment; filename=a.txt"]);
    let header = (field("Content-Type", TYPES), field("Content-Transfer-Encoding", ENCODINGS), dispositions);
    (header, sample::select(&["\n", ""][..]), content()).prop_map(
        |((kind, encoding, disposition), blank, content)| {
            [kind.as_bytes(), encoding.as_bytes(), disposition.as_bytes(), blank.as_bytes(), &content]
                .concat()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_message_is_read_soundly(
        subject in content(),
        kind in sample::select(vec!["multipart/alternative; boundary=b", "multipart/mixed; boundary=b", "text/plain", "text/html"]),
        parts in collection::vec(part(), 0..5),
        is_ended: bool,
        line_end in sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let mut message = [b"Subject: ", subject.as_slice(), b"\nContent-Type: ", kind.as_bytes(), b"\n\n"].concat();
        for part in parts {
            message.extend([b"--b\n", part.as_slice(), b"\n"].concat());
        }
        message.extend_from_slice(if is_ended { b"--b--\n" } else { b"" });
        let pieces: Vec<&[u8]> = message.split(|byte| *byte == b'\n').collect();
        assert_message_sound(&pieces.join(line_end.as_bytes()), 2);
    }
}

#[test]
fn fixes_are_made_only_where_the_file_holds_the_words() {
    let message = b"Subject: =?utf-8?Q?Please_signup?=\nContent-Type: multipart/mixed; boundary=b\n\n\
        --b\nContent-Transfer-Encoding: base64\n\nUGxlYXNlIHNpZ251cC4=\n\
        --b\nContent-Transfer-Encoding: quoted-printable\n\nPlease sign=\nup. Please sign=75p. Please signup.\n\
        --b\n\nPlease signup.\n--b--\n";
    let terms = TERMS.replace("text = \"sign up\"", "text = \"TEXT\"");
    for (better, expected) in [
        ("sign up", ["display-only", "display-only", "display-only", "safe", "safe", "display-only"]),
        ("s\u{EF}gn up", ["display-only"; 6]),
    ] {
        let here = folder(&[
            ("brand-rules/brand.toml", b"name = \"Test Brand\"\n"),
            ("brand-rules/terms.toml", terms.replace("TEXT", better).as_bytes()),
            ("mail.eml", message),
        ]);
        let (_, report) = json(here.path(), &["check", "--only", "terms", "--format", "json", "mail.eml"]);
        let findings = report["findings"].as_array().expect("findings");
        let fixes: Vec<_> =
            findings.iter().map(|one| one["fix"]["applicability"].as_str().unwrap_or("-")).collect();
        assert_eq!(fixes, expected, "{report:#}");
    }
}

/// A message with `count` multiparts, each in the one before, and a text in the innermost.
fn nested(count: usize) -> String {
    let open =
        (0..count).map(|depth| format!("Content-Type: multipart/mixed; boundary=x{depth}\n\n--x{depth}\n"));
    let close = (0..count).rev().map(|depth| format!("--x{depth}--\n"));
    open.chain(["\nThe innermost text.\n".to_owned()]).chain(close).collect()
}

#[test]
fn hostile_messages_end_in_bounded_time() {
    // A debug build does a part of the work; how long the whole takes is for a build that users have.
    let scale = if cfg!(debug_assertions) { 20 } else { 1 };
    let attachment = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NTY3\n";
    let with_attachment = format!(
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThe text.\n--b\nContent-Type: image/png\n\
         Content-Transfer-Encoding: base64\n\n{}--b--\n",
        attachment.repeat((20 << 20) / scale / attachment.len())
    );
    let part = "--b\nContent-Type: text/html\n\n<p>x</p>\n";
    let mixed = "Content-Type: multipart/mixed; boundary=b\n\n";
    for (name, text, n_bodies, told) in [
        ("nested", nested(1_000), 0, "deeper than 32"),
        ("nested a little", nested(30), 1, ""),
        (
            "fields",
            format!("{}\nThe text.\n", "X-Field: value\n".repeat(100_000)),
            1,
            "more than 1000 fields",
        ),
        ("attachment", with_attachment, 1, ""),
        ("parts", format!("{mixed}{}--b--\n", part.repeat(100_000 / scale)), 999, "more than 1000 parts"),
        ("messages", "Content-Type: message/rfc822\n\n".repeat(200_000), 0, "neither plain text nor HTML"),
        ("dashes", format!("{mixed}{}", "--\n".repeat(4_000_000 / scale)), 0, "boundary does not occur"),
        ("boundaries", format!("{mixed}{}", "--b\n".repeat(4_000_000 / scale)), 999, "more than 1000 parts"),
        ("words", format!("Subject: {}\n\nThe text.\n", "=?utf-8?q?a ".repeat(500_000 / scale)), 1, ""),
        ("open words", format!("Subject: {}\n\nThe text.\n", "=?u?b?".repeat(500_000 / scale)), 1, ""),
        ("fold", format!("Subject: a{}\n\nThe text.\n", "\n ".repeat(1_000_000 / scale)), 1, ""),
        (
            "escapes",
            format!("Content-Transfer-Encoding: quoted-printable\n\n{}", "=".repeat((8 << 20) / scale)),
            1,
            "encodes nothing",
        ),
        ("body", format!("Subject: a\n\n{}", "a\n".repeat(5 << 20)), 0, "larger than 8 MiB"),
    ] {
        let started = std::time::Instant::now();
        let (artifact, problems) = message(name, text.into_bytes());
        let took = started.elapsed();
        assert_eq!(bodies(&artifact).len(), n_bodies, "{name}: {problems:?}");
        let is_told = problems.iter().any(|problem| problem.message.contains(told));
        assert!(is_told || told.is_empty(), "{name}: {problems:?}");
        // Half a second is much for the largest, in a build that users have.
        #[expect(clippy::print_stderr, reason = "what was measured is to be seen")]
        {
            eprintln!("{name}: {took:?}");
        }
        assert!(took.as_secs() < 30, "{name}: {took:?}");
    }
}
