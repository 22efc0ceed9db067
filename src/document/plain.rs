//! Plain text and records of posts: paragraphs, and the fields of a record. Knows nothing of how a record was found in
//! its file.

use crate::artifact::{Artifact, Field, FieldRole};
use crate::document::flow::{Flow, Reading};
use crate::document::post::{self, Decoding, PostField};
use crate::document::template::{self, Tag, TagKind};
use crate::document::{Document, Image, ImageRole, Link, Segment, front_matter};
use crate::scope::{Rendering, Scope};
use crate::span::Span;
use crate::text::MappedText;

/// Parses a file of plain text: one artifact, its paragraphs set apart by blank lines, with or without front matter.
#[must_use]
pub fn parse(artifact: &Artifact) -> Document {
    let source = artifact.source.file_text();
    let (mut document, front, tags) = front_matter::begin(artifact);
    let body = Span::new(front.span.end(), artifact.source.span().end());
    let parts = post::body_parts(&document, source, body, false);
    for (number, part) in (1..).zip(&parts) {
        let first = document.segments.len();
        paragraphs(source, &tags, *part, (Scope::Body, Reading::Plain), &mut document.segments);
        for segment in document.segments.iter_mut().skip(first).filter(|_| parts.len() > 1) {
            segment.container = number;
        }
    }
    post::add(artifact, &mut document, &front, &tags, &parts);
    document.settle(source, &tags, |span| span);
    document
}

/// Parses a record of posts by its fields. Character references are decoded, since tools export posts with them.
#[must_use]
pub fn parse_fields(artifact: &Artifact, fields: &[Field]) -> Document {
    let mut document = Document {
        attributes: artifact.given.clone().or(artifact.defaults.clone()),
        dialect: artifact.dialect,
        // Most fields are one paragraph.
        segments: Vec::with_capacity(fields.len()),
        fields: Vec::with_capacity(fields.len()),
        ..Document::default()
    };
    for (container, field) in (1..).zip(fields) {
        let text = field.text.as_str();
        let lexed = template::lex_filled(text, artifact, artifact.dialect);
        document.dialect = document.dialect.or(lexed.dialect);
        let whole = Span::from_range(0..text.len());
        let tags = lexed.tags.as_slice();
        let own = PostField::new(field.role, field.number, (text, tags), whole, Decoding::References);
        if field.role == FieldRole::Link {
            document.fields.extend(own.map(|own| own.with_opaque(&[]).through(&field.text)));
            let span = field.text.span(0..text.len());
            document.links.push(Link {
                url: field.text.clone(),
                span,
                is_button: false,
                has_label: false,
                rendering: Rendering::Main,
            });
            continue;
        }
        let first = document.segments.len();
        let how = (field.role.scope(), Reading::References);
        paragraphs(text, tags, whole, how, &mut document.segments);
        let segments = document.segments.get_mut(first..).unwrap_or_default();
        document.fields.extend(own.map(|own| own.with_opaque(segments).through(&field.text)));
        for segment in segments {
            segment.container = container;
            segment.text = std::mem::take(&mut segment.text).through(&field.text);
            segment.holes.iter_mut().for_each(|hole| hole.through(&field.text));
        }
        if field.role == FieldRole::Alt {
            let span = field.text.span(0..text.len());
            document.images.push(Image {
                src: None,
                sources: Vec::new(),
                alt: Some(field.text.clone()),
                span,
                role: ImageRole::Content,
                link: None,
                rendering: Rendering::Main,
            });
        }
        document.branches.read(text, tags, |span| field.text.span(span.range()));
        document.unclosed_tags.extend(lexed.unclosed(|span| field.text.span(span.range())));
    }
    document.arrange();
    document
}

/// Adds the paragraphs of a stretch of `source`: blank lines part them, and a line end within one is a line break.
pub(super) fn paragraphs(
    source: &str,
    tags: &[Tag],
    span: Span,
    (scope, reading): (Scope, Reading),
    segments: &mut Vec<Segment>,
) {
    let mut flow = Flow::new(source, tags);
    let mut finish = |flow: &mut Flow<'_>| {
        let flowed = flow.finish(scope);
        segments.extend(flowed.segment.into_iter().filter(|segment| !segment.text.is_empty()));
        segments.extend(flowed.literals);
    };
    for line in lines(source, tags, span) {
        if is_parting(source, tags, line) {
            finish(&mut flow);
        } else {
            flow.push(line, reading);
            flow.push_break();
        }
    }
    finish(&mut flow);
}

/// Whether a line parts paragraphs: it is blank, or holds nothing but tags of which one opens, changes or closes a
/// branch. The arms of a branch exclude each other and are no one text.
fn is_parting(source: &str, tags: &[Tag], line: Span) -> bool {
    let first = tags.partition_point(|tag| tag.span.end() <= line.start());
    let inside = || tags.iter().skip(first).take_while(|tag| tag.span.start() < line.end());
    let mut from = line.start();
    for tag in inside() {
        if !Span::new(from, tag.span.start().max(from)).slice(source).trim().is_empty() {
            return false;
        }
        from = tag.span.end();
    }
    let is_branch =
        |tag: &Tag| matches!(tag.kind, TagKind::BranchOpen | TagKind::BranchArm | TagKind::BranchClose);
    let is_bare = Span::new(from.min(line.end()), line.end()).slice(source).trim().is_empty();
    is_bare
        && (inside().next().is_none()
            || inside().all(|tag| tag.kind != TagKind::Output) && inside().any(is_branch))
}

/// The lines of a stretch of text, without their ends. A line end inside a template tag is none.
pub(super) fn lines(source: &str, tags: &[Tag], span: Span) -> impl Iterator<Item = Span> {
    let base = span.range().start;
    let mut start = base;
    let mut tags = tags.iter().peekable();
    let ends = memchr::memchr_iter(b'\n', span.slice(source).as_bytes()).map(move |at| base + at);
    let ends = ends.filter(move |feed| {
        while tags.next_if(|tag| tag.span.end() as usize <= *feed).is_some() {}
        tags.peek().is_none_or(|tag| tag.span.start() as usize >= *feed)
    });
    ends.chain([span.range().end]).map(move |end| {
        let line = Span::from_range(start..end);
        start = end + 1;
        line
    })
}

/// An address that stands in the source, with its placeholders as holes.
pub(super) fn address(source: &str, tags: &[Tag], span: Span) -> MappedText {
    let mut flow = Flow::new(source, tags);
    flow.push(span, Reading::References);
    flow.finish(Scope::Link).segment.map(|segment| segment.text).unwrap_or_default()
}
