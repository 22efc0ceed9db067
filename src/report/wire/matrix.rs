//! The JSON form of campaigns side by side. The table for people and the page are made of it as well.

use schemars::JsonSchema;
use serde::Serialize;

use crate::campaign::matrix::{Cell, Matrix, Row, Said, Table};
use crate::finding::Truth;
use crate::report::Sources;
use crate::report::place::Place;
use crate::report::wire::{SCHEMA_VERSION, Tool};

/// What `onbrand compare --format json` writes.
#[derive(Serialize, JsonSchema, Debug)]
#[schemars(title = "onbrand compare")]
pub struct CompareOutput {
    /// Version of this form.
    pub schema_version: u32,
    /// The program.
    pub tool: Tool,
    /// The brand's name.
    pub brand: String,
    /// The campaigns.
    pub campaigns: Vec<CampaignOutput>,
}

/// A campaign.
#[derive(Serialize, JsonSchema, Debug)]
pub struct CampaignOutput {
    /// Its id; where artifacts belong together only because they have something in common, that.
    pub campaign: String,
    /// Its name for people.
    pub name: Option<String>,
    /// Why its artifacts belong together, in a few words: `in campaign bf26`.
    pub grouped: String,
    /// What is compared with each other, a table for each market, audience, variant and phase.
    pub tables: Vec<TableOutput>,
}

/// Artifacts that are compared with each other.
#[derive(Serialize, JsonSchema, Debug)]
pub struct TableOutput {
    /// What they share: `US, members`; empty where nothing is declared.
    pub dimensions: String,
    /// The artifacts; the cells of every row are in this order.
    pub artifacts: Vec<String>,
    /// How many artifacts are not shown, because there are very many and these agree best.
    pub left_out: usize,
    /// What the artifacts say something of.
    pub rows: Vec<RowOutput>,
}

/// One thing that artifacts say something of.
#[derive(Serialize, JsonSchema, Debug)]
pub struct RowOutput {
    /// The kind of fact: `price`, `date`, …
    pub fact: &'static str,
    /// The rule that compares it.
    pub rule: &'static str,
    /// What it is, for people.
    pub subject: String,
    /// What is right; null where nothing declares it and no majority says it.
    pub expected: Option<String>,
    /// What says so: `campaign-record`, `price-book`, `guide`, `source-channel`, `majority`.
    pub truth: Option<&'static str>,
    /// What each artifact says.
    pub cells: Vec<CellOutput>,
}

/// What one artifact says of one thing.
#[derive(Serialize, JsonSchema, Debug)]
pub struct CellOutput {
    /// What it amounts to.
    #[schemars(extend("enum" = ["differs", "unverifiable", "agrees", "stated", "absent"]))]
    pub verdict: &'static str,
    /// Its different values.
    pub values: Vec<SaidOutput>,
}

/// A value, with the copy of it that stands out most.
#[derive(Serialize, JsonSchema, Debug)]
pub struct SaidOutput {
    /// The value.
    pub value: String,
    /// What it amounts to.
    #[schemars(extend("enum" = ["differs", "unverifiable", "agrees", "stated", "absent"]))]
    pub verdict: &'static str,
    /// The file.
    pub path: String,
    /// First byte in the file.
    pub start: u32,
    /// One past the last byte in the file.
    pub end: u32,
    /// Line of the first byte, 1-based.
    pub line: u32,
    /// Column of the first byte, 1-based, in Unicode scalar values.
    pub column: u32,
    /// The place of the text in its artifact.
    pub place: &'static str,
}

impl CompareOutput {
    /// The form of some campaigns.
    #[must_use]
    pub fn new(brand: &str, matrices: &[Matrix], sources: &Sources) -> Self {
        let campaigns = matrices.iter().filter(|matrix| !matrix.tables.is_empty());
        Self {
            schema_version: SCHEMA_VERSION,
            tool: Tool::THIS,
            brand: brand.to_owned(),
            campaigns: campaigns.map(|matrix| CampaignOutput::new(matrix, sources)).collect(),
        }
    }
}

impl CampaignOutput {
    fn new(matrix: &Matrix, sources: &Sources) -> Self {
        Self {
            campaign: matrix.campaign.clone(),
            name: matrix.name.clone(),
            grouped: matrix.words.clone(),
            tables: matrix.tables.iter().map(|table| TableOutput::new(table, sources)).collect(),
        }
    }
}

impl TableOutput {
    fn new(table: &Table, sources: &Sources) -> Self {
        Self {
            dimensions: table.dimensions.clone(),
            artifacts: table.artifacts.clone(),
            left_out: table.n_left_out,
            rows: table.rows.iter().map(|row| RowOutput::new(row, sources)).collect(),
        }
    }
}

impl RowOutput {
    fn new(row: &Row, sources: &Sources) -> Self {
        let cell = |cell: &Cell| CellOutput {
            verdict: cell.verdict.as_str(),
            values: cell.said.iter().map(|said| SaidOutput::new(said, sources)).collect(),
        };
        Self {
            fact: row.fact.as_str(),
            rule: row.rule,
            subject: row.subject.clone(),
            expected: row.reference.as_ref().map(|(value, _)| value.clone()),
            truth: row.reference.as_ref().map(|(_, truth)| Truth::as_str(*truth)),
            cells: row.cells.iter().map(cell).collect(),
        }
    }
}

impl SaidOutput {
    fn new(said: &Said, sources: &Sources) -> Self {
        let (artifact, span) = (&said.location.artifact, said.location.span);
        let place = Place::of(sources, &artifact.path, span);
        let place = place.unwrap_or_else(|| Place::unknown(&artifact.path, span));
        Self {
            value: said.value.clone(),
            verdict: said.verdict.as_str(),
            path: place.path.clone().into_owned(),
            start: place.start,
            end: place.end,
            line: place.from.line,
            column: place.from.column,
            place: said.place.as_str(),
        }
    }
}
