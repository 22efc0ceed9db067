//! Amounts that are the ends of a range, and what one end lends the other. Knows nothing of what a range is for.

use super::currency::Marker;
use super::magnitude::magnitude;
use super::scan::{Amount, Candidate, RangeEnd};

/// `$5–10` and `5–10 €` name the currency once for both ends.
pub(super) fn lent<'c>(
    text: &str,
    candidate: &Candidate,
    previous: Option<&'c Candidate>,
    next: Option<&'c Candidate>,
) -> Option<&'c Marker> {
    let is_before = |lender: &&Candidate| {
        lender.marker.as_ref().is_some_and(|marker| marker.range.end <= lender.numeral.range.start)
    };
    let is_behind = |lender: &&Candidate| {
        lender.marker.as_ref().is_some_and(|marker| marker.range.start >= lender.numeral.range.end)
    };
    let from_previous = previous.filter(is_before).filter(|previous| {
        // `USD 5m - 10m`.
        let (_, length) = magnitude(text.get(previous.range.end..).unwrap_or_default(), None);
        let (from, to) = (previous.range.end + length, candidate.range.start);
        is_tight_dash(text, from, to)
            || candidate.numeral.is_shaped() && is_dash(text, from, to)
            || is_between(text, previous.range.start, connector(text, from, to))
    });
    let from_next = next.filter(is_behind).filter(|next| {
        let (from, to) = (candidate.range.end, next.range.start);
        is_dash(text, from, to) || is_between(text, candidate.range.start, connector(text, from, to))
    });
    let from_next = from_next.filter(|_| !is_counted(text, candidate.range.start));
    from_previous.or(from_next).and_then(|lender| lender.marker.as_ref())
}

/// `Pack of 3 - 20 €`: the number counts something.
fn is_counted(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default().trim_end_matches([' ', ':', '.']);
    let word = head.rsplit(|next: char| !next.is_alphabetic()).next().unwrap_or_default();
    ["of", "size", "pack", "no", "nr", "model", "taille", "größe"]
        .iter()
        .any(|own| word.eq_ignore_ascii_case(own))
}

/// The text between two amounts.
pub(super) fn connector(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

/// `between $20 and 30`.
fn is_between(text: &str, start: usize, connector: &str) -> bool {
    let head = || text.get(..start).unwrap_or_default().trim_end_matches(' ');
    let ends_with = |word: &str| {
        let from = head().len().checked_sub(word.len());
        from.and_then(|from| head().get(from..)).is_some_and(|own| own.eq_ignore_ascii_case(word))
    };
    match connector {
        " and " => ends_with("between"),
        " und " => ends_with("zwischen"),
        " et " | " y " => ends_with("entre"),
        _ => false,
    }
}

fn is_tight_dash(text: &str, from: usize, to: usize) -> bool {
    matches!(connector(text, from, to), "-" | "\u{2013}" | "\u{2014}")
        || matches!(connector(text, from, to), " \u{2013} ")
}

fn is_dash(text: &str, from: usize, to: usize) -> bool {
    is_tight_dash(text, from, to)
        || matches!(connector(text, from, to), " - " | " bis " | " to " | " à " | " a ")
}

/// Marks neighbours that are the ends of a range: same currency, a dash or `to` between them, the lower one first.
pub(super) fn mark_ranges(text: &str, amounts: &mut [Amount]) {
    for index in 1..amounts.len() {
        let Some([low, high]) = amounts.get_mut(index - 1..=index) else { continue };
        if low.currency == high.currency
            && low.amount < high.amount
            && low.end.is_none()
            && is_dash(text, low.range.end, high.range.start)
        {
            // `$1-4M`: the magnitude counts for both ends.
            let shared = high.scale.filter(|_| low.scale.is_none());
            let scaled = shared.and_then(|scale| low.amount.checked_mul(scale));
            if let Some(scaled) = scaled.filter(|scaled| *scaled < high.amount) {
                low.amount = scaled;
                low.scale = high.scale;
            }
            low.end = Some(RangeEnd::Low);
            high.end = Some(RangeEnd::High);
        }
    }
}
