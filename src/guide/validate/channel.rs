//! What channels ask for: each once, and nothing against itself.

use crate::guide::channel::{Channels, EmailPolicy, Limit, LinkPolicy, LinkWords, Requirement, WebPolicy};
use crate::guide::raw;
use crate::guide::reader::Located;
use crate::guide::validate::{Problems, Taken};

/// What the channels ask for.
pub(crate) fn channels(
    emails: Vec<raw::EmailChannel>,
    webs: Vec<raw::WebChannel>,
    problems: &mut Problems,
) -> Channels {
    let mut channels = Channels::default();
    let mut emails = emails.into_iter();
    if let Some(first) = emails.next() {
        for again in emails {
            problems.repeated("`[channel.email]` is there twice", &again.origin, &first.origin);
        }
        channels.email = email(first, problems);
    }
    let mut webs = webs.into_iter();
    if let Some(first) = webs.next() {
        for again in webs {
            problems.repeated("`[channel.web]` is there twice", &again.origin, &first.origin);
        }
        channels.web = WebPolicy { links: links(first.links, problems) };
    }
    channels
}

fn email(email: raw::EmailChannel, problems: &mut Problems) -> EmailPolicy {
    let mut policy = EmailPolicy { links: links(email.links, problems), ..EmailPolicy::default() };
    let limit = |number: Located<u32>| Limit { max: number.value, origin: Some(number.origin) };
    if let Some(number) = email.max_subject {
        policy.max_subject = limit(number);
    }
    if let Some(number) = email.max_preheader {
        policy.max_preheader = limit(number);
    }
    policy.required = email.required.map(|parts| {
        let mut taken = Taken::default();
        let mut once = |Located { value: part, origin }: Located<_>| {
            let requirement = Requirement { part, origin };
            taken
                .take("part", requirement.part.to_string(), &requirement.origin, problems)
                .then_some(requirement)
        };
        parts.into_iter().filter_map(&mut once).collect()
    });
    policy
}

fn links(links: raw::ChannelLinks, problems: &mut Problems) -> LinkPolicy {
    let vague = once(links.vague, problems);
    let mut allowed = once(links.allowed, problems);
    allowed.retain(|fine| {
        let Some(other) = vague.iter().find(|other| other.words == fine.words) else { return true };
        let message = format!("links may and may not say `{}`", fine.words);
        let help = "keep the words in one of the lists";
        problems.contradiction(
            message,
            (&fine.origin, "allowed here"),
            (&other.origin, "called vague here"),
            help,
        );
        false
    });
    LinkPolicy { vague, allowed }
}

/// Words, each once.
fn once(texts: Vec<Located<String>>, problems: &mut Problems) -> Vec<LinkWords> {
    let mut taken = Taken::default();
    let mut valid = Vec::new();
    for Located { value: words, origin } in texts {
        if taken.take("link text", words.clone(), &origin, problems) {
            valid.push(LinkWords { words, origin });
        }
    }
    valid
}
