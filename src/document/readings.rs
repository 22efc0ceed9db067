//! The texts that readers may see in place of a segment: one arm of each branch, and the text of a default in place of
//! its placeholder. What a price or a code stands beside can only be told in such a text. Knows nothing of facts.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::{BranchPath, Branches, Hole, HoleKind, Inline, Segment};
use crate::span::{Span, offset};
use crate::text::{MappedText, RunKind, opaque};

/// Most readings of one segment: more than a `case` has arms.
const MAX_READINGS: usize = 32;

/// Most bytes that the readings of one segment hold together, so that a text of branches alone takes linear time; two
/// readings are made in any case.
const MAX_BYTES: usize = 1 << 16;

/// The readings of a segment, such that each of its parts is in one of them: the segment itself where it is read in one
/// way only, and none where it is copy out of a tag, which is in the readings of what stands around that.
#[must_use]
pub fn readings<'s>(segment: &'s Segment, branches: &Branches) -> Cow<'s, [Segment]> {
    if segment.is_out_of_a_tag {
        return Cow::Borrowed(&[]);
    }
    let is_choice = |hole: &Hole| hole.kind == HoleKind::Branch || !hole.literals.is_empty();
    if !segment.holes.iter().any(is_choice) {
        return Cow::Borrowed(std::slice::from_ref(segment));
    }
    let pieces = pieces(segment, branches);
    let n_literals = segment.holes.iter().map(|hole| hole.literals.len()).max().unwrap_or_default();
    let limit = (MAX_BYTES / segment.text.as_str().len().max(1)).clamp(2, MAX_READINGS);
    let mut is_read = vec![false; pieces.len()];
    let mut readings = Vec::new();
    while readings.len() < limit && (readings.len() < n_literals.max(1) || is_read.contains(&false)) {
        let kept = choose(&pieces, &mut is_read);
        readings.push(assemble(segment, &pieces, &kept, readings.len()));
    }
    Cow::Owned(readings)
}

/// A part of a segment's text that stands or falls as a whole.
struct Piece<'s> {
    range: Range<usize>,
    /// The arms that hold it.
    path: BranchPath,
    kind: PieceKind<'s>,
}

#[derive(Clone, Copy)]
enum PieceKind<'s> {
    Run(RunKind, Span),
    Hole(&'s Hole),
    /// Text from nowhere, such as a line break.
    Synthetic,
    /// The line break that keeps two arms apart.
    ArmBreak,
}

/// The pieces of a segment, which cover its text.
fn pieces<'s>(segment: &'s Segment, branches: &Branches) -> Vec<Piece<'s>> {
    let runs = segment.text.runs().iter().map(|run| Piece {
        range: run.text.range(),
        path: branches.path(run.source),
        kind: PieceKind::Run(run.kind, run.source),
    });
    let holes = segment.holes.iter().filter(|hole| hole.width > 0).map(|hole| Piece {
        range: hole.at as usize..(hole.at + hole.width) as usize,
        path: branches.path(hole.span),
        kind: PieceKind::Hole(hole),
    });
    let mut mapped: Vec<Piece<'_>> = runs.chain(holes).collect();
    mapped.sort_by_key(|piece| piece.range.start);
    let is_arm_break = |at: usize| {
        let first = segment.holes.partition_point(|hole| (hole.at as usize) < at);
        let here = segment.holes.iter().skip(first).take_while(|hole| hole.at as usize == at);
        here.take(MAX_READINGS).any(|hole| hole.kind == HoleKind::Branch)
    };
    let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(mapped.len());
    let mut at = 0;
    let length = segment.text.as_str().len();
    let end = Piece { range: length..length, path: BranchPath::default(), kind: PieceKind::Synthetic };
    for piece in mapped.into_iter().chain([end]) {
        if piece.range.start > at {
            let range = at..piece.range.start;
            let is_break = segment.text.as_str().get(range.clone()) == Some("\n") && is_arm_break(range.end);
            let kind = if is_break { PieceKind::ArmBreak } else { PieceKind::Synthetic };
            let path = pieces.last().map(|last| last.path.clone()).unwrap_or_default();
            pieces.push(Piece { range, path, kind });
        }
        at = piece.range.end.max(at);
        if !piece.range.is_empty() {
            pieces.push(piece);
        }
    }
    pieces
}

/// For each piece whether it is in the next reading: as many as can be of those that no reading had yet, and of the others
/// what goes with them.
fn choose(pieces: &[Piece<'_>], is_read: &mut [bool]) -> Vec<bool> {
    let mut path = BranchPath::default();
    let mut kept = vec![false; pieces.len()];
    for wants_new in [true, false] {
        for ((piece, is_read), kept) in pieces.iter().zip(is_read.iter()).zip(&mut kept) {
            if *is_read != wants_new && !piece.path.excludes(&path) {
                path.join(&piece.path);
                *kept = true;
            }
        }
    }
    for (is_read, kept) in is_read.iter_mut().zip(&kept) {
        *is_read |= kept;
    }
    kept
}

/// A reading under construction.
#[derive(Default)]
struct Assembly {
    text: MappedText,
    holes: Vec<Hole>,
    /// Which bytes of the segment became which bytes of the reading.
    moved: Vec<(Range<usize>, Range<usize>)>,
}

/// The segment with the kept pieces only, and with the text of number `number` of what has several.
fn assemble(segment: &Segment, pieces: &[Piece<'_>], kept: &[bool], number: usize) -> Segment {
    let mut assembly = Assembly::default();
    let mut lost_blank = false;
    let mut tags = segment.holes.iter().filter(|hole| hole.width == 0).peekable();
    for (piece, is_kept) in pieces.iter().zip(kept) {
        while let Some(tag) = tags.next_if(|tag| tag.at as usize <= piece.range.start) {
            assembly.holes.push(Hole { at: assembly.text.len(), ..tag.clone() });
        }
        let text = segment.text.as_str().get(piece.range.clone()).unwrap_or_default();
        if matches!(piece.kind, PieceKind::ArmBreak) {
            continue;
        }
        if !is_kept {
            lost_blank |= text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
            continue;
        }
        let done = assembly.text.as_str();
        if std::mem::take(&mut lost_blank)
            && !(done.is_empty()
                || done.ends_with(char::is_whitespace)
                || text.starts_with(char::is_whitespace))
        {
            assembly.text.push_synthetic(" ");
        }
        assembly.push(piece, text, number);
    }
    for tag in tags {
        assembly.holes.push(Hole { at: assembly.text.len(), ..tag.clone() });
    }
    let inline = |inline: &Inline| {
        let range = assembly.moved(inline.range.start as usize, inline.range.end as usize)?;
        Some(Inline { kind: inline.kind, range })
    };
    Segment {
        inlines: segment.inlines.iter().filter_map(inline).collect(),
        opaque: opaque::opaque_ranges(assembly.text.as_str()),
        locale: segment.locale.clone(),
        holes: assembly.holes,
        text: assembly.text,
        ..*segment
    }
}

impl Assembly {
    fn push(&mut self, piece: &Piece<'_>, text: &str, number: usize) {
        let from = self.text.as_str().len();
        match piece.kind {
            PieceKind::Run(RunKind::Verbatim, source) => self.text.push_verbatim(text, source.start()),
            PieceKind::Run(RunKind::Decoded, source) => self.text.push_decoded(text, source),
            PieceKind::Hole(hole) => match hole.literals.get(number.min(hole.literals.len().max(1) - 1)) {
                Some(literal) => self.append(literal),
                None => {
                    self.holes.push(Hole { at: self.text.len(), ..hole.clone() });
                    self.text.push_synthetic(text);
                }
            },
            PieceKind::Synthetic | PieceKind::ArmBreak => self.text.push_synthetic(text),
        }
        self.moved.push((piece.range.clone(), from..self.text.as_str().len()));
    }

    fn append(&mut self, text: &MappedText) {
        let mut at = 0;
        for run in text.runs() {
            let words = run.text.slice(text.as_str());
            self.text.push_synthetic(Span::new(at, run.text.start().max(at)).slice(text.as_str()));
            match run.kind {
                RunKind::Verbatim => self.text.push_verbatim(words, run.source.start()),
                RunKind::Decoded => self.text.push_decoded(words, run.source),
            }
            at = run.text.end();
        }
    }

    /// Where the bytes of a range of the segment are in the reading, if any are.
    fn moved(&self, start: usize, end: usize) -> Option<Range<u32>> {
        let first = self.moved.partition_point(|(old, _)| old.end <= start);
        let last = self.moved.partition_point(|(old, _)| old.start < end).checked_sub(1)?;
        let ((old, new), (last_old, last_new)) = (self.moved.get(first)?, self.moved.get(last)?);
        let from =
            if start <= old.start { new.start } else { (new.start + (start - old.start)).min(new.end) };
        let until = match end >= last_old.end {
            true => last_new.end,
            false => (last_new.start + (end - last_old.start)).min(last_new.end),
        };
        (first <= last && from < until).then(|| offset(from)..offset(until))
    }
}

#[cfg(test)]
mod tests {
    use super::readings;
    use crate::artifact::{Artifact, ArtifactKey, Attributes, Content, MediaType};
    use crate::deadline::Deadline;
    use crate::document::{Document, parse};
    use crate::source::Source;

    fn read(text: &str) -> Document {
        let artifact = Artifact {
            key: ArtifactKey::file("a.html"),
            media_type: MediaType::Html,
            dialect: None,
            given: Attributes::default(),
            defaults: Attributes::default(),
            source: Source::new("a.html", text),
            content: Content::Whole,
        };
        parse(&artifact, &Deadline::never())
    }

    fn texts(text: &str) -> Vec<String> {
        let document = read(text);
        let all =
            document.segments.iter().flat_map(|segment| readings(segment, &document.branches).into_owned());
        all.map(|reading| reading.text.as_str().to_owned()).collect()
    }

    #[test]
    fn each_arm_is_read_in_the_text_around_it() {
        assert_eq!(texts("<p>One text</p>"), ["One text"]);
        assert_eq!(
            texts("<p>Use {% if v %}VIP20 {% else %}SAVE20 {% endif %}today</p>"),
            ["Use VIP20 today", "Use SAVE20 today"]
        );
        assert_eq!(
            texts(
                "{% if a %}A{% elsif b %}{% if c %}B{% else %}C{% endif %}{% else %}D{% endif %} {% if e %}E{% else %}F{% endif %}"
            ),
            ["A E", "B F", "C E", "D E"]
        );
        assert_eq!(texts("${% if a %}49{% else %}39{% endif %}!"), ["$49!", "$39!"]);
    }

    #[test]
    fn a_default_is_read_in_the_place_of_its_tag() {
        assert_eq!(texts("<p>Hi {{ name | default: \"you &amp; me\" }}, hi</p>"), ["Hi you & me, hi"]);
        assert_eq!(
            texts("<p>%%=IIF(@a, 'one', 'two')=%% of {{ x }}</p>"),
            ["one of \u{FFFC}", "two of \u{FFFC}"]
        );
    }

    #[test]
    fn looks_go_along() {
        let document = read("<p>{% if a %}Was {% else %}Once {% endif %}<s>$499</s> now</p>");
        for reading in
            document.segments.iter().flat_map(|segment| readings(segment, &document.branches).into_owned())
        {
            let at = reading.text.as_str().find("$499").expect("the price");
            assert!(reading.is_struck(&(at..at + 4)), "{reading:?}");
            assert!(!reading.is_struck(&(0..at)));
        }
    }
}
