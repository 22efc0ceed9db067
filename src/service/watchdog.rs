//! A clock for work that has none: raises the deadline of what runs too long.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::deadline::Deadline;

/// Where nothing runs, the watchdog looks again after this time. To wake it for each piece of work would cost more than
/// most pieces do.
const IDLE: Duration = Duration::from_millis(100);

/// Watches over pieces of work, each of which may take as long as `limit`.
#[derive(Debug)]
pub(super) struct Watchdog {
    limit: Duration,
    shared: Arc<Shared>,
    thread: Option<thread::JoinHandle<()>>,
}

#[derive(Default, Debug)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default, Debug)]
struct State {
    /// What runs, in the order in which it began, which is the order in which its time is up.
    running: VecDeque<Running>,
    begun: u64,
    is_over: bool,
}

#[derive(Debug)]
struct Running {
    id: u64,
    until: Instant,
    deadline: Deadline,
}

impl Watchdog {
    /// Starts to watch.
    pub(super) fn new(limit: Duration) -> Self {
        let shared = Arc::new(Shared::default());
        let watched = Arc::clone(&shared);
        // Without a thread nothing is stopped; the work itself is bounded by caps.
        let thread = thread::Builder::new().name("watchdog".to_owned()).spawn(move || watch(&watched)).ok();
        Self { limit, shared, thread }
    }

    /// Does a piece of work with a deadline that comes in time.
    pub(super) fn guard<T>(&self, work: impl FnOnce(&Deadline) -> T) -> T {
        let deadline = Deadline::raisable();
        let id = {
            let mut state = lock(&self.shared.state);
            state.begun += 1;
            let id = state.begun;
            let until = Instant::now() + self.limit;
            state.running.push_back(Running { id, until, deadline: deadline.clone() });
            id
        };
        let done = work(&deadline);
        lock(&self.shared.state).running.retain(|running| running.id != id);
        done
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        lock(&self.shared.state).is_over = true;
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            // A panic of the watchdog is no reason to lose a report.
            let _ = thread.join();
        }
    }
}

fn watch(shared: &Shared) {
    let mut state = lock(&shared.state);
    while !state.is_over {
        let now = Instant::now();
        let next = state.running.front().map(|running| running.until);
        state = match next {
            None => {
                let waited = shared.changed.wait_timeout(state, IDLE);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
            Some(until) if until <= now => {
                if let Some(running) = state.running.pop_front() {
                    running.deadline.raise();
                }
                state
            }
            Some(until) => {
                let waited = shared.changed.wait_timeout(state, until - now);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
        };
    }
}

/// The state, also after a panic elsewhere: a map of deadlines cannot be half-written.
fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Watchdog;

    #[test]
    fn what_runs_too_long_is_told_so() {
        let watchdog = Watchdog::new(Duration::from_millis(20));
        let started = Instant::now();
        let stopped = watchdog.guard(|deadline| {
            while !deadline.is_over() && started.elapsed() < Duration::from_secs(20) {
                std::thread::yield_now();
            }
            deadline.is_over()
        });
        assert!(stopped);
        let patient = Watchdog::new(Duration::from_secs(60));
        assert!(!patient.guard(crate::deadline::Deadline::is_over));
    }
}
