//! Promo codes that disagree.

use crate::campaign::Member;
use crate::campaign::kind::{Cx, Declared, Kind};
use crate::facts::{Confidence, Fact, FactValue};
use crate::finding::{FactKind, Truth};
use crate::rule::{RuleMeta, declare_rule};
use crate::scope::Scope;
use crate::values::promo_code::{is_probable_slip, look_alike, normalized};

declare_rule! {
    /// ## What it does
    ///
    /// Reports promo codes that contradict: the artifacts of a campaign announce different codes, or an artifact
    /// announces another code than the campaign's record, or two codes in one artifact look the same and are not.
    /// Upper and lower case make no difference, since shops take codes in any case.
    ///
    /// ## Why it matters
    ///
    /// A code with one wrong letter fails at the checkout, and the customer is told that the offer does not exist.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>Use code COVE20 at checkout.</p>
    /// <p>The code COVE2O is valid until Monday.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>Use code COVE20 at checkout.</p>
    /// <p>The code cove20 is valid until Monday.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the code of the campaign's record everywhere, or correct the record.
    ///
    /// ## Guide keys
    ///
    /// `promo-codes`, `source-of-truth` and `vary` in `campaign.toml`.
    pub struct PromoCode {
        id: "consistency/promo-code",
        summary: "promo codes that disagree between the artifacts of a campaign, or inside one",
        level: Error,
        fix: Sometimes,
        since: "0.1.0",
    }
}

/// A code in the form in which it is compared.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::campaign) struct Code {
    normalized: String,
    /// Whether it stands in a footer, where codes of other offers stand as well.
    is_aside: bool,
}

impl Kind for PromoCode {
    type Key = ();
    type Value = Code;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::PromoCode;
    // The currency of prices tells the market of an artifact.
    const READS: &'static [FactKind] = &[FactKind::PromoCode, FactKind::Price];
    const VARIES_AS: &'static str = "promo-code";
    const IS_SAFE_TO_WRITE: bool = true;

    fn read(&self, _cx: Cx<'_, '_>, _member: &Member<'_>, fact: &Fact) -> Option<((), Code)> {
        let FactValue::PromoCode(code) = &fact.value else { return None };
        Some(((), Code { normalized: normalized(code), is_aside: fact.place == Scope::Footer }))
    }

    fn unknown(&self, _cx: Cx<'_, '_>, _member: &Member<'_>, fact: &Fact) -> Option<((), &'static str)> {
        let is_open = matches!(fact.value, FactValue::PromoCode(_)) && fact.confidence == Confidence::Low;
        is_open.then_some(((), "the code is filled in when the message is sent"))
    }

    fn subject(&self, _cx: Cx<'_, '_>, (): &()) -> String {
        "promo code".to_owned()
    }

    fn show(&self, value: &Code) -> String {
        value.normalized.clone()
    }

    fn identity(&self, _cx: Cx<'_, '_>, (): &()) -> String {
        String::new()
    }

    fn declared<'s>(&self, cx: Cx<'s, '_>, _member: &Member<'_>, (): &()) -> Option<Declared<'s, Code>> {
        let record = cx.record().filter(|record| !record.promo_codes.is_empty())?;
        let code = |code: &String| Code { normalized: normalized(code), is_aside: false };
        Some(Declared {
            values: record.promo_codes.iter().map(code).collect(),
            truth: Truth::CampaignRecord,
            origin: record.promo_codes_origin.as_ref().or(Some(&record.origin)),
        })
    }

    fn agree(&self, _cx: Cx<'_, '_>, one: &Code, other: &Code) -> bool {
        one.normalized == other.normalized
    }

    fn are_rivals(&self, cx: Cx<'_, '_>, one: &Code, other: &Code) -> bool {
        // A record names no audience for its codes: what members or new customers get may be another one.
        let is_for_all = cx.record().is_none() || cx.group.dimensions.audience.is_none();
        self.is_slip(one, other) || (is_for_all && !one.is_aside)
    }

    fn is_slip(&self, found: &Code, expected: &Code) -> bool {
        is_probable_slip(&found.normalized, &expected.normalized)
    }

    fn are_twins(&self, one: &Code, other: &Code) -> bool {
        look_alike(&one.normalized, &other.normalized)
    }

    fn may_state_others(&self, _facts: &[(&Fact, Code)], _n_values: usize) -> bool {
        true
    }

    fn rewrite(&self, _fact: &Fact, _value: &Code, expected: &Code) -> Option<String> {
        Some(expected.normalized.clone())
    }
}
