use crate::artifact::{Artifact, ArtifactKey, Attributes, Content, MediaType};
use crate::deadline::Deadline;
use crate::document::parse;
use crate::facts::{Fact, FactValue};
use crate::guide::{Guide, GuideFile, load};
use crate::source::Source;

fn facts(text: &str, guide: &Guide) -> Vec<Fact> {
    let text = format!("<p>{text}");
    let artifact = Artifact {
        key: ArtifactKey::file("a.html"),
        media_type: MediaType::Html,
        dialect: None,
        given: Attributes::default(),
        defaults: Attributes::default(),
        source: Source::new("a.html", text.as_str()),
        content: Content::Whole,
    };
    super::extract(&parse(&artifact, &Deadline::never()), guide, &[])
}

fn told(facts: &[Fact]) -> Vec<String> {
    let claim = |fact: &Fact| match &fact.value {
        FactValue::Claim(claim) => format!(
            "{}: {}{}{}",
            claim.subject,
            claim.number.normalize(),
            if claim.is_minimum { "+" } else { "" },
            claim.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default()
        ),
        other => format!("{other:?}"),
    };
    facts.iter().map(claim).collect()
}

fn found(text: &str) -> Vec<String> {
    told(&facts(text, &Guide::default()))
}

#[test]
fn one_claim_is_made_in_many_ways() {
    for text in [
        "a 10-year warranty",
        "10 year limited warranty",
        "10 years of warranty",
        "10 Jahre Garantie",
        "10-jährige Garantie",
        "Garantie von 10 Jahren",
        "garantie de 10 ans",
        "10 años de garantía",
        "Warranty: 10 years",
    ] {
        assert_eq!(found(text), ["warranty: 10 year"], "{text}");
    }
    for text in [
        "30-day returns",
        "Returns within 30 days",
        "30 Tage Rückgaberecht",
        "Rückgabe innerhalb von 30 Tagen",
    ] {
        assert_eq!(found(text), ["returns: 30 day"], "{text}");
    }
}

#[test]
fn numbers_have_subjects_and_units() {
    for (text, expected) in [
        ("10,000+ customers", "customers: 10000+"),
        ("over 12,000 customers", "customers: 12000+"),
        ("über 12.000 zufriedene Kunden", "customers: 12000+"),
        ("plus de 10 000 clients", "customers: 10000+"),
        ("más de 2 millones de clientes", "customers: 2000000+"),
        ("trusted by 500 teams", "teams: 500"),
        ("in 40 countries", "countries: 40"),
        ("100% recycled steel", "recycled steel: 100 percent"),
        ("100 % recycelter Stahl", "recycled stahl: 100 percent"),
        ("4.8 out of 5 stars", "rating: 4.8 of 5"),
        ("4,8 von 5 Sternen", "rating: 4.8 of 5"),
        ("5-year frame warranty", "frame warranty: 5 year"),
        ("30-day money-back guarantee", "money-back guarantee: 30 day"),
        ("30 Tage Geld-zurück-Garantie", "money-back guarantee: 30 day"),
        ("14-day free trial", "trial: 14 day"),
    ] {
        assert_eq!(found(text), [expected], "{text}");
    }
    assert_eq!(found("4.8/5 from 2,310 reviews"), ["rating: 4.8 of 5", "reviews: 2310"]);
}

#[test]
fn other_numbers_are_no_claims() {
    for text in [
        "24/7 support",
        "20% off for 30 days",
        "$10,000 customers",
        "the first 500 customers",
        "up to 1,000 users",
        "10 users per plan",
        "4 out of 5 customers",
        "9 out of 10 users",
        "In 2026 customers asked",
        "1,000–5,000 users",
        "ships in 3 days",
        "120 cm wide, 4/5 full",
        "10 years ago we had no warranty",
        "a 5-day return flight",
        "3 reviews",
        "5,000 users per month",
        "ends in 2 days. Warranty included",
    ] {
        assert_eq!(found(text), [""; 0], "{text}");
    }
}

#[test]
fn warranties_of_parts_are_held_against_nothing() {
    let found = facts("10-year warranty on the frame, 2-year warranty on motors.", &Guide::default());
    assert!(found.len() == 2 && found.iter().all(|fact| fact.confidence.as_str() == "low"), "{found:?}");
}

#[test]
fn subjects_of_the_guide_count() {
    let text = "[[claim]]\nid = 'cycles'\nsubject = 'cycles'\nnumber = 50000\n";
    let guide = load(vec![GuideFile { source: Source::new("g.toml", text) }], &[]).guide;
    assert_eq!(told(&facts("Tested for 20,000 cycles.", &guide)), ["cycles: 20000"]);
}
