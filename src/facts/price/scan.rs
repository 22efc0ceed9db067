//! Finds amounts of money in a text: a number with a currency beside it. Knows nothing of what an amount is for.

use std::ops::Range;

use iso_currency::Currency;
use rust_decimal::Decimal;

use super::cents::{cents_behind_sign, hundredths_behind, join_cents, take_cents};
use super::currency::{Marker, Setting};
use super::magnitude::{join_signs, magnitude};
use super::number::{Convention, Numeral, digit, numeral_at, read};
use super::ranges::{connector, lent, mark_ranges};
use crate::document::HOLE;

/// An amount of money as it stands in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Amount {
    /// Bytes of the text: number and currency.
    pub(super) range: Range<usize>,
    /// Bytes of the number.
    pub(super) number: Range<usize>,
    /// The value, in major units, magnitude words counted in.
    pub(super) amount: Decimal,
    /// Its currency.
    pub(super) currency: Option<Currency>,
    /// Whether another reading of the number is as good.
    pub(super) is_ambiguous: bool,
    /// Whether the currency was taken from nothing but habit.
    pub(super) is_guessed: bool,
    /// Whether it counts as one only because of what is around it.
    pub(super) is_weak: bool,
    /// Whether it counts hundredths: `99¢`.
    pub(super) is_minor: bool,
    /// The magnitude that goes with it and is counted in: `$1.5 million`, `$20k`.
    pub(super) scale: Option<Decimal>,
    /// The end of a range that it is, if any.
    pub(super) end: Option<RangeEnd>,
}

/// Which end of a range an amount is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum RangeEnd {
    Low,
    High,
}

/// A number on the way to becoming an amount.
pub(super) struct Candidate {
    pub(super) numeral: Numeral,
    pub(super) marker: Option<Marker>,
    pub(super) range: Range<usize>,
    /// A magnitude between number and currency: `5 million dollars`.
    scale: Option<Decimal>,
    is_percent: bool,
}

/// Every amount of money in `text`, in order, read as `setting` and `convention` say.
pub(super) fn amounts(text: &str, setting: &Setting, convention: Option<Convention>) -> Vec<Amount> {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut at = 0;
    let mut taken = 0;
    while let Some(found) = text.get(at..).and_then(next_digit) {
        let start = at + found;
        let mut numeral = numeral_at(text, start);
        if let Some(end) = setting.cuts.end_of_number(text, &numeral.range) {
            numeral = numeral_at(text.get(..end).unwrap_or_default(), start);
        }
        if !numeral.is_readable() {
            at = numeral.end.max(start + 1);
            continue;
        }
        at = numeral.end;
        if let Some(candidate) = candidate(text, numeral, taken, setting) {
            taken = candidate.range.end;
            at = at.max(taken);
            candidates.push(candidate);
        }
    }
    let mut amounts = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let neighbour = index.checked_sub(1).and_then(|previous| candidates.get(previous));
        let next = candidates.get(index + 1);
        if let Some(amount) = amount(text, candidate, neighbour, next, setting, convention) {
            amounts.push(amount);
        }
    }
    mark_ranges(text, &mut amounts);
    amounts
}

/// Whether there is a digit of another script than Latin in a text.
pub(super) fn has_foreign_digit(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|character| !character.is_ascii() && digit(character).is_some())
}

fn next_digit(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        at += first_like_a_digit(rest.as_bytes())?;
        let character = text.get(at..)?.chars().next()?;
        if digit(character).is_some() {
            return Some(at);
        }
        at += character.len_utf8();
    }
}

/// The first byte that is a digit or may begin one. Looks at many bytes at once.
fn first_like_a_digit(bytes: &[u8]) -> Option<usize> {
    const STEP: usize = 32;
    let is_like = |byte: &u8| byte.is_ascii_digit() | !byte.is_ascii();
    let has = |stretch: &[u8]| stretch.iter().fold(false, |found, byte| found | is_like(byte));
    let (number, stretch) = bytes.chunks(STEP).enumerate().find(|(_, stretch)| has(stretch))?;
    Some(number * STEP + stretch.iter().position(is_like)?)
}

/// The number with the currency beside it; `None` for numbers that are part of something else.
fn candidate(text: &str, numeral: Numeral, taken: usize, setting: &Setting) -> Option<Candidate> {
    let mut numeral = numeral;
    join_signs(text, &mut numeral);
    let is_shaped = numeral.is_shaped();
    let before = setting.marker_before(text, numeral.range.start, taken, is_shaped);
    let before = before.filter(|marker| marker.range.start >= taken);
    if before.is_some() || setting.is_lone {
        join_cents(text, &mut numeral, setting.is_lone);
    }
    let after = || setting.marker_after(text, numeral.end, is_shaped);
    let mut range = numeral.range.start..numeral.end;
    let mut scale = None;
    let chosen = if let Some(before) = before {
        // `$399 USD`: the code says which dollar. `R 399 €`: the letter is none of a currency.
        let better = after().filter(|after| {
            let is_better = !before.is_explicit && after.is_explicit && Setting::specifies(&before, after)
                || before.is_weak && !after.is_weak;
            is_better && !starts_an_amount(text, after.range.end)
        });
        range.start = if before.is_weak && better.is_some() { range.start } else { before.range.start };
        range.end = better.as_ref().map_or(range.end, |better| better.range.end);
        Some(better.unwrap_or(before))
    } else if let Some((cents, marker, end)) = cents_behind_sign(text, &numeral, setting) {
        take_cents(&mut numeral, &cents);
        range.end = end;
        Some(marker)
    } else if let Some(marker) = after() {
        let (marker, end) = behind(text, &mut numeral, marker, setting);
        range.end = end;
        Some(marker)
    } else if let Some((of_word, marker)) = behind_magnitude(text, numeral.end, setting) {
        range.end = marker.range.end;
        scale = Some(of_word);
        Some(marker)
    } else {
        setting.marker_of_dash(text, &numeral)
    };
    let is_percent =
        text.get(numeral.end..).is_some_and(|rest| rest.trim_start_matches(' ').starts_with('%'));
    let is_free = range.start == taken && taken > 0 || setting.is_lone || setting.cuts.has(range.start);
    // Behind a sign begins another word, or a number that was found to have a sign of its own.
    let ends_in_sign = is_shaped
        && chosen.as_ref().is_some_and(|marker| {
            let own = text.get(marker.range.clone()).unwrap_or_default();
            marker.range.end == range.end
                && own.ends_with(|last: char| !last.is_alphanumeric() && last != '.')
        });
    let is_cut =
        setting.is_lone || setting.cuts.has(range.end) || ends_in_sign && !is_suffixed(text, range.end);
    stands_alone(text, &range, chosen.is_some(), (is_free, is_cut), is_shaped).then_some(Candidate {
        numeral,
        marker: chosen,
        range,
        scale,
        is_percent,
    })
}

/// What follows the sign behind a number: a code, hundredths. The marker that counts, and where the amount ends.
fn behind(text: &str, numeral: &mut Numeral, marker: Marker, setting: &Setting) -> (Marker, usize) {
    // `129,00 $ CAD`: the code says which dollar.
    let code =
        (!marker.is_explicit).then(|| setting.marker_after(text, marker.range.end, numeral.is_shaped()));
    let code = code.flatten().filter(|code| code.is_explicit && Setting::specifies(&marker, code));
    let marker = code.filter(|code| !starts_an_amount(text, code.range.end)).unwrap_or(marker);
    let hundredths = hundredths_behind(text, &marker, setting.is_lone).filter(|_| numeral.is_whole());
    let Some((cents, end)) = hundredths else {
        let end = marker.range.end;
        return (marker, end);
    };
    take_cents(numeral, &cents);
    (marker, end)
}

/// `5 million dollars`, `2 Mio. €`, `3 millions d’euros`: the factor, and the currency behind it.
fn behind_magnitude(text: &str, end: usize, setting: &Setting) -> Option<(Decimal, Marker)> {
    let (scale, length) = magnitude(text.get(end..)?, None);
    let scale = scale?;
    let mut at = end + length;
    for joint in [".", " de", " d’", " d'", " of"] {
        if text.get(at..).is_some_and(|rest| rest.starts_with(joint)) {
            at += joint.len();
        }
    }
    setting.marker_after(text, at, false).map(|marker| (scale, marker))
}

fn starts_an_amount(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    rest.strip_prefix(' ').unwrap_or(rest).chars().next().is_some_and(|next| digit(next).is_some())
}

/// Whether nothing is glued to the amount that makes it a part of something else: a word, a placeholder, an address.
/// `is_free` and `is_cut` say that nothing before and nothing after belongs to it.
fn stands_alone(
    text: &str,
    range: &Range<usize>,
    has_marker: bool,
    (is_free, is_cut): (bool, bool),
    is_shaped: bool,
) -> bool {
    let mut before = text.get(..range.start).unwrap_or_default().chars().rev();
    let mut after = text.get(range.end..).unwrap_or_default().chars();
    let (previous, next) = (before.next(), after.next());
    let is_hole = |at: Option<char>, beyond: Option<char>| {
        at == Some(HOLE) || matches!(at, Some('.' | ',')) && beyond == Some(HOLE)
    };
    if is_hole(previous, before.next())
        || is_hole(next, after.clone().next())
        || is_end_of_unknown(text, range)
    {
        return false;
    }
    let head = text.get(..range.start).unwrap_or_default();
    let glued_before = !is_free
        && previous.is_some_and(|previous| {
            let joins = matches!(previous, '_' | '#' | '@' | '/' | '\\' | '&' | '=');
            let is_letter = previous.is_alphanumeric() && previous.is_ascii();
            is_letter && !(has_marker && ends_in_a_word(head, is_shaped))
                || joins && has_marker
                || previous == '$'
        });
    let glued_after = next.is_some_and(|next| next == '_' || next == '=' || next.is_ascii_digit());
    let rest = text.get(range.end..).unwrap_or_default();
    let letters = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let word = rest.get(..letters).unwrap_or_default();
    // Texts of neighbouring elements may run into one another: `$12.99Add to cart`.
    let is_title = word.starts_with(|first: char| first.is_ascii_uppercase())
        && word.ends_with(|last: char| last.is_ascii_lowercase());
    let runs_on = has_marker && is_shaped && (letters > 2 || is_title);
    !glued_before && (is_cut && has_marker || !glued_after && (letters == 0 || is_suffix(word) || runs_on))
}

/// Whether an amount may be glued to the end of `head`: to a word, where the texts of neighbouring elements run into one
/// another (`Now$15.00`), or to a number of times (`4x$24.99`).
pub(super) fn ends_in_a_word(head: &str, is_shaped: bool) -> bool {
    let stem = head.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let letters = head.get(stem.len()..).unwrap_or_default();
    letters == "x" && stem.ends_with(|character: char| character.is_ascii_digit())
        || is_shaped
            && letters.len() > 2
            && !stem.ends_with(|character: char| character.is_alphanumeric() || character == '_')
}

/// Whether the amount is one end of a range whose other end is a placeholder.
fn is_end_of_unknown(text: &str, range: &Range<usize>) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '\u{2013}' | '\u{2014}');
    let before = text.get(..range.start).unwrap_or_default().trim_end_matches(' ');
    let after = text.get(range.end..).unwrap_or_default().trim_start_matches(' ');
    before.strip_suffix(is_dash).is_some_and(|rest| rest.trim_end_matches(' ').ends_with(HOLE))
        || after.strip_prefix(is_dash).is_some_and(|rest| rest.trim_start_matches(' ').starts_with(HOLE))
}

/// Whether an underscore or a sign of equality goes on behind an amount: a name of a program.
fn is_suffixed(text: &str, end: usize) -> bool {
    text.get(end..).is_some_and(|rest| rest.starts_with(['_', '=']))
}

/// Letters that may follow an amount without a blank.
fn is_suffix(word: &str) -> bool {
    const SUFFIXES: &[&str] = &[
        "k", "m", "mm", "b", "bn", "t", "mn", "million", "billion", "pp", "ea", "pcm", "pm", "pa", "x", "mo",
        "p", "c", "yr", "rb", "jt",
    ];
    SUFFIXES.iter().any(|suffix| word.eq_ignore_ascii_case(suffix))
}

fn amount(
    text: &str,
    candidate: &Candidate,
    previous: Option<&Candidate>,
    next: Option<&Candidate>,
    setting: &Setting,
    convention: Option<Convention>,
) -> Option<Amount> {
    if candidate.is_percent {
        return None;
    }
    let lent = || lent(text, candidate, previous, next);
    let marker = candidate.marker.as_ref().or_else(lent)?;
    let mut currency = marker.currency;
    // Yen have no hundredths: what is written with them are yuan.
    if currency == Some(Currency::JPY) && !marker.is_explicit && candidate.numeral.has_cents() {
        currency = Some(Currency::CNY);
    }
    let (behind, length) = magnitude(text.get(candidate.range.end..).unwrap_or_default(), currency);
    let scale = candidate.scale.or(behind);
    // `$2.923 billion`: nobody groups what is told in billions.
    let decimal = scale.and_then(|_| candidate.numeral.decimal(convention));
    let reading = match decimal {
        Some(reading) => reading,
        None => read(&candidate.numeral.shape, convention, currency)?,
    };
    let mut value = reading.amount;
    if let Some(scale) = scale {
        value = value.checked_mul(scale)?;
    }
    if marker.is_minor {
        value = value.checked_div(Decimal::ONE_HUNDRED)?;
    }
    Some(Amount {
        range: candidate.range.start..candidate.range.end + length,
        number: candidate.numeral.range.clone(),
        amount: value,
        currency,
        is_ambiguous: reading.is_ambiguous,
        is_guessed: !marker.is_explicit && !setting.knows_a_currency(),
        is_weak: marker.is_weak,
        is_minor: marker.is_minor,
        scale,
        end: None,
    })
}

/// `5 dollars and 50 cents`: joins hundredths with the whole amount before them.
pub(super) fn join_hundredths(text: &str, amounts: &mut Vec<Amount>) {
    if !amounts.iter().any(|amount| amount.is_minor) {
        return;
    }
    let mut joined: Vec<Amount> = Vec::with_capacity(amounts.len());
    for amount in amounts.drain(..) {
        let sum = joined.last().and_then(|whole| {
            let joins = amount.is_minor
                && !whole.is_minor
                && whole.currency == amount.currency
                && whole.amount.fract().is_zero()
                && whole.scale.is_none()
                && text.get(whole.range.clone()).is_some_and(|own| own.ends_with(char::is_alphabetic))
                && matches!(connector(text, whole.range.end, amount.range.start), " and " | " ");
            whole.amount.checked_add(amount.amount).filter(|_| joins)
        });
        match (sum, joined.last_mut()) {
            (Some(sum), Some(whole)) => {
                whole.amount = sum;
                whole.range.end = amount.range.end;
            }
            _ => joined.push(amount),
        }
    }
    *amounts = joined;
}

#[cfg(test)]
mod tests {
    use iso_currency::Currency;

    use super::amounts;
    use crate::artifact::Locale;
    use crate::facts::price::currency::Setting;
    use crate::facts::price::number::Convention;

    fn found(text: &str, locale: &str) -> Vec<String> {
        let locale = Locale::parse(locale);
        let convention = locale.as_ref().map(Convention::of_locale);
        let setting = Setting { market: Some(Currency::USD), ..Setting::default() };
        amounts(text, &setting, convention)
            .iter()
            .map(|amount| {
                let code = amount.currency.map_or("?", |currency| currency.code());
                format!("{}={} {code}", text.get(amount.range.clone()).unwrap(), amount.amount.normalize())
            })
            .collect()
    }

    #[test]
    fn written_forms() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("Now $1,299.00 only", "en-US", &["$1,299.00=1299 USD"]),
            ("jetzt 1.299,00 €!", "de-DE", &["1.299,00 €=1299 EUR"]),
            ("maintenant 1 299,00 €", "fr-FR", &["1 299,00 €=1299 EUR"]),
            ("CHF 1’299.–", "de-CH", &["CHF 1’299.–=1299 CHF"]),
            ("nur 50,- Euro", "de-DE", &["50,- Euro=50 EUR"]),
            ("1,235€99 ici", "en-US", &["1,235€99=1235.99 EUR"]),
            ("₹1,29,900", "en-IN", &["₹1,29,900=129900 INR"]),
            ("$399 USD or C$549", "en-US", &["$399 USD=399 USD", "C$549=549 CAD"]),
            ("￥６，９５０", "ja-JP", &["￥６，９５０=6950 JPY"]),
            ("$5–10, £6.95 - £9.95", "en-US", &["$5=5 USD", "10=10 USD", "£6.95=6.95 GBP", "£9.95=9.95 GBP"]),
            ("5–10 €", "de-DE", &["5=5 EUR", "10 €=10 EUR"]),
            ("10 € 20 €", "de-DE", &["10 €=10 EUR", "20 €=20 EUR"]),
            ("size 10 $20", "en-US", &["$20=20 USD"]),
            ("$1.5 million and $20k", "en-US", &["$1.5 million=1500000 USD", "$20k=20000 USD"]),
            ("4 x $24.99", "en-US", &["$24.99=24.99 USD"]),
            ("$499$399", "en-US", &["$499=499 USD", "$399=399 USD"]),
            ("Only 99¢", "en-US", &["99¢=0.99 USD"]),
        ];
        for (text, locale, expected) in cases {
            assert_eq!(&found(text, locale), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_price() {
        for text in [
            "version $1.2.3",
            "$variables and $",
            "on 30.11.2026",
            "call 555-867-5309",
            "20% off",
            "abc5€def",
            "x$5",
            "/path/$5/",
            "$\u{FFFC}",
            "\u{FFFC}49 €",
            "$49.\u{FFFC}",
            "$1\u{FFFC}",
            "\u{FFFC},99 €",
            "PHP 8.2",
            "TRY 30 days",
            "iPhone 15",
            "$5abc",
            "10 $crate",
        ] {
            assert_eq!(found(text, "en-US"), Vec::<String>::new(), "{text}");
        }
    }
}
