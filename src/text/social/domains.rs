//! Which stretches of a text are domains: labels, dots, and a top-level domain of the register at the end. Knows nothing
//! of schemes and paths.

use std::ops::Range;

use crate::text::social::characters::{is_accented, is_label};
use crate::text::social::tlds::TOP_LEVELS;
use crate::text::social::{char_at, run_end};

/// Most characters of a top-level domain.
const MAX_TOP_LEVEL: usize = 18;

/// Most characters of a label as it is sent (RFC 1034, section 3.1).
const MAX_LABEL: usize = 63;

/// A longest stretch of characters of labels, dots, hyphens and underscores: whatever domain begins in it ends in it.
#[derive(Debug)]
pub(super) struct Stretch {
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    dots: Vec<Dot>,
}

#[derive(Debug)]
struct Dot {
    at: usize,
    /// Whether a character that may end a label stands before it.
    ends_label: bool,
    /// Where the top-level domain behind it ends.
    top_level: Option<usize>,
    /// The last underscore before it.
    underscore: Option<usize>,
    /// The last dot behind this one that a domain which holds this one can have before its top-level domain.
    last: Option<usize>,
}

/// Whether a character belongs to a stretch.
pub(super) const fn is_stretch(character: char) -> bool {
    is_label(character) || matches!(character, '-' | '_' | '.')
}

impl Stretch {
    /// The stretch from `start` on.
    pub(super) fn new(text: &str, start: usize) -> Self {
        let range = start..run_end(text, start, is_stretch);
        let mut dots: Vec<Dot> = Vec::new();
        let (mut before, mut underscore) = (None, None);
        for (offset, character) in text.get(range.clone()).unwrap_or_default().char_indices() {
            let at = start + offset;
            match character {
                '_' => underscore = Some(at),
                '.' => dots.push(Dot {
                    at,
                    ends_label: before.is_some_and(is_label),
                    top_level: top_level_end(text, at + 1),
                    underscore,
                    last: None,
                }),
                _ => {}
            }
            before = Some(character);
        }
        chain(text, &mut dots);
        Self { range, dots }
    }

    /// Whether it holds a top-level domain.
    pub(super) fn may_hold_domains(&self) -> bool {
        self.dots.iter().any(|dot| dot.top_level.is_some())
    }

    /// Where the longest domain that begins at `start` ends.
    pub(super) fn domain_end(&self, start: usize) -> Option<usize> {
        let first = self.dots.partition_point(|dot| dot.at < start);
        let dot = self.dots.get(first).filter(|dot| dot.ends_label && dot.at > start)?;
        if let Some(last) = dot.last {
            return self.dots.get(last)?.top_level;
        }
        dot.top_level.filter(|_| dot.underscore.is_none_or(|underscore| underscore < start))
    }
}

/// Finds for every dot the last one that can follow it in one domain.
fn chain(text: &str, dots: &mut [Dot]) {
    // The dot behind: its last underscore, whether a top-level domain follows it, and its own last dot.
    let mut next: Option<(Option<usize>, bool, Option<usize>)> = None;
    for (index, dot) in dots.iter_mut().enumerate().rev() {
        let begins_label = char_at(text, dot.at + 1).is_some_and(is_label);
        if let Some((underscore, is_end, last)) = next
            && dot.ends_label
            && begins_label
        {
            // Only the label before the top-level domain must be free of underscores.
            let is_plain = underscore.is_none_or(|underscore| underscore < dot.at);
            dot.last = last.or((is_end && is_plain).then_some(index + 1));
        }
        next = Some((dot.underscore, dot.ends_label && dot.top_level.is_some(), dot.last));
    }
}

/// Whether a name is a top-level domain, in whatever case. `example` is reserved and stands for those of the brand that writes
/// it (RFC 2606), so that a draft is as long as what will be published.
fn is_top_level(name: &str) -> bool {
    let is_known = |name: &str| name == "example" || TOP_LEVELS.binary_search(&name).is_ok();
    if name.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return is_known(name);
    }
    is_known(&name.chars().flat_map(char::to_lowercase).collect::<String>())
}

/// Where the top-level domain at `at` ends: one of the register, or an encoded one, with nothing behind it that would
/// make it a part of a longer word or of an email address.
fn top_level_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let goes_on = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '+' | '-');
    let mut found = None;
    for (offset, character) in rest.char_indices().take(MAX_TOP_LEVEL) {
        if !is_label(character) {
            break;
        }
        let end = offset + character.len_utf8();
        let is_end = !char_at(rest, end).is_some_and(goes_on);
        if is_end && rest.get(..end).is_some_and(is_top_level) {
            found = Some(at + end);
        }
    }
    let is_encoded = || rest.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--"));
    if found.is_none() && is_encoded() {
        let end = run_end(text, at + 4, |c| c.is_ascii_alphanumeric() || c == '-');
        return (end > at + 4).then_some(end);
    }
    found
}

/// The domains in `range`, a domain, that are written in Latin letters only: where text of another script stands around
/// them without a blank, they are what is meant.
pub(super) fn latin_domains(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let is_latin = |c: char| c.is_ascii_alphanumeric() || c == '-' || is_accented(c);
    let domain = text.get(..range.end).unwrap_or_default();
    let mut found = Vec::new();
    let mut at = range.start;
    while let Some(skipped) = domain.get(at..).and_then(|rest| rest.find(is_latin)) {
        let start = at + skipped;
        let (mut label, mut dots) = (start, Vec::new());
        // Labels with a dot behind each.
        loop {
            at = run_end(domain, label, is_latin);
            if at == label || !domain.get(at..).is_some_and(|rest| rest.starts_with('.')) {
                break;
            }
            dots.push(at);
            label = at + 1;
        }
        if let Some(end) = dots.iter().rev().find_map(|dot| top_level_end(domain, dot + 1)) {
            found.push(start..end);
            at = end;
        }
    }
    found
}

/// Whether every label of a domain can be sent: as long as allowed once it is encoded (RFC 3492).
pub(super) fn is_sendable(domain: &str) -> bool {
    let is_encoded = domain.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--"));
    if is_encoded && latin_domains(domain, 0..domain.len()).is_empty() {
        return false;
    }
    if domain.is_ascii() {
        return domain.split('.').all(|label| (1..=MAX_LABEL).contains(&label.len()));
    }
    domain.split('.').all(|label| {
        let length = |part: &str| {
            let count = part.chars().count();
            if part.is_ascii() || count > MAX_LABEL {
                return count;
            }
            idna::punycode::encode_str(part).map_or(usize::MAX, |encoded| encoded.len() + "xn--".len())
        };
        // East Asian full stops part labels as well.
        let parts = label.split(['。', '．', '｡']).map(length);
        let total = parts.fold(0, |sum: usize, part| sum.saturating_add(part + 1));
        (1..=MAX_LABEL).contains(&(total.saturating_sub(1)))
    })
}
