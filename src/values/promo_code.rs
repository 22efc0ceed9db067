//! Promo codes: what looks like one, and which two are easily taken for each other.

/// The form in which codes are compared: shops take them in any case.
#[must_use]
pub fn normalized(code: &str) -> String {
    code.trim().to_uppercase()
}

/// Whether two different codes look the same to a reader: `COVE20` and `COVE2O`.
#[must_use]
pub fn look_alike(left: &str, right: &str) -> bool {
    let (left, right) = (normalized(left), normalized(right));
    left != right && skeleton(&left) == skeleton(&right)
}

/// Whether one code is probably a slip for the other: they look alike, or one letter is wrong, missing or too many.
/// A difference in digits only (`COVE10`, `COVE20`) is no slip: codes come in series.
#[must_use]
pub fn is_probable_slip(written: &str, meant: &str) -> bool {
    let (written, meant) = (normalized(written), normalized(meant));
    if look_alike(&written, &meant) {
        return true;
    }
    let letters =
        |code: &str| code.chars().filter(|character| !character.is_ascii_digit()).collect::<String>();
    meant.chars().count() >= 5
        && strsim::osa_distance(&written, &meant) == 1
        && letters(&written) != letters(&meant)
}

fn skeleton(code: &str) -> String {
    code.chars()
        .filter(|character| !matches!(character, '-' | '_'))
        .map(|character| match character {
            'O' | 'Q' => '0',
            'I' | 'L' | '|' => '1',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{is_probable_slip, look_alike, normalized};

    #[test]
    fn case_makes_no_difference() {
        assert_eq!(normalized("cove20"), normalized("COVE20"));
        assert!(!look_alike("cove20", "COVE20"));
    }

    #[test]
    fn letters_and_digits_that_look_the_same() {
        assert!(look_alike("COVE2O", "COVE20"));
        assert!(look_alike("MAI1", "MAIL"));
        assert!(!look_alike("COVE10", "COVE20"));
    }

    #[test]
    fn slips_are_told_from_series() {
        assert!(is_probable_slip("COVES20", "COVE20"));
        assert!(is_probable_slip("CVOE20", "COVE20"));
        assert!(!is_probable_slip("COVE10", "COVE20"));
        assert!(!is_probable_slip("WELCOME10", "COVE20"));
    }
}
