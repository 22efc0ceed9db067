//! Where a place is, as reports tell it: in a file, in a part that was decoded out of it, or in a file that it includes.
//! Knows no format.

use std::borrow::Cow;

use crate::artifact::ArtifactKey;
use crate::report::Sources;
use crate::source::{ColumnUnit, LineColumn, Part, PartKind, Source, TransferEncoding};
use crate::span::Span;

/// A place of an artifact's source.
#[derive(Debug)]
pub(super) struct Place<'s> {
    /// Path of the file: the artifact's, or that of the file it includes there.
    pub(super) path: Cow<'s, str>,
    /// The part of a message in which it lies, if it cannot be told in the bytes of the file.
    pub(super) part: Option<DecodedPart<'s>>,
    /// First byte, in the file or in the decoded part.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
    /// Line and column of the first byte, in Unicode scalar values.
    pub(super) from: LineColumn,
    /// Line and column of the end.
    pub(super) to: LineColumn,
}

/// A decoded part of a message.
#[derive(Clone, Copy, Debug)]
pub(super) struct DecodedPart<'s> {
    /// Its number.
    pub(super) id: &'s str,
    /// What it was decoded from.
    pub(super) encoding: TransferEncoding,
    /// Its encoded bytes in the text of the file.
    pub(super) raw: Span,
}

impl<'s> Place<'s> {
    /// Where `span` lies in the text under `path`; `None` where the text is not at hand.
    pub(super) fn of(sources: &'s Sources, path: &str, span: Span) -> Option<Self> {
        let source = sources.of(path)?;
        Some(Self::within(source, span))
    }

    /// Where `span` of `source` lies.
    pub(super) fn within(source: &'s Source, span: Span) -> Self {
        let span = source.traced(span);
        let within = source.text_at(span.start());
        let end = span.end().min(within.end()).max(span.start());
        let decoded = |part: &'s Part| match &part.kind {
            PartKind::Decoded { id, encoding, raw, .. } => {
                Some(DecodedPart { id, encoding: *encoding, raw: *raw })
            }
            PartKind::Included { .. } => None,
        };
        Self {
            path: source.path_at(span.start()).into(),
            part: source.part_at(span.start()).and_then(decoded),
            start: source.file_offset(span.start()),
            end: source.file_offset(end),
            from: source.position(span.start(), ColumnUnit::Scalar),
            to: source.position(end, ColumnUnit::Scalar),
        }
    }

    /// The place of which only the artifact and its bytes are known.
    pub(super) fn unknown(path: &str, span: Span) -> Self {
        let first = LineColumn { line: 1, column: 1 };
        let path = path.to_owned().into();
        Self { path, part: None, start: span.start(), end: span.end(), from: first, to: first }
    }

    /// The path, with the record where the artifact is one of a batch.
    pub(super) fn name(&self, artifact: &ArtifactKey) -> String {
        match &artifact.record {
            Some(record) => format!("{}#{record}", self.path),
            None => self.path.clone().into_owned(),
        }
    }

    /// `:3:5` or `, part 2.1 (base64):3:5`, to stand behind a path.
    pub(super) fn suffix(&self) -> String {
        let part = self.part.as_ref().map(DecodedPart::words).unwrap_or_default();
        format!("{part}:{}:{}", self.from.line, self.from.column)
    }

    /// `line 3, column 5` or `part 2.1 (base64), line 3, column 5`.
    pub(super) fn words(&self) -> String {
        let part = self.part.as_ref().map(|part| format!("part {} ({}), ", part.id, part.encoding.as_str()));
        let LineColumn { line, column } = self.from;
        format!("{}line {line}, column {column}", part.unwrap_or_default())
    }

    /// What a report adds to a message when its format can only point into files: ` (in part 2.1 (base64), line 3,
    /// column 5)`; nothing where the place is in a file.
    pub(super) fn note(&self) -> String {
        self.part.map(|_| format!(" (in {})", self.words())).unwrap_or_default()
    }

    /// The place in a file that a report can point at: the encoded bytes where the place is in a decoded part.
    pub(super) fn in_file(self, sources: &'s Sources, path: &str) -> Self {
        match self.part {
            Some(part) => Self::of(sources, path, part.raw).unwrap_or(self),
            None => self,
        }
    }
}

impl DecodedPart<'_> {
    fn words(&self) -> String {
        format!(", part {} ({})", self.id, self.encoding.as_str())
    }
}
