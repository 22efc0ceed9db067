//! Markets, levels and waivers.

use std::collections::BTreeMap;

use crate::guide::brand::{Levels, Market, Orders};
use crate::guide::raw;
use crate::guide::reader::{Located, near_match};
use crate::guide::validate::{Problems, Taken};
use crate::guide::waivers::Waiver;
use crate::rule::RuleMeta;
use crate::text::fold::fold;

/// The names that a guide may use for rules.
#[derive(Debug)]
pub(crate) struct RuleNames {
    /// Ids and groups, sorted.
    names: Vec<&'static str>,
}

impl RuleNames {
    pub(crate) fn new(rules: &[&'static RuleMeta]) -> Self {
        // A guide's own mistakes are no matter of levels, so that `guide/…` has none.
        let ids = rules.iter().map(|meta| meta.id);
        let mut names: Vec<&str> = ids.flat_map(|id| [id, id.split('/').next().unwrap_or(id)]).collect();
        names.sort_unstable();
        names.dedup();
        Self { names }
    }

    /// Whether a rule or group has this name; else that is reported. Rules of Vale styles are known only once the
    /// styles are loaded, so that every name under `vale/` passes.
    fn check(&self, name: &Located<String>, problems: &mut Problems) -> bool {
        let word = name.value.as_str();
        let known = self.names.binary_search(&word).is_ok() || word == "vale" || word.starts_with("vale/");
        if !known {
            let legal = self.probable(word);
            problems.unknown("rule", name, &legal);
        }
        known
    }

    /// The names to tell somebody who wrote `word`: all rules would be a long list. Those of the group that was meant,
    /// else the rules whose own name it resembles, else the groups.
    fn probable(&self, word: &str) -> Vec<&str> {
        let (group, own) = word.split_once('/').unwrap_or(("", word));
        let all = || self.names.iter().copied();
        let in_group = |name: &&str| name.split_once('/').is_some_and(|(of, _)| of == group);
        let resembles = |name: &&str| {
            let rule = name.split_once('/').map(|(_, rule)| rule);
            rule.is_some_and(|rule| near_match(own, [rule]).is_some())
        };
        let found: Vec<&str> = all().filter(in_group).collect();
        let found = if found.is_empty() { all().filter(resembles).collect() } else { found };
        if found.is_empty() { all().filter(|name| !name.contains('/')).collect() } else { found }
    }
}

/// Levels by channel and rule.
pub(crate) fn levels(
    settings: Vec<raw::Setting>,
    (rules, names): (&[&'static RuleMeta], &RuleNames),
    problems: &mut Problems,
) -> Levels {
    let mut all = Orders::new();
    let mut by_channel: BTreeMap<String, Orders> = BTreeMap::new();
    for setting in settings {
        if !names.check(&setting.rule, problems) {
            continue;
        }
        let map = match &setting.channel {
            Some(channel) => by_channel.entry(channel.value.clone()).or_default(),
            None => &mut all,
        };
        let Located { value: rule, origin } = setting.rule;
        if let Some((_, first)) = map.get(&rule) {
            problems.repeated(&format!("the level of `{rule}` is set twice"), &origin, first);
            continue;
        }
        map.insert(rule, (setting.level, origin));
    }
    Levels::new(&all, by_channel, rules)
}

/// Markets with ids of their own.
pub(crate) fn markets(markets: Vec<raw::Market>, problems: &mut Problems) -> Vec<Market> {
    let mut taken = Taken::default();
    let mut valid = Vec::new();
    for market in markets {
        let Located { value: id, origin } = market.id;
        if taken.take("market", id.clone(), &origin, problems) {
            valid.push(Market {
                id,
                locales: market.locales.into_iter().map(|locale| locale.value).collect(),
                currency: market.currency.map(|currency| currency.value),
                tax: market.tax.map(|tax| tax.value),
                tax_rate: market.tax_rate,
                origin,
            });
        }
    }
    valid
}

/// Waivers of rules that exist.
pub(crate) fn waivers(waivers: Vec<raw::Waiver>, names: &RuleNames, problems: &mut Problems) -> Vec<Waiver> {
    let mut valid = Vec::new();
    for waiver in waivers {
        if names.check(&waiver.rule, problems) {
            valid.push(Waiver {
                rule: waiver.rule.value,
                paths: waiver.paths.into_iter().map(|path| path.value).collect(),
                text: waiver.text.map(|text| fold(&text.value).text),
                fingerprint: waiver.fingerprint.map(|fingerprint| fingerprint.value),
                campaign: waiver.campaign.map(|campaign| campaign.value),
                reason: waiver.reason.value,
                owner: waiver.owner.value,
                until: waiver.until.value,
                origin: waiver.rule.origin,
            });
        }
    }
    valid
}
