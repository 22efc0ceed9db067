//! Which charset bytes are really in: labels lie. Knows the Encoding Standard, nothing of messages.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A charset and, where it is not the one that is named, a sentence that says so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Charset {
    /// What the bytes are to be read as.
    pub(super) encoding: &'static Encoding,
    /// What is wrong with the label.
    pub(super) lie: Option<String>,
}

impl Charset {
    const fn as_named(encoding: &'static Encoding) -> Self {
        Self { encoding, lie: None }
    }
}

/// The charset of `octets`, which a header or an encoded word labels with `label`.
///
/// Names mean what they mean to browsers (Encoding Standard, section 4.2): `iso-8859-1` and `us-ascii` are windows-1252,
/// which is how senders use them.
pub(super) fn choose(label: Option<&str>, octets: &[u8]) -> Charset {
    let named = label.and_then(|label| Encoding::for_label_no_replacement(label.trim().as_bytes()));
    if octets.is_ascii() {
        let is_wide = |encoding: &&'static Encoding| {
            (*encoding != UTF_16LE && *encoding != UTF_16BE || octets.contains(&0))
                && !encoding.is_ascii_compatible()
        };
        return Charset::as_named(named.filter(is_wide).unwrap_or(UTF_8));
    }
    let is_utf_8 = std::str::from_utf8(octets).is_ok();
    let name = label.unwrap_or_default().trim();
    let read_as = |encoding: &'static Encoding, why: &str| Charset {
        encoding,
        lie: Some(format!("{why}; read as {}", encoding.name())),
    };
    let Some(encoding) = named else {
        return match label {
            _ if is_utf_8 => Charset::as_named(UTF_8),
            Some(_) => read_as(WINDOWS_1252, &format!("labelled `{name}`, which is no charset")),
            None => read_as(WINDOWS_1252, "its charset is not named, and it is not UTF-8"),
        };
    };
    if encoding == UTF_8 {
        return match is_utf_8 {
            true => Charset::as_named(UTF_8),
            false if is_mostly_utf_8(octets) => {
                read_as(UTF_8, "labelled utf-8, but some of its bytes are none")
            }
            false => read_as(WINDOWS_1252, "labelled utf-8, which it is not"),
        };
    }
    let holds = encoding.is_single_byte() && !is_utf_8
        || !encoding.is_single_byte()
            && encoding.decode_without_bom_handling_and_without_replacement(octets).is_some();
    match holds {
        true => Charset::as_named(encoding),
        false if is_utf_8 => read_as(UTF_8, &format!("labelled {name}, but its bytes are UTF-8")),
        false => read_as(encoding, &format!("labelled {name}, but some of its bytes are none")),
    }
}

/// Whether more characters beyond ASCII are well-formed than are not.
fn is_mostly_utf_8(octets: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in octets.utf8_chunks() {
        good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

#[cfg(test)]
mod tests {
    use super::choose;

    #[test]
    fn labels_are_held_against_the_bytes() {
        for (label, octets, encoding, lies) in [
            (Some("iso-8859-1"), &b"\x80 19"[..], "windows-1252", false),
            (Some("us-ascii"), b"caf\xe9", "windows-1252", false),
            (Some("iso-8859-1"), b"caf\xc3\xa9", "UTF-8", true),
            (Some("utf-8"), b"caf\xc3\xa9", "UTF-8", false),
            (Some("utf-8"), b"caf\xe9", "windows-1252", true),
            (Some("utf-8"), b"caf\xc3\xa9 caf\xc3\xa9 \xe2\x82", "UTF-8", true),
            (Some("koi8-r"), b"\xf0\xd2", "KOI8-R", false),
            (Some("shift_jis"), b"\x8a\xbf\x8e\x9a", "Shift_JIS", false),
            (Some("gbk"), b"\xe2\x82\xac", "UTF-8", true),
            (Some("iso-2022-jp"), b"\x1b$B4A\x1b(B", "ISO-2022-JP", false),
            (Some("utf-16le"), b"a\0", "UTF-16LE", false),
            (Some("utf-16le"), b"ab", "UTF-8", false),
            (Some("x-unknown"), b"caf\xe9", "windows-1252", true),
            (None, b"caf\xe9", "windows-1252", true),
            (None, b"caf\xc3\xa9", "UTF-8", false),
        ] {
            let chosen = choose(label, octets);
            assert_eq!(
                (chosen.encoding.name(), chosen.lie.is_some()),
                (encoding, lies),
                "{label:?} {octets:?}"
            );
        }
    }
}
