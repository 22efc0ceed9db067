//! Finds tags by their delimiters, in one pass. Knows nothing of what tags mean beyond what tells where they end.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind};
use memchr::memmem;
use rustc_hash::FxHashMap;

use crate::artifact::Dialect;
use crate::document::template::dialect::{self, Votes};
use crate::document::template::statement::{self, Family, Frames, Statement};
use crate::document::template::{Lexed, Tag, TagKind, literals, weak};
use crate::span::Span;

/// What may stand at the start of a tag, and marks that give a language of weak forms away. Every pattern is at
/// least two bytes long, which keeps the search vectorised.
static OPENERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let patterns = PATTERNS.iter().map(|(pattern, _)| *pattern);
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(patterns)
        .expect("a fixed list of short patterns builds")
});

#[derive(Clone, Copy, Debug)]
enum Opener {
    Curly,
    Percent,
    Hash,
    BladeRaw,
    DoublePercent,
    Script,
    Php,
    Mailchimp,
    Thymeleaf,
    MailjetBracket,
    Dollar,
    /// Not a tag by itself: tells that the weak forms of the language are tags.
    Mark(Dialect),
}

const PATTERNS: &[(&str, Opener)] = &[
    ("{{", Opener::Curly),
    ("{%", Opener::Percent),
    ("{#", Opener::Hash),
    ("{!!", Opener::BladeRaw),
    ("%%", Opener::DoublePercent),
    ("<%", Opener::Script),
    ("<?php", Opener::Php),
    ("<?=", Opener::Php),
    ("*|", Opener::Mailchimp),
    ("[[${", Opener::Thymeleaf),
    ("[(${", Opener::Thymeleaf),
    ("[[var:", Opener::MailjetBracket),
    ("[[data:", Opener::MailjetBracket),
    ("${", Opener::Dollar),
    (",fallback=", Opener::Mark(Dialect::CampaignMonitor)),
    ("%FIRSTNAME%", Opener::Mark(Dialect::ActiveCampaign)),
    ("%LASTNAME%", Opener::Mark(Dialect::ActiveCampaign)),
    ("%FULLNAME%", Opener::Mark(Dialect::ActiveCampaign)),
    ("%SENDER-INFO", Opener::Mark(Dialect::ActiveCampaign)),
    ("%UNSUBSCRIBELINK%", Opener::Mark(Dialect::ActiveCampaign)),
    ("%WEBCOPY%", Opener::Mark(Dialect::ActiveCampaign)),
];

/// How many problems of one document are told one by one.
const MAX_PROBLEMS: usize = 100;

/// How many blanks may stand on either side of the name in `{% endraw %}`.
const MAX_BLANKS: usize = 32;

/// How a kind of tag ends and what may not stand in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// The opening delimiter: a second one inside means that the first is not closed.
    pub(super) opener: &'static str,
    /// The closing delimiter.
    pub(super) closer: &'static str,
    /// What the inside may hold.
    pub(super) inside: Inside,
}

/// What may stand inside a tag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Inside {
    /// An expression: braces nest, and neither end tags of markup nor blank lines stand in it.
    Expression,
    /// A statement: no end tags of markup stand in it.
    Statement,
    /// A program: anything.
    Program,
}

/// The state of one pass.
#[derive(Debug)]
pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) set: Option<Dialect>,
    pub(super) tags: Vec<Tag>,
    pub(super) problems: Vec<(Span, String)>,
    /// The first problem past [`MAX_PROBLEMS`], and how many there are.
    untold: Option<(Span, usize)>,
    /// Unclosed openers that are only problems once their language is known.
    pub(super) doubtful: Vec<(Span, Dialect, String)>,
    pub(super) frames: Frames<'t>,
    pub(super) votes: Votes,
    /// Tags that do not tell their language, with the languages that they could be of.
    pub(super) undecided: Vec<(usize, &'static [Dialect])>,
    /// Delimiters that a Mustache tag has set.
    pub(super) custom: Option<(&'t str, &'t str)>,
    /// Steps left for looking into strings; then closers are searched without, which is linear by itself.
    fuel: usize,
    /// For a closer: from where it was searched last, and what was found.
    closers: FxHashMap<&'static str, (usize, Option<usize>)>,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, set: Option<Dialect>) -> Self {
        Self {
            text,
            set,
            tags: Vec::new(),
            problems: Vec::new(),
            untold: None,
            doubtful: Vec::new(),
            frames: Frames::default(),
            votes: Votes::default(),
            undecided: Vec::new(),
            custom: None,
            fuel: text.len().saturating_mul(4).saturating_add(1024),
            closers: FxHashMap::default(),
        }
    }

    pub(super) fn run(mut self) -> Lexed {
        let mut at = 0;
        loop {
            let next = match self.custom {
                Some((open, close)) => {
                    self.find_from(at, open).map(|start| self.custom_tag(start, open, close))
                }
                None => self.next_opener(at).map(|(start, opener)| self.tag(start, opener)),
            };
            // Every step moves on by at least one byte.
            let Some(next) = next else { break };
            at = next.max(at + 1);
        }
        self.finish()
    }

    fn next_opener(&self, at: usize) -> Option<(usize, Opener)> {
        if at >= self.text.len() {
            return None;
        }
        let input = Input::new(self.text.as_bytes()).range(at..).anchored(Anchored::No);
        let found = OPENERS.find(input)?;
        let (_, opener) = PATTERNS.get(found.pattern().as_usize())?;
        Some((found.start(), *opener))
    }

    /// Reads what stands at an opener and gives the place to go on from.
    fn tag(&mut self, start: usize, opener: Opener) -> usize {
        match opener {
            Opener::Curly => self.curly(start),
            Opener::Percent => self.percent(start),
            Opener::Hash => self.hash_comment(start),
            Opener::BladeRaw => {
                let form = Form { opener: "{!!", closer: "!!}", inside: Inside::Expression };
                self.output(start, form, Dialect::Php)
            }
            Opener::DoublePercent => self.double_percent(start),
            Opener::Script => self.script(start),
            Opener::Php => self.php(start),
            Opener::Mailchimp => self.mailchimp(start),
            Opener::Thymeleaf => {
                let closer = if self.starts_with(start, "[[") { "}]]" } else { "})]" };
                let opener = if closer == "}]]" { "[[${" } else { "[(${" };
                self.short(start, opener, closer, Dialect::Velocity)
            }
            Opener::MailjetBracket => {
                self.votes.certain(Dialect::Mailjet);
                self.short(start, "[[", "]]", Dialect::Mailjet)
            }
            Opener::Dollar => self.short(start, "${", "}", Dialect::Velocity),
            Opener::Mark(dialect) => {
                self.votes.certain(dialect);
                start + 2
            }
        }
    }

    /// `{% … %}`, with the blocks whose content is no template text: comments and raw text.
    fn percent(&mut self, start: usize) -> usize {
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
    fn hash_comment(&mut self, start: usize) -> usize {
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
    fn double_percent(&mut self, start: usize) -> usize {
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
    fn script(&mut self, start: usize) -> usize {
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
    fn php(&mut self, start: usize) -> usize {
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
    fn mailchimp(&mut self, start: usize) -> usize {
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
    fn short(&mut self, start: usize, opener: &str, closer: &str, dialect: Dialect) -> usize {
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

    fn output(&mut self, start: usize, form: Form, dialect: Dialect) -> usize {
        let Some(end) = self.end(start, form) else { return self.unclosed(start, form) };
        let inner = self.between(start + form.opener.len(), end - form.closer.len());
        self.push(Span::from_range(start..end), TagKind::Output, inner, &[], Some(dialect));
        end
    }

    /// A comment from `start` to `end` with delimiters of the given lengths.
    pub(super) fn comment(&mut self, start: usize, end: usize, head: usize, tail: usize, dialect: Dialect) {
        let inner = self.between(start + head, (end - tail).max(start + head));
        self.push(Span::from_range(start..end), TagKind::Comment, inner, &[], Some(dialect));
    }

    /// Appends a tag. Where it does not tell its language by itself, it is one of `candidates`.
    pub(super) fn push(
        &mut self,
        span: Span,
        kind: TagKind,
        expression: Span,
        candidates: &'static [Dialect],
        own: Option<Dialect>,
    ) {
        match own {
            Some(dialect) => self.votes.certain(dialect),
            None => self.undecided.push((self.tags.len(), candidates)),
        }
        let stand_in = own.or_else(|| candidates.first().copied()).unwrap_or(Dialect::Handlebars);
        self.push_tag(span, kind, expression, stand_in);
    }

    fn push_tag(&mut self, span: Span, kind: TagKind, expression: Span, dialect: Dialect) {
        let literals = if kind == TagKind::Output {
            let shifted = |range: Range<usize>| Span::from_range(range).shifted(expression.start());
            literals::find(expression.slice(self.text)).into_iter().map(shifted).collect()
        } else {
            Vec::new()
        };
        self.tags.push(Tag { span, kind, dialect, expression, literals });
    }

    /// Notes an opener without a closer and gives the place behind it.
    pub(super) fn unclosed(&mut self, start: usize, form: Form) -> usize {
        let message = format!("`{}` is not closed: no `{}` follows", form.opener, form.closer);
        self.problem(start, form.opener, &message);
        start + form.opener.len()
    }

    pub(super) fn problem(&mut self, start: usize, opener: &str, message: &str) {
        let span = Span::from_range(start..start + opener.len());
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push((span, message.to_owned()));
        } else {
            self.untold.get_or_insert((span, 0)).1 += 1;
        }
    }

    /// One past the closing delimiter of the tag that opens at `start`: strings are skipped where they pair up,
    /// else the first closer with no opener before it counts.
    pub(super) fn end(&mut self, start: usize, form: Form) -> Option<usize> {
        let from = start + form.opener.len();
        if let Some(close) = self.end_outside_strings(from, form) {
            return Some(close + form.closer.len());
        }
        let close = self.find_closer(form.closer, from)?;
        let inside = self.text.get(from..close)?;
        // The opener is looked for first: it is near wherever there are many, and ends the search.
        let is_whole = !inside.contains(form.opener)
            && match form.inside {
                Inside::Expression => !inside.contains("</") && !inside.contains("\n\n"),
                Inside::Statement => !inside.contains("</"),
                Inside::Program => true,
            };
        is_whole.then_some(close + form.closer.len())
    }

    fn end_outside_strings(&mut self, from: usize, form: Form) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let (mut at, mut depth) = (from, 0_u32);
        while let Some(byte) = bytes.get(at) {
            self.fuel = self.fuel.checked_sub(1)?;
            let rest = bytes.get(at..).unwrap_or_default();
            match byte {
                b'"' | b'\'' if !at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(is_word_byte) => {
                    let (length, is_string) = string_length(rest);
                    self.fuel = self.fuel.saturating_sub(length);
                    if is_string {
                        at += length;
                        continue;
                    }
                }
                b'}' if depth > 0 => depth -= 1,
                _ if rest.starts_with(form.closer.as_bytes()) => return Some(at),
                _ if rest.starts_with(form.opener.as_bytes()) => return None,
                b'{' if form.inside == Inside::Expression => depth += 1,
                b'<' if form.inside != Inside::Program && matches!(rest.get(1), Some(b'/' | b'!')) => {
                    return None;
                }
                b'\n' if form.inside == Inside::Expression && is_before_blank_line(rest) => return None,
                _ => {}
            }
            at += 1;
        }
        None
    }

    /// The next `closer` from `from` on. The last answer is kept for each closer, so that many openers with no
    /// closer, or with one far away, cost one search.
    pub(super) fn find_closer(&mut self, closer: &'static str, from: usize) -> Option<usize> {
        if let Some((searched, found)) = self.closers.get(closer)
            && *searched <= from
            && found.is_none_or(|found| found >= from)
        {
            return *found;
        }
        let found = self.find_from(from, closer);
        self.closers.insert(closer, (from, found));
        found
    }

    pub(super) fn find_from(&self, from: usize, needle: &str) -> Option<usize> {
        let rest = self.text.as_bytes().get(from..)?;
        memmem::find(rest, needle.as_bytes()).map(|at| from + at)
    }

    pub(super) fn starts_with(&self, at: usize, prefix: &str) -> bool {
        self.text.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(prefix.as_bytes()))
    }

    /// What stands between two places, without blanks and signs of white space control at its ends.
    pub(super) fn between(&self, start: usize, end: usize) -> Span {
        let inside = self.text.get(start..end.max(start)).unwrap_or_default();
        let inner =
            inside.strip_prefix(['-', '~', '+']).filter(|rest| control_sign_ends(rest)).unwrap_or(inside);
        let skipped = inside.len() - inner.len();
        let inner = match inner.strip_suffix(['-', '~', '+']) {
            Some(rest) if rest.is_empty() || rest.ends_with(|c: char| !c.is_ascii_punctuation()) => rest,
            _ => inner,
        };
        let lead = inner.len() - inner.trim_start().len();
        let begin = start + skipped + lead;
        Span::from_range(begin..begin + inner.trim().len())
    }

    /// Settles languages and adds the forms that count only now.
    fn finish(mut self) -> Lexed {
        // Nothing speaks for any: bare `{{ x }}` is Handlebars where no `{% %}` stands beside it.
        let has_percent = self.undecided.iter().any(|(_, candidates)| *candidates == dialect::PERCENT);
        let usual = if has_percent { Dialect::Liquid } else { Dialect::Handlebars };
        let choices: Vec<Dialect> = self
            .undecided
            .iter()
            .map(|(_, candidates)| {
                let set = self.set.filter(|dialect| candidates.contains(dialect));
                set.or_else(|| self.votes.best(candidates)).unwrap_or(usual)
            })
            .collect();
        for ((index, _), dialect) in self.undecided.iter().zip(choices) {
            self.votes.possible(dialect);
            if let Some(tag) = self.tags.get_mut(*index) {
                tag.dialect = dialect;
            }
        }
        let main = self.set.or_else(|| self.votes.best(Dialect::ALL));
        for (span, dialect, message) in std::mem::take(&mut self.doubtful) {
            if self.set == Some(dialect) || self.votes.count(dialect) > 0 {
                self.problems.push((span, message));
            }
        }
        let is_used = |dialect| self.set == Some(dialect) || self.votes.count(dialect) > 0;
        for dialect in [Dialect::ActiveCampaign, Dialect::CampaignMonitor] {
            if is_used(dialect) {
                weak::add(self.text, dialect, &mut self.tags);
            }
        }
        let untold =
            self.untold.map(|(span, count)| (span, format!("{count} more template tags are broken")));
        self.problems.extend(untold);
        self.problems.sort();
        Lexed { dialect: main, tags: self.tags, problems: self.problems }
    }
}

/// Whether a sign of white space control may be followed by `rest`: Go's `-` is set apart by a blank, which also
/// keeps the minus of `{{-1}}` a minus.
fn control_sign_ends(rest: &str) -> bool {
    rest.is_empty() || !rest.starts_with(|c: char| c.is_ascii_digit())
}

fn is_word_byte(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// Length of the quoted string that `bytes` starts with, quotes included. Where the line ends first, it is the
/// number of bytes looked at, and no string.
fn string_length(bytes: &[u8]) -> (usize, bool) {
    let quote = bytes.first().copied().unwrap_or_default();
    let mut at = 1;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(quote, b'\n', rest)) {
        let found = at + found;
        if bytes.get(found) == Some(&b'\n') {
            return (found, false);
        }
        if bytes.get(found - 1) != Some(&b'\\') {
            return (found + 1, true);
        }
        at = found + 1;
    }
    (bytes.len(), false)
}

/// Whether the line after the line feed that `rest` starts with is blank.
fn is_before_blank_line(rest: &[u8]) -> bool {
    let line = rest.iter().skip(1).take(200).find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
    matches!(line, Some(b'\n'))
}
