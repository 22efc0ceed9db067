//! `tone/avoided-phrase`.

use crate::finding::Finding;
use crate::guide::PatternOwner;
use crate::guide::tone::Phrase;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::terms::{is_in_hashtag, is_on_channel, is_quoted};
use crate::rules::{Rule, RuleContext};

fn message(found: &str) -> String {
    format!("`{found}` is a phrase to avoid")
}

fn help(phrase: &Phrase) -> String {
    match phrase.instead.as_slice() {
        [] => phrase.reason.clone(),
        better => format!("{} Rather: {}", phrase.reason, better.join("; ")),
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds phrases that the guide asks to avoid, and shows the guide's reason and a better wording. Quotations are
    /// spared.
    ///
    /// ## Why it matters
    ///
    /// A voice is made of what it does not say. Worn phrases cost attention, and pressing ones cost trust.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>Click here to see the Cove in oak.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p><a href="/click-here">See the Cove in oak</a>.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Say what you mean; the guide's `instead` shows how. There is no automatic fix, since the sentence around it
    /// changes too.
    ///
    /// ## Guide keys
    ///
    /// `[[phrase]]` with `text`, `reason`, `instead`, `channels`.
    pub struct AvoidedPhrase {
        id: "tone/avoided-phrase",
        summary: "a phrase that the guide asks to avoid",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

impl Rule for AvoidedPhrase {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        for found in cx.matches {
            let PatternOwner::Phrase(index) = found.owner else { continue };
            let Some(phrase) = cx.guide.tone.phrases.get(index as usize) else { continue };
            let Some(segment) = cx.document.segments.get(found.segment as usize) else { continue };
            if !is_on_channel(&phrase.channels, cx.document.attributes.channel)
                || is_quoted(segment, &found.range)
                || is_in_hashtag(segment, &found.range)
            {
                continue;
            }
            let text = segment.text.as_str().get(found.range.clone()).unwrap_or_default();
            findings.push(
                Finding::new(&Self::META, cx.location(segment.text.span(found.range.clone())), message(text))
                    .place(segment.place(&found.range))
                    .values(text, None)
                    .label("avoid")
                    .help(help(phrase))
                    .demanded_by(&phrase.origin),
            );
        }
    }
}
