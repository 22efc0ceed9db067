//! Walks the events of the Markdown parser and puts together what a reader sees. Knows nothing of template languages:
//! their tags are masked before.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{BrokenLinkCallback, Event, LinkType, OffsetIter, Tag as Element, TagEnd};

use crate::deadline::Deadline;
use crate::document::flow::{Flow, Flowed, Reading};
use crate::document::markdown::address;
use crate::document::template::Tag;
use crate::document::{Document, Image, ImageRole, InlineKind, Link, html, plain};
use crate::scope::{Rendering, Scope};
use crate::span::Span;
use crate::text::MappedText;

/// How often the deadline is looked at, in events.
const POLL: usize = 256;

/// The source with its template tags masked.
#[derive(Clone, Copy)]
pub(super) struct Masked<'a> {
    /// As Markdown wants it: see `super::mask`.
    pub(super) markdown: &'a str,
    /// As HTML wants it: see [`crate::document::template::mask`].
    pub(super) html: &'a str,
}

/// The state of a walk.
pub(super) struct Walker<'a, 'd> {
    source: &'a str,
    masked: Masked<'a>,
    /// Where the body starts, from which the parser counts.
    base: usize,
    tags: &'a [Tag],
    document: &'d mut Document,
    flow: Flow<'a>,
    /// Places that the open containers give to their texts, with their numbers.
    containers: Vec<(Scope, u32)>,
    /// Number of the section under the last heading.
    section: u32,
    /// Highest number of a container so far.
    last_container: u32,
    /// Links that are open: their numbers, and where their targets stand if that is known from the start.
    links: Vec<OpenLink>,
    image: Option<OpenImage<'a>>,
    in_code: bool,
    /// Where the last event ended, in bytes of the source.
    reached: usize,
}

struct OpenLink {
    number: usize,
    target: Option<Range<usize>>,
    decoded: String,
    span: Range<usize>,
}

struct OpenImage<'a> {
    link: OpenLink,
    alt: Flow<'a>,
}

impl<'a, 'd> Walker<'a, 'd> {
    pub(super) fn new(
        source: &'a str,
        masked: Masked<'a>,
        base: usize,
        tags: &'a [Tag],
        document: &'d mut Document,
    ) -> Self {
        Self {
            source,
            masked,
            base,
            tags,
            document,
            flow: Flow::new(source, tags),
            containers: Vec::new(),
            section: 0,
            last_container: 0,
            links: Vec::new(),
            image: None,
            in_code: false,
            reached: base,
        }
    }

    /// Walks to the end, or until time is up.
    pub(super) fn walk<'e, F: BrokenLinkCallback<'e>>(
        mut self,
        mut events: OffsetIter<'e, F>,
        deadline: &Deadline,
    ) {
        let mut count = 0_usize;
        while let Some((event, range)) = events.next() {
            count += 1;
            if count.is_multiple_of(POLL) && deadline.is_over() {
                break;
            }
            let range = range.start + self.base..range.end + self.base;
            if let Event::Start(Element::Link { link_type, dest_url, id, .. }) = &event {
                let definition =
                    events.reference_definitions().get(id).map(|definition| definition.span.clone());
                self.open_link(*link_type, dest_url, definition, range);
            } else if let Event::Start(Element::Image { link_type, dest_url, id, .. }) = &event {
                let definition =
                    events.reference_definitions().get(id).map(|definition| definition.span.clone());
                self.open_image(*link_type, dest_url, definition, range);
            } else {
                self.event(&event, range, deadline);
            }
        }
        self.flush(Scope::Body);
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>, deadline: &Deadline) {
        match event {
            Event::Start(element) => self.start(element, &range, deadline),
            Event::End(element) => self.end(*element, &range),
            Event::Text(text) if !self.in_code => self.text(text, &range),
            Event::Code(_) | Event::InlineMath(_) => {
                if self.image.is_none() {
                    self.flow.push_object();
                }
            }
            Event::SoftBreak => {
                let span = Span::from_range(range.clone());
                self.current().push(span, Reading::Plain);
                self.current().push_space();
            }
            Event::HardBreak => self.current().push_break(),
            Event::InlineHtml(markup) => self.inline_html(markup, &range, deadline),
            Event::Rule => self.flush_here(),
            Event::Text(_)
            | Event::Html(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
        // The start of an element is no text yet: what its link targets stand behind is the end of its content.
        self.reached = if matches!(event, Event::Start(_)) { range.start } else { range.end };
    }

    fn start(&mut self, element: &Element<'_>, range: &Range<usize>, deadline: &Deadline) {
        match element {
            Element::Strikethrough if self.image.is_none() => self.flow.open(InlineKind::Struck),
            Element::Emphasis
            | Element::Strong
            | Element::Strikethrough
            | Element::Superscript
            | Element::Subscript => {}
            Element::Heading { .. } => {
                self.flush_here();
                self.section = self.number();
            }
            Element::BlockQuote(_) => self.open_container(Scope::Quote),
            Element::Item => self.open_container(Scope::ListItem),
            Element::TableCell => self.open_container(Scope::Cell),
            Element::FootnoteDefinition(_) => self.open_container(Scope::Body),
            Element::CodeBlock(_) | Element::MetadataBlock(_) => {
                self.flush_here();
                self.in_code = true;
            }
            Element::HtmlBlock => {
                self.flush_here();
                self.fragment(range.clone(), deadline);
            }
            _ => self.flush_here(),
        }
    }

    fn end(&mut self, element: TagEnd, range: &Range<usize>) {
        match element {
            TagEnd::Strikethrough if self.image.is_none() => self.flow.close(),
            TagEnd::Heading(level) => self.flush(Scope::Heading(level as u8)),
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::TableCell | TagEnd::FootnoteDefinition => {
                self.flush_here();
                self.containers.pop();
            }
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => self.in_code = false,
            TagEnd::Link => self.close_link(),
            TagEnd::Image => self.close_image(range),
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
            _ => self.flush_here(),
        }
    }

    /// The text that is being put together: that of an image, else that of the block.
    fn current(&mut self) -> &mut Flow<'a> {
        match &mut self.image {
            Some(image) => &mut image.alt,
            None => &mut self.flow,
        }
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        let span = Span::from_range(range.clone());
        // A text that differs from its bytes is a reference or holds an escape.
        let stands_as_is = self.masked.markdown.get(range.clone()) == Some(text) || self.holds_tag(span);
        if stands_as_is {
            self.current().push(span, Reading::Plain);
        } else {
            self.current().push_decoded(text, span);
        }
    }

    fn holds_tag(&self, span: Span) -> bool {
        let next = self.tags.partition_point(|tag| tag.span.end() <= span.start());
        self.tags.get(next).is_some_and(|tag| tag.span.start() < span.end())
    }

    fn inline_html(&mut self, markup: &str, range: &Range<usize>, deadline: &Deadline) {
        let name: String = markup.chars().skip(1).take_while(char::is_ascii_alphanumeric).collect();
        if name.eq_ignore_ascii_case("br") {
            self.current().push_break();
        } else if name.eq_ignore_ascii_case("img") {
            self.flow.push_object();
            self.fragment(range.clone(), deadline);
        }
    }

    /// Reads HTML that stands in the text. What stands in none of its own containers is in the present one.
    fn fragment(&mut self, range: Range<usize>, deadline: &Deadline) {
        let known = self.document.segments.len();
        let (here, outer) = (self.container(), self.last_container);
        let input = html::Fragment { source: self.source, markup: self.masked.html, range, outer };
        html::read_fragment(input, self.tags, deadline, self.document);
        for segment in self.document.segments.iter_mut().skip(known) {
            self.last_container = self.last_container.max(segment.container);
            if segment.container == outer {
                segment.container = here;
            }
        }
    }

    /// Number of the container that is open.
    fn container(&self) -> u32 {
        self.containers.last().map_or(self.section, |(_, number)| *number)
    }

    fn number(&mut self) -> u32 {
        self.last_container += 1;
        self.last_container
    }

    fn open_container(&mut self, scope: Scope) {
        self.flush_here();
        let number = self.number();
        self.containers.push((scope, number));
    }

    /// Ends the text of the block, in the place that its container gives it.
    fn flush_here(&mut self) {
        let scope = self.containers.last().map_or(Scope::Body, |(scope, _)| *scope);
        self.flush(scope);
    }

    fn flush(&mut self, scope: Scope) {
        let flowed = self.flow.finish(scope);
        self.keep(flowed);
    }

    fn keep(&mut self, flowed: Flowed) {
        let container = self.container();
        for mut segment in flowed.segment.into_iter().chain(flowed.literals) {
            if !segment.text.is_empty() {
                segment.container = container;
                self.document.segments.push(segment);
            }
        }
    }

    fn opened(
        &self,
        link_type: LinkType,
        decoded: &str,
        definition: Option<Range<usize>>,
        span: Range<usize>,
    ) -> OpenLink {
        let target = match link_type {
            LinkType::Autolink | LinkType::Email => Some(span.start + 1..span.end.max(span.start + 2) - 1),
            LinkType::Inline => None,
            _ => definition.and_then(|definition| {
                let absolute = definition.start + self.base..definition.end + self.base;
                address::definition(self.masked.markdown, &absolute)
            }),
        };
        OpenLink { number: self.document.links.len(), target, decoded: decoded.to_owned(), span }
    }

    fn open_link(
        &mut self,
        link_type: LinkType,
        decoded: &str,
        definition: Option<Range<usize>>,
        span: Range<usize>,
    ) {
        let link = self.opened(link_type, decoded, definition, span.clone());
        let number = u32::try_from(link.number).unwrap_or(u32::MAX);
        self.document.links.push(Link {
            url: MappedText::default(),
            span: Span::from_range(span.clone()),
            is_button: false,
            has_label: false,
            rendering: Rendering::Main,
        });
        if self.image.is_none() {
            self.flow.open(InlineKind::Link(number));
        }
        self.reached = span.start;
        self.links.push(link);
    }

    fn close_link(&mut self) {
        let Some(link) = self.links.pop() else { return };
        let url = self.url(&link);
        if let Some(known) = self.document.links.get_mut(link.number) {
            known.url = url;
        }
        if self.image.is_none() {
            self.flow.close();
        }
    }

    fn open_image(
        &mut self,
        link_type: LinkType,
        decoded: &str,
        definition: Option<Range<usize>>,
        span: Range<usize>,
    ) {
        self.reached = span.start;
        if self.image.is_some() {
            return;
        }
        self.flow.push_object();
        let link = self.opened(link_type, decoded, definition, span);
        self.image = Some(OpenImage { link, alt: Flow::new(self.source, self.tags) });
    }

    fn close_image(&mut self, range: &Range<usize>) {
        // An image inside the text of another one is part of that text.
        if self.image.as_ref().is_none_or(|image| image.link.span != *range) {
            return;
        }
        let Some(mut image) = self.image.take() else { return };
        let src = self.url(&image.link);
        let alt = image.alt.finish(Scope::Alt);
        let text = alt.segment.as_ref().map(|segment| segment.text.clone()).unwrap_or_default();
        self.keep(alt);
        let link = self.links.last().and_then(|link| u32::try_from(link.number).ok());
        self.document.images.push(Image {
            src: Some(src),
            sources: Vec::new(),
            alt: Some(text),
            span: Span::from_range(image.link.span),
            role: ImageRole::Content,
            link,
            rendering: Rendering::Main,
        });
    }

    /// The target of a link, with the bytes it stands in.
    fn url(&self, link: &OpenLink) -> MappedText {
        let target = link.target.clone().or_else(|| {
            address::inline(self.masked.markdown, self.reached.max(link.span.start), link.span.end)
        });
        let Some(target) = target else { return MappedText::default() };
        let span = Span::from_range(target);
        if self.holds_tag(span) {
            return plain::address(self.source, self.tags, span);
        }
        let raw: Cow<'_, str> = span.slice(self.source).into();
        if raw == link.decoded {
            return MappedText::verbatim(&raw, span.start());
        }
        let mut url = MappedText::default();
        url.push_decoded(&link.decoded, span);
        url
    }
}
