//! The parts of one text, and the questions that the grammar asks of them. Every answer names the place behind what it
//! read, so that readings follow one another without looking back.

use jiff::civil::{Date, DateTime, Time, Weekday};

use super::lex::{Kind, Token};
use super::words::{Languages, Meaning, Stretch};
use crate::facts::{Precision, StatedZone};

/// Which number of 03/04/2026 is the month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Order {
    /// The first.
    MonthFirst,
    /// The second.
    DayFirst,
    /// Nothing says which; the first is tried first.
    Unknown,
}

/// What is read: a text in parts, and what dates in it are told from.
#[derive(Debug)]
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: Vec<Token>,
    pub(super) languages: Languages,
    pub(super) order: Order,
    /// The time of publication on the clock of UTC.
    pub(super) reference: Option<DateTime>,
}

/// A date on its way to a value. What the words do not say is `None`.
#[derive(Clone, PartialEq, Default, Debug)]
pub(super) struct Draft {
    pub(super) year: Option<i16>,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
    /// Month and day the other way round, where both ways are as good.
    pub(super) swapped: Option<(i8, i8)>,
    pub(super) weekday: Option<Weekday>,
    /// Whether the day was told from the reference time, by words such as `tomorrow`.
    pub(super) is_relative: bool,
    /// The day that such words tell; `None` without a reference time.
    pub(super) told: Option<Date>,
    pub(super) time: Option<Time>,
    pub(super) zone: Option<StatedZone>,
    /// How exact it is where that is not the day.
    pub(super) precision: Option<Precision>,
    /// Whether it is no more than a day of the month, which another part has to complete.
    pub(super) is_bare_day: bool,
    /// Whether it is no more than a time, so that its day is today for want of another one.
    pub(super) is_bare_time: bool,
}

impl Draft {
    /// A day that words told from the reference time.
    pub(super) fn told(date: Option<Date>) -> Self {
        Self { is_relative: true, told: date, ..Self::default() }
    }

    /// A month and a day of it.
    pub(super) fn day(month: i8, day: i8, year: Option<i16>) -> Self {
        Self { month: Some(month), day: Some(day), year, ..Self::default() }
    }
}

impl Reader<'_> {
    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The number at a place, and how many digits it has.
    pub(super) fn number(&self, at: usize) -> Option<(u32, u8)> {
        match self.token(at)?.kind {
            Kind::Number(value, digits) => Some((value, digits)),
            _ => None,
        }
    }

    /// The sign at a place.
    pub(super) fn sign(&self, at: usize) -> Option<char> {
        match self.token(at)?.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    pub(super) fn is_sign(&self, at: usize, signs: &[char]) -> bool {
        self.sign(at).is_some_and(|sign| signs.contains(&sign))
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        matches!(self.token(at).map(|token| token.kind), Some(Kind::Word { .. }))
    }

    /// The letters at a place as written.
    pub(super) fn raw(&self, at: usize) -> &str {
        self.token(at).and_then(|token| self.text.get(token.range.clone())).unwrap_or_default()
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        matches!(self.token(at).map(|token| token.kind), Some(Kind::Word { is_capital: true, .. }))
    }

    /// What `pick` makes of the first sense of the word at a place that it accepts.
    pub(super) fn sense<T>(&self, at: usize, pick: impl Fn(Meaning) -> Option<T>) -> Option<T> {
        let Kind::Word { senses, .. } = self.token(at)?.kind else { return None };
        senses.iter().filter(|sense| self.languages.hold_of(sense)).find_map(|sense| pick(sense.meaning))
    }

    /// Whether the word at a place has a meaning.
    pub(super) fn means(&self, at: usize, meaning: Meaning) -> bool {
        self.sense(at, |other| (other == meaning).then_some(())).is_some()
    }

    /// The place behind the words of these meanings, of which no more than a few follow one another.
    pub(super) fn skip(&self, mut at: usize, meanings: &[Meaning]) -> usize {
        let end = at + 4;
        while at < end && self.sense(at, |meaning| meanings.contains(&meaning).then_some(())).is_some() {
            at += 1;
        }
        at
    }

    /// A cheap look for whether a date can begin at a place: with a number, or with a word that means something. A word that
    /// only leads to a day has such a part behind it.
    pub(super) fn may_begin(&self, at: usize) -> bool {
        match self.token(at).map(|token| token.kind) {
            Some(Kind::Number(..)) => true,
            Some(Kind::Word { .. }) => {
                self.sense(at, |meaning| (!meaning.is_lead()).then_some(())).is_some()
                    || self.sense(at, Some).is_some() && self.may_follow_a_lead(at + 1)
            }
            Some(Kind::Sign(_)) | None => false,
        }
    }

    /// Whether a part is anything but a word that means nothing.
    fn may_follow_a_lead(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| !matches!(token.kind, Kind::Word { .. }))
            || self.sense(at, Some).is_some()
    }

    /// Whether nothing stands between a part and the one before.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| !token.is_spaced)
    }

    /// Whether a sentence or the text ends before the part at a place.
    pub(super) fn is_end(&self, at: usize) -> bool {
        match self.token(at) {
            None => true,
            Some(token) if token.starts_line => true,
            Some(token) => match token.kind {
                Kind::Sign(
                    '.' | '!' | '?' | ';' | ':' | ',' | ')' | ']' | '"' | '\u{201D}' | '|' | '\u{2026}',
                ) => {
                    self.token(at + 1).is_none_or(|next| next.is_spaced || matches!(next.kind, Kind::Sign(_)))
                }
                Kind::Sign('-' | '\u{2013}' | '\u{2014}' | '\u{2022}' | '\u{B7}') => token.is_spaced,
                _ => false,
            },
        }
    }

    /// Whether a date may start at a place: nothing that makes one thing of both is right before it.
    pub(super) fn may_start(&self, at: usize) -> bool {
        if !self.is_glued(at) || at == 0 {
            return true;
        }
        match self.token(at - 1).map(|token| token.kind) {
            Some(Kind::Sign(sign)) => {
                matches!(
                    sign,
                    '(' | '['
                        | '"'
                        | '\''
                        | '\u{201C}'
                        | '\u{201D}'
                        | '\u{201E}'
                        | '\u{2018}'
                        | '\u{2019}'
                        | '\u{AB}'
                        | ','
                        | ';'
                        | '|'
                        | '\u{2013}'
                        | '\u{2014}'
                        | '*'
                        | '>'
                        | '!'
                        | '\u{2022}'
                        | '\u{2192}'
                ) || sign == ':' && at >= 2 && self.is_word(at - 2)
                    || sign == '-' && self.stretch_before(at - 1).is_some()
                    || matches!(sign, '-' | '~' | '.') && !(at >= 2 && self.is_glued(at - 1))
            }
            Some(Kind::Number(..)) => false,
            Some(Kind::Word { .. }) => false,
            None => true,
        }
    }

    /// Whether the part before a place is a word of one of these meanings.
    pub(super) fn follows(&self, at: usize, meanings: &[Meaning]) -> bool {
        at > 0 && self.sense(at - 1, |meaning| meanings.contains(&meaning).then_some(())).is_some()
    }

    /// The part of a month or year that the word before a place tells.
    pub(super) fn stretch_before(&self, at: usize) -> Option<Stretch> {
        self.sense(at.checked_sub(1)?, |meaning| match meaning {
            Meaning::Within(stretch) => Some(stretch),
            _ => None,
        })
    }

    /// The place behind words that tie what stands before them to what follows: `of the`, `im`, `de l'`.
    pub(super) fn behind_tie(&self, mut at: usize) -> usize {
        let end = at + 4;
        while at < end {
            let ties =
                |meaning| matches!(meaning, Meaning::Of | Meaning::Article | Meaning::In).then_some(());
            let is_apostrophe = self.is_sign(at, &['\'', '\u{2019}']) && self.is_glued(at);
            if self.sense(at, ties).is_none() && !is_apostrophe {
                break;
            }
            at += 1;
        }
        at
    }

    /// Whether the whole text is the parts between two places.
    pub(super) fn is_whole(&self, from: usize, to: usize) -> bool {
        let signs = |at: usize| matches!(self.sign(at), Some('.' | '!' | '?' | '(' | ')' | '"' | '-'));
        // More signs than that are no text.
        let is_near = from <= 8 && self.tokens.len().saturating_sub(to) <= 8;
        is_near && (0..from).all(signs) && (to..self.tokens.len()).all(signs)
    }

    /// The month at a place, and the place behind it and the full stop of its short form.
    pub(super) fn month(&self, at: usize) -> Option<(i8, usize)> {
        let (month, is_short) = self.sense(at, |meaning| match meaning {
            Meaning::Month(month) => Some((month, false)),
            Meaning::ShortMonth(month) => Some((month, true)),
            _ => None,
        })?;
        let has_stop = is_short && self.sign(at + 1) == Some('.') && self.is_glued(at + 1);
        Some((month, at + 1 + usize::from(has_stop)))
    }

    /// The day of the week at a place, whether it is a short form, and the place behind it.
    pub(super) fn weekday(&self, at: usize) -> Option<(Weekday, bool, usize)> {
        let (weekday, is_short) = self.sense(at, |meaning| match meaning {
            Meaning::Weekday(day) => Some((day, false)),
            Meaning::ShortWeekday(day) => Some((day, true)),
            _ => None,
        })?;
        let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
        let has_stop = is_short && self.sign(at + 1) == Some('.') && self.is_glued(at + 1);
        Some((weekday, is_short, at + 1 + usize::from(has_stop)))
    }

    /// A year at a place, of four digits or of two behind an apostrophe.
    pub(super) fn year(&self, at: usize) -> Option<(i16, usize)> {
        if self.is_sign(at, &['\'', '\u{2019}', '\u{2018}'])
            && self.is_glued(at + 1)
            && let Some((value, 2)) = self.number(at + 1)
        {
            return Some((century(value)?, at + 2));
        }
        let (value, 4) = self.number(at)? else { return None };
        let is_year = (1000..=2500).contains(&value) && !self.goes_on(at + 1);
        is_year.then_some(())?;
        Some((i16::try_from(value).ok()?, at + 1))
    }

    /// A year of which copy speaks, and the place behind.
    pub(super) fn common_year(&self, at: usize) -> Option<(i16, usize)> {
        self.year(at).filter(|(year, _)| (1900..=2199).contains(year))
    }

    /// Whether what is right behind a number makes it another one, as in `2026.5`, `20:30` and `10x12`.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        if !self.is_glued(at) {
            return false;
        }
        match self.token(at).map(|token| token.kind) {
            Some(Kind::Number(..) | Kind::Word { .. }) => true,
            Some(Kind::Sign(sign)) => {
                matches!(
                    sign,
                    '%' | '_' | '\u{20AC}' | '$' | '\u{A3}' | '\u{B0}' | '\u{FFFC}' | '=' | '@' | '#'
                ) || matches!(sign, '.' | ',' | '/' | ':' | '-')
                    && self.is_glued(at + 1)
                    && self.number(at + 1).is_some()
                    || sign == '/' && self.is_glued(at + 1)
            }
            None => false,
        }
    }

    /// A day of the month at a place, with what makes it one: whether that is said, and the place behind.
    pub(super) fn day_number(&self, at: usize) -> Option<(i8, bool, usize)> {
        if let Some(day) = self.sense(at, |meaning| match meaning {
            Meaning::Ordinal(day) => Some(day),
            _ => None,
        }) {
            return Some((day, true, at + 1));
        }
        let (value, digits) = self.number(at)?;
        let day = i8::try_from(value).ok().filter(|day| digits <= 2 && (1..=31).contains(day))?;
        let next = at + 1;
        if self.means(next, Meaning::OrdinalEnding) && self.is_glued(next) {
            return Some((day, true, next + 1));
        }
        if self.is_sign(next, &['º', 'ª', '°']) && self.is_glued(next) {
            return Some((day, true, next + 1));
        }
        Some((day, false, next))
    }
}

/// The year that two digits stand for.
pub(super) fn century(value: u32) -> Option<i16> {
    let year = i16::try_from(value).ok().filter(|year| (0..100).contains(year))?;
    Some(if year >= 70 { 1900 + year } else { 2000 + year })
}
