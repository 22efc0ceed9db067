//! Writing: reports to standard output or files, everything else to standard error. A reader that goes away is no error.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use anyhow::Context;

use crate::cli::args::When;
use crate::report::TextStyle;
use crate::workspace;

/// Writes to standard output.
///
/// # Errors
///
/// When it cannot be written, unless nobody reads it any more.
pub(super) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    quietly(write(&mut out).and_then(|()| out.flush()))
}

/// Writes to a file.
///
/// # Errors
///
/// When it cannot be created or written.
pub(super) fn to_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> anyhow::Result<()> {
    let written = workspace::create(path).map(BufWriter::new).and_then(|mut out| {
        write(&mut out)?;
        out.flush()
    });
    written.with_context(|| format!("cannot write {}", path.display()))
}

/// Says something beside the report, on standard error.
pub(super) fn say(text: &str) {
    // There is nobody to tell when standard error is closed.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Writes something longer on standard error, with colors where it can show them.
pub(super) fn tell(
    color: When,
    write: impl FnOnce(TextStyle, &mut dyn Write) -> io::Result<()>,
) -> anyhow::Result<()> {
    let style = style(color, &io::stderr());
    quietly(write(style, &mut io::stderr().lock()))
}

/// The style for standard output.
pub(super) fn stdout_style(color: When) -> TextStyle {
    style(color, &io::stdout())
}

fn style<S: anstream::stream::RawStream>(color: When, stream: &S) -> TextStyle {
    let is_colored = match color {
        When::Always => true,
        When::Never => false,
        // Heeds NO_COLOR, CLICOLOR and CLICOLOR_FORCE as well.
        When::Auto => AutoStream::choice(stream) != ColorChoice::Never,
    };
    if is_colored { TextStyle::Colored } else { TextStyle::Plain }
}

fn quietly(result: io::Result<()>) -> anyhow::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}
