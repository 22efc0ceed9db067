//! Claims with a number: "10-year warranty", "over 12,000 customers", "4.8/5 from 2,310 reviews", "100% recycled steel".
//! Knows nothing of which claims the brand may make.
//!
//! Only what is known to be claimed counts: the subjects of `values::claim` and those of the guide's register. Numbers of
//! prices, dates, sizes and reductions stand beside other words.

mod tokens;
mod words;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use self::tokens::{Number, Token, tokens};
use self::words::{LIMITS, LINKS, MATERIALS, MINIMUMS, OF, PERCENT, STARS, STOPS, TRUST};
use super::{Claim, Confidence, Fact, FactValue, add_readings};
use crate::document::{Document, Segment, readings};
use crate::guide::Guide;
use crate::span::Span;
use crate::text::word_index::{Word, WordSet};
use crate::values::claim::{Measure, is_neutral, subject_of, unit_of_time, words_of_subjects};

/// Words between a number and its subject at most.
const REACH: usize = 4;

/// The claims of a document, in which the lines of the guide are `lines`.
pub(super) fn extract(document: &Document, guide: &Guide, lines: &[Fact]) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (index, segment) in (0..).zip(&document.segments) {
        if !may_claim(document, (segment, index), guide) {
            continue;
        }
        let mut found = Vec::new();
        for reading in readings(segment, &document.branches).iter() {
            in_text(document, (reading, index), guide, &mut found);
        }
        add_readings(found, &mut facts);
    }
    doubt(&mut facts, &exact_lines(lines));
    facts
}

/// Words of which one stands in whatever claims something, but for the subjects of the guide and shares in percent.
static WORDS: LazyLock<WordSet> = LazyLock::new(|| {
    let parts = |word: &'static str| word.split(|c: char| !c.is_alphanumeric());
    WordSet::of(
        words_of_subjects()
            .chain(STARS.iter().chain(OF).chain(PERCENT).chain(&["out"]).copied())
            .flat_map(parts),
    )
});

/// Whether a segment may hold a claim, told by its digits and words: most digits of posts stand in addresses.
fn may_claim(document: &Document, (segment, index): (&Segment, u32), guide: &Guide) -> bool {
    let text = segment.text.as_str();
    if text.len() < 5 || !segment.may_say(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let words = document.words(index as usize);
    let is_subject = |word: &Word| {
        let subjects = guide.messaging.claims.iter().map(|entry| entry.subject.as_str());
        let mut parts = subjects.flat_map(|subject| subject.split(|c: char| !c.is_alphanumeric()));
        parts.any(|part| word.is_odd() || word.of(text).eq_ignore_ascii_case(part))
    };
    segment.may_say(|byte| matches!(byte, b'%' | b'/'))
        || WORDS.may_hold_any(&words)
        || words.iter().any(is_subject)
}

/// A claim in a text.
struct Found {
    claim: Claim,
    range: Range<usize>,
    confidence: Confidence,
}

fn in_text(document: &Document, (segment, index): (&Segment, u32), guide: &Guide, facts: &mut Vec<Fact>) {
    let tokens = tokens(segment.text.as_str());
    let text = Text { tokens: &tokens, guide };
    let mut end = 0;
    for (at, token) in tokens.iter().enumerate() {
        let Some(number) = token.number().filter(|_| token.range.start >= end) else { continue };
        let found = text
            .duration(at, number)
            .or_else(|| text.rating(at, number))
            .or_else(|| text.share(at, number))
            .or_else(|| text.count(at, number));
        let Some(found) = found.filter(|found| segment.is_prose(&found.range)) else { continue };
        end = found.range.end;
        let fact = Fact::in_segment(document, (segment, index), &found.range, FactValue::Claim(found.claim));
        facts.push(Fact { confidence: found.confidence, ..fact });
    }
}

/// Different numbers of one thing are of its parts where the text says so: "10 years on the frame, 2 years on motors". No
/// other artifact can then be held against one of them. What a line of the guide says of a part, in its own words, explains
/// no other number.
fn doubt(facts: &mut [Fact], lines: &[Span]) {
    type Thing = (String, Option<String>);
    let thing = |claim: &Claim| -> Thing { (claim.subject.clone(), claim.unit.clone()) };
    // Of each thing its first number, whether there is another one, and whether one is of a part.
    let mut known: BTreeMap<Thing, (Decimal, bool, bool)> = BTreeMap::new();
    for fact in facts.iter() {
        // Numbers of customers that disagree are a contradiction.
        let FactValue::Claim(claim @ Claim { unit: Some(_), .. }) = &fact.value else { continue };
        if is_in_a_line(fact, lines) {
            continue;
        }
        let (first, has_other, has_part) = known.entry(thing(claim)).or_insert((claim.number, false, false));
        *has_other |= *first != claim.number;
        *has_part |= fact.confidence == Confidence::Likely;
    }
    known.retain(|_, (_, has_other, has_part)| *has_other && *has_part);
    if known.is_empty() {
        return;
    }
    for fact in facts.iter_mut().filter(|fact| !is_in_a_line(fact, lines)) {
        if let FactValue::Claim(claim) = &fact.value
            && known.contains_key(&thing(claim))
        {
            fact.confidence = Confidence::Low;
        }
    }
}

/// Where the guide's lines stand word for word, in order.
fn exact_lines(lines: &[Fact]) -> Vec<Span> {
    let is_same = |value: &FactValue| match value {
        FactValue::LegalLine { similarity, .. } | FactValue::Tagline { similarity, .. } => {
            *similarity == 1000
        }
        _ => false,
    };
    let mut spans: Vec<Span> =
        lines.iter().filter(|line| is_same(&line.value)).map(|line| line.span).collect();
    spans.sort();
    spans
}

/// Whether a claim stands in one of the lines.
fn is_in_a_line(fact: &Fact, lines: &[Span]) -> bool {
    let behind = lines.partition_point(|line| line.start() <= fact.span.start());
    behind.checked_sub(1).and_then(|last| lines.get(last)).is_some_and(|line| line.covers(fact.span))
}

/// The pieces of a text, and the guide whose subjects count beside the known ones.
struct Text<'a> {
    tokens: &'a [Token<'a>],
    guide: &'a Guide,
}

impl Text<'_> {
    fn token(&self, at: usize) -> Option<&Token<'_>> {
        self.tokens.get(at)
    }

    fn word(&self, at: usize) -> &str {
        self.token(at).and_then(Token::word).unwrap_or_default()
    }

    /// The word before the piece at `at`, `back` words further to the left.
    fn word_before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back + 1).map_or("", |index| self.word(index))
    }

    fn range(&self, first: usize, last: usize) -> Option<Range<usize>> {
        Some(self.token(first)?.range.start..self.token(last)?.range.end)
    }

    /// The subject that a word is: how it is counted, and the word by which it is compared.
    fn subject(&self, word: &str) -> Option<(Measure, String)> {
        if let Some(subject) = subject_of(word) {
            return Some((subject.measure, subject.name.to_owned()));
        }
        let entry = self.guide.messaging.claims.iter().find(|entry| entry.subject == word)?;
        let is_time = entry.unit.as_deref().is_some_and(|unit| unit_of_time(unit).is_some());
        Some((if is_time { Measure::Duration } else { Measure::Count }, word.to_owned()))
    }

    /// `10-year limited warranty`, `10 Jahre Garantie`, `returns within 30 days`.
    fn duration(&self, at: usize, number: Number) -> Option<Found> {
        let hyphen = usize::from(self.token(at + 1)?.is_sign(&['-', '\u{2010}', '\u{2011}']));
        let unit_at = at + 1 + hyphen;
        let unit = unit_of_time(self.word(unit_at))?;
        let is_range = at.checked_sub(1).and_then(|before| self.token(before)).is_some_and(|token| {
            token.is_sign(&['-', '–', '/', '.']) && self.token(at).is_some_and(|own| own.is_joined)
        });
        if is_range || number.has_plus && hyphen == 1 {
            return None;
        }
        let (subject, range, is_part) =
            self.subject_behind(at, unit_at).or_else(|| self.subject_before(at, unit_at))?;
        let is_minimum = number.has_plus || self.minimum(at).is_some();
        let claim = Claim { subject, number: number.value, unit: Some(unit.to_owned()), is_minimum };
        let confidence = if is_part { Confidence::Likely } else { Confidence::Certain };
        Some(Found { claim, range, confidence })
    }

    /// The subject behind a duration, and whether it is one of a part only.
    fn subject_behind(&self, at: usize, unit_at: usize) -> Option<(String, Range<usize>, bool)> {
        let mut before: Vec<&str> = Vec::new();
        for index in unit_at + 1..=unit_at + 1 + REACH {
            let token = self.token(index)?;
            let Some(word) = token.word() else {
                // `money-back guarantee`, `30-Tage-Garantie`
                if token.is_sign(&['-', '\u{2010}', '\u{2011}']) && token.is_joined {
                    continue;
                }
                return None;
            };
            let subject = self.subject(word).filter(|(measure, _)| *measure == Measure::Duration);
            if let Some((_, name)) = subject.filter(|_| word != "return" || self.is_policy(index)) {
                if matches!(self.word(index + 1), "extension" | "extensions" | "upgrade" | "claim" | "claims")
                {
                    return None;
                }
                if before.iter().filter(|word| !is_neutral(word)).count() > 3 {
                    return None;
                }
                let subject = named(&before, &name);
                return Some((subject, self.range(at, index)?, self.is_of_part(index)));
            }
            if STOPS.contains(&word) {
                return None;
            }
            before.push(word);
        }
        None
    }

    /// `30-day return policy`; a return is also a flight.
    fn is_policy(&self, at: usize) -> bool {
        matches!(self.word(at + 1), "policy" | "window" | "period" | "guarantee")
    }

    /// `warranty on the frame`, `garantie sur le cadre`.
    fn is_of_part(&self, at: usize) -> bool {
        matches!(self.word(at + 1), "on" | "for" | "auf" | "für" | "sur" | "pour" | "sobre" | "en")
    }

    /// The subject before a duration: `garantie de 10 ans`, `Warranty: 10 years`.
    fn subject_before(&self, at: usize, unit_at: usize) -> Option<(String, Range<usize>, bool)> {
        let mut index = at.checked_sub(1)?;
        let is_marked = self.token(index)?.is_sign(&[':']);
        let mut links = 0;
        let is_link = |word: &str, before: &str| {
            LINKS.contains(&word) || word == "for" && matches!(before, "trial" | "returns")
        };
        while !is_marked && links < 2 && is_link(self.word(index), self.word_before(index, 0)) {
            links += 1;
            index = index.checked_sub(1)?;
        }
        if is_marked {
            index = index.checked_sub(1)?;
        } else if links == 0 {
            return None;
        }
        let (measure, name) = self.subject(self.word(index))?;
        if measure != Measure::Duration || self.word(index) == "return" {
            return None;
        }
        // `motor warranty of 10 years`
        let before = index.checked_sub(1).map_or("", |before| self.word(before));
        let is_other = !(before.is_empty() || is_neutral(before) || STOPS.contains(&before));
        Some((name, self.range(index, unit_at)?, is_other || self.is_of_part(unit_at)))
    }

    /// `4.8/5`, `4.8 out of 5 stars`, `4,8 von 5 Sternen`, `4.8 stars`.
    fn rating(&self, at: usize, number: Number) -> Option<Found> {
        let is_star = |index: usize| STARS.contains(&self.word(index));
        let is_rated = ["rated", "rating", "score", "bewertung", "bewertet", "note", "mit"]
            .contains(&self.word_before(at, 0));
        let next = self.token(at + 1)?;
        let scale_at = if next.is_sign(&['/']) {
            Some(at + 2)
        } else if self.word(at + 1) == "out" && self.word(at + 2) == "of" {
            Some(at + 3)
        } else {
            OF.contains(&self.word(at + 1)).then_some(at + 2)
        };
        let scale = scale_at.and_then(|at| Some((at, self.token(at)?.number()?)));
        let (last, best) = match scale {
            Some((scale_at, scale)) if !scale.has_plus && !scale.has_decimals => {
                let is_told =
                    number.has_decimals || is_star(scale_at + 1) || next.is_sign(&['/']) && is_rated;
                is_told
                    .then_some((if is_star(scale_at + 1) { scale_at + 1 } else { scale_at }, scale.value))?
            }
            _ => {
                let star_at = at + 1 + usize::from(next.is_sign(&['-', '\u{2011}']));
                let is_told = is_star(star_at) && (number.has_decimals || is_rated);
                is_told.then_some((star_at, Decimal::from(5)))?
            }
        };
        // `2.5/5 inches` is a size.
        let is_size = matches!(
            self.word(last + 1),
            "inch" | "inches" | "in" | "cm" | "mm" | "m" | "kg" | "g" | "lb" | "ml" | "l"
        );
        let is_scale = !is_size && (best == Decimal::from(5) || best == Decimal::from(10));
        // A rating that is better than the best is a slip, where nothing else can be meant.
        let is_slip = number.has_decimals && number.value < Decimal::TEN && self.word(at + 1) == "out";
        if !is_scale || (number.value > best && !is_slip) || number.value.is_zero() || number.is_grouped {
            return None;
        }
        let claim = Claim {
            subject: "rating".to_owned(),
            number: number.value,
            unit: Some(format!("of {}", best.normalize())),
            is_minimum: false,
        };
        Some(Found { claim, range: self.range(at, last)?, confidence: Confidence::Certain })
    }

    /// `100% recycled steel`.
    fn share(&self, at: usize, number: Number) -> Option<Found> {
        let is_percent = self.token(at + 1)?.is_sign(&['%']) || PERCENT.contains(&self.word(at + 1));
        let word = self.word(at + 2);
        let (_, name) = MATERIALS.iter().find(|(start, _)| word.starts_with(start)).filter(|_| is_percent)?;
        if number.value > Decimal::ONE_HUNDRED {
            return None;
        }
        let noun = self.word(at + 3);
        let has_noun = !noun.is_empty() && !STOPS.contains(&noun) && noun != "of";
        let (subject, last) =
            if has_noun { (format!("{name} {noun}"), at + 3) } else { ((*name).to_owned(), at + 2) };
        let is_minimum = self.minimum(at).is_some();
        let claim = Claim { subject, number: number.value, unit: Some("percent".to_owned()), is_minimum };
        Some(Found { claim, range: self.range(at, last)?, confidence: Confidence::Certain })
    }

    /// `10,000+ customers`, `trusted by 500 teams`, `in 40 countries`, `2,310 reviews`.
    fn count(&self, at: usize, number: Number) -> Option<Found> {
        let mut value = number.value;
        let mut index = at + 1;
        if let Some(factor) = factor(self.word(index)) {
            value *= Decimal::from(factor);
            index += 1;
        }
        let has_plus = number.has_plus || self.token(index)?.is_sign(&['+']);
        index += usize::from(self.token(index)?.is_sign(&['+']));
        let mut before: Vec<&str> = Vec::new();
        let (last, name) = loop {
            let word = self.token(index)?.word()?;
            match self.subject(word) {
                Some((Measure::Count, name)) => break (index, name),
                Some(_) => return None,
                None if STOPS.contains(&word) || before.len() == 2 => return None,
                None => before.push(word),
            }
            index += 1;
        };
        if before.iter().filter(|word| !is_neutral(word)).count() > 1
            || number.has_decimals && value == number.value
        {
            return None;
        }
        let minimum = self.minimum(at);
        let is_marked = has_plus || minimum.is_some();
        if !(is_marked || self.is_told(at, last, value, number, &name)) || self.is_a_part(at, last) {
            return None;
        }
        let claim =
            Claim { subject: named(&before, &name), number: value, unit: None, is_minimum: is_marked };
        let first = minimum.unwrap_or(at);
        let confidence = if is_marked { Confidence::Certain } else { Confidence::Likely };
        Some(Found { claim, range: self.range(first, last)?, confidence })
    }

    /// Whether a number without a mark is claimed: somebody trusts, or it is large enough to boast with.
    fn is_told(&self, at: usize, last: usize, value: Decimal, number: Number, name: &str) -> bool {
        let is_listed = self.guide.messaging.claims.iter().any(|entry| entry.subject == name);
        if is_listed && subject_of(self.word(last)).is_none() {
            return true;
        }
        let is_near = (0..4).any(|back| TRUST.contains(&self.word_before(at, back)));
        let is_place = matches!(name, "countries" | "stores")
            && matches!(self.word_before(at, 0), "in" | "to" | "across" | "dans" | "en" | "our" | "unseren");
        let is_source = name == "reviews"
            && (matches!(self.word_before(at, 0), "from" | "on" | "aus" | "sur" | "von" | "de")
                || self.token(at + 1).is_some() && value >= Decimal::from(100));
        let is_large = value >= Decimal::from(1000);
        let is_year = !number.is_grouped && (1900..2100).any(|year| value == Decimal::from(year));
        (is_near || is_place || is_source || is_large) && !is_year
    }

    /// Whether a number is a part of another, a limit, a rank or a rate.
    fn is_a_part(&self, at: usize, last: usize) -> bool {
        let before = self.word_before(at, 0);
        let further = self.word_before(at, 1);
        let sign = at.checked_sub(1).and_then(|index| self.token(index));
        let is_range = sign.is_some_and(|token| token.is_sign(&['-', '–', '/', '#', '<']))
            || before == "to"
                && at
                    .checked_sub(2)
                    .and_then(|index| self.token(index))
                    .is_some_and(|token| token.number().is_some());
        let is_share = before == "of" && further == "out"
            || before == "in"
                && at
                    .checked_sub(2)
                    .and_then(|index| self.token(index))
                    .is_some_and(|token| token.number().is_some());
        let is_limit = LIMITS.contains(&before)
            || LIMITS.contains(&further) && matches!(before, "to" | "than" | "zu" | "à" | "a");
        let is_rate = matches!(self.word(last + 1), "per" | "pro" | "par" | "por")
            || self.token(last + 1).is_some_and(|token| token.is_sign(&['/']) && token.is_joined);
        is_range || is_share || is_limit || is_rate
    }

    /// The first word before the number at `at` that makes it a lowest one.
    fn minimum(&self, at: usize) -> Option<usize> {
        let (last, first) = (self.word_before(at, 0), self.word_before(at, 1));
        let (own, _) =
            MINIMUMS.iter().find(|(own, word)| *word == last && (own.is_empty() || *own == first))?;
        at.checked_sub(if own.is_empty() { 1 } else { 2 })
    }
}

/// The subject with what makes it another one before it.
fn named(before: &[&str], name: &str) -> String {
    let has = |word: &str| before.contains(&word);
    let is_money_back =
        has("money") && has("back") || has("geld") && has("zurück") || has("moneyback") || has("remboursé");
    if is_money_back && matches!(name, "warranty" | "guarantee") {
        return "money-back guarantee".to_owned();
    }
    let kept = before.iter().filter(|word| !is_neutral(word)).copied();
    kept.chain([name]).collect::<Vec<_>>().join(" ")
}

/// What a word behind a number multiplies it with.
fn factor(word: &str) -> Option<u32> {
    match word {
        "thousand" | "tausend" => Some(1_000),
        "million" | "millions" | "mio" | "millionen" | "millones" => Some(1_000_000),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
