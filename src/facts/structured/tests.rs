//! Structured data on small pages: what it states, and where.

use crate::artifact::{Artifact, ArtifactKey, Attributes, Content, MediaType};
use crate::deadline::Deadline;
use crate::document;
use crate::facts::{self, Confidence, Fact, FactValue};
use crate::finding::GuideRef;
use crate::guide::{Guide, Product};
use crate::source::Source;
use crate::span::Span;

fn guide() -> Guide {
    let mut guide = Guide::default();
    guide.prices.products.push(Product {
        id: "cove".to_owned(),
        name: "Cove Standing Desk".to_owned(),
        short_names: Vec::new(),
        wrong_names: Vec::new(),
        skus: vec!["HP-COVE-01".to_owned()],
        urls: vec!["https://harborandpine.example/cove".to_owned()],
        prices: Vec::new(),
        origin: GuideRef { file: "pricing.toml".into(), span: Span::at(0), line: 1 },
    });
    guide
}

fn extract(html: &str) -> Vec<Fact> {
    let artifact = Artifact {
        key: ArtifactKey::file("a.html"),
        media_type: MediaType::Html,
        dialect: None,
        given: Attributes::default(),
        defaults: Attributes::default(),
        source: Source::new("a.html", html),
        content: Content::Whole,
    };
    let document = document::parse(&artifact, &Deadline::never());
    facts::extract(&artifact, &document, &guide(), &[])
}

/// Prices as `amount role per place product`, after their bytes.
fn prices(html: &str) -> Vec<String> {
    let shown = |fact: &Fact| match &fact.value {
        FactValue::Price(price) => {
            let per = price.per.as_ref().map(|per| format!(" /{per}")).unwrap_or_default();
            let product = fact.product.map(|product| format!(" of {product}")).unwrap_or_default();
            let currency = price.currency.map_or("?", |currency| currency.code());
            let (amount, role) = (price.amount.normalize(), price.role);
            let words = fact.span.slice(html);
            Some(format!("{words}: {amount} {currency} {role}{per} in {}{product}", fact.place))
        }
        _ => None,
    };
    extract(html).iter().filter_map(shown).collect()
}

fn in_script(json: &str) -> Vec<String> {
    prices(&format!("<script type=application/ld+json>{json}</script>"))
}

#[test]
fn offers_are_found_with_their_bytes_and_their_product() {
    let json = r#"{"@type":"Product","offers":[{"@type":"Offer","price":"399.00","priceCurrency":"USD"}],"sku":"HP-COVE-01"}"#;
    assert_eq!(in_script(json), ["399.00: 399 USD price in structured-data of 0"]);
    let number = r#"{"@type":"Offer","price": 399, "priceCurrency":"USD","itemOffered":{"@type":"Product","sku":"X"}}"#;
    assert_eq!(in_script(number), ["399: 399 USD price in structured-data"]);
    let referred = r##"[{"@type":"Product","name":"Cove standing desk","offers":{"@id":"#o"}},
        {"@id":"#o","@type":"Offer","price":399,"priceCurrency":"USD"}]"##;
    assert_eq!(in_script(referred), ["399: 399 USD price in structured-data of 0"]);
}

#[test]
fn list_prices_and_ranges_have_their_roles() {
    let json = r#"{"@type":"AggregateOffer","lowPrice":"19","highPrice":"99","priceCurrency":"USD",
        "priceSpecification":[{"priceType":"https://schema.org/ListPrice","price":499},
        {"@type":"UnitPriceSpecification","price":1.5,"referenceQuantity":{"value":100,"unitCode":"GRM"}},
        {"@type":"UnitPriceSpecification","price":9,"unitCode":"MON"},
        {"price":8,"validForMemberTier":{"name":"Gold"}}]}"#;
    assert_eq!(
        in_script(json),
        [
            "19: 19 USD range-low in structured-data",
            "99: 99 USD range-high in structured-data",
            "499: 499 USD list in structured-data",
            "1.5: 1.5 USD unit /unit:100 g in structured-data",
            "9: 9 USD price /month in structured-data",
            "8: 8 USD other in structured-data",
        ]
    );
}

#[test]
fn what_is_torn_or_not_known_states_nothing() {
    assert_eq!(in_script(r#"{"price":"399","priceCurrency":"USD","name":"Cove"#).len(), 1);
    assert_eq!(in_script(r#"{"price":"{{ price }}","priceCurrency":"USD"}"#).len(), 0);
    assert_eq!(in_script(r#"{"price":"19.{{ cents }}","priceCurrency":"USD"}"#).len(), 0);
    assert_eq!(in_script("]]}}{{").len(), 0);
    let found = extract(r#"<script type="application/ld+json">{"price":"399"}</script>"#);
    assert_eq!(found.first().map(|fact| fact.confidence), Some(Confidence::Low));
}

#[test]
fn a_value_that_readers_see_is_stated_once() {
    let html = "<div itemscope itemtype=https://schema.org/Product><meta itemprop=sku content=HP-COVE-01>\
                <p itemprop=offers itemscope itemtype=https://schema.org/Offer>Now <b itemprop=price>$399</b> or \
                <i itemprop=price>389.50</i><meta itemprop=priceCurrency content=USD>";
    assert_eq!(prices(html), ["$399: 399 USD sale in body of 0", "389.50: 389.5 USD price in body of 0"]);
}

#[test]
fn a_value_of_several_items_is_stated_once() {
    let html = "<p id=i><meta itemprop=price content=399><meta itemprop=priceCurrency content=USD></p>\
                <p itemscope itemref=i></p><p itemscope itemref=i></p>";
    assert_eq!(prices(html), ["399: 399 USD price in structured-data"]);
}

#[test]
fn metadata_state_prices_of_the_page() {
    let html = "<link rel=canonical href='https://harborandpine.example/cove/'>\
                <meta property=product:price:amount content=499.00><meta property=product:price:currency content=USD>\
                <meta property=product:sale_price:amount content=399><meta property=product:sale_price:currency content=USD>\
                <meta name=og:price:amount content='1,299.00'>";
    assert_eq!(
        prices(html),
        [
            "499.00: 499 USD list in meta of 0",
            "399: 399 USD sale in meta of 0",
            "1,299.00: 1299 ? list in meta of 0",
        ]
    );
    assert_eq!(
        prices("<meta name=twitter:label1 content=Price><meta name=twitter:data1 content='$399.00'>"),
        ["$399.00: 399 USD price in meta"]
    );
}

#[test]
fn codes_are_found_where_they_are_declared() {
    let codes = |html: &str| {
        let is_code = |fact: &&Fact| matches!(fact.value, FactValue::PromoCode(_));
        extract(html).iter().filter(is_code).map(|fact| fact.span.slice(html).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        codes(
            r#"<script type="application/ld+json">{"@type":"DiscountOffer","discountCode":"COVE20"}</script>"#
        ),
        ["COVE20"]
    );
    assert_eq!(codes("<p itemscope>Use code <b itemprop=discountCode>COVE20</b>"), ["COVE20"]);
}
