use crate::artifact::{Artifact, ArtifactKey, Attributes, Content, Locale, MediaType};
use crate::deadline::Deadline;
use crate::document::parse;
use crate::facts::FactValue;
use crate::guide::Guide;
use crate::source::Source;

/// The numbers of a page: what is written, what it is, and how sure that is.
fn found(text: &str, locale: &str) -> Vec<String> {
    let artifact = Artifact {
        key: ArtifactKey::file("a.html"),
        media_type: MediaType::Html,
        dialect: None,
        given: Attributes { locale: Locale::parse(locale), ..Attributes::default() },
        defaults: Attributes::default(),
        source: Source::new("a.html", text),
        content: Content::Whole,
    };
    let facts = super::extract(&parse(&artifact, &Deadline::never()), &Guide::default());
    let told = |fact: &crate::facts::Fact| match &fact.value {
        FactValue::Phone(value) => format!("{} = {value} {} {}", fact.text, fact.confidence, fact.place),
        other => format!("{other:?}"),
    };
    facts.iter().map(told).collect()
}

#[test]
fn text_and_link_are_two_copies() {
    assert_eq!(
        found("<p>Call <a href='tel:+1-555-867-5309'>(555) 867-5309</a>", "en-US"),
        ["(555) 867-5309 = +15558675309 certain link", "+1-555-867-5309 = +15558675309 certain link"]
    );
    assert_eq!(
        found("<a href='tel:1-800-FLOWERS'>1-800-FLOWERS</a>", "en-US"),
        ["1-800-FLOWERS = +18003569377 likely link", "1-800-FLOWERS = +18003569377 certain link"]
    );
}

#[test]
fn a_form_or_a_word_tells() {
    for (text, locale, expected) in [
        ("555.867.5309", "en-US", "555.867.5309 = +15558675309 likely body"),
        ("Call 5558675309 now", "en-US", "5558675309 = +15558675309 certain body"),
        ("Call 555-0134.", "en-US", "555-0134 = 5550134 low body"),
        ("Tel. 040 5550123", "de-DE", "040 5550123 = +49405550123 certain body"),
        ("Hamburg · 040/5550123 · x", "de-DE", "040/5550123 = +49405550123 likely body"),
        ("01 99 00 12 34 ou", "fr-FR", "01 99 00 12 34 = +33199001234 likely body"),
        ("Call +44 (0)20 7946 0958!", "en-US", "+44 (0)20 7946 0958 = +442079460958 certain body"),
        ("(+49) 40 5550123", "en-US", "(+49) 40 5550123 = +49405550123 certain body"),
        ("Portland, OR 97201 503-555-0134", "en-US", "503-555-0134 = +15035550134 likely body"),
        ("Call 040 5550123 24 Stunden", "de-DE", "040 5550123 = +49405550123 certain body"),
    ] {
        assert_eq!(found(&format!("<p>{text}"), locale), [expected], "{text}");
    }
    assert_eq!(found("<p>(503) 555-0134 (503) 555-0135", "en-US").len(), 2);
    assert_eq!(found("<p>Tel. 030 123456 / 0171 1234567", "de-DE").len(), 2);
}

#[test]
fn other_numbers_are_none() {
    for (text, locale) in [
        ("Order 503-555-0134", "en-US"),
        ("5558675309", "en-US"),
        ("Call by 11.30.2026 or 2026-11-30", "en-US"),
        ("01.12.2026 14 Uhr, 08:00-18:00", "de-DE"),
        ("192.168.001.001 and 10.0.19045.3693", "en-US"),
        ("ISBN 978-3-16-148410-0", "de-DE"),
        ("DE89 3704 0044 0532 0130 00", "de-DE"),
        ("$1,234,567.89 and 40.7128, -74.0060", "en-US"),
        ("4111 1111 1111 1111", "en-US"),
        ("{{ area }}-867-5309 503-555-{{ x }}", "en-US"),
        ("+10,000 customers, +20%", "en-US"),
        ("https://a.example/503-555-0134", "en-US"),
    ] {
        assert_eq!(found(&format!("<p>{text}"), locale), [""; 0], "{text}");
    }
}
