//! Messages: the suite of others that lies beside the project, and what must hold for every message there is.

use std::path::Path;

use onbrand::artifact::{Artifact, Content, MediaType};
use onbrand::deadline::Deadline;
use onbrand::document::parse;
use onbrand::finding::Problem;
use onbrand::text::RunKind;
use serde_json::Value;

use crate::documents::{assert_mapped, beside, bytes, files, message, read};

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
