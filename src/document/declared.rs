//! What an artifact says of itself, whatever the format: the keys of front matter, of `<meta name="onbrand:…">` and of
//! record columns.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::artifact::{Artifact, Attributes, Channel, Evidence, Locale, Membership};
use crate::finding::{Problem, ProblemExtent};
use crate::span::Span;

/// Keys of `<meta name="onbrand:KEY">`; front matter has them among keys of its own.
pub(super) const KEYS: [&str; 8] =
    ["channel", "campaign", "market", "audience", "locale", "variant", "phase", "publish-at"];

/// Sets the attribute that an artifact declares of itself under `key`. Other keys are somebody else's.
///
/// # Errors
///
/// What is wrong with a value that cannot be read, as a sentence; the attribute is then left alone.
pub(super) fn declare(attributes: &mut Attributes, key: &str, value: &str) -> Result<(), String> {
    if value.is_empty() {
        return Ok(());
    }
    let text = || Some(value.to_owned());
    match key {
        "channel" => {
            let channel: Channel = value.parse().map_err(|error| format!("`channel`: {error}"))?;
            attributes.channel = Some(channel);
        }
        "campaign" => {
            attributes.membership =
                Some(Membership { campaign: value.to_owned(), evidence: Evidence::Declared });
        }
        "market" => attributes.market = text(),
        "audience" => attributes.audience = text(),
        "locale" => {
            let unknown = || format!("`locale`: `{value}` is no language tag, such as en-US");
            attributes.locale = Some(Locale::parse(value).ok_or_else(unknown)?);
        }
        "variant" => attributes.variant = text(),
        "phase" => attributes.phase = text(),
        "publish-at" => {
            let unknown = || format!("`publish-at`: `{value}` is no time, such as 2026-11-24T09:00:00-08:00");
            attributes.publish_at = Some(instant(value).ok_or_else(unknown)?);
        }
        _ => {}
    }
    Ok(())
}

/// What was odd at some places, as problems of the artifact. Nothing is lost by them.
pub(super) fn problems(artifact: &Artifact, found: impl IntoIterator<Item = (Span, String)>) -> Vec<Problem> {
    let problem = |(span, message)| Problem {
        path: artifact.key.path.clone(),
        span: Some(span),
        message,
        extent: ProblemExtent::Read,
    };
    found.into_iter().map(problem).collect()
}

/// An instant in ISO 8601. A time without an offset is taken as UTC, and a day without a time as its noon in UTC,
/// which falls on the same day nearly everywhere. Other forms need to know the order of day and month: `None`.
pub(in crate::document) fn instant(value: &str) -> Option<Timestamp> {
    if let Ok(instant) = value.parse::<Timestamp>() {
        return Some(instant);
    }
    let starts_with_year = value
        .get(..5)
        .is_some_and(|head| head.ends_with('-') && head.bytes().take(4).all(|byte| byte.is_ascii_digit()));
    if !starts_with_year {
        return None;
    }
    let civil: DateTime = if value.len() <= "2026-11-27".len() {
        value.parse::<Date>().ok()?.at(12, 0, 0, 0)
    } else {
        value.parse().ok()?
    };
    TimeZone::UTC.to_timestamp(civil).ok()
}
