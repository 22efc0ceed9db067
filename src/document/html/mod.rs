//! HTML and MJML. Template tags are masked first, byte for byte, so that places hold; then tokens, tree, text.
//!
//! Reading order: `tokens` gives tokens with their bytes, `tree` nests them as a browser does, `elements` says what each
//! element means, `read` walks the tree and puts together what a reader sees, `styles` takes style sheets apart, `items`
//! reads what a page says to machines.

mod attributes;
mod elements;
mod hiding;
mod items;
mod read;
mod styles;
mod tokens;
mod tree;

use crate::artifact::{Artifact, Attributes, Channel, Locale, MediaType};
use crate::deadline::Deadline;
use crate::document::branches::Branches;
use crate::document::declared::problems;
use crate::document::html::read::{Input, Reader};
use crate::document::html::tree::Tree;
use crate::document::template::{self, Tag};
use crate::document::{Document, Segment};
use crate::finding::{Problem, ProblemExtent};
use crate::span::Span;

/// Parses an HTML or MJML artifact.
#[must_use]
pub fn parse(artifact: &Artifact, deadline: &Deadline) -> Document {
    let source = artifact.source.file_text();
    let lexed = template::lex(source, artifact.dialect);
    let masked = template::mask(source, &lexed.tags);
    // A byte order mark is no text; to a browser it is not there at all.
    let base = if source.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let markup = masked.get(base..).unwrap_or_default();
    let tree =
        Tree::parse(markup, source.get(base..).unwrap_or_default(), artifact.media_type == MediaType::Mjml);
    let base = u32::try_from(base).unwrap_or_default();
    let mut document = Document { dialect: lexed.dialect, ..Document::default() };
    let (declared, language, odd) = read::declared(&tree, markup, base, source, &lexed.tags);
    document.attributes = resolved(artifact, declared, language);
    let input = Input {
        source,
        markup,
        base,
        tags: &lexed.tags,
        is_email: document.attributes.channel == Some(Channel::Email),
    };
    Reader::new(&input, &tree, 0, deadline, &mut document).read();
    finish(&mut document.segments, &lexed.tags);
    let n_read = document.segments.len();
    let oddities = items::read(&input, &tree, &mut document);
    if document.segments.len() > n_read {
        finish(&mut document.segments, &lexed.tags);
    }
    let path = &artifact.key.path;
    document.problems.extend(oddities.into_iter().map(|oddity| Problem {
        path: path.clone(),
        span: Some(oddity.span),
        message: oddity.message,
        extent: if oddity.is_partial { ProblemExtent::Partial } else { ProblemExtent::Read },
    }));
    document.problems.extend(tree.faults.iter().map(|fault| Problem {
        path: path.clone(),
        span: Some(fault.span.shifted(base)),
        message: fault.message.to_owned(),
        extent: fault.extent,
    }));
    document.problems.extend(problems(artifact, odd.into_iter().chain(lexed.problems)));
    document
}

/// The number of start tags in `text`: the tokenizer alone, for measuring.
#[doc(hidden)]
#[must_use]
pub fn count_tags(text: &str) -> usize {
    let mut count = TagCount(0);
    tokens::tokenize(text, &mut count);
    count.0
}

/// The number of nodes in the tree of `text`: tokenizer and tree construction, for measuring.
#[doc(hidden)]
#[must_use]
pub fn count_nodes(text: &str) -> usize {
    Tree::parse(text, text, false).n_nodes()
}

struct TagCount(usize);

impl tokens::TokenSink for TagCount {
    fn start_tag(&mut self, tag: &tokens::StartTag<'_>) -> Option<tokens::TextMode> {
        self.0 += 1;
        match tag.name {
            "script" => Some(tokens::TextMode::Script),
            "style" => Some(tokens::TextMode::Raw),
            "title" | "textarea" => Some(tokens::TextMode::References),
            _ => None,
        }
    }
    fn end_tag(&mut self, _: &str, _: Span) {}
    fn text(&mut self, _: Span, _: &str) {}
    fn comment(&mut self, _: Span) {}
    fn doctype(&mut self, _: &tokens::Doctype<'_>, _: Span) {}
    fn is_in_foreign_content(&self) -> bool {
        false
    }
    fn is_full(&self) -> bool {
        false
    }
}

/// A piece of HTML that stands in another format.
#[derive(Clone, Debug)]
pub(super) struct Fragment<'t> {
    /// The whole source.
    pub(super) source: &'t str,
    /// The source with its template tags masked.
    pub(super) markup: &'t str,
    /// Bytes of both.
    pub(super) range: std::ops::Range<usize>,
    /// Number of the container of what stands in none of the piece's own; its own have higher numbers.
    pub(super) outer: u32,
}

/// Reads a piece of HTML that stands in another format into `document`.
pub(super) fn read_fragment(
    fragment: Fragment<'_>,
    tags: &[Tag],
    deadline: &Deadline,
    document: &mut Document,
) {
    let Fragment { source, markup, range, outer } = fragment;
    let base = u32::try_from(range.start).unwrap_or(u32::MAX);
    let unmasked = source.get(range.clone()).unwrap_or_default();
    let markup = markup.get(range).unwrap_or_default();
    let tree = Tree::parse(markup, unmasked, false);
    let input = Input { source, markup, base, tags, is_email: false };
    Reader::new(&input, &tree, outer, deadline, document).read();
    // What is odd in it is told by nobody: a piece of HTML in Markdown has no problems of its own.
    items::read_json_ld(&input, &tree, document);
}

/// Puts segments into the order of the source and says which arm of a template's branch holds them.
pub(super) fn finish(segments: &mut [Segment], tags: &[Tag]) {
    segments.sort_by_key(|segment| {
        let first = segment.text.runs().first().map(|run| run.source);
        first.or_else(|| segment.holes.first().map(|hole| hole.span))
    });
    let branches = Branches::new(tags);
    for segment in segments {
        segment.branch = branches.of(segment);
    }
}

/// What was ordered, over what the document says of itself, over what holds otherwise; the language of the markup last.
fn resolved(artifact: &Artifact, declared: Attributes, language: Option<Locale>) -> Attributes {
    let mut attributes = artifact.given.clone().or(declared).or(artifact.defaults.clone());
    attributes.locale = attributes.locale.or(language);
    attributes
}

#[cfg(test)]
mod tests;
