//! JSON reports. Knows only that the wire types can be written.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// Writes a wire type as indented JSON with a line end.
///
/// # Errors
///
/// When the output cannot be written.
pub fn write_json(value: &impl Serialize, out: &mut impl io::Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Indented::default()))?;
    out.write_all(b"\n")
}

/// The layout of `serde_json::to_writer_pretty`, written in fewer pieces: a batch has a list of as many artifacts as
/// posts.
#[derive(Default)]
struct Indented {
    depth: usize,
    /// Whether something stands in the innermost list or object.
    has_value: bool,
}

/// A comma, a line end and blanks.
const NEXT: &[u8] = b",\n                                        ";

impl Indented {
    fn line<W: ?Sized + io::Write>(&self, out: &mut W, from: usize) -> io::Result<()> {
        let end = 2 + 2 * self.depth;
        out.write_all(NEXT.get(from..end.min(NEXT.len())).unwrap_or_default())?;
        (NEXT.len()..end).try_for_each(|_| out.write_all(b" "))
    }

    fn open<W: ?Sized + io::Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        out.write_all(bracket)
    }

    fn close<W: ?Sized + io::Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if self.has_value {
            self.line(out, 1)?;
        }
        out.write_all(bracket)
    }

    fn begin<W: ?Sized + io::Write>(&self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.line(out, usize::from(is_first))
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.begin(out, is_first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, _out: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.begin(out, is_first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, _out: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    #[test]
    fn the_layout_is_the_usual_one() {
        let deep = (0..40).fold(json!({}), |inner, _| json!([inner, {}, [], {"a": 1, "b": [[]]}]));
        for value in [json!([]), json!({}), json!({"a": [1, "ä\n"], "b": {}, "c": null}), Value::Null, deep]
        {
            let mut written = Vec::new();
            super::write_json(&value, &mut written).expect("a vector takes all");
            let usual = serde_json::to_string_pretty(&value).expect("JSON");
            assert_eq!(String::from_utf8(written).expect("text"), format!("{usual}\n"));
        }
    }
}
