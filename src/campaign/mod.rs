//! What compares artifacts with each other, and the copies of a fact inside one artifact. Knows nothing of documents,
//! of rules on one artifact or of output.
//!
//! Reading order: [`Member`] and [`Campaign`], [`grouping`] for which artifacts belong together, `truth` for which of
//! two values is right, `alternatives` for values that no reader sees together, `stated`, `kind` and `comparison` for
//! what all kinds share, `unverifiable` for values that may be right and may not, then one file a rule in [`rules`].
//! [`CAMPAIGN_RULES`] is the one list of them.

pub mod draft;
mod evidence;
pub mod grouping;
pub mod matrix;
pub mod rules;

mod alternatives;
mod amounts;
mod comparison;
mod contacts;
mod copies;
mod kind;
mod labels;
mod lines;
mod markets;
mod moments;
mod phrases;
mod stated;
mod taxes;
mod truth;
mod unverifiable;

use crate::artifact::{ArtifactKey, Attributes, Evidence};
use crate::facts::Fact;
use crate::finding::{FactKind, Finding, Location};
use crate::guide::{CampaignRecord, Guide};
use crate::rule::RuleMeta;
use crate::source::{ColumnUnit, Source};
use crate::span::{Span, offset};

/// An artifact with what it states.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// The artifact.
    pub key: &'a ArtifactKey,
    /// Its text, at least the lines of its facts.
    pub source: &'a Source,
    /// Its dimensions, resolved: what was given, what it says of itself, what the record and the settings say.
    pub attributes: &'a Attributes,
    /// What it states, at least the facts that are compared.
    pub facts: &'a [Fact],
    /// What ties it to others.
    pub ties: &'a Ties,
}

/// A campaign: the artifacts that promise something together.
#[derive(Clone, Debug)]
pub struct Campaign<'a> {
    /// Its id.
    pub id: String,
    /// What its `campaign.toml` says, if there is one.
    pub record: Option<&'a CampaignRecord>,
    /// What put its first artifact into it.
    pub evidence: Evidence,
    /// Its artifacts, in the order in which they were given.
    pub members: Vec<Member<'a>>,
}

impl Campaign<'_> {
    /// Which one it is, in a sentence: "in campaign bf26".
    fn words(&self) -> String {
        let id = &self.id;
        match self.evidence {
            Evidence::LandingPage => format!("among what leads to {id}"),
            Evidence::PromoCode => format!("among what announces {id}"),
            Evidence::Offer => "among what ends on the same day".to_owned(),
            _ => format!("in campaign {id}"),
        }
    }

    /// Whether its artifacts belong to it only because they have something in common. Each is then compared with itself
    /// already, as all that belong to no campaign are.
    const fn is_implied(&self) -> bool {
        matches!(self.evidence, Evidence::LandingPage | Evidence::PromoCode | Evidence::Offer)
    }
}

/// A rule that compares.
pub trait CampaignRule: Sync {
    /// Its words.
    fn meta(&self) -> &'static RuleMeta;

    /// The kinds of the facts that it looks at. Of an artifact nothing else is kept for comparing.
    fn compared(&self) -> &'static [FactKind];

    /// Compares the copies of a fact inside the one artifact of a group of its own, which belongs to no campaign.
    fn check_alone(&self, cx: Cx<'_, '_>, findings: &mut Vec<Finding>);

    /// Tells what the one artifact of a group of its own has to state and does not; to a whole one nothing is added
    /// before it is published.
    fn check_whole(&self, cx: Cx<'_, '_>, findings: &mut Vec<Finding>);

    /// Compares the artifacts of a campaign with its record, with each other, and each in itself.
    fn check(&self, campaign: &Campaign<'_>, guide: &Guide, findings: &mut Vec<Finding>);

    /// What it compares, side by side.
    fn rows(&self, cx: Cx<'_, '_>) -> Vec<matrix::Row>;
}

/// Every rule that compares, in the order of their ids.
pub static CAMPAIGN_RULES: &[&dyn CampaignRule] = &[
    &rules::claim::Claim,
    &rules::color::Color,
    &rules::cta_label::CtaLabel,
    &rules::cta_target::CtaTarget,
    &rules::date::Date,
    &rules::discount::Discount,
    &rules::email_address::EmailAddress,
    &rules::handle::Handle,
    &rules::hashtag::Hashtag,
    &rules::legal_line::LegalLine,
    &rules::phone::Phone,
    &rules::postal_address::PostalAddress,
    &rules::price::Price,
    &rules::product_name::ProductName,
    &rules::promo_code::PromoCode,
    &rules::tagline::Tagline,
];

pub use evidence::{Ties, by_utm};
pub use kind::Cx;

/// What rules find in one artifact by itself: what it lacks, if it is whole; and if it belongs to no campaign, which
/// copies of a fact differ.
pub fn check_alone<'r>(
    member: &Member<'_>,
    is_whole: bool,
    guide: &Guide,
    rules: impl Iterator<Item = &'r &'static dyn CampaignRule>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if member.facts.is_empty() {
        return findings;
    }
    let group = grouping::alone(member, guide);
    let cx = Cx { campaign: None, group: &group, guide };
    for rule in rules {
        if is_whole {
            rule.check_whole(cx, &mut findings);
        }
        if member.attributes.membership.is_none() {
            rule.check_alone(cx, &mut findings);
        }
    }
    findings
}

/// Whether any rule that compares looks at a fact.
#[must_use]
pub fn is_compared(fact: &Fact) -> bool {
    CAMPAIGN_RULES.iter().any(|rule| rule.compared().contains(&fact.kind()))
}

impl Member<'_> {
    /// The place of one of its facts.
    fn location(&self, fact: &Fact) -> Location {
        Location { artifact: self.key.clone(), span: fact.span }
    }

    /// `email/launch.html:41`, for messages.
    fn line(&self, fact: &Fact) -> String {
        let at = fact.span.start();
        let line = self.source.position(at, ColumnUnit::Scalar).line;
        match (self.source.part_at(at), &self.key.record) {
            (None, Some(_)) => format!("{}:{line}", self.key),
            _ => format!("{}:{line}", self.source.name_at(at)),
        }
    }

    /// The words around a fact, up to the ends of its sentence, line and a few dozen bytes; as they stand in the source.
    fn sentence(&self, fact: &Fact) -> &'_ str {
        const REACH: u32 = 90;
        let text = self.source.text_at(fact.span.start());
        let start = fact.span.start().saturating_sub(REACH).max(text.start());
        let end = fact.span.end().saturating_add(REACH).min(text.end());
        let around = self.source.snapped(Span::new(start, end.max(start)));
        let before = self.source.slice(Span::new(around.start(), fact.span.start().max(around.start())));
        let after = self.source.slice(Span::new(fact.span.end().min(around.end()), around.end()));
        let is_end = |character: char| matches!(character, '.' | '!' | '?' | ';' | '\n' | '<' | '>');
        let first = before.rfind(is_end).map_or(0, |at| at + 1);
        let last = after.find(is_end).unwrap_or(after.len());
        let start = around.start() + offset(first);
        let end = fact.span.end() + offset(last);
        self.source.slice(Span::new(start.min(end), end))
    }

    /// Whether a fact stands in the source as it is read, so that replacing its bytes replaces just it.
    fn is_verbatim(&self, fact: &Fact) -> bool {
        self.source.slice(fact.span) == fact.text
    }
}

#[cfg(test)]
mod tests;
