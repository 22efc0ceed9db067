//! What a reader of markup has to remember: what holds inside an element, and what was found so far.

use super::buttons::ButtonBox;
use super::containers::Group;
use crate::artifact::Locale;
use crate::document::html::attributes::Names;
use crate::document::html::hiding::HidingRules;
use crate::document::html::tree::{Fault, NodeId};
use crate::scope::{Rendering, Scope, Visibility};
use crate::span::Span;
use crate::text::MappedText;

/// What holds for the text inside an element.
#[derive(Clone, Debug)]
pub(in crate::document::html) struct Context {
    pub(in crate::document::html) scope: Scope,
    pub(in crate::document::html) visibility: Visibility,
    pub(in crate::document::html) rendering: Rendering,
    pub(in crate::document::html) container: u32,
    pub(in crate::document::html) locale: Option<Locale>,
    pub(in crate::document::html) is_data_table: bool,
    /// The nearest cell, and the declaration that fills it.
    pub(super) cell: Option<(NodeId, Option<u32>)>,
    /// A box around one link that makes a button of it.
    pub(super) button_box: Option<ButtonBox>,
    /// The link that is open and is no button: index into the document's, and its node.
    pub(super) link: Option<(u32, NodeId)>,
    /// The button that is open: index into the document's.
    pub(in crate::document::html) button: Option<u32>,
}

impl Context {
    /// What holds outside of every element, in the container `outer`.
    pub(in crate::document::html) const fn new(outer: u32) -> Self {
        Self {
            scope: Scope::Body,
            visibility: Visibility::Visible,
            rendering: Rendering::Main,
            container: outer,
            locale: None,
            is_data_table: false,
            cell: None,
            button_box: None,
            link: None,
            button: None,
        }
    }

    /// What of it holds for markup that has a tree of its own.
    pub(super) fn apart(&self) -> Self {
        Self { cell: None, button_box: None, link: None, button: None, ..self.clone() }
    }
}

/// What reading has found so far, beside the document.
#[derive(Default, Debug)]
pub(in crate::document::html) struct State {
    /// Names that the document repeats.
    pub(in crate::document::html) names: Names,
    /// Containers numbered so far.
    pub(in crate::document::html) n_containers: u32,
    /// Whether any text of the body was read.
    pub(in crate::document::html) has_text: bool,
    /// Whether the last of it was the preheader.
    pub(super) is_after_preheader: bool,
    /// What of pieces with trees of their own was not read as it stands; bytes of the source.
    pub(in crate::document::html) faults: Vec<Fault>,
    /// Start tags of footers, and their renderings.
    pub(in crate::document::html) footers: Vec<(Span, Rendering)>,
    /// The button of a shape that a comment opens and another one closes.
    pub(super) open_shape: Option<u32>,
    /// What style sheets hide.
    pub(super) hiding: HidingRules,
    /// The group of a definition list that is open, or was closed last.
    pub(super) group: Option<Group>,
    /// Addresses of the `<source>`s of the picture that is open.
    pub(super) sources: Vec<MappedText>,
    /// Nodes of conditional comments.
    pub(super) n_outlook_nodes: usize,
}
