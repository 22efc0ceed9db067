//! `brand.toml`: who the brand is, where it sells, and how strict the rules are.

use std::collections::BTreeMap;

use iso_currency::Currency;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;

use crate::artifact::{Channel, Locale};
use crate::finding::GuideRef;
use crate::rule::{Level, RuleMeta};
use crate::values::phone::is_region;

/// The brand as such.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// Its name, `Harbor & Pine`.
    pub name: String,
    /// Locale of artifacts that declare none.
    pub default_locale: Option<Locale>,
    /// Zone of dates without one.
    pub time_zone: Option<TimeZone>,
    /// Currency of amounts whose market is not known.
    pub currency: Option<Currency>,
    /// Markets, in the order of the file.
    pub markets: Vec<Market>,
}

/// A market: where the same things cost the same.
#[derive(Clone, Debug)]
pub struct Market {
    /// Its id, `US`.
    pub id: String,
    /// Locales of its artifacts.
    pub locales: Vec<Locale>,
    /// Its currency.
    pub currency: Option<Currency>,
    /// Whether its prices hold the tax.
    pub tax: Option<TaxBasis>,
    /// The tax on what is sold there, in percent, where the guide says so.
    pub tax_rate: Option<Decimal>,
    /// Where it stands.
    pub origin: GuideRef,
}

crate::artifact::words! {
    /// Whether a price holds the tax.
    TaxBasis {
        /// With tax.
        Included = "included",
        /// Without.
        Excluded = "excluded",
    }
}

impl Market {
    /// The country that it is, as a code of ISO 3166: by its id, else by its locales where they agree.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        match self.id.as_str() {
            "UK" => return Some("GB"),
            id if is_region(id) => return Some(id),
            _ => {}
        }
        let mut regions = self.locales.iter().map(Locale::region);
        let first = regions.next()??;
        regions.all(|region| region == Some(first)).then_some(first)
    }
}

impl Brand {
    /// The market with this id.
    #[must_use]
    pub fn market(&self, id: &str) -> Option<&Market> {
        self.markets.iter().find(|market| market.id == id)
    }

    /// The only market that lists `locale`, or whose locales share its region; `None` where several do.
    #[must_use]
    pub fn market_of_locale(&self, locale: &Locale) -> Option<&Market> {
        let mut fitting = self.markets.iter().filter(|market| market.locales.contains(locale));
        fitting.next().filter(|_| fitting.next().is_none())
    }
}

/// Levels of rules that are not their defaults. Few are, and they are asked for again and again.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// By rule id, on channels for which the guide orders nothing of its own.
    everywhere: BTreeMap<&'static str, Level>,
    /// By channel family (`email`), then by rule id: all that holds there.
    by_channel: BTreeMap<String, BTreeMap<&'static str, Level>>,
}

/// What a guide orders, by rule id or group.
pub(crate) type Orders = BTreeMap<String, (Level, GuideRef)>;

impl Levels {
    /// The levels of `rules`, of which the guide orders some for all channels and some by channel family.
    pub(crate) fn new(
        all: &Orders,
        by_channel: BTreeMap<String, Orders>,
        rules: &[&'static RuleMeta],
    ) -> Self {
        let changed = |on_channel: Option<&Orders>| {
            let changed = rules.iter().filter_map(|rule| {
                let level = level(rule, all, on_channel)?;
                (level != rule.default_level).then_some((rule.id, level))
            });
            changed.collect::<BTreeMap<_, _>>()
        };
        Self {
            everywhere: changed(None),
            by_channel: by_channel.into_iter().map(|(family, own)| (family, changed(Some(&own)))).collect(),
        }
    }

    /// The level of a rule on a channel: what is said of the rule on the channel, else of the rule, else of its group
    /// in the same order, else its default.
    #[must_use]
    pub fn of(&self, rule: &RuleMeta, channel: Option<Channel>) -> Level {
        self.on(channel)(rule)
    }

    /// The levels of rules on a channel, as [`Levels::of`] gives them.
    pub fn on(&self, channel: Option<Channel>) -> impl Fn(&RuleMeta) -> Level {
        let on_channel = channel.and_then(|channel| self.by_channel.get(channel.family()));
        let changed = on_channel.unwrap_or(&self.everywhere);
        move |rule| changed.get(rule.id).copied().unwrap_or(rule.default_level)
    }
}

/// The level that is ordered for a rule, for all channels and for one.
fn level(rule: &RuleMeta, all: &Orders, on_channel: Option<&Orders>) -> Option<Level> {
    let of = |key: &str| on_channel.and_then(|own| own.get(key)).or_else(|| all.get(key));
    let group = || of(rule.id.split('/').next().unwrap_or_default());
    of(rule.id).or_else(group).map(|(level, _)| *level)
}
