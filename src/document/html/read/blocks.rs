//! What starts on a line of its own: which place its text has, and which texts stand together.

use super::tags::Look;
use super::{Context, Reader, containers};
use crate::document::html::attributes::ElementAttributes;
use crate::document::html::elements::Role;
use crate::document::html::tree::NodeId;
use crate::scope::Scope;

impl Reader<'_, '_> {
    pub(super) fn enter_block(
        &mut self,
        node: NodeId,
        role: Role,
        name: &str,
        attributes: &ElementAttributes<'_>,
        look: Look,
    ) {
        let is_running = is_running(&self.context);
        let is_footer = self.is_footer(role, name, attributes);
        let is_preheader = self.is_preheader(attributes);
        self.find_button_box(node, role, name, attributes, look);
        let context = &mut self.context;
        match role {
            Role::Heading(level) => context.scope = Scope::Heading(level),
            Role::ListItem if is_running => context.scope = Scope::ListItem,
            Role::Caption => context.scope = Scope::Caption,
            Role::Quote => context.scope = Scope::Quote,
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
        if is_footer {
            self.enter_footer(node);
        }
        if is_preheader {
            self.context.scope = Scope::Preheader;
        }
        self.enter_container(node, role, name);
    }

    /// Whether a footer begins: by its element, its ARIA role or its name. A page as a whole is none, whatever it is called.
    fn is_footer(&self, role: Role, name: &str, attributes: &ElementAttributes<'_>) -> bool {
        let is_by_role = role == Role::Footer
            || attributes.raw("role").is_some_and(|role| role.trim().eq_ignore_ascii_case("contentinfo"));
        let is_called = || is_running(&self.context) && attributes.is_called(&["footer"]);
        is_by_role || (!matches!(name, "body" | "html" | "main") && is_called())
    }

    fn enter_footer(&mut self, node: NodeId) {
        if self.context.scope != Scope::Footer
            && let Some(tag) = self.tree.element(node).and_then(|element| self.tree.tag_span(element))
        {
            self.state.footers.push((tag.shifted(self.input.base), self.context.rendering));
        }
        self.context.scope = Scope::Footer;
    }
}

/// Whether text here is running text, and no heading, footer or the like.
const fn is_running(context: &Context) -> bool {
    matches!(context.scope, Scope::Body | Scope::Cell | Scope::ListItem)
}
