//! `[[limit]]`: how long the fields of posts, messages and ads may be, by channel. What the guide does not say is taken
//! from the facts that come with the program, `limits.toml` beside this file. Knows nothing of documents.

use std::ops::Range;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::artifact::{Channel, FieldRole, words};
use crate::finding::GuideRef;
use crate::text::length::{Counting, Unit};

/// The facts that come with the program.
pub(crate) const SHIPPED: &str = include_str!("limits.toml");

/// Every limit, by channel and field, those of the guide before those that come with the program.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    entries: Vec<Limit>,
    /// Where those for a field of a channel stand: each post asks for many.
    places: FxHashMap<(Channel, Option<FieldRole>), Range<usize>>,
}

/// What one entry says about one field of one channel.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The channel; social without a network is every network.
    pub channel: Channel,
    /// The field; `None` is all fields of one artifact together.
    pub field: Option<FieldRole>,
    /// Most units.
    pub max: Option<u32>,
    /// Most bytes, whatever the units.
    pub max_bytes: Option<u32>,
    /// Units that are seen before the reader asks for more.
    pub fold: Option<u32>,
    /// Most hashtags.
    pub hashtags: Option<u32>,
    /// How units are counted.
    pub counting: Option<Counting>,
    /// How it is counted, or who says so.
    pub note: Option<String>,
    /// When that was looked up.
    pub checked_on: Option<Date>,
    /// Where it stands in the guide; `None` for what comes with the program.
    pub origin: Option<GuideRef>,
}

words! {
    /// What of `@name@host` counts.
    Names {
        /// All of it.
        Whole = "whole",
        /// `@name`.
        WithoutHost = "without-host",
    }
}

/// A number of an entry, with what the entry says beside.
#[derive(Clone, Copy, Debug)]
pub struct Bound<'g> {
    /// The number.
    pub value: u32,
    /// How units are counted.
    pub counting: Counting,
    /// The entry.
    pub entry: &'g Limit,
}

impl Limits {
    /// Of entries for one field of one channel the first ones count before the others.
    #[must_use]
    pub fn new(mut entries: Vec<Limit>) -> Self {
        let key = |limit: &Limit| (limit.channel, limit.field);
        entries.sort_by_key(key);
        let mut places = FxHashMap::default();
        let mut start = 0;
        for own in entries.chunk_by(|one, other| key(one) == key(other)) {
            let end = start + own.len();
            places.extend(own.first().map(|first| (key(first), start..end)));
            start = end;
        }
        Self { entries, places }
    }

    /// The most units that a field may have. Where the guide has a limit for all networks, it holds beside the network's
    /// own.
    pub fn max(&self, channel: Channel, field: Option<FieldRole>) -> impl Iterator<Item = Bound<'_>> {
        self.bounds(channel, field, |limit| limit.max)
    }

    /// The most bytes that a field may have, whatever the units.
    pub fn max_bytes(&self, channel: Channel, field: FieldRole) -> impl Iterator<Item = Bound<'_>> {
        let bounds = self.bounds(channel, Some(field), |limit| limit.max_bytes);
        bounds.map(|bound| Bound { counting: Counting::plain(Unit::Byte), ..bound })
    }

    /// The units of a field that are seen before the reader asks for more.
    #[must_use]
    pub fn fold(&self, channel: Channel, field: FieldRole) -> Option<Bound<'_>> {
        least(self.bounds(channel, Some(field), |limit| limit.fold))
    }

    /// The most hashtags that a post may have.
    #[must_use]
    pub fn hashtags(&self, channel: Channel) -> Option<Bound<'_>> {
        least(self.bounds(channel, Some(FieldRole::Body), |limit| limit.hashtags))
    }

    /// The number for the channel, which is the guide's where it has one, and the guide's for all networks.
    fn bounds(
        &self,
        channel: Channel,
        field: Option<FieldRole>,
        number: impl Fn(&Limit) -> Option<u32>,
    ) -> impl Iterator<Item = Bound<'_>> {
        let first = |channel: Channel| {
            let mut entries = self.of_field(channel, field);
            entries.find_map(|entry| Some((number(entry)?, entry)))
        };
        let any_network = match channel {
            Channel::Social(Some(_)) => first(Channel::Social(None)),
            _ => None,
        };
        first(channel).into_iter().chain(any_network).map(move |(value, entry)| {
            let usual = || self.of_field(channel, field).find_map(|limit| limit.counting);
            let counting = entry.counting.or_else(usual).unwrap_or(Counting::plain(Unit::Utf16));
            Bound { value, counting, entry }
        })
    }

    /// The entries for a field of a channel.
    fn of_field(&self, channel: Channel, field: Option<FieldRole>) -> impl Iterator<Item = &Limit> {
        let place = self.places.get(&(channel, field));
        place.and_then(|place| self.entries.get(place.clone())).unwrap_or_default().iter()
    }
}

fn least<'g>(bounds: impl Iterator<Item = Bound<'g>>) -> Option<Bound<'g>> {
    bounds.min_by_key(|bound| bound.value)
}
