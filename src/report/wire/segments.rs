//! The JSON form of what onbrand reads in artifacts.

use schemars::JsonSchema;
use serde::Serialize;

use crate::artifact::Artifact;
use crate::document::{Branch, Document, Hole, Segment};
use crate::report::place::Place;
use crate::report::wire::{PartOutput, SCHEMA_VERSION, Sequence};
use crate::source::Source;
use crate::span::Span;
use crate::text::Run;
use crate::text::sentences::sentences;

/// What `onbrand text --format json` writes.
#[derive(Serialize, JsonSchema, Debug)]
#[schemars(title = "onbrand text")]
pub struct SegmentsOutput<'a> {
    /// Version of this form.
    pub schema_version: u32,
    /// What was read, in the order of the input.
    #[schemars(with = "Vec<TextArtifact>")]
    pub artifacts: Sequence<'a, TextArtifact>,
}

impl<'a> SegmentsOutput<'a> {
    /// The form of some artifacts.
    #[must_use]
    pub fn new(artifacts: impl Iterator<Item = TextArtifact> + 'a) -> Self {
        Self { schema_version: SCHEMA_VERSION, artifacts: Sequence::new(artifacts) }
    }
}

/// One artifact as it is read.
#[derive(Serialize, JsonSchema, Debug)]
pub struct TextArtifact {
    /// Its path; a record of a batch is `FILE#ID`.
    pub path: String,
    /// Its channel.
    pub channel: Option<String>,
    /// Its media type.
    pub media_type: &'static str,
    /// Its runs of text, in the order of the source.
    pub segments: Vec<SegmentOutput>,
}

/// A run of text that reads as one.
#[derive(Serialize, JsonSchema, Debug)]
pub struct SegmentOutput {
    /// Its place in the artifact.
    pub scope: &'static str,
    /// The text as a reader sees it. `U+FFFC` stands for what cannot be read, such as a placeholder's value.
    pub text: String,
    /// The part of a message that holds it, where the part had to be decoded: offsets are then those of the decoded part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<PartOutput>,
    /// The included file that holds it: offsets are then those of that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub included: Option<String>,
    /// Who sees it.
    #[schemars(extend("enum" = ["visible", "hidden", "machine", "fallback"]))]
    pub visibility: &'static str,
    /// The rendering that it belongs to: an email has several, each a copy of the same message.
    #[schemars(extend("enum" = ["main", "outlook", "plain-text", "amp"]))]
    pub rendering: &'static str,
    /// Which bytes of the file stand for which bytes of the text.
    pub spans: Vec<RunOutput>,
    /// Sentences, in bytes of the text.
    pub sentences: Vec<RangeOutput>,
    /// Placeholders of a template, in bytes of the file.
    pub holes: Vec<HoleOutput>,
    /// The arm of a template branch that holds the segment.
    pub branch: Option<BranchOutput>,
    /// Line of the first byte, for the listing.
    #[serde(skip)]
    pub line: u32,
}

/// A stretch of text and the bytes it stands for.
#[derive(Serialize, JsonSchema, Debug)]
pub struct RunOutput {
    /// First byte of the text.
    pub text_start: u32,
    /// One past the last byte of the text.
    pub text_end: u32,
    /// First byte in the file.
    pub start: u32,
    /// One past the last byte in the file.
    pub end: u32,
}

/// A range of bytes.
#[derive(Serialize, JsonSchema, Debug)]
pub struct RangeOutput {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A placeholder of a template.
#[derive(Serialize, JsonSchema, Debug)]
pub struct HoleOutput {
    /// First byte in the file.
    pub start: u32,
    /// One past the last byte in the file.
    pub end: u32,
    /// The template language.
    pub dialect: &'static str,
    /// What stands between the delimiters.
    pub expression: String,
    /// What it stands for or does.
    #[schemars(extend("enum" = ["value", "default", "address", "content", "branch", "loop", "steering"]))]
    pub kind: &'static str,
}

/// An arm of a template branch.
#[derive(Serialize, JsonSchema, Debug)]
pub struct BranchOutput {
    /// Number of the `if` or `case` in the artifact.
    pub group: u32,
    /// Number of the arm.
    pub arm: u32,
}

impl BranchOutput {
    /// The form of an arm.
    #[must_use]
    pub const fn new(branch: Branch) -> Self {
        Self { group: branch.group, arm: branch.arm }
    }
}

impl TextArtifact {
    /// The form of a parsed artifact.
    #[must_use]
    pub fn new(artifact: &Artifact, document: &Document) -> Self {
        let segment = |segment: &Segment| SegmentOutput::new(segment, &artifact.source);
        Self {
            path: artifact.key.to_string(),
            channel: document.attributes.channel.map(|channel| channel.to_string()),
            media_type: artifact.media_type.as_str(),
            segments: document.segments.iter().map(segment).collect(),
        }
    }
}

impl SegmentOutput {
    fn new(segment: &Segment, source: &Source) -> Self {
        let in_file = |span: Span| {
            let span = source.traced(span);
            (source.file_offset(span.start()), source.file_offset(span.end()))
        };
        let run = |run: &Run| {
            let (start, end) = in_file(run.source);
            RunOutput { text_start: run.text.start(), text_end: run.text.end(), start, end }
        };
        let hole = |hole: &Hole| {
            let (start, end) = in_file(hole.span);
            let (dialect, expression) = (hole.dialect.as_str(), hole.expression.clone());
            HoleOutput { start, end, dialect, expression, kind: hole.kind.as_str() }
        };
        let text = segment.text.as_str();
        let at = Place::within(source, Span::at(segment.text.place(0)));
        let included = Some(&at.path).filter(|path| **path != source.name());
        Self {
            scope: segment.scope.as_str(),
            text: text.to_owned(),
            part: at.part.map(PartOutput::new),
            included: included.map(|path| path.to_string()),
            visibility: segment.visibility.as_str(),
            rendering: segment.rendering.as_str(),
            spans: segment.text.runs().iter().map(run).collect(),
            sentences: sentences(text)
                .into_iter()
                .map(|range| RangeOutput { start: range.start, end: range.end })
                .collect(),
            holes: segment.holes.iter().map(hole).collect(),
            branch: segment.branch.map(BranchOutput::new),
            line: at.from.line,
        }
    }
}
