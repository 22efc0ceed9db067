//! `terms/deprecated-term`.

use crate::finding::Finding;
use crate::guide::TermStatus;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::terms::forbidden_term::finding;
use crate::rules::terms::{TermUse, is_in_hashtag, is_quoted, uses};
use crate::rules::{Rule, RuleContext};

fn message(text: &TermUse<'_>) -> String {
    match text.replacement() {
        Some(replacement) => format!("`{}` is out of use; write `{replacement}`", text.found()),
        None => format!("`{}` is out of use", text.found()),
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds terms that the guide marks as `deprecated`, and offers the preferred term in the case and number of what
    /// stands there. Quotations and hashtags are spared.
    ///
    /// ## Why it matters
    ///
    /// One thing, one word: readers who meet "signup", "sign-up" and "sign up" for one button wonder whether it is one.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>Please login again.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>Please log in again. <a href="/please-login">Use the login page</a>.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Replace the term; `onbrand` shows the replacement.
    ///
    /// ## Guide keys
    ///
    /// `[[concept.term]]` with `status = "deprecated"`, `case`, `forms`, `channels`, `locale`, `only-near`, `unless-near`,
    /// `replacement`.
    pub struct DeprecatedTerm {
        id: "terms/deprecated-term",
        summary: "a term that is out of use",
        level: Warning,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Rule for DeprecatedTerm {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        for text in uses(cx, TermStatus::Deprecated) {
            if !is_quoted(text.segment, &text.range) && !is_in_hashtag(text.segment, &text.range) {
                findings.push(finding(&Self::META, cx, &text, message(&text)));
            }
        }
    }
}
