//! What is shown where something else is not: `<noscript>`.

use super::{Context, Reader};
use crate::document::html::tree::{Form, NodeId};
use crate::scope::Visibility;

impl Reader<'_, '_> {
    /// Reads what a page shows where scripts are off. To a browser it is text, which is parsed here as a page of its own.
    pub(super) fn read_noscript(&mut self, node: NodeId) {
        let runs = self.tree.runs_of(node).reduce(|first, last| first.join(last));
        // A noscript within one would cost the square of the length.
        let Some(span) = runs.filter(|_| self.context.visibility != Visibility::Fallback) else { return };
        if !span.slice(self.input.markup).contains(|character: char| character.is_alphanumeric()) {
            return;
        }
        let context = Context { visibility: Visibility::Fallback, ..self.context.apart() };
        self.state.has_text = true;
        self.read_piece(span, Form::Page, None, &context);
    }
}
