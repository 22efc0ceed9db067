//! Which texts stand together: sections, list items, cells of a layout, rows of a table, groups of a definition list.

use super::Reader;
use crate::document::html::elements::Role;
use crate::document::html::tree::{NodeId, Tree};

/// A group of a definition list: terms, then what is said of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// The element that holds it.
    parent: Option<NodeId>,
    container: u32,
    /// Whether nothing was said of its terms yet.
    is_open: bool,
}

impl Reader<'_, '_> {
    /// Gives a block a container of its own where it is one. The cells of a row of data stand together, as do a term and
    /// what is said of it; the cells of a layout are boxes of their own.
    pub(super) fn enter_container(&mut self, node: NodeId, role: Role, name: &str) {
        let is_container = match role {
            Role::Cell | Role::HeaderCell => !self.context.is_data_table,
            Role::ListItem if matches!(name, "dt" | "dd") => {
                self.context.container = self.enter_group(node, name == "dt");
                return;
            }
            Role::ListItem | Role::Footer | Role::Quote => true,
            _ if name == "tr" => self.context.is_data_table,
            _ => matches!(name, "section" | "article" | "aside" | "header" | "main" | "nav" | "form"),
        };
        if is_container {
            self.state.n_containers += 1;
            self.context.container = self.state.n_containers;
        }
    }

    /// The container of a term, or of what is said of one.
    fn enter_group(&mut self, node: NodeId, is_term: bool) -> u32 {
        let parent = self.tree.parent(node);
        let known = self.state.group.filter(|group| group.parent == parent && (group.is_open || !is_term));
        let container = known.map_or_else(
            || {
                self.state.n_containers += 1;
                self.state.n_containers
            },
            |group| group.container,
        );
        self.state.group = Some(Group { parent, container, is_open: is_term });
        container
    }
}

/// A table holds data where it has a header cell or a caption; else it is there for the layout, as in most emails.
pub(super) fn is_data_table(tree: &Tree, table: NodeId) -> bool {
    /// So many rows are looked at: a header stands first.
    const ROWS: usize = 4;
    let is = |node: NodeId, names: &[&str]| {
        tree.element(node).is_some_and(|element| names.contains(&&*element.name.local))
    };
    tree.children(table).take(ROWS).any(|part| {
        is(part, &["caption", "thead"])
            || tree
                .children(part)
                .take(ROWS)
                .any(|row| tree.children(row).take(ROWS).any(|cell| is(cell, &["th"])))
    })
}
