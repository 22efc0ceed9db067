//! Builds the tree by html5ever's tree construction
//! (HTML, section 13.2.6), so broken markup nests as in a browser.
//!
//! html5ever knows no places. Each start tag therefore carries one extra attribute, the number of the tag, which survives
//! the copies that the adoption agency makes; and each text, as each conditional comment, is handed over as the number
//! of the run, in the form that `numbers` gives it. Leading white space is handed over as one blank.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink as _, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};

use super::numbers::{run_number, run_text, space_text};
use super::{Element, Fault, Form, NONE, Node, NodeData, NodeId, TagSpans, TextRun, Tree, existing, number};
use crate::document::html::tokens::{self, StartTag, TextMode};
use crate::finding::ProblemExtent;
use crate::span::Span;

/// Elements deeper than this are not opened; their text is read all the same. Browsers stop at the same depth, and tree
/// construction is quadratic in it.
const MAX_DEPTH: u16 = 512;

/// Steps through open elements that all tags together may cost: an end tag that closes nothing looks at each of them.
const MAX_STEPS: u64 = 100_000_000;

/// A document has no more nodes than this: a page of 10 KB can make 360,000 of misnested formatting elements.
const MAX_NODES: usize = 200_000;

/// Attributes of one tag beyond this number are not read.
const MAX_ATTRIBUTES: usize = 256;

impl Tree {
    /// Parses `text`. `unmasked` is the same text before its template tags were masked, byte for byte.
    pub(in crate::document::html) fn parse(text: &str, unmasked: &str, form: Form) -> Self {
        let marker = LocalName::from("\u{F0000}");
        let mut tree = Self::default();
        tree.push(NodeData::Root);
        let sink = Sink { tree: RefCell::new(tree), depth: Cell::new(0) };
        let around = match form {
            Form::Page | Form::Office => None,
            Form::Rows => Some(local_name!("table")),
            Form::OfficeCells => Some(local_name!("tr")),
        };
        let builder = match around {
            Some(name) => {
                let name = QualName::new(None, ns!(html), name);
                let around = sink.create_element(name, Vec::new(), ElementFlags::default());
                TreeBuilder::new_for_fragment(sink, around, None, TreeBuilderOpts::default())
            }
            None => TreeBuilder::new(sink, TreeBuilderOpts::default()),
        };
        let mut feeder = Feeder {
            builder,
            text,
            unmasked,
            marker,
            is_xml_like: matches!(form, Form::Office | Form::OfficeCells),
            mode: None,
            too_deep: false,
            skipped: 0,
            is_dropping_text: false,
            is_full: false,
            steps: 0,
            last_end: 0,
            open_text: None,
        };
        tokens::tokenize(text, &mut feeder);
        feeder.check_end();
        let _ = feeder.builder.process_token(Token::EOFToken, 1);
        feeder.builder.end();
        feeder.builder.sink.tree.take()
    }
}

/// Gives tokens to the tree builder and stops where a document would cost too much.
struct Feeder<'t> {
    builder: TreeBuilder<NodeId, Sink>,
    text: &'t str,
    unmasked: &'t str,
    marker: LocalName,
    is_xml_like: bool,
    mode: Option<TextMode>,
    too_deep: bool,
    /// Elements that were not opened because of their depth and are not closed yet.
    skipped: u32,
    /// Within a script or style that was not opened.
    is_dropping_text: bool,
    is_full: bool,
    /// Steps taken, at most [`MAX_STEPS`].
    steps: u64,
    /// Where the last token ends.
    last_end: u32,
    /// The start tag of a script, a style or the like that is not closed yet.
    open_text: Option<Span>,
}

impl Feeder<'_> {
    fn process(&mut self, token: Token) -> Option<TextMode> {
        self.steps += u64::from(self.builder.sink.depth.get());
        match self.builder.process_token(token, 1) {
            TokenSinkResult::Continue
            | TokenSinkResult::Script(_)
            | TokenSinkResult::EncodingIndicator(_) => None,
            TokenSinkResult::Plaintext => Some(TextMode::Rest),
            TokenSinkResult::RawData(RawKind::Rcdata) => Some(TextMode::References),
            TokenSinkResult::RawData(RawKind::Rawtext) => Some(TextMode::Raw),
            TokenSinkResult::RawData(RawKind::ScriptData | RawKind::ScriptDataEscaped(_)) => {
                Some(TextMode::Script)
            }
        }
    }

    fn limit(&self, span: Span, message: &'static str) {
        self.fault(span, message, ProblemExtent::Partial);
    }

    fn fault(&self, span: Span, message: &'static str, extent: ProblemExtent) {
        let mut tree = self.builder.sink.tree.borrow_mut();
        if tree.faults.iter().all(|known| known.message != message) {
            tree.faults.push(Fault { span, message, extent });
        }
    }

    /// Records a tag's attributes, the first of each name, and gives the tag's number.
    fn record(&self, tag: &StartTag<'_>) -> u32 {
        let mut tree = self.builder.sink.tree.borrow_mut();
        let first = tree.attributes.len();
        for spans in tag.attributes {
            let name = spans.name.slice(self.text);
            let known = tree.attributes.get(first..).unwrap_or_default();
            if known.len() >= MAX_ATTRIBUTES {
                drop(tree);
                self.limit(spans.name, "more than 256 attributes on one tag; the rest was not read");
                tree = self.builder.sink.tree.borrow_mut();
                break;
            }
            if !known.iter().any(|known| known.name.slice(self.text).eq_ignore_ascii_case(name)) {
                tree.attributes.push(*spans);
            }
            let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
            tree.has_microdata |= name.len() == 9 && is("itemscope");
            tree.has_rdfa |=
                matches!(name.len(), 6 | 8) && (is("typeof") || is("property") && tag.name != "meta");
        }
        let spans = TagSpans { span: tag.span, first: number(first), end: number(tree.attributes.len()) };
        tree.tags.push(spans);
        number(tree.tags.len() - 1)
    }

    /// The attributes by which tree construction decides: nothing else need be copied.
    fn deciding_attributes(&self, tag: &StartTag<'_>, index: u32) -> Vec<Attribute> {
        let attribute = |name: LocalName, value: &str| Attribute {
            name: QualName::new(None, ns!(), name),
            value: StrTendril::from_slice(value),
        };
        let mut attributes = vec![attribute(self.marker.clone(), &format!("{index:x}"))];
        if matches!(tag.name, "input" | "annotation-xml" | "font") {
            attributes.extend(tag.attributes.iter().filter_map(|spans| {
                let name = spans.name.slice(self.text).to_ascii_lowercase();
                matches!(name.as_str(), "type" | "encoding" | "color" | "face" | "size")
                    .then(|| attribute(LocalName::from(name), spans.value.slice(self.text)))
            }));
        }
        attributes
    }

    fn skip(&mut self, tag: &StartTag<'_>) -> Option<TextMode> {
        let mode = match tag.name {
            "script" => Some(TextMode::Script),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => Some(TextMode::Raw),
            "title" | "textarea" => Some(TextMode::References),
            _ => None,
        };
        self.is_dropping_text = mode.is_some();
        self.skipped += u32::from(!tokens::is_void(tag.name));
        mode
    }
}

impl tokens::TokenSink for Feeder<'_> {
    fn start_tag(&mut self, tag: &StartTag<'_>) -> Option<TextMode> {
        self.last_end = tag.span.end();
        if self.too_deep {
            return self.skip(tag);
        }
        let index = self.record(tag);
        let attrs = self.deciding_attributes(tag, index);
        self.mode = self.process(Token::TagToken(Tag {
            kind: TagKind::StartTag,
            name: LocalName::from(tag.name),
            self_closing: tag.is_self_closing,
            attrs,
            had_duplicate_attributes: false,
        }));
        if self.is_xml_like && tag.is_self_closing && !tokens::is_void(tag.name) {
            self.end_tag(tag.name, tag.span);
        }
        if self.builder.sink.depth.get() >= MAX_DEPTH && !tokens::is_void(tag.name) && self.mode.is_none() {
            self.too_deep = true;
            self.limit(tag.span, "nested deeper than 512 elements; deeper elements were read as plain text");
        }
        self.open_text = self.mode.map(|_| tag.span);
        self.mode
    }

    fn end_tag(&mut self, name: &str, span: Span) {
        self.last_end = span.end();
        self.open_text = None;
        self.mode = None;
        self.is_dropping_text = false;
        if self.skipped > 0 {
            self.skipped -= u32::from(!tokens::is_void(name));
            return;
        }
        self.too_deep = false;
        let _: Option<TextMode> = self.process(Token::TagToken(Tag {
            kind: TagKind::EndTag,
            name: LocalName::from(name),
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        }));
        self.check_size(span);
    }

    fn text(&mut self, span: Span, decoded: &str) {
        self.last_end = span.end();
        if self.is_dropping_text {
            return;
        }
        let source = span.slice(self.text);
        // A CDATA section's span holds its opening.
        let (span, source) = match source.strip_prefix("<![CDATA[") {
            Some(rest) => (Span::new(span.end() - number(rest.len()), span.end()), rest),
            None => (span, source),
        };
        let body = source.trim_start_matches([' ', '\t', '\n', '\r', '\u{C}']);
        let has_references = matches!(self.mode, None | Some(TextMode::References));
        let space = Span::new(span.start(), span.end() - number(body.len()));
        let mut token = StrTendril::new();
        if space.slice(self.text) != space.slice(self.unmasked) {
            let index = self.add_run(TextRun { span: space, has_references });
            token.push_slice(&space_text(index));
        } else if let Some(first) = decoded.chars().next().filter(char::is_ascii_whitespace) {
            // A line feed must stay one: the first in `<pre>` is dropped.
            token.push_char(first);
        }
        if !body.is_empty() {
            let span = Span::new(space.end(), span.end());
            let index = self.add_run(TextRun { span, has_references });
            run_text(index).into_iter().flatten().for_each(|character| token.push_char(character));
        }
        if !token.is_empty() {
            let _: Option<TextMode> = self.process(Token::CharacterTokens(token));
        }
        self.check_size(span);
    }

    fn comment(&mut self, span: Span) {
        self.last_end = span.end();
        let comment = span.slice(self.text);
        if comment.starts_with("<!--") && !comment.ends_with('>') {
            self.limit(
                Span::new(span.start(), span.start() + 4),
                "this comment is not closed; the rest was taken for it",
            );
        }
        let mut token = StrTendril::new();
        if is_conditional(comment) {
            let index = {
                let mut tree = self.builder.sink.tree.borrow_mut();
                tree.conditionals.push(span);
                number(tree.conditionals.len() - 1)
            };
            run_text(index).into_iter().flatten().for_each(|character| token.push_char(character));
        }
        let _: Option<TextMode> = self.process(Token::CommentToken(token));
    }

    fn doctype(&mut self, doctype: &tokens::Doctype<'_>, span: Span) {
        self.last_end = span.end();
        let text = |text: &str| StrTendril::from_slice(text);
        let _: Option<TextMode> = self.process(Token::DoctypeToken(Doctype {
            name: Some(text(doctype.name)).filter(|name| !name.is_empty()),
            public_id: doctype.public.map(text),
            system_id: doctype.system.map(text),
            force_quirks: doctype.force_quirks,
        }));
    }

    fn is_in_foreign_content(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }

    fn is_full(&self) -> bool {
        self.is_full
    }
}

impl Feeder<'_> {
    fn add_run(&self, run: TextRun) -> u32 {
        let mut tree = self.builder.sink.tree.borrow_mut();
        tree.runs.push(run);
        number(tree.runs.len() - 1)
    }

    /// Looks at how the text ends: within a tag, or within a script that is not closed.
    fn check_end(&self) {
        let rest = Span::new(self.last_end.min(number(self.text.len())), number(self.text.len()));
        if self.is_full {
            return;
        }
        if rest.slice(self.text).starts_with('<') {
            self.fault(rest, "the text ends within this tag", ProblemExtent::Read);
        } else if let Some(tag) = self.open_text {
            self.limit(tag, "this element is not closed; the rest was taken for its content");
        }
    }

    fn check_size(&mut self, span: Span) {
        if self.builder.sink.tree.borrow().nodes.len() > MAX_NODES {
            self.is_full = true;
            self.limit(span, "more than 200,000 nodes; the rest was not read");
        }
        // An end tag that closes nothing ends the skipping of what is too deep, so that depth can still grow.
        if self.builder.sink.depth.get() >= 2 * MAX_DEPTH || self.steps > MAX_STEPS {
            self.is_full = true;
            self.limit(span, "too many open elements that no tag closes; the rest was not read");
        }
    }
}

/// Whether a comment begins as those do whose content some readers see: `<!--[if mso]>`.
fn is_conditional(comment: &str) -> bool {
    let rest = comment.strip_prefix("<!--").unwrap_or_default().trim_ascii_start();
    rest.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("[if"))
}

/// Takes the tree builder's orders.
#[derive(Debug)]
struct Sink {
    tree: RefCell<Tree>,
    /// Depth of the element that was put into the tree last.
    depth: Cell<u16>,
}

impl Sink {
    fn insert(&self, parent: NodeId, next: NodeId, child: NodeOrText<NodeId>) {
        let mut tree = self.tree.borrow_mut();
        match child {
            NodeOrText::AppendNode(id) => {
                tree.insert(parent, next, id);
                if let Some(Node { depth, data: NodeData::Element(_), .. }) = tree.node(id) {
                    self.depth.set(*depth);
                }
            }
            NodeOrText::AppendText(text) => tree.insert_text(parent, next, &text),
        }
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Tree;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        Tree::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        const NO_ELEMENT: &QualName = &QualName { prefix: None, ns: ns!(), local: local_name!("") };
        Ref::map(self.tree.borrow(), |tree| tree.element(*target).map_or(NO_ELEMENT, |element| &element.name))
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        let mut tree = self.tree.borrow_mut();
        let contents = if flags.template { tree.push(NodeData::Root) } else { NONE };
        let tag = tag_index(&attrs);
        let kind = name.local.clone();
        let id = tree.push(NodeData::Element(Element { name, tag, more_tags: Vec::new(), contents }));
        match &*kind {
            "meta" => tree.metas.push(id),
            "script" => tree.scripts.push(id),
            "style" | "mj-style" => tree.styles.push(id),
            _ => {}
        }
        id
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        let mut tree = self.tree.borrow_mut();
        let conditional = run_number(&text).and_then(|index| tree.conditionals.get(index).copied());
        tree.push(NodeData::Comment(conditional))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.tree.borrow_mut().push(NodeData::Comment(None))
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.insert(*parent, NONE, child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let has_parent = self.tree.borrow().parent(*element).is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {
        let id = self.tree.borrow_mut().push(NodeData::Doctype);
        self.insert(Tree::ROOT, NONE, NodeOrText::AppendNode(id));
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.tree.borrow().element(*target).map_or(Tree::ROOT, |element| element.contents)
    }

    fn same_node(&self, left: &NodeId, right: &NodeId) -> bool {
        left == right
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, new_node: NodeOrText<NodeId>) {
        let parent = self.tree.borrow().parent(*sibling);
        if let Some(parent) = parent {
            self.insert(parent, *sibling, new_node);
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        let mut tree = self.tree.borrow_mut();
        if let Some(Node { data: NodeData::Element(element), .. }) = tree.nodes.get_mut(*target as usize) {
            match (existing(element.tag), existing(tag_index(&attrs))) {
                (Some(_), Some(tag)) => element.more_tags.push(tag),
                (None, Some(tag)) => element.tag = tag,
                (_, None) => {}
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.tree.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut tree = self.tree.borrow_mut();
        while let Some(child) = tree.first_child(*node) {
            tree.insert(*new_parent, NONE, child);
        }
    }
}

/// The number of the start tag that an element was made for.
fn tag_index(attrs: &[Attribute]) -> u32 {
    attrs.first().and_then(|marker| u32::from_str_radix(&marker.value, 16).ok()).unwrap_or(NONE)
}
