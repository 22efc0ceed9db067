//! Phone numbers in the form of E.164, from the many forms in which they are written. Knows nothing of the texts they stand
//! in.
//!
//! A number is possible, not assigned: it has a calling code that exists and as many digits as numbers there have. Numbers
//! of fiction (555-0100) are numbers.

mod plans;

use self::plans::{PLANS, Plan};

/// A phone number that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Phone {
    /// `+15558675309`; of a local number its digits.
    pub value: String,
    /// How much of it is written.
    pub extent: Extent,
}

/// How much of a phone number is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// All of it, with the calling code of the country.
    International,
    /// What one dials within the country.
    National,
    /// What one dials within the town, or something whose country is not known: it is no form of E.164.
    Local,
}

/// Countries in which people leave the trunk prefix out: calling code, and how many digits a number has at least then.
const WITHOUT_TRUNK: &[(&str, usize)] =
    &[("55", 10), ("91", 10), ("57", 10), ("7", 10), ("86", 11), ("54", 10)];
/// Numbers of Australia without an area: 13 and 1300, 1800.
const AUSTRALIA: &str = "61";
/// The digits of a national number of North America.
const NANP_DIGITS: usize = 10;

/// Reads a number as it is written or stands behind `tel:`: with `+`, with `00`, or as one dials it in `region`, a code of
/// ISO 3166. Letters are digits of the keypad; an extension is no part of it.
#[must_use]
pub fn read(text: &str, region: Option<&str>) -> Option<Phone> {
    let text = without_extension(text.trim());
    let plan = region.and_then(plan_of);
    let (text, is_international) = match text.trim_start_matches('(').strip_prefix(['+', '＋']) {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let digits = digits(text)?;
    let prefix = if plan.is_some_and(is_north_american) { "011" } else { "00" };
    let whole = if is_international { Some(digits.as_str()) } else { digits.strip_prefix(prefix) };
    if let Some(whole) = whole {
        return international(whole, text.contains("(0)"));
    }
    let local = |value: &str| {
        (6..=15).contains(&value.len()).then(|| Phone { value: value.to_owned(), extent: Extent::Local })
    };
    let Some(plan) = plan else { return local(&digits) };
    let has_letters = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    match national(&digits, plan, has_letters) {
        Some(national) => {
            Some(Phone { value: format!("+{}{national}", plan.code), extent: Extent::National })
        }
        None if digits.starts_with('0') || digits.len() >= 9 => None,
        None => local(&digits),
    }
}

/// Whether there are numbers of this region, a code of ISO 3166.
#[must_use]
pub fn is_region(region: &str) -> bool {
    plan_of(region).is_some()
}

/// Whether the numbers of a region are those of North America: three digits, three digits, four digits.
#[must_use]
pub fn is_north_american_region(region: &str) -> bool {
    plan_of(region).is_some_and(is_north_american)
}

/// Whether one dials a prefix before a number of another town in this region.
#[must_use]
pub fn trunk_prefix(region: &str) -> Option<&'static str> {
    plan_of(region).map(|plan| plan.trunk).filter(|trunk| !trunk.is_empty())
}

fn plan_of(region: &str) -> Option<&'static Plan> {
    PLANS.iter().find(|plan| plan.regions.split(' ').any(|own| own == region))
}

fn is_north_american(plan: &Plan) -> bool {
    plan.code == "1"
}

/// The text without `ext. 12`, `x12`, `;ext=12` and what follows a pause.
fn without_extension(text: &str) -> &str {
    let text = text.split([';', ',']).next().unwrap_or_default();
    let Some(at) = text.rfind(['x', 'X']) else { return text };
    let (head, tail) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
    let is_extension = |tail: &str| {
        let tail = tail.trim_start_matches(['.', ':', ' ', 't', 'T']);
        !tail.is_empty() && tail.bytes().all(|byte| byte.is_ascii_digit())
    };
    match head.strip_suffix(['e', 'E']).unwrap_or(head) {
        head if is_extension(tail) && head.bytes().filter(u8::is_ascii_digit).count() >= 7 => head.trim_end(),
        _ => text,
    }
}

/// The digits of a text that holds nothing but digits, letters of the keypad and what is written between them.
fn digits(text: &str) -> Option<String> {
    let mut digits = String::new();
    for character in text.chars() {
        match character {
            '0'..='9' => digits.push(character),
            // Letters alone are words.
            'a'..='z' | 'A'..='Z' if digits.len() >= 3 => digits.push(on_keypad(character)),
            _ if is_separator(character) || matches!(character, '(' | ')') => {}
            _ => return None,
        }
    }
    Some(digits)
}

/// What may stand between two digits of a number.
#[must_use]
pub const fn is_separator(character: char) -> bool {
    matches!(
        character,
        ' ' | '\u{A0}' | '\u{2007}' | '\u{2009}' | '\u{202F}' | '-' | '\u{2010}'
            ..='\u{2014}' | '\u{AD}' | '.' | '/' | '\u{B7}' | '\u{2022}' | '\u{2060}' | '\u{200B}'
    )
}

const fn on_keypad(letter: char) -> char {
    match letter.to_ascii_lowercase() {
        'a' | 'b' | 'c' => '2',
        'd' | 'e' | 'f' => '3',
        'g' | 'h' | 'i' => '4',
        'j' | 'k' | 'l' => '5',
        'm' | 'n' | 'o' => '6',
        'p' | 'q' | 'r' | 's' => '7',
        't' | 'u' | 'v' => '8',
        _ => '9',
    }
}

/// A number with the calling code in front. `has_trunk` where a trunk prefix stands in brackets: `+49 (0)40`.
fn international(digits: &str, has_trunk: bool) -> Option<Phone> {
    let (plan, rest) =
        PLANS.iter().find_map(|plan| digits.strip_prefix(plan.code).map(|rest| (plan, rest)))?;
    let rest = match rest.strip_prefix('0') {
        Some(shorter) if has_trunk || plan.trunk == "0" => shorter,
        _ => rest,
    };
    let is_right = |national: &str| (plan.min..=plan.max).contains(&national.len());
    let national = if is_north_american(plan) { north_american(rest, false)? } else { rest };
    is_right(national)
        .then(|| Phone { value: format!("+{}{national}", plan.code), extent: Extent::International })
}

/// The national number that one dials as `digits`.
fn national<'d>(digits: &'d str, plan: &Plan, has_letters: bool) -> Option<&'d str> {
    if is_north_american(plan) {
        return north_american(digits, has_letters);
    }
    let national = match (plan.trunk, digits.strip_prefix(plan.trunk)) {
        ("", _) => digits,
        (_, Some(rest)) => rest,
        (_, None) => {
            let is_known = WITHOUT_TRUNK
                .iter()
                .any(|(code, least)| *code == plan.code && (*least..=plan.max).contains(&digits.len()));
            let is_service = plan.code == AUSTRALIA && digits.starts_with('1') && digits.len() >= 6;
            (is_known || is_service).then_some(digits)?
        }
    };
    // Shorter ones are numbers of emergency and information.
    let least = plan.min.max(6);
    (least..=plan.max).contains(&national.len()).then_some(national)
}

/// The ten digits of a number of North America. Neither the area nor the exchange begins with 0 or 1; more letters than a
/// number has digits are there for the word.
fn north_american(digits: &str, has_letters: bool) -> Option<&str> {
    let digits = match digits.strip_prefix('1') {
        Some(rest) if rest.len() >= NANP_DIGITS => rest,
        _ => digits,
    };
    let digits = if has_letters { digits.get(..NANP_DIGITS)? } else { digits };
    let begins = |at: usize| digits.as_bytes().get(at).is_some_and(|byte| matches!(byte, b'2'..=b'9'));
    (digits.len() == NANP_DIGITS && begins(0) && begins(3)).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::{Extent, PLANS, read};

    fn value(text: &str, region: &str) -> String {
        read(text, Some(region)).map_or_else(String::new, |phone| phone.value)
    }

    #[test]
    fn plans_are_told_apart_by_their_codes() {
        for plan in PLANS {
            let others = PLANS.iter().filter(|other| other.code.starts_with(plan.code));
            assert_eq!(others.count(), 1, "{plan:?}");
            assert!(plan.min <= plan.max && plan.code.len() + plan.max <= 15, "{plan:?}");
        }
    }

    #[test]
    fn the_forms_of_one_number_are_one_value() {
        let forms = ["555.867.5309", "(555) 867-5309", "+1 555 867 5309", "1-555-867-5309", "5558675309"];
        for form in forms {
            assert_eq!(value(form, "US"), "+15558675309", "{form}");
        }
        for form in
            ["+49 40 555 01 23", "+49 (0)40 5550123", "040/5550123", "0049 40 5550123", "+49 040 5550123"]
        {
            assert_eq!(value(form, "DE"), "+49405550123", "{form}");
        }
        for (form, region, expected) in [
            ("020 7946 0958", "GB", "+442079460958"),
            ("(020) 7946 0958", "GB", "+442079460958"),
            ("+44 (0) 20 7946 0958", "US", "+442079460958"),
            ("01 99 00 12 34", "FR", "+33199001234"),
            ("912 345 678", "ES", "+34912345678"),
            ("02 9999 0123", "IT", "+390299990123"),
            ("011 49 40 5550123", "US", "+49405550123"),
            ("1300 555 012", "AU", "+611300555012"),
            ("(11) 5555-0123", "BR", "+551155550123"),
            ("555-867-5309 ext. 12", "US", "+15558675309"),
            ("555-867-5309x12", "US", "+15558675309"),
            ("555-867-5309;ext=12", "US", "+15558675309"),
            ("1-800-FLOWERS", "US", "+18003569377"),
            ("800-MY-APPLE", "US", "+18006927753"),
            ("1-800-CONTACTS", "US", "+18002668228"),
        ] {
            assert_eq!(value(form, region), expected, "{form}");
        }
    }

    #[test]
    fn what_is_too_short_or_too_long_is_no_number() {
        for (form, region) in [
            ("+1 155 867 5309", "US"),
            ("155-867-5309", "US"),
            ("+999 12345678", "US"),
            ("+49 1", "DE"),
            ("0123456789012345678", "DE"),
            ("3639", "FR"),
            ("call me", "US"),
            ("+10,000", "US"),
        ] {
            assert_eq!(value(form, region), "", "{form}");
        }
        let local = read("555-0134", Some("US")).expect("a local number");
        assert_eq!((local.value.as_str(), local.extent), ("5550134", Extent::Local));
        assert_eq!(read("0171 5550123", None).map(|phone| phone.extent), Some(Extent::Local));
    }
}
