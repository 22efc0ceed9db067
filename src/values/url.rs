//! Addresses of web pages in canonical form, so that two ways to write one target are equal.

use url::Url;

/// Query parameters that say where a reader came from and not where to go.
const TRACKING: &[&str] = &["gclid", "fbclid", "msclkid", "mc_cid", "mc_eid", "_hsenc", "ref"];

/// The canonical form of a web address: scheme and host in lower case, no default port, no fragment, no slash at the
/// end, no tracking parameters, the other parameters sorted. `None` where the text is no absolute web address.
#[must_use]
pub fn canonical(address: &str) -> Option<String> {
    if is_plain(address) {
        return Some(address.trim_end_matches('/').to_owned());
    }
    parsed(address)
}

/// Whether an address is in canonical form but for a slash at its end, as far as that can be told without the parser:
/// most links in posts are.
fn is_plain(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")) else {
        return false;
    };
    let host = rest.bytes().take_while(|byte| *byte != b'/').count();
    let (host, path) = rest.split_at(host);
    is_plain_host(host) && is_plain_path(path)
}

/// A host that ends with a number is an address of four; encoded labels and empty ones may be none at all.
fn is_plain_host(host: &str) -> bool {
    let (mut last, mut ends_with_a_word) = (b'.', true);
    for byte in host.bytes() {
        match byte {
            b'.' | b'-' if byte == last => return false,
            b'.' => ends_with_a_word = true,
            b'a'..=b'z' => {}
            b'0'..=b'9' | b'-' => ends_with_a_word = false,
            _ => return false,
        }
        last = byte;
    }
    ends_with_a_word && last != b'.'
}

/// The parser may take dots, signs and what is encoded for something else.
fn is_plain_path(path: &str) -> bool {
    let mut last = b' ';
    path.bytes().all(|byte| {
        let is_double = byte == b'/' && last == b'/';
        last = byte;
        (byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_')) && !is_double
    })
}

fn parsed(address: &str) -> Option<String> {
    let mut url = Url::parse(address.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return None;
    }
    url.set_fragment(None);
    let mut kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| {
            let name = name.to_ascii_lowercase();
            !name.starts_with("utm_") && !TRACKING.contains(&name.as_str())
        })
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    kept.sort();
    url.set_query(None);
    if !kept.is_empty() {
        url.query_pairs_mut().extend_pairs(&kept);
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    let text = String::from(url);
    // The parser keeps the slash of a bare host; an address with nothing behind it is written without.
    Some(if path.is_empty() && kept.is_empty() { text.trim_end_matches('/').to_owned() } else { text })
}

/// Where a canonical address leads, apart from the language it leads there in.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Target {
    /// Host and path, without the segment of the path that names a language: `a.example/sale/desk`.
    pub page: String,
    /// What the query asks for, in the order of the canonical form.
    pub query: Vec<String>,
}

impl Target {
    /// The target of a canonical address.
    #[must_use]
    pub fn of(canonical: &str) -> Self {
        let rest = canonical.split_once("://").map_or(canonical, |(_, rest)| rest);
        let (page, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut parts = page.split('/');
        let host = parts.next().unwrap_or_default();
        let host = host.strip_prefix("www.").unwrap_or(host);
        let path = parts.enumerate().filter(|(index, part)| !(*index == 0 && is_language(part)));
        let page = path.fold(host.to_owned(), |page, (_, part)| page + "/" + part);
        let query = query.split('&').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        Self { page, query }
    }

    /// Its host.
    #[must_use]
    pub fn host(&self) -> &str {
        self.page.split('/').next().unwrap_or_default()
    }

    /// Whether it is the front page of its host.
    #[must_use]
    pub fn is_home(&self) -> bool {
        !self.page.contains('/') && self.query.is_empty()
    }

    /// Whether both lead to the same page. What one asks for beyond the other, such as to put something into the cart,
    /// makes no difference; two that ask for different things lead to different ones.
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        let holds = |one: &Self, other: &Self| other.query.iter().all(|part| one.query.contains(part));
        self.page == other.page && (holds(self, other) || holds(other, self))
    }
}

/// Whether a segment of a path names a language, as in `/de/` and `/en-us/`.
fn is_language(segment: &str) -> bool {
    let is_code = |code: &str| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    match segment.split_once(['-', '_']) {
        Some((language, region)) => is_code(language) && is_code(region),
        None => is_code(segment),
    }
}

/// Hosts that lead on to other hosts, so that an address there says nothing of where it ends.
const SHORTENERS: [&str; 22] = [
    "bit.ly",
    "buff.ly",
    "cutt.ly",
    "dlvr.it",
    "fb.me",
    "goo.gl",
    "hubs.li",
    "hubs.ly",
    "ift.tt",
    "is.gd",
    "j.mp",
    "lnkd.in",
    "ow.ly",
    "rb.gy",
    "rebrand.ly",
    "shorturl.at",
    "spr.ly",
    "sprou.tt",
    "t.co",
    "t.ly",
    "tiny.cc",
    "tinyurl.com",
];

/// Whether a host only leads on to others.
#[must_use]
pub fn is_shortener(host: &str) -> bool {
    SHORTENERS.contains(&host)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::{Target, canonical, is_plain, parsed};

    proptest! {
        #[test]
        fn plain_addresses_are_as_the_parser_leaves_them(
            address in "https?://[a-c01.-]{0,6}(\\.(com|x1|[a-z]{1,3}))?(/[aA0/._-]{0,5}){0,3}",
        ) {
            prop_assert!(!is_plain(&address) || canonical(&address) == parsed(&address), "{}", address);
        }
    }

    fn target(address: &str) -> Target {
        Target::of(&canonical(address).expect("an address"))
    }

    #[test]
    fn targets_are_told_from_languages_and_carts() {
        let desk = target("https://a.example/sale/desk");
        assert!(desk.agrees_with(&target("https://www.a.example/de/sale/desk")));
        assert!(desk.agrees_with(&target("https://a.example/en-us/sale/desk?add=1")));
        assert!(!desk.agrees_with(&target("https://a.example/sale/chair")));
        assert!(!target("https://a.example/p?id=1").agrees_with(&target("https://a.example/p?id=2")));
        assert!(target("https://a.example/de").is_home() && !desk.is_home());
    }

    #[test]
    fn ways_to_write_one_target_are_equal() {
        let target = canonical("https://harborandpine.example/sale/cove-desk");
        assert!(target.is_some());
        for form in [
            "HTTPS://HarborAndPine.example/sale/cove-desk/",
            "https://harborandpine.example:443/sale/cove-desk#buy",
            "https://harborandpine.example/sale/cove-desk?utm_source=email&utm_campaign=bf26&gclid=1",
        ] {
            assert_eq!(canonical(form), target, "{form}");
        }
    }

    #[test]
    fn what_leads_elsewhere_stays_different() {
        assert_eq!(canonical("https://a.example/?b=2&a=1"), Some("https://a.example/?a=1&b=2".to_owned()));
        assert_ne!(canonical("https://a.example/de/x"), canonical("https://a.example/x"));
        assert_eq!(canonical("https://a.example/"), Some("https://a.example".to_owned()));
    }

    #[test]
    fn what_is_no_web_address_has_no_form() {
        for text in ["/sale", "mailto:a@b.example", "{{ url }}", "#top", "tel:+15550100", ""] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }
}
