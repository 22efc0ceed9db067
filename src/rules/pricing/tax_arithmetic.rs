//! Prices with tax that are not the price without and the tax.

use rust_decimal::Decimal;

use crate::artifact::Locale;
use crate::facts::market_of;
use crate::facts::price::is_of_the_same_order;
use crate::finding::{FactKind, Finding, Label};
use crate::guide::brand::TaxBasis;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::pricing::pairs::{Amount, Pairs};
use crate::rules::pricing::words::Place;
use crate::rules::{Rule, RuleContext};
use crate::values::money::Money;
use crate::values::percent;
use crate::values::tax::{rates, with_tax};

fn stated_rate(without: Money, rate: Decimal, right: Money, with: Money) -> String {
    format!("{without} and {}% tax are {right}, and the price with tax is {with}", rate.normalize())
}

fn no_usual_rate(without: Money, with: Money, actual: Decimal, usual: Decimal) -> String {
    let (actual, usual) = (percent::exact(actual), usual.normalize());
    format!("{without} without and {with} with tax make a tax of {actual}, and usual are {usual}%")
}

declare_rule! {
    /// ## What it does
    ///
    /// Reports a price with tax that is not the price without and the tax, where one text has both.
    /// The tax is that of the text, "20% VAT"; where none is stated, that of the market, else those of its country.
    ///
    /// ## Why it matters
    ///
    /// The price with tax is what the customer pays, and has to be right.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>$280 ex VAT, $346 incl. VAT (20% VAT)</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>$280 ex VAT, $336 incl. VAT (20% VAT)</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the one that is wrong.
    ///
    /// ## Guide keys
    ///
    /// `tax` in `[tolerances]` in `pricing.toml`; `tax-rate` and `locales` in `[[market]]` in `brand.toml`.
    pub struct TaxArithmetic {
        id: "pricing/tax-arithmetic",
        summary: "a price with tax that is not the price without and the tax",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

/// Names of the tax behind its rate.
const TAXES: &[&str] = &["vat", "mwst", "ust", "gst", "tva", "iva", "btw", "moms", "tax"];

/// More of them than a person wants to read about in one artifact.
const MAX_FINDINGS: usize = 50;

impl Rule for TaxArithmetic {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let pairs = Pairs::new(cx);
        let amounts = pairs.amounts();
        if !amounts.iter().any(|amount| amount.price.tax == Some(TaxBasis::Excluded)) {
            return;
        }
        let mut found: Vec<Finding> = Vec::new();
        let mut start = 0;
        while let Some(first) = amounts.get(start).filter(|_| !cx.deadline.is_over()) {
            let beside =
                amounts.iter().skip(start).take_while(|amount| amount.fact.segment == first.fact.segment);
            let run: Vec<&Amount<'_>> = beside.collect();
            start += run.len().max(1);
            let finding = judge(cx, &run);
            let is_new = |new: &Finding| found.iter().all(|known| known.message != new.message);
            if let Some(finding) = finding.filter(is_new)
                && found.len() < MAX_FINDINGS
            {
                found.push(finding);
            }
        }
        findings.append(&mut found);
    }
}

/// Judges the prices of one text, where one of them is without tax and one with.
fn judge(cx: &RuleContext<'_>, amounts: &[&Amount<'_>]) -> Option<Finding> {
    let [one, other] = amounts else { return None };
    let (without, with) = match (one.price.tax?, other.price.tax?) {
        (TaxBasis::Excluded, TaxBasis::Included) => (one, other),
        (TaxBasis::Included, TaxBasis::Excluded) => (other, one),
        _ => return None,
    };
    let is_pair = without.money.currency == with.money.currency
        && without.per() == with.per()
        && without.is_list() == with.is_list()
        && without.fact.product == with.fact.product
        && is_of_the_same_order(without.money.amount, with.money.amount)
        && !without.fact.branch.excludes(&with.fact.branch);
    let place = Place::of(cx, with.fact).filter(|_| is_pair)?;
    let stated = rate(&place.text.to_lowercase());
    let usual = || usual_rates(cx);
    let rates = stated.map_or_else(usual, |rate| vec![rate]);
    let units = u32::from(with.money.currency.exponent().unwrap_or(2));
    let tolerance = Decimal::new(cx.guide.tolerances.tax.into(), units);
    let taxed = |rate: Decimal| with_tax(without.money.amount, rate);
    let fits =
        |rate: &Decimal| taxed(*rate).is_none_or(|right| (right - with.money.amount).abs() <= tolerance);
    let first = *rates.first()?;
    if rates.iter().any(fits) {
        return None;
    }
    let right = Money { amount: taxed(first)?.round_dp(units), ..with.money };
    let message = match stated {
        Some(rate) => stated_rate(without.money, rate, right, with.money),
        None => {
            let actual = -percent::reduction(without.money.amount, with.money.amount)?;
            no_usual_rate(without.money, with.money, actual, first)
        }
    };
    let mut finding = Finding::new(&TaxArithmetic::META, cx.location(with.fact.span), message)
        .label("not the price and the tax")
        .place(with.fact.place)
        .values(with.money.to_string(), stated.map(|_| right.to_string()));
    finding.fact = Some(FactKind::Price);
    finding.related.push(Label {
        location: cx.location(without.fact.span),
        value: Some(without.money.to_string()),
        message: "the price without tax".to_owned(),
    });
    Some(finding)
}

/// The only rate that a text states: `20% VAT`, `19 % MwSt.`
fn rate(lower: &str) -> Option<Decimal> {
    let mut rates = lower.match_indices('%').filter_map(|(at, _)| {
        let behind = lower.get(at + 1..)?.trim_start();
        let is_tax = TAXES.iter().any(|tax| behind.starts_with(tax));
        let head = lower.get(..at).filter(|_| is_tax)?.trim_end();
        let start = head.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).len();
        head.get(start..)?.replace(',', ".").parse().ok()
    });
    let first = rates.next()?;
    rates.all(|other: Decimal| other == first).then_some(first)
}

/// The tax of the artifact's market, else those of its country, the usual one first; none where that is not known.
fn usual_rates(cx: &RuleContext<'_>) -> Vec<Decimal> {
    let attributes = &cx.document.attributes;
    let market = market_of(attributes, cx.guide);
    if let Some(rate) = market.and_then(|market| market.tax_rate) {
        return vec![rate];
    }
    let of_market = market.and_then(|market| market.locales.first());
    let region =
        attributes.locale.as_ref().and_then(Locale::region).or_else(|| of_market.and_then(Locale::region));
    region.map(rates).unwrap_or_default()
}
