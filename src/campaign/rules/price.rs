//! Prices that disagree.
//!
//! Prices are compared by offer: product, class of role, period, tax basis and currency. What an artifact says of an
//! offer is the set of its values, since sizes and plans may have several; two artifacts clash where they share none.

use rust_decimal::Decimal;

use crate::campaign::kind::{Cx, Declared, Kind};
use crate::campaign::{Member, copies, truth};
use crate::facts::price::{is_of_the_same_order, restyle};
use crate::facts::{Fact, FactValue, PriceRole};
use crate::finding::{FactKind, Truth};
use crate::guide::brand::TaxBasis;
use crate::guide::{Offer, Product};
use crate::rule::{RuleMeta, declare_rule};
use crate::scope::Scope;
use crate::values::money::Money;

declare_rule! {
    /// ## What it does
    ///
    /// Reports prices of one product that contradict: the artifacts of a campaign state different prices for the same
    /// market, audience, variant and phase, or an artifact states another price than the campaign's record, or the
    /// subject, the head or the structured data of an artifact state another price than its text.
    /// Prices before a reduction are compared with each other, and prices now with each other.
    ///
    /// ## Why it matters
    ///
    /// A customer who sees two prices trusts neither, and in most markets the lower one can be claimed.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <title>The Cove Standing Desk, now $389</title>
    /// <p>The Cove Standing Desk is $399 until Monday.</p>
    /// ```
    ///
    /// ```html,valid
    /// <title>The Cove Standing Desk, now $499</title>
    /// <p>The Cove Standing Desk is $499.00 until Monday.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the price of the campaign's record, or correct the record. Where no record decides, agree on a price and
    /// declare it.
    ///
    /// ## Guide keys
    ///
    /// `[[offer]]`, `source-of-truth` and `vary` in `campaign.toml`; `[[product]]` in `pricing.toml`.
    pub struct Price {
        id: "consistency/price",
        summary: "prices of one product that disagree between the artifacts of a campaign, or inside one",
        level: Error,
        fix: Sometimes,
        since: "0.1.0",
    }
}

/// Which prices are held against each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::campaign) enum Class {
    /// Prices before a reduction.
    List,
    /// Prices now.
    Current,
    /// Lowest prices.
    From,
}

/// What prices must share to be compared.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::campaign) struct OfferKey {
    /// Index into the guide's products. What is of no product is compared with its copies only.
    product: Option<u32>,
    class: Class,
    per: Option<String>,
    is_net: bool,
    currency: &'static str,
}

/// An amount without zeros at its end, and its currency.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::campaign) struct Amount {
    amount: Decimal,
    currency: &'static str,
}

impl Amount {
    fn of(money: Money) -> Self {
        Self { amount: money.amount.normalize(), currency: money.currency.code() }
    }

    fn money(self) -> Option<Money> {
        let currency = iso_currency::Currency::from_code(self.currency)?;
        Some(Money { amount: self.amount, currency })
    }
}

impl Kind for Price {
    type Key = OfferKey;
    type Value = Amount;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::Price;
    const READS: &'static [FactKind] = &[FactKind::Price];
    const VARIES_AS: &'static str = "price";

    fn read(&self, cx: Cx<'_, '_>, _member: &Member<'_>, fact: &Fact) -> Option<(OfferKey, Amount)> {
        let FactValue::Price(price) = &fact.value else { return None };
        let class = match price.role {
            PriceRole::List => Class::List,
            PriceRole::Sale | PriceRole::Price => Class::Current,
            PriceRole::From => Class::From,
            _ => return None,
        };
        let money = price.money()?;
        let is_ours = cx.group.currency.is_none_or(|currency| currency == money.currency);
        let key = OfferKey {
            product: fact.product,
            class,
            per: price.per.clone().filter(|per| per != "unit:piece"),
            is_net: price.tax == Some(TaxBasis::Excluded),
            currency: money.currency.code(),
        };
        is_ours.then(|| (key, Amount::of(money)))
    }

    fn subject(&self, cx: Cx<'_, '_>, key: &OfferKey) -> String {
        let has_sale = recorded(cx, key).is_some_and(|offer| offer.sale.is_some());
        let price = match key.class {
            Class::List => "list price",
            Class::Current if has_sale => "sale price",
            Class::Current => "price",
            Class::From => "price from",
        };
        match product(cx, key) {
            Some(product) => format!("{}, {price}", product.name),
            None => price.to_owned(),
        }
    }

    fn show(&self, value: &Amount) -> String {
        value.money().map_or_else(|| value.amount.to_string(), |money| money.to_string())
    }

    fn identity(&self, cx: Cx<'_, '_>, key: &OfferKey) -> String {
        let product = product(cx, key).map(|product| product.id.as_str()).unwrap_or_default();
        let per = key.per.as_deref().unwrap_or_default();
        format!("{product} {:?} {per} {}", key.class, key.currency)
    }

    /// What the record or, beside an offer of the record, the price book says.
    fn declared<'s>(
        &self,
        cx: Cx<'s, '_>,
        _member: &Member<'_>,
        key: &OfferKey,
    ) -> Option<Declared<'s, Amount>> {
        let offer = recorded(cx, key)?;
        if key.per.is_some() || key.is_net {
            return None;
        }
        let is_ours = |money: &&Money| money.currency.code() == key.currency;
        let of_record = match key.class {
            Class::List => offer.list.as_ref(),
            Class::Current => offer.sale.as_ref(),
            Class::From => None,
        };
        if let Some(money) = of_record.filter(is_ours) {
            let origin = if key.class == Class::Current { offer.sale_origin.as_ref() } else { None };
            return Some(Declared {
                values: vec![Amount::of(*money)],
                truth: Truth::CampaignRecord,
                origin: origin.or(Some(&offer.origin)),
            });
        }
        if key.class != Class::List {
            return None;
        }
        let market = cx.group.dimensions.market.as_deref()?;
        let entry = product(cx, key)?.prices.iter().find(|entry| entry.market == market)?;
        Some(&entry.list).filter(is_ours).map(|money| Declared {
            values: vec![Amount::of(*money)],
            truth: Truth::PriceBook,
            origin: Some(&entry.origin),
        })
    }

    /// A wrong first digit makes a price of another order, which is told where the record says what it should be.
    fn are_rivals(&self, cx: Cx<'_, '_>, one: &Amount, other: &Amount) -> bool {
        is_of_the_same_order(one.amount, other.amount)
            || are_swapped(*one, *other)
            || (cx.record().is_some() && digits_apart(*one, *other).is_some_and(|apart| apart.len() == 1))
    }

    fn is_slip(&self, found: &Amount, expected: &Amount) -> bool {
        are_swapped(*found, *expected)
    }

    fn is_shared(&self, key: &OfferKey) -> bool {
        key.product.is_some()
    }

    /// One that states three prices or more for the product lists its sizes or plans: it has to state the right one among
    /// them.
    fn may_state_others(&self, facts: &[(&Fact, Amount)], n_values: usize) -> bool {
        let is_listing = facts.iter().any(|(fact, _)| matches!(fact.place, Scope::ListItem | Scope::Cell));
        n_values >= 3 || is_listing
    }

    /// A price of another order is no news beside the right one, but for the copies of that.
    fn compares_copies(&self, _facts: &[(&Fact, Amount)], _n_values: usize) -> bool {
        true
    }

    /// Among prices now, the artifact's own prices before a reduction are no news, nor is the regular price, nor what the
    /// record offers to others.
    fn notable(
        &self,
        cx: Cx<'_, '_>,
        member: &Member<'_>,
        key: &OfferKey,
        values: Vec<Amount>,
    ) -> Vec<Amount> {
        let values = of_the_order(recorded(cx, key), key.class, values);
        if key.class != Class::Current {
            return values;
        }
        let mut known = regular(cx, key);
        known.extend(lists(cx, member, key));
        let news: Vec<Amount> = values.iter().filter(|value| !known.contains(value)).copied().collect();
        if news.is_empty() { values } else { news }
    }

    fn opposed(
        &self,
        cx: Cx<'_, '_>,
        member: &Member<'_>,
        key: &OfferKey,
        facts: &[(&Fact, Amount)],
    ) -> Option<(usize, usize)> {
        let mut lists = lists(cx, member, key);
        if cx.record().is_some() {
            lists.extend(regular(cx, key));
        }
        // A price before a reduction may sum the offer up, but not for machines. Of a price of no product nobody knows
        // what it sums up.
        let is_explained = |fact: &Fact, value: &Amount| {
            let may_explain =
                key.class == Class::Current && fact.place != Scope::StructuredData && lists.contains(value);
            copies::is_summary(fact.place) && (may_explain || key.product.is_none())
        };
        let kept: Vec<usize> = (0..)
            .zip(facts)
            .filter(|(_, (fact, value))| !is_explained(fact, value))
            .map(|(index, _)| index)
            .collect();
        let own: Vec<(&Fact, Amount)> = kept.iter().filter_map(|index| facts.get(*index).copied()).collect();
        let (copy, text) = copies::opposed(&own, PartialEq::eq)?;
        Some((*kept.get(copy)?, *kept.get(text)?))
    }

    fn rewrite(&self, fact: &Fact, expected: &Amount) -> Option<String> {
        restyle(&fact.text, &expected.money()?)
    }
}

/// Of the amounts that an artifact states those that may be meant for that of the record: where one is of its order, the
/// others are prices of other things, but for one with two digits swapped.
fn of_the_order(offer: Option<&Offer>, class: Class, values: Vec<Amount>) -> Vec<Amount> {
    let money = offer.and_then(|offer| match class {
        Class::List => offer.list,
        Class::Current => offer.sale,
        Class::From => None,
    });
    let Some(right) = money.map(Amount::of) else { return values };
    let is_meant =
        |value: &&Amount| is_of_the_same_order(value.amount, right.amount) || are_swapped(**value, right);
    let meant: Vec<Amount> = values.iter().filter(is_meant).copied().collect();
    if meant.is_empty() { values } else { meant }
}

/// Where two amounts with as many digits differ.
fn digits_apart(one: Amount, other: Amount) -> Option<Vec<usize>> {
    let (one, other) = (one.amount.to_string(), other.amount.to_string());
    let apart = || one.bytes().zip(other.bytes()).enumerate().filter(|(_, (one, other))| one != other);
    (one.len() == other.len()).then(|| apart().map(|(at, _)| at).collect())
}

/// Whether two amounts are the same but for two neighbouring digits.
fn are_swapped(one: Amount, other: Amount) -> bool {
    let digit = |amount: Amount, at: usize| amount.amount.to_string().as_bytes().get(at).copied();
    match digits_apart(one, other).as_deref() {
        Some([first, second]) => {
            first + 1 == *second
                && digit(one, *first) == digit(other, *second)
                && digit(one, *second) == digit(other, *first)
        }
        _ => false,
    }
}

fn product<'s>(cx: Cx<'s, '_>, key: &OfferKey) -> Option<&'s Product> {
    cx.guide.prices.products.get(key.product? as usize)
}

/// The record's offer for the product in this group.
fn recorded<'s>(cx: Cx<'s, '_>, key: &OfferKey) -> Option<&'s Offer> {
    truth::offer(cx.record()?, &product(cx, key)?.id, &cx.group.dimensions)
}

/// The prices before a reduction that a member states of the same thing.
fn lists(cx: Cx<'_, '_>, member: &Member<'_>, key: &OfferKey) -> Vec<Amount> {
    let list = OfferKey { class: Class::List, ..key.clone() };
    let read = member.facts.iter().filter_map(|fact| Price.read(cx, member, fact));
    read.filter(|(own, _)| *own == list).map(|(_, amount)| amount).collect()
}

/// Amounts that are right beside the price now: the regular price in the record and in the book, and what the record
/// offers to others, such as the price for members.
fn regular(cx: Cx<'_, '_>, key: &OfferKey) -> Vec<Amount> {
    let product = product(cx, key);
    let book = product.into_iter().flat_map(|product| &product.prices).map(|entry| &entry.list);
    let record = recorded(cx, key).and_then(|offer| offer.list.as_ref());
    let id = product.map(|product| product.id.as_str());
    let offers = cx.record().into_iter().flat_map(|record| &record.offers);
    let elsewhere = offers
        .filter(|offer| Some(offer.product.as_str()) == id && offer.audience != cx.group.dimensions.audience)
        .filter_map(|offer| offer.sale.as_ref());
    let own = book.chain(record).chain(elsewhere).filter(|money| money.currency.code() == key.currency);
    own.map(|money| Amount::of(*money)).collect()
}
