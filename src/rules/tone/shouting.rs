//! `tone/shouting`.

use std::ops::Range;

use crate::document::{HOLE, InlineKind, Segment};
use crate::finding::Finding;
use crate::guide::tone::ShoutingPolicy;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::terms::is_quoted;
use crate::rules::{Rule, RuleContext};
use crate::scope::{Scope, Visibility};
use crate::text::bytes::ByteSet;

/// A run of capitals is taken for words only where one of them is at least this long: `FAQ`, `HTML` and `NASA` are not.
const MIN_LONGEST_WORD: usize = 5;

fn message(count: usize) -> String {
    format!("{count} words in capitals in a row")
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds words in capitals in a row, as many as the guide calls shouting. Names of the guide, words that it allows in
    /// capitals, runs of abbreviations, items of a menu and quotations are spared.
    ///
    /// ## Why it matters
    ///
    /// Capitals are slower to read, and some screen readers spell them out. Where capitals are a matter of design, a style
    /// sheet sets them and the text stays as it is spoken.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>EVERYTHING MUST GO before Monday.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>Everything must go before Monday, at 9 PM EST.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write sentence case. There is no automatic fix, since only you know which words are names.
    ///
    /// ## Guide keys
    ///
    /// `[shouting]` with `min-words`, `allowed`.
    pub struct Shouting {
        id: "tone/shouting",
        summary: "words in capitals in a row",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

impl Rule for Shouting {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let Some(policy) = &cx.guide.tone.shouting else { return };
        for (index, segment) in cx.segments().enumerate() {
            if segment.visibility == Visibility::Machine || segment.scope == Scope::Quote {
                continue;
            }
            for (range, count) in shouts(cx, index, segment, policy) {
                if is_quoted(segment, &range) {
                    continue;
                }
                let text = segment.text.as_str().get(range.clone()).unwrap_or_default();
                findings.push(
                    Finding::new(&Self::META, cx.location(segment.text.span(range.clone())), message(count))
                        .place(segment.place(&range))
                        .values(text, None)
                        .label("in capitals")
                        .help("write sentence case; a style sheet can still set it in capitals")
                        .demanded_by(&policy.origin),
                );
            }
        }
    }
}

/// Runs of words in capitals, with the number of their words.
fn shouts(
    cx: &RuleContext<'_>,
    index: usize,
    segment: &Segment,
    policy: &ShoutingPolicy,
) -> Vec<(Range<usize>, usize)> {
    let text = segment.text.as_str();
    if !may_shout(text) {
        return Vec::new();
    }
    let mut shouts = Vec::new();
    let mut run: Option<(Range<usize>, usize, usize)> = None;
    let edges = link_edges(segment);
    let mut last_end = 0;
    let mut end = |run: &mut Option<(Range<usize>, usize, usize)>| {
        if let Some((range, count, longest)) = run.take()
            && count >= policy.min_words as usize
            && longest >= MIN_LONGEST_WORD
        {
            shouts.push((range, count));
        }
    };
    for (range, word) in words(text) {
        if run.is_some() && is_apart(&edges, text, last_end, range.start) {
            end(&mut run);
        }
        last_end = range.end;
        if word.chars().any(char::is_lowercase) {
            end(&mut run);
            continue;
        }
        let letters = word.chars().filter(|character| character.is_alphabetic()).count();
        let is_capitals = letters > 0 && word.chars().any(char::is_uppercase);
        let counts =
            is_capitals && letters > 1 && segment.is_prose(&range) && !word.chars().any(char::is_numeric);
        let is_allowed = policy.allowed.iter().any(|allowed| allowed == word) || cx.is_name(index, &range);
        if counts && !is_allowed {
            run = Some(match run.take() {
                Some((start, count, longest)) => (start.start..range.end, count + 1, longest.max(letters)),
                None => (range, 1, letters),
            });
        } else if !is_capitals || segment.is_prose(&range) && !is_allowed && letters > 1 {
            end(&mut run);
        }
    }
    end(&mut run);
    shouts
}

/// Whether a text may have a word of enough capitals and no small letter. Most have none. What is not ASCII may be a
/// capital, or the end of a word.
fn may_shout(text: &str) -> bool {
    // Letters in a row without a small one or a blank. Counted without branches, which go either way in every word.
    const LETTERS: ByteSet = ByteSet::of(&[(b'A', b'Z'), (0xC0, 0xFF)]);
    const ENDS: ByteSet = ByteSet::of(&[(b'a', b'z'), (b' ', b' '), (b'\t', b'\r')]);
    let (mut n_letters, mut most) = (0, 0);
    for byte in text.bytes() {
        // All bits where the word goes on, else none.
        let goes_on = usize::from(ENDS.has(byte)).wrapping_sub(1);
        n_letters = (n_letters + usize::from(LETTERS.has(byte))) & goes_on;
        most = most.max(n_letters);
    }
    most >= MIN_LONGEST_WORD
}

/// Whether the words before `from` and after `to` do not belong to one phrase: a separator stands between them, or they
/// belong to different links, as the items of a menu do.
fn is_apart(edges: &[u32], text: &str, from: usize, to: usize) -> bool {
    let between = text.get(from..to).unwrap_or_default();
    let joins = |character: char| {
        character.is_whitespace() || matches!(character, '\'' | '’' | '"' | '“' | '”' | '&' | '-')
    };
    let next_edge = edges.partition_point(|edge| (*edge as usize) < from);
    !between.chars().all(joins) || from > 0 && edges.get(next_edge).is_some_and(|edge| *edge as usize <= to)
}

/// Where links of a segment start and end.
fn link_edges(segment: &Segment) -> Vec<u32> {
    let links = segment
        .inlines
        .iter()
        .filter(|inline| matches!(inline.kind, InlineKind::Link(_) | InlineKind::Button(_)));
    let mut edges: Vec<u32> = links.flat_map(|inline| [inline.range.start, inline.range.end]).collect();
    edges.sort_unstable();
    edges
}

/// Words between white space, without the punctuation around them.
fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.split(|character: char| character.is_whitespace() || character == HOLE).filter_map(move |piece| {
        let word = piece.trim_matches(|character: char| !character.is_alphanumeric());
        // Both are parts of `text`, so the difference of their addresses is the offset.
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        (!word.is_empty()).then(|| (start..start + word.len(), word))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::{MIN_LONGEST_WORD, may_shout, words};

    proptest! {
        #[test]
        fn the_cheap_test_misses_no_word_in_capitals(text in "[ab ABCÄé€’\\u{A0}\\u{FFFC}-]{0,24}") {
            let is_loud = |word: &str| {
                let letters = word.chars().filter(|character| character.is_alphabetic()).count();
                letters >= MIN_LONGEST_WORD && !word.chars().any(char::is_lowercase)
            };
            prop_assert!(may_shout(&text) || !words(&text).any(|(_, word)| is_loud(word)));
        }
    }
}
