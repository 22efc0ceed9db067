//! Every other table of a guide: markets, levels, tone settings, products, colors, lines, waivers.

use globset::{Glob, GlobMatcher};
use iso_currency::Currency;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::artifact::{Channel, Locale};
use crate::finding::{FactKind, GuideRef};
use crate::guide::brand::TaxBasis;
use crate::guide::reader::mixed::Item;
use crate::guide::reader::{Form, Located, Table};
use crate::rule::Level;
use crate::values::color::Srgb;
use crate::values::money::Money;

/// `[[market]]`.
#[derive(Debug)]
pub(crate) struct Market {
    pub(crate) id: Located<String>,
    pub(crate) locales: Vec<Located<Locale>>,
    pub(crate) currency: Option<Located<Currency>>,
    pub(crate) tax: Option<Located<TaxBasis>>,
    pub(crate) tax_rate: Option<Decimal>,
}

impl Market {
    pub(super) fn read(table: &Table<'_>) -> Option<Self> {
        let id = table.required("id", Table::string);
        let locales = table.understood_list("locales", super::LOCALE, Locale::parse);
        let currency = super::currency(table);
        let tax = table.word("tax");
        let tax_rate = tax_rate(table);
        // A market with a mistake still exists: prices that name it would be reported for nothing.
        table.finish();
        Some(Self { id: id?, locales, currency, tax, tax_rate })
    }
}

/// More percent than any country takes of what is sold.
const MAX_TAX: u32 = 50;

fn tax_rate(table: &Table<'_>) -> Option<Decimal> {
    let rate = table.decimal("tax-rate")?;
    let is_rate = rate.value > Decimal::ZERO && rate.value <= Decimal::from(MAX_TAX);
    if !is_rate {
        let message = format!("`{}` percent are no tax on what is sold", rate.value);
        let help = format!(
            "write a number above 0 and up to {MAX_TAX}, such as 19 or 8.1; leave it out where none is due"
        );
        table.invalid(&rate.origin, message, &help);
    }
    is_rate.then_some(rate.value)
}

/// One line of `[rules]` or `[rules.CHANNEL]`.
#[derive(Debug)]
pub(crate) struct Setting {
    /// Family of the channel, `None` for all.
    pub(crate) channel: Option<Located<String>>,
    /// Id of a rule, or a group.
    pub(crate) rule: Located<String>,
    pub(crate) level: Level,
}

/// Reads `[rules]` and the tables in it.
pub(super) fn settings(root: &Table<'_>) -> Vec<Setting> {
    let Some(rules) = root.table("rules") else { return Vec::new() };
    let mut settings = Vec::new();
    for key in rules.keys() {
        if rules.holds_table(key.value) {
            let Some(table) = rules.table(key.value) else { continue };
            let family = key.value.parse::<Channel>().ok().map(Channel::family);
            if family != Some(key.value) {
                let help = "levels stand below [rules] for all channels, or below [rules.email], [rules.web], \
                            [rules.social], [rules.sms], [rules.push], [rules.ad]";
                table.invalid(&key.origin, format!("`{}` is no channel", key.value), help);
                continue;
            }
            let channel = Located { value: key.value.to_owned(), origin: key.origin };
            settings.extend(levels(&table, Some(&channel)));
            table.finish();
        }
    }
    settings.extend(levels(&rules, None));
    rules.finish();
    settings
}

fn levels(table: &Table<'_>, channel: Option<&Located<String>>) -> Vec<Setting> {
    let plain = table.keys().into_iter().filter(|key| !table.holds_table(key.value));
    plain
        .filter_map(|key| {
            let level = table.word::<Level>(key.value)?.value;
            let rule = Located { value: key.value.to_owned(), origin: key.origin };
            Some(Setting { channel: channel.cloned(), rule, level })
        })
        .collect()
}

/// `[exclamation]`.
#[derive(Debug)]
pub(crate) struct Exclamation {
    pub(crate) max: u32,
    pub(crate) max_by_channel: Vec<(String, u32)>,
    pub(crate) max_in_a_row: u32,
    pub(crate) origin: GuideRef,
}

impl Exclamation {
    pub(super) fn read(table: &Table<'_>) -> Option<Self> {
        let max = table.required("max", Table::number);
        let max_in_a_row = table.number("max-in-a-row").map_or(1, |number| number.value);
        let mut max_by_channel = Vec::new();
        if let Some(channels) = table.table("max-by-channel") {
            for family in ["email", "web", "social", "sms", "push", "ad"] {
                if let Some(number) = channels.number(family) {
                    max_by_channel.push((family.to_owned(), number.value));
                }
            }
            channels.finish();
        }
        table.finish().then_some(())?;
        let max = max?;
        Some(Self { max: max.value, max_by_channel, max_in_a_row, origin: max.origin })
    }
}

/// `[shouting]`.
#[derive(Debug)]
pub(crate) struct Shouting {
    pub(crate) min_words: u32,
    pub(crate) allowed: Vec<String>,
    pub(crate) origin: GuideRef,
}

impl Shouting {
    pub(super) fn read(table: &Table<'_>) -> Option<Self> {
        let min_words = table.required("min-words", Table::number);
        let allowed = super::values(table.strings("allowed"));
        if let Some(zero) = min_words.as_ref().filter(|number| number.value == 0) {
            table.invalid(&zero.origin, "`min-words` is 0".to_owned(), "write 1 or more");
        }
        table.finish().then_some(())?;
        let min_words = min_words?;
        Some(Self { min_words: min_words.value, allowed, origin: min_words.origin })
    }
}

/// `[[product]]`.
#[derive(Debug)]
pub(crate) struct Product {
    pub(crate) id: Located<String>,
    pub(crate) name: Located<String>,
    pub(crate) short_names: Vec<Located<String>>,
    pub(crate) wrong_names: Vec<Located<String>>,
    pub(crate) skus: Vec<Located<String>>,
    pub(crate) urls: Vec<Located<String>>,
    pub(crate) prices: Vec<Price>,
}

const ADDRESS: Form =
    Form { noun: "full address", advice: "write it from https:// on, such as https://example.com/cove" };

/// `[[product.price]]`.
#[derive(Debug)]
pub(crate) struct Price {
    pub(crate) market: Located<String>,
    pub(crate) list: Located<Money>,
    pub(crate) sale: Option<Located<Money>>,
    pub(crate) retired: Vec<Retired>,
    pub(crate) from: Option<Located<Date>>,
    pub(crate) until: Option<Located<Date>>,
}

/// An entry of `retired`: an amount, or an amount and the last day on which it may be shown.
#[derive(Debug)]
pub(crate) struct Retired {
    pub(crate) price: Located<Money>,
    pub(crate) until: Option<Located<Date>>,
}

impl Product {
    pub(super) fn read(table: &Table<'_>) -> Option<Self> {
        let id = table.required("id", Table::string);
        let name = table.required("name", Table::string);
        let short_names = table.strings("short-names");
        let wrong_names = table.strings("wrong-names");
        let skus = table.strings("sku");
        let urls = table.understood_list("urls", ADDRESS, |url| {
            let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
            let plain = !rest.is_empty() && !rest.contains(char::is_whitespace);
            plain.then(|| url.to_owned())
        });
        let prices = super::all(table, "price", Price::read);
        // A product with a mistake still exists: offers that name it would be reported for nothing.
        table.finish();
        Some(Self { id: id?, name: name?, short_names, wrong_names, skus, urls, prices })
    }
}

impl Price {
    fn read(table: &Table<'_>) -> Option<Self> {
        let market = table.required("market", Table::string);
        let list = table.required("list", Table::parsed);
        let sale = table.parsed("sale");
        let retired = table.texts_or_tables("retired");
        let retired = retired.into_iter().filter_map(|item| Retired::read(table, item)).collect();
        let from = table.date("from");
        let until = table.date("until");
        table.finish().then_some(())?;
        Some(Self { market: market?, list: list?, sale, retired, from, until })
    }
}

impl Retired {
    fn read<'a>(owner: &Table<'a>, item: Item<'a>) -> Option<Self> {
        let table = match item {
            Item::Text(text) => return Some(Self { price: owner.parsed_item(text)?, until: None }),
            Item::Table(table) => table,
        };
        let price = table.required("price", Table::parsed);
        let until = table.date("until");
        table.finish().then_some(())?;
        Some(Self { price: price?, until })
    }
}

/// `[[color]]`.
#[derive(Debug)]
pub(crate) struct Color {
    pub(crate) id: Located<String>,
    pub(crate) value: Located<Srgb>,
    pub(crate) uses: Vec<String>,
}

impl Color {
    pub(super) fn read(table: &Table<'_>) -> Option<Self> {
        let id = table.required("id", Table::string);
        let value = table.required("value", Table::parsed);
        let uses = super::values(table.strings("use"));
        table.finish().then_some(())?;
        Some(Self { id: id?, value: value?, uses })
    }
}

/// `[[tagline]]`, `[[call-to-action]]`, and what `[[legal-line]]` shares with them.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) id: Located<String>,
    pub(crate) text: Located<String>,
    pub(crate) locale: Option<Located<Locale>>,
}

impl Line {
    pub(super) fn read(table: &Table<'_>) -> Option<Self> {
        let line = Self::part_of(table);
        table.finish().then_some(())?;
        line
    }

    fn part_of(table: &Table<'_>) -> Option<Self> {
        let id = table.required("id", Table::string);
        let text = table.required("text", Table::string);
        let locale = super::locale(table, "locale");
        Some(Self { id: id?, text: text?, locale })
    }
}

/// `[[legal-line]]`.
#[derive(Debug)]
pub(crate) struct LegalLine {
    pub(crate) line: Line,
    pub(crate) required_with: Vec<Located<FactKind>>,
    pub(crate) channels: Vec<Located<Channel>>,
    pub(crate) markets: Vec<Located<String>>,
}

/// What may ask for a legal line: what an offer consists of.
const ASKING: [FactKind; 8] = [
    FactKind::Price,
    FactKind::Discount,
    FactKind::PromoCode,
    FactKind::Date,
    FactKind::Product,
    FactKind::Cta,
    FactKind::Claim,
    FactKind::Tagline,
];

const ASKING_FORM: Form = Form {
    noun: "kind of fact that asks for a line",
    advice: "write price, discount, promo-code, date, product, cta, claim or tagline",
};

impl LegalLine {
    pub(super) fn read(table: &Table<'_>) -> Option<Self> {
        let line = Line::part_of(table);
        let required_with = table.understood_list("required-with", ASKING_FORM, |word| {
            ASKING.into_iter().find(|kind| kind.as_str() == word)
        });
        let channels = table.words("channels");
        let markets = table.strings("markets");
        table.finish().then_some(())?;
        Some(Self { line: line?, required_with, channels, markets })
    }
}

/// `[[waiver]]`.
#[derive(Debug)]
pub(crate) struct Waiver {
    pub(crate) rule: Located<String>,
    pub(crate) paths: Vec<Located<GlobMatcher>>,
    pub(crate) text: Option<Located<String>>,
    pub(crate) fingerprint: Option<Located<String>>,
    pub(crate) campaign: Option<Located<String>>,
    pub(crate) reason: Located<String>,
    pub(crate) owner: Located<String>,
    pub(crate) until: Located<Date>,
}

const FINGERPRINT: Form =
    Form { noun: "fingerprint", advice: "copy the sixteen hexadecimal digits from a report" };

const PATH_PATTERN: Form = Form { noun: "path pattern", advice: "write a pattern, such as emails/**/*.html" };

/// How many characters a reason has at least: fewer are a shrug.
const MIN_REASON: usize = 10;

impl Waiver {
    pub(super) fn read(table: &Table<'_>) -> Option<Self> {
        let rule = table.required("rule", Table::string);
        let paths = globs(table, "paths");
        let text = table.string("text");
        let fingerprint = table.understood("fingerprint", FINGERPRINT, |digits| {
            let hexadecimal = digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            hexadecimal.then(|| digits.to_ascii_lowercase())
        });
        let campaign = table.string("campaign");
        let reason = table.required("reason", Table::string);
        let owner = table.required("owner", Table::string);
        let until = table.required("until", Table::date);
        if let Some(reason) = &reason
            && reason.value.trim().chars().count() < MIN_REASON
        {
            let help = "say in a few words why the finding is accepted, with at least 10 characters";
            table.invalid(&reason.origin, format!("`{}` is no reason", reason.value), help);
        }
        table.finish().then_some(())?;
        let (rule, reason) = (rule?, reason?);
        Some(Self { rule, paths, text, fingerprint, campaign, reason, owner: owner?, until: until? })
    }
}

/// Path patterns, in which `*` stays inside one folder and `**` does not.
pub(crate) fn globs<'a>(table: &Table<'a>, key: &'a str) -> Vec<Located<GlobMatcher>> {
    table.understood_list(key, PATH_PATTERN, |pattern| {
        let glob = globset::GlobBuilder::new(pattern).literal_separator(true).build();
        glob.ok().as_ref().map(Glob::compile_matcher)
    })
}
