//! `channel/placeholder-without-default`.

use crate::artifact::Dialect;
use crate::document::{Hole, HoleKind, Segment};
use crate::finding::Finding;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::channel::has_words;
use crate::rules::{Rule, RuleContext};
use crate::scope::{Rendering, Scope};

fn message(expression: &str, scope: Scope) -> String {
    format!("`{expression}` has no default, and the {scope} reads oddly where it is empty")
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds placeholders for what is known about a reader, such as the first name, that stand in a subject or a preheader
    /// and have no default. One inside of an `if` that asks for the same value is fine, and so are Mailchimp and
    /// ActiveCampaign, which keep their defaults elsewhere.
    ///
    /// ## Why it matters
    ///
    /// Every list has readers without a name. "Hi , your desk is here" is what they get, where everybody looks first.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <title>{{ first_name }}, the Cove is back</title>
    /// ```
    ///
    /// ```html,valid
    /// <title>{{ first_name | default: "Hello" }}, the Cove is back</title>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Give it a default that fits the sentence, in the notation of your mail system.
    ///
    /// ## Guide keys
    ///
    /// None.
    pub struct PlaceholderWithoutDefault {
        id: "channel/placeholder-without-default",
        summary: "a placeholder without a default in a subject or a preheader",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

/// How data about readers is called, in lower case and without `_`, `-` and blanks. Order numbers and the like are always
/// there.
const READER_DATA: &[&str] = &[
    "birthday",
    "firstname",
    "fname",
    "forename",
    "fullname",
    "givenname",
    "jobtitle",
    "lastname",
    "lname",
    "nachname",
    "nickname",
    "salutation",
    "surname",
    "vorname",
];

/// Data that others have too: it counts where the expression names a reader.
const SHARED_DATA: &[&str] = &["city", "company", "companyname", "name", "town"];

/// How readers are called.
const READERS: &[&str] = &[
    "contact",
    "customer",
    "lead",
    "member",
    "person",
    "profile",
    "recipient",
    "shopper",
    "subscriber",
    "user",
];

/// What an expression holds that has a default in it: filters, operators, functions.
const DEFAULTS: &[&str] = &[
    "default",
    "fallback",
    "||",
    "??",
    "?:",
    " or ",
    "coalesce",
    "ifempty",
    "ifnull",
    "iif(",
    "nvl",
    "empty(",
    "personalization_token(",
    "|or:",
];

impl Rule for PlaceholderWithoutDefault {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        if !cx.is_email() {
            return;
        }
        for segment in &cx.document.segments {
            let is_line = matches!(segment.scope, Scope::Subject | Scope::Preheader);
            // What stands in a branch as a whole is there on a condition, which may well ask for the value. Without words
            // beside it nothing reads oddly.
            if !is_line
                || segment.rendering != Rendering::Main
                || segment.branch.is_some()
                || !has_words(segment.text.as_str())
            {
                continue;
            }
            for (index, hole) in segment.holes.iter().enumerate() {
                if hole.width > 0 && is_of_reader(hole) && !has_default(hole) && !is_asked_for(segment, index)
                {
                    let message = message(&hole.expression, segment.scope);
                    findings.push(
                        Finding::new(&Self::META, cx.location(hole.span), message)
                            .place(segment.scope)
                            .label("no default")
                            .values(hole.expression.as_str(), None)
                            .help("give it a default that fits the sentence, for readers of whom it is not known"),
                    );
                }
            }
        }
    }
}

/// The names in an expression, in lower case and without `_` and `-`: `lead.First Name` gives `lead`, `firstname`.
fn names(expression: &str) -> Vec<String> {
    let squeezed = |name: &str| {
        let letters = name.chars().filter(|character| character.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    let is_inside = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | ' ');
    let parts = expression.split(|character: char| !is_inside(character));
    parts.map(squeezed).filter(|name| !name.is_empty()).collect()
}

fn is_of_reader(hole: &Hole) -> bool {
    let names = names(&hole.expression);
    let is_readers = |name: &String| READERS.contains(&name.as_str());
    names.iter().any(|name| {
        READER_DATA.contains(&name.as_str())
            || SHARED_DATA.contains(&name.as_str()) && names.iter().any(is_readers)
    })
}

/// Whether something is shown where the value is empty.
fn has_default(hole: &Hole) -> bool {
    let elsewhere = matches!(hole.dialect, Dialect::Mailchimp | Dialect::ActiveCampaign);
    let expression = hole.expression.to_ascii_lowercase();
    let is_ternary = expression.contains(" ? ");
    // Mailjet: `var:name:"there"`.
    let is_third = hole.dialect == Dialect::Mailjet && expression.matches(':').count() > 1;
    hole.kind == HoleKind::Default
        || elsewhere
        || is_ternary
        || is_third
        || DEFAULTS.iter().any(|word| expression.contains(word))
}

/// Whether a tag before the placeholder, such as an `if`, names the same value.
fn is_asked_for(segment: &Segment, index: usize) -> bool {
    let own = segment.holes.get(index).map(|hole| names(&hole.expression)).unwrap_or_default();
    let Some(value) = own.last() else { return false };
    let before = segment.holes.iter().take(index).filter(|hole| hole.width == 0);
    before.into_iter().any(|hole| {
        let expression: String =
            hole.expression.chars().filter(|character| character.is_alphanumeric()).collect();
        expression.to_lowercase().contains(value.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::{has_default, is_of_reader};
    use crate::artifact::Dialect;
    use crate::document::{Hole, HoleKind};
    use crate::span::Span;

    fn hole(expression: &str, dialect: Dialect) -> Hole {
        Hole {
            at: 0,
            width: 3,
            span: Span::at(0),
            dialect,
            expression: expression.to_owned(),
            kind: HoleKind::Value,
            literals: Vec::new(),
        }
    }

    #[test]
    fn data_about_readers_is_told_from_other_values() {
        for expression in [
            "first_name",
            "customer.firstName",
            "lead.First Name",
            "user.name",
            "${first_name}",
            "FIRST_NAME",
        ] {
            assert!(is_of_reader(&hole(expression, Dialect::Liquid)), "{expression}");
        }
        for expression in
            ["order.number", "product.name", "name", "shop.name", "company", "subject", "item_count"]
        {
            assert!(!is_of_reader(&hole(expression, Dialect::Liquid)), "{expression}");
        }
    }

    #[test]
    fn defaults_of_every_language_are_known() {
        for (expression, dialect) in [
            ("first_name | default: 'there'", Dialect::Liquid),
            ("lead.First Name:default=there", Dialect::Marketo),
            ("firstname,fallback=there", Dialect::CampaignMonitor),
            ("var:firstname:\"there\"", Dialect::Mailjet),
            ("FNAME", Dialect::Mailchimp),
            ("insert first_name \"default=there\"", Dialect::Handlebars),
            ("personalization_token(\"contact.firstname\", \"there\")", Dialect::Jinja),
            ("iif(empty(@firstname), \"there\", @firstname)", Dialect::AmpScript),
            ("user.first_name ? user.first_name : 'there'", Dialect::Erb),
        ] {
            assert!(has_default(&hole(expression, dialect)), "{expression}");
        }
        assert!(!has_default(&hole("first_name", Dialect::Liquid)));
        assert!(!has_default(&hole("var:firstname", Dialect::Mailjet)));
    }
}
