//! Markdown: `CommonMark` with tables, footnotes, task lists, strikethrough and front matter. Knows nothing of HTML
//! beyond where it stands.
//!
//! Reading order: [`parse`] here, `walk` puts the text together, `address` finds the bytes of link targets.

mod address;
mod walk;

use std::borrow::Cow;

use pulldown_cmark::{Options, Parser};

use crate::artifact::Artifact;
use crate::deadline::Deadline;
use crate::document::markdown::walk::{Masked, Walker};
use crate::document::template::{self, Tag, TagKind};
use crate::document::{Document, front_matter, post};
use crate::span::Span;

/// Parses a Markdown artifact.
#[must_use]
pub fn parse(artifact: &Artifact, deadline: &Deadline) -> Document {
    let source = artifact.source.file_text();
    let (mut document, front, tags) = front_matter::begin(artifact);
    let markup = mask(source, &tags);
    let base = match front.span.end() as usize {
        0 if source.starts_with('\u{FEFF}') => '\u{FEFF}'.len_utf8(),
        end => end,
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let events = Parser::new_ext(markup.get(base..).unwrap_or_default(), options).into_offset_iter();
    let masked = Masked { markdown: &markup, html: &template::mask(source, &tags) };
    Walker::new(source, masked, base, &tags, &mut document).walk(events, deadline);
    let body = Span::from_range(base..source.len());
    let parts = post::body_parts(&document, source, body, true);
    post::add(artifact, &mut document, &front, &tags, &parts);
    document.settle(source, &tags, |span| span);
    document
}

/// The stretches of code: fenced blocks, and spans that end on the line they begin on. A first look, before template tags
/// are known and with them the structure of the text.
pub(super) fn code(text: &str) -> Vec<Span> {
    let mut code: Vec<Span> = Vec::new();
    let mut fence: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, inner) = (at, line.trim());
        at += line.len();
        match fence {
            Some((open, mark)) => {
                if inner.starts_with(mark) && inner.bytes().all(|byte| mark.as_bytes().first() == Some(&byte))
                {
                    code.push(Span::from_range(open..at));
                    fence = None;
                }
            }
            None => match ["```", "~~~"].into_iter().find(|mark| inner.starts_with(mark)) {
                Some(mark) => fence = Some((start, mark)),
                None => code.extend(code_spans(line, start)),
            },
        }
    }
    code.extend(fence.map(|(open, _)| Span::from_range(open..text.len())));
    code
}

fn code_spans(line: &str, start: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut at = 0;
    while let Some(next) = line.get(at..).and_then(|rest| rest.find('`')).map(|next| at + next) {
        let length = line.bytes().skip(next).take_while(|byte| *byte == b'`').count();
        at = next + length;
        open = match open {
            Some((from, width)) if width == length => {
                spans.push(Span::from_range(start + from..start + at));
                None
            }
            None => Some((next, length)),
            other => other,
        };
    }
    spans
}

/// The text with its template tags masked in a way that keeps the structure of Markdown: lines that hold nothing but
/// tags which put out nothing become blank, all other tags become letters. Blanks at the start of a line would make it
/// code, and blanks inside `**` would end the emphasis.
fn mask<'t>(source: &'t str, tags: &[Tag]) -> Cow<'t, str> {
    let mut fillers = Vec::with_capacity(tags.len());
    let mut index = 0;
    while let Some(first) = tags.get(index) {
        // Tags on one line with nothing but blanks between them.
        let mut end = index + 1;
        while let (Some(last), Some(next)) = (tags.get(end - 1), tags.get(end)) {
            let between = source.get(last.span.range().end..next.span.range().start).unwrap_or_default();
            if !between.bytes().all(|byte| matches!(byte, b' ' | b'\t')) {
                break;
            }
            end += 1;
        }
        let group = tags.get(index..end).unwrap_or_default();
        let last = group.last().map_or(first.span, |tag| tag.span);
        let puts_out = group.iter().any(|tag| tag.kind == TagKind::Output);
        let alone = !puts_out && is_alone(source, first.span.range().start, last.range().end);
        fillers.extend(group.iter().map(|_| if alone { ' ' } else { 'x' }));
        index = end;
    }
    template::mask_with(source, tags, |index, _| fillers.get(index).copied().unwrap_or('x'))
}

/// Whether nothing else stands on the lines of a stretch of text, and the line before it is not markup: a blank line
/// would end an HTML block.
fn is_alone(source: &str, start: usize, end: usize) -> bool {
    let bytes = source.as_bytes();
    let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r');
    let mut before = bytes.get(..start).unwrap_or_default().iter().rev().skip_while(is_blank);
    let mut behind = bytes.get(end..).unwrap_or_default().iter().skip_while(is_blank);
    let is_alone = matches!(before.next(), None | Some(b'\n')) && matches!(behind.next(), None | Some(b'\n'));
    let line_above = before.take_while(|byte| **byte != b'\n').filter(|byte| !is_blank(byte)).last();
    is_alone && line_above != Some(&b'<')
}

#[cfg(test)]
mod tests;
