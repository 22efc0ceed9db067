//! Text as readers see it: mapped back to its source, folded for comparison, cut into sentences. Knows nothing of
//! documents or of the guide.

pub mod boundary;
pub(crate) mod bytes;
pub mod fold;
pub mod length;
pub(crate) mod mapped;
pub mod opaque;
pub mod packed;
pub mod sentences;
pub mod sms;
pub mod social;
pub(crate) mod word_index;
pub mod words;

pub use mapped::{MappedText, Run, RunKind};
