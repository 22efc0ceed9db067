//! `channel/handle`.

use std::ops::Range;

use crate::artifact::Network;
use crate::document::HOLE;
use crate::document::PostField;
use crate::finding::{Applicability, FactKind, Finding};
use crate::guide::social::Handle as Listed;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::channel::posts::{network_name, networks};
use crate::rules::{Rule, RuleContext};
use crate::text::social::{EntityKind, NameForm, mentions};
use crate::values::social::{canonical, is_probable_slip};

fn elsewhere(found: &str, theirs: Network, meant: &Listed) -> String {
    let (theirs, own) = (network_name(theirs), network_name(meant.network));
    format!("`{found}` is our name on {theirs}; on {own} it is `{}`", meant.value)
}

fn slip(found: &str, meant: &Listed) -> String {
    format!("`{found}` is not our name on {}, which is `{}`", network_name(meant.network), meant.value)
}

fn slip_anywhere(found: &str, meant: &Listed) -> String {
    format!("`{found}` is none of our names; `{}` is one", meant.value)
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds names of accounts that are the brand's, but on another network than the post goes to, and names that are
    /// probably slips for the brand's. Names of others are nobody's business. The case of letters does not count.
    ///
    /// ## Why it matters
    ///
    /// Under the same name on another network there may be somebody else, who now has your readers.
    ///
    /// ## Examples
    ///
    /// ```text,invalid
    /// ---
    /// channel: social:x
    /// ---
    /// How is yours set up? Show @harborandpine.desks your desk.
    /// ```
    ///
    /// ```text,valid
    /// ---
    /// channel: social:x
    /// ---
    /// How is yours set up? Show @harborandpine your desk.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the name that the brand has on this network. A post for several networks, on which the names differ, has to
    /// be written once for each. The proposed change should be looked at, since somebody else may be meant after all.
    ///
    /// ## Guide keys
    ///
    /// `[[handle]]` with `network`, `value`.
    pub struct Handle {
        id: "channel/handle",
        summary: "a name of the brand's account that is misspelt, or of another network",
        level: Warning,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Rule for Handle {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let listed = &cx.guide.social.handles;
        if listed.is_empty() {
            return;
        }
        let networks = networks(cx);
        for field in &cx.document.fields {
            let text = field.text.as_str();
            for name in field.entities.iter().filter(|entity| entity.kind == EntityKind::Mention) {
                let range = written(text, name.range.clone(), listed, &networks);
                findings.extend(judge(cx, (field, range), &networks));
            }
        }
    }
}

/// The name as the networks read it: X takes no dots, but where they make a name of the guide it is what was meant.
fn written(text: &str, dotted: Range<usize>, listed: &[Listed], networks: &[Network]) -> Range<usize> {
    if networks != [Network::X] {
        return dotted;
    }
    let name = text.get(dotted.clone()).unwrap_or_default();
    let name_on_all = canonical(name);
    if listed.iter().any(|listed| listed.canonical == name_on_all) {
        return dotted;
    }
    let plain = mentions(name, NameForm::Plain).into_iter().next();
    plain.map_or(dotted.clone(), |plain| dotted.start + plain.range.start..dotted.start + plain.range.end)
}

fn judge(
    cx: &RuleContext<'_>,
    (field, range): (&PostField, Range<usize>),
    networks: &[Network],
) -> Option<Finding> {
    let text = field.text.as_str();
    let name = text.get(range.clone())?;
    let is_open = text.get(range.end..).is_some_and(|rest| rest.starts_with(HOLE));
    if name.contains(HOLE) || is_open {
        return None;
    }
    let listed = &cx.guide.social.handles;
    let canonical = canonical(name);
    let is = |listed: &&Listed| listed.canonical == canonical;
    let known: Vec<&Listed> = listed.iter().filter(is).collect();
    let (message, meant, label) = if networks.is_empty() {
        // Where a post goes that does not say so cannot be told, but any of the names is one.
        let meant = listed.iter().find(|listed| is_probable_slip(&canonical, &listed.canonical));
        let meant = meant.filter(|_| known.is_empty())?;
        (slip_anywhere(name, meant), meant, "misspelt")
    } else {
        networks.iter().find_map(|network| {
            let own = || listed.iter().filter(|listed| listed.network == *network);
            let first = own().next()?;
            if own().any(|own| is(&own)) {
                return None;
            }
            if let Some(theirs) = known.first() {
                return Some((elsewhere(name, theirs.network, first), first, "of another network"));
            }
            let meant = own().find(|own| is_probable_slip(&canonical, &own.canonical))?;
            Some((slip(name, meant), meant, "misspelt"))
        })?
    };
    let mut finding = Finding::new(&Handle::META, cx.location(field.text.span(range.clone())), message)
        .place(field.role.scope())
        .label(label)
        .values(canonical, Some(meant.canonical.clone()))
        .help(format!("write `{}`", meant.value))
        .demanded_by(&meant.origin);
    finding.fact = Some(FactKind::Handle);
    let is_replaceable = networks.len() < 2 && field.text.is_verbatim(range);
    Some(if is_replaceable { finding.replacement(&meant.value, Applicability::Unsafe) } else { finding })
}
