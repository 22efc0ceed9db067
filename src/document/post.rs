//! The fields of a post, a message or an ad: each a whole text as it is sent, with its line breaks. Segments are what
//! rules of language read; fields are what limits of length are about.

use std::ops::Range;

use crate::artifact::{Artifact, Channel, FieldRole};
use crate::document::front_matter::{self, FrontMatter};
use crate::document::records::columns;
use crate::document::references::{ReferenceContext, reference};
use crate::document::template::{self, Tag, TagKind};
use crate::document::{Document, HOLE, Hole, Segment};
use crate::scope::Scope;
use crate::span::{Span, offset};
use crate::text::social::{Entity, NameForm, entities};
use crate::text::{MappedText, opaque};

/// One field of a post, whole.
#[derive(Clone, Debug)]
pub struct PostField {
    /// What it holds.
    pub role: FieldRole,
    /// Its number among the fields of its role, from 1: the part of a thread, the 3 of `Headline 3`.
    pub number: u32,
    /// The text as it is sent: line breaks as `\n`, character references decoded, placeholders as [`HOLE`], no white
    /// space at its ends.
    pub text: MappedText,
    /// Bytes of the text that are URLs, addresses, handles or file names. Sorted, disjoint.
    pub opaque: Vec<Range<u32>>,
    /// Links, hashtags and names in the text, where names may hold dots.
    pub entities: Vec<Entity>,
    /// Placeholders of a template that stand in the text.
    pub holes: Vec<Hole>,
    /// The field in the source.
    pub span: Span,
}

/// Whether character references stand for characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Decoding {
    /// The text is as it stands.
    Verbatim,
    /// Tools export posts with references.
    References,
}

impl FieldRole {
    /// The place that the text of such a field has.
    #[must_use]
    pub const fn scope(self) -> Scope {
        match self {
            Self::Body | Self::Hashtags => Scope::Body,
            Self::Title => Scope::Title,
            Self::Description => Scope::Description,
            Self::Headline | Self::LongHeadline => Scope::Headline,
            Self::Path | Self::Link => Scope::Link,
            Self::Alt => Scope::Alt,
            Self::Comment => Scope::Comment,
        }
    }
}

impl PostField {
    /// The field that stands in `source` at `span`, whose template tags are `tags`, but for its opaque parts. `None`
    /// where nothing is there.
    pub(super) fn new(
        role: FieldRole,
        number: u32,
        (source, tags): (&str, &[Tag]),
        span: Span,
        decoding: Decoding,
    ) -> Option<Self> {
        let mut whole = Whole { source, text: MappedText::EMPTY, holes: Vec::new() };
        let mut at = span.start();
        let first = tags.partition_point(|tag| tag.span.end() <= span.start());
        for tag in tags.iter().skip(first).take_while(|tag| tag.span.start() < span.end()) {
            whole.push(Span::new(at, tag.span.start().max(at)), decoding);
            whole.push_tag(tag);
            at = tag.span.end().max(at);
        }
        whole.push(Span::new(at.min(span.end()), span.end()), decoding);
        let Whole { text, mut holes, .. } = whole;
        let shown = text.as_str();
        let start = shown.len() - shown.trim_start_matches(is_blank).len();
        let end = start + shown.trim_matches(is_blank).len();
        if start == end {
            return None;
        }
        let text = if (start..end) == (0..shown.len()) { text } else { text.slice(start..end) };
        for hole in &mut holes {
            hole.at = hole.at.saturating_sub(offset(start)).min(text.len());
        }
        let entities = entities(text.as_str(), NameForm::Dotted);
        Some(Self { role, number, opaque: Vec::new(), entities, text, holes, span })
    }

    /// What networks make links of in its text, in order.
    pub(crate) fn links(&self) -> impl Iterator<Item = Range<usize>> {
        let links = self.entities.iter().filter(|entity| entity.is_link());
        links.map(|entity| entity.range.clone())
    }

    /// The same field with its opaque parts, which are those of a segment with the same text where there is one.
    pub(super) fn with_opaque(mut self, segments: &[Segment]) -> Self {
        let same = segments.iter().find(|segment| segment.text.as_str() == self.text.as_str());
        self.opaque = match same {
            Some(segment) => segment.opaque.clone(),
            None => opaque::opaque_ranges(self.text.as_str()),
        };
        self
    }

    /// The same field one step further back: it stands in the text of `outer`.
    pub(super) fn through(mut self, outer: &MappedText) -> Self {
        self.text = self.text.through(outer);
        self.holes.iter_mut().for_each(|hole| hole.through(outer));
        self.span = outer.span(self.span.range());
        self
    }
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character == '\u{FEFF}'
}

struct Whole<'s> {
    source: &'s str,
    text: MappedText,
    holes: Vec<Hole>,
}

impl Whole<'_> {
    fn push(&mut self, span: Span, decoding: Decoding) {
        let piece = span.slice(self.source);
        let bytes = piece.as_bytes();
        self.text.reserve(piece.len());
        let (mut from, base) = (0, span.start());
        for at in memchr::memchr2_iter(b'&', b'\r', bytes) {
            if at < from {
                continue;
            }
            let rest = piece.get(at..).unwrap_or_default();
            let (length, characters) = match rest.strip_prefix('\r') {
                Some(rest) => (if rest.starts_with('\n') { 2 } else { 1 }, ('\n', None)),
                None if decoding == Decoding::Verbatim => continue,
                None => match reference(rest, ReferenceContext::Text) {
                    Some(found) => (found.len, found.characters),
                    None => continue,
                },
            };
            self.text.push_verbatim(piece.get(from..at).unwrap_or_default(), base + offset(from));
            let decoded: String = std::iter::once(characters.0).chain(characters.1).collect();
            self.text.push_decoded(&decoded, Span::from_range(at..at + length).shifted(base));
            from = at + length;
        }
        self.text.push_verbatim(piece.get(from..).unwrap_or_default(), base + offset(from));
    }

    fn push_tag(&mut self, tag: &Tag) {
        let at = self.text.len();
        match (tag.kind, &tag.value) {
            (TagKind::Comment, _) => return,
            (TagKind::Output, Some(value)) => return self.text.push_decoded(value, tag.span),
            (TagKind::Output, None) => self.text.push_synthetic(HOLE.encode_utf8(&mut [0; 4])),
            (TagKind::BranchOpen | TagKind::BranchArm | TagKind::BranchClose | TagKind::Steering, _) => {}
        }
        self.holes.push(Hole { at, width: self.text.len() - at, ..Hole::of(tag, self.source) });
    }
}

/// The parts of a thread: the stretches of `body` between lines of three or more hyphens. Where `is_markdown`, such a
/// line below text makes that a heading and parts nothing.
pub(super) fn parts(source: &str, body: Span, is_markdown: bool) -> Vec<Span> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (body.range().start, body.range().start);
    let mut is_below_text = false;
    for line in body.slice(source).split_inclusive('\n') {
        let trimmed = line.trim();
        let is_rule = trimmed.len() >= 3 && trimmed.bytes().all(|byte| byte == b'-');
        if is_rule && !(is_markdown && is_below_text) {
            parts.push(Span::from_range(start..at));
            start = at + line.len();
        }
        is_below_text = !trimmed.is_empty();
        at += line.len();
    }
    parts.push(Span::from_range(start..body.range().end));
    let is_text = |part: &Span| !part.slice(source).trim_matches(is_blank).is_empty();
    let written: Vec<Span> = parts.into_iter().filter(is_text).collect();
    if written.is_empty() { vec![body] } else { written }
}

/// Whether a file of this channel is a post, a message or an ad.
pub(super) fn has_fields(document: &Document) -> bool {
    document.attributes.channel.is_some_and(Channel::has_fields)
}

/// The stretches of a post's body that are sent one by one: the parts of a thread, else the whole.
pub(super) fn body_parts(document: &Document, source: &str, body: Span, is_markdown: bool) -> Vec<Span> {
    match document.attributes.channel {
        Some(Channel::Social(_)) => parts(source, body, is_markdown),
        _ => vec![body],
    }
}

/// Adds the fields of a file: what front matter holds, and the parts of the body.
pub(super) fn add(
    artifact: &Artifact,
    document: &mut Document,
    front: &FrontMatter,
    tags: &[Tag],
    parts: &[Span],
) {
    if !has_fields(document) {
        return;
    }
    for entry in &front.entries {
        let Some((role, number)) = columns::field(&entry.key) else { continue };
        // The text of a post stands below the front matter.
        if role == FieldRole::Body {
            continue;
        }
        let text = entry.value.as_str();
        let lexed = template::lex_filled(text, artifact, artifact.dialect);
        let whole = Span::from_range(0..text.len());
        let field = PostField::new(role, number, (text, &lexed.tags), whole, Decoding::References);
        document.fields.extend(field.map(|field| field.with_opaque(&[]).through(&entry.value)));
        if !front_matter::is_read(&entry.key) && role != FieldRole::Link {
            let segments =
                front_matter::value_segments(artifact.source.text(), &entry.value, tags, role.scope());
            document.segments.extend(segments);
        }
    }
    let source = (artifact.source.text(), tags);
    for (number, part) in (1..).zip(parts) {
        let field = PostField::new(FieldRole::Body, number, source, *part, Decoding::Verbatim);
        document.fields.extend(field.map(|field| field.with_opaque(&document.segments)));
    }
}

#[cfg(test)]
mod tests {
    use crate::artifact::{Artifact, ArtifactKey, Attributes, Channel, Content, FieldRole, MediaType};
    use crate::deadline::Deadline;
    use crate::document::{Document, HOLE, parse, records};
    use crate::scope::Scope;
    use crate::source::Source;

    fn read(text: &str, media_type: MediaType, channel: Channel) -> (Document, Source) {
        let source = Source::new("post", text);
        let artifact = Artifact {
            key: ArtifactKey::file("post"),
            media_type,
            dialect: None,
            given: Attributes { channel: Some(channel), ..Attributes::default() },
            defaults: Attributes::default(),
            source: source.clone(),
            content: Content::Whole,
        };
        (parse(&artifact, &Deadline::never()), source)
    }

    fn fields(document: &Document) -> Vec<(FieldRole, u32, &str)> {
        document.fields.iter().map(|field| (field.role, field.number, field.text.as_str())).collect()
    }

    #[test]
    fn a_post_is_one_field_with_its_line_breaks() {
        let text = "---\ntitle: Push me\nfirst-comment: More below\n---\n\nOne & two\r\n\r\nHi {{ name }}!\n";
        for media_type in [MediaType::PlainText, MediaType::Markdown] {
            let (document, source) = read(text, media_type, Channel::Push);
            let body = format!("One & two\n\nHi {HOLE}!");
            let expected = [
                (FieldRole::Title, 1, "Push me"),
                (FieldRole::Comment, 1, "More below"),
                (FieldRole::Body, 1, body.as_str()),
            ];
            assert_eq!(fields(&document), expected, "{media_type}");
            let hole = &document.fields[2].holes[0];
            assert_eq!(source.slice(hole.span), "{{ name }}");
            assert_eq!(hole.at as usize, body.find(HOLE).expect("there"));
            let comment = document.segments.iter().find(|segment| segment.scope == Scope::Comment);
            let comment = comment.expect("comments are copy");
            assert_eq!(document.field_of(comment).map(|field| field.role), Some(FieldRole::Comment));
        }
        assert!(read(text, MediaType::Markdown, Channel::Web).0.fields.is_empty());
    }

    #[test]
    fn lines_of_hyphens_part_a_thread() {
        let (document, _) =
            read("One\n---\nTwo\n\nmore\n---\n\n", MediaType::PlainText, Channel::Social(None));
        assert_eq!(fields(&document), [(FieldRole::Body, 1, "One"), (FieldRole::Body, 2, "Two\n\nmore")]);
        let containers: Vec<u32> = document.segments.iter().map(|segment| segment.container).collect();
        assert_eq!(containers, [1, 2, 2]);
        let (heading, _) =
            read("One\n---\n\nTwo\n\n---\n\nThree", MediaType::Markdown, Channel::Social(None));
        assert_eq!(
            fields(&heading),
            [(FieldRole::Body, 1, "One\n---\n\nTwo"), (FieldRole::Body, 2, "Three")]
        );
        let (message, _) = read("One\n---\nTwo", MediaType::PlainText, Channel::Sms);
        assert_eq!(message.fields.len(), 1);
    }

    #[test]
    fn references_in_records_stand_for_characters_and_lead_back() {
        let source = Source::new("posts", "text,link\n\"Desk &amp; \"\"sofa\"\" \",https://x.example\n");
        let split = records::split(&source, MediaType::Csv, &records::Columns::default());
        let artifact = Artifact {
            key: ArtifactKey::file("posts"),
            media_type: MediaType::Csv,
            dialect: None,
            given: Attributes::default(),
            defaults: Attributes::default(),
            source: source.clone(),
            content: Content::Fields(split.records[0].fields.clone()),
        };
        let document = parse(&artifact, &Deadline::never());
        let [body, link] = document.fields.as_slice() else { panic!("{document:?}") };
        assert_eq!(body.text.as_str(), "Desk & \"sofa\"");
        assert_eq!(source.slice(body.text.span(5..6)), "&amp;");
        assert_eq!(source.slice(body.text.span(7..8)), "\"\"");
        assert_eq!((link.role, link.text.as_str()), (FieldRole::Link, "https://x.example"));
    }
}
