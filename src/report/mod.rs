//! Reports: what a run found, told to people and to programs. Writers take `impl io::Write`; they open no file, know no
//! command line, and are the only code that knows the formats.
//!
//! Reading order: [`CheckReport`] here, [`wire`] for the JSON forms, then one writer a format.

mod artifacts;
mod compare_html;
mod compare_text;
mod excerpt;
mod github;
mod json;
mod listing;
mod place;
mod sarif;
mod schema;
mod text;
pub mod wire;

pub use artifacts::ArtifactList;
pub use compare_html::write_compare_html;
pub use compare_text::write_compare;
pub use github::write_github;
pub use json::write_json;
pub use listing::{write_facts, write_segments};
pub use sarif::write_sarif;
pub use schema::{SCHEMAS, schema};
pub use text::{TextStyle, write_findings, write_problems, write_text};

use crate::finding::{Finding, Problem, ProblemExtent};
use crate::report::place::Place;
use crate::rule::{RuleMeta, Severity};

pub use crate::source::Sources;

/// What a check found, with everything that is needed to tell it.
#[derive(Debug, Default)]
pub struct CheckReport {
    /// The guide that was used.
    pub guide: GuideMeta,
    /// What was checked, in the order of the input.
    pub artifacts: ArtifactList,
    /// What was found, in the order of reports: path, offset, rule. Accepted findings are among them.
    pub findings: Vec<Finding>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The texts that findings and problems point into.
    pub sources: Sources,
    /// The rules that there are.
    pub rules: Vec<&'static RuleMeta>,
}

/// Which guide a run used.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct GuideMeta {
    /// The brand's name.
    pub name: String,
    /// `sha256:` and a digest over the guide's files.
    pub digest: String,
}

/// What a run amounts to, in numbers. Accepted findings count as such and nowhere else.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Summary {
    /// Artifacts that were checked.
    pub artifacts: usize,
    /// Findings that must be mended.
    pub errors: usize,
    /// Findings that should be mended.
    pub warnings: usize,
    /// Findings that are worth knowing.
    pub infos: usize,
    /// Findings that a waiver accepts.
    pub suppressed: usize,
    /// Whether everything that was to be checked was checked as a whole.
    pub complete: bool,
}

impl CheckReport {
    /// The findings that nobody accepted.
    pub fn open_findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.suppressed.is_none())
    }

    /// The run in numbers.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let count =
            |severity: Severity| self.open_findings().filter(|finding| finding.severity == severity).count();
        Summary {
            artifacts: self.artifacts.len(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            suppressed: self.findings.len() - self.open_findings().count(),
            complete: is_complete(&self.problems),
        }
    }
}

/// Whether none of the problems left something unchecked.
#[must_use]
pub fn is_complete(problems: &[Problem]) -> bool {
    problems.iter().all(|problem| problem.extent == ProblemExtent::Read)
}

/// `1 error`, `2 errors`.
#[must_use]
pub fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// A problem in one sentence, its place in front where there is one.
fn problem_message(problem: &Problem, sources: &Sources) -> String {
    match problem.span.and_then(|span| Place::of(sources, &problem.path, span)) {
        Some(place) => format!("{}: {}", place.words(), problem.message),
        None => problem.message.clone(),
    }
}
