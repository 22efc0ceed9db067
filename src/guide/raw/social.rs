//! `[[limit]]`, `[[hashtag]]`, `[hashtags]` and `[[handle]]`.

use std::str::FromStr;

use jiff::civil::Date;

use crate::artifact::{Channel, FieldRole, Network, UnknownWord};
use crate::finding::GuideRef;
use crate::guide::limits::Names;
use crate::guide::reader::{Form, Located, Table};
use crate::guide::social::Unlisted;
use crate::text::length::{EmojiCount, Unit};
use crate::text::social::{EntityKind, NameForm, entities};

/// `[[limit]]`.
#[derive(Debug)]
pub(crate) struct Limit {
    pub(crate) channel: Located<Channel>,
    pub(crate) field: Option<Located<Extent>>,
    pub(crate) max: Option<Located<u32>>,
    pub(crate) unit: Option<Located<Unit>>,
    pub(crate) link: Option<Located<u32>>,
    pub(crate) bare_link: Option<Located<u32>>,
    pub(crate) emoji: Option<Located<EmojiCount>>,
    pub(crate) names: Option<Located<Names>>,
    pub(crate) max_bytes: Option<Located<u32>>,
    pub(crate) fold: Option<Located<u32>>,
    pub(crate) hashtags: Option<Located<u32>>,
    pub(crate) note: Option<String>,
    pub(crate) checked_on: Option<Date>,
}

/// What a limit is about: a field, or all fields together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Extent(pub(crate) Option<FieldRole>);

impl FromStr for Extent {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        if word == "all" {
            return Ok(Self(None));
        }
        let unknown = |error: UnknownWord| UnknownWord { legal: format!("{}, all", error.legal), ..error };
        word.parse().map(|role| Self(Some(role))).map_err(unknown)
    }
}

const UNIT: Form =
    Form { noun: "unit", advice: "write utf-16, code-point, grapheme, byte, weighted, width or sms-part" };

const EMOJI: Form = Form { noun: "way to count emoji", advice: "write plain, two or bytes" };

impl Limit {
    pub(super) fn read(table: &Table<'_>) -> Option<Self> {
        let channel = table.required("channel", Table::word);
        let limit = |channel| Self {
            channel,
            field: table.word("field"),
            max: table.number("max"),
            unit: table.understood("unit", UNIT, Unit::named),
            link: table.number("link"),
            bare_link: table.number("bare-link"),
            emoji: table.understood("emoji", EMOJI, EmojiCount::named),
            names: table.word("names"),
            max_bytes: table.number("max-bytes"),
            fold: table.number("fold"),
            hashtags: table.number("hashtags"),
            note: table.string("note").map(|note| note.value),
            checked_on: table.date("checked-on").map(|date| date.value),
        };
        // The other keys are asked for in any case, so that they are legal.
        let placeless = Located { value: Channel::Social(None), origin: table.origin().clone() };
        let read = limit(channel.clone().unwrap_or(placeless));
        table.finish().then_some(())?;
        channel.map(|_| read)
    }
}

/// `[[hashtag]]`.
#[derive(Debug)]
pub(crate) struct Hashtag {
    pub(crate) text: Located<String>,
    pub(crate) campaign: Option<String>,
}

const HASHTAG: Form =
    Form { noun: "hashtag", advice: "write `#` and letters, digits or `_`, such as #MadeToStandFor" };

impl Hashtag {
    pub(super) fn read(table: &Table<'_>) -> Option<Self> {
        let text = table.required("text", |table, key| {
            table.understood(key, HASHTAG, |text| whole(text, EntityKind::Hashtag))
        });
        let campaign = table.string("campaign").map(|campaign| campaign.value);
        table.finish().then_some(())?;
        Some(Self { text: text?, campaign })
    }
}

/// `[hashtags]`.
pub(super) fn unlisted(table: &Table<'_>) -> Option<Located<Unlisted>> {
    let unlisted = table.required("unlisted", Table::word);
    table.finish().then_some(())?;
    unlisted
}

/// `[[handle]]`.
#[derive(Debug)]
pub(crate) struct Handle {
    pub(crate) network: Located<Network>,
    pub(crate) value: Located<String>,
}

const HANDLE: Form =
    Form { noun: "name of an account", advice: "write `@` and the name, such as @harborandpine" };

impl Handle {
    pub(super) fn read(table: &Table<'_>) -> Option<Self> {
        let network = table.required("network", Table::word);
        let value = table.required("value", |table, key| {
            table.understood(key, HANDLE, |text| whole(text, EntityKind::Mention))
        });
        table.finish().then_some(())?;
        Some(Self { network: network?, value: value? })
    }
}

/// The text, if it is one entity of this kind and nothing else.
fn whole(text: &str, kind: EntityKind) -> Option<String> {
    let found = entities(text, NameForm::Dotted);
    let is_whole = matches!(found.as_slice(), [only] if only.kind == kind && only.range == (0..text.len()));
    is_whole.then(|| text.to_owned())
}

impl Limit {
    /// Where the entry stands: at its first number, else at its channel.
    pub(crate) fn origin(&self) -> &GuideRef {
        let numbers = [&self.max, &self.max_bytes, &self.fold, &self.hashtags];
        numbers.into_iter().flatten().next().map_or(&self.channel.origin, |number| &number.origin)
    }
}
