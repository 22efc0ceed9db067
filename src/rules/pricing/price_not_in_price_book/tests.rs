//! The rule over documents of one paragraph.

use iso_currency::Currency;

use super::PriceNotInPriceBook;
use crate::artifact::{Artifact, ArtifactKey, Attributes, Content, Locale, MediaType};
use crate::deadline::Deadline;
use crate::document::{Document, Segment};
use crate::facts::{self, ProductForm, ProductName};
use crate::finding::{Applicability, Finding, GuideRef};
use crate::guide::brand::Market;
use crate::guide::pricing::{PriceEntry, Retired};
use crate::guide::{Guide, Product};
use crate::rules::{Rule, RuleContext};
use crate::scope::Scope;
use crate::source::Source;
use crate::span::Span;
use crate::text::MappedText;

fn guide() -> Guide {
    let origin = GuideRef { file: "pricing.toml".into(), span: Span::at(0), line: 1 };
    let market = |id: &str, locale: &str, currency| Market {
        id: id.to_owned(),
        locales: Locale::parse(locale).into_iter().collect(),
        currency: Some(currency),
        tax: None,
        tax_rate: None,
        origin: origin.clone(),
    };
    let retired_price = |amount: &&str| Retired {
        price: amount.parse().expect("an amount"),
        until: None,
        origin: origin.clone(),
    };
    let entry = |market: &str, list: &str, retired: &[&str]| PriceEntry {
        market: market.to_owned(),
        list: list.parse().expect("an amount"),
        sale: None,
        retired: retired.iter().map(retired_price).collect(),
        from: None,
        until: None,
        origin: origin.clone(),
    };
    let mut guide = Guide::default();
    guide.brand.currency = Some(Currency::USD);
    guide.brand.markets = vec![market("US", "en-US", Currency::USD), market("DE", "de-DE", Currency::EUR)];
    guide.prices.products.push(Product {
        id: "cove".to_owned(),
        name: "Cove".to_owned(),
        short_names: Vec::new(),
        wrong_names: Vec::new(),
        skus: Vec::new(),
        urls: Vec::new(),
        prices: vec![entry("US", "499.00 USD", &["529.00 USD"]), entry("DE", "549.00 EUR", &[])],
        origin: origin.clone(),
    });
    guide
}

fn check(text: &str, attributes: Attributes) -> Vec<Finding> {
    let guide = guide();
    let document = Document {
        segments: vec![Segment::new(Scope::Body, MappedText::verbatim(text, 0))],
        attributes,
        ..Document::default()
    };
    let artifact = Artifact {
        key: ArtifactKey::file("a.md"),
        media_type: MediaType::Markdown,
        dialect: None,
        given: Attributes::default(),
        defaults: Attributes::default(),
        source: Source::new("a.md", text),
        content: Content::Whole,
    };
    let names: Vec<ProductName> = text
        .match_indices("Cove")
        .map(|(at, _)| {
            let at = u32::try_from(at).expect("short");
            ProductName { segment: 0, range: at..at + 4, product: 0, form: ProductForm::Name }
        })
        .collect();
    let facts = facts::extract(&artifact, &document, &guide, &names);
    let cx = RuleContext {
        artifact: &artifact,
        document: &document,
        facts: &facts,
        guide: &guide,
        matches: &[],
        campaign: None,
        deadline: &Deadline::never(),
    };
    let mut findings = Vec::new();
    PriceNotInPriceBook.check(&cx, &mut findings);
    findings
}

fn messages(text: &str) -> Vec<String> {
    check(text, Attributes::default()).into_iter().map(|finding| finding.message).collect()
}

#[test]
fn wrong_prices_are_told_from_retired_ones() {
    assert_eq!(
        messages("The Cove is $459."),
        ["459.00 USD is not in the price book: Cove costs 499.00 USD in market US"]
    );
    // Of a retired price another rule tells.
    assert_eq!(messages("The Cove is $529."), Vec::<String>::new());
    assert_eq!(messages("Die Cove kostet 559,00 €").len(), 1);
}

#[test]
fn what_is_right_or_of_something_else_is_silent() {
    for text in [
        "The Cove is $499.00",
        "Die Cove: 549 €",
        "The Cove ships for free on orders over $450. Shipping: $459.",
        "Save $459 on the Cove",
        "The Cove from $459",
        "A cable tray for the Cove, $29",
        "The Cove for $459 a month",
        "The Cove is £459",
        "The Cove is C$659",
        "Our desk is $459",
        "The Cove raised $459 million",
        "Gift cards for the Cove: $300, $450",
        "The Cove: S $459, M $499, L $559",
    ] {
        assert_eq!(messages(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn an_audience_may_have_prices_of_its_own() {
    let members = Attributes { audience: Some("members".to_owned()), ..Attributes::default() };
    assert_eq!(check("The Cove is $459", members), []);
}

#[test]
fn the_fix_keeps_the_form_and_covers_every_copy() {
    let findings = check("The Cove is $459. Yes, $459!", Attributes::default());
    assert_eq!(findings.len(), 1);
    let fix = findings.first().and_then(|finding| finding.fix.clone()).expect("a proposal");
    assert_eq!(fix.applicability, Applicability::Unsafe);
    let edits: Vec<(&str, Span)> =
        fix.edits.iter().map(|edit| (edit.text.as_str(), edit.location.span)).collect();
    assert_eq!(edits, [("$499", Span::new(12, 16)), ("$499", Span::new(23, 27))]);
}
