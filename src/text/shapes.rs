//! Sets of words, told roughly: by the first two letters and the length. Most words of a text are in no set, and are told so
//! without being looked up.

use crate::text::bytes::ByteSet;

/// The shapes of some words: for each two letters at the start, the lengths that such words have, a bit each.
#[derive(Clone, Debug)]
pub(crate) struct WordShapes(Box<[u32; 26 * 26]>);

impl Default for WordShapes {
    fn default() -> Self {
        Self(Box::new([0; 26 * 26]))
    }
}

impl WordShapes {
    /// The shapes of some words.
    pub(crate) fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut shapes = Self::default();
        for word in words {
            if let Some(lengths) = place(word.as_bytes()).and_then(|place| shapes.0.get_mut(place)) {
                *lengths |= 1 << word.len().min(31);
            }
        }
        shapes
    }

    /// Whether a word, in any case, can be one of them. What is not ASCII may be one that is folded to fewer bytes.
    #[inline]
    pub(crate) fn may_hold(&self, word: &str) -> bool {
        let Some(place) = place(word.as_bytes()) else { return true };
        let lengths = self.0.get(place).copied().unwrap_or_default();
        lengths >> word.len().min(31) & 1 == 1 || lengths != 0 && !word.is_ascii()
    }
}

/// The place of the first two letters of a word; none where it has fewer, or others than those of ASCII.
#[inline]
fn place(word: &[u8]) -> Option<usize> {
    let letter = |at: usize| {
        let byte = word.get(at)?.to_ascii_lowercase();
        byte.is_ascii_lowercase().then(|| usize::from(byte - b'a'))
    };
    Some(letter(0)? * 26 + letter(1)?)
}

/// The bytes of a word of ASCII.
const PLAIN: ByteSet = ByteSet::of(&[(b'0', b'9'), (b'A', b'Z'), (b'a', b'z')]);

/// The words of a text of ASCII: letters and digits.
pub(crate) fn plain_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(at..)?;
        let start = at + rest.iter().position(|byte| PLAIN.has(*byte))?;
        let rest = bytes.get(start..)?;
        at = start + rest.iter().position(|byte| !PLAIN.has(*byte)).unwrap_or(rest.len());
        Some((start, text.get(start..at)?))
    })
}

#[cfg(test)]
mod tests {
    use super::{WordShapes, plain_words};

    #[test]
    fn no_word_of_a_set_is_missed() {
        let shapes = WordShapes::of(["monday", "a", "july"]);
        for word in ["Monday", "JULY", "a", "Juli\u{E9}", "\u{E9}t\u{E9}", "sunday"] {
            assert_eq!(shapes.may_hold(word), word != "sunday", "{word}");
        }
    }

    #[test]
    fn words_are_those_of_the_text() {
        let words: Vec<_> = plain_words("On May 3rd, at 9.").collect();
        assert_eq!(words, [(0, "On"), (3, "May"), (7, "3rd"), (12, "at"), (15, "9")]);
    }
}
