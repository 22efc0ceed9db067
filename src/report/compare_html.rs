//! Campaigns side by side as one page that stands alone: no script, no font, no address but those of the artifacts. It
//! reads on a phone, prints on paper, and says every verdict in words as well as in color.

use std::io;

use crate::report::wire::{CampaignOutput, CellOutput, CompareOutput, RowOutput, SaidOutput, TableOutput};

/// How the page looks. Contrast of all text is above 7 to 1.
const STYLE: &str = "\
:root{--ink:#1b2420;--soft:#47544e;--line:#c9d3ce;--paper:#fff;--head:#eef3f0;--bad:#8c1d18;--bad-bg:#fdecea;\
--open:#5c4300;--open-bg:#fff6dc;--good:#14532d}\
*{box-sizing:border-box}\
body{margin:0 auto;padding:24px 16px 48px;max-width:1400px;color:var(--ink);background:var(--paper);\
font:16px/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,sans-serif}\
h1{font-size:26px;line-height:1.25;margin:0 0 4px}h2{font-size:20px;margin:36px 0 4px}\
h3{font-size:17px;margin:24px 0 8px}p{margin:0 0 12px;color:var(--soft)}\
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:8px}\
table{border-collapse:collapse;width:100%;font-size:15px}\
th,td{padding:10px 12px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}\
tbody tr:last-child>*{border-bottom:0}\
thead th{background:var(--head);font-weight:600;overflow-wrap:anywhere;min-width:140px}\
tbody th{font-weight:600;min-width:150px;background:var(--paper);position:sticky;left:0}\
thead th:first-child{position:sticky;left:0;z-index:1}\
td.right{background:var(--head);min-width:130px}\
td ul{list-style:none;margin:0;padding:0}td li+li{margin-top:8px}\
.value{font-weight:600;overflow-wrap:anywhere}\
.where,.why{display:block;color:var(--soft);font-size:14px;overflow-wrap:anywhere}\
.verdict{display:block;font-size:14px;color:var(--soft)}\
.differs{background:var(--bad-bg)}.differs .verdict.differs,.differs .value.differs{color:var(--bad);background:none}\
.unverifiable{background:var(--open-bg)}.unverifiable .verdict{color:var(--open)}\
.agrees .verdict{color:var(--good)}\
a{color:inherit;text-underline-offset:2px}a:focus-visible,.scroll:focus-visible{outline:3px solid #0b5d4e;outline-offset:2px}\
@media (max-width:640px){table{font-size:14px}th,td{padding:8px}tbody th,thead th:first-child{width:118px;\
min-width:118px;max-width:118px;overflow-wrap:anywhere}thead th,td.right{min-width:112px}td{min-width:112px}}\
@media print{body{max-width:none;padding:0;font-size:11px}.scroll{overflow:visible;border:0}table{font-size:10px}\
th,td{padding:4px 6px;min-width:0!important;position:static!important}h2,h3,tr{break-inside:avoid}\
thead{display:table-header-group}.differs,.unverifiable,td.right,thead th{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\
";

/// Writes campaigns as one page.
///
/// # Errors
///
/// When the output cannot be written.
pub fn write_compare_html(compared: &CompareOutput, out: &mut impl io::Write) -> io::Result<()> {
    let title = format!("{}: what our channels say", compared.brand);
    writeln!(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(out, "<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>", escaped(&title))?;
    writeln!(out, "<h1>{}</h1>", escaped(&title))?;
    writeln!(out, "<p>{}</p>", escaped(&summary(compared)))?;
    for (index, campaign) in compared.campaigns.iter().enumerate() {
        write_campaign(campaign, index, out)?;
    }
    writeln!(out, "</main>\n</body>\n</html>")
}

/// What there is to see, in one sentence.
fn summary(compared: &CompareOutput) -> String {
    let tables = || compared.campaigns.iter().flat_map(|campaign| &campaign.tables);
    let count = |verdict: &str| {
        let rows = tables().flat_map(|table| &table.rows);
        rows.filter(|row| row.cells.iter().any(|cell| cell.verdict == verdict)).count()
    };
    let campaigns = match compared.campaigns.len() {
        0 => return "Nothing to compare: no two artifacts belong together.".to_owned(),
        1 => "One campaign".to_owned(),
        count => format!("{count} campaigns"),
    };
    let differs = match count("differs") {
        0 => "nothing differs".to_owned(),
        1 => "one thing differs".to_owned(),
        count => format!("{count} things differ"),
    };
    let open = match count("unverifiable") {
        0 => String::new(),
        1 => ", and one cannot be told".to_owned(),
        count => format!(", and {count} cannot be told"),
    };
    format!("{campaigns}: {differs}{open}.")
}

fn write_campaign(campaign: &CampaignOutput, index: usize, out: &mut impl io::Write) -> io::Result<()> {
    let heading = campaign.name.as_ref().unwrap_or(&campaign.campaign);
    writeln!(out, "<section aria-labelledby=\"c{index}\">\n<h2 id=\"c{index}\">{}</h2>", escaped(heading))?;
    writeln!(out, "<p>Compared {}.</p>", escaped(&campaign.grouped))?;
    for (number, table) in campaign.tables.iter().enumerate() {
        write_table(table, &format!("c{index}t{number}"), out)?;
    }
    writeln!(out, "</section>")
}

fn write_table(table: &TableOutput, id: &str, out: &mut impl io::Write) -> io::Result<()> {
    let heading = if table.dimensions.is_empty() { "All artifacts" } else { &table.dimensions };
    writeln!(out, "<h3 id=\"{id}\">{}</h3>", escaped(heading))?;
    if table.left_out > 0 {
        writeln!(out, "<p>{} more artifacts agree at least as well and are not shown.</p>", table.left_out)?;
    }
    // What scrolls has to be reached by keyboard.
    writeln!(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"{id}\">\n<table>")?;
    writeln!(out, "<thead>\n<tr>\n<th scope=\"col\">Fact</th>\n<th scope=\"col\">Right</th>")?;
    for artifact in &table.artifacts {
        writeln!(out, "<th scope=\"col\">{}</th>", escaped(artifact))?;
    }
    writeln!(out, "</tr>\n</thead>\n<tbody>")?;
    for row in &table.rows {
        write_row(row, out)?;
    }
    writeln!(out, "</tbody>\n</table>\n</div>")
}

fn write_row(row: &RowOutput, out: &mut impl io::Write) -> io::Result<()> {
    writeln!(out, "<tr>\n<th scope=\"row\">{}</th>", escaped(&capitalized(&row.subject)))?;
    match (&row.expected, row.truth) {
        (Some(value), Some(truth)) => {
            let value = escaped(value);
            let why = truth.replace('-', " ");
            writeln!(
                out,
                "<td class=\"right\"><span class=\"value\">{value}</span><span class=\"why\">{why}</span></td>"
            )?;
        }
        _ => writeln!(out, "<td class=\"right\"><span class=\"why\">not declared</span></td>")?,
    }
    for cell in &row.cells {
        write_cell(cell, out)?;
    }
    writeln!(out, "</tr>")
}

fn write_cell(cell: &CellOutput, out: &mut impl io::Write) -> io::Result<()> {
    write!(out, "<td class=\"{}\">", cell.verdict)?;
    match cell.values.as_slice() {
        [] => write!(out, "<span class=\"why\">not said</span>")?,
        [said] => write_said(said, out)?,
        several => {
            write!(out, "<ul>")?;
            for said in several {
                write!(out, "<li>")?;
                write_said(said, out)?;
                write!(out, "</li>")?;
            }
            write!(out, "</ul>")?;
        }
    }
    writeln!(out, "</td>")
}

fn write_said(said: &SaidOutput, out: &mut impl io::Write) -> io::Result<()> {
    let verdict = said.verdict;
    let words = match verdict {
        "unverifiable" => "cannot be told",
        other => other,
    };
    let place = said.place.replace('-', " ");
    write!(out, "<span class=\"value {verdict}\">{}</span>", escaped(&said.value))?;
    write!(out, "<span class=\"verdict {verdict}\">{words}</span>")?;
    let line = said.line;
    write!(out, "<a class=\"where\" href=\"{}#L{line}\">line {line}, {place}</a>", address(&said.path))
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_uppercase().collect::<String>());
    first.unwrap_or_default() + characters.as_str()
}

/// Text as HTML.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
    html
}

/// A path as the relative address of a link. What is no plain character of a path is escaped byte by byte, so that no
/// name of a file makes another address of it.
fn address(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let mut address = if path.starts_with('/') { String::new() } else { "./".to_owned() };
    for byte in path.bytes() {
        if is_plain(byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::{address, escaped};

    #[test]
    fn names_of_files_make_no_markup() {
        assert_eq!(escaped("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
        assert_eq!(address("a b/javascript:x?.html"), "./a%20b/javascript%3Ax%3F.html");
    }
}
