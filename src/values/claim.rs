//! What numbers are claimed of, and in which units: words of several languages and the one by which claims are compared.
//! Knows nothing of the texts they stand in.

use crate::text::fold::fold;

/// How a subject is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// In time: a warranty of ten years.
    Duration,
    /// By itself: ten thousand customers.
    Count,
}

/// Something that numbers are claimed of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Subject {
    /// The word by which it is compared.
    pub name: &'static str,
    /// How it is counted.
    pub measure: Measure,
    /// Its words, folded.
    forms: &'static [&'static str],
}

const fn duration(name: &'static str, forms: &'static [&'static str]) -> Subject {
    Subject { name, measure: Measure::Duration, forms }
}

const fn count(name: &'static str, forms: &'static [&'static str]) -> Subject {
    Subject { name, measure: Measure::Count, forms }
}

/// Every subject that is known without a guide.
#[rustfmt::skip]
const SUBJECTS: &[Subject] = &[
    duration("warranty", &["warranty", "warranties", "garantie", "garantía", "garantia"]),
    duration("guarantee", &["guarantee"]),
    duration("returns", &["returns", "return", "rückgaberecht", "rückgabe", "rückgabefrist", "rücksendung",
        "retours", "retour", "devoluciones", "devolución"]),
    duration("trial", &["trial", "trials", "probezeit", "testphase", "probeabo", "testzeitraum", "essai", "prueba"]),
    count("customers", &["customers", "kunden", "kundinnen", "clients", "clientes"]),
    count("users", &["users", "nutzer", "nutzerinnen", "anwender", "utilisateurs", "usuarios"]),
    count("reviews", &["reviews", "ratings", "bewertungen", "rezensionen", "avis", "reseñas", "opiniones",
        "valoraciones"]),
    count("countries", &["countries", "länder", "ländern", "pays", "países"]),
    count("teams", &["teams", "equipos", "équipes"]),
    count("stores", &["stores", "shops", "filialen", "geschäfte", "geschäften", "magasins", "boutiques", "tiendas"]),
    count("companies", &["companies", "businesses", "unternehmen", "firmen", "entreprises", "empresas"]),
    count("members", &["members", "mitglieder", "mitgliedern", "membres", "miembros"]),
    count("subscribers", &["subscribers", "abonnenten", "abonnés", "suscriptores"]),
    count("homes", &["homes", "households", "haushalte", "haushalten", "foyers", "hogares"]),
    count("downloads", &["downloads", "téléchargements", "descargas"]),
];

/// Words before a subject that do not make it another one.
#[rustfmt::skip]
const NEUTRAL: &[&str] = &[
    "limited", "full", "free", "no", "hassle", "hassle-free", "easy", "risk", "risk-free", "manufacturer", "hersteller", "standard",
    "comprehensive", "our", "happy", "satisfied", "loyal", "verified", "paying", "active", "global", "worldwide",
    "real", "honest", "star", "five-star", "5-star", "a", "of", "de", "d'", "une", "un", "una", "volle", "vollen",
    "zufriedene", "zufriedenen", "glückliche", "glücklichen", "kostenlose", "kostenloses", "kostenlosen",
    "verifizierte", "echte", "aktive", "weltweit", "satisfechos", "satisfaits", "gratuit", "gratuita", "gratis",
    "your", "customer", "online", "total", "unique",
];

/// Units of time.
#[rustfmt::skip]
const UNITS: &[(&str, &[&str])] = &[
    ("year", &["year", "years", "yr", "yrs", "jahr", "jahre", "jahren", "jähriger", "jährige", "jährigen", "an", "ans",
        "année", "années", "año", "años"]),
    ("month", &["month", "months", "monat", "monate", "monaten", "monatige", "monatiger", "monatigen", "mois", "mes",
        "meses"]),
    ("week", &["week", "weeks", "woche", "wochen", "wöchige", "wöchiger", "semaine", "semaines", "semana", "semanas"]),
    ("day", &["day", "days", "tag", "tage", "tagen", "tägige", "tägiges", "tägiger", "tägigen", "jour", "jours", "día",
        "días", "dia", "dias"]),
    ("night", &["night", "nights", "nacht", "nächte", "nuit", "nuits", "noche", "noches"]),
];

/// The subject that a folded word means.
#[must_use]
pub fn subject_of(word: &str) -> Option<&'static Subject> {
    SUBJECTS.iter().find(|subject| subject.forms.contains(&word))
}

/// Every folded word that means a subject.
pub(crate) fn words_of_subjects() -> impl Iterator<Item = &'static str> {
    SUBJECTS.iter().flat_map(|subject| subject.forms.iter().copied())
}

/// The unit of time that a folded word means, in the singular: `year`.
#[must_use]
pub fn unit_of_time(word: &str) -> Option<&'static str> {
    UNITS.iter().find(|(_, forms)| forms.contains(&word)).map(|(name, _)| *name)
}

/// Whether a folded word before a subject leaves it the same.
#[must_use]
pub fn is_neutral(word: &str) -> bool {
    NEUTRAL.contains(&word.trim_end_matches("'s").trim_end_matches('\''))
}

/// What is claimed of, in the words by which claims are compared: `limited warranty` is `warranty`, and so is `Garantie`.
#[must_use]
pub fn subject(text: &str) -> String {
    let folded = fold(text.trim()).text;
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let Some((head, before)) = words.split_last() else { return String::new() };
    let Some(subject) = subject_of(head) else { return words.join(" ") };
    let kept = before.iter().copied().filter(|word| !is_neutral(word));
    kept.chain([subject.name]).collect::<Vec<_>>().join(" ")
}

/// A unit in the form in which claims are compared: `years` is `year`, `%` is `percent`, `out of 5` is `of 5`.
#[must_use]
pub fn unit(text: &str) -> String {
    let folded = fold(text.trim()).text;
    match folded.as_str() {
        "%" | "per cent" | "prozent" => "percent".to_owned(),
        word => match (unit_of_time(word), word.strip_prefix("out of ").or_else(|| word.strip_prefix('/'))) {
            (Some(unit), _) => unit.to_owned(),
            (None, Some(best)) => format!("of {best}"),
            (None, None) => folded,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{SUBJECTS, UNITS, subject, unit};
    use crate::text::fold::fold;

    #[test]
    fn the_words_are_folded_and_each_means_one_thing() {
        let mut all: Vec<&str> = SUBJECTS.iter().flat_map(|subject| subject.forms).copied().collect();
        all.extend(UNITS.iter().flat_map(|(_, forms)| forms.iter().copied()));
        let count = all.len();
        assert!(all.iter().all(|word| fold(word).text == *word));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn words_of_languages_mean_the_same() {
        assert_eq!(subject("Limited Warranty"), "warranty");
        assert_eq!(subject("Garantie"), "warranty");
        assert_eq!(subject("frame warranty"), "frame warranty");
        assert_eq!(subject("recycled steel"), "recycled steel");
        assert_eq!(
            (unit("Jahre").as_str(), unit("%").as_str(), unit("out of 5").as_str()),
            ("year", "percent", "of 5")
        );
    }
}
