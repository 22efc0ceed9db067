//! Getting past text that is not TOML, so that one slip does not hide the rest of a file. Knows nothing of tables and
//! keys.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use toml::de::{DeTable, Error};

use crate::finding::{Finding, GuideRef};
use crate::guide::problems::SyntaxError;
use crate::guide::reader::problem;
use crate::source::{ColumnUnit, Source};
use crate::span::Span;

/// How often a text is read again. Each round gets past the first illegible line of a stretch; a file that needs more
/// rounds is read as far as it can be.
const ROUNDS: usize = 6;

/// How many illegible lines of a file are told one by one.
const MAX_TOLD: usize = 20;

/// A text made fit for reading.
#[derive(Debug)]
pub(crate) struct Legible {
    /// The text with its illegible lines blanked, so that all offsets stay as they are.
    pub(crate) text: String,
    /// Where it was illegible, in order.
    pub(crate) torn: Vec<u32>,
    /// A finding for each of these places.
    pub(crate) problems: Vec<Finding>,
}

/// Reads `source`, and where a line is no TOML, once more without that line: the parser recovers inside a line but
/// gives up the document after some mistakes.
pub(crate) fn parse(source: &Source, file: &Arc<str>) -> Legible {
    let mut text = source.text().to_owned();
    let mut blanked: BTreeSet<u32> = BTreeSet::new();
    let mut torn = BTreeMap::new();
    for _ in 0..ROUNDS {
        let (_, errors) = DeTable::parse_recoverable(&text);
        let mut next = BTreeSet::new();
        for error in &errors {
            let span = place(error, source.text());
            let line = source.line_span(span.start());
            // What follows a blanked line may be illegible only for lack of it.
            let before = source.line_span(line.start().saturating_sub(1));
            if !blanked.contains(&before.start()) {
                torn.entry(line.start()).or_insert_with(|| (span, error.message().to_owned()));
            }
            let header = source.slice(line).trim_start().starts_with('[');
            let repeated = error.message().starts_with("duplicate key");
            if !header && !repeated && !line.is_empty() && !blanked.contains(&line.start()) {
                next.insert(line.start());
            }
        }
        if next.is_empty() {
            break;
        }
        text = without_lines(source, text, &next);
        blanked.append(&mut next);
    }
    let problems = findings(source, file, &torn);
    Legible { text, torn: torn.into_keys().collect(), problems }
}

/// `text`, which is as long as the source's, with the lines that start at `starts` blanked.
fn without_lines(source: &Source, text: String, starts: &BTreeSet<u32>) -> String {
    let mut bytes = text.into_bytes();
    for start in starts {
        let line = source.line_span(*start);
        bytes.get_mut(line.range()).unwrap_or_default().fill(b' ');
    }
    // Whole lines were replaced by ASCII, so that this never loses anything.
    String::from_utf8(bytes).unwrap_or_default()
}

/// A finding for each torn line, up to [`MAX_TOLD`]: a file that is no TOML at all has nothing else.
fn findings(source: &Source, file: &Arc<str>, torn: &BTreeMap<u32, (Span, String)>) -> Vec<Finding> {
    let told = torn.values().take(MAX_TOLD);
    let mut problems: Vec<Finding> =
        told.map(|(span, message)| finding(source, file, *span, message)).collect();
    if let Some((span, _)) = torn.values().nth(MAX_TOLD) {
        let more = torn.len() - MAX_TOLD;
        let lines = if more == 1 { "line is" } else { "lines are" };
        let message = format!("{more} more {lines} not TOML");
        let help = "is this the right file? nothing of these lines holds";
        problems.push(at(source, file, *span, message).label("from here on").help(help));
    }
    problems
}

/// Where an error is. Between the characters of `text`, which a blanked copy of it has lost.
fn place(error: &Error, text: &str) -> Span {
    let range = error.span().unwrap_or(text.len()..text.len());
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let end = text.ceil_char_boundary(range.end.clamp(start, text.len()));
    Span::from_range(start..end)
}

fn finding(source: &Source, file: &Arc<str>, span: Span, message: &str) -> Finding {
    let (message, help) = if message.starts_with("duplicate key") {
        ("this key is there twice", "a key may stand once in its table; keep one of the two")
    } else if message.starts_with("string values must be quoted") {
        ("a text has to stand in quotes", "write `\"` before and after it")
    } else if message.contains("date") || message.contains("time") {
        (message, "write a day that exists, such as 2026-11-30, or a time, such as 2026-11-30T23:59:00-08:00")
    } else {
        (message, "texts stand in quotes, lists in brackets, and every line reads `key = value`")
    };
    at(source, file, span, format!("this is not TOML: {message}")).label("here").help(help)
}

fn at(source: &Source, file: &Arc<str>, span: Span, message: String) -> Finding {
    let line = source.position(span.start(), ColumnUnit::Utf8).line;
    problem(&SyntaxError::META, &GuideRef { file: Arc::clone(file), span, line }, message)
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::source::Source;

    fn torn_lines(text: &str) -> (Vec<u32>, String) {
        let source = Source::new("guide.toml", text);
        let legible = parse(&source, &"guide.toml".into());
        let lines = legible.problems.iter().map(|problem| {
            source.position(problem.primary.span.start(), crate::source::ColumnUnit::Scalar).line
        });
        (lines.collect(), legible.text)
    }

    #[test]
    fn a_torn_line_hides_nothing_after_it() {
        let (lines, text) = torn_lines("a = 1\nb 2\nc = 3\nd = \"x\ne = 5\n");
        assert_eq!(lines, [2, 4]);
        assert_eq!(text, "a = 1\n   \nc = 3\n      \ne = 5\n");
    }

    #[test]
    fn what_is_torn_for_lack_of_a_line_before_is_not_told() {
        let (lines, _) = torn_lines("list = [\n  \"a\"\n  \"b\",\n  \"c\",\n]\nname = \"x\"\n");
        assert_eq!(lines, [3]);
    }

    #[test]
    fn offsets_stay_in_texts_that_are_not_ascii() {
        let (lines, text) = torn_lines("ä = \"ö\nname = \"ü\"\n");
        assert_eq!(lines, [1]);
        assert!(text.ends_with("\nname = \"ü\"\n"), "{text:?}");
        assert_eq!(text.len(), "ä = \"ö\nname = \"ü\"\n".len());
    }
}
