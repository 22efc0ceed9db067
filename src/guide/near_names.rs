//! Names of products that are misspelt: words that are nearly a name and none of its allowed forms. Knows no documents.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::guide::Product;
use crate::text::word_index::{Word, WordSet};

/// Letters of a name at least for one wrong letter to be a slip, and for two.
const MIN_LETTERS: (usize, usize) = (8, 12);
/// Letters of a word at least for the name to be looked up by it.
const MIN_WORD: usize = 4;

/// The names of a guide's products, ready for finding what is nearly one.
#[derive(Clone, Debug, Default)]
pub struct NearNames {
    /// For each word in lower case, the names that have it: index into `names`, and its place among the words of the name.
    owners: FxHashMap<String, Vec<(usize, usize)>>,
    /// Those words.
    words: WordSet,
    names: Vec<Name>,
}

#[derive(Clone, Debug)]
struct Name {
    product: u32,
    /// In lower case, with one blank between two words.
    text: String,
    n_words: usize,
}

impl NearNames {
    /// Of names with at least two words, which alone can be told from common words.
    #[must_use]
    pub fn new(products: &[Product]) -> Self {
        let mut index = Self::default();
        for (product, entry) in (0..).zip(products) {
            let parts: Vec<String> = entry.name.split_whitespace().map(str::to_lowercase).collect();
            let text = parts.join(" ");
            if parts.len() < 2 || text.chars().count() < MIN_LETTERS.0 || !text.is_ascii() {
                continue;
            }
            let name = index.names.len();
            for (place, part) in parts.iter().enumerate().filter(|(_, part)| part.len() >= MIN_WORD) {
                index.owners.entry(part.clone()).or_default().push((name, place));
            }
            index.names.push(Name { product, text, n_words: parts.len() });
        }
        index.words = WordSet::of(index.owners.keys().map(String::as_str));
        index
    }

    /// What is nearly the name of a product in a text with these words, with the product, in the order of the text. What
    /// is the name itself is not among them.
    pub(crate) fn find(&self, text: &str, own: &[Word]) -> Vec<(Range<usize>, u32)> {
        let mut found: Vec<(Range<usize>, u32)> = Vec::new();
        if self.owners.is_empty() {
            return found;
        }
        let mut words: Option<Vec<Range<usize>>> = None;
        let mut lower = String::new();
        for one in own.iter().filter(|word| self.words.may_hold(**word) && !word.is_odd()) {
            let (start, word) = (one.start(), one.of(text));
            let Some(owners) = self.owners.get(one.lower_case(text, &mut lower)) else { continue };
            let words = words.get_or_insert_with(|| words_of(text));
            // Only whole words tell a name.
            let Ok(at) = words.binary_search_by_key(&start, |word| word.start) else { continue };
            if words.get(at).is_none_or(|own| own.end != start + word.len()) {
                continue;
            }
            for (name, place) in owners {
                let Some(name) = self.names.get(*name) else { continue };
                let Some(first) = at.checked_sub(*place) else { continue };
                let window = words.get(first..first + name.n_words).unwrap_or_default();
                let (Some(start), Some(end)) = (window.first(), window.last()) else { continue };
                let range = start.start..end.end;
                let is_known =
                    found.iter().any(|(known, _)| known.start < range.end && range.start < known.end);
                if !is_known && is_slip(text.get(range.clone()).unwrap_or_default(), &name.text) {
                    found.push((range, name.product));
                }
            }
        }
        found
    }
}

/// The words of a text, without the signs around them.
fn words_of(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        match (start, character.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..text.len()));
    words
}

/// Whether words are a slip for a name: one or two letters are wrong, missing, too many or swapped. A plural and another
/// number are none, nor is what differs in signs and blanks only.
fn is_slip(words: &str, name: &str) -> bool {
    if words.len().abs_diff(name.len()) > 2 || !words.is_ascii() {
        return false;
    }
    let words = words.to_ascii_lowercase();
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>();
    let (own, meant) = (letters(&words), letters(name));
    let is_plural = own.strip_suffix('s') == Some(&meant) || own.strip_suffix("es") == Some(&meant);
    if own == meant || is_plural || words.contains(['.', ',', ';', ':', '!', '?', '(', ')', '\n']) {
        return false;
    }
    let limit = if meant.len() >= MIN_LETTERS.1 { 2 } else { 1 };
    strsim::osa_distance(&words, name) <= limit
}

#[cfg(test)]
mod tests {
    use super::NearNames;
    use crate::finding::GuideRef;
    use crate::guide::Product;
    use crate::span::Span;
    use crate::text::word_index::words;

    fn names() -> NearNames {
        let product = |name: &str| Product {
            id: name.to_owned(),
            name: name.to_owned(),
            short_names: Vec::new(),
            wrong_names: Vec::new(),
            skus: Vec::new(),
            urls: Vec::new(),
            prices: Vec::new(),
            origin: GuideRef { file: "pricing.toml".into(), span: Span::at(0), line: 1 },
        };
        NearNames::new(&[product("Cove Standing Desk"), product("Larch Desk Lamp"), product("Tide Mat")])
    }

    fn found(text: &str) -> Vec<&str> {
        names().find(text, &words(text)).into_iter().filter_map(|(range, _)| text.get(range)).collect()
    }

    #[test]
    fn slips_are_found() {
        assert_eq!(found("The Cove Standng Desk is here."), ["Cove Standng Desk"]);
        assert_eq!(
            found("The Coev Standing Desk and a Larch Desk Lmap"),
            ["Coev Standing Desk", "Larch Desk Lmap"]
        );
        assert_eq!(found("COVE STANDIGN DESK"), ["COVE STANDIGN DESK"]);
    }

    #[test]
    fn other_words_are_not() {
        for text in [
            "The Cove Standing Desk",
            "Cove Standing Desks",
            "cove standing-desk",
            "a standing desk",
            "the desk lamp",
            "Cove Standing. Desk",
            "Our Oak Standing Desk",
            "Larch desk, lamp",
            "Tide Mats",
            "Time Mat",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
