//! Header fields (RFC 5322, section 2.2) and the parameters of those that describe a part (RFC 2045, section 5.1, and
//! RFC 2231). Knows nothing of what the fields mean to readers.

use encoding_rs::{Encoding, UTF_8};

use crate::document::message::structure::LineEnd;
use crate::document::message::transfer::hex;
use crate::span::{Span, offset};

/// Most fields of one header that are kept.
const FIELDS: usize = 1_000;

/// A header field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Field {
    /// All of it, without its last line end.
    pub(super) whole: Span,
    /// Its name.
    pub(super) name: Span,
    /// What stands behind the colon, still folded.
    pub(super) value: Span,
}

/// A header: the fields up to the blank line.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Section {
    /// The fields, in order.
    pub(super) fields: Vec<Field>,
    /// Where the body starts.
    pub(super) end: u32,
    /// What is odd, and whether something is lost by it.
    pub(super) oddities: Vec<(Span, Oddity)>,
}

/// What can be odd in a header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Oddity {
    /// A line that is no field, among fields.
    NoField,
    /// Text where the blank line should be.
    NoBlankLine,
    /// More fields than are kept.
    TooMany,
}

impl Section {
    /// Reads the header that starts at `start`. It also ends at a line that `is_delimiter` knows.
    pub(super) fn read(
        text: &str,
        line_end: LineEnd,
        start: u32,
        is_delimiter: impl Fn(&str) -> bool,
    ) -> Self {
        let mut section = Self { end: start, ..Self::default() };
        while let Some(line) = line_end.line(text, section.end) {
            let content = line.content.slice(text);
            if content.is_empty() {
                section.end = line.next;
                return section;
            }
            if content.starts_with("--") && is_delimiter(content) {
                return section;
            }
            if content.starts_with([' ', '\t']) {
                section.continue_field(line.content);
            } else if let Some(field) = Field::read(content, line.content) {
                section.push(field);
            } else if Self::goes_on(text, line_end, line.next) {
                section.tell(line.content, Oddity::NoField);
            } else {
                section.tell(line.content, Oddity::NoBlankLine);
                return section;
            }
            section.end = line.next;
        }
        section
    }

    fn push(&mut self, field: Field) {
        match self.fields.len() {
            FIELDS => self.tell(field.whole, Oddity::TooMany),
            _ => self.fields.push(field),
        }
    }

    /// Notes the first oddity of its sort.
    fn tell(&mut self, place: Span, oddity: Oddity) {
        if self.oddities.iter().all(|(_, told)| *told != oddity) {
            self.oddities.push((place, oddity));
        }
    }

    fn continue_field(&mut self, line: Span) {
        let is_dropped = self.oddities.iter().any(|(_, told)| *told == Oddity::TooMany);
        if let Some(field) = self.fields.last_mut().filter(|_| !is_dropped) {
            field.whole = Span::new(field.whole.start(), line.end());
            field.value = Span::new(field.value.start(), line.end());
        }
    }

    /// Whether the line behind one that is no field can only be of a header: then the odd one is a slip, and the body does
    /// not start with it.
    fn goes_on(text: &str, line_end: LineEnd, next: u32) -> bool {
        const COMMON: [&str; 6] = ["from", "to", "cc", "subject", "date", "mime-version"];
        let Some(line) = line_end.line(text, next) else { return false };
        let Some(field) = Field::read(line.content.slice(text), line.content) else { return false };
        let name = field.name.slice(text).to_ascii_lowercase();
        COMMON.contains(&name.as_str()) || name.starts_with("content-") || name.starts_with("x-")
    }

    /// The value of the first field of this name, which is in lower case.
    pub(super) fn value(&self, text: &str, name: &str) -> Option<Span> {
        let is_named = |field: &&Field| field.name.slice(text).eq_ignore_ascii_case(name);
        self.fields.iter().find(is_named).map(|field| field.value)
    }
}

impl Field {
    /// The field that a line begins, if it does: a name and a colon. The standard allows more characters in names than
    /// anybody uses, and a line of a body is not to be taken for a field.
    fn read(content: &str, place: Span) -> Option<Self> {
        let colon = content.find(':')?;
        let name = content.get(..colon)?.trim_end_matches([' ', '\t']);
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let is_address = content.get(colon..).is_some_and(|rest| rest.starts_with("://"));
        if name.is_empty() || !name.bytes().all(is_name) || is_address {
            return None;
        }
        let start = place.start();
        Some(Self {
            whole: place,
            name: Span::new(start, start + offset(name.len())),
            value: Span::new(start + offset(colon + 1), place.end()),
        })
    }
}

/// The value of a field that describes a part: a word, and parameters.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Described {
    /// `text/html`, `attachment`, in lower case.
    pub(super) word: String,
    /// Parameters: names in lower case, values decoded.
    parameters: Vec<(String, String)>,
}

impl Described {
    /// Reads a value, which may be folded and commented.
    pub(super) fn read(value: &str) -> Self {
        let mut pieces = split(value).into_iter();
        let word = pieces.next().unwrap_or_default();
        let word: String = word.chars().filter(|character| !character.is_whitespace()).collect();
        let mut plain: Vec<(String, String)> = Vec::new();
        let mut continued: Vec<Continuation> = Vec::new();
        for piece in pieces {
            let Some((name, value)) = piece.split_once('=') else { continue };
            let (name, value) = (name.trim().to_ascii_lowercase(), unquoted(value.trim()));
            match Continuation::read(&name, &value) {
                Some(part) => continued.push(part),
                None => plain.push((name, value)),
            }
        }
        continued.sort_by(|left, right| (&left.name, left.number).cmp(&(&right.name, right.number)));
        let mut parameters = Vec::new();
        for parts in continued.chunk_by(|left, right| left.name == right.name) {
            let name = parts.first().map(|part| part.name.clone()).unwrap_or_default();
            parameters.push((name, joined(parts)));
        }
        // What is written in the newer form stands above the same in the older one.
        parameters.extend(plain);
        Self { word: word.to_ascii_lowercase(), parameters }
    }

    /// The value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// A parameter that is cut or encoded after RFC 2231: `name*0*=utf-8''caf%C3`.
struct Continuation {
    name: String,
    number: u32,
    is_encoded: bool,
    value: String,
}

impl Continuation {
    fn read(name: &str, value: &str) -> Option<Self> {
        let (base, rest) = name.split_once('*')?;
        let (digits, is_encoded) = match rest.strip_suffix('*') {
            Some(digits) => (digits, true),
            None => (rest, rest.is_empty()),
        };
        let number = if digits.is_empty() { 0 } else { digits.parse().ok()? };
        Some(Self { name: base.to_owned(), number, is_encoded, value: value.to_owned() })
    }
}

/// The value of the parts of one parameter. The charset stands in the first.
fn joined(parts: &[Continuation]) -> String {
    let mut charset = UTF_8;
    let mut octets = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let mut value = part.value.as_str();
        if index == 0
            && part.is_encoded
            && let Some((label, rest)) = value.split_once('\'')
        {
            charset = Encoding::for_label_no_replacement(label.as_bytes()).unwrap_or(UTF_8);
            value = rest.split_once('\'').map_or(rest, |(_, value)| value);
        }
        if !part.is_encoded {
            octets.extend(value.bytes());
            continue;
        }
        let mut bytes = value.as_bytes();
        while let Some((byte, rest)) = bytes.split_first() {
            let escaped = hex(rest).filter(|_| *byte == b'%');
            octets.push(escaped.unwrap_or(*byte));
            bytes = if escaped.is_some() { rest.get(2..).unwrap_or_default() } else { rest };
        }
    }
    charset.decode_without_bom_handling(&octets).0.into_owned()
}

/// The pieces of a value between semicolons, without comments. Quoted strings are kept whole.
fn split(value: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let (mut is_quoted, mut depth) = (false, 0_u32);
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        let escaped = if character == '\\' && (is_quoted || depth > 0) { characters.next() } else { None };
        match character {
            '"' if depth == 0 => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if depth > 0 => {
                depth -= 1;
                continue;
            }
            ';' if !is_quoted && depth == 0 => {
                pieces.push(String::new());
                continue;
            }
            _ => {}
        }
        // Of a fold only the blanks belong to the value.
        if depth == 0
            && !matches!(character, '\r' | '\n')
            && let Some(piece) = pieces.last_mut()
        {
            piece.push(character);
            piece.extend(escaped);
        }
    }
    pieces
}

/// A value without its quotes and escapes. One whose closing quote is missing ends with the field.
fn unquoted(value: &str) -> String {
    let Some(inner) = value.strip_prefix('"') else { return value.to_owned() };
    let mut text = String::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => text.extend(characters.next()),
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::Described;

    #[test]
    fn parameters_are_read_in_every_form() {
        let read = |value: &str| Described::read(value);
        let html = read(" Text/HTML (yes; really) ; charset=\"UTF-8\"; Boundary = \"a;b \\\" c\" ");
        assert_eq!(html.word, "text/html");
        assert_eq!(
            (html.parameter("charset"), html.parameter("boundary")),
            (Some("UTF-8"), Some("a;b \" c"))
        );
        assert_eq!(html.parameter("format"), None);
        let file = read("attachment; filename*1*=%A9.pdf; filename=old.pdf;\r\n filename*0*=utf-8'de'caf%C3");
        assert_eq!(file.parameter("filename"), Some("café.pdf"));
        assert_eq!(read("x; name*0=\"one \"; name*1=two").parameter("name"), Some("one two"));
        assert_eq!(read("x; name*=iso-8859-1''%E9t%E9").parameter("name"), Some("été"));
        assert_eq!(read("multipart/mixed; boundary=\"open").parameter("boundary"), Some("open"));
        assert_eq!(read("multipart/mixed;\r\n\tboundary=\"=_a\r\n b\"").parameter("boundary"), Some("=_a b"));
        assert_eq!(read("").word, "");
        assert_eq!(read("; ;=;*=;a*=;\"").word, "");
    }
}
