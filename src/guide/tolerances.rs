//! `[tolerances]` in `pricing.toml`: how far numbers may lie apart and still agree.

use jiff::SignedDuration;
use rust_decimal::Decimal;

use crate::artifact::words;

/// How far numbers may lie apart and still agree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tolerances {
    /// By how many points a stated percentage may lie above the true one. Zero where nothing is rounded up.
    pub percent_over: Decimal,
    /// By how many points it may lie below.
    pub percent_under: Decimal,
    /// By how much twelve months may differ from the year, in minor units of the currency: half a cent a month.
    pub period: u32,
    /// By how much a price with tax may differ from the one without and the tax, in minor units of the currency.
    pub tax: u32,
    /// How far two instants may lie apart that are meant to be one: 23:59 and midnight are.
    pub deadline: SignedDuration,
    /// From which likeness on a text is one of the guide's that has drifted, in thousandths.
    pub similarity: u16,
    /// How many days two dates may lie apart and still be meant to be one. What lies further apart is of something else.
    pub days_apart: u16,
}

words! {
    /// How a true percentage becomes the one that is stated.
    Rounding {
        /// To the nearest number.
        Nearest = "nearest",
        /// Never up.
        Floor = "floor",
    }
}

impl Default for Tolerances {
    fn default() -> Self {
        Self {
            percent_over: Decimal::new(5, 1),
            percent_under: Decimal::ONE,
            period: 6,
            tax: 1,
            deadline: SignedDuration::from_mins(1),
            similarity: 850,
            days_apart: 45,
        }
    }
}

/// How a stated percentage compares with the true one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fit {
    /// It is within the tolerances.
    Holds,
    /// It promises more.
    Overstated,
    /// It promises less.
    Understated,
}

impl Tolerances {
    /// Holds a stated percentage against the true one.
    #[must_use]
    pub fn fit(&self, stated: Decimal, actual: Decimal) -> Fit {
        if stated > actual + self.percent_over {
            Fit::Overstated
        } else if stated < actual - self.percent_under {
            Fit::Understated
        } else {
            Fit::Holds
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{Fit, Tolerances};

    #[test]
    fn half_a_point_up_and_one_down() {
        let tolerances = Tolerances::default();
        let fit = |stated: i64, actual: i64| tolerances.fit(Decimal::new(stated, 2), Decimal::new(actual, 2));
        assert_eq!(fit(2_000, 2_004), Fit::Holds);
        assert_eq!(fit(2_100, 2_025), Fit::Overstated);
        assert_eq!(fit(2_075, 2_025), Fit::Holds);
        assert_eq!(fit(1_925, 2_025), Fit::Holds);
        assert_eq!(fit(1_924, 2_025), Fit::Understated);
        let floor = Tolerances { percent_over: Decimal::ZERO, ..Tolerances::default() };
        assert_eq!(floor.fit(Decimal::from(17), Decimal::new(1_667, 2)), Fit::Overstated);
    }
}
