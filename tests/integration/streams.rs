//! Batches that are read piece by piece: what is found does not depend on the pieces, every place is that of the file,
//! and what is kept of the text does not grow with it.

#![expect(clippy::disallowed_methods, reason = "tests lay out files of their own")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use onbrand::artifact::{Artifact, Attributes, Channel, Content, MediaType};
use onbrand::deadline::Deadline;
use onbrand::document::records::Columns;
use onbrand::engine::{self, Options};
use onbrand::finding::{Finding, Problem};
use onbrand::guide;
use onbrand::report::CheckReport;
use onbrand::service::{self, CheckOptions, Request};
use onbrand::source::{ColumnUnit, Islands, Source};
use onbrand::span::Span;
use onbrand::workspace::{Choice, Input, Place, Reading, read_in_pieces};
use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

const UNITS: [ColumnUnit; 3] = [ColumnUnit::Utf8, ColumnUnit::Utf16, ColumnUnit::Scalar];

/// More than any text here is long.
const WHOLE: usize = 64 << 20;

#[derive(Clone, Copy, PartialEq, Debug)]
enum Encoding {
    Utf8,
    Marked,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    let marked = || format!("\u{FEFF}{text}");
    match encoding {
        Encoding::Utf8 => text.into(),
        Encoding::Marked => marked().into(),
        Encoding::Utf16Le => marked().encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => marked().encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
    }
}

fn input(bytes: Option<Arc<Vec<u8>>>, path: PathBuf, media_type: MediaType) -> Input {
    Input {
        path,
        name: "posts".into(),
        media_type,
        dialect: None,
        columns: Columns::default(),
        given: Attributes::default(),
        defaults: Attributes { channel: Some(Channel::Social(None)), ..Attributes::default() },
        bytes,
        choice: Choice::Named,
        project: PathBuf::new(),
    }
}

fn in_memory(bytes: &[u8], media_type: MediaType) -> Input {
    input(Some(Arc::new(bytes.to_vec())), PathBuf::new(), media_type)
}

fn fields(artifact: &Artifact) -> &[onbrand::artifact::Field] {
    match &artifact.content {
        Content::Fields(fields) => fields,
        Content::Whole | Content::Message(_) => &[],
    }
}

/// Everything that an artifact says, but for its text.
fn told(artifact: &Artifact) -> String {
    format!("{:?} {:?} {:?} {:?}", artifact.key, artifact.given, artifact.defaults, artifact.content)
}

/// The places of an artifact's fields.
fn places(artifact: &Artifact) -> Vec<Span> {
    let runs = fields(artifact).iter().flat_map(|field| field.text.runs());
    runs.flat_map(|run| [run.source, Span::at(run.source.start()), Span::at(run.source.end())]).collect()
}

/// What a source says of a place.
fn described(source: &Source, span: Span) -> String {
    let positions =
        UNITS.map(|unit| (source.position(span.start(), unit), source.position(span.end(), unit)));
    let offsets = (source.file_offset(span.start()), source.file_offset(span.end()));
    format!("{positions:?} {offsets:?} {:?} {:?}", source.slice(span), source.snapped(span))
}

/// What a source says of the line of a place.
fn line(source: &Source, span: Span) -> String {
    let line = source.line_span(span.start());
    format!("{line:?} {:?} {:?}", source.slice(line), source.next_line(span.start()))
}

fn all(readings: impl Iterator<Item = Reading>) -> (Vec<String>, Vec<Problem>) {
    let (mut artifacts, mut problems) = (Vec::new(), Vec::new());
    for reading in readings {
        artifacts.extend(reading.artifacts.iter().map(told));
        problems.extend(reading.problems);
    }
    problems.sort_by_key(|problem| problem.span);
    (artifacts, problems)
}

/// Tables of several kilobytes, since a window holds one more than its piece on either side.
fn table() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[a-z]{1,9} ",
        1 => Just("\"".to_owned()),
        1 => Just("\"\"".to_owned()),
        2 => Just("\"a, \"\"b\"\"\r\nc\"".to_owned()),
        3 => Just(",".to_owned()),
        2 => Just("\n".to_owned()),
        2 => Just("\r\n".to_owned()),
        1 => Just("\r".to_owned()),
        2 => Just("ä€é".to_owned()),
        1 => Just("😀e\u{301}".to_owned()),
        1 => Just("\0".to_owned()),
    ];
    (prop::collection::vec(word, 1..40), 1_usize..40)
        .prop_map(|(words, copies)| format!("id,text\n{}", words.concat().repeat(copies)))
}

fn lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        4 => "[a-zä😀\\\\\"]{0,40}".prop_map(|text| serde_json::json!({ "text": text, "id": text }).to_string()),
        1 => Just("{\"title\": \"only\"}".to_owned()),
        1 => Just("{oops".to_owned()),
        1 => Just(String::new()),
    ];
    let end = prop_oneof![Just("\n"), Just("\r\n"), Just("\r")];
    (prop::collection::vec((line, end), 1..20), 1_usize..40).prop_map(|(lines, copies)| {
        lines.iter().map(|(line, end)| format!("{line}{end}")).collect::<String>().repeat(copies)
    })
}

fn encoding() -> impl Strategy<Value = Encoding> {
    prop_oneof![
        Just(Encoding::Utf8),
        Just(Encoding::Marked),
        Just(Encoding::Utf16Le),
        Just(Encoding::Utf16Be),
        Just(Encoding::Windows1252),
    ]
}

fn batch() -> impl Strategy<Value = (MediaType, Vec<u8>)> {
    let text = prop_oneof![
        table().prop_map(|text| (MediaType::Csv, text)),
        lines().prop_map(|text| (MediaType::JsonLines, text)),
    ];
    (text, encoding()).prop_map(|((media_type, text), encoding)| (media_type, encode(&text, encoding)))
}

/// Bytes of a piece. The smallest cost most: their rows are looked at again for each byte more.
fn size() -> impl Strategy<Value = usize> {
    prop_oneof![1 => 1_usize..9, 9 => 9_usize..3_000]
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_read_does_not_depend_on_the_pieces((media_type, bytes) in batch(), size in size()) {
        let input = in_memory(&bytes, media_type);
        let (whole, _) = Source::decode("posts", bytes);
        for reading in read_in_pieces(&input, size) {
            // What is full of NUL bytes is no text.
            let Some(window) = reading.source else { continue };
            let spans = reading.artifacts.iter().flat_map(places);
            for span in spans.chain(reading.problems.iter().filter_map(|problem| problem.span)) {
                prop_assert_eq!(described(&window, span), described(&whole, span), "{:?}", span);
                prop_assert_eq!(line(&window, span), line(&whole, span), "{:?}", span);
            }
        }
        prop_assert_eq!(all(read_in_pieces(&input, size)), all(read_in_pieces(&input, WHOLE)));
    }

    #[test]
    fn what_is_kept_is_where_it_was(
        (media_type, bytes) in batch(),
        size in size(),
        every in 1_usize..20,
    ) {
        let input = in_memory(&bytes, media_type);
        let (whole, _) = Source::decode("posts", bytes);
        let (mut islands, mut kept, mut lines) = (Islands::default(), Vec::new(), 0);
        for reading in read_in_pieces(&input, size) {
            // What is full of NUL bytes is no text.
            let Some(window) = reading.source else { continue };
            let groups: Vec<Vec<Span>> = reading.artifacts.iter().map(places).step_by(every).collect();
            for group in &groups {
                let (first, last) = (group.iter().min(), group.iter().max_by_key(|span| span.end()));
                let end = last.map_or(0, |last| whole.next_line(last.end()).unwrap_or(whole.span().end()));
                lines += first.map_or(0, |first| end - whole.line_span(first.start()).start());
            }
            kept.extend(groups.iter().flatten().copied());
            islands.keep(&window, groups);
        }
        let source = islands.into_source("posts");
        prop_assert!(source.text().len() <= lines as usize, "{} > {lines}", source.text().len());
        for span in kept {
            prop_assert_eq!(described(&source, span), described(&whole, span), "{:?}", span);
            // Longer lines are cut.
            if whole.line_span(span.start()).len() <= 1_000 {
                prop_assert_eq!(line(&source, span), line(&whole, span), "{:?}", span);
            }
        }
    }
}

#[test]
fn of_long_lines_what_is_near_is_kept() {
    let line = "wörd 😀 ".repeat(2_000);
    let text = format!("first\n{line}\n{line}\nlast");
    let whole = Source::new("posts", text.as_str());
    let at = |needle: usize| Span::from_range(needle..needle + 4);
    let starts: Vec<usize> = text.match_indices("rd").map(|(at, _)| at).step_by(301).collect();
    let mut islands = Islands::default();
    islands.keep(&whole, starts.iter().map(|start| vec![at(*start)]));
    let kept = islands.into_source("posts");
    assert!(kept.text().len() < starts.len() * 2_100, "{}", kept.text().len());
    for start in starts {
        let span = at(start);
        assert_eq!(kept.slice(span), whole.slice(span));
        for unit in UNITS {
            assert_eq!(kept.position(span.start(), unit), whole.position(span.start(), unit));
        }
    }
    assert_eq!(kept.slice(Span::new(0, 9_000)), "");
}

fn findings(readings: impl Iterator<Item = Reading>) -> Vec<Finding> {
    let guide = guide::load(guide::shipped_files(), &engine::rules()).guide;
    let now: Timestamp = "2026-11-24T09:00:00Z".parse().expect("an instant");
    let options = Options::at(now);
    let artifacts = readings.flat_map(|reading| reading.artifacts);
    let check =
        |artifact| engine::check_artifact(artifact, &guide, &[], &options, &Deadline::never()).findings;
    artifacts.flat_map(check).collect()
}

#[test]
fn what_is_found_does_not_depend_on_the_pieces() {
    let row = "Guaranteed cheapest desks! Signup for the Cove desk at $1.99,SIGNUP NOW 50% off!!!,https://x.example/signup\n";
    let text = format!("text,title,link\n{}", row.repeat(40));
    let whole = findings(read_in_pieces(&in_memory(text.as_bytes(), MediaType::Csv), WHOLE));
    assert!(whole.len() >= 40, "{}", whole.len());
    for size in [1, 777, 4_096] {
        let input = in_memory(text.as_bytes(), MediaType::Csv);
        assert_eq!(findings(read_in_pieces(&input, size)), whole, "{size}");
    }
}

/// Checks a batch in a folder of its own, from its file or from standard input.
fn check(folder: &Path, request: &Request) -> CheckReport {
    let opened = service::open(&Place::new(folder.to_path_buf()), request).expect("the shipped guide");
    let now: Timestamp = "2026-11-24T09:00:00Z".parse().expect("an instant");
    let engine = Options::at(now);
    service::check(&opened, &CheckOptions { engine, jobs: 2 }, &|| {})
}

fn check_file(text: &str) -> CheckReport {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("posts.csv");
    fs::write(&path, text).expect("a file");
    check(folder.path(), &Request { paths: vec![path], ..Request::default() })
}

/// Posts, of which every `wrong`th has something to find.
fn posts(count: usize, wrong: usize) -> String {
    let fine = "\"A desk, a lamp\nand a chair that fits, and a window to the street\"";
    let row = |number: usize| match number % wrong {
        0 => format!("post-{number},A guaranteed cheapest desk and a lamp to go with it\n"),
        _ => format!("post-{number},{fine}\n"),
    };
    std::iter::once("id,text\n".to_owned()).chain((1..=count).map(row)).collect()
}

#[test]
fn what_is_kept_grows_with_the_findings_only() {
    let clean = check_file(&posts(6_000, usize::MAX));
    assert_eq!((clean.artifacts.len(), clean.findings.len(), clean.problems.len()), (6_000, 0, 0));
    assert_eq!(clean.sources.of("posts.csv").map(|source| source.text().len()), None);
    for count in [2_000, 8_000] {
        let text = posts(count, 500);
        let report = check_file(&text);
        let wrong: usize =
            text.lines().filter(|line| line.contains("guaranteed")).map(|line| line.len() + 1).sum();
        let kept = report.sources.of("posts.csv").expect("lines").text().len();
        assert_eq!((report.artifacts.len(), kept), (count, wrong));
        assert!(report.findings.len() >= count / 500);
    }
}

#[test]
fn standard_input_is_read_as_a_file_is() {
    let text = posts(4_000, 700);
    let file = check_file(&text);
    let folder = tempfile::tempdir().expect("a folder");
    let stdin = Some((PathBuf::from("posts.csv"), Arc::new(text.into_bytes())));
    let report = check(folder.path(), &Request { stdin, ..Request::default() });
    assert_eq!(report.findings, file.findings);
    assert!(report.artifacts.iter().eq(file.artifacts.iter()));
}

#[test]
fn a_file_that_changes_while_it_is_read_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("posts.csv");
    let text = posts(400, 7);
    let half = text.get(..text.len() / 2).expect("ASCII");
    let odd = [half.as_bytes(), b"\xE9", half.as_bytes()].concat();
    for other in [b"".as_slice(), half.as_bytes(), &odd, [&text, half].concat().as_bytes()] {
        fs::write(&path, &text).expect("a file");
        let input = input(None, path.clone(), MediaType::Csv);
        let mut readings = read_in_pieces(&input, 1_000);
        let first = readings.next().expect("a piece");
        assert!(!first.artifacts.is_empty() && first.problems.is_empty());
        fs::write(&path, other).expect("a file");
        let rest: Vec<Reading> = readings.collect();
        let problems: Vec<&str> = rest
            .iter()
            .flat_map(|reading| &reading.problems)
            .map(|problem| problem.message.as_str())
            .collect();
        let told = problems.iter().any(|problem| problem.starts_with("the file changed while it was read"));
        assert!(told, "{} bytes: {problems:?}", other.len());
    }
}
