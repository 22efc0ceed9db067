//! Reductions in percent: `20% off`, `half price`, `3 for 2`. Knows nothing of products; what a reduction is of is told in
//! `facts::binding`.
//!
//! Most percentages are none. One counts where the words right beside it say that a price falls, where a minus stands
//! before it and nothing else is measured, or where its clause is about a sale.
//!
//! Reading order: [`extract`], [`percent`] with the words of `words`, then `pieces` for reductions that count pieces.

mod pieces;
mod words;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Match};
use rust_decimal::Decimal;

use super::price::{lead, tail};
use super::{Confidence, Discount, DiscountQualifier, Fact, FactValue, add_readings};
use crate::document::{Document, Segment, readings};
use crate::text::word_index::WordSet;

/// A reduction as it stands in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Found {
    /// Bytes of the text: number and sign, or all words that say it.
    range: Range<usize>,
    percent: Decimal,
    qualifier: Option<DiscountQualifier>,
    confidence: Confidence,
}

/// What makes a text worth a closer look.
static TRIGGERS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = words::PERCENT.iter().chain(words::HALF_PRICE).chain(pieces::TRIGGERS).chain(&["off"]);
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).ascii_case_insensitive(true).build(words).ok()
});

/// Words of which one stands in whatever says a reduction without a digit.
static WORDS: LazyLock<WordSet> = LazyLock::new(|| {
    // Of several words the longest, which is the rarest.
    let longest =
        |text: &'static str| text.split(|c: char| !c.is_alphanumeric()).max_by_key(|word| word.len());
    let phrases = words::HALF_PRICE.iter().chain(pieces::LEADS);
    WordSet::of(phrases.filter_map(|text| longest(text)).chain(["off"]))
});

/// Whether the text of a segment is worth reading, told cheaply: most have no digit in prose and none of the words.
fn is_worth_reading(triggers: &AhoCorasick, document: &Document, (segment, index): (&Segment, u32)) -> bool {
    if segment.may_say(|byte| byte.is_ascii_digit()) {
        let mut literals = segment.holes.iter().flat_map(|hole| &hole.literals);
        return triggers.is_match(segment.text.as_str())
            || literals.any(|text| triggers.is_match(text.as_str()));
    }
    let words = document.words(index as usize);
    WORDS.may_hold_any(&words) || pieces::may_be_in_words(&words)
}

/// The reductions in the text of a document, in the order of its segments. They are bound to no product yet.
pub(super) fn extract(document: &Document) -> Vec<Fact> {
    let Some(triggers) = TRIGGERS.as_ref() else { return Vec::new() };
    // Where some numbers rise, a minus before a number says that it falls, and nothing of a price.
    let mut measures: Option<bool> = None;
    let mut facts = Vec::new();
    let numbered = (0..)
        .zip(&document.segments)
        .filter(|(index, segment)| is_worth_reading(triggers, document, (segment, *index)));
    for (index, segment) in numbered {
        let mut found = Vec::new();
        let readings = readings(segment, &document.branches);
        for reading in readings.iter() {
            let reading: &Segment = reading;
            for one in in_text(triggers, reading.text.as_str()) {
                let is_measure = one.confidence == Confidence::Likely
                    && *measures.get_or_insert_with(|| has_rising_numbers(document));
                if is_measure || !reading.is_prose(&one.range) {
                    continue;
                }
                let value = FactValue::Discount(Discount { percent: one.percent, qualifier: one.qualifier });
                let fact = Fact::in_segment(document, (reading, index), &one.range, value);
                found.push(Fact { confidence: one.confidence, ..fact });
            }
        }
        if readings.len() > 1 {
            add_readings(found, &mut facts);
        } else {
            facts.append(&mut found);
        }
    }
    facts
}

/// Whether a document holds a percentage with a plus before it.
fn has_rising_numbers(document: &Document) -> bool {
    let rises = |(at, _): (usize, &str), text: &str| {
        let rest = text.get(at + 1..).unwrap_or_default();
        let number =
            rest.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count();
        number > 0 && rest.get(number..).is_some_and(|rest| rest.trim_start().starts_with('%'))
    };
    document
        .segments
        .iter()
        .map(|segment| segment.text.as_str())
        .any(|text| text.match_indices('+').any(|plus| rises(plus, text)))
}

fn in_text(triggers: &AhoCorasick, text: &str) -> Vec<Found> {
    let mut percents: Vec<Percent> = Vec::new();
    let mut found: Vec<Found> = Vec::new();
    for hit in triggers.find_iter(text) {
        let index = hit.pattern().as_usize();
        if index < words::PERCENT.len() {
            percents.extend(percent(text, &hit));
        } else {
            found.extend(in_words(text, &hit, index - words::PERCENT.len()));
        }
    }
    lend(text, &mut percents);
    found.extend(percents.into_iter().filter_map(|percent| percent.found));
    // A longer way to say it holds shorter ones: `buy one, get one half price`.
    found.sort_by_key(|one| (one.range.start, std::cmp::Reverse(one.range.end)));
    let mut end = 0;
    found.retain(|one| {
        let is_new = one.range.start >= end;
        end = end.max(one.range.end);
        is_new
    });
    found
}

/// A reduction without a sign for percent; `index` counts from [`words::HALF_PRICE`].
fn in_words(text: &str, hit: &Match, index: usize) -> Option<Found> {
    let pieces_from = words::HALF_PRICE.len();
    if index >= pieces_from + pieces::TRIGGERS.len() {
        return fraction(text, hit);
    }
    if let Some(index) = index.checked_sub(pieces_from) {
        return pieces::read(text, hit.start(), index);
    }
    is_word(text, &hit.range()).then(|| certain(hit.range(), Decimal::from(50)))
}

fn certain(range: Range<usize>, percent: Decimal) -> Found {
    Found { range, percent, qualifier: None, confidence: Confidence::Certain }
}

/// Whether neither a letter nor a digit is glued to a part of a text.
fn is_word(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|head| head.chars().next_back());
    let after = text.get(range.end..).and_then(|tail| tail.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

/// `1/3 off`, `a fifth off`.
fn fraction(text: &str, off: &Match) -> Option<Found> {
    let after = text.get(off.end()..)?;
    if !is_word(text, &off.range()) || after.starts_with('-') {
        return None;
    }
    let head = text.get(..off.start())?.trim_end();
    let fits = |(word, tenths): &&(&str, i64)| {
        let start = head.len().checked_sub(word.len());
        let range = start.map(|start| start..head.len());
        *tenths > 0
            && range.is_some_and(|range| {
                head.get(range.clone()).is_some_and(|own| own.eq_ignore_ascii_case(word))
                    && is_word(head, &range)
            })
    };
    let (word, tenths) = words::FRACTIONS.iter().filter(fits).max_by_key(|(word, _)| word.len())?;
    let start = head.len() - word.len();
    let (_, qualifier) = before(&lead(head.get(..start)?));
    Some(Found { qualifier, ..certain(start..off.end(), Decimal::new(*tenths, 1)) })
}

/// A percentage, with the reduction that it is.
struct Percent {
    range: Range<usize>,
    value: Decimal,
    found: Option<Found>,
}

/// The percentage whose sign is `sign`.
fn percent(text: &str, sign: &Match) -> Option<Percent> {
    let head = text.get(..sign.start())?;
    let is_spelled =
        text.get(sign.range()).is_some_and(|sign| sign.starts_with(|c: char| c.is_ascii_alphabetic()));
    if is_spelled && text.get(sign.end()..).is_some_and(|tail| tail.starts_with(char::is_alphabetic)) {
        return None;
    }
    let number = head.trim_end_matches([' ', '\u{A0}', '\u{202F}', '-']);
    let start = number.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).len();
    let (range, digits) =
        match number.get(start..).filter(|digits| digits.bytes().any(|byte| byte.is_ascii_digit())) {
            Some(digits) => (start..sign.end(), digits),
            // `%20 indirim` of Turkish; what is glued to a word is an address.
            None if !head.ends_with(|c: char| !c.is_whitespace() && c != '(') => {
                let tail = text.get(sign.end()..)?;
                let length = tail.bytes().take_while(u8::is_ascii_digit).count();
                (sign.start()..sign.end() + length, tail.get(..length).filter(|digits| !digits.is_empty())?)
            }
            None => return None,
        };
    let value: Decimal = digits.replace(',', ".").parse().ok()?;
    let head = text.get(..range.start)?;
    let is_apart = !head.ends_with(|c: char| is_glue(c) || matches!(c, '_' | '$' | '€' | '£' | '+' | '='));
    if !is_apart || value <= Decimal::ZERO || value > Decimal::ONE_HUNDRED {
        return None;
    }
    let found = judge(text, &range, value);
    Some(Percent { range, value, found })
}

/// Whether a character belongs to the same word as what follows it; those of Chinese and Japanese run on.
fn is_glue(character: char) -> bool {
    character.is_alphanumeric() && character < '\u{2E80}'
}

/// Whether a percentage is a reduction, by what stands around it.
fn judge(text: &str, range: &Range<usize>, value: Decimal) -> Option<Found> {
    let head = text.get(..range.start)?;
    let dash = head.chars().next_back().filter(|c| matches!(c, '-' | '\u{2212}' | '\u{2013}'));
    let stem = dash.map_or(head, |dash| head.get(..head.len() - dash.len_utf8()).unwrap_or_default());
    // `20–50% off`.
    let is_high_end = dash.is_some() && stem.ends_with(|c: char| c.is_ascii_digit() || c == '%');
    let has_minus = dash.is_some() && !is_high_end && !stem.ends_with(|c: char| c.is_alphanumeric());
    let lead = lead(stem);
    let tail = tail(text.get(range.end..)?);
    let rest = tail.trim_start_matches([' ', '*', ')', '\u{A0}']);
    if starts_with_one(rest, words::OTHER_BEHIND) {
        return None;
    }
    let (says_before, qualifier) = before(&lead);
    let is_extra = starts_with_one(rest, words::EXTRA);
    let says_behind = behind(rest);
    let is_sure = says_before || says_behind || is_told_in_brackets(stem, &lead, &tail) || is_compound(rest);
    let is_likely = || has_minus && is_bare(&lead, rest, value) || is_in_a_sale(&lead, rest, qualifier);
    if !is_sure && !is_likely() {
        return None;
    }
    let halves = ["get one", "get 1", "bogo"].iter().any(|words| lead.trim_end().ends_with(words));
    let percent = if halves { value.checked_div(Decimal::TWO)? } else { value };
    let qualifier = qualifier
        .or_else(|| is_extra.then_some(DiscountQualifier::Extra))
        .or_else(|| is_high_end.then_some(DiscountQualifier::UpTo));
    let confidence = if is_sure { Confidence::Certain } else { Confidence::Likely };
    let start = if has_minus { stem.len() } else { range.start };
    Some(Found { range: start..range.end, percent, qualifier, confidence })
}

/// `Save $100 (20%)`: the percentage of a saving that is told as an amount.
fn is_told_in_brackets(stem: &str, lead: &str, tail: &str) -> bool {
    const SAVINGS: &[&str] =
        &["save", "saving", "savings", "off", "discount", "sparen", "ersparnis", "rabatt", "économisez"];
    let stands_in_brackets = stem.trim_end().ends_with('(') && tail.trim_start().starts_with(')');
    stands_in_brackets && lead.split(|c: char| !c.is_alphanumeric()).any(|word| SAVINGS.contains(&word))
}

/// `10 % Neukundenrabatt`.
fn is_compound(rest: &str) -> bool {
    let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    ["rabatt", "gutschein", "korting"].iter().any(|end| word.ends_with(end))
}

/// Whether the words before a percentage make it a reduction, and what they make of it.
fn before(lead: &str) -> (bool, Option<DiscountQualifier>) {
    /// Words that stand between: "save up to an extra".
    const STEPS: usize = 5;
    let mut rest = lead.trim_end_matches([' ', ':']);
    let mut qualifier = None;
    for _ in 0..STEPS {
        if ends_with_one(rest, words::BEFORE).is_some() {
            return (true, qualifier);
        }
        let up_to = ends_with_one(rest, words::UP_TO);
        let extra = ends_with_one(rest, words::EXTRA);
        qualifier = match (up_to, extra) {
            (Some(_), _) => Some(DiscountQualifier::UpTo),
            (None, Some(_)) => qualifier.or(Some(DiscountQualifier::Extra)),
            (None, None) => qualifier,
        };
        let Some(word) = up_to.or(extra).or_else(|| ends_with_one(rest, words::FILLERS)) else { break };
        rest = rest.get(..rest.len() - word.len()).unwrap_or_default().trim_end();
    }
    (false, qualifier)
}

/// Whether the words behind a percentage make it a reduction.
fn behind(rest: &str) -> bool {
    let mut rest = rest;
    for _ in 0..4 {
        if let Some(word) = longest(words::BEHIND, |word| starts_with(rest, word)) {
            let tail = rest.get(word.len()..).unwrap_or_default();
            // `off-white`, `off-peak`.
            return word != "off" || !tail.starts_with('-');
        }
        let Some(word) = longest(words::BETWEEN, |word| starts_with(rest, word)) else { return false };
        rest = rest.get(word.len()..).unwrap_or_default().trim_start();
    }
    false
}

/// Whether a percentage with a minus stands by itself, or before what it is taken off.
fn is_bare(lead: &str, rest: &str, value: Decimal) -> bool {
    let is_round = value.fract().is_zero() && (Decimal::from(5)..=Decimal::from(90)).contains(&value);
    let ends = !rest.starts_with(char::is_alphanumeric) || starts_with_one(rest, words::TARGETS);
    let is_measured = lead.split(|c: char| !c.is_alphanumeric()).any(|word| words::MEASURES.contains(&word));
    is_round && ends && !is_measured
}

/// Whether a percentage stands alone in a clause that is about a sale: "Winter sale: up to 60%", "20% with code PINE20".
fn is_in_a_sale(lead: &str, rest: &str, qualifier: Option<DiscountQualifier>) -> bool {
    const WITH: &[&str] = &[
        "with",
        "using",
        "mit dem code",
        "mit code",
        "mit",
        "avec le code",
        "avec",
        "con el código",
        "con il codice",
        "con",
    ];
    let holds = |text: &str| {
        words::CLAUSE
            .iter()
            .any(|word| text.match_indices(word).any(|(at, found)| is_word(text, &(at..at + found.len()))))
    };
    let is_open = rest.is_empty() || !rest.starts_with(char::is_alphanumeric);
    let has_code = || {
        starts_with_one(rest, WITH)
            && ["code", "código", "codice", "coupon"].iter().any(|word| rest.contains(word))
    };
    let is_sale = || lead.trim_end().ends_with("sale");
    is_open && (qualifier.is_some() && holds(lead) || is_sale()) || has_code()
}

/// `10%, 20% or 30% off`: what is said of the last holds for all of a list, and the last of a range is the most.
fn lend(text: &str, percents: &mut [Percent]) {
    for index in (1..percents.len()).rev() {
        let Some([percent, next]) = percents.get_mut(index - 1..=index) else { continue };
        let Some(lender) = next.found.as_mut().filter(|_| percent.found.is_none()) else { continue };
        match text.get(percent.range.end..next.range.start).unwrap_or_default().trim() {
            "," | "or" | "and" | "oder" | "und" | ", or" | ", and" | "/" | "&" | "ou" | "et" | "o" | "y"
            | "e" => {
                percent.found =
                    Some(Found { range: percent.range.clone(), percent: percent.value, ..lender.clone() });
            }
            "-" | "\u{2013}" | "to" | "bis" | "à" => lender.qualifier = Some(DiscountQualifier::UpTo),
            _ => {}
        }
    }
}

fn starts_with(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|tail| {
        word.ends_with('-')
            || !word.ends_with(char::is_alphabetic)
            || !tail.starts_with(char::is_alphanumeric)
    })
}

fn starts_with_one(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| starts_with(text, word))
}

fn longest<'w>(words: &[&'w str], fits: impl Fn(&str) -> bool) -> Option<&'w str> {
    words.iter().copied().filter(|word| fits(word)).max_by_key(|word| word.len())
}

fn ends_with_one<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    longest(words, |word| {
        text.strip_suffix(word).is_some_and(|head| {
            !word.starts_with(char::is_alphabetic)
                || !head.ends_with(|c: char| c.is_alphanumeric() || c == '-')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{TRIGGERS, in_text};

    fn read(text: &str) -> Vec<String> {
        let triggers = TRIGGERS.as_ref().expect("they are few");
        let describe = |one: &super::Found| {
            let qualifier = one.qualifier.map_or("", |qualifier| qualifier.as_str());
            let words = text.get(one.range.clone()).expect("bytes of the text");
            format!("{words}={} {qualifier}", one.percent.normalize()).trim_end().to_owned()
        };
        in_text(triggers, text).iter().map(describe).collect()
    }

    #[test]
    fn words_make_reductions() {
        let cases: &[(&str, &[&str])] = &[
            ("Save up to an extra 20% today", &["20%=20 up-to"]),
            ("Take an extra 10% off", &["10%=10 extra"]),
            ("20 % Rabatt und -15%", &["20 %=20", "-15%=15"]),
            ("10%, 20% or 30% off", &["10%=10", "20%=20", "30%=30"]),
            ("20–50% off", &["50%=50 up-to"]),
            ("20% to 50% off", &["50%=50 up-to"]),
            ("Buy one, get one half price", &["Buy one, get one half price=25"]),
            ("Buy 2 get 1 free", &["Buy 2 get 1 free=33.3"]),
            ("3 for 2 on lamps", &["3 for 2=33.3"]),
            ("up to half off", &["half off=50 up-to"]),
            ("20 percent off", &["20 percent=20"]),
            ("yüzde değil, %20 indirim", &["%20=20"]),
        ];
        for (text, expected) in cases {
            assert_eq!(&read(text), expected, "{text}");
        }
    }

    #[test]
    fn most_percentages_are_none() {
        for text in [
            "100% cotton",
            "a 20% off-white wall",
            "3 for 2 players",
            "half of it",
            "the 5-20% range",
            "a%20b",
            "save 30% energy",
            "fell -3.2%",
            "20% off-peak",
            "9 for 4 weeks",
            "COVID-19%",
            "more than 20%",
            "120% off",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }
}
