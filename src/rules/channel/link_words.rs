//! Words of links that say nothing, by language: data, as [`bare_words`](crate::text::words::bare_words) gives them.

/// Words of links that say nothing about where the link leads. Words such as "learn more" or "details", which many brands
/// write on purpose, are left to the guide.
const VAGUE: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "click",
            "click here",
            "click here now",
            "click me",
            "click on this link",
            "click the link",
            "click this link",
            "follow this link",
            "here",
            "just click here",
            "link",
            "more",
            "please click here",
            "press here",
            "read more",
            "read more here",
            "tap here",
            "this",
            "this link",
            "this page",
            "this site",
            "this website",
        ],
    ),
    (
        "de",
        &[
            "diese seite",
            "dieser link",
            "hier",
            "hier klicken",
            "hier lang",
            "klick hier",
            "klick mich",
            "klicke hier",
            "klicken",
            "klicken sie hier",
            "link",
            "mehr",
            "mehr lesen",
            "weiter lesen",
            "weiterlesen",
        ],
    ),
    (
        "fr",
        &[
            "ce lien",
            "cette page",
            "clique ici",
            "cliquer ici",
            "cliquez ici",
            "ici",
            "lien",
            "lire la suite",
            "lire plus",
            "plus",
        ],
    ),
    (
        "es",
        &[
            "aquí",
            "clic aquí",
            "enlace",
            "esta página",
            "este enlace",
            "haga clic aquí",
            "haz clic aquí",
            "leer más",
            "más",
            "pincha aquí",
            "pulsa aquí",
        ],
    ),
    ("it", &["clicca qui", "leggi di più", "leggi tutto", "qui", "questa pagina", "questo link"]),
    ("nl", &["deze link", "deze pagina", "hier", "klik hier", "lees meer", "lees verder", "meer"]),
    (
        "pt",
        &["aqui", "clica aqui", "clique aqui", "esta página", "este link", "leia mais", "ler mais", "mais"],
    ),
];

/// Whether `words` say nothing in a text in `language`. A single word may be a name or mean something else in another
/// language, so it counts in its own; several words count in every text.
pub(super) fn is_vague(words: &str, language: Option<&str>) -> bool {
    VAGUE.iter().any(|(own, list)| {
        let counts = language.unwrap_or("en") == *own || words.contains(' ');
        counts && list.contains(&words)
    })
}

#[cfg(test)]
mod tests {
    use super::{VAGUE, is_vague};
    use crate::text::words::bare_words;

    #[test]
    fn single_words_count_in_their_language() {
        assert!(is_vague("hier klicken", Some("en")));
        assert!(is_vague("plus", Some("fr")) && !is_vague("plus", Some("en")));
        assert!(is_vague("here", None) && !is_vague("hier", None));
    }

    #[test]
    fn the_words_are_bare() {
        for words in VAGUE.iter().flat_map(|(_, list)| *list) {
            assert_eq!(bare_words(words), *words);
        }
    }
}
