//! Folding for comparison: what a reader would take for the same letters becomes the same bytes. Knows nothing of terms.

use std::ops::Range;

use crate::span::Span;
use crate::text::bytes::ByteSet;

/// A folded text and the way back to the text it was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// Characters whose folded form has another length, in order. Empty where both texts run side by side.
    uneven: Vec<Uneven>,
}

/// Bytes of the folded text and the bytes of the original that they were made of, where the two differ in length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Uneven {
    folded: Span,
    original: Span,
}

impl Folded {
    /// The range of the original text that a range of the folded text was made of. It begins and ends with whole
    /// characters, and holds none at its ends that folding dropped.
    #[must_use]
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        if self.uneven.is_empty() {
            return range;
        }
        let span = Span::from_range(range);
        let before_start = self.uneven.partition_point(|uneven| uneven.folded.start() <= span.start());
        let before_end = self.uneven.partition_point(|uneven| uneven.folded.start() < span.end());
        let start = match before_start.checked_sub(1).and_then(|index| self.uneven.get(index)) {
            Some(last) if last.folded.contains(span.start()) => last.original.start(),
            Some(last) => last.original.end() + (span.start() - last.folded.end()),
            None => span.start(),
        };
        let end = match before_end.checked_sub(1).and_then(|index| self.uneven.get(index)) {
            Some(last) if span.end() <= last.folded.end() => last.original.end(),
            Some(last) => last.original.end() + (span.end() - last.folded.end()),
            None => span.end(),
        };
        start as usize..(end.max(start)) as usize
    }
}

/// Whether folding takes a character out of the middle of words: nobody sees it.
pub(crate) const fn is_dropped(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{34F}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// No combining mark stands before it in Unicode.
const FIRST_MARK: char = '\u{300}';

/// Folds case, compatibility forms of quotes, hyphens and spaces, composes combining marks, and drops soft hyphens and
/// zero-width characters. White space becomes one blank. Full-width letters become plain ones.
#[must_use]
pub fn fold(text: &str) -> Folded {
    // Looks at many bytes at once.
    let is_odd = |byte: u8| !byte.is_ascii() | matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C);
    if !text.bytes().fold(false, |found, byte| found | is_odd(byte)) {
        return Folded { text: text.to_ascii_lowercase(), uneven: Vec::new() };
    }
    let mut folded = Folded { text: String::with_capacity(text.len()), uneven: Vec::new() };
    // Where the last character that left a trace begins, in both texts.
    let mut last = (0, 0);
    let mut end = 0;
    while let Some(rest) = text.get(end..).filter(|rest| !rest.is_empty()) {
        let plain = plain_length(rest, folded.text.ends_with(' '));
        if plain > 0 {
            let start = folded.text.len();
            folded.text.push_str(rest.get(..plain).unwrap_or_default());
            folded.text.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
            end += plain;
            last = (folded.text.len() - 1, end - 1);
            continue;
        }
        let Some(character) = rest.chars().next() else { break };
        let at = end;
        end += character.len_utf8();
        // A combining mark is composed with the letter before it; the two become one character.
        if character >= FIRST_MARK
            && unicode_normalization::char::is_combining_mark(character)
            && let Some(base) = folded.text.chars().next_back()
            && let Some(composed) = unicode_normalization::char::compose(base, character)
        {
            folded.text.pop();
            let start = folded.text.len().min(last.0);
            folded.text.push(composed);
            let whole = Span::from_range(start..folded.text.len());
            while folded.uneven.last().is_some_and(|uneven| uneven.folded.end() > whole.start()) {
                folded.uneven.pop();
            }
            folded.uneven.push(Uneven { folded: whole, original: Span::from_range(last.1..end) });
            continue;
        }
        let start = folded.text.len();
        folded.push(character);
        if folded.text.len() > start {
            last = (start, at);
        }
        if folded.text.len() - start != end - at {
            folded.uneven.push(Uneven {
                folded: Span::from_range(start..folded.text.len()),
                original: Span::from_range(at..end),
            });
        }
    }
    folded
}

/// Bytes at the start of a text of which each is one byte of the folded text.
fn plain_length(text: &str, follows_blank: bool) -> usize {
    let bytes = text.as_bytes();
    let mut last_is_blank = follows_blank;
    // One test for each byte, since every blank would send another one the other way.
    let ends = |byte: &u8| {
        let is_blank = *byte == b' ';
        let is_second = is_blank & last_is_blank;
        last_is_blank = is_blank;
        UNEVEN.has(*byte) | is_second
    };
    bytes.iter().position(ends).unwrap_or(bytes.len())
}

/// Bytes that may fold to more or fewer.
const UNEVEN: ByteSet = ByteSet::of(&[(b'\t', b'\r'), (0x80, 0xFF)]);

impl Folded {
    fn push(&mut self, character: char) {
        match character {
            'A'..='Z' => self.text.push(character.to_ascii_lowercase()),
            character if is_dropped(character) => {}
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
        assert_eq!(fold("É A  B\tC \u{AD} D\u{B}'E").text, "é a b c d 'e");
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
