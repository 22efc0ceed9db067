//! What the rules on posts, messages and ads share: where they go, and how their fields and channels are called.

use crate::artifact::{Channel, FieldRole, Network};
use crate::document::PostField;
use crate::finding::Finding;
use crate::guide::limits::Limit;
use crate::rules::RuleContext;

/// Where an artifact goes: its channel, or each network of a post that goes to several.
pub(super) fn channels(cx: &RuleContext<'_>) -> impl Iterator<Item = Channel> {
    let attributes = &cx.document.attributes;
    let networks = attributes.networks.iter().map(|network| Channel::Social(Some(*network)));
    networks.chain(attributes.channel.filter(|_| attributes.networks.is_empty()))
}

/// The networks among them.
pub(super) fn networks(cx: &RuleContext<'_>) -> Vec<Network> {
    let network = |channel: Channel| match channel {
        Channel::Social(network) => network,
        _ => None,
    };
    channels(cx).filter_map(network).collect()
}

/// What people call a channel: who takes so much.
pub(super) const fn name(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "an email",
        Channel::Web => "a page",
        Channel::Social(None) => "a post",
        Channel::Social(Some(network)) => network_name(network),
        Channel::Sms => "a text message",
        Channel::Push => "a push notification",
        Channel::Ad => "an ad",
    }
}

/// What people call a network.
pub(super) const fn network_name(network: Network) -> &'static str {
    match network {
        Network::X => "X",
        Network::LinkedIn => "LinkedIn",
        Network::Instagram => "Instagram",
        Network::Facebook => "Facebook",
        Network::Threads => "Threads",
        Network::Bluesky => "Bluesky",
        Network::Mastodon => "Mastodon",
        Network::TikTok => "TikTok",
        Network::YouTube => "YouTube",
        Network::Pinterest => "Pinterest",
    }
}

/// What people call a field: "the post", "part 2 of the thread", "headline 3".
pub(super) fn field_name(cx: &RuleContext<'_>, field: &PostField) -> String {
    let is_one = cx.document.fields.iter().filter(|other| other.role == field.role).nth(1).is_none();
    let is_post = matches!(cx.document.attributes.channel, Some(Channel::Social(_)));
    let noun = match field.role {
        FieldRole::Body if is_post && is_one => "post",
        FieldRole::Body if is_post => return format!("part {} of the thread", field.number),
        FieldRole::Body => "text",
        FieldRole::Title => "title",
        FieldRole::Description => "description",
        FieldRole::Headline => "headline",
        FieldRole::LongHeadline => "long headline",
        FieldRole::Path => "path",
        FieldRole::Hashtags => "list of hashtags",
        FieldRole::Alt => "alternative text",
        FieldRole::Link => "link",
        FieldRole::Comment => "comment",
    };
    if is_one { format!("the {noun}") } else { format!("{noun} {}", field.number) }
}

/// Whether the text of a field can be measured: it has no branches, of which a reader sees only one.
pub(super) fn is_measurable(field: &PostField) -> bool {
    field.holes.iter().all(|hole| hole.width > 0)
}

/// Adds what `judge` finds for each channel. What was said for another network is not said again: a limit for all of them
/// is broken once.
pub(super) fn add_for_each(
    channels: impl Iterator<Item = Channel>,
    findings: &mut Vec<Finding>,
    judge: impl FnMut(Channel) -> Option<Finding>,
) {
    let first = findings.len();
    for finding in channels.filter_map(judge) {
        let is_same = |known: &Finding| known.primary == finding.primary && known.message == finding.message;
        if !findings.iter().skip(first).any(is_same) {
            findings.push(finding);
        }
    }
}

/// What a limit says of itself, as the end of a sentence: its note and its day.
pub(super) fn reason(limit: &Limit) -> String {
    let note = limit.note.as_ref().map(|note| format!("; {note}")).unwrap_or_default();
    let day = limit.checked_on.map(|day| format!(" (as of {day})")).unwrap_or_default();
    format!("{note}{day}")
}
