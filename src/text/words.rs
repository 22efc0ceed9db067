//! The words of a short text, for holding it against a list of phrases. Knows nothing of what they mean.

use crate::text::fold::fold;

/// Stands for what cannot be read: see `document::HOLE`. A text with one in it is never the same as one without.
const HOLE: char = '\u{FFFC}';

/// The words of a text in folded form with one blank between two of them: no punctuation, arrows or line breaks.
/// `Read more »` and `read more` have the same words.
#[must_use]
pub fn bare_words(text: &str) -> String {
    let folded = fold(text).text;
    let words = folded.split(|character: char| !character.is_alphanumeric() && character != HOLE);
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::bare_words;

    #[test]
    fn punctuation_and_case_are_no_words() {
        assert_eq!(bare_words("  Read\nmore… »"), "read more");
        assert_eq!(bare_words("alt_text"), "alt text");
        assert_eq!(bare_words("Haz clic AQUÍ."), "haz clic aquí");
        assert_eq!(bare_words("→"), "");
        assert_ne!(bare_words("More \u{FFFC}"), "more");
    }
}
