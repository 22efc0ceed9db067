//! Prices that the guide has retired.

use jiff::civil::Date;

use crate::facts::Fact;
use crate::finding::{FactKind, Finding, Label};
use crate::guide::pricing::Retired;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::pricing::book::{self, Booked};
use crate::rules::{Rule, RuleContext};

fn retired_price(booked: &Booked<'_>, until: Option<Date>) -> String {
    let Booked { money, product, market, .. } = booked;
    let (name, known) = (&product.name, booked.known_prices());
    let since = match until {
        Some(until) => format!("which could be shown until {until}"),
        None => "since replaced".to_owned(),
    };
    format!("{money} is a former price of {name}, {since}: it costs {known} in market {market}")
}

declare_rule! {
    /// ## What it does
    ///
    /// Reports a price of one of the guide's products that the guide has retired in the market of the artifact.
    /// A retired price may have a last day, until which it may still be shown; that is judged on the day on which the
    /// artifact is published, and where that is not known, not at all.
    /// Only prices that certainly belong to a product are judged, as by `pricing/price-not-in-price-book`.
    ///
    /// ## Why it matters
    ///
    /// Old prices come back with old texts: copied from last year's email, they are what nobody checks any more.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>The Cove Standing Desk is $529 this week.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>The Cove Standing Desk is $499 this week.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the price of the price book.
    ///
    /// ## Guide keys
    ///
    /// `retired`, `from` and `until` in `[[product.price]]` in `pricing.toml`.
    pub struct RetiredPrice {
        id: "pricing/retired-price",
        summary: "a price of a product that the guide has retired",
        level: Error,
        fix: Sometimes,
        since: "0.1.0",
    }
}

/// More of them than a person wants to read about in one artifact.
const MAX_FINDINGS: usize = 50;

impl Rule for RetiredPrice {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        // Copies of one price are one finding: where it stands first, with the others as further places.
        let mut wrong: Vec<(Booked<'_>, &Retired, Vec<&Fact>)> = Vec::new();
        for fact in cx.facts {
            let Some((booked, retired)) = judge(cx, fact) else { continue };
            let known = wrong
                .iter_mut()
                .find(|(known, ..)| known.index == booked.index && known.money == booked.money);
            if let Some((.., copies)) = known {
                copies.push(fact);
            } else if wrong.len() < MAX_FINDINGS {
                wrong.push((booked, retired, vec![fact]));
            }
        }
        findings.extend(wrong.iter().filter_map(|(booked, retired, copies)| {
            let (first, others) = copies.split_first()?;
            let expected = booked.candidate().map(|money| money.to_string());
            let mut finding =
                Finding::new(&Self::META, cx.location(first.span), retired_price(booked, retired.until))
                    .label("a former price")
                    .place(first.place)
                    .values(booked.money.to_string(), expected)
                    .demanded_by(&retired.origin);
            finding.fact = Some(FactKind::Price);
            finding.related = others
                .iter()
                .map(|copy| Label {
                    location: cx.location(copy.span),
                    value: finding.value.clone(),
                    message: "also here".to_owned(),
                })
                .collect();
            finding.fix = book::fix(cx, copies);
            Some(finding)
        }));
    }
}

fn judge<'a>(cx: &RuleContext<'a>, fact: &'a Fact) -> Option<(Booked<'a>, &'a Retired)> {
    let booked = Booked::judged(cx, fact).filter(|booked| !booked.is_known())?;
    let retired = booked.retired()?;
    let is_over = match retired.until {
        None => true,
        Some(until) => book::day(cx).is_some_and(|day| day > until),
    };
    is_over.then_some((booked, retired))
}
