//! Legal lines that drifted.

use crate::campaign::Member;
use crate::campaign::kind::{Cx, Declared, Kind};
use crate::campaign::lines::{self, Words};
use crate::facts::{Fact, FactValue};
use crate::finding::FactKind;
use crate::rule::{RuleMeta, declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Finds words that are nearly a legal line of the guide, and not the same.
    ///
    /// ## Why it matters
    ///
    /// Lawyers weighed every word of it. A line that says nearly the same may say something else before a court.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>Prices exclude sales tax, which is added at the checkout.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>Prices exclude sales tax, which is added at checkout.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the line word for word, or have the new words entered in the guide.
    ///
    /// ## Guide keys
    ///
    /// `[[legal-line]]` in `messaging.toml`; `vary` in `campaign.toml`.
    pub struct LegalLine {
        id: "consistency/legal-line",
        summary: "words that are nearly a legal line of the guide",
        level: Error,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Kind for LegalLine {
    type Key = u32;
    type Value = Words;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::LegalLine;
    const READS: &'static [FactKind] = &[FactKind::LegalLine];
    const VARIES_AS: &'static str = "legal-line";

    fn read(&self, cx: Cx<'_, '_>, _member: &Member<'_>, fact: &Fact) -> Option<(u32, Words)> {
        let FactValue::LegalLine { line, similarity } = fact.value else { return None };
        Some((line, Words::of(&cx.guide.messaging.legal_lines, line, similarity, &fact.text)))
    }

    fn subject(&self, cx: Cx<'_, '_>, key: &u32) -> String {
        lines::subject("legal line", &cx.guide.messaging.legal_lines, *key)
    }

    fn show(&self, value: &Words) -> String {
        value.text.clone()
    }

    fn identity(&self, cx: Cx<'_, '_>, key: &u32) -> String {
        lines::id(&cx.guide.messaging.legal_lines, *key)
    }

    fn declared<'s>(&self, cx: Cx<'s, '_>, _member: &Member<'_>, key: &u32) -> Option<Declared<'s, Words>> {
        lines::declared(&cx.guide.messaging.legal_lines, *key)
    }

    fn rewrite(&self, _fact: &Fact, expected: &Words) -> Option<String> {
        Some(expected.text.clone())
    }
}
