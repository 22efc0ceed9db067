//! Messages as they are sent (RFC 5322, RFC 2045 to 2049): one artifact with a subject and several bodies, each a rendering
//! of the same message. Knows nothing of files.
//!
//! Reading order: [`open`] takes the bytes of a file apart into a source with parts and a [`Message`], [`parse`] reads its
//! bodies with the parsers of their formats. `structure` finds the parts and `fields` their headers, `bodies` says which of
//! them readers see, `transfer` and `charset` decode them, `words` decodes header values, `flowed` unwraps lines.
//!
//! A body that stands in the file as readers see it is read there. What had to be decoded is a part of the source, which
//! knows its way back to the file unless it was base64.

mod bodies;
mod charset;
mod fields;
mod flowed;
mod read;
mod structure;
mod transfer;
mod words;

pub use read::parse;

use std::sync::Arc;

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::artifact::MediaType;
use crate::artifact::message::{Body, Header, Lines, Message};
use crate::document::message::bodies::Chosen;
use crate::document::message::fields::Described;
use crate::document::message::structure::{Fault, LineEnd, Part, Structure};
use crate::document::message::transfer::{Raw, Reading};
use crate::finding::{Problem, ProblemExtent};
use crate::source::{DecodingProblem, PartKind, Source, TransferEncoding, declared_charset};
use crate::span::{Span, offset};
use crate::text::RunKind;

/// Most bytes of a body, as it stands in the file.
const BODY: u32 = 8 << 20;

/// A message that was taken apart.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The file, and as parts what was decoded out of it.
    pub source: Source,
    /// What it holds.
    pub message: Message,
    /// What could not be read as it stands.
    pub problems: Vec<Problem>,
}

/// Takes a message apart. Anything is one: what cannot be read is told, and the rest is read.
#[must_use]
pub fn open(name: &Arc<str>, bytes: Vec<u8>) -> Opened {
    let (source, reading, odd) = text_of(name, bytes);
    let text = source.file_text();
    let line_end = LineEnd::of(text);
    let structure = Structure::read(text, line_end, first_line(text, line_end));
    let mut opening = Opening { text, reading, line_end, faults: Vec::new(), parts: Vec::new() };
    opening.faults.extend(odd);
    let headers = structure.parts.first().map(|part| opening.headers(part)).unwrap_or_default();
    let chosen = if headers.is_empty() { Vec::new() } else { opening.chosen(&structure) };
    let found: Vec<(Body, Option<usize>)> =
        chosen.iter().filter_map(|chosen| opening.body(chosen, structure.parts.get(chosen.part)?)).collect();
    let mut faults = structure.faults;
    faults.append(&mut opening.faults);
    if chosen.is_empty() && faults.iter().all(|fault| fault.extent == ProblemExtent::Read) {
        let message = match headers.is_empty() {
            true => "no header field stands at its start, so it is no message and is not read",
            false => "neither plain text nor HTML is in it, so only its header is read",
        };
        faults.push(Fault { span: Span::at(0), message: message.to_owned(), extent: ProblemExtent::Partial });
    }
    let parts = opening.parts;
    let source = source.clone().with_parts(parts).of_message(encoded_words(&headers));
    let mut bodies: Vec<Body> = found
        .into_iter()
        .map(|(body, part)| match part.and_then(|part| source.parts().get(part)) {
            Some(part) => Body { span: part.span, ..body },
            None => body,
        })
        .collect();
    bodies.sort_by_key(|body| body.span);
    let problem = |fault: Fault| Problem {
        path: Arc::clone(name),
        span: Some(fault.span),
        message: fault.message,
        extent: fault.extent,
    };
    Opened {
        message: Message { headers, bodies },
        problems: faults.into_iter().map(problem).collect(),
        source,
    }
}

/// Where the header stands for something else than it says.
fn encoded_words(headers: &[Header]) -> Vec<Span> {
    let runs = headers.iter().flat_map(|header| header.value.runs());
    runs.filter(|run| run.kind == RunKind::Decoded).map(|run| run.source).collect()
}

/// The file as text. One that is not UTF-8 may hold several charsets, so its bytes become characters one by one, and each
/// body is decoded on its own.
fn text_of(name: &Arc<str>, bytes: Vec<u8>) -> (Source, Reading, Option<Fault>) {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let (source, odd) = Source::decode(Arc::clone(name), bytes);
        let told = |odd: DecodingProblem| Fault {
            span: odd.span,
            message: odd.message,
            extent: ProblemExtent::Read,
        };
        return (source, Reading::Characters, odd.map(told));
    }
    match String::from_utf8(bytes) {
        Ok(text) => (Source::new(Arc::clone(name), text), Reading::Characters, None),
        Err(error) => {
            (Source::decode_as(Arc::clone(name), error.as_bytes(), WINDOWS_1252), Reading::Octets, None)
        }
    }
}

/// Where the header starts: behind a byte order mark, blank lines, and the line that mailbox files put before a message.
fn first_line(text: &str, line_end: LineEnd) -> u32 {
    let mut start = offset(text.len() - text.trim_start_matches('\u{FEFF}').len());
    while let Some(line) = line_end.line(text, start) {
        let content = line.content.slice(text);
        let is_separator = content.starts_with("From ") || content.starts_with(">From ");
        if !content.trim().is_empty() && (!is_separator || content.starts_with("From :")) {
            break;
        }
        start = line.next;
    }
    start
}

/// A message while it is taken apart.
struct Opening<'t> {
    text: &'t str,
    reading: Reading,
    line_end: LineEnd,
    faults: Vec<Fault>,
    /// What was decoded, in order.
    parts: Vec<(PartKind, String)>,
}

impl<'t> Opening<'t> {
    fn raw(&self, span: Span) -> Raw<'t> {
        Raw { text: self.text, reading: self.reading, line_end: self.line_end, span }
    }

    fn tell(&mut self, span: Span, message: impl Into<String>, extent: ProblemExtent) {
        self.faults.push(Fault { span, message: message.into(), extent });
    }

    /// The parts that readers see.
    fn chosen(&mut self, structure: &Structure) -> Vec<Chosen> {
        let (chosen, odd) = bodies::choose(self.text, structure);
        self.faults.extend(odd);
        chosen
    }

    fn headers(&mut self, part: &Part) -> Vec<Header> {
        let mut headers = Vec::with_capacity(part.section.fields.len());
        for field in &part.section.fields {
            let mut said = Vec::new();
            let value = words::value(self.raw(field.value), &mut |span, lie| said.push((span, lie)));
            for (span, lie) in said {
                self.tell(span, lie, ProblemExtent::Read);
            }
            let name = field.name.slice(self.text).to_ascii_lowercase();
            headers.push(Header { name, value, span: field.whole });
        }
        headers
    }

    /// A body and, where it does not stand in the file as it is read, the number of its part of the source.
    fn body(&mut self, chosen: &Chosen, part: &Part) -> Option<(Body, Option<usize>)> {
        let span = part.content;
        if span.len() > BODY {
            let message = format!("a body larger than {} MiB: not read", BODY >> 20);
            self.tell(Span::at(span.start()), message, ProblemExtent::Partial);
            return None;
        }
        let encoding = self.encoding(part)?;
        let decoded = self.decoded(self.raw(span), encoding, chosen, part);
        let index = decoded.is_some().then_some(self.parts.len());
        self.parts.extend(decoded);
        let body = Body {
            rendering: chosen.rendering,
            visibility: chosen.visibility,
            media_type: chosen.media_type,
            lines: lines(&part.content_type),
            span,
        };
        Some((body, index))
    }

    /// How a part is encoded; `None` where it cannot be decoded.
    fn encoding(&mut self, part: &Part) -> Option<TransferEncoding> {
        let Some(value) = part.section.value(self.text, "content-transfer-encoding") else {
            return Some(TransferEncoding::SevenBit);
        };
        let word = Described::read(value.slice(self.text)).word;
        let word = word.trim_matches('"');
        let known = [
            TransferEncoding::SevenBit,
            TransferEncoding::EightBit,
            TransferEncoding::Binary,
            TransferEncoding::QuotedPrintable,
            TransferEncoding::Base64,
        ];
        if let Some(encoding) = known.into_iter().find(|encoding| encoding.as_str() == word) {
            return Some(encoding);
        }
        // RFC 2045, section 6.4: what is not known is not read. Misspelled names of the identity are common, though.
        if word.starts_with("x-") || word.starts_with("uu") {
            let message = format!("the encoding `{word}` is not known: this part is not read");
            self.tell(value, message, ProblemExtent::Partial);
            return None;
        }
        if !word.is_empty() {
            let message = format!("the encoding `{word}` is not known: read as it stands");
            self.tell(value, message, ProblemExtent::Read);
        }
        Some(TransferEncoding::EightBit)
    }

    /// What a body is decoded to; `None` where it stands in the file as it is read.
    fn decoded(
        &mut self,
        raw: Raw<'t>,
        encoding: TransferEncoding,
        chosen: &Chosen,
        part: &Part,
    ) -> Option<(PartKind, String)> {
        let octets = raw.octets(encoding);
        let label = part.content_type.parameter("charset").or_else(|| {
            let is_html = chosen.media_type == MediaType::Html;
            declared_charset(&octets).filter(|_| is_html).map(Encoding::name)
        });
        let charset = charset::choose(label, &octets);
        if let Some(lie) = charset.lie {
            self.tell(Span::at(raw.span.start()), lie, ProblemExtent::Read);
        }
        let stands = match (encoding, self.reading) {
            (TransferEncoding::QuotedPrintable | TransferEncoding::Base64, _) => false,
            (_, Reading::Octets) if !octets.is_ascii() => charset.encoding == WINDOWS_1252,
            _ => charset.encoding.is_ascii_compatible(),
        };
        if stands {
            return None;
        }
        let kind =
            |back| PartKind::Decoded { id: part.number.to_string().into(), encoding, raw: raw.span, back };
        if encoding == TransferEncoding::Base64 {
            if transfer::base64(raw.span.slice(self.text)).1 {
                let message = "characters in base64 that are none: they are skipped";
                self.tell(Span::at(raw.span.start()), message, ProblemExtent::Read);
            }
            return Some((kind(None), transfer::text_of(&octets, charset.encoding)));
        }
        if encoding == TransferEncoding::QuotedPrintable
            && let Some(stray) = raw.stray_escape()
        {
            self.tell(stray, "a `=` that encodes nothing in quoted-printable text", ProblemExtent::Read);
        }
        let text = raw.decoded(encoding, charset.encoding);
        Some((kind(Some(text.runs().into())), text.as_str().to_owned()))
    }
}

/// What line ends mean in a part (RFC 3676, section 4).
fn lines(content_type: &Described) -> Lines {
    let is = |name, value: &str| {
        content_type.parameter(name).is_some_and(|own| own.trim().eq_ignore_ascii_case(value))
    };
    match content_type.word == "text/plain" && is("format", "flowed") {
        true => Lines::Flowed { drops_blank: is("delsp", "yes") },
        false => Lines::Fixed,
    }
}
