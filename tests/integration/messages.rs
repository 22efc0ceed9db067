//! Messages: the suite of others that lies beside the project, and what must hold for every message there is.

use std::path::Path;

use onbrand::artifact::{Artifact, Content, MediaType};
use onbrand::document::Document;
use onbrand::source::{PartKind, Source};
use onbrand::span::Span;
use onbrand::text::RunKind;
use serde_json::Value;

use crate::documents::{beside, bytes, files, message, read};

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
    shown.contains('\u{FFFD}') || String::from_utf8_lossy(&octets) == shown || single == shown || mixed == shown.as_bytes()
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
                assert!(whole.start() >= last.start() && whole.end() >= last.end(), "{whole:?} comes after {last:?}");
                last = whole;
            }
            if run.kind != RunKind::Verbatim {
                continue;
            }
            for (at, character) in run.text.slice(text.as_str()).char_indices() {
                let start = run.source.start() + u32::try_from(at).expect("short");
                let span = Span::new(start, start + u32::try_from(character.len_utf8()).expect("short"));
                let PartKind::Decoded { back: None, .. } = kind_at(source, start) else {
                    let told = source.traced(span);
                    let raw = &file[source.file_offset(told.start()) as usize..source.file_offset(told.end()) as usize];
                    let raw = match is_utf_8 {
                        true => String::from_utf8_lossy(raw),
                        false => encoding_rs::WINDOWS_1252.decode_without_bom_handling(raw).0,
                    };
                    let stands = raw == character.to_string();
                    assert_eq!(source.is_verbatim(span), stands, "{span:?} {raw:?} {character:?}");
                    assert!(!raw.is_empty(), "{character:?} at {span:?} has no bytes");
                    continue;
                };
            }
        }
    }
}

/// What holds a place; the file itself is like a part that stands in it as it is.
fn kind_at(source: &Source, at: u32) -> PartKind {
    let included = PartKind::Included { path: "".into() };
    source.part_at(at).map_or(included, |part| part.kind.clone())
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
