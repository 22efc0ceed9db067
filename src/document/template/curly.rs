//! Tags in double braces, which a dozen languages share: expressions, triple braces, comments, raw blocks, and
//! Mustache's change of delimiters. Knows nothing of the other delimiters.

use crate::artifact::Dialect;
use crate::document::template::TagKind;
use crate::document::template::dialect;
use crate::document::template::scan::{Form, Inside, Scanner};
use crate::document::template::statement::{self, Family};
use crate::span::Span;

const DOUBLE: Form = Form { opener: "{{", closer: "}}", inside: Inside::Expression };
const TRIPLE: Form = Form { opener: "{{{", closer: "}}}", inside: Inside::Expression };

/// Comments: how they open, how they close.
const COMMENTS: &[(&str, &str, Dialect)] = &[
    ("{{!--", "--}}", Dialect::Handlebars),
    ("{{~!--", "--}}", Dialect::Handlebars),
    ("{{!--", "--~}}", Dialect::Handlebars),
    ("{{!", "}}", Dialect::Handlebars),
    ("{{~!", "}}", Dialect::Handlebars),
    ("{{--", "--}}", Dialect::Php),
    ("{{/*", "*/}}", Dialect::Go),
    ("{{- /*", "*/ -}}", Dialect::Go),
    ("{{- /*", "*/}}", Dialect::Go),
    // GTL's block of data for the tags around it.
    ("{{.data}}", "{{/data}}", Dialect::AmpScript),
];

impl<'t> Scanner<'t> {
    /// Reads what stands at `{{` and gives the place to go on from.
    pub(super) fn curly(&mut self, start: usize) -> usize {
        if self.starts_with(start, "{{{{")
            && let Some(end) = self.raw_block(start)
        {
            return end;
        }
        for (opener, closer, dialect) in COMMENTS {
            if self.starts_with(start, opener)
                && let Some(close) = self.find_closer(closer, start + opener.len())
            {
                let end = close + closer.len();
                self.comment(start, end, opener.len(), closer.len(), *dialect);
                return end;
            }
        }
        if self.starts_with(start, "{{=")
            && let Some(end) = self.set_delimiters(start, "{{", "}}")
        {
            return end;
        }
        if self.starts_with(start, "{{{")
            && let Some(end) = self.end(start, TRIPLE)
        {
            let expression = self.between(start + 3, end - 3);
            self.push(
                Span::from_range(start..end),
                TagKind::Output,
                expression,
                &[],
                Some(Dialect::Handlebars),
            );
            return end;
        }
        let Some(end) = self.end(start, DOUBLE) else { return self.unclosed(start, DOUBLE) };
        let expression = self.between(start + 2, end - 2);
        let content = expression.slice(self.text);
        let span = Span::from_range(start..end);
        let effect = self.frames.apply(Family::Curly, statement::curly(content), span);
        let candidates = match content {
            content if content.starts_with('$') => dialect::DOLLAR,
            // Handlebars and Go have no filters; Go's pipes stand after a `.`, which tells it.
            content if content.contains('|') => dialect::PERCENT,
            _ => dialect::CURLY,
        };
        self.push(span, effect, expression, candidates, dialect::of_curly(content));
        end
    }

    /// `{{{{name}}}} … {{{{/name}}}}`: two tags, and text between them that is not read for tags.
    fn raw_block(&mut self, start: usize) -> Option<usize> {
        let inside = self.text.get(start + 4..)?;
        let length = inside.bytes().take(80).position(|byte| matches!(byte, b'{' | b'}' | b'\n'))?;
        let name = inside.get(..length)?;
        let open_end = start + 4 + length + 4;
        if name.trim().is_empty() || !self.starts_with(open_end - 4, "}}}}") {
            return None;
        }
        let close = self.find_closer("{{{{/", open_end)?;
        let close_end = self.find_closer("}}}}", close)? + 4;
        for (from, until) in [(start, open_end), (close, close_end)] {
            let expression = self.between(from + 4, until - 4);
            let span = Span::from_range(from..until);
            self.push(span, TagKind::Steering, expression, &[], Some(Dialect::Handlebars));
        }
        Some(close_end)
    }

    /// `{{=<% %>=}}`: two delimiters set apart by blanks, from here on in place of the present ones.
    fn set_delimiters(&mut self, start: usize, open: &str, close: &str) -> Option<usize> {
        let text = self.text;
        let line = text.get(start + open.len() + 1..)?;
        let length = line.char_indices().take(60).find(|(_, c)| *c == '=').map(|(at, _)| at)?;
        let end = start + open.len() + 1 + length + 1 + close.len();
        if !self.starts_with(end - close.len(), close) {
            return None;
        }
        let mut parts = line.get(..length)?.split_whitespace();
        let (next_open, next_close) = (parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let expression = Span::from_range(start + open.len()..end - close.len());
        self.push(
            Span::from_range(start..end),
            TagKind::Steering,
            expression,
            &[],
            Some(Dialect::Handlebars),
        );
        self.custom = ((next_open, next_close) != ("{{", "}}")).then_some((next_open, next_close));
        Some(end)
    }

    /// Reads what stands at a delimiter that a tag has set. While such delimiters hold, nothing else is a tag.
    pub(super) fn custom_tag(&mut self, start: usize, open: &'t str, close: &'t str) -> usize {
        if self.starts_with(start + open.len(), "=")
            && let Some(end) = self.set_delimiters(start, open, close)
        {
            return end;
        }
        let from = start + open.len();
        let Some(close_at) = self.find_from(from, close) else {
            self.problem(start, open, &format!("`{open}` is not closed: no `{close}` follows"));
            // No closer follows any opener from here on.
            return self.text.len();
        };
        let end = close_at + close.len();
        let expression = self.between(from, close_at);
        let content = expression.slice(self.text);
        let span = Span::from_range(start..end);
        let effect = if content.starts_with('!') {
            TagKind::Comment.into()
        } else {
            self.frames.apply(Family::Curly, statement::curly(content), span)
        };
        self.push(span, effect, expression, &[], Some(Dialect::Handlebars));
        end
    }
}
