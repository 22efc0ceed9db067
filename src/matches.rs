//! Where the guide's literal texts stand in a document: terms, product names, phrases, protected names, found in one
//! pass, the longest winning. Knows nothing of what rules make of them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::deadline::Deadline;
use crate::document::{Document, Segment};
use crate::facts::{ProductForm, ProductName};

use crate::guide::PatternOwner;
use crate::guide::{Guide, Product};
use crate::text::fold;

/// A text of the guide in a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TermMatch {
    /// Index of the segment.
    pub segment: u32,
    /// Bytes of the segment's text.
    pub range: Range<usize>,
    /// Whose text it is. A text that several entries share gives a match for each.
    pub owner: PatternOwner,
}

/// Finds every text of the guide that stands in prose, in order of segment and place.
///
/// A hit inside a longer one is dropped: a deprecated word within a product's name is no finding.
#[must_use]
pub fn find(document: &Document, guide: &Guide, deadline: &Deadline) -> Vec<TermMatch> {
    let mut matches = Vec::new();
    for (index, segment) in document.segments.iter().enumerate() {
        if deadline.is_over() {
            break;
        }
        find_in_segment(u32::try_from(index).unwrap_or(u32::MAX), segment, guide, &mut matches);
    }
    matches
}

fn find_in_segment(index: u32, segment: &Segment, guide: &Guide, matches: &mut Vec<TermMatch>) {
    let text = segment.text.as_str();
    let folded = fold::fold(text);
    let mut hits = guide.termbase.matcher.hits(&folded);
    if hits.is_empty() {
        return;
    }
    hits.retain(|hit| segment.is_prose(&hit.range));
    // Longest first, then leftmost: a hit is taken unless it overlaps a longer one that was.
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.range.len()), hit.range.start, hit.pattern));
    // Starts and ends. A sorted list would be quadratic where a short text stands between many long ones.
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let first = matches.len();
    for hit in hits {
        let last = taken.range(..hit.range.end).next_back().map(|(start, end)| *start..*end);
        match last.filter(|range| range.end > hit.range.start) {
            Some(range) if range != hit.range => continue,
            Some(_) => {}
            None => {
                taken.insert(hit.range.start, hit.range.end);
            }
        }
        for owner in guide.termbase.matcher.owners.get(hit.pattern).into_iter().flatten() {
            matches.push(TermMatch { segment: index, range: hit.range.clone(), owner: *owner });
        }
    }
    matches[first..].sort_by_key(|found| (found.range.start, found.range.end, found.owner));
}

/// The names of products among `matches`, with how they are written.
#[must_use]
pub fn product_names(matches: &[TermMatch], document: &Document, guide: &Guide) -> Vec<ProductName> {
    matches
        .iter()
        .filter_map(|found| {
            let PatternOwner::Product(product) = found.owner else { return None };
            let segment = document.segments.get(found.segment as usize)?;
            let text = segment.text.as_str().get(found.range.clone())?;
            let form = product_form(guide.prices.products.get(product as usize)?, text)?;
            let range = u32::try_from(found.range.start).ok()?..u32::try_from(found.range.end).ok()?;
            Some(ProductName { segment: found.segment, range, product, form })
        })
        .collect()
}

/// The names in `known` and what is nearly the name of a product, in the order of the text. Of two that overlap the longer
/// one counts: "the Cove" in "the Cove Standng Desk" is a part of a misspelt name.
#[must_use]
pub fn with_near_names(mut known: Vec<ProductName>, document: &Document, guide: &Guide) -> Vec<ProductName> {
    let mut near = Vec::new();
    for (index, segment) in (0_u32..).zip(&document.segments) {
        let words = document.words(index as usize);
        for (range, product) in guide.prices.near_names.find(segment.text.as_str(), &words) {
            let (Ok(start), Ok(end)) = (u32::try_from(range.start), u32::try_from(range.end)) else {
                continue;
            };
            if segment.is_prose(&range) {
                near.push(ProductName {
                    segment: index,
                    range: start..end,
                    product,
                    form: ProductForm::Misspelt,
                });
            }
        }
    }
    if near.is_empty() {
        return known;
    }
    let overlap = |one: &ProductName, other: &ProductName| {
        one.segment == other.segment && one.range.start < other.range.end && other.range.start < one.range.end
    };
    let rivals = |names: &[ProductName], name: &ProductName| -> Vec<usize> {
        let first = names.partition_point(|other| other.segment < name.segment);
        let own = names.iter().enumerate().skip(first).take_while(|(_, other)| other.segment == name.segment);
        own.filter(|(_, other)| overlap(name, other)).map(|(at, _)| at).collect()
    };
    let is_longer = |name: &ProductName, at: &usize| {
        known.get(*at).is_some_and(|other| other.range.len() < name.range.len())
    };
    near.retain(|name| rivals(&known, name).iter().all(|at| is_longer(name, at)));
    known.retain(|name| rivals(&near, name).is_empty());
    known.extend(near);
    known.sort_by_key(|name| (name.segment, name.range.start));
    known
}

/// How a product's name is written in `found`, a hit of one of its patterns; `None` where the hit means something else,
/// as "the cove" in a text about bays.
///
/// Capitals throughout are a matter of layout, so a name in capitals counts as the name.
#[must_use]
pub fn product_form(product: &Product, found: &str) -> Option<ProductForm> {
    let squeezed = found.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_capitals = !squeezed.chars().any(char::is_lowercase);
    let folded = fold::fold(found);
    let folds_to = |name: &str| fold::fold(name).text == folded.text;
    let differs_in_first_letter_only = |name: &str| {
        let rest = |text: &str| text.chars().skip(1).collect::<String>();
        folds_to(name) && rest(name) == rest(&squeezed)
    };
    if squeezed == product.name || (is_capitals && folds_to(&product.name)) {
        return Some(ProductForm::Name);
    }
    if let Some(short) = product.short_names.iter().find(|name| folds_to(name)) {
        let fits = differs_in_first_letter_only(short) || is_capitals;
        return fits.then_some(ProductForm::ShortName);
    }
    Some(ProductForm::Wrong)
}
