//! The brand's hashtags, and its names on the networks. Knows nothing of posts.

use crate::artifact::{Network, words};
use crate::finding::GuideRef;

/// What the brand is called on networks.
#[derive(Clone, Debug, Default)]
pub struct Social {
    /// Hashtags that the brand uses.
    pub hashtags: Vec<Hashtag>,
    /// What becomes of hashtags that are not listed, and where that stands.
    pub unlisted: Option<(Unlisted, GuideRef)>,
    /// Names of the brand's accounts.
    pub handles: Vec<Handle>,
}

/// A hashtag that the brand uses.
#[derive(Clone, Debug)]
pub struct Hashtag {
    /// As it is written, with its `#`.
    pub text: String,
    /// As hashtags are compared.
    pub canonical: String,
    /// The campaign that it belongs to; `None` is every one.
    pub campaign: Option<String>,
    /// Where it stands.
    pub origin: GuideRef,
}

/// The name of an account.
#[derive(Clone, Debug)]
pub struct Handle {
    /// Where the account is.
    pub network: Network,
    /// The name as it is written, with its `@`.
    pub value: String,
    /// The name as names are compared.
    pub canonical: String,
    /// Where it stands.
    pub origin: GuideRef,
}

words! {
    /// What becomes of hashtags that the guide does not list.
    Unlisted {
        /// They are nobody's business.
        Allowed = "allowed",
        /// Each is a finding.
        Reported = "reported",
    }
}
