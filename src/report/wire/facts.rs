//! The JSON form of what artifacts state.

use schemars::JsonSchema;
use serde::Serialize;

use crate::artifact::{ArtifactKey, Network};
use crate::facts::{DiscountQualifier, Fact, FactValue, Price, StatedDate};
use crate::guide::Guide;
use crate::guide::messaging::Line;
use crate::report::place::Place;
use crate::report::wire::{BranchOutput, PartOutput, SCHEMA_VERSION, Sequence, Tool};
use crate::source::Source;
use crate::values::money;

/// What `onbrand facts --format json` writes.
#[derive(Serialize, JsonSchema, Debug)]
#[schemars(title = "onbrand facts")]
pub struct FactsOutput<'a> {
    /// Version of this form.
    pub schema_version: u32,
    /// The program.
    pub tool: Tool,
    /// What the artifacts state, in the order of the input and of the source.
    #[schemars(with = "Vec<FactOutput>")]
    pub facts: Sequence<'a, FactOutput>,
}

impl<'a> FactsOutput<'a> {
    /// The form of some facts.
    #[must_use]
    pub fn new(facts: impl Iterator<Item = FactOutput> + 'a) -> Self {
        Self { schema_version: SCHEMA_VERSION, tool: Tool::THIS, facts: Sequence::new(facts) }
    }
}

/// One fact.
#[derive(Serialize, JsonSchema, Debug)]
pub struct FactOutput {
    /// The artifact, or a file that it includes; a record of a batch is `FILE#ID`.
    pub path: String,
    /// The part of a message that states it, where the part had to be decoded: offsets are then those of the decoded part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<PartOutput>,
    /// `price`, `discount`, `promo-code`, `date`, `product`, `cta`, `color`, `phone`, `claim`, …
    pub kind: &'static str,
    /// The words that state it.
    pub text: String,
    /// First byte in the file.
    pub start: u32,
    /// One past the last byte in the file.
    pub end: u32,
    /// The place of the text in its artifact.
    pub place: &'static str,
    /// Who sees it.
    #[schemars(extend("enum" = ["visible", "hidden", "machine", "fallback"]))]
    pub visibility: &'static str,
    /// The rendering that states it: an email has several, each a copy of the same message.
    #[schemars(extend("enum" = ["main", "outlook", "plain-text", "amp"]))]
    pub rendering: &'static str,
    /// How sure the reading is.
    #[schemars(extend("enum" = ["certain", "likely", "low"]))]
    pub confidence: &'static str,
    /// Id of the product that it is about.
    pub product: Option<String>,
    /// The arm of a template branch that states it; facts in different arms of a group are alternatives.
    pub branch: Option<BranchOutput>,
    /// What it states; the fields depend on the kind.
    #[serde(flatten)]
    pub value: ValueOutput,
    /// Line of the first byte, for the table.
    #[serde(skip)]
    pub line: u32,
}

/// Fields by kind.
#[derive(Serialize, JsonSchema, Debug)]
#[serde(untagged)]
pub enum ValueOutput {
    /// Of a price.
    Price {
        /// What the amount is: `list`, `sale`, `price`, `from`, …
        role: &'static str,
        /// The amount, a decimal number in major units.
        amount: String,
        /// Code of ISO 4217.
        currency: Option<&'static str>,
        /// `month`, `year`, `unit:…`.
        per: Option<String>,
        /// Whether tax is said to be in it.
        tax: Option<&'static str>,
        /// For whom it is, where its own words say so.
        audience: Option<&'static str>,
        /// Whether it is the current price of the artifact's main offer.
        main: bool,
    },
    /// Of a call to action.
    Cta {
        /// Its words.
        label: String,
        /// Its target in canonical form.
        url: Option<String>,
        /// Its target as written.
        raw_url: Option<String>,
        /// The color that fills it, where the artifact says so.
        #[serde(skip_serializing_if = "Option::is_none")]
        fill: Option<String>,
        /// The color of its words.
        #[serde(skip_serializing_if = "Option::is_none")]
        text_color: Option<String>,
    },
    /// Of a color.
    Color {
        /// `#RRGGBB` or `#RRGGBBAA`.
        value: String,
        /// Where it is used: `text`, `background`, …
        role: &'static str,
        /// Id of the guide's color that it is.
        token: Option<String>,
    },
    /// Of a hashtag, the name of an account, a phone number or an address.
    Plain {
        /// The value in the form in which it is compared.
        value: String,
        /// The network of a name, where the post goes to one only.
        #[serde(skip_serializing_if = "Option::is_none")]
        network: Option<&'static str>,
    },
    /// Of a reduction in percent.
    Discount {
        /// Of a hundred, a decimal number.
        percent: String,
        /// `up-to`, `extra`.
        qualifier: Option<&'static str>,
    },
    /// Of a day or an instant.
    Date {
        /// What it is for: `start`, `deadline`, `other`.
        role: &'static str,
        /// The day, `2026-11-30`; the first one of a month or a year.
        date: Option<String>,
        /// The time of the day, `23:59`.
        time: Option<String>,
        /// The zone as it is written: `PT`.
        zone: Option<String>,
        /// The instant, where day, time and zone are known: `2026-12-01T07:59:00Z`.
        instant: Option<String>,
        /// How exact it is: `minute`, `day`, `week`, `month`, `year`.
        precision: &'static str,
    },
    /// Of a number that is claimed.
    Claim {
        /// What it is claimed of.
        subject: String,
        /// The number, a decimal number.
        number: String,
        /// What is counted or measured.
        unit: Option<String>,
    },
    /// Of a line with fixed words.
    Line {
        /// Id of the line in the guide.
        id: String,
        /// How near it is to the guide's words; 1 is the same.
        similarity: f64,
    },
    /// Of a promo code.
    PromoCode {
        /// The code as written.
        code: String,
    },
    /// Of a product.
    Product {
        /// Its name as written.
        form: String,
    },
}

impl FactOutput {
    /// The form of one fact.
    #[must_use]
    pub fn new(fact: &Fact, key: &ArtifactKey, source: &Source, guide: &Guide) -> Self {
        let product = fact.product.and_then(|index| guide.prices.products.get(index as usize));
        let at = Place::within(source, fact.span);
        Self {
            path: at.name(key),
            part: at.part.map(PartOutput::new),
            kind: fact.kind().as_str(),
            text: fact.text.clone(),
            start: at.start,
            end: at.end,
            place: fact.place.as_str(),
            visibility: fact.visibility.as_str(),
            rendering: fact.rendering.as_str(),
            confidence: fact.confidence.as_str(),
            product: product.map(|product| product.id.clone()),
            branch: fact.branch.innermost().map(BranchOutput::new),
            value: ValueOutput::new(fact, guide),
            line: at.from.line,
        }
    }
}

impl ValueOutput {
    fn new(fact: &Fact, guide: &Guide) -> Self {
        match &fact.value {
            FactValue::Price(price) => Self::price(price),
            FactValue::PromoCode(code) => Self::PromoCode { code: code.clone() },
            FactValue::Product(_) => Self::Product { form: fact.text.clone() },
            FactValue::Cta { label, url, raw_url, fill, text_color } => Self::Cta {
                label: label.clone(),
                url: url.clone(),
                raw_url: raw_url.clone(),
                fill: fill.map(|color| color.to_string()),
                text_color: text_color.map(|color| color.to_string()),
            },
            FactValue::Hashtag(value)
            | FactValue::Url(value)
            | FactValue::Phone(value)
            | FactValue::EmailAddress(value)
            | FactValue::PostalAddress(value) => Self::Plain { value: value.clone(), network: None },
            FactValue::Discount(discount) => Self::Discount {
                percent: discount.percent.normalize().to_string(),
                qualifier: discount.qualifier.map(DiscountQualifier::as_str),
            },
            FactValue::Date(date) => Self::date(date),
            FactValue::Claim(claim) => Self::Claim {
                subject: claim.subject.clone(),
                number: claim.number.normalize().to_string(),
                unit: claim.unit.clone(),
            },
            FactValue::Tagline { line, similarity } => {
                Self::line(&guide.messaging.taglines, *line, *similarity)
            }
            FactValue::LegalLine { line, similarity } => {
                Self::line(&guide.messaging.legal_lines, *line, *similarity)
            }
            FactValue::Handle { value, network } => {
                Self::Plain { value: value.clone(), network: network.map(Network::as_str) }
            }
            FactValue::Color { value, role } => Self::Color {
                value: value.to_string(),
                role,
                token: guide
                    .palette
                    .colors
                    .iter()
                    .find(|token| token.value == *value)
                    .map(|token| token.id.clone()),
            },
        }
    }

    fn date(date: &StatedDate) -> Self {
        Self::Date {
            role: date.role.as_str(),
            date: date.date.map(|date| date.to_string()),
            time: date.time.map(|time| time.strftime("%H:%M").to_string()),
            zone: date.zone.as_ref().map(|zone| zone.name.clone()),
            instant: date.instant().map(|instant| instant.to_string()),
            precision: date.precision.as_str(),
        }
    }

    fn line(lines: &[Line], index: u32, similarity: u16) -> Self {
        let id = lines.get(index as usize).map(|line| line.id.clone()).unwrap_or_default();
        Self::Line { id, similarity: f64::from(similarity) / 1000.0 }
    }

    fn price(price: &Price) -> Self {
        let amount = match price.currency {
            Some(currency) => money::decimals(price.amount, currency),
            None => price.amount,
        };
        Self::Price {
            role: price.role.as_str(),
            amount: amount.to_string(),
            currency: price.currency.map(|currency| currency.code()),
            per: price.per.clone(),
            tax: price.tax.map(crate::guide::brand::TaxBasis::as_str),
            audience: price.audience.map(crate::facts::Audience::as_str),
            main: price.is_main,
        }
    }

    /// The value in a few words, for people.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Price { role, amount, currency, per, audience, .. } => {
                let currency = currency.map(|code| format!(" {code}")).unwrap_or_default();
                let per = per.as_ref().map(|per| format!(" per {per}")).unwrap_or_default();
                let audience = audience.map(|audience| format!(" for {audience}")).unwrap_or_default();
                format!("{amount}{currency}{per} ({role}{audience})")
            }
            Self::Discount { percent, qualifier } => {
                let qualifier = qualifier.map(|word| format!(" ({word})")).unwrap_or_default();
                format!("{percent} %{qualifier}")
            }
            Self::Date { role, date, time, zone, .. } => {
                let parts = [date.as_deref().or(Some("?")), time.as_deref(), zone.as_deref()];
                let parts: Vec<&str> = parts.into_iter().flatten().collect();
                format!("{} ({role})", parts.join(" "))
            }
            Self::Claim { subject, number, unit } => {
                let unit = unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
                format!("{subject}: {number}{unit}")
            }
            Self::Line { id, similarity } => format!("{id} ({similarity})"),
            Self::PromoCode { code } => code.clone(),
            Self::Plain { value, network } => {
                let network = network.map(|network| format!(" ({network})")).unwrap_or_default();
                format!("{value}{network}")
            }
            Self::Product { form } => form.clone(),
            Self::Cta { label, url, raw_url, .. } => {
                let target = url.as_ref().or(raw_url.as_ref());
                target.map_or_else(|| label.clone(), |target| format!("{label} → {target}"))
            }
            Self::Color { value, role, token } => {
                let token = token.as_ref().map(|id| format!(" = {id}")).unwrap_or_default();
                format!("{value}{token} ({role})")
            }
        }
    }
}
