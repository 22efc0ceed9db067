//! Finds tags by their delimiters, in one pass, and the ends of tags. Knows nothing of what tags mean.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind};
use memchr::memmem;
use rustc_hash::FxHashMap;

use crate::artifact::Dialect;
use crate::document::template::blocks::{Effect, Frames};
use crate::document::template::dialect::{self, Votes};
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
    VuePre,
    OnServer,
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
    ("[[UNSUB_LINK", Opener::MailjetBracket),
    ("[[PERMALINK", Opener::MailjetBracket),
    ("${", Opener::Dollar),
    ("v-pre", Opener::VuePre),
    ("runat=", Opener::OnServer),
    ("[if:", Opener::Mark(Dialect::CampaignMonitor)),
    (",fallback=", Opener::Mark(Dialect::CampaignMonitor)),
    ("%FIRSTNAME%", Opener::Mark(Dialect::ActiveCampaign)),
    ("%LASTNAME%", Opener::Mark(Dialect::ActiveCampaign)),
    ("%FULLNAME%", Opener::Mark(Dialect::ActiveCampaign)),
    ("%SENDER-INFO", Opener::Mark(Dialect::ActiveCampaign)),
    ("%UNSUBSCRIBELINK%", Opener::Mark(Dialect::ActiveCampaign)),
    ("%WEBCOPY%", Opener::Mark(Dialect::ActiveCampaign)),
];

/// How many problems of one document are told one by one.
pub(super) const MAX_PROBLEMS: usize = 100;

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
    /// Code of another language in the text, in which weak forms are none and blocks need not fit together.
    pub(super) code: Vec<Span>,
    /// Delimiters that a Mustache tag has set.
    pub(super) custom: Option<(&'t str, &'t str)>,
    /// Steps left for looking into strings; then closers are searched without, which is linear by itself.
    pub(super) fuel: usize,
    /// For a closer: from where it was searched last, and what was found.
    closers: FxHashMap<&'static str, (usize, Option<usize>)>,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, set: Option<Dialect>, code: Vec<Span>) -> Self {
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
            code,
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
                let is_escaped = self.starts_with(start, "[[");
                let bare = if is_escaped { ("[[${", "}]]") } else { ("[(${", "})]") };
                self.thymeleaf(start, [bare, ("[[", "]]")])
            }
            Opener::MailjetBracket => {
                self.votes.certain(Dialect::Mailjet);
                self.short(start, "[[", "]]", Dialect::Mailjet)
            }
            Opener::Dollar => self.short(start, "${", "}", Dialect::Velocity),
            Opener::VuePre => self.vue_pre(start),
            Opener::OnServer => self.script_on_server(start),
            Opener::Mark(dialect) => {
                self.votes.certain(dialect);
                start + 2
            }
        }
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
        effect: impl Into<Effect>,
        expression: Span,
        candidates: &'static [Dialect],
        own: Option<Dialect>,
    ) {
        match own {
            Some(dialect) => self.votes.certain(dialect),
            None => self.undecided.push((self.tags.len(), candidates)),
        }
        let stand_in = own.or_else(|| candidates.first().copied()).unwrap_or(Dialect::Handlebars);
        self.push_tag(span, effect.into(), expression, stand_in);
    }

    pub(super) fn push_tag(&mut self, span: Span, effect: Effect, expression: Span, dialect: Dialect) {
        let Effect { kind, block } = effect;
        let literals = if kind == TagKind::Output {
            let shifted = |range: Range<usize>| Span::from_range(range).shifted(expression.start());
            literals::find(expression.slice(self.text)).into_iter().map(shifted).collect()
        } else {
            Vec::new()
        };
        self.tags.push(Tag { span, kind, dialect, expression, literals, block, value: None });
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
        let looks: Vec<Dialect> = weak::LANGUAGES
            .iter()
            .filter(|weak| weak.shows(self.text, &self.code))
            .map(|weak| weak.dialect)
            .collect();
        looks.iter().for_each(|dialect| self.votes.certain(*dialect));
        self.settle();
        let main = self.set.or_else(|| self.votes.best(Dialect::ALL));
        for (span, dialect, message) in std::mem::take(&mut self.doubtful) {
            if self.set == Some(dialect) || self.votes.count(dialect) > 0 {
                self.problems.push((span, message));
            }
        }
        let mut unpaired = Vec::new();
        let mut n_blocks = self.frames.n_blocks();
        let mut faults = std::mem::take(&mut self.frames).into_faults();
        for weak in weak::LANGUAGES {
            let is_marked = weak.counts_where_marked && self.votes.count(weak.dialect) > 0;
            if self.set == Some(weak.dialect) || is_marked || looks.contains(&weak.dialect) {
                let frames = weak.add((self.text, &self.code), n_blocks, &mut self.tags);
                n_blocks = frames.n_blocks();
                faults.extend(frames.into_faults());
            }
        }
        for fault in faults.into_iter().filter(|fault| !weak::is_in(&self.code, fault.span)) {
            if self.problems.len() < MAX_PROBLEMS {
                unpaired.push(fault.span);
                self.problems.push((fault.span, fault.message(self.text)));
            } else {
                self.untold.get_or_insert((fault.span, 0)).1 += 1;
            }
        }
        let untold =
            self.untold.map(|(span, count)| (span, format!("{count} more template tags are broken")));
        self.problems.extend(untold);
        // What stands in code is shown as it is.
        self.problems.retain(|(span, _)| !weak::is_in(&self.code, *span));
        self.problems.sort();
        unpaired.sort();
        Lexed { dialect: main, tags: self.tags, problems: self.problems, unpaired }
    }

    /// Gives the tags that could be of several languages the one that most speaks for.
    fn settle(&mut self) {
        // Nothing speaks for any: bare `{{ x }}` is Handlebars where no `{% %}` stands beside it.
        let has_percent = self.undecided.iter().any(|(_, candidates)| *candidates == dialect::PERCENT);
        let usual = if has_percent { Dialect::Liquid } else { Dialect::Handlebars };
        let choose = |(_, candidates): &(usize, &'static [Dialect])| {
            let set = self.set.filter(|dialect| candidates.contains(dialect));
            let usual = candidates.iter().copied().find(|dialect| *dialect == usual);
            let usual = usual.or_else(|| candidates.first().copied()).unwrap_or(Dialect::Handlebars);
            set.or_else(|| self.votes.best(candidates)).unwrap_or(usual)
        };
        let choices: Vec<Dialect> = self.undecided.iter().map(choose).collect();
        for ((index, _), dialect) in self.undecided.iter().zip(choices) {
            self.votes.possible(dialect);
            if let Some(tag) = self.tags.get_mut(*index) {
                tag.dialect = dialect;
            }
        }
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
