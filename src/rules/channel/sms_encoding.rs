//! `channel/sms-encoding`.

use unicode_normalization::UnicodeNormalization;

use crate::artifact::Channel;
use crate::document::PostField;
use crate::finding::{Applicability, Edit, Finding, Fix, Label};
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::channel::posts::is_measurable;
use crate::rules::{Rule, RuleContext};
use crate::text::sms::{Encoding, equivalent, is_gsm, parts};

fn message(characters: &[char], least: &str, (sent, possible): (usize, usize)) -> String {
    let named: Vec<String> = characters.iter().take(MAX_NAMED).map(|c| named(*c)).collect();
    let more = characters.len().saturating_sub(MAX_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let are = if characters.len() == 1 { "is" } else { "are" };
    format!(
        "{}{more} {are} outside of the GSM alphabet: the message takes {least}{sent} parts instead of {possible}",
        named.join(", ")
    )
}

/// A character as people can tell it: `’` (U+2019).
fn named(character: char) -> String {
    let code = u32::from(character);
    if character.is_whitespace() || character.is_control() || ('\u{200B}'..='\u{200F}').contains(&character) {
        return format!("U+{code:04X}");
    }
    format!("`{character}` (U+{code:04X})")
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds text messages that take more parts than they need to, because some of their characters are outside of the
    /// alphabet of GSM: typographic quotes, dashes, emoji. One such character makes the whole message be sent with 70
    /// characters a part instead of 160. A message in a script that the alphabet does not have is spared.
    ///
    /// ## Why it matters
    ///
    /// Each part is paid for, and parts may arrive apart.
    ///
    /// ## Examples
    ///
    /// ```text,invalid
    /// ---
    /// channel: sms
    /// ---
    /// Harbor & Pine: the Cove’s back in oak, in all four sizes. See it at harborandpine.example/cove
    /// ```
    ///
    /// ```text,valid
    /// ---
    /// channel: sms
    /// ---
    /// Harbor & Pine: the Cove's back in oak, in all four sizes. See it at harborandpine.example/cove
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the plain forms: `'`, `"`, `-`, `...`. The change is proposed where all of the characters have one, and is
    /// safe where it only exchanges quotes, blanks and the like.
    ///
    /// ## Guide keys
    ///
    /// None. How many parts a message may have is a `[[limit]]`.
    pub struct SmsEncoding {
        id: "channel/sms-encoding",
        summary: "characters that make a text message take more parts",
        level: Warning,
        fix: Sometimes,
        since: "0.1.0",
    }
}

/// So many characters are named, and so many places shown.
const MAX_NAMED: usize = 8;

impl Rule for SmsEncoding {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        if cx.document.attributes.channel == Some(Channel::Sms) {
            findings.extend(cx.document.fields.iter().filter_map(|field| judge(cx, field)));
        }
    }
}

fn judge(cx: &RuleContext<'_>, field: &PostField) -> Option<Finding> {
    let text = field.text.as_str();
    let outside: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| !is_gsm(*c)).collect();
    let first = outside.first()?;
    // Letters of other scripts have to be sent as they are.
    if !is_measurable(field) || outside.iter().any(|(_, c)| c.is_alphabetic() && !is_latin(*c)) {
        return None;
    }
    let plain: String = text.chars().map(plain).collect();
    let counts = (parts(text, Encoding::Ucs2).len(), parts(&plain, Encoding::Gsm).len());
    if counts.0 <= counts.1 {
        return None;
    }
    let mut characters: Vec<char> = outside.iter().map(|(_, character)| *character).collect();
    let mut seen = rustc_hash::FxHashSet::default();
    characters.retain(|character| seen.insert(*character));
    let least = if field.holes.is_empty() { "" } else { "at least " };
    let range = |(at, character): &(usize, char)| *at..at + character.len_utf8();
    let mut finding = Finding::new(
        &SmsEncoding::META,
        cx.location(field.text.span(range(first))),
        message(&characters, least, counts),
    )
    .place(field.role.scope())
    .label("outside of the GSM alphabet")
    .values(counts.0.to_string(), Some(counts.1.to_string()))
    .help("write the plain form of the character, or leave it out");
    finding.identity = vec!["encoding".to_owned()];
    finding.related = outside
        .iter()
        .skip(1)
        .take(MAX_NAMED)
        .map(|other| Label {
            location: cx.location(field.text.span(range(other))),
            value: None,
            message: named(other.1),
        })
        .collect();
    finding.fix = fix(cx, field, &outside);
    Some(finding)
}

/// The text as it would be with plain characters: what has no plain form counts as one character.
fn plain(character: char) -> String {
    match equivalent(character) {
        _ if is_gsm(character) => character.to_string(),
        Some(plain) => plain.to_owned(),
        None => "x".to_owned(),
    }
}

/// Whether a letter is Latin under its marks.
fn is_latin(character: char) -> bool {
    let base = std::iter::once(character).nfkd().next();
    base.is_some_and(|base| base.is_ascii()) || matches!(character, '\u{C0}'..='\u{24F}')
}

/// The change to plain characters, if all have one. A dash between words reads otherwise as a hyphen.
fn fix(cx: &RuleContext<'_>, field: &PostField, outside: &[(usize, char)]) -> Option<Fix> {
    let edit = |(at, character): &(usize, char)| {
        let range = *at..at + character.len_utf8();
        let text = equivalent(*character)?.to_owned();
        let is_verbatim = field.text.is_verbatim(range.clone());
        is_verbatim.then(|| Edit { location: cx.location(field.text.span(range)), text })
    };
    let edits: Vec<Edit> = outside.iter().map(edit).collect::<Option<_>>()?;
    let changes_reading = |c: char| matches!(c, '–' | '—' | '•' | '·' | '−');
    let applicability = if outside.iter().any(|(_, character)| changes_reading(*character)) {
        Applicability::Unsafe
    } else {
        Applicability::Safe
    };
    Some(Fix { title: "write plain characters".to_owned(), applicability, edits })
}
