//! A guide as its files say it: one struct a table kind, each value with its place. Reading checks the form of values;
//! whether they fit together is left to `validate`. Must not know the rules.
//!
//! An entry with a mistake in it is left out, so that it does not hold in a way that nobody wrote.

mod channel;
mod contact;
mod entries;
mod social;
mod terms;
mod tolerances;

use iso_currency::Currency;
use jiff::tz::TimeZone;

use crate::artifact::{Channel, Locale};
use crate::finding::Finding;
use crate::guide::reader::{self, Form, Located, Table};
use crate::guide::social::Unlisted;
use crate::source::Source;
use crate::values::color::Srgb;

pub(crate) use channel::{Email as EmailChannel, Links as ChannelLinks, Web as WebChannel};
pub(crate) use contact::{Claim, Contact};
pub(crate) use entries::{
    Color, Exclamation, LegalLine, Line, Market, Price, Product, Setting, Shouting, Waiver, globs,
};
pub(crate) use social::{Handle, Hashtag, Limit};
pub(crate) use terms::{Concept, Phrase, Term};
pub(crate) use tolerances::TolerancesTable;

/// What the files say, in their order. Every table kind may stand in every file; what may be said once only is a list
/// too, so that saying it twice can be told.
#[derive(Debug, Default)]
pub(crate) struct Files {
    pub(crate) names: Vec<Located<String>>,
    pub(crate) default_locales: Vec<Located<Locale>>,
    pub(crate) time_zones: Vec<Located<TimeZone>>,
    pub(crate) currencies: Vec<Located<Currency>>,
    pub(crate) markets: Vec<Market>,
    pub(crate) settings: Vec<Setting>,
    pub(crate) concepts: Vec<Concept>,
    pub(crate) phrases: Vec<Phrase>,
    pub(crate) exclamations: Vec<Exclamation>,
    pub(crate) shoutings: Vec<Shouting>,
    pub(crate) products: Vec<Product>,
    pub(crate) tolerances: Vec<TolerancesTable>,
    pub(crate) neutrals: Vec<Located<Srgb>>,
    pub(crate) colors: Vec<Color>,
    pub(crate) taglines: Vec<Line>,
    pub(crate) legal_lines: Vec<LegalLine>,
    pub(crate) calls_to_action: Vec<Line>,
    pub(crate) phones: Vec<Contact>,
    pub(crate) email_addresses: Vec<Contact>,
    pub(crate) postal_addresses: Vec<Contact>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) email_channels: Vec<EmailChannel>,
    pub(crate) web_channels: Vec<WebChannel>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) hashtags: Vec<Hashtag>,
    pub(crate) unlisted_hashtags: Vec<Located<Unlisted>>,
    pub(crate) handles: Vec<Handle>,
    pub(crate) waivers: Vec<Waiver>,
}

impl Files {
    /// Adds what one more file says, and gives its mistakes.
    pub(crate) fn add(&mut self, source: &Source) -> Vec<Finding> {
        let ((), problems) = reader::read(source, |root| self.add_root(root));
        problems
    }

    fn add_root(&mut self, root: &Table<'_>) {
        self.names.extend(root.string("name"));
        self.default_locales.extend(locale(root, "default-locale"));
        self.time_zones.extend(time_zone(root));
        self.currencies.extend(currency(root));
        self.markets.extend(all(root, "market", Market::read));
        self.settings.extend(entries::settings(root));
        self.concepts.extend(all(root, "concept", Concept::read));
        self.phrases.extend(all(root, "phrase", Phrase::read));
        self.exclamations.extend(root.table("exclamation").and_then(|table| Exclamation::read(&table)));
        self.shoutings.extend(root.table("shouting").and_then(|table| Shouting::read(&table)));
        self.products.extend(all(root, "product", Product::read));
        self.tolerances.extend(root.table("tolerances").and_then(|table| TolerancesTable::read(&table)));
        self.neutrals.extend(root.parsed_list("neutral"));
        self.colors.extend(all(root, "color", Color::read));
        self.taglines.extend(all(root, "tagline", Line::read));
        self.legal_lines.extend(all(root, "legal-line", LegalLine::read));
        self.calls_to_action.extend(all(root, "call-to-action", Line::read));
        self.phones.extend(all(root, "phone", Contact::phone));
        self.email_addresses.extend(all(root, "email-address", Contact::email_address));
        self.postal_addresses.extend(all(root, "postal-address", Contact::postal_address));
        self.claims.extend(all(root, "claim", Claim::read));
        let (email, web) = channel::read(root);
        self.email_channels.extend(email);
        self.web_channels.extend(web);
        self.limits.extend(all(root, "limit", Limit::read));
        self.hashtags.extend(all(root, "hashtag", Hashtag::read));
        self.unlisted_hashtags.extend(root.table("hashtags").and_then(|table| social::unlisted(&table)));
        self.handles.extend(all(root, "handle", Handle::read));
        self.waivers.extend(all(root, "waiver", Waiver::read));
    }
}

/// Every `[[key]]` that could be read.
fn all<T>(table: &Table<'_>, key: &'static str, read: impl Fn(&Table<'_>) -> Option<T>) -> Vec<T> {
    table.tables(key).iter().filter_map(read).collect()
}

fn locale(table: &Table<'_>, key: &'static str) -> Option<Located<Locale>> {
    table.understood(key, LOCALE, Locale::parse)
}

/// The form of a locale.
pub(crate) const LOCALE: Form =
    Form { noun: "language tag", advice: "write a language, with or without a region, such as de or en-US" };

const TIME_ZONE: Form = Form {
    noun: "time zone",
    advice: "write a name of the IANA time zone database, such as America/Los_Angeles",
};

const CURRENCY: Form =
    Form { noun: "currency", advice: "write a code of ISO 4217 in capitals, such as USD or EUR" };

/// The time zone under `time-zone`.
pub(crate) fn time_zone(table: &Table<'_>) -> Option<Located<TimeZone>> {
    table.understood("time-zone", TIME_ZONE, |name| TimeZone::get(name).ok())
}

fn currency(table: &Table<'_>) -> Option<Located<Currency>> {
    table.understood("currency", CURRENCY, Currency::from_code)
}

/// The channels under `channels`.
fn channels(table: &Table<'_>) -> Vec<Channel> {
    values(table.words("channels"))
}

/// Values without their places.
fn values<T>(located: Vec<Located<T>>) -> Vec<T> {
    located.into_iter().map(|located| located.value).collect()
}
