//! Colors as the reader sees them: sRGB with alpha, 8 bits a channel.

use std::fmt;
use std::str::FromStr;

/// A color.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Srgb {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
    /// Opacity, 255 is opaque.
    pub alpha: u8,
}

impl Srgb {
    /// Whether nothing of it is seen.
    #[must_use]
    pub const fn is_transparent(self) -> bool {
        self.alpha == 0
    }

    /// The same color, opaque.
    #[must_use]
    pub const fn opaque(self) -> Self {
        Self { alpha: 255, ..self }
    }
}

/// A text that is no CSS color.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is no color; write it like `#0B5D4E`")]
pub struct ColorError(String);

impl FromStr for Srgb {
    type Err = ColorError;

    /// Reads a CSS color: hex, a name, `rgb()`, `hsl()`, `hwb()`, `lab()` and their kin.
    fn from_str(text: &str) -> Result<Self, ColorError> {
        let color = csscolorparser::parse(text).map_err(|_| ColorError(text.to_owned()))?;
        let [red, green, blue, alpha] = color.to_rgba8();
        Ok(Self { red, green, blue, alpha })
    }
}

impl fmt::Display for Srgb {
    /// `#RRGGBB`, with two more digits where it is not opaque.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{:02X}{:02X}{:02X}", self.red, self.green, self.blue)?;
        if self.alpha == 255 { Ok(()) } else { write!(formatter, "{:02X}", self.alpha) }
    }
}

#[cfg(test)]
mod tests {
    use super::Srgb;

    #[test]
    fn forms_of_one_color_are_equal() {
        let pine: Srgb = "#0B5D4E".parse().expect("a color");
        for form in ["#0b5d4e", "rgb(11, 93, 78)", "rgb(11 93 78 / 1)"] {
            assert_eq!(form.parse(), Ok(pine), "{form}");
        }
        assert_eq!(pine.to_string(), "#0B5D4E");
        assert!("pine".parse::<Srgb>().is_err());
    }
}
