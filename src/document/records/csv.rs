//! Tables of posts: values set apart by commas, semicolons, tabs or bars, after RFC 4180 with what spreadsheets and
//! people make of it. Knows nothing of what a post is beyond which column holds it.

mod layout;

use std::ops::Range;

use crate::document::records::csv::layout::{Layout, Told};
use crate::document::records::record::{Builder, Value};
use crate::document::records::{Piece, RECORD_CAP};
use crate::finding::ProblemExtent;
use crate::text::MappedText;

/// A table that is being read.
#[derive(Debug)]
pub(super) struct Table {
    delimiter: Option<u8>,
    /// What its columns hold, once that is told.
    layout: Option<Layout>,
    /// Rows so far, the header not counted, torn ones counted.
    rows: usize,
    /// Bytes that were read in vain. Past a few times the length of what was read a quoted cell may no longer go on over
    /// lines, which keeps hostile tables linear.
    wasted: usize,
    skipping: Skipping,
}

/// Whether what comes next belongs to a row that is left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Skipping {
    No,
    /// Up to the next line that looks like a row.
    Lines,
    /// Up to the end of the line, and then as above.
    Line,
}

impl Table {
    /// A table. Without `delimiter` it is told from the first line.
    pub(super) const fn new(delimiter: Option<u8>) -> Self {
        Self { delimiter, layout: None, rows: 0, wasted: 0, skipping: Skipping::No }
    }

    /// Takes the rows of a piece; gives how many of its bytes are done with.
    pub(super) fn read(&mut self, piece: Piece<'_>, builder: &mut Builder) -> usize {
        if builder.is_refused {
            return piece.text.len();
        }
        let mut at = piece.start();
        if self.layout.is_none() {
            match layout::tell(piece, self.delimiter, builder) {
                Told::Layout(layout, start) => {
                    self.layout = Some(layout);
                    at = start;
                }
                Told::Refused => return piece.text.len(),
                Told::Unfinished => return 0,
            }
        }
        let Some(layout) = self.layout.take() else { return piece.text.len() };
        let used = self.rows(piece, at, &layout, builder);
        self.layout = Some(layout);
        used
    }

    fn rows(&mut self, piece: Piece<'_>, mut at: usize, layout: &Layout, builder: &mut Builder) -> usize {
        let length = piece.text.len();
        let mut row = RawRow::default();
        while at < length {
            if self.skipping != Skipping::No {
                at = self.skip(piece, at, layout);
                if self.skipping != Skipping::No {
                    return at;
                }
                continue;
            }
            let scan = Scan {
                piece,
                delimiter: layout.delimiter,
                limit: (at + RECORD_CAP).min(length),
                is_one_line: self.wasted / 16 > piece.base as usize + at + RECORD_CAP,
            };
            let (span, until, message) = match scan.row(at, &mut row) {
                Scanned::Row { next } => {
                    if !row.is_blank(piece.text) {
                        self.rows += 1;
                        let cells = layout.roles.iter().zip(&row.cells);
                        let values = cells.filter_map(|(role, cell)| Some(((*role)?, cell.decode(piece))));
                        builder.record(self.rows, piece.span(at..row.end), values);
                    }
                    at = next;
                    continue;
                }
                Scanned::Unfinished => return at,
                Scanned::Torn { quote, until } => (
                    quote..quote + 1,
                    until,
                    "the quote that opens here is never closed: the record is left out",
                ),
                Scanned::TooLong => {
                    (at..at, scan.limit, "the record that begins here is longer than 1 MiB and left out")
                }
            };
            self.rows += 1;
            self.wasted += until - at;
            at = span.start;
            builder.problem(Some(piece.span(span)), ProblemExtent::Partial, message.to_owned());
            self.skipping = Skipping::Line;
        }
        at
    }

    /// Goes on to the next line that has as many columns as the header, as far as the piece reaches.
    fn skip(&mut self, piece: Piece<'_>, mut at: usize, layout: &Layout) -> usize {
        if self.skipping == Skipping::Line {
            let Some(next) = piece.next_line(at) else { return unfinished(piece) };
            at = next;
            self.skipping = Skipping::Lines;
        }
        while at < piece.text.len() {
            let next = piece.next_line(at);
            let Some(next) = next.or_else(|| piece.is_end.then_some(piece.text.len())) else {
                if piece.text.len() - at <= RECORD_CAP {
                    return at;
                }
                self.skipping = Skipping::Line;
                return unfinished(piece);
            };
            let line = piece.bytes(at).get(..next - at).unwrap_or_default();
            let is_blank = line.iter().all(u8::is_ascii_whitespace);
            if !is_blank && columns_in(line, layout.delimiter) == layout.width {
                self.skipping = Skipping::No;
                return at;
            }
            at = next;
        }
        at
    }
}

/// How much of a piece that ends within a line is done with: all but a `\r` that may have its `\n` in the next one.
fn unfinished(piece: Piece<'_>) -> usize {
    let is_half = !piece.is_end && piece.text.len() > 1 && piece.text.ends_with('\r');
    piece.text.len() - usize::from(is_half)
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

/// A cell as it stands.
#[derive(Clone, Debug)]
struct RawCell {
    /// Its text, without the quotes around it.
    range: Range<usize>,
    is_quoted: bool,
}

impl RawCell {
    /// Its text, with doubled quotes as one.
    fn decode<'t>(&self, piece: Piece<'t>) -> Value<'t> {
        let cell = piece.text.get(self.range.clone()).unwrap_or_default();
        if !self.is_quoted || memchr::memchr(b'"', cell.as_bytes()).is_none() {
            return Value::Verbatim(cell, piece.offset(self.range.start));
        }
        let mut text = MappedText::default();
        text.reserve(cell.len());
        let mut from = 0;
        while let Some(found) = memchr::memmem::find(cell.as_bytes().get(from..).unwrap_or_default(), b"\"\"")
        {
            let at = from + found;
            text.push_verbatim(cell.get(from..at).unwrap_or_default(), piece.offset(self.range.start + from));
            text.push_decoded("\"", piece.span(self.range.start + at..self.range.start + at + 2));
            from = at + 2;
        }
        text.push_verbatim(cell.get(from..).unwrap_or_default(), piece.offset(self.range.start + from));
        Value::Decoded(text)
    }
}

/// A row as it stands.
#[derive(Default, Debug)]
struct RawRow {
    cells: Vec<RawCell>,
    /// Where it ends, its line end not counted.
    end: usize,
}

impl RawRow {
    fn is_blank(&self, text: &str) -> bool {
        matches!(self.cells.as_slice(), [only] if text.get(only.range.clone()).unwrap_or_default().trim().is_empty())
    }
}

/// What a look at a row gave.
enum Scanned {
    /// It is whole, and the next one starts at `next`.
    Row { next: usize },
    /// The piece ends before the row may.
    Unfinished,
    /// A quoted cell does not end as one: its opening quote, and how far it was followed.
    Torn { quote: usize, until: usize },
    /// It is longer than a record may be.
    TooLong,
}

/// What a look at a cell gave.
enum Cell {
    /// It ends here, before the delimiter or line end.
    Ends(usize),
    Torn {
        quote: usize,
        until: usize,
    },
    /// It goes on beyond the limit.
    Beyond,
}

/// Finds the ends of rows and cells.
#[derive(Clone, Copy)]
struct Scan<'t> {
    piece: Piece<'t>,
    delimiter: u8,
    /// No row may go on beyond this place.
    limit: usize,
    /// Whether a quoted cell must end on its line.
    is_one_line: bool,
}

impl Scan<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.piece.text.as_bytes().get(at).copied().filter(|_| at < self.limit)
    }

    fn rest(&self, at: usize) -> &[u8] {
        self.piece.text.as_bytes().get(at..self.limit).unwrap_or_default()
    }

    /// Whether the limit is the end of the file.
    fn is_end(&self) -> bool {
        self.piece.is_end && self.limit == self.piece.text.len()
    }

    /// Where the piece ends too early: more may come, or there is too much.
    fn beyond(&self) -> Scanned {
        let has_more = !self.piece.is_end && self.limit == self.piece.text.len();
        if has_more { Scanned::Unfinished } else { Scanned::TooLong }
    }

    /// Reads the row at `start` into `row`.
    fn row(&self, start: usize, row: &mut RawRow) -> Scanned {
        row.cells.clear();
        let mut at = start;
        loop {
            at = match self.cell(at, row) {
                Cell::Ends(end) => end,
                Cell::Torn { quote, until } => return Scanned::Torn { quote, until },
                Cell::Beyond => return self.beyond(),
            };
            match self.byte(at) {
                Some(byte) if byte == self.delimiter => at += 1,
                Some(_) => break,
                None if self.is_end() => break,
                None => return self.beyond(),
            }
        }
        row.end = at;
        match self.rest(at) {
            [b'\r', b'\n', ..] => Scanned::Row { next: at + 2 },
            // The other half of the line end may come with the next piece.
            [b'\r'] if !self.is_end() => self.beyond(),
            [] => Scanned::Row { next: at },
            _ => Scanned::Row { next: at + 1 },
        }
    }

    /// Reads the cell at `start`.
    fn cell(&self, start: usize, row: &mut RawRow) -> Cell {
        let mut at = start;
        while self.is_padding(at) {
            at += 1;
        }
        if self.byte(at) == Some(b'"') {
            return self.quoted(at, row);
        }
        let found = memchr::memchr3(self.delimiter, b'\n', b'\r', self.rest(start));
        let end = match found {
            Some(length) => start + length,
            None if self.is_end() => self.limit,
            None => return Cell::Beyond,
        };
        row.cells.push(RawCell { range: start..end, is_quoted: false });
        Cell::Ends(end)
    }

    fn is_padding(&self, at: usize) -> bool {
        self.byte(at).is_some_and(|byte| matches!(byte, b' ' | b'\t') && byte != self.delimiter)
    }

    /// Reads the quoted cell that opens at `quote`.
    fn quoted(&self, quote: usize, row: &mut RawRow) -> Cell {
        let mut has_feed = false;
        let mut at = quote + 1;
        loop {
            let Some(length) = memchr::memchr3(b'"', b'\n', b'\r', self.rest(at)) else {
                // Within the file more may come; at its end, or past what a record may have, the quote is not closed.
                let has_more = !self.piece.is_end && self.limit == self.piece.text.len();
                return if has_more { Cell::Beyond } else { Cell::Torn { quote, until: self.limit } };
            };
            let found = at + length;
            if self.byte(found) != Some(b'"') {
                if self.is_one_line {
                    return Cell::Torn { quote, until: found };
                }
                has_feed = true;
                at = found + 1;
                continue;
            }
            if self.byte(found + 1) == Some(b'"') {
                at = found + 2;
                continue;
            }
            let mut behind = found + 1;
            while self.is_padding(behind) {
                behind += 1;
            }
            match self.byte(behind) {
                None if !self.is_end() => return Cell::Beyond,
                None | Some(b'\n' | b'\r') => {}
                Some(byte) if byte == self.delimiter => {}
                // Behind a line end it opens the next cell with a quote: this one was never closed.
                Some(_) if has_feed => return Cell::Torn { quote, until: found },
                // Within a line it is a quote that was not doubled.
                Some(_) => {
                    at = found + 1;
                    continue;
                }
            }
            row.cells.push(RawCell { range: quote + 1..found, is_quoted: true });
            return Cell::Ends(behind);
        }
    }
}
