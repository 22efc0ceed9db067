//! Which price is that of the artifact's main offer. Knows nothing of how prices are found.
//!
//! Where the guide's products are named, the main offer is the one that stands in the most prominent place. A page of
//! another product tells by its structured data, by its metadata, or by where its prices stand: near the headline and the
//! button that buys. Where none of these tells, only a sole price is the main one.

mod prominence;
mod words;

use iso_currency::Currency;
use rust_decimal::Decimal;

use super::structured::own_prices;
use super::{Confidence, Fact, FactValue, Price, PriceRole};
use crate::artifact::Channel;
use crate::document::{BranchPath, Document};
use crate::scope::{Rendering, Scope, Visibility};

/// An amount with its currency.
type Amount = (Decimal, Option<Currency>);

/// Marks every copy of the current price of the main offer. The main product is the one that stands in the most
/// prominent place first; its current price is the first price of a sale, else the first plain one, else a lowest one.
pub(super) fn mark(document: &Document, products: &[Fact], prices: &mut [Fact]) {
    if !prices.iter().any(|fact| price(fact).is_some()) {
        return;
    }
    let main = main_product(products);
    let Some((wanted, branch)) = of_product(prices, main) else {
        if main.is_none() {
            mark_own(document, prices);
        }
        return;
    };
    // What readers see who do not see the chosen price is the main price for them.
    let is_other = |fact: &Fact| amount(fact) != Some(wanted) && !fact.branch.excludes(&branch);
    let is_sole = main.is_some() || document.segments.len() <= 1;
    let is_now = |fact: &&Fact| {
        price(fact).is_some_and(|price| matches!(price.role, PriceRole::Sale | PriceRole::Price))
    };
    if !is_sole && prices.iter().filter(is_now).any(is_other) {
        mark_own(document, prices);
        return;
    }
    for fact in prices {
        let is_main = fact.product == main && !is_other(fact);
        set_main(fact, is_main, &[PriceRole::Sale, PriceRole::Price, PriceRole::From]);
    }
}

/// The product of the guide that stands in the most prominent place.
fn main_product(products: &[Fact]) -> Option<u32> {
    let rank = |fact: &Fact| match fact.place {
        Scope::Subject => 0,
        Scope::Title => 1,
        Scope::Heading(level) => 1 + level,
        _ if fact.visibility == Visibility::Visible => 10,
        _ => 11,
    };
    products.iter().min_by_key(|fact| (rank(fact), fact.segment)).and_then(|fact| fact.product)
}

/// The current price of a product, and the arms of branches that state it.
fn of_product(prices: &[Fact], main: Option<u32>) -> Option<(Amount, BranchPath)> {
    let is_candidate = |fact: &&Fact, wanted: PriceRole| {
        price(fact).is_some_and(|price| price.role == wanted)
            && fact.product == main
            && fact.confidence != Confidence::Low
    };
    let is_shown = |fact: &&Fact| fact.visibility == Visibility::Visible && fact.segment.is_some();
    // What only some readers pay is the main price where nothing else is stated.
    let is_public = |fact: &&Fact| price(fact).is_some_and(|price| price.audience.is_none());
    let is_now = |fact: &Fact| {
        [PriceRole::Sale, PriceRole::Price, PriceRole::From].iter().any(|role| is_candidate(&fact, *role))
    };
    let has_public = prices.iter().any(|fact| is_public(&fact) && is_now(fact));
    let find = |is_in: fn(Rendering) -> bool| {
        let public = |fact: &&Fact| !has_public || is_public(fact);
        let prices = || prices.iter().filter(public).filter(|fact| is_in(fact.rendering));
        [PriceRole::Sale, PriceRole::Price, PriceRole::From].into_iter().find_map(|role| {
            let shown = prices().find(|fact| is_candidate(fact, role) && is_shown(fact));
            shown.or_else(|| prices().find(|fact| is_candidate(fact, role)))
        })
    };
    // What most readers see comes first, wherever in the source its copies stand.
    let chosen = find(|rendering| rendering == Rendering::Main).or_else(|| find(|_| true))?;
    Some((amount(chosen)?, chosen.branch.clone()))
}

/// Marks the price of a page's own product, which the guide does not know.
fn mark_own(document: &Document, prices: &mut [Fact]) {
    let is_email = document.attributes.channel == Some(Channel::Email);
    let seen = if is_email { None } else { prominence::choose(document, prices) };
    let stated = stated(document, prices);
    let chosen = match (stated.as_slice(), seen) {
        // What a page shows beside its headline is right where its data say something that nobody sees.
        (stated, Some(seen)) if seen.is_certain && !is_shown_of(prices, stated) => Some(seen.amount),
        (stated, Some(seen)) if stated.iter().any(|own| is_same(*own, seen.amount)) => Some(seen.amount),
        ([first, ..], _) => Some(*first),
        ([], seen) => seen.map(|seen| seen.amount),
    };
    let Some(wanted) = chosen else { return };
    let roles = [PriceRole::Sale, PriceRole::Price, PriceRole::From, PriceRole::RangeLow];
    for fact in prices.iter_mut().filter(|fact| fact.product.is_none()) {
        let is_main = amount(fact).is_some_and(|own| is_same(own, wanted));
        set_main(fact, is_main, &roles);
        // What metadata state without a currency is in that of the same amount beside the headline.
        if let FactValue::Price(price) = &mut fact.value
            && price.is_main
        {
            price.currency = price.currency.or(wanted.1);
        }
    }
}

/// The current prices that structured data, else metadata, else attributes state of the page's own product, the likeliest
/// first.
fn stated(document: &Document, prices: &[Fact]) -> Vec<Amount> {
    let spans = own_prices(document);
    let of_item = |fact: &&Fact| spans.iter().any(|span| span.overlaps(fact.span));
    let of_meta = |fact: &&Fact| fact.place == Scope::Meta && fact.segment.is_none();
    let of_data = |fact: &&Fact| {
        fact.place == Scope::StructuredData
            && fact.segment.is_none()
            && fact.visibility == Visibility::Machine
    };
    let current = |is_source: &dyn Fn(&&Fact) -> bool| {
        let roles = [PriceRole::Sale, PriceRole::Price, PriceRole::From, PriceRole::RangeLow];
        let of_role = |role| {
            let own = prices.iter().filter(is_source).filter_map(amount_of(role));
            own.filter(|(amount, _)| !amount.is_zero())
        };
        roles.into_iter().flat_map(of_role).collect::<Vec<Amount>>()
    };
    let of_items = current(&of_item);
    if !of_items.is_empty() {
        return of_items;
    }
    let of_metadata = current(&of_meta);
    if !of_metadata.is_empty() {
        return of_metadata;
    }
    // Attributes stand on related products too: only what they agree on is the page's.
    let has_items = document.items.iter().any(|item| item.property(&["offers"]).is_some());
    let of_attributes = if has_items { Vec::new() } else { current(&of_data) };
    match of_attributes.as_slice() {
        [first, others @ ..] if others.iter().all(|other| is_same(*other, *first)) => vec![*first],
        _ => Vec::new(),
    }
}

fn amount_of(role: PriceRole) -> impl Fn(&Fact) -> Option<Amount> {
    move |fact| price(fact).filter(|price| price.role == role).map(|price| (price.amount, price.currency))
}

/// Whether readers see one of these amounts. Without any there is nothing to see.
fn is_shown_of(prices: &[Fact], stated: &[Amount]) -> bool {
    let is_shown = |fact: &&Fact| fact.visibility == Visibility::Visible && fact.segment.is_some();
    prices.iter().filter(is_shown).filter_map(amount).any(|own| stated.iter().any(|one| is_same(*one, own)))
}

/// Whether two amounts are the same as far as their currencies are known.
fn is_same(left: Amount, right: Amount) -> bool {
    left.0 == right.0 && (left.1 == right.1 || left.1.is_none() || right.1.is_none())
}

fn set_main(fact: &mut Fact, is_main: bool, roles: &[PriceRole]) {
    if let FactValue::Price(price) = &mut fact.value
        && roles.contains(&price.role)
        && is_main
    {
        price.is_main = true;
    }
}

const fn price(fact: &Fact) -> Option<&Price> {
    match &fact.value {
        FactValue::Price(price) => Some(price),
        _ => None,
    }
}

fn amount(fact: &Fact) -> Option<Amount> {
    price(fact).map(|price| (price.amount, price.currency))
}
