//! What readers in different arms of a template's branch are told, of whom no one sees both. Knows nothing of prices or
//! codes, only of facts with a value.

use crate::facts::Fact;

/// More facts than are held against each other one by one.
const MAX_FACTS: usize = 64;

/// Whether every copy of a value stands under a condition, and what is expected stands elsewhere: then those who meet
/// the condition are told something of their own, such as the price for members, and the others what is right.
pub(super) fn is_excused<'f>(
    copies: impl Iterator<Item = &'f Fact>,
    expected: impl Iterator<Item = &'f Fact> + Clone,
) -> bool {
    let mut copies = copies.peekable();
    let is_elsewhere =
        |copy: &Fact| expected.clone().take(MAX_FACTS).any(|right| !copy.branch.holds(&right.branch));
    copies.peek().is_some()
        && copies.take(MAX_FACTS).all(|copy| !copy.branch.is_empty() && is_elsewhere(copy))
}

/// Whether two values are alternatives: no copy of the one is seen with a copy of the other.
pub(super) fn are_alternatives<'f>(
    one: impl Iterator<Item = &'f Fact>,
    other: impl Iterator<Item = &'f Fact> + Clone,
) -> bool {
    one.take(MAX_FACTS)
        .all(|fact| other.clone().take(MAX_FACTS).all(|other| fact.branch.excludes(&other.branch)))
}

/// Whether whoever sees `fact` sees one of the copies: one that depends on no further condition, or one in each of two
/// arms.
pub(super) fn is_seen_with_one_of<'f>(fact: &Fact, copies: impl Iterator<Item = &'f Fact> + Clone) -> bool {
    let copies = copies.take(MAX_FACTS);
    copies.clone().any(|copy| copy.branch.holds(&fact.branch))
        || copies.clone().any(|one| copies.clone().any(|other| one.branch.excludes(&other.branch)))
}
