//! Days that are written with numbers alone: 2026-11-30, 30.11.2026, 11/30/26.
//!
//! Numbers with the same sign between them are many other things, so that a run of them counts as a whole or not at all.

use super::reader::{Draft, Order, Reader, century};
use super::words::{Language, Meaning};
use crate::facts::Precision;

/// Numbers with one and the same sign between them and no blanks.
struct Run {
    parts: Vec<(u32, u8)>,
    sign: char,
    /// The place behind the last number.
    end: usize,
}

/// More numbers than a date has: a run of so many is none.
const MAX_PARTS: usize = 5;

impl Reader<'_> {
    /// The day that numbers at a place tell, and the place behind. `Err` holds the place behind numbers that are
    /// something else, of which no part may be read.
    pub(super) fn numeric(&self, at: usize) -> Result<Option<(Draft, usize)>, usize> {
        if let Some(found) = self.compact(at) {
            return Ok(Some(found));
        }
        let Some(run) = self.run(at) else { return Ok(None) };
        let is_free =
            (self.may_start(at) || self.ends_a_range(at, &run)) && !self.follows(at, &[Meaning::Serial]);
        let found = if is_free && self.may_end(&run) { self.day_of(at, &run) } else { None };
        match found {
            Some(found) => Ok(Some(found)),
            // Hours and days of a range are told apart later.
            None if run.parts.len() == 2 && matches!(run.sign, '-' | '.') => Ok(None),
            None => Err(self.run_end(run.end)),
        }
    }

    /// `20261130T235900`: eight digits are a day only where a time follows them.
    fn compact(&self, at: usize) -> Option<(Draft, usize)> {
        let (digits @ 1900_0101..=2199_1231, 8) = self.number(at)? else { return None };
        let has_time = matches!(self.raw(at + 1), "T" | "t")
            && self.is_glued(at + 1)
            && self.is_glued(at + 2)
            && matches!(self.number(at + 2), Some((_, 4 | 6)));
        if !has_time || !self.may_start(at) || self.follows(at, &[Meaning::Serial]) {
            return None;
        }
        let year = i16::try_from(digits / 10_000).ok()?;
        let draft = dated(digits / 100 % 100, digits % 100, year)?;
        let (value, _) = self.number(at + 2)?;
        let minutes = if self.raw(at + 2).len() == 6 { value / 100 } else { value };
        let hour = i8::try_from(minutes / 100).ok()?;
        let minute = i8::try_from(minutes % 100).ok()?;
        let time = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
        Some((Draft { time: Some(time), ..draft }, at + 3))
    }

    fn run(&self, at: usize) -> Option<Run> {
        let first = self.number(at)?;
        let sign = self.sign(at + 1).filter(|sign| matches!(sign, '.' | '/' | '-'))?;
        let mut parts = vec![first];
        let mut end = at + 1;
        while self.sign(end) == Some(sign) && self.is_glued(end) && self.is_glued(end + 1) {
            let Some(part) = self.number(end + 1) else { break };
            end += 2;
            if parts.len() < MAX_PARTS {
                parts.push(part);
            }
        }
        let is_short_form = parts.len() == 1
            && sign == '.'
            && self.is_glued(at + 1)
            && self.is_glued(at + 2)
            && self.number(at + 2).is_some();
        (parts.len() > 1 || is_short_form).then_some(Run { parts, sign, end })
    }

    /// The place behind numbers and the signs between them, of any kind.
    fn run_end(&self, mut end: usize) -> usize {
        while self.is_glued(end)
            && self.is_sign(end, &['.', '/', '-', ':', ','])
            && self.is_glued(end + 1)
            && self.number(end + 1).is_some()
        {
            end += 2;
        }
        end
    }

    fn may_end(&self, run: &Run) -> bool {
        if self.is_glued(run.end) && self.is_word(run.end) {
            return self.raw(run.end).starts_with(['T', 't']) && run.parts.len() == 3;
        }
        // `11/27-11/30`.
        if self.is_ranged(run) {
            return true;
        }
        // `30.11.2026.` ends a sentence; `30.11.2026.5` and `30/11/2026/5` go on.
        !self.goes_on(run.end)
    }

    fn day_of(&self, at: usize, run: &Run) -> Option<(Draft, usize)> {
        match *run.parts.as_slice() {
            [(year, 4), (month, _), (day, _)] => {
                Some((dated(month, day, i16::try_from(year).ok()?)?, run.end))
            }
            [(first, 1..=2), (second, 1..=2), (year, digits @ (2 | 4))] => {
                let year = if digits == 4 { i16::try_from(year).ok()? } else { century(year)? };
                if digits == 2 && !self.may_have_a_short_year(at, run) {
                    return None;
                }
                Some((self.ordered(run.sign, first, second, year)?, run.end))
            }
            [(month @ 1..=12, 1..=2), (year @ 1990..=2100, 4)]
                if run.sign == '/' && !self.has_letters_behind(run)
                    || self.is_lead(at) && run.sign == '.' =>
            {
                Some((month_of(month, year)?, run.end))
            }
            [(year @ 1990..=2100, 4), (month @ 1..=12, 2)]
                if matches!(run.sign, '-' | '/') && self.is_whole(at, run.end) =>
            {
                Some((month_of(month, year)?, run.end))
            }
            [first @ (_, 1..=2), second @ (_, 1..=2)] => self.day_and_month(at, run, first, second),
            _ => None,
        }
    }

    /// Whether a dash and letters make a part number of a run: `12/2026-A`.
    fn has_letters_behind(&self, run: &Run) -> bool {
        let end = run.end;
        self.sign(end) == Some('-') && self.is_glued(end) && self.is_glued(end + 1) && self.is_word(end + 1)
    }

    /// Whether the third number may be a year of two digits: versions and sizes look the same.
    fn may_have_a_short_year(&self, at: usize, run: &Run) -> bool {
        let are_padded = run.parts.iter().all(|(_, digits)| *digits == 2);
        match run.sign {
            '/' => true,
            '.' => {
                are_padded && !self.languages.is(Language::English)
                    || self.is_lead(at)
                    || self.is_whole(at, run.end)
            }
            _ => self.is_lead(at) || are_padded && self.is_whole(at, run.end),
        }
    }

    /// Day and month in the order of the locale, or the other way round where only that is a day.
    fn ordered(&self, sign: char, first: u32, second: u32, year: i16) -> Option<Draft> {
        let month_first = dated(first, second, year);
        let day_first = dated(second, first, year);
        let order = if sign == '.' { Order::DayFirst } else { self.order };
        let (main, other) = match order {
            Order::DayFirst => (day_first, month_first),
            Order::MonthFirst | Order::Unknown => (month_first, day_first),
        };
        let swapped = other.as_ref().and_then(|draft| Some((draft.month?, draft.day?)));
        let is_open = order == Order::Unknown && sign != '.' && first != second;
        let main = main.map(|main| Draft { swapped: swapped.filter(|_| is_open), ..main });
        main.or(other)
    }

    /// A day without a year. Fractions and scores look the same, so that something has to say that it is a day.
    fn day_and_month(
        &self,
        at: usize,
        run: &Run,
        first: (u32, u8),
        second: (u32, u8),
    ) -> Option<(Draft, usize)> {
        let is_padded = first.1 == 2 && second.1 == 2;
        let has_stop = run.sign == '.' && self.sign(run.end) == Some('.') && self.is_glued(run.end);
        let ends_here = {
            let after = run.end + usize::from(has_stop);
            self.is_end(after)
                || self.means(after, Meaning::To)
                || self.means(after, Meaning::At)
                || self.is_sign(after, &['\u{2013}', '-', '('])
                || self.means(after, Meaning::And)
                || self.number(after).is_some()
                || self.sense(after, verbal).is_some()
                || self.is_article(after) && self.follows(at, &[Meaning::On])
        };
        let is_said = match run.sign {
            '/' => {
                self.is_ranged(run)
                    || self.ends_a_range(at, run) && ends_here
                    || self.is_lead(at) && ends_here
                    || is_padded && (first.0 < 10 || second.0 < 10) && self.is_whole(at, run.end)
            }
            '.' if has_stop => {
                self.is_lead(at)
                    || (is_padded || self.is_whole(at, run.end)) && !self.languages.is(Language::English)
            }
            '.' => is_padded && self.is_lead(at) && self.languages.is(Language::German) && ends_here,
            _ => false,
        };
        if !is_said {
            return None;
        }
        // A leap year, so that February 29 may be meant.
        let draft = self.ordered(run.sign, first.0, second.0, 2024)?;
        Some((Draft { year: None, ..draft }, run.end + usize::from(has_stop)))
    }

    /// `on 12/25 the shop is closed`.
    fn is_article(&self, at: usize) -> bool {
        self.means(at, Meaning::Article) && !self.is_glued(at)
    }

    /// Whether a second day of the same form follows behind a dash, and nothing counted behind that.
    fn is_ranged(&self, run: &Run) -> bool {
        let Some(next) = self.range_sign(run.end).filter(|_| run.sign == '/') else { return false };
        let is_same = self.number(next).is_some()
            && self.sign(next + 1) == Some(run.sign)
            && self.number(next + 2).is_some();
        is_same && (self.is_end(next + 3) || self.sense(next + 3, verbal).is_some())
    }

    /// Whether a first day of the same form stands before a dash.
    fn ends_a_range(&self, at: usize, run: &Run) -> bool {
        at >= 4
            && self.range_sign(at - 1) == Some(at)
            && self.number(at - 2).is_some()
            && self.sign(at - 3) == Some(run.sign)
            && self.number(at - 4).is_some()
    }

    /// Whether a word or day of the week before a place says that a date follows.
    pub(super) fn is_lead(&self, at: usize) -> bool {
        let mut before = at;
        if before > 0 && self.is_sign(before - 1, &[',', '(', ':', '.']) {
            before -= 1;
        }
        let leads = |meaning: Meaning| {
            matches!(
                meaning,
                Meaning::Lead
                    | Meaning::On
                    | Meaning::From
                    | Meaning::To
                    | Meaning::Between
                    | Meaning::Weekday(_)
                    | Meaning::ShortWeekday(_)
            )
            .then_some(())
        };
        before > 0
            && (self.sense(before - 1, leads).is_some()
                || before < at
                    && before > 1
                    && self.sense(before - 2, leads).is_some()
                    && self.sign(before - 1) == Some('.'))
    }
}

/// A month of a year.
fn month_of(month: u32, year: u32) -> Option<Draft> {
    Some(Draft {
        month: Some(i8::try_from(month).ok()?),
        year: Some(i16::try_from(year).ok()?),
        precision: Some(Precision::Month),
        ..Draft::default()
    })
}

/// Words that may follow a day without a year.
fn verbal(meaning: Meaning) -> Option<()> {
    matches!(meaning, Meaning::Lead | Meaning::Hour | Meaning::Part(_)).then_some(())
}

/// A day, where the calendar has it and people still write about it.
fn dated(month: u32, day: u32, year: i16) -> Option<Draft> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    if !(1900..=2199).contains(&year) {
        return None;
    }
    jiff::civil::Date::new(year, month, day).ok()?;
    Some(Draft::day(month, day, Some(year)))
}
