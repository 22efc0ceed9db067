//! Reading inputs: bytes to artifacts. Knows caps and encodings, nothing of what texts mean.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::artifact::{Artifact, ArtifactKey, Attributes, Channel, Content, Dialect, MediaType};
use crate::document::records::{self, Columns};
use crate::finding::{Problem, ProblemExtent};
use crate::source::Source;
use crate::span::Span;
use crate::workspace::place::Place;
use crate::workspace::{WorkspaceError, includes};

/// Most bytes of a page, an email or a text.
pub(super) const PAGE_CAP: u64 = 8 << 20;
/// Most bytes of a file of records.
const RECORDS_CAP: u64 = 256 << 20;

/// Something to be read and checked.
#[derive(Clone, Debug)]
pub struct Input {
    /// The file, absolute.
    pub path: PathBuf,
    /// Its name in reports.
    pub name: Arc<str>,
    /// Its format.
    pub media_type: MediaType,
    /// Its template language, where that is known beforehand.
    pub dialect: Option<Dialect>,
    /// Which column or field of a batch holds what.
    pub columns: Columns,
    /// What the command line orders.
    pub given: Attributes,
    /// What records, settings and conventions say, in this order.
    pub defaults: Attributes,
    /// Its bytes where they are not those of the file: standard input.
    pub bytes: Option<Vec<u8>>,
    /// How it came to be read.
    pub choice: Choice,
    /// The folder of the project that it belongs to; empty where its format includes no other files.
    pub project: PathBuf,
}

/// How an input came to be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    /// It was named.
    Named,
    /// It lay in a folder.
    Walked,
}

/// What reading an input gave.
#[derive(Clone, Default, Debug)]
pub struct Reading {
    /// Its text; `None` where it could not be read.
    pub source: Option<Source>,
    /// Its artifacts: one, or one a record.
    pub artifacts: Vec<Artifact>,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// Reads an input.
#[must_use]
pub fn read(input: &Input) -> Reading {
    let is_batch = matches!(input.media_type, MediaType::JsonLines | MediaType::Csv | MediaType::Tsv);
    let cap = if is_batch { RECORDS_CAP } else { PAGE_CAP };
    let bytes = match &input.bytes {
        Some(bytes) => Ok(bytes.clone()),
        None => file_bytes(&input.path, cap),
    };
    match bytes.and_then(|bytes| checked(bytes, cap)) {
        Ok(bytes) => from_bytes(input, bytes),
        Err(message) => Reading { problems: vec![unread(input, message)], ..Reading::default() },
    }
}

/// Makes artifacts of an input's bytes.
fn from_bytes(input: &Input, bytes: Vec<u8>) -> Reading {
    let (source, odd) = Source::decode(input.name.clone(), bytes);
    let odd = odd.map(|odd| (odd.span, odd.message)).into_iter().chain(nul_bytes(source.text()));
    let mut problems: Vec<Problem> = odd
        .map(|(span, message)| Problem {
            path: input.name.clone(),
            span: Some(span),
            message,
            extent: ProblemExtent::Read,
        })
        .collect();
    let (source, missing) = match input.media_type {
        MediaType::Mjml => includes::with_includes(input, source),
        _ => (source, Vec::new()),
    };
    problems.extend(missing);
    let mut reading = Reading { source: Some(source.clone()), artifacts: Vec::new(), problems };
    if matches!(input.media_type, MediaType::JsonLines | MediaType::Csv | MediaType::Tsv) {
        let split = records::split(&source, input.media_type, &input.columns);
        let is_other = input.choice == Choice::Walked && split.records.is_empty();
        reading.problems.extend(split.problems.into_iter().map(|problem| match problem.extent {
            // A table that nobody named and that holds no posts is some other data: worth a word, no failure.
            ProblemExtent::Unread if is_other => Problem {
                message: format!("not taken for posts: {}", problem.message),
                extent: ProblemExtent::Read,
                ..problem
            },
            _ => problem,
        }));
        for record in split.records {
            let mut artifact = artifact(input, &source);
            artifact.key.record = Some(record.id);
            artifact.given = input.given.clone().or(record.attributes);
            if artifact.defaults.channel == Some(Channel::Social(None)) {
                artifact.defaults.channel = record.sort.or(artifact.defaults.channel);
            }
            artifact.content = Content::Fields(record.fields);
            reading.artifacts.push(artifact);
        }
    } else {
        reading.artifacts.push(artifact(input, &source));
    }
    reading
}

/// What to say of NUL bytes in a text.
fn nul_bytes(text: &str) -> Option<(Span, String)> {
    let first = memchr::memchr(0, text.as_bytes())?;
    let message = match memchr::memchr_iter(0, text.as_bytes()).count() {
        1 => "a NUL byte, which no reader sees".to_owned(),
        count => format!("the first of {count} NUL bytes, which no reader sees"),
    };
    Some((Span::from_range(first..first + 1), message))
}

fn artifact(input: &Input, source: &Source) -> Artifact {
    Artifact {
        key: ArtifactKey::file(input.name.clone()),
        media_type: input.media_type,
        dialect: input.dialect,
        given: input.given.clone(),
        defaults: input.defaults.clone(),
        source: source.clone(),
        content: Content::Whole,
    }
}

fn unread(input: &Input, message: String) -> Problem {
    Problem { path: input.name.clone(), span: None, message, extent: ProblemExtent::Unread }
}

#[expect(clippy::disallowed_methods, reason = "this module is the one that opens files")]
fn file_bytes(path: &Path, cap: u64) -> Result<Vec<u8>, String> {
    let told = |error: std::io::Error| reason(&error);
    let size = fs::metadata(path).map_err(told)?.len();
    if size > cap {
        return Err(too_large(size, cap));
    }
    fs::read(path).map_err(told)
}

/// The bytes, unless they are too many or no text.
pub(super) fn checked(bytes: Vec<u8>, cap: u64) -> Result<Vec<u8>, String> {
    // A file may have grown since its size was asked for, and standard input has none.
    let size = bytes.len() as u64;
    if size > cap {
        return Err(too_large(size, cap));
    }
    let is_utf_16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let n_nul = memchr::memchr_iter(0, &bytes).count();
    // A slip leaves a NUL byte or two in a text; binary data is full of them, or no UTF-8 beside them.
    let is_slip = n_nul <= 4 && n_nul * 2 < bytes.len() && std::str::from_utf8(&bytes).is_ok();
    if !is_utf_16 && !is_slip && n_nul * 100 > bytes.len() {
        return Err("binary: it holds NUL bytes and is no text".to_owned());
    }
    Ok(bytes)
}

fn too_large(size: u64, cap: u64) -> String {
    format!("too large: {} MiB, more than the {} MiB that are read", tenths(size), cap >> 20)
}

/// Bytes as MiB with one decimal, rounded up, so that a file above a cap never seems to be at it.
fn tenths(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1 << 20);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Why a file cannot be opened, in plain words and without the number of the error.
pub(super) fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// Reads a file of the guide, of the settings or of a campaign.
///
/// # Errors
///
/// When it cannot be read.
#[expect(clippy::disallowed_methods, reason = "this module is the one that opens files")]
pub(super) fn own_file(place: &Place, path: &Path) -> Result<Source, WorkspaceError> {
    let name = place.name(path);
    let failed = |reason| WorkspaceError::File { path: name.to_string(), reason };
    let bytes = fs::read(path).map_err(|error| failed(reason(&error)))?;
    // TOML is UTF-8; what a guide says must not depend on a guess.
    match Source::decode(name.clone(), bytes) {
        (source, None) => Ok(source),
        (_, Some(_)) => Err(failed("not UTF-8; save the file as UTF-8".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::{checked, too_large};

    #[test]
    fn binary_files_are_told_from_texts() {
        assert!(checked(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), 1 << 20).is_err());
        assert!(checked(b"\xff\xfea\0b\0".to_vec(), 1 << 20).is_ok());
        let mostly_text = [vec![b'a'; 1000], vec![0]].concat();
        assert!(checked(mostly_text, 1 << 20).is_ok());
        assert!(checked(b"<p>lo\0gin</p>".to_vec(), 1 << 20).is_ok());
        assert!(checked(b"a\0b\0c\0d\0e\0f\0g\0h\0i\0".to_vec(), 1 << 20).is_err());
        assert!(checked(Vec::new(), 0).is_ok());
    }

    #[test]
    fn both_sizes_are_named() {
        let message = too_large((8 << 20) + 1, 8 << 20);
        assert_eq!(message, "too large: 8.1 MiB, more than the 8 MiB that are read");
    }
}
