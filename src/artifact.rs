//! What is submitted for checking: one email, page or post, and the dimensions that say where and for whom it is
//! published. Knows nothing of files or of HTTP.

mod locale;
pub mod message;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::Timestamp;

use crate::source::Source;
use crate::text::MappedText;

pub use locale::Locale;

/// Declares an enum whose variants have one word each, with `as_str`, `ALL`, `Display` and `FromStr`.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$variant_meta])* $variant,)+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word for the value in settings and reports.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::artifact::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word).ok_or_else(|| {
                    let legal: Vec<&str> = Self::ALL.iter().map(|value| value.as_str()).collect();
                    $crate::artifact::UnknownWord { word: word.to_owned(), legal: legal.join(", ") }
                })
            }
        }
    };
}
pub(crate) use words;

/// A word that is none of the legal ones.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("unknown value `{word}`, expected one of: {legal}")]
pub struct UnknownWord {
    /// The word as written.
    pub word: String,
    /// The legal words, joined by commas.
    pub legal: String,
}

words! {
    /// A social network.
    Network {
        /// X, formerly Twitter.
        X = "x",
        /// LinkedIn.
        LinkedIn = "linkedin",
        /// Instagram.
        Instagram = "instagram",
        /// Facebook.
        Facebook = "facebook",
        /// Threads.
        Threads = "threads",
        /// Bluesky.
        Bluesky = "bluesky",
        /// Mastodon.
        Mastodon = "mastodon",
        /// TikTok.
        TikTok = "tiktok",
        /// YouTube.
        YouTube = "youtube",
        /// Pinterest.
        Pinterest = "pinterest",
    }
}

/// Where an artifact is published. The format it is written in is its [`MediaType`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Channel {
    /// Email.
    Email,
    /// A web page.
    Web,
    /// A social post, on a network if that is known.
    Social(Option<Network>),
    /// A text message.
    Sms,
    /// A push notification.
    Push,
    /// A paid text advertisement.
    Ad,
}

impl Channel {
    /// Whether what is published there has fields with limits instead of a layout: posts, messages and ads.
    #[must_use]
    pub const fn has_fields(self) -> bool {
        matches!(self, Self::Social(_) | Self::Sms | Self::Push | Self::Ad)
    }

    /// The channel without the network: the key under which a guide sets levels for it.
    #[must_use]
    pub const fn family(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Web => "web",
            Self::Social(_) => "social",
            Self::Sms => "sms",
            Self::Push => "push",
            Self::Ad => "ad",
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Social(Some(network)) => write!(formatter, "social:{network}"),
            other => formatter.write_str(other.family()),
        }
    }
}

impl FromStr for Channel {
    type Err = UnknownWord;

    /// Reads `email`, `web`, `social`, `social:NETWORK`, `sms`, `push`, `ad`; a bare network name is also read.
    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let own = word.trim();
        let is = |name: &str| own.eq_ignore_ascii_case(name);
        let network = |name: &str| {
            let known = Network::ALL.iter().copied();
            let mut named = known.filter(|network| name.eq_ignore_ascii_case(network.as_str()));
            if name.eq_ignore_ascii_case("twitter") { Some(Network::X) } else { named.next() }
        };
        let unknown = || UnknownWord {
            word: word.to_owned(),
            legal: "email, web, social, social:NETWORK, sms, push, ad".to_owned(),
        };
        let families = [Self::Email, Self::Web, Self::Social(None), Self::Sms, Self::Push, Self::Ad];
        if let Some(family) = families.into_iter().find(|family| is(family.family())) {
            return Ok(family);
        }
        let (family, name) = own.split_once(':').unwrap_or(("social", own));
        let network = network(name).filter(|_| family.eq_ignore_ascii_case("social"));
        network.map(|network| Self::Social(Some(network))).ok_or_else(unknown)
    }
}

words! {
    /// The format an artifact is written in.
    MediaType {
        /// A saved message, `.eml`.
        Message = "message/rfc822",
        /// HTML, with or without template tags.
        Html = "text/html",
        /// MJML, the markup language for responsive email.
        Mjml = "application/mjml",
        /// Markdown (CommonMark with tables), with or without front matter.
        Markdown = "text/markdown",
        /// Plain text.
        PlainText = "text/plain",
        /// A record of a batch of posts: JSON Lines.
        JsonLines = "application/jsonl",
        /// A record of a batch of posts: comma- or semicolon-separated values.
        Csv = "text/csv",
        /// A record of a batch of posts: tab-separated values.
        Tsv = "text/tab-separated-values",
    }
}

words! {
    /// A family of template languages whose tags share one lexical form.
    Dialect {
        /// Handlebars, Mustache, SendGrid, Postmark, Iterable, Pardot, Adobe Journey Optimizer: `{{x}}`, `{{#if}}`, `{%#if%}`.
        Handlebars = "handlebars",
        /// Liquid: Shopify, Braze, Customer.io.
        Liquid = "liquid",
        /// Jinja, Twig, Nunjucks, Django, Klaviyo, HubL.
        Jinja = "jinja",
        /// Mailchimp merge tags: `*|NAME|*`.
        Mailchimp = "mailchimp",
        /// Salesforce Marketing Cloud: AMPscript, personalization strings and the blocks of GTL, `%%[ ]%%`, `%%=v()=%%`,
    /// `%%name%%`, `{{.data}}`.
        AmpScript = "ampscript",
        /// Marketo's tokens: `{{lead.Name:default=x}}`, `{{my.Token}}`. Its scripts are Velocity.
        Marketo = "marketo",
        /// ActiveCampaign: `%NAME%`.
        ActiveCampaign = "activecampaign",
        /// Campaign Monitor: `[name,fallback=x]`.
        CampaignMonitor = "campaign-monitor",
        /// Mailjet: `{{var:name:"x"}}`, `{% %}`.
        Mailjet = "mailjet",
        /// ERB, EJS, Adobe Campaign: `<% %>`.
        Erb = "erb",
        /// PHP and Blade: `<?= ?>`, `{!! !!}`, `@if`.
        Php = "php",
        /// Go templates: `{{ .Name }}`.
        Go = "go",
        /// Velocity, FreeMarker, Thymeleaf and other languages that write `${x}`: `#if( )`, `[[${x}]]`.
        Velocity = "velocity",
    }
}

words! {
    /// Why an artifact was put into its campaign.
    Evidence {
        /// The command line or the request said so.
        Given = "given",
        /// The artifact says so itself, in front matter or a `meta` element.
        Declared = "declared",
        /// A `campaign.toml` governs the folder.
        Record = "campaign.toml",
        /// `onbrand.toml` says so.
        Settings = "onbrand.toml",
        /// Its links are counted for the campaign.
        Utm = "utm_campaign",
        /// It leads to the page that others of the campaign lead to, or is that page.
        LandingPage = "landing-page",
        /// It announces the code that others announce.
        PromoCode = "promo-code",
        /// It is about the same product until the same day as others.
        Offer = "product-and-deadline",
    }
}

/// The campaign that an artifact belongs to and what the grouping rests on.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Membership {
    /// Id of the campaign.
    pub campaign: String,
    /// What says so.
    pub evidence: Evidence,
}

/// What is known about an artifact beside its text. `None` is "not said".
#[derive(Clone, PartialEq, Eq, Hash, Default, Debug)]
pub struct Attributes {
    /// Where it is published.
    pub channel: Option<Channel>,
    /// The campaign it belongs to.
    pub membership: Option<Membership>,
    /// Id of the market, as the guide lists it.
    pub market: Option<String>,
    /// Language of the text.
    pub locale: Option<Locale>,
    /// For whom it is: `members`, `new-customers`. Not said means the public.
    pub audience: Option<String>,
    /// Variant of an A/B test.
    pub variant: Option<String>,
    /// Phase of the campaign: `teaser`, `launch`, `last-call`.
    pub phase: Option<String>,
    /// When it is published; resolves relative dates.
    pub publish_at: Option<Timestamp>,
    /// The networks of a post that goes to several; its channel is then social without a network.
    pub networks: Vec<Network>,
    /// Values for the placeholders of its template, to be read in their place.
    pub sample: Option<Sample>,
}

impl Attributes {
    /// These attributes, with what they do not say taken from `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            // They go with the channel that names none.
            networks: if self.channel.is_some() { self.networks } else { other.networks },
            channel: self.channel.or(other.channel),
            membership: self.membership.or(other.membership),
            market: self.market.or(other.market),
            locale: self.locale.or(other.locale),
            audience: self.audience.or(other.audience),
            variant: self.variant.or(other.variant),
            phase: self.phase.or(other.phase),
            publish_at: self.publish_at.or(other.publish_at),
            sample: self.sample.or(other.sample),
        }
    }
}

/// Values for the placeholders of a template, by the paths under which tags ask for them: `customer.first_name`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Sample(Arc<BTreeMap<String, String>>);

impl Sample {
    /// The values under their paths.
    #[must_use]
    pub fn new(values: BTreeMap<String, String>) -> Self {
        Self(Arc::new(values))
    }

    /// The value under a path.
    #[must_use]
    pub fn value(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}

/// Identity of an artifact: a file, or a record of a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ArtifactKey {
    /// Path of the file as reports name it: relative where possible, with `/`.
    pub path: Arc<str>,
    /// The record within the file: its `id`, else its 1-based row.
    pub record: Option<Arc<str>>,
}

impl ArtifactKey {
    /// The key of a whole file.
    #[must_use]
    pub fn file(path: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), record: None }
    }
}

impl fmt::Display for ArtifactKey {
    /// `FILE`, or `FILE#ID` for a record.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.record {
            Some(record) => write!(formatter, "{}#{record}", self.path),
            None => formatter.write_str(&self.path),
        }
    }
}

/// What an artifact's text is made of.
#[derive(Clone, Debug)]
pub enum Content {
    /// The whole source.
    Whole,
    /// Fields of a record, already decoded, with their way back to the file.
    Fields(Vec<Field>),
    /// A message, taken apart.
    Message(Arc<message::Message>),
}

/// One text field of a record.
#[derive(Clone, Debug)]
pub struct Field {
    /// What the field is: the post, its title, alternative text of its image, its link.
    pub role: FieldRole,
    /// Its number among the fields of its role, from 1: the part of a thread, the 3 of `Headline 3`.
    pub number: u32,
    /// The decoded value.
    pub text: MappedText,
}

words! {
    /// What a field of a post holds. A network, a push service or an ad platform takes each as one text with a limit of
    /// its own.
    FieldRole {
        /// The text of the post or message; of a thread one part.
        Body = "body",
        /// Its title.
        Title = "title",
        /// Its description, as for a video or in an ad.
        Description = "description",
        /// A headline of an ad.
        Headline = "headline",
        /// The long headline of an ad.
        LongHeadline = "long-headline",
        /// A part of the address that an ad displays.
        Path = "path",
        /// Hashtags that are put behind the text.
        Hashtags = "hashtags",
        /// Alternative text of its image.
        Alt = "alt",
        /// An address that it links to.
        Link = "link",
        /// A comment to be posted under it.
        Comment = "comment",
    }
}

/// One thing submitted for checking.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// Which one.
    pub key: ArtifactKey,
    /// The format it is written in.
    pub media_type: MediaType,
    /// Its template language, where it was set; else it is detected.
    pub dialect: Option<Dialect>,
    /// What was ordered from outside and stands above what the artifact says of itself.
    pub given: Attributes,
    /// What holds where nobody says otherwise: settings and folder conventions.
    pub defaults: Attributes,
    /// The file.
    pub source: Source,
    /// The part of the file that is this artifact.
    pub content: Content,
}

#[cfg(test)]
mod tests {
    use super::{Channel, Locale, Network};

    #[test]
    fn channels_are_read_as_they_are_written() {
        for word in ["email", "web", "social", "social:x", "social:bluesky", "sms", "push", "ad"] {
            assert_eq!(word.parse::<Channel>().map(|channel| channel.to_string()), Ok(word.to_owned()));
        }
        assert_eq!("Twitter".parse(), Ok(Channel::Social(Some(Network::X))));
        assert!("social:myspace".parse::<Channel>().is_err());
    }

    #[test]
    fn locales_are_normalised() {
        assert_eq!(Locale::parse("EN_us").map(|l| l.to_string()), Some("en-US".to_owned()));
        assert_eq!(Locale::parse("english language"), None);
        let covers = |a, b| Locale::parse(a).zip(Locale::parse(b)).is_some_and(|(a, b)| a.covers(&b));
        assert!(covers("en", "en-US"));
        assert!(!covers("en-GB", "en-US"));
    }
}
