//! The price that stands out on a page of a shop: near the headline and the button that buys, in elements that are called
//! prices, and not among other products. Each sign counts some points; the most win, where they are enough.

use std::ops::Range;

use super::words::{BUY, BUY_ALONE, LABELS, OTHERS};
use super::{Amount, price};
use crate::document::{Document, InlineKind, Segment, ShopPartKind};
use crate::facts::{Confidence, Fact, PriceRole};
use crate::scope::{Scope, Visibility};

/// What was chosen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chosen {
    pub(super) amount: Amount,
    /// Whether the page could hardly mean another.
    pub(super) is_certain: bool,
}

/// Fewer points than these say nothing.
const ENOUGH: i32 = 35;
/// Prices of a page that are looked at: that of the product stands among the first.
const MAX_PRICES: usize = 500;
/// Bytes of a text in which the surroundings of a price are looked at.
const MAX_TEXT: usize = 10_000;
/// Buttons that buy on a page of one product: itself, and one that stays in sight.
const MAX_BUTTONS: usize = 3;

/// The price that stands out, if any does.
pub(super) fn choose(document: &Document, prices: &[Fact]) -> Option<Chosen> {
    let page = Page::new(document);
    let candidates = prices.iter().filter(|fact| is_candidate(fact)).take(MAX_PRICES);
    let scored = candidates.filter_map(|fact| Some((page.score(fact)?, fact)));
    let mut best: Option<(i32, &Fact)> = None;
    for (score, fact) in scored {
        if best.is_none_or(|(most, _)| score > most) {
            best = Some((score, fact));
        }
    }
    let (score, fact) = best.filter(|(score, _)| *score >= ENOUGH)?;
    let own = price(fact)?;
    let is_certain = score >= 2 * ENOUGH && page.has_part(ShopPartKind::Product, fact);
    Some(Chosen { amount: (own.amount, own.currency), is_certain })
}

fn is_candidate(fact: &Fact) -> bool {
    let roles = [PriceRole::Sale, PriceRole::Price, PriceRole::From, PriceRole::RangeLow];
    price(fact).is_some_and(|price| roles.contains(&price.role) && !price.amount.is_zero())
        && fact.visibility == Visibility::Visible
        && fact.segment.is_some()
        && fact.product.is_none()
}

struct Page<'a> {
    document: &'a Document,
    /// Index of the headline of the product.
    headline: Option<usize>,
    /// Indices of buttons that buy, in order.
    buttons: Vec<usize>,
    /// Index of the button that buys, where it is the only one.
    sole_button: Option<usize>,
    /// Index of the first heading behind the headline behind which other products stand.
    others: usize,
    /// Indices of headings below the first level, in order.
    headings: Vec<usize>,
}

impl<'a> Page<'a> {
    fn new(document: &'a Document) -> Self {
        let segments = &document.segments;
        let headline = headline(segments);
        let is_heading = |segment: &Segment| matches!(segment.scope, Scope::Heading(2..=6));
        let numbered = || segments.iter().enumerate();
        let holds = |segment: &Segment, words: &[&str]| {
            let text = segment.text.as_str();
            text.len() <= 120 && {
                let text = text.to_lowercase();
                words.iter().any(|word| text.contains(word))
            }
        };
        let is_short = |segment: &Segment| segment.text.as_str().chars().take(49).count() <= 48;
        let others = numbered().skip(headline.map_or(0, |at| at + 1)).find(|(_, segment)| {
            let is_title = is_heading(segment) || is_short(segment) && segment.scope == Scope::Body;
            is_title && holds(segment, OTHERS)
        });
        let others = others.map_or(usize::MAX, |(index, _)| index);
        let buys = |(_, segment): &(usize, &Segment)| {
            let is_alone = |text: &str| BUY_ALONE.iter().any(|word| text.trim().eq_ignore_ascii_case(word));
            segment.visibility == Visibility::Visible
                && is_short(segment)
                && (holds(segment, BUY) || is_alone(segment.text.as_str()))
        };
        let buttons: Vec<usize> = numbered().filter(buys).map(|(index, _)| index).collect();
        Self {
            document,
            headline,
            sole_button: buttons.first().copied().filter(|_| buttons.len() == 1),
            buttons,
            others,
            headings: numbered().filter(|(_, segment)| is_heading(segment)).map(|(index, _)| index).collect(),
        }
    }

    /// Whether a fact stands in a part of this kind.
    fn has_part(&self, kind: ShopPartKind, fact: &Fact) -> bool {
        self.parts(fact).any(|own| own == kind)
    }

    fn parts(&self, fact: &Fact) -> impl Iterator<Item = ShopPartKind> {
        let before = self.document.shop.partition_point(|part| part.span.start() <= fact.span.start());
        let around = self.document.shop.iter().take(before).filter(|part| part.span.end() >= fact.span.end());
        let headline = self.headline.and_then(|index| self.document.segments.get(index));
        let button = self.sole_button.and_then(|index| self.document.segments.get(index));
        let own = [headline, button].map(|segment| Some(segment?.text.runs().first()?.source));
        around
            .filter(move |part| {
                // What holds the headline, or the only button that buys, holds the product, whatever it is called.
                part.kind != ShopPartKind::Other
                    || !own.iter().flatten().any(|place| part.span.covers(*place))
            })
            .map(|part| part.kind)
    }

    /// How far a price stands out; `None` where it is one of something else.
    fn score(&self, fact: &Fact) -> Option<i32> {
        let at = fact.segment? as usize;
        let segment = self.document.segments.get(at)?;
        let own = price(fact)?;
        let mut parts: Vec<ShopPartKind> = self.parts(fact).collect();
        parts.sort_unstable();
        parts.dedup();
        if parts.contains(&ShopPartKind::Other) || at >= self.others || segment.scope == Scope::Footer {
            return None;
        }
        let nearest = self.buttons.iter().map(|button| button.abs_diff(at)).min();
        let is_named = parts.iter().any(|part| *part != ShopPartKind::RegularPrice);
        if self.buttons.len() > MAX_BUTTONS && !parts.contains(&ShopPartKind::Product)
            || nearest.is_none() && !is_named
        {
            return None;
        }
        let points = |part: &ShopPartKind| match part {
            ShopPartKind::Price | ShopPartKind::Product => 10,
            ShopPartKind::CurrentPrice => 15,
            ShopPartKind::OldPrice => -30,
            ShopPartKind::RegularPrice | ShopPartKind::Other => 0,
        };
        let mut score: i32 = parts.iter().map(points).sum();
        score += self.by_headline(at, is_named);
        score += nearest.map_or(0, |distance| 20 - 2 * distance.min(10) as i32);
        score += match own.role {
            PriceRole::Sale => 12,
            PriceRole::RangeLow => -3,
            _ => 0,
        };
        // Rooms cost what they cost a night.
        score -= if own.per.as_deref().is_some_and(|per| per != "unit:night") { 15 } else { 0 };
        // A heading that is nothing but a price is the price of what the page is about.
        let is_heading =
            matches!(segment.scope, Scope::Heading(_)) && segment.text.as_str().trim() == fact.text;
        score += if is_heading { 10 } else { 0 };
        score -= if fact.confidence == Confidence::Low { 5 } else { 0 };
        score -= said_otherwise(segment, fact);
        score += alone(segment, fact, at.checked_sub(1).and_then(|at| self.document.segments.get(at)));
        Some(score)
    }

    /// Points for standing near the headline, and behind it.
    fn by_headline(&self, at: usize, is_named: bool) -> i32 {
        let Some(headline) = self.headline else { return 0 };
        let distance = headline.abs_diff(at).min(20) as i32;
        // Some pages set the price right above the headline.
        if at + 1 == headline && is_named {
            return 34;
        }
        if at < headline {
            return 20 - 6 * distance;
        }
        let from = self.headings.partition_point(|heading| *heading <= headline);
        let to = self.headings.partition_point(|heading| *heading < at);
        let n_between = to.saturating_sub(from).min(4) as i32;
        40 - 2 * distance - 12 * n_between
    }
}

/// Points for a line that is little but the price, and for a label that calls it the price: on the line, or in the cell
/// before.
fn alone(segment: &Segment, fact: &Fact, previous: Option<&Segment>) -> i32 {
    /// Bytes of such a text.
    const LONGEST: usize = 64;
    /// Words before the price, and behind it.
    const MAX_WORDS: (usize, usize) = (1, 2);
    let text = segment.text.as_str();
    if text.len() > MAX_TEXT {
        return 0;
    }
    let at = text.find(fact.text.as_str()).unwrap_or_default();
    let start = text.get(..at).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let Some((before, after)) = line.split_once(fact.text.as_str()).filter(|_| line.len() <= LONGEST) else {
        return 0;
    };
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.contains(char::is_alphabetic)).count()
    };
    let cell =
        previous.map(|segment| segment.text.as_str()).filter(|cell| start == 0 && cell.len() <= LONGEST);
    let label = if before.trim().is_empty() { cell.unwrap_or_default() } else { before };
    let label = label.trim_matches([' ', ':', '\u{A0}']).to_lowercase();
    let is_alone = words(before) <= MAX_WORDS.0 && words(after) <= MAX_WORDS.1;
    i32::from(is_alone) * 6 + i32::from(LABELS.contains(&label.as_str())) * 12
}

/// Points off for what the text around a price says: that it is added, that it is for something beside, that it is one of
/// many words.
fn said_otherwise(segment: &Segment, fact: &Fact) -> i32 {
    const BESIDE: &[&str] = &[
        "add ",
        "+",
        "plus ",
        "with coupon",
        "coupon",
        "members",
        "ex tax",
        "ohne ",
        "bez dph",
        "ex vat",
        "pix",
        "subscribe",
        "total",
        "fee",
        "dont ",
        "éco-part",
        "pfand",
        "deposit",
    ];
    /// Characters on each side that say something of the price.
    const REACH: usize = 18;
    let text = segment.text.as_str();
    if text.len() > MAX_TEXT {
        return 10;
    }
    let (before, after) = beside(segment, fact);
    let before = before.chars().rev().take(REACH).collect::<Vec<char>>();
    let after = after.chars().take(REACH);
    let near: String = before.into_iter().rev().chain(" ".chars()).chain(after).collect();
    let lower = near.to_lowercase();
    let is_button = segment.scope == Scope::Button
        || segment.inlines.iter().any(|inline| matches!(inline.kind, InlineKind::Button(_)));
    let is_said = |word: &&str| {
        lower
            .match_indices(*word)
            .any(|(at, _)| !lower.get(..at).is_some_and(|head| head.ends_with(char::is_alphanumeric)))
    };
    let is_beside = BESIDE.iter().any(is_said);
    let is_long = text.len() > fact.text.len() + 90;
    let mut points = 0;
    points += if is_beside && !is_button { 12 } else { 0 };
    points += if is_long { 10 } else { 0 };
    points += if fact.place == Scope::Link { 15 } else { 0 };
    points
}

/// The text before and after a price that can say something of it: that of its own element, and of the next one where that
/// has no number of its own.
fn beside<'s>(segment: &'s Segment, fact: &Fact) -> (&'s str, &'s str) {
    /// Bytes of markup that are a tag; entities and escapes leave fewer out.
    const TAG: u32 = 3;
    let text = segment.text.as_str();
    let at = text.find(fact.text.as_str()).unwrap_or_default();
    let end = at + fact.text.len();
    let cuts = segment.text.runs().windows(2).filter_map(|pair| match pair {
        [left, right] if right.source.start() >= left.source.end() + TAG => Some(right.text.start() as usize),
        _ => None,
    });
    // The last two before the price, and the first two behind it.
    let (mut previous, mut own, mut last, mut next) = (0, 0, text.len(), text.len());
    for cut in cuts {
        if cut <= at {
            (previous, own) = (own, cut);
        } else if cut >= end && last == text.len() {
            last = cut;
        } else if cut > last {
            next = cut;
            break;
        }
    }
    let has_number = |range: Range<usize>| {
        text.get(range).is_some_and(|piece| piece.contains(|next: char| next.is_ascii_digit()))
    };
    let start = if has_number(previous..own) { own } else { previous };
    let stop = if has_number(last..next) { last } else { next };
    (text.get(start..at).unwrap_or_default(), text.get(end..stop).unwrap_or_default())
}

/// The headline: the heading of the first level that shares most words with the title, the first of equals.
fn headline(segments: &[Segment]) -> Option<usize> {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| word.len() > 2);
        words.take(40).map(str::to_lowercase).collect()
    };
    let title = segments.iter().find(|segment| segment.scope == Scope::Title);
    let title = title.map(|title| words(title.text.as_str())).unwrap_or_default();
    let likeness =
        |segment: &Segment| words(segment.text.as_str()).iter().filter(|word| title.contains(word)).count();
    let best = |level: u8| {
        let headings = segments.iter().enumerate().filter(|(_, segment)| {
            segment.scope == Scope::Heading(level) && segment.visibility != Visibility::Machine
        });
        let mut best: Option<(usize, usize)> = None;
        for (index, segment) in headings {
            let own = likeness(segment);
            if best.is_none_or(|(most, _)| own > most) {
                best = Some((own, index));
            }
        }
        best
    };
    let first = best(1);
    // On some pages the first level is the name of the shop.
    let second = first.and_then(|(most, at)| best(2).filter(|(own, index)| *own > most && *index > at));
    let first = second.or(first).map(|(_, index)| index);
    let lower = || (2..=3).find_map(|level| best(level).filter(|(own, _)| *own > 0)).map(|(_, index)| index);
    // Where no heading is marked as one, what repeats the title is.
    let repeats = |segment: &&Segment| {
        let text = segment.text.as_str();
        let own = if text.len() <= 100 { words(text) } else { Vec::new() };
        segment.scope == Scope::Body
            && segment.visibility == Visibility::Visible
            && own.len() > 1
            && own.iter().all(|word| title.contains(word))
    };
    let repeated = || segments.iter().position(|segment| repeats(&segment));
    first.or_else(lower).or_else(|| if title.is_empty() { None } else { repeated() })
}
