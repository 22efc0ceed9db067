//! Runs: every input read and checked, in parallel and apart from the others, with results in the order of the input.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::artifact::{Artifact, Content};
use crate::engine::{self, Checked, Options};
use crate::finding::{Fingerprint, Problem, ProblemExtent};
use crate::report::wire::{FactOutput, TextArtifact};
use crate::report::{ArtifactEntry, CheckReport, GuideMeta, Sources};
use crate::service::watchdog::Watchdog;
use crate::service::{Opened, rules};
use crate::source::Source;
use crate::workspace::{self, Input};

/// One artifact may take this long.
/// A debug build is some twenty times slower and has no users to keep waiting.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 300 } else { 10 });

/// How to run.
#[derive(Clone, Debug)]
pub struct CheckOptions {
    /// What to look for, and when it is.
    pub engine: Options,
    /// Threads; 0 is one a core.
    pub jobs: usize,
}

/// Told after each input; called from several threads.
pub type Progress<'a> = &'a (dyn Fn() + Sync);

/// Checks everything that was collected.
#[must_use]
pub fn check(opened: &Opened, options: &CheckOptions, progress: Progress<'_>) -> CheckReport {
    let watchdog = Watchdog::new(LIMIT);
    let (collection, guide) = (&opened.collection, &opened.guide);
    let done = each_artifact(opened, options.jobs, progress, |artifact| {
        let mut checked = watchdog.guard(|deadline| {
            engine::check_artifact(artifact, guide, &collection.records, &options.engine, deadline)
        });
        spare(&mut checked);
        checked
    });
    let (checked, mut problems, sources) = done.into_parts();
    let compared = watchdog.guard(|deadline| {
        let records = &collection.records;
        let found = isolated(|| engine::check_campaigns(&checked, guide, records, &options.engine, deadline));
        if deadline.is_over() {
            problems.push(problem_of_all(
                "comparing artifacts took too long and was stopped",
                ProblemExtent::Partial,
            ));
        }
        found
    });
    let mut findings = collection.mistakes.clone();
    for mistake in &mut findings {
        let words = [mistake.rule.as_str(), &mistake.primary.artifact.path, &mistake.message];
        mistake.fingerprint = Fingerprint::of(words);
    }
    for one in &checked {
        findings.extend(one.findings.iter().cloned());
        problems.extend(one.problems.iter().cloned());
    }
    match compared {
        Ok(found) => findings.extend(found),
        Err(said) => {
            let message = format!("internal error, please report it: {said}");
            problems.push(problem_of_all(&message, ProblemExtent::Partial));
        }
    }
    problems.sort_by(|left, right| (&left.path, left.span).cmp(&(&right.path, right.span)));
    engine::keep_distinct_problems(&mut problems, &checked);
    CheckReport {
        guide: GuideMeta { name: guide.brand.name.clone(), digest: guide.digest.clone() },
        findings: engine::finish(findings, &checked, guide, &options.engine),
        sources: report_sources(opened, &checked, &sources),
        artifacts: checked
            .into_iter()
            .map(|one| ArtifactEntry { key: one.artifact.key, attributes: one.attributes })
            .collect(),
        problems,
        rules: rules(),
    }
}

/// Drops what no comparison and no report will ask for: the text of an artifact of which there is nothing to tell, and
/// the fields of records, which are in the text as well.
fn spare(checked: &mut Checked) {
    if matches!(checked.artifact.content, Content::Fields(_)) {
        checked.artifact.content = Content::Fields(Vec::new());
    }
    let is_alone = checked.attributes.membership.is_none();
    if is_alone && checked.facts.is_empty() && checked.findings.is_empty() && checked.problems.is_empty() {
        checked.artifact.source = Source::new(checked.artifact.source.name(), "");
    }
}

fn report_sources(opened: &Opened, checked: &[Checked], read: &[Source]) -> Sources {
    let mut sources = Sources::default();
    opened.guide.sources.iter().for_each(|source| sources.add(source));
    opened.collection.sources.iter().for_each(|source| sources.add(source));
    read.iter().for_each(|source| sources.add(source));
    for one in checked.iter().filter(|one| !one.artifact.source.text().is_empty()) {
        sources.add(&one.artifact.source);
    }
    sources
}

/// What everything that was collected states, and what could not be read.
#[must_use]
pub fn facts(opened: &Opened, options: &CheckOptions, progress: Progress<'_>) -> (Vec<FactOutput>, Told) {
    let watchdog = Watchdog::new(LIMIT);
    let guide = &opened.guide;
    let records = &opened.collection.records;
    // A run without rules: only what is read counts.
    let quiet = Options { only: vec![String::new()], ..options.engine.clone() };
    let done = each_artifact(opened, options.jobs, progress, |artifact| {
        watchdog.guard(|deadline| {
            let checked = engine::check_artifact(artifact, guide, records, &quiet, deadline);
            let Checked { artifact, facts, problems, .. } = checked;
            let forms: Vec<FactOutput> = facts
                .iter()
                .map(|fact| FactOutput::new(fact, &artifact.key, &artifact.source, guide))
                .collect();
            (forms, problems, artifact)
        })
    });
    told(done.into_parts(), |(forms, problems, artifact)| (forms, problems, artifact))
}

/// What is read of everything that was collected, and what could not be read.
#[must_use]
pub fn segments(
    opened: &Opened,
    options: &CheckOptions,
    progress: Progress<'_>,
) -> (Vec<TextArtifact>, Told) {
    let watchdog = Watchdog::new(LIMIT);
    let guide = &opened.guide;
    let done = each_artifact(opened, options.jobs, progress, |artifact| {
        watchdog.guard(|deadline| {
            let document = engine::read_artifact(&artifact, guide, deadline);
            let form = TextArtifact::new(&artifact, &document);
            (vec![form], document.problems, artifact)
        })
    });
    told(done.into_parts(), |(forms, problems, artifact)| (forms, problems, artifact))
}

/// What could not be read, with the texts that it points into.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The texts.
    pub sources: Sources,
}

fn told<T, F>(
    (done, mut problems, read): (Vec<T>, Vec<Problem>, Vec<Source>),
    parts: impl Fn(T) -> (Vec<F>, Vec<Problem>, Artifact),
) -> (Vec<F>, Told) {
    let mut sources = Sources::default();
    read.iter().for_each(|source| sources.add(source));
    let mut forms = Vec::new();
    for (own, found, artifact) in done.into_iter().map(parts) {
        forms.extend(own);
        if !found.is_empty() {
            sources.add(&artifact.source);
        }
        problems.extend(found);
    }
    problems.sort_by(|left, right| (&left.path, left.span).cmp(&(&right.path, right.span)));
    (forms, Told { problems, sources })
}

/// What became of the inputs, in their order.
struct Done<T>(Vec<InputDone<T>>, Vec<Problem>);

struct InputDone<T> {
    artifacts: Vec<Result<T, Problem>>,
    problems: Vec<Problem>,
    source: Option<Source>,
}

impl<T> Done<T> {
    /// What was done, the problems of reading, and the texts that these point into.
    fn into_parts(self) -> (Vec<T>, Vec<Problem>, Vec<Source>) {
        let (mut all, mut problems, mut sources) = (Vec::new(), self.1, Vec::new());
        for input in self.0 {
            if !input.problems.is_empty() {
                sources.extend(input.source);
            }
            problems.extend(input.problems);
            for artifact in input.artifacts {
                match artifact {
                    Ok(done) => all.push(done),
                    Err(problem) => problems.push(problem),
                }
            }
        }
        (all, problems, sources)
    }
}

/// Reads every input and does `work` on its artifacts. A panic in one of them becomes a problem of that one.
fn each_artifact<T: Send>(
    opened: &Opened,
    jobs: usize,
    progress: Progress<'_>,
    work: impl Fn(Artifact) -> T + Sync,
) -> Done<T> {
    let one = |input: &Input| {
        let reading = isolated(|| workspace::read(input));
        let done = match reading {
            Ok(reading) => InputDone {
                artifacts: reading
                    .artifacts
                    .into_par_iter()
                    .map(|artifact| isolated(|| work(artifact)).map_err(|said| internal(&input.name, &said)))
                    .collect(),
                problems: reading.problems,
                source: reading.source,
            },
            Err(said) => InputDone {
                artifacts: Vec::new(),
                problems: vec![internal(&input.name, &said)],
                source: None,
            },
        };
        progress();
        done
    };
    let all = || opened.collection.inputs.par_iter().map(one).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build();
    let done = match pool {
        Ok(pool) => pool.install(all),
        // Without threads of its own the run uses those that there are.
        Err(_) => all(),
    };
    Done(done, opened.collection.problems.clone())
}

/// Does a piece of work; a panic becomes its words.
fn isolated<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // Nothing that a panic could leave half-done is looked at afterwards: the work owns its artifact.
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message").to_owned()
    })
}

/// A problem of the run as a whole.
fn problem_of_all(message: &str, extent: ProblemExtent) -> Problem {
    Problem { path: Arc::from("."), span: None, message: message.to_owned(), extent }
}

fn internal(path: &Arc<str>, said: &str) -> Problem {
    Problem {
        path: Arc::clone(path),
        span: None,
        message: format!("internal error, please report it: {said}"),
        extent: ProblemExtent::Unread,
    }
}

#[cfg(test)]
mod tests {
    use super::isolated;

    #[test]
    fn a_panic_becomes_its_words() {
        let said = isolated(|| assert!(std::hint::black_box(1) == 2, "one is not {}", 2));
        assert_eq!(said, Err("one is not 2".to_owned()));
        assert_eq!(isolated(|| 3), Ok(3));
    }
}
