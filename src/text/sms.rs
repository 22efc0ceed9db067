//! Text messages as they are sent: in which alphabet, and in how many parts (3GPP TS 23.038 and 23.040). Knows nothing of
//! what they say.

/// Parts of a message are put together again with the help of a header, which takes room in each: so many units fit into
/// a message that is sent as one, and into each part of a longer one.
const GSM_ROOM: (usize, usize) = (160, 153);
const UCS_ROOM: (usize, usize) = (70, 67);

/// Stands for what cannot be read: see `document::HOLE`.
const HOLE: char = '\u{FFFC}';

/// How a message is encoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// The default alphabet, seven bits a character, its extension characters two of them.
    Gsm,
    /// Two bytes for every code unit of UTF-16, for the whole message.
    Ucs2,
}

/// The default alphabet, letters and digits of ASCII aside (3GPP TS 23.038, section 6.2.1).
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà";

/// Its extension, each character two units (section 6.2.1.1).
const EXTENDED: &str = "^{}\\[]~|€\u{C}";

/// Characters outside of the alphabet, and what says the same inside of it. Sorted.
const EQUIVALENTS: &[(char, &str)] = &[
    ('`', "'"),
    ('\u{A0}', " "),
    ('\u{AB}', "\""),
    ('\u{AD}', ""),
    ('\u{B4}', "'"),
    ('\u{B7}', "-"),
    ('\u{BB}', "\""),
    ('\u{2002}', " "),
    ('\u{2003}', " "),
    ('\u{2009}', " "),
    ('\u{200A}', " "),
    ('\u{200B}', ""),
    ('\u{2010}', "-"),
    ('\u{2011}', "-"),
    ('\u{2013}', "-"),
    ('\u{2014}', "-"),
    ('\u{2018}', "'"),
    ('\u{2019}', "'"),
    ('\u{201A}', "'"),
    ('\u{201C}', "\""),
    ('\u{201D}', "\""),
    ('\u{201E}', "\""),
    ('\u{2022}', "-"),
    ('\u{2026}', "..."),
    ('\u{202F}', " "),
    ('\u{2212}', "-"),
    ('\u{FEFF}', ""),
];

/// The encoding that a message needs.
#[must_use]
pub fn encoding(text: &str) -> Encoding {
    if text.chars().all(is_gsm) { Encoding::Gsm } else { Encoding::Ucs2 }
}

/// Whether the default alphabet or its extension holds a character. Placeholders count as if it did.
#[must_use]
pub fn is_gsm(character: char) -> bool {
    septets(character).is_some()
}

/// What says the same as a character inside of the alphabet, if anything does.
#[must_use]
pub fn equivalent(character: char) -> Option<&'static str> {
    let found = EQUIVALENTS.binary_search_by_key(&character, |(known, _)| *known).ok()?;
    EQUIVALENTS.get(found).map(|(_, equivalent)| *equivalent)
}

/// Where the parts of a message begin, in bytes of the text. A message has at least one.
///
/// Neither the two units of an extension character nor those of a surrogate pair are torn apart. Placeholders take no
/// room; in the default alphabet, so do characters that it does not hold.
#[must_use]
pub fn parts(text: &str, encoding: Encoding) -> Vec<usize> {
    let (alone, each) = match encoding {
        Encoding::Gsm => GSM_ROOM,
        Encoding::Ucs2 => UCS_ROOM,
    };
    let units = |character: char| match encoding {
        _ if character == HOLE => 0,
        Encoding::Gsm => septets(character).unwrap_or(0),
        Encoding::Ucs2 => character.len_utf16(),
    };
    let mut starts = vec![0];
    let mut total = 0;
    // Most messages are short: their length is known before it matters.
    if text.chars().map(units).all(|length| {
        total += length;
        total <= alone
    }) {
        return starts;
    }
    let mut taken = 0;
    for (at, character) in text.char_indices() {
        let length = units(character);
        if taken + length > each {
            starts.push(at);
            taken = 0;
        }
        taken += length;
    }
    starts
}

/// Units of the default alphabet that a character takes.
fn septets(character: char) -> Option<usize> {
    if character.is_ascii_alphanumeric() || matches!(character, ' ' | '.' | ',' | '\n') {
        return Some(1);
    }
    match character {
        HOLE => Some(0),
        _ if BASIC.contains(character) => Some(1),
        _ if EXTENDED.contains(character) => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{EQUIVALENTS, Encoding, encoding, equivalent, is_gsm, parts};

    fn count(text: &str) -> (Encoding, usize) {
        let encoding = encoding(text);
        (encoding, parts(text, encoding).len())
    }

    #[test]
    fn the_equivalents_are_sorted_and_in_the_alphabet() {
        assert!(EQUIVALENTS.is_sorted());
        for (from, to) in EQUIVALENTS {
            assert!(!is_gsm(*from) && to.chars().all(is_gsm), "{from:?}");
        }
        assert_eq!((equivalent('’'), equivalent('ç')), (Some("'"), None));
    }

    #[test]
    fn the_default_alphabet_takes_160_and_then_153_a_part() {
        for (length, expected) in [(0, 1), (1, 1), (160, 1), (161, 2), (306, 2), (307, 3), (459, 3), (460, 4)]
        {
            assert_eq!(count(&"a".repeat(length)), (Encoding::Gsm, expected), "{length}");
        }
        assert_eq!(parts(&"a".repeat(307), Encoding::Gsm), [0, 153, 306]);
    }

    #[test]
    fn one_character_outside_of_it_leaves_70_and_then_67() {
        for (length, expected) in [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)] {
            assert_eq!(count(&"’".repeat(length)), (Encoding::Ucs2, expected), "{length}");
        }
        assert_eq!(count(&format!("{}ç", "a".repeat(69))), (Encoding::Ucs2, 1));
        assert_eq!(count(&format!("{}ç", "a".repeat(70))), (Encoding::Ucs2, 2));
    }

    #[test]
    fn extension_characters_take_two_units_and_are_not_torn() {
        assert_eq!(count(&"€".repeat(80)), (Encoding::Gsm, 1));
        assert_eq!(count(&"€".repeat(81)), (Encoding::Gsm, 2));
        // 153 is odd: the last unit of a part stays empty, 76 of them a part.
        assert_eq!(count(&"[".repeat(152)), (Encoding::Gsm, 2));
        assert_eq!(count(&"[".repeat(153)), (Encoding::Gsm, 3));
        let torn = format!("{}€{}", "a".repeat(152), "a".repeat(152));
        // 306 units would fit into two parts, but the euro sign moves to the second as a whole.
        assert_eq!(parts(&torn, Encoding::Gsm), [0, 152, 152 + 3 + 151]);
    }

    #[test]
    fn surrogate_pairs_are_not_torn() {
        assert_eq!(count(&"😀".repeat(35)), (Encoding::Ucs2, 1));
        // 67 is odd: 33 pairs a part.
        assert_eq!(parts(&"😀".repeat(67), Encoding::Ucs2), [0, 33 * 4, 66 * 4]);
    }

    #[test]
    fn placeholders_take_no_room() {
        assert_eq!(count(&format!("{}\u{FFFC}", "a".repeat(160))), (Encoding::Gsm, 1));
    }

    #[test]
    fn the_alphabet_has_its_accents_and_no_others() {
        assert!("èéùìòÇØøÅåÆæßÉÄÖÑÜäöñüàΔΦΓΛΩΠΨΣΘΞ£¥¤§¿¡€".chars().all(is_gsm));
        assert!("çáíóúâêôãõ’“”–—…`\u{A0}\t".chars().all(|character| !is_gsm(character)));
    }
}
