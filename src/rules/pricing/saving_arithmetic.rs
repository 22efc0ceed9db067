//! Savings that are not what the prices give.

use rust_decimal::Decimal;

use crate::facts::price::{is_of_the_same_order, restyle};
use crate::facts::{Confidence, Fact, FactValue, Price, PriceRole};
use crate::finding::{Applicability, Edit, FactKind, Finding, Fix, GuideRef, Label};
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::pricing::book;
use crate::rules::pricing::pairs::{self, Nearness, Pair, Pairs, Plan};
use crate::rules::pricing::words::{self, Place};
use crate::rules::{Rule, RuleContext};
use crate::values::money::Money;

fn wrong_saving(stated: Money, verdict: &Verdict<'_>) -> String {
    let Verdict { was, now, saved, .. } = verdict;
    match verdict.basis {
        Basis::Shown(_) => format!("{stated} is not what is saved: {was} to {now} is {saved} less"),
        Basis::List { is_recorded, .. } => {
            let whose = if is_recorded { "the campaign record" } else { "the price book" };
            format!("{stated} is not what is saved: {was} in {whose} to {now} is {saved} less")
        }
        Basis::Year(plan) => {
            let month = plan.month.money;
            format!("{stated} is not what a year saves: 12 times {month} to {now} is {saved} less")
        }
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Reports an amount that is said to be saved and is not the price before less the price now, which stand beside it:
    /// in the same text, else in the same part of the page, else of the same product.
    /// The amount may be rounded down to whole units. Where no price before is shown, the list price of the campaign's
    /// record counts, else that of the price book. "Save $24 a year" is held against a monthly and a yearly price.
    ///
    /// Not judged is what is saved with a code, on an order, by a first order, a subscription, a friend or a bundle, on
    /// top of another reduction, and "up to $100".
    ///
    /// ## Why it matters
    ///
    /// Everybody who sees the two prices can subtract them.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>Cove Standing Desk: <s>$499</s> $399. You save $110.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>Cove Standing Desk: <s>$499</s> $399. You save $100. Take $20 off orders over $500.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the difference of the prices, or correct the price that is wrong.
    ///
    /// ## Guide keys
    ///
    /// `[[product.price]]` and `period` in `[tolerances]` in `pricing.toml`; `list` and `sale` in `[[offer]]` in
    /// `campaign.toml`.
    pub struct SavingArithmetic {
        id: "pricing/saving-arithmetic",
        summary: "an amount saved that is not what the prices give",
        level: Error,
        fix: Sometimes,
        since: "0.1.0",
    }
}

/// More different wrong savings than a person wants to read about in one artifact.
const MAX_FINDINGS: usize = 50;

/// More than people claim in one artifact.
const MAX_SAVINGS: usize = 200;

/// What a saving is held against.
#[derive(Clone, Copy, Debug)]
enum Basis<'a> {
    Shown(Pair<'a>),
    /// The list price of the record or of the price book.
    List {
        origin: &'a GuideRef,
        is_recorded: bool,
    },
    Year(Plan<'a>),
}

/// What prices make of a saving that they do not give.
#[derive(Clone, Copy, Debug)]
struct Verdict<'a> {
    was: Money,
    now: Money,
    saved: Money,
    basis: Basis<'a>,
}

/// An amount that is said to be saved.
#[derive(Clone, Copy, Debug)]
struct Saving<'a> {
    fact: &'a Fact,
    price: &'a Price,
    money: Money,
}

impl<'a> Saving<'a> {
    fn of(fact: &'a Fact) -> Option<Self> {
        let FactValue::Price(price) = &fact.value else { return None };
        let money = price.money().filter(|_| price.role == PriceRole::Saving)?;
        (fact.confidence != Confidence::Low).then_some(Self { fact, price, money })
    }
}

impl Rule for SavingArithmetic {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let savings: Vec<Saving<'_>> = cx.facts.iter().filter_map(Saving::of).take(MAX_SAVINGS).collect();
        if savings.is_empty() {
            return;
        }
        let pairs = Pairs::new(cx);
        let mut wrong: Vec<(Saving<'_>, Verdict<'_>, Vec<&Fact>)> = Vec::new();
        for saving in savings.iter().take_while(|_| !cx.deadline.is_over()) {
            let Some(verdict) = judge(cx, saving, &savings, &pairs) else { continue };
            let known = wrong.iter_mut().find(|(other, known, _)| {
                other.money == saving.money && known.was == verdict.was && known.now == verdict.now
            });
            if let Some((.., copies)) = known {
                copies.push(saving.fact);
            } else if wrong.len() < MAX_FINDINGS {
                wrong.push((*saving, verdict, vec![saving.fact]));
            }
        }
        findings.extend(wrong.iter().map(|(saving, verdict, copies)| finding(cx, saving, verdict, copies)));
    }
}

fn judge<'a>(
    cx: &RuleContext<'a>,
    saving: &Saving<'a>,
    savings: &[Saving<'a>],
    pairs: &Pairs<'a>,
) -> Option<Verdict<'a>> {
    let place = Place::of(cx, saving.fact)?;
    if is_of_something_else(cx, &place) {
        return None;
    }
    let has_period = saving.price.per.is_some();
    let (nearness, found) = pairs.of_claim(saving.fact, saving.fact.product);
    let reduced = found.into_iter().filter(|pair| {
        pair.now.money.amount < pair.was.money.amount && pair.now.money.currency == saving.money.currency
    });
    let reduced =
        pairs::distinct(reduced.filter(|pair| !has_period || pair.now.per() == saving.price.per.as_deref()));
    let is_year = saving.price.per.as_deref().is_none_or(|per| per == "year");
    let plan = pairs::plan(pairs, saving.fact.into())
        .filter(|plan| is_year && plan.year.money.currency == saving.money.currency);
    let by_plan = plan.and_then(|plan| by_year(cx, saving, plan));
    if plan.is_some() && by_plan.is_none() {
        return None;
    }
    let verdict = if !reduced.is_empty() {
        among(saving, savings, nearness, &reduced)
    } else if words::speaks_of_a_year(&place.sentence()) && plan.is_some() {
        by_plan
    } else if has_period {
        None
    } else {
        let is_sole = savings.iter().all(|other| other.money == saving.money);
        let sole = pairs.sole_offer(saving.fact).filter(|_| is_sole);
        sole.and_then(|pair| by_pair(saving, pair)).or_else(|| by_list_price(cx, saving, pairs))
    }?;
    (!is_right_elsewhere(cx, saving, &verdict)).then_some(verdict)
}

/// Whether a saving is the most of several, or of an order, a code or another thing.
fn is_of_something_else(cx: &RuleContext<'_>, place: &Place<'_>) -> bool {
    let sentence = place.sentence();
    words::compares(&place.after())
        || words::is_bounded(&place.before())
        || words::speaks_of_an_extra(&sentence)
        || words::is_about_something_else(cx, &sentence)
        || words::speaks_of_another_code(cx, &sentence)
}

/// The verdict by several pairs: the saving belongs to the only one, or, where savings and pairs are as many, to the one in
/// its turn. A saving that one of them gives is right.
fn among<'a>(
    saving: &Saving<'a>,
    savings: &[Saving<'a>],
    nearness: Nearness,
    pairs: &[Pair<'a>],
) -> Option<Verdict<'a>> {
    if pairs.iter().any(|pair| by_pair(saving, *pair).is_none()) {
        return None;
    }
    let others: Vec<&Saving<'a>> = savings
        .iter()
        .filter(|other| {
            other.fact.segment == saving.fact.segment && other.fact.rendering == saving.fact.rendering
        })
        .collect();
    match pairs {
        [only] => {
            let is_taken =
                others.iter().any(|other| other.money != saving.money && by_pair(other, *only).is_none());
            // What belongs to the only product of the artifact by no more than that may be of something beside it.
            let is_sure = nearness != Nearness::Product || saving.fact.confidence == Confidence::Certain;
            by_pair(saving, *only).filter(|_| is_sure && !is_taken)
        }
        several if several.len() == others.len() && nearness == Nearness::Segment => {
            let index = others.iter().position(|other| other.fact == saving.fact)?;
            by_pair(saving, *several.get(index)?)
        }
        _ => None,
    }
}

/// `None` where a saving is what a pair gives.
fn by_pair<'a>(saving: &Saving<'a>, pair: Pair<'a>) -> Option<Verdict<'a>> {
    by_amounts(saving, pair.was.money, pair.now.money, Basis::Shown(pair))
}

fn by_amounts<'a>(saving: &Saving<'a>, was: Money, now: Money, basis: Basis<'a>) -> Option<Verdict<'a>> {
    let saved = Money { amount: was.amount.checked_sub(now.amount)?, ..now };
    let is_right = saving.money.amount == saved.amount || saving.money.amount == saved.amount.floor();
    let is_comparable = saving.money.currency == was.currency && was.currency == now.currency;
    (is_comparable && !is_right).then_some(Verdict { was, now, saved, basis })
}

fn by_year<'a>(cx: &RuleContext<'a>, saving: &Saving<'a>, plan: Plan<'a>) -> Option<Verdict<'a>> {
    let was = Money { amount: plan.twelve_months()?, ..plan.month.money };
    let verdict = by_amounts(saving, was, plan.year.money, Basis::Year(plan))?;
    let units = u32::from(was.currency.exponent().unwrap_or(2));
    let tolerance = Decimal::new(cx.guide.tolerances.period.into(), units);
    let difference = verdict.saved.amount.checked_sub(saving.money.amount)?.abs();
    (verdict.saved.amount > Decimal::ZERO && difference > tolerance).then_some(verdict)
}

fn by_list_price<'a>(cx: &RuleContext<'a>, saving: &Saving<'a>, pairs: &Pairs<'a>) -> Option<Verdict<'a>> {
    let index = saving.fact.product?;
    let now = pairs.now_of(saving.fact, index)?;
    let list = book::list_price(cx, book::product(cx, index)?, now.money.currency)?;
    let is_sure = saving.fact.confidence == Confidence::Certain
        && now.fact.confidence == Confidence::Certain
        && now.money.amount < list.money.amount
        && is_of_the_same_order(now.money.amount, list.money.amount);
    let basis = Basis::List { origin: list.origin, is_recorded: list.is_recorded };
    is_sure.then(|| by_amounts(saving, list.money, now.money, basis))?
}

/// Whether the saving is right by the prices of the record or the price book, so that a price is wrong, of which others
/// tell.
fn is_right_elsewhere(cx: &RuleContext<'_>, saving: &Saving<'_>, verdict: &Verdict<'_>) -> bool {
    let shown = match verdict.basis {
        Basis::Shown(pair) => pair.product(),
        Basis::List { .. } | Basis::Year(_) => None,
    };
    let product = shown.or(saving.fact.product).and_then(|index| book::product(cx, index));
    let Some(product) = product else { return false };
    let currency = verdict.now.currency;
    let list = book::list_price(cx, product, currency).map(|list| list.money);
    let offer = book::offer(cx, product, currency);
    let entry = book::entry(cx, product, currency);
    let sale = offer.and_then(|offer| offer.sale).or_else(|| entry.and_then(|entry| entry.sale));
    let gives = |was: Option<Money>, now: Option<Money>| {
        let saved = was.zip(now).and_then(|(was, now)| was.amount.checked_sub(now.amount));
        saved == Some(saving.money.amount)
    };
    gives(list, sale) || gives(list, Some(verdict.now)) || gives(Some(verdict.was), sale)
}

fn finding(cx: &RuleContext<'_>, saving: &Saving<'_>, verdict: &Verdict<'_>, copies: &[&Fact]) -> Finding {
    let message = wrong_saving(saving.money, verdict);
    let mut finding = Finding::new(&SavingArithmetic::META, cx.location(saving.fact.span), message)
        .label("not the difference")
        .place(saving.fact.place)
        .values(saving.money.to_string(), Some(verdict.saved.to_string()));
    finding.fact = Some(FactKind::Price);
    let label = |fact: &Fact, money: Money, message: &str| Label {
        location: cx.location(fact.span),
        value: Some(money.to_string()),
        message: message.to_owned(),
    };
    match verdict.basis {
        Basis::List { origin, .. } => finding.demanded_by = Some(origin.clone()),
        Basis::Shown(pair) => {
            finding.related.push(label(pair.was.fact, verdict.was, "the price before"));
            finding.related.push(label(pair.now.fact, verdict.now, "the price now"));
        }
        Basis::Year(plan) => {
            finding.related.push(label(plan.month.fact, plan.month.money, "the price for a month"));
            finding.related.push(label(plan.year.fact, verdict.now, "the price for a year"));
        }
    }
    finding.related.extend(copies.iter().skip(1).map(|copy| label(copy, saving.money, "also here")));
    finding.fix = fix(cx, copies, verdict.saved);
    finding
}

/// Writes the difference in the form that is found.
fn fix(cx: &RuleContext<'_>, copies: &[&Fact], saved: Money) -> Option<Fix> {
    let mut edits = Vec::new();
    let mut is_verbatim = true;
    for copy in copies {
        is_verbatim &= cx.artifact.source.slice(copy.span) == copy.text;
        edits.push(Edit { location: cx.location(copy.span), text: restyle(&copy.text, &saved)? });
    }
    let title = format!("replace with `{}`", edits.first()?.text);
    let applicability = if is_verbatim { Applicability::Unsafe } else { Applicability::DisplayOnly };
    Some(Fix { title, applicability, edits })
}
