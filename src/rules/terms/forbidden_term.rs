//! `terms/forbidden-term`.

use crate::finding::Finding;
use crate::guide::TermStatus;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::terms::{TermUse, uses, with_replacement};
use crate::rules::{Rule, RuleContext};

fn message(text: &TermUse<'_>) -> String {
    format!("`{}` is a term that the guide forbids", text.found())
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds terms that the guide marks as `forbidden`: as whole words, in any case unless the term says otherwise,
    /// across inline tags, entities, soft hyphens and line ends. Words inside URLs, addresses, code and template tags are
    /// never reported, nor is a word inside a longer name of the guide.
    ///
    /// ## Why it matters
    ///
    /// Some words cost money or trust: a promise that nobody can keep, a claim that the law does not allow, the name of a
    /// competitor.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>Our desks come at a guaranteed cheapest price.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>Our desks come with a price match. <a href="/guaranteed-cheapest">How it works</a></p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the term that the guide prefers, which the finding names where there is one; else say it differently.
    ///
    /// ## Guide keys
    ///
    /// `[[concept.term]]` with `status = "forbidden"`, `case`, `forms`, `channels`, `locale`, `only-near`, `unless-near`,
    /// `replacement`.
    pub struct ForbiddenTerm {
        id: "terms/forbidden-term",
        summary: "a term that the guide forbids",
        level: Error,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Rule for ForbiddenTerm {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        for text in uses(cx, TermStatus::Forbidden) {
            findings.push(finding(&Self::META, cx, &text, message(&text)));
        }
    }
}

/// A finding about a term, with the concept's note and the better term.
pub(super) fn finding(meta: &RuleMeta, cx: &RuleContext<'_>, text: &TermUse<'_>, message: String) -> Finding {
    let replacement = text.replacement();
    let finding = Finding::new(meta, cx.location(text.segment.text.span(text.range.clone())), message)
        .place(text.segment.place(&text.range))
        .values(text.found(), replacement.clone())
        .label(text.term.status.as_str())
        .demanded_by(&text.term.origin);
    let finding = match &text.concept.note {
        Some(note) => finding.help(note.clone()),
        None => finding,
    };
    match replacement {
        Some(replacement) => with_replacement(finding, cx, text.segment, &text.range, replacement),
        None => finding,
    }
}
