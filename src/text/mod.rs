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
pub(crate) mod shapes;
pub mod sms;
pub mod social;
pub mod words;

pub use mapped::{MappedText, Run, RunKind};
