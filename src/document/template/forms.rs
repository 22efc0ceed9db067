//! The forms of tags, one language after the other, except those in double braces. Knows nothing of how a tag is looked
//! for or where a closing delimiter is found.

use crate::artifact::Dialect;
use crate::document::template::scan::{Form, Inside, MAX_PROBLEMS, Scanner};
use crate::document::template::statement::{self, Family, Statement};
use crate::document::template::{TagKind, dialect};
use crate::span::Span;

/// How many blanks may stand on either side of the name in `{% endraw %}`.
const MAX_BLANKS: usize = 32;

/// Blocks of `{% %}` whose content nobody reads, and how they end: comments, and what Shopify's themes keep in a template
/// beside its text.
const UNREAD_BLOCKS: &[(&str, &str)] = &[
    ("comment", "endcomment"),
    ("doc", "enddoc"),
    ("schema", "endschema"),
    ("javascript", "endjavascript"),
    ("stylesheet", "endstylesheet"),
    ("style", "endstyle"),
];

impl<'t> Scanner<'t> {
    /// `{% … %}`, with the blocks whose content is no template text: comments and raw text.
    pub(super) fn percent(&mut self, start: usize) -> usize {
        let form = Form { opener: "{%", closer: "%}", inside: Inside::Statement };
        let Some(end) = self.end(start, form) else { return self.unclosed(start, form) };
        let expression = self.between(start + 2, end - 2);
        let content = expression.slice(self.text);
        let word = dialect::first_word(content);
        if let Some((name, end_name)) = UNREAD_BLOCKS.iter().find(|(name, _)| *name == word) {
            if let Some((_, close)) = self.end_block(end, end_name) {
                let span = Span::from_range(start..close);
                self.push(span, TagKind::Comment, expression, dialect::PERCENT, dialect::of_percent(content));
                return close;
            }
            let message = format!("`{{% {name} %}}` is not closed: no `{{% {end_name} %}}` follows");
            self.problem(start, "{%", &message);
        }
        match word {
            "raw" | "verbatim" => {
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
        let span = Span::from_range(start..end);
        let effect = self.frames.apply(Family::Percent, statement::percent(content), span);
        self.push(span, effect, expression, dialect::PERCENT, dialect::of_percent(content));
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
        // A block that closes one branch and opens the next is cut at its keywords.
        let cuts: Vec<usize> = events.iter().skip(1).map(|(_, at)| start + 3 + at).collect();
        let mut from = start;
        for (index, until) in cuts.iter().copied().chain([end]).enumerate() {
            let span = Span::from_range(from..until);
            let effect = match events.get(index) {
                Some((statement, _)) => self.frames.apply(Family::Amp, *statement, span),
                None => alone.into(),
            };
            let inner = self.between(from.max(start + 3), until.min(end - 3));
            self.push(span, effect, inner, &[], Some(Dialect::AmpScript));
            from = until;
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
        let Some(end) = self.end(start, form) else {
            // `1 <% 2` is no more than a comparison.
            let inside = self.text.get(start + 2..).unwrap_or_default().trim_start();
            if inside.starts_with(|c: char| c.is_ascii_digit()) {
                return self.doubt(start, "<%", Dialect::Erb, "`<%` is not closed: no `%>` follows");
            }
            return self.unclosed(start, form);
        };
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
        let span = Span::from_range(start..end);
        let effect = self.frames.apply(Family::Script, statement, span);
        self.push(span, effect, expression, &[], Some(Dialect::Erb));
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
        let span = Span::from_range(start..end);
        let effect = self.frames.apply(Family::Script, statement, span);
        self.push(span, effect, expression, &[], Some(Dialect::Php));
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
            let span = Span::from_range(start..end + 2);
            let effect = self.frames.apply(Family::Mailchimp, statement::mailchimp(name), span);
            let inner = self.between(start + 2, end);
            self.push(span, effect, inner, &[], Some(Dialect::Mailchimp));
            return end + 2;
        }
        if line.starts_with(|c: char| c.is_ascii_uppercase()) {
            let message = "`*|` is not closed: no `|*` follows on the line";
            return self.doubt(start, "*|", Dialect::Mailchimp, message);
        }
        start + 2
    }

    /// Notes an opener without a closer that is one only if its language is used, and gives the place behind it.
    fn doubt(&mut self, start: usize, opener: &str, dialect: Dialect, message: &str) -> usize {
        let next = start + opener.len();
        if self.doubtful.len() < MAX_PROBLEMS {
            self.doubtful.push((Span::from_range(start..next), dialect, message.to_owned()));
        }
        next
    }

    /// A form on one line whose inside must look like the path to a value; anything else is no tag.
    pub(super) fn short(&mut self, start: usize, opener: &str, closer: &str, dialect: Dialect) -> usize {
        let from = start + opener.len();
        let inside = self.text.get(from..).unwrap_or_default();
        let is_path = |byte: &u8| {
            byte.is_ascii_alphanumeric()
                || b"_.!?:$[]()'\" -".contains(byte) && !closer.as_bytes().starts_with(&[*byte])
                || matches!(*byte, b'{' | b'}') && opener == "[["
        };
        let length = inside.bytes().take(200).take_while(is_path).count();
        let starts_well =
            inside.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '!' | '$'));
        if !starts_well || !self.starts_with(from + length, closer) {
            // `${{ price }}` is a dollar sign and a tag.
            return start + 1;
        }
        let end = from + length + closer.len();
        let inner = self.between(from, from + length);
        // Code and shells write `${x}` too, so this form alone tells no language.
        let candidates: &'static [Dialect] = if dialect == Dialect::Velocity { &[] } else { dialect::CURLY };
        self.push_tag(Span::from_range(start..end), TagKind::Output.into(), inner, dialect);
        if !candidates.is_empty() {
            self.votes.certain(dialect);
        }
        end
    }

    /// `[[${x}]]`, and with a text for its absence `[[${x} ?: 'y']]`.
    pub(super) fn thymeleaf(&mut self, start: usize, forms: [(&str, &str); 2]) -> usize {
        for (opener, closer) in forms {
            let end = self.short(start, opener, closer, Dialect::Velocity);
            if end > start + 1 {
                self.votes.certain(Dialect::Velocity);
                return end;
            }
        }
        start + 1
    }

    /// The `v-pre` of Vue: what stands in its element is text, whatever it looks like.
    pub(super) fn vue_pre(&mut self, start: usize) -> usize {
        let next = start + "v-pre".len();
        let bytes = self.text.as_bytes();
        let is_blank =
            |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_whitespace);
        let ends = is_blank(Some(next)) || matches!(bytes.get(next), Some(b'>' | b'=' | b'/'));
        let element = self.element_around(start).filter(|_| ends && is_blank(start.checked_sub(1)));
        let Some((_, name)) = element else { return next };
        let (mut depth, mut at) = (1_u32, next);
        while let Some(open) = self.text.get(at..).and_then(|rest| memchr::memchr(b'<', rest.as_bytes())) {
            let Some(fuel) = self.fuel.checked_sub(open + 1) else { return next };
            self.fuel = fuel;
            at += open + 1;
            let (is_end, at_name) = if self.starts_with(at, "/") { (true, at + 1) } else { (false, at) };
            let behind = bytes.get(at_name + name.len());
            let is_same = self.starts_with(at_name, name)
                && behind.is_none_or(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'-'));
            match (is_same, is_end) {
                (true, true) if depth == 1 => return at,
                (true, true) => depth -= 1,
                (true, false) => depth += 1,
                (false, _) => {}
            }
        }
        next
    }

    /// `<script runat="server">…</script>`: a program that the server runs, in HTML and in text alike.
    pub(super) fn script_on_server(&mut self, start: usize) -> usize {
        let next = start + "runat=".len();
        let rest = self.text.get(next..).unwrap_or_default();
        let value = rest.trim_start_matches(['"', '\'']);
        let is_server = value.get(..6).is_some_and(|word| word.eq_ignore_ascii_case("server"));
        let script = self.element_around(start).filter(|(_, name)| name.eq_ignore_ascii_case("script"));
        let Some((open, _)) = script.filter(|_| is_server) else { return next };
        let is_free = self.tags.last().is_none_or(|tag| tag.span.end() as usize <= open);
        let close = self.find_closer("</script>", next).or_else(|| self.find_closer("</SCRIPT>", next));
        let Some(end) = close.map(|close| close + "</script>".len()).filter(|_| is_free) else { return next };
        let inner = Span::from_range(next..next);
        self.push(Span::from_range(open..end), TagKind::Comment, inner, &[], Some(Dialect::AmpScript));
        end
    }

    /// The start tag that a place stands in: where it begins, and its name.
    fn element_around(&self, at: usize) -> Option<(usize, &'t str)> {
        /// More than stands before an attribute in any real tag.
        const LENGTH: usize = 400;
        let head = self.text.as_bytes().get(at.saturating_sub(LENGTH)..at)?;
        let back = head.iter().rev().position(|byte| matches!(byte, b'<' | b'>'))?;
        let open = at - back - 1;
        let text: &'t str = self.text;
        let name = text.get(open..at)?.strip_prefix('<')?;
        let length = name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
        name.get(..length).filter(|name| !name.is_empty()).map(|name| (open, name))
    }

    pub(super) fn output(&mut self, start: usize, form: Form, dialect: Dialect) -> usize {
        let Some(end) = self.end(start, form) else { return self.unclosed(start, form) };
        let inner = self.between(start + form.opener.len(), end - form.closer.len());
        self.push(Span::from_range(start..end), TagKind::Output, inner, &[], Some(dialect));
        end
    }
}
