//! `waivers.toml`: findings that were accepted, each with a reason, an owner and an end.

use globset::GlobMatcher;
use jiff::civil::Date;

use crate::finding::GuideRef;

/// One accepted kind of finding.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The rule.
    pub rule: String,
    /// Only in files that match one of these; empty is every file.
    pub paths: Vec<GlobMatcher>,
    /// Only findings about this text, case-folded; `None` is any.
    pub text: Option<String>,
    /// Only the finding with this fingerprint.
    pub fingerprint: Option<String>,
    /// Only in this campaign.
    pub campaign: Option<String>,
    /// Why it was accepted.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day on which it holds.
    pub until: Date,
    /// Where it stands.
    pub origin: GuideRef,
}
