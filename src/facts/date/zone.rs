//! Names of time zones, as they stand behind a time.

use jiff::tz::{Offset, TimeZone};

use super::reader::Reader;
use crate::facts::{Season, StatedZone};

/// A short name: the zone of its region in the IANA database, its distance from UTC in minutes where it fixes one, and
/// the half of the year it is for.
type Name = (&'static str, Option<&'static str>, Option<i32>, Option<Season>);

const STANDARD: Option<Season> = Some(Season::Standard);
const SUMMER: Option<Season> = Some(Season::Summer);

/// Distances are those of the IANA database. A name of several regions is that of the largest market.
const NAMES: &[Name] = &[
    ("PT", Some("America/Los_Angeles"), None, None),
    ("PST", Some("America/Los_Angeles"), Some(-480), STANDARD),
    ("PDT", Some("America/Los_Angeles"), Some(-420), SUMMER),
    ("MT", Some("America/Denver"), None, None),
    ("MST", Some("America/Denver"), Some(-420), STANDARD),
    ("MDT", Some("America/Denver"), Some(-360), SUMMER),
    ("CT", Some("America/Chicago"), None, None),
    ("CST", Some("America/Chicago"), Some(-360), STANDARD),
    ("CDT", Some("America/Chicago"), Some(-300), SUMMER),
    ("ET", Some("America/New_York"), None, None),
    ("EST", Some("America/New_York"), Some(-300), STANDARD),
    ("EDT", Some("America/New_York"), Some(-240), SUMMER),
    ("AKST", Some("America/Anchorage"), Some(-540), STANDARD),
    ("AKDT", Some("America/Anchorage"), Some(-480), SUMMER),
    ("HST", Some("Pacific/Honolulu"), Some(-600), None),
    ("GMT", Some("UTC"), Some(0), None),
    ("UTC", Some("UTC"), Some(0), None),
    ("BST", Some("Europe/London"), Some(60), SUMMER),
    ("IST", None, None, None),
    ("WET", Some("Europe/Lisbon"), Some(0), STANDARD),
    ("WEST", Some("Europe/Lisbon"), Some(60), SUMMER),
    ("CET", Some("Europe/Berlin"), Some(60), STANDARD),
    ("CEST", Some("Europe/Berlin"), Some(120), SUMMER),
    ("MEZ", Some("Europe/Berlin"), Some(60), STANDARD),
    ("MESZ", Some("Europe/Berlin"), Some(120), SUMMER),
    ("EET", Some("Europe/Helsinki"), Some(120), STANDARD),
    ("EEST", Some("Europe/Helsinki"), Some(180), SUMMER),
    ("MSK", Some("Europe/Moscow"), Some(180), None),
    ("JST", Some("Asia/Tokyo"), Some(540), None),
    ("SGT", Some("Asia/Singapore"), Some(480), None),
    ("AEST", Some("Australia/Sydney"), Some(600), STANDARD),
    ("AEDT", Some("Australia/Sydney"), Some(660), SUMMER),
    ("AWST", Some("Australia/Perth"), Some(480), None),
    ("NZST", Some("Pacific/Auckland"), Some(720), STANDARD),
    ("NZDT", Some("Pacific/Auckland"), Some(780), SUMMER),
];

/// Names of regions before `time`, and what they are in the IANA database.
const REGIONS: &[(&str, &str)] = &[
    ("pacific", "America/Los_Angeles"),
    ("mountain", "America/Denver"),
    ("central", "America/Chicago"),
    ("eastern", "America/New_York"),
    ("berlin", "Europe/Berlin"),
    ("paris", "Europe/Paris"),
    ("madrid", "Europe/Madrid"),
    ("london", "Europe/London"),
    ("uk", "Europe/London"),
    ("new york", "America/New_York"),
    ("tokyo", "Asia/Tokyo"),
    ("sydney", "Australia/Sydney"),
];

impl Reader<'_> {
    /// The zone at a place, and the place behind.
    pub(super) fn zone(&self, at: usize) -> Option<(StatedZone, usize)> {
        let is_open = self.sign(at) == Some('(');
        let start = at + usize::from(is_open);
        let (zone, end) = self.short_name(start).or_else(|| self.region(start)).or_else(|| {
            self.distance(start)
                .filter(|(_, end)| self.is_distance(start, *end))
                .map(|(offset, end)| (self.zone_of(start, end, None, Some(offset), None), end))
        })?;
        if !is_open {
            return Some((zone, end));
        }
        (self.sign(end) == Some(')')).then_some((zone, end + 1))
    }

    fn zone_of(
        &self,
        from: usize,
        to: usize,
        region: Option<&str>,
        offset: Option<Offset>,
        season: Option<Season>,
    ) -> StatedZone {
        let range = self.token(from).zip(self.token(to.saturating_sub(1)));
        let name = range.and_then(|(first, last)| self.text.get(first.range.start..last.range.end));
        StatedZone {
            name: name.unwrap_or_default().to_owned(),
            region: region.and_then(|region| TimeZone::get(region).ok()),
            offset,
            season,
        }
    }

    fn short_name(&self, at: usize) -> Option<(StatedZone, usize)> {
        let raw = self.raw(at);
        if matches!(raw, "Z" | "z") && self.is_glued(at) {
            return Some((self.zone_of(at, at + 1, Some("UTC"), Some(Offset::UTC), None), at + 1));
        }
        let is_written_small = matches!(raw, "utc" | "gmt" | "pst" | "pdt" | "est" | "edt" | "cet" | "cest");
        let &(_, region, minutes, season) = NAMES
            .iter()
            .find(|(name, ..)| *name == raw || is_written_small && name.eq_ignore_ascii_case(raw))?;
        if matches!(raw, "GMT" | "UTC" | "utc" | "gmt")
            && let Some((offset, end)) = self.distance(at + 1)
        {
            let end = self.comment(end);
            return Some((self.zone_of(at, end, None, Some(offset), None), end));
        }
        let offset = minutes.and_then(|minutes| Offset::from_seconds(minutes * 60).ok());
        Some((self.zone_of(at, at + 1, region, offset, season), at + 1))
    }

    /// Behind a distance the name may follow once more: `+0200 (CEST)`.
    fn comment(&self, at: usize) -> usize {
        if self.sign(at) != Some('(') {
            return at;
        }
        let close = (at + 1..at + 6).find(|close| self.sign(*close) == Some(')'));
        close.map_or(at, |close| close + 1)
    }

    /// Whether a distance stands behind a time and is no second time: `10:00:00-08:00`, but not `10:00-12:00` and `2-4`.
    fn is_distance(&self, at: usize, end: usize) -> bool {
        let has_seconds = || {
            let seconds = at.checked_sub(4);
            seconds
                .is_some_and(|place| self.is_sign(place, &[':', '.']) || matches!(self.raw(place), "T" | "t"))
        };
        match self.number(at + 1) {
            Some((_, 4)) => true,
            Some((_, 2)) if end > at + 2 => self.sign(at) == Some('+') || has_seconds(),
            _ => false,
        }
    }

    /// `+01:00`, `-0800`, `+1`.
    fn distance(&self, at: usize) -> Option<(Offset, usize)> {
        let sign = match self.sign(at)? {
            '+' => 1,
            '-' | '\u{2212}' => -1,
            _ => return None,
        };
        if !self.is_glued(at + 1) {
            return None;
        }
        let (value, digits) = self.number(at + 1)?;
        let value = i32::try_from(value).ok()?;
        let (minutes, end) = match digits {
            4 => ((value / 100) * 60 + value % 100, at + 2),
            1 | 2 => {
                match self.number(at + 3).filter(|_| self.sign(at + 2) == Some(':') && self.is_glued(at + 3))
                {
                    Some((rest, 2)) => (value * 60 + i32::try_from(rest).ok()?, at + 4),
                    _ => (value * 60, at + 2),
                }
            }
            _ => return None,
        };
        // No place on Earth is further away.
        let minutes = (minutes <= 14 * 60).then_some(sign * minutes)?;
        Some((Offset::from_seconds(minutes * 60).ok()?, end))
    }

    /// `Pacific time`, `Eastern Standard Time`, `Berlin time`, `heure de Paris`, `Ortszeit`.
    fn region(&self, at: usize) -> Option<(StatedZone, usize)> {
        let lower = |at: usize| self.raw(at).to_lowercase();
        let first = lower(at);
        if first.is_empty() {
            return None;
        }
        if matches!(first.as_str(), "ortszeit") || first == "local" && lower(at + 1) == "time" {
            let end = at + 1 + usize::from(first == "local");
            return Some((self.zone_of(at, end, None, None, None), end));
        }
        if matches!(first.as_str(), "heure" | "hora") && matches!(lower(at + 1).as_str(), "de" | "d") {
            let name = lower(at + 2);
            let (_, region) = REGIONS.iter().find(|(region, _)| *region == name)?;
            return Some((self.zone_of(at, at + 3, Some(region), None, None), at + 3));
        }
        let (name, mut end) =
            if first == "new" { (format!("new {}", lower(at + 1)), at + 2) } else { (first, at + 1) };
        let (_, region) = REGIONS.iter().find(|(region, _)| *region == name)?;
        let season = match lower(end).as_str() {
            "standard" => Some(Season::Standard),
            "daylight" => Some(Season::Summer),
            _ => None,
        };
        end += usize::from(season.is_some());
        if matches!(lower(end).as_str(), "time" | "zeit") {
            return Some((self.zone_of(at, end + 1, Some(region), None, season), end + 1));
        }
        // `9pm Pacific`.
        let is_alone =
            season.is_none() && matches!(name.as_str(), "pacific" | "eastern") && self.is_capital(at);
        is_alone.then(|| (self.zone_of(at, end, Some(region), None, None), end))
    }
}
