//! HTML tokens with their bytes. The only module that knows html5gum; whoever wants tokens implements [`TokenSink`].
//!
//! html5ever's own tokenizer tells no more than a line number, which is why another one stands here. It follows the
//! same specification (HTML, section 13.2.5), and its sink decides on the content model of what follows a start tag.

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, State, Tokenizer};

use crate::span::Span;

/// What follows a start tag, where it is not ordinary markup.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TextMode {
    /// Text with character references up to the end tag: `<title>`.
    References,
    /// Text up to the end tag: `<style>`.
    Raw,
    /// A script.
    Script,
    /// Text up to the end of the input.
    Rest,
}

/// An attribute of a start tag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct AttributeSpans {
    /// Bytes of the name.
    pub(super) name: Span,
    /// Bytes of the value, without quotes; empty where there is none.
    pub(super) value: Span,
}

/// A start tag.
#[derive(Debug)]
pub(super) struct StartTag<'t> {
    /// Its name, lower case.
    pub(super) name: &'t str,
    /// From `<` to past `>`.
    pub(super) span: Span,
    /// Its attributes; of several with one name only the first counts, which is the sink's to see to.
    pub(super) attributes: &'t [AttributeSpans],
    /// Whether it ends in `/>`.
    pub(super) is_self_closing: bool,
}

/// A document type.
#[derive(Debug)]
pub(super) struct Doctype<'t> {
    /// Its name.
    pub(super) name: &'t str,
    /// Its public identifier.
    pub(super) public: Option<&'t str>,
    /// Its system identifier.
    pub(super) system: Option<&'t str>,
    /// Whether it is broken.
    pub(super) force_quirks: bool,
}

/// Takes tokens.
pub(super) trait TokenSink {
    /// A start tag; the answer is how to read what follows.
    fn start_tag(&mut self, tag: &StartTag<'_>) -> Option<TextMode>;
    /// An end tag, with its name in lower case.
    fn end_tag(&mut self, name: &str, span: Span);
    /// A run of text: its bytes and what they decode to.
    fn text(&mut self, span: Span, decoded: &str);
    /// A comment.
    fn comment(&mut self, span: Span);
    /// A document type.
    fn doctype(&mut self, doctype: &Doctype<'_>, span: Span);
    /// Whether `<![CDATA[` opens a section here, as it does in SVG.
    fn is_in_foreign_content(&self) -> bool;
    /// Whether enough is enough. What follows is not read.
    fn is_full(&self) -> bool;
}

/// Elements that have no content and no end tag (HTML, section 13.1.2).
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Feeds all tokens of `text` to `sink`.
pub(super) fn tokenize(text: &str, sink: &mut impl TokenSink) {
    let state =
        CallbackState { sink, text, name: String::new(), start: 0, attributes: Vec::new(), mode: None };
    let mut tokenizer = Tokenizer::new_with_emitter(text, Forward(CallbackEmitter::new(state)));
    // The first token that comes out says that the sink is full, or that the text has ended.
    let _: Option<Result<Full, std::convert::Infallible>> = tokenizer.next();
}

/// The one token that ever comes out of the iterator: the sink is full.
struct Full;

struct CallbackState<'s, S> {
    sink: &'s mut S,
    text: &'s str,
    name: String,
    start: usize,
    attributes: Vec<AttributeSpans>,
    mode: Option<TextMode>,
}

impl<S: TokenSink> Callback<Full, usize> for CallbackState<'_, S> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: html5gum::Span<usize>) -> Option<Full> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.name.clear();
                self.name.push_str(&String::from_utf8_lossy(name));
                self.start = span.start;
                self.attributes.clear();
            }
            CallbackEvent::AttributeName { .. } => {
                let name = Span::from_range(span.start..span.end);
                let value = attribute_value(self.text, span.end);
                self.attributes.push(AttributeSpans { name, value });
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                let tag = StartTag {
                    name: &self.name,
                    span: Span::from_range(self.start..span.end),
                    attributes: &self.attributes,
                    is_self_closing: self_closing,
                };
                self.mode = self.sink.start_tag(&tag);
            }
            CallbackEvent::EndTag { name } => {
                self.sink.end_tag(&String::from_utf8_lossy(name), Span::from_range(span.start..span.end));
            }
            CallbackEvent::String { value } => {
                self.sink.text(Span::from_range(span.start..span.end), &String::from_utf8_lossy(value));
            }
            CallbackEvent::Comment { .. } => self.sink.comment(Span::from_range(span.start..span.end)),
            CallbackEvent::Doctype { name, public_identifier, system_identifier, force_quirks } => {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                let (name, public, system) =
                    (text(name), public_identifier.map(text), system_identifier.map(text));
                let (public, system) = (public.as_deref(), system.as_deref());
                let doctype = Doctype { name: &name, public, system, force_quirks };
                self.sink.doctype(&doctype, Span::from_range(span.start..span.end));
            }
            CallbackEvent::AttributeValue { .. } | CallbackEvent::Error(_) => {}
        }
        self.sink.is_full().then_some(Full)
    }
}

/// The bytes of the value that follows the name that ends at `end` (HTML, sections 13.2.5.34 to 13.2.5.38).
fn attribute_value(text: &str, end: usize) -> Span {
    let bytes = text.as_bytes();
    let skip_space = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        at
    };
    let equals = skip_space(end);
    if bytes.get(equals) != Some(&b'=') {
        return Span::from_range(end..end);
    }
    let start = skip_space(equals + 1);
    let rest = bytes.get(start..).unwrap_or_default();
    let (start, len) = match rest.first() {
        Some(quote @ (b'"' | b'\'')) => {
            let rest = rest.get(1..).unwrap_or_default();
            (start + 1, memchr::memchr(*quote, rest).unwrap_or(rest.len()))
        }
        _ => (start, rest.iter().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'>').count()),
    };
    Span::from_range(start..start + len)
}

/// html5gum's emitter with the content model that the sink asks for.
struct Forward<'s, S: TokenSink>(CallbackEmitter<CallbackState<'s, S>, Full, usize>);

impl<S: TokenSink> ForwardingEmitter for Forward<'_, S> {
    type Token = Full;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let _: Option<State> = self.0.emit_current_tag();
        let state = match self.0.callback_mut().mode.take()? {
            TextMode::References => State::RcData,
            TextMode::Raw => State::RawText,
            TextMode::Script => State::ScriptData,
            TextMode::Rest => State::PlainText,
        };
        // The tokenizer does not start a string of its own accord after a change of state from outside.
        self.0.init_string();
        Some(state)
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.0.callback_mut().sink.is_in_foreign_content()
    }
}

#[cfg(test)]
mod tests {
    use super::{Doctype, StartTag, TextMode, TokenSink, tokenize};
    use crate::span::Span;

    #[derive(Default)]
    struct Log(Vec<String>);

    impl TokenSink for Log {
        fn start_tag(&mut self, tag: &StartTag<'_>) -> Option<TextMode> {
            let attributes: Vec<String> =
                tag.attributes.iter().map(|spans| format!("{:?}={:?}", spans.name, spans.value)).collect();
            self.0.push(format!("<{} {:?} {}", tag.name, tag.span, attributes.join(" ")));
            (tag.name == "style").then_some(TextMode::Raw)
        }
        fn end_tag(&mut self, name: &str, span: Span) {
            self.0.push(format!("/{name} {span:?}"));
        }
        fn text(&mut self, span: Span, decoded: &str) {
            self.0.push(format!("{span:?} {decoded:?}"));
        }
        fn comment(&mut self, span: Span) {
            self.0.push(format!("! {span:?}"));
        }
        fn doctype(&mut self, doctype: &Doctype<'_>, span: Span) {
            self.0.push(format!("doctype {} {span:?}", doctype.name));
        }
        fn is_in_foreign_content(&self) -> bool {
            false
        }
        fn is_full(&self) -> bool {
            false
        }
    }

    fn log(text: &str) -> Vec<String> {
        let mut log = Log::default();
        tokenize(text, &mut log);
        log.0
    }

    #[test]
    fn every_token_has_its_bytes() {
        assert_eq!(
            log("<a b=xyz c=\"q&amp;\" d='' e>h&amp;i\r\nj</a><!-- x -->"),
            [
                "<a 0..27 3..4=5..8 9..10=12..18 20..21=23..23 25..26=26..26",
                "27..37 \"h&i\\nj\"",
                "/a 37..41",
                "! 41..51",
            ]
        );
    }

    #[test]
    fn a_document_type_has_its_bytes_too() {
        assert_eq!(log("<!doctype html>x"), ["doctype html 0..15", "15..16 \"x\""]);
    }

    #[test]
    fn raw_text_is_read_up_to_its_end_tag() {
        assert_eq!(
            log("<style>a<b</style>c"),
            ["<style 0..7 ", "7..10 \"a<b\"", "/style 10..18", "18..19 \"c\""]
        );
    }

    #[test]
    fn an_unquoted_last_value_ends_before_the_bracket() {
        assert_eq!(log("<a b=xyz>"), ["<a 0..9 3..4=5..8"]);
    }
}
