//! What stands before a number and says whether it is one of a phone. Knows nothing of forms of numbers.

use crate::document::HOLE;

/// What the words before a number say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Before {
    /// That it is a phone number.
    Cue,
    /// That it is a number of something else.
    Against,
    /// Neither.
    Nothing,
}

/// Words that announce a phone number.
const CUES: &[&str] = &[
    "call",
    "calling",
    "phone",
    "phones",
    "telephone",
    "tel",
    "ph",
    "dial",
    "ring",
    "text",
    "sms",
    "hotline",
    "helpline",
    "fax",
    "telefax",
    "whatsapp",
    "mobile",
    "cell",
    "reach",
    "contact",
    "toll-free",
    "tollfree",
    "telefon",
    "telefonnummer",
    "rufnummer",
    "handynummer",
    "faxnummer",
    "servicenummer",
    "fon",
    "mobil",
    "handy",
    "rufen",
    "ruf",
    "anrufen",
    "kundenhotline",
    "servicehotline",
    "service-hotline",
    "durchwahl",
    "téléphone",
    "tél",
    "appelez",
    "appelez-nous",
    "appeler",
    "télécopie",
    "portable",
    "joindre",
    "llame",
    "llama",
    "llámanos",
    "llámenos",
    "llamar",
    "teléfono",
    "telf",
    "tlf",
    "tfno",
    "móvil",
    "telefono",
    "chiama",
    "chiamaci",
    "cellulare",
    "telefoon",
    "bel",
];

/// Signs that announce one.
const SIGNS: &[char] = &['☎', '☏', '✆', '📞', '📱', '📲', '📠', '\u{FE0F}'];

/// Words of numbers of something else.
const AGAINST: &[&str] = &[
    "order",
    "orders",
    "bestellnummer",
    "bestellung",
    "bestell-nr",
    "auftrag",
    "auftragsnummer",
    "sku",
    "item",
    "artikel",
    "artikelnummer",
    "art.-nr",
    "art-nr",
    "isbn",
    "issn",
    "invoice",
    "rechnung",
    "rechnungsnummer",
    "tracking",
    "sendungsnummer",
    "account",
    "konto",
    "kontonummer",
    "kundennummer",
    "ref",
    "reference",
    "référence",
    "referencia",
    "pedido",
    "commande",
    "part",
    "model",
    "modell",
    "serial",
    "seriennummer",
    "vat",
    "ust",
    "ust-id",
    "ust-idnr",
    "steuernummer",
    "st.-nr",
    "ein",
    "iban",
    "bic",
    "tax",
    "id",
    "case",
    "ticket",
    "version",
    "build",
    "ip",
    "code",
    "pin",
    "license",
    "licence",
    "hrb",
    "hra",
    "handelsregister",
    "registernummer",
    "siret",
    "siren",
    "rcs",
    "tva",
    "nif",
    "cif",
    "lot",
    "batch",
    "upc",
    "ean",
    "gtin",
    "asin",
    "patent",
    "policy",
    "member",
    "membership",
    "confirmation",
    "booking",
    "registration",
    "company",
    "charity",
    "card",
    "zip",
    "postcode",
    "abn",
    "duns",
    "loan",
    "nmls",
    "docket",
    "grant",
    "serie",
    "isrc",
    "doi",
];

/// Words that may stand between what announces a number and the number.
const BETWEEN: &[&str] = &[
    "us",
    "me",
    "now",
    "at",
    "on",
    "to",
    "or",
    "and",
    "toll",
    "free",
    "today",
    "our",
    "the",
    "a",
    "number",
    "numbers",
    "is",
    "for",
    "help",
    "support",
    "sales",
    "team",
    "customer",
    "service",
    "care",
    "line",
    "office",
    "no",
    "nr",
    "nummer",
    "directly",
    "anytime",
    "via",
    "by",
    "info",
    "questions",
    "24/7",
    "int",
    "international",
    "uk",
    "de",
    "en",
    "am",
    "unter",
    "uns",
    "sie",
    "an",
    "die",
    "der",
    "den",
    "ist",
    "gebührenfrei",
    "kostenlos",
    "kostenlose",
    "zentrale",
    "büro",
    "au",
    "le",
    "la",
    "nous",
    "numéro",
    "vert",
    "gratuit",
    "al",
    "nos",
    "número",
    "gratis",
    "gratuito",
    "el",
    "atención",
    "cliente",
    "ci",
    "il",
    "aux",
    "app",
    "orders:",
    "main",
];

/// Words right before a number after which a name may stand before them: `Call Harbor & Pine at`.
const TOWARDS: &[&str] = &["at", "on", "to", "unter", "au", "al", "is", "under"];

/// So many words before a number are looked at.
const REACH: usize = 6;
/// And so many bytes, so that a long line of numbers takes linear time.
const MAX_BYTES: usize = 160;

/// What the words before byte `at` say of the number that begins there.
pub(super) fn before(text: &str, at: usize) -> Before {
    let start = (at.saturating_sub(MAX_BYTES)..=at).find(|start| text.is_char_boundary(*start)).unwrap_or(at);
    let head = text.get(start..at).unwrap_or_default();
    // What stands on another line is about something else, unless the line holds the number alone.
    let line = head.trim_end_matches(['\n', '\r']).rsplit(['\n', HOLE]).next().unwrap_or_default();
    let line = line.trim_end_matches(['(', ' ', '\u{A0}']);
    if line.ends_with(SIGNS) {
        return Before::Cue;
    }
    let mut is_open = false;
    let words = line.rsplit(|c: char| c.is_whitespace() || matches!(c, ':' | '|' | '(' | ',' | '"' | '='));
    for (back, word) in words.filter(|word| !word.is_empty()).take(REACH).enumerate() {
        let is_sign = word.chars().all(|c| !c.is_alphanumeric()) && !word.contains(['#', '№']);
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '#' | '№'));
        let bare = bare.trim_end_matches('.');
        if word.ends_with(SIGNS) {
            return Before::Cue;
        }
        // `T: 040 …`, `P. 555-…`
        if back == 0 && matches!(bare, "T" | "P" | "F" | "M" | "t" | "p" | "f" | "m") && is_marked(line, bare)
        {
            return Before::Cue;
        }
        let lower = bare.to_lowercase();
        let lower = lower.as_str();
        if bare.contains(['#', '№']) || AGAINST.contains(&lower) {
            return Before::Against;
        }
        let is_cue = |part: &str| CUES.contains(&part.trim_matches('.'));
        if is_cue(lower) || lower.split(['/', '-', '&']).any(is_cue) {
            return Before::Cue;
        }
        // `Kunden-Nr.`, `Mitgliedsnummer`
        if lower.len() > 6 && (lower.ends_with("-nr") || lower.ends_with("nummer")) && lower != "nummer" {
            return Before::Against;
        }
        if back == 0 {
            is_open = TOWARDS.contains(&lower);
        }
        // The sentence before says nothing of this one.
        let ends_sentence = back > 0 && word.ends_with(['.', '!', '?']) && lower.len() > 3;
        let is_name = is_open && bare.chars().next().is_some_and(char::is_uppercase);
        if ends_sentence || !(is_sign || is_name || BETWEEN.contains(&lower)) {
            return Before::Nothing;
        }
    }
    Before::Nothing
}

/// Whether a single letter is marked as the name of what follows.
fn is_marked(line: &str, letter: &str) -> bool {
    let rest = line.trim_end();
    let marked = rest.strip_suffix([':', '.', '|']).is_some_and(|head| head.trim_end().ends_with(letter));
    let head = rest.trim_end_matches([':', '.', '|', ' ']).strip_suffix(letter).unwrap_or_default();
    marked && !head.ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::{Before, before};

    #[test]
    fn words_before_a_number_say_what_it_is() {
        for text in [
            "Call ",
            "call us at ",
            "Call us toll-free: ",
            "Tel.: ",
            "Tel. ",
            "Telefon/Fax: ",
            "Call Harbor & Pine at ",
            "☎ ",
            "T: ",
            "Questions? Call ",
            "Rufen Sie uns an unter ",
            "Phone no. ",
            "Text JOIN to ",
            "Fax (",
        ] {
            assert_eq!(before(text, text.len()), Before::Cue, "{text}");
        }
        for text in ["Order no. ", "Call with order number ", "ISBN: ", "ticket #", "USt-IdNr. ", "SKU "] {
            assert_eq!(before(text, text.len()), Before::Against, "{text}");
        }
        for text in ["We sold ", "Call me maybe. We sold ", "", "I have 5 or "] {
            assert_eq!(before(text, text.len()), Before::Nothing, "{text}");
        }
    }
}
