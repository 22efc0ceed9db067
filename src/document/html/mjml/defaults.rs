//! Attributes that components have unless they say otherwise: `<mj-attributes>`. Of several, the nearest holds: a
//! component's own, then those of its `mj-class`, then those of all of its kind, then those of `<mj-all>`.

use rustc_hash::FxHashMap;

use super::components::Component;
use super::tree::{Node, NodeId, Tree};
use crate::document::html::tokens::AttributeSpans;
use crate::span::Span;

/// The attributes of all `<mj-attributes>` of an artifact, by what they are for.
#[derive(Default, Debug)]
pub(super) struct Defaults {
    /// `<mj-class>` by its name.
    classes: FxHashMap<String, Vec<NodeId>>,
    /// The others by the name of the component that they are for, `mj-all` among them.
    kinds: FxHashMap<String, Vec<NodeId>>,
}

impl Defaults {
    /// Collects what the head, and the heads of included files, say.
    pub(super) fn of(tree: &Tree, markup: &str) -> Self {
        let mut defaults = Self::default();
        let heads = tree.nodes().filter(|(_, node)| node.component == Some(Component::Attributes));
        for id in heads.flat_map(|(_, head)| &head.children) {
            let Some(node) = tree.node(*id) else { continue };
            if &*node.name == "mj-class" {
                let name = own(tree, node, markup, "name").map(|name| name.slice(markup).trim().to_owned());
                defaults.classes.entry(name.unwrap_or_default()).or_default().push(*id);
            } else {
                defaults.kinds.entry(node.name.to_string()).or_default().push(*id);
            }
        }
        defaults
    }

    /// The value of an attribute of a component: its own, or what holds for it.
    pub(super) fn find(&self, tree: &Tree, markup: &str, node: &Node, attribute: &str) -> Option<Span> {
        if let Some(value) = own(tree, node, markup, attribute) {
            return Some(value);
        }
        let classes = own(tree, node, markup, "mj-class").map(|classes| classes.slice(markup));
        // Of several classes, and of several entries, the last holds.
        let of_classes =
            classes.into_iter().flat_map(|classes| classes.split_ascii_whitespace().rev()).take(MAX_CLASSES);
        let of_classes = of_classes.filter_map(|class| self.classes.get(class));
        let of_kind = [&*node.name, "mj-all"].into_iter().filter_map(|name| self.kinds.get(name));
        of_classes.chain(of_kind).find_map(|entries| {
            let values = entries.iter().rev().take(MAX_ENTRIES).filter_map(|entry| tree.node(*entry));
            values.into_iter().find_map(|entry| own(tree, entry, markup, attribute))
        })
    }
}

/// Classes of a component, and entries of one name, that are looked at.
const MAX_CLASSES: usize = 32;
const MAX_ENTRIES: usize = 32;

/// The value of an attribute that a tag has itself.
pub(super) fn own(tree: &Tree, node: &Node, markup: &str, name: &str) -> Option<Span> {
    let is_named = |spans: &&AttributeSpans| spans.name.slice(markup).eq_ignore_ascii_case(name);
    tree.attributes(node).iter().find(is_named).map(|spans| spans.value)
}
