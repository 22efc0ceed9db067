//! Days with a name of their own: Christmas Eve, zweiter Advent, le lundi de Pentecôte.
//!
//! Most of their names stand in copy for a season, a gift or a sale. Such a name is a day where nothing else is said, or
//! where a word of time leads to it and no noun follows.

use jiff::civil::{Date, Weekday};

use super::calendar;
use super::reader::{Draft, Reader};
use super::words::{Feast, FeastDay, Language, Meaning, Which};

/// Words before a feast that say that its day is meant, beside those of the tables.
const LEADS: &[&str] = &[
    "on",
    "by",
    "until",
    "till",
    "before",
    "after",
    "since",
    "at",
    "from",
    "through",
    "is",
    "am",
    "an",
    "bis",
    "vor",
    "nach",
    "seit",
    "ab",
    "ist",
    "à",
    "avant",
    "après",
    "dès",
    "depuis",
    "jusqu'à",
    "jusqu’à",
    "jusqu'au",
    "jusqu’au",
    "est",
    "en",
    "hasta",
    "desde",
    "es",
];

/// Words before a feast that tell its day where no more is said, and an occasion in a sentence: `zum Muttertag: Blumen`.
const WEAK_LEADS: &[&str] = &["zu", "zum", "por", "for"];

/// Words with which a sentence goes on. Any other one may make a thing of the feast: `on Christmas tree sales`.
const SENTENCE: &[&str] = &[
    "we",
    "you",
    "our",
    "the",
    "it",
    "there",
    "is",
    "are",
    "will",
    "only",
    "for",
    "with",
    "wir",
    "ist",
    "sind",
    "haben",
    "hat",
    "bleibt",
    "bleiben",
    "gibt",
    "geschlossen",
    "geöffnet",
    "für",
    "mit",
];

impl Reader<'_> {
    /// The feast that is named at a place, where its day is meant.
    pub(super) fn feast(&self, at: usize) -> Option<(Draft, usize)> {
        let (draft, end, is_told) = self.named_feast(at)?;
        if !self.is_feast_here(at, end, is_told) {
            return None;
        }
        // `Earth Day, April 22, 2024` says its day itself.
        let behind = end + usize::from(self.is_sign(end, &[',', '(', ':']));
        let says_day = self.written_day(behind).is_some_and(|(day, _)| day.month.is_some());
        (!says_day).then_some((draft, end))
    }

    /// `la veille de Noël`, `le lendemain du 15 août`: the day beside one that is told.
    pub(super) fn beside_a_day(&self, at: usize) -> Option<(Draft, usize)> {
        if self.languages.is(Language::English) || self.languages.is(Language::German) {
            return None;
        }
        let steps = self.sense(at, |meaning| match meaning {
            Meaning::BesideADay(steps) => Some(steps),
            _ => None,
        });
        let steps = match steps {
            Some(steps) => steps,
            None => matches!(self.raw(at), "la veille" | "La veille").then_some(-1)?,
        };
        let tie = self.behind_tie(at + 1);
        (tie > at + 1).then_some(())?;
        let feast = self.named_feast(tie).map(|(draft, end, _)| (draft, end));
        let (day, end) = feast.or_else(|| self.written_day(tie)).filter(|(day, _)| !day.is_bare_day)?;
        let told = day.date(self.today()).and_then(|day| calendar::after(day, steps));
        Some((Draft::told(told), end))
    }

    /// The feast that is named at a place, and whether words beside the name tell its year.
    fn named_feast(&self, at: usize) -> Option<(Draft, usize, bool)> {
        let (nth, name) = match self.feast_at(at) {
            Some(_) => (None, at),
            // `zweiter Advent`, `1. Weihnachtstag`.
            None => {
                let (nth, next) = self.place_in_a_row(at)?;
                (Some(nth), next)
            }
        };
        let feast = self.feast_at(name)?;
        let end = name + 1;
        let before = self.which(at.wrapping_sub(1)).filter(|_| at > 0 && nth.is_none());
        let after = self.which_behind(end);
        // `since Easter` is about the last one.
        let is_over = at > 0 && matches!(self.raw(at - 1), "since" | "Since" | "seit" | "Seit" | "depuis");
        let which = before.or(after.map(|(which, _)| which)).or(is_over.then_some(Which::Last));
        let end = after.map_or(end, |(_, end)| end);
        let year = self.common_year(self.skip(end, &[Meaning::Of]));
        let end = year.map_or(end, |(_, end)| end);
        let in_year = |year: i16| day_of(feast.day, nth, year);
        let told = match (year, which) {
            (Some((year, _)), _) => Some(in_year(year)?),
            (None, Some(Which::Last)) => self.today().and_then(|today| {
                in_year(today.year())
                    .filter(|day| *day < today)
                    .or_else(|| in_year(today.year().checked_sub(1)?))
            }),
            (None, Some(Which::AfterNext)) => return None,
            (None, _) => self.today().and_then(|today| calendar::coming(today, in_year)),
        };
        // Its number is needed, and has to be one that it has.
        day_of(feast.day, nth, 2024)?;
        Some((Draft::told(told), end, year.is_some() || which.is_some()))
    }

    fn feast_at(&self, at: usize) -> Option<Feast> {
        self.sense(at, |meaning| match meaning {
            Meaning::Feast(feast) => Some(feast),
            _ => None,
        })
        .filter(|feast| !feast.is_local || self.languages.are_at_home())
    }

    /// Whether the name of a feast means its day.
    fn is_feast_here(&self, at: usize, end: usize, is_told: bool) -> bool {
        let mut start = at;
        let is_small = |at: usize| {
            self.means(at, Meaning::Article)
                || self.is_sign(at, &['\'', '\u{2019}'])
                || self.sense(at, |meaning| matches!(meaning, Meaning::Which(_)).then_some(())).is_some()
        };
        while start > 0 && start + 3 > at && is_small(start - 1) {
            start -= 1;
        }
        // `le soir de la Saint-Sylvestre`.
        let is_part = |meaning| matches!(meaning, Meaning::Part(_)).then_some(());
        if self.follows(start, &[Meaning::Of]) && self.sense(start.wrapping_sub(2), is_part).is_some() {
            start -= 2;
        }
        let time = self.time_behind(end);
        if let Some(lead) = start.checked_sub(1)
            && WEAK_LEADS.contains(&self.raw(lead).to_lowercase().as_str())
        {
            return self.is_whole(lead, end);
        }
        if self.is_whole(start, end) || time.is_some_and(|(_, end)| self.is_whole(start, end)) {
            return true;
        }
        let is_joined = self
            .sense(end, |meaning| {
                matches!(meaning, Meaning::At | Meaning::To | Meaning::And | Meaning::Part(_)).then_some(())
            })
            .is_some();
        let goes_on = self.is_glued(end) && !self.is_end(end);
        let is_free = self.is_end(end) || is_joined || time.is_some();
        // Nouns of German have a capital, so that what has none goes on.
        let is_sentence = self.is_word(end)
            && (SENTENCE.contains(&self.raw(end))
                || self.languages.is(Language::German) && !self.is_capital(end));
        self.leads_to_a_feast(start, at) && !goes_on && (is_free || is_told || is_sentence)
    }

    /// Whether the word before a feast, whose articles begin at `start`, says that its day is meant.
    fn leads_to_a_feast(&self, start: usize, at: usize) -> bool {
        // `Ouvert le lundi de Pâques`: names of several words are of days more than of a season.
        if start < at && self.means(start, Meaning::On) && self.raw(at).contains(' ') {
            return true;
        }
        let Some(before) = start.checked_sub(1) else { return false };
        let leads = |meaning| matches!(meaning, Meaning::To | Meaning::Before | Meaning::After).then_some(());
        // The article may be in the lead: `am`, `zum`, `jusqu'au`.
        LEADS.contains(&self.raw(before).to_lowercase().as_str()) || self.sense(before, leads).is_some()
    }
}

/// The day of a feast in a year. `nth` is the number before its name.
fn day_of(day: FeastDay, nth: Option<i8>, year: i16) -> Option<Date> {
    let from_easter = |days: i16| calendar::after(calendar::easter(year)?, i32::from(days));
    let second = || nth.filter(|nth| (1..=2).contains(nth)).map(|nth| nth - 1);
    match day {
        FeastDay::Fixed(month, day) => Date::new(year, month, day).ok().filter(|_| nth.is_none()),
        FeastDay::Easter(days) => from_easter(days).filter(|_| nth.is_none()),
        FeastDay::Nth(month, weekday, place) => {
            calendar::nth_of(year, month, weekday, place).filter(|_| nth.is_none())
        }
        FeastDay::Advent(sundays) => advent(year, sundays).filter(|_| nth.is_none()),
        FeastDay::NumberedAdvent => advent(year, 5 - nth.filter(|nth| (1..=4).contains(nth))?),
        FeastDay::NumberedFixed(month, day) => Date::new(year, month, day + second()?).ok(),
        FeastDay::NumberedEaster(days) => from_easter(days + i16::from(second()?)),
        FeastDay::FrenchMothers => {
            let last = calendar::nth_of(year, 5, Weekday::Sunday, -1)?;
            let is_pentecost = from_easter(49) == Some(last);
            calendar::after(last, if is_pentecost { 7 } else { 0 }).filter(|_| nth.is_none())
        }
    }
}

/// So many Sundays before Christmas.
fn advent(year: i16, sundays: i8) -> Option<Date> {
    let christmas = Date::new(year, 12, 25).ok()?;
    let days_back = match i32::from(christmas.weekday().to_sunday_zero_offset()) {
        0 => 7,
        days => days,
    };
    calendar::after(christmas, -days_back - 7 * (i32::from(sundays) - 1))
}
