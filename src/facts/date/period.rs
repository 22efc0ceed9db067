//! Parts of a year, by their first day, and the last day of a month: Q3 2026, zweites Halbjahr 2026, KW 33, 2026-W33,
//! the last day of October.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::calendar;
use super::reader::{Draft, Reader};
use super::words::{Language, Meaning, Stretch, Unit, Which};
use crate::facts::Precision;

impl Reader<'_> {
    /// A quarter, a half or a week of a year.
    pub(super) fn part_of_a_year(&self, at: usize) -> Option<(Draft, usize)> {
        self.term_by_sign(at)
            .or_else(|| self.term_by_name(at))
            .or_else(|| self.week_of_iso(at))
            .or_else(|| self.calendar_week(at))
    }

    fn term(&self, at: usize) -> Option<i8> {
        self.sense(at, |meaning| match meaning {
            Meaning::Term(months) => Some(months),
            _ => None,
        })
    }

    /// `Q3 2026`, `H2/2026`, `2026 Q3`, by its first day.
    fn term_by_sign(&self, at: usize) -> Option<(Draft, usize)> {
        let is_glued = self.is_glued(at + 1) && self.is_glued(at + 2);
        let before = match self.number(at) {
            // `2026Q4`.
            Some((year @ 1900..=2199, 4)) if is_glued => i16::try_from(year).ok().map(|year| (year, at + 1)),
            _ => self.common_year(at),
        };
        let start = match before {
            Some((_, end)) => end + usize::from(self.is_sign(end, &['-', '/', ','])),
            None => at,
        };
        let months = self.sense(start, |meaning| match meaning {
            Meaning::TermSign(months) => Some(months),
            _ => None,
        })?;
        // `T` and `S` are many other things.
        if !self.is_capital(start) || !self.is_glued(start + 1) {
            return None;
        }
        let (count, 1) = self.number(start + 1)? else { return None };
        if before.is_some() {
            let is_free = !self.goes_on(start + 2);
            return Some((term_of(count, months, before?.0)?, start + 2)).filter(|_| is_free);
        }
        let next = start + 2 + usize::from(self.is_sign(start + 2, &[',', '/', '-']));
        let (year, end) = self.year(self.skip(next, &[Meaning::Of]))?;
        Some((term_of(count, months, year)?, end))
    }

    /// `third quarter 2026`, `4. Quartal 2026`, `le deuxième semestre de 2026`.
    fn term_by_name(&self, at: usize) -> Option<(Draft, usize)> {
        let start = self.skip(at, &[Meaning::Article]);
        let (nth, next) = self.place_in_a_row(start)?;
        let months = self.term(next)?;
        let (year, end) = self.year(self.behind_tie(next + 1))?;
        let count = if nth < 0 { 12 / months } else { nth };
        Some((term_of(u32::try_from(count).ok()?, months, year)?, end))
    }

    /// `2026-W33`, `2026W33`, `2026-W33-3`.
    fn week_of_iso(&self, at: usize) -> Option<(Draft, usize)> {
        let (year @ 1900..=2199, 4) = self.number(at)? else { return None };
        let sign = at + 1 + usize::from(self.is_sign(at + 1, &['-']) && self.is_glued(at + 1));
        let is_week = self.raw(sign) == "W" && self.is_glued(sign) && self.is_glued(sign + 1);
        let (week, 2) = self.number(sign + 1).filter(|_| is_week)? else { return None };
        let year = i16::try_from(year).ok()?;
        let end = sign + 2;
        if self.is_sign(end, &['-'])
            && self.is_glued(end)
            && let Some((day @ 1..=7, 1)) = self.number(end + 1)
            && !self.goes_on(end + 2)
        {
            let weekday = Weekday::from_monday_one_offset(i8::try_from(day).ok()?).ok()?;
            let date = week_day(year, week, weekday)?;
            return Some((Draft::day(date.month(), date.day(), Some(date.year())), end + 2));
        }
        (!self.goes_on(end)).then_some(())?;
        Some((week_of(week_day(year, week, Weekday::Monday)), end)).filter(|(draft, _)| draft.told.is_some())
    }

    /// `KW 33`, `33. Kalenderwoche 2026`, `week 33 of 2026`. A week alone is the third of a course as often, so that a
    /// word for the calendar or a year has to stand beside it.
    fn calendar_week(&self, at: usize) -> Option<(Draft, usize)> {
        // Engines have `kW`.
        let is_calendar =
            |at: usize| self.means(at, Meaning::CalendarWeek) && !matches!(self.raw(at), "kW" | "kw");
        let is_week = |at: usize| is_calendar(at) || self.unit(at, false) == Some(Unit::Week);
        let (name, week, behind) = if is_week(at) {
            let stop = usize::from(self.sign(at + 1) == Some('.') && self.is_glued(at + 1));
            let (week, 1..=2) = self.number(at + 1 + stop)? else { return None };
            (at, week, at + 2 + stop)
        } else {
            let (week, 1..=2) = self.number(at)? else { return None };
            let is_ordinal = self.means(at + 1, Meaning::OrdinalEnding) || self.sign(at + 1) == Some('.');
            let name = at + 1 + usize::from(is_ordinal && self.is_glued(at + 1));
            (name > at + 1 && is_week(name)).then_some((name, week, name + 1))?
        };
        if self.goes_on(behind) && self.sign(behind) != Some('/') {
            return None;
        }
        let next = behind + usize::from(self.is_sign(behind, &['/', ',']));
        let year = self.common_year(self.skip(next, &[Meaning::Of]));
        let monday = |year: i16| week_day(year, week, Weekday::Monday);
        let (told, end) = match year {
            Some((year, end)) => (Some(monday(year)?), end),
            None if is_calendar(name) => {
                (self.today().and_then(|today| calendar::expected(today, monday)), behind)
            }
            None => return None,
        };
        Some((week_of(told), end))
    }

    /// The last day of the month that stands at `next`, behind words such as `end of` at `at`.
    pub(super) fn end_of_month(&self, at: usize, next: usize) -> Option<(Draft, usize)> {
        let (month, end) = self.month(next)?;
        let (year, end) = self.year_of_month(end);
        // `the last day of` is exact, `the end of` is not.
        let says_day = ["day", "tag", "jour", "dia", "día"];
        let is_exact = self.raw(at).split(' ').any(|word| says_day.contains(&word.to_lowercase().as_str()));
        let draft = self.stretch_of_month(month, year, Stretch::End)?;
        let precision = (!is_exact).then_some(Precision::Month);
        Some((Draft { precision, ..draft }, end))
    }

    /// `beginning of the month`, `Anfang nächsten Jahres`, `milieu du mois`.
    pub(super) fn stretch_of_unit(&self, at: usize) -> Option<(Draft, usize)> {
        let stretch = self.stretch_before(at + 1).filter(|stretch| *stretch != Stretch::End)?;
        let next = self.behind_tie(at + 1);
        let before = self.which(next);
        let name = next + usize::from(before.is_some());
        let unit = self.unit(name, false)?;
        let after = self.which_behind(name + 1).filter(|_| before.is_none());
        // `early week` and `mid month` are no words for a day.
        if next == at + 1 && before.is_none() && after.is_none() {
            return None;
        }
        let (which, end) = before.map(|which| (which, name + 1)).or(after).unwrap_or((Which::This, name + 1));
        let first = |today: Date| match unit {
            Unit::Month => calendar::period(today.first_of_month(), unit, which, false),
            Unit::Year => calendar::period(today.first_of_year(), unit, which, false),
            _ => None,
        };
        let day = |first: Date| match (unit, stretch) {
            (_, Stretch::Start) => Some(first),
            (Unit::Month, _) => Date::new(first.year(), first.month(), 15).ok(),
            _ => None,
        };
        let told = day(first(self.today()?)?)?;
        let precision = if unit == Unit::Month { Precision::Month } else { Precision::Year };
        Some((Draft { precision: Some(precision), ..Draft::told(Some(told)) }, end))
    }

    /// The year behind the name of a month, where there is one, and the place behind both.
    fn year_of_month(&self, at: usize) -> (Option<i16>, usize) {
        let next = self.skip(at + usize::from(self.is_sign(at, &[',', '/'])), &[Meaning::Of]);
        match self.common_year(next) {
            Some((year, end)) => (Some(year), end),
            None => (None, at),
        }
    }

    /// A month of which a part is told, by the day that people have in mind: its first, its middle, its last.
    pub(super) fn stretch_of_month(&self, month: i8, year: Option<i16>, stretch: Stretch) -> Option<Draft> {
        let day = |year: i16| {
            let first = Date::new(year, month, 1).ok()?;
            match stretch {
                Stretch::Start => Some(first),
                Stretch::Middle => Date::new(year, month, 15).ok(),
                Stretch::End => Some(first.last_of_month()),
            }
        };
        let told = match year {
            Some(year) => day(year),
            None => self.today().and_then(|today| calendar::expected(today, day)),
        };
        let draft = Draft { precision: Some(Precision::Month), ..Draft::told(told) };
        Some(draft).filter(|_| self.reference.is_some() || year.is_some())
    }

    /// The part of a month that the words before its name tell: `mid-June`, `Ende Oktober`. English `late` and French
    /// `courant` say less than that.
    pub(super) fn stretch_before_month(&self, at: usize) -> Option<Stretch> {
        let before = at.checked_sub(usize::from(self.sign(at.wrapping_sub(1)) == Some('-')))?;
        let stretch = self.stretch_before(before)?;
        (stretch != Stretch::End || !self.languages.is(Language::English)).then_some(stretch)
    }
}

/// The part of a year that so many months make, by its first day.
fn term_of(count: u32, months: i8, year: i16) -> Option<Draft> {
    let count = i8::try_from(count).ok().filter(|count| (1..=12 / months).contains(count))?;
    (1900..=2199).contains(&year).then_some(())?;
    let month = Some((count - 1) * months + 1);
    Some(Draft { month, year: Some(year), precision: Some(Precision::Month), ..Draft::default() })
}

fn week_of(told: Option<Date>) -> Draft {
    Draft { precision: Some(Precision::Week), ..Draft::told(told) }
}

/// A day of a week that ISO 8601 counts.
fn week_day(year: i16, week: u32, weekday: Weekday) -> Option<Date> {
    ISOWeekDate::new(year, i8::try_from(week).ok()?, weekday).ok().map(ISOWeekDate::date)
}
