//! Rules on what a channel asks for: what emails, pages and posts have to have, how long they may be, and what mail
//! clients, networks and screen readers make of them.

pub mod alt_text;
pub mod handle;
pub mod hashtag;
pub mod leftover_text;
pub mod link_text;
mod link_words;
pub mod long_preheader;
pub mod long_subject;
pub mod missing_language;
pub mod missing_part;
pub mod missing_preheader;
pub mod placeholder_without_default;
mod posts;
pub mod repeated_preheader;
pub mod sms_encoding;
pub mod too_long;
pub mod truncated;
pub mod unclosed_template_tag;
pub mod wrong_language;

use crate::artifact::{Channel, MediaType};
use crate::document::{Body, HOLE, Segment};
use crate::finding::Finding;
use crate::guide::channel::Limit;
use crate::rule::RuleMeta;
use crate::rules::RuleContext;
use crate::scope::{Rendering, Scope, Visibility};
use crate::span::Span;

impl<'a> RuleContext<'a> {
    fn is_email(&self) -> bool {
        self.document.attributes.channel == Some(Channel::Email)
    }

    /// What most readers see, of one place.
    fn in_place(&self, scope: Scope) -> impl Iterator<Item = &'a Segment> {
        let is_there =
            move |segment: &&Segment| segment.scope == scope && segment.rendering == Rendering::Main;
        self.document.segments.iter().filter(is_there)
    }

    /// What most readers see of the body, in the order of the source.
    fn body(&self) -> impl Iterator<Item = &'a Segment> {
        self.document.segments.iter().filter(|segment| {
            segment.rendering == Rendering::Main
                && segment.visibility == Visibility::Visible
                && !matches!(
                    segment.scope,
                    Scope::Subject | Scope::Preheader | Scope::Title | Scope::Description | Scope::Meta
                )
        })
    }
}

/// Whether a text holds something to read beside the values of placeholders.
fn has_words(text: &str) -> bool {
    text.chars().any(|character| character.is_alphanumeric())
}

/// The `<body>` of an email that has no preheader, or the head of a saved message whose HTML has no such tag; `None` where
/// there is a preheader or that cannot be told: the email is a piece of one, or its template puts in content from
/// elsewhere.
fn body_without_preheader(cx: &RuleContext<'_>) -> Option<Span> {
    let frame = &cx.document.frame;
    if !cx.is_email() || frame.is_composed {
        return None;
    }
    let body = frame.body.or_else(|| {
        let message = cx.document.message.as_ref()?;
        let is_html = |body: &Body| body.media_type == MediaType::Html && body.rendering == Rendering::Main;
        message.bodies.iter().any(is_html).then(|| missing_part::head(message))?
    })?;
    let has_preheader = cx.in_place(Scope::Preheader).next().is_some();
    // What a placeholder at the head of the body puts out may be the preheader.
    let starts_with_words = cx.body().next().is_some_and(|first| has_words(first.text.as_str()));
    (!has_preheader && starts_with_words).then_some(body)
}

/// Tells of each line of an email at `scope` that is longer than mail clients show.
fn report_long_lines(
    cx: &RuleContext<'_>,
    (meta, scope, limit): (&RuleMeta, Scope, &Limit),
    help: &str,
    findings: &mut Vec<Finding>,
) {
    if !cx.is_email() {
        return;
    }
    for segment in cx.in_place(scope) {
        let text = segment.text.as_str();
        // How long the value of a placeholder is cannot be known.
        let mut shown = text.char_indices().filter(|(_, character)| *character != HOLE);
        let Some((cut, _)) = shown.by_ref().nth(limit.max as usize) else { continue };
        let count = limit.max as usize + 1 + shown.count();
        let at_least = if segment.holes.is_empty() { "" } else { "at least " };
        let max = limit.max;
        let message = format!("the {scope} has {at_least}{count} characters; about {max} of them are shown");
        let mut finding = Finding::new(meta, cx.location(segment.text.span(cut..text.len())), message)
            .place(scope)
            .label("not shown everywhere")
            .values(count.to_string(), Some(max.to_string()))
            .help(help);
        finding.demanded_by.clone_from(&limit.origin);
        findings.push(finding);
    }
}
