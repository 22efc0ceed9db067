//! Times of the day: 11:59 pm, 23 Uhr, 23h59, midnight.

use jiff::civil::{Time, time};

use super::reader::Reader;
use super::words::{Meaning, Part};

/// A time of the day as it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Clock {
    pub(super) time: Time,
    /// Whether a word or a second colon says that it is a time: `12:30` alone may be a ratio.
    pub(super) is_said: bool,
}

/// The end of a day, which is as late as people can write.
const END_OF_DAY: Time = time(23, 59, 0, 0);

impl Reader<'_> {
    /// The time at a place, and the place behind. The first of `6:30–9 pm` is as late in the day as the second.
    pub(super) fn time(&self, at: usize) -> Option<(Clock, usize)> {
        let (clock, end) = self.own_time(at)?;
        let is_early = clock.time.hour() < 12 && !clock.is_said;
        let last = || {
            let next = self.range_sign(end).filter(|_| is_early)?;
            self.own_time(next).filter(|(_, behind)| self.means(behind - 1, Meaning::Pm))
        };
        let Some((last, _)) = last() else { return Some((clock, end)) };
        let later = Time::new(clock.time.hour() + 12, clock.time.minute(), clock.time.second(), 0).ok()?;
        let time = if later <= last.time { later } else { clock.time };
        Some((Clock { time, is_said: true }, end))
    }

    fn own_time(&self, at: usize) -> Option<(Clock, usize)> {
        if self.is_word(at) {
            return self.word_of_time(at).or_else(|| self.hour_in_words(at));
        }
        let (hour, 1..=2) = self.number(at)? else { return None };
        if hour == 12
            && self.is_word(at + 1)
            && let Some((clock, end)) = self.word_of_time(at + 1)
        {
            return Some((clock, end));
        }
        let (minute, second, next, has_colon) = self.minutes(at + 1);
        let (mark, end) = self.mark(next, hour);
        let is_hour_alone = minute.is_none();
        // `8 in the evening`, `a las 8 de la tarde`.
        if is_hour_alone
            && mark == Mark::None
            && (1..=12).contains(&hour)
            && let (Some(part), end) = self.part_after(next)
            && self.raw(next).contains(' ')
        {
            return Some((Clock { time: clock(hour, 0, 0, mark, Some(part))?, is_said: true }, end));
        }
        if is_hour_alone && mark == Mark::None || minute.is_some() && !has_colon && mark == Mark::None {
            return None;
        }
        // `20 Uhr 15`, `8h30`, `8 heures 30`.
        let (minute, end) = match (minute, self.number(end)) {
            (None, Some((after @ 0..=59, 2))) if mark == Mark::Hour && self.is_after_hour(end) => {
                (Some(after), end + 1)
            }
            (minute, _) => (minute, end),
        };
        let end = self.letters_after(end, minute.is_some() && mark == Mark::Hour);
        let (part, end) = self.part_after(end);
        // `24 hours` are a length, `14:00 hours` are none; `2 heures de musique` are one.
        let is_counted = matches!(self.raw(next), "hours" | "hrs" | "Hours")
            || matches!(self.raw(next), "heures" | "horas") && self.means(next + 1, Meaning::Of);
        if is_hour_alone && is_counted && part.is_none() {
            return None;
        }
        let time = clock(hour, minute.unwrap_or(0), second.unwrap_or(0), mark, part)?;
        // `2h` and `24 horas` are lengths as often.
        let is_length = is_hour_alone
            && matches!(
                self.raw(next).to_lowercase().as_str(),
                "h" | "hs" | "hrs" | "heure" | "heures" | "hora" | "horas" | "a" | "p"
            );
        let is_said = mark != Mark::None && !is_length || second.is_some() || part.is_some();
        Some((Clock { time, is_said }, end))
    }

    /// `um acht Uhr abends`, `à huit heures`, `a las ocho de la tarde`. `à deux heures de Paris` is a way.
    fn hour_in_words(&self, at: usize) -> Option<(Clock, usize)> {
        // The short look comes first: this is asked at every word.
        if !matches!(
            self.raw(at.checked_sub(1)?),
            "um" | "Um" | "at" | "At" | "à" | "À" | "a las" | "A las" | "a la"
        ) {
            return None;
        }
        let hour = self.sense(at, |meaning| match meaning {
            Meaning::Count(count @ 1..=12) => Some(count),
            _ => None,
        })?;
        let (mark, next) = self.mark(at + 1, hour);
        let (part, end) = self.part_after(next);
        let is_part = part.is_some() && (mark != Mark::None || self.raw(next).contains(' '));
        let is_length = self.means(next, Meaning::Of) || matches!(self.raw(at + 1), "hours" | "hrs");
        let is_said = is_part || mark != Mark::None && !is_length;
        let time = clock(hour, 0, 0, mark, part).filter(|_| is_said)?;
        Some((Clock { time, is_said }, end))
    }

    fn word_of_time(&self, at: usize) -> Option<(Clock, usize)> {
        let time = self.sense(at, |meaning| match meaning {
            Meaning::Noon => Some(time(12, 0, 0, 0)),
            Meaning::Midnight => Some(END_OF_DAY),
            _ => None,
        })?;
        // Colors and films are called so too.
        Some((Clock { time, is_said: false }, at + 1))
    }

    /// Minutes and seconds behind an hour, and whether a colon leads to them.
    fn minutes(&self, at: usize) -> (Option<u32>, Option<u32>, usize, bool) {
        let two = |at: usize| {
            let is_led = self.is_sign(at, &[':', '.']) && self.is_glued(at) && self.is_glued(at + 1);
            self.number(at + 1)
                .filter(|(value, digits)| is_led && *digits == 2 && *value < 60)
                .map(|(value, _)| value)
        };
        let has_colon = self.sign(at) == Some(':');
        let Some(minute) = two(at) else { return (None, None, at, false) };
        let Some(second) = two(at + 2).filter(|_| has_colon && self.sign(at + 2) == Some(':')) else {
            return (Some(minute), None, at + 2, has_colon);
        };
        let mut end = at + 4;
        // Parts of a second say nothing here.
        if self.is_sign(end, &['.', ','])
            && self.is_glued(end)
            && self.is_glued(end + 1)
            && self.number(end + 1).is_some()
        {
            end += 2;
        }
        (Some(minute), Some(second), end, has_colon)
    }

    fn mark(&self, at: usize, hour: u32) -> (Mark, usize) {
        let mark = self.sense(at, |meaning| match meaning {
            Meaning::Am => Some(Mark::Am),
            Meaning::Pm => Some(Mark::Pm),
            Meaning::Hour => Some(Mark::Hour),
            _ => None,
        });
        let lone = match self.raw(at) {
            "a" | "A" if self.is_glued(at) => Some(Mark::Am),
            "p" | "P" if self.is_glued(at) => Some(Mark::Pm),
            _ => None,
        };
        match mark.or(lone) {
            Some(Mark::Am | Mark::Pm) if !(0..=23).contains(&hour) => (Mark::None, at),
            Some(mark) => {
                let is_short =
                    self.raw(at).contains('.') && self.sign(at + 1) == Some('.') && self.is_glued(at + 1);
                (mark, at + 1 + usize::from(is_short))
            }
            None => (Mark::None, at),
        }
    }

    /// The place behind the letters of `8h10m00s`.
    fn letters_after(&self, at: usize, has_minutes: bool) -> usize {
        if !has_minutes || !self.is_glued(at) || !matches!(self.raw(at), "m" | "min" | "mn") {
            return at;
        }
        let has_seconds = self.is_glued(at + 1)
            && self.number(at + 1).is_some_and(|(value, _)| value < 60)
            && self.is_glued(at + 2)
            && matches!(self.raw(at + 2), "s" | "sec");
        at + if has_seconds { 3 } else { 1 }
    }

    fn is_after_hour(&self, at: usize) -> bool {
        // `23h59` and `20 Uhr 15`, but not `20 Uhr 15.11.`
        !self.goes_on(at + 1) && self.month(at + 1).is_none() && self.sign(at + 1) != Some('.')
            || self.is_glued(at)
    }

    /// The part of the day behind a time: `8 in the evening`, `8 de la tarde`.
    fn part_after(&self, at: usize) -> (Option<Part>, usize) {
        let part = self.sense(at, |meaning| match meaning {
            Meaning::Part(part) => Some(part),
            _ => None,
        });
        // `15 Uhr morgen` is tomorrow.
        let is_day = self.sense(at, |meaning| matches!(meaning, Meaning::Day(_)).then_some(())).is_some();
        match part {
            Some(part) if !is_day => (Some(part), at + 1),
            _ => (None, at),
        }
    }
}

/// What stands behind the digits of a time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Am,
    Pm,
    Hour,
}

fn clock(hour: u32, minute: u32, second: u32, mark: Mark, part: Option<Part>) -> Option<Time> {
    if hour == 24 {
        return (minute == 0 && second == 0 && !matches!(mark, Mark::Am | Mark::Pm)).then_some(END_OF_DAY);
    }
    let is_late =
        matches!(part, Some(Part::Afternoon | Part::Evening)) || part == Some(Part::Night) && hour > 5;
    let hour = match mark {
        Mark::Am if hour == 12 => 0,
        Mark::Pm if hour < 12 => hour + 12,
        Mark::None | Mark::Hour if is_late && hour < 12 => hour + 12,
        _ => hour,
    };
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0).ok()
}
