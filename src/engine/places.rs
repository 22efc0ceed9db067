//! Findings whose places are not in their artifact's file: in a part that was decoded out of it, or in a file that it
//! includes and others may include as well.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::engine::Checked;
use crate::finding::{Applicability, Finding, Fix, Location, Problem};
use crate::source::{PartKind, Source};
use crate::span::Span;

/// The sources that have parts, by path.
pub(super) struct Parted<'c>(FxHashMap<&'c str, &'c Source>);

impl<'c> Parted<'c> {
    pub(super) fn of(checked: &'c [Checked]) -> Self {
        let sources = checked.iter().map(|one| &one.artifact.source);
        let parted = sources.filter(|source| !source.parts().is_empty());
        Self(parted.map(|source| (source.name(), source)).collect())
    }

    /// The included file in which a place lies, and its bytes there.
    fn included(&self, path: &str, span: Span) -> Option<(&'c Arc<str>, Span)> {
        let part = self.0.get(path)?.part_at(span.start())?;
        let PartKind::Included { path } = &part.kind else { return None };
        let start = span.start().saturating_sub(part.span.start());
        Some((path, Span::new(start, start.saturating_add(span.len()))))
    }

    /// The file and the bytes under which a report tells of a place.
    pub(super) fn told(&self, location: &Location) -> (Arc<str>, Span) {
        let Location { artifact, span } = location;
        match self.included(&artifact.path, *span) {
            Some((path, span)) => (Arc::clone(path), span),
            None => (Arc::clone(&artifact.path), *span),
        }
    }

    /// Whether the bytes of a place are not those of any file, so that nothing can be replaced there.
    fn is_decoded(&self, location: &Location) -> bool {
        let source = self.0.get(&*location.artifact.path);
        let part = source.and_then(|source| source.part_at(location.span.start()));
        part.is_some_and(|part| matches!(part.kind, PartKind::Decoded { .. }))
    }

    /// Makes fixes proposals where they cannot be applied.
    pub(super) fn hold_back(&self, findings: &mut [Finding]) {
        if self.0.is_empty() {
            return;
        }
        let fixes = findings.iter_mut().filter_map(|finding| finding.fix.as_mut());
        let decoded = |fix: &&mut Fix| fix.edits.iter().any(|edit| self.is_decoded(&edit.location));
        for fix in fixes.filter(decoded) {
            fix.applicability = Applicability::DisplayOnly;
        }
    }

    /// The paths of files that others include.
    fn included_paths(&self) -> FxHashSet<&'c str> {
        let parts = self.0.values().flat_map(|source| source.parts());
        let paths = parts.filter_map(|part| match &part.kind {
            PartKind::Included { path } => Some(&**path),
            PartKind::Decoded { .. } => None,
        });
        paths.collect()
    }

    /// Keeps one of the findings that several artifacts share because they include the same file, or because that is an
    /// artifact of its own.
    pub(super) fn keep_distinct(&self, findings: &mut Vec<Finding>) {
        if self.0.is_empty() {
            return;
        }
        let included = self.included_paths();
        let is_shared = |path: &str| included.contains(path);
        let mut seen = FxHashSet::default();
        findings.retain(|finding| {
            let (path, span) = self.told(&finding.primary);
            !is_shared(&path) || seen.insert((path, span, finding.rule.clone(), finding.message.clone()))
        });
    }
}

/// Keeps one of the problems that several artifacts share because they include the same file, or because that is an
/// artifact of its own.
pub fn keep_distinct_problems(problems: &mut Vec<Problem>, checked: &[Checked]) {
    let parted = Parted::of(checked);
    if parted.0.is_empty() {
        return;
    }
    let included = parted.included_paths();
    let mut seen = FxHashSet::default();
    problems.retain(|problem| {
        let Some(span) = problem.span else { return true };
        let (path, span) = match parted.included(&problem.path, span) {
            Some((path, span)) => (Arc::clone(path), span),
            None => (Arc::clone(&problem.path), span),
        };
        !included.contains(&*path) || seen.insert((path, span, problem.message.clone()))
    });
}
