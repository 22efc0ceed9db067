//! Days that are told by their name in the week: Friday, next Tuesday, the third Monday of March, Montag in drei Wochen.

use jiff::civil::{Date, Weekday};

use super::calendar;
use super::reader::{Draft, Order, Reader};
use super::words::{Language, Meaning, Unit, Which};

impl Reader<'_> {
    /// What `next` and its like behind a noun point to, and the place behind: `mardi prochain`, `the week after next`.
    pub(super) fn which_behind(&self, at: usize) -> Option<(Which, usize)> {
        if let Some(which) = self.which(at).filter(|which| *which != Which::This) {
            return Some((which, at + 1));
        }
        let is_after_next = self.means(at, Meaning::After)
            && self.which(at + 1) == Some(Which::Next)
            && self.languages.is(Language::English);
        // `Monday after next Friday` has another day behind it.
        let is_of_more = self.weekday(at + 2).is_some()
            || self.month(at + 2).is_some()
            || self.unit(at + 2, false).is_some();
        (is_after_next && !is_of_more).then_some((Which::AfterNext, at + 2))
    }

    pub(super) fn pointed_weekday(
        &self,
        at: usize,
        before: Option<Which>,
        (weekday, is_short, end): (Weekday, bool, usize),
    ) -> Option<(Draft, usize)> {
        let after = self.which_behind(end).filter(|_| before.is_none());
        let which = before.or(after.map(|(which, _)| which));
        let behind = after.map_or(end, |(_, behind)| behind);
        if which.is_none() && !self.is_weekday_here(at, is_short, behind) {
            return None;
        }
        let (told, end) = match self.week_of_a_day(behind) {
            Some((which, end)) => (self.today().and_then(|today| in_week(today, weekday, which)), end),
            None if after.is_some() && self.unit(behind, false) == Some(Unit::Week) => {
                (self.today().and_then(|today| in_week(today, weekday, which?)), behind + 1)
            }
            None => {
                let told = self.today().and_then(|today| calendar::weekday(today, weekday, which));
                let away = self.weeks_away(behind).filter(|_| which.is_none());
                match away {
                    Some((weeks, end)) => (told.and_then(|day| calendar::after(day, 7 * weeks)), end),
                    None => (told, behind),
                }
            }
        };
        Some((Draft { weekday: Some(weekday), ..Draft::told(told) }, self.part(end)))
    }

    /// The week that words behind a day of the week name: `Friday next week`, `viernes de la próxima semana`, `Friday of
    /// this week`.
    fn week_of_a_day(&self, at: usize) -> Option<(Which, usize)> {
        let week = self.skip(at, &[Meaning::Of, Meaning::Article, Meaning::On]);
        if let Some(which) = self.which(week)
            && self.unit(week + 1, false) == Some(Unit::Week)
        {
            return Some((which, week + 2));
        }
        self.which_behind(week + 1).filter(|_| self.unit(week, false) == Some(Unit::Week))
    }

    /// How many weeks after the coming day of its name a day is said to be: `in drei Wochen`, `en huit`, the British
    /// `Friday week`.
    fn weeks_away(&self, at: usize) -> Option<(i32, usize)> {
        if self.languages.is(Language::English)
            && self.order == Order::DayFirst
            && self.unit(at, false) == Some(Unit::Week)
            && self.is_end(at + 1)
        {
            return Some((1, at + 1));
        }
        if self.languages.is(Language::French) && self.raw(at) == "en" {
            let weeks = self.sense(at + 1, |meaning| match meaning {
                Meaning::Count(8) => Some(1),
                Meaning::Count(15) => Some(2),
                _ => None,
            })?;
            return Some((weeks, at + 2));
        }
        if !self.means(at, Meaning::Ahead) {
            return None;
        }
        let (tenths, next) = self.count(at + 1)?;
        let count = i32::try_from(tenths / 10).ok().filter(|count| *count <= 52 && tenths % 10 == 0)?;
        // Eight days and fifteen are weeks where today is counted.
        let weeks = match self.unit(next, false)? {
            Unit::Week => count,
            Unit::Day if count % 7 <= 1 => count / 7,
            _ => return None,
        };
        (weeks > 0).then_some((weeks, next + 1))
    }

    /// `the third Monday of March`, `letzter Freitag im Mai 2027`, `el primer lunes del próximo mes`.
    pub(super) fn nth_weekday(&self, at: usize) -> Option<(Draft, usize)> {
        let start = self.skip(at, &[Meaning::Article]);
        let (nth, next) = self.place_in_a_row(start)?;
        let (weekday, _, end) = self.weekday(next)?;
        let tie = self.behind_tie(end);
        if tie == end {
            return None;
        }
        if let Some((month, end)) = self.month(tie) {
            let next = self.skip(end, &[Meaning::Of]);
            let year = self.year(next);
            let told = match year {
                Some((year, _)) => calendar::nth_of(year, month, weekday, nth),
                None => self.today().and_then(|today| {
                    calendar::expected(today, |year| calendar::nth_of(year, month, weekday, nth))
                }),
            };
            return Some((Draft::told(told), year.map_or(end, |(_, end)| end)));
        }
        let (which, end) = self.pointed_month(tie)?;
        let month = self.first_of_month(which);
        let told = month.and_then(|month| calendar::nth_of(month.year(), month.month(), weekday, nth));
        Some((Draft::told(told), end))
    }

    /// The month that words behind `of the` point to: `next month`, `mes que viene`; the month alone is this one.
    fn pointed_month(&self, at: usize) -> Option<(Which, usize)> {
        let before = self.which(at);
        let unit = at + usize::from(before.is_some());
        if self.unit(unit, false) != Some(Unit::Month) {
            return None;
        }
        let after = self.which_behind(unit + 1).filter(|_| before.is_none());
        Some(before.map(|which| (which, unit + 1)).or(after).unwrap_or((Which::This, unit + 1)))
    }

    fn first_of_month(&self, which: Which) -> Option<Date> {
        self.today().and_then(|today| calendar::period(today.first_of_month(), Unit::Month, which, false))
    }

    /// A number that says which one of several is meant, and the place behind: `third`, `3rd`, `3.`; -1 is the last.
    pub(super) fn place_in_a_row(&self, at: usize) -> Option<(i8, usize)> {
        if self.which(at) == Some(Which::Last) {
            return Some((-1, at + 1));
        }
        let (nth @ 1..=5, is_ordinal, end) = self.day_number(at)? else { return None };
        let has_stop = !is_ordinal
            && self.sign(end) == Some('.')
            && self.is_glued(end)
            && self.languages.is(Language::German);
        (is_ordinal || has_stop).then_some((nth, end + usize::from(has_stop)))
    }

    /// Whether the name of a day of the week means the coming one: not a recurring day, a named day of shopping, or
    /// another word that looks the same.
    fn is_weekday_here(&self, at: usize, is_short: bool, end: usize) -> bool {
        const NAMED: &[&str] = &[
            "black",
            "cyber",
            "good",
            "giving",
            "business",
            "super",
            "bowl",
            "palm",
            "easter",
            "shrove",
            "ash",
            "fat",
            "casual",
            "taco",
            "throwback",
            "holy",
            "maundy",
            "whit",
            "bloody",
            "prime",
            "green",
            "blue",
            "red",
            "freaky",
            "happy",
            "langer",
            "schwarzer",
        ];
        const NAMED_AFTER: &[&str] = &["negro", "noir", "santo", "saint", "black", "night", "nights"];
        // `the second Monday` is told by what it is counted in.
        if self
            .sense(at.wrapping_sub(1), |meaning| matches!(meaning, Meaning::Ordinal(_)).then_some(()))
            .is_some()
        {
            return false;
        }
        let before = at.checked_sub(1).map(|before| self.raw(before).to_lowercase()).unwrap_or_default();
        let behind = self.raw(end).to_lowercase();
        // `Friday Night` is a show, `on Friday night` is none.
        let is_night = behind == "night" && (self.is_whole(at, end + 1) || self.follows(at, &[Meaning::On]));
        let is_named =
            NAMED.contains(&before.as_str()) || NAMED_AFTER.contains(&behind.as_str()) && !is_night;
        // `los lunes` and `le lundi` are those of every week.
        let article = end.checked_sub(2).map(|article| self.raw(article).to_lowercase()).unwrap_or_default();
        let is_habit = article == "los"
            || self.languages.is(Language::French)
                && article == "le"
                && !self.is_whole(end.saturating_sub(2), end);
        let is_owned = self.is_sign(end, &['\'', '\u{2019}']) && self.is_glued(end) && self.is_glued(end + 1);
        let is_led = self.follows(at, &[Meaning::On, Meaning::To, Meaning::Lead, Meaning::At]);
        let is_short_here = self.is_capital(at) && is_led && !self.is_glued(end)
            || self.time_behind(end).is_some() && self.is_capital(at);
        !is_named
            && !is_habit
            && !is_owned
            && (!is_short || is_short_here || self.is_whole(at, end) && self.languages.is(Language::English))
    }

    /// `the 15th`, `am 15.`, `le 15`, `Monday the 15th`: a day of the month and no month.
    pub(super) fn day_of_month(&self, at: usize) -> Option<(Draft, usize)> {
        let is_led = self.follows(at, &[Meaning::On, Meaning::Lead, Meaning::Article, Meaning::To])
            || self.is_whole(at, self.tokens.len());
        let start = self.skip(at, &[Meaning::Article, Meaning::On]);
        let (day, is_ordinal, end) = self.day_number(start)?;
        if let Some(found) = self.day_of_pointed_month(day, is_ordinal, end) {
            return Some(found);
        }
        let has_stop = self.sign(end) == Some('.') && self.is_glued(end);
        let is_said = match () {
            () if self.languages.is(Language::German) => {
                has_stop && (is_led || start > at) && self.number(start).is_some()
            }
            () if self.languages.is(Language::English) => {
                is_ordinal && start > at && self.number(start).is_some()
            }
            () => self.number(start).is_some() && self.is_end(end) && self.leads_to_a_day(at, start),
        };
        let end = end + usize::from(has_stop && self.languages.is(Language::German));
        let goes_on = self.is_end(end)
            || self
                .sense(end, |meaning| matches!(meaning, Meaning::At | Meaning::To).then_some(()))
                .is_some();
        (is_said && goes_on && self.reference.is_some())
            .then(|| (Draft { day: Some(day), is_bare_day: true, ..Draft::default() }, end))
    }

    /// Whether the words before a lone number of French or Spanish make it a day: `le 15`, `el día 20`, `à partir du 27`.
    fn leads_to_a_day(&self, at: usize, start: usize) -> bool {
        let is = |at: usize, words: &[&str]| words.contains(&self.raw(at).to_lowercase().as_str());
        if start == at + 1 && is(at, &["le", "el", "dia", "día"]) {
            return true;
        }
        // One word may be the `du` of a name; several are about time.
        let is_long = |at: usize| {
            self.sense(at, |meaning| matches!(meaning, Meaning::From | Meaning::To).then_some(())).is_some()
                && self.raw(at).contains([' ', '\'', '\u{2019}'])
        };
        start == at + 2 && is(at + 1, &["día", "dia"]) || start == at && at > 0 && is_long(at - 1)
    }

    /// `18th of next month`, `am 3. dieses Monats`, `el 5 del mes que viene`.
    fn day_of_pointed_month(&self, day: i8, is_ordinal: bool, end: usize) -> Option<(Draft, usize)> {
        // `20th day of next month`.
        let end = end + usize::from(is_ordinal && self.unit(end, false) == Some(Unit::Day));
        let stop = end + usize::from(self.sign(end) == Some('.') && self.is_glued(end));
        let next = self.skip(stop, &[Meaning::Of, Meaning::Article]);
        if next == end && !is_ordinal {
            return None;
        }
        let (which, end) = self.pointed_month(next)?;
        // `3. Monat` counts months.
        if next == stop && self.which(next).is_none() && self.which_behind(next + 1).is_none() {
            return None;
        }
        let month = self.first_of_month(which);
        let told = month.and_then(|month| Date::new(month.year(), month.month(), day).ok());
        Some((Draft::told(told), end))
    }
}

/// A day of the week in this week, the next or the last one, which begin on Monday.
pub(super) fn in_week(today: Date, weekday: Weekday, which: Which) -> Option<Date> {
    let step = 7 * which.steps();
    let monday = -i32::from(today.weekday().to_monday_zero_offset());
    calendar::after(today, monday + step + i32::from(weekday.to_monday_zero_offset()))
}
