//! Taxes on what is sold: the rates of countries, and prices with and without them.

use rust_decimal::{Decimal, RoundingStrategy};

/// Rates in tenths of a percent by country (ISO 3166-1), the standard one first, as in force in November 2026.
///
/// The standard rates of the European Union are those of the Commission's database of taxes (TEDB) as of September 2026;
/// the others, and the reduced ones, are those that national tax offices publish. Left out are countries whose tax depends
/// on the place, such as the United States and Canada, and parts of countries that have rates of their own.
const RATES: [(&str, &[i64]); 32] = [
    ("AT", &[200, 130, 100, 49]),
    ("AU", &[100]),
    ("BE", &[210, 120, 60]),
    ("BG", &[200, 90]),
    ("CH", &[81, 38, 26]),
    ("CY", &[190, 90, 50, 30]),
    ("CZ", &[210, 120]),
    ("DE", &[190, 70]),
    ("DK", &[250]),
    ("EE", &[240, 130, 90]),
    ("ES", &[210, 100, 40]),
    ("FI", &[255, 135, 100]),
    ("FR", &[200, 100, 55, 21]),
    ("GB", &[200, 50]),
    ("GR", &[240, 130, 60]),
    ("HR", &[250, 130, 50]),
    ("HU", &[270, 180, 50]),
    ("IE", &[230, 135, 90, 48]),
    ("IT", &[220, 100, 50, 40]),
    ("LT", &[210, 120, 50]),
    ("LU", &[170, 140, 80, 30]),
    ("LV", &[210, 120, 50]),
    ("MT", &[180, 120, 70, 50]),
    ("NL", &[210, 90]),
    ("NO", &[250, 150, 120]),
    ("NZ", &[150]),
    ("PL", &[230, 80, 50]),
    ("PT", &[230, 130, 60]),
    ("RO", &[210, 110]),
    ("SE", &[250, 120, 60]),
    ("SI", &[220, 95, 50]),
    ("SK", &[230, 190, 50]),
];

/// The rates of a country in percent, the standard one first; none where they are not known.
#[must_use]
pub fn rates(region: &str) -> Vec<Decimal> {
    let known = RATES.binary_search_by_key(&region, |(code, _)| code).ok().and_then(|index| RATES.get(index));
    let tenths = known.map(|(_, tenths)| *tenths).unwrap_or_default();
    tenths.iter().map(|tenths| Decimal::new(*tenths, 1)).collect()
}

/// A price with the tax, exact; `None` beyond all amounts.
#[must_use]
pub fn with_tax(net: Decimal, rate: Decimal) -> Option<Decimal> {
    net.checked_mul(Decimal::ONE_HUNDRED.checked_add(rate)?)?.checked_div(Decimal::ONE_HUNDRED)
}

/// A price without the tax, as exact as decimals are.
#[must_use]
pub fn without_tax(gross: Decimal, rate: Decimal) -> Option<Decimal> {
    gross.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(Decimal::ONE_HUNDRED.checked_add(rate)?)
}

/// An amount in whole minor units, half of one rounded up as tills do.
#[must_use]
pub fn rounded(amount: Decimal, units: u32) -> Decimal {
    amount.round_dp_with_strategy(units, RoundingStrategy::MidpointAwayFromZero)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{RATES, rates, rounded, with_tax, without_tax};

    #[test]
    fn every_country_is_found() {
        for (code, tenths) in RATES {
            assert_eq!(rates(code).len(), tenths.len(), "{code}");
            assert!(tenths.is_sorted_by(|one, next| one > next), "{code}: the standard rate is the highest");
        }
        assert!(rates("US").is_empty());
    }

    #[test]
    fn with_and_without() {
        let cents = |cents: i64| Decimal::new(cents, 2);
        let gross = with_tax(cents(2_471), Decimal::from(20)).map(|gross| rounded(gross, 2));
        assert_eq!(gross, Some(cents(2_965)));
        let net = without_tax(cents(11_900), Decimal::from(19)).map(|net| rounded(net, 2));
        assert_eq!(net, Some(cents(10_000)));
    }
}
