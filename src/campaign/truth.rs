//! Which of several values is right: the campaign's record, the price book, the channel that the record names as
//! source, a strict majority, or nothing. Two artifacts never make a majority, and a newer one does not win by being
//! newer.

use super::Member;
use super::grouping::Dimensions;
use super::kind::Cx;
use crate::artifact::Channel;
use crate::finding::{GuideRef, Truth};
use crate::guide::record::Segmentation;
use crate::guide::{CampaignRecord, Offer};

/// A value that is right, and why.
#[derive(Clone, Debug)]
pub(super) struct Reference<'a, V> {
    pub(super) value: V,
    pub(super) truth: Truth,
    /// Where the record or the guide says so.
    pub(super) origin: Option<&'a GuideRef>,
}

/// What one member says of a fact: its distinct values.
#[derive(Clone, Debug)]
pub(super) struct Statement<'c, 'a, V> {
    pub(super) member: &'c Member<'a>,
    pub(super) values: Vec<V>,
}

/// The record's offer for a product in a group.
pub(super) fn offer<'a>(
    record: &'a CampaignRecord,
    product: &str,
    dimensions: &Dimensions,
) -> Option<&'a Offer> {
    let Dimensions { market, audience, variant, phase, .. } = dimensions;
    let of =
        Segmentation { audience: audience.as_deref(), variant: variant.as_deref(), phase: phase.as_deref() };
    record.offer(product, market.as_deref(), of)
}

/// What is right by the statements themselves: what the source channel says, else what most say.
pub(super) fn of_statements<'a, V: Clone>(
    cx: Cx<'_, '_>,
    statements: &[Statement<'_, '_, V>],
    agree: impl Fn(&V, &V) -> bool + Copy,
) -> Option<Reference<'a, V>> {
    let source = cx.record().and_then(|record| record.source_of_truth);
    of_channel(source, statements, agree).or_else(|| of_majority(statements, agree))
}

/// The value of the members of the source channel, where they state one only.
fn of_channel<'a, V: Clone>(
    channel: Option<Channel>,
    statements: &[Statement<'_, '_, V>],
    agree: impl Fn(&V, &V) -> bool,
) -> Option<Reference<'a, V>> {
    let channel = channel?;
    let is_source = |own: Option<Channel>| match channel {
        Channel::Social(None) => own.is_some_and(|own| own.family() == channel.family()),
        _ => own == Some(channel),
    };
    let mut values = statements
        .iter()
        .filter(|statement| is_source(statement.member.attributes.channel))
        .flat_map(|statement| &statement.values);
    let first = values.next()?;
    values.all(|value| agree(value, first)).then(|| Reference {
        value: first.clone(),
        truth: Truth::SourceChannel,
        origin: None,
    })
}

/// The value that more than half of at least three members state, each with one value only. One vote against another
/// cancels it, so that a single pass leaves the only candidate (Boyer and Moore, 1981); a second pass counts its votes.
fn of_majority<'a, V: Clone>(
    statements: &[Statement<'_, '_, V>],
    agree: impl Fn(&V, &V) -> bool,
) -> Option<Reference<'a, V>> {
    if statements.len() < 3 {
        return None;
    }
    let sole = |statement: &Statement<'_, '_, V>| match statement.values.as_slice() {
        // A day, and the same day with its time, are one value.
        [value, others @ ..] if others.iter().all(|other| agree(other, value)) => Some(value.clone()),
        _ => None,
    };
    let votes = || statements.iter().filter_map(sole);
    let mut candidate: Option<(V, usize)> = None;
    for vote in votes() {
        candidate = Some(match candidate {
            Some((value, lead)) if agree(&value, &vote) => (value, lead + 1),
            Some((value, lead)) if lead > 0 => (value, lead - 1),
            _ => (vote, 1),
        });
    }
    let (value, _) = candidate?;
    let n_members = votes().filter(|vote| agree(&value, vote)).count();
    (n_members * 2 > statements.len()).then_some(Reference { value, truth: Truth::Majority, origin: None })
}

/// More different values than are told apart when the odd one is looked for; what comes later agrees with nothing.
pub(super) const MAX_CLASSES: usize = 200;

/// The member that stands against the most others, where two share no value; the first of equals. `None` where all
/// can be right together.
pub(super) fn odd_one_out<V>(
    statements: &[Statement<'_, '_, V>],
    agree: impl Fn(&V, &V) -> bool,
) -> Option<usize> {
    // Values that agree, and how many members state one of them.
    let mut classes: Vec<(&V, usize)> = Vec::new();
    let class_of =
        |classes: &[(&V, usize)], value: &V| classes.iter().position(|(known, _)| agree(known, value));
    for statement in statements {
        let mut own: Vec<usize> = Vec::new();
        for value in &statement.values {
            let class = class_of(&classes, value).unwrap_or_else(|| {
                if classes.len() < MAX_CLASSES {
                    classes.push((value, 0));
                }
                classes.len() - 1
            });
            if !own.contains(&class) {
                own.push(class);
                if let Some((_, count)) = classes.get_mut(class) {
                    *count += 1;
                }
            }
        }
    }
    let clashes = |statement: &Statement<'_, '_, V>| match statement.values.as_slice() {
        [value] => {
            let class = class_of(&classes, value).and_then(|class| classes.get(class));
            statements.len() - class.map_or(1, |(_, count)| *count)
        }
        values => {
            let shares = |other: &&Statement<'_, '_, V>| {
                other.values.iter().any(|value| values.iter().any(|own| agree(own, value)))
            };
            statements.len() - statements.iter().filter(shares).count()
        }
    };
    let counted = statements.iter().map(clashes).enumerate().rev();
    let (index, n_clashes) = counted.max_by_key(|(_, n_clashes)| *n_clashes)?;
    (n_clashes > 0).then_some(index)
}
