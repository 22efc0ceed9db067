//! The words of calls to action as they are compared. Knows nothing of where they lead.

use crate::artifact::Locale;
use crate::campaign::Member;
use crate::guide::Guide;

/// The words of a call to action.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Label {
    /// Without case and punctuation: what is compared.
    pub(super) folded: String,
    /// As they are written.
    pub(super) shown: String,
    /// Whether the guide lists them.
    pub(super) is_allowed: bool,
    /// Code of the language, where it is known.
    pub(super) language: Option<String>,
}

/// What says to follow and not where to: it may lead anywhere.
const VAGUE: [&str; 52] = [
    "learn more",
    "read more",
    "find out more",
    "see more",
    "view more",
    "more",
    "more info",
    "details",
    "view details",
    "see details",
    "click here",
    "here",
    "shop now",
    "buy now",
    "order now",
    "shop",
    "buy",
    "order",
    "get started",
    "start now",
    "sign up",
    "subscribe",
    "log in",
    "login",
    "register",
    "contact us",
    "view",
    "view product",
    "add to cart",
    "download",
    "continue",
    "next",
    "submit",
    "go",
    "explore",
    "discover",
    "discover more",
    "watch now",
    "book now",
    "mehr erfahren",
    "mehr",
    "jetzt kaufen",
    "jetzt bestellen",
    "zum produkt",
    "weiterlesen",
    "details ansehen",
    "en savoir plus",
    "acheter",
    "acheter maintenant",
    "más información",
    "ver más",
    "comprar ahora",
];

impl Label {
    /// The words, if there are any letters or digits in them.
    pub(super) fn new(text: &str) -> Option<Self> {
        let is_sign = |character: char| !character.is_alphanumeric() && character != '%';
        let words =
            text.split(|c: char| c.is_whitespace() || c == '\u{2192}').map(|word| word.trim_matches(is_sign));
        let folded: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let folded = folded.join(" ");
        (!folded.is_empty()).then_some(Self { folded, shown, is_allowed: false, language: None })
    }

    /// With what the guide makes of it: its language, and whether it is listed.
    pub(super) fn of(self, guide: &Guide, locale: Option<&Locale>) -> Self {
        let locale = locale.or(guide.brand.default_locale.as_ref());
        let listed = guide.messaging.calls_to_action.iter();
        let is_allowed = listed
            .filter(|line| {
                line.locale
                    .as_ref()
                    .zip(locale)
                    .is_none_or(|(own, locale)| own.language() == locale.language())
            })
            .any(|line| Self::new(&line.text).is_some_and(|line| line.folded == self.folded));
        Self { is_allowed, language: locale.map(|locale| locale.language().to_owned()), ..self }
    }

    /// Whether it may lead anywhere.
    pub(super) fn is_vague(&self) -> bool {
        VAGUE.contains(&self.folded.as_str())
    }
}

/// The words of a member's call to action.
pub(super) fn of_member(guide: &Guide, member: &Member<'_>, text: &str) -> Option<Label> {
    Label::new(text).map(|label| label.of(guide, member.attributes.locale.as_ref()))
}
