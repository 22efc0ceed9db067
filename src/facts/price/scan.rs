//! Finds amounts of money in a text: a number with a currency beside it. Knows nothing of what an amount is for.

use std::ops::Range;

use iso_currency::Currency;
use rust_decimal::Decimal;

use super::currency::{Marker, Setting};
use super::number::{Convention, Numeral, digit, numeral_at, read};
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
    /// Whether a magnitude goes with it: `$1.5 million`, `$20k`.
    pub(super) has_magnitude: bool,
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
struct Candidate {
    numeral: Numeral,
    marker: Option<Marker>,
    range: Range<usize>,
    is_percent: bool,
}

/// Every amount of money in `text`, in order, read as `setting` and `convention` say.
pub(super) fn amounts(text: &str, setting: &Setting<'_>, convention: Option<Convention>) -> Vec<Amount> {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut at = 0;
    let mut taken = 0;
    while let Some(found) = text.get(at..).and_then(next_digit) {
        let start = at + found;
        let numeral = numeral_at(text, start);
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

/// Whether there may be a digit in a text.
pub(super) fn may_hold_amounts(text: &str) -> bool {
    first_like_a_digit(text.as_bytes()).is_some()
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

/// The first byte that is a digit or may begin one of those that [`digit`] knows. Looks at many bytes at once.
fn first_like_a_digit(bytes: &[u8]) -> Option<usize> {
    const STEP: usize = 32;
    let is_like = |byte: &u8| byte.is_ascii_digit() | matches!(byte, 0xD9 | 0xDB | 0xEF);
    let has = |stretch: &[u8]| stretch.iter().fold(false, |found, byte| found | is_like(byte));
    let (number, stretch) = bytes.chunks(STEP).enumerate().find(|(_, stretch)| has(stretch))?;
    Some(number * STEP + stretch.iter().position(is_like)?)
}

/// The number with the currency beside it; `None` for numbers that are part of something else.
fn candidate(text: &str, numeral: Numeral, taken: usize, setting: &Setting<'_>) -> Option<Candidate> {
    let start = numeral.range.start;
    let marker = setting.marker_before(text, start, taken).filter(|marker| marker.range.start >= taken);
    // Most numbers of this kind are parts of addresses.
    let is_in_word =
        || text.get(..start).is_some_and(|head| head.ends_with(|c: char| c.is_ascii_alphanumeric()));
    if marker.is_none() && (start != taken || taken == 0) && is_in_word() {
        return None;
    }
    let mut range = numeral.range.start..numeral.end;
    let mut numeral = numeral;
    let mut chosen = None;
    if let Some(marker) = marker {
        range.start = marker.range.start;
        // `$399 USD`: the code says which dollar.
        if let Some(after) = setting.marker_after(text, numeral.end)
            && !marker.is_explicit
            && after.is_explicit
            && !starts_an_amount(text, after.range.end)
        {
            range.end = after.range.end;
            chosen = Some(after);
        } else {
            chosen = Some(marker);
        }
    } else if let Some((cents, end)) = euro_cents(text, &numeral) {
        numeral.shape.push('.');
        numeral.shape.push_str(&cents);
        let sign = numeral.end..numeral.end + '€'.len_utf8();
        range.end = end;
        chosen =
            Some(Marker { range: sign, currency: Some(Currency::EUR), is_explicit: true, is_minor: false });
    } else if let Some(marker) = setting.marker_after(text, numeral.end) {
        range.end = marker.range.end;
        chosen = Some(marker);
    }
    let is_percent =
        text.get(numeral.end..).is_some_and(|rest| rest.trim_start_matches(' ').starts_with('%'));
    let follows = range.start == taken && taken > 0;
    stands_alone(text, &range, chosen.is_some(), follows).then_some(Candidate {
        numeral,
        marker: chosen,
        range,
        is_percent,
    })
}

/// `1,235€99`: cents after the sign. With a blank only where nothing follows.
fn euro_cents(text: &str, numeral: &Numeral) -> Option<(String, usize)> {
    let rest = text.get(numeral.end..)?.strip_prefix('€')?;
    let tail = rest.strip_prefix(' ').unwrap_or(rest);
    let cents: String = tail.chars().map_while(digit).collect();
    let after = tail.get(cents.len()..)?;
    let ends = if tail.len() == rest.len() {
        !after.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '.' | ',' | '€'))
    } else {
        after.trim().is_empty()
    };
    let is_whole = !numeral.shape.contains('.') || numeral.shape.contains(',');
    let end = text.len() - after.len();
    (cents.len() == 2 && ends && is_whole).then_some((cents, end))
}

fn starts_an_amount(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    rest.strip_prefix(' ').unwrap_or(rest).chars().next().is_some_and(|next| digit(next).is_some())
}

/// Whether nothing is glued to the amount that makes it a part of something else: a word, a placeholder, an address.
fn stands_alone(text: &str, range: &Range<usize>, has_marker: bool, follows_an_amount: bool) -> bool {
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
    let glued_before = !follows_an_amount
        && previous.is_some_and(|previous| {
            let joins = matches!(previous, '_' | '#' | '@' | '/' | '\\' | '&' | '=');
            previous.is_alphanumeric() && previous.is_ascii() || joins && has_marker || previous == '$'
        });
    let glued_after = next.is_some_and(|next| next == '_' || next == '=' || next.is_ascii_digit());
    let rest = text.get(range.end..).unwrap_or_default();
    let letters = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let word = rest.get(..letters).unwrap_or_default();
    !(glued_before || glued_after || letters > 0 && !is_suffix(word))
}

/// Whether the amount is one end of a range whose other end is a placeholder.
fn is_end_of_unknown(text: &str, range: &Range<usize>) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '\u{2013}' | '\u{2014}');
    let before = text.get(..range.start).unwrap_or_default().trim_end_matches(' ');
    let after = text.get(range.end..).unwrap_or_default().trim_start_matches(' ');
    before.strip_suffix(is_dash).is_some_and(|rest| rest.trim_end_matches(' ').ends_with(HOLE))
        || after.strip_prefix(is_dash).is_some_and(|rest| rest.trim_start_matches(' ').starts_with(HOLE))
}

/// Letters that may follow an amount without a blank.
fn is_suffix(word: &str) -> bool {
    const SUFFIXES: &[&str] =
        &["k", "m", "mm", "b", "bn", "t", "mn", "million", "billion", "pp", "ea", "pcm", "pm", "pa", "x"];
    SUFFIXES.iter().any(|suffix| word.eq_ignore_ascii_case(suffix))
}

fn amount(
    text: &str,
    candidate: &Candidate,
    previous: Option<&Candidate>,
    next: Option<&Candidate>,
    setting: &Setting<'_>,
    convention: Option<Convention>,
) -> Option<Amount> {
    if candidate.is_percent {
        return None;
    }
    // `$5–10` and `5–10 €` name the currency once for both ends.
    let lent = || {
        let from_previous = previous
            .filter(|previous| {
                previous
                    .marker
                    .as_ref()
                    .is_some_and(|marker| marker.range.end <= previous.numeral.range.start)
            })
            .filter(|previous| is_tight_dash(text, previous.range.end, candidate.range.start));
        let from_next = next
            .filter(|next| {
                next.marker.as_ref().is_some_and(|marker| marker.range.start >= next.numeral.range.end)
            })
            .filter(|next| is_dash(text, candidate.range.end, next.range.start));
        from_previous.or(from_next).and_then(|lender| lender.marker.as_ref())
    };
    let marker = candidate.marker.as_ref().or_else(lent)?;
    let reading = read(&candidate.numeral.shape, convention, marker.currency)?;
    let (scale, length) = magnitude(text.get(candidate.range.end..).unwrap_or_default());
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
        currency: marker.currency,
        is_ambiguous: reading.is_ambiguous,
        is_guessed: !marker.is_explicit && !setting.knows_a_currency(),
        has_magnitude: scale.is_some(),
        end: None,
    })
}

/// `million`, `bn`, `k` after an amount: the factor and its bytes.
fn magnitude(rest: &str) -> (Option<Decimal>, usize) {
    const WORDS: &[(&str, i64)] = &[
        ("thousand", 1_000),
        ("tausend", 1_000),
        ("millions", 1_000_000),
        ("million", 1_000_000),
        ("millionen", 1_000_000),
        ("mio", 1_000_000),
        ("mn", 1_000_000),
        ("mm", 1_000_000),
        ("m", 1_000_000),
        ("billions", 1_000_000_000),
        ("billion", 1_000_000_000),
        ("milliarden", 1_000_000_000),
        ("milliards", 1_000_000_000),
        ("mrd", 1_000_000_000),
        ("bn", 1_000_000_000),
        ("b", 1_000_000_000),
        ("trillion", 1_000_000_000_000),
        ("k", 1_000),
    ];
    let blank = usize::from(rest.starts_with([' ', '-']));
    let tail = rest.get(blank..).unwrap_or_default();
    let length = tail.find(|next: char| !next.is_alphabetic()).unwrap_or(tail.len());
    let word = tail.get(..length).unwrap_or_default();
    let found = WORDS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name));
    // One letter counts only when it is glued to the number: `$20k`, but not `$20 M size`.
    match found.filter(|(name, _)| blank == 0 || name.len() > 2) {
        Some((_, scale)) => (Some(Decimal::from(*scale)), blank + length),
        None => (None, 0),
    }
}

fn connector(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

fn is_tight_dash(text: &str, from: usize, to: usize) -> bool {
    matches!(connector(text, from, to), "-" | "\u{2013}" | "\u{2014}")
        || matches!(connector(text, from, to), " \u{2013} ")
}

fn is_dash(text: &str, from: usize, to: usize) -> bool {
    is_tight_dash(text, from, to)
        || matches!(connector(text, from, to), " - " | " bis " | " to " | " à " | " a ")
}

/// Marks neighbours that are the ends of a range: same currency, a dash or `to` between them, the lower one first.
fn mark_ranges(text: &str, amounts: &mut [Amount]) {
    for index in 1..amounts.len() {
        let Some([low, high]) = amounts.get_mut(index - 1..=index) else { continue };
        if low.currency == high.currency
            && low.amount < high.amount
            && low.end.is_none()
            && is_dash(text, low.range.end, high.range.start)
        {
            // `$1-4M`: the magnitude counts for both ends.
            low.has_magnitude |= high.has_magnitude;
            low.end = Some(RangeEnd::Low);
            high.end = Some(RangeEnd::High);
        }
    }
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
        let setting = Setting { locale, market: Some(Currency::USD), ..Setting::default() };
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
            "5 kroner is a word",
            "iPhone 15",
            "$5abc",
        ] {
            assert_eq!(found(text, "en-US"), Vec::<String>::new(), "{text}");
        }
    }
}
