//! The element tree of an HTML document, every element and text with its bytes. Knows nothing of what elements mean.
//!
//! Reading order: [`Tree`] and its nodes here, then `build`, which makes one, with `numbers` for places.

mod build;
mod numbers;

use html5ever::QualName;

use crate::document::html::tokens::AttributeSpans;
use crate::finding::ProblemExtent;
use crate::span::Span;

/// Index of a node in a [`Tree`].
pub(super) type NodeId = u32;

const NONE: u32 = u32::MAX;

/// What a text is, as far as its nesting depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// A page, or a piece of one.
    Page,
    /// What stands in a conditional comment: `/>` closes elements, as in VML.
    Office,
    /// The same, and it begins within the row of a table that another comment opens.
    OfficeCells,
    /// The rows of a table.
    Rows,
}

/// A parsed document.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// Start tags, in the order of the source.
    tags: Vec<TagSpans>,
    attributes: Vec<AttributeSpans>,
    runs: Vec<TextRun>,
    metas: Vec<NodeId>,
    /// Comments that some readers see the content of.
    conditionals: Vec<Span>,
    scripts: Vec<NodeId>,
    styles: Vec<NodeId>,
    has_microdata: bool,
    has_rdfa: bool,
    /// What was not read as it stands, each kind once.
    pub(super) faults: Vec<Fault>,
}

/// Something of the markup that was not read as it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    /// Where.
    pub(super) span: Span,
    /// What, in one sentence.
    pub(super) message: &'static str,
    /// What became of the rest.
    pub(super) extent: ProblemExtent,
}

#[derive(Debug)]
struct Node {
    parent: u32,
    previous: u32,
    next: u32,
    first: u32,
    last: u32,
    depth: u16,
    data: NodeData,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum NodeData {
    /// The document, or the contents of a template.
    Root,
    /// An element.
    Element(Element),
    /// A run of text.
    Text(Vec<Piece>),
    /// A comment. Its bytes, where it begins with a condition such as `[if mso]`.
    Comment(Option<Span>),
    /// A document type.
    Doctype,
}

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    /// Its name, with SVG's capitals.
    pub(super) name: QualName,
    /// Its start tag; none for an element that the parser made up.
    tag: u32,
    /// Further start tags whose attributes were added: a second `<body>`.
    more_tags: Vec<u32>,
    /// Root of a template's contents.
    contents: u32,
}

/// A piece of a text node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Piece {
    /// White space before a run.
    Space,
    /// A run.
    Run(TextRun),
}

/// A run of text between two tags.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TextRun {
    /// Its bytes, without leading white space.
    pub(super) span: Span,
    /// Whether character references in it are decoded.
    pub(super) has_references: bool,
}

#[derive(Clone, Copy, Debug)]
struct TagSpans {
    span: Span,
    first: u32,
    end: u32,
}

impl Tree {
    /// The document.
    pub(super) const ROOT: NodeId = 0;

    fn push(&mut self, data: NodeData) -> NodeId {
        let id = number(self.nodes.len());
        self.nodes.push(Node {
            parent: NONE,
            previous: NONE,
            next: NONE,
            first: NONE,
            last: NONE,
            depth: 0,
            data,
        });
        id
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    /// What a node is; a node that is not there is a comment.
    pub(super) fn data(&self, id: NodeId) -> &NodeData {
        self.node(id).map_or(&NodeData::Comment(None), |node| &node.data)
    }

    /// The element that a node is.
    pub(super) fn element(&self, id: NodeId) -> Option<&Element> {
        match self.data(id) {
            NodeData::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The node's parent.
    pub(super) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).and_then(|node| existing(node.parent))
    }

    /// The node's first child. The contents of a template are none of its children.
    pub(super) fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).and_then(|node| existing(node.first))
    }

    /// The node after this one among its siblings.
    pub(super) fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).and_then(|node| existing(node.next))
    }

    /// The children, in order.
    pub(super) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.first_child(id), |id| self.next_sibling(*id))
    }

    /// How many nodes there are.
    pub(super) const fn n_nodes(&self) -> usize {
        self.nodes.len()
    }

    /// The `meta` elements, in the order of the source.
    pub(super) fn metas(&self) -> &[NodeId] {
        &self.metas
    }

    /// The `script` elements, in the order of the source.
    pub(super) fn scripts(&self) -> &[NodeId] {
        &self.scripts
    }

    /// The style sheets, in the order of the source.
    pub(super) fn styles(&self) -> &[NodeId] {
        &self.styles
    }

    /// Whether an element has attributes of Microdata.
    pub(super) const fn has_microdata(&self) -> bool {
        self.has_microdata
    }

    /// Whether an element other than those of the head has attributes of RDFa.
    pub(super) const fn has_rdfa(&self) -> bool {
        self.has_rdfa
    }

    /// Whether a node is in the document, and not in the contents of a template.
    pub(super) fn is_in_document(&self, node: NodeId) -> bool {
        std::iter::successors(Some(node), |node| self.parent(*node)).last() == Some(Self::ROOT)
    }

    /// The text runs of an element, as bytes of the markup.
    pub(super) fn runs_of(&self, node: NodeId) -> impl Iterator<Item = Span> {
        self.children(node)
            .filter_map(|child| match self.data(child) {
                NodeData::Text(pieces) => Some(pieces.as_slice()),
                _ => None,
            })
            .flatten()
            .filter_map(|piece| match piece {
                Piece::Run(run) => Some(run.span),
                Piece::Space => None,
            })
    }

    /// Contents of a template.
    #[cfg(test)]
    pub(super) fn contents(&self, id: NodeId) -> Option<NodeId> {
        self.element(id).and_then(|element| existing(element.contents))
    }

    /// The start tag of an element, unless the parser made it up.
    pub(super) fn tag_span(&self, element: &Element) -> Option<Span> {
        self.tags.get(element.tag as usize).map(|tag| tag.span)
    }

    /// The attributes of an element as they stand in its start tag, or tags.
    pub(super) fn attributes<'t>(&'t self, element: &'t Element) -> impl Iterator<Item = &'t AttributeSpans> {
        std::iter::once(&element.tag).chain(&element.more_tags).flat_map(|tag| {
            let tag = self.tags.get(*tag as usize);
            let range = tag.map_or(0..0, |tag| tag.first as usize..tag.end as usize);
            self.attributes.get(range).unwrap_or_default()
        })
    }

    fn detach(&mut self, id: NodeId) {
        let Some(node) = self.nodes.get_mut(id as usize) else { return };
        let (parent, previous, next) = (node.parent, node.previous, node.next);
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
        if let Some(previous) = self.nodes.get_mut(previous as usize) {
            previous.next = next;
        } else if let Some(parent) = self.nodes.get_mut(parent as usize) {
            parent.first = next;
        }
        if let Some(next) = self.nodes.get_mut(next as usize) {
            next.previous = previous;
        } else if let Some(parent) = self.nodes.get_mut(parent as usize) {
            parent.last = previous;
        }
    }

    /// Puts `id` under `parent`, before `next`, or at the end where there is no such sibling.
    fn insert(&mut self, parent: NodeId, next: NodeId, id: NodeId) {
        self.detach(id);
        let depth = self.node(parent).map_or(0, |parent| parent.depth.saturating_add(1));
        let previous = match self.node(next) {
            Some(next) => next.previous,
            None => self.node(parent).map_or(NONE, |parent| parent.last),
        };
        if let Some(node) = self.nodes.get_mut(id as usize) {
            (node.parent, node.previous, node.next, node.depth) = (parent, previous, next, depth);
        }
        match self.nodes.get_mut(previous as usize) {
            Some(previous) => previous.next = id,
            None => self.nodes[parent as usize].first = id,
        }
        match self.nodes.get_mut(next as usize) {
            Some(next) => next.previous = id,
            None => self.nodes[parent as usize].last = id,
        }
    }

    /// Puts text under `parent`, before `next`; joins it with a text before it.
    fn insert_text(&mut self, parent: NodeId, next: NodeId, text: &str) {
        let previous = match self.node(next) {
            Some(next) => next.previous,
            None => self.node(parent).map_or(NONE, |parent| parent.last),
        };
        let pieces = self.pieces(text);
        if let Some(Node { data: NodeData::Text(before), .. }) = self.nodes.get_mut(previous as usize) {
            before.extend(pieces);
            return;
        }
        let id = self.push(NodeData::Text(pieces));
        self.insert(parent, next, id);
    }
}

const fn existing(id: u32) -> Option<u32> {
    if id == NONE { None } else { Some(id) }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
