//! What the fuzz targets share: the invariants that the tests hold over generated texts.

#[path = "../../tests/integration/soundness.rs"]
mod soundness;

use onbrand::artifact::MediaType;
use onbrand::span::Span;

/// Checks the bytes as a file of this kind, as far as they are text, and panics where an invariant breaks.
pub fn sound(name: &str, bytes: &[u8], media_type: MediaType) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        soundness::assert_sound(name, text, media_type, 4);
    }
}

/// Checks the bytes as a message, and panics where an invariant breaks.
pub fn sound_message(bytes: &[u8]) {
    soundness::assert_message_sound(bytes, 4);
}

/// Checks the bytes as a file that includes others, by name, as far as all of them are text.
pub fn sound_with(name: &str, bytes: &[u8], media_type: MediaType, included: &[(&str, &[u8])]) {
    let texts: Option<Vec<(&str, &str)>> =
        included.iter().map(|(name, bytes)| Some((*name, std::str::from_utf8(bytes).ok()?))).collect();
    if let (Ok(text), Some(included)) = (std::str::from_utf8(bytes), texts) {
        soundness::assert_sound_with(name, text, media_type, &included);
    }
}

/// Panics where the span does not lie on character boundaries inside the text.
pub fn inside(span: Span, text: &str, what: &str) {
    soundness::assert_inside(span, text, what);
}

/// Parses the text, and panics where a place in its document or one of its branches breaks an invariant.
pub fn document_is_sound(text: &str, media_type: MediaType) {
    soundness::assert_parsed("any", text, media_type);
}
