//! Groups of digits that may be a phone number. Knows nothing of countries.

use std::ops::Range;

use crate::document::{HOLE, Segment};
use crate::values::phone::is_separator;

/// Digits of a number at most, after E.164.
const MAX_DIGITS: usize = 15;
/// Digits that a text holds at least if there is a number in it; of a number with a word, `800`.
const MIN_DIGITS: (usize, usize) = (6, 3);
/// Characters between two groups at most: ` - `, `) `.
const MAX_GAP: usize = 3;
/// Areas of North America whose numbers cost the caller nothing; words stand in no others.
const FREE_AREAS: [&str; 7] = ["800", "833", "844", "855", "866", "877", "888"];
/// Characters that a number with a word has at most behind its area.
const MAX_WORD: usize = 14;

/// Blanks around a number that are looked at.
const MAX_BLANKS: usize = 16;

/// Units behind a number that is an amount.
const UNITS: &[&str] = &[
    "eur",
    "usd",
    "gbp",
    "chf",
    "euro",
    "euros",
    "dollars",
    "€",
    "$",
    "£",
    "kg",
    "km",
    "mm",
    "cm",
    "m",
    "ft",
    "sq",
    "stück",
    "units",
    "pcs",
    "people",
    "customers",
    "kunden",
    "views",
    "followers",
    "mio",
    "million",
    "millionen",
];

/// A cheap look for enough digits outside of addresses: most texts hold none.
pub(super) fn may_hold_a_number(segment: &Segment) -> bool {
    let text = segment.text.as_str();
    let count = || text.bytes().filter(u8::is_ascii_digit).count();
    let n_digits = segment.count_digits().unwrap_or_else(count);
    n_digits >= MIN_DIGITS.0 || n_digits >= MIN_DIGITS.1 && FREE_AREAS.iter().any(|area| text.contains(area))
}

/// Groups of digits that stand together.
#[derive(Debug)]
pub(super) struct Candidate {
    groups: Vec<Range<usize>>,
    lengths: Vec<usize>,
    /// Where the number begins: at its sign or bracket.
    start: usize,
    has_plus: bool,
    starts_with_zero: bool,
    is_vanity: bool,
    /// For each group whether a number may end with it.
    may_end: Vec<bool>,
    /// For each group whether nothing but points stands between those up to it.
    is_all_points: Vec<bool>,
    /// For each group whether three first ones are a date, or four an address of a computer.
    is_calendar: bool,
    values: Vec<u32>,
    /// Whether its line holds nothing else.
    is_alone: bool,
    has_unit: bool,
}

/// A candidate up to one of its groups.
#[derive(Debug)]
pub(super) struct Shape<'c> {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// Digits of each group.
    pub(super) lengths: &'c [usize],
    pub(super) has_plus: bool,
    pub(super) starts_with_zero: bool,
    pub(super) is_vanity: bool,
    pub(super) is_all_points: bool,
    pub(super) is_alone: bool,
    pub(super) has_unit: bool,
    is_calendar: bool,
    values: &'c [u32],
}

impl Shape<'_> {
    pub(super) fn n_digits(&self) -> usize {
        self.lengths.iter().sum()
    }

    /// Whether it has the form of a date, of an address of a computer, of a book's number or of a card's.
    pub(super) fn is_something_else(&self) -> bool {
        let is_host =
            self.lengths.len() == 4 && self.is_all_points && self.values.iter().all(|value| *value < 256);
        let is_book = matches!(self.values.first(), Some(978 | 979)) && self.n_digits() == 13;
        let is_card = self.lengths.len() > 2 && self.lengths.iter().all(|length| *length == 4);
        self.is_calendar || is_host || is_book || is_card
    }

    /// Whether it has the form of a number without its area.
    pub(super) fn is_local(&self) -> bool {
        matches!(self.lengths, [3, 4])
            || self.lengths.len() > 1 && self.n_digits() >= 6 && self.starts_with_zero
    }
}

impl Candidate {
    pub(super) const fn start(&self) -> usize {
        self.start
    }

    /// What may be the number, the longest first.
    pub(super) fn ends(&self) -> impl Iterator<Item = Shape<'_>> {
        let whole = self.groups.len();
        (1..=whole).rev().filter(|count| self.may_end.get(count - 1) == Some(&true)).filter_map(
            move |count| {
                Some(Shape {
                    range: self.start..self.groups.get(count - 1)?.end,
                    lengths: self.lengths.get(..count)?,
                    has_plus: self.has_plus,
                    starts_with_zero: self.starts_with_zero,
                    is_vanity: self.is_vanity,
                    is_all_points: *self.is_all_points.get(count - 1)?,
                    is_alone: self.is_alone && count == whole,
                    has_unit: self.has_unit && count == whole,
                    is_calendar: self.is_calendar,
                    values: self.values.get(..count)?,
                })
            },
        )
    }
}

/// The next place from byte `from` on at which a phone number may begin, and where to go on if it is none: behind its first
/// group.
pub(super) fn next_candidate(text: &str, from: usize) -> Option<(Candidate, usize)> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(digit) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        let first = at + digit;
        at = digits_end(text, first);
        let start = opening(text, first);
        if may_begin(text, start, first)
            && let Some(candidate) = vanity(text, start, first).or_else(|| read(text, start, first))
        {
            return Some((candidate, at));
        }
    }
    None
}

fn digits_end(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Where the sign and the bracket before a first digit begin.
fn opening(text: &str, first: usize) -> usize {
    let mut start = first;
    let head = |start: usize| text.get(..start).unwrap_or_default();
    for sign in ['(', '+', '＋', '('] {
        if head(start).ends_with(sign) {
            start -= sign.len_utf8();
        } else if matches!(sign, '+' | '＋') && head(start).ends_with("+ ") {
            start -= 2;
        }
    }
    start
}

/// Whether a number may begin at `start`: it is no part of a word, an amount or a longer number.
fn may_begin(text: &str, start: usize, first: usize) -> bool {
    let head = text.get(..start).unwrap_or_default();
    let mut back = head.chars().rev();
    let Some(last) = back.next() else { return true };
    let before = back.next();
    let is_digit = |character: Option<char>| character.is_some_and(|c| c.is_ascii_digit());
    match last {
        ':' | ',' | ';' => !is_digit(before),
        ' ' | '\u{A0}' | '\u{202F}' => {
            let is_joined = start == first && {
                let end = digits_end(text, first);
                !text.get(end..).is_some_and(|rest| rest.starts_with(['-', '.']))
            };
            !(is_joined && is_digit(before))
        }
        '(' | '[' | '"' | '\'' | '|' | '>' | '*' => true,
        '.' => before.is_some_and(char::is_alphabetic),
        HOLE => false,
        other => {
            other.is_whitespace()
                || matches!(other, '“' | '”' | '„' | '«' | '»' | '‚' | '’' | '–' | '—' | '•' | '·' | '→')
                || other > '\u{2600}' && !other.is_alphanumeric()
        }
    }
}

/// The groups from `first` on.
fn read(text: &str, start: usize, first: usize) -> Option<Candidate> {
    let opening = text.get(start..first)?;
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut gaps: Vec<&str> = Vec::new();
    let mut at = first;
    let mut n_digits = 0;
    let end = loop {
        let end = digits_end(text, at);
        n_digits += end - at;
        if n_digits > MAX_DIGITS {
            break at;
        }
        groups.push(at..end);
        // Behind an area a slash goes on, behind a number the next one follows, or a remark in brackets.
        let is_next = |gap: &&str| gap.contains(['/', '(']) && groups.len() > 1;
        let Some(gap) = gap(text.get(end..)?).filter(|gap| !is_next(gap)) else { break end };
        at = end + gap.len();
        gaps.push(gap);
    };
    let may_end: Vec<bool> = groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let is_spaced =
                gaps.get(index).is_none_or(|gap| gap.starts_with(char::is_whitespace) || gap.contains('('));
            is_spaced && stands_free(text, group.end) && !counts_hours(text, &groups, index)
        })
        .collect();
    let values: Vec<u32> = groups
        .iter()
        .map(|group| text.get(group.clone())?.parse().ok())
        .map(|value: Option<u32>| value.unwrap_or(u32::MAX))
        .collect();
    let lengths: Vec<usize> = groups.iter().map(ExactSizeIterator::len).collect();
    let is_all_points =
        (0..groups.len()).map(|index| index > 0 && gaps.iter().take(index).all(|gap| *gap == ".")).collect();
    let is_alone = is_alone(text.get(..start)?, text.get(end..)?);
    Some(Candidate {
        is_calendar: is_calendar(&lengths, &values, &gaps),
        has_plus: opening.contains(['+', '＋']),
        starts_with_zero: text.get(first..)?.starts_with('0'),
        has_unit: has_unit(text.get(end..)?),
        is_vanity: false,
        groups,
        lengths,
        // A bracket that is not closed within the number stands around more than that.
        start: if opening.starts_with('(') && !text.get(start..end)?.contains(')') {
            start + 1
        } else {
            start
        },
        may_end,
        is_all_points,
        values,
        is_alone,
    })
}

/// What stands between a group and the next one, at the start of `rest`; `None` where no group follows.
fn gap(rest: &str) -> Option<&str> {
    let mut length = 0;
    let mut last = None;
    for (count, character) in rest.chars().enumerate() {
        if character.is_ascii_digit() {
            return (count > 0).then(|| rest.get(..length)).flatten();
        }
        let is_sign = !(character.is_whitespace() || matches!(character, '(' | ')'));
        // `1.-2.`, `1--2` hold no number.
        let is_double = is_sign && last.is_some_and(|last: char| !(last.is_whitespace() || last == ')'));
        if count == MAX_GAP || is_double || !(is_separator(character) || matches!(character, '(' | ')')) {
            return None;
        }
        last = Some(character);
        length += character.len_utf8();
    }
    None
}

/// Whether a number may end at `end`: no word, sign of a unit or placeholder goes on right there.
fn stands_free(text: &str, end: usize) -> bool {
    let mut rest = text.get(end..).unwrap_or_default().chars();
    let (next, after) = (rest.next(), rest.next());
    let is_digit = |character: Option<char>| character.is_some_and(|c| c.is_ascii_digit());
    match next {
        None => true,
        Some('x' | 'X') => is_digit(after),
        Some(',' | ':' | '-' | '/') => !after.is_some_and(char::is_alphanumeric),
        Some('.') => !after.is_some_and(char::is_alphanumeric),
        Some(
            '%' | '€' | '$' | '£' | '°' | '@' | '#' | '=' | '_' | '&' | '+' | '"' | '″' | '′' | '×' | HOLE,
        ) => false,
        Some(other) => !other.is_alphanumeric(),
    }
}

/// Whether a group is an amount behind a number: `040 5550123 24 hours`.
fn counts_hours(text: &str, groups: &[Range<usize>], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| groups.get(before));
    let Some((before, group)) = before.zip(groups.get(index)) else { return false };
    let is_spaced = text.get(before.end..group.start) == Some(" ");
    let is_word = text
        .get(group.end..)
        .and_then(|rest| rest.strip_prefix([' ', '-']))
        .is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    is_spaced && is_word && group.len() <= 2 && before.len() > 2
}

/// Whether nothing but blanks and punctuation stands between a number and the ends of its line. Looks no further than the first
/// other character, so that a long line of numbers takes linear time.
fn is_alone(head: &str, tail: &str) -> bool {
    let is_nothing = |c: &char| matches!(c, ' ' | '\u{A0}' | '\t' | '.' | ')');
    let is_end = |next: Option<char>| next.is_none_or(|next| next == '\n');
    let before = head.chars().rev().take(MAX_BLANKS).find(|c| !is_nothing(c));
    let behind = tail.chars().take(MAX_BLANKS).find(|c| !is_nothing(c));
    is_end(before) && is_end(behind)
}

fn has_unit(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\u{A0}', '\u{202F}']);
    let end = rest.find(|c: char| !(c.is_alphabetic() || matches!(c, '€' | '$' | '£'))).unwrap_or(rest.len());
    UNITS.contains(&rest.get(..end).unwrap_or_default().to_lowercase().as_str())
}

/// Whether the first groups are a date: day, month and year in any order.
fn is_calendar(lengths: &[usize], values: &[u32], gaps: &[&str]) -> bool {
    let ([a, b, c, ..], [x, y, z, ..]) = (lengths, values) else { return false };
    let is_joined = gaps.iter().take(2).all(|gap| matches!(*gap, "." | "/" | "-" | ". "));
    let is_year = |length: usize, value: u32| length == 4 && (1900..2100).contains(&value);
    let fits =
        |day: u32, month: u32| (1..=31).contains(&day) && (1..=31).contains(&month) && day.min(month) <= 12;
    let year_last = *a <= 2 && *b <= 2 && fits(*x, *y) && (is_year(*c, *z) || *c == 2 && lengths.len() == 3);
    let year_first = is_year(*a, *x) && *b <= 2 && *c <= 2 && fits(*z, *y);
    is_joined && (year_last || year_first)
}

/// A number with a word: `1-800-FLOWERS`.
fn vanity(text: &str, start: usize, first: usize) -> Option<Candidate> {
    let area = text.get(first..)?;
    let area = area.strip_prefix('1').and_then(|rest| rest.strip_prefix(['-', '.', ' '])).unwrap_or(area);
    let area = area.strip_prefix('(').unwrap_or(area);
    let rest = FREE_AREAS.iter().find_map(|free| area.strip_prefix(free))?;
    let word = rest.strip_prefix(')').unwrap_or(rest);
    let word = word.strip_prefix(['-', '.', ' ']).unwrap_or(word);
    let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    let end = word.find(|c| !is_part(c)).unwrap_or(word.len()).min(MAX_WORD);
    let word_text = word.get(..end)?.trim_end_matches('-');
    let n_letters = word_text.bytes().filter(u8::is_ascii_uppercase).count();
    let n_signs = word_text.bytes().filter(|byte| *byte != b'-').count();
    let end = text.len() - word.len() + word_text.len();
    if n_letters < 3 || n_signs < 7 || !stands_free(text, end) {
        return None;
    }
    Some(Candidate {
        groups: std::iter::once(first..end).collect(),
        lengths: vec![end - first],
        start,
        has_plus: false,
        starts_with_zero: false,
        is_vanity: true,
        may_end: vec![true],
        is_all_points: vec![false],
        is_calendar: false,
        values: vec![u32::MAX],
        is_alone: false,
        has_unit: false,
    })
}
