//! The components of MJML texts, each with its bytes. MJML is no HTML: a component may hold others, or markup that is
//! HTML, and an end tag ends what it names. Knows nothing of what components mean but which of them hold HTML.

use std::sync::Arc;

use super::components::{Component, component, is_ending};
use crate::document::html::attributes::Names;
use crate::document::html::tokens::{self, AttributeSpans, Doctype, StartTag, TextMode, TokenSink};
use crate::document::html::tree::Fault;
use crate::finding::ProblemExtent;
use crate::span::{Span, offset};

/// Number of a node of a [`Tree`].
pub(super) type NodeId = usize;

/// Components are not nested deeper than this; deeper ones are taken for siblings.
const MAX_DEPTH: usize = 256;

/// An artifact has no more nodes than this.
const MAX_NODES: usize = 200_000;

/// Attributes of one tag beyond this number are not read.
const MAX_ATTRIBUTES: usize = 256;

/// The components of an artifact, those of included texts below the tags that include them. Bytes are those of the source.
#[derive(Default, Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    /// Nodes that stand in no other.
    roots: Vec<NodeId>,
    attributes: Vec<AttributeSpans>,
    names: Names,
    /// What was not read as it stands.
    pub(super) faults: Vec<Fault>,
}

/// A component, another element, or a conditional comment.
#[derive(Debug)]
pub(super) struct Node {
    /// Its name in lower case; of a comment `!`.
    pub(super) name: Arc<str>,
    /// What it is; `None` is a comment.
    pub(super) component: Option<Component>,
    /// Its start tag.
    pub(super) tag: Span,
    /// What stands between its tags.
    pub(super) content: Span,
    /// All of it.
    pub(super) whole: Span,
    /// Whether there are components below it.
    pub(super) has_components: bool,
    /// Nodes below it.
    pub(super) children: Vec<NodeId>,
    /// Its attributes among those of the tree.
    attributes: std::ops::Range<usize>,
}

impl Tree {
    /// Parses one more text, the bytes `text` of the masked source, and puts what it holds below a node, if any.
    pub(super) fn parse(&mut self, markup: &str, text: Span, below: Option<NodeId>) {
        let open: Vec<NodeId> = Vec::new();
        let first_fault = self.faults.len();
        let mut sink = Sink {
            tree: self,
            text: text.slice(markup),
            base: text.start(),
            below,
            open,
            last_end: 0,
            is_full: false,
        };
        tokens::tokenize(text.slice(markup), &mut sink);
        sink.finish();
        let mut known = Vec::new();
        let faults: Vec<Fault> = self.faults.drain(first_fault..).collect();
        for fault in faults {
            if !known.contains(&fault.message) {
                known.push(fault.message);
                self.faults.push(fault);
            }
        }
    }

    /// Nodes that stand in no other.
    pub(super) fn roots(&self) -> &[NodeId] {
        &self.roots
    }

    /// A node.
    pub(super) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// All nodes, those of one text in order.
    pub(super) fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node)> {
        self.nodes.iter().enumerate()
    }

    /// How many nodes there are.
    pub(super) const fn n_nodes(&self) -> usize {
        self.nodes.len()
    }

    /// The attributes of a node.
    pub(super) fn attributes(&self, node: &Node) -> &[AttributeSpans] {
        self.attributes.get(node.attributes.clone()).unwrap_or_default()
    }

    fn push(&mut self, node: Node, parent: Option<NodeId>) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(node);
        match parent.and_then(|parent| self.nodes.get_mut(parent)) {
            Some(parent) => parent.children.push(id),
            None => self.roots.push(id),
        }
        id
    }
}

/// Takes the tokens of one text.
struct Sink<'t> {
    tree: &'t mut Tree,
    text: &'t str,
    /// Where the text stands in the source.
    base: u32,
    /// The node that includes the text.
    below: Option<NodeId>,
    open: Vec<NodeId>,
    last_end: u32,
    is_full: bool,
}

impl Sink<'_> {
    /// The open component that holds HTML, if one does.
    fn ending(&self) -> Option<&Node> {
        let node = self.open.last().and_then(|open| self.tree.node(*open))?;
        node.component.is_some_and(is_ending).then_some(node)
    }

    fn fault(&mut self, span: Span, message: &'static str, extent: ProblemExtent) {
        self.tree.faults.push(Fault { span: span.shifted(self.base), message, extent });
    }

    /// Closes the innermost open node; its content ends at `content`, all of it at `end`.
    fn close(&mut self, content: u32, end: u32) {
        let Some(node) = self.open.pop().and_then(|open| self.tree.nodes.get_mut(open)) else { return };
        let (content, end) = (content.saturating_add(self.base), end.saturating_add(self.base));
        node.content = Span::new(node.tag.end(), content.max(node.tag.end()));
        node.whole = Span::new(node.tag.start(), end.max(node.tag.end()));
    }

    /// Ends a component that holds HTML where the next one begins: nobody closed it.
    fn end_unclosed(&mut self, at: u32) {
        let Some(tag) = self.ending().map(|node| node.tag) else { return };
        let own = Span::new(tag.start() - self.base, tag.end() - self.base);
        self.fault(
            own,
            "this component is not closed; it was taken to end before the next one",
            ProblemExtent::Read,
        );
        self.close(at, at);
    }

    fn finish(&mut self) {
        let end = offset(self.text.len());
        let rest = Span::new(self.last_end.min(end), end);
        if !self.is_full && rest.slice(self.text).starts_with('<') {
            self.fault(rest, "the text ends within this tag", ProblemExtent::Read);
        }
        self.end_unclosed(end);
        while !self.open.is_empty() {
            self.close(end, end);
        }
    }

    /// Adds the attributes of a tag, of several with one name the first, as browsers do.
    fn add_attributes(&mut self, tag: &StartTag<'_>) {
        let first = self.tree.attributes.len();
        let base = self.base;
        for spans in tag.attributes.iter().take(MAX_ATTRIBUTES) {
            let name = spans.name.slice(self.text);
            let known = self.tree.attributes.get(first..).unwrap_or_default();
            let is_known = known.iter().any(|known| {
                let own = Span::new(known.name.start() - base, known.name.end() - base);
                own.slice(self.text).eq_ignore_ascii_case(name)
            });
            if !is_known {
                let (name, value) = (spans.name.shifted(base), spans.value.shifted(base));
                self.tree.attributes.push(AttributeSpans { name, value });
            }
        }
    }

    /// Says of the open nodes that they hold a component.
    fn mark_open_nodes(&mut self) {
        for open in self.open.iter().rev() {
            match self.tree.nodes.get_mut(*open).filter(|node| !node.has_components) {
                Some(node) => node.has_components = true,
                None => break,
            }
        }
    }
}

impl TokenSink for Sink<'_> {
    fn start_tag(&mut self, tag: &StartTag<'_>) -> Option<TextMode> {
        self.last_end = tag.span.end();
        let kind = component(tag.name);
        let is_component = kind != Component::Unknown;
        if is_component {
            self.end_unclosed(tag.span.start());
        } else if self.ending().is_some() {
            return text_mode(tag);
        }
        if self.tree.n_nodes() >= MAX_NODES {
            self.is_full = true;
            self.fault(tag.span, "more than 200,000 nodes; the rest was not read", ProblemExtent::Partial);
            return None;
        }
        let first = self.tree.attributes.len();
        self.add_attributes(tag);
        let span = tag.span.shifted(self.base);
        let node = Node {
            name: self.tree.names.intern(tag.name),
            component: Some(kind),
            tag: span,
            content: Span::at(span.end()),
            whole: span,
            has_components: false,
            children: Vec::new(),
            attributes: first..self.tree.attributes.len(),
        };
        let parent = self.open.last().copied().or(self.below);
        let id = self.tree.push(node, parent);
        if is_component {
            self.mark_open_nodes();
        }
        if tag.is_self_closing || tokens::is_void(tag.name) {
            return None;
        }
        if self.open.len() >= MAX_DEPTH {
            self.fault(
                tag.span,
                "nested deeper than 256 components; deeper ones were read as if beside each other",
                ProblemExtent::Partial,
            );
            self.close(tag.span.start(), tag.span.start());
        }
        self.open.push(id);
        text_mode(tag)
    }

    fn end_tag(&mut self, name: &str, span: Span) {
        self.last_end = span.end();
        if let Some(ending) = self.ending() {
            if &*ending.name == name {
                return self.close(span.start(), span.end());
            }
            if component(name) == Component::Unknown {
                return;
            }
            self.end_unclosed(span.start());
        }
        let is_named = |open: &NodeId| self.tree.node(*open).is_some_and(|node| &*node.name == name);
        let Some(index) = self.open.iter().rposition(is_named) else { return };
        while self.open.len() > index + 1 {
            self.close(span.start(), span.start());
        }
        self.close(span.start(), span.end());
    }

    fn text(&mut self, span: Span, _: &str) {
        self.last_end = span.end();
    }

    fn comment(&mut self, span: Span) {
        self.last_end = span.end();
        let comment = span.slice(self.text);
        if comment.starts_with("<!--") && !comment.ends_with('>') {
            let start = Span::new(span.start(), span.start() + 4);
            let message = "this comment is not closed; the rest was taken for it";
            self.fault(start, message, ProblemExtent::Partial);
        }
        if self.ending().is_some() || !comment.contains("[if") || self.tree.n_nodes() >= MAX_NODES {
            return;
        }
        let span = span.shifted(self.base);
        let node = Node {
            name: self.tree.names.intern("!"),
            component: None,
            tag: span,
            content: span,
            whole: span,
            has_components: false,
            children: Vec::new(),
            attributes: 0..0,
        };
        let parent = self.open.last().copied().or(self.below);
        self.tree.push(node, parent);
    }

    fn doctype(&mut self, _: &Doctype<'_>, span: Span) {
        self.last_end = span.end();
    }

    fn is_in_foreign_content(&self) -> bool {
        false
    }

    fn is_full(&self) -> bool {
        self.is_full
    }
}

/// How the text in an element is read, where it is no markup. The tokenizer knows names without hyphens only, so that
/// `<mj-style>` ends as any other component.
fn text_mode(tag: &StartTag<'_>) -> Option<TextMode> {
    if tag.is_self_closing {
        return None;
    }
    match tag.name {
        "style" => Some(TextMode::Raw),
        "script" => Some(TextMode::Script),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{NodeId, Tree};
    use crate::span::Span;

    fn show(markup: &str) -> Vec<String> {
        fn list(tree: &Tree, ids: &[NodeId], markup: &str, depth: usize, lines: &mut Vec<String>) {
            for node in ids.iter().filter_map(|id| tree.node(*id)) {
                let content = if node.children.is_empty() { node.content.slice(markup) } else { "" };
                lines.push(format!("{}{} {content}", " ".repeat(depth), node.name).trim_end().to_owned());
                list(tree, &node.children, markup, depth + 1, lines);
            }
        }
        let mut tree = Tree::default();
        tree.parse(markup, Span::from_range(0..markup.len()), None);
        let mut lines = Vec::new();
        list(&tree, tree.roots(), markup, 0, &mut lines);
        lines.extend(tree.faults.iter().map(|fault| format!("! {}", fault.span.slice(markup))));
        lines
    }

    #[test]
    fn components_hold_components_or_html() {
        assert_eq!(
            show("<MJML><mj-body><MJ-Text a=b><p>x<br/> <b>y</MJ-Text><mj-image/><mj-raw/></mj-body></MJML>"),
            ["mjml", " mj-body", "  mj-text <p>x<br/> <b>y", "  mj-image", "  mj-raw"]
        );
    }

    #[test]
    fn what_is_not_closed_ends_before_the_next() {
        assert_eq!(
            show("<mj-column><mj-text>a<mj-button>b</mj-column><mj-text>c"),
            ["mj-column", " mj-text a", " mj-button b", "mj-text c", "! <mj-text>"]
        );
    }

    #[test]
    fn styles_may_hold_anything() {
        assert_eq!(show("<mj-style>a>b{}</mj-style>x"), ["mj-style a>b{}"]);
        assert_eq!(
            show("<mj-text><style></mj-text></style>x</mj-text>"),
            ["mj-text <style></mj-text></style>x"]
        );
    }

    #[test]
    fn other_elements_hold_whatever_they_hold() {
        assert_eq!(
            show("<my-box><p>a</p><mj-text>b</mj-text></my-box><!--[if mso]>c<![endif]--><!-- d -->"),
            ["my-box", " p a", " mj-text b", "! <!--[if mso]>c<![endif]-->"]
        );
    }
}
