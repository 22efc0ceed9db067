//! Postal addresses in text and in structured data. Where a text does not read as one, it may still be meant for one of the
//! guide.
//!
//! An address stands in one text, or its lines are texts of their own that follow each other in one container, as
//! paragraphs or rows do.

use std::ops::Range;

use super::{Confidence, Fact, FactValue, add_readings};
use crate::document::{Document, HOLE, Item, Segment, readings};
use crate::guide::Guide;
use crate::scope::{Rendering, Scope, Visibility};
use crate::span::{Span, offset};
use crate::text::MappedText;
use crate::values::postal::{find, find_near, may_hold_an_address};

/// Texts that one address goes over at most.
const MAX_LINES: usize = 4;
/// Bytes of a text that is a line of an address at most.
const MAX_LINE: usize = 80;
/// The properties of a `PostalAddress` of schema.org, in the order of an address with its code behind the town.
const PARTS: [&str; 4] = ["streetAddress", "addressLocality", "addressRegion", "postalCode"];

/// The addresses of a document: first those in text, then those of items.
pub(super) fn extract(document: &Document, guide: &Guide) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut end = 0;
    for (index, segment) in document.segments.iter().enumerate() {
        if !may_hold_an_address(segment.text.as_str()) {
            continue;
        }
        let known = facts.len();
        let mut found = Vec::new();
        for reading in readings(segment, &document.branches).iter() {
            in_text(document, (reading, offset(index)), &mut found);
        }
        add_readings(found, &mut facts);
        if facts.len() > known {
            end = index + 1;
        } else if let Some(fact) = over_lines(document, index, end) {
            facts.push(fact);
            end = index + 1;
        } else if let Some(fact) = near(document, guide, (segment, offset(index))) {
            facts.push(fact);
            end = index + 1;
        }
    }
    facts.extend(document.items.iter().filter_map(|item| of_item(document, item)));
    facts
}

fn in_text(document: &Document, (segment, index): (&Segment, u32), facts: &mut Vec<Fact>) {
    for found in find(segment.text.as_str()) {
        if is_free(segment, &found.range) {
            let value = FactValue::PostalAddress(found.value);
            facts.push(Fact::in_segment(document, (segment, index), &found.range, value));
        }
    }
}

/// What is meant for an address of the guide.
fn near(document: &Document, guide: &Guide, (segment, index): (&Segment, u32)) -> Option<Fact> {
    let listed = guide.messaging.postal_addresses.iter();
    let found = listed
        .filter_map(|entry| find_near(segment.text.as_str(), &entry.value))
        .find(|found| is_free(segment, &found.range))?;
    let value = FactValue::PostalAddress(found.value);
    let fact = Fact::in_segment(document, (segment, index), &found.range, value);
    Some(Fact { confidence: Confidence::Likely, ..fact })
}

/// Whether no placeholder and no link stands in a range. A file or a host within it is a mistake of reading.
fn is_free(segment: &Segment, range: &Range<usize>) -> bool {
    let text = segment.text.as_str().get(range.clone()).unwrap_or_default();
    !text.contains(HOLE) && !text.contains(['@', '='])
}

/// The address that ends with the text at `last`, which has its code, and begins with one of the few before it, none of
/// which is before `first`.
fn over_lines(document: &Document, last: usize, first: usize) -> Option<Fact> {
    let end = document.segments.get(last)?;
    if end.text.as_str().len() > MAX_LINE {
        return None;
    }
    let is_line = |segment: &&Segment| {
        segment.text.as_str().len() <= MAX_LINE
            && (segment.rendering, segment.visibility, segment.branch)
                == (end.rendering, end.visibility, end.branch)
            && segment.holes.is_empty()
    };
    let from = (last + 1).saturating_sub(MAX_LINES).max(first);
    for start in (from..last).rev() {
        let lines = document.segments.get(start..=last)?;
        if !lines.iter().all(|line| is_line(&line)) {
            return None;
        }
        let joined = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
        let mut found = find(&joined).into_iter();
        let Some(found) = found.next().filter(|_| found.next().is_none()) else { continue };
        let length = lines.first()?.text.as_str().len();
        // The street has to stand in the first of them, or fewer would do.
        if found.range.start >= length || found.range.end <= joined.len() - end.text.as_str().len() {
            continue;
        }
        let behind = found.range.end - (joined.len() - end.text.as_str().len());
        let whole = lines.first()?;
        let fact = Fact::in_segment(
            document,
            (whole, offset(start)),
            &(found.range.start..length),
            FactValue::PostalAddress(found.value),
        );
        let span = fact.span.join(end.text.span(0..behind));
        let text = joined.get(found.range)?.to_owned();
        return Some(Fact { span, text, confidence: Confidence::Likely, ..fact });
    }
    None
}

/// The address that an item of structured data is, where its parts are all there.
fn of_item(document: &Document, item: &Item) -> Option<Fact> {
    if !item.is_a("PostalAddress") {
        return None;
    }
    let part = |name: &str| {
        let text = item.property(&[name])?.text()?;
        (!text.as_str().contains(HOLE) && !text.is_empty()).then_some(text)
    };
    let [street, town, region, code] = PARTS.map(part);
    let (street, town, code) = (street?, town?, code?);
    let words = |text: &MappedText| text.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
    // In which order code and town stand is a matter of the country; the one that reads as an address is right.
    let region = region.map(|region| format!(" {}", words(region))).unwrap_or_default();
    let forms = [
        format!("{}, {}{region} {}", words(street), words(town), words(code)),
        format!("{}, {} {}", words(street), words(code), words(town)),
    ];
    let (form, found) = forms.iter().find_map(|form| Some((form, find(form).into_iter().next()?)))?;
    let whole = |text: &MappedText| text.span(0..text.as_str().len());
    let span: Span = [town, code].into_iter().fold(whole(street), |span, part| span.join(whole(part)));
    let is_read = item.property(&[PARTS[0]]).is_some_and(|street| street.visibility == Visibility::Visible);
    // What readers see as well is a fact of the text.
    if is_read {
        return None;
    }
    Some(Fact {
        value: FactValue::PostalAddress(found.value),
        text: form.get(found.range)?.to_owned(),
        span,
        place: Scope::StructuredData,
        visibility: Visibility::Machine,
        rendering: Rendering::Main,
        confidence: Confidence::Certain,
        product: None,
        segment: None,
        branch: document.branches.path(span),
    })
}

#[cfg(test)]
mod tests {
    use crate::artifact::{Artifact, ArtifactKey, Attributes, Content, MediaType};
    use crate::deadline::Deadline;
    use crate::document::parse;
    use crate::facts::FactValue;
    use crate::guide::Guide;
    use crate::source::Source;

    fn found(text: &str) -> Vec<String> {
        let artifact = Artifact {
            key: ArtifactKey::file("a.html"),
            media_type: MediaType::Html,
            dialect: None,
            given: Attributes::default(),
            defaults: Attributes::default(),
            source: Source::new("a.html", text),
            content: Content::Whole,
        };
        let facts = super::extract(&parse(&artifact, &Deadline::never()), &Guide::default());
        let value = |value: &FactValue| match value {
            FactValue::PostalAddress(value) => value.clone(),
            other => format!("{other:?}"),
        };
        facts.iter().map(|fact| value(&fact.value)).collect()
    }

    #[test]
    fn lines_of_an_address_may_be_texts_of_their_own() {
        let value = "123 harbor st ste 400 portland or 97201";
        for text in [
            "<p>Harbor &amp; Pine, 123 Harbor St, Suite 400, Portland, OR 97201",
            "<p>123 Harbor Street<br>Suite 400<br>Portland, OR 97201",
            "<footer><p>Harbor</p><p>123 Harbor St, Suite 400</p><p>Portland, OR 97201</p></footer>",
            "<table><tr><td>123 Harbor St</td></tr><tr><td>Ste 400</td></tr><tr><td>Portland, OR 97201</td></tr></table>",
        ] {
            assert_eq!(found(text), [value], "{text}");
        }
        assert_eq!(
            found("<p>123 Harbor St</p><p>We sell desks that last a long time.</p><p>Portland, OR 97201</p>")
                .len(),
            0
        );
        assert_eq!(found("<p>{{ street }}, Portland, OR 97201").len(), 0);
    }

    #[test]
    fn structured_data_states_addresses() {
        let address = r#"{"@type": "PostalAddress", "streetAddress": "Hafenstraße 12", "postalCode": "20457", "addressLocality": "Hamburg", "addressCountry": "DE"}"#;
        let text = format!("<script type='application/ld+json'>{address}</script>");
        assert_eq!(found(&text), ["hafenstr 12 20457 hamburg"]);
        let american = r#"{"@type": "PostalAddress", "streetAddress": "123 Harbor St", "postalCode": "97201", "addressLocality": "Portland", "addressRegion": "OR"}"#;
        let text = format!("<script type='application/ld+json'>{american}</script>");
        assert_eq!(found(&text), ["123 harbor st portland or 97201"]);
    }
}
