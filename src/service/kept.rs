//! What is kept of a run while it goes on: what was found, what campaigns compare, and of the texts no more than reports
//! show. Of a record about which there is nothing to tell, its id is all that is left.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::artifact::{ArtifactKey, Attributes};
use crate::campaign::{self, Member};
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

impl Kept {
    /// Takes what became of an input, or of a piece of it. Where `wants_campaigns`, these are kept.
    pub(super) fn take(&mut self, done: Done<Checked>, wants_campaigns: bool) {
        let Done { results, problems, window, page } = done;
        page.iter().for_each(|page| self.texts.whole(page));
        let mut groups: Vec<Vec<Span>> = places_of_problems(&problems).collect();
        self.problems.extend(problems);
        for checked in results {
            self.checked(checked, window.is_some(), wants_campaigns, &mut groups);
        }
        if let Some(window) = &window {
            self.texts.lines(window, groups);
        }
    }

    fn checked(
        &mut self,
        checked: Checked,
        is_record: bool,
        wants_campaigns: bool,
        groups: &mut Vec<Vec<Span>>,
    ) {
        let Checked { artifact, attributes, mut facts, mut findings, problems } = checked;
        self.artifacts.push(&artifact.key, &attributes);
        if attributes.membership.is_none() {
            facts = Vec::new();
        }
        facts.retain(campaign::is_compared);
        if facts.is_empty() && findings.is_empty() && problems.is_empty() {
            return;
        }
        if is_record {
            groups.extend(places_of_problems(&problems));
            groups.extend(findings.iter().map(|finding| places_of(finding, &artifact.key.path)));
            groups.extend(facts.iter().map(|fact| vec![fact.span]));
        } else {
            self.texts.whole(&artifact.source);
        }
        // The order of reports, in which the run as a whole then is.
        findings.sort_by(|left, right| {
            let place = |finding: &Finding| finding.primary.span;
            place(left)
                .cmp(&place(right))
                .then_with(|| (&left.rule, &left.message).cmp(&(&right.rule, &right.message)))
        });
        self.findings.extend(findings);
        self.artifact_problems.extend(problems);
        if let Some(membership) = attributes.membership.as_ref().filter(|_| wants_campaigns) {
            self.campaigns.insert(artifact.key.clone(), membership.campaign.clone());
        }
        if !facts.is_empty() {
            facts.shrink_to_fit();
            self.statements.push(Statement { key: artifact.key, attributes, facts });
        }
    }

    /// The texts, after the last input.
    pub(super) fn take_sources(&mut self) -> Sources {
        std::mem::take(&mut self.texts).into_sources()
    }

    /// What campaigns compare; `sources` are those of [`Self::take_sources`].
    pub(super) fn members<'k>(&'k self, sources: &'k Sources) -> Vec<Member<'k>> {
        let member = |statement: &'k Statement| {
            let Statement { key, attributes, facts } = statement;
            Some(Member { key, source: sources.of(&key.path)?, attributes, facts })
        };
        self.statements.iter().filter_map(member).collect()
    }
}

/// The places of a finding in the file at `path`.
fn places_of(finding: &Finding, path: &Arc<str>) -> Vec<Span> {
    let related = finding.related.iter().map(|label| &label.location);
    let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|Edit { location, .. }| location);
    let all = std::iter::once(&finding.primary).chain(related).chain(edits);
    all.filter(|Location { artifact, .. }| artifact.path == *path).map(|location| location.span).collect()
}
