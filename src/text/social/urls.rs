//! Addresses in a text, with and without a scheme. Knows nothing of tags and names.

use std::ops::Range;

use crate::text::social::characters::{ends_path, ends_query, is_invalid, is_label, is_path, is_query};
use crate::text::social::domains::{Stretch, is_sendable, is_stretch, latin_domains};
use crate::text::social::{Entity, EntityKind, char_at, char_before, run_end};

/// Most characters of an address, counted with `https://`.
const MAX_URL: usize = 4096;

/// Most characters of what stands behind `t.co/`, the host of X's own short links.
const MAX_SHORT: usize = 40;

/// The addresses of a text, in order.
#[must_use]
pub fn urls(text: &str) -> Vec<Entity> {
    let mut finder = Finder { text, seen: 0, found: Vec::new() };
    let mut end = 0;
    for dot in memchr::memchr_iter(b'.', text.as_bytes()) {
        // Behind most dots a sentence ends.
        if dot < end || !char_at(text, dot + 1).is_some_and(is_label) {
            continue;
        }
        let between = text.get(end..dot).unwrap_or_default();
        let start = end + between.trim_end_matches(is_stretch).len();
        let stretch = Stretch::new(text, start);
        end = stretch.range.end;
        finder.search(&stretch);
    }
    finder.found
}

struct Finder<'t> {
    text: &'t str,
    /// What stands before this is used up, be it an address or not.
    seen: usize,
    found: Vec<Entity>,
}

impl Finder<'_> {
    /// Finds the addresses whose domains begin in a stretch.
    fn search(&mut self, stretch: &Stretch) {
        if !stretch.may_hold_domains() {
            return;
        }
        let start = stretch.range.start;
        if let Some(scheme) = self.scheme(start)
            && self.may_begin(scheme)
            && char_at(self.text, start).is_some_and(is_label)
            && let Some(end) = stretch.domain_end(start)
        {
            self.take(scheme, start..end);
        }
        let rest = self.text.get(stretch.range.clone()).unwrap_or_default();
        // At the very start of a text a character that may stand before an address is taken for that, if it can be.
        if let Some(first) = rest.chars().next().filter(|first| start == 0 && is_label(*first)) {
            let second = first.len_utf8();
            let is_before = may_precede(first) && char_at(rest, second).is_some_and(is_label);
            let from_second = stretch.domain_end(second).filter(|_| is_before);
            match (from_second, stretch.domain_end(0)) {
                (Some(end), _) => self.take(second, second..end),
                (None, Some(end)) => self.take(0, 0..end),
                (None, None) => {}
            }
        }
        for (offset, character) in rest.char_indices() {
            let at = start + offset;
            if at >= self.seen
                && is_label(character)
                && self.may_begin(at)
                && let Some(end) = stretch.domain_end(at)
            {
                self.take(at, at..end);
            }
        }
    }

    /// Where `http://` or `https://` begins that ends at `at`.
    fn scheme(&self, at: usize) -> Option<usize> {
        let head = self.text.get(..at)?;
        ["http://", "https://"].iter().find_map(|scheme| {
            let start = at.checked_sub(scheme.len())?;
            head.get(start..)?.eq_ignore_ascii_case(scheme).then_some(start)
        })
    }

    /// Whether an address may begin at `at`: the character before it is neither used up nor one that goes on.
    fn may_begin(&self, at: usize) -> bool {
        match char_before(self.text, at) {
            Some(before) => may_precede(before) && at - before.len_utf8() >= self.seen,
            None => true,
        }
    }

    /// Takes the address that begins at `start` and has this domain, if it is one.
    fn take(&mut self, start: usize, domain: Range<usize>) {
        let text = self.text;
        let after_port = match text.get(domain.end..).and_then(|rest| rest.strip_prefix(':')) {
            Some(_) => Some(run_end(text, domain.end + 1, |c| c.is_ascii_digit()))
                .filter(|end| *end > domain.end + 1)
                .unwrap_or(domain.end),
            None => domain.end,
        };
        let path = path_end(text, after_port);
        let end = query_end(text, path.unwrap_or(after_port));
        self.seen = end;
        let url = text.get(start..end).unwrap_or_default();
        if is_too_long(url) || !is_sendable(text.get(domain.clone()).unwrap_or_default()) {
            return;
        }
        if start < domain.start {
            let Some(short) = short_link(url, domain.start - start) else { return };
            self.found.push(Entity { kind: EntityKind::Url, range: start..start + short });
            return;
        }
        if matches!(char_before(text, start), Some('-' | '_' | '.' | '/')) {
            return;
        }
        let mut domains = latin_domains(text, domain);
        if let (Some(last), Some(_)) = (domains.last_mut(), path) {
            last.end = end;
        }
        let bare = |range| Entity { kind: EntityKind::BareUrl, range };
        self.found.extend(domains.into_iter().map(bare));
    }
}

fn is_too_long(url: &str) -> bool {
    const MAX: usize = MAX_URL - "https://".len();
    url.len() > MAX && url.encode_utf16().take(MAX_URL).count() > MAX
}

/// Whether a character may stand right before an address.
const fn may_precede(character: char) -> bool {
    !character.is_ascii_alphanumeric()
        && !matches!(character, '@' | '＠' | '$' | '#' | '＃')
        && !is_invalid(character)
}

/// Where the path that begins at `at` ends: with a letter or a sign that ends no sentence, or with a closed bracket.
fn path_end(text: &str, at: usize) -> Option<usize> {
    text.get(at..)?.starts_with('/').then_some(())?;
    let (mut position, mut end) = (at + 1, at + 1);
    while let Some(character) = char_at(text, position) {
        if is_path(character) {
            position += character.len_utf8();
            if ends_path(character) {
                end = position;
            }
        } else if let Some(closed) = brackets_end(text, position) {
            (position, end) = (closed, closed);
        } else {
            break;
        }
    }
    Some(end)
}

/// Where the brackets that open at `at` close again; one pair may stand inside.
fn brackets_end(text: &str, at: usize) -> Option<usize> {
    let sign = |at: usize, wanted: char| text.get(at..)?.starts_with(wanted).then_some(at + 1);
    let inner = sign(at, '(')?;
    let first = run_end(text, inner, is_path);
    if let Some(end) = sign(first, ')') {
        return (first > inner).then_some(end);
    }
    let second = sign(first, '(')?;
    let end = run_end(text, second, is_path);
    let closed = sign(end, ')').filter(|_| end > second)?;
    sign(run_end(text, closed, is_path), ')')
}

/// Where the query that may begin at `at` ends.
fn query_end(text: &str, at: usize) -> usize {
    let Some(rest) = text.get(at..).and_then(|rest| rest.strip_prefix('?')) else { return at };
    let query = rest.get(..run_end(rest, 0, is_query)).unwrap_or_default();
    let query = query.trim_end_matches(|character| !ends_query(character));
    if query.is_empty() { at } else { at + 1 + query.len() }
}

/// How much of an address with a scheme and a host at `host` is a link. Behind the short links of X goes nothing but a query; `None` is one that
/// X would not have made.
fn short_link(url: &str, host: usize) -> Option<usize> {
    let is_short = url.get(host..host + 5).is_some_and(|start| start.eq_ignore_ascii_case("t.co/"));
    let slug = host + 5;
    let end = if is_short { run_end(url, slug, |c| c.is_ascii_alphanumeric()) } else { slug };
    if end <= slug {
        return Some(url.len());
    }
    (end - slug <= MAX_SHORT).then(|| query_end(url, end))
}
