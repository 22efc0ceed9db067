//! Hashtags, mentions and cashtags. Knows nothing of addresses but that their tags are not hashtags.

use std::ops::Range;

use crate::text::social::characters::{
    is_accented, is_directional, is_punctuation, is_space, is_tag, is_tag_letter,
};
use crate::text::social::{
    Entity, EntityKind, NameForm, char_at, char_before, readable, run_end, signs, urls,
};

/// Most characters of a user's name on X.
const MAX_NAME: usize = 20;

/// Most characters of a list's name behind its first letter.
const MAX_LIST_REST: usize = 24;

/// Most letters of a cashtag before its dot or underscore, and behind it.
const MAX_SYMBOL: (usize, usize) = (6, 2);

/// The hashtags of a text, those aside that are parts of addresses.
#[must_use]
pub fn hashtags(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    add_hashtags(text, &mut found);
    if found.is_empty() {
        return found;
    }
    let urls = urls(text);
    found.retain(|tag| {
        let next = urls.partition_point(|url| url.range.end <= tag.range.start);
        urls.get(next).is_none_or(|url| url.range.start >= tag.range.end)
    });
    found
}

/// Adds the hashtags of a text, wherever they stand.
pub(super) fn add_hashtags(text: &str, found: &mut Vec<Entity>) {
    let mut seen = 0;
    for (at, length) in signs(text, b'#', '＃') {
        let before = char_before(text, at);
        let start = at + length;
        let opens = before.is_none_or(|before| {
            let is_boundary = matches!(before, '\u{FE0E}' | '\u{FE0F}') || before != '&' && !is_tag(before);
            // A character that belongs to the tag before opens no other.
            is_boundary && at - before.len_utf8() >= seen
        });
        let next = char_at(text, start);
        if !opens || matches!(next, Some('\u{FE0F}' | '\u{20E3}')) {
            continue;
        }
        let end = run_end(text, start, is_tag);
        let name = text.get(start..end).unwrap_or_default();
        if !name.chars().any(is_tag_letter) {
            continue;
        }
        seen = end;
        let rest = text.get(end..).unwrap_or_default();
        if !rest.starts_with(['#', '＃']) && !rest.starts_with("://") {
            found.push(Entity { kind: EntityKind::Hashtag, range: at..end });
        }
    }
}

/// The mentions and lists of a text.
#[must_use]
pub fn mentions(text: &str, form: NameForm) -> Vec<Entity> {
    let mut found = Vec::new();
    add_mentions(text, form, &mut found);
    found
}

/// Adds the mentions and lists of a text.
pub(super) fn add_mentions(text: &str, form: NameForm, found: &mut Vec<Entity>) {
    let mut seen = 0;
    for (at, length) in signs(text, b'@', '＠') {
        if at < seen || !opens_mention(text, at, seen) {
            continue;
        }
        let start = at + length;
        let (kind, end) = match form {
            NameForm::Plain => plain_name(text, start),
            NameForm::Dotted => (EntityKind::Mention, dotted_name(text, start)),
        };
        if end == start {
            continue;
        }
        seen = end;
        let next = char_at(text, end);
        let is_torn = next.is_some_and(|next| matches!(next, '@' | '＠') || is_accented(next))
            || text.get(end..).is_some_and(|rest| rest.starts_with("://"));
        if !is_torn {
            found.push(Entity { kind, range: at..end });
        }
    }
}

/// Whether a name in a text may end elsewhere in one [`NameForm`] than in the other. Told cheaply: most names do not.
#[must_use]
pub fn has_dotted_names(text: &str) -> bool {
    let text = readable(text);
    signs(&text, b'@', '＠').any(|(at, length)| {
        let start = at + length;
        let end = run_end(&text, start, is_name);
        let behind = text.get(end..).unwrap_or_default();
        let goes_on =
            behind.trim_start_matches(['.', '-']).starts_with(is_name) && behind.starts_with(['.', '-']);
        let is_open = behind.starts_with(|next: char| matches!(next, '/' | '@') || !next.is_ascii());
        end - start > MAX_NAME || goes_on || is_open
    })
}

/// Whether a mention may begin at `at`: nothing that goes on stands before it, or only `RT`.
fn opens_mention(text: &str, at: usize, seen: usize) -> bool {
    let before = char_before(text, at);
    let Some(before) = before else { return true };
    let joins = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '_' | '!' | '#' | '$' | '%' | '&' | '*' | '@' | '＠')
    };
    if !joins(before) {
        return at - before.len_utf8() >= seen;
    }
    let Some(head) = text.get(..at).map(str::as_bytes) else { return false };
    let Some((b"RT" | b"rt" | b"rT" | b"Rt", start)) =
        head.len().checked_sub(2).and_then(|start| Some((head.get(start..)?, start)))
    else {
        return false;
    };
    let before = char_before(text, start);
    start >= seen
        && before.is_none_or(|c| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '+' | '~' | '.' | '-'))
}

fn is_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// A name as X has it, with its list.
fn plain_name(text: &str, start: usize) -> (EntityKind, usize) {
    let end = run_end(text, start, is_name).min(start + MAX_NAME);
    let list = text.get(end..).and_then(|rest| rest.strip_prefix('/'));
    if end > start
        && let Some(list) = list
        && list.starts_with(|first: char| first.is_ascii_alphabetic())
    {
        let is_list = |c: char| is_name(c) || c == '-';
        let rest = run_end(text, end + 2, is_list).min(end + 2 + MAX_LIST_REST);
        return (EntityKind::List, rest);
    }
    (EntityKind::Mention, end)
}

/// Where a name with dots and hyphens ends, and its host behind it.
fn dotted_name(text: &str, start: usize) -> usize {
    let name = |from: usize| {
        let end = run_end(text, from, |c| is_name(c) || matches!(c, '.' | '-'));
        let name = text.get(from..end).unwrap_or_default();
        let is_open = name.starts_with(is_name);
        if is_open { from + sentence(name).trim_end_matches(['.', '-']).len() } else { from }
    };
    let end = name(start);
    if end == start || !text.get(end..).is_some_and(|rest| rest.starts_with('@')) {
        return end;
    }
    let host = name(end + 1);
    // Only a host with a dot is one; `@a@b` is no mention at all.
    if text.get(end + 1..host).is_some_and(|host| host.contains('.')) { host } else { end }
}

/// The name at the start of `Anna.Great`, which is a name and the next sentence.
fn sentence(name: &str) -> &str {
    let next = name.match_indices('.').find(|(at, _)| {
        let rest = name.get(at + 1..).unwrap_or_default();
        rest.starts_with(|first: char| first.is_ascii_uppercase()) && !rest.contains('.')
    });
    match next {
        Some((at, _)) if name.contains(|c: char| c.is_ascii_lowercase()) => name.get(..at).unwrap_or(name),
        _ => name,
    }
}

/// The cashtags of a text.
#[must_use]
pub fn cashtags(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    add_cashtags(text, &mut found);
    found
}

/// Adds the cashtags of a text.
pub(super) fn add_cashtags(text: &str, found: &mut Vec<Entity>) {
    let signs = memchr::memchr_iter(b'$', text.as_bytes());
    let ranges = signs.filter_map(|at| cashtag(text, at));
    found.extend(ranges.map(|range| Entity { kind: EntityKind::Cashtag, range }));
}

fn cashtag(text: &str, at: usize) -> Option<Range<usize>> {
    let before = char_before(text, at);
    if !before.is_none_or(|before| is_space(before) || is_directional(before)) {
        return None;
    }
    let letter = |c: char| c.is_ascii_alphabetic();
    let ends = |end: usize| {
        let next = char_at(text, end);
        next.is_none_or(|next| next.is_whitespace() || is_punctuation(next))
    };
    let symbol = run_end(text, at + 1, letter);
    if symbol == at + 1 || symbol - at - 1 > MAX_SYMBOL.0 {
        return None;
    }
    let class = run_end(text, (symbol + 1).min(text.len()), letter);
    let has_class = text.get(symbol..).is_some_and(|rest| rest.starts_with(['.', '_']))
        && (1..=MAX_SYMBOL.1).contains(&(class - symbol - 1));
    if has_class && ends(class) {
        return Some(at..class);
    }
    ends(symbol).then_some(at..symbol)
}
