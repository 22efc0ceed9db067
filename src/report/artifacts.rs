//! The artifacts of a run, packed: a batch has a million posts, and most of them differ in their ids only. Knows no
//! format.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::artifact::{ArtifactKey, Attributes};

/// What was checked, in the order of the input.
#[derive(Default, Debug)]
pub struct ArtifactList {
    /// For each artifact the number of its attributes, the length of its record's id, and the id. Numbers are written
    /// with seven bits a byte, the low ones first, and a high bit where more follow. An id of no length is none.
    packed: Vec<u8>,
    len: usize,
    paths: Vec<Arc<str>>,
    /// How many of the artifacts come before the first of each path.
    starts: Vec<usize>,
    /// Attributes that differ, in the order in which they came, and their numbers.
    attributes: Vec<Attributes>,
    numbers: FxHashMap<Attributes, usize>,
    /// The number of the last one.
    last: usize,
}

impl ArtifactList {
    /// Adds an artifact. The time of its publication and the networks of a post that goes to several are left out: no
    /// report tells them, and each post has its own.
    pub fn push(&mut self, key: &ArtifactKey, attributes: &Attributes) {
        if self.paths.last() != Some(&key.path) {
            self.paths.push(Arc::clone(&key.path));
            self.starts.push(self.len);
        }
        self.last = self.number(attributes);
        let id = key.record.as_deref().unwrap_or_default();
        write_number(self.last, &mut self.packed);
        write_number(id.len(), &mut self.packed);
        self.packed.extend_from_slice(id.as_bytes());
        self.len += 1;
    }

    fn number(&mut self, attributes: &Attributes) -> usize {
        if self.attributes.get(self.last).is_some_and(|known| is_told_alike(known, attributes)) {
            return self.last;
        }
        let told = Attributes { publish_at: None, networks: Vec::new(), ..attributes.clone() };
        if let Some(number) = self.numbers.get(&told) {
            return *number;
        }
        let number = self.attributes.len();
        self.attributes.push(told.clone());
        self.numbers.insert(told, number);
        number
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The files, in the order of the input.
    #[must_use]
    pub fn paths(&self) -> &[Arc<str>] {
        &self.paths
    }

    /// Path, id of the record and dimensions of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>, &Attributes)> {
        let mut rest = self.packed.as_slice();
        let mut path = 0;
        (0..self.len).map_while(move |index| {
            while self.starts.get(path + 1).is_some_and(|start| *start <= index) {
                path += 1;
            }
            let attributes = self.attributes.get(read_number(&mut rest))?;
            let length = read_number(&mut rest);
            let id = std::str::from_utf8(rest.split_off(..length)?).ok();
            Some((&**self.paths.get(path)?, id.filter(|id| !id.is_empty()), attributes))
        })
    }
}

fn write_number(mut number: usize, packed: &mut Vec<u8>) {
    while number > 0x7F {
        packed.push(number as u8 | 0x80);
        number >>= 7;
    }
    packed.push(number as u8);
}

fn read_number(packed: &mut &[u8]) -> usize {
    let mut number = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let Some(byte) = packed.split_off_first() else { break };
        number |= usize::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    number
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
        let expected = artifacts.iter().map(|(key, own)| (&*key.path, key.record.as_deref(), own));
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
