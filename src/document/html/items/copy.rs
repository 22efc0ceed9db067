//! Values that people read although they stand where machines look: search results and assistants show names and
//! descriptions. They become segments, so that what holds for other words holds for them.

use rustc_hash::FxHashSet;

use crate::document::flow::{Flow, Reading};
use crate::document::html::elements::{Role, role};
use crate::document::{Document, HOLE, Item, ItemValue, Property, Segment, Syntax};
use crate::scope::{Scope, Visibility};
use crate::span::Span;
use crate::text::MappedText;

/// Properties of schema.org whose values are shown to people.
const SHOWN: [&str; 6] = ["name", "headline", "alternativeHeadline", "description", "slogan", "abstract"];

/// Items with words of somebody else, or with names that nobody of the brand chose.
const FOREIGN: [&str; 5] = ["Person", "Review", "Comment", "UserComments", "Rating"];

/// Appends the segments of values that machines read for people. Each item is a container of its own.
pub(super) fn add(document: &mut Document) {
    let mut container = document.segments.iter().map(|segment| segment.container).max().unwrap_or_default();
    // One value may be of several items, or be read as metadata before.
    let start = |text: &MappedText| text.runs().first().map(|run| run.source.start());
    let mut known: FxHashSet<u32> =
        document.segments.iter().filter_map(|segment| start(&segment.text)).collect();
    let mut segments = Vec::new();
    for item in document
        .items
        .iter()
        .filter(|item| !matches!(item.syntax, Syntax::Meta | Syntax::Data) && !is_foreign(item))
    {
        container += 1;
        for text in item.properties.iter().filter_map(|property| shown(item, property)) {
            let segment = segment(text, container);
            segments.extend(segment.filter(|new| start(&new.text).is_some_and(|at| known.insert(at))));
        }
    }
    document.segments.append(&mut segments);
}

/// A value that people read, but not on the page.
fn shown<'i>(item: &Item, property: &'i Property) -> Option<&'i MappedText> {
    let name = property.local_name();
    let is_shown = SHOWN.contains(&name) || name == "text" && item.is_a("Answer");
    match &property.value {
        ItemValue::Text(text) if is_shown && property.visibility == Visibility::Machine => Some(text),
        _ => None,
    }
}

fn is_foreign(item: &Item) -> bool {
    FOREIGN.iter().any(|name| item.is_a(name))
}

/// The segment of a value: white space collapsed, tags of HTML left out.
fn segment(text: &MappedText, container: u32) -> Option<Segment> {
    let value = text.as_str();
    let mut flow = Flow::new(value, &[]);
    let mut at = 0;
    while let Some(rest) = value.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.find(['<', HOLE]).unwrap_or(rest.len());
        flow.push(Span::from_range(at..at + plain), Reading::References);
        at += plain;
        let rest = rest.get(plain..).unwrap_or_default();
        if rest.starts_with(HOLE) {
            flow.push_object();
            at += HOLE.len_utf8();
        } else if let Some((length, is_block)) = tag(rest) {
            if is_block {
                flow.push_break();
            }
            at += length;
        } else if !rest.is_empty() {
            flow.push(Span::from_range(at..at + 1), Reading::Plain);
            at += 1;
        }
    }
    let mut segment = flow.finish(Scope::StructuredData).segment?;
    segment.text = segment.text.through(text);
    segment.visibility = Visibility::Machine;
    segment.container = container;
    Some(segment)
}

/// The tag of HTML at the start of `rest`: its length, and whether it parts blocks.
fn tag(rest: &str) -> Option<(usize, bool)> {
    /// Longer ones are none: no `>` is looked for further than this.
    const LONGEST: usize = 2_000;
    let inner = rest.strip_prefix('<')?;
    let name = inner.strip_prefix('/').unwrap_or(inner);
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let length = rest.bytes().take(LONGEST).position(|byte| byte == b'>')? + 1;
    let name = name.split(|character: char| !character.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is_inline = matches!(
        role(&name.to_ascii_lowercase()),
        Role::Inline | Role::Link | Role::Struck | Role::InlineQuote
    );
    Some((length, !is_inline))
}
