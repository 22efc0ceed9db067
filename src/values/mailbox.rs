//! Addresses of mailboxes in the form in which they are compared. Knows nothing of the texts they stand in.

/// The address in lower case, if `text` is one and nothing else: a name, `@`, and a host with a top-level domain.
///
/// The name before `@` is case-sensitive by RFC 5321; no host that people write to tells cases apart.
#[must_use]
pub fn canonical(text: &str) -> Option<String> {
    let (name, host) = text.split_once('@')?;
    let is_name_sign = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let is_name = !name.is_empty()
        && name.len() <= 64
        && name.chars().all(is_name_sign)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..");
    let mut labels = host.split('.');
    let is_label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let has_top = host.rsplit_once('.').is_some_and(|(_, top)| {
        top.chars().count() >= 2 && top.chars().all(char::is_alphabetic) || top.starts_with("xn--")
    });
    (is_name && has_top && labels.all(is_label)).then(|| text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn only_whole_addresses_count() {
        assert_eq!(canonical("Hello+Desk@Harbor.example").as_deref(), Some("hello+desk@harbor.example"));
        for text in [
            "a@b",
            "@b.example",
            "a@b.example ",
            "a@b@c.example",
            "a.@b.example",
            "a@-b.example",
            "a@1.2.3.4",
        ] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }
}
