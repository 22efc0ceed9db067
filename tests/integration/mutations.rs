//! Slips: a campaign in which everything agrees is changed in one fact of one artifact, as a person could slip, five
//! hundred times. What is found must be that slip and nothing else: one finding, at that artifact, by a rule of that
//! kind of fact.
//!
//! The artifacts lie in `fixtures/mutations`. They are read once; of each change only the changed artifact is read again.

#![expect(clippy::disallowed_methods, reason = "tests read their own files")]
#![expect(clippy::print_stdout, reason = "rates are for people who run the test")]

mod facts;
mod slips;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use onbrand::artifact::ArtifactKey;
use onbrand::deadline::Deadline;
use onbrand::engine::{self, Checked, Options, Run};
use onbrand::finding::Finding;
use onbrand::guide::{self, CampaignRecord, Guide, GuideFile};
use onbrand::service::{self, Request};
use onbrand::source::{Source, Sources};
use onbrand::workspace::{Input, Place, read};
use rustc_hash::FxHashMap;

use facts::{Kind, Told};
use slips::{Dice, Slip};

/// A campaign that was checked once, and what is needed to check one of its artifacts again.
struct Campaign {
    guide: Guide,
    records: Vec<CampaignRecord>,
    inputs: Vec<Input>,
    texts: Vec<String>,
    checked: Vec<Checked>,
    options: Options,
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/mutations")
}

/// The shipped guide and what the fixtures add to it.
fn guide() -> Guide {
    let own = fs::read_to_string(fixtures().join("guide.toml")).expect("the guide");
    let mut files = guide::shipped_files();
    files.push(GuideFile { source: Source::new("guide.toml", own) });
    let loaded = guide::load(files, &engine::rules());
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.guide
}

impl Campaign {
    fn open(folder: &Path, skip: &[&str]) -> Self {
        let request = Request { paths: vec![folder.to_path_buf()], ..Request::default() };
        let opened = service::open(&Place::new(folder.to_path_buf()), &request).expect("the shipped guide");
        let now: Timestamp = "2026-11-26T09:00:00Z".parse().expect("an instant");
        let options =
            Options { skip: skip.iter().map(|&rule| rule.to_owned()).collect(), ..Options::at(now) };
        let (inputs, records) = (opened.collection.inputs, opened.collection.records);
        let text = |input: &Input| fs::read_to_string(&input.path).expect("a text");
        let texts = inputs.iter().map(text).collect();
        let mut campaign = Self { guide: guide(), records, inputs, texts, checked: Vec::new(), options };
        campaign.checked = (0..campaign.inputs.len())
            .map(|index| campaign.check(index, campaign.texts[index].clone()))
            .collect();
        campaign
    }

    fn name(&self, index: usize) -> &str {
        &self.inputs[index].name
    }

    /// Reads and checks one artifact with another text.
    fn check(&self, index: usize, text: String) -> Checked {
        let input = Input { bytes: Some(Arc::new(text.into_bytes())), ..self.inputs[index].clone() };
        let mut readings: Vec<_> = read(&input).collect();
        let artifact = readings.remove(0).artifacts.remove(0);
        engine::check_artifact(artifact, &self.guide, &self.records, &self.options, &Deadline::never())
    }

    /// What a run finds in which one of the artifacts, or none, is another.
    fn findings(&self, changed: Option<(usize, &Checked)>) -> Vec<Finding> {
        let instead = |index: usize| changed.filter(|(other, _)| *other == index).map(|(_, checked)| checked);
        let all: Vec<&Checked> = self
            .checked
            .iter()
            .enumerate()
            .map(|(index, checked)| instead(index).unwrap_or(checked))
            .collect();
        let mut findings: Vec<Finding> = all.iter().flat_map(|one| one.findings.iter().cloned()).collect();
        let members = all.iter().map(|one| one.member()).collect();
        let deadline = Deadline::never();
        findings.extend(engine::check_campaigns(
            members,
            &self.guide,
            &self.records,
            &self.options,
            &deadline,
        ));
        let mut sources = Sources::default();
        all.iter().for_each(|one| sources.add(&one.artifact.source));
        let paths: Vec<Arc<str>> = all.iter().map(|one| Arc::clone(&one.artifact.key.path)).collect();
        let campaigns: FxHashMap<ArtifactKey, String> = FxHashMap::default();
        let run = Run { paths: &paths, sources: &sources, campaigns: &campaigns };
        engine::finish(findings, run, &self.guide, &self.options)
    }
}

/// What became of the slips of one kind.
#[derive(Default)]
struct Tally {
    count: usize,
    right: usize,
}

/// What a slip came to.
enum Outcome {
    Right,
    /// Something else, in words.
    Missed(String),
    /// An artifact is accused that was not changed.
    FalseAlarm(String),
}

fn describe(campaign: &Campaign, slip: &Slip, findings: &[Finding]) -> String {
    let mut told = format!(
        "{:?} in {}: {} -> {} at {} of {} places",
        slip.kind,
        campaign.name(slip.artifact),
        slip.before,
        slip.after,
        slip.n_changed,
        slip.n_places
    );
    for finding in findings {
        let _ =
            write!(told, "\n    {} {}: {}", finding.rule.as_str(), finding.primary.artifact, finding.message);
    }
    told
}

/// Slips so many times, prints what was missed by kind, and gives the share that was found, in thousandths, with the
/// false alarms.
fn run(
    campaign: &Campaign,
    count: u64,
    judge: impl Fn(&Slip, &[Finding]) -> Outcome,
) -> (usize, Vec<String>) {
    let places = facts::places(&campaign.texts);
    let rules: Vec<&str> = engine::rules().iter().map(|rule| rule.id).collect();
    let mut tallies: BTreeMap<Kind, Tally> = BTreeMap::new();
    let (mut missed, mut alarms) = (Vec::new(), Vec::new());
    for seed in 0..count {
        let slip = Slip::new(&mut Dice::new(seed), &places, &campaign.texts);
        let checked = campaign.check(slip.artifact, slip.text.clone());
        let findings = campaign.findings(Some((slip.artifact, &checked)));
        let tally = tallies.entry(slip.kind).or_default();
        tally.count += 1;
        let outcome = match judge(&slip, &findings) {
            Outcome::Missed(_) if findings.is_empty() && slip.is_told_by_a_rule_to_come(&rules) => {
                Outcome::Right
            }
            other => other,
        };
        let told = || format!("{seed}: {}", describe(campaign, &slip, &findings));
        match outcome {
            Outcome::Right => tally.right += 1,
            Outcome::Missed(why) => missed.push(format!("{why} {}", told())),
            Outcome::FalseAlarm(why) => alarms.push(format!("{why} {}", told())),
        }
    }
    let mut table = String::new();
    for (kind, Tally { count, right }) in &tallies {
        let _ = writeln!(table, "{kind:?}: {right} of {count}");
    }
    println!("{table}\n{}", missed.join("\n"));
    let right: usize = tallies.values().map(|tally| tally.right).sum();
    (right * 1000 / usize::try_from(count).expect("a few"), alarms)
}

/// Under a record, what is changed is wrong: one finding says so, where it is.
#[test]
fn a_slip_against_the_record_is_one_finding() {
    let campaign = Campaign::open(&fixtures().join("bf26"), &[]);
    assert_eq!(campaign.findings(None), [], "unchanged");
    let (share, alarms) = run(&campaign, 500, |slip, findings| {
        let path = campaign.name(slip.artifact);
        let is_other = |finding: &&Finding| &*finding.primary.artifact.path != path;
        if findings.iter().any(|finding| is_other(&finding)) {
            return Outcome::FalseAlarm("accused:".to_owned());
        }
        match findings {
            [] => Outcome::Missed("nothing:".to_owned()),
            [only] => match slip.kind.told(only) {
                Told::Right => Outcome::Right,
                Told::Wrong => Outcome::Missed("other rule:".to_owned()),
            },
            several => Outcome::Missed(format!("{} findings:", several.len())),
        }
    });
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
    assert!(share >= 990, "{share} of 1000");
}

/// Without a record, what most say is right; where only two differ, either may be named first.
#[test]
fn a_slip_without_a_record_is_told_of_what_was_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let bf26 = fixtures().join("bf26");
    for name in ["email", "web", "social"] {
        fs::create_dir(folder.path().join(name)).expect("a folder");
        for entry in fs::read_dir(bf26.join(name)).expect("the fixtures") {
            let path = entry.expect("an entry").path();
            let to = folder.path().join(name).join(path.file_name().expect("a name"));
            fs::copy(path, to).expect("a copy");
        }
    }
    // The price book knows no sale of which no record tells.
    let campaign = Campaign::open(folder.path(), &["pricing/price-not-in-price-book"]);
    assert_eq!(campaign.findings(None), [], "unchanged");
    let (share, alarms) = run(&campaign, 200, |slip, findings| {
        let path = campaign.name(slip.artifact);
        let concerns = |finding: &Finding| {
            let related = finding.related.iter().map(|label| &label.location);
            std::iter::once(&finding.primary).chain(related).any(|at| &*at.artifact.path == path)
        };
        if let Some(other) = findings.iter().find(|finding| !concerns(finding)) {
            return Outcome::FalseAlarm(format!("accused {}:", other.primary.artifact));
        }
        match findings {
            [] => Outcome::Missed("nothing:".to_owned()),
            found if found.iter().all(|one| matches!(slip.kind.told(one), Told::Right)) => Outcome::Right,
            _ => Outcome::Missed("other rule:".to_owned()),
        }
    });
    println!("{share} of 1000 without a record");
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
}
