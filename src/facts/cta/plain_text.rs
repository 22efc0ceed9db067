//! Calls to action in the plain text of a message, where a button is its words and its address: `Shop the sale: https://…`.
//! Anything may stand before an address; only the words of a button count, which are those of a button that the message
//! shows elsewhere, or that the guide lists.

use std::ops::Range;

use super::canonical_target;
use crate::document::{Document, InlineKind, Segment};
use crate::facts::{Fact, FactValue};
use crate::guide::Guide;
use crate::scope::Scope;
use crate::span::offset;

/// The calls to action of the plain text, in the order of the source.
pub(super) fn extract(document: &Document, guide: &Guide) -> Vec<Fact> {
    let is_plain = |segment: &Segment| segment.scope == Scope::PlainTextPart;
    if !document.segments.iter().any(is_plain) {
        return Vec::new();
    }
    let known = known_words(document, guide);
    let mut facts = Vec::new();
    for (index, segment) in document.segments.iter().enumerate().filter(|(_, segment)| is_plain(segment)) {
        let text = segment.text.as_str();
        for address in segment.opaque.iter().map(|range| range.start as usize..range.end as usize) {
            let raw_url = text.get(address.clone()).filter(|address| address.contains("://"));
            let Some(raw_url) = raw_url.filter(|_| !is_cut(text, &address)) else { continue };
            let words = text.get(..address.start).and_then(words_before);
            let Some(range) = words.filter(|range| is_known(text, range, &known)) else { continue };
            let label = text.get(range.clone()).unwrap_or_default();
            let value = FactValue::Cta {
                label: label.split_whitespace().collect::<Vec<_>>().join(" "),
                url: canonical_target(raw_url),
                raw_url: Some(raw_url.to_owned()),
                fill: None,
                text_color: None,
            };
            facts.push(Fact::in_segment(document, (segment, offset(index)), &range, value));
        }
    }
    facts
}

/// Whether an address may go on in the next line: its bracket is not closed behind it, or it fills its line, and a word
/// alone follows.
fn is_cut(text: &str, address: &Range<usize>) -> bool {
    /// Characters of a line that a program has broken at least.
    const FULL: usize = 60;
    let before = text.get(..address.start).unwrap_or_default();
    let rest = text.get(address.end..).unwrap_or_default();
    let closing = match before.chars().next_back() {
        Some('(') => Some(')'),
        Some('<') => Some('>'),
        Some('[') => Some(']'),
        _ => None,
    };
    if let Some(closing) = closing {
        return !rest.starts_with(closing);
    }
    let Some(next) = rest.strip_prefix('\n') else { return false };
    let near = before.get(before.ceil_char_boundary(before.len().saturating_sub(FULL))..).unwrap_or_default();
    let on_line = near.rfind('\n').map_or(near.len(), |at| near.len() - at - 1);
    let is_full = on_line + address.len() >= FULL;
    let word = next.split('\n').next().unwrap_or_default();
    is_full && !word.is_empty() && !word.contains(char::is_whitespace)
}

/// The words of the buttons of the other copies and of the guide, folded.
fn known_words(document: &Document, guide: &Guide) -> Vec<String> {
    let buttons = document.segments.iter().flat_map(|segment| {
        let text = segment.text.as_str();
        let buttons = segment.inlines.iter().filter(|one| matches!(one.kind, InlineKind::Button(_)));
        buttons.filter_map(move |one| text.get(one.range.start as usize..one.range.end as usize))
    });
    let listed = guide.messaging.calls_to_action.iter().map(|line| line.text.as_str());
    buttons.chain(listed).map(folded).filter(|words| !words.is_empty()).collect()
}

fn is_known(text: &str, range: &Range<usize>, known: &[String]) -> bool {
    let words = text.get(range.clone()).map(folded).unwrap_or_default();
    known.contains(&words)
}

/// Words without case, blanks and the signs around them.
fn folded(text: &str) -> String {
    let is_sign = |character: char| !character.is_alphanumeric() && character != '%';
    let words = text.split_whitespace().map(|word| word.trim_matches(is_sign));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The words right before an address: those of its line, or, where it has a line of its own, of the line above.
fn words_before(before: &str) -> Option<Range<usize>> {
    /// Signs that point from the words to the address or hold it, and those that begin an item of a list.
    const SIGNS: &[char] =
        &[':', '<', '(', '[', '>', '»', '›', '→', '-', '–', '—', '=', '*', '•', '·', '|', ']', ')'];
    /// Words of buttons are short, and looking no further keeps long lines linear.
    const REACH: usize = 200;
    let is_outside = |character: char| character.is_whitespace() || SIGNS.contains(&character);
    let first = before.ceil_char_boundary(before.len().saturating_sub(REACH));
    let end = first + before.get(first..)?.trim_end_matches(is_outside).len();
    // Between the words and the address there is no blank line: a segment is a paragraph.
    let start = before.get(first..end)?.rfind('\n').map_or(first, |at| first + at + 1);
    let words = before.get(start..end)?;
    let lead = words.len() - words.trim_start_matches(is_outside).len();
    (start + lead < end).then_some(start + lead..end)
}

#[cfg(test)]
mod tests {
    use super::words_before;

    fn words(before: &str) -> Option<&str> {
        words_before(before).and_then(|range| before.get(range))
    }

    #[test]
    fn an_address_that_is_cut_leads_nowhere() {
        let is_cut = |text: &str, address: &str| {
            let at = text.find(address).expect("the address");
            super::is_cut(text, &(at..at + address.len()))
        };
        let long = "https://harborandpine.example/sale/cove-desk/oak/140-by-70-cm/in-";
        assert!(is_cut("[Shop](https://a.example/ipad-\nsynths)", "https://a.example/ipad-"));
        assert!(is_cut(&format!("Shop: {long}\nstock?x=1"), long));
        assert!(!is_cut("Shop <https://a.example/b>\nMore", "https://a.example/b"));
        assert!(!is_cut(&format!("Shop: {long}\nAll of it is in stock"), long));
        assert!(!is_cut("Shop: https://a.example/b\nAgain", "https://a.example/b"));
        assert!(!is_cut(&format!("Shop: {long}"), long));
    }

    #[test]
    fn the_words_of_an_address_stand_before_it() {
        for before in [
            "Shop the sale: ",
            "All of it.\nShop the sale:\n",
            "Shop the sale\n",
            "* Shop the sale <",
            "[Shop the sale](",
            ">> Shop the sale → ",
            "Shop the sale (",
        ] {
            assert_eq!(words(before), Some("Shop the sale"), "{before}");
        }
        assert_eq!(words(""), None);
        assert_eq!(words("- "), None);
    }
}
