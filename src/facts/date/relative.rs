//! Days that are told from today: tomorrow, next Friday, in 3 days, il y a une semaine.

use jiff::civil::Date;

use super::calendar::{self, Length};
use super::reader::{Draft, Order, Reader};
use super::weekday::in_week;
use super::words::{Language, Meaning, Unit, Which};
use crate::facts::Precision;

impl Reader<'_> {
    pub(super) fn today(&self) -> Option<Date> {
        self.reference.map(|reference| reference.date())
    }

    /// The day that words tell from today, and the place behind.
    pub(super) fn relative(&self, at: usize) -> Option<(Draft, usize)> {
        if !self.may_start(at) || self.follows(at, &[Meaning::Each]) {
            return None;
        }
        self.beside_a_day(at)
            .or_else(|| self.day_word(at))
            .or_else(|| self.length_away(at))
            .or_else(|| self.end_of(at))
            .or_else(|| self.of_the_calendar(at))
            .or_else(|| self.pointed(at))
            .or_else(|| self.day_of_month(at))
    }

    /// What the calendar of a year or of a month tells: a feast, the third Monday, a quarter. One look at the first word
    /// keeps all of them from being tried at every place.
    fn of_the_calendar(&self, at: usize) -> Option<(Draft, usize)> {
        let start = self.skip(at, &[Meaning::Article]);
        let begins = |meaning| {
            matches!(
                meaning,
                Meaning::Feast(_)
                    | Meaning::TermSign(_)
                    | Meaning::Ordinal(_)
                    | Meaning::Which(Which::Last)
                    | Meaning::Within(_)
                    | Meaning::CalendarWeek
                    | Meaning::Unit(Unit::Week)
            )
            .then_some(())
        };
        let may_begin = match self.number(start) {
            Some(_) => self.is_word(start + 1) || self.is_sign(start + 1, &['.', '-', '/']),
            None => self.sense(start, begins).is_some(),
        };
        may_begin.then_some(())?;
        self.feast(at)
            .or_else(|| self.stretch_of_unit(at))
            .or_else(|| self.nth_weekday(at))
            .or_else(|| self.part_of_a_year(at))
    }

    /// `today`, `tomorrow morning`, `tonight`, `hier soir`.
    fn day_word(&self, at: usize) -> Option<(Draft, usize)> {
        let days = self.sense(at, |meaning| match meaning {
            Meaning::Day(days) | Meaning::DayPart(days, _) => Some(days),
            _ => None,
        });
        // `heute in einer Woche`, `morgen in 14 Tagen`.
        if let Some(days @ 0..=2) = days
            && self.means(at + 1, Meaning::Ahead)
            && let Some((draft, end)) = self.length_away(at + 1)
            && (days == 0 || draft.time.is_none())
        {
            let told = draft.told.and_then(|day| calendar::after(day, days));
            return Some((Draft { told, ..draft }, end));
        }
        if days.is_some() {
            return self.day_word_alone(at);
        }
        // `from now until Sunday`. A chain of such words would be read over and over, so that the end is a plain day.
        if self.raw(at).contains(' ')
            && self.means(at, Meaning::Later)
            && let Some(next) = self.range_sign(at + 1)
            && let end = self.skip(next, &[Meaning::Article])
            && (self.weekday(end).is_some() || self.written_day(next).is_some())
        {
            return Some((Draft::told(self.today()), at + 1));
        }
        // `now` is everywhere in copy; it is a time where nothing else is said.
        if self.means(at, Meaning::Now) && self.is_end(at + 1) && self.reference.is_some() {
            let leads = self.is_whole(at, at + 1)
                || at
                    .checked_sub(1)
                    .is_some_and(|before| matches!(self.raw(before), "is" | "ist" | "est" | "es"));
            return leads.then(|| (Draft::told(self.today()), at + 1));
        }
        None
    }

    /// A word for a day and the part of it that follows.
    fn day_word_alone(&self, at: usize) -> Option<(Draft, usize)> {
        let days = self.sense(at, |meaning| match meaning {
            Meaning::Day(days) | Meaning::DayPart(days, _) => Some(days),
            _ => None,
        })?;
        if self.is_other_tomorrow(at) {
            return None;
        }
        // `the leaders of tomorrow`, `la mode de demain`; `as of today` is a day.
        let is_future = matches!(days, 0 | 1)
            && at > 0
            && matches!(self.raw(at - 1), "of" | "de")
            && at
                .checked_sub(2)
                .is_none_or(|before| !matches!(self.raw(before), "as" | "As" | "end" | "partir"))
            && self.range_sign(at + 1).is_none()
            && !self.is_whole(at - 1, at + 1);
        if is_future {
            return None;
        }
        let day = self.today().and_then(|today| calendar::after(today, days));
        Some((Draft::told(day), self.part(at + 1)))
    }

    /// `morgen` and `mañana` are the morning too: `am Morgen`, `la mañana`, `guten Morgen`.
    fn is_other_tomorrow(&self, at: usize) -> bool {
        let is_morning =
            self.sense(at, |meaning| matches!(meaning, Meaning::Part(_)).then_some(())).is_some();
        let before = at.checked_sub(1).map(|before| self.raw(before).to_lowercase()).unwrap_or_default();
        is_morning
            && matches!(
                before.as_str(),
                "am" | "guten"
                    | "jeden"
                    | "den"
                    | "der"
                    | "la"
                    | "las"
                    | "cada"
                    | "una"
                    | "diesen"
                    | "vom"
                    | "de"
            )
    }

    /// The place behind a part of the day, where there is one: `morning`, `por la noche`.
    pub(super) fn part(&self, at: usize) -> usize {
        let is_part =
            |at: usize| self.sense(at, |meaning| matches!(meaning, Meaning::Part(_)).then_some(())).is_some();
        let step = usize::from(self.means(at, Meaning::On));
        if is_part(at) {
            at + 1
        } else if step == 1 && is_part(at + 1) {
            at + 2
        } else {
            at
        }
    }

    /// A count at a place in tenths, and the place behind.
    pub(super) fn count(&self, at: usize) -> Option<(i64, usize)> {
        if let Some(count) = self.sense(at, |meaning| match meaning {
            Meaning::Count(count) => Some(count),
            _ => None,
        }) {
            // `unos 3 días` are about three.
            if matches!(self.raw(at), "unos" | "unas") && self.number(at + 1).is_some() {
                return self.count(at + 1);
            }
            let (half, end) = self.and_a_half(at + 1);
            return Some((i64::from(count) * 10 + half, end));
        }
        if let Some(count) = self.sense(at, |meaning| match meaning {
            Meaning::CountAndHalf(count) => Some(count),
            _ => None,
        }) {
            return Some((i64::from(count) * 10 + 5, at + 1));
        }
        let (value, 1..=4) = self.number(at)? else { return None };
        // `2½`, `2 1/2`.
        let has_half = self.sign(at + 1) == Some('½');
        let is_fraction = matches!(self.number(at + 1), Some((1, 1)))
            && self.sign(at + 2) == Some('/')
            && matches!(self.number(at + 3), Some((2, 1)));
        if has_half || is_fraction {
            return Some((i64::from(value) * 10 + 5, at + if has_half { 2 } else { 4 }));
        }
        if self.is_sign(at + 1, &['.', ','])
            && self.is_glued(at + 1)
            && self.is_glued(at + 2)
            && let Some((tenths, 1)) = self.number(at + 2)
        {
            return Some((i64::from(value) * 10 + i64::from(tenths), at + 3));
        }
        let (half, end) = self.and_a_half(at + 1);
        Some((i64::from(value) * 10 + half, end))
    }

    /// The tenths that `and a half`, `et demie` and `y media` add to a count, and the place behind.
    fn and_a_half(&self, at: usize) -> (i64, usize) {
        if !self.means(at, Meaning::And) {
            return (0, at);
        }
        let half = at + 1 + usize::from(self.means(at + 1, Meaning::Count(1)));
        if self.means(half, Meaning::AHalf) { (5, half + 1) } else { (0, at) }
    }

    pub(super) fn unit(&self, at: usize, is_beside_digits: bool) -> Option<Unit> {
        self.sense(at, |meaning| match meaning {
            Meaning::Unit(unit) if unit != Unit::Weekend => Some(unit),
            Meaning::ShortUnit(unit)
                if is_beside_digits
                    && self.number(at.wrapping_sub(1)).is_none_or(|(_, digits)| digits < 4) =>
            {
                Some(unit)
            }
            _ => None,
        })
    }

    /// A length of time, and the place behind: `3 days`, `an hour and 20 minutes`, `half an hour`, `2d 21h`. A word
    /// between count and unit is told with it: `les 2 prochaines semaines`.
    fn length(&self, at: usize) -> Option<(Length, Option<Which>, usize)> {
        let mut total: Option<Length> = None;
        let mut which = None;
        let mut next = at;
        for _ in 0..6 {
            let from = if total.is_some() { self.joint(next) } else { next };
            let Some((length, said, end)) = self.one_length(from) else { break };
            total = Some(total.unwrap_or_default().and(length));
            which = which.or(said);
            next = end
                + usize::from(
                    self.sign(end) == Some('.')
                        && self.is_glued(end)
                        && self.raw(end - 1).len() <= 4
                        && !self.is_end(end),
                );
        }
        total.map(|total| (total, which, next))
    }

    /// The place behind what joins two lengths.
    fn joint(&self, at: usize) -> usize {
        let comma = at + usize::from(self.sign(at) == Some(','));
        comma + usize::from(self.means(comma, Meaning::And))
    }

    fn one_length(&self, at: usize) -> Option<(Length, Option<Which>, usize)> {
        if let Some(unit) = self.sense(at, |meaning| match meaning {
            Meaning::Half(unit) => Some(unit),
            _ => None,
        }) {
            return Some((Length::of(unit, 5)?, None, at + 1));
        }
        if self.means(at, Meaning::Unit(Unit::Fortnight)) {
            return Some((Length::of(Unit::Fortnight, 10)?, None, at + 1));
        }
        let (tenths, mut next) = self.count(at)?;
        // `einer Viertelstunde`, `trois quarts d'heure`.
        let minutes = next + usize::from(self.sign(next) == Some('-'));
        if let Some(count) = self.sense(minutes, |meaning| match meaning {
            Meaning::Minutes(count) => Some(i64::from(count)),
            _ => None,
        }) {
            return Some((Length::of(Unit::Minute, count * tenths)?, None, minutes + 1));
        }
        let has_digits = self.number(at).is_some();
        let which = self.which(next);
        next += usize::from(which.is_some());
        next += usize::from(self.is_sign(next, &['-']) && self.is_glued(next));
        let unit = self.unit(next, has_digits)?;
        // `two hours and a half`, `dos horas y media`.
        let (half, end) = if tenths % 10 == 0 { self.and_a_half(next + 1) } else { (0, next + 1) };
        // `un mois`, but `2 hrs.` and `3 months` alike.
        Some((Length::of(unit, tenths + half)?, which, end))
    }

    pub(super) fn which(&self, at: usize) -> Option<Which> {
        self.sense(at, |meaning| match meaning {
            Meaning::Which(which) => Some(which),
            _ => None,
        })
    }

    /// A day that lies a length of time away from now, or from a day that is told.
    fn length_away(&self, at: usize) -> Option<(Draft, usize)> {
        let is_behind = self.means(at, Meaning::Behind);
        let is_ahead = self.means(at, Meaning::Ahead);
        let is_signed = self.is_sign(at, &['+', '-']) && self.is_whole(at, self.tokens.len()) && at == 0;
        let mut start = at + usize::from(is_behind || is_ahead || is_signed);
        start = if is_behind || is_ahead { self.skip(start, &[Meaning::Article]) } else { start };
        let pointed = self.which(start).filter(|_| self.length(start + 1).is_some());
        start += usize::from(pointed.is_some());
        let (length, inner, end) = self.length(start).or_else(|| self.one_before_a_day(at, start))?;
        let digits = self.number(start).is_some();
        let later = self.means(end, Meaning::Later);
        let ago = self.means(end, Meaning::Ago);
        let is_behind_nouns = !self.languages.is(Language::English) && !self.languages.is(Language::German);
        let suffix = self.which(end).filter(|_| is_behind_nouns).filter(|_| {
            digits
                || self.sense(start, |meaning| matches!(meaning, Meaning::Count(2..)).then_some(())).is_some()
        });
        let which = pointed.or(inner).or(suffix.filter(|_| !is_ahead && !is_behind));
        if ago || later {
            let end = end + 1;
            return Some((self.away(length, ago), end));
        }
        if is_behind {
            return Some((self.away(length, true), end));
        }
        if let Some(which) = which.filter(|which| *which != Which::This) {
            let end = end + usize::from(suffix.is_some() && pointed.is_none() && inner.is_none());
            return Some((self.away(length, which == Which::Last), end));
        }
        if let Some(found) = self.length_from_a_day(length, end) {
            return Some(found);
        }
        if is_signed {
            return Some((self.away(length, self.sign(at) == Some('-')), end));
        }
        // `within 30 days of purchase`, `in 2 days or less`.
        let is_bound = self
            .sense(end, |meaning| {
                matches!(meaning, Meaning::Of | Meaning::After | Meaning::Before).then_some(())
            })
            .is_some();
        let is_compound = self.sign(end) == Some('-') && self.is_glued(end) && self.is_glued(end + 1);
        (is_ahead && !is_bound && !is_compound && !self.goes_on(end)).then(|| (self.away(length, false), end))
    }

    /// The length of `the day after Christmas`, which is not counted.
    fn one_before_a_day(&self, at: usize, start: usize) -> Option<(Length, Option<Which>, usize)> {
        let unit = self.unit(start, false).filter(|unit| matches!(unit, Unit::Day | Unit::Week))?;
        let is_tied = self
            .sense(start + 1, |meaning| matches!(meaning, Meaning::Before | Meaning::After).then_some(()))
            .is_some();
        (is_tied && at == start).then_some((Length::of(unit, 10)?, None, start + 1))
    }

    /// `2 weeks after Nov 30`, `2 days before Friday`.
    fn length_from_a_day(&self, length: Length, at: usize) -> Option<(Draft, usize)> {
        let is_back = self.means(at, Meaning::Before);
        // `zwei Wochen ab heute`.
        let is_ab = self.languages.is(Language::German) && self.raw(at) == "ab";
        if !is_back && !is_ab && !self.means(at, Meaning::After) {
            return None;
        }
        let next = self.skip(at + 1, &[Meaning::Article]);
        // Not another length: chains of them would be read over and over.
        let (day, end) = self
            .written_day(next)
            .or_else(|| self.day_word_alone(next))
            .or_else(|| self.feast(next))
            .or_else(|| self.end_of(next))
            .or_else(|| self.pointed(next))?;
        if day.is_bare_day {
            return None;
        }
        let date = day.date(self.today());
        let noon = jiff::civil::Time::midnight();
        let told = date.and_then(|date| length.from(date.to_datetime(noon), is_back)).map(|at| at.date());
        Some((Draft::told(told), end))
    }

    fn away(&self, length: Length, is_back: bool) -> Draft {
        let at = self.reference.and_then(|reference| length.from(reference, is_back));
        let time = at.filter(|_| length.has_clock).map(|at| at.time());
        Draft { time, ..Draft::told(at.map(|at| at.date())) }
    }

    /// `end of the month`, `Ende nächster Woche`, `fin de mes`.
    fn end_of(&self, at: usize) -> Option<(Draft, usize)> {
        let this = self.sense(at, |meaning| match meaning {
            Meaning::EndOfThis(unit) => Some(Some(unit)),
            Meaning::EndOf => Some(None),
            _ => None,
        })?;
        if let Some(unit) = this {
            let day = self.today().and_then(|today| calendar::last_of(today, unit, Which::This));
            return Some((Draft::told(day), at + 1));
        }
        let next = self.behind_tie(at + 1);
        if let Some(found) = self.end_of_month(at, next) {
            return Some(found);
        }
        let before = self.which(next);
        let next = next + usize::from(before.is_some());
        let unit = self.unit(next, false)?;
        // `último día del mes de octubre`.
        if unit == Unit::Month
            && let tie = self.behind_tie(next + 1)
            && tie > next + 1
            && let Some(found) = self.end_of_month(at, tie)
        {
            return Some(found);
        }
        // `at the end of the day` means nothing.
        let last = at.checked_sub(1).map(|last| self.raw(last).to_lowercase()).unwrap_or_default();
        let is_said = matches!(last.as_str(), "by" | "until" | "till" | "before" | "bis" | "avant" | "hasta");
        if unit == Unit::Day && (before.is_some() || !is_said)
            || matches!(unit, Unit::Hour | Unit::Minute | Unit::Second | Unit::Quarter)
        {
            return None;
        }
        let after = self.which_behind(next + 1).filter(|_| before.is_none());
        let (which, end) = before.map(|which| (which, next + 1)).or(after).unwrap_or((Which::This, next + 1));
        let day = self.today().and_then(|today| calendar::last_of(today, unit, which));
        Some((Draft::told(day), end))
    }

    /// What `this`, `next` and `last` point to, before or after it: `next Friday`, `la semaine prochaine`; and days of the week.
    fn pointed(&self, at: usize) -> Option<(Draft, usize)> {
        let before = self.which(at);
        let next = at + usize::from(before.is_some());
        let noun = if before.is_some() { next } else { self.skip(at, &[Meaning::Article]) };
        if let Some((weekday, is_short, end)) = self.weekday(noun) {
            return self.pointed_weekday(at, before, (weekday, is_short, end));
        }
        let after = |end: usize| self.which_behind(end).filter(|_| before.is_none());
        if let Some((month, end)) = self.month(noun) {
            let (which, end) = before.map(|which| (which, end)).or_else(|| after(end))?;
            let is_day = self.number(end).is_some() && self.year(end).is_none();
            // `this may help`.
            let is_verb = self.languages.is(Language::English) && !self.is_capital(noun);
            if is_day || is_verb && matches!(self.raw(noun), "may" | "march" | "mar") {
                return None;
            }
            let told = self.today().and_then(|today| pointed_month(today, month, which));
            return Some((Draft { precision: Some(Precision::Month), ..Draft::told(told) }, end));
        }
        let unit = self.sense(noun, |meaning| match meaning {
            Meaning::Unit(unit) => Some(unit),
            _ => None,
        })?;
        // `on the last day`, `next day delivery`, `last minute`.
        if matches!(unit, Unit::Day | Unit::Hour | Unit::Minute | Unit::Second) {
            return None;
        }
        let lone = (unit == Unit::Weekend && self.follows(noun, &[Meaning::On, Meaning::Article]))
            .then_some((Which::This, noun + 1));
        let (which, end) = before.map(|which| (which, noun + 1)).or_else(|| after(noun + 1)).or(lone)?;
        self.pointed_unit(unit, which, end)
    }

    fn pointed_unit(&self, unit: Unit, which: Which, end: usize) -> Option<(Draft, usize)> {
        let precision = match unit {
            Unit::Week => Some(Precision::Week),
            Unit::Month | Unit::Quarter => Some(Precision::Month),
            Unit::Year => Some(Precision::Year),
            _ => None,
        };
        // `next week Friday`, `nächste Woche Montag`.
        if unit == Unit::Week {
            let day = self.skip(end, &[Meaning::On]);
            if let Some((weekday, _, end)) = self.weekday(day) {
                let told = self.today().and_then(|today| in_week(today, weekday, which));
                return Some((Draft::told(told), end));
            }
        }
        let starts_on_sunday = self.languages.is(Language::English) && self.order != Order::DayFirst;
        let told = self.today().and_then(|today| calendar::period(today, unit, which, starts_on_sunday));
        Some((Draft { precision, ..Draft::told(told) }, end))
    }
}

/// The month of this name that a word points to, by its first day.
fn pointed_month(today: Date, month: i8, which: Which) -> Option<Date> {
    let coming = if month > today.month() { today.year() } else { today.year().checked_add(1)? };
    let year = match which {
        Which::This => today.year(),
        Which::Coming | Which::Next => coming,
        Which::AfterNext => coming.checked_add(1)?,
        Which::Last if month < today.month() => today.year(),
        Which::Last => today.year().checked_sub(1)?,
    };
    Date::new(year, month, 1).ok()
}
