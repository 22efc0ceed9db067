//! What follows from what an artifact and the guide say: the market from the locale, the locale from the market.

use crate::artifact::Attributes;
use crate::guide::Guide;

/// Fills in the market that a locale belongs to, and the locale of a market that has only one. The guide's default locale
/// is left to the rules: it is a guess, and no report shows it as known.
///
/// A market that the guide does not list is told: nothing of the price book would be held against it.
pub(super) fn resolve(mut attributes: Attributes, guide: &Guide) -> (Attributes, Option<String>) {
    let brand = &guide.brand;
    let unknown =
        attributes.market.as_ref().filter(|id| !brand.markets.is_empty() && brand.market(id).is_none());
    let known = || brand.markets.iter().map(|market| market.id.as_str()).collect::<Vec<_>>().join(", ");
    let problem = unknown.map(|id| format!("market `{id}` is none of the guide's: {}", known()));
    if attributes.market.is_none() {
        let market = attributes.locale.as_ref().and_then(|locale| brand.market_of_locale(locale));
        attributes.market = market.map(|market| market.id.clone());
    }
    if attributes.locale.is_none() {
        let market = attributes.market.as_ref().and_then(|id| brand.market(id));
        attributes.locale = match market.map(|market| market.locales.as_slice()) {
            Some([only]) => Some(only.clone()),
            _ => None,
        };
    }
    (attributes, problem)
}
