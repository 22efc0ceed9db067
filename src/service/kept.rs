//! What is kept of a run while it goes on: what was found, what campaigns compare, and of the texts no more than reports
//! show. Of a record about which there is nothing to tell, its id is all that is left.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::artifact::{ArtifactKey, Attributes};
use crate::campaign::{self, Member, Ties};
use crate::engine::Checked;
use crate::facts::Fact;
use crate::finding::{Edit, Finding, Location, Problem};
use crate::report::{ArtifactList, Sources};
use crate::service::inputs::Done;
use crate::source::{Islands, Source};
use crate::span::Span;

/// Texts that something points into: pages as a whole, of batches the lines.
#[derive(Default, Debug)]
pub(super) struct Texts {
    sources: Sources,
    batches: BTreeMap<Arc<str>, Islands>,
}

impl Texts {
    /// Keeps a whole text.
    pub(super) fn whole(&mut self, source: &Source) {
        self.sources.add(source);
    }

    /// Keeps the lines of a window that hold `groups` of places; those of a group may be shown together.
    pub(super) fn lines(&mut self, window: &Source, groups: Vec<Vec<Span>>) {
        if groups.is_empty() {
            return;
        }
        if let Some(islands) = self.batches.get_mut(window.name()) {
            islands.keep(window, groups);
        } else {
            self.batches.entry(window.name().into()).or_default().keep(window, groups);
        }
    }

    /// All of them.
    pub(super) fn into_sources(mut self) -> Sources {
        for (path, islands) in self.batches {
            self.sources.add(&islands.into_source(path));
        }
        self.sources
    }
}

/// The places of problems, each on its own.
pub(super) fn places_of_problems(problems: &[Problem]) -> impl Iterator<Item = Vec<Span>> {
    problems.iter().filter_map(|problem| problem.span.map(|span| vec![span]))
}

/// What comparisons need of an artifact.
#[derive(Debug)]
struct Statement {
    key: ArtifactKey,
    attributes: Attributes,
    facts: Vec<Fact>,
    ties: Ties,
}

/// Everything that is kept of a check.
#[derive(Default, Debug)]
pub(super) struct Kept {
    pub(super) artifacts: ArtifactList,
    pub(super) findings: Vec<Finding>,
    /// What was wrong with inputs.
    pub(super) problems: Vec<Problem>,
    /// What was wrong with artifacts.
    pub(super) artifact_problems: Vec<Problem>,
    /// Campaigns of the artifacts that are told or compared, if anybody asks.
    pub(super) campaigns: FxHashMap<ArtifactKey, String>,
    statements: Vec<Statement>,
    texts: Texts,
}

/// What a check gave of an artifact, without what nobody asks for any more.
pub(super) struct Outcome {
    key: ArtifactKey,
    attributes: Attributes,
    /// Where there is something to tell.
    source: Option<Source>,
    /// Those that its campaign compares.
    facts: Vec<Fact>,
    ties: Ties,
    /// In the order of reports.
    findings: Vec<Finding>,
    problems: Vec<Problem>,
}

impl From<Checked> for Outcome {
    fn from(checked: Checked) -> Self {
        let Checked { artifact, attributes, mut facts, ties, mut findings, problems } = checked;
        if attributes.membership.is_some() || !ties.is_empty() {
            facts.retain(campaign::is_compared);
            facts.shrink_to_fit();
        } else {
            facts = Vec::new();
        }
        findings.sort_by(|left, right| {
            let key = |finding: &Finding| finding.primary.span;
            let words = || (&left.rule, &left.message).cmp(&(&right.rule, &right.message));
            key(left).cmp(&key(right)).then_with(words)
        });
        let is_silent = facts.is_empty() && findings.is_empty() && problems.is_empty();
        let source = (!is_silent).then_some(artifact.source);
        Self { key: artifact.key, attributes, source, facts, ties, findings, problems }
    }
}

impl Outcome {
    /// Whether there is nothing to tell of it yet.
    fn is_only_compared(&self) -> bool {
        self.findings.is_empty() && self.problems.is_empty()
    }
}

impl Kept {
    /// Takes what became of an input, or of a piece of it. Where `wants_campaigns`, these are kept.
    pub(super) fn take(&mut self, done: Done<Outcome>, wants_campaigns: bool) {
        let Done { results, problems, window, page } = done;
        page.iter().for_each(|page| self.texts.whole(page));
        let mut groups: Vec<Vec<Span>> = places_of_problems(&problems).collect();
        self.problems.extend(problems);
        for outcome in results {
            self.artifacts.push(&outcome.key, &outcome.attributes);
            let Some(source) = &outcome.source else { continue };
            if window.is_some() {
                groups.extend(places_of(&outcome));
            } else if outcome.is_only_compared() && source.parts().is_empty() && page.is_none() {
                self.texts.lines(source, places_of(&outcome).collect());
            } else {
                self.texts.whole(source);
            }
            self.outcome(outcome, wants_campaigns);
        }
        if let Some(window) = &window {
            self.texts.lines(window, groups);
        }
    }

    fn outcome(&mut self, outcome: Outcome, wants_campaigns: bool) {
        let Outcome { key, attributes, source: _, facts, ties, findings, problems } = outcome;
        self.findings.extend(findings);
        self.artifact_problems.extend(problems);
        if let Some(membership) = attributes.membership.as_ref().filter(|_| wants_campaigns) {
            self.campaigns.insert(key.clone(), membership.campaign.clone());
        }
        if !facts.is_empty() {
            self.statements.push(Statement { key, attributes, facts, ties });
        }
    }

    /// The texts, after the last input.
    pub(super) fn take_sources(&mut self) -> Sources {
        std::mem::take(&mut self.texts).into_sources()
    }

    /// What campaigns compare; `sources` are those of [`Self::take_sources`].
    pub(super) fn members<'k>(&'k self, sources: &'k Sources) -> Vec<Member<'k>> {
        let member = |statement: &'k Statement| {
            let Statement { key, attributes, facts, ties } = statement;
            Some(Member { key, source: sources.of(&key.path)?, attributes, facts, ties })
        };
        self.statements.iter().filter_map(member).collect()
    }
}

/// The places of a record to which somebody may point: those of each thing to tell together.
fn places_of(outcome: &Outcome) -> impl Iterator<Item = Vec<Span>> {
    let path = &outcome.key.path;
    let places = |finding: &Finding| {
        let related = finding.related.iter().map(|label| &label.location);
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|Edit { location, .. }| location);
        let all = std::iter::once(&finding.primary).chain(related).chain(edits);
        all.filter(|Location { artifact, .. }| artifact.path == *path).map(|location| location.span).collect()
    };
    let facts = outcome.facts.iter().map(|fact| vec![fact.span]);
    places_of_problems(&outcome.problems).chain(outcome.findings.iter().map(places)).chain(facts)
}
