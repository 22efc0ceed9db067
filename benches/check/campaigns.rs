//! Comparing campaigns: what 100,000 artifacts state, in 5,000 campaigns, and how the time grows with their number.

use std::hint::black_box;

use onbrand::artifact::{
    Artifact, ArtifactKey, Attributes, Channel, Content, Evidence, MediaType, Membership,
};
use onbrand::deadline::Deadline;
use onbrand::engine::{self, Checked, Options};
use onbrand::guide::{Guide, GuideFile};
use onbrand::source::Source;

use crate::rounds::cpu_seconds;

/// Artifacts of a campaign.
const MEMBERS: usize = 20;
/// How often each size is measured; the fastest counts.
const ROUNDS: usize = 5;

pub(crate) fn measure() {
    let files =
        onbrand::guide::SHIPPED.iter().map(|(name, text)| GuideFile { source: Source::new(*name, *text) });
    let guide = onbrand::guide::load(files.collect(), &engine::rules()).guide;
    println!("\ncampaigns of {MEMBERS} artifacts, compared");
    let mut last: Option<f64> = None;
    for n_artifacts in [25_000, 50_000, 100_000] {
        let checked = generated(n_artifacts, &guide);
        let n_facts: usize = checked.iter().map(|checked| checked.facts.len()).sum();
        let (seconds, n_findings) = compare(&checked, &guide);
        let growth = last.map(|last| format!(", {:.2} times the time of half as many", seconds / last));
        println!(
            "  {n_artifacts} artifacts, {n_facts} facts: {:.0} artifacts per CPU-second, {n_findings} findings{}",
            n_artifacts as f64 / seconds,
            growth.unwrap_or_default()
        );
        last = Some(seconds);
    }
}

/// CPU seconds of the fastest round, and the number of findings.
fn compare(checked: &[Checked], guide: &Guide) -> (f64, usize) {
    let options = Options::at(jiff::Timestamp::UNIX_EPOCH);
    let mut best = (f64::INFINITY, 0);
    for _ in 0..ROUNDS {
        let start = cpu_seconds();
        let members = checked.iter().map(Checked::member).collect();
        let found = engine::check_campaigns(members, guide, &[], &options, &Deadline::never());
        let seconds = cpu_seconds() - start;
        if seconds < best.0 {
            best = (seconds, found.len());
        }
        black_box(found);
    }
    best
}

/// Artifacts of which one in fifty says something else than the others of its campaign.
fn generated(n_artifacts: usize, guide: &Guide) -> Vec<Checked> {
    let options = Options { only: vec![String::new()], ..Options::at(jiff::Timestamp::UNIX_EPOCH) };
    (0..n_artifacts)
        .map(|number| {
            let campaign = number / MEMBERS;
            let price = if number % 50 == 7 { 389 } else { 399 };
            let text = format!(
                "# 20% off the Cove Standing Desk\n\nThe Cove Standing Desk: ~~$499~~ ${price} with code COVE{campaign} at \
                 checkout. Ends November 30, 2026, 11:59 pm PT.\n\n[Shop the sale](https://a.example/sale/{campaign}) or \
                 call 503-555-0134. #Oak{campaign}Week\n"
            );
            let membership = Membership { campaign: format!("c{campaign:05}"), evidence: Evidence::Record };
            let artifact = Artifact {
                key: ArtifactKey::file(format!("c{campaign:05}/{number}.md")),
                media_type: MediaType::Markdown,
                dialect: None,
                given: Attributes {
                    channel: Some(Channel::Email),
                    market: Some("US".to_owned()),
                    membership: Some(membership),
                    ..Attributes::default()
                },
                defaults: Attributes::default(),
                source: Source::new(format!("c{campaign:05}/{number}.md"), text),
                content: Content::Whole,
            };
            engine::check_artifact(artifact, guide, &[], &options, &Deadline::never())
        })
        .collect()
}
