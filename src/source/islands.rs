//! Keeps of a text only the lines that something points into. Knows nothing of what points there.

use std::sync::Arc;

use super::{Source, Stretch, line_starts};
use crate::span::{Span, offset};

/// Of a line that is longer, only so many bytes on either side of a place are kept. Excerpts show less.
const AROUND: u32 = 1 << 10;
/// A place that is longer is kept at its ends only.
const LONG: u32 = 4 << 10;
/// Places of one group that are no further apart are kept with what stands between them, for an excerpt of both.
const NEAR: u32 = 8 << 10;

/// Lines of a text that is given window by window.
#[derive(Default, Debug)]
pub struct Islands {
    text: String,
    stretches: Vec<Stretch>,
    lines: Vec<u32>,
    file_offsets: Option<Vec<(u32, u32)>>,
}

impl Islands {
    /// Keeps the lines of `groups` of places: each is one thing to tell, and may be shown together. Windows come in the
    /// order of the text, and each once.
    pub fn keep(&mut self, window: &Source, groups: impl IntoIterator<Item = Vec<Span>>) {
        let mut wanted: Vec<Span> = Vec::new();
        for group in groups {
            let mut own: Vec<Span> = group.into_iter().flat_map(|place| around(window, place)).collect();
            own.sort();
            let mut last: Option<Span> = None;
            for span in own {
                match &mut last {
                    Some(last) if span.start() <= last.end().saturating_add(NEAR) => *last = last.join(span),
                    _ => wanted.extend(last.replace(span)),
                }
            }
            wanted.extend(last);
        }
        wanted.sort();
        for span in wanted {
            self.add(window, span);
        }
    }

    /// Adds a stretch of a window that begins behind all others, or within the last.
    fn add(&mut self, window: &Source, span: Span) {
        let end = self
            .stretches
            .last()
            .map_or(0, |last| last.base.saturating_add(offset(self.text.len())).saturating_sub(last.place));
        let is_next = !self.stretches.is_empty() && span.start() <= end;
        let start = if is_next { end } else { span.start() };
        if is_next && span.end() <= start {
            return;
        }
        let span = Span::new(start, span.end());
        let text = window.slice(span);
        let place = offset(self.text.len());
        if !is_next {
            self.stretches.push(window.cut(start, place, offset(self.lines.len())));
            self.lines.push(place);
        }
        self.lines.extend(line_starts(text).map(|line| place.saturating_add(line)));
        self.text.push_str(text);
        if let Some(offsets) = window.file_offsets_in(span) {
            self.file_offsets.get_or_insert_default().extend(offsets);
        }
    }

    /// The source that holds what was kept.
    #[must_use]
    pub fn into_source(mut self, name: impl Into<Arc<str>>) -> Source {
        self.text.shrink_to_fit();
        if self.stretches.is_empty() {
            return Source::new(name, "");
        }
        Source::held(name.into(), self.text, self.stretches, self.lines, self.file_offsets)
    }
}

/// What is kept for a place: its lines with the end of the last, or what is near it.
fn around(window: &Source, place: Span) -> Vec<Span> {
    if place.len() > LONG {
        let ends = [Span::at(place.start()), Span::at(place.end())];
        return ends.into_iter().flat_map(|end| around(window, end)).collect();
    }
    let place = window.snapped(place);
    let near = Span::new(place.start().saturating_sub(AROUND), place.end().saturating_add(AROUND));
    let start = window.line_span(place.start()).start().max(near.start());
    let text = window.text_at(place.end());
    let end = match window.next_line(place.end()) {
        // Nothing is cut between the two bytes of a line end.
        Some(next) if next <= near.end().saturating_add(1) => next,
        _ => near.end().min(text.end()),
    };
    vec![window.snapped(Span::new(start.min(end), end))]
}
