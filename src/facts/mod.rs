//! Facts: what an artifact states, as typed values with their places. Knows nothing of rules.
//!
//! Reading order: [`Fact`], [`extract`], then one module a kind of fact; `binding` tells which product a price is of, and
//! `main_price` which price is that of the main offer.

mod binding;
mod claim;
pub mod color;
mod cta;
pub mod date;
mod discount;
mod email_address;
mod lines;
mod main_price;
mod phone;
mod postal_address;
pub mod price;
mod product;
mod promo_code;
pub mod social;
mod structured;
mod value;

pub use product::ProductName;
pub use value::{
    Audience, Claim, Confidence, DateRole, Discount, DiscountQualifier, FactValue, Precision, Price,
    PriceRole, ProductForm, Season, StatedDate, StatedZone,
};

use std::collections::BTreeMap;
use std::ops::Range;

use crate::artifact::{Artifact, Attributes, Locale};
use crate::document::{BranchPath, Document, Link, Segment};
use crate::finding::FactKind;
use crate::guide::{Guide, Market};
use crate::scope::{Rendering, Scope, Visibility};
use crate::span::Span;
use crate::values::phone::is_region;

/// Something that an artifact states.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// What it states.
    pub value: FactValue,
    /// The words that state it, as a reader sees them.
    pub text: String,
    /// Bytes of the source.
    pub span: Span,
    /// The place the text has in its artifact.
    pub place: Scope,
    /// Who sees it.
    pub visibility: Visibility,
    /// The rendering that states it.
    pub rendering: Rendering,
    /// How sure the reading is.
    pub confidence: Confidence,
    /// Index into the guide's products: the product that it is about.
    pub product: Option<u32>,
    /// Index into [`Document::segments`], for facts that stand in text.
    pub segment: Option<u32>,
    /// The arms of a template's branches that state it. Facts in arms that exclude each other are alternatives.
    pub branch: BranchPath,
}

impl Fact {
    /// A fact that `range` states: bytes of the text of the document's segment with this index, or of a reading of it.
    pub(crate) fn in_segment(
        document: &Document,
        (segment, index): (&Segment, u32),
        range: &Range<usize>,
        value: FactValue,
    ) -> Self {
        Self {
            value,
            text: segment.text.as_str().get(range.clone()).unwrap_or_default().to_owned(),
            span: segment.text.span(range.clone()),
            place: segment.place(range),
            visibility: segment.visibility,
            rendering: segment.rendering,
            confidence: Confidence::Certain,
            product: None,
            segment: Some(index),
            branch: document.branches.path_of(&segment.text, range),
        }
    }

    /// A fact that `range` states: bytes of the address of a link.
    pub(crate) fn in_link(link: &Link, range: Range<usize>, value: FactValue) -> Self {
        Self {
            value,
            text: link.url.as_str().get(range.clone()).unwrap_or_default().to_owned(),
            span: link.url.span(range),
            place: Scope::Link,
            visibility: Visibility::Machine,
            rendering: link.rendering,
            confidence: Confidence::Certain,
            product: None,
            segment: None,
            branch: BranchPath::default(),
        }
    }

    /// The facts that properties with one of these names of schema.org state for machines. What readers see as well is a fact
    /// of the text.
    pub(crate) fn in_items(
        document: &Document,
        names: &[&str],
        value: impl Fn(&str) -> Option<FactValue>,
    ) -> Vec<Self> {
        let properties = document.items.iter().flat_map(|item| &item.properties);
        let named = properties.filter(|property| {
            property.visibility == Visibility::Machine && names.contains(&property.local_name())
        });
        let stated = named.filter_map(|property| {
            let text = property.text()?;
            let value = value(text.as_str().trim())?;
            let span = text.span(0..text.as_str().len());
            Some(Self {
                value,
                text: text.as_str().trim().to_owned(),
                span,
                place: Scope::StructuredData,
                visibility: Visibility::Machine,
                rendering: Rendering::Main,
                confidence: Confidence::Certain,
                product: None,
                segment: None,
                branch: document.branches.path(span),
            })
        });
        stated.collect()
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> FactKind {
        match self.value {
            FactValue::Price(_) => FactKind::Price,
            FactValue::Discount(_) => FactKind::Discount,
            FactValue::Date(_) => FactKind::Date,
            FactValue::PromoCode(_) => FactKind::PromoCode,
            FactValue::Product(_) => FactKind::Product,
            FactValue::Cta { .. } => FactKind::Cta,
            FactValue::Color { .. } => FactKind::Color,
            FactValue::Hashtag(_) => FactKind::Hashtag,
            FactValue::Handle { .. } => FactKind::Handle,
            FactValue::Url(_) => FactKind::Url,
            FactValue::Phone(_) => FactKind::Phone,
            FactValue::EmailAddress(_) => FactKind::EmailAddress,
            FactValue::PostalAddress(_) => FactKind::PostalAddress,
            FactValue::Claim(_) => FactKind::Claim,
            FactValue::Tagline { .. } => FactKind::Tagline,
            FactValue::LegalLine { .. } => FactKind::LegalLine,
        }
    }
}

/// Takes the facts from a document, in the order of the source. `names` are the names of products in its text, as the
/// guide's matcher found them.
#[must_use]
pub fn extract(artifact: &Artifact, document: &Document, guide: &Guide, names: &[ProductName]) -> Vec<Fact> {
    let products = product::extract(document, names);
    let mut prices = price::extract(&artifact.source, document, guide);
    let mut discounts = discount::extract(document);
    // Most posts state neither.
    if !(prices.is_empty() && discounts.is_empty()) {
        let names = binding::NameMap::new(document, guide, &products);
        binding::bind(&names, &mut prices);
        binding::bind_firmly(&names, &mut discounts);
    }
    let mut facts = prices;
    facts.extend(promo_code::extract(document));
    facts.extend(date::extract(artifact, document));
    structured::extract(document, guide, &products, &mut facts);
    main_price::mark(document, &products, &mut facts);
    facts.extend(discounts);
    facts.extend(products);
    facts.extend(cta::extract(document, guide));
    facts.extend(color::extract(document));
    social::extract(document, &mut facts);
    facts.extend(phone::extract(document, guide));
    facts.extend(email_address::extract(document));
    facts.extend(postal_address::extract(document, guide));
    let lines = lines::extract(document, guide);
    facts.extend(claim::extract(document, guide, &lines));
    facts.extend(lines);
    if !document.branches.is_empty() {
        for fact in facts.iter_mut().filter(|fact| fact.segment.is_none()) {
            fact.branch = document.branches.path(fact.span);
        }
    }
    facts.sort_by_key(|fact| (fact.span, fact.kind()));
    facts
}

/// The market that an artifact is for: the one it declares, else the only one of its locale.
#[must_use]
pub fn market_of<'a>(attributes: &Attributes, guide: &'a Guide) -> Option<&'a Market> {
    match &attributes.market {
        Some(id) => guide.brand.market(id),
        None => attributes.locale.as_ref().and_then(|locale| guide.brand.market_of_locale(locale)),
    }
}

/// The country that an artifact is for, as a code of ISO 3166: that of its market, else of its locale, else of the guide's
/// default locale.
fn region_of(attributes: &Attributes, guide: &Guide) -> Option<String> {
    let own = || attributes.locale.as_ref().and_then(Locale::region);
    let default = || guide.brand.default_locale.as_ref().and_then(Locale::region);
    let market = market_of(attributes, guide).and_then(Market::region);
    // A market that the guide does not know may still be called by its country.
    let named = || attributes.market.as_deref().filter(|id| is_region(id));
    market.or_else(named).or_else(own).or_else(default).map(str::to_owned)
}

/// Whether an artifact is for a market that the guide does not list: its locale has a region, and no market has that
/// region. The currency of its prices then says nothing about the market.
#[must_use]
pub fn is_for_another_market(attributes: &Attributes, guide: &Guide) -> bool {
    let region = |locale: &Locale| locale.as_str().split_once('-').map(|(_, region)| region.to_owned());
    let markets = &guide.brand.markets;
    attributes.market.is_none()
        && !markets.is_empty()
        && attributes.locale.as_ref().and_then(region).is_some_and(|own| {
            !markets
                .iter()
                .flat_map(|market| &market.locales)
                .any(|locale| region(locale).as_ref() == Some(&own))
        })
}

/// Appends the facts that the readings of a segment state, each once. What is stated twice in different ways, as by a
/// price that is the old one for some readers, is uncertain.
fn add_readings(found: Vec<Fact>, facts: &mut Vec<Fact>) {
    // Found by their spans: a text may state very many.
    let mut known: BTreeMap<Span, usize> = BTreeMap::new();
    for fact in found {
        match known.get(&fact.span).and_then(|index| facts.get_mut(*index)) {
            Some(known) if known.value != fact.value => known.confidence = Confidence::Low,
            Some(_) => {}
            None => {
                known.insert(fact.span, facts.len());
                facts.push(fact);
            }
        }
    }
}
