//! Stub.
/// Boundary.
#[must_use]
pub fn is_word_boundary(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(char::is_alphanumeric);
    let after = text.get(at..).and_then(|t| t.chars().next()).is_some_and(char::is_alphanumeric);
    !(before && after)
}
