//! `[channel.email]` and `[channel.web]`: what a channel asks of an email or a page.

use crate::artifact::Channel;
use crate::finding::GuideRef;

/// What the channels ask for.
#[derive(Clone, Debug, Default)]
pub struct Channels {
    /// Emails.
    pub email: EmailPolicy,
    /// Web pages.
    pub web: WebPolicy,
}

impl Channels {
    /// The words of links on a channel, where it has any.
    #[must_use]
    pub const fn links(&self, channel: Option<Channel>) -> Option<&LinkPolicy> {
        match channel {
            Some(Channel::Email) => Some(&self.email.links),
            Some(Channel::Web) => Some(&self.web.links),
            _ => None,
        }
    }
}

/// What an email has to be like.
#[derive(Clone, Debug)]
pub struct EmailPolicy {
    /// The parts that every email has; `None` where the guide says nothing.
    pub required: Option<Vec<Requirement>>,
    /// The length of a subject, in characters.
    pub max_subject: Limit,
    /// The length of a preheader, in characters.
    pub max_preheader: Limit,
    /// The words of links.
    pub links: LinkPolicy,
}

impl Default for EmailPolicy {
    /// What mail clients show on a wide screen, by common advice: about 60 characters of a subject, up to 100 of a
    /// preheader.
    fn default() -> Self {
        Self {
            required: None,
            max_subject: Limit { max: 60, origin: None },
            max_preheader: Limit { max: 100, origin: None },
            links: LinkPolicy::default(),
        }
    }
}

impl EmailPolicy {
    /// Whether the guide itself demands a part.
    #[must_use]
    pub fn demands(&self, part: EmailPart) -> bool {
        self.required.iter().flatten().any(|requirement| requirement.part == part)
    }
}

/// What a web page has to be like.
#[derive(Clone, Debug, Default)]
pub struct WebPolicy {
    /// The words of links.
    pub links: LinkPolicy,
}

/// A part that every email has.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// Which.
    pub part: EmailPart,
    /// Where the guide demands it.
    pub origin: GuideRef,
}

crate::artifact::words! {
    /// A part of an email that can be required.
    EmailPart {
        /// A subject. Only a saved message can be seen to have none.
        Subject = "subject",
        /// The line that mail clients show after the subject.
        Preheader = "preheader",
        /// A plain-text part. Only a saved message can be seen to have none.
        PlainText = "plain-text",
        /// A link by which readers unsubscribe.
        Unsubscribe = "unsubscribe",
        /// A postal address.
        PostalAddress = "postal-address",
        /// A link to a copy on the web.
        WebVersion = "web-version",
        /// A footer.
        Footer = "footer",
    }
}

/// How long something may be.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The length that is still fine.
    pub max: u32,
    /// Where the guide says so; `None` for what holds without a word of it.
    pub origin: Option<GuideRef>,
}

/// Which words of links say nothing.
#[derive(Clone, Debug, Default)]
pub struct LinkPolicy {
    /// Words that say nothing, beside those that are known to.
    pub vague: Vec<LinkWords>,
    /// Words that are fine, whatever else is said.
    pub allowed: Vec<LinkWords>,
}

/// The words of a link.
#[derive(Clone, Debug)]
pub struct LinkWords {
    /// As [`bare_words`](crate::text::words::bare_words) gives them.
    pub words: String,
    /// Where they stand.
    pub origin: GuideRef,
}
