//! A guide of one file; the first byte says which.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onbrand::engine;
use onbrand::guide::{self, GuideFile, SHIPPED};
use onbrand::source::Source;

fuzz_target!(|bytes: &[u8]| {
    let Some((file, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let Some((name, _)) = SHIPPED.get(usize::from(*file) % SHIPPED.len()) else { return };
    let file = GuideFile { source: Source::new(format!("brand-rules/{name}"), text) };
    let loaded = guide::load(vec![file], &engine::rules());
    for problem in &loaded.problems {
        onbrand_fuzz::inside(problem.primary.span, text, problem.rule.as_str());
        for label in &problem.related {
            onbrand_fuzz::inside(label.location.span, text, "a related place");
        }
    }
});
