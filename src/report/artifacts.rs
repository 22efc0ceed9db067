//! The artifacts of a run, packed: a batch has a million posts, and most of them differ in their ids only. Knows no
//! format.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::artifact::{ArtifactKey, Attributes};
use crate::span::offset;

/// What was checked, in the order of the input.
#[derive(Default, Debug)]
pub struct ArtifactList {
    entries: Vec<Entry>,
    /// The ids of the records, one behind the other.
    ids: String,
    paths: Vec<Arc<str>>,
    /// Attributes that differ, in the order in which they came, and their numbers.
    attributes: Vec<Attributes>,
    numbers: FxHashMap<Attributes, u32>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    path: u32,
    attributes: u32,
    /// Where the id ends; it begins where the one before ends.
    id_end: u32,
}

impl ArtifactList {
    /// Adds an artifact. The time of its publication and the networks of a post that goes to several are left out: no
    /// report tells them, and each post has its own.
    pub fn push(&mut self, key: &ArtifactKey, attributes: &Attributes) {
        if self.paths.last() != Some(&key.path) {
            self.paths.push(Arc::clone(&key.path));
        }
        self.ids.push_str(key.record.as_deref().unwrap_or_default());
        let attributes = self.number(attributes);
        let path = offset(self.paths.len() - 1);
        self.entries.push(Entry { path, attributes, id_end: offset(self.ids.len()) });
    }

    fn number(&mut self, attributes: &Attributes) -> u32 {
        let last = self.entries.last().map(|entry| entry.attributes);
        if let Some(last) = last
            && self.attributes.get(last as usize).is_some_and(|known| is_told_alike(known, attributes))
        {
            return last;
        }
        let told = Attributes { publish_at: None, networks: Vec::new(), ..attributes.clone() };
        if let Some(number) = self.numbers.get(&told) {
            return *number;
        }
        let number = offset(self.attributes.len());
        self.attributes.push(told.clone());
        self.numbers.insert(told, number);
        number
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The files, in the order of the input.
    #[must_use]
    pub fn paths(&self) -> &[Arc<str>] {
        &self.paths
    }

    /// Path, id of the record and dimensions of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>, &Attributes)> {
        let starts = std::iter::once(0).chain(self.entries.iter().map(|entry| entry.id_end));
        self.entries.iter().zip(starts).filter_map(|(entry, start)| {
            let id = self.ids.get(start as usize..entry.id_end as usize).filter(|id| !id.is_empty());
            Some((
                &**self.paths.get(entry.path as usize)?,
                id,
                self.attributes.get(entry.attributes as usize)?,
            ))
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
