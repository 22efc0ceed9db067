//! Promo codes that are filled in when a message is sent: a placeholder where a code is announced. What the code is
//! cannot be told.

use super::ends_with_cue;
use crate::document::{Document, HOLE, HoleKind, Segment};
use crate::facts::{Confidence, Fact, FactValue};
use crate::span::offset;

/// Bytes before a placeholder in which the word stands that announces a code.
const REACH: usize = 60;

/// The placeholders of a document that stand for a code.
pub(super) fn extract(document: &Document) -> Vec<Fact> {
    let numbered = document.segments.iter().enumerate().filter(|(_, segment)| !segment.holes.is_empty());
    numbered.flat_map(|(index, segment)| in_segment(document, segment, offset(index))).collect()
}

fn in_segment(document: &Document, segment: &Segment, index: u32) -> Vec<Fact> {
    let text = segment.text.as_str();
    let values = segment.holes.iter().filter(|hole| {
        hole.width > 0 && hole.literals.is_empty() && matches!(hole.kind, HoleKind::Value | HoleKind::Default)
    });
    let announced = values.filter(|hole| {
        let end = (hole.at as usize).min(text.len());
        let start = text.floor_char_boundary(end.saturating_sub(REACH));
        let before = text.get(start..end).unwrap_or_default();
        let is_quote = |character: char| {
            character.is_whitespace() || "\"'`*\u{201C}\u{201E}\u{2018}\u{AB}".contains(character)
        };
        // What goes on behind it is only a part of a code.
        let after = text.get(end..).unwrap_or_default().trim_start_matches(HOLE);
        let goes_on = after.starts_with(char::is_alphanumeric);
        !goes_on && ends_with_cue(before.trim_end_matches(is_quote))
    });
    announced
        .map(|hole| {
            let range = hole.at as usize..(hole.at + hole.width) as usize;
            let value = FactValue::PromoCode(hole.expression.clone());
            Fact {
                text: hole.expression.clone(),
                span: hole.span,
                confidence: Confidence::Low,
                ..Fact::in_segment(document, (segment, index), &range, value)
            }
        })
        .collect()
}
