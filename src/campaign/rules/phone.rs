//! Phone numbers of which one is a slip for another.

use crate::campaign::kind::{Cx, Declared, Kind};
use crate::campaign::{Member, contacts, copies};
use crate::facts::{Fact, FactValue};
use crate::finding::FactKind;
use crate::rule::{RuleMeta, declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Reports phone numbers that are nearly one of the brand's own, phone numbers of the artifacts of a campaign of which
    /// one is nearly another, and a link that dials another number than its words say. Two numbers are nearly the same
    /// where one digit differs or two neighbours are swapped; numbers that differ in their last two digits only may be
    /// extensions of one house. How a number is written makes no difference.
    ///
    /// ## Why it matters
    ///
    /// A number with one wrong digit rings at a stranger's, and the customer does not call again.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>Call us: <a href="tel:+15035550134">(503) 555-0143</a></p>
    /// ```
    ///
    /// ```html,valid
    /// <p>Call us: <a href="tel:+15035550134">503.555.0134</a></p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the number of the guide, and list further numbers of the brand there.
    ///
    /// ## Guide keys
    ///
    /// `[[phone]]` in `messaging.toml`; `vary` in `campaign.toml`.
    pub struct Phone {
        id: "consistency/phone",
        summary: "phone numbers of which one is a slip for another",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

impl Kind for Phone {
    type Key = ();
    type Value = String;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::Phone;
    const READS: &'static [FactKind] = &[FactKind::Phone];
    const VARIES_AS: &'static str = "phone";

    fn read(&self, _cx: Cx<'_, '_>, _member: &Member<'_>, fact: &Fact) -> Option<((), String)> {
        let FactValue::Phone(number) = &fact.value else { return None };
        Some(((), number.clone()))
    }

    fn subject(&self, _cx: Cx<'_, '_>, (): &()) -> String {
        "phone number".to_owned()
    }

    fn show(&self, value: &String) -> String {
        value.clone()
    }

    fn identity(&self, _cx: Cx<'_, '_>, (): &()) -> String {
        String::new()
    }

    fn declared<'s>(&self, cx: Cx<'s, '_>, _member: &Member<'_>, (): &()) -> Option<Declared<'s, String>> {
        contacts::declared(cx, &cx.guide.messaging.phones)
    }

    fn are_rivals(&self, _cx: Cx<'_, '_>, one: &String, other: &String) -> bool {
        is_slip(one, other)
    }

    fn opposed(
        &self,
        _cx: Cx<'_, '_>,
        _member: &Member<'_>,
        (): &(),
        facts: &[(&Fact, String)],
    ) -> Option<(usize, usize)> {
        copies::link_and_words(facts).or_else(|| copies::opposed(facts, |one, other| !is_slip(one, other)))
    }
}

/// Whether one of two different numbers is probably a slip for the other: one digit is another, or two neighbours are
/// swapped. The numbers of one house often differ in their last two digits, on purpose.
fn is_slip(one: &str, other: &str) -> bool {
    const EXTENSION: usize = 2;
    if one.len() != other.len() || one.len() < 8 {
        return false;
    }
    let pairs = one.bytes().zip(other.bytes()).enumerate();
    let differing: Vec<(usize, (u8, u8))> = pairs.filter(|(_, (one, other))| one != other).collect();
    match differing.as_slice() {
        [(at, _)] => at + EXTENSION < one.len(),
        [(first, (a, b)), (second, (c, d))] => first + 1 == *second && a == d && b == c,
        _ => false,
    }
}
