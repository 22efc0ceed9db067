//! Runs: every input read and checked, and what is told at the end.

use std::sync::Arc;
use std::time::Duration;

use crate::artifact::Artifact;
use crate::campaign::draft::{self, Page};
use crate::campaign::matrix::Matrix;
use crate::deadline::Deadline;
use crate::engine::{self, Checked, Options, Run};
use crate::finding::{Finding, Fingerprint, Problem, ProblemExtent};
use crate::report::wire::{FactOutput, TextArtifact};
use crate::report::{CheckReport, GuideMeta, Sources};
use crate::service::inputs::{Done, Inputs, Progress, internal_error, isolated};
use crate::service::kept::{Kept, Outcome, Texts, places_of_problems};
use crate::service::watchdog::Watchdog;
use crate::service::{Opened, rules};
use crate::source::Source;

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

/// Checks everything that was collected.
#[must_use]
pub fn check(opened: &Opened, options: &CheckOptions, progress: Progress<'_>) -> CheckReport {
    let watchdog = Watchdog::new(LIMIT);
    let (collection, guide) = (&opened.collection, &opened.guide);
    let mut kept = keep(opened, options, &watchdog, progress);
    kept.findings.extend(mistakes(&collection.mistakes));
    let mut sources = kept.take_sources();
    let (found, problem) = compare(opened, options, &watchdog, &kept, &sources);
    kept.findings.extend(found);
    guide.sources.iter().chain(&collection.sources).for_each(|source| sources.add(source));
    let Kept { artifacts, findings, mut problems, artifact_problems, campaigns, .. } = kept;
    problems.extend(artifact_problems);
    problems.extend(problem);
    problems.sort_by(|left, right| (&left.path, left.span).cmp(&(&right.path, right.span)));
    engine::keep_distinct_problems(&mut problems, &sources);
    let run = Run { paths: artifacts.paths(), sources: &sources, campaigns: &campaigns };
    CheckReport {
        guide: GuideMeta { name: guide.brand.name.clone(), digest: guide.digest.clone() },
        findings: engine::finish(findings, run, guide, &options.engine),
        sources,
        artifacts,
        problems,
        rules: rules(),
    }
}

/// Checks every input, and keeps what is asked for at the end.
fn keep(opened: &Opened, options: &CheckOptions, watchdog: &Watchdog, progress: Progress<'_>) -> Kept {
    let (collection, guide) = (&opened.collection, &opened.guide);
    let inputs = Inputs::new(&collection.inputs, options.jobs, progress, |artifact| {
        let check = |deadline: &Deadline| {
            engine::check_artifact(artifact, guide, &collection.records, &options.engine, deadline)
        };
        Outcome::from(watchdog.guard(check))
    });
    let wants_campaigns = guide.waivers.iter().any(|waiver| waiver.campaign.is_some());
    let mut kept = Kept::default();
    kept.problems.clone_from(&collection.problems);
    for done in inputs {
        kept.take(done, wants_campaigns);
    }
    kept
}

/// A run without rules: only what is read and stated counts.
fn without_rules(options: &Options) -> Options {
    Options { only: vec![String::new()], ..options.clone() }
}

/// The campaigns of everything that was collected, side by side.
#[must_use]
pub fn matrices(opened: &Opened, options: &CheckOptions, progress: Progress<'_>) -> Compared {
    let watchdog = Watchdog::new(LIMIT);
    let (collection, guide) = (&opened.collection, &opened.guide);
    let quiet = CheckOptions { engine: without_rules(&options.engine), jobs: options.jobs };
    let mut kept = keep(opened, &quiet, &watchdog, progress);
    let sources = kept.take_sources();
    let matrices = watchdog
        .guard(|deadline| engine::matrices(kept.members(&sources), guide, &collection.records, deadline));
    let mut problems = kept.problems;
    problems.extend(kept.artifact_problems);
    problems.sort_by(|left, right| (&left.path, left.span).cmp(&(&right.path, right.span)));
    Compared { name: guide.brand.name.clone(), matrices, told: Told { problems, sources } }
}

/// Campaigns side by side.
#[derive(Debug)]
pub struct Compared {
    /// The brand's name.
    pub name: String,
    /// The campaigns.
    pub matrices: Vec<Matrix>,
    /// What could not be read, and the texts that places point into.
    pub told: Told,
}

/// What is wrong with the records of campaigns.
fn mistakes(mistakes: &[Finding]) -> Vec<Finding> {
    let mut mistakes = mistakes.to_vec();
    for mistake in &mut mistakes {
        let words = [mistake.rule.as_str(), &mistake.primary.artifact.path, &mistake.message];
        mistake.fingerprint = Fingerprint::of(words);
    }
    mistakes
}

/// Compares what was kept. Gives what kept that from coming to its end, too.
fn compare(
    opened: &Opened,
    options: &CheckOptions,
    watchdog: &Watchdog,
    kept: &Kept,
    sources: &Sources,
) -> (Vec<Finding>, Option<Problem>) {
    let Opened { guide, collection, .. } = opened;
    watchdog.guard(|deadline| {
        let found = isolated(|| {
            let members = kept.members(sources);
            engine::check_campaigns(members, guide, &collection.records, &options.engine, deadline)
        });
        match found {
            Ok(found) if deadline.is_over() => {
                let message = "comparing artifacts took too long and was stopped".to_owned();
                (found, Some(problem_of_all(message)))
            }
            Ok(found) => (found, None),
            Err(said) => (Vec::new(), Some(problem_of_all(internal_error(&said)))),
        }
    })
}

/// A problem of the run as a whole.
fn problem_of_all(message: String) -> Problem {
    Problem { path: Arc::from("."), span: None, message, extent: ProblemExtent::Partial }
}

/// What artifacts hold, given while they are read, in the order of the input.
pub struct Shown<'o, F> {
    inputs: Box<dyn Iterator<Item = Done<Form<F>>> + 'o>,
    ready: std::vec::IntoIter<F>,
    problems: Vec<Problem>,
    artifact_problems: Vec<Problem>,
    texts: Texts,
}

/// What an artifact holds, and what is wrong with it.
struct Form<F> {
    shown: Vec<F>,
    problems: Vec<Problem>,
    source: Source,
}

impl<'o, F: Send + 'o> Shown<'o, F> {
    fn new(
        opened: &'o Opened,
        options: &CheckOptions,
        progress: Progress<'o>,
        form: impl Fn(Artifact, &Deadline) -> Form<F> + Sync + 'o,
    ) -> Self {
        let watchdog = Watchdog::new(LIMIT);
        let work = move |artifact| watchdog.guard(|deadline| form(artifact, deadline));
        let collection = &opened.collection;
        Self {
            inputs: Box::new(Inputs::new(&collection.inputs, options.jobs, progress, work)),
            ready: Vec::new().into_iter(),
            problems: collection.problems.clone(),
            artifact_problems: Vec::new(),
            texts: Texts::default(),
        }
    }

    fn add(&mut self, done: Done<Form<F>>) {
        let Done { results, problems, window, page } = done;
        page.iter().for_each(|page| self.texts.whole(page));
        let mut places: Vec<_> = places_of_problems(&problems).collect();
        self.problems.extend(problems);
        let mut ready = Vec::new();
        for Form { shown, problems, source } in results {
            ready.extend(shown);
            match &window {
                Some(_) => places.extend(places_of_problems(&problems)),
                None if problems.is_empty() => {}
                None => self.texts.whole(&source),
            }
            self.artifact_problems.extend(problems);
        }
        if let Some(window) = &window {
            self.texts.lines(window, places);
        }
        self.ready = ready.into_iter();
    }

    /// Reads what is left, and says what could not be read.
    #[must_use]
    pub fn end(mut self) -> Told {
        while let Some(done) = self.inputs.next() {
            self.add(done);
        }
        let mut problems = self.problems;
        problems.extend(self.artifact_problems);
        problems.sort_by(|left, right| (&left.path, left.span).cmp(&(&right.path, right.span)));
        Told { problems, sources: self.texts.into_sources() }
    }
}

impl<'o, F: Send + 'o> Iterator for Shown<'o, F> {
    type Item = F;

    fn next(&mut self) -> Option<F> {
        loop {
            if let Some(form) = self.ready.next() {
                return Some(form);
            }
            let done = self.inputs.next()?;
            self.add(done);
        }
    }
}

impl<F> std::fmt::Debug for Shown<'_, F> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Shown").field("problems", &self.problems).finish_non_exhaustive()
    }
}

/// What could not be read, with the texts that it points into.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// The texts.
    pub sources: Sources,
}

/// What everything that was collected states.
#[must_use]
pub fn facts<'o>(
    opened: &'o Opened,
    options: &CheckOptions,
    progress: Progress<'o>,
) -> Shown<'o, FactOutput> {
    let (guide, records) = (&opened.guide, &opened.collection.records);
    let quiet = without_rules(&options.engine);
    Shown::new(opened, options, progress, move |artifact, deadline| {
        let checked = engine::check_artifact(artifact, guide, records, &quiet, deadline);
        let Checked { artifact, facts, problems, .. } = checked;
        let form = |fact| FactOutput::new(fact, &artifact.key, &artifact.source, guide);
        Form { shown: facts.iter().map(form).collect(), problems, source: artifact.source }
    })
}

/// A draft of a campaign's record for each artifact that was collected, as from its landing page.
#[must_use]
pub fn drafts<'o>(opened: &'o Opened, options: &CheckOptions, progress: Progress<'o>) -> Shown<'o, String> {
    let (guide, records) = (&opened.guide, &opened.collection.records);
    let quiet = without_rules(&options.engine);
    Shown::new(opened, options, progress, move |artifact, deadline| {
        let Checked { artifact, attributes, facts, problems, .. } =
            engine::check_artifact(artifact, guide, records, &quiet, deadline);
        let page = Page { source: &artifact.source, attributes: &attributes, facts: &facts };
        Form { shown: vec![draft::draft(page, guide)], problems, source: artifact.source }
    })
}

/// What is read of everything that was collected.
#[must_use]
pub fn segments<'o>(
    opened: &'o Opened,
    options: &CheckOptions,
    progress: Progress<'o>,
) -> Shown<'o, TextArtifact> {
    let guide = &opened.guide;
    Shown::new(opened, options, progress, move |artifact, deadline| {
        let document = engine::read_artifact(&artifact, guide, deadline);
        let shown = vec![TextArtifact::new(&artifact, &document)];
        Form { shown, problems: document.problems, source: artifact.source }
    })
}
