//! HTML, with MJML in a folder of its own. Template tags are masked first, byte for byte, so that places hold; then tokens,
//! tree, text.
//!
//! Reading order: `tokens` gives tokens with their bytes, `tree` nests them as a browser does, `elements` says what each
//! element means, `read` walks the tree and puts together what a reader sees, `styles` takes style sheets apart, `items`
//! reads what a page says to machines.

mod attributes;
mod elements;
mod hiding;
mod items;
pub mod mjml;
mod read;
mod styles;
mod tokens;
mod tree;

use rustc_hash::FxHashSet;

use crate::artifact::message::Body;
use crate::artifact::{Artifact, Attributes, Channel, Locale};
use crate::deadline::Deadline;
use crate::document::Document;
use crate::document::declared::problems;
use crate::document::html::read::{Input, Reader};
use crate::document::html::tree::{Fault, Form, Tree};
use crate::document::template::{self, Tag};
use crate::finding::{Problem, ProblemExtent};
use crate::scope::{Rendering, Scope, Visibility};
use crate::span::Span;

/// Parses an HTML artifact.
#[must_use]
pub fn parse(artifact: &Artifact, deadline: &Deadline) -> Document {
    let source = artifact.source.file_text();
    let lexed = template::lex_filled(source, artifact, artifact.dialect);
    let masked = template::mask(source, &lexed.tags);
    // A byte order mark is no text; to a browser it is not there at all.
    let base = if source.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let markup = masked.get(base..).unwrap_or_default();
    let tree = Tree::parse(markup, source.get(base..).unwrap_or_default(), Form::Page);
    let base = u32::try_from(base).unwrap_or_default();
    let mut document = Document { dialect: lexed.dialect, ..Document::default() };
    let (declared, language, odd) = read::declared(&tree, markup, base, source, &lexed.tags);
    document.attributes = resolved(artifact, declared, language);
    let is_email = document.attributes.channel == Some(Channel::Email);
    let input = Input {
        source,
        markup,
        base,
        tags: &lexed.tags,
        is_email,
        title: if is_email { Scope::Subject } else { Scope::Title },
        rendering: Rendering::Main,
        visibility: Visibility::Visible,
    };
    let mut reader = Reader::new(&input, &tree, 0, deadline, &mut document);
    reader.read();
    let mut state = reader.state;
    state.faults.extend(tree.faults.iter().map(|fault| Fault { span: fault.span.shifted(base), ..*fault }));
    document.settle(source, &lexed.tags, |span| span);
    read_items(artifact, &input, &tree, &mut document);
    read::mark(&mut document, &state.footers, source, &lexed.tags, input.is_email);
    document.problems.extend(faults(artifact, &state.faults));
    document.problems.extend(problems(artifact, odd));
    document.unclosed_tags = lexed.unclosed(|span| span).collect();
    document
}

/// Reads what a page, whose segments are in order, says to machines.
fn read_items(artifact: &Artifact, input: &Input<'_>, tree: &Tree, document: &mut Document) {
    let n_read = document.segments.len();
    let oddities = items::read(input, tree, document);
    if document.segments.len() > n_read {
        document.arrange();
    }
    document.problems.extend(oddities.into_iter().map(|oddity| Problem {
        path: artifact.key.path.clone(),
        span: Some(oddity.span),
        message: oddity.message,
        extent: if oddity.is_partial { ProblemExtent::Partial } else { ProblemExtent::Read },
    }));
}

/// A body of a message that was read.
pub(super) struct ReadBody {
    /// What it says of itself.
    pub(super) declared: Attributes,
    /// The language of its markup.
    pub(super) language: Option<Locale>,
    /// Start tags of footers.
    pub(super) footers: Vec<(Span, Rendering)>,
}

/// Reads a body of a message, whose template tags are `tags`, into `document`.
///
/// Its `<title>` is not the subject, which stands in the header.
pub(super) fn read_body(
    artifact: &Artifact,
    body: &Body,
    tags: &[Tag],
    outer: u32,
    deadline: &Deadline,
    document: &mut Document,
) -> ReadBody {
    let source = artifact.source.text();
    let unmasked = body.span.slice(source);
    let own: Vec<Tag> = tags.iter().map(|tag| tag.back(body.span.start())).collect();
    let markup = template::mask(unmasked, &own);
    let tree = Tree::parse(&markup, unmasked, Form::Page);
    let base = body.span.start();
    let (declared, language, odd) = read::declared(&tree, &markup, base, source, tags);
    let input = Input {
        source,
        markup: &markup,
        base,
        tags,
        is_email: true,
        title: Scope::Title,
        rendering: body.rendering,
        visibility: body.visibility,
    };
    let mut reader = Reader::new(&input, &tree, outer, deadline, document);
    reader.read();
    let mut state = reader.state;
    state.faults.extend(tree.faults.iter().map(|fault| Fault { span: fault.span.shifted(base), ..*fault }));
    document.problems.extend(faults(artifact, &state.faults));
    document.problems.extend(problems(artifact, odd));
    document.arrange();
    // What another rendering says to machines is the same again.
    if (body.rendering, body.visibility) == (Rendering::Main, Visibility::Visible) {
        read_items(artifact, &input, &tree, document);
    }
    ReadBody { declared, language, footers: state.footers }
}

/// Marks the landmarks of a message, whose HTML names footers at these start tags.
pub(super) fn mark_message(
    document: &mut Document,
    footers: &[(Span, Rendering)],
    source: &str,
    tags: &[Tag],
) {
    read::mark(document, footers, source, tags, true);
}

/// What of the markup was not read as it stands, each kind once.
fn faults(artifact: &Artifact, faults: &[Fault]) -> Vec<Problem> {
    let mut known = FxHashSet::default();
    let first = faults.iter().filter(|fault| known.insert(fault.message));
    let problem = |fault: &Fault| Problem {
        path: artifact.key.path.clone(),
        span: Some(fault.span),
        message: fault.message.to_owned(),
        extent: fault.extent,
    };
    first.map(problem).collect()
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
    Tree::parse(text, text, Form::Page).n_nodes()
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
    let tree = Tree::parse(markup, unmasked, Form::Page);
    let input = Input {
        source,
        markup,
        base,
        tags,
        is_email: false,
        title: Scope::Title,
        rendering: Rendering::Main,
        visibility: Visibility::Visible,
    };
    Reader::new(&input, &tree, outer, deadline, document).read();
    // What is odd in it is told by nobody: a piece of HTML in Markdown has no problems of its own.
    items::read_json_ld(&input, &tree, document);
}

/// What was ordered, over what the document says of itself, over what holds otherwise; the language of the markup last.
fn resolved(artifact: &Artifact, declared: Attributes, language: Option<Locale>) -> Attributes {
    let mut attributes = artifact.given.clone().or(declared).or(artifact.defaults.clone());
    attributes.locale = attributes.locale.or(language);
    attributes
}

#[cfg(test)]
mod tests;
