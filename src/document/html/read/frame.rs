//! What the elements around the text tell, and what an image is there for.

use super::Reader;
use crate::artifact::Locale;
use crate::document::frame::{DeclaredLanguage, is_composed};
use crate::document::html::attributes::ElementAttributes;
use crate::document::html::tree::Element;
use crate::document::{Image, ImageRole};
use crate::scope::{Rendering, Visibility};
use crate::span::Span;

impl Reader<'_, '_> {
    /// Notes an element that encloses the text.
    pub(super) fn note_frame(&mut self, name: &str, element: &Element, attributes: &ElementAttributes<'_>) {
        let is_body = match name {
            "html" => false,
            "body" => true,
            _ => return,
        };
        let Some(tag) = self.tree.tag_span(element) else { return };
        self.note_frame_at(tag.shifted(self.input.base), is_body, attributes);
    }

    /// Notes the root or the body of a document by its tag, bytes of the source. Of each the first counts.
    pub(in crate::document::html) fn note_frame_at(
        &mut self,
        tag: Span,
        is_body: bool,
        attributes: &ElementAttributes<'_>,
    ) {
        let frame = &mut self.document.frame;
        let place = if is_body { &mut frame.body } else { &mut frame.root };
        if place.is_some() || self.context.rendering != Rendering::Main {
            return;
        }
        *place = Some(tag);
        if let Some(value) = attributes.span("lang").or_else(|| attributes.span("xml:lang")) {
            let locale = Locale::parse(value.slice(self.input.markup));
            frame.languages.push(DeclaredLanguage { locale, span: value.shifted(self.input.base) });
        }
        if is_body {
            frame.is_composed |= is_composed(self.input.source, self.input.tags);
        }
    }

    pub(super) fn add_image(&mut self, element: &Element, attributes: &ElementAttributes<'_>) {
        let tag = self.tree.tag_span(element).unwrap_or_default();
        self.add_image_at(tag.shifted(self.input.base), attributes);
    }

    /// Adds the image that a tag is, bytes of the source, with its link.
    pub(in crate::document::html) fn add_image_at(&mut self, tag: Span, attributes: &ElementAttributes<'_>) {
        let link = match attributes.has("href") {
            true => self.add_link_to(tag, attributes.value("href"), attributes, false),
            false => self.link_around(),
        };
        let sources = self.sources_of(attributes);
        self.document.images.push(Image {
            src: attributes.value("src"),
            sources,
            alt: attributes.value("alt"),
            span: tag,
            role: self.image_role(tag, attributes),
            link,
            rendering: self.context.rendering,
        });
    }

    /// The link that is open, be it a button or not.
    fn link_around(&self) -> Option<u32> {
        let button = self.context.button.and_then(|button| self.document.buttons.get(button as usize));
        button.map_or(self.context.link.map(|(link, _)| link), |button| button.link)
    }

    fn image_role(&self, tag: Span, attributes: &ElementAttributes<'_>) -> ImageRole {
        let is = |name: &str, words: &[&str]| {
            attributes
                .raw(name)
                .is_some_and(|value| words.iter().any(|word| value.trim().eq_ignore_ascii_case(word)))
        };
        if is("role", &["presentation", "none"])
            || is("aria-hidden", &["true"])
            || self.context.visibility != Visibility::Visible
            || is_tiny(attributes)
        {
            return ImageRole::Decoration;
        }
        if has_label(attributes) || attributes.has_tag_between(tag) {
            return ImageRole::Labeled;
        }
        ImageRole::Content
    }
}

/// Whether an attribute names the element for those who have it read aloud.
pub(super) fn has_label(attributes: &ElementAttributes<'_>) -> bool {
    ["aria-label", "aria-labelledby"]
        .iter()
        .any(|name| attributes.span(name).is_some_and(|value| !value.is_empty()))
}

/// Whether the image is at most one pixel wide or high: a tracking pixel, a spacer.
fn is_tiny(attributes: &ElementAttributes<'_>) -> bool {
    let is_dimension = |name: &str| matches!(name, "width" | "height");
    let mut styles =
        attributes.raw("style").unwrap_or_default().split(';').filter_map(|one| one.split_once(':'));
    attributes.iter().any(|(name, _)| is_dimension(name) && attributes.raw(name).is_some_and(is_tiny_length))
        || styles.any(|(property, value)| {
            is_dimension(property.trim().to_ascii_lowercase().as_str()) && is_tiny_length(value)
        })
}

/// Whether a length is 0 or 1 pixel.
fn is_tiny_length(length: &str) -> bool {
    let length = length.trim();
    let digits = length.bytes().take_while(u8::is_ascii_digit).count();
    let unit = length.get(digits..).unwrap_or_default().trim_start();
    let is_pixels = unit.is_empty() || unit.get(..2).is_some_and(|unit| unit.eq_ignore_ascii_case("px"));
    is_pixels && matches!(length.get(..digits), Some("0" | "1"))
}

#[cfg(test)]
mod tests {
    use super::is_tiny_length;

    #[test]
    fn lengths_of_a_pixel_are_told_from_shares() {
        for length in ["0", "1", " 1px", "1 PX !important"] {
            assert!(is_tiny_length(length), "{length}");
        }
        for length in ["", "10", "1em", "100%", "1.5px", "auto", "0.9em", "px"] {
            assert!(!is_tiny_length(length), "{length}");
        }
    }
}
