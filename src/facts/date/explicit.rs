//! Days that are written with the name of a month: Nov 30, 30. November 2026, el 30 de noviembre.

use jiff::civil::Date;

use super::reader::{Draft, Reader, century};
use super::words::{Language, Meaning, Unit};
use crate::facts::Precision;

impl Reader<'_> {
    /// The day or month that is named at a place, without any word about its weekday.
    pub(super) fn named(&self, at: usize) -> Option<(Draft, usize)> {
        if !self.may_start(at) {
            return None;
        }
        self.day_month(at)
            .or_else(|| self.year_month_day(at))
            .or_else(|| self.month_day(at))
            .or_else(|| self.month_year(at))
    }

    /// `30 November 2026`, `30th of November`, `30. Nov.`, `el 30 de noviembre de 2026`, `10-Aug-2012`.
    pub(super) fn day_month(&self, at: usize) -> Option<(Draft, usize)> {
        let start = self.skip(at, &[Meaning::Article]);
        let (day, _, mut next) = self.day_number(start).or_else(|| self.day_in_words(start))?;
        if self.sign(next) == Some('.') && self.is_glued(next) {
            next += 1;
        }
        let joint = self.sign(next).filter(|sign| {
            matches!(sign, '-' | '/' | '.' | '\u{2013}') && self.is_glued(next) && self.is_glued(next + 1)
                || *sign == ',' && self.is_glued(next)
        });
        next += usize::from(joint.is_some());
        next = self.skip(
            next,
            &[Meaning::Of, Meaning::Article, Meaning::Unit(Unit::Month), Meaning::Unit(Unit::Day)],
        );
        // `dritter Tag im Oktober`.
        if self.means(next.wrapping_sub(1), Meaning::Unit(Unit::Day)) {
            next = self.behind_tie(next);
        }
        let (month, end) = self.month(next)?;
        if joint == Some(',') && self.day_number(end).is_some() {
            return None;
        }
        let (year, end) = self.year_after(end, joint).map_or((None, end), |(year, end)| (Some(year), end));
        self.is_month_here(next, end, year.is_some()).then_some(())?;
        if self.is_street_before(at) {
            return None;
        }
        if joint == Some(',') && year.is_none() {
            return None;
        }
        exists(month, day, year).then_some((Draft::day(month, day, year), end))
    }

    /// A day of the month that French and Spanish count in words: `le trois mars`, `tres de marzo`. The first is no count
    /// in French: `un mars` is a bar of chocolate.
    fn day_in_words(&self, at: usize) -> Option<(i8, bool, usize)> {
        if !self.languages.is(Language::French) && !self.languages.is(Language::Spanish) {
            return None;
        }
        let count = self.sense(at, |meaning| match meaning {
            Meaning::Count(count) => Some(count),
            _ => None,
        })?;
        let is_tied = self.languages.is(Language::Spanish) && self.means(at + 1, Meaning::Of);
        let day = i8::try_from(count).ok().filter(|day| (1..=31).contains(day) && (*day > 1 || is_tied))?;
        (is_tied || self.month(at + 1).is_some()).then_some((day, true, at + 1))
    }

    /// Whether a street bears the name of a day: `rue du 4 Septembre`, `Straße des 17. Juni`.
    fn is_street_before(&self, at: usize) -> bool {
        let mut start = at;
        while start > 0 && start + 3 > at && self.follows(start, &[Meaning::Of, Meaning::Article]) {
            start -= 1;
        }
        self.follows(start, &[Meaning::Street])
    }

    /// `Nov 30, 2026`, `November the 30th`, `Aug-10-2012`.
    fn month_day(&self, at: usize) -> Option<(Draft, usize)> {
        let (month, mut next) = self.month(at)?;
        let joint = self.sign(next).filter(|sign| {
            matches!(sign, '-' | '/') && self.is_glued(next) && self.is_glued(next + 1) || *sign == ','
        });
        next += usize::from(joint.is_some());
        next = self.skip(next, &[Meaning::Article]);
        if next > at + 1
            && self.raw(at).len() > 3
            && self.sign(at + 1) == Some('.')
            && self.month(at).is_some_and(|(_, end)| end == at + 1)
        {
            return None;
        }
        let (day, is_ordinal, end) = self.day_number(next)?;
        if joint == Some(',') && !is_ordinal {
            return None;
        }
        // `Aug 25-27`.
        let is_range =
            self.sign(end) == Some('-') && self.number(end + 1).is_some_and(|(_, digits)| digits <= 2);
        if self.goes_on(end) && !is_range && !(joint == self.sign(end) && joint.is_some())
            || self.is_time(next)
        {
            return None;
        }
        let (year, end) = self.year_after(end, joint).map_or((None, end), |(year, end)| (Some(year), end));
        self.is_month_here(at, end, year.is_some() || is_ordinal).then_some(())?;
        exists(month, day, year).then_some((Draft::day(month, day, year), end))
    }

    /// Whether the number at a place is the hour of a time.
    fn is_time(&self, at: usize) -> bool {
        self.time(at).is_some()
    }

    /// The year behind day and month. `joint` is the sign between those two.
    fn year_after(&self, at: usize, joint: Option<char>) -> Option<(i16, usize)> {
        let mut next = at;
        if let Some(sign) = joint
            && self.sign(next) == Some(sign)
            && self.is_glued(next)
        {
            next += 1;
            if let Some((value, 2)) = self.number(next).filter(|_| self.is_glued(next)) {
                return Some((century(value)?, next + 1));
            }
        }
        if self.is_sign(next, &[',', '.']) {
            next += 1;
        }
        next = self.skip(next, &[Meaning::Of]);
        if let Some(found) = self.year(next) {
            return Some(found);
        }
        // `15 Nov 09` at the end of a sentence.
        let (value, 2) = self.number(at)? else { return None };
        let is_alone = self.is_end(at + 1) && self.sign(at + 1) != Some(':') || self.time(at + 1).is_some();
        let is_day = self.sign(at + 1).is_some_and(|sign| matches!(sign, '-' | '\u{2013}'));
        (is_alone && !is_day && self.is_word(at.wrapping_sub(1)) && self.time(at).is_none())
            .then(|| century(value).map(|year| (year, at + 1)))
            .flatten()
    }

    /// `2012 August 10`, `2018, Aug 3`, `2012/Aug/10`.
    fn year_month_day(&self, at: usize) -> Option<(Draft, usize)> {
        let (value, 4) = self.number(at)? else { return None };
        let year = i16::try_from(value).ok().filter(|year| (1900..=2199).contains(year))?;
        let step = |at: usize| at + usize::from(self.is_sign(at, &[',', '/', '-', '.']));
        let (month, next) = self.month(step(at + 1))?;
        let (day, _, end) = self.day_number(step(next))?;
        if self.goes_on(end) {
            return None;
        }
        exists(month, day, Some(year)).then_some((Draft::day(month, day, Some(year)), end))
    }

    /// `August 2026`, `août 2012`, `agosto de 2012`; `August` where something says that the month is meant.
    fn month_year(&self, at: usize) -> Option<(Draft, usize)> {
        let (month, end) = self.month(at)?;
        if self.follows_no_day(at) {
            return None;
        }
        let draft = Draft { month: Some(month), precision: Some(Precision::Month), ..Draft::default() };
        let mut next = end + usize::from(self.is_sign(end, &[',', '/', '-']));
        next = self.skip(next, &[Meaning::Of]);
        if let Some((year, end)) = self.common_year(next) {
            return match self.stretch_before_month(at) {
                Some(stretch) => Some((self.stretch_of_month(month, Some(year), stretch)?, end)),
                None => Some((Draft { year: Some(year), ..draft }, end)),
            };
        }
        // A lone name is a person's as often.
        let is_full = self.sense(at, |meaning| matches!(meaning, Meaning::Month(_)).then_some(())).is_some();
        let leads = matches_lead(self, at);
        let is_month = self.is_capital(at) || !self.languages.is(Language::English);
        let is_said = self.is_whole(at, end) && (is_full || self.languages.is(Language::English))
            || leads && is_month && (is_full || self.is_capital(at)) && !self.goes_on(end);
        let has_number = self.number(end).is_some_and(|_| !self.is_end(end));
        // `Mai-Bock`, but `Mai-Juni`.
        let is_part = self.sign(end) == Some('-')
            && self.is_glued(end)
            && self.is_glued(end + 1)
            && self.is_word(end + 1)
            && self.month(end + 1).is_none();
        (is_said && !has_number && !is_part && self.reference.is_some()).then_some(())?;
        match self.stretch_before_month(at) {
            Some(stretch) => Some((self.stretch_of_month(month, None, stretch)?, end)),
            None => Some((draft, end)),
        }
    }

    /// Whether the number before the name of a month is no day that it has: `32 August`, `30 de febrero`.
    fn follows_no_day(&self, at: usize) -> bool {
        let before = |at: usize| at.checked_sub(1);
        let mut last = before(at);
        let first = at.saturating_sub(4);
        while let Some(place) = last.filter(|place| *place >= first)
            && (self.means(place, Meaning::Of) || self.sign(place) == Some('.') && self.is_glued(place))
        {
            last = before(place);
        }
        last.is_some_and(|place| matches!(self.number(place), Some((_, 1..=3))))
    }

    /// Whether the name of a month beside a number is one: `may` and `march` are verbs, and lower case.
    fn is_month_here(&self, at: usize, end: usize, is_sure: bool) -> bool {
        let is_verb = matches!(self.raw(at), "may" | "march" | "mar")
            && !self.languages.is(Language::Spanish)
            && !self.languages.is(Language::French);
        if is_sure || !is_verb {
            return true;
        }
        self.is_end(end)
            || self.number(end).is_some()
            || self
                .sense(end, |meaning| {
                    matches!(meaning, Meaning::At | Meaning::To | Meaning::And).then_some(())
                })
                .is_some()
    }
}

/// Whether the word before the name of a month says that the month is meant.
fn matches_lead(reader: &Reader<'_>, at: usize) -> bool {
    reader.follows(at, &[Meaning::Lead, Meaning::From, Meaning::To, Meaning::EndOf])
        || reader.stretch_before(at).is_some()
        || at >= 2 && reader.sign(at - 1) == Some('-') && reader.stretch_before(at - 1).is_some()
}

/// Whether the calendar has a day; without a year, whether any year has it.
fn exists(month: i8, day: i8, year: Option<i16>) -> bool {
    Date::new(year.unwrap_or(2024), month, day).is_ok()
}
