//! What artifacts of different markets say of one thing. Markets differ on purpose, so they are compared with nothing but
//! what a kind calls doubtful: values that look alike and mean different things unless somebody declares that they may.

use std::collections::BTreeMap;

use crate::campaign::comparison::{finding, identity, related, said};
use crate::campaign::grouping::{Dimensions, Group};
use crate::campaign::kind::{Cx, Kind};
use crate::campaign::stated::{MAX_RELATED, gather, main_copy};
use crate::campaign::{Campaign, Member, phrases};
use crate::facts::Fact;
use crate::finding::{Finding, Truth};
use crate::guide::Guide;
use crate::rule::Severity;

/// More markets than are held against each other.
const MAX_MARKETS: usize = 64;

/// More different values of one market than are.
const MAX_VALUES: usize = 4;

/// A value with the first that states it.
struct Voice<'s, 'a, V> {
    cx: Cx<'s, 'a>,
    member: &'s Member<'a>,
    fact: &'a Fact,
    value: V,
}

/// The different values of one market.
type Voices<'s, 'a, V> = Vec<Voice<'s, 'a, V>>;

/// What is said of one thing, market by market.
type Markets<'s, 'a, V> = Vec<Voices<'s, 'a, V>>;

/// Tells doubtful values of different markets, one finding for each thing that they are about.
pub(super) fn check<K: Kind>(
    kind: &K,
    campaign: &Campaign<'_>,
    groups: &[Group<'_, '_>],
    guide: &Guide,
    findings: &mut Vec<Finding>,
) {
    if !K::IS_DOUBTED_BETWEEN_MARKETS || campaign.is_implied() {
        return;
    }
    let mut alike: BTreeMap<Dimensions, Vec<&Group<'_, '_>>> = BTreeMap::new();
    for group in groups.iter().filter(|group| group.dimensions.market.is_some()) {
        alike.entry(group.dimensions.without_market()).or_default().push(group);
    }
    for groups in alike.values().filter(|groups| groups.len() > 1) {
        let mut all: BTreeMap<K::Key, Markets<'_, '_, K::Value>> = BTreeMap::new();
        for group in groups.iter().take(MAX_MARKETS) {
            let cx = Cx { campaign: Some(campaign), group, guide };
            for (key, voices) in voices(kind, cx) {
                all.entry(key).or_default().push(voices);
            }
        }
        findings.extend(all.iter().filter_map(|(key, markets)| doubtful(kind, key, markets)));
    }
}

/// The different values of a group, by what they are about, where nothing is declared of that.
fn voices<'s, 'a, K: Kind>(kind: &K, cx: Cx<'s, 'a>) -> BTreeMap<K::Key, Voices<'s, 'a, K::Value>> {
    let mut all = BTreeMap::new();
    for (key, stated) in gather(kind, cx) {
        if stated.iter().any(|one| kind.declared(cx, one.member, &key).is_some()) {
            continue;
        }
        let mut voices: Voices<'s, 'a, K::Value> = Vec::new();
        for one in &stated {
            for value in one.notable(kind, cx, &key) {
                let is_new = voices.iter().all(|voice| voice.value != value);
                if let Some(fact) =
                    main_copy(one.copies(&value)).filter(|_| is_new && voices.len() < MAX_VALUES)
                {
                    voices.push(Voice { cx, member: one.member, fact, value });
                }
            }
        }
        all.insert(key, voices);
    }
    all
}

/// The first value that is doubtful beside one of another market, with all those of which it is.
fn doubtful<K: Kind>(kind: &K, key: &K::Key, markets: &Markets<'_, '_, K::Value>) -> Option<Finding> {
    let beside = |index: usize, one: &Voice<'_, '_, K::Value>| {
        let others = markets.iter().enumerate().filter(move |(other, _)| *other != index);
        let doubted = others.filter_map(|(_, voices)| {
            voices.iter().find_map(|other| Some((other, kind.doubt(one.cx, key, &one.value, &other.value)?)))
        });
        doubted.collect::<Vec<_>>()
    };
    let all =
        markets.iter().enumerate().flat_map(|(index, voices)| voices.iter().map(move |one| (index, one)));
    let (one, others) =
        all.map(|(index, one)| (one, beside(index, one))).find(|(_, others)| !others.is_empty())?;
    let (_, doubt) = others.first()?;
    let lines: Vec<String> = others
        .iter()
        .map(|(other, _)| {
            let words = said(kind, other.cx, other.fact, &other.value);
            format!(
                "{} ({}) says {words}",
                other.member.line(other.fact),
                other.cx.group.dimensions.describe()
            )
        })
        .collect();
    let subject = one.cx.named(&kind.subject(one.cx, key));
    let words = said(kind, one.cx, one.fact, &one.value);
    let message = phrases::doubtful(&subject, &words, &lines, doubt.reason);
    let mut finding = finding(kind, one.member, one.fact, message)
        .label("looks like that of another market")
        .values(kind.show(&one.value), None);
    finding.severity = Severity::Warning;
    finding.truth = Some(Truth::None);
    finding.help = Some(doubt.help.to_owned());
    let shown = |voice: &Voice<'_, '_, K::Value>| kind.show(&voice.value);
    let label = |voice: &Voice<'_, '_, K::Value>| {
        related(voice.member, voice.fact, &shown(voice), format!("says {}", shown(voice)))
    };
    finding.related = others.iter().take(MAX_RELATED).map(|(other, _)| label(other)).collect();
    let mut values: Vec<String> = others.iter().map(|(other, _)| shown(other)).collect();
    values.push(shown(one));
    finding.identity = identity(kind, one.cx, key, values);
    Some(finding)
}
