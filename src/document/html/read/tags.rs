//! What stands in tags rather than between them: texts of attributes, styles, metadata, structured data.

use std::sync::Arc;

use super::{Input, Reader};
use crate::artifact::{Attributes, Locale};
use crate::document::declared::{KEYS, declare};
use crate::document::flow::{Flow, Reading};
use crate::document::html::attributes::{ElementAttributes, css_value};
use crate::document::html::elements::{Role, is_presentational, meta_scope, role};
use crate::document::html::styles;
use crate::document::html::tree::{Element, NodeId, Tree};
use crate::document::template::Tag;
use crate::document::{Alternate, Declaration, DeclarationOrigin, InlineKind};
use crate::scope::{Scope, Visibility};
use crate::span::{Span, offset};
use crate::text::MappedText;

impl Reader<'_, '_> {
    /// Attributes whose values people read or hear.
    pub(super) fn read_attribute_texts(
        &mut self,
        name: &str,
        element: &Element,
        attributes: &ElementAttributes<'_>,
        look: Look,
    ) {
        let field_type = attributes.raw("type").map(str::to_ascii_lowercase);
        for (attribute, value) in attributes.iter() {
            let scope = match attribute {
                "alt" if matches!(name, "img" | "area" | "input" | "amp-img") || name.starts_with("v:") => {
                    Scope::Alt
                }
                "title" if name != "link" => Scope::Tooltip,
                "aria-label" | "aria-description" | "aria-placeholder" | "aria-roledescription" => {
                    Scope::AriaLabel
                }
                "placeholder" => Scope::Placeholder,
                "label" if matches!(name, "option" | "optgroup" | "track") => Scope::Placeholder,
                "value"
                    if name == "input"
                        && matches!(field_type.as_deref(), Some("submit" | "button" | "reset")) =>
                {
                    let span = self.tree.tag_span(element).unwrap_or_default().shifted(self.input.base);
                    let button = self.add_button(None, span, look);
                    let part = Some(InlineKind::Button(button));
                    self.add_attribute_text(Scope::Button, Visibility::Visible, value, part);
                    continue;
                }
                _ => continue,
            };
            self.add_attribute_text(scope, Visibility::Visible, value, None);
        }
    }

    /// Adds the text of an attribute, which is as a whole a part of kind `part`.
    pub(in crate::document::html) fn add_attribute_text(
        &mut self,
        scope: Scope,
        visibility: Visibility,
        value: Span,
        part: Option<InlineKind>,
    ) {
        let mut flow = Flow::new(self.input.source, self.input.tags);
        if let Some(kind) = part {
            flow.open(kind);
        }
        flow.push(value.shifted(self.input.base), Reading::Attribute);
        let flowed = flow.finish(scope);
        for mut segment in flowed.segment.into_iter().chain(flowed.literals) {
            segment.visibility = match self.context.visibility {
                Visibility::Visible => visibility,
                other => other,
            };
            segment.rendering = self.context.rendering;
            segment.container = self.context.container;
            segment.locale.clone_from(&self.context.locale);
            self.document.segments.push(segment);
        }
    }

    /// Begins a part in another language, where an element of the line declares one.
    pub(super) fn begin_language(&mut self, name: &str, locale: &Locale) -> bool {
        /// A text in more languages is none.
        const NEAREST: usize = 64;
        let is_of_the_line =
            matches!(role(name), Role::Inline | Role::Link | Role::Button | Role::Struck | Role::InlineQuote);
        if !is_of_the_line || self.context.locale.as_ref() == Some(locale) {
            return false;
        }
        let languages = &mut self.document.languages;
        let known = languages.iter().rev().take(NEAREST).position(|known| known == locale);
        let index = known.map_or(languages.len(), |back| languages.len() - 1 - back);
        if known.is_none() {
            languages.push(locale.clone());
        }
        self.flow.open(InlineKind::Language(offset(index)));
        true
    }

    /// What `<link>` says of the page's addresses.
    pub(super) fn read_page_link(&mut self, attributes: &ElementAttributes<'_>) {
        let relation = attributes.raw("rel").unwrap_or_default();
        let is =
            |wanted: &str| relation.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(wanted));
        let page = &mut self.document.page;
        let Some(url) = attributes.value("href") else { return };
        if is("canonical") {
            page.canonical.get_or_insert(url);
        } else if is("alternate")
            && let Some(language) = attributes.value("hreflang")
        {
            page.alternates.push(Alternate { language, url });
        }
    }

    pub(super) fn read_meta(&mut self, attributes: &ElementAttributes<'_>) {
        let name = attributes.raw("property").or_else(|| attributes.raw("name")).unwrap_or_default();
        if let Some((scope, value)) = meta_scope(&name.to_ascii_lowercase()).zip(attributes.span("content")) {
            self.add_attribute_text(scope, Visibility::Machine, value, None);
        }
    }

    /// Takes all style sheets along, before any element asks whether one of them hides it.
    pub(super) fn read_style_sheets(&mut self) {
        for node in self.tree.styles() {
            if self.is_read(*node)
                && let Some(element) = self.tree.element(*node)
            {
                let Input { source, markup, base, tags, .. } = *self.input;
                let attributes = ElementAttributes::new(source, markup, base, tags, self.tree, element);
                self.read_style_sheet(*node, &element.name.local, &attributes);
            }
        }
    }

    /// Whether a node stands where elements are read.
    fn is_read(&self, node: NodeId) -> bool {
        let ancestors = std::iter::successors(self.tree.parent(node), |node| self.tree.parent(*node));
        let mut top = node;
        for ancestor in ancestors {
            top = ancestor;
            let element = self.tree.element(ancestor);
            if element.is_some_and(|one| matches!(role(&one.name.local), Role::Nothing | Role::Silent)) {
                return false;
            }
        }
        top == Tree::ROOT
    }

    fn read_style_sheet(&mut self, node: NodeId, name: &str, attributes: &ElementAttributes<'_>) {
        for run in self.tree.runs_of(node) {
            self.read_css(run, name, attributes.raw("media"));
        }
    }

    /// Takes the declarations of a style sheet along: `css`, bytes of the markup, for some media if it says so.
    pub(in crate::document::html) fn read_css(&mut self, css: Span, element: &str, media: Option<&str>) {
        let Input { source, markup, base, tags, .. } = *self.input;
        let text = css.slice(markup);
        let start = css.start() + base;
        let sheet = styles::style_sheet(text);
        self.state.hiding.add(text, &sheet, media.is_none_or(styles::is_every_screen));
        for one in sheet.declarations {
            let property = self.state.names.intern(&one.property);
            if !styles::matters(&property) {
                continue;
            }
            self.document.declarations.push(Declaration {
                value: css_value(source, tags, text, one.value, start),
                property,
                origin: DeclarationOrigin::StyleSheet,
                element: Some(self.state.names.intern(element)),
                conditional: one.is_conditional || media.is_some(),
                is_of_network: one.is_of_network,
                rendering: self.context.rendering,
            });
        }
    }

    /// Takes the declarations of an element along and says how it looks, as far as reading depends on it.
    pub(super) fn read_styles(
        &mut self,
        node: NodeId,
        name: &str,
        attributes: &ElementAttributes<'_>,
    ) -> Look {
        let first = self.document.declarations.len();
        let (declarations, own) = attributes.style(&mut self.state.names);
        let is_hidden = attributes.has("hidden")
            || self.state.hiding.hide(name, attributes, own)
            || self.is_hidden_start(attributes);
        let is_struck = attributes.raw("class").is_some_and(is_called_struck);
        let mut look = Look { is_hidden, is_struck, ..Look::default() };
        for (property, value) in declarations {
            let number = offset(self.document.declarations.len());
            look.note(&property, value.as_str(), number);
            self.add_declaration(name, property, value, DeclarationOrigin::StyleAttribute);
        }
        for (attribute, value) in
            attributes.iter().filter(|(attribute, _)| is_presentational(name, attribute))
        {
            let is_off = match attribute {
                "fillcolor" => is_off(attributes, &["fill", "filled"]),
                "strokecolor" => is_off(attributes, &["stroke", "stroked"]),
                _ => false,
            };
            if is_off {
                continue;
            }
            let number = Some(offset(self.document.declarations.len()));
            let value = attributes.decoded(value);
            match attribute {
                "bgcolor" | "fillcolor" if fills(value.as_str()) => look.fill = look.fill.or(number),
                "color" if name == "v:fill" => look.fill = number,
                "color" if name == "font" => look.text_color = look.text_color.or(number),
                _ => {}
            }
            let property = self.state.names.intern(attribute);
            self.add_declaration(name, property, value, DeclarationOrigin::Presentational);
        }
        if self.document.declarations.len() > first {
            if self.spares_colors(look.is_hidden, attributes) {
                self.document.declarations.truncate(first);
                return Look { fill: None, text_color: None, border: None, ..look };
            }
            if self.is_of_network(node, attributes) {
                let own = self.document.declarations.iter_mut().skip(first);
                own.for_each(|declaration| declaration.is_of_network = true);
            }
            self.color_button(name, look);
        }
        look
    }

    fn add_declaration(
        &mut self,
        element: &str,
        property: Arc<str>,
        value: MappedText,
        origin: DeclarationOrigin,
    ) {
        self.document.declarations.push(Declaration {
            property,
            value,
            origin,
            element: Some(self.state.names.intern(element)),
            conditional: false,
            is_of_network: false,
            rendering: self.context.rendering,
        });
    }
}

/// How an element looks, as far as reading depends on it. Numbers are indices into the document's declarations.
#[derive(Clone, Copy, Default, Debug)]
pub(in crate::document::html) struct Look {
    pub(super) is_hidden: bool,
    pub(super) is_struck: bool,
    pub(super) is_uppercase: bool,
    /// It has a space between its words and its edge.
    pub(super) is_padded: bool,
    /// It is a box in its line, or has a line of its own.
    pub(super) is_boxed: bool,
    pub(super) is_rounded: bool,
    /// It has a border all around.
    pub(super) is_outlined: bool,
    /// Its border is so thick that it fills.
    pub(super) is_thickly_bordered: bool,
    /// What fills it.
    pub(in crate::document::html) fill: Option<u32>,
    /// What colors its words.
    pub(in crate::document::html) text_color: Option<u32>,
    /// The border that fills it.
    pub(super) border: Option<u32>,
}

impl Look {
    /// Takes in what a declaration, the one with this number, says of it.
    fn note(&mut self, property: &str, value: &str, number: u32) {
        let is = |word: &str| value.eq_ignore_ascii_case(word);
        match property {
            "display" => self.is_boxed |= is("inline-block") || is("block"),
            "text-decoration" | "text-decoration-line" => {
                self.is_struck |= value.to_ascii_lowercase().contains("line-through");
            }
            "text-transform" => self.is_uppercase |= is("uppercase"),
            "color" => self.text_color = Some(number),
            "background" | "background-color" if fills(value) => self.fill = Some(number),
            "border-radius" => self.is_rounded = has_width(value),
            property if property.starts_with("padding") => self.is_padded |= has_width(value),
            property if property.starts_with("border") && is_thick(value) => {
                self.is_thickly_bordered = true;
                self.border = Some(number);
            }
            "border" => self.is_outlined = has_width(value),
            _ => {}
        }
    }
}

/// Whether a class says that a price is the one before: `old-price`, `price--was`, `strikethrough`. Its style sheet may
/// stand elsewhere.
fn is_called_struck(classes: &str) -> bool {
    const OLD: [&str; 10] =
        ["old", "was", "compare", "compared", "before", "previous", "original", "rrp", "msrp", "crossed"];
    classes.split_ascii_whitespace().any(|class| {
        let class = class.to_ascii_lowercase();
        let words = || class.split(|sign: char| !sign.is_ascii_alphanumeric());
        let has = |wanted: &[&str]| words().any(|word| wanted.contains(&word));
        has(&["strike", "striked", "strikethrough", "struck"]) || (has(&["price"]) && has(&OLD))
    })
}

/// Whether a background shows.
fn fills(value: &str) -> bool {
    !["transparent", "none", "inherit", "initial", "unset"]
        .iter()
        .any(|word| value.eq_ignore_ascii_case(word))
}

/// Whether a length, or one of several, is more than zero.
fn has_width(value: &str) -> bool {
    value.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

/// Whether a border is thicker than a line: the old way to pad a link.
fn is_thick(value: &str) -> bool {
    const LINE: u32 = 5;
    let width = value.split_ascii_whitespace().find_map(|word| word.strip_suffix("px")?.parse::<u32>().ok());
    width.is_some_and(|width| width >= LINE) && value.contains("solid")
}

/// Whether VML says that a shape is not filled, or has no line.
fn is_off(attributes: &ElementAttributes<'_>, names: &[&str]) -> bool {
    names
        .iter()
        .filter_map(|name| attributes.raw(name))
        .any(|value| ["f", "false"].iter().any(|word| value.trim().eq_ignore_ascii_case(word)))
}

/// Attributes by which a template puts a value in the place of an element's content: Thymeleaf and Vue.
const REPLACING: &[&str] = &["th:text", "th:utext", "data-th-text", "data-th-utext", "v-text", "v-html"];

/// Whether nobody sees the content of an element, since a template puts something else there.
pub(super) fn is_replaced(attributes: &ElementAttributes<'_>) -> bool {
    attributes.iter().any(|(name, _)| REPLACING.contains(&name))
}

/// What a document says of itself in `<meta name="onbrand:…">`, the language of its root element, and what of it cannot be
/// read.
pub(in crate::document::html) fn declared(
    tree: &Tree,
    markup: &str,
    base: u32,
    source: &str,
    tags: &[Tag],
) -> (Attributes, Option<Locale>, Vec<(Span, String)>) {
    let mut declared = Attributes::default();
    let mut problems = Vec::new();
    for element in tree.metas().iter().filter_map(|meta| tree.element(*meta)) {
        let attributes = ElementAttributes::new(source, markup, base, tags, tree, element);
        let Some(key) = attributes.raw("name").and_then(|name| name.trim().strip_prefix("onbrand:")) else {
            continue;
        };
        let value = attributes.value("content").unwrap_or_default();
        let place = value.span(0..value.as_str().len());
        let known = if KEYS.contains(&key) {
            declare(&mut declared, key, value.as_str().trim())
        } else {
            Err(format!("`onbrand:{key}` is unknown, expected one of: {}", KEYS.join(", ")))
        };
        problems.extend(known.err().map(|message| (place, message)));
    }
    let root = tree.children(Tree::ROOT).find_map(|node| tree.element(node));
    let language = root.and_then(|root| {
        ElementAttributes::new(source, markup, base, tags, tree, root).raw("lang").and_then(Locale::parse)
    });
    (declared, language, problems)
}
