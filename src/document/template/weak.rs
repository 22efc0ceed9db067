//! Forms that ordinary text has too, such as `%NAME%` and `[name]`: they are tags only in a text whose language
//! is known. Knows nothing of how it came to be known.

mod blade;
mod brackets;
mod velocity;

use std::ops::Range;

use memchr::memmem;

use crate::artifact::Dialect;
use crate::document::template::blocks::Frames;
use crate::document::template::statement::{Family, Statement};
use crate::document::template::{Tag, TagKind, literals};
use crate::span::Span;

/// How far a weak tag may run, in bytes: long enough for a condition, short enough to keep percentages apart.
const MAX_LENGTH: usize = 200;

/// How far a comment or a program may run, in bytes.
const MAX_BLOCK: usize = 2_000;

/// A language with weak forms.
pub(super) struct Weak {
    pub(super) dialect: Dialect,
    family: Family,
    /// The byte that tags begin with, and another one where there are two.
    openers: (u8, u8),
    /// Beginnings of tags that show the language.
    signs: &'static [&'static str],
    /// Whether the language is also known where a stronger form has shown it.
    pub(super) counts_where_marked: bool,
    read: fn(&Context<'_>) -> Option<WeakTag>,
}

/// The languages with weak forms.
pub(super) const LANGUAGES: &[Weak] = &[
    Weak {
        dialect: Dialect::ActiveCampaign,
        family: Family::Active,
        openers: (b'%', b'%'),
        signs: &[],
        counts_where_marked: true,
        read: brackets::active_campaign,
    },
    Weak {
        dialect: Dialect::CampaignMonitor,
        family: Family::Bracket,
        openers: (b'[', b'['),
        signs: &[],
        counts_where_marked: true,
        read: brackets::campaign_monitor,
    },
    // `${x}`, which other languages write as well, does not show Velocity.
    Weak {
        dialect: Dialect::Velocity,
        family: Family::Hash,
        openers: (b'#', b'$'),
        signs: &["#if", "#foreach", "#set"],
        counts_where_marked: false,
        read: velocity::tag,
    },
    Weak {
        dialect: Dialect::Php,
        family: Family::At,
        openers: (b'@', b'@'),
        signs: &["@if", "@foreach", "@extends", "@unless", "@isset"],
        counts_where_marked: true,
        read: blade::tag,
    },
];

/// Where a weak tag may stand.
#[derive(Clone, Copy)]
struct Context<'t> {
    /// The text from the opening byte on, up to the next tag that is known already.
    rest: &'t str,
    /// The byte before it.
    before: Option<u8>,
    /// Whether a block of the language is open.
    is_open: bool,
    /// Whether nothing but blanks stands before it on its line.
    starts_line: bool,
}

/// A weak tag.
struct WeakTag {
    length: usize,
    /// What stands between its delimiters, in bytes of the tag.
    expression: Range<usize>,
    statement: Statement<'static>,
}

impl Weak {
    /// Whether a text shows that it is in this language: by a tag that also names a variable, or a file.
    pub(super) fn shows(&self, text: &str, code: &[Span]) -> bool {
        /// So many tags are looked at; those of other things go on and on.
        const TRIES: usize = 64;
        let is_sign = |at: usize| {
            let rest = text.get(at..).unwrap_or_default();
            if is_in(code, Span::from_range(at..at)) {
                return false;
            }
            let context = Context {
                rest,
                before: at.checked_sub(1).and_then(|at| text.as_bytes().get(at)).copied(),
                is_open: false,
                starts_line: false,
            };
            let tag = (self.read)(&context);
            tag.and_then(|tag| rest.get(..tag.length)).is_some_and(|tag| tag.contains(['$', '\'']))
        };
        // A search for each of the signs takes longer to begin than to look through a short text.
        let bytes = text.as_bytes();
        let begins =
            |at: usize, sign: &str| bytes.get(at..).is_some_and(|rest| rest.starts_with(sign.as_bytes()));
        let mut openers = memchr::memchr_iter(self.openers.0, bytes);
        if !openers.any(|at| self.signs.iter().any(|sign| begins(at, sign))) {
            return false;
        }
        let found = |sign: &&str| memmem::find_iter(bytes, sign.as_bytes()).take(TRIES).any(is_sign);
        self.signs.iter().any(found)
    }

    /// Adds the weak tags between the tags that are known already, and keeps them sorted. Its branches are numbered from
    /// `first_block` on.
    pub(super) fn add<'t>(
        &self,
        (text, code): (&'t str, &[Span]),
        first_block: u32,
        tags: &mut Vec<Tag>,
    ) -> Frames<'t> {
        if self.family == Family::At {
            blade::unread(text, tags);
        }
        let mut frames = Frames::numbered_from(first_block);
        let mut found = Vec::new();
        let (mut free, mut known) = (0, tags.iter().peekable());
        for start in memchr::memchr2_iter(self.openers.0, self.openers.1, text.as_bytes()) {
            while let Some(tag) = known.next_if(|tag| tag.span.end() as usize <= start) {
                free = free.max(tag.span.end() as usize);
            }
            let limit = known.peek().map_or(text.len(), |tag| tag.span.start() as usize);
            if start < free || start >= limit || is_in(code, Span::from_range(start..start)) {
                continue;
            }
            let head = text.as_bytes().get(start.saturating_sub(MAX_LENGTH)..start).unwrap_or_default();
            let mut line = head.iter().rev().skip_while(|byte| matches!(byte, b' ' | b'\t'));
            let context = Context {
                rest: text.get(start..limit).unwrap_or_default(),
                before: head.last().copied(),
                is_open: frames.has_open(self.family),
                starts_line: matches!(line.next(), None | Some(b'\n')),
            };
            let Some(WeakTag { length, expression, statement }) = (self.read)(&context) else { continue };
            let span = Span::from_range(start..start + length);
            let expression = Span::from_range(start + expression.start..start + expression.end);
            let effect = frames.apply(self.family, statement, span);
            let content = expression.slice(text);
            let literals = if effect.kind == TagKind::Output { literals::find(content) } else { Vec::new() };
            let shifted = |range: Range<usize>| Span::from_range(range).shifted(expression.start());
            free = span.end() as usize;
            found.push(Tag {
                span,
                kind: effect.kind,
                dialect: self.dialect,
                expression,
                literals: literals.into_iter().map(shifted).collect(),
                block: effect.block,
                value: None,
            });
        }
        tags.append(&mut found);
        tags.sort_by_key(|tag| tag.span);
        frames
    }
}

/// Whether a place lies in one of the stretches, which are sorted.
pub(super) fn is_in(stretches: &[Span], place: Span) -> bool {
    let next = stretches.partition_point(|stretch| stretch.end() <= place.start());
    stretches.get(next).is_some_and(|stretch| stretch.covers(place))
}

/// Length of the parentheses that `text` begins with, blanks before them included: they pair up on one line, and what is
/// quoted does not count.
fn parentheses(text: &str) -> Option<usize> {
    let blanks = text.bytes().take_while(|byte| *byte == b' ').count();
    if !text.get(blanks..)?.starts_with('(') {
        return None;
    }
    let (mut depth, mut quote) = (0_u32, None);
    for (at, byte) in text.bytes().enumerate().skip(blanks).take(MAX_LENGTH) {
        match (quote, byte) {
            (_, b'\n') => return None,
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'(') => depth += 1,
            (None, b')') if depth == 1 => return Some(at + 1),
            (None, b')') => depth -= 1,
            _ => {}
        }
    }
    None
}
