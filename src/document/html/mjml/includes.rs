//! Which files an MJML text includes. Pure: it says what is wanted and what it is called; whoever reads artifacts gets the
//! files and puts their texts behind the artifact's own, as parts of its source.

use rustc_hash::FxHashMap;

use super::components::Component;
use super::defaults::own;
use super::tree::{Node, Tree};
use crate::artifact::Dialect;
use crate::document::template;
use crate::source::{PartKind, Source};
use crate::span::Span;

/// Files in files are included no deeper than this.
pub const MAX_INCLUDE_DEPTH: usize = 16;

/// What a tag includes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Include {
    /// The path as written.
    pub path: String,
    /// What the file is.
    pub kind: IncludeKind,
    /// The path in bytes of the text; the tag where it has none.
    pub span: Span,
}

/// What an included file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IncludeKind {
    /// More MJML.
    Mjml,
    /// HTML as it is to be sent.
    Html,
    /// A style sheet.
    Css,
}

/// Why a path can lead to no file of the project.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadPath {
    /// There is none.
    #[error("this includes nothing: it has no `path`")]
    Missing,
    /// A template puts it together.
    #[error("what this includes is known only once its template is filled; it was not read")]
    Unknown,
    /// It is no path relative to the including file.
    #[error(
        "only files of the project are read, by a path relative to this file; what this includes was not read"
    )]
    NotRelative,
}

/// The files that a text includes, in order; those that they include are theirs to say.
#[must_use]
pub fn includes(text: &str, dialect: Option<Dialect>) -> Vec<Include> {
    if !mentions_include(text) {
        return Vec::new();
    }
    let lexed = template::lex(text, dialect);
    let markup = template::mask(text, &lexed.tags);
    let mut tree = Tree::default();
    tree.parse(&markup, Span::from_range(0..text.len()), None);
    let nodes = tree.nodes().filter(|(_, node)| node.component == Some(Component::Include));
    nodes.map(|(_, node)| of_node(&tree, node, &markup, text)).collect()
}

/// A cheap look whether a text may include something.
fn mentions_include(text: &str) -> bool {
    memchr::memchr_iter(b'-', text.as_bytes())
        .any(|at| text.get(at + 1..at + 8).is_some_and(|word| word.eq_ignore_ascii_case("include")))
}

/// What a tag includes. A template tag in the path leaves it unmasked, so that it is seen to be one.
pub(super) fn of_node(tree: &Tree, node: &Node, markup: &str, source: &str) -> Include {
    let value = |name| own(tree, node, markup, name);
    let kind = match value("type").map(|kind| kind.slice(markup).trim().to_ascii_lowercase()).as_deref() {
        Some("html") => IncludeKind::Html,
        Some("css") => IncludeKind::Css,
        _ => IncludeKind::Mjml,
    };
    let span = value("path").filter(|path| !path.slice(source).trim().is_empty());
    let is_filled_in = span.is_some_and(|path| path.slice(source) != path.slice(markup));
    let path = span.map(|path| path.slice(source).trim().to_owned()).unwrap_or_default();
    let path = if is_filled_in { format!("{{{path}}}") } else { path };
    Include { path, kind, span: span.unwrap_or(node.tag) }
}

impl Include {
    /// The name of the included file as reports have it, given that of the file in which the tag stands.
    ///
    /// # Errors
    ///
    /// Where the path can lead to no file of the project.
    pub fn resolve(&self, including: &str) -> Result<String, BadPath> {
        let path = self.path.replace('\\', "/");
        if path.is_empty() {
            return Err(BadPath::Missing);
        }
        if path.contains(['{', '<', '*', '%', '$']) {
            return Err(BadPath::Unknown);
        }
        let has_scheme = path.split('/').next().is_some_and(|first| first.contains(':'));
        if path.starts_with(['/', '~']) || has_scheme {
            return Err(BadPath::NotRelative);
        }
        let folder = including.rsplit_once('/').map_or("", |(folder, _)| folder);
        let root = if including.starts_with('/') { "/" } else { "" };
        let mut steps: Vec<&str> = Vec::new();
        for step in folder.split('/').chain(path.split('/')) {
            match step {
                "" | "." => {}
                ".." if steps.last().is_some_and(|last| *last != "..") => {
                    steps.pop();
                }
                step => steps.push(step),
            }
        }
        let mut name = format!("{root}{}", steps.join("/"));
        let lower = name.to_ascii_lowercase();
        let is_whole = [".mjml", ".html", ".htm", ".css"].iter().any(|end| lower.ends_with(end));
        if self.kind == IncludeKind::Mjml && !is_whole {
            name.push_str(".mjml");
        }
        Ok(name)
    }
}

/// The included texts of a source, by their names.
pub(super) fn included_texts(source: &Source) -> FxHashMap<&str, Span> {
    let parts = source.parts().iter().filter_map(|part| match &part.kind {
        PartKind::Included { path } => Some((&**path, part.span)),
        PartKind::Decoded { .. } => None,
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::{BadPath, Include, IncludeKind, includes};
    use crate::span::Span;

    #[test]
    fn paths_are_relative_to_the_including_file() {
        let name = |including: &str, path: &str, kind| {
            Include { path: path.to_owned(), kind, span: Span::at(0) }.resolve(including)
        };
        let mjml = |including: &str, path: &str| name(including, path, IncludeKind::Mjml);
        assert_eq!(mjml("mail/a.mjml", "./parts/b"), Ok("mail/parts/b.mjml".to_owned()));
        assert_eq!(mjml("mail/a.mjml", "../parts/b.mjml"), Ok("parts/b.mjml".to_owned()));
        assert_eq!(mjml("../a.mjml", "..\\b"), Ok("../../b.mjml".to_owned()));
        assert_eq!(mjml("/x/a.mjml", "b.v2"), Ok("/x/b.v2.mjml".to_owned()));
        assert_eq!(name("a.mjml", "b.css", IncludeKind::Css), Ok("b.css".to_owned()));
        assert_eq!(name("a.mjml", "b", IncludeKind::Html), Ok("b".to_owned()));
        assert_eq!(mjml("a.mjml", ""), Err(BadPath::Missing));
        assert_eq!(mjml("a.mjml", "{{ x }}.mjml"), Err(BadPath::Unknown));
        for path in ["/etc/passwd", "https://a.example/b.mjml", "C:/b.mjml", "~/b.mjml"] {
            assert_eq!(mjml("a.mjml", path), Err(BadPath::NotRelative), "{path}");
        }
    }

    #[test]
    fn tags_that_include_are_found_where_they_count() {
        let text = "<mjml><MJ-INCLUDE path='a' /><!-- <mj-include path='no'/> --><mj-include type=css path=\"b.css\"/>\
                    <mj-include path='{{ c }}'/><mj-include/>";
        let found: Vec<_> = includes(text, None)
            .into_iter()
            .map(|include| (include.kind, include.span.slice(text), include.resolve("x.mjml")))
            .collect();
        assert_eq!(
            found,
            [
                (IncludeKind::Mjml, "a", Ok("a.mjml".to_owned())),
                (IncludeKind::Css, "b.css", Ok("b.css".to_owned())),
                (IncludeKind::Mjml, "{{ c }}", Err(BadPath::Unknown)),
                (IncludeKind::Mjml, "<mj-include/>", Err(BadPath::Missing)),
            ]
        );
    }
}
