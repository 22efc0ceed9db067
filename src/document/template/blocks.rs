//! The blocks that are open, since `else` and `end` mean what their opener makes of them, and what is told of blocks that do
//! not fit together. Knows nothing of how a tag is found.

use crate::document::template::TagKind;
use crate::document::template::statement::{Family, Statement, is_branch_word};
use crate::span::Span;

/// What a tag does, given what is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Effect {
    pub(super) kind: TagKind,
    /// For the tags of a branch that fit together: its number.
    pub(super) block: Option<u32>,
}

impl Effect {
    /// A tag that belongs to no branch.
    pub(super) const fn alone(kind: TagKind) -> Self {
        Self { kind, block: None }
    }
}

impl From<TagKind> for Effect {
    fn from(kind: TagKind) -> Self {
        Self::alone(kind)
    }
}

/// The blocks that are open.
#[derive(Default, Debug)]
pub(super) struct Frames<'t> {
    open: Vec<Frame<'t>>,
    n_blocks: u32,
    faults: Vec<Fault<'t>>,
}

#[derive(Debug)]
struct Frame<'t> {
    family: Family,
    name: &'t str,
    /// The number of a branch; loops have none.
    block: Option<u32>,
    span: Span,
}

/// A tag that does not fit to the others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault<'t> {
    pub(super) span: Span,
    family: Family,
    kind: FaultKind<'t>,
}

#[derive(Clone, Copy, Debug)]
enum FaultKind<'t> {
    /// A block of this name that is never closed.
    Open(&'t str),
    /// An `else` outside of any block.
    Arm,
    /// An end of what was not begun.
    Close,
}

/// How many open blocks are searched for the one that a tag closes: templates are nested less deep, and hostile
/// ones must not cost a search of the whole stack for each tag.
const LOOK_BACK: usize = 64;

impl<'t> Frames<'t> {
    /// Frames whose branches are numbered from `first` on.
    pub(super) fn numbered_from(first: u32) -> Self {
        Self { n_blocks: first, ..Self::default() }
    }

    /// How many branches there are.
    pub(super) const fn n_blocks(&self) -> u32 {
        self.n_blocks
    }

    /// Whether a block of this family is open.
    pub(super) fn has_open(&self, family: Family) -> bool {
        self.open.iter().rev().take(LOOK_BACK).any(|frame| frame.family == family)
    }

    /// What the `statement` of the tag at `span` does.
    pub(super) fn apply(&mut self, family: Family, statement: Statement<'t>, span: Span) -> Effect {
        match statement {
            Statement::Output => Effect::alone(TagKind::Output),
            Statement::Steering => Effect::alone(TagKind::Steering),
            Statement::Comment => Effect::alone(TagKind::Comment),
            Statement::Branch(name) => {
                let block = Some(self.n_blocks);
                self.n_blocks += 1;
                self.open.push(Frame { family, name, block, span });
                Effect { kind: TagKind::BranchOpen, block }
            }
            Statement::Loop(name) => {
                self.open.push(Frame { family, name, block: None, span });
                Effect::alone(TagKind::Steering)
            }
            Statement::Arm => self.arm(family, span),
            Statement::Close(name) => self.close(family, name, span),
        }
    }

    fn arm(&mut self, family: Family, span: Span) -> Effect {
        match self.open.iter().rev().take(LOOK_BACK).find(|frame| frame.family == family) {
            Some(Frame { block: None, .. }) => Effect::alone(TagKind::Steering),
            Some(frame) => Effect { kind: TagKind::BranchArm, block: frame.block },
            None => {
                if family.is_told() && self.open.len() < LOOK_BACK {
                    self.faults.push(Fault { span, family, kind: FaultKind::Arm });
                }
                Effect::alone(TagKind::BranchArm)
            }
        }
    }

    fn close(&mut self, family: Family, name: &str, span: Span) -> Effect {
        let matching = self.open.iter().rev().take(LOOK_BACK).position(|frame| {
            frame.family == family && (name.is_empty() || frame.name.eq_ignore_ascii_case(name))
        });
        let Some(depth) = matching else {
            let is_branch = is_branch_word(&name.to_ascii_lowercase());
            if is_branch && self.open.len() < LOOK_BACK {
                self.faults.push(Fault { span, family, kind: FaultKind::Close });
            }
            return Effect::alone(if is_branch { TagKind::BranchClose } else { TagKind::Steering });
        };
        let index = self.open.len() - 1 - depth;
        let mut closed = self.open.drain(index..);
        let block = closed.next().and_then(|frame| frame.block);
        let left_open: Vec<Frame<'t>> = closed.collect();
        self.faults.extend(left_open.into_iter().filter_map(Frame::left_open));
        match block {
            Some(_) => Effect { kind: TagKind::BranchClose, block },
            None => Effect::alone(TagKind::Steering),
        }
    }

    /// What does not fit, once everything was read.
    pub(super) fn into_faults(self) -> Vec<Fault<'t>> {
        let mut faults = self.faults;
        faults.extend(self.open.into_iter().filter_map(Frame::left_open));
        faults
    }
}

impl<'t> Frame<'t> {
    /// Blocks of programs are told by their looks, which is too little to call one open.
    fn left_open(self) -> Option<Fault<'t>> {
        let Self { family, name, span, .. } = self;
        (!name.is_empty() && family.is_told()).then_some(Fault { span, family, kind: FaultKind::Open(name) })
    }
}

impl Fault<'_> {
    /// A sentence for the user about the tag in `text`.
    pub(super) fn message(&self, text: &str) -> String {
        let tag = shown(self.span.slice(text));
        match self.kind {
            FaultKind::Open(name) => {
                let closer = self.family.closer(name, self.span.slice(text));
                format!("`{tag}` is not closed: no `{closer}` follows")
            }
            FaultKind::Arm => format!("`{tag}` belongs to no block that is open"),
            FaultKind::Close => format!("`{tag}` closes nothing that is open"),
        }
    }
}

/// A tag in one line, cut where it is long.
fn shown(tag: &str) -> String {
    const LENGTH: usize = 40;
    let line: String = tag.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LENGTH {
        return line;
    }
    let head: String = line.chars().take(LENGTH - 1).collect();
    format!("{head}…")
}
