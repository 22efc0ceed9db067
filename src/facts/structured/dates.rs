//! Days and instants of structured data: until when a price is valid, when an event or an offer begins and ends
//! (ISO 8601, as schema.org asks for).

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use super::{Reader, value};
use crate::document::Item;
use crate::facts::{DateRole, Fact, FactValue, Precision, StatedDate, StatedZone};
use crate::scope::Scope;

/// Properties of schema.org, with what the day is for.
const PROPERTIES: [(&str, DateRole); 8] = [
    ("priceValidUntil", DateRole::Deadline),
    ("validThrough", DateRole::Deadline),
    ("availabilityEnds", DateRole::Deadline),
    ("endDate", DateRole::Deadline),
    ("validFrom", DateRole::Start),
    ("availabilityStarts", DateRole::Start),
    ("startDate", DateRole::Start),
    ("validUntil", DateRole::Deadline),
];

/// Adds the days of an item.
pub(super) fn extract(reader: &Reader<'_>, item: &Item, facts: &mut Vec<Fact>) {
    for property in &item.properties {
        let name = property.local_name();
        let Some((_, role)) = PROPERTIES.iter().find(|(known, _)| *known == name) else { continue };
        let Some(text) = value(property) else { continue };
        let span = text.span(0..text.as_str().len());
        let is_known =
            |index: usize| facts.get(index).is_some_and(|fact| matches!(fact.value, FactValue::Date(_)));
        let is_stated = reader.stated.within(span).any(is_known);
        if let Some(stated) = parse(text.as_str().trim(), *role).filter(|_| !is_stated) {
            facts.push(reader.fact(FactValue::Date(Box::new(stated)), property, text, Scope::StructuredData));
        }
    }
}

/// A day, a time of a day or an instant. `None` where the text is none of them.
fn parse(text: &str, role: DateRole) -> Option<StatedDate> {
    let stated = |date: Date, at: Option<DateTime>, zone: Option<StatedZone>| StatedDate {
        role,
        date: Some(date),
        month_day: Some((date.month(), date.day())),
        has_year: true,
        other_reading: None,
        time: at.map(DateTime::time),
        zone,
        weekday: None,
        precision: if at.is_some() { Precision::Minute } else { Precision::Day },
    };
    let Some((day, clock)) = text.split_once(['T', ' ']) else {
        return text.parse().ok().map(|date| stated(date, None, None));
    };
    let Ok(instant) = text.parse::<Timestamp>() else {
        let at: DateTime = text.parse().ok()?;
        return Some(stated(at.date(), Some(at), None));
    };
    let name = clock.find(['Z', 'z', '+', '-']).and_then(|at| clock.get(at..))?;
    // The day and the time are those that are written, in the zone that is written.
    let at: DateTime = format!("{day}T{}", clock.strip_suffix(name)?).parse().ok()?;
    let seconds = at.duration_since(Offset::UTC.to_datetime(instant)).as_secs();
    let offset = i32::try_from(seconds).ok().and_then(|seconds| Offset::from_seconds(seconds).ok());
    let zone = StatedZone { name: name.to_owned(), region: None, offset, season: None };
    Some(stated(at.date(), Some(at), Some(zone)))
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::facts::{DateRole, Precision};

    #[test]
    fn days_and_instants_are_read() {
        let read = |text: &str| parse(text, DateRole::Deadline);
        let instant =
            |text: &str| read(text).and_then(|date| date.instant()).map(|instant| instant.to_string());
        assert_eq!(instant("2026-12-01T07:59:00Z"), Some("2026-12-01T07:59:00Z".to_owned()));
        assert_eq!(instant("2026-11-30T23:59:00-08:00"), Some("2026-12-01T07:59:00Z".to_owned()));
        assert_eq!(read("2026-11-30").map(|date| date.precision), Some(Precision::Day));
        assert_eq!(read("2026-11-30T23:59").map(|date| date.zone.is_none()), Some(true));
        assert!(read("next week").is_none() && read("2026-13-40").is_none());
    }
}
