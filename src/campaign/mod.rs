//! What compares artifacts with each other, and the copies of a fact inside one artifact. Knows nothing of documents,
//! of rules on one artifact or of output.
//!
//! Reading order: [`Member`] and [`Campaign`], [`grouping`] for which artifacts belong together, `truth` for which of
//! two values is right, `alternatives` for values that no reader sees together, `comparison` for what
//! most kinds share, then one file a rule in [`rules`]. [`CAMPAIGN_RULES`] is the one list of them.

pub mod grouping;
pub mod rules;

mod alternatives;
mod comparison;
mod copies;
mod labels;
mod phrases;
mod truth;

use crate::artifact::{ArtifactKey, Attributes};
use crate::facts::Fact;
use crate::finding::{FactKind, Finding, Location};
use crate::guide::{CampaignRecord, Guide};
use crate::rule::RuleMeta;
use crate::source::{ColumnUnit, Source};

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
}

/// A campaign: the artifacts that promise something together.
#[derive(Clone, Debug)]
pub struct Campaign<'a> {
    /// Its id.
    pub id: String,
    /// What its `campaign.toml` says, if there is one.
    pub record: Option<&'a CampaignRecord>,
    /// Its artifacts, in the order in which they were given.
    pub members: Vec<Member<'a>>,
}

/// A rule that compares.
pub trait CampaignRule: Sync {
    /// Its words.
    fn meta(&self) -> &'static RuleMeta;

    /// The kinds of the facts that it looks at. Of an artifact nothing else is kept for comparing.
    fn compared(&self) -> &'static [FactKind];

    /// Compares the copies of a fact inside one artifact that belongs to no campaign.
    fn check_alone(&self, member: &Member<'_>, guide: &Guide, findings: &mut Vec<Finding>);

    /// Compares the artifacts of a campaign with its record, with each other, and each in itself.
    fn check(&self, campaign: &Campaign<'_>, guide: &Guide, findings: &mut Vec<Finding>);
}

/// Every rule that compares, in the order of their ids.
pub static CAMPAIGN_RULES: &[&dyn CampaignRule] = &[
    &rules::color::Color,
    &rules::cta_label::CtaLabel,
    &rules::cta_target::CtaTarget,
    &rules::handle::Handle,
    &rules::hashtag::Hashtag,
    &rules::price::Price,
    &rules::promo_code::PromoCode,
];

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

    /// Whether a fact stands in the source as it is read, so that replacing its bytes replaces just it.
    fn is_verbatim(&self, fact: &Fact) -> bool {
        self.source.slice(fact.span) == fact.text
    }
}

/// `a`, `a and b`, `a, b and 3 more`, for messages.
fn enumerate(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first, second] => format!("{first} and {second}"),
        [first, second, third] => format!("{first}, {second} and {third}"),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
    }
}

#[cfg(test)]
mod tests;
