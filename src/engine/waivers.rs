//! Waivers: accepted findings, each with a reason, an owner and an end. What a waiver hides stays in the report, marked;
//! a waiver that is over, or that hides nothing, is a finding itself.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::artifact::ArtifactKey;
use crate::engine::{Options, Run};
use crate::finding::{Finding, Fingerprint, Location, Suppression};
use crate::guide::{Guide, Waiver};
use crate::rule::{RuleMeta, declare_rule};
use crate::text::fold::fold;

declare_rule! {
    /// ## What it does
    ///
    /// Finds waivers in `waivers.toml` that accepted no finding of this run.
    ///
    /// ## Why it matters
    ///
    /// A waiver that hides nothing today may hide something real tomorrow. It is only reported when the run covered a
    /// file that the waiver speaks about.
    ///
    /// ## How to fix
    ///
    /// Delete the waiver, or mend its `paths` or `text`.
    ///
    /// ## Guide keys
    ///
    /// `[[waiver]]` in any file of the guide.
    pub struct Unused {
        id: "suppression/unused",
        summary: "a waiver that accepts nothing",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds waivers whose last day has passed. What they accepted is reported again.
    ///
    /// ## Why it matters
    ///
    /// An exception without an end becomes the rule.
    ///
    /// ## How to fix
    ///
    /// Mend what was accepted, or have the waiver renewed by its owner with a new `until`.
    ///
    /// ## Guide keys
    ///
    /// `until` in `[[waiver]]`.
    pub struct Expired {
        id: "suppression/expired",
        summary: "a waiver past its last day",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

/// The rules of this module.
pub const RULE_METAS: [&RuleMeta; 2] = [&Unused::META, &Expired::META];

/// Marks the findings that waivers accept and adds findings about the waivers.
pub(super) fn apply(findings: &mut Vec<Finding>, run: Run<'_>, guide: &Guide, options: &Options) {
    if guide.waivers.is_empty() {
        return;
    }
    let zone = guide.brand.time_zone.clone().unwrap_or(TimeZone::UTC);
    let today = zone.to_datetime(options.now).date();
    let mut own = Vec::new();
    for waiver in &guide.waivers {
        let mut used = false;
        for finding in findings.iter_mut() {
            let Location { artifact, span } = &finding.primary;
            let campaign = run.campaigns.get(artifact).map(String::as_str);
            let text = run.sources.of(&artifact.path).map(|source| source.slice(*span));
            if accepts(waiver, finding, campaign, text.unwrap_or_default()) {
                used = true;
                if today <= waiver.until && finding.suppressed.is_none() {
                    finding.suppressed = Some(Suppression {
                        reason: waiver.reason.clone(),
                        owner: Some(waiver.owner.clone()),
                        origin: waiver.origin.clone(),
                    });
                }
            }
        }
        let concerned = run.paths.iter().any(|path| covers(waiver, path));
        own.extend(about(waiver, used, concerned, today, guide, options));
    }
    findings.extend(own);
}

fn about(
    waiver: &Waiver,
    used: bool,
    concerned: bool,
    today: Date,
    guide: &Guide,
    options: &Options,
) -> Option<Finding> {
    let location =
        Location { artifact: ArtifactKey::file(waiver.origin.file.clone()), span: waiver.origin.span };
    let (meta, message, help) = if used && today > waiver.until {
        (
            &Expired::META,
            format!("this waiver ended on {}", waiver.until),
            format!("mend the findings, or ask {} for a new `until`", waiver.owner),
        )
    } else if !used && concerned && options.only.is_empty() {
        let message = format!("this waiver of `{}` accepts no finding", waiver.rule);
        (&Unused::META, message, "delete it".to_owned())
    } else {
        return None;
    };
    let severity = guide.levels.of(meta, None).severity().filter(|_| options.runs(meta))?;
    let mut finding = Finding::new(meta, location, message).help(help).demanded_by(&waiver.origin);
    finding.severity = severity;
    finding.fingerprint = Fingerprint::of([meta.id, &waiver.rule, &waiver.reason]);
    Some(finding)
}

fn accepts(waiver: &Waiver, finding: &Finding, campaign: Option<&str>, text: &str) -> bool {
    (waiver.rule == finding.rule.as_str() || waiver.rule == finding.rule.group())
        && covers(waiver, &finding.primary.artifact.path)
        && waiver.fingerprint.as_ref().is_none_or(|wanted| *wanted == finding.fingerprint.to_string())
        && waiver.campaign.as_ref().is_none_or(|wanted| campaign == Some(wanted.as_str()))
        && waiver.text.as_ref().is_none_or(|wanted| fold(text).text == fold(wanted).text)
}

fn covers(waiver: &Waiver, path: &str) -> bool {
    waiver.paths.is_empty() || waiver.paths.iter().any(|glob| glob.is_match(path))
}
