//! Reading batches of posts, piece by piece: a file may be much larger than the memory. Knows nothing of what the posts
//! say.
//!
//! A file is read twice: once to tell its encoding and whether it is a text at all, which its last byte may decide, and
//! once for its records. What is not a file, such as a pipe, cannot be read twice and is kept.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::sync::Arc;

use crate::artifact::{Artifact, Channel, Content};
use crate::document::records::{Reader, Record, Split};
use crate::finding::{Problem, ProblemExtent};
use crate::source::{Changed, Feed, Source, Survey};
use crate::span::{Span, offset};
use crate::workspace::input::{Choice, Input, Reading, checked, nul_bytes, reason, too_large};

/// Most bytes of a file of records. Offsets in its text have 32 bits, and a text that is decoded may be three times as
/// long as its file.
const CAP: u64 = 1 << 30;

/// The pieces of a batch.
pub(super) struct Pieces<'i> {
    input: &'i Input,
    bytes: Box<dyn Read + Send + 'i>,
    /// Bytes that are still to come, as the survey has seen them.
    left: u64,
    feed: Feed,
    reader: Reader,
    /// Bytes of text that are taken apart at once.
    size: usize,
    /// NUL characters of the text, as long as they are not told.
    n_nul: u64,
    /// What there is to say of the bytes, until their place is reached.
    odd: Vec<(Span, String)>,
    has_records: bool,
    is_done: bool,
}

impl<'i> Pieces<'i> {
    /// Opens a batch and looks it over. Its text will be taken apart in pieces of `size` bytes, or of more where a record
    /// is longer.
    pub(super) fn new(input: &'i Input, size: usize) -> Result<Self, String> {
        let (bytes, survey) = open(input)?;
        checked(&survey, CAP)?;
        Ok(Self {
            input,
            bytes,
            left: survey.length(),
            feed: Feed::new(Arc::clone(&input.name), &survey),
            reader: Reader::new(Arc::clone(&input.name), input.media_type, &input.columns),
            size: size.max(1),
            n_nul: survey.n_nul_characters(),
            odd: Vec::new(),
            has_records: false,
            is_done: false,
        })
    }

    /// Reads on until there is so much text as is wanted, or no more. Gives what keeps it from reading on.
    fn fill(&mut self, wanted: usize) -> Option<Problem> {
        while !self.feed.is_ended() && self.feed.ahead().len() < wanted {
            let failed = self.fill_once().err();
            self.odd.extend(self.feed.problem().map(|odd| (odd.span, odd.message)));
            if let Some(message) = failed {
                self.feed.end();
                let message = format!("{message}; what stands behind is not checked");
                return Some(self.input.problem(None, message, ProblemExtent::Partial));
            }
        }
        None
    }

    fn fill_once(&mut self) -> Result<(), String> {
        let size = (self.size as u64).min(self.left);
        let mut buffer = Vec::new();
        let n_read = self.bytes.by_ref().take(size).read_to_end(&mut buffer);
        let n_read = n_read.map_err(|error| format!("cannot be read on: {}", reason(&error)))? as u64;
        self.left -= n_read;
        self.feed.push(&buffer).map_err(|changed| changed.to_string())?;
        if n_read < size {
            return Err(Changed.to_string());
        }
        if self.left == 0 {
            self.feed.end();
            // Nothing may have come since the survey.
            return match self.bytes.read(&mut [0]) {
                Ok(0) => Ok(()),
                _ => Err(Changed.to_string()),
            };
        }
        Ok(())
    }

    /// Takes records from the text until some is used. Gives how much, and what it held.
    fn split(&mut self) -> (usize, Split) {
        let mut all = Split::default();
        let mut wanted = self.size;
        loop {
            let failed = self.fill(wanted);
            let ahead = self.feed.ahead();
            let (used, mut split) = self.reader.read(ahead, self.feed.is_ended());
            wanted = ahead.len() + self.size;
            all.records.append(&mut split.records);
            all.problems.append(&mut split.problems);
            all.problems.extend(failed);
            if used > 0 || self.feed.is_ended() {
                return (used, all);
            }
        }
    }

    /// What there is to say of the bytes before the place that is reached.
    fn odd(&mut self, window: &Source) -> Vec<Problem> {
        let reached = if self.feed.is_ended() { u32::MAX } else { self.feed.offset() };
        if self.n_nul > 0
            && let Some(at) = memchr::memchr(0, window.text().as_bytes())
            && window.span().start() + offset(at) < reached
        {
            self.odd.push(nul_bytes(window.span().start() + offset(at), self.n_nul));
            self.n_nul = 0;
        }
        let input = self.input;
        let told = self.odd.extract_if(.., |(span, _)| span.start() < reached);
        let problem = |(span, message)| input.problem(Some(span), message, ProblemExtent::Read);
        told.map(problem).collect()
    }

    fn artifact(&self, source: &Source, record: Record) -> Artifact {
        let mut artifact = self.input.artifact(source);
        artifact.key.record = Some(record.id);
        artifact.given = artifact.given.or(record.attributes);
        if artifact.defaults.channel == Some(Channel::Social(None)) {
            artifact.defaults.channel = record.sort.or(artifact.defaults.channel);
        }
        artifact.content = Content::Fields(record.fields);
        artifact
    }
}

impl Iterator for Pieces<'_> {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        if self.is_done {
            return None;
        }
        let (used, split) = self.split();
        let source = self.feed.take(used);
        self.is_done = self.feed.is_ended();
        self.has_records |= !split.records.is_empty();
        let is_other = self.input.choice == Choice::Walked && !self.has_records;
        let mut problems = self.odd(&source);
        problems.extend(split.problems.into_iter().map(|problem| match problem.extent {
            // A table that nobody named and that holds no posts is some other data: worth a word, no failure.
            ProblemExtent::Unread if is_other => Problem {
                message: format!("not taken for posts: {}", problem.message),
                extent: ProblemExtent::Read,
                ..problem
            },
            _ => problem,
        }));
        let artifacts = split.records.into_iter().map(|record| self.artifact(&source, record)).collect();
        Some(Reading { source: Some(source), artifacts, problems })
    }
}

/// The bytes of an input, and what they are as a whole.
#[expect(clippy::disallowed_methods, reason = "this module is one of those that open files")]
fn open(input: &Input) -> Result<(Box<dyn Read + Send + '_>, Survey), String> {
    if let Some(bytes) = &input.bytes {
        return Ok((Box::new(bytes.as_slice()), Survey::of(bytes)));
    }
    let told = |error: io::Error| reason(&error);
    let mut file = File::open(&input.path).map_err(told)?;
    let kind = file.metadata().map_err(told)?;
    if kind.len() > CAP {
        return Err(too_large(kind.len(), CAP));
    }
    if !kind.is_file() {
        let mut bytes = Vec::new();
        file.take(CAP + 1).read_to_end(&mut bytes).map_err(told)?;
        let survey = Survey::of(&bytes);
        return Ok((Box::new(io::Cursor::new(bytes)), survey));
    }
    let mut survey = Survey::default();
    let mut buffer = vec![0; 64 << 10];
    while survey.length() <= CAP {
        let n_read = file.read(&mut buffer).map_err(told)?;
        if n_read == 0 {
            break;
        }
        survey.add(buffer.get(..n_read).unwrap_or_default());
    }
    survey.end();
    file.rewind().map_err(told)?;
    Ok((Box::new(file), survey))
}
