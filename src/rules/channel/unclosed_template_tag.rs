//! `channel/unclosed-template-tag`.

use crate::artifact::MediaType;
use crate::document::{Document, UnclosedTag};
use crate::finding::Finding;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::{Rule, RuleContext};

declare_rule! {
    /// ## What it does
    ///
    /// Finds template tags that are opened and not closed, at their opening delimiter, and blocks such as `{% if %}` without
    /// their end. Outside of the text that readers see, in scripts and in code, they count only where the file has other
    /// template tags. A piece of a page may open a block that another piece closes, so that blocks are held against whole
    /// pages and emails only.
    ///
    /// ## Why it matters
    ///
    /// The mail system or the site generator either refuses the template, or sends the tag to readers as it stands.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>Hello {{ first_name, your desk is on its way.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>Hello {{ first_name | default: "there" }}, your desk is on its way.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Close the tag. There is no automatic fix, since only you know where it ends.
    ///
    /// ## Guide keys
    ///
    /// None.
    pub struct UnclosedTemplateTag {
        id: "channel/unclosed-template-tag",
        summary: "a template tag that is not closed",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

impl Rule for UnclosedTemplateTag {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let tags = &cx.document.unclosed_tags;
        let spares_blocks = tags.iter().any(|tag| tag.is_unpaired) && is_piece(cx);
        for tag in tags.iter().filter(|tag| !(tag.is_unpaired && spares_blocks)) {
            if cx.document.dialect.is_some() || is_read(cx.document, tag) {
                let (label, help) = match tag.is_unpaired {
                    true => ("stands alone", "give the block its start and its end"),
                    false => ("opened here", "close the tag: as it stands, a reader gets to see it"),
                };
                findings.push(
                    Finding::new(&Self::META, cx.location(tag.span), tag.message.as_str())
                        .label(label)
                        .help(help),
                );
            }
        }
    }
}

/// Whether the artifact is a piece of a page or an email, from which others are put together: it has no body, or only one
/// end of it.
fn is_piece(cx: &RuleContext<'_>) -> bool {
    let end: &[u8] = match cx.artifact.media_type {
        MediaType::Html => b"</body",
        MediaType::Mjml => b"</mj-body",
        _ => return false,
    };
    let text = cx.artifact.source.text().as_bytes();
    let is_closed = || text.windows(end.len()).any(|window| window.eq_ignore_ascii_case(end));
    cx.document.frame.body.is_none() || !is_closed()
}

/// Whether a reader sees the tag.
fn is_read(document: &Document, tag: &UnclosedTag) -> bool {
    document.segments.iter().any(|segment| {
        let runs = segment.text.runs();
        let next = runs.partition_point(|run| run.source.end() <= tag.span.start());
        runs.get(next).is_some_and(|run| run.source.overlaps(tag.span))
    })
}
