//! The sentences of comparisons, the same for every kind of fact.

use crate::facts::Fact;
use crate::finding::Truth;
use crate::scope::{Rendering, Scope};

/// Words that are longer than this many characters are cut in messages.
const MAX_WORDS: usize = 60;

/// Held against what is right.
pub(super) fn against_reference(
    subject: &str,
    expected: &str,
    truth: Truth,
    written: &str,
    (agreeing, n_agreeing): (&[String], usize),
    n_members: usize,
) -> String {
    let says = match authority(truth) {
        Some(authority) => format!("{authority} says {expected}"),
        None => {
            format!(
                "{n_agreeing} of {n_members} artifacts say {expected}, {}",
                enumerate(agreeing, n_agreeing)
            )
        }
    };
    let agree = match (truth, agreeing) {
        (Truth::Majority | Truth::None, _) | (_, []) => String::new(),
        (_, [only]) => format!("; {only} agrees"),
        (_, several) => format!("; {} agree", enumerate(several, n_agreeing)),
    };
    let this = if truth == Truth::Majority { "; this says" } else { ", this says" };
    format!("{subject}: {says}{this} {written}{agree}")
}

/// Who says what is right, where it is not the artifacts themselves.
const fn authority(truth: Truth) -> Option<&'static str> {
    match truth {
        Truth::CampaignRecord => Some("the campaign record"),
        Truth::PriceBook => Some("the price book"),
        Truth::Guide => Some("the guide"),
        Truth::SourceChannel => Some("the source of truth"),
        Truth::Majority | Truth::None => None,
    }
}

/// What may be right and may not.
pub(super) fn cannot_tell(subject: &str, says: &str, written: &str, reason: &str) -> String {
    format!("{subject}: {says}; whether \"{written}\" agrees cannot be told, because {reason}")
}

/// What decides says what is right.
pub(super) fn declares(expected: &str, truth: Truth) -> String {
    format!("{} says {expected}", authority(truth).unwrap_or("the campaign"))
}

/// Where nothing says what is right.
pub(super) fn without_reference(
    subject: &str,
    written: &str,
    (others, n_others): (&[String], usize),
) -> String {
    format!(
        "{subject}: this says {written}, {}; nothing declares which is right",
        enumerate(others, n_others)
    )
}

/// Where values of other markets look alike, and nothing says whether they are meant to differ.
pub(super) fn doubtful(subject: &str, written: &str, others: &[String], reason: &str) -> String {
    format!("{subject}: this says {written}, {}; {reason}", enumerate(others, others.len()))
}

/// Two copies in one artifact, each with its place and its words.
pub(super) fn copies_differ(subject: &str, copy: (&str, &str), text: (&str, &str)) -> String {
    let ((place, words), (other_place, other)) = (copy, text);
    if place == other_place {
        return format!("{subject}: the {place} says {words} and {other}");
    }
    format!("{subject}: the {place} says {words}, the {other_place} says {other}")
}

/// The name of the place of a fact in a sentence: "structured data", "plain-text part".
pub(super) fn place(fact: &Fact) -> String {
    // The address of a link is no text of its own.
    if fact.place == Scope::Link && fact.segment.is_none() {
        return "address of the link".to_owned();
    }
    match fact.rendering {
        Rendering::Main if fact.place == Scope::Link && fact.segment.is_none() => {
            "address of the link".to_owned()
        }
        Rendering::Main => fact.place.as_str().replace('-', " "),
        Rendering::Outlook => format!("{} for Outlook", fact.place.as_str().replace('-', " ")),
        Rendering::PlainText => "plain-text part".to_owned(),
        Rendering::Amp => "AMP part".to_owned(),
    }
}

/// Words as they are shown in a message: on one line, and not too long.
pub(super) fn short(words: &str) -> String {
    let mut line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(MAX_WORDS) {
        line.truncate(end);
        line.push('…');
    }
    line
}

/// `a`, `a and b`, `a, b and 3 more`: the first ones of so many names.
fn enumerate(names: &[String], count: usize) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first, second] if count == 2 => format!("{first} and {second}"),
        [first, second, third] if count == 3 => format!("{first}, {second} and {third}"),
        [first, second, ..] => format!("{first}, {second} and {} more", count.saturating_sub(2)),
    }
}
