//! Lists whose items are made while they are written, so that no form of a large run stands in memory as a whole.

use std::cell::RefCell;
use std::fmt;

use serde::{Serialize, Serializer};

/// A list that is written once: then its items are made, one by one.
pub struct Sequence<'a, T>(RefCell<Box<dyn Iterator<Item = T> + 'a>>);

impl<'a, T> Sequence<'a, T> {
    /// The list of what `items` gives.
    pub fn new(items: impl Iterator<Item = T> + 'a) -> Self {
        Self(RefCell::new(Box::new(items)))
    }
}

impl<T: Serialize> Serialize for Sequence<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&mut **self.0.borrow_mut())
    }
}

impl<T> fmt::Debug for Sequence<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sequence").finish_non_exhaustive()
    }
}
