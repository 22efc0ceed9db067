//! Parts of a text that name a place instead of saying something: URLs, domains, email addresses, handles, file
//! names and paths. No rule speaks about words in them. Knows nothing of markup.
//!
//! Hashtags are words that readers read, and stay text; so do versions, fractions and `and/or`.

use std::ops::Range;

/// Stands for what cannot be read: see `document::HOLE`. A URL may hold placeholders.
const HOLE: char = '\u{FFFC}';

/// The opaque parts of a text, as ranges of its bytes, sorted and disjoint.
///
/// Linear in the length of the text, and next to free where it holds none of `.`, `@` and `/`.
#[must_use]
pub fn opaque_ranges(text: &str) -> Vec<Range<u32>> {
    let mut found = Vec::new();
    let mut seen = 0;
    for at in memchr::memchr3_iter(b'.', b'@', b'/', text.as_bytes()) {
        if at < seen || ends_sentence(text, at) {
            continue;
        }
        let before = text.get(seen..at).unwrap_or_default();
        let start = seen + before.rfind(is_blank).map_or(0, |blank| after_character(before, blank));
        let rest = text.get(at..).unwrap_or_default();
        let end = at + rest.find(is_blank).unwrap_or(rest.len());
        Token { text, start, end }.collect(&mut found);
        seen = end;
    }
    found
}

fn add(range: Range<usize>, found: &mut Vec<Range<u32>>) {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    found.push(offset(range.start)..offset(range.end));
}

/// Whether the sign at `at` is a full stop with a blank or nothing behind it. Where it is the first sign of its token, that
/// is a word.
fn ends_sentence(text: &str, at: usize) -> bool {
    matches!(text.as_bytes().get(at..=at + 1).or(text.as_bytes().get(at..)), Some(b". " | b".\n" | b"."))
}

/// A stretch of text between blanks.
struct Token<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl Token<'_> {
    fn slice(&self, from: usize, until: usize) -> &str {
        self.text.get(from..until).unwrap_or_default()
    }

    /// Adds the opaque parts of the token.
    fn collect(&self, found: &mut Vec<Range<u32>>) {
        let mut at = self.start;
        while at < self.end {
            let rest = self.slice(at, self.end);
            if let Some((start, end)) = self.with_scheme(at) {
                self.atoms(at, start, found);
                add(start..end, found);
                at = end.max(at + 1);
            } else {
                self.atoms(at, at + rest.len(), found);
                return;
            }
        }
    }

    /// The next `scheme://…` from `at` on.
    fn with_scheme(&self, at: usize) -> Option<(usize, usize)> {
        let rest = self.slice(at, self.end);
        let is_link = |colon: &usize| rest.get(*colon..).is_some_and(|rest| rest.starts_with("://"));
        for colon in memchr::memchr_iter(b':', rest.as_bytes()).filter(is_link) {
            let before = rest.get(..colon)?;
            let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
            let tail = before.len() - before.trim_end_matches(is_scheme).len();
            let scheme = before.get(colon - tail..)?;
            let skipped = scheme.len() - scheme.trim_start_matches(|c: char| !c.is_ascii_alphabetic()).len();
            let start = at + colon - tail + skipped;
            let behind = at + colon + "://".len();
            if start < at + colon && behind < self.end {
                let end = self.url_end(start);
                return (end > behind).then_some((start, end));
            }
        }
        None
    }

    /// Where the URL that starts at `start` ends: at a delimiter, without punctuation that belongs to the
    /// sentence around it.
    fn url_end(&self, start: usize) -> usize {
        let rest = self.slice(start, self.end);
        let length = rest.find(ends_url).unwrap_or(rest.len());
        let mut url = rest.get(..length).unwrap_or_default();
        // Closing brackets that have no opening one in the URL, counted when the first is met.
        let surplus = |url: &str, open: u8, close: u8| {
            let count = |sign: u8| memchr::memchr_iter(sign, url.as_bytes()).count();
            count(close).saturating_sub(count(open))
        };
        let (mut round, mut square) = (None, None);
        while let Some(last) = url.chars().next_back() {
            let is_extra = match last {
                ')' => take_one(round.get_or_insert_with(|| surplus(url, b'(', b')'))),
                ']' => take_one(square.get_or_insert_with(|| surplus(url, b'[', b']'))),
                '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '‘' | '…' | '*' | '}' | '—' | '–' => {
                    true
                }
                _ => false,
            };
            if !is_extra {
                break;
            }
            url = url.get(..url.len() - last.len_utf8()).unwrap_or_default();
        }
        start + url.len()
    }

    /// Adds what is opaque in a part of the token that holds no scheme.
    fn atoms(&self, from: usize, until: usize, found: &mut Vec<Range<u32>>) {
        let mut at = from;
        while at < until {
            let rest = self.slice(at, until);
            let length = rest.find(is_delimiter).unwrap_or(rest.len());
            let next = match self.atom(at, at + length) {
                Some(range) => {
                    let end = range.end;
                    add(range, found);
                    end
                }
                None => at + length,
            };
            let rest = self.slice(next, until);
            at = next + rest.chars().next().map_or(1, char::len_utf8);
        }
    }

    /// The opaque part of an atom, a stretch without brackets, quotes and commas.
    fn atom(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let whole = self.slice(start, end);
        let is_relative = whole.starts_with("./") || whole.starts_with("../");
        let signs: &[char] = if is_relative { &[] } else { &['.', '-', ':', '…', '#', '$'] };
        let lead = whole.len() - whole.trim_start_matches(signs).len();
        let (mut start, mut atom) =
            (start + lead, whole.get(lead..)?.trim_end_matches(['.', ':', '?', '-', '…']));
        // A label in front of an address, `Web:harborandpine.example`, is not part of it.
        while let Some((label, rest)) = atom.split_once(':')
            && !label.contains(['.', '@', '/'])
            && !label.eq_ignore_ascii_case("mailto")
        {
            start += label.len() + 1;
            atom = rest;
        }
        if atom.starts_with('@') {
            return handle(atom).map(|length| start..start + length);
        }
        if atom.contains('@') {
            return email(atom).map(|length| start..start + length);
        }
        if is_path(atom) || is_file_name(atom) {
            return Some(start..start + atom.len());
        }
        let host = domain(atom)?;
        Some(start..if host < atom.len() { self.url_end(start) } else { start + host })
    }
}

/// Length of the `@handle` at the start of `atom`. Bluesky and Instagram allow dots; Mastodon adds a host.
fn handle(atom: &str) -> Option<usize> {
    let name = atom.get(1..)?;
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | HOLE)) {
        return None;
    }
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@' | HOLE);
    let length = name.find(|c: char| !is_part(c)).unwrap_or(name.len());
    let name = name.get(..length)?;
    // `@anna.Great` is a handle and the next sentence.
    let sentence = name.match_indices('.').find(|(at, _)| {
        name.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_uppercase) && !rest.contains('.'))
            && name.chars().any(char::is_lowercase)
    });
    let name = sentence.map_or(name, |(at, _)| name.get(..at).unwrap_or_default());
    Some(1 + name.trim_end_matches(['.', '-', '@']).len())
}

/// Length of the email address at the start of `atom`.
fn email(atom: &str) -> Option<usize> {
    let (local, host) = atom.split_once('@')?;
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | ':' | HOLE);
    let length = host.find(|c: char| !is_label(c) && c != '.').unwrap_or(host.len());
    let name = host.get(..length)?.trim_end_matches(['.', '-']);
    let top = name.rsplit_once('.')?.1;
    let is_top = top.len() > 1 && top.chars().all(|c| c.is_alphabetic() || c == HOLE) || top.contains(HOLE);
    let has_query = host.get(length..).is_some_and(|rest| rest.starts_with('?'));
    let is_email = !local.is_empty() && local.chars().all(is_local) && is_top;
    is_email.then(|| if has_query { atom.len() } else { local.len() + 1 + name.len() })
}

/// Length of the host name at the start of the atom, where its last label is a top-level domain.
fn domain(atom: &str) -> Option<usize> {
    let length = atom.find(|c: char| !is_label(c) && c != '.').unwrap_or(atom.len());
    let (host, rest) = atom.split_at_checked(length).unwrap_or((atom, ""));
    // What follows a host is a path, a query, a port or nothing.
    let has_path = rest.starts_with(['/', '?', '#']) && rest.len() > 1;
    if !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':']) {
        return None;
    }
    let (names, top) = host.trim_end_matches('.').rsplit_once('.')?;
    let in_one_case =
        top.chars().all(char::is_lowercase) || (!host.contains(char::is_lowercase) && host.len() > 5);
    if !in_one_case || TOP_LEVELS.binary_search(&top.to_lowercase().as_str()).is_err() {
        return None;
    }
    if names.split('.').any(|label| label.is_empty() || label.starts_with('-') || label.ends_with('-')) {
        return None;
    }
    let last = names.rsplit('.').next().unwrap_or_default();
    let is_word = last.chars().count() > 1 && last.contains(char::is_alphabetic);
    let is_domain = is_word || has_path || matches!(top, "com" | "org" | "net");
    is_domain.then_some(host.len())
}

/// Whether the atom is a path: rooted or relative with a sign, of at least two parts or with a file at its end.
fn is_path(atom: &str) -> bool {
    let rooted = ["./", "../", "~/"].iter().any(|root| atom.starts_with(root) && atom.len() > root.len());
    let mut parts = atom.split('/').filter(|part| !part.is_empty());
    let is_name =
        |part: &str| part.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '~'));
    if !atom.contains('/') || !atom.split('/').all(is_name) {
        return false;
    }
    let absolute = atom.starts_with('/') && parts.clone().count() > 1;
    let is_file = parts.next_back().is_some_and(is_file_name);
    rooted || absolute || is_file
}

/// Whether the atom is the name of a file, by its extension. `Node.js` is the name of a product.
fn is_file_name(atom: &str) -> bool {
    let Some((stem, extension)) = atom.rsplit_once('.') else { return false };
    let is_stem = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    if stem.is_empty() || !stem.chars().all(is_stem) || stem.ends_with('.') {
        return false;
    }
    let in_one_case = !extension.contains(char::is_uppercase) || !extension.contains(char::is_lowercase);
    let is_product = extension == "js" && stem.starts_with(char::is_uppercase);
    in_one_case && !is_product && EXTENSIONS.binary_search(&extension.to_lowercase().as_str()).is_ok()
}

/// Takes one of what is left; whether there was one.
fn take_one(left: &mut usize) -> bool {
    let has_one = *left > 0;
    *left = left.saturating_sub(1);
    has_one
}

fn is_label(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '_' | HOLE)
}

fn is_blank(character: char) -> bool {
    character.is_whitespace()
}

/// Characters that no URL holds as they are, and signs after which East Asian text goes on without a blank.
fn ends_url(character: char) -> bool {
    // Most of an address.
    if character.is_ascii_alphanumeric() {
        return false;
    }
    matches!(character, '<' | '>' | '"' | '“' | '”' | '„' | '«' | '»' | '`' | '|' | '\u{3000}'..='\u{303F}')
        || matches!(character, '！' | '，' | '：' | '；' | '？' | '（' | '）')
}

/// Characters between which a bare domain, an address or a file name stands.
fn is_delimiter(character: char) -> bool {
    ends_url(character)
        || matches!(
            character,
            '(' | ')' | '[' | ']' | '{' | '}' | '\'' | '’' | '‘' | ',' | ';' | '*' | '!' | '—' | '–'
        )
}

/// The place behind the character at `at`.
fn after_character(text: &str, at: usize) -> usize {
    at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
}

/// Top-level domains that brands publish under, sorted: the generic ones in use, those of larger countries, and
/// the reserved ones of RFC 2606. Not the whole register, which holds many words that may follow a full stop.
const TOP_LEVELS: &[&str] = &[
    "academy", "ae", "agency", "ai", "app", "ar", "art", "at", "au", "be", "bg", "bio", "biz", "blog", "br",
    "ca", "care", "cc", "ch", "cl", "cloud", "club", "cn", "co", "com", "cz", "de", "dev", "digital", "dk",
    "edu", "ee", "es", "eu", "events", "example", "fi", "fm", "fr", "gg", "gl", "gov", "gr", "hk", "hr",
    "hu", "id", "ie", "il", "in", "info", "int", "invalid", "io", "is", "it", "jp", "kr", "li", "link", "lt",
    "lu", "lv", "ly", "me", "media", "mil", "mx", "my", "net", "nl", "no", "nz", "online", "org", "page",
    "ph", "pl", "pt", "ro", "ru", "sa", "se", "sg", "sh", "shop", "si", "site", "sk", "social", "store",
    "studio", "tech", "test", "th", "to", "tr", "tv", "tw", "ua", "uk", "us", "vn", "xyz", "za",
];

/// Extensions of files that copy mentions, sorted.
const EXTENSIONS: &[&str] = &[
    "cfg", "cpp", "css", "csv", "dmg", "doc", "docx", "eml", "eps", "exe", "gif", "gz", "htm", "html", "ics",
    "indd", "ini", "java", "jpeg", "jpg", "js", "json", "jsonl", "jsx", "mjml", "mov", "mp3", "mp4", "odt",
    "otf", "pdf", "php", "png", "ppt", "pptx", "psd", "py", "rb", "rs", "rtf", "scss", "sql", "svg", "tar",
    "tif", "toml", "ts", "tsv", "tsx", "ttf", "txt", "vcf", "wav", "webm", "webp", "woff", "woff2", "xls",
    "xlsx", "xml", "yaml", "yml", "zip",
];

#[cfg(test)]
mod tests {
    use super::{EXTENSIONS, TOP_LEVELS, opaque_ranges};

    fn opaque(text: &str) -> Vec<&str> {
        opaque_ranges(text)
            .into_iter()
            .map(|range| text.get(range.start as usize..range.end as usize).expect("on boundaries"))
            .collect()
    }

    #[test]
    fn the_tables_are_sorted() {
        assert!(TOP_LEVELS.is_sorted() && EXTENSIONS.is_sorted());
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        assert_eq!(
            opaque("See https://a.example/x?y=1, or (www.b.com)."),
            ["https://a.example/x?y=1", "www.b.com"]
        );
        assert_eq!(opaque("harborandpine.example/cove!"), ["harborandpine.example/cove"]);
        assert_eq!(
            opaque("https://en.example/wiki/A_(b) (https://x.io/)"),
            ["https://en.example/wiki/A_(b)", "https://x.io/"]
        );
        assert_eq!(opaque("Web:harborandpine.example“"), ["harborandpine.example"]);
        assert_eq!(opaque("请看https://x.com/a。谢谢"), ["https://x.com/a"]);
        assert_eq!(
            opaque("t.co/abc HARBOR.COM müller.de x.com"),
            ["t.co/abc", "HARBOR.COM", "müller.de", "x.com"]
        );
        assert_eq!(opaque("one,two.com,three"), ["two.com"]);
    }

    #[test]
    fn people_and_files_are_named() {
        assert_eq!(opaque("Write to ann.b@shop.example."), ["ann.b@shop.example"]);
        assert_eq!(opaque("mailto:a@b.de?subject=x"), ["mailto:a@b.de?subject=x"]);
        assert_eq!(
            opaque("Hi @anna_b's, .@bo.Great (@c@d.social) @e/@f"),
            ["@anna_b", "@bo", "@c@d.social", "@e", "@f"]
        );
        assert_eq!(
            opaque("launch.html and src/main.rs, ./x, /a/b"),
            ["launch.html", "src/main.rs", "./x", "/a/b"]
        );
    }

    #[test]
    fn prose_stays_prose() {
        for text in [
            "e.g. this, i.e. that, z.B. dies, a.m./p.m.",
            "and/or he/she/they 24/7 km/h 1/2",
            "Dr.Who costs $5.00 or 5.00€.",
            "sentence.Next one...And more",
            "Version 1.2.3 of Node.js and .NET",
            "U.S. Ph.D. No.5 Mon.-Fri. $5/mo/user /month",
            "#sale #1/2 a@b me@work @ 5",
            "Inc., etc.) vs. 3.5/5.",
        ] {
            assert_eq!(opaque(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn placeholders_may_stand_in_an_address() {
        assert_eq!(
            opaque("https://x.example/\u{FFFC}/a \u{FFFC}@x.de"),
            ["https://x.example/\u{FFFC}/a", "\u{FFFC}@x.de"]
        );
    }

    proptest::proptest! {
        #[test]
        fn ranges_are_sorted_and_on_boundaries(text in "[a-zA-Z:/.@ä()\u{FFFC},'! 1-]{0,60}") {
            let mut end = 0;
            for range in opaque_ranges(&text) {
                proptest::prop_assert!(range.start >= end && range.start < range.end);
                proptest::prop_assert!(text.get(range.start as usize..range.end as usize).is_some());
                end = range.end;
            }
        }
    }
}
