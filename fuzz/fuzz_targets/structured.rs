//! Structured data; the first byte says whether the rest is a block of JSON-LD, or markup under Microdata and RDFa.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onbrand::artifact::MediaType;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, text)) = bytes.split_first() else { return };
    let (before, after): (&str, &str) = match kind % 3 {
        0 => ("<script type=application/ld+json>", "</script>"),
        1 => ("<body vocab='https://schema.org/' typeof=Product><i property=name>", "</i>"),
        _ => ("<body itemscope itemref='a b' id=a><i itemprop=name>", "</i>"),
    };
    let page = [before.as_bytes(), text, after.as_bytes()].concat();
    onbrand_fuzz::sound("a.html", &page, MediaType::Html);
});
