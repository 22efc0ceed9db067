//! Percentages that do not follow from the prices beside them.

mod judge;

use rust_decimal::Decimal;

use self::judge::{Basis, Verdict, judge, judge_most, judge_sum};
use crate::facts::{Confidence, Discount, DiscountQualifier, Fact, FactValue};
use crate::finding::{Applicability, Edit, FactKind, Finding, Fix, Label};
use crate::guide::tolerances::Fit;
use crate::rule::{RuleMeta, Severity, declare_rule};
use crate::rules::pricing::pairs::Pairs;
use crate::rules::{Rule, RuleContext};
use crate::values::percent;

fn wrong_percentage(stated: &str, verdict: &Verdict<'_>) -> String {
    let Verdict { was, now, .. } = verdict;
    let actual = percent::exact(verdict.actual);
    let relation = if verdict.fit == Fit::Overstated { "more" } else { "less" };
    match verdict.basis {
        Basis::Shown(_) => format!("{stated} is {relation} than the prices give: {was} to {now} is {actual}"),
        Basis::Record(_) => {
            format!(
                "{stated} is {relation} than the prices give: {was} in the campaign record to {now} is {actual}"
            )
        }
        Basis::Book(_) => {
            format!(
                "{stated} is {relation} than the prices give: {was} in the price book to {now} is {actual}"
            )
        }
        Basis::Year(plan) => {
            let month = plan.month.money;
            format!("{stated} is {relation} than the year saves: 12 times {month} to {now} is {actual}")
        }
    }
}

fn never_reached(stated: &str, verdict: &Verdict<'_>, n_pairs: usize) -> String {
    let Verdict { was, now, .. } = verdict;
    let actual = percent::exact(verdict.actual);
    format!("none of the {n_pairs} reductions shown reaches {stated}: the most is {actual}, {was} to {now}")
}

fn wrong_sum(stated: &str, first: Decimal, second: Decimal, actual: Decimal) -> String {
    let (first, second, actual) = (first.normalize(), second.normalize(), percent::exact(actual));
    format!("{first}% and another {second}% of what is left are {actual}, not {stated}")
}

declare_rule! {
    /// ## What it does
    ///
    /// Reports a reduction in percent that does not follow from the price before and the price now that stand beside it:
    /// in the same text, else in the same part of the page, else of the same product.
    /// Where no price before is shown, the price now is held against the list price of the campaign's record, else of
    /// the price book. "Save 17%" is held against a monthly and a yearly price as well.
    ///
    /// A percentage may be rounded: half a point more than the prices give, or one point less, is right.
    /// What promises more is an error, what promises less is for your information, and so is an "up to 50%" that none of
    /// at least three reductions reaches. The reduction of a code, of a first order or of everything is not judged.
    /// A percentage that is that of the campaign's record is right; then a price is wrong, and `consistency/price` tells.
    ///
    /// ## Why it matters
    ///
    /// A reduction that the prices do not give is a misleading claim, and anybody with a calculator can see it.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>Cove Standing Desk: <s>$499</s> $399. Save 25%.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>Cove Standing Desk: <s>$499</s> $399. Save 20%.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the percentage that the prices give, rounded down, or correct the price that is wrong.
    ///
    /// ## Guide keys
    ///
    /// `percent-over`, `percent-under` and `rounding` in `[tolerances]`, `[[product.price]]` in `pricing.toml`; `list`,
    /// `sale` and `percent` in `[[offer]]` in `campaign.toml`.
    pub struct DiscountArithmetic {
        id: "pricing/discount-arithmetic",
        summary: "a percentage that does not follow from the prices",
        level: Error,
        fix: Sometimes,
        since: "0.1.0",
    }
}

/// More different wrong percentages than a person wants to read about in one artifact.
const MAX_FINDINGS: usize = 50;

/// More than people claim in one artifact.
const MAX_CLAIMS: usize = 200;

/// A reduction that an artifact states.
#[derive(Clone, Copy, Debug)]
struct Claim<'a> {
    fact: &'a Fact,
    percent: Decimal,
    qualifier: Option<DiscountQualifier>,
}

impl<'a> Claim<'a> {
    fn of(fact: &'a Fact) -> Option<Self> {
        let FactValue::Discount(Discount { percent, qualifier }) = fact.value else { return None };
        (fact.confidence != Confidence::Low).then_some(Self { fact, percent, qualifier })
    }

    /// As messages call it: `25%`.
    fn stated(&self) -> String {
        format!("{}%", self.percent.normalize())
    }
}

impl Rule for DiscountArithmetic {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let claims: Vec<Claim<'_>> = cx.facts.iter().filter_map(Claim::of).take(MAX_CLAIMS).collect();
        if claims.is_empty() {
            return;
        }
        let pairs = Pairs::new(cx);
        let mut wrong: Vec<(Claim<'_>, Verdict<'_>, Vec<&Fact>)> = Vec::new();
        for claim in claims.iter().take_while(|_| !cx.deadline.is_over()) {
            match claim.qualifier {
                Some(DiscountQualifier::Extra) => continue,
                Some(DiscountQualifier::UpTo) => {
                    if let Some((verdict, n_pairs)) = judge_most(cx, claim, &pairs) {
                        let message = never_reached(&claim.stated(), &verdict, n_pairs);
                        findings.push(finding(cx, claim, &verdict, &[claim.fact], message));
                    }
                    continue;
                }
                None => {}
            }
            if let Some((first, second, actual)) = judge_sum(cx, claim, &claims) {
                findings.push(sum_finding(cx, claim, first, second, actual));
                continue;
            }
            let Some(verdict) = judge(cx, claim, &claims, &pairs) else { continue };
            let known = wrong.iter_mut().find(|(other, known, _)| {
                other.percent == claim.percent && known.was == verdict.was && known.now == verdict.now
            });
            if let Some((.., copies)) = known {
                copies.push(claim.fact);
            } else if wrong.len() < MAX_FINDINGS {
                wrong.push((*claim, verdict, vec![claim.fact]));
            }
        }
        for (claim, verdict, copies) in wrong {
            let message = wrong_percentage(&claim.stated(), &verdict);
            let mut finding = finding(cx, &claim, &verdict, &copies, message);
            finding.fix = fix(cx, &copies, verdict.actual);
            findings.push(finding);
        }
    }
}

/// The finding on the first of several copies of a claim.
fn finding(
    cx: &RuleContext<'_>,
    claim: &Claim<'_>,
    verdict: &Verdict<'_>,
    copies: &[&Fact],
    message: String,
) -> Finding {
    let is_over = verdict.fit == Fit::Overstated;
    let mut finding = Finding::new(&DiscountArithmetic::META, cx.location(claim.fact.span), message)
        .label(if is_over { "overstated" } else { "understated" })
        .place(claim.fact.place)
        .values(claim.stated(), Some(format!("{}%", verdict.actual.floor().normalize())));
    finding.fact = Some(FactKind::Discount);
    if !is_over || claim.qualifier.is_some() {
        finding.severity = Severity::Info;
    }
    match verdict.basis {
        Basis::Record(origin) | Basis::Book(origin) => finding.demanded_by = Some(origin.clone()),
        Basis::Shown(pair) => {
            finding.related.push(label(cx, pair.was.fact, &verdict.was.to_string(), "the price before"));
            finding.related.push(label(cx, pair.now.fact, &verdict.now.to_string(), "the price now"));
        }
        Basis::Year(plan) => {
            let month = plan.month.money.to_string();
            finding.related.push(label(cx, plan.month.fact, &month, "the price for a month"));
            finding.related.push(label(cx, plan.year.fact, &verdict.now.to_string(), "the price for a year"));
        }
    }
    let stated = claim.stated();
    finding.related.extend(copies.iter().skip(1).map(|copy| label(cx, copy, &stated, "also here")));
    finding
}

fn label(cx: &RuleContext<'_>, fact: &Fact, value: &str, message: &str) -> Label {
    Label { location: cx.location(fact.span), value: Some(value.to_owned()), message: message.to_owned() }
}

fn sum_finding(
    cx: &RuleContext<'_>,
    claim: &Claim<'_>,
    first: Decimal,
    second: Decimal,
    actual: Decimal,
) -> Finding {
    let message = wrong_sum(&claim.stated(), first, second, actual);
    let mut finding = Finding::new(&DiscountArithmetic::META, cx.location(claim.fact.span), message)
        .label("not the sum")
        .place(claim.fact.place)
        .values(claim.stated(), Some(format!("{}%", actual.floor().normalize())));
    finding.fact = Some(FactKind::Discount);
    finding.fix = fix(cx, &[claim.fact], actual);
    finding
}

/// Writes the true percentage, rounded down, in the form that is found.
fn fix(cx: &RuleContext<'_>, copies: &[&Fact], actual: Decimal) -> Option<Fix> {
    let percent = actual.floor();
    if percent <= Decimal::ZERO {
        return None;
    }
    let mut edits = Vec::new();
    let mut is_verbatim = true;
    for copy in copies {
        is_verbatim &= cx.artifact.source.slice(copy.span) == copy.text;
        edits.push(Edit { location: cx.location(copy.span), text: percent::rewrite(&copy.text, percent)? });
    }
    let title = format!("replace with `{}`", edits.first()?.text);
    let applicability = if is_verbatim { Applicability::Unsafe } else { Applicability::DisplayOnly };
    Some(Fix { title, applicability, edits })
}
