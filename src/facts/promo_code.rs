//! Promo codes in text and in the addresses of links. Knows nothing of campaigns.
//!
//! A code is told by a word before it ("code", "Gutscheincode") or by an order around it ("use COVE20 at checkout"), and
//! by its look. Both are needed: capitals alone are shouting, and many things are called codes.

mod look;
mod open;

use std::ops::Range;
use std::sync::LazyLock;

pub(super) use self::look::is_code;
use self::look::{BINDING, may_hold_a_code};
use super::{Confidence, Fact, FactValue, add_readings};
use crate::document::{BranchPath, Document, HOLE, Link, Segment, readings};
use crate::scope::{Scope, Visibility};
use crate::text::word_index::WordSet;

/// Words that announce a code.
const CUES: &[&str] = &[
    "code",
    "codes",
    "promocode",
    "couponcode",
    "gutscheincode",
    "rabattcode",
    "aktionscode",
    "vorteilscode",
    "coupon",
    "coupons",
    "voucher",
    "gutschein",
    "código",
    "codice",
    "kode",
];
/// Verbs and prepositions of an order that announces a code.
const ORDERS: &[&str] = &["use", "enter", "apply", "mit", "with", "redeem"];
/// Words before the cue that make it another kind of code.
const OTHER_CODES: &[&str] = &[
    "error",
    "source",
    "qr",
    "dress",
    "area",
    "country",
    "zip",
    "postal",
    "post",
    "bar",
    "status",
    "exit",
    "morse",
    "html",
    "verification",
    "security",
    "access",
    "confirmation",
    "login",
    "sort",
    "tracking",
    "reference",
    "order",
    "product",
    "item",
    "style",
    "color",
    "colour",
    "tax",
    "building",
    "open",
    "machine",
    "pin",
    "backup",
    "authentication",
    "activation",
    "booking",
    "airport",
    "swift",
    "bank",
    "sign-in",
    "one-time",
    "reset",
    "css",
    "vat",
    "event",
    "model",
    "part",
    "no",
    "low",
    "type",
    "license",
    "licence",
    "criminal",
    "penal",
    "hs",
    "iso",
];
/// Parameters of an address that hold a code.
const PARAMETERS: &[&str] = &[
    "code",
    "coupon",
    "promo",
    "discount",
    "voucher",
    "promo_code",
    "promocode",
    "coupon_code",
    "couponcode",
    "discount_code",
    "discountcode",
    "gutschein",
];
/// Words that may stand between a cue and its code.
const BETWEEN: &[&str] = &["is", "ist", "lautet", "use", "enter", "word", "promo", "promotionnel"];

/// The promo codes of a document: first those in text, then those in addresses.
pub(super) fn extract(document: &Document) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut announced = false;
    // The arm of a code that stands alone: that of the next arm does so behind the same words.
    let mut lone: Option<BranchPath> = None;
    // What holds nothing but tags of the template stands between no two texts.
    let read = |segment: &&Segment| !segment.text.is_empty();
    let numbered = (0..).zip(&document.segments).filter(|(_, segment)| read(segment));
    for (index, segment) in numbered {
        let mut next_lone = None;
        let mut found = Vec::new();
        let readings = readings(segment, &document.branches);
        for reading in readings.iter() {
            let known = found.len();
            in_segment(document, (reading, index), &mut found);
            let text = reading.text.as_str();
            if found.len() == known && is_lone_code(text.trim()) {
                let range = text.len() - text.trim_start().len()..text.trim_end().len();
                let branch = document.branches.path_of(&reading.text, &range);
                if announced || lone.as_ref().is_some_and(|lone| lone.excludes(&branch)) {
                    push(document, (reading, index), range, Confidence::Likely, &mut found);
                    next_lone = Some(branch);
                }
            }
        }
        add_readings(found, &mut facts);
        if !readings.is_empty() {
            lone = next_lone;
            let text = segment.text.as_str().trim();
            announced = segment.visibility == Visibility::Visible && ends_with_cue(text);
        }
    }
    facts.extend(open::extract(document));
    for link in &document.links {
        in_link(link, &mut facts);
    }
    facts
}

/// The words that announce a code.
static ANNOUNCING: LazyLock<WordSet> = LazyLock::new(|| WordSet::of(CUES.iter().chain(ORDERS).copied()));

fn in_segment(document: &Document, (segment, index): (&Segment, u32), facts: &mut Vec<Fact>) {
    let text = segment.text.as_str();
    // In the place of a placeholder a reading may have other words.
    let has_holes = document.segments.get(index as usize).is_none_or(|whole| !whole.holes.is_empty());
    let is_announced = || has_holes || ANNOUNCING.may_hold_any(&document.words(index as usize));
    if !is_announced() || !may_hold_a_code(text) {
        return;
    }
    let words = words(text);
    // Asked once: a text may hold many cues.
    let mut shouts: Option<bool> = None;
    let mut position = 0;
    while let Some(word) = words.get(position) {
        position += 1;
        let word = text.get(word.clone()).unwrap_or_default();
        let found = if is_one_of(word, CUES) {
            after_cue(text, &words, position - 1, *shouts.get_or_insert_with(|| is_shouting(text)))
        } else if is_one_of(word, ORDERS) {
            in_order(text, &words, position - 1)
        } else {
            None
        };
        let Some(mut at) = found else { continue };
        while let Some(range) = words.get(at).cloned() {
            if segment.is_prose(&range) && stands_free(text, &range) {
                push(document, (segment, index), range.clone(), Confidence::Certain, facts);
            }
            position = at + 1;
            // `code COVE20 or PINE10`: the next one needs a digit to be taken for a code.
            let Some(next) = words.get(at + 1) else { break };
            let joint = text.get(range.end..next.start).unwrap_or_default().trim();
            let is_conjunction = matches!(text.get(next.clone()), Some("or" | "and" | "oder" | "und"));
            let step = if is_conjunction && joint.is_empty() { 2 } else { 1 };
            let candidate =
                words.get(at + step).and_then(|range| text.get(range.clone())).unwrap_or_default();
            let is_joined = step == 2 || matches!(joint, "/" | "," | "&");
            if !(is_joined && is_code(candidate) && has_digit(candidate)) {
                break;
            }
            at += step;
        }
    }
}

/// Whether a word is one of `words`, which are in lower case.
fn is_one_of(word: &str, words: &[&str]) -> bool {
    if word.is_ascii() {
        words.iter().any(|other| other.eq_ignore_ascii_case(word))
    } else {
        words.contains(&word.to_lowercase().as_str())
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Words with the signs that codes may hold.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        let belongs = character.is_alphanumeric()
            || character == '_'
            || character == '-'
                && start.is_some()
                && text.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        match (start, belongs) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..text.len()));
    words
}

/// Whether the words of a text are mostly in capitals, so that capitals say nothing.
fn is_shouting(text: &str) -> bool {
    let upper = text.chars().filter(|character| character.is_uppercase()).count();
    let lower = text.chars().filter(|character| character.is_lowercase()).count();
    upper > lower * 2
}

/// The index of the word that the cue at `cue` announces as a code.
fn after_cue(text: &str, words: &[Range<usize>], cue: usize, is_shouting: bool) -> Option<usize> {
    let word = |index: usize| words.get(index).and_then(|range| text.get(range.clone())).unwrap_or_default();
    if let Some(previous) = cue.checked_sub(1)
        && is_one_of(word(previous), OTHER_CODES)
    {
        return None;
    }
    let mut at = cue + 1;
    // `coupon code COVE20`, `code: use COVE20`.
    while is_one_of(word(at), CUES) || is_one_of(word(at), BETWEEN) {
        at += 1;
        if at > cue + 3 {
            return None;
        }
    }
    let range = words.get(at)?;
    let gap = text.get(words.get(at - 1)?.end..range.start)?;
    let is_near = gap.chars().all(|character| {
        character.is_whitespace()
            || ":\"'\u{201C}\u{201E}\u{2018}\u{AB}-\u{2013}\u{2014}([*`\u{2192}".contains(character)
    }) && gap.chars().count() <= 4;
    let candidate = word(at);
    let is_quoted = gap.ends_with(['"', '\'', '\u{201C}', '\u{201E}', '\u{2018}', '\u{AB}', '`']);
    // A single letter-only word in capitals beside a bare "coupon" or "Gutschein" is more often shouting.
    let is_weak = matches!(word(cue).to_lowercase().as_str(), "coupon" | "coupons" | "voucher" | "gutschein")
        && at == cue + 1;
    let needs_a_digit = (is_shouting || is_weak) && !is_quoted && !is_ordered(text, range.end);
    let fits = is_code(candidate) && (!needs_a_digit || has_digit(candidate))
        || is_quoted && is_quoted_code(candidate);
    // A heading that goes on in mixed case is prose: `Code Review`.
    (is_near && fits && !looks_like_a_product_number(candidate, word(cue))).then_some(at)
}

/// `with` and `mit` come before many things in capitals; a verb of entering or a checkout has to stand beside the code.
fn in_order(text: &str, words: &[Range<usize>], verb: usize) -> Option<usize> {
    let range = words.get(verb + 1)?;
    let candidate = text.get(range.clone())?;
    let gap = text.get(words.get(verb)?.end..range.start)?;
    let is_near =
        gap.chars().all(|character| character.is_whitespace() || "\"'\u{201C}\u{2018}`*".contains(character));
    (is_near && is_code(candidate) && is_ordered(text, range.end)).then_some(verb + 1)
}

/// Whether what follows a code says where it is entered or what it gives.
fn is_ordered(text: &str, end: usize) -> bool {
    let rest = text
        .get(end..)
        .unwrap_or_default()
        .trim_start_matches(['"', '\'', '\u{201D}', '\u{2019}', '`', '*', ' ']);
    let rest: String = rest.chars().take(24).collect::<String>().to_lowercase();
    [
        "at checkout",
        "at the checkout",
        "in your cart",
        "an der kasse",
        "im warenkorb",
        "when you check out",
        "to save",
        "to get",
        "before checkout",
    ]
    .iter()
    .any(|words| rest.starts_with(words))
}

fn is_quoted_code(text: &str) -> bool {
    (4..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && has_digit(text)
}

/// `AB-1234` after a bare noun is a number of an article.
fn looks_like_a_product_number(candidate: &str, cue: &str) -> bool {
    let is_bare = matches!(cue.to_lowercase().as_str(), "codes" | "coupons" | "vouchers");
    is_bare && candidate.contains('-') && !has_digit(candidate)
}

/// Whether no placeholder, hash or address goes on right beside the code.
fn stands_free(text: &str, range: &Range<usize>) -> bool {
    let previous = text.get(..range.start).and_then(|head| head.chars().next_back());
    let mut after = text.get(range.end..).unwrap_or_default().chars();
    let next = after.next();
    let joins = |character: Option<char>| {
        character.is_some_and(|character| {
            character == HOLE || BINDING.iter().any(|sign| char::from(*sign) == character)
        })
    };
    !(joins(previous) || joins(next) || next == Some('.') && after.next().is_some_and(char::is_alphanumeric))
}

fn is_lone_code(text: &str) -> bool {
    let is_upper = text.bytes().all(|byte| !byte.is_ascii_lowercase());
    is_code(text) && is_upper && (has_digit(text) || text.len() >= 5)
}

fn ends_with_cue(text: &str) -> bool {
    if text.len() > 80 {
        return false;
    }
    let tail = text.trim_end_matches([':', ' ', '\u{2192}', '\u{2193}']).to_lowercase();
    let tail = tail.strip_suffix(" at checkout").unwrap_or(&tail);
    let mut words = tail.rsplit(' ');
    let last = words.next().unwrap_or_default();
    let previous = words.next().unwrap_or_default();
    CUES.contains(&last) && !OTHER_CODES.contains(&previous)
}

fn push(
    document: &Document,
    (segment, index): (&Segment, u32),
    range: Range<usize>,
    confidence: Confidence,
    facts: &mut Vec<Fact>,
) {
    let code = segment.text.as_str().get(range.clone()).unwrap_or_default().to_owned();
    let fact = Fact::in_segment(document, (segment, index), &range, FactValue::PromoCode(code));
    facts.push(Fact { confidence, ..fact });
}

fn in_link(link: &Link, facts: &mut Vec<Fact>) {
    let url = link.url.as_str();
    let Some(start) = url.find('?').map(|at| at + 1) else { return };
    let query = url.get(start..).unwrap_or_default();
    let query = query.split('#').next().unwrap_or_default();
    let mut at = start;
    for pair in query.split('&') {
        let from = at;
        at += pair.len() + 1;
        let Some((name, value)) = pair.split_once('=') else { continue };
        // A parameter `code` in mixed case is a token of a sign-in more often than a promotion.
        let is_token =
            name.eq_ignore_ascii_case("code") && value.bytes().any(|byte| byte.is_ascii_lowercase());
        if is_token || !PARAMETERS.contains(&name.to_ascii_lowercase().as_str()) || !is_code(value) {
            continue;
        }
        let range = from + name.len() + 1..from + pair.len();
        facts.push(Fact {
            value: FactValue::PromoCode(value.to_owned()),
            text: value.to_owned(),
            span: link.url.span(range),
            place: Scope::Link,
            visibility: Visibility::Machine,
            rendering: link.rendering,
            confidence: Confidence::Likely,
            product: None,
            segment: None,
            branch: BranchPath::default(),
        });
    }
}

#[cfg(test)]
mod tests;
