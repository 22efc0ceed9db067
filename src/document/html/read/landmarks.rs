//! Landmarks: the parts that law and custom ask an email for. They are looked for once all is read, by the words and the
//! placeholders of `landmark_words`. Knows no law: which of them has to be there is for rules to say.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::addresses;
use super::landmark_words as words;

use crate::document::template::{Tag, TagKind};
use crate::document::{Document, Inline, Landmark, LandmarkKind, Link, Segment};
use crate::scope::{Rendering, Scope, Visibility};
use crate::span::Span;

/// Texts of links are looked at up to this length: what is longer is no label.
const MAX_LABEL: usize = 160;

/// Marks the landmarks of a document whose segments are in order. `footers` are the start tags of those that the markup
/// names.
pub(in crate::document::html) fn mark(
    document: &mut Document,
    footers: &[(Span, Rendering)],
    source: &str,
    tags: &[Tag],
    is_email: bool,
) {
    let mut found = named_footers(&document.segments, footers);
    if is_email {
        found.extend(links(document, source));
        found.extend(placeholders(document, source, tags));
        found.extend(addresses::addresses(&document.segments));
        found.extend(footer_by_position(document, &found));
    }
    found.sort_by_key(|landmark| (landmark.span, landmark.kind));
    found.dedup_by_key(|landmark| (landmark.span, landmark.kind));
    document.landmarks.extend(found);
}

/// Footers that their markup names: from the tag to the end of the last text in them.
fn named_footers(segments: &[Segment], footers: &[(Span, Rendering)]) -> Vec<Landmark> {
    if footers.is_empty() {
        return Vec::new();
    }
    let mut starts = footers.to_vec();
    starts.sort_unstable();
    let mut places: Vec<Span> =
        segments.iter().filter(|segment| segment.scope == Scope::Footer).filter_map(place).collect();
    places.sort_unstable();
    let mut found = Vec::new();
    for (index, (tag, rendering)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(u32::MAX, |(next, _)| next.start());
        let after = places.partition_point(|place| place.start() < end);
        let last = after.checked_sub(1).and_then(|last| places.get(last));
        let last = last.filter(|last| last.start() >= tag.start());
        let span = Span::new(tag.start(), last.map_or(0, |last| last.end()).max(tag.end()));
        found.push(Landmark { kind: LandmarkKind::Footer, span, rendering: *rendering });
    }
    found
}

/// The bytes of a segment, from its first to its last.
fn place(segment: &Segment) -> Option<Span> {
    let runs = segment.text.runs();
    let holes = segment.holes.iter().map(|hole| hole.span);
    runs.iter().map(|run| run.source).chain(holes).reduce(Span::join)
}

/// Links that say what they are for: by their words, or by where they lead.
fn links(document: &Document, source: &str) -> Vec<Landmark> {
    let labels = labels(document);
    let landmark = |(link, label): (&Link, Option<LandmarkKind>)| {
        let url = link.url.as_str();
        let named = address_kind(link.span.slice(source)).or(label);
        let placeholder = || Some(url).filter(|url| is_placeholder(url)).and_then(placeholder_kind);
        let unsubscribe = label.filter(|kind| *kind == LandmarkKind::Unsubscribe);
        let kind = unsubscribe.or(named).or_else(placeholder)?;
        Some(Landmark { kind, span: link.span, rendering: link.rendering })
    };
    document.links.iter().zip(labels).filter_map(landmark).collect()
}

/// What the tag of a link says that it is for: its address, or what it is called.
fn address_kind(tag: &str) -> Option<LandmarkKind> {
    let kinds = ADDRESSES.find_iter(tag).map(|found| {
        if found.pattern().as_usize() / FORMS < words::UNSUBSCRIBE_ADDRESSES.len() {
            LandmarkKind::Unsubscribe
        } else {
            LandmarkKind::WebVersion
        }
    });
    kinds.min()
}

/// What the words of each link say that it is for.
fn labels(document: &Document) -> Vec<Option<LandmarkKind>> {
    let mut kinds = vec![None; document.links.len()];
    for segment in &document.segments {
        for inline in &segment.inlines {
            let link = document.link_of(inline);
            let text = segment.text.as_str().get(inline.range.start as usize..inline.range.end as usize);
            let known = link.and_then(|link| kinds.get_mut(link as usize));
            if let Some((known, text)) = known.zip(text.filter(|text| text.len() <= MAX_LABEL)) {
                *known = label_kind(text, segment.text.as_str(), inline);
            }
        }
    }
    kinds
}

fn label_kind(label: &str, text: &str, inline: &Inline) -> Option<LandmarkKind> {
    let label = lower(label);
    let plain = label.trim_matches(|character: char| !character.is_alphanumeric());
    if UNSUBSCRIBE.is_match(&*label)
        || words::HERE.contains(&plain) && UNSUBSCRIBE.is_match(&*lower(around(text, inline)))
    {
        return Some(LandmarkKind::Unsubscribe);
    }
    WEB_VERSION.is_match(&*label).then_some(LandmarkKind::WebVersion)
}

/// The words around a part of a text.
fn around<'t>(text: &'t str, inline: &Inline) -> &'t str {
    let start = text.floor_char_boundary((inline.range.start as usize).saturating_sub(MAX_LABEL));
    let end = text.ceil_char_boundary((inline.range.end as usize + MAX_LABEL).min(text.len()));
    text.get(start..end).unwrap_or_default()
}

/// The text in lower case. The searches do without for ASCII.
fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
        Cow::Owned(text.to_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// A search for any of some words, whatever their case in ASCII.
fn search(words: &[&str]) -> AhoCorasick {
    // Labels are short: what searches fastest for so many words would take longer to build than they are ever searched.
    let kind = (words.len() > 20).then_some(AhoCorasickKind::NoncontiguousNFA);
    let built = AhoCorasick::builder().ascii_case_insensitive(true).kind(kind).build(words);
    built.expect("a fixed list of short words builds")
}

static UNSUBSCRIBE: LazyLock<AhoCorasick> = LazyLock::new(|| search(&words::UNSUBSCRIBE));
static UNSUBSCRIBE_PLACEHOLDERS: LazyLock<AhoCorasick> =
    LazyLock::new(|| search(&words::UNSUBSCRIBE_PLACEHOLDERS));
static WEB_VERSION: LazyLock<AhoCorasick> = LazyLock::new(|| search(&words::WEB_VERSION));
/// Addresses have words in a few forms only, and a search that knows these skips what is none: tags are long.
static ADDRESSES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let all = words::UNSUBSCRIBE_ADDRESSES.iter().chain(&words::WEB_VERSION_ADDRESSES);
    let patterns = all.flat_map(|word| -> [String; FORMS] {
        let (first, rest) = word.split_at(1);
        [(*word).to_owned(), word.to_ascii_uppercase(), first.to_ascii_uppercase() + rest]
    });
    AhoCorasick::new(patterns).expect("a fixed list of short words builds")
});
const FORMS: usize = 3;
static WEB_VERSION_PLACEHOLDERS: LazyLock<AhoCorasick> =
    LazyLock::new(|| search(&words::WEB_VERSION_PLACEHOLDERS));
static ADDRESS_PLACEHOLDERS: LazyLock<AhoCorasick> = LazyLock::new(|| search(&words::ADDRESS_PLACEHOLDERS));
static OTHERS: LazyLock<AhoCorasick> = LazyLock::new(|| search(&words::OTHERS));

/// Placeholders: template tags, and what looks like one in a text. In the tag of a link they stand for the link.
fn placeholders(document: &Document, source: &str, tags: &[Tag]) -> Vec<Landmark> {
    let mut links: Vec<(Span, Rendering)> =
        document.links.iter().map(|link| (link.span, link.rendering)).collect();
    links.sort_unstable();
    let around = |span: Span| {
        let after = links.partition_point(|(link, _)| link.start() <= span.start());
        let before = after.checked_sub(1).and_then(|index| links.get(index));
        before.filter(|(link, _)| link.covers(span)).copied()
    };
    let mut found = Vec::new();
    for tag in tags.iter().filter(|tag| tag.kind != TagKind::Comment) {
        if let Some(kind) = placeholder_kind(tag.expression.slice(source)) {
            let (span, rendering) = around(tag.span).unwrap_or((tag.span, Rendering::Main));
            found.push(Landmark { kind, span, rendering });
        }
    }
    for segment in document.segments.iter().filter(|segment| segment.visibility != Visibility::Machine) {
        for (start, end) in written_placeholders(segment.text.as_str()) {
            let name = segment.text.as_str().get(start..end).unwrap_or_default();
            found.extend(placeholder_kind(name).map(|kind| Landmark {
                kind,
                span: segment.text.span(start..end),
                rendering: segment.rendering,
            }));
        }
    }
    found
}

/// What a placeholder stands for, by its name.
fn placeholder_kind(name: &str) -> Option<LandmarkKind> {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    if UNSUBSCRIBE_PLACEHOLDERS.is_match(&plain) {
        Some(LandmarkKind::Unsubscribe)
    } else if WEB_VERSION_PLACEHOLDERS.is_match(&plain) && !plain.to_ascii_lowercase().contains(words::SHARED)
    {
        Some(LandmarkKind::WebVersion)
    } else if ADDRESS_PLACEHOLDERS.is_match(&plain) && !OTHERS.is_match(&plain) {
        Some(LandmarkKind::PostalAddress)
    } else {
        None
    }
}

/// Whether an address is nothing but a placeholder.
fn is_placeholder(url: &str) -> bool {
    url.starts_with(['[', '%', '{', '#']) && written_placeholders(url).next() == Some((0, url.len()))
}

/// What looks like a placeholder of a language whose tags are also plain text: `[unsubscribe]`, `%UNSUBSCRIBELINK%`.
fn written_placeholders(text: &str) -> impl Iterator<Item = (usize, usize)> {
    const PAIRS: [(&str, &str); 6] =
        [("[[", "]]"), ("[", "]"), ("%%", "%%"), ("%", "%"), ("{", "}"), ("##", "##")];
    const MAX_NAME: usize = 48;
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let start = at + rest.bytes().position(|byte| matches!(byte, b'[' | b'%' | b'{' | b'#'))?;
            let rest = text.get(start..)?;
            let whole = PAIRS.iter().find_map(|(open, close)| {
                let inner = rest.strip_prefix(open)?;
                let len = inner
                    .bytes()
                    .take(MAX_NAME)
                    .take_while(|byte| {
                        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':' | b'|')
                    })
                    .count();
                (len > 2 && inner.get(len..)?.starts_with(close)).then_some(open.len() + len + close.len())
            });
            match whole {
                Some(len) => {
                    at = start + len;
                    return Some((start, at));
                }
                None => at = start + 1,
            }
        }
    })
}

/// The footer of an email whose markup names none: the block with the last link by which readers unsubscribe, and what
/// comes after it. Its texts get their place here.
fn footer_by_position(document: &mut Document, found: &[Landmark]) -> Option<Landmark> {
    let is_of = |kind: LandmarkKind| {
        move |landmark: &&Landmark| landmark.kind == kind && landmark.rendering == Rendering::Main
    };
    if found.iter().any(|landmark| is_of(LandmarkKind::Footer)(&landmark)) {
        return None;
    }
    let last = found.iter().filter(is_of(LandmarkKind::Unsubscribe)).max_by_key(|landmark| landmark.span)?;
    let is_shown =
        |segment: &Segment| segment.rendering == Rendering::Main && segment.visibility == Visibility::Visible;
    let shown: Vec<usize> = document
        .segments
        .iter()
        .enumerate()
        .filter(|(_, segment)| is_shown(segment))
        .map(|(index, _)| index)
        .collect();
    let segments = &document.segments;
    // The tag of a link stands before its words.
    let own = shown.iter().position(|index| {
        segments.get(*index).and_then(place).is_some_and(|place| place.end() > last.span.start())
    })?;
    // Above the middle of an email it is a line at its head, and no footer.
    if own * 2 < shown.len() {
        return None;
    }
    let container =
        |position: usize| shown.get(position).and_then(|index| segments.get(*index)).map(|s| s.container);
    let mut first = own;
    while container(own) != Some(0)
        && let Some(before) = first.checked_sub(1).filter(|before| container(*before) == container(own))
    {
        first = before;
    }
    // A box that holds more than half of an email is its layout.
    if first * 2 < shown.len() {
        first = own;
    }
    let members: Vec<usize> = shown.get(first..)?.to_vec();
    let span = members.iter().filter_map(|index| segments.get(*index).and_then(place)).reduce(Span::join)?;
    for index in members {
        if let Some(segment) = document.segments.get_mut(index)
            && matches!(segment.scope, Scope::Body | Scope::Cell | Scope::ListItem | Scope::Link)
        {
            segment.scope = Scope::Footer;
        }
    }
    Some(Landmark { kind: LandmarkKind::Footer, span, rendering: Rendering::Main })
}

#[cfg(test)]
mod tests {
    use super::{is_placeholder, placeholder_kind, written_placeholders};

    #[test]
    fn placeholders_are_known_by_their_names() {
        let kind = |name| placeholder_kind(name).map(|kind| kind.as_str());
        for name in
            ["UNSUB", "unsub_center_url", "asm_group_unsubscribe_raw_url", "unsubscribe", "UNSUBSCRIBELINK"]
        {
            assert_eq!(kind(name), Some("unsubscribe"), "{name}");
        }
        for name in ["ARCHIVE", "view_email_url", "weblink", "WEBCOPY", "web_view", "mirror"] {
            assert_eq!(kind(name), Some("web-version"), "{name}");
        }
        for name in [
            "LIST:ADDRESS",
            "HTML:LIST_ADDRESS_HTML",
            "Member_Addr",
            "organization.full_address",
            "SENDER-INFO",
        ] {
            assert_eq!(kind(name), Some("postal-address"), "{name}");
        }
        for name in ["FNAME", "order.shipping.company_address", "user.mailing_address", "address"] {
            assert_eq!(kind(name), None, "{name}");
        }
    }

    #[test]
    fn placeholders_may_be_plain_text() {
        let found = |text: &'static str| -> Vec<&str> {
            written_placeholders(text).filter_map(|(start, end)| text.get(start..end)).collect()
        };
        assert_eq!(
            found("a [unsubscribe] b %SENDER-INFO% [[UNSUB_LINK]] 50% off [1]"),
            ["[unsubscribe]", "%SENDER-INFO%", "[[UNSUB_LINK]]"]
        );
        assert!(
            is_placeholder("[weblink]") && is_placeholder("%WEBCOPY%") && !is_placeholder("/a/[weblink]")
        );
    }
}
