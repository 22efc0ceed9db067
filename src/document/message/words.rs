//! Header values as readers see them: unfolded, encoded words decoded (RFC 2047). Knows nothing of what a value means.

use crate::document::message::charset;
use crate::document::message::transfer::{Decoding, Raw, Reading, base64, hex};
use crate::source::TransferEncoding;
use crate::span::{Span, offset};
use crate::text::{MappedText, RunKind};

/// An encoded word may be this long. The standard says 75; real ones hold whole subjects.
const LONGEST: usize = 2_048;

/// An encoded word.
struct Word<'t> {
    /// Its charset as it is named.
    charset: &'t str,
    is_base64: bool,
    /// All of it.
    span: Span,
    /// What is encoded.
    content: Span,
}

impl<'t> Word<'t> {
    /// The encoded word at the start of `rest`, which stands at `at`: `=?charset?encoding?content?=`. Blanks inside are not
    /// allowed and common.
    fn read(rest: &'t str, at: u32) -> Option<Self> {
        let inner = rest.strip_prefix("=?")?;
        let (charset, inner) =
            head(inner)?.split_once('?').map(|(charset, _)| (charset, charset.len() + 1))?;
        let mut from = 2 + inner;
        let encoding = rest.get(from..from + 2)?;
        let is_base64 = match encoding {
            "B?" | "b?" => true,
            "Q?" | "q?" => false,
            _ => return None,
        };
        from += 2;
        let content = head(rest.get(from..)?)?;
        let length = memchr::memmem::find(content.as_bytes(), b"?=")?;
        let is_name = |byte: u8| byte.is_ascii_graphic();
        if charset.is_empty()
            || !charset.bytes().all(is_name)
            || content.get(..length)?.contains(['\r', '\n'])
        {
            return None;
        }
        // RFC 2231, section 5: a language may follow.
        let charset = charset.split('*').next().unwrap_or_default();
        let content = Span::from_range(from..from + length).shifted(at);
        Some(Self { charset, is_base64, span: Span::new(at, content.end() + 2), content })
    }

    /// Its bytes, each with what stands for it.
    fn octets(&self, text: &str) -> Vec<(u8, Span)> {
        let content = self.content.slice(text);
        if self.is_base64 {
            return base64(content).0.into_iter().map(|octet| (octet, self.span)).collect();
        }
        let bytes = content.as_bytes();
        let mut octets = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let escaped = hex(bytes.get(at + 1..).unwrap_or_default()).filter(|_| *byte == b'=');
            let length = if escaped.is_some() { 3 } else { content.ceil_char_boundary(at + 1) - at };
            let place = Span::from_range(at..at + length).shifted(self.content.start());
            match (escaped, byte) {
                (Some(octet), _) => octets.push((octet, place)),
                (None, b'_') => octets.push((b' ', place)),
                (None, _) => octets.extend(place.slice(text).bytes().map(|octet| (octet, place))),
            }
            at += length;
        }
        octets
    }
}

/// The start of a text, as far as an encoded word may reach.
fn head(text: &str) -> Option<&str> {
    text.get(..text.floor_char_boundary(LONGEST))
}

/// The value of a header field. `said` is told of charsets that are not what they are called.
pub(super) fn value(raw: Raw<'_>, said: &mut impl FnMut(Span, String)) -> MappedText {
    let text = raw.text;
    let mut value = MappedText::default();
    let mut words: Vec<Word<'_>> = Vec::new();
    // Where the text that is not decoded yet starts.
    let mut from = raw.span.start();
    let mut at = from;
    while let Some(found) = memchr::memmem::find(Span::new(at, raw.span.end()).slice(text).as_bytes(), b"=?")
    {
        let start = at + offset(found);
        let Some(word) = Word::read(Span::new(start, raw.span.end()).slice(text), start) else {
            at = start + 2;
            continue;
        };
        let between = Span::new(from, start);
        // Between two encoded words blanks are not there (section 6.2).
        if words.is_empty() || !between.slice(text).trim_ascii().is_empty() {
            push_words(&mut value, &raw, &std::mem::take(&mut words), said);
            push_literal(&mut value, &raw, between);
        }
        at = word.span.end();
        from = at;
        words.push(word);
    }
    push_words(&mut value, &raw, &words, said);
    push_literal(&mut value, &raw, Span::new(from, raw.span.end()));
    trimmed(&value)
}

/// Appends encoded words that stand together. A character may begin in one and end in the next of the same charset.
fn push_words(
    value: &mut MappedText,
    raw: &Raw<'_>,
    words: &[Word<'_>],
    said: &mut impl FnMut(Span, String),
) {
    for words in words.chunk_by(|left, right| left.charset.eq_ignore_ascii_case(right.charset)) {
        let Some(first) = words.first() else { continue };
        let octets: Vec<(u8, Span)> = words.iter().flat_map(|word| word.octets(raw.text)).collect();
        let plain: Vec<u8> = octets.iter().map(|(octet, _)| *octet).collect();
        let charset = charset::choose(Some(first.charset), &plain);
        if let Some(lie) = charset.lie {
            said(first.span, lie);
        }
        let mut decoding = Decoding::new("", charset.encoding);
        for (octet, span) in octets {
            decoding.push_octet(octet, span);
        }
        let decoded = decoding.finish();
        for run in decoded.runs() {
            value.push_decoded(run.text.slice(decoded.as_str()), run.source);
        }
    }
}

/// Appends what is not encoded: bytes of their own charset, and a blank for each fold.
fn push_literal(value: &mut MappedText, raw: &Raw<'_>, span: Span) {
    let literal = span.slice(raw.text);
    if literal.is_empty() {
        return;
    }
    let raw = Raw { span, ..*raw };
    let decoded = if raw.reading == Reading::Octets && !literal.is_ascii() {
        let charset = charset::choose(None, &raw.octets(TransferEncoding::EightBit));
        raw.decoded(TransferEncoding::EightBit, charset.encoding)
    } else {
        MappedText::verbatim(literal, span.start())
    };
    let mut at = 0;
    let text = decoded.as_str();
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['\r', '\n'])) {
        let fold = at + found;
        let blanks = text.get(..fold).unwrap_or_default().trim_end_matches([' ', '\t']).len().max(at);
        let rest = text.get(fold..).unwrap_or_default();
        let end = text.len() - rest.trim_ascii_start().len();
        append(value, &decoded.slice(at..blanks));
        value.push_decoded(" ", decoded.span(blanks..end));
        at = end;
    }
    append(value, &decoded.slice(at..text.len()));
}

fn append(value: &mut MappedText, piece: &MappedText) {
    for run in piece.runs() {
        let text = run.text.slice(piece.as_str());
        match run.kind {
            RunKind::Verbatim => value.push_verbatim(text, run.source.start()),
            RunKind::Decoded => value.push_decoded(text, run.source),
        }
    }
}

/// The value without blanks around it.
fn trimmed(value: &MappedText) -> MappedText {
    let text = value.as_str();
    let start = text.len() - text.trim_start().len();
    value.slice(start..start + text.trim().len())
}

#[cfg(test)]
mod tests {
    use super::value;
    use crate::document::message::structure::LineEnd;
    use crate::document::message::transfer::{Raw, Reading};
    use crate::span::Span;
    use crate::text::RunKind;

    fn read(text: &str) -> String {
        let span = Span::from_range(0..text.len());
        let raw = Raw { text, reading: Reading::Characters, line_end: LineEnd::of(text), span };
        let value = value(raw, &mut |_, _| {});
        for run in value.runs() {
            let raw = text.get(run.source.range()).expect("inside");
            assert!(run.kind == RunKind::Decoded || raw == run.text.slice(value.as_str()), "{run:?}");
        }
        value.as_str().to_owned()
    }

    #[test]
    fn encoded_words_join_and_folds_are_blanks() {
        for (raw, text) in [
            (" Just  text ", "Just  text"),
            (" one\r\n two\n\tthree", "one two three"),
            (" =?utf-8?Q?Caf=C3=A9?= =?UTF-8?B?IGJhcg==?=\r\n =?utf-8?q?_now?= and", "Café bar now and"),
            (" =?utf-8?Q?a=C3?= =?utf-8?Q?=A9b?=", "aéb"),
            ("=?iso-8859-1?Q?a?= b =?iso-8859-1?Q?=E9?=", "a b é"),
            ("=?iso-8859-1*en?q?=80?=", "€"),
            ("=?utf-8?Q?not closed", "=?utf-8?Q?not closed"),
            ("=?utf-8?X?a?= =??Q?a?= =?utf-8?Q?ok?=", "=?utf-8?X?a?= =??Q?a?= ok"),
            ("Re:=?utf-8?Q?Now 50% off=3F?=!", "Re:Now 50% off?!"),
            ("=?utf-8?Q??=", ""),
            ("", ""),
        ] {
            assert_eq!(read(raw), text, "{raw:?}");
        }
    }
}
