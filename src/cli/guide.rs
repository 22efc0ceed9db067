//! `onbrand guide check` and `onbrand guide init`.

use std::io::{self, Write};
use std::path::Path;

use crate::cli::args::When;
use crate::cli::{Exit, open, output};
use crate::guide::Guide;
use crate::report::{Sources, TextStyle, counted, write_findings};
use crate::rule::Severity;
use crate::service::{self, Mistakes, OpenError};
use crate::workspace::{self, GuidePlace};

/// Tells everything that is wrong with a guide, or what is in it.
pub(super) fn check(guide: Option<&Path>, color: When) -> anyhow::Result<Exit> {
    let place = open::place()?;
    let style = output::stdout_style(color);
    let checked = match service::guide_check(&place, guide, Path::new(".")) {
        Ok(checked) => checked,
        Err(OpenError::Mistakes(mistakes)) => {
            output::to_stdout(|out| tell(&mistakes, style, out))?;
            return Ok(Exit::Wrong);
        }
        Err(OpenError::Workspace(error)) => return Err(error.into()),
    };
    if checked.place == GuidePlace::Shipped {
        output::say("no brand-rules/ found: this is the example guide");
    }
    if checked.mistakes.findings.is_empty() {
        output::to_stdout(|out| writeln!(out, "{}", contents(&checked.guide)))?;
        return Ok(Exit::Clean);
    }
    output::to_stdout(|out| tell(&checked.mistakes, style, out))?;
    let is_wrong = checked.mistakes.findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if is_wrong { Exit::Wrong } else { Exit::Clean })
}

fn tell(mistakes: &Mistakes, style: TextStyle, mut out: &mut dyn Write) -> io::Result<()> {
    let sources: &Sources = &mistakes.sources;
    write_findings(mistakes.findings.iter(), sources, style, &mut out)?;
    writeln!(out, "{}", open::counted_mistakes(mistakes))
}

/// `Harbor & Pine: 2 markets, 12 products, 30 terms, …, all fine`.
fn contents(guide: &Guide) -> String {
    let n_terms: usize = guide.termbase.concepts.iter().map(|concept| concept.terms.len()).sum();
    let parts = [
        (guide.brand.markets.len(), "market"),
        (guide.prices.products.len(), "product"),
        (n_terms, "term"),
        (guide.tone.phrases.len(), "phrase"),
        (guide.palette.colors.len(), "color"),
        (guide.messaging.taglines.len(), "tagline"),
        (guide.messaging.legal_lines.len(), "legal line"),
        (guide.waivers.len(), "waiver"),
    ];
    let words: Vec<String> = parts.iter().map(|(count, word)| counted(*count, word)).collect();
    format!("{}: {}, all fine", guide.brand.name, words.join(", "))
}

/// Writes the example guide as a start.
pub(super) fn init(folder: &Path) -> anyhow::Result<Exit> {
    let written = workspace::write_starter(&open::place()?, folder)?;
    output::to_stdout(|out| {
        for path in &written {
            writeln!(out, "wrote {path}")?;
        }
        writeln!(out, "Every entry is an example: put your own names, prices and words in their place.")
    })?;
    Ok(Exit::Clean)
}
