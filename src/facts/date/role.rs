//! What a date is for, by the words around it. Knows nothing of dates.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::words::{AFTER, BEFORE, Reach};
use crate::facts::DateRole;

/// Bytes of text that are looked at on each side of a date.
const REACH: usize = 72;

/// Words that may stand between a date and a cue that reaches no further than beside it.
const FILLERS: &[&str] = &[
    "the", "on", "at", "le", "el", "den", "dem", "der", "am", "este", "this", "ce", "las", "la", "il", "zum",
    "around",
];

/// Words between a date and its cue, at most.
const MAX_BETWEEN: usize = 5;

/// A cue before a date, by itself.
type OneCue = (DateRole, Reach, &'static str);

/// The cues before a date by their last words, in the order of the table.
static BY_LAST_WORD: LazyLock<FxHashMap<&str, Vec<OneCue>>> = LazyLock::new(|| {
    let mut cues: FxHashMap<&str, Vec<OneCue>> = FxHashMap::default();
    for (role, reach, words) in BEFORE {
        for cue in *words {
            let last = cue.rsplit(' ').next().unwrap_or_default();
            cues.entry(last).or_default().push((*role, *reach, cue));
        }
    }
    cues
});

/// The role of the date between two texts.
pub(super) fn of(before: &str, after: &str) -> DateRole {
    let (before, after) = (folded(clause_before(before)), folded(clause_after(after)));
    let before: Vec<&str> = before.split(' ').skip(1).collect();
    let after: Vec<&str> = after.split(' ').skip(1).collect();
    role_before(&before).or_else(|| role_after(&after)).unwrap_or(DateRole::Other)
}

/// The folded words of a text, with a blank before each.
fn folded(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 1);
    let mut folded = String::new();
    for word in text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        super::lex::fold(word, &mut folded);
        words.push(' ');
        words.push_str(&folded);
    }
    words
}

fn clause_before(text: &str) -> &str {
    let mut start = text.len().saturating_sub(REACH);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let text = text.get(start..).unwrap_or_default();
    let ends = |(at, character): (usize, char)| {
        let next = text.get(at + character.len_utf8()..).and_then(|rest| rest.chars().next());
        is_break(character, next).then_some(at + character.len_utf8())
    };
    let start = text.char_indices().rev().find_map(ends).unwrap_or(0);
    text.get(start..).unwrap_or_default()
}

fn clause_after(text: &str) -> &str {
    let mut end = REACH.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or_default();
    let ends = |(at, character): (usize, char)| {
        let next = text.get(at + character.len_utf8()..).and_then(|rest| rest.chars().next());
        (is_break(character, next) || character == ',').then_some(at)
    };
    let end = text.char_indices().find_map(ends).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn is_break(character: char, next: Option<char>) -> bool {
    match character {
        '!' | '?' | ';' | '\u{2022}' | '|' | '\n' => true,
        '.' => next.is_none_or(char::is_whitespace),
        _ => false,
    }
}

/// The role of the cue that is nearest before a date; of cues that end at one place the longest.
fn role_before(words: &[&str]) -> Option<DateRole> {
    let mut is_beside = true;
    for end in (words.len().saturating_sub(MAX_BETWEEN)..=words.len()).rev() {
        let head = words.get(..end)?;
        let cues = head.last().and_then(|last| BY_LAST_WORD.get(last)).map(Vec::as_slice);
        let found = cues
            .unwrap_or_default()
            .iter()
            .filter(|(_, reach, _)| is_beside || *reach == Reach::Clause)
            .filter(|(.., cue)| ends_with(head, cue))
            .max_by_key(|(.., cue)| cue.len());
        if let Some((role, ..)) = found {
            return Some(*role);
        }
        is_beside &= head.last().is_some_and(|word| FILLERS.contains(word));
    }
    None
}

fn role_after(words: &[&str]) -> Option<DateRole> {
    AFTER.iter().find(|(_, _, cues)| cues.iter().any(|cue| starts_with(words, cue))).map(|(role, ..)| *role)
}

fn ends_with(words: &[&str], cue: &str) -> bool {
    let Some(start) = words.len().checked_sub(cue.split(' ').count()) else { return false };
    words.get(start..).is_some_and(|tail| tail.iter().copied().eq(cue.split(' ')))
}

fn starts_with(words: &[&str], cue: &str) -> bool {
    // Most cues start with another word.
    if !words.first().is_some_and(|first| cue.starts_with(first)) {
        return false;
    }
    words.get(..cue.split(' ').count()).is_some_and(|head| head.iter().copied().eq(cue.split(' ')))
}
