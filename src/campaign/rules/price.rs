//! Prices that disagree.
//!
//! Prices are compared by offer: product, class of role, period and currency; those on another tax basis by what they
//! come to on that of the market. What an artifact says of an offer is the set of its values, since sizes and plans may
//! have several; two artifacts clash where they share none. A price "from" is held against the lowest one that others
//! state.

use std::collections::{BTreeMap, BTreeSet};

use crate::artifact::ArtifactKey;
use crate::campaign::amounts::{Amount, Class, Extent, OfferKey, are_swapped, digits_apart};
use crate::campaign::kind::{Cx, Declared, Difference, Kind};
use crate::campaign::stated::{Stated, put_in_order};
use crate::campaign::{Member, copies, phrases, taxes, truth};
use crate::facts::price::{is_of_the_same_order, restyle};
use crate::facts::{Audience, Fact, FactValue, PriceRole};
use crate::finding::{FactKind, Truth};
use crate::guide::{Offer, Product};
use crate::rule::{RuleMeta, Severity, declare_rule};
use crate::scope::Scope;
use crate::values::money::Money;

declare_rule! {
    /// ## What it does
    ///
    /// Reports prices of one product that contradict: the artifacts of a campaign state different prices for the same
    /// market, audience, variant and phase, or an artifact states another price than the campaign's record, or the
    /// subject, the head or the structured data of an artifact state another price than its text.
    /// A price whose own words say that it is for members, subscribers, students or new customers, such as "members' price",
    /// is compared with prices for the same readers only.
    /// Prices before a reduction are compared with each other, and prices now with each other. A price "from" has to be the
    /// lowest of the sizes or plans that another artifact lists; where another artifact states the same price without the
    /// "from", it is a warning. A price that an artifact states beside a lower one "from" is that of a size or a finish, and
    /// the lower one counts as stated. A price without tax is compared with what it comes to with the tax of the market, within a
    /// cent; where that is not known, it is compared with prices without tax only.
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
    /// `[[offer]]`, `source-of-truth` and `vary` in `campaign.toml`; `[[product]]` and `tax` in `[tolerances]` in
    /// `pricing.toml`; `tax` and `tax-rate` in `[[market]]` in `brand.toml`.
    pub struct Price {
        id: "consistency/price",
        summary: "prices of one product that disagree between the artifacts of a campaign, or inside one",
        level: Error,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Kind for Price {
    type Key = OfferKey;
    type Value = Amount;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::Price;
    const READS: &'static [FactKind] = &[FactKind::Price];
    const VARIES_AS: &'static str = "price";
    const HAS_AUDIENCES: bool = true;

    fn read(&self, cx: Cx<'_, '_>, member: &Member<'_>, fact: &Fact) -> Option<(OfferKey, Amount)> {
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
            audience: reader(cx, member, price.audience)?,
            has_other_tax: taxes::has_other_tax(cx, price.tax),
            currency: money.currency.code(),
        };
        let extent = if class == Class::From { Extent::From } else { Extent::Price };
        is_ours.then(|| (key, Amount { extent, ..Amount::of(money) }))
    }

    fn reckoning(&self, cx: Cx<'_, '_>, value: &Amount) -> Option<String> {
        taxes::reckoning(cx, *value)
    }

    fn derive<'s, 'a>(&self, cx: Cx<'s, 'a>, all: &mut BTreeMap<OfferKey, Vec<Stated<'s, 'a, Amount>>>) {
        taxes::bring_to_one_basis(cx, all, |member, key| self.declared(cx, member, key).is_some());
        let is_from = |key: &&OfferKey| key.class == Class::From && key.product.is_some();
        let keys: Vec<OfferKey> = all.keys().filter(is_from).cloned().collect();
        for key in keys {
            let derived = beside_lowest(cx, &key, all);
            let Some(stated) = all.get_mut(&key).filter(|_| !derived.is_empty()) else { continue };
            stated.extend(derived);
            put_in_order(cx, stated);
        }
    }

    fn subject(&self, cx: Cx<'_, '_>, key: &OfferKey) -> String {
        let has_sale = recorded(cx, key).is_some_and(|offer| offer.sale.is_some());
        let price = match key.class {
            Class::List => "list price",
            Class::Current if has_sale => "sale price",
            Class::Current => "price",
            Class::From => "lowest price",
        };
        let product = product(cx, key).map(|product| format!("{}, ", product.name)).unwrap_or_default();
        let audience = key.audience.map(|audience| format!(" for {audience}")).unwrap_or_default();
        let tax = if key.has_other_tax { taxes::other_in_words(cx) } else { "" };
        format!("{product}{price}{tax}{audience}")
    }

    fn show(&self, value: &Amount) -> String {
        value.show()
    }

    fn words(&self, fact: &Fact, value: &Amount) -> String {
        let words = phrases::short(&fact.text);
        if value.is_from() { format!("from {words}") } else { words }
    }

    fn identity(&self, cx: Cx<'_, '_>, key: &OfferKey) -> String {
        let product = product(cx, key).map(|product| product.id.as_str()).unwrap_or_default();
        let per = key.per.as_deref().unwrap_or_default();
        let audience = key.audience.map(|audience| format!(" {audience}")).unwrap_or_default();
        format!("{product} {:?} {per} {}{audience}", key.class, key.currency)
    }

    /// What the record or, beside an offer of the record, the price book says.
    fn declared<'s>(
        &self,
        cx: Cx<'s, '_>,
        _member: &Member<'_>,
        key: &OfferKey,
    ) -> Option<Declared<'s, Amount>> {
        let offer = recorded(cx, key)?;
        if key.per.is_some() || key.has_other_tax {
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
        if key.class != Class::List || key.audience.is_some() {
            return None;
        }
        let market = cx.group.dimensions.market.as_deref()?;
        let entry = product(cx, key)?.sole_price_in(market)?;
        Some(&entry.list).filter(is_ours).map(|money| Declared {
            values: vec![Amount::of(*money)],
            truth: Truth::PriceBook,
            origin: Some(&entry.origin),
        })
    }

    fn agree(&self, cx: Cx<'_, '_>, one: &Amount, other: &Amount) -> bool {
        match (one.extent, other.extent) {
            // A size or plan may cost more than the lowest price.
            (Extent::From, Extent::Only) => other.amount > one.amount,
            (Extent::Only, Extent::From) => one.amount > other.amount,
            _ => match (one.stated, other.stated) {
                (Some(own), None) => taxes::comes_to(cx, own, *other),
                (None, Some(theirs)) => taxes::comes_to(cx, theirs, *one),
                _ => one.says_as_much_as(*other),
            },
        }
    }

    /// A wrong first digit makes a price of another order, which is told where the record says what it should be.
    fn are_rivals(&self, cx: Cx<'_, '_>, one: &Amount, other: &Amount) -> bool {
        // Of two that do not say "from" it is told elsewhere that they differ.
        let is_ours = one.extent == other.extent || one.is_from() || other.is_from();
        let is_slip = are_swapped(*one, *other)
            || (cx.record().is_some() && digits_apart(*one, *other).is_some_and(|apart| apart.len() == 1));
        is_ours && (is_slip || is_of_the_same_order(one.amount, other.amount))
    }

    fn is_slip(&self, found: &Amount, expected: &Amount) -> bool {
        are_swapped(*found, *expected)
    }

    fn difference(&self, found: &Amount, expected: &Amount) -> Difference {
        if found.is_from() == expected.is_from() || !found.says_as_much_as(*expected) {
            return Difference::default();
        }
        Difference {
            severity: Some(Severity::Warning),
            help: Some("\"from\" promises less than the price alone; say the same everywhere".to_owned()),
        }
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
        known.extend(said_as(cx, member, key, Class::List));
        let is_known = |value: &&Amount| known.iter().any(|known| self.agree(cx, value, known));
        let news: Vec<Amount> = values.iter().filter(|value| !is_known(value)).copied().collect();
        let mut news = if news.is_empty() { values } else { news };
        // Beside a lowest price a higher one is that of a size or a finish, and the lowest one is said, too.
        let lowest = said_as(cx, member, key, Class::From).into_iter().min_by_key(|lowest| lowest.amount);
        let lowest = lowest.filter(|lowest| news.iter().all(|value| lowest.amount < value.amount));
        news.extend(lowest.map(|lowest| Amount { extent: Extent::Price, ..lowest }));
        news
    }

    fn opposed(
        &self,
        cx: Cx<'_, '_>,
        member: &Member<'_>,
        key: &OfferKey,
        facts: &[(&Fact, Amount)],
    ) -> Option<(usize, usize)> {
        let mut lists = said_as(cx, member, key, Class::List);
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
        let (copy, text) = copies::opposed(&own, |one, other| one.says_as_much_as(*other))?;
        Some((*kept.get(copy)?, *kept.get(text)?))
    }

    fn rewrite(&self, fact: &Fact, value: &Amount, expected: &Amount) -> Option<String> {
        let is_from = matches!(&fact.value, FactValue::Price(price) if price.role == PriceRole::From);
        // Words before the amount have to change with it, and what is said of the tax behind.
        let is_reckoned = value.stated.is_some() || expected.stated.is_some();
        if is_reckoned || is_from != (expected.is_from() || expected.extent == Extent::Lowest) {
            return None;
        }
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

fn product<'s>(cx: Cx<'s, '_>, key: &OfferKey) -> Option<&'s Product> {
    cx.guide.prices.products.get(key.product? as usize)
}

/// The record's offer for the product in this group.
fn recorded<'s>(cx: Cx<'s, '_>, key: &OfferKey) -> Option<&'s Offer> {
    let product = &product(cx, key)?.id;
    let Some(audience) = key.audience else {
        return truth::offer(cx.record()?, product, &cx.group.dimensions);
    };
    let named = cx.record()?.offers.iter().filter_map(|offer| offer.audience.as_ref());
    let mut named = named.filter(|name| Audience::of_name(name) == Some(audience));
    let dimensions = cx.group.dimensions.for_audience(Some(named.next()?.clone()));
    truth::offer(cx.record()?, product, &dimensions)
}

/// Who pays a price, where that are others than whom the group is for. `None` where it is compared in another group.
fn reader(cx: Cx<'_, '_>, member: &Member<'_>, said: Option<Audience>) -> Option<Option<Audience>> {
    let own = cx.group.audience();
    let is_guest = own.is_some() && member.attributes.audience.is_none();
    let is_elsewhere = said.is_some_and(|said| cx.group.served.contains(&said));
    if is_elsewhere || is_guest && said != own {
        return None;
    }
    Some(said.filter(|_| said != own))
}

/// What artifacts that do not say "from" state beside those that do: the lowest of the prices that they list, or their
/// only one, where it is no higher than what is called the lowest. What is declared is compared with that.
fn beside_lowest<'s, 'a>(
    cx: Cx<'s, 'a>,
    key: &OfferKey,
    all: &BTreeMap<OfferKey, Vec<Stated<'s, 'a, Amount>>>,
) -> Vec<Stated<'s, 'a, Amount>> {
    let now = OfferKey { class: Class::Current, ..key.clone() };
    let (Some(from), Some(plain)) = (all.get(key), all.get(&now)) else { return Vec::new() };
    let sayers: BTreeSet<&ArtifactKey> = from.iter().map(|one| one.member.key).collect();
    let lowest = from.iter().flat_map(|one| &one.facts).map(|(_, amount)| amount.amount).min();
    let others = plain.iter().filter(|one| !sayers.contains(one.member.key));
    others
        .filter_map(|one| {
            let mut values = one.notable(&Price, cx, &now);
            values.sort();
            let first = *values.first()?;
            let extent = if values.len() == 1 { Extent::Only } else { Extent::Lowest };
            let is_told = match extent {
                Extent::Only => Some(first.amount) <= lowest,
                _ => Price.may_state_others(&one.facts, values.len()),
            };
            let is_compared = is_told && Price.declared(cx, one.member, &now).is_none();
            let facts = one.copies(&first).map(|fact| (fact, Amount { extent, ..first })).collect();
            is_compared.then_some(Stated { member: one.member, facts })
        })
        .collect()
}

/// The prices of a class that a member states of the same thing.
fn said_as(cx: Cx<'_, '_>, member: &Member<'_>, key: &OfferKey, class: Class) -> Vec<Amount> {
    let wanted = OfferKey { class, ..key.clone() };
    let on_the_other_basis = OfferKey { has_other_tax: !key.has_other_tax, ..wanted.clone() };
    let read = member.facts.iter().filter_map(|fact| Price.read(cx, member, fact));
    read.filter_map(|(own, amount)| match own {
        own if own == wanted => Some(amount),
        own if own == on_the_other_basis && own.has_other_tax => taxes::reckoned(cx, amount),
        _ => None,
    })
    .collect()
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
