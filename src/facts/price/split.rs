//! Amounts whose cents stand in an element of their own: `$399<sup>99</sup>`, `<span>12</span> <span class="cents">99</span>
//! €`. Once tags are gone the cents run into the number or stand beside it.

use std::ops::Range;

use rust_decimal::Decimal;

use super::number::{Convention, read};
use super::scan::Amount;
use crate::document::Segment;
use crate::source::Source;
use crate::span::Span;

/// Bytes of markup between a number and its cents.
const LONGEST_GAP: u32 = 400;

/// What the markup between them says where it sets cents apart, in lower case.
const HINTS: &[&str] =
    &["<sup", "cent", "fraction", "decimal", "minor", "penny", "pence", "kopeck", "exponent"];

/// What an amount is once its cents are found.
#[derive(Clone, Debug)]
pub(super) struct Joined {
    /// Bytes of the text: number, cents and currency.
    pub(super) range: Range<usize>,
    /// The value, in major units.
    pub(super) amount: Decimal,
    /// Whether some other tag splits the digits, so that the last two may be cents.
    pub(super) is_unsure: bool,
}

/// Joins an amount with its cents.
pub(super) fn join(
    source: &Source,
    segment: &Segment,
    amount: &Amount,
    convention: Option<Convention>,
) -> Joined {
    let plain = |is_unsure| Joined { range: amount.range.clone(), amount: amount.amount, is_unsure };
    let text = Text { source, segment };
    if amount.scale.is_some() {
        return plain(false);
    }
    if let Some(is_hinted) = text.is_cut_before_cents(&amount.number) {
        let whole = amount.number.start..amount.number.end - 2;
        let joined = text.value(&whole, amount.number.end - 2..amount.number.end, amount, convention);
        return match joined.filter(|_| is_hinted) {
            Some(value) => Joined { amount: value, ..plain(false) },
            None => plain(text.is_plain(&amount.number)),
        };
    }
    text.cents_behind(amount, convention)
        .or_else(|| text.whole_before(amount, convention))
        .unwrap_or_else(|| plain(false))
}

struct Text<'a> {
    source: &'a Source,
    segment: &'a Segment,
}

impl Text<'_> {
    fn get(&self, range: Range<usize>) -> &str {
        self.segment.text.as_str().get(range).unwrap_or_default()
    }

    fn is_plain(&self, number: &Range<usize>) -> bool {
        self.get(number.clone()).bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The markup between two neighbouring parts of the text.
    fn gap(&self, left: &Range<usize>, right: &Range<usize>) -> Option<String> {
        let end = self.segment.text.span(left.clone()).end();
        let start = self.segment.text.span(right.clone()).start();
        (start > end && start - end <= LONGEST_GAP)
            .then(|| self.source.slice(Span::new(end, start)).to_ascii_lowercase())
            .filter(|gap| gap.contains('<'))
    }

    /// Whether a tag stands before the last two digits of a number, and whether it says that they are cents.
    fn is_cut_before_cents(&self, number: &Range<usize>) -> Option<bool> {
        let cut = number.end.checked_sub(2).filter(|cut| *cut > number.start)?;
        let (left, right) = (cut - 1..cut, cut..number.end);
        let is_digits = |range: &Range<usize>| self.is_plain(range) && !self.get(range.clone()).is_empty();
        let gap = if is_digits(&left) && is_digits(&right) { self.gap(&left, &right)? } else { return None };
        Some(HINTS.iter().any(|hint| gap.contains(hint)))
    }

    /// `$12 99`: the cents behind a whole number.
    fn cents_behind(&self, amount: &Amount, convention: Option<Convention>) -> Option<Joined> {
        let number = &amount.number;
        if amount.range.end != number.end {
            return None;
        }
        let rest = self.segment.text.as_str().get(number.end..)?;
        let start = number.end + usize::from(rest.starts_with(' '));
        let cents = start..start + 2;
        let tail = self.segment.text.as_str().get(cents.end..)?;
        let ends = !tail.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '.' | ',' | '%'));
        let amount_value = self.beside(number, &cents, amount, convention).filter(|_| ends)?;
        Some(Joined { range: amount.range.start..cents.end, amount: amount_value, is_unsure: false })
    }

    /// `12 99 €`: the whole number before what was read as one of two digits.
    fn whole_before(&self, amount: &Amount, convention: Option<Convention>) -> Option<Joined> {
        let cents = &amount.number;
        if amount.range.start != cents.start || cents.len() != 2 {
            return None;
        }
        let head = self.segment.text.as_str().get(..cents.start)?;
        let end = head.trim_end_matches(' ').len();
        let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'');
        let start = head.get(..end)?.trim_end_matches(is_part).len();
        let whole = start..end;
        let value = self.beside(&whole, cents, amount, convention).filter(|_| head.len() - end < 2)?;
        Some(Joined { range: start..amount.range.end, amount: value, is_unsure: false })
    }

    /// The value of a whole number and cents beside it, where the markup between says that they are cents.
    fn beside(
        &self,
        whole: &Range<usize>,
        cents: &Range<usize>,
        amount: &Amount,
        convention: Option<Convention>,
    ) -> Option<Decimal> {
        let are_digits = self.get(cents.clone()).len() == 2 && self.is_plain(cents);
        let ends_in_digit = self.get(whole.clone()).ends_with(|last: char| last.is_ascii_digit());
        if !are_digits || !ends_in_digit {
            return None;
        }
        let gap = self.gap(&(whole.end - 1..whole.end), cents)?;
        let is_hinted = HINTS.iter().any(|hint| gap.contains(hint));
        self.value(whole, cents.clone(), amount, convention).filter(|_| is_hinted)
    }

    fn value(
        &self,
        whole: &Range<usize>,
        cents: Range<usize>,
        amount: &Amount,
        convention: Option<Convention>,
    ) -> Option<Decimal> {
        let whole = read(self.get(whole.clone()), convention, amount.currency)?.amount;
        let cents: Decimal = self.get(cents).parse().ok()?;
        let value = whole.checked_add(cents.checked_div(Decimal::ONE_HUNDRED)?)?;
        whole.fract().is_zero().then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Segment};
    use crate::facts::{FactValue, price};
    use crate::guide::Guide;
    use crate::scope::Scope;
    use crate::source::Source;
    use crate::text::MappedText;

    /// The amounts of a text whose pieces stand at these bytes of the source.
    fn amounts(html: &str, pieces: &[&str]) -> Vec<String> {
        let mut text = MappedText::default();
        let mut from = 0;
        for piece in pieces {
            let at = html.get(from..).and_then(|rest| rest.find(piece)).expect("it is there") + from;
            text.push_verbatim(piece, u32::try_from(at).expect("short"));
            from = at + piece.len();
        }
        let document = Document { segments: vec![Segment::new(Scope::Body, text)], ..Document::default() };
        let facts = price::extract(&Source::new("a.html", html), &document, &Guide::default());
        let describe = |fact: &crate::facts::Fact| match &fact.value {
            FactValue::Price(price) => format!("{}={}", fact.text, price.amount.normalize()),
            _ => String::new(),
        };
        facts.iter().map(describe).collect()
    }

    #[test]
    fn cents_in_an_element_of_their_own_are_cents() {
        assert_eq!(amounts("$399<sup>99</sup>", &["$399", "99"]), ["$39999=399.99"]);
        assert_eq!(amounts("$1,299<sup>99</sup> now", &["$1,299", "99", " now"]), ["$1,29999=1299.99"]);
        assert_eq!(amounts("12<b class=\"cents\">99</b> €", &["12", "99", " €"]), ["1299 €=12.99"]);
        assert_eq!(amounts("<b>12</b> <b class=cents>99</b> €", &["12", " ", "99", " €"]), ["12 99 €=12.99"]);
        assert_eq!(amounts("<b>$12</b> <sup>99</sup> x", &["$12", " ", "99", " x"]), ["$12 99=12.99"]);
        assert_eq!(
            amounts("$12<b>99</b> or more of it, please", &["$12", "99", " or more of it, please"]),
            ["$1299=1299"]
        );
    }
}
