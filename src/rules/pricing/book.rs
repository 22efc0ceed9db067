//! What the guide and the campaign's record say that a product costs where an artifact is read. Knows nothing of what
//! the rules make of it.

use iso_currency::Currency;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::facts::price::restyle;
use crate::facts::{Confidence, Fact, FactValue, Price, PriceRole, is_for_another_market, market_of};
use crate::finding::{Applicability, Edit, Fix, GuideRef};
use crate::guide::brand::TaxBasis;
use crate::guide::pricing::{PriceEntry, Retired};
use crate::guide::record::Segmentation;
use crate::guide::{Offer, Product};
use crate::rules::RuleContext;
use crate::values::money::Money;

/// The product of the guide with this index.
pub(super) fn product<'a>(cx: &RuleContext<'a>, index: u32) -> Option<&'a Product> {
    cx.guide.prices.products.get(index as usize)
}

/// The entries of the price book that a price in `currency` has to be held against: those of the artifact's market, or,
/// where the market is not known or has another currency, those of the only market with the currency of the price. Of
/// several the one that holds when the artifact is published; all, where that is not known.
pub(super) fn entries<'a>(
    cx: &RuleContext<'a>,
    product: &'a Product,
    currency: Currency,
) -> Vec<&'a PriceEntry> {
    let day = day(cx);
    market(cx, product, currency).map(|market| product.prices_in(market, day).collect()).unwrap_or_default()
}

/// The only one of these entries.
pub(super) fn entry<'a>(
    cx: &RuleContext<'a>,
    product: &'a Product,
    currency: Currency,
) -> Option<&'a PriceEntry> {
    match entries(cx, product, currency).as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// The market whose prices a price in `currency` has to be held against.
pub(super) fn market<'a>(cx: &RuleContext<'a>, product: &Product, currency: Currency) -> Option<&'a str> {
    let attributes = &cx.document.attributes;
    let own = market_of(attributes, cx.guide);
    if own.is_none() && (attributes.market.is_some() || is_for_another_market(attributes, cx.guide)) {
        return None;
    }
    let has_currency = |id: &str| product.prices_in(id, None).any(|entry| entry.list.currency == currency);
    if let Some(own) = own.filter(|own| has_currency(&own.id)) {
        return Some(&own.id);
    }
    if own.is_some_and(|market| market.currency == Some(currency)) {
        return None;
    }
    only_market(cx, currency)
}

/// The day on which the artifact is published, where the campaign or else the brand is.
pub(super) fn day(cx: &RuleContext<'_>) -> Option<Date> {
    let of_record = cx.campaign.and_then(|record| record.time_zone.as_ref());
    let zone = of_record.or(cx.guide.brand.time_zone.as_ref()).cloned().unwrap_or(TimeZone::UTC);
    cx.document.attributes.publish_at.map(|at| zone.to_datetime(at).date())
}

/// A price that can be held against the price book.
#[derive(Clone, Debug)]
pub(super) struct Booked<'a> {
    pub(super) price: &'a Price,
    pub(super) money: Money,
    /// Index into the guide's products.
    pub(super) index: u32,
    pub(super) product: &'a Product,
    /// Id of its market.
    pub(super) market: &'a str,
    /// What the product costs there; of several, each may hold.
    pub(super) entries: Vec<&'a PriceEntry>,
}

impl<'a> Booked<'a> {
    /// What the price book has for a price of a product.
    pub(super) fn of(cx: &RuleContext<'a>, fact: &'a Fact) -> Option<Self> {
        let FactValue::Price(price) = &fact.value else { return None };
        let (money, index) = (price.money()?, fact.product?);
        let product = product(cx, index)?;
        let market = market(cx, product, money.currency)?;
        let entries = entries(cx, product, money.currency);
        (!entries.is_empty()).then_some(Self { price, money, index, product, market, entries })
    }

    /// The same where the book decides on the price: it certainly is the price of the product for everybody, and the
    /// campaign's record has no offer.
    pub(super) fn judged(cx: &RuleContext<'a>, fact: &'a Fact) -> Option<Self> {
        let booked = Self::of(cx, fact)?;
        let Self { price, product, market, .. } = &booked;
        let is_judged = matches!(price.role, PriceRole::List | PriceRole::Sale | PriceRole::Price)
            && fact.confidence == Confidence::Certain
            && price.per.as_deref().is_none_or(|per| per == "unit:piece")
            && booked.has_tax_basis_of_market(cx);
        let has_offer = cx.campaign.is_some_and(|record| {
            record.offers.iter().any(|offer| {
                offer.product == product.id && offer.market.as_deref().is_none_or(|own| own == *market)
            })
        });
        // The price book has prices for the public; members or new customers may have others.
        let is_public = cx.document.attributes.audience.is_none() && price.audience.is_none();
        (is_judged && is_public && !has_offer).then_some(booked)
    }

    /// Whether it is a price that holds.
    pub(super) fn is_known(&self) -> bool {
        self.entries.iter().any(|entry| self.money == entry.list || entry.sale == Some(self.money))
    }

    /// The entry that retired it.
    pub(super) fn retired(&self) -> Option<&'a Retired> {
        let mut retired = self.entries.iter().flat_map(|entry| &entry.retired);
        retired.find(|retired| retired.price == self.money)
    }

    /// What the product costs, for messages: "499.00 USD, or 399.00 USD on sale,".
    pub(super) fn known_prices(&self) -> String {
        let known = |entry: &&PriceEntry| match &entry.sale {
            Some(sale) => format!("{}, or {sale} on sale,", entry.list),
            None => entry.list.to_string(),
        };
        let known: Vec<String> = self.entries.iter().map(known).collect();
        known.join(" or ")
    }

    /// The price that was probably meant, where the book leaves only one.
    pub(super) fn candidate(&self) -> Option<Money> {
        let [entry] = self.entries.as_slice() else { return None };
        match (self.price.role, entry.sale) {
            (PriceRole::List, _) | (PriceRole::Price, None) => Some(entry.list),
            (PriceRole::Sale, sale) => sale,
            _ => None,
        }
    }

    /// Whether what the text says of the tax is how the market shows its prices.
    fn has_tax_basis_of_market(&self, cx: &RuleContext<'_>) -> bool {
        let of_market = cx.guide.brand.market(self.market).and_then(|market| market.tax);
        match (self.price.tax, of_market) {
            (Some(said), Some(of_market)) => said == of_market,
            (Some(said), None) => said == TaxBasis::Included,
            (None, _) => true,
        }
    }
}

/// Replaces the amounts of copies of one price by those that the book has, and keeps the form in which they are written.
pub(super) fn fix<'a>(cx: &RuleContext<'a>, copies: &[&'a Fact]) -> Option<Fix> {
    let mut edits = Vec::new();
    let mut is_open = false;
    for copy in copies {
        let booked = Booked::of(cx, copy)?;
        let meant = booked.candidate();
        is_open |= meant.is_none() || cx.artifact.source.slice(copy.span) != copy.text;
        let list = booked.entries.first()?.list;
        let text = restyle(&copy.text, &meant.unwrap_or(list))?;
        edits.push(Edit { location: cx.location(copy.span), text });
    }
    let title = format!("replace with `{}`", edits.first()?.text);
    let applicability = if is_open { Applicability::DisplayOnly } else { Applicability::Unsafe };
    Some(Fix { title, applicability, edits })
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
