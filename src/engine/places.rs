//! Findings whose places are not in their artifact's file: in a part that was decoded out of it, or in a file that it
//! includes and others may include as well. Of a part that knows its way back the places are those of the file.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::artifact::message::Header;
use crate::artifact::{Artifact, Content};
use crate::engine::Checked;
use crate::finding::{Applicability, Edit, Finding, Fix, Location, Problem};
use crate::source::PartKind;
use crate::span::Span;
use crate::text::{Run, RunKind};

/// The artifacts whose places need a look, by path: they are messages, or their sources have parts.
pub(super) struct Parted<'c>(FxHashMap<&'c str, &'c Artifact>);

impl<'c> Parted<'c> {
    pub(super) fn of(checked: &'c [Checked]) -> Self {
        let artifacts = checked.iter().map(|one| &one.artifact);
        let parted = artifacts.filter(|artifact| {
            matches!(artifact.content, Content::Message(_)) || !artifact.source.parts().is_empty()
        });
        Self(parted.map(|artifact| (artifact.source.name(), artifact)).collect())
    }

    /// The included file in which a place lies, and its bytes there.
    fn included(&self, path: &str, span: Span) -> Option<(&'c Arc<str>, Span)> {
        let part = self.0.get(path)?.source.part_at(span.start())?;
        let PartKind::Included { path } = &part.kind else { return None };
        let start = span.start().saturating_sub(part.span.start());
        Some((path, Span::new(start, start.saturating_add(span.len()))))
    }

    /// The file and the bytes under which a report tells of a place.
    pub(super) fn told(&self, location: &Location) -> (Arc<str>, Span) {
        let Location { artifact, span } = location;
        match self.included(&artifact.path, *span) {
            Some((path, span)) => (Arc::clone(path), span),
            None => {
                let known = self.0.get(&*artifact.path);
                (Arc::clone(&artifact.path), known.map_or(*span, |artifact| artifact.source.traced(*span)))
            }
        }
    }

    /// Whether an edit cannot be made in a file: it replaces bytes that no file holds, or puts in what a message would
    /// have to encode.
    fn is_out_of_reach(&self, edit: &Edit) -> bool {
        let Location { artifact, span } = &edit.location;
        let Some(artifact) = self.0.get(&*artifact.path) else { return false };
        if !artifact.source.is_verbatim(*span) {
            return true;
        }
        let Content::Message(message) = &artifact.content else { return false };
        let in_word = |header: &Header| {
            let verbatim = |run: &Run| run.kind == RunKind::Verbatim && run.source.covers(*span);
            header.span.covers(*span) && !header.value.runs().iter().any(verbatim)
        };
        let is_decoded = artifact.source.part_at(span.start()).is_some();
        let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && (byte != b'=' || !is_decoded);
        // A blank at the end of a line is lost on the way.
        !edit.text.bytes().all(is_plain) || edit.text.ends_with(' ') || message.headers.iter().any(in_word)
    }

    /// Makes fixes proposals where they cannot be applied.
    pub(super) fn hold_back(&self, findings: &mut [Finding]) {
        if self.0.is_empty() {
            return;
        }
        let fixes = findings.iter_mut().filter_map(|finding| finding.fix.as_mut());
        let out_of_reach = |fix: &&mut Fix| fix.edits.iter().any(|edit| self.is_out_of_reach(edit));
        for fix in fixes.filter(out_of_reach) {
            fix.applicability = Applicability::DisplayOnly;
        }
    }

    /// Keeps one of the findings that several artifacts share because they include the same file.
    pub(super) fn keep_distinct(&self, findings: &mut Vec<Finding>) {
        let mut seen = FxHashSet::default();
        findings.retain(|finding| {
            let Location { artifact, span } = &finding.primary;
            let Some((path, span)) = self.included(&artifact.path, *span) else { return true };
            seen.insert((Arc::clone(path), span, finding.rule.clone(), finding.message.clone()))
        });
    }
}

/// Keeps one of the problems that several artifacts share because they include the same file.
pub fn keep_distinct_problems(problems: &mut Vec<Problem>, checked: &[Checked]) {
    let parted = Parted::of(checked);
    let mut seen = FxHashSet::default();
    problems.retain(|problem| {
        let Some(span) = problem.span else { return true };
        let Some((path, span)) = parted.included(&problem.path, span) else { return true };
        seen.insert((Arc::clone(path), span, problem.message.clone()))
    });
}
