//! `messaging/zone-season-mismatch`.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::{anchor, dates, replacement};
use crate::facts::date::rename_zone;
use crate::facts::{Fact, Season, StatedDate, StatedZone};
use crate::finding::{FactKind, Finding};
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::{Rule, RuleContext};

fn message(zone: &StatedZone, day: &str, season: Season) -> String {
    let (named, real) = match season {
        Season::Standard => ("summer", "standard"),
        Season::Summer => ("standard", "summer"),
    };
    format!("`{}` is the name for {named} time, and on {day} {real} time holds there", zone.name)
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds the name of a time zone that is for the other half of the year: "11:59 pm PDT" on November 30, when
    /// Pacific standard time (PST) holds.
    /// Names that hold all year somewhere, as MST does in Arizona, are not reported in summer.
    ///
    /// ## Why it matters
    ///
    /// Taken at its word, the time is off by an hour, and whoever converts it for another country is.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>Ends Nov 30, 2026, 11:59 pm PDT.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>Ends Nov 30, 2026, 11:59 pm PT.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the other name, or one that holds all year: PT, ET.
    ///
    /// ## Guide keys
    ///
    /// None.
    pub struct ZoneSeasonMismatch {
        id: "messaging/zone-season-mismatch",
        summary: "a time zone's name for the other half of the year",
        level: Warning,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Rule for ZoneSeasonMismatch {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let anchor = anchor(cx);
        findings.extend(dates(cx).filter_map(|(fact, date)| judge(cx, fact, date, anchor)));
    }
}

/// Names for standard time that are right all year in a part of their region.
const ALL_YEAR: &[&str] = &["MST", "HST", "AEST", "ACST", "AWST"];

fn judge(cx: &RuleContext<'_>, fact: &Fact, stated: &StatedDate, anchor: Option<Date>) -> Option<Finding> {
    let zone = stated.zone.as_ref()?;
    let named = zone.season.filter(|_| !ALL_YEAR.contains(&zone.name.as_str()))?;
    let region = zone.region.as_ref()?;
    let time = stated.time?;
    let date = if stated.has_year { stated.date } else { anchor.and_then(|anchor| stated.date_near(anchor)) };
    let season = match (date.or(stated.date), stated.month_day) {
        (Some(date), _) => season(region, date, time)?,
        (None, Some(day)) => season_of_any_year(region, day, time)?,
        (None, None) => return None,
    };
    if season == named {
        return None;
    }
    let day = match (date.or(stated.date), stated.month_day) {
        (Some(date), _) => date.to_string(),
        (None, day) => day.map(|(month, day)| format!("{month:02}-{day:02}"))?,
    };
    let mut finding =
        Finding::new(&ZoneSeasonMismatch::META, cx.location(fact.span), message(zone, &day, season))
            .label(format!("{season} time"))
            .place(fact.place)
            .help("Write the other name, or one that holds all year, such as PT or ET.");
    let other = rename_zone(&zone.name);
    finding.value = Some(zone.name.clone());
    finding.expected.clone_from(&other);
    finding.fact = Some(FactKind::Date);
    finding.fix = other.and_then(|other| replacement(cx, fact, &zone.name, &other));
    Some(finding)
}

fn season(region: &TimeZone, date: Date, time: Time) -> Option<Season> {
    let at = region.to_timestamp(date.to_datetime(time)).ok()?;
    let is_summer = region.to_offset_info(at).dst().is_dst();
    Some(if is_summer { Season::Summer } else { Season::Standard })
}

/// The half of the year of a day, where it is the same in every year: clocks change on a few days of March and autumn.
fn season_of_any_year(region: &TimeZone, (month, day): (i8, i8), time: Time) -> Option<Season> {
    // As many years as a day needs to fall on each day of the week.
    let mut seasons = (2023..2030)
        .filter_map(|year| Date::new(year, month, day).ok())
        .map(|date| season(region, date, time));
    let first = seasons.next()??;
    seasons.all(|season| season == Some(first)).then_some(first)
}
