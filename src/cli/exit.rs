//! Exit codes, on which scripts rely.

use std::process::ExitCode;

use crate::finding::Finding;
use crate::report::CheckReport;
use crate::rule::Severity;
use crate::service::FailLevel;

/// How a run ended. Where several hold: a wrong guide outweighs an unread input, which outweighs findings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// Nothing at or above the fail level.
    Clean,
    /// Findings at or above it.
    Findings,
    /// The command line, the settings or the guide are wrong.
    Wrong,
    /// An input could not be read as a whole, or the program failed.
    Unread,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Wrong => 2,
            Exit::Unread => 3,
        })
    }
}

impl Exit {
    /// How a check ended.
    #[must_use]
    pub fn of(report: &CheckReport, level: FailLevel, max_warnings: Option<usize>) -> Self {
        let summary = report.summary();
        // A campaign's record is a piece of the guide.
        let is_wrong =
            |finding: &Finding| finding.rule.group() == "guide" && finding.severity == Severity::Error;
        let fails = match level {
            FailLevel::Error => summary.errors > 0,
            FailLevel::Warning => summary.errors + summary.warnings > 0,
            FailLevel::Info => summary.errors + summary.warnings + summary.infos > 0,
            FailLevel::None => false,
        };
        if report.open_findings().any(is_wrong) {
            Self::Wrong
        } else if !summary.complete {
            Self::Unread
        } else if fails || max_warnings.is_some_and(|max| summary.warnings > max) {
            Self::Findings
        } else {
            Self::Clean
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;
    use crate::artifact::ArtifactKey;
    use crate::engine::waivers::Unused;
    use crate::finding::{Finding, Location, Problem, ProblemExtent};
    use crate::report::CheckReport;
    use crate::rule::{RuleId, Severity};
    use crate::service::FailLevel;
    use crate::span::Span;

    fn report(findings: &[(&'static str, Severity)], extent: Option<ProblemExtent>) -> CheckReport {
        let location = Location { artifact: ArtifactKey::file("a"), span: Span::at(0) };
        let finding = |(rule, severity): &(&'static str, Severity)| Finding {
            rule: RuleId::new(rule),
            severity: *severity,
            ..Finding::new(&Unused::META, location.clone(), "x")
        };
        let problem = |extent| Problem { path: "a".into(), span: None, message: String::new(), extent };
        CheckReport {
            findings: findings.iter().map(finding).collect(),
            problems: extent.map(problem).into_iter().collect(),
            ..CheckReport::default()
        }
    }

    #[test]
    fn a_wrong_guide_outweighs_an_unread_input_outweighs_findings() {
        let error = ("terms/forbidden-term", Severity::Error);
        let guide = ("guide/unknown-key", Severity::Error);
        let of = |findings: &[_], extent| Exit::of(&report(findings, extent), FailLevel::Error, None);
        assert_eq!(of(&[], None), Exit::Clean);
        assert_eq!(of(&[], Some(ProblemExtent::Read)), Exit::Clean);
        assert_eq!(of(&[error], Some(ProblemExtent::Read)), Exit::Findings);
        assert_eq!(of(&[error], Some(ProblemExtent::Partial)), Exit::Unread);
        assert_eq!(of(&[error, guide], Some(ProblemExtent::Unread)), Exit::Wrong);
    }

    #[test]
    fn the_level_and_the_number_of_warnings_decide() {
        let warning = report(&[("terms/a", Severity::Warning)], None);
        assert_eq!(Exit::of(&warning, FailLevel::Error, None), Exit::Clean);
        assert_eq!(Exit::of(&warning, FailLevel::Warning, None), Exit::Findings);
        assert_eq!(Exit::of(&warning, FailLevel::None, Some(1)), Exit::Clean);
        assert_eq!(Exit::of(&warning, FailLevel::None, Some(0)), Exit::Findings);
        let info = report(&[("terms/a", Severity::Info)], None);
        assert_eq!(Exit::of(&info, FailLevel::Warning, None), Exit::Clean);
        assert_eq!(Exit::of(&info, FailLevel::Info, None), Exit::Findings);
    }
}
