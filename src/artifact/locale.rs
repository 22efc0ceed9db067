//! Language tags.

use std::fmt;
use std::sync::Arc;

/// A language tag after BCP 47, such as `en-US`. Compared as written here: language lower case, region upper.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Locale(Arc<str>);

impl Locale {
    /// Reads a tag, accepting `_` for `-` and any case; `None` where it is no language tag.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = tag.trim();
        let mut parts = Vec::new();
        for (index, part) in tag.split(['-', '_']).enumerate() {
            let ok = !part.is_empty() && part.len() <= 8 && part.bytes().all(|b| b.is_ascii_alphanumeric());
            let is_language =
                (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic());
            if !ok || (index == 0 && !is_language) {
                return None;
            }
            parts.push(match (index, part.len()) {
                (0, _) => part.to_ascii_lowercase(),
                (_, 2) => part.to_ascii_uppercase(),
                _ => part.to_owned(),
            });
        }
        Some(Self(parts.join("-").into()))
    }

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language, the first part of the tag.
    #[must_use]
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// The region, as a code of ISO 3166: of a tag without one that of the country whose language it is, where it is mainly
    /// that of one.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        let is_region = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase());
        let home = || match self.language() {
            "de" => Some("DE"),
            "fr" => Some("FR"),
            "es" => Some("ES"),
            "it" => Some("IT"),
            "nl" => Some("NL"),
            "pl" => Some("PL"),
            "sv" => Some("SE"),
            "da" => Some("DK"),
            "ja" => Some("JP"),
            _ => None,
        };
        self.as_str().split('-').skip(1).find(is_region).or_else(home)
    }

    /// Whether a guide entry for this locale speaks about text in `other`: `en` covers `en-US`.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self == other || (self.as_str() == self.language() && self.language() == other.language())
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
