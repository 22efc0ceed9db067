//! Postal addresses that differ a little.

use crate::campaign::kind::{Cx, Declared, Kind};
use crate::campaign::{Member, contacts, copies};
use crate::facts::{Fact, FactValue};
use crate::finding::FactKind;
use crate::rule::{RuleMeta, declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Reports postal addresses that are nearly one of the brand's own, and addresses in the artifacts of a campaign, or in
    /// the parts of one email, of which one is nearly another: another number of the house, another postal code. "Street"
    /// and "St." are the same.
    ///
    /// ## Why it matters
    ///
    /// The address under a commercial email has to be a valid one, and a parcel finds no house with a wrong number.
    ///
    /// ## Examples
    ///
    /// ```toml,guide
    /// [[postal-address]]
    /// value = "1200 Alder Street, Portland, OR 97205"
    /// ```
    ///
    /// ```html,invalid
    /// <footer><p>Harbor &amp; Pine, 1200 Alder Street, Portland, OR 97250</p></footer>
    /// ```
    ///
    /// ```html,valid
    /// <footer><p>Harbor &amp; Pine, 1200 Alder St., Portland, OR 97205</p></footer>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the address of the guide.
    ///
    /// ## Guide keys
    ///
    /// `[[postal-address]]` in `messaging.toml`; `vary` in `campaign.toml`.
    pub struct PostalAddress {
        id: "consistency/postal-address",
        summary: "postal addresses that are nearly the same",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

/// How alike two addresses are, in hundredths, for one to be meant for the other.
const MIN_SIMILARITY: f64 = 0.85;

impl Kind for PostalAddress {
    type Key = ();
    type Value = String;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::PostalAddress;
    const READS: &'static [FactKind] = &[FactKind::PostalAddress];
    const VARIES_AS: &'static str = "postal-address";
    const IS_WORDS: bool = true;

    fn read(&self, _cx: Cx<'_, '_>, _member: &Member<'_>, fact: &Fact) -> Option<((), String)> {
        let FactValue::PostalAddress(address) = &fact.value else { return None };
        Some(((), address.clone()))
    }

    fn subject(&self, _cx: Cx<'_, '_>, (): &()) -> String {
        "postal address".to_owned()
    }

    fn show(&self, value: &String) -> String {
        value.clone()
    }

    fn identity(&self, _cx: Cx<'_, '_>, (): &()) -> String {
        String::new()
    }

    fn declared<'s>(&self, cx: Cx<'s, '_>, _member: &Member<'_>, (): &()) -> Option<Declared<'s, String>> {
        contacts::declared(cx, &cx.guide.messaging.postal_addresses)
    }

    /// One may leave out what the other says beside, such as the floor.
    fn agree(&self, _cx: Cx<'_, '_>, one: &String, other: &String) -> bool {
        one == other || contacts::holds_words(one, other) || contacts::holds_words(other, one)
    }

    fn are_rivals(&self, _cx: Cx<'_, '_>, one: &String, other: &String) -> bool {
        strsim::normalized_levenshtein(one, other) >= MIN_SIMILARITY
    }

    fn opposed(
        &self,
        cx: Cx<'_, '_>,
        _member: &Member<'_>,
        (): &(),
        facts: &[(&Fact, String)],
    ) -> Option<(usize, usize)> {
        let agree = |one: &String, other: &String| self.agree(cx, one, other);
        copies::opposed(facts, agree).or_else(|| {
            copies::twins(facts, |one, other| !agree(one, other) && self.are_rivals(cx, one, other))
        })
    }
}
