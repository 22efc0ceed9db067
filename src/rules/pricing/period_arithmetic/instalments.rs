//! Payments that do not make the price.

use rust_decimal::Decimal;

use super::{counterpart, finding};
use crate::facts::price::is_of_the_same_order;
use crate::facts::{Confidence, Fact, FactValue, PriceRole};
use crate::finding::Finding;
use crate::rules::RuleContext;
use crate::rules::pricing::pairs::{self, Amount, Pairs};
use crate::rules::pricing::words::{self, Place};
use crate::values::money::Money;

fn wrong_total(count: u32, part: Money, total: Money, price: Money) -> String {
    format!("{count} times {part} are {total}, and the price is {price}")
}

/// Words for payments between their number and their amount.
const PAYMENTS: &[&str] = &[
    "payments",
    "instalments",
    "installments",
    "raten",
    "monatsraten",
    "teilzahlungen",
    "mensualités",
    "échéances",
    "fois",
    "cuotas",
    "plazos",
    "rate",
    "x",
    "×",
];

/// Words of a sentence in which the payments are not all of the price, or more than it.
const NOT_THE_PRICE: &[&str] = &[
    "apr",
    "interest",
    "fee",
    "fees",
    "deposit",
    "down payment",
    "upfront",
    "first payment",
    "plus",
    "from",
    "zinsen",
    "zins",
    "effektivem",
    "anzahlung",
    "gebühr",
    "schlussrate",
    "taeg",
    "acompte",
    "tae",
    "per month for",
];

/// Words that take the interest out of a sentence.
const WITHOUT_INTEREST: &[&str] = &[
    "interest-free",
    "interest free",
    "no interest",
    "zero interest",
    "without interest",
    "0% interest",
    "0% apr",
    "no fees",
    "without fees",
    "no hidden fees",
    "no deposit",
    "zinsfrei",
    "zinsfreie",
    "zinsfreien",
    "ohne zinsen",
    "0 % zinsen",
    "0% zinsen",
    "ohne gebühren",
];

/// More than stand in one artifact that is written by hand.
const MAX_FACTS: usize = 2000;

/// More payments are a loan, with a price of its own.
const MAX_PAYMENTS: u32 = 12;

pub(super) fn check(cx: &RuleContext<'_>, pairs: &Pairs<'_>, findings: &mut Vec<Finding>) {
    if pairs.amounts().is_empty() {
        return;
    }
    for fact in cx.facts.iter().take(MAX_FACTS).take_while(|_| !cx.deadline.is_over()) {
        let FactValue::Price(price) = &fact.value else { continue };
        let may_be = matches!(price.role, PriceRole::Instalment | PriceRole::Price | PriceRole::Sale)
            && fact.confidence != Confidence::Low;
        let Some(money) = price.money().filter(|_| may_be) else { continue };
        findings.extend(judge(cx, pairs, fact, money));
    }
}

fn judge(cx: &RuleContext<'_>, pairs: &Pairs<'_>, fact: &Fact, part: Money) -> Option<Finding> {
    let place = Place::of(cx, fact)?;
    let count = count(&place.before())?;
    let mut sentence = place.sentence();
    for words in WITHOUT_INTEREST {
        sentence = sentence.replace(words, "");
    }
    if NOT_THE_PRICE.iter().any(|word| words::holds(&sentence, word)) {
        return None;
    }
    let price = price_of(cx, pairs, fact, part)?;
    let total = part.amount.checked_mul(Decimal::from(count))?;
    let units = u32::from(part.currency.exponent().unwrap_or(2));
    // Each payment is rounded by up to half a minor unit.
    let tolerance = Decimal::new(i64::from(count), units).checked_div(Decimal::TWO)?;
    let difference = total.checked_sub(price.money.amount)?.abs();
    if difference <= tolerance || !is_of_the_same_order(total, price.money.amount) {
        return None;
    }
    let total = Money { amount: total, ..part };
    let message = wrong_total(count, part, total, price.money);
    let mut finding = finding(cx, fact, message, "not the price").values(part.to_string(), None);
    finding.related.push(counterpart(cx, &price, "the price"));
    Some(finding)
}

/// The number of payments that the words right before an amount say: `4 x`, `in 3 payments of`, `3 Raten zu je`.
fn count(before: &str) -> Option<u32> {
    /// So many words stand at most between the number and the amount: "4 equal interest-free monthly payments of just".
    const REACH: usize = 7;
    let tokens: Vec<&str> = before.split_whitespace().rev().take(REACH).collect();
    let number = |token: &str| {
        let digits = token.trim_start_matches('(').trim_end_matches(['x', '×']);
        Some((digits.parse::<u32>().ok()?, token.ends_with(['x', '×'])))
    };
    let (at, (count, is_times)) =
        tokens.iter().enumerate().find_map(|(at, token)| Some((at, number(token)?)))?;
    let between = tokens.get(..at)?;
    let is_payment =
        is_times || between.iter().any(|token| PAYMENTS.contains(&token.trim_matches(['(', ',', ':'])));
    let is_joined = between.iter().all(|token| !token.ends_with(['.', '!', '?', ';']));
    (is_payment && is_joined && (2..=MAX_PAYMENTS).contains(&count)).then_some(count)
}

/// The price that payments are of: the one in the same text, else in the same part of the page, else of the product.
fn price_of<'a>(cx: &RuleContext<'a>, pairs: &Pairs<'a>, fact: &Fact, part: Money) -> Option<Amount<'a>> {
    let container = pairs::container(cx, fact);
    let candidates = |is_near: &dyn Fn(&Fact) -> bool| -> Vec<Amount<'a>> {
        let is_price = |amount: &&Amount<'a>| {
            !amount.is_list()
                && amount.per().is_none()
                && amount.fact.span != fact.span
                && amount.money.currency == part.currency
                && amount.money.amount > part.amount
                && amount.fact.rendering == fact.rendering
                && !amount.fact.branch.excludes(&fact.branch)
                && (fact.product.is_none()
                    || amount.fact.product.is_none()
                    || fact.product == amount.fact.product)
        };
        pairs.amounts().iter().filter(is_price).filter(|amount| is_near(amount.fact)).copied().collect()
    };
    let sole = |amounts: Vec<Amount<'a>>| {
        let first = *amounts.first()?;
        amounts.iter().all(|amount| amount.money == first.money).then_some(first)
    };
    let own = candidates(&|other| other.segment == fact.segment);
    if !own.is_empty() {
        return sole(own);
    }
    let near = candidates(&|other| container.is_some() && pairs::container(cx, other) == container);
    if !near.is_empty() {
        return sole(near);
    }
    sole(candidates(&|other| fact.product.is_some() && other.product == fact.product))
}
