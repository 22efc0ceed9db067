//! Progress of long runs, on standard error.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::args::When;

/// A run shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// Counts inputs and shows a bar once a run turns out to be long.
#[derive(Debug)]
pub(super) struct Progress {
    is_wanted: bool,
    patience: Duration,
    started: Instant,
    total: u64,
    done: AtomicU64,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// Progress of a run over `total` inputs.
    pub(super) fn new(when: When, total: usize) -> Self {
        Self {
            is_wanted: match when {
                When::Auto => io::stderr().is_terminal(),
                When::Always => true,
                When::Never => false,
            },
            patience: if when == When::Always { Duration::ZERO } else { PATIENCE },
            started: Instant::now(),
            total: total as u64,
            done: AtomicU64::new(0),
            bar: OnceLock::new(),
        }
    }

    /// One more input is done.
    pub(super) fn advance(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.is_wanted && self.started.elapsed() >= self.patience {
            self.bar.get_or_init(|| bar(self.total)).set_position(done);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    // The template is a constant; the default style would do as well.
    if let Ok(style) = ProgressStyle::with_template("{pos} of {len} files  {bar:30}  {eta}") {
        bar.set_style(style);
    }
    bar
}
