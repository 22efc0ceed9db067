//! `campaign.toml`: what a campaign's record says. A piece of the guide that lies with the campaign's artifacts.

use globset::GlobMatcher;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use crate::artifact::{Attributes, Channel};
use crate::finding::GuideRef;
use crate::source::Source;
use crate::values::money::Money;

/// The record of one campaign. Everything but the id is optional: with no record of a fact the comparison is
/// symmetric.
#[derive(Clone, Debug)]
pub struct CampaignRecord {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: Option<String>,
    /// Zone of its dates.
    pub time_zone: Option<TimeZone>,
    /// When it starts.
    pub starts: Option<jiff::Timestamp>,
    /// When it ends.
    pub ends: Option<jiff::Timestamp>,
    /// Its promo codes.
    pub promo_codes: Vec<String>,
    /// Where the promo codes stand.
    pub promo_codes_origin: Option<GuideRef>,
    /// Values of `utm_campaign` that belong to it.
    pub utm_campaigns: Vec<String>,
    /// Facts that may differ on purpose.
    pub vary: Vec<String>,
    /// The channel to believe where the record is silent.
    pub source_of_truth: Option<Channel>,
    /// Its call to action.
    pub cta: Option<RecordedCta>,
    /// Its offers.
    pub offers: Vec<Offer>,
    /// Dimensions of members, by path; the first match wins. Paths are relative to the record's folder.
    pub members: Vec<MemberEntry>,
    /// Where its id stands.
    pub origin: GuideRef,
    /// The file, for excerpts.
    pub source: Source,
}

/// The call to action of a campaign.
#[derive(Clone, Debug)]
pub struct RecordedCta {
    /// Its words.
    pub label: Option<String>,
    /// Its target.
    pub url: Option<String>,
    /// Where it stands.
    pub origin: GuideRef,
}

/// What a product costs in a campaign.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Id of the product in the price book.
    pub product: String,
    /// Id of the market; `None` is every market.
    pub market: Option<String>,
    /// For whom; `None` is the public.
    pub audience: Option<String>,
    /// The variant it holds for; `None` is every variant.
    pub variant: Option<String>,
    /// The phase it holds in; `None` is every phase.
    pub phase: Option<String>,
    /// The price before.
    pub list: Option<Money>,
    /// The price now.
    pub sale: Option<Money>,
    /// The reduction as it is advertised.
    pub percent: Option<Decimal>,
    /// Where the entry stands.
    pub origin: GuideRef,
    /// Where the sale price stands.
    pub sale_origin: Option<GuideRef>,
}

/// Dimensions of some members of a campaign.
#[derive(Clone, Debug)]
pub struct MemberEntry {
    /// Which files, relative to the record's folder.
    pub paths: Vec<GlobMatcher>,
    /// What holds for them.
    pub attributes: Attributes,
}
