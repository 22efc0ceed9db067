//! Cases that a comparison of channels must judge right: what contradicts, and above all what does not.

use iso_currency::Currency;

use super::grouping::group;
use super::{CAMPAIGN_RULES, Member, Ties};
use crate::artifact::{
    Artifact, ArtifactKey, Attributes, Channel, Content, Evidence, Locale, MediaType, Membership,
};
use crate::document::{Document, Inline, InlineKind, Segment};
use crate::facts::{self, Fact, ProductForm, ProductName};
use crate::finding::{Applicability, Finding, GuideRef, Outcome, Truth};
use crate::guide::brand::Market;
use crate::guide::pricing::PriceEntry;
use crate::guide::{CampaignRecord, Guide, Offer, Product};
use crate::scope::Scope;
use crate::source::Source;
use crate::span::Span;
use crate::text::MappedText;

fn origin() -> GuideRef {
    GuideRef { file: "campaign.toml".into(), span: Span::at(0), line: 1 }
}

fn market(id: &str, locale: &str, currency: Currency) -> Market {
    Market {
        id: id.to_owned(),
        locales: Locale::parse(locale).into_iter().collect(),
        currency: Some(currency),
        tax: None,
        tax_rate: None,
        origin: origin(),
    }
}

fn guide() -> Guide {
    let entry = |market: &str, list: &str| PriceEntry {
        market: market.to_owned(),
        list: list.parse().expect("an amount"),
        sale: None,
        retired: Vec::new(),
        from: None,
        until: None,
        origin: origin(),
    };
    let mut guide = Guide::default();
    guide.brand.currency = Some(Currency::USD);
    guide.brand.markets = vec![market("US", "en-US", Currency::USD), market("DE", "de-DE", Currency::EUR)];
    guide.prices.products.push(Product {
        id: "cove-standing-desk".to_owned(),
        name: "Cove Standing Desk".to_owned(),
        short_names: vec!["the Cove".to_owned()],
        wrong_names: Vec::new(),
        skus: Vec::new(),
        urls: Vec::new(),
        prices: vec![entry("US", "499.00 USD"), entry("DE", "549.00 EUR")],
        origin: origin(),
    });
    guide
}

fn record() -> CampaignRecord {
    let offer = |market: &str, audience: Option<&str>, list: &str, sale: &str| Offer {
        product: "cove-standing-desk".to_owned(),
        market: Some(market.to_owned()),
        audience: audience.map(str::to_owned),
        variant: None,
        phase: None,
        list: Some(list.parse().expect("an amount")),
        sale: Some(sale.parse().expect("an amount")),
        percent: None,
        origin: origin(),
        sale_origin: None,
    };
    CampaignRecord {
        id: "bf26".to_owned(),
        name: None,
        time_zone: None,
        starts: None,
        ends: None,
        promo_codes: vec!["COVE20".to_owned()],
        promo_codes_origin: None,
        utm_campaigns: Vec::new(),
        vary: Vec::new(),
        source_of_truth: None,
        cta: None,
        offers: vec![
            offer("US", None, "499.00 USD", "399.00 USD"),
            offer("DE", None, "549.00 EUR", "449.00 EUR"),
            offer("US", Some("members"), "499.00 USD", "379.00 USD"),
        ],
        members: Vec::new(),
        origin: origin(),
        source: Source::new("campaign.toml", ""),
    }
}

/// One artifact of a case.
struct Text<'t> {
    path: &'t str,
    market: &'t str,
    audience: Option<&'t str>,
    /// One text a line: `Subject:` and `#` lines have their places, `~~` strikes through.
    lines: &'t str,
}

const fn text<'t>(path: &'t str, lines: &'t str) -> Text<'t> {
    Text { path, market: "US", audience: None, lines }
}

struct Read {
    artifact: Artifact,
    attributes: Attributes,
    facts: Vec<Fact>,
    ties: Ties,
}

fn read(text: &Text<'_>, guide: &Guide) -> Read {
    let mut document = Document::default();
    let mut names = Vec::new();
    let mut at = 0;
    for line in text.lines.split('\n') {
        let (scope, skipped) = if line.starts_with("Subject: ") {
            (Scope::Subject, 9)
        } else if line.starts_with("# ") {
            (Scope::Heading(1), 2)
        } else if line.starts_with("- ") {
            (Scope::ListItem, 2)
        } else {
            (Scope::Body, 0)
        };
        document.segments.push(segment(scope, line.get(skipped..).unwrap(), at + skipped));
        at += line.len() + 1;
    }
    for (index, segment) in (0..).zip(&document.segments) {
        for (word, form) in [
            ("Cove Standing Desk", ProductForm::Name),
            ("Cove Standing-Desk", ProductForm::Wrong),
            ("the Cove is", ProductForm::ShortName),
        ] {
            names.extend(segment.text.as_str().match_indices(word).map(|(at, found)| {
                let start = u32::try_from(at).expect("short");
                let end = start + u32::try_from(found.len()).expect("short");
                ProductName { segment: index, range: start..end, product: 0, form }
            }));
        }
    }
    let channel = text.path.split('/').next().and_then(|folder| folder.parse::<Channel>().ok());
    let attributes = Attributes {
        channel,
        membership: Some(Membership { campaign: "bf26".to_owned(), evidence: Evidence::Record }),
        market: Some(text.market.to_owned()),
        locale: Locale::parse(if text.market == "DE" { "de-DE" } else { "en-US" }),
        audience: text.audience.map(str::to_owned),
        ..Attributes::default()
    };
    document.attributes = attributes.clone();
    let artifact = Artifact {
        key: ArtifactKey::file(text.path),
        media_type: MediaType::Markdown,
        dialect: None,
        given: Attributes::default(),
        defaults: Attributes::default(),
        source: Source::new(text.path, text.lines),
        content: Content::Whole,
    };
    let facts = facts::extract(&artifact, &document, guide, &names);
    let ties = Ties::of(&document, &facts);
    Read { artifact, attributes, facts, ties }
}

fn segment(scope: Scope, line: &str, start: usize) -> Segment {
    let mut mapped = MappedText::default();
    let mut struck = Vec::new();
    let mut at = u32::try_from(start).expect("short");
    for (index, part) in line.split("~~").enumerate() {
        let from = mapped.len();
        mapped.push_verbatim(part, at);
        at += u32::try_from(part.len()).expect("short") + 2;
        if index % 2 == 1 {
            struck.push(Inline { kind: InlineKind::Struck, range: from..mapped.len() });
        }
    }
    let mut segment = Segment::new(scope, mapped);
    segment.inlines = struck;
    segment
}

fn check_with(records: &[CampaignRecord], texts: &[Text<'_>]) -> Vec<Finding> {
    let guide = guide();
    let read: Vec<Read> = texts.iter().map(|text| read(text, &guide)).collect();
    let members = read
        .iter()
        .map(|read| Member {
            key: &read.artifact.key,
            source: &read.artifact.source,
            attributes: &read.attributes,
            facts: &read.facts,
            ties: &read.ties,
        })
        .collect();
    let mut findings = Vec::new();
    for campaign in &group(members, records) {
        for rule in CAMPAIGN_RULES {
            rule.check(campaign, &guide, &mut findings);
        }
    }
    findings
}

/// Findings with no record, so that only the artifacts speak.
fn compare(texts: &[Text<'_>]) -> Vec<Finding> {
    check_with(&[], texts)
}

fn messages(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.message.as_str()).collect()
}

#[track_caller]
fn assert_agree(texts: &[Text<'_>]) {
    assert_eq!(messages(&compare(texts)), Vec::<&str>::new());
}

#[test]
fn forms_of_one_price_agree() {
    assert_agree(&[
        text("email/a.md", "The Cove Standing Desk is $399"),
        text("web/a.md", "Cove Standing Desk: $399.00"),
        text("social/a.md", "Cove Standing Desk for 399 USD, that is US$399"),
    ]);
    assert_agree(&[
        Text { market: "DE", ..text("web/a.md", "Cove Standing Desk 1.299,00 €") },
        Text { market: "DE", ..text("email/a.md", "Cove Standing Desk 1299 €") },
    ]);
}

#[test]
fn markets_and_audiences_are_not_compared() {
    assert_agree(&[
        text("web/us.md", "Cove Standing Desk $399"),
        Text { market: "DE", ..text("web/de.md", "Cove Standing Desk 449,00 €") },
    ]);
    assert_agree(&[
        text("email/a.md", "Cove Standing Desk $399"),
        Text { audience: Some("members"), ..text("email/m.md", "Cove Standing Desk $379") },
    ]);
}

#[test]
fn roles_are_compared_with_their_like() {
    assert_agree(&[
        text("email/a.md", "Cove Standing Desk ~~$499~~ $399"),
        text("social/a.md", "Cove Standing Desk $399"),
    ]);
    assert_agree(&[
        text("email/a.md", "Cove Standing Desk from $319"),
        text("web/a.md", "Cove Standing Desk\nCove Standing Desk S $319, M $349, L $399"),
    ]);
    assert_agree(&[
        text("web/a.md", "Cove Standing Desk $399. Orders over $450 ship free."),
        text("web/b.md", "Cove Standing Desk: save $100, was $499, now $399."),
    ]);
    assert_agree(&[
        text("web/a.md", "Cove Standing Desk gift cards: $250, $500 or $1,000"),
        text("web/b.md", "Cove Standing Desk gift card: $300"),
    ]);
}

#[test]
fn swapped_roles_are_a_conflict_of_both_prices() {
    let findings = compare(&[
        text("email/a.md", "Cove Standing Desk ~~$499~~ $399"),
        text("web/a.md", "Cove Standing Desk ~~$399~~ $499"),
    ]);
    assert_eq!(findings.len(), 2, "{:?}", messages(&findings));
    assert!(findings.iter().all(|finding| finding.outcome == Outcome::Conflict));
}

#[test]
fn two_artifacts_never_make_a_majority() {
    let findings = compare(&[
        text("email/a.md", "Cove Standing Desk $399"),
        text("web/a.md", "Cove Standing Desk $389"),
    ]);
    assert_eq!(
        messages(&findings),
        ["Cove Standing Desk, price in campaign bf26 (US): this says \"$399\", web/a.md:1 says \"$389\"; \
          nothing declares which is right"]
    );
    assert_eq!(findings.first().and_then(|finding| finding.truth), Some(Truth::None));
}

#[test]
fn three_artifacts_make_a_majority_that_is_not_called_truth() {
    let findings = compare(&[
        text("email/a.md", "Cove Standing Desk $399"),
        text("web/a.md", "Cove Standing Desk $399"),
        text("social/a.md", "Cove Standing Desk $389"),
    ]);
    assert_eq!(
        messages(&findings),
        [
            "Cove Standing Desk, price in campaign bf26 (US): 2 of 3 artifacts say 399.00 USD, email/a.md:1 and \
          web/a.md:1; this says \"$389\""
        ]
    );
    let fix = findings.first().and_then(|finding| finding.fix.clone()).expect("a proposal");
    assert_eq!(fix.applicability, Applicability::Unsafe);
}

#[test]
fn the_source_channel_decides_where_the_record_is_silent() {
    let mut silent = record();
    silent.offers.clear();
    silent.source_of_truth = Some(Channel::Web);
    let findings = check_with(
        &[silent],
        &[
            text("email/a.md", "Cove Standing Desk $399"),
            text("social/a.md", "Cove Standing Desk $399"),
            text("web/a.md", "Cove Standing Desk $389"),
        ],
    );
    let places: Vec<&str> = findings.iter().map(|finding| finding.primary.artifact.path.as_ref()).collect();
    assert_eq!(places, ["email/a.md", "social/a.md"]);
}

#[test]
fn the_record_decides_and_the_fix_keeps_the_form() {
    let findings = check_with(
        &[record()],
        &[
            text("email/a.md", "The Cove Standing Desk ~~$499~~ $399. Code COVE20."),
            text("social/x.md", "The Cove Standing-Desk, just $389! Code COVE2O, ends Sunday."),
        ],
    );
    assert_eq!(
        messages(&findings),
        [
            "Cove Standing Desk, sale price in campaign bf26 (US): the campaign record says 399.00 USD, this says \
             \"$389\"; email/a.md:1 agrees",
            "promo code in campaign bf26 (US): the campaign record says COVE20, this says \"COVE2O\"; email/a.md:1 agrees",
        ]
    );
    let price = findings.first().expect("the price");
    let edit = price.fix.as_ref().and_then(|fix| fix.edits.first()).expect("an edit");
    assert_eq!((edit.text.as_str(), edit.location.span), ("$399", Span::new(29, 33)));
    assert_eq!(price.fix.as_ref().map(|fix| fix.applicability), Some(Applicability::Unsafe));
    assert_eq!(price.related.len(), 1);
    let code = findings.get(1).expect("the code");
    assert_eq!(code.help.as_deref(), Some("probably meant COVE20"));
}

#[test]
fn the_record_knows_list_prices_and_audiences() {
    let agree: [&[Text<'_>]; 4] = [
        &[text("email/a.md", "The Cove Standing Desk was $499, now $399")],
        &[text("web/a.md", "The Cove Standing Desk is a $499 desk. This week the Cove is $399.")],
        &[Text { audience: Some("members"), ..text("email/m.md", "The Cove Standing Desk for $379") }],
        &[Text { audience: Some("students"), ..text("email/m.md", "The Cove Standing Desk for $359") }],
    ];
    for texts in agree {
        assert_eq!(messages(&check_with(&[record()], texts)), Vec::<&str>::new());
    }
    let wrong_list = check_with(&[record()], &[text("email/a.md", "Cove Standing Desk: was $529, now $399")]);
    assert_eq!(wrong_list.first().and_then(|finding| finding.expected.as_deref()), Some("499.00 USD"));
}

#[test]
fn one_wrong_price_in_many_places_is_one_finding() {
    let lines = ["The Cove Standing Desk is $389"; 12].join("\n");
    let findings = check_with(&[record()], &[text("email/a.md", &lines)]);
    assert_eq!(findings.len(), 1);
    let finding = findings.first().expect("one");
    assert_eq!(finding.related.len(), 11);
    assert_eq!(finding.fix.as_ref().map(|fix| fix.edits.len()), Some(12));
}

#[test]
fn accessories_and_sizes_are_no_conflict() {
    for lines in [
        "The Cove Standing Desk is $399\nAdd a cable tray to your Cove Standing Desk for $29",
        "# Cove Standing Desk\nNow $399\n# Cable tray\nJust $349",
        "Cove Standing Desk\n- Cove Standing Desk 120 cm: $399\n- Cove Standing Desk 140 cm: $449",
    ] {
        let findings = check_with(&[record()], &[text("web/a.md", lines)]);
        assert_eq!(messages(&findings), Vec::<&str>::new(), "{lines}");
    }
}

#[test]
fn subject_and_body_must_agree() {
    let findings = compare(&[text(
        "email/a.md",
        "Subject: Cove Standing Desk, now $389\nThe Cove Standing Desk is $399",
    )]);
    assert_eq!(
        messages(&findings),
        [
            "Cove Standing Desk, price in campaign bf26 (US): the subject says \"$389\", the body says \"$399\""
        ]
    );
    assert_agree(&[text(
        "email/a.md",
        "Subject: The $499 Cove Standing Desk is on sale\nThe Cove Standing Desk: ~~$499~~ $399",
    )]);
}

#[test]
fn codes_are_compared_without_case_and_without_placeholders() {
    assert_agree(&[
        text("email/a.md", "Use code COVE20 today"),
        text("social/a.md", "use code cove20 today"),
    ]);
    assert_agree(&[
        text("email/a.md", "Use code \u{FFFC} at checkout"),
        text("web/a.md", "Use code COVE20 at checkout"),
    ]);
    assert_agree(&[
        text("email/a.md", "SHOP NOW, the SALE is on #BLACKFRIDAY, SKU AB-1234"),
        text("web/a.md", "Use code COVE20 at checkout"),
    ]);
    let findings = compare(&[
        text("email/a.md", "Use code COVE20 at checkout"),
        text("web/a.md", "Use code COVE2O at checkout"),
    ]);
    assert_eq!(findings.len(), 1);
    assert_eq!(
        findings.first().and_then(|finding| finding.help.as_deref()),
        Some("COVE20 and COVE2O are easily taken for each other")
    );
}

#[test]
fn a_second_code_beside_the_campaign_code_is_fine() {
    let welcome = "Use code COVE20 at checkout\nNew here? Use code WELCOME10 at checkout";
    assert_eq!(messages(&check_with(&[record()], &[text("email/a.md", welcome)])), Vec::<&str>::new());
    let other = check_with(&[record()], &[text("email/a.md", "Use code PINE30 at checkout")]);
    assert_eq!(other.first().and_then(|finding| finding.expected.as_deref()), Some("COVE20"));
}

#[test]
fn declared_variation_is_no_conflict() {
    let mut record = record();
    record.vary = vec!["price".to_owned(), "promo-code".to_owned()];
    let findings = check_with(&[record], &[text("email/a.md", "Cove Standing Desk $389, code COVE2O")]);
    assert_eq!(messages(&findings), Vec::<&str>::new());
}

#[test]
fn the_identity_of_a_conflict_does_not_depend_on_places() {
    let identity = |lines: &str| {
        let findings = check_with(&[record()], &[text("email/a.md", lines)]);
        findings.first().map(|finding| finding.identity.clone())
    };
    let first = identity("The Cove Standing Desk is $389");
    assert!(first.is_some());
    assert_eq!(first, identity("News\nHere: the Cove Standing Desk is now just $389"));
}
