//! Attributes of one element: looked up by name, decoded when asked for.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::document::flow::{Flow, Reading};
use crate::document::html::hiding::Hiding;
use crate::document::html::styles::{self, StyleDeclaration};
use crate::document::html::tokens::AttributeSpans;
use crate::document::html::tree::{Element, Tree};
use crate::document::template::Tag;
use crate::scope::Scope;
use crate::span::Span;
use crate::text::MappedText;

/// Names that a document repeats: one copy of each, in lower case.
#[derive(Default, Debug)]
pub(super) struct Names(FxHashSet<Arc<str>>);

impl Names {
    /// The one copy of `name`.
    pub(super) fn intern(&mut self, name: &str) -> Arc<str> {
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return self.intern(&name.to_ascii_lowercase());
        }
        if let Some(known) = self.0.get(name) {
            return Arc::clone(known);
        }
        let own: Arc<str> = name.into();
        self.0.insert(Arc::clone(&own));
        own
    }
}

/// The attributes of one element.
#[derive(Debug)]
pub(super) struct ElementAttributes<'t> {
    source: &'t str,
    markup: &'t str,
    base: u32,
    tags: &'t [Tag],
    pairs: Vec<(Cow<'t, str>, Span)>,
}

impl<'t> ElementAttributes<'t> {
    /// The attributes of `element`, whose spans count from `base` in `source`.
    pub(super) fn new(
        source: &'t str,
        markup: &'t str,
        base: u32,
        tags: &'t [Tag],
        tree: &'t Tree,
        element: &'t Element,
    ) -> Self {
        Self::of_spans(source, markup, base, tags, tree.attributes(element))
    }

    /// Attributes whose bytes count from `base` in `source`.
    pub(super) fn of_spans<'s>(
        source: &'t str,
        markup: &'t str,
        base: u32,
        tags: &'t [Tag],
        spans: impl Iterator<Item = &'s AttributeSpans>,
    ) -> Self {
        let pairs = spans
            .map(|spans| {
                let name = spans.name.slice(markup);
                let lower = if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    Cow::Owned(name.to_ascii_lowercase())
                } else {
                    Cow::Borrowed(name)
                };
                (lower, spans.value)
            })
            .collect();
        Self { source, markup, base, tags, pairs }
    }

    /// Names in lower case and values as spans of the markup.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Span)> {
        self.pairs.iter().map(|(name, value)| (name.as_ref(), *value))
    }

    /// Whether the attribute is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(known, _)| known == name)
    }

    /// The bytes of a value, in the markup.
    pub(super) fn span(&self, name: &str) -> Option<Span> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    /// A value as it stands, masked and not decoded: for words that are no prose.
    pub(super) fn raw(&self, name: &str) -> Option<&'t str> {
        self.span(name).map(|span| span.slice(self.markup))
    }

    /// A value decoded, holes and all, mapped to the source.
    pub(super) fn value(&self, name: &str) -> Option<MappedText> {
        self.span(name).map(|span| self.decoded(span))
    }

    /// What the bytes of a value decode to.
    pub(super) fn decoded(&self, span: Span) -> MappedText {
        let raw = span.slice(self.markup);
        let absolute = span.shifted(self.base);
        if !raw.contains('&') && !self.has_tag(absolute) {
            return MappedText::verbatim(raw.trim(), absolute.start() + leading(raw));
        }
        let mut flow = Flow::new(self.source, self.tags);
        flow.push(absolute, Reading::Attribute);
        flow.finish(Scope::Body).segment.map(|segment| segment.text).unwrap_or_default()
    }

    /// Whether one of the words of `class` or `id` holds one of `words` as a part between hyphens and the like.
    pub(super) fn is_called(&self, words: &[&str]) -> bool {
        ["class", "id"].iter().filter_map(|name| self.raw(name)).any(|value| {
            value
                .split(|character: char| !character.is_ascii_alphanumeric())
                .any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
        })
    }

    /// The declarations of the `style` attribute that matter: properties in lower case and their values; and what all of
    /// them say about the sight of the element.
    pub(super) fn style(&self, names: &mut Names) -> (Vec<(Arc<str>, MappedText)>, Hiding) {
        let mut hiding = Hiding::default();
        let Some(span) = self.span("style") else { return (Vec::new(), hiding) };
        let raw = span.slice(self.markup);
        let absolute = span.shifted(self.base);
        let is_plain = !raw.contains('&');
        let decoded = if is_plain { MappedText::EMPTY } else { self.decoded(span) };
        let css = if is_plain { raw } else { decoded.as_str() };
        let mut found = Vec::new();
        for StyleDeclaration { property, value, is_important, .. } in styles::declarations(css) {
            hiding.note(&property, value.slice(css), is_important);
            let property = names.intern(&property);
            if !styles::matters(&property) {
                continue;
            }
            let value = if is_plain {
                css_value(self.source, self.tags, css, value, absolute.start())
            } else {
                decoded.slice(value.range())
            };
            found.push((property, value));
        }
        (found, hiding)
    }

    /// Whether a template tag stands among the attributes in the start tag `tag`, a span of the source, rather than in
    /// the value of one of them.
    pub(super) fn has_tag_between(&self, tag: Span) -> bool {
        let first = self.tags.partition_point(|one| one.span.end() <= tag.start());
        let mut inside = self.tags.iter().skip(first).take_while(|one| one.span.start() < tag.end());
        inside.any(|tag| !self.pairs.iter().any(|(_, value)| value.shifted(self.base).overlaps(tag.span)))
    }

    fn has_tag(&self, span: Span) -> bool {
        has_tag(self.tags, span)
    }
}

/// A value within `css`, which stands at `start` in the source.
pub(super) fn css_value(source: &str, tags: &[Tag], css: &str, value: Span, start: u32) -> MappedText {
    let absolute = value.shifted(start);
    if !has_tag(tags, absolute) {
        return MappedText::verbatim(value.slice(css), absolute.start());
    }
    let mut flow = Flow::new(source, tags);
    flow.push(absolute, Reading::Plain);
    flow.finish(Scope::Style).segment.map(|segment| segment.text).unwrap_or_default()
}

fn has_tag(tags: &[Tag], span: Span) -> bool {
    let next = tags.partition_point(|tag| tag.span.end() <= span.start());
    tags.get(next).is_some_and(|tag| tag.span.overlaps(span))
}

fn leading(text: &str) -> u32 {
    u32::try_from(text.len() - text.trim_start().len()).unwrap_or_default()
}
