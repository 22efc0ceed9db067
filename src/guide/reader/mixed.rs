//! Lists whose items are texts, or tables that say more.

use toml::de::DeValue;

use super::{Located, Table};

/// An item of such a list.
#[derive(Debug)]
pub(crate) enum Item<'a> {
    /// Just a text.
    Text(Located<String>),
    /// A table.
    Table(Table<'a>),
}

impl<'a> Table<'a> {
    /// A list of texts, none of them blank, and of tables. An absent key is an empty list.
    pub(crate) fn texts_or_tables(&self, key: &'a str) -> Vec<Item<'a>> {
        let read = |(value, origin): (&'a DeValue<'a>, _)| match value {
            DeValue::Table(entries) => {
                Some(Item::Table(Self::new(self.reader, entries, origin, self.path_of(key))))
            }
            _ => self.text(key, value, origin).map(Item::Text),
        };
        self.items(key).into_iter().filter_map(read).collect()
    }

    /// A text that `T` can read, which stands in a list.
    pub(crate) fn parsed_item<T: std::str::FromStr<Err: std::fmt::Display>>(
        &self,
        text: Located<String>,
    ) -> Option<Located<T>> {
        self.parse(text)
    }
}
