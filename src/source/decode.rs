//! Bytes to text: which encoding a file has, and where each character stands in its bytes. Knows nothing of lines.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Source, Stretch};
use crate::span::{Span, offset};

use std::sync::Arc;

/// The head of a file that may declare an encoding (HTML, section 13.2.3.2, prescan).
const HEAD: usize = 1024;

/// What had to be done to read bytes as text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecodingProblem {
    /// Where the text starts to differ from plain UTF-8, in the decoded text.
    pub span: Span,
    /// One sentence for the user.
    pub message: String,
}

/// What a look at all bytes of a file tells before it is read, piece by piece.
#[derive(Default, Debug)]
pub struct Survey {
    length: u64,
    head: Vec<u8>,
    /// Bytes of a character whose rest comes with the next piece.
    pending: Vec<u8>,
    /// The first byte that is not UTF-8, and its offset.
    odd: Option<(u64, u8)>,
    n_nul_bytes: u64,
    /// NUL characters, if this is UTF-16.
    n_nul_units: u64,
    /// The first byte of a unit of UTF-16 whose second byte comes with the next piece.
    half: Option<u8>,
}

impl Survey {
    /// A survey of a whole file.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut survey = Self::default();
        survey.add(bytes);
        survey.end();
        survey
    }

    /// Looks at the next bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        let room = HEAD.saturating_sub(self.head.len());
        self.head.extend(bytes.iter().take(room));
        self.n_nul_bytes += memchr::memchr_iter(0, bytes).count() as u64;
        if self.utf_16().is_some() {
            self.count_units(bytes);
        }
        if self.odd.is_none() {
            self.validate(bytes);
        }
        self.length += bytes.len() as u64;
    }

    fn count_units(&mut self, bytes: &[u8]) {
        let (half, rest) = match (self.half.take(), bytes) {
            (Some(first), [second, rest @ ..]) => (u64::from(first == 0 && *second == 0), rest),
            _ => (0, bytes),
        };
        let (units, odd) = rest.as_chunks::<2>();
        self.half = odd.first().copied();
        self.n_nul_units += half + units.iter().filter(|unit| **unit == [0, 0]).count() as u64;
    }

    fn validate(&mut self, bytes: &[u8]) {
        let start = self.length - self.pending.len() as u64;
        let joined;
        let bytes = if self.pending.is_empty() {
            bytes
        } else {
            joined = [self.pending.as_slice(), bytes].concat();
            &joined
        };
        self.pending = match std::str::from_utf8(bytes) {
            Ok(_) => Vec::new(),
            Err(error) => {
                let rest = bytes.get(error.valid_up_to()..).unwrap_or_default();
                if error.error_len().is_some() {
                    let first = rest.first().copied().unwrap_or_default();
                    self.odd = Some((start + error.valid_up_to() as u64, first));
                }
                rest.to_vec()
            }
        };
    }

    /// Ends the file.
    pub fn end(&mut self) {
        if self.odd.is_none()
            && let Some(first) = self.pending.first()
        {
            self.odd = Some((self.length - self.pending.len() as u64, *first));
        }
        self.pending = Vec::new();
    }

    /// Bytes of the file.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Whether the file is plain UTF-8.
    #[must_use]
    pub fn is_utf_8(&self) -> bool {
        self.odd.is_none()
    }

    /// Whether the file begins with the mark of UTF-16.
    #[must_use]
    pub fn is_utf_16(&self) -> bool {
        self.utf_16().is_some()
    }

    /// NUL bytes of the file.
    #[must_use]
    pub fn n_nul_bytes(&self) -> u64 {
        self.n_nul_bytes
    }

    /// NUL characters of the text.
    #[must_use]
    pub fn n_nul_characters(&self) -> u64 {
        if self.utf_16().is_some() { self.n_nul_units } else { self.n_nul_bytes }
    }

    fn utf_16(&self) -> Option<&'static Encoding> {
        let (encoding, _) = Encoding::for_bom(&self.head)?;
        [UTF_16LE, UTF_16BE].into_iter().find(|utf_16| *utf_16 == encoding)
    }

    /// How to decode the file; `None` is plain UTF-8.
    pub(super) fn decoder(&self) -> Option<Decoder> {
        let (at, byte) = self.odd?;
        let encoding = self.utf_16().unwrap_or_else(|| declared_charset(&self.head).unwrap_or(WINDOWS_1252));
        Some(Decoder::new(encoding, Odd::Ahead { at: u32::try_from(at).unwrap_or(u32::MAX), byte }))
    }
}

/// Decodes character by character, so that each character knows its bytes. Only for files that are not UTF-8.
pub(super) struct Decoder {
    encoding: &'static Encoding,
    decoder: encoding_rs::Decoder,
    /// Bytes so far.
    read: u32,
    /// The first byte of the character that is being read.
    character: u32,
    odd: Odd,
}

/// The place from which on a file is not UTF-8.
#[derive(Clone, Copy)]
enum Odd {
    Ahead {
        at: u32,
        byte: u8,
    },
    /// It stands at this offset of the text.
    Found {
        at: u32,
        byte: u8,
        offset: u32,
    },
    Told,
}

impl Decoder {
    fn new(encoding: &'static Encoding, odd: Odd) -> Self {
        let decoder = encoding.new_decoder_without_bom_handling();
        Self { encoding, decoder, read: 0, character: 0, odd }
    }

    /// The text of a whole file, and where its characters stand in it.
    fn whole(&mut self, bytes: &[u8]) -> (String, Vec<(u32, u32)>) {
        let mut text = String::with_capacity(bytes.len() + bytes.len() / 4);
        let mut offsets = Vec::new();
        self.decode(bytes, (&mut text, 0), &mut offsets);
        self.end((&mut text, 0), &mut offsets);
        (text, offsets)
    }

    /// Appends the text of the next bytes, and where its characters stand in the file. `base` is the offset of `text` in
    /// the whole text.
    pub(super) fn decode(
        &mut self,
        mut bytes: &[u8],
        (text, base): (&mut String, u32),
        offsets: &mut Vec<(u32, u32)>,
    ) {
        while let [first, rest @ ..] = bytes {
            let plain = if self.encoding.is_single_byte() { Encoding::ascii_valid_up_to(bytes) } else { 0 };
            if plain > 0 {
                let (plain, rest) = bytes.split_at_checked(plain).unwrap_or_default();
                self.place(base.saturating_add(offset(text.len())), offset(plain.len()), offsets);
                text.push_str(std::str::from_utf8(plain).unwrap_or_default());
                self.read = self.read.saturating_add(offset(plain.len()));
                self.character = self.read;
                bytes = rest;
                continue;
            }
            self.read = self.read.saturating_add(1);
            self.step(&[*first], false, (text, base), offsets);
            bytes = rest;
        }
    }

    /// Ends the file.
    pub(super) fn end(&mut self, (text, base): (&mut String, u32), offsets: &mut Vec<(u32, u32)>) {
        self.step(&[], true, (text, base), offsets);
        self.character = self.read;
        self.place(base.saturating_add(offset(text.len())), 1, offsets);
    }

    fn step(
        &mut self,
        bytes: &[u8],
        is_end: bool,
        (text, base): (&mut String, u32),
        offsets: &mut Vec<(u32, u32)>,
    ) {
        let mut buffer = [0_u8; 64];
        let (_, _, written, _) = self.decoder.decode_to_utf8(bytes, &mut buffer, is_end);
        if written == 0 {
            return;
        }
        let decoded = buffer.get(..written).and_then(|bytes| std::str::from_utf8(bytes).ok());
        for character in decoded.unwrap_or("\u{FFFD}").chars() {
            self.place(base.saturating_add(offset(text.len())), 1, offsets);
            text.push(character);
        }
        self.character = self.read;
    }

    /// Notes where the next characters, of a byte each if there are several, stand in the file.
    fn place(&mut self, at: u32, n_characters: u32, offsets: &mut Vec<(u32, u32)>) {
        let delta = |(text, file): (u32, u32)| i64::from(text) - i64::from(file);
        let pair = (at, self.character);
        if offsets.last().is_none_or(|last| delta(*last) != delta(pair)) {
            offsets.push(pair);
        }
        if let Odd::Ahead { at: odd, byte } = self.odd
            && self.character.saturating_add(n_characters) > odd
        {
            let within = odd.saturating_sub(self.character);
            self.odd = Odd::Found { at: odd, byte, offset: at.saturating_add(within) };
        }
    }

    /// What to say of the encoding, once, when its place is reached.
    pub(super) fn problem(&mut self) -> Option<DecodingProblem> {
        let Odd::Found { at, byte, offset } = self.odd else { return None };
        self.odd = Odd::Told;
        let message = format!(
            "not UTF-8: byte 0x{byte:02X} at offset {at}; read as {}, save the file as UTF-8 to be sure",
            self.encoding.name()
        );
        Some(DecodingProblem { span: Span::at(offset), message })
    }
}

impl std::fmt::Debug for Decoder {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Decoder").field("encoding", &self.encoding.name()).finish_non_exhaustive()
    }
}

impl Source {
    /// A source from the bytes of a file: UTF-8, else UTF-16 by its byte order mark, else the charset that the
    /// head of a document declares, else windows-1252. A byte order mark stays in the text, so that offsets
    /// are those of the file. What was not plain UTF-8 is told.
    #[must_use]
    pub fn decode(name: impl Into<Arc<str>>, bytes: Vec<u8>) -> (Self, Option<DecodingProblem>) {
        let name = name.into();
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => return (Self::new(name, text), None),
            Err(error) => error.into_bytes(),
        };
        let Some(mut decoder) = Survey::of(&bytes).decoder() else { return (Self::new(name, ""), None) };
        let (text, offsets) = decoder.whole(&bytes);
        let problem = decoder.problem();
        (Self::window(name, text, Stretch::WHOLE, Some(offsets)), problem)
    }
}

impl Source {
    /// A source from the bytes of a file in an encoding that is known. What the encoding cannot hold is replaced.
    #[must_use]
    pub fn decode_as(name: impl Into<Arc<str>>, bytes: &[u8], encoding: &'static Encoding) -> Self {
        let mut decoder = Decoder::new(encoding, Odd::Told);
        let (text, offsets) = decoder.whole(bytes);
        Self::window(name.into(), text, Stretch::WHOLE, Some(offsets))
    }
}

/// The charset named in the first 1,024 bytes (HTML, section 13.2.3.2, prescan), unless it claims UTF-8, which
/// the bytes have just disproved.
pub(crate) fn declared_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default().to_ascii_lowercase();
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
