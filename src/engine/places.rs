//! Findings whose places are not in their artifact's file: in a part that was decoded out of it, or in a file that it
//! includes and others may include as well. Of a part that knows its way back the places are those of the file.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::finding::{Applicability, Edit, Finding, Fix, Location, Problem};
use crate::source::{PartKind, Source, Sources};
use crate::span::Span;

/// The texts that findings and problems point into.
#[derive(Clone, Copy)]
pub(super) struct Places<'s>(pub(super) &'s Sources);

impl<'s> Places<'s> {
    /// The included file in which a place lies, and its bytes there.
    fn included(self, path: &str, span: Span) -> Option<(&'s Arc<str>, Span)> {
        let part = self.0.of(path)?.part_at(span.start())?;
        let PartKind::Included { path } = &part.kind else { return None };
        let start = span.start().saturating_sub(part.span.start());
        Some((path, Span::new(start, start.saturating_add(span.len()))))
    }

    /// The file and the bytes under which a report tells of a place.
    pub(super) fn told<'l>(self, location: &'l Location) -> (&'l str, Span)
    where
        's: 'l,
    {
        let Location { artifact, span } = location;
        match self.included(&artifact.path, *span) {
            Some((path, span)) => (path, span),
            None => {
                let traced = self.0.of(&artifact.path).map(|source| source.traced(*span));
                (&artifact.path, traced.unwrap_or(*span))
            }
        }
    }

    /// Whether an edit cannot be made in a file: it replaces bytes that no file holds, or puts in what a message would
    /// have to encode.
    fn is_out_of_reach(self, edit: &Edit) -> bool {
        let Location { artifact, span } = &edit.location;
        self.0.of(&artifact.path).is_some_and(|source| !source.takes(*span, &edit.text))
    }

    /// Makes fixes proposals where they cannot be applied.
    pub(super) fn hold_back(self, findings: &mut [Finding]) {
        let fixes = findings.iter_mut().filter_map(|finding| finding.fix.as_mut());
        let out_of_reach = |fix: &&mut Fix| fix.edits.iter().any(|edit| self.is_out_of_reach(edit));
        for fix in fixes.filter(out_of_reach) {
            fix.applicability = Applicability::DisplayOnly;
        }
    }

    /// The paths of files that others include.
    fn included_paths(self) -> FxHashSet<&'s str> {
        let parts = self.0.iter().flat_map(Source::parts);
        let paths = parts.filter_map(|part| match &part.kind {
            PartKind::Included { path } => Some(&**path),
            PartKind::Decoded { .. } => None,
        });
        paths.collect()
    }

    /// Keeps one of the findings that several artifacts share because they include the same file, or because that is an
    /// artifact of its own.
    pub(super) fn keep_distinct(self, findings: &mut Vec<Finding>) {
        let included = self.included_paths();
        if included.is_empty() {
            return;
        }
        let mut seen = FxHashSet::default();
        findings.retain(|finding| {
            let (path, span) = self.told(&finding.primary);
            !included.contains(path)
                || seen.insert((path.to_owned(), span, finding.rule.clone(), finding.message.clone()))
        });
    }
}

/// Keeps one of the problems that several artifacts share because they include the same file, or because that is an
/// artifact of its own.
pub fn keep_distinct_problems(problems: &mut Vec<Problem>, sources: &Sources) {
    let places = Places(sources);
    let included = places.included_paths();
    if included.is_empty() {
        return;
    }
    let mut seen = FxHashSet::default();
    problems.retain(|problem| {
        let Some(span) = problem.span else { return true };
        let (path, span) = match places.included(&problem.path, span) {
            Some((path, span)) => (Arc::clone(path), span),
            None => (Arc::clone(&problem.path), span),
        };
        !included.contains(&*path) || seen.insert((path, span, problem.message.clone()))
    });
}
