//! `messaging.toml`: taglines, calls to action, legal lines, how the brand is reached and what it claims.

use rust_decimal::Decimal;

use crate::artifact::{Channel, Locale};
use crate::finding::{FactKind, GuideRef};

/// What the brand says in the same words everywhere.
#[derive(Clone, Debug, Default)]
pub struct Messaging {
    /// Taglines, verbatim.
    pub taglines: Vec<Line>,
    /// Legal lines, verbatim.
    pub legal_lines: Vec<Line>,
    /// Where legal lines have to stand.
    pub line_requirements: Vec<LineRequirement>,
    /// Words that a call to action may have.
    pub calls_to_action: Vec<Line>,
    /// The brand's own phone numbers, in the form of E.164.
    pub phones: Vec<ContactEntry>,
    /// The brand's own addresses of mailboxes, in lower case.
    pub email_addresses: Vec<ContactEntry>,
    /// The brand's own postal addresses, as the words that are compared.
    pub postal_addresses: Vec<ContactEntry>,
    /// The register of claims: the numbers that may be claimed.
    pub claims: Vec<ClaimEntry>,
}

/// A way to reach the brand.
#[derive(Clone, Debug)]
pub struct ContactEntry {
    /// The number or address, in the form in which facts have it.
    pub value: String,
    /// Id of the market that it is for; `None` is every market.
    pub market: Option<String>,
    /// What it is there for, in the guide's words: `support`.
    pub label: Option<String>,
    /// Where it stands.
    pub origin: GuideRef,
}

/// A number that may be claimed of something.
#[derive(Clone, Debug)]
pub struct ClaimEntry {
    /// Its id.
    pub id: String,
    /// What it is claimed of, in the words in which facts have it: `warranty`.
    pub subject: String,
    /// The number.
    pub number: Decimal,
    /// What is counted or measured, in the form in which facts have it: `year`.
    pub unit: Option<String>,
    /// The claim in a sentence, for people.
    pub text: Option<String>,
    /// Where it stands.
    pub origin: GuideRef,
}

/// A line of fixed words.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// Its words.
    pub text: String,
    /// The language it belongs to; `None` is every language.
    pub locale: Option<Locale>,
    /// Where it stands.
    pub origin: GuideRef,
}

/// Where a legal line has to stand.
#[derive(Clone, Debug)]
pub struct LineRequirement {
    /// Index into the guide's legal lines.
    pub line: u32,
    /// What asks for it: an artifact that states a fact of one of these kinds has to have the line.
    pub kinds: Vec<FactKind>,
    /// On these channels.
    pub channels: Vec<Channel>,
    /// Ids of the markets; none is every market.
    pub markets: Vec<String>,
    /// Where the requirement stands.
    pub origin: GuideRef,
}

impl LineRequirement {
    /// Whether it holds on a channel. A network is one of `social`.
    #[must_use]
    pub fn holds_on(&self, channel: Channel) -> bool {
        let covers = |own: &Channel| {
            *own == channel || (*own == Channel::Social(None) && channel.family() == own.family())
        };
        self.channels.iter().any(covers)
    }
}
