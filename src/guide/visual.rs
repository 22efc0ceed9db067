//! `visual.toml`: color tokens.

use crate::finding::GuideRef;
use crate::values::color::Srgb;

/// The colors of the brand.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    /// Tokens, in the order of the file.
    pub colors: Vec<ColorToken>,
    /// Colors that anybody may use: black, white, greys. From `neutral = ["#fff", …]`.
    pub neutrals: Vec<Srgb>,
    /// Where the neutrals stand.
    pub neutrals_origin: Option<GuideRef>,
}

/// A named color.
#[derive(Clone, Debug)]
pub struct ColorToken {
    /// Its id, `pine-600`.
    pub id: String,
    /// Its value.
    pub value: Srgb,
    /// Roles it may have, as `cta-background`; empty is any role.
    pub uses: Vec<String>,
    /// Where it stands.
    pub origin: GuideRef,
}
