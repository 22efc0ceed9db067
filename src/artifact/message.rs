//! A message as it is sent (RFC 5322 and RFC 2045 to 2049): its header fields and its bodies, as places in a source. Knows
//! nothing of how a message is taken apart.

use crate::artifact::MediaType;
use crate::scope::{Rendering, Visibility};
use crate::span::Span;
use crate::text::MappedText;

/// What a message holds.
#[derive(Clone, Default, Debug)]
pub struct Message {
    /// Its header fields, in the order of the source.
    pub headers: Vec<Header>,
    /// Its bodies, in the order of the source; attachments are none.
    pub bodies: Vec<Body>,
}

impl Message {
    /// The value of the first field of this name, which is in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&MappedText> {
        self.headers.iter().find(|header| header.name == name).map(|header| &header.value)
    }
}

/// A header field of a message.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its name in lower case.
    pub name: String,
    /// Its value, unfolded and decoded (RFC 2047).
    pub value: MappedText,
    /// The field as a whole, without its line end.
    pub span: Span,
}

/// A body of a message.
#[derive(Clone, Debug)]
pub struct Body {
    /// The rendering that it is.
    pub rendering: Rendering,
    /// Who sees it: an alternative of the same kind as the one that is shown is a fallback.
    pub visibility: Visibility,
    /// Its format.
    pub media_type: MediaType,
    /// What its line ends mean.
    pub lines: Lines,
    /// Its text: bytes of the source, or of the part of the source that was decoded out of it.
    pub span: Span,
}

/// What a line end means in a plain-text body.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Lines {
    /// It ends a line.
    #[default]
    Fixed,
    /// Behind a blank it only wraps one (`format=flowed`, RFC 3676).
    Flowed {
        /// Whether the blank belongs to the wrapping alone (`delsp=yes`).
        drops_blank: bool,
    },
}
