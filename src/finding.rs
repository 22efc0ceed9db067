//! Findings: what is wrong, where, why, and what to do. Knows nothing of output formats; the reports have wire types
//! of their own.

use std::sync::Arc;

use crate::artifact::{ArtifactKey, words};
use crate::rule::{RuleId, RuleMeta, Severity};
use crate::scope::Scope;
use crate::span::Span;

/// A place in an artifact: bytes of its source.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Location {
    /// Which artifact.
    pub artifact: ArtifactKey,
    /// Bytes of the artifact's source.
    pub span: Span,
}

/// Where an entry stands in the guide, a campaign record or the settings.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct GuideRef {
    /// Path of the file as reports name it, such as `brand-rules/terms.toml`.
    pub file: Arc<str>,
    /// Bytes of the entry.
    pub span: Span,
    /// Line of the entry, 1-based.
    pub line: u32,
}

words! {
    /// The kind of a fact: what a comparison between artifacts is about.
    FactKind {
        /// An amount of money.
        Price = "price",
        /// A reduction in percent.
        Discount = "discount",
        /// A code to enter at the checkout.
        PromoCode = "promo-code",
        /// A day or an instant.
        Date = "date",
        /// A product or plan of the guide.
        Product = "product",
        /// A call to action: label and target.
        Cta = "cta",
        /// A color in a role.
        Color = "color",
        /// A hashtag.
        Hashtag = "hashtag",
        /// The name of an account on a network.
        Handle = "handle",
        /// A web address.
        Url = "url",
        /// A phone number.
        Phone = "phone",
        /// The address of a mailbox.
        EmailAddress = "email-address",
        /// A postal address.
        PostalAddress = "postal-address",
        /// A number that is claimed of something.
        Claim = "claim",
        /// A tagline.
        Tagline = "tagline",
        /// A line that the law or the lawyers ask for.
        LegalLine = "legal-line",
    }
}

words! {
    /// What sort of a finding it is. The sorts are never mixed in one finding.
    Outcome {
        /// One artifact breaks a rule.
        Violation = "violation",
        /// Two places state different values.
        Conflict = "conflict",
        /// A fact is absent where it is required.
        Omission = "omission",
        /// It cannot be told.
        Unverifiable = "unverifiable",
    }
}

words! {
    /// What decides which of two values is right.
    Truth {
        /// The campaign's own record.
        CampaignRecord = "campaign-record",
        /// The guide's list of prices.
        PriceBook = "price-book",
        /// Another entry of the guide.
        Guide = "guide",
        /// The channel that the record names as source of truth.
        SourceChannel = "source-channel",
        /// More than half of at least three artifacts.
        Majority = "majority",
        /// Nothing: the comparison is symmetric.
        None = "none",
    }
}

words! {
    /// How far a fix can be trusted.
    Applicability {
        /// May be applied unseen.
        Safe = "safe",
        /// Should be looked at before or after.
        Unsafe = "unsafe",
        /// A proposal to show, never to apply.
        DisplayOnly = "display-only",
    }
}

/// Replacement of some bytes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// What is replaced.
    pub location: Location,
    /// By what.
    pub text: String,
}

/// A proposed change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fix {
    /// What the change does, as an order: "replace with `sign up`".
    pub title: String,
    /// How far it can be trusted.
    pub applicability: Applicability,
    /// The replacements; they do not overlap.
    pub edits: Vec<Edit>,
}

/// Another place that belongs to a finding, with words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where.
    pub location: Location,
    /// What stands there, as a value that can be compared.
    pub value: Option<String>,
    /// What to say of it.
    pub message: String,
}

/// An accepted finding: why, and who said so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suppression {
    /// The reason that was given.
    pub reason: String,
    /// Who takes the responsibility.
    pub owner: Option<String>,
    /// Where it was accepted.
    pub origin: GuideRef,
}

/// Identity of a finding across runs: rule, artifact and the words around, never the line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The fingerprint of `parts`: 64-bit FNV-1a over the parts, each ended by a zero byte (Fowler, Noll and Vo). It is the
    /// same on every machine and in every version; it guards nothing, so that no cryptographic hash is needed.
    #[must_use]
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
        const PRIME: u64 = 0x0100_0000_01b3;
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
        let part = |hash, part: &str| step(part.bytes().fold(hash, step), 0);
        Self(parts.into_iter().fold(OFFSET_BASIS, part))
    }
}

impl std::fmt::Display for Fingerprint {
    /// Sixteen hexadecimal digits.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:016x}", self.0)
    }
}

/// One result of one rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Which rule.
    pub rule: RuleId,
    /// How grave; set by the engine from the guide's levels.
    pub severity: Severity,
    /// What sort.
    pub outcome: Outcome,
    /// The kind of fact it is about, for comparisons.
    pub fact: Option<FactKind>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where.
    pub primary: Location,
    /// A few words to stand under the excerpt.
    pub label: String,
    /// The place the text has in its artifact.
    pub place: Option<Scope>,
    /// What stands there, as a value that can be compared.
    pub value: Option<String>,
    /// What should stand there.
    pub expected: Option<String>,
    /// What decides that.
    pub truth: Option<Truth>,
    /// Other places.
    pub related: Vec<Label>,
    /// Why it matters or what to do, in one sentence.
    pub help: Option<String>,
    /// A proposed change.
    pub fix: Option<Fix>,
    /// The guide entry that demanded it.
    pub demanded_by: Option<GuideRef>,
    /// Words that identify the finding beside rule and artifact; the engine makes the fingerprint of them. Empty
    /// means the text around the place.
    pub identity: Vec<String>,
    /// Identity across runs; set by the engine.
    pub fingerprint: Fingerprint,
    /// Set by the engine where the finding was accepted.
    pub suppressed: Option<Suppression>,
}

impl Finding {
    /// A finding of one rule at one place. Severity and fingerprint are the engine's to set.
    #[must_use]
    pub fn new(meta: &RuleMeta, primary: Location, message: impl Into<String>) -> Self {
        Self {
            rule: meta.rule_id(),
            severity: meta.default_level.severity().unwrap_or(Severity::Info),
            outcome: Outcome::Violation,
            fact: None,
            message: message.into(),
            primary,
            label: String::new(),
            place: None,
            value: None,
            expected: None,
            truth: None,
            related: Vec::new(),
            help: None,
            fix: None,
            demanded_by: None,
            identity: Vec::new(),
            fingerprint: Fingerprint::default(),
            suppressed: None,
        }
    }

    /// With a few words to stand under the excerpt.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With the place that the text has in its artifact.
    #[must_use]
    pub fn place(mut self, place: Scope) -> Self {
        self.place = Some(place);
        self
    }

    /// With advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With the entry that demanded it.
    #[must_use]
    pub fn demanded_by(mut self, origin: &GuideRef) -> Self {
        self.demanded_by = Some(origin.clone());
        self
    }

    /// With what stands there and what should.
    #[must_use]
    pub fn values(mut self, value: impl Into<String>, expected: Option<String>) -> Self {
        self.value = Some(value.into());
        self.expected = expected;
        self
    }

    /// With a replacement of the primary place.
    #[must_use]
    pub fn replacement(mut self, text: impl Into<String>, applicability: Applicability) -> Self {
        let text = text.into();
        self.fix = Some(Fix {
            title: format!("replace with `{text}`"),
            applicability,
            edits: vec![Edit { location: self.primary.clone(), text }],
        });
        self
    }
}

/// Something that kept an input from being read as a whole or as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Path of the input, as reports name it.
    pub path: Arc<str>,
    /// Where in it, if anywhere.
    pub span: Option<Span>,
    /// One sentence for the user.
    pub message: String,
    /// What became of the rest.
    pub extent: ProblemExtent,
}

words! {
    /// How much of an input a problem concerns.
    ProblemExtent {
        /// Nothing is lost: all of it was checked, perhaps not as its author meant it.
        Read = "read",
        /// A part was not checked.
        Partial = "partial",
        /// Nothing of it was checked.
        Unread = "unread",
    }
}
