//! The arguments. Their comments are the help texts.

use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::artifact::{Channel, Locale};
use crate::report::SCHEMAS;
use crate::service::FailLevel;

/// Check emails, pages and posts against a brand guide, and against each other.
///
/// Exit codes: 0 nothing found at or above the fail level, 1 findings, 2 wrong command line, settings or guide, 3 an
/// input that could not be read.
#[derive(Parser, Debug)]
#[command(name = "onbrand", version, arg_required_else_help = true, subcommand_required = true)]
pub(super) struct Args {
    /// When to color the output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: When,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub(super) enum Command {
    /// Check artifacts against the guide and against each other
    Check(CheckArgs),
    /// Show what artifacts state: prices, codes, products, calls to action, colors
    Facts(ShowArgs),
    /// Show what onbrand reads: texts with their places
    Text(ShowArgs),
    /// Show what the artifacts of a campaign say, side by side
    Compare(CompareArgs),
    /// Start the record of a campaign
    #[command(subcommand)]
    Campaign(CampaignCommand),
    /// Explain a rule: what it finds, why it matters, how to fix it
    Explain(ExplainArgs),
    /// List the rules
    Rules,
    /// Check a guide or start one
    #[command(subcommand)]
    Guide(GuideCommand),
    /// Print the JSON Schema of a JSON report
    Schema(SchemaArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Print a manual page
    Man(ManArgs),
}

/// What to do with a guide.
#[derive(Subcommand, Debug)]
pub(super) enum GuideCommand {
    /// Report everything that is wrong with the guide
    Check(GuideCheckArgs),
    /// Write the commented example guide into DIR/brand-rules
    Init(GuideInitArgs),
}

/// What to do with a campaign.
#[derive(Subcommand, Debug)]
pub(super) enum CampaignCommand {
    /// Write a draft of campaign.toml, taken from the landing page, for a person to approve
    Record(RecordArgs),
}

/// Arguments of `campaign record`.
#[derive(clap::Args, Debug)]
pub(super) struct RecordArgs {
    #[command(flatten)]
    pub(super) selection: Selection,
}

/// What to read, and what is known of it.
#[derive(clap::Args, Debug)]
pub(super) struct Selection {
    /// Files and folders; in folders, ignored files and hidden folders are left out [default: .]
    pub(super) paths: Vec<PathBuf>,
    /// The guide's folder; else the one that onbrand.toml names, else the nearest brand-rules/ above the first path
    #[arg(long, value_name = "DIR", env = "ONBRAND_GUIDE")]
    pub(super) guide: Option<PathBuf>,
    /// The channel of everything: email, web, social, social:NETWORK, sms, push, ad
    #[arg(long)]
    pub(super) channel: Option<Channel>,
    /// The market of everything, by its id in the guide
    #[arg(long, value_name = "ID")]
    pub(super) market: Option<String>,
    /// The campaign of everything, by its id
    #[arg(long, value_name = "ID")]
    pub(super) campaign: Option<String>,
    /// The language of everything, such as en-US
    #[arg(long, value_name = "TAG", value_parser = locale)]
    pub(super) locale: Option<Locale>,
    /// The time to take for now, such as 2026-11-24T09:00:00Z
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(super) now: Option<Timestamp>,
    /// Values for the placeholders of templates: a JSON file of the project, in place of the settings' sample
    #[arg(long, value_name = "FILE")]
    pub(super) data: Option<PathBuf>,
    /// Read one artifact from standard input
    #[arg(long)]
    pub(super) stdin: bool,
    /// The path that standard input goes by; it says what the text is
    #[arg(long, value_name = "NAME", requires = "stdin")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// Threads to use [default: one a core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) jobs: usize,
    /// When to show progress; auto is on a terminal, in runs of more than half a second
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) progress: When,
}

/// Arguments of `check`.
#[derive(clap::Args, Debug)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) selection: Selection,
    /// A report to write: text, json, sarif or github, to standard output or to a file; may be repeated
    #[arg(long, value_name = "FORMAT[:FILE]", default_value = "text")]
    pub(super) format: Vec<Target>,
    /// The severity from which on findings fail the run: error, warning, info, none [default: error]
    #[arg(long, value_name = "LEVEL")]
    pub(super) fail_level: Option<FailLevel>,
    /// Fail the run when there are more warnings than this
    #[arg(long, value_name = "N")]
    pub(super) max_warnings: Option<usize>,
    /// Run only these rules or groups; may be repeated, or separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) only: Vec<String>,
    /// Do not run these rules or groups; may be repeated, or separated by commas
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) skip: Vec<String>,
    /// Count the findings of each rule, on standard error
    #[arg(long)]
    pub(super) statistics: bool,
}

/// Arguments of `facts` and `text`.
#[derive(clap::Args, Debug)]
pub(super) struct ShowArgs {
    #[command(flatten)]
    pub(super) selection: Selection,
    /// How to write it
    #[arg(long, default_value = "text")]
    pub(super) format: ShowFormat,
}

/// Arguments of `compare`.
#[derive(clap::Args, Debug)]
pub(super) struct CompareArgs {
    #[command(flatten)]
    pub(super) selection: Selection,
    /// How to write it
    #[arg(long, default_value = "text")]
    pub(super) format: CompareFormat,
}

/// Arguments of `explain`.
#[derive(clap::Args, Debug)]
pub(super) struct ExplainArgs {
    /// The rule, such as terms/forbidden-term
    pub(super) rule: String,
}

/// Arguments of `guide check`.
#[derive(clap::Args, Debug)]
pub(super) struct GuideCheckArgs {
    /// The guide's folder; else the one that onbrand.toml names, else the nearest brand-rules/
    #[arg(long, value_name = "DIR", env = "ONBRAND_GUIDE")]
    pub(super) guide: Option<PathBuf>,
}

/// Arguments of `guide init`.
#[derive(clap::Args, Debug)]
pub(super) struct GuideInitArgs {
    /// Where the folder brand-rules goes; nothing that is there is overwritten
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) folder: PathBuf,
}

/// Arguments of `schema`.
#[derive(clap::Args, Debug)]
pub(super) struct SchemaArgs {
    /// The report
    #[arg(value_parser = PossibleValuesParser::new(SCHEMAS))]
    pub(super) name: String,
}

/// Arguments of `completions`.
#[derive(clap::Args, Debug)]
pub(super) struct CompletionsArgs {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(clap::Args, Debug)]
pub(super) struct ManArgs {
    /// The command to describe, else the program as a whole
    pub(super) command: Option<String>,
}

/// When to do something that suits a terminal.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum When {
    /// Where the output is a terminal
    Auto,
    /// In any case
    Always,
    /// In no case
    Never,
}

/// How facts and texts are written.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ShowFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// How campaigns are written.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum CompareFormat {
    /// A table for the terminal
    Text,
    /// For programs
    Json,
    /// A page that stands alone
    Html,
}

/// The format of a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    Text,
    Json,
    Sarif,
    Github,
}

/// A report to write: its format, and its file where it is not for standard output.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Target {
    pub(super) format: Format,
    pub(super) file: Option<PathBuf>,
}

impl FromStr for Target {
    type Err = String;

    /// Reads `FORMAT` or `FORMAT:FILE`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = match text.split_once(':') {
            Some((format, file)) => (format, Some(file)),
            None => (text, None),
        };
        let format = match format {
            "text" => Format::Text,
            "json" => Format::Json,
            "sarif" => Format::Sarif,
            "github" => Format::Github,
            other => return Err(format!("there is no format `{other}`: text, json, sarif, github")),
        };
        match file {
            Some("") => Err("the name of the file is missing behind the colon".to_owned()),
            file => Ok(Self { format, file: file.map(PathBuf::from) }),
        }
    }
}

fn locale(tag: &str) -> Result<Locale, String> {
    Locale::parse(tag).ok_or_else(|| "write a language tag such as en-US".to_owned())
}

fn instant(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| "write an instant with its offset, such as 2026-11-24T09:00:00Z".to_owned())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::CommandFactory;

    use super::{Args, Format, Target};

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn every_argument_is_documented() {
        fn walk(command: &clap::Command) {
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
            }
            command.get_subcommands().for_each(walk);
        }
        walk(&Args::command());
    }

    #[test]
    fn formats_may_go_to_files() {
        let target: Target = "sarif:out/a:b.sarif".parse().expect("a target");
        assert_eq!(
            (target.format, target.file.as_deref()),
            (Format::Sarif, Some(Path::new("out/a:b.sarif")))
        );
        assert!("yaml".parse::<Target>().is_err());
        assert!("json:".parse::<Target>().is_err());
    }
}
