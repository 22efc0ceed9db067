//! Plain text and records of posts.
use crate::artifact::{Artifact, Field};
use crate::document::Document;
pub fn parse(_: &Artifact) -> Document {
    Document::default()
}
pub fn parse_fields(_: &Artifact, _: &[Field]) -> Document {
    Document::default()
}
