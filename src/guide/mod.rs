//! The brand guide: validated, compiled, immutable. Knows nothing of documents: the brand does not depend on markup.
//!
//! Two steps lead here. `raw` mirrors the TOML one to one, every value with its place; [`load()`] validates it, collects
//! every mistake as a finding with its place, and compiles what rules need. Downstream nothing has to doubt a guide.
//!
//! Reading order: [`Guide`], then one file a topic, then [`load()`].

pub mod brand;
pub mod channel;
pub mod limits;
pub mod lines;
pub mod messaging;
mod near_names;
pub mod pricing;
pub mod record;
pub mod social;
pub mod terms;
pub mod tolerances;
pub mod tone;
pub mod visual;
pub mod waivers;

mod load;
mod matcher;
pub mod problems;
mod raw;
pub mod reader;
mod shipped;
mod validate;

pub use brand::{Brand, Levels, Market};
pub use channel::Channels;
pub use limits::Limits;
pub use lines::LineIndex;
pub use load::{GuideFile, Loaded, load};
pub use matcher::{PatternOwner, TermHit, TermMatcher};
pub use messaging::Messaging;
pub use pricing::{PriceBook, Product};
pub use problems::RULE_METAS;
pub use record::{CampaignRecord, Offer, RecordedTime};
pub use shipped::{SHIPPED, shipped_files};
pub use social::Social;
pub use terms::{Concept, Term, TermStatus, Termbase};
pub use tolerances::Tolerances;
pub use tone::Tone;
pub use visual::{ColorToken, Palette};
pub use waivers::Waiver;

use crate::source::Source;

/// All of `brand-rules/`, ready for checking.
#[derive(Debug, Default)]
pub struct Guide {
    /// Name, markets, locales, time zone, currency.
    pub brand: Brand,
    /// Levels of the rules, by channel.
    pub levels: Levels,
    /// Terms: what to say and what not to say.
    pub termbase: Termbase,
    /// Voice.
    pub tone: Tone,
    /// Products and prices.
    pub prices: PriceBook,
    /// How far numbers may lie apart and still agree.
    pub tolerances: Tolerances,
    /// Taglines, calls to action, legal lines.
    pub messaging: Messaging,
    /// The taglines and legal lines, ready for finding them.
    pub lines: LineIndex,
    /// What emails and pages have to be like.
    pub channels: Channels,
    /// Colors.
    pub palette: Palette,
    /// How long things may be, by channel.
    pub limits: Limits,
    /// Hashtags and names of accounts.
    pub social: Social,
    /// Accepted findings.
    pub waivers: Vec<Waiver>,
    /// The files it was read from, for excerpts.
    pub sources: Vec<Source>,
    /// `sha256:` and the hexadecimal digest over the files' names and texts, in order of name.
    pub digest: String,
}
