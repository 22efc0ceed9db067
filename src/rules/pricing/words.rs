//! The sentences that amounts and percentages stand in, and what they say of them. Knows nothing of prices.

use std::ops::Range;

use crate::facts::Fact;
use crate::rules::RuleContext;
use crate::text::RunKind;
use crate::text::sentences::sentences;

/// Words of a sentence about something else than the reduced prices beside it: a voucher, an order, several pieces at
/// once, a whole shop.
const ELSEWHERE: &[&str] = &[
    // An order, a customer, a way to pay.
    "first order",
    "first purchase",
    "next order",
    "next purchase",
    "your order",
    "your purchase",
    "your cart",
    "your basket",
    "orders",
    "purchases",
    "when you spend",
    "sign up",
    "sign-up",
    "signup",
    "subscribe",
    "subscription",
    "newsletter",
    "refer",
    "referral",
    "friend",
    "rewards",
    "trade-in",
    "trade in",
    "rebate",
    "gift card",
    "cashback",
    "cash back",
    "store credit",
    "in-app",
    "app only",
    // Several things, or another one.
    "bundle",
    "bundles",
    "both",
    "pair",
    "set of",
    "second",
    "2nd",
    "or more",
    "buy two",
    "buy 2",
    "buy 3",
    "get one",
    "everything",
    "sitewide",
    "site-wide",
    "storewide",
    "selected",
    "select",
    "entire",
    "all orders",
    "shipping",
    "delivery",
    "assembly",
    "installation",
    // Ranges.
    "between",
    "on average",
    // German.
    "bestellung",
    "bestellungen",
    "bestellwert",
    "einkauf",
    "einkaufswert",
    "warenkorb",
    "anmeldung",
    "anmelden",
    "abo",
    "abonnieren",
    "freunde",
    "freund",
    "set",
    "paar",
    "zweite",
    "zweiten",
    "alles",
    "gesamte",
    "gesamten",
    "ausgewählte",
    "ausgewählten",
    "versand",
    "versandkosten",
    "lieferung",
    "montage",
    "gutschein",
    // French, Spanish, Italian.
    "commande",
    "inscription",
    "abonnement",
    "livraison",
    "pedido",
    "suscripción",
    "suscríbete",
    "envío",
    "ordine",
    "iscriviti",
    "iscrizione",
    "spedizione",
];

/// Words for a reduction on top of another one.
const EXTRAS: &[&str] = &[
    "extra",
    "additional",
    "on top",
    "zusätzlich",
    "zusätzliche",
    "zusätzlichen",
    "extra-rabatt",
    "supplémentaire",
    "supplémentaires",
    "adicional",
    "aggiuntivo",
];

/// Words for readers who pay less than others.
const AUDIENCES: &[&str] = &[
    "member",
    "members",
    "membership",
    "student",
    "students",
    "military",
    "teacher",
    "teachers",
    "new customers",
    "mitglieder",
    "studenten",
    "studierende",
    "neukunden",
];

/// Words for something to be typed at the checkout.
const CODE: &[&str] = &[
    "code",
    "codes",
    "coupon",
    "coupons",
    "voucher",
    "vouchers",
    "promo",
    "gutscheincode",
    "codice",
    "código",
];

/// Words for paying by the year.
const YEAR: &[&str] = &[
    "year",
    "yearly",
    "annual",
    "annually",
    "12 months",
    "jahr",
    "jährlich",
    "jährlicher",
    "jahresabo",
    "par an",
    "annuel",
    "año",
    "anual",
    "anno",
    "annuale",
];

/// Words right before an amount that make it the most or the least of several.
const BOUNDS: &[&str] = &[
    "up to",
    "as much as",
    "over",
    "more than",
    "at least",
    "from",
    "bis zu",
    "über",
    "mehr als",
    "mindestens",
    "bis",
    "jusqu'à",
    "jusqu’à",
    "plus de",
    "hasta",
    "más de",
    "fino a",
    "oltre",
    "about",
    "around",
    "nearly",
    "almost",
    "fast",
    "rund",
    "ca.",
    "circa",
];

/// How many bytes of a sentence are looked at on each side. A text of many amounts must not be read once for each.
const REACH: usize = 320;

/// Where a fact stands in the text of its segment, and that text.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    pub(super) text: &'a str,
    /// Bytes of the text.
    pub(super) range: Range<usize>,
}

impl<'a> Place<'a> {
    /// `None` for what stands in no text, or only in what a template may make of one.
    pub(super) fn of(cx: &RuleContext<'a>, fact: &Fact) -> Option<Self> {
        let segment = cx.document.segments.get(fact.segment? as usize)?;
        let text = segment.text.as_str();
        let runs = segment.text.runs();
        let run = runs.get(runs.partition_point(|run| run.source.end() <= fact.span.start()))?;
        let inside = fact.span.start().saturating_sub(run.source.start());
        let nearby = run.text.start() + if run.kind == RunKind::Verbatim { inside } else { 0 };
        // In a decoded run all of it stands for each of its bytes.
        let end = run.text.end().max(nearby) as usize + fact.text.len();
        let start = text.floor_char_boundary(nearby as usize);
        let window = text.get(start..text.ceil_char_boundary(end.min(start + fact.text.len() + REACH)))?;
        let found = window.match_indices(fact.text.as_str());
        let mut ranges = found.map(|(at, found)| start + at..start + at + found.len());
        let range = ranges.find(|range| segment.text.span(range.clone()) == fact.span)?;
        Some(Self { text, range })
    }

    /// The text before, of the same sentence, in lower case.
    pub(super) fn before(&self) -> String {
        let sentence = self.sentence_range();
        self.text.get(sentence.start..self.range.start).unwrap_or_default().to_lowercase()
    }

    /// The text after, of the same sentence, in lower case.
    pub(super) fn after(&self) -> String {
        let sentence = self.sentence_range();
        self.text.get(self.range.end..sentence.end).unwrap_or_default().to_lowercase()
    }

    /// The sentence, in lower case.
    pub(super) fn sentence(&self) -> String {
        self.text.get(self.sentence_range()).unwrap_or_default().to_lowercase()
    }

    fn sentence_range(&self) -> Range<usize> {
        let start = self.text.floor_char_boundary(self.range.start.saturating_sub(REACH));
        let end = self.text.ceil_char_boundary(self.range.end.saturating_add(REACH));
        let window = self.text.get(start..end).unwrap_or_default();
        let mut around = sentences(window).into_iter().map(|own| own.start + start..own.end + start);
        let holds = |own: &Range<usize>| own.start <= self.range.start && self.range.start < own.end;
        let sentence = around.find(holds).unwrap_or(start..end);
        sentence.start..sentence.end.max(self.range.end)
    }
}

/// Whether a sentence is about something else than the prices beside it. In what is for an audience of its own, the
/// prices are of that audience.
pub(super) fn is_about_something_else(cx: &RuleContext<'_>, sentence: &str) -> bool {
    let has_audience = cx.document.attributes.audience.is_some();
    ELSEWHERE.iter().any(|word| holds(sentence, word))
        || !has_audience && AUDIENCES.iter().any(|word| holds(sentence, word))
}

/// Whether a sentence speaks of a reduction on top of another one.
pub(super) fn speaks_of_an_extra(sentence: &str) -> bool {
    EXTRAS.iter().any(|word| holds(sentence, word))
}

/// Whether a sentence speaks of a code that is none of the campaign's record. One that the record has is how the record's
/// price is got.
pub(super) fn speaks_of_another_code(cx: &RuleContext<'_>, sentence: &str) -> bool {
    let mut codes = cx.campaign.into_iter().flat_map(|record| &record.promo_codes);
    let mut has_own_code = || codes.any(|code| sentence.contains(&code.to_lowercase()));
    CODE.iter().any(|word| holds(sentence, word)) && !has_own_code()
}

/// Whether a sentence speaks of a whole year.
pub(super) fn speaks_of_a_year(sentence: &str) -> bool {
    YEAR.iter().any(|word| holds(sentence, word))
}

/// Whether words after an amount make it less than another thing costs: "$20 less than".
pub(super) fn compares(after: &str) -> bool {
    let less = ["less", "cheaper", "weniger", "günstiger", "billiger", "de moins", "menos", "in meno"];
    let mut rests = less.iter().filter_map(|word| after.trim_start().strip_prefix(word));
    rests.any(|rest| ["than", "als", "que", "di"].iter().any(|word| rest.trim_start().starts_with(word)))
}

/// Whether words before an amount make it the most or the least of several, or no exact one.
pub(super) fn is_bounded(before: &str) -> bool {
    let before = before.trim_end();
    BOUNDS.iter().any(|word| ends_with(before, word))
}

/// Whether lower-case `text` holds `words`, as words of their own.
pub(super) fn holds(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, found)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|tail| tail.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Whether lower-case `text` ends with `words`, as words of their own.
pub(super) fn ends_with(text: &str, words: &str) -> bool {
    text.strip_suffix(words).is_some_and(|head| !head.ends_with(char::is_alphanumeric))
}
