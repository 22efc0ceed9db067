//! Prices now that are not below the price before.

use crate::facts::price::is_of_the_same_order;
use crate::finding::{FactKind, Finding, Label};
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::pricing::book;
use crate::rules::pricing::pairs::{Nearness, Pair, Pairs};
use crate::rules::pricing::words::{self, Place};
use crate::rules::{Rule, RuleContext};
use crate::scope::Scope;

fn no_reduction(pair: &Pair<'_>) -> String {
    let (was, now) = (pair.was.money, pair.now.money);
    if was == now {
        format!("{now} is called a reduced price, and it is the price before")
    } else {
        format!("{now} is called a reduced price, and the price before is {was}")
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Reports a price now that is not below the price before it, struck through or called "was", "instead of", "statt",
    /// which stands right beside it: it is the same, or it is higher because the two were swapped.
    ///
    /// ## Why it matters
    ///
    /// A reduction that is none is a misleading claim, and the wrong one of two swapped prices is what the reader takes
    /// for the price.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>Cove Standing Desk: <s>$399</s> $499</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>Cove Standing Desk: <s>$499</s> $399</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Swap the two prices, or correct the one that is wrong.
    ///
    /// ## Guide keys
    ///
    /// None; where a price belongs to a product, the price book and the campaign's record tell whether both were swapped.
    pub struct NotAReduction {
        id: "pricing/not-a-reduction",
        summary: "a price now that is not below the price before",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

/// More of them than a person wants to read about in one artifact.
const MAX_FINDINGS: usize = 50;

/// Words that may stand between two prices that are one offer.
const JOINING: &[&str] = &[
    "was",
    "were",
    "before",
    "instead of",
    "instead",
    "of",
    "now",
    "only",
    "just",
    "today",
    "sale",
    "price",
    "our",
    "your",
    "is",
    "for",
    "at",
    "reg",
    "reg.",
    "regular",
    "regularly",
    "rrp",
    "msrp",
    "list",
    "orig",
    "originally",
    "down from",
    "reduced",
    "to",
    "from",
    "incl",
    "vat",
    "statt",
    "anstatt",
    "jetzt",
    "nur",
    "noch",
    "heute",
    "uvp",
    "bisher",
    "vorher",
    "inkl",
    "mwst",
    "preis",
    "auf",
    "von",
    "au",
    "lieu",
    "de",
    "maintenant",
    "seulement",
    "antes",
    "ahora",
    "solo",
    "invece",
    "di",
    "adesso",
    "prima",
];

impl Rule for NotAReduction {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let pairs = Pairs::new(cx);
        let mut wrong: Vec<(Pair<'_>, Vec<Pair<'_>>)> = Vec::new();
        for (nearness, pair) in pairs.all().take_while(|_| !cx.deadline.is_over()) {
            let is_reduced = pair.now.money.amount < pair.was.money.amount;
            if is_reduced || !is_one_offer(cx, nearness, pair) || is_one_slip(cx, pair) {
                continue;
            }
            match wrong.iter_mut().find(|(known, _)| known.is_like(pair)) {
                Some((_, copies)) if copies.iter().any(|copy| copy.now.fact == pair.now.fact) => {}
                Some((_, copies)) => copies.push(*pair),
                None => wrong.push((*pair, vec![*pair])),
            }
        }
        findings.extend(wrong.iter().take(MAX_FINDINGS).map(|(pair, copies)| finding(cx, pair, copies)));
    }
}

fn finding(cx: &RuleContext<'_>, pair: &Pair<'_>, copies: &[Pair<'_>]) -> Finding {
    let (was, now) = (pair.was.money, pair.now.money);
    let label = |span, value: String, message: &str| Label {
        location: cx.location(span),
        value: Some(value),
        message: message.to_owned(),
    };
    let help = if are_swapped(cx, pair) {
        "the two prices stand in each other's place; swap them"
    } else if was == now {
        "remove the price before, or correct the one that is wrong"
    } else {
        "swap the two prices, or correct the one that is wrong"
    };
    let mut finding = Finding::new(&NotAReduction::META, cx.location(pair.now.fact.span), no_reduction(pair))
        .label("not below the price before")
        .place(pair.now.fact.place)
        .values(now.to_string(), None)
        .help(help);
    finding.fact = Some(FactKind::Price);
    finding.related.push(label(pair.was.fact.span, was.to_string(), "the price before"));
    let others = copies.iter().skip(1);
    finding.related.extend(others.map(|copy| label(copy.now.fact.span, now.to_string(), "also here")));
    finding
}

/// Whether the campaign's record tells which of the two prices is wrong: then `consistency/price` says so, and once is
/// enough. Where both are wrong, as when they stand in each other's place, that is a finding of its own.
fn is_one_slip(cx: &RuleContext<'_>, pair: &Pair<'_>) -> bool {
    let product = pair.product().and_then(|index| book::product(cx, index));
    let offer = product.and_then(|product| book::offer(cx, product, pair.now.money.currency));
    let list = product.and_then(|product| book::list_price(cx, product, pair.now.money.currency));
    let (Some(sale), Some(list)) = (offer.and_then(|offer| offer.sale), list) else { return false };
    (list.money == pair.was.money) != (sale == pair.now.money)
}

/// Whether the record or the price book has the two prices the other way round.
fn are_swapped(cx: &RuleContext<'_>, pair: &Pair<'_>) -> bool {
    let product = pair.product().and_then(|index| book::product(cx, index));
    let list = product.and_then(|product| book::list_price(cx, product, pair.now.money.currency));
    list.is_some_and(|list| list.money == pair.now.money && list.money != pair.was.money)
}

/// Whether two prices are of one thing for sure: nothing but joining words stands between them, or they are neighbors in
/// one part of a page, and the price before is no more than what a gift is worth.
fn is_one_offer(cx: &RuleContext<'_>, nearness: Nearness, pair: &Pair<'_>) -> bool {
    let (was, now) = (pair.was.fact, pair.now.fact);
    let is_near = is_of_the_same_order(pair.now.money.amount, pair.was.money.amount);
    let (Some(was_place), Some(now_place)) = (Place::of(cx, was), Place::of(cx, now)) else { return false };
    let before = was_place.before();
    let is_worth = ["worth", "value", "valued at", "wert", "im wert von", "valeur de"]
        .iter()
        .any(|word| words::ends_with(before.trim_end(), word))
        || was_place.after().trim_start().starts_with("value");
    if !is_near || is_worth || was.place == Scope::Quote {
        return false;
    }
    match nearness {
        Nearness::Segment => is_joined(&was_place, &now_place),
        Nearness::Container => {
            let is_next = was.segment.zip(now.segment).is_some_and(|(was, now)| {
                let (first, last) = (was.min(now), was.max(now));
                was != now && last - first <= 2 && !has_heading_between(cx, first, last)
            });
            is_next && is_alone(&was_place, &before) && is_alone(&now_place, &now_place.before())
        }
        Nearness::Product => false,
    }
}

fn has_heading_between(cx: &RuleContext<'_>, first: u32, last: u32) -> bool {
    let between = cx.document.segments.iter().take(last as usize + 1).skip(first as usize + 1);
    between.into_iter().any(|segment| matches!(segment.scope, Scope::Heading(_)))
}

/// Whether nothing but joining words stands between two amounts of one text.
fn is_joined(one: &Place<'_>, other: &Place<'_>) -> bool {
    let (first, last) = if one.range.start < other.range.start { (one, other) } else { (other, one) };
    let between = one.text.get(first.range.end..last.range.start).unwrap_or_default().to_lowercase();
    is_joining(&between)
}

/// Whether a text is nothing but an amount with joining words around it.
fn is_alone(place: &Place<'_>, before: &str) -> bool {
    is_joining(before) && is_joining(&place.after())
}

fn is_joining(text: &str) -> bool {
    text.split(|character: char| !character.is_alphanumeric() && character != '.')
        .filter(|word| word.contains(char::is_alphanumeric))
        .all(|word| JOINING.contains(&word) || JOINING.contains(&word.trim_matches('.')))
}
