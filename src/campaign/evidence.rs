//! What ties an artifact to a campaign where nothing declares one: the campaign that its links are counted for, the page
//! that it leads to, the code that it announces, the product it is about until some day. The name of a product alone
//! ties nothing, nor does what many campaigns share.

use url::Url;

use crate::artifact::{Evidence, Membership};
use crate::document::Document;
use crate::facts::{Confidence, DateRole, Fact, FactValue};
use crate::guide::CampaignRecord;
use crate::scope::{Rendering, Scope};
use crate::values::promo_code::normalized;
use crate::values::url::{Target, canonical, is_shortener};

/// Values of `utm_campaign` that name no campaign.
const GENERIC: [&str; 28] = [
    "newsletter",
    "email",
    "e-mail",
    "mail",
    "crm",
    "social",
    "organic",
    "website",
    "web",
    "blog",
    "footer",
    "header",
    "signature",
    "transactional",
    "welcome",
    "default",
    "test",
    "none",
    "campaign",
    "general",
    "evergreen",
    "always-on",
    "alwayson",
    "share",
    "profile",
    "bio",
    "homepage",
    "(not set)",
];

/// Beginnings of codes that are valid in every campaign.
const EVERGREEN: [&str; 12] = [
    "WELCOME",
    "HELLO",
    "FREESHIP",
    "SHIPFREE",
    "FREEDELIVERY",
    "NEWSLETTER",
    "FIRST",
    "REFER",
    "STUDENT",
    "BIRTHDAY",
    "WILLKOMMEN",
    "NEUKUNDE",
];

/// What an artifact has in common with others of its campaign.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Ties {
    /// The page that it leads to, or is.
    pub(super) landing: Option<Target>,
    /// The code that it announces, where it is one.
    pub(super) code: Option<String>,
    /// The product that it is about, as an index into those of the guide, and the day on which that ends.
    pub(super) offer: Option<(u32, jiff::civil::Date)>,
}

impl Ties {
    /// Those of an artifact. A record of a batch has none: a batch is a calendar of many campaigns.
    #[must_use]
    pub fn of(document: &Document, facts: &[Fact]) -> Self {
        Self { landing: landing(document, facts), code: code(facts), offer: offer(facts) }
    }

    /// Whether there is nothing to go by.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The campaign that the links of an artifact are counted for: that of its call to action, else of all its links. A
/// record that lists the value gives its own id.
#[must_use]
pub fn by_utm(document: &Document, facts: &[Fact], records: &[CampaignRecord]) -> Option<Membership> {
    let value = facts.iter().filter_map(main_button).find_map(utm_campaign).or_else(|| {
        let links = document.links.iter().map(|link| link.url.as_str());
        // Those in the text of a post are no links of its markup.
        let written = facts.iter().filter(|fact| matches!(fact.value, FactValue::Url(_)));
        let written = written.map(|fact| fact.text.as_str()).filter(|_| !document.fields.is_empty());
        let mut values = links.chain(written).filter_map(utm_campaign);
        let first = values.next()?;
        values.all(|value| value == first).then_some(first)
    })?;
    let record =
        records.iter().find(|record| record.utm_campaigns.iter().any(|own| own.eq_ignore_ascii_case(&value)));
    let campaign = match record {
        Some(record) => record.id.clone(),
        None if GENERIC.contains(&value.as_str()) => return None,
        None => value,
    };
    Some(Membership { campaign, evidence: Evidence::Utm })
}

/// The address of a button that most readers see in the text of an artifact, as it is written.
fn main_button(fact: &Fact) -> Option<&str> {
    let is_main = fact.rendering == Rendering::Main && fact.place != Scope::Footer;
    match &fact.value {
        FactValue::Cta { raw_url: Some(url), .. } if is_main => Some(url),
        _ => None,
    }
}

/// The value of `utm_campaign` in an address, in lower case; none with a placeholder in it.
fn utm_campaign(address: &str) -> Option<String> {
    if !address.contains("utm_campaign=") {
        return None;
    }
    let url = Url::parse(address.trim()).ok()?;
    let (_, value) = url.query_pairs().find(|(name, _)| name == "utm_campaign")?;
    let is_plain = !value.is_empty() && !value.contains(['{', '}', '%', '*', '[', '\u{FFFC}']);
    is_plain.then(|| value.trim().to_lowercase())
}

/// The page that an artifact is, else the one that its first button leads to, else the only one that it links to.
fn landing(document: &Document, facts: &[Fact]) -> Option<Target> {
    let own = document.page.canonical.as_ref().and_then(|url| canonical(url.as_str()));
    let address = own.or_else(|| match facts.iter().find_map(main_button) {
        Some(button) => canonical(button),
        None if !document.fields.is_empty() => only_link(facts),
        None => None,
    });
    let target = Target::of(&address?);
    (!target.is_home() && !is_shortener(target.host())).then_some(target)
}

fn only_link(facts: &[Fact]) -> Option<String> {
    let mut links = facts.iter().filter_map(|fact| match &fact.value {
        FactValue::Url(url) => Some(url),
        _ => None,
    });
    let first = links.next()?;
    links.all(|other| other == first).then(|| first.clone())
}

fn code(facts: &[Fact]) -> Option<String> {
    let mut codes = facts.iter().filter_map(|fact| match &fact.value {
        FactValue::PromoCode(code)
            if fact.place != Scope::Footer && fact.confidence == Confidence::Certain =>
        {
            Some(normalized(code))
        }
        _ => None,
    });
    let first = codes.next()?;
    let is_evergreen = EVERGREEN.iter().any(|start| first.starts_with(start));
    (!is_evergreen && codes.all(|other| other == first)).then_some(first)
}

fn offer(facts: &[Fact]) -> Option<(u32, jiff::civil::Date)> {
    let mut products = facts.iter().filter(|fact| matches!(fact.value, FactValue::Product(_)));
    let product = products.next()?.product?;
    let is_only = products.all(|fact| fact.product == Some(product));
    let mut ends = facts.iter().filter_map(|fact| match &fact.value {
        FactValue::Date(date) if date.role == DateRole::Deadline => date.date,
        _ => None,
    });
    let end = ends.next()?;
    (is_only && ends.all(|other| other == end)).then_some((product, end))
}
