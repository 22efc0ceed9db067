//! Prices in text: amounts of money with the role that the words around give them. Knows nothing of products; what a
//! price is of is told in `facts::binding`.
//!
//! Reading order: `scan` finds amounts, with `number` and `currency` for their parts; `cues` tells what they are for;
//! `extract` joins both; [`restyle`] writes another amount in the same form.

mod cue_words;
mod cues;
mod currency;
mod form;
mod number;
mod scan;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use self::currency::Setting;
use self::number::Convention;
use self::scan::{Amount, RangeEnd};
use super::{Confidence, Fact, FactValue, Price, PriceRole, add_readings, market_of};
use crate::artifact::Locale;
use crate::document::{BranchPath, Document, Segment, readings};
use crate::guide::Guide;
use crate::scope::Scope;
use crate::source::Source;
use crate::span::Span;

pub use form::restyle;

/// The prices in the text of a document, in the order of its segments. They are bound to no product yet.
pub(super) fn extract(source: &Source, document: &Document, guide: &Guide) -> Vec<Fact> {
    let may_hold_amounts = |segment: &&Segment| {
        let literals = segment.holes.iter().flat_map(|hole| &hole.literals);
        let mut texts = literals.chain([&segment.text]);
        texts.any(|text| scan::may_hold_amounts(text.as_str()))
    };
    let of_document = || Setting {
        locale: document.attributes.locale.clone(),
        market: market_of(&document.attributes, guide).and_then(|market| market.currency),
        brand: guide.brand.currency,
        markets: &guide.brand.markets,
    };
    // Most texts hold no amount.
    let mut known: Option<(Setting<'_>, Option<Locale>)> = None;
    let mut facts = Vec::new();
    for (index, segment) in
        document.segments.iter().enumerate().filter(|(_, segment)| may_hold_amounts(segment))
    {
        let (base, fallback) = known.get_or_insert_with(|| (of_document(), fallback_locale(document, guide)));
        let whole = 0..segment.text.as_str().len();
        let locale = document.locale_at(segment, &whole).cloned().or_else(|| fallback.clone());
        let convention = locale.as_ref().map(Convention::of_locale);
        let setting = Setting { locale, ..base.clone() };
        let segment_index = u32::try_from(index).unwrap_or(u32::MAX);
        let readings = readings(segment, &document.branches);
        let mut found = Vec::new();
        for reading in readings.iter() {
            let read = Read { source, document, segment: reading, index: segment_index };
            in_segment(&read, &setting, convention, &mut found);
        }
        if readings.len() > 1 {
            add_readings(found, &mut facts);
        } else {
            facts.append(&mut found);
        }
    }
    mark_sales(document, &mut facts);
    facts
}

/// The only locale of the artifact's market, where the artifact declares no language.
fn fallback_locale(document: &Document, guide: &Guide) -> Option<Locale> {
    let market = market_of(&document.attributes, guide)?;
    match market.locales.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// What is read: a segment, or one of its readings.
struct Read<'a> {
    source: &'a Source,
    document: &'a Document,
    segment: &'a Segment,
    /// Number of the segment.
    index: u32,
}

fn in_segment(read: &Read<'_>, setting: &Setting<'_>, convention: Option<Convention>, facts: &mut Vec<Fact>) {
    let Read { source, document, segment, index } = *read;
    let text = segment.text.as_str();
    let first = facts.len();
    let mut previous_end = 0;
    let mut listed: Option<PriceRole> = None;
    let amounts = scan::amounts(text, setting, convention);
    for (position, amount) in amounts.iter().enumerate() {
        let next_start = amounts.get(position + 1).map_or(text.len(), |next| next.range.start);
        let before = text.get(previous_end..amount.range.start).unwrap_or_default();
        let after = text.get(amount.range.end..next_start).unwrap_or_default();
        let cues = cues::read(before, after);
        let inherited = listed.filter(|_| previous_end > 0 && cues::is_list(before));
        let role = role_of(segment, amount, cues.role.or(inherited));
        listed = matches!(role, PriceRole::Other).then_some(role);
        previous_end = amount.range.end;
        if !segment.is_prose(&amount.range) {
            continue;
        }
        let (value, digits_are_split) = superscript_cents(source, segment, amount);
        let confidence = if amount.is_ambiguous || digits_are_split {
            Confidence::Low
        } else if amount.is_guessed || amount.currency.is_none() {
            Confidence::Likely
        } else {
            Confidence::Certain
        };
        let price = Price {
            role,
            amount: value,
            currency: amount.currency,
            per: cues.per,
            tax: cues.tax,
            is_main: false,
        };
        let fact = Fact::in_segment(document, (segment, index), &amount.range, FactValue::Price(price));
        facts.push(Fact { confidence, ..fact });
    }
    mark_reductions(text, &amounts, facts.get_mut(first..).unwrap_or_default());
}

fn role_of(segment: &Segment, amount: &Amount, said: Option<PriceRole>) -> PriceRole {
    let is_reduction = {
        let mut before = segment.text.as_str().get(..amount.range.start).unwrap_or_default().chars().rev();
        matches!(before.next(), Some('-' | '\u{2212}'))
            && before.next().is_none_or(|previous| previous.is_whitespace() || previous == '(')
            && amount.end.is_none()
    };
    if amount.has_magnitude || segment.place(&amount.range) == Scope::Quote {
        return PriceRole::Other;
    }
    if segment.is_struck(&amount.range) {
        return PriceRole::List;
    }
    match (said, amount.end) {
        (Some(PriceRole::From | PriceRole::UpTo | PriceRole::Sale) | None, Some(RangeEnd::Low)) => {
            PriceRole::RangeLow
        }
        (Some(PriceRole::UpTo | PriceRole::Sale) | None, Some(RangeEnd::High)) => PriceRole::RangeHigh,
        (Some(role), _) => role,
        (None, None) if is_reduction => PriceRole::Saving,
        (None, None) => PriceRole::Price,
    }
}

/// `from $499 to $399`: the first is the price before, the second the price now.
fn mark_reductions(text: &str, amounts: &[Amount], facts: &mut [Fact]) {
    if facts.len() != amounts.len() {
        return;
    }
    for index in 1..amounts.len() {
        let (Some([old, new]), Some([before, now])) =
            (amounts.get(index - 1..=index), facts.get_mut(index - 1..=index))
        else {
            continue;
        };
        let between = text.get(old.range.end..new.range.start).unwrap_or_default().trim();
        let joins = matches!(between, "to" | "to just" | "to only" | "down to" | "auf" | "auf nur");
        let head = text.get(..old.range.start).unwrap_or_default();
        if joins && old.currency == new.currency && old.amount > new.amount && cues::ends_with_from(head) {
            set_role(before, PriceRole::List);
            set_role(now, PriceRole::Sale);
        }
    }
}

/// Cents set as superscript (`$399<sup>99</sup>`) run into the number once tags are gone. Gives the amount, and whether
/// some other tag splits the digits so that the last two may be cents.
fn superscript_cents(source: &Source, segment: &Segment, amount: &Amount) -> (Decimal, bool) {
    let number = &amount.number;
    let digits = segment.text.as_str().get(number.clone()).unwrap_or_default();
    let is_plain = digits.len() > 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_plain || segment.text.is_verbatim(number.clone()) {
        return (amount.amount, false);
    }
    let cut = number.end - 2;
    let end_of_whole = segment.text.span(cut - 1..cut).end();
    let start_of_cents = segment.text.span(cut..number.end).start();
    if start_of_cents <= end_of_whole {
        return (amount.amount, false);
    }
    let gap = source.slice(Span::new(end_of_whole, start_of_cents)).to_ascii_lowercase();
    if gap.contains("<sup") {
        let cents = amount.amount.checked_div(Decimal::ONE_HUNDRED);
        return (cents.unwrap_or(amount.amount), cents.is_none());
    }
    (amount.amount, true)
}

/// Where two prices stand together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Segment(u32),
    Container(u32),
}

/// More branches with a price before than stand in one place of any template.
const MAX_BRANCHES: usize = 16;

/// A price beside a higher price before in the same text, or in the same container, is the price after a reduction. What
/// stands in another arm of a branch is not beside it.
fn mark_sales(document: &Document, facts: &mut [Fact]) {
    let places = |segment: Option<u32>| {
        let own = segment.map(Place::Segment);
        let container = segment
            .and_then(|segment| document.segments.get(segment as usize))
            .filter(|segment| segment.container != 0)
            .map(|segment| Place::Container(segment.container));
        own.into_iter().chain(container)
    };
    let code = |price: &Price| price.currency.map(|currency| currency.code());
    let mut highest: BTreeMap<_, Vec<(BranchPath, Decimal)>> = BTreeMap::new();
    for fact in facts.iter() {
        let FactValue::Price(price) = &fact.value else { continue };
        if price.role != PriceRole::List {
            continue;
        }
        for place in places(fact.segment) {
            let lists = highest.entry((place, code(price), price.per.clone())).or_default();
            if let Some((_, amount)) = lists.iter_mut().find(|(branch, _)| *branch == fact.branch) {
                *amount = price.amount.max(*amount);
            } else if lists.len() < MAX_BRANCHES {
                lists.push((fact.branch.clone(), price.amount));
            }
        }
    }
    for fact in facts {
        let segment = fact.segment;
        let FactValue::Price(price) = &mut fact.value else { continue };
        let is_lower = |place| {
            let key = (place, code(price), price.per.clone());
            let is_beside = |(branch, list): &(BranchPath, Decimal)| {
                *list > price.amount && !branch.excludes(&fact.branch)
            };
            highest.get(&key).is_some_and(|lists| lists.iter().any(is_beside))
        };
        if price.role == PriceRole::Price && places(segment).any(is_lower) {
            price.role = PriceRole::Sale;
        }
    }
}

fn set_role(fact: &mut Fact, role: PriceRole) {
    if let FactValue::Price(price) = &mut fact.value {
        price.role = role;
    }
}

/// Reads a lone amount as structured data writes it: a plain decimal number, or a local form with lower confidence.
pub(super) fn lone_amount(text: &str) -> Option<(Decimal, Confidence)> {
    let trimmed = text.trim();
    let is_plain = !trimmed.is_empty()
        && trimmed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && trimmed.bytes().filter(|byte| *byte == b'.').count() <= 1;
    if is_plain {
        return trimmed.parse().ok().map(|amount| (amount, Confidence::Certain));
    }
    let start = trimmed.find(|character: char| character.is_ascii_digit())?;
    let numeral = number::numeral_at(trimmed, start);
    let rest = trimmed.get(numeral.end..)?;
    let is_alone = !rest.contains(|character: char| character.is_ascii_digit());
    let reading = number::read(&numeral.shape, None, None).filter(|_| is_alone)?;
    Some((reading.amount, Confidence::Low))
}

/// Whether an amount can be the price of something that costs `reference`: less than half or more than twice of it is
/// the price of something else that stands beside, such as an accessory.
#[must_use]
pub fn is_of_the_same_order(amount: Decimal, reference: Decimal) -> bool {
    let two = Decimal::TWO;
    let doubled = |value: Decimal| value.checked_mul(two).unwrap_or(Decimal::MAX);
    doubled(amount) >= reference && amount <= doubled(reference)
}

#[cfg(test)]
mod tests;
