//! Texts that are nothing but a price, such as a field of a shop's export: there a number needs no currency, and "free" is
//! an amount. In running text neither is a price.

use iso_currency::Currency;
use rust_decimal::Decimal;

use super::currency::Setting;
use super::number::{Convention, digit, numeral_at, read};
use super::scan::Amount;
use crate::document::{Document, Segment};
use crate::scope::{Scope, Visibility};

/// More characters, and more words beside [`LABELS`], than stand around a price that stands by itself; currencies count.
const MAX_CHARACTERS: usize = 80;
const MAX_WORDS: usize = 3;
/// Bytes of the text of an element that is nothing but a number.
pub(super) const LONGEST: usize = 24;
/// A range has two numbers.
const MAX_NUMBERS: usize = 2;

/// Words that announce a price or say how it is meant.
const LABELS: &[&str] = &[
    "price",
    "prices",
    "our",
    "your",
    "sale",
    "regular",
    "now",
    "only",
    "just",
    "from",
    "was",
    "special",
    "preis",
    "nur",
    "jetzt",
    "ab",
    "prix",
    "precio",
    "preço",
    "prezzo",
    "prijs",
    "cena",
    "цена",
    "hinta",
    "pris",
    "ár",
    "fiyat",
    "fiyatı",
    "价格",
    "価格",
    "税込",
    "가격",
    "السعر",
    "سعر",
    "preț",
    "τιμή",
    "cijena",
    "each",
    "month",
    "mo",
    "per",
    "desde",
    "à",
    "partir",
    "de",
    "da",
    "the",
    "is",
    "ціна",
    "giá",
    "harga",
    "मूल्य",
    "מחיר",
    "total",
    "p",
    "st",
    "stk",
    "stuk",
    "stück",
    "szt",
    "шт",
    "ks",
    "kom",
    "buc",
    "kpl",
    "ud",
    "pc",
    "pcs",
    "før",
    "nå",
    "nu",
];

/// Labels behind which a number is a price in any text.
const ANNOUNCING: &[&str] = &[
    "price",
    "our price",
    "sale price",
    "regular price",
    "preis",
    "prix",
    "precio",
    "preço",
    "prezzo",
    "prijs",
    "cena",
    "цена",
    "价格",
    "価格",
];

/// What a shop writes instead of an amount of nothing.
const FREE: &[&str] = &[
    "free",
    "free!",
    "gratis",
    "kostenlos",
    "gratuit",
    "gratuito",
    "grátis",
    "bezpłatnie",
    "бесплатно",
    "無料",
    "免费",
    "무료",
    "ücretsiz",
    "zdarma",
    "ilmainen",
    "gratuita",
    "zadarmo",
    "ingyenes",
    "безкоштовно",
    "безплатно",
    "besplatno",
    "brezplačno",
    "nemokamai",
    "tasuta",
    "δωρεάν",
    "مجاني",
    "مجانا",
    "رایگان",
    "חינם",
    "ฟรี",
    "miễn phí",
    "免費",
    "मुफ़्त",
];

/// The segment of a document that is nothing but a price may be: its only text, and a short one.
pub(super) fn segment(document: &Document) -> Option<&Segment> {
    let is_text = |segment: &&Segment| {
        !matches!(segment.scope, Scope::Title | Scope::Meta | Scope::Style)
            && segment.text.as_str().chars().any(char::is_alphanumeric)
    };
    let mut texts = document.segments.iter().filter(is_text);
    let only = texts.next().filter(|_| texts.next().is_none())?;
    let text = only.text.as_str();
    let words = text.split(|character: char| !character.is_alphanumeric());
    let is_other = |word: &&str| {
        word.starts_with(char::is_alphabetic) && !LABELS.contains(&word.to_lowercase().as_str())
    };
    let is_short = (text.len() <= MAX_CHARACTERS
        || !text.is_ascii() && text.chars().nth(MAX_CHARACTERS).is_none())
        && words.filter(is_other).take(MAX_WORDS + 1).count() <= MAX_WORDS;
    (is_short && only.visibility == Visibility::Visible).then_some(only)
}

/// Whether a text says that something costs nothing, and nothing else.
pub(super) fn is_free(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    FREE.contains(&text.as_str())
}

/// The numbers of a text that are prices without a currency. `is_lone` says whether the text stands alone; else a label
/// has to announce them.
pub(super) fn numbers(
    text: &str,
    is_lone: bool,
    convention: Option<Convention>,
    land: Option<Currency>,
) -> Vec<Amount> {
    if !is_lone && !is_announced(text) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut around = String::new();
    let mut is_shaped = false;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(next) = rest.chars().next() else { break };
        if digit(next).is_none() {
            around.push(next);
            at += next.len_utf8();
            continue;
        }
        let numeral = numeral_at(text, at);
        let has_dash = numeral.end > numeral.range.end;
        let currency = land.filter(|_| has_dash);
        let reading = read(&numeral.shape, convention, currency).filter(|_| numeral.is_readable());
        // `5'10` is as likely a height.
        let reading = reading.filter(|_| !numeral.has_raised_cents());
        let is_plain = !numeral.shape.contains(['.', ',']);
        let is_number_of_a_phone = is_plain && numeral.shape.len() > 1 && numeral.shape.starts_with('0');
        is_shaped |= numeral.is_shaped();
        let Some(reading) = reading.filter(|_| !is_number_of_a_phone && found.len() < MAX_NUMBERS) else {
            return Vec::new();
        };
        at = numeral.end;
        found.push(bare(&numeral.range, at, reading.amount, currency));
    }
    let around = around.trim();
    // Two numbers are a range, or they are something else.
    let joins = found.len() < 2 || matches!(around, "-" | "\u{2013}" | "\u{2014}");
    // `NT 1,200`, `1990 XYZ`: what else stands there may be a currency that nobody here knows.
    let is_currency = |word: &str| {
        let is_short = (2..=5).contains(&word.chars().count());
        is_short && word.chars().all(|letter| letter.is_uppercase() || is_shaped && letter.is_alphabetic())
    };
    let is_label = |word: &str| {
        word.is_empty()
            || LABELS.contains(&word.to_lowercase().as_str())
            || is_lone && found.len() == 1 && is_currency(word)
    };
    let has_only_labels = around.split(|character: char| !character.is_alphanumeric()).all(is_label);
    let is_signed = around.contains(['%', '#', '°', '@', '\u{FFFC}', '&']);
    if joins && has_only_labels && !is_signed { found } else { Vec::new() }
}

/// The number that is the text of an element that is called a price, in the currency of the page.
pub(super) fn named(text: &str, convention: Option<Convention>, setting: &Setting) -> Vec<Amount> {
    let starts = text.trim_start().starts_with(|first: char| digit(first).is_some());
    let found = if starts { numbers(text, true, convention, setting.land) } else { Vec::new() };
    found.into_iter().map(|amount| Amount { currency: amount.currency.or(setting.own()), ..amount }).collect()
}

/// Whether an amount is written with cents, or with a dash for them.
pub(super) fn has_cents(text: &str, amount: &Amount) -> bool {
    let number = text.get(amount.number.clone()).unwrap_or_default();
    amount.range.end > amount.number.end
        || number.rsplit_once(['.', ',']).is_some_and(|(_, cents)| cents.len() == 2)
}

fn bare(number: &std::ops::Range<usize>, end: usize, amount: Decimal, currency: Option<Currency>) -> Amount {
    Amount {
        range: number.start..end,
        number: number.clone(),
        amount,
        currency,
        is_ambiguous: true,
        is_guessed: true,
        is_weak: true,
        is_minor: false,
        scale: None,
        end: None,
    }
}

fn is_announced(text: &str) -> bool {
    let Some((label, _)) = text.split_once([':', '：']) else { return false };
    let label = label.trim();
    // Longer than any of the labels: most texts are told apart without folding them.
    label.len() <= 24 && ANNOUNCING.contains(&label.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::numbers;

    fn found(text: &str, is_lone: bool) -> Vec<String> {
        numbers(text, is_lone, None, None)
            .iter()
            .map(|amount| amount.amount.normalize().to_string())
            .collect()
    }

    #[test]
    fn numbers_that_stand_alone_are_prices() {
        for (text, amount) in [
            ("199.99", "199.99"),
            ("1 299", "1299"),
            ("50,-", "50"),
            ("Price: 12,50 *", "12.5"),
            ("nur 9,99", "9.99"),
        ] {
            assert_eq!(found(text, true), [amount], "{text}");
        }
        assert_eq!(found("10.00 - 12.50", true), ["10", "12.5"]);
        for text in ["20%", "30.11.2026", "Only 3 left", "iPhone 15", "#12", "0800 123456", "10 12", "v1.2"] {
            assert_eq!(found(text, true), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn in_other_texts_a_label_announces_them() {
        assert_eq!(found("Price: 199.99", false), ["199.99"]);
        assert_eq!(found("Preis: 1.299,00", false), ["1299"]);
        for text in ["199.99", "Score: 12", "Price 12 of 14", "Price: see page 12"] {
            assert_eq!(found(text, false), Vec::<String>::new(), "{text}");
        }
    }
}
