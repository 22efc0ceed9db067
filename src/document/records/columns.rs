//! What the columns of a batch hold, told from their names. Knows nothing of file formats.

use crate::artifact::{Attributes, Channel, FieldRole};
use crate::document::declared::{declare, instant};

/// Names of the columns or keys that a batch uses, where its owner says so. What is `None` is told from the usual
/// names.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Columns {
    /// The text of the post.
    pub text: Option<String>,
    /// When it is published.
    pub date: Option<String>,
    /// The network or channel it is published on.
    pub network: Option<String>,
    /// Its id.
    pub id: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The address that it links to.
    pub link: Option<String>,
    /// Alternative text of its image.
    pub alt: Option<String>,
    /// The comment to be posted under it.
    pub comment: Option<String>,
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// The id of the record.
    Id,
    /// A text or an address.
    Field(FieldRole),
    /// Something about the record.
    Attribute(Attribute),
}

/// What a column says about the record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Attribute {
    /// Channel or network.
    Channel,
    /// Time of publication.
    PublishAt,
    /// A key that front matter knows as well.
    Named(&'static str),
}

impl Attribute {
    /// Notes `value`. One that cannot be read is left out.
    pub(super) fn set(self, attributes: &mut Attributes, value: &str) {
        match self {
            Self::Channel => attributes.channel = channel(value).or(attributes.channel),
            Self::PublishAt => attributes.publish_at = instant(value).or(attributes.publish_at),
            // A value that cannot be read is one of many in a column; the record is read all the same.
            Self::Named(key) => drop(declare(attributes, key, value)),
        }
    }
}

/// The role of a column by its name. Names are compared without regard to case; blanks, `-` and `_` are alike.
pub(super) fn role(name: &str, columns: &Columns) -> Option<Role> {
    let name = name.trim_start_matches('\u{FEFF}').trim();
    let named = [
        (&columns.text, Role::Field(FieldRole::Body)),
        (&columns.date, Role::Attribute(Attribute::PublishAt)),
        (&columns.network, Role::Attribute(Attribute::Channel)),
        (&columns.id, Role::Id),
        (&columns.title, Role::Field(FieldRole::Title)),
        (&columns.link, Role::Field(FieldRole::Link)),
        (&columns.alt, Role::Field(FieldRole::Alt)),
        (&columns.comment, Role::Field(FieldRole::Comment)),
    ];
    let is_named = |wanted: &Option<String>| {
        wanted.as_ref().is_some_and(|wanted| wanted.to_lowercase() == name.to_lowercase())
    };
    if let Some((_, role)) = named.iter().find(|(wanted, _)| is_named(wanted)) {
        return Some(*role);
    }
    let role = usual(name)?;
    // Where the owner has named the column of a role, no other column has it.
    named.iter().all(|(wanted, taken)| wanted.is_none() || *taken != role).then_some(role)
}

/// The role of a column by the names that schedulers and people use.
fn usual(name: &str) -> Option<Role> {
    // `postAtSpecificTime (YYYY-MM-DD HH:mm:ss)`
    let name = name.split('(').next().unwrap_or_default().trim();
    let name: String = name
        .chars()
        .map(|character| if matches!(character, ' ' | '-') { '_' } else { character.to_ascii_lowercase() })
        .collect();
    let role = match name.as_str() {
        "text" | "message" | "message_text" | "content" | "caption" | "post" | "body" | "copy" | "tweet"
        | "post_text" | "post_content" => Role::Field(FieldRole::Body),
        "title" | "headline" => Role::Field(FieldRole::Title),
        "alt" | "alt_text" | "image_alt" | "image_alt_text" => Role::Field(FieldRole::Alt),
        "link" | "url" | "link_url" => Role::Field(FieldRole::Link),
        "comment" | "first_comment" => Role::Field(FieldRole::Comment),
        "id" | "post_id" => Role::Id,
        "channel" | "network" | "platform" | "platforms" | "social_network" => {
            Role::Attribute(Attribute::Channel)
        }
        "publish_at" | "date" | "posting_time" | "scheduled_at" | "scheduledate" | "schedule_date"
        | "time" | "postatspecifictime" => Role::Attribute(Attribute::PublishAt),
        "campaign" => Role::Attribute(Attribute::Named("campaign")),
        "market" => Role::Attribute(Attribute::Named("market")),
        "audience" => Role::Attribute(Attribute::Named("audience")),
        "locale" | "language" | "lang" => Role::Attribute(Attribute::Named("locale")),
        "variant" => Role::Attribute(Attribute::Named("variant")),
        "phase" => Role::Attribute(Attribute::Named("phase")),
        _ => return None,
    };
    Some(role)
}

/// A channel as schedulers write it: `x`, `social:x`, `Twitter`, `X (Twitter)`, `LinkedIn Page`. Several networks in
/// one cell are social with no network.
pub(super) fn channel(value: &str) -> Option<Channel> {
    if let Ok(channel) = value.parse() {
        return Some(channel);
    }
    let mut known = value
        .split([',', ';', '|', '/', ' ', '('])
        .filter_map(|word| word.trim_end_matches(')').parse::<Channel>().ok());
    let first = known.next()?;
    Some(if known.all(|other| other == first) { first } else { Channel::Social(None) })
}
