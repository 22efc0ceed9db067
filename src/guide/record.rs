//! `campaign.toml`: what a campaign's record says. A piece of the guide that lies with the campaign's artifacts.
//!
//! Reading order: the types, then [`read`].

use std::collections::BTreeMap;

use globset::GlobMatcher;
use iso_currency::Currency;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use crate::artifact::{Attributes, Channel, Locale};
use crate::finding::{Finding, GuideRef};
use crate::guide::Guide;
use crate::guide::problems::Contradiction;
use crate::guide::raw;
use crate::guide::reader::{self, Located, Table};
use crate::guide::tolerances::Fit;
use crate::guide::validate::{Problems, pricing};
use crate::source::Source;
use crate::values::money::Money;
use crate::values::percent;

/// The record of one campaign. Everything but the id is optional: with no record of a fact the comparison is
/// symmetric.
#[derive(Clone, Debug)]
pub struct CampaignRecord {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: Option<String>,
    /// Zone of its dates.
    pub time_zone: Option<TimeZone>,
    /// When it starts.
    pub starts: Option<RecordedTime>,
    /// When it ends.
    pub ends: Option<RecordedTime>,
    /// Its promo codes.
    pub promo_codes: Vec<String>,
    /// Where the promo codes stand.
    pub promo_codes_origin: Option<GuideRef>,
    /// Values of `utm_campaign` that belong to it.
    pub utm_campaigns: Vec<String>,
    /// Facts that may differ on purpose.
    pub vary: Vec<String>,
    /// The channel to believe where the record is silent.
    pub source_of_truth: Option<Channel>,
    /// Its call to action.
    pub cta: Option<RecordedCta>,
    /// Its offers.
    pub offers: Vec<Offer>,
    /// Dimensions of members, by path; the first match wins. Paths are relative to the record's folder.
    pub members: Vec<MemberEntry>,
    /// Where its id stands.
    pub origin: GuideRef,
    /// The file, for excerpts.
    pub source: Source,
}

impl CampaignRecord {
    /// The offer for a product in a market: the most special one that fits, the first of equals. An offer for an audience
    /// holds for nobody else.
    #[must_use]
    pub fn offer(&self, product: &str, market: Option<&str>, of: Segmentation<'_>) -> Option<&Offer> {
        let fits = |asked: &Option<String>, own: Option<&str>| asked.is_none() || asked.as_deref() == own;
        let fitting = self.offers.iter().filter(|offer| {
            offer.product == product
                && fits(&offer.market, market)
                && offer.audience.as_deref() == of.audience
                && fits(&offer.variant, of.variant)
                && fits(&offer.phase, of.phase)
        });
        let rank = |offer: &&Offer| {
            let dimensions = [&offer.market, &offer.variant, &offer.phase];
            dimensions.iter().filter(|dimension| dimension.is_some()).count()
        };
        // `max_by_key` gives the last of equals.
        fitting.rev().max_by_key(rank)
    }

    /// Whether a fact may differ on purpose.
    #[must_use]
    pub fn varies(&self, fact: &str) -> bool {
        self.vary.iter().any(|own| own == fact)
    }

    /// The one product of all its offers.
    #[must_use]
    pub fn only_product(&self) -> Option<&str> {
        let first = self.offers.first()?;
        self.offers.iter().all(|offer| offer.product == first.product).then_some(&first.product)
    }
}

/// For whom an artifact is and when, besides its market.
#[derive(Clone, Copy, Debug)]
pub struct Segmentation<'a> {
    /// Its audience; `None` is the public.
    pub audience: Option<&'a str>,
    /// Its variant.
    pub variant: Option<&'a str>,
    /// Its phase.
    pub phase: Option<&'a str>,
}

/// A time as a record states it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RecordedTime {
    /// The instant: of a time without an offset, that in the zone of the campaign.
    pub at: Timestamp,
    /// Whether it has no offset, so that it comes in each market when the clocks there show it.
    pub is_local: bool,
}

/// The call to action of a campaign.
#[derive(Clone, Debug)]
pub struct RecordedCta {
    /// Its words.
    pub label: Option<String>,
    /// Its target.
    pub url: Option<String>,
    /// Where it stands.
    pub origin: GuideRef,
}

/// What a product costs in a campaign.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Id of the product in the price book.
    pub product: String,
    /// Id of the market; `None` is every market.
    pub market: Option<String>,
    /// For whom; `None` is the public.
    pub audience: Option<String>,
    /// The variant it holds for; `None` is every variant.
    pub variant: Option<String>,
    /// The phase it holds in; `None` is every phase.
    pub phase: Option<String>,
    /// The price before.
    pub list: Option<Money>,
    /// The price now.
    pub sale: Option<Money>,
    /// The reduction as it is advertised.
    pub percent: Option<Decimal>,
    /// Where the entry stands.
    pub origin: GuideRef,
    /// Where the sale price stands.
    pub sale_origin: Option<GuideRef>,
}

/// Dimensions of some members of a campaign.
#[derive(Clone, Debug)]
pub struct MemberEntry {
    /// Which files, relative to the record's folder.
    pub paths: Vec<GlobMatcher>,
    /// What holds for them.
    pub attributes: Attributes,
}

/// The facts that `vary` may name: those of the comparison between artifacts, and an email's subject.
const VARYING: &[&str] = &[
    "claim",
    "color",
    "cta-label",
    "cta-target",
    "date",
    "discount",
    "email-address",
    "font",
    "handle",
    "hashtag",
    "legal-line",
    "logo",
    "phone",
    "postal-address",
    "price",
    "product-name",
    "promo-code",
    "subject",
    "tagline",
    "tone",
];

/// Reads a `campaign.toml`. Mistakes come with their places, in their order; what is right is used all the same. There
/// is no record without an `id`.
#[must_use]
pub fn read(source: &Source, guide: &Guide) -> (Option<CampaignRecord>, Vec<Finding>) {
    let mut problems = Problems::default();
    let (read, mistakes) = reader::read(source, |root| RawRecord::read(root, source, guide));
    problems.extend(mistakes);
    for market in &read.member_markets {
        // Whether the market exists is all that matters here.
        let _ = pricing::market_currency(market, &guide.brand, &mut problems);
    }
    let offers = valid_offers(read.offers, guide, &mut problems);
    let record = read.id.map(|id| CampaignRecord { id: id.value, origin: id.origin, offers, ..read.record });
    (record, problems.into_sorted())
}

/// A record whose id and offers are still to be looked at.
#[derive(Debug)]
struct RawRecord {
    id: Option<Located<String>>,
    record: CampaignRecord,
    offers: Vec<RawOffer>,
    member_markets: Vec<Located<String>>,
}

impl RawRecord {
    fn read(root: &Table<'_>, source: &Source, guide: &Guide) -> Self {
        let id = root.required("id", Table::string);
        let time_zone = raw::time_zone(root).map(|zone| zone.value);
        let zone = time_zone.as_ref().or(guide.brand.time_zone.as_ref());
        let starts = time(root, "starts", zone);
        let ends = time(root, "ends", zone);
        check_order(root, starts.as_ref(), ends.as_ref());
        let promo_codes = root.strings("promo-codes");
        let mut member_markets = Vec::new();
        let members = root.tables("artifact");
        let members = members.iter().filter_map(|table| member(table, zone, &mut member_markets)).collect();
        let record = CampaignRecord {
            id: String::new(),
            name: root.string("name").map(|name| name.value),
            starts: starts.map(|starts| starts.value),
            ends: ends.map(|ends| ends.value),
            promo_codes_origin: promo_codes.first().map(|code| code.origin.clone()),
            promo_codes: texts(promo_codes),
            utm_campaigns: texts(root.strings("utm-campaigns")),
            vary: vary(root),
            source_of_truth: root.word("source-of-truth").map(|channel| channel.value),
            cta: root.table("cta").and_then(|table| cta(&table)),
            offers: Vec::new(),
            members,
            origin: root.origin().clone(),
            source: source.clone(),
            time_zone,
        };
        let offers = root.tables("offer").iter().filter_map(RawOffer::read).collect();
        Self { id, record, offers, member_markets }
    }
}

fn check_order(
    root: &Table<'_>,
    starts: Option<&Located<RecordedTime>>,
    ends: Option<&Located<RecordedTime>>,
) {
    if let (Some(starts), Some(ends)) = (starts, ends)
        && ends.value.at <= starts.value.at
    {
        let help = format!("the campaign starts at {}:{}", starts.origin.file, starts.origin.line);
        let message = "the campaign ends before it starts";
        root.report(reader::problem(&Contradiction::META, &ends.origin, message).label("the end").help(help));
    }
}

fn texts(located: Vec<Located<String>>) -> Vec<String> {
    located.into_iter().map(|text| text.value).collect()
}

/// A time with an offset of its own, or on the clocks of each market.
fn time<'a>(table: &Table<'a>, key: &'a str, zone: Option<&TimeZone>) -> Option<Located<RecordedTime>> {
    let is_local = table.datetime(key)?.value.offset.is_none();
    let Located { value: at, origin } = instant(table, key, zone)?;
    Some(Located { value: RecordedTime { at, is_local }, origin })
}

/// An instant: with an offset of its own, or in the zone of the record, else of the brand.
fn instant<'a>(table: &Table<'a>, key: &'a str, zone: Option<&TimeZone>) -> Option<Located<Timestamp>> {
    let Located { value: written, origin } = table.datetime(key)?;
    let wrong = |help: &str| table.invalid(&origin, format!("`{key}` is no exact time"), help);
    let Some((date, time)) = written.date.and_then(reader::civil_date).zip(written.time) else {
        wrong("write day, time and offset, such as 2026-11-30T23:59:00-08:00");
        return None;
    };
    let small = |number: u8| i8::try_from(number).unwrap_or_default();
    // A leap second is the last second of its minute for everybody but astronomers.
    let second = small(time.second.unwrap_or_default()).min(59);
    let local = date.at(small(time.hour), small(time.minute), second, 0);
    let instant = match (written.offset, zone) {
        (Some(toml::value::Offset::Z), _) => TimeZone::UTC.to_timestamp(local),
        (Some(toml::value::Offset::Custom { minutes }), _) => {
            let offset = jiff::tz::Offset::from_seconds(i32::from(minutes) * 60);
            offset.and_then(|offset| offset.to_timestamp(local))
        }
        (None, Some(zone)) => zone.to_timestamp(local),
        (None, None) => {
            wrong("add an offset, such as -08:00, or set `time-zone`");
            return None;
        }
    };
    if instant.is_err() {
        wrong("this time is out of range");
    }
    Some(Located { value: instant.ok()?, origin })
}

fn vary(root: &Table<'_>) -> Vec<String> {
    let mut vary = Vec::new();
    for fact in root.strings("vary") {
        if VARYING.contains(&fact.value.as_str()) {
            vary.push(fact.value);
        } else {
            let help = reader::advice(&fact.value, "legal values", VARYING);
            root.invalid(&fact.origin, format!("unknown fact `{}`", fact.value), &help);
        }
    }
    vary
}

fn cta(table: &Table<'_>) -> Option<RecordedCta> {
    let label = table.string("label");
    let url = table.string("url");
    table.finish();
    let origin = label.as_ref().or(url.as_ref()).map(|text| text.origin.clone())?;
    Some(RecordedCta { label: label.map(|label| label.value), url: url.map(|url| url.value), origin })
}

fn member<'a>(
    table: &Table<'a>,
    zone: Option<&TimeZone>,
    markets: &mut Vec<Located<String>>,
) -> Option<MemberEntry> {
    let market = table.string("market");
    markets.extend(market.clone());
    let paths = table.required("paths", |table, key| Some(raw::globs(table, key)));
    let text = |key: &'a str| table.string(key).map(|text| text.value);
    let attributes = Attributes {
        channel: table.word("channel").map(|channel| channel.value),
        membership: None,
        market: market.map(|market| market.value),
        locale: table.understood("locale", raw::LOCALE, Locale::parse).map(|locale| locale.value),
        audience: text("audience"),
        variant: text("variant"),
        phase: text("phase"),
        publish_at: instant(table, "publish-at", zone).map(|instant| instant.value),
        networks: Vec::new(),
        sample: None,
    };
    table.finish().then_some(())?;
    let paths = paths.into_iter().flatten().map(|path| path.value).collect();
    Some(MemberEntry { paths, attributes })
}

/// `[[offer]]`, with places.
#[derive(Debug)]
struct RawOffer {
    product: Located<String>,
    market: Option<Located<String>>,
    audience: Option<Located<String>>,
    variant: Option<Located<String>>,
    phase: Option<Located<String>>,
    list: Option<Located<Money>>,
    sale: Option<Located<Money>>,
    percent: Option<Located<Decimal>>,
}

impl RawOffer {
    fn read(table: &Table<'_>) -> Option<Self> {
        let product = table.required("product", Table::string);
        let market = table.string("market");
        let audience = table.string("audience");
        let variant = table.string("variant");
        let phase = table.string("phase");
        let list = table.parsed("list");
        let sale = table.parsed("sale");
        let percent = table.decimal("percent");
        if let Some(percent) = &percent
            && (percent.value <= Decimal::ZERO || percent.value >= Decimal::ONE_HUNDRED)
        {
            let help = "write the reduction in percent, such as 20";
            table.invalid(&percent.origin, format!("`{}` is no reduction", percent.value), help);
        }
        table.finish().then_some(())?;
        Some(Self { product: product?, market, audience, variant, phase, list, sale, percent })
    }

    /// What tells this offer from others: product, market, audience, variant, phase.
    fn dimensions(&self) -> [Option<String>; 5] {
        let Self { product, market, audience, variant, phase, .. } = self;
        [Some(product), market.as_ref(), audience.as_ref(), variant.as_ref(), phase.as_ref()]
            .map(|text| text.map(|text| text.value.clone()))
    }
}

/// The offers that fit the guide, themselves and each other.
fn valid_offers(offers: Vec<RawOffer>, guide: &Guide, problems: &mut Problems) -> Vec<Offer> {
    let mut seen = BTreeMap::new();
    let mut valid = Vec::new();
    for offer in offers {
        if let Some(first) = seen.get(&offer.dimensions()) {
            let message = format!("a second offer for `{}` with the same dimensions", offer.product.value);
            problems.repeated(&message, &offer.product.origin, first);
            continue;
        }
        seen.insert(offer.dimensions(), offer.product.origin.clone());
        if is_sound(&offer, guide, problems) {
            let text = |text: Option<Located<String>>| text.map(|text| text.value);
            valid.push(Offer {
                market: text(offer.market),
                audience: text(offer.audience),
                variant: text(offer.variant),
                phase: text(offer.phase),
                list: offer.list.map(|list| list.value),
                sale_origin: offer.sale.as_ref().map(|sale| sale.origin.clone()),
                sale: offer.sale.map(|sale| sale.value),
                percent: offer.percent.map(|percent| percent.value),
                product: offer.product.value,
                origin: offer.product.origin,
            });
        }
    }
    valid
}

/// Whether an offer's names exist and its numbers agree.
fn is_sound(offer: &RawOffer, guide: &Guide, problems: &mut Problems) -> bool {
    let mut sound = true;
    if guide.prices.product(&offer.product.value).is_none() {
        let legal: Vec<&str> = guide.prices.products.iter().map(|product| product.id.as_str()).collect();
        problems.unknown("product", &offer.product, &legal);
        sound = false;
    }
    if let Some(market) = &offer.market {
        let currency: Option<Currency> = pricing::market_currency(market, &guide.brand, problems);
        sound &= guide.brand.market(&market.value).is_some();
        for amount in [&offer.list, &offer.sale].into_iter().flatten() {
            sound &= currency
                .is_none_or(|currency| pricing::in_currency(amount, currency, &market.value, problems));
        }
    }
    if let (Some(list), Some(sale)) = (&offer.list, &offer.sale) {
        sound &= pricing::is_reduction(list, sale, problems);
    }
    sound && percent_fits(offer, guide, problems)
}

/// Whether the percentage is that of the prices, within the tolerances of the guide. Without a list price of its own the offer starts from the price book.
fn percent_fits(offer: &RawOffer, guide: &Guide, problems: &mut Problems) -> bool {
    let (Some(sale), Some(claimed)) = (&offer.sale, &offer.percent) else { return true };
    let booked = || {
        let product = guide.prices.product(&offer.product.value)?;
        let market = offer.market.as_ref()?;
        product.sole_price_in(&market.value).map(|price| price.list)
    };
    let Some(list) = offer.list.as_ref().map(|list| list.value).or_else(booked) else { return true };
    if list.currency != sale.value.currency {
        return true;
    }
    let Some(actual) = percent::reduction(list.amount, sale.value.amount) else { return true };
    let fits = guide.tolerances.fit(claimed.value, actual) == Fit::Holds;
    if !fits {
        let shown = actual.round_dp(2).normalize();
        let message =
            format!("{}% is not what the prices give: {list} to {} is {shown}%", claimed.value, sale.value);
        let (at, other) = ((&claimed.origin, "the percentage"), (&sale.origin, "the sale price"));
        problems.contradiction(message, at, other, "correct the percentage or the price");
    }
    fits
}
