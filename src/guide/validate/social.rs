//! Limits of length, hashtags and names of accounts.

use crate::artifact::{Channel, FieldRole};
use crate::finding::GuideRef;
use crate::guide::limits::{Limit, Limits, Names, SHIPPED};
use crate::guide::raw;
use crate::guide::reader::Located;
use crate::guide::social::{Handle, Hashtag, Social, Unlisted};
use crate::guide::validate::{Problems, Taken};
use crate::source::Source;
use crate::text::length::Counting;
use crate::values::social::canonical;

/// The limits of the guide, with those that come with the program behind them.
pub(crate) fn limits(limits: Vec<raw::Limit>, problems: &mut Problems) -> Limits {
    let mut taken = Taken::default();
    let mut entries = Vec::new();
    for limit in limits {
        let field = field(&limit);
        let name = field.map_or("all", FieldRole::as_str);
        let key = format!("{} {name}", limit.channel.value);
        if taken.take("limit", key, &limit.channel.origin, problems) && is_right(&limit, problems) {
            let origin = limit.origin().clone();
            entries.push(Limit { origin: Some(origin), ..valid(limit) });
        }
    }
    // What comes with the program is right: a test of the guide sees to it.
    let mut shipped = raw::Files::default();
    problems.extend(shipped.add(&Source::new("limits.toml", SHIPPED)));
    entries.extend(shipped.limits.into_iter().map(valid));
    Limits::new(entries)
}

fn field(limit: &raw::Limit) -> Option<FieldRole> {
    limit.field.as_ref().map_or(Some(FieldRole::Body), |field| field.value.0)
}

/// Whether the keys of an entry fit together.
fn is_right(limit: &raw::Limit, problems: &mut Problems) -> bool {
    let channel = limit.channel.value;
    let mut wrong = |message: String, at: &GuideRef, label: &str, help: &str| {
        problems.own_contradiction(message, at, label, help);
        false
    };
    if !channel.has_fields() {
        let message = format!("a limit for `{channel}`, whose artifacts have no fields");
        let help = "limits hold for social, social:NETWORK, sms, push and ad";
        return wrong(message, &limit.channel.origin, "no such limit", help);
    }
    if [&limit.max, &limit.max_bytes, &limit.fold, &limit.hashtags].iter().all(|number| number.is_none()) {
        let help = "add one of max, max-bytes, fold and hashtags";
        return wrong("a limit without a number".to_owned(), &limit.channel.origin, "limits nothing", help);
    }
    if let Some(hashtags) = limit.hashtags.as_ref().filter(|_| field(limit) != Some(FieldRole::Body)) {
        let help = "hashtags are counted over the whole post: put the key into the entry without `field`";
        return wrong(
            "`hashtags` in a limit of one field".to_owned(),
            &hashtags.origin,
            "of all fields",
            help,
        );
    }
    let counted = [
        limit.link.as_ref().map(|link| &link.origin),
        limit.bare_link.as_ref().map(|link| &link.origin),
        limit.emoji.as_ref().map(|emoji| &emoji.origin),
        limit.names.as_ref().map(|names| &names.origin),
    ];
    if limit.unit.is_none()
        && let Some(at) = counted.into_iter().flatten().next()
    {
        let help = "who says how to count says all of it: add `unit`";
        return wrong("a way to count without a `unit`".to_owned(), at, "needs a unit", help);
    }
    if let (Some(fold), Some(max)) = (&limit.fold, &limit.max)
        && fold.value > max.value
    {
        let message = format!("`fold` is {}, but `max` {}", fold.value, max.value);
        return wrong(message, &fold.origin, "more than may be there", "write a smaller number");
    }
    true
}

fn valid(limit: raw::Limit) -> Limit {
    let number = |located: Option<Located<u32>>| located.map(|number| number.value);
    let (link, bare_link) = (number(limit.link.clone()), number(limit.bare_link.clone()));
    let counting = limit.unit.as_ref().map(|unit| Counting {
        unit: unit.value,
        link,
        bare_link,
        emoji: limit.emoji.as_ref().map(|emoji| emoji.value).unwrap_or_default(),
        hosts: limit.names.as_ref().is_none_or(|names| names.value == Names::Whole),
    });
    Limit {
        channel: limit.channel.value,
        field: field(&limit),
        max: number(limit.max),
        max_bytes: number(limit.max_bytes),
        fold: number(limit.fold),
        hashtags: number(limit.hashtags),
        counting,
        note: limit.note,
        checked_on: limit.checked_on,
        origin: None,
    }
}

/// Hashtags and names of accounts, each once.
pub(crate) fn social(
    hashtags: Vec<raw::Hashtag>,
    unlisted: Vec<Located<Unlisted>>,
    handles: Vec<raw::Handle>,
    problems: &mut Problems,
) -> Social {
    let mut social = Social::default();
    let mut taken = Taken::default();
    for hashtag in hashtags {
        let Located { value: text, origin } = hashtag.text;
        if taken.take("hashtag", text.to_lowercase(), &origin, problems) {
            let canonical = canonical(&text);
            social.hashtags.push(Hashtag { text, canonical, campaign: hashtag.campaign, origin });
        }
    }
    let first = unlisted.first().map(|first| first.origin.clone());
    social.unlisted = problems.once("unlisted", unlisted).zip(first);
    let mut taken = Taken::default();
    for handle in handles {
        let (network, Located { value, origin }) = (handle.network.value, handle.value);
        let key = format!("{} {}", Channel::Social(Some(network)), value.to_lowercase());
        if taken.take("handle", key, &origin, problems) {
            let canonical = canonical(&value);
            social.handles.push(Handle { network, value, canonical, origin });
        }
    }
    social
}
