//! Days and instants in text, with what they are for. Knows nothing of prices or of campaigns.
//!
//! Reading order: `lex` cuts a text into parts, with what `words` knows of them; `reader` answers questions about parts;
//! `numeric`, `explicit`, `relative`, `time` and `zone` are the grammar, one file a form; `expression` joins them;
//! `calendar` makes values of what was read; `role` tells what a date is for; [`extract`] walks a document.

mod calendar;
mod explicit;
mod expression;
mod lex;
mod numeric;
mod reader;
mod relative;
mod role;
mod time;
mod words;
mod zone;

use std::ops::Range;

use jiff::Span;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use self::expression::{Expression, Found};
use self::lex::Token;
use self::reader::{Order, Reader};
use self::words::Languages;
use super::{Confidence, DateRole, Fact, FactValue, StatedDate, add_readings};
use crate::artifact::Locale;
use crate::document::{Document, Segment, readings};

/// Bytes of text that are read at once, so that what is kept of a long text stays small.
const PIECE: usize = 1 << 14;

/// The dates in the text of a document, in the order of its segments.
pub(super) fn extract(document: &Document) -> Vec<Fact> {
    let reference = document.attributes.publish_at.map(|at| TimeZone::UTC.to_datetime(at));
    let mut facts = Vec::new();
    for (index, segment) in (0..).zip(&document.segments) {
        let whole = 0..segment.text.as_str().len();
        let locale = document.locale_at(segment, &whole);
        let languages = Languages::of(locale);
        let literals = segment.holes.iter().flat_map(|hole| &hole.literals);
        let mut texts = literals.chain([&segment.text]);
        if !texts.any(|text| lex::may_hold_dates(text.as_str(), languages)) {
            continue;
        }
        let setting = Setting { languages, order: order_of(locale), reference };
        let readings = readings(segment, &document.branches);
        let mut found = Vec::new();
        for reading in &readings {
            in_segment(document, (reading, index), setting, &mut found);
        }
        if readings.len() > 1 {
            add_readings(found, &mut facts);
        } else {
            facts.append(&mut found);
        }
    }
    facts
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
    setting: Setting,
    facts: &mut Vec<Fact>,
) {
    let text = segment.text.as_str();
    let mut start = 0;
    while start < text.len() {
        let end = piece_end(text, start);
        let piece = text.get(start..end).unwrap_or_default();
        for (range, value, confidence) in dates(piece, setting) {
            let range = start + range.start..start + range.end;
            if segment.is_prose(&range) {
                let value = FactValue::Date(Box::new(value));
                let fact = Fact::in_segment(document, (segment, index), &range, value);
                facts.push(Fact { confidence, ..fact });
            }
        }
        start = end;
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
            let Some(range) = bytes(&reader.tokens, reader.skip(from, &[words::Meaning::Article]), to) else {
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
