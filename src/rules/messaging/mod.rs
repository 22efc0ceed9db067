//! Rules on what is promised and until when.

pub mod expired_date;
pub mod weekday_mismatch;
pub mod zone_season_mismatch;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::RuleContext;
use crate::facts::{Fact, FactValue, StatedDate};
use crate::finding::{Applicability, Edit, Finding, Fix, Label};
use crate::span::{Span, offset};

/// The dates that the artifact states, with their facts.
fn dates<'a>(cx: &RuleContext<'a>) -> impl Iterator<Item = (&'a Fact, &'a StatedDate)> {
    cx.facts.iter().filter_map(|fact| match &fact.value {
        FactValue::Date(date) => Some((fact, date.as_ref())),
        _ => None,
    })
}

/// A day that tells the year of days without one: the end or start of the campaign, else the day of publication.
fn anchor(cx: &RuleContext<'_>) -> Option<Date> {
    let of_campaign = cx.campaign.and_then(|record| {
        let zone =
            record.time_zone.clone().or_else(|| cx.guide.brand.time_zone.clone()).unwrap_or(TimeZone::UTC);
        record.ends.or(record.starts).map(|time| zone.to_datetime(time.at).date())
    });
    let published = || cx.document.attributes.publish_at.map(|at| TimeZone::UTC.to_datetime(at).date());
    of_campaign.or_else(published)
}

/// What is said of a further place.
const COPY: &str = "also here";

/// Adds what a rule found of a date to what it has found so far, from `first` on. The copies of one wrong date that
/// are written alike, as the plain text of a message has them, are one finding: at the first of them, with the others as
/// further places.
fn add_copy(findings: &mut Vec<Finding>, first: usize, finding: Finding) {
    let mut own = findings.iter_mut().skip(first);
    let title = |finding: &Finding| finding.fix.as_ref().map(|fix| fix.title.clone());
    let is_copy = |known: &&mut Finding| {
        known.message == finding.message
            && known.related.iter().all(|label| label.message == COPY)
            && title(known) == title(&finding)
    };
    let Some(known) = own.find(is_copy) else {
        findings.push(finding);
        return;
    };
    known.related.push(Label { location: finding.primary, value: finding.value, message: COPY.to_owned() });
    if let (Some(fix), Some(copy)) = (&mut known.fix, finding.fix) {
        fix.edits.extend(copy.edits);
    }
}

/// A replacement of a word inside of a fact, where the source has it once as written.
fn replacement(cx: &RuleContext<'_>, fact: &Fact, word: &str, by: &str) -> Option<Fix> {
    let source = cx.artifact.source.slice(fact.span);
    let at = source.find(word)?;
    let is_single = source.rfind(word) == Some(at) && !word.is_empty();
    let start = fact.span.start().checked_add(offset(at))?;
    let span = Span::new(start, start.checked_add(offset(word.len()))?);
    is_single.then(|| Fix {
        title: format!("replace `{word}` with `{by}`"),
        applicability: Applicability::Unsafe,
        edits: vec![Edit { location: cx.location(span), text: by.to_owned() }],
    })
}
