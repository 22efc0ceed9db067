//! What the columns of a batch hold, told from their names. Knows nothing of file formats.

use crate::artifact::{Attributes, Channel, FieldRole, Network};
use crate::document::declared::declare;
use crate::document::records::dates::DateOrder;

/// Which columns or keys of a batch hold what, where its owner says so. What is `None` is told from the usual names.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Columns {
    /// The text of the post.
    pub text: Option<Column>,
    /// When it is published: a day with or without its time.
    pub date: Option<Column>,
    /// The time of the day, where it stands in a column of its own.
    pub time: Option<Column>,
    /// The network or channel it is published on.
    pub network: Option<Column>,
    /// Its id.
    pub id: Option<Column>,
    /// Its title.
    pub title: Option<Column>,
    /// Its description, as for a video or a pin.
    pub description: Option<Column>,
    /// The address that it links to.
    pub link: Option<Column>,
    /// Alternative text of its image.
    pub alt: Option<Column>,
    /// The comment to be posted under it.
    pub comment: Option<Column>,
    /// Hashtags that are put behind the text.
    pub hashtags: Option<Column>,
    /// Whether the day or the month stands first in dates such as 03/04/2026.
    pub date_order: Option<DateOrder>,
}

/// How a column is named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Column {
    /// By its name in the header, or the key of an object; case does not count.
    Name(String),
    /// By its number, from 1, as in a table without a header.
    Number(u32),
}

impl Column {
    fn is(&self, name: &str, number: usize) -> bool {
        match self {
            Self::Name(wanted) => wanted.to_lowercase() == name.to_lowercase(),
            Self::Number(wanted) => *wanted as usize == number,
        }
    }
}

impl Columns {
    /// Whether a column is named by its number: the table may have no header then.
    pub(super) fn has_numbers(&self) -> bool {
        self.named().iter().any(|(column, _)| matches!(column, Some(Column::Number(_))))
    }

    fn named(&self) -> [(Option<&Column>, Role); 11] {
        let field = |role| Role::Field(role, 1);
        [
            (self.text.as_ref(), field(FieldRole::Body)),
            (self.date.as_ref(), Role::Attribute(Attribute::Date)),
            (self.time.as_ref(), Role::Attribute(Attribute::Time)),
            (self.network.as_ref(), Role::Attribute(Attribute::Channel)),
            (self.id.as_ref(), Role::Id),
            (self.title.as_ref(), field(FieldRole::Title)),
            (self.description.as_ref(), field(FieldRole::Description)),
            (self.link.as_ref(), field(FieldRole::Link)),
            (self.alt.as_ref(), field(FieldRole::Alt)),
            (self.comment.as_ref(), field(FieldRole::Comment)),
            (self.hashtags.as_ref(), field(FieldRole::Hashtags)),
        ]
    }
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// The id of the record.
    Id,
    /// A text or an address, with its number among those of its role.
    Field(FieldRole, u32),
    /// Something about the record.
    Attribute(Attribute),
    /// Nothing that is read, but a known name, which tells what kind of table it is.
    Mark(Mark),
}

/// What a column says about the record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Attribute {
    /// Channel or network.
    Channel,
    /// Day of publication, perhaps with its time.
    Date,
    /// Time of publication.
    Time,
    /// A key that front matter knows as well.
    Named(&'static str),
}

/// Names that tell where a table comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// Addresses of pictures.
    Media,
    /// Labels that nobody outside the scheduler sees.
    Labels,
}

/// Sets what a column named after a key of front matter says. A value that cannot be read is one of many in its column;
/// the record is read all the same.
pub(super) fn set(attributes: &mut Attributes, key: &str, value: &str) {
    drop(declare(attributes, key, value));
}

/// The role of a column by its name and its number, from 1. Names are compared without regard to case; blanks, `-` and
/// `_` are alike.
pub(super) fn role(name: &str, number: usize, columns: &Columns) -> Option<Role> {
    let name = name.trim_start_matches('\u{FEFF}').trim();
    let named = columns.named();
    if let Some((_, role)) = named.iter().find(|(column, _)| column.is_some_and(|c| c.is(name, number))) {
        return Some(*role);
    }
    let role = usual(name)?;
    // Where the owner has named the column of a role, no other column has it.
    let is_same = |taken: &Role| match (taken, role) {
        (Role::Field(taken, _), Role::Field(other, _)) => *taken == other,
        (taken, role) => *taken == role,
    };
    named.iter().all(|(column, taken)| column.is_none() || !is_same(taken)).then_some(role)
}

/// The field of a post that has this name, with its number: `Headline 3`.
pub(in crate::document) fn field(name: &str) -> Option<(FieldRole, u32)> {
    match usual(name) {
        Some(Role::Field(role, number)) => Some((role, number)),
        _ => None,
    }
}

/// The role of a column by the names that schedulers and people use.
fn usual(name: &str) -> Option<Role> {
    let name = plain(name);
    if let Some(role) = known(&name) {
        return Some(role);
    }
    let stem = name.trim_end_matches(|character: char| character.is_ascii_digit());
    let number: u32 = name.get(stem.len()..)?.parse().ok().filter(|number| (1..=100).contains(number))?;
    match known(stem.trim_end_matches('_'))? {
        Role::Field(role, _) => Some(Role::Field(role, number)),
        _ => None,
    }
}

/// A name in lower case with `_` between its words, without what explains it:
/// `postAtSpecificTime (YYYY-MM-DD HH:mm:ss)`, `Media URL(s) - Separated by comma`.
fn plain(name: &str) -> String {
    let name = name.split(" - ").next().unwrap_or_default();
    let name = name.split('(').next().unwrap_or_default().trim();
    let lower = |character: char| match character {
        ' ' | '-' => '_',
        other => other.to_ascii_lowercase(),
    };
    name.chars().map(lower).collect()
}

fn known(name: &str) -> Option<Role> {
    let field = |role| Role::Field(role, 1);
    let role = match name {
        "text" | "message" | "message_text" | "content" | "caption" | "post" | "body" | "copy" | "tweet"
        | "post_text" | "post_content" | "post_body" | "caption_text" | "tweet_text" | "sms_text" => {
            field(FieldRole::Body)
        }
        "title" | "video_title" | "pin_title" => field(FieldRole::Title),
        "headline" => field(FieldRole::Headline),
        "long_headline" => field(FieldRole::LongHeadline),
        "description" | "description_line" | "video_description" | "pin_description" => {
            field(FieldRole::Description)
        }
        "path" | "display_path" => field(FieldRole::Path),
        "hashtag" | "hashtags" => field(FieldRole::Hashtags),
        "alt" | "alt_text" | "image_alt" | "image_alt_text" | "media_alt_text" => field(FieldRole::Alt),
        "link" | "url" | "link_url" | "final_url" | "post_link" => field(FieldRole::Link),
        "comment" | "first_comment" | "firstcomment" => field(FieldRole::Comment),
        "id" | "post_id" => Role::Id,
        "channel" | "network" | "networks" | "platform" | "platforms" | "social_network"
        | "social_networks" => Role::Attribute(Attribute::Channel),
        "publish_at" | "date" | "posting_time" | "scheduled_at" | "scheduledate" | "schedule_date"
        | "publish_date" | "post_date" | "postatspecifictime" | "datetime" | "date_time"
        | "scheduled_time" => Role::Attribute(Attribute::Date),
        "time" | "time_24hr" | "publish_time" | "post_time" => Role::Attribute(Attribute::Time),
        "campaign" => Role::Attribute(Attribute::Named("campaign")),
        "market" => Role::Attribute(Attribute::Named("market")),
        "audience" => Role::Attribute(Attribute::Named("audience")),
        "locale" | "language" | "lang" => Role::Attribute(Attribute::Named("locale")),
        "variant" => Role::Attribute(Attribute::Named("variant")),
        "phase" => Role::Attribute(Attribute::Named("phase")),
        "media" | "media_url" | "media_urls" | "mediaurls" | "image_url" | "image_urls" | "imageurls" => {
            Role::Mark(Mark::Media)
        }
        "label" | "labels" => Role::Mark(Mark::Labels),
        _ => return None,
    };
    Some(role)
}

/// A channel as schedulers write it: `x`, `social:x`, `Twitter`, `X (Twitter)`, `LinkedIn Page`. Several networks in
/// one cell are social with no network, and all of them.
pub(super) fn channel(value: &str) -> Option<(Channel, Vec<Network>)> {
    if let Ok(channel) = value.parse() {
        return Some((channel, Vec::new()));
    }
    let words = value.split([',', ';', '|', '/', ' ', '(', '+', '&', '\n']);
    let mut known: Vec<Channel> = Vec::new();
    for channel in words.filter_map(|word| word.trim_end_matches(')').parse::<Channel>().ok()) {
        if !known.contains(&channel) {
            known.push(channel);
        }
    }
    match known.as_slice() {
        [] => None,
        [only] => Some((*only, Vec::new())),
        several => Some((Channel::Social(None), networks(several))),
    }
}

/// The networks among some channels, in order.
pub(super) fn networks(channels: &[Channel]) -> Vec<Network> {
    let network = |channel: &Channel| match channel {
        Channel::Social(network) => *network,
        _ => None,
    };
    let mut networks: Vec<Network> = channels.iter().filter_map(network).collect();
    networks.sort_unstable();
    networks
}

#[cfg(test)]
mod tests {
    use super::{Columns, Role, channel, role};
    use crate::artifact::{Channel, FieldRole, Network};

    #[test]
    fn names_of_schedulers_are_known() {
        let role = |name| match role(name, 1, &Columns::default()) {
            Some(Role::Field(role, number)) => Some((role, number)),
            _ => None,
        };
        for (name, field) in [
            ("Message_Text", (FieldRole::Body, 1)),
            ("tweet_2", (FieldRole::Body, 2)),
            ("Text 3", (FieldRole::Body, 3)),
            ("Headline 15", (FieldRole::Headline, 15)),
            ("Long headline 1", (FieldRole::LongHeadline, 1)),
            ("Description4", (FieldRole::Description, 4)),
            ("link (OGmetaUrl)", (FieldRole::Link, 1)),
            ("Alt text(s) - Separated by ||", (FieldRole::Alt, 1)),
        ] {
            assert_eq!(role(name), Some(field), "{name}");
        }
        assert_eq!(role("Headline 1 position"), None);
        assert_eq!(role("2"), None);
        assert_eq!(role("text 0"), None);
    }

    #[test]
    fn several_networks_in_one_cell_are_all_kept() {
        assert_eq!(channel("X (Twitter)"), Some((Channel::Social(Some(Network::X)), Vec::new())));
        let both = Some((Channel::Social(None), vec![Network::X, Network::LinkedIn]));
        assert_eq!(channel("linkedin, x"), both);
        assert_eq!(channel("Harbor & Pine"), None);
    }
}
