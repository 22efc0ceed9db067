//! Days and instants in text, with what they are for. Knows nothing of prices or of campaigns.
//!
//! Reading order: `lex` cuts a text into parts, with what `words` knows of them; `reader` answers questions about parts;
//! `numeric`, `explicit`, `relative`, `weekday`, `period`, `feast`, `time` and `zone` are the grammar, one file a form;
//! `expression` joins them; `calendar` makes values of what was read; `role` tells what a date is for; `extract` walks a document.

mod calendar;
mod explicit;
mod expression;
mod feast;
mod form;
mod lex;
mod numeric;
mod period;
mod reader;
mod relative;
mod role;
mod time;
mod weekday;
mod words;
mod zone;

use std::borrow::Cow;
use std::ops::Range;

use jiff::Span;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use self::expression::{Expression, Found};
use self::lex::Token;
use self::reader::{Order, Reader};
use self::words::{Language, Languages, Meaning};
use super::{Confidence, DateRole, Fact, FactValue, StatedDate, add_readings};
use crate::artifact::{Artifact, Locale, MediaType};
use crate::document::{Document, Segment, readings};
use crate::text::MappedText;
use crate::text::word_index::words as words_of;

pub use self::form::{rename_weekday, rename_zone};

/// Bytes of text that are read at once, so that what is kept of a long text stays small.
const PIECE: usize = 1 << 14;

/// The dates in the text of a document, in the order of its segments.
pub(super) fn extract(artifact: &Artifact, document: &Document) -> Vec<Fact> {
    let reference = document.attributes.publish_at.map(|at| TimeZone::UTC.to_datetime(at));
    let mut facts = Vec::new();
    for (index, segment) in (0_u32..).zip(&document.segments) {
        let whole = 0..segment.text.as_str().len();
        let locale = document.locale_at(segment, &whole);
        let languages = Languages::of(locale);
        if !may_hold_dates(artifact, document, (segment, index), languages) {
            continue;
        }
        let setting = Setting { languages, order: order_of(locale), reference };
        let readings = readings(segment, &document.branches);
        let mut found = Vec::new();
        for reading in readings.iter() {
            let first = found.len();
            let number = swallowed_number(artifact, reading, languages);
            in_segment(document, (reading, index), (setting, number), &mut found);
            if let Some(fact) = found.get_mut(first).filter(|_| number.is_some()) {
                give_back(artifact, fact, number.unwrap_or_default(), reading);
            }
        }
        if readings.len() > 1 {
            add_readings(found, &mut facts);
        } else {
            facts.append(&mut found);
        }
    }
    facts
}

/// Whether a segment can state a date at all: it has a digit, or a word that tells a day.
fn may_hold_dates(
    artifact: &Artifact,
    document: &Document,
    (segment, index): (&Segment, u32),
    languages: Languages,
) -> bool {
    let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    let mut literals = segment.holes.iter().flat_map(|hole| &hole.literals).map(MappedText::as_str);
    let text = segment.text.as_str();
    // Digits of an address are those of no date. Before a line of Markdown may stand another digit.
    let may_count =
        artifact.media_type == MediaType::Markdown || segment.may_say(|byte| byte.is_ascii_digit());
    may_count && has_digit(text)
        || lex::may_tell_a_day(text, &document.words(index as usize), languages)
        || literals.any(|text| has_digit(text) || lex::may_tell_a_day(text, &words_of(text), languages))
}

/// The day with this month and day of the month, each counted from 1, that is nearest to another day.
#[must_use]
pub fn nearest(reference: Date, (month, day): (i8, i8)) -> Option<Date> {
    calendar::nearest(reference, month, day)
}

/// How the texts of a segment are read.
#[derive(Clone, Copy)]
struct Setting {
    languages: Languages,
    order: Order,
    reference: Option<DateTime>,
}

/// Which number of 03/04/2026 is the month where people write `locale`. English without a region may be either.
fn order_of(locale: Option<&Locale>) -> Order {
    match locale.map(Locale::as_str) {
        None | Some("en") => Order::Unknown,
        Some("en-US" | "en-PH" | "es-US" | "fil-PH") => Order::MonthFirst,
        Some(_) => Order::DayFirst,
    }
}

fn in_segment(
    document: &Document,
    (segment, index): (&Segment, u32),
    (setting, number): (Setting, Option<&str>),
    facts: &mut Vec<Fact>,
) {
    let text = segment.text.as_str();
    let mut start = 0;
    while start < text.len() {
        let end = piece_end(text, start);
        let piece = text.get(start..end).unwrap_or_default();
        let (piece, shift) = match number.filter(|_| start == 0) {
            Some(number) => (Cow::Owned(format!("{number}{piece}")), number.len()),
            None => (Cow::Borrowed(piece), 0),
        };
        for (range, value, confidence) in dates(&piece, setting) {
            let back = |at: usize| start + at.saturating_sub(shift);
            let range = back(range.start)..back(range.end);
            if range.is_empty() {
                continue;
            }
            if segment.is_prose(&range) {
                let value = FactValue::Date(Box::new(value));
                let fact = Fact::in_segment(document, (segment, index), &range, value);
                facts.push(Fact { confidence, ..fact });
            }
        }
        start = end;
    }
}

/// The number before a month that Markdown takes for that of a list's item: a line `30. November` is one.
fn swallowed_number<'a>(artifact: &'a Artifact, segment: &Segment, languages: Languages) -> Option<&'a str> {
    if artifact.media_type != MediaType::Markdown || languages.is(Language::English) {
        return None;
    }
    let text = segment.text.as_str();
    let first =
        text.split(|character: char| !character.is_alphabetic()).next().filter(|word| !word.is_empty())?;
    let mut folded = String::new();
    lex::fold(first, &mut folded);
    let is_month = |sense: &words::Sense| {
        matches!(sense.meaning, Meaning::Month(_) | Meaning::ShortMonth(_)) && languages.hold_of(sense)
    };
    if !words::senses(&folded).iter().any(is_month) {
        return None;
    }
    let start = segment.text.runs().first()?.source.start() as usize;
    let line = artifact.source.text().get(..start)?.rsplit('\n').next()?;
    let number = line.trim_start();
    let digits = number.trim_end().strip_suffix('.')?;
    let is_day = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_day.then_some(number)
}

/// Lets a fact that stands at the start of an item begin with its number.
fn give_back(artifact: &Artifact, fact: &mut Fact, number: &str, segment: &Segment) {
    let Some(first) = segment.text.runs().first().map(|run| run.source.start()) else { return };
    if fact.span.start() == first {
        let length = crate::span::offset(number.len());
        fact.span = crate::span::Span::new(first.saturating_sub(length), fact.span.end());
        artifact.source.slice(fact.span).clone_into(&mut fact.text);
    }
}

/// Where the piece of a text that starts at `start` ends: between two words.
fn piece_end(text: &str, start: usize) -> usize {
    let limit = start + PIECE;
    if limit >= text.len() {
        return text.len();
    }
    let is_cut = |at: &usize| text.as_bytes().get(*at).is_some_and(|byte| byte.is_ascii_whitespace());
    let blank = (start + PIECE / 2..limit).rev().find(is_cut);
    blank.or_else(|| (start + 1..=limit).rev().find(|at| text.is_char_boundary(*at))).unwrap_or(text.len())
}

/// The dates in a text: their bytes, what they say, and how sure that is.
fn dates(text: &str, setting: Setting) -> Vec<(Range<usize>, StatedDate, Confidence)> {
    let Setting { languages, order, reference } = setting;
    let reader = Reader { text, tokens: lex::tokens(text, languages), languages, order, reference };
    let today = reference.map(|reference| reference.date());
    let mut found = Vec::new();
    let mut at = 0;
    let mut read_to = 0;
    while at < reader.tokens.len() {
        if !reader.may_begin(at) {
            at += 1;
            continue;
        }
        let expression = match reader.expression(at) {
            Some(Found::Dates(expression)) => expression,
            Some(Found::Nothing(end)) => {
                at = end.max(at + 1);
                continue;
            }
            None => {
                at += 1;
                continue;
            }
        };
        let Expression { first, second, end } = *expression;
        at = end.max(at + 1);
        let is_range = second.is_some();
        let ends = [Some((first, DateRole::Start)), second.map(|second| (second, DateRole::Deadline))];
        let mut previous: Option<Date> = None;
        for ((draft, from, to), role) in ends.into_iter().flatten() {
            let Some(range) = bytes(&reader.tokens, reader.skip(from, &[Meaning::Article]), to) else {
                continue;
            };
            let before = text.get(read_to..range.start).unwrap_or_default();
            let after = text.get(range.end..).unwrap_or_default();
            let role = if is_range { role } else { role::of(before, after) };
            let is_weekday = draft.is_relative && draft.weekday.is_some();
            let (mut value, confidence) = draft.finish(today, role);
            if let (Some(start), Some(end)) = (previous, value.date)
                && end < start
                && !value.has_year
            {
                value.date = later(end, start, is_weekday);
            }
            previous = value.date;
            read_to = range.end;
            found.push((range, value, confidence));
        }
    }
    found
}

/// The last day of a range that would lie before the first one: a week or a year later.
fn later(day: Date, start: Date, is_weekday: bool) -> Option<Date> {
    let span = if is_weekday { Span::new().weeks(1) } else { Span::new().years(1) };
    day.checked_add(span).ok().filter(|later| *later >= start).or(Some(day))
}

/// The bytes between two places.
fn bytes(tokens: &[Token], from: usize, to: usize) -> Option<Range<usize>> {
    let first = tokens.get(from)?;
    let last = tokens.get(to.checked_sub(1)?)?;
    (first.range.start < last.range.end).then_some(first.range.start..last.range.end)
}

#[cfg(test)]
mod tests;
