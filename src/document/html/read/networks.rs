//! Which elements have the colors of a social network: links to one and what stands in them, and what holds nothing but
//! one.

use super::Reader;
use crate::document::html::attributes::ElementAttributes;
use crate::document::html::tree::{Element, NodeData, NodeId, Piece};
use crate::text::MappedText;
use crate::values::networks;

/// More nodes than an icon with its link is made of.
const MAX_NODES: usize = 48;

/// Pixels of an icon; what is larger is a picture.
const LARGEST_ICON: u32 = 128;

/// What a node says of networks.
enum Sign {
    /// Nothing.
    None,
    /// It is of this one, with all that is in it.
    Whole(&'static str),
    /// It names this one.
    Named(&'static str),
    /// It is something else to read or to see.
    Other,
}

impl Reader<'_, '_> {
    /// Whether an element is a link to a social network, stands in one, or holds nothing but one. What holds those of several
    /// networks is no icon, but the bar in which they stand.
    pub(super) fn is_of_network(&self, node: NodeId, attributes: &ElementAttributes<'_>) -> bool {
        let leads = |url: &MappedText| networks::of_address(url.as_str()).is_some();
        let open = self.context.link.and_then(|(index, _)| self.document.links.get(index as usize));
        attributes.value("href").as_ref().is_some_and(leads)
            || open.is_some_and(|link| leads(&link.url))
            || self.holds_one_network(node)
    }

    fn holds_one_network(&self, top: NodeId) -> bool {
        let mut found: Option<&'static str> = None;
        let mut next = vec![top];
        let mut n_nodes = 0;
        while let Some(node) = next.pop() {
            n_nodes += 1;
            let sign = self.sign_of(node);
            match sign {
                Sign::Other => return false,
                Sign::Whole(name) | Sign::Named(name) if found.is_some_and(|found| found != name) => {
                    return false;
                }
                Sign::Whole(name) | Sign::Named(name) => found = Some(name),
                Sign::None => {}
            }
            if !matches!(sign, Sign::Whole(_)) {
                next.extend(self.tree.children(node).take(MAX_NODES));
            }
            if n_nodes + next.len() > MAX_NODES {
                return false;
            }
        }
        found.is_some()
    }

    fn sign_of(&self, node: NodeId) -> Sign {
        match self.tree.data(node) {
            NodeData::Text(pieces) => {
                let runs = pieces.iter().filter_map(|piece| match piece {
                    Piece::Run(run) => Some(run.span.slice(self.input.markup)),
                    Piece::Space => None,
                });
                let text = runs.collect::<String>().replace("&nbsp;", " ").replace("&zwnj;", " ");
                match networks::of_name(&text) {
                    Some(name) => Sign::Named(name),
                    None if text.trim().is_empty() => Sign::None,
                    None => Sign::Other,
                }
            }
            NodeData::Element(element) => self.sign_of_element(element),
            NodeData::Root | NodeData::Comment(_) | NodeData::Doctype => Sign::None,
        }
    }

    fn sign_of_element(&self, element: &Element) -> Sign {
        let input = self.input;
        let attributes =
            ElementAttributes::new(input.source, input.markup, input.base, input.tags, self.tree, element);
        let whole = attributes.value("href").and_then(|url| networks::of_address(url.as_str()));
        if let Some(name) = whole {
            return Sign::Whole(name);
        }
        match &*element.name.local {
            "img" => {
                let size = ["width", "height"]
                    .into_iter()
                    .filter_map(|name| attributes.raw(name)?.parse::<u32>().ok());
                let is_icon = size.max().is_none_or(|size| size <= LARGEST_ICON);
                let alternative = attributes.value("alt");
                let named = alternative.as_ref().and_then(|text| networks::of_icon(text.as_str()));
                named.filter(|_| is_icon).map_or(Sign::Other, Sign::Named)
            }
            "input" | "video" | "iframe" | "button" => Sign::Other,
            _ => Sign::None,
        }
    }
}
