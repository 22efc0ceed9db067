//! Facts and segments for people: a table and a listing.

use std::io;

use crate::report::wire::{FactOutput, TextArtifact};

/// Characters of a cell or of a line of text; longer ones are cut.
const WIDTH: usize = 60;

/// Writes facts as a table: place, kind, value, words. Columns are as wide as their widest cell, so that all rows, of
/// which none is long, are there before the first is written.
///
/// # Errors
///
/// When the output cannot be written.
pub fn write_facts(facts: impl Iterator<Item = FactOutput>, out: &mut impl io::Write) -> io::Result<()> {
    let rows: Vec<[String; 5]> = facts
        .map(|fact| {
            [
                format!("{}:{}", fact.path, fact.line),
                fact.kind.to_owned(),
                cut(&fact.value.words()),
                fact.place.to_owned(),
                format!("“{}”", cut(&fact.text)),
            ]
        })
        .collect();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths = [width(0), width(1), width(2), width(3)];
    for [at, kind, value, place, words] in &rows {
        let [w0, w1, w2, w3] = widths;
        writeln!(out, "{at:w0$}  {kind:w1$}  {value:w2$}  {place:w3$}  {words}")?;
    }
    match rows.len() {
        0 => writeln!(out, "no facts found"),
        1 => writeln!(out, "1 fact"),
        count => writeln!(out, "{count} facts"),
    }
}

/// Writes what is read of artifacts: a line a segment, with its line and scope.
///
/// # Errors
///
/// When the output cannot be written.
pub fn write_segments(
    artifacts: impl Iterator<Item = TextArtifact>,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let mut n_artifacts = 0;
    for artifact in artifacts {
        n_artifacts += 1;
        let channel = artifact.channel.as_deref().unwrap_or("no channel");
        writeln!(out, "{} ({channel}, {})", visible(&artifact.path), artifact.media_type)?;
        for segment in &artifact.segments {
            let seen =
                if segment.visibility == "visible" { "" } else { &format!(", {}", segment.visibility) };
            let arm = match &segment.branch {
                Some(branch) => format!(", branch {}.{}", branch.group, branch.arm),
                None => String::new(),
            };
            let head = format!("{}{seen}{arm}", segment.scope);
            writeln!(out, "{:>6}  {head:16}  {}", segment.line, visible(&segment.text))?;
        }
        writeln!(out)?;
    }
    match n_artifacts {
        0 => writeln!(out, "no artifacts found"),
        1 => writeln!(out, "1 artifact"),
        count => writeln!(out, "{count} artifacts"),
    }
}

fn cut(text: &str) -> String {
    let shown = visible(text);
    if shown.chars().count() <= WIDTH {
        return shown;
    }
    let kept: String = shown.chars().take(WIDTH - 1).collect();
    format!("{kept}…")
}

/// Text without anything that a terminal would obey: control characters and marks of direction become `\u{…}`, line
/// ends `⏎`.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => shown.push('⏎'),
            '\t' | '\r' => shown.push(' '),
            '\u{FFFC}' => shown.push('▢'),
            '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                shown.extend(c.escape_unicode());
            }
            c if c.is_control() => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{cut, visible};

    #[test]
    fn what_a_terminal_would_obey_is_spelled_out() {
        assert_eq!(visible("a\u{1b}[31mb\u{202E}c\nd"), "a\\u{1b}[31mb\\u{202e}c⏎d");
    }

    #[test]
    fn long_cells_are_cut() {
        assert_eq!(cut(&"ä".repeat(99)).chars().count(), 60);
    }
}
