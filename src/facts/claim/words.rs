//! The words around the numbers of claims, in lower case. Data only.

/// What ratings count.
pub(super) const STARS: &[&str] = &["star", "stars", "stern", "sterne", "sternen", "étoiles", "estrellas"];

/// The sign of percent in words.
pub(super) const PERCENT: &[&str] = &["percent", "prozent"];

/// Words between a rating and the best one, beside "out of".
pub(super) const OF: &[&str] = &["von", "sur", "de"];

/// Words that no claim goes over.
#[rustfmt::skip]
pub(super) const STOPS: &[&str] = &[
    "and", "or", "for", "in", "to", "is", "are", "was", "were", "after", "with", "we", "you", "if", "on", "at", "by",
    "from", "until", "before", "since", "ago", "und", "oder", "für", "mit", "ist", "sind", "nach", "bis", "seit", "auf",
    "et", "ou", "pour", "avec", "est", "depuis", "y", "o", "para", "con", "es", "who", "that", "which", "when", "than",
    "plus", "per", "pro", "the", "die", "der", "das", "den", "le", "les", "el", "los", "il", "später", "kam", "par", "por", "not", "have", "has", "will", "can", "may", "old", "later", "as", "into", "this",
];

/// Words between a subject and its duration: `returns within 30 days`.
pub(super) const LINKS: &[&str] =
    &["of", "de", "von", "within", "innerhalb", "binnen", "sous", "en", "pendant", "durante", "dans"];

/// Words before a lowest number, with the word before them where they need one.
pub(super) const MINIMUMS: &[(&str, &str)] = &[
    ("", "over"),
    ("more", "than"),
    ("", "above"),
    ("at", "least"),
    ("", "über"),
    ("mehr", "als"),
    ("", "mindestens"),
    ("plus", "de"),
    ("au", "moins"),
    ("más", "de"),
    ("al", "menos"),
    ("", "exceeding"),
];

/// Words that say who trusts the brand.
#[rustfmt::skip]
pub(super) const TRUST: &[&str] = &[
    "trusted", "loved", "chosen", "used", "serving", "serve", "join", "joined", "powering", "helping", "vertrauen",
    "vertraut", "beliebt", "bei", "confiance", "adopté", "rejoignez", "confían", "únete",
];

/// Words before a number that is a part, a limit or a rank.
#[rustfmt::skip]
pub(super) const LIMITS: &[&str] = &[
    "first", "next", "last", "top", "up", "per", "under", "fewer", "less", "only", "ersten", "nächsten", "letzten",
    "bis", "zu", "premiers", "premières", "jusqu'à", "à", "hasta", "primeros", "maximum", "max", "every", "another",
];

/// Beginnings of words that say what a material is, and the word by which they are compared.
pub(super) const MATERIALS: &[(&str, &str)] = &[
    ("recycled", "recycled"),
    ("recycelt", "recycled"),
    ("recyclé", "recycled"),
    ("reciclad", "recycled"),
    ("organic", "organic"),
    ("renewable", "renewable"),
    ("erneuerbar", "renewable"),
    ("renouvelable", "renewable"),
    ("renovable", "renewable"),
    ("recyclable", "recyclable"),
    ("recycelbar", "recyclable"),
    ("recyclingfähig", "recyclable"),
    ("compostable", "compostable"),
    ("kompostierbar", "compostable"),
    ("biodegradable", "biodegradable"),
    ("biologisch", "organic"),
];
