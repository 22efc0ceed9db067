//! `pricing.toml`: products and the price book.

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
    pub retired: Vec<Money>,
    /// Where the entry stands.
    pub origin: GuideRef,
}

impl PriceBook {
    /// The product with this id.
    #[must_use]
    pub fn product(&self, id: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.id == id)
    }
}
