//! An address that is known, with a slip in it that keeps it from being read as one: a state that is none, a town with a
//! small letter. Its numbers, of the house and of the postal code, tell that it is meant.

use super::{Found, Word, split, value};

/// Words of an address at most.
const MAX_WORDS: usize = 14;
/// How alike the two are at least, in parts of one: nearer than two addresses of one street.
const MIN_SIMILARITY: f64 = 0.85;

/// The stretch of a text that is meant for the address `known`, which is in the form in which addresses are compared.
#[must_use]
pub fn find_near(text: &str, known: &str) -> Option<Found> {
    let own: Vec<&str> = known.split(' ').collect();
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let first = own.iter().position(|word| is_number(word))?;
    let last = own.iter().rposition(|word| is_number(word)).filter(|last| *last > first)?;
    let (number, code) = (own.get(first)?, own.get(last)?);
    let words = split(text);
    let is = |word: &Word<'_>, wanted: &str| {
        word.text == wanted || word.text.split_once('-').is_some_and(|(head, _)| head == wanted)
    };
    let starts = (0..words.len()).filter(|at| words.get(*at).is_some_and(|word| is(word, number)));
    starts.take(MAX_WORDS).find_map(|at| {
        let behind = words.get(at + 1..)?.iter().take(MAX_WORDS);
        let end = at + 1 + behind.clone().position(|word| is(word, code))?;
        let start = at.saturating_sub(first);
        let until = (end + own.len() - last).min(words.len());
        let all = words.get(start..until)?;
        let value = value(all);
        let is_near = value != known && strsim::normalized_levenshtein(&value, known) >= MIN_SIMILARITY;
        let (first, last) = all.first().zip(all.last()).filter(|_| is_near)?;
        Some(Found { range: first.start..last.start + last.text.len(), value })
    })
}

#[cfg(test)]
mod tests {
    use super::find_near;

    #[test]
    fn an_address_is_told_by_its_numbers() {
        let known = "1200 alder st portland or 97205";
        for (text, value) in [
            ("Visit 1200 Alder Street, ortland, OR 97205 soon", "1200 alder st ortland or 97205"),
            ("1200 Alder treet, Portland, OR 97205-1234", "1200 alder treet portland or 97205"),
            ("1200 Alder St, Portland, OOR 97205", "1200 alder st portland oor 97205"),
        ] {
            assert_eq!(find_near(text, known).map(|found| found.value).as_deref(), Some(value), "{text}");
        }
        for text in [
            "1200 Alder Street, Portland, OR 97205",
            "1200 desks were sent to 97205 last year",
            "1200 Birch Avenue, Salem, OR 97205",
            "Order 97205 of 1200",
            "1200",
        ] {
            assert!(find_near(text, known).is_none(), "{text}");
        }
        let german = "hafenstr 12 20457 hamburg";
        let found = find_near("Besuchen Sie uns: Hafenstraße 12, 20457 Hambrug", german);
        assert_eq!(found.map(|found| found.value).as_deref(), Some("hafenstr 12 20457 hambrug"));
    }
}
