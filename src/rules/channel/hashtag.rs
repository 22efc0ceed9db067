//! `channel/hashtag`.

use crate::artifact::FieldRole;
use crate::document::PostField;
use crate::facts::{Fact, FactValue};
use crate::finding::{Applicability, FactKind, Finding};
use crate::guide::limits::Bound;
use crate::guide::social::{Hashtag as Listed, Unlisted};
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::channel::posts::{add_once, channels, name, reason};
use crate::rules::{Rule, RuleContext};
use crate::values::social::{canonical, is_probable_slip};

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
        for channel in channels(cx) {
            let bound = cx.guide.limits.hashtags(channel);
            if let Some(finding) = bound.and_then(|bound| count(cx, &hashtags, &bound)) {
                add_once(findings, finding);
            }
        }
    }
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
    if let Some(listed) = social.hashtags.iter().find(|listed| canonical(&listed.text) == value) {
        let (theirs, own) = listed.campaign.as_deref().zip(own)?;
        let found = finding(of_another(&fact.text, theirs, own), "of another campaign")
            .values(value, None)
            .help("use a hashtag of this campaign")
            .demanded_by(&listed.origin);
        return (theirs != own).then_some(found);
    }
    let mut ours = social.hashtags.iter().filter(is_ours);
    if let Some(meant) = ours.find(|listed| is_probable_slip(value, &listed.text)) {
        let found = finding(slip(&fact.text, meant), "misspelt")
            .values(value, Some(canonical(&meant.text)))
            .help(format!("write `{}`, or list this one as well", meant.text))
            .demanded_by(&meant.origin);
        let is_verbatim = cx.artifact.source.slice(fact.span) == fact.text;
        return Some(if is_verbatim { found.replacement(&meant.text, Applicability::Unsafe) } else { found });
    }
    let (Unlisted::Reported, origin) = social.unlisted.as_ref()? else { return None };
    let found = finding(not_listed(&fact.text), "not listed").values(value, None);
    Some(found.help("use one of the guide, or have it listed").demanded_by(origin))
}

/// The finding on a post with more hashtags than may be. Each part of a thread is a post of its own; hashtags that stand
/// in a field of their own are put behind a post that has one part.
fn count(cx: &RuleContext<'_>, hashtags: &[(&Fact, &str)], bound: &Bound<'_>) -> Option<Finding> {
    let fields = &cx.document.fields;
    let bodies = || fields.iter().filter(|field| field.role == FieldRole::Body);
    let is_one = bodies().count() == 1;
    let counts = |part: &PostField, field: &PostField| {
        std::ptr::eq(part, field) || is_one && matches!(field.role, FieldRole::Hashtags | FieldRole::Title)
    };
    let max = bound.value as usize;
    let (first, number) = bodies().find_map(|part| {
        let in_post =
            |fact: &Fact| fields.iter().any(|field| counts(part, field) && field.span.covers(fact.span));
        let of_post: Vec<&Fact> =
            hashtags.iter().map(|(fact, _)| *fact).filter(|fact| in_post(fact)).collect();
        of_post.get(max).map(|first| (*first, of_post.len()))
    })?;
    let mut finding = Finding::new(&Hashtag::META, cx.location(first.span), too_many(number, bound))
        .place(first.place)
        .label("the first too many")
        .values(number.to_string(), Some(max.to_string()))
        .help(format!("keep {max} of them{}", reason(bound.entry)));
    finding.demanded_by.clone_from(&bound.entry.origin);
    finding.identity = vec!["number".to_owned(), bound.entry.channel.to_string()];
    Some(finding)
}
