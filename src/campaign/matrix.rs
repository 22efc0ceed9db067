//! What the artifacts of a campaign say, side by side: a row for each thing that they say something of, a column for each
//! artifact, and beside them what is right. The rows are those that the rules compare, judged in the same way.

use std::collections::BTreeSet;

use crate::artifact::words;
use crate::campaign::alternatives::is_excused;
use crate::campaign::comparison::contradiction;
use crate::campaign::grouping;
use crate::campaign::kind::{Cx, Kind};
use crate::campaign::stated::{self, Stated, gather, main_copy, statements};
use crate::campaign::truth::{self, MAX_CLASSES, Reference};
use crate::campaign::{CAMPAIGN_RULES, Campaign};
use crate::finding::{FactKind, Location, Truth};
use crate::guide::Guide;
use crate::scope::Scope;

/// A campaign, side by side.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// Its id.
    pub campaign: String,
    /// Its name for people.
    pub name: Option<String>,
    /// What its artifacts have in common, in a sentence: "in campaign bf26".
    pub words: String,
    /// Those of its artifacts that are compared with each other, a table for each market, audience, variant and phase.
    pub tables: Vec<Table>,
}

/// Artifacts that are compared with each other.
#[derive(Clone, Debug)]
pub struct Table {
    /// What they share: `US, members`; empty where nothing is declared.
    pub dimensions: String,
    /// The artifacts that are shown, as reports name them.
    pub artifacts: Vec<String>,
    /// How many are not shown: of a large campaign those that agree in everything.
    pub n_left_out: usize,
    /// What they say something of.
    pub rows: Vec<Row>,
}

/// One thing that artifacts say something of.
#[derive(Clone, Debug)]
pub struct Row {
    /// The kind of fact.
    pub fact: FactKind,
    /// The rule that compares it.
    pub rule: &'static str,
    /// What it is: "Cove Standing Desk, sale price".
    pub subject: String,
    /// What is right, and what says so.
    pub reference: Option<(String, Truth)>,
    /// What each artifact says, in the order of the table.
    pub cells: Vec<Cell>,
}

/// What one artifact says of one thing.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What that amounts to.
    pub verdict: Verdict,
    /// Its different values.
    pub said: Vec<Said>,
}

/// A value with the copy of it that stands out most.
#[derive(Clone, Debug)]
pub struct Said {
    /// The value, for people.
    pub value: String,
    /// What it amounts to.
    pub verdict: Verdict,
    /// Where it stands.
    pub location: Location,
    /// The place the text has in its artifact.
    pub place: Scope,
}

words! {
    /// What a value amounts to beside the others.
    Verdict {
        /// Another value is right, or stands in the other artifacts.
        Differs = "differs",
        /// It cannot be told.
        Unverifiable = "unverifiable",
        /// It is what is right, or what all say.
        Agrees = "agrees",
        /// Nothing else is said of it.
        Stated = "stated",
        /// Nothing is said.
        Absent = "absent",
    }
}

/// More columns than a person reads across.
const MAX_COLUMNS: usize = 50;

/// A campaign side by side.
#[must_use]
pub fn matrix(campaign: &Campaign<'_>, guide: &Guide) -> Matrix {
    let groups = grouping::groups(campaign, guide);
    let tables = groups.iter().map(|group| {
        let cx = Cx { campaign: Some(campaign), group, guide };
        let mut rows: Vec<Row> = CAMPAIGN_RULES.iter().flat_map(|rule| rule.rows(cx)).collect();
        rows.sort_by_key(|row| (row.worst().min(Verdict::Agrees), importance(row.fact)));
        let artifacts = group.members.iter().map(|member| member.key.to_string()).collect();
        bounded(Table { dimensions: group.dimensions.describe(), artifacts, n_left_out: 0, rows })
    });
    Matrix {
        campaign: campaign.id.clone(),
        name: campaign.record.and_then(|record| record.name.clone()),
        words: campaign.words(),
        tables: tables.filter(|table| !table.rows.is_empty()).collect(),
    }
}

impl Row {
    /// The worst of what its cells amount to.
    #[must_use]
    pub fn worst(&self) -> Verdict {
        self.cells.iter().map(|cell| cell.verdict).min().unwrap_or(Verdict::Absent)
    }
}

/// What a customer notices first comes first.
const fn importance(fact: FactKind) -> u8 {
    match fact {
        FactKind::Price => 0,
        FactKind::Discount => 1,
        FactKind::PromoCode => 2,
        FactKind::Date => 3,
        FactKind::Product => 4,
        FactKind::Cta => 5,
        FactKind::Claim => 6,
        FactKind::LegalLine => 7,
        FactKind::Tagline => 8,
        _ => 9,
    }
}

/// A table with no more columns than a person reads: those where something differs first.
fn bounded(mut table: Table) -> Table {
    if table.artifacts.len() <= MAX_COLUMNS {
        return table;
    }
    let verdict = |column: usize| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(column));
        cells.map(|cell| cell.verdict).min().unwrap_or(Verdict::Absent)
    };
    let mut columns: Vec<(Verdict, usize)> =
        (0..table.artifacts.len()).map(|column| (verdict(column), column)).collect();
    columns.sort();
    columns.truncate(MAX_COLUMNS);
    columns.sort_by_key(|(_, column)| *column);
    let kept: Vec<usize> = columns.into_iter().map(|(_, column)| column).collect();
    table.n_left_out = table.artifacts.len() - kept.len();
    table.artifacts = kept.iter().filter_map(|column| table.artifacts.get(*column).cloned()).collect();
    for row in &mut table.rows {
        row.cells = kept.iter().filter_map(|column| row.cells.get(*column).cloned()).collect();
    }
    table
}

/// The rows of one kind of fact.
pub(super) fn rows<K: Kind>(kind: &K, cx: Cx<'_, '_>) -> Vec<Row> {
    if !cx.compares::<K>() {
        return Vec::new();
    }
    let all = gather(kind, cx);
    let rows = all.iter().filter(|(key, _)| kind.is_shared(key) || declares(kind, cx, key));
    rows.map(|(key, stated)| row(kind, cx, key, stated)).collect()
}

fn declares<K: Kind>(kind: &K, cx: Cx<'_, '_>, key: &K::Key) -> bool {
    cx.group.members.iter().any(|member| kind.declared(cx, member, key).is_some())
}

fn row<K: Kind>(kind: &K, cx: Cx<'_, '_>, key: &K::Key, stated: &[Stated<'_, '_, K::Value>]) -> Row {
    let agree = |one: &K::Value, other: &K::Value| kind.agree(cx, one, other);
    let statements = statements(kind, cx, key, stated.iter());
    let declared = stated.iter().find_map(|one| kind.declared(cx, one.member, key)).and_then(|declared| {
        let value = declared.values.first()?.clone();
        Some(Reference { value, truth: declared.truth, origin: declared.origin })
    });
    let reference =
        declared.filter(|_| !cx.varies::<K>()).or_else(|| stated::reference(kind, cx, &statements));
    let mut clashing = BTreeSet::new();
    if truth::odd_one_out(&statements, agree).is_some() {
        let values = statements.iter().flat_map(|statement| &statement.values);
        for value in values {
            if clashing.len() < MAX_CLASSES {
                clashing.insert(value.clone());
            }
        }
    }
    let decided = Decided {
        reference: reference.as_ref().map(|reference| reference.value.clone()),
        clashing,
        is_sole: stated.len() == 1,
    };
    let mut next = stated.iter().zip(&statements).peekable();
    let cells = cx.group.members.iter().map(|member| {
        // Both are in the order of the group.
        match next.next_if(|(one, _)| one.member.key == member.key) {
            Some((one, statement)) => cell(kind, cx, key, (one, &statement.values), &decided),
            None => unknown(kind, cx, key, member),
        }
    });
    Row {
        fact: K::FACT,
        rule: K::RULE.id,
        subject: kind.subject(cx, key),
        cells: cells.collect(),
        reference: reference.map(|reference| (kind.show(&reference.value), reference.truth)),
    }
}

/// What the artifacts of a row amount to together.
struct Decided<V> {
    /// What is right.
    reference: Option<V>,
    /// All values where two artifacts share none, each once.
    clashing: BTreeSet<V>,
    /// Whether one artifact alone says something.
    is_sole: bool,
}

/// The cell of an artifact with its values.
fn cell<K: Kind>(
    kind: &K,
    cx: Cx<'_, '_>,
    key: &K::Key,
    (one, values): (&Stated<'_, '_, K::Value>, &[K::Value]),
    decided: &Decided<K::Value>,
) -> Cell {
    let declared = kind.declared(cx, one.member, key);
    let copies = contradiction(kind, cx, key, one, declared.as_ref());
    let right = declared
        .map(|declared| declared.values)
        .or_else(|| decided.reference.clone().map(|reference| vec![reference]));
    let is_right = |value: &K::Value| right.iter().flatten().any(|right| kind.agree(cx, value, right));
    let is_excused = |value: &K::Value| {
        let right = one.facts.iter().filter(|(_, value)| is_right(value)).map(|(fact, _)| *fact);
        is_excused(one.copies(value), right)
    };
    let clashes = |value: &K::Value, other: &K::Value| {
        !kind.agree(cx, value, other) && kind.are_rivals(cx, value, other)
    };
    let judge = |value: &K::Value| match &right {
        _ if copies.is_some_and(|(copy, text)| copy.1 == *value || text.1 == *value) => Verdict::Differs,
        _ if kind.cannot_be_told(value).is_some() => Verdict::Unverifiable,
        _ if cx.varies::<K>() => Verdict::Stated,
        Some(_) if is_right(value) => Verdict::Agrees,
        Some(_) if is_excused(value) => Verdict::Stated,
        Some(right) if right.iter().any(|right| kind.are_rivals(cx, value, right)) => Verdict::Differs,
        Some(_) => Verdict::Stated,
        // Some of what differs may well be true beside each other: up to 30%, and 24% of one thing.
        None if decided.clashing.iter().any(|other| clashes(value, other)) => Verdict::Differs,
        None if !decided.clashing.is_empty() => Verdict::Stated,
        None if decided.is_sole => Verdict::Stated,
        None => Verdict::Agrees,
    };
    let said = values.iter().filter_map(|value| {
        let fact = main_copy(one.copies(value))?;
        Some(Said {
            value: kind.show(value),
            verdict: judge(value),
            location: one.member.location(fact),
            place: fact.place,
        })
    });
    let said: Vec<Said> = said.collect();
    let is_right = said.iter().any(|said| said.verdict == Verdict::Agrees);
    let may_differ = copies.is_none() && is_right && kind.may_state_others(&one.facts, said.len());
    let verdicts = said.iter().map(|said| said.verdict);
    let verdict = if may_differ { Some(Verdict::Agrees) } else { verdicts.min() };
    Cell { verdict: verdict.unwrap_or(Verdict::Absent), said }
}

/// The cell of an artifact that states nothing that can be compared.
fn unknown<K: Kind>(kind: &K, cx: Cx<'_, '_>, key: &K::Key, member: &super::Member<'_>) -> Cell {
    let open = member.facts.iter().find_map(|fact| {
        let (own, _) = kind.unknown(cx, member, fact)?;
        (own == *key).then(|| Said {
            value: fact.text.clone(),
            verdict: Verdict::Unverifiable,
            location: member.location(fact),
            place: fact.place,
        })
    });
    match open {
        Some(said) => Cell { verdict: Verdict::Unverifiable, said: vec![said] },
        None => Cell { verdict: Verdict::Absent, said: Vec::new() },
    }
}
