//! What a date is for, by the words around it. Knows nothing of dates.

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

/// The role of the date between two texts.
pub(super) fn of(before: &str, after: &str) -> DateRole {
    let before = words_of(clause_before(before));
    let after = words_of(clause_after(after));
    let said = role_before(&before).or_else(|| role_after(&after));
    said.unwrap_or(DateRole::Other)
}

fn words_of(text: &str) -> Vec<String> {
    let mut folded = String::new();
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            super::lex::fold(word, &mut folded);
            folded.clone()
        })
        .collect()
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
fn role_before(words: &[String]) -> Option<DateRole> {
    let mut is_beside = true;
    for end in (words.len().saturating_sub(MAX_BETWEEN)..=words.len()).rev() {
        let head = words.get(..end)?;
        let found = BEFORE
            .iter()
            .filter(|(_, reach, _)| is_beside || *reach == Reach::Clause)
            .flat_map(|(role, _, cues)| cues.iter().map(move |cue| (*role, *cue)))
            .filter(|(_, cue)| ends_with(head, cue))
            .max_by_key(|(_, cue)| cue.len());
        if let Some((role, _)) = found {
            return Some(role);
        }
        is_beside &= head.last().is_some_and(|word| FILLERS.contains(&word.as_str()));
    }
    None
}

fn role_after(words: &[String]) -> Option<DateRole> {
    AFTER.iter().find(|(_, _, cues)| cues.iter().any(|cue| starts_with(words, cue))).map(|(role, ..)| *role)
}

fn ends_with(words: &[String], cue: &str) -> bool {
    // Most cues end with another word.
    if !words.last().is_some_and(|last| cue.ends_with(last.as_str())) {
        return false;
    }
    let count = cue.split(' ').count();
    let Some(start) = words.len().checked_sub(count) else { return false };
    words.get(start..).is_some_and(|tail| tail.iter().map(String::as_str).eq(cue.split(' ')))
}

fn starts_with(words: &[String], cue: &str) -> bool {
    if !words.first().is_some_and(|first| cue.starts_with(first.as_str())) {
        return false;
    }
    let count = cue.split(' ').count();
    words.get(..count).is_some_and(|head| head.iter().map(String::as_str).eq(cue.split(' ')))
}
