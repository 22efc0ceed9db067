//! Parsers against what others wrote: conformance suites and a corpus that lie beside the project, where they are
//! there, and the fixtures of `fixtures/documents`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use onbrand::artifact::{Artifact, ArtifactKey, Attributes, Channel, Content, MediaType};
use onbrand::deadline::Deadline;
use onbrand::document::html::mjml::includes;
use onbrand::document::message;
use onbrand::document::records::{self, Columns, Record};
use onbrand::document::{Document, Hole, InlineKind, ItemValue, Property, parse, readings};
use onbrand::finding::Problem;
use onbrand::scope::{Rendering, Visibility};
use onbrand::source::{PartKind, Source};
use onbrand::text::sentences::sentences;
use onbrand::text::{MappedText, RunKind};

use crate::messages;

/// A folder beside the project, or `None` with a line that says so.
pub(crate) fn beside(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    if !folder.is_dir() {
        #[expect(clippy::print_stderr, reason = "a skipped test must say so")]
        {
            eprintln!("skipped: {} is not there", folder.display());
        }
        return None;
    }
    Some(folder)
}

/// Every file below a folder, in order of the paths.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("readable").flatten() {
            let path = entry.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

#[expect(clippy::disallowed_methods, reason = "tests read their inputs")]
pub(crate) fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("readable")
}

pub(crate) fn read(path: &Path) -> String {
    String::from_utf8_lossy(&bytes(path)).into_owned()
}

/// A message as an artifact, with the problems of taking it apart.
pub(crate) fn message(name: &str, bytes: Vec<u8>) -> (Artifact, Vec<Problem>) {
    let opened = message::open(&name.into(), bytes);
    let artifact = Artifact {
        key: ArtifactKey::file(name),
        media_type: MediaType::Message,
        dialect: None,
        given: Attributes::default(),
        defaults: Attributes { channel: Some(Channel::Email), ..Attributes::default() },
        source: opened.source,
        content: Content::Message(Arc::new(opened.message)),
    };
    (artifact, opened.problems)
}

/// The artifacts of a file: itself, or its records, with the problems of taking it apart. Its channel is what the name of
/// its folder says.
pub(crate) fn artifacts(path: &Path, name: &str) -> (Vec<Artifact>, Vec<Problem>) {
    if path.extension().is_some_and(|extension| extension == "eml") {
        let (artifact, problems) = message(name, bytes(path));
        return (vec![artifact], problems);
    }
    let source = with_included(Source::new(name, read(path)), path);
    let media_type = match path.extension().and_then(|extension| extension.to_str()) {
        Some("html" | "hbs" | "liquid" | "erb" | "php" | "ampscript") => MediaType::Html,
        Some("mjml") => MediaType::Mjml,
        Some("md") => MediaType::Markdown,
        Some("jsonl") => MediaType::JsonLines,
        Some("csv") => MediaType::Csv,
        Some("tsv") => MediaType::Tsv,
        _ => MediaType::PlainText,
    };
    let artifact = |record: Option<Arc<str>>, defaults: Attributes, content: Content| Artifact {
        key: ArtifactKey { path: name.into(), record },
        media_type,
        dialect: None,
        given: Attributes::default(),
        defaults,
        source: source.clone(),
        content,
    };
    let folder = path.parent().and_then(Path::file_name).and_then(|folder| folder.to_str());
    let channel = folder.and_then(|folder| folder.parse::<Channel>().ok());
    if !matches!(media_type, MediaType::JsonLines | MediaType::Csv | MediaType::Tsv) {
        let defaults = Attributes { channel, ..Attributes::default() };
        return (vec![artifact(None, defaults, Content::Whole)], Vec::new());
    }
    let split = records::split(&source, media_type, &Columns::default());
    let record =
        |record: Record| artifact(Some(record.id), record.attributes, Content::Fields(record.fields));
    (split.records.into_iter().map(record).collect(), split.problems)
}

/// A source with the files that its text includes from the same folder, as far as they are there.
fn with_included(source: Source, path: &Path) -> Source {
    let mut parts: Vec<(PartKind, String)> = Vec::new();
    let mut open = vec![source.text().to_owned()];
    while let Some(text) = open.pop() {
        for name in includes(&text, None).iter().filter_map(|include| include.resolve(source.name()).ok()) {
            let own: Arc<str> = name.as_str().into();
            let file = path.with_file_name(&name);
            let is_known = |(kind, _): &(PartKind, String)| *kind == PartKind::Included { path: own.clone() };
            if file.is_file() && name != source.name() && !parts.iter().any(is_known) {
                let text = read(&file);
                parts.push((PartKind::Included { path: own.clone() }, text.clone()));
                open.push(text);
            }
        }
    }
    if parts.is_empty() { source } else { source.with_parts(parts) }
}

/// What the source bytes of a decoded run stand for.
fn decoded(raw: &str) -> String {
    let unescaped =
        raw.contains('\\').then(|| serde_json::from_str::<String>(&format!("\"{raw}\"")).ok()).flatten();
    let raw = unescaped.unwrap_or_else(|| {
        let mut text = String::new();
        let mut characters = raw.chars().peekable();
        while let Some(character) = characters.next() {
            // Markdown and front matter escape punctuation; a lone backslash stands for itself.
            let escapes = character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
            text.extend(if escapes { characters.next() } else { Some(character) });
        }
        text.replace("\"\"", "\"").replace("''", "'")
    });
    scraper::Html::parse_fragment(&raw).root_element().text().collect()
}

/// Every run of every segment lies on character boundaries, and its bytes give its text.
pub(crate) fn assert_mapped(artifact: &Artifact, document: &Document) {
    let source = artifact.source.text();
    let urls = document.links.iter().map(|link| &link.url);
    let sources = document.images.iter().flat_map(|image| &image.sources);
    let values = document
        .items
        .iter()
        .flat_map(|item| item.properties.iter().filter_map(Property::text).chain(&item.id).chain(&item.text));
    let texts = document.segments.iter().map(|segment| &segment.text);
    let texts = texts.chain(urls).chain(sources).chain(values).chain(&document.page.canonical);
    for text in texts {
        let mut end = 0;
        for run in text.runs() {
            let key = &artifact.key;
            let shown = text.as_str().get(run.text.range()).expect("on boundaries of the text");
            let raw = source.get(run.source.range()).expect("on boundaries of the source");
            assert!(run.text.start() >= end, "{key}: runs overlap in {text:?}");
            end = run.text.end();
            if run.kind == RunKind::Verbatim {
                assert_eq!(raw, shown, "{key}: {run:?}");
            } else if messages::is_in_header(artifact, run.source) {
                assert!(messages::word_stands_for(raw, shown), "{key}: {run:?} {raw:?} {shown:?}");
            } else if shown == " " {
                let meaning = decoded(raw);
                let invisible = |c: char| {
                    c.is_whitespace() || "\u{AD}\u{34F}\u{200B}\u{200C}\u{2800}\u{3164}\u{FEFF}".contains(c)
                };
                assert!(meaning.chars().all(invisible), "{key}: {raw:?} is no blank");
            } else {
                assert_eq!(decoded(raw).trim(), shown.trim(), "{key}: {run:?} {raw:?}");
            }
        }
    }
    for segment in &document.segments {
        let text = segment.text.as_str();
        for range in segment.opaque.iter().chain(segment.inlines.iter().map(|inline| &inline.range)) {
            assert!(
                text.get(range.start as usize..range.end as usize).is_some(),
                "{}: {range:?}",
                artifact.key
            );
        }
        for hole in &segment.holes {
            assert!(source.get(hole.span.range()).is_some(), "{}: {hole:?}", artifact.key);
        }
    }
}

#[test]
fn every_run_of_the_corpus_leads_back_to_its_text() {
    let Some(folder) = beside("corpus") else { return };
    let mut segments = 0;
    for path in files(&folder.join("markdown")).into_iter().chain(files(&folder.join("social"))) {
        let name = path.file_name().expect("a file").to_string_lossy().into_owned();
        let (artifacts, problems) = artifacts(&path, &name);
        assert_eq!(problems, [], "{name}");
        for artifact in artifacts {
            let document = parse(&artifact, &Deadline::never());
            assert_mapped(&artifact, &document);
            segments += document.segments.len();
        }
    }
    assert!(segments > 10_000, "{segments}");
}

proptest::proptest! {
    #[test]
    fn every_run_of_any_text_leads_back_to_its_text(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "# ", "- ", "> ", "\n", "\n\n", "  ", "    ", "*", "**", "_", "~~", "`", "```", "[", "]", "(", ")", "](", "![",
                "<b>", "</b>", "<br>", "<div>", "</div>", "<!--", "-->", "|", "---", "\\", "&amp;", "&nbsp;", "&shy;", "word",
                "ä", "😀", "\u{200B}", "\u{A0}", "{{ x }}", "{{", "}}", "{% if a %}", "{% else %}", "{% endif %}", "\r\n",
                "https://x.example/a", "<https://y.example>", "\"", "'", ",", ";", ":", "title", "[r]: z\n", "[^1]", "[^1]: ",
            ]),
            0..30,
        ),
        media_type in proptest::sample::select(vec![MediaType::Markdown, MediaType::PlainText, MediaType::Csv]),
        front in proptest::sample::select(vec!["", "---\ntitle: ", "text;id\n", "\u{FEFF}"]),
    ) {
        let text = format!("{front}{}", parts.concat());
        let source = Source::new("any", text);
        let artifact = |content: Content| Artifact {
            key: ArtifactKey::file("any"),
            media_type,
            dialect: None,
            given: Attributes::default(),
            defaults: Attributes::default(),
            source: source.clone(),
            content,
        };
        let artifacts = if media_type == MediaType::Csv {
            let records = records::split(&source, media_type, &Columns::default()).records;
            records.into_iter().map(|record| artifact(Content::Fields(record.fields))).collect()
        } else {
            vec![artifact(Content::Whole)]
        };
        for artifact in artifacts {
            assert_mapped(&artifact, &parse(&artifact, &Deadline::never()));
        }
    }
}

/// Who sees a text, where it is not everybody.
fn seen_by(visibility: Visibility, rendering: Rendering) -> String {
    let mut words = String::new();
    if visibility != Visibility::Visible {
        words += &format!(" {}", visibility.as_str());
    }
    if rendering != Rendering::Main {
        words += &format!(" in {}", rendering.as_str());
    }
    words
}

/// What a page says to machines: its addresses, and the items of structured data with the bytes of their values.
fn machine_half(document: &Document) -> String {
    let mut listing = String::new();
    let shown = |text: &MappedText| format!("{:?} {:?}", text.span(0..text.as_str().len()), text.as_str());
    let page = &document.page;
    for (name, text) in [("language", &page.language), ("canonical", &page.canonical)] {
        listing += &text.as_ref().map(|text| format!("\n{name} {}\n", shown(text))).unwrap_or_default();
    }
    for other in &page.alternates {
        listing += &format!("\nalternate {:?} {}\n", other.language.as_str(), shown(&other.url));
    }
    for (index, item) in document.items.iter().enumerate() {
        let id = item.id.as_ref().map(|id| format!(" id {}", shown(id))).unwrap_or_default();
        let parent = item.parent.map(|parent| format!(" of [{parent}]")).unwrap_or_default();
        listing +=
            &format!("\n{} [{index}]{parent} {:?} {}{id}\n", item.syntax, item.span, item.types.join(" "));
        listing += &item.text.as_ref().map(|text| format!("  {}\n", shown(text))).unwrap_or_default();
        for property in &item.properties {
            let value = match &property.value {
                ItemValue::Item(index) => format!("[{index}]"),
                ItemValue::Url(url) => format!("url {}", shown(url)),
                ItemValue::Text(text) => shown(text),
            };
            let seen =
                if property.visibility == Visibility::Machine { "" } else { property.visibility.as_str() };
            listing += format!("  {} = {value} {seen}", property.name).trim_end();
            listing.push('\n');
        }
    }
    listing
}

/// The segments of a file as people can check them: scope, text, and each run with its bytes.
fn listing(path: &Path, name: &str) -> String {
    let mut listing = String::new();
    let (artifacts, problems) = artifacts(path, name);
    for artifact in artifacts {
        let document = parse(&artifact, &Deadline::never());
        assert_mapped(&artifact, &document);
        messages::assert_traced(&artifact, &document, &bytes(path));
        let source = &artifact.source;
        let attributes = &document.attributes;
        listing += &format!("== {}\n", artifact.key);
        for (key, value) in [
            ("dialect", document.dialect.map(|dialect| dialect.to_string())),
            ("channel", attributes.channel.map(|channel| channel.to_string())),
            ("campaign", attributes.membership.as_ref().map(|membership| membership.campaign.clone())),
            ("market", attributes.market.clone()),
            ("locale", attributes.locale.as_ref().map(ToString::to_string)),
            ("publish-at", attributes.publish_at.map(|at| at.to_string())),
        ] {
            listing += &value.map(|value| format!("{key}: {value}\n")).unwrap_or_default();
        }
        for segment in &document.segments {
            let branch = segment.branch.map(|branch| format!(" branch {}.{}", branch.group, branch.arm));
            let text = segment.text.as_str();
            let own = segment.locale.as_ref().filter(|locale| Some(*locale) != attributes.locale.as_ref());
            let language = own.map(|locale| format!(" {locale}"));
            listing += &format!(
                "\n{} #{}{}{}{} {text:?}\n",
                segment.scope,
                segment.container,
                branch.unwrap_or_default(),
                seen_by(segment.visibility, segment.rendering),
                language.unwrap_or_default()
            );
            for run in segment.text.runs() {
                let kind = if run.kind == RunKind::Verbatim { "verbatim" } else { "decoded" };
                listing += &format!("  {:?} {kind} {:?}\n", run.source, source.slice(run.source));
            }
            for hole in &segment.holes {
                let Hole { at, span, dialect, expression, kind, .. } = hole;
                listing += &format!("  hole at {at} {span:?} {dialect} {kind} {expression:?}\n");
            }
            for reading in readings(segment, &document.branches).iter() {
                if reading.text.as_str() != text {
                    listing += &format!("  read as {:?}\n", reading.text.as_str());
                }
            }
            for inline in &segment.inlines {
                let words = text.get(inline.range.start as usize..inline.range.end as usize);
                let language = match inline.kind {
                    InlineKind::Language(index) => format!(" {}", document.languages[index as usize]),
                    _ => String::new(),
                };
                listing += &format!("  {:?}{language} {words:?}\n", inline.kind);
            }
            for range in &segment.opaque {
                listing += &format!("  opaque {:?}\n", text.get(range.start as usize..range.end as usize));
            }
        }
        for link in &document.links {
            let url = link.url.as_str();
            let (kind, seen) = (
                if link.is_button { "button" } else { "link" },
                seen_by(Visibility::Visible, link.rendering),
            );
            listing += &format!("\n{kind}{seen} {:?} {url:?}\n", link.url.span(0..url.len()));
        }
        for button in &document.buttons {
            let seen = seen_by(Visibility::Visible, button.rendering);
            let color = |declaration: Option<u32>| {
                let value = &document.declarations.get(declaration? as usize)?.value;
                Some(source.slice(value.span(0..value.as_str().len())).to_owned())
            };
            let (fill, text) = (color(button.fill), color(button.text_color));
            listing += &format!("\nlooks{seen} like a button: {:?}\n", source.slice(button.span));
            listing += &format!("  fill {fill:?} text {text:?} link {:?}\n", button.link);
            listing +=
                &button.shares_words_of.map(|other| format!("  words of {other}\n")).unwrap_or_default();
        }
        for image in &document.images {
            let text = |text: &Option<MappedText>| text.as_ref().map(|text| text.as_str().to_owned());
            listing +=
                &format!("\nimage {:?} src {:?} alt {:?}\n", image.span, text(&image.src), text(&image.alt));
            for source in &image.sources {
                listing += &format!("  or {:?}\n", source.as_str());
            }
        }
        listing += &machine_half(&document);
        for landmark in &document.landmarks {
            let (kind, seen) = (landmark.kind, seen_by(Visibility::Visible, landmark.rendering));
            listing += &format!("\nlandmark {kind}{seen} {:?}\n", source.slice(landmark.span));
        }
        for field in &document.fields {
            listing += &format!("\nfield {} {} {:?}\n", field.role, field.number, field.text.as_str());
        }
        for tag in &document.unclosed_tags {
            listing += &format!("\nunclosed {:?} {}\n", tag.span, tag.message);
        }
        for problem in &document.problems {
            listing += &format!("\nproblem {:?} {}\n", problem.span, problem.message);
        }
        listing.push('\n');
    }
    for problem in problems {
        listing += &format!("problem {:?} {}\n", problem.span, problem.message);
    }
    listing
}

#[test]
fn fixtures_give_the_segments_beside_them() {
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/documents");
    for folder in std::fs::read_dir(&documents).expect("readable").flatten() {
        let base = folder.path();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&base);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| {
            for path in files(&base) {
                let name = path.file_name().expect("a file").to_string_lossy().into_owned();
                // What others include is read with them.
                if name.ends_with(".snap") || name.starts_with("included") {
                    continue;
                }
                insta::assert_snapshot!(name.clone(), listing(&path, &name));
            }
        });
    }
}

#[test]
fn hostile_texts_end_in_bounded_time() {
    let started = std::time::Instant::now();
    for unit in [
        "{{ x",
        "{% if a %}\nx\n{% else %}\ny\n",
        "[",
        "![",
        "[a](b) ",
        "<div>\n\n",
        "<img alt=x>",
        "<b>",
        "*a ",
        "> ",
        "- ",
        "`",
        "~~a",
        "|a",
        "# a\n",
        "[^1]: a\n",
        "&amp;",
        "\u{200B}",
        "a.b@c/",
        "https://",
        ")",
        "A. B. ",
        "\"\"\n",
    ] {
        let source = Source::new("hostile", format!("https://x{}", unit.repeat(60_000 / unit.len())));
        for media_type in [MediaType::Markdown, MediaType::PlainText] {
            let artifact = Artifact {
                key: ArtifactKey::file("hostile"),
                media_type,
                dialect: None,
                given: Attributes::default(),
                defaults: Attributes::default(),
                source: source.clone(),
                content: Content::Whole,
            };
            let document = parse(&artifact, &Deadline::never());
            for segment in &document.segments {
                assert!(sentences(segment.text.as_str()).len() <= segment.text.len() as usize);
            }
        }
        assert!(records::split(&source, MediaType::Csv, &Columns::default()).problems.len() <= 101);
    }
    // A second or two is usual without optimization; anything quadratic takes minutes at this size.
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}
