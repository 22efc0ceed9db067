//! Pages and emails; the first byte says whether it is HTML or MJML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onbrand::artifact::MediaType;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, text)) = bytes.split_first() else { return };
    match kind % 4 {
        0 => onbrand_fuzz::sound("a.mjml", text, MediaType::Mjml),
        1 => onbrand_fuzz::sound("email/a.html", text, MediaType::Html),
        _ => onbrand_fuzz::sound("a.html", text, MediaType::Html),
    }
});
