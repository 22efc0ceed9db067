//! Text that was decoded, folded or joined, with the way back to the bytes it came from. Knows nothing of what
//! the text means.

use std::ops::Range;

use crate::span::{Span, offset};

/// How a run of text relates to its source bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunKind {
    /// The same bytes in the source.
    Verbatim,
    /// Decoded as one piece, such as a character reference or collapsed white space: no place inside it can be
    /// told.
    Decoded,
}

/// A stretch of text and the source bytes it stands for. Runs are sorted, do not overlap in the text, and
/// ascend in the source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Run {
    /// Bytes of the text.
    pub text: Span,
    /// Bytes of the source.
    pub source: Span,
    /// Whether offsets inside the run can be told.
    pub kind: RunKind,
}

/// A text as a reader sees it and the runs that lead back to the source.
///
/// Text outside every run is synthetic: a break between lines, the stand-in for a placeholder. Source between
/// two runs is what the reader does not see: tags, soft hyphens, template tags.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct MappedText {
    text: String,
    runs: Vec<Run>,
}

impl MappedText {
    /// No text.
    pub const EMPTY: Self = Self { text: String::new(), runs: Vec::new() };

    /// Text that stands in the source as it is, from `start` on.
    #[must_use]
    pub fn verbatim(text: &str, start: u32) -> Self {
        let mut mapped = Self::default();
        mapped.push_verbatim(text, start);
        mapped
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The runs, in order.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Length of the text in bytes.
    #[must_use]
    pub fn len(&self) -> u32 {
        offset(self.text.len())
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Appends text that stands in the source as it is, from `start` on.
    pub fn push_verbatim(&mut self, text: &str, start: u32) {
        if text.is_empty() {
            return;
        }
        let at = self.len();
        self.text.push_str(text);
        let length = offset(text.len());
        if let Some(last) = self.runs.last_mut()
            && last.kind == RunKind::Verbatim
            && last.text.end() == at
            && last.source.end() == start
        {
            last.text = Span::new(last.text.start(), at + length);
            last.source = Span::new(last.source.start(), start + length);
            return;
        }
        self.runs.push(Run {
            text: Span::new(at, at + length),
            source: Span::new(start, start + length),
            kind: RunKind::Verbatim,
        });
    }

    /// Makes room for so many more bytes of text.
    pub fn reserve(&mut self, additional: usize) {
        self.text.reserve(additional);
    }

    /// Appends text that `source` decodes to.
    pub fn push_decoded(&mut self, text: &str, source: Span) {
        if text.is_empty() {
            return;
        }
        let at = self.len();
        self.text.push_str(text);
        let end = self.len();
        if let Some(last) = self.runs.last_mut()
            && last.kind == RunKind::Decoded
            && last.source == source
            && last.text.end() == at
        {
            last.text = Span::new(last.text.start(), end);
            return;
        }
        self.runs.push(Run { text: Span::new(at, end), source, kind: RunKind::Decoded });
    }

    /// Appends text that stands nowhere in the source.
    pub fn push_synthetic(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Drops white space at the end, together with what it maps to.
    pub fn trim_end(&mut self) {
        self.truncate(self.text.trim_end().len());
    }

    /// Keeps the first `length` bytes of the text. `length` must lie on a character boundary.
    pub fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        let end = self.len();
        while let Some(last) = self.runs.last_mut() {
            if last.text.start() >= end {
                self.runs.pop();
                continue;
            }
            if last.text.end() > end {
                if last.kind == RunKind::Verbatim {
                    let kept = end - last.text.start();
                    last.source = Span::new(last.source.start(), last.source.start() + kept);
                }
                last.text = Span::new(last.text.start(), end);
            }
            break;
        }
    }

    /// The source bytes that a range of the text stands for: from the first to the last mapped byte, with
    /// whatever lies between. A range that is synthetic as a whole gives the empty span where it stands.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Span {
        span(&self.runs, range)
    }

    /// The place in the source of an offset in the text, as an insertion point.
    #[must_use]
    pub fn place(&self, at: u32) -> u32 {
        place(&self.runs, at)
    }

    /// Whether the range stands in the source byte for byte, so that replacing its span replaces just it.
    #[must_use]
    pub fn is_verbatim(&self, range: Range<usize>) -> bool {
        is_verbatim(&self.runs, range)
    }

    /// A part of the text as a mapped text of its own.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let wanted = Span::from_range(range.clone());
        let text = self.text.get(range).unwrap_or_default().to_owned();
        let mut runs = Vec::new();
        let first = self.runs.partition_point(|run| run.text.end() <= wanted.start());
        for run in self.runs.iter().skip(first).take_while(|run| run.text.start() < wanted.end()) {
            let start = run.text.start().max(wanted.start());
            let end = run.text.end().min(wanted.end());
            runs.push(Run {
                text: Span::new(start - wanted.start(), end - wanted.start()),
                source: Span::new(start_in(run, start), end_in(run, end)),
                kind: run.kind,
            });
        }
        Self { text, runs }
    }

    /// The same text mapped one step further back: `self` maps into the text of `outer`, the result maps into
    /// the source of `outer`. A run that `outer` does not hold verbatim becomes decoded.
    #[must_use]
    pub fn through(mut self, outer: &Self) -> Self {
        if let [only] = outer.runs.as_slice()
            && only.kind == RunKind::Verbatim
            && only.text == Span::new(0, outer.len())
        {
            // The text of most fields stands in the file as it is.
            for run in &mut self.runs {
                run.source = run.source.shifted(only.source.start());
            }
            return self;
        }
        let mut composed = Self { text: self.text, runs: Vec::with_capacity(self.runs.len()) };
        for run in &self.runs {
            let inner = run.source.range();
            if run.kind == RunKind::Decoded {
                composed.runs.push(Run { source: outer.span(inner), ..*run });
                continue;
            }
            // A verbatim run may cross several runs of the outer text: cut it where they end.
            let first = outer.runs.partition_point(|piece| piece.text.end() <= run.source.start());
            for piece in
                outer.runs.iter().skip(first).take_while(|piece| piece.text.start() < run.source.end())
            {
                let start = piece.text.start().max(run.source.start());
                let end = piece.text.end().min(run.source.end());
                let text_start = run.text.start() + (start - run.source.start());
                composed.runs.push(Run {
                    text: Span::new(text_start, text_start + (end - start)),
                    source: Span::new(start_in(piece, start), end_in(piece, end)),
                    kind: piece.kind,
                });
            }
        }
        composed
    }
}

/// The source bytes that a range of the text of `runs` stands for, as [`MappedText::span`] tells them.
pub(crate) fn span(runs: &[Run], range: Range<usize>) -> Span {
    let (start, end) = (offset(range.start), offset(range.end));
    let first = runs.partition_point(|run| run.text.end() <= start);
    let last = runs.partition_point(|run| run.text.start() < end);
    if start >= end || first >= last {
        return Span::at(place(runs, start));
    }
    let begin = runs.get(first).map_or(0, |run| start_in(run, start));
    let finish = runs.get(last - 1).map_or(begin, |run| end_in(run, end));
    Span::new(begin, finish.max(begin))
}

/// The place in the source of an offset in the text of `runs`.
fn place(runs: &[Run], at: u32) -> u32 {
    let next = runs.partition_point(|run| run.text.end() <= at);
    match (runs.get(next), next.checked_sub(1).and_then(|index| runs.get(index))) {
        (Some(run), _) if run.text.start() <= at => start_in(run, at),
        (_, Some(run)) => run.source.end(),
        (Some(run), None) => run.source.start(),
        (None, None) => 0,
    }
}

/// Whether a range of the text of `runs` stands in the source byte for byte.
pub(crate) fn is_verbatim(runs: &[Run], range: Range<usize>) -> bool {
    let (start, end) = (offset(range.start), offset(range.end));
    let index = runs.partition_point(|run| run.text.end() <= start);
    start < end
        && runs.get(index).is_some_and(|run| {
            run.kind == RunKind::Verbatim && run.text.start() <= start && end <= run.text.end()
        })
}

fn start_in(run: &Run, at: u32) -> u32 {
    match run.kind {
        RunKind::Verbatim => run.source.start() + at.saturating_sub(run.text.start()),
        RunKind::Decoded => run.source.start(),
    }
}

fn end_in(run: &Run, at: u32) -> u32 {
    match run.kind {
        RunKind::Verbatim => run.source.start() + at.min(run.text.end()).saturating_sub(run.text.start()),
        RunKind::Decoded => run.source.end(),
    }
}

#[cfg(test)]
mod tests {
    use super::{MappedText, RunKind};
    use crate::span::Span;

    /// `for<b>bid</b>&amp;x` as a reader sees it.
    fn sample() -> MappedText {
        let mut text = MappedText::verbatim("for", 0);
        text.push_verbatim("bid", 6);
        text.push_decoded("&", Span::new(13, 18));
        text.push_verbatim("x", 18);
        text
    }

    #[test]
    fn a_range_across_tags_covers_the_tags() {
        assert_eq!(sample().span(0..6), Span::new(0, 9));
        assert!(!sample().is_verbatim(0..6));
        assert!(sample().is_verbatim(3..6));
    }

    #[test]
    fn a_reference_is_one_piece() {
        assert_eq!(sample().span(6..7), Span::new(13, 18));
        assert_eq!(sample().span(6..8), Span::new(13, 19));
    }

    #[test]
    fn synthetic_text_has_a_place_but_no_bytes() {
        let mut text = MappedText::verbatim("a", 5);
        text.push_synthetic("\n");
        text.push_verbatim("b", 10);
        assert_eq!(text.span(1..2), Span::at(6));
        assert_eq!(text.span(0..3), Span::new(5, 11));
    }

    #[test]
    fn neighbouring_runs_join() {
        let mut text = MappedText::verbatim("a", 0);
        text.push_verbatim("b", 1);
        assert_eq!(text.runs().len(), 1);
        assert!(text.is_verbatim(0..2));
    }

    #[test]
    fn slicing_keeps_the_way_back() {
        let part = sample().slice(2..7);
        assert_eq!(part.as_str(), "rbid&");
        assert_eq!(part.span(0..5), Span::new(2, 18));
    }

    #[test]
    fn composing_cuts_runs_where_the_outer_text_is_cut() {
        let outer = sample();
        let inner = MappedText::verbatim("orbid&x", 1);
        let composed = inner.through(&outer);
        assert_eq!(composed.span(0..5), Span::new(1, 9));
        assert_eq!(composed.span(5..6), Span::new(13, 18));
        assert!(composed.runs().iter().any(|run| run.kind == RunKind::Decoded));
    }

    #[test]
    fn trimming_takes_the_runs_along() {
        let mut text = MappedText::verbatim("a", 0);
        text.push_decoded(" ", Span::new(1, 7));
        text.trim_end();
        assert_eq!((text.as_str(), text.span(0..1)), ("a", Span::new(0, 1)));
        assert_eq!(text.runs().len(), 1);
    }
}
