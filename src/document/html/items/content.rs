//! The words of an element as its value: as a reader sees them, tags and line breaks gone.

use super::{NodeData, NodeId, Page, Piece, Visitor, walk};
use crate::document::flow::{Flow, Reading};
use crate::document::html::elements::{Role, role};
use crate::scope::Scope;
use crate::text::MappedText;

/// The words of an element.
pub(super) fn of(page: &mut Page<'_>, node: NodeId) -> MappedText {
    let flow = Flow::new(page.input.source, page.input.tags);
    let mut words = Words { flow };
    walk(page, node, &mut words);
    words.flow.finish(Scope::Body).segment.map(|segment| segment.text).unwrap_or_default()
}

struct Words<'t> {
    flow: Flow<'t>,
}

impl Words<'_> {
    fn part(&mut self, page: &Page<'_>, node: NodeId) {
        let Some(element) = page.tree.element(node) else { return };
        if !matches!(role(&element.name.local), Role::Inline | Role::Link | Role::Struck | Role::InlineQuote)
        {
            self.flow.push_space();
        }
    }
}

impl<'t> Visitor<'t> for Words<'t> {
    fn enter(&mut self, page: &mut Page<'t>, node: NodeId) -> bool {
        match page.tree.data(node) {
            NodeData::Text(pieces) => {
                for piece in pieces {
                    match piece {
                        Piece::Space => self.flow.push_space(),
                        Piece::Run(run) => {
                            page.spend(run.span.len() as usize);
                            let reading =
                                if run.has_references { Reading::References } else { Reading::Plain };
                            self.flow.push(run.span.shifted(page.input.base), reading);
                        }
                    }
                }
                false
            }
            NodeData::Element(element) => {
                self.part(page, node);
                !matches!(
                    &*element.name.local,
                    "script" | "style" | "template" | "noscript" | "iframe" | "noframes" | "noembed"
                )
            }
            NodeData::Root | NodeData::Comment(_) | NodeData::Doctype => false,
        }
    }

    fn leave(&mut self, page: &mut Page<'t>, node: NodeId) {
        self.part(page, node);
    }
}
