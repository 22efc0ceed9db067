//! JSON-LD as pages hold it: JSON with comments, wrappers, raw line breaks, trailing commas, character references and
//! placeholders, several objects one after the other. Read once, without recursion, with the bytes of every value. A tear
//! ends the block: what stands before it is kept, as no machine reads what stands behind.

use rustc_hash::FxHashMap;

use super::{Item, ItemValue, Oddity, Property, Syntax, is_within};
use crate::document::HOLE;
use crate::document::records::json_escape;
use crate::document::references::{ReferenceContext, reference};
use crate::document::template::{Tag, TagKind};
use crate::scope::Visibility;
use crate::span::{Span, offset};
use crate::text::MappedText;

/// More items than any page has.
const MAX_ITEMS: usize = 50_000;

/// Open brackets; what nests deeper is not read.
const MAX_DEPTH: usize = 512;

/// A block of JSON-LD.
#[derive(Clone, Copy, Debug)]
pub(in crate::document) struct Block<'t> {
    /// The whole source.
    pub(in crate::document) source: &'t str,
    /// The block, with template tags masked.
    pub(in crate::document) text: &'t str,
    /// Where it starts in the source.
    pub(in crate::document) start: u32,
    /// Template tags of the source.
    pub(in crate::document) tags: &'t [Tag],
}

/// Where a document refers to items by their identifiers alone: item and property.
pub(in crate::document) type References = Vec<(u32, usize)>;

/// Reads a block; gives where and how it is torn.
pub(in crate::document) fn read(
    block: Block<'_>,
    items: &mut Vec<Item>,
    references: &mut References,
) -> Option<Oddity> {
    let mut reader = Reader { block, at: 0, items, references, open: Vec::new(), last_comment: false };
    let torn = reader.read().err()?;
    // With placeholders the text becomes JSON only when it is sent.
    let is_partial = matches!(torn, TOO_MANY | TOO_DEEP);
    if !is_partial && reader.block.has_tags() {
        return None;
    }
    let at = reader.at.min(block.text.len());
    let end =
        block.text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |next| at + next.len_utf8());
    let span = Span::from_range(at..end).shifted(block.start);
    let message = if is_partial {
        format!("{torn}; the rest was not read")
    } else {
        format!("this structured data is broken: {torn}; machines read nothing of it")
    };
    Some(Oddity { span, message, is_partial })
}

/// Puts items in the place of references to them.
pub(in crate::document) fn resolve(items: &mut [Item], references: &References) {
    if references.is_empty() {
        return;
    }
    let mut known: FxHashMap<String, u32> = FxHashMap::default();
    for (index, item) in (0..).zip(items.iter()) {
        if let Some(id) = &item.id {
            known.entry(id.as_str().to_owned()).or_insert(index);
        }
    }
    for (owner, property) in references {
        let value = items.get(*owner as usize).and_then(|item| item.properties.get(*property));
        let target = value.and_then(Property::text).and_then(|id| known.get(id.as_str())).copied();
        let Some(target) = target.filter(|target| !is_within(items, *owner, *target)) else { continue };
        if let Some(item) = items.get_mut(target as usize) {
            item.parent.get_or_insert(*owner);
        }
        let property = items.get_mut(*owner as usize).and_then(|item| item.properties.get_mut(*property));
        if let Some(property) = property {
            property.value = ItemValue::Item(target);
        }
    }
}

/// What a value belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Target {
    /// Nothing: an item is one of its own, and a text is nothing.
    Top,
    /// A property of an item.
    Property(u32, String),
    /// The types of an item.
    Types(u32),
    /// What is not read: contexts.
    Nothing,
}

/// An open bracket.
#[derive(Debug)]
enum Frame {
    Object(Object),
    Array(Target),
}

/// An open object. It becomes an item as soon as it says something: `{"@id": …}` alone refers to one, and
/// `{"@value": …}` is a text.
#[derive(Debug)]
struct Object {
    target: Target,
    item: Option<u32>,
    id: Option<MappedText>,
    at: usize,
    key: Option<String>,
    /// Where the value of the key begins; set by its colon.
    value_from: Option<usize>,
}

/// Why a block ends before its end, in words.
type Torn = &'static str;

const TOO_MANY: Torn = "this structured data has more than 50,000 items";
const TOO_DEEP: Torn = "this structured data nests deeper than 512 brackets";

struct Reader<'t, 'i> {
    block: Block<'t>,
    at: usize,
    items: &'i mut Vec<Item>,
    references: &'i mut References,
    open: Vec<Frame>,
    /// Whether no comment of HTML ends any more, so that none is looked for again.
    last_comment: bool,
}

impl Reader<'_, '_> {
    fn read(&mut self) -> Result<(), Torn> {
        loop {
            self.skip_trivia()?;
            let Some(byte) = self.block.text.as_bytes().get(self.at).copied() else { break };
            match byte {
                b'{' => self.open_object()?,
                b'[' => self.open_array()?,
                b'}' => self.close_object()?,
                b']' => match self.open.pop() {
                    Some(Frame::Array(_)) => self.at += 1,
                    _ => return Err("a `]` closes nothing"),
                },
                b',' => {
                    self.end_member();
                    self.at += 1;
                }
                b':' => self.colon()?,
                b'"' => self.string(1, "\"")?,
                b'&' if self.rest().starts_with(QUOTE) => self.string(QUOTE.len(), QUOTE)?,
                b'0'..=b'9' | b'-' => self.number(),
                b'a'..=b'z' | b'A'..=b'Z' => self.word()?,
                b';' if self.open.is_empty() => self.at += 1,
                _ => return Err("no JSON stands here"),
            }
        }
        if self.open.is_empty() { Ok(()) } else { Err("it ends within an object or a list") }
    }

    fn rest(&self) -> &str {
        self.block.text.get(self.at..).unwrap_or_default()
    }

    /// Goes behind white space, comments, and the wrappers by which old pages hid scripts.
    fn skip_trivia(&mut self) -> Result<(), Torn> {
        loop {
            let rest = self.block.text.get(self.at..).unwrap_or_default();
            let blank =
                rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').len();
            self.at += blank;
            let rest = self.block.text.get(self.at..).unwrap_or_default();
            let until = |end: &str, from: usize| rest.get(from..).and_then(|inner| inner.find(end));
            if rest.starts_with("//") {
                // `//]]>` and `//-->` are wrappers; so is what they are the end of.
                self.at += until("\n", 0).unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.at += until("*/", 2).ok_or("a comment is not closed")? + 4;
            } else if rest.starts_with("<!--") {
                let end = if self.last_comment { None } else { until("-->", 4) };
                self.last_comment = end.is_none();
                self.at += end.filter(|end| !holds_json(rest, *end)).map_or(4, |end| end + 7);
            } else if let Some(wrapper) = WRAPPERS.iter().find(|wrapper| rest.starts_with(**wrapper)) {
                self.at += wrapper.len();
            } else {
                return Ok(());
            }
        }
    }

    fn open_object(&mut self) -> Result<(), Torn> {
        let target = self.begin_value()?;
        let object = Object { target, item: None, id: None, at: self.at, key: None, value_from: None };
        self.push(Frame::Object(object))
    }

    fn open_array(&mut self) -> Result<(), Torn> {
        let target = self.begin_value()?;
        self.push(Frame::Array(target))
    }

    fn push(&mut self, frame: Frame) -> Result<(), Torn> {
        if self.open.len() >= MAX_DEPTH {
            return Err(TOO_DEEP);
        }
        self.open.push(frame);
        self.at += 1;
        Ok(())
    }

    fn close_object(&mut self) -> Result<(), Torn> {
        self.end_member();
        let Some(Frame::Object(object)) = self.open.pop() else { return Err("a `}` closes nothing") };
        self.at += 1;
        if let (None, Some(id), Target::Property(owner, name)) = (object.item, object.id, object.target)
            && let Some(item) = self.items.get_mut(owner as usize)
        {
            self.references.push((owner, item.properties.len()));
            item.properties.push(Property {
                name,
                value: ItemValue::Url(id),
                visibility: Visibility::Machine,
            });
        }
        Ok(())
    }

    fn colon(&mut self) -> Result<(), Torn> {
        self.at += 1;
        match self.open.last_mut() {
            Some(Frame::Object(Object { key: Some(_), value_from: value_from @ None, .. })) => {
                *value_from = Some(self.at);
                Ok(())
            }
            _ => Err("a `:` follows no name"),
        }
    }

    /// Ends a member. One whose value is a placeholder has a value that is not known.
    fn end_member(&mut self) {
        let Some(Frame::Object(object)) = self.open.last_mut() else { return };
        let Some(from) = object.value_from.filter(|_| object.key.is_some()) else {
            object.key = None;
            return;
        };
        let span = Span::from_range(from..self.at).shifted(self.block.start);
        if self.block.tags_in(span).any(|tag| tag.kind == TagKind::Output) {
            let mut value = MappedText::default();
            value.push_synthetic(HOLE.encode_utf8(&mut [0; 4]));
            self.add(value);
        }
        if let Some(Frame::Object(object)) = self.open.last_mut() {
            (object.key, object.value_from) = (None, None);
        }
    }

    /// What the value that begins here belongs to.
    fn begin_value(&mut self) -> Result<Target, Torn> {
        let object = match self.open.last_mut() {
            None => return Ok(Target::Top),
            Some(Frame::Array(target)) => return Ok(target.clone()),
            Some(Frame::Object(object)) => object,
        };
        let key = object.key.take().filter(|_| object.value_from.take().is_some());
        let key = key.ok_or("a value stands where a name should")?;
        let target = object.target.clone();
        Ok(match key.as_str() {
            _ if target == Target::Nothing => Target::Nothing,
            "@type" => self.item()?.map_or(Target::Nothing, Target::Types),
            "@graph" | "@included" => Target::Top,
            "@value" | "@list" | "@set" => target,
            key if key.starts_with('@') => Target::Nothing,
            _ => self.item()?.map_or(Target::Nothing, |item| Target::Property(item, key)),
        })
    }

    /// The item that the innermost object is.
    fn item(&mut self) -> Result<Option<u32>, Torn> {
        let Some(Frame::Object(object)) = self.open.last_mut() else { return Ok(None) };
        if object.item.is_some() {
            return Ok(object.item);
        }
        if self.items.len() >= MAX_ITEMS {
            return Err(TOO_MANY);
        }
        let index = offset(self.items.len());
        object.item = Some(index);
        let begin = self.block.start + offset(object.at);
        let mut item = Item::new(Syntax::JsonLd, Span::new(begin, begin + 1));
        item.id = object.id.take();
        if let Target::Property(owner, name) = &object.target {
            item.parent = Some(*owner);
            if let Some(owner) = self.items.get_mut(*owner as usize) {
                let (name, value) = (name.clone(), ItemValue::Item(index));
                owner.properties.push(Property { name, value, visibility: Visibility::Machine });
            }
        }
        self.items.push(item);
        Ok(Some(index))
    }

    fn string(&mut self, quote_len: usize, quote: &str) -> Result<(), Torn> {
        let from = self.at + quote_len;
        let inside = self.block.text.get(from..).unwrap_or_default();
        let length = string_length(inside, quote).ok_or("a string is not closed")?;
        let value = self.block.decoded(from..from + length, quote == "\"");
        if let Some(Frame::Object(object)) = self.open.last_mut()
            && object.value_from.is_none()
        {
            if object.key.is_some() {
                return Err("a `:` is missing");
            }
            object.key = Some(value.as_str().to_owned());
        } else {
            self.scalar(value)?;
        }
        self.at = from + length + quote_len;
        Ok(())
    }

    fn number(&mut self) {
        let is_number = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E');
        let length = self.rest().bytes().take_while(is_number).count();
        let value = MappedText::verbatim(
            self.rest().get(..length).unwrap_or_default(),
            self.block.start + offset(self.at),
        );
        // A number where a name should stand is passed over.
        let _: Result<(), Torn> = self.scalar(value);
        self.at += length;
    }

    fn word(&mut self) -> Result<(), Torn> {
        let length = self.rest().bytes().take_while(u8::is_ascii_alphabetic).count();
        let word = self.rest().get(..length).unwrap_or_default();
        match word {
            "true" | "false" => {
                let value = MappedText::verbatim(word, self.block.start + offset(self.at));
                self.scalar(value)?;
            }
            "null" | "undefined" | "NaN" => {
                self.begin_value()?;
            }
            _ => return Err("no JSON stands here"),
        }
        self.at += length;
        Ok(())
    }

    /// A text or a number as the value of whatever waits for one.
    fn scalar(&mut self, value: MappedText) -> Result<(), Torn> {
        if let Some(Frame::Object(object)) = self.open.last_mut()
            && object.key.as_deref() == Some("@id")
            && object.target != Target::Nothing
        {
            (object.key, object.value_from) = (None, None);
            match object.item.and_then(|item| self.items.get_mut(item as usize)) {
                Some(item) => item.id = Some(value),
                None => object.id = Some(value),
            }
            return Ok(());
        }
        let target = self.begin_value()?;
        self.give(target, value);
        Ok(())
    }

    /// The same for a value that is not known.
    fn add(&mut self, value: MappedText) {
        if let Ok(target) = self.begin_value() {
            self.give(target, value);
        }
    }

    fn give(&mut self, target: Target, value: MappedText) {
        match target {
            Target::Top | Target::Nothing => {}
            Target::Types(item) => {
                if let Some(item) = self.items.get_mut(item as usize) {
                    item.types.push(value.as_str().to_owned());
                }
            }
            Target::Property(item, name) => {
                if let Some(item) = self.items.get_mut(item as usize) {
                    let value = ItemValue::Text(value);
                    item.properties.push(Property { name, value, visibility: Visibility::Machine });
                }
            }
        }
    }
}

/// A quotation mark in a block that was escaped as a whole.
const QUOTE: &str = "&quot;";

/// By which old pages hid scripts from old browsers, and their ends.
const WRAPPERS: [&str; 4] = ["<![CDATA[", "]]>", "-->", "--!>"];

/// Whether a comment of HTML up to `end` is a wrapper around JSON.
fn holds_json(comment: &str, end: usize) -> bool {
    comment.get(4..4 + end).is_some_and(|inner| inner.trim_start().starts_with(['{', '[']))
}

/// Bytes up to the closing quotation mark.
fn string_length(text: &str, quote: &str) -> Option<usize> {
    let first = *quote.as_bytes().first()?;
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        let found = at + memchr::memchr2(first, b'\\', bytes.get(at..)?)?;
        if bytes.get(found) == Some(&b'\\') {
            at = found + 2;
        } else if bytes.get(found..)?.starts_with(quote.as_bytes()) {
            return Some(found);
        } else {
            at = found + 1;
        }
    }
}

impl<'t> Block<'t> {
    fn tags_in(&self, span: Span) -> impl Iterator<Item = &'t Tag> {
        let first = self.tags.partition_point(|tag| tag.span.end() <= span.start());
        self.tags.iter().skip(first).take_while(move |tag| tag.span.start() < span.end())
    }

    fn has_tags(&self) -> bool {
        let whole = Span::from_range(0..self.text.len()).shifted(self.start);
        self.tags_in(whole).next().is_some()
    }

    /// What the inside of a string stands for. Placeholders are holes; character references are decoded, as pages that
    /// hold them do not mean them.
    fn decoded(&self, range: std::ops::Range<usize>, has_references: bool) -> MappedText {
        let whole = Span::from_range(range).shifted(self.start);
        let mut value = MappedText::default();
        let mut at = whole.start();
        for tag in self.tags_in(whole) {
            self.decode(Span::new(at, tag.span.start().max(at)), has_references, &mut value);
            if tag.kind == TagKind::Output {
                value.push_synthetic(HOLE.encode_utf8(&mut [0; 4]));
            }
            at = tag.span.end().clamp(at, whole.end());
        }
        self.decode(Span::new(at, whole.end()), has_references, &mut value);
        value
    }

    fn decode(&self, span: Span, has_references: bool, value: &mut MappedText) {
        let piece = span.slice(self.source);
        let mut at = 0;
        while at < piece.len() {
            let rest = piece.get(at..).unwrap_or_default();
            let plain = memchr::memchr2(b'\\', b'&', rest.as_bytes()).unwrap_or(rest.len());
            value.push_verbatim(rest.get(..plain).unwrap_or_default(), span.start() + offset(at));
            at += plain;
            let rest = piece.get(at..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            let named = || {
                let found = reference(rest, ReferenceContext::Attribute).filter(|_| has_references)?;
                rest.get(..found.len).filter(|raw| raw.ends_with(';')).map(|_| found)
            };
            let length = if rest.starts_with('\\') {
                let (character, length) = json_escape(rest);
                let length = length.min(rest.len());
                let span = Span::from_range(at..at + length).shifted(span.start());
                value.push_decoded(character.encode_utf8(&mut [0; 4]), span);
                length
            } else if let Some(found) = named() {
                let span = Span::from_range(at..at + found.len).shifted(span.start());
                let (first, second) = found.characters;
                value.push_decoded(&first.to_string(), span);
                second.into_iter().for_each(|second| value.push_decoded(&second.to_string(), span));
                found.len
            } else {
                value.push_verbatim("&", span.start() + offset(at));
                1
            };
            at += length;
        }
    }
}

#[cfg(test)]
mod tests;
