//! Front matter: flat `key: value` pairs between `---` lines (YAML) or `key = "value"` between `+++` lines (TOML) at
//! the head of a text. Knows nothing of the text below.
//!
//! Only what front matter of pages and posts uses is read: scalars, quoted or not, over one line or several, and block
//! scalars. Lists and nested tables are passed over. A crate for the whole of YAML would give values, not their bytes.

use std::ops::Range;

use crate::artifact::{Artifact, Attributes};
use crate::document::declared::{declare, problems};
use crate::document::flow::{Flow, Reading};
use crate::document::template::{self, Tag};
use crate::document::{Document, Segment};
use crate::scope::{Scope, Visibility};
use crate::span::{Span, offset};
use crate::text::{MappedText, RunKind};

/// The front matter of a text.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct FrontMatter {
    /// All of it, with the lines that enclose it: `0..body`.
    pub(super) span: Span,
    /// The pairs, in order.
    pub(super) entries: Vec<Entry>,
}

/// One pair.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    /// The key as written, without quotes.
    pub(super) key: String,
    /// The value, decoded.
    pub(super) value: MappedText,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Syntax {
    Yaml,
    Toml,
}

/// The document of an artifact that may begin with front matter, as far as that tells: what it says of itself and the copy
/// among its values. With it the front matter and the template tags of the whole source.
pub(super) fn begin(artifact: &Artifact) -> (Document, FrontMatter, Vec<Tag>) {
    let source = artifact.source.file_text();
    let lexed = template::lex_filled(source, artifact, artifact.dialect);
    let front = find(source).unwrap_or_default();
    let (declared, odd) = front.attributes();
    let document = Document {
        attributes: artifact.given.clone().or(declared).or(artifact.defaults.clone()),
        dialect: lexed.dialect,
        segments: front.segments(source, &lexed.tags),
        problems: problems(artifact, odd),
        unclosed_tags: lexed.unclosed(|span| span).collect(),
        ..Document::default()
    };
    (document, front, lexed.tags)
}

impl FrontMatter {
    /// What the pairs say about the artifact, and which values cannot be read. Site generators have a `language` of
    /// their own, so what cannot be read there is no mistake.
    pub(super) fn attributes(&self) -> (Attributes, Vec<(Span, String)>) {
        let mut attributes = Attributes::default();
        let mut problems = Vec::new();
        for entry in &self.entries {
            let key = entry.key.to_ascii_lowercase().replace('_', "-");
            let value = entry.value.as_str().trim();
            if matches!(key.as_str(), "lang" | "language") {
                let _: Result<(), String> = declare(&mut attributes, "locale", value);
            } else if let Err(message) = declare(&mut attributes, &key, value) {
                problems.push((entry.value.span(0..entry.value.as_str().len()), message));
            }
        }
        (attributes, problems)
    }

    /// The copy among the values.
    pub(super) fn segments(&self, source: &str, tags: &[Tag]) -> Vec<Segment> {
        let mut segments = Vec::new();
        for entry in &self.entries {
            let Some((scope, visibility)) = place(&entry.key) else { continue };
            for mut segment in value_segments(source, &entry.value, tags, scope) {
                segment.visibility = visibility;
                segments.push(segment);
            }
        }
        segments
    }
}

/// The place that a value has in every text, by its key.
fn place(key: &str) -> Option<(Scope, Visibility)> {
    match key.to_ascii_lowercase().as_str() {
        "title" => Some((Scope::Title, Visibility::Visible)),
        "subject" => Some((Scope::Subject, Visibility::Visible)),
        "preheader" | "preview" => Some((Scope::Preheader, Visibility::Visible)),
        "excerpt" => Some((Scope::Description, Visibility::Visible)),
        "description" => Some((Scope::Description, Visibility::Machine)),
        _ => None,
    }
}

/// Whether the value under a key is read as copy in every text.
pub(super) fn is_read(key: &str) -> bool {
    place(key).is_some()
}

/// The segments of a value.
pub(super) fn value_segments(source: &str, value: &MappedText, tags: &[Tag], scope: Scope) -> Vec<Segment> {
    let mut flow = Flow::new(source, tags);
    for range in outside_markup(value.as_str()) {
        let piece = value.slice(range);
        for run in piece.runs() {
            match run.kind {
                RunKind::Verbatim => flow.push(run.source, Reading::References),
                RunKind::Decoded => flow.push_decoded(run.text.slice(piece.as_str()), run.source),
            }
        }
    }
    let flowed = flow.finish(scope);
    flowed.segment.into_iter().chain(flowed.literals).collect()
}

/// The front matter at the head of `text`, if there is any that ends.
pub(super) fn find(text: &str) -> Option<FrontMatter> {
    let base = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut lines = lines(text, base);
    let fence = lines.next()?;
    let (syntax, fences): (_, &[&str]) = match fence.text.trim_end() {
        "---" => (Syntax::Yaml, &["---", "..."]),
        "+++" => (Syntax::Toml, &["+++"]),
        _ => return None,
    };
    let mut body = Vec::new();
    for line in lines {
        if fences.contains(&line.text.trim_end()) {
            let entries = read(&body, syntax);
            // Two thematic breaks with a paragraph between them.
            if entries.is_empty() && body.iter().any(|line| !line.text.trim().is_empty()) {
                return None;
            }
            return Some(FrontMatter { span: Span::from_range(0..line.end), entries });
        }
        body.push(line);
    }
    None
}

/// A line without its end, and where the next one starts.
#[derive(Clone, Copy)]
struct Line<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

fn lines(text: &str, base: usize) -> impl Iterator<Item = Line<'_>> {
    let mut start = base;
    text.get(base..).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let from = start;
        start += line.len();
        Line { text: line.trim_end_matches(['\n', '\r']), start: from, end: start }
    })
}

fn read(lines: &[Line<'_>], syntax: Syntax) -> Vec<Entry> {
    let separator = if syntax == Syntax::Yaml { ':' } else { '=' };
    let mut entries = Vec::new();
    let mut index = 0;
    let mut in_table = false;
    while let Some(line) = lines.get(index) {
        index += 1;
        in_table |= syntax == Syntax::Toml && line.text.starts_with('[');
        if in_table || line.text.starts_with([' ', '\t', '#', '-', '[']) {
            continue;
        }
        let Some((key, value)) = line.text.split_once(separator) else { continue };
        // A colon with no blank behind it is part of a word.
        let is_pair = syntax == Syntax::Toml || value.is_empty() || value.starts_with([' ', '\t']);
        let key = key.trim().trim_matches(['"', '\'']);
        if !is_pair || key.is_empty() {
            continue;
        }
        let column = line.text.len() - value.trim_start().len();
        let (value, used) = scalar(lines, index - 1, column, syntax);
        index += used;
        if let Some(value) = value {
            entries.push(Entry { key: key.to_owned(), value });
        }
    }
    entries
}

/// The scalar that starts at `column` of line `index`, and the number of further lines that it takes.
fn scalar(lines: &[Line<'_>], index: usize, column: usize, syntax: Syntax) -> (Option<MappedText>, usize) {
    let Some(line) = lines.get(index) else { return (None, 0) };
    let head = line.text.get(column..).unwrap_or_default();
    let continued = if syntax == Syntax::Yaml {
        let rest = lines.iter().skip(index + 1);
        rest.take_while(|line| line.text.starts_with([' ', '\t']) || line.text.trim().is_empty()).count()
    } else {
        0
    };
    match head.chars().next() {
        Some(quote @ ('"' | '\'')) => quoted(lines, index, column + 1, quote, syntax),
        Some('|' | '>') if syntax == Syntax::Yaml => {
            let mut text = MappedText::default();
            append_lines(&mut text, lines, index + 1, index + 1 + continued);
            (Some(text), continued)
        }
        Some('[' | '{' | '&' | '*' | '!') | None => (None, 0),
        Some(_) => {
            let plain = without_comment(head);
            let mut text = MappedText::verbatim(plain, offset(line.start + column));
            append_lines(&mut text, lines, index + 1, index + 1 + continued);
            text.trim_end();
            (Some(text), continued)
        }
    }
}

/// Appends further lines, each after a blank that stands for the line end and the indentation.
fn append_lines(text: &mut MappedText, lines: &[Line<'_>], from: usize, until: usize) {
    for line in lines.get(from..until).unwrap_or_default() {
        let inner = line.text.trim();
        if inner.is_empty() {
            continue;
        }
        let start = line.start + (line.text.len() - line.text.trim_start().len());
        if !text.is_empty() {
            let end = text.runs().last().map_or(0, |run| run.source.end());
            text.push_decoded(" ", Span::new(end, offset(start)));
        }
        text.push_verbatim(inner, offset(start));
    }
}

/// A quoted scalar whose inside starts at `column` of line `index`. Where the quote is never closed the line's rest
/// counts.
fn quoted(
    lines: &[Line<'_>],
    index: usize,
    column: usize,
    quote: char,
    syntax: Syntax,
) -> (Option<MappedText>, usize) {
    let mut text = MappedText::default();
    let mut column = column;
    for (used, line) in lines.iter().skip(index).enumerate() {
        let is_further = used > 0;
        if is_further
            && (syntax == Syntax::Toml || !line.text.starts_with([' ', '\t']) && !line.text.is_empty())
        {
            break;
        }
        if is_further {
            column = line.text.len() - line.text.trim_start().len();
            let end = text.runs().last().map_or(offset(line.start), |run| run.source.end());
            text.push_decoded(" ", Span::new(end, offset(line.start + column)));
        }
        let inside = line.text.get(column..).unwrap_or_default();
        if quoted_line(&mut text, inside, offset(line.start + column), quote, syntax) {
            return (Some(text), used);
        }
    }
    let line = lines.get(index).map_or("", |line| line.text);
    let start = lines.get(index).map_or(0, |line| line.start);
    let first = line.find(quote).map_or(0, |at| at + 1);
    (Some(MappedText::verbatim(line.get(first..).unwrap_or_default(), offset(start + first))), 0)
}

/// Appends one line of a quoted scalar; whether it holds the closing quote.
fn quoted_line(text: &mut MappedText, inside: &str, start: u32, quote: char, syntax: Syntax) -> bool {
    let mut at = 0;
    let has_escapes = quote == '"';
    loop {
        let rest = inside.get(at..).unwrap_or_default();
        let plain = rest.find(|c: char| c == quote || has_escapes && c == '\\').unwrap_or(rest.len());
        text.push_verbatim(rest.get(..plain).unwrap_or_default(), start + offset(at));
        at += plain;
        let rest = inside.get(at..).unwrap_or_default();
        let mut characters = rest.chars();
        match (characters.next(), characters.next()) {
            (None, _) => return false,
            (Some('\\'), Some(escaped)) => {
                let (decoded, length) = escape(rest, escaped);
                text.push_decoded(&decoded, Span::from_range(at..at + length).shifted(start));
                at += length;
            }
            (Some('\\'), None) => at += 1,
            (Some(_), Some('\'')) if quote == '\'' && syntax == Syntax::Yaml => {
                text.push_decoded("'", Span::from_range(at..at + 2).shifted(start));
                at += 2;
            }
            (Some(_), _) => return true,
        }
    }
}

/// What the escape at the start of `rest` stands for, and its length.
fn escape(rest: &str, escaped: char) -> (String, usize) {
    let digits = match escaped {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    if digits > 0 {
        let code = rest.get(2..2 + digits).and_then(|code| u32::from_str_radix(code, 16).ok());
        if let Some(character) = code.and_then(char::from_u32) {
            return (character.to_string(), 2 + digits);
        }
    }
    let decoded = match escaped {
        'n' | 'r' | 't' => ' ',
        other => other,
    };
    (decoded.to_string(), 1 + escaped.len_utf8())
}

/// The parts of a value outside HTML tags, which layouts put out as they are.
fn outside_markup(value: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (open, _) in value.match_indices('<') {
        let rest = value.get(open + 1..).unwrap_or_default();
        let name = rest.strip_prefix('/').unwrap_or(rest);
        if open < from || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let Some(length) = rest.find('>') else { break };
        parts.push(from..open);
        from = open + 1 + length + 1;
    }
    parts.push(from..value.len());
    parts
}

/// A plain scalar without the comment behind it.
fn without_comment(value: &str) -> &str {
    value.split(" #").next().unwrap_or_default().trim_end()
}

#[cfg(test)]
mod tests {
    use super::find;

    fn pairs(text: &str) -> Vec<(String, String, String)> {
        let front = find(text).expect("front matter");
        front
            .entries
            .iter()
            .map(|entry| {
                let span = entry.value.span(0..entry.value.as_str().len());
                (entry.key.clone(), entry.value.as_str().to_owned(), span.slice(text).to_owned())
            })
            .collect()
    }

    #[test]
    fn scalars_keep_their_places() {
        let text =
            "---\ntitle: It's  here # soon\nsubject: \"Say \\\"hi\\\"\"\nnote: 'it''s'\nurl: a:b\n---\nBody";
        let found = pairs(text);
        let expected = [
            ("title", "It's  here", "It's  here"),
            ("subject", "Say \"hi\"", "Say \\\"hi\\\""),
            ("note", "it's", "it''s"),
            ("url", "a:b", "a:b"),
        ];
        assert_eq!(found.len(), expected.len());
        for ((key, value, slice), (a, b, c)) in found.iter().zip(expected) {
            assert_eq!((key.as_str(), value.as_str(), slice.as_str()), (a, b, c));
        }
        assert_eq!(find(text).expect("there").span.end() as usize, text.len() - "Body".len());
    }

    #[test]
    fn scalars_go_on_over_lines() {
        let text = "---\na: >-\n  one\n  two\n\n  three\nb: one\n  two\nc: \"one\n  two\"\ntags:\n- x\n- y: z\nd: [1, 2]\ne: 1\n...\n";
        let found: Vec<(String, String)> =
            pairs(text).into_iter().map(|(key, value, _)| (key, value)).collect();
        let expected = [("a", "one two three"), ("b", "one two"), ("c", "one two"), ("e", "1")];
        assert_eq!(found, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    }

    #[test]
    fn toml_is_read_up_to_its_first_table() {
        let found = pairs("+++\ntitle = \"A \\u00e4\"\ndate = 2026-11-27\n[extra]\ntitle = 'no'\n+++\n");
        assert_eq!(
            found.iter().map(|(_, value, _)| value.as_str()).collect::<Vec<_>>(),
            ["A ä", "2026-11-27"]
        );
    }

    #[test]
    fn a_rule_or_an_open_block_is_no_front_matter() {
        assert_eq!(find("---\n\nText"), None);
        assert_eq!(find("---\n\nText\n\n---\n"), None);
        assert_eq!(find("Text\n---\na: b\n---\n"), None);
        assert_eq!(find("---\ntitle: x\n"), None);
    }

    #[test]
    fn an_unclosed_quote_costs_its_line_only() {
        let found = pairs("---\na: \"open\nb: next\n---\n");
        assert_eq!(found.iter().map(|(_, value, _)| value.as_str()).collect::<Vec<_>>(), ["open", "next"]);
    }

    #[test]
    fn markup_in_a_value_is_no_text() {
        let text = "---\nexcerpt: \"A <a href=\\\"/x\\\">link</a> &amp; 2 < 3\"\n---\n";
        let segments = find(text).expect("there").segments(text, &[]);
        assert_eq!(segments[0].text.as_str(), "A link & 2 < 3");
        assert_eq!(segments[0].text.span(2..6).slice(text), "link");
    }

    #[test]
    fn attributes_are_declared() {
        let text = "---\nchannel: email\ncampaign: bf26\nmarket: DE\nlocale: de-DE\npublish_at: 2026-11-27T09:00:00Z\n---\n";
        let (attributes, odd) = find(text).expect("there").attributes();
        assert!(odd.is_empty(), "{odd:?}");
        assert_eq!(attributes.channel, Some(crate::artifact::Channel::Email));
        assert_eq!(attributes.membership.map(|membership| membership.campaign), Some("bf26".to_owned()));
        assert_eq!(attributes.market.as_deref(), Some("DE"));
        assert!(attributes.publish_at.is_some() && attributes.locale.is_some());
    }
}
