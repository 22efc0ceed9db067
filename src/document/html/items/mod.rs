//! Structured data that stands in a page: finds the blocks of JSON-LD, and reads what stands on elements. Knows nothing of
//! what a property means but whether people read it.
//!
//! Reading order: [`read`] here, then a module a syntax; `content` gives the words of an element, and `copy` makes those
//! values segments that people read although they stand where machines look.

mod content;
mod copy;
mod meta;
mod microdata;
mod rdfa;
mod shop;
mod shop_names;

use super::attributes::ElementAttributes;
use super::read::Input;
use super::tree::{Element, NodeData, NodeId, Piece, Tree};
use crate::document::structured::Oddity;
use crate::document::structured::json_ld::{self, Block};
use crate::document::{Document, ItemValue, Segment};
use crate::scope::Visibility;
use crate::span::Span;

/// Steps that all items of a page may take together, bytes of values included: values nest, and items refer to parts of
/// the page, so that a small page could cost as much as its square.
const MAX_STEPS: usize = 16_000_000;

/// Reads the structured data of a page whose text was read: the visibility of values comes from the segments, which are
/// in the order of the source. New segments are appended.
pub(super) fn read(input: &Input<'_>, tree: &Tree, document: &mut Document) -> Vec<Oddity> {
    let root = tree.children(Tree::ROOT).find_map(|node| tree.element(node));
    document.page.language = root.and_then(|root| attributes(input, tree, root).value("lang"));
    let mut odd = read_json_ld(input, tree, document);
    let mut page = Page { input, tree, steps: MAX_STEPS, is_cut: false };
    let seen = Seen::new(&document.segments);
    let items = &mut document.items;
    meta::read(&page, items);
    let first = items.len();
    if tree.has_microdata() {
        microdata::read(&mut page, items);
    }
    if tree.has_rdfa() {
        rdfa::read(&mut page, items);
    }
    for property in items.iter_mut().skip(first).flat_map(|item| &mut item.properties) {
        if let (Visibility::Visible, ItemValue::Text(text)) = (property.visibility, &property.value) {
            property.visibility =
                text.runs().first().map_or(Visibility::Machine, |run| seen.at(run.source.start()));
        }
    }
    if !input.is_email {
        document.shop = shop::read(&mut page, items);
    }
    if page.is_cut {
        let message = "the structured data of this page is too large; the rest was not read".to_owned();
        odd.push(Oddity { span: Span::at(input.base), message, is_partial: true });
    }
    copy::add(document);
    odd
}

/// Reads the blocks of JSON-LD alone, as in a piece of HTML within another format.
pub(super) fn read_json_ld(input: &Input<'_>, tree: &Tree, document: &mut Document) -> Vec<Oddity> {
    let mut odd = Vec::new();
    let mut references = Vec::new();
    for script in tree.scripts() {
        let Some(element) = tree.element(*script) else { continue };
        let attributes = attributes(input, tree, element);
        let kind = attributes.raw("type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/ld+json") || !tree.is_in_document(*script) {
            continue;
        }
        for span in tree.runs_of(*script) {
            let (source, tags) = (input.source, input.tags);
            let (text, start) = (span.slice(input.markup), span.start() + input.base);
            let block = Block { source, text, start, tags };
            odd.extend(json_ld::read(block, &mut document.items, &mut references));
        }
    }
    json_ld::resolve(&mut document.items, &references);
    odd
}

fn attributes<'t>(input: &Input<'t>, tree: &'t Tree, element: &'t Element) -> ElementAttributes<'t> {
    let Input { source, markup, base, tags, .. } = *input;
    ElementAttributes::new(source, markup, base, tags, tree, element)
}

/// A page whose elements hold structured data, and how much reading it may still cost.
struct Page<'t> {
    input: &'t Input<'t>,
    tree: &'t Tree,
    steps: usize,
    is_cut: bool,
}

impl<'t> Page<'t> {
    /// Takes steps; the answer is whether there were enough.
    const fn spend(&mut self, steps: usize) -> bool {
        self.is_cut |= steps > self.steps;
        self.steps = self.steps.saturating_sub(steps);
        !self.is_cut
    }

    fn attributes(&self, element: &'t Element) -> ElementAttributes<'t> {
        attributes(self.input, self.tree, element)
    }

    /// Where a text ends.
    fn end_of(&self, node: NodeId) -> Option<u32> {
        let NodeData::Text(pieces) = self.tree.data(node) else { return None };
        let run = pieces.iter().rev().find_map(|piece| match piece {
            Piece::Run(run) => Some(run.span),
            Piece::Space => None,
        });
        run.map(|span| span.end() + self.input.base)
    }

    /// Where the start tag of an element stands.
    fn span(&self, element: &Element) -> Span {
        self.tree.tag_span(element).unwrap_or_default().shifted(self.input.base)
    }
}

/// What is done with the nodes of a tree, in order.
trait Visitor<'t> {
    /// Begins a node; the answer is whether its children are visited.
    fn enter(&mut self, page: &mut Page<'t>, node: NodeId) -> bool;
    /// Ends a node.
    fn leave(&mut self, page: &mut Page<'t>, node: NodeId);
}

/// Visits what stands under `root`, without it, as far as the page's steps go.
fn walk<'t>(page: &mut Page<'t>, root: NodeId, visitor: &mut impl Visitor<'t>) {
    let tree = page.tree;
    let Some(mut node) = tree.first_child(root) else { return };
    while page.spend(1) {
        if visitor.enter(page, node)
            && let Some(child) = tree.first_child(node)
        {
            node = child;
            continue;
        }
        loop {
            visitor.leave(page, node);
            if let Some(sibling) = tree.next_sibling(node) {
                node = sibling;
                break;
            }
            match tree.parent(node) {
                Some(parent) if parent != root => node = parent,
                _ => return,
            }
        }
    }
}

/// Who sees what stands at a place.
struct Seen(Vec<(Span, Visibility)>);

impl Seen {
    /// Texts that stand within another's bytes, such as hidden ones, nest less deep than this.
    const NESTED: usize = 16;

    fn new(segments: &[Segment]) -> Self {
        let span = |segment: &Segment| {
            let runs = segment.text.runs();
            Some((runs.first()?.source.join(runs.last()?.source), segment.visibility))
        };
        Self(segments.iter().filter_map(span).collect())
    }

    /// Who sees the byte at `at`: machines only, where it is in no text.
    fn at(&self, at: u32) -> Visibility {
        let before = self.0.partition_point(|(span, _)| span.start() <= at);
        let mut near = self.0.iter().take(before).rev().take(Self::NESTED);
        near.find(|(span, _)| span.contains(at)).map_or(Visibility::Machine, |(_, seen)| *seen)
    }
}
