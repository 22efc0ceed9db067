//! Amounts of money, exact.

use std::fmt;
use std::str::FromStr;

use iso_currency::Currency;
use rust_decimal::Decimal;

/// An amount in a currency. Decimal and exact; equality is of the value, so that 399 and 399.00 are equal.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Money {
    /// The amount, in major units.
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

/// Why a text is no amount of money.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum MoneyError {
    /// It has not the form `499.00 USD`.
    #[error("`{0}` is no amount of money; write it like `499.00 USD`")]
    Form(String),
    /// The currency is none of ISO 4217.
    #[error("`{0}` is no currency code of ISO 4217, such as USD or EUR")]
    Currency(String),
    /// There are more decimals than the currency has.
    #[error("`{0}` has more decimals than its currency")]
    Precision(String),
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Reads the guide's form: a decimal number with `.`, a blank, an ISO 4217 code.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let form = || MoneyError::Form(text.to_owned());
        let (amount, code) = text.trim().split_once(' ').ok_or_else(form)?;
        let plain = amount.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let amount = Decimal::from_str(amount).ok().filter(|_| plain).ok_or_else(form)?;
        let code = code.trim();
        let currency = Currency::from_code(code).ok_or_else(|| MoneyError::Currency(code.to_owned()))?;
        let minor = u32::from(currency.exponent().unwrap_or(2));
        if amount.normalize().scale() > minor {
            return Err(MoneyError::Precision(text.to_owned()));
        }
        Ok(Self { amount, currency })
    }
}

impl fmt::Display for Money {
    /// The guide's form, with the decimals of the currency: `499.00 USD`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", decimals(self.amount, self.currency), self.currency.code())
    }
}

/// An amount with at least the decimals that its currency has.
#[must_use]
pub fn decimals(amount: Decimal, currency: Currency) -> Decimal {
    let minor = u32::from(currency.exponent().unwrap_or(2));
    let mut shown = amount.normalize();
    if shown.scale() < minor {
        shown.rescale(minor);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{Money, MoneyError};

    #[test]
    fn guide_amounts_are_exact() {
        let money: Money = "499 USD".parse().expect("an amount");
        assert_eq!(Ok(money), "499.00 USD".parse());
        assert_eq!(money.to_string(), "499.00 USD");
        assert_eq!("1200 JPY".parse::<Money>().map(|m| m.to_string()), Ok("1200 JPY".to_owned()));
    }

    #[test]
    fn mistakes_are_named() {
        assert!(matches!("$499".parse::<Money>(), Err(MoneyError::Form(_))));
        assert!(matches!("499 DOLLARS".parse::<Money>(), Err(MoneyError::Currency(_))));
        assert!(matches!("1.5 JPY".parse::<Money>(), Err(MoneyError::Precision(_))));
        assert!(matches!("-3 USD".parse::<Money>(), Err(MoneyError::Form(_))));
    }
}
