//! Facts of structured data: prices and promo codes in JSON-LD, with the bytes of their values. Knows nothing of the
//! text of a page. Tolerant: a torn document gives what stands before the tear.

use iso_currency::Currency;

use super::price::lone_amount;
use super::{Confidence, Fact, FactValue, Price, PriceRole};
use crate::document::BranchPath;
use crate::guide::Guide;
use crate::scope::{Rendering, Scope, Visibility};
use crate::source::Source;
use crate::span::Span;

/// More objects than any page has; what follows is not read.
const MAX_OBJECTS: usize = 20_000;

/// An offer stands close to its product.
const MAX_ANCESTORS: usize = 8;

/// One object of a JSON document with its scalar members.
#[derive(Default)]
struct Object {
    parent: Option<usize>,
    /// The member of the parent that holds it.
    key: String,
    members: Vec<Member>,
}

struct Member {
    key: String,
    value: String,
    span: Span,
}

impl Object {
    fn member(&self, keys: &[&str]) -> Option<&Member> {
        self.members.iter().find(|member| keys.contains(&member.key.as_str()))
    }

    fn has_type(&self, name: &str) -> bool {
        self.members.iter().any(|member| member.key == "@type" && member.value.contains(name))
    }
}

/// The facts of every structured-data block.
pub(super) fn extract(source: &Source, blocks: &[Span], guide: &Guide) -> Vec<Fact> {
    let mut facts = Vec::new();
    for block in blocks {
        let objects = objects(source.slice(*block), block.start());
        for (index, object) in objects.iter().enumerate() {
            prices(&objects, index, object, guide, &mut facts);
            if let Some(code) = object.member(&["discountCode"])
                && super::promo_code::is_code(&code.value)
            {
                facts.push(fact(FactValue::PromoCode(code.value.clone()), code, Confidence::Certain, None));
            }
        }
    }
    facts
}

fn prices(objects: &[Object], index: usize, object: &Object, guide: &Guide, facts: &mut Vec<Fact>) {
    let currency = object
        .member(&["priceCurrency"])
        .and_then(|member| Currency::from_code(member.value.trim().to_ascii_uppercase().as_str()));
    let keys =
        [("price", PriceRole::Price), ("lowPrice", PriceRole::RangeLow), ("highPrice", PriceRole::RangeHigh)];
    for (key, role) in keys {
        let Some(member) = object.member(&[key]) else { continue };
        let Some((amount, confidence)) = lone_amount(&member.value) else { continue };
        let confidence = if currency.is_none() { Confidence::Low } else { confidence };
        let value = FactValue::Price(Price {
            role: specified_role(object).unwrap_or(role),
            amount,
            currency,
            per: None,
            tax: None,
            is_main: false,
        });
        facts.push(fact(value, member, confidence, product(objects, index, guide)));
    }
}

/// The role that the type of a price specification gives (schema.org, `PriceSpecification`).
fn specified_role(object: &Object) -> Option<PriceRole> {
    let price_type = object.member(&["priceType"]).map(|member| member.value.as_str()).unwrap_or_default();
    let is_before = ["ListPrice", "SRP", "MSRP", "StrikethroughPrice", "RegularPrice"];
    if is_before.iter().any(|name| price_type.ends_with(name)) {
        Some(PriceRole::List)
    } else if object.has_type("DeliveryChargeSpecification") || object.key.starts_with("shipping") {
        Some(PriceRole::Shipping)
    } else if object.has_type("UnitPriceSpecification") && price_type.is_empty() {
        Some(PriceRole::Unit)
    } else if object.has_type("PaymentChargeSpecification") {
        Some(PriceRole::Fee)
    } else {
        None
    }
}

/// The product of the guide that an enclosing object names by SKU, name or address.
fn product(objects: &[Object], index: usize, guide: &Guide) -> Option<u32> {
    let mut at = Some(index);
    for _ in 0..MAX_ANCESTORS {
        let object = at.and_then(|at| objects.get(at))?;
        let found = guide.prices.products.iter().position(|product| {
            let is_sku = object
                .member(&["sku", "mpn", "productID"])
                .is_some_and(|member| product.skus.contains(&member.value));
            let is_name = object
                .member(&["name"])
                .is_some_and(|member| member.value.trim().eq_ignore_ascii_case(&product.name));
            let is_page = object.member(&["url", "@id"]).is_some_and(|member| {
                crate::values::url::canonical(&member.value).is_some_and(|url| {
                    product.urls.iter().any(|own| crate::values::url::canonical(own).as_ref() == Some(&url))
                })
            });
            is_sku || is_name || is_page
        });
        if let Some(found) = found {
            return u32::try_from(found).ok();
        }
        // A product with another name or number is none of the guide's, whatever it is listed under.
        if object.has_type("Product") {
            return None;
        }
        at = object.parent;
    }
    None
}

fn fact(value: FactValue, member: &Member, confidence: Confidence, product: Option<u32>) -> Fact {
    Fact {
        value,
        text: member.value.clone(),
        span: member.span,
        place: Scope::StructuredData,
        visibility: Visibility::Machine,
        rendering: Rendering::Main,
        confidence,
        product,
        segment: None,
        branch: BranchPath::default(),
    }
}

/// The objects of a JSON text, each with its scalar members and their bytes in the source, which `offset` is added to.
/// One pass without recursion; stops where the text is no JSON.
fn objects(text: &str, offset: u32) -> Vec<Object> {
    let bytes = text.as_bytes();
    let mut objects: Vec<Object> = Vec::new();
    // Open brackets: the index of the object, or `None` for an array.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut key: Option<String> = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let end = match byte {
            b'{' => {
                if objects.len() >= MAX_OBJECTS {
                    break;
                }
                let parent = open.iter().rev().find_map(|bracket| *bracket);
                objects.push(Object { parent, key: key.clone().unwrap_or_default(), members: Vec::new() });
                open.push(Some(objects.len() - 1));
                key = None;
                at + 1
            }
            b'[' => {
                open.push(None);
                at + 1
            }
            b'}' | b']' => {
                open.pop();
                key = None;
                at + 1
            }
            b',' => {
                if matches!(open.last(), Some(Some(_))) {
                    key = None;
                }
                at + 1
            }
            b'"' => {
                let Some(length) = string_length(bytes.get(at + 1..).unwrap_or_default()) else { break };
                let end = at + length + 2;
                let raw = text.get(at..end).unwrap_or_default();
                let value: String = serde_json::from_str(raw)
                    .unwrap_or_else(|_| text.get(at + 1..end - 1).unwrap_or_default().to_owned());
                let is_key = key.is_none() && matches!(open.last(), Some(Some(_)));
                if is_key {
                    key = Some(value);
                } else {
                    add(&mut objects, &open, key.as_deref(), value, at + 1..end - 1, offset);
                }
                end
            }
            b'0'..=b'9' | b'-' => {
                let rest = bytes.get(at..).unwrap_or_default();
                let number =
                    |byte: &&u8| byte.is_ascii_digit() || matches!(**byte, b'.' | b'-' | b'+' | b'e' | b'E');
                let end = at + rest.iter().take_while(number).count();
                let value = text.get(at..end).unwrap_or_default().to_owned();
                add(&mut objects, &open, key.as_deref(), value, at..end, offset);
                end
            }
            _ => at + 1,
        };
        at = end;
    }
    objects
}

/// Bytes up to the closing quote.
fn string_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let found = at + memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes.get(found) == Some(&b'"') {
            return Some(found);
        }
        at = found + 2;
    }
}

fn add(
    objects: &mut [Object],
    open: &[Option<usize>],
    key: Option<&str>,
    value: String,
    range: std::ops::Range<usize>,
    offset: u32,
) {
    let innermost = open.iter().rev().find_map(|bracket| *bracket);
    let Some((object, key)) = innermost.and_then(|index| objects.get_mut(index)).zip(key) else { return };
    let span = Span::from_range(range).shifted(offset);
    object.members.push(Member { key: key.to_owned(), value, span });
}

#[cfg(test)]
mod tests {
    use super::extract;
    use crate::facts::{Confidence, FactValue, PriceRole};
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
            urls: Vec::new(),
            prices: Vec::new(),
            origin: GuideRef { file: "pricing.toml".into(), span: Span::at(0), line: 1 },
        });
        guide
    }

    fn facts(json: &str) -> Vec<(String, String, PriceRole, Option<u32>)> {
        let source = Source::new("a.html", json);
        extract(&source, &[source.span()], &guide())
            .iter()
            .filter_map(|fact| match &fact.value {
                FactValue::Price(price) => Some((
                    source.slice(fact.span).to_owned(),
                    price.amount.normalize().to_string(),
                    price.role,
                    fact.product,
                )),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn offers_are_found_with_their_bytes_and_their_product() {
        let json = r#"{"@type":"Product","offers":[{"@type":"Offer","price":"399.00","priceCurrency":"USD"}],"sku":"HP-COVE-01"}"#;
        assert_eq!(facts(json), [("399.00".to_owned(), "399".to_owned(), PriceRole::Price, Some(0))]);
        let number = r#"{"@type":"Offer","price": 399, "priceCurrency":"USD","itemOffered":{"@type":"Product","sku":"X"}}"#;
        assert_eq!(facts(number), [("399".to_owned(), "399".to_owned(), PriceRole::Price, None)]);
    }

    #[test]
    fn list_prices_and_ranges_have_their_roles() {
        let json = r#"{"@type":"AggregateOffer","lowPrice":"19","highPrice":"99","priceCurrency":"USD",
            "priceSpecification":{"priceType":"https://schema.org/ListPrice","price":499,"priceCurrency":"USD"}}"#;
        let roles: Vec<PriceRole> = facts(json).into_iter().map(|(_, _, role, _)| role).collect();
        assert_eq!(roles, [PriceRole::RangeLow, PriceRole::RangeHigh, PriceRole::List]);
    }

    #[test]
    fn torn_documents_give_what_stands_before_the_tear() {
        let torn = r#"{"price":"399","priceCurrency":"USD","name":"Cove"#;
        assert_eq!(facts(torn).len(), 1);
        assert_eq!(facts(r#"{"price":"{{ price }}","priceCurrency":"USD"}"#).len(), 0);
        assert_eq!(facts("]]}}{{").len(), 0);
        let source = Source::new("a.html", r#"{"price":"399"}"#);
        let found = extract(&source, &[source.span()], &guide());
        assert_eq!(found.first().map(|fact| fact.confidence), Some(Confidence::Low));
    }
}
