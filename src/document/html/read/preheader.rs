//! The line that mail clients show behind the subject: the first text of the body, mostly hidden there, padded with
//! characters that nobody sees.

use super::Reader;
use crate::document::html::attributes::ElementAttributes;
use crate::scope::{Rendering, Scope, Visibility};

impl Reader<'_, '_> {
    /// Whether nothing of the body was read yet, so that what comes is what mail clients show behind the subject.
    pub(in crate::document::html) fn is_at_start(&self) -> bool {
        self.input.is_email && !self.state.has_text && self.context.rendering == Rendering::Main
    }

    /// Whether a hidden element is the preheader: the first text of an email, or what is called one.
    pub(super) fn is_hidden_preheader(&self, attributes: &ElementAttributes<'_>) -> bool {
        self.is_at_start() || is_called_preheader(attributes) || attributes.is_called(&["preview"])
    }

    /// Whether an element that readers see, or that a style sheet hides, is the preheader.
    pub(super) fn is_preheader(&self, attributes: &ElementAttributes<'_>) -> bool {
        self.is_at_start()
            && matches!(self.context.scope, Scope::Body | Scope::Cell)
            && is_called_preheader(attributes)
    }

    /// Whether the first text of an email hides in other ways than `display: none`: too small, too faint or too flat.
    pub(super) fn is_hidden_start(&self, attributes: &ElementAttributes<'_>) -> bool {
        self.is_at_start() && attributes.raw("style").is_some_and(hides)
    }

    /// Whether the colors of an element are nobody's business: nobody sees a hidden preheader, nor what fills the line behind
    /// it, and white on white is how they hide.
    pub(super) fn spares_colors(&self, is_hidden: bool, attributes: &ElementAttributes<'_>) -> bool {
        let is_within =
            self.context.scope == Scope::Preheader && self.context.visibility == Visibility::Hidden;
        let is_preheader = || self.state.is_after_preheader || self.is_hidden_preheader(attributes);
        is_within || (is_hidden && self.input.is_email && is_preheader())
    }
}

fn is_called_preheader(attributes: &ElementAttributes<'_>) -> bool {
    ["class", "id"].iter().filter_map(|name| attributes.raw(name)).any(|value| {
        let plain: String =
            value.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        ["preheader", "previewtext"].iter().any(|word| plain.contains(word))
    })
}

/// Whether a `style` attribute hides a text as preheaders are hidden. Each sign alone has other uses; three do not meet by
/// chance.
fn hides(style: &str) -> bool {
    let mut n_signs = 0;
    for (property, value) in style.split(';').filter_map(|declaration| declaration.split_once(':')) {
        let value = value.trim();
        let (property, is_zero) = (property.trim(), is_nothing(value));
        let is = |name: &str| property.eq_ignore_ascii_case(name);
        if is("opacity") && is_zero {
            return true;
        }
        // Outlook hides it, which alone is the way to show something to everybody else.
        n_signs += if is("mso-hide") && value.eq_ignore_ascii_case("all") { 2 } else { 0 };
        let is_tiny = is_zero || value.eq_ignore_ascii_case("1px");
        let is_sign = ((is("font-size") || is("line-height")) && is_tiny)
            || ((is("max-height") || is("max-width") || is("height") || is("width")) && is_zero)
            || (is("color") && value.eq_ignore_ascii_case("transparent"))
            || (is("overflow") && value.eq_ignore_ascii_case("hidden"));
        n_signs += u32::from(is_sign);
    }
    n_signs >= 3
}

/// Whether a length or a number is zero.
fn is_nothing(value: &str) -> bool {
    let digits =
        value.trim_end_matches(|character: char| character.is_ascii_alphabetic() || character == '%');
    !digits.is_empty() && digits.bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::hides;

    #[test]
    fn preheaders_hide_in_many_ways() {
        for style in [
            "mso-hide:all; font-size:1px",
            "font-size:1px; opacity:0",
            "font-size:1px;line-height:1px;max-height:0px;overflow:hidden",
            "FONT-SIZE: 0; LINE-HEIGHT: 0; OVERFLOW: HIDDEN",
        ] {
            assert!(hides(style), "{style}");
        }
        for style in [
            "font-size:0;line-height:0",
            "font-size:0",
            "max-width:0.5em",
            "opacity:0.8",
            "overflow:hidden",
            "mso-hide:all",
        ] {
            assert!(!hides(style), "{style}");
        }
    }
}
