//! The facts of the campaign that slips change: where they stand in the texts, and which rules may tell of them.

use std::ops::Range;

use onbrand::finding::Finding;

/// A kind of fact.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    Price,
    ListPrice,
    Code,
    /// The day, with the weekday as it was or with that of the other day.
    Day,
    Weekday,
    Percent,
    ProductName,
    Target,
    Phone,
    EmailAddress,
    PostalAddress,
    Color,
    Claim,
    /// A number that is claimed in a legal line.
    ClaimInLegalLine,
    LegalLine,
    Tagline,
    Hashtag,
    Handle,
}

/// Whether a finding is of the right kind.
pub(super) enum Told {
    Right,
    Wrong,
}

/// How a fact is written.
pub(super) struct Form {
    pub(super) kind: Kind,
    /// Words of the texts.
    pub(super) words: &'static str,
    /// What of them may be changed.
    pub(super) core: &'static str,
}

const fn form(kind: Kind, words: &'static str, core: &'static str) -> Form {
    Form { kind, words, core }
}

/// Every form in which the texts state a fact. All forms of a kind with the same digits or letters state the same fact.
pub(super) const FORMS: &[Form] = &[
    form(Kind::Price, "$399", "399"),
    form(Kind::Price, "\"price\": \"399.00\"", "399"),
    form(Kind::ListPrice, "$499", "499"),
    form(Kind::Code, "COVE20", "COVE20"),
    form(Kind::Day, "Monday, Nov 30", "Monday, Nov 30"),
    form(Kind::Day, "Monday, November 30", "Monday, November 30"),
    form(Kind::Day, "Monday,\nNov 30", "Monday,\nNov 30"),
    form(Kind::Day, "until November 30", "November 30"),
    form(Kind::Weekday, "Monday, Nov 30", "Monday"),
    form(Kind::Weekday, "Monday, November 30", "Monday"),
    form(Kind::Weekday, "Monday,\nNov 30", "Monday"),
    form(Kind::Percent, "20% off", "20"),
    form(Kind::ProductName, "Cove Standing Desk", "Cove Standing Desk"),
    form(Kind::Target, "harborandpine.example/sale/cove-desk?", "cove-desk"),
    form(Kind::Phone, "(503) 555-0134", "(503) 555-0134"),
    form(Kind::Phone, "+15035550134", "5035550134"),
    form(Kind::EmailAddress, "hello@harborandpine.example<", "hello@harborandpine.example"),
    form(Kind::EmailAddress, "hello@harborandpine.example\n", "hello@harborandpine.example"),
    form(Kind::EmailAddress, "hello@harborandpine.example or", "hello@harborandpine.example"),
    form(Kind::EmailAddress, "mailto:hello@harborandpine.example", "hello@harborandpine.example"),
    form(
        Kind::PostalAddress,
        "1200 Alder Street, Portland, OR 97205",
        "1200 Alder Street, Portland, OR 97205",
    ),
    form(Kind::Color, "background-color:#0B5D4E", "0B5D4E"),
    form(Kind::Color, "background-color: #0B5D4E", "0B5D4E"),
    form(Kind::Color, "bgcolor=\"#0B5D4E\"", "0B5D4E"),
    form(Kind::Color, "fillcolor=\"#0B5D4E\"", "0B5D4E"),
    form(Kind::Claim, "10-year warranty", "10"),
    form(Kind::Claim, "12,000 customers", "12,000"),
    form(Kind::Claim, "4.8 out of 5", "4.8"),
    form(Kind::ClaimInLegalLine, "10-year limited", "10"),
    form(
        Kind::LegalLine,
        "Prices exclude sales tax, which is added at checkout.",
        "Prices exclude sales tax, which is added at checkout",
    ),
    form(Kind::LegalLine, "limited warranty on frame and motors.", "limited warranty on frame and motors"),
    form(
        Kind::LegalLine,
        "You are receiving this email because you signed up at",
        "You are receiving this email because you signed up at",
    ),
    form(Kind::Tagline, "Made to stand for.", "Made to stand for"),
    form(Kind::Hashtag, "#HarborBF26", "HarborBF26"),
    form(Kind::Hashtag, "#MadeToStandFor", "MadeToStandFor"),
    form(Kind::Handle, "@harborandpine ", "harborandpine"),
];

impl Kind {
    /// The rules that may tell of it.
    const fn rules(self) -> &'static [&'static str] {
        match self {
            Self::Price | Self::ListPrice => {
                &["consistency/price", "pricing/discount-arithmetic", "pricing/not-a-reduction"]
            }
            Self::Code => &["consistency/promo-code"],
            Self::Day => &["consistency/date"],
            Self::Weekday => &["messaging/weekday-mismatch"],
            Self::Percent => &["consistency/discount", "pricing/discount-arithmetic"],
            Self::ProductName => &["consistency/product-name", "terms/product-name"],
            Self::Target => &["consistency/cta-target"],
            Self::Phone => &["consistency/phone"],
            Self::EmailAddress => &["consistency/email-address"],
            Self::PostalAddress => &["consistency/postal-address"],
            Self::Color => &["consistency/color", "visual/off-palette-color"],
            Self::Claim => &["consistency/claim"],
            Self::ClaimInLegalLine => &["consistency/claim", "consistency/legal-line"],
            Self::LegalLine => &["consistency/legal-line"],
            Self::Tagline => &["consistency/tagline"],
            Self::Hashtag => &["consistency/hashtag", "channel/hashtag"],
            Self::Handle => &["consistency/handle", "channel/handle"],
        }
    }

    pub(super) fn told(self, finding: &Finding) -> Told {
        if self.rules().contains(&finding.rule.as_str()) { Told::Right } else { Told::Wrong }
    }
}

/// A fact of an artifact: every place that states it.
#[derive(Debug)]
pub(super) struct Stated {
    pub(super) kind: Kind,
    pub(super) artifact: usize,
    /// What states it: letters and digits as they are, without signs.
    pub(super) core: &'static str,
    pub(super) places: Vec<Range<usize>>,
}

/// Where the texts state what.
pub(super) fn places(texts: &[String]) -> Vec<Stated> {
    let mut all: Vec<Stated> = Vec::new();
    for (artifact, text) in texts.iter().enumerate() {
        for form in FORMS {
            let lead = form.words.find(form.core).expect("a part of the words");
            let found = text.match_indices(form.words).map(|(at, _)| at + lead..at + lead + form.core.len());
            let found: Vec<Range<usize>> = found.collect();
            if found.is_empty() {
                continue;
            }
            let is_same = |known: &&mut Stated| {
                known.artifact == artifact
                    && known.kind == form.kind
                    && same(form.kind, known.core, form.core)
            };
            match all.iter_mut().find(is_same) {
                Some(known) => known.places.extend(found),
                None => all.push(Stated { kind: form.kind, artifact, core: form.core, places: found }),
            }
        }
    }
    for stated in &mut all {
        stated.places.sort_by_key(|range| range.start);
        stated.places.dedup();
    }
    all
}

/// Whether two forms state one fact.
fn same(kind: Kind, one: &str, other: &str) -> bool {
    matches!(kind, Kind::Day | Kind::Phone) || one == other
}
