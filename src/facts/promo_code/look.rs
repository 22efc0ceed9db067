//! What has the look of a promo code. Knows nothing of the words around it.

/// Words in capitals that follow a cue and are no code.
const NO_CODES: &[&str] = &[
    "HTML",
    "CSS",
    "JSON",
    "HTTP",
    "NOW",
    "HERE",
    "BELOW",
    "ABOVE",
    "AT",
    "SHOP",
    "SALE",
    "FREE",
    "WITH",
    "WHEN",
    "YOUR",
    "THIS",
    "THAT",
    "TODAY",
    "ONLY",
    "CHECKOUT",
    "FROM",
    "INTO",
    "SAVE",
    "SHOP-NOW",
    "NEEDED",
    "REQUIRED",
    "EXPIRES",
    "ENDS",
    "APPLIED",
    "AUTOMATICALLY",
    "FOR",
    "AND",
    "THE",
    "VALID",
    "EINGEBEN",
    "EINLÖSEN",
    "AN",
    "JETZT",
    "GILT",
    "SICHERN",
];

/// Signs right before a word that make it part of something else.
pub(super) const BINDING: &[u8] = b"#@/$%";

/// Whether a text has the look of a code: 4 to 20 letters, digits, `-` and `_`, with a digit or all in capitals.
pub(in crate::facts) fn is_code(text: &str) -> bool {
    let is_short = (4..=20).contains(&text.len());
    if !is_short || !text.bytes().all(|byte| is_sign(byte) || byte == b'-') {
        return false;
    }
    let has_letter = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let is_upper = text.bytes().all(|byte| !byte.is_ascii_lowercase());
    has_letter
        && (has_digit || is_upper)
        && !text.starts_with(['-', '_'])
        && !text.ends_with(['-', '_'])
        && !NO_CODES.contains(&text)
}

/// Cheap test before any word is looked at: whether anything in the text has the look of a code and no sign before it
/// that says otherwise, as in the last part of an address. What has no letter is one only within quotes.
pub(super) fn may_hold_a_code(text: &str) -> bool {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let mut at = 0;
    while let Some(found) = next_loud(bytes, at) {
        let (mut start, mut end) = (found, found);
        while start > 0
            && (is_sign(byte(start - 1)) || byte(start - 1) == b'-' && start > 1 && is_sign(byte(start - 2)))
        {
            start -= 1;
        }
        while is_sign(byte(end)) || byte(end) == b'-' && is_sign(byte(end + 1)) {
            end += 1;
        }
        // No word begins with a hyphen, so that what stands before one is not before the word.
        while start < end && byte(start) == b'-' {
            start += 1;
        }
        let word = bytes.get(start..end).unwrap_or_default();
        let before = start.checked_sub(1).map_or(b' ', byte);
        let is_code = word.len() >= 4
            && (word.iter().any(u8::is_ascii_digit) || !word.iter().any(u8::is_ascii_lowercase))
            && (word.iter().any(u8::is_ascii_alphabetic) || !matches!(before, b' ' | b'\n'));
        if is_code && !BINDING.contains(&before) {
            return text.len() >= 8;
        }
        at = end.max(found + 1);
    }
    false
}

const fn is_sign(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The next byte from `from` on that is a digit, or a capital or joint with another one behind it: a code has a digit, or
/// capitals throughout. Looks at many bytes at once.
fn next_loud(bytes: &[u8], from: usize) -> Option<usize> {
    const STEP: usize = 32;
    let is_loud = |byte: u8| byte.is_ascii_uppercase() | (byte == b'_') | (byte == b'-');
    let is_found = |(one, next): (&u8, &u8)| one.is_ascii_digit() | is_loud(*one) & is_loud(*next);
    let rest = bytes.get(from..)?;
    let nexts = rest.get(1..)?;
    let pairs = rest.chunks(STEP).zip(nexts.chunks(STEP)).enumerate();
    for (number, (ones, nexts)) in pairs {
        let pairs = || ones.iter().zip(nexts);
        if pairs().fold(false, |found, pair| found | is_found(pair)) {
            return Some(from + number * STEP + pairs().position(is_found)?);
        }
    }
    // The last byte has none behind it.
    rest.last().filter(|last| last.is_ascii_digit()).map(|_| bytes.len() - 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::super::{stands_free, words};
    use super::{is_code, may_hold_a_code};

    proptest! {
        #[test]
        fn the_cheap_test_misses_no_code(text in "[ab ABZ09_#/é€.-]{0,24}") {
            let found = words(&text).into_iter().find(|range| {
                text.get(range.clone()).is_some_and(is_code) && stands_free(&text, range)
            });
            prop_assert!(found.is_none() || text.len() < 8 || may_hold_a_code(&text), "{:?}", found);
        }
    }
}
