//! `pricing.toml`: products and the price book.

use jiff::civil::Date;

use crate::finding::GuideRef;
use crate::guide::near_names::NearNames;
use crate::values::money::Money;

/// Products and what they cost.
#[derive(Clone, Debug, Default)]
pub struct PriceBook {
    /// Products, in the order of the file.
    pub products: Vec<Product>,
    /// Their names, ready for finding what is nearly one.
    pub near_names: NearNames,
}

/// One product or plan.
#[derive(Clone, Debug)]
pub struct Product {
    /// Its id.
    pub id: String,
    /// Its name, to be written like this.
    pub name: String,
    /// Short forms that are allowed after the full name: `the Cove`.
    pub short_names: Vec<String>,
    /// Spellings that are wrong and known: `Cove Desk`.
    pub wrong_names: Vec<String>,
    /// Stock keeping units.
    pub skus: Vec<String>,
    /// Its pages.
    pub urls: Vec<String>,
    /// Prices by market.
    pub prices: Vec<PriceEntry>,
    /// Where it stands.
    pub origin: GuideRef,
}

/// What a product costs in one market.
#[derive(Clone, Debug)]
pub struct PriceEntry {
    /// Id of the market.
    pub market: String,
    /// The regular price.
    pub list: Money,
    /// A reduced price that holds outside any campaign.
    pub sale: Option<Money>,
    /// Former prices, which must not be shown any more.
    pub retired: Vec<Retired>,
    /// The first day on which it holds; `None` from ever on.
    pub from: Option<Date>,
    /// The last day on which it holds; `None` for ever.
    pub until: Option<Date>,
    /// Where the entry stands.
    pub origin: GuideRef,
}

/// A former price.
#[derive(Clone, Debug)]
pub struct Retired {
    /// The price.
    pub price: Money,
    /// The last day on which it may still be shown.
    pub until: Option<Date>,
    /// Where it stands.
    pub origin: GuideRef,
}

impl PriceEntry {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

impl Product {
    /// What it costs in a market on a day. Where the day is not known, each of several entries counts.
    pub fn prices_in(&self, market: &str, day: Option<Date>) -> impl Iterator<Item = &PriceEntry> {
        let in_market = self.prices.iter().filter(move |entry| entry.market == market);
        in_market.filter(move |entry| day.is_none_or(|day| entry.holds_on(day)))
    }

    /// The only entry for a market, whatever the day.
    #[must_use]
    pub fn sole_price_in(&self, market: &str) -> Option<&PriceEntry> {
        let mut entries = self.prices_in(market, None);
        entries.next().filter(|_| entries.next().is_none())
    }
}

impl PriceBook {
    /// The product with this id.
    #[must_use]
    pub fn product(&self, id: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.id == id)
    }
}
