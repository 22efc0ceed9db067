//! The rules on guides and campaign records themselves: their words. What finds them is in `reader` and in the files
//! that validate. Knows no guide.

use crate::rule::{RuleMeta, declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Reports text in a guide file, a campaign record or the settings that is not TOML.
    ///
    /// ## Why it matters
    ///
    /// A line that cannot be read is a line that is not enforced.
    /// The rest of the file is read all the same, so that one slip does not hide other mistakes.
    ///
    /// ## Examples
    ///
    /// Invalid:
    ///
    /// ```toml
    /// name = Harbor & Pine
    /// ```
    ///
    /// Valid:
    ///
    /// ```toml
    /// name = "Harbor & Pine"
    /// ```
    ///
    /// ## How to fix
    ///
    /// Put texts in quotes, lists in brackets, and write every line as `key = value`.
    ///
    /// ## Guide keys
    ///
    /// All.
    pub struct SyntaxError {
        id: "guide/syntax-error",
        summary: "text that is not TOML",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Reports a key that nothing reads, with the legal keys and the one that was probably meant.
    ///
    /// ## Why it matters
    ///
    /// A misspelt key would otherwise be a rule that silently does not hold.
    ///
    /// ## Examples
    ///
    /// Invalid:
    ///
    /// ```toml
    /// name = "Harbor & Pine"
    /// curency = "USD"
    /// ```
    ///
    /// Valid:
    ///
    /// ```toml
    /// name = "Harbor & Pine"
    /// currency = "USD"
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the key, move it to the table that it belongs to, or remove it.
    ///
    /// ## Guide keys
    ///
    /// All.
    pub struct UnknownKey {
        id: "guide/unknown-key",
        summary: "a key that nothing reads",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Reports an entry without a key that it needs.
    ///
    /// ## Why it matters
    ///
    /// An entry without its text, its status or its reason cannot be enforced or explained.
    ///
    /// ## Examples
    ///
    /// Invalid:
    ///
    /// ```toml
    /// name = "Harbor & Pine"
    /// [[phrase]]
    /// text = "click here"
    /// ```
    ///
    /// Valid:
    ///
    /// ```toml
    /// name = "Harbor & Pine"
    /// [[phrase]]
    /// text = "click here"
    /// reason = "Says nothing about where the link leads."
    /// ```
    ///
    /// ## How to fix
    ///
    /// Add the key.
    ///
    /// ## Guide keys
    ///
    /// All keys that `docs/guide.md` calls required.
    pub struct MissingKey {
        id: "guide/missing-key",
        summary: "an entry without a key that it needs",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Reports a value of another type than its key has: a text where a list is expected, a number in quotes.
    ///
    /// ## Why it matters
    ///
    /// Guessing what was meant would make the guide say things that nobody wrote.
    ///
    /// ## Examples
    ///
    /// Invalid:
    ///
    /// ```toml
    /// name = "Harbor & Pine"
    /// neutral = "#FFFFFF"
    /// ```
    ///
    /// Valid:
    ///
    /// ```toml
    /// name = "Harbor & Pine"
    /// neutral = ["#FFFFFF"]
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the value as the advice says.
    ///
    /// ## Guide keys
    ///
    /// All.
    pub struct WrongType {
        id: "guide/wrong-type",
        summary: "a value of the wrong type",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Reports a value that its key cannot have: an unknown word, a color that is none, a date that does not exist, an
    /// empty text, a reason that is too short to be one.
    ///
    /// ## Why it matters
    ///
    /// Such an entry cannot be enforced, and the writer should learn it now rather than from a campaign that went out.
    ///
    /// ## Examples
    ///
    /// Invalid:
    ///
    /// ```toml
    /// name = "Harbor & Pine"
    /// [[color]]
    /// id = "pine-600"
    /// value = "pine green"
    /// ```
    ///
    /// Valid:
    ///
    /// ```toml
    /// name = "Harbor & Pine"
    /// [[color]]
    /// id = "pine-600"
    /// value = "#0B5D4E"
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the value as the advice says; where only a few words are legal, it lists them.
    ///
    /// ## Guide keys
    ///
    /// All.
    pub struct InvalidValue {
        id: "guide/invalid-value",
        summary: "a value that its key cannot have",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Reports a second entry with an id that is taken, and a setting that is made twice.
    ///
    /// ## Why it matters
    ///
    /// Which of the two holds would depend on the order of the files.
    ///
    /// ## Examples
    ///
    /// Invalid:
    ///
    /// ```toml
    /// name = "Harbor & Pine"
    /// [[color]]
    /// id = "pine-600"
    /// value = "#0B5D4E"
    /// [[color]]
    /// id = "pine-600"
    /// value = "#0A5446"
    /// ```
    ///
    /// Valid:
    ///
    /// ```toml
    /// name = "Harbor & Pine"
    /// [[color]]
    /// id = "pine-600"
    /// value = "#0B5D4E"
    /// [[color]]
    /// id = "pine-700"
    /// value = "#0A5446"
    /// ```
    ///
    /// ## How to fix
    ///
    /// Remove one of the two, or give it an id of its own.
    ///
    /// ## Guide keys
    ///
    /// `id` of every entry, a product's `name`, and settings such as `currency`, `[exclamation]` and `[rules]`.
    pub struct DuplicateId {
        id: "guide/duplicate-id",
        summary: "an id or a setting that is given twice",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Reports entries that cannot both hold: a term that is preferred here and forbidden there, two preferred terms of
    /// one concept in one language, a price that is at once current and retired, a campaign that ends before it starts, a
    /// sale price that is no reduction, a percentage that its prices do not give.
    ///
    /// ## Why it matters
    ///
    /// Whatever an author writes, one of the two entries would be broken.
    ///
    /// ## Examples
    ///
    /// Invalid:
    ///
    /// ```toml
    /// name = "Harbor & Pine"
    /// [[concept]]
    /// id = "email"
    /// [[concept.term]]
    /// text = "email"
    /// status = "preferred"
    /// [[concept.term]]
    /// text = "email"
    /// status = "forbidden"
    /// ```
    ///
    /// Valid:
    ///
    /// ```toml
    /// name = "Harbor & Pine"
    /// [[concept]]
    /// id = "email"
    /// [[concept.term]]
    /// text = "email"
    /// status = "preferred"
    /// [[concept.term]]
    /// text = "e-mail"
    /// status = "forbidden"
    /// ```
    ///
    /// ## How to fix
    ///
    /// Decide which of the two holds, and change or remove the other.
    ///
    /// ## Guide keys
    ///
    /// `[[concept.term]]`, `[[product.price]]`; in `campaign.toml`: `starts`, `ends`, `[[offer]]`.
    pub struct Contradiction {
        id: "guide/contradiction",
        summary: "entries that cannot both hold",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Reports the name of something that does not exist: a market, a product, a rule.
    ///
    /// ## Why it matters
    ///
    /// An entry about something that does not exist never has an effect.
    ///
    /// ## Examples
    ///
    /// Invalid:
    ///
    /// ```toml
    /// name = "Harbor & Pine"
    /// [rules]
    /// "termz" = "error"
    /// ```
    ///
    /// Valid:
    ///
    /// ```toml
    /// name = "Harbor & Pine"
    /// [rules]
    /// "terms" = "error"
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the name, or add what it names.
    ///
    /// ## Guide keys
    ///
    /// `market` of prices and offers, `product` of offers, names in `[rules]`, `rule` of waivers.
    pub struct UnknownReference {
        id: "guide/unknown-reference",
        summary: "the name of something that does not exist",
        level: Error,
        fix: None,
        since: "0.1.0",
    }
}

/// The words of every rule on guides, in the order of their ids.
pub const RULE_METAS: &[RuleMeta] = &[
    Contradiction::META,
    DuplicateId::META,
    InvalidValue::META,
    MissingKey::META,
    SyntaxError::META,
    UnknownKey::META,
    UnknownReference::META,
    WrongType::META,
];

#[cfg(test)]
mod tests {
    use super::RULE_METAS;

    #[test]
    fn metas_are_in_order_and_of_one_group() {
        assert!(RULE_METAS.windows(2).all(|pair| pair[0].id < pair[1].id));
        assert!(RULE_METAS.iter().all(|meta| meta.id.starts_with("guide/")));
    }
}
