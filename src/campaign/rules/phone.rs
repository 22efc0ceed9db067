//! Phone numbers of which one is a slip for another.

use crate::campaign::kind::{Cx, Declared, Difference, Kind};
use crate::campaign::{Member, contacts, copies};
use crate::facts::{Fact, FactValue};
use crate::finding::FactKind;
use crate::rule::{RuleMeta, Severity, declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Reports phone numbers that are nearly one of the brand's own, phone numbers of the artifacts of a campaign of which
    /// one is nearly another, and a link that dials another number than its words say. Two numbers are nearly the same
    /// where one digit differs or two neighbours are swapped; numbers that differ in one of their last two digits may be
    /// those of one house, and are reported only beside one that the guide lists, as a warning. How a number is written makes no difference.
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

    /// Of numbers that the guide lists every digit counts: it is to list all of them.
    fn are_rivals(&self, cx: Cx<'_, '_>, one: &String, other: &String) -> bool {
        let is_listed = || cx.guide.messaging.phones.iter().any(|entry| entry.value == *other);
        is_slip(one, other) || (differ_in_one_digit(one, other) && is_listed())
    }

    fn are_rival_copies(&self, _cx: Cx<'_, '_>, one: &String, other: &String) -> bool {
        differ_in_one_digit(one, other)
    }

    fn is_slip(&self, found: &String, expected: &String) -> bool {
        is_slip(found, expected)
    }

    /// An artifact that states the right number may state those of other people of the house.
    fn may_state_others(&self, _facts: &[(&Fact, String)], _n_values: usize) -> bool {
        true
    }

    fn difference(&self, found: &String, expected: &String) -> Difference {
        if is_slip(found, expected) {
            return Difference::default();
        }
        Difference {
            severity: Some(Severity::Warning),
            help: Some("if it is another number of the brand, list it in the guide".to_owned()),
        }
    }

    fn opposed(
        &self,
        _cx: Cx<'_, '_>,
        _member: &Member<'_>,
        (): &(),
        facts: &[(&Fact, String)],
    ) -> Option<(usize, usize)> {
        // What sums a message up may name another number of the house; its renderings say the same.
        copies::link_and_words(facts)
            .or_else(|| copies::opposed(facts, |one, other| !is_slip(one, other)))
            .or_else(|| copies::opposed_renderings(facts, |one, other| !differ_in_one_digit(one, other)))
    }
}

/// Whether one of two different numbers is probably a slip for the other. The numbers of one house often differ in their
/// last two digits, on purpose.
fn is_slip(one: &str, other: &str) -> bool {
    const EXTENSION: usize = 2;
    let differing = one.bytes().zip(other.bytes()).filter(|(one, other)| one != other).count();
    let is_extension = || one.bytes().zip(other.bytes()).position(|(one, other)| one != other);
    differ_in_one_digit(one, other)
        && (differing == 2 || is_extension().is_some_and(|at| at + EXTENSION < one.len()))
}

/// Whether one digit of two different numbers is another, or two neighbours are swapped.
fn differ_in_one_digit(one: &str, other: &str) -> bool {
    if one.len() != other.len() || one.len() < 8 {
        return false;
    }
    let pairs = one.bytes().zip(other.bytes()).enumerate();
    let differing: Vec<(usize, (u8, u8))> = pairs.filter(|(_, (one, other))| one != other).collect();
    match differing.as_slice() {
        [_] => true,
        [(first, (a, b)), (second, (c, d))] => first + 1 == *second && a == d && b == c,
        _ => false,
    }
}
