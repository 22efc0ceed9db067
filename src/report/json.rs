//! JSON reports. Knows only that the wire types can be written.

use std::io;

use serde::Serialize;

/// Writes a wire type as indented JSON with a line end.
///
/// # Errors
///
/// When the output cannot be written.
pub fn write_json(value: &impl Serialize, out: &mut impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    out.write_all(b"\n")
}
