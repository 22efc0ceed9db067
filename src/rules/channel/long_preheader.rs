//! `channel/long-preheader`.

use crate::finding::Finding;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::channel::report_long_lines;
use crate::rules::{Rule, RuleContext};
use crate::scope::Scope;

declare_rule! {
    /// ## What it does
    ///
    /// Finds preheaders of emails that have more characters than the guide allows, 100 where it says nothing, and points
    /// at what mail clients cut off. Invisible filler behind the words, and values of placeholders, are not counted.
    ///
    /// ## Why it matters
    ///
    /// A mail client shows 85 to 100 characters of the preheader on a desktop and fewer on a phone. What comes after is
    /// not read by those who decide whether to open the email.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <body><div style="display:none">The Cove in oak is on sale for one week. It has two quiet motors, four memory
    /// presets and a top of solid wood.</div><p>Hello</p></body>
    /// ```
    ///
    /// ```html,valid
    /// <body><div style="display:none">The Cove in oak is on sale for one week.</div><p>Hello</p></body>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Say in one sentence what the subject leaves open.
    ///
    /// ## Guide keys
    ///
    /// `[channel.email]` with `max-preheader`.
    pub struct LongPreheader {
        id: "channel/long-preheader",
        summary: "a preheader that mail clients cut off",
        level: Info,
        fix: None,
        since: "0.1.0",
    }
}

impl Rule for LongPreheader {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let limit = &cx.guide.channels.email.max_preheader;
        let help = "say in one sentence what the subject leaves open";
        report_long_lines(cx, (&Self::META, Scope::Preheader, limit), help, findings);
    }
}
