//! The termbase: what a term may not be beside another.

use std::collections::BTreeMap;

use crate::artifact::{Channel, Locale};
use crate::guide::raw;
use crate::guide::terms::{CasePolicy, Concept, Term, TermStatus};
use crate::guide::validate::{Problems, Taken};
use crate::text::fold::fold;

/// Concepts with ids of their own, without terms that contradict earlier ones.
pub(crate) fn concepts(concepts: Vec<raw::Concept>, problems: &mut Problems) -> Vec<Concept> {
    let mut ids = Taken::default();
    let mut said = Said::default();
    let mut valid: Vec<Concept> = Vec::new();
    for concept in concepts {
        if !ids.take("concept", concept.id.value.clone(), &concept.id.origin, problems) {
            continue;
        }
        let index = valid.len();
        valid.push(Concept {
            id: concept.id.value,
            note: concept.note.map(|note| note.value),
            terms: Vec::new(),
            origin: concept.id.origin,
        });
        for term in concept.terms.into_iter().map(term) {
            let sound = said.fits(&valid, index, &term, problems);
            let Some(own) = valid.get_mut(index) else { continue };
            if sound && is_only_preferred(own, &term, problems) {
                said.add(&term, index, own.terms.len());
                own.terms.push(term);
            }
        }
    }
    valid
}

fn term(term: raw::Term) -> Term {
    let texts = |located: Vec<crate::guide::reader::Located<String>>| {
        located.into_iter().map(|text| text.value).collect()
    };
    Term {
        text: term.text.value,
        status: term.status.value,
        locale: term.locale.map(|locale| locale.value),
        part_of_speech: term.part_of_speech.map(|part| part.value),
        case: term.case.map_or(CasePolicy::Any, |case| case.value),
        channels: term.channels,
        forms: texts(term.forms),
        only_near: texts(term.only_near),
        unless_near: texts(term.unless_near),
        replacement: term.replacement.map(|replacement| replacement.value),
        examples: term.examples,
        origin: term.text.origin,
    }
}

/// Where each text was used, by its folded form: concept, term.
#[derive(Debug, Default)]
struct Said(BTreeMap<String, Vec<(usize, usize)>>);

impl Said {
    fn add(&mut self, term: &Term, concept: usize, place: usize) {
        for text in [&term.text].into_iter().chain(&term.forms) {
            let places = self.0.entry(fold(text.trim()).text).or_default();
            if !places.contains(&(concept, place)) {
                places.push((concept, place));
            }
        }
    }

    /// Whether `term` can stand beside all earlier ones.
    fn fits(&self, concepts: &[Concept], own: usize, term: &Term, problems: &mut Problems) -> bool {
        for text in [&term.text].into_iter().chain(&term.forms) {
            let places = self.0.get(&fold(text.trim()).text).into_iter().flatten();
            for (concept, place) in places {
                let other = concepts.get(*concept).and_then(|concept| concept.terms.get(*place));
                let Some(other) = other.filter(|other| are_rivals(term, other, text)) else { continue };
                if is_allowed(term.status) != is_allowed(other.status)
                    || (term.status != other.status && *concept == own)
                {
                    let message = format!("`{text}` is {} here and {} there", term.status, other.status);
                    let (at, there) =
                        ((&term.origin, term.status.as_str()), (&other.origin, other.status.as_str()));
                    let help = "decide for one status, or tell the two apart by `locale`, `channels`, \
                                `part-of-speech`, `only-near` or `unless-near`";
                    problems.contradiction(message, at, there, help);
                    return false;
                }
                // Two concepts may share a word that is allowed in both; a word that is not would be reported twice.
                if *concept == own || !is_allowed(term.status) {
                    problems.repeated(&format!("term `{text}` is there twice"), &term.origin, &other.origin);
                    return false;
                }
            }
        }
        true
    }
}

/// Whether some text could be held against both terms at once.
fn are_rivals(term: &Term, other: &Term, text: &str) -> bool {
    let exact = term.case == CasePolicy::Exact || other.case == CasePolicy::Exact;
    let same_text =
        !exact || [&other.text].into_iter().chain(&other.forms).any(|form| form.trim() == text.trim());
    let same_context = term.only_near == other.only_near && term.unless_near == other.unless_near;
    same_text && same_context && overlap(term, other)
}

/// Whether the two can hold in one text: by locale, channel and part of speech.
fn overlap(term: &Term, other: &Term) -> bool {
    let same_part = match (term.part_of_speech, other.part_of_speech) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    same_part
        && share_locale(term.locale.as_ref(), other.locale.as_ref())
        && share_channel(&term.channels, &other.channels)
}

fn share_locale(a: Option<&Locale>, b: Option<&Locale>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.covers(b) || b.covers(a),
        _ => true,
    }
}

/// Whether one artifact can be of a channel of each list; an empty list is every channel, and a network belongs to
/// `social`.
pub(crate) fn share_channel(a: &[Channel], b: &[Channel]) -> bool {
    let meet = |a: &Channel, b: &Channel| match (a, b) {
        (Channel::Social(Some(a)), Channel::Social(Some(b))) => a == b,
        (a, b) => a.family() == b.family(),
    };
    a.is_empty() || b.is_empty() || a.iter().any(|a| b.iter().any(|b| meet(a, b)))
}

const fn is_allowed(status: TermStatus) -> bool {
    matches!(status, TermStatus::Preferred | TermStatus::Admitted)
}

/// Whether no other preferred term of the concept holds where this one does.
fn is_only_preferred(concept: &Concept, term: &Term, problems: &mut Problems) -> bool {
    let is_preferred = |term: &Term| term.status == TermStatus::Preferred;
    let rival = concept.terms.iter().find(|other| is_preferred(other) && overlap(term, other));
    let Some(rival) = rival.filter(|_| is_preferred(term)) else { return true };
    let message = format!("concept `{}` prefers both `{}` and `{}`", concept.id, rival.text, term.text);
    let help = "call one of them admitted, or give each a `locale` or `channels` of its own";
    problems.contradiction(
        message,
        (&term.origin, "preferred here"),
        (&rival.origin, "preferred there"),
        help,
    );
    false
}
