//! What the names of a shop's elements make of the prices in them: one that is called an old price is the price before.

use std::collections::BTreeSet;

use super::set_role;
use crate::document::{Document, ShopPartKind};
use crate::facts::{Fact, FactValue, Price, PriceRole};
use crate::span::Span;
use crate::text::MappedText;

/// An element that is called an old price and is longer than this holds more than the price.
const LONGEST: u32 = 900;

/// Prices further away than so many others do not stand beside.
const REACH: usize = 3;

/// Bytes of the source in which prices stand beside each other.
const NEAR: u32 = 2_000;

/// Marks prices that are called old, where a lower one stands beside; that one is the price now. `facts` are in the order
/// of the source.
pub(super) fn mark_old(document: &Document, facts: &mut [Fact]) {
    let mut old: BTreeSet<usize> = BTreeSet::new();
    for part in &document.shop {
        let is_old = matches!(part.kind, ShopPartKind::OldPrice | ShopPartKind::RegularPrice);
        if is_old && part.span.len() <= LONGEST {
            old.extend(within(facts, part.span));
        }
    }
    for index in &old {
        let Some(current) = lower_beside(facts, &old, *index) else { continue };
        if let Some(fact) = facts.get_mut(*index) {
            set_role(fact, PriceRole::List);
        }
        if let Some(fact) = facts.get_mut(current)
            && matches!(&fact.value, FactValue::Price(price) if price.role == PriceRole::Price)
        {
            set_role(fact, PriceRole::Sale);
        }
    }
}

/// Whether an element that is called a price holds nothing but this text.
pub(super) fn is_called_a_price(document: &Document, text: &MappedText) -> bool {
    /// Elements before the text that are looked at: those around it are among the last.
    const MAX_PARTS: usize = 6;
    /// An element that is longer holds more than a number.
    const LONGEST: u32 = 400;
    if document.shop.is_empty() {
        return false;
    }
    let span = text.span(0..text.as_str().len());
    let before = document.shop.partition_point(|part| part.span.start() <= span.start());
    let near = document.shop.get(before.saturating_sub(MAX_PARTS)..before).unwrap_or_default();
    near.iter().any(|part| {
        let is_price = !matches!(part.kind, ShopPartKind::Product | ShopPartKind::Other);
        is_price && part.span.len() <= LONGEST && part.span.end() >= span.end()
    })
}

/// The facts that stand in `span`.
fn within(facts: &[Fact], span: Span) -> std::ops::Range<usize> {
    let first = facts.partition_point(|fact| fact.span.start() < span.start());
    let end = facts.partition_point(|fact| fact.span.start() < span.end());
    first..end.max(first)
}

/// The nearest lower price beside one that is called old.
fn lower_beside(facts: &[Fact], old: &BTreeSet<usize>, index: usize) -> Option<usize> {
    let own = price(facts.get(index)?).filter(|price| is_plain(price.role))?;
    let at = facts.get(index)?.span.start();
    let is_lower = |other: &usize| {
        let Some(fact) = facts.get(*other).filter(|_| !old.contains(other)) else { return false };
        price(fact).is_some_and(|price| {
            is_plain(price.role)
                && price.currency == own.currency
                && price.per == own.per
                && price.amount < own.amount
                && super::is_of_the_same_order(price.amount, own.amount)
                && fact.span.start().abs_diff(at) <= NEAR
        })
    };
    let steps = (1..=REACH).flat_map(|step| [index.checked_add(step), index.checked_sub(step)]);
    steps.flatten().find(is_lower)
}

const fn is_plain(role: PriceRole) -> bool {
    matches!(role, PriceRole::Price | PriceRole::Sale | PriceRole::List)
}

const fn price(fact: &Fact) -> Option<&Price> {
    match &fact.value {
        FactValue::Price(price) => Some(price),
        _ => None,
    }
}
