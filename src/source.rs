//! The text of one input and the only place that turns byte offsets into lines, columns and offsets of other
//! units. Knows nothing of markup or of where the bytes came from.
//!
//! A source has one text: that of its file, and behind it the texts of its [`Part`]s, which do not stand in the file as
//! they are. So every place is one [`Span`], and the source says which text it lies in.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::span::{Span, offset};

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

/// How the bytes of a MIME part are put into a message (RFC 2045, section 6).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TransferEncoding {
    /// ASCII as it is.
    SevenBit,
    /// Text as it is.
    EightBit,
    /// Bytes as they are.
    Binary,
    /// `=3D` for `=`, and lines broken by a `=` at their end.
    QuotedPrintable,
    /// Four characters for three bytes.
    Base64,
}

impl TransferEncoding {
    /// Its name in headers and reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SevenBit => "7bit",
            Self::EightBit => "8bit",
            Self::Binary => "binary",
            Self::QuotedPrintable => "quoted-printable",
            Self::Base64 => "base64",
        }
    }
}

/// A text that belongs to an input and does not stand in its file as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Its bytes in the text of the source.
    pub span: Span,
}

/// What a part of a source is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PartKind {
    /// Decoded out of the file: a part of a MIME message.
    Decoded {
        /// Number of the part as mail programs count them: `2.1` is the first part of the second.
        id: Arc<str>,
        /// What it was decoded from.
        encoding: TransferEncoding,
        /// Its bytes in the file, still encoded.
        raw: Span,
    },
    /// Another file, whose text stands where a tag names it.
    Included {
        /// Its path, as reports name it.
        path: Arc<str>,
    },
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
                let (text, offsets) = decode_with_offsets(encoding, &bytes);
                let lines = line_starts(&text).into();
                let text: Arc<str> = text.into();
                let index = offsets.partition_point(|(_, file)| (*file as usize) < at);
                let start = offsets.get(index).map_or(0, |(offset, _)| *offset);
                let file_offsets = Some(offsets.into());
                let (parts, counts) = (Arc::default(), Arc::default());
                let source = Self { name, text, lines, parts, file_offsets, counts };
                let message = format!(
                    "not UTF-8: byte 0x{:02X} at offset {at}; read as {}, save the file as UTF-8 to be sure",
                    bytes.get(at).copied().unwrap_or_default(),
                    encoding.name()
                );
                (source, Some(DecodingProblem { span: Span::at(start), message }))
            }
        }
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

    /// The text that holds `offset`, for people: the path, and of a decoded part `mail.eml, part 2.1 (base64)`.
    #[must_use]
    pub fn name_at(&self, offset: u32) -> Cow<'_, str> {
        match self.part_at(offset).map(|part| &part.kind) {
            Some(PartKind::Decoded { id, encoding, .. }) => {
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

    /// Line and column of `offset` in the file or part that holds it. The offset is moved down to a character boundary
    /// and into the text.
    #[must_use]
    pub fn position(&self, offset: u32, unit: ColumnUnit) -> LineColumn {
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
    /// part it is the offset within the part.
    #[must_use]
    pub fn file_offset(&self, offset: u32) -> u32 {
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

    /// The span of the line that holds `offset`, without its line end.
    #[must_use]
    pub fn line_span(&self, offset: u32) -> Span {
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

/// The charset named in the first 1,024 bytes (HTML, section 13.2.3.2, prescan), unless it claims UTF-8, which
/// the bytes have just disproved.
fn declared_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default().to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")? + "charset=".len();
    let label: Vec<u8> = head
        .iter()
        .skip(at)
        .skip_while(|byte| matches!(byte, b'"' | b'\'' | b' '))
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'))
        .copied()
        .collect();
    Encoding::for_label(&label)
        .filter(|encoding| encoding.is_single_byte() || *encoding == encoding_rs::SHIFT_JIS)
        .filter(|encoding| *encoding != encoding_rs::UTF_8)
}

/// Decodes character by character, so that each character knows its bytes. Slow, and only for files that are
/// not UTF-8.
fn decode_with_offsets(encoding: &'static Encoding, bytes: &[u8]) -> (String, Vec<(u32, u32)>) {
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut offsets = Vec::new();
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = [0_u8; 64];
    let mut pending = 0;
    for (index, byte) in bytes.iter().enumerate() {
        let last = index + 1 == bytes.len();
        let (_, _, written, _) = decoder.decode_to_utf8(&[*byte], &mut buffer, last);
        if written == 0 {
            continue;
        }
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let decoded = buffer.get(..written).and_then(|bytes| std::str::from_utf8(bytes).ok());
        for character in decoded.unwrap_or("\u{FFFD}").chars() {
            offsets.push((number(text.len()), number(pending)));
            text.push(character);
        }
        pending = index + 1;
    }
    offsets.push((
        u32::try_from(text.len()).unwrap_or(u32::MAX),
        u32::try_from(bytes.len()).unwrap_or(u32::MAX),
    ));
    (text, offsets)
}

#[cfg(test)]
mod tests {
    use super::{ColumnUnit, LineColumn, PartKind, Source, TransferEncoding};
    use crate::span::Span;

    #[test]
    fn columns_are_counted_in_the_unit_asked_for() {
        let source = Source::new("a", "ä\n😀e\u{301}x");
        let x = u32::try_from(source.text().len() - 1).expect("short");
        assert_eq!(source.position(x, ColumnUnit::Scalar), LineColumn { line: 2, column: 4 });
        assert_eq!(source.position(x, ColumnUnit::Utf16), LineColumn { line: 2, column: 5 });
        assert_eq!(source.position(x, ColumnUnit::Utf8), LineColumn { line: 2, column: 8 });
    }

    #[test]
    fn columns_of_a_long_line_are_those_of_a_short_one() {
        let text = format!("é\n{}", "aé€😀".repeat(5_000));
        let source = Source::new("a", text.as_str());
        for (at, _) in text.char_indices().skip(2).step_by(997) {
            let before = text.get(3..at).expect("a boundary").chars().count();
            let offset = u32::try_from(at).expect("short");
            let column = u32::try_from(before + 1).expect("short");
            assert_eq!(source.position(offset, ColumnUnit::Scalar), LineColumn { line: 2, column });
        }
        let end = source.position(u32::MAX, ColumnUnit::Scalar);
        assert_eq!(end, LineColumn { line: 2, column: 20_001 });
    }

    #[test]
    fn every_kind_of_line_end_counts_once() {
        let source = Source::new("a", "1\r\n2\r3\n4");
        let lines: Vec<u32> =
            [0, 3, 5, 7].map(|offset| source.position(offset, ColumnUnit::Utf8).line).to_vec();
        assert_eq!(lines, [1, 2, 3, 4]);
        assert_eq!(source.slice(source.line_span(3)), "2");
    }

    #[test]
    fn a_latin_1_file_keeps_its_own_offsets() {
        let (source, problem) = Source::decode("a", b"caf\xe9 ol\xe9!".to_vec());
        assert_eq!(source.text(), "café olé!");
        let mark = u32::try_from(source.text().find('!').expect("there")).expect("short");
        assert_eq!((mark, source.file_offset(mark)), (10, 8));
        let problem = problem.expect("told");
        assert!(problem.message.contains("0xE9 at offset 3"), "{}", problem.message);
    }

    #[test]
    fn utf_16_is_read_by_its_mark() {
        let bytes: Vec<u8> = "\u{FEFF}ab€".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (source, problem) = Source::decode("a", bytes);
        assert_eq!(source.text(), "\u{FEFF}ab€");
        assert_eq!(source.file_offset(4), 4);
        assert_eq!(source.file_offset(5), 6);
        assert!(problem.is_some());
    }

    #[test]
    fn places_in_parts_are_those_of_the_part() {
        let decoded =
            PartKind::Decoded { id: "2.1".into(), encoding: TransferEncoding::Base64, raw: Span::new(0, 1) };
        let included = PartKind::Included { path: "b.mjml".into() };
        let parts = [(decoded, "ä\nb\n".to_owned()), (included, String::new())];
        let source = Source::new("a", "1\r\n2\r").with_parts(parts);
        assert_eq!((source.file_text(), source.span()), ("1\r\n2\r", Span::new(0, 5)));
        let at = |offset| {
            let LineColumn { line, column } = source.position(offset, ColumnUnit::Scalar);
            (source.name_at(offset).into_owned(), source.file_offset(offset), line, column)
        };
        assert_eq!(at(3), ("a".to_owned(), 3, 2, 1));
        assert_eq!(at(5), ("a".to_owned(), 5, 3, 1));
        assert_eq!(at(6), ("a, part 2.1 (base64)".to_owned(), 0, 1, 1));
        assert_eq!(at(9), ("a, part 2.1 (base64)".to_owned(), 3, 2, 1));
        assert_eq!(at(11), ("a, part 2.1 (base64)".to_owned(), 5, 3, 1));
        assert_eq!(at(12), ("b.mjml".to_owned(), 0, 1, 1));
        assert_eq!(at(99), ("b.mjml".to_owned(), 0, 1, 1));
        assert_eq!(source.slice(source.line_span(9)), "b");
        assert_eq!(source.line_span(11), Span::at(11));
        assert_eq!(source.snapped(Span::new(3, 9)), Span::new(3, 5));
        assert_eq!(source.snapped(Span::new(7, 99)), Span::new(6, 11));
    }

    #[test]
    fn positions_beyond_the_text_are_its_end() {
        let source = Source::new("a", "x\n");
        assert_eq!(source.position(99, ColumnUnit::Scalar), LineColumn { line: 2, column: 1 });
    }
}
