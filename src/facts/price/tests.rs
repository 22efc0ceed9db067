//! Prices as they stand in emails, pages and posts, and the price strings that others collected.

use std::path::Path;

use iso_currency::Currency;

use super::currency::Setting;
use super::number::Convention;
use super::scan::amounts;
use super::{extract, lone_amount};
use crate::artifact::Locale;
use crate::document::{Document, Inline, InlineKind, Segment};
use crate::facts::{Confidence, Fact, FactValue};
use crate::guide::Guide;
use crate::scope::Scope;
use crate::source::Source;
use crate::span::Span;
use crate::text::MappedText;

/// A document of one paragraph. `~~` around text strikes it through.
fn paragraph(marked: &str, locale: &str) -> (Source, Document) {
    let mut text = MappedText::default();
    let mut struck = Vec::new();
    let mut at = 0;
    for (index, part) in marked.split("~~").enumerate() {
        let start = text.len();
        text.push_verbatim(part, at);
        at += u32::try_from(part.len() + 2).expect("short");
        if index % 2 == 1 {
            struck.push(Inline { kind: InlineKind::Struck, range: start..text.len() });
        }
    }
    let mut segment = Segment::new(Scope::Body, text);
    segment.inlines = struck;
    let mut document = Document { segments: vec![segment], ..Document::default() };
    document.attributes.locale = Locale::parse(locale);
    (Source::new("a.md", marked), document)
}

fn guide() -> Guide {
    let mut guide = Guide::default();
    guide.brand.currency = Some(Currency::USD);
    guide
}

/// `role amount CURRENCY`, one a price.
fn read(marked: &str, locale: &str) -> Vec<String> {
    let (source, document) = paragraph(marked, locale);
    extract(&source, &document, &guide()).iter().map(describe).collect()
}

fn describe(fact: &Fact) -> String {
    let FactValue::Price(price) = &fact.value else { return String::new() };
    let code = price.currency.map_or("?", |currency| currency.code());
    format!("{} {} {code}", price.role, price.amount.normalize())
}

#[test]
fn roles_come_from_marks_and_words() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("~~$499~~ $399", "en-US", &["list 499 USD", "sale 399 USD"]),
        ("~~$499~~$399", "en-US", &["list 499 USD", "sale 399 USD"]),
        ("The Cove, just $389!", "en-US", &["price 389 USD"]),
        ("449,00 € statt 549,00 €, 20 % sparen, inkl. MwSt.", "de-DE", &["sale 449 EUR", "list 549 EUR"]),
        ("Was $499, now $399. Save $100.", "en-US", &["list 499 USD", "sale 399 USD", "saving 100 USD"]),
        ("Orders over $50 ship free. The tray is $45.", "en-US", &["threshold 50 USD", "price 45 USD"]),
        ("Gift cards: $25, $50 or $100", "en-US", &["other 25 USD", "other 50 USD", "other 100 USD"]),
        ("From $19 a month", "en-US", &["from 19 USD"]),
        ("£6.95 - £9.95", "en-GB", &["range-low 6.95 GBP", "range-high 9.95 GBP"]),
        ("$5–10 each", "en-US", &["range-low 5 USD", "range-high 10 USD"]),
        ("Reduced from $499 to $399", "en-US", &["list 499 USD", "sale 399 USD"]),
        ("4 x $24.99 or $99.95 today", "en-US", &["instalment 24.99 USD", "price 99.95 USD"]),
        (
            "Raised $1.5 million, $2bn and $20k",
            "en-US",
            &["other 1500000 USD", "other 2000000000 USD", "other 20000 USD"],
        ),
        ("-$20 with the code", "en-US", &["saving 20 USD"]),
        ("Shipping: $29. Desk: $399.", "en-US", &["shipping 29 USD", "price 399 USD"]),
    ];
    for (marked, locale, expected) in cases {
        assert_eq!(&read(marked, locale), expected, "{marked}");
    }
}

#[test]
fn an_amount_with_two_readings_is_of_low_confidence() {
    let confidence = |text: &str, locale: &str| {
        let (source, document) = paragraph(text, locale);
        extract(&source, &document, &guide()).first().map(|fact| fact.confidence)
    };
    assert_eq!(confidence("1.299 €", ""), Some(Confidence::Low));
    assert_eq!(confidence("1.299 €", "de-DE"), Some(Confidence::Certain));
    assert_eq!(confidence("$1,299", ""), Some(Confidence::Certain));
}

#[test]
fn superscript_cents_are_cents() {
    let html = "$399<sup>99</sup>";
    let mut text = MappedText::verbatim("$399", 0);
    text.push_verbatim("99", 9);
    let document = Document { segments: vec![Segment::new(Scope::Body, text)], ..Document::default() };
    let facts = extract(&Source::new("a.html", html), &document, &guide());
    let found: Vec<_> = facts.iter().map(|fact| (describe(fact), fact.span)).collect();
    assert_eq!(found, [("price 399.99 USD".to_owned(), Span::new(0, 11))]);
}

#[test]
fn structured_amounts_are_plain_numbers() {
    assert_eq!(
        lone_amount("399.00").map(|(amount, confidence)| (amount.to_string(), confidence)),
        Some(("399.00".to_owned(), Confidence::Certain))
    );
    assert_eq!(lone_amount("1.299,00").map(|(_, confidence)| confidence), Some(Confidence::Low));
    assert_eq!(lone_amount("1.2.3"), None);
    assert_eq!(lone_amount("call us"), None);
}

/// Price strings from shops around the world, with what a person reads in them.
#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
#[expect(clippy::disallowed_methods, reason = "the data lies beside the project")]
fn collected_price_strings() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance/prices/cases.jsonl");
    let Ok(cases) = std::fs::read_to_string(path) else {
        eprintln!("skipped: ../shared/conformance/prices is not here");
        return;
    };
    let mut wrong = Vec::new();
    let mut n_cases = 0;
    for line in cases.lines().filter(|line| !line.trim().is_empty()) {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case");
        let text = case["price_raw"].as_str().expect("text").trim();
        let expected: rust_decimal::Decimal =
            case["amount"].as_str().expect("text").parse().expect("a number");
        let sign = case["decimal_separator"].as_str().and_then(|sign| sign.chars().next());
        let convention = sign.map(Convention::with_decimal);
        let found = amounts(text, &Setting::default(), convention);
        n_cases += 1;
        if found.first().map(|amount| amount.amount) != Some(expected) {
            wrong.push(format!("{text}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {n_cases} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
