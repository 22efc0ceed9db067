//! The parts of a message (RFC 2046): where each one's header and content stand. Knows nothing of what the parts hold.
//!
//! One pass over the lines that begin with `--` opens and closes parts; a stack of the multiparts that are open says whose
//! boundary a line is. So hostile nesting costs no more than its length. No crate is used: the one that is well kept,
//! `mail-parser`, takes `--` and a boundary for one wherever they stand, `<!--` included, and its nested messages end the
//! process when they are dropped.

use std::fmt;

use rustc_hash::FxHashMap;

use crate::document::message::fields::{Described, Oddity, Section};
use crate::finding::ProblemExtent;
use crate::span::{Span, offset};

/// Most parts that are told apart.
const PARTS: usize = 1_000;
/// Multiparts may nest this deep.
const DEPTH: usize = 32;
/// Most lines that begin with `--` and are looked at; a real message has one a part, and a few in its texts.
const DELIMITERS: usize = 200_000;
/// Lines that are tried for a boundary where the one that is named does not occur.
const TRIED: usize = 64;

/// How lines end: with a line feed, whatever stands before it, or in a text without any with a carriage return.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LineEnd {
    Feed,
    Return,
}

/// A line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// The line without its end.
    pub(super) content: Span,
    /// Where the next one starts.
    pub(super) next: u32,
}

impl LineEnd {
    pub(super) fn of(text: &str) -> Self {
        if memchr::memchr(b'\n', text.as_bytes()).is_some() { Self::Feed } else { Self::Return }
    }

    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::Feed => b'\n',
            Self::Return => b'\r',
        }
    }

    /// The line that starts at `start`; `None` at the end of the text.
    pub(super) fn line(self, text: &str, start: u32) -> Option<Line> {
        let rest = text.as_bytes().get(start as usize..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(self.byte(), rest).map_or(rest.len(), |at| at + 1);
        let line = Span::new(start, start + offset(length)).slice(text);
        let content = Span::new(start, start + offset(line.trim_end_matches(['\n', '\r']).len()));
        Some(Line { content, next: start + offset(length) })
    }
}

/// A part of a message; the message itself is the first.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// Its number as mail programs count them; nothing for the message itself.
    pub(super) number: Number,
    /// The multipart that it is in.
    pub(super) parent: Option<usize>,
    /// Its header.
    pub(super) section: Section,
    /// Its content type; without one it is `text/plain`.
    pub(super) content_type: Described,
    /// Its content, without the line end that belongs to the boundary.
    pub(super) content: Span,
    /// The parts that it is made of, in order; none where it is no multipart.
    pub(super) children: Vec<usize>,
    /// Whether it is a multipart that was taken apart.
    pub(super) is_open: bool,
}

/// The number of a part: `2.1` is the first part of the second.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(super) struct Number(Vec<usize>);

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        // The only part of a message that has no others is its first.
        formatter.write_str(if numbers.is_empty() { "1" } else { "" })?;
        formatter.write_str(&numbers.join("."))
    }
}

/// What is wrong with a message, and where.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) extent: ProblemExtent,
}

/// The parts of a message and what is wrong with them.
#[derive(Clone, Default, Debug)]
pub(super) struct Structure {
    /// The parts, each before those that it is made of.
    pub(super) parts: Vec<Part>,
    pub(super) faults: Vec<Fault>,
}

impl Structure {
    /// Takes the message apart whose header starts at `start`.
    pub(super) fn read(text: &str, line_end: LineEnd, start: u32) -> Self {
        let mut parser = Parser {
            text,
            line_end,
            delimiters: delimiters(text, line_end),
            last: FxHashMap::default(),
            structure: Self::default(),
            open: Vec::new(),
            current: None,
            at: start,
        };
        parser.last =
            parser.delimiters.iter().map(|line| (line.content.slice(text), line.content.start())).collect();
        if let Some(last) = parser.delimiters.last().filter(|_| parser.delimiters.len() == DELIMITERS) {
            let message = format!(
                "more than {DELIMITERS} lines begin with `--`: no boundary is looked for behind this"
            );
            parser.fault(last.content, message, ProblemExtent::Partial);
        }
        parser.run();
        parser.structure
    }
}

/// The lines that begin with `--`, without blanks at their ends.
fn delimiters(text: &str, line_end: LineEnd) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut next = 0;
    for at in memchr::memmem::find_iter(bytes, b"--") {
        let is_first = at.checked_sub(1).is_none_or(|before| bytes.get(before) == Some(&line_end.byte()));
        if at < next || !is_first {
            continue;
        }
        let Some(line) = line_end.line(text, offset(at)) else { continue };
        let length = line.content.slice(text).trim_end_matches([' ', '\t']).len();
        let content = Span::from_range(at..at + length);
        next = line.next as usize;
        lines.push(Line { content, next: line.next });
        if lines.len() == DELIMITERS {
            break;
        }
    }
    lines
}

/// A multipart whose end has not come yet.
struct Open {
    part: usize,
    /// `--` and the boundary.
    delimiter: String,
}

struct Parser<'t> {
    text: &'t str,
    line_end: LineEnd,
    delimiters: Vec<Line>,
    /// Where each of them stands last.
    last: FxHashMap<&'t str, u32>,
    structure: Structure,
    open: Vec<Open>,
    /// The part without parts that goes on.
    current: Option<usize>,
    /// Up to where the text is read.
    at: u32,
}

impl Parser<'_> {
    fn run(&mut self) {
        self.begin(None);
        for index in 0..self.delimiters.len() {
            let Some(line) = self.delimiters.get(index).copied() else { break };
            if self.open.is_empty() {
                break;
            }
            if line.content.start() < self.at {
                continue;
            }
            let Some((depth, is_end)) = self.whose(line.content.slice(self.text)) else { continue };
            self.end_current(line.content.start());
            while self.open.len() > depth + 1 {
                self.close_early(line.content.start());
            }
            self.at = line.next;
            if is_end {
                self.close(line.content.start());
            } else if self.structure.parts.len() >= PARTS {
                let message = format!("more than {PARTS} parts: the rest is not read");
                self.fault(line.content, message, ProblemExtent::Partial);
                break;
            } else {
                self.begin(self.open.last().map(|open| open.part));
            }
        }
        let end = offset(self.text.len());
        if let Some(part) = self.current.take() {
            self.set_end(part, end);
        }
        while !self.open.is_empty() {
            self.close_early(end);
        }
    }

    /// The multipart that a line belongs to, by its depth, and whether the line ends it.
    fn whose(&self, line: &str) -> Option<(usize, bool)> {
        self.open.iter().enumerate().rev().find_map(|(depth, open)| {
            let rest = line.strip_prefix(open.delimiter.as_str())?;
            matches!(rest, "" | "--").then_some((depth, rest == "--"))
        })
    }

    /// Begins the part whose header starts here.
    fn begin(&mut self, parent: Option<usize>) {
        let is_delimiter = |line: &str| self.whose(line.trim_end_matches([' ', '\t'])).is_some();
        let section = Section::read(self.text, self.line_end, self.at, is_delimiter);
        let described =
            |name| section.value(self.text, name).map(|value| Described::read(value.slice(self.text)));
        let index = self.structure.parts.len();
        let mut number = Number::default();
        let mut content_type = described("content-type").unwrap_or_default();
        if let Some(parent) = parent.and_then(|parent| self.structure.parts.get_mut(parent)) {
            parent.children.push(index);
            number.clone_from(&parent.number);
            number.0.push(parent.children.len());
            // RFC 2046, section 5.1.5.
            if content_type.word.is_empty() && parent.content_type.word == "multipart/digest" {
                content_type.word.push_str("message/rfc822");
            }
        }
        if !content_type.word.contains('/') {
            content_type.word = "text/plain".to_owned();
        }
        self.at = section.end;
        self.tell_oddities(&section);
        let content = Span::at(section.end);
        let is_multipart = content_type.word.starts_with("multipart/");
        let named = content_type.parameter("boundary").map(str::trim_end).unwrap_or_default().to_owned();
        self.structure.parts.push(Part {
            number,
            parent,
            section,
            content_type,
            content,
            children: Vec::new(),
            is_open: false,
        });
        if is_multipart {
            self.open(index, &named);
        } else {
            self.current = Some(index);
        }
    }

    /// Opens a multipart. Where that cannot be done it goes on as a part without parts.
    fn open(&mut self, part: usize, boundary: &str) {
        let place = self.structure.parts.get(part).map_or(Span::at(self.at), |part| {
            let value = part.section.value(self.text, "content-type");
            value.unwrap_or(Span::at(part.section.end))
        });
        self.current = Some(part);
        if self.open.len() >= DEPTH {
            let message = format!("parts nested deeper than {DEPTH}: the deeper ones are not read");
            return self.fault(place, message, ProblemExtent::Partial);
        }
        let named = format!("--{boundary}");
        let occurs = |delimiter: &str| self.last.get(delimiter).is_some_and(|at| *at >= self.at);
        let delimiter = if !boundary.is_empty() && occurs(&named) {
            named
        } else if let Some(found) = self.guessed() {
            let why =
                if boundary.is_empty() { "no boundary is named" } else { "the boundary does not occur" };
            self.fault(place, format!("{why}: the parts are told apart by `{found}`"), ProblemExtent::Read);
            found
        } else if occurs(&format!("{named}--")) {
            named
        } else {
            let why =
                if boundary.is_empty() { "no boundary is named" } else { "the boundary does not occur" };
            return self.fault(place, format!("{why}, so its parts are not read"), ProblemExtent::Partial);
        };
        self.current = None;
        self.open.push(Open { part, delimiter });
        if let Some(part) = self.structure.parts.get_mut(part) {
            part.is_open = true;
        }
    }

    /// A line that must be a boundary, since the header of a part follows it, before a boundary that is known.
    fn guessed(&self) -> Option<String> {
        let first = self.delimiters.partition_point(|line| line.content.start() < self.at);
        for line in self.delimiters.iter().skip(first).take(TRIED) {
            let content = line.content.slice(self.text);
            if self.whose(content).is_some() {
                return None;
            }
            let next = self.line_end.line(self.text, line.next).map(|next| next.content.slice(self.text));
            let is_header =
                |next: &str| next.get(..8).is_some_and(|head| head.eq_ignore_ascii_case("content-"));
            if next.is_some_and(is_header) && content.len() > 2 {
                return Some(content.to_owned());
            }
        }
        None
    }

    /// Ends the part that goes on before the delimiter at `at`, with the line end before it.
    fn end_current(&mut self, at: u32) {
        let Some(part) = self.current.take() else { return };
        let before = Span::new(0, at).slice(self.text);
        let content = before.strip_suffix(char::from(self.line_end.byte())).unwrap_or(before);
        self.set_end(part, offset(content.strip_suffix('\r').unwrap_or(content).len()));
    }

    fn set_end(&mut self, part: usize, end: u32) {
        if let Some(part) = self.structure.parts.get_mut(part) {
            let start = part.content.start();
            part.content = Span::new(start, end.max(start));
        }
    }

    /// Ends the innermost multipart.
    fn close(&mut self, at: u32) {
        if let Some(open) = self.open.pop() {
            self.set_end(open.part, at);
        }
    }

    /// Ends the innermost multipart although its end is missing.
    fn close_early(&mut self, at: u32) {
        let number = self.open.last().and_then(|open| self.structure.parts.get(open.part));
        let message = match number {
            Some(part) if part.parent.is_some() => {
                format!("part {} does not end: its last boundary is missing", part.number)
            }
            _ => "the message does not end: its last boundary is missing".to_owned(),
        };
        self.fault(Span::at(at), message, ProblemExtent::Read);
        self.close(at);
    }

    fn tell_oddities(&mut self, section: &Section) {
        for (place, oddity) in &section.oddities {
            let (message, extent) = match oddity {
                Oddity::NoField => ("a line in the header is no field", ProblemExtent::Read),
                Oddity::NoBlankLine => ("no blank line before this: taken for the body", ProblemExtent::Read),
                Oddity::TooMany => {
                    ("more than 1000 fields in a header: the rest is not read", ProblemExtent::Partial)
                }
            };
            self.fault(*place, message.to_owned(), extent);
        }
    }

    fn fault(&mut self, span: Span, message: String, extent: ProblemExtent) {
        self.structure.faults.push(Fault { span, message, extent });
    }
}
