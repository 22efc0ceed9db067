//! The comparison that most kinds of facts share: what an artifact states is held against what is declared, else against
//! what the others state, and its copies against each other. A kind says what it reads from a fact, what two facts must
//! share to be about the same thing, and when two values agree; a rule of its own is then little more than its words.
//!
//! Reading order: [`Kind`] in `kind`, `compare`, `against_declared`, `inside`.

use crate::campaign::alternatives::{are_alternatives, is_excused, to_be_told};
use crate::campaign::grouping;
use crate::campaign::kind::{Cx, Declared, Difference, Kind};
use crate::campaign::matrix::{self, Row};
use crate::campaign::stated::{All, MAX_RELATED, Stated, gather, main_copy, reference, statements};
use crate::campaign::truth::{self, Reference};
use crate::campaign::unverifiable::{self, Open};
use crate::campaign::{Campaign, CampaignRule, Member, markets, phrases};
use crate::facts::Fact;
use crate::finding::{Applicability, Edit, FactKind, Finding, Fix, Label, Outcome, Truth};
use crate::guide::Guide;
use crate::rule::RuleMeta;

impl<K: Kind> CampaignRule for K {
    fn meta(&self) -> &'static RuleMeta {
        K::RULE
    }

    fn compared(&self) -> &'static [FactKind] {
        K::READS
    }

    fn check_alone(&self, cx: Cx<'_, '_>, findings: &mut Vec<Finding>) {
        let facts = cx.group.members.iter().flat_map(|member| member.facts);
        // One alone contradicts nothing but what is declared.
        let n_least = if K::IS_IN_GUIDE { 1 } else { 2 };
        if facts.filter(|fact| K::READS.contains(&fact.kind())).take(n_least).count() < n_least {
            return;
        }
        for (key, stated) in gather(self, cx) {
            let mut all = All::new(stated.iter());
            for one in &stated {
                let declared = self.declared(cx, one.member, &key);
                alone(self, cx, &key, (one, declared.as_ref()), &mut all, findings);
            }
        }
    }

    fn check_whole(&self, cx: Cx<'_, '_>, findings: &mut Vec<Finding>) {
        for member in &cx.group.members {
            findings.extend(self.omissions(cx, member));
        }
    }

    fn rows(&self, cx: Cx<'_, '_>) -> Vec<Row> {
        matrix::rows(self, cx)
    }

    fn check(&self, campaign: &Campaign<'_>, guide: &Guide, findings: &mut Vec<Finding>) {
        let groups = grouping::groups_with_guests(campaign, guide);
        for group in &groups {
            let cx = Cx { campaign: Some(campaign), group, guide };
            if cx.varies::<K>() || !cx.compares::<K>() {
                return;
            }
            let all = gather(self, cx);
            unverifiable::check(self, cx, &all, findings);
            for (key, stated) in &all {
                compare(self, cx, key, stated, findings);
            }
        }
        markets::check(self, campaign, &groups, guide, findings);
    }
}

fn compare<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    stated: &[Stated<'_, '_, K::Value>],
    findings: &mut Vec<Finding>,
) {
    let mut all = All::new(stated.iter());
    let mut is_declared = false;
    let is_told = cx.campaign.is_some_and(Campaign::is_implied);
    // Who says what the guide says, or was told that it should, is not told again that the others do.
    let mut open: Vec<&Stated<'_, '_, K::Value>> = Vec::new();
    for one in stated {
        let declared = kind.declared(cx, one.member, key);
        // What the guide lists says nothing of what it does not list.
        is_declared |= declared.as_ref().is_some_and(|declared| declared.truth != Truth::Guide);
        if !is_told {
            alone(kind, cx, key, (one, declared.as_ref()), &mut all, findings);
        }
        if !declared.is_some_and(|declared| says(kind, cx, one, &declared)) {
            open.push(one);
        }
    }
    if is_declared {
        return;
    }
    if kind.is_shared(key) {
        unverifiable::check_stated(kind, cx, key, &open, findings);
        between(kind, cx, key, &open, findings);
    } else {
        unverifiable::check_hinted(kind, cx, key, &open, findings);
    }
}

/// Holds what members state against what the others state.
fn between<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    stated: &[&Stated<'_, '_, K::Value>],
    findings: &mut Vec<Finding>,
) {
    let statements = statements(kind, cx, key, stated.iter().copied());
    let agree = |one: &K::Value, other: &K::Value| kind.agree(cx, one, other);
    if let Some(reference) = reference(kind, cx, &statements) {
        let mut all = All::new(stated.iter().copied());
        for (one, statement) in stated.iter().zip(&statements) {
            let states_it = statement.values.iter().any(|value| agree(value, &reference.value));
            let rival = statement.values.iter().find(|value| kind.are_rivals(cx, value, &reference.value));
            if let Some(value) = rival.filter(|_| !states_it) {
                findings.extend(deviation(kind, cx, key, &reference, (one, value), &mut all));
            }
        }
    } else if let Some(odd) = truth::odd_one_out(&statements, agree) {
        findings.extend(symmetric(kind, cx, key, odd, stated));
    }
}

/// Whether a member states one of the values that are declared, or something that is meant for one.
fn says<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    one: &Stated<'_, '_, K::Value>,
    declared: &Declared<'_, K::Value>,
) -> bool {
    let is_meant = |value: &K::Value| {
        let mut right = declared.values.iter();
        right.any(|right| kind.agree(cx, value, right) || kind.are_rivals(cx, value, right))
    };
    one.facts.iter().any(|(_, value)| is_meant(value))
}

/// Holds one member against what is declared, and against itself where that says nothing of it.
fn alone<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    (one, declared): (&Stated<'_, '_, K::Value>, Option<&Declared<'_, K::Value>>),
    all: &mut All<'_, '_, '_, K::Value>,
    findings: &mut Vec<Finding>,
) {
    let first = findings.len();
    if let Some(declared) = declared {
        against_declared(kind, cx, key, declared, one, all, findings);
    }
    if findings.len() == first {
        findings.extend(inside(kind, cx, key, one, declared));
    }
}

fn against_declared<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    declared: &Declared<'_, K::Value>,
    one: &Stated<'_, '_, K::Value>,
    all: &mut All<'_, '_, '_, K::Value>,
    findings: &mut Vec<Finding>,
) {
    let is_right = |value: &K::Value| declared.values.iter().any(|right| kind.agree(cx, value, right));
    let values = one.notable(kind, cx, key);
    if !values.iter().any(is_right) {
        let unknown = values.iter().find_map(|value| Some((value, kind.cannot_be_told(value)?)));
        findings.extend(unknown.and_then(|(value, reason)| {
            let fact = main_copy(one.copies(value))?;
            let (shown, words) = (kind.show(value), kind.words(fact, value));
            let open = Open { member: one.member, fact, shown, words, reason };
            unverifiable::against_declared(kind, cx, key, declared, &open)
        }));
    }
    let only_slips = kind.may_state_others(&one.facts, values.len()) && values.iter().any(is_right);
    let rival =
        |value: &K::Value| {
            let mut right = declared.values.iter();
            right.find(|right| {
                if only_slips { kind.is_slip(value, right) } else { kind.are_rivals(cx, value, right) }
            })
        };
    let mut wrong: Vec<(K::Value, &K::Value)> = Vec::new();
    for value in values.iter().filter(|value| !is_right(value)) {
        let Some(expected) = rival(value) else { continue };
        let right = one.facts.iter().filter(|(_, value)| is_right(value)).map(|(fact, _)| *fact);
        let is_excused = is_excused(one.copies(value), right);
        // A day with its time and the day alone are one slip.
        let is_known = wrong.iter().any(|(known, _)| kind.agree(cx, known, value));
        if !is_excused && !is_known && !kind.is_told_elsewhere(cx, one.member, key, value) {
            wrong.push((value.clone(), expected));
        }
    }
    let wrong: Vec<&(K::Value, &K::Value)> = to_be_told(wrong.iter().collect(), |wrong| one.copies(&wrong.0));
    // Where the declared value is missing among many, one finding at the first of them says so.
    let n_findings = if wrong.len() >= 3 { 1 } else { wrong.len() };
    for (value, expected) in wrong.into_iter().take(n_findings) {
        let reference =
            Reference { value: (*expected).clone(), truth: declared.truth, origin: declared.origin };
        findings.extend(deviation(kind, cx, key, &reference, (one, value), all));
    }
}

fn deviation<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    reference: &Reference<'_, K::Value>,
    (one, value): (&Stated<'_, '_, K::Value>, &K::Value),
    all: &mut All<'_, '_, '_, K::Value>,
) -> Option<Finding> {
    let fact = main_copy(one.copies(value))?;
    let expected = kind.show(&reference.value);
    let says = with_reckoning(kind, cx, &reference.value, quoted::<K>(&expected));
    let n_members = all.stated.len();
    let agreeing = all.agreeing(kind, cx, &reference.value);
    let counterparts = || agreeing.first.iter().filter(|agreed| agreed.member.key != one.member.key);
    let lines: Vec<String> = counterparts().map(|agreed| agreed.member.line(agreed.fact)).collect();
    let n_agreeing = agreeing.count - (agreeing.first.len() - lines.len());
    let subject = cx.named(&kind.subject(cx, key));
    let message = phrases::against_reference(
        &subject,
        &says,
        reference.truth,
        &said(kind, cx, fact, value),
        (&lines, n_agreeing),
        n_members,
    );
    let mut finding = finding(kind, one.member, fact, message)
        .label(format!("expected {}", quoted::<K>(&expected)))
        .values(kind.show(value), Some(expected.clone()));
    finding.truth = Some(reference.truth);
    finding.demanded_by = reference.origin.cloned();
    amount_to(&mut finding, kind.difference(value, &reference.value));
    if kind.is_slip(value, &reference.value) {
        finding.help = Some(format!("probably meant {expected}"));
    }
    let shown = kind.show(value);
    finding.related = also_here(kind, cx, (one, value), fact);
    let agreeing = counterparts().take(MAX_RELATED).map(|agreed| {
        let shown = &agreed.shown;
        related(agreed.member, agreed.fact, shown, format!("says {shown}"))
    });
    finding.related.extend(agreeing);
    finding.fix = replacement(kind, one, value, reference);
    finding.identity = identity(kind, cx, key, vec![shown, expected]);
    Some(finding)
}

fn symmetric<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    odd: usize,
    all: &[&Stated<'_, '_, K::Value>],
) -> Option<Finding> {
    let one = all.get(odd)?;
    let own = one.notable(kind, cx, key);
    let value = own.first()?;
    let fact = main_copy(one.copies(value))?;
    let mut clashing: Vec<(&Member<'_>, &Fact, K::Value)> = Vec::new();
    let mut n_clashing = 0;
    for other in all.iter().filter(|other| other.member.key != one.member.key) {
        let values = other.notable(kind, cx, key);
        let shares = values.iter().any(|value| own.iter().any(|own| kind.agree(cx, own, value)));
        let rival = values.into_iter().find(|other| kind.are_rivals(cx, value, other));
        if let Some(rival) = rival.filter(|_| !shares) {
            n_clashing += 1;
            if clashing.len() < MAX_RELATED {
                clashing.push((other.member, main_copy(other.copies(&rival))?, rival));
            }
        }
    }
    let (_, _, first) = clashing.first()?;
    let others: Vec<String> = clashing
        .iter()
        .map(|(member, fact, value)| format!("{} says {}", member.line(fact), said(kind, cx, fact, value)))
        .collect();
    let message = phrases::without_reference(
        &cx.named(&kind.subject(cx, key)),
        &said(kind, cx, fact, value),
        (&others, n_clashing),
    );
    let mut finding = finding(kind, one.member, fact, message)
        .label("differs from the others")
        .values(kind.show(value), None);
    finding.truth = Some(Truth::None);
    amount_to(&mut finding, kind.difference(value, first));
    if let Some((_, _, other)) = clashing.iter().find(|(_, _, other)| kind.is_slip(value, other)) {
        finding.help =
            Some(format!("{} and {} are easily taken for each other", kind.show(value), kind.show(other)));
    }
    finding.related = also_here(kind, cx, (one, value), fact);
    finding.related.extend(clashing.iter().map(|(member, fact, value)| {
        let shown = kind.show(value);
        related(member, fact, &shown, format!("says {shown}"))
    }));
    let mut values: Vec<String> = clashing.iter().map(|(_, _, value)| kind.show(value)).collect();
    values.push(kind.show(value));
    finding.identity = identity(kind, cx, key, values);
    Some(finding)
}

/// Two facts that contradict each other, each with what it says.
pub(super) type Contradiction<'s, 'a, V> = (&'s (&'a Fact, V), &'s (&'a Fact, V));

/// A copy of a fact inside one artifact that says something else than the text does, with the text's, where what is declared
/// leaves open which is right.
pub(super) fn contradiction<'s, 'a, K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    one: &'s Stated<'_, 'a, K::Value>,
    declared: Option<&Declared<'_, K::Value>>,
) -> Option<Contradiction<'s, 'a, K::Value>> {
    let is_open = declared.is_none_or(|declared| declared.truth == Truth::Guide)
        || kind.compares_copies(&one.facts, one.values().len());
    let (copy, text) = kind.opposed(cx, one.member, key, &one.facts).filter(|_| is_open)?;
    let (copy, text) = (one.facts.get(copy)?, one.facts.get(text)?);
    let is_choice = are_alternatives(one.copies(&copy.1), one.copies(&text.1));
    (!is_choice && kind.are_rival_copies(cx, &copy.1, &text.1)).then_some((copy, text))
}

/// The copies of a fact inside one artifact: one that says something else than the text.
fn inside<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    one: &Stated<'_, '_, K::Value>,
    declared: Option<&Declared<'_, K::Value>>,
) -> Option<Finding> {
    let ((fact, value), (counterpart, shown)) = contradiction(kind, cx, key, one, declared)?;
    let message = phrases::copies_differ(
        &cx.named(&kind.subject(cx, key)),
        (&phrases::place(fact), &said(kind, cx, fact, value)),
        (&phrases::place(counterpart), &said(kind, cx, counterpart, shown)),
    );
    let (value, shown) = (kind.show(value), kind.show(shown));
    let mut finding = finding(kind, one.member, fact, message)
        .label(format!("the {} says {shown}", phrases::place(counterpart)))
        .values(value.clone(), None);
    finding.truth = Some(Truth::None);
    finding.related = vec![related(one.member, counterpart, &shown, format!("says {shown}"))];
    finding.identity = identity(kind, cx, key, vec![value, shown]);
    Some(finding)
}

/// What an artifact says, in quotes, with what follows from that.
pub(super) fn said<K: Kind>(kind: &K, cx: Cx<'_, '_>, fact: &Fact, value: &K::Value) -> String {
    with_reckoning(kind, cx, value, format!("\"{}\"", kind.words(fact, value)))
}

fn with_reckoning<K: Kind>(kind: &K, cx: Cx<'_, '_>, value: &K::Value, words: String) -> String {
    match kind.reckoning(cx, value) {
        Some(reckoning) => format!("{words} ({reckoning})"),
        None => words,
    }
}

/// A value as messages tell it.
pub(super) fn quoted<K: Kind>(shown: &str) -> String {
    if K::IS_WORDS { format!("\"{}\"", phrases::short(shown)) } else { shown.to_owned() }
}

pub(super) fn finding<K: Kind>(_kind: &K, member: &Member<'_>, fact: &Fact, message: String) -> Finding {
    let mut finding = Finding::new(K::RULE, member.location(fact), message).place(fact.place);
    finding.outcome = Outcome::Conflict;
    finding.fact = Some(K::FACT);
    finding
}

fn amount_to(finding: &mut Finding, difference: Difference) {
    if let Some(severity) = difference.severity {
        finding.severity = severity;
    }
    finding.help = difference.help;
}

fn replacement<K: Kind>(
    kind: &K,
    one: &Stated<'_, '_, K::Value>,
    value: &K::Value,
    reference: &Reference<'_, K::Value>,
) -> Option<Fix> {
    let mut edits: Vec<Edit> = Vec::new();
    for copy in one.copies(value).filter(|copy| one.member.is_verbatim(copy)) {
        let text = kind.rewrite(copy, value, &reference.value)?;
        edits.push(Edit { location: one.member.location(copy), text });
    }
    // Under a condition a value may be one of its own.
    let is_certain = K::IS_SAFE_TO_WRITE
        && reference.truth == Truth::CampaignRecord
        && edits.len() == one.copies(value).count()
        && one.copies(value).all(|copy| copy.branch.is_empty());
    let applicability = if is_certain { Applicability::Safe } else { Applicability::Unsafe };
    let title = format!("replace with `{}`", edits.first()?.text);
    Some(Fix { title, applicability, edits })
}

pub(super) fn related(member: &Member<'_>, fact: &Fact, value: &str, message: String) -> Label {
    Label { location: member.location(fact), value: Some(value.to_owned()), message }
}

pub(super) fn identity<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    mut values: Vec<String>,
) -> Vec<String> {
    values.sort();
    values.dedup();
    let campaign = cx.campaign.map(|campaign| campaign.id.clone()).unwrap_or_default();
    let mut identity = vec![campaign, cx.group.dimensions.describe(), kind.identity(cx, key)];
    identity.extend(values);
    identity
}

/// The other places at which a member says the same as at one.
fn also_here<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    (one, value): (&Stated<'_, '_, K::Value>, &K::Value),
    told: &Fact,
) -> Vec<Label> {
    let same = one
        .facts
        .iter()
        .filter(|(fact, own)| fact.span != told.span && (own == value || kind.agree(cx, own, value)));
    let label = |fact: &Fact| related(one.member, fact, &kind.show(value), "also here".to_owned());
    same.map(|(fact, _)| label(fact)).collect()
}
