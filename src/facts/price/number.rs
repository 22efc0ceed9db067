//! Numbers as people write them in prices: group and decimal separators of many lands, full-width digits, decorations
//! such as `50,-`. Knows nothing of currencies' signs or of what an amount is for.

use std::ops::Range;
use std::str::FromStr;

use iso_currency::Currency;
use rust_decimal::Decimal;

use crate::artifact::Locale;

/// More digits and separators than any price has; longer runs are serial numbers.
const MAX_LENGTH: usize = 24;

/// Which signs separate decimals and groups.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Convention {
    decimal: char,
    group: char,
    /// Groups of two before the last group of three, as in `1,29,900`.
    pairs: bool,
}

/// Languages that write `1.299,00`.
const COMMA_AND_POINT: &[&str] =
    &["de", "es", "it", "nl", "pt", "da", "tr", "el", "id", "ro", "hr", "sl", "vi", "is", "ca"];
/// Languages that write `1 299,00`.
const COMMA_AND_SPACE: &[&str] =
    &["fr", "sv", "nb", "nn", "no", "fi", "pl", "cs", "sk", "hu", "ru", "uk", "bg", "et", "lv", "lt"];
/// Regions that write a decimal point whatever their language.
const POINT_REGIONS: &[&str] =
    &["MX", "US", "PR", "GT", "HN", "NI", "PA", "SV", "DO", "PE", "CH", "LI", "GB", "IN"];
/// Currencies at home where a comma separates groups, for texts whose language is not known.
const COMMA_GROUPS: &[&str] = &[
    "USD", "GBP", "AUD", "NZD", "JPY", "CNY", "KRW", "INR", "HKD", "SGD", "MXN", "TWD", "THB", "ILS", "AED",
    "MYR", "PHP", "PKR", "LKR", "NPR", "BDT", "SAR", "QAR", "EGP", "KES", "NGN", "GHS", "ZAR", "DOP", "JMD",
    "GTQ", "HNL", "PEN", "CAD", "CHF", "ETB", "BYN", "AFN", "ZMW", "BWP", "FJD", "TTD", "BBD", "BZD", "XCD",
    "NAD", "KWD", "BHD", "OMR", "JOD", "LBP",
];
/// The same for a point.
const POINT_GROUPS: &[&str] = &[
    "ARS", "BRL", "UYU", "BOB", "TRY", "DKK", "RSD", "MKD", "BAM", "RON", "HRK", "NOK", "SEK", "PLN", "CZK",
];
/// Currencies that nobody writes with points between groups.
const POINT_DECIMALS: &[&str] = &["USD", "GBP", "CAD", "AUD", "NZD"];
/// Currencies with thousandths that are in use.
const THREE_DECIMALS: &[&str] = &["KWD", "BHD", "OMR", "JOD", "TND", "LYD"];
/// Currencies whose hundredths nobody writes, whatever ISO 4217 says.
const NO_DECIMALS: &[&str] = &[
    "JPY", "KRW", "VND", "CLP", "COP", "ISK", "HUF", "IDR", "PYG", "CRC", "UGX", "TZS", "XOF", "XAF", "XPF",
    "IRR", "IQD", "AMD", "KZT", "UZS", "MGA", "LAK", "KHR",
];

impl Convention {
    /// How a locale writes numbers.
    pub(super) fn of_locale(locale: &Locale) -> Self {
        let region = locale.as_str().rsplit('-').next().filter(|region| region.len() == 2);
        let region = region.filter(|region| region.bytes().all(|byte| byte.is_ascii_uppercase()));
        let pairs = region == Some("IN");
        let point = region.is_some_and(|region| POINT_REGIONS.contains(&region));
        if matches!(region, Some("CH" | "LI")) {
            Self { decimal: '.', group: '\'', pairs }
        } else if point {
            Self { decimal: '.', group: ',', pairs }
        } else if COMMA_AND_POINT.contains(&locale.language()) {
            Self { decimal: ',', group: '.', pairs }
        } else if COMMA_AND_SPACE.contains(&locale.language()) {
            Self { decimal: ',', group: ' ', pairs }
        } else {
            Self { decimal: '.', group: ',', pairs }
        }
    }

    /// A convention with this decimal sign.
    #[cfg(test)]
    pub(super) const fn with_decimal(decimal: char) -> Self {
        Self { decimal, group: if decimal == '.' { ',' } else { '.' }, pairs: false }
    }
}

/// Digits and separators as they stand in a text, not yet understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Numeral {
    /// Bytes of the text, without decoration.
    pub(super) range: Range<usize>,
    /// One past the decoration: `50,-`, `1’299.–`.
    pub(super) end: usize,
    /// The same in ASCII: digits, `.`, `,`, `'` and blank.
    pub(super) shape: String,
}

impl Numeral {
    /// Whether it is short enough for an amount.
    pub(super) const fn is_readable(&self) -> bool {
        self.shape.len() <= MAX_LENGTH
    }

    /// Whether it is written as amounts are: with two decimals, with groups, or with a dash for the cents.
    pub(super) fn is_shaped(&self) -> bool {
        let has_groups = || self.shape.split(['.', ',', '\'', ' ']).skip(1).all(|group| group.len() == 3);
        let has_sign = self.shape.bytes().any(|byte| !byte.is_ascii_digit());
        self.end > self.range.end || has_sign && (self.has_cents() || has_groups())
    }

    /// Whether it ends in two decimals.
    pub(super) fn has_cents(&self) -> bool {
        self.shape.rsplit_once(['.', ',']).is_some_and(|(_, cents)| cents.len() == 2)
    }

    /// Whether it is written `24'95`.
    pub(super) fn has_raised_cents(&self) -> bool {
        self.shape.rsplit_once('\'').is_some_and(|(_, cents)| cents.len() == 2)
    }

    /// Its value where its only sign, before three digits, is the decimal one or may be.
    pub(super) fn decimal(&self, convention: Option<Convention>) -> Option<Reading> {
        let (whole, fraction) = self.shape.split_once(['.', ','])?;
        let sign = self.shape.chars().nth(whole.chars().count())?;
        let is_decimal = sign == convention.map_or('.', |convention| convention.decimal);
        let is_plain = fraction.len() == 3 && fraction.bytes().all(|byte| byte.is_ascii_digit());
        if is_decimal && is_plain { certain(&format!("{whole}.{fraction}")) } else { None }
    }

    /// Whether it is a whole number; its groups may be marked.
    pub(super) fn is_whole(&self) -> bool {
        self.shape.split(['.', ',', '\'', ' ']).skip(1).all(|group| group.len() == 3)
    }
}

/// A numeral that was understood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Reading {
    /// Its value.
    pub(super) amount: Decimal,
    /// Whether another reading is as good.
    pub(super) is_ambiguous: bool,
}

/// Zeros of the scripts that have digits of their own, each followed by one to nine: Arabic-Indic, Persian, Devanagari,
/// Bengali, Gujarati, Tamil, Telugu, Kannada, Malayalam, Thai, Lao, Burmese, Khmer, full-width.
const ZEROS: [u32; 14] =
    [0x660, 0x6F0, 0x966, 0x9E6, 0xAE6, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0x1040, 0x17E0, 0xFF10];

/// The value of a decimal digit of any script.
pub(super) fn digit(character: char) -> Option<char> {
    if character.is_ascii() {
        return Some(character).filter(char::is_ascii_digit);
    }
    let point = u32::from(character);
    let zero = ZEROS.into_iter().find(|zero| (*zero..*zero + 10).contains(&point))?;
    char::from_digit(point - zero, 10)
}

fn separator(character: char) -> Option<char> {
    match character {
        '.' | '\u{FF0E}' | '\u{66B}' => Some('.'),
        ',' | '\u{FF0C}' | '\u{66C}' => Some(','),
        '\'' | '\u{2019}' | '\u{2BC}' | '\u{2018}' | '`' | '\u{B4}' | '\u{B7}' => Some('\''),
        ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' | '\u{2007}' => Some(' '),
        _ => None,
    }
}

/// Reads the numeral that starts with the digit at `at`. A decimal point right before it belongs to it (`.75`)
/// where nothing else could.
pub(super) fn numeral_at(text: &str, at: usize) -> Numeral {
    let mut shape = String::new();
    let mut start = at;
    let before = text.get(..at).unwrap_or_default();
    let is_comma = before == ",";
    if let Some(head) = before.strip_suffix('.').or(is_comma.then_some(""))
        && head.chars().next_back().is_none_or(|previous| previous == ' ' || is_money_sign(previous))
    {
        shape.push_str("0.");
        start = at - 1;
    }
    let mut end = at;
    let mut rest = text.get(at..).unwrap_or_default();
    let mut group_length = 0;
    let mut blank_groups = true;
    loop {
        let mut characters = rest.chars();
        let Some(next) = characters.next() else { break };
        if let Some(digit) = digit(next) {
            // Longer than any price: the rest is walked over, so that it is not read again and again.
            if shape.len() <= MAX_LENGTH {
                shape.push(digit);
            }
            group_length += 1;
            end += next.len_utf8();
            rest = characters.as_str();
            continue;
        }
        let Some(sign) = separator(next) else { break };
        let tail = characters.as_str();
        let run = tail.chars().take(4).take_while(|character| digit(*character).is_some()).count();
        let joins = match sign {
            ' ' => blank_groups && run == 3 && group_length <= 3,
            '\'' => run == 3 || run == 2 && shape.len() <= 6 && !shape.contains('\''),
            _ => run > 0,
        };
        if !joins {
            break;
        }
        blank_groups &= sign == ' ';
        if shape.len() <= MAX_LENGTH {
            shape.push(sign);
        }
        group_length = 0;
        end += next.len_utf8();
        rest = tail;
    }
    let decorated = end + decoration(rest, &shape);
    Numeral { range: start..end, end: decorated, shape }
}

/// Bytes of a dash that stands for "no cents": `50,-`, `50.–`, `50,--`, `50:-`, `50/-`.
fn decoration(rest: &str, shape: &str) -> usize {
    let mut characters = rest.chars();
    if ["/-", "/="].iter().any(|sign| rest.starts_with(sign)) {
        return 2;
    }
    if !matches!(characters.next(), Some('.' | ',' | ':')) || shape.contains(['.']) && shape.contains([',']) {
        return 0;
    }
    let tail = characters.as_str();
    let dashes = tail.trim_start_matches(['-', '\u{2013}', '\u{2014}']);
    let length = tail.len() - dashes.len();
    // `449,-zł`: a sign may be glued to the dash.
    let is_comma = rest.starts_with(',');
    let ends =
        !dashes.starts_with(|next: char| if is_comma { next.is_numeric() } else { next.is_alphanumeric() });
    if length > 0 && ends { 1 + length } else { 0 }
}

fn is_money_sign(character: char) -> bool {
    matches!(character, '$' | '€' | '£' | '¥' | '₹' | '￥' | '₩')
}

/// Understands a shape such as `1.299,00`. `None` is a shape that no price has: a version, a date.
pub(super) fn read(
    shape: &str,
    convention: Option<Convention>,
    currency: Option<Currency>,
) -> Option<Reading> {
    let parts: Vec<&str> = shape.split(['.', ',', '\'', ' ']).collect();
    let signs: Vec<char> = shape.chars().filter(|sign| !sign.is_ascii_digit()).collect();
    let Some(last) = signs.last().copied() else { return certain(shape) };
    let is_uniform = signs.iter().all(|sign| *sign == last);
    let fraction = parts.last().copied().unwrap_or_default();
    let pairs = convention.is_some_and(|convention| convention.pairs)
        || currency.is_some_and(|currency| matches!(currency.code(), "INR" | "PKR" | "BDT" | "LKR" | "NPR"));
    if !is_uniform {
        let whole = parts.get(..parts.len() - 1)?;
        let groups = signs.get(..signs.len() - 1)?;
        let group = groups.first().copied()?;
        let ok = (matches!(last, '.' | ',') || last == '\'' && fraction.len() == 2)
            && groups.iter().all(|sign| *sign == group)
            && group != last
            && are_groups(whole, pairs);
        return if ok { certain(&format!("{}.{fraction}", whole.concat())) } else { None };
    }
    if last == '\'' && fraction.len() == 2 && signs.len() == 1 {
        // `24'95 €`, as Spain writes it by hand.
        let whole = parts.first()?;
        return certain(&format!("{whole}.{fraction}"));
    }
    if last == '\'' || last == ' ' {
        let foreign_blank = last == ' ' && convention.is_none_or(|convention| convention.group != ' ');
        let reading = if are_groups(&parts, false) { certain(&parts.concat()) } else { None };
        let is_ambiguous = foreign_blank && convention.is_some();
        return reading.map(|reading| Reading { is_ambiguous, ..reading });
    }
    if signs.len() > 1 {
        if are_groups(&parts, pairs) {
            return certain(&parts.concat());
        }
        // `1.299.00`: a slip, but nothing else can be meant.
        let (_, whole) = parts.split_last()?;
        let is_slip = fraction.len() == 2 && are_groups(whole, false);
        let reading = if is_slip { certain(&format!("{}.{fraction}", whole.concat())) } else { None };
        return reading.map(|reading| Reading { is_ambiguous: true, ..reading });
    }
    let whole = parts.first().copied().unwrap_or_default();
    if fraction.len() != 3 || whole.is_empty() || whole.starts_with('0') || whole.len() > 3 {
        return certain(&format!("{}.{fraction}", if whole.is_empty() { "0" } else { whole }));
    }
    three_digits(whole, fraction, last, convention, currency)
}

/// `1.299` and `1,299`: groups or decimals.
fn three_digits(
    whole: &str,
    fraction: &str,
    sign: char,
    convention: Option<Convention>,
    currency: Option<Currency>,
) -> Option<Reading> {
    let is_one_of = |codes: &[&str]| currency.is_some_and(|currency| codes.contains(&currency.code()));
    let has_three_decimals = is_one_of(THREE_DECIMALS);
    let has_decimal_comma = is_one_of(&["TND", "LYD"]);
    let grouped = |is_ambiguous| {
        certain(&format!("{whole}{fraction}")).map(|reading| Reading { is_ambiguous, ..reading })
    };
    let decimal = |is_ambiguous| {
        certain(&format!("{whole}.{fraction}")).map(|reading| Reading { is_ambiguous, ..reading })
    };
    match convention {
        _ if sign == ',' && has_decimal_comma => decimal(false),
        _ if is_one_of(NO_DECIMALS) => grouped(false),
        Some(convention) if convention.decimal == sign && has_three_decimals => decimal(false),
        // `$3.459` a gallon, `$1.264` to the pound.
        Some(convention)
            if convention.decimal == sign && sign == '.' && whole.len() == 1 && is_one_of(POINT_DECIMALS) =>
        {
            decimal(true)
        }
        // No currency here has three decimals: a slip, or a text that quotes another land's way of writing.
        Some(convention) if convention.decimal == sign => grouped(true),
        Some(convention) if convention.group == sign => grouped(false),
        // In a land that groups by blanks or apostrophes, the sign that is not the decimal one can only group.
        Some(_) => grouped(false),
        None if has_three_decimals && sign == '.' => decimal(false),
        None => {
            let at_home = if sign == ',' { is_one_of(COMMA_GROUPS) } else { is_one_of(POINT_GROUPS) };
            grouped(!at_home)
        }
    }
}

/// Whether the parts are a lead of one to three digits and groups of three, or of two with a last one of three.
fn are_groups(parts: &[&str], pairs: bool) -> bool {
    let Some((lead, groups)) = parts.split_first() else { return false };
    let Some((last, middle)) = groups.split_last() else { return !lead.is_empty() };
    let lead_fits = (1..=3).contains(&lead.len()) && !(lead.starts_with('0') && lead.len() > 1);
    let threes = middle.iter().all(|group| group.len() == 3);
    let twos = pairs && lead.len() <= 2 && middle.iter().all(|group| group.len() == 2);
    lead_fits && last.len() == 3 && (threes || twos)
}

fn certain(plain: &str) -> Option<Reading> {
    Decimal::from_str(plain).ok().map(|amount| Reading { amount, is_ambiguous: false })
}

#[cfg(test)]
mod tests {
    use super::{Convention, Numeral, Reading, digit, numeral_at, read};
    use crate::artifact::Locale;

    fn amount(text: &str, locale: &str) -> Option<(String, bool)> {
        let at = text.char_indices().find(|(_, character)| digit(*character).is_some())?.0;
        let numeral = numeral_at(text, at);
        let convention = Locale::parse(locale).map(|locale| Convention::of_locale(&locale));
        let Reading { amount, is_ambiguous } = read(&numeral.shape, convention, None)?;
        Some((amount.normalize().to_string(), is_ambiguous))
    }

    #[test]
    fn separators_are_read_by_their_land() {
        let cases = [
            ("1.299,00", "de-DE", "1299", false),
            ("1.299", "de-DE", "1299", false),
            ("1,299", "en-US", "1299", false),
            ("1 299,00", "fr-FR", "1299", false),
            ("1’299.–", "de-CH", "1299", false),
            ("1,29,900", "en-IN", "129900", false),
            ("６，９５０", "ja-JP", "6950", false),
            ("12.5", "en-US", "12.5", false),
            ("0.125", "en-US", "0.125", false),
            ("1.299", "", "1299", true),
            ("1.299", "en-US", "1299", true),
            ("1,299,000.50", "", "1299000.5", false),
        ];
        for (text, locale, expected, ambiguous) in cases {
            assert_eq!(amount(text, locale), Some((expected.to_owned(), ambiguous)), "{text} in {locale}");
        }
    }

    #[test]
    fn versions_and_dates_are_no_numbers() {
        for text in ["1.2.3", "30.11.2026", "25,50,100", "10.0.0.1", "1,2,3"] {
            assert_eq!(amount(text, "en-US"), None, "{text}");
        }
    }

    #[test]
    fn a_numeral_ends_where_the_price_ends() {
        let end = |text| Some(numeral_at(text, 0)).filter(Numeral::is_readable).map(|n| (n.range.end, n.end));
        assert_eq!(end("50,- Euro"), Some((2, 4)));
        assert_eq!(end("50, 60"), Some((2, 2)));
        assert_eq!(end("1700. Then"), Some((4, 4)));
        assert_eq!(end("120 000 000"), Some((11, 11)));
        assert_eq!(end("15 99"), Some((2, 2)));
        assert_eq!(end("1234567890123456789012345"), None);
    }
}
