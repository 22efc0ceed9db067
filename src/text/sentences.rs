//! Sentences. Knows nothing of what they say.

use std::ops::Range;

use icu_segmenter::SentenceSegmenter;
use icu_segmenter::options::SentenceBreakInvariantOptions;

/// The sentences of a text, as ranges of its bytes, without white space at their ends.
///
/// Boundaries are those of Unicode (UAX #29), less those after abbreviations, initials and ordinals. A line break
/// always ends a sentence.
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for end in segmenter.segment_str(text) {
        let is_last = end == text.len();
        if end == 0 || (!is_last && goes_on(text, start, end)) {
            continue;
        }
        let piece = text.get(start..end).unwrap_or_default();
        let lead = piece.len() - piece.trim_start().len();
        let inner = piece.trim();
        if !inner.is_empty() {
            found.push(start + lead..start + lead + inner.len());
        }
        start = end;
    }
    found
}

/// Whether the sentence from `start` goes on behind a boundary that Unicode sees at `end`.
fn goes_on(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(start..end).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let words = before.trim_end();
    if before.get(words.len()..).unwrap_or_default().contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
        return false;
    }
    // `“Really?” she said.`
    if words.ends_with(['”', '"', '“', '»', '’', ')']) {
        return after.starts_with(char::is_lowercase);
    }
    let Some(stem) = words.strip_suffix('.') else { return false };
    let word = stem.rsplit([' ', '\u{A0}', '\n', '(', '“', '"', '„']).next().unwrap_or_default();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
    let next = after.split(|c: char| !is_word(c)).next().unwrap_or_default();
    let lower = word.to_lowercase();
    if ALWAYS.contains(&lower.as_str()) {
        return true;
    }
    if BEFORE_NUMBERS.contains(&lower.as_str()) {
        return next.starts_with(|c: char| c.is_numeric());
    }
    if matches!(lower.as_str(), "a.m" | "p.m") {
        return ZONES.contains(&next);
    }
    // `am 3. Dezember`: an ordinal.
    if (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return MONTHS.contains(&next);
    }
    // `z. B.`, `i. d. R.`: letters with blanks between them.
    let earlier = stem.get(..stem.len() - word.len()).unwrap_or_default().trim_end();
    let follows_letter = earlier.strip_suffix('.').is_some_and(ends_in_letter);
    if is_letter(word)
        && (follows_letter
            || after.strip_prefix(next).is_some_and(|rest| rest.starts_with('.') && is_letter(next)))
    {
        return true;
    }
    let is_initial = is_letter(word) && word.starts_with(char::is_uppercase);
    (is_initial || OFTEN.contains(&lower.as_str()) || is_dotted(word)) && !STARTERS.contains(&next)
}

fn is_letter(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_alphabetic) && characters.next().is_none()
}

/// Whether the last word is a single letter.
fn ends_in_letter(text: &str) -> bool {
    let mut characters = text.chars().rev();
    characters.next().is_some_and(char::is_alphabetic)
        && characters.next().is_none_or(|c| !c.is_alphanumeric())
}

/// `U.S`, `Ph.D`, `z.B`: letters with full stops between them.
fn is_dotted(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|part| !part.is_empty() && part.len() < 3 && part.chars().all(char::is_alphabetic))
}

/// Abbreviations after which a sentence never ends.
const ALWAYS: &[&str] = &[
    "dr", "mr", "mrs", "ms", "mx", "prof", "rev", "hon", "vs", "e.g", "i.e", "cf", "approx", "ca", "incl",
    "excl", "dept", "est", "fig", "hr", "fr", "z.b", "d.h", "u.a", "bzw", "evtl", "ggf", "inkl", "exkl",
    "zzgl", "abzgl", "max", "min", "mind", "vgl", "sog", "bspw", "st", "mt",
];

/// Abbreviations that go on with a number.
const BEFORE_NUMBERS: &[&str] = &[
    "no", "nr", "vol", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    "p", "pp", "art", "sec", "ch", "abs", "tel", "abb", "kap",
];

/// Abbreviations after which a sentence may end; it does where a usual first word follows.
const OFTEN: &[&str] = &["inc", "ltd", "co", "corp", "llc", "jr", "sr", "bros", "gmbh"];

/// Words that start sentences and rarely go on after an abbreviation.
const STARTERS: &[&str] = &[
    "A", "About", "After", "All", "Also", "An", "And", "Any", "As", "At", "Be", "Because", "Before", "But",
    "Buy", "By", "Call", "Click", "Come", "Do", "Don't", "Don’t", "Each", "Every", "Find", "For", "From",
    "Get", "Go", "Have", "He", "Here", "Hi", "How", "However", "I", "I'm", "I’m", "If", "In", "Is", "It",
    "It's", "It’s", "Its", "Join", "Just", "Learn", "Let", "Let's", "Let’s", "Like", "Make", "More", "My",
    "New", "No", "Not", "Now", "On", "Once", "One", "Only", "Or", "Order", "Our", "Plus", "Read", "Save",
    "See", "She", "Shop", "Sign", "So", "Some", "Start", "Take", "That", "That's", "That’s", "The", "Their",
    "Then", "There", "These", "They", "This", "Those", "To", "Today", "Try", "Use", "Visit", "Want", "We",
    "We're", "We’re", "We've", "We’ve", "What", "When", "Where", "While", "Who", "Why", "With", "You",
    "Your", "Das", "Der", "Die", "Ein", "Eine", "Es", "Ich", "Ihr", "Ihre", "Jetzt", "Sie", "Und", "Wir",
];

/// What goes on after `3 p.m.`: zones and days.
const ZONES: &[&str] = &[
    "ET",
    "EST",
    "EDT",
    "CT",
    "CST",
    "CDT",
    "MT",
    "MST",
    "MDT",
    "PT",
    "PST",
    "PDT",
    "GMT",
    "UTC",
    "BST",
    "CET",
    "CEST",
    "Eastern",
    "Central",
    "Mountain",
    "Pacific",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// Months as German writes them after an ordinal.
const MONTHS: &[&str] = &[
    "Januar",
    "Jänner",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

#[cfg(test)]
mod tests {
    use super::sentences;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|range| text.get(range).expect("on boundaries")).collect()
    }

    #[test]
    fn sentences_end_at_their_marks_and_at_line_breaks() {
        assert_eq!(
            cut(" Buy now! Why wait? Ends soon. \nNo stop\n\nLast"),
            ["Buy now!", "Why wait?", "Ends soon.", "No stop", "Last"]
        );
        assert_eq!(cut(""), [""; 0]);
        assert_eq!(cut("“Really?” she said. Yes."), ["“Really?” she said.", "Yes."]);
    }

    #[test]
    fn abbreviations_do_not_end_a_sentence() {
        for text in [
            "Ask Dr. Smith or Mrs. Jones e.g. Monday.",
            "Get it by 3 p.m. today for $4.99.",
            "The U.S. Navy and Acme Inc. Europe agree.",
            "See No. 5 and Nr. 7, John F. Kennedy.",
            "Nur bis zum 3. Dezember, z. B. Samstag, d. h. Morgen.",
            "Open (8 a.m. ET) to 9 p.m. Friday, Oct. 3, at Mt. Baker.",
            "Holders of a Ph.D. Thesis vs. Others.",
        ] {
            assert_eq!(cut(text).len(), 1, "{:?}", cut(text));
        }
    }

    #[test]
    fn an_abbreviation_may_stand_at_the_end() {
        assert_eq!(
            cut("We ship to the U.S. We also ship abroad."),
            ["We ship to the U.S.", "We also ship abroad."]
        );
        assert_eq!(
            cut("Made by Acme Inc. The best. Ends at 3 p.m. Hurry."),
            ["Made by Acme Inc.", "The best.", "Ends at 3 p.m.", "Hurry."]
        );
        assert_eq!(
            cut("Is it? No. Never. Version 2. Next."),
            ["Is it?", "No.", "Never.", "Version 2.", "Next."]
        );
    }

    proptest::proptest! {
        #[test]
        fn ranges_are_sorted_trimmed_and_cover_the_words(text in "[A-Za-z.!? \n0-9ä]{0,80}") {
            let mut end = 0;
            let mut words = String::new();
            for range in sentences(&text) {
                proptest::prop_assert!(range.start >= end);
                end = range.end;
                let sentence = text.get(range).expect("on boundaries");
                proptest::prop_assert_eq!(sentence, sentence.trim());
                words.push_str(sentence);
            }
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            proptest::prop_assert_eq!(bare(&words), bare(&text));
        }
    }
}
