//! Bodies and header values out of their transfer encoding (RFC 2045, section 6) and their charset, every character with
//! its way back to the file. Knows nothing of parts.

use encoding_rs::{Decoder, Encoding, UTF_8, WINDOWS_1252};

use crate::document::message::structure::LineEnd;
use crate::source::TransferEncoding;
use crate::span::{Span, offset};
use crate::text::MappedText;

/// What the characters of a message's text stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reading {
    /// Themselves: the file is text as a whole.
    Characters,
    /// Bytes: the file mixes charsets and was read as windows-1252, in which every byte is a character.
    Octets,
}

/// A stretch of a message's text, still encoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw<'t> {
    /// The text of the file.
    pub(super) text: &'t str,
    /// What its characters stand for.
    pub(super) reading: Reading,
    /// How its lines end.
    pub(super) line_end: LineEnd,
    /// The stretch.
    pub(super) span: Span,
}

/// A piece of what was encoded.
enum Piece {
    /// Characters that stand for themselves.
    Characters(Span),
    /// A byte, and what stands for it.
    Octet(u8, Span),
}

impl Raw<'_> {
    /// The bytes that are encoded. Characters of a file that is text as a whole and are not ASCII are left out: they have
    /// been decoded.
    pub(super) fn octets(&self, encoding: TransferEncoding) -> Vec<u8> {
        if encoding == TransferEncoding::Base64 {
            return base64(self.span.slice(self.text)).0;
        }
        let mut octets = Vec::with_capacity(self.span.len() as usize);
        self.pieces(encoding, &mut |piece| match piece {
            Piece::Octet(octet, _) => octets.push(octet),
            Piece::Characters(span) => {
                octets.extend(span.slice(self.text).bytes().filter(u8::is_ascii));
            }
        });
        octets
    }

    /// The text that is encoded, with its way back to the file. Not for base64, in which no character has bytes of its
    /// own.
    pub(super) fn decoded(&self, encoding: TransferEncoding, charset: &'static Encoding) -> MappedText {
        let mut decoding = Decoding::new(self.text, charset);
        self.pieces(encoding, &mut |piece| match piece {
            Piece::Octet(octet, span) => decoding.push_octet(octet, span),
            Piece::Characters(span) => decoding.push_characters(span),
        });
        decoding.finish()
    }

    /// Whether a `=` in quoted-printable text encodes nothing.
    pub(super) fn stray_escape(&self) -> Option<Span> {
        let text = self.span.slice(self.text);
        let bytes = text.as_bytes();
        let stray = memchr::memchr_iter(b'=', bytes).find(|at| {
            let rest = bytes.get(at + 1..).unwrap_or_default();
            let is_break = rest
                .iter()
                .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'))
                .is_none_or(|byte| *byte == self.line_end.byte());
            hex(rest).is_none() && !is_break
        })?;
        Some(Span::from_range(stray..stray + 1).shifted(self.span.start()))
    }

    fn pieces(&self, encoding: TransferEncoding, sink: &mut impl FnMut(Piece)) {
        if encoding == TransferEncoding::QuotedPrintable {
            self.quoted_printable(sink);
        } else {
            self.characters(self.span, sink);
        }
    }

    /// Quoted-printable (RFC 2045, section 6.7). Blanks at the end of a line are not the sender's.
    fn quoted_printable(&self, sink: &mut impl FnMut(Piece)) {
        let mut start = self.span.start();
        for line in self.span.slice(self.text).split_inclusive(char::from(self.line_end.byte())) {
            let next = start + offset(line.len());
            let content = line.trim_end_matches(['\r', '\n']);
            let kept = content.trim_end_matches([' ', '\t']);
            let is_soft = kept.ends_with('=');
            let kept = kept.strip_suffix('=').unwrap_or(kept);
            self.quoted_line(Span::new(start, start + offset(kept.len())), sink);
            if !is_soft {
                self.characters(Span::new(start + offset(content.len()), next), sink);
            }
            start = next;
        }
    }

    fn quoted_line(&self, line: Span, sink: &mut impl FnMut(Piece)) {
        let bytes = line.slice(self.text).as_bytes();
        let mut from = 0;
        for at in memchr::memchr_iter(b'=', bytes) {
            let Some(octet) = hex(bytes.get(at + 1..).unwrap_or_default()).filter(|_| at >= from) else {
                continue;
            };
            self.characters(Span::from_range(from..at).shifted(line.start()), sink);
            sink(Piece::Octet(octet, Span::from_range(at..at + 3).shifted(line.start())));
            from = at + 3;
        }
        self.characters(Span::from_range(from..bytes.len()).shifted(line.start()), sink);
    }

    fn characters(&self, span: Span, sink: &mut impl FnMut(Piece)) {
        let text = span.slice(self.text);
        if text.is_empty() {
            return;
        }
        if self.reading == Reading::Characters || text.is_ascii() {
            sink(Piece::Characters(span));
            return;
        }
        let mut from = 0;
        for (at, character) in text.char_indices().filter(|(_, character)| !character.is_ascii()) {
            if from < at {
                sink(Piece::Characters(Span::from_range(from..at).shifted(span.start())));
            }
            from = at + character.len_utf8();
            let place = Span::from_range(at..from).shifted(span.start());
            sink(Piece::Octet(octet_of(character), place));
        }
        if from < text.len() {
            sink(Piece::Characters(Span::from_range(from..text.len()).shifted(span.start())));
        }
    }
}

/// The byte that windows-1252 reads as `character`.
pub(super) fn octet_of(character: char) -> u8 {
    let mut buffer = [0; 4];
    let (octets, _, _) = WINDOWS_1252.encode(character.encode_utf8(&mut buffer));
    octets.first().copied().unwrap_or(b'?')
}

/// The byte that two hexadecimal digits at the start of `rest` stand for.
pub(super) fn hex(rest: &[u8]) -> Option<u8> {
    let digit = |index: usize| char::from(*rest.get(index)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// The bytes that base64 stands for (RFC 2045, section 6.8), and whether something else stood in it. What is no character
/// of base64 is skipped, and after padding the next stretch begins, since some senders encode piece by piece.
pub(super) fn base64(text: &str) -> (Vec<u8>, bool) {
    let mut octets = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count, mut is_odd) = (0_u32, 0, false);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                (bits, count) = (0, 0);
                continue;
            }
            _ => {
                is_odd |= !byte.is_ascii_whitespace();
                continue;
            }
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            octets.push((bits >> count & 0xFF) as u8);
        }
    }
    (octets, is_odd)
}

/// Bytes of one charset on their way to text.
pub(super) struct Decoding<'t> {
    source: &'t str,
    charset: &'static Encoding,
    decoder: Decoder,
    /// What stands for the bytes of a character that is not complete.
    pending: Option<Span>,
    text: MappedText,
}

impl<'t> Decoding<'t> {
    pub(super) fn new(source: &'t str, charset: &'static Encoding) -> Self {
        let decoder = charset.new_decoder_without_bom_handling();
        Self { source, charset, decoder, pending: None, text: MappedText::default() }
    }

    /// Appends characters of the source. Where the charset is built over ASCII they stand for themselves, unless they are
    /// the second half of a character; where it is not they are bytes.
    pub(super) fn push_characters(&mut self, span: Span) {
        let mut rest = span;
        while !rest.is_empty() {
            let text = rest.slice(self.source);
            if !text.is_ascii() {
                self.flush();
            } else if self.pending.is_some() || !self.charset.is_ascii_compatible() {
                let first = Span::new(rest.start(), rest.start() + 1);
                self.push_octet(text.as_bytes().first().copied().unwrap_or_default(), first);
                rest = Span::new(first.end(), rest.end());
                continue;
            }
            self.text.push_verbatim(text, rest.start());
            return;
        }
    }

    /// Appends a byte, for which `span` stands.
    pub(super) fn push_octet(&mut self, octet: u8, span: Span) {
        let pending = self.pending.map_or(span, |pending| pending.join(span));
        let mut buffer = [0; 32];
        let (_, _, written, _) = self.decoder.decode_to_utf8(&[octet], &mut buffer, false);
        let decoded = buffer.get(..written).and_then(|bytes| std::str::from_utf8(bytes).ok());
        match decoded.filter(|decoded| !decoded.is_empty()) {
            None => self.pending = Some(pending),
            Some(decoded) => {
                self.pending = None;
                self.push(decoded, pending);
                // The byte may be held back as the start of the next character.
                if decoded.contains('\u{FFFD}') {
                    self.restart(pending);
                }
            }
        }
    }

    fn push(&mut self, decoded: &str, span: Span) {
        if span.slice(self.source) == decoded {
            self.text.push_verbatim(decoded, span.start());
        } else {
            self.text.push_decoded(decoded, span);
        }
    }

    /// Ends an incomplete character.
    fn flush(&mut self) {
        if let Some(pending) = self.pending.take() {
            self.restart(pending);
        }
    }

    fn restart(&mut self, span: Span) {
        let mut buffer = [0; 32];
        let (_, _, written, _) = self.decoder.decode_to_utf8(&[], &mut buffer, true);
        let decoded = buffer.get(..written).and_then(|bytes| std::str::from_utf8(bytes).ok());
        self.push_behind(decoded.unwrap_or_default(), span);
        self.decoder = self.charset.new_decoder_without_bom_handling();
    }

    /// Appends what is left of bytes that have stood for something already.
    fn push_behind(&mut self, decoded: &str, span: Span) {
        let end = self.text.runs().last().map_or(0, |run| run.source.end());
        self.text.push_decoded(decoded, Span::new(span.start().max(end), span.end().max(end)));
    }

    pub(super) fn finish(mut self) -> MappedText {
        self.flush();
        self.text
    }
}

/// The text of bytes in a charset, without a way back.
pub(super) fn text_of(octets: &[u8], charset: &'static Encoding) -> String {
    match charset == UTF_8 {
        true => String::from_utf8_lossy(octets).into_owned(),
        false => charset.decode_without_bom_handling(octets).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{GBK, ISO_2022_JP, UTF_8, WINDOWS_1252};

    use super::{Raw, Reading, base64};
    use crate::document::message::structure::LineEnd;
    use crate::source::TransferEncoding;
    use crate::span::Span;
    use crate::text::{MappedText, RunKind};

    fn raw(text: &str, reading: Reading) -> Raw<'_> {
        Raw { text, reading, line_end: LineEnd::of(text), span: Span::from_range(0..text.len()) }
    }

    fn quoted(text: &str) -> MappedText {
        let decoded = raw(text, Reading::Characters).decoded(TransferEncoding::QuotedPrintable, UTF_8);
        for run in decoded.runs().iter().filter(|run| run.kind == RunKind::Verbatim) {
            assert_eq!(run.text.slice(decoded.as_str()), run.source.slice(text));
        }
        decoded
    }

    #[test]
    fn quoted_printable_is_read_as_it_is_sent() {
        for (encoded, text) in [
            ("Sign=\r\nup=20now \t\r\nx", "Signup now\r\nx"),
            ("soft= \t\nbreak =\n", "softbreak "),
            ("f=C3=BCr =e2=82=ac3=3D", "für €3="),
            ("a=XYb=", "a=XYb"),
            ("=3", "=3"),
            ("==41", "=A"),
            ("=C3 =A9", "\u{FFFD} \u{FFFD}"),
            ("ä=C3=A4", "ää"),
            ("one=\rtwo\r", "onetwo\r"),
        ] {
            assert_eq!(quoted(encoded).as_str(), text, "{encoded:?}");
        }
        assert_eq!(quoted("Sign=\r\nup").span(0..6), Span::new(0, 9));
        assert_eq!(quoted("a=C3=BC=\nb").span(1..3), Span::new(1, 7));
        assert_eq!(raw("a=3D= \n=zz", Reading::Characters).stray_escape(), Some(Span::new(7, 8)));
        assert_eq!(raw("a=3D=\r\n=E9=", Reading::Characters).stray_escape(), None);
    }

    #[test]
    fn octets_become_characters_of_their_charset() {
        // The bytes of `€` in UTF-8, in a file that was read as windows-1252.
        let text = "â‚¬ x";
        let octets = raw(text, Reading::Octets);
        assert_eq!(octets.octets(TransferEncoding::EightBit), "€ x".as_bytes());
        let decoded = octets.decoded(TransferEncoding::EightBit, UTF_8);
        assert_eq!((decoded.as_str(), decoded.span(0..3).slice(text)), ("€ x", "â‚¬"));
        let same = octets.decoded(TransferEncoding::EightBit, WINDOWS_1252);
        assert!(same.is_verbatim(0..text.len()));
        // In some charsets a half of a character looks like ASCII.
        let wide = raw("=81@ =81", Reading::Characters).decoded(TransferEncoding::QuotedPrintable, GBK);
        assert_eq!((wide.as_str(), wide.span(0..3)), ("丂 \u{FFFD}", Span::new(0, 4)));
        let shifted = raw("\u{1B}$B4A\u{1B}(B a", Reading::Characters);
        assert_eq!(shifted.decoded(TransferEncoding::SevenBit, ISO_2022_JP).as_str(), "漢 a");
    }

    #[test]
    fn base64_is_read_whatever_stands_between() {
        assert_eq!(base64("SGVs\r\nbG8="), (b"Hello".to_vec(), false));
        assert_eq!(base64("SGk=SGk="), (b"HiHi".to_vec(), false));
        assert_eq!(base64("SG!k"), (b"Hi".to_vec(), true));
        assert_eq!(base64("S"), (Vec::new(), false));
    }
}
