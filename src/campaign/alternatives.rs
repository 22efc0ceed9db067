//! What readers in different arms of a template's branch are told, of whom no one sees both. Knows nothing of prices or
//! codes, only of facts with a value.

use crate::facts::Fact;

/// More facts than are held against each other one by one.
const MAX_FACTS: usize = 64;

/// Whether every copy of a value stands under a condition, and what is expected stands elsewhere: then those who meet
/// the condition are told something of their own, such as the price for members, and the others what is right.
pub(super) fn is_excused<'f>(
    copies: impl Iterator<Item = &'f Fact>,
    expected: impl Iterator<Item = &'f Fact>,
) -> bool {
    let expected: Vec<&Fact> = expected.take(MAX_FACTS).collect();
    let mut copies = copies.peekable();
    let is_elsewhere = |copy: &Fact| expected.iter().any(|right| !copy.branch.holds(&right.branch));
    copies.peek().is_some()
        && copies.take(MAX_FACTS).all(|copy| !copy.branch.is_empty() && is_elsewhere(copy))
}

/// Whether two values are alternatives: no copy of the one is seen with a copy of the other.
pub(super) fn are_alternatives<'f>(
    one: impl Iterator<Item = &'f Fact>,
    other: impl Iterator<Item = &'f Fact>,
) -> bool {
    let other: Vec<&Fact> = other.take(MAX_FACTS).collect();
    one.take(MAX_FACTS).all(|fact| other.iter().all(|other| fact.branch.excludes(&other.branch)))
}

/// Whether whoever sees `fact` sees one of the copies: one that depends on no further condition, or one in each of two
/// arms.
pub(super) fn is_seen_with_one_of<'f>(fact: &Fact, copies: impl Iterator<Item = &'f Fact>) -> bool {
    let copies: Vec<&Fact> = copies.take(MAX_FACTS).collect();
    let is_everywhere = |one: &&Fact| copies.iter().any(|other| one.branch.excludes(&other.branch));
    copies.iter().any(|copy| copy.branch.holds(&fact.branch)) || copies.iter().any(is_everywhere)
}

/// What is to be told of several wrong values: each, but of alternatives only one, that of the last arm, which is what
/// most readers see.
pub(super) fn to_be_told<'f, V, I>(wrong: Vec<V>, copies: impl Fn(&V) -> I) -> Vec<V>
where
    I: Iterator<Item = &'f Fact>,
{
    /// More values than the arms of one branch have.
    const MAX_VALUES: usize = 32;
    let are_choices = |(index, one): (usize, &V)| {
        wrong.iter().skip(index + 1).all(|other| are_alternatives(copies(one), copies(other)))
    };
    if wrong.len() < 2 || wrong.len() > MAX_VALUES || !wrong.iter().enumerate().all(are_choices) {
        return wrong;
    }
    let arm = |value: &V| copies(value).map(|fact| fact.branch.clone()).max();
    wrong.into_iter().max_by_key(arm).into_iter().collect()
}
