//! Getting past text that is not TOML, so that one slip does not hide the rest of a file. Knows nothing of tables and
//! keys.

use std::collections::BTreeSet;
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
    let mut torn = BTreeSet::new();
    let mut problems = Vec::new();
    for _ in 0..ROUNDS {
        let (_, errors) = DeTable::parse_recoverable(&text);
        let mut next = BTreeSet::new();
        for error in &errors {
            let span = place(error, &text);
            let line = source.line_span(span.start());
            // What follows a blanked line may be illegible only for lack of it.
            let before = line.start().saturating_sub(1);
            let consequence = blanked.contains(&source.line_span(before).start());
            if !consequence && torn.insert(line.start()) {
                problems.push(finding(source, file, span, error.message()));
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
        for start in &next {
            let line = source.line_span(*start);
            text.replace_range(line.range(), &" ".repeat(line.range().len()));
        }
        blanked.append(&mut next);
    }
    Legible { text, torn: torn.into_iter().collect(), problems }
}

fn place(error: &Error, text: &str) -> Span {
    let range = error.span().unwrap_or(text.len()..text.len());
    let start = text.floor_char_boundary(range.start.min(text.len()));
    let end = text.ceil_char_boundary(range.end.clamp(start, text.len()));
    Span::from_range(start..end)
}

fn finding(source: &Source, file: &Arc<str>, span: Span, message: &str) -> Finding {
    let line = source.position(span.start(), ColumnUnit::Utf8).line;
    let at = GuideRef { file: Arc::clone(file), span, line };
    let help = if message.starts_with("duplicate key") {
        "a key may stand once in its table; keep one of the two lines"
    } else {
        "texts stand in quotes, lists in brackets, and every line reads `key = value`"
    };
    problem(&SyntaxError::META, &at, format!("this is not TOML: {message}")).label("here").help(help)
}
