//! `messaging/weekday-mismatch`.

use jiff::civil::{Date, Weekday};

use super::{add_copy, anchor, dates, replacement};
use crate::facts::date::rename_weekday;
use crate::facts::{Fact, StatedDate};
use crate::finding::{FactKind, Finding};
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::{Rule, RuleContext};

fn message(date: Date, stated: Weekday) -> String {
    format!("{date} is a {}, not a {}", name(date.weekday()), name(stated))
}

fn help(date: Date, stated: Weekday) -> String {
    let days = i64::from(stated.since(date.weekday()));
    // The day of the stated name that lies nearest, the earlier one first.
    let days = if days > 3 { days - 7 } else { days };
    let other = date.checked_add(jiff::Span::new().days(days)).map(|day| day.to_string()).unwrap_or_default();
    format!("Write {}, or mean {}, {other}.", name(date.weekday()), name(stated))
}

/// The name of a day of the week, for people.
const fn name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds a day of the week that the day beside it is not: "Sunday, Nov 30" in 2026, where that day is a Monday.
    /// The year is the one that the text says, else that of the campaign's record, else the one nearest to the time of
    /// publication; where none of them tells it, nothing is reported.
    ///
    /// ## Why it matters
    ///
    /// Readers who look at the weekday come a day too late, or too early.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>The sale ends Sunday, Nov 30, 2026.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>The sale ends Monday, Nov 30, 2026.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Look up which of the two is meant. The fix takes the day of the month for right.
    ///
    /// ## Guide keys
    ///
    /// None. `starts` and `ends` in `campaign.toml` tell the year.
    pub struct WeekdayMismatch {
        id: "messaging/weekday-mismatch",
        summary: "a day of the week that does not fit its date",
        level: Error,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Rule for WeekdayMismatch {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let anchor = anchor(cx);
        let first = findings.len();
        for found in dates(cx).filter_map(|(fact, date)| judge(cx, fact, date, anchor)) {
            add_copy(findings, first, found);
        }
    }
}

fn judge(cx: &RuleContext<'_>, fact: &Fact, stated: &StatedDate, anchor: Option<Date>) -> Option<Finding> {
    let weekday = stated.weekday?;
    stated.month_day?;
    let date = if stated.has_year { stated.date? } else { stated.date_near(anchor?)? };
    let fits_otherwise = stated.other_reading.is_some_and(|other| other.weekday() == weekday);
    if date.weekday() == weekday || fits_otherwise || !is_sure_of_year(stated, date, weekday, anchor) {
        return None;
    }
    let text = fact.text.as_str();
    let segment = fact.segment.and_then(|index| cx.document.segments.get(index as usize));
    let locale =
        segment.and_then(|segment| segment.locale.as_ref()).or(cx.document.attributes.locale.as_ref());
    let renamed = rename_weekday(text, locale, weekday, date.weekday());
    let mut finding = Finding::new(&WeekdayMismatch::META, cx.location(fact.span), message(date, weekday))
        .label(format!("a {}", name(date.weekday())))
        .place(fact.place)
        .values(name(weekday), Some(name(date.weekday()).to_owned()))
        .help(help(date, weekday));
    finding.fact = Some(FactKind::Date);
    finding.fix = renamed.and_then(|(range, by)| replacement(cx, fact, text.get(range)?, &by));
    Some(finding)
}

/// Whether no other year is as likely: a day months away whose weekday fits in the year before or after is that one's.
fn is_sure_of_year(stated: &StatedDate, date: Date, weekday: Weekday, anchor: Option<Date>) -> bool {
    const NEAR: i64 = 120;
    let Some(anchor) = anchor.filter(|_| !stated.has_year) else { return true };
    let days = date.duration_since(anchor).as_hours().abs() / 24;
    let fits =
        |year: i16| Date::new(year, date.month(), date.day()).is_ok_and(|other| other.weekday() == weekday);
    days <= NEAR || !(fits(date.year() - 1) || fits(date.year() + 1))
}
