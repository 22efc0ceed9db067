//! Facts of structured data: what items and metadata state as prices and promo codes, with the bytes of their values.
//! Knows nothing of how they are written.
//!
//! A value that is a text of the page is not stated twice: what the text says counts, and the item tells what of it the
//! text leaves open.

mod dates;
mod own;

use std::collections::BTreeSet;

use iso_currency::Currency;

pub(super) use self::own::own_prices;
use super::price::{lone_amount, lone_money};
use super::{Confidence, Fact, FactValue, Price, PriceRole};
use crate::document::{Document, HOLE, Item, ItemValue, Property, Segment, Syntax};
use crate::guide::Guide;
use crate::scope::{Rendering, Scope, Visibility};
use crate::span::{Span, offset};
use crate::text::MappedText;
use crate::values::url::canonical;

/// An offer stands close to its product.
const MAX_ANCESTORS: usize = 8;

/// Properties of schema.org that are amounts of money.
const AMOUNTS: [(&str, PriceRole); 5] = [
    ("price", PriceRole::Price),
    ("lowPrice", PriceRole::RangeLow),
    ("highPrice", PriceRole::RangeHigh),
    ("minPrice", PriceRole::RangeLow),
    ("maxPrice", PriceRole::RangeHigh),
];

/// Metadata that are amounts of money (ogp.me, Facebook's and Pinterest's product tags), and what names their currency.
const META_AMOUNTS: [(&str, &str, PriceRole); 6] = [
    ("product:price:amount", "product:price:currency", PriceRole::Price),
    ("product:sale_price:amount", "product:sale_price:currency", PriceRole::Sale),
    ("product:original_price:amount", "product:original_price:currency", PriceRole::List),
    ("og:price:amount", "og:price:currency", PriceRole::Price),
    ("og:price:standard_amount", "og:price:currency", PriceRole::List),
    ("og:sale_price:amount", "og:sale_price:currency", PriceRole::Sale),
];

/// What a Twitter card calls a price, in lower case.
const LABELS: [&str; 6] = ["price", "preis", "prix", "precio", "prezzo", "prijs"];

/// Units of a price by their codes (UN/CEFACT Recommendation 20), as far as prices are told by them.
const UNITS: [(&str, &str); 11] = [
    ("MON", "month"),
    ("ANN", "year"),
    ("WEE", "week"),
    ("DAY", "day"),
    ("KGM", "unit:kg"),
    ("GRM", "unit:g"),
    ("LTR", "unit:l"),
    ("MLT", "unit:ml"),
    ("MTR", "unit:m"),
    ("MTK", "unit:m²"),
    ("C62", "unit:piece"),
];

/// Adds the facts of every item to `facts`, which are those of the text. `products` are the names of products in the text.
pub(super) fn extract(document: &Document, guide: &Guide, products: &[Fact], facts: &mut Vec<Fact>) {
    if document.items.is_empty() {
        return;
    }
    let pages: Vec<(u32, String)> = (0..)
        .zip(&guide.prices.products)
        .flat_map(|(index, product)| {
            product.urls.iter().filter_map(move |url| Some((index, canonical(url)?)))
        })
        .collect();
    let stated = Stated::new(facts);
    let mut own: Vec<Own<'_>> = document.items.iter().map(|item| Own::new(item, guide, &pages)).collect();
    for property in document.items.iter().flat_map(|item| &item.properties) {
        if let ItemValue::Item(held) = property.value
            && let Some(own) = own.get_mut(held as usize)
        {
            own.held_as = property.local_name();
        }
    }
    let reader = Reader { document, guide, own, pages, products, stated };
    let first = facts.len();
    for (index, item) in document.items.iter().enumerate() {
        match item.syntax {
            Syntax::Meta => reader.metadata(item, facts),
            Syntax::Data => reader.attributes(item, facts),
            Syntax::JsonLd | Syntax::Microdata | Syntax::Rdfa => {
                reader.prices(index, item, facts);
                reader.promo_codes(item, facts);
                dates::extract(&reader, item, facts);
            }
        }
    }
    // One value may be of several items.
    let mut known = BTreeSet::new();
    let mut added = facts.split_off(first);
    added.retain(|fact| known.insert((fact.span, fact.kind())));
    facts.append(&mut added);
}

/// What an item says of itself.
struct Own<'a> {
    product: Named,
    currency: Option<Currency>,
    /// The item that it offers.
    offered: Option<u32>,
    /// The property of another item that it is a value of.
    held_as: &'a str,
}

/// Whether an item is a product of the guide.
enum Named {
    /// This one.
    Product(u32),
    /// A product, but none of the guide's: whatever it is listed under, it is another.
    Other,
    /// No product.
    No,
}

impl Own<'_> {
    fn new(item: &Item, guide: &Guide, pages: &[(u32, String)]) -> Self {
        let currency = item.text_of(&["priceCurrency"]).and_then(currency);
        let skus = || named(item, &["sku", "mpn", "productID", "gtin", "gtin13"]);
        let names = || named(item, &["name"]);
        let by_number = (0..)
            .zip(&guide.prices.products)
            .find(|(_, product)| skus().any(|sku| product.skus.iter().any(|own| own == sku.trim())));
        let by_name = || {
            (0..)
                .zip(&guide.prices.products)
                .find(|(_, product)| names().any(|name| name.trim().eq_ignore_ascii_case(&product.name)))
        };
        let found = by_number.or_else(by_name).map(|(index, _)| index);
        let found = found.or_else(|| {
            let id = item.id.as_ref().map(MappedText::as_str);
            let address = named(item, &["url"]).chain(id).find_map(canonical)?;
            pages.iter().find(|(_, page)| *page == address).map(|(index, _)| *index)
        });
        let product = match found {
            Some(product) => Named::Product(product),
            None if item.is_a("Product") || item.is_a("ProductGroup") => Named::Other,
            None => Named::No,
        };
        let offered = item.property(&["itemOffered"]).and_then(|property| match property.value {
            ItemValue::Item(offered) => Some(offered),
            ItemValue::Text(_) | ItemValue::Url(_) => None,
        });
        Self { product, currency, offered, held_as: "" }
    }
}

fn named<'a>(item: &'a Item, names: &[&str]) -> impl Iterator<Item = &'a str> {
    let is_named = |property: &&Property| names.contains(&property.local_name());
    item.properties.iter().filter(is_named).filter_map(Property::text).map(MappedText::as_str)
}

fn currency(code: &str) -> Option<Currency> {
    Currency::from_code(code.trim().to_ascii_uppercase().as_str())
}

/// Prices and codes in the text, for finding those that a value of an item is.
struct Stated(Vec<(Span, usize)>);

impl Stated {
    fn new(facts: &[Fact]) -> Self {
        let mut spans: Vec<(Span, usize)> = facts.iter().map(|fact| fact.span).zip(0..).collect();
        spans.sort_unstable();
        Self(spans)
    }

    /// The facts that share bytes with `span`.
    fn within(&self, span: Span) -> impl Iterator<Item = usize> {
        // A fact is shorter than this.
        const LONGEST: u32 = 64;
        let start = Span::at(span.start().saturating_sub(LONGEST));
        let first = self.0.partition_point(|(other, _)| *other < start);
        let near = self.0.iter().skip(first).take_while(move |(other, _)| other.start() < span.end());
        near.filter(move |(other, _)| other.overlaps(span)).map(|(_, index)| *index)
    }
}

struct Reader<'a> {
    document: &'a Document,
    guide: &'a Guide,
    own: Vec<Own<'a>>,
    pages: Vec<(u32, String)>,
    products: &'a [Fact],
    stated: Stated,
}

impl Reader<'_> {
    fn prices(&self, index: usize, item: &Item, facts: &mut Vec<Fact>) {
        let is_amount = |property: &&Property| AMOUNTS.iter().any(|(name, _)| *name == property.local_name());
        let mut amounts = item.properties.iter().filter(is_amount).peekable();
        if amounts.peek().is_none() {
            return;
        }
        let (per, product, currency) = (self.per(item), self.product(index), self.currency(index));
        let held_as = self.own.get(index).map_or("", |own| own.held_as);
        let specified = specified_role(item, held_as, per.as_deref());
        for property in amounts {
            let own = AMOUNTS.iter().find(|(name, _)| *name == property.local_name());
            let Some(role) = specified.or(own.map(|(_, role)| *role)) else { continue };
            let price = Price { role, per: per.clone(), currency, ..PLAIN };
            self.state(property, Scope::StructuredData, price, product, facts);
        }
    }

    /// Takes a price over, or tells the text that already states it what it is of.
    fn state(
        &self,
        property: &Property,
        place: Scope,
        price: Price,
        product: Option<u32>,
        facts: &mut Vec<Fact>,
    ) {
        let Some(text) = value(property) else { return };
        let span = text.span(0..text.as_str().len());
        let amount = lone_amount(text.as_str());
        // The bytes of a price in two elements hold the attributes of the second.
        let is_between = |known: &Price| {
            property.visibility == Visibility::Machine
                && amount.is_some_and(|(amount, _)| amount != known.amount)
        };
        let mut is_stated = false;
        for index in self.stated.within(span) {
            let Some(fact) = facts.get_mut(index) else { continue };
            let FactValue::Price(known) = &mut fact.value else { continue };
            if is_between(known) {
                continue;
            }
            is_stated = true;
            if known.role == PriceRole::Price && price.role != PriceRole::Price {
                known.role = price.role;
            }
            known.currency = known.currency.or(price.currency);
            if fact.product.is_none() || fact.confidence != Confidence::Certain {
                fact.product = product.or(fact.product);
            }
        }
        let plain = amount.map(|(amount, sure)| (amount, price.currency, sure));
        let written = || {
            let (amount, currency) = lone_money(text.as_str(), self.guide)?;
            Some((amount, price.currency.or(currency), Confidence::Likely))
        };
        let read = plain.filter(|(.., sure)| *sure == Confidence::Certain).or_else(written).or(plain);
        let Some((amount, currency, sure)) = read.filter(|_| !is_stated) else { return };
        let confidence = if currency.is_none() { Confidence::Low } else { sure };
        let value = FactValue::Price(Price { amount, currency, ..price });
        facts.push(Fact { confidence, product, ..self.fact(value, property, text, place) });
    }

    fn fact(&self, value: FactValue, property: &Property, text: &MappedText, place: Scope) -> Fact {
        let span = text.span(0..text.as_str().len());
        // A value that is a text of the page has the place of that text.
        let segment = match property.visibility {
            Visibility::Machine => None,
            Visibility::Visible | Visibility::Hidden | Visibility::Fallback => self.segment_at(span.start()),
        };
        let place = segment.map_or(place, |(_, scope)| scope);
        Fact {
            value,
            text: text.as_str().to_owned(),
            span,
            place,
            visibility: property.visibility,
            rendering: Rendering::Main,
            confidence: Confidence::Certain,
            product: None,
            segment: segment.map(|(index, _)| index),
            branch: self.document.branches.path(span),
        }
    }

    /// The text that holds a byte of the source.
    fn segment_at(&self, at: u32) -> Option<(u32, Scope)> {
        /// Texts that stand within another's bytes nest less deep than this.
        const NESTED: usize = 16;
        let segments = &self.document.segments;
        let starts_before =
            |segment: &Segment| segment.text.runs().first().is_none_or(|run| run.source.start() <= at);
        let before = segments.partition_point(starts_before);
        let holds = |index: &usize| {
            let last = segments.get(*index).and_then(|segment| segment.text.runs().last());
            last.is_some_and(|run| at < run.source.end())
        };
        let index = (before.saturating_sub(NESTED)..before).rev().find(holds)?;
        Some((offset(index), segments.get(index)?.scope))
    }

    fn promo_codes(&self, item: &Item, facts: &mut Vec<Fact>) {
        for property in item.properties.iter().filter(|property| property.local_name() == "discountCode") {
            let Some(text) = value(property) else { continue };
            let code = text.as_str().trim();
            let span = text.span(0..text.as_str().len());
            let is_known = |index: usize| {
                facts.get(index).is_some_and(|fact| matches!(fact.value, FactValue::PromoCode(_)))
            };
            if super::promo_code::is_code(code) && !self.stated.within(span).any(is_known) {
                let value = FactValue::PromoCode(code.to_owned());
                facts.push(self.fact(value, property, text, Scope::StructuredData));
            }
        }
    }

    /// Prices in attributes, as far as nothing else of the page states them: they are for scripts.
    fn attributes(&self, item: &Item, facts: &mut Vec<Fact>) {
        let currency = item.text_of(&["priceCurrency"]).and_then(currency);
        for property in &item.properties {
            let own = AMOUNTS.iter().find(|(name, _)| *name == property.local_name());
            let (Some((_, role)), Some(text)) = (own, value(property)) else { continue };
            let amount = lone_amount(text.as_str()).map(|(amount, _)| amount);
            let is_same =
                |fact: &Fact| matches!(&fact.value, FactValue::Price(price) if Some(price.amount) == amount);
            if facts.iter().any(is_same) {
                continue;
            }
            let first = facts.len();
            let price = Price { role: *role, currency, ..PLAIN };
            self.state(property, Scope::StructuredData, price, None, facts);
            for fact in facts.iter_mut().skip(first).filter(|fact| fact.confidence == Confidence::Certain) {
                fact.confidence = Confidence::Likely;
            }
        }
    }

    fn metadata(&self, item: &Item, facts: &mut Vec<Fact>) {
        let has_sale = item.property(&["product:sale_price:amount", "og:sale_price:amount"]).is_some();
        let amounts = META_AMOUNTS.map(|(name, currency_name, role)| {
            let role = if has_sale && role == PriceRole::Price { PriceRole::List } else { role };
            (name, Price { role, currency: item.text_of(&[currency_name]).and_then(currency), ..PLAIN })
        });
        let mut product: Option<Option<u32>> = None;
        let label = item.text_of(&["twitter:label1"]).map(str::to_lowercase);
        let is_price = label.is_some_and(|label| LABELS.contains(&label.trim()));
        if let Some(property) = item.property(&["twitter:data1"]).filter(|_| is_price) {
            self.state(property, Scope::Meta, PLAIN, None, facts);
        }
        for property in &item.properties {
            if let Some((_, price)) = amounts.iter().find(|(name, _)| *name == property.name) {
                let product = *product.get_or_insert_with(|| self.product_of_page(item));
                self.state(property, Scope::Meta, price.clone(), product, facts);
            }
        }
    }

    /// The product that a page is about, by its number, its address or its title.
    fn product_of_page(&self, item: &Item) -> Option<u32> {
        let pages = &self.pages;
        let by_address = |address: &str| {
            let address = canonical(address)?;
            pages.iter().find(|(_, page)| *page == address).map(|(index, _)| *index)
        };
        let addresses = self.document.page.canonical.iter().chain(&item.id);
        if let Some(product) = addresses.map(MappedText::as_str).find_map(by_address) {
            return Some(product);
        }
        let titles = self.products.iter().filter(|fact| {
            fact.place == Scope::Title
                || item
                    .property(&["og:title"])
                    .and_then(value)
                    .is_some_and(|title| title.span(0..title.as_str().len()).covers(fact.span))
        });
        let mut products = titles.filter_map(|fact| fact.product);
        let first = products.next()?;
        products.all(|product| product == first).then_some(first)
    }

    /// The product of the guide that an item, what it offers, or an item around it is.
    fn product(&self, index: usize) -> Option<u32> {
        let mut at = index;
        for _ in 0..MAX_ANCESTORS {
            let offered = self.own.get(at)?.offered.map(|offered| offered as usize);
            for one in std::iter::once(at).chain(offered) {
                match self.own.get(one)?.product {
                    Named::Product(product) => return Some(product),
                    Named::Other => return None,
                    Named::No => {}
                }
            }
            at = self.document.items.get(at)?.parent? as usize;
        }
        None
    }

    /// The currency of an item, or of the offer that it specifies.
    fn currency(&self, index: usize) -> Option<Currency> {
        let own = self.own.get(index)?.currency;
        let parent = || {
            let parent = self.document.items.get(index)?.parent?;
            self.own.get(parent as usize)?.currency
        };
        own.or_else(parent)
    }

    /// What a price is for: `month`, `unit:kg`.
    fn per(&self, item: &Item) -> Option<String> {
        let quantity = match item.property(&["referenceQuantity"]).map(|property| &property.value) {
            Some(ItemValue::Item(quantity)) => self.document.items.get(*quantity as usize)?,
            Some(ItemValue::Text(_) | ItemValue::Url(_)) => return None,
            None => item,
        };
        let code = quantity.text_of(&["unitCode", "unitText"])?.trim();
        let unit = UNITS.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|(_, unit)| *unit)?;
        let amount = quantity.text_of(&["value", "billingIncrement"]).map_or("1", str::trim);
        match (amount, unit.strip_prefix("unit:")) {
            ("1" | "1.0", _) => Some(unit.to_owned()),
            (amount, Some(measure)) => Some(format!("unit:{amount} {measure}")),
            // A price for three months is none for a month.
            (_, None) => None,
        }
    }
}

const PLAIN: Price = Price {
    role: PriceRole::Price,
    amount: rust_decimal::Decimal::ZERO,
    currency: None,
    per: None,
    tax: None,
    audience: None,
    is_main: false,
};

/// A value that is known: no placeholder is in it.
fn value(property: &Property) -> Option<&MappedText> {
    property.text().filter(|text| !text.as_str().contains(HOLE) && !text.is_empty())
}

/// The role that the type of a price specification gives (schema.org, `PriceSpecification`), and what holds it.
fn specified_role(item: &Item, held_as: &str, per: Option<&str>) -> Option<PriceRole> {
    let price_type = item.text_of(&["priceType"]).unwrap_or_default();
    let is_before = ["ListPrice", "SRP", "StrikethroughPrice", "RegularPrice"];
    if is_before.iter().any(|name| price_type.ends_with(name)) {
        Some(PriceRole::List)
    } else if price_type.ends_with("SalePrice") {
        Some(PriceRole::Sale)
    } else if item.property(&["validForMemberTier"]).is_some() {
        // A price for members is none for everybody.
        Some(PriceRole::Other)
    } else if item.is_a("DeliveryChargeSpecification") || held_as.starts_with("shipping") {
        Some(PriceRole::Shipping)
    } else if item.is_a("PaymentChargeSpecification") {
        Some(PriceRole::Fee)
    } else {
        match per {
            Some(per) => per.starts_with("unit:").then_some(PriceRole::Unit),
            None => (item.is_a("UnitPriceSpecification") && price_type.is_empty()).then_some(PriceRole::Unit),
        }
    }
}

#[cfg(test)]
mod tests;
