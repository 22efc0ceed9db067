//! Names of accounts of which one is a slip for another.

use crate::campaign::Member;
use crate::campaign::kind::{Cx, Kind};
use crate::facts::{Fact, FactValue};
use crate::finding::FactKind;
use crate::rule::{RuleMeta, declare_rule};
use crate::values::social::is_probable_slip;

declare_rule! {
    /// ## What it does
    ///
    /// Reports names of accounts in a campaign, or in one post, of which one is probably a slip for another. What is a
    /// slip for a name of the brand is told by `channel/handle`.
    ///
    /// ## Why it matters
    ///
    /// A mention with one wrong letter tags a stranger.
    ///
    /// ## Examples
    ///
    /// ```text,invalid
    /// Oak from @northwoodmill, and thank you @northwodmill.
    /// ```
    ///
    /// ```text,valid
    /// Oak from @northwoodmill, and thank you @alderpress.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the name that the account has.
    ///
    /// ## Guide keys
    ///
    /// `vary` in `campaign.toml`; `[[handle]]` in `messaging.toml`.
    pub struct Handle {
        id: "consistency/handle",
        summary: "names of accounts of which one is a slip for another",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

impl Kind for Handle {
    /// The network, where it is known.
    type Key = Option<&'static str>;
    type Value = String;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::Handle;
    const IS_IN_GUIDE: bool = false;
    const READS: &'static [FactKind] = &[FactKind::Handle];
    const VARIES_AS: &'static str = "handle";

    fn read(&self, cx: Cx<'_, '_>, _member: &Member<'_>, fact: &Fact) -> Option<(Self::Key, String)> {
        let FactValue::Handle { value, network } = &fact.value else { return None };
        let mut ours = cx.guide.social.handles.iter();
        let is_told = ours.any(|listed| is_probable_slip(value, &listed.value));
        (!is_told).then(|| (network.map(crate::artifact::Network::as_str), value.clone()))
    }

    fn subject(&self, _cx: Cx<'_, '_>, _key: &Self::Key) -> String {
        "name of an account".to_owned()
    }

    fn show(&self, value: &String) -> String {
        value.clone()
    }

    fn identity(&self, _cx: Cx<'_, '_>, key: &Self::Key) -> String {
        key.unwrap_or_default().to_owned()
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
