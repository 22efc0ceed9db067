//! Byte ranges. Knows nothing of what they point into; a [`Span`] is only meaningful together with its text.

use std::fmt;
use std::ops::Range;

/// An offset or a length as spans hold it. What lies beyond `u32::MAX` saturates; inputs are capped far below.
#[must_use]
pub fn offset(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// A half-open range of bytes, `start..end`.
///
/// Half-open, so that neighbouring spans share a bound, an empty span marks a place, and `end - start` is the
/// length. Invariant: `start <= end`, checked where a span is born. Offsets are 32 bits wide: inputs are capped
/// far below 4 GiB before anything is parsed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span `start..end`. A reversed pair is a defect of the caller; it is caught in debug builds and
    /// becomes an empty span at `start` otherwise, since content must never end a run.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end, "a span must not end before it starts");
        Self { start, end: if end < start { start } else { end } }
    }

    /// The span of a `usize` range, as slices and regex matches give it. Offsets beyond `u32::MAX` saturate.
    #[must_use]
    pub fn from_range(range: Range<usize>) -> Self {
        Self::new(offset(range.start), offset(range.end))
    }

    /// The empty span at `offset`.
    #[must_use]
    pub const fn at(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// First byte.
    #[must_use]
    pub const fn start(self) -> u32 {
        self.start
    }

    /// One past the last byte.
    #[must_use]
    pub const fn end(self) -> u32 {
        self.end
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range for slicing.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `offset` lies inside.
    #[must_use]
    pub const fn contains(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether the whole of `other` lies inside.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte. Empty spans share none.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span moved `by` bytes towards the end of the text.
    #[must_use]
    pub const fn shifted(self, by: u32) -> Self {
        Self { start: self.start.saturating_add(by), end: self.end.saturating_add(by) }
    }

    /// The bytes of `text` that the span covers, or an empty string where the span does not lie on character
    /// boundaries inside `text`.
    #[must_use]
    pub fn slice(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn neighbours_touch_but_do_not_overlap() {
        let (left, right) = (Span::new(0, 4), Span::new(4, 6));
        assert!(!left.overlaps(right));
        assert_eq!(left.join(right), Span::new(0, 6));
    }

    #[test]
    fn slicing_off_a_boundary_gives_nothing() {
        assert_eq!(Span::new(1, 2).slice("ä"), "");
        assert_eq!(Span::new(0, 2).slice("ä"), "ä");
        assert_eq!(Span::new(0, 9).slice("ä"), "");
    }
}
