//! Measuring in rounds: every stage once a round, in turn, so that a slow moment of the machine meets all of them.

use rustix::time::{ClockId, clock_gettime};

const ROUNDS: usize = 15;

/// Something to be measured.
pub(crate) struct Stage<'a> {
    /// What the table calls it.
    pub(crate) name: String,
    /// How much it reads.
    pub(crate) bytes: usize,
    /// Does it.
    pub(crate) run: Box<dyn Fn() + 'a>,
}

impl<'a> Stage<'a> {
    pub(crate) fn new(name: impl Into<String>, bytes: usize, run: impl Fn() + 'a) -> Self {
        Self { name: name.into(), bytes, run: Box::new(run) }
    }
}

/// Prints MB per CPU-second of each stage, and how that relates to the stage called `reference` in the same round.
/// CPU time of the whole process, so waiting does not count and threads do.
pub(crate) fn report(title: &str, stages: &[Stage<'_>], reference: &str) {
    let mut speeds = vec![Vec::new(); stages.len()];
    for round in 0..=ROUNDS {
        for (stage, speeds) in stages.iter().zip(&mut speeds) {
            let start = cpu_seconds();
            (stage.run)();
            // The first round warms up.
            if round > 0 {
                speeds.push(stage.bytes as f64 / 1e6 / (cpu_seconds() - start));
            }
        }
    }
    let reference = stages.iter().position(|stage| stage.name == reference).and_then(|at| speeds.get(at));
    let reference = reference.cloned().unwrap_or_default();
    println!("\n{title:<56} {:>8} {:>8} {:>8} {:>8} {:>8}", "kB", "median", "min", "max", "relative");
    for (stage, speeds) in stages.iter().zip(&speeds) {
        let ratios = sorted(speeds.iter().zip(&reference).map(|(speed, reference)| speed / reference));
        let speeds = sorted(speeds.iter().copied());
        let end = |speed: Option<&f64>| speed.copied().unwrap_or_default();
        println!(
            "{:<56} {:>8} {:>8.1} {:>8.1} {:>8.1} {:>8.2}",
            stage.name,
            stage.bytes / 1000,
            median(&speeds),
            end(speeds.first()),
            end(speeds.last()),
            median(&ratios)
        );
    }
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn median(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

/// CPU time of the process so far.
pub(crate) fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
