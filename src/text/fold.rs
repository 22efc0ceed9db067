//! Stub.
use std::ops::Range;
/// Folded text.
#[derive(Debug)]
pub struct Folded {
    /// Text.
    pub text: String,
    map: Vec<usize>,
}
impl Folded {
    /// Back.
    #[must_use]
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let at = |i: usize| self.map.get(i).copied().unwrap_or_default();
        at(range.start)..at(range.end)
    }
}
/// Folds.
#[must_use]
pub fn fold(text: &str) -> Folded {
    let mut out = String::new();
    let mut map = Vec::new();
    for (at, c) in text.char_indices() {
        for l in c.to_lowercase() {
            let before = out.len();
            out.push(l);
            map.extend(std::iter::repeat_n(at, out.len() - before));
        }
    }
    map.push(text.len());
    Folded { text: out, map }
}
