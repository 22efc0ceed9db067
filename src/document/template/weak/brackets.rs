//! `%NAME%` of ActiveCampaign and `[name]` of Campaign Monitor. Knows nothing of the other weak forms.

use super::{Context, MAX_LENGTH, WeakTag};
use crate::document::template::statement;

/// What Campaign Monitor has for every list, and the words of its conditions.
const NAMES: &[&str] = &[
    "else",
    "endif",
    "firstname",
    "lastname",
    "fullname",
    "email",
    "webversion",
    "currentday",
    "currentdayname",
    "currentmonth",
    "currentmonthname",
    "currentyear",
];

/// A tag of `ActiveCampaign`.
pub(super) fn active_campaign(context: &Context<'_>) -> Option<WeakTag> {
    let content = enclosed(context.rest, '%')?;
    let statement = statement::active(content);
    is_active(content).then(|| tag(content, statement))
}

/// A tag of Campaign Monitor. `[endif]` also ends the conditions of Outlook, which are no tags: `<![endif]-->`.
pub(super) fn campaign_monitor(context: &Context<'_>) -> Option<WeakTag> {
    if context.before == Some(b'!') {
        return None;
    }
    let content = enclosed(context.rest, ']')?;
    let statement = statement::bracket(content);
    is_campaign_monitor(content).then(|| tag(content, statement))
}

fn tag(content: &str, statement: statement::Statement<'static>) -> WeakTag {
    WeakTag { length: content.len() + 2, expression: 1..content.len() + 1, statement }
}

/// What stands between the opening byte and the next closer on the line.
fn enclosed(rest: &str, closer: char) -> Option<&str> {
    let inside = rest.get(1..)?;
    let (length, end) = inside.char_indices().take(MAX_LENGTH).find(|(_, c)| *c == closer || *c == '\n')?;
    (end == closer).then(|| inside.get(..length)).flatten()
}

/// `FIRSTNAME`, `SENDER-INFO-SINGLELINE`, `IF in_array(…)`, `ELSE`, `/IF`.
fn is_active(content: &str) -> bool {
    let is_name =
        |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-');
    matches!(content, "/IF" | "ELSE")
        || content.starts_with("IF ")
        || content.starts_with("ELSEIF ")
        || content.len() > 2
            && content.bytes().all(is_name)
            && content.starts_with(|c: char| c.is_ascii_uppercase())
}

/// `firstname,fallback=there`, `if:field=x`, `else`, and the names that every list has.
fn is_campaign_monitor(content: &str) -> bool {
    let name = content.split(',').next().unwrap_or_default();
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b' '));
    content.contains(",fallback=") && is_name && !name.is_empty()
        || content.starts_with("if:")
        || content.starts_with("elseif:")
        || NAMES.contains(&content)
}
