//! Attributes that components have unless they say otherwise: `<mj-attributes>`. Of several, the nearest holds: a
//! component's own, then those of its `mj-class`, then those of all of its kind, then those of `<mj-all>`.

use rustc_hash::FxHashMap;

use super::components::Component;
use super::tree::{Node, Tree};
use crate::document::html::tokens::AttributeSpans;
use crate::span::Span;

/// Classes of a component that are looked at.
const MAX_CLASSES: usize = 32;

/// Values of attributes by their names in lower case.
type Values = FxHashMap<String, Span>;

/// The attributes of all `<mj-attributes>` of an artifact, by what they are for.
#[derive(Default, Debug)]
pub(super) struct Defaults {
    /// Those of a `<mj-class>`, by its name.
    classes: FxHashMap<String, Values>,
    /// Those of all components of a kind, by their name, `mj-all` among them.
    kinds: FxHashMap<String, Values>,
}

impl Defaults {
    /// Collects what the head, and the heads of included files, say. Of several values the last holds.
    pub(super) fn of(tree: &Tree, markup: &str) -> Self {
        let mut defaults = Self::default();
        let heads = tree.nodes().filter(|(_, node)| node.component == Some(Component::Attributes));
        for node in heads.flat_map(|(_, head)| &head.children).filter_map(|id| tree.node(*id)) {
            let values = if &*node.name == "mj-class" {
                let name = own(tree, node, markup, "name").map(|name| name.slice(markup).trim().to_owned());
                defaults.classes.entry(name.unwrap_or_default()).or_default()
            } else {
                defaults.kinds.entry(node.name.to_string()).or_default()
            };
            for spans in tree.attributes(node) {
                values.insert(spans.name.slice(markup).to_ascii_lowercase(), spans.value);
            }
        }
        defaults
    }

    /// The value of an attribute of a component: its own, or what holds for it.
    pub(super) fn find(&self, tree: &Tree, markup: &str, node: &Node, attribute: &str) -> Option<Span> {
        if let Some(value) = own(tree, node, markup, attribute) {
            return Some(value);
        }
        let classes = own(tree, node, markup, "mj-class").filter(|_| !self.classes.is_empty());
        let names = classes.map(|classes| classes.slice(markup)).unwrap_or_default().split_ascii_whitespace();
        // Of several classes the last holds.
        let of_classes = names.rev().take(MAX_CLASSES).filter_map(|class| self.classes.get(class));
        let of_kinds = [&*node.name, "mj-all"].into_iter().filter_map(|name| self.kinds.get(name));
        of_classes.chain(of_kinds).find_map(|values| values.get(attribute).copied())
    }
}

/// The value of an attribute that a tag has itself.
pub(super) fn own(tree: &Tree, node: &Node, markup: &str, name: &str) -> Option<Span> {
    let is_named = |spans: &&AttributeSpans| spans.name.slice(markup).eq_ignore_ascii_case(name);
    tree.attributes(node).iter().find(is_named).map(|spans| spans.value)
}
