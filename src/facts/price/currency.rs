//! Signs, codes and words that name a currency beside a number. Knows nothing of numbers or of what an amount is for.

use std::ops::Range;

use iso_currency::Currency;

use crate::artifact::Locale;
use crate::guide::Market;
use crate::text::bytes::ByteSet;

/// What is known about the currencies of a text before it is read.
#[derive(Clone, Default, Debug)]
pub(super) struct Setting<'g> {
    /// Language of the text.
    pub(super) locale: Option<Locale>,
    /// Currency of the artifact's market.
    pub(super) market: Option<Currency>,
    /// Currency of the brand.
    pub(super) brand: Option<Currency>,
    /// The markets of the guide, whose currencies it uses.
    pub(super) markets: &'g [Market],
}

/// A sign, code or word for a currency that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Marker {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// The currency; `None` where the sign belongs to several or to one out of use.
    pub(super) currency: Option<Currency>,
    /// Whether the sign names one currency by itself, as `US$` and `EUR` do.
    pub(super) is_explicit: bool,
    /// Whether the amount counts hundredths, as `99¢` does.
    pub(super) is_minor: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// An ISO 4217 code.
    Code(&'static str),
    /// A dollar of some land.
    Dollar,
    /// A Scandinavian crown.
    Crown,
    /// Yen or yuan.
    Yen,
    /// Rupees of some land.
    Rupee,
    /// Hundredths of a dollar.
    DollarCent,
    /// Hundredths of the market's currency.
    Cent,
    /// A currency out of use or a sign of several lands.
    Unknown,
    /// Counts only where the guide uses this currency: the letters are a word as well.
    IfUsed(&'static str),
}

use Meaning::{Cent, Code, Crown, Dollar, DollarCent, IfUsed, Rupee, Unknown, Yen};

/// Signs that stand before or after a number. The longest that fits counts.
const SIGNS: &[(&str, Meaning)] = &[
    ("US$", Code("USD")),
    ("U.S.$", Code("USD")),
    ("USD$", Code("USD")),
    ("CA$", Code("CAD")),
    ("CAD$", Code("CAD")),
    ("CDN$", Code("CAD")),
    ("C$", Code("CAD")),
    ("AU$", Code("AUD")),
    ("A$", Code("AUD")),
    ("NZ$", Code("NZD")),
    ("MX$", Code("MXN")),
    ("MEX$", Code("MXN")),
    ("R$", Code("BRL")),
    ("HK$", Code("HKD")),
    ("SG$", Code("SGD")),
    ("S$", Code("SGD")),
    ("NT$", Code("TWD")),
    ("$", Dollar),
    ("\u{FF04}", Dollar),
    ("€", Code("EUR")),
    ("£", Code("GBP")),
    ("\u{FFE1}", Code("GBP")),
    ("₤", Unknown),
    ("₶", Unknown),
    ("¥", Yen),
    ("\u{FFE5}", Yen),
    ("円", Code("JPY")),
    ("元", Code("CNY")),
    ("₩", Code("KRW")),
    ("\u{FFE6}", Code("KRW")),
    ("원", Code("KRW")),
    ("₹", Code("INR")),
    ("₨", Rupee),
    ("Rs.", Rupee),
    ("Rs", Rupee),
    ("₽", Code("RUB")),
    ("₺", Code("TRY")),
    ("₪", Code("ILS")),
    ("₫", Code("VND")),
    ("฿", Code("THB")),
    ("₴", Code("UAH")),
    ("₦", Code("NGN")),
    ("₱", Code("PHP")),
    ("₸", Code("KZT")),
    ("₡", Code("CRC")),
    ("kr.", Crown),
    ("kr", Crown),
    ("Kr", Crown),
    ("zł", Code("PLN")),
    ("Kč", Code("CZK")),
    ("лв", Code("BGN")),
    ("руб", Code("RUB")),
    ("Ft", IfUsed("HUF")),
    ("lei", IfUsed("RON")),
    ("R", IfUsed("ZAR")),
    ("Fr.", IfUsed("CHF")),
    ("SFr.", Code("CHF")),
    ("KD", Code("KWD")),
    ("ريال", Unknown),
    ("﷼", Unknown),
    ("جنيه", Unknown),
    ("درهم", Unknown),
    ("DEM", Unknown),
    ("PTE", Unknown),
    ("ITL", Unknown),
    ("FRF", Unknown),
];

/// Words that stand after a number.
const WORDS: &[(&str, Meaning)] = &[
    ("US dollars", Code("USD")),
    ("U.S. dollars", Code("USD")),
    ("Canadian dollars", Code("CAD")),
    ("Australian dollars", Code("AUD")),
    ("US-Dollar", Code("USD")),
    ("dollars", Dollar),
    ("dollar", Dollar),
    ("euros", Code("EUR")),
    ("euro", Code("EUR")),
    ("pounds sterling", Code("GBP")),
    ("pounds", IfUsed("GBP")),
    ("Schweizer Franken", Code("CHF")),
    ("Franken", Code("CHF")),
    ("kronor", Code("SEK")),
    ("yen", Code("JPY")),
    ("rupees", Rupee),
    ("złotych", Code("PLN")),
    ("¢", DollarCent),
    ("cents", Cent),
];

/// Bytes that signs end with: beside most numbers there is none.
const ENDS: ByteSet = {
    let (mut ends, mut index) = (ByteSet::of(&[]), 0);
    while index < SIGNS.len() {
        let sign = SIGNS[index].0.as_bytes();
        ends = ends.with(sign[sign.len() - 1]);
        index += 1;
    }
    ends
};

/// Bytes that signs and words begin with, in lower case.
const STARTS: ByteSet = {
    let (mut starts, mut index) = (ByteSet::of(&[]), 0);
    while index < SIGNS.len() {
        starts = starts.with(SIGNS[index].0.as_bytes()[0].to_ascii_lowercase());
        index += 1;
    }
    index = 0;
    while index < WORDS.len() {
        starts = starts.with(WORDS[index].0.as_bytes()[0].to_ascii_lowercase());
        index += 1;
    }
    starts
};

/// ISO 4217 codes that are words or names as well; they count only where the guide uses the currency.
const WORD_CODES: &[&str] = &[
    "ALL", "TOP", "TRY", "CUP", "MOP", "BAM", "PEN", "GEL", "SOS", "COP", "BOB", "LAK", "MAD", "PHP", "CUC",
    "RON", "STN", "SCR", "SHP", "MUR", "GIP", "TND", "CVE", "ERN", "SLE", "MGA", "XXX", "XTS", "XAU", "XAG",
    "NIO", "NAD", "COU", "BIF", "MDL", "SSP", "UYI", "SDG", "CHE", "CHW", "BOV", "BSD", "TOP", "FKP", "WST",
];

const DOLLARS: &[&str] = &[
    "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "TWD", "ARS", "CLP", "COP", "UYU", "DOP", "JMD", "TTD",
    "BSD", "BBD", "BZD", "BMD", "KYD", "FJD", "NAD", "LRD", "GYD", "XCD",
];

impl Setting<'_> {
    /// The currency of a sign, and whether the sign names it by itself.
    fn resolve(&self, meaning: Meaning) -> Option<(Option<Currency>, bool)> {
        let code = |code| Currency::from_code(code);
        let ours = |codes: &[&str]| {
            let fits = |currency: &Currency| codes.contains(&currency.code());
            self.market.filter(fits).or_else(|| self.brand.filter(fits).filter(|_| self.market.is_none()))
        };
        let language = self.locale.as_ref().map(Locale::language);
        Some(match meaning {
            Code(known) => (code(known), true),
            Dollar | DollarCent => {
                // A dollar on a page of a market without dollars is another land's: the brand's, else the American.
                let dollar = |currency: &Currency| DOLLARS.contains(&currency.code());
                (ours(DOLLARS).or_else(|| self.brand.filter(dollar)).or_else(|| code("USD")), false)
            }
            Crown => {
                let by_language = match language {
                    Some("sv") => code("SEK"),
                    Some("nb" | "nn" | "no") => code("NOK"),
                    Some("da") => code("DKK"),
                    Some("is") => code("ISK"),
                    _ => None,
                };
                (ours(&["SEK", "NOK", "DKK", "ISK"]).or(by_language), false)
            }
            Yen => {
                let by_language = if language == Some("zh") { code("CNY") } else { code("JPY") };
                (ours(&["JPY", "CNY"]).or(by_language), false)
            }
            Rupee => (ours(&["INR", "PKR", "LKR", "NPR", "MUR"]).or_else(|| code("INR")), false),
            Cent => (self.market.or(self.brand), false),
            Unknown => (None, true),
            IfUsed(word) => {
                let currency = code(word)?;
                if !self.uses(currency) {
                    return None;
                }
                (Some(currency), true)
            }
        })
    }

    fn uses(&self, currency: Currency) -> bool {
        self.market == Some(currency)
            || self.brand == Some(currency)
            || self.markets.iter().any(|market| market.currency == Some(currency))
    }

    /// Whether the currency of a sign without a land is known from the artifact or the guide.
    pub(super) const fn knows_a_currency(&self) -> bool {
        self.market.is_some() || self.brand.is_some()
    }

    /// The currency sign that ends right before the number at `at`, or one blank or colon before it. `taken` is the
    /// end of the amount before, which may be glued to it as in `$499$399`.
    pub(super) fn marker_before(&self, text: &str, at: usize, taken: usize) -> Option<Marker> {
        let head = text.get(..at)?;
        let head = head.strip_suffix(' ').unwrap_or(head);
        let head = head.strip_suffix(':').unwrap_or(head);
        let last = head.chars().next_back()?;
        if last.is_ascii_digit() || matches!(last, ',' | ')' | '(' | ';' | '!' | '?' | '%' | '\n') {
            return None;
        }
        let is_glued = head.len() == at;
        let end = head.as_bytes().last();
        let signs = if end.is_some_and(|end| ENDS.has(*end)) { SIGNS } else { &[] };
        let fitting = signs.iter().filter(|(sign, _)| sign.as_bytes().last() == end && head.ends_with(sign));
        let longest = fitting.max_by_key(|(sign, _)| sign.len());
        if let Some((sign, meaning)) = longest {
            let start = head.len() - sign.len();
            let before = text.get(..start).and_then(|before| before.chars().next_back());
            let is_bounded = before.is_none_or(|before| !before.is_alphanumeric() && before != '_');
            if (is_bounded || start == taken && taken > 0)
                && let Some((currency, is_explicit)) = self.resolve(*meaning)
            {
                return Some(Marker { range: start..head.len(), currency, is_explicit, is_minor: false });
            }
        }
        let code = head.get(head.len().checked_sub(3)?..)?;
        let start = head.len() - 3;
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let is_bounded =
            before.is_none_or(|before| !before.is_alphanumeric() && before != '_' && before != '-');
        // Glued to the number only a code that no product number starts with: `EUR399`.
        let is_safe = !is_glued || matches!(code, "USD" | "EUR" | "GBP" | "CHF" | "CAD" | "AUD" | "SEK");
        let currency = if is_bounded && is_safe { self.code(code)? } else { return None };
        Some(Marker { range: start..start + 3, currency: Some(currency), is_explicit: true, is_minor: false })
    }

    /// The currency sign or word that starts right after the number that ends at `end`, or one blank after it.
    pub(super) fn marker_after(&self, text: &str, end: usize) -> Option<Marker> {
        let tail = text.get(end..)?;
        let blank = usize::from(tail.starts_with(' '));
        let start = end + blank;
        let tail = tail.get(blank..)?;
        let first = tail.chars().next()?;
        if first.is_ascii_digit() || first.is_ascii_punctuation() && first != '$' {
            return None;
        }
        let is_bounded = |length: usize, sign: &str| {
            let next = tail.get(length..).and_then(|rest| rest.chars().next());
            let ends_in_letter = sign.chars().next_back().is_some_and(char::is_alphabetic);
            next.is_none_or(
                |next| if ends_in_letter { !next.is_alphanumeric() } else { !next.is_ascii_digit() },
            )
        };
        let start_byte = tail.as_bytes().first().map(u8::to_ascii_lowercase);
        let fits = |sign: &str, any_case: bool| {
            if sign.as_bytes().first().map(u8::to_ascii_lowercase) != start_byte {
                return false;
            }
            let found = tail.get(..sign.len());
            found.is_some_and(|found| found == sign || any_case && found.eq_ignore_ascii_case(sign))
        };
        let may_fit = start_byte.is_some_and(|start| STARTS.has(start));
        let (signs, words) = if may_fit { (SIGNS, WORDS) } else { (&[][..], &[][..]) };
        let signs = signs.iter().filter(|(sign, _)| fits(sign, false));
        let words = words.iter().filter(|(word, _)| fits(word, true));
        // Characters of Chinese, Japanese and Korean run on without a blank.
        let runs_on = |sign: &str| matches!(sign, "円" | "元" | "원");
        let longest = signs.chain(words).max_by_key(|(sign, _)| sign.len());
        if let Some((sign, meaning)) = longest
            && (is_bounded(sign.len(), sign) || runs_on(sign))
            && let Some((currency, is_explicit)) = self.resolve(*meaning)
        {
            let is_minor = matches!(meaning, DollarCent | Cent);
            return Some(Marker { range: start..start + sign.len(), currency, is_explicit, is_minor });
        }
        let code = tail.get(..3).filter(|code| is_bounded(3, code))?;
        let currency = self.code(code)?;
        Some(Marker { range: start..start + 3, currency: Some(currency), is_explicit: true, is_minor: false })
    }

    /// The currency of an ISO 4217 code, unless the code is a word that the guide gives no reason to take for one.
    fn code(&self, code: &str) -> Option<Currency> {
        let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        let currency = is_code.then(|| Currency::from_code(code)).flatten()?;
        (!WORD_CODES.contains(&code) || self.uses(currency)).then_some(currency)
    }
}

#[cfg(test)]
mod tests {
    use iso_currency::Currency;

    use super::Setting;

    fn before(text: &str) -> Option<Option<Currency>> {
        Setting::default().marker_before(text, text.len(), 0).map(|marker| marker.currency)
    }

    fn after(text: &str) -> Option<Option<Currency>> {
        Setting::default().marker_after(text, 0).map(|marker| marker.currency)
    }

    #[test]
    fn signs_and_codes_are_found_on_both_sides() {
        assert_eq!(before("only US$"), Some(Some(Currency::USD)));
        assert_eq!(before("C$"), Some(Some(Currency::CAD)));
        assert_eq!(before("CHF "), Some(Some(Currency::CHF)));
        assert_eq!(before("US$:"), Some(Some(Currency::USD)));
        assert_eq!(after(" zł"), Some(Some(Currency::PLN)));
        assert_eq!(after("円から"), Some(Some(Currency::JPY)));
        assert_eq!(after(" Euro"), Some(Some(Currency::EUR)));
    }

    #[test]
    fn words_are_not_taken_for_currencies() {
        assert_eq!(before("GET ALL "), None);
        assert_eq!(before("x$"), None);
        assert_eq!(before("PHP "), None);
        assert_eq!(after(" kroner"), None);
        assert_eq!(after(" TRY"), None);
        assert_eq!(after(" $5"), None);
    }

    #[test]
    fn a_dollar_is_that_of_the_market() {
        let setting = Setting { market: Some(Currency::CAD), ..Setting::default() };
        assert_eq!(setting.marker_before("$", 1, 0).and_then(|marker| marker.currency), Some(Currency::CAD));
        let setting =
            Setting { market: Some(Currency::EUR), brand: Some(Currency::USD), ..Setting::default() };
        assert_eq!(setting.marker_before("$", 1, 0).and_then(|marker| marker.currency), Some(Currency::USD));
    }
}
