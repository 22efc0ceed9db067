//! The stages of a check, one by one, and how many times the parse alone of the same round each took.

use std::hint::black_box;

use onbrand::artifact::{Artifact, ArtifactKey, Attributes, Channel, Content, MediaType};
use onbrand::deadline::Deadline;
use onbrand::document;
use onbrand::engine::{self, Options};
use onbrand::guide::{Guide, GuideFile};
use onbrand::source::Source;
use onbrand::{facts, matches, text};

use crate::material::File;
use crate::rounds::{Stage, report};

/// The stage that the others are compared with, round by round.
const PARSE: &str = "parse alone: tokens and tree";

pub(crate) fn measure(files: &[File]) {
    let files: Vec<&File> =
        files.iter().filter(|file| file.is_email() && !file.is("jsonl") && !file.is("md")).collect();
    let n_bytes = files.iter().map(|file| file.bytes.len()).sum();
    let decode = |file: &&File| Source::decode(file.path.as_str(), file.bytes.clone()).0;
    let sources: Vec<Source> = files.iter().map(decode).collect();
    let artifacts: Vec<Artifact> = sources.iter().map(artifact).collect();
    let shipped = shipped_guide();
    let guides: Vec<(usize, Guide)> = [100, 1_000, 10_000].map(|n| (n, guide_with_terms(n))).into();
    let deadline = Deadline::never();
    let documents: Vec<_> =
        artifacts.iter().map(|artifact| engine::read_artifact(artifact, &shipped, &deadline)).collect();
    let options = Options::at(jiff::Timestamp::UNIX_EPOCH);
    let each = |run: &dyn Fn(&Source)| sources.iter().for_each(run);
    let check = |guide: &Guide| {
        for artifact in &artifacts {
            black_box(engine::check_artifact(artifact.clone(), guide, &[], &options, &deadline));
        }
    };
    let mut stages = vec![
        Stage::new("parse alone, scraper", n_bytes, || {
            each(&|s| drop(black_box(scraper::Html::parse_document(s.text()))));
        }),
        Stage::new("decode", n_bytes, || drop(black_box(files.iter().map(decode).collect::<Vec<_>>()))),
        Stage::new("template tags", n_bytes, || {
            each(&|s| drop(black_box(document::template::lex(s.text(), None))));
        }),
        Stage::new("tokens", n_bytes, || {
            each(&|s| {
                black_box(document::html::count_tags(s.text()));
            });
        }),
        Stage::new(PARSE, n_bytes, || {
            each(&|s| {
                black_box(document::html::count_nodes(s.text()));
            });
        }),
        Stage::new("document: tree, text, styles", n_bytes, || {
            for artifact in &artifacts {
                black_box(document::parse(artifact, &deadline));
            }
        }),
        Stage::new("fold", n_bytes, || {
            for segment in documents.iter().flat_map(|document| &document.segments) {
                black_box(text::fold::fold(segment.text.as_str()));
            }
        }),
    ];
    for (n, guide) in &guides {
        let (documents, deadline) = (&documents, &deadline);
        stages.push(Stage::new(format!("terms, {n}"), n_bytes, move || {
            for document in documents {
                black_box(matches::find(document, guide, deadline));
            }
        }));
    }
    stages.push(Stage::new("whole check, shipped guide", n_bytes, || check(&shipped)));
    for (n, guide) in &guides {
        let check = &check;
        stages.push(Stage::new(format!("whole check, {n} terms"), n_bytes, move || check(guide)));
    }
    let title = format!("stages over {} emails, MB per CPU-second", files.len());
    report(&title, &stages, PARSE);
}

/// What facts cost beside the parse, over emails and pages.
pub(crate) fn measure_facts(files: &[File]) {
    let files: Vec<&File> = files.iter().filter(|file| file.is("html")).collect();
    let n_bytes = files.iter().map(|file| file.bytes.len()).sum();
    let sources: Vec<Source> =
        files.iter().map(|file| Source::decode(file.path.as_str(), file.bytes.clone()).0).collect();
    let (guide, deadline) = (shipped_guide(), Deadline::never());
    let read: Vec<_> = sources
        .iter()
        .map(|source| {
            let artifact = artifact(source);
            let document = engine::read_artifact(&artifact, &guide, &deadline);
            let names =
                matches::product_names(&matches::find(&document, &guide, &deadline), &document, &guide);
            (artifact, document, names)
        })
        .collect();
    let stages = [
        Stage::new(PARSE, n_bytes, || {
            for source in &sources {
                black_box(document::html::count_nodes(source.text()));
            }
        }),
        Stage::new("document: tree, text, styles", n_bytes, || {
            for (artifact, ..) in &read {
                black_box(document::parse(artifact, &deadline));
            }
        }),
        Stage::new("facts", n_bytes, || {
            for (artifact, document, names) in &read {
                black_box(facts::extract(artifact, document, &guide, names));
            }
        }),
    ];
    report(&format!("facts over {} emails and pages", files.len()), &stages, PARSE);
}

fn artifact(source: &Source) -> Artifact {
    let is_mjml = source.name().ends_with(".mjml");
    Artifact {
        key: ArtifactKey::file(source.name()),
        media_type: if is_mjml { MediaType::Mjml } else { MediaType::Html },
        dialect: None,
        given: Attributes { channel: Some(Channel::Email), ..Attributes::default() },
        defaults: Attributes::default(),
        source: source.clone(),
        content: Content::Whole,
    }
}

fn shipped_guide() -> Guide {
    let files =
        onbrand::guide::SHIPPED.iter().map(|(name, text)| GuideFile { source: Source::new(*name, *text) });
    onbrand::guide::load(files.collect(), &engine::rules()).guide
}

/// A guide of made-up terms: pairs of syllable words, of which few stand in real text.
fn guide_with_terms(n: usize) -> Guide {
    const SYLLABLES: [&str; 16] = [
        "ta", "ri", "mo", "sel", "ban", "dor", "el", "un", "pra", "qui", "sto", "ver", "lin", "gar", "che",
        "op",
    ];
    let syllable = |number: usize| SYLLABLES.get(number % SYLLABLES.len()).copied().unwrap_or_default();
    let word =
        |number: usize| format!("{}{}{}", syllable(number), syllable(number / 16), syllable(number / 256));
    let mut toml = String::new();
    for number in 0..n {
        let text = format!("{} {}", word(number), word(number * 7 + 3));
        toml.push_str(&format!(
            "[[concept]]\nid = \"c{number}\"\n[[concept.term]]\ntext = \"{text}\"\nstatus = \"deprecated\"\n"
        ));
    }
    let brand = "name = \"Bench\"\n";
    let files = [("brand.toml", brand), ("terms.toml", toml.as_str())];
    let files = files.iter().map(|(name, text)| GuideFile { source: Source::new(*name, *text) });
    let loaded = onbrand::guide::load(files.collect(), &engine::rules());
    assert_eq!(loaded.guide.termbase.concepts.len(), n, "{:?}", loaded.problems.first());
    loaded.guide
}
