use super::{Counting, EmojiCount, Length, Unit, may_exceed, measure};
use crate::text::social::{NameForm, entities};

const X: Counting = Counting {
    unit: Unit::Weighted,
    link: Some(23),
    bare_link: Some(23),
    emoji: EmojiCount::Two,
    hosts: true,
};

const MASTODON: Counting = Counting { link: Some(23), hosts: false, ..Counting::plain(Unit::Grapheme) };

const THREADS: Counting = Counting { emoji: EmojiCount::Bytes, ..Counting::plain(Unit::CodePoint) };

const FAMILY: &str = "👨‍👩‍👧‍👦";

fn count(text: &str, counting: Counting) -> u32 {
    measure(text, &counting, u32::MAX).count
}

/// The same text in every unit.
fn all(text: &str) -> [u32; 6] {
    [
        count(text, Counting::plain(Unit::Utf16)),
        count(text, Counting::plain(Unit::CodePoint)),
        count(text, Counting::plain(Unit::Grapheme)),
        count(text, Counting::plain(Unit::Byte)),
        count(text, X),
        count(text, Counting::plain(Unit::Width)),
    ]
}

#[test]
fn each_unit_counts_in_its_own_way() {
    assert_eq!(all("Desk"), [4, 4, 4, 4, 4, 4]);
    // Four people and three joiners: 4 * 2 + 3 code units, 7 code points, 4 * 4 + 3 * 3 bytes.
    assert_eq!(all(FAMILY), [11, 7, 1, 25, 2, 11]);
    // A flag is two letters outside of the basic plane.
    assert_eq!(all("🇩🇪"), [4, 2, 1, 8, 2, 2]);
    assert_eq!(all("机と椅子"), [4, 4, 4, 12, 8, 8]);
    assert_eq!(all("é"), [1, 1, 1, 2, 1, 1]);
    // The same letter in two characters: X composes it.
    assert_eq!(all("e\u{301}"), [2, 2, 1, 3, 1, 2]);
    assert_eq!(all("’"), [1, 1, 1, 3, 1, 1]);
    assert_eq!(all("€"), [1, 1, 1, 3, 2, 1]);
    assert_eq!(all("a\nb"), [3, 3, 3, 3, 3, 3]);
}

#[test]
fn links_count_what_their_network_says() {
    let long = "See https://www.harborandpine.com/sale/cove-desk?utm_source=x&utm_campaign=bf26 now";
    assert_eq!(count(long, X), 4 + 23 + 4);
    assert_eq!(count(long, MASTODON), 4 + 23 + 4);
    assert_eq!(count(long, THREADS), 83);
    // Without a scheme X makes a link of it, Mastodon does not.
    assert_eq!(count("harborandpine.com", X), 23);
    assert_eq!(count("harborandpine.com", MASTODON), 17);
    assert_eq!(count("t.co/a b.com", X), 23 + 1 + 23);
    assert_eq!(count("e.g. this", X), 9);
}

#[test]
fn names_and_emoji_count_what_their_network_says() {
    assert_eq!(count("Hi @ann@mastodon.social!", MASTODON), 8);
    assert_eq!(count("Hi @ann@mastodon.social!", X), 24);
    assert_eq!(count("Hi @ann!", MASTODON), 8);
    assert_eq!(count("Hi 😀", THREADS), 3 + 4);
    assert_eq!(count(&format!("Hi {FAMILY}"), THREADS), 3 + 25);
    assert_eq!(count("naïve ©", THREADS), 7);
    assert_eq!(count("1️⃣", THREADS), 7);
    assert_eq!(count("1️⃣", X), 2);
}

#[test]
fn what_is_beyond_begins_with_the_first_character_that_does_not_fit() {
    let beyond = |text: &str, counting: Counting, max: u32| measure(text, &counting, max).beyond;
    assert_eq!(beyond("abcdef", Counting::plain(Unit::Utf16), 6), None);
    assert_eq!(beyond("abcdef", Counting::plain(Unit::Utf16), 4), Some(4));
    // A pair of code units is in or out as a whole.
    assert_eq!(beyond("abc😀f", Counting::plain(Unit::Utf16), 4), Some(3));
    assert_eq!(beyond(&format!("ab{FAMILY}c"), Counting::plain(Unit::Grapheme), 3), Some(2 + 25));
    assert_eq!(beyond(&format!("ab{FAMILY}c"), X, 3), Some(2));
    assert_eq!(beyond("e\u{301}e\u{301}e", X, 2), Some(6));
    // So is a link.
    assert_eq!(beyond("Look: https://a.com/b and more", X, 28), Some(6));
    assert_eq!(beyond("Look: https://a.com/b and more", X, 29), Some(21));
    assert_eq!(beyond("ä", Counting::plain(Unit::Byte), 1), Some(0));
    assert_eq!(beyond("机机", Counting::plain(Unit::Width), 3), Some(3));
}

#[test]
fn a_text_with_a_placeholder_is_at_least_so_long() {
    for unit in [Unit::Utf16, Unit::CodePoint, Unit::Grapheme, Unit::Byte, Unit::Weighted, Unit::Width] {
        let length = measure("Hi \u{FFFC}!", &Counting::plain(unit), 4);
        assert_eq!(length, Length { count: 4, beyond: None }, "{unit:?}");
    }
    assert_eq!(count("See https://harbor.com/\u{FFFC}/very/long/path now", X), 4 + 23 + 4);
    assert_eq!(count("See https://\u{FFFC}/very/long/path now", X), 4 + 23 + 4);
}

#[test]
fn parts_of_a_message_are_units_too() {
    let parts = Counting::plain(Unit::SmsPart);
    assert_eq!(measure(&"a".repeat(160), &parts, 1), Length { count: 1, beyond: None });
    assert_eq!(measure(&"a".repeat(161), &parts, 1), Length { count: 2, beyond: Some(153) });
    assert_eq!(measure("", &parts, 1).count, 1);
}

proptest::proptest! {
    #[test]
    fn what_fits_is_not_too_long(text in "[a-c.:/@#é字😀\u{1D160}\u{344}\u{301}\u{200D}\u{FE0F}\u{FFFC} ]{0,40}", max in 0u32..40) {
        for counting in [X, MASTODON, THREADS, Counting::plain(Unit::Utf16), Counting::plain(Unit::SmsPart)] {
            let length = measure(&text, &counting, max);
            proptest::prop_assert_eq!(length.count > max, length.beyond.is_some());
            if let Some(beyond) = length.beyond {
                let links = entities(&text, NameForm::Dotted);
                let links = links.iter().filter(|entity| entity.is_link()).map(|entity| entity.range.clone());
                proptest::prop_assert!(may_exceed(&text, links, &counting, max));
                proptest::prop_assert!(text.is_char_boundary(beyond));
            }
        }
    }
}
