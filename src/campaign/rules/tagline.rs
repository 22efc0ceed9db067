//! Taglines that drifted.

use crate::campaign::Member;
use crate::campaign::kind::{Cx, Declared, Kind};
use crate::campaign::lines::{self, Words};
use crate::facts::{Fact, FactValue};
use crate::finding::FactKind;
use crate::rule::{RuleMeta, declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Finds words that are nearly a tagline of the guide, and not the same.
    ///
    /// ## Why it matters
    ///
    /// A tagline lives from being the same everywhere; a variant of it is a typo in the largest letters.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>Made too stand for.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>Made to stand for.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the tagline word for word.
    ///
    /// ## Guide keys
    ///
    /// `[[tagline]]` in `messaging.toml`; `vary` in `campaign.toml`.
    pub struct Tagline {
        id: "consistency/tagline",
        summary: "words that are nearly a tagline of the guide",
        level: Warning,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Kind for Tagline {
    type Key = u32;
    type Value = Words;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::Tagline;
    const READS: &'static [FactKind] = &[FactKind::Tagline];
    const VARIES_AS: &'static str = "tagline";
    const IS_WORDS: bool = true;

    fn read(&self, cx: Cx<'_, '_>, _member: &Member<'_>, fact: &Fact) -> Option<(u32, Words)> {
        let FactValue::Tagline { line, similarity } = fact.value else { return None };
        Some((line, Words::of(&cx.guide.messaging.taglines, line, similarity, &fact.text)))
    }

    fn subject(&self, cx: Cx<'_, '_>, key: &u32) -> String {
        lines::subject("tagline", &cx.guide.messaging.taglines, *key)
    }

    fn show(&self, value: &Words) -> String {
        value.text.clone()
    }

    fn identity(&self, cx: Cx<'_, '_>, key: &u32) -> String {
        lines::id(&cx.guide.messaging.taglines, *key)
    }

    fn declared<'s>(&self, cx: Cx<'s, '_>, _member: &Member<'_>, key: &u32) -> Option<Declared<'s, Words>> {
        lines::declared(&cx.guide.messaging.taglines, *key)
    }

    fn rewrite(&self, _fact: &Fact, _value: &Words, expected: &Words) -> Option<String> {
        Some(expected.text.clone())
    }
}
