//! Walks the tree and puts together what a reader sees. Without recursion: depth is the author's, the stack is ours.
//!
//! Reading order: [`Reader`] here; `tags` for what stands in tags, `blocks` for what starts on a line of its own, `buttons`
//! for which links are buttons, `preheader` for the line behind the subject, `outlook` for what only Outlook shows, and
//! `landmarks` for what is known once all is read.

mod addresses;
mod blocks;
mod buttons;
mod containers;
mod fallback;
mod frame;
mod landmark_words;
mod landmarks;
mod networks;
mod outlook;
mod pictures;
mod preheader;
mod state;
mod tags;

pub(super) use landmarks::mark;
pub(super) use state::{Context, State};
pub(super) use tags::{Look, declared};

use tags::is_replaced;

use crate::artifact::Locale;
use crate::deadline::Deadline;
use crate::document::flow::{Flow, Reading};
use crate::document::html::attributes::ElementAttributes;
use crate::document::html::elements::{Role, role};
use crate::document::html::tree::{Element, Fault, Form, NodeData, NodeId, Piece, Tree};
use crate::document::template::Tag;
use crate::document::{Document, InlineKind, Link, Segment};
use crate::scope::{Rendering, Scope, Visibility};
use crate::span::{Span, offset};
use crate::text::MappedText;

/// What is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'t> {
    /// The whole source.
    pub(super) source: &'t str,
    /// The markup, a part of the source with template tags masked.
    pub(super) markup: &'t str,
    /// Where the markup starts in the source.
    pub(super) base: u32,
    /// Template tags of the source.
    pub(super) tags: &'t [Tag],
    /// Whether the document is an email: then hidden first text is its preheader, and Outlook has a rendering of its own.
    pub(super) is_email: bool,
    /// What its `<title>` stands for.
    pub(super) title: Scope,
    /// The rendering that it is.
    pub(super) rendering: Rendering,
    /// Who sees what is not hidden in it.
    pub(super) visibility: Visibility,
}

/// What a node is to the walk.
enum Entered {
    /// It has no children, and nothing is to be done when it ends.
    Leaf,
    /// An element whose children are not read.
    Closed,
    /// An element whose children are read.
    Open,
}

/// What is to be done when an element ends, beside going back to the context before.
#[derive(Debug)]
enum Leave<'t> {
    Nothing,
    /// End the text.
    Flush,
    /// End a part of the text.
    Close,
    /// End a part of the text, and the text.
    CloseAndFlush,
    /// End the text, then go on with the one that stood still meanwhile.
    Resume(Box<Flow<'t>>),
    /// Do that, then end a part in another language.
    Language(Box<Self>),
}

/// Reads one tree into a document.
#[derive(Debug)]
pub(super) struct Reader<'t, 'd> {
    pub(super) input: &'t Input<'t>,
    tree: &'t Tree,
    deadline: &'t Deadline,
    pub(super) document: &'d mut Document,
    flow: Flow<'t>,
    pub(super) context: Context,
    stack: Vec<(Context, Leave<'t>)>,
    pub(super) state: State,
}

impl<'t, 'd> Reader<'t, 'd> {
    /// A reader of `tree`, which was made of the input's markup and stands in the container `outer`.
    pub(super) fn new(
        input: &'t Input<'t>,
        tree: &'t Tree,
        outer: u32,
        deadline: &'t Deadline,
        document: &'d mut Document,
    ) -> Self {
        Self {
            input,
            tree,
            deadline,
            document,
            flow: Flow::new(input.source, input.tags),
            context: Context {
                visibility: input.visibility,
                rendering: input.rendering,
                ..Context::new(outer)
            },
            stack: Vec::new(),
            state: State { n_containers: outer, ..State::default() },
        }
    }

    /// Reads the whole tree.
    pub(super) fn read(&mut self) {
        self.read_style_sheets();
        let Some(mut node) = self.tree.first_child(Tree::ROOT) else { return };
        let mut steps = 0_u32;
        'walk: loop {
            steps += 1;
            if steps.is_multiple_of(1024) && self.deadline.is_over() {
                break;
            }
            let mut is_open = false;
            match self.enter(node) {
                Entered::Leaf => {}
                Entered::Closed => is_open = true,
                Entered::Open => match self.tree.first_child(node) {
                    Some(child) => {
                        node = child;
                        continue;
                    }
                    None => is_open = true,
                },
            }
            loop {
                if std::mem::replace(&mut is_open, true) {
                    self.leave();
                }
                if let Some(sibling) = self.tree.next_sibling(node) {
                    node = sibling;
                    break;
                }
                match self.tree.parent(node) {
                    Some(parent) if parent != Tree::ROOT => node = parent,
                    _ => break 'walk,
                }
            }
        }
        self.flush();
    }

    /// Reads a piece of the markup that does not stand in this tree, as a text of its own that is a part of kind `part`.
    /// Gives the number of its nodes.
    pub(super) fn read_piece(
        &mut self,
        piece: Span,
        form: Form,
        part: Option<InlineKind>,
        context: &Context,
    ) -> usize {
        let markup = piece.slice(self.input.markup);
        let absolute = piece.shifted(self.input.base);
        let tree = memchr::memchr(b'<', markup.as_bytes())
            .map(|_| Tree::parse(markup, absolute.slice(self.input.source), form));
        let input = Input { markup, base: absolute.start(), ..*self.input };
        let mut inner = Reader {
            input: &input,
            tree: tree.as_ref().unwrap_or(self.tree),
            deadline: self.deadline,
            document: &mut *self.document,
            flow: Flow::new(input.source, input.tags),
            context: context.clone(),
            stack: Vec::new(),
            state: std::mem::take(&mut self.state),
        };
        if let Some(kind) = part {
            inner.flow.open(kind);
        }
        match &tree {
            Some(tree) => {
                let rows = tree.first_child(Tree::ROOT).filter(|_| form == Form::Rows);
                inner.context.is_data_table |= rows.is_some_and(|rows| containers::is_data_table(tree, rows));
                inner.read();
            }
            None => {
                inner.flow.push(absolute, Reading::References);
                inner.flush();
            }
        }
        self.state = inner.state;
        let Some(tree) = tree else { return 1 };
        // What stands in for something else is read as far as it goes.
        if context.rendering == Rendering::Main && context.visibility != Visibility::Fallback {
            let faults =
                tree.faults.iter().map(|fault| Fault { span: fault.span.shifted(input.base), ..*fault });
            self.state.faults.extend(faults);
        }
        tree.n_nodes()
    }

    /// Begins a node.
    fn enter(&mut self, node: NodeId) -> Entered {
        match self.tree.data(node) {
            NodeData::Text(pieces) => {
                for piece in pieces {
                    self.push_piece(*piece);
                }
            }
            NodeData::Element(element) => return self.enter_element(node, element),
            NodeData::Comment(Some(comment)) => self.read_conditional(*comment),
            NodeData::Root | NodeData::Comment(None) | NodeData::Doctype => {}
        }
        Entered::Leaf
    }

    fn leave(&mut self) {
        let Some((context, leave)) = self.stack.pop() else { return };
        self.end(leave);
        self.context = context;
    }

    fn end(&mut self, leave: Leave<'t>) {
        match leave {
            Leave::Nothing => {}
            Leave::Flush => self.flush(),
            Leave::Close => self.flow.close(),
            Leave::CloseAndFlush => {
                self.flow.close();
                self.flush();
            }
            Leave::Resume(flow) => {
                self.flush();
                self.flow = *flow;
            }
            Leave::Language(inner) => {
                self.end(*inner);
                self.flow.close();
            }
        }
    }

    fn push_piece(&mut self, piece: Piece) {
        match piece {
            Piece::Space => self.flow.push_space(),
            Piece::Run(run) => {
                let reading = if run.has_references { Reading::References } else { Reading::Plain };
                self.flow.push(run.span.shifted(self.input.base), reading);
            }
        }
    }

    fn enter_element(&mut self, node: NodeId, element: &'t Element) -> Entered {
        let name: &str = &element.name.local;
        let lower;
        let name = if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            lower = name.to_ascii_lowercase();
            lower.as_str()
        } else {
            name
        };
        let Input { source, markup, base, tags, .. } = *self.input;
        let attributes = ElementAttributes::new(source, markup, base, tags, self.tree, element);
        let before = self.context.clone();
        let mut is_foreign = false;
        if let Some(locale) =
            attributes.raw("lang").or_else(|| attributes.raw("xml:lang")).and_then(Locale::parse)
        {
            is_foreign = self.begin_language(name, &locale);
            self.context.locale = Some(locale);
        }
        self.note_frame(name, element, &attributes);
        let look = self.read_styles(node, name, &attributes);
        if look.is_hidden {
            self.context.visibility = Visibility::Hidden;
        }
        self.read_attribute_texts(name, element, &attributes, look);
        if self.context.link.is_some() && look.fill.is_some() {
            self.fill_link(node, look);
        }
        let (leave, descend) = self.begin(node, element, name, &attributes, look, &before);
        let is_replaced = descend && is_replaced(&attributes);
        if is_replaced {
            self.flow.push_object();
        }
        let leave = if is_foreign { Leave::Language(Box::new(leave)) } else { leave };
        self.stack.push((before, leave));
        if descend && !is_replaced { Entered::Open } else { Entered::Closed }
    }

    /// Begins an element by its role.
    fn begin(
        &mut self,
        node: NodeId,
        element: &Element,
        name: &str,
        attributes: &ElementAttributes<'_>,
        look: Look,
        before: &Context,
    ) -> (Leave<'t>, bool) {
        let role = role(name);
        if &*element.name.local == "svg" || (look.is_hidden && !matches!(role, Role::Meta | Role::Style)) {
            return (self.begin_aside(node, element, name, attributes, look), role != Role::Nothing);
        }
        match role {
            Role::Inline if self.is_preheader(attributes) => {
                (self.begin_aside(node, element, name, attributes, look), true)
            }
            Role::Inline if look.is_struck => self.begin_part(InlineKind::Struck),
            Role::Inline if look.is_uppercase => self.begin_part(InlineKind::Uppercase),
            Role::Inline => (Leave::Nothing, true),
            Role::Struck => self.begin_part(InlineKind::Struck),
            Role::InlineQuote => self.begin_part(InlineKind::Quote),
            Role::Link => self.begin_link(node, element, attributes, look, before),
            // HTML knows no address of a button; Foundation for Emails does.
            Role::Button => (self.begin_button_element(element, attributes, look), true),
            Role::Shape if attributes.span("href").is_some_and(|href| !href.is_empty()) => {
                self.flush_with(before);
                self.begin_button_element(element, attributes, look);
                (Leave::CloseAndFlush, true)
            }
            Role::Silent if name == "source" => {
                self.add_source(node, attributes);
                (Leave::Nothing, false)
            }
            Role::Break => {
                self.flow.push_break();
                (Leave::Nothing, false)
            }
            Role::Code => {
                self.flow.push_object();
                (Leave::Nothing, false)
            }
            Role::Image => {
                self.add_image(element, attributes);
                self.flow.push_space();
                // To the tokenizer it is no empty element, so that what follows may stand in it.
                (Leave::Nothing, name == "amp-img")
            }
            Role::Meta if name == "link" => {
                self.read_page_link(attributes);
                (Leave::Nothing, false)
            }
            Role::Meta => {
                self.read_meta(attributes);
                (Leave::Nothing, false)
            }
            Role::Nothing if name == "noscript" => {
                self.read_noscript(node);
                (Leave::Nothing, false)
            }
            // Style sheets were read before.
            Role::Style | Role::Nothing | Role::Silent => (Leave::Nothing, false),
            // The title of a drawing is no title of the page.
            Role::Title if self.context.scope == Scope::Alt => self.begin_line(Scope::Alt),
            Role::Title => self.begin_line(self.input.title),
            _ => {
                self.flush_with(before);
                self.enter_block(node, role, name, attributes, look);
                (Leave::Flush, true)
            }
        }
    }

    fn begin_part(&mut self, kind: InlineKind) -> (Leave<'t>, bool) {
        self.flow.open(kind);
        (Leave::Close, true)
    }

    /// Begins a line that stands for itself, whatever is around it.
    fn begin_line(&mut self, scope: Scope) -> (Leave<'t>, bool) {
        let outer = std::mem::replace(&mut self.flow, Flow::new(self.input.source, self.input.tags));
        self.context.scope = scope;
        (Leave::Resume(Box::new(outer)), true)
    }

    /// Begins what does not stand in the line around it: hidden text, the words of a picture.
    fn begin_aside(
        &mut self,
        node: NodeId,
        element: &Element,
        name: &str,
        attributes: &ElementAttributes<'_>,
        look: Look,
    ) -> Leave<'t> {
        let role = role(name);
        let outer = std::mem::replace(&mut self.flow, Flow::new(self.input.source, self.input.tags));
        if name == "svg" {
            self.context.scope = Scope::Alt;
        }
        if look.is_hidden {
            if self.is_hidden_preheader(attributes) {
                self.context.scope = Scope::Preheader;
            }
        } else if self.is_preheader(attributes) {
            self.context.scope = Scope::Preheader;
        }
        match role {
            // The part ends with the text.
            Role::Link | Role::Button => {
                let link = self.add_link(element, attributes, role == Role::Button);
                link.into_iter().for_each(|link| self.flow.open(InlineKind::Link(link)));
            }
            Role::Image => self.add_image(element, attributes),
            _ if self.context.scope != Scope::Preheader && is_block(role) => {
                self.enter_block(node, role, name, attributes, look);
            }
            _ => {}
        }
        Leave::Resume(Box::new(outer))
    }

    pub(super) fn flush(&mut self) {
        let context = self.context.clone();
        self.flush_with(&context);
    }

    fn flush_with(&mut self, context: &Context) {
        let flowed = self.flow.finish(context.scope);
        for mut segment in flowed.segment.into_iter().chain(flowed.literals) {
            segment.scope = scope_of(&segment);
            segment.visibility = context.visibility;
            segment.rendering = context.rendering;
            segment.container = context.container;
            segment.locale.clone_from(&context.locale);
            if segment.rendering == Rendering::Main && !matches!(segment.scope, Scope::Subject | Scope::Title)
            {
                self.state.has_text = true;
                self.state.is_after_preheader = segment.scope == Scope::Preheader;
            }
            self.document.segments.push(segment);
        }
    }

    fn add_link(
        &mut self,
        element: &Element,
        attributes: &ElementAttributes<'_>,
        is_button: bool,
    ) -> Option<u32> {
        let span = self.tree.tag_span(element).unwrap_or_default().shifted(self.input.base);
        self.add_link_to(span, attributes.value("href"), attributes, is_button)
    }

    /// Adds the link that a tag with these attributes is, where it has an address, and gives its number.
    pub(super) fn add_link_to(
        &mut self,
        span: Span,
        url: Option<MappedText>,
        attributes: &ElementAttributes<'_>,
        is_button: bool,
    ) -> Option<u32> {
        let url = url?;
        let has_label = frame::has_label(attributes) || attributes.has("title");
        self.document.links.push(Link { url, span, is_button, has_label, rendering: self.context.rendering });
        Some(offset(self.document.links.len() - 1))
    }
}

/// Whether an element with this role makes a block of its own.
const fn is_block(role: Role) -> bool {
    matches!(
        role,
        Role::Block
            | Role::Heading(_)
            | Role::ListItem
            | Role::Table
            | Role::Cell
            | Role::HeaderCell
            | Role::Caption
            | Role::Quote
            | Role::Footer
            | Role::Field
    )
}

/// A text that is one link or one button as a whole has that place; elsewhere the block decides.
fn scope_of(segment: &Segment) -> Scope {
    if !matches!(segment.scope, Scope::Body | Scope::Cell | Scope::ListItem) {
        return segment.scope;
    }
    segment.place(&(0..segment.text.as_str().len()))
}
