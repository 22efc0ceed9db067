//! Taglines and legal lines of the guide in text, and words that are nearly one. Knows nothing of where one has to stand.
//!
//! A line that stands there word for word may be a part of anything. Words that are nearly a line have to be whole
//! sentences, or parts that stand alone: "made to stand for years" within a sentence is no copy of "Made to stand for."

mod words;

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Fact, FactValue, add_readings};
use crate::artifact::Locale;
use crate::document::{Document, HOLE, Segment, readings};
use crate::guide::Guide;
use crate::guide::lines::{FoldedLine, LineIndex, LineKind, words};
use crate::text::boundary::is_word_boundary;
use crate::text::fold::{Folded, fold};

/// The same words.
const SAME: u16 = 1000;
/// Sentences that are held together against a line at most.
const MAX_SENTENCES: usize = 6;
/// Pairs of characters that are compared in one document: a document of near copies alone takes no longer than this, and
/// real ones need a hundredth of it.
const MAX_WORK: usize = 20_000_000;

/// A search for near copies.
struct Search {
    /// Pairs of characters that may still be compared.
    work: usize,
    /// From which similarity on, in thousandths, words are a copy that drifted.
    drifted: u16,
}

/// The lines in the texts of a document.
pub(super) fn extract(document: &Document, guide: &Guide) -> Vec<Fact> {
    let index = &guide.lines;
    let mut facts = Vec::new();
    if index.lines.is_empty() {
        return facts;
    }
    let mut search = Search { work: MAX_WORK, drifted: guide.tolerances.similarity };
    for (number, segment) in (0_u32..).zip(&document.segments) {
        // What is much shorter than the shortest line is none.
        let text = segment.text.as_str();
        if text.len() < index.shortest - index.shortest / 4 {
            continue;
        }
        if segment.holes.is_empty() && !index.may_stand_in(text, &document.words(number as usize)) {
            continue;
        }
        let mut found = Vec::new();
        for reading in readings(segment, &document.branches).iter() {
            in_text(document, (reading, number), index, &mut search, &mut found);
        }
        add_readings(found, &mut facts);
    }
    facts
}

fn in_text(
    document: &Document,
    (segment, number): (&Segment, u32),
    index: &LineIndex,
    search: &mut Search,
    facts: &mut Vec<Fact>,
) {
    let folded = fold(segment.text.as_str());
    let shared = shared_words(&folded.text, index);
    if shared.is_empty() {
        return;
    }
    let mut push = |line: &FoldedLine, range: Range<usize>, similarity: u16| {
        let line_index = line.index;
        let value = match line.kind {
            LineKind::Tagline => FactValue::Tagline { line: line_index, similarity },
            LineKind::LegalLine => FactValue::LegalLine { line: line_index, similarity },
        };
        facts.push(Fact::in_segment(document, (segment, number), &folded.original(range), value));
    };
    let mut exact: Vec<Range<usize>> = Vec::new();
    let locale = document.locale_at(segment, &(0..segment.text.as_str().len()));
    let shared = one_of_each(&shared, index, locale);
    for (line, _) in &shared {
        for range in whole(&folded, &line.text) {
            push(line, range.clone(), SAME);
            exact.push(range);
        }
    }
    let may_be_near = |line: &FoldedLine, count: usize| line.has_near_copies && count * 2 >= line.n_keys;
    let near: Vec<&FoldedLine> =
        shared.iter().filter(|(line, count)| may_be_near(line, *count)).map(|(line, _)| *line).collect();
    if !near.is_empty() {
        for (line, range, similarity) in
            near_copies((&folded, segment.text.as_str()), &near, &merged(exact), search)
        {
            push(line, range, similarity);
        }
    }
}

/// Of lines with the same words, as two countries with one language have them, the one that is for the locale of the text,
/// else the first. With how many of the words by which it is looked up are in the text.
fn one_of_each<'g>(
    shared: &BTreeMap<u32, usize>,
    index: &'g LineIndex,
    locale: Option<&Locale>,
) -> Vec<(&'g FoldedLine, usize)> {
    let fits =
        |line: &FoldedLine| line.locale.as_ref().zip(locale).is_some_and(|(own, locale)| own.covers(locale));
    let mut chosen: BTreeMap<(LineKind, &str), (&FoldedLine, usize)> = BTreeMap::new();
    for (place, count) in shared {
        let Some(line) = index.lines.get(*place as usize) else { continue };
        let known = chosen.entry((line.kind, line.text.as_str())).or_insert((line, *count));
        if fits(line) && !fits(known.0) {
            *known = (line, *count);
        }
    }
    chosen.into_values().collect()
}

/// Ranges in order, those that touch as one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut().filter(|last| last.end >= range.start) {
            Some(last) => last.end = last.end.max(range.end),
            None => merged.push(range),
        }
    }
    merged
}

/// For each line how many of the words by which it is looked up are in a text.
fn shared_words(text: &str, index: &LineIndex) -> BTreeMap<u32, usize> {
    let mut shared = BTreeMap::new();
    for word in words(text) {
        for line in index.lines_with(word) {
            *shared.entry(*line).or_insert(0) += 1;
        }
    }
    shared
}

/// Where a line stands in a text word for word.
fn whole<'f>(folded: &'f Folded, line: &'f str) -> impl Iterator<Item = Range<usize>> {
    let text = folded.text.as_str();
    let stands_alone = |at: usize, edge: Option<char>| {
        !edge.is_some_and(char::is_alphanumeric) || is_word_boundary(text, at)
    };
    text.match_indices(line).map(|(at, _)| at..at + line.len()).filter(move |range| {
        stands_alone(range.start, line.chars().next()) && stands_alone(range.end, line.chars().next_back())
    })
}

/// The best near copy that each run of sentences is, where it touches no line that is there word for word.
fn near_copies<'l>(
    (folded, original): (&Folded, &str),
    lines: &[&'l FoldedLine],
    exact: &[Range<usize>],
    search: &mut Search,
) -> Vec<(&'l FoldedLine, Range<usize>, u16)> {
    let longest = lines.iter().map(|line| line.text.len()).max().unwrap_or_default();
    let text = folded.text.as_str();
    let parts = parts(folded, original);
    let mut found: Vec<(&FoldedLine, Range<usize>, u16)> = Vec::new();
    for (first, (part, _)) in parts.iter().enumerate() {
        for (last, is_open) in parts.iter().skip(first).take(MAX_SENTENCES) {
            if *is_open {
                continue;
            }
            let range = part.start..last.end;
            let behind = exact.partition_point(|taken| taken.end <= range.start);
            let is_taken = exact.get(behind).is_some_and(|taken| taken.start < range.end);
            if is_taken || range.len() > longest + longest / 4 {
                break;
            }
            let words = text.get(range.clone()).unwrap_or_default();
            if words.contains(HOLE) {
                break;
            }
            let Some(best) = nearest(words, lines, search) else { return found };
            if let Some((line, similarity)) = best {
                add_best(&mut found, (line, range, similarity));
            }
        }
    }
    found
}

/// The line that words are the nearest copy of, if of any; `None` once too much was compared.
fn nearest<'l>(
    text: &str,
    lines: &[&'l FoldedLine],
    search: &mut Search,
) -> Option<Option<(&'l FoldedLine, u16)>> {
    let mut best: Option<(&FoldedLine, u16)> = None;
    for line in lines.iter().filter(|line| has_length_of(text, line)) {
        search.work = search.work.checked_sub(text.len() * 4)?;
        if !has_words_of(text, line) {
            continue;
        }
        search.work = search.work.checked_sub(text.len() * line.text.len())?;
        let similarity = similarity(text, &line.text);
        let is_near = similarity >= search.drifted || words::is_one_word_off(text, &line.text);
        if is_near && best.is_none_or(|(_, known)| similarity > known) {
            best = Some((line, similarity));
        }
    }
    Some(best)
}

/// Adds a near copy, unless one that overlaps it is nearer.
fn add_best<'l>(
    found: &mut Vec<(&'l FoldedLine, Range<usize>, u16)>,
    copy: (&'l FoldedLine, Range<usize>, u16),
) {
    match found.last_mut().filter(|known| known.1.end > copy.1.start) {
        Some(known) if known.2 < copy.2 => *known = copy,
        Some(_) => {}
        None => found.push(copy),
    }
}

/// Whether words are about as long as a line.
fn has_length_of(text: &str, line: &FoldedLine) -> bool {
    let (short, long) = (text.len().min(line.text.len()), text.len().max(line.text.len()));
    long - short <= long / 4
}

/// Whether words have at least half of the words of a line.
fn has_words_of(text: &str, line: &FoldedLine) -> bool {
    let n_missing = words(&line.text).filter(|word| !text.contains(word)).take(line.n_words / 2 + 1).count();
    n_missing <= line.n_words / 2
}

/// How alike two texts are, in thousandths. Different texts are never quite the same.
fn similarity(text: &str, line: &str) -> u16 {
    let thousandths = (strsim::normalized_levenshtein(text, line) * 1000.0).round();
    // Within 0 and 1000, which a `u16` holds.
    (thousandths as u16).min(if text == line { SAME } else { SAME - 1 })
}

/// The parts of a text that may stand alone: sentences, lines, and what stands between dashes, bars and quotes. Without the
/// blanks around them, and with whether a colon is behind, so that more belongs to it.
///
/// A line of plain text may go on in the next one, which then begins with a small letter.
fn parts(folded: &Folded, original: &str) -> Vec<(Range<usize>, bool)> {
    let text = folded.text.as_str();
    let has_lines = original.contains('\n');
    let begins_line = |at: usize| {
        let blank = folded.original(at..at + 1);
        let next = original.get(blank.end..).and_then(|rest| rest.chars().next());
        original.get(blank).is_some_and(|blank| blank.contains('\n')) && !next.is_some_and(char::is_lowercase)
    };
    let mut parts = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        let is_blank_next = next.is_none_or(char::is_whitespace);
        let ends_behind = matches!(character, '.' | '!' | '?' | '…') && is_blank_next;
        let ends_before = matches!(character, '|' | '·' | '•' | '"' | '«' | '»' | '→' | HOLE)
            || matches!(character, '–' | '—' | '-')
                && is_blank_next
                && text.get(..at).is_some_and(|head| head.ends_with(' '))
            || character == ':' && is_blank_next
            || has_lines && character == ' ' && begins_line(at);
        if ends_behind {
            add_part(text, start..at + character.len_utf8(), false, &mut parts);
            start = at + character.len_utf8();
        } else if ends_before {
            add_part(text, start..at, character == ':', &mut parts);
            start = at + character.len_utf8();
        }
    }
    add_part(text, start..text.len(), false, &mut parts);
    parts
}

fn add_part(text: &str, range: Range<usize>, is_open: bool, parts: &mut Vec<(Range<usize>, bool)>) {
    let part = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (part.len() - part.trim_start().len());
    let end = start + part.trim().len();
    if end > start {
        parts.push((start..end, is_open));
    }
}

#[cfg(test)]
mod tests {
    use crate::artifact::{Artifact, ArtifactKey, Attributes, Content, MediaType};
    use crate::deadline::Deadline;
    use crate::document::parse;
    use crate::facts::FactValue;
    use crate::guide::{Guide, GuideFile, load};
    use crate::source::Source;

    const GUIDE: &str = r#"
        [[tagline]]
        id = "main"
        text = "Made to stand for."
        [[tagline]]
        id = "other"
        text = "Made to stand on."
        [[tagline]]
        id = "of-two-us"
        text = "Oak for life."
        locale = "en-US"
        [[tagline]]
        id = "of-two-gb"
        text = "Oak for life."
        locale = "en-GB"
        [[legal-line]]
        id = "tax"
        text = "Prices exclude sales tax, which is added at checkout."
        [[legal-line]]
        id = "form"
        text = "Offer on {product} while stocks last."
    "#;

    fn guide() -> Guide {
        load(vec![GuideFile { source: Source::new("g.toml", GUIDE) }], &[]).guide
    }

    fn found(text: &str) -> Vec<(String, u32, u16)> {
        let artifact = Artifact {
            key: ArtifactKey::file("a.html"),
            media_type: MediaType::Html,
            dialect: None,
            given: Attributes::default(),
            defaults: Attributes::default(),
            source: Source::new("a.html", text),
            content: Content::Whole,
        };
        let facts = super::extract(&parse(&artifact, &Deadline::never()), &guide());
        let line = |value: &FactValue| match value {
            FactValue::Tagline { line, similarity } => (*line, *similarity),
            FactValue::LegalLine { line, similarity } => (*line + 100, *similarity),
            other => panic!("{other:?}"),
        };
        facts.iter().map(|fact| (fact.text.clone(), line(&fact.value).0, line(&fact.value).1)).collect()
    }

    fn one(text: &str) -> (String, u32, u16) {
        let all = found(text);
        let [only] = all.as_slice() else { panic!("{text}: {all:?}") };
        only.clone()
    }

    #[test]
    fn lines_are_found_word_for_word() {
        assert_eq!(
            one("<p>Our desks. Made to stand  for. Always"),
            ("Made to stand for.".to_owned(), 0, 1000)
        );
        assert_eq!(one("<h1>MADE TO STAND FOR.</h1>").2, 1000);
        assert_eq!(one("<p>“Made to<br>stand on.”</p>").1, 1);
        let line = "Prices exclude sales tax, which is added at checkout.";
        assert_eq!(one(&format!("<p>Free shipping. {line} Terms apply.")), (line.to_owned(), 100, 1000));
    }

    #[test]
    fn of_equal_lines_that_of_the_locale_counts() {
        assert_eq!(one("<html lang=en-GB><p>Oak for life."), ("Oak for life.".to_owned(), 3, 1000));
        assert_eq!(one("<html lang=en-US><p>Oak for life!"), ("Oak for life!".to_owned(), 2, 923));
    }

    #[test]
    fn copies_drift() {
        assert_eq!(one("<h1>Made to stand for</h1>"), ("Made to stand for".to_owned(), 0, 944));
        assert_eq!(one("<p>Harbor – Made to stand for!").2, 944);
        // The words that are right are short ones.
        assert_eq!(one("<html lang=en-US><p>Oak for lyfe.").1, 2);
        let (text, line, similarity) =
            one("<p>Hi. Prices exclude sales tax, that is added at the checkout. Bye.");
        assert_eq!((text.as_str(), line), ("Prices exclude sales tax, that is added at the checkout.", 100));
        assert!((850..1000).contains(&similarity), "{similarity}");
    }

    #[test]
    fn a_line_of_plain_text_stands_alone() {
        let address = "Harbor &amp; Pine, Portland";
        let drifted = "Prices evclude sales tax, which is added at checkout.";
        assert_eq!(one(&format!("<p>{address}<br>{drifted}")).0, drifted);
        assert_eq!(found("<p>Our desks are<br>made to stand fir<br>years to come.</p>"), []);
    }

    #[test]
    fn other_words_are_no_copies() {
        for text in [
            "<p>We build desks that are made to stand for decades.",
            "<p>Made to measure. Stand for office.",
            "<p>Made to stand for: you.",
            "<p>Made to stand {{ x }}.",
            "<p>Prices include sales tax.",
            "<p>Offer on {product} while stocks last.",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
