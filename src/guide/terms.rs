//! `terms.toml`: the termbase, after ISO 30042. A concept has terms; a term has a text and a status.

use crate::artifact::{Channel, Locale};
use crate::finding::GuideRef;

use crate::guide::matcher::TermMatcher;

/// All terms, compiled for one pass over a text.
#[derive(Debug, Default)]
pub struct Termbase {
    /// Concepts, in the order of the guide.
    pub concepts: Vec<Concept>,
    /// Finds every term and every product name in one pass.
    pub matcher: TermMatcher,
}

/// One meaning and the words for it.
#[derive(Clone, Debug)]
pub struct Concept {
    /// Its id.
    pub id: String,
    /// Why the guide decides as it does.
    pub note: Option<String>,
    /// The words for it.
    pub terms: Vec<Term>,
    /// Where it stands.
    pub origin: GuideRef,
}

impl Concept {
    /// The term to use instead of `term`: the first preferred one that its locale allows.
    #[must_use]
    pub fn preferred(&self, term: &Term) -> Option<&Term> {
        self.terms.iter().find(|other| {
            other.status == TermStatus::Preferred
                && match (&other.locale, &term.locale) {
                    (Some(other), Some(own)) => other.covers(own) || own.covers(other),
                    _ => true,
                }
        })
    }
}

crate::artifact::words! {
    /// Whether a term is to be used. `forbidden` is stricter than ISO 30042, which ends at deprecated.
    TermStatus {
        /// The word to use.
        Preferred = "preferred",
        /// Allowed beside the preferred one.
        Admitted = "admitted",
        /// To be replaced.
        Deprecated = "deprecated",
        /// Never to be used.
        Forbidden = "forbidden",
    }
}

crate::artifact::words! {
    /// Which letters may differ in case from the guide's text.
    CasePolicy {
        /// Any.
        Any = "any",
        /// The first, as at the start of a sentence.
        FirstLetter = "first-letter",
        /// None.
        Exact = "exact",
    }
}

crate::artifact::words! {
    /// The part of speech a term has, after ISO 12620. Kept with the term; no rule tells parts of speech apart.
    PartOfSpeech {
        /// A noun.
        Noun = "noun",
        /// A verb.
        Verb = "verb",
        /// An adjective.
        Adjective = "adjective",
        /// An adverb.
        Adverb = "adverb",
        /// A name.
        ProperNoun = "proper-noun",
        /// Anything else.
        Other = "other",
    }
}

/// One word or phrase for a concept.
#[derive(Clone, Debug)]
pub struct Term {
    /// As the guide writes it.
    pub text: String,
    /// Whether to use it.
    pub status: TermStatus,
    /// The language it belongs to; `None` is every language.
    pub locale: Option<Locale>,
    /// Its part of speech.
    pub part_of_speech: Option<PartOfSpeech>,
    /// What may differ in case.
    pub case: CasePolicy,
    /// Only on these channels; empty is every channel.
    pub channels: Vec<Channel>,
    /// Other forms that count as the same term: plurals, inflections.
    pub forms: Vec<String>,
    /// A match counts only where one of these words stands in the same sentence.
    pub only_near: Vec<String>,
    /// A match does not count where one of these words stands in the same sentence.
    pub unless_near: Vec<String>,
    /// What to write instead, where that is not the concept's preferred term.
    pub replacement: Option<String>,
    /// Sentences that prove the entry.
    pub examples: Examples,
    /// Where it stands.
    pub origin: GuideRef,
}

/// Sentences that an entry must find something in, and sentences that it must spare.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    /// Must give a finding.
    pub bad: Vec<String>,
    /// Must give none.
    pub good: Vec<String>,
}
