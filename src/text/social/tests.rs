use super::emoji::emoji_end;
use super::{EntityKind, NameForm, entities, has_dotted_names};

fn found(text: &str, form: NameForm) -> Vec<(EntityKind, &str)> {
    let word = |range: std::ops::Range<usize>| text.get(range).expect("on boundaries");
    entities(text, form).into_iter().map(|entity| (entity.kind, word(entity.range))).collect()
}

fn words(text: &str, form: NameForm) -> Vec<&str> {
    found(text, form).into_iter().map(|(_, word)| word).collect()
}

#[test]
fn the_first_of_two_that_overlap_stands() {
    assert_eq!(words("https://x.com/@a#b #c", NameForm::Plain), ["https://x.com/@a#b", "#c"]);
    assert_eq!(
        found("Hi @ann, see harbor.com/a?b=1#c $TSLA", NameForm::Plain),
        [
            (EntityKind::Mention, "@ann"),
            (EntityKind::BareUrl, "harbor.com/a?b=1#c"),
            (EntityKind::Cashtag, "$TSLA")
        ]
    );
}

#[test]
fn names_may_have_dots_and_hosts_elsewhere() {
    let text = "@harbor.and-pine, (@ann.bsky.social) @bo@mastodon.example. @cy.Great a@b.de @d@e";
    assert_eq!(
        words(text, NameForm::Dotted),
        ["@harbor.and-pine", "@ann.bsky.social", "@bo@mastodon.example", "@cy"]
    );
    assert_eq!(words("@harbor.pine", NameForm::Plain), ["@harbor"]);
}

#[test]
fn domains_of_the_brand_that_is_reserved_are_links() {
    assert_eq!(words("harborandpine.example/cove!", NameForm::Plain), ["harborandpine.example/cove"]);
    assert_eq!(words("for.instance and e.g. this", NameForm::Plain), [""; 0]);
}

#[test]
fn placeholders_are_a_part_of_what_they_stand_in() {
    assert_eq!(
        words("https://a.com/\u{FFFC}/x #sale\u{FFFC} \u{FFFC}", NameForm::Plain),
        ["https://a.com/\u{FFFC}/x", "#sale\u{FFFC}"]
    );
    // One at the end of a sentence is no domain, and none is cut in two where a name is too long.
    assert_eq!(words("Hi.\u{FFFC}", NameForm::Plain), [""; 0]);
    let long = format!("@{}\u{FFFC}x", "i".repeat(18));
    assert_eq!(words(&long, NameForm::Plain), [long.trim_end_matches('x')]);
}

#[test]
fn emoji_are_whole_sequences() {
    for emoji in ["😀", "👍🏽", "👨‍👩‍👧‍👦", "🇩🇪", "1️⃣", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "☺", "👩🏽‍🚀", "©️", "🏳️‍🌈"]
    {
        assert_eq!(emoji_end(emoji, 0), Some(emoji.len()), "{emoji}");
    }
    for text in ["a", "1", "#", "©", "™", "☺\u{FE0E}", "字", "\u{200D}", "é"] {
        assert_eq!(emoji_end(text, 0), None, "{text:?}");
    }
    // Two flags are two.
    assert_eq!(emoji_end("🇩🇪🇫🇷", 0), Some(8));
}

proptest::proptest! {
    #[test]
    fn entities_are_sorted_disjoint_and_on_boundaries(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "@", "#", "$", "a", "Bc", "1", "_", "-", ".", "/", ":", "?", "(", ")", "http://", "https://t.co/", "com", ".de",
                "xn--", "é", "字", "みんな", "\u{FE0F}", "\u{200D}", "😀", " ", "\n", "RT", "\u{FFFC}", "。", "\u{202A}", "&", "abcdefghijklmnopqr",
            ]),
            0..40,
        ),
    ) {
        let text = parts.concat();
        if !has_dotted_names(&text) {
            proptest::prop_assert_eq!(entities(&text, NameForm::Plain), entities(&text, NameForm::Dotted));
        }
        for form in [NameForm::Plain, NameForm::Dotted] {
            let mut end = 0;
            for entity in entities(&text, form) {
                proptest::prop_assert!(entity.range.start >= end && entity.range.start < entity.range.end);
                proptest::prop_assert!(text.get(entity.range.clone()).is_some());
                end = entity.range.end;
            }
        }
    }
}
