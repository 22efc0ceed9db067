//! The parsed artifact: segments of text with their scopes, links, images and style declarations, every one with its
//! bytes in the source. Knows nothing of the guide: parsing does not depend on the brand. Parsing never fails; what
//! was odd is a [`Problem`].
//!
//! Reading order: [`Document`] and [`Segment`] here, then [`parse`], then one parser a format.

mod branches;
mod declared;
mod flow;
mod front_matter;
pub mod html;
pub mod markdown;
pub mod plain;
mod post;
pub mod records;
mod references;
mod structured;
pub mod template;

pub use post::PostField;
pub use structured::{Item, ItemValue, Property, Syntax};

use std::ops::Range;
use std::sync::Arc;

use crate::artifact::{Artifact, Attributes, Content, Dialect, Locale, MediaType, words};
use crate::deadline::Deadline;
use crate::finding::Problem;
use crate::scope::{Rendering, Scope, Visibility};
use crate::span::Span;
use crate::text::MappedText;

/// What a parser made of an artifact.
#[derive(Clone, Default, Debug)]
pub struct Document {
    /// Dimensions that the artifact states of itself (front matter, `<meta name="onbrand:…">`), merged over its
    /// defaults and under what was given.
    pub attributes: Attributes,
    /// The template language whose tags were found or set.
    pub dialect: Option<Dialect>,
    /// Runs of text, in the order of the source.
    pub segments: Vec<Segment>,
    /// Links, in the order of the source.
    pub links: Vec<Link>,
    /// Images, in the order of the source.
    pub images: Vec<Image>,
    /// Style declarations from `style` attributes, style sheets and presentational attributes: those that say something
    /// about colors or about who can see a text.
    pub declarations: Vec<Declaration>,
    /// What structured data describes: JSON-LD first, then metadata, Microdata and RDFa, each in the order of the source.
    pub items: Vec<Item>,
    /// What a page says of its own address and its other languages.
    pub page: PageLinks,
    /// The fields of a post, a message or an ad, whole, as limits of length apply to them; in the order of the source.
    /// Empty for emails and pages.
    pub fields: Vec<PostField>,
    /// Languages of parts of a text.
    pub languages: Vec<Locale>,
    /// The parts of a page or an email that law or custom asks for, in the order of the source.
    pub landmarks: Vec<Landmark>,
    /// What a saved message holds beside its text; `None` for every other artifact.
    pub message: Option<Message>,
    /// What could not be read as it stands.
    pub problems: Vec<Problem>,
}

impl Document {
    /// The language of `range`, bytes of the text of a segment, where the artifact declares one.
    #[must_use]
    pub fn locale_at<'d>(&'d self, segment: &'d Segment, range: &Range<usize>) -> Option<&'d Locale> {
        let of_part = || {
            segment.inlines_around(range).find_map(|inline| match inline.kind {
                InlineKind::Language(index) => self.languages.get(index as usize),
                _ => None,
            })
        };
        // Few documents change their language within a text.
        let part = if self.languages.is_empty() { None } else { of_part() };
        part.or(segment.locale.as_ref()).or(self.attributes.locale.as_ref())
    }

    /// The field that a segment stands in.
    #[must_use]
    pub fn field_of(&self, segment: &Segment) -> Option<&PostField> {
        let at = segment.text.runs().first()?.source;
        self.fields.iter().find(|field| field.span.covers(at))
    }
}

/// A run of text that reads as one: a paragraph, a heading, an attribute value.
#[derive(Clone, Debug)]
pub struct Segment {
    /// The place of the text as a whole.
    pub scope: Scope,
    /// Who sees it.
    pub visibility: Visibility,
    /// The rendering that it belongs to.
    pub rendering: Rendering,
    /// The text as a reader sees it.
    pub text: MappedText,
    /// Finer places inside the text. Ranges are bytes of the text, nested or disjoint, in order of their starts.
    pub inlines: Vec<Inline>,
    /// Bytes of the text in which no rule reports: URLs, addresses, handles, file names. Sorted, disjoint.
    pub opaque: Vec<Range<u32>>,
    /// Placeholders of a template that stand in the text.
    pub holes: Vec<Hole>,
    /// The arm of a template branch that holds the whole segment, if any.
    pub branch: Option<Branch>,
    /// Language of the text where the markup declares one.
    pub locale: Option<Locale>,
    /// Number of the enclosing block container, for telling which texts stand together: the cell, the section, the
    /// list item. Parsers number containers in order, 0 is the whole document.
    pub container: u32,
}

impl Segment {
    /// A segment of plain, visible text.
    #[must_use]
    pub const fn new(scope: Scope, text: MappedText) -> Self {
        Self {
            scope,
            visibility: Visibility::Visible,
            rendering: Rendering::Main,
            text,
            inlines: Vec::new(),
            opaque: Vec::new(),
            holes: Vec::new(),
            branch: None,
            locale: None,
            container: 0,
        }
    }

    /// The finest place that holds all of `range`, bytes of the text.
    #[must_use]
    pub fn place(&self, range: &Range<usize>) -> Scope {
        self.inlines_around(range).find_map(|inline| inline.kind.scope()).unwrap_or(self.scope)
    }

    /// The inlines that hold all of `range`, the innermost first.
    fn inlines_around(&self, range: &Range<usize>) -> impl Iterator<Item = &Inline> {
        let Range { start, end } = *range;
        let holds =
            move |inline: &&Inline| inline.range.start as usize <= start && end <= inline.range.end as usize;
        self.inlines_before(end).filter(holds)
    }

    /// Whether a rule may speak about `range`, bytes of the text: it touches no URL, address or placeholder.
    #[must_use]
    pub fn is_prose(&self, range: &Range<usize>) -> bool {
        let (start, end) = (range.start as u32, range.end as u32);
        let opaque = self.opaque.partition_point(|part| part.end <= start);
        let hole = self.holes.partition_point(|hole| hole.at < start);
        self.opaque.get(opaque).is_none_or(|part| part.start >= end)
            && self.holes.get(hole).is_none_or(|hole| hole.at >= end || hole.at == start && hole.width == 0)
    }

    /// The inlines that start before `end`, the last first. Of a text with very many only the nearest, so that a hostile
    /// one takes linear time.
    fn inlines_before(&self, end: usize) -> impl Iterator<Item = &Inline> {
        const NEAREST: usize = 256;
        let count = self.inlines.partition_point(|inline| (inline.range.start as usize) < end);
        self.inlines.iter().take(count).rev().take(NEAREST)
    }

    /// Whether `range` stands struck through.
    #[must_use]
    pub fn is_struck(&self, range: &Range<usize>) -> bool {
        self.inlines_before(range.end).any(|inline| {
            inline.kind == InlineKind::Struck
                && (inline.range.start as usize) < range.end
                && range.start < inline.range.end as usize
        })
    }
}

/// A part of a segment with a place or a look of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Bytes of the segment's text.
    pub range: Range<u32>,
}

/// What a part of a segment is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InlineKind {
    /// A link: index into [`Document::links`].
    Link(u32),
    /// A link that looks like a button, or a button: index into [`Document::links`] where it has a target.
    Button(Option<u32>),
    /// Struck through: `<s>`, `<del>`, `<strike>`, `text-decoration: line-through`, `~~…~~`.
    Struck,
    /// Set in capitals by style; the source is not.
    Uppercase,
    /// Quoted: `<q>`, `<cite>`.
    Quote,
    /// In another language than the text around: index into [`Document::languages`].
    Language(u32),
}

impl InlineKind {
    const fn scope(self) -> Option<Scope> {
        match self {
            Self::Link(_) => Some(Scope::Link),
            Self::Button(_) => Some(Scope::Button),
            Self::Quote => Some(Scope::Quote),
            Self::Struck | Self::Uppercase | Self::Language(_) => None,
        }
    }
}

/// A placeholder in a segment. In the text it is [`HOLE`] where it puts out a value, and nothing where it steers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hole {
    /// Where in the segment's text, in bytes.
    pub at: u32,
    /// Bytes of the text that stand for it: the length of [`HOLE`], or 0.
    pub width: u32,
    /// The tag, in bytes of the source.
    pub span: Span,
    /// Its language.
    pub dialect: Dialect,
    /// What stands between the delimiters, trimmed.
    pub expression: String,
}

/// Stands in a segment's text for what cannot be read there: the value of a placeholder, inline code, an image.
/// Never part of a word.
pub const HOLE: char = '\u{FFFC}';

/// One arm of a template's `if` or `case`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Branch {
    /// Number of the `if` or `case` in the document.
    pub group: u32,
    /// Number of the arm in its group; arms of one group exclude each other.
    pub arm: u32,
}

/// A link or a button with a target.
#[derive(Clone, Debug)]
pub struct Link {
    /// The address as written, decoded. Holes stand as [`HOLE`].
    pub url: MappedText,
    /// The element or Markdown link as a whole.
    pub span: Span,
    /// Whether it looks like a button.
    pub is_button: bool,
    /// The rendering that it belongs to.
    pub rendering: Rendering,
}

/// An image.
#[derive(Clone, Debug)]
pub struct Image {
    /// Its address, decoded.
    pub src: Option<MappedText>,
    /// Other addresses that it may be taken from: `srcset`, and the `<source>`s of its picture.
    pub sources: Vec<MappedText>,
    /// Its alternative text; `None` where there is no `alt` at all.
    pub alt: Option<MappedText>,
    /// The tag.
    pub span: Span,
    /// The rendering that it belongs to.
    pub rendering: Rendering,
}

/// A part of a page or an email that law or custom asks for.
#[derive(Clone, Debug)]
pub struct Landmark {
    /// What it is.
    pub kind: LandmarkKind,
    /// Its bytes in the source: of a link the element or its address, of an address the words.
    pub span: Span,
    /// The rendering that it belongs to.
    pub rendering: Rendering,
}

words! {
    /// What law or custom asks an email or a page for.
    LandmarkKind {
        /// The footer.
        Footer = "footer",
        /// A link, or a placeholder for one, by which readers unsubscribe.
        Unsubscribe = "unsubscribe",
        /// A link to a copy of the email on the web.
        WebVersion = "web-version",
        /// A postal address, or a placeholder for one.
        PostalAddress = "postal-address",
    }
}

/// A message as it is sent (RFC 5322 and RFC 2045 to 2049).
#[derive(Clone, Default, Debug)]
pub struct Message {
    /// Its header fields, in the order of the source.
    pub headers: Vec<Header>,
    /// Its bodies, in the order of the source; attachments are none.
    pub bodies: Vec<Body>,
}

/// A header field of a message.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its name in lower case.
    pub name: String,
    /// Its value, unfolded and decoded (RFC 2047).
    pub value: MappedText,
    /// The field as a whole, without its line end.
    pub span: Span,
}

/// A body of a message.
#[derive(Clone, Debug)]
pub struct Body {
    /// The rendering that it is.
    pub rendering: Rendering,
    /// Its format.
    pub media_type: MediaType,
    /// Its text: bytes of the source, or of the part of the source that was decoded out of it.
    pub span: Span,
}

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

/// One style declaration.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// The property, lower case. Presentational attributes keep their own names: `bgcolor`, `color`.
    pub property: Arc<str>,
    /// The value, decoded, without `!important`.
    pub value: MappedText,
    /// Where it stands.
    pub origin: DeclarationOrigin,
    /// Name of the element it is written on, for attributes.
    pub element: Option<Arc<str>>,
    /// Whether it holds only under a condition (`@media`, dark scheme).
    pub conditional: bool,
    /// The rendering that it belongs to.
    pub rendering: Rendering,
}

/// Where a style declaration stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeclarationOrigin {
    /// A `<style>` element.
    StyleSheet,
    /// A `style` attribute.
    StyleAttribute,
    /// An attribute that styles, such as `bgcolor`.
    Presentational,
}

/// Parses an artifact by its media type.
#[must_use]
pub fn parse(artifact: &Artifact, deadline: &Deadline) -> Document {
    match (&artifact.content, artifact.media_type) {
        (Content::Fields(fields), _) => plain::parse_fields(artifact, fields),
        (Content::Whole, MediaType::Html | MediaType::Mjml) => html::parse(artifact, deadline),
        (Content::Whole, MediaType::Markdown) => markdown::parse(artifact, deadline),
        (Content::Whole, _) => plain::parse(artifact),
    }
}
