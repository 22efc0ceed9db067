//! Forms that ordinary text has too, such as `%NAME%` and `[name]`: they are tags only in a text whose language
//! is known. Knows nothing of how it came to be known.

use memchr::memchr_iter;

use crate::artifact::Dialect;
use crate::document::template::statement::{self, Family, Frames};
use crate::document::template::{Tag, TagKind, literals};
use crate::span::Span;

/// How far a weak tag may run: long enough for a condition, short enough to keep percentages apart.
const MAX_LENGTH: usize = 200;

/// Adds the weak tags of `dialect` between the tags that are known already, and keeps them sorted.
pub(super) fn add(text: &str, dialect: Dialect, tags: &mut Vec<Tag>) {
    let (open, close, family) = match dialect {
        Dialect::ActiveCampaign => (b'%', '%', Family::Active),
        _ => (b'[', ']', Family::Bracket),
    };
    let mut frames = Frames::default();
    let mut found = Vec::new();
    let (mut free, mut known) = (0, tags.iter().peekable());
    for start in memchr_iter(open, text.as_bytes()) {
        while let Some(tag) = known.next_if(|tag| tag.span.end() as usize <= start) {
            free = free.max(tag.span.end() as usize);
        }
        let limit = known.peek().map_or(text.len(), |tag| tag.span.start() as usize);
        if start < free || start >= limit {
            continue;
        }
        let inside = text.get(start + 1..limit).unwrap_or_default();
        let Some(length) = inside.char_indices().take(MAX_LENGTH).find(|(_, c)| *c == close || *c == '\n')
        else {
            continue;
        };
        let content = inside.get(..length.0).unwrap_or_default();
        let is_tag = length.1 == close
            && if dialect == Dialect::ActiveCampaign {
                is_active(content)
            } else {
                is_campaign_monitor(content)
            };
        if !is_tag {
            continue;
        }
        let statement = match family {
            Family::Active => statement::active(content),
            _ => statement::bracket(content),
        };
        let span = Span::from_range(start..start + content.len() + 2);
        let expression = Span::from_range(start + 1..start + 1 + content.len());
        let kind = frames.apply(family, statement);
        let literals = if kind == TagKind::Output { literals::find(content) } else { Vec::new() };
        let literals =
            literals.into_iter().map(|range| Span::from_range(range).shifted(expression.start())).collect();
        free = span.end() as usize;
        found.push(Tag { span, kind, dialect, expression, literals });
    }
    tags.append(&mut found);
    tags.sort_by_key(|tag| tag.span);
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
        || matches!(
            content,
            "else" | "endif" | "firstname" | "lastname" | "fullname" | "email" | "webversion"
        )
        || matches!(
            content,
            "currentday" | "currentdayname" | "currentmonth" | "currentmonthname" | "currentyear"
        )
}
