//! What the columns of a table hold: by their names, wherever in the first lines these stand, by their numbers, or by
//! what is in them.

use crate::artifact::FieldRole;
use crate::document::records::columns::{self, Attribute, Columns, Mark, Role};
use crate::document::records::csv::{RawRow, Scan, Scanned, columns_in};
use crate::document::records::record::{Builder, tells_posts};
use crate::document::records::{Piece, RECORD_CAP, dates};
use crate::span::Span;

/// How many rows are looked at to tell what the columns hold.
const SAMPLE: usize = 50;
/// What lines end at.
const LINE_ENDS: [char; 2] = ['\n', '\r'];
/// The header is one of so many first rows.
const HEADER_ROWS: usize = 10;

/// What is known of a table.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) delimiter: u8,
    /// Roles of the columns, in order.
    pub(super) roles: Vec<Option<Role>>,
    /// Columns of the header, else of the first row.
    pub(super) width: usize,
}

/// What the start of a file tells.
pub(super) enum Told {
    /// The layout, and where the first record stands.
    Layout(Layout, usize),
    /// Nothing: that is a problem.
    Refused,
    /// Not enough of it is there.
    Unfinished,
}

/// A row of the sample.
struct Sampled {
    cells: Vec<String>,
    span: Span,
    /// Where the next row starts.
    next: usize,
}

/// How far the head of a file that is looked at goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// To the end of the file.
    File,
    /// To as many bytes as a record may have.
    Cap,
    /// To the end of the piece; the next one goes further.
    Piece,
}

/// Tells the layout from the start of the file: from so many rows, or from as many bytes as a record may have. What is
/// told does not depend on how much more the piece holds.
pub(super) fn tell(piece: Piece<'_>, delimiter: Option<u8>, builder: &mut Builder) -> Told {
    let start = piece.start();
    let end = piece.text.floor_char_boundary(start + RECORD_CAP);
    let reach = match (end < piece.text.len(), piece.is_end) {
        (true, _) => Reach::Cap,
        (false, true) => Reach::File,
        (false, false) => Reach::Piece,
    };
    let text = piece.text.get(..end).unwrap_or_default();
    let head = Piece { text, is_end: reach == Reach::File, ..piece };
    let sniffed = text.get(start..).unwrap_or_default().trim_start_matches(LINE_ENDS);
    if reach == Reach::Piece && n_lines(sniffed) < SAMPLE {
        return Told::Unfinished;
    }
    let delimiter = delimiter.unwrap_or_else(|| sniff(sniffed, &builder.columns));
    let Sample { rows, is_full } = sample(head, reach, delimiter);
    if reach == Reach::Piece && !is_full {
        return Told::Unfinished;
    }
    let Some(first) = rows.first() else {
        // Nothing but blank lines, or a first row that is torn: the rows themselves are the problem.
        return Told::Layout(Layout { delimiter, roles: Vec::new(), width: 0 }, start);
    };
    let (roles, header) = roles(&rows, &builder.columns);
    let Some(roles) = roles.filter(|roles| tells_posts(roles)) else {
        builder.no_text(first.span, &first.cells, header.is_none() && !is_header_like(first));
        return Told::Refused;
    };
    let skipped = header.map_or(0, |index| index + 1);
    let values = |role: Role| {
        let column = roles.iter().position(|own| *own == Some(role));
        let cell = move |row: &'_ Sampled| column.and_then(|column| row.cells.get(column).cloned());
        rows.iter().skip(skipped).filter_map(cell).collect::<Vec<String>>()
    };
    let told = dates::order_of(values(Role::Attribute(Attribute::Date)).iter().map(String::as_str));
    builder.order = builder.order.or(told);
    let has = |role: Role| roles.contains(&Some(role));
    builder.has_bars = has(Role::Mark(Mark::Labels)) && has(Role::Mark(Mark::Media));
    builder.has_ids = has(Role::Id);
    let width = rows.get(header.unwrap_or_default()).map_or(roles.len(), |row| row.cells.len());
    let next = header.and_then(|index| rows.get(index)).map_or(start, |row| row.next);
    Told::Layout(Layout { delimiter, roles, width }, next)
}

/// The roles of the columns, and the number of the row that names them.
fn roles(rows: &[Sampled], columns: &Columns) -> (Option<Vec<Option<Role>>>, Option<usize>) {
    let named = |row: &Sampled, columns: &Columns| -> Vec<Option<Role>> {
        (1..).zip(&row.cells).map(|(number, cell)| columns::role(cell, number, columns)).collect()
    };
    let count = |roles: &[Option<Role>]| roles.iter().flatten().count();
    let Some(first) = rows.first() else { return (None, None) };
    if columns.has_numbers() {
        let is_header = count(&named(first, &Columns::default())) > 0;
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        let name = |index: usize| first.cells.get(index).filter(|_| is_header).map_or("", String::as_str);
        let roles = (0..width).map(|index| columns::role(name(index), index + 1, columns)).collect();
        return (Some(roles), is_header.then_some(0));
    }
    for (index, row) in rows.iter().take(HEADER_ROWS).enumerate() {
        let roles = named(row, columns);
        // A word of the names may stand in any row by chance.
        if tells_posts(&roles) && (index == 0 || count(&roles) > 1) {
            return (Some(roles), Some(index));
        }
    }
    let is_known = |role: &Option<Role>| role.is_some_and(|role| !matches!(role, Role::Mark(_)));
    let roles = named(first, columns);
    if roles.iter().any(is_known) { (Some(roles), Some(0)) } else { (guess(rows), None) }
}

/// Line ends of a text, as far as anybody asks.
fn n_lines(text: &str) -> usize {
    memchr::memchr2_iter(b'\n', b'\r', text.as_bytes()).take(SAMPLE).count()
}

/// The first rows of a file.
struct Sample {
    /// Those that are whole.
    rows: Vec<Sampled>,
    /// Whether more of the file would give the same.
    is_full: bool,
}

fn sample(piece: Piece<'_>, reach: Reach, delimiter: u8) -> Sample {
    let mut rows = Vec::new();
    let mut at = piece.start();
    let mut row = RawRow::default();
    for _ in 0..2 * SAMPLE {
        if rows.len() == SAMPLE {
            break;
        }
        if at >= piece.text.len() {
            return Sample { rows, is_full: false };
        }
        let limit = (at + RECORD_CAP).min(piece.text.len());
        let scan = Scan { piece, delimiter, limit, is_one_line: false };
        let next = match scan.row(at, &mut row) {
            Scanned::Row { next } => next,
            Scanned::Unfinished if reach == Reach::Piece => return Sample { rows, is_full: false },
            Scanned::Unfinished | Scanned::TooLong | Scanned::Torn { .. } => {
                let Some(next) = piece.next_line(at) else { return Sample { rows, is_full: false } };
                at = next;
                continue;
            }
        };
        if !row.is_blank(piece.text) {
            let cells = row.cells.iter().map(|cell| cell.decode(piece).as_str().trim().to_owned()).collect();
            rows.push(Sampled { cells, span: piece.span(at..row.end), next });
        }
        at = next;
    }
    Sample { rows, is_full: true }
}

/// The delimiter that makes most sense of the first line: most known names, then most columns.
fn sniff(text: &str, columns: &Columns) -> u8 {
    // A first line that is a heading above the table has one column by every delimiter, so the best of a few decides.
    // Lines beyond the sample may not be there yet.
    let lines: Vec<&str> = text
        .split(LINE_ENDS)
        .take(SAMPLE)
        .filter(|line| !line.trim().is_empty())
        .take(HEADER_ROWS)
        .map(|line| line.get(..line.floor_char_boundary(RECORD_CAP / 16)).unwrap_or_default())
        .collect();
    let worth = |delimiter: u8| {
        let of = |line: &&str| {
            let cells = line.split(char::from(delimiter));
            let known = cells
                .filter(|cell| columns::role(cell.trim().trim_matches('"'), 0, columns).is_some())
                .count();
            (known, columns_in(line.as_bytes(), delimiter))
        };
        let first = lines.first().map(of).unwrap_or_default();
        let best = lines.iter().map(of).map(|(known, _)| known).max().unwrap_or_default();
        (best, first.1)
    };
    let mut best = (b',', worth(b','));
    for delimiter in [b';', b'\t', b'|'] {
        let worth = worth(delimiter);
        if worth > best.1 {
            best = (delimiter, worth);
        }
    }
    best.0
}

/// Whether a first row reads as names of columns: short words without numbers or marks.
fn is_header_like(row: &Sampled) -> bool {
    let is_name = |cell: &String| {
        cell.split_whitespace().count() <= 3
            && !cell.contains(|character: char| character.is_numeric() || "!?@/:#".contains(character))
    };
    row.cells.len() > 1 && row.cells.iter().all(is_name)
}

/// Roles by content, for a table without a header: the one column of prose, and what is plainly a channel, a date or an
/// address. `None` where no column or more than one could be the posts.
fn guess(rows: &[Sampled]) -> Option<Vec<Option<Role>>> {
    let width = rows.iter().map(|row| row.cells.len()).max()?;
    let mut words = vec![(0, 0); width];
    for row in rows {
        for ((count, total), cell) in words.iter_mut().zip(&row.cells).filter(|(_, cell)| !cell.is_empty()) {
            *count += 1;
            *total += cell.split_whitespace().count();
        }
    }
    let words: Vec<usize> =
        words.into_iter().map(|(count, total): (usize, usize)| total * 10 / count.max(1)).collect();
    let (prose, most) =
        words.iter().enumerate().max_by_key(|(column, words)| (**words, std::cmp::Reverse(*column)))?;
    let is_alone = words.iter().enumerate().all(|(column, words)| column == prose || words * 2 < *most);
    // A first row of short names above prose is a header in words that are not known.
    let is_header = rows.len() > 1 && rows.first().is_some_and(is_header_like);
    if *most < 30 || !is_alone || is_header {
        return None;
    }
    let role = |column: usize| {
        let cells =
            || rows.iter().filter_map(move |row| row.cells.get(column)).filter(|cell| !cell.is_empty());
        let all = |test: &dyn Fn(&str) -> bool| cells().next().is_some() && cells().all(|cell| test(cell));
        if column == prose {
            Some(Role::Field(FieldRole::Body, 1))
        } else if all(&|cell| cell.starts_with("http")) {
            Some(Role::Field(FieldRole::Link, 1))
        } else if all(&|cell| columns::channel(cell).is_some()) {
            Some(Role::Attribute(Attribute::Channel))
        } else if all(&dates::is_date) {
            Some(Role::Attribute(Attribute::Date))
        } else {
            None
        }
    };
    Some((0..width).map(role).collect())
}
