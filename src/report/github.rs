//! Annotations for GitHub Actions: workflow commands on standard output. Knows GitHub's limits.

use std::io;

use crate::finding::{Finding, Location, Problem, ProblemExtent};
use crate::report::place::Place;
use crate::report::{CheckReport, Sources, problem_message};
use crate::rule::Severity;

/// GitHub shows this many annotations of a level for a step.
const SHOWN: usize = 10;

/// Writes the first ten findings of each level as annotations, and says how many more there are.
///
/// # Errors
///
/// When the output cannot be written.
pub fn write_github(report: &CheckReport, out: &mut impl io::Write) -> io::Result<()> {
    // Problems come first: a file that was not read is worse than a finding in one that was.
    let (doubts, losses): (Vec<&Problem>, Vec<&Problem>) =
        report.problems.iter().partition(|problem| problem.extent == ProblemExtent::Read);
    for (problems, command) in [(&losses, "error"), (&doubts, "warning")] {
        for problem in problems.iter().take(SHOWN) {
            write_problem(problem, command, &report.sources, out)?;
        }
        more(problems.len(), SHOWN, "problem", out)?;
    }
    for (severity, command) in
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "notice")]
    {
        let found: Vec<&Finding> =
            report.open_findings().filter(|finding| finding.severity == severity).collect();
        // Problems share the places of their level.
        let taken = match severity {
            Severity::Error => losses.len(),
            Severity::Warning => doubts.len(),
            Severity::Info => 0,
        };
        let room = SHOWN - taken.min(SHOWN);
        for finding in found.iter().take(room) {
            write_finding(finding, command, &report.sources, out)?;
        }
        more(found.len(), room, severity.as_str(), out)?;
    }
    Ok(())
}

fn write_problem(
    problem: &Problem,
    command: &str,
    sources: &Sources,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let message = problem_message(problem, sources);
    let place = problem.span.and_then(|span| Place::of(sources, &problem.path, span));
    let path = place.as_ref().map_or(&*problem.path, |place| &place.path);
    let title = match problem.extent {
        ProblemExtent::Unread => "not checked",
        ProblemExtent::Partial => "not checked as a whole",
        ProblemExtent::Read => "read with a doubt",
    };
    writeln!(out, "::{command} file={},title={title}::{}", property(path), data(&message))
}

fn write_finding(
    finding: &Finding,
    command: &str,
    sources: &Sources,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let span = finding.primary.span;
    let path = &finding.primary.artifact.path;
    let mut message = finding.message.clone();
    if let Some(place) = Place::of(sources, path, span) {
        message.push_str(&place.note());
        let Place { path, from, to, .. } = place.in_file(sources, path);
        write!(out, "::{command} file={},line={},endLine={}", property(&path), from.line, to.line)?;
        // GitHub takes columns only where a place lies on one line.
        if from.line == to.line {
            write!(out, ",col={},endColumn={}", from.column, to.column)?;
        }
    } else {
        write!(out, "::{command} file={}", property(path))?;
    }
    for label in &finding.related {
        let Location { artifact, span } = &label.location;
        let place = Place::of(sources, &artifact.path, *span);
        let name = match &place {
            Some(place) => format!("{}{}", place.name(artifact), place.suffix()),
            None => artifact.to_string(),
        };
        message.push_str(&format!("\n{name}: {}", label.message));
    }
    if let Some(help) = &finding.help {
        message.push_str(&format!("\nHelp: {help}"));
    }
    if let Some(fix) = &finding.fix {
        message.push_str(&format!("\nFix: {}", fix.title));
    }
    writeln!(out, ",title={}::{}", property(finding.rule.as_str()), data(&message))
}

fn more(count: usize, shown: usize, word: &str, out: &mut impl io::Write) -> io::Result<()> {
    if count <= shown {
        return Ok(());
    }
    let rest = count - shown;
    writeln!(
        out,
        "{} not shown as annotations, since GitHub shows {SHOWN} of a level",
        counted_more(rest, word)
    )
}

fn counted_more(count: usize, word: &str) -> String {
    if count == 1 { format!("1 more {word} is") } else { format!("{count} more {word}s are") }
}

/// The message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn commands_cannot_be_broken_out_of() {
        assert_eq!(data("50% off\n::error::x"), "50%25 off%0A::error::x");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
    }
}
