//! Texts that belong to an input and do not stand in its file as they are. Knows nothing of how they came about.

use std::sync::Arc;

use crate::span::Span;
use crate::text::Run;

/// How the bytes of a MIME part are put into a message (RFC 2045, section 6).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TransferEncoding {
    /// ASCII as it is.
    SevenBit,
    /// Text as it is.
    EightBit,
    /// Bytes as they are.
    Binary,
    /// `=3D` for `=`, and lines broken by a `=` at their end.
    QuotedPrintable,
    /// Four characters for three bytes.
    Base64,
}

impl TransferEncoding {
    /// Its name in headers and reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SevenBit => "7bit",
            Self::EightBit => "8bit",
            Self::Binary => "binary",
            Self::QuotedPrintable => "quoted-printable",
            Self::Base64 => "base64",
        }
    }
}

/// A text that belongs to an input and does not stand in its file as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Its bytes in the text of the source.
    pub span: Span,
}

impl Part {
    /// A span of the source as a span of the part's own text.
    pub(super) fn relative(&self, span: Span) -> Span {
        let within = |at: u32| at.clamp(self.span.start(), self.span.end()) - self.span.start();
        Span::new(within(span.start()), within(span.end()))
    }
}

/// What a part of a source is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PartKind {
    /// Decoded out of the file: a part of a MIME message.
    Decoded {
        /// Number of the part as mail programs count them: `2.1` is the first part of the second.
        id: Arc<str>,
        /// What it was decoded from.
        encoding: TransferEncoding,
        /// Its bytes in the file, still encoded.
        raw: Span,
        /// Which bytes of the file's text stand for which bytes of the part, where that can be told.
        back: Option<Arc<[Run]>>,
    },
    /// Another file, whose text stands where a tag names it.
    Included {
        /// Its path, as reports name it.
        path: Arc<str>,
    },
}
