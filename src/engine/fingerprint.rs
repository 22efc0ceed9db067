//! Identity of findings across runs: rule, artifact and words, never lines.

use rustc_hash::FxHashMap;

use crate::artifact::Artifact;
use crate::document::{Document, Segment};
use crate::finding::{Finding, Fingerprint};
use crate::source::Source;
use crate::span::Span;
use crate::text::fold::fold;

/// Bytes of text on either side that belong to the identity of a place without a segment, or in a long one.
const CONTEXT: u32 = 24;

/// Segments up to this many bytes belong to the identity as a whole; of longer ones the bytes around do, since to read
/// all of a long text for each of its findings would be quadratic.
const WHOLE_SEGMENT: u32 = 4096;

/// Sets the fingerprints of one artifact's findings: rule, path, the words found, the words around, and the ordinal
/// among equals.
pub(super) fn set(findings: &mut [Finding], document: &Document, artifact: &Artifact) {
    if findings.is_empty() {
        return;
    }
    let mut ordinals = Ordinals::default();
    let key = artifact.key.to_string();
    for finding in findings {
        let span = finding.primary.span;
        let found = fold(artifact.source.slice(span));
        let around = match segment_at(document, span) {
            Some(segment) if segment.text.len() <= WHOLE_SEGMENT => fold(segment.text.as_str()),
            _ => fold(context(&artifact.source, span)),
        };
        let words = [finding.rule.as_str(), &key, &found.text, &around.text];
        let base = Fingerprint::of(words.into_iter().chain(finding.identity.iter().map(String::as_str)));
        finding.fingerprint = ordinals.apart(base);
    }
}

/// The segment that holds a place. Segments stand in the order of their first bytes and hardly nest, so it is one of the
/// last that start before the place.
fn segment_at(document: &Document, span: Span) -> Option<&Segment> {
    const NEAR: usize = 16;
    let starts_before =
        |segment: &Segment| segment.text.runs().first().is_none_or(|run| run.source.start() <= span.start());
    let end = document.segments.partition_point(starts_before);
    let candidates = document.segments.get(end.saturating_sub(NEAR)..end).unwrap_or_default();
    candidates.iter().rev().find(|segment| {
        let runs = segment.text.runs();
        let next = runs.partition_point(|run| run.source.end() <= span.start());
        runs.get(next).is_some_and(|run| run.source.overlaps(span))
    })
}

/// Tells apart findings that would have the same fingerprint.
#[derive(Default)]
struct Ordinals(FxHashMap<Fingerprint, u32>);

impl Ordinals {
    fn apart(&mut self, base: Fingerprint) -> Fingerprint {
        let ordinal = self.0.entry(base).or_default();
        *ordinal += 1;
        match *ordinal {
            1 => base,
            ordinal => Fingerprint::of([base.to_string().as_str(), &ordinal.to_string()]),
        }
    }
}

/// Sets the fingerprints of comparisons: rule, artifact and the compared values.
pub(super) fn set_from_values(findings: &mut [Finding]) {
    let mut ordinals = Ordinals::default();
    for finding in findings {
        let key = finding.primary.artifact.to_string();
        let words = [finding.rule.as_str(), &key];
        let base = Fingerprint::of(words.into_iter().chain(finding.identity.iter().map(String::as_str)));
        finding.fingerprint = ordinals.apart(base);
    }
}

/// The text around a place.
fn context(source: &Source, span: Span) -> &str {
    let within = source.text_at(span.start());
    let start = span.start().saturating_sub(CONTEXT).max(within.start());
    let end = span.end().saturating_add(CONTEXT).min(within.end());
    source.slice(source.snapped(Span::new(start, end.max(start))))
}
