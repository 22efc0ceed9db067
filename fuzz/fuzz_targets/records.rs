//! Batches of posts; the first byte says of which kind.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onbrand::artifact::MediaType;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, text)) = bytes.split_first() else { return };
    match kind % 3 {
        0 => onbrand_fuzz::sound("a.csv", text, MediaType::Csv),
        1 => onbrand_fuzz::sound("a.tsv", text, MediaType::Tsv),
        _ => onbrand_fuzz::sound("a.jsonl", text, MediaType::JsonLines),
    }
});
