//! Where the targets of links stand: the parser decodes them and gives no bytes. Knows nothing of texts.

use std::ops::Range;

/// The target of `[text](target "title")` in `markup`, where the text ends at or before `from` and the link at `until`.
pub(super) fn inline(markup: &str, from: usize, until: usize) -> Option<Range<usize>> {
    let rest = markup.get(from..until)?;
    let open = from + rest.find("](")? + "](".len();
    target(markup, open, until)
}

/// The target of the definition `[label]: target "title"` that stands at `range`.
pub(super) fn definition(markup: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let rest = markup.get(range.clone())?;
    let open = range.start + rest.find("]:")? + "]:".len();
    target(markup, open, range.end)
}

/// The target that stands behind blanks from `from` on: in angle brackets, or up to a blank or an unpaired bracket.
fn target(markup: &str, from: usize, until: usize) -> Option<Range<usize>> {
    let rest = markup.get(from..until)?;
    let start = from + (rest.len() - rest.trim_start().len());
    let rest = markup.get(start..until)?;
    if let Some(inside) = rest.strip_prefix('<') {
        let length = inside.find('>')?;
        return Some(start + 1..start + 1 + length);
    }
    let mut depth = 0_u32;
    let mut escaped = false;
    for (at, character) in rest.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(start..start + at),
            ')' => depth -= 1,
            _ if character.is_ascii_whitespace() => return Some(start..start + at),
            _ => {}
        }
    }
    Some(start..until)
}
