//! `channel/missing-language`.

use crate::finding::{Finding, Outcome};
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::{Rule, RuleContext};

const MESSAGE: &str = "the markup does not say which language the text is in";

declare_rule! {
    /// ## What it does
    ///
    /// Finds emails and pages whose `<html>`, `<mjml>` or `<body>` has no `lang` attribute. Pieces without such an element
    /// are spared. The rule is off where the guide does not turn it on.
    ///
    /// ## Why it matters
    ///
    /// Screen readers pronounce a text by its `lang`; without one they take the language of the reader's system.
    ///
    /// ## Examples
    ///
    /// ```toml,guide
    /// [rules]
    /// "channel/missing-language" = "info"
    /// ```
    ///
    /// ```html,invalid
    /// <html><body><p>The Cove is back.</p></body></html>
    /// ```
    ///
    /// ```html,valid
    /// <html lang="en"><body><p>The Cove is back.</p></body></html>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Add the attribute to the root element, such as `lang="en"`.
    ///
    /// ## Guide keys
    ///
    /// None.
    pub struct MissingLanguage {
        id: "channel/missing-language",
        summary: "an email or a page that does not say its language",
        level: Off,
        fix: None,
        since: "0.1.0",
    }
}

impl Rule for MissingLanguage {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let frame = &cx.document.frame;
        let Some(root) = frame.root.filter(|_| frame.languages.is_empty()) else { return };
        let mut finding = Finding::new(&Self::META, cx.location(root), MESSAGE)
            .label("no `lang`")
            .help("add it here, such as `lang=\"en\"`");
        finding.outcome = Outcome::Omission;
        findings.push(finding);
    }
}
