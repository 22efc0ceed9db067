//! Tables of posts: values set apart by commas, semicolons or tabs, after RFC 4180 with what spreadsheets and people make
//! of it. Knows nothing of what a post is beyond which column holds it.

use crate::artifact::FieldRole;
use crate::document::declared::instant;
use crate::document::records::Builder;
use crate::document::records::columns::{self, Attribute, Columns, Role};
use crate::finding::ProblemExtent;
use crate::span::{Span, offset};
use crate::text::MappedText;

/// How many rows are looked at to tell what the columns of a table without a header hold.
const SAMPLE: usize = 50;

/// Takes a table apart. Without `delimiter` it is told from the first line.
pub(super) fn split(text: &str, delimiter: Option<u8>, columns: &Columns, builder: &mut Builder) {
    let base = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let delimiter = delimiter.unwrap_or_else(|| sniff(text.get(base..).unwrap_or_default(), columns));
    let rows = Reader::new(text, base, delimiter).read(builder);
    let Some((_, first)) = rows.first() else { return };
    let named: Vec<Option<Role>> =
        first.cells.iter().map(|cell| columns::role(cell.as_str(), columns)).collect();
    let has_header = named.iter().any(Option::is_some);
    let roles = if has_header { Some(named) } else { guess(&rows) };
    let body = Some(Role::Field(FieldRole::Body));
    let Some(roles) = roles.filter(|roles| roles.contains(&body)) else {
        let name = |cell: &MappedText| cell.as_str().trim().chars().take(30).collect::<String>();
        let names: Vec<String> = first.cells.iter().map(name).collect();
        builder.no_text(first.span, &names);
        return;
    };
    let header = usize::from(has_header);
    for (row, Row { cells, span }) in rows.into_iter().skip(header) {
        let values = roles.iter().zip(cells).filter_map(|(role, cell)| Some(((*role)?, cell)));
        builder.record(row - header, span, values.collect());
    }
}

/// The delimiter that makes most sense of the first line: most known names, then most columns.
fn sniff(text: &str, columns: &Columns) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let worth = |delimiter: u8| {
        let cells: Vec<&str> = line.split(char::from(delimiter)).collect();
        let known =
            cells.iter().filter(|cell| columns::role(cell.trim_matches('"'), columns).is_some()).count();
        (known, columns_in(line.as_bytes(), delimiter))
    };
    let mut best = (b',', worth(b','));
    for delimiter in [b';', b'\t'] {
        let worth = worth(delimiter);
        if worth > best.1 {
            best = (delimiter, worth);
        }
    }
    best.0
}

/// How many columns a line has, quotes respected.
fn columns_in(line: &[u8], delimiter: u8) -> usize {
    let mut in_quotes = false;
    1 + line
        .iter()
        .filter(|byte| {
            in_quotes ^= **byte == b'"';
            **byte == delimiter && !in_quotes
        })
        .count()
}

/// Roles by content, for a table without a header: the one column of prose, and what is plainly a channel, an instant
/// or an address. `None` where no column or more than one could be the posts.
fn guess(rows: &[(usize, Row)]) -> Option<Vec<Option<Role>>> {
    let width = rows.iter().take(SAMPLE).map(|(_, row)| row.cells.len()).max()?;
    let cells = |column: usize| {
        let cells = rows.iter().take(SAMPLE).filter_map(move |(_, row)| row.cells.get(column));
        cells.map(|cell| cell.as_str().trim()).filter(|cell| !cell.is_empty())
    };
    let words = |column: usize| {
        let (count, words) = cells(column)
            .fold((0, 0), |(count, words), cell| (count + 1, words + cell.split_whitespace().count()));
        words * 10 / count.max(1)
    };
    let prose = (0..width).max_by_key(|column| (words(*column), std::cmp::Reverse(*column)))?;
    let is_prose = words(prose) >= 30;
    let is_alone = (0..width).all(|column| column == prose || words(column) * 2 < words(prose));
    // A first row of short names above prose is a header in words that are not known.
    let is_name = |cell: &str| {
        cell.split_whitespace().count() <= 3
            && !cell.contains(|c: char| c.is_numeric() || "!?@/:#".contains(c))
    };
    let is_header = rows.len() > 1
        && rows
            .first()
            .is_some_and(|(_, row)| row.cells.len() > 1 && row.cells.iter().all(|c| is_name(c.as_str())));
    if !is_prose || !is_alone || is_header {
        return None;
    }
    let all = |column: usize, test: &dyn Fn(&str) -> bool| {
        cells(column).next().is_some() && cells(column).all(test)
    };
    let role = |column: usize| {
        if column == prose {
            Some(Role::Field(FieldRole::Body))
        } else if all(column, &|cell| cell.starts_with("http")) {
            Some(Role::Field(FieldRole::Link))
        } else if all(column, &|cell| columns::channel(cell).is_some()) {
            Some(Role::Attribute(Attribute::Channel))
        } else if all(column, &|cell| instant(cell).is_some()) {
            Some(Role::Attribute(Attribute::PublishAt))
        } else {
            None
        }
    };
    Some((0..width).map(role).collect())
}

/// One row: its cells, decoded, and its bytes without the line end.
struct Row {
    cells: Vec<MappedText>,
    span: Span,
}

/// A quoted cell that does not end as one.
struct Torn {
    /// Its opening quote.
    quote: usize,
    /// How far it was followed.
    until: usize,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    delimiter: u8,
    /// Columns of the first row.
    width: Option<usize>,
    /// Bytes that were read in vain. Past a few times the length of the text a quoted cell may no longer go on over
    /// lines, which keeps hostile tables linear.
    wasted: usize,
}

impl<'t> Reader<'t> {
    const fn new(text: &'t str, at: usize, delimiter: u8) -> Self {
        Self { text, at, delimiter, width: None, wasted: 0 }
    }

    /// All rows, numbered from 1, torn ones counted but left out.
    fn read(mut self, builder: &mut Builder) -> Vec<(usize, Row)> {
        let mut rows = Vec::new();
        let mut number = 0;
        while self.at < self.text.len() {
            let start = self.at;
            match self.row() {
                Ok(Row { cells, .. }) if matches!(cells.as_slice(), [only] if only.as_str().trim().is_empty()) =>
                    {}
                Ok(row) => {
                    number += 1;
                    self.width.get_or_insert(row.cells.len());
                    rows.push((number, row));
                }
                Err(torn) => {
                    number += 1;
                    self.wasted += torn.until - torn.quote;
                    let message =
                        "the quote that opens here is never closed: the record is left out".to_owned();
                    let span = Span::from_range(torn.quote..torn.quote + 1);
                    builder.problem(Some(span), ProblemExtent::Partial, message);
                    self.at = self.next_record(torn.quote.max(start));
                }
            }
        }
        rows
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The start of the next line after `from` that has as many columns as the first row.
    fn next_record(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            let rest = self.text.as_bytes().get(at..).unwrap_or_default();
            let Some(feed) = memchr::memchr(b'\n', rest) else { return self.text.len() };
            at += feed + 1;
            let rest = rest.get(feed + 1..).unwrap_or_default();
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let line = rest.get(..end).unwrap_or_default();
            let is_blank = line.iter().all(u8::is_ascii_whitespace);
            if !is_blank && self.width.is_none_or(|width| columns_in(line, self.delimiter) == width) {
                return at;
            }
        }
    }

    fn row(&mut self) -> Result<Row, Torn> {
        let start = self.at;
        let mut cells = Vec::new();
        loop {
            cells.push(self.cell()?);
            match self.byte(self.at) {
                Some(byte) if byte == self.delimiter => self.at += 1,
                _ => break,
            }
        }
        let span = Span::from_range(start..self.at);
        if self.byte(self.at) == Some(b'\r') {
            self.at += 1;
        }
        if self.byte(self.at) == Some(b'\n') {
            self.at += 1;
        }
        Ok(Row { cells, span })
    }

    /// Reads a cell up to its delimiter or line end, which is left.
    fn cell(&mut self) -> Result<MappedText, Torn> {
        let mut at = self.at;
        while self.is_padding(at) {
            at += 1;
        }
        if self.byte(at) == Some(b'"') {
            return self.quoted(at);
        }
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let length = memchr::memchr3(self.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
        let cell = self.text.get(self.at..self.at + length).unwrap_or_default();
        let text = MappedText::verbatim(cell, offset(self.at));
        self.at += length;
        Ok(text)
    }

    fn is_padding(&self, at: usize) -> bool {
        self.byte(at).is_some_and(|byte| matches!(byte, b' ' | b'\t') && byte != self.delimiter)
    }

    /// Reads the quoted cell that opens at `quote`.
    fn quoted(&mut self, quote: usize) -> Result<MappedText, Torn> {
        let is_one_line = self.wasted > self.text.len().saturating_mul(4);
        let mut text = MappedText::default();
        let mut has_feed = false;
        let mut at = quote + 1;
        loop {
            let rest = self.text.as_bytes().get(at..).unwrap_or_default();
            let Some(length) = memchr::memchr2(b'"', b'\n', rest) else {
                return Err(Torn { quote, until: self.text.len() });
            };
            let found = at + length;
            text.push_verbatim(self.text.get(at..found).unwrap_or_default(), offset(at));
            if self.byte(found) == Some(b'\n') {
                if is_one_line {
                    return Err(Torn { quote, until: found });
                }
                has_feed = true;
                text.push_verbatim("\n", offset(found));
                at = found + 1;
                continue;
            }
            if self.byte(found + 1) == Some(b'"') {
                text.push_decoded("\"", Span::from_range(found..found + 2));
                at = found + 2;
                continue;
            }
            let mut behind = found + 1;
            while self.is_padding(behind) {
                behind += 1;
            }
            match self.byte(behind) {
                None | Some(b'\n' | b'\r') => {}
                Some(byte) if byte == self.delimiter => {}
                // Behind a line end it opens the next cell with a quote: this one was never closed.
                Some(_) if has_feed => return Err(Torn { quote, until: found }),
                // Within a line it is a quote that was not doubled.
                Some(_) => {
                    text.push_verbatim("\"", offset(found));
                    at = found + 1;
                    continue;
                }
            }
            self.at = behind;
            return Ok(text);
        }
    }
}
