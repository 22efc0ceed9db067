//! Excerpts of a source that stay readable: one line around a place, or a few lines of which long ones are cut. Knows
//! nothing of findings.

use crate::source::{ColumnUnit, Source};
use crate::span::Span;

/// Characters of a one-line snippet.
const SNIPPET: usize = 160;
/// Characters kept on either side of a marked place in a long line.
const MARGIN: usize = 50;
/// Lines up to this many characters are shown whole.
const WHOLE_LINE: usize = 130;
/// A marked place is shown up to this many characters.
const MARKED: usize = 120;

/// The line of a place, trimmed, or up to 160 characters around it.
pub(super) fn snippet(source: &Source, span: Span) -> String {
    let span = source.snapped(source.traced(span));
    let line = source.line_span(span.start());
    let text = source.slice(line);
    let trimmed = text.trim();
    if forward(trimmed, 0, SNIPPET) == trimmed.len() {
        return trimmed.to_owned();
    }
    let marked = clip(span, line);
    let at = (marked.start() - line.start()) as usize;
    let marked_length = source.slice(marked).chars().take(SNIPPET).count();
    let spare = SNIPPET - marked_length;
    let start = back(text, at, spare / 2);
    let end = forward(text, start, SNIPPET);
    text.get(start..end).unwrap_or_default().trim().to_owned()
}

/// Lines of a source with marked places, ready to be drawn.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The lines. Long lines are cut, with `…` where something is missing.
    pub(super) text: String,
    /// Number of the first line, 1-based.
    pub(super) first_line: usize,
    /// The places that were asked for, in the same order, as bytes of `text`.
    pub(super) marks: Vec<std::ops::Range<usize>>,
}

impl Excerpt {
    /// The column, 1-based, in Unicode scalar values, of an offset in the excerpt's own line.
    pub(super) fn column(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or_default().chars().count() + 1
    }
}

/// Draws the lines from the first to the last of `spans`. A span that runs over several lines is marked on its first.
pub(super) fn excerpt(source: &Source, spans: &[Span]) -> Excerpt {
    let spans: Vec<Span> = spans.iter().map(|span| source.snapped(source.traced(*span))).collect();
    let spans = spans.as_slice();
    let first = spans.iter().map(|span| span.start()).min().unwrap_or_default();
    let last = spans.iter().map(|span| span.start()).max().unwrap_or_default();
    let mut drawn = Excerpt {
        text: String::new(),
        first_line: source.position(first, ColumnUnit::Scalar).line as usize,
        marks: vec![0..0; spans.len()],
    };
    let mut at = first;
    loop {
        let line = source.line_span(at);
        draw_line(source, line, spans, &mut drawn);
        let Some(next) = source.next_line(at).filter(|_| line.end() < last) else { return drawn };
        drawn.text.push('\n');
        at = next;
        if at > last {
            return drawn;
        }
    }
}

fn draw_line(source: &Source, line: Span, spans: &[Span], drawn: &mut Excerpt) {
    let text = source.slice(line);
    let here = |span: &Span| line.start() <= span.start() && span.start() <= line.end();
    let marks = || spans.iter().copied().filter(here).map(|span| short(source, clip(span, line)));
    let (mut from, mut to) = (0, text.len());
    if forward(text, 0, WHOLE_LINE) < text.len() {
        let start = marks().map(|mark| (mark.start() - line.start()) as usize).min().unwrap_or_default();
        let end = marks().map(|mark| (mark.end() - line.start()) as usize).max().unwrap_or_default();
        from = back(text, start, MARGIN);
        to = forward(text, end, MARGIN);
    }
    let shown = text.get(from..to).unwrap_or_default();
    let lead = if from > 0 { "…" } else { "" };
    let base = drawn.text.len() + lead.len();
    drawn.text.push_str(lead);
    // One byte for one byte: a tab or another control character must not move the marks.
    drawn.text.extend(shown.chars().map(|c| if c == '\r' || c == '\t' { ' ' } else { c }));
    if to < text.len() {
        drawn.text.push('…');
    }
    for (mark, span) in drawn.marks.iter_mut().zip(spans) {
        if here(span) {
            let span = short(source, clip(*span, line));
            let offset = |at: u32| base + ((at - line.start()) as usize).saturating_sub(from);
            *mark = offset(span.start())..offset(span.end());
        }
    }
}

/// The part of a span that lies on a line.
fn clip(span: Span, line: Span) -> Span {
    let start = span.start().clamp(line.start(), line.end());
    Span::new(start, span.end().clamp(start, line.end()))
}

/// The first characters of a span.
fn short(source: &Source, span: Span) -> Span {
    let text = source.slice(span);
    let length = forward(text, 0, MARKED);
    Span::from_range(span.start() as usize..span.start() as usize + length)
}

/// The offset `count` characters before `at`.
fn back(text: &str, at: usize, count: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before.char_indices().rev().take(count).last().map_or(at, |(offset, _)| offset)
}

/// The offset `count` characters behind `at`.
fn forward(text: &str, at: usize, count: usize) -> usize {
    let behind = text.get(at..).unwrap_or_default();
    behind.char_indices().nth(count).map_or(text.len(), |(offset, _)| at + offset)
}

#[cfg(test)]
mod tests {
    use super::{excerpt, snippet};
    use crate::source::Source;
    use crate::span::Span;

    #[test]
    fn a_snippet_is_the_trimmed_line() {
        let source = Source::new("a", "one\n   two three  \nfour");
        assert_eq!(snippet(&source, Span::new(7, 10)), "two three");
    }

    #[test]
    fn a_snippet_of_a_long_line_holds_the_place() {
        let text = format!("{}wörd{}", "ä ".repeat(5000), "ö ".repeat(5000));
        let at = u32::try_from(text.find("wörd").expect("there")).expect("short");
        let shown = snippet(&Source::new("a", text), Span::new(at, at + 5));
        assert!(shown.contains("wörd"), "{shown}");
        assert!(shown.chars().count() <= 160);
    }

    #[test]
    fn marks_follow_into_a_cut_line() {
        let text = format!("first\n{}mark{}\nlast", "x".repeat(20_000), "y".repeat(20_000));
        let drawn = excerpt(&Source::new("a", text), &[Span::new(20_006, 20_010), Span::new(1, 3)]);
        assert_eq!(drawn.text.get(drawn.marks[0].clone()), Some("mark"));
        assert_eq!(drawn.text.get(drawn.marks[1].clone()), Some("ir"));
        assert_eq!(drawn.first_line, 1);
        assert!(drawn.text.len() < 400, "{}", drawn.text.len());
    }

    #[test]
    fn places_at_the_ends_of_a_text_are_drawn() {
        let source = Source::new("a", "a\r\nb\n");
        for (span, text) in [(Span::at(5), ""), (Span::at(0), "a"), (Span::new(3, 5), "b")] {
            let drawn = excerpt(&source, &[span]);
            assert_eq!(drawn.text, text, "{span:?}");
            assert!(drawn.marks[0].end <= drawn.text.len());
        }
        assert_eq!(excerpt(&Source::new("a", ""), &[Span::at(9)]).text, "");
    }
}
