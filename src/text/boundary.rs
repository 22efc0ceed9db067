//! Word boundaries. Knows nothing of what words mean.

/// Stands for what cannot be read: see `document::HOLE`. It may end in letters, so it counts as one.
const HOLE: char = '\u{FFFC}';

/// Whether `character` can be part of a word: letters, digits, marks, the underscore, and the stand-in for a
/// placeholder, whose value may be letters.
#[must_use]
pub fn is_word_character(character: char) -> bool {
    match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | HOLE => true,
        character if character.is_ascii() => false,
        character => character.is_alphanumeric() || unicode_normalization::char::is_combining_mark(character),
    }
}

/// Whether a word may start or end at `at`, a character boundary of `text`: not both neighbours are word
/// characters, and `at` does not cut a contraction (`don|'t`); a possessive `'s` may be cut off.
#[must_use]
pub fn is_word_boundary(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else { return false };
    let (previous, next) = (before.chars().next_back(), after.chars().next());
    let word = |character: Option<char>| character.is_some_and(is_word_character);
    if word(previous) && word(next) {
        return false;
    }
    if word(previous) && matches!(next, Some('\'' | '’')) {
        let mut rest = after.chars().skip(1);
        let tail: String = rest.by_ref().take_while(|character| character.is_alphabetic()).take(3).collect();
        return !matches!(tail.as_str(), "t" | "re" | "ve" | "ll" | "d" | "m");
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_word_boundary;

    fn cut(text: &str) -> bool {
        let at = text.find('|').expect("a mark");
        is_word_boundary(&text.replacen('|', "", 1), at)
    }

    #[test]
    fn words_end_where_readers_see_them_end() {
        for text in ["sign|-up", "|sign", "sign|", "sign|.", "Cove|'s", "sign|’s", "€|5"] {
            assert!(cut(text), "{text}");
        }
        for text in ["sig|n", "don|'t", "über|all", "sign|_up", "e|\u{301}", "we|’re", "\u{FFFC}|ing"] {
            assert!(!cut(text), "{text}");
        }
    }
}
