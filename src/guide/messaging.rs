//! `messaging.toml`: taglines, calls to action, legal lines.

use crate::artifact::Locale;
use crate::finding::GuideRef;

/// What the brand says in the same words everywhere.
#[derive(Clone, Debug, Default)]
pub struct Messaging {
    /// Taglines, verbatim.
    pub taglines: Vec<Line>,
    /// Legal lines, verbatim.
    pub legal_lines: Vec<Line>,
    /// Words that a call to action may have.
    pub calls_to_action: Vec<Line>,
}

/// A line of fixed words.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// Its words.
    pub text: String,
    /// The language it belongs to; `None` is every language.
    pub locale: Option<Locale>,
    /// Where it stands.
    pub origin: GuideRef,
}
