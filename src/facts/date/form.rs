//! Other words in the form of given ones: the name of another day of the week, the name of a zone in the other half of
//! the year.

use std::ops::Range;

use jiff::civil::Weekday;

use super::lex::{self, Kind};
use super::words::{self, Languages, Meaning, Sense};
use crate::artifact::Locale;

/// Names of a zone for standard time and for summer.
const ZONE_NAMES: &[(&str, &str)] = &[
    ("PST", "PDT"),
    ("MST", "MDT"),
    ("CST", "CDT"),
    ("EST", "EDT"),
    ("AKST", "AKDT"),
    ("GMT", "BST"),
    ("WET", "WEST"),
    ("CET", "CEST"),
    ("MEZ", "MESZ"),
    ("EET", "EEST"),
    ("NZST", "NZDT"),
    ("Standard", "Daylight"),
    ("standard", "daylight"),
];

/// Where `text` names `from`, and the word for `to` in the same language, length and case. `None` where the word has no
/// such counterpart.
#[must_use]
pub fn rename_weekday(
    text: &str,
    locale: Option<&Locale>,
    from: Weekday,
    to: Weekday,
) -> Option<(Range<usize>, String)> {
    let languages = Languages::of(locale);
    let number = from.to_monday_one_offset();
    for token in lex::tokens(text, languages) {
        let Kind::Word { senses, .. } = token.kind else { continue };
        let names = |sense: &&Sense| {
            languages.hold_of(sense)
                && matches!(sense.meaning, Meaning::Weekday(day) | Meaning::ShortWeekday(day) if day == number)
        };
        let Some(sense) = senses.iter().find(names) else { continue };
        let is_short = matches!(sense.meaning, Meaning::ShortWeekday(_));
        let written = text.get(token.range.clone())?;
        let mut folded = String::new();
        lex::fold(written, &mut folded);
        if words::weekday_name(sense.language, from, is_short)?.0 != folded {
            return None;
        }
        let (_, name) = words::weekday_name(sense.language, to, is_short)?;
        return Some((token.range, in_case_of(written, name)));
    }
    None
}

/// The name of a zone in the other half of the year: `PST` for `PDT`, `Pacific Standard Time` for `Pacific Daylight Time`.
#[must_use]
pub fn rename_zone(name: &str) -> Option<String> {
    let swap = |word: &str| {
        ZONE_NAMES.iter().find_map(|(standard, summer)| match word {
            word if word == *standard => Some(*summer),
            word if word == *summer => Some(*standard),
            _ => None,
        })
    };
    if let Some(other) = swap(name) {
        return Some(other.to_owned());
    }
    let words: Vec<&str> = name.split(' ').collect();
    words
        .iter()
        .any(|word| swap(word).is_some())
        .then(|| words.iter().map(|word| swap(word).unwrap_or(word)).collect::<Vec<_>>().join(" "))
}

/// `name`, which is in lower case, with the capitals of `written`.
fn in_case_of(written: &str, name: &str) -> String {
    let mut letters = written.chars();
    let first_is_upper = letters.next().is_some_and(char::is_uppercase);
    let rest_is_upper = first_is_upper && letters.next().is_some_and(char::is_uppercase);
    if rest_is_upper {
        return name.to_uppercase();
    }
    let mut characters = name.chars();
    match characters.next() {
        Some(first) if first_is_upper => first.to_uppercase().chain(characters).collect(),
        _ => name.to_owned(),
    }
}
