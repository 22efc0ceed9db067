//! Calls to action: buttons, and links that look like buttons, with their words and their targets; in the plain text of
//! a message, the words of a button with an address behind them.

mod plain_text;

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Fact, FactValue, color};
use crate::document::{Button, Document, HOLE, InlineKind, Segment, readings};
use crate::guide::Guide;
use crate::scope::{Scope, Visibility};
use crate::span::offset;
use crate::values::color::Srgb;
use crate::values::networks;
use crate::values::url::canonical;

/// The calls to action of a document, in the order of the source. Where a label is a choice, each of its wordings is one.
pub(super) fn extract(document: &Document, guide: &Guide) -> Vec<Fact> {
    // A shape that Outlook draws around the words of a link is another copy of it.
    let shared = document.buttons.iter().filter_map(|shape| Some((shape.shares_words_of?, shape)));
    let shapes: FxHashMap<u32, &Button> = shared.collect();
    let mut facts: Vec<Fact> = plain_text::extract(document, guide);
    for (index, segment) in document.segments.iter().enumerate() {
        if !segment.inlines.iter().any(|inline| matches!(inline.kind, InlineKind::Button(_))) {
            continue;
        }
        let first = facts.len();
        for reading in readings(segment, &document.branches).iter() {
            for fact in in_reading(document, (reading, offset(index)), &shapes) {
                let known = facts.get(first..).unwrap_or_default();
                let is_known = |known: &Fact| {
                    known.value == fact.value
                        && known.rendering == fact.rendering
                        && known.span.overlaps(fact.span)
                };
                if !known.iter().any(is_known) {
                    facts.push(fact);
                }
            }
        }
    }
    facts
}

fn in_reading(
    document: &Document,
    (segment, index): (&Segment, u32),
    shapes: &FxHashMap<u32, &Button>,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    for inline in &segment.inlines {
        let InlineKind::Button(number) = inline.kind else { continue };
        let Some(button) = document.buttons.get(number as usize) else { continue };
        let range = inline.range.start as usize..inline.range.end as usize;
        let own = fact(document, (segment, index), &range, button);
        let copy = shapes.get(&number).and_then(|shape| {
            let copy = fact(document, (segment, index), &range, shape)?;
            Some(Fact { rendering: shape.rendering, visibility: Visibility::Fallback, ..copy })
        });
        facts.extend(own.into_iter().chain(copy));
    }
    facts
}

fn fact(
    document: &Document,
    (segment, index): (&Segment, u32),
    range: &Range<usize>,
    button: &Button,
) -> Option<Fact> {
    let label = segment.text.as_str().get(range.clone())?;
    let words: Vec<&str> = label.split_whitespace().collect();
    // What has the name of a network leads to the sender's page there, and calls to nothing.
    if words.is_empty() || matches!(words.as_slice(), [word] if networks::of_name(word).is_some()) {
        return None;
    }
    let link = button.link.and_then(|link| document.links.get(link as usize));
    let raw_url = link.map(|link| link.url.as_str().to_owned());
    let url = raw_url.as_deref().and_then(canonical_target);
    let color = |declaration: Option<u32>| -> Option<Srgb> {
        let declaration = document.declarations.get(declaration? as usize)?;
        color::of_declaration(declaration).first().map(|(_, color)| *color)
    };
    let (fill, text_color) = (color(button.fill), color(button.text_color));
    let value = FactValue::Cta { label: words.join(" "), url, raw_url, fill, text_color };
    Some(Fact { place: Scope::Button, ..Fact::in_segment(document, (segment, index), range, value) })
}

/// Where an address leads, where that can be told: it has no placeholder. A line break keeps two arms of a branch apart,
/// of which either may be the target.
fn canonical_target(raw: &str) -> Option<String> {
    canonical(raw).filter(|_| !raw.contains([HOLE, '\n']))
}

#[cfg(test)]
mod tests {
    use super::extract;
    use crate::document::{
        Button, Declaration, DeclarationOrigin, Document, Inline, InlineKind, Link, Segment,
    };
    use crate::facts::FactValue;
    use crate::guide::Guide;
    use crate::scope::{Rendering, Scope};
    use crate::span::Span;
    use crate::text::MappedText;

    fn button() -> Button {
        Button {
            link: Some(0),
            fill: None,
            text_color: None,
            shares_words_of: None,
            span: Span::new(10, 90),
            rendering: Rendering::Main,
        }
    }

    #[test]
    fn a_button_has_words_and_a_canonical_target() {
        let mut segment = Segment::new(Scope::Body, MappedText::verbatim("Shop the sale now", 100));
        segment.inlines = vec![Inline { kind: InlineKind::Button(0), range: 0..13 }];
        let url = "https://Harborandpine.example/sale/cove-desk/?utm_campaign=bf26";
        let link = Link {
            url: MappedText::verbatim(url, 20),
            span: Span::new(10, 120),
            is_button: true,
            has_label: false,
            rendering: Rendering::Main,
        };
        let fill = Declaration {
            property: "background".into(),
            value: MappedText::verbatim("url(a.png) #0B5D4E", 30),
            origin: DeclarationOrigin::StyleAttribute,
            element: Some("a".into()),
            conditional: false,
            is_of_network: false,
            rendering: Rendering::Main,
        };
        let document = Document {
            segments: vec![segment],
            links: vec![link],
            buttons: vec![Button { fill: Some(0), ..button() }],
            declarations: vec![fill],
            ..Document::default()
        };
        let facts = extract(&document, &Guide::default());
        let fact = facts.first().expect("a call to action");
        assert_eq!(fact.span, Span::new(100, 113));
        assert_eq!(
            fact.value,
            FactValue::Cta {
                label: "Shop the sale".to_owned(),
                url: Some("https://harborandpine.example/sale/cove-desk".to_owned()),
                raw_url: Some(url.to_owned()),
                fill: "#0B5D4E".parse().ok(),
                text_color: None,
            }
        );
    }

    #[test]
    fn a_target_with_a_placeholder_cannot_be_told() {
        let mut segment = Segment::new(Scope::Button, MappedText::verbatim("Buy", 0));
        segment.inlines = vec![Inline { kind: InlineKind::Button(0), range: 0..3 }];
        let link = Link {
            url: MappedText::verbatim("https://a.example/\u{FFFC}", 20),
            span: Span::new(0, 9),
            is_button: true,
            has_label: false,
            rendering: Rendering::Main,
        };
        let document = Document {
            segments: vec![segment],
            links: vec![link],
            buttons: vec![button()],
            ..Document::default()
        };
        let urls: Vec<_> = extract(&document, &Guide::default())
            .into_iter()
            .map(|fact| match fact.value {
                FactValue::Cta { url, raw_url, .. } => (url, raw_url.is_some()),
                _ => (None, false),
            })
            .collect();
        assert_eq!(urls, [(None, true)]);
    }

    #[test]
    fn a_shape_around_a_button_is_a_copy_of_it() {
        let mut segment = Segment::new(Scope::Button, MappedText::verbatim("Buy", 95));
        segment.inlines = vec![Inline { kind: InlineKind::Button(1), range: 0..3 }];
        let shape =
            Button { link: None, shares_words_of: Some(1), rendering: Rendering::Outlook, ..button() };
        let document =
            Document { segments: vec![segment], buttons: vec![shape, button()], ..Document::default() };
        let renderings: Vec<_> =
            extract(&document, &Guide::default()).iter().map(|fact| fact.rendering).collect();
        assert_eq!(renderings, [Rendering::Main, Rendering::Outlook]);
    }
}
