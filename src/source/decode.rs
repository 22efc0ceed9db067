//! Bytes to text, with the way back to the bytes. Knows charsets, nothing of formats.

use encoding_rs::Encoding;

use crate::span::offset;

/// The charset named in the first 1,024 bytes (HTML, section 13.2.3.2, prescan), unless it claims UTF-8, which
/// the bytes have just disproved.
pub(crate) fn declared_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default().to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")? + "charset=".len();
    let label: Vec<u8> = head
        .iter()
        .skip(at)
        .skip_while(|byte| matches!(byte, b'"' | b'\'' | b' '))
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'))
        .copied()
        .collect();
    Encoding::for_label(&label)
        .filter(|encoding| encoding.is_single_byte() || *encoding == encoding_rs::SHIFT_JIS)
        .filter(|encoding| *encoding != encoding_rs::UTF_8)
}

/// Decodes character by character, so that each character knows its bytes. Slow but for stretches of ASCII, and only for
/// files that are not UTF-8.
///
/// The pairs are (offset in the text, offset in the bytes); between two pairs every character is as long in the one as in
/// the other.
pub(super) fn decode_with_offsets(encoding: &'static Encoding, bytes: &[u8]) -> (String, Vec<(u32, u32)>) {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 4);
    let mut offsets = Vec::new();
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = [0_u8; 64];
    let (mut at, mut pending) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        // Only in these no byte depends on the one before it.
        if encoding.is_single_byte() && byte.is_ascii() {
            let rest = bytes.get(at..).unwrap_or_default();
            let ascii = rest.get(..Encoding::ascii_valid_up_to(rest)).unwrap_or_default();
            offsets.push((offset(text.len()), offset(at)));
            text.push_str(std::str::from_utf8(ascii).unwrap_or_default());
            at += ascii.len();
            pending = at;
            continue;
        }
        at += 1;
        let (_, _, written, _) = decoder.decode_to_utf8(&[*byte], &mut buffer, at == bytes.len());
        if written == 0 {
            continue;
        }
        let decoded = buffer.get(..written).and_then(|bytes| std::str::from_utf8(bytes).ok());
        for character in decoded.unwrap_or("\u{FFFD}").chars() {
            offsets.push((offset(text.len()), offset(pending)));
            text.push(character);
        }
        pending = at;
    }
    offsets.push((offset(text.len()), offset(bytes.len())));
    (text, offsets)
}
