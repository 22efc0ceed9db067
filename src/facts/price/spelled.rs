//! Amounts in words, as running English text has them: `five dollars`, `a twenty-dollar bill`, `ten thousand euros`.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rust_decimal::Decimal;

use super::currency::Setting;
use super::scan::Amount;
use crate::text::word_index::{Word, WordSet};

/// What is counted.
const UNITS: &[&str] = &["dollar", "buck", "euro", "quid", "cents", "pence"];

/// More words than any such number has.
const MAX_WORDS: usize = 6;

const SMALL: &[(&str, i64)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];
const LARGE: &[(&str, i64)] =
    &[("hundred", 100), ("thousand", 1_000), ("million", 1_000_000), ("billion", 1_000_000_000)];

/// Words before "a dollar" that make it an amount; "a dollar sign" is none.
const PAYING: &[&str] =
    &["for", "cost", "costs", "pay", "paid", "just", "only", "about", "than", "spend", "over", "under"];

static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).ascii_case_insensitive(true).build(UNITS).ok()
});

/// The words of units.
static WORDS: LazyLock<WordSet> = LazyLock::new(|| {
    let plurals: Vec<String> = UNITS.iter().map(|unit| format!("{unit}s")).collect();
    WordSet::of(UNITS.iter().copied().chain(plurals.iter().map(String::as_str)))
});

/// Whether a text with these words may name a unit.
pub(super) fn may_hold_amounts(words: &[Word]) -> bool {
    WORDS.may_hold_any(words)
}

/// Adds the amounts that a text tells in words, in order.
pub(super) fn add(text: &str, setting: &Setting, amounts: &mut Vec<Amount>) {
    let Some(search) = SEARCH.as_ref() else { return };
    let n_known = amounts.len();
    let mut end = 0;
    for hit in search.find_iter(text) {
        let found = spelled(text, hit.start(), setting);
        let known = amounts.get(..n_known).unwrap_or_default();
        let is_new = |one: &Amount| {
            let next = known.partition_point(|own| own.range.end <= one.range.start);
            one.range.start >= end && known.get(next).is_none_or(|own| own.range.start >= one.range.end)
        };
        if let Some(one) = found.filter(is_new) {
            end = one.range.end;
            amounts.push(one);
        }
    }
    if amounts.len() > n_known {
        amounts.sort_by_key(|amount| amount.range.start);
    }
}

/// The amount whose unit stands at `at`.
fn spelled(text: &str, at: usize, setting: &Setting) -> Option<Amount> {
    let head = text.get(..at)?.strip_suffix([' ', '-'])?;
    let unit = text.get(at..)?;
    let length = unit.find(|c: char| !c.is_alphabetic()).unwrap_or(unit.len());
    let (start, value) = number(head)?;
    let before = head.get(..start)?.trim_end();
    let last = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    // `my two cents` is an opinion.
    if matches!(last.as_str(), "my" | "your" | "his" | "her" | "their" | "our")
        || before.ends_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let is_one = head.get(start..).is_some_and(|own| own.eq_ignore_ascii_case("a"));
    if is_one && !PAYING.contains(&last.as_str()) {
        return None;
    }
    let word = unit.get(..length)?;
    let plural = match word.to_ascii_lowercase().as_str() {
        "dollar" | "dollars" => "dollars",
        "buck" | "bucks" => "bucks",
        "euro" | "euros" => "euros",
        "quid" => "quid",
        "cents" => "cents",
        "pence" => "pence",
        _ => return None,
    };
    let marker = setting.marker_after(plural, 0, false)?;
    let amount = if marker.is_minor { value.checked_div(Decimal::ONE_HUNDRED)? } else { value };
    let range = start..at + length;
    Some(amount_in_words(range, amount, &marker))
}

fn amount_in_words(range: Range<usize>, amount: Decimal, marker: &super::currency::Marker) -> Amount {
    Amount {
        number: range.clone(),
        range,
        amount,
        currency: marker.currency,
        is_ambiguous: false,
        is_guessed: false,
        is_weak: true,
        is_minor: marker.is_minor,
        scale: None,
        end: None,
    }
}

/// The number that `text` ends with: where it starts, and its value.
fn number(text: &str) -> Option<(usize, Decimal)> {
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut end = text.len();
    while words.len() < MAX_WORDS {
        let head = text.get(..end)?;
        let start = head.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |at| at + 1);
        let word = head.get(start..).filter(|word| is_number_word(word));
        let Some(word) = word else { break };
        words.push((start, word));
        let Some(joint) =
            start.checked_sub(1).filter(|at| matches!(text.as_bytes().get(*at), Some(b' ' | b'-')))
        else {
            break;
        };
        end = joint;
    }
    // "and" joins only what goes on behind a hundred: "between two and five thousand dollars" is no number in one.
    let is_large = |word: &str| LARGE.iter().any(|(own, _)| word.eq_ignore_ascii_case(own));
    let is_loose = |pair: &[(usize, &str)]| match pair {
        [(_, right), (_, left)] => right.eq_ignore_ascii_case("and") && !is_large(left),
        _ => false,
    };
    if let Some(at) = words.windows(2).position(is_loose) {
        words.truncate(at + 1);
    }
    // Nor does it begin a number.
    while words.last().is_some_and(|(_, word)| word.eq_ignore_ascii_case("and")) {
        words.pop();
    }
    // The article of `a twenty-dollar bill` counts nothing.
    let is_article = |word: &str| word.eq_ignore_ascii_case("a");
    if words.len() > 1
        && words.last().is_some_and(|(_, word)| is_article(word))
        && !words.iter().rev().nth(1).is_some_and(|(_, word)| is_large(word))
    {
        words.pop();
    }
    let (start, _) = *words.last()?;
    let mut total: i64 = 0;
    let mut group: i64 = 0;
    for (_, word) in words.iter().rev() {
        let word = word.to_ascii_lowercase();
        if let Some((_, value)) = SMALL.iter().find(|(own, _)| *own == word) {
            group = group.checked_add(*value)?;
        } else if let Some((_, scale)) = LARGE.iter().find(|(own, _)| *own == word) {
            let scaled = group.max(1).checked_mul(*scale)?;
            group = if *scale == 100 { scaled } else { 0 };
            total = if *scale == 100 { total } else { total.checked_add(scaled)? };
        } else if word == "a" {
            group = 1;
        }
    }
    let value = Decimal::from(total.checked_add(group)?);
    let half = half_before(text.get(..start)?);
    // "Multi-million dollar" is no number.
    let is_counted = words.last().is_some_and(|(_, word)| !is_large(word));
    match half.filter(|_| total > 0) {
        // `one and a half million` has more than its half.
        Some((start, has_more)) => (!has_more).then_some((start, value.checked_div(Decimal::TWO)?)),
        None => (is_counted && !value.is_zero()).then_some((start, value)),
    }
}

/// Where the word "half" at the end of a text starts, and whether more than the half is told.
fn half_before(text: &str) -> Option<(usize, bool)> {
    let head = text.trim_end_matches([' ', '-']);
    let start = head.len().checked_sub("half".len())?;
    let is_half = head.get(start..).is_some_and(|word| word.eq_ignore_ascii_case("half"));
    let has_more = head.get(..start).is_some_and(|more| more.trim_end().ends_with("and a"));
    is_half.then_some((start, has_more))
}

fn is_number_word(word: &str) -> bool {
    let is = |own: &&str| word.eq_ignore_ascii_case(own);
    SMALL.iter().chain(LARGE).map(|(own, _)| *own).chain(["a", "and"]).any(|own| is(&own))
}

#[cfg(test)]
mod tests {
    use super::{Setting, add};

    fn found(text: &str) -> Vec<String> {
        let mut amounts = Vec::new();
        add(text, &Setting::default(), &mut amounts);
        let describe = |amount: &super::Amount| {
            let words = text.get(amount.range.clone()).expect("bytes of the text");
            format!("{words}={}", amount.amount.normalize())
        };
        amounts.iter().map(describe).collect()
    }

    #[test]
    fn numbers_in_words_are_amounts() {
        let cases = [
            ("paid five dollars for it", "five dollars=5"),
            ("a twenty-dollar bill", "twenty-dollar=20"),
            ("half a million dollars", "half a million dollars=500000"),
            ("ten thousand dollars", "ten thousand dollars=10000"),
            ("a hundred and fifty bucks", "a hundred and fifty bucks=150"),
            ("two hundred thousand euros", "two hundred thousand euros=200000"),
            ("it costs a dollar", "a dollar=1"),
            ("between two and five thousand dollars", "five thousand dollars=5000"),
            ("twenty-five cents", "twenty-five cents=0.25"),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text), [expected], "{text}");
        }
    }

    #[test]
    fn other_dollars_are_none() {
        for text in [
            "multi-million dollar contracts",
            "a dollar sign",
            "every dollar counts",
            "my two cents",
            "dollars",
            "the dollar fell",
            "eurozone",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
