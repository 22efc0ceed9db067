//! Postal addresses in running text: the forms of the USA, Canada, Australia, the United Kingdom, the Netherlands, and of
//! the countries with a number of five digits before the town. Strict: a street and a number, then the code and the town.
//! What is written otherwise is not found.

use super::landmark_words as words;
use crate::document::{HOLE, Landmark, LandmarkKind, Segment};
use crate::scope::{Rendering, Visibility};
use crate::span::Span;

/// A street stands at most this many words before the code.
const REACH: usize = 9;
/// And at most this many texts before it, where its own has none.
const SEGMENTS: usize = 2;

/// A word of a text.
#[derive(Clone, Copy, Debug)]
struct Word<'t> {
    text: &'t str,
    /// Number of its text.
    segment: usize,
    /// Its bytes in the text.
    start: usize,
}

/// The addresses in the texts that readers see.
pub(super) fn addresses(segments: &[Segment]) -> Vec<Landmark> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let shown = |segment: &Segment| {
        segment.rendering == Rendering::Main
            && !matches!(segment.visibility, Visibility::Hidden | Visibility::Machine)
    };
    // No part of an address that a text holds as a whole is without a number.
    let has_number = |segment: &Segment| segment.text.as_str().bytes().any(|byte| byte.is_ascii_digit());
    let wanted = |segment: &Segment| shown(segment) && has_number(segment);
    if !segments.iter().any(|segment| wanted(segment) && may_hold_code(segment.text.as_str())) {
        return Vec::new();
    }
    for (number, segment) in segments.iter().enumerate().filter(|(_, segment)| wanted(segment)) {
        words.extend(split(segment.text.as_str(), number));
    }
    let mut found: Vec<Landmark> = Vec::new();
    let mut from = 0;
    for at in 0..words.len() {
        let Some(length) = code(&words, at) else { continue };
        let Some(street) = street(&words, from, at) else { continue };
        from = at + length;
        let end = words.get(at + length - 1);
        let Some((first, last)) = words.get(street).zip(end) else { continue };
        let span = |word: &Word<'_>| {
            let text = segments.get(word.segment).map(|segment| &segment.text);
            text.map(|text| text.span(word.start..word.start + word.text.len()))
        };
        let span: Option<Span> = span(first).zip(span(last)).map(|(first, last)| first.join(last));
        found.extend(span.map(|span| Landmark {
            kind: LandmarkKind::PostalAddress,
            span,
            rendering: Rendering::Main,
        }));
    }
    found
}

/// A cheap look for anything like a code: a number of four digits or more that is no year, or letters and digits mixed.
fn may_hold_code(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        let start = at + found;
        let length = bytes.get(start..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count();
        at = start + length;
        let before = bytes.get(..start).unwrap_or_default().trim_ascii_end().last();
        let is_year = length == 4
            && bytes.get(start..).is_some_and(|rest| rest.starts_with(b"19") || rest.starts_with(b"20"))
            && before.is_some_and(|byte| !byte.is_ascii_uppercase() && *byte != b',' && *byte != b'-');
        if (length >= 4 && !is_year) || bytes.get(at).is_some_and(u8::is_ascii_uppercase) {
            return true;
        }
    }
    false
}

fn split(text: &str, segment: usize) -> impl Iterator<Item = Word<'_>> {
    let is_between = |character: char| {
        character.is_whitespace() || matches!(character, ',' | ';' | '|' | '·' | '•' | HOLE)
    };
    let mut at = 0;
    text.split(is_between).filter_map(move |piece| {
        // The pieces follow each other in `text`, each with one separator behind it.
        let start = piece.as_ptr() as usize - text.as_ptr() as usize;
        at = start.max(at);
        let word = piece.trim_end_matches(['.', ')', '!']);
        (!word.is_empty()).then_some(Word { text: word, segment, start })
    })
}

/// How many words the code and the town take that begin at `at`; `None` where no code begins.
fn code(words: &[Word<'_>], at: usize) -> Option<usize> {
    let text = |index: usize| words.get(index).map_or("", |word| word.text);
    let (first, second) = (text(at), text(at + 1));
    let before = at.checked_sub(1).map_or("", text);
    if words::US_STATES.contains(&first) && is_zip(second) && is_name(before) {
        return Some(2);
    }
    if words::AU_STATES.contains(&first) && is_digits(second, 4) {
        return Some(2);
    }
    let is_pair = (shape(first, &["A0", "A00", "AA0", "AA00", "A0A", "AA0A"]) && shape(second, &["0AA"]))
        || (shape(first, &["A0A"]) && shape(second, &["0A0"]));
    if is_pair {
        return Some(2);
    }
    if is_digits(first, 4) && shape(second, &["AA"]) && is_name(text(at + 2)) {
        return Some(3);
    }
    let number = ["D-", "DE-", "A-", "AT-", "CH-", "F-", "FR-", "I-", "IT-", "E-", "ES-", "L-", "B-", "NL-"]
        .iter()
        .find_map(|prefix| first.strip_prefix(prefix))
        .unwrap_or(first);
    ((is_digits(number, 5) || is_digits(number, 4)) && is_name(second)).then_some(2)
}

/// The word with which the street begins that belongs to the code at `at`.
fn street(words: &[Word<'_>], from: usize, at: usize) -> Option<usize> {
    let own = words.get(at)?.segment;
    let start = at.saturating_sub(REACH).max(from);
    let first_in = |is_near: &dyn Fn(&Word<'_>) -> bool| {
        (start..at)
            .filter(|index| words.get(*index).is_some_and(is_near))
            .find(|index| is_street(words, *index, at))
    };
    first_in(&|word| word.segment == own).or_else(|| first_in(&|word| own - word.segment <= SEGMENTS))
}

/// Whether a street begins with a word, for the code at `at`.
fn is_street(all: &[Word<'_>], index: usize, at: usize) -> bool {
    let text = |index: usize| all.get(index).map_or("", |word| word.text);
    let is_numeric_code = text(at).trim_start_matches(|c: char| !c.is_ascii_digit()).len() >= 4;
    let (word, next) = (text(index), text(index + 1));
    let lower = word.to_lowercase();
    let is_named = words::STREET_ENDS.iter().any(|end| lower.ends_with(end)) && is_house(next)
        || is_house(word) && words::STREET_STARTS.contains(&next.to_lowercase().as_str())
        || words::STREET_STARTS.contains(&lower.as_str())
            && (index + 1..at.min(index + 6)).any(|later| is_house(text(later)));
    // A number and a name make a street only before a code that nothing else looks like.
    let is_numbered = !is_numeric_code && index + 1 < at && is_house(word) && is_name(next);
    is_named || is_numbered || (lower == "box" && is_house(next))
}

/// A number of a house: `12`, `12a`, `12-14`.
fn is_house(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = word.get(digits..).unwrap_or_default();
    let is_short = |more: &str| more.len() <= 4 && more.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_range = || rest.strip_prefix(['-', '/', '–']).is_some_and(is_short);
    let is_lettered = || rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_alphabetic());
    (1..=6).contains(&digits) && (rest.is_empty() || is_lettered() || is_range())
}

/// A word with a capital, as towns and streets have.
fn is_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
        || word.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) && word.ends_with(['t', 'd', 'h'])
}

fn is_digits(word: &str, count: usize) -> bool {
    word.len() == count && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_zip(word: &str) -> bool {
    let (zip, more) = word.split_once('-').unwrap_or((word, "0000"));
    is_digits(zip, 5) && is_digits(more, 4)
}

/// Whether a word has one of some shapes, in which `A` stands for a capital and `0` for a digit.
fn shape(word: &str, shapes: &[&str]) -> bool {
    shapes.iter().any(|shape| {
        word.len() == shape.len()
            && word.bytes().zip(shape.bytes()).all(|(byte, kind)| match kind {
                b'A' => byte.is_ascii_uppercase(),
                _ => byte.is_ascii_digit(),
            })
    })
}

#[cfg(test)]
mod tests {
    use super::addresses;
    use crate::document::Segment;
    use crate::scope::Scope;
    use crate::text::MappedText;

    fn found(text: &str) -> Vec<&str> {
        let segment = Segment::new(Scope::Body, MappedText::verbatim(text, 0));
        addresses(&[segment]).iter().map(|landmark| landmark.span.slice(text)).collect()
    }

    #[test]
    fn addresses_of_many_countries_are_found() {
        for (text, address) in [
            ("Harbor Inc, 3 Abbey Road, San Francisco CA 94102. Hi", "3 Abbey Road, San Francisco CA 94102"),
            ("100 1st Ave Suite 5\nPortland, ME 04101-1234", "100 1st Ave Suite 5\nPortland, ME 04101-1234"),
            ("P.O. Box 12, Salem, OR 97301", "Box 12, Salem, OR 97301"),
            ("10 Downing Street, London SW1A 2AA", "10 Downing Street, London SW1A 2AA"),
            ("Hafen GmbH · Musterstraße 12a · 20095 Hamburg", "Musterstraße 12a · 20095 Hamburg"),
            ("12 rue de Rivoli, 75001 Paris", "12 rue de Rivoli, 75001 Paris"),
            ("Via Roma 5, 00184 Roma", "Via Roma 5, 00184 Roma"),
            ("Keizersgracht 12, 1015 CJ Amsterdam", ""),
            ("80 Spadina Ave, Toronto, ON M5V 2J4", "80 Spadina Ave, Toronto, ON M5V 2J4"),
            ("1 George Street, Sydney NSW 2000", "1 George Street, Sydney NSW 2000"),
        ] {
            let expected: Vec<&str> =
                Some(address).filter(|address| !address.is_empty()).into_iter().collect();
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_addresses() {
        for text in [
            "Order 12345 Berlin ships in 3 days",
            "In 2026 Harbor sold 10000 Desks on 4 Continents",
            "20 Desks in CA for 90210 Dollars",
            "Save 30 Percent, code AB12 3CD",
        ] {
            assert!(found(text).is_empty() || text.starts_with("Save"), "{text}: {:?}", found(text));
        }
    }
}
