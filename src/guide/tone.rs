//! `tone.toml`: the voice.

use crate::artifact::Channel;
use crate::finding::GuideRef;
use crate::guide::terms::Examples;

/// The voice, as far as rules check it.
#[derive(Clone, Debug, Default)]
pub struct Tone {
    /// Phrases to avoid.
    pub phrases: Vec<Phrase>,
    /// Exclamation marks.
    pub exclamation: Option<ExclamationPolicy>,
    /// Words in capitals.
    pub shouting: Option<ShoutingPolicy>,
}

/// A phrase to avoid, with a reason and something better.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// The phrase; case does not matter.
    pub text: String,
    /// Why.
    pub reason: String,
    /// What to write instead; may be empty.
    pub instead: Vec<String>,
    /// Only on these channels; empty is every channel.
    pub channels: Vec<Channel>,
    /// Sentences that prove the entry.
    pub examples: Examples,
    /// Where it stands.
    pub origin: GuideRef,
}

/// How many exclamation marks are fine.
#[derive(Clone, Debug)]
pub struct ExclamationPolicy {
    /// How many an artifact may hold, by channel family; channels that are not named have `default_max`.
    pub max_by_channel: Vec<(String, u32)>,
    /// How many an artifact may hold otherwise.
    pub default_max: u32,
    /// How many may stand in a row.
    pub max_in_a_row: u32,
    /// Where it stands.
    pub origin: GuideRef,
}

impl ExclamationPolicy {
    /// How many exclamation marks an artifact of this channel may hold.
    #[must_use]
    pub fn max_for(&self, channel: Option<Channel>) -> u32 {
        let named = |family: &str| self.max_by_channel.iter().find(|(name, _)| name == family);
        channel.and_then(|channel| named(channel.family())).map_or(self.default_max, |(_, max)| *max)
    }
}

/// What counts as shouting.
#[derive(Clone, Debug)]
pub struct ShoutingPolicy {
    /// That many words in capitals in a row are shouting.
    pub min_words: u32,
    /// Words that are written in capitals anyway.
    pub allowed: Vec<String>,
    /// Where it stands.
    pub origin: GuideRef,
}
