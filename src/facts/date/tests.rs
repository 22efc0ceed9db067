//! Dates as they stand in copy.

use super::{Setting, dates, order_of};
use crate::artifact::Locale;
use crate::facts::StatedDate;
use crate::facts::date::words::Languages;

/// What a text states, read at noon of August 10, 2026, a Monday.
pub(super) fn stated(text: &str, locale: &str) -> Vec<(String, StatedDate)> {
    let locale = Locale::parse(locale);
    let reference = "2026-08-10T12:00:00".parse().ok();
    let setting =
        Setting { languages: Languages::of(locale.as_ref()), order: order_of(locale.as_ref()), reference };
    dates(text, setting)
        .into_iter()
        .map(|(range, value, _)| (text.get(range).unwrap().to_owned(), value))
        .collect()
}

fn told(text: &str, locale: &str) -> Vec<String> {
    let told = |(words, value): (String, StatedDate)| {
        let date = value.date.map_or_else(|| "?".to_owned(), |date| date.to_string());
        let time = value.time.map(|time| time.strftime(" %H:%M").to_string()).unwrap_or_default();
        format!("{words} = {date}{time} {}", value.role)
    };
    stated(text, locale).into_iter().map(told).collect()
}

#[test]
fn a_day_with_its_time_and_zone() {
    assert_eq!(
        told("Ends Monday, Nov 30, 11:59 pm PT.", "en-US"),
        ["Monday, Nov 30, 11:59 pm PT = 2026-11-30 23:59 deadline"]
    );
}
