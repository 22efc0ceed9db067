//! What the members of a group state of one thing, and who agrees with what. Knows nothing of which value is right.

use std::collections::BTreeMap;

use crate::artifact::ArtifactKey;
use crate::campaign::Member;
use crate::campaign::copies::View;
use crate::campaign::kind::{Cx, Kind};
use crate::campaign::truth::{self, Reference, Statement};
use crate::facts::{Confidence, Fact};
use crate::scope::Visibility;

/// What one member states of one thing.
pub(super) struct Stated<'s, 'a, V> {
    pub(super) member: &'s Member<'a>,
    pub(super) facts: Vec<(&'a Fact, V)>,
}

/// More facts of one thing than any artifact states: what lists them all is compared by its first ones.
const MAX_FACTS: usize = 500;

/// What the members of a group state, by what it is about.
pub(super) fn gather<'s, 'a, K: Kind>(
    kind: &K,
    cx: Cx<'s, 'a>,
) -> BTreeMap<K::Key, Vec<Stated<'s, 'a, K::Value>>> {
    let mut all: BTreeMap<K::Key, Vec<Stated<'s, 'a, K::Value>>> = BTreeMap::new();
    let guests = cx.group.guests.iter().filter(|_| K::HAS_AUDIENCES);
    for &member in cx.group.members.iter().chain(guests) {
        let mut own: BTreeMap<K::Key, Vec<(&'a Fact, K::Value)>> = BTreeMap::new();
        let facts = member.facts.iter().filter(|fact| K::READS.contains(&fact.kind()));
        for fact in facts.filter(|fact| fact.confidence != Confidence::Low) {
            let Some((key, value)) = kind.read(cx, member, fact) else { continue };
            let facts = own.entry(key).or_default();
            if facts.len() < MAX_FACTS {
                facts.push((fact, value));
            }
        }
        for (key, facts) in own {
            all.entry(key).or_default().push(Stated { member, facts });
        }
    }
    kind.derive(cx, &mut all);
    all
}

/// Puts what was derived for some members where they stand in the group.
pub(super) fn put_in_order<V>(cx: Cx<'_, '_>, stated: &mut [Stated<'_, '_, V>]) {
    let members = cx.group.members.iter().map(|member| member.key);
    let places: BTreeMap<&ArtifactKey, usize> = members.zip(0..).collect();
    stated.sort_by_key(|one| places.get(one.member.key).copied());
}

impl<'a, V: Ord + Clone> Stated<'_, 'a, V> {
    /// The facts that state a value.
    pub(super) fn copies<'v>(&'v self, value: &'v V) -> impl Iterator<Item = &'a Fact> + Clone + 'v {
        self.facts.iter().filter(move |(_, own)| own == value).map(|(fact, _)| *fact)
    }

    /// The distinct values that are compared, in the order of the source.
    pub(super) fn notable<K: Kind<Value = V>>(&self, kind: &K, cx: Cx<'_, '_>, key: &K::Key) -> Vec<V> {
        kind.notable(cx, self.member, key, self.values())
    }

    /// The distinct values, in the order of the source.
    pub(super) fn values(&self) -> Vec<V> {
        let mut values: Vec<V> = Vec::new();
        for (_, value) in &self.facts {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
        values
    }
}

/// What members say of one thing, as it is decided upon.
pub(super) fn statements<'o, 's: 'o, 'a: 's, K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    stated: impl Iterator<Item = &'o Stated<'s, 'a, K::Value>>,
) -> Vec<Statement<'s, 'a, K::Value>>
where
    K::Value: 'o,
{
    stated.map(|one| Statement { member: one.member, values: one.notable(kind, cx, key) }).collect()
}

/// What is right by the statements themselves; where several say it, as one says it of which nothing has to be reckoned.
pub(super) fn reference<'r, K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    statements: &[Statement<'_, '_, K::Value>],
) -> Option<Reference<'r, K::Value>> {
    let agree = |one: &K::Value, other: &K::Value| kind.agree(cx, one, other);
    let reference = truth::of_statements(cx, statements, agree)?;
    let is_plain = |value: &&K::Value| kind.reckoning(cx, value).is_none();
    if is_plain(&&reference.value) {
        return Some(reference);
    }
    let mut all = statements.iter().flat_map(|statement| &statement.values);
    let plain = all.find(|value| is_plain(value) && agree(value, &reference.value)).cloned();
    Some(Reference { value: plain.unwrap_or(reference.value), ..reference })
}

/// What the members of a group state of one thing, and who agrees with what, looked up once for each value.
pub(super) struct All<'o, 's, 'a, V> {
    pub(super) stated: Vec<&'o Stated<'s, 'a, V>>,
    known: Vec<(V, Agreeing<'s, 'a>)>,
}

/// One who agrees with a value: the copy to point at, and what it is said to say.
pub(super) struct Agreed<'s, 'a> {
    pub(super) member: &'s Member<'a>,
    pub(super) fact: &'a Fact,
    pub(super) shown: String,
}

/// Those who agree with a value.
#[derive(Default)]
pub(super) struct Agreeing<'s, 'a> {
    /// The first of them, with the copies to point at.
    pub(super) first: Vec<Agreed<'s, 'a>>,
    /// How many there are.
    pub(super) count: usize,
}

/// More places than these are not listed beside a finding.
pub(super) const MAX_RELATED: usize = 20;

impl<'o, 's, 'a, V: Ord + Clone> All<'o, 's, 'a, V> {
    pub(super) fn new(stated: impl Iterator<Item = &'o Stated<'s, 'a, V>>) -> Self {
        Self { stated: stated.collect(), known: Vec::new() }
    }

    /// Who agrees with a value.
    pub(super) fn agreeing<K: Kind<Value = V>>(
        &mut self,
        kind: &K,
        cx: Cx<'_, '_>,
        value: &V,
    ) -> &Agreeing<'s, 'a> {
        let index = self.known.iter().position(|(known, _)| known == value).unwrap_or_else(|| {
            let mut agreeing = Agreeing::default();
            for one in &self.stated {
                let right = one.facts.iter().filter(|(_, own)| kind.agree(cx, own, value));
                let Some(fact) = main_copy(right.clone().map(|(fact, _)| *fact)) else { continue };
                agreeing.count += 1;
                if agreeing.first.len() <= MAX_RELATED {
                    // What merely comes to the value is told as it stands there.
                    let own = right.clone().next().map(|(_, own)| own);
                    let own = own.filter(|own| kind.reckoning(cx, own).is_some());
                    let shown = kind.show(own.unwrap_or(value));
                    agreeing.first.push(Agreed { member: one.member, fact, shown });
                }
            }
            self.known.push((value.clone(), agreeing));
            self.known.len() - 1
        });
        static NOBODY: Agreeing<'static, 'static> = Agreeing { first: Vec::new(), count: 0 };
        self.known.get(index).map_or(&NOBODY, |(_, agreeing)| agreeing)
    }
}

/// The copy to point at: the first that readers see in the text, else the first that they see, else the first.
pub(super) fn main_copy<'a>(mut copies: impl Iterator<Item = &'a Fact> + Clone) -> Option<&'a Fact> {
    let is_seen = |fact: &&Fact| fact.visibility == Visibility::Visible;
    let is_text = |fact: &&Fact| is_seen(fact) && View::of(fact) == View::Text;
    let text = copies.clone().find(is_text);
    text.or_else(|| copies.clone().find(is_seen)).or_else(|| copies.next())
}
