//! Words and signs that multiply a number: `million`, `bn`, `k`, `тыс`, `만`. Knows nothing of what is counted.

use iso_currency::Currency;
use rust_decimal::Decimal;

use super::number::{Numeral, digit};

const THOUSAND: i64 = 1_000;
const MILLION: i64 = 1_000_000;
const BILLION: i64 = 1_000_000_000;

const WORDS: &[(&str, i64)] = &[
    ("lakh", 100_000),
    ("lakhs", 100_000),
    ("crore", 10_000_000),
    ("crores", 10_000_000),
    ("thousand", THOUSAND),
    ("tausend", THOUSAND),
    ("ribu", THOUSAND),
    ("тыс", THOUSAND),
    ("тысяч", THOUSAND),
    ("tys", THOUSAND),
    ("nghìn", THOUSAND),
    ("ngàn", THOUSAND),
    ("millions", MILLION),
    ("million", MILLION),
    ("millionen", MILLION),
    ("millones", MILLION),
    ("milhões", MILLION),
    ("milioni", MILLION),
    ("miljoen", MILLION),
    ("miljoner", MILLION),
    ("mio", MILLION),
    ("mln", MILLION),
    ("млн", MILLION),
    ("juta", MILLION),
    ("triệu", MILLION),
    ("mn", MILLION),
    ("mm", MILLION),
    ("m", MILLION),
    ("billions", BILLION),
    ("billion", BILLION),
    ("milliarden", BILLION),
    ("milliards", BILLION),
    ("miliardi", BILLION),
    ("miljard", BILLION),
    ("bilhões", BILLION),
    ("mrd", BILLION),
    ("mld", BILLION),
    ("млрд", BILLION),
    ("tỷ", BILLION),
    ("bn", BILLION),
    ("b", BILLION),
    ("trillion", 1_000_000_000_000),
    ("tn", 1_000_000_000_000),
    ("k", THOUSAND),
];

/// Words that multiply amounts of one currency only.
const AT_HOME: &[(&str, &str, i64)] = &[
    ("rb", "IDR", THOUSAND),
    ("jt", "IDR", MILLION),
    // In English, `$5 mil` are millions.
    ("mil", "BRL", THOUSAND),
    ("mil", "EUR", THOUSAND),
    ("mil", "MXN", THOUSAND),
    ("mil", "ARS", THOUSAND),
    ("mil", "CLP", THOUSAND),
    ("mil", "COP", THOUSAND),
];

/// A magnitude after an amount: the factor and its bytes.
pub(super) fn magnitude(rest: &str, currency: Option<Currency>) -> (Option<Decimal>, usize) {
    let blank = usize::from(rest.starts_with([' ', '-']));
    let tail = rest.get(blank..).unwrap_or_default();
    if !tail.starts_with(char::is_alphabetic) {
        return (None, 0);
    }
    let length = tail.find(|next: char| !next.is_alphabetic()).unwrap_or(tail.len());
    let word = tail.get(..length).unwrap_or_default();
    let is_word = |name: &str| word.eq_ignore_ascii_case(name);
    let at_home = AT_HOME
        .iter()
        .find(|(name, code, _)| is_word(name) && currency.is_some_and(|currency| currency.code() == *code));
    let found = WORDS.iter().find(|(name, _)| is_word(name)).copied();
    let found = found.or(at_home.map(|(name, _, scale)| (*name, *scale)));
    // One letter counts only when it is glued to the number: `$20k`, but not `$20 M size`. Nor does `20 mm`.
    let is_clear = |name: &str| name.len() > 2 || matches!(name, "bn" | "mn" | "tn" | "rb" | "jt");
    match found.filter(|(name, _)| blank == 0 || is_clear(name)) {
        Some((_, scale)) => (Some(Decimal::from(scale)), blank + length),
        None => (None, 0),
    }
}

/// Signs of Chinese, Japanese and Korean that multiply the number before them; more digits may follow.
const SIGNS: &[(char, i64)] = &[
    ('百', 100),
    ('千', THOUSAND),
    ('천', THOUSAND),
    ('万', 10_000),
    ('萬', 10_000),
    ('만', 10_000),
    ('億', 100_000_000),
    ('亿', 100_000_000),
    ('억', 100_000_000),
];

fn sign(text: &str) -> Option<(Decimal, usize)> {
    let next = text.chars().next()?;
    let (_, scale) = SIGNS.iter().find(|(own, _)| *own == next)?;
    Some((Decimal::from(*scale), next.len_utf8()))
}

/// `3万`, `1万2800`, `12만 9천`: takes the signs and the digits behind them into a number.
pub(super) fn join_signs(text: &str, numeral: &mut Numeral) {
    let rest = text.get(numeral.end..).unwrap_or_default();
    if numeral.end != numeral.range.end || sign(rest).is_none() {
        return;
    }
    let plain = numeral.shape.replace(',', "");
    let Ok(mut part) = plain.parse::<Decimal>() else { return };
    let mut total = Decimal::ZERO;
    let mut end = numeral.end;
    while let Some((scale, length)) = text.get(end..).and_then(sign) {
        let Some(sum) = part.checked_mul(scale).and_then(|scaled| total.checked_add(scaled)) else { return };
        total = sum;
        end += length;
        let behind = text.get(end..).unwrap_or_default();
        let tail = behind.strip_prefix(' ').unwrap_or(behind);
        let digits: String = tail.chars().map_while(digit).take(5).collect();
        let after = tail.trim_start_matches(|character| digit(character).is_some());
        part = Decimal::ZERO;
        // Digits behind a blank belong to the number only where another sign follows them: `3만 2개`.
        let belongs = behind.len() == tail.len() || sign(after).is_some();
        if digits.is_empty() || digits.len() > 4 || !belongs {
            break;
        }
        let Ok(value) = digits.parse::<Decimal>() else { return };
        part = value;
        end = text.len() - after.len();
    }
    let Some(value) = total.checked_add(part).filter(|value| value.fract().is_zero()) else { return };
    numeral.shape = value.trunc().normalize().to_string();
    numeral.end = end;
    numeral.range.end = end;
}

#[cfg(test)]
mod tests {
    use super::{join_signs, magnitude};
    use crate::facts::price::number::numeral_at;

    #[test]
    fn signs_multiply_the_number_before_them() {
        for (text, shape) in [
            ("3万円", "30000"),
            ("1万2800円", "12800"),
            ("1.2万", "12000"),
            ("12만 9천원", "129000"),
            ("3만 2개", "30000"),
            ("2,000万円", "20000000"),
            ("3円", "3"),
        ] {
            let mut numeral = numeral_at(text, 0);
            join_signs(text, &mut numeral);
            assert_eq!(numeral.shape, shape, "{text}");
        }
    }

    #[test]
    fn single_letters_are_glued_to_their_number() {
        let factor = |rest: &str| magnitude(rest, None).0.map(|scale| scale.to_string());
        assert_eq!(factor("k").as_deref(), Some("1000"));
        assert_eq!(factor(" bn covers").as_deref(), Some("1000000000"));
        assert_eq!(factor(" m"), None);
        assert_eq!(factor(" mm"), None);
        assert_eq!(factor(" mil"), None);
    }
}
