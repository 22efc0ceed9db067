//! The lines of a guide, ready for finding them in texts: which words are in which line. Knows no documents.

use rustc_hash::FxHashMap;

use crate::artifact::Locale;
use crate::guide::messaging::Line;
use crate::text::fold::fold;
use crate::text::word_index::{Word, WordSet};

/// Words of a line at least for words that are nearly the line to be told from other ones.
const MIN_WORDS: usize = 3;

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LineKind {
    /// A tagline.
    Tagline,
    /// A legal line.
    LegalLine,
}

/// A line as it is compared.
#[derive(Clone, Debug)]
pub struct FoldedLine {
    /// Its kind.
    pub kind: LineKind,
    /// Index into the guide's lines of its kind.
    pub index: u32,
    /// The language it belongs to; `None` is every language.
    pub locale: Option<Locale>,
    /// Its words, folded, with one blank between two.
    pub text: String,
    /// How many words it has.
    pub n_words: usize,
    /// By how many of its words it can be looked up.
    pub n_keys: usize,
    /// Whether it is long enough for near copies.
    pub has_near_copies: bool,
}

/// All taglines and legal lines of a guide. A line with a placeholder of the guide, `{product}`, is not among them: it has no
/// fixed words.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    /// The lines.
    pub lines: Vec<FoldedLine>,
    /// For each folded word the lines that can be looked up by it.
    keys: FxHashMap<String, Vec<u32>>,
    /// Those words.
    words: WordSet,
    /// Bytes of the shortest line.
    pub shortest: usize,
}

/// Words by which one line can be looked up: the rarest ones, so that no common word leads to all lines.
const MAX_KEYS: usize = 4;

impl LineIndex {
    /// The index of some lines.
    #[must_use]
    pub fn new(taglines: &[Line], legal_lines: &[Line]) -> Self {
        let mut index = Self::default();
        index.add(LineKind::Tagline, taglines);
        index.add(LineKind::LegalLine, legal_lines);
        index.shortest = index.lines.iter().map(|line| line.text.len()).min().unwrap_or_default();
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        for word in index.lines.iter().flat_map(|line| words(&line.text)) {
            *counts.entry(word).or_insert(0) += 1;
        }
        let rank = |word: &&str| (counts.get(word).copied().unwrap_or(0), std::cmp::Reverse(word.len()));
        let mut keys: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        let mut n_keys = Vec::with_capacity(index.lines.len());
        for (place, line) in (0..).zip(&index.lines) {
            let mut own: Vec<&str> = words(&line.text).collect();
            own.sort_by_key(|word| (rank(word), *word));
            own.dedup();
            own.truncate(MAX_KEYS);
            n_keys.push(own.len());
            for word in own {
                keys.entry(word.to_owned()).or_default().push(place);
            }
        }
        index.words = WordSet::of(keys.keys().map(String::as_str));
        index.keys = keys;
        for (line, n_keys) in index.lines.iter_mut().zip(n_keys) {
            line.n_keys = n_keys;
        }
        index
    }

    fn add(&mut self, kind: LineKind, lines: &[Line]) {
        for (index, line) in (0..).zip(lines) {
            let text = fold(line.text.trim()).text;
            let n_words = words(&text).count();
            if n_words > 0 && !text.contains('{') {
                let has_near_copies = n_words >= MIN_WORDS;
                self.lines.push(FoldedLine {
                    kind,
                    index,
                    locale: line.locale.clone(),
                    text,
                    n_words,
                    n_keys: 0,
                    has_near_copies,
                });
            }
        }
    }

    /// Whether a text, which has these words, holds enough of the words of some line for it, or for something near it, to
    /// stand there.
    pub(crate) fn may_stand_in(&self, text: &str, own: &[Word]) -> bool {
        let mut counts: FxHashMap<u32, usize> = FxHashMap::default();
        let mut is_enough = |word: &str| {
            self.lines_with(word).iter().any(|line| {
                let count = counts.entry(*line).or_insert(0);
                *count += 1;
                self.lines.get(*line as usize).is_some_and(|line| *count * 2 >= line.n_keys)
            })
        };
        let mut lower = String::new();
        own.iter().filter(|word| self.words.may_hold(**word)).any(|word| {
            if word.is_odd() {
                return words(&fold(word.of(text)).text).any(&mut is_enough);
            }
            is_enough(word.lower_case(text, &mut lower))
        })
    }

    /// The lines that can be looked up by a folded word.
    #[must_use]
    pub fn lines_with(&self, word: &str) -> &[u32] {
        self.keys.get(word).map_or(&[], Vec::as_slice)
    }
}

/// The words of a text.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
