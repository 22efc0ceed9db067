//! Inputs read and worked on: in parallel and apart from each other, with results in the order of the input. Knows
//! nothing of what the work is.
//!
//! What is in memory at once does not grow with the inputs: some short ones, or two pieces of a long one.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::ThreadPool;
use rayon::prelude::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::artifact::Artifact;
use crate::finding::{Problem, ProblemExtent};
use crate::source::Source;
use crate::workspace::{self, Input, Reading};

/// Told after each input; called from several threads.
pub type Progress<'a> = &'a (dyn Fn() + Sync);

/// So many inputs are read before the first of them is given.
const CHUNK: usize = 256;

/// What became of an input, or of a piece of it.
pub(super) struct Done<T> {
    /// What was done, an artifact each, in their order.
    pub(super) results: Vec<T>,
    /// What was wrong with the input.
    pub(super) problems: Vec<Problem>,
    /// Its text, where that is a window of a batch.
    pub(super) window: Option<Source>,
    /// The text of a page about which there are problems.
    pub(super) page: Option<Source>,
}

/// Reads inputs and does `work` on their artifacts. A panic in one of them becomes a problem of that one.
pub(super) struct Inputs<'o, W, T> {
    left: &'o [Input],
    /// Without threads of its own a run uses those that there are.
    pool: Option<ThreadPool>,
    progress: Progress<'o>,
    work: W,
    done: VecDeque<Done<T>>,
    /// The batch that is being read.
    batch: Option<Batch<'o>>,
}

struct Batch<'o> {
    input: &'o Input,
    readings: Box<dyn Iterator<Item = Reading> + Send + 'o>,
    /// Read while the one before is worked on.
    next: Option<Reading>,
}

impl<'o, W: Fn(Artifact) -> T + Sync, T: Send> Inputs<'o, W, T> {
    /// Work on `inputs` by so many threads; 0 is one a core.
    pub(super) fn new(inputs: &'o [Input], jobs: usize, progress: Progress<'o>, work: W) -> Self {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build().ok();
        Self { left: inputs, pool, progress, work, done: VecDeque::new(), batch: None }
    }

    /// Goes on by some short inputs or by one piece of a long one. `None` at the end.
    fn step(&mut self) -> Option<()> {
        if let Some(mut batch) = self.batch.take() {
            let worked = self.piece(&mut batch);
            self.done.extend(worked);
            if batch.next.is_some() {
                self.batch = Some(batch);
            } else {
                (self.progress)();
            }
            return Some(());
        }
        let is_short = |input: &&Input| !workspace::is_long(input);
        let n_short = self.left.iter().take(CHUNK).take_while(is_short).count();
        if n_short > 0 {
            let (short, left) = self.left.split_at_checked(n_short)?;
            let (work, progress) = (&self.work, self.progress);
            let one = |input: &Input| {
                let done = whole(input, work);
                progress();
                done
            };
            let done: Vec<Vec<Done<T>>> = self.in_pool(|| short.par_iter().map(one).collect());
            self.done.extend(done.into_iter().flatten());
            self.left = left;
            return Some(());
        }
        let (input, left) = self.left.split_first()?;
        self.left = left;
        let mut batch = Batch { input, readings: workspace::read(input), next: None };
        self.done.extend(batch.read_on());
        self.batch = Some(batch);
        Some(())
    }

    /// Works on a piece of a batch and reads the next one meanwhile.
    fn piece(&self, batch: &mut Batch<'o>) -> Vec<Done<T>> {
        let Some(reading) = batch.next.take() else { return Vec::new() };
        let (input, work) = (batch.input, &self.work);
        let (done, failed) =
            self.in_pool(|| rayon::join(|| work_on(input, reading, work), || batch.read_on::<T>()));
        std::iter::once(done).chain(failed).collect()
    }

    fn in_pool<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        match &self.pool {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }
}

impl<W: Fn(Artifact) -> T + Sync, T: Send> Iterator for Inputs<'_, W, T> {
    type Item = Done<T>;

    fn next(&mut self) -> Option<Done<T>> {
        while self.done.is_empty() {
            self.step()?;
        }
        self.done.pop_front()
    }
}

impl Batch<'_> {
    /// Reads the next piece; where that fails there is none.
    fn read_on<T>(&mut self) -> Option<Done<T>> {
        match isolated(|| self.readings.next()) {
            Ok(next) => {
                self.next = next;
                None
            }
            Err(said) => Some(failed(self.input, &said)),
        }
    }
}

/// All of an input.
fn whole<T: Send>(input: &Input, work: &(impl Fn(Artifact) -> T + Sync)) -> Vec<Done<T>> {
    let mut done = Vec::new();
    let read = isolated(|| {
        for reading in workspace::read(input) {
            done.push(work_on(input, reading, work));
        }
    });
    done.extend(read.err().map(|said| failed(input, &said)));
    done
}

fn work_on<T: Send>(input: &Input, reading: Reading, work: &(impl Fn(Artifact) -> T + Sync)) -> Done<T> {
    let Reading { source, artifacts, mut problems } = reading;
    let (window, page) = if input.is_batch() { (source, None) } else { (None, source) };
    let page = page.filter(|_| !problems.is_empty());
    let results: Vec<Result<T, String>> =
        artifacts.into_par_iter().map(|artifact| isolated(|| work(artifact))).collect();
    let told = |result: Result<T, String>| result.map_err(|said| problems.push(internal(input, &said))).ok();
    let results = results.into_iter().filter_map(told).collect();
    Done { results, problems, window, page }
}

fn failed<T>(input: &Input, said: &str) -> Done<T> {
    Done { results: Vec::new(), problems: vec![internal(input, said)], window: None, page: None }
}

fn internal(input: &Input, said: &str) -> Problem {
    Problem {
        path: Arc::clone(&input.name),
        span: None,
        message: internal_error(said),
        extent: ProblemExtent::Unread,
    }
}

/// What to say of a panic.
pub(super) fn internal_error(said: &str) -> String {
    format!("internal error, please report it: {said}")
}

/// Does a piece of work; a panic becomes its words.
pub(super) fn isolated<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // Nothing that a panic could leave half-done is looked at afterwards: the work owns its artifact, and a batch that
    // could not be read on is not asked again.
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message").to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::isolated;

    #[test]
    fn a_panic_becomes_its_words() {
        let said = isolated(|| assert!(std::hint::black_box(1) == 2, "one is not {}", 2));
        assert_eq!(said, Err("one is not 2".to_owned()));
        assert_eq!(isolated(|| 3), Ok(3));
    }
}
