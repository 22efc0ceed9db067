//! The places that text can have in an artifact, and who can see it there. The words are those of the JSON
//! reports.

use std::fmt;

/// The place of a run of text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Scope {
    /// Subject line of an email, which is also what its `<title>` stands for.
    Subject,
    /// The line that mail clients show after the subject.
    Preheader,
    /// Title of a page or of a record.
    Title,
    /// Description in the head of a page (`description`, `og:description`), of a video or in an ad.
    Description,
    /// A heading, with its level from 1 to 6.
    Heading(u8),
    /// Running text.
    Body,
    /// An item of a list.
    ListItem,
    /// A cell of a data table.
    Cell,
    /// The words of a link.
    Link,
    /// The words of a button, or of a link that looks like one; the value of a submit button.
    Button,
    /// Alternative text of an image.
    Alt,
    /// A `title` attribute.
    Tooltip,
    /// An `aria-label` attribute.
    AriaLabel,
    /// A `placeholder` attribute, or another label of a form field.
    Placeholder,
    /// Other text in the head, such as Open Graph and Twitter card titles.
    Meta,
    /// A value in structured data (JSON-LD).
    StructuredData,
    /// A caption of a figure or table.
    Caption,
    /// Quoted text of somebody else.
    Quote,
    /// Text in a footer.
    Footer,
    /// The plain-text part of an email.
    PlainTextPart,
    /// A comment to be posted under a post.
    Comment,
    /// A headline of an ad.
    Headline,
    /// A style sheet, a `style` attribute or a presentational attribute.
    Style,
}

impl Scope {
    /// The word for the scope in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Preheader => "preheader",
            Self::Title => "title",
            Self::Description => "description",
            Self::Heading(_) => "heading",
            Self::Body => "body",
            Self::ListItem => "list-item",
            Self::Cell => "cell",
            Self::Link => "link",
            Self::Button => "button",
            Self::Alt => "alt",
            Self::Tooltip => "tooltip",
            Self::AriaLabel => "aria-label",
            Self::Placeholder => "placeholder",
            Self::Meta => "meta",
            Self::StructuredData => "structured-data",
            Self::Caption => "caption",
            Self::Quote => "quote",
            Self::Footer => "footer",
            Self::PlainTextPart => "plain-text-part",
            Self::Comment => "comment",
            Self::Headline => "headline",
            Self::Style => "style",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Who can see a text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Visibility {
    /// Readers see it.
    Visible,
    /// In the document, but hidden by `hidden` or `display:none`, as preheaders are.
    Hidden,
    /// For machines: head metadata and structured data.
    Machine,
    /// Shown only where the main rendering is not, as in Outlook's conditional comments.
    Fallback,
}

impl Visibility {
    /// The word for the visibility in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Visible => "visible",
            Self::Hidden => "hidden",
            Self::Machine => "machine",
            Self::Fallback => "fallback",
        }
    }
}

/// The rendering of an artifact that a text belongs to. An email has several, and each of them is a copy of the same
/// message: what one says the others have to say as well.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum Rendering {
    /// What most readers see.
    #[default]
    Main,
    /// What Outlook for Windows shows instead: conditional comments and VML.
    Outlook,
    /// The plain-text part of an email.
    PlainText,
    /// The AMP part of an email.
    Amp,
}

impl Rendering {
    /// The word for the rendering in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Outlook => "outlook",
            Self::PlainText => "plain-text",
            Self::Amp => "amp",
        }
    }
}
