//! Promo codes that disagree.

use crate::campaign::alternatives::{are_alternatives, is_excused, to_be_told};
use crate::campaign::grouping::{self, Group};
use crate::campaign::truth::{self, Reference, Statement};
use crate::campaign::{Campaign, CampaignRule, Member, enumerate};
use crate::facts::{Confidence, Fact, FactValue};
use crate::finding::{Applicability, Edit, FactKind, Finding, Fix, Label, Outcome, Truth};
use crate::guide::{CampaignRecord, Guide};
use crate::rule::{RuleMeta, declare_rule};
use crate::scope::Scope;
use crate::values::promo_code::{is_probable_slip, look_alike, normalized};

fn against_reference(
    subject: &str,
    reference: &str,
    truth: Truth,
    written: &str,
    agreeing: &[String],
    n_members: usize,
) -> String {
    let has = match truth {
        Truth::CampaignRecord => format!("the campaign record has {reference},"),
        Truth::SourceChannel => format!("the source of truth has {reference},"),
        _ => {
            let n_agreeing = agreeing.len();
            format!("{n_agreeing} of {n_members} artifacts have {reference}, {};", enumerate(agreeing))
        }
    };
    format!("{subject}: {has} this has `{written}`")
}

fn without_reference(subject: &str, written: &str, others: &[String]) -> String {
    format!("{subject}: this has `{written}`, {}; nothing declares which is right", enumerate(others))
}

fn look_alikes(written: &str, other: &str) -> String {
    format!("promo codes `{written}` and `{other}` look the same and are different")
}

fn slip_hint(meant: &str) -> String {
    format!("probably meant {meant}")
}

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

impl CampaignRule for PromoCode {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn compared(&self) -> &'static [FactKind] {
        // Their currency tells the market of an artifact.
        &[FactKind::PromoCode, FactKind::Price]
    }

    fn check_alone(&self, member: &Member<'_>, _guide: &Guide, findings: &mut Vec<Finding>) {
        findings.extend(inside(member));
    }

    fn check(&self, campaign: &Campaign<'_>, guide: &Guide, findings: &mut Vec<Finding>) {
        let may_vary =
            campaign.record.is_some_and(|record| record.vary.iter().any(|fact| fact == "promo-code"));
        if may_vary {
            return;
        }
        for group in grouping::groups(campaign, guide) {
            compare(campaign, &group, findings);
        }
    }
}

fn code(fact: &Fact) -> Option<&str> {
    match &fact.value {
        FactValue::PromoCode(code) if fact.confidence != Confidence::Low => Some(code),
        _ => None,
    }
}

/// More codes than any artifact announces: what lists them all is compared by its first ones.
const MAX_CODES: usize = 500;

fn codes<'m>(member: &Member<'m>) -> impl Iterator<Item = (&'m Fact, String)> {
    let codes = member.facts.iter().filter_map(|fact| code(fact).map(|code| (fact, normalized(code))));
    codes.take(MAX_CODES)
}

/// The facts that state a code.
fn copies<'f>(facts: &'f [(&Fact, String)], code: &'f str) -> impl Iterator<Item = &'f Fact> + Clone {
    facts.iter().filter(move |(_, own)| own == code).map(|(fact, _)| *fact)
}

/// Two codes in one artifact that look the same.
fn inside(member: &Member<'_>) -> Option<Finding> {
    let all: Vec<(&Fact, String)> = codes(member).collect();
    let mut first: Vec<(&Fact, String)> = Vec::new();
    for (fact, code) in &all {
        if !first.iter().any(|(_, known)| known == code) {
            first.push((fact, code.clone()));
        }
    }
    let is_clash = |code: &String, other: &String| {
        look_alike(code, other) && !are_alternatives(copies(&all, code), copies(&all, other))
    };
    let clash = first.iter().enumerate().find_map(|(index, (fact, code))| {
        let earlier = first.iter().take(index).find(|(_, other)| is_clash(code, other))?;
        Some((*fact, code, earlier))
    });
    let (fact, code, (other, other_code)) = clash?;
    let mut finding =
        Finding::new(&PromoCode::META, member.location(fact), look_alikes(&fact.text, &other.text))
            .label("which of the two is it?")
            .place(fact.place)
            .values(code.clone(), None);
    finding.outcome = Outcome::Conflict;
    finding.fact = Some(FactKind::PromoCode);
    finding.truth = Some(Truth::None);
    finding.related = vec![related(member, other, other_code, "the other code")];
    let mut values = vec![code.clone(), other_code.clone()];
    values.sort();
    finding.identity = values;
    Some(finding)
}

/// One member's codes.
struct Announced<'c, 'a> {
    member: &'c Member<'a>,
    facts: Vec<(&'a Fact, String)>,
}

fn compare(campaign: &Campaign<'_>, group: &Group<'_, '_>, findings: &mut Vec<Finding>) {
    let announced: Vec<Announced<'_, '_>> = group
        .members
        .iter()
        .map(|member| Announced { member, facts: codes(member).collect() })
        .filter(|announced| !announced.facts.is_empty())
        .collect();
    if let Some(record) = campaign.record.filter(|record| !record.promo_codes.is_empty()) {
        for one in &announced {
            against_record(campaign, group, record, one, &announced, findings);
        }
        return;
    }
    findings.extend(announced.iter().filter_map(|one| inside(one.member)));
    let statements: Vec<Statement<'_, '_, String>> = announced
        .iter()
        .map(|one| {
            let mut values: Vec<String> = one.facts.iter().map(|(_, code)| code.clone()).collect();
            values.sort();
            values.dedup();
            Statement { member: one.member, values }
        })
        .collect();
    let source = campaign.record.and_then(|record| record.source_of_truth);
    let decided = truth::of_channel(source, &statements).or_else(|| truth::of_majority(&statements));
    if let Some(reference) = decided {
        let deviating = announced
            .iter()
            .zip(&statements)
            .filter(|(_, statement)| !statement.values.contains(&reference.value));
        for (one, _) in deviating {
            if let Some((fact, code)) = one.facts.first() {
                findings.push(deviation(campaign, group, &reference, one, (fact, code), &announced));
            }
        }
    } else if let Some(odd) = truth::odd_one_out(&statements).and_then(|index| announced.get(index)) {
        findings.extend(symmetric(campaign, group, odd, &announced));
    }
}

/// Codes that the record does not list. Beside a code of the campaign a member may announce another, such as a
/// welcome code in the footer; only a code that looks like the campaign's is then a slip.
fn against_record(
    campaign: &Campaign<'_>,
    group: &Group<'_, '_>,
    record: &CampaignRecord,
    one: &Announced<'_, '_>,
    all: &[Announced<'_, '_>],
    findings: &mut Vec<Finding>,
) {
    let recorded: Vec<String> = record.promo_codes.iter().map(|code| normalized(code)).collect();
    let has_own = one.facts.iter().any(|(_, code)| recorded.contains(code));
    // The record names no audience for its codes: what members or new customers get may be another one.
    let is_public = group.dimensions.audience.is_none();
    let mut seen: Vec<&str> = Vec::new();
    let mut wrong: Vec<(&Fact, &str, Option<&String>)> = Vec::new();
    for (fact, code) in &one.facts {
        if recorded.contains(code) || seen.contains(&code.as_str()) {
            continue;
        }
        seen.push(code);
        let own = one.facts.iter().filter(|(_, own)| recorded.contains(own)).map(|(fact, _)| *fact);
        if is_excused(copies(&one.facts, code), own) {
            continue;
        }
        let meant = recorded.iter().find(|own| is_probable_slip(code, own));
        let replaces = is_public && !has_own && fact.place != Scope::Footer;
        if meant.is_some() || replaces {
            wrong.push((fact, code, meant));
        }
    }
    for (fact, code, meant) in to_be_told(wrong, |(_, code, _)| copies(&one.facts, code)) {
        let value = meant.cloned().unwrap_or_else(|| recorded.join(", "));
        let origin = record.promo_codes_origin.as_ref().or(Some(&record.origin));
        let reference = Reference { value, truth: Truth::CampaignRecord, origin };
        findings.push(deviation(campaign, group, &reference, one, (fact, code), all));
    }
}

fn deviation(
    campaign: &Campaign<'_>,
    group: &Group<'_, '_>,
    reference: &Reference<'_, String>,
    one: &Announced<'_, '_>,
    (fact, code): (&Fact, &str),
    all: &[Announced<'_, '_>],
) -> Finding {
    let expected = &reference.value;
    let counterparts: Vec<(&Member<'_>, &Fact)> = all
        .iter()
        .filter_map(|other| {
            let (fact, _) = other.facts.iter().find(|(_, code)| code == expected)?;
            Some((other.member, *fact))
        })
        .collect();
    let agreeing: Vec<String> = counterparts.iter().map(|(member, fact)| member.line(fact)).collect();
    let message = against_reference(
        &subject(campaign, group),
        expected,
        reference.truth,
        &fact.text,
        &agreeing,
        all.len(),
    );
    let mut finding = Finding::new(&PromoCode::META, one.member.location(fact), message)
        .label(format!("expected {expected}"))
        .place(fact.place)
        .values(code, Some(expected.clone()));
    finding.outcome = Outcome::Conflict;
    finding.fact = Some(FactKind::PromoCode);
    finding.truth = Some(reference.truth);
    finding.demanded_by = reference.origin.cloned();
    if is_probable_slip(code, expected) {
        finding = finding.help(slip_hint(expected));
    }
    let copies: Vec<&Fact> =
        one.facts.iter().filter(|(_, other)| other == code).map(|(fact, _)| *fact).collect();
    let further = copies.iter().skip(1).map(|copy| related(one.member, copy, code, "also here"));
    finding.related = further.collect();
    let agrees = format!("has {expected}");
    finding
        .related
        .extend(counterparts.iter().map(|(member, fact)| related(member, fact, expected, &agrees)));
    let is_one_code = !expected.contains(',');
    finding.fix = replacement(one.member, &copies, expected, reference.truth).filter(|_| is_one_code);
    finding.identity = identity(campaign, group, vec![code.to_owned(), expected.clone()]);
    finding
}

fn symmetric(
    campaign: &Campaign<'_>,
    group: &Group<'_, '_>,
    odd: &Announced<'_, '_>,
    all: &[Announced<'_, '_>],
) -> Option<Finding> {
    let (fact, code) = odd.facts.first()?;
    let clashing: Vec<(&Announced<'_, '_>, &Fact, &String)> = all
        .iter()
        .filter(|other| !other.facts.iter().any(|(_, code)| odd.facts.iter().any(|(_, own)| own == code)))
        .filter_map(|other| other.facts.first().map(|(fact, code)| (other, *fact, code)))
        .collect();
    let others: Vec<String> = clashing
        .iter()
        .map(|(other, fact, code)| format!("{} has `{code}`", other.member.line(fact)))
        .collect();
    let message = without_reference(&subject(campaign, group), &fact.text, &others);
    let mut finding = Finding::new(&PromoCode::META, odd.member.location(fact), message)
        .label("differs from the others")
        .place(fact.place)
        .values(code.clone(), None);
    finding.outcome = Outcome::Conflict;
    finding.fact = Some(FactKind::PromoCode);
    finding.truth = Some(Truth::None);
    if let Some((_, _, other)) = clashing.iter().find(|(_, _, other)| is_probable_slip(code, other)) {
        finding = finding.help(format!("`{code}` and `{other}` differ in one sign"));
    }
    finding.related = clashing
        .iter()
        .map(|(other, fact, code)| related(other.member, fact, code, &format!("has {code}")))
        .collect();
    let mut values: Vec<String> = clashing.iter().map(|(_, _, code)| (*code).clone()).collect();
    values.push(code.clone());
    finding.identity = identity(campaign, group, values);
    Some(finding)
}

fn replacement(member: &Member<'_>, copies: &[&Fact], expected: &str, truth: Truth) -> Option<Fix> {
    let edits: Vec<Edit> = copies
        .iter()
        .filter(|copy| member.is_verbatim(copy))
        .map(|copy| Edit { location: member.location(copy), text: expected.to_owned() })
        .collect();
    // Under a condition a code may be one of its own.
    let is_certain = truth == Truth::CampaignRecord
        && edits.len() == copies.len()
        && copies.iter().all(|copy| copy.branch.is_empty());
    let applicability = if is_certain { Applicability::Safe } else { Applicability::Unsafe };
    (!edits.is_empty()).then(|| Fix { title: format!("replace with `{expected}`"), applicability, edits })
}

fn related(member: &Member<'_>, fact: &Fact, value: &str, message: &str) -> Label {
    Label { location: member.location(fact), value: Some(value.to_owned()), message: message.to_owned() }
}

fn subject(campaign: &Campaign<'_>, group: &Group<'_, '_>) -> String {
    let dimensions = group.dimensions.describe();
    if dimensions.is_empty() {
        format!("promo code in campaign {}", campaign.id)
    } else {
        format!("promo code in campaign {} ({dimensions})", campaign.id)
    }
}

fn identity(campaign: &Campaign<'_>, group: &Group<'_, '_>, mut values: Vec<String>) -> Vec<String> {
    values.sort();
    values.dedup();
    let mut identity = vec![campaign.id.clone(), group.dimensions.describe()];
    identity.extend(values);
    identity
}
