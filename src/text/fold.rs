//! Folding for comparison: what a reader would take for the same letters becomes the same bytes. Knows nothing of terms.

use std::ops::Range;

/// A folded text and the way back to the text it was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// Pairs of (folded offset, original offset) at every place from which the distance between the two differs from
    /// before. Empty where both are the same throughout.
    steps: Vec<(u32, u32)>,
}

impl Folded {
    /// The range of the original text that a range of the folded text was made of. Ends at an offset where several
    /// folded bytes come from one character are widened to hold the whole character.
    #[must_use]
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        if self.steps.is_empty() {
            return range;
        }
        self.back(range.start)..self.back(range.end)
    }

    fn back(&self, at: usize) -> usize {
        let index = self.steps.partition_point(|(folded, _)| (*folded as usize) <= at);
        let Some((folded, original)) = index.checked_sub(1).and_then(|index| self.steps.get(index)) else {
            return at;
        };
        let moved = *original as usize + (at - *folded as usize);
        // An offset inside a character that folded to several bytes belongs to the character's end.
        self.steps.get(index).map_or(moved, |(_, next)| moved.min(*next as usize))
    }
}

/// Folds case, compatibility forms of quotes, hyphens and spaces, composes combining marks, and drops soft hyphens and
/// zero-width characters. White space becomes one blank. Full-width letters become plain ones.
#[must_use]
pub fn fold(text: &str) -> Folded {
    if text.is_ascii() && !text.bytes().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C)) {
        return Folded { text: text.to_ascii_lowercase(), steps: Vec::new() };
    }
    let mut folded = Folded { text: String::with_capacity(text.len()), steps: Vec::new() };
    let mut distance = 0_i64;
    for (at, character) in text.char_indices() {
        // A combining mark is composed with the letter before it, which then maps to both.
        if unicode_normalization::char::is_combining_mark(character)
            && let Some(base) = folded.text.chars().next_back()
            && let Some(composed) = unicode_normalization::char::compose(base, character)
        {
            folded.text.pop();
            folded.text.push(composed);
            continue;
        }
        let now = at as i64 - folded.text.len() as i64;
        if now != distance {
            distance = now;
            folded.step(at);
        }
        folded.push(character);
    }
    let end = text.len();
    if end as i64 - folded.text.len() as i64 != distance {
        folded.step(end);
    }
    folded
}

impl Folded {
    fn step(&mut self, original: usize) {
        let pair = (u32::try_from(self.text.len()), u32::try_from(original));
        if let (Ok(folded), Ok(original)) = pair {
            self.steps.push((folded, original));
        }
    }

    fn push(&mut self, character: char) {
        match character {
            'A'..='Z' => self.text.push(character.to_ascii_lowercase()),
            '\u{AD}' | '\u{34F}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => {}
            '‘' | '’' | '‛' | 'ʼ' | '´' => self.text.push('\''),
            '“' | '”' | '„' | '‟' => self.text.push('"'),
            '\u{2010}' | '\u{2011}' => self.text.push('-'),
            '\u{FF01}'..='\u{FF5E}' => {
                let plain = u32::from(character) - 0xFF01 + 0x21;
                self.text.extend(char::from_u32(plain).map(|plain| plain.to_ascii_lowercase()));
            }
            character if character.is_whitespace() => {
                if !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
            }
            character if character.is_ascii() => self.text.push(character),
            character => self.text.extend(character.to_lowercase()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, proptest};

    use super::fold;

    fn back<'t>(text: &'t str, needle: &str) -> &'t str {
        let folded = fold(text);
        let at = folded.text.find(needle).expect("in the folded text");
        text.get(folded.original(at..at + needle.len())).expect("on boundaries")
    }

    #[test]
    fn readers_letters_become_the_same_bytes() {
        assert_eq!(fold("Don’t  Sign\u{A0}Up").text, "don't sign up");
        assert_eq!(fold("E\u{2011}MAIL").text, "e-mail");
        assert_eq!(fold("cafe\u{301}").text, "café");
        assert_eq!(fold("Ｓａｌｅ").text, "sale");
        assert_eq!(fold("for\u{AD}bid\u{200B}den").text, "forbidden");
    }

    #[test]
    fn ranges_lead_back_to_what_was_written() {
        assert_eq!(back("“İ” and E\u{2011}Mail!", "e-mail"), "E\u{2011}Mail");
        assert_eq!(back("for\u{AD}bid\u{200B}den", "forbidden"), "for\u{AD}bid\u{200B}den");
        assert_eq!(back("a cafe\u{301} b", "café"), "cafe\u{301}");
        assert_eq!(back("Straße ẞ x", "x"), "x");
        assert_eq!(back("sign \n up", "sign up"), "sign \n up");
    }

    proptest! {
        #[test]
        fn every_character_boundary_leads_back_to_one(text in any::<String>()) {
            let folded = fold(&text);
            for (at, character) in folded.text.char_indices() {
                let range = folded.original(at..at + character.len_utf8());
                prop_assert!(text.get(range).is_some());
            }
        }
    }
}
