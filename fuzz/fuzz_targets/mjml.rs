//! MJML with a file that it includes: the text up to a form feed is the artifact's, the rest the included file's.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onbrand::artifact::MediaType;

fuzz_target!(|bytes: &[u8]| {
    let middle = bytes.iter().position(|byte| *byte == b'\x0C').unwrap_or(bytes.len());
    let (own, included) = bytes.split_at(middle);
    onbrand_fuzz::sound_with("a.mjml", own, MediaType::Mjml, &[("b.mjml", included)]);
});
