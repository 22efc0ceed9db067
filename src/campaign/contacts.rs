//! What phone numbers, mailboxes and postal addresses share as they are compared.

use crate::campaign::kind::{Cx, Declared};
use crate::finding::Truth;
use crate::guide::messaging::ContactEntry;

/// What the guide lists for the market of a group.
pub(super) fn declared<'s>(cx: Cx<'s, '_>, entries: &'s [ContactEntry]) -> Option<Declared<'s, String>> {
    let market = cx.group.dimensions.market.as_deref();
    let is_ours =
        |entry: &&ContactEntry| entry.market.as_deref().zip(market).is_none_or(|(own, market)| own == market);
    let mut entries = entries.iter().filter(is_ours).peekable();
    let origin = &entries.peek()?.origin;
    let values = entries.map(|entry| entry.value.clone()).collect();
    Some(Declared { values, truth: Truth::Guide, origin: Some(origin) })
}

/// Whether all words of `part` are among those of `whole`.
pub(super) fn holds_words(whole: &str, part: &str) -> bool {
    let words: Vec<&str> = whole.split_whitespace().collect();
    part.split_whitespace().all(|word| words.contains(&word))
}
