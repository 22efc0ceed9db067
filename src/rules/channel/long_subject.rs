//! `channel/long-subject`.

use crate::finding::Finding;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::channel::report_long_lines;
use crate::rules::{Rule, RuleContext};
use crate::scope::Scope;

declare_rule! {
    /// ## What it does
    ///
    /// Finds subjects of emails that have more characters than the guide allows, 60 where it says nothing, and points at
    /// what mail clients cut off. In a template the `<title>` stands for the subject. Values of placeholders are not
    /// counted.
    ///
    /// ## Why it matters
    ///
    /// A mail client shows about 60 characters of a subject on a desktop and 33 to 43 on a phone. What comes after is not
    /// read.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <title>A few words about the Cove Standing Desk, and why it is on sale this week</title>
    /// ```
    ///
    /// ```html,valid
    /// <title>The Cove Standing Desk, 20% off this week</title>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Put what matters first and leave the rest to the preheader.
    ///
    /// ## Guide keys
    ///
    /// `[channel.email]` with `max-subject`.
    pub struct LongSubject {
        id: "channel/long-subject",
        summary: "a subject that mail clients cut off",
        level: Info,
        fix: None,
        since: "0.1.0",
    }
}

impl Rule for LongSubject {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let limit = &cx.guide.channels.email.max_subject;
        let help = "put what matters first and leave the rest to the preheader";
        report_long_lines(cx, (&Self::META, Scope::Subject, limit), help, findings);
    }
}
