//! What the guide and the campaign's record say that a product costs where an artifact is read. Knows nothing of the
//! prices that the artifact states.

use iso_currency::Currency;

use crate::facts::{is_for_another_market, market_of};
use crate::finding::GuideRef;
use crate::guide::pricing::PriceEntry;
use crate::guide::record::Segmentation;
use crate::guide::{Offer, Product};
use crate::rules::RuleContext;
use crate::values::money::Money;

/// The product of the guide with this index.
pub(super) fn product<'a>(cx: &RuleContext<'a>, index: u32) -> Option<&'a Product> {
    cx.guide.prices.products.get(index as usize)
}

/// The entry of the price book that a price in `currency` has to be held against: that of the artifact's market, or, where
/// the market is not known or has another currency, that of the only market with the currency of the price.
pub(super) fn entry<'a>(
    cx: &RuleContext<'a>,
    product: &'a Product,
    currency: Currency,
) -> Option<&'a PriceEntry> {
    let entry = |market: &str| product.prices.iter().find(|entry| entry.market == market);
    let attributes = &cx.document.attributes;
    let own = market_of(attributes, cx.guide);
    if own.is_none() && (attributes.market.is_some() || is_for_another_market(attributes, cx.guide)) {
        return None;
    }
    if let Some(market) = own
        && let Some(entry) = entry(&market.id)
        && entry.list.currency == currency
    {
        return Some(entry);
    }
    if own.is_some_and(|market| market.currency == Some(currency)) {
        return None;
    }
    entry(only_market(cx, currency)?)
}

/// The record's offer for a product where the artifact is read, for prices in `currency`.
pub(super) fn offer<'a>(cx: &RuleContext<'a>, product: &Product, currency: Currency) -> Option<&'a Offer> {
    let attributes = &cx.document.attributes;
    let own = attributes.market.as_deref();
    let market = own.or_else(|| market_of(attributes, cx.guide).map(|market| market.id.as_str()));
    let is_foreign = is_for_another_market(attributes, cx.guide);
    let market = market.or_else(|| only_market(cx, currency).filter(|_| !is_foreign));
    let of = Segmentation {
        audience: attributes.audience.as_deref(),
        variant: attributes.variant.as_deref(),
        phase: attributes.phase.as_deref(),
    };
    let offer = cx.campaign?.offer(&product.id, market, of)?;
    let has_currency = |money: Option<Money>| money.is_none_or(|money| money.currency == currency);
    (has_currency(offer.list) && has_currency(offer.sale)).then_some(offer)
}

/// What a product costs before a reduction, and who says so.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListPrice<'a> {
    pub(super) money: Money,
    /// Whether the campaign's record says it; else it is the price book.
    pub(super) is_recorded: bool,
    pub(super) origin: &'a GuideRef,
}

/// The list price of a product where the artifact is read, for prices in `currency`: of the record, else of the price book.
pub(super) fn list_price<'a>(
    cx: &RuleContext<'a>,
    product: &'a Product,
    currency: Currency,
) -> Option<ListPrice<'a>> {
    let offer = offer(cx, product, currency);
    if let Some((money, offer)) = offer.and_then(|offer| Some((offer.list?, offer))) {
        return Some(ListPrice { money, is_recorded: true, origin: &offer.origin });
    }
    // Other audiences may have other list prices than the public.
    let is_public = cx.document.attributes.audience.is_none();
    let entry = entry(cx, product, currency).filter(|_| is_public || offer.is_some())?;
    Some(ListPrice { money: entry.list, is_recorded: false, origin: &entry.origin })
}

/// The only market of the guide with this currency.
fn only_market<'a>(cx: &RuleContext<'a>, currency: Currency) -> Option<&'a str> {
    let mut markets = cx.guide.brand.markets.iter().filter(|market| market.currency == Some(currency));
    markets.next().filter(|_| markets.next().is_none()).map(|market| market.id.as_str())
}
