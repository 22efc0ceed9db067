//! Prices in text: amounts of money with the role that the words around give them. Knows nothing of products; what a
//! price is of is told in `facts::binding`.
//!
//! Reading order: `scan` finds amounts, with `number`, `magnitude`, `cents` and `currency` for their parts, `ranges` for
//! amounts that belong together and `cuts` for where tags stand between them; `cues` tells what they are for; `extract`
//! joins both; `lone` reads texts that are nothing but a price; [`restyle`] writes another amount in the same form.

mod audience;
mod audience_words;
mod cents;
mod coins;
mod cue_words;
mod cues;
mod currency;
mod cuts;
mod form;
mod lands;
mod lone;
mod magnitude;
mod number;
mod pairs;
mod ranges;
mod scan;
mod shop;
mod sign_words;
mod signs;
mod spelled;
mod split;
mod tax;

use std::collections::{BTreeMap, BTreeSet};

use iso_currency::Currency;
use rust_decimal::Decimal;

use self::currency::Setting;
use self::cuts::Cuts;
use self::number::Convention;
use self::pairs::Beside;
use self::scan::{Amount, RangeEnd};
use super::{Audience, Confidence, Fact, FactValue, Price, PriceRole, add_readings, market_of};
use crate::artifact::Locale;
use crate::document::{BranchPath, Document, Segment, readings};
use crate::guide::Guide;
use crate::scope::Scope;
use crate::source::Source;

pub(super) use audience::of_name as audience_of_name;
pub(super) use cues::{lead, tail};
pub use form::restyle;

/// The prices in the text of a document, in the order of its segments. They are bound to no product yet.
pub(super) fn extract(source: &Source, document: &Document, guide: &Guide) -> Vec<Fact> {
    // Most digits of posts stand in addresses.
    let is_worth_reading = |(number, segment): &(usize, &Segment)| {
        segment.may_say(|byte| byte.is_ascii_digit())
            || scan::has_foreign_digit(segment.text.as_str())
            || spelled::may_hold_amounts(&document.words(*number))
    };
    let worth_reading: Vec<(usize, &Segment)> =
        document.segments.iter().enumerate().filter(is_worth_reading).collect();
    let lone = lone::segment(document);
    if worth_reading.is_empty() {
        return lone.and_then(|segment| free(document, segment)).into_iter().collect();
    }
    let base = setting(document, guide, lone.is_some());
    let fallback = fallback_locale(document, guide);
    let mut facts = Vec::new();
    for (index, segment) in worth_reading {
        let whole = 0..segment.text.as_str().len();
        let locale = document.locale_at(segment, &whole).cloned().or_else(|| fallback.clone());
        let convention = locale.as_ref().map(Convention::of_locale);
        let land = locale.as_ref().and_then(lands::currency_of);
        let mut setting = Setting { land, ..base.clone() };
        let segment_index = u32::try_from(index).unwrap_or(u32::MAX);
        let readings = readings(segment, &document.branches);
        let mut found = Vec::new();
        for reading in readings.iter() {
            setting.cuts = Cuts::of(source, &reading.text);
            let read = Read { source, document, segment: reading, index: segment_index };
            in_segment(&read, &setting, convention, &mut found);
        }
        if readings.len() > 1 {
            add_readings(found, &mut facts);
        } else {
            facts.append(&mut found);
        }
    }
    if facts.is_empty() {
        // "Free" in letters that may be digits.
        return lone.and_then(|segment| free(document, segment)).into_iter().collect();
    }
    shop::mark_old(document, &mut facts);
    mark_sales(document, &mut facts);
    facts
}

/// What is known of the currencies of a document.
fn setting(document: &Document, guide: &Guide, is_lone: bool) -> Setting {
    let named = document.items.iter().filter_map(|item| {
        let names = ["priceCurrency", "product:price:currency", "og:price:currency"];
        Currency::from_code(item.text_of(&names)?.trim())
    });
    let named: BTreeSet<&'static str> = named.map(|currency| currency.code()).collect();
    let named: Vec<Currency> = named.into_iter().filter_map(Currency::from_code).collect();
    let page = named.first().copied().filter(|_| named.len() == 1);
    let market = market_of(&document.attributes, guide).and_then(|market| market.currency);
    // A market that was only told by the language says less than the data of the page itself.
    let market = market.filter(|_| page.is_none() || document.attributes.market.is_some());
    Setting {
        market,
        page,
        land: None,
        brand: guide.brand.currency,
        used: guide.brand.markets.iter().filter_map(|market| market.currency).chain(named).collect(),
        is_lone,
        cuts: Cuts::default(),
    }
}

/// A text that says nothing but "free" states an amount of nothing.
fn free(document: &Document, segment: &Segment) -> Option<Fact> {
    let index = document.segments.iter().position(|other| std::ptr::eq(other, segment))?;
    let text = segment.text.as_str();
    let price = Price {
        role: PriceRole::Price,
        amount: Decimal::ZERO,
        currency: None,
        per: None,
        tax: None,
        audience: None,
        is_main: false,
    };
    let at = (segment, u32::try_from(index).ok()?);
    let fact = Fact::in_segment(document, at, &(0..text.len()), FactValue::Price(price));
    lone::is_free(text).then_some(Fact { confidence: Confidence::Low, ..fact })
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

fn in_segment(read: &Read<'_>, setting: &Setting, convention: Option<Convention>, facts: &mut Vec<Fact>) {
    let Read { source, document, segment, index } = *read;
    let text = segment.text.as_str();
    let first = facts.len();
    let mut previous_end = 0;
    let mut listed: Option<PriceRole> = None;
    let label = label_before(read);
    let (amounts, is_named) = amounts(read, setting, convention);
    let mut beside: Vec<Beside> = Vec::new();
    for (position, amount) in amounts.iter().enumerate() {
        let next_start = amounts.get(position + 1).map_or(text.len(), |next| next.range.start);
        let before = text.get(previous_end..amount.range.start).unwrap_or_default();
        let before = if position == 0 && before.trim().is_empty() { label } else { before };
        let after = text.get(amount.range.end..next_start).unwrap_or_default();
        let is_followed = position + 1 < amounts.len();
        let cues = cues::read(before, after, is_followed);
        let around = audience::Around { before, after, is_second: position > 0, is_followed };
        let (ahead, behind) = audience::said(around);
        let ahead = ahead.or_else(|| audience_before(read, before, position));
        let inherited = listed.filter(|_| previous_end > 0 && cues::is_list(before));
        // What is worth something and has no other price is given away.
        let said = cues.role.or(inherited).map(|role| match role {
            PriceRole::List if cues.is_worth && amounts.len() == 1 => PriceRole::Other,
            role => role,
        });
        let role = role_of(segment, amount, said);
        listed = matches!(role, PriceRole::Other).then_some(role);
        previous_end = amount.range.end;
        if !segment.is_prose(&amount.range) {
            continue;
        }
        let joined = split::join(source, segment, amount, convention);
        // An element that is called a price may hold the number of something: cents tell it apart.
        if is_named && joined.amount == amount.amount && !lone::has_cents(text, amount) {
            continue;
        }
        let price = Price {
            role,
            amount: joined.amount,
            currency: amount.currency,
            per: cues.per,
            tax: cues.tax,
            audience: ahead.or(behind),
            is_main: false,
        };
        beside.push(Beside {
            gap: before.chars().count(),
            is_called_old: cues.role == Some(PriceRole::List),
            audience: (ahead, behind),
        });
        let fact = Fact::in_segment(document, (segment, index), &joined.range, FactValue::Price(price));
        facts.push(Fact { confidence: confidence_of(amount, joined.is_unsure), ..fact });
    }
    let own = facts.get_mut(first..).unwrap_or_default();
    mark_reductions(text, &amounts, own);
    pairs::share(own, &beside);
}

fn confidence_of(amount: &Amount, is_unsure: bool) -> Confidence {
    if amount.is_ambiguous || is_unsure {
        Confidence::Low
    } else if amount.is_guessed || amount.is_weak || amount.currency.is_none() {
        Confidence::Likely
    } else {
        Confidence::Certain
    }
}

/// The amounts of a text, and whether nothing but the name of its element says that it is one.
fn amounts(read: &Read<'_>, setting: &Setting, convention: Option<Convention>) -> (Vec<Amount>, bool) {
    let Read { document, segment, .. } = *read;
    let text = segment.text.as_str();
    let mut amounts = scan::amounts(text, setting, convention);
    spelled::add(text, setting, &mut amounts);
    scan::join_hundredths(text, &mut amounts);
    if amounts.is_empty() {
        amounts = lone::numbers(text, setting.is_lone, convention, setting.land);
    }
    let may_be_named = amounts.is_empty() && text.len() <= lone::LONGEST;
    let is_named = may_be_named && shop::is_called_a_price(document, &segment.text);
    if is_named {
        amounts = lone::named(text, convention, setting);
    }
    (amounts, is_named)
}

/// For whom the first amount of a segment is, where a label stands before it: `Members` in the cell before.
fn audience_before(read: &Read<'_>, before: &str, position: usize) -> Option<Audience> {
    let is_labelled = position == 0 && before.trim().is_empty();
    let index = (read.index as usize).checked_sub(1).filter(|_| is_labelled)?;
    let label = read.document.segments.get(index)?;
    let own = read.segment;
    let is_beside = label.rendering == own.rendering
        && label.visibility == own.visibility
        && label.container == own.container
        && matches!(own.scope, Scope::Cell | Scope::ListItem);
    audience::of_label(label.text.as_str()).filter(|_| is_beside)
}

/// The text before a segment where it is a label: `Postage:` in the cell before that of the amount.
fn label_before<'a>(read: &Read<'a>) -> &'a str {
    /// Bytes of a label.
    const LONGEST: usize = 40;
    let before = (read.index as usize).checked_sub(1).and_then(|index| read.document.segments.get(index));
    let is_beside = |before: &&Segment| {
        before.rendering == read.segment.rendering && before.visibility == read.segment.visibility
    };
    let text = before.filter(is_beside).map(|before| before.text.as_str().trim_end()).unwrap_or_default();
    if text.len() <= LONGEST && text.ends_with([':', '：']) { text } else { "" }
}

fn role_of(segment: &Segment, amount: &Amount, said: Option<PriceRole>) -> PriceRole {
    let is_reduction = {
        let mut before = segment.text.as_str().get(..amount.range.start).unwrap_or_default().chars().rev();
        matches!(before.next(), Some('-' | '\u{2212}'))
            && before.next().is_none_or(|previous| previous.is_whitespace() || previous == '(')
            && amount.end.is_none()
    };
    if amount.scale.is_some() || segment.place(&amount.range) == Scope::Quote {
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
        let between = between.trim_end_matches([' ', ':']);
        let joins = matches!(
            between,
            "to" | "to just" | "to only" | "down to" | "auf" | "auf nur" | "por" | "Por" | "por apenas"
        );
        let head = text.get(..old.range.start).unwrap_or_default();
        if joins && old.currency == new.currency && old.amount > new.amount && cues::ends_with_from(head) {
            set_role(before, PriceRole::List);
            set_role(now, PriceRole::Sale);
        }
    }
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
                *list > price.amount && is_in_reach(price.amount, *list) && !branch.excludes(&fact.branch)
            };
            highest.get(&key).is_some_and(|lists| lists.iter().any(is_beside))
        };
        if price.role == PriceRole::Price && places(segment).any(is_lower) {
            price.role = PriceRole::Sale;
        }
    }
}

/// Whether an amount can be what is left of a price before: a levy or a deposit beside it is far less.
fn is_in_reach(amount: Decimal, list: Decimal) -> bool {
    amount.checked_mul(Decimal::from(20)).is_none_or(|most| most >= list)
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

/// Reads a lone amount with its currency: `$27.00`.
pub(super) fn lone_money(text: &str, guide: &Guide) -> Option<(Decimal, Option<Currency>)> {
    let setting = Setting { brand: guide.brand.currency, is_lone: true, ..Setting::default() };
    let found = scan::amounts(text.trim(), &setting, None);
    let only = found.first().filter(|_| found.len() == 1)?;
    Some((only.amount, only.currency))
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
