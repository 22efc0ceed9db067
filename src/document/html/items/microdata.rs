//! Microdata (HTML, chapter 5): `itemscope` makes an element an item, `itemprop` a value of the item around it.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{NodeId, Page, Visitor, content, walk};
use crate::document::html::attributes::ElementAttributes;
use crate::document::structured::{MAX_ANCESTORS, nest, nest_new};
use crate::document::{Item, ItemValue, Property, Syntax};
use crate::scope::Visibility;
use crate::span::offset;
use crate::text::MappedText;

/// Reads every item of the page.
pub(super) fn read(page: &mut Page<'_>, items: &mut Vec<Item>) {
    let mut reader = Reader { items, known: FxHashMap::default(), owners: Vec::new(), refer: Vec::new() };
    walk(page, super::Tree::ROOT, &mut reader);
    let Reader { known, refer, .. } = reader;
    lend(page, items, &known, &refer);
    add_words(page, items, &known);
}

/// A value of an element's own, apart from items: an attribute where the element has one for it (HTML, section 5.2.4), else
/// its words. `content` counts on any element, as everybody reads it.
pub(super) fn value(
    page: &mut Page<'_>,
    node: NodeId,
    name: &str,
    attributes: &ElementAttributes<'_>,
) -> (ItemValue, Visibility) {
    let (key, is_address) = match name {
        "audio" | "embed" | "iframe" | "img" | "source" | "track" | "video" => ("src", true),
        "a" | "area" | "link" => ("href", true),
        "object" => ("data", true),
        "data" | "meter" => ("value", false),
        "time" => ("datetime", false),
        _ => ("content", false),
    };
    let own = attributes.value("content").map(ItemValue::Text).or_else(|| {
        let value = attributes.value(key)?;
        Some(if is_address { ItemValue::Url(value) } else { ItemValue::Text(value) })
    });
    match own {
        Some(value) => (value, Visibility::Machine),
        None if name == "meta" => (ItemValue::Text(MappedText::EMPTY), Visibility::Machine),
        None => (ItemValue::Text(content::of(page, node)), Visibility::Visible),
    }
}

/// Items by their elements.
type Known = FxHashMap<NodeId, u32>;

struct Reader<'i> {
    items: &'i mut Vec<Item>,
    known: Known,
    /// Items that are open, with their elements.
    owners: Vec<(NodeId, u32)>,
    /// Items that refer to other parts of the page, and those parts' ids.
    refer: Vec<(u32, Vec<String>)>,
}

impl<'t> Visitor<'t> for Reader<'_> {
    fn enter(&mut self, page: &mut Page<'t>, node: NodeId) -> bool {
        let Some(element) = page.tree.element(node) else { return false };
        let attributes = page.attributes(element);
        let (is_item, names) = (attributes.has("itemscope"), attributes.raw("itemprop"));
        let owner = self.owners.last().map(|(_, item)| *item);
        if is_item {
            let mut item = Item::new(Syntax::Microdata, page.span(element));
            item.types = words(attributes.raw("itemtype"));
            item.id = attributes.value("itemid");
            let index = offset(self.items.len());
            self.items.push(item);
            self.known.insert(node, index);
            self.owners.push((node, index));
            let ids = words(attributes.raw("itemref"));
            if !ids.is_empty() {
                self.refer.push((index, ids));
            }
            for name in words(names) {
                if let Some(owner) = owner {
                    nest_new(self.items, owner, name, index);
                }
            }
        } else if let (Some(owner), Some(names)) = (owner, names) {
            add(page, self.items, owner, node, &element.name.local, &attributes, names);
        }
        true
    }

    fn leave(&mut self, _: &mut Page<'t>, node: NodeId) {
        if self.owners.last().is_some_and(|(open, _)| *open == node) {
            self.owners.pop();
        }
    }
}

fn add(
    page: &mut Page<'_>,
    items: &mut [Item],
    owner: u32,
    node: NodeId,
    element: &str,
    attributes: &ElementAttributes<'_>,
    names: &str,
) {
    let names = words(Some(names));
    if names.is_empty() {
        return;
    }
    let (value, visibility) = value(page, node, element, attributes);
    let Some(item) = items.get_mut(owner as usize) else { return };
    for name in names {
        item.properties.push(Property { name, value: value.clone(), visibility });
    }
}

fn words(value: Option<&str>) -> Vec<String> {
    value.unwrap_or_default().split_ascii_whitespace().map(str::to_owned).collect()
}

/// Gives items the properties of the parts of the page that they refer to.
fn lend(page: &mut Page<'_>, items: &mut [Item], known: &Known, refer: &[(u32, Vec<String>)]) {
    if refer.is_empty() {
        return;
    }
    let wanted: FxHashSet<&str> = refer.iter().flat_map(|(_, ids)| ids).map(String::as_str).collect();
    let mut places = Places { wanted, found: FxHashMap::default() };
    walk(page, super::Tree::ROOT, &mut places);
    let Places { found, .. } = places;
    for (owner, ids) in refer {
        let mut seen = FxHashSet::default();
        for node in ids.iter().filter_map(|id| found.get(id.as_str())) {
            if !page.spend(1) {
                return;
            }
            if seen.insert(*node) {
                let mut lender = Lender { items, known, owner: *owner };
                // A whole item that is nobody's property lends what it has.
                if lender.enter(page, *node) || known.contains_key(node) && !is_property(page, *node) {
                    walk(page, *node, &mut lender);
                }
            }
        }
    }
}

fn is_property(page: &Page<'_>, node: NodeId) -> bool {
    page.tree.element(node).is_some_and(|element| page.attributes(element).has("itemprop"))
}

/// Finds the elements with certain ids.
struct Places<'r> {
    wanted: FxHashSet<&'r str>,
    found: FxHashMap<&'r str, NodeId>,
}

impl<'t> Visitor<'t> for Places<'_> {
    fn enter(&mut self, page: &mut Page<'t>, node: NodeId) -> bool {
        let Some(element) = page.tree.element(node) else { return false };
        if let Some(id) = page.attributes(element).raw("id").and_then(|id| self.wanted.get(id.trim())) {
            self.found.entry(id).or_insert(node);
        }
        true
    }

    fn leave(&mut self, _: &mut Page<'t>, _: NodeId) {}
}

/// Gives one item what stands in one part of the page.
struct Lender<'i> {
    items: &'i mut [Item],
    known: &'i Known,
    owner: u32,
}

impl<'t> Visitor<'t> for Lender<'_> {
    fn enter(&mut self, page: &mut Page<'t>, node: NodeId) -> bool {
        let Some(element) = page.tree.element(node) else { return false };
        let attributes = page.attributes(element);
        let names = attributes.raw("itemprop");
        let Some(item) = self.known.get(&node) else {
            if let Some(names) = names {
                add(page, self.items, self.owner, node, &element.name.local, &attributes, names);
            }
            return true;
        };
        for name in words(names) {
            page.spend(MAX_ANCESTORS);
            nest(self.items, self.owner, name, *item);
        }
        false
    }

    fn leave(&mut self, _: &mut Page<'t>, _: NodeId) {}
}

/// The words of items that have no properties.
fn add_words(page: &mut Page<'_>, items: &mut [Item], known: &Known) {
    let mut elements: Vec<(u32, NodeId)> = known.iter().map(|(node, item)| (*item, *node)).collect();
    elements.sort_unstable();
    for (index, node) in elements {
        if let Some(item) = items.get_mut(index as usize).filter(|item| item.properties.is_empty()) {
            let text = content::of(page, node);
            item.text = Some(text).filter(|text| !text.is_empty());
        }
    }
}
