//! Stub.
use crate::artifact::{Artifact, Attributes};
use crate::facts::Fact;
use crate::finding::Finding;
use crate::guide::{CampaignRecord, Guide};
use crate::rule::RuleMeta;
/// A rule that compares artifacts.
pub trait CampaignRule: Sync {
    /// Its words.
    fn meta(&self) -> &'static RuleMeta;
    /// Compares.
    fn check(&self, campaign: &Campaign<'_>, guide: &Guide, findings: &mut Vec<Finding>);
}
/// Artifacts that promise the same thing, and what is declared of it.
#[derive(Debug)]
pub struct Campaign<'a> {
    /// Its id; `None` for an artifact without a campaign, which is compared with itself only.
    pub id: Option<&'a str>,
    /// Its record.
    pub record: Option<&'a CampaignRecord>,
    /// Its artifacts.
    pub members: Vec<Member<'a>>,
}
/// One artifact of a campaign.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// The artifact.
    pub artifact: &'a Artifact,
    /// Its attributes, resolved.
    pub attributes: &'a Attributes,
    /// What it states.
    pub facts: &'a [Fact],
}
/// Every rule that compares artifacts, in the order of their ids.
pub static CAMPAIGN_RULES: &[&dyn CampaignRule] = &[];
