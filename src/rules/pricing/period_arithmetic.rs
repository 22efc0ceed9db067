//! Prices for a month, a year or a part that do not make the whole.

mod free_months;
mod instalments;
mod plans;

use crate::facts::Fact;
use crate::finding::{FactKind, Finding, Label};
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::pricing::pairs::{Amount, Pairs};
use crate::rules::{Rule, RuleContext};

declare_rule! {
    /// ## What it does
    ///
    /// Reports prices of a period or of a part that do not make the whole which stands beside them:
    ///
    /// - a price for a month that is billed by the year, or that a yearly price is said to be, against twelve months;
    /// - "2 months free" with a yearly plan, against ten months;
    /// - "4 x $24.99", "in 3 payments of $20", against the price. Not judged are more than twelve payments, and those with
    ///   interest, a fee or a deposit;
    /// - a price for a month of which only the footer says that it is billed by the year.
    ///
    /// ## Why it matters
    ///
    /// The smaller number is the one that sells. When the larger one does not follow from it, the bill is a surprise.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>$8/mo, billed annually: $99 per year.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>$8.25/mo, billed annually: $99 per year.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the one that is wrong; say how a monthly price is billed beside it.
    ///
    /// ## Guide keys
    ///
    /// `period` in `[tolerances]` in `pricing.toml`.
    pub struct PeriodArithmetic {
        id: "pricing/period-arithmetic",
        summary: "prices of a month, a year or a part that do not make the whole",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

/// More of them than a person wants to read about in one artifact.
const MAX_FINDINGS: usize = 50;

impl Rule for PeriodArithmetic {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let pairs = Pairs::new(cx);
        let mut found = Vec::new();
        plans::check(cx, &pairs, &mut found);
        free_months::check(cx, &pairs, &mut found);
        instalments::check(cx, &pairs, &mut found);
        // Copies say the same in the same words.
        let mut distinct: Vec<Finding> = Vec::new();
        for finding in found {
            if let Some(known) = distinct.iter_mut().find(|known| known.message == finding.message) {
                known.related.push(Label {
                    location: finding.primary,
                    value: finding.value,
                    message: "also here".to_owned(),
                });
            } else if distinct.len() < MAX_FINDINGS {
                distinct.push(finding);
            }
        }
        findings.append(&mut distinct);
    }
}

/// A finding on an amount.
fn finding(cx: &RuleContext<'_>, fact: &Fact, message: String, label: &str) -> Finding {
    let mut finding =
        Finding::new(&PeriodArithmetic::META, cx.location(fact.span), message).label(label).place(fact.place);
    finding.fact = Some(FactKind::Price);
    finding
}

/// The other amount of a finding.
fn counterpart(cx: &RuleContext<'_>, amount: &Amount<'_>, message: &str) -> Label {
    Label {
        location: cx.location(amount.fact.span),
        value: Some(amount.money.to_string()),
        message: message.to_owned(),
    }
}
