//! A first draft of a campaign's record, taken from its landing page for a person to approve. What the page states twice
//! in different ways is written down with a question.

use std::fmt::Write as _;

use jiff::tz::TimeZone;

use crate::artifact::Attributes;
use crate::facts::{Confidence, DateRole, Fact, FactValue, PriceRole, StatedDate};
use crate::guide::{Guide, Product};
use crate::scope::{Rendering, Scope};
use crate::source::{ColumnUnit, Source};

/// What a draft is made of.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// The text.
    pub source: &'a Source,
    /// What is known of it.
    pub attributes: &'a Attributes,
    /// What it states.
    pub facts: &'a [Fact],
}

/// The text of a `campaign.toml`.
#[must_use]
pub fn draft(page: Page<'_>, guide: &Guide) -> String {
    let mut toml = String::from(
        "# A draft of the campaign's record, taken from its landing page. Read every line before you keep it: what stands\n\
         # here is what all artifacts in this folder have to say.\n",
    );
    let mut line = |text: String| {
        toml.push_str(&text);
        toml.push('\n');
    };
    line(format!("id = {}", quoted(&id(page))));
    let zone = guide.brand.time_zone.as_ref();
    if let Some(name) = zone.and_then(TimeZone::iana_name) {
        line(format!("time-zone = {}", quoted(name)));
    }
    for (key, role) in [("starts", DateRole::Start), ("ends", DateRole::Deadline)] {
        dates(page, role, zone).into_iter().enumerate().for_each(|(index, (value, fact))| {
            let question = if index == 0 { "" } else { "# or: " };
            line(format!("{question}{key} = {value}  # {}", whereabouts(page, fact)));
        });
    }
    let codes = distinct(page, |fact| match &fact.value {
        FactValue::PromoCode(code) if fact.place != Scope::Footer => Some(code.to_uppercase()),
        _ => None,
    });
    if !codes.is_empty() {
        let list: Vec<String> = codes.iter().map(|(code, _)| quoted(code)).collect();
        let places: Vec<String> = codes.iter().map(|(_, fact)| whereabouts(page, fact)).collect();
        line(format!("promo-codes = [{}]  # {}", list.join(", "), places.join(", ")));
    }
    let cta = page.facts.iter().find_map(|fact| match &fact.value {
        FactValue::Cta { label, url: Some(url), .. }
            if fact.rendering == Rendering::Main && fact.place != Scope::Footer =>
        {
            Some((label, url, fact))
        }
        _ => None,
    });
    if let Some((label, url, fact)) = cta {
        line(format!("\n[cta]  # {}", whereabouts(page, fact)));
        line(format!("label = {}", quoted(label)));
        line(format!("url = {}", quoted(url)));
    }
    for (index, product) in (0..).zip(&guide.prices.products) {
        if let Some(offer) = offer(page, index, product) {
            line(format!("\n{offer}"));
        }
    }
    toml
}

/// The campaign that the page declares, else the last part of its address, else the name of its file.
fn id(page: Page<'_>) -> String {
    if let Some(membership) = &page.attributes.membership {
        return membership.campaign.clone();
    }
    let name = page.source.name().rsplit(['/', '\\']).next().unwrap_or_default();
    name.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or("campaign").to_lowercase()
}

/// The days of a role as values of TOML, each once.
fn dates<'a>(page: Page<'a>, role: DateRole, zone: Option<&TimeZone>) -> Vec<(String, &'a Fact)> {
    let all = distinct(page, |fact| match &fact.value {
        FactValue::Date(date) if date.role == role => instant(date, zone),
        _ => None,
    });
    // A day alone says less than the same day with its time.
    let is_covered =
        |value: &str| all.iter().any(|(other, _)| other.len() > value.len() && other.starts_with(value));
    all.iter().filter(|(value, _)| !is_covered(value)).map(|(value, fact)| (value.clone(), *fact)).collect()
}

/// A date as it is written in a record: an instant with the distance of its zone, else a day.
fn instant(date: &StatedDate, zone: Option<&TimeZone>) -> Option<String> {
    let day = date.date?;
    let Some(time) = date.time else { return Some(day.to_string()) };
    let own =
        date.zone.as_ref().and_then(|own| own.region.clone().or_else(|| own.offset.map(TimeZone::fixed)));
    let said = own.or_else(|| zone.cloned())?.to_timestamp(day.to_datetime(time)).ok()?;
    // What the page says in another zone is written in that of the brand, so that one instant is one value.
    let shown = zone.cloned().unwrap_or(TimeZone::UTC);
    let offset = shown.to_offset(said);
    Some(format!("{}{}", shown.to_datetime(said).strftime("%Y-%m-%dT%H:%M:%S"), colon(&offset.to_string())))
}

/// `-08` and `-0800` as `-08:00`.
fn colon(offset: &str) -> String {
    let digits: String = offset.chars().filter(char::is_ascii_digit).collect();
    let sign = if offset.starts_with('-') { '-' } else { '+' };
    let (hours, minutes) = digits.split_at_checked(2).unwrap_or((&digits, ""));
    format!("{sign}{hours}:{}", if minutes.is_empty() { "00" } else { minutes })
}

/// Values that certain facts state, each once, with the first fact that states it.
fn distinct<'a>(page: Page<'a>, value: impl Fn(&Fact) -> Option<String>) -> Vec<(String, &'a Fact)> {
    let mut found: Vec<(String, &Fact)> = Vec::new();
    for fact in page.facts.iter().filter(|fact| fact.confidence != Confidence::Low) {
        if let Some(value) = value(fact)
            && !found.iter().any(|(known, _)| *known == value)
        {
            found.push((value, fact));
        }
    }
    found
}

/// The offer for a product, if the page states any price of it that is reduced.
fn offer(page: Page<'_>, index: u32, product: &Product) -> Option<String> {
    let prices = |roles: &[PriceRole]| {
        distinct(page, |fact| match &fact.value {
            FactValue::Price(price) if fact.product == Some(index) && roles.contains(&price.role) => {
                let is_public = price.audience.is_none() || page.attributes.audience.is_some();
                price.money().filter(|_| price.per.is_none() && is_public).map(|money| money.to_string())
            }
            _ => None,
        })
    };
    let (list, sale) = (prices(&[PriceRole::List]), prices(&[PriceRole::Sale]));
    if sale.is_empty() {
        return None;
    }
    let mut offer = format!("[[offer]]\nproduct = {}\n", quoted(&product.id));
    for (key, value) in [("market", &page.attributes.market), ("audience", &page.attributes.audience)] {
        if let Some(value) = value {
            let _ = writeln!(offer, "{key} = {}", quoted(value));
        }
    }
    for (key, values) in [("list", list), ("sale", sale)] {
        for (number, (value, fact)) in values.into_iter().enumerate() {
            let question = if number == 0 { "" } else { "# or: " };
            let _ = writeln!(offer, "{question}{key} = {}  # {}", quoted(&value), whereabouts(page, fact));
        }
    }
    let percents = distinct(page, |fact| match &fact.value {
        FactValue::Discount(discount)
            if fact.product.is_none_or(|own| own == index) && discount.qualifier.is_none() =>
        {
            Some(discount.percent.normalize().to_string())
        }
        _ => None,
    });
    for (number, (value, fact)) in percents.into_iter().enumerate() {
        let question = if number == 0 { "" } else { "# or: " };
        let _ = writeln!(offer, "{question}percent = {value}  # {}", whereabouts(page, fact));
    }
    Some(offer.trim_end().to_owned())
}

/// `line 59, "$399"`, for a remark.
fn whereabouts(page: Page<'_>, fact: &Fact) -> String {
    let line = page.source.position(fact.span.start(), ColumnUnit::Scalar).line;
    let words = fact.text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("line {line}: {words}")
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
