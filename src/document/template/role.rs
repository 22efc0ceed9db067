//! What stands in the place of a tag, told by the words of its expression. Knows nothing of delimiters.

use crate::artifact::words;
use crate::document::template::dialect::first_word;
use crate::document::template::{Tag, TagKind};

words! {
    /// What a placeholder stands for, or what a tag does that leaves nothing in its place.
    HoleKind {
        /// A value.
        Value = "value",
        /// A value with a text of its own for readers of whom it is not known, or a choice between texts.
        Default = "default",
        /// An address: of a page, a picture, or to unsubscribe by.
        Address = "address",
        /// Text from elsewhere: a partial, a content block, a snippet.
        Content = "content",
        /// Opens, continues or ends a branch.
        Branch = "branch",
        /// Begins or ends a repetition.
        Loop = "loop",
        /// Does something else: assigns, requests, sets raw text apart.
        Steering = "steering",
    }
}

/// Parts of names that mean an address.
const ADDRESS_WORDS: &[&str] = &[
    "url",
    "uri",
    "href",
    "link",
    "src",
    "unsub",
    "unsubscribe",
    "optout",
    "webversion",
    "permalink",
    "archive",
    "preferences",
];

/// Names that contain an address as a part that nothing sets apart.
const ADDRESS_ENDS: &[&str] = &["url", "link", "links", "href"];

/// Parts of names that mean text from elsewhere.
const CONTENT_WORDS: &[&str] = &[
    "content_blocks",
    "contentblockbyid",
    "contentblockbykey",
    "contentblockbyname",
    "snippets",
    "partial",
    "include",
    "render",
    "fragment",
    "template",
    "yield",
    "html",
];

/// Words that steer a repetition, of all languages.
const LOOP_WORDS: &[&str] = &[
    "for",
    "endfor",
    "each",
    "foreach",
    "endforeach",
    "forelse",
    "endforelse",
    "while",
    "endwhile",
    "range",
    "tablerow",
    "next",
];

impl HoleKind {
    /// The kind of a tag of `source`.
    pub(crate) fn of(tag: &Tag, source: &str) -> Self {
        let expression = tag.expression.slice(source);
        match tag.kind {
            TagKind::BranchOpen | TagKind::BranchArm | TagKind::BranchClose => Self::Branch,
            TagKind::Comment => Self::Steering,
            TagKind::Steering => {
                let word = expression.trim_start_matches(['#', '/', '@', '^', '~', '-']).trim_start();
                let word = first_word(word).to_ascii_lowercase();
                match word.as_str() {
                    word if LOOP_WORDS.contains(&word) => Self::Loop,
                    word if CONTENT_WORDS.contains(&word) || expression.starts_with('>') => Self::Content,
                    _ => Self::Steering,
                }
            }
            TagKind::Output if !tag.literals.is_empty() => Self::Default,
            TagKind::Output => of_value(expression),
        }
    }
}

fn of_value(expression: &str) -> HoleKind {
    // The name of the value stands before its filters and arguments.
    let name: String =
        expression.split(['|', ',', '"', '\'']).next().unwrap_or_default().to_ascii_lowercase();
    let mut parts =
        name.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|part| !part.is_empty());
    if parts.clone().any(|part| CONTENT_WORDS.contains(&part)) {
        return HoleKind::Content;
    }
    let is_address = |part: &str| {
        part.split('_').any(|word| ADDRESS_WORDS.contains(&word))
            || ADDRESS_ENDS.iter().any(|end| part.ends_with(end))
    };
    if parts.any(is_address) { HoleKind::Address } else { HoleKind::Value }
}

#[cfg(test)]
mod tests {
    use super::HoleKind;
    use crate::document::template::lex;

    fn kinds(text: &str) -> Vec<&'static str> {
        lex(text, None).tags.iter().map(|tag| HoleKind::of(tag, text).as_str()).collect()
    }

    #[test]
    fn names_tell_what_stands_there() {
        assert_eq!(
            kinds("{{ first_name }} {{ unsubscribe_url }} {{ name | default: 'you' }}"),
            ["value", "address", "default"]
        );
        assert_eq!(
            kinds("*|UNSUB|* *|FNAME|* *|ARCHIVE|* %%view_email_url%% %%=v(@link)=%%"),
            ["address", "value", "address", "address", "address"]
        );
        assert_eq!(
            kinds("{{content_blocks.${footer}}}{{> footer}}{% include 'a' %}{% assign a = 1 %}"),
            ["content", "content", "content", "steering"]
        );
        assert_eq!(
            kinds("{{#each a}}{{/each}}{% for a in b %}{% endfor %}{% if a %}{% endif %}"),
            ["loop", "loop", "loop", "loop", "branch", "branch"]
        );
        assert_eq!(
            kinds("{{ product.color }} {{ curling }} {{ unsubstantial }}"),
            ["value", "value", "value"]
        );
    }
}
