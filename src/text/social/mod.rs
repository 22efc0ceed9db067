//! What a post is made of: links, hashtags, mentions and cashtags, as twitter-text finds them, with their bytes. Knows
//! nothing of networks or documents.
//!
//! The grammar is that of the conformance suite of twitter-text (Apache-2.0), which is what X does and what other networks
//! have taken over; [`mentions`] has a second form for networks whose names may hold dots. Every search is linear in
//! the length of the text.

mod characters;
mod domains;
pub mod emoji;
mod tags;
mod tlds;
mod urls;

pub use tags::{cashtags, has_dotted_names, hashtags, mentions};
pub use urls::urls;

use std::borrow::Cow;
use std::ops::Range;

/// A part of a post that a network makes a link of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Bytes of the text, signs such as `#` and `@` included.
    pub range: Range<usize>,
}

impl Entity {
    /// Whether it is an address.
    #[must_use]
    pub const fn is_link(&self) -> bool {
        matches!(self.kind, EntityKind::Url | EntityKind::BareUrl)
    }
}

/// What a part of a post is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum EntityKind {
    /// An address that begins with `http://` or `https://`.
    Url,
    /// A domain without a scheme, perhaps with a path.
    BareUrl,
    /// `#hashtag`.
    Hashtag,
    /// `@name`, or `@name@host` where names have hosts.
    Mention,
    /// `@name/list`.
    List,
    /// `$SYMBOL`.
    Cashtag,
}

/// How the names of a network's users are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NameForm {
    /// Letters, digits and `_`, at most 20 of them, perhaps with a list behind a slash: X.
    Plain,
    /// The same with dots and hyphens inside, as on Instagram and Bluesky, perhaps with a host behind another `@`, as on
    /// Mastodon.
    Dotted,
}

/// Stands for what cannot be read: see `document::HOLE`.
const HOLE: char = '\u{FFFC}';

/// Every entity of a text, in order and without overlaps: where two share characters, the first one stands. An entity
/// may hold placeholders.
#[must_use]
pub fn entities(text: &str, form: NameForm) -> Vec<Entity> {
    let written = text;
    let text = readable(text);
    let mut all = urls(&text);
    tags::add_hashtags(&text, &mut all);
    tags::add_mentions(&text, form, &mut all);
    tags::add_cashtags(&text, &mut all);
    all.sort_by_key(|entity| (entity.range.start, entity.kind));
    let mut end = 0;
    all.retain_mut(|entity| {
        // A name that is cut where it is too long may end inside of a placeholder.
        entity.range.end = written.ceil_char_boundary(entity.range.end);
        let is_free = entity.range.start >= end;
        if is_free {
            end = entity.range.end;
        }
        is_free
    });
    all
}

/// Whether a text holds a character that no post on X may hold.
#[must_use]
pub fn has_invalid(text: &str) -> bool {
    text.contains(characters::is_invalid)
}

/// Whether a text holds a placeholder. Few texts have its first byte.
pub(crate) fn has_hole(text: &str) -> bool {
    memchr::memchr(0xEF, text.as_bytes()).is_some() && text.contains(HOLE)
}

/// The text with letters in the place of placeholders, as many bytes as they have: what stands around one is part of the
/// same address or tag. The letters are no top-level domain and begin none, which `xxx` would be.
pub(super) fn readable(text: &str) -> Cow<'_, str> {
    if has_hole(text) { Cow::Owned(text.replace(HOLE, "qqq")) } else { Cow::Borrowed(text) }
}

/// Where a sign of ASCII or its full-width form stands, with its length.
fn signs(text: &str, plain: u8, wide: char) -> impl Iterator<Item = (usize, usize)> {
    // Full-width forms begin with this byte.
    memchr::memchr2_iter(plain, 0xEF, text.as_bytes()).filter_map(move |at| {
        let sign = text.get(at..)?.chars().next()?;
        (sign.is_ascii() || sign == wide).then_some((at, sign.len_utf8()))
    })
}

/// The character before `at`.
#[inline]
fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The character at `at`.
#[inline]
fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Where the characters from `at` on that are all `is_part` end.
#[inline]
fn run_end(text: &str, at: usize, is_part: impl Fn(char) -> bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.find(|character| !is_part(character)).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests;
