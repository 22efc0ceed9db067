//! Rules on words: what the termbase and the product list say about them.

pub mod admitted_term;
pub mod deprecated_term;
pub mod forbidden_term;
pub mod product_name;

use std::ops::Range;

use crate::artifact::{Channel, MediaType};
use crate::document::Segment;
use crate::finding::{Applicability, Finding};
use crate::guide::terms::CasePolicy;
use crate::guide::{Concept, PatternOwner, Term, TermStatus};
use crate::rules::RuleContext;
use crate::scope::Scope;
use crate::text::boundary::is_word_boundary;
use crate::text::fold::fold;
use crate::text::sentences::sentences;

/// A term of some status where the guide means it.
#[derive(Debug)]
pub(super) struct TermUse<'a> {
    pub(super) concept: &'a Concept,
    pub(super) term: &'a Term,
    pub(super) segment: &'a Segment,
    pub(super) range: Range<usize>,
}

impl TermUse<'_> {
    /// The words as a reader sees them.
    pub(super) fn found(&self) -> &str {
        self.segment.text.as_str().get(self.range.clone()).unwrap_or_default()
    }

    /// What to write instead, in the case and number of what stands there; the number only where the guide lists the
    /// forms of both.
    pub(super) fn replacement(&self) -> Option<String> {
        if let Some(replacement) = &self.term.replacement {
            return Some(keep_case(self.found(), replacement));
        }
        let preferred = self.concept.preferred(self.term)?;
        let folded = fold(self.found());
        let form = self.term.forms.iter().position(|form| fold(form).text == folded.text);
        let text = match form {
            Some(form) => preferred.forms.get(form)?,
            None => &preferred.text,
        };
        Some(keep_case(self.found(), text))
    }
}

/// The places where terms of `status` stand and count: case, language, channel and the words near by are as the guide
/// wants them.
pub(super) fn uses<'a>(cx: &'a RuleContext<'_>, status: TermStatus) -> impl Iterator<Item = TermUse<'a>> {
    let cx = *cx;
    let mut sentences = Sentences::default();
    cx.matches.iter().take_while(move |_| !cx.deadline.is_over()).filter_map(move |found| {
        let PatternOwner::Term { concept, term } = found.owner else { return None };
        let concept = cx.guide.termbase.concepts.get(concept as usize)?;
        let term = concept.terms.get(term as usize).filter(|term| term.status == status)?;
        let segment = cx.document.segments.get(found.segment as usize)?;
        let text = TermUse { concept, term, segment, range: found.range.clone() };
        let counts = is_on_channel(&term.channels, cx.document.attributes.channel)
            && is_in_language(cx, term, &text)
            && has_case(term, text.found())
            && has_company(term, segment.text.as_str(), &text.range, |text, range| {
                sentences.around(found.segment, text, range)
            });
        counts.then_some(text)
    })
}

/// Whether an entry that names `channels` speaks about `channel`.
pub(super) fn is_on_channel(channels: &[Channel], channel: Option<Channel>) -> bool {
    channels.is_empty()
        || channel.is_some_and(|channel| {
            channels.iter().any(|named| {
                *named == channel || (*named == Channel::Social(None) && named.family() == channel.family())
            })
        })
}

fn is_in_language(cx: RuleContext<'_>, term: &Term, text: &TermUse<'_>) -> bool {
    let Some(locale) = &term.locale else { return true };
    let own = cx.document.locale_at(text.segment, &text.range).or(cx.guide.brand.default_locale.as_ref());
    own.is_none_or(|own| locale.covers(own))
}

fn has_case(term: &Term, found: &str) -> bool {
    let squeezed = found.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut forms = std::iter::once(&term.text).chain(&term.forms);
    match term.case {
        CasePolicy::Any => true,
        CasePolicy::Exact => forms.any(|form| *form == squeezed),
        CasePolicy::FirstLetter => {
            let rest = |text: &str| text.chars().skip(1).collect::<String>();
            forms.any(|form| rest(form) == rest(&squeezed))
        }
    }
}

/// The sentences of the segment that was asked for last, so that a text with many terms is cut once.
#[derive(Default)]
struct Sentences {
    segment: Option<u32>,
    ranges: Vec<Range<usize>>,
}

impl Sentences {
    /// Bytes of a text this far from a term are still near it, however long the sentence.
    const REACH: usize = 1000;

    /// The sentence that holds `range`, else the whole text, as far as it is near.
    fn around(&mut self, segment: u32, text: &str, range: &Range<usize>) -> Range<usize> {
        if self.segment != Some(segment) {
            (self.segment, self.ranges) = (Some(segment), sentences(text));
        }
        let first = self.ranges.partition_point(|sentence| sentence.end < range.end);
        let sentence = self.ranges.get(first).filter(|sentence| sentence.start <= range.start);
        let sentence = sentence.cloned().unwrap_or(0..text.len());
        let start = sentence.start.max(range.start.saturating_sub(Self::REACH));
        let end = sentence.end.min(range.end.saturating_add(Self::REACH));
        text.floor_char_boundary(start)..text.ceil_char_boundary(end)
    }
}

/// Whether the words that must or must not stand in the same sentence do.
fn has_company(
    term: &Term,
    text: &str,
    range: &Range<usize>,
    sentence: impl FnOnce(&str, &Range<usize>) -> Range<usize>,
) -> bool {
    if term.only_near.is_empty() && term.unless_near.is_empty() {
        return true;
    }
    let sentence = sentence(text, range);
    // The term itself is no company of its own.
    let around = [sentence.start..range.start, range.end..sentence.end];
    let parts = around.map(|part| fold(text.get(part).unwrap_or_default()));
    let near = |words: &[String]| {
        words.iter().any(|word| parts.iter().any(|part| holds_word(&part.text, &fold(word).text)))
    };
    (term.only_near.is_empty() || near(&term.only_near)) && !near(&term.unless_near)
}

fn holds_word(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| is_word_boundary(text, at) && is_word_boundary(text, at + word.len()))
}

/// `text` in the case of `like`: all capitals, capitals at the words' starts, or a capital first.
fn keep_case(like: &str, text: &str) -> String {
    let has_lower = like.chars().any(char::is_lowercase);
    let letters = like.chars().filter(|character| character.is_alphabetic()).count();
    // A text with capitals of its own, such as a name, is written as it is.
    if text.chars().any(char::is_uppercase) {
        return text.to_owned();
    }
    let capitalized = |word: &str| {
        let mut characters = word.chars();
        characters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect::<String>())
    };
    let starts_upper = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    if letters > 1 && !has_lower {
        return text.to_uppercase();
    }
    let words: Vec<&str> = like.split([' ', '-']).filter(|word| !word.is_empty()).collect();
    if words.len() > 1 && words.iter().all(|word| starts_upper(word)) {
        return text.split(' ').map(capitalized).collect::<Vec<_>>().join(" ");
    }
    if starts_upper(like) { capitalized(text) } else { text.to_owned() }
}

/// `finding` with `text` as the replacement of what stands at `range`: safe where just these bytes are replaced, and
/// never where `text` would have to be escaped or a tag would be lost.
pub(super) fn with_replacement(
    finding: Finding,
    cx: &RuleContext<'_>,
    segment: &Segment,
    range: &Range<usize>,
    text: String,
) -> Finding {
    let needs_escapes = text.contains(['"', '\'', '<', '>', '&', '\\', '\n']);
    let is_markup = matches!(cx.artifact.media_type, MediaType::Html | MediaType::Mjml | MediaType::Message);
    let crosses_tags = is_markup && cx.artifact.source.slice(segment.text.span(range.clone())).contains('<');
    let applicability = if needs_escapes || crosses_tags {
        Applicability::DisplayOnly
    } else if segment.text.is_verbatim(range.clone()) {
        Applicability::Safe
    } else {
        Applicability::Unsafe
    };
    finding.replacement(text, applicability)
}

/// Whether the text is somebody else's, or spoken about rather than used: it stands in a quotation, or in quotation marks
/// of its own, as in: do not write “click here”.
pub(super) fn is_quoted(segment: &Segment, range: &Range<usize>) -> bool {
    let text = segment.text.as_str();
    let before = text.get(..range.start).and_then(|before| before.chars().next_back());
    let after =
        text.get(range.end..).unwrap_or_default().trim_start_matches(['.', ',', '!', '?']).chars().next();
    let in_marks = matches!(
        (before, after),
        (Some('"'), Some('"'))
            | (Some('“'), Some('”'))
            | (Some('„'), Some('“' | '”'))
            | (Some('«'), Some('»'))
            | (Some('»'), Some('«'))
            | (Some('‘'), Some('’'))
            | (Some('\''), Some('\''))
    );
    in_marks || segment.place(range) == Scope::Quote
}

/// Whether a hashtag stands there, in which words cannot be parted.
pub(super) fn is_in_hashtag(segment: &Segment, range: &Range<usize>) -> bool {
    segment.text.as_str().get(..range.start).is_some_and(|before| before.ends_with('#'))
}

#[cfg(test)]
mod tests {
    use super::{Sentences, holds_word, keep_case};

    #[test]
    fn replacements_keep_the_case_of_what_they_replace() {
        assert_eq!(keep_case("signup", "sign up"), "sign up");
        assert_eq!(keep_case("Signup", "sign up"), "Sign up");
        assert_eq!(keep_case("SIGNUP", "sign up"), "SIGN UP");
        assert_eq!(keep_case("Drop-Down", "drop down"), "Drop Down");
        assert_eq!(keep_case("GITHUB", "GitHub"), "GitHub");
        assert_eq!(keep_case("ÜBER", "ober"), "OBER");
    }

    #[test]
    fn company_is_near_by_in_a_sentence_without_end() {
        let text = "word ".repeat(2000);
        let mut sentences = Sentences::default();
        assert_eq!(sentences.around(0, &text, &(5000..5004)), 4000..6004);
        assert_eq!(sentences.around(1, "Sign up. Now.", &(0..7)), 0..8);
    }

    #[test]
    fn company_is_whole_words() {
        assert!(holds_word("the signup form is", "form"));
        assert!(!holds_word("the information", "form"));
    }
}
