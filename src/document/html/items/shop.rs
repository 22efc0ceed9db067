//! What the names that shops give to elements say of prices: which is the old one, which stands among other products, where
//! the product of the page is; and prices that stand in `data-` attributes or are values of no item. Names are customs of
//! the systems that shops run on, so they are hints: nothing is told by them alone.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::shop_names::NAMES;
use super::{NodeId, Page, Tree, Visitor, microdata, walk};
use crate::document::html::attributes::ElementAttributes;
use crate::document::{Item, ItemValue, Property, ShopPart, ShopPartKind, Syntax};
use crate::scope::Visibility;
use crate::span::Span;
use crate::text::MappedText;

/// Attributes that hold an amount of money.
const AMOUNTS: [&str; 7] = [
    "data-price",
    "data-product-price",
    "data-price-amount",
    "data-price-value",
    "data-current-price",
    "data-sale-price",
    "data-final-price",
];
/// Attributes beside them that name its currency.
const CURRENCIES: [&str; 4] =
    ["data-currency", "data-currency-code", "data-price-currency", "data-product-currency"];

/// More parts, and more amounts in attributes, than a page of one product has; beyond them the rest is left out.
const MAX_PARTS: usize = 5_000;
const MAX_AMOUNTS: usize = 200;

static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let names = NAMES.iter().flat_map(|(_, names)| *names);
    AhoCorasick::builder().ascii_case_insensitive(true).build(names).ok()
});

/// Which kind of part each name is of, in the order of the search.
static KINDS: LazyLock<Vec<ShopPartKind>> =
    LazyLock::new(|| NAMES.iter().flat_map(|(kind, names)| names.iter().map(|_| *kind)).collect());

/// Reads the parts of a page, and appends an item for each price that only an attribute states.
pub(super) fn read(page: &mut Page<'_>, items: &mut Vec<Item>) -> Vec<ShopPart> {
    let mut reader = Reader {
        items,
        open: Vec::new(),
        parts: Vec::new(),
        end: 0,
        n_amounts: 0,
        n_scopes: 0,
        orphans: None,
    };
    if !is_of_a_shop(page.input.markup) {
        return Vec::new();
    }
    walk(page, Tree::ROOT, &mut reader);
    let Reader { items, mut parts, orphans, .. } = reader;
    items.extend(orphans);
    parts.sort_by_key(|part| (part.span, part.kind));
    parts
}

/// Whether the names of shops may stand in a page at all.
fn is_of_a_shop(markup: &str) -> bool {
    [
        "rice", "product", "Product", "reis", "prec", "prix", "prez", "prij", "pris", "cena", "hinta",
        "fiyat", "kaina", "related",
    ]
    .iter()
    .any(|word| memchr::memmem::find(markup.as_bytes(), word.as_bytes()).is_some())
}

struct Reader<'i> {
    items: &'i mut Vec<Item>,
    open: Vec<(NodeId, u32, ShopPartKind)>,
    parts: Vec<ShopPart>,
    /// One past the last byte that was visited, in the source.
    end: u32,
    /// Amounts in attributes.
    n_amounts: usize,
    /// Items of Microdata that are open.
    n_scopes: usize,
    /// Values of prices outside of every item.
    orphans: Option<Item>,
}

impl<'t> Visitor<'t> for Reader<'_> {
    fn enter(&mut self, page: &mut Page<'t>, node: NodeId) -> bool {
        let Some(element) = page.tree.element(node) else {
            self.end = page.end_of(node).unwrap_or(self.end).max(self.end);
            return false;
        };
        let tag = page.span(element);
        self.end = self.end.max(tag.end());
        let attributes = page.attributes(element);
        let name = &*element.name.local;
        self.n_scopes += usize::from(attributes.has("itemscope"));
        for kind in kinds(name, &attributes) {
            self.open.push((node, tag.start(), kind));
        }
        self.read_amount(tag, &attributes);
        if self.n_scopes == 0 {
            self.read_orphan(page, node, name, &attributes);
        }
        !matches!(name, "script" | "style" | "template" | "svg")
    }

    fn leave(&mut self, page: &mut Page<'t>, node: NodeId) {
        while let Some((_, start, kind)) = self.open.pop_if(|(open, ..)| *open == node) {
            if self.parts.len() >= MAX_PARTS {
                continue;
            }
            self.parts.push(ShopPart { kind, span: Span::new(start, self.end.max(start)) });
        }
        if let Some(element) = page.tree.element(node) {
            self.n_scopes =
                self.n_scopes.saturating_sub(usize::from(page.attributes(element).has("itemscope")));
        }
    }
}

impl Reader<'_> {
    /// A price in an attribute for scripts.
    fn read_amount(&mut self, tag: Span, attributes: &ElementAttributes<'_>) {
        let value = |names: &[&str]| names.iter().find_map(|name| attributes.value(name));
        let Some(amount) = value(&AMOUNTS).filter(|_| self.n_amounts < MAX_AMOUNTS) else { return };
        self.n_amounts += 1;
        let mut item = Item::new(Syntax::Data, tag);
        item.properties.push(machine("price", amount));
        item.properties.extend(value(&CURRENCIES).map(|currency| machine("priceCurrency", currency)));
        self.items.push(item);
    }

    /// A price that is marked as a value, but of no item: much markup has lost the element around it.
    fn read_orphan(
        &mut self,
        page: &mut Page<'_>,
        node: NodeId,
        name: &str,
        attributes: &ElementAttributes<'_>,
    ) {
        let Some(property) = attributes.raw("itemprop").map(str::trim) else { return };
        if !matches!(property, "price" | "priceCurrency" | "lowPrice") {
            return;
        }
        let (value, visibility) = microdata::value(page, node, name, attributes);
        let item = self.orphans.get_or_insert_with(|| Item::new(Syntax::Data, Span::default()));
        if item.properties.len() < MAX_AMOUNTS {
            item.properties.push(Property { name: property.to_owned(), value, visibility });
        }
    }
}

fn machine(name: &str, value: MappedText) -> Property {
    Property { name: name.to_owned(), value: ItemValue::Text(value), visibility: Visibility::Machine }
}

/// The kinds of part that an element is by its name, its classes and its id; each once.
fn kinds(name: &str, attributes: &ElementAttributes<'_>) -> Vec<ShopPartKind> {
    let mut found: Vec<ShopPartKind> = match name {
        "nav" | "aside" | "footer" => vec![ShopPartKind::Other],
        _ => Vec::new(),
    };
    let Some(search) = SEARCH.as_ref() else { return found };
    for value in ["class", "id"].iter().filter_map(|name| attributes.raw(name)) {
        for hit in search.find_overlapping_iter(value) {
            if let Some(kind) = KINDS.get(hit.pattern().as_usize()).filter(|kind| !found.contains(kind)) {
                found.push(*kind);
            }
        }
    }
    found
}
