//! `[channel.email]` and `[channel.web]`.

use crate::finding::GuideRef;
use crate::guide::channel::EmailPart;
use crate::guide::reader::{Form, Located, Table};
use crate::text::words::bare_words;

/// `[channel.email]`.
#[derive(Debug)]
pub(crate) struct Email {
    /// `None` where the key is absent: an empty list says that nothing is required.
    pub(crate) required: Option<Vec<Located<EmailPart>>>,
    pub(crate) max_subject: Option<Located<u32>>,
    pub(crate) max_preheader: Option<Located<u32>>,
    pub(crate) links: Links,
    pub(crate) origin: GuideRef,
}

/// `[channel.web]`.
#[derive(Debug)]
pub(crate) struct Web {
    pub(crate) links: Links,
    pub(crate) origin: GuideRef,
}

const LINK_WORDS: Form = Form { noun: "text of a link", advice: "write its words, such as click here" };

/// Words of links, as [`bare_words`] gives them.
#[derive(Debug)]
pub(crate) struct Links {
    pub(crate) vague: Vec<Located<String>>,
    pub(crate) allowed: Vec<Located<String>>,
}

/// The tables below `[channel]`.
pub(super) fn read(root: &Table<'_>) -> (Option<Email>, Option<Web>) {
    let Some(channel) = root.table("channel") else { return (None, None) };
    let email = channel.table("email").and_then(|table| Email::read(&table));
    let web = channel.table("web").and_then(|table| Web::read(&table));
    channel.finish();
    (email, web)
}

impl Email {
    fn read(table: &Table<'_>) -> Option<Self> {
        let says_required = table.keys().iter().any(|key| key.value == "required");
        let required = table.words("required");
        let max_subject = positive(table, "max-subject");
        let max_preheader = positive(table, "max-preheader");
        let links = Links::read(table);
        let origin = table.origin().clone();
        table.finish().then_some(())?;
        Some(Self { required: says_required.then_some(required), max_subject, max_preheader, links, origin })
    }
}

impl Web {
    fn read(table: &Table<'_>) -> Option<Self> {
        let links = Links::read(table);
        let origin = table.origin().clone();
        table.finish().then_some(Self { links, origin })
    }
}

impl Links {
    fn read(table: &Table<'_>) -> Self {
        let words = |key| {
            table.understood_list(key, LINK_WORDS, |text| {
                Some(bare_words(text)).filter(|words| !words.is_empty())
            })
        };
        Self { vague: words("vague-links"), allowed: words("allowed-links") }
    }
}

/// A whole number from 1 on.
fn positive<'a>(table: &Table<'a>, key: &'a str) -> Option<Located<u32>> {
    let number = table.number(key)?;
    if number.value == 0 {
        table.invalid(&number.origin, format!("`{key}` is 0"), "write 1 or more, or remove the line");
    }
    Some(number)
}
