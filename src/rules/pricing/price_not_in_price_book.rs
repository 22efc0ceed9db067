//! Prices that the guide does not have.

use crate::facts::price::{is_of_the_same_order, restyle};
use crate::facts::{Confidence, Fact, FactValue, Price, PriceRole};
use crate::finding::{Applicability, Edit, FactKind, Finding, Fix, Label};
use crate::guide::brand::TaxBasis;
use crate::guide::pricing::PriceEntry;
use crate::guide::{Guide, Product};
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::pricing::book;
use crate::rules::{Rule, RuleContext};
use crate::values::money::Money;

fn unknown_price(money: &Money, product: &Product, entry: &PriceEntry) -> String {
    format!(
        "{money} is not in the price book: {} costs {} in market {}",
        product.name,
        known_prices(entry),
        entry.market
    )
}

fn retired_price(money: &Money, product: &Product, entry: &PriceEntry) -> String {
    format!(
        "{money} is a former price of {}, since replaced: it costs {} in market {}",
        product.name,
        known_prices(entry),
        entry.market
    )
}

fn known_prices(entry: &PriceEntry) -> String {
    match &entry.sale {
        Some(sale) => format!("{}, or {sale} on sale,", entry.list),
        None => entry.list.to_string(),
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Reports a price of one of the guide's products that is none of its prices in the market of the artifact, or
    /// that the guide has retired.
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
        // The price book has prices for the public; members or new customers may have others.
        if cx.document.attributes.audience.is_some() {
            return;
        }
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
        for (product, money, mut finding, copies) in wrong.clone() {
            if is_listed_among_sizes(cx, product, &money, &wrong) {
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
            finding.fix = fix(cx, &copies);
            findings.push(finding);
        }
    }
}

/// Whether the artifact lists sizes or variants of a product: the price of the book and at least two others as prices now.
/// The book has one price for a product, and what its sizes cost it does not say.
fn is_listed_among_sizes(
    cx: &RuleContext<'_>,
    product: u32,
    money: &Money,
    wrong: &[(u32, Money, Finding, Vec<&Fact>)],
) -> bool {
    let others = wrong.iter().filter(|(other, ..)| *other == product).count();
    if others < 2 {
        return false;
    }
    let states_the_book = cx.facts.iter().filter(|fact| fact.product == Some(product)).any(|fact| {
        entry_for(cx, fact).is_some_and(|(price, stated, _, entry)| {
            price.role != PriceRole::List && (stated == entry.list || entry.sale == Some(stated))
        })
    });
    let is_retired = cx
        .guide
        .prices
        .products
        .get(product as usize)
        .is_some_and(|product| product.prices.iter().any(|entry| entry.retired.contains(money)));
    states_the_book && !is_retired
}

/// More different wrong prices than a person wants to read about in one artifact.
const MAX_FINDINGS: usize = 50;

fn judge(cx: &RuleContext<'_>, fact: &Fact) -> Option<(u32, Money, Finding)> {
    let index = fact.product?;
    let (price, money, product, entry) = entry_for(cx, fact)?;
    let is_known = money == entry.list || entry.sale == Some(money);
    let is_judged = matches!(price.role, PriceRole::List | PriceRole::Sale | PriceRole::Price)
        && fact.confidence == Confidence::Certain
        && price.per.as_deref().is_none_or(|per| per == "unit:piece")
        && has_tax_basis_of(cx.guide, entry, price.tax);
    let has_offer = cx.campaign.is_some_and(|record| {
        record.offers.iter().any(|offer| {
            offer.product == product.id && offer.market.as_ref().is_none_or(|market| *market == entry.market)
        })
    });
    if is_known || !is_judged || has_offer {
        return None;
    }
    let message = if entry.retired.contains(&money) {
        retired_price(&money, product, entry)
    } else if is_of_the_same_order(money.amount, entry.list.amount) {
        unknown_price(&money, product, entry)
    } else {
        return None;
    };
    let expected = candidate(price, entry).map(|money| money.to_string());
    let mut finding = Finding::new(&PriceNotInPriceBook::META, cx.location(fact.span), message)
        .label(format!("the price book has {}", entry.list))
        .place(fact.place)
        .values(money.to_string(), expected)
        .demanded_by(&entry.origin);
    finding.fact = Some(FactKind::Price);
    Some((index, money, finding))
}

/// The entry of the price book that a price has to be held against.
fn entry_for<'a>(
    cx: &RuleContext<'a>,
    fact: &'a Fact,
) -> Option<(&'a Price, Money, &'a Product, &'a PriceEntry)> {
    let FactValue::Price(price) = &fact.value else { return None };
    let money = price.money()?;
    let product = book::product(cx, fact.product?)?;
    Some((price, money, product, book::entry(cx, product, money.currency)?))
}

/// Whether what the text says of the tax is how the market shows its prices.
fn has_tax_basis_of(guide: &Guide, entry: &PriceEntry, said: Option<TaxBasis>) -> bool {
    let of_market = guide.brand.market(&entry.market).and_then(|market| market.tax);
    match (said, of_market) {
        (Some(said), Some(of_market)) => said == of_market,
        (Some(said), None) => said == TaxBasis::Included,
        (None, _) => true,
    }
}

/// The price that was probably meant, where the book leaves only one.
fn candidate(price: &Price, entry: &PriceEntry) -> Option<Money> {
    match (price.role, entry.sale) {
        (PriceRole::List, _) | (PriceRole::Price, None) => Some(entry.list),
        (PriceRole::Sale, sale) => sale,
        _ => None,
    }
}

/// Replaces the amounts and keeps the form in which they are written.
fn fix(cx: &RuleContext<'_>, copies: &[&Fact]) -> Option<Fix> {
    let mut edits = Vec::new();
    let mut is_open = false;
    for copy in copies {
        let (price, _, _, entry) = entry_for(cx, copy)?;
        let meant = candidate(price, entry);
        is_open |= meant.is_none() || cx.artifact.source.slice(copy.span) != copy.text;
        let text = restyle(&copy.text, &meant.unwrap_or(entry.list))?;
        edits.push(Edit { location: cx.location(copy.span), text });
    }
    let title = format!("replace with `{}`", edits.first()?.text);
    let applicability = if is_open { Applicability::DisplayOnly } else { Applicability::Unsafe };
    Some(Fix { title, applicability, edits })
}

#[cfg(test)]
mod tests;
