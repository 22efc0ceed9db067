//! Progress of long runs, on standard error.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::args::When;
use crate::cli::output;

/// A run shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// How often a line is written where there is no terminal for a bar.
const INTERVAL: Duration = Duration::from_secs(5);

/// How progress is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    Hidden,
    Bar,
    Lines,
}

/// Counts inputs and shows a bar once a run turns out to be long.
#[derive(Debug)]
pub(super) struct Progress {
    form: Form,
    patience: Duration,
    started: Instant,
    total: u64,
    done: AtomicU64,
    n_lines: AtomicU64,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// Progress of a run over `total` inputs.
    pub(super) fn new(when: When, total: usize) -> Self {
        Self {
            form: match (when, io::stderr().is_terminal()) {
                (When::Never, _) | (When::Auto, false) => Form::Hidden,
                (_, true) => Form::Bar,
                (When::Always, false) => Form::Lines,
            },
            n_lines: AtomicU64::new(0),
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
        match self.form {
            Form::Hidden => {}
            Form::Bar if self.started.elapsed() >= self.patience => {
                self.bar.get_or_init(|| bar(self.total)).set_position(done);
            }
            Form::Bar => {}
            Form::Lines => {
                let due = self.started.elapsed().as_secs() / INTERVAL.as_secs();
                if self.n_lines.fetch_max(due, Ordering::Relaxed) < due {
                    self.say(done);
                }
            }
        }
    }

    fn say(&self, done: u64) {
        output::say(&format!("{done} of {} files", self.total));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
        if self.form == Form::Lines {
            self.say(self.done.load(Ordering::Relaxed));
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
