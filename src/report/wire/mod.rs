//! The JSON forms, field by field as they are documented. Types of the engine are never serialized themselves, so that
//! these forms change only on purpose.

mod facts;
mod matrix;
mod segments;
mod sequence;

pub use facts::{FactOutput, FactsOutput};
pub use matrix::{CampaignOutput, CellOutput, CompareOutput, RowOutput, SaidOutput, TableOutput};
pub use segments::{BranchOutput, SegmentsOutput, TextArtifact};
pub use sequence::Sequence;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::artifact::{Attributes, Channel, Locale};
use crate::finding::{Edit, FactKind, Finding, Fix, GuideRef, Label, Location, Problem, Truth};
use crate::report::place::{DecodedPart, Place};
use crate::report::{CheckReport, Sources, excerpt, problem_message};
use crate::scope::Scope;

/// Version of the JSON forms. It grows when a field changes its meaning or goes away.
pub const SCHEMA_VERSION: u32 = 1;

/// The program that wrote a report.
#[derive(Serialize, JsonSchema, Debug)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

impl Tool {
    /// This program.
    pub const THIS: Self = Self { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
}

/// What `onbrand check --format json` writes.
#[derive(Serialize, JsonSchema, Debug)]
#[schemars(title = "onbrand check")]
pub struct CheckOutput<'a> {
    /// Version of this form.
    pub schema_version: u32,
    /// The program.
    pub tool: Tool,
    /// The guide.
    pub guide: GuideOutput<'a>,
    /// What was checked.
    #[schemars(with = "Vec<ArtifactOutput<'a>>")]
    pub artifacts: Sequence<'a, ArtifactOutput<'a>>,
    /// What was found, by path, offset and rule.
    #[schemars(with = "Vec<FindingOutput<'a>>")]
    pub findings: Sequence<'a, FindingOutput<'a>>,
    /// Inputs that could not be read, or not as they stand.
    pub problems: Vec<ProblemOutput<'a>>,
    /// The run in numbers.
    pub summary: SummaryOutput,
}

/// The guide that a run used.
#[derive(Serialize, JsonSchema, Debug)]
pub struct GuideOutput<'a> {
    /// Name of the brand.
    pub name: &'a str,
    /// `sha256:` and a digest over the guide's files.
    pub digest: &'a str,
}

/// One artifact.
#[derive(Serialize, JsonSchema, Debug)]
pub struct ArtifactOutput<'a> {
    /// Its path; a record of a batch is `FILE#ID`.
    #[schemars(with = "String")]
    pub path: RecordPath<'a>,
    /// Its channel.
    #[schemars(with = "Option<String>")]
    #[serde(serialize_with = "displayed")]
    pub channel: Option<Channel>,
    /// Id of its campaign.
    pub campaign: Option<&'a str>,
    /// Id of its market.
    pub market: Option<&'a str>,
    /// Its language tag.
    pub locale: Option<&'a str>,
    /// For whom it is.
    pub audience: Option<&'a str>,
    /// Its variant in a test.
    pub variant: Option<&'a str>,
    /// Its phase in the campaign.
    pub phase: Option<&'a str>,
    /// What put it into its campaign: `given`, `declared`, `campaign.toml` or `onbrand.toml`.
    pub grouped_by: Option<&'static str>,
}

/// One finding.
#[derive(Serialize, JsonSchema, Debug)]
pub struct FindingOutput<'a> {
    /// Id of the rule.
    pub rule: &'a str,
    /// How grave it is.
    #[schemars(extend("enum" = ["info", "warning", "error"]))]
    pub severity: &'static str,
    /// What sort it is.
    #[schemars(extend("enum" = ["violation", "conflict", "omission", "unverifiable"]))]
    pub outcome: &'static str,
    /// The kind of fact that a comparison is about.
    pub fact: Option<&'static str>,
    /// What is wrong.
    pub message: &'a str,
    /// The artifact; the included file where the place is in one.
    pub path: String,
    /// The part of a message that the place is in, where the part had to be decoded: offsets, lines and columns are then
    /// those of the decoded part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<PartOutput>,
    /// First byte in the file.
    pub start: u32,
    /// One past the last byte in the file.
    pub end: u32,
    /// Line of the first byte, 1-based.
    pub line: u32,
    /// Column of the first byte, 1-based, in Unicode scalar values.
    pub column: u32,
    /// Line of the end, 1-based.
    pub end_line: u32,
    /// Column of the end, 1-based, in Unicode scalar values; one past the last character.
    pub end_column: u32,
    /// The place of the text in its artifact: `subject`, `heading`, `body`, …
    pub place: Option<&'static str>,
    /// The line, or up to 160 characters around the place.
    pub snippet: String,
    /// What stands there, as a value that can be compared.
    pub value: Option<&'a str>,
    /// What should stand there.
    pub expected: Option<&'a str>,
    /// What decides that: `campaign-record`, `price-book`, `source-channel`, `majority`, `none`.
    pub truth: Option<&'static str>,
    /// Other places that belong to it.
    pub related: Vec<RelatedOutput<'a>>,
    /// A proposed change.
    pub fix: Option<FixOutput<'a>>,
    /// The entry that demanded it.
    pub guide: Option<GuideRefOutput<'a>>,
    /// Identity across runs, free of line numbers.
    pub fingerprint: String,
    /// Why it was accepted, if it was.
    pub suppressed: Option<SuppressedOutput<'a>>,
    /// Address of the rule's page, where there is one.
    pub url: Option<&'a str>,
}

/// A part of a message that had to be decoded.
#[derive(Serialize, JsonSchema, Debug)]
pub struct PartOutput {
    /// Its number as mail programs count them: `2.1` is the first part of the second.
    pub id: String,
    /// What it was decoded from: `base64`.
    pub encoding: &'static str,
}

impl PartOutput {
    fn new(part: DecodedPart<'_>) -> Self {
        Self { id: part.id.to_owned(), encoding: part.encoding.as_str() }
    }
}

/// Another place of a finding.
#[derive(Serialize, JsonSchema, Debug)]
pub struct RelatedOutput<'a> {
    /// The artifact or guide file.
    pub path: String,
    /// The part of a message that the place is in, where the part had to be decoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<PartOutput>,
    /// First byte in the file.
    pub start: u32,
    /// One past the last byte in the file.
    pub end: u32,
    /// What stands there.
    pub value: Option<&'a str>,
    /// What to say of it.
    pub message: &'a str,
}

/// A proposed change.
#[derive(Serialize, JsonSchema, Debug)]
pub struct FixOutput<'a> {
    /// The change, as an order.
    pub title: &'a str,
    /// How far it can be trusted.
    #[schemars(extend("enum" = ["safe", "unsafe", "display-only"]))]
    pub applicability: &'static str,
    /// The replacements; they do not overlap.
    pub edits: Vec<EditOutput<'a>>,
}

/// Replacement of some bytes of a file.
#[derive(Serialize, JsonSchema, Debug)]
pub struct EditOutput<'a> {
    /// The file.
    pub path: String,
    /// The part of a message that the place is in, where the part had to be decoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<PartOutput>,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What to put there.
    pub text: &'a str,
}

/// A place in the guide or in a campaign's record.
#[derive(Serialize, JsonSchema, Debug)]
pub struct GuideRefOutput<'a> {
    /// The file.
    pub file: &'a str,
    /// The line, 1-based.
    pub line: u32,
}

/// Why a finding was accepted.
#[derive(Serialize, JsonSchema, Debug)]
pub struct SuppressedOutput<'a> {
    /// The reason that was given.
    pub reason: &'a str,
    /// Who takes the responsibility.
    pub owner: Option<&'a str>,
    /// Where it was accepted.
    pub guide: GuideRefOutput<'a>,
}

/// An input that could not be read, or not as it stands.
#[derive(Serialize, JsonSchema, Debug)]
pub struct ProblemOutput<'a> {
    /// The file.
    pub path: &'a str,
    /// What happened.
    pub message: String,
}

/// The run in numbers.
#[derive(Serialize, JsonSchema, Debug)]
pub struct SummaryOutput {
    /// Artifacts that were checked.
    pub artifacts: usize,
    /// Open errors.
    pub errors: usize,
    /// Open warnings.
    pub warnings: usize,
    /// Open notes.
    pub infos: usize,
    /// Accepted findings.
    pub suppressed: usize,
    /// Whether everything was read as a whole.
    pub complete: bool,
}

/// Without the text at hand the offsets are those of the decoded text and the position is the first.
fn place<'s>(location: &Location, sources: &'s Sources) -> Place<'s> {
    let Location { artifact, span } = location;
    Place::of(sources, &artifact.path, *span).unwrap_or_else(|| Place::unknown(&artifact.path, *span))
}

impl<'a> CheckOutput<'a> {
    /// The form of a report.
    #[must_use]
    pub fn new(report: &'a CheckReport) -> Self {
        let summary = report.summary();
        let problem = |problem: &'a Problem| ProblemOutput {
            path: &problem.path,
            message: problem_message(problem, &report.sources),
        };
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool::THIS,
            guide: GuideOutput { name: &report.guide.name, digest: &report.guide.digest },
            artifacts: Sequence::new(report.artifacts.iter().map(ArtifactOutput::new)),
            findings: Sequence::new(
                report.findings.iter().map(|finding| FindingOutput::new(finding, &report.sources)),
            ),
            problems: report.problems.iter().map(problem).collect(),
            summary: SummaryOutput {
                artifacts: summary.artifacts,
                errors: summary.errors,
                warnings: summary.warnings,
                infos: summary.infos,
                suppressed: summary.suppressed,
                complete: summary.complete,
            },
        }
    }
}

/// The path of an artifact, put together while it is written.
#[derive(Clone, Debug)]
pub struct RecordPath<'a> {
    path: &'a str,
    record: Option<String>,
}

impl Serialize for RecordPath<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.record {
            Some(record) => serializer.collect_str(&format_args!("{}#{record}", self.path)),
            None => serializer.serialize_str(self.path),
        }
    }
}

fn displayed<S: Serializer>(value: &Option<Channel>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}

impl<'a> ArtifactOutput<'a> {
    fn new((path, record, attributes): (&'a str, Option<String>, &'a Attributes)) -> Self {
        let Attributes {
            channel,
            membership,
            market,
            locale,
            audience,
            variant,
            phase,
            publish_at: _,
            networks: _,
            sample: _,
        } = attributes;
        Self {
            path: RecordPath { path, record },
            channel: *channel,
            campaign: membership.as_ref().map(|membership| membership.campaign.as_str()),
            market: market.as_deref(),
            locale: locale.as_ref().map(Locale::as_str),
            audience: audience.as_deref(),
            variant: variant.as_deref(),
            phase: phase.as_deref(),
            grouped_by: membership.as_ref().map(|membership| membership.evidence.as_str()),
        }
    }
}

impl<'a> FindingOutput<'a> {
    fn new(finding: &'a Finding, sources: &Sources) -> Self {
        let at = place(&finding.primary, sources);
        let source = sources.of(&finding.primary.artifact.path);
        Self {
            rule: finding.rule.as_str(),
            severity: finding.severity.as_str(),
            outcome: finding.outcome.as_str(),
            fact: finding.fact.map(FactKind::as_str),
            message: &finding.message,
            path: at.name(&finding.primary.artifact),
            part: at.part.map(PartOutput::new),
            start: at.start,
            end: at.end,
            line: at.from.line,
            column: at.from.column,
            end_line: at.to.line,
            end_column: at.to.column,
            place: finding.place.map(Scope::as_str),
            snippet: source.map(|source| excerpt::snippet(source, finding.primary.span)).unwrap_or_default(),
            value: finding.value.as_deref(),
            expected: finding.expected.as_deref(),
            truth: finding.truth.map(Truth::as_str),
            related: finding.related.iter().map(|label| related(label, sources)).collect(),
            fix: finding.fix.as_ref().map(|proposed| fix(proposed, sources)),
            guide: finding.demanded_by.as_ref().map(guide_ref),
            fingerprint: finding.fingerprint.to_string(),
            suppressed: finding.suppressed.as_ref().map(|suppression| SuppressedOutput {
                reason: &suppression.reason,
                owner: suppression.owner.as_deref(),
                guide: guide_ref(&suppression.origin),
            }),
            url: None,
        }
    }
}

fn related<'a>(label: &'a Label, sources: &Sources) -> RelatedOutput<'a> {
    let at = place(&label.location, sources);
    RelatedOutput {
        path: at.name(&label.location.artifact),
        part: at.part.map(PartOutput::new),
        start: at.start,
        end: at.end,
        value: label.value.as_deref(),
        message: &label.message,
    }
}

fn fix<'a>(fix: &'a Fix, sources: &Sources) -> FixOutput<'a> {
    let edit = |edit: &'a Edit| {
        let at = place(&edit.location, sources);
        EditOutput {
            part: at.part.map(PartOutput::new),
            start: at.start,
            end: at.end,
            path: at.path.into_owned(),
            text: &edit.text,
        }
    };
    FixOutput {
        title: &fix.title,
        applicability: fix.applicability.as_str(),
        edits: fix.edits.iter().map(edit).collect(),
    }
}

fn guide_ref(origin: &GuideRef) -> GuideRefOutput<'_> {
    GuideRefOutput { file: &origin.file, line: origin.line }
}
