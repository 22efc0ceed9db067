//! Sets of bytes that are asked for every byte of a text. Knows nothing of what they stand for.

/// A set of bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ByteSet([bool; 256]);

impl ByteSet {
    /// The bytes in some ranges, whose ends are in the set.
    pub(crate) const fn of(ranges: &[(u8, u8)]) -> Self {
        let (mut set, mut index) = (Self([false; 256]), 0);
        while index < ranges.len() {
            let (first, last) = ranges[index];
            let mut byte = first as usize;
            while byte <= last as usize {
                set.0[byte] = true;
                byte += 1;
            }
            index += 1;
        }
        set
    }

    /// The same set with a byte more.
    pub(crate) const fn with(mut self, byte: u8) -> Self {
        self.0[byte as usize] = true;
        self
    }

    /// Whether a byte is in the set.
    pub(crate) const fn has(&self, byte: u8) -> bool {
        self.0[byte as usize]
    }
}
