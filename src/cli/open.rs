//! What every command over artifacts begins with: the selection becomes a request, the guide is found and right.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use jiff::Timestamp;

use crate::artifact::{Attributes, Evidence, Membership};
use crate::cli::args::{Selection, When};
use crate::cli::output;
use crate::report::{counted, write_findings};
use crate::service::{self, Mistakes, OpenError, Opened, Request};
use crate::workspace::{GuidePlace, Place};

/// The working directory as the place of a run.
pub(super) fn place() -> anyhow::Result<Place> {
    Ok(Place::new(std::env::current_dir().context("there is no working directory")?))
}

/// Opens what was selected, and says on standard error what a user should know. `None` where the guide or the settings
/// are wrong, which has then been told.
pub(super) fn open(selection: &Selection, color: When) -> anyhow::Result<Option<Opened>> {
    let request = request(selection)?;
    let opened = match service::open(&place()?, &request) {
        Ok(opened) => opened,
        Err(OpenError::Mistakes(mistakes)) => {
            output::tell(color, |style, mut out| {
                write_findings(mistakes.findings.iter(), &mistakes.sources, style, &mut out)
            })?;
            output::say(&counted_mistakes(&mistakes));
            return Ok(None);
        }
        Err(OpenError::Workspace(error)) => return Err(error.into()),
    };
    known_market(&opened, selection.market.as_deref())?;
    if opened.guide_place == GuidePlace::Shipped {
        output::say(&format!(
            "no brand-rules/ found: using the example guide of {}; `onbrand guide init` writes one to start from",
            opened.guide.brand.name
        ));
    }
    if !opened.guide_warnings.is_empty() {
        let warnings = counted(opened.guide_warnings.len(), "remark");
        output::say(&format!("{warnings} on the guide; `onbrand guide check` shows them"));
    }
    if let Some(line) = skipped(&opened.collection.skipped) {
        output::say(&line);
    }
    if opened.collection.inputs.is_empty() && opened.collection.problems.is_empty() {
        output::say("nothing to read: no emails, pages or posts found");
    }
    Ok(Some(opened))
}

/// How many mistakes there are, in plain words.
pub(super) fn counted_mistakes(mistakes: &Mistakes) -> String {
    let is_error = |finding: &&crate::finding::Finding| finding.severity == crate::rule::Severity::Error;
    let n_errors = mistakes.findings.iter().filter(is_error).count();
    let n_others = mistakes.findings.len() - n_errors;
    let errors = counted(n_errors, "error");
    match n_others {
        0 => format!("{errors} in the guide or the settings"),
        _ => format!("{errors}, {} in the guide or the settings", counted(n_others, "remark")),
    }
}

/// The time to take for now.
#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
pub(super) fn now(selection: &Selection) -> Timestamp {
    selection.now.unwrap_or_else(Timestamp::now)
}

fn request(selection: &Selection) -> anyhow::Result<Request> {
    let stdin = if selection.stdin {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        let name = selection.stdin_filename.clone().unwrap_or_else(|| default_name(&bytes));
        Some((name, Arc::new(bytes)))
    } else {
        None
    };
    let paths = match (&*selection.paths, &stdin) {
        ([], None) => vec![PathBuf::from(".")],
        (paths, _) => paths.to_vec(),
    };
    let membership =
        selection.campaign.clone().map(|campaign| Membership { campaign, evidence: Evidence::Given });
    let given = Attributes {
        channel: selection.channel,
        membership,
        market: selection.market.clone(),
        locale: selection.locale.clone(),
        ..Attributes::default()
    };
    let (guide, data) = (selection.guide.clone(), selection.data.clone());
    Ok(Request { paths, stdin, guide, given, data })
}

/// The name of standard input where none was given: what begins with a tag is HTML, the rest is Markdown.
fn default_name(bytes: &[u8]) -> PathBuf {
    let is_markup = bytes.trim_ascii_start().first() == Some(&b'<');
    PathBuf::from(if is_markup { "stdin.html" } else { "stdin.md" })
}

fn known_market(opened: &Opened, market: Option<&str>) -> anyhow::Result<()> {
    let brand = &opened.guide.brand;
    match market {
        Some(id) if brand.market(id).is_none() && !brand.markets.is_empty() => {
            let known: Vec<&str> = brand.markets.iter().map(|market| market.id.as_str()).collect();
            Err(anyhow!("the guide has no market `{id}`; it has {}", known.join(", ")))
        }
        _ => Ok(()),
    }
}

/// `not read: 12 .png, 3 .css`, the most frequent first.
fn skipped(counts: &BTreeMap<String, usize>) -> Option<String> {
    let mut counts: Vec<(&String, &usize)> = counts.iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let words: Vec<String> = counts.iter().map(|(extension, count)| format!("{count} {extension}")).collect();
    (!words.is_empty()).then(|| format!("not read: {}", words.join(", ")))
}
