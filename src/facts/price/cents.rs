//! Cents that stand apart from their number: `$19 .99`, `1,235€99`, `12 zł 50 gr`.

use super::currency::{Marker, Setting};
use super::number::{Numeral, digit};

/// `$19 .99`, `$19⁹⁹`: cents that are set apart; in a text that is nothing but a price also `$19 99`.
pub(super) fn join_cents(text: &str, numeral: &mut Numeral, is_lone: bool) {
    let rest = text.get(numeral.end..).unwrap_or_default();
    let blank = if is_lone { rest.strip_prefix(' ') } else { None };
    let apart = [" . ", " , ", " .", " ,"].iter().find_map(|joint| rest.strip_prefix(joint)).or(blank);
    let raised = |character| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().zip('0'..).find(|(own, _)| *own == character);
    let value = |character: char| match apart {
        Some(_) => Some(character).filter(char::is_ascii_digit),
        None => raised(character).map(|(_, digit)| digit),
    };
    let cents: String = apart.unwrap_or(rest).chars().map_while(value).collect();
    let after = apart.unwrap_or(rest).trim_start_matches(|character| value(character).is_some());
    let ends = !after.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '.' | ',' | '%'));
    if cents.len() == 2 && ends && numeral.end == numeral.range.end && numeral.is_whole() {
        take_cents(numeral, &cents);
        numeral.end = text.len() - after.len();
        numeral.range.end = numeral.end;
    }
}

/// Adds cents to a whole number.
pub(super) fn take_cents(numeral: &mut Numeral, cents: &str) {
    numeral.shape.retain(|character| character.is_ascii_digit());
    numeral.shape.push('.');
    numeral.shape.push_str(cents);
}

/// `1,235€99`: cents after the sign. With blanks only where nothing follows.
pub(super) fn cents_behind_sign(
    text: &str,
    numeral: &Numeral,
    setting: &Setting,
) -> Option<(String, Marker, usize)> {
    let is_sign = |character: &char| matches!(character, '€' | '£' | '$');
    let rest = text.get(numeral.end..)?;
    let rest = if setting.is_lone { rest.trim_start_matches(' ') } else { rest };
    let sign = rest.chars().next().filter(is_sign)?;
    let rest = rest.get(sign.len_utf8()..)?;
    let tail = rest.strip_prefix(' ').unwrap_or(rest);
    // `349€<sup>99</sup>` may run into the next number.
    let from = text.len() - tail.len();
    let cut = setting.cuts.next(from).filter(|cut| *cut == from + 2);
    let cents: String = tail.chars().map_while(digit).take(if cut.is_some() { 2 } else { 3 }).collect();
    let after = tail.trim_start_matches(|character| digit(character).is_some());
    let after = cut.and_then(|cut| text.get(cut..)).unwrap_or(after);
    let ends = if cut.is_some() {
        true
    } else if tail.len() == rest.len() {
        !after.starts_with(|next: char| {
            next.is_alphanumeric() || matches!(next, '.' | ',' | '%') || is_sign(&next)
        })
    } else {
        after.trim().is_empty()
    };
    if cents.len() != 2 || !ends || !numeral.is_whole() {
        return None;
    }
    let end_of_sign = text.len() - rest.len();
    let range = end_of_sign - sign.len_utf8()..end_of_sign;
    let marker = setting.marker_of(text.get(range.clone())?, range)?;
    Some((cents, marker, text.len() - after.len()))
}

/// What hundredths are called behind a number that stands behind another with its currency.
const HUNDREDTHS: &[&str] = &[
    "cents",
    "cent",
    "ct",
    "c",
    "centimes",
    "céntimos",
    "centesimi",
    "centavos",
    "cêntimos",
    "pence",
    "p",
    "gr",
    "groszy",
    "grosze",
    "haléřů",
    "коп",
    "копеек",
    "коп.",
    "копійок",
    "ст",
    "стотинки",
    "bani",
    "øre",
    "öre",
    "kuruş",
    "rappen",
    "paise",
];

/// `12 zł 50 gr`, `5 dollars and 50 cents`: the hundredths behind a whole number and its currency, and where they end. In
/// a text that is nothing but a price, `12 Euro 50` needs no word for them.
pub(super) fn hundredths_behind(text: &str, marker: &Marker, is_lone: bool) -> Option<(String, usize)> {
    let end = marker.range.end;
    let rest = text.get(end..)?.strip_prefix([' ', '\u{A0}'])?;
    let rest =
        ["and ", "et ", "und ", "i ", "и "].iter().find_map(|joint| rest.strip_prefix(joint)).unwrap_or(rest);
    let cents: String = rest.chars().map_while(digit).take(3).collect();
    let tail = rest.trim_start_matches(|character| digit(character).is_some());
    if marker.is_minor || cents.is_empty() || cents.len() > 2 {
        return None;
    }
    let word = tail.trim_start_matches([' ', '\u{A0}']);
    let length = word.find(|next: char| !next.is_alphabetic()).unwrap_or(word.len());
    let name = word.get(..length)?;
    let is_named = HUNDREDTHS.iter().any(|own| name.eq_ignore_ascii_case(own));
    let is_word = text.get(marker.range.clone())?.trim_end_matches('.').chars().all(char::is_alphabetic);
    let is_last = is_lone && is_word && cents.len() == 2 && tail.trim().is_empty();
    let point = usize::from(word.get(length..)?.starts_with('.') && is_named);
    let stop = if is_named { text.len() - word.len() + length + point } else { text.len() - tail.len() };
    (is_named || is_last).then(|| (format!("{cents:0>2}"), stop))
}
