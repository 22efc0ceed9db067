//! The copies of a fact inside one artifact: the subject, the head and structured data sum the text up, and Outlook's
//! markup, the plain-text part and the AMP part say it again. Knows facts and where they stand, and no kind of them.

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

/// Whether a place sums the artifact up: the subject, the head, structured data.
pub(super) const fn is_summary(place: Scope) -> bool {
    matches!(
        place,
        Scope::Subject
            | Scope::Preheader
            | Scope::Title
            | Scope::Description
            | Scope::Meta
            | Scope::StructuredData
    )
}

/// Two facts that contradict, as indexes: one of a copy, and one of the text that it is a copy of. There are some only
/// where nothing explains the difference:
///
/// - the text says one thing only, and so does what sums it up, or
/// - another rendering says as many things as the text, and all but one of them are the same.
pub(super) fn opposed<V>(facts: &[(&Fact, V)], agree: impl Fn(&V, &V) -> bool) -> Option<(usize, usize)> {
    let mut views: Vec<(View, Vec<usize>)> = Vec::new();
    for (index, (fact, value)) in facts.iter().enumerate() {
        let view = View::of(fact);
        let known =
            |own: &[usize]| own.iter().any(|own| facts.get(*own).is_some_and(|own| agree(&own.1, value)));
        match views.iter_mut().find(|(other, _)| *other == view) {
            Some((_, own)) if known(own) => {}
            Some((_, own)) => own.push(index),
            None => views.push((view, vec![index])),
        }
    }
    let (_, text) = views.iter().find(|(view, _)| *view == View::Text)?;
    let value = |index: &usize| facts.get(*index).map(|(_, value)| value);
    let without = |these: &[usize], those: &[usize]| -> Vec<usize> {
        let is_among = |index: &usize| {
            those.iter().any(|other| match (value(index), value(other)) {
                (Some(one), Some(other)) => agree(one, other),
                _ => false,
            })
        };
        these.iter().copied().filter(|index| !is_among(index)).collect()
    };
    views.iter().filter(|(view, _)| *view != View::Text).find_map(|(view, own)| {
        let (odd, even) = (without(own, text), without(text, own));
        let is_plain = match view {
            View::Summary => own.len() == 1 && text.len() == 1,
            _ => own.len() == text.len(),
        };
        match (odd.as_slice(), even.as_slice()) {
            ([odd], [even]) if is_plain => Some((*odd, *even)),
            _ => None,
        }
    })
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
