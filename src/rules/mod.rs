//! Rules that judge one artifact. Stateless: whatever is expensive is compiled in the guide. A rule never decides its
//! own level, never prints, never sees files.
//!
//! [`RULES`] is the one list of them; commands, documentation and tests are derived from it.

pub mod channel;
pub mod messaging;
pub mod pricing;
pub mod terms;
pub mod tone;
pub mod visual;

use std::ops::Range;

use crate::artifact::Artifact;
use crate::deadline::Deadline;
use crate::document::{Document, Segment};
use crate::facts::Fact;
use crate::finding::{Finding, Location};
use crate::guide::PatternOwner;
use crate::guide::{CampaignRecord, Guide};
use crate::matches::TermMatch;
use crate::rule::RuleMeta;
use crate::span::Span;

/// A rule on one artifact.
pub trait Rule: Sync {
    /// Its words.
    fn meta(&self) -> &'static RuleMeta;

    /// Looks at one artifact and adds what it finds.
    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>);
}

/// What a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct RuleContext<'a> {
    /// The artifact.
    pub artifact: &'a Artifact,
    /// What was parsed of it.
    pub document: &'a Document,
    /// What it states.
    pub facts: &'a [Fact],
    /// The brand's guide.
    pub guide: &'a Guide,
    /// Terms, names and phrases of the guide in this document, after longest-name-wins.
    pub matches: &'a [TermMatch],
    /// The record of the artifact's campaign, if there is one.
    pub campaign: Option<&'a CampaignRecord>,
    /// Says when to stop.
    pub deadline: &'a Deadline,
}

impl RuleContext<'_> {
    /// A place in this artifact.
    #[must_use]
    pub fn location(&self, span: Span) -> Location {
        Location { artifact: self.artifact.key.clone(), span }
    }

    /// The guide's texts in one segment.
    #[must_use]
    pub fn matches_in(&self, segment: usize) -> &[TermMatch] {
        let start = self.matches.partition_point(|found| (found.segment as usize) < segment);
        let rest = self.matches.get(start..).unwrap_or_default();
        let end = rest.partition_point(|found| found.segment as usize == segment);
        rest.get(..end).unwrap_or_default()
    }

    /// Whether a name of the guide covers `range`, bytes of the segment's text.
    #[must_use]
    pub fn is_name(&self, segment: usize, range: &Range<usize>) -> bool {
        // Matches of a segment are in order and overlap only where they are equal, so their ends are in order too.
        let matches = self.matches_in(segment);
        let first = matches.partition_point(|found| found.range.end < range.end);
        let mut around = matches.iter().skip(first).take_while(|found| found.range.start <= range.start);
        around.any(|found| matches!(found.owner, PatternOwner::Product(_) | PatternOwner::Protected))
    }

    /// Segments of the document, until time is up.
    pub fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.document.segments.iter().take_while(|_| !self.deadline.is_over())
    }
}

/// Every rule on one artifact, in the order of their ids.
pub static RULES: &[&dyn Rule] = &[
    &channel::alt_text::AltText,
    &channel::handle::Handle,
    &channel::hashtag::Hashtag,
    &channel::leftover_text::LeftoverText,
    &channel::link_text::LinkText,
    &channel::long_preheader::LongPreheader,
    &channel::long_subject::LongSubject,
    &channel::missing_language::MissingLanguage,
    &channel::missing_part::MissingPart,
    &channel::missing_preheader::MissingPreheader,
    &channel::placeholder_without_default::PlaceholderWithoutDefault,
    &channel::repeated_preheader::RepeatedPreheader,
    &channel::sms_encoding::SmsEncoding,
    &channel::too_long::TooLong,
    &channel::truncated::Truncated,
    &channel::unclosed_template_tag::UnclosedTemplateTag,
    &channel::wrong_language::WrongLanguage,
    &messaging::expired_date::ExpiredDate,
    &messaging::weekday_mismatch::WeekdayMismatch,
    &messaging::zone_season_mismatch::ZoneSeasonMismatch,
    &pricing::discount_arithmetic::DiscountArithmetic,
    &pricing::not_a_reduction::NotAReduction,
    &pricing::period_arithmetic::PeriodArithmetic,
    &pricing::price_not_in_price_book::PriceNotInPriceBook,
    &pricing::retired_price::RetiredPrice,
    &pricing::saving_arithmetic::SavingArithmetic,
    &pricing::tax_arithmetic::TaxArithmetic,
    &terms::admitted_term::AdmittedTerm,
    &terms::deprecated_term::DeprecatedTerm,
    &terms::forbidden_term::ForbiddenTerm,
    &terms::product_name::ProductName,
    &tone::avoided_phrase::AvoidedPhrase,
    &tone::exclamation::Exclamation,
    &tone::shouting::Shouting,
    &visual::off_palette_color::OffPaletteColor,
];
