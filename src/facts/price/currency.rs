//! Signs, codes and words that name a currency beside a number. Knows nothing of numbers but whether one is written like
//! an amount, and nothing of what an amount is for.

use std::ops::Range;
use std::sync::LazyLock;

use iso_currency::Currency;

use super::coins;
use super::cuts::Cuts;
use super::number::Numeral;
use super::scan::ends_in_a_word;
use super::sign_words::{AFTER, BEFORE, CODES_IN_ANY_CASE, WORD_CODES};
use super::signs::{FAMILIES, Meaning, SIGNS, Sign, Weight};
/// What is known about the currencies of a text before it is read.
#[derive(Clone, Default, Debug)]
pub(super) struct Setting {
    /// Currency of the artifact's market.
    pub(super) market: Option<Currency>,
    /// The one currency that the structured data of a page is in.
    pub(super) page: Option<Currency>,
    /// Currency of the text's locale.
    pub(super) land: Option<Currency>,
    /// Currency of the brand.
    pub(super) brand: Option<Currency>,
    /// Every currency that the guide or the structured data uses.
    pub(super) used: Vec<Currency>,
    /// Whether the text is nothing but a price, as from a field of a shop.
    pub(super) is_lone: bool,
    /// Where tags cut the text.
    pub(super) cuts: Cuts,
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
    /// Whether it counts only because of what is around it.
    pub(super) is_weak: bool,
}

impl Setting {
    /// The currency of a sign, and whether the sign names it by itself.
    fn resolve(&self, meaning: Meaning) -> (Option<Currency>, bool) {
        match meaning {
            Meaning::Code(known) => (Currency::from_code(known), true),
            Meaning::OneOf(codes, usual) => {
                let fits = |currency: &Currency| codes.contains(&currency.code());
                let own = [self.market, self.page, self.land, self.brand];
                let own = own.into_iter().flatten().find(fits);
                (own.or_else(|| usual.and_then(Currency::from_code)), false)
            }
            Meaning::Cent(codes, usual) => {
                let fits = |currency: &Currency| codes.contains(&currency.code());
                let own = [self.market, self.page, self.land, self.brand];
                (own.into_iter().flatten().find(fits).or_else(|| Currency::from_code(usual)), false)
            }
            Meaning::Unknown => (None, true),
        }
    }

    /// The currency of numbers that have no sign.
    pub(super) fn own(&self) -> Option<Currency> {
        self.page.or(self.market).or(self.land)
    }

    fn uses(&self, currency: Currency) -> bool {
        [self.market, self.page, self.land, self.brand].contains(&Some(currency))
            || self.used.contains(&currency)
    }

    /// Whether the currency of a sign without a land is known from the artifact or the guide.
    pub(super) fn knows_a_currency(&self) -> bool {
        [self.market, self.page, self.land, self.brand].iter().any(Option::is_some)
    }

    /// Whether a sign counts beside a number; `is_shaped` says whether that is written like an amount.
    fn counts(&self, (_, weight, meaning): &Sign, is_shaped: bool) -> bool {
        let is_used = || match meaning {
            Meaning::Code(code) => Currency::from_code(code).is_some_and(|currency| self.uses(currency)),
            Meaning::OneOf(codes, _) | Meaning::Cent(codes, _) => {
                codes.iter().filter_map(|code| Currency::from_code(code)).any(|currency| self.uses(currency))
            }
            Meaning::Unknown => false,
        };
        match weight {
            Weight::Sure => true,
            Weight::Shaped => is_shaped || self.is_lone || is_used(),
            Weight::Written => is_shaped || self.is_lone,
            Weight::Lone => self.is_lone,
            Weight::Short => self.is_lone || is_used(),
        }
    }

    fn marker(&self, sign: &Sign, range: Range<usize>) -> Marker {
        let (currency, is_explicit) = self.resolve(sign.2);
        let is_minor = matches!(sign.2, Meaning::Cent(..));
        Marker { range, currency, is_explicit, is_minor, is_weak: sign.1 != Weight::Sure }
    }

    /// Whether a code behind an amount says more exactly what the sign before it means.
    pub(super) fn specifies(before: &Marker, after: &Marker) -> bool {
        let (Some(before), Some(own)) = (before.currency, after.currency) else { return !after.is_weak };
        let is_of_one = |family: &&&[&str]| family.contains(&before.code()) && family.contains(&own.code());
        !after.is_weak || FAMILIES.iter().find(is_of_one).is_some()
    }

    /// The marker that a sign by itself is, wherever it stands.
    pub(super) fn marker_of(&self, sign: &str, range: Range<usize>) -> Option<Marker> {
        SIGNS.iter().find(|(own, ..)| *own == sign).map(|sign| self.marker(sign, range))
    }

    /// The currency sign that ends right before the number at `at`, or blanks or a colon before it. `taken` is the end of
    /// the amount before, which may be glued to it as in `$499$399`.
    pub(super) fn marker_before(
        &self,
        text: &str,
        at: usize,
        taken: usize,
        is_shaped: bool,
    ) -> Option<Marker> {
        let whole = text.get(..at)?;
        let head = trim_blanks_end(whole);
        let head = head.strip_suffix([':', '：']).map_or(head, trim_blanks_end);
        let minus = head.strip_suffix(['-', '\u{2212}']).filter(|sign| sign.ends_with(['$', '€', '£']));
        let head = minus.unwrap_or(head);
        if let Some(inner) = head.strip_suffix(')') {
            let (open, _) = inner.char_indices().rev().take(5).find(|(_, character)| *character == '(')?;
            let marker = || self.in_brackets(text, open..inner.len() + 1);
            return (is_shaped || self.is_lone).then(marker).flatten();
        }
        if head.ends_with(ends_a_clause) {
            return None;
        }
        let is_bounded = |start: usize| begins(text, start) || self.cuts.has(start);
        let fits = |head: &str, sign: &Sign| {
            let start = head.len().checked_sub(sign.0.len());
            let Some((start, found)) = start.and_then(|start| Some((start, head.get(start..)?))) else {
                return false;
            };
            let is_there = found == sign.0 || sign.1 == Weight::Sure && found.eq_ignore_ascii_case(sign.0);
            let before = || text.get(..start).unwrap_or_default();
            let runs_on = start == taken && taken > 0
                || sign.1 == Weight::Sure
                    && !sign.0.starts_with(char::is_alphabetic)
                    && ends_in_a_word(before(), is_shaped || self.is_lone);
            is_there && (is_bounded(start) || runs_on) && self.counts(sign, is_shaped)
        };
        let longest = |head: &str| {
            let fitting = bucket(&BY_LAST, head.as_bytes().last()).iter().copied();
            let fitting = fitting.filter(|sign| fits(head, sign));
            fitting.max_by_key(|(sign, ..)| sign.len()).map(|sign| (sign, head.len()))
        };
        // `Kshs. 2,500`: any abbreviation may have a point.
        let short = head.strip_suffix('.');
        if let Some((sign, end)) = longest(head).or_else(|| short.and_then(longest)) {
            return Some(self.marker(sign, end - sign.0.len()..end));
        }
        let head = short.unwrap_or(head);
        let start = head.len().checked_sub(3)?;
        let code = head.get(start..)?;
        if !is_bounded(start) || text.get(..start).is_some_and(is_in_a_number) {
            return None;
        }
        // Glued to the number only a code that no product number starts with: `EUR399`.
        let is_glued = head.len() == whole.len();
        let is_safe = matches!(code, "USD" | "EUR" | "GBP" | "CHF" | "CAD" | "AUD" | "SEK");
        if is_glued && !is_safe && !is_shaped && !self.is_lone {
            return None;
        }
        self.code(code, start, is_shaped)
    }

    /// The currency sign or word that starts right after the number that ends at `end`, or blanks after it.
    pub(super) fn marker_after(&self, text: &str, end: usize, is_shaped: bool) -> Option<Marker> {
        let whole = text.get(end..)?;
        // `a 20-dollar plan`.
        let joined =
            whole.strip_prefix('-').filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()));
        let tail = joined.unwrap_or_else(|| whole.trim_start_matches(is_blank));
        let start = text.len() - tail.len();
        let first = tail.chars().next()?;
        if first == '(' && (is_shaped || self.is_lone) && start <= end + MAX_BLANKS {
            let (close, _) = tail.char_indices().take(6).find(|(_, character)| *character == ')')?;
            return self.in_brackets(text, start..start + close + 1);
        }
        if start > end + MAX_BLANKS
            || first.is_ascii_digit()
            || first.is_ascii_punctuation() && !matches!(first, '$' | '.')
        {
            return None;
        }
        let is_bounded = |length: usize, sign: &str| {
            let next = tail.get(length..).and_then(|rest| rest.chars().next());
            let ends_in_letter = sign.chars().next_back().is_some_and(char::is_alphabetic);
            let is_end =
                |next: char| if ends_in_letter { !next.is_alphanumeric() } else { !next.is_ascii_digit() };
            next.is_none_or(is_end)
                || self.cuts.has(start + length)
                || !ends_in_letter && is_repeated(tail.get(length..).unwrap_or_default(), sign)
        };
        let is_glued = start == end;
        let is_whole_word = |sign: &str| joined.is_none() || sign.len() > 2;
        let fits = |sign: &&Sign| {
            let Some(found) = tail.get(..sign.0.len()) else { return false };
            let is_there = found == sign.0 || sign.1 == Weight::Sure && found.eq_ignore_ascii_case(sign.0);
            // Characters of Chinese, Japanese, Korean and Thai run on without a blank. `99p` is never written apart.
            let runs_on = sign.0.starts_with(is_written_without_blanks);
            let is_near =
                is_glued || !matches!(sign.0, "p" | "c") && (is_shaped || !matches!(sign.0, "đ" | "Đ"));
            is_there
                && is_near
                && is_whole_word(sign.0)
                && (runs_on || is_bounded(sign.0.len(), sign.0))
                && (self.counts(sign, is_shaped) || coins::are_told(text, end, start + sign.0.len(), sign.0))
        };
        let fitting = bucket(&BY_FIRST, tail.as_bytes().first()).iter().copied().filter(fits);
        let longest = fitting.max_by_key(|(sign, ..)| sign.len());
        if let Some(sign) = longest {
            return Some(self.marker(sign, start..start + sign.0.len()));
        }
        let code = tail.get(..3).filter(|code| is_bounded(3, code))?;
        self.code(code, start, is_shaped)
    }

    /// `(USD)`: the sign or code in brackets that `range` covers.
    fn in_brackets(&self, text: &str, range: Range<usize>) -> Option<Marker> {
        let inner = range.start + 1..range.end - 1;
        let word = text.get(inner.clone()).filter(|word| word.len() <= 4)?;
        let marker = self.marker_of(word, inner).or_else(|| self.code(word, range.start + 1, true))?;
        Some(Marker { range, ..marker })
    }

    /// The currency of a number with a dash for its cents, where the land writes so: `599,-` in Norway, `599:-` in Sweden.
    pub(super) fn marker_of_dash(&self, text: &str, numeral: &Numeral) -> Option<Marker> {
        let dash = text.get(numeral.range.end..numeral.end)?.chars().next()?;
        let land = self.land?;
        let lands: &[&str] = match dash {
            ',' => &["EUR", "NOK", "DKK", "SEK", "CZK", "CHF", "ISK", "HUF", "PLN", "IDR"],
            '.' if numeral.shape.len() > 1 => &["CHF", "DKK", "NOK", "SEK", "THB"],
            ':' => &["SEK"],
            '/' => &["INR", "PKR", "BDT", "NPR", "LKR", "KES", "TZS", "UGX"],
            _ => &[],
        };
        let rest = text.get(numeral.end..)?.trim_start_matches(is_blank);
        let is_range = rest.starts_with(|next: char| next.is_numeric()) && !self.cuts.has(numeral.end);
        let currency = self.own().unwrap_or(land);
        (lands.contains(&land.code()) && !is_range).then_some(Marker {
            range: numeral.end..numeral.end,
            currency: Some(currency),
            is_explicit: false,
            is_minor: false,
            is_weak: true,
        })
    }

    /// The currency of an ISO 4217 code at `start`, unless the code is a word that nothing gives a reason to take for one.
    fn code(&self, written: &str, start: usize, is_shaped: bool) -> Option<Marker> {
        if written.len() != 3 || !written.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return None;
        }
        let code = written.to_ascii_uppercase();
        let currency = Currency::from_code(&code)?;
        let is_upper = code == written;
        let is_word =
            WORD_CODES.contains(&code.as_str()) || !is_upper && !CODES_IN_ANY_CASE.contains(&&*code);
        let counts = !is_word || is_upper && (self.is_lone || is_shaped || self.uses(currency));
        let range = start..start + 3;
        counts.then_some(Marker {
            range,
            currency: Some(currency),
            is_explicit: true,
            is_minor: false,
            is_weak: is_word,
        })
    }
}

/// Blanks between a number and its sign; the bytes of two no-break spaces.
const MAX_BLANKS: usize = 4;

/// White space within a line, and the marks that turn the direction of text.
fn is_blank(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t' | '\u{A0}' | '\u{202F}' | '\u{2009}' | '\u{2007}' | '\u{200E}' | '\u{200F}' | '\u{61C}'
    )
}

/// Whether a code would be the middle of a product number: `AB-EUR-7`.
fn is_in_a_number(before: &str) -> bool {
    before.strip_suffix('-').is_some_and(|stem| !stem.ends_with(|last: char| last.is_ascii_digit()))
}

/// Characters that no sign ends with.
fn ends_a_clause(last: char) -> bool {
    last.is_ascii_digit() || matches!(last, ',' | ')' | '(' | ';' | '!' | '?' | '%' | '\n')
}

/// Whether a sign may start here: no letter stands before, and no abbreviation that it is the end of, as in `S.R 199`.
fn begins(text: &str, start: usize) -> bool {
    let head = text.get(..start).unwrap_or_default();
    match head.chars().next_back() {
        None => true,
        Some('.') => !head.strip_suffix('.').is_some_and(|stem| stem.ends_with(char::is_alphanumeric)),
        Some(before) => !before.is_alphanumeric() && !matches!(before, '_' | '&'),
    }
}

/// Whether a sign that stands between two numbers stands behind the second as well: `19,90 €39,90 €`.
fn is_repeated(rest: &str, sign: &str) -> bool {
    let number =
        rest.bytes().take(12).take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    let behind = rest.get(number.count()..).unwrap_or_default();
    behind.trim_start_matches(is_blank).starts_with(sign)
}

/// Characters of Chinese, Japanese, Korean and Thai: their words run on without a blank.
fn is_written_without_blanks(character: char) -> bool {
    matches!(character, '\u{E00}'..='\u{E7F}' | '\u{3040}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
}

fn trim_blanks_end(text: &str) -> &str {
    let trimmed = text.trim_end_matches(is_blank);
    if text.len() - trimmed.len() > MAX_BLANKS { text } else { trimmed }
}

/// Signs by a byte, the lower-case one of ASCII letters: numbers are many, and most signs stand beside none of them.
type Buckets = Vec<Vec<&'static Sign>>;

/// Signs before a number by their last bytes.
static BY_LAST: LazyLock<Buckets> =
    LazyLock::new(|| buckets(SIGNS.iter().chain(BEFORE), |sign| sign.as_bytes().last().copied()));
/// Signs after a number by their first bytes.
static BY_FIRST: LazyLock<Buckets> =
    LazyLock::new(|| buckets(SIGNS.iter().chain(AFTER), |sign| sign.as_bytes().first().copied()));

fn buckets(signs: impl Iterator<Item = &'static Sign>, key: impl Fn(&str) -> Option<u8>) -> Buckets {
    let mut buckets = vec![Vec::new(); 256];
    for sign in signs {
        let key = key(sign.0).map(|byte| usize::from(byte.to_ascii_lowercase()));
        if let Some(bucket) = key.and_then(|key| buckets.get_mut(key)) {
            bucket.push(sign);
        }
    }
    buckets
}

fn bucket<'b>(buckets: &'b Buckets, byte: Option<&u8>) -> &'b [&'static Sign] {
    let key = byte.map(|byte| usize::from(byte.to_ascii_lowercase()));
    key.and_then(|key| buckets.get(key)).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use iso_currency::Currency;

    use super::Setting;

    fn before(text: &str) -> Option<Option<Currency>> {
        Setting::default().marker_before(text, text.len(), 0, false).map(|marker| marker.currency)
    }

    fn after(text: &str) -> Option<Option<Currency>> {
        Setting::default().marker_after(text, 0, false).map(|marker| marker.currency)
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
        assert_eq!(after(" ر.س"), Some(Some(Currency::SAR)));
        assert_eq!(after(" eur"), Some(Some(Currency::EUR)));
    }

    #[test]
    fn words_are_not_taken_for_currencies() {
        for text in ["GET ALL ", "x$", "PHP ", "R ", "Q", "section L "] {
            assert_eq!(before(text), None, "{text}");
        }
        for text in [" TRY", " $5", " lei", " Ft", " pounds", "p", " won", " all"] {
            assert_eq!(after(text), None, "{text}");
        }
    }

    #[test]
    fn short_signs_count_beside_amounts_where_they_are_at_home_and_alone() {
        let shaped = |text: &str| {
            let marker = Setting::default().marker_before(text, text.len(), 0, true);
            marker.and_then(|marker| marker.currency)
        };
        assert_eq!(shaped("R "), Some(Currency::ZAR));
        assert_eq!(shaped("PHP "), Some(Currency::PHP));
        assert_eq!(shaped("L "), None);
        let home = Setting { land: Some(Currency::HNL), ..Setting::default() };
        assert_eq!(home.marker_before("L ", 2, 0, false).and_then(|m| m.currency), Some(Currency::HNL));
        let lone = Setting { is_lone: true, ..Setting::default() };
        assert_eq!(lone.marker_before("Q", 1, 0, false).and_then(|m| m.currency), Some(Currency::GTQ));
    }

    #[test]
    fn a_dollar_is_that_of_the_market() {
        let dollar = |setting: &Setting| setting.marker_before("$", 1, 0, false).and_then(|m| m.currency);
        let setting = Setting { market: Some(Currency::CAD), ..Setting::default() };
        assert_eq!(dollar(&setting), Some(Currency::CAD));
        let setting =
            Setting { market: Some(Currency::EUR), brand: Some(Currency::USD), ..Setting::default() };
        assert_eq!(dollar(&setting), Some(Currency::USD));
        let setting = Setting { land: Some(Currency::AUD), brand: Some(Currency::USD), ..Setting::default() };
        assert_eq!(dollar(&setting), Some(Currency::AUD));
    }
}
