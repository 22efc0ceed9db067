//! Many short texts in little memory: each is kept as what it adds to the one before, as the ids of a batch add a digit
//! or two. Knows nothing of what the texts are.

/// A list of texts that can only be read from its start.
#[derive(Clone, Default, Debug)]
pub struct PackedTexts {
    /// For each text how many bytes it shares with the one before, how many it has beside, and these. Numbers are
    /// written with seven bits a byte, the low ones first, and a high bit where more follow.
    bytes: Vec<u8>,
    last: String,
}

impl PackedTexts {
    /// Adds a text.
    pub fn push(&mut self, text: &str) {
        let alike = self.last.bytes().zip(text.bytes()).take_while(|(last, new)| last == new).count();
        let shared = text.floor_char_boundary(alike);
        let rest = text.get(shared..).unwrap_or_default();
        write_number(shared, &mut self.bytes);
        write_number(rest.len(), &mut self.bytes);
        self.bytes.extend_from_slice(rest.as_bytes());
        self.last.truncate(shared);
        self.last.push_str(rest);
    }

    /// The text that was added last.
    #[must_use]
    pub fn last(&self) -> &str {
        &self.last
    }

    /// The texts, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = String> {
        let mut rest = self.bytes.as_slice();
        let mut last = String::new();
        std::iter::from_fn(move || {
            let shared = read_number(&mut rest)?;
            let length = read_number(&mut rest)?;
            let own = std::str::from_utf8(rest.split_off(..length)?).ok()?;
            last.truncate(shared);
            last.push_str(own);
            Some(last.clone())
        })
    }
}

fn write_number(mut number: usize, bytes: &mut Vec<u8>) {
    while number > 0x7F {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn read_number(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let byte = *bytes.split_off_first()?;
        number |= usize::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop, prop_assert_eq, proptest};

    use super::PackedTexts;

    #[test]
    fn ids_in_a_row_cost_a_few_bytes() {
        let mut texts = PackedTexts::default();
        (0..1_000).for_each(|number| texts.push(&format!("post-{number}")));
        assert_eq!((texts.last(), texts.iter().nth(10).as_deref()), ("post-999", Some("post-10")));
        assert!(texts.bytes.len() < 3_200, "{}", texts.bytes.len());
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(all in prop::collection::vec("(post-)?[0-9äö€]{0,3}(long ){0,60}", 0..20)) {
            let mut texts = PackedTexts::default();
            all.iter().for_each(|text| texts.push(text));
            prop_assert_eq!(texts.iter().collect::<Vec<_>>(), all);
        }
    }
}
