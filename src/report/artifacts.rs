//! The artifacts of a run, packed: a batch has a million posts, and most of them differ in their ids only. Knows no
//! format.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::artifact::{ArtifactKey, Attributes};
use crate::span::offset;
use crate::text::packed::PackedTexts;

/// What was checked, in the order of the input.
#[derive(Default, Debug)]
pub struct ArtifactList {
    /// The ids of the records; that of no record is empty.
    ids: PackedTexts,
    /// For each artifact the number of its attributes.
    numbers: Numbers,
    paths: Vec<Arc<str>>,
    /// How many of the artifacts come before the first of each path.
    starts: Vec<usize>,
    /// Attributes that differ, in the order in which they came, and their numbers.
    attributes: Vec<Attributes>,
    known: FxHashMap<Attributes, u32>,
}

/// Small numbers: a byte each, or four once there is one that needs more.
#[derive(Debug)]
enum Numbers {
    Small(Vec<u8>),
    Large(Vec<u32>),
}

impl Default for Numbers {
    fn default() -> Self {
        Self::Small(Vec::new())
    }
}

impl Numbers {
    fn push(&mut self, number: u32) {
        match (&mut *self, u8::try_from(number)) {
            (Self::Small(all), Ok(number)) => all.push(number),
            (Self::Small(all), Err(_)) => {
                *self = Self::Large(all.iter().copied().map(u32::from).chain([number]).collect());
            }
            (Self::Large(all), _) => all.push(number),
        }
    }

    fn get(&self, index: usize) -> Option<u32> {
        match self {
            Self::Small(all) => all.get(index).copied().map(u32::from),
            Self::Large(all) => all.get(index).copied(),
        }
    }

    const fn len(&self) -> usize {
        match self {
            Self::Small(all) => all.len(),
            Self::Large(all) => all.len(),
        }
    }
}

impl ArtifactList {
    /// Adds an artifact. The time of its publication and the networks of a post that goes to several are left out: no
    /// report tells them, and each post has its own.
    pub fn push(&mut self, key: &ArtifactKey, attributes: &Attributes) {
        if self.paths.last() != Some(&key.path) {
            self.paths.push(Arc::clone(&key.path));
            self.starts.push(self.len());
        }
        self.ids.push(key.record.as_deref().unwrap_or_default());
        let number = self.number(attributes);
        self.numbers.push(number);
    }

    fn number(&mut self, attributes: &Attributes) -> u32 {
        let last = self.len().checked_sub(1).and_then(|last| self.numbers.get(last));
        let is_last = |last: &u32| {
            self.attributes.get(*last as usize).is_some_and(|known| is_told_alike(known, attributes))
        };
        if let Some(last) = last.filter(is_last) {
            return last;
        }
        let told = Attributes { publish_at: None, networks: Vec::new(), ..attributes.clone() };
        if let Some(number) = self.known.get(&told) {
            return *number;
        }
        let number = offset(self.attributes.len());
        self.attributes.push(told.clone());
        self.known.insert(told, number);
        number
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The files, in the order of the input.
    #[must_use]
    pub fn paths(&self) -> &[Arc<str>] {
        &self.paths
    }

    /// Path, id of the record and dimensions of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<String>, &Attributes)> {
        let mut path = 0;
        self.ids.iter().enumerate().map_while(move |(index, id)| {
            while self.starts.get(path + 1).is_some_and(|start| *start <= index) {
                path += 1;
            }
            let attributes = self.attributes.get(self.numbers.get(index)? as usize)?;
            Some((&**self.paths.get(path)?, Some(id).filter(|id| !id.is_empty()), attributes))
        })
    }
}

impl<'a> FromIterator<(&'a ArtifactKey, &'a Attributes)> for ArtifactList {
    fn from_iter<I: IntoIterator<Item = (&'a ArtifactKey, &'a Attributes)>>(artifacts: I) -> Self {
        let mut list = Self::default();
        artifacts.into_iter().for_each(|(key, attributes)| list.push(key, attributes));
        list
    }
}

/// Whether reports tell two attributes in the same words.
fn is_told_alike(left: &Attributes, right: &Attributes) -> bool {
    let Attributes {
        channel,
        membership,
        market,
        locale,
        audience,
        variant,
        phase,
        publish_at: _,
        networks: _,
        sample: _,
    } = left;
    *channel == right.channel
        && *membership == right.membership
        && *market == right.market
        && *locale == right.locale
        && *audience == right.audience
        && *variant == right.variant
        && *phase == right.phase
}

#[cfg(test)]
mod tests {
    use super::ArtifactList;
    use crate::artifact::{ArtifactKey, Attributes, Network};

    #[test]
    fn what_goes_in_comes_out() {
        let of = |market: usize| Attributes { market: Some(market.to_string()), ..Attributes::default() };
        let ids = ["1", "", "ä", &"long ".repeat(200)];
        let artifacts: Vec<(ArtifactKey, Attributes)> = (0..1_000)
            .map(|number| {
                let record = ids.get(number % 4).filter(|id| !id.is_empty()).map(|id| (*id).into());
                (ArtifactKey { path: format!("file {}", number / 100).into(), record }, of(number % 300))
            })
            .collect();
        let list: ArtifactList = artifacts.iter().map(|(key, attributes)| (key, attributes)).collect();
        let id = |key: &ArtifactKey| key.record.as_deref().map(str::to_owned);
        let expected = artifacts.iter().map(|(key, own)| (&*key.path, id(key), own));
        assert!(list.iter().eq(expected));
        assert_eq!((list.len(), list.paths().len(), list.attributes.len()), (1_000, 10, 300));
    }

    #[test]
    fn what_no_report_tells_makes_no_difference() {
        let key = ArtifactKey::file("a");
        let mut list = ArtifactList::default();
        for networks in [vec![], vec![Network::X, Network::Threads], vec![Network::X]] {
            list.push(&key, &Attributes { networks, ..Attributes::default() });
        }
        assert_eq!((list.len(), list.attributes.len()), (3, 1));
    }
}
