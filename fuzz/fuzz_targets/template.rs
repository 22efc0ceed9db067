//! Template tags, in every language, and the branches that they open and close: the first byte sets a language, or none.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onbrand::artifact::{Dialect, MediaType};
use onbrand::document::template;

fuzz_target!(|bytes: &[u8]| {
    let Some((dialect, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let lexed = template::lex(text, Dialect::ALL.get(usize::from(*dialect)).copied());
    let mut end = 0;
    for tag in &lexed.tags {
        onbrand_fuzz::inside(tag.span, text, "a tag");
        onbrand_fuzz::inside(tag.expression, text, "an expression");
        assert!(tag.span.start() >= end, "{tag:?} overlaps the tag before it in {text:?}");
        end = tag.span.end();
        for literal in &tag.literals {
            onbrand_fuzz::inside(*literal, text, "a literal");
            assert!(tag.span.covers(*literal), "{literal:?} is not in {tag:?}");
        }
    }
    for (span, message) in &lexed.problems {
        onbrand_fuzz::inside(*span, text, message);
    }
    let masked = template::mask(text, &lexed.tags);
    assert_eq!(masked.len(), text.len(), "masking moves places in {text:?}");
    for media_type in [MediaType::Html, MediaType::Markdown, MediaType::PlainText] {
        onbrand_fuzz::document_is_sound(text, media_type);
    }
});
