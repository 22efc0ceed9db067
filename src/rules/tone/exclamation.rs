//! `tone/exclamation`.

use std::ops::Range;

use crate::artifact::Channel;
use crate::document::Segment;
use crate::finding::{Applicability, Finding, Label};
use crate::guide::tone::ExclamationPolicy;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::{Rule, RuleContext};
use crate::scope::{Rendering, Scope, Visibility};

fn too_many(count: usize, max: u32, channel: Option<Channel>) -> String {
    let place = channel.map_or("here", Channel::family);
    format!("{count} exclamation marks; the guide allows {max} in {place}")
}

fn in_a_row(count: usize, max: u32) -> String {
    format!("{count} exclamation marks in a row; the guide allows {max}")
}

declare_rule! {
    /// ## What it does
    ///
    /// Counts exclamation marks in the text that people read and finds artifacts with more than the guide allows for
    /// their channel, and marks in a row. One finding an artifact for the number, at the first mark too many. Marks that
    /// belong to a name are not counted.
    ///
    /// ## Why it matters
    ///
    /// Who shouts in every line has nothing left for the line that matters. Mail filters count too.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p>It is back!! Order today.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>It is back! Order today.</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// End sentences with a full stop.
    ///
    /// ## Guide keys
    ///
    /// `[exclamation]` with `max`, `max-by-channel`, `max-in-a-row`.
    pub struct Exclamation {
        id: "tone/exclamation",
        summary: "more exclamation marks than the guide allows",
        level: Warning,
        fix: Sometimes,
        since: "0.1.0",
    }
}

/// So many of the other marks are shown; the message has their number.
const MAX_RELATED: usize = 100;

/// Marks that stand together.
struct Marks<'a> {
    segment: &'a Segment,
    range: Range<usize>,
}

impl Rule for Exclamation {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let Some(policy) = &cx.guide.tone.exclamation else { return };
        let marks = marks(cx);
        for row in &marks {
            if row.range.len() > policy.max_in_a_row as usize {
                findings.push(row_finding(cx, row, policy));
            }
        }
        let channel = cx.document.attributes.channel;
        let max = policy.max_for(channel);
        // Marks in a row are one exclamation here; that they are too many in a row was said. What Outlook alone shows, it
        // shows instead of what was counted already.
        let marks: Vec<Marks<'_>> =
            marks.into_iter().filter(|row| row.segment.rendering != Rendering::Outlook).collect();
        if marks.len() > max as usize
            && let Some(first) = marks.get(max as usize)
        {
            let mut finding = Finding::new(
                &Self::META,
                cx.location(first.segment.text.span(first.range.clone())),
                too_many(marks.len(), max, channel),
            )
            .place(first.segment.place(&first.range))
            .values(marks.len().to_string(), Some(max.to_string()))
            .label("the first too many")
            .help("end sentences with a full stop")
            .demanded_by(&policy.origin);
            finding.identity = vec!["number".to_owned()];
            finding.related = marks
                .iter()
                .skip(max as usize + 1)
                .take(MAX_RELATED)
                .map(|row| Label {
                    location: cx.location(row.segment.text.span(row.range.clone())),
                    value: None,
                    message: "another".to_owned(),
                })
                .collect();
            findings.push(finding);
        }
    }
}

fn row_finding(cx: &RuleContext<'_>, row: &Marks<'_>, policy: &ExclamationPolicy) -> Finding {
    let count = row.range.len();
    let finding = Finding::new(
        &Exclamation::META,
        cx.location(row.segment.text.span(row.range.clone())),
        in_a_row(count, policy.max_in_a_row),
    )
    .place(row.segment.place(&row.range))
    .values("!".repeat(count), None)
    .label("in a row")
    .demanded_by(&policy.origin);
    if policy.max_in_a_row > 0 && row.segment.text.is_verbatim(row.range.clone()) {
        return finding.replacement("!".repeat(policy.max_in_a_row as usize), Applicability::Safe);
    }
    finding
}

fn marks<'a>(cx: &'a RuleContext<'_>) -> Vec<Marks<'a>> {
    let mut marks = Vec::new();
    for (index, segment) in cx.segments().enumerate() {
        // Head metadata repeats what the page says, and a quotation is somebody else's.
        if segment.visibility == Visibility::Machine || segment.scope == Scope::Quote {
            continue;
        }
        let text = segment.text.as_str();
        let mut at = 0;
        while let Some(found) = text.get(at..).and_then(|rest| rest.find('!')) {
            let start = at + found;
            let end = start
                + text.get(start..).unwrap_or_default().bytes().take_while(|byte| *byte == b'!').count();
            at = end;
            let range = start..end;
            let after = text.get(end..).unwrap_or_default();
            if segment.is_prose(&range) && !after.starts_with(['=', '[']) && !cx.is_name(index, &range) {
                marks.push(Marks { segment, range });
            }
        }
    }
    marks
}
