//! Campaigns side by side for the terminal: a table whose columns are lettered, since paths are long, and are told above
//! it.

use std::io;

use anstyle::{AnsiColor, Style};

use crate::report::listing::visible;
use crate::report::text::TextStyle;
use crate::report::wire::{CampaignOutput, CellOutput, CompareOutput, RowOutput, TableOutput};

/// Characters across; a table with more columns goes on below.
const WIDTH: usize = 118;
/// Characters of a value; longer ones are cut.
const CELL: usize = 26;
/// Characters of what a row is about.
const SUBJECT: usize = 40;

/// Writes campaigns as tables.
///
/// # Errors
///
/// When the output cannot be written.
pub fn write_compare(compared: &CompareOutput, style: TextStyle, out: &mut impl io::Write) -> io::Result<()> {
    for campaign in &compared.campaigns {
        for table in &campaign.tables {
            write_table(campaign, table, style, out)?;
        }
    }
    match compared.campaigns.len() {
        0 => writeln!(out, "nothing to compare: no two artifacts belong together"),
        1 => writeln!(out, "1 campaign"),
        count => writeln!(out, "{count} campaigns"),
    }
}

fn write_table(
    campaign: &CampaignOutput,
    table: &TableOutput,
    style: TextStyle,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let bold = painted(style, Style::new().bold());
    let mut title = campaign.name.clone().unwrap_or_else(|| campaign.grouped.clone());
    if campaign.name.is_some() {
        title = format!("{title}, {}", campaign.grouped);
    }
    if !table.dimensions.is_empty() {
        title = format!("{title} ({})", table.dimensions);
    }
    writeln!(out, "{bold}{}{bold:#}", visible(&title))?;
    for (index, artifact) in table.artifacts.iter().enumerate() {
        writeln!(out, "  {:>2}  {}", letters(index), visible(artifact))?;
    }
    if table.left_out > 0 {
        writeln!(out, "      and {} more, which agree at least as well", table.left_out)?;
    }
    writeln!(out)?;
    let subjects: Vec<String> = table.rows.iter().map(|row| cut(&row.subject, SUBJECT)).collect();
    let subject = width(subjects.iter());
    let right: Vec<String> = table.rows.iter().map(expected).collect();
    let first = width(right.iter()).max("right".len());
    let mut start = 0;
    while start < table.artifacts.len() {
        let mut widths = Vec::new();
        let mut across = 2 + subject + 2 + first;
        while let Some(next) = column_width(table, start + widths.len()) {
            across += 2 + next;
            if across > WIDTH && !widths.is_empty() {
                break;
            }
            widths.push(next);
        }
        let columns: Vec<(usize, usize)> =
            widths.iter().copied().enumerate().map(|(index, width)| (start + index, width)).collect();
        let mut head =
            vec![(String::new(), Style::new(), subject), ("right".to_owned(), Style::new().bold(), first)];
        head.extend(columns.iter().map(|(column, width)| (letters(*column), Style::new().bold(), *width)));
        write_line(head, style, out)?;
        for ((row, name), right) in table.rows.iter().zip(&subjects).zip(&right) {
            let mut line = vec![(name.clone(), Style::new(), subject), (right.clone(), Style::new(), first)];
            line.extend(columns.iter().filter_map(|(column, width)| {
                let cell = row.cells.get(*column)?;
                Some((words(cell), color_of(cell.verdict), *width))
            }));
            write_line(line, style, out)?;
        }
        writeln!(out)?;
        start += widths.len().max(1);
    }
    Ok(())
}

/// Writes texts, each with its look and its width; nothing stands behind the last.
fn write_line(
    texts: Vec<(String, Style, usize)>,
    style: TextStyle,
    out: &mut impl io::Write,
) -> io::Result<()> {
    let last = texts.iter().rposition(|(text, ..)| !text.is_empty());
    for (index, (text, look, width)) in texts.into_iter().enumerate() {
        let look = painted(style, look);
        let pad = if Some(index) < last { width.saturating_sub(text.chars().count()) } else { 0 };
        write!(out, "  {look}{text}{look:#}{:pad$}", "")?;
        if Some(index) >= last {
            break;
        }
    }
    writeln!(out)
}

/// What is right, or that nothing says it.
fn expected(row: &RowOutput) -> String {
    row.expected.as_deref().map_or_else(|| "not declared".to_owned(), |value| cut(value, CELL))
}

/// What a cell says: a sign where it is not as it should be, and the values.
fn words(cell: &CellOutput) -> String {
    let Some(first) = cell.values.iter().find(|said| said.verdict == cell.verdict).or(cell.values.first())
    else {
        return "-".to_owned();
    };
    let sign = match cell.verdict {
        "differs" => "\u{2260} ",
        "unverifiable" => "? ",
        _ => "",
    };
    let more = match cell.values.len() {
        1 => String::new(),
        count => format!(" +{}", count - 1),
    };
    format!("{sign}{}{more}", cut(&first.value, CELL))
}

fn color_of(verdict: &str) -> Style {
    let color = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
    match verdict {
        "differs" => color(AnsiColor::Red).bold(),
        "unverifiable" => color(AnsiColor::Yellow),
        "agrees" => color(AnsiColor::Green),
        _ => Style::new(),
    }
}

const fn painted(style: TextStyle, wanted: Style) -> Style {
    match style {
        TextStyle::Plain => Style::new(),
        TextStyle::Colored => wanted,
    }
}

fn column_width(table: &TableOutput, column: usize) -> Option<usize> {
    table.artifacts.get(column)?;
    let cells = table.rows.iter().filter_map(|row| row.cells.get(column));
    cells.map(|cell| words(cell).chars().count()).chain([letters(column).len()]).max()
}

fn width<'a>(texts: impl Iterator<Item = &'a String>) -> usize {
    texts.map(|text| text.chars().count()).max().unwrap_or(0)
}

fn cut(text: &str, length: usize) -> String {
    let text = visible(text);
    // Of an address the end tells most.
    let address = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if let Some(address) = address {
        let skipped = address.chars().count().saturating_sub(length);
        let tail: String = address.chars().skip(if skipped > 0 { skipped + 1 } else { 0 }).collect();
        return if skipped > 0 { format!("…{tail}") } else { tail };
    }
    if text.chars().count() <= length {
        return text;
    }
    let mut text: String = text.chars().take(length - 1).collect();
    text.push('…');
    text
}

/// `A` to `Z`, then `AA`.
fn letters(index: usize) -> String {
    let letter = |index: usize| char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    match index / 26 {
        0 => letter(index).to_string(),
        more => format!("{}{}", letter(more - 1), letter(index)),
    }
}
