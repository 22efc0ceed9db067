//! Calls to action that lead elsewhere.

use std::cmp::Ordering;

use crate::artifact::Channel;
use crate::campaign::Member;
use crate::campaign::kind::{Cx, Declared, Hint, Kind};
use crate::campaign::labels::{self, Label};
use crate::facts::{Fact, FactValue};
use crate::finding::{FactKind, Truth};
use crate::rule::{RuleMeta, declare_rule};
use crate::scope::Scope;
use crate::values::url::{self, Target, canonical};

declare_rule! {
    /// ## What it does
    ///
    /// Reports calls to action with the same words that lead to different pages: in the artifacts of a campaign, against
    /// the campaign's record, or in the copy of a button that Outlook or the plain-text part shows. The only link of a
    /// post counts as its call to action. Words that may lead anywhere, such as "learn more", are compared with their
    /// copies only. Addresses are compared without tracking parameters and without the segment that names a language.
    ///
    /// A link that goes through a shortener cannot be compared, and is reported as such for information: where the record
    /// or the others say where it should lead, and for the only link of a post also where all others lead to one page.
    ///
    /// ## Why it matters
    ///
    /// Whoever lands on the wrong page buys nothing, and nobody notices: the click was counted.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <!--[if mso]>
    /// <v:roundrect href="https://harborandpine.example/sale/chair" fillcolor="#0B5D4E"><center style="color:#FFFFFF;">Shop the sale</center></v:roundrect>
    /// <![endif]-->
    /// <!--[if !mso]><!--><a class="button" href="https://harborandpine.example/sale/desk">Shop the sale</a><!--<![endif]-->
    /// ```
    ///
    /// ```html,valid
    /// <!--[if mso]>
    /// <v:roundrect href="https://harborandpine.example/sale/desk?utm_source=email" fillcolor="#0B5D4E"><center style="color:#FFFFFF;">Shop the sale</center></v:roundrect>
    /// <![endif]-->
    /// <!--[if !mso]><!--><a class="button" href="https://harborandpine.example/sale/desk">Shop the sale</a><!--<![endif]-->
    /// ```
    ///
    /// ## How to fix
    ///
    /// Link to the page of the campaign's record, or correct the record.
    ///
    /// ## Guide keys
    ///
    /// `[cta]` and `vary` in `campaign.toml`.
    pub struct CtaTarget {
        id: "consistency/cta-target",
        summary: "calls to action with the same words that lead to different pages",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

/// What leads somewhere.
#[derive(Clone)]
pub(in crate::campaign) enum Pointer {
    /// A button with these words.
    Button(Label),
    /// The only link of a post or a message.
    Post,
}

impl Pointer {
    /// What two of them must share to be the same: a button in capitals is no other one.
    fn identity(&self) -> Option<(&str, Option<&str>)> {
        match self {
            Self::Button(label) => Some((&label.folded, label.language.as_deref())),
            Self::Post => None,
        }
    }
}

impl PartialEq for Pointer {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for Pointer {}

impl PartialOrd for Pointer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Pointer {
    fn cmp(&self, other: &Self) -> Ordering {
        self.identity().cmp(&other.identity())
    }
}

/// Where it leads.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::campaign) struct Aim {
    target: Target,
    /// Without the tracking, for people.
    address: String,
}

impl Aim {
    fn of(address: &str) -> Self {
        Self { target: Target::of(address), address: address.to_owned() }
    }
}

impl Kind for CtaTarget {
    type Key = Pointer;
    type Value = Aim;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::Cta;
    const IS_IN_GUIDE: bool = false;
    const READS: &'static [FactKind] = &[FactKind::Cta, FactKind::Url];
    const VARIES_AS: &'static str = "cta-target";

    fn read(&self, cx: Cx<'_, '_>, member: &Member<'_>, fact: &Fact) -> Option<(Pointer, Aim)> {
        match &fact.value {
            FactValue::Cta { label, url: Some(url), .. } if fact.place != Scope::Footer => {
                let label = labels::of_member(cx.guide, member, label)?;
                Some((Pointer::Button(label), Aim::of(url)))
            }
            FactValue::Url(url) if is_only_link(member, url) => Some((Pointer::Post, Aim::of(url))),
            _ => None,
        }
    }

    fn subject(&self, _cx: Cx<'_, '_>, key: &Pointer) -> String {
        match key {
            Pointer::Button(label) => format!("target of \"{}\"", label.shown),
            Pointer::Post => "link of the post".to_owned(),
        }
    }

    fn show(&self, value: &Aim) -> String {
        value.address.clone()
    }

    fn words(&self, _fact: &Fact, value: &Aim) -> String {
        value.address.clone()
    }

    fn identity(&self, _cx: Cx<'_, '_>, key: &Pointer) -> String {
        match key {
            Pointer::Button(label) => label.folded.clone(),
            Pointer::Post => String::new(),
        }
    }

    fn declared<'s>(&self, cx: Cx<'s, '_>, member: &Member<'_>, key: &Pointer) -> Option<Declared<'s, Aim>> {
        let cta = cx.record()?.cta.as_ref()?;
        let aim = Aim::of(&canonical(cta.url.as_ref()?)?);
        let is_meant = match key {
            Pointer::Post => true,
            Pointer::Button(label) => {
                let own = cta.label.as_deref().and_then(Label::new);
                own.is_some_and(|own| own.folded == label.folded) || is_only_button(member)
            }
        };
        let declared =
            Declared { values: vec![aim], truth: Truth::CampaignRecord, origin: Some(&cta.origin) };
        is_meant.then_some(declared)
    }

    fn agree(&self, _cx: Cx<'_, '_>, one: &Aim, other: &Aim) -> bool {
        one.target.agrees_with(&other.target)
    }

    fn are_rivals(&self, _cx: Cx<'_, '_>, one: &Aim, other: &Aim) -> bool {
        let is_short = |aim: &Aim| url::is_shortener(aim.target.host());
        !is_short(one) && !is_short(other) && are_of_one_house(one.target.host(), other.target.host())
    }

    fn is_shared(&self, key: &Pointer) -> bool {
        matches!(key, Pointer::Button(label) if !label.is_vague())
    }

    fn hint<'s, 'a>(&self, cx: Cx<'s, 'a>, key: &Pointer) -> Option<Hint<'s, 'a, Aim>> {
        if *key != Pointer::Post {
            return None;
        }
        let mut targets = cx.group.members.iter().filter_map(|member| leads_to(member));
        let first = targets.next()?;
        targets.all(|other| self.agree(cx, &other.value, &first.value)).then_some(first)
    }

    fn cannot_be_told(&self, value: &Aim) -> Option<&'static str> {
        url::is_shortener(value.target.host()).then_some("a shortened link hides where it leads")
    }
}

/// The page that an artifact is or leads to, as what it has in common with others tells it; of a post its only link.
fn leads_to<'s, 'a>(member: &'s Member<'a>) -> Option<Hint<'s, 'a, Aim>> {
    let address = |fact: &'a Fact| match &fact.value {
        FactValue::Cta { url: Some(url), .. } if fact.place != Scope::Footer => Some(url),
        FactValue::Url(url) if fact.place != Scope::Footer => Some(url),
        _ => None,
    };
    let aims = |fact: &'a Fact| Some((fact, Aim::of(address(fact)?)));
    if let Some(landing) = &member.ties.landing {
        let mut all = member.facts.iter().filter_map(aims);
        let (fact, value) = match all.find(|(_, aim)| aim.target.agrees_with(landing)) {
            Some((fact, aim)) => (Some(fact), aim),
            None => (None, Aim::of(&format!("https://{}", landing.page))),
        };
        return Some(Hint { value, member, fact });
    }
    let (fact, value) = member.facts.iter().find_map(aims)?;
    let is_told = !value.target.is_home() && !url::is_shortener(value.target.host());
    (is_told && is_only_link(member, &value.address)).then_some(Hint { value, member, fact: Some(fact) })
}

/// Whether a post or a message has this link and no other.
fn is_only_link(member: &Member<'_>, url: &str) -> bool {
    let is_post = member.attributes.channel.is_some_and(Channel::has_fields);
    is_post
        && member.facts.iter().all(|fact| match &fact.value {
            FactValue::Url(other) => other == url,
            _ => true,
        })
}

/// Whether all buttons of an artifact have the same words.
fn is_only_button(member: &Member<'_>) -> bool {
    let mut labels = member.facts.iter().filter_map(|fact| match &fact.value {
        FactValue::Cta { label, .. } => Some(label),
        _ => None,
    });
    labels.next().is_some_and(|first| labels.all(|other| other == first))
}

/// Whether two hosts are the same, parts of the same, or a slip for each other: what lies elsewhere, such as at a
/// retailer's, is another page on purpose.
fn are_of_one_house(one: &str, other: &str) -> bool {
    let tail = |host: &str| host.rsplit('.').take(2).collect::<Vec<_>>().join(".");
    tail(one) == tail(other) || (one.len() >= 8 && strsim::osa_distance(one, other) <= 2)
}
