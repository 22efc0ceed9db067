//! `visual/off-palette-color`.

use rustc_hash::FxHashMap;

use crate::facts::FactValue;
use crate::facts::color::NETWORK;
use crate::finding::{Applicability, FactKind, Finding, Label};
use crate::guide::{ColorToken, Palette};
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::{Rule, RuleContext};
use crate::values::color::Srgb;

/// Channels may differ by this much from a token that was probably meant.
const SLIP: u8 = 6;

fn message(written: &str, value: Srgb, meant: Option<&ColorToken>) -> String {
    let is_plain = written.eq_ignore_ascii_case(&value.to_string());
    let shown = if is_plain { format!("`{written}`") } else { format!("`{written}` ({value})") };
    match meant {
        Some(token) => format!("{shown} is nearly {}, and no color of the palette", token.value),
        None => format!("{shown} is no color of the palette"),
    }
}

fn help(meant: Option<&ColorToken>) -> String {
    match meant {
        Some(token) => format!("{} is `{}` of the palette; is that what was meant?", token.value, token.id),
        None => "use a color of the palette, or have this one added to it".to_owned(),
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds colors in `style` attributes, style sheets and attributes such as `bgcolor` that are neither a token nor a
    /// neutral of the guide. Colors are compared by value, however they are written. Colors inside template tags, and
    /// those that only hold under a condition such as a dark scheme, are spared, and so are those of social networks: of links to
    /// them, of what holds nothing but one such link or one icon that names a network, and of selectors that name one.
    /// A guide without colors checks none. Where a color is used several times, it is reported once, with all of its places.
    ///
    /// ## Why it matters
    ///
    /// A green that is nearly the brand's is seen beside the brand's.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <p style="color: #ff8800">Sale</p>
    /// ```
    ///
    /// ```html,valid
    /// <p style="color: rgb(11, 93, 78)">Sale</p>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Use a token of the palette; where one is nearly the same, the finding names it.
    ///
    /// ## Guide keys
    ///
    /// `[[color]]` with `id`, `value`; `neutral`.
    pub struct OffPaletteColor {
        id: "visual/off-palette-color",
        summary: "a color that is not in the palette",
        level: Warning,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Rule for OffPaletteColor {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let palette = &cx.guide.palette;
        let Some(origin) =
            palette.colors.first().map(|token| &token.origin).or(palette.neutrals_origin.as_ref())
        else {
            return;
        };
        let mut last = None;
        let mut known = FxHashMap::default();
        for fact in cx.facts {
            let FactValue::Color { value, role } = fact.value else { continue };
            if role == NETWORK {
                continue;
            }
            // A default that colors texts and buttons alike is one color.
            if last.replace(fact.span) == Some(fact.span) || is_in_palette(palette, value) {
                continue;
            }
            let meant = palette.colors.iter().find(|token| is_slip(token.value, value));
            let mut finding =
                Finding::new(&Self::META, cx.location(fact.span), message(&fact.text, value, meant))
                    .place(fact.place)
                    .values(value.to_string(), meant.map(|token| token.value.to_string()))
                    .label("not in the palette")
                    .help(help(meant))
                    .demanded_by(meant.map_or(origin, |token| &token.origin));
            finding.fact = Some(FactKind::Color);
            let finding = match meant {
                Some(token) => finding.replacement(token.value.to_string(), Applicability::Unsafe),
                None => finding,
            };
            add_copy(findings, &mut known, value, finding);
        }
    }
}

/// Adds what was found at one place. The places of one color are one finding: at the first of them, with the others as
/// further places. `known` says where the finding of a color is.
fn add_copy(findings: &mut Vec<Finding>, known: &mut FxHashMap<Srgb, usize>, color: Srgb, finding: Finding) {
    let first = *known.entry(color).or_insert(findings.len());
    let Some(told) = findings.get_mut(first) else {
        findings.push(finding);
        return;
    };
    told.related.push(Label {
        location: finding.primary,
        value: finding.value,
        message: "also here".to_owned(),
    });
    if let (Some(fix), Some(copy)) = (&mut told.fix, finding.fix) {
        fix.edits.extend(copy.edits);
    }
}

fn is_in_palette(palette: &Palette, value: Srgb) -> bool {
    let value = value.opaque();
    palette
        .colors
        .iter()
        .map(|token| token.value)
        .chain(palette.neutrals.iter().copied())
        .any(|known| known.opaque() == value)
}

fn is_slip(token: Srgb, value: Srgb) -> bool {
    let near = |left: u8, right: u8| left.abs_diff(right) <= SLIP;
    near(token.red, value.red) && near(token.green, value.green) && near(token.blue, value.blue)
}

#[cfg(test)]
mod tests {
    use super::is_slip;

    #[test]
    fn one_digit_off_is_a_slip() {
        let color = |text: &str| text.parse().expect("a color");
        assert!(is_slip(color("#0B5D4E"), color("#0B5D4F")));
        assert!(!is_slip(color("#0B5D4E"), color("#0B6D4E")));
    }
}
