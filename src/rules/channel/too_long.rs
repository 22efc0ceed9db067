//! `channel/too-long`.

use crate::artifact::{Channel, FieldRole};
use crate::document::PostField;
use crate::finding::Finding;
use crate::guide::limits::Bound;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::channel::posts::{add_for_each, channels, field_name, is_measurable, name, reason};
use crate::rules::{Rule, RuleContext};
use crate::text::length::{Unit, may_exceed, measure};

fn message(field: &str, least: &str, (count, bound): (u32, &Bound<'_>)) -> String {
    let (max, noun) = (bound.value, bound.counting.unit.noun());
    let over = count.saturating_sub(max);
    let who = name(bound.entry.channel);
    format!("{field} has {least}{count} {noun}, {over} more than {who} takes ({max})")
}

fn help(bound: &Bound<'_>) -> String {
    format!("shorten it{}", reason(bound.entry))
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds posts, titles, descriptions, comments, alternative texts, headlines and messages that are longer than their
    /// channel takes, each counted as the network counts: with weights and shortened links on X, by graphemes on Bluesky
    /// and Mastodon, by parts for text messages. It marks what is beyond the limit. A post that goes to several networks
    /// is judged for each of them.
    ///
    /// A placeholder counts nothing, so that such a text is at least as long as the finding says. A text with branches,
    /// of which only one is seen, and an ad with customizers in braces are not judged.
    ///
    /// ## Why it matters
    ///
    /// What is too long is refused, or cut in the middle of a word, when it is too late to write another.
    ///
    /// ## Examples
    ///
    /// ```text,invalid
    /// ---
    /// channel: ad
    /// headline: Standing desks that are made to stand for
    /// ---
    /// ```
    ///
    /// ```text,valid
    /// ---
    /// channel: ad
    /// headline: Desks made to stand for
    /// ---
    /// ```
    ///
    /// ## How to fix
    ///
    /// Shorten the text, or part it into a thread with lines of three hyphens.
    ///
    /// ## Guide keys
    ///
    /// `[[limit]]` with `channel`, `field`, `max`, `unit`, `link`, `bare-link`, `emoji`, `names`, `max-bytes`, `note`,
    /// `checked-on`.
    pub struct TooLong {
        id: "channel/too-long",
        summary: "a text that is longer than its network or channel takes",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

impl Rule for TooLong {
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
        add_for_each(channels(cx), findings, |channel| together(cx, channel));
    }
}

/// Whether an ad holds what its platform replaces, such as `{KeyWord:desks}`.
fn has_customizer(field: &PostField, channel: Channel) -> bool {
    channel == Channel::Ad && field.text.as_str().contains('{')
}

/// The finding by the limit that a field breaks first.
fn judge(cx: &RuleContext<'_>, field: &PostField, channel: Channel) -> Option<Finding> {
    if has_customizer(field, channel) {
        return None;
    }
    let limits = &cx.guide.limits;
    let text = field.text.as_str();
    let bounds = limits.max(channel, Some(field.role)).chain(limits.max_bytes(channel, field.role));
    let broken = bounds.filter_map(|bound| {
        if !may_exceed(text, field.links(), &bound.counting, bound.value) {
            return None;
        }
        let length = measure(text, &bound.counting, bound.value);
        Some((length.beyond?, (length.count, bound)))
    });
    let (beyond, (count, bound)) = broken.min_by_key(|(beyond, _)| *beyond)?;
    Some(finding(cx, (field, beyond), (count, &bound)))
}

fn finding(
    cx: &RuleContext<'_>,
    (field, beyond): (&PostField, usize),
    (count, bound): (u32, &Bound<'_>),
) -> Finding {
    let text = field.text.as_str();
    let least = if field.holes.is_empty() { "" } else { "at least " };
    let message = message(&field_name(cx, field), least, (count, bound));
    let span = field.text.span(beyond..text.len());
    let mut finding = Finding::new(&TooLong::META, cx.location(span), message)
        .place(field.role.scope())
        .label("beyond the limit")
        .values(count.to_string(), Some(bound.value.to_string()))
        .help(help(bound));
    finding.demanded_by.clone_from(&bound.entry.origin);
    finding.identity = vec![bound.entry.channel.to_string()];
    finding
}

/// What is too long only together: all fields, and a text with the hashtags that are put behind it.
fn together(cx: &RuleContext<'_>, channel: Channel) -> Option<Finding> {
    let limits = &cx.guide.limits;
    let fields = &cx.document.fields;
    if !fields.iter().all(is_measurable) {
        return None;
    }
    let all = |bound: Bound<'_>| sum(cx, ("all of it", &fields.iter().collect::<Vec<_>>()), &bound);
    if let Some(found) = limits.max(channel, None).find_map(all) {
        return Some(found);
    }
    let of = |role: FieldRole| fields.iter().filter(move |field| field.role == role);
    let (body, hashtags) = (of(FieldRole::Body).next()?, of(FieldRole::Hashtags).next()?);
    let mut bounds = limits.max(channel, Some(FieldRole::Body));
    let bound = bounds.next().filter(|bound| bound.counting.unit != Unit::SmsPart)?;
    let is_one = of(FieldRole::Body).count() == 1;
    let is_told = measure(body.text.as_str(), &bound.counting, bound.value).beyond.is_some();
    if is_one && !is_told { sum(cx, ("the post with its hashtags", &[body, hashtags]), &bound) } else { None }
}

/// The finding where fields are together beyond a limit.
fn sum(cx: &RuleContext<'_>, (what, fields): (&str, &[&PostField]), bound: &Bound<'_>) -> Option<Finding> {
    let mut total: u32 = 0;
    let mut crossed = None;
    for field in fields {
        let rest = bound.value.saturating_sub(total);
        let length = measure(field.text.as_str(), &bound.counting, rest);
        total = total.saturating_add(length.count);
        crossed = crossed.or(length.beyond.map(|beyond| (*field, beyond)));
    }
    let mut found = finding(cx, crossed?, (total, bound));
    let is_open = fields.iter().any(|field| !field.holes.is_empty());
    found.message = message(what, if is_open { "at least " } else { "" }, (total, bound));
    Some(found)
}
