//! The copies of a fact inside one artifact: the subject, the head and structured data sum the text up, and Outlook's
//! markup, the plain-text part and the AMP part say it again. Knows facts and where they stand, and no kind of them.

use crate::campaign::alternatives::is_seen_with_one_of;
use crate::facts::Fact;
use crate::scope::{Rendering, Scope};

/// Where an artifact says something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum View {
    /// In its text.
    Text,
    /// In what sums the text up.
    Summary,
    /// In another rendering of the text.
    Copy(Rendering),
}

impl View {
    pub(super) fn of(fact: &Fact) -> Self {
        match fact.rendering {
            Rendering::Main if is_summary(fact.place) => Self::Summary,
            Rendering::Main => Self::Text,
            other => Self::Copy(other),
        }
    }
}

/// Whether a place sums the artifact or a part of it up: the subject, the head, structured data, the name of an element for
/// those who do not see it.
pub(super) const fn is_summary(place: Scope) -> bool {
    matches!(
        place,
        Scope::Subject
            | Scope::Preheader
            | Scope::Title
            | Scope::Description
            | Scope::Meta
            | Scope::StructuredData
            | Scope::AriaLabel
    )
}

/// Two facts that contradict, as indexes: one of a copy, and one of the text that it is a copy of. There are some only
/// where nothing explains the difference:
///
/// - the text says one thing only, and what sums it up says another to whoever sees both, or
/// - another rendering says as many things as the text, and all but one of them are the same.
pub(super) fn opposed<V>(facts: &[(&Fact, V)], agree: impl Fn(&V, &V) -> bool) -> Option<(usize, usize)> {
    let distinct = distinct(facts, &agree);
    let (_, text) = distinct.iter().find(|(view, _)| *view == View::Text)?;
    let agree_at = |one: &usize, other: &usize| match (facts.get(*one), facts.get(*other)) {
        (Some((_, one)), Some((_, other))) => agree(one, other),
        _ => false,
    };
    let without = |these: &[usize], those: &[usize]| -> Vec<usize> {
        these.iter().copied().filter(|index| !those.iter().any(|other| agree_at(index, other))).collect()
    };
    let copies = || facts.iter().filter(|(fact, _)| View::of(fact) == View::Text).map(|(fact, _)| *fact);
    distinct.iter().filter(|(view, _)| *view != View::Text).find_map(|(view, own)| {
        let (odd, even) = (without(own, text), without(text, own));
        if *view == View::Summary {
            let [shown] = text.as_slice() else { return None };
            let is_answered = own.len() > odd.len();
            let contradicts = |index: &&usize| {
                facts.get(**index).is_some_and(|(fact, _)| {
                    is_seen_with_one_of(fact, copies()) && (fact.branch.is_empty() || !is_answered)
                })
            };
            return odd.iter().find(contradicts).map(|odd| (*odd, *shown));
        }
        match (odd.as_slice(), even.as_slice()) {
            ([odd], [even]) if own.len() == text.len() => Some((*odd, *even)),
            _ => None,
        }
    })
}

/// The same of renderings alone, without what sums the text up.
pub(super) fn opposed_renderings<V: Clone>(
    facts: &[(&Fact, V)],
    agree: impl Fn(&V, &V) -> bool,
) -> Option<(usize, usize)> {
    let kept: Vec<usize> = (0..facts.len())
        .filter(|index| facts.get(*index).is_some_and(|(fact, _)| View::of(fact) != View::Summary))
        .collect();
    let own: Vec<(&Fact, V)> = kept.iter().filter_map(|index| facts.get(*index).cloned()).collect();
    let (copy, text) = opposed(&own, agree)?;
    Some((*kept.get(copy)?, *kept.get(text)?))
}

/// The facts of each view, as indexes, without those that agree with one before.
fn distinct<V>(facts: &[(&Fact, V)], agree: impl Fn(&V, &V) -> bool) -> Vec<(View, Vec<usize>)> {
    let mut views: Vec<(View, Vec<usize>)> = Vec::new();
    for (index, (fact, value)) in facts.iter().enumerate() {
        let view = View::of(fact);
        let is_known =
            |own: &[usize]| own.iter().any(|own| facts.get(*own).is_some_and(|own| agree(&own.1, value)));
        match views.iter_mut().find(|(other, _)| *other == view) {
            Some((_, own)) if is_known(own) => {}
            Some((_, own)) if own.len() < MAX_VALUES => own.push(index),
            Some(_) => {}
            None => views.push((view, vec![index])),
        }
    }
    views
}

/// More values than are held against each other one by one.
const MAX_VALUES: usize = 64;

/// Two facts whose values are too alike to be meant as two, as indexes: the later one, and the earlier one.
pub(super) fn twins<V: PartialEq>(
    facts: &[(&Fact, V)],
    are_twins: impl Fn(&V, &V) -> bool,
) -> Option<(usize, usize)> {
    let mut distinct: Vec<usize> = Vec::new();
    for (index, (_, value)) in facts.iter().enumerate() {
        let earlier = |other: &&usize| facts.get(**other).is_some_and(|(_, other)| are_twins(value, other));
        if let Some(other) = distinct.iter().find(earlier) {
            return Some((index, *other));
        }
        let is_known =
            distinct.iter().any(|other| facts.get(*other).is_some_and(|(_, other)| other == value));
        if !is_known && distinct.len() < MAX_VALUES {
            distinct.push(index);
        }
    }
    None
}

/// The words of a link that say something else than its address does, as indexes: the words, and the address. Facts are
/// in the order of the source, and the address of a link stands right before its words.
pub(super) fn link_and_words<V: PartialEq>(facts: &[(&Fact, V)]) -> Option<(usize, usize)> {
    /// Bytes between an address and the words of its link: other attributes, and markup of the words.
    const REACH: u32 = 300;
    facts.windows(2).enumerate().find_map(|(index, pair)| {
        let [(address, target), (words, said)] = pair else { return None };
        let is_link = address.segment.is_none() && address.place == Scope::Link;
        let is_text = words.segment.is_some() && matches!(words.place, Scope::Link | Scope::Button);
        let is_near = words.span.start().saturating_sub(address.span.end()) <= REACH;
        (is_link && is_text && is_near && target != said).then_some((index + 1, index))
    })
}
