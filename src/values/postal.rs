//! Postal addresses: where one stands in a text, and the words by which two are compared. Knows nothing of markup.
//!
//! Strict: a street with a number, a postal code and a town, in the forms of the USA, Canada, the United Kingdom, Australia
//! and of most countries of Europe. What is written otherwise is not found.

mod near;
mod words;

pub use near::find_near;

use std::ops::Range;

use crate::text::fold::fold;

/// Words of an address before its code at most.
const REACH: usize = 14;
/// Words between the number and the kind of a street at most.
const MAX_NAME: usize = 5;
/// Words of the town behind a code at most.
const MAX_TOWN: usize = 4;
/// Signs before a code that name its country.
const COUNTRY_PREFIXES: [&str; 12] =
    ["D-", "DE-", "A-", "AT-", "CH-", "F-", "FR-", "I-", "IT-", "E-", "ES-", "L-"];

/// An address in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Its bytes.
    pub range: Range<usize>,
    /// Its words in the form in which they are compared.
    pub value: String,
}

/// A word and whether something ends behind it: a line, or a part at a comma.
#[derive(Clone, Copy, Debug)]
struct Word<'t> {
    text: &'t str,
    start: usize,
    ends_part: bool,
    /// Whether a line ends behind it.
    ends_line: bool,
    ends_sentence: bool,
    /// Whether a full stop is behind, which may be that of a short form.
    has_stop: bool,
}

/// A postal code: how many words before it and behind it belong to it.
struct Code {
    /// Words of the code, with a state before it.
    length: usize,
    /// Whether the town stands behind.
    is_before_town: bool,
}

/// A cheap look for anything like the digits of a postal code: at the start of a word, or behind the sign of a country, four
/// in a row, or one with a capital right behind it.
#[must_use]
pub fn may_hold_an_address(text: &str) -> bool {
    /// Bytes that are looked at together.
    const STEP: usize = 64;
    // In most texts no word begins with a digit, which is told of many bytes at once.
    let bytes = text.as_bytes();
    let begins =
        |before: u8, byte: u8| byte.is_ascii_digit() & !(before.is_ascii_alphanumeric() | (before == b'/'));
    let mut pairs = bytes.chunks(STEP).zip(bytes.get(1..).unwrap_or_default().chunks(STEP));
    let has_begun = bytes.first().is_some_and(u8::is_ascii_digit)
        || pairs.any(|(before, own)| {
            before.iter().zip(own).fold(false, |found, (before, byte)| found | begins(*before, *byte))
        });
    if !has_begun {
        return false;
    }
    let mut run: Option<u8> = Some(0);
    for byte in text.bytes() {
        run = match run {
            Some(3) if byte.is_ascii_digit() => return true,
            Some(1) if byte.is_ascii_uppercase() => return true,
            Some(length) if byte.is_ascii_digit() => Some(length + 1),
            None if byte.is_ascii_digit() => None,
            _ => may_end_a_word(byte).then_some(0),
        };
    }
    false
}

/// Whether a code may start behind a byte: it ends a word, or the sign of a country, or it is a part of what may.
fn may_end_a_word(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || byte == 0x0B
        || !byte.is_ascii()
        || matches!(byte, b',' | b';' | b'|' | b'(' | b')' | b'-')
}

/// The addresses in a text, in order, none within another. Parts may stand on lines of their own.
#[must_use]
pub fn find(text: &str) -> Vec<Found> {
    let words = split(text);
    let mut found = Vec::new();
    let mut from = 0;
    for at in 0..words.len() {
        if at < from {
            continue;
        }
        let Some(code) = code(&words, at) else { continue };
        let Some(street) = street(&words, from, at, &code) else { continue };
        let town = if code.is_before_town { town(&words, at + code.length) } else { 0 };
        if code.is_before_town && town == 0 {
            continue;
        }
        from = at + code.length + town;
        let Some(all) = words.get(street..from) else { continue };
        let Some((first, last)) = all.first().zip(all.last()) else { continue };
        found.push(Found { range: first.start..last.start + last.text.len(), value: value(all) });
    }
    found
}

fn split(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let is_between =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|' | '·' | '•' | '(' | ')' | '\u{FFFC}');
    let mut at = 0;
    for piece in text.split_inclusive(is_between) {
        let separator = piece.chars().next_back().filter(|c| is_between(*c));
        let length = piece.len() - separator.map_or(0, char::len_utf8);
        let word = piece.get(..length).unwrap_or_default();
        let bare = word.trim_end_matches(['.', '!', ':']);
        let is_dash = matches!(bare, "-" | "–" | "—");
        let is_end = is_dash || separator.is_some_and(|c| !c.is_whitespace() || c == '\n');
        if bare.is_empty() || is_dash {
            if let Some(last) = words.last_mut() {
                last.ends_part |= is_end;
                last.ends_line |= separator == Some('\n');
                last.ends_sentence |= separator == Some('\u{FFFC}');
            }
        } else {
            // Short forms are short, but for those of streets.
            let has_stop = word.ends_with('.');
            let is_short = bare.chars().count() <= 5 || bare.ends_with("str");
            let ends_sentence =
                word.ends_with(['!', ':']) || has_stop && !is_short || separator == Some('\u{FFFC}');
            let ends_line = separator == Some('\n');
            words.push(Word { text: bare, start: at, ends_part: is_end, ends_line, ends_sentence, has_stop });
        }
        at += piece.len();
    }
    words
}

fn text_at<'t>(words: &[Word<'t>], index: usize) -> &'t str {
    words.get(index).map_or("", |word| word.text)
}

/// The code that begins with the word at `at`, if one does.
fn code(words: &[Word<'_>], at: usize) -> Option<Code> {
    let (first, second, third) = (text_at(words, at), text_at(words, at + 1), text_at(words, at + 2));
    let before_is_name = at.checked_sub(1).is_some_and(|before| is_name(text_at(words, before)));
    let code = |length, is_before_town| Some(Code { length, is_before_town });
    if before_is_name {
        let is_state = |name: &str| words::STATES.iter().any(|(_, long)| *long == name);
        if words::STATES.iter().any(|(short, _)| *short == first) && is_zip(second) {
            return code(2, false);
        }
        if is_name(first) && is_zip(second) && is_state(&first.to_lowercase()) {
            return code(2, false);
        }
        if is_name(first) && is_zip(third) && is_state(&format!("{first} {second}").to_lowercase()) {
            return code(3, false);
        }
        if words::AUSTRALIAN.contains(&first) && is_digits(second, 4) {
            return code(2, false);
        }
        let is_british =
            shape(first, &["A0", "A00", "AA0", "AA00", "A0A", "AA0A"]) && shape(second, &["0AA"]);
        if is_british || shape(first, &["A0A"]) && shape(second, &["0A0"]) {
            return code(2, false);
        }
    }
    if is_digits(first, 4) && shape(second, &["AA"]) && is_name(third) {
        return code(2, true);
    }
    let number = bare_code(first);
    let is_code = is_digits(number, 5)
        || is_digits(number, 4) && !number.starts_with("20") && !number.starts_with("19");
    let is_open = words.get(at).is_some_and(|word| !word.ends_part);
    let is_amount = words::AMOUNTS.contains(&second.to_lowercase().as_str());
    (is_code && is_open && is_name(second) && !is_amount).then_some(Code { length: 1, is_before_town: true })
}

/// A code without the country before it.
fn bare_code(word: &str) -> &str {
    COUNTRY_PREFIXES.iter().find_map(|prefix| word.strip_prefix(prefix)).unwrap_or(word)
}

/// How many words the town takes that begins at `at`.
fn town(words: &[Word<'_>], at: usize) -> usize {
    let mut count = 0;
    let mut is_name_last = false;
    while let Some(word) = words.get(at + count).filter(|_| count < MAX_TOWN) {
        let lower = word.text.to_lowercase();
        let is_particle = words::PARTICLES.contains(&lower.as_str());
        if count > 0 && !is_name(word.text) && (!is_particle || word.ends_part) {
            break;
        }
        count += 1;
        is_name_last = is_name(word.text);
        if word.ends_part || word.ends_sentence || word.has_stop && word.text.chars().count() > 2 {
            break;
        }
    }
    // A particle goes on or is none.
    if is_name_last { count } else { count.saturating_sub(1) }
}

/// The word with which the street begins that belongs to the code at `at`.
fn street(words: &[Word<'_>], from: usize, at: usize, code: &Code) -> Option<usize> {
    let first = at.saturating_sub(REACH).max(from);
    (first..at).find(|index| {
        let Some(end) = street_end(words, *index, at, code) else { return false };
        let between = words.get(end..at).unwrap_or_default();
        let limit = if code.is_before_town { 4 } else { 9 };
        let Some(own) = words.get(*index..end) else { return false };
        let is_whole = own.iter().all(|word| !word.ends_sentence);
        // The town stands between the street and the code, or the code follows behind a comma or on the next line.
        let is_parted =
            !code.is_before_town || own.last().is_some_and(|word| word.ends_part) || !between.is_empty();
        is_whole
            && is_parted
            && between.len() <= limit
            && between.iter().all(may_stand_between)
            && (code.is_before_town || !between.is_empty())
    })
}

/// Whether a word may stand between the street and the code: towns, counties, suites.
fn may_stand_between(word: &Word<'_>) -> bool {
    let lower = word.text.to_lowercase();
    let is_number =
        word.text.trim_start_matches('#').bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    !word.ends_sentence
        && (is_name(word.text)
            || is_number && word.text.len() <= 6
            || words::UNITS.contains(&lower.as_str())
            || words::PARTICLES.contains(&lower.as_str())
            || word.text.chars().count() == 1)
}

/// Where the street ends that begins with the word at `index`, for the code at `at`; `None` where none begins.
fn street_end(words: &[Word<'_>], index: usize, at: usize, code: &Code) -> Option<usize> {
    let word = words.get(index)?;
    let lower = word.text.to_lowercase();
    let next = words.get(index + 1)?;
    let house_behind = |from: usize, reach: usize| {
        let until = at.min(from + reach);
        let house = (from..until).find(|later| is_house(text_at(words, *later)))?;
        let names = words.get(from..house)?;
        let is_name_word = |word: &Word<'_>| {
            is_name(word.text) || words::PARTICLES.contains(&word.text.to_lowercase().as_str())
        };
        names.iter().all(is_name_word).then_some(house + 1)
    };
    if lower == "box" && is_house(next.text) {
        return Some(index + 2);
    }
    if matches!(lower.as_str(), "po" | "p.o") && next.text.eq_ignore_ascii_case("box") {
        return is_house(text_at(words, index + 2)).then_some(index + 3);
    }
    let before = index.checked_sub(1).map_or("", |before| text_at(words, before));
    let is_year = matches!(before.to_lowercase().as_str(), "©" | "copyright");
    if is_house(word.text) && !is_year {
        return numbered_street(words, index, at, code);
    }
    if word.ends_part || !is_name(word.text) && !words::LEADS.contains(&lower.as_str()) {
        return None;
    }
    if words::ENDS.iter().any(|end| lower.ends_with(end)) {
        return (is_house(next.text)).then_some(index + 2);
    }
    // `Große Elbstraße 12`, `Calle Mayor, 5`, `Am Hafen 12`.
    if code.is_before_town
        && (words::PLACES.contains(&lower.as_str()) || words::LEADS.contains(&lower.as_str()))
    {
        return house_behind(index + 1, MAX_NAME);
    }
    let is_second = words::ENDS.iter().any(|end| next.text.to_lowercase().ends_with(end));
    (code.is_before_town && is_second && !next.ends_part && is_house(text_at(words, index + 2)))
        .then_some(index + 3)
}

/// Where a street ends whose number, the word at `index`, stands first.
fn numbered_street(words: &[Word<'_>], index: usize, at: usize, code: &Code) -> Option<usize> {
    // A number on a line of its own is a year, or an amount.
    if words.get(index)?.ends_line {
        return None;
    }
    let mut first = index + 1;
    if words::PARTICLES.iter().any(|word| matches!(*word, "bis" | "ter") && text_at(words, first) == *word) {
        first += 1;
    }
    if words::LEADS.contains(&text_at(words, first).to_lowercase().as_str()) && code.is_before_town {
        let part_end = (first..at).find(|later| words.get(*later).is_some_and(|word| word.ends_part));
        return Some(part_end.map_or(at, |end| end + 1)).filter(|end| *end > first + 1);
    }
    let mut is_whole_part = None;
    for later in first..at.min(first + MAX_NAME) {
        let word = words.get(later)?;
        let lower = word.text.to_lowercase();
        if later > first && words::TYPES.contains(&lower.as_str()) && is_name(word.text) {
            return Some(later + 1);
        }
        let is_ordinal =
            word.text.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) && is_name(word.text);
        if !(is_name(word.text) || is_ordinal || words::PARTICLES.contains(&lower.as_str())) {
            return None;
        }
        if word.ends_part {
            is_whole_part = Some(later + 1);
            break;
        }
    }
    // `100 Broadway,` has no kind; only codes that nothing else looks like tell that it is a street.
    is_whole_part.filter(|_| !code.is_before_town)
}

/// A number of a house: `12`, `12a`, `12-14`.
fn is_house(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = word.get(digits..).unwrap_or_default();
    let is_short =
        |more: &str| (1..=4).contains(&more.len()) && more.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_range = || rest.strip_prefix(['-', '/', '–']).is_some_and(is_short);
    let is_lettered = || rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_alphabetic());
    (1..=5).contains(&digits) && (rest.is_empty() || is_lettered() || is_range())
}

/// A word with a capital, or an ordinal, as towns and streets have.
fn is_name(word: &str) -> bool {
    let is_ordinal = || {
        word.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
            && ["st", "nd", "rd", "th"].iter().any(|end| word.ends_with(end))
    };
    let letters = word.trim_start_matches(['\'', '’', '"', '“']);
    let elided = ["d'", "l'", "d’", "l’"].iter().find_map(|article| letters.strip_prefix(article));
    elided.unwrap_or(letters).chars().next().is_some_and(char::is_uppercase) || is_ordinal()
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

/// The words of an address in the form in which they are compared.
fn value(words: &[Word<'_>]) -> String {
    let mut all: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        // The four digits behind a code of the USA name a part of the same place.
        let text = if is_zip(word.text) {
            word.text.split('-').next().unwrap_or_default()
        } else {
            bare_code(word.text)
        };
        let folded = fold(text).text.replace('.', "");
        let number = folded.strip_prefix('#').filter(|rest| !rest.is_empty());
        if let Some(number) = number {
            all.extend(["ste".to_owned(), number.to_owned()]);
            continue;
        }
        let short =
            words::SHORT.iter().find(|(long, _)| *long == folded).map(|(_, short)| (*short).to_owned());
        let trimmed = ["straße", "strasse"]
            .iter()
            .find_map(|end| folded.strip_suffix(end))
            .map(|name| format!("{name}str"));
        all.push(short.or(trimmed).unwrap_or(folded));
    }
    let joined = all.join(" ");
    // Only a state of several words or of one long word is left.
    for (short, long) in words::STATES {
        let Some((head, zip)) = joined.rsplit_once(' ') else { break };
        if is_digits(zip, 5)
            && let Some(head) = head.strip_suffix(long).filter(|head| head.ends_with(' '))
        {
            return format!("{head}{} {zip}", short.to_lowercase());
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::{find, may_hold_an_address};

    fn values(text: &str) -> Vec<String> {
        if !may_hold_an_address(text) {
            return Vec::new();
        }
        find(text).into_iter().map(|found| found.value).collect()
    }

    #[test]
    fn the_forms_of_one_address_are_one_value() {
        for text in [
            "Harbor & Pine, 123 Harbor St, Suite 400, Portland, OR 97201, USA",
            "123 Harbor Street\nSte. 400\nPortland, Oregon 97201-1234",
            "123 Harbor St. #400 · Portland OR 97201. All rights reserved.",
            "© 2026 Harbor & Pine Inc., 123 Harbor St, Suite 400, Portland, OR 97201",
            "Copyright 2026 Harbor Inc., 123 Harbor St, Suite 400, Portland, OR 97201",
        ] {
            assert_eq!(values(text), ["123 harbor st ste 400 portland or 97201"], "{text}");
        }
        for text in [
            "Hafenstraße 12, 20457 Hamburg",
            "Hafenstr. 12\nD-20457 Hamburg",
            "Hafenstrasse 12 | 20457 Hamburg",
        ] {
            assert_eq!(values(text), ["hafenstr 12 20457 hamburg"], "{text}");
        }
        for text in
            ["12 avenue de la République, 75011 Paris", "12, av. de la République\n75011 Paris, France"]
        {
            assert_eq!(values(text), ["12 ave de la république 75011 paris"], "{text}");
        }
    }

    #[test]
    fn addresses_of_many_countries_are_found() {
        for (text, expected) in [
            ("10 Downing Street, London SW1A 2AA", "10 downing st london sw1a 2aa"),
            ("80 Spadina Ave, Toronto, ON M5V 2J4", "80 spadina ave toronto on m5v 2j4"),
            ("1 George Street, Sydney NSW 2000", "1 george st sydney nsw 2000"),
            ("100 Broadway, New York, NY 10005", "100 broadway new york ny 10005"),
            ("P.O. Box 12, Salem, OR 97301", "po box 12 salem or 97301"),
            ("Calle Mayor, 5, 28013 Madrid", "calle mayor 5 28013 madrid"),
            ("C/ Mayor 5\n28013 Madrid", "calle mayor 5 28013 madrid"),
            ("Via Roma 5, 00184 Roma", "via roma 5 00184 roma"),
            ("Große Elbstraße 12a, 22767 Hamburg", "große elbstr 12a 22767 hamburg"),
            ("Am Hafen 3\n20457 Hamburg", "am hafen 3 20457 hamburg"),
            ("Keizersgracht 12, 1015 CJ Amsterdam", "keizersgracht 12 1015 cj amsterdam"),
            ("Hauptstraße 1, 60311 Frankfurt am Main. Mehr", "hauptstr 1 60311 frankfurt am main"),
            ("100 1st Ave, Suite 5, Portland, ME 04101", "100 1st ave ste 5 portland me 04101"),
        ] {
            assert_eq!(values(text), [expected], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_addresses() {
        for text in [
            "Order 12345 Berlin ships in 3 days",
            "In 2026 Harbor sold 10000 Desks on 4 Continents",
            "20 Desks in CA for 90210 Dollars",
            "Save 30 Percent, code AB12 3CD",
            "Visit us in Portland, OR 97201",
            "We sold 12 desks. Portland, OR 97201",
            "20457 Hamburg",
            "Desk 5, 12345 Units",
            "The 120 Harbor Street desks are 1200 mm wide",
        ] {
            assert_eq!(values(text), [""; 0], "{text}");
        }
    }
}
