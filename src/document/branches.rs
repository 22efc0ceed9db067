//! The arms of a template's branches: which places of a document exclude each other. Knows nothing of delimiters or of
//! markup; what opens and closes which branch is told by the tags.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::document::template::{Tag, TagKind};
use crate::span::Span;
use crate::text::MappedText;

/// How many enclosing arms are looked at: real branches nest less deep, and a text of openers alone must not cost a walk
/// through all of them for each place.
const MAX_DEPTH: usize = 64;

/// One arm of a template's `if` or `case`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Branch {
    /// Number of the `if` or `case` in the document; those with the same or the opposite condition share one.
    pub group: u32,
    /// Number of the arm in its group; arms of one group exclude each other.
    pub arm: u32,
}

/// The arms that a place stands in, the outermost first. Empty for what every reader sees.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub struct BranchPath(Vec<Branch>);

impl BranchPath {
    /// The arms, the outermost first.
    #[must_use]
    pub fn arms(&self) -> &[Branch] {
        &self.0
    }

    /// The arm that holds the place itself.
    #[must_use]
    pub fn innermost(&self) -> Option<Branch> {
        self.0.last().copied()
    }

    /// Whether the place depends on no condition.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether no reader sees both places: somewhere on the way to them one is in another arm than the other.
    #[must_use]
    pub fn excludes(&self, other: &Self) -> bool {
        let arm_of = |group: u32| {
            let at = other.0.binary_search_by_key(&group, |branch| branch.group).ok()?;
            other.0.get(at).map(|branch| branch.arm)
        };
        self.0.iter().any(|own| arm_of(own.group).is_some_and(|arm| arm != own.arm))
    }

    /// Whether everyone who sees `other` sees this place as well: it depends on no condition that `other` does not.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        self.0.iter().all(|own| other.0.binary_search(own).is_ok())
    }

    /// Adds the arms of another place: what spans both depends on the conditions of both.
    pub(super) fn join(&mut self, other: &Self) {
        for branch in &other.0 {
            if let Err(at) = self.0.binary_search(branch) {
                self.0.insert(at, *branch);
            }
        }
    }
}

/// Branches of a document, for looking up the arms that hold a place.
#[derive(Clone, Default, Debug)]
pub struct Branches {
    /// One list for each text that was read; their places do not overlap.
    lists: Vec<List>,
    n_groups: u32,
}

/// The arms of one text, in the order of their starts.
#[derive(Clone, Debug)]
struct List {
    span: Span,
    arms: Vec<Arm>,
}

#[derive(Clone, Debug)]
struct Arm {
    span: Span,
    branch: Branch,
    /// The arm that this one's branch stands in.
    parent: Option<usize>,
}

impl Branches {
    /// Whether no place depends on any condition.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// Adds the branches that the tags of `text` open and close; `place` says where a stretch of the text stands in the
    /// source. An arm that is never ended holds nothing.
    pub(super) fn read(&mut self, text: &str, tags: &[Tag], place: impl Fn(Span) -> Span) {
        if !tags.iter().any(|tag| tag.kind == TagKind::BranchOpen || tag.literals.len() > 1) {
            return;
        }
        let mut reader = Reader { text, next_group: self.n_groups, ..Reader::default() };
        for tag in tags {
            reader.tag(tag);
        }
        self.n_groups = reader.next_group;
        let mut arms = reader.arms;
        for arm in &mut arms {
            arm.span = place(arm.span);
        }
        let whole = place(Span::from_range(0..text.len()));
        self.lists.push(List { span: whole, arms });
    }

    /// The arms that hold all of `span`, the outermost first.
    #[must_use]
    pub fn path(&self, span: Span) -> BranchPath {
        let Some(list) = self.lists.iter().find(|list| list.span.covers(span)) else {
            return BranchPath::default();
        };
        let mut path = Vec::new();
        let mut index = list.arms.partition_point(|arm| arm.span.start() <= span.start()).checked_sub(1);
        for _ in 0..MAX_DEPTH {
            let Some(arm) = index.and_then(|index| list.arms.get(index)) else { break };
            // A neighboring arm of the same branch starts earlier, but cannot hold what this one does not reach.
            if arm.span.covers(span) {
                path.push(arm.branch);
            }
            index = arm.parent;
        }
        path.sort_unstable();
        BranchPath(path)
    }

    /// The arms that a stretch of a text stands in. Where it is put together of several places, those of all.
    #[must_use]
    pub fn path_of(&self, text: &MappedText, range: &Range<usize>) -> BranchPath {
        let mut path = BranchPath::default();
        if self.is_empty() {
            return path;
        }
        let first = text.runs().partition_point(|run| run.text.end() as usize <= range.start);
        for run in text.runs().iter().skip(first) {
            if run.text.start() as usize >= range.end || path.0.len() > MAX_DEPTH {
                break;
            }
            path.join(&self.path(run.source));
        }
        path
    }

    /// Whether no reader sees both places.
    #[must_use]
    pub fn exclude(&self, one: Span, other: Span) -> bool {
        self.path(one).excludes(&self.path(other))
    }
}

/// Reads the tags of one text in their order.
#[derive(Default)]
struct Reader<'t> {
    text: &'t str,
    next_group: u32,
    arms: Vec<Arm>,
    open: Vec<Open>,
    /// How often each block stands among the open ones: 0 or 1.
    is_open: FxHashMap<u32, usize>,
    /// The group of each condition, by the arm that it stands in, and whether the first block asks for it to be met. What
    /// opens with the same condition is the same arm again, and what opens with the opposite one is the other arm.
    conditions: FxHashMap<(Option<usize>, &'t str), (u32, bool)>,
}

/// A branch that is open.
struct Open {
    /// Number of the block that opened it.
    block: u32,
    group: u32,
    n_arms: u32,
    arm: usize,
    parent: Option<usize>,
}

impl<'t> Reader<'t> {
    fn tag(&mut self, tag: &Tag) {
        match (tag.kind, tag.block) {
            (TagKind::BranchOpen, Some(block)) => self.open(tag, block),
            (TagKind::BranchArm, Some(block)) => {
                if let Some(mut open) = self.close_to(block, tag.span) {
                    open.n_arms += 1;
                    let branch = Branch { group: open.group, arm: open.n_arms - 1 };
                    open.arm = self.arms.len();
                    self.arms.push(Arm { span: Span::at(tag.span.end()), branch, parent: open.parent });
                    self.is_open.insert(block, self.open.len());
                    self.open.push(open);
                }
            }
            (TagKind::BranchClose, Some(block)) => {
                self.close_to(block, tag.span);
            }
            _ => self.choice(tag),
        }
    }

    fn open(&mut self, tag: &Tag, block: u32) {
        let parent = self.open.last().map(|open| open.arm);
        let mut branch = Branch { group: self.next_group, arm: 0 };
        let condition = condition(tag.expression.slice(self.text));
        if let Some((condition, is_positive)) = condition {
            let known = self.conditions.entry((parent, condition)).or_insert((branch.group, is_positive));
            branch = Branch { group: known.0, arm: u32::from(known.1 != is_positive) };
        }
        if branch.group == self.next_group {
            self.next_group += 1;
        }
        self.is_open.insert(block, self.open.len());
        let (group, n_arms) = (branch.group, branch.arm + 1);
        self.open.push(Open { block, group, n_arms, arm: self.arms.len(), parent });
        self.arms.push(Arm { span: Span::at(tag.span.end()), branch, parent });
    }

    /// Ends the arm of a block at a tag, and whatever was left open inside it. Gives the block.
    fn close_to(&mut self, block: u32, at: Span) -> Option<Open> {
        self.is_open.remove(&block)?;
        while let Some(open) = self.open.pop() {
            if open.block == block {
                if let Some(arm) = self.arms.get_mut(open.arm) {
                    arm.span = Span::new(arm.span.start(), at.start().max(arm.span.start()));
                }
                return Some(open);
            }
            self.is_open.remove(&open.block);
        }
        None
    }

    /// A tag that chooses between texts of its own: each is an arm.
    fn choice(&mut self, tag: &Tag) {
        if tag.literals.len() < 2 {
            return;
        }
        let parent = self.open.last().map(|open| open.arm);
        for (number, literal) in (0..).zip(&tag.literals) {
            let branch = Branch { group: self.next_group, arm: number };
            self.arms.push(Arm { span: *literal, branch, parent });
        }
        self.next_group += 1;
    }
}

/// How tags begin that hold one condition, and whether it is to be met. Longer beginnings come first.
const CONDITIONS: &[(&str, bool)] = &[
    ("#unless ", false),
    ("#if ", true),
    ("^", false),
    ("#", true),
    ("unless ", false),
    ("if not ", false),
    ("if !", false),
    ("if ", true),
    ("IFNOT:", false),
    ("IF:", true),
];

/// The condition of a tag and whether it is to be met.
fn condition(expression: &str) -> Option<(&str, bool)> {
    let expression = expression.trim_start_matches(['-', '~']).trim();
    let (beginning, is_positive) = CONDITIONS.iter().find(|(word, _)| expression.starts_with(word))?;
    let condition = expression.get(beginning.len()..)?.trim();
    (!condition.is_empty()).then_some((condition, *is_positive))
}

#[cfg(test)]
mod tests {
    use super::Branches;
    use crate::document::template::lex;
    use crate::span::Span;

    fn branches(text: &str) -> Branches {
        let mut branches = Branches::default();
        branches.read(text, &lex(text, None).tags, |span| span);
        branches
    }

    /// The arms of each of the letters, as `group.arm`, the outermost first.
    fn paths(text: &str, letters: &str) -> Vec<String> {
        let branches = branches(text);
        let shown = |letter: char| {
            let at = text.find(letter).expect("the letter is there");
            let path = branches.path(Span::from_range(at..at + 1));
            let arms: Vec<String> =
                path.arms().iter().map(|branch| format!("{}.{}", branch.group, branch.arm)).collect();
            arms.join(" ")
        };
        letters.chars().map(shown).collect()
    }

    #[test]
    fn arms_nest_and_exclude_each_other() {
        let text = "A{% if x %}B{% if y %}C{% else %}D{% endif %}E{% elsif z %}F{% else %}G{% endif %}H";
        assert_eq!(paths(text, "ABCDEFGH"), ["", "0.0", "0.0 1.0", "0.0 1.1", "0.0", "0.1", "0.2", ""]);
        let branches = branches(text);
        let at = |letter: char| Span::at(u32::try_from(text.find(letter).expect("there")).expect("short"));
        let excludes = |one: char, other: char| branches.exclude(at(one), at(other));
        assert!(excludes('C', 'D') && excludes('D', 'C') && excludes('C', 'G') && excludes('F', 'G'));
        assert!(!excludes('A', 'C') && !excludes('B', 'C') && !excludes('C', 'E') && !excludes('C', 'C'));
    }

    #[test]
    fn opposite_conditions_are_arms_of_one_branch() {
        for text in [
            "{{#v}}B{{/v}} {{^v}}C{{/v}}",
            "{{#if v}}B{{/if}} {{#unless v}}C{{/unless}}",
            "{% if v %}B{% endif %} {% unless v %}C{% endunless %}",
            "*|IF:V|*B*|END:IF|* *|IFNOT:V|*C*|END:IF|*",
        ] {
            assert_eq!(paths(text, "BC"), ["0.0", "0.1"], "{text}");
        }
        assert_eq!(paths("{{#v}}B{{/v}}{{^w}}C{{/w}}", "BC"), ["0.0", "1.0"]);
        assert_eq!(paths("{{^v}}B{{/v}}{{#v}}C{{/v}}{{^v}}D{{/v}}", "BCD"), ["0.0", "0.1", "0.0"]);
        assert_eq!(paths("{{#a}}{{#v}}B{{/v}}{{/a}}{{^v}}C{{/v}}", "BC"), ["0.0 1.0", "2.0"]);
    }

    #[test]
    fn a_choice_between_texts_is_a_branch() {
        assert_eq!(paths("%%=IIF(@a, \"B\", \"C\")=%% D", "BCD"), ["0.0", "0.1", ""]);
        assert_eq!(paths("{{ x | default: \"B\" }}", "B"), [""]);
    }

    #[test]
    fn what_is_left_open_ends_with_what_is_around_it() {
        assert_eq!(paths("{% if a %}{{#if b}}B{% else %}C{% endif %}D", "BCD"), ["0.0", "0.1", ""]);
        assert_eq!(paths("{% if a %}B{% else %}C", "BC"), ["0.0", ""]);
    }
}
