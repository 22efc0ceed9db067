//! Identity of findings across runs: rule, artifact and words, never lines.

use rustc_hash::FxHashMap;

use crate::artifact::Artifact;
use crate::document::Document;
use crate::finding::{Finding, Fingerprint};
use crate::text::fold::fold;

/// Bytes of text on either side that belong to the identity of a place without a segment.
const CONTEXT: u32 = 24;

/// Sets the fingerprints of one artifact's findings: rule, path, the words found, the words around, and the ordinal
/// among equals.
pub(super) fn set(findings: &mut [Finding], document: &Document, artifact: &Artifact) {
    if findings.is_empty() {
        return;
    }
    let mut seen: FxHashMap<Fingerprint, u32> = FxHashMap::default();
    for finding in findings {
        let span = finding.primary.span;
        let found = artifact.source.slice(span);
        let around = document
            .segments
            .iter()
            .find(|segment| segment.text.runs().iter().any(|run| run.source.overlaps(span)))
            .map_or_else(
                || context(artifact.source.text(), span.start(), span.end()),
                |s| s.text.as_str().to_owned(),
            );
        let key = finding.primary.artifact.to_string();
        let words = [finding.rule.as_str(), &key, fold(found).as_str(), fold(&around).as_str()];
        let base = Fingerprint::of(words.into_iter().chain(finding.identity.iter().map(String::as_str)));
        let ordinal = seen.entry(base).or_default();
        finding.fingerprint = if *ordinal == 0 {
            base
        } else {
            Fingerprint::of([base.to_string().as_str(), &ordinal.to_string()])
        };
        *ordinal += 1;
    }
}

/// Sets the fingerprints of comparisons: rule, artifact and the compared values.
pub(super) fn set_from_values(findings: &mut [Finding]) {
    let mut seen: FxHashMap<Fingerprint, u32> = FxHashMap::default();
    for finding in findings {
        let key = finding.primary.artifact.to_string();
        let base = Fingerprint::of(
            [finding.rule.as_str(), &key].into_iter().chain(finding.identity.iter().map(String::as_str)),
        );
        let ordinal = seen.entry(base).or_default();
        finding.fingerprint = if *ordinal == 0 {
            base
        } else {
            Fingerprint::of([base.to_string().as_str(), &ordinal.to_string()])
        };
        *ordinal += 1;
    }
}

fn context(text: &str, start: u32, end: u32) -> String {
    let start = text.floor_char_boundary(start.saturating_sub(CONTEXT) as usize);
    let end = text.ceil_char_boundary((end.saturating_add(CONTEXT) as usize).min(text.len()));
    text.get(start..end).unwrap_or_default().to_owned()
}
