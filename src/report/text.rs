//! The report for people: what is wrong, the lines with every place that belongs to it, what the guide says and where,
//! and the fix. Knows no terminal; the caller says whether to color.

use std::io;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::finding::{Applicability, Finding, Location, Problem, ProblemExtent};
use crate::report::excerpt::excerpt;
use crate::report::listing::visible;
use crate::report::place::Place;
use crate::report::{CheckReport, Sources, Summary, counted};
use crate::rule::Severity;
use crate::source::{ColumnUnit, Source};
use crate::span::Span;

/// How far apart, in lines, two places of a file may be to share an excerpt.
const SHARED_LINES: u32 = 8;
/// Places beside the first that are shown with an excerpt.
const RELATED: usize = 6;

/// How text is to look.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextStyle {
    /// No colors.
    Plain,
    /// With ANSI colors.
    Colored,
}

impl TextStyle {
    const fn renderer(self) -> Renderer {
        let renderer = match self {
            Self::Plain => Renderer::plain(),
            Self::Colored => Renderer::styled(),
        };
        renderer.decor_style(DecorStyle::Ascii).term_width(200)
    }
}

/// Writes the open findings, the problems and the summary of a run.
///
/// # Errors
///
/// When the output cannot be written.
pub fn write_text(report: &CheckReport, style: TextStyle, out: &mut impl io::Write) -> io::Result<()> {
    write_findings(report.open_findings(), &report.sources, style, out)?;
    write_problems(&report.problems, &report.sources, style, out)?;
    writeln!(out, "{}", summary_line(&report.summary(), &report.problems))
}

/// Writes findings, each followed by an empty line.
///
/// # Errors
///
/// When the output cannot be written.
pub fn write_findings<'a>(
    findings: impl Iterator<Item = &'a Finding>,
    sources: &Sources,
    style: TextStyle,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let renderer = style.renderer();
    for finding in findings {
        let drawn = group(finding, sources);
        let mut told = renderer.render(&[drawn.group]);
        for (wrong, right) in drawn.places {
            told = told.replacen(&wrong, &right, 1);
        }
        writeln!(out, "{told}\n")?;
    }
    Ok(())
}

/// Writes problems, each followed by an empty line.
///
/// # Errors
///
/// When the output cannot be written.
pub fn write_problems(
    problems: &[Problem],
    sources: &Sources,
    style: TextStyle,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let renderer = style.renderer();
    for problem in problems {
        let level = match problem.extent {
            ProblemExtent::Unread => Level::ERROR.with_name("not checked"),
            ProblemExtent::Partial => Level::WARNING.with_name("not checked as a whole"),
            ProblemExtent::Read => Level::NOTE,
        };
        let place = problem.span.and_then(|span| Place::of(sources, &problem.path, span));
        let name = match place {
            Some(place) => format!("{}{}", visible(&place.path), place.suffix()),
            None => visible(&problem.path),
        };
        let title = format!("{name}: {}", visible(&problem.message));
        let group = Group::with_title(level.primary_title(title));
        writeln!(out, "{}\n", renderer.render(&[group]))?;
    }
    Ok(())
}

/// A finding ready to be rendered.
struct Drawn<'a> {
    group: Group<'a>,
    /// Places as the renderer counts them in a cut line, and as they are.
    places: Vec<(String, String)>,
}

/// One finding as a group: title, excerpts, advice, guide, fix.
fn group<'a>(finding: &'a Finding, sources: &'a Sources) -> Drawn<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let title = level.primary_title(visible(&finding.message)).id(finding.rule.as_str());
    let mut drawn = Drawn { group: Group::with_title(title), places: Vec::new() };
    for cluster in clusters(finding, sources) {
        drawn = draw(&cluster, drawn);
    }
    let Drawn { mut group, places } = drawn;
    if finding.related.len() > RELATED {
        let rest = counted(finding.related.len() - RELATED, "more place");
        group = group.element(Level::NOTE.message(format!("{rest} in the JSON report")));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    if let Some(fix) = &finding.fix {
        let name = match fix.applicability {
            Applicability::Safe => "fix",
            Applicability::Unsafe => "fix, to be looked at",
            Applicability::DisplayOnly => "idea",
        };
        group = group.element(Level::HELP.with_name(name).message(visible(&fix.title)));
    }
    if let Some(origin) = &finding.demanded_by {
        let entry = format!("{}:{}", visible(&origin.file), origin.line);
        group = group.element(Level::NOTE.with_name("guide").message(entry));
    }
    Drawn { group, places }
}

/// A marked place.
struct Mark<'a> {
    location: &'a Location,
    label: String,
    kind: AnnotationKind,
}

/// Places of one file that are shown in one excerpt.
struct Cluster<'a> {
    source: Option<&'a Source>,
    marks: Vec<Mark<'a>>,
}

/// The places of a finding, those that are near each other together. The primary place comes first.
fn clusters<'a>(finding: &'a Finding, sources: &'a Sources) -> Vec<Cluster<'a>> {
    let primary =
        Mark { location: &finding.primary, label: visible(&finding.label), kind: AnnotationKind::Primary };
    let related = finding.related.iter().take(RELATED).map(|label| Mark {
        location: &label.location,
        label: visible(&label.message),
        kind: AnnotationKind::Context,
    });
    let mut clusters: Vec<Cluster<'a>> = Vec::new();
    for mark in std::iter::once(primary).chain(related) {
        let source = sources.of(&mark.location.artifact.path);
        let near = clusters.iter_mut().find(|cluster| {
            cluster.source.zip(source).is_some_and(|(known, source)| {
                known.name() == source.name()
                    && cluster
                        .marks
                        .iter()
                        .all(|other| are_near(source, other.location.span, mark.location.span))
            })
        });
        match near {
            Some(cluster) => cluster.marks.push(mark),
            None => clusters.push(Cluster { source, marks: vec![mark] }),
        }
    }
    clusters
}

/// Whether two places are a few lines apart, or near each other on a long line.
fn are_near(source: &Source, left: Span, right: Span) -> bool {
    let (left, right) = (source.traced(left), source.traced(right));
    if source.text_at(left.start()) != source.text_at(right.start()) {
        return false;
    }
    let line = |span: Span| source.position(span.start(), ColumnUnit::Utf8).line;
    let (first, second) = (line(left), line(right));
    let bytes = left.start().abs_diff(right.start());
    first.abs_diff(second) <= SHARED_LINES && (first != second || bytes <= 120)
}

fn draw<'a>(cluster: &Cluster<'a>, mut drawn: Drawn<'a>) -> Drawn<'a> {
    let Some(first) = cluster.marks.first() else { return drawn };
    let Some(source) = cluster.source else {
        drawn.group = drawn.group.element(Origin::path(visible(&first.location.artifact.path)));
        return drawn;
    };
    let path = visible(&source.name_at(first.location.span.start()));
    let spans: Vec<Span> = cluster.marks.iter().map(|mark| mark.location.span).collect();
    let shown = excerpt(source, &spans);
    let mut annotations: Vec<Annotation<'a>> = Vec::new();
    for (mark, range) in cluster.marks.iter().zip(&shown.marks) {
        let label = Some(mark.label.clone()).filter(|label| !label.is_empty());
        annotations.push(mark.kind.span(range.clone()).label(label));
        // The renderer counts columns in the excerpt, which is not the line where a line is cut.
        let at = source.position(mark.location.span.start(), ColumnUnit::Scalar);
        let column = shown.column(range.start);
        if column != at.column as usize {
            let counted_as = |column: usize| format!("{path}:{}:{column}", at.line);
            drawn.places.push((counted_as(column), counted_as(at.column as usize)));
        }
    }
    let snippet =
        Snippet::source(shown.text).line_start(shown.first_line).path(path).annotations(annotations);
    drawn.group = drawn.group.element(snippet);
    drawn
}

/// The last line of a report, in plain words.
fn summary_line(summary: &Summary, problems: &[Problem]) -> String {
    let artifacts = counted(summary.artifacts, "artifact");
    let counts = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "note")];
    let found: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| counted(*count, word)).collect();
    let mut line = if found.is_empty() {
        format!("{artifacts}, nothing found")
    } else {
        format!("{} in {artifacts}", found.join(", "))
    };
    if summary.suppressed > 0 {
        line.push_str(&format!(", {} accepted by waivers", summary.suppressed));
    }
    let count = |extent| problems.iter().filter(|problem| problem.extent == extent).count();
    let unread = count(ProblemExtent::Unread);
    let partial = count(ProblemExtent::Partial);
    if unread > 0 {
        line.push_str(&format!(", {} not checked", counted(unread, "input")));
    }
    if partial > 0 {
        line.push_str(&format!(", {} not checked as a whole", counted(partial, "input")));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::summary_line;
    use crate::report::Summary;

    #[test]
    fn the_last_line_is_plain() {
        let summary = Summary { artifacts: 6, errors: 4, warnings: 2, complete: true, ..Summary::default() };
        assert_eq!(summary_line(&summary, &[]), "4 errors, 2 warnings in 6 artifacts");
        let clean = Summary { artifacts: 1, suppressed: 3, complete: true, ..Summary::default() };
        assert_eq!(summary_line(&clean, &[]), "1 artifact, nothing found, 3 accepted by waivers");
    }
}
