//! `terms/admitted-term`.

use crate::finding::Finding;
use crate::guide::TermStatus;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::terms::forbidden_term::finding;
use crate::rules::terms::{is_in_hashtag, is_quoted, uses};
use crate::rules::{Rule, RuleContext};

fn message(found: &str, preferred: &str) -> String {
    format!("`{found}` is allowed; `{preferred}` is preferred")
}

declare_rule! {
    /// ## What it does
    ///
    /// Points at terms that the guide admits beside a preferred one. Off unless the guide switches it on.
    ///
    /// ## Why it matters
    ///
    /// An admitted term is right. A team that wants to end up with one word for one thing can see where the others still
    /// stand.
    ///
    /// ## Examples
    ///
    /// With `"terms/admitted-term" = "info"`:
    ///
    /// ```html
    /// <p>Choose a stand-up desk.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Nothing needs mending. The preferred term is offered as a replacement.
    ///
    /// ## Guide keys
    ///
    /// `[[concept.term]]` with `status = "admitted"` in a concept that has a preferred term; `[rules]` for the level.
    pub struct AdmittedTerm {
        id: "terms/admitted-term",
        summary: "a term that is allowed beside a preferred one",
        level: Off,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Rule for AdmittedTerm {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        for text in uses(cx, TermStatus::Admitted) {
            let Some(preferred) = text.replacement() else { continue };
            if !is_quoted(text.segment, &text.range) && !is_in_hashtag(text.segment, &text.range) {
                findings.push(finding(&Self::META, cx, &text, message(text.found(), &preferred)));
            }
        }
    }
}
