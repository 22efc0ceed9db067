//! Prices that the guide does not have.

use jiff::civil::Date;

use crate::facts::price::is_of_the_same_order;
use crate::facts::{Fact, PriceRole};
use crate::finding::{FactKind, Finding, Label};
use crate::guide::pricing::PriceEntry;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::pricing::book::{self, Booked};
use crate::rules::{Rule, RuleContext};
use crate::values::money::Money;

fn unknown_price(booked: &Booked<'_>) -> String {
    let Booked { money, product, market, .. } = booked;
    let known = booked.known_prices();
    format!("{money} is not in the price book: {} costs {known} in market {market}", product.name)
}

/// A price that holds on other days.
fn untimely_price(booked: &Booked<'_>, other: &PriceEntry, day: Date) -> String {
    let Booked { money, product, market, .. } = booked;
    let when = match (other.from, other.until) {
        (Some(from), Some(until)) => format!("from {from} until {until}"),
        (Some(from), None) => format!("from {from} on"),
        (None, Some(until)) => format!("until {until}"),
        (None, None) => "on other days".to_owned(),
    };
    let known = booked.known_prices();
    format!("{money} is what {} costs in market {market} {when}; on {day} it is {known}", product.name)
}

declare_rule! {
    /// ## What it does
    ///
    /// Reports a price of one of the guide's products that is none of its prices in the market of the artifact, or none
    /// on the day of its publication. Of prices that the guide has retired, `pricing/retired-price` tells.
    /// Only prices that certainly belong to a product are judged: its name stands in the same text or in the same
    /// part of the page. Shipping, fees, savings, instalments, ranges, and prices per month are not judged, nor are
    /// artifacts for an audience of their own, nor products for which the campaign's record has an offer: there
    /// `consistency/price` decides.
    ///
    /// ## Why it matters
    ///
    /// A wrong price in an email or a post costs the difference, or the customer.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>The Cove Standing Desk is $459 this week.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>The Cove Standing Desk is $499. Shipping: $29.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the price of the price book, or enter the new price there first.
    ///
    /// ## Guide keys
    ///
    /// `[[product]]` and `[[product.price]]` in `pricing.toml`; `[[market]]` in `brand.toml`.
    pub struct PriceNotInPriceBook {
        id: "pricing/price-not-in-price-book",
        summary: "a price of a product that is not in the price book",
        level: Error,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Rule for PriceNotInPriceBook {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        // Copies of one wrong price are one finding: where it stands first, with the others as further places.
        let mut wrong: Vec<(u32, Money, Finding, Vec<&Fact>)> = Vec::new();
        for fact in cx.facts {
            let Some((index, money, finding)) = judge(cx, fact) else { continue };
            let known = wrong.iter_mut().find(|(product, known, ..)| *product == index && *known == money);
            if let Some((.., copies)) = known {
                copies.push(fact);
            } else if wrong.len() < MAX_FINDINGS {
                wrong.push((index, money, finding, vec![fact]));
            }
        }
        for (product, _, mut finding, copies) in wrong.clone() {
            if is_listed_among_sizes(cx, product, &wrong) {
                continue;
            }
            finding.related = copies
                .iter()
                .skip(1)
                .map(|copy| Label {
                    location: cx.location(copy.span),
                    value: finding.value.clone(),
                    message: "also here".to_owned(),
                })
                .collect();
            finding.fix = book::fix(cx, &copies);
            findings.push(finding);
        }
    }
}

/// Whether the artifact lists sizes or variants of a product: the price of the book and at least two others as prices now.
/// The book has one price for a product, and what its sizes cost it does not say.
fn is_listed_among_sizes(
    cx: &RuleContext<'_>,
    product: u32,
    wrong: &[(u32, Money, Finding, Vec<&Fact>)],
) -> bool {
    let others = wrong.iter().filter(|(other, ..)| *other == product).count();
    if others < 2 {
        return false;
    }
    cx.facts.iter().filter(|fact| fact.product == Some(product)).any(|fact| {
        Booked::of(cx, fact).is_some_and(|booked| booked.price.role != PriceRole::List && booked.is_known())
    })
}

/// More different wrong prices than a person wants to read about in one artifact.
const MAX_FINDINGS: usize = 50;

fn judge(cx: &RuleContext<'_>, fact: &Fact) -> Option<(u32, Money, Finding)> {
    let booked = Booked::judged(cx, fact)?;
    let entry = *booked.entries.first()?;
    let is_near = is_of_the_same_order(booked.money.amount, entry.list.amount);
    // Of a retired price another rule tells.
    if booked.is_known() || booked.retired().is_some() || !is_near {
        return None;
    }
    let untimely = book::day(cx).and_then(|day| {
        let mut others = booked.product.prices_in(booked.market, None);
        let other = others.find(|entry| booked.money == entry.list || entry.sale == Some(booked.money));
        other.map(|other| untimely_price(&booked, other, day))
    });
    let message = untimely.unwrap_or_else(|| unknown_price(&booked));
    let expected = booked.candidate().map(|money| money.to_string());
    let mut finding = Finding::new(&PriceNotInPriceBook::META, cx.location(fact.span), message)
        .label(format!("the price book has {}", entry.list))
        .place(fact.place)
        .values(booked.money.to_string(), expected)
        .demanded_by(&entry.origin);
    finding.fact = Some(FactKind::Price);
    Some((booked.index, booked.money, finding))
}

#[cfg(test)]
mod tests;
