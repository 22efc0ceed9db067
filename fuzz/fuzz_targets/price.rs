//! Amounts of money in running text, in the language that the first byte chooses.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onbrand::artifact::MediaType;

fuzz_target!(|bytes: &[u8]| {
    let Some((locale, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let locale = ["en-US", "de-DE", "de-CH", "fr-FR", "en-IN", "ja-JP"][usize::from(*locale) % 6];
    let post = format!("---\nlocale: {locale}\n---\nThe Cove was $499, now {text}\n");
    onbrand_fuzz::sound("posts/a.txt", post.as_bytes(), MediaType::PlainText);
});
