//! For whom an amount is, where its own words say so: "members' price $379", "429 € für Mitglieder". Knows nothing of for
//! whom the artifact is.
//!
//! The words have to stand in the clause of the amount and be bound to it: the name of a price before it with nothing between
//! that turns to another one, readers right beside it or at the start of its clause. "Become a member" says nothing of
//! what a desk costs.

use super::audience_words::{AUDIENCES, FILLERS, TURNS, Words};
use super::cues::{lead, tail};
use crate::facts::Audience;

/// An amount in its text, as far as the amounts before and after.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'t> {
    /// The text before, to the end of the amount before.
    pub(super) before: &'t str,
    /// The text after, to the start of the amount after.
    pub(super) after: &'t str,
    /// Whether there is an amount before.
    pub(super) is_second: bool,
    /// Whether there is one after.
    pub(super) is_followed: bool,
}

/// For whom an amount is by the words before it, and by those after.
pub(super) fn said(around: Around<'_>) -> (Option<Audience>, Option<Audience>) {
    let (before, after) = (plain(&lead(around.before)), plain(&tail(around.after)));
    if !before.contains(char::is_alphabetic) && !after.contains(char::is_alphabetic) {
        return (None, None);
    }
    let is_taken = around.is_second && behind(&plain(&tail(around.before)), true).is_some();
    let own = if is_taken { None } else { ahead(&before) };
    (own, behind(&after, around.is_followed))
}

/// For whom the amounts are that a text is the label of: "Members", "Mitgliederpreis".
pub(super) fn of_label(text: &str) -> Option<Audience> {
    let text = plain(&text.to_lowercase());
    let label = text.trim_matches(|sign: char| !sign.is_alphanumeric());
    find(|words| [words.prices, words.readers, words.names].iter().any(|list| list.contains(&label)))
}

/// The audience of the price that an artifact for `name` states: "members", "new-customers", "Mitglieder".
pub(in crate::facts) fn of_name(name: &str) -> Option<Audience> {
    let name = plain(&name.to_lowercase()).replace(['-', '_'], " ");
    name.parse().ok().or_else(|| find(|words| words.names.contains(&name.trim())))
}

fn plain(text: &str) -> String {
    text.replace('\u{2019}', "'")
}

/// In the clause before an amount.
fn ahead(before: &str) -> Option<Audience> {
    let near = without_fillers(before);
    let beside = find(|words| {
        [words.readers, words.payers].iter().any(|list| list.iter().any(|one| ends_with(near, one)))
    });
    beside
        .or_else(|| find(|words| words.names.iter().any(|one| is_label(near, one))))
        .or_else(|| find(|words| words.readers.iter().any(|one| begins(before, one))))
        .or_else(|| find(|words| words.payers.iter().any(|one| pays(before, one))))
        .or_else(|| find(|words| words.prices.iter().any(|one| names_price(before, one))))
}

/// In the clause after an amount, where what stands there is not said of the next one.
fn behind(after: &str, is_followed: bool) -> Option<Audience> {
    let rest = after.trim_start_matches(|sign: char| {
        sign.is_whitespace() || matches!(sign, '(' | '*' | ',' | '\u{2013}')
    });
    let rest = FILLERS.iter().find_map(|filler| rest.strip_prefix(filler)?.strip_prefix(' ')).unwrap_or(rest);
    let tail_of = |one: &str| rest.strip_prefix(one).filter(|tail| !tail.starts_with(is_of_word));
    let is_own = |tail: &str| !is_followed || !tail.trim_matches([' ', ':', '\u{A0}']).is_empty();
    let is_said = |one: &&str| tail_of(one).is_some_and(is_own);
    // The name alone is nothing but that: "$379 members / $399 others", and no "$5 members club".
    let is_alone = |one: &&str| {
        tail_of(one).is_some_and(|tail| is_own(tail) && !tail.trim_start().starts_with(char::is_alphanumeric))
    };
    find(|words| {
        words.prices.iter().any(&is_said)
            || words.readers.iter().any(&is_said)
            || words.names.iter().any(is_alone)
    })
}

fn find(is_it: impl Fn(&Words) -> bool) -> Option<Audience> {
    AUDIENCES.iter().find(|words| is_it(words)).map(|words| words.audience)
}

fn is_of_word(sign: char) -> bool {
    matches!(sign, '-' | '\'') || sign.is_alphanumeric()
}

fn trim_end(text: &str) -> &str {
    text.trim_end_matches(|sign: char| {
        sign.is_whitespace() || matches!(sign, ':' | '(' | ',' | '-' | '\u{2013}' | '\u{2014}' | '*')
    })
}

/// The text without filler words right before the amount.
fn without_fillers(before: &str) -> &str {
    const MOST: usize = 3;
    let mut near = trim_end(before);
    for _ in 0..MOST {
        match FILLERS.iter().find(|filler| ends_with(near, filler)) {
            Some(filler) => near = trim_end(near.get(..near.len() - filler.len()).unwrap_or_default()),
            None => break,
        }
    }
    near
}

fn ends_with(text: &str, words: &str) -> bool {
    text.strip_suffix(words).is_some_and(|head| !head.ends_with(is_of_word))
}

/// Whether a text ends with a name that stands alone between signs: "(members: ", "| Mitglieder ".
fn is_label(text: &str, name: &str) -> bool {
    let head = text.strip_suffix(name).filter(|head| !head.ends_with(is_of_word));
    head.is_some_and(|head| !head.trim_end().ends_with(is_of_word))
}

/// Whether a clause begins with words that a sign sets off from the rest: "For members: ", "Für Mitglieder – ".
fn begins(clause: &str, words: &str) -> bool {
    let clause = clause.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let clause =
        FILLERS.iter().find_map(|filler| clause.strip_prefix(filler)?.strip_prefix(' ')).unwrap_or(clause);
    clause.strip_prefix(words).is_some_and(|rest| {
        rest.trim_start().starts_with([':', ',', '-', '\u{2013}', '\u{2014}']) && !turns(rest)
    })
}

/// Whether a clause begins with who pays, and goes on with nothing but for what: "Members pay for the Cove just ".
fn pays(clause: &str, words: &str) -> bool {
    let clause = clause.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let rest = clause.strip_prefix(words).filter(|rest| !rest.starts_with(is_of_word));
    rest.is_some_and(|rest| !rest.contains(',') && !turns(rest))
}

/// Whether a clause before an amount has the name of a price, and the amount is of that.
fn names_price(clause: &str, words: &str) -> bool {
    clause.rmatch_indices(words).any(|(at, found)| {
        let (head, rest) =
            (clause.get(..at).unwrap_or_default(), clause.get(at + found.len()..).unwrap_or_default());
        !head.ends_with(is_of_word) && !rest.starts_with(is_of_word) && !turns(rest)
    })
}

/// Whether words lead on to something else.
fn turns(rest: &str) -> bool {
    rest.split(|sign: char| !sign.is_alphanumeric()).any(|word| TURNS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::{Around, Audience, of_label, of_name, said};

    fn either((ahead, behind): (Option<Audience>, Option<Audience>)) -> Option<Audience> {
        ahead.or(behind)
    }

    fn first(before: &str, after: &str) -> Option<Audience> {
        either(said(Around { before, after, is_second: false, is_followed: false }))
    }

    #[test]
    fn words_of_the_amount_say_for_whom_it_is() {
        let members = [
            ("Members’ price: ", ""),
            ("Members' price for the Cove Standing Desk: ", ""),
            ("Members pay just ", ""),
            ("Members pay for the Cove Standing Desk just ", ""),
            ("", " for members only"),
            ("", " (member price)"),
            ("Mitgliederpreis ", ""),
            ("Nur für Mitglieder: Cove Standing Desk ", ""),
            ("", " für Mitglieder"),
            ("Prix membre : ", ""),
            ("", " pour nos membres"),
            ("Precio para socios: ", ""),
            ("", " members / "),
            ("🔥 members: ", ""),
            ("Mitglieder ", ""),
            ("Als Mitglied zahlst du nur ", ""),
            ("Members get the Cove for ", ""),
        ];
        for (before, after) in members {
            assert_eq!(first(before, after), Some(Audience::Members), "{before}…{after}");
        }
        assert_eq!(first("Neukunden zahlen nur ", ""), Some(Audience::NewCustomers));
        assert_eq!(first("Tarif étudiant ", ""), Some(Audience::Students));
        assert_eq!(first("", " para suscriptores"), Some(Audience::Subscribers));
    }

    #[test]
    fn other_words_do_not() {
        let others = [
            ("Become a member and get the Cove for ", ""),
            ("Become a member. ", ""),
            ("Free shipping for members, Cove Standing Desk ", ""),
            ("Members pay no shipping, Cove Standing Desk ", ""),
            ("Log in for the members' price or buy it for ", ""),
            ("For members, free shipping, for all others ", ""),
            ("", " for non-members"),
            ("Nichtmitglieder zahlen ", ""),
            ("Dear members: ", ""),
            ("Members get free shipping with the Cove at ", ""),
            ("", ", members save 10%"),
            ("", " members club"),
            ("Members-only prices inside! The Cove is ", ""),
            ("Nicht-Mitgliederpreis: ", ""),
        ];
        for (before, after) in others {
            assert_eq!(first(before, after), None, "{before}…{after}");
        }
    }

    #[test]
    fn words_between_two_amounts_are_said_of_one() {
        let between = |text: &str| {
            let one = said(Around { before: "", after: text, is_second: false, is_followed: true });
            let other = said(Around { before: text, after: "", is_second: true, is_followed: false });
            (either(one), either(other))
        };
        let members = Some(Audience::Members);
        assert_eq!(between(", members' price "), (None, members));
        assert_eq!(between(", for members: "), (None, members));
        assert_eq!(between(" for members, "), (members, None));
        assert_eq!(between(" (members) or "), (members, None));
        assert_eq!(between(" members / "), (members, None));
    }

    #[test]
    fn labels_and_names() {
        assert_eq!(of_label("Mitgliederpreis:"), Some(Audience::Members));
        assert_eq!(of_label("Members"), Some(Audience::Members));
        assert_eq!(of_label("Members of our team"), None);
        assert_eq!(of_name("new-customers"), Some(Audience::NewCustomers));
        assert_eq!(of_name("Mitglieder"), Some(Audience::Members));
        assert_eq!(of_name("vip"), None);
    }
}
