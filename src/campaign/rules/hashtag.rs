//! Hashtags of which one is a slip for another.

use crate::campaign::Member;
use crate::campaign::kind::{Cx, Kind};
use crate::facts::{Fact, FactValue};
use crate::finding::FactKind;
use crate::rule::{RuleMeta, declare_rule};
use crate::values::social::is_probable_slip;

declare_rule! {
    /// ## What it does
    ///
    /// Reports hashtags of a campaign, or of one post, of which one is probably a slip for another. What is a slip for a
    /// hashtag of the guide is told by `channel/hashtag`.
    ///
    /// ## Why it matters
    ///
    /// A hashtag with one wrong letter gathers nothing, and nobody sees it.
    ///
    /// ## Examples
    ///
    /// ```text,invalid
    /// #SolidOakWeek starts today. #SolidOkWeek
    /// ```
    ///
    /// ```text,valid
    /// #SolidOakWeek starts today. #StandingDesk
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write one of them everywhere, and list it in the guide.
    ///
    /// ## Guide keys
    ///
    /// `vary` in `campaign.toml`; `[[hashtag]]` in `messaging.toml`.
    pub struct Hashtag {
        id: "consistency/hashtag",
        summary: "hashtags of a campaign of which one is a slip for another",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

impl Kind for Hashtag {
    type Key = ();
    type Value = String;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::Hashtag;
    const IS_IN_GUIDE: bool = false;
    const READS: &'static [FactKind] = &[FactKind::Hashtag];
    const VARIES_AS: &'static str = "hashtag";

    fn read(&self, cx: Cx<'_, '_>, _member: &Member<'_>, fact: &Fact) -> Option<((), String)> {
        let FactValue::Hashtag(tag) = &fact.value else { return None };
        let is_told = cx.guide.social.hashtags.iter().any(|listed| is_probable_slip(tag, &listed.text));
        (!is_told).then(|| ((), tag.clone()))
    }

    fn subject(&self, _cx: Cx<'_, '_>, (): &()) -> String {
        "hashtag".to_owned()
    }

    fn show(&self, value: &String) -> String {
        value.clone()
    }

    fn identity(&self, _cx: Cx<'_, '_>, (): &()) -> String {
        String::new()
    }

    fn are_rivals(&self, _cx: Cx<'_, '_>, one: &String, other: &String) -> bool {
        is_probable_slip(one, other)
    }

    fn is_slip(&self, found: &String, expected: &String) -> bool {
        is_probable_slip(found, expected)
    }

    fn are_twins(&self, one: &String, other: &String) -> bool {
        is_probable_slip(one, other)
    }
}
