//! The forms of tags, one language after the other, except those in double braces. Knows nothing of how a tag is looked
//! for or where a closing delimiter is found.

use crate::artifact::Dialect;
use crate::document::template::scan::{Form, Inside, MAX_PROBLEMS, Scanner};
use crate::document::template::statement::{self, Family, Statement};
use crate::document::template::{TagKind, dialect};
use crate::span::Span;

/// How many blanks may stand on either side of the name in `{% endraw %}`.
const MAX_BLANKS: usize = 32;

impl Scanner<'_> {
    /// `{% … %}`, with the blocks whose content is no template text: comments and raw text.
    pub(super) fn percent(&mut self, start: usize) -> usize {
        let form = Form { opener: "{%", closer: "%}", inside: Inside::Statement };
        let Some(end) = self.end(start, form) else { return self.unclosed(start, form) };
        let expression = self.between(start + 2, end - 2);
        let content = expression.slice(self.text);
        match dialect::first_word(content) {
            "comment" => {
                if let Some((_, close)) = self.end_block(end, "endcomment") {
                    self.push(
                        Span::from_range(start..close),
                        TagKind::Comment,
                        expression,
                        dialect::PERCENT,
                        None,
                    );
                    return close;
                }
                self.problem(start, "{%", "`{% comment %}` is not closed: no `{% endcomment %}` follows");
            }
            word @ ("raw" | "verbatim") => {
                let name = if word == "raw" { "endraw" } else { "endverbatim" };
                let own = (word == "verbatim").then_some(Dialect::Jinja);
                if let Some((open, close)) = self.end_block(end, name) {
                    let opening = Span::from_range(start..end);
                    self.push(opening, TagKind::Steering, expression, dialect::PERCENT, own);
                    let closing = Span::from_range(open..close);
                    let inner = self.between(open + 2, close - 2);
                    self.push(closing, TagKind::Steering, inner, dialect::PERCENT, own);
                    return close;
                }
                self.problem(
                    start,
                    "{%",
                    &format!("`{{% {word} %}}` is not closed: no `{{% {name} %}}` follows"),
                );
            }
            _ => {}
        }
        let kind = self.frames.apply(Family::Percent, statement::percent(content));
        self.push(
            Span::from_range(start..end),
            kind,
            expression,
            dialect::PERCENT,
            dialect::of_percent(content),
        );
        end
    }

    /// The next `{% name %}` from `at` on.
    fn end_block(&mut self, at: usize, name: &'static str) -> Option<(usize, usize)> {
        let mut from = at;
        loop {
            let word = self.find_closer(name, from)?;
            self.fuel = self.fuel.checked_sub(MAX_BLANKS)?;
            let after = word + name.len();
            let bytes = self.text.as_bytes();
            let before = bytes.get(at..word)?.iter().rev().take(MAX_BLANKS);
            let lead = before.take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'-')).count();
            let behind = bytes.get(after..)?.iter().take(MAX_BLANKS);
            let trail = behind.take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'-')).count();
            if word >= at + lead + 2
                && self.starts_with(word - lead - 2, "{%")
                && self.starts_with(after + trail, "%}")
            {
                return Some((word - lead - 2, after + trail + 2));
            }
            from = after;
        }
    }

    /// `{# … #}`. The `{#id}` of Kramdown and the `{#if x}` of Svelte look alike and are left alone.
    pub(super) fn hash_comment(&mut self, start: usize) -> usize {
        let Some(close) = self.find_closer("#}", start + 2) else { return start + 2 };
        let content = self.text.get(start + 2..close).unwrap_or_default();
        let brace = content.bytes().take(200).find(|byte| matches!(byte, b'{' | b'}' | b'\n'));
        if content.starts_with(|c: char| c.is_alphanumeric()) && brace == Some(b'}') {
            return start + 2;
        }
        self.comment(start, close + 2, 2, 2, Dialect::Jinja);
        close + 2
    }

    /// `%%[ … ]%%`, `%%=…=%%` and `%%name%%`.
    pub(super) fn double_percent(&mut self, start: usize) -> usize {
        let (form, is_block) = match self.text.as_bytes().get(start + 2) {
            Some(b'[') => (Form { opener: "%%[", closer: "]%%", inside: Inside::Program }, true),
            Some(b'=') => (Form { opener: "%%=", closer: "=%%", inside: Inside::Statement }, false),
            _ => return self.personalization_string(start),
        };
        let Some(end) = self.end(start, form) else { return self.unclosed(start, form) };
        if !is_block {
            let expression = self.between(start + 3, end - 3);
            let span = Span::from_range(start..end);
            self.push(span, TagKind::Output, expression, &[], Some(Dialect::AmpScript));
            return end;
        }
        let content = self.text.get(start + 3..end - 3).unwrap_or_default();
        let events = statement::ampscript(content);
        let trimmed = content.trim();
        let is_comment =
            trimmed.starts_with("/*") && trimmed.find("*/").is_some_and(|at| at + 2 == trimmed.len());
        let alone = if is_comment { TagKind::Comment } else { TagKind::Steering };
        let first = events.first().map_or(alone, |(kind, _)| *kind);
        // A block that closes one branch and opens the next is cut at its keywords.
        let mut cuts: Vec<(TagKind, usize)> = vec![(first, start)];
        cuts.extend(events.iter().skip(1).map(|(kind, at)| (*kind, start + 3 + at)));
        for (index, (kind, from)) in cuts.iter().enumerate() {
            let until = cuts.get(index + 1).map_or(end, |(_, next)| *next);
            let inner = self.between((*from).max(start + 3), until.min(end - 3));
            self.push(Span::from_range(*from..until), *kind, inner, &[], Some(Dialect::AmpScript));
        }
        end
    }

    fn personalization_string(&mut self, start: usize) -> usize {
        let name = self.text.get(start + 2..).unwrap_or_default();
        let length = name
            .bytes()
            .take(80)
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':'))
            .count();
        let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if !starts_well || !self.starts_with(start + 2 + length, "%%") {
            return start + 2;
        }
        let end = start + 4 + length;
        let expression = Span::from_range(start + 2..end - 2);
        self.push(Span::from_range(start..end), TagKind::Output, expression, &[], Some(Dialect::AmpScript));
        end
    }

    /// `<% … %>`, `<%= … %>`, `<%-- … --%>`, `<%# … %>`.
    pub(super) fn script(&mut self, start: usize) -> usize {
        if self.starts_with(start, "<%--")
            && let Some(close) = self.find_closer("--%>", start + 4)
        {
            self.comment(start, close + 4, 4, 4, Dialect::Erb);
            return close + 4;
        }
        if self.starts_with(start, "<%%") {
            return start + 3;
        }
        let form = Form { opener: "<%", closer: "%>", inside: Inside::Program };
        let Some(end) = self.end(start, form) else { return self.unclosed(start, form) };
        let sigil = self.text.as_bytes().get(start + 2).copied();
        let head = match sigil {
            Some(b'=' | b'-' | b'#' | b'@' | b'!') => 3,
            _ => 2,
        };
        let tail = if self.text.get(..end - 2).is_some_and(|head| head.ends_with('-')) { 3 } else { 2 };
        if start + head > end - tail {
            return end;
        }
        let expression = self.between(start + head, end - tail);
        let content = expression.slice(self.text);
        let statement = match (sigil, statement::script(content)) {
            (Some(b'='), _) => Statement::Output,
            (Some(b'#'), _) => Statement::Comment,
            (Some(b'@' | b'!'), _) => Statement::Steering,
            // `<%- x %>` puts out unescaped text in EJS; `<%- x -%>` is Ruby that trims white space.
            (Some(b'-'), Statement::Steering) if tail == 2 => Statement::Output,
            // SendGrid's `<%asm_group_unsubscribe_url%>` puts out an address.
            (Some(b'a'..=b'z'), Statement::Steering) if dialect::first_word(content) == content => {
                Statement::Output
            }
            (_, statement) => statement,
        };
        let kind = self.frames.apply(Family::Script, statement);
        self.push(Span::from_range(start..end), kind, expression, &[], Some(Dialect::Erb));
        end
    }

    /// `<?php … ?>` and `<?= … ?>`.
    pub(super) fn php(&mut self, start: usize) -> usize {
        let is_output = self.starts_with(start, "<?=");
        let opener = if is_output { "<?=" } else { "<?php" };
        let form = Form { opener, closer: "?>", inside: Inside::Program };
        let Some(end) = self.end(start, form) else { return self.unclosed(start, form) };
        let expression = self.between(start + opener.len(), end - 2);
        let statement =
            if is_output { Statement::Output } else { statement::script(expression.slice(self.text)) };
        let kind = self.frames.apply(Family::Script, statement);
        self.push(Span::from_range(start..end), kind, expression, &[], Some(Dialect::Php));
        end
    }

    /// `*|NAME|*`. In Markdown tables `*|` ends a cell, so the inside must look like a merge tag.
    pub(super) fn mailchimp(&mut self, start: usize) -> usize {
        let line = self.text.get(start + 2..).unwrap_or_default();
        let length = line.bytes().take(300).position(|byte| matches!(byte, b'|' | b'\n' | b'<' | b'*'));
        let name = length.and_then(|length| line.get(..length)).unwrap_or_default();
        let looks_well = name.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit())
            && !name.ends_with(' ')
            && name.bytes().take_while(|byte| *byte != b':').all(|byte| !byte.is_ascii_lowercase());
        let end = start + 2 + name.len();
        if looks_well && self.starts_with(end, "|*") {
            let kind = self.frames.apply(Family::Mailchimp, statement::mailchimp(name));
            let inner = self.between(start + 2, end);
            self.push(Span::from_range(start..end + 2), kind, inner, &[], Some(Dialect::Mailchimp));
            return end + 2;
        }
        if line.starts_with(|c: char| c.is_ascii_uppercase()) {
            let message = "`*|` is not closed: no `|*` follows on the line".to_owned();
            if self.doubtful.len() < MAX_PROBLEMS {
                self.doubtful.push((Span::from_range(start..start + 2), Dialect::Mailchimp, message));
            }
        }
        start + 2
    }

    /// A form on one line whose inside must look like the path to a value; anything else is no tag.
    pub(super) fn short(&mut self, start: usize, opener: &str, closer: &str, dialect: Dialect) -> usize {
        let from = start + opener.len();
        let inside = self.text.get(from..).unwrap_or_default();
        let is_path = |byte: &u8| {
            byte.is_ascii_alphanumeric()
                || b"_.!?:$[]()'\" -".contains(byte) && !closer.as_bytes().starts_with(&[*byte])
        };
        let length = inside.bytes().take(200).take_while(is_path).count();
        let starts_well =
            inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '!' | '$'));
        if !starts_well || !self.starts_with(from + length, closer) {
            return start + 2;
        }
        let end = from + length + closer.len();
        let inner = self.between(from, from + length);
        // Code and shells write `${x}` too, so this form alone tells no language.
        let candidates: &'static [Dialect] = if dialect == Dialect::Velocity { &[] } else { dialect::CURLY };
        self.push_tag(Span::from_range(start..end), TagKind::Output, inner, dialect);
        if !candidates.is_empty() {
            self.votes.certain(dialect);
        }
        end
    }

    pub(super) fn output(&mut self, start: usize, form: Form, dialect: Dialect) -> usize {
        let Some(end) = self.end(start, form) else { return self.unclosed(start, form) };
        let inner = self.between(start + form.opener.len(), end - form.closer.len());
        self.push(Span::from_range(start..end), TagKind::Output, inner, &[], Some(dialect));
        end
    }
}
