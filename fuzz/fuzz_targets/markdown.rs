//! Markdown and plain text, with or without front matter.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onbrand::artifact::MediaType;

fuzz_target!(|bytes: &[u8]| {
    onbrand_fuzz::sound("a.md", bytes, MediaType::Markdown);
    onbrand_fuzz::sound("posts/a.txt", bytes, MediaType::PlainText);
});
