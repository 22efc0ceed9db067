//! Hashtags, names of accounts and links: of posts, messages and ads those in their text, of everything else the links
//! that a parser found.

use std::borrow::Cow;
use std::ops::Range;

use super::{Fact, FactValue};
use crate::artifact::{Attributes, Channel, FieldRole, Network};
use crate::document::{BranchPath, Document, HOLE, PostField};
use crate::facts::Confidence;
use crate::scope::{Rendering, Scope, Visibility};
use crate::span::Span;
use crate::text::social::{Entity, EntityKind, NameForm, entities, has_dotted_names, has_hole};
use crate::values::social::canonical;
use crate::values::url;

/// Adds the hashtags, names and links of a document, in no order. What holds a placeholder states nothing.
pub(super) fn extract(document: &Document, facts: &mut Vec<Fact>) {
    if document.fields.is_empty() {
        let link = |link: &crate::document::Link| {
            let whole = 0..link.url.as_str().len();
            let at = (link.url.span(whole), Scope::Link, link.rendering);
            link_fact(link.url.as_str(), at)
        };
        facts.extend(document.links.iter().filter_map(link));
    }
    let network = only_network(&document.attributes);
    for field in &document.fields {
        of_field(field, network, facts);
    }
}

/// The network of a post that goes to one.
fn only_network(attributes: &Attributes) -> Option<Network> {
    match attributes.channel {
        Some(Channel::Social(Some(network))) => Some(network),
        _ => None,
    }
}

/// The entities of a field as its network reads them: names on X hold no dots.
fn entities_on(network: Option<Network>, field: &PostField) -> Cow<'_, [Entity]> {
    let text = field.text.as_str();
    if network == Some(Network::X) && has_dotted_names(text) {
        return Cow::Owned(entities(text, NameForm::Plain));
    }
    Cow::Borrowed(&field.entities)
}

/// The links in the text of a field, in order. Beside what networks make links of, an address of any scheme is one,
/// whatever its domain.
#[must_use]
pub fn links(field: &PostField) -> Vec<Range<usize>> {
    let text = field.text.as_str();
    let mut found: Vec<Range<usize>> = field.links().collect();
    let opaque = field.opaque.iter().map(|range| range.start as usize..range.end as usize);
    found.extend(opaque.filter(|range| text.get(range.clone()).is_some_and(|part| part.contains("://"))));
    // Where both see one, what goes further holds all of it.
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    found.retain(|range| {
        let is_free = range.start >= end;
        end = end.max(range.end);
        is_free
    });
    found
}

fn of_field(field: &PostField, network: Option<Network>, facts: &mut Vec<Fact>) {
    let text = field.text.as_str();
    let place = field.role.scope();
    let fact = |range: Range<usize>, value: FactValue| {
        let words = text.get(range.clone()).unwrap_or_default();
        new(words, (field.text.span(range), place, Rendering::Main), value)
    };
    match field.role {
        FieldRole::Link => {
            let at = (field.text.span(0..text.len()), Scope::Link, Rendering::Main);
            facts.extend(link_fact(text, at));
            return;
        }
        FieldRole::Alt | FieldRole::Path => return,
        FieldRole::Body
        | FieldRole::Title
        | FieldRole::Description
        | FieldRole::Headline
        | FieldRole::LongHeadline
        | FieldRole::Hashtags
        | FieldRole::Comment => {}
    }
    let has_holes = has_hole(text);
    // A placeholder right behind is a part of the name.
    let is_open = |entity: &Entity| text.get(entity.range.end..).is_some_and(|rest| rest.starts_with(HOLE));
    for entity in entities_on(network, field).iter() {
        let words = text.get(entity.range.clone()).unwrap_or_default();
        let value = match entity.kind {
            _ if has_holes && (words.contains(HOLE) || is_open(entity)) => continue,
            EntityKind::Hashtag => FactValue::Hashtag(canonical(words)),
            EntityKind::Mention => FactValue::Handle { value: canonical(words), network },
            EntityKind::Url | EntityKind::BareUrl | EntityKind::List | EntityKind::Cashtag => continue,
        };
        facts.push(fact(entity.range.clone(), value));
    }
    for range in links(field) {
        let words = text.get(range.clone()).unwrap_or_default();
        facts.extend(link_fact(words, (field.text.span(range), place, Rendering::Main)));
    }
}

fn link_fact(address: &str, at: (Span, Scope, Rendering)) -> Option<Fact> {
    if has_hole(address) {
        return None;
    }
    let whole = url::canonical(address).or_else(|| {
        // A domain alone is opened with `https://`.
        let is_bare = !address.contains(':') && !address.starts_with(['/', '#', '?', '.']);
        let is_domain = address.split('/').next().is_some_and(|host| host.contains('.'));
        (is_bare && is_domain && at.1 != Scope::Link)
            .then(|| url::canonical(&format!("https://{address}")))?
    })?;
    Some(new(address, at, FactValue::Url(whole)))
}

fn new(words: &str, (span, place, rendering): (Span, Scope, Rendering), value: FactValue) -> Fact {
    Fact {
        value,
        text: words.to_owned(),
        span,
        place,
        visibility: match rendering {
            Rendering::Outlook => Visibility::Fallback,
            Rendering::Main | Rendering::PlainText | Rendering::Amp => Visibility::Visible,
        },
        rendering,
        confidence: Confidence::Certain,
        product: None,
        segment: None,
        branch: BranchPath::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::extract;
    use crate::artifact::{
        Artifact, ArtifactKey, Attributes, Channel, Content, FieldRole, MediaType, Network,
    };
    use crate::deadline::Deadline;
    use crate::document::parse;
    use crate::facts::FactValue;
    use crate::source::Source;

    /// The facts of a file: its words, and what they state.
    fn facts(text: &str, media_type: MediaType, channel: Channel) -> Vec<(String, String)> {
        let source = Source::new("a", text);
        let artifact = Artifact {
            key: ArtifactKey::file("a"),
            media_type,
            dialect: None,
            given: Attributes { channel: Some(channel), ..Attributes::default() },
            defaults: Attributes::default(),
            source: source.clone(),
            content: Content::Whole,
        };
        let mut found = Vec::new();
        extract(&parse(&artifact, &Deadline::never()), &mut found);
        let value = |value: &FactValue| match value {
            FactValue::Hashtag(value) | FactValue::Url(value) => value.clone(),
            FactValue::Handle { value, network } => format!("{value} {network:?}"),
            other => format!("{other:?}"),
        };
        let mut found: Vec<_> = found
            .iter()
            .map(|fact| (fact.span, source.slice(fact.span).to_owned(), value(&fact.value)))
            .collect();
        found.sort_by_key(|(span, ..)| *span);
        found.into_iter().map(|(_, words, value)| (words, value)).collect()
    }

    fn pairs(found: &[(String, String)]) -> Vec<(&str, &str)> {
        found.iter().map(|(words, value)| (words.as_str(), value.as_str())).collect()
    }

    #[test]
    fn posts_state_their_tags_names_and_links() {
        let text = "---\nlink: https://Harborandpine.example/cove/\nfirst-comment: 'And #Oak'\nalt-text: '#No'\n---\n\
                    Ask @HarborAndPine. #MadeToStandFor ftp://a.b https://a.example/x?utm_source=x, b.com/y.\n";
        let found = facts(text, MediaType::PlainText, Channel::Social(Some(Network::X)));
        assert_eq!(
            pairs(&found),
            [
                ("https://Harborandpine.example/cove/", "https://harborandpine.example/cove"),
                ("#Oak", "#oak"),
                ("@HarborAndPine", "@harborandpine Some(X)"),
                ("#MadeToStandFor", "#madetostandfor"),
                ("https://a.example/x?utm_source=x", "https://a.example/x"),
                ("b.com/y", "https://b.com/y"),
            ]
        );
        assert_eq!(FieldRole::Comment.scope().as_str(), "comment");
    }

    #[test]
    fn placeholders_state_nothing() {
        let text = "#sale{{ year }} @{{ name }} https://a.com/{{ slug }} {{ tag }} a.com{{ path }}\n";
        assert_eq!(facts(text, MediaType::PlainText, Channel::Sms), []);
    }

    #[test]
    fn pages_state_where_they_lead() {
        let text = "<p>#no @nobody b.com <a href='https://a.example/x/#top'>x</a> <a href='/y'>y</a>\
                    <a href='mailto:a@b.com'>z</a> <a href='https://a.example/{{ slug }}'>s</a></p>";
        let found = facts(text, MediaType::Html, Channel::Web);
        assert_eq!(pairs(&found), [("https://a.example/x/#top", "https://a.example/x")]);
    }
}
