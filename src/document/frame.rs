//! The elements that enclose the text of a page or an email: where they stand and what they say of it. Knows nothing of
//! the text.

use crate::artifact::Locale;
use crate::document::template::{Tag, TagKind};
use crate::span::Span;

/// The elements that enclose the text of a page or an email, where its markup has them. What is missing from a page has
/// no place of its own, and is told at one of these.
#[derive(Clone, Default, Debug)]
pub struct Frame {
    /// The start tag of the root: `<html>` or `<mjml>`.
    pub root: Option<Span>,
    /// The start tag of `<body>` or `<mj-body>`. A piece that other files put together with others has none.
    pub body: Option<Span>,
    /// The languages that the root and the body declare, in this order.
    pub languages: Vec<DeclaredLanguage>,
    /// Whether the template puts in content from elsewhere: what seems to be missing may stand there.
    pub is_composed: bool,
}

/// A `lang` attribute.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeclaredLanguage {
    /// The language; `None` where the value is no language tag, as where a placeholder stands.
    pub locale: Option<Locale>,
    /// The value.
    pub span: Span,
}

/// Words by which template languages put in what stands elsewhere: other files, blocks that others fill, the content of
/// a layout.
const COMPOSING_WORDS: &[&str] = &[
    "block",
    "body",
    "children",
    "content",
    "contents",
    "embed",
    "extends",
    "footer",
    "header",
    "html",
    "import",
    "include",
    "include_relative",
    "layout",
    "main",
    "module",
    "outlet",
    "partial",
    "render",
    "require",
    "section",
    "slot",
    "snippet",
    "template",
    "yield",
];

/// Whether one of the tags puts in content from elsewhere.
pub(super) fn is_composed(source: &str, tags: &[Tag]) -> bool {
    tags.iter().any(|tag| tag.kind != TagKind::Comment && composes(tag.expression.slice(source)))
}

fn composes(expression: &str) -> bool {
    /// A call names what it does among its first words: `page.content`, `echo $this->content`.
    const WORDS: usize = 4;
    let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let mut words = expression
        .split(|character| !is_word(character))
        .filter(|word| !word.is_empty())
        .take(WORDS)
        .map(str::to_ascii_lowercase);
    expression.starts_with('>')
        || words.any(|word| {
            // `content_for_layout`, `content_blocks`, `ContentBlockByKey`.
            COMPOSING_WORDS.contains(&word.as_str()) || word.starts_with("content")
        })
}

#[cfg(test)]
mod tests {
    use super::composes;

    #[test]
    fn content_from_elsewhere_is_told_from_values() {
        for expression in [
            "> footer",
            "{body",
            "content",
            "include 'a.html'",
            "block main",
            "ContentBlockByKey(\"a\")",
            "yield",
        ] {
            assert!(composes(expression), "{expression}");
        }
        for expression in ["first_name", "if user.name", "order.total | money", "#each items", "FNAME"] {
            assert!(!composes(expression), "{expression}");
        }
    }
}
