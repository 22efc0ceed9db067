//! Phrases to avoid, exclamation marks, shouting.

use std::collections::BTreeMap;

use crate::guide::raw;
use crate::guide::tone::{ExclamationPolicy, Phrase, ShoutingPolicy};
use crate::guide::validate::{Problems, terms};
use crate::text::fold::fold;

/// Phrases, each once a channel.
pub(crate) fn phrases(phrases: Vec<raw::Phrase>, problems: &mut Problems) -> Vec<Phrase> {
    let mut valid: Vec<Phrase> = Vec::new();
    let mut by_text: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for phrase in phrases {
        let same = by_text.entry(fold(phrase.text.value.trim()).text).or_default();
        let earlier = same.iter().filter_map(|index| valid.get(*index));
        let twice = earlier.into_iter().find(|other| terms::share_channel(&other.channels, &phrase.channels));
        if let Some(first) = twice {
            let message = format!("phrase `{}` is there twice", phrase.text.value);
            problems.repeated(&message, &phrase.text.origin, &first.origin);
            continue;
        }
        same.push(valid.len());
        valid.push(Phrase {
            text: phrase.text.value,
            reason: phrase.reason.value,
            instead: phrase.instead.into_iter().map(|instead| instead.value).collect(),
            channels: phrase.channels,
            examples: phrase.examples,
            origin: phrase.text.origin,
        });
    }
    valid
}

/// The one policy on exclamation marks.
pub(crate) fn exclamation(
    policies: Vec<raw::Exclamation>,
    problems: &mut Problems,
) -> Option<ExclamationPolicy> {
    let mut policies = policies.into_iter();
    let first = policies.next()?;
    for again in policies {
        problems.repeated("`[exclamation]` is there twice", &again.origin, &first.origin);
    }
    Some(ExclamationPolicy {
        max_by_channel: first.max_by_channel,
        default_max: first.max,
        max_in_a_row: first.max_in_a_row,
        origin: first.origin,
    })
}

/// The one policy on words in capitals.
pub(crate) fn shouting(policies: Vec<raw::Shouting>, problems: &mut Problems) -> Option<ShoutingPolicy> {
    let mut policies = policies.into_iter();
    let first = policies.next()?;
    for again in policies {
        problems.repeated("`[shouting]` is there twice", &again.origin, &first.origin);
    }
    Some(ShoutingPolicy { min_words: first.min_words, allowed: first.allowed, origin: first.origin })
}
