//! Batches of posts.

use std::sync::Arc;

use crate::artifact::{Attributes, Field, MediaType};
use crate::finding::{Problem, ProblemExtent};
use crate::source::Source;
use crate::span::Span;

/// Columns.
#[derive(Clone, Debug, Default)]
pub struct Columns(Vec<(String, String)>);

impl Columns {
    /// From pairs.
    #[must_use]
    pub fn from_pairs(pairs: &[(String, String)]) -> Self {
        Self(pairs.to_vec())
    }
}

/// Split.
#[derive(Clone, Debug, Default)]
pub struct Split {
    /// Records.
    pub records: Vec<Record>,
    /// Problems.
    pub problems: Vec<Problem>,
}

/// Record.
#[derive(Clone, Debug)]
pub struct Record {
    /// Id.
    pub id: Arc<str>,
    /// Fields.
    pub fields: Vec<Field>,
    /// Attributes.
    pub attributes: Attributes,
    /// Span.
    pub span: Span,
}

/// Splits.
#[must_use]
pub fn split(source: &Source, media_type: MediaType, columns: &Columns) -> Split {
    let _ = (media_type, columns);
    let problem = Problem {
        path: source.name().into(),
        span: None,
        message: "records are not read".to_owned(),
        extent: ProblemExtent::Unread,
    };
    Split { records: Vec::new(), problems: vec![problem] }
}
