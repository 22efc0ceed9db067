//! "2 months free" with a yearly plan.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{PeriodArithmetic, counterpart};
use crate::document::Segment;
use crate::finding::{FactKind, Finding};
use crate::rules::RuleContext;
use crate::rules::pricing::pairs::{self, Pairs, Spot};
use crate::rules::pricing::words;
use crate::values::money::Money;

fn not_free(free: u32, paid: Money, year: Money) -> String {
    let months = if free == 1 { "month" } else { "months" };
    format!("with {free} {months} free a year is {paid}, and the year is {year}")
}

/// What stands behind the number.
const FREE: &[&str] = &[
    " months free",
    " month free",
    " free months",
    " free month",
    " monate gratis",
    " monate kostenlos",
    " monate geschenkt",
    " monat gratis",
    " monat kostenlos",
    " mois offerts",
    " meses gratis",
    " mesi gratis",
];

/// More than one text says.
const MAX_IN_ONE_TEXT: usize = 8;

/// Numbers as words.
const NUMBERS: &[(&str, u32)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("six", 6),
    ("einen", 1),
    ("zwei", 2),
    ("drei", 3),
    ("deux", 2),
    ("dos", 2),
    ("due", 2),
];

/// Words of an offer at the start, after which the full price is paid.
const AT_THE_START: &[&str] = &[
    "then",
    "first",
    "trial",
    "try",
    "danach",
    "erste",
    "ersten",
    "anschließend",
    "testen",
    "puis",
    "luego",
];

pub(super) fn check(cx: &RuleContext<'_>, pairs: &Pairs<'_>, findings: &mut Vec<Finding>) {
    if !pairs.amounts().iter().any(|amount| amount.per() == Some("year")) {
        return;
    }
    for (index, segment) in (0..).zip(cx.segments()) {
        let lower = segment.text.as_str().to_lowercase();
        // Places in the lower-case text are those of the text only where no letter changes its length.
        if lower.len() != segment.text.as_str().len()
            || AT_THE_START.iter().any(|word| words::holds(&lower, word))
        {
            continue;
        }
        for behind in FREE {
            for (at, found) in lower.match_indices(behind).take(MAX_IN_ONE_TEXT) {
                let head = lower.get(..at).unwrap_or_default();
                let Some((start, free)) = number_at_end(head) else { continue };
                findings.extend(judge(cx, pairs, (segment, index), start..at + found.len(), free));
            }
        }
    }
}

/// The number that ends a text, and where it starts.
fn number_at_end(head: &str) -> Option<(usize, u32)> {
    let word = head.rsplit(|character: char| !character.is_alphanumeric()).next()?;
    let number = word.parse().ok().or_else(|| {
        let known = NUMBERS.iter().find(|(known, _)| *known == word);
        known.map(|(_, number)| *number)
    });
    Some((head.len() - word.len(), number.filter(|number| (1..12).contains(number))?))
}

fn judge(
    cx: &RuleContext<'_>,
    pairs: &Pairs<'_>,
    (segment, index): (&Segment, u32),
    range: Range<usize>,
    free: u32,
) -> Option<Finding> {
    let branch = cx.document.branches.path_of(&segment.text, &range);
    let spot = Spot { segment: Some(index), rendering: segment.rendering, branch: &branch };
    let plan = pairs::plan(pairs, spot)?;
    let amount = plan.month.money.amount.checked_mul(Decimal::from(12_u32.checked_sub(free)?))?;
    let units = u32::from(plan.year.money.currency.exponent().unwrap_or(2));
    let tolerance = Decimal::new(cx.guide.tolerances.period.into(), units);
    if plan.year.money.amount <= amount.checked_add(tolerance)? {
        return None;
    }
    let paid = Money { amount, ..plan.month.money };
    let message = not_free(free, paid, plan.year.money);
    let words = segment.text.as_str().get(range.clone()).unwrap_or_default();
    let location = cx.location(segment.text.span(range.clone()));
    let mut finding = Finding::new(&PeriodArithmetic::META, location, message)
        .label("not that many")
        .place(segment.place(&range))
        .values(words, None);
    finding.fact = Some(FactKind::Price);
    finding.related.push(counterpart(cx, &plan.month, "the price for a month"));
    finding.related.push(counterpart(cx, &plan.year, "the price for a year"));
    Some(finding)
}
