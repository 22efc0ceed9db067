//! The subject and the bodies of a message as a document. Knows nothing of how they were encoded.

use jiff::fmt::rfc2822::DateTimeParser;

use crate::artifact::message::{Body, Lines, Message};
use crate::artifact::{Artifact, Attributes, Locale, MediaType};
use crate::deadline::Deadline;
use crate::document::declared::problems;
use crate::document::flow::Reading;
use crate::document::message::flowed;
use crate::document::template::{self, Tag};
use crate::document::{Document, Segment, html, plain};
use crate::scope::Scope;
use crate::span::{Span, offset};

/// Parses a message.
///
/// A message of plain text alone has it as its main rendering: it is what everybody sees. The scope of plain text is
/// [`Scope::PlainTextPart`] all the same.
#[must_use]
pub fn parse(artifact: &Artifact, message: &Message, deadline: &Deadline) -> Document {
    let mut document =
        Document { dialect: artifact.dialect, message: Some(message.clone()), ..Document::default() };
    read_subject(artifact, message, &mut document);
    let mut declared = Attributes::default();
    let mut language = None;
    let (mut footers, mut tags) = (Vec::new(), Vec::new());
    for body in &message.bodies {
        if deadline.is_over() {
            break;
        }
        let (own, read) = read_body(artifact, body, deadline, &mut document);
        tags.extend(own);
        let Some(read) = read else { continue };
        declared = declared.or(read.declared);
        language = language.or(read.language);
        footers.extend(read.footers);
    }
    html::mark_message(&mut document, &footers, artifact.source.text(), &tags);
    let (of_header, odd) = stated(message);
    document.problems.extend(problems(artifact, odd));
    let mut attributes = artifact.given.clone().or(declared).or(artifact.defaults.clone()).or(of_header);
    attributes.locale = attributes.locale.or(language);
    document.attributes = attributes;
    document
}

/// What the header says of the message: its language, if it is one, and when it was sent.
fn stated(message: &Message) -> (Attributes, Option<(Span, String)>) {
    let mut attributes = Attributes {
        locale: message.header("content-language").and_then(|value| Locale::parse(value.as_str())),
        ..Attributes::default()
    };
    let Some(date) = message.header("date").filter(|date| !date.is_empty()) else {
        return (attributes, None);
    };
    // People and programs get the day of the week wrong; the date counts.
    let parser = DateTimeParser::new().relaxed_weekday(true);
    match parser.parse_timestamp(date.as_str()) {
        Ok(sent) => {
            attributes.publish_at = Some(sent);
            (attributes, None)
        }
        Err(_) => {
            let place = date.span(0..date.as_str().len());
            (attributes, Some((place, "the date of the message cannot be read".to_owned())))
        }
    }
}

fn read_subject(artifact: &Artifact, message: &Message, document: &mut Document) {
    let Some(value) = message.header("subject") else { return };
    let text = value.as_str();
    let lexed = template::lex_filled(text, artifact, artifact.dialect);
    document.dialect = document.dialect.or(lexed.dialect);
    let whole = Span::from_range(0..text.len());
    let mut segments = Vec::new();
    plain::paragraphs(text, &lexed.tags, whole, (Scope::Subject, Reading::Plain), &mut segments);
    for segment in &mut segments {
        segment.text = std::mem::take(&mut segment.text).through(value);
        segment.holes.iter_mut().for_each(|hole| hole.through(value));
    }
    document.segments.extend(segments);
    document.settle(text, &lexed.tags, |span| value.span(span.range()));
    document.unclosed_tags.extend(lexed.unclosed(|span| value.span(span.range())));
}

/// Reads a body; gives its template tags and, of HTML, what else it says.
fn read_body(
    artifact: &Artifact,
    body: &Body,
    deadline: &Deadline,
    document: &mut Document,
) -> (Vec<Tag>, Option<html::ReadBody>) {
    let source = artifact.source.text();
    let body = Body { span: without_mark(source, body.span), ..body.clone() };
    let text = body.span.slice(source);
    let lexed = template::lex_filled(text, artifact, artifact.dialect);
    document.dialect = document.dialect.or(lexed.dialect);
    let base = body.span.start();
    let tags: Vec<Tag> = lexed.tags.iter().map(|tag| tag.forth(base)).collect();
    let outer = document.segments.iter().map(|segment| segment.container).max().map_or(0, |last| last + 1);
    let read = if body.media_type == MediaType::Html {
        Some(html::read_body(artifact, &body, &tags, outer, deadline, document))
    } else {
        document.segments.extend(plain_text(source, &body, &tags, outer));
        None
    };
    document.settle(text, &lexed.tags, |span| span.shifted(base));
    document.unclosed_tags.extend(lexed.unclosed(|span| span.shifted(base)));
    (tags, read)
}

fn plain_text(source: &str, body: &Body, tags: &[Tag], container: u32) -> Vec<Segment> {
    let scope = Scope::PlainTextPart;
    let mut segments = Vec::new();
    match body.lines {
        Lines::Fixed => {
            plain::paragraphs(source, tags, body.span, (scope, Reading::Plain), &mut segments);
        }
        Lines::Flowed { drops_blank } => {
            segments = flowed::paragraphs(source, tags, body.span, scope, drops_blank);
        }
    }
    for segment in &mut segments {
        segment.container = container;
        segment.rendering = body.rendering;
        segment.visibility = body.visibility;
    }
    segments
}

/// A byte order mark is no text.
fn without_mark(source: &str, body: Span) -> Span {
    let text = body.slice(source);
    let length = text.len() - text.strip_prefix('\u{FEFF}').unwrap_or(text).len();
    Span::new(body.start() + offset(length), body.end())
}
