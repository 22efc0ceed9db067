//! Emoji as readers see them: sequences of modifiers, joiners, flags and keycaps are one (Unicode Technical Standard 51).
//! Knows nothing of what they count.

use icu_properties::CodePointSetData;
use icu_properties::props::{Emoji, EmojiModifier, RegionalIndicator};

use crate::text::social::char_at;

const JOINER: char = '\u{200D}';
const TEXT_STYLE: char = '\u{FE0E}';
const EMOJI_STYLE: char = '\u{FE0F}';
const KEYCAP: char = '\u{20E3}';

/// Where the emoji that begins at `at` ends; `None` where none does. Sequences are taken by their form, whether a font
/// draws them as one or not.
#[must_use]
pub fn emoji_end(text: &str, at: usize) -> Option<usize> {
    let first = char_at(text, at)?;
    if first < '\u{A9}' {
        let styled = skip(text, at + 1, |c| c == EMOJI_STYLE);
        let is_key = matches!(first, '0'..='9' | '#' | '*');
        return is_key.then(|| one(text, styled, |c| c == KEYCAP)).flatten();
    }
    let mut end = element_end(text, at)?;
    while let Some(next) = one(text, end, |c| c == JOINER).and_then(|joined| element_end(text, joined)) {
        end = next;
    }
    Some(end)
}

/// Where one emoji without joiners ends: a flag, or a picture with its modifier, style or tags.
fn element_end(text: &str, at: usize) -> Option<usize> {
    let first = char_at(text, at)?;
    let end = at + first.len_utf8();
    if is_flag_letter(first) {
        return Some(one(text, end, is_flag_letter).unwrap_or(end));
    }
    if first.is_ascii() || !CodePointSetData::new::<Emoji>().contains(first) {
        return None;
    }
    let next = char_at(text, end);
    match next {
        Some(TEXT_STYLE) => None,
        Some(EMOJI_STYLE) => {
            let styled = end + EMOJI_STYLE.len_utf8();
            Some(one(text, styled, |c| c == KEYCAP).unwrap_or(styled))
        }
        // These are signs of writing unless their style says otherwise.
        _ if matches!(first, '©' | '®' | '™' | '♟') => None,
        Some(modifier) if CodePointSetData::new::<EmojiModifier>().contains(modifier) => {
            let styled = end + modifier.len_utf8();
            Some(skip(text, styled, |c| c == EMOJI_STYLE))
        }
        Some('\u{E0020}'..='\u{E007E}') => {
            let tags = skip(text, end, |c| matches!(c, '\u{E0020}'..='\u{E007E}'));
            Some(one(text, tags, |c| c == '\u{E007F}').unwrap_or(end))
        }
        _ => Some(end),
    }
}

fn is_flag_letter(character: char) -> bool {
    CodePointSetData::new::<RegionalIndicator>().contains(character)
}

/// The place behind the character at `at`, if it is a wanted one.
fn one(text: &str, at: usize, is_wanted: impl Fn(char) -> bool) -> Option<usize> {
    char_at(text, at).filter(|character| is_wanted(*character)).map(|character| at + character.len_utf8())
}

/// The place behind the wanted characters at `at`.
fn skip(text: &str, at: usize, is_wanted: impl Fn(char) -> bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + (rest.len() - rest.trim_start_matches(is_wanted).len())
}
