//! Buttons whose color differs.

use crate::campaign::Member;
use crate::campaign::kind::{Cx, Kind};
use crate::campaign::labels;
use crate::facts::{Fact, FactValue};
use crate::finding::FactKind;
use crate::rule::{RuleMeta, declare_rule};
use crate::values::color::Srgb;
use crate::values::networks;

declare_rule! {
    /// ## What it does
    ///
    /// Reports calls to action with the same words that are filled with different colors: in the artifacts of a campaign,
    /// or in the copy of a button that Outlook shows. Buttons that lead to a social network have its colors. A color that is
    /// not in the guide's palette is told by `visual/off-palette-color`.
    ///
    /// ## Why it matters
    ///
    /// People know a brand's button by its color before they read it.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <!--[if mso]>
    /// <v:roundrect href="https://harborandpine.example/sale" fillcolor="#094A3E"><center style="color:#FFFFFF;">Shop the sale</center></v:roundrect>
    /// <![endif]-->
    /// <!--[if !mso]><!--><a class="button" style="background-color:#0B5D4E" href="https://harborandpine.example/sale">Shop the sale</a><!--<![endif]-->
    /// ```
    ///
    /// ```html,valid
    /// <!--[if mso]>
    /// <v:roundrect href="https://harborandpine.example/sale" fillcolor="#0B5D4E"><center style="color:#FFFFFF;">Shop the sale</center></v:roundrect>
    /// <![endif]-->
    /// <!--[if !mso]><!--><a class="button" style="background-color:#0b5d4e" href="https://harborandpine.example/sale">Shop the sale</a><!--<![endif]-->
    /// ```
    ///
    /// ## How to fix
    ///
    /// Fill both with the color that the guide has for calls to action.
    ///
    /// ## Guide keys
    ///
    /// `vary` in `campaign.toml`; `[[color]]` and `neutral` in `visual.toml`.
    pub struct Color {
        id: "consistency/color",
        summary: "calls to action with the same words in different colors",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

impl Kind for Color {
    /// The folded words of the call to action.
    type Key = String;
    type Value = Srgb;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::Color;
    const READS: &'static [FactKind] = &[FactKind::Cta];
    const VARIES_AS: &'static str = "color";
    const NEEDS_A_CAMPAIGN: bool = true;

    fn read(&self, cx: Cx<'_, '_>, member: &Member<'_>, fact: &Fact) -> Option<(String, Srgb)> {
        let FactValue::Cta { label, raw_url, fill: Some(fill), .. } = &fact.value else { return None };
        if raw_url.as_deref().is_some_and(|url| networks::of_address(url).is_some()) {
            return None;
        }
        let palette = &cx.guide.palette;
        let is_ours = palette.colors.is_empty()
            || palette.colors.iter().any(|token| token.value == *fill)
            || palette.neutrals.contains(fill);
        let label = labels::of_member(cx.guide, member, label)?;
        is_ours.then_some((label.folded, *fill))
    }

    fn subject(&self, _cx: Cx<'_, '_>, key: &String) -> String {
        format!("fill of \"{key}\"")
    }

    fn show(&self, value: &Srgb) -> String {
        value.to_string()
    }

    fn words(&self, _fact: &Fact, value: &Srgb) -> String {
        value.to_string()
    }

    fn identity(&self, _cx: Cx<'_, '_>, key: &String) -> String {
        key.clone()
    }
}
