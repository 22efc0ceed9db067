//! Puts together what a reader sees as one text: white space collapsed, character references decoded, soft hyphens and
//! zero-width characters dropped, template tags cut out; and every byte mapped back. The one text model of all formats.

use std::ops::Range;

use crate::document::references::{Reference, ReferenceContext, reference};
use crate::document::template::{Tag, TagKind};
use crate::document::{HOLE, Hole, HoleKind, Inline, InlineKind, Segment};
use crate::scope::Scope;
use crate::span::{Span, offset};
use crate::text::bytes::ByteSet;
use crate::text::{MappedText, opaque};

/// How source text is to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reading {
    /// As it stands.
    Plain,
    /// Character references are decoded as in running text.
    References,
    /// Character references are decoded as in attribute values.
    Attribute,
}

/// A text under construction.
#[derive(Debug)]
pub(super) struct Flow<'a> {
    source: &'a str,
    tags: &'a [Tag],
    text: MappedText,
    inlines: Vec<Inline>,
    open: Vec<usize>,
    holes: Vec<Hole>,
    literals: Vec<Span>,
    /// White space that becomes a blank as soon as something follows; `None` inside is white space from nowhere.
    space: Option<Option<Span>>,
}

/// A finished text: the segment and the literals of template tags that stood in it, which are copy of their own.
#[derive(Debug)]
pub(super) struct Flowed {
    /// The segment, with the scope that was asked for.
    pub(super) segment: Option<Segment>,
    /// Segments of literals.
    pub(super) literals: Vec<Segment>,
}

impl<'a> Flow<'a> {
    /// An empty text over `source`, whose template tags are `tags`.
    pub(super) const fn new(source: &'a str, tags: &'a [Tag]) -> Self {
        Self {
            source,
            tags,
            text: MappedText::EMPTY,
            inlines: Vec::new(),
            open: Vec::new(),
            holes: Vec::new(),
            literals: Vec::new(),
            space: None,
        }
    }

    /// Appends source bytes. Template tags inside are cut out and leave holes.
    pub(super) fn push(&mut self, span: Span, reading: Reading) {
        let mut at = span.start();
        let first = self.tags.partition_point(|tag| tag.span.end() <= span.start());
        let tags = self.tags;
        for tag in tags.iter().skip(first).take_while(|tag| tag.span.start() < span.end()) {
            if tag.span.start() > at {
                self.push_piece(Span::new(at, tag.span.start()), reading);
            }
            self.push_tag(tag);
            at = at.max(tag.span.end());
        }
        if at < span.end() {
            self.push_piece(Span::new(at, span.end()), reading);
        }
    }

    /// Appends text that `span` decodes to, such as a value that a parser decoded as a whole.
    pub(super) fn push_decoded(&mut self, text: &str, span: Span) {
        for character in text.chars() {
            self.push_character(character, span);
        }
    }

    /// White space that stands nowhere in the source, as between two cells.
    pub(super) fn push_space(&mut self) {
        self.space.get_or_insert(None);
    }

    /// A line break.
    pub(super) fn push_break(&mut self) {
        self.space = None;
        if !self.text.is_empty() && !self.text.as_str().ends_with('\n') {
            self.text.push_synthetic("\n");
        }
    }

    /// Something that is no text, such as inline code.
    pub(super) fn push_object(&mut self) {
        self.settle_space();
        self.text.push_synthetic(HOLE.encode_utf8(&mut [0; 4]));
    }

    /// Begins a part with a place of its own.
    pub(super) fn open(&mut self, kind: InlineKind) {
        self.open.push(self.inlines.len());
        let at = self.text.len();
        self.inlines.push(Inline { kind, range: at..at });
    }

    /// Whether the part that was begun last, if any, has no text yet.
    pub(super) fn is_at_start(&self) -> bool {
        let open = self.open.last().and_then(|index| self.inlines.get(*index));
        open.is_none_or(|inline| inline.range.start == self.text.len())
    }

    /// Makes something else of an open part.
    pub(super) fn recast(&mut self, from: InlineKind, to: InlineKind) {
        for index in self.open.iter().rev() {
            if let Some(inline) = self.inlines.get_mut(*index).filter(|inline| inline.kind == from) {
                inline.kind = to;
                return;
            }
        }
    }

    /// Ends the part that was begun last.
    pub(super) fn close(&mut self) {
        if let Some(inline) = self.open.pop().and_then(|index| self.inlines.get_mut(index)) {
            inline.range.end = self.text.len();
        }
    }

    /// Ends the text and starts the next one, in which the open parts go on. The segment is `None` where a reader would
    /// see nothing.
    pub(super) fn finish(&mut self, scope: Scope) -> Flowed {
        let kinds: Vec<InlineKind> =
            self.open.iter().filter_map(|index| Some(self.inlines.get(*index)?.kind)).collect();
        while !self.open.is_empty() {
            self.close();
        }
        let mut next = Self::new(self.source, self.tags);
        for kind in kinds {
            next.open(kind);
        }
        let done = std::mem::replace(self, next);
        done.into_segments(scope)
    }

    fn into_segments(mut self, scope: Scope) -> Flowed {
        let literal =
            |span: &Span| Some(Segment { is_out_of_a_tag: true, ..literal(self.source, *span, scope)? });
        let literals = self.literals.iter().filter_map(literal).collect();
        self.text.trim_end();
        let length = self.text.len();
        let readable =
            self.text.as_str().chars().any(|character| character != HOLE && !character.is_whitespace());
        if !readable && self.holes.is_empty() {
            return Flowed { segment: None, literals };
        }
        let mut segment = Segment::new(scope, MappedText::default());
        for mut inline in self.inlines {
            inline.range = tighten(self.text.as_str(), inline.range.start..inline.range.end.min(length));
            if inline.range.start < inline.range.end {
                segment.inlines.push(inline);
            }
        }
        segment.inlines.sort_by_key(|inline| (inline.range.start, std::cmp::Reverse(inline.range.end)));
        for hole in &mut self.holes {
            hole.at = hole.at.min(length);
        }
        segment.holes = self.holes;
        segment.opaque = opaque::opaque_ranges(self.text.as_str());
        segment.text = self.text;
        Flowed { segment: Some(segment), literals }
    }

    fn push_tag(&mut self, tag: &Tag) {
        if let Some(value) = &tag.value {
            // Whoever sees the value sees no default.
            self.push_decoded(value, tag.span);
            return;
        }
        self.literals.extend(tag.literals.iter().copied());
        let width = match tag.kind {
            TagKind::Output => {
                self.settle_space();
                let at = self.text.len();
                self.text.push_synthetic(HOLE.encode_utf8(&mut [0; 4]));
                self.text.len() - at
            }
            // The arms of a branch are alternatives: what stands in one does not go on in the next.
            TagKind::BranchArm => {
                self.push_break();
                0
            }
            // `{{#x}}…{{/x}}{{^x}}…{{/x}}`: what stands on both sides is seen by different readers.
            TagKind::BranchOpen
                if tag.expression.slice(self.source).starts_with('^') && self.ends_a_branch() =>
            {
                self.push_break();
                0
            }
            TagKind::Comment => return,
            // What a loop shows where there is nothing to repeat.
            TagKind::Steering if tag.expression.slice(self.source) == "else" => {
                self.push_break();
                0
            }
            TagKind::BranchOpen | TagKind::BranchClose | TagKind::Steering => 0,
        };
        let at = self.text.len() - width;
        self.holes.push(Hole { at, width, ..Hole::of(tag, self.source) });
    }

    /// Whether the text so far ends with the end of a branch.
    fn ends_a_branch(&self) -> bool {
        self.holes.last().is_some_and(|hole| hole.kind == HoleKind::Branch && hole.at == self.text.len())
    }

    fn push_piece(&mut self, span: Span, reading: Reading) {
        let piece = span.slice(self.source);
        let bytes = piece.as_bytes();
        self.text.reserve(piece.len());
        let mut at = 0;
        while at < bytes.len() {
            let end = at + run_length(bytes.get(at..).unwrap_or_default(), reading);
            self.push_run(piece, at..end, span.start());
            at = end;
            if at < bytes.len() {
                at += self.push_special(piece, at, span.start(), reading);
            }
        }
    }

    fn push_run(&mut self, piece: &str, range: Range<usize>, base: u32) {
        if let Some(run) = piece.get(range.clone()).filter(|run| !run.is_empty()) {
            self.settle_space();
            self.text.push_verbatim(run, base + offset(range.start));
        }
    }

    /// Handles whatever stands at `at` and is not plain; gives its length in bytes.
    fn push_special(&mut self, piece: &str, at: usize, base: u32, reading: Reading) -> usize {
        let rest = piece.get(at..).unwrap_or_default();
        let place = |len: usize| Span::new(base + offset(at), base + offset(at + len));
        let context = match reading {
            Reading::Attribute => ReferenceContext::Attribute,
            Reading::References | Reading::Plain => ReferenceContext::Text,
        };
        if rest.starts_with('&') {
            let Some(Reference { len, characters }) = reference(rest, context) else {
                self.settle_space();
                self.text.push_verbatim("&", base + offset(at));
                return 1;
            };
            self.push_character(characters.0, place(len));
            if let Some(second) = characters.1 {
                self.push_character(second, place(len));
            }
            return len;
        }
        let Some(character) = rest.chars().next() else { return 1 };
        if character.is_ascii_whitespace() {
            let len = rest.bytes().take_while(u8::is_ascii_whitespace).count();
            if self.space.is_none() {
                self.space = Some(Some(place(len)));
            }
            return len;
        }
        let len = character.len_utf8();
        self.push_character(character, place(len));
        len
    }

    /// Appends one character that stands for `span`.
    fn push_character(&mut self, character: char, span: Span) {
        if character.is_whitespace() || character == '\u{2800}' {
            if self.space.is_none() {
                self.space = Some(Some(span));
            }
            return;
        }
        if is_invisible(character) {
            // Within an emoji the joiner is part of the picture.
            let joins = character == '\u{200D}'
                && self.text.as_str().chars().next_back().is_some_and(|last| last >= '\u{2000}');
            if !joins {
                return;
            }
        }
        self.settle_space();
        let mut buffer = [0; 4];
        let encoded: &str = character.encode_utf8(&mut buffer);
        if span.slice(self.source) == encoded {
            self.text.push_verbatim(encoded, span.start());
        } else {
            self.text.push_decoded(encoded, span);
        }
    }

    fn settle_space(&mut self) {
        let Some(space) = self.space.take() else { return };
        if self.text.is_empty() || self.text.as_str().ends_with('\n') {
            return;
        }
        match space {
            Some(span) if span.slice(self.source) == " " => self.text.push_verbatim(" ", span.start()),
            Some(span) => self.text.push_decoded(" ", span),
            None => self.text.push_synthetic(" "),
        }
    }
}

impl Hole {
    /// The hole that a tag of `source` leaves, with no place in a text yet.
    pub(super) fn of(tag: &Tag, source: &str) -> Self {
        let text = |span: &Span| literal(source, *span, Scope::Body).map(|segment| segment.text);
        Self {
            at: 0,
            width: 0,
            span: tag.span,
            dialect: tag.dialect,
            expression: tag.expression.slice(source).to_owned(),
            kind: HoleKind::of(tag, source),
            literals: tag.literals.iter().filter_map(text).collect(),
        }
    }

    /// The same hole one step further back: it stands in the text of `outer`.
    pub(super) fn through(&mut self, outer: &MappedText) {
        self.span = outer.span(self.span.range());
        for literal in &mut self.literals {
            *literal = std::mem::take(literal).through(outer);
        }
    }
}

/// The segment of a template tag's literal.
fn literal(source: &str, span: Span, scope: Scope) -> Option<Segment> {
    let mut flow = Flow::new(source, &[]);
    flow.push(span, Reading::References);
    flow.into_segments(scope).segment
}

/// The range without white space at its ends.
fn tighten(text: &str, range: Range<u32>) -> Range<u32> {
    let inner = Span::new(range.start, range.end.max(range.start)).slice(text);
    let start = range.start + offset(inner.len() - inner.trim_start().len());
    start..(start + offset(inner.trim().len()))
}

/// Length of the bytes that stand for themselves, and of single blanks between them: most text is of this kind.
fn run_length(bytes: &[u8], reading: Reading) -> usize {
    const RUN: ByteSet = PLAIN.with(b' ');
    const RUN_AS_IT_STANDS: ByteSet = RUN.with(b'&');
    let run = if reading == Reading::Plain { &RUN_AS_IT_STANDS } else { &RUN };
    let mut last_is_blank = true;
    // One test for each byte, since every blank would send another one the other way.
    let ends = |byte: &u8| {
        let is_blank = *byte == b' ';
        let is_second = is_blank & last_is_blank;
        last_is_blank = is_blank;
        !run.has(*byte) | is_second
    };
    let length = bytes.iter().position(ends).unwrap_or(bytes.len());
    // What a blank at the end becomes depends on what follows.
    let ends_with_blank = length > 0 && bytes.get(length - 1) == Some(&b' ');
    length - usize::from(ends_with_blank)
}

/// Bytes that stand for themselves whatever is around them. The lead bytes of multi-byte characters are looked at one by
/// one where one of their characters is folded: 0xC2, 0xCD, 0xD8, 0xE1, 0xE2, 0xE3 and 0xEF.
const PLAIN: ByteSet = ByteSet::of(&[
    (b'!', b'%'),
    (b'\'', 0x7E),
    (0x80, 0xC1),
    (0xC3, 0xCC),
    (0xCE, 0xD7),
    (0xD9, 0xE0),
    (0xE4, 0xEE),
    (0xF0, 0xFF),
]);

/// Characters that readers do not see: controls, soft hyphen, zero-width and direction marks, fillers of scripts, the mark
/// of byte order. Preheaders are padded with them.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1F}'
            | '\u{7F}'..='\u{9F}'
            | '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}'
            | '\u{206A}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | HOLE
    )
}

#[cfg(test)]
mod tests {
    use super::{Flow, Reading};
    use crate::document::{InlineKind, Segment};
    use crate::scope::Scope;
    use crate::span::Span;

    fn read(source: &str) -> Segment {
        let mut flow = Flow::new(source, &[]);
        flow.push(Span::from_range(0..source.len()), Reading::References);
        flow.finish(Scope::Body).segment.expect("text")
    }

    #[test]
    fn white_space_and_references_become_what_a_reader_sees() {
        let segment = read("  now\n\t&euro;19&nbsp;&nbsp;only&#33; \u{A0} ");
        assert_eq!(segment.text.as_str(), "now €19 only!");
        assert_eq!(segment.text.span(4..7), Span::new(7, 13));
    }

    #[test]
    fn invisible_characters_leave_no_trace_but_in_the_span() {
        let source = "for&shy;bid\u{200B}den &zwnj;&nbsp;";
        let segment = read(source);
        assert_eq!(segment.text.as_str(), "forbidden");
        assert_eq!(segment.text.span(0..9).slice(source), "for&shy;bid\u{200B}den");
    }

    #[test]
    fn an_emoji_keeps_its_joiners() {
        assert_eq!(read("a 👩\u{200D}💻 b").text.as_str(), "a 👩\u{200D}💻 b");
    }

    #[test]
    fn open_parts_go_on_after_a_block() {
        let mut flow = Flow::new("one two", &[]);
        flow.open(InlineKind::Link(0));
        flow.push(Span::new(0, 3), Reading::Plain);
        assert_eq!(flow.finish(Scope::Body).segment.expect("text").inlines.len(), 1);
        flow.push(Span::new(3, 7), Reading::Plain);
        flow.close();
        let second = flow.finish(Scope::Body).segment.expect("text");
        assert_eq!((second.text.as_str(), second.inlines.len()), ("two", 1));
        assert_eq!(second.inlines.first().map(|inline| inline.range.clone()), Some(0..3));
    }

    #[test]
    fn breaks_do_not_pile_up() {
        let mut flow = Flow::new("ab", &[]);
        flow.push_break();
        flow.push(Span::new(0, 1), Reading::Plain);
        flow.push_break();
        flow.push_break();
        flow.push(Span::new(1, 2), Reading::Plain);
        flow.push_break();
        assert_eq!(flow.finish(Scope::Body).segment.expect("text").text.as_str(), "a\nb");
    }
}
