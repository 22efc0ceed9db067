//! Which of several values is right: the campaign's record, the price book, the channel that the record names as
//! source, a strict majority, or nothing. Two artifacts never make a majority, and a newer one does not win by being
//! newer.

use super::Member;
use super::grouping::Dimensions;
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

/// The value of the members of the source channel, where they state one only.
pub(super) fn of_channel<'a, V: Clone>(
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

/// The value that more than half of at least three members state, each with one value only.
pub(super) fn of_majority<'a, V: Clone>(
    statements: &[Statement<'_, '_, V>],
    agree: impl Fn(&V, &V) -> bool,
) -> Option<Reference<'a, V>> {
    if statements.len() < 3 {
        return None;
    }
    let states = |statement: &&Statement<'_, '_, V>, value: &V| matches!(statement.values.as_slice(), [own] if agree(own, value));
    statements.iter().filter_map(|statement| statement.values.first()).find_map(|value| {
        let n_members = statements.iter().filter(|statement| states(statement, value)).count();
        (n_members * 2 > statements.len()).then(|| Reference {
            value: value.clone(),
            truth: Truth::Majority,
            origin: None,
        })
    })
}

/// The member that stands against the most others, where two share no value; the first of equals. `None` where all
/// can be right together.
pub(super) fn odd_one_out<V>(
    statements: &[Statement<'_, '_, V>],
    agree: impl Fn(&V, &V) -> bool,
) -> Option<usize> {
    let clashes = |statement: &Statement<'_, '_, V>| {
        statements
            .iter()
            .filter(|other| {
                !other.values.iter().any(|value| statement.values.iter().any(|own| agree(own, value)))
            })
            .count()
    };
    let (index, n_clashes) = statements
        .iter()
        .enumerate()
        .map(|(index, statement)| (index, clashes(statement)))
        .rev()
        .max_by_key(|(_, n_clashes)| *n_clashes)?;
    (n_clashes > 0).then_some(index)
}
