//! What holds for every input there is: no panic, every place on character boundaries inside the source, the same
//! answer twice, and safe fixes that mend what they say. Knows nothing of where inputs come from.

use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use onbrand::artifact::{Artifact, ArtifactKey, Attributes, Content, MediaType};
use onbrand::deadline::Deadline;
use onbrand::document::records::{self, Columns};
use onbrand::document::{Document, Property};
use onbrand::engine::{self, Checked, Options};
use onbrand::finding::{Applicability, Finding};
use onbrand::guide::{self, Guide};
use onbrand::source::Source;
use onbrand::span::Span;
use onbrand::text::{MappedText, RunKind};

/// The shipped guide.
static GUIDE: LazyLock<Guide> = LazyLock::new(|| {
    let loaded = guide::load(guide::shipped_files(), &engine::rules());
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.guide
});

fn options() -> Options {
    let now: Timestamp = "2026-11-24T09:00:00Z".parse().expect("an instant");
    Options { now, only: Vec::new(), skip: Vec::new() }
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

/// Every place in a document.
fn assert_document(document: &Document, source: &str) {
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

/// Everything that must hold for one file. Of its safe fixes the first `n_fixes` are tried.
pub(crate) fn assert_sound(name: &str, text: &str, media_type: MediaType, n_fixes: usize) {
    let all = artifacts(name, text, media_type);
    let mut findings = Vec::new();
    for artifact in &all {
        assert_document(&engine::read_artifact(artifact, &GUIDE, &Deadline::never()), text);
        let (first, second) = (check(artifact), check(artifact));
        assert_checked(&first, text);
        assert_eq!(first.findings, second.findings, "two runs over {text:?} differ");
        let ordered = |checked: Checked| {
            let findings = checked.findings.clone();
            engine::finish(findings, &[checked], &GUIDE, &options())
        };
        let (first, second) = (ordered(first), ordered(second));
        assert!(first.is_sorted_by_key(|finding| finding.primary.span.start()), "{first:?}");
        assert_eq!(first, second);
        findings.extend(first);
    }
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
