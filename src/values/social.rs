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

/// Whether one of two different tags or names is probably a slip for the other: they differ by underscores and dots only,
/// or one letter is wrong, missing or too many, in a long name two. A plural and another number are no slips.
#[must_use]
pub fn is_probable_slip(written: &str, meant: &str) -> bool {
    let (written, meant) = (canonical(written), canonical(meant));
    let is_joint = |c: char| matches!(c, '_' | '.' | '-');
    let bare = |tag: &str| tag.replace(is_joint, "");
    if written == meant {
        return false;
    }
    if bare(&written) == bare(&meant) {
        return true;
    }
    let is_plural = written.strip_suffix('s') == Some(&meant) || meant.strip_suffix('s') == Some(&written);
    let letters = |tag: &str| tag.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    if is_plural || letters(&written) == letters(&meant) {
        return false;
    }
    // The sign is no letter.
    let length = meant.chars().count().saturating_sub(1);
    let limit = match length {
        _ if length >= MIN_LETTERS.1 => 2,
        _ if length >= MIN_LETTERS.0 => 1,
        _ => return false,
    };
    written.len().abs_diff(meant.len()) <= limit * 4 && strsim::osa_distance(&written, &meant) <= limit
}

#[cfg(test)]
mod tests {
    use super::{canonical, is_probable_slip};

    #[test]
    fn case_width_and_composition_make_no_difference() {
        assert_eq!(canonical("＃MadeToStandFor"), "#madetostandfor");
        assert_eq!(canonical("#Cafe\u{301}"), canonical("#café"));
    }

    #[test]
    fn slips_are_told_from_other_tags() {
        for slip in ["#MadeToStandFro", "#made_to_stand_for", "#MadeToStndFor", "#MadToStandFort"] {
            assert!(is_probable_slip(slip, "#MadeToStandFor"), "{slip}");
        }
        for other in ["#madetostandfor", "#MadeToLast", "#StandingDesk", "#Sale"] {
            assert!(!is_probable_slip(other, "#MadeToStandFor"), "{other}");
        }
        assert!(!is_probable_slip("#StandingDesks", "#StandingDesk"));
        assert!(!is_probable_slip("#HarborBF25", "#HarborBF26"));
        assert!(!is_probable_slip("#Sail", "#Sale"));
    }
}
