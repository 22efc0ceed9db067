//! The arms of a template's branches: which texts exclude each other.

use crate::document::template::{Tag, TagKind};
use crate::document::{Branch, Segment};
use crate::span::Span;

/// How many enclosing arms are looked at: real branches nest less deep, and a text of openers alone must not cost a walk
/// through all of them for each segment.
const MAX_DEPTH: usize = 64;

/// Branches of a document, for looking up the arm that holds a place.
#[derive(Debug)]
pub(super) struct Branches {
    /// Arms in the order of their starts.
    arms: Vec<Arm>,
}

#[derive(Debug)]
struct Arm {
    span: Span,
    branch: Branch,
    /// The arm that this one's branch stands in.
    parent: Option<usize>,
}

impl Branches {
    /// The branches that `tags` open and close. A branch that is never closed has no arms.
    pub(super) fn new(tags: &[Tag]) -> Self {
        let mut arms: Vec<Arm> = Vec::new();
        // Open branches: number, and the arm that is open in each.
        let mut open: Vec<(u32, Vec<usize>)> = Vec::new();
        let mut groups = 0;
        for tag in tags {
            match tag.kind {
                TagKind::BranchOpen => {
                    let parent = open.last().and_then(|(_, arms)| arms.last().copied());
                    arms.push(Arm {
                        span: Span::at(tag.span.end()),
                        branch: Branch { group: groups, arm: 0 },
                        parent,
                    });
                    open.push((groups, vec![arms.len() - 1]));
                    groups += 1;
                }
                TagKind::BranchArm | TagKind::BranchClose => {
                    let Some((group, own)) = open.last_mut() else { continue };
                    let parent = own.last().and_then(|arm| arms.get(*arm)).and_then(|arm| arm.parent);
                    if let Some(arm) = own.last().and_then(|arm| arms.get_mut(*arm)) {
                        arm.span = Span::new(arm.span.start(), tag.span.start().max(arm.span.start()));
                    }
                    if tag.kind == TagKind::BranchClose {
                        open.pop();
                        continue;
                    }
                    let number = u32::try_from(own.len()).unwrap_or(u32::MAX);
                    arms.push(Arm {
                        span: Span::at(tag.span.end()),
                        branch: Branch { group: *group, arm: number },
                        parent,
                    });
                    own.push(arms.len() - 1);
                }
                TagKind::Output | TagKind::Steering | TagKind::Comment => {}
            }
        }
        Self { arms }
    }

    /// The innermost arm that holds the whole segment.
    pub(super) fn of(&self, segment: &Segment) -> Option<Branch> {
        let runs = segment.text.runs();
        let span = runs.first()?.source.join(runs.last()?.source);
        let mut index = self.arms.partition_point(|arm| arm.span.start() <= span.start()).checked_sub(1);
        for _ in 0..MAX_DEPTH {
            let arm = self.arms.get(index?)?;
            if arm.span.covers(span) {
                return Some(arm.branch);
            }
            // A neighboring arm of the same branch starts earlier, but cannot hold what this one does not reach.
            index = arm.parent;
        }
        None
    }
}
