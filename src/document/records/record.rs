//! Records put together from their values: fields, attributes, ids. Knows nothing of file formats.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashSet, FxHasher};

use crate::artifact::{Attributes, Channel, Field, FieldRole};
use crate::document::records::columns::{self, Attribute, Columns, Role};
use crate::document::records::dates::{self, DateOrder};
use crate::document::records::{Record, Split};
use crate::finding::{Problem, ProblemExtent};
use crate::span::Span;
use crate::text::MappedText;
use crate::text::packed::PackedTexts;

/// How many problems of one file are told one by one.
const MAX_PROBLEMS: usize = 100;

/// Collects the records and problems of a piece, and keeps what the next one needs.
#[derive(Debug)]
pub(super) struct Builder {
    pub(super) columns: Columns,
    pub(super) split: Split,
    /// Whether the posts of the file could not be told from the rest.
    pub(super) is_refused: bool,
    /// Whether day or month stands first, as far as the file tells.
    pub(super) order: Option<DateOrder>,
    /// Whether captions, alternative texts and comments hold several, set apart by `||`.
    pub(super) has_bars: bool,
    /// Whether records may have ids of their own, so that ids must be kept apart.
    pub(super) has_ids: bool,
    path: Arc<str>,
    ids: Ids,
    told: usize,
    /// Problems past [`MAX_PROBLEMS`].
    untold: usize,
}

/// A value of a record. Most say something about the post, and need no way back.
#[derive(Debug)]
pub(super) enum Value<'t> {
    /// It stands in the file as it is, from an offset on.
    Verbatim(&'t str, u32),
    /// It was decoded.
    Decoded(MappedText),
}

impl Value<'_> {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Verbatim(text, _) => text,
            Self::Decoded(text) => text.as_str(),
        }
    }

    fn into_text(self) -> MappedText {
        match self {
            Self::Verbatim(text, start) => MappedText::verbatim(text, start),
            Self::Decoded(text) => text,
        }
    }
}

/// What the values of a record have said so far.
#[derive(Default)]
struct Values {
    id: Option<Arc<str>>,
    fields: Vec<Field>,
    attributes: Attributes,
    channels: Vec<Channel>,
    date: Option<String>,
    time: Option<String>,
}

impl Builder {
    pub(super) fn new(path: Arc<str>, columns: Columns) -> Self {
        Self {
            order: columns.date_order,
            columns,
            split: Split::default(),
            is_refused: false,
            has_bars: false,
            has_ids: true,
            path,
            ids: Ids::default(),
            told: 0,
            untold: 0,
        }
    }

    /// Adds the record of a row; one without any text is passed over.
    pub(super) fn record<'t>(
        &mut self,
        row: usize,
        span: Span,
        found: impl IntoIterator<Item = (Role, Value<'t>)>,
    ) {
        let mut values = Values::default();
        for (role, value) in found {
            if !value.as_str().trim().is_empty() {
                values.add(role, value, self.has_bars);
            }
        }
        let Values { id, mut fields, mut attributes, channels, date, time } = values;
        if fields.is_empty() {
            return;
        }
        number(&mut fields);
        if channels.len() > 1 {
            attributes.networks = columns::networks(&channels);
        }
        attributes.channel = match channels.as_slice() {
            [] => attributes.channel,
            [only] => Some(*only),
            _ => Some(Channel::Social(None)),
        };
        if attributes.networks.len() < 2 {
            attributes.networks.clear();
        }
        if let Some(date) = date {
            attributes.publish_at = dates::publication(&date, time.as_deref(), self.order);
        }
        let has = |role| fields.iter().any(|field| field.role == role);
        let is_ad = has(FieldRole::Headline) && has(FieldRole::Description);
        let sort = is_ad.then_some(Channel::Ad);
        let id = self.id(id, row);
        self.split.records.push(Record { id, fields, attributes, sort, span });
    }

    /// The id of a record, which no other of the file has.
    fn id(&mut self, own: Option<Arc<str>>, row: usize) -> Arc<str> {
        let id = own.unwrap_or_else(|| row.to_string().into());
        if !self.has_ids || self.ids.add(&id) {
            return id;
        }
        let id: Arc<str> = format!("{id}@{row}").into();
        self.ids.add(&id);
        id
    }

    #[cfg(test)]
    pub(super) const fn keeps_ids(&self) -> bool {
        !matches!(&self.ids, Ids::Ascending(None))
    }

    pub(super) fn problem(&mut self, span: Option<Span>, extent: ProblemExtent, message: String) {
        if self.told < MAX_PROBLEMS {
            self.told += 1;
            self.tell(span, extent, message);
        } else {
            self.untold += 1;
        }
    }

    fn tell(&mut self, span: Option<Span>, extent: ProblemExtent, message: String) {
        self.split.problems.push(Problem { path: Arc::clone(&self.path), span, message, extent });
    }

    /// Ends the file.
    pub(super) fn end(&mut self) {
        if self.untold > 0 {
            let message = format!("{} more rows could not be read", self.untold);
            self.untold = 0;
            self.tell(None, ProblemExtent::Partial, message);
        }
    }

    /// The problem of a file whose text cannot be told from the rest. `names` are its columns or keys, or, where
    /// `are_cells`, what stands in them.
    pub(super) fn no_text(&mut self, span: Span, names: &[String], are_cells: bool) {
        /// So many names are told, each up to so many characters.
        const NAMES: usize = 12;
        const LENGTH: usize = 40;
        let name = |name: &String| format!("`{}`", name.chars().take(LENGTH).collect::<String>());
        let mut told: Vec<String> = names.iter().take(NAMES).map(name).collect();
        if names.len() > NAMES {
            told.push(format!("{} more", names.len() - NAMES));
        }
        let names = told.join(", ");
        let message = if are_cells {
            format!(
                "no column is known to hold the posts: the table has no header that is known and begins with {names}; \
                 say which it is with `columns = {{ text = 2 }}`, counted from 1, or by its name, in onbrand.toml"
            )
        } else {
            format!(
                "no column is known to hold the posts: found {names}; name it with `columns = {{ text = \"…\" }}` in \
                 onbrand.toml"
            )
        };
        self.is_refused = true;
        self.problem(Some(span), ProblemExtent::Unread, message);
    }
}

/// The ids of a file so far.
#[derive(Debug)]
enum Ids {
    /// Each is longer than the one before or behind it in order, so that none came twice.
    Ascending(Option<PackedTexts>),
    /// Their hashes. Two ids with one hash cost the second its plain name, nothing else.
    Hashes(FxHashSet<u64>),
}

impl Default for Ids {
    fn default() -> Self {
        Self::Ascending(None)
    }
}

impl Ids {
    /// Adds an id; whether it is new.
    fn add(&mut self, id: &str) -> bool {
        if let Self::Ascending(known) = self {
            let known = known.get_or_insert_default();
            if (id.len(), id) > (known.last().len(), known.last()) {
                known.push(id);
                return true;
            }
            *self = Self::Hashes(known.iter().map(|id| hash(&id)).collect());
        }
        match self {
            Self::Hashes(hashes) => hashes.insert(hash(id)),
            Self::Ascending(_) => true,
        }
    }
}

fn hash(id: &str) -> u64 {
    let mut hasher = FxHasher::default();
    id.hash(&mut hasher);
    hasher.finish()
}

impl Values {
    fn add(&mut self, role: Role, found: Value<'_>, has_bars: bool) {
        let value = found.as_str().trim();
        match role {
            Role::Id => self.id = Some(value.into()),
            Role::Mark(_) => {}
            Role::Attribute(Attribute::Date) => self.date = Some(value.to_owned()),
            Role::Attribute(Attribute::Time) => self.time = Some(value.to_owned()),
            Role::Attribute(Attribute::Named(key)) => columns::set(&mut self.attributes, key, value),
            Role::Attribute(Attribute::Channel) => {
                let Some((channel, networks)) = columns::channel(value) else { return };
                let only = networks.is_empty().then_some(channel);
                let networks = networks.into_iter().map(|network| Channel::Social(Some(network)));
                for channel in networks.chain(only) {
                    if !self.channels.contains(&channel) {
                        self.channels.push(channel);
                    }
                }
            }
            Role::Field(role @ (FieldRole::Body | FieldRole::Alt | FieldRole::Comment), number)
                if has_bars =>
            {
                let text = found.into_text();
                let mut start = 0;
                for (index, part) in (0..).zip(text.as_str().split("||")) {
                    let end = start + part.len();
                    if !part.trim().is_empty() {
                        self.fields.push(Field {
                            role,
                            number: number + index,
                            text: text.slice(start..end),
                        });
                    }
                    start = end + 2;
                }
            }
            Role::Field(role, number) => self.fields.push(Field { role, number, text: found.into_text() }),
        }
    }
}

/// Gives the second of two fields with one number the next number that is free.
fn number(fields: &mut [Field]) {
    if fields.len() < 2 {
        return;
    }
    let mut taken = FxHashSet::default();
    let mut last = [0; FieldRole::ALL.len()];
    for field in fields {
        let Some(last) = last.get_mut(field.role as usize) else { continue };
        if !taken.insert((field.role, field.number)) {
            field.number = *last + 1;
            taken.insert((field.role, field.number));
        }
        *last = field.number.max(*last);
    }
}

/// Whether columns or keys of these roles hold posts, messages or ads.
pub(super) fn tells_posts(roles: &[Option<Role>]) -> bool {
    let has = |wanted: FieldRole| {
        roles.iter().flatten().any(|role| matches!(role, Role::Field(role, _) if *role == wanted))
    };
    // A title with a description is what any list of things has.
    let is_scheduled = roles
        .iter()
        .flatten()
        .any(|role| matches!(role, Role::Attribute(Attribute::Channel | Attribute::Date)));
    has(FieldRole::Body)
        || (has(FieldRole::Description)
            && (has(FieldRole::Headline) || has(FieldRole::Title) && is_scheduled))
}
