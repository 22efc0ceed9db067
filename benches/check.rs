//! MB per CPU-second of each stage, one thread, over real templates and pages, and how many times the parse alone of the
//! same round it took (median of the rounds). `cargo bench` prints the table; nothing asserts on it.
//!
//! The material is `../shared/corpus` where a checkout has it, else `fixtures/`. Each stage runs over all files, `ROUNDS`
//! times in turn with the others, and the median counts. CPU time of the thread, so waiting does not count.
#![expect(clippy::print_stdout, reason = "a bench prints")]
#![expect(clippy::disallowed_methods, reason = "a bench reads its material and measures time")]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use onbrand::artifact::{Artifact, ArtifactKey, Attributes, Channel, Content, MediaType};
use onbrand::deadline::Deadline;
use onbrand::document;
use onbrand::engine::{self, Options};
use onbrand::guide::{Guide, GuideFile};
use onbrand::source::Source;
use onbrand::{matches, text};

const ROUNDS: usize = 15;

/// The stage that the others are compared with, round by round.
const PARSE: &str = "parse alone: tokens and tree";

fn main() {
    let files = material();
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let email: Vec<_> = files.iter().filter(|(path, _)| path.contains("email")).cloned().collect();
    let email_bytes: usize = email.iter().map(|(_, bytes)| bytes.len()).sum();
    println!("{} files, {bytes} bytes; of them {} emails, {email_bytes} bytes", files.len(), email.len());
    println!("{:<44} {:>10} {:>10} {:>10} {:>10}", "MB per CPU-second", "median", "min", "max", "x parse");
    measure_all(&email);
}

/// A stage under its name.
type Stage<'a> = (String, Box<dyn Fn() + 'a>);

fn measure_all(files: &[(String, Vec<u8>)]) {
    let sources: Vec<Source> =
        files.iter().map(|(path, bytes)| Source::decode(path.as_str(), bytes.clone()).0).collect();
    let artifacts: Vec<Artifact> = sources.iter().map(artifact).collect();
    let shipped = shipped_guide();
    let guides: Vec<(usize, Guide)> = [100, 1_000, 10_000].map(|n| (n, guide_with_terms(n))).into();
    let deadline = Deadline::never();
    let documents: Vec<_> =
        artifacts.iter().map(|artifact| engine::read_artifact(artifact, &shipped, &deadline)).collect();
    let options = Options { now: jiff::Timestamp::UNIX_EPOCH, only: Vec::new(), skip: Vec::new() };
    let each = |run: &dyn Fn(&Source)| sources.iter().for_each(run);
    let check = |guide: &Guide| {
        for artifact in &artifacts {
            black_box(engine::check_artifact(artifact.clone(), guide, &[], &options, &deadline));
        }
    };
    let mut stages: Vec<Stage<'_>> = vec![
        (
            "parse alone, scraper".to_owned(),
            Box::new(|| each(&|s| drop(black_box(scraper::Html::parse_document(s.text()))))),
        ),
        (
            "decode".to_owned(),
            Box::new(|| {
                for (path, bytes) in files {
                    black_box(Source::decode(path.as_str(), bytes.clone()));
                }
            }),
        ),
        (
            "template tags".to_owned(),
            Box::new(|| each(&|s| drop(black_box(document::template::lex(s.text(), None))))),
        ),
        (
            "tokens".to_owned(),
            Box::new(|| {
                each(&|s| {
                    black_box(document::html::count_tags(s.text()));
                })
            }),
        ),
        (
            PARSE.to_owned(),
            Box::new(|| {
                each(&|s| {
                    black_box(document::html::count_nodes(s.text()));
                })
            }),
        ),
        (
            "document: tree, text, styles".to_owned(),
            Box::new(|| {
                for artifact in &artifacts {
                    black_box(document::parse(artifact, &deadline));
                }
            }),
        ),
        (
            "fold".to_owned(),
            Box::new(|| {
                for segment in documents.iter().flat_map(|document| &document.segments) {
                    black_box(text::fold::fold(segment.text.as_str()));
                }
            }),
        ),
    ];
    for (n, guide) in &guides {
        let documents = &documents;
        let deadline = &deadline;
        stages.push((
            format!("terms, {n}"),
            Box::new(move || {
                for document in documents {
                    black_box(matches::find(document, guide, deadline));
                }
            }),
        ));
    }
    stages.push(("whole check, shipped guide".to_owned(), Box::new(|| check(&shipped))));
    for (n, guide) in &guides {
        let check = &check;
        stages.push((format!("whole check, {n} terms"), Box::new(move || check(guide))));
    }
    report(&stages, files.iter().map(|(_, bytes)| bytes.len()).sum());
}

fn report(stages: &[Stage<'_>], bytes: usize) {
    let mut seconds = vec![Vec::new(); stages.len()];
    // In turn, so that a slow moment of the machine meets all of them.
    for round in 0..=ROUNDS {
        for ((_, run), seconds) in stages.iter().zip(&mut seconds) {
            let start = cpu_seconds();
            run();
            if round > 0 {
                seconds.push(cpu_seconds() - start);
            }
        }
    }
    let parse =
        stages.iter().position(|(name, _)| name == PARSE).and_then(|index| seconds.get(index).cloned());
    let parse = parse.unwrap_or_default();
    for ((name, _), seconds) in stages.iter().zip(&seconds) {
        let speeds = sorted(seconds.iter().map(|seconds| bytes as f64 / 1e6 / seconds));
        let ratios = sorted(seconds.iter().zip(&parse).map(|(seconds, parse)| seconds / parse));
        let (min, max) =
            (speeds.first().copied().unwrap_or_default(), speeds.last().copied().unwrap_or_default());
        println!("{name:<44} {:>10.1} {min:>10.1} {max:>10.1} {:>10.2}", median(&speeds), median(&ratios));
    }
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn median(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

fn cpu_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
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

fn material() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = root.join("../shared/corpus");
    let folder = if corpus.is_dir() { corpus } else { root.join("fixtures") };
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|path| (path.display().to_string(), std::fs::read(&path).unwrap_or_default()))
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|extension| ["html", "mjml", "ampscript"].iter().any(|e| extension == *e))
        {
            files.push(path);
        }
    }
}
