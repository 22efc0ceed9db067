//! What a page says of its own address and its other languages.

use crate::text::MappedText;

/// What a page says of its own address and its other languages. Only the first of several equals counts.
#[derive(Clone, Default, Debug)]
pub struct PageLinks {
    /// The address that it goes by: `<link rel="canonical">`.
    pub canonical: Option<MappedText>,
    /// The same page in other languages: `<link rel="alternate" hreflang="…">`.
    pub alternates: Vec<Alternate>,
    /// The language of the page: `lang` of `<html>`, as written.
    pub language: Option<MappedText>,
}

/// A page in another language.
#[derive(Clone, Debug)]
pub struct Alternate {
    /// Its language tag, as written; `x-default` for all others.
    pub language: MappedText,
    /// Its address.
    pub url: MappedText,
}
