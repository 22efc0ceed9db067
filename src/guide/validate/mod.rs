//! Whether the entries of a guide fit together, one file a topic: from `raw` entries to valid ones. An entry that
//! cannot hold beside an earlier one is reported and left out. Must not know files.

pub(crate) mod brand;
pub(crate) mod channel;
pub(crate) mod contact;
pub(crate) mod lists;
pub(crate) mod pricing;
pub(crate) mod social;
pub(crate) mod terms;
pub(crate) mod tone;

use std::collections::BTreeMap;

use crate::finding::{Finding, GuideRef, Label};
use crate::guide::problems::{Contradiction, DuplicateId, SyntaxError, UnknownReference};
use crate::guide::reader::{Located, advice, location, problem};

/// Mistakes, as they are found.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    all: Vec<Finding>,
    /// Some text could not be read, so that what seems not to exist may stand there.
    torn: bool,
}

impl Problems {
    pub(crate) fn extend(&mut self, findings: Vec<Finding>) {
        self.torn |= findings.iter().any(|finding| finding.rule == SyntaxError::META.rule_id());
        self.all.extend(findings);
    }

    /// In the order of file and place.
    pub(crate) fn into_sorted(mut self) -> Vec<Finding> {
        self.all.sort_by(|a, b| a.primary.cmp(&b.primary).then_with(|| a.rule.cmp(&b.rule)));
        self.all
    }

    /// The value of a setting that may be made once; others are reported.
    pub(crate) fn once<T>(&mut self, what: &str, values: Vec<Located<T>>) -> Option<T> {
        let mut values = values.into_iter();
        let first = values.next()?;
        for again in values {
            self.repeated(&format!("`{what}` is set twice"), &again.origin, &first.origin);
        }
        Some(first.value)
    }

    /// The same thing a second time.
    pub(crate) fn repeated(&mut self, message: &str, at: &GuideRef, first: &GuideRef) {
        let finding = problem(&DuplicateId::META, at, message)
            .label("a second time here")
            .help(format!("keep one; the first stands at {}:{}", first.file, first.line));
        self.push(finding, first, "first here");
    }

    /// Two entries that cannot both hold.
    pub(crate) fn contradiction(
        &mut self,
        message: String,
        at: (&GuideRef, &str),
        other: (&GuideRef, &str),
        help: &str,
    ) {
        let finding = problem(&Contradiction::META, at.0, message).label(at.1).help(help);
        self.push(finding, other.0, other.1);
    }

    /// One entry that contradicts itself.
    pub(crate) fn own_contradiction(&mut self, message: String, at: &GuideRef, label: &str, help: &str) {
        self.all.push(problem(&Contradiction::META, at, message).label(label).help(help));
    }

    /// A name of something that does not exist. Kept to itself where a part of the guide could not be read.
    pub(crate) fn unknown(&mut self, what: &str, name: &Located<String>, legal: &[&str]) {
        if self.torn {
            return;
        }
        let help = if legal.is_empty() {
            format!("the guide has no {what} yet")
        } else {
            advice(&name.value, "known", legal)
        };
        let finding = problem(&UnknownReference::META, &name.origin, format!("no {what} `{}`", name.value))
            .label(format!("unknown {what}"))
            .help(help);
        self.all.push(finding);
    }

    fn push(&mut self, mut finding: Finding, other: &GuideRef, message: &str) {
        finding.related.push(Label { location: location(other), value: None, message: message.to_owned() });
        self.all.push(finding);
    }
}

/// Names that are taken, and where.
#[derive(Debug, Default)]
pub(crate) struct Taken(BTreeMap<String, GuideRef>);

impl Taken {
    /// Takes a name; one that is taken already is reported and gives `false`.
    pub(crate) fn take(&mut self, what: &str, key: String, at: &GuideRef, problems: &mut Problems) -> bool {
        if let Some(first) = self.0.get(&key) {
            problems.repeated(&format!("{what} `{key}` is there twice"), at, first);
            return false;
        }
        self.0.insert(key, at.clone());
        true
    }
}
