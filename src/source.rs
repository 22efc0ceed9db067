//! The text of one input and the only place that turns byte offsets into lines, columns and offsets of other
//! units. Knows nothing of markup or of where the bytes came from.
//!
//! A source has one text: that of its file, and behind it the texts of its [`Part`]s, which do not stand in the file as
//! they are. So every place is one [`Span`], and the source says which text it lies in. Of a part that knows its way back
//! people are told the bytes of the file.

mod decode;
mod part;

pub(crate) use decode::declared_charset;
pub use part::{Part, PartKind, TransferEncoding};

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::source::decode::decode_with_offsets;
use crate::span::{Span, offset};
use crate::text::mapped;

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

/// What had to be done to read bytes as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecodingProblem {
    /// Where the text starts to differ from plain UTF-8, in the decoded text.
    pub span: Span,
    /// One sentence for the user.
    pub message: String,
}

/// One input as text. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Source {
    name: Arc<str>,
    text: Arc<str>,
    lines: Arc<[u32]>,
    /// In the order of the text.
    parts: Arc<[Part]>,
    /// Pairs of (offset in `text`, offset in the file), only where the file is not plain UTF-8. Between two
    /// pairs every character is as long in the file as `width` says.
    file_offsets: Option<Arc<[(u32, u32)]>>,
    /// Characters before every [`STRIDE`]th byte, counted when first asked for.
    counts: Arc<OnceLock<Box<[u32]>>>,
}

/// Bytes between two counted places. Columns of thousands of findings on one line of megabytes stay cheap.
const STRIDE: usize = 512;

impl Source {
    /// A source from text that is UTF-8 already.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let lines = line_starts(&text).into();
        let parts = Arc::default();
        Self { name: name.into(), text, lines, parts, file_offsets: None, counts: Arc::default() }
    }

    /// A source from the bytes of a file: UTF-8, else UTF-16 by its byte order mark, else the charset that the
    /// head of a document declares, else windows-1252. A byte order mark stays in the text, so that offsets
    /// are those of the file. What was not plain UTF-8 is told.
    #[must_use]
    pub fn decode(name: impl Into<Arc<str>>, bytes: Vec<u8>) -> (Self, Option<DecodingProblem>) {
        let name = name.into();
        match String::from_utf8(bytes) {
            Ok(text) => (Self::new(name, text), None),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let encoding = Encoding::for_bom(&bytes)
                    .map(|(encoding, _)| encoding)
                    .filter(|encoding| *encoding == UTF_16LE || *encoding == UTF_16BE)
                    .unwrap_or_else(|| declared_charset(&bytes).unwrap_or(WINDOWS_1252));
                let source = Self::decode_as(name, &bytes, encoding);
                let message = format!(
                    "not UTF-8: byte 0x{:02X} at offset {at}; read as {}, save the file as UTF-8 to be sure",
                    bytes.get(at).copied().unwrap_or_default(),
                    encoding.name()
                );
                let start = source.text_offset(offset(at));
                (source, Some(DecodingProblem { span: Span::at(start), message }))
            }
        }
    }

    /// A source from the bytes of a file in an encoding that is known. What the encoding cannot hold is replaced.
    #[must_use]
    pub fn decode_as(name: impl Into<Arc<str>>, bytes: &[u8], encoding: &'static Encoding) -> Self {
        let (text, offsets) = decode_with_offsets(encoding, bytes);
        Self { file_offsets: Some(offsets.into()), ..Self::new(name, text) }
    }

    /// The offset in the text of an offset in the bytes of a file that had to be decoded.
    fn text_offset(&self, at: u32) -> u32 {
        let offsets = self.file_offsets.as_deref().unwrap_or_default();
        let index = offsets.partition_point(|(_, file)| *file < at);
        offsets.get(index).map_or(0, |(offset, _)| *offset)
    }

    /// The path, or another name that tells people which input this is.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The source with more parts. A line end that belongs to nothing keeps the texts apart, so that no word and no span
    /// runs from one into the next.
    #[must_use]
    pub fn with_parts(self, parts: impl IntoIterator<Item = (PartKind, String)>) -> Self {
        let mut text = String::from(&*self.text);
        let mut all = self.parts.to_vec();
        let mut lines = self.lines.to_vec();
        for (kind, own) in parts {
            text.push('\n');
            let start = text.len();
            text.push_str(&own);
            lines.extend(line_starts(&own).into_iter().map(|line| line.saturating_add(offset(start))));
            all.push(Part { kind, span: Span::from_range(start..text.len()) });
        }
        Self { text: text.into(), lines: lines.into(), parts: all.into(), counts: Arc::default(), ..self }
    }

    /// The whole text: that of the file, then those of the parts.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of the file alone.
    #[must_use]
    pub fn file_text(&self) -> &str {
        self.slice(self.span())
    }

    /// The text under `span`; empty where the span is not inside the text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        span.slice(&self.text)
    }

    /// The span of the file's own text.
    #[must_use]
    pub fn span(&self) -> Span {
        let end =
            self.parts.first().map_or(self.text.len(), |part| part.span.range().start.saturating_sub(1));
        Span::from_range(0..end)
    }

    /// The parts, in the order of the text.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The part that holds `offset`; `None` is the file itself.
    #[must_use]
    pub fn part_at(&self, offset: u32) -> Option<&Part> {
        let after = self.parts.partition_point(|part| part.span.start() <= offset);
        after.checked_sub(1).and_then(|index| self.parts.get(index))
    }

    /// The path of the file whose text holds `offset`: the source's own, or that of an included file.
    #[must_use]
    pub fn path_at(&self, offset: u32) -> &str {
        match self.part_at(offset).map(|part| &part.kind) {
            Some(PartKind::Included { path }) => path,
            Some(PartKind::Decoded { .. }) | None => &self.name,
        }
    }

    /// The text that holds `offset`, for people: the path, and of a part without a way back
    /// `mail.eml, part 2.1 (base64)`.
    #[must_use]
    pub fn name_at(&self, offset: u32) -> Cow<'_, str> {
        match self.part_at(offset).map(|part| &part.kind) {
            Some(PartKind::Decoded { id, encoding, back: None, .. }) => {
                format!("{}, part {id} ({})", self.name, encoding.as_str()).into()
            }
            _ => self.path_at(offset).into(),
        }
    }

    /// The text that holds `offset`: the file's own or that of a part.
    #[must_use]
    pub fn text_at(&self, offset: u32) -> Span {
        self.part_at(offset).map_or_else(|| self.span(), |part| part.span)
    }

    /// The piece of `span` that lies in the text in which it starts, on character boundaries.
    #[must_use]
    pub fn snapped(&self, span: Span) -> Span {
        let within = self.text_at(span.start()).range();
        let start = self.text.floor_char_boundary(span.range().start.min(within.end));
        let end = self.text.ceil_char_boundary(span.range().end.min(within.end));
        Span::from_range(start..end.max(start))
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

    /// Line and column of `offset` in the file, or in the part that holds it and knows no way back. The offset is moved
    /// down to a character boundary and into the text.
    #[must_use]
    pub fn position(&self, offset: u32, unit: ColumnUnit) -> LineColumn {
        let offset = self.traced(Span::at(offset)).start();
        let within = self.text_at(offset).range();
        let offset = self.text.floor_char_boundary((offset as usize).min(within.end));
        let line = self.line_index(offset);
        let start = self.lines.get(line).copied().unwrap_or_default() as usize;
        let before = self.text.get(start..offset).unwrap_or_default();
        let column = match unit {
            ColumnUnit::Utf8 => before.len(),
            ColumnUnit::Utf16 => before.encode_utf16().count(),
            ColumnUnit::Scalar if before.len() < 2 * STRIDE => before.chars().count(),
            ColumnUnit::Scalar => self.characters_before(offset) - self.characters_before(start),
        };
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        LineColumn { line: number(line - self.line_index(within.start) + 1), column: number(column + 1) }
    }

    /// Index of the line of the whole text that holds `offset`.
    fn line_index(&self, offset: usize) -> usize {
        self.lines.partition_point(|start| *start as usize <= offset).saturating_sub(1)
    }

    /// Characters before `offset`, a character boundary.
    fn characters_before(&self, offset: usize) -> usize {
        let starts = |bytes: &[u8]| bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xBF)).count();
        let counts = self.counts.get_or_init(|| {
            let mut total = 0;
            let stretches = self.text.as_bytes().chunks(STRIDE);
            let before = stretches.map(|stretch| {
                let before = total;
                total += u32::try_from(starts(stretch)).unwrap_or(u32::MAX);
                before
            });
            before.collect()
        });
        let index = (offset / STRIDE).min(counts.len().saturating_sub(1));
        let rest = self.text.as_bytes().get(index * STRIDE..offset).unwrap_or_default();
        counts.get(index).map_or(0, |before| *before as usize) + starts(rest)
    }

    /// The offset in the file's own bytes of an offset in the text. The two differ where the file had to be decoded. In a
    /// part without a way back it is the offset within the part.
    #[must_use]
    pub fn file_offset(&self, offset: u32) -> u32 {
        let offset = self.traced(Span::at(offset)).start();
        if let Some(part) = self.part_at(offset) {
            return offset.min(part.span.end()) - part.span.start();
        }
        let Some(offsets) = &self.file_offsets else { return offset };
        let index = offsets.partition_point(|(text, _)| *text <= offset);
        match index.checked_sub(1).and_then(|index| offsets.get(index)) {
            Some((text, file)) => file + (offset - text),
            None => offset,
        }
    }

    /// The span of the line that holds `offset`, without its line end; the line is that of the file where there is a way
    /// back to it.
    #[must_use]
    pub fn line_span(&self, offset: u32) -> Span {
        let offset = self.traced(Span::at(offset)).start();
        let within = self.text_at(offset).range();
        let line = self.line_index((offset as usize).min(within.end));
        let start = self.lines.get(line).copied().unwrap_or_default() as usize;
        let end = self.lines.get(line + 1).map_or(within.end, |next| (*next as usize).min(within.end));
        let line = self.text.get(start..end).unwrap_or_default();
        Span::from_range(start..start + line.trim_end_matches(['\n', '\r']).len())
    }
}

fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        let lone_or_feed = bytes.get(at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n');
        if lone_or_feed {
            starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
        }
    }
    starts
}

#[cfg(test)]
mod tests;
