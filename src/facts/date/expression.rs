//! Whole expressions: a day with its weekday, time and zone, and ranges of two.

use super::reader::{Draft, Reader};
use super::time::Clock;
use super::words::{Language, Meaning, Part};

/// What stands at a place: one date, or the two ends of a range.
#[derive(Debug)]
pub(super) struct Expression {
    /// The date and the places of its first part and behind its last one.
    pub(super) first: (Draft, usize, usize),
    pub(super) second: Option<(Draft, usize, usize)>,
    /// The place behind all of it.
    pub(super) end: usize,
}

/// What a place holds.
#[derive(Debug)]
pub(super) enum Found {
    Dates(Box<Expression>),
    /// Something that looks like one and of which no part may be read; the place behind.
    Nothing(usize),
}

impl Reader<'_> {
    /// What stands at a place.
    pub(super) fn expression(&self, at: usize) -> Option<Found> {
        if self.means(at, Meaning::Each) {
            // `every other Tuesday`, `jeden zweiten Montag`.
            let row = self.skip(at + 1, &[Meaning::Article]);
            let is_every_nth =
                self.day_number(row).is_some() || matches!(self.raw(row), "other" | "last" | "letzten");
            let next = if is_every_nth { self.day_number(row).map_or(row + 1, |(.., end)| end) } else { row };
            let (_, _, end) = self.weekday(next)?;
            return Some(Found::Nothing(self.behind_hours(end)));
        }
        if let Some(end) = self.short_weekdays(at) {
            return Some(Found::Nothing(self.behind_hours(end)));
        }
        if let Some(expression) = self.days_of_one_month(at) {
            return Some(Found::Dates(Box::new(expression)));
        }
        if self.number(at).is_some()
            && let Err(end) = self.numeric(at)
        {
            return Some(Found::Nothing(end));
        }
        let (first, end) = self.single(at)?;
        let expression = self.range_from(first, at, end);
        let expression = match expression {
            Ok(expression) => expression,
            Err(end) => return Some(Found::Nothing(end)),
        };
        // A lone day of the month needs a range to be more than a number.
        Some(Found::Dates(Box::new(expression)))
    }

    /// A day or a time with all that belongs to it.
    fn single(&self, at: usize) -> Option<(Draft, usize)> {
        if self.may_start(at)
            && let Some((clock, end)) =
                self.time(at).or_else(|| self.hour_before_a_day(at)).or_else(|| self.hour_of_range(at))
        {
            let (zone, end) = self.zone(end).map_or((None, end), |(zone, end)| (Some(zone), end));
            let next = end + usize::from(self.is_sign(end, &[',', '-', '\u{2013}']));
            let next = self.skip(next, &[Meaning::On, Meaning::Of]);
            if let Some((day, end)) = self.single_day(next).or_else(|| self.single_day(end))
                && day.time.is_none()
            {
                return Some((Draft { time: Some(clock.time), zone, ..day }, end));
            }
            if let Some(found) = self.single_day(at) {
                return Some(self.with_time(found.0, found.1));
            }
            return self.time_alone(at, clock, end).map(|draft| (Draft { zone, ..draft }, end));
        }
        let (day, end) = self.single_day(at)?;
        Some(self.with_time(day, end))
    }

    /// `at 8 tomorrow`, `um 8 am Montag`.
    fn hour_before_a_day(&self, at: usize) -> Option<(Clock, usize)> {
        let (hour @ 0..=24, 1..=2) = self.number(at)? else { return None };
        let is_led = self.follows(at, &[Meaning::At]) && !self.goes_on(at + 1);
        let says_hour = matches!(self.raw(at.checked_sub(1)?).to_lowercase().as_str(), "at" | "um" | "a las");
        let is_alone = says_hour && self.is_end(at + 1) && self.sign(at + 1) != Some(':');
        let is_day = is_alone
            || self.sense(at + 1, |meaning| matches!(meaning, Meaning::Day(_)).then_some(())).is_some();
        let time = jiff::civil::Time::new(i8::try_from(hour % 24).ok()?, 0, 0, 0).ok()?;
        (is_led && is_day).then_some((Clock { time, is_said: false }, at + 1))
    }

    /// The first hour of `9-11am`, which the second one says to be one.
    fn hour_of_range(&self, at: usize) -> Option<(Clock, usize)> {
        let (hour @ 0..=23, 1..=2) = self.number(at)? else { return None };
        let next = self.range_sign(at + 1)?;
        let (last, behind) = self.time(next).filter(|(clock, _)| clock.is_said)?;
        let hour = i8::try_from(hour).ok()?;
        let is_late = hour < 12 && hour + 12 <= last.time.hour() && self.means(behind - 1, Meaning::Pm);
        let time = jiff::civil::Time::new(if is_late { hour + 12 } else { hour }, 0, 0, 0).ok()?;
        Some((Clock { time, is_said: true }, at + 1))
    }

    /// The place before the articles that stand before another one: `entre las 18:00`.
    fn before_articles(&self, at: usize) -> usize {
        // `the midnight deadline` is no time that `before` leads to.
        at - usize::from(
            (self.number(at).is_some() || self.day_number(at).is_some())
                && self.follows(at, &[Meaning::Article]),
        )
    }

    /// A time with no day is one of today.
    fn time_alone(&self, at: usize, clock: Clock, end: usize) -> Option<Draft> {
        let leads = [Meaning::At, Meaning::Lead, Meaning::To, Meaning::From, Meaning::On, Meaning::Between];
        let is_ranged = self.range_sign(end).is_some_and(|next| self.time(next).is_some());
        let is_led = self.follows(self.before_articles(at), &leads)
            || self.is_whole(at, end)
            || is_ranged
            || self.zone(end).is_some();
        let is_serial = self.follows(at, &[Meaning::Serial]);
        (self.reference.is_some()
            && (clock.is_said || is_led)
            && !is_serial
            && (is_ranged || !self.goes_on(end)))
        .then(|| Draft {
            time: Some(clock.time),
            is_bare_time: true,
            ..Draft::told(self.reference.map(|reference| reference.date()))
        })
    }

    /// A day without a time.
    pub(super) fn single_day(&self, at: usize) -> Option<(Draft, usize)> {
        self.written_day(at).or_else(|| self.relative(at))
    }

    /// A day that is told by its number or its month.
    pub(super) fn written_day(&self, at: usize) -> Option<(Draft, usize)> {
        if let Some(found) = self.weekday_and_day(at) {
            return Some(found);
        }
        let start = self.skip(at, &[Meaning::Article]);
        if self.number(start).is_some()
            && let Ok(Some((draft, end))) = self.numeric(start)
        {
            return Some(self.with_weekday(draft, end));
        }
        if let Some((draft, end)) = self.named(at) {
            return Some(self.with_weekday(draft, end));
        }
        None
    }

    /// `Monday, Nov 30`, `Montag, den 30.11.`, `Friday the 13th`.
    fn weekday_and_day(&self, at: usize) -> Option<(Draft, usize)> {
        if !self.may_start(at) {
            return None;
        }
        let (weekday, _, end) = self.weekday(self.skip(at, &[Meaning::Article]))?;
        let mut next = end;
        while self.is_sign(next, &[',', '(', '-', '\u{2013}', '/', '|']) && next < end + 2 {
            next += 1;
        }
        let is_open = next > end && self.sign(next - 1) == Some('(');
        let start = self.skip(next, &[Meaning::Article, Meaning::On]);
        let numeric = self.number(start).and_then(|_| self.numeric(start).ok().flatten());
        let (draft, end) =
            numeric.or_else(|| self.named(start)).or_else(|| self.weekday_and_number(start, next))?;
        draft.day?;
        let end = end + usize::from(is_open && self.sign(end) == Some(')'));
        Some((Draft { weekday: Some(weekday), ..draft }, end))
    }

    /// The day of the month beside a day of the week.
    fn weekday_and_number(&self, start: usize, at: usize) -> Option<(Draft, usize)> {
        let (day, is_ordinal, end) = self.day_number(start)?;
        self.number(start)?;
        if self.goes_on(end) || self.time(start).is_some() || self.hour_of_range(start).is_some() {
            return None;
        }
        let has_stop =
            self.sign(end) == Some('.') && self.is_glued(end) && self.languages.is(Language::German);
        let end = end + usize::from(has_stop);
        let is_ended = self.is_end(end)
            || self.range_sign(end).is_some()
            || self.sense(end, |meaning| matches!(meaning, Meaning::At).then_some(())).is_some();
        let is_said = is_ordinal || has_stop || start > at || is_ended;
        (is_said && is_ended || is_ordinal)
            .then(|| (Draft { day: Some(day), is_bare_day: true, ..Draft::default() }, end))
    }

    /// The day of the week behind a day: `Nov 30 (Monday)`.
    fn with_weekday(&self, draft: Draft, end: usize) -> (Draft, usize) {
        let is_open = self.sign(end) == Some('(');
        let next = end + usize::from(is_open || self.sign(end) == Some(','));
        match self.weekday(next) {
            Some((weekday, is_short, behind))
                if draft.day.is_some()
                    && next > end
                    && (!is_short || is_open)
                    && (!is_open || self.sign(behind) == Some(')')) =>
            {
                (Draft { weekday: Some(weekday), ..draft }, behind + usize::from(is_open))
            }
            _ => (draft, end),
        }
    }

    /// Adds the time behind a day, its zone, and a year behind both.
    fn with_time(&self, draft: Draft, end: usize) -> (Draft, usize) {
        if draft.time.is_some() {
            return (draft, end);
        }
        let after_part = self.part(end);
        let Some((clock, behind)) = self.time_behind(after_part) else {
            return (draft, after_part);
        };
        let clock = self.in_the_part_before(after_part, clock);
        let (zone, behind) = self.zone(behind).map_or((None, behind), |(zone, behind)| (Some(zone), behind));
        let mut draft = Draft { time: Some(clock.time), zone, ..draft };
        if draft.month.is_some()
            && draft.year.is_none()
            && let Some((year, behind)) = self.year(behind)
        {
            draft.year = Some(year);
            return (draft, behind);
        }
        (draft, behind)
    }

    /// The hour of twelve behind a part of the day: `tonight at 8`, `heute Abend um 8`.
    fn in_the_part_before(&self, at: usize, clock: Clock) -> Clock {
        let is_late = |meaning| {
            let part = match meaning {
                Meaning::DayPart(_, part) | Meaning::Part(part) => part,
                _ => return None,
            };
            (part != Part::Morning).then_some(())
        };
        let hour = clock.time.hour();
        let is_late = at.checked_sub(1).is_some_and(|before| self.sense(before, is_late).is_some());
        if !is_late || !(1..12).contains(&hour) {
            return clock;
        }
        let time = clock.time.with().hour(hour + 12).build();
        Clock { time: time.unwrap_or(clock.time), ..clock }
    }

    pub(super) fn time_behind(&self, at: usize) -> Option<(Clock, usize)> {
        if matches!(self.raw(at), "T" | "t") && self.is_glued(at) && self.is_glued(at + 1) {
            return self.time(at + 1);
        }
        let next = at + usize::from(self.is_sign(at, &[',', '@', '-', '\u{2013}', '|', '\u{B7}', '(', ':']));
        let start = self.skip(next, &[Meaning::At, Meaning::From]);
        if let Some((clock, end)) = self.time(start).or_else(|| self.hour_of_range(start)) {
            let is_plain_dash =
                self.is_sign(at, &['-', '\u{2013}']) && !clock.is_said && self.number(start + 1).is_some();
            let end = end + usize::from(self.sign(at) == Some('(') && self.sign(end) == Some(')'));
            return (!is_plain_dash).then_some((clock, end));
        }
        // `tomorrow at 8`.
        let is_led = start > next
            && !matches!(
                self.raw(start - 1).to_lowercase().as_str(),
                "by" | "from" | "de" | "after" | "about" | "des" | "ab" | "bis"
            );
        let (hour @ 0..=24, 1..=2) = self.number(start)? else { return None };
        let is_count = self
            .sense(start + 1, |meaning| {
                matches!(
                    meaning,
                    Meaning::Unit(_) | Meaning::ShortUnit(_) | Meaning::Month(_) | Meaning::ShortMonth(_)
                )
                .then_some(())
            })
            .is_some();
        if !is_led || self.goes_on(start + 1) || is_count || self.sign(start + 1) == Some('%') {
            return None;
        }
        let late = self.sense(start + 1, |meaning| match meaning {
            Meaning::Part(part) => Some(part),
            _ => None,
        });
        let is_late = late.is_some_and(|part| part != Part::Morning) && hour < 12;
        let hour = i8::try_from(hour % 24).ok()? + if is_late { 12 } else { 0 };
        let time = jiff::civil::Time::new(hour, 0, 0, 0).ok()?;
        Some((Clock { time, is_said: true }, start + 1 + usize::from(late.is_some())))
    }

    /// The place behind a sign or word that joins the ends of a range.
    pub(super) fn range_sign(&self, at: usize) -> Option<usize> {
        if self.is_sign(at, &['-', '\u{2010}', '\u{2013}', '\u{2014}', '~', '\u{2192}']) {
            let next = at + 1;
            return Some(if self.means(next, Meaning::To) { next + 1 } else { next });
        }
        if self.means(at, Meaning::To) {
            let next = at + 1;
            return Some(if self.means(next, Meaning::To) { next + 1 } else { next });
        }
        None
    }

    /// `24–30 November`, `24. bis 30. November 2026`, `du 24 au 30 novembre`, `24 and 25 November`.
    fn days_of_one_month(&self, at: usize) -> Option<Expression> {
        if !self.may_start(at) {
            return None;
        }
        let mut start = self.skip(at, &[Meaning::Article]);
        let weekday = self.weekday(start);
        if let Some((_, _, end)) = weekday {
            start =
                self.skip(end + usize::from(self.sign(end) == Some(',')), &[Meaning::Article, Meaning::On]);
        }
        let (day, end) = self.first_of_days(start)?;
        let end = end + usize::from(self.sign(end) == Some('.') && self.is_glued(end));
        let next = self.range_sign(end).or_else(|| {
            (self.means(end, Meaning::And) || self.is_sign(end, &['&', '/', '+'])).then_some(end + 1)
        })?;
        let second_start = self.skip(next, &[Meaning::Article, Meaning::On]);
        let (second, behind) = self.weekday_and_day(second_start).or_else(|| {
            let is_digits = self.number(start).is_none() || self.number(second_start).is_some();
            is_digits
                .then(|| self.day_month(second_start))
                .flatten()
                .or_else(|| self.short_end(day, second_start))
        })?;
        let (month, last) = (second.month?, second.day?);
        if last <= day
            && self.is_sign(end, &['/', '-'])
            && second.year.is_none()
            && second_start == end + 1
            && self.is_glued(end)
            && last < day
        {
            return None;
        }
        let (second, behind) = self.with_time(second, behind);
        let year = if last < day { None } else { second.year };
        let month = if last < day { if month == 1 { 12 } else { month - 1 } } else { month };
        jiff::civil::Date::new(year.or(second.year).unwrap_or(2024), month, day).ok()?;
        let first = Draft { weekday: weekday.map(|(weekday, ..)| weekday), ..Draft::day(month, day, year) };
        Some(Expression {
            first: (first, at, end),
            second: Some((second, second_start, behind)),
            end: behind,
        })
    }

    /// The first day of those of one month, in digits or, where something leads to it, in words: `du premier au dix mai`.
    fn first_of_days(&self, at: usize) -> Option<(i8, usize)> {
        if self.number(at).is_some() {
            return self.day_number(at).map(|(day, _, end)| (day, end));
        }
        let counted = || {
            let is_counted = self.languages.is(Language::French) || self.languages.is(Language::Spanish);
            let count = is_counted.then(|| {
                self.sense(at, |meaning| match meaning {
                    Meaning::Count(count @ 1..=31) => i8::try_from(count).ok(),
                    _ => None,
                })
            });
            count.flatten().map(|day| (day, at + 1))
        };
        let found = self.day_number(at).map(|(day, _, end)| (day, end)).or_else(counted)?;
        let leads = [Meaning::From, Meaning::Between, Meaning::Lead];
        let is_led = self.follows(at, &leads) || self.follows(self.before_articles(at), &leads);
        is_led.then_some(found)
    }

    /// `24.-30.11.2026`: the second end written with numbers.
    fn short_end(&self, day: i8, at: usize) -> Option<(Draft, usize)> {
        let (draft, end) = self.numeric(at).ok()??;
        // `10/12/2026` is no range: the first part would have been read with it.
        (draft.day? > day).then_some((draft, end))
    }

    /// What a date becomes with a second one behind it. `Err` holds the place behind what states no dates, as opening
    /// hours do.
    fn range_from(&self, first: Draft, at: usize, end: usize) -> Result<Expression, usize> {
        let alone = |first: Draft| Expression { first: (first, at, end), second: None, end };
        let is_between = self.follows(self.before_articles(at), &[Meaning::Between, Meaning::From]);
        let next = match self.range_sign(end) {
            Some(next) => next,
            None if is_between && self.means(end, Meaning::And) => end + 1,
            None => return Ok(alone(first)),
        };
        let start = self.skip(next, &[Meaning::Article]);
        if let Some((last, behind)) = self.last_day(&first, start) {
            let mut first = first;
            first.year = first.year.or(last.year);
            let (last, behind) = self.with_time(last, behind);
            return Ok(Expression {
                first: (first, at, end),
                second: Some((last, start, behind)),
                end: behind,
            });
        }
        // `from 3 to 5 pm tomorrow`.
        if first.is_bare_time
            && let Some((second, behind)) = self.single(start)
            && !second.is_bare_time
            && second.time.is_some()
        {
            let first = Draft { time: first.time, zone: second.zone.clone(), ..second.clone() };
            return Ok(Expression {
                first: (first, at, end),
                second: Some((second, start, behind)),
                end: behind,
            });
        }
        if first.time.is_some()
            && let Some((clock, behind)) = self.time(start)
            && self.single(start).is_none_or(|(draft, _)| draft.month.is_none())
        {
            let (zone, behind) =
                self.zone(behind).map_or((None, behind), |(zone, behind)| (Some(zone), behind));
            let second = Draft { time: Some(clock.time), zone: zone.clone(), ..first.clone() };
            let first = Draft { zone: first.zone.clone().or(zone), ..first };
            return Ok(Expression {
                first: (first, at, end),
                second: Some((second, start, behind)),
                end: behind,
            });
        }
        let Some((second, behind)) = self.single(next).or_else(|| self.single(start)) else {
            return Ok(alone(first));
        };
        if is_opening_hours(&first, &second) {
            return Err(self.behind_hours(behind));
        }
        let mut first = first;
        complete(&mut first, &second);
        Ok(Expression { first: (first, at, end), second: Some((second, start, behind)), end: behind })
    }

    /// The place behind two short names of days, as in `Mon-Fri 9am-5pm`, where no date stands beside them.
    fn short_weekdays(&self, at: usize) -> Option<usize> {
        let (_, true, end) = self.weekday(at)? else { return None };
        let next = self.range_sign(end)?;
        let (_, true, end) = self.weekday(next)? else { return None };
        self.weekday_and_day(next).is_none().then_some(end)
    }

    /// The place behind the hours of what is always so: `Monday to Friday, 9am to 5pm`.
    fn behind_hours(&self, at: usize) -> usize {
        let (_, end) = self.with_time(Draft::default(), at);
        let last = self.range_sign(end).and_then(|next| self.time(self.skip(next, &[Meaning::At])));
        last.map_or(end, |(_, end)| end)
    }

    /// The last day of `Nov 24–30`, with its year.
    fn last_day(&self, first: &Draft, at: usize) -> Option<(Draft, usize)> {
        let (month, day) = (first.month?, first.day?);
        let (last, _, end) = self.day_number(at)?;
        let is_other =
            self.goes_on(end) || self.time(at).is_some() || self.month(end).is_some() || last <= day;
        if is_other || self.named(at).is_some() {
            return None;
        }
        let next = self.skip(end + usize::from(self.sign(end) == Some(',')), &[Meaning::Of]);
        let (year, end) = self.year(next).map_or((first.year, end), |(year, end)| (Some(year), end));
        jiff::civil::Date::new(year.unwrap_or(2024), month, last).ok()?;
        Some((Draft::day(month, last, year), end))
    }
}

/// `Monday to Friday` is when a shop is open.
fn is_opening_hours(first: &Draft, second: &Draft) -> bool {
    let is_weekday = |draft: &Draft| draft.is_relative && draft.month.is_none() && draft.weekday.is_some();
    is_weekday(first)
        && is_weekday(second)
        && first.weekday == Some(jiff::civil::Weekday::Monday)
        && second.weekday.is_some_and(|weekday| weekday.to_monday_one_offset() >= 4)
}

/// Gives the first day of a range the month and year that only the second one says.
fn complete(first: &mut Draft, second: &Draft) {
    if first.is_bare_day {
        first.month = second.month;
    }
    if first.year.is_none()
        && first.month.is_some()
        && let Some(year) = second.year
    {
        let is_before = (first.month, first.day) <= (second.month, second.day);
        first.year = if is_before { Some(year) } else { year.checked_sub(1) };
    }
    if first.zone.is_none() && first.time.is_some() {
        first.zone.clone_from(&second.zone);
    }
}
