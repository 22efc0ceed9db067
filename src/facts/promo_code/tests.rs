//! What is a code and what only looks like one.

use super::extract;
use crate::document::{Document, HOLE, Link, Segment};
use crate::scope::{Rendering, Scope};
use crate::span::Span;
use crate::text::MappedText;

fn codes_of(texts: &[&str]) -> Vec<String> {
    let mut document = Document::default();
    let mut at = 0;
    for text in texts {
        document.segments.push(Segment::new(Scope::Body, MappedText::verbatim(text, at)));
        at += u32::try_from(text.len()).expect("short");
    }
    extract(&document).into_iter().map(|fact| fact.text).collect()
}

fn codes(text: &str) -> Vec<String> {
    codes_of(&[text])
}

#[test]
fn codes_are_found_beside_their_words() {
    for text in [
        "with code COVE20",
        "Use COVE20 at checkout",
        "Code: COVE20",
        "Gutscheincode COVE20 eingeben",
        "Mit dem Code „COVE20“ sparen",
        "promo code “COVE20”",
        "Your coupon code is COVE20.",
        "USE CODE COVE20 NOW",
        "Enter COVE20 to get 20% off",
    ] {
        assert_eq!(codes(text), ["COVE20"], "{text}");
    }
    assert_eq!(codes("Use code WELCOME at checkout."), ["WELCOME"]);
    assert_eq!(codes("code cove20"), ["cove20"]);
    assert_eq!(codes("Codes COVE20 and PINE10"), ["COVE20", "PINE10"]);
    assert_eq!(codes_of(&["Your code:", "COVE20"]), ["COVE20"]);
}

#[test]
fn what_is_no_code() {
    let hole = format!("Use code {HOLE} today, or code COVE{HOLE}");
    for text in [
        "SHOP NOW",
        "The SALE is on",
        "#BLACKFRIDAY",
        "SKU AB-1234",
        "ZIP code CA94103",
        "Error code E1234",
        "Scan the QR code HERE",
        "dress code BLACK",
        "your verification code is AB12CD",
        "code HTML by hand",
        "Our code of conduct",
        "A code review in 2026",
        "USE CODE BELOW NOW",
        "Use LEGO at home",
        "Send a coupon TODAY",
        "code #BLACKFRIDAY",
        "area code 0800",
        hole.as_str(),
    ] {
        assert_eq!(codes(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn addresses_may_carry_codes() {
    let mut document = Document::default();
    for url in [
        "https://a.example/?coupon=COVE20&utm_campaign=BF26",
        "https://a.example/?code=4f9ab",
        "https://a.example/?page=AB12",
    ] {
        document.links.push(Link {
            url: MappedText::verbatim(url, 10),
            span: Span::at(0),
            is_button: false,
            has_label: false,
            rendering: Rendering::Main,
        });
    }
    let found: Vec<_> = extract(&document).into_iter().map(|fact| (fact.text, fact.span)).collect();
    assert_eq!(found.first(), Some(&("COVE20".to_owned(), Span::new(36, 42))));
    assert_eq!(found.len(), 1);
}
