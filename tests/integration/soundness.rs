//! What holds for every input there is: no panic, every place on character boundaries inside the source, the same
//! answer twice, and safe fixes that mend what they say. Knows nothing of where inputs come from.

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use onbrand::artifact::{Artifact, ArtifactKey, Attributes, Content, MediaType};
use onbrand::deadline::Deadline;
use onbrand::document::message;
use onbrand::document::records::{self, Columns};
use onbrand::document::{Document, Property, readings};
use onbrand::engine::{self, Checked, Options};
use onbrand::finding::{Applicability, Finding};
use onbrand::guide::{self, Guide};
use onbrand::source::{PartKind, Source, Sources};
use onbrand::span::Span;
use onbrand::text::{MappedText, Run, RunKind};
use rustc_hash::FxHashMap;

/// The shipped guide.
static GUIDE: LazyLock<Guide> = LazyLock::new(|| {
    let loaded = guide::load(guide::shipped_files(), &engine::rules());
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.guide
});

fn options() -> Options {
    let now: Timestamp = "2026-11-24T09:00:00Z".parse().expect("an instant");
    Options::at(now)
}

/// The artifacts of a file: itself, or its records. Problems of taking it apart must have places in it too.
fn artifacts(name: &str, text: &str, media_type: MediaType) -> Vec<Artifact> {
    let source = Source::new(name, text);
    let artifact = |record: Option<Arc<str>>, defaults: Attributes, content: Content| Artifact {
        key: ArtifactKey { path: name.into(), record },
        media_type,
        dialect: None,
        given: Attributes::default(),
        defaults,
        source: source.clone(),
        content,
    };
    if !matches!(media_type, MediaType::JsonLines | MediaType::Csv | MediaType::Tsv) {
        return vec![artifact(None, Attributes::default(), Content::Whole)];
    }
    let split = records::split(&source, media_type, &Columns::default());
    for problem in &split.problems {
        problem.span.into_iter().for_each(|span| assert_inside(span, text, "a problem of the batch"));
    }
    let record = |record: records::Record| {
        assert_inside(record.span, text, "a record");
        artifact(Some(record.id), record.attributes, Content::Fields(record.fields))
    };
    split.records.into_iter().map(record).collect()
}

fn check(artifact: &Artifact) -> Checked {
    engine::check_artifact(artifact.clone(), &GUIDE, &[], &options(), &Deadline::never())
}

#[track_caller]
pub(crate) fn assert_inside(span: Span, text: &str, what: &str) {
    assert!(text.get(span.range()).is_some(), "{what} at {span:?} is cut out of {text:?}");
}

/// Every run on character boundaries, in order, and verbatim where it says so.
#[track_caller]
fn assert_mapped(mapped: &MappedText, source: &str, what: &str) {
    let mut end = 0;
    for run in mapped.runs() {
        assert_inside(run.source, source, what);
        assert_inside(run.text, mapped.as_str(), what);
        assert!(run.text.start() >= end, "{what}: {run:?} overlaps the run before it in {source:?}");
        end = run.text.end();
        if run.kind == RunKind::Verbatim {
            assert_eq!(run.text.slice(mapped.as_str()), run.source.slice(source), "{what}: {run:?}");
        }
    }
}

/// So many places of a document are held against each other.
const N_PLACES: usize = 60;

/// The arms of places that hold each other nest, and two places exclude each other from both sides.
fn assert_branches(document: &Document, source: &str) {
    let branches = &document.branches;
    let runs = document.segments.iter().flat_map(|segment| segment.text.runs());
    let places: Vec<_> = runs.take(N_PLACES).map(|run| (run.source, branches.path(run.source))).collect();
    for (outer, path) in &places {
        assert!(path.arms().is_sorted(), "{path:?} in {source:?}");
        assert!(!path.excludes(path) && path.holds(path), "{path:?} in {source:?}");
        for inner in
            [Span::at(outer.start()), Span::at(outer.end()), Span::at(outer.start().midpoint(outer.end()))]
        {
            assert!(path.holds(&branches.path(inner)), "{outer:?} and {inner:?} in {source:?}");
        }
        for (other, others) in &places {
            assert_eq!(path.excludes(others), others.excludes(path), "{outer:?} and {other:?} in {source:?}");
            assert!(!(path.excludes(others) && path.holds(others)), "{outer:?} and {other:?} in {source:?}");
            assert_eq!(path.excludes(others), branches.exclude(*outer, *other), "{source:?}");
        }
    }
}

/// Every place in a document.
fn assert_document(document: &Document, source: &str) {
    assert_branches(document, source);
    for segment in &document.segments {
        for reading in readings(segment, &document.branches).iter() {
            assert_mapped(&reading.text, source, "a reading");
            let length = reading.text.len();
            assert!(
                reading.holes.iter().all(|hole| hole.at + hole.width <= length),
                "{reading:?} of {source:?}"
            );
            assert!(
                reading.inlines.iter().all(|inline| inline.range.end <= length),
                "{reading:?} of {source:?}"
            );
        }
    }
    for segment in &document.segments {
        let text = segment.text.as_str();
        assert_mapped(&segment.text, source, "a segment");
        let ranges = segment.inlines.iter().map(|inline| &inline.range).chain(&segment.opaque);
        for range in ranges {
            assert!(
                text.get(range.start as usize..range.end as usize).is_some(),
                "{range:?} cuts {text:?} of {source:?}"
            );
        }
        for hole in &segment.holes {
            assert_inside(hole.span, source, "a hole");
            let stand_in = text.get(hole.at as usize..(hole.at + hole.width) as usize);
            assert!(stand_in.is_some(), "{hole:?} is not in {text:?} of {source:?}");
        }
    }
    for link in &document.links {
        assert_inside(link.span, source, "a link");
        assert_mapped(&link.url, source, "an address");
    }
    for image in &document.images {
        assert_inside(image.span, source, "an image");
        image.src.iter().chain(&image.alt).for_each(|text| assert_mapped(text, source, "an image's text"));
    }
    for declaration in &document.declarations {
        assert_mapped(&declaration.value, source, "a declaration");
    }
    for button in &document.buttons {
        assert_inside(button.span, source, "a button");
        let exists = |index: Option<u32>, len: usize| index.is_none_or(|index| (index as usize) < len);
        assert!(exists(button.link, document.links.len()), "{button:?} of {source:?}");
        assert!(exists(button.shares_words_of, document.buttons.len()), "{button:?} of {source:?}");
        for declaration in [button.fill, button.text_color] {
            assert!(exists(declaration, document.declarations.len()), "{button:?} of {source:?}");
        }
    }
    for landmark in &document.landmarks {
        assert_inside(landmark.span, source, "a landmark");
    }
    for item in &document.items {
        assert_inside(item.span, source, "an item");
        let values = item.properties.iter().filter_map(Property::text);
        values
            .chain(&item.id)
            .chain(&item.text)
            .for_each(|text| assert_mapped(text, source, "a value of an item"));
    }
    let page = &document.page;
    let addresses = page.alternates.iter().flat_map(|other| [&other.url, &other.language]);
    let addresses = addresses.chain(&page.canonical).chain(&page.language);
    addresses.for_each(|text| assert_mapped(text, source, "a link of the page"));
}

/// Every place in what a check gave.
fn assert_checked(checked: &Checked, source: &str) {
    for fact in &checked.facts {
        assert_inside(fact.span, source, "a fact");
    }
    for problem in &checked.problems {
        problem.span.into_iter().for_each(|span| assert_inside(span, source, "a problem"));
    }
    for finding in &checked.findings {
        assert_inside(finding.primary.span, source, finding.rule.as_str());
        for label in &finding.related {
            assert_inside(label.location.span, source, "a related place");
        }
        for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
            assert_inside(edit.location.span, source, "an edit");
        }
    }
}

/// The source with the edits of a fix made.
fn mended(finding: &Finding, source: &str) -> Option<String> {
    let fix = finding.fix.as_ref().filter(|fix| fix.applicability == Applicability::Safe)?;
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.location.span.start()));
    let mut text = source.to_owned();
    for edit in edits {
        text.replace_range(edit.location.span.range(), &edit.text);
    }
    Some(text)
}

/// The findings of an artifact as a run tells them.
fn ordered(checked: Checked) -> Vec<Finding> {
    let mut sources = Sources::default();
    sources.add(&checked.artifact.source);
    let paths = [checked.artifact.key.path.clone()];
    let run = engine::Run { paths: &paths, sources: &sources, campaigns: &FxHashMap::default() };
    engine::finish(checked.findings, run, &GUIDE, &options())
}

/// Everything that must hold for one artifact, whose findings these are, in order.
fn assert_artifact(artifact: &Artifact) -> Vec<Finding> {
    let text = artifact.source.text();
    assert_document(&engine::read_artifact(artifact, &GUIDE, &Deadline::never()), text);
    let (first, second) = (check(artifact), check(artifact));
    assert_checked(&first, text);
    assert_eq!(first.findings, second.findings, "two runs over {text:?} differ");
    let (first, second) = (ordered(first), ordered(second));
    let told = |finding: &Finding| artifact.source.traced(finding.primary.span);
    assert!(first.is_sorted_by_key(|finding| told(finding).start()), "{first:?}");
    assert_eq!(first, second);
    first
}

/// Every place in the document of a text.
pub(crate) fn assert_parsed(name: &str, text: &str, media_type: MediaType) {
    for artifact in artifacts(name, text, media_type) {
        assert_document(&engine::read_artifact(&artifact, &GUIDE, &Deadline::never()), text);
    }
}

/// Everything that must hold for a file that includes others: their names and texts.
pub(crate) fn assert_sound_with(name: &str, text: &str, media_type: MediaType, included: &[(&str, &str)]) {
    let parts =
        included.iter().map(|(name, text)| (PartKind::Included { path: (*name).into() }, (*text).to_owned()));
    for mut artifact in artifacts(name, text, media_type) {
        artifact.source = artifact.source.with_parts(parts.clone());
        let source = artifact.source.text();
        let document = engine::read_artifact(&artifact, &GUIDE, &Deadline::never());
        assert_document(&document, source);
        for segment in &document.segments {
            let texts = segment.text.runs().iter().map(|run| artifact.source.text_at(run.source.start()));
            assert!(texts.is_sorted(), "a segment of several texts: {segment:?} of {source:?}");
        }
        let (first, second) = (check(&artifact), check(&artifact));
        assert_checked(&first, source);
        assert_eq!(first.findings, second.findings, "two runs over {source:?} differ");
        let n_findings = first.findings.len();
        assert!(ordered(first).len() <= n_findings);
    }
}

/// Everything that must hold for one file. Of its safe fixes the first `n_fixes` are tried.
pub(crate) fn assert_sound(name: &str, text: &str, media_type: MediaType, n_fixes: usize) {
    let all = artifacts(name, text, media_type);
    let findings: Vec<Finding> = all.iter().flat_map(assert_artifact).collect();
    for (finding, mended) in findings.iter().filter_map(|one| Some((one, mended(one, text)?))).take(n_fixes) {
        let after = artifacts(name, &mended, media_type);
        let is_left = |other: &Finding| {
            other.rule == finding.rule
                && other.primary.span.start() == finding.primary.span.start()
                && other.message == finding.message
        };
        let left = after.iter().flat_map(|artifact| check(artifact).findings).find(is_left);
        assert_eq!(left, None, "the fix of {:?} left it in {mended:?}, made of {text:?}", finding.message);
    }
}

/// A message as an artifact. Problems of taking it apart must have places in it.
fn opened(bytes: &[u8]) -> Artifact {
    let opened = message::open(&"a.eml".into(), bytes.to_vec());
    let text = opened.source.text();
    for problem in &opened.problems {
        problem.span.into_iter().for_each(|span| assert_inside(span, text, &problem.message));
    }
    for header in &opened.message.headers {
        assert_inside(header.span, text, "a header");
        assert_mapped(&header.value, text, "a header");
    }
    for body in &opened.message.bodies {
        assert_inside(body.span, text, "a body");
    }
    for part in opened.source.parts() {
        if let PartKind::Decoded { raw, back, .. } = &part.kind {
            assert_inside(*raw, opened.source.file_text(), "an encoded part");
            assert_way_back(back.iter().flat_map(|runs| runs.iter()), *raw, part.span.slice(text), text);
        }
    }
    Artifact {
        key: ArtifactKey::file("a.eml"),
        media_type: MediaType::Message,
        dialect: None,
        given: Attributes::default(),
        defaults: Attributes::default(),
        source: opened.source,
        content: Content::Message(Arc::new(opened.message)),
    }
}

/// The way back of a decoded part: in order in both texts, inside the encoded bytes, and verbatim where it says so.
fn assert_way_back<'r>(runs: impl Iterator<Item = &'r Run>, raw: Span, part: &str, source: &str) {
    let (mut end, mut source_end) = (0, raw.start());
    for run in runs {
        assert_inside(run.text, part, "a decoded run");
        assert_inside(run.source, source, "an encoded run");
        assert!(run.text.start() == end, "{run:?} does not follow the run before it");
        assert!(run.source.start() >= source_end && run.source.end() <= raw.end(), "{run:?} leaves {raw:?}");
        // Between two runs nothing is lost but soft line ends and blanks before line ends.
        let between = Span::new(source_end, run.source.start()).slice(source);
        assert!(between.chars().all(|c| matches!(c, '=' | ' ' | '\t' | '\r' | '\n')), "{between:?} is lost");
        (end, source_end) = (run.text.end(), run.source.end());
        if run.kind == RunKind::Verbatim {
            assert_eq!(run.text.slice(part), run.source.slice(source), "{run:?}");
        }
    }
    assert!(
        end as usize == part.len() || end == 0 && source_end == raw.start(),
        "{part:?} is mapped up to {end}"
    );
}

/// Everything that must hold for one message. Of its safe fixes, which are made in the bytes of the file, the first
/// `n_fixes` are tried.
pub(crate) fn assert_message_sound(bytes: &[u8], n_fixes: usize) {
    let artifact = opened(bytes);
    let source = &artifact.source;
    let findings = assert_artifact(&artifact);
    let in_file = |source: &Source, span: Span| {
        let span = source.traced(span);
        source.file_offset(span.start()) as usize..source.file_offset(span.end()) as usize
    };
    let is_safe =
        |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe);
    for finding in findings.iter().filter(is_safe).take(n_fixes) {
        let mut mended = bytes.to_vec();
        let mut edits: Vec<_> = finding.fix.iter().flat_map(|fix| &fix.edits).collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(in_file(source, edit.location.span).start));
        for edit in edits {
            mended.splice(in_file(source, edit.location.span), edit.text.bytes());
        }
        let after = opened(&mended);
        let start = in_file(source, finding.primary.span).start;
        let is_left = |other: &Finding| {
            other.rule == finding.rule
                && in_file(&after.source, other.primary.span).start == start
                && other.message == finding.message
        };
        let left = check(&after).findings.into_iter().find(is_left);
        assert_eq!(left, None, "the fix of {:?} left it in {mended:?}", finding.message);
    }
}
