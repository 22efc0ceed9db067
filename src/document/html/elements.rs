//! What each element means for reading: data, not code. HTML, section 15.3 (rendering) for what is a block; the elements of
//! VML, in which Outlook draws, by their documentation.

/// How an element's content reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// Part of the line it stands in.
    Inline,
    /// A block of its own.
    Block,
    /// A heading of a level.
    Heading(u8),
    /// An item of a list.
    ListItem,
    /// A table, which decides whether its cells hold data or layout.
    Table,
    /// A cell of a table.
    Cell,
    /// A header cell.
    HeaderCell,
    /// A caption.
    Caption,
    /// Text of somebody else.
    Quote,
    /// A footer.
    Footer,
    /// A link.
    Link,
    /// A button.
    Button,
    /// A shape of VML: a button where it is a link.
    Shape,
    /// Struck through.
    Struck,
    /// A quotation within a line.
    InlineQuote,
    /// A line break.
    Break,
    /// An image.
    Image,
    /// A form field.
    Field,
    /// The title of the document.
    Title,
    /// A style sheet.
    Style,
    /// Inline code: something stands there, but no prose.
    Code,
    /// No prose: scripts, code, embedded content.
    Nothing,
    /// Content that is not read, and nothing stands there for a reader either.
    Silent,
    /// Carries data about the document.
    Meta,
}

/// The role of an element by its name in lower case.
pub(super) fn role(name: &str) -> Role {
    match name {
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "li" | "dt" | "dd" => Role::ListItem,
        "table" => Role::Table,
        "td" => Role::Cell,
        "th" => Role::HeaderCell,
        "caption" | "figcaption" => Role::Caption,
        "blockquote" => Role::Quote,
        "footer" => Role::Footer,
        "a" => Role::Link,
        "button" => Role::Button,
        "v:roundrect" | "v:rect" | "v:oval" | "v:shape" => Role::Shape,
        "s" | "del" | "strike" => Role::Struck,
        "q" | "cite" => Role::InlineQuote,
        "br" => Role::Break,
        "img" | "amp-img" | "area" | "v:image" | "v:imagedata" => Role::Image,
        "input" | "textarea" | "optgroup" | "option" | "track" => Role::Field,
        "title" => Role::Title,
        "style" => Role::Style,
        "code" | "kbd" | "samp" | "var" | "tt" => Role::Code,
        "script" | "pre" | "listing" | "xmp" | "plaintext" | "iframe" | "object" | "embed" | "canvas"
        | "audio" | "video" | "noscript" | "math" => Role::Nothing,
        // Settings of Office stand in `<xml>`.
        "template" | "source" | "noembed" | "noframes" | "xml" => Role::Silent,
        "meta" | "link" => Role::Meta,
        "address" | "article" | "aside" | "body" | "center" | "details" | "dialog" | "dir" | "div" | "dl"
        | "fieldset" | "figure" | "form" | "frameset" | "head" | "header" | "hgroup" | "hr" | "html"
        | "legend" | "main" | "menu" | "nav" | "ol" | "p" | "search" | "section" | "select" | "summary"
        | "tbody" | "tfoot" | "thead" | "tr" | "ul" | "colgroup" | "col" | "svg" | "desc"
        | "foreignobject" | "text" | "v:textbox" | "v:background" | "v:group" => Role::Block,
        _ => Role::Inline,
    }
}

/// Where the text of a `<meta>` goes, by its `name` or `property` in lower case; `None` for metadata that is no prose.
pub(super) fn meta_scope(name: &str) -> Option<crate::scope::Scope> {
    use crate::scope::Scope;
    match name {
        "description" => Some(Scope::Description),
        "og:title"
        | "og:description"
        | "og:site_name"
        | "og:image:alt"
        | "twitter:title"
        | "twitter:description"
        | "twitter:image:alt"
        | "application-name"
        | "apple-mobile-web-app-title"
        | "dc.title"
        | "dc.description"
        | "abstract"
        | "subject"
        | "twitter:label1"
        | "twitter:data1"
        | "twitter:label2"
        | "twitter:data2" => Some(Scope::Meta),
        _ => None,
    }
}

/// Attributes that hold a color and no CSS (HTML, section 15.3, and what mail clients read), by name in lower case.
pub(super) fn is_presentational(element: &str, attribute: &str) -> bool {
    match attribute {
        "bgcolor" | "bordercolor" => true,
        "color" => matches!(element, "font" | "basefont" | "hr") || element.starts_with("v:"),
        "text" | "link" | "vlink" | "alink" => element == "body",
        "fillcolor" | "strokecolor" => element.starts_with("v:"),
        _ => false,
    }
}
