//! Facts: what an artifact states, as typed values with their places. Knows nothing of rules.

pub mod color;
pub mod cta;
pub mod price;
pub mod product;
pub mod promo_code;

use iso_currency::Currency;
use rust_decimal::Decimal;

use crate::artifact::{Artifact, words};
use crate::document::Document;
use crate::finding::FactKind;
use crate::guide::Guide;
use crate::guide::brand::TaxBasis;
use crate::matches::TermMatch;
use crate::scope::{Scope, Visibility};
use crate::span::Span;
use crate::values::color::Srgb;
use crate::values::money::Money;

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
    /// How sure the reading is.
    pub confidence: Confidence,
    /// Index into the guide's products: the product that it is about.
    pub product: Option<u32>,
    /// Index into [`Document::segments`], for facts that stand in text.
    pub segment: Option<u32>,
}

impl Fact {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> FactKind {
        match self.value {
            FactValue::Price(_) => FactKind::Price,
            FactValue::PromoCode(_) => FactKind::PromoCode,
            FactValue::Product(_) => FactKind::Product,
            FactValue::Cta { .. } => FactKind::Cta,
            FactValue::Color { .. } => FactKind::Color,
        }
    }
}

/// What a fact states.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FactValue {
    /// An amount of money.
    Price(Price),
    /// A promo code as written; compared in upper case.
    PromoCode(String),
    /// A product or plan of the guide.
    Product(ProductForm),
    /// A call to action.
    Cta {
        /// Its words.
        label: String,
        /// Its target in canonical form; `None` where it cannot be told.
        url: Option<String>,
        /// Its target as written.
        raw_url: Option<String>,
    },
    /// A colour in a role.
    Color {
        /// The value.
        value: Srgb,
        /// `text`, `background`, `border`, `cta-background`.
        role: &'static str,
    },
}

/// How a product is named.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProductForm {
    /// By its name.
    Name,
    /// By an allowed short name.
    ShortName,
    /// By something that is neither, such as another case or hyphen.
    Wrong,
}

/// An amount of money that an artifact states.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Price {
    /// What the amount is.
    pub role: PriceRole,
    /// The amount, in major units.
    pub amount: Decimal,
    /// Its currency, where that can be told.
    pub currency: Option<Currency>,
    /// `month`, `year`, `unit:…`.
    pub per: Option<String>,
    /// Whether it says to hold the tax.
    pub tax: Option<TaxBasis>,
    /// Whether it is the current price of the artifact's main offer.
    pub is_main: bool,
}

impl Price {
    /// Amount and currency, where both are known.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        self.currency.map(|currency| Money { amount: self.amount, currency })
    }
}

words! {
    /// What an amount of money is.
    PriceRole {
        /// The price before a reduction, or a recommended price.
        List = "list",
        /// The price after a reduction.
        Sale = "sale",
        /// The price, with nothing said of a reduction.
        Price = "price",
        /// A lowest price: "from".
        From = "from",
        /// A highest amount: "up to".
        UpTo = "up-to",
        /// The lower end of a range.
        RangeLow = "range-low",
        /// The upper end of a range.
        RangeHigh = "range-high",
        /// One of several payments.
        Instalment = "instalment",
        /// An amount that is saved.
        Saving = "saving",
        /// A fee or deposit.
        Fee = "fee",
        /// What shipping costs.
        Shipping = "shipping",
        /// An amount from which something holds: "orders over".
        Threshold = "threshold",
        /// A price for a unit of measure.
        Unit = "unit",
        /// None of these: a prize, a donation, a revenue.
        Other = "other",
    }
}

words! {
    /// How sure a reading is. Facts of low confidence never gate.
    Confidence {
        /// There is no other reading.
        Certain = "certain",
        /// Another reading is possible, but not what a reader would take.
        Likely = "likely",
        /// Several readings are as good.
        Low = "low",
    }
}

/// Takes the facts from a document, in the order of the source.
#[must_use]
pub fn extract(artifact: &Artifact, document: &Document, guide: &Guide, matches: &[TermMatch]) -> Vec<Fact> {
    let _ = (artifact, document, guide, matches);
    Vec::new()
}
