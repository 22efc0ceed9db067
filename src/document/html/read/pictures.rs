//! Pictures: one image, whatever sources it may be taken from.

use super::Reader;
use crate::document::html::attributes::ElementAttributes;
use crate::document::html::tree::NodeId;
use crate::span::Span;
use crate::text::MappedText;

/// Candidates of one `srcset` beyond this number are not read.
const MAX_CANDIDATES: usize = 64;

impl Reader<'_, '_> {
    /// Keeps the addresses of a `<source>` for the image of its picture. Those of audio and video are not read at all.
    pub(super) fn add_source(&mut self, node: NodeId, attributes: &ElementAttributes<'_>) {
        let parent = self.tree.parent(node).and_then(|parent| self.tree.element(parent));
        if parent.is_some_and(|parent| &*parent.name.local == "picture") {
            self.state.sources.extend(candidates(attributes));
        }
    }

    /// The further addresses of an image: those of its picture, and its own `srcset`.
    pub(super) fn sources_of(&mut self, attributes: &ElementAttributes<'_>) -> Vec<MappedText> {
        let mut sources = std::mem::take(&mut self.state.sources);
        sources.extend(candidates(attributes));
        sources
    }
}

/// The addresses of a `srcset` (HTML, section 4.8.4.2.1): each up to white space, then descriptors up to a comma.
fn candidates(attributes: &ElementAttributes<'_>) -> Vec<MappedText> {
    let Some(span) = attributes.span("srcset") else { return Vec::new() };
    let raw = attributes.raw("srcset").unwrap_or_default();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = raw.get(at..).filter(|_| found.len() < MAX_CANDIDATES) {
        let lead = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',').len();
        let rest = rest.get(lead..).unwrap_or_default();
        if rest.is_empty() {
            break;
        }
        let length = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let url = rest.get(..length).unwrap_or_default();
        let bare = url.trim_end_matches(',');
        let start = span.start() + Span::from_range(0..at + lead).len();
        found.push(attributes.decoded(Span::new(start, start + Span::from_range(0..bare.len()).len())));
        at += lead + length;
        // An address that ends in a comma has no descriptors.
        if bare.len() == url.len() {
            let descriptors = raw.get(at..).unwrap_or_default();
            at += descriptors.find(',').unwrap_or(descriptors.len());
        }
    }
    found
}
