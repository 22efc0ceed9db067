//! A file as text, piece by piece: bytes come in, windows go out, and what is behind is forgotten. Opens no file.

use std::sync::Arc;

use super::decode::{Decoder, DecodingProblem, Survey};
use super::{Source, Stretch};
use crate::span::{Span, offset};

/// A window holds so many bytes more on either side, for what looks around a place: the excerpts of reports and the
/// context of fingerprints.
const MARGIN: usize = 1 << 10;

/// Takes the bytes of a file in their order and gives its text in windows.
#[derive(Debug)]
pub struct Feed {
    name: Arc<str>,
    /// `None` for plain UTF-8.
    decoder: Option<Decoder>,
    /// What is held, from `stretch` on.
    text: String,
    stretch: Stretch,
    file_offsets: Vec<(u32, u32)>,
    /// Bytes of a character whose rest is to come.
    pending: Vec<u8>,
    /// Where in `text` begins what no window was for.
    at: usize,
    is_ended: bool,
}

/// The bytes are not those that were surveyed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the file changed while it was read")]
pub struct Changed;

impl Feed {
    /// A feed for the file that reports call `name`, of which `survey` has seen all bytes.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>, survey: &Survey) -> Self {
        Self {
            name: name.into(),
            decoder: survey.decoder(),
            text: String::new(),
            stretch: Stretch::WHOLE,
            file_offsets: Vec::new(),
            pending: Vec::new(),
            at: 0,
            is_ended: false,
        }
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    ///
    /// Where they are not UTF-8 and the survey said so; the text before them is taken.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Changed> {
        if let Some(decoder) = &mut self.decoder {
            decoder.decode(bytes, (&mut self.text, self.stretch.base), &mut self.file_offsets);
            return Ok(());
        }
        let joined;
        let bytes = if self.pending.is_empty() {
            bytes
        } else {
            joined = [std::mem::take(&mut self.pending).as_slice(), bytes].concat();
            &joined
        };
        let (text, rest) = match std::str::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let (text, rest) = bytes.split_at_checked(error.valid_up_to()).unwrap_or_default();
                (std::str::from_utf8(text).unwrap_or_default(), Some((rest, error.error_len().is_some())))
            }
        };
        self.text.push_str(text);
        match rest {
            Some((_, true)) => Err(Changed),
            Some((rest, false)) => {
                self.pending = rest.to_vec();
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Ends the file: all that is there can be read.
    pub fn end(&mut self) {
        if let Some(decoder) = self.decoder.as_mut().filter(|_| !self.is_ended) {
            decoder.end((&mut self.text, self.stretch.base), &mut self.file_offsets);
        }
        self.is_ended = true;
    }

    /// Whether the file has ended.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.is_ended
    }

    /// What there is to say of the encoding, once, when its place is reached.
    pub fn problem(&mut self) -> Option<DecodingProblem> {
        self.decoder.as_mut().and_then(Decoder::problem)
    }

    /// The text that comes next, as far as it can be read.
    #[must_use]
    pub fn ahead(&self) -> &str {
        let margin = if self.is_ended { 0 } else { MARGIN };
        let end = self.text.floor_char_boundary(self.text.len().saturating_sub(margin));
        self.text.get(self.at..end).unwrap_or_default()
    }

    /// The offset at which [`Feed::ahead`] begins.
    #[must_use]
    pub fn offset(&self) -> u32 {
        self.stretch.base.saturating_add(offset(self.at))
    }

    /// A window for the next `used` bytes; what comes next begins behind them.
    #[must_use]
    pub fn take(&mut self, used: usize) -> Source {
        let behind = (self.at + used).min(self.text.len());
        let kept = self.text.floor_char_boundary(behind.saturating_sub(MARGIN));
        let rest = self.text.get(kept..).unwrap_or_default().to_owned();
        let text = std::mem::replace(&mut self.text, rest);
        let end = self.stretch.base.saturating_add(offset(text.len()));
        let file_offsets = self.decoder.is_some().then(|| std::mem::take(&mut self.file_offsets));
        let window = Source::window(Arc::clone(&self.name), text, self.stretch, file_offsets);
        let next = self.stretch.base.saturating_add(offset(kept));
        self.stretch = window.cut(next, 0, 0);
        self.file_offsets = window.file_offsets_in(Span::new(next, end)).unwrap_or_default();
        self.at = behind - kept;
        window
    }
}
