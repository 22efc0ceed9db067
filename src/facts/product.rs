//! Products that an artifact names. The names are found by whoever searches the text for the guide's words; here they
//! become facts.

use std::ops::Range;

use super::{Fact, FactValue, ProductForm};
use crate::document::Document;

/// A name of a product that was found in a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProductName {
    /// Index into the segments of the document.
    pub segment: u32,
    /// Bytes of the segment's text.
    pub range: Range<u32>,
    /// Index into the guide's products.
    pub product: u32,
    /// How it is written.
    pub form: ProductForm,
}

impl ProductName {
    /// Bytes of the segment's text, for slicing.
    #[must_use]
    pub const fn bytes(&self) -> Range<usize> {
        self.range.start as usize..self.range.end as usize
    }
}

/// The product facts of a document.
pub(super) fn extract(document: &Document, names: &[ProductName]) -> Vec<Fact> {
    let fact = |name: &ProductName| {
        let segment = document.segments.get(name.segment as usize)?;
        let value = FactValue::Product(name.form);
        let fact = Fact::in_segment(document, (segment, name.segment), &name.bytes(), value);
        Some(Fact { product: Some(name.product), ..fact })
    };
    names.iter().filter_map(fact).collect()
}
