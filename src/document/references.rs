//! Character references of HTML (HTML, section 13.2.5.72 ff.): `&amp;`, `&#8364;`, `&#x20AC;`. Knows nothing of where
//! they stand.

use html5ever::data::NAMED_ENTITIES;

/// What a reference stands for: its length in bytes and one or two characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Reference {
    /// Bytes of the reference, `&` included.
    pub(super) len: usize,
    /// The characters; the second is set for a few names only.
    pub(super) characters: (char, Option<char>),
}

/// Where a reference stands: inside attributes a name without `;` is none before `=` or a letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ReferenceContext {
    /// Running text.
    Text,
    /// An attribute value.
    Attribute,
}

/// The longest name of the table is `CounterClockwiseContourIntegral;`.
const MAX_NAME: usize = 32;

/// The reference at the start of `text`, which begins with `&`; `None` where the ampersand stands for itself.
pub(super) fn reference(text: &str, context: ReferenceContext) -> Option<Reference> {
    let rest = text.strip_prefix('&')?;
    match rest.as_bytes().first()? {
        b'#' => numeric(rest),
        byte if byte.is_ascii_alphanumeric() => named(rest, context),
        _ => None,
    }
}

fn named(rest: &str, context: ReferenceContext) -> Option<Reference> {
    let bytes = rest.as_bytes();
    let mut found = None;
    for end in 1..=bytes.len().min(MAX_NAME) {
        let Some((first, second)) = rest.get(..end).and_then(|name| NAMED_ENTITIES.get(name)) else { break };
        if *first != 0 {
            let second = char::from_u32(*second).filter(|_| *second != 0);
            found = char::from_u32(*first).map(|first| (end, (first, second)));
        }
    }
    let (end, characters) = found?;
    let closed = bytes.get(end - 1) == Some(&b';');
    let next = bytes.get(end);
    if !closed
        && context == ReferenceContext::Attribute
        && next.is_some_and(|byte| *byte == b'=' || byte.is_ascii_alphanumeric())
    {
        return None;
    }
    Some(Reference { len: end + 1, characters })
}

fn numeric(rest: &str) -> Option<Reference> {
    let digits = rest.get(1..)?;
    let (radix, digits, prefix) = match digits.as_bytes().first()? {
        b'x' | b'X' => (16, digits.get(1..)?, 3),
        _ => (10, digits, 2),
    };
    let count = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    if count == 0 {
        return None;
    }
    // More than eight digits are beyond Unicode whatever they are; leading zeros are not.
    let significant = digits.get(..count)?.trim_start_matches('0');
    let value =
        if significant.len() > 8 { u32::MAX } else { u32::from_str_radix(significant, radix).unwrap_or(0) };
    let closed = usize::from(digits.as_bytes().get(count) == Some(&b';'));
    Some(Reference { len: prefix + count + closed, characters: (code_point(value), None) })
}

/// The character of a numeric reference; the C1 range stands for windows-1252, as in every browser.
fn code_point(value: u32) -> char {
    if let (0x80..=0x9F, Ok(byte)) = (value, u8::try_from(value)) {
        let (decoded, _, _) = encoding_rs::WINDOWS_1252.decode(std::slice::from_ref(&byte));
        return decoded.chars().next().unwrap_or('\u{FFFD}');
    }
    match value {
        0 => '\u{FFFD}',
        value => char::from_u32(value).unwrap_or('\u{FFFD}'),
    }
}

#[cfg(test)]
mod tests {
    use super::{Reference, ReferenceContext, reference};

    fn text(input: &str) -> Option<(usize, char)> {
        reference(input, ReferenceContext::Text).map(|Reference { len, characters }| (len, characters.0))
    }

    #[test]
    fn names_and_numbers_are_read_as_browsers_do() {
        assert_eq!(text("&amp;x"), Some((5, '&')));
        assert_eq!(text("&ampx"), Some((4, '&')));
        assert_eq!(text("&notit;"), Some((4, '¬')));
        assert_eq!(text("&notin;"), Some((7, '∉')));
        assert_eq!(text("&#8364;"), Some((7, '€')));
        assert_eq!(text("&#x20ac x"), Some((7, '€')));
        assert_eq!(text("&#128;"), Some((6, '€')));
        assert_eq!(text("&#0;"), Some((4, '\u{FFFD}')));
        assert_eq!(text("&#99999999999;"), Some((14, '\u{FFFD}')));
        assert_eq!(text("& b"), None);
        assert_eq!(text("&#;"), None);
        assert_eq!(text("&unknown;"), None);
    }

    #[test]
    fn query_strings_are_not_references() {
        assert_eq!(reference("&copy=1", ReferenceContext::Attribute), None);
        assert_eq!(reference("&copyx", ReferenceContext::Attribute), None);
        assert!(reference("&copy;=1", ReferenceContext::Attribute).is_some());
        assert!(reference("&copy", ReferenceContext::Attribute).is_some());
    }
}
