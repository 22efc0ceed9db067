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

#[test]
fn the_ends_of_a_range_share_what_one_of_them_says() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("Nov 24-30, 2026", "en-US", &["Nov 24 = 2026-11-24 start", "30, 2026 = 2026-11-30 deadline"]),
        ("Dec 28 to Jan 3", "en-US", &["Dec 28 = 2026-12-28 start", "Jan 3 = 2027-01-03 deadline"]),
        (
            "vom 30. November bis 2. Dezember 2026",
            "de-DE",
            &["30. November = 2026-11-30 start", "2. Dezember 2026 = 2026-12-02 deadline"],
        ),
        ("11/27-11/30", "en-US", &["11/27 = 2026-11-27 start", "11/30 = 2026-11-30 deadline"]),
        ("2-4pm", "en-US", &["2 = 2026-08-10 14:00 start", "4pm = 2026-08-10 16:00 deadline"]),
        ("6:30\u{2013}9 pm", "en-US", &["6:30 = 2026-08-10 18:30 start", "9 pm = 2026-08-10 21:00 deadline"]),
        ("9:30-12 pm", "en-US", &["9:30 = 2026-08-10 09:30 start", "12 pm = 2026-08-10 12:00 deadline"]),
    ];
    for (text, locale, expected) in cases {
        assert_eq!(&told(text, locale), expected, "{text}");
    }
}

#[test]
fn what_is_over_is_no_deadline() {
    assert_eq!(told("The sale ended on Nov 1, 2025.", "en-US"), ["Nov 1, 2025 = 2025-11-01 other"]);
    assert_eq!(told("Since May 1, 2026", "en-US"), ["May 1, 2026 = 2026-05-01 other"]);
    assert_eq!(told("Läuft bis 30.11.2026.", "de-DE"), ["30.11.2026 = 2026-11-30 deadline"]);
}

#[test]
fn both_readings_are_kept_where_nothing_says_the_order() {
    let found = stated("03/04/2026", "en");
    let date = &found.first().expect("a date").1;
    assert_eq!(date.date.map(|date| date.to_string()).as_deref(), Some("2026-03-04"));
    assert_eq!(date.other_reading.map(|date| date.to_string()).as_deref(), Some("2026-04-03"));
    assert!(stated("03/04/2026", "en-GB").first().is_some_and(|(_, date)| date.other_reading.is_none()));
}

#[test]
fn without_a_time_of_publication_relative_words_tell_nothing() {
    let setting = Setting { languages: Languages::of(None), order: order_of(None), reference: None };
    let found = dates("Ends tonight, or on Nov 30.", setting);
    let told: Vec<_> = found.iter().map(|(_, value, _)| (value.date, value.month_day)).collect();
    assert_eq!(told, [(None, None), (None, Some((11, 30)))]);
    assert!(dates("Doors open at 7 pm.", setting).is_empty());
}

#[test]
fn zones_fix_the_instant() {
    for (text, expected) in [
        ("Nov 30, 2026, 11:59 pm PT", "2026-12-01T07:59:00Z"),
        ("Nov 30, 2026, 11:59 pm PDT", "2026-12-01T06:59:00Z"),
        ("2026-11-30T23:59:00-08:00", "2026-12-01T07:59:00Z"),
        ("Nov 30, 2026 at 11:59 pm (Pacific time)", "2026-12-01T07:59:00Z"),
        ("Nov 30, 2026 23:59 GMT+1", "2026-11-30T22:59:00Z"),
    ] {
        let found = stated(text, "en-US");
        let instant = found.first().and_then(|(_, date)| date.instant());
        assert_eq!(instant.map(|at| at.to_string()).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn feasts_are_days_where_their_day_is_meant() {
    let day = |text: &str, locale: &str| {
        stated(text, locale).first().and_then(|(_, value)| value.date).map(|date| date.to_string())
    };
    for (text, locale, expected) in [
        ("Order by Christmas Eve for delivery.", "en-US", "2026-12-24"),
        ("We are closed on Thanksgiving.", "en-US", "2026-11-26"),
        ("Bestellen Sie bis zum 2. Advent.", "de-DE", "2026-12-06"),
        ("Ouvert le lundi de Pentecôte", "fr-FR", "2027-05-17"),
        ("Abierto hasta Nochebuena", "es-ES", "2026-12-24"),
        ("Earth Day, April 22, 2027", "en-US", "2027-04-22"),
    ] {
        assert_eq!(day(text, locale).as_deref(), Some(expected), "{text}");
    }
    for (text, locale) in [
        ("Our Christmas sale is on", "en-US"),
        ("Notes on Christmas tree sales", "en-US"),
        ("Happy Halloween!", "en-US"),
        ("Geschenke zu Weihnachten finden", "de-DE"),
        ("Le marché de Noël", "fr-FR"),
        ("La cesta de Navidad", "es-ES"),
        // Others keep another day by this name.
        ("on Mother's Day", "en-GB"),
    ] {
        assert_eq!(day(text, locale), None, "{text}");
    }
}

#[test]
fn easter_moves() {
    for (year, expected) in
        [(1961, "1961-04-02"), (2000, "2000-04-23"), (2013, "2013-03-31"), (2038, "2038-04-25")]
    {
        assert_eq!(super::calendar::easter(year).map(|date| date.to_string()).as_deref(), Some(expected));
    }
}

#[test]
fn a_day_without_a_year_is_one_of_the_last_year_only_just_after_it() {
    let today = |text: &str| text.parse().unwrap();
    for (now, expected) in
        [("2027-01-15", "2026-12-31"), ("2027-02-15", "2027-12-31"), ("2026-11-24", "2026-12-31")]
    {
        let found = super::calendar::expected(today(now), |year| jiff::civil::Date::new(year, 12, 31).ok());
        assert_eq!(found.map(|date| date.to_string()).as_deref(), Some(expected), "{now}");
    }
}

#[test]
fn chains_of_words_end() {
    let chains = [
        "1 day after ",
        "today in 1 day after ",
        "the ",
        "of ",
        "1.",
        "Mon - ",
        "every ",
        "the day after Christmas ",
        "the last Monday of the ",
        "Friday in 2 weeks ",
        "end of the month of ",
        "3 and a half ",
    ];
    for chain in chains {
        stated(&chain.repeat(20_000), "en-US");
    }
}
