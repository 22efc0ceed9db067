//! The command line: arguments to use cases, results to output and exit codes. Knows no rule, no document, no file
//! format.
//!
//! Reading order: [`args`], then [`run`], then one file a command.

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
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Args, Command, GuideCommand};

use crate::workspace::WorkspaceError;

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
    let color = args.color;
    let done = match args.command {
        Command::Check(args) => check::check(&args, color),
        Command::Facts(args) => show::facts(&args, color),
        Command::Text(args) => show::text(&args, color),
        Command::Explain(args) => show::explain(&args.rule, color),
        Command::Rules => show::rules(),
        Command::Guide(GuideCommand::Check(args)) => guide::check(args.guide.as_deref(), color),
        Command::Guide(GuideCommand::Init(args)) => guide::init(&args.folder),
        Command::Schema(args) => show::schema(&args.name),
        Command::Completions(args) => output::to_stdout(|out| {
            clap_complete::generate(args.shell, &mut Args::command(), env!("CARGO_PKG_NAME"), out);
            Ok(())
        })
        .map(|()| Exit::Clean),
        Command::Man(args) => show::man(args.command.as_deref()),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(error) => {
            output::say(&format!("error: {error:#}"));
            // A report that cannot be written is a failure; a guide that cannot be read is the configuration's fault.
            let is_failure = error.chain().any(|cause| cause.is::<io::Error>());
            let is_guide = error.is::<WorkspaceError>();
            if is_failure && !is_guide { Exit::Unread.into() } else { Exit::Wrong.into() }
        }
    }
}
