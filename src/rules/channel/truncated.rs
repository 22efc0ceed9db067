//! `channel/truncated`.

use std::ops::Range;

use crate::artifact::{Channel, Locale, Network};
use crate::document::PostField;
use crate::facts::social::links;
use crate::finding::{Finding, Label};
use crate::guide::limits::Bound;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::channel::posts::{add_for_each, channels, field_name, is_measurable, name, reason};
use crate::rules::{Rule, RuleContext};
use crate::text::boundary::is_word_boundary;
use crate::text::fold::{Folded, fold};
use crate::text::length::{may_exceed, measure};

fn hidden(what: &str, bound: &Bound<'_>) -> String {
    format!(
        "the {what} comes after the first {} characters that {} shows",
        bound.value,
        name(bound.entry.channel)
    )
}

fn cut(field: &str, count: u32, bound: &Bound<'_>, least: &str) -> String {
    format!("{field} has {least}{count} characters; about {} of them are shown", bound.value)
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds posts whose call to action, legal line or link comes only after the part that a network shows before its
    /// "more", and titles and texts of push notifications that are cut. A call to action is one that the guide or the
    /// campaign's record lists; where the same sort of thing stands before the fold as well, nothing is reported. Links do
    /// not count where a network makes none of them, as on Instagram.
    ///
    /// ## Why it matters
    ///
    /// Few people open the rest. What they are to do, and what they must be told, has to stand before it.
    ///
    /// ## Examples
    ///
    /// ```text,invalid
    /// ---
    /// channel: push
    /// title: The Cove is on sale in all four sizes until Monday evening
    /// ---
    /// ```
    ///
    /// ```text,valid
    /// ---
    /// channel: push
    /// title: The Cove is on sale until Monday
    /// ---
    /// ```
    ///
    /// ## How to fix
    ///
    /// Move it towards the start, or shorten what stands before it.
    ///
    /// ## Guide keys
    ///
    /// `[[limit]]` with `fold`; `[[call-to-action]]`, `[[legal-line]]`.
    pub struct Truncated {
        id: "channel/truncated",
        summary: "a call to action, a legal line or a link that readers see only after \"more\"",
        level: Info,
        fix: None,
        since: "0.1.0",
    }
}

impl Rule for Truncated {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        for field in cx.document.fields.iter().filter(|field| is_measurable(field)) {
            if cx.deadline.is_over() {
                return;
            }
            add_for_each(channels(cx), findings, |channel| judge(cx, field, channel));
        }
    }
}

fn judge(cx: &RuleContext<'_>, field: &PostField, channel: Channel) -> Option<Finding> {
    let bound = cx.guide.limits.fold(channel, field.role)?;
    let text = field.text.as_str();
    if !may_exceed(text, field.links(), &bound.counting, bound.value) {
        return None;
    }
    let length = measure(text, &bound.counting, bound.value);
    let fold = length.beyond?;
    // Nobody asks a notification for more.
    if channel == Channel::Push {
        let least = if field.holes.is_empty() { "" } else { "at least " };
        let message = cut(&field_name(cx, field), length.count, &bound, least);
        let rest = fold..field.text.as_str().len();
        return Some(finding(cx, (field, rest), &bound, message, "not shown"));
    }
    let (what, range) = first_hidden(cx, (field, fold), channel)?;
    let mut found = finding(cx, (field, range), &bound, hidden(what, &bound), "after the fold");
    found.related.push(Label {
        location: cx.location(field.text.span(fold..fold)),
        value: None,
        message: "shown up to here".to_owned(),
    });
    Some(found)
}

fn finding(
    cx: &RuleContext<'_>,
    (field, range): (&PostField, Range<usize>),
    bound: &Bound<'_>,
    message: String,
    label: &str,
) -> Finding {
    let words = field.text.as_str().get(range.clone()).unwrap_or_default();
    let mut finding = Finding::new(&Truncated::META, cx.location(field.text.span(range.clone())), message)
        .place(field.role.scope())
        .label(label)
        .values(words, None)
        .help(format!("move what matters to the start{}", reason(bound.entry)));
    finding.demanded_by.clone_from(&bound.entry.origin);
    finding.identity = vec![bound.entry.channel.to_string()];
    finding
}

/// The first of the things that matter which stands behind the fold and nowhere before it.
fn first_hidden(
    cx: &RuleContext<'_>,
    (field, fold_at): (&PostField, usize),
    channel: Channel,
) -> Option<(&'static str, Range<usize>)> {
    let text = field.text.as_str();
    let folded = fold(text);
    let spoken = |locale: &Option<Locale>| {
        let attributes = &cx.document.attributes;
        let own = attributes.locale.as_ref().or(cx.guide.brand.default_locale.as_ref());
        locale.as_ref().zip(own).is_none_or(|(locale, own)| locale.covers(own))
    };
    let messaging = &cx.guide.messaging;
    let of = |lines: &[crate::guide::messaging::Line]| {
        let lines = lines.iter().filter(|line| spoken(&line.locale));
        lines.flat_map(|line| places(&folded, text, &line.text)).collect::<Vec<_>>()
    };
    let recorded = cx.campaign.and_then(|campaign| campaign.cta.as_ref()?.label.as_ref());
    let mut calls = of(&messaging.calls_to_action);
    calls.extend(recorded.into_iter().flat_map(|label| places(&folded, text, label)));
    [
        ("call to action", calls),
        ("legal line", of(&messaging.legal_lines)),
        ("link", if makes_links(channel) { links(field) } else { Vec::new() }),
    ]
    .into_iter()
    .find_map(|(what, places)| {
        let is_seen = places.iter().any(|place| place.end <= fold_at);
        let first = places.into_iter().min_by_key(|place| place.start)?;
        (!is_seen).then_some((what, first))
    })
}

/// Whether a network makes links of the addresses in a post, so that readers can follow them.
const fn makes_links(channel: Channel) -> bool {
    !matches!(channel, Channel::Social(Some(Network::Instagram | Network::TikTok)))
}

/// Where a line of the guide stands in a text, as whole words.
fn places(folded: &Folded, text: &str, line: &str) -> Vec<Range<usize>> {
    let line = fold(line.trim()).text;
    if line.is_empty() {
        return Vec::new();
    }
    let found = folded.text.match_indices(&line).map(|(at, _)| folded.original(at..at + line.len()));
    found.filter(|range| is_word_boundary(text, range.start) && is_word_boundary(text, range.end)).collect()
}
