//! Cuts a text into numbers, words and signs, with what the words may mean. Knows nothing of how dates are built.

use std::ops::Range;

use super::words::{self, Languages, Sense};
use crate::text::word_index::Word;

/// A part of a text.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: Kind,
    /// Whether white space, or the start of the text, is before it.
    pub(super) is_spaced: bool,
    /// Whether a line starts with it.
    pub(super) starts_line: bool,
}

/// What a part of a text is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Digits: the value, and how many there are. More digits than a date can have make the value the largest.
    Number(u32, u8),
    /// Letters.
    Word {
        /// What they may mean, in any language.
        senses: &'static [Sense],
        /// Whether the first letter is a capital.
        is_capital: bool,
    },
    /// Anything else, white space left out.
    Sign(char),
}

/// Longest word that is looked up, in bytes of its folded form.
const LONGEST: usize = 24;

/// The parts of a text whose words are in one of `languages`.
pub(super) fn tokens(text: &str, languages: Languages) -> Vec<Token> {
    // Words of most languages have five letters and a blank.
    let mut tokens = Vec::with_capacity(text.len() / 5 + 4);
    let mut at = 0;
    let mut is_spaced = true;
    let mut starts_line = true;
    let mut folded = String::new();
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at).copied() {
        let character = if byte.is_ascii() {
            char::from(byte)
        } else {
            text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default()
        };
        if is_blank(character) {
            starts_line |= character == '\n';
            is_spaced = true;
            at += character.len_utf8();
            continue;
        }
        let (end, kind) = if character.is_ascii_digit() {
            number(text, at)
        } else if character.is_alphabetic() {
            word(text, at, languages, &mut folded)
        } else {
            (at + character.len_utf8(), Kind::Sign(character))
        };
        tokens.push(Token { range: at..end, kind, is_spaced, starts_line });
        at = end;
        is_spaced = false;
        starts_line = false;
    }
    tokens
}

fn number(text: &str, at: usize) -> (usize, Kind) {
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let value = rest.get(..length).and_then(|digits| digits.parse().ok()).unwrap_or(u32::MAX);
    (at + length, Kind::Number(value, u8::try_from(length).unwrap_or(u8::MAX)))
}

fn word(text: &str, at: usize, languages: Languages, folded: &mut String) -> (usize, Kind) {
    let end = word_end(text, at);
    let written = text.get(at..end).unwrap_or_default();
    let is_capital = written.starts_with(char::is_uppercase);
    if !words::may_be_known(written) {
        return (end, Kind::Word { senses: &[], is_capital });
    }
    fold(written, folded);
    let Some(entry) = words::entry(folded) else {
        return (end, Kind::Word { senses: &[], is_capital });
    };
    for phrase in &entry.phrases {
        if languages.hold(phrase.language)
            && let Some(end) = phrase_end(text, end, &phrase.rest)
        {
            return (end, Kind::Word { senses: std::slice::from_ref(&phrase.sense), is_capital });
        }
    }
    (end, Kind::Word { senses: &entry.senses, is_capital })
}

fn word_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let plain = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    if rest.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        return at + plain;
    }
    at + rest.find(|character: char| !is_letter(character)).unwrap_or(rest.len())
}

fn is_letter(character: char) -> bool {
    character.is_alphabetic() || ('\u{300}'..='\u{36F}').contains(&character)
}

fn is_blank(character: char) -> bool {
    // Directional marks stand in the output of formatters and are no part of a date.
    character.is_whitespace() || matches!(character, '\u{200E}' | '\u{200F}' | '\u{200B}' | '\u{202F}')
}

/// Where a phrase ends whose first word ends at `at` and whose other words are `rest`.
fn phrase_end(text: &str, mut at: usize, rest: &[&str]) -> Option<usize> {
    let mut folded = String::new();
    for wanted in rest {
        let tail = text.get(at..)?;
        let is_gap = |character: char| {
            is_blank(character)
                || matches!(character, '-' | '\u{2010}' | '\u{2011}' | '\'' | '\u{2019}' | '.')
        };
        let gap: usize = tail.chars().take(4).take_while(|next| is_gap(*next)).map(char::len_utf8).sum();
        if gap == 0 {
            return None;
        }
        let end = word_end(text, at + gap);
        let written = text.get(at + gap..end)?;
        let is_wanted = if written.is_ascii() {
            written.eq_ignore_ascii_case(wanted)
        } else {
            fold(written, &mut folded);
            folded == *wanted
        };
        if !is_wanted {
            return None;
        }
        at = end;
    }
    Some(at)
}

/// Writes a word in lower case without accents into `folded`; nothing where it is longer than any known word.
pub(super) fn fold(word: &str, folded: &mut String) {
    folded.clear();
    if word.len() > 2 * LONGEST {
        return;
    }
    if word.is_ascii() {
        if word.len() <= LONGEST {
            folded.push_str(word);
            folded.make_ascii_lowercase();
        }
        return;
    }
    for character in word.chars().flat_map(char::to_lowercase) {
        match character {
            '\u{300}'..='\u{36F}' => {}
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => folded.push('u'),
            'ß' => folded.push_str("ss"),
            other => folded.push(other),
        }
    }
    if folded.len() > LONGEST {
        folded.clear();
    }
}

/// Whether a text, which has these words, tells a day by one of them, alone or with others.
pub(super) fn may_tell_a_day(text: &str, own: &[Word], languages: Languages) -> bool {
    let mut folded = String::new();
    let mut is_telling = |word: &str| {
        fold(word, &mut folded);
        words::tells(&folded, languages)
    };
    own.iter().filter(|word| words::may_tell(**word)).any(|word| {
        let mut parts = word.of(text).split(|character| !is_letter(character));
        parts.any(|part| !part.is_empty() && is_telling(part))
    })
}
