//! Monthly prices that are billed by the year.

use rust_decimal::Decimal;

use super::{counterpart, finding};
use crate::finding::Finding;
use crate::rules::RuleContext;
use crate::rules::pricing::pairs::{Amount, Pairs};
use crate::rules::pricing::words::{self, Place};
use crate::scope::{Scope, Visibility};
use crate::values::money::Money;

fn wrong_year(month: Money, twelve: Money, year: Money) -> String {
    format!("12 times {month} are {twelve}, and the year is {year}")
}

fn far_qualifier(month: Money) -> String {
    format!("{month} for a month is billed by the year, which only the footer says")
}

/// Words for paying a year at once.
const BILLED_YEARLY: &[&str] = &[
    "billed annually",
    "billed yearly",
    "billed once a year",
    "billed every year",
    "billed per year",
    "paid annually",
    "paid yearly",
    "paid once a year",
    "annual billing",
    "yearly billing",
    "charged annually",
    "charged yearly",
    "billed as one payment",
    "jährlich abgerechnet",
    "jährlicher abrechnung",
    "jährliche abrechnung",
    "jährlicher zahlung",
    "jährliche zahlung",
    "jährlicher zahlweise",
    "facturé annuellement",
    "facturation annuelle",
    "facturado anualmente",
    "fatturazione annuale",
];

/// Words between a yearly price and what it is for a month.
const THAT_IS: &[&str] = &[
    "that's",
    "that’s",
    "that is",
    "which is",
    "equals",
    "equivalent to",
    "works out at",
    "works out to",
    "comes to",
    "i.e.",
    "das sind",
    "entspricht",
    "umgerechnet",
    "soit",
];

pub(super) fn check(cx: &RuleContext<'_>, pairs: &Pairs<'_>, findings: &mut Vec<Finding>) {
    let amounts = pairs.amounts();
    for (index, month) in amounts.iter().enumerate().filter(|(_, amount)| is_of_a_month(amount)) {
        if cx.deadline.is_over() {
            return;
        }
        let beside = |amount: &&Amount<'_>| amount.fact.segment == month.fact.segment;
        let last = index.checked_sub(1).and_then(|index| amounts.get(index)).filter(beside);
        let next = amounts.get(index + 1).filter(beside);
        let Some(place) = Place::of(cx, month.fact) else { continue };
        if is_billed_yearly(cx, &place, next) {
            if let Some(year) = next
                .filter(|next| is_of_the_year(cx, month, next))
                .or(last.filter(|last| is_year_of(month, last)))
            {
                findings.extend(judge(cx, month, year));
            }
        } else if let Some(year) = last.filter(|last| is_year_of(month, last))
            && Place::of(cx, year.fact).is_some_and(|year| says_that_is(&year, &place))
        {
            findings.extend(judge(cx, month, year));
        }
    }
    findings.extend(qualified_far_away(cx, pairs));
}

fn is_of_a_month(amount: &Amount<'_>) -> bool {
    !amount.is_list() && amount.per().is_some_and(|per| per == "month" || per.ends_with("/month"))
}

/// Whether an amount is for the year of the same: "per user and year" to "per user and month".
fn is_year_of(month: &Amount<'_>, other: &Amount<'_>) -> bool {
    let of_year = month.per().map(|per| per.replace("month", "year"));
    !other.is_list()
        && other.per() == of_year.as_deref()
        && other.money.currency == month.money.currency
        && !other.fact.branch.excludes(&month.fact.branch)
}

/// The same for the amount that follows a month's price which is billed by the year: `$10/mo billed annually at $120`.
fn is_of_the_year(cx: &RuleContext<'_>, month: &Amount<'_>, next: &Amount<'_>) -> bool {
    if is_year_of(month, next) {
        return true;
    }
    let follows = || {
        let (month, next) = (Place::of(cx, month.fact)?, Place::of(cx, next.fact)?);
        let between = next.text.get(month.range.end..next.range.start)?.to_lowercase();
        let between = between.trim_end_matches(['(', ' ', ':', '=', '\u{A0}']);
        let between = between.strip_suffix(" at").unwrap_or(between);
        Some(BILLED_YEARLY.iter().any(|word| words::ends_with(between, word)))
    };
    !next.is_list()
        && next.per().is_none()
        && next.money.currency == month.money.currency
        && !next.fact.branch.excludes(&month.fact.branch)
        && follows() == Some(true)
}

/// Whether the words after a monthly price, up to the next one, say that it is billed by the year.
fn is_billed_yearly(cx: &RuleContext<'_>, place: &Place<'_>, next: Option<&Amount<'_>>) -> bool {
    let end = next.and_then(|next| Place::of(cx, next.fact)).map(|next| next.range.start);
    let after = place.text.get(place.range.end..end.unwrap_or(place.text.len())).unwrap_or_default();
    speaks_of_yearly_billing(&after.to_lowercase())
}

fn speaks_of_yearly_billing(text: &str) -> bool {
    BILLED_YEARLY.iter().any(|word| words::holds(text, word))
}

/// Whether the words between a yearly price and a monthly one make them the same.
fn says_that_is(year: &Place<'_>, month: &Place<'_>) -> bool {
    let between = month.text.get(year.range.end..month.range.start).unwrap_or_default().to_lowercase();
    let is_other = ["or", "oder", "ou", "o"].iter().any(|word| words::holds(&between, word));
    let opens = between.trim_end().ends_with(['(', '=']);
    !is_other && (opens || THAT_IS.iter().any(|word| words::holds(&between, word)))
}

fn judge(cx: &RuleContext<'_>, month: &Amount<'_>, year: &Amount<'_>) -> Option<Finding> {
    let amount = month.money.amount.checked_mul(Decimal::from(12))?;
    let twelve = Money { amount, ..month.money };
    let units = u32::from(month.money.currency.exponent().unwrap_or(2));
    let tolerance = Decimal::new(cx.guide.tolerances.period.into(), units);
    let difference = amount.checked_sub(year.money.amount)?.abs();
    if difference <= tolerance {
        return None;
    }
    let message = wrong_year(month.money, twelve, year.money);
    let mut finding = finding(cx, month.fact, message, "not the year").values(month.money.to_string(), None);
    finding.related.push(counterpart(cx, year, "the year"));
    Some(finding)
}

/// A monthly price, the only one, of which nothing near but the footer says that it is billed by the year.
fn qualified_far_away(cx: &RuleContext<'_>, pairs: &Pairs<'_>) -> Option<Finding> {
    let months: Vec<&Amount<'_>> = pairs.amounts().iter().filter(|amount| is_of_a_month(amount)).collect();
    let month = **months.first()?;
    let is_sole = months.iter().all(|other| other.money == month.money && other.fact.branch.is_empty());
    let is_shown = month.fact.visibility == Visibility::Visible && month.fact.place != Scope::Footer;
    let says_year =
        pairs.amounts().iter().any(|amount| amount.per().is_some_and(|per| per.ends_with("year")));
    if !is_sole || !is_shown || says_year {
        return None;
    }
    let place = Place::of(cx, month.fact)?;
    let rest = place.text.get(place.range.end..)?;
    // A mark leads to the footnote.
    let has_mark =
        rest.chars().take(24).any(|character| matches!(character, '*' | '†' | '‡' | '¹' | '²' | '³'));
    let mut says = cx
        .segments()
        .filter(|segment| speaks_of_yearly_billing(&segment.text.as_str().to_lowercase()))
        .peekable();
    says.peek()?;
    let is_far =
        says.all(|segment| segment.scope == Scope::Footer && segment.rendering == month.fact.rendering);
    (is_far && !has_mark).then(|| {
        finding(cx, month.fact, far_qualifier(month.money), "how it is billed stands far away")
            .values(month.money.to_string(), None)
            .help("say \"billed annually\" beside the price")
    })
}
