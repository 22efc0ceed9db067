//! What is shown where something else is not: `<noscript>`.

use super::{Input, Reader};
use crate::document::html::tree::{NodeId, Tree};
use crate::scope::Visibility;

impl Reader<'_, '_> {
    /// Reads what a page shows where scripts are off. To a browser it is text, which is parsed here as a page of its own.
    pub(super) fn read_noscript(&mut self, node: NodeId) {
        let runs = self.tree.runs_of(node).reduce(|first, last| first.join(last));
        // A noscript within one would cost the square of the length.
        let Some(span) = runs.filter(|_| self.context.visibility != Visibility::Fallback) else { return };
        let base = self.input.base + span.start();
        let (markup, unmasked) =
            (span.slice(self.input.markup), span.shifted(self.input.base).slice(self.input.source));
        if !markup.contains(|character: char| character.is_alphanumeric()) {
            return;
        }
        let tree = Tree::parse(markup, unmasked, false);
        let input = Input { markup, base, ..*self.input };
        let mut reader = Reader::new(&input, &tree, self.n_containers, self.deadline, self.document);
        reader.context = super::Context { visibility: Visibility::Fallback, ..self.context.clone() };
        reader.has_text = true;
        self.n_containers = reader.read();
    }
}
