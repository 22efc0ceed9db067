//! The guide that comes with the program: `brand-rules/` of the fictional brand Harbor & Pine. Knows nothing of what
//! the files mean.

use crate::guide::GuideFile;
use crate::source::Source;

/// Name and text of each file, in order of name.
pub const SHIPPED: &[(&str, &str)] = &[
    ("brand.toml", include_str!("../../brand-rules/brand.toml")),
    ("messaging.toml", include_str!("../../brand-rules/messaging.toml")),
    ("pricing.toml", include_str!("../../brand-rules/pricing.toml")),
    ("terms.toml", include_str!("../../brand-rules/terms.toml")),
    ("tone.toml", include_str!("../../brand-rules/tone.toml")),
    ("visual.toml", include_str!("../../brand-rules/visual.toml")),
    ("waivers.toml", include_str!("../../brand-rules/waivers.toml")),
];

/// The files of [`SHIPPED`], ready for loading, named as if they lay in `brand-rules/`.
#[must_use]
pub fn shipped_files() -> Vec<GuideFile> {
    let file =
        |(name, text): &(&str, &str)| GuideFile { source: Source::new(format!("brand-rules/{name}"), *text) };
    SHIPPED.iter().map(file).collect()
}
