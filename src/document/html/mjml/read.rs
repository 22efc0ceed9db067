//! Walks the components and puts together what a reader sees of each; the HTML in them is read as in a page.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::components::{Component, colors, is_container};
use super::defaults::{Defaults, own};
use super::includes::IncludeKind;
use super::tree::{Node, NodeId, Tree};
use crate::artifact::Locale;
use crate::deadline::Deadline;
use crate::document::html::attributes::ElementAttributes;
use crate::document::html::read::{Context, Input, Look, Reader, State};
use crate::document::html::tree::{Form, Tree as HtmlTree};
use crate::document::{Declaration, DeclarationOrigin, Document, InlineKind};
use crate::scope::{Rendering, Scope, Visibility};
use crate::span::{Span, offset};
use crate::text::MappedText;

/// Reads components into a document. `others` are the included texts that are no MJML, by the nodes that include them.
pub(super) fn read(
    input: &Input<'_>,
    tree: &Tree,
    others: &FxHashMap<NodeId, (IncludeKind, Span)>,
    deadline: &Deadline,
    document: &mut Document,
) -> State {
    let nothing = HtmlTree::default();
    let reader = Reader::new(input, &nothing, 0, deadline, document);
    let defaults = Defaults::of(tree, input.markup);
    let mut walk = Walk { reader, tree, others, defaults, declared: FxHashMap::default() };
    let mut open: Vec<Step> = tree.roots().iter().rev().map(|root| Step::Enter(*root)).collect();
    let mut steps = 0_u32;
    while let Some(step) = open.pop() {
        steps += 1;
        if steps.is_multiple_of(256) && deadline.is_over() {
            break;
        }
        match step {
            Step::Enter(id) => {
                let before = walk.reader.context.clone();
                open.push(Step::Leave(Box::new(before)));
                if walk.enter(id)
                    && let Some(node) = tree.node(id)
                {
                    open.extend(node.children.iter().rev().map(|child| Step::Enter(*child)));
                }
            }
            Step::Leave(context) => walk.reader.context = *context,
        }
    }
    walk.reader.state
}

/// What is to be done next.
enum Step {
    Enter(NodeId),
    /// Go back to what held before.
    Leave(Box<Context>),
}

struct Walk<'t, 'd> {
    reader: Reader<'t, 'd>,
    tree: &'t Tree,
    others: &'t FxHashMap<NodeId, (IncludeKind, Span)>,
    defaults: Defaults,
    /// Declarations so far, by the place of their value and the component that they color.
    declared: FxHashMap<(u32, Arc<str>), u32>,
}

impl Walk<'_, '_> {
    /// Begins a node; the answer is whether those below it are to be read.
    fn enter(&mut self, id: NodeId) -> bool {
        let Some(node) = self.tree.node(id) else { return false };
        let Some(component) = node.component else {
            self.reader.read_conditional(node.tag);
            return false;
        };
        let Input { source, markup, tags, .. } = *self.reader.input;
        let spans = self.tree.attributes(node).iter();
        let attributes = ElementAttributes::of_spans(source, markup, 0, tags, spans);
        self.enter_context(node, &attributes);
        if matches!(&*node.name, "mjml" | "mj-body") {
            self.reader.note_frame_at(node.tag, &*node.name == "mj-body", &attributes);
        }
        let look = self.declare_colors(node, &attributes);
        self.read_texts(node, component, &attributes);
        match component {
            Component::Html => self.read_html(node.content, Form::Page, None),
            Component::Rows => self.read_html(node.content, Form::Rows, None),
            Component::Raw if is_unread(self.tree, node, markup) => {}
            Component::Raw => self.read_html(node.content, Form::Page, None),
            Component::Button => {
                let url = self.value(node, &attributes, "href");
                let link = self.reader.add_link_to(node.tag, url, &attributes, true);
                let button = self.reader.add_button(link, node.tag, look);
                self.reader.context.button = Some(button);
                self.read_html(node.content, Form::Page, Some(InlineKind::Button(button)));
            }
            Component::Link => {
                let url = self.value(node, &attributes, "href");
                let link = self.reader.add_link_to(node.tag, url, &attributes, false);
                self.read_html(node.content, Form::Page, link.map(InlineKind::Link));
            }
            Component::Image => self.reader.add_image_at(node.tag, &attributes),
            Component::Title => {
                self.reader.context.scope = self.reader.input.title;
                self.read_html(node.content, Form::Page, None);
            }
            Component::Preview => {
                self.reader.context.scope = Scope::Preheader;
                self.reader.context.visibility = Visibility::Hidden;
                self.read_html(node.content, Form::Page, None);
            }
            Component::Style => self.reader.read_css(node.content, &node.name, None),
            Component::Include => {
                match self.others.get(&id) {
                    Some((IncludeKind::Css, text)) => self.reader.read_css(*text, "mj-style", None),
                    Some((_, text)) => self.read_html(*text, Form::Page, None),
                    // What is in a file that is not at hand cannot be known.
                    None => self.reader.document.frame.is_composed |= node.children.is_empty(),
                }
                return true;
            }
            Component::Unknown if !node.has_components => self.read_html(node.whole, Form::Page, None),
            Component::Structure | Component::Unknown => return true,
            Component::Attributes | Component::Silent => {}
        }
        false
    }

    /// What holds for the texts in a component by its own attributes.
    fn enter_context(&mut self, node: &Node, attributes: &ElementAttributes<'_>) {
        if let Some(locale) = attributes.raw("lang").and_then(Locale::parse) {
            self.reader.context.locale = Some(locale);
        }
        if is_container(&node.name) {
            self.reader.state.n_containers += 1;
            self.reader.context.container = self.reader.state.n_containers;
        }
        let is_called = |word: &str| {
            let names = ["css-class", "mj-class"].iter().filter_map(|name| attributes.raw(name));
            names.into_iter().any(|value| value.to_ascii_lowercase().contains(word))
        };
        if self.reader.context.scope == Scope::Body && is_called("footer") {
            self.reader.context.scope = Scope::Footer;
            self.reader.state.footers.push((node.tag, Rendering::Main));
        }
        if self.reader.is_at_start() && is_called("preheader") {
            self.reader.context.scope = Scope::Preheader;
        }
    }

    /// Takes along what colors a component, be it its own attributes or those that hold for it. Each value is one
    /// declaration, however many components of a kind it colors.
    fn declare_colors(&mut self, node: &Node, attributes: &ElementAttributes<'_>) -> Look {
        let mut look = Look::default();
        for attribute in colors(&node.name) {
            let markup = self.reader.input.markup;
            let Some(value) = self.defaults.find(self.tree, markup, node, attribute) else { continue };
            let key = (value.start(), Arc::clone(&node.name));
            let next = offset(self.reader.document.declarations.len());
            let number = *self.declared.entry(key).or_insert(next);
            if number == next {
                self.reader.document.declarations.push(Declaration {
                    property: self.reader.state.names.intern(attribute),
                    value: attributes.decoded(value),
                    origin: DeclarationOrigin::StyleAttribute,
                    element: Some(Arc::clone(&node.name)),
                    conditional: false,
                    is_of_network: &*node.name == "mj-social-element",
                    rendering: self.reader.context.rendering,
                });
            }
            match *attribute {
                "background-color" => look.fill = Some(number),
                "color" => look.text_color = Some(number),
                _ => {}
            }
        }
        look
    }

    /// Attributes whose values people read or hear.
    fn read_texts(&mut self, node: &Node, component: Component, attributes: &ElementAttributes<'_>) {
        for (name, value) in attributes.iter() {
            let scope = match name {
                "alt" if component == Component::Image || &*node.name == "mj-social-element" => Scope::Alt,
                "title" if component != Component::Unknown => Scope::Tooltip,
                "aria-label" if component != Component::Unknown => Scope::AriaLabel,
                _ => continue,
            };
            self.reader.add_attribute_text(scope, Visibility::Visible, value, None);
        }
    }

    /// The value of an attribute that a component has, or that holds for it.
    fn value(&self, node: &Node, attributes: &ElementAttributes<'_>, name: &str) -> Option<MappedText> {
        let value = self.defaults.find(self.tree, self.reader.input.markup, node, name)?;
        Some(attributes.decoded(value))
    }

    /// Reads HTML. A CDATA section is what stands in it: older files keep their HTML in one.
    fn read_html(&mut self, html: Span, form: Form, part: Option<InlineKind>) {
        const START: &str = "<![CDATA[";
        const END: &str = "]]>";
        let context = self.reader.context.clone();
        let mut rest = html;
        loop {
            let text = rest.slice(self.reader.input.markup);
            let found = memchr::memmem::find(text.as_bytes(), START.as_bytes());
            let (before, after) = match found {
                Some(start) => {
                    let inner = start + START.len();
                    let own = text.get(inner..).unwrap_or_default();
                    let len = own.find(END).unwrap_or(own.len());
                    let end = (inner + len + END.len()).min(text.len());
                    self.read_piece(rest, 0..start, form, part, &context);
                    (inner..inner + len, end)
                }
                None => (0..text.len(), text.len()),
            };
            let is_last = after >= text.len();
            self.read_piece(rest, before, form, part, &context);
            if is_last {
                return;
            }
            rest = Span::new(rest.start() + offset(after), rest.end());
        }
    }

    fn read_piece(
        &mut self,
        html: Span,
        range: std::ops::Range<usize>,
        form: Form,
        part: Option<InlineKind>,
        context: &Context,
    ) {
        let piece = Span::from_range(range).shifted(html.start());
        if !piece.slice(self.reader.input.source).trim_ascii().is_empty() {
            self.reader.read_piece(piece, form, part, context);
        }
    }
}

/// Whether a piece of raw HTML has no text: it is put before the document, where tags of a template stand; or it is a comment
/// that is written as text, which older versions of MJML made one.
fn is_unread(tree: &Tree, node: &Node, markup: &str) -> bool {
    let position = own(tree, node, markup, "position");
    let written = node.content.slice(markup).trim_start().strip_prefix("&lt;").unwrap_or_default();
    position.is_some_and(|position| position.slice(markup).trim().eq_ignore_ascii_case("file-start"))
        || written.trim_start_matches('\\').starts_with("!--")
}
