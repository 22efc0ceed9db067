//! Days told from a reference time, and drafts made into values. Knows nothing of words.

use jiff::Span;
use jiff::civil::{Date, DateTime, Weekday};

use super::reader::Draft;
use super::words::{Unit, Which};
use crate::facts::{Confidence, DateRole, Precision, StatedDate};

/// A length of time in the parts that calendars add.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Length {
    pub(super) months: i32,
    pub(super) days: i32,
    pub(super) minutes: i64,
    /// Whether anything below a day is counted, so that the time of the day is told too.
    pub(super) has_clock: bool,
}

impl Length {
    /// So many tenths of a unit; `None` where that is longer than people plan.
    pub(super) fn of(unit: Unit, tenths: i64) -> Option<Self> {
        let whole = i32::try_from(tenths / 10).ok().filter(|count| *count <= 10_000)?;
        let tenth = |of: i64| i32::try_from(of * (tenths % 10) / 10).ok();
        let clock = |minutes: i64| Self { minutes, has_clock: true, ..Self::default() };
        Some(match unit {
            Unit::Second => clock(0),
            Unit::Minute => clock(tenths / 10),
            Unit::Hour => clock(tenths * 6),
            Unit::Day if tenths % 10 != 0 => clock(tenths * 144),
            Unit::Day => Self { days: whole, ..Self::default() },
            Unit::Week | Unit::Weekend => Self { days: whole * 7 + tenth(7)?, ..Self::default() },
            Unit::Fortnight => Self { days: whole * 14, ..Self::default() },
            Unit::Fifteen => Self { days: whole * 15, ..Self::default() },
            Unit::Month => Self { months: whole, days: tenth(30)?, ..Self::default() },
            Unit::Quarter => Self { months: whole * 3, ..Self::default() },
            Unit::Year => Self { months: whole * 12 + tenth(12)?, ..Self::default() },
        })
    }

    /// Both one after the other.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            months: self.months + other.months,
            days: self.days + other.days,
            minutes: self.minutes.saturating_add(other.minutes),
            has_clock: self.has_clock || other.has_clock,
        }
    }

    /// The time that lies so far after `from`, or before it.
    pub(super) fn from(self, from: DateTime, is_back: bool) -> Option<DateTime> {
        let span = Span::new()
            .try_months(self.months)
            .ok()?
            .try_days(self.days)
            .ok()?
            .try_minutes(self.minutes)
            .ok()?;
        let result = if is_back { from.checked_sub(span) } else { from.checked_add(span) };
        result.ok()
    }
}

/// The day so many days after another one.
pub(super) fn after(day: Date, days: i32) -> Option<Date> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The day of the week that a word points to. `next` is in the week after this one, which begins on Monday; a day alone is the
/// coming one, today counted.
pub(super) fn weekday(reference: Date, weekday: Weekday, which: Option<Which>) -> Option<Date> {
    let ahead = i32::from(weekday.since(reference.weekday()));
    let coming = |ahead: i32| if ahead == 0 { 7 } else { ahead };
    let days = match which {
        None | Some(Which::This) => ahead,
        Some(Which::Last) => {
            let behind = i32::from(reference.weekday().since(weekday));
            if behind == 0 { -7 } else { -behind }
        }
        Some(Which::Coming) => coming(ahead),
        Some(Which::AfterNext) => coming(ahead) + 7,
        Some(Which::Next) => {
            7 - i32::from(reference.weekday().to_monday_zero_offset())
                + i32::from(weekday.to_monday_zero_offset())
        }
    };
    after(reference, days)
}

/// What `this week`, `next month` and `last year` tell. Beside today the same day is as good as any in them.
pub(super) fn period(reference: Date, unit: Unit, which: Which, starts_on_sunday: bool) -> Option<Date> {
    let step = which.steps();
    let monday = after(reference, -i32::from(reference.weekday().to_monday_zero_offset()))?;
    match (unit, which) {
        (Unit::Weekend, Which::Coming) => {
            let is_over = reference.weekday().to_monday_zero_offset() >= 5;
            after(monday, if is_over { 12 } else { 5 })
        }
        (Unit::Weekend, _) => after(monday, 5 + 7 * step),
        (Unit::Week, Which::This) if starts_on_sunday => {
            after(reference, -i32::from(reference.weekday().to_sunday_zero_offset()))
        }
        (Unit::Week, Which::This) => Some(monday),
        (Unit::Month, Which::This) => Some(reference.first_of_month()),
        (Unit::Year, Which::This) => Some(reference.first_of_year()),
        (Unit::Quarter, Which::This) => {
            Date::new(reference.year(), (reference.month() - 1) / 3 * 3 + 1, 1).ok()
        }
        (unit, _) => {
            let length = Length::of(unit, 10 * i64::from(step.abs()))?;
            length.from(reference.to_datetime(jiff::civil::Time::midnight()), step < 0).map(DateTime::date)
        }
    }
}

/// The last day of a week, month or year.
pub(super) fn last_of(reference: Date, unit: Unit, which: Which) -> Option<Date> {
    let day = period(reference, unit, which, false)?;
    match unit {
        Unit::Week => after(day, 6 - i32::from(day.weekday().to_monday_zero_offset())),
        Unit::Month => Some(day.last_of_month()),
        Unit::Year => Some(day.last_of_year()),
        Unit::Day => Some(reference),
        Unit::Quarter
        | Unit::Fortnight
        | Unit::Fifteen
        | Unit::Weekend
        | Unit::Hour
        | Unit::Minute
        | Unit::Second => None,
    }
}

/// The day with this month and day of the month that is nearest to the reference.
pub(super) fn nearest(reference: Date, month: i8, day: i8) -> Option<Date> {
    let all = occurrences(reference, |year| Date::new(year, month, day).ok());
    all.min_by_key(|date| distance(reference, *date))
}

/// The occurrences of a day, one a year, around another one.
fn occurrences(reference: Date, in_year: impl Fn(i16) -> Option<Date>) -> impl Iterator<Item = Date> {
    // Eight years lie between two leap days at most.
    let years = reference.year().saturating_sub(8)..=reference.year().saturating_add(8);
    years.filter_map(in_year)
}

/// How many days lie between two.
fn distance(one: Date, other: Date) -> i64 {
    other.duration_since(one).as_hours().abs() / 24
}

/// Days before today up to which a day without a year is one of the year before.
const STILL_FRESH: i64 = 31;

/// The one of a day's occurrences, one a year, that people mean who do not say the year: the nearest, but none of the year
/// before unless it has just been.
pub(super) fn expected(reference: Date, in_year: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let may_be = |date: &Date| date.year() >= reference.year() || distance(reference, *date) <= STILL_FRESH;
    occurrences(reference, in_year).filter(may_be).min_by_key(|date| distance(reference, *date))
}

/// The first of a day's occurrences that is not over.
pub(super) fn coming(reference: Date, in_year: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let this = in_year(reference.year()).filter(|date| *date >= reference);
    this.or_else(|| in_year(reference.year().checked_add(1)?))
}

/// The day of the week of this number in a month; -1 is the last one.
pub(super) fn nth_of(year: i16, month: i8, weekday: Weekday, nth: i8) -> Option<Date> {
    Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok()
}

/// Easter Sunday of the Gregorian calendar, after the computation of Meeus, Jones and Butcher.
pub(super) fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let (cycle, century, rest) = (year_number % 19, year_number / 100, year_number % 100);
    let shift = (8 * century + 13) / 25;
    let moon = (19 * cycle + century - century / 4 - shift + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (cycle + 11 * moon + 22 * sunday) / 451;
    let days = moon + sunday - 7 * late + 114;
    Date::new(year, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?).ok()
}

/// The day of the month, in the month that makes it nearest to the reference and, where one is said, fit a weekday.
fn nearest_day(reference: Date, day: i8, weekday: Option<Weekday>) -> Option<Date> {
    let in_month = |months: i32| {
        let month = reference.first_of_month().checked_add(Span::new().months(months)).ok()?;
        Date::new(month.year(), month.month(), day).ok()
    };
    let fits = |date: &Date| weekday.is_none_or(|weekday| date.weekday() == weekday);
    let here = in_month(0);
    if here.as_ref().is_some_and(fits) && weekday.is_some() {
        return here;
    }
    let distance = |date: &Date| distance(reference, *date);
    // A day ahead in this month is nearer to mind than one of the month before.
    if weekday.is_none()
        && let Some(ahead) = here.or_else(|| in_month(1)).filter(|day| *day >= reference)
    {
        return Some(ahead);
    }
    let around = || [0, 1, -1].into_iter().filter_map(in_month);
    around().filter(fits).min_by_key(distance).or_else(|| around().min_by_key(distance))
}

impl Draft {
    /// The day it means, as far as it can be told.
    pub(super) fn date(&self, reference: Option<Date>) -> Option<Date> {
        if self.is_relative {
            return self.told;
        }
        match (self.year, self.month, self.day) {
            (Some(year), Some(month), day) => Date::new(year, month, day.unwrap_or(1)).ok(),
            (None, Some(month), day) => {
                expected(reference?, |year| Date::new(year, month, day.unwrap_or(1)).ok())
            }
            (None, None, Some(day)) => nearest_day(reference?, day, self.weekday),
            _ => None,
        }
    }

    /// The value, and how sure it is.
    pub(super) fn finish(self, reference: Option<Date>, role: DateRole) -> (StatedDate, Confidence) {
        let date = self.date(reference);
        let other_reading =
            self.swapped.and_then(|(month, day)| Self::day(month, day, self.year).date(reference));
        let month_day = if self.is_relative { None } else { self.month.zip(self.day) };
        let confidence = if self.swapped.is_some() || date.is_none() && month_day.is_none() {
            Confidence::Low
        } else if self.is_relative || self.year.is_none() {
            Confidence::Likely
        } else {
            Confidence::Certain
        };
        let precision = match self.precision {
            Some(precision) => precision,
            None if self.time.is_some() => Precision::Minute,
            None => Precision::Day,
        };
        let value = StatedDate {
            role,
            date,
            month_day,
            has_year: self.year.is_some(),
            other_reading,
            time: self.time,
            zone: self.zone,
            weekday: self.weekday,
            precision,
        };
        (value, confidence)
    }
}
