//! Files that hold many posts: CSV, TSV and JSON Lines. Each record is an artifact of its own with places in the file.
//! Knows nothing of what the posts say.
//!
//! A [`Reader`] is given a file piece by piece and keeps nothing of what it has read but the ids, so that a file may be
//! much larger than the memory. [`split`] reads a whole text.
//!
//! Reading order: [`Reader`] here, `columns` and `dates` for what a column holds, then `csv` and `jsonl`.

pub(in crate::document) mod columns;
mod csv;
mod dates;
mod jsonl;
mod record;

use std::sync::Arc;

use crate::artifact::{Attributes, Channel, Field, MediaType};
use crate::document::records::record::Builder;
use crate::finding::Problem;
use crate::source::Source;
use crate::span::Span;

pub use columns::{Column, Columns};
pub use dates::DateOrder;
pub(super) use jsonl::escape as json_escape;

/// Most bytes of one record. A longer one is a problem at its place and left out.
pub const RECORD_CAP: usize = 1 << 20;

/// One record of a batch.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its `id`, else its 1-based row: of the rows below the header in a table, of the lines in JSON Lines. Where an
    /// id was given before, the row stands behind it.
    pub id: Arc<str>,
    /// Its texts, decoded, in the order of the file.
    pub fields: Vec<Field>,
    /// What its columns say about it.
    pub attributes: Attributes,
    /// Its channel by the sort of its fields, where nothing else says one.
    pub sort: Option<Channel>,
    /// The record in the file, without its line end.
    pub span: Span,
}

/// A file taken apart, or a piece of it.
#[derive(Clone, Default, Debug)]
pub struct Split {
    /// The records that could be read, in the order of the file.
    pub records: Vec<Record>,
    /// What could not.
    pub problems: Vec<Problem>,
}

/// Takes a batch of posts apart, piece by piece.
#[derive(Debug)]
pub struct Reader {
    format: Format,
    builder: Builder,
    /// Bytes of the file before the next piece.
    at: u32,
}

#[derive(Debug)]
enum Format {
    Table(csv::Table),
    Lines(jsonl::Lines),
}

impl Reader {
    /// A reader for the file that reports name `path`. `columns` says where the texts stand; what it leaves out is told
    /// from the names of the columns, or from their contents where there are no names. Anything but CSV and TSV is read
    /// as JSON Lines.
    #[must_use]
    pub fn new(path: impl Into<Arc<str>>, media_type: MediaType, columns: &Columns) -> Self {
        let format = match media_type {
            MediaType::Csv => Format::Table(csv::Table::new(None)),
            MediaType::Tsv => Format::Table(csv::Table::new(Some(b'\t'))),
            _ => Format::Lines(jsonl::Lines::default()),
        };
        Self { format, builder: Builder::new(path.into(), columns.clone()), at: 0 }
    }

    /// Takes the records at the start of `text`, which goes on where the last piece ended. Gives how many bytes are done
    /// with, and what they held; the rest must come again, with more behind it. Unless `is_end`, a text longer than twice
    /// [`RECORD_CAP`] is always used in part.
    ///
    /// What a file holds does not depend on how it is cut into pieces.
    ///
    /// A record that is torn, too long or no JSON costs itself only.
    pub fn read(&mut self, text: &str, is_end: bool) -> (usize, Split) {
        let piece = Piece { text, base: self.at, is_end };
        let used = match &mut self.format {
            Format::Table(table) => table.read(piece, &mut self.builder),
            Format::Lines(lines) => lines.read(piece, &mut self.builder),
        };
        self.at = piece.offset(used);
        if is_end {
            self.builder.end();
        }
        (used, std::mem::take(&mut self.builder.split))
    }

    /// Whether ids are kept.
    #[cfg(test)]
    const fn keeps_ids(&self) -> bool {
        self.builder.keeps_ids()
    }
}

/// A piece of a file.
#[derive(Clone, Copy, Debug)]
struct Piece<'t> {
    text: &'t str,
    /// Where it begins in the file.
    base: u32,
    /// Whether the file ends with it.
    is_end: bool,
}

impl<'t> Piece<'t> {
    /// An offset in the piece as one in the file.
    fn offset(self, at: usize) -> u32 {
        self.base.saturating_add(crate::span::offset(at))
    }

    /// A range of the piece as a span of the file.
    fn span(self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.offset(range.start), self.offset(range.end))
    }

    fn bytes(self, from: usize) -> &'t [u8] {
        self.text.as_bytes().get(from..).unwrap_or_default()
    }

    /// Where the text of the file begins: behind the mark of byte order.
    fn start(self) -> usize {
        if self.base == 0 && self.text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 }
    }

    /// Where the line behind the line end at or behind `from` starts; `None` where the piece has no further line end.
    /// Lines end at `\n`, `\r\n` or a lone `\r`.
    fn next_line(self, from: usize) -> Option<usize> {
        let at = from + memchr::memchr2(b'\n', b'\r', self.bytes(from))?;
        match self.bytes(at) {
            [b'\r', b'\n', ..] => Some(at + 2),
            // What follows is not known yet.
            [b'\r'] if !self.is_end => None,
            _ => Some(at + 1),
        }
    }
}

/// Takes a whole batch of posts apart.
#[must_use]
pub fn split(source: &Source, media_type: MediaType, columns: &Columns) -> Split {
    Reader::new(source.name(), media_type, columns).read(source.text(), true).1
}

#[cfg(test)]
mod tests;
