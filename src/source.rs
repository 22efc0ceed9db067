//! The text of one input and the only place that turns byte offsets into lines, columns and offsets of other
//! units. Knows nothing of markup or of where the bytes came from.
//!
//! A source has one text: that of its file, and behind it the texts of its [`Part`]s, which do not stand in the file as
//! they are. So every place is one [`Span`], and the source says which text it lies in. Of a part that knows its way back
//! people are told the bytes of the file.
//!
//! A source may hold its text in part only: a window of a file that [`Feed`] reads piece by piece, or the lines that
//! [`Islands`] kept of it. Places are those of the whole text all the same.
//!
//! Reading order: [`Source`] here, `stretch` for what it holds, then `part`, `decode`, `feed` and `islands`.

mod decode;
mod feed;
mod islands;
mod part;
mod stretch;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::span::{Span, offset};
use crate::text::mapped;

pub(crate) use decode::declared_charset;
pub use decode::{DecodingProblem, Survey};
pub use feed::{Changed, Feed};
pub use islands::Islands;
pub use part::{Part, PartKind, TransferEncoding};

use stretch::Stretch;

/// The unit in which a column is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ColumnUnit {
    /// Bytes of UTF-8.
    Utf8,
    /// UTF-16 code units, the default of the Language Server Protocol.
    Utf16,
    /// Unicode scalar values, the unit of the reports.
    Scalar,
}

/// A place for people: both numbers are 1-based.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct LineColumn {
    /// Line, 1-based. Lines end at `\n`, `\r\n` or a lone `\r`.
    pub line: u32,
    /// Column, 1-based, in the unit that was asked for.
    pub column: u32,
}

/// One input as text. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Source(Arc<Held>);

/// What a source holds. Offsets into the held text are called places here; spans are bytes of the whole text.
#[derive(Debug)]
struct Held {
    name: Arc<str>,
    /// The stretches, one behind the other.
    text: String,
    /// In order, and at least one.
    stretches: Vec<Stretch>,
    /// Places where lines start, and those where stretches do.
    lines: Vec<u32>,
    /// In the order of the text.
    parts: Vec<Part>,
    /// Pairs of (offset in the text, offset in the file), only where the file is not plain UTF-8. From one pair to the
    /// next both grow alike.
    file_offsets: Option<Vec<(u32, u32)>>,
    /// Of a message, the stretches of its header that stand for something else: nothing can be replaced there. In order.
    encoded_words: Option<Vec<Span>>,
    /// Characters before every [`STRIDE`]th place, counted when first asked for.
    counts: OnceLock<Box<[u32]>>,
}

/// Bytes between two counted places. Columns of thousands of findings on one line of megabytes stay cheap.
const STRIDE: usize = 512;

impl Source {
    /// A source from text that is UTF-8 already.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        Self::window(name.into(), text.into(), Stretch::WHOLE, None)
    }

    /// A source that holds one stretch of a text, and what is known of it.
    fn window(name: Arc<str>, text: String, stretch: Stretch, file_offsets: Option<Vec<(u32, u32)>>) -> Self {
        let mut lines = vec![0];
        lines.extend(line_starts(&text));
        Self::held(name, text, vec![stretch], lines, file_offsets)
    }

    fn held(
        name: Arc<str>,
        text: String,
        stretches: Vec<Stretch>,
        lines: Vec<u32>,
        file_offsets: Option<Vec<(u32, u32)>>,
    ) -> Self {
        let (parts, encoded_words, counts) = (Vec::new(), None, OnceLock::new());
        Self(Arc::new(Held { name, text, stretches, lines, parts, file_offsets, encoded_words, counts }))
    }

    /// The path, or another name that tells people which input this is.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The source with more parts. A line end that belongs to nothing keeps the texts apart, so that no word and no span
    /// runs from one into the next. Only a whole text has parts.
    #[must_use]
    pub fn with_parts(self, parts: impl IntoIterator<Item = (PartKind, String)>) -> Self {
        let mut text = self.0.text.clone();
        let mut all = self.0.parts.clone();
        let mut lines = self.0.lines.clone();
        for (kind, own) in parts {
            text.push('\n');
            let start = text.len();
            text.push_str(&own);
            lines.push(offset(start));
            lines.extend(line_starts(&own).map(|line| line.saturating_add(offset(start))));
            all.push(Part { kind, span: Span::from_range(start..text.len()) });
        }
        let (name, stretches) = (Arc::clone(&self.0.name), self.0.stretches.clone());
        let (file_offsets, encoded_words) = (self.0.file_offsets.clone(), self.0.encoded_words.clone());
        let (parts, counts) = (all, OnceLock::new());
        Self(Arc::new(Held { name, text, stretches, lines, parts, file_offsets, encoded_words, counts }))
    }

    /// The source of a message, whose header stands for something else at `encoded_words`, in order (RFC 2047).
    #[must_use]
    pub fn of_message(self, encoded_words: Vec<Span>) -> Self {
        let held = &*self.0;
        let (name, text, stretches) = (Arc::clone(&held.name), held.text.clone(), held.stretches.clone());
        let (lines, parts, file_offsets) =
            (held.lines.clone(), held.parts.clone(), held.file_offsets.clone());
        let (encoded_words, counts) = (Some(encoded_words), OnceLock::new());
        Self(Arc::new(Held { name, text, stretches, lines, parts, file_offsets, encoded_words, counts }))
    }

    /// The whole text: that of the file, then those of the parts. Of a source that holds its text in part it is what is
    /// held, and no offset of a span is one of its bytes; [`Source::slice`] works for all.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The text of the file alone.
    #[must_use]
    pub fn file_text(&self) -> &str {
        self.slice(self.span())
    }

    /// The text under `span`; empty where the span is not inside the text, or not held.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.places(span).and_then(|places| self.0.text.get(places)).unwrap_or_default()
    }

    /// The span of the file's own text, as far as it is held.
    #[must_use]
    pub fn span(&self) -> Span {
        let last = self.0.stretches.len().saturating_sub(1);
        let end = match self.0.parts.first() {
            Some(part) => part.span.start().saturating_sub(1),
            None => self.held_span(last).end(),
        };
        Span::new(self.held_span(0).start().min(end), end)
    }

    /// The parts, in the order of the text.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.0.parts
    }

    /// The part that holds `offset`; `None` is the file itself.
    #[must_use]
    pub fn part_at(&self, offset: u32) -> Option<&Part> {
        let after = self.0.parts.partition_point(|part| part.span.start() <= offset);
        after.checked_sub(1).and_then(|index| self.0.parts.get(index))
    }

    /// The path of the file whose text holds `offset`: the source's own, or that of an included file.
    #[must_use]
    pub fn path_at(&self, offset: u32) -> &str {
        match self.part_at(offset).map(|part| &part.kind) {
            Some(PartKind::Included { path }) => path,
            Some(PartKind::Decoded { .. }) | None => &self.0.name,
        }
    }

    /// The text that holds `offset`, for people: the path, and of a part without a way back
    /// `mail.eml, part 2.1 (base64)`.
    #[must_use]
    pub fn name_at(&self, offset: u32) -> Cow<'_, str> {
        match self.part_at(offset).map(|part| &part.kind) {
            Some(PartKind::Decoded { id, encoding, back: None, .. }) => {
                format!("{}, part {id} ({})", self.0.name, encoding.as_str()).into()
            }
            _ => self.path_at(offset).into(),
        }
    }

    /// The text that holds `offset`: the file's own or that of a part. Where the text is held in part, the stretch of it
    /// that is held there.
    #[must_use]
    pub fn text_at(&self, offset: u32) -> Span {
        match self.part_at(offset) {
            Some(part) => part.span,
            None if self.0.parts.is_empty() => self.held_span(self.stretch_at(offset)),
            None => self.span(),
        }
    }

    /// The piece of `span` that lies in the text in which it starts, on character boundaries.
    #[must_use]
    pub fn snapped(&self, span: Span) -> Span {
        let within = self.text_at(span.start());
        let stretch = self.stretch_at(within.start());
        let place = |offset: u32| self.place_in(stretch, offset.clamp(within.start(), within.end()));
        let start = self.0.text.floor_char_boundary(place(span.start()));
        let end = self.0.text.ceil_char_boundary(place(span.end()));
        Span::new(self.offset_in(stretch, start), self.offset_in(stretch, end.max(start)))
    }

    /// The bytes that people are told for `span`: those of the file where it lies in a part that knows its way back, else
    /// the span itself.
    #[must_use]
    pub fn traced(&self, span: Span) -> Span {
        let Some(part) = self.part_at(span.start()) else { return span };
        let PartKind::Decoded { back: Some(runs), .. } = &part.kind else { return span };
        mapped::span(runs, part.relative(span).range())
    }

    /// Whether the bytes of `span` stand in a file as they are, so that replacing them there replaces just it.
    #[must_use]
    pub fn is_verbatim(&self, span: Span) -> bool {
        let Some(part) = self.part_at(span.start()) else { return true };
        match &part.kind {
            PartKind::Included { .. } => true,
            PartKind::Decoded { back: None, .. } => false,
            PartKind::Decoded { back: Some(runs), .. } => {
                part.span.covers(span) && mapped::is_verbatim(runs, part.relative(span).range())
            }
        }
    }

    /// Whether `text` can be put into a file in the place of `span`: the file holds those bytes as they are, and is no
    /// message that would have to encode the text.
    #[must_use]
    pub fn takes(&self, span: Span, text: &str) -> bool {
        if !self.is_verbatim(span) {
            return false;
        }
        let Some(encoded_words) = &self.0.encoded_words else { return true };
        let is_decoded = self.part_at(span.start()).is_some();
        let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && (byte != b'=' || !is_decoded);
        // A blank at the end of a line is lost on the way.
        text.bytes().all(is_plain)
            && !text.ends_with(' ')
            && !encoded_words.iter().any(|word| word.overlaps(span))
    }

    /// Line and column of `offset` in the file, or in the part that holds it and knows no way back. The offset is moved
    /// down to a character boundary and into the text.
    #[must_use]
    pub fn position(&self, offset: u32, unit: ColumnUnit) -> LineColumn {
        let offset = self.traced(Span::at(offset)).start();
        let within = self.text_at(offset);
        let stretch = self.stretch_at(within.start());
        let place = self.place_in(stretch, offset.clamp(within.start(), within.end()));
        let place = self.0.text.floor_char_boundary(place);
        let index = self.line_index(stretch, place);
        let start = self.line_place(index);
        let before = self.0.text.get(start..place).unwrap_or_default();
        let column = match unit {
            ColumnUnit::Utf8 => before.len(),
            ColumnUnit::Utf16 => before.encode_utf16().count(),
            ColumnUnit::Scalar => self.characters_between(start, place),
        };
        let (line, lead) = self.lines_before(stretch, index);
        let line = match self.part_at(offset) {
            Some(_) => index - self.line_index(stretch, self.place_in(stretch, within.start())),
            None => line,
        };
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        LineColumn { line: number(line + 1), column: number(lead.in_unit(unit) as usize + column + 1) }
    }

    /// The offset in the file's own bytes of an offset in the text. The two differ where the file had to be decoded. In a
    /// part without a way back it is the offset within the part.
    #[must_use]
    pub fn file_offset(&self, offset: u32) -> u32 {
        let offset = self.traced(Span::at(offset)).start();
        if let Some(part) = self.part_at(offset) {
            return offset.min(part.span.end()) - part.span.start();
        }
        let Some(offsets) = &self.0.file_offsets else { return offset };
        let index = offsets.partition_point(|(text, _)| *text <= offset);
        match index.checked_sub(1).and_then(|index| offsets.get(index)) {
            Some((text, file)) => file + (offset - text),
            None => offset,
        }
    }

    /// The span of the line that holds `offset`, without its line end, as far as it is held. The line is that of the file
    /// where there is a way back to it.
    #[must_use]
    pub fn line_span(&self, offset: u32) -> Span {
        let offset = self.traced(Span::at(offset)).start();
        let within = self.text_at(offset);
        let stretch = self.stretch_at(within.start());
        let place = |offset: u32| self.place_in(stretch, offset);
        let index = self.line_index(stretch, place(offset.clamp(within.start(), within.end())));
        let start = self.line_place(index);
        let end = self.line_behind(stretch, index).unwrap_or(usize::MAX).min(place(within.end()));
        let line = self.0.text.get(start..end).unwrap_or_default();
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        Span::new(self.offset_in(stretch, start), self.offset_in(stretch, end))
    }

    /// Where the line behind the one that holds `offset` starts; `None` where the text ends before, or is not held.
    #[must_use]
    pub fn next_line(&self, offset: u32) -> Option<u32> {
        let within = self.text_at(offset);
        let stretch = self.stretch_at(within.start());
        let place = self.place_in(stretch, offset.clamp(within.start(), within.end()));
        let next = self.line_behind(stretch, self.line_index(stretch, place))?;
        Some(self.offset_in(stretch, next)).filter(|next| *next <= within.end())
    }
}

/// Texts by the path under which findings name them.
#[derive(Clone, Default, Debug)]
pub struct Sources(FxHashMap<Arc<str>, Source>);

impl Sources {
    /// Keeps a text under its own name.
    pub fn add(&mut self, source: &Source) {
        if !self.0.contains_key(source.name()) {
            self.0.insert(Arc::clone(&source.0.name), source.clone());
        }
    }

    /// The texts, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.values()
    }

    /// The text under a name.
    #[must_use]
    pub fn of(&self, path: &str) -> Option<&Source> {
        self.0.get(path)
    }
}

/// Where lines start in `text`, but for the first. Lines end at `\n`, `\r\n` or a lone `\r`.
fn line_starts(text: &str) -> impl Iterator<Item = u32> {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(|at| bytes.get(*at) == Some(&b'\n') || bytes.get(*at + 1) != Some(&b'\n'))
        .map(|at| offset(at + 1))
}
