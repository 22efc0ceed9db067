//! RDFa Lite 1.1, with `about`, `content` and `datatype` of RDFa Core: `typeof` makes an element an item, `property` a value
//! of the item around it. `rel`, `rev`, `inlist` and `datatype`s of XML are not read. Follows RDFa Core 1.1, section 7.5, as
//! HTML+RDFa 1.1 amends it.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{NodeId, Page, Visitor, content, walk};
use crate::document::html::attributes::ElementAttributes;
use crate::document::structured::{MAX_ANCESTORS, nest};
use crate::document::{Item, ItemValue, Property, Syntax};
use crate::scope::Visibility;
use crate::span::{Span, offset};
use crate::text::MappedText;

/// Prefixes that need no declaration (the initial context of RDFa), as far as pages use them.
const PREFIXES: &[(&str, &str)] = &[
    ("cc", "http://creativecommons.org/ns#"),
    ("dc", "http://purl.org/dc/terms/"),
    ("dc11", "http://purl.org/dc/elements/1.1/"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("gr", "http://purl.org/goodrelations/v1#"),
    ("og", "http://ogp.me/ns#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("rev", "http://purl.org/stuff/rev#"),
    ("schema", "http://schema.org/"),
    ("sioc", "http://rdfs.org/sioc/ns#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("v", "http://rdf.data-vocabulary.org/#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// Prefixes that hold at one place; further ones are not read.
const MAX_PREFIXES: usize = 256;

/// Reads every item of the page.
pub(super) fn read(page: &mut Page<'_>, items: &mut Vec<Item>) {
    let outer = Context { node: super::Tree::ROOT, vocabulary: None, n_prefixes: 0, subject: Subject::Page };
    let mut reader = Reader {
        items,
        known: FxHashMap::default(),
        page_item: None,
        prefixes: Vec::new(),
        open: vec![outer],
    };
    walk(page, super::Tree::ROOT, &mut reader);
}

/// What properties are of.
#[derive(Clone, Debug)]
enum Subject {
    /// The page itself.
    Page,
    /// An item that was named or has a type.
    Item(u32),
    /// Something with an identifier of which nothing has been said yet.
    Named(MappedText, Span),
}

/// What holds inside an element.
struct Context {
    node: NodeId,
    vocabulary: Option<Rc<str>>,
    n_prefixes: usize,
    subject: Subject,
}

struct Reader<'i> {
    items: &'i mut Vec<Item>,
    /// Items by their identifiers: what is said in several places is said of one thing.
    known: FxHashMap<String, u32>,
    page_item: Option<u32>,
    prefixes: Vec<(String, String)>,
    open: Vec<Context>,
}

impl<'t> Visitor<'t> for Reader<'_> {
    fn enter(&mut self, page: &mut Page<'t>, node: NodeId) -> bool {
        let Some(element) = page.tree.element(node) else { return false };
        let attributes = page.attributes(element);
        let says = |name: &str| attributes.has(name);
        if ["vocab", "prefix", "typeof", "property", "about", "resource", "href", "src"].into_iter().any(says)
        {
            self.read(page, node, &element.name.local, &attributes, page.span(element));
        }
        true
    }

    fn leave(&mut self, _: &mut Page<'t>, node: NodeId) {
        if self.open.len() > 1 && self.open.last().is_some_and(|context| context.node == node) {
            self.open.pop();
            self.prefixes.truncate(self.open.last().map_or(0, |context| context.n_prefixes));
        }
    }
}

impl Reader<'_> {
    fn read(
        &mut self,
        page: &mut Page<'_>,
        node: NodeId,
        name: &str,
        attributes: &ElementAttributes<'_>,
        span: Span,
    ) {
        self.read_prefixes(attributes);
        let outer = self.open.last();
        let vocabulary = self.vocabulary(attributes);
        let parent = outer.map_or(Subject::Page, |context| context.subject.clone());
        let named = |keys: &[&str]| {
            let id = keys.iter().find_map(|key| attributes.value(key))?;
            Some(Subject::Named(id, span))
        };
        let about = named(&["about"]);
        let resource = named(&["resource", "href", "src"]);
        let types = self.expanded(attributes.raw("typeof"), vocabulary.as_ref());
        let has_type = attributes.has("typeof");
        let has_literal = attributes.has("content") || attributes.has("datatype");
        let is_property = attributes.has("property") && !has_literal;
        let subject = match (is_property, about.clone()) {
            (_, Some(about)) => about,
            (true, None) => parent,
            (false, None) => match resource.clone() {
                Some(resource) => resource,
                None if has_type => Subject::Item(self.add(Item::new(Syntax::Rdfa, span))),
                None => parent,
            },
        };
        let mut typed = None;
        if has_type {
            let thing = match (is_property && about.is_none(), resource.clone()) {
                (false, _) => subject.clone(),
                (true, Some(resource)) => resource,
                (true, None) => Subject::Item(self.add(Item::new(Syntax::Rdfa, span))),
            };
            let item = self.item(&thing);
            if let Some(item) = self.items.get_mut(item as usize) {
                item.types.extend(types);
            }
            typed = Some(item);
        }
        // What a page says of itself in its head is metadata.
        let is_metadata = matches!((name, &subject), ("meta" | "link", Subject::Page));
        let names = self.expanded(attributes.raw("property").filter(|_| !is_metadata), vocabulary.as_ref());
        if !names.is_empty() {
            let nested = typed.filter(|_| !has_literal && about.is_none());
            let address = resource.filter(|_| !has_literal && nested.is_none());
            let owner = self.item(&subject);
            let literal = || value(page, node, name, attributes, address);
            self.give(owner, names, nested, literal);
            page.spend(if nested.is_some() { MAX_ANCESTORS } else { 1 });
        }
        let subject = typed.map_or(subject, Subject::Item);
        self.open.push(Context { node, vocabulary, n_prefixes: self.prefixes.len(), subject });
    }

    fn give(
        &mut self,
        owner: u32,
        names: Vec<String>,
        nested: Option<u32>,
        literal: impl FnOnce() -> (ItemValue, Visibility),
    ) {
        if let Some(nested) = nested {
            names.into_iter().for_each(|name| nest(self.items, owner, name, nested));
            return;
        }
        let (value, visibility) = literal();
        if let Some(item) = self.items.get_mut(owner as usize) {
            for name in names {
                item.properties.push(Property { name, value: value.clone(), visibility });
            }
        }
    }

    fn vocabulary(&self, attributes: &ElementAttributes<'_>) -> Option<Rc<str>> {
        match attributes.raw("vocab").map(str::trim) {
            Some(own) => Some(own).filter(|own| !own.is_empty()).map(Rc::from),
            None => self.open.last()?.vocabulary.clone(),
        }
    }

    fn read_prefixes(&mut self, attributes: &ElementAttributes<'_>) {
        let mut words = attributes.raw("prefix").unwrap_or_default().split_ascii_whitespace();
        while let Some(name) = words.next().filter(|_| self.prefixes.len() < MAX_PREFIXES) {
            let Some(name) = name.strip_suffix(':') else { continue };
            let Some(address) = words.next() else { break };
            self.prefixes.push((name.to_ascii_lowercase(), address.to_owned()));
        }
    }

    /// Names with vocabulary and prefixes put in (RDFa Core, section 7.4); a term without a vocabulary is none.
    fn expanded(&self, names: Option<&str>, vocabulary: Option<&Rc<str>>) -> Vec<String> {
        let one = |name: &str| {
            let Some((prefix, rest)) = name.split_once(':') else {
                return vocabulary.map(|vocabulary| format!("{vocabulary}{name}"));
            };
            let lower = prefix.to_ascii_lowercase();
            let own = self
                .prefixes
                .iter()
                .rev()
                .find(|(known, _)| *known == lower)
                .map(|(_, address)| address.as_str());
            let common = || PREFIXES.iter().find(|(known, _)| *known == lower).map(|(_, address)| *address);
            match own.or_else(common).filter(|_| !rest.starts_with("//")) {
                Some(address) => Some(format!("{address}{rest}")),
                None => Some(name.to_owned()),
            }
        };
        names.unwrap_or_default().split_ascii_whitespace().filter_map(one).collect()
    }

    fn add(&mut self, item: Item) -> u32 {
        self.items.push(item);
        offset(self.items.len() - 1)
    }

    /// The item that a subject is.
    fn item(&mut self, subject: &Subject) -> u32 {
        match subject {
            Subject::Item(item) => *item,
            Subject::Page => match self.page_item {
                Some(item) => item,
                None => {
                    let item = self.add(Item::new(Syntax::Rdfa, Span::at(0)));
                    *self.page_item.insert(item)
                }
            },
            Subject::Named(id, span) => {
                if let Some(item) = self.known.get(id.as_str()) {
                    return *item;
                }
                let item = Item { id: Some(id.clone()), ..Item::new(Syntax::Rdfa, *span) };
                let index = self.add(item);
                self.known.insert(id.as_str().to_owned(), index);
                index
            }
        }
    }
}

/// A value that is no item: an address, an attribute, or the words of the element.
fn value(
    page: &mut Page<'_>,
    node: NodeId,
    name: &str,
    attributes: &ElementAttributes<'_>,
    address: Option<Subject>,
) -> (ItemValue, Visibility) {
    if let Some(Subject::Named(address, _)) = address {
        return (ItemValue::Url(address), Visibility::Machine);
    }
    let key = match name {
        "time" => "datetime",
        "data" | "meter" => "value",
        _ => "content",
    };
    let own = attributes.value("content").or_else(|| attributes.value(key));
    own.map_or_else(
        || (ItemValue::Text(content::of(page, node)), Visibility::Visible),
        |value| (ItemValue::Text(value), Visibility::Machine),
    )
}
