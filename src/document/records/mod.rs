//! Files that hold many posts: CSV, TSV and JSON Lines. Each record is an artifact of its own with places in the file.
//! Knows nothing of what the posts say.
//!
//! Reading order: [`split`] here, `columns` for what a column holds, then `csv` and `jsonl`.

mod columns;
mod csv;
mod jsonl;

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::artifact::{Attributes, Field, MediaType};
use crate::document::records::columns::Role;
use crate::finding::{Problem, ProblemExtent};
use crate::source::Source;
use crate::span::Span;
use crate::text::MappedText;

pub use columns::Columns;

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
    /// The record in the file, without its line end.
    pub span: Span,
}

/// A file taken apart.
#[derive(Clone, Default, Debug)]
pub struct Split {
    /// The records that could be read, in the order of the file.
    pub records: Vec<Record>,
    /// What could not.
    pub problems: Vec<Problem>,
}

/// Takes a batch of posts apart. `columns` says where the texts stand; what it leaves out is told from the names of
/// the columns, or from their contents where there are no names.
///
/// Anything but CSV and TSV is read as JSON Lines. A record that is torn or is no JSON costs itself only.
#[must_use]
pub fn split(source: &Source, media_type: MediaType, columns: &Columns) -> Split {
    let mut builder =
        Builder { path: source.name().into(), split: Split::default(), ids: FxHashSet::default(), untold: 0 };
    match media_type {
        MediaType::Csv => csv::split(source.text(), None, columns, &mut builder),
        MediaType::Tsv => csv::split(source.text(), Some(b'\t'), columns, &mut builder),
        _ => jsonl::split(source.text(), columns, &mut builder),
    }
    if builder.untold > 0 {
        let message = format!("{} more rows could not be read", builder.untold);
        builder.tell(None, ProblemExtent::Partial, message);
    }
    builder.split
}

/// How many problems of one file are told one by one.
const MAX_PROBLEMS: usize = 100;

/// Collects records and problems.
struct Builder {
    path: Arc<str>,
    split: Split,
    ids: FxHashSet<Arc<str>>,
    /// Problems past [`MAX_PROBLEMS`].
    untold: usize,
}

impl Builder {
    /// Adds the record of a row; one without any text is passed over.
    fn record(&mut self, row: usize, span: Span, values: Vec<(Role, MappedText)>) {
        let mut id = None;
        let mut fields = Vec::new();
        let mut attributes = Attributes::default();
        for (role, text) in values {
            let value = text.as_str().trim();
            if value.is_empty() {
                continue;
            }
            match role {
                Role::Id => id = Some(value.to_owned()),
                Role::Field(role) => fields.push(Field { role, text }),
                Role::Attribute(attribute) => attribute.set(&mut attributes, value),
            }
        }
        if fields.is_empty() {
            return;
        }
        let mut id: Arc<str> = id.map_or_else(|| row.to_string().into(), Into::into);
        if !self.ids.insert(Arc::clone(&id)) {
            id = format!("{id}@{row}").into();
            self.ids.insert(Arc::clone(&id));
        }
        self.split.records.push(Record { id, fields, attributes, span });
    }

    fn problem(&mut self, span: Option<Span>, extent: ProblemExtent, message: String) {
        if self.split.problems.len() < MAX_PROBLEMS {
            self.tell(span, extent, message);
        } else {
            self.untold += 1;
        }
    }

    fn tell(&mut self, span: Option<Span>, extent: ProblemExtent, message: String) {
        self.split.problems.push(Problem { path: Arc::clone(&self.path), span, message, extent });
    }

    /// The problem of a file whose text cannot be told from the rest. `names` are its columns or keys.
    fn no_text(&mut self, span: Span, names: &[String]) {
        /// So many names are told, each up to so many characters.
        const NAMES: usize = 12;
        const LENGTH: usize = 40;
        let name = |name: &String| format!("`{}`", name.chars().take(LENGTH).collect::<String>());
        let mut told: Vec<String> = names.iter().take(NAMES).map(name).collect();
        if names.len() > NAMES {
            told.push(format!("{} more", names.len() - NAMES));
        }
        let names = told.join(", ");
        let message = format!(
            "no column is known to hold the posts: found {names}; name it with `columns = {{ text = \"…\" }}` in onbrand.toml"
        );
        self.problem(Some(span), ProblemExtent::Unread, message);
    }
}

#[cfg(test)]
mod tests;
