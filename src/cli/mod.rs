//! The command line: arguments to use cases, results to output and exit codes. Knows no rule, no document, no file
//! format.
//!
//! Reading order: `args`, then `run`, then one file a command.

mod args;
mod check;
mod exit;
mod guide;
mod open;
mod output;
mod progress;
mod show;

pub use exit::Exit;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::process::ExitCode;

use clap::Parser;

use crate::cli::args::{Args, CampaignCommand, Command, GuideCommand};

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help and version are errors to clap as well; a closed pipe is nobody's loss.
            let _ = error.print();
            return if error.use_stderr() { Exit::Wrong.into() } else { Exit::Clean.into() };
        }
    };
    quiet_panics();
    match catch_unwind(AssertUnwindSafe(|| dispatch(args))) {
        Ok(done) => ended(done),
        Err(_) => Exit::Unread.into(),
    }
}

/// Makes a panic one line: a defect in one input must not bury the report. `RUST_BACKTRACE=full` shows the trace.
fn quiet_panics() {
    if std::env::var_os("RUST_BACKTRACE").is_none_or(|wanted| wanted != "full") {
        set_hook(Box::new(|panic| {
            let told = panic.to_string().replace('\n', " ");
            output::say(&format!("internal error: {told}"));
        }));
    }
}

fn dispatch(args: Args) -> anyhow::Result<Exit> {
    let color = args.color;
    match args.command {
        Command::Check(args) => check::check(&args, color),
        Command::Facts(args) => show::facts(&args, color),
        Command::Text(args) => show::text(&args, color),
        Command::Compare(args) => show::compare(&args, color),
        Command::Campaign(CampaignCommand::Record(args)) => show::record(&args, color),
        Command::Explain(args) => show::explain(&args.rule, color),
        Command::Rules => show::rules(),
        Command::Guide(GuideCommand::Check(args)) => guide::check(args.guide.as_deref(), color),
        Command::Guide(GuideCommand::Init(args)) => guide::init(&args.folder),
        Command::Schema(args) => show::schema(&args.name),
        Command::Completions(args) => show::completions(args.shell),
        Command::Man(args) => show::man(args.command.as_deref()),
    }
}

fn ended(done: anyhow::Result<Exit>) -> ExitCode {
    match done {
        Ok(exit) => exit.into(),
        Err(error) => {
            output::say(&format!("error: {error:#}"));
            // What cannot be read or written is a failure; all else is for the user to mend.
            let is_failure = error.chain().any(|cause| cause.is::<io::Error>());
            if is_failure { Exit::Unread.into() } else { Exit::Wrong.into() }
        }
    }
}
