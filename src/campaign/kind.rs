//! What a kind of fact brings to the comparison. Knows nothing of how facts are held against each other.

use std::collections::BTreeMap;

use crate::campaign::copies::{opposed, twins};
use crate::campaign::grouping::Group;
use crate::campaign::stated::Stated;
use crate::campaign::{Campaign, Member, phrases};
use crate::facts::Fact;
use crate::finding::{FactKind, Finding, GuideRef, Truth};
use crate::guide::{CampaignRecord, Guide};
use crate::rule::{RuleMeta, Severity};

/// Where a comparison takes place.
#[derive(Clone, Copy, Debug)]
pub struct Cx<'s, 'a> {
    /// The campaign; `None` for the copies inside one artifact that belongs to none.
    pub(super) campaign: Option<&'s Campaign<'a>>,
    /// What its artifacts share.
    pub(super) group: &'s Group<'s, 'a>,
    /// The guide.
    pub(super) guide: &'s Guide,
}

impl<'s> Cx<'s, '_> {
    /// The record of the campaign.
    pub(super) fn record(&self) -> Option<&'s CampaignRecord> {
        self.campaign.and_then(|campaign| campaign.record)
    }

    /// Whether the record says that a kind of fact differs on purpose.
    pub(super) fn varies<K: Kind>(&self) -> bool {
        self.record().is_some_and(|record| record.varies(K::VARIES_AS))
    }

    /// Whether a kind of fact is compared between these artifacts at all.
    pub(super) fn compares<K: Kind>(&self) -> bool {
        !(K::NEEDS_A_CAMPAIGN && self.campaign.is_some_and(Campaign::is_implied))
    }

    /// `promo code in campaign bf26 (US)`, for messages.
    pub(super) fn named(&self, what: &str) -> String {
        let mut name = what.to_owned();
        if let Some(campaign) = self.campaign {
            name.push(' ');
            name.push_str(&campaign.words());
        }
        let dimensions = self.group.dimensions.describe();
        if !dimensions.is_empty() {
            name.push_str(" (");
            name.push_str(&dimensions);
            name.push(')');
        }
        name
    }
}

/// Values that are right, and why; the first is the one to write.
pub(super) struct Declared<'s, V> {
    pub(super) values: Vec<V>,
    pub(super) truth: Truth,
    pub(super) origin: Option<&'s GuideRef>,
}

/// What a difference between two values amounts to.
#[derive(Default)]
pub(super) struct Difference {
    /// Where it is less than the rule's default.
    pub(super) severity: Option<Severity>,
    /// What to know of it.
    pub(super) help: Option<String>,
}

/// Why nobody can tell whether values of two markets are meant to differ.
pub(super) struct Doubt {
    /// The end of the sentence that tells them.
    pub(super) reason: &'static str,
    /// What to do.
    pub(super) help: &'static str,
}

/// What artifacts agree upon that do not have to say it.
pub(super) struct Hint<'s, 'a, V> {
    pub(super) value: V,
    /// The first that says it.
    pub(super) member: &'s Member<'a>,
    /// Where, if the artifact is not itself what is meant.
    pub(super) fact: Option<&'a Fact>,
}

/// A kind of fact as it is compared.
pub(super) trait Kind: Sync {
    /// What two facts must share to be about the same thing.
    type Key: Ord + Clone;
    /// What is compared.
    type Value: Ord + Clone;

    /// The words of the rule.
    const RULE: &'static RuleMeta;
    /// What its findings are about.
    const FACT: FactKind;
    /// The kinds of facts that it reads.
    const READS: &'static [FactKind];
    /// Its word in the `vary` of a record.
    const VARIES_AS: &'static str;
    /// Whether the guide itself declares values of this kind, beside the records of campaigns.
    const IS_IN_GUIDE: bool = true;
    /// Whether artifacts are compared only where something says that they belong together, and not where they merely lead
    /// to one page or announce one code.
    const NEEDS_A_CAMPAIGN: bool = false;
    /// Whether an artifact may say for whom its values are. Those that are for the audience of another group are compared
    /// there, where their artifact is a guest.
    const HAS_AUDIENCES: bool = false;
    /// Whether values of different markets may be doubtful beside each other.
    const IS_DOUBTED_BETWEEN_MARKETS: bool = false;
    /// Whether its values are words, which messages put into quotes.
    const IS_WORDS: bool = false;
    /// Whether a value that the record gives may be written unseen.
    const IS_SAFE_TO_WRITE: bool = false;

    /// What a fact says and of what. Facts of low confidence do not get here.
    fn read(&self, cx: Cx<'_, '_>, member: &Member<'_>, fact: &Fact) -> Option<(Self::Key, Self::Value)>;

    /// What a fact of low confidence would be about, and why it cannot be compared.
    fn unknown(
        &self,
        _cx: Cx<'_, '_>,
        _member: &Member<'_>,
        _fact: &Fact,
    ) -> Option<(Self::Key, &'static str)> {
        None
    }

    /// What is compared, for messages: "Cove Standing Desk, discount".
    fn subject(&self, cx: Cx<'_, '_>, key: &Self::Key) -> String;

    /// A value for people and reports.
    fn show(&self, value: &Self::Value) -> String;

    /// What an artifact says, as messages quote it.
    fn words(&self, fact: &Fact, _value: &Self::Value) -> String {
        phrases::short(&fact.text)
    }

    /// How a value follows from what an artifact says, where it is not what it says: told behind the words.
    fn reckoning(&self, _cx: Cx<'_, '_>, _value: &Self::Value) -> Option<String> {
        None
    }

    /// Why a value cannot be compared, where it cannot.
    fn cannot_be_told(&self, _value: &Self::Value) -> Option<&'static str> {
        None
    }

    /// Words that tell one key from another in fingerprints.
    fn identity(&self, cx: Cx<'_, '_>, key: &Self::Key) -> String;

    /// What the record or the guide says.
    fn declared<'s>(
        &self,
        _cx: Cx<'s, '_>,
        _member: &Member<'_>,
        _key: &Self::Key,
    ) -> Option<Declared<'s, Self::Value>> {
        None
    }

    /// Adds what follows from what the members state. Members stay in the order of the group.
    fn derive<'s, 'a>(
        &self,
        _cx: Cx<'s, 'a>,
        _all: &mut BTreeMap<Self::Key, Vec<Stated<'s, 'a, Self::Value>>>,
    ) {
    }

    /// Whether two values say the same.
    fn agree(&self, _cx: Cx<'_, '_>, one: &Self::Value, other: &Self::Value) -> bool {
        one == other
    }

    /// Whether two values that do not agree can be meant for the same thing; only then their difference is told.
    fn are_rivals(&self, _cx: Cx<'_, '_>, _one: &Self::Value, _other: &Self::Value) -> bool {
        true
    }

    /// The same of two copies inside one artifact, which tells them apart less often than artifacts do.
    fn are_rival_copies(&self, cx: Cx<'_, '_>, one: &Self::Value, other: &Self::Value) -> bool {
        self.are_rivals(cx, one, other)
    }

    /// Whether artifacts are held against each other by this key, beside the copies inside one.
    fn is_shared(&self, _key: &Self::Key) -> bool {
        true
    }

    /// What values probably are whose key is not shared, by all that the artifacts of the group say: those that cannot be
    /// compared are told beside it.
    fn hint<'s, 'a>(&self, _cx: Cx<'s, 'a>, _key: &Self::Key) -> Option<Hint<'s, 'a, Self::Value>> {
        None
    }

    /// Whether `found` is a slip for `expected`, such as a code with one other letter: told even beside a right value.
    fn is_slip(&self, _found: &Self::Value, _expected: &Self::Value) -> bool {
        false
    }

    /// Whether two values in one artifact are too alike to be meant as two.
    fn are_twins(&self, _one: &Self::Value, _other: &Self::Value) -> bool {
        false
    }

    /// Whether an artifact that states a right value may state others beside it. `n_values` are the different ones.
    fn may_state_others(&self, _facts: &[(&Fact, Self::Value)], _n_values: usize) -> bool {
        false
    }

    /// Whether the copies inside an artifact are held against each other although nothing that it states is wrong by what
    /// the record says: what may stand beside the right value may still contradict its own copies.
    fn compares_copies(&self, facts: &[(&Fact, Self::Value)], n_values: usize) -> bool {
        self.may_state_others(facts, n_values)
    }

    /// Of the different values that an artifact states, those that are compared with what others state.
    fn notable(
        &self,
        _cx: Cx<'_, '_>,
        _member: &Member<'_>,
        _key: &Self::Key,
        values: Vec<Self::Value>,
    ) -> Vec<Self::Value> {
        values
    }

    /// Two facts of one artifact that contradict, as indexes: the copy, and what it is a copy of.
    fn opposed(
        &self,
        cx: Cx<'_, '_>,
        _member: &Member<'_>,
        _key: &Self::Key,
        facts: &[(&Fact, Self::Value)],
    ) -> Option<(usize, usize)> {
        let agree = |one: &Self::Value, other: &Self::Value| self.agree(cx, one, other);
        opposed(facts, agree).or_else(|| twins(facts, |one, other| self.are_twins(one, other)))
    }

    /// What a difference amounts to.
    fn difference(&self, _found: &Self::Value, _expected: &Self::Value) -> Difference {
        Difference::default()
    }

    /// What to know of two values of different markets that look alike and do not mean the same, where nothing is declared.
    fn doubt(
        &self,
        _cx: Cx<'_, '_>,
        _key: &Self::Key,
        _one: &Self::Value,
        _other: &Self::Value,
    ) -> Option<Doubt> {
        None
    }

    /// What a member has to state and does not. Only those are asked that nothing may be added to.
    fn omissions(&self, _cx: Cx<'_, '_>, _member: &Member<'_>) -> Vec<Finding> {
        Vec::new()
    }

    /// Whether a wrong value is told by another rule, which knows more of it.
    fn is_told_elsewhere(
        &self,
        _cx: Cx<'_, '_>,
        _member: &Member<'_>,
        _key: &Self::Key,
        _value: &Self::Value,
    ) -> bool {
        false
    }

    /// The text that states `expected` in the way in which `fact` is written, which states `value`.
    fn rewrite(&self, _fact: &Fact, _value: &Self::Value, _expected: &Self::Value) -> Option<String> {
        None
    }
}
