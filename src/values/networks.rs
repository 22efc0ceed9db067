//! Social networks: their domains, and how icons and buttons call them. Their colors and names are their own.

/// A network.
struct Network {
    /// What it is called, in lower case, the usual name first.
    names: &'static [&'static str],
    /// Its domains.
    domains: &'static [&'static str],
}

/// Social networks and messengers.
const NETWORKS: &[Network] = &[
    Network { names: &["bluesky"], domains: &["bsky.app"] },
    Network { names: &["facebook"], domains: &["facebook.com", "fb.com"] },
    Network { names: &["google+"], domains: &[] },
    Network { names: &["instagram"], domains: &["instagram.com"] },
    Network { names: &["linkedin"], domains: &["linkedin.com"] },
    Network { names: &["mastodon"], domains: &["mastodon.social"] },
    Network { names: &["pinterest"], domains: &["pinterest.com"] },
    Network { names: &["reddit"], domains: &["reddit.com"] },
    Network { names: &["snapchat"], domains: &["snapchat.com"] },
    Network { names: &["telegram"], domains: &["t.me"] },
    Network { names: &["threads"], domains: &["threads.com", "threads.net"] },
    Network { names: &["tiktok"], domains: &["tiktok.com"] },
    Network { names: &["tumblr"], domains: &[] },
    Network { names: &["vimeo"], domains: &[] },
    Network { names: &["whatsapp"], domains: &["wa.me", "whatsapp.com"] },
    Network { names: &["x", "twitter"], domains: &["twitter.com", "x.com"] },
    Network { names: &["xing"], domains: &["xing.com"] },
    Network { names: &["youtube"], domains: &["youtu.be", "youtube.com"] },
];

/// Names that are words as well.
const AMBIGUOUS: [&str; 3] = ["x", "threads", "telegram"];

/// Words beside the name of a network that say nothing else.
const FILLERS: [&str; 12] =
    ["icon", "logo", "follow", "us", "on", "our", "page", "share", "auf", "folgen", "sur", "en"];

/// More words than the alternative text of an icon has.
const MAX_WORDS: usize = 6;

/// The network that a full address leads to, by its usual name.
#[must_use]
pub fn of_address(address: &str) -> Option<&'static str> {
    let (_, rest) = address.trim().split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_ascii_lowercase();
    let is_of =
        |domain: &str| host.strip_suffix(domain).is_some_and(|head| head.is_empty() || head.ends_with('.'));
    named_by(|network| network.domains.iter().any(|domain| is_of(domain)))
}

/// The network that a text is the name of.
#[must_use]
pub fn of_name(text: &str) -> Option<&'static str> {
    let lower = text.trim().to_lowercase();
    named_by(|network| network.names.contains(&lower.as_str()))
}

/// The network that the alternative text of an icon names: "Facebook", "Follow us on Instagram", "X logo".
#[must_use]
pub fn of_icon(alternative: &str) -> Option<&'static str> {
    let lower = alternative.to_lowercase();
    let words: Vec<&str> = lower
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS + 1)
        .collect();
    if words.len() > MAX_WORDS {
        return None;
    }
    let says_nothing_else = |name: &str| words.iter().all(|word| *word == name || FILLERS.contains(word));
    let is_named =
        |name: &&str| words.contains(name) && (!AMBIGUOUS.contains(name) || says_nothing_else(name));
    named_by(|network| network.names.iter().any(is_named))
}

/// Whether each of the selectors of a style rule names a network: `.social-facebook, a[href*="instagram"]`.
#[must_use]
pub fn is_selected(selectors: &str) -> bool {
    let is_name = |word: &str| !AMBIGUOUS.contains(&word) && of_name(word).is_some();
    let names = |selector: &str| {
        selector
            .split(|sign: char| !sign.is_ascii_alphanumeric())
            .any(|word| is_name(&word.to_ascii_lowercase()))
    };
    selectors.split(',').all(names)
}

fn named_by(is_it: impl Fn(&Network) -> bool) -> Option<&'static str> {
    NETWORKS.iter().find(|network| is_it(network)).and_then(|network| network.names.first().copied())
}

#[cfg(test)]
mod tests {
    use super::{is_selected, of_address, of_icon, of_name};

    #[test]
    fn networks_are_known_by_their_domains() {
        let known = [
            ("https://www.facebook.com/acme", "facebook"),
            ("http://X.com", "x"),
            ("https://de.linkedin.com:443/company/a?b", "linkedin"),
        ];
        for (address, name) in known {
            assert_eq!(of_address(address), Some(name), "{address}");
        }
        for address in
            ["https://notfacebook.com/a", "https://acme.example/facebook.com", "facebook", "mailto:a@x.com"]
        {
            assert_eq!(of_address(address), None, "{address}");
        }
    }

    #[test]
    fn names_and_icons() {
        assert_eq!(of_name(" Twitter "), Some("x"));
        assert_eq!(of_name("Follow"), None);
        assert_eq!(of_icon("Harbor & Pine on Instagram"), Some("instagram"));
        assert_eq!(of_icon("X logo"), Some("x"));
        assert_eq!(of_icon("Size X"), None);
        assert_eq!(of_icon("The desk that everybody on Instagram asks us about"), None);
    }

    #[test]
    fn selectors_name_networks() {
        assert!(is_selected(".social-facebook a"));
        assert!(is_selected(".icon--tiktok, a[href*=\"instagram.com\"]"));
        assert!(!is_selected(".social-facebook, .button"));
        assert!(!is_selected(".size-x"));
    }
}
