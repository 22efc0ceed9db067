//! Phone numbers in text and behind `tel:`. Knows nothing of the guide's own numbers.
//!
//! A number in text is told by its form: by `+` and a calling code, or by groups that only phone numbers have where the
//! artifact is read. Any other form needs a word before it ("call", "Hotline"). Order numbers, dates, addresses of
//! computers and the like look the same otherwise.

mod before;
mod scan;

use std::cell::LazyCell;
use std::ops::Range;

use self::before::{Before, before};
use self::scan::{Candidate, Shape, may_hold_a_number, next_candidate};
use super::{Confidence, Fact, FactValue, add_readings, region_of};
use crate::document::{Document, HOLE, Link, Segment, readings};
use crate::guide::Guide;
use crate::values::phone::{Extent, is_north_american_region, read, trunk_prefix};

/// The schemes of addresses that are phone numbers.
const SCHEMES: [&str; 2] = ["tel:", "callto:"];

/// The phone numbers of a document: first those in text, then those behind links and of items.
pub(super) fn extract(document: &Document, guide: &Guide) -> Vec<Fact> {
    // Most texts hold no number.
    let region = LazyCell::new(|| region_of(&document.attributes, guide));
    let region = || region.as_deref();
    let mut facts = Vec::new();
    for (index, segment) in (0..).zip(&document.segments) {
        if !may_hold_a_number(segment) {
            continue;
        }
        let mut found = Vec::new();
        for reading in readings(segment, &document.branches).iter() {
            in_text(document, (reading, index), region(), &mut found);
        }
        add_readings(found, &mut facts);
    }
    facts.extend(document.links.iter().filter_map(|link| in_link(link, region())));
    facts.extend(Fact::in_items(document, &["telephone", "faxNumber"], |text| {
        let phone = read(text, region()).filter(|phone| phone.extent != Extent::Local)?;
        Some(FactValue::Phone(phone.value))
    }));
    facts
}

fn in_text(
    document: &Document,
    (segment, index): (&Segment, u32),
    region: Option<&str>,
    facts: &mut Vec<Fact>,
) {
    let text = segment.text.as_str();
    let mut at = 0;
    while let Some((candidate, next)) = next_candidate(text, at) {
        at = next;
        let Some((range, value, confidence)) = judge(text, &candidate, region) else { continue };
        at = range.end.max(next);
        if segment.is_prose(&range) {
            let fact = Fact::in_segment(document, (segment, index), &range, FactValue::Phone(value));
            facts.push(Fact { confidence, ..fact });
        }
    }
}

/// What a candidate is a number of, and how sure that is. A candidate that is too long may be a number and something behind
/// it.
fn judge(
    text: &str,
    candidate: &Candidate,
    region: Option<&str>,
) -> Option<(Range<usize>, String, Confidence)> {
    let before = before(text, candidate.start());
    candidate.ends().find_map(|shape| {
        let words = text.get(shape.range.clone())?;
        let (value, confidence) = number(words, &shape, before, region)?;
        Some((shape.range, value, confidence))
    })
}

fn number(
    words: &str,
    shape: &Shape<'_>,
    before: Before,
    region: Option<&str>,
) -> Option<(String, Confidence)> {
    if shape.is_vanity {
        // Free numbers with words are a custom of North America, wherever one reads of them.
        let phone = read(words, Some("US")).filter(|phone| phone.extent != Extent::Local)?;
        return Some((
            phone.value,
            if before == Before::Cue { Confidence::Certain } else { Confidence::Likely },
        ));
    }
    if shape.has_plus {
        let phone = read(words, None).filter(|_| shape.n_digits() >= 8)?;
        return Some((phone.value, Confidence::Certain));
    }
    if shape.is_something_else() || before == Before::Against {
        return None;
    }
    let phone = read(words, region)?;
    match (before, phone.extent) {
        (Before::Cue, Extent::International | Extent::National) => Some((phone.value, Confidence::Certain)),
        // Without the area nobody can tell whether it is the number of another copy.
        (Before::Cue, Extent::Local) => (shape.is_local()).then_some((phone.value, Confidence::Low)),
        (_, Extent::International) => {
            (shape.lengths.len() > 1 && shape.n_digits() >= 10).then_some((phone.value, Confidence::Certain))
        }
        (_, Extent::National) => is_told_by_form(shape, region?).then_some((phone.value, Confidence::Likely)),
        (_, Extent::Local) => None,
    }
}

/// Whether the groups of a number alone tell that it is one, to a reader in `region`.
fn is_told_by_form(shape: &Shape<'_>, region: &str) -> bool {
    if shape.has_unit {
        return false;
    }
    if is_north_american_region(region) {
        return matches!(shape.lengths, [3, 3, 4] | [1, 3, 3, 4]);
    }
    // Points alone stand in versions and in large numbers.
    let is_in_pairs = shape.lengths.len() == 5 && shape.lengths.iter().all(|length| *length == 2);
    let is_pointed = shape.is_all_points && !is_in_pairs;
    let is_area = |length: Option<&usize>| length.is_some_and(|length| (2..=6).contains(length));
    let is_free = matches!(shape.lengths, [1, 3, ..]);
    let has_area = shape.starts_with_zero && (is_area(shape.lengths.first()) || is_free);
    match trunk_prefix(region) {
        Some("0") => {
            has_area && !is_pointed && shape.lengths.len() > 1 && (9..=13).contains(&shape.n_digits())
        }
        _ => shape.is_alone && shape.lengths.len() > 1 && !is_pointed && shape.n_digits() >= 8,
    }
}

/// The number behind a link.
fn in_link(link: &Link, region: Option<&str>) -> Option<Fact> {
    let url = link.url.as_str();
    let scheme = SCHEMES
        .iter()
        .find(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
    let number = url.get(scheme.len()..).filter(|number| !number.contains(HOLE))?;
    let plain = number.trim_start_matches('/').replace("%20", " ").replace("%2B", "+").replace("%2b", "+");
    let phone = read(plain.split('?').next()?, region)?;
    let confidence = if phone.extent == Extent::Local { Confidence::Low } else { Confidence::Certain };
    let fact = Fact::in_link(link, scheme.len()..url.len(), FactValue::Phone(phone.value));
    Some(Fact { confidence, ..fact })
}

#[cfg(test)]
mod tests;
