//! What posts are made of and how long they are, in every way to count; the first byte is the limit.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onbrand::text::length::{Counting, EmojiCount, Unit, measure};
use onbrand::text::sms;
use onbrand::text::social::{NameForm, cashtags, entities, hashtags, mentions, urls};

fuzz_target!(|bytes: &[u8]| {
    let Some((max, text)) = bytes.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let kinds = [
        urls(text),
        hashtags(text),
        mentions(text, NameForm::Plain),
        mentions(text, NameForm::Dotted),
        cashtags(text),
        entities(text, NameForm::Plain),
        entities(text, NameForm::Dotted),
    ];
    for found in kinds {
        let mut end = 0;
        for entity in found {
            assert!(text.get(entity.range.clone()).is_some_and(|part| !part.is_empty()), "{entity:?} in {text:?}");
            assert!(entity.range.start >= end, "{entity:?} overlaps the one before in {text:?}");
            end = entity.range.end;
        }
    }
    for (unit, _) in Unit::WORDS {
        for (emoji, _) in EmojiCount::WORDS {
            for link in [None, Some(23)] {
                let counting = Counting { unit: *unit, link, bare_link: link, emoji: *emoji, hosts: link.is_none() };
                let length = measure(text, &counting, u32::from(*max));
                assert_eq!(length.beyond.is_some(), length.count > u32::from(*max), "{counting:?} {text:?}");
                assert!(length.beyond.is_none_or(|at| text.is_char_boundary(at)), "{counting:?} {text:?}");
            }
        }
    }
    for encoding in [sms::Encoding::Gsm, sms::Encoding::Ucs2] {
        let parts = sms::parts(text, encoding);
        assert!(parts.is_sorted() && parts.iter().all(|at| text.is_char_boundary(*at)), "{parts:?} in {text:?}");
    }
});
