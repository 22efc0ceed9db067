//! Where tags cut a text. The texts of neighbouring elements run into one another (`R 1,299R 1,699`), and only the tag
//! between them tells where one ends. Knows nothing of prices.

use std::ops::Range;

use crate::source::Source;
use crate::span::Span;
use crate::text::MappedText;

/// Bytes of a few prices that run into one another.
const LONGEST: usize = 64;

/// Bytes of a text before which a tag stands, in order.
#[derive(Clone, Default, Debug)]
pub(super) struct Cuts(Vec<usize>);

impl Cuts {
    /// The cuts of a text.
    pub(super) fn of(source: &Source, text: &MappedText) -> Self {
        let cuts = text.runs().windows(2).filter_map(|pair| {
            let [left, right] = pair else { return None };
            let (from, to) = (left.source.end(), right.source.start());
            let is_cut = left.text.end() == right.text.start()
                && from < to
                && source.slice(Span::new(from, to)).contains('<');
            is_cut.then_some(right.text.start() as usize)
        });
        Self(cuts.collect())
    }

    /// The first tag behind this byte.
    pub(super) fn next(&self, at: usize) -> Option<usize> {
        self.0.get(self.0.partition_point(|cut| *cut <= at)).copied()
    }

    /// Whether a tag stands before this byte.
    pub(super) fn has(&self, at: usize) -> bool {
        self.0.binary_search(&at).is_ok()
    }

    /// Where a run of digits and separators ends whose elements are numbers of their own: `49.99` and `39.99`, or `49`
    /// and `20%`. Cents of their own element stay with their number.
    pub(super) fn end_of_number(&self, text: &str, range: &Range<usize>) -> Option<usize> {
        // Longer runs are no prices, whatever cuts them; they are not gone through again and again.
        if self.0.is_empty() || range.len() > LONGEST {
            return None;
        }
        let first = self.0.partition_point(|cut| *cut <= range.start);
        let mut cuts = self.0.iter().skip(first).copied().peekable();
        let inner: Vec<usize> = std::iter::from_fn(|| cuts.next_if(|cut| *cut < range.end)).collect();
        let rest = text.get(range.end..).unwrap_or_default();
        // `14 990,-` before `12 990,-`.
        let dash = cuts.find(|cut| *cut > range.end).and_then(|cut| text.get(range.end..cut));
        let dash = dash.filter(|dash| dash.starts_with(['.', ',', ':']) && dash.ends_with(['-', '\u{2013}']));
        if inner.is_empty() {
            return dash.map(|dash| range.end + dash.len());
        }
        let is_percent = rest.trim_start_matches(' ').starts_with('%');
        let mut last = None;
        let mut from = range.start;
        let mut n_joints = 0;
        for (index, cut) in inner.iter().copied().enumerate() {
            let head = text.get(range.start..cut).unwrap_or_default();
            let piece = text.get(from..cut).unwrap_or_default();
            let next = text.get(cut..inner.get(index + 1).copied().unwrap_or(range.end)).unwrap_or_default();
            let ends_in_cents = head.rsplit_once(['.', ',']).is_some_and(|(whole, cents)| {
                !whole.is_empty() && cents.len() == 2 && cents.bytes().all(|byte| byte.is_ascii_digit())
            });
            let is_joint = head.ends_with(is_digit) && next.starts_with(is_digit);
            n_joints += usize::from(is_joint);
            // Two digits may be cents, and a digit each is a number that a script rolls.
            let are_cents = n_joints == 1 && next.len() == 2;
            let are_rolled = piece.len() == 1 && next.len() == 1;
            let is_other = is_joint && !are_cents && !are_rolled;
            // `Model 2` before `199 €`.
            if ends_in_cents || is_other || head.ends_with(' ') {
                return Some(cut);
            }
            last = Some(cut);
            from = cut;
        }
        last.filter(|_| is_percent)
    }
}

const fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::Cuts;

    #[test]
    fn numbers_of_their_own_end_at_the_tag() {
        let end = |text: &str, cuts: &[usize], to: usize| Cuts(cuts.to_vec()).end_of_number(text, &(0..to));
        assert_eq!(end("49.9939.99", &[5], 10), Some(5));
        assert_eq!(end("1.4391020% off", &[5, 7], 9), Some(7));
        assert_eq!(end("39999", &[3], 5), None);
        assert_eq!(end("1.899,99", &[5, 6], 8), None);
        assert_eq!(end("129", &[1, 2], 3), None);
        assert_eq!(end("2 199", &[2], 5), Some(2));
        assert_eq!(end("1299012x", &[3, 5], 7), Some(5));
        assert_eq!(end("20500 g", &[2], 5), Some(2));
        assert_eq!(end("202 for", &[2], 3), Some(2));
        assert_eq!(end("990,-290,-", &[5], 3), Some(5));
    }
}
