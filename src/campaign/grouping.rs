//! Which artifacts are compared. Campaigns come from what the artifacts declare and what records govern; inside a
//! campaign only artifacts for the same market, audience, variant and phase are held against each other.

use std::collections::BTreeMap;

use iso_currency::Currency;

use super::{Campaign, Member};
use crate::artifact::Evidence;
use crate::facts::{Audience, Confidence, Fact, FactValue, is_for_another_market, market_of};
use crate::guide::{CampaignRecord, Guide};

/// Puts artifacts into campaigns: first those that say which one is theirs, in the order of the ids; then those that are
/// tied to one of these, or to each other, by the page they lead to, by a code, or by a product and its last day. Each
/// goes by the first of these ties that it has. What is tied to nothing is compared with nothing.
#[must_use]
pub fn group<'a>(members: Vec<Member<'a>>, records: &'a [CampaignRecord]) -> Vec<Campaign<'a>> {
    let mut campaigns: BTreeMap<String, Campaign<'a>> = BTreeMap::new();
    let mut rest = Vec::new();
    for member in members {
        let Some(membership) = &member.attributes.membership else {
            rest.push(member);
            continue;
        };
        let id = &membership.campaign;
        let campaign = campaigns.entry(id.clone()).or_insert_with(|| Campaign {
            id: id.clone(),
            record: records.iter().find(|record| record.id == *id),
            evidence: membership.evidence,
            members: Vec::new(),
        });
        campaign.members.push(member);
    }
    let mut campaigns: Vec<Campaign<'a>> = campaigns.into_values().collect();
    let page = |member: &Member<'_>| member.ties.landing.as_ref().map(|target| target.page.clone());
    let rest = tie(&mut campaigns, rest, Evidence::LandingPage, page);
    let rest = tie(&mut campaigns, rest, Evidence::PromoCode, |member| member.ties.code.clone());
    tie(&mut campaigns, rest, Evidence::Offer, |member| {
        member.ties.offer.map(|(product, end)| format!("{product} {end}"))
    });
    campaigns
}

/// Puts artifacts with the same tie into the one campaign whose artifacts have it, else together into one of their own.
/// Where several campaigns have it, it tells nothing. Gives back those that do not have the tie.
fn tie<'a>(
    campaigns: &mut Vec<Campaign<'a>>,
    members: Vec<Member<'a>>,
    evidence: Evidence,
    tie: impl Fn(&Member<'a>) -> Option<String>,
) -> Vec<Member<'a>> {
    let mut tied: BTreeMap<String, Vec<Member<'a>>> = BTreeMap::new();
    let mut rest = Vec::new();
    for member in members {
        match tie(&member) {
            Some(key) => tied.entry(key).or_default().push(member),
            None => rest.push(member),
        }
    }
    if tied.is_empty() {
        return rest;
    }
    let mut owners: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, campaign) in campaigns.iter().enumerate() {
        for key in campaign.members.iter().filter_map(&tie).filter(|key| tied.contains_key(key)) {
            let owners = owners.entry(key).or_default();
            if owners.last() != Some(&index) {
                owners.push(index);
            }
        }
    }
    for (key, mut members) in tied {
        match owners.get(&key).map(Vec::as_slice) {
            Some([owner]) => {
                if let Some(campaign) = campaigns.get_mut(*owner) {
                    campaign.members.append(&mut members);
                }
            }
            Some(_) => {}
            None if members.len() > 1 => {
                campaigns.push(Campaign { id: key, record: None, evidence, members });
            }
            None => rest.append(&mut members),
        }
    }
    rest
}

/// What two artifacts must share to be compared.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Dimensions {
    /// Id of the market: declared, or the only one that fits locale or currency.
    pub(super) market: Option<String>,
    /// Code of the currency, where the market is not known.
    currency: Option<&'static str>,
    pub(super) audience: Option<String>,
    pub(super) variant: Option<String>,
    pub(super) phase: Option<String>,
}

/// Members of one campaign with equal dimensions.
#[derive(Debug)]
pub(super) struct Group<'c, 'a> {
    pub(super) dimensions: Dimensions,
    /// The currency in which its prices are compared; `None` compares each currency by itself.
    pub(super) currency: Option<Currency>,
    pub(super) members: Vec<&'c Member<'a>>,
    /// Of a group for an audience, those for everybody: what they say for that audience is compared here.
    pub(super) guests: Vec<&'c Member<'a>>,
    /// Of a group for everybody, the audiences that have groups of their own.
    pub(super) served: Vec<Audience>,
}

impl Group<'_, '_> {
    /// For whom its artifacts are.
    pub(super) fn audience(&self) -> Option<Audience> {
        self.dimensions.audience.as_deref().and_then(Audience::of_name)
    }
}

impl Dimensions {
    fn of(member: &Member<'_>, guide: &Guide) -> (Self, Option<Currency>) {
        let attributes = member.attributes;
        let declared = market_of(attributes, guide).map(|market| (market.id.clone(), market.currency));
        let (market, currency) = match (declared, &attributes.market) {
            (Some((id, currency)), _) => (Some(id), currency),
            // A market that the guide does not list is a dimension all the same.
            (None, Some(id)) => (Some(id.clone()), sole_currency(member.facts)),
            // Nor are pages for a country where the guide lists no market held against those of one that it does.
            (None, None) if is_for_another_market(attributes, guide) => {
                (attributes.locale.as_ref().map(ToString::to_string), sole_currency(member.facts))
            }
            (None, None) => match (sole_currency(member.facts), guide.brand.markets.as_slice()) {
                // What says nothing at all is for the only market of a brand that has one.
                (None, [only]) => (Some(only.id.clone()), only.currency),
                (currency, _) => (currency.and_then(|currency| only_market(guide, currency)), currency),
            },
        };
        let code = if market.is_none() { currency.map(|currency| currency.code()) } else { None };
        let dimensions = Self {
            market,
            currency: code,
            audience: attributes.audience.clone(),
            variant: attributes.variant.clone(),
            phase: attributes.phase.clone(),
        };
        (dimensions, currency)
    }

    /// What they share apart from the market.
    pub(super) fn without_market(&self) -> Self {
        Self { market: None, currency: None, ..self.clone() }
    }

    /// The same for another audience.
    pub(super) fn for_audience(&self, audience: Option<String>) -> Self {
        Self { audience, ..self.clone() }
    }

    /// `US, members, variant B`, for messages; empty where nothing is declared.
    pub(super) fn describe(&self) -> String {
        let mut parts: Vec<String> = self.market.iter().cloned().collect();
        parts.extend(self.currency.map(str::to_owned));
        parts.extend(self.audience.clone());
        parts.extend(self.variant.as_ref().map(|variant| format!("variant {variant}")));
        parts.extend(self.phase.clone());
        parts.join(", ")
    }
}

/// The groups of a campaign, in the order of their dimensions.
pub(super) fn groups<'c, 'a>(campaign: &'c Campaign<'a>, guide: &Guide) -> Vec<Group<'c, 'a>> {
    let mut groups: BTreeMap<Dimensions, Group<'c, 'a>> = BTreeMap::new();
    for member in &campaign.members {
        let (dimensions, currency) = Dimensions::of(member, guide);
        let group = groups.entry(dimensions.clone()).or_insert_with(|| Group {
            dimensions,
            currency,
            members: Vec::new(),
            guests: Vec::new(),
            served: Vec::new(),
        });
        group.members.push(member);
    }
    groups.into_values().collect()
}

/// The same, where groups for an audience know what is said for it elsewhere.
pub(super) fn groups_with_guests<'c, 'a>(campaign: &'c Campaign<'a>, guide: &Guide) -> Vec<Group<'c, 'a>> {
    let mut groups = groups(campaign, guide);
    let public: BTreeMap<Dimensions, usize> = groups
        .iter()
        .enumerate()
        .filter(|(_, group)| group.dimensions.audience.is_none())
        .map(|(index, group)| (group.dimensions.clone(), index))
        .collect();
    for index in 0..groups.len() {
        let Some(group) = groups.get(index) else { continue };
        let host = public.get(&group.dimensions.for_audience(None));
        let Some((audience, host)) = group.audience().zip(host.copied()) else { continue };
        let Some(host) = groups.get_mut(host) else { continue };
        host.served.push(audience);
        let guests = host.members.clone();
        if let Some(group) = groups.get_mut(index) {
            group.guests = guests;
        }
    }
    groups
}

/// A group of one, for comparing the copies inside an artifact.
pub(super) fn alone<'c, 'a>(member: &'c Member<'a>, guide: &Guide) -> Group<'c, 'a> {
    let (dimensions, currency) = Dimensions::of(member, guide);
    Group { dimensions, currency, members: vec![member], guests: Vec::new(), served: Vec::new() }
}

/// The currency of an artifact's prices, where they have only one.
fn sole_currency(facts: &[Fact]) -> Option<Currency> {
    let mut currencies = facts.iter().filter_map(|fact| match &fact.value {
        FactValue::Price(price) if fact.confidence != Confidence::Low => price.currency,
        _ => None,
    });
    let first = currencies.next()?;
    currencies.all(|other| other == first).then_some(first)
}

/// The only market of the guide with this currency.
fn only_market(guide: &Guide, currency: Currency) -> Option<String> {
    let mut fitting = guide.brand.markets.iter().filter(|market| market.currency == Some(currency));
    fitting.next().filter(|_| fitting.next().is_none()).map(|market| market.id.clone())
}
