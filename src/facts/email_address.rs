//! Addresses of mailboxes in text and behind `mailto:`. Names of accounts are none, nor is what stands before the host of a
//! web address.

use std::ops::Range;

use super::{Fact, FactValue, add_readings};
use crate::document::{Document, HOLE, Link, Segment, readings};

/// Ends of file names: `logo@2x.png` is an image.
const FILES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js"];

/// The addresses of a document: first those in text, then those behind links and of items.
pub(super) fn extract(document: &Document) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (index, segment) in (0..).zip(&document.segments) {
        if memchr::memchr(b'@', segment.text.as_str().as_bytes()).is_none() {
            continue;
        }
        let mut found = Vec::new();
        for reading in readings(segment, &document.branches).iter() {
            in_text(document, (reading, index), &mut found);
        }
        add_readings(found, &mut facts);
    }
    document.links.iter().for_each(|link| in_link(link, &mut facts));
    facts.extend(Fact::in_items(document, &["email"], |text| {
        mailbox(text.get(scheme_length(text)..)?).map(FactValue::EmailAddress)
    }));
    facts
}

/// The addresses are among the parts of a text that are no prose.
fn in_text(document: &Document, (segment, index): (&Segment, u32), facts: &mut Vec<Fact>) {
    let text = segment.text.as_str();
    for part in &segment.opaque {
        let range = part.start as usize..part.end as usize;
        let whole = text.get(range.clone()).unwrap_or_default();
        // `mailto:` may be written out, with a subject behind the address.
        let skipped = scheme_length(whole);
        let address = whole.get(skipped..).and_then(|rest| rest.split('?').next()).unwrap_or_default();
        let range = range.start + skipped..range.start + skipped + address.len();
        let Some(value) = mailbox(address).filter(|_| stands_free(text, &range)) else { continue };
        facts.push(Fact::in_segment(document, (segment, index), &range, FactValue::EmailAddress(value)));
    }
}

/// The addresses that a link writes to.
fn in_link(link: &Link, facts: &mut Vec<Fact>) {
    let url = link.url.as_str();
    let start = scheme_length(url);
    let end = url.find('?').unwrap_or(url.len());
    let Some(list) = url.get(start..end).filter(|_| start > 0) else { return };
    let mut at = start;
    for address in list.split(',') {
        let blank = address.len() - address.trim_start().len();
        let range = at + blank..at + blank + address.trim().len();
        at += address.len() + 1;
        if let Some(value) = mailbox(&address.trim().replace("%40", "@").replace("%2B", "+")) {
            facts.push(Fact::in_link(link, range, FactValue::EmailAddress(value)));
        }
    }
}

/// Bytes of `mailto:` at the start of a text.
fn scheme_length(text: &str) -> usize {
    const SCHEME: &str = "mailto:";
    let is_scheme = text.get(..SCHEME.len()).is_some_and(|start| start.eq_ignore_ascii_case(SCHEME));
    if is_scheme { SCHEME.len() } else { 0 }
}

/// The address in lower case, if a text is one and nothing else.
fn mailbox(text: &str) -> Option<String> {
    crate::values::mailbox::canonical(text)
        .filter(|address| !FILES.iter().any(|end| address.rsplit('.').next() == Some(end)))
}

/// Whether no placeholder goes on right beside the address, and it is no part of a longer name.
fn stands_free(text: &str, range: &Range<usize>) -> bool {
    let previous = text.get(..range.start).and_then(|head| head.chars().next_back());
    let next = text.get(range.end..).and_then(|rest| rest.chars().next());
    previous != Some(HOLE) && !matches!(next, Some(HOLE | '@' | '/'))
}

#[cfg(test)]
mod tests {
    use crate::artifact::{Artifact, ArtifactKey, Attributes, Content, MediaType};
    use crate::deadline::Deadline;
    use crate::document::parse;
    use crate::facts::FactValue;
    use crate::source::Source;

    fn found(text: &str) -> Vec<(String, String)> {
        let artifact = Artifact {
            key: ArtifactKey::file("a.html"),
            media_type: MediaType::Html,
            dialect: None,
            given: Attributes::default(),
            defaults: Attributes::default(),
            source: Source::new("a.html", text),
            content: Content::Whole,
        };
        let facts = super::extract(&parse(&artifact, &Deadline::never()));
        let value = |value: &FactValue| match value {
            FactValue::EmailAddress(value) => value.clone(),
            other => format!("{other:?}"),
        };
        facts.iter().map(|fact| (fact.text.clone(), value(&fact.value))).collect()
    }

    #[test]
    fn addresses_stand_in_text_and_behind_links() {
        let text = "<p>Write to Hello@HarborandPine.example, or <a href='mailto:care@a.example,b@a.example?subject=x@y.z'>write</a>.";
        let values: Vec<String> = found(text).into_iter().map(|(_, value)| value).collect();
        assert_eq!(values, ["hello@harborandpine.example", "care@a.example", "b@a.example"]);
    }

    #[test]
    fn names_hosts_files_and_placeholders_are_no_addresses() {
        for text in [
            "<p>Follow @harborandpine, @c@d.social",
            "<p>https://user:secret@host.example/x ftp://me@host.example",
            "<p>logo@2x.png and react@18.2.0 and 5 @ 3.50",
            "<p>{{ name }}@harbor.example and care@{{ host }} and x@{{ a }}.example",
            "<p><a href='mailto:{{ to }}'>x</a> <a href='mailto:?subject=a@b.example'>y</a>",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
