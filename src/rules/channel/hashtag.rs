//! `channel/hashtag`.

use crate::artifact::FieldRole;
use crate::document::PostField;
use crate::facts::{Fact, FactValue};
use crate::finding::{Applicability, FactKind, Finding};
use crate::guide::limits::Bound;
use crate::guide::social::{Hashtag as Listed, Unlisted};
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::channel::posts::{add_for_each, channels, is_measurable, name, reason};
use crate::rules::{Rule, RuleContext};
use crate::values::social::is_probable_slip;

fn too_many(count: usize, bound: &Bound<'_>) -> String {
    let max = bound.value;
    match bound.entry.origin {
        Some(_) => format!("{count} hashtags; the guide allows {max}"),
        None => format!("{count} hashtags; {} takes {max}", name(bound.entry.channel)),
    }
}

fn slip(found: &str, meant: &Listed) -> String {
    format!("`{found}` is not our hashtag, which is `{}`", meant.text)
}

fn of_another(found: &str, theirs: &str, own: &str) -> String {
    format!("`{found}` belongs to the campaign `{theirs}`, and this to `{own}`")
}

fn not_listed(found: &str) -> String {
    format!("`{found}` is no hashtag of the guide")
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds hashtags that are probably slips for one of the guide, hashtags of another campaign, and, where the guide
    /// asks for it, all that it does not list. Counts the hashtags of a post, and finds more than its network or the guide
    /// allows, at the first one too many. Comments are not counted, and the case of letters never counts.
    ///
    /// ## Why it matters
    ///
    /// A hashtag with one wrong letter gathers nothing, and nobody sees it.
    ///
    /// ## Examples
    ///
    /// ```text,invalid
    /// The Cove is back in oak. #MadeToStandFro
    /// ```
    ///
    /// ```text,valid
    /// The Cove is back in oak. #MadeToStandFor #StandingDesk
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the hashtag as the guide lists it. The proposed change should be looked at, since another hashtag may be
    /// meant after all.
    ///
    /// ## Guide keys
    ///
    /// `[[hashtag]]` with `text`, `campaign`; `[hashtags]` with `unlisted`; `[[limit]]` with `hashtags`.
    pub struct Hashtag {
        id: "channel/hashtag",
        summary: "a hashtag that is misspelt or not ours, or too many of them",
        level: Warning,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Rule for Hashtag {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let hashtags: Vec<(&Fact, &str)> = cx
            .facts
            .iter()
            .filter_map(|fact| match &fact.value {
                FactValue::Hashtag(value) => Some((fact, value.as_str())),
                _ => None,
            })
            .collect();
        if hashtags.is_empty() {
            return;
        }
        findings.extend(hashtags.iter().filter_map(|(fact, value)| spelling(cx, fact, value)));
        let mut posts = None;
        add_for_each(channels(cx), findings, |channel| {
            let bound = cx.guide.limits.hashtags(channel)?;
            // Few artifacts have so many at all.
            if hashtags.len() <= bound.value as usize {
                return None;
            }
            let posts = posts.get_or_insert_with(|| self::posts(cx, &hashtags));
            let post = posts.iter().find(|post| post.len() > bound.value as usize)?;
            too_many_finding(cx, post, &bound)
        });
    }
}

/// The hashtags of each post. Each part of a thread is a post of its own; hashtags in its title or in a field of their own
/// belong to a post that has one part. A part with branches is left out, since a reader sees only one.
fn posts<'f>(cx: &RuleContext<'_>, hashtags: &[(&'f Fact, &str)]) -> Vec<Vec<&'f Fact>> {
    let fields = &cx.document.fields;
    let parts = fields.iter().filter(|field| field.role == FieldRole::Body).count();
    let mut posts = vec![Vec::new(); parts];
    let mut part = 0;
    let mut by_start: Vec<(&PostField, Option<usize>)> = Vec::new();
    for field in fields {
        let is_part = field.role == FieldRole::Body;
        let is_beside = parts == 1 && matches!(field.role, FieldRole::Hashtags | FieldRole::Title);
        let post = if is_part { part } else { 0 };
        part += usize::from(is_part);
        by_start.push((field, Some(post).filter(|_| (is_part || is_beside) && is_measurable(field))));
    }
    by_start.sort_by_key(|(field, _)| field.span.start());
    for (fact, _) in hashtags {
        let next = by_start.partition_point(|(field, _)| field.span.start() <= fact.span.start());
        let field = next.checked_sub(1).and_then(|index| by_start.get(index));
        let post = field.filter(|(field, _)| field.span.covers(fact.span)).and_then(|(_, post)| *post);
        if let Some(post) = post.and_then(|post| posts.get_mut(post)) {
            post.push(*fact);
        }
    }
    posts
}

/// What is wrong with one hashtag.
fn spelling(cx: &RuleContext<'_>, fact: &Fact, value: &str) -> Option<Finding> {
    let social = &cx.guide.social;
    let own = cx.document.attributes.membership.as_ref().map(|membership| membership.campaign.as_str());
    let is_ours =
        |listed: &&Listed| listed.campaign.as_deref().zip(own).is_none_or(|(campaign, own)| campaign == own);
    let finding = |message: String, label: &str| {
        let mut finding =
            Finding::new(&Hashtag::META, cx.location(fact.span), message).place(fact.place).label(label);
        finding.fact = Some(FactKind::Hashtag);
        finding
    };
    if let Some(listed) = social.hashtags.iter().find(|listed| listed.canonical == value) {
        let (theirs, own) = listed.campaign.as_deref().zip(own)?;
        let found = finding(of_another(&fact.text, theirs, own), "of another campaign")
            .values(value, None)
            .help("use a hashtag of this campaign")
            .demanded_by(&listed.origin);
        return (theirs != own).then_some(found);
    }
    let mut ours = social.hashtags.iter().filter(is_ours);
    if let Some(meant) = ours.find(|listed| is_probable_slip(value, &listed.canonical)) {
        let found = finding(slip(&fact.text, meant), "misspelt")
            .values(value, Some(meant.canonical.clone()))
            .help(format!("write `{}`, or list this one as well", meant.text))
            .demanded_by(&meant.origin);
        let is_verbatim = cx.artifact.source.slice(fact.span) == fact.text;
        return Some(if is_verbatim { found.replacement(&meant.text, Applicability::Unsafe) } else { found });
    }
    let (Unlisted::Reported, origin) = social.unlisted.as_ref()? else { return None };
    let found = finding(not_listed(&fact.text), "not listed").values(value, None);
    Some(found.help("use one of the guide, or have it listed").demanded_by(origin))
}

fn too_many_finding(cx: &RuleContext<'_>, post: &[&Fact], bound: &Bound<'_>) -> Option<Finding> {
    let max = bound.value;
    let first = post.get(max as usize)?;
    let mut finding = Finding::new(&Hashtag::META, cx.location(first.span), too_many(post.len(), bound))
        .place(first.place)
        .label("the first too many")
        .values(post.len().to_string(), Some(max.to_string()))
        .help(format!("keep {max} of them{}", reason(bound.entry)));
    finding.demanded_by.clone_from(&bound.entry.origin);
    finding.identity = vec!["number".to_owned(), bound.entry.channel.to_string()];
    Some(finding)
}
