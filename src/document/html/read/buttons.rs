//! Which links are buttons. Mail clients know no `<button>`, so emails draw them: a filled and padded link, a filled cell
//! around a link, a table that is called one, a shape of VML. A link in running text, a menu or a footer is none.

use super::tags::Look;
use super::{Context, Leave, Reader};
use crate::document::html::attributes::ElementAttributes;
use crate::document::html::elements::Role;
use crate::document::html::tree::{Element, NodeData, NodeId, Piece, Tree};
use crate::document::{Button, InlineKind};
use crate::scope::Scope;
use crate::span::{Span, offset};

/// Nodes of a box that are looked at: a button holds a link and what it takes to fill it.
const BOX_NODES: usize = 48;

/// A box that makes a button of the only link in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct ButtonBox {
    link: NodeId,
    /// The declaration that fills it.
    fill: Option<u32>,
}

impl<'t> Reader<'t, '_> {
    /// Begins a link, which may be a button.
    pub(super) fn begin_link(
        &mut self,
        node: NodeId,
        element: &Element,
        attributes: &ElementAttributes<'_>,
        look: Look,
        around: &Context,
    ) -> (Leave<'t>, bool) {
        let button = self.link_button(node, attributes, look, around);
        let Some(link) = self.add_link(element, attributes, button.is_some()) else {
            return (Leave::Nothing, true);
        };
        match button {
            Some(fill) => {
                self.begin_button(Some(link), element, Look { fill, ..look });
                (Leave::Close, true)
            }
            None => {
                self.context.link = Some((link, node));
                self.begin_part(InlineKind::Link(link))
            }
        }
    }

    /// Begins an element that is a button whatever it looks like.
    pub(super) fn begin_button_element(
        &mut self,
        element: &Element,
        attributes: &ElementAttributes<'_>,
        look: Look,
    ) -> Leave<'t> {
        let link = self.add_link(element, attributes, true);
        self.begin_button(link, element, look);
        Leave::Close
    }

    /// Looks whether a block is a box that makes a button of the link in it, and notes the cell that it is.
    pub(super) fn find_button_box(
        &mut self,
        node: NodeId,
        role: Role,
        name: &str,
        attributes: &ElementAttributes<'_>,
        look: Look,
    ) {
        let is_cell = matches!(role, Role::Cell | Role::HeaderCell);
        if let Some(known) = &mut self.context.button_box {
            known.fill = look.fill.or(known.fill);
        } else if (is_cell && look.fill.is_some() && look.is_rounded) || is_button_like(attributes) {
            let link = sole_link(self.tree, node, self.input.markup);
            self.context.button_box = link.map(|link| ButtonBox { link, fill: look.fill });
        }
        if is_cell || name == "table" {
            self.context.cell = is_cell.then_some((node, look.fill));
        }
    }

    /// The declaration that fills a link that is a button, where one does; `None` where it is no button. A link around a
    /// picture alone is none: it has no words.
    pub(super) fn link_button(
        &self,
        node: NodeId,
        attributes: &ElementAttributes<'_>,
        look: Look,
        around: &Context,
    ) -> Option<Option<u32>> {
        if around.scope == Scope::Footer {
            return None;
        }
        let fill = self.fill_of_button(node, attributes, look, around)?;
        has_words(self.tree, node, self.input.markup).then_some(fill)
    }

    fn fill_of_button(
        &self,
        node: NodeId,
        attributes: &ElementAttributes<'_>,
        look: Look,
        around: &Context,
    ) -> Option<Option<u32>> {
        let boxed = around.button_box.filter(|boxed| boxed.link == node);
        let fill = look.fill.or(boxed.and_then(|boxed| boxed.fill));
        if boxed.is_some() || is_button_like(attributes) {
            return Some(fill);
        }
        if look.fill.is_some() && (look.is_padded || look.is_boxed) {
            return Some(fill);
        }
        if look.is_thickly_bordered && (look.fill.is_some() || look.is_boxed) {
            return Some(look.fill.or(look.border));
        }
        if !look.is_padded || !look.is_boxed {
            return None;
        }
        if look.is_outlined {
            return Some(fill);
        }
        let (cell, cell_fill) = around.cell?;
        (cell_fill.is_some() && sole_link(self.tree, cell, self.input.markup) == Some(node))
            .then_some(cell_fill)
    }

    /// Begins a button: what follows in the flow are its words.
    pub(super) fn begin_button(&mut self, link: Option<u32>, element: &Element, look: Look) {
        let span = self.tree.tag_span(element).unwrap_or_default().shifted(self.input.base);
        let button = self.add_button(link, span, look);
        self.flow.open(InlineKind::Button(button));
        self.context.button = Some(button);
    }

    /// Makes a button of the open link where an element in it, with all of its words, looks like one: a link around a
    /// filled cell.
    pub(super) fn fill_link(&mut self, node: NodeId, look: Look) {
        let Some((link, around)) = self.context.link.filter(|_| self.context.button.is_none()) else {
            return;
        };
        let is_box = look.fill.is_some() && (look.is_rounded || look.is_boxed || look.is_padded);
        if !is_box
            || self.context.scope == Scope::Footer
            || !holds_words_of(self.tree, node, around, self.input.markup)
        {
            return;
        }
        let Some(known) = self.document.links.get_mut(link as usize) else { return };
        known.is_button = true;
        let span = known.span;
        let button = self.add_button(Some(link), span, look);
        self.flow.recast(InlineKind::Link(link), InlineKind::Button(button));
        self.context.button = Some(button);
    }

    /// Adds a button and gives its number.
    pub(in crate::document::html) fn add_button(&mut self, link: Option<u32>, span: Span, look: Look) -> u32 {
        let number = offset(self.document.buttons.len());
        let rendering = self.context.rendering;
        self.document.buttons.push(Button {
            link,
            fill: look.fill,
            text_color: look.text_color,
            shares_words_of: None,
            span,
            rendering,
        });
        if let Some(shape) =
            self.state.open_shape.and_then(|shape| self.document.buttons.get_mut(shape as usize))
            && shape.rendering != rendering
        {
            shape.shares_words_of.get_or_insert(number);
        }
        number
    }

    /// Gives the look of an element inside a button to the button: the innermost element around its words decides.
    pub(super) fn color_button(&mut self, name: &str, look: Look) {
        let Some(button) = self.context.button else { return };
        let is_at_start = self.flow.is_at_start();
        let Some(button) = self.document.buttons.get_mut(button as usize) else { return };
        if name == "v:fill" || button.fill.is_none() {
            button.fill = look.fill.or(button.fill);
        }
        if is_at_start {
            button.text_color = look.text_color.or(button.text_color);
        }
    }
}

/// Whether an element is called a button.
fn is_button_like(attributes: &ElementAttributes<'_>) -> bool {
    attributes.raw("role").is_some_and(|role| role.trim().eq_ignore_ascii_case("button"))
        || attributes.is_called(&["btn", "button", "cta"])
}

/// The link that is all that a reader sees in a box. Links without words in it do not count.
fn sole_link(tree: &Tree, node: NodeId, markup: &str) -> Option<NodeId> {
    let mut sole = None;
    let mut open: Vec<(NodeId, Option<NodeId>)> = tree.children(node).map(|child| (child, None)).collect();
    let mut n_nodes = 0;
    while let Some((node, link)) = open.pop() {
        n_nodes += 1;
        if n_nodes > BOX_NODES {
            return None;
        }
        let mut link = link;
        match tree.data(node) {
            NodeData::Text(pieces) if has_text(pieces, markup) => {
                if sole.is_some_and(|sole| Some(sole) != link) {
                    return None;
                }
                sole = Some(link?);
            }
            NodeData::Element(element) if &*element.name.local == "a" => link = Some(node),
            NodeData::Element(element) if link.is_none() && &*element.name.local == "img" => return None,
            _ => {}
        }
        open.extend(tree.children(node).map(|child| (child, link)));
    }
    sole
}

/// Whether an element in a link holds all of its words.
fn holds_words_of(tree: &Tree, element: NodeId, link: NodeId, markup: &str) -> bool {
    let mut open = vec![link];
    for _ in 0..BOX_NODES {
        let Some(node) = open.pop() else { return true };
        match tree.data(node) {
            NodeData::Text(pieces) if has_text(pieces, markup) => return false,
            _ if node == element => {}
            _ => open.extend(tree.children(node)),
        }
    }
    false
}

/// Whether a reader sees words in an element. One with very much in it has some.
fn has_words(tree: &Tree, node: NodeId, markup: &str) -> bool {
    let mut open = vec![node];
    for _ in 0..BOX_NODES {
        let Some(node) = open.pop() else { return false };
        match tree.data(node) {
            NodeData::Text(pieces) if has_text(pieces, markup) => return true,
            _ => open.extend(tree.children(node)),
        }
    }
    true
}

fn has_text(pieces: &[Piece], markup: &str) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Space => false,
        // A run of nothing but blanks is a template tag that was masked: a reader sees its value there.
        Piece::Run(run) => {
            let text = run.span.slice(markup);
            text.trim().is_empty() || !text.split("&nbsp;").all(|part| part.trim().is_empty())
        }
    })
}
