//! Walks the tree and puts together what a reader sees. Without recursion: depth is the author's, the stack is ours.

mod containers;
mod fallback;
mod pictures;
mod tags;

pub(super) use tags::declared;

use containers::Group;
use tags::{Look, is_button_like};

use crate::artifact::Locale;
use crate::deadline::Deadline;
use crate::document::flow::{Flow, Reading};
use crate::document::html::attributes::{ElementAttributes, Names};
use crate::document::html::elements::{Role, role};
use crate::document::html::hiding::HidingRules;
use crate::document::html::tree::{Element, NodeData, NodeId, Piece, Tree};
use crate::document::template::Tag;
use crate::document::{Document, Image, InlineKind, Link, Segment};
use crate::scope::{Rendering, Scope, Visibility};
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
    /// Whether the document is an email: then its title is the subject, and hidden first text its preheader.
    pub(super) is_email: bool,
}

/// What holds for the text inside an element.
#[derive(Clone, Debug)]
struct Context {
    scope: Scope,
    visibility: Visibility,
    rendering: Rendering,
    container: u32,
    is_data_table: bool,
    is_button_cell: bool,
    locale: Option<Locale>,
}

/// What is to be done when an element ends, beside going back to the context before.
#[derive(Debug)]
enum Leave<'t> {
    Nothing,
    /// End the text.
    Flush,
    /// End a part of the text.
    Close,
    /// End the text, then go on with the one that stood still meanwhile.
    Resume(Box<Flow<'t>>),
    /// Do that, then end a part in another language.
    Language(Box<Self>),
}

/// Reads one tree into a document.
#[derive(Debug)]
pub(super) struct Reader<'t, 'd> {
    input: &'t Input<'t>,
    tree: &'t Tree,
    deadline: &'t Deadline,
    document: &'d mut Document,
    flow: Flow<'t>,
    context: Context,
    stack: Vec<(Context, Leave<'t>)>,
    n_containers: u32,
    has_text: bool,
    names: Names,
    /// What style sheets hide.
    hiding: HidingRules,
    /// The group of a definition list that is open, or was closed last.
    group: Option<Group>,
    /// Addresses of the `<source>`s of the picture that is open.
    sources: Vec<MappedText>,
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
                scope: Scope::Body,
                visibility: Visibility::Visible,
                rendering: Rendering::Main,
                container: outer,
                is_data_table: false,
                is_button_cell: false,
                locale: None,
            },
            stack: Vec::new(),
            n_containers: outer,
            has_text: false,
            names: Names::default(),
            hiding: HidingRules::default(),
            group: None,
            sources: Vec::new(),
        }
    }

    /// Reads the whole tree; gives the number of the last container.
    pub(super) fn read(mut self) -> u32 {
        self.read_style_sheets();
        let Some(mut node) = self.tree.first_child(Tree::ROOT) else { return self.n_containers };
        let mut steps = 0_u32;
        'walk: loop {
            steps += 1;
            if steps.is_multiple_of(1024) && self.deadline.is_over() {
                break;
            }
            if self.enter(node)
                && let Some(child) = self.tree.first_child(node)
            {
                node = child;
                continue;
            }
            loop {
                self.leave();
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
        self.n_containers
    }

    /// Begins a node; the answer is whether its children are to be read.
    fn enter(&mut self, node: NodeId) -> bool {
        match self.tree.data(node) {
            NodeData::Text(pieces) => {
                for piece in pieces {
                    self.push_piece(*piece);
                }
            }
            NodeData::Element(element) => return self.enter_element(node, element),
            NodeData::Root | NodeData::Comment | NodeData::Doctype => {}
        }
        self.stack.push((self.context.clone(), Leave::Nothing));
        false
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

    fn enter_element(&mut self, node: NodeId, element: &'t Element) -> bool {
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
        let look = self.read_styles(name, &attributes);
        if look.is_hidden {
            self.context.visibility = Visibility::Hidden;
        }
        self.read_attribute_texts(name, &attributes);
        let (leave, descend) = self.begin(node, element, name, &attributes, look, &before);
        let leave = if is_foreign { Leave::Language(Box::new(leave)) } else { leave };
        self.stack.push((before, leave));
        descend
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
            Role::Inline if look.is_struck => self.begin_part(InlineKind::Struck),
            Role::Inline if look.is_uppercase => self.begin_part(InlineKind::Uppercase),
            Role::Inline => (Leave::Nothing, true),
            Role::Struck => self.begin_part(InlineKind::Struck),
            Role::InlineQuote => self.begin_part(InlineKind::Quote),
            Role::Link => {
                let is_button = look.is_button || before.is_button_cell || is_button_like(attributes);
                let link = self.add_link(element, attributes, is_button);
                match link {
                    Some(link) if is_button => self.begin_part(InlineKind::Button(Some(link))),
                    Some(link) => self.begin_part(InlineKind::Link(link)),
                    None => (Leave::Nothing, true),
                }
            }
            Role::Button => {
                let link = self.add_link(element, attributes, true);
                self.begin_part(InlineKind::Button(link))
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
                (Leave::Nothing, false)
            }
            Role::Meta => {
                if name == "link" {
                    self.read_page_link(attributes);
                } else {
                    self.read_meta(attributes);
                }
                (Leave::Nothing, false)
            }
            Role::Nothing if name == "noscript" => {
                self.read_noscript(node);
                (Leave::Nothing, false)
            }
            // Style sheets were read before.
            Role::Style => (Leave::Nothing, false),
            Role::Nothing | Role::Silent => (Leave::Nothing, false),
            Role::Title | Role::Preheader => {
                let scope = if self.context.scope == Scope::Alt {
                    // The title of a drawing.
                    Scope::Alt
                } else if role == Role::Preheader {
                    Scope::Preheader
                } else if self.input.is_email {
                    Scope::Subject
                } else {
                    Scope::Title
                };
                let outer = std::mem::replace(&mut self.flow, Flow::new(self.input.source, self.input.tags));
                self.context.scope = scope;
                (Leave::Resume(Box::new(outer)), true)
            }
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
            let is_first = self.input.is_email && !self.has_text;
            if is_first || attributes.is_called(&["preheader", "preview", "previewtext"]) {
                self.context.scope = Scope::Preheader;
            }
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

    fn enter_block(
        &mut self,
        node: NodeId,
        role: Role,
        name: &str,
        attributes: &ElementAttributes<'_>,
        look: Look,
    ) {
        let context = &mut self.context;
        let is_running = matches!(context.scope, Scope::Body | Scope::Cell | Scope::ListItem);
        context.is_button_cell = look.is_button || (context.is_button_cell && role != Role::Table);
        match role {
            Role::Heading(level) => context.scope = Scope::Heading(level),
            Role::ListItem if is_running => context.scope = Scope::ListItem,
            Role::Caption => context.scope = Scope::Caption,
            Role::Quote => context.scope = Scope::Quote,
            Role::Footer => context.scope = Scope::Footer,
            Role::Table => {
                context.is_data_table = containers::is_data_table(self.tree, node);
                if context.scope == Scope::Cell {
                    context.scope = Scope::Body;
                }
            }
            Role::Cell | Role::HeaderCell if is_running && context.is_data_table => {
                context.scope = Scope::Cell
            }
            _ => {}
        }
        if is_running && attributes.is_called(&["footer"]) {
            context.scope = Scope::Footer;
        }
        if self.input.is_email && !self.has_text && attributes.is_called(&["preheader", "previewtext"]) {
            context.scope = Scope::Preheader;
        }
        self.enter_container(node, role, name);
        if matches!(role, Role::Cell | Role::HeaderCell | Role::Field) && is_button_like(attributes) {
            self.context.is_button_cell = true;
        }
    }

    fn flush(&mut self) {
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
            self.has_text |= !matches!(segment.scope, Scope::Subject | Scope::Title);
            self.document.segments.push(segment);
        }
    }

    fn add_link(
        &mut self,
        element: &Element,
        attributes: &ElementAttributes<'_>,
        is_button: bool,
    ) -> Option<u32> {
        let url = attributes.value("href")?;
        let span = self.tree.tag_span(element).unwrap_or_default().shifted(self.input.base);
        self.document.links.push(Link { url, span, is_button, rendering: self.context.rendering });
        u32::try_from(self.document.links.len() - 1).ok()
    }

    fn add_image(&mut self, element: &Element, attributes: &ElementAttributes<'_>) {
        let span = self.tree.tag_span(element).unwrap_or_default().shifted(self.input.base);
        let (src, alt) = (attributes.value("src"), attributes.value("alt"));
        let sources = self.sources_of(attributes);
        self.document.images.push(Image { src, sources, alt, span, rendering: self.context.rendering });
        if attributes.has("href") {
            self.add_link(element, attributes, false);
        }
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
