//! `channel/missing-preheader`.

use crate::document::HOLE;
use crate::finding::{Finding, Outcome};
use crate::guide::channel::EmailPart;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::channel::body_without_preheader;
use crate::rules::{Rule, RuleContext};

/// So many characters of the text that is shown instead are told.
const QUOTED: usize = 40;

fn message(instead: &str) -> String {
    let shown: String =
        instead.chars().map(|character| if character == HOLE { '…' } else { character }).collect();
    let mut quote: String = shown.chars().take(QUOTED).collect();
    if quote.len() < shown.len() {
        quote.push('…');
    }
    format!("this email has no preheader: mail clients show `{}` instead", quote.replace('\n', " "))
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds emails without a preheader, and tells what mail clients show in its place. Only whole emails are looked at:
    /// those with a `<body>` whose content does not come from other files.
    /// Where the guide itself requires a preheader, `channel/missing-part` reports it instead.
    ///
    /// ## Why it matters
    ///
    /// Mail clients show a line after the subject. Where an email does not say what stands there, they take the first
    /// words that they find, such as "View this email in your browser".
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <body><p>View this email in your browser</p><h1>The Cove is back</h1></body>
    /// ```
    ///
    /// ```html,valid
    /// <body><div style="display:none">In oak, and for one week.</div><h1>The Cove is back</h1></body>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Put a hidden element with the preheader at the start of the body, or `<mj-preview>` into the head of MJML.
    ///
    /// ## Guide keys
    ///
    /// `[channel.email]` with `required`.
    pub struct MissingPreheader {
        id: "channel/missing-preheader",
        summary: "an email without a preheader",
        level: Info,
        fix: None,
        since: "0.1.0",
    }
}

impl Rule for MissingPreheader {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        if cx.guide.channels.email.demands(EmailPart::Preheader) {
            return;
        }
        let Some(body) = body_without_preheader(cx) else { return };
        let instead = cx.body().next().map_or("", |first| first.text.as_str());
        let mut finding = Finding::new(&Self::META, cx.location(body), message(instead))
            .label("no preheader in here")
            .help("put a hidden element at the start that says what the subject leaves open");
        finding.outcome = Outcome::Omission;
        findings.push(finding);
    }
}
