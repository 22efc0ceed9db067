//! Prices with and without tax, brought to the basis on which their market shows prices. Knows nothing of which price is
//! right.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::artifact::{ArtifactKey, Locale};
use crate::campaign::Member;
use crate::campaign::amounts::{Amount, AsStated, OfferKey};
use crate::campaign::kind::Cx;
use crate::campaign::stated::{Stated, put_in_order};
use crate::facts::{Fact, FactValue};
use crate::guide::Market;
use crate::guide::brand::TaxBasis;
use crate::values::phone::is_region;
use crate::values::tax::{self, rounded, with_tax, without_tax};

/// What the members of a group state, by offer.
type ByOffer<'s, 'a> = BTreeMap<OfferKey, Vec<Stated<'s, 'a, Amount>>>;

/// How the prices of the group's market are shown. A market that says nothing of it shows them with the tax.
fn usual(cx: Cx<'_, '_>) -> TaxBasis {
    market(cx).and_then(|market| market.tax).unwrap_or(TaxBasis::Included)
}

fn market<'s>(cx: Cx<'s, '_>) -> Option<&'s Market> {
    cx.group.dimensions.market.as_deref().and_then(|id| cx.guide.brand.market(id))
}

/// Whether a price says to hold the tax where those of the market do not, or the other way round.
pub(super) fn has_other_tax(cx: Cx<'_, '_>, stated: Option<TaxBasis>) -> bool {
    stated.is_some_and(|stated| stated != usual(cx))
}

/// The basis on which those of the market are not, behind the name of a price.
pub(super) fn other_in_words(cx: Cx<'_, '_>) -> &'static str {
    if usual(cx) == TaxBasis::Included { " without tax" } else { " with tax" }
}

/// The taxes on what is sold in the group's market, in percent, the standard one first: that of the guide, else those of
/// the country that the market is. None where neither is known.
fn rates(cx: Cx<'_, '_>) -> Vec<Decimal> {
    let market = market(cx);
    if let Some(rate) = market.and_then(|market| market.tax_rate) {
        return vec![rate];
    }
    // A market that the guide does not list is called by its country or by a locale.
    let id = cx.group.dimensions.market.as_deref();
    let named = || id.filter(|id| is_region(id)).map(str::to_owned);
    let of_locale = || Locale::parse(id?)?.region().map(str::to_owned);
    let region = match market {
        Some(market) => market.region().map(str::to_owned),
        None => named().or_else(of_locale),
    };
    region.map(|region| tax::rates(&region)).unwrap_or_default()
}

/// Whether a price on the other basis comes to one on that of the market, by any rate that holds there: which of them is
/// due depends on what is sold.
pub(super) fn comes_to(cx: Cx<'_, '_>, other: AsStated, usual: Amount) -> bool {
    let Some(units) = usual.units() else { return false };
    let tolerance = Decimal::new(cx.guide.tolerances.tax.into(), units);
    let (net, gross) = match other.basis {
        TaxBasis::Excluded => (other.amount, usual.amount),
        TaxBasis::Included => (usual.amount, other.amount),
    };
    let fits = |rate: Decimal| {
        with_tax(net, rate).is_some_and(|right| (rounded(right, units) - gross).abs() <= tolerance)
    };
    rates(cx).into_iter().any(fits)
}

/// How an amount came about: "119.00 EUR with 19% tax".
pub(super) fn reckoning(cx: Cx<'_, '_>, amount: Amount) -> Option<String> {
    let stated = amount.stated?;
    let rate = *rates(cx).first()?;
    let with = if stated.basis == TaxBasis::Excluded { "with" } else { "without" };
    Some(format!("{} {with} {}% tax", amount.money()?, rate.normalize()))
}

/// A price on the other basis as it comes to on that of the market, by the standard rate.
pub(super) fn reckoned(cx: Cx<'_, '_>, amount: Amount) -> Option<Amount> {
    let rate = *rates(cx).first()?;
    let (basis, reckoned) = match usual(cx) {
        TaxBasis::Included => (TaxBasis::Excluded, with_tax(amount.amount, rate)),
        TaxBasis::Excluded => (TaxBasis::Included, without_tax(amount.amount, rate)),
    };
    let stated = Some(AsStated { amount: amount.amount, basis });
    Some(Amount { amount: rounded(reckoned?, amount.units()?).normalize(), stated, ..amount })
}

/// Puts prices on the other basis beside those on that of the market, reckoned by the standard rate, where the rate is
/// known and their artifact states none on the basis of the market. `is_declared` tells what the record has.
pub(super) fn bring_to_one_basis<'s, 'a>(
    cx: Cx<'s, 'a>,
    all: &mut ByOffer<'s, 'a>,
    is_declared: impl Fn(&Member<'_>, &OfferKey) -> bool,
) {
    let is_other = |key: &&OfferKey| key.has_other_tax && key.product.is_some();
    let others: Vec<OfferKey> = all.keys().filter(is_other).cloned().collect();
    for key in others {
        let own = OfferKey { has_other_tax: false, ..key.clone() };
        let mut stated = all.remove(&key).unwrap_or_default();
        let mut beside = all.remove(&own).unwrap_or_default();
        take_back(&mut stated, &mut beside);
        let settled = Settled::of(&beside);
        let mut kept = Vec::new();
        let mut moved = Vec::new();
        for one in stated {
            let is_compared = !beside.is_empty() || is_declared(one.member, &own);
            let reckoned = Some(&one).filter(|one| is_compared && !settled.holds(one));
            match reckoned.and_then(|one| on_the_usual_basis(cx, one)) {
                Some(one) => moved.push(one),
                None => kept.push(one),
            }
        }
        if !moved.is_empty() {
            beside.append(&mut moved);
            put_in_order(cx, &mut beside);
        }
        all.extend([(key, kept), (own, beside)].into_iter().filter(|(_, stated)| !stated.is_empty()));
    }
}

fn on_the_usual_basis<'s, 'a>(
    cx: Cx<'_, '_>,
    one: &Stated<'s, 'a, Amount>,
) -> Option<Stated<'s, 'a, Amount>> {
    let facts = one.facts.iter().map(|(fact, amount)| Some((*fact, reckoned(cx, *amount)?)));
    Some(Stated { member: one.member, facts: facts.collect::<Option<_>>()? })
}

/// What keeps prices on the other basis from being held against those on that of the market.
struct Settled<'s> {
    /// Who states one of those as well.
    members: BTreeSet<&'s ArtifactKey>,
    /// What is stated without a word of the tax: of the same number on the other basis nobody knows which of both it is.
    bare: BTreeSet<Amount>,
}

impl<'s> Settled<'s> {
    fn of(beside: &[Stated<'s, '_, Amount>]) -> Self {
        let facts = beside.iter().flat_map(|one| &one.facts);
        let bare = facts.filter(|(fact, _)| says_nothing_of_tax(fact)).map(|(_, amount)| *amount);
        Self { members: beside.iter().map(|one| one.member.key).collect(), bare: bare.collect() }
    }

    fn holds(&self, one: &Stated<'_, '_, Amount>) -> bool {
        self.members.contains(one.member.key) || one.facts.iter().any(|(_, own)| self.bare.contains(own))
    }
}

/// What a member says without a word of the tax is on the basis on which it states the same amount elsewhere, as a title
/// repeats a price without all that is said of it.
fn take_back<'s, 'a>(stated: &mut [Stated<'s, 'a, Amount>], beside: &mut Vec<Stated<'s, 'a, Amount>>) {
    let mut own: BTreeMap<&ArtifactKey, &mut Stated<'s, 'a, Amount>> =
        stated.iter_mut().map(|one| (one.member.key, one)).collect();
    beside.retain_mut(|other| {
        let Some(one) = own.get_mut(other.member.key) else { return true };
        let amounts: BTreeSet<Amount> = one.facts.iter().map(|(_, amount)| *amount).collect();
        let is_copy =
            |(fact, amount): &(&Fact, Amount)| says_nothing_of_tax(fact) && amounts.contains(amount);
        if !other.facts.iter().all(is_copy) {
            return true;
        }
        one.facts.append(&mut other.facts);
        one.facts.sort_by_key(|(fact, _)| (fact.span.start(), fact.span.end()));
        false
    });
}

fn says_nothing_of_tax(fact: &Fact) -> bool {
    matches!(&fact.value, FactValue::Price(price) if price.tax.is_none())
}
