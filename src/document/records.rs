//! Batches of posts.

use std::sync::Arc;

use crate::artifact::{Attributes, Field, MediaType};
use crate::finding::{Problem, ProblemExtent};
use crate::source::Source;
use crate::span::Span;

/// Columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Text.
    pub text: Option<String>,
    /// Date.
    pub date: Option<String>,
    /// Network.
    pub network: Option<String>,
    /// Id.
    pub id: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Link.
    pub link: Option<String>,
    /// Alt.
    pub alt: Option<String>,
    /// Comment.
    pub comment: Option<String>,
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
