//! The commands that show something: facts, text, rules, schemas, manual pages.

use std::io::{self, IsTerminal, Write};

use anyhow::{Context, anyhow};
use clap::CommandFactory;
use clap::builder::styling::Style;

use crate::cli::args::{Args, CompareArgs, CompareFormat, RecordArgs, Selection, ShowArgs, ShowFormat, When};
use crate::cli::progress::Progress;
use crate::cli::{Exit, open, output};
use crate::engine::Options;
use crate::report::wire::{CompareOutput, FactsOutput, SegmentsOutput};
use crate::report::{
    self, TextStyle, write_compare, write_compare_html, write_facts, write_json, write_problems,
    write_segments,
};
use crate::rule::{FixAvailability, RuleMeta};
use crate::service::{self, CheckOptions, Compared, Opened, Told};

/// Shows what artifacts state.
pub(super) fn facts(args: &ShowArgs, color: When) -> anyhow::Result<Exit> {
    let Some(opened) = open::open(&args.selection, color)? else { return Ok(Exit::Wrong) };
    let progress = progress(args, &opened);
    let advance = || progress.advance();
    let mut facts = service::facts(&opened, &options(&args.selection), &advance);
    output::to_stdout(|mut out| match args.format {
        ShowFormat::Text => write_facts(&mut facts, &mut out),
        ShowFormat::Json => write_json(&FactsOutput::new(&mut facts), &mut out),
    })?;
    let told = facts.end();
    drop(progress);
    end(&told, color)
}

/// Shows what is read.
pub(super) fn text(args: &ShowArgs, color: When) -> anyhow::Result<Exit> {
    let Some(opened) = open::open(&args.selection, color)? else { return Ok(Exit::Wrong) };
    let progress = progress(args, &opened);
    let advance = || progress.advance();
    let mut artifacts = service::segments(&opened, &options(&args.selection), &advance);
    output::to_stdout(|mut out| match args.format {
        ShowFormat::Text => write_segments(&mut artifacts, &mut out),
        ShowFormat::Json => write_json(&SegmentsOutput::new(&mut artifacts), &mut out),
    })?;
    let told = artifacts.end();
    drop(progress);
    end(&told, color)
}

/// Shows what the artifacts of campaigns say, side by side.
pub(super) fn compare(args: &CompareArgs, color: When) -> anyhow::Result<Exit> {
    let selection = &args.selection;
    let Some(opened) = open::open(selection, color)? else { return Ok(Exit::Wrong) };
    let progress = Progress::new(selection.progress, opened.collection.inputs.len());
    let Compared { name, matrices, told } =
        service::matrices(&opened, &options(selection), &|| progress.advance());
    drop(progress);
    let compared = CompareOutput::new(&name, &matrices, &told.sources);
    let style = output::stdout_style(color);
    output::to_stdout(|mut out| match args.format {
        CompareFormat::Text => write_compare(&compared, style, &mut out),
        CompareFormat::Json => write_json(&compared, &mut out),
        CompareFormat::Html => write_compare_html(&compared, &mut out),
    })?;
    end(&told, color)
}

/// Writes a draft of a campaign's record.
pub(super) fn record(args: &RecordArgs, color: When) -> anyhow::Result<Exit> {
    let Some(opened) = open::open(&args.selection, color)? else { return Ok(Exit::Wrong) };
    let mut drafts = service::drafts(&opened, &options(&args.selection), &|| {});
    let (first, second) = (drafts.next(), drafts.next());
    let told = drafts.end();
    let (Some(draft), None) = (first, second) else {
        return Err(anyhow!("name one page to take the record from: the landing page of the campaign"));
    };
    output::to_stdout(|out| out.write_all(draft.as_bytes()))?;
    end(&told, color)
}

/// Progress beside what is shown: while that scrolls over a terminal, it is progress enough.
fn progress(args: &ShowArgs, opened: &Opened) -> Progress {
    let when = match args.selection.progress {
        When::Auto if io::stdout().is_terminal() => When::Never,
        when => when,
    };
    Progress::new(when, opened.collection.inputs.len())
}

fn options(selection: &Selection) -> CheckOptions {
    CheckOptions {
        engine: Options { published: selection.now, ..Options::at(open::now(selection)) },
        jobs: selection.jobs,
    }
}

/// Tells on standard error what could not be read.
fn end(told: &Told, color: When) -> anyhow::Result<Exit> {
    output::tell(color, |style, mut out| write_problems(&told.problems, &told.sources, style, &mut out))?;
    Ok(if report::is_complete(&told.problems) { Exit::Clean } else { Exit::Unread })
}

/// Shows what a rule finds and why.
pub(super) fn explain(id: &str, color: When) -> anyhow::Result<Exit> {
    let rule = service::explain(id)?;
    let style = output::stdout_style(color);
    output::to_stdout(|out| write_explanation(rule, style, out))?;
    Ok(Exit::Clean)
}

fn write_explanation(rule: &RuleMeta, style: TextStyle, out: &mut dyn Write) -> io::Result<()> {
    let bold = if style == TextStyle::Colored { Style::new().bold() } else { Style::new() };
    writeln!(out, "{bold}{}{bold:#}: {}", rule.id, rule.summary)?;
    let fix = match rule.fix {
        FixAvailability::None => "no fix",
        FixAvailability::Sometimes => "a fix for some findings",
    };
    writeln!(out, "level {}, {fix}, since {}", rule.default_level, rule.since)?;
    writeln!(out)?;
    let mut is_code = false;
    for line in rule.explanation.lines() {
        // Doc comments begin with a blank that is none of the text.
        let line = line.strip_prefix(' ').unwrap_or(line);
        if let Some(fence) = line.strip_prefix("```") {
            is_code = !is_code;
            // What kind of example it is stands behind the language.
            match fence.split_once(',') {
                Some((_, "guide")) => writeln!(out, "With this in the guide:\n")?,
                Some((_, "invalid")) => writeln!(out, "Invalid:\n")?,
                Some((_, "valid")) => writeln!(out, "Valid:\n")?,
                _ => {}
            }
        } else if is_code {
            writeln!(out, "    {line}")?;
        } else if let Some(heading) = line.strip_prefix("## ") {
            writeln!(out, "{bold}{heading}{bold:#}")?;
        } else {
            writeln!(out, "{line}")?;
        }
    }
    let group = rule.id.split('/').next().unwrap_or_default();
    if group == "guide" {
        // A guide does not decide how grave its own mistakes are.
        return Ok(());
    }
    writeln!(out)?;
    writeln!(out, "{bold}Level{bold:#}")?;
    writeln!(out)?;
    writeln!(out, "    [rules]")?;
    writeln!(out, "    \"{}\" = \"off\"  # or \"info\", \"warning\", \"error\"", rule.id)?;
    writeln!(out)?;
    writeln!(out, "in the guide; `{group}` sets the whole group, `[rules.email]` one channel.")
}

/// Lists the rules.
pub(super) fn rules() -> anyhow::Result<Exit> {
    let rules = service::rules();
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    output::to_stdout(|out| {
        for rule in &rules {
            writeln!(out, "{:width$}  {:7}  {}", rule.id, rule.default_level.as_str(), rule.summary)?;
        }
        Ok(())
    })?;
    Ok(Exit::Clean)
}

/// Prints a JSON Schema.
pub(super) fn schema(name: &str) -> anyhow::Result<Exit> {
    let schema = report::schema(name).with_context(|| format!("there is no schema `{name}`"))?;
    output::to_stdout(|mut out| write_json(&schema, &mut out))?;
    Ok(Exit::Clean)
}

/// Prints completions for a shell.
pub(super) fn completions(shell: clap_complete::Shell) -> anyhow::Result<Exit> {
    // The generator panics where it cannot write.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), env!("CARGO_PKG_NAME"), &mut script);
    output::to_stdout(|out| out.write_all(&script))?;
    Ok(Exit::Clean)
}

/// Prints a manual page: of the program, or of one of its commands.
pub(super) fn man(command: Option<&str>) -> anyhow::Result<Exit> {
    let mut program = Args::command();
    program.build();
    let page = match command {
        None => program,
        Some(name) => {
            let found = program.find_subcommand(name).cloned();
            found.ok_or_else(|| anyhow!("there is no command `{name}`"))?
        }
    };
    output::to_stdout(|mut out| clap_mangen::Man::new(page).render(&mut out))?;
    Ok(Exit::Clean)
}
