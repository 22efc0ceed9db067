//! The literal texts of a guide as one automaton. Knows texts and whose they are; must not know statuses, levels or
//! documents.
//!
//! Which case, locale, channel and context a hit needs is checked by the rules, on the hit.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::guide::pricing::Product;
use crate::guide::terms::Concept;
use crate::guide::tone::Phrase;
use crate::text::boundary::is_word_boundary;
use crate::text::fold::{Folded, fold};

/// What a pattern of the matcher belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PatternOwner {
    /// A term: index of the concept, index of the term.
    Term {
        /// Index into [`Termbase::concepts`](crate::guide::Termbase::concepts).
        concept: u32,
        /// Index into [`Concept::terms`].
        term: u32,
    },
    /// A name of a product, right or wrong: index into the products of the price book.
    Product(u32),
    /// A phrase that the tone avoids: index into the phrases.
    Phrase(u32),
    /// A text that no term rule may touch: a tagline, a legal line, the brand's name.
    Protected,
}

/// Bytes of texts up to which the automaton is a table of all its states.
const DENSE: usize = 16 << 10;

/// One automaton over all literal texts of the guide.
///
/// Searches folded text (see `text::fold`), overlapping, with boundaries checked after: a leftmost-longest search
/// would lose a hit whose longer rival fails at its boundary.
#[derive(Debug, Default)]
pub struct TermMatcher {
    /// The automaton, `None` for a guide without texts.
    pub automaton: Option<AhoCorasick>,
    /// For each pattern of the automaton, whose it is. A folded text that several entries share has one pattern.
    pub owners: Vec<Vec<PatternOwner>>,
}

/// A hit of the matcher.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TermHit {
    /// Bytes of the unfolded text.
    pub range: Range<usize>,
    /// Index into [`TermMatcher::owners`].
    pub pattern: usize,
}

/// How many spellings of one name are searched at most: four gaps with a blank or a hyphen each.
const MAX_SPELLINGS: usize = 16;

impl TermMatcher {
    /// Compiles all texts of a guide. A guide without texts, or with more than an automaton can hold, finds nothing.
    #[must_use]
    pub fn build(concepts: &[Concept], products: &[Product], phrases: &[Phrase], protected: &[&str]) -> Self {
        let mut patterns = Patterns::default();
        for (index, concept) in (0..).zip(concepts) {
            for (place, term) in (0..).zip(&concept.terms) {
                let owner = PatternOwner::Term { concept: index, term: place };
                patterns.add(&term.text, owner);
                term.forms.iter().for_each(|form| patterns.add(form, owner));
            }
        }
        for (index, product) in (0..).zip(products) {
            let owner = PatternOwner::Product(index);
            spellings(&product.name).iter().for_each(|name| patterns.add(name, owner));
            let others = product.short_names.iter().chain(&product.wrong_names);
            others.for_each(|name| patterns.add(name, owner));
        }
        for (index, phrase) in (0..).zip(phrases) {
            patterns.add(&phrase.text, PatternOwner::Phrase(index));
        }
        protected.iter().for_each(|text| patterns.add(text, PatternOwner::Protected));
        patterns.compile()
    }

    /// Every text of the guide in `folded`, overlapping ones too, in the order of their ends. A hit whose first or last
    /// character belongs to a word begins or ends a word there.
    #[must_use]
    pub fn hits(&self, folded: &Folded) -> Vec<TermHit> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let text = folded.text.as_str();
        // Most texts hold none, which is told faster than where overlapping ones are.
        if !automaton.is_match(text) {
            return Vec::new();
        }
        let Ok(found) = automaton.try_find_overlapping_iter(text) else { return Vec::new() };
        found
            .filter(|hit| stands_alone(text, hit.range()))
            .map(|hit| TermHit { range: folded.original(hit.range()), pattern: hit.pattern().as_usize() })
            .collect()
    }
}

/// Whether the bytes `range` of `text` are not cut out of a longer word.
fn stands_alone(text: &str, range: Range<usize>) -> bool {
    let inside = text.get(range.clone()).unwrap_or_default();
    let bounded = |edge: Option<char>, at: usize| {
        edge.is_some_and(|edge| !edge.is_alphanumeric() || is_word_boundary(text, at))
    };
    bounded(inside.chars().next(), range.start) && bounded(inside.chars().next_back(), range.end)
}

/// A name with a blank or a hyphen in each of its gaps, up to [`MAX_SPELLINGS`] in all, its own spelling among them.
fn spellings(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split([' ', '-']).filter(|word| !word.is_empty()).collect();
    let gaps = u32::try_from(words.len().saturating_sub(1)).unwrap_or(u32::MAX);
    let combinations = 1_usize.checked_shl(gaps).unwrap_or(usize::MAX);
    let mut all: Vec<String> =
        (0..combinations.min(MAX_SPELLINGS)).map(|hyphens| joined(&words, hyphens)).collect();
    if !all.iter().any(|spelling| spelling == name) {
        all.truncate(MAX_SPELLINGS - 1);
        all.push(name.to_owned());
    }
    all
}

/// The words with a hyphen in the gaps whose bits are set in `hyphens`, else a blank; gap 0 is the last one, since the
/// parts of a compound stand at the end of a name.
fn joined(words: &[&str], hyphens: usize) -> String {
    let mut name = String::new();
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            let gap = words.len() - 1 - index;
            name.push(if gap < MAX_SPELLINGS && hyphens >> gap & 1 == 1 { '-' } else { ' ' });
        }
        name.push_str(word);
    }
    name
}

/// Folded texts and their owners, each text once.
#[derive(Default)]
struct Patterns {
    index: BTreeMap<String, usize>,
    owners: Vec<Vec<PatternOwner>>,
}

impl Patterns {
    fn add(&mut self, text: &str, owner: PatternOwner) {
        let folded = fold(text.trim()).text;
        if folded.trim().is_empty() {
            return;
        }
        let place = *self.index.entry(folded).or_insert(self.owners.len());
        match self.owners.get_mut(place) {
            Some(owners) if owners.contains(&owner) => {}
            Some(owners) => owners.push(owner),
            None => self.owners.push(vec![owner]),
        }
    }

    fn compile(self) -> TermMatcher {
        let mut texts = vec![""; self.owners.len()];
        for (text, place) in &self.index {
            if let Some(slot) = texts.get_mut(*place) {
                *slot = text;
            }
        }
        if texts.is_empty() {
            return TermMatcher::default();
        }
        // Twice as fast; the tables take a few hundred bytes for each byte of the texts.
        let kind =
            (self.index.keys().map(String::len).sum::<usize>() <= DENSE).then_some(AhoCorasickKind::DFA);
        TermMatcher { automaton: AhoCorasick::builder().kind(kind).build(&texts).ok(), owners: self.owners }
    }
}

#[cfg(test)]
mod tests {
    use super::{PatternOwner, TermMatcher, joined, spellings};
    use crate::text::fold::fold;

    fn found(texts: &[&str], text: &str) -> Vec<String> {
        let matcher = TermMatcher::build(&[], &[], &[], texts);
        let hits = matcher.hits(&fold(text));
        hits.iter().map(|hit| text.get(hit.range.clone()).unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn overlapping_texts_are_all_found() {
        let texts = ["cove", "cove desk", "desk"];
        assert_eq!(found(&texts, "The Cove Desk."), ["Cove", "Cove Desk", "Desk"]);
    }

    #[test]
    fn a_longer_rival_that_fails_at_its_edge_hides_nothing() {
        assert_eq!(found(&["sign up", "sign up form"], "Sign up formally."), ["Sign up"]);
    }

    #[test]
    fn words_are_not_cut() {
        assert!(found(&["desk", "guaranteed"], "desktop unguaranteed Überdesk").is_empty());
        assert_eq!(found(&["& pine"], "Harbor & Pine"), ["& Pine"], "a sign needs no word boundary");
    }

    #[test]
    fn entries_with_one_text_share_a_pattern() {
        let matcher = TermMatcher::build(&[], &[], &[], &["Cove", "cove", "  "]);
        assert_eq!(matcher.owners, [vec![PatternOwner::Protected]]);
    }

    #[test]
    fn names_have_bounded_spellings() {
        let all = spellings("Cove Standing Desk");
        assert_eq!(all.len(), 4);
        assert!(all.contains(&"Cove Standing-Desk".to_owned()), "{all:?}");
        assert_eq!(spellings("Tide Sit-Stand Mat").len(), 8);
        assert_eq!(spellings("a b c d e f g h i j").len(), 16);
        assert_eq!(joined(&["a", "b", "c"], 0b01), "a b-c");
    }
}
