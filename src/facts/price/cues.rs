//! What an amount is for, by the words around it. Knows nothing of numbers or of markup.
//!
//! Cues are words right before or right after an amount, with at most a few filler words between. Whatever is further
//! away says nothing: a missed role costs less than a wrong one.

use super::cue_words::{AFTER, BEFORE, FILLERS};
use super::tax;
use crate::facts::PriceRole;
use crate::guide::brand::TaxBasis;

/// Characters of text that are looked at on each side of an amount.
const REACH: usize = 64;

/// What the words around an amount say.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Cues {
    /// The role, where the words say one.
    pub(super) role: Option<PriceRole>,
    /// The period or unit that the amount is for, as facts name it.
    pub(super) per: Option<String>,
    /// What is said of the tax.
    pub(super) tax: Option<TaxBasis>,
    /// Whether the words say what something is worth: the price before, or the value of a gift.
    pub(super) is_worth: bool,
}

/// What a gift card is called, in several languages. A voucher, "Gutschein", may be a promo code as well.
const GIFT_CARDS: &[&str] = &[
    "gift card",
    "giftcard",
    "e-gift",
    "geschenkgutschein",
    "geschenkkarte",
    "carte cadeau",
    "carte-cadeau",
    "chèque-cadeau",
    "tarjeta regalo",
    "carta regalo",
];

/// Reads the words around an amount. `before` ends where the amount starts and reaches back no further than the end of
/// the amount before; `after` starts where the amount ends and reaches no further than the start of the next one, if one
/// `is_followed` by another.
pub(super) fn read(before: &str, after: &str, is_followed: bool) -> Cues {
    let before = lead(before);
    let after = tail(after);
    if after.trim().is_empty() && before.trim().is_empty() {
        // Texts of nothing but amounts would ask thousands of times for words that cannot be there.
        return Cues::default();
    }
    let (per, unit_role, rest) = per(&after);
    let (per, unit_role) = match measured(&before) {
        Some(measure) if per.is_none() => (Some(format!("unit:{measure}")), Some(PriceRole::Unit)),
        _ => (per, unit_role),
    };
    // Values of gift cards are told far from their noun: "Gift cards for any desk: $50, $100".
    let is_gift_card = GIFT_CARDS.iter().any(|words| before.contains(words));
    let role = unit_role
        .or(if is_gift_card { Some(PriceRole::Other) } else { None })
        .or_else(|| counted(&before))
        .or_else(|| after_role(rest, is_followed))
        .or_else(|| before_role(&before))
        .or_else(|| (rest.starts_with('+') && !tax::is_added(rest)).then_some(PriceRole::From));
    let label = before.trim_end().strip_suffix(':').filter(|label| label.len() <= 16);
    let is_worth = role == Some(PriceRole::List) && is_worth(&before, rest);
    Cues { role, per, tax: tax::said(&after).or_else(|| label.and_then(tax::said)), is_worth }
}

/// `worth $499`, `a $499 value`.
fn is_worth(before: &str, after: &str) -> bool {
    let lead = trim_end(before);
    let is_valued = ["value", "retail value"].iter().any(|words| after.trim_start().starts_with(words));
    ["worth", "valued at"].iter().any(|words| ends_with_words(lead, words))
        || is_valued && ends_with_words(lead, "a")
}

/// The measure that an amount is the price of, in front of it: `1 kg = 25,80 €`.
fn measured(before: &str) -> Option<String> {
    let head = before.trim_end().strip_suffix('=')?.trim_end();
    let digits = head.rfind(|character: char| character.is_ascii_digit())?;
    let start = head.get(..digits)?.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    let (measure, rest) = measure(head.get(start..)?)?;
    rest.is_empty().then_some(measure)
}

/// Whether the text between two amounts only lists them: `$25, $50 or $100`.
pub(super) fn is_list(between: &str) -> bool {
    matches!(between.trim(), "," | "or" | "and" | "oder" | "und" | ", or" | ", and" | "/" | "&")
}

/// Whether the words right before an amount say "from" with nothing else: the start of `from $499 to $399`.
pub(super) fn ends_with_from(before: &str) -> bool {
    let lead = lead(before);
    let lead = lead.trim_end_matches([' ', ':']);
    ["from", "von", "de"].iter().any(|word| ends_with_words(lead, word))
}

/// The lower-case text of the clause before an amount.
pub(in crate::facts) fn lead(before: &str) -> String {
    let start = before.char_indices().rev().nth(REACH).map_or(0, |(at, _)| at);
    let clause = before.get(start..).unwrap_or_default();
    let start = clause_start(clause);
    clause.get(start..).unwrap_or_default().to_lowercase()
}

/// Where the last clause starts: after a sentence end, a line break or a bullet.
fn clause_start(text: &str) -> usize {
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let ends = match character {
            '\n' | '\u{2022}' | '\u{B7}' | '|' | '!' | '?' | ';' => true,
            '.' => {
                next.is_some_and(char::is_whitespace) && !is_abbreviation(text.get(..at).unwrap_or_default())
            }
            _ => false,
        };
        if ends {
            start = at + character.len_utf8();
        }
    }
    start
}

fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|character: char| !character.is_alphabetic()).next().unwrap_or_default();
    [
        "reg", "orig", "incl", "inkl", "inc", "excl", "exkl", "ex", "exc", "zzgl", "ca", "approx", "max",
        "min", "no", "st",
    ]
    .iter()
    .any(|short| word.eq_ignore_ascii_case(short))
}

/// The lower-case text of the clause after an amount.
pub(in crate::facts) fn tail(after: &str) -> String {
    let end = after.char_indices().nth(REACH).map_or(after.len(), |(at, _)| at);
    let text = after.get(..end).unwrap_or_default();
    let mut stop = text.len();
    for (at, character) in text.char_indices() {
        let ends = match character {
            '\n' | '\u{2022}' | '\u{B7}' | '|' | '!' | '?' | ';' => true,
            '.' => {
                text.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_whitespace))
                    && !is_abbreviation(text.get(..at).unwrap_or_default())
            }
            _ => false,
        };
        if ends {
            stop = at;
            break;
        }
    }
    text.get(..stop).unwrap_or_default().to_lowercase()
}

fn before_role(before: &str) -> Option<PriceRole> {
    // Up to three filler words may stand between the cue and the amount.
    let mut rest = trim_end(before);
    for _ in 0..4 {
        if rest.is_empty() {
            return None;
        }
        let mut longest: Option<(usize, PriceRole)> = None;
        for (role, words) in BEFORE {
            for word in *words {
                let is_longer = longest.is_none_or(|(length, _)| word.len() > length);
                if is_longer && ends_with_words(rest, word) && !is_spared(rest, word) {
                    longest = Some((word.len(), *role));
                }
            }
        }
        if let Some((_, role)) = longest {
            return Some(role);
        }
        let filler = FILLERS.iter().find(|filler| ends_with_words(rest, filler))?;
        rest = trim_end(rest.get(..rest.len() - filler.len()).unwrap_or_default());
    }
    None
}

/// Cue words that mean something else after certain words: "free shipping, $399", "get it for $399".
fn is_spared(rest: &str, word: &str) -> bool {
    let head = rest.get(..rest.len() - word.len()).unwrap_or_default().trim_end();
    match word {
        "shipping" | "delivery" => {
            ["free", "with", "inkl.", "incl.", "including", "fast"].iter().any(|free| head.ends_with(free))
        }
        "versand" | "lieferung" | "livraison" => head.ends_with("inkl.") || head.ends_with("kostenloser"),
        // `Ex Tax: $19.99` is a price, `Tax: $2` is none; `£280 + VAT, £336` are two.
        "tax" | "vat" | "mwst" => {
            const BASES: &[&str] = &[
                "ex",
                "ex.",
                "excl.",
                "excl",
                "excluding",
                "inc",
                "inc.",
                "incl.",
                "incl",
                "including",
                "inkl.",
                "exkl.",
                "zzgl.",
                "plus",
                "+",
            ];
            BASES.iter().any(|word| ends_with_words(head, word))
        }
        _ => false,
    }
}

fn trim_end(text: &str) -> &str {
    text.trim_end_matches(|character: char| {
        character.is_whitespace()
            || matches!(
                character,
                ':' | '(' | '-' | '\u{2013}' | '\u{2014}' | '"' | '\u{201C}' | '=' | '*' | ','
            )
    })
}

/// Whether `text` ends with `words` at the start of a word.
fn ends_with_words(text: &str, words: &str) -> bool {
    text.strip_suffix(words).is_some_and(|head| {
        head.chars().next_back().is_none_or(|previous| !previous.is_alphanumeric() && previous != '-')
    })
}

/// Words behind one amount that belong to the next, where nothing else stands between: `$29 Regular price: $39`.
const LEADING: &[&str] =
    &["rrp", "msrp", "srp", "retail", "list price", "regular price", "uvp", "normalpreis"];

fn after_role(after: &str, is_followed: bool) -> Option<PriceRole> {
    let rest = after
        .trim_start_matches(|character: char| character.is_whitespace() || matches!(character, '(' | '*'));
    let between = rest.trim_end_matches([' ', ':', '.']);
    if is_followed && LEADING.contains(&between) {
        return None;
    }
    let starts = |words: &str| {
        rest.strip_prefix(words)
            .is_some_and(|tail| tail.chars().next().is_none_or(|next| !next.is_alphanumeric()))
    };
    let fitting = AFTER.iter().flat_map(|(role, words)| words.iter().map(move |word| (*role, *word)));
    fitting.filter(|(_, word)| starts(word)).max_by_key(|(_, word)| word.len()).map(|(role, _)| role)
}

/// `4 x $24.99`, `3 × 20 €`.
fn counted(before: &str) -> Option<PriceRole> {
    let head = trim_end(before);
    let head = head.strip_suffix(" de").unwrap_or(head).trim_end();
    let head = ["x", "×", "mal"].iter().find_map(|sign| head.strip_suffix(sign))?;
    let count = head.trim_end();
    // `1 x $19.99` is a line of a cart.
    let is_one =
        count.strip_suffix('1').is_some_and(|head| !head.ends_with(|last: char| last.is_ascii_digit()));
    (count.ends_with(|character: char| character.is_ascii_digit()) && !is_one)
        .then_some(PriceRole::Instalment)
}

/// Periods and units after an amount: the value of `per`, a role where the unit is a measure, and what follows.
fn per(after: &str) -> (Option<String>, Option<PriceRole>, &str) {
    const PERIODS: &[(&str, &[&str])] = &[
        ("month", &["month", "months", "mo", "mo.", "mth", "monat", "mois", "mes", "mese"]),
        ("year", &["year", "yr", "yr.", "annum", "jahr", "an", "año", "anno"]),
        ("week", &["week", "wk", "woche", "semaine"]),
        ("day", &["day", "tag", "jour"]),
        ("unit:hour", &["hour", "hr", "hr.", "stunde", "heure", "hora", "ora"]),
        ("unit:night", &["night", "nacht", "nuit"]),
        ("unit:user", &["user", "nutzer", "utilisateur"]),
        ("unit:seat", &["seat", "license", "licence"]),
        ("unit:person", &["person", "pp"]),
        ("unit:piece", &["piece", "item", "stück", "ea", "pair", "unit"]),
    ];
    const WHOLE: &[(&str, &str)] = &[
        ("monthly", "month"),
        ("mtl.", "month"),
        ("monatlich", "month"),
        ("p.m.", "month"),
        ("pcm", "month"),
        ("annually", "year"),
        ("yearly", "year"),
        ("jährlich", "year"),
        ("p.a.", "year"),
        ("each", "unit:piece"),
        ("ea", "unit:piece"),
        ("pp", "unit:person"),
        ("weekly", "week"),
    ];
    let rest = after.trim_start();
    for (word, value) in WHOLE {
        if let Some(tail) = rest.strip_prefix(word)
            && tail.chars().next().is_none_or(|next| !next.is_alphanumeric())
        {
            return (Some((*value).to_owned()), None, tail);
        }
    }
    let leads = [
        "/", "per ", "a ", "-a-", "an ", "-per-", "pro ", "im ", "par ", "al ", "por ", "each ", "every ",
        "p/",
    ];
    let Some(tail) = leads.iter().find_map(|lead| rest.strip_prefix(lead)) else {
        return (None, None, after);
    };
    let tail = tail.trim_start();
    if let Some((measure, tail)) = measure(tail) {
        return (Some(format!("unit:{measure}")), Some(PriceRole::Unit), tail);
    }
    for (value, words) in PERIODS {
        for word in *words {
            if let Some(tail) = tail.strip_prefix(word)
                && tail.chars().next().is_none_or(|next| !next.is_alphanumeric())
            {
                let (further, _, rest) =
                    if value.starts_with("unit:") { per(tail) } else { (None, None, tail) };
                let value =
                    further.map_or_else(|| (*value).to_owned(), |further| format!("{value}/{further}"));
                return (Some(value), None, rest);
            }
        }
    }
    (None, None, after)
}

/// A unit of measure: `100 g`, `kg`, `sq ft`.
fn measure(text: &str) -> Option<(String, &str)> {
    const MEASURES: &[&str] = &[
        "kg", "g", "mg", "l", "ml", "cl", "oz", "lb", "lbs", "fl oz", "sq ft", "m²", "m2", "sqm", "qm", "m",
        "cm", "ft", "gb", "kwh", "mile", "km", "gallon", "litre", "liter",
    ];
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let unit = text.get(digits..)?.trim_start();
    let blanks = text.len() - digits - unit.len();
    let longest = MEASURES
        .iter()
        .filter(|measure| {
            unit.strip_prefix(**measure)
                .is_some_and(|tail| tail.chars().next().is_none_or(|next| !next.is_alphanumeric()))
        })
        .max_by_key(|measure| measure.len())?;
    let end = digits + blanks + longest.len();
    // One kilogram is a kilogram.
    let start = if text.get(..digits) == Some("1") { digits + blanks } else { 0 };
    Some((text.get(start..end)?.to_owned(), text.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::{PriceRole, TaxBasis, read};

    #[test]
    fn words_before_and_after_decide() {
        let cases: &[(&str, &str, Option<PriceRole>)] = &[
            ("Was ", "", Some(PriceRole::List)),
            ("Regular price: ", "", Some(PriceRole::List)),
            ("449,00 € statt ", "", Some(PriceRole::List)),
            ("UVP des Herstellers: ", "", Some(PriceRole::List)),
            ("It was a good year. ", "", None),
            ("Save ", " today", Some(PriceRole::Saving)),
            ("eine Mühle im Wert von ", "", Some(PriceRole::Other)),
            ("Take ", " off your first order", Some(PriceRole::Saving)),
            ("", " off", Some(PriceRole::Saving)),
            ("Free shipping on orders over ", "", Some(PriceRole::Threshold)),
            ("Versandkostenfrei ab ", "", Some(PriceRole::Threshold)),
            ("Shipping: ", "", Some(PriceRole::Shipping)),
            ("With free shipping, ", "", None),
            (" + VAT, ", "", None),
            (" ex VAT (", "", None),
            ("VAT: ", "", Some(PriceRole::Other)),
            ("Add ", " flat-rate shipping", Some(PriceRole::Shipping)),
            ("from ", "", Some(PriceRole::From)),
            ("Desks from just ", "", Some(PriceRole::From)),
            ("schon ab ", "", Some(PriceRole::From)),
            ("4 x ", "", Some(PriceRole::Instalment)),
            ("4 interest-free payments of ", "", Some(PriceRole::Instalment)),
            ("A ", " gift card", Some(PriceRole::Other)),
            ("Geschenkgutschein ab ", "", Some(PriceRole::Other)),
            ("Ab ", " Bestellwert", Some(PriceRole::Threshold)),
            ("Gift cards for any desk: ", "", Some(PriceRole::Other)),
            ("Win ", "", Some(PriceRole::Other)),
            ("now ", "", Some(PriceRole::Sale)),
            ("just ", "!", None),
            ("yours for ", " this week", None),
            ("", " value", Some(PriceRole::List)),
            ("", "/100 g", Some(PriceRole::Unit)),
            ("up to ", "", Some(PriceRole::UpTo)),
        ];
        for (before, after, role) in cases {
            assert_eq!(read(before, after, false).role, *role, "{before}…{after}");
        }
    }

    #[test]
    fn periods_and_units() {
        let per = |after: &str| read("", after, false).per;
        assert_eq!(per("/mo billed annually").as_deref(), Some("month"));
        assert_eq!(per(" per user per month").as_deref(), Some("unit:user/month"));
        assert_eq!(per(" a year").as_deref(), Some("year"));
        assert_eq!(per(" pro Monat").as_deref(), Some("month"));
        assert_eq!(per("/100 g").as_deref(), Some("unit:100 g"));
        assert_eq!(per("/1 kg"), per("/kg"));
        let equation = read("(100 g = ", ")", false);
        assert_eq!((equation.per.as_deref(), equation.role), (Some("unit:100 g"), Some(PriceRole::Unit)));
        assert_eq!(read("x = ", "", false).per, None);
        assert_eq!(per(" a standing desk"), None);
    }

    #[test]
    fn tax_words() {
        assert_eq!(read("", ", inkl. MwSt., bis 30.11.", false).tax, Some(TaxBasis::Included));
        assert_eq!(read("", " + VAT", false).tax, Some(TaxBasis::Excluded));
        assert_eq!(read("", "+VAT", false).role, None);
        assert_eq!(read("", "+", false).role, Some(PriceRole::From));
        assert_eq!(read("", " HT", false).tax, Some(TaxBasis::Excluded));
        assert_eq!(read("", " inc. VAT", false).tax, Some(TaxBasis::Included));
        assert_eq!(read("", " plus sales tax", false).tax, Some(TaxBasis::Excluded));
        assert_eq!(read("", " tonight", false).tax, None);
    }
}
