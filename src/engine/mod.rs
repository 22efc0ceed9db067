//! Runs rules over artifacts and puts the findings in order. Pure: no I/O, no async, no clock; the day is a parameter,
//! and time is bounded by caps and by a [`Deadline`] that somebody else raises.
//!
//! Reading order: [`check_artifact`], [`check_campaigns`], [`finish`].

mod attributes;
mod fingerprint;
mod places;
mod repeats;
pub mod waivers;

pub use places::keep_distinct_problems;

use std::sync::Arc;

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use crate::artifact::{Artifact, ArtifactKey, Attributes, Channel, MediaType};
use crate::campaign::matrix::{self, Matrix};
use crate::campaign::{self, CAMPAIGN_RULES, CampaignRule, Member, Ties, grouping};
use crate::deadline::Deadline;
use crate::document::{self, Document};
use crate::engine::places::Places;
use crate::facts::{self, Fact};
use crate::finding::{Finding, Problem, ProblemExtent};
use crate::guide::{CampaignRecord, Guide};
use crate::matches;
use crate::rule::{RuleMeta, Severity};
use crate::rules::{RULES, RuleContext};
use crate::source::Sources;

/// What a run is to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// Now, for whatever depends on the day.
    pub now: Timestamp,
    /// When artifacts are published that do not say it: what tells what "tonight" means.
    pub published: Option<Timestamp>,
    /// Only these rules or groups; empty is all.
    pub only: Vec<String>,
    /// Not these rules or groups.
    pub skip: Vec<String>,
}

impl Options {
    /// All rules, at a time.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self { now, published: None, only: Vec::new(), skip: Vec::new() }
    }

    #[inline]
    fn runs(&self, rule: &RuleMeta) -> bool {
        self.only.is_empty() && self.skip.is_empty() || self.names(rule)
    }

    fn names(&self, rule: &RuleMeta) -> bool {
        let group = rule.id.split('/').next().unwrap_or_default();
        let names = |list: &[String]| list.iter().any(|name| name == rule.id || name == group);
        (self.only.is_empty() || names(&self.only)) && !names(&self.skip)
    }
}

/// What a check of one artifact gave.
#[derive(Debug)]
pub struct Checked {
    /// The artifact.
    pub artifact: Artifact,
    /// Its attributes, resolved.
    pub attributes: Attributes,
    /// What it states.
    pub facts: Vec<Fact>,
    /// What ties it to others.
    pub ties: Ties,
    /// What its rules found, and those that compare the copies of a fact inside it, unless its campaign does.
    pub findings: Vec<Finding>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

impl Checked {
    /// The artifact as one that is compared.
    #[must_use]
    pub fn member(&self) -> Member<'_> {
        let Artifact { key, source, .. } = &self.artifact;
        Member { key, source, attributes: &self.attributes, facts: &self.facts, ties: &self.ties }
    }
}

/// What the end of a run asks of all that was checked.
#[derive(Clone, Copy, Debug)]
pub struct Run<'r> {
    /// Every file that was checked.
    pub paths: &'r [Arc<str>],
    /// The texts that findings point into.
    pub sources: &'r Sources,
    /// The campaigns of the artifacts that have one, at least where something was found. Nobody asks unless a waiver
    /// names a campaign.
    pub campaigns: &'r FxHashMap<ArtifactKey, String>,
}

/// Every rule there is, on artifacts and campaigns, in the order of their ids.
#[must_use]
pub fn rules() -> Vec<&'static RuleMeta> {
    let mut metas: Vec<&RuleMeta> = RULES.iter().map(|rule| rule.meta()).collect();
    metas.extend(CAMPAIGN_RULES.iter().map(|rule| rule.meta()));
    metas.extend(waivers::RULE_METAS);
    metas.sort_by_key(|meta| meta.id);
    metas
}

/// Parses an artifact and resolves its attributes.
#[must_use]
pub fn read_artifact(artifact: &Artifact, guide: &Guide, deadline: &Deadline) -> Document {
    let mut document = document::parse(artifact, deadline);
    let (attributes, problem) = attributes::resolve(std::mem::take(&mut document.attributes), guide);
    document.attributes = attributes;
    document.problems.extend(problem.map(|message| Problem {
        path: artifact.key.path.clone(),
        span: None,
        message,
        extent: ProblemExtent::Read,
    }));
    document
}

/// Checks one artifact on its own. `records` are the records of all known campaigns.
#[must_use]
pub fn check_artifact(
    artifact: Artifact,
    guide: &Guide,
    records: &[CampaignRecord],
    options: &Options,
    deadline: &Deadline,
) -> Checked {
    let mut document = read_artifact(&artifact, guide, deadline);
    document.attributes.publish_at = document.attributes.publish_at.or(options.published);
    let matches = matches::find(&document, guide, deadline);
    let names = matches::product_names(&matches, &document, guide);
    let names = matches::with_near_names(names, &document, guide);
    let facts = facts::extract(&artifact, &document, guide, &names);
    let membership = document.attributes.membership.take();
    document.attributes.membership = membership.or_else(|| campaign::by_utm(&document, &facts, records));
    let is_record = artifact.key.record.is_some();
    let ties = if is_record { Ties::default() } else { Ties::of(&document, &facts) };
    let campaign = record_of(&document.attributes, records);
    let mut findings = Vec::new();
    let cx = RuleContext {
        artifact: &artifact,
        document: &document,
        facts: &facts,
        guide,
        matches: &matches,
        campaign,
        deadline,
    };
    let level_of = guide.levels.on(document.attributes.channel);
    for rule in RULES {
        let meta = rule.meta();
        let Some(severity) = level_of(meta).severity().filter(|_| options.runs(meta)) else { continue };
        if deadline.is_over() {
            break;
        }
        let first = findings.len();
        rule.check(&cx, &mut findings);
        for finding in findings.iter_mut().skip(first) {
            finding.severity = held_back(finding.severity, meta, severity);
        }
    }
    fingerprint::set(&mut findings, &document, &artifact);
    let Artifact { key, source, .. } = &artifact;
    let member = Member { key, source, attributes: &document.attributes, facts: &facts, ties: &ties };
    let rules = comparing(options).take_while(|_| !deadline.is_over());
    let mut own = campaign::check_alone(&member, is_whole(&artifact, &document), guide, rules);
    settle(&mut own, guide, |_| member.attributes.channel);
    findings.append(&mut own);
    let mut problems = std::mem::take(&mut document.problems);
    if deadline.is_over() {
        problems.push(Problem {
            path: artifact.key.path.clone(),
            span: None,
            message: "stopped: checking took too long, so some rules have not run".to_owned(),
            extent: ProblemExtent::Partial,
        });
    }
    Checked { attributes: document.attributes, artifact, facts, ties, findings, problems }
}

/// The rules that compare, as far as a run wants them.
fn comparing(options: &Options) -> impl Iterator<Item = &'static &'static dyn CampaignRule> {
    CAMPAIGN_RULES.iter().filter(|rule| options.runs(rule.meta()))
}

/// Whether nothing is added to an artifact before it is published: no layout of a site, no footer of a mail program.
fn is_whole(artifact: &Artifact, document: &Document) -> bool {
    let channel = document.attributes.channel;
    let is_whole = match artifact.media_type {
        MediaType::Html | MediaType::Mjml => document.frame.body.is_some(),
        MediaType::Markdown => channel.is_some_and(Channel::has_fields),
        _ => true,
    };
    is_whole && !document.frame.is_composed
}

/// Compares the artifacts of each campaign with each other. Members that belong to none are passed over.
#[must_use]
pub fn check_campaigns(
    members: Vec<Member<'_>>,
    guide: &Guide,
    records: &[CampaignRecord],
    options: &Options,
    deadline: &Deadline,
) -> Vec<Finding> {
    let channels: FxHashMap<&ArtifactKey, Option<Channel>> =
        members.iter().map(|member| (member.key, member.attributes.channel)).collect();
    let grouped = grouping::group(members, records);
    let mut findings = Vec::new();
    for rule in comparing(options) {
        for campaign in grouped.iter().take_while(|_| !deadline.is_over()) {
            rule.check(campaign, guide, &mut findings);
        }
    }
    settle(&mut findings, guide, |key| channels.get(key).copied().flatten());
    findings
}

/// The campaigns of some artifacts, side by side. Artifacts that belong to none are left out.
#[must_use]
pub fn matrices(
    members: Vec<Member<'_>>,
    guide: &Guide,
    records: &[CampaignRecord],
    deadline: &Deadline,
) -> Vec<Matrix> {
    let campaigns = grouping::group(members, records);
    let campaigns = campaigns.iter().take_while(|_| !deadline.is_over());
    campaigns.map(|campaign| matrix::matrix(campaign, guide)).collect()
}

/// Sets the severities and fingerprints of comparisons, and drops what the guide does not want.
fn settle(findings: &mut Vec<Finding>, guide: &Guide, channel: impl Fn(&ArtifactKey) -> Option<Channel>) {
    findings.retain_mut(|finding: &mut Finding| {
        let meta =
            CAMPAIGN_RULES.iter().map(|rule| rule.meta()).find(|meta| meta.id == finding.rule.as_str());
        let Some(meta) = meta else { return false };
        let channel = channel(&finding.primary.artifact);
        let Some(severity) = guide.levels.of(meta, channel).severity() else { return false };
        finding.severity = held_back(finding.severity, meta, severity);
        true
    });
    fingerprint::set_from_values(findings);
}

/// The severity of a finding where the guide orders `ordered` for its rule. A finding below its rule's default was held
/// back by the rule, which is not sure of it or finds it less grave; the guide does not raise it.
fn held_back(found: Severity, meta: &RuleMeta, ordered: Severity) -> Severity {
    let is_held_back = meta.default_level.severity().is_some_and(|default| found < default);
    if is_held_back { ordered.min(found) } else { ordered }
}

/// Marks what waivers accept, adds what the waivers themselves deserve, leaves out what is said twice, and puts all in the
/// total order of reports: path, offset, rule.
#[must_use]
pub fn finish(mut findings: Vec<Finding>, run: Run<'_>, guide: &Guide, options: &Options) -> Vec<Finding> {
    waivers::apply(&mut findings, run, guide, options);
    repeats::leave_out(&mut findings);
    let places = Places(run.sources);
    places.hold_back(&mut findings);
    let order = |left: &Finding, right: &Finding| {
        let place = places.told(&left.primary).cmp(&places.told(&right.primary));
        place.then_with(|| (&left.rule, &left.message).cmp(&(&right.rule, &right.message)))
    };
    // Sorting takes half as much memory again, and a batch by itself is in order.
    if !findings.is_sorted_by(|left, right| order(left, right).is_le()) {
        findings.sort_by(order);
    }
    places.keep_distinct(&mut findings);
    findings
}

fn record_of<'r>(attributes: &Attributes, records: &'r [CampaignRecord]) -> Option<&'r CampaignRecord> {
    let id = attributes.membership.as_ref().map(|membership| membership.campaign.as_str())?;
    records.iter().find(|record| record.id == id)
}
