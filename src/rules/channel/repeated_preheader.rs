//! `channel/repeated-preheader`.

use crate::document::Segment;
use crate::finding::{Finding, Label};
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::{Rule, RuleContext};
use crate::scope::Scope;
use crate::text::words::bare_words;

/// Shorter lines may well stand in two places.
const MIN_WORDS: usize = 2;

/// So many texts at the head of an email are what its reader sees first.
const FIRST_TEXTS: usize = 4;

const REPEATS_SUBJECT: &str = "the preheader repeats the subject";

const REPEATS_BODY: &str = "the preheader repeats the first words of the email";

declare_rule! {
    /// ## What it does
    ///
    /// Finds preheaders that say word for word what the subject says or what the email begins with. Texts with
    /// placeholders are spared.
    ///
    /// ## Why it matters
    ///
    /// A mail client shows the preheader between the subject and the first words of the email. Said twice, it wastes the
    /// second chance to be opened.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <title>The Cove is back</title><body><div style="display:none">The Cove is back</div><p>Hello</p></body>
    /// ```
    ///
    /// ```html,valid
    /// <title>The Cove is back</title><body><div style="display:none">In oak, and for one week</div><p>Hello</p></body>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Say what the subject leaves open: for whom, until when, for how much.
    ///
    /// ## Guide keys
    ///
    /// None.
    pub struct RepeatedPreheader {
        id: "channel/repeated-preheader",
        summary: "a preheader that repeats the subject or the first words",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

impl Rule for RepeatedPreheader {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        if !cx.is_email() {
            return;
        }
        for preheader in cx.in_place(Scope::Preheader).filter(|preheader| preheader.holes.is_empty()) {
            let words = bare_words(preheader.text.as_str());
            if words.split(' ').count() < MIN_WORDS {
                continue;
            }
            let is_same =
                |other: &&Segment| other.holes.is_empty() && bare_words(other.text.as_str()) == words;
            if let Some(subject) = cx.in_place(Scope::Subject).find(is_same) {
                findings.push(finding(cx, preheader, subject, REPEATS_SUBJECT));
            } else if let Some(first) = cx.body().take(FIRST_TEXTS).find(is_same) {
                findings.push(finding(cx, preheader, first, REPEATS_BODY));
            }
        }
    }
}

fn finding(cx: &RuleContext<'_>, preheader: &Segment, other: &Segment, message: &str) -> Finding {
    let whole = |segment: &Segment| cx.location(segment.text.span(0..segment.text.as_str().len()));
    let mut finding = Finding::new(&RepeatedPreheader::META, whole(preheader), message)
        .place(Scope::Preheader)
        .label("says nothing new")
        .values(preheader.text.as_str(), None)
        .help("say what the subject leaves open: for whom, until when, for how much");
    finding.related =
        vec![Label { location: whole(other), value: None, message: "the same words".to_owned() }];
    finding
}
