//! Prices as they are compared: of which offer, and how much. Knows nothing of what is right.

use rust_decimal::Decimal;

use crate::facts::Audience;
use crate::guide::brand::TaxBasis;
use crate::values::money::Money;

/// Which prices are held against each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Class {
    /// Prices before a reduction.
    List,
    /// Prices now.
    Current,
    /// Lowest prices.
    From,
}

/// What prices must share to be compared.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct OfferKey {
    /// Index into the guide's products. What is of no product is compared with its copies only.
    pub(super) product: Option<u32>,
    pub(super) class: Class,
    pub(super) per: Option<String>,
    /// Who pays it, where that are others than whom the artifacts are for.
    pub(super) audience: Option<Audience>,
    /// Whether it says to hold the tax where the market's prices do not, or the other way round.
    pub(super) has_other_tax: bool,
    pub(super) currency: &'static str,
}

/// What an amount says of what is offered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Extent {
    /// It is what something costs.
    Price,
    /// It is called the lowest one.
    From,
    /// It is the only price, beside an artifact that says "from".
    Only,
    /// It is the lowest of several, beside an artifact that says "from".
    Lowest,
}

/// An amount without zeros at its end, and its currency.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Amount {
    pub(super) amount: Decimal,
    pub(super) currency: &'static str,
    pub(super) extent: Extent,
    /// As it is stated, where `amount` is reckoned from that.
    pub(super) stated: Option<AsStated>,
}

/// An amount on another tax basis than the market's prices: without the tax where those hold it, or the other way round.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct AsStated {
    pub(super) amount: Decimal,
    pub(super) basis: TaxBasis,
}

impl Amount {
    pub(super) fn of(money: Money) -> Self {
        Self {
            amount: money.amount.normalize(),
            currency: money.currency.code(),
            extent: Extent::Price,
            stated: None,
        }
    }

    pub(super) const fn is_from(self) -> bool {
        matches!(self.extent, Extent::From)
    }

    pub(super) fn says_as_much_as(self, other: Self) -> bool {
        self.amount == other.amount && self.currency == other.currency
    }

    /// How many decimals its currency has.
    pub(super) fn units(self) -> Option<u32> {
        iso_currency::Currency::from_code(self.currency)
            .map(|currency| currency.exponent().unwrap_or(2).into())
    }

    pub(super) fn money(self) -> Option<Money> {
        let currency = iso_currency::Currency::from_code(self.currency)?;
        Some(Money { amount: self.amount, currency })
    }

    /// As it is stated, for people: "100.00 EUR without tax".
    pub(super) fn show(self) -> String {
        let amount = |amount: Self| {
            amount.money().map_or_else(|| amount.amount.to_string(), |money| money.to_string())
        };
        let shown = match self.stated {
            Some(AsStated { amount: stated, basis }) => {
                let with = if basis == TaxBasis::Excluded { "without" } else { "with" };
                format!("{} {with} tax", amount(Self { amount: stated, ..self }))
            }
            None => amount(self),
        };
        if self.is_from() { format!("from {shown}") } else { shown }
    }
}

/// Where two amounts with as many digits differ. What is reckoned was never written.
pub(super) fn digits_apart(one: Amount, other: Amount) -> Option<Vec<usize>> {
    if one.stated.is_some() || other.stated.is_some() {
        return None;
    }
    let (one, other) = (one.amount.to_string(), other.amount.to_string());
    let apart = || one.bytes().zip(other.bytes()).enumerate().filter(|(_, (one, other))| one != other);
    (one.len() == other.len()).then(|| apart().map(|(at, _)| at).collect())
}

/// Whether two amounts are the same but for two neighbouring digits.
pub(super) fn are_swapped(one: Amount, other: Amount) -> bool {
    let digit = |amount: Amount, at: usize| amount.amount.to_string().as_bytes().get(at).copied();
    match digits_apart(one, other).as_deref() {
        Some([first, second]) => {
            first + 1 == *second
                && digit(one, *first) == digit(other, *second)
                && digit(one, *second) == digit(other, *first)
        }
        _ => false,
    }
}
