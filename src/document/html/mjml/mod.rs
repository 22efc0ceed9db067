//! MJML: components are read by what they mean, and the HTML in them as in any page. Places are those of the MJML, never
//! of the HTML that it is made into; what included files say stands in theirs.
//!
//! Reading order: `components` says what each component means, `tree` finds them, `includes` says which other files belong
//! to them, `defaults` which attributes they have, and `read` puts together what a reader sees.

mod components;
mod defaults;
mod includes;
mod read;
mod tree;

pub use includes::{BadPath, Include, IncludeKind, MAX_INCLUDE_DEPTH, includes};

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use self::components::Component;
use self::defaults::own;
use self::includes::{included_texts, of_node};
use self::tree::{NodeId, Tree};
use crate::artifact::{Artifact, Attributes, Channel, Dialect, Locale};
use crate::deadline::Deadline;
use crate::document::declared::problems;
use crate::document::html::read::{Input, declared as declared_in, mark};
use crate::document::html::tree::{Form, Tree as HtmlTree};
use crate::document::html::{faults, resolved};
use crate::document::template::{self, Tag};
use crate::document::{Document, UnclosedTag};
use crate::finding::{Problem, ProblemExtent};
use crate::scope::{Rendering, Scope, Visibility};
use crate::span::Span;

/// What is told of includes that cannot be read; what goes beyond is more of the same.
const MAX_PROBLEMS: usize = 100;

/// Parses an MJML artifact with the files that it includes, as far as they are parts of its source.
#[must_use]
pub fn parse(artifact: &Artifact, deadline: &Deadline) -> Document {
    let source = artifact.source.text();
    let Masked { markup, tags, texts: lexed, dialect, odd } = masked(artifact);
    let mut tree = Tree::default();
    // A byte order mark is no text, and neither is anything else outside of components.
    tree.parse(&markup, artifact.source.span(), None);
    let mut texts = Texts { others: FxHashMap::default(), problems: Vec::new() };
    texts.include(artifact, &markup, &mut tree);
    let (declared, language, unread) = declared(&tree, &markup, source, &tags);
    let mut document = Document { dialect, ..Document::default() };
    document.attributes = resolved(artifact, declared, language);
    let is_email = document.attributes.channel == Some(Channel::Email);
    let input = Input {
        source,
        markup: &markup,
        base: 0,
        tags: &tags,
        is_email,
        title: if is_email { Scope::Subject } else { Scope::Title },
        rendering: Rendering::Main,
        visibility: Visibility::Visible,
    };
    let mut state = read::read(&input, &tree, &texts.others, deadline, &mut document);
    state.faults.extend(tree.faults.iter().copied());
    for (text, tags) in &lexed {
        document.branches.read(text.slice(source), tags, |span| span.shifted(text.start()));
    }
    document.arrange();
    mark(&mut document, &state.footers, source, &tags, input.is_email);
    document.problems.extend(faults(artifact, &state.faults));
    document.problems.extend(texts.problems);
    document.problems.extend(problems(artifact, unread));
    document.unclosed_tags = odd;
    document
}

/// The texts of a source with their template tags masked, and the tags.
struct Masked<'s> {
    markup: Cow<'s, str>,
    tags: Vec<Tag>,
    /// Each text with its own tags, as places in it.
    texts: Vec<(Span, Vec<Tag>)>,
    dialect: Option<Dialect>,
    odd: Vec<UnclosedTag>,
}

/// Masks each text of a source on its own: no tag runs from one file into another.
fn masked(artifact: &Artifact) -> Masked<'_> {
    let source = &artifact.source;
    let (mut tags, mut texts, mut odd, mut dialect) = (Vec::new(), Vec::new(), Vec::new(), artifact.dialect);
    for text in std::iter::once(source.span()).chain(source.parts().iter().map(|part| part.span)) {
        let lexed = template::lex_filled(source.slice(text), artifact, dialect);
        dialect = dialect.or(lexed.dialect);
        tags.extend(lexed.tags.iter().map(|tag| tag.forth(text.start())));
        odd.extend(lexed.unclosed(|span| span.shifted(text.start())));
        texts.push((text, lexed.tags));
    }
    let markup = template::mask(source.text(), &tags);
    Masked { markup, tags, texts, dialect, odd }
}

/// The included texts.
struct Texts {
    /// HTML and style sheets, by the node that includes them.
    others: FxHashMap<NodeId, (IncludeKind, Span)>,
    problems: Vec<Problem>,
}

impl Texts {
    /// Puts the components of included files below the tags that include them, each file once: where it is included
    /// first. A second time it would say the same again.
    fn include(&mut self, artifact: &Artifact, markup: &str, tree: &mut Tree) {
        let source = &artifact.source;
        let known = included_texts(source);
        // The texts that were included, each with the one that includes it.
        let mut parents: FxHashMap<u32, Option<u32>> = FxHashMap::default();
        parents.insert(0, None);
        let text_of = |at: u32| source.part_at(at).map_or(0, |part| part.span.start());
        let mut next = 0;
        while next < tree.n_nodes() {
            let id = next;
            next += 1;
            let Some(node) = tree.node(id).filter(|node| node.component == Some(Component::Include)) else {
                continue;
            };
            let include = of_node(tree, node, markup, source.text());
            let own = text_of(node.tag.start());
            let mut tell = |message: String, extent: ProblemExtent| {
                // The same file is missed once, however often it is named.
                if self.problems.len() >= MAX_PROBLEMS
                    || self.problems.iter().any(|known| known.message == message)
                {
                    return;
                }
                self.problems.push(Problem {
                    path: artifact.key.path.clone(),
                    span: Some(include.span),
                    message,
                    extent,
                });
            };
            let name = match include.resolve(source.path_at(node.tag.start())) {
                Ok(name) => name,
                Err(bad) => {
                    let is_nothing = bad == BadPath::Missing;
                    let extent = if is_nothing { ProblemExtent::Read } else { ProblemExtent::Partial };
                    tell(bad.to_string(), extent);
                    continue;
                }
            };
            let above: Vec<u32> =
                std::iter::successors(Some(own), |text| parents.get(text).copied().flatten()).collect();
            let text = known.get(name.as_str()).copied();
            if name == source.name() || text.is_some_and(|text| above.contains(&text.start())) {
                tell(format!("`{name}` includes itself; it was read once"), ProblemExtent::Read);
            } else if let Some(text) = text {
                if parents.contains_key(&text.start()) {
                    continue;
                }
                if above.len() > MAX_INCLUDE_DEPTH {
                    let message =
                        format!("files in files, more than {MAX_INCLUDE_DEPTH} deep; `{name}` was not read");
                    tell(message, ProblemExtent::Partial);
                    continue;
                }
                parents.insert(text.start(), Some(own));
                match include.kind {
                    IncludeKind::Mjml => tree.parse(markup, text, Some(id)),
                    kind => {
                        self.others.insert(id, (kind, text));
                    }
                }
            } else {
                tell(format!("`{name}` is not at hand; it was not read"), ProblemExtent::Partial);
            }
        }
    }
}

/// What an artifact says of itself, in `<meta name="onbrand:…">` within `<mj-raw>`, its language, and what of it cannot be
/// read.
fn declared(
    tree: &Tree,
    markup: &str,
    source: &str,
    tags: &[Tag],
) -> (Attributes, Option<Locale>, Vec<(Span, String)>) {
    let root = tree.roots().first().and_then(|root| tree.node(*root));
    let language = root.and_then(|root| own(tree, root, markup, "lang"));
    let language = language.and_then(|language| Locale::parse(language.slice(markup)));
    let mut attributes = Attributes::default();
    let mut unread = Vec::new();
    let raw = tree.nodes().filter(|(_, node)| node.component == Some(Component::Raw));
    for (_, node) in raw.filter(|(_, node)| node.content.slice(markup).contains("onbrand:")) {
        let piece = node.content.slice(markup);
        let html = HtmlTree::parse(piece, node.content.slice(source), Form::Page);
        let (found, _, odd) = declared_in(&html, piece, node.content.start(), source, tags);
        attributes = attributes.or(found);
        unread.extend(odd);
    }
    (attributes, language, unread)
}
