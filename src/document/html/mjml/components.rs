//! What each component of MJML means for reading: data, no code. From the documentation of MJML 4, with the names that
//! version 3 had beside.

/// How a component reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Component {
    /// Holds other components. Text that stands directly in it MJML drops.
    Structure,
    /// Holds HTML.
    Html,
    /// Holds the rows of an HTML table.
    Rows,
    /// A button.
    Button,
    /// A link in a menu or of a network.
    Link,
    /// An image.
    Image,
    /// The title.
    Title,
    /// The preheader.
    Preview,
    /// A style sheet.
    Style,
    /// Attributes that other components have unless they say otherwise.
    Attributes,
    /// HTML as it is to be sent.
    Raw,
    /// Another file.
    Include,
    /// Nothing that is read.
    Silent,
    /// No component: somebody's own, or HTML in the wrong place.
    Unknown,
}

/// What a component is, by its name in lower case.
pub(super) fn component(name: &str) -> Component {
    match name {
        "mj-text" | "mj-html" | "mj-accordion-title" | "mj-accordion-text" => Component::Html,
        "mj-table" => Component::Rows,
        "mj-button" => Component::Button,
        "mj-navbar-link" | "mj-link" | "mj-social-element" => Component::Link,
        "mj-image" | "mj-carousel-image" => Component::Image,
        "mj-title" => Component::Title,
        "mj-preview" => Component::Preview,
        "mj-style" => Component::Style,
        "mj-attributes" => Component::Attributes,
        "mj-raw" => Component::Raw,
        "mj-include" => Component::Include,
        "mj-font" | "mj-breakpoint" | "mj-html-attributes" => Component::Silent,
        name if name == "mjml" || name.starts_with("mj-") => Component::Structure,
        _ => Component::Unknown,
    }
}

/// Whether what stands in a component is not MJML: MJML calls such tags ending tags.
pub(super) const fn is_ending(component: Component) -> bool {
    matches!(
        component,
        Component::Html
            | Component::Rows
            | Component::Button
            | Component::Link
            | Component::Image
            | Component::Title
            | Component::Preview
            | Component::Style
            | Component::Raw
    )
}

/// Attributes of a component that color something, as values of CSS.
pub(super) fn colors(name: &str) -> &'static [&'static str] {
    match name {
        "mj-body" | "mj-container" | "mj-group" => &["background-color"],
        "mj-section" | "mj-wrapper" => {
            &["background-color", "border", "border-top", "border-right", "border-bottom", "border-left"]
        }
        "mj-column" => &[
            "background-color",
            "inner-background-color",
            "border",
            "border-top",
            "border-right",
            "border-bottom",
            "border-left",
            "inner-border",
            "inner-border-top",
            "inner-border-right",
            "inner-border-bottom",
            "inner-border-left",
        ],
        "mj-hero" => &["background-color", "inner-background-color", "container-background-color"],
        "mj-button" => &[
            "background-color",
            "color",
            "border",
            "border-top",
            "border-right",
            "border-bottom",
            "border-left",
            "container-background-color",
        ],
        "mj-text" | "mj-social" => &["color", "container-background-color"],
        "mj-table" => &["color", "border", "container-background-color"],
        "mj-image" => &[
            "border",
            "border-top",
            "border-right",
            "border-bottom",
            "border-left",
            "container-background-color",
        ],
        "mj-divider" => &["border-color", "container-background-color"],
        "mj-spacer" | "mj-carousel" => &["container-background-color"],
        "mj-social-element" | "mj-accordion-title" | "mj-accordion-text" => &["color", "background-color"],
        "mj-navbar-link" => &["color"],
        "mj-accordion" | "mj-accordion-element" => {
            &["background-color", "border", "container-background-color"]
        }
        _ => &[],
    }
}

/// Whether the texts in a component stand together.
pub(super) fn is_container(name: &str) -> bool {
    matches!(
        name,
        "mj-section"
            | "mj-column"
            | "mj-hero"
            | "mj-accordion-element"
            | "mj-navbar"
            | "mj-social"
            | "mj-table"
    )
}
