//! Legal lines that drifted, and those that are missing.

use crate::campaign::kind::{Cx, Declared, Kind};
use crate::campaign::lines::{self, Words};
use crate::campaign::stated::main_copy;
use crate::campaign::{Member, phrases};
use crate::facts::{Confidence, DateRole, Fact, FactValue, PriceRole};
use crate::finding::{FactKind, Finding, Outcome, Truth};
use crate::guide::messaging::{Line, LineRequirement};
use crate::rule::{RuleMeta, Severity, declare_rule};
use crate::scope::Visibility;

declare_rule! {
    /// ## What it does
    ///
    /// Finds words that are nearly a legal line of the guide, and not the same. Where the guide says that a line is required
    /// with prices, codes or other facts, an artifact that states one and not the line is a warning: on the channels and in
    /// the markets that the guide names, in the language of the line. Pieces of pages and emails, to which a footer may be
    /// added, are not asked for it.
    ///
    /// ## Why it matters
    ///
    /// Lawyers weighed every word of it. A line that says nearly the same may say something else before a court.
    ///
    /// ## Examples
    ///
    /// ```toml,guide
    /// [[legal-line]]
    /// id = "tax-us"
    /// text = "Prices exclude sales tax, which is added at checkout."
    /// required-with = ["price"]
    /// ```
    ///
    /// ```html,invalid
    /// <p>Prices exclude sales tax, which is added at the checkout.</p>
    /// ```
    ///
    /// ```html,valid
    /// <p>Prices exclude sales tax, which is added at checkout.</p>
    /// ```
    ///
    /// ```html,invalid
    /// <body><p>The desk is $499.</p></body>
    /// ```
    ///
    /// ```html,valid
    /// <body><p>The desk is $499.</p><p>Prices exclude sales tax, which is added at checkout.</p></body>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the line word for word, or have the new words entered in the guide. Add a line that is missing.
    ///
    /// ## Guide keys
    ///
    /// `[[legal-line]]` in `messaging.toml`, with `required-with`, `channels` and `markets`; `vary` in `campaign.toml`.
    pub struct LegalLine {
        id: "consistency/legal-line",
        summary: "words that are nearly a legal line of the guide, and a line that is missing",
        level: Error,
        fix: Sometimes,
        since: "0.1.0",
    }
}

impl Kind for LegalLine {
    type Key = u32;
    type Value = Words;

    const RULE: &'static RuleMeta = &Self::META;
    const FACT: FactKind = FactKind::LegalLine;
    const READS: &'static [FactKind] = &[FactKind::LegalLine];
    const VARIES_AS: &'static str = "legal-line";
    const IS_WORDS: bool = true;

    fn read(&self, cx: Cx<'_, '_>, _member: &Member<'_>, fact: &Fact) -> Option<(u32, Words)> {
        let FactValue::LegalLine { line, similarity } = fact.value else { return None };
        Some((line, Words::of(&cx.guide.messaging.legal_lines, line, similarity, &fact.text)))
    }

    fn subject(&self, cx: Cx<'_, '_>, key: &u32) -> String {
        lines::subject("legal line", &cx.guide.messaging.legal_lines, *key)
    }

    fn show(&self, value: &Words) -> String {
        value.text.clone()
    }

    fn identity(&self, cx: Cx<'_, '_>, key: &u32) -> String {
        lines::id(&cx.guide.messaging.legal_lines, *key)
    }

    fn declared<'s>(&self, cx: Cx<'s, '_>, _member: &Member<'_>, key: &u32) -> Option<Declared<'s, Words>> {
        lines::declared(&cx.guide.messaging.legal_lines, *key)
    }

    fn omissions(&self, cx: Cx<'_, '_>, member: &Member<'_>) -> Vec<Finding> {
        let lines = &cx.guide.messaging.legal_lines;
        let requirements = cx.guide.messaging.line_requirements.iter();
        requirements
            .filter_map(|requirement| {
                let line = lines.get(requirement.line as usize)?;
                let is_owed = is_for(requirement, line, cx, member) && !states(member, lines, line);
                let asking = || member.facts.iter().filter(|fact| asks(requirement, fact));
                let fact = is_owed.then(|| main_copy(asking()))??;
                Some(missing(requirement, line, member, fact))
            })
            .collect()
    }

    fn rewrite(&self, _fact: &Fact, _value: &Words, expected: &Words) -> Option<String> {
        Some(expected.text.clone())
    }
}

/// Whether a line is required of an artifact: on its channel, in its market and in its language.
fn is_for(requirement: &LineRequirement, line: &Line, cx: Cx<'_, '_>, member: &Member<'_>) -> bool {
    let attributes = member.attributes;
    let locale = attributes.locale.as_ref().or(cx.guide.brand.default_locale.as_ref());
    let is_in_language = line.locale.as_ref().zip(locale).is_none_or(|(own, locale)| own.covers(locale));
    let market = cx.group.dimensions.market.as_ref();
    let is_in_market =
        requirement.markets.is_empty() || market.is_some_and(|id| requirement.markets.contains(id));
    attributes.channel.is_some_and(|channel| requirement.holds_on(channel)) && is_in_language && is_in_market
}

/// Whether an artifact states a line, or nearly: how it differs is told by itself. Other lines may have the same words.
fn states(member: &Member<'_>, lines: &[Line], line: &Line) -> bool {
    member.facts.iter().any(|fact| match fact.value {
        FactValue::LegalLine { line: stated, .. } => {
            lines.get(stated as usize).is_some_and(|stated| stated.id == line.id || stated.text == line.text)
        }
        _ => false,
    })
}

/// Whether a fact asks for a line: what readers are offered, not what only machines read, and no amount or day that is
/// beside the offer.
fn asks(requirement: &LineRequirement, fact: &Fact) -> bool {
    let is_offered = match &fact.value {
        FactValue::Price(price) => !matches!(
            price.role,
            PriceRole::Other | PriceRole::Threshold | PriceRole::Shipping | PriceRole::Fee
        ),
        FactValue::Date(date) => date.role != DateRole::Other,
        _ => true,
    };
    is_offered
        && requirement.kinds.contains(&fact.kind())
        && fact.visibility != Visibility::Machine
        && fact.confidence != Confidence::Low
}

fn missing(requirement: &LineRequirement, line: &Line, member: &Member<'_>, fact: &Fact) -> Finding {
    let kind = match fact.kind() {
        FactKind::Cta => "call to action".to_owned(),
        other => other.as_str().replace('-', " "),
    };
    let message = format!(
        "legal line {} is missing: the guide requires it with a {kind}, and this states \"{}\"",
        line.id,
        phrases::short(&fact.text)
    );
    let mut finding = Finding::new(&LegalLine::META, member.location(fact), message)
        .label(format!("without the line {}", line.id))
        .place(fact.place)
        .help(format!("add \"{}\"", line.text))
        .demanded_by(&requirement.origin);
    finding.outcome = Outcome::Omission;
    finding.severity = Severity::Warning;
    finding.fact = Some(FactKind::LegalLine);
    finding.expected = Some(line.text.clone());
    finding.truth = Some(Truth::Guide);
    finding.identity = vec![line.id.clone()];
    finding
}
