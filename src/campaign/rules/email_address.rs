//! Addresses of mailboxes of which one is a slip for another.

use crate::campaign::kind::{Cx, Declared, Kind};
use crate::campaign::{Member, contacts, copies};
use crate::facts::{Fact, FactValue};
use crate::finding::FactKind;
use crate::rule::{RuleMeta, declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Reports addresses of mailboxes that are nearly one of the brand's own, addresses in the artifacts of a campaign of
    /// which one is nearly another, and a link that writes to another address than its words say.
    ///
    /// ## Why it matters
    ///
    /// Mail to a misspelt address is lost, or read by a stranger.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>Write to <a href="mailto:help@harborandpine.example">help@harborandpin.example</a>.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>Write to <a href="mailto:help@harborandpine.example">Help@HarborAndPine.example</a>.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the address of the guide, and list further addresses of the brand there.
    ///
    /// ## Guide keys
    ///
    /// `[[email-address]]` in `messaging.toml`; `vary` in `campaign.toml`.
    pub struct EmailAddress {
        id: "consistency/email-address",
        summary: "addresses of mailboxes of which one is a slip for another",
        level: Error,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Kind for EmailAddress {
    type Key = ();
    type Value = String;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::EmailAddress;
    const READS: &'static [FactKind] = &[FactKind::EmailAddress];
    const VARIES_AS: &'static str = "email-address";

    fn read(&self, _cx: Cx<'_, '_>, _member: &Member<'_>, fact: &Fact) -> Option<((), String)> {
        let FactValue::EmailAddress(address) = &fact.value else { return None };
        Some(((), address.clone()))
    }

    fn subject(&self, _cx: Cx<'_, '_>, (): &()) -> String {
        "email address".to_owned()
    }

    fn show(&self, value: &String) -> String {
        value.clone()
    }

    fn identity(&self, _cx: Cx<'_, '_>, (): &()) -> String {
        String::new()
    }

    fn declared<'s>(&self, cx: Cx<'s, '_>, _member: &Member<'_>, (): &()) -> Option<Declared<'s, String>> {
        contacts::declared(cx, &cx.guide.messaging.email_addresses)
    }

    fn are_rivals(&self, _cx: Cx<'_, '_>, one: &String, other: &String) -> bool {
        is_slip(one, other)
    }

    fn is_slip(&self, found: &String, expected: &String) -> bool {
        is_slip(found, expected)
    }

    fn opposed(
        &self,
        _cx: Cx<'_, '_>,
        _member: &Member<'_>,
        (): &(),
        facts: &[(&Fact, String)],
    ) -> Option<(usize, usize)> {
        copies::link_and_words(facts).or_else(|| copies::twins(facts, |one, other| is_slip(one, other)))
    }

    fn rewrite(&self, _fact: &Fact, _value: &String, expected: &String) -> Option<String> {
        Some(expected.clone())
    }
}

/// Whether one of two different addresses is probably a slip for the other: up to two letters of the name or of the
/// domain are wrong, and no number is.
fn is_slip(one: &str, other: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|character| !character.is_ascii_digit()).collect::<String>();
    let is_near = |one: &str, other: &str| {
        let limit = if one.len().min(other.len()) >= 8 { 2 } else { 1 };
        one == other || (one.len().min(other.len()) >= 4 && strsim::osa_distance(one, other) <= limit)
    };
    match (one.split_once('@'), other.split_once('@')) {
        (Some((name, domain)), Some((other_name, other_domain))) => {
            one != other
                && letters(one) != letters(other)
                && (name == other_name || domain == other_domain)
                && is_near(name, other_name)
                && is_near(domain, other_domain)
        }
        _ => false,
    }
}
