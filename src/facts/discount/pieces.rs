//! Reductions that count pieces: `3 for 2`, `buy 2 get 1 free`. They are told as the percentage that all pieces together
//! cost less.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::words::NO_PIECES;
use super::{Found, certain};
use crate::text::word_index::{Word, WordSet};

/// Words that such a reduction begins with or turns on.
pub(super) const TRIGGERS: &[&str] = &["buy ", "bogo", " for ", "-for-", " für ", " pour ", " por ", "nimm "];

/// Those of them that tell by themselves.
pub(super) const LEADS: &[&str] = &["buy", "bogo", "nimm"];

/// Between the numbers of pieces.
static LINKS: LazyLock<WordSet> = LazyLock::new(|| WordSet::of(["for", "pour", "por"]));

/// Numbers of pieces in words.
static NUMBERS: LazyLock<WordSet> = LazyLock::new(|| WordSet::of(["one", "two", "three", "four", "five"]));

/// Whether a text with these words may say without a digit that some pieces are sold for the price of fewer.
pub(super) fn may_be_in_words(words: &[Word]) -> bool {
    LINKS.may_hold_any(words) && NUMBERS.may_hold_any(words)
}

/// Most pieces of one offer; more are other numbers.
const MAX_PIECES: i64 = 10;

/// Reads the reduction at a trigger.
pub(super) fn read(text: &str, at: usize, trigger: usize) -> Option<Found> {
    let own = TRIGGERS.get(trigger)?;
    let is_first =
        |found: &usize| !text.get(..*found).is_some_and(|head| head.ends_with(char::is_alphanumeric));
    match own.trim() {
        "buy" => Some(at).filter(is_first).and_then(|at| buy_and_get(text, at)),
        "bogo" => Some(at).filter(is_first).and_then(|at| buy_one_get_one(text, at)),
        "nimm" => Some(at).filter(is_first).and_then(|at| take_and_pay(text, at)),
        _ => some_for_fewer(text, at, own.len()),
    }
}

/// A small number, in digits or in a word, at the start of `text`: its value and its bytes.
fn number(text: &str) -> Option<(i64, usize)> {
    const WORDS: &[(&str, i64)] = &[
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("any two", 2),
        ("any 2", 2),
        ("any 3", 3),
    ];
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (value, length) = if length > 0 {
        (text.get(..length)?.parse().ok()?, length)
    } else {
        let fits = |word: &&(&str, i64)| {
            text.get(..word.0.len()).is_some_and(|own| own.eq_ignore_ascii_case(word.0))
        };
        WORDS
            .iter()
            .filter(fits)
            .max_by_key(|(word, _)| word.len())
            .map(|(word, value)| (*value, word.len()))?
    };
    let ends = !text.get(length..)?.starts_with(|next: char| next.is_alphanumeric() || next == '%');
    (ends && (1..=MAX_PIECES).contains(&value)).then_some((value, length))
}

/// The hundredths that `parts` of `whole` are, to one decimal.
fn share(parts: Decimal, whole: i64) -> Option<Decimal> {
    let share = parts.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(Decimal::from(whole))?;
    Some(share.round_dp(1))
}

/// `buy one, get one free`, `buy 2 get 1 half price`.
fn buy_and_get(text: &str, at: usize) -> Option<Found> {
    /// Characters in which such an offer is said.
    const REACH: usize = 64;
    let rest = text.get(at..)?;
    let end = rest.char_indices().nth(REACH).map_or(rest.len(), |(end, _)| end);
    let clause = rest.get(..end)?.to_ascii_lowercase();
    let (bought, length) = number(clause.get("buy ".len()..)?)?;
    let from = "buy ".len() + length;
    let get = from + clause.get(from..)?.find("get ")?;
    let got_at = get + "get ".len();
    let (got, length) = number(clause.get(got_at..)?.trim_start_matches("another "))?;
    let rest = clause.get(got_at + length..)?;
    let ways = [
        ("free", Decimal::ONE),
        ("half price", HALF),
        ("half-price", HALF),
        ("half off", HALF),
        ("50% off", HALF),
    ];
    let (word_at, word, part) = ways
        .iter()
        .filter_map(|(word, part)| Some((rest.find(word)?, *word, *part)))
        .min_by_key(|(at, ..)| *at)?;
    let between = rest.get(..word_at)?;
    if between.contains(['.', '!', '?']) || between.split_whitespace().count() > 4 {
        return None;
    }
    let percent = share(part.checked_mul(Decimal::from(got))?, bought + got)?;
    Some(certain(at..at + got_at + length + word_at + word.len(), percent))
}

const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// `BOGO`; with `50%` behind it half of the second one.
fn buy_one_get_one(text: &str, at: usize) -> Option<Found> {
    let end = at + "bogo".len();
    let rest = text.get(end..)?;
    let is_word = !rest.starts_with(char::is_alphanumeric);
    let is_told = rest.trim_start().starts_with(|next: char| next.is_ascii_digit());
    let is_half = rest.trim_start().get(..4).is_some_and(|word| word.eq_ignore_ascii_case("half"));
    let percent = if is_half { 25 } else { 50 };
    (is_word && !is_told).then(|| certain(at..end, Decimal::from(percent)))
}

/// `nimm 3, zahl 2`.
fn take_and_pay(text: &str, at: usize) -> Option<Found> {
    let (taken, length) = number(text.get(at + "nimm ".len()..)?)?;
    let from = at + "nimm ".len() + length;
    let rest = text.get(from..)?;
    let joint = [", zahl ", " zahl ", ", zahle ", " zahle ", " und zahle ", " – zahl "];
    let joint = joint.iter().find(|joint| rest.starts_with(**joint))?;
    let (paid, length) = number(rest.get(joint.len()..)?)?;
    let percent = share(Decimal::from(taken - paid), taken).filter(|_| paid < taken)?;
    Some(certain(at..from + joint.len() + length, percent))
}

/// `3 for 2`, with the joint at `at`.
fn some_for_fewer(text: &str, at: usize, length_of_joint: usize) -> Option<Found> {
    let head = text.get(..at)?;
    let start = head.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |space| {
        space + head.get(space..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
    });
    let (got, _) = number(head.get(start..)?).filter(|(_, length)| start + length == at)?;
    let paid_at = at + length_of_joint;
    let (paid, length) = number(text.get(paid_at..)?)?;
    let end = paid_at + length;
    // `5:3 for 2`, `$3 for 2`, `3 for 2.50`, `3 for 2 players` count something else.
    let before = text.get(..start)?.chars().next_back();
    let is_part =
        before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '"' | '“' | '‘' | '>' | '!'));
    let rest = text.get(end..)?;
    let mut characters = rest.chars();
    let goes_on = matches!(characters.next(), Some('.' | ',' | '-' | '/' | ':'))
        && characters.next().is_some_and(char::is_alphanumeric);
    let next = rest.trim_start_matches(' ');
    let unit: String = next.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let is_other = NO_PIECES.contains(&unit.as_str()) || next.starts_with(['%', '$', '€', '£', '\'', '’']);
    if is_part || goes_on || is_other || paid >= got || got - paid > 2 {
        return None;
    }
    Some(certain(start..end, share(Decimal::from(got - paid), got)?))
}
