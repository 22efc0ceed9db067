//! A way to stop work from outside. The engine polls it between its steps and reads no clock itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A flag that somebody who has a clock may raise. Cloning shares the flag.
#[derive(Clone, Default, Debug)]
pub struct Deadline(Option<Arc<AtomicBool>>);

impl Deadline {
    /// A deadline that never comes.
    #[must_use]
    pub const fn never() -> Self {
        Self(None)
    }

    /// A deadline that comes when [`Deadline::raise`] is called on it or on a clone.
    #[must_use]
    pub fn raisable() -> Self {
        Self(Some(Arc::new(AtomicBool::new(false))))
    }

    /// Says that time is up.
    pub fn raise(&self) {
        if let Some(flag) = &self.0 {
            flag.store(true, Ordering::Relaxed);
        }
    }

    /// Whether time is up.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.0.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}
