//! Stub.
/// A hit of the guide's terms in a document.
#[derive(Clone, Debug)]
pub struct TermMatch;
