//! Abbreviations that are coins only where the words around them say so: `50p off`, `80c`, `20 pounds`. Knows nothing of
//! what an amount is for.

/// Words before coins.
const BEFORE: &[&str] =
    &["for", "costs", "cost", "just", "only", "under", "paid", "pay", "extra", "another", "was"];
/// Words after coins.
const AFTER: &[&str] = &[
    "off", "each", "more", "less", "per", "cheaper", "dearer", "extra", "for", "a", "an", "coin", "coins",
    "piece", "discount", "to", "on",
];
/// Words that pounds are paid with, by their stems.
const PAYING: &[&str] = &[
    "cost", "paid", "pay", "spen", "price", "worth", "charg", "fine", "fee", "salar", "earn", "wage", "rent",
    "bill", "budget", "donat", "debt", "raised", "sold for", "saving", "save", "owe", "loan", "bet ",
];

/// Whether the number that ends at `end` counts the coins or notes that `sign` abbreviates, told by its text.
pub(super) fn are_told(text: &str, end: usize, after: usize, sign: &str) -> bool {
    match sign {
        "p" => is_small(text, end) && (has_near(text, end, &['£']) || has_words(text, end, after)),
        "c" => is_small(text, end) && has_near(text, end, &['$', '€']),
        // `a 50-cent coin`: the word is no currency but beside a number.
        "cent" => text.get(..end).is_some_and(|head| head.ends_with(|last: char| last.is_ascii_digit())),
        "pounds" => is_paid(text, end, after),
        _ => false,
    }
}

/// Whether an amount with one of these signs stands near: `$1.20`, but not `$name`.
fn has_near(text: &str, at: usize, signs: &[char]) -> bool {
    /// Characters on each side.
    const REACH: usize = 160;
    let before = text.get(..at).unwrap_or_default().char_indices().rev().take(REACH).last();
    let start = before.map_or(at, |(start, _)| start);
    let mut previous = ' ';
    text.get(start..).unwrap_or_default().chars().take(2 * REACH).any(|next| {
        let is_amount = signs.contains(&previous) && (next.is_ascii_digit() || next == '.');
        previous = next;
        is_amount
    })
}

/// Whether a number is below a hundred; `1080p` is a picture, and what has a sign of its own before it is no coin.
fn is_small(text: &str, end: usize) -> bool {
    let head = text.get(..end).unwrap_or_default();
    let start = head.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let number = head.get(start..).unwrap_or_default();
    // Fuel is sold by tenths: `149.9p a litre`.
    let most = if number.contains('.') { 1000.0 } else { 100.0 };
    let is_number = number.parse::<f32>().is_ok_and(|value| (0.1..most).contains(&value));
    is_number
        && !head
            .get(..start)
            .unwrap_or_default()
            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '$' | '€' | '£'))
}

fn has_words(text: &str, end: usize, after: usize) -> bool {
    let head = text.get(..end).unwrap_or_default();
    let head = head.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').trim_end_matches(' ');
    let last = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let tail = text.get(after..).unwrap_or_default();
    let next = tail.strip_prefix(' ').unwrap_or_default();
    let next = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let is = |words: &[&str], word: &str| words.iter().any(|own| word.eq_ignore_ascii_case(own));
    is(BEFORE, last) || is(AFTER, next) || tail.starts_with('/')
}

/// Whether what is paid stands before a number of pounds, and no thing that is weighed behind them.
fn is_paid(text: &str, end: usize, after: usize) -> bool {
    /// Bytes before the number.
    const REACH: usize = 40;
    let head = text.get(..end).unwrap_or_default();
    let from = (head.len().saturating_sub(REACH)..head.len())
        .find(|at| head.is_char_boundary(*at))
        .unwrap_or_default();
    let near = head.get(from..).unwrap_or_default().to_lowercase();
    let near =
        near.rsplit(['.', ';', '!', '?']).find(|part| part.contains(char::is_alphabetic)).unwrap_or_default();
    let weighs = text.get(after..).unwrap_or_default().starts_with(" of ");
    near.contains('£') || !weighs && PAYING.iter().any(|word| near.contains(word))
}

#[cfg(test)]
mod tests {
    use super::are_told;

    fn told(text: &str, sign: &str) -> bool {
        let at = text.find(sign).unwrap();
        let end = text.get(..at).unwrap().trim_end().len();
        are_told(text, end, at + sign.len(), sign)
    }

    #[test]
    fn words_tell_coins() {
        for (text, sign) in [
            ("now 50p off", "p"),
            ("£2, then 20p", "p"),
            ("80c or $2", "c"),
            ("it cost me 20 pounds", "pounds"),
            ("a salary of 52,000 pounds", "pounds"),
        ] {
            assert!(told(text, sign), "{text}");
        }
        for (text, sign) in [
            ("1080p each", "p"),
            ("video in 24p", "p"),
            ("wash at 30c", "c"),
            ("$name is 2c", "c"),
            ("it weighs 20 pounds", "pounds"),
            ("lost 20 pounds", "pounds"),
        ] {
            assert!(!told(text, sign), "{text}");
        }
    }
}
