//! Lines of which one word is wrong: left out, said twice, in the place of its neighbour, or another one. In a short line
//! that changes more letters than a drifted copy may.

use crate::guide::lines::words;

/// From so many words on a line is told by the others, whichever is wrong.
const LONG: usize = 8;
/// In a shorter line, no shorter than this, one small word inside may be missing or too many, or two may be swapped.
const SHORT: usize = 4;
/// Letters of a small word.
const SMALL: usize = 3;

/// Whether two folded texts differ in one word only.
pub(super) fn is_one_word_off(text: &str, line: &str) -> bool {
    let (own, right): (Vec<&str>, Vec<&str>) = (words(text).collect(), words(line).collect());
    if right.len() < SHORT {
        return false;
    }
    let is_long = right.len() >= LONG;
    let first = own.iter().zip(&right).take_while(|(own, right)| own == right).count();
    let last = own.iter().rev().zip(right.iter().rev()).take_while(|(own, right)| own == right).count();
    // What is left where the equal words at both ends are taken away; where a word is doubled they overlap.
    let rest = |all: &[&str]| all.len().saturating_sub(first + last);
    match (rest(&own), rest(&right)) {
        (0, 0 | 1) | (1, 0) => {
            let longer = if own.len() > right.len() { &own } else { &right };
            let at = first.min(longer.len().saturating_sub(1));
            let is_inside = at > 0 && at + 1 < longer.len();
            let is_small = longer.get(at).is_some_and(|word| word.chars().count() <= SMALL);
            own.len() != right.len() && (is_long || is_inside && is_small)
        }
        (1, 1) => is_long,
        (2, 2) => own.get(first) == right.get(first + 1) && own.get(first + 1) == right.get(first),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_one_word_off;

    #[test]
    fn one_word_of_a_short_line_is_small_or_moved() {
        let line = "made to stand for.";
        for near in ["made stand for.", "made to to stand for.", "made stand to for.", "made to stand a for"]
        {
            assert!(is_one_word_off(near, line), "{near}");
        }
        for other in
            ["made to stand.", "made to stand out.", "to stand for.", "made to for.", line, "made for"]
        {
            assert!(!is_one_word_off(other, line), "{other}");
        }
        assert!(!is_one_word_off("oak life", "oak for life"));
    }

    #[test]
    fn any_word_of_a_long_line_may_be_wrong() {
        let line = "prices exclude sales tax, which is added at checkout.";
        for near in [
            "prices exclude sales tax, which is added at once.",
            "prices exclude tax, which is added at checkout.",
            "prices always exclude sales tax, which is added at checkout.",
            "prices exclude sales tax, which is added at",
        ] {
            assert!(is_one_word_off(near, line), "{near}");
        }
        assert!(!is_one_word_off("prices include sales tax, which is added before checkout.", line));
    }
}
