//! Sample data in the place of simple placeholders: a path to a value, with or without a default. Conditions, loops and
//! filters are not run. Knows nothing of where the values come from.

use crate::artifact::{Dialect, Sample};
use crate::document::template::{Tag, TagKind};

/// Gives every simple placeholder the value that `sample` has for it.
pub(super) fn fill(text: &str, tags: &mut [Tag], sample: &Sample) {
    for tag in tags.iter_mut().filter(|tag| tag.kind == TagKind::Output) {
        let path = path(tag.dialect, tag.expression.slice(text));
        tag.value = path.and_then(|path| sample.value(&path)).map(ToOwned::to_owned);
    }
}

/// What may stand behind the name of a value and gives it a default, in all languages.
const DEFAULTS: &[&str] = &["default", "fallback", "d(", "or ", "if_blank"];

/// The path of the value that an expression puts out and does nothing else with.
fn path(dialect: Dialect, expression: &str) -> Option<String> {
    let (name, rest) = split(expression);
    let is_default = rest.is_empty() || DEFAULTS.iter().any(|word| rest.starts_with(word));
    // A filter behind the default would change the value.
    if !is_default || rest.matches('|').count() > 0 {
        return None;
    }
    let name = name.trim();
    let name = match dialect {
        Dialect::AmpScript => argument(name, "v(").unwrap_or(name),
        Dialect::Mailjet => name.strip_prefix("var:").or_else(|| name.strip_prefix("data:")).unwrap_or(name),
        Dialect::Php => name.strip_prefix("echo ").map_or(name, str::trim),
        _ => name,
    };
    // A Marketo token is a name with blanks in it.
    let may_hold_blanks = dialect == Dialect::Marketo || dialect == Dialect::CampaignMonitor;
    let path = name.replace("${", "").replace('}', "").replace("->", ".");
    let path = path.trim_end_matches(';').trim_start_matches(['$', '@', '.', '&', '!']).to_owned();
    let fits = |c: char| c.is_alphanumeric() || "_-.:".contains(c) || may_hold_blanks && c == ' ';
    (!path.is_empty() && path.chars().all(fits)).then_some(path)
}

/// The name of a value, and what is done with it: `a | default: "b"`, `a:default=b`, `a,fallback=b`, `a:"b"`, `a ?? "b"`.
fn split(expression: &str) -> (&str, &str) {
    for separator in ["|", ":default=", ",fallback=", ":\"", ":'", "??", "?:"] {
        if let Some((name, rest)) = expression.split_once(separator) {
            let rest = if separator == "|" { rest.trim() } else { "default" };
            return (name, rest);
        }
    }
    (expression, "")
}

/// The argument of a call of one function with one argument.
fn argument<'t>(expression: &'t str, call: &str) -> Option<&'t str> {
    let head = expression.get(..call.len()).filter(|head| head.eq_ignore_ascii_case(call))?;
    expression.get(head.len()..)?.strip_suffix(')').map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::path;
    use crate::artifact::Dialect;

    #[test]
    fn paths_of_all_languages() {
        for (dialect, expression, expected) in [
            (Dialect::Liquid, "customer.first_name", "customer.first_name"),
            (Dialect::Liquid, "first_name | default: \"you\"", "first_name"),
            (Dialect::Liquid, "${first_name} | default: 'you'", "first_name"),
            (Dialect::Liquid, "custom_attribute.${tier}", "custom_attribute.tier"),
            (Dialect::Jinja, "name|default('you')", "name"),
            (Dialect::Handlebars, "&name", "name"),
            (Dialect::Go, ".User.Name", "User.Name"),
            (Dialect::Marketo, "lead.First Name:default=there", "lead.First Name"),
            (Dialect::Mailjet, "var:name:\"there\"", "name"),
            (Dialect::CampaignMonitor, "firstname,fallback=there", "firstname"),
            (Dialect::AmpScript, "v(@name)", "name"),
            (Dialect::AmpScript, "First_Name", "First_Name"),
            (Dialect::Php, "echo $user->name;", "user.name"),
            (Dialect::Velocity, "!lead.FirstName", "lead.FirstName"),
            (Dialect::Mailchimp, "FNAME", "FNAME"),
        ] {
            assert_eq!(path(dialect, expression).as_deref(), Some(expected), "{expression}");
        }
    }

    #[test]
    fn what_does_more_stays_a_placeholder() {
        for expression in [
            "name | upcase",
            "name | default: 'you' | upcase",
            "price * 2",
            "link_to name",
            "insert name \"default=you\"",
            "items[0]",
            "",
            "a ? 'b' : 'c'",
        ] {
            assert_eq!(path(Dialect::Liquid, expression), None, "{expression}");
        }
    }
}
