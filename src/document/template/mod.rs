//! Tags of template languages: where they stand, what they do to the text around them, and which copy stands
//! inside them. Knows nothing of markup or of what a placeholder will be replaced by.
//!
//! Reading order: [`lex`] and [`mask`] here, `scan` finds the tags, `curly` and `forms` read them, `statement` says
//! what a tag does, `blocks` keeps what is open, `literals` finds copy inside tags, `dialect` tells the languages apart,
//! `weak` holds the forms that count as tags only once their language is known, `role` says what stands in a tag's
//! place, `sample` puts values there.

mod blocks;
mod curly;
mod dialect;
mod forms;
mod literals;
mod role;
mod sample;
mod scan;
mod statement;
mod weak;

pub use role::HoleKind;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::artifact::{Artifact, Dialect, MediaType};
use crate::document::{UnclosedTag, markdown};
use crate::span::Span;

/// One tag of a template language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tag {
    /// The whole tag, delimiters included.
    pub span: Span,
    /// What it does to the text around it.
    pub kind: TagKind,
    /// The language it is written in.
    pub dialect: Dialect,
    /// What stands between the delimiters, trimmed.
    pub expression: Span,
    /// Copy inside the tag: the text of a default or a fallback, without its quotes, or the texts that it chooses
    /// between.
    pub literals: Vec<Span>,
    /// For the tags of a branch that fit together: its number. Where several are open, the last one is closed first.
    pub block: Option<u32>,
    /// The value that sample data has for it.
    pub value: Option<String>,
}

impl Tag {
    /// The tag of a text that starts at `base` of another one, as a tag of that one.
    pub(super) fn forth(&self, base: u32) -> Self {
        self.moved(|span| span.shifted(base))
    }

    /// The tag of a text, as a tag of the part of it that starts at `base`.
    pub(super) fn back(&self, base: u32) -> Self {
        self.moved(|span| Span::new(span.start().saturating_sub(base), span.end().saturating_sub(base)))
    }

    fn moved(&self, by: impl Fn(Span) -> Span) -> Self {
        Self {
            span: by(self.span),
            expression: by(self.expression),
            literals: self.literals.iter().map(|literal| by(*literal)).collect(),
            ..self.clone()
        }
    }
}

/// What a tag does to the text around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TagKind {
    /// Puts out a value: the reader sees something in its place.
    Output,
    /// Opens a group of alternatives, and its first arm.
    BranchOpen,
    /// Starts the next arm: `else`, `elseif`, `when`.
    BranchArm,
    /// Ends the group.
    BranchClose,
    /// Leaves nothing in its place: loops, assignments, includes, delimiters of raw text.
    Steering,
    /// A comment as a whole, its content included.
    Comment,
}

/// What [`lex`] made of a text.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Lexed {
    /// The main language: the one that was set, else the one that most tags belong to.
    pub dialect: Option<Dialect>,
    /// The tags, sorted and disjoint.
    pub tags: Vec<Tag>,
    /// Tags and blocks that are opened and not closed, or closed and not opened, each at its opening delimiter or at its
    /// tag, with a sentence for the user.
    pub problems: Vec<(Span, String)>,
    /// Those of them that are whole tags without their counterpart, in order.
    pub unpaired: Vec<Span>,
}

impl Lexed {
    /// What is wrong with the tags of a text that stands in the source where `place` says.
    pub(super) fn unclosed(&self, place: impl Fn(Span) -> Span) -> impl Iterator<Item = UnclosedTag> {
        self.problems.iter().map(move |(span, message)| UnclosedTag {
            span: place(*span),
            message: message.clone(),
            is_unpaired: self.unpaired.binary_search(span).is_ok(),
        })
    }
}

/// Finds the tags of a text.
///
/// Every language is looked for, since real templates mix them; `set` decides what the text alone leaves open.
/// Linear in the length of the text, and next to free where there is no delimiter in it.
#[must_use]
pub fn lex(text: &str, set: Option<Dialect>) -> Lexed {
    scan::Scanner::new(text, set, Vec::new()).run()
}

/// The tags of a text of an artifact, with the values that its sample data has for them. `set` is the language, where it is
/// known.
pub(super) fn lex_filled(text: &str, artifact: &Artifact, set: Option<Dialect>) -> Lexed {
    let code = if artifact.media_type == MediaType::Markdown { markdown::code(text) } else { Vec::new() };
    let mut lexed = scan::Scanner::new(text, set, code).run();
    if let Some(sample) = artifact.given.sample.as_ref().or(artifact.defaults.sample.as_ref()) {
        sample::fill(text, &mut lexed.tags, sample);
    }
    lexed
}

/// The text with every tag replaced by as many bytes that are neutral to markup.
///
/// They are blanks, or `x` where the byte before the tag is `=`, `-` or an ASCII letter or digit: there the tag
/// continues an unquoted attribute value or a name, which a blank would end.
#[must_use]
pub fn mask<'t>(text: &'t str, tags: &[Tag]) -> Cow<'t, str> {
    mask_with(text, tags, |_, tag| {
        let before = (tag.span.start() as usize).checked_sub(1).and_then(|at| text.as_bytes().get(at));
        match before {
            Some(b'=' | b'-') => 'x',
            Some(byte) if byte.is_ascii_alphanumeric() => 'x',
            _ => ' ',
        }
    })
}

/// The text with every tag replaced by as many bytes of the ASCII filler that `filler` chooses for it, given its number
/// and the tag.
pub(super) fn mask_with<'t>(
    text: &'t str,
    tags: &[Tag],
    filler: impl Fn(usize, &Tag) -> char,
) -> Cow<'t, str> {
    if tags.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut kept = 0;
    for (index, tag) in tags.iter().enumerate() {
        let range = tag.span.range();
        masked.push_str(text.get(kept..range.start).unwrap_or_default());
        let fill = filler(index, tag);
        debug_assert!(fill.is_ascii(), "a filler must be one byte long");
        masked.extend(std::iter::repeat_n(fill, range.len()));
        kept = range.end;
    }
    masked.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(masked)
}
