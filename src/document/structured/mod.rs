//! Structured data: what a page says about its things to machines, in one form for all syntaxes. Knows nothing of the
//! elements that it stands in, and nothing of what a property means.
//!
//! Reading order: [`Item`] here, then [`json_ld`], which is a syntax of its own. Microdata, RDFa and metadata stand on
//! elements; `html::items` reads them.

pub(super) mod json_ld;

use crate::artifact::words;
use crate::scope::Visibility;
use crate::span::Span;
use crate::text::MappedText;

words! {
    /// How structured data is written.
    Syntax {
        /// A JSON document in a `<script>` (JSON-LD 1.1).
        JsonLd = "json-ld",
        /// `itemscope` and `itemprop` (HTML, chapter 5).
        Microdata = "microdata",
        /// `typeof` and `property` (RDFa Lite 1.1).
        Rdfa = "rdfa",
        /// `<meta>` elements of the head: Open Graph, product and Twitter tags. One item, the page.
        Meta = "meta",
        /// Attributes for the scripts of a page (`data-price`), and values of Microdata that belong to no item.
        Data = "data",
    }
}

/// A thing that structured data describes.
#[derive(Clone, Debug)]
pub struct Item {
    /// How it is written.
    pub syntax: Syntax,
    /// Its types, as written; terms and prefixes of RDFa are expanded.
    pub types: Vec<String>,
    /// Its identifier: `@id`, `itemid`, `resource`.
    pub id: Option<MappedText>,
    /// Its properties, in the order of the source; those that it refers to by `itemref` follow.
    pub properties: Vec<Property>,
    /// The words of an element that is an item without properties (Microdata).
    pub text: Option<MappedText>,
    /// Index of the first item that it is a value of.
    pub parent: Option<u32>,
    /// Where it begins: its start tag, or its opening brace.
    pub span: Span,
}

/// A property of an item.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its name, as written; terms and prefixes of RDFa are expanded.
    pub name: String,
    /// Its value.
    pub value: ItemValue,
    /// Who sees the value: a text on the page is what readers see, an attribute is for machines.
    pub visibility: Visibility,
}

/// A value of a property. What a placeholder puts out stands as [`HOLE`](crate::document::HOLE).
#[derive(Clone, Debug)]
pub enum ItemValue {
    /// A text or a number.
    Text(MappedText),
    /// An address.
    Url(MappedText),
    /// Another item: index into [`Document::items`](crate::document::Document::items).
    Item(u32),
}

impl Item {
    /// An item of which nothing is known yet.
    pub(super) const fn new(syntax: Syntax, span: Span) -> Self {
        Self { syntax, types: Vec::new(), id: None, properties: Vec::new(), text: None, parent: None, span }
    }

    /// Whether it is of a type of schema.org, such as `Product`.
    #[must_use]
    pub fn is_a(&self, name: &str) -> bool {
        self.types.iter().any(|own| local_name(own) == name)
    }

    /// The first property with one of these names of schema.org.
    #[must_use]
    pub fn property(&self, names: &[&str]) -> Option<&Property> {
        self.properties.iter().find(|property| names.contains(&property.local_name()))
    }

    /// The text of the first property with one of these names that has one.
    #[must_use]
    pub fn text_of(&self, names: &[&str]) -> Option<&str> {
        let mut named = self.properties.iter().filter(|property| names.contains(&property.local_name()));
        named.find_map(|property| property.text()).map(MappedText::as_str)
    }
}

impl Property {
    /// Its name without the vocabulary.
    #[must_use]
    pub fn local_name(&self) -> &str {
        local_name(&self.name)
    }

    /// The text or address that it has.
    #[must_use]
    pub const fn text(&self) -> Option<&MappedText> {
        match &self.value {
            ItemValue::Text(text) | ItemValue::Url(text) => Some(text),
            ItemValue::Item(_) => None,
        }
    }
}

/// What is odd in structured data, with its place.
#[derive(Debug)]
pub(super) struct Oddity {
    /// Where.
    pub(super) span: Span,
    /// What, in one sentence.
    pub(super) message: String,
    /// Whether something was left out that machines do read.
    pub(super) is_partial: bool,
}

/// A name without the vocabulary that it is of: `Product` of `https://schema.org/Product` and of `schema:Product`.
fn local_name(name: &str) -> &str {
    let local = name.rsplit(['/', '#']).next().unwrap_or(name);
    local.strip_prefix("schema:").unwrap_or(local)
}

/// So many steps up a chain of items are taken.
pub(super) const MAX_ANCESTORS: usize = 512;

/// Whether `item` is `other`, or within it. A chain that is too long to tell counts as one.
pub(super) fn is_within(items: &[Item], item: u32, other: u32) -> bool {
    let mut at = item;
    for _ in 0..MAX_ANCESTORS {
        if at == other {
            return true;
        }
        match items.get(at as usize).and_then(|item| item.parent) {
            Some(parent) => at = parent,
            None => return false,
        }
    }
    true
}

/// Makes `value` a property of `owner`, unless that would make an item a part of itself.
pub(super) fn nest(items: &mut [Item], owner: u32, name: String, value: u32) {
    if !is_within(items, owner, value) {
        nest_new(items, owner, name, value);
    }
}

/// The same for an item that nothing is a part of yet.
pub(super) fn nest_new(items: &mut [Item], owner: u32, name: String, value: u32) {
    if let Some(item) = items.get_mut(value as usize) {
        item.parent.get_or_insert(owner);
    }
    if let Some(item) = items.get_mut(owner as usize) {
        let value = ItemValue::Item(value);
        item.properties.push(Property { name, value, visibility: Visibility::Machine });
    }
}
