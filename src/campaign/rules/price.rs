//! Prices that disagree.
//!
//! Prices are compared by offer: product, class of role, period, tax basis and currency. What an artifact says of an
//! offer is the set of its values, since sizes and plans may have several; two artifacts clash where they share none.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::campaign::alternatives::{is_excused, is_seen_with_one_of, to_be_told};
use crate::campaign::grouping::{self, Group};
use crate::campaign::truth::{self, Reference, Statement};
use crate::campaign::{Campaign, CampaignRule, Member, enumerate};
use crate::facts::price::{is_of_the_same_order, restyle};
use crate::facts::{Confidence, Fact, FactValue, PriceRole};
use crate::finding::{Applicability, Edit, FactKind, Finding, Fix, Label, Outcome, Truth};
use crate::guide::brand::TaxBasis;
use crate::guide::{Guide, Offer};
use crate::rule::{RuleMeta, declare_rule};
use crate::scope::{Scope, Visibility};
use crate::values::money::Money;

fn against_reference(
    subject: &str,
    expected: &Money,
    truth: Truth,
    written: &str,
    agreeing: &[String],
    n_members: usize,
) -> String {
    let says = match truth {
        Truth::CampaignRecord => format!("the campaign record says {expected}"),
        Truth::PriceBook => format!("the price book says {expected}"),
        Truth::Guide => format!("the guide says {expected}"),
        Truth::SourceChannel => format!("the source of truth says {expected}"),
        Truth::Majority | Truth::None => {
            let n_agreeing = agreeing.len();
            format!("{n_agreeing} of {n_members} artifacts say {expected}, {}", enumerate(agreeing))
        }
    };
    let agree = match (truth, agreeing) {
        (Truth::Majority | Truth::None, _) | (_, []) => String::new(),
        (_, [only]) => format!("; {only} agrees"),
        (_, several) => format!("; {} agree", enumerate(several)),
    };
    let this = if truth == Truth::Majority { "; this says" } else { ", this says" };
    format!("{subject}: {says}{this} \"{written}\"{agree}")
}

fn without_reference(subject: &str, written: &str, others: &[String]) -> String {
    format!("{subject}: this says \"{written}\", {}; nothing declares which is right", enumerate(others))
}

fn copies_differ(subject: &str, place: Scope, written: &str, other_place: Scope, other: &str) -> String {
    let (place, other_place) = (words(place), words(other_place));
    format!("{subject}: the {place} says \"{written}\", the {other_place} says \"{other}\"")
}

/// The name of a place in a sentence: "structured data".
fn words(place: Scope) -> String {
    place.as_str().replace('-', " ")
}

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

impl CampaignRule for Price {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn compared(&self) -> &'static [FactKind] {
        &[FactKind::Price]
    }

    fn check_alone(&self, member: &Member<'_>, guide: &Guide, findings: &mut Vec<Finding>) {
        let group = grouping::alone(member, guide);
        for (offer, stated) in offers(&group) {
            let subject = Subject { campaign: None, group: &group, guide, offer };
            findings.extend(stated.iter().filter_map(|stated| inside(&subject, stated)));
        }
    }

    fn check(&self, campaign: &Campaign<'_>, guide: &Guide, findings: &mut Vec<Finding>) {
        let may_vary = campaign.record.is_some_and(|record| record.vary.iter().any(|fact| fact == "price"));
        if may_vary {
            return;
        }
        for group in grouping::groups(campaign, guide) {
            for (offer, stated) in offers(&group) {
                let subject = Subject { campaign: Some(campaign), group: &group, guide, offer };
                compare(&subject, &stated, findings);
            }
        }
    }
}

/// Which prices are held against each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Class {
    /// Prices before a reduction.
    List,
    /// Prices now.
    Current,
    /// Lowest prices.
    From,
}

/// What prices must share to be compared.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct OfferKey {
    product: u32,
    class: Class,
    per: Option<String>,
    is_net: bool,
    currency: &'static str,
}

/// What one member states of an offer.
struct Stated<'c, 'a> {
    member: &'c Member<'a>,
    facts: Vec<(&'a Fact, Money)>,
    /// The member's own prices before a reduction, which are no news among its prices now.
    lists: Vec<Decimal>,
}

struct Subject<'s, 'c, 'a> {
    campaign: Option<&'s Campaign<'a>>,
    group: &'s Group<'c, 'a>,
    guide: &'s Guide,
    offer: OfferKey,
}

/// More prices than any artifact states of one product.
const MAX_PRICES: usize = 1_000;

/// A fact that can be compared: bound to a product, with a currency and a single reading.
fn comparable<'f>(fact: &'f Fact, group: &Group<'_, '_>) -> Option<(OfferKey, &'f Fact, Money)> {
    let FactValue::Price(price) = &fact.value else { return None };
    let class = match price.role {
        PriceRole::List => Class::List,
        PriceRole::Sale | PriceRole::Price => Class::Current,
        PriceRole::From => Class::From,
        _ => return None,
    };
    let money = price.money()?;
    let is_ours = group.currency.is_none_or(|currency| currency == money.currency);
    if fact.confidence == Confidence::Low || !is_ours {
        return None;
    }
    let key = OfferKey {
        product: fact.product?,
        class,
        per: price.per.clone().filter(|per| per != "unit:piece"),
        is_net: price.tax == Some(TaxBasis::Excluded),
        currency: money.currency.code(),
    };
    Some((key, fact, money))
}

/// What the members of a group state, by offer.
fn offers<'c, 'a>(group: &Group<'c, 'a>) -> Vec<(OfferKey, Vec<Stated<'c, 'a>>)> {
    let mut offers: BTreeMap<OfferKey, Vec<Stated<'c, 'a>>> = BTreeMap::new();
    for member in &group.members {
        let mut own: BTreeMap<OfferKey, Vec<(&'a Fact, Money)>> = BTreeMap::new();
        for fact in member.facts {
            let Some((key, fact, money)) = comparable(fact, group) else { continue };
            let facts = own.entry(key).or_default();
            if facts.len() < MAX_PRICES {
                facts.push((fact, money));
            }
        }
        let lists_of = |key: &OfferKey| {
            let list = OfferKey { class: Class::List, ..key.clone() };
            own.get(&list)
                .map(|facts| facts.iter().map(|(_, money)| money.amount).collect())
                .unwrap_or_default()
        };
        for (key, facts) in &own {
            let stated = Stated { member, facts: facts.clone(), lists: lists_of(key) };
            offers.entry(key.clone()).or_default().push(stated);
        }
    }
    offers.into_iter().collect()
}

impl<'a> Stated<'_, 'a> {
    /// The facts that state an amount.
    fn copies(&self, amount: Decimal) -> impl Iterator<Item = &'a Fact> + Clone + '_ {
        let facts = self.facts.iter().filter(move |(_, money)| money.amount.normalize() == amount);
        facts.map(|(fact, _)| *fact)
    }

    /// The distinct amounts, without those that the artifact itself calls a price before.
    fn values(&self, tolerated: &[Decimal]) -> Vec<Decimal> {
        let mut all: Vec<Decimal> = self.facts.iter().map(|(_, money)| money.amount.normalize()).collect();
        all.sort();
        all.dedup();
        let is_known = |amount: &Decimal| self.lists.contains(amount) || tolerated.contains(amount);
        let news: Vec<Decimal> = all.iter().filter(|amount| !is_known(amount)).copied().collect();
        if news.is_empty() { all } else { news }
    }
}

impl<'s> Subject<'s, '_, '_> {
    fn product_name(&self) -> &'s str {
        let product = self.guide.prices.products.get(self.offer.product as usize);
        product.map(|product| product.name.as_str()).unwrap_or_default()
    }

    /// The record's offer for the product in this group.
    fn recorded(&self) -> Option<&'s Offer> {
        let record = self.campaign.and_then(|campaign| campaign.record)?;
        let product = self.guide.prices.products.get(self.offer.product as usize)?;
        truth::offer(record, &product.id, &self.group.dimensions)
    }

    /// What the record or, beside an offer of the record, the price book says.
    fn declared(&self) -> Option<Reference<'s, Decimal>> {
        let offer = self.recorded()?;
        if self.offer.per.is_some() || self.offer.is_net {
            return None;
        }
        let is_ours = |money: &&Money| money.currency.code() == self.offer.currency;
        let of_record = match self.offer.class {
            Class::List => offer.list.as_ref(),
            Class::Current => offer.sale.as_ref(),
            Class::From => None,
        };
        if let Some(money) = of_record.filter(is_ours) {
            let origin = if self.offer.class == Class::Current { offer.sale_origin.as_ref() } else { None };
            return Some(Reference {
                value: money.amount.normalize(),
                truth: Truth::CampaignRecord,
                origin: origin.or(Some(&offer.origin)),
            });
        }
        if self.offer.class != Class::List {
            return None;
        }
        let market = self.group.dimensions.market.as_deref()?;
        let product = self.guide.prices.products.get(self.offer.product as usize)?;
        let entry = product.sole_price_in(market)?;
        Some(&entry.list).filter(is_ours).map(|money| Reference {
            value: money.amount.normalize(),
            truth: Truth::PriceBook,
            origin: Some(&entry.origin),
        })
    }

    /// Amounts that are right beside the price now: the regular price in the record and in the book, and what the record
    /// offers to others, such as the price for members.
    fn regular(&self) -> Vec<Decimal> {
        if self.offer.class != Class::Current {
            return Vec::new();
        }
        let product = self.guide.prices.products.get(self.offer.product as usize);
        let book = product.into_iter().flat_map(|product| &product.prices).map(|entry| &entry.list);
        let record = self.recorded().and_then(|offer| offer.list.as_ref());
        let id = product.map(|product| product.id.as_str());
        let offers =
            self.campaign.and_then(|campaign| campaign.record).into_iter().flat_map(|record| &record.offers);
        let elsewhere = offers
            .filter(|offer| {
                Some(offer.product.as_str()) == id && offer.audience != self.group.dimensions.audience
            })
            .filter_map(|offer| offer.sale.as_ref());
        let own =
            book.chain(record).chain(elsewhere).filter(|money| money.currency.code() == self.offer.currency);
        own.map(|money| money.amount.normalize()).collect()
    }

    /// `Cove Standing Desk, sale price in campaign bf26 (US)`.
    fn describe(&self) -> String {
        let has_sale = self.recorded().is_some_and(|offer| offer.sale.is_some());
        let price = match self.offer.class {
            Class::List => "list price",
            Class::Current if has_sale => "sale price",
            Class::Current => "price",
            Class::From => "price from",
        };
        let mut text = format!("{}, {price}", self.product_name());
        if let Some(campaign) = self.campaign {
            text.push(' ');
            text.push_str(&campaign.words());
        }
        let dimensions = self.group.dimensions.describe();
        if !dimensions.is_empty() {
            text.push_str(" (");
            text.push_str(&dimensions);
            text.push(')');
        }
        text
    }

    fn identity(&self, mut values: Vec<Decimal>) -> Vec<String> {
        values.sort();
        values.dedup();
        let product = self.guide.prices.products.get(self.offer.product as usize);
        let mut identity = vec![
            self.campaign.map(|campaign| campaign.id.clone()).unwrap_or_default(),
            self.group.dimensions.describe(),
            product.map(|product| product.id.clone()).unwrap_or_default(),
            format!("{:?}", self.offer.class),
        ];
        identity.extend(self.offer.per.clone());
        identity.push(self.offer.currency.to_owned());
        identity.extend(values.iter().map(|value| value.normalize().to_string()));
        identity
    }
}

fn compare(subject: &Subject<'_, '_, '_>, stated: &[Stated<'_, '_>], findings: &mut Vec<Finding>) {
    if let Some(reference) = subject.declared() {
        for one in stated {
            against_declared(subject, &reference, one, stated, findings);
        }
        return;
    }
    if !subject.campaign.is_some_and(Campaign::is_implied) {
        findings.extend(stated.iter().filter_map(|one| inside(subject, one)));
    }
    let regular = subject.regular();
    let statements: Vec<Statement<'_, '_, Decimal>> =
        stated.iter().map(|one| Statement { member: one.member, values: one.values(&regular) }).collect();
    let source =
        subject.campaign.and_then(|campaign| campaign.record).and_then(|record| record.source_of_truth);
    let decided = truth::of_channel(source, &statements, PartialEq::eq)
        .or_else(|| truth::of_majority(&statements, PartialEq::eq));
    if let Some(reference) = decided {
        for (one, statement) in stated.iter().zip(&statements) {
            let is_plausible =
                statement.values.iter().any(|value| is_of_the_same_order(*value, reference.value));
            if is_plausible && !statement.values.contains(&reference.value) {
                findings.extend(deviation(subject, &reference, one, &statement.values, stated));
            }
        }
    } else if let Some(odd) = truth::odd_one_out(&statements, PartialEq::eq) {
        findings.extend(symmetric(subject, odd, stated, &statements));
    }
}

/// Holds one member against a declared price. One that states three prices or more for the product lists its sizes or
/// plans: it has to state the declared one among them.
fn against_declared(
    subject: &Subject<'_, '_, '_>,
    reference: &Reference<'_, Decimal>,
    one: &Stated<'_, '_>,
    all: &[Stated<'_, '_>],
    findings: &mut Vec<Finding>,
) {
    let values = one.values(&subject.regular());
    let states_it = values.contains(&reference.value);
    let is_listing = one.facts.iter().any(|(fact, _)| matches!(fact.place, Scope::ListItem | Scope::Cell));
    if states_it && (values.len() >= 3 || is_listing) {
        return;
    }
    let wrong: Vec<Decimal> = values
        .iter()
        .copied()
        .filter(|value| *value != reference.value && is_of_the_same_order(*value, reference.value))
        .filter(|value| !is_excused(one.copies(*value), one.copies(reference.value)))
        .collect();
    let wrong = to_be_told(wrong, |value| one.copies(*value));
    // Where the declared price is missing among many, one finding at the first of them says so.
    let n_findings = if values.len() >= 3 { 1 } else { values.len() };
    for value in wrong.into_iter().take(n_findings) {
        findings.extend(deviation(subject, reference, one, &[value], all));
    }
}

fn deviation(
    subject: &Subject<'_, '_, '_>,
    reference: &Reference<'_, Decimal>,
    one: &Stated<'_, '_>,
    values: &[Decimal],
    all: &[Stated<'_, '_>],
) -> Option<Finding> {
    let copies: Vec<&(&Fact, Money)> =
        one.facts.iter().filter(|(_, money)| values.contains(&money.amount.normalize())).collect();
    let (fact, money) = main_copy(&copies)?;
    let expected = Money { amount: reference.value, currency: money.currency };
    let counterparts: Vec<(&Member<'_>, &Fact)> = all
        .iter()
        .filter_map(|other| shown(other, &[reference.value]).map(|(fact, _)| (other.member, fact)))
        .filter(|(member, _)| member.key != one.member.key)
        .collect();
    let agreeing: Vec<String> = counterparts.iter().map(|(member, fact)| member.line(fact)).collect();
    let message =
        against_reference(&subject.describe(), &expected, reference.truth, &fact.text, &agreeing, all.len());
    let mut finding = Finding::new(&Price::META, one.member.location(fact), message)
        .label(format!("expected {expected}"))
        .place(fact.place)
        .values(money.to_string(), Some(expected.to_string()));
    finding.outcome = Outcome::Conflict;
    finding.fact = Some(FactKind::Price);
    finding.truth = Some(reference.truth);
    finding.demanded_by = reference.origin.cloned();
    let further = copies.iter().filter(|(copy, _)| copy.span != fact.span);
    finding.related = further.map(|(copy, money)| related(one.member, copy, money, "also here")).collect();
    let agrees = format!("says {expected}");
    finding
        .related
        .extend(counterparts.iter().map(|(member, fact)| related(member, fact, &expected, &agrees)));
    let same: Vec<&Fact> = copies.iter().filter(|(_, other)| other == money).map(|(fact, _)| *fact).collect();
    finding.fix = replacement(one.member, &same, &expected);
    let mut identifying = values.to_vec();
    identifying.push(reference.value);
    finding.identity = subject.identity(identifying);
    Some(finding)
}

/// The copy to point at: the main price where readers see it, else the first that they see, else the first.
fn main_copy<'f, 'a>(copies: &[&'f (&'a Fact, Money)]) -> Option<&'f (&'a Fact, Money)> {
    let is_seen =
        |copy: &&&(&Fact, Money)| copy.0.visibility == Visibility::Visible && !is_summary(copy.0.place);
    let is_main = |copy: &&&(&Fact, Money)| matches!(&copy.0.value, FactValue::Price(price) if price.is_main);
    let main = copies.iter().filter(is_seen).find(is_main);
    main.or_else(|| copies.iter().find(is_seen)).or_else(|| copies.first()).copied()
}

fn symmetric(
    subject: &Subject<'_, '_, '_>,
    odd: usize,
    all: &[Stated<'_, '_>],
    statements: &[Statement<'_, '_, Decimal>],
) -> Option<Finding> {
    let (one, own) = (all.get(odd)?, statements.get(odd)?);
    let (fact, money) = shown(one, &own.values)?;
    let clashing: Vec<(&Member<'_>, &Fact, Money)> = all
        .iter()
        .zip(statements)
        .filter(|(_, other)| !other.values.iter().any(|value| own.values.contains(value)))
        .filter_map(|(stated, other)| {
            shown(stated, &other.values).map(|(fact, money)| (stated.member, fact, money))
        })
        .filter(|(_, _, other)| is_of_the_same_order(other.amount, money.amount))
        .collect();
    if clashing.is_empty() {
        return None;
    }
    let others: Vec<String> = clashing
        .iter()
        .map(|(member, fact, _)| format!("{} says \"{}\"", member.line(fact), fact.text))
        .collect();
    let message = without_reference(&subject.describe(), &fact.text, &others);
    let mut finding = Finding::new(&Price::META, one.member.location(fact), message)
        .label("differs from the others")
        .place(fact.place)
        .values(money.to_string(), None);
    finding.outcome = Outcome::Conflict;
    finding.fact = Some(FactKind::Price);
    finding.truth = Some(Truth::None);
    finding.related = clashing
        .iter()
        .map(|(member, fact, money)| related(member, fact, money, &format!("says {money}")))
        .collect();
    let mut values: Vec<Decimal> = clashing.iter().map(|(_, _, money)| money.amount).collect();
    values.push(money.amount);
    finding.identity = subject.identity(values);
    Some(finding)
}

/// The copy to point at among those with one of the values.
fn shown<'a>(stated: &Stated<'_, 'a>, values: &[Decimal]) -> Option<(&'a Fact, Money)> {
    let has_value = |copy: &&(&'a Fact, Money)| values.contains(&copy.1.amount.normalize());
    let copies: Vec<&(&'a Fact, Money)> = stated.facts.iter().filter(has_value).collect();
    main_copy(&copies).copied()
}

/// Whether a place sums the artifact up: the subject, the head, structured data.
const fn is_summary(place: Scope) -> bool {
    matches!(
        place,
        Scope::Subject
            | Scope::Preheader
            | Scope::Title
            | Scope::Description
            | Scope::Meta
            | Scope::StructuredData
    )
}

/// The copies of a price inside one artifact: a summary that states one price, the text that states another one, and
/// nothing that explains the difference.
fn inside(subject: &Subject<'_, '_, '_>, one: &Stated<'_, '_>) -> Option<Finding> {
    let (summary, text): (Vec<_>, Vec<_>) = one.facts.iter().partition(|(fact, _)| is_summary(fact.place));
    let (shown, shown_money) = text.first().copied()?;
    let known = |money: &Money| one.lists.contains(&money.amount);
    // A second price in the text is another size, or the regular price in plain words.
    let is_sole = text.iter().all(|(_, money)| *money == shown_money);
    let is_answered = summary.iter().any(|(_, money)| *money == shown_money);
    let contradicts = |fact: &Fact| {
        is_seen_with_one_of(fact, text.iter().map(|(copy, _)| *copy))
            && (fact.branch.is_empty() || !is_answered)
    };
    let (fact, money) = summary.iter().find(|(fact, money)| *money != shown_money && contradicts(fact))?;
    let is_explained = known(money) && fact.place != Scope::StructuredData;
    if !is_sole || is_explained || !is_of_the_same_order(money.amount, shown_money.amount) {
        return None;
    }
    let message = copies_differ(&subject.describe(), fact.place, &fact.text, shown.place, &shown.text);
    let mut finding = Finding::new(&Price::META, one.member.location(fact), message)
        .label(format!("the {} says {shown_money}", words(shown.place)))
        .place(fact.place)
        .values(money.to_string(), None);
    finding.outcome = Outcome::Conflict;
    finding.fact = Some(FactKind::Price);
    finding.truth = Some(Truth::None);
    finding.related = vec![related(one.member, shown, &shown_money, &format!("says {shown_money}"))];
    finding.identity = subject.identity(vec![money.amount, shown_money.amount]);
    Some(finding)
}

/// What an amount means stands in the sentence around it, so that no price is replaced unseen.
fn replacement(member: &Member<'_>, copies: &[&Fact], expected: &Money) -> Option<Fix> {
    let mut edits: Vec<Edit> = Vec::new();
    for copy in copies.iter().filter(|copy| member.is_verbatim(copy)) {
        let text = restyle(&copy.text, expected)?;
        edits.push(Edit { location: member.location(copy), text });
    }
    let first = edits.first()?.text.clone();
    Some(Fix { title: format!("replace with `{first}`"), applicability: Applicability::Unsafe, edits })
}

fn related(member: &Member<'_>, fact: &Fact, money: &Money, message: &str) -> Label {
    Label { location: member.location(fact), value: Some(money.to_string()), message: message.to_owned() }
}
