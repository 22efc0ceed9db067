//! Days and times as schedulers write them. A form that can be read in two ways is not read.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::artifact::words;
use crate::document::declared::instant;

words! {
    /// Which number stands first in dates such as 03/04/2026.
    DateOrder {
        /// The day, as in most of the world.
        DayFirst = "day-first",
        /// The month, as in the United States.
        MonthFirst = "month-first",
    }
}

/// The time of publication by the cells that tell it: a day with or without a time, and a time of its own. A time
/// without an offset is taken as UTC and a day without a time as its noon. Where day and month could be swapped and
/// `order` does not say how, `None`.
pub(super) fn publication(date: &str, time: Option<&str>, order: Option<DateOrder>) -> Option<Timestamp> {
    let date = date.trim();
    let time = time.map(str::trim).filter(|time| !time.is_empty());
    if time.is_none()
        && let Some(instant) = instant(date)
    {
        return Some(instant);
    }
    let (head, tail) = match date.find([' ', 'T', ',']) {
        Some(at) => (date.get(..at)?, date.get(at + 1..)?.trim()),
        None => (date, ""),
    };
    let day = day(head, order)?;
    let at: DateTime = match (tail, time) {
        ("", None) => day.at(12, 0, 0, 0),
        ("", Some(time)) | (time, None) => day.to_datetime(clock(time)?),
        (_, Some(_)) => return None,
    };
    TimeZone::UTC.to_timestamp(at).ok()
}

/// Which number stands first in the dates of a column, as far as one of them tells; `None` where none does or they
/// contradict each other.
pub(super) fn order_of<'v>(dates: impl Iterator<Item = &'v str>) -> Option<DateOrder> {
    let mut told = None;
    for date in dates {
        let head = date.trim().split([' ', 'T', ',']).next().unwrap_or_default();
        let Some(([first, second, _], _)) = numbers(head).filter(|([first, ..], _)| *first <= 31) else {
            continue;
        };
        let own = match (first > 12, second > 12) {
            (true, false) => DateOrder::DayFirst,
            (false, true) => DateOrder::MonthFirst,
            _ => continue,
        };
        match told {
            Some(other) if other != own => return None,
            _ => told = Some(own),
        }
    }
    told
}

/// Whether a cell looks like a date, whatever its order.
pub(super) fn is_date(value: &str) -> bool {
    let value = value.trim();
    let either = |order| publication(value, None, Some(order)).is_some();
    either(DateOrder::DayFirst) || either(DateOrder::MonthFirst)
}

/// Three numbers and what stands between them.
fn numbers(text: &str) -> Option<([i16; 3], char)> {
    let separator = text.chars().find(|character| matches!(character, '/' | '.' | '-'))?;
    let mut parts = text.split(separator).map(|part| {
        let is_number = !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i16>().ok().filter(|_| is_number)
    });
    let three = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some((three, separator))
}

fn day(text: &str, order: Option<DateOrder>) -> Option<Date> {
    let ([first, second, third], separator) = numbers(text)?;
    let date = |year: i16, month: i16, day: i16| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    };
    if first >= 1000 {
        return date(first, second, third);
    }
    if third < 1000 {
        return None;
    }
    // With points between them the day stands first wherever dates are written so.
    let order = order.filter(|_| separator != '.').or((separator == '.').then_some(DateOrder::DayFirst));
    match (first > 12, second > 12, order) {
        (true, false, _) => date(third, second, first),
        (false, true, _) => date(third, first, second),
        _ if first == second => date(third, first, second),
        (_, _, Some(DateOrder::DayFirst)) => date(third, second, first),
        (_, _, Some(DateOrder::MonthFirst)) => date(third, first, second),
        (_, _, None) => None,
    }
}

/// `9:00`, `09:00:30`, `9:00 PM`.
fn clock(text: &str) -> Option<Time> {
    let lower = text.to_ascii_lowercase().replace('.', "");
    let (digits, is_afternoon) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(false)),
        (_, Some(digits)) => (digits, Some(true)),
        _ => (lower.as_str(), None),
    };
    let mut parts = digits.trim().split(':').map(|part| part.parse::<i8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = parts.next().unwrap_or(Some(0))?;
    let hour = match is_afternoon {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(false) => hour % 12,
        Some(true) => hour % 12 + 12,
    };
    if parts.next().is_some() { None } else { Time::new(hour, minute, second, 0).ok() }
}

#[cfg(test)]
mod tests {
    use super::{DateOrder, order_of, publication};

    #[test]
    fn dates_are_read_where_they_can_be_read_in_one_way_only() {
        let read = |date, time, order| publication(date, time, order).map(|at| at.to_string());
        let some = |text: &str| Some(text.to_owned());
        for (date, time, expected) in [
            ("2026-11-27 09:00", None, some("2026-11-27T09:00:00Z")),
            ("2026-11-27T09:00:00-08:00", None, some("2026-11-27T17:00:00Z")),
            ("2026/11/27 09:05", None, some("2026-11-27T09:05:00Z")),
            ("11/27/2026 9:00 PM", None, some("2026-11-27T21:00:00Z")),
            ("27/11/2026", Some("12:30 am"), some("2026-11-27T00:30:00Z")),
            ("03.04.2026", None, some("2026-04-03T12:00:00Z")),
            ("04/04/2026", None, some("2026-04-04T12:00:00Z")),
            ("03/04/2026", None, None),
            ("11/27/26", None, None),
            ("13/13/2026", None, None),
            ("soon", None, None),
            ("2026-11-27 09:00", Some("10:00"), None),
        ] {
            assert_eq!(read(date, time, None), expected, "{date} {time:?}");
        }
        let april = Some("2026-04-03T12:00:00Z".to_owned());
        assert_eq!(read("03/04/2026", None, Some(DateOrder::DayFirst)), april);
        let march = Some("2026-03-04T12:00:00Z".to_owned());
        assert_eq!(read("03/04/2026", None, Some(DateOrder::MonthFirst)), march);
    }

    #[test]
    fn one_date_tells_the_order_of_its_column() {
        let order = |dates: &[&str]| order_of(dates.iter().copied());
        assert_eq!(order(&["03/04/2026", "03/24/2026 09:00"]), Some(DateOrder::MonthFirst));
        assert_eq!(order(&["24/03/2026", "03/04/2026"]), Some(DateOrder::DayFirst));
        assert_eq!(order(&["24/03/2026", "03/24/2026"]), None);
        assert_eq!(order(&["03/04/2026", "2026-03-24"]), None);
    }
}
