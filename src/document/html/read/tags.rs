//! What stands in tags rather than between them: texts of attributes, styles, metadata, structured data.

use super::{Input, Reader};
use crate::artifact::{Attributes, Locale};
use crate::document::declared::{KEYS, declare};
use crate::document::flow::{Flow, Reading};
use crate::document::html::attributes::ElementAttributes;
use crate::document::html::elements::{Role, is_presentational, meta_scope, role};
use crate::document::html::styles;
use crate::document::html::tree::{NodeId, Tree};
use crate::document::template::Tag;
use crate::document::{Alternate, Declaration, DeclarationOrigin, InlineKind};
use crate::scope::{Scope, Visibility};
use crate::span::{Span, offset};

impl Reader<'_, '_> {
    /// Attributes whose values people read or hear.
    pub(super) fn read_attribute_texts(&mut self, element: &str, attributes: &ElementAttributes<'_>) {
        let field_type = attributes.raw("type").map(str::to_ascii_lowercase);
        for (name, value) in attributes.iter() {
            let scope = match name {
                "alt"
                    if matches!(
                        element,
                        "img" | "area" | "input" | "amp-img" | "mj-image" | "mj-carousel-image"
                    ) =>
                {
                    Scope::Alt
                }
                "title" if element != "link" => Scope::Tooltip,
                "aria-label" | "aria-description" | "aria-placeholder" | "aria-roledescription" => {
                    Scope::AriaLabel
                }
                "placeholder" => Scope::Placeholder,
                "label" if matches!(element, "option" | "optgroup" | "track") => Scope::Placeholder,
                "value"
                    if element == "input"
                        && matches!(field_type.as_deref(), Some("submit" | "button" | "reset")) =>
                {
                    Scope::Button
                }
                _ => continue,
            };
            self.add_attribute_text(scope, Visibility::Visible, value);
        }
    }

    fn add_attribute_text(&mut self, scope: Scope, visibility: Visibility, value: Span) {
        let mut flow = Flow::new(self.input.source, self.input.tags);
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
            self.add_attribute_text(scope, Visibility::Machine, value);
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
            let css = run.slice(self.input.markup);
            let start = run.start() + self.input.base;
            let sheet = styles::style_sheet(css);
            let is_everywhere = attributes.raw("media").is_none_or(styles::is_every_screen);
            self.hiding.add(css, &sheet, is_everywhere);
            for one in sheet.declarations {
                let property = self.names.intern(&one.property);
                if !styles::matters(&property) {
                    continue;
                }
                self.document.declarations.push(Declaration {
                    value: attributes.css_value(css, one.value, start),
                    property,
                    origin: DeclarationOrigin::StyleSheet,
                    element: Some(self.names.intern(name)),
                    conditional: one.is_conditional || attributes.has("media"),
                    rendering: self.context.rendering,
                });
            }
        }
    }

    /// Takes the declarations of an element along and says how it looks, as far as reading depends on it.
    pub(super) fn read_styles(&mut self, name: &str, attributes: &ElementAttributes<'_>) -> Look {
        let mut parts = ButtonParts::default();
        let (declarations, own) = attributes.style(&mut self.names);
        let is_hidden = attributes.has("hidden") || self.hiding.hide(name, attributes, own);
        let mut look = Look { is_hidden, ..Look::default() };
        for (property, value) in declarations {
            let is = |word: &str| value.as_str().eq_ignore_ascii_case(word);
            match property.as_ref() {
                "display" => parts.is_boxed |= is("inline-block") || is("block"),
                "text-decoration" | "text-decoration-line" => {
                    look.is_struck |= value.as_str().to_ascii_lowercase().contains("line-through");
                }
                "text-transform" => look.is_uppercase |= is("uppercase"),
                "background" | "background-color" => parts.is_filled |= !is("transparent") && !is("none"),
                "border-radius" => parts.is_rounded = true,
                property if property.starts_with("padding") => parts.is_padded = true,
                _ => {}
            }
            self.document.declarations.push(Declaration {
                property,
                value,
                origin: DeclarationOrigin::StyleAttribute,
                element: Some(self.names.intern(name)),
                conditional: false,
                rendering: self.context.rendering,
            });
        }
        parts.is_filled |= attributes.has("bgcolor");
        look.is_button = match name {
            "a" => parts.is_filled && (parts.is_padded || parts.is_boxed),
            "td" | "th" => parts.is_filled && parts.is_rounded,
            _ => false,
        };
        for (attribute, value) in attributes.iter() {
            if is_presentational(name, attribute) {
                self.document.declarations.push(Declaration {
                    property: self.names.intern(attribute),
                    value: attributes.decoded(value),
                    origin: DeclarationOrigin::Presentational,
                    element: Some(self.names.intern(name)),
                    conditional: false,
                    rendering: self.context.rendering,
                });
            }
        }
        look
    }
}

/// How an element looks, as far as reading depends on it.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Look {
    pub(super) is_hidden: bool,
    pub(super) is_struck: bool,
    pub(super) is_uppercase: bool,
    pub(super) is_button: bool,
}

/// What makes a link look like a button.
#[derive(Clone, Copy, Default, Debug)]
struct ButtonParts {
    is_filled: bool,
    is_padded: bool,
    is_boxed: bool,
    is_rounded: bool,
}

pub(super) fn is_button_like(attributes: &ElementAttributes<'_>) -> bool {
    attributes.raw("role").is_some_and(|role| role.trim().eq_ignore_ascii_case("button"))
        || attributes.is_called(&["btn", "button", "cta"])
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
