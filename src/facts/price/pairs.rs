//! A price before a reduction and the price now right beside it: what is said of the one holds for the other. "~~120 €~~
//! 100 € plus VAT" and "$379 instead of $499 for members" are each said of both.

use crate::facts::{Audience, Fact, FactValue, Price, PriceRole};

/// How an amount stands beside the one before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beside {
    /// Characters between both.
    pub(super) gap: usize,
    /// Whether words say that it is the price before: "instead of", "was".
    pub(super) is_called_old: bool,
    /// For whom it is, if the words before say so, and if those after do.
    pub(super) audience: (Option<Audience>, Option<Audience>),
}

/// Characters between a price that is struck and the price now.
const NEAR: usize = 12;

/// Characters between a price now and the words for the price before with the price.
const NEAR_WITH_WORDS: usize = 20;

/// Lets prices in pairs share what is said of one: the tax for both, and for whom it is for the price now, since a price before a
/// reduction is one for everybody. `beside` tells of each of the facts, which are those of one text.
pub(super) fn share(facts: &mut [Fact], beside: &[Beside]) {
    for index in 1..facts.len() {
        let (Some([one, other]), Some([before, behind])) =
            (facts.get_mut(index - 1..=index), beside.get(index - 1..=index))
        else {
            continue;
        };
        let (FactValue::Price(one), FactValue::Price(other)) = (&mut one.value, &mut other.value) else {
            continue;
        };
        let is_pair = one.currency == other.currency
            && match (one.role, other.role) {
                (PriceRole::List, PriceRole::Price | PriceRole::Sale) => behind.gap <= NEAR,
                (PriceRole::Price | PriceRole::Sale, PriceRole::List) => {
                    behind.is_called_old && behind.gap <= NEAR_WITH_WORDS
                }
                _ => false,
            };
        if !is_pair {
            continue;
        }
        (one.tax, other.tax) = (one.tax.or(other.tax), other.tax.or(one.tax));
        if one.role == PriceRole::List {
            other.audience = other.audience.or(before.audience.0);
        } else {
            one.audience = one.audience.or(behind.audience.1);
        }
    }
    for fact in facts {
        if let FactValue::Price(Price { role: PriceRole::List, audience, .. }) = &mut fact.value {
            *audience = None;
        }
    }
}
