//! How long a text is, as those count who set a limit: in code units, characters, bytes or parts, with links, emoji and
//! hosts of names counted in their own way. Knows nothing of networks: how to count is data.

use std::cmp::Reverse;
use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::EastAsianWidth;
use icu_segmenter::GraphemeClusterSegmenter;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::text::opaque::opaque_ranges;
use crate::text::sms;
use crate::text::social::emoji::emoji_end;
use crate::text::social::{EntityKind, NameForm, mentions, readable, urls};

/// Stands for what cannot be read: see `document::HOLE`.
const HOLE: char = '\u{FFFC}';

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// Code units of UTF-16, as most networks and tools count.
    Utf16,
    /// Unicode code points.
    CodePoint,
    /// Characters as readers see them (Unicode Standard Annex 29).
    Grapheme,
    /// Bytes of UTF-8.
    Byte,
    /// Characters of the composed text (NFC), those of most scripts but Latin, Greek, Cyrillic and their neighbours
    /// counting two: the weights of version 2 and 3 of twitter-text.
    Weighted,
    /// Characters, wide ones of East Asia counting two, as in ads.
    Width,
    /// Parts of a text message.
    SmsPart,
}

impl Unit {
    /// Every unit and the word for it in a guide.
    pub const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Utf16, "utf-16"),
        (Self::CodePoint, "code-point"),
        (Self::Grapheme, "grapheme"),
        (Self::Byte, "byte"),
        (Self::Weighted, "weighted"),
        (Self::Width, "width"),
        (Self::SmsPart, "sms-part"),
    ];

    /// The unit with this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(unit, _)| *unit)
    }

    /// What people call so many of it.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Byte => "bytes",
            Self::SmsPart => "parts",
            Self::Utf16 | Self::CodePoint | Self::Grapheme | Self::Weighted | Self::Width => "characters",
        }
    }
}

/// How emoji are counted.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum EmojiCount {
    /// As the characters that they are made of.
    #[default]
    Plain,
    /// A whole sequence as two.
    Two,
    /// As the bytes of their UTF-8 form.
    Bytes,
}

impl EmojiCount {
    /// Every way to count and the word for it in a guide.
    pub const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Plain, "plain"), (Self::Two, "two"), (Self::Bytes, "bytes")];

    /// The way to count with this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(count, _)| *count)
    }
}

/// How a text is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counting {
    /// What is counted.
    pub unit: Unit,
    /// What a link with `https://` counts, however long it is; `None` counts its characters.
    pub link: Option<u32>,
    /// What a link without `https://` counts.
    pub bare_link: Option<u32>,
    /// How emoji are counted.
    pub emoji: EmojiCount,
    /// Whether the host of a name, `@name@host`, counts.
    pub hosts: bool,
}

impl Counting {
    /// Counts every one of a unit.
    #[must_use]
    pub const fn plain(unit: Unit) -> Self {
        Self { unit, link: None, bare_link: None, emoji: EmojiCount::Plain, hosts: true }
    }
}

/// How long a text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Length {
    /// So many units.
    pub count: u32,
    /// Where the first character begins that is beyond the limit, in bytes of the text.
    pub beyond: Option<usize>,
}

/// Measures a text against a limit. Placeholders count nothing, so that a text that holds some is at least so long. Links
/// and emoji are in or out as a whole.
#[must_use]
pub fn measure(text: &str, counting: &Counting, max: u32) -> Length {
    if counting.unit == Unit::SmsPart {
        let starts = sms::parts(text, sms::encoding(text));
        let count = u32::try_from(starts.len()).unwrap_or(u32::MAX);
        return Length { count, beyond: starts.get(max as usize).copied() };
    }
    let mut sum = Sum { unit: counting.unit, max, length: Length { count: 0, beyond: None } };
    let mut at = 0;
    for (range, weight) in apart(text, counting) {
        sum.plain(text, at..range.start);
        sum.add(range.start, weight);
        at = range.end;
    }
    sum.plain(text, at..text.len());
    sum.length
}

/// Whether a text with these links may have more than `max` units. Told without counting: most texts are far shorter than
/// their limit.
pub fn may_exceed(
    text: &str,
    links: impl Iterator<Item = Range<usize>>,
    counting: &Counting,
    max: u32,
) -> bool {
    if counting.unit == Unit::SmsPart {
        return true;
    }
    let bytes = text.as_bytes();
    // No character counts more than its bytes, but for some of four bytes that come apart when they are composed.
    let apart = 2 * bytes.iter().filter(|byte| **byte >= 0xF0).count();
    let longest = counting.link.max(counting.bare_link).unwrap_or(0) as usize;
    let most = bytes.len() + apart;
    if longest == 0 || most > max as usize {
        return most > max as usize;
    }
    // A link may count more than its bytes. Each has a dot that goes on, or a placeholder for its host.
    let goes_on = |at: &usize| bytes.get(at + 1).is_some_and(|next| *next > b' ');
    let mut dots = memchr::memchr2_iter(b'.', 0xEF, bytes).filter(goes_on).peekable();
    let mut extra = 0;
    for link in links {
        extra += longest.saturating_sub(link.len());
        while let Some(at) = dots.next_if(|at| *at < link.end) {
            extra += if at < link.start { longest } else { 0 };
        }
    }
    most + extra + dots.count() * longest > max as usize
}

struct Sum {
    unit: Unit,
    max: u32,
    length: Length,
}

impl Sum {
    fn add(&mut self, at: usize, weight: u32) {
        self.length.count = self.length.count.saturating_add(weight);
        if self.length.count > self.max && weight > 0 && self.length.beyond.is_none() {
            self.length.beyond = Some(at);
        }
    }

    /// Adds text without anything that counts in a way of its own.
    fn plain(&mut self, text: &str, range: Range<usize>) {
        let piece = text.get(range.clone()).unwrap_or_default();
        let characters =
            || piece.char_indices().map(|(at, c)| (range.start + at, c)).filter(|(_, c)| *c != HOLE);
        match self.unit {
            Unit::Utf16 => characters().for_each(|(at, c)| self.add(at, if c > '\u{FFFF}' { 2 } else { 1 })),
            Unit::Byte => {
                characters().for_each(|(at, c)| self.add(at, u32::try_from(c.len_utf8()).unwrap_or(4)))
            }
            Unit::Width => characters().for_each(|(at, c)| self.add(at, width(c))),
            Unit::Grapheme => {
                let ends = GraphemeClusterSegmenter::new().segment_str(piece);
                let mut start = 0;
                for end in ends.filter(|end| *end > 0) {
                    let is_hole = piece.get(start..end) == Some("\u{FFFC}");
                    self.add(range.start + start, u32::from(!is_hole));
                    start = end;
                }
            }
            Unit::CodePoint => characters().for_each(|(at, _)| self.add(at, 1)),
            // Most posts are ASCII, which is composed as it is.
            Unit::Weighted if piece.is_ascii() => characters().for_each(|(at, c)| self.add(at, weight(c))),
            Unit::Weighted => composed(piece).for_each(|(at, cluster)| {
                let weights = |cluster: &str| cluster.nfc().filter(|c| *c != HOLE).map(weight).sum();
                self.add(range.start + at, if cluster.len() == 1 { 1 } else { weights(cluster) });
            }),
            Unit::SmsPart => {}
        }
    }
}

/// What counts in a way of its own, with what it counts. Sorted, disjoint.
fn apart(text: &str, counting: &Counting) -> Vec<(Range<usize>, u32)> {
    let mut found = Vec::new();
    if counting.link.is_some() || counting.bare_link.is_some() {
        links(text, counting, &mut found);
    }
    if !counting.hosts {
        for name in mentions(&readable(text), NameForm::Dotted) {
            let sign = text.get(name.range.clone()).and_then(|name| name.rfind('@')).filter(|at| *at > 0);
            found.extend(sign.map(|sign| (name.range.start + sign..name.range.end, 0)));
        }
    }
    found.sort_by_key(|(range, _)| (range.start, Reverse(range.end)));
    let mut end = 0;
    found.retain(|(range, _)| {
        let is_free = range.start >= end;
        end = if is_free { range.end } else { end };
        is_free
    });
    if counting.emoji != EmojiCount::Plain && !text.is_ascii() {
        let taken = found.len();
        emoji(text, counting, &mut found, taken);
        found.sort_by_key(|(range, _)| range.start);
    }
    found
}

fn links(text: &str, counting: &Counting, found: &mut Vec<(Range<usize>, u32)>) {
    for url in urls(&readable(text)) {
        let weight = if url.kind == EntityKind::Url { counting.link } else { counting.bare_link };
        found.extend(weight.map(|weight| (url.range, weight)));
    }
    // An address whose host is a placeholder is one all the same.
    let Some(weight) = counting.link.filter(|_| text.contains(HOLE)) else { return };
    for range in opaque_ranges(text) {
        let range = range.start as usize..range.end as usize;
        let address = text.get(range.clone()).unwrap_or_default();
        if address.contains(HOLE) && address.contains("://") {
            found.push((range, weight));
        }
    }
}

/// Adds the emoji that stand outside of the first `taken` ranges.
fn emoji(text: &str, counting: &Counting, found: &mut Vec<(Range<usize>, u32)>, taken: usize) {
    let (mut at, mut next) = (0, 0);
    while let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if next < taken
            && let Some(range) = found.get(next).map(|(range, _)| range.clone())
            && at >= range.start
        {
            at = range.end.max(at);
            next += 1;
            continue;
        }
        let Some(end) = emoji_end(text, at) else {
            at += character.len_utf8();
            continue;
        };
        let weight = match counting.emoji {
            EmojiCount::Bytes => u32::try_from(end - at).unwrap_or(u32::MAX),
            EmojiCount::Two | EmojiCount::Plain => 2,
        };
        found.push((at..end, weight));
        at = end;
    }
}

/// Weights of `Unit::Weighted`, from the configuration of twitter-text, version 3.
const fn weight(character: char) -> u32 {
    match character {
        '\0'..='\u{10FF}' | '\u{2000}'..='\u{200D}' | '\u{2010}'..='\u{201F}' | '\u{2032}'..='\u{2037}' => 1,
        _ => 2,
    }
}

fn width(character: char) -> u32 {
    let width = CodePointMapData::<EastAsianWidth>::new().get(character);
    if matches!(width, EastAsianWidth::Wide | EastAsianWidth::Fullwidth) { 2 } else { 1 }
}

/// Pieces of a text that compose on their own: together they give the composed text.
fn composed(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = |c: char| {
        // No mark is below these.
        c < '\u{300}'
            || canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let first = rest.chars().next()?;
        let behind = rest.get(first.len_utf8()..).unwrap_or_default();
        let end = behind.find(starts).unwrap_or(behind.len());
        let piece = rest.get(..first.len_utf8() + end)?;
        let start = at;
        at += piece.len();
        Some((start, piece))
    })
}

#[cfg(test)]
mod tests;
