//! Reductions in percent that disagree.

use rust_decimal::Decimal;

use crate::campaign::kind::{Cx, Declared, Difference, Kind};
use crate::campaign::{Member, phrases, truth};
use crate::facts::{Discount as Stated, DiscountQualifier, Fact, FactValue, PriceRole};
use crate::finding::{FactKind, Truth};
use crate::guide::Offer;
use crate::guide::tolerances::Fit;
use crate::rule::{RuleMeta, Severity, declare_rule};
use crate::values::money::Money;
use crate::values::percent;

declare_rule! {
    /// ## What it does
    ///
    /// Reports reductions of one product that contradict: the artifacts of a campaign announce different percentages, or
    /// an artifact announces another one than the campaign's record, or the subject of an email another one than its
    /// text. Where only the words around the number differ, "20% off" and "up to 20% off", it is a warning. A percentage
    /// that does not follow from the prices beside it is told by `pricing/discount-arithmetic`.
    ///
    /// ## Why it matters
    ///
    /// The reduction is what made the customer come. A smaller one at the checkout is a broken promise.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <title>25% off the Cove Standing Desk</title>
    /// <p>The Cove Standing Desk is 20% off until Monday.</p>
    /// ```
    ///
    /// ```html,valid
    /// <title>20% off the Cove Standing Desk</title>
    /// <p>Save 20 % on the Cove Standing Desk until Monday.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the percentage of the campaign's record, or correct the record.
    ///
    /// ## Guide keys
    ///
    /// `percent` in `[[offer]]`, `source-of-truth` and `vary` in `campaign.toml`.
    pub struct Discount {
        id: "consistency/discount",
        summary: "reductions in percent that disagree between the artifacts of a campaign, or inside one",
        level: Error,
        fix: Sometimes,
        since: "0.1.0",
    }
}

/// What is reduced, and whether on top of something.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::campaign) struct Reduced {
    product: Option<u32>,
    is_extra: bool,
}

/// By how much.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::campaign) struct Reduction {
    percent: Decimal,
    is_most: bool,
}

impl Kind for Discount {
    type Key = Reduced;
    type Value = Reduction;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::Discount;
    const READS: &'static [FactKind] = &[FactKind::Discount, FactKind::Price];
    const VARIES_AS: &'static str = "discount";

    fn read(&self, cx: Cx<'_, '_>, _member: &Member<'_>, fact: &Fact) -> Option<(Reduced, Reduction)> {
        let FactValue::Discount(Stated { percent, qualifier }) = fact.value else { return None };
        let key = Reduced {
            product: fact.product.or_else(|| only_product(cx)),
            is_extra: qualifier == Some(DiscountQualifier::Extra),
        };
        Some((
            key,
            Reduction { percent: percent.normalize(), is_most: qualifier == Some(DiscountQualifier::UpTo) },
        ))
    }

    fn subject(&self, cx: Cx<'_, '_>, key: &Reduced) -> String {
        let product = key.product.and_then(|index| cx.guide.prices.products.get(index as usize));
        product.map_or_else(|| "discount".to_owned(), |product| format!("{}, discount", product.name))
    }

    fn show(&self, value: &Reduction) -> String {
        let up_to = if value.is_most { "up to " } else { "" };
        format!("{up_to}{}%", value.percent)
    }

    fn words(&self, fact: &Fact, value: &Reduction) -> String {
        // The number alone would read like the one that it is held against.
        let words = phrases::short(&fact.text);
        if value.is_most { format!("up to {}", words.trim_start_matches(['-', '\u{2212}'])) } else { words }
    }

    fn identity(&self, cx: Cx<'_, '_>, key: &Reduced) -> String {
        let product = key.product.and_then(|index| cx.guide.prices.products.get(index as usize));
        format!("{} {}", product.map(|product| product.id.as_str()).unwrap_or_default(), key.is_extra)
    }

    fn declared<'s>(
        &self,
        cx: Cx<'s, '_>,
        _member: &Member<'_>,
        key: &Reduced,
    ) -> Option<Declared<'s, Reduction>> {
        let offer = recorded(cx, key.product).filter(|_| !key.is_extra)?;
        let percent = offer.percent?.normalize();
        Some(Declared {
            values: vec![Reduction { percent, is_most: false }],
            truth: Truth::CampaignRecord,
            origin: Some(&offer.origin),
        })
    }

    fn are_rivals(&self, _cx: Cx<'_, '_>, one: &Reduction, other: &Reduction) -> bool {
        one.is_most == other.is_most || one.percent == other.percent
    }

    fn difference(&self, found: &Reduction, expected: &Reduction) -> Difference {
        if found.percent != expected.percent {
            return Difference::default();
        }
        Difference {
            severity: Some(Severity::Warning),
            help: Some("\"up to\" promises less than the number alone; say the same everywhere".to_owned()),
        }
    }

    fn is_told_elsewhere(
        &self,
        cx: Cx<'_, '_>,
        member: &Member<'_>,
        key: &Reduced,
        value: &Reduction,
    ) -> bool {
        // Where the prices are right, that the percentage does not follow from them says it all.
        recorded(cx, key.product).is_some_and(|offer| {
            let states = |role: PriceRole, amount: Option<Decimal>| {
                member.facts.iter().any(|fact| match &fact.value {
                    FactValue::Price(price) => {
                        price.role == role
                            && fact.product == key.product
                            && Some(price.amount.normalize()) == amount
                    }
                    _ => false,
                })
            };
            let amount = |money: Option<Money>| money.map(|money| money.amount.normalize());
            let (list, sale) = (amount(offer.list), amount(offer.sale));
            let actual = list.zip(sale).and_then(|(list, sale)| percent::reduction(list, sale));
            let fit = actual.map(|actual| cx.guide.tolerances.fit(value.percent, actual));
            states(PriceRole::List, list) && states(PriceRole::Sale, sale) && fit == Some(Fit::Overstated)
        })
    }

    fn rewrite(&self, fact: &Fact, _value: &Reduction, expected: &Reduction) -> Option<String> {
        // Words around the number have to change with it.
        let is_most = matches!(
            fact.value,
            FactValue::Discount(Stated { qualifier: Some(DiscountQualifier::UpTo), .. })
        );
        if is_most != expected.is_most {
            return None;
        }
        percent::rewrite(&fact.text, expected.percent)
    }
}

/// The record's offer for a product in a group.
fn recorded<'s>(cx: Cx<'s, '_>, product: Option<u32>) -> Option<&'s Offer> {
    let product = cx.guide.prices.products.get(product? as usize)?;
    truth::offer(cx.record()?, &product.id, &cx.group.dimensions)
}

/// The product of a campaign that is about one: what is not said of another product is said of it.
fn only_product(cx: Cx<'_, '_>) -> Option<u32> {
    let id = cx.record()?.only_product()?;
    let index = cx.guide.prices.products.iter().position(|product| product.id == id)?;
    u32::try_from(index).ok()
}
