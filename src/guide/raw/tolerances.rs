//! `[tolerances]`.

use jiff::SignedDuration;
use rust_decimal::Decimal;

use crate::finding::GuideRef;
use crate::guide::reader::{Located, Table};
use crate::guide::tolerances::{Rounding, Tolerances};

/// `[tolerances]`: what is set in it, the rest as it is by default.
#[derive(Debug)]
pub(crate) struct TolerancesTable {
    pub(crate) tolerances: Tolerances,
    pub(crate) rounding: Option<Located<Rounding>>,
    pub(crate) percent_over: Option<Located<Decimal>>,
    pub(crate) origin: GuideRef,
}

/// More points than any rounding makes.
const MAX_POINTS: u32 = 10;

/// More minor units than any rounding makes.
const MAX_UNITS: u32 = 100;

const MINUTES_OF_A_DAY: u32 = 24 * 60;

const DAYS_OF_A_YEAR: u32 = 366;

impl TolerancesTable {
    pub(super) fn read(table: &Table<'_>) -> Option<Self> {
        let default = Tolerances::default();
        let percent_over = points(table, "percent-over");
        let percent_under = points(table, "percent-under");
        let rounding = table.word("rounding");
        let period = at_most(table, "period", MAX_UNITS);
        let tax = at_most(table, "tax", MAX_UNITS);
        let minutes = at_most(table, "deadline-minutes", MINUTES_OF_A_DAY);
        let similarity = similarity(table);
        let days_apart = at_most(table, "days-apart", DAYS_OF_A_YEAR);
        table.finish().then_some(())?;
        let tolerances = Tolerances {
            percent_over: percent_over.as_ref().map_or(default.percent_over, |points| points.value),
            percent_under: percent_under.map_or(default.percent_under, |points| points.value),
            period: period.unwrap_or(default.period),
            tax: tax.unwrap_or(default.tax),
            deadline: minutes.map_or(default.deadline, |minutes| SignedDuration::from_mins(minutes.into())),
            similarity: similarity.unwrap_or(default.similarity),
            days_apart: days_apart.and_then(|days| days.try_into().ok()).unwrap_or(default.days_apart),
        };
        Some(Self { tolerances, rounding, percent_over, origin: table.origin().clone() })
    }
}

fn points<'a>(table: &Table<'a>, key: &'a str) -> Option<Located<Decimal>> {
    let points = table.decimal(key)?;
    if points.value < Decimal::ZERO || points.value > Decimal::from(MAX_POINTS) {
        let message = format!("`{}` points are no rounding", points.value);
        table.invalid(
            &points.origin,
            message,
            &format!("write a number from 0 to {MAX_POINTS}, such as 0.5"),
        );
    }
    Some(points)
}

fn at_most<'a>(table: &Table<'a>, key: &'a str, max: u32) -> Option<u32> {
    let number = table.number(key)?;
    if number.value > max {
        let message = format!("`{key}` is {}, which tolerates everything", number.value);
        table.invalid(&number.origin, message, &format!("write a whole number from 0 to {max}"));
    }
    Some(number.value)
}

/// Likeness in thousandths, written as a part of 1.
fn similarity(table: &Table<'_>) -> Option<u16> {
    let written = table.decimal("similarity")?;
    let thousandths = written.value.checked_mul(Decimal::ONE_THOUSAND);
    let known = thousandths
        .filter(|thousandths| thousandths.fract().is_zero())
        .and_then(|thousandths| u16::try_from(thousandths).ok())
        .filter(|thousandths| (500..=1000).contains(thousandths));
    if known.is_none() {
        let help = "write a number from 0.5 to 1 with at most three decimals, such as 0.85";
        table.invalid(&written.origin, format!("`{}` is no likeness of texts", written.value), help);
    }
    known
}
