//! Hashtags and names of accounts in canonical form, and which two are easily taken for each other. Knows nothing of the
//! texts they stand in.

use unicode_normalization::UnicodeNormalization;

/// How many letters a name has at least for one wrong letter to be a slip, and for two.
const MIN_LETTERS: (usize, usize) = (6, 12);

/// The form in which hashtags and names are compared: networks do not tell cases apart. A full-width sign becomes a
/// plain one.
#[must_use]
pub fn canonical(tag: &str) -> String {
    if tag.is_ascii() {
        return tag.to_ascii_lowercase();
    }
    let plain = |character: char| match character {
        '＃' => '#',
        '＠' => '@',
        other => other,
    };
    tag.nfc().map(plain).collect::<String>().to_lowercase()
}

/// Whether one of two different tags or names, both in canonical form, is probably a slip for the other: they differ by
/// underscores and dots only, or one letter is wrong, missing or too many, in a long name two. A plural and another number
/// are no slips.
#[must_use]
pub fn is_probable_slip(written: &str, meant: &str) -> bool {
    if written == meant {
        return false;
    }
    if bare(written).eq(bare(meant)) {
        return true;
    }
    // The sign is no letter.
    let length = meant.chars().count().saturating_sub(1);
    let limit = match length {
        _ if length >= MIN_LETTERS.1 => 2,
        _ if length >= MIN_LETTERS.0 => 1,
        _ => return false,
    };
    if is_far(written, meant, limit) {
        return false;
    }
    let is_plural = written.strip_suffix('s') == Some(meant) || meant.strip_suffix('s') == Some(written);
    !is_plural && !unnumbered(written).eq(unnumbered(meant)) && strsim::osa_distance(written, meant) <= limit
}

/// A name without what joins its words.
fn bare(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| !matches!(c, '_' | '.' | '-'))
}

/// A name without its digits.
fn unnumbered(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| !c.is_ascii_digit())
}

/// Cheap test for most names: whether so many changes of a letter cannot make one of the other, since each brings at most
/// one letter in and takes at most one out.
fn is_far(written: &str, meant: &str, limit: usize) -> bool {
    if written.chars().count().abs_diff(meant.chars().count()) > limit {
        return true;
    }
    let letters = |name: &str| name.chars().fold(0_u64, |set, c| set | 1 << (u32::from(c) % u64::BITS));
    let (written, meant) = (letters(written), letters(meant));
    let differ = |some: u64, others: u64| (some & !others).count_ones() as usize > limit;
    differ(written, meant) || differ(meant, written)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::{canonical, is_far, is_probable_slip};

    proptest! {
        #[test]
        fn the_cheap_test_misses_no_slip(written in "#[a-dé]{0,6}", meant in "#[a-dé]{0,6}", limit in 1..3_usize) {
            let is_near = strsim::osa_distance(&written, &meant) <= limit;
            prop_assert!(!(is_near && is_far(&written, &meant, limit)));
        }
    }

    fn is_slip(written: &str, meant: &str) -> bool {
        is_probable_slip(&canonical(written), &canonical(meant))
    }

    #[test]
    fn case_width_and_composition_make_no_difference() {
        assert_eq!(canonical("＃MadeToStandFor"), "#madetostandfor");
        assert_eq!(canonical("#Cafe\u{301}"), canonical("#café"));
    }

    #[test]
    fn slips_are_told_from_other_tags() {
        for slip in ["#MadeToStandFro", "#made_to_stand_for", "#MadeToStndFor", "#MadToStandFort"] {
            assert!(is_slip(slip, "#MadeToStandFor"), "{slip}");
        }
        for other in ["#madetostandfor", "#MadeToLast", "#StandingDesk", "#Sale"] {
            assert!(!is_slip(other, "#MadeToStandFor"), "{other}");
        }
        assert!(!is_slip("#StandingDesks", "#StandingDesk"));
        assert!(!is_slip("#HarborBF25", "#HarborBF26"));
        assert!(!is_slip("#Sail", "#Sale"));
    }
}
