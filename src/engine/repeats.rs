//! Findings of which one says it all: a wrong day is wrong whatever its weekday is, and mending it mends both. Knows
//! nothing of what rules look for, but for which of them speaks first.

use rustc_hash::FxHashMap;

use crate::artifact::ArtifactKey;
use crate::finding::{Finding, Outcome};
use crate::span::Span;

/// Rules, and those that are silent where they speak of the same words.
const FIRST: &[(&str, &[&str])] = &[
    ("consistency/date", &["messaging/weekday-mismatch", "messaging/expired-date"]),
    ("consistency/legal-line", &["consistency/claim"]),
];

/// Leaves out what another finding about the same words says as well. What is accepted silences nothing.
pub(super) fn leave_out(findings: &mut Vec<Finding>) {
    let mut told: FxHashMap<ArtifactKey, Vec<(Span, &[&str])>> = FxHashMap::default();
    for finding in findings.iter() {
        let first = FIRST.iter().find(|(rule, _)| *rule == finding.rule.as_str());
        let is_open = finding.suppressed.is_none() && finding.outcome == Outcome::Conflict;
        let Some((_, silent)) = first.filter(|_| is_open) else { continue };
        let artifact = &finding.primary.artifact;
        let copies = finding.related.iter().map(|label| &label.location);
        let own = copies.filter(|location| location.artifact == *artifact).map(|location| location.span);
        let places = std::iter::once(finding.primary.span).chain(own).map(|span| (span, *silent));
        told.entry(artifact.clone()).or_default().extend(places);
    }
    if told.is_empty() {
        return;
    }
    findings.retain(|finding| {
        let told = told.get(&finding.primary.artifact).map_or(&[][..], Vec::as_slice);
        let is_silenced = |(span, silent): &(Span, &[&str])| {
            silent.contains(&finding.rule.as_str()) && span.overlaps(finding.primary.span)
        };
        !told.iter().any(is_silenced)
    });
}
