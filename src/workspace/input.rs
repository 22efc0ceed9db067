//! Reading inputs: bytes to artifacts. A page is read as a whole, a batch by `pieces`. Knows nothing of what texts mean.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::artifact::{Artifact, ArtifactKey, Attributes, Content, Dialect, MediaType};
use crate::document::message;
use crate::document::records::Columns;
use crate::finding::{Problem, ProblemExtent};
use crate::source::{Source, Survey};
use crate::span::{Span, offset};
use crate::workspace::pieces::Pieces;
use crate::workspace::place::Place;
use crate::workspace::{WorkspaceError, includes};

/// Most bytes of a page, an email or a text.
pub(super) const PAGE_CAP: u64 = 8 << 20;
/// Most bytes of a message: mail servers take less, and attachments are not decoded.
const MESSAGE_CAP: u64 = 64 << 20;
/// An attachment may be put into a message as it is; the start of its header is text.
const MESSAGE_HEAD: usize = 1024;

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
    pub bytes: Option<Arc<Vec<u8>>>,
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

/// A piece of an input: all of a page, some records of a batch.
#[derive(Clone, Default, Debug)]
pub struct Reading {
    /// Its text, of a batch a window; `None` where it could not be read.
    pub source: Option<Source>,
    /// Its artifacts: one, or one a record.
    pub artifacts: Vec<Artifact>,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

impl Input {
    /// Whether it is a batch of posts, each of which is an artifact.
    #[must_use]
    pub fn is_batch(&self) -> bool {
        matches!(self.media_type, MediaType::JsonLines | MediaType::Csv | MediaType::Tsv)
    }

    /// An artifact of it.
    pub(super) fn artifact(&self, source: &Source) -> Artifact {
        Artifact {
            key: ArtifactKey::file(Arc::clone(&self.name)),
            media_type: self.media_type,
            dialect: self.dialect,
            given: self.given.clone(),
            defaults: self.defaults.clone(),
            source: source.clone(),
            content: Content::Whole,
        }
    }

    pub(super) fn problem(
        &self,
        span: Option<Span>,
        message: impl Into<String>,
        extent: ProblemExtent,
    ) -> Problem {
        Problem { path: Arc::clone(&self.name), span, message: message.into(), extent }
    }
}

/// So much text of a batch is taken apart at once: enough for some threads, and little enough for a cache.
const PIECE: usize = 64 << 10;

/// The pieces of an input, in their order.
#[must_use]
pub fn read(input: &Input) -> Box<dyn Iterator<Item = Reading> + Send + '_> {
    read_in_pieces(input, PIECE)
}

/// The pieces of an input, those of a batch of so many bytes. What is in them does not depend on that.
#[must_use]
pub fn read_in_pieces(input: &Input, size: usize) -> Box<dyn Iterator<Item = Reading> + Send + '_> {
    if !input.is_batch() {
        return Box::new(std::iter::once_with(|| page(input)));
    }
    match Pieces::new(input, size) {
        Ok(pieces) => Box::new(pieces),
        Err(message) => Box::new(std::iter::once(unread(input, message))),
    }
}

/// Whether it is a batch of several pieces.
#[must_use]
pub fn is_long(input: &Input) -> bool {
    let length = || match &input.bytes {
        Some(bytes) => bytes.len() as u64,
        None => fs::metadata(&input.path).map_or(0, |file| file.len()),
    };
    input.is_batch() && length() > PIECE as u64
}

/// Reads an input that is one artifact.
fn page(input: &Input) -> Reading {
    let is_message = input.media_type == MediaType::Message;
    let cap = if is_message { MESSAGE_CAP } else { PAGE_CAP };
    let bytes = match &input.bytes {
        Some(bytes) => Ok(bytes.to_vec()),
        None => file_bytes(&input.path, cap),
    };
    let is_text = |bytes: Vec<u8>| {
        let looked_at = if is_message { MESSAGE_HEAD.min(bytes.len()) } else { bytes.len() };
        let looked_at = bytes.get(..looked_at).unwrap_or_default();
        within(bytes.len() as u64, cap).and_then(|()| checked(&Survey::of(looked_at), cap)).map(|()| bytes)
    };
    match bytes.and_then(is_text) {
        Ok(bytes) if is_message => message(input, bytes),
        Ok(bytes) => text(input, bytes),
        Err(message) => unread(input, message),
    }
}

/// Takes a message apart.
fn message(input: &Input, bytes: Vec<u8>) -> Reading {
    let opened = message::open(&input.name, bytes);
    let mut artifact = input.artifact(&opened.source);
    artifact.content = Content::Message(Arc::new(opened.message));
    Reading { source: Some(opened.source), artifacts: vec![artifact], problems: opened.problems }
}

fn text(input: &Input, bytes: Vec<u8>) -> Reading {
    let (source, odd) = Source::decode(Arc::clone(&input.name), bytes);
    let odd = odd.map(|odd| (odd.span, odd.message)).into_iter();
    let nul = memchr::memchr(0, source.text().as_bytes());
    let n_nul = memchr::memchr_iter(0, source.text().as_bytes()).count();
    let odd = odd.chain(nul.map(|at| nul_bytes(offset(at), n_nul as u64)));
    let told = |(span, message)| input.problem(Some(span), message, ProblemExtent::Read);
    let mut problems: Vec<Problem> = odd.map(told).collect();
    let (source, missing) = match input.media_type {
        MediaType::Mjml => includes::with_includes(input, source),
        _ => (source, Vec::new()),
    };
    problems.extend(missing);
    Reading { artifacts: vec![input.artifact(&source)], source: Some(source), problems }
}

/// What to say of the NUL bytes of a text, of which the first stands at an offset.
pub(super) fn nul_bytes(first: u32, count: u64) -> (Span, String) {
    let message = match count {
        1 => "a NUL byte, which no reader sees".to_owned(),
        count => format!("the first of {count} NUL bytes, which no reader sees"),
    };
    (Span::new(first, first.saturating_add(1)), message)
}

fn unread(input: &Input, message: String) -> Reading {
    Reading { problems: vec![input.problem(None, message, ProblemExtent::Unread)], ..Reading::default() }
}

#[expect(clippy::disallowed_methods, reason = "this module is one of those that open files")]
fn file_bytes(path: &Path, cap: u64) -> Result<Vec<u8>, String> {
    let told = |error: std::io::Error| reason(&error);
    let size = fs::metadata(path).map_err(told)?.len();
    if size > cap {
        return Err(too_large(size, cap));
    }
    fs::read(path).map_err(told)
}

/// Whether the bytes of a file can be read: they are not too many, and they are a text.
pub(super) fn checked(survey: &Survey, cap: u64) -> Result<(), String> {
    within(survey.length(), cap)?;
    // A slip leaves a NUL byte or two in a text; binary data is full of them, or no UTF-8 beside them.
    let n_nul = survey.n_nul_bytes();
    let is_slip = n_nul <= 4 && n_nul * 2 < survey.length() && survey.is_utf_8();
    if !survey.is_utf_16() && !is_slip && n_nul * 100 > survey.length() {
        return Err("binary: it holds NUL bytes and is no text".to_owned());
    }
    Ok(())
}

/// Whether a file is not too large. It may have grown since its size was asked for, and standard input has none.
fn within(size: u64, cap: u64) -> Result<(), String> {
    if size > cap { Err(too_large(size, cap)) } else { Ok(()) }
}

pub(super) fn too_large(size: u64, cap: u64) -> String {
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
    use super::{Survey, too_large};

    fn checked(bytes: &[u8], cap: u64) -> Result<(), String> {
        super::checked(&Survey::of(bytes), cap)
    }

    #[test]
    fn binary_files_are_told_from_texts() {
        assert!(checked(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 1 << 20).is_err());
        assert!(checked(b"\xff\xfea\0b\0", 1 << 20).is_ok());
        let mostly_text = [vec![b'a'; 1000], vec![0]].concat();
        assert!(checked(&mostly_text, 1 << 20).is_ok());
        assert!(checked(b"<p>lo\0gin</p>", 1 << 20).is_ok());
        assert!(checked(b"a\0b\0c\0d\0e\0f\0g\0h\0i\0", 1 << 20).is_err());
        assert!(checked(b"", 0).is_ok());
    }

    #[test]
    fn both_sizes_are_named() {
        let message = too_large((8 << 20) + 1, 8 << 20);
        assert_eq!(message, "too large: 8.1 MiB, more than the 8 MiB that are read");
    }
}
