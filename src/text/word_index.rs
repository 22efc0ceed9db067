//! Words told by a number each, so that what a text may hold is told without looking its words up: most words of a text are
//! in no vocabulary. Knows no vocabularies.

use std::borrow::Cow;

use crate::span::offset;
use crate::text::fold::is_dropped;

/// Accents that stand behind their letter and are a part of it.
const ACCENTS: std::ops::RangeInclusive<char> = '\u{300}'..='\u{36F}';

/// A longest stretch of letters and digits in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Word {
    start: u32,
    end: u32,
    /// Of its letters in lower case; [`ODD`] where some are not ASCII.
    hash: u32,
}

/// Stands for words that may be others once they are folded.
const ODD: u32 = 0;

impl Word {
    /// The word itself.
    pub(crate) fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// A word of ASCII in lower case, written into `buffer`.
    pub(crate) fn lower_case<'b>(&self, text: &str, buffer: &'b mut String) -> &'b str {
        buffer.clear();
        buffer.push_str(self.of(text));
        buffer.make_ascii_lowercase();
        buffer
    }

    /// Where it begins, in bytes of the text.
    pub(crate) const fn start(&self) -> usize {
        self.start as usize
    }

    /// Whether it is not all ASCII. Several words may be one of this kind, with characters between them that nobody sees.
    pub(crate) const fn is_odd(&self) -> bool {
        self.hash == ODD
    }
}

/// The words of texts, each text known by its number.
#[derive(Clone, Default, Debug)]
pub(crate) struct WordIndex {
    words: Vec<Word>,
    /// For each text, where its words end among all.
    ends: Vec<usize>,
}

impl WordIndex {
    /// The words of some texts.
    pub(crate) fn new<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Self {
        // Words of most languages have five letters and a blank.
        let length: usize = texts.clone().map(str::len).sum();
        let mut index = Self { words: Vec::with_capacity(length / 5 + 4), ends: Vec::new() };
        for text in texts {
            add(text, &mut index.words);
            index.ends.push(index.words.len());
        }
        index
    }

    /// The words of the text with a number; of a text that is not in the index they are found now.
    pub(crate) fn of(&self, number: usize, text: &str) -> Cow<'_, [Word]> {
        let start = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let own = start.zip(self.ends.get(number)).and_then(|(start, end)| self.words.get(start..*end));
        own.map_or_else(|| Cow::Owned(words(text)), Cow::Borrowed)
    }
}

/// The words of a text.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::with_capacity(text.len() / 5 + 4);
    add(text, &mut found);
    found
}

fn add(text: &str, found: &mut Vec<Word>) {
    let (mut start, mut hash, mut classes) = (0, SEED, SIGN);
    let mut push = |start: usize, end: usize, hash: u32, classes: u8| {
        if classes & BEYOND != 0 {
            add_wide(text, start..end, found);
        } else if start < end {
            found.push(Word { start: offset(start), end: offset(end), hash: finished(hash) });
        }
    };
    for (at, byte) in text.bytes().enumerate() {
        let class = CLASSES[usize::from(byte)];
        if class == SIGN {
            push(start, at, hash, classes);
            (start, hash, classes) = (at + 1, SEED, SIGN);
        } else {
            hash = mixed(hash, class);
            classes |= class;
        }
    }
    push(start, text.len(), hash, classes);
}

/// Adds the words of a stretch that signs of ASCII bound and that is not all ASCII.
fn add_wide(text: &str, range: std::ops::Range<usize>, found: &mut Vec<Word>) {
    let stretch = text.get(range.clone()).unwrap_or_default();
    let odd = |start: usize, end: usize| Word { start: offset(start), end: offset(end), hash: ODD };
    if stretch.contains(is_dropped) {
        found.push(odd(range.start, range.end));
        return;
    }
    let mut start = range.start;
    for part in stretch.split(|character: char| !character.is_alphanumeric() && !ACCENTS.contains(&character))
    {
        // The sign behind a part is as long as it is: what follows is found by where it stands.
        let at = start + part.len();
        if !part.is_empty() {
            let hash = if part.is_ascii() { hash(part) } else { ODD };
            found.push(Word { start: offset(start), end: offset(at), hash });
        }
        let sign = text.get(at..range.end).and_then(|rest| rest.chars().next());
        start = at + sign.map_or(0, char::len_utf8);
    }
}

const SEED: u32 = 0x811C_9DC5;

/// One step of FNV-1a, in 32 bits.
const fn mixed(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// Spreads the last letters over all bits, and keeps clear of what stands for odd words.
const fn finished(hash: u32) -> u32 {
    (hash ^ hash >> 15).wrapping_mul(0x2C1B_3C6D) | 1
}

fn hash(word: &str) -> u32 {
    finished(word.bytes().fold(SEED, |hash, byte| mixed(hash, byte.to_ascii_lowercase())))
}

/// The class of a byte that is in no word.
const SIGN: u8 = 0;
/// The class of the bytes of characters beyond ASCII.
const BEYOND: u8 = 0x80;

/// For each byte its letter in lower case, or its class.
static CLASSES: [u8; 256] = {
    let mut classes = [SIGN; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            letter @ (b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z') => letter.to_ascii_lowercase(),
            0x80.. => BEYOND,
            _ => SIGN,
        };
        byte += 1;
    }
    classes
};

/// A set of words that may hold others by mistake: few of them, and those that are odd.
#[derive(Clone, Debug)]
pub(crate) struct WordSet(Box<[u64; SLOTS / 64]>);

/// Bits of a set: vocabularies have up to a few thousand words.
const SLOTS: usize = 1 << 14;

impl Default for WordSet {
    fn default() -> Self {
        Self(Box::new([0; SLOTS / 64]))
    }
}

impl WordSet {
    /// The set of some words.
    pub(crate) fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut set = Self::default();
        for word in words.into_iter().filter(|word| word.is_ascii()) {
            let (slot, bit) = place(hash(word));
            set.0[slot] |= 1 << bit;
        }
        set
    }

    /// Whether a word may be one of the set.
    #[inline]
    pub(crate) fn may_hold(&self, word: Word) -> bool {
        let (slot, bit) = place(word.hash);
        word.is_odd() || self.0[slot] >> bit & 1 == 1
    }

    /// The same for a word that stands in no index.
    #[inline]
    pub(crate) fn may_hold_text(&self, word: &str) -> bool {
        self.may_hold(Word { start: 0, end: 0, hash: if word.is_ascii() { hash(word) } else { ODD } })
    }

    /// Whether one of some words may be in the set.
    pub(crate) fn may_hold_any(&self, words: &[Word]) -> bool {
        words.iter().any(|word| self.may_hold(*word))
    }
}

/// The place of a word: less than the number of slots.
const fn place(hash: u32) -> (usize, u32) {
    let bit = hash as usize >> 8 & (SLOTS - 1);
    (bit / 64, (bit % 64) as u32)
}

#[cfg(test)]
mod tests {
    use super::{WordIndex, WordSet, words};

    fn found(text: &str) -> Vec<(&str, bool)> {
        words(text).iter().map(|word| (word.of(text), word.is_odd())).collect()
    }

    #[test]
    fn words_are_those_of_the_text() {
        assert_eq!(
            found("On May 3rd, at 9."),
            [("On", false), ("May", false), ("3rd", false), ("at", false), ("9", false)]
        );
        assert_eq!(found("don’t «Été» 字"), [("don", false), ("t", false), ("Été", true), ("字", true)]);
        assert_eq!(found("de\u{AD}sk mat…"), [("de\u{AD}sk", true), ("mat", false)]);
        assert_eq!(found("fe\u{301}vrier"), [("fe\u{301}vrier", true)]);
        assert_eq!(found("de\u{200F}sk"), [("de\u{200F}sk", true)]);
        assert_eq!(found(""), []);
        assert_eq!(found(" - "), []);
    }

    #[test]
    fn no_word_of_a_set_is_missed() {
        let set = WordSet::of(["monday", "a", "july"]);
        for text in ["Monday", "JULY", "a", "Juli\u{E9}", "it is “july” now"] {
            assert!(set.may_hold_any(&words(text)), "{text}");
        }
        assert!(!set.may_hold_any(&words("no sunday here")));
    }

    #[test]
    fn texts_are_known_by_their_numbers() {
        let texts = ["a b", "", "c"];
        let index = WordIndex::new(texts.iter().copied());
        let own = |number: usize, text: &str| index.of(number, text).len();
        assert_eq!([own(0, "a b"), own(1, ""), own(2, "c"), own(3, "of no index")], [2, 0, 1, 3]);
    }

    proptest::proptest! {
        #[test]
        fn words_hold_every_letter(text in "[ab Zé’9\u{AD}字.-]{0,24}") {
            let own: String = words(&text).iter().map(|word| word.of(&text)).collect();
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            proptest::prop_assert_eq!(letters(&own), letters(&text));
        }
    }
}
