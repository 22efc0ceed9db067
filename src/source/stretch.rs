//! What a source holds of its text: stretches, each with what stands before it. Knows nothing of decoding.

use super::{ColumnUnit, STRIDE, Source};
use crate::span::{Span, offset};

/// A stretch of a text that is held.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    /// Its first byte in the whole text.
    pub(super) base: u32,
    /// Its place in the held text.
    pub(super) place: u32,
    /// Lines of the text that end before it.
    pub(super) lines: u32,
    /// What stands before it on the line in which it begins.
    pub(super) lead: Lead,
    /// Index of its first line among those that are held.
    pub(super) first_line: u32,
}

impl Stretch {
    /// A text from its start.
    pub(super) const WHOLE: Self = Self { base: 0, place: 0, lines: 0, lead: Lead::NONE, first_line: 0 };
}

/// The length of what stands before a place on its line, in each unit of columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lead {
    bytes: u32,
    units: u32,
    characters: u32,
}

impl Lead {
    const NONE: Self = Self { bytes: 0, units: 0, characters: 0 };

    pub(super) const fn in_unit(self, unit: ColumnUnit) -> u32 {
        match unit {
            ColumnUnit::Utf8 => self.bytes,
            ColumnUnit::Utf16 => self.units,
            ColumnUnit::Scalar => self.characters,
        }
    }
}

impl Source {
    /// Index of the stretch that holds `offset`, else of the last before it, else of the first.
    pub(super) fn stretch_at(&self, offset: u32) -> usize {
        match self.0.stretches.as_slice() {
            [_] => 0,
            many => many.partition_point(|stretch| stretch.base <= offset).saturating_sub(1),
        }
    }

    fn stretch(&self, index: usize) -> Stretch {
        self.0.stretches.get(index).copied().unwrap_or(Stretch::WHOLE)
    }

    /// One past the last place of a stretch.
    fn end_place(&self, index: usize) -> usize {
        self.0.stretches.get(index + 1).map_or(self.0.text.len(), |next| next.place as usize)
    }

    /// What a stretch holds.
    pub(super) fn held_span(&self, index: usize) -> Span {
        let Stretch { base, place, .. } = self.stretch(index);
        let length = self.end_place(index).saturating_sub(place as usize);
        Span::new(base, base.saturating_add(offset(length)))
    }

    /// The place of an offset that a stretch holds.
    pub(super) fn place_in(&self, index: usize, offset: u32) -> usize {
        let Stretch { base, place, .. } = self.stretch(index);
        (place as usize + offset.saturating_sub(base) as usize).min(self.end_place(index))
    }

    /// The offset of a place in a stretch.
    pub(super) fn offset_in(&self, index: usize, place: usize) -> u32 {
        let Stretch { base, place: first, .. } = self.stretch(index);
        base.saturating_add(offset(place.saturating_sub(first as usize)))
    }

    /// The places of a span that is held as a whole.
    pub(super) fn places(&self, span: Span) -> Option<std::ops::Range<usize>> {
        let index = self.stretch_at(span.start());
        let is_held = self.held_span(index).covers(span);
        is_held.then(|| self.place_in(index, span.start())..self.place_in(index, span.end()))
    }

    /// Index of the line that holds a place of a stretch.
    pub(super) fn line_index(&self, stretch: usize, place: usize) -> usize {
        let index = self.0.lines.partition_point(|start| *start as usize <= place).saturating_sub(1);
        // The next stretch may begin at the very place where this one ends.
        index.min(self.last_line(stretch))
    }

    fn last_line(&self, stretch: usize) -> usize {
        let next = self.0.stretches.get(stretch + 1);
        next.map_or(self.0.lines.len(), |next| next.first_line as usize).saturating_sub(1)
    }

    /// Where a line starts, or the stretch that begins within it.
    pub(super) fn line_place(&self, index: usize) -> usize {
        self.0.lines.get(index).copied().unwrap_or_default() as usize
    }

    /// Where the next line of a stretch starts.
    pub(super) fn line_behind(&self, stretch: usize, index: usize) -> Option<usize> {
        (index < self.last_line(stretch)).then(|| self.line_place(index + 1))
    }

    /// Lines of the text before one of a stretch, and what stands before what is held of it.
    pub(super) fn lines_before(&self, stretch: usize, index: usize) -> (usize, Lead) {
        let Stretch { lines, lead, first_line, .. } = self.stretch(stretch);
        let further = index.saturating_sub(first_line as usize);
        (lines as usize + further, if further == 0 { lead } else { Lead::NONE })
    }

    /// The stretch that would begin at `offset`, which is held, with the text at `place`.
    pub(super) fn cut(&self, at: u32, place: u32, first_line: u32) -> Stretch {
        let stretch = self.stretch_at(at);
        let here = self.place_in(stretch, at);
        let index = self.line_index(stretch, here);
        let start = self.line_place(index);
        let (lines, before) = self.lines_before(stretch, index);
        let text = self.0.text.get(start..here).unwrap_or_default();
        let characters = self.characters_between(start, here);
        // Characters of four bytes are two units each.
        let is_wide = |byte: &&u8| **byte >= 0xF0;
        let wide = if text.len() == characters { 0 } else { text.as_bytes().iter().filter(is_wide).count() };
        let lead = Lead {
            bytes: before.bytes + offset(text.len()),
            units: before.units + offset(characters + wide),
            characters: before.characters + offset(characters),
        };
        Stretch { base: at, place, lines: offset(lines), lead, first_line }
    }

    /// Pairs of offsets that hold for the text from one offset to another, both included.
    pub(super) fn file_offsets_in(&self, span: Span) -> Option<Vec<(u32, u32)>> {
        let offsets = self.0.file_offsets.as_ref()?;
        let within = |pair: &&(u32, u32)| pair.0 <= span.end();
        let from = offsets.partition_point(|(text, _)| *text <= span.start());
        let first = std::iter::once((span.start(), self.file_offset(span.start())));
        Some(first.chain(offsets.iter().skip(from).take_while(within).copied()).collect())
    }

    /// Characters from one place to another, both character boundaries.
    pub(super) fn characters_between(&self, start: usize, end: usize) -> usize {
        match self.0.text.get(start..end) {
            Some(text) if text.len() < 2 * STRIDE => text.chars().count(),
            _ => self.characters_before(end) - self.characters_before(start),
        }
    }

    /// Characters before a place, a character boundary.
    fn characters_before(&self, place: usize) -> usize {
        let starts = |bytes: &[u8]| bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xBF)).count();
        let counts = self.0.counts.get_or_init(|| {
            let mut total = 0;
            let stretches = self.0.text.as_bytes().chunks(STRIDE);
            let before = stretches.map(|stretch| {
                let before = total;
                total += u32::try_from(starts(stretch)).unwrap_or(u32::MAX);
                before
            });
            before.collect()
        });
        let index = (place / STRIDE).min(counts.len().saturating_sub(1));
        let rest = self.0.text.as_bytes().get(index * STRIDE..place).unwrap_or_default();
        counts.get(index).map_or(0, |before| *before as usize) + starts(rest)
    }
}
