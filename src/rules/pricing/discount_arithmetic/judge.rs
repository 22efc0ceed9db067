//! Whether a claimed percentage is what prices give. Knows nothing of findings.

use rust_decimal::Decimal;

use super::Claim;
use crate::facts::price::is_of_the_same_order;
use crate::facts::{Confidence, DiscountQualifier};
use crate::finding::GuideRef;
use crate::guide::Offer;
use crate::guide::tolerances::Fit;
use crate::rules::RuleContext;
use crate::rules::pricing::book;
use crate::rules::pricing::pairs::{self, Nearness, Pair, Pairs, Plan};
use crate::rules::pricing::words::{self, Place};
use crate::values::money::Money;
use crate::values::percent;

/// What a claim is held against.
#[derive(Clone, Copy, Debug)]
pub(super) enum Basis<'a> {
    /// Two prices of the artifact.
    Shown(Pair<'a>),
    /// The list price of the campaign's record.
    Record(&'a GuideRef),
    /// The list price of the price book.
    Book(&'a GuideRef),
    /// A monthly and a yearly price.
    Year(Plan<'a>),
}

/// What prices make of a claim that they do not give.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict<'a> {
    pub(super) was: Money,
    pub(super) now: Money,
    /// What the prices give, in percent.
    pub(super) actual: Decimal,
    pub(super) fit: Fit,
    pub(super) basis: Basis<'a>,
}

/// Judges a claim without "up to"; `claims` are all of the artifact. `None` where it is right or nothing is sure.
pub(super) fn judge<'a>(
    cx: &RuleContext<'a>,
    claim: &Claim<'a>,
    claims: &[Claim<'a>],
    pairs: &Pairs<'a>,
) -> Option<Verdict<'a>> {
    let place = Place::of(cx, claim.fact)?;
    let sentence = place.sentence();
    if !is_percentage(claim) || is_of_something_else(cx, &sentence) {
        return None;
    }
    let product = claim.fact.product.or_else(|| only_product(cx));
    let (nearness, found) = pairs.of_claim(claim.fact, product);
    let reduced: Vec<Pair<'a>> =
        found.into_iter().filter(|pair| pair.now.money.amount < pair.was.money.amount).collect();
    let plan = pairs::plan(pairs, claim.fact.into()).filter(|_| words::speaks_of_a_year(&sentence));
    let verdict = if reduced.is_empty() {
        let year = plan.and_then(|plan| by_year(cx, claim, plan));
        if plan.is_some() {
            return year;
        }
        let is_sole_claim =
            claims.iter().all(|other| other.percent == claim.percent && other.qualifier.is_none());
        let sole = pairs.sole_offer(claim.fact).filter(|_| is_sole_claim);
        let sole = sole.and_then(|pair| by_pair(cx, claim, pair));
        let reference = || by_reference(cx, claim, pairs, product?);
        sole.or_else(reference).filter(|verdict| verdict.fit == Fit::Overstated)
    } else {
        if plan.is_some_and(|plan| by_year(cx, claim, plan).is_none()) {
            return None;
        }
        among(cx, claim, claims, nearness, &reduced)
    }?;
    (!is_told_by_others(cx, claim, product, &verdict)).then_some(verdict)
}

/// Whether the words are a plain percentage, and not `3 for 2` or the half of what a second piece costs less.
fn is_percentage(claim: &Claim<'_>) -> bool {
    let text = claim.fact.text.to_lowercase();
    let has_sign =
        ["%", "percent", "per cent", "prozent", "pour cent"].iter().any(|sign| text.contains(sign));
    if has_sign {
        return percent::number(&text) == Some(claim.percent);
    }
    ["half", "halb", "third", "quarter", "1/", "½", "⅓", "¼"].iter().any(|word| text.contains(word))
        && !["buy", "get", "kauf"].iter().any(|word| text.contains(word))
}

/// Whether a sentence is about other prices than those beside it.
fn is_of_something_else(cx: &RuleContext<'_>, sentence: &str) -> bool {
    words::is_about_something_else(cx, sentence) || words::speaks_of_another_code(cx, sentence)
}

/// The product of a campaign that is about one.
fn only_product(cx: &RuleContext<'_>) -> Option<u32> {
    let id = cx.campaign?.only_product()?;
    let position = cx.guide.prices.products.iter().position(|product| product.id == id)?;
    u32::try_from(position).ok()
}

/// The verdict on a claim by several pairs: it belongs to the only one, or, where claims and pairs are as many, to the one
/// in its turn. A claim that one of them gives is right.
fn among<'a>(
    cx: &RuleContext<'a>,
    claim: &Claim<'a>,
    claims: &[Claim<'a>],
    nearness: Nearness,
    pairs: &[Pair<'a>],
) -> Option<Verdict<'a>> {
    let distinct = pairs::distinct(pairs.iter().copied());
    let is_given = distinct.iter().any(|pair| by_pair(cx, claim, *pair).is_none());
    if is_given || is_given_with_extras(cx, claim, claims, &distinct) {
        return None;
    }
    let beside = |other: &&Claim<'a>| {
        let is_beside = match nearness {
            Nearness::Segment => other.fact.segment == claim.fact.segment,
            Nearness::Container => pairs::container(cx, other.fact) == pairs::container(cx, claim.fact),
            Nearness::Product => other.fact.product == claim.fact.product,
        };
        is_beside && other.qualifier.is_none() && other.fact.rendering == claim.fact.rendering
    };
    let others: Vec<&Claim<'a>> = claims.iter().filter(beside).collect();
    let pair = match distinct.as_slice() {
        [only] => {
            // What another claim beside is about, this one need not be about.
            let is_taken = others
                .iter()
                .any(|other| other.percent != claim.percent && by_pair(cx, other, *only).is_none());
            (!is_taken).then_some(*only)?
        }
        several if several.len() == others.len() && nearness != Nearness::Product => {
            let index = others.iter().position(|other| other.fact == claim.fact)?;
            *several.get(index)?
        }
        _ => return None,
    };
    let has_extra = claims.iter().any(|other| other.qualifier == Some(DiscountQualifier::Extra));
    let verdict = by_pair(cx, claim, pair)?;
    let is_sure = verdict.fit == Fit::Overstated || nearness != Nearness::Product && !has_extra;
    is_sure.then_some(verdict)
}

/// Whether a claim and a further reduction on top of it give a pair.
fn is_given_with_extras(
    cx: &RuleContext<'_>,
    claim: &Claim<'_>,
    claims: &[Claim<'_>],
    pairs: &[Pair<'_>],
) -> bool {
    /// So many further reductions are stacked on one.
    const MAX_EXTRAS: usize = 8;
    let extras =
        claims.iter().filter(|other| other.qualifier == Some(DiscountQualifier::Extra)).take(MAX_EXTRAS);
    let mut sums = extras.filter_map(|extra| percent::stacked(claim.percent, extra.percent));
    sums.any(|percent| {
        let stacked = Claim { percent, ..*claim };
        pairs.iter().any(|pair| by_pair(cx, &stacked, *pair).is_none())
    })
}

/// `None` where a claim is what a pair gives.
fn by_pair<'a>(cx: &RuleContext<'a>, claim: &Claim<'a>, pair: Pair<'a>) -> Option<Verdict<'a>> {
    by_amounts(cx, claim, pair.was.money, pair.now.money, Basis::Shown(pair))
}

fn by_year<'a>(cx: &RuleContext<'a>, claim: &Claim<'a>, plan: Plan<'a>) -> Option<Verdict<'a>> {
    let was = Money { amount: plan.twelve_months()?, ..plan.month.money };
    let now = plan.year.money;
    (now.amount < was.amount).then(|| by_amounts(cx, claim, was, now, Basis::Year(plan)))?
}

fn by_amounts<'a>(
    cx: &RuleContext<'a>,
    claim: &Claim<'a>,
    was: Money,
    now: Money,
    basis: Basis<'a>,
) -> Option<Verdict<'a>> {
    let actual = percent::reduction(was.amount, now.amount)?;
    let fit = cx.guide.tolerances.fit(claim.percent, actual);
    (fit != Fit::Holds).then_some(Verdict { was, now, actual, fit, basis })
}

/// The price now against the list price that the record or the price book has.
fn by_reference<'a>(
    cx: &RuleContext<'a>,
    claim: &Claim<'a>,
    pairs: &Pairs<'a>,
    index: u32,
) -> Option<Verdict<'a>> {
    let product = book::product(cx, index)?;
    let now = pairs.now_of(claim.fact, index)?;
    let list = book::list_price(cx, product, now.money.currency)?;
    let basis = if list.is_recorded { Basis::Record(list.origin) } else { Basis::Book(list.origin) };
    let list = list.money;
    let is_sure = matches!(basis, Basis::Record(_))
        || claim.fact.product.is_some()
            && now.fact.confidence == Confidence::Certain
            && is_of_the_same_order(now.money.amount, list.amount);
    if !is_sure || now.money.amount >= list.amount {
        return None;
    }
    by_amounts(cx, claim, list, now.money, basis)
}

/// Whether a claim is that of the record, so that a price is wrong, or is right for the prices that the record or the
/// price book has; and whether the record states a percentage, so that the comparison tells of a lower one.
fn is_told_by_others(
    cx: &RuleContext<'_>,
    claim: &Claim<'_>,
    product: Option<u32>,
    verdict: &Verdict<'_>,
) -> bool {
    let shown = match verdict.basis {
        Basis::Shown(pair) => pair.product(),
        _ => None,
    };
    let Some(product) = shown.or(product).and_then(|index| book::product(cx, index)) else { return false };
    let holds = |was: Option<Money>, now: Option<Money>| {
        let (Some(was), Some(now)) = (was, now) else { return false };
        let differs = was != verdict.was || now != verdict.now;
        let actual = percent::reduction(was.amount, now.amount);
        differs && actual.is_some_and(|actual| cx.guide.tolerances.fit(claim.percent, actual) == Fit::Holds)
    };
    let offer: Option<&Offer> = book::offer(cx, product, verdict.now.currency);
    if let Some(percent) = offer.and_then(|offer| offer.percent) {
        return percent == claim.percent || verdict.fit == Fit::Understated;
    }
    let entry = book::entry(cx, product, verdict.now.currency);
    let list = offer.and_then(|offer| offer.list).or_else(|| entry.map(|entry| entry.list));
    let sale = offer.and_then(|offer| offer.sale).or_else(|| entry.and_then(|entry| entry.sale));
    holds(list, sale)
        || holds(list, Some(verdict.now)) && list != Some(verdict.was)
        || holds(Some(verdict.was), sale)
}

/// Judges "up to": `None` unless at least three reductions are shown and none of them reaches it. Gives the highest, and
/// how many there are.
pub(super) fn judge_most<'a>(
    cx: &RuleContext<'a>,
    claim: &Claim<'a>,
    pairs: &Pairs<'a>,
) -> Option<(Verdict<'a>, usize)> {
    /// Fewer are no range that a most could be told of.
    const MIN_PAIRS: usize = 3;
    let sentence = Place::of(cx, claim.fact)?.sentence();
    if !is_percentage(claim) || is_of_something_else(cx, &sentence) {
        return None;
    }
    let reduced = pairs.all().map(|(_, pair)| *pair);
    let distinct = pairs::distinct(reduced.filter(|pair| pair.now.money.amount < pair.was.money.amount));
    if distinct.len() < MIN_PAIRS {
        return None;
    }
    let verdicts: Option<Vec<Verdict<'a>>> = distinct
        .iter()
        .map(|pair| by_pair(cx, claim, *pair).filter(|verdict| verdict.fit == Fit::Overstated))
        .collect();
    let highest = verdicts?.into_iter().max_by_key(|verdict| verdict.actual)?;
    Some((highest, distinct.len()))
}

/// Whether a claim is the plain sum of another one and a further reduction of the same sentence, as nobody gets it: gives
/// both, and what they make together.
pub(super) fn judge_sum(
    cx: &RuleContext<'_>,
    claim: &Claim<'_>,
    claims: &[Claim<'_>],
) -> Option<(Decimal, Decimal, Decimal)> {
    const TOTALS: &[&str] = &[
        "total",
        "in all",
        "altogether",
        "combined",
        "together",
        "insgesamt",
        "zusammen",
        "gesamt",
        "au total",
    ];
    /// Bytes of the source that a sentence takes.
    const NEAR: u32 = 2000;
    /// More than a sum of reductions has.
    const MAX_PARTS: usize = 8;
    let sentence = Place::of(cx, claim.fact)?.sentence();
    if !TOTALS.iter().any(|word| words::holds(&sentence, word)) {
        return None;
    }
    let beside = |other: &&Claim<'_>| {
        other.fact.segment == claim.fact.segment
            && other.fact.span != claim.fact.span
            && other.fact.span.start().abs_diff(claim.fact.span.start()) < NEAR
            && Place::of(cx, other.fact).is_some_and(|other| other.sentence() == sentence)
    };
    let others: Vec<&Claim<'_>> = claims.iter().filter(beside).take(MAX_PARTS).collect();
    let extra = others.iter().find(|other| other.qualifier == Some(DiscountQualifier::Extra))?;
    let base = others.iter().find(|other| {
        other.qualifier.is_none() && other.percent.checked_add(extra.percent) == Some(claim.percent)
    })?;
    let actual = percent::stacked(base.percent, extra.percent)?;
    let is_over = cx.guide.tolerances.fit(claim.percent, actual) == Fit::Overstated;
    is_over.then_some((base.percent, extra.percent, actual))
}
