//! Claims with a number that disagree.

use rust_decimal::Decimal;

use crate::campaign::Member;
use crate::campaign::kind::{Cx, Declared, Kind};
use crate::facts::{Fact, FactValue};
use crate::finding::{FactKind, Truth};
use crate::rule::{RuleMeta, declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Reports numbers that are claimed of the same thing and contradict: in the artifacts of a campaign, inside one
    /// artifact, or against the guide's register of claims: `10-year warranty` here and `5 years of warranty` there,
    /// "10,000+ customers" and "over 12,000 customers".
    ///
    /// ## Why it matters
    ///
    /// A claim has to be proven, and nobody can prove two numbers at once.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <title>Oak desks with a 10-year warranty</title>
    /// <p>Every desk has a 5-year warranty.</p>
    /// ```
    ///
    /// ```html,valid
    /// <title>Oak desks with a 10-year warranty</title>
    /// <p>Every desk comes with 10 years of warranty.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the number of the register, or correct the register.
    ///
    /// ## Guide keys
    ///
    /// `[[claim]]` in `messaging.toml`; `vary` in `campaign.toml`.
    pub struct Claim {
        id: "consistency/claim",
        summary: "numbers that are claimed of the same thing and disagree",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

/// What a number is claimed of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::campaign) struct Claimed {
    /// The product whose claim it is.
    product: Option<u32>,
    subject: String,
    unit: Option<String>,
}

impl Kind for Claim {
    type Key = Claimed;
    type Value = Decimal;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::Claim;
    const READS: &'static [FactKind] = &[FactKind::Claim];
    const VARIES_AS: &'static str = "claim";

    fn read(&self, _cx: Cx<'_, '_>, _member: &Member<'_>, fact: &Fact) -> Option<(Claimed, Decimal)> {
        let FactValue::Claim(claim) = &fact.value else { return None };
        let key = Claimed { product: fact.product, subject: claim.subject.clone(), unit: claim.unit.clone() };
        Some((key, claim.number.normalize()))
    }

    fn subject(&self, _cx: Cx<'_, '_>, key: &Claimed) -> String {
        let is_counted = |unit: &&String| unit.chars().all(char::is_alphabetic);
        match &key.unit {
            Some(unit) if is_counted(&unit) => format!("claim of {} in {unit}s", key.subject),
            Some(unit) => format!("claim of {} ({unit})", key.subject),
            None => format!("claim of {}", key.subject),
        }
    }

    fn show(&self, value: &Decimal) -> String {
        value.to_string()
    }

    fn identity(&self, _cx: Cx<'_, '_>, key: &Claimed) -> String {
        format!("{} {}", key.subject, key.unit.as_deref().unwrap_or_default())
    }

    fn declared<'s>(
        &self,
        cx: Cx<'s, '_>,
        _member: &Member<'_>,
        key: &Claimed,
    ) -> Option<Declared<'s, Decimal>> {
        let is_meant = |entry: &&crate::guide::messaging::ClaimEntry| {
            entry.subject == key.subject && entry.unit == key.unit
        };
        let mut entries = cx.guide.messaging.claims.iter().filter(is_meant).peekable();
        let origin = &entries.peek()?.origin;
        let values = entries.map(|entry| entry.number.normalize()).collect();
        Some(Declared { values, truth: Truth::Guide, origin: Some(origin) })
    }
}
