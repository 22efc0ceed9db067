//! `channel/link-text`.

use std::ops::Range;

use crate::document::{Document, Segment};
use crate::finding::{Finding, GuideRef};
use crate::guide::PatternOwner;
use crate::guide::channel::LinkPolicy;
use crate::rule::{Level, RuleMeta, declare_rule};
use crate::rules::channel::link_words::is_vague;
use crate::rules::terms::{is_on_channel, is_quoted};
use crate::rules::tone::avoided_phrase::AvoidedPhrase;
use crate::rules::{Rule, RuleContext};
use crate::scope::Rendering;
use crate::text::words::bare_words;

fn message(found: &str) -> String {
    format!("`{found}` does not say where the link leads")
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds links and buttons whose words say nothing about where they lead: "here", "read more", "this page", and their
    /// like in German, French, Spanish, Italian, Dutch and Portuguese. Links whose `aria-label` or `title` says it, those
    /// that lead nowhere else, and calls to action of the guide are spared. Words that a phrase of the guide covers are
    /// left to `tone/avoided-phrase`.
    ///
    /// ## Why it matters
    ///
    /// Readers look at links before they read, and screen readers list them without the words around. Five times "here"
    /// is no choice.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>How we oil the top: <a href="/care">read more</a>.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p><a href="/care">Read how we oil the top</a>.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Make the words that name the target the link. There is no automatic fix, since the sentence around it changes too.
    ///
    /// ## Guide keys
    ///
    /// `[channel.email]` and `[channel.web]` with `vague-links`, `allowed-links`; `[[call-to-action]]`.
    pub struct LinkText {
        id: "channel/link-text",
        summary: "a link whose words do not say where it leads",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

impl Rule for LinkText {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let Some(policy) = cx.guide.channels.links(cx.document.attributes.channel) else { return };
        if cx.document.links.is_empty() {
            return;
        }
        let shared = links_of_several_texts(cx.document);
        for (index, segment) in cx.segments().enumerate() {
            if segment.rendering == Rendering::Outlook {
                continue;
            }
            for inline in &segment.inlines {
                let Some(link) = cx.document.link_of(inline) else { continue };
                let range = inline.range.start as usize..inline.range.end as usize;
                let text = segment.text.as_str().get(range.clone()).unwrap_or_default();
                if text.len() > MAX_LEN || shared.get(link as usize) != Some(&false) || !leads_on(cx, link) {
                    continue;
                }
                let Some(origin) = vagueness(cx, segment, text, policy) else { continue };
                if is_quoted(segment, &range) || is_left_to_phrases(cx, index, &range) {
                    continue;
                }
                let mut finding =
                    Finding::new(&Self::META, cx.location(segment.text.span(range.clone())), message(text))
                        .place(segment.place(&range))
                        .label("says nothing")
                        .values(text, None)
                        .help("make the words that name the target the link");
                finding.demanded_by = origin.cloned();
                findings.push(finding);
            }
        }
    }
}

/// Longer texts say something; in bytes.
const MAX_LEN: usize = 200;

/// For each link whether its words stand in several texts, or beside an image with a text of its own: then one of them
/// alone is not what it says.
fn links_of_several_texts(document: &Document) -> Vec<bool> {
    let mut texts = vec![0_u8; document.links.len()];
    let mut count = |link: u32| {
        if let Some(count) = texts.get_mut(link as usize) {
            *count = count.saturating_add(1);
        }
    };
    for inline in document.segments.iter().flat_map(|segment| &segment.inlines) {
        document.link_of(inline).into_iter().for_each(&mut count);
    }
    for image in document.images.iter().filter(|image| image.alt.as_ref().is_some_and(|alt| !alt.is_empty()))
    {
        if let Some(link) = image.link {
            count(link);
        }
    }
    texts.into_iter().map(|count| count > 1).collect()
}

/// Whether the link leads to another page, and nothing but its words says where.
fn leads_on(cx: &RuleContext<'_>, link: u32) -> bool {
    cx.document.links.get(link as usize).is_some_and(|link| {
        let url = link.url.as_str().trim_start();
        let is_script = url.get(..11).is_some_and(|scheme| scheme.eq_ignore_ascii_case("javascript:"));
        // `#` alone is what menus have, and a place to be filled in.
        !link.has_label && !is_script && (!url.starts_with('#') || url.len() > 1)
    })
}

/// Where the words of a link say nothing: the entry of the guide that says so, if one does.
fn vagueness<'c>(
    cx: &RuleContext<'c>,
    segment: &Segment,
    text: &str,
    policy: &'c LinkPolicy,
) -> Option<Option<&'c GuideRef>> {
    let words = bare_words(text);
    if policy.allowed.iter().any(|allowed| allowed.words == words) {
        return None;
    }
    if let Some(vague) = policy.vague.iter().find(|vague| vague.words == words) {
        return Some(Some(&vague.origin));
    }
    let attributes = &cx.document.attributes;
    let locale =
        segment.locale.as_ref().or(attributes.locale.as_ref()).or(cx.guide.brand.default_locale.as_ref());
    let is_call = || cx.guide.messaging.calls_to_action.iter().any(|call| bare_words(&call.text) == words);
    (is_vague(&words, locale.map(|locale| locale.language())) && !is_call()).then_some(None)
}

/// Whether `tone/avoided-phrase` tells of the words, or of a phrase that they are part of.
fn is_left_to_phrases(cx: &RuleContext<'_>, segment: usize, range: &Range<usize>) -> bool {
    let channel = cx.document.attributes.channel;
    let is_told = |owner: PatternOwner| {
        let PatternOwner::Phrase(index) = owner else { return false };
        let phrase = cx.guide.tone.phrases.get(index as usize);
        phrase.is_some_and(|phrase| is_on_channel(&phrase.channels, channel))
    };
    cx.guide.levels.of(&AvoidedPhrase::META, channel) != Level::Off
        && cx.matches_in(segment).iter().any(|found| {
            found.range.start < range.end && range.start < found.range.end && is_told(found.owner)
        })
}
