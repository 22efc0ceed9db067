//! `messaging/expired-date`.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{add_copy, dates};
use crate::facts::{Confidence, DateRole, Fact, Precision, StatedDate};
use crate::finding::{FactKind, Finding, Label};
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::{Rule, RuleContext};

fn passed(date: Date, published: Date) -> String {
    format!("the deadline {date} has passed when this is published, on {published}")
}

fn reversed(deadline: Date, start: Date) -> String {
    format!("the deadline {deadline} lies before the start, {start}")
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds a deadline that has passed when the artifact is published, and the end of a period that lies before its
    /// start. The time of publication is the one that the artifact declares, or the one that the run was given; where
    /// neither is known, only periods are judged. What is said to have ended is spared.
    ///
    /// ## Why it matters
    ///
    /// An offer that is over when it arrives is a complaint, and most often last year's copy.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <meta name="onbrand:publish-at" content="2026-12-02T09:00:00Z">
    /// <p>Ends Nov 30, 2026.</p>
    /// ```
    ///
    /// ```html,valid
    /// <meta name="onbrand:publish-at" content="2026-11-24T09:00:00Z">
    /// <p>Ends Nov 30, 2026.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the deadline of this campaign, or correct the time of publication.
    ///
    /// ## Guide keys
    ///
    /// None. `publish-at` is declared by the artifact, its record, or its row of a batch.
    pub struct ExpiredDate {
        id: "messaging/expired-date",
        summary: "a deadline that has passed when it is published",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

impl Rule for ExpiredDate {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let first = findings.len();
        let mut before: Option<(&Fact, &StatedDate)> = None;
        for (fact, date) in dates(cx) {
            let start = before.replace((fact, date));
            if date.role != DateRole::Deadline || fact.confidence == Confidence::Low {
                continue;
            }
            if let Some(found) = start.and_then(|start| before_start(cx, start, (fact, date))) {
                findings.push(found);
            } else if let Some(found) = expired(cx, fact, date) {
                add_copy(findings, first, found);
            }
        }
    }
}

/// A deadline that had passed everywhere on Earth at the time of publication.
fn expired(cx: &RuleContext<'_>, fact: &Fact, stated: &StatedDate) -> Option<Finding> {
    /// Days within which a day without a year is taken for the one that has just passed.
    const JUST_PASSED: i64 = 92;
    let published = cx.document.attributes.publish_at?;
    let last = last_day(stated)?;
    let end = stated.instant().or_else(|| end_of_day(last))?;
    let ago = published.duration_since(end);
    let is_this_years = stated.has_year || ago.as_hours() / 24 <= JUST_PASSED;
    // Words told from the time of publication were said by someone who knew it.
    let is_day = stated.has_year || stated.month_day.is_some();
    if end >= published || !is_this_years || !is_day {
        return None;
    }
    let day = TimeZone::UTC.to_datetime(published).date();
    Some(finding(cx, fact, last, passed(last, day)).label(format!("published on {day}")))
}

/// The end of a day where it ends last, twelve hours behind UTC.
fn end_of_day(day: Date) -> Option<Timestamp> {
    let end = TimeZone::UTC.to_timestamp(day.to_datetime(Time::MAX)).ok()?;
    end.checked_add(SignedDuration::from_hours(12)).ok()
}

/// The last day that a deadline can mean.
fn last_day(stated: &StatedDate) -> Option<Date> {
    let date = stated.date?;
    match stated.precision {
        Precision::Minute | Precision::Day => Some(date),
        Precision::Month => Some(date.last_of_month()),
        Precision::Week | Precision::Year => None,
    }
}

/// The end of a period before its start, where both stand side by side: days further apart may be of two things, such
/// as the last day to register and the day of the event.
fn before_start(
    cx: &RuleContext<'_>,
    (start, from): (&Fact, &StatedDate),
    (end, to): (&Fact, &StatedDate),
) -> Option<Finding> {
    /// Days beyond which the years of days without one may be wrong.
    const SAME_YEAR: i64 = 92;
    let is_beside = from.role == DateRole::Start
        && start.confidence != Confidence::Low
        && start.segment == end.segment
        && !start.branch.excludes(&end.branch)
        && joins(cx, start, end);
    let (first, last) = (from.date?, last_day(to)?);
    let days = first.duration_since(last).as_hours() / 24;
    let is_known = from.has_year && to.has_year || days <= SAME_YEAR;
    if !is_beside || last >= first || !is_known {
        return None;
    }
    let mut finding = finding(cx, end, last, reversed(last, first)).label("before the start");
    finding.related = vec![Label {
        location: cx.location(start.span),
        value: Some(first.to_string()),
        message: "the start".to_owned(),
    }];
    Some(finding)
}

/// Whether nothing but words of a period stands between two dates.
fn joins(cx: &RuleContext<'_>, start: &Fact, end: &Fact) -> bool {
    const WORDS: &[&str] = &[
        "to", "until", "through", "thru", "till", "and", "ends", "ends on", "on", "the", "bis", "zum", "und",
        "endet", "am", "au", "jusqu", "le", "et", "se", "termine", "al", "a", "hasta", "el", "y", "termina",
    ];
    if end.span.start() < start.span.end() {
        return false;
    }
    let between = cx.artifact.source.slice(crate::span::Span::new(start.span.end(), end.span.start()));
    between.len() <= 32
        && between
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .all(|word| WORDS.contains(&word.to_lowercase().as_str()))
}

fn finding(cx: &RuleContext<'_>, fact: &Fact, date: Date, message: String) -> Finding {
    let mut finding = Finding::new(&ExpiredDate::META, cx.location(fact.span), message)
        .place(fact.place)
        .values(date.to_string(), None)
        .help("Check the date, and the year that goes with it.");
    finding.fact = Some(FactKind::Date);
    finding
}
