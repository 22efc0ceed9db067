//! Calls to action whose words differ.

use crate::campaign::Member;
use crate::campaign::kind::{Cx, Declared, Kind};
use crate::campaign::labels::{self, Label};
use crate::facts::{Fact, FactValue};
use crate::finding::{FactKind, Truth};
use crate::rule::{RuleMeta, declare_rule};
use crate::values::url::{Target, canonical};

declare_rule! {
    /// ## What it does
    ///
    /// Reports calls to action that lead to the same page under different words: in the artifacts of a campaign, against
    /// the campaign's record, or in the copy of a button that Outlook or the plain-text part shows. Words that the guide
    /// lists as calls to action may stand for each other, and buttons in different languages are not compared.
    ///
    /// ## Why it matters
    ///
    /// Readers follow the words they remember. A button that is called something else elsewhere looks like another offer.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <!--[if mso]>
    /// <v:roundrect href="https://harborandpine.example/sale" fillcolor="#0B5D4E"><center style="color:#FFFFFF;">Start the sale</center></v:roundrect>
    /// <![endif]-->
    /// <!--[if !mso]><!--><a class="button" href="https://harborandpine.example/sale">Shop the sale</a><!--<![endif]-->
    /// ```
    ///
    /// ```html,valid
    /// <!--[if mso]>
    /// <v:roundrect href="https://harborandpine.example/sale" fillcolor="#0B5D4E"><center style="color:#FFFFFF;">Shop the sale</center></v:roundrect>
    /// <![endif]-->
    /// <!--[if !mso]><!--><a class="button" href="https://harborandpine.example/sale">Shop the sale</a><!--<![endif]-->
    /// ```
    ///
    /// ## How to fix
    ///
    /// Use the words of the campaign's record, or list both among the guide's calls to action. Words of an A/B test are
    /// declared with `vary = ["cta-label"]` in the record.
    ///
    /// ## Guide keys
    ///
    /// `[cta]` and `vary` in `campaign.toml`; `[[call-to-action]]` in `messaging.toml`.
    pub struct CtaLabel {
        id: "consistency/cta-label",
        summary: "calls to action that lead to one page under different words",
        level: Warning,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Kind for CtaLabel {
    type Key = String;
    type Value = Label;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::Cta;
    const READS: &'static [FactKind] = &[FactKind::Cta];
    const VARIES_AS: &'static str = "cta-label";
    const IS_WORDS: bool = true;
    const NEEDS_A_CAMPAIGN: bool = true;

    fn read(&self, cx: Cx<'_, '_>, member: &Member<'_>, fact: &Fact) -> Option<(String, Label)> {
        let FactValue::Cta { label, url: Some(url), .. } = &fact.value else { return None };
        let target = Target::of(url);
        // Everything may lead to the front page.
        let is_home = target.is_home();
        let label = labels::of_member(cx.guide, member, label).filter(|_| !is_home)?;
        Some((target.page, label))
    }

    fn subject(&self, _cx: Cx<'_, '_>, key: &String) -> String {
        format!("call to action to {key}")
    }

    fn show(&self, value: &Label) -> String {
        value.shown.clone()
    }

    fn identity(&self, _cx: Cx<'_, '_>, key: &String) -> String {
        key.clone()
    }

    fn declared<'s>(
        &self,
        cx: Cx<'s, '_>,
        _member: &Member<'_>,
        key: &String,
    ) -> Option<Declared<'s, Label>> {
        let cta = cx.record()?.cta.as_ref()?;
        let target = Target::of(&canonical(cta.url.as_ref()?)?);
        let label = Label::new(cta.label.as_ref()?)?.of(cx.guide, None);
        let values = vec![label];
        let declared = Declared { values, truth: Truth::CampaignRecord, origin: Some(&cta.origin) };
        (target.page == *key).then_some(declared)
    }

    fn agree(&self, _cx: Cx<'_, '_>, one: &Label, other: &Label) -> bool {
        one.folded == other.folded || (one.is_allowed && other.is_allowed)
    }

    fn are_rivals(&self, _cx: Cx<'_, '_>, one: &Label, other: &Label) -> bool {
        one.language == other.language
    }

    fn may_state_others(&self, _facts: &[(&Fact, Label)], _n_values: usize) -> bool {
        true
    }

    fn rewrite(&self, fact: &Fact, _value: &Label, expected: &Label) -> Option<String> {
        let is_shouting = !fact.text.chars().any(char::is_lowercase);
        Some(if is_shouting { expected.shown.to_uppercase() } else { expected.shown.clone() })
    }
}
