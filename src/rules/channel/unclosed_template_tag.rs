//! `channel/unclosed-template-tag`.

use crate::document::{Document, UnclosedTag};
use crate::finding::Finding;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::{Rule, RuleContext};

declare_rule! {
    /// ## What it does
    ///
    /// Finds template tags that are opened and not closed, at their opening delimiter. Outside of the text that readers
    /// see, in scripts and in code, they count only where the file has other template tags.
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
        for tag in &cx.document.unclosed_tags {
            if cx.document.dialect.is_some() || is_read(cx.document, tag) {
                findings.push(
                    Finding::new(&Self::META, cx.location(tag.span), tag.message.as_str())
                        .label("opened here")
                        .help("close the tag: as it stands, a reader gets to see it"),
                );
            }
        }
    }
}

/// Whether a reader sees the tag.
fn is_read(document: &Document, tag: &UnclosedTag) -> bool {
    document.segments.iter().any(|segment| {
        let runs = segment.text.runs();
        let next = runs.partition_point(|run| run.source.end() <= tag.span.start());
        runs.get(next).is_some_and(|run| run.source.overlaps(tag.span))
    })
}
