//! Days and instants as they are compared. Knows nothing of what they are for.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use crate::campaign::Member;
use crate::campaign::kind::Cx;
use crate::facts::{StatedDate, date};
use crate::guide::RecordedTime;
use crate::values::region::sole_zone;

/// A minute before midnight and midnight stand on a clock in the same way.
const A_MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// Words that may mean either end of a day.
const MIDNIGHT: [&str; 6] = ["midnight", "mitternacht", "minuit", "medianoche", "mezzanotte", "middernacht"];

/// The zones that a day may be meant in.
#[derive(Clone, Debug)]
pub(super) struct Zones {
    /// That of the campaign, else of the brand.
    campaign: TimeZone,
    /// Whether one of them says which that is.
    is_declared: bool,
    /// Where the readers are, in countries that have one zone.
    readers: Option<TimeZone>,
}

impl Zones {
    pub(super) fn new(cx: Cx<'_, '_>, member: &Member<'_>) -> Self {
        let of_record = cx.record().and_then(|record| record.time_zone.as_ref());
        let declared = of_record.or(cx.guide.brand.time_zone.as_ref()).cloned();
        let attributes = member.attributes;
        let of_locale = attributes.locale.as_ref().and_then(|locale| locale.region());
        let market = attributes.market.as_deref().and_then(|id| cx.guide.brand.market(id));
        let of_market = market.and_then(|market| market.locales.first()).and_then(|locale| locale.region());
        let zone = of_market.or(of_locale).and_then(sole_zone);
        Self {
            is_declared: declared.is_some(),
            campaign: declared.unwrap_or(TimeZone::UTC),
            readers: zone.and_then(|name| TimeZone::get(name).ok()),
        }
    }
}

impl Zones {
    /// The clock that readers go by where a text does not say which.
    fn unsaid(&self) -> Option<Clock> {
        let campaign = Some(&self.campaign).filter(|_| self.is_declared);
        self.readers.as_ref().or(campaign).and_then(Clock::of)
    }

    /// `PST`, or `PST (2026-12-01 08:59 CET)` where clocks show something else for the readers.
    fn named(&self, at: Timestamp) -> String {
        let own = self.campaign.to_offset_info(at);
        let name = own.abbreviation();
        let readers = self.readers.as_ref().map(|zone| (zone, zone.to_offset_info(at)));
        match readers.filter(|(_, theirs)| theirs.offset() != own.offset()) {
            Some((zone, theirs)) => {
                let clock = zone.to_datetime(at).strftime("%Y-%m-%d %H:%M");
                format!("{name} ({clock} {})", theirs.abbreviation())
            }
            None => name.to_owned(),
        }
    }
}

/// A zone that can be put in order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Clock {
    /// The name of one in the time zone database.
    Named(String),
    /// Seconds east of Greenwich.
    Fixed(i32),
}

impl Clock {
    fn of(zone: &TimeZone) -> Option<Self> {
        let named = zone.iana_name().map(|name| Self::Named(name.to_owned()));
        named.or_else(|| zone.to_fixed_offset().ok().map(|offset| Self::Fixed(offset.seconds())))
    }

    /// The instant at which it shows a time.
    fn instant(&self, at: DateTime) -> Option<Timestamp> {
        let zone = match self {
            Self::Named(name) => TimeZone::get(name).ok()?,
            Self::Fixed(seconds) => TimeZone::fixed(Offset::from_seconds(*seconds).ok()?),
        };
        zone.to_timestamp(at).ok()
    }
}

/// A day, with its time and its zone where they are known.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Moment {
    /// As it is written.
    day: Date,
    time: Option<Time>,
    has_year: bool,
    instant: Option<Timestamp>,
    /// The day and the time as a clock shows them: as they are written, and of an instant in the zone of the campaign.
    clocks: Vec<(Date, Option<Time>)>,
    /// As a clock shows it where the readers are, in a country that is not that of the campaign.
    readers_clock: Option<DateTime>,
    /// The instant of a time without a zone, if it is meant where the readers are.
    readers_instant: Option<Timestamp>,
    /// Of an instant that is declared for all readers: its zone, and what clocks show where the readers are.
    declared_in: Option<String>,
    /// The clock that readers go by, of a day of the calendar.
    clock: Option<Clock>,
    is_midnight: bool,
}

impl Moment {
    /// A day as an artifact states it in `words`. A day whose year is not said is the one nearest to `near`. `None`
    /// where the day is not known.
    pub(super) fn of(
        stated: &StatedDate,
        words: &str,
        zones: &Zones,
        near: Option<Timestamp>,
    ) -> Option<Self> {
        let near = near.map(|near| zones.campaign.to_datetime(near).date());
        let guessed = || nearest(stated.month_day?, near);
        let (day, has_year) = match stated.date {
            Some(date) if stated.has_year || near.is_none() => (date, true),
            date => match guessed() {
                Some(guess) => (guess, near.is_some()),
                None => (date?, true),
            },
        };
        let zone = stated
            .zone
            .as_ref()
            .and_then(|zone| zone.region.clone().or_else(|| zone.offset.map(TimeZone::fixed)));
        let at = stated.time.map(|time| day.to_datetime(time));
        let clock = zone.as_ref().map_or_else(|| zones.unsaid(), Clock::of);
        // "Tonight" is counted from the hour at which it is read.
        let clock = clock.filter(|_| stated.month_day.is_some());
        let instant = at.zip(zone).and_then(|(at, zone)| zone.to_timestamp(at).ok());
        let lower = words.to_lowercase();
        let mut moment = Self {
            day,
            time: stated.time,
            has_year,
            instant,
            clocks: vec![(day, stated.time)],
            readers_clock: None,
            readers_instant: at
                .filter(|_| stated.zone.is_none())
                .zip(zones.readers.as_ref())
                .and_then(|(at, zone)| zone.to_timestamp(at).ok()),
            declared_in: None,
            clock,
            is_midnight: MIDNIGHT.iter().any(|word| lower.contains(word)),
        };
        moment.add_clocks(zones);
        Some(moment)
    }

    /// As what machines are told: the last minute of a day where the readers are is that day, since shops fill in an hour
    /// that nobody chose.
    pub(super) fn for_machines(self, zones: &Zones) -> Self {
        let is_last = |clock: &DateTime| (clock.hour(), clock.minute()) == (23, 59);
        match self.readers_clock.filter(is_last) {
            Some(clock) => Self {
                day: clock.date(),
                time: None,
                instant: None,
                clocks: vec![(clock.date(), None)],
                readers_clock: None,
                readers_instant: None,
                clock: zones.unsaid(),
                ..self
            },
            None => self,
        }
    }

    /// A time of the record.
    pub(super) fn recorded(time: RecordedTime, zones: &Zones) -> Self {
        let clock = zones.campaign.to_datetime(time.at);
        Self {
            day: clock.date(),
            time: Some(clock.time()),
            has_year: true,
            instant: Some(time.at),
            clocks: vec![(clock.date(), Some(clock.time()))],
            readers_clock: zones.readers.as_ref().filter(|_| time.is_local).map(|_| clock),
            readers_instant: None,
            declared_in: (!time.is_local).then(|| zones.named(time.at)),
            clock: Clock::of(&zones.campaign),
            is_midnight: false,
        }
    }

    fn add_clocks(&mut self, zones: &Zones) {
        if let Some(instant) = self.instant {
            let clock = zones.campaign.to_datetime(instant);
            self.clocks.push((clock.date(), Some(clock.time())));
            self.readers_clock = zones.readers.as_ref().map(|zone| zone.to_datetime(instant));
        }
    }

    /// Whether both can be the same, where instants that are no further apart than `tolerance` are one.
    pub(super) fn agrees_with(&self, other: &Self, tolerance: SignedDuration) -> bool {
        if !self.has_year || !other.has_year {
            let days = |moment: &Self| {
                moment.clocks.iter().map(|(day, _)| (day.month(), day.day())).collect::<Vec<_>>()
            };
            let others = days(other);
            return days(self).iter().any(|day| others.contains(day));
        }
        if self.is_midnight || other.is_midnight {
            return self.is_within(other, SignedDuration::from_hours(24) + tolerance);
        }
        let for_readers = self.apart_for_its_readers(other).or_else(|| other.apart_for_its_readers(self));
        if let Some(apart) = for_readers {
            return apart <= tolerance;
        }
        if self.instant.is_some() && other.instant.is_some() {
            let clocks = self.readers_clock.zip(other.readers_clock);
            return self.is_within(other, tolerance)
                || clocks.is_some_and(|(one, other)| one.duration_since(other).abs() <= tolerance);
        }
        let is_same = |one: &(Date, Option<Time>), other: &(Date, Option<Time>)| match (one.1, other.1) {
            (Some(time), Some(other_time)) => {
                let apart = one.0.to_datetime(time).duration_since(other.0.to_datetime(other_time));
                apart.abs() <= tolerance
            }
            _ => one.0 == other.0,
        };
        let readers = |moment: &Self| moment.readers_clock.map(|at| (at.date(), Some(at.time())));
        let all = |moment: &Self| moment.clocks.iter().copied().chain(readers(moment)).collect::<Vec<_>>();
        let others = all(other);
        all(self).iter().any(|one| others.iter().any(|other| is_same(one, other)))
    }

    /// How far a time without a zone, as its readers understand it, lies from an instant that is declared for all readers.
    fn apart_for_its_readers(&self, declared: &Self) -> Option<SignedDuration> {
        let (at, readers) =
            declared.instant.filter(|_| declared.declared_in.is_some()).zip(self.readers_instant)?;
        Some(at.duration_since(readers).abs())
    }

    /// Whether the hands of a clock stand as they do at a declared instant, on clocks in another zone.
    pub(super) fn shows_the_same_clock_as(&self, declared: &Self) -> bool {
        let at = |moment: &Self| moment.time.map(|time| moment.day.to_datetime(time));
        let both = at(self).zip(at(declared)).filter(|_| declared.declared_in.is_some());
        both.is_some_and(|(own, other)| own.duration_since(other).abs() <= A_MINUTE)
    }

    /// Whether both end on the same day of their readers' calendars and at different instants, as far as clocks are known. A
    /// day without a time ends with its last minute; beside a time of the day that says nothing.
    pub(super) fn ends_on_the_same_day_elsewhere(&self, other: &Self, tolerance: SignedDuration) -> bool {
        let is_told = self.time.is_some() || other.time.is_some();
        if !is_told || self.is_midnight || other.is_midnight || !self.is_on_the_day_of(other) {
            return false;
        }
        // One hour without a zone in both is an hour for each reader.
        if self.time == other.time && self.instant.is_none() && other.instant.is_none() {
            return false;
        }
        let last = Time::constant(23, 59, 0, 0);
        let (own, theirs) = (self.time.unwrap_or(last), other.time.unwrap_or(last));
        let is_bare = self.time.is_none() || other.time.is_none();
        if is_bare && (own.hour(), own.minute()) != (theirs.hour(), theirs.minute()) {
            return false;
        }
        let day = if self.has_year { self.day } else { other.day };
        let at = |moment: &Self, time: Time| moment.clock.as_ref()?.instant(day.to_datetime(time));
        let both = at(self, own).zip(at(other, theirs));
        both.is_some_and(|(own, theirs)| own.duration_since(theirs).abs() > tolerance)
    }

    /// Whether both are written as the same day, apart from the year where that is not said.
    fn is_on_the_day_of(&self, other: &Self) -> bool {
        let month_day = |day: Date| (day.month(), day.day());
        let is_same_year = self.day.year() == other.day.year() || !self.has_year || !other.has_year;
        is_same_year && month_day(self.day) == month_day(other.day)
    }

    /// Whether both are not further apart than a span of time.
    fn is_within(&self, other: &Self, span: SignedDuration) -> bool {
        let apart = match (self.instant, other.instant) {
            (Some(one), Some(other)) => one.duration_since(other),
            _ => {
                let at = |moment: &Self| moment.day.to_datetime(moment.time.unwrap_or(Time::midnight()));
                at(self).duration_since(at(other))
            }
        };
        apart.abs() <= span
    }

    /// How many days lie between both, apart from the year where that is not said.
    pub(super) fn days_apart(&self, other: &Self) -> i32 {
        let near = |day: Date, other: Date| nearest((day.month(), day.day()), Some(other)).unwrap_or(day);
        let (one, other) = match (self.has_year, other.has_year) {
            (true, true) => (self.day, other.day),
            (false, _) => (near(self.day, other.day), other.day),
            (true, false) => (self.day, near(other.day, self.day)),
        };
        (one - other).get_days().abs()
    }
}

impl fmt::Display for Moment {
    /// `2026-11-30 23:59`; without the year where it is not known, and with the zone of an instant that is declared for
    /// all readers.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.has_year {
            write!(formatter, "{}", self.day)?;
        } else {
            write!(formatter, "{}", self.day.strftime("%m-%d"))?;
        }
        match self.time {
            Some(time) => write!(formatter, " {}", time.strftime("%H:%M"))?,
            None => return Ok(()),
        }
        self.declared_in.as_ref().map_or(Ok(()), |zone| write!(formatter, " {zone}"))
    }
}

/// The day with this month and day of the month that is nearest to `near`; of some leap year where nothing is near.
fn nearest(month_day: (i8, i8), near: Option<Date>) -> Option<Date> {
    match near {
        Some(near) => date::nearest(near, month_day),
        None => Date::new(2000, month_day.0, month_day.1).ok(),
    }
}
