//! JSON Lines: each line an object with the post under one of its keys. Every line is checked as JSON by itself; then
//! the strings of its top level are located, since a parser gives values and no bytes.

use serde::de::IgnoredAny;

use crate::artifact::FieldRole;
use crate::document::records::Builder;
use crate::document::records::columns::{self, Columns, Role};
use crate::finding::ProblemExtent;
use crate::span::{Span, offset};
use crate::text::MappedText;

/// Takes a file apart.
pub(super) fn split(text: &str, columns: &Columns, builder: &mut Builder) {
    let mut start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut silent: Option<(Span, Vec<String>)> = None;
    for (row, whole) in (1..).zip(text.get(start..).unwrap_or_default().split_inclusive('\n')) {
        let from = start;
        start += whole.len();
        let lead = whole.len() - whole.trim_start().len();
        let line = whole.trim();
        if line.is_empty() {
            continue;
        }
        let span = Span::from_range(from + lead..from + lead + line.len());
        if let Err(error) = serde_json::from_str::<IgnoredAny>(line) {
            let words = error.to_string();
            let words = words.split(" at line ").next().unwrap_or_default();
            let message = format!("row {row} is not JSON: {words} at column {}", lead + error.column());
            builder.problem(Some(span), ProblemExtent::Partial, message);
            continue;
        }
        if !line.starts_with('{') {
            builder.problem(Some(span), ProblemExtent::Partial, format!("row {row} is JSON, but no object"));
            continue;
        }
        let members = members(line, span.start());
        let role = |(key, value): &(String, MappedText)| Some((columns::role(key, columns)?, value.clone()));
        let values: Vec<(Role, MappedText)> = members.iter().filter_map(role).collect();
        if !values.iter().any(|(role, _)| *role == Role::Field(FieldRole::Body)) && silent.is_none() {
            silent = Some((span, members.into_iter().map(|(key, _)| key).collect()));
        }
        builder.record(row, span, values);
    }
    if let Some((span, keys)) = silent
        && !builder
            .split
            .records
            .iter()
            .any(|record| record.fields.iter().any(|field| field.role == FieldRole::Body))
    {
        builder.split.records.clear();
        builder.no_text(span, &keys);
    }
}

/// The members of the object on a line that is known to be JSON, whose first byte is at `start` in the file: keys with
/// strings and numbers. Values of other kinds are passed over.
fn members(line: &str, start: u32) -> Vec<(String, MappedText)> {
    let bytes = line.as_bytes();
    let mut members = Vec::new();
    let mut key: Option<String> = None;
    let (mut depth, mut at) = (0_u32, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = string_end(bytes, at + 1);
                if depth == 1 {
                    let value = string(line, at + 1, end, start);
                    match key.take() {
                        None => key = Some(value.as_str().to_owned()),
                        Some(key) => members.push((key, value)),
                    }
                }
                at = end;
            }
            b'{' | b'[' => {
                depth += 1;
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 1 => key = None,
            b'-' | b'0'..=b'9' if depth == 1 && key.is_some() => {
                let rest = bytes.get(at..).unwrap_or_default();
                let is_number = |byte: &&u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                let length = rest.iter().take_while(is_number).count();
                let number = line.get(at..at + length).unwrap_or_default();
                if let Some(key) = key.take() {
                    members.push((key, MappedText::verbatim(number, start + offset(at))));
                }
                at += length - 1;
            }
            _ => {}
        }
        at += 1;
    }
    members
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
fn string(line: &str, from: usize, until: usize, start: u32) -> MappedText {
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
    text
}

/// What the escape at the start of `rest` stands for, and its length. A half of a surrogate pair stands for the
/// replacement character.
fn escape(rest: &str) -> (char, usize) {
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
