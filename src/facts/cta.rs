//! Calls to action: buttons, and links that look like buttons, with their words and their targets.

use super::{Fact, FactValue};
use crate::document::{Document, HOLE, InlineKind, Link, Segment, readings};
use crate::scope::Scope;
use crate::values::url::canonical;

/// The calls to action of a document, in the order of the source. Where a label is a choice, each of its wordings is one.
pub(super) fn extract(document: &Document) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for (index, segment) in document.segments.iter().enumerate() {
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let first = facts.len();
        for reading in readings(segment, &document.branches) {
            for fact in in_reading(document, &reading, index) {
                let known = facts.get(first..).unwrap_or_default();
                if !known.iter().any(|known| known.value == fact.value && known.span.overlaps(fact.span)) {
                    facts.push(fact);
                }
            }
        }
    }
    facts
}

fn in_reading(document: &Document, segment: &Segment, index: u32) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut found = false;
    for inline in &segment.inlines {
        let InlineKind::Button(link) = inline.kind else { continue };
        found = true;
        let link = link.and_then(|link| document.links.get(link as usize));
        let range = inline.range.start as usize..inline.range.end as usize;
        facts.extend(fact(document, (segment, index), range, link));
    }
    // The value of a submit button is a segment of its own, without a link.
    if !found && segment.scope == Scope::Button {
        facts.extend(fact(document, (segment, index), 0..segment.text.as_str().len(), None));
    }
    facts
}

fn fact(
    document: &Document,
    (segment, index): (&Segment, u32),
    range: std::ops::Range<usize>,
    link: Option<&Link>,
) -> Option<Fact> {
    let label = segment.text.as_str().get(range.clone())?;
    let words: Vec<&str> = label.split_whitespace().collect();
    if words.is_empty() {
        return None;
    }
    let raw_url = link.map(|link| link.url.as_str().to_owned());
    // A line break keeps two arms of a branch apart, of which either may be the target.
    let url = raw_url.as_deref().filter(|raw| !raw.contains([HOLE, '\n'])).and_then(canonical);
    let value = FactValue::Cta { label: words.join(" "), url, raw_url };
    Some(Fact { place: Scope::Button, ..Fact::in_segment(document, (segment, index), &range, value) })
}

#[cfg(test)]
mod tests {
    use super::extract;
    use crate::document::{Document, Inline, InlineKind, Link, Segment};
    use crate::facts::FactValue;
    use crate::scope::{Rendering, Scope};
    use crate::span::Span;
    use crate::text::MappedText;

    #[test]
    fn a_button_has_words_and_a_canonical_target() {
        let mut segment = Segment::new(Scope::Body, MappedText::verbatim("Shop the sale now", 100));
        segment.inlines = vec![Inline { kind: InlineKind::Button(Some(0)), range: 0..13 }];
        let url = "https://Harborandpine.example/sale/cove-desk/?utm_campaign=bf26";
        let link = Link {
            url: MappedText::verbatim(url, 20),
            span: Span::new(10, 120),
            is_button: true,
            has_label: false,
            rendering: Rendering::Main,
        };
        let document = Document { segments: vec![segment], links: vec![link], ..Document::default() };
        let facts = extract(&document);
        let fact = facts.first().expect("a call to action");
        assert_eq!(fact.span, Span::new(100, 113));
        assert_eq!(
            fact.value,
            FactValue::Cta {
                label: "Shop the sale".to_owned(),
                url: Some("https://harborandpine.example/sale/cove-desk".to_owned()),
                raw_url: Some(url.to_owned()),
            }
        );
    }

    #[test]
    fn a_target_with_a_placeholder_cannot_be_told() {
        let mut segment = Segment::new(Scope::Button, MappedText::verbatim("Buy", 0));
        segment.inlines = vec![Inline { kind: InlineKind::Button(Some(0)), range: 0..3 }];
        let link = Link {
            url: MappedText::verbatim("https://a.example/\u{FFFC}", 20),
            span: Span::new(0, 9),
            is_button: true,
            has_label: false,
            rendering: Rendering::Main,
        };
        let document = Document { segments: vec![segment], links: vec![link], ..Document::default() };
        let urls: Vec<_> = extract(&document)
            .into_iter()
            .map(|fact| match fact.value {
                FactValue::Cta { url, raw_url, .. } => (url, raw_url.is_some()),
                _ => (None, false),
            })
            .collect();
        assert_eq!(urls, [(None, true)]);
    }
}
