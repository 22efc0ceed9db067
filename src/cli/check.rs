//! `onbrand check`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anyhow::bail;

use crate::cli::args::{CheckArgs, Format, Target, When};
use crate::cli::progress::Progress;
use crate::cli::{Exit, open, output};
use crate::engine::Options;
use crate::report::wire::CheckOutput;
use crate::report::{CheckReport, TextStyle, write_github, write_json, write_sarif, write_text};
use crate::service::{self, CheckOptions, FailLevel};

/// Checks, writes the reports, and says how it ended.
pub(super) fn check(args: &CheckArgs, color: When) -> anyhow::Result<Exit> {
    service::known_rules(&args.only)?;
    service::known_rules(&args.skip)?;
    if args.format.iter().filter(|target| target.file.is_none()).count() > 1 {
        bail!(
            "only one report can go to standard output; give the others a file, as in --format sarif:out.sarif"
        );
    }
    let Some(opened) = open::open(&args.selection, color)? else { return Ok(Exit::Wrong) };
    let options = CheckOptions {
        engine: Options {
            now: open::now(&args.selection),
            published: args.selection.now,
            only: args.only.clone(),
            skip: args.skip.clone(),
        },
        jobs: args.selection.jobs,
    };
    let progress = Progress::new(args.selection.progress, opened.collection.inputs.len());
    let report = service::check(&opened, &options, &|| progress.advance());
    drop(progress);
    for target in &args.format {
        write_report(target, &report, color)?;
    }
    if args.statistics {
        output::tell(color, |_, out| statistics(&report, out))?;
    }
    let level = args.fail_level.or(opened.settings.fail_level).unwrap_or(FailLevel::Error);
    Ok(Exit::of(&report, level, args.max_warnings))
}

fn write_report(target: &Target, report: &CheckReport, color: When) -> anyhow::Result<()> {
    let style = if target.file.is_some() { TextStyle::Plain } else { output::stdout_style(color) };
    let write = |mut out: &mut dyn Write| match target.format {
        Format::Text => write_text(report, style, &mut out),
        Format::Json => write_json(&CheckOutput::new(report), &mut out),
        Format::Sarif => write_sarif(report, &mut out),
        Format::Github => write_github(report, &mut out),
    };
    match &target.file {
        Some(path) => output::to_file(path, write),
        None => output::to_stdout(write),
    }
}

/// Findings of each rule, the most frequent first.
fn statistics(report: &CheckReport, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in report.open_findings() {
        *counts.entry(finding.rule.as_str()).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    for (rule, count) in counts {
        writeln!(out, "{count:>6}  {rule}")?;
    }
    Ok(())
}
