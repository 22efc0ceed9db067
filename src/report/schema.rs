//! JSON Schemas of the JSON forms, made from the wire types.

use schemars::{Schema, generate::SchemaSettings};

use crate::report::wire::{CheckOutput, CompareOutput, FactsOutput, SegmentsOutput};

/// Names of the schemas that there are.
pub const SCHEMAS: &[&str] = &["check", "compare", "facts", "text"];

/// The JSON Schema (draft 2020-12) of a JSON form; `None` where there is no form of this name.
#[must_use]
pub fn schema(name: &str) -> Option<Schema> {
    // For what is written, not for what would be read: every field is there.
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    match name {
        "check" => Some(generator.into_root_schema_for::<CheckOutput<'_>>()),
        "compare" => Some(generator.into_root_schema_for::<CompareOutput>()),
        "facts" => Some(generator.into_root_schema_for::<FactsOutput<'_>>()),
        "text" => Some(generator.into_root_schema_for::<SegmentsOutput<'_>>()),
        _ => None,
    }
}
