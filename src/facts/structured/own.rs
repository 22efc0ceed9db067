//! Which of the prices in structured data are those of the page's own product. Pages describe related products, accessories
//! and lists as well.

use std::collections::BTreeMap;

use super::AMOUNTS;
use crate::document::{Document, Item, ItemValue, Syntax};
use crate::scope::Scope;
use crate::span::Span;

/// Properties whose values are other things than what holds them.
const OTHERS: [&str; 9] = [
    "isRelatedTo",
    "isSimilarTo",
    "isAccessoryOrSparePartFor",
    "isConsumableFor",
    "itemListElement",
    "addOn",
    "review",
    "shippingDetails",
    "hasMerchantReturnPolicy",
];

/// Types of things that are sold, beside everything that has offers.
const PRODUCTS: [&str; 4] = ["Product", "ProductGroup", "IndividualProduct", "Vehicle"];

/// A chain of items from a price to its product is no longer.
const MAX_ANCESTORS: usize = 12;

/// Where the prices of the page's own product stand, in the order of the source; empty where that cannot be told.
pub(in crate::facts) fn own_prices(document: &Document) -> Vec<Span> {
    let held = held_as(document);
    let mut by_root: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for (index, item) in document.items.iter().enumerate() {
        if matches!(item.syntax, Syntax::Meta | Syntax::Data) {
            continue;
        }
        let mut spans = prices(item).peekable();
        if spans.peek().is_none() {
            continue;
        }
        if let Some(root) = root(document, &held, index) {
            by_root.entry(root).or_default().extend(spans);
        }
    }
    if by_root.len() < 2 {
        let mut spans = by_root.into_values().next().unwrap_or_default();
        spans.truncate(MAX_PRICES);
        return spans;
    }
    let headline = headline(document);
    let score = |root: usize| document.items.get(root).map_or(0, |item| likeness(item, &headline));
    let scores: Vec<usize> = by_root.keys().map(|root| score(*root)).collect();
    let best = scores.iter().copied().max().unwrap_or_default();
    // The same product may be described in two syntaxes.
    let fitting = by_root.into_values().zip(scores).filter(|(_, own)| *own == best && best >= MIN_LIKENESS);
    fitting.flat_map(|(spans, _)| spans).take(MAX_PRICES).collect()
}

/// More prices than the variants of a product are told from.
const MAX_PRICES: usize = 500;

/// Of a hundred words of a product's name so many have to stand in the headline.
const MIN_LIKENESS: usize = 60;

fn prices(item: &Item) -> impl Iterator<Item = Span> {
    let is_amount = |name: &str| AMOUNTS.iter().any(|(own, _)| *own == name);
    let named = item.properties.iter().filter(move |property| is_amount(property.local_name()));
    named.filter_map(|property| property.text()).map(|text| text.span(0..text.as_str().len()))
}

/// The property that each item is a value of.
fn held_as(document: &Document) -> Vec<&str> {
    let mut held = vec![""; document.items.len()];
    for property in document.items.iter().flat_map(|item| &item.properties) {
        if let ItemValue::Item(value) = property.value
            && let Some(own) = held.get_mut(value as usize)
        {
            *own = property.local_name();
        }
    }
    held
}

/// The outermost product that an item is of; `None` for products that another is only related to.
fn root(document: &Document, held: &[&str], index: usize) -> Option<usize> {
    let mut at = index;
    let mut root = index;
    for _ in 0..MAX_ANCESTORS {
        if held.get(at).is_some_and(|own| OTHERS.contains(own)) {
            return None;
        }
        let item = document.items.get(at)?;
        if PRODUCTS.iter().any(|name| item.is_a(name)) || item.property(&["offers"]).is_some() {
            root = at;
        }
        let Some(parent) = item.parent else { break };
        at = parent as usize;
    }
    Some(root)
}

/// The words of the first heading and of the title.
fn headline(document: &Document) -> Vec<String> {
    let is_headline = |scope: Scope| matches!(scope, Scope::Heading(1) | Scope::Title);
    let texts = document.segments.iter().filter(|segment| is_headline(segment.scope)).take(4);
    texts.flat_map(|segment| words(segment.text.as_str())).collect()
}

/// How many of a hundred words of an item's name stand in the headline.
fn likeness(item: &Item, headline: &[String]) -> usize {
    let name = words(item.text_of(&["name"]).unwrap_or_default());
    let n_common = name.iter().filter(|word| headline.contains(word)).count();
    (n_common * 100).checked_div(name.len()).unwrap_or_default()
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(40).map(str::to_lowercase).collect()
}
