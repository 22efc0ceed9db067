//! The parsed artifact: segments of text with their scopes, links, images and style declarations, every one with its
//! bytes in the source. Knows nothing of the guide: parsing does not depend on the brand. Parsing never fails; what
//! was odd is a [`Problem`].
//!
//! Reading order: [`Document`] and [`Segment`] here, then [`parse`], then one parser a format.

mod branches;
mod declared;
mod flow;
mod frame;
mod front_matter;
pub mod html;
pub mod markdown;
pub mod message;
mod page;
pub mod plain;
mod post;
mod readings;
pub mod records;
mod references;
mod structured;
pub mod template;

pub use crate::artifact::message::{Body, Header, Message};
pub use branches::{Branch, BranchPath, Branches};
pub use frame::{DeclaredLanguage, Frame};
pub use page::{Alternate, PageLinks};
pub use post::PostField;
pub use readings::readings;
pub use structured::{Item, ItemValue, Property, Syntax};
pub use template::HoleKind;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::artifact::{Artifact, Attributes, Content, Dialect, Locale, MediaType, words};
use crate::deadline::Deadline;
use crate::document::template::Tag;
use crate::finding::Problem;
use crate::scope::{Rendering, Scope, Visibility};
use crate::span::Span;
use crate::text::MappedText;
use crate::text::word_index::{Word, WordIndex};

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
    /// Buttons, and links that look like buttons.
    pub buttons: Vec<Button>,
    /// Images, in the order of the source.
    pub images: Vec<Image>,
    /// Style declarations from `style` attributes, style sheets and presentational attributes: those that say something
    /// about colors or about who can see a text.
    pub declarations: Vec<Declaration>,
    /// What structured data describes: JSON-LD first, then metadata, Microdata and RDFa, each in the order of the source.
    pub items: Vec<Item>,
    /// What the names of its elements say of the prices of a page of a shop, in the order of the source.
    pub shop: Vec<ShopPart>,
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
    /// The elements that enclose the text of a page or an email, where its markup has them.
    pub frame: Frame,
    /// Template tags that are opened and not closed, in the order of the source; of very many only the first ones.
    pub unclosed_tags: Vec<UnclosedTag>,
    /// The branches of its template, for looking up which places exclude each other.
    pub branches: Branches,
    /// What could not be read as it stands.
    pub problems: Vec<Problem>,
    /// The words of the segments, for telling without looking closer what a text may hold.
    pub(crate) words: WordIndex,
}

impl Document {
    /// The words of the segment with this number.
    pub(crate) fn words(&self, number: usize) -> Cow<'_, [Word]> {
        self.words.of(number, self.segments.get(number).map_or("", |segment| segment.text.as_str()))
    }

    /// Takes in the branches of the tags of `text`, which stands in the source where `place` says; then puts the
    /// segments into the order of the source and says of each which arm holds it.
    fn settle(&mut self, text: &str, tags: &[Tag], place: impl Fn(Span) -> Span) {
        self.branches.read(text, tags, place);
        self.arrange();
    }

    /// Puts the segments into the order of the source and says of each which arm holds it.
    fn arrange(&mut self) {
        self.segments.sort_by_key(Segment::first_span);
        if self.branches.is_empty() {
            return;
        }
        for segment in &mut self.segments {
            let runs = segment.text.runs();
            let whole = runs.first().zip(runs.last()).map(|(first, last)| first.source.join(last.source));
            segment.branch = whole.and_then(|whole| self.branches.path(whole).innermost());
        }
    }

    /// The link that a part of a text is, by itself or as a button: index into [`Document::links`].
    #[must_use]
    pub fn link_of(&self, inline: &Inline) -> Option<u32> {
        match inline.kind {
            InlineKind::Link(link) => Some(link),
            InlineKind::Button(button) => self.buttons.get(button as usize)?.link,
            InlineKind::Struck | InlineKind::Uppercase | InlineKind::Quote | InlineKind::Language(_) => None,
        }
    }

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
    /// Whether it is copy out of a template's tag, such as the text of a default. It then is in the [`readings()`] of the
    /// text around the tag as well.
    pub is_out_of_a_tag: bool,
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
            is_out_of_a_tag: false,
            container: 0,
        }
    }

    /// Where it starts in the source: its first text, else its first placeholder.
    fn first_span(&self) -> Option<Span> {
        let first = self.text.runs().first().map(|run| run.source);
        first.or_else(|| self.holes.first().map(|hole| hole.span))
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

    /// The parts of the text that are prose where no placeholder stands in them.
    fn prose(&self) -> impl Iterator<Item = &[u8]> {
        let bytes = self.text.as_str().as_bytes();
        let starts = std::iter::once(0).chain(self.opaque.iter().map(|part| part.end as usize));
        let ends = self.opaque.iter().map(|part| part.start as usize).chain([bytes.len()]);
        starts.zip(ends).filter_map(move |(start, end)| bytes.get(start..end))
    }

    /// Whether prose of the text may hold a byte of some kind. What placeholders stand for may hold any.
    pub(crate) fn may_say(&self, is_sought: impl Fn(u8) -> bool) -> bool {
        /// Bytes that are looked at together.
        const STEP: usize = 32;
        let has = |stretch: &[u8]| stretch.iter().fold(false, |found, byte| found | is_sought(*byte));
        !self.holes.is_empty() || self.prose().any(|part| part.chunks(STEP).any(has))
    }

    /// How many ASCII digits stand in prose of the text. None are counted where placeholders stand for some.
    pub(crate) fn count_digits(&self) -> Option<usize> {
        let count = |part: &[u8]| part.iter().filter(|byte| byte.is_ascii_digit()).count();
        self.holes.is_empty().then(|| self.prose().map(count).sum())
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
    /// A link that looks like a button, or a button: index into [`Document::buttons`].
    Button(u32),
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
    /// What it does or stands for.
    pub kind: HoleKind,
    /// Texts that a reader may see in its place: that of its default, or those that it chooses between.
    pub literals: Vec<MappedText>,
}

/// A template tag that is opened and not closed, or a tag of a block without its counterpart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnclosedTag {
    /// Its opening delimiter, or the tag of the block, in bytes of the source.
    pub span: Span,
    /// Whether the tag itself is whole and lacks its counterpart, which may stand in another file.
    pub is_unpaired: bool,
    /// What is missing, in one sentence.
    pub message: String,
}

/// Stands in a segment's text for what cannot be read there: the value of a placeholder, inline code, an image.
/// Never part of a word.
pub const HOLE: char = '\u{FFFC}';

/// A link or a button with a target.
#[derive(Clone, Debug)]
pub struct Link {
    /// The address as written, decoded. Holes stand as [`HOLE`].
    pub url: MappedText,
    /// The element or Markdown link as a whole.
    pub span: Span,
    /// Whether it looks like a button.
    pub is_button: bool,
    /// Whether an attribute such as `aria-label` or `title` says what it does, whatever its words are.
    pub has_label: bool,
    /// The rendering that it belongs to.
    pub rendering: Rendering,
}

/// A button, or a link that looks like one. Its words are the part of a segment that [`InlineKind::Button`] marks.
#[derive(Clone, Debug)]
pub struct Button {
    /// Its target: index into [`Document::links`].
    pub link: Option<u32>,
    /// What fills it: index into [`Document::declarations`]. The declaration may stand on the cell around the link.
    pub fill: Option<u32>,
    /// What colors its words: index into [`Document::declarations`].
    pub text_color: Option<u32>,
    /// The button whose words it shows, where it has none of its own: Outlook draws a shape around a link that other
    /// readers see without it.
    pub shares_words_of: Option<u32>,
    /// Its start tag.
    pub span: Span,
    /// The rendering that it belongs to.
    pub rendering: Rendering,
}

/// An element whose name, as shops use such names, says something of the prices in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ShopPart {
    /// What the name says.
    pub kind: ShopPartKind,
    /// Bytes of the source, from its start tag to the end of its last text.
    pub span: Span,
}

/// What the name of an element says of the prices in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ShopPartKind {
    /// There are prices.
    Price,
    /// The price is that which is paid now.
    CurrentPrice,
    /// The price is one of before, or a recommended one.
    OldPrice,
    /// The price is the one of before where another stands beside it, else that which is paid.
    RegularPrice,
    /// It holds the product that the page is about.
    Product,
    /// It holds other things than that: related products, the cart, shipping.
    Other,
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
    /// What it is there for, as far as the markup tells.
    pub role: ImageRole,
    /// The link that it stands in, or is by itself: index into [`Document::links`].
    pub link: Option<u32>,
    /// The rendering that it belongs to.
    pub rendering: Rendering,
}

/// What an image is there for, as far as the markup tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ImageRole {
    /// To be looked at.
    Content,
    /// Something else: decoration, a spacer, a tracking pixel, or an image that not every reader is shown.
    Decoration,
    /// What it shows is said by another attribute, or may be by a template tag among its attributes.
    Labeled,
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
    /// Whether it colors a link to a social network, which has colors of its own.
    pub is_of_network: bool,
    /// The rendering that it belongs to.
    pub rendering: Rendering,
}

/// Where a style declaration stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeclarationOrigin {
    /// A `<style>` element.
    StyleSheet,
    /// A `style` attribute, or an attribute of MJML, whose values are those of CSS.
    StyleAttribute,
    /// An attribute that styles, such as `bgcolor`.
    Presentational,
}

/// Parses an artifact by its media type.
#[must_use]
pub fn parse(artifact: &Artifact, deadline: &Deadline) -> Document {
    let mut document = match (&artifact.content, artifact.media_type) {
        (Content::Fields(fields), _) => plain::parse_fields(artifact, fields),
        (Content::Message(message), _) => message::parse(artifact, message, deadline),
        (Content::Whole, MediaType::Html) => html::parse(artifact, deadline),
        (Content::Whole, MediaType::Mjml) => html::mjml::parse(artifact, deadline),
        (Content::Whole, MediaType::Markdown) => markdown::parse(artifact, deadline),
        (Content::Whole, _) => plain::parse(artifact),
    };
    document.words = WordIndex::new(document.segments.iter().map(|segment| segment.text.as_str()));
    document
}
