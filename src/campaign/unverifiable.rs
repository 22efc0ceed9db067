//! Values that may be right and may not: a code that is filled in when a message is sent, a link that only leads on, an
//! end "tonight". They are told where something says what they should be, for information, and contradict nothing.

use std::collections::BTreeMap;

use crate::artifact::Evidence;
use crate::campaign::comparison::{finding, identity, quoted, related, said};
use crate::campaign::kind::{Cx, Declared, Kind};
use crate::campaign::stated::{Stated, main_copy};
use crate::campaign::{Campaign, Member, phrases};
use crate::facts::Fact;
use crate::finding::{Finding, Outcome, Truth};
use crate::rule::Severity;
use crate::scope::Scope;

/// What a member states and cannot be compared.
pub(super) struct Open<'s, 'a> {
    pub(super) member: &'s Member<'a>,
    pub(super) fact: &'s Fact,
    /// The value for reports.
    pub(super) shown: String,
    /// How messages quote it.
    pub(super) words: String,
    /// Why it cannot be compared.
    pub(super) reason: &'static str,
}

/// Facts that cannot be compared, of members that state nothing else of the same thing, where something says what they
/// should be.
pub(super) fn check<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    known: &BTreeMap<K::Key, Vec<Stated<'_, '_, K::Value>>>,
    findings: &mut Vec<Finding>,
) {
    for &member in &cx.group.members {
        let mut told: Vec<K::Key> = Vec::new();
        for fact in member.facts.iter().filter(|fact| K::READS.contains(&fact.kind())) {
            let Some((key, reason)) = kind.unknown(cx, member, fact) else { continue };
            let stated = known.get(&key).map(Vec::as_slice).unwrap_or_default();
            if told.contains(&key) || stated.iter().any(|one| one.member.key == member.key) {
                continue;
            }
            let words = phrases::short(member.source.slice(fact.span));
            let open = Open { member, fact, shown: fact.text.clone(), words, reason };
            let found = match kind.declared(cx, member, &key) {
                Some(declared) => against_declared(kind, cx, &key, &declared, &open),
                None if kind.is_shared(&key) => against_others(kind, cx, &key, stated.iter(), &open),
                None => None,
            };
            findings.extend(found);
            told.push(key);
        }
    }
}

/// Members whose values cannot be compared, where others state one that can.
pub(super) fn check_stated<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    stated: &[&Stated<'_, '_, K::Value>],
    findings: &mut Vec<Finding>,
) {
    for open in open(kind, cx, key, stated) {
        findings.extend(against_others(kind, cx, key, stated.iter().copied(), &open));
    }
}

/// The same where the others do not have to state it, but all that they say comes to one value.
pub(super) fn check_hinted<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    stated: &[&Stated<'_, '_, K::Value>],
    findings: &mut Vec<Finding>,
) {
    let mut open = open(kind, cx, key, stated).peekable();
    // To end on the same day is no reason to lead to the same page.
    let is_by_chance = cx.campaign.is_none_or(|campaign| campaign.evidence == Evidence::Offer);
    if is_by_chance || open.peek().is_none() {
        return;
    }
    let Some(hint) = kind.hint(cx, key) else { return };
    let shown = kind.show(&hint.value);
    for open in open {
        let says = match hint.fact {
            Some(fact) => format!("{} says {}", hint.member.line(fact), said(kind, cx, fact, &hint.value)),
            None => format!("{} is \"{shown}\"", hint.member.key),
        };
        let mut finding = unverifiable(kind, cx, key, &open, &says, &shown);
        finding.truth = Some(Truth::None);
        let says = format!("says {}", quoted::<K>(&shown));
        finding.related =
            hint.fact.map(|fact| related(hint.member, fact, &shown, says)).into_iter().collect();
        findings.push(finding);
    }
}

/// What members state who state nothing that can be compared.
fn open<'o, 's: 'o, 'a: 's, K: Kind>(
    kind: &'o K,
    cx: Cx<'o, 'o>,
    key: &'o K::Key,
    stated: &'o [&Stated<'s, 'a, K::Value>],
) -> impl Iterator<Item = Open<'s, 'a>> + 'o {
    stated.iter().filter_map(move |one| {
        let values = one.notable(kind, cx, key);
        let value = values.first().filter(|_| values.iter().all(|value| is_open(kind, value)))?;
        let (fact, reason) = main_copy(one.copies(value)).zip(kind.cannot_be_told(value))?;
        let (shown, words) = (kind.show(value), kind.words(fact, value));
        Some(Open { member: one.member, fact, shown, words, reason })
    })
}

fn is_open<K: Kind>(kind: &K, value: &K::Value) -> bool {
    kind.cannot_be_told(value).is_some()
}

/// What cannot be held against what is declared.
pub(super) fn against_declared<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    declared: &Declared<'_, K::Value>,
    open: &Open<'_, '_>,
) -> Option<Finding> {
    let expected = kind.show(declared.values.first()?);
    let says = phrases::declares(&quoted::<K>(&expected), declared.truth);
    let mut finding = unverifiable(kind, cx, key, open, &says, &expected);
    finding.expected = Some(expected);
    finding.truth = Some(declared.truth);
    finding.demanded_by = declared.origin.cloned();
    Some(finding)
}

/// What cannot be held against what another member states, the first that does so outside of its footer.
fn against_others<'o, 's: 'o, 'a: 's, K: Kind + 'o>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    mut others: impl Iterator<Item = &'o Stated<'s, 'a, K::Value>>,
    open: &Open<'_, '_>,
) -> Option<Finding> {
    // What artifacts have in common by chance decides nothing.
    if cx.campaign.is_none_or(Campaign::is_implied) {
        return None;
    }
    let (member, fact, value) = others.find_map(|other| {
        let values = other.notable(kind, cx, key);
        let value = values.into_iter().find(|value| !is_open(kind, value))?;
        let fact = main_copy(other.copies(&value)).filter(|fact| fact.place != Scope::Footer)?;
        Some((other.member, fact, value))
    })?;
    let shown = kind.show(&value);
    let says = format!("{} says {}", member.line(fact), said(kind, cx, fact, &value));
    let mut finding = unverifiable(kind, cx, key, open, &says, &shown);
    finding.truth = Some(Truth::None);
    finding.related = vec![related(member, fact, &shown, format!("says {}", quoted::<K>(&shown)))];
    Some(finding)
}

fn unverifiable<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    open: &Open<'_, '_>,
    says: &str,
    other: &str,
) -> Finding {
    let subject = cx.named(&kind.subject(cx, key));
    let message = phrases::cannot_tell(&subject, says, &open.words, open.reason);
    let mut finding = finding(kind, open.member, open.fact, message)
        .label("cannot be compared")
        .values(open.shown.clone(), None);
    finding.outcome = Outcome::Unverifiable;
    finding.severity = Severity::Info;
    finding.identity = identity(kind, cx, key, vec![open.shown.clone(), other.to_owned()]);
    finding
}
