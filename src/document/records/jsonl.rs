//! JSON Lines: each line an object with the post under one of its keys. Every line is checked as JSON by itself; then
//! its strings are located, since a parser gives values and no bytes.

use serde::de::IgnoredAny;

use crate::artifact::FieldRole;
use crate::document::records::columns::{self, Attribute, Columns, Role};
use crate::document::records::record::{Builder, Value, tells_posts};
use crate::document::records::{Piece, RECORD_CAP};
use crate::finding::ProblemExtent;
use crate::span::{Span, offset};
use crate::text::MappedText;

/// A file of lines that is being read.
#[derive(Default, Debug)]
pub(super) struct Lines {
    /// Lines so far.
    rows: usize,
    /// Whether keys were seen that hold posts.
    is_told: bool,
    /// Whether what comes next is the rest of a line that is too long.
    is_inside: bool,
}

impl Lines {
    /// Takes the lines of a piece; gives how many of its bytes are done with.
    pub(super) fn read(&mut self, piece: Piece<'_>, builder: &mut Builder) -> usize {
        if builder.is_refused {
            return piece.text.len();
        }
        let mut at = piece.start();
        if !self.is_told && piece.base == 0 && !is_enough(piece, at, builder) {
            return 0;
        }
        let mut silent: Option<(Span, Vec<String>)> = None;
        while at < piece.text.len() {
            if !self.is_told && silent.is_some() && piece.base as usize + at > RECORD_CAP {
                break;
            }
            let next = piece.next_line(at).or_else(|| piece.is_end.then_some(piece.text.len()));
            let is_too_long = next.unwrap_or(piece.text.len()) - at > RECORD_CAP;
            if next.is_none() && !is_too_long && !self.is_inside {
                break;
            }
            if self.is_inside || is_too_long {
                if !self.is_inside {
                    self.rows += 1;
                    let message = format!("row {} is longer than 1 MiB and left out", self.rows);
                    builder.problem(Some(Span::at(piece.offset(at))), ProblemExtent::Partial, message);
                }
                self.is_inside = next.is_none();
                // A `\r` at the end may have its `\n` in the next piece.
                let is_half = next.is_none() && piece.text.len() > at + 1 && piece.text.ends_with('\r');
                at = next.unwrap_or(piece.text.len() - usize::from(is_half));
                if next.is_none() {
                    break;
                }
                continue;
            }
            let Some(next) = next else { break };
            self.rows += 1;
            let found = self.line(piece, at..next, builder);
            silent = silent.or(found);
            at = next;
        }
        if let Some((span, keys)) = silent
            && !self.is_told
        {
            builder.split.records.clear();
            builder.no_text(span, &keys, false);
            return piece.text.len();
        }
        at
    }

    /// Takes one line. Gives its place and keys where these hold no post.
    fn line(
        &mut self,
        piece: Piece<'_>,
        range: std::ops::Range<usize>,
        builder: &mut Builder,
    ) -> Option<(Span, Vec<String>)> {
        let row = self.rows;
        let whole = piece.text.get(range.clone()).unwrap_or_default();
        let line = whole.trim();
        if line.is_empty() {
            return None;
        }
        let lead = whole.len() - whole.trim_start().len();
        let span = piece.span(range.start + lead..range.start + lead + line.len());
        if let Err(error) = serde_json::from_str::<IgnoredAny>(line) {
            let words = error.to_string();
            let words = words.split(" at line ").next().unwrap_or_default();
            let message = format!("row {row} is not JSON: {words} at column {}", lead + error.column());
            builder.problem(Some(span), ProblemExtent::Partial, message);
            return None;
        }
        if !line.starts_with('{') {
            builder.problem(Some(span), ProblemExtent::Partial, format!("row {row} is JSON, but no object"));
            return None;
        }
        let members = members(line, span.start());
        let roles: Vec<Option<Role>> = members.iter().map(|member| role(member, &builder.columns)).collect();
        let is_post = tells_posts(&roles);
        self.is_told |= is_post;
        let keys = (!is_post).then(|| {
            let mut keys: Vec<String> = members.iter().map(|member| member.key.clone()).collect();
            keys.dedup();
            (span, keys)
        });
        let values = roles.into_iter().zip(members).filter_map(|(role, member)| Some((role?, member.value)));
        builder.record(row, span, values);
        keys
    }
}

/// Whether the first piece of a file tells whether its keys hold posts: by one line that does, or by all lines of so many
/// bytes, each of which may be as long as a record. Only lines that will be read now count: one that may go on in the next
/// piece has told nothing yet.
fn is_enough(piece: Piece<'_>, start: usize, builder: &Builder) -> bool {
    let tells = |line: &str| {
        let is_json = serde_json::from_str::<IgnoredAny>(line).is_ok();
        let members = if is_json && line.starts_with('{') { members(line, 0) } else { Vec::new() };
        let roles: Vec<Option<Role>> = members.iter().map(|member| role(member, &builder.columns)).collect();
        tells_posts(&roles)
    };
    if piece.is_end || piece.text.len() > 2 * RECORD_CAP {
        return true;
    }
    let mut at = start;
    std::iter::from_fn(|| {
        let next = piece.next_line(at)?;
        let line = piece.text.get(at..next)?;
        at = next;
        Some(line)
    })
    .any(|line| tells(line.trim()))
}

/// A string or a number of a record.
struct Member<'t> {
    /// The key at the top.
    key: String,
    /// The key within an object of a list.
    inner: Option<String>,
    /// Its number in a list, from 1.
    number: Option<u32>,
    value: Value<'t>,
}

/// What a value is: `text`, the items of `thread`, `headlines` or `platforms`, the `text` of the objects of `posts`.
fn role(member: &Member<'_>, columns: &Columns) -> Option<Role> {
    let Member { key, inner, number, .. } = member;
    let own = columns::role(key, 0, columns);
    let Some(number) = *number else { return own };
    let singular = || key.strip_suffix('s').and_then(|key| columns::role(key, 0, columns));
    let is_thread =
        matches!(key.to_lowercase().as_str(), "thread" | "parts" | "posts" | "tweets" | "messages");
    let list = if is_thread { Some(Role::Field(FieldRole::Body, 1)) } else { own.or_else(singular) };
    let role = match (list?, inner) {
        (role, None) => role,
        // The objects of a thread hold their texts under keys of their own.
        (Role::Field(FieldRole::Body, _), Some(inner)) => columns::role(inner, 0, columns)?,
        _ => return None,
    };
    match role {
        Role::Field(role, _) => Some(Role::Field(role, number)),
        Role::Attribute(Attribute::Channel) => Some(role),
        _ => None,
    }
}

/// The strings and numbers of the object on a line that is known to be JSON, whose first byte is at `start` in the file:
/// those of its own, those of its lists, and those of the objects in these. Deeper ones are passed over.
fn members(line: &str, start: u32) -> Vec<Member<'_>> {
    let mut walk = Walk { line, start, at: 0, members: Vec::new() };
    let mut path = Path::default();
    walk.value(&mut path, 0);
    walk.members
}

/// Where a value stands.
#[derive(Clone, Default)]
struct Path {
    key: Option<String>,
    number: Option<u32>,
    inner: Option<String>,
}

struct Walk<'t> {
    line: &'t str,
    start: u32,
    at: usize,
    members: Vec<Member<'t>>,
}

/// Levels that are read: the record, a list, an object in it, its values.
const LEVELS: u32 = 3;

impl<'t> Walk<'t> {
    fn byte(&self) -> Option<u8> {
        self.line.as_bytes().get(self.at).copied()
    }

    /// Reads the value at or behind the place, and goes behind it.
    fn value(&mut self, path: &mut Path, level: u32) {
        while self.byte().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
        match self.byte() {
            Some(b'"') => {
                let value = self.string();
                self.add(path, value);
            }
            Some(b'-' | b'0'..=b'9') => {
                let rest = self.line.as_bytes().get(self.at..).unwrap_or_default();
                let is_number = |byte: &&u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                let length = rest.iter().take_while(is_number).count();
                let number = self.line.get(self.at..self.at + length).unwrap_or_default();
                let value = Value::Verbatim(number, self.start + offset(self.at));
                self.at += length;
                self.add(path, value);
            }
            Some(b'{') if level == 0 || level == 2 => self.object(path, level),
            Some(b'[') if level == 1 => self.list(path, level),
            Some(b'{' | b'[') => self.pass(),
            _ => {
                let rest = self.line.as_bytes().get(self.at..).unwrap_or_default();
                self.at += rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            }
        }
    }

    fn add(&mut self, path: &Path, value: Value<'t>) {
        if let Some(key) = &path.key {
            let Path { inner, number, .. } = path.clone();
            self.members.push(Member { key: key.clone(), inner, number, value });
        }
    }

    fn object(&mut self, path: &mut Path, level: u32) {
        debug_assert!(level < LEVELS, "deeper objects are passed over");
        self.at += 1;
        while let Some(byte) = self.byte() {
            match byte {
                b'"' => {
                    let key = self.string().as_str().to_owned();
                    if level == 0 {
                        *path = Path { key: Some(key), ..Path::default() };
                    } else {
                        path.inner = Some(key);
                    }
                    while self.byte().is_some_and(|byte| byte == b':' || byte.is_ascii_whitespace()) {
                        self.at += 1;
                    }
                    self.value(path, level + 1);
                }
                b'}' => {
                    self.at += 1;
                    break;
                }
                _ => self.at += 1,
            }
        }
        path.inner = None;
    }

    fn list(&mut self, path: &mut Path, level: u32) {
        self.at += 1;
        let mut number = 0;
        while let Some(byte) = self.byte() {
            match byte {
                b']' => {
                    self.at += 1;
                    break;
                }
                b',' => self.at += 1,
                byte if byte.is_ascii_whitespace() => self.at += 1,
                _ => {
                    number += 1;
                    path.number = Some(number);
                    let before = self.at;
                    self.value(path, level + 1);
                    self.at = self.at.max(before + 1);
                }
            }
        }
        path.number = None;
    }

    /// Goes behind an object or a list.
    fn pass(&mut self) {
        let mut depth = 0_u32;
        while let Some(byte) = self.byte() {
            match byte {
                b'"' => self.at = string_end(self.line.as_bytes(), self.at + 1),
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
    }

    /// The string whose opening quote is here, decoded; goes behind it.
    fn string(&mut self) -> Value<'t> {
        let end = string_end(self.line.as_bytes(), self.at + 1);
        let value = string(self.line, self.at + 1, end, self.start);
        self.at = end + 1;
        value
    }
}

/// Where the string whose inside starts at `at` has its closing quote.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        if bytes.get(at + found) == Some(&b'"') {
            return at + found;
        }
        at += found + 2;
    }
    bytes.len()
}

/// The string between two places of a line, decoded.
fn string(line: &str, from: usize, until: usize, start: u32) -> Value<'_> {
    let whole = line.get(from..until).unwrap_or_default();
    if memchr::memchr(b'\\', whole.as_bytes()).is_none() {
        return Value::Verbatim(whole, start + offset(from));
    }
    let mut text = MappedText::default();
    let mut at = from;
    while at < until {
        let rest = line.get(at..until).unwrap_or_default();
        let plain = rest.find('\\').unwrap_or(rest.len());
        text.push_verbatim(rest.get(..plain).unwrap_or_default(), start + offset(at));
        at += plain;
        if at < until {
            let (character, length) = escape(line.get(at..until).unwrap_or_default());
            let span = Span::from_range(at..at + length).shifted(start);
            text.push_decoded(character.encode_utf8(&mut [0; 4]), span);
            at += length;
        }
    }
    Value::Decoded(text)
}

/// What the escape at the start of `rest` stands for, and its length. A half of a surrogate pair stands for the
/// replacement character.
pub(in crate::document) fn escape(rest: &str) -> (char, usize) {
    let unit = |at: usize| {
        let digits = rest.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    if let Some(first) = unit(0) {
        let second = unit(6);
        let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
        return match pair.filter(|_| (0xD800..0xDC00).contains(&first)) {
            Some(character) => (character, 12),
            None => (char::from_u32(u32::from(first)).unwrap_or(char::REPLACEMENT_CHARACTER), 6),
        };
    }
    let escaped = rest.chars().nth(1).unwrap_or('\\');
    let character = match escaped {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{C}',
        other => other,
    };
    (character, 1 + escaped.len_utf8())
}
