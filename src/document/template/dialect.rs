//! Tells the languages apart that share delimiters. Knows nothing of where tags start and end.

use crate::artifact::Dialect;

/// A tag that names its language outweighs two that could be of several.
const CERTAIN: u32 = 2;

/// What the tags of a text say about its languages.
#[derive(Default, Debug)]
pub(super) struct Votes {
    counts: [u32; Dialect::ALL.len()],
}

impl Votes {
    /// Counts a tag that can only be of `dialect`.
    pub(super) fn certain(&mut self, dialect: Dialect) {
        self.add(dialect, CERTAIN);
    }

    /// Counts a tag that could be of another language as well.
    pub(super) fn possible(&mut self, dialect: Dialect) {
        self.add(dialect, 1);
    }

    fn add(&mut self, dialect: Dialect, weight: u32) {
        if let Some(count) = self.counts.get_mut(dialect as usize) {
            *count += weight;
        }
    }

    /// How much speaks for `dialect`.
    pub(super) fn count(&self, dialect: Dialect) -> u32 {
        self.counts.get(dialect as usize).copied().unwrap_or_default()
    }

    /// The language that most speaks for among `candidates`; the first of equals, `None` where nothing speaks
    /// for any.
    pub(super) fn best(&self, candidates: &[Dialect]) -> Option<Dialect> {
        let most = candidates.iter().map(|dialect| self.count(*dialect)).max().filter(|count| *count > 0)?;
        candidates.iter().copied().find(|dialect| self.count(*dialect) == most)
    }
}

/// The languages that write `{{ }}`.
pub(super) const CURLY: &[Dialect] = &[
    Dialect::Liquid,
    Dialect::Jinja,
    Dialect::Handlebars,
    Dialect::Go,
    Dialect::Marketo,
    Dialect::Mailjet,
    Dialect::Php,
];

/// The languages that write `{{ $x }}`.
pub(super) const DOLLAR: &[Dialect] = &[Dialect::Php, Dialect::Go];

/// The languages that write `{% %}`.
pub(super) const PERCENT: &[Dialect] =
    &[Dialect::Liquid, Dialect::Jinja, Dialect::Mailjet, Dialect::Handlebars];

/// The language that the inside of a `{{ }}` tag tells, if it does.
pub(super) fn of_curly(expression: &str) -> Option<Dialect> {
    let word = first_word(expression);
    match expression.as_bytes().first()? {
        b'/' if expression.starts_with("/data") => return Some(Dialect::AmpScript),
        b'#' | b'/' | b'^' | b'>' | b'&' => return Some(Dialect::Handlebars),
        // GTL, of Salesforce.
        b'.' if expression.starts_with(".data") || expression.starts_with(".script") => {
            return Some(Dialect::AmpScript);
        }
        // `{{.}}` is also the item of a Mustache section.
        b'.' if expression.len() > 1 => return Some(Dialect::Go),
        b'$' if !expression.contains(['{', '=']) => return None,
        _ => {}
    }
    if expression.starts_with("var:") || expression.starts_with("data:") {
        return Some(Dialect::Mailjet);
    }
    if expression.starts_with("lead.") || expression.starts_with("my.") || expression.contains(":default=") {
        return Some(Dialect::Marketo);
    }
    let go_argument = expression.get(word.len()..).unwrap_or_default().trim_start();
    if matches!(word, "if" | "range" | "with" | "template" | "define" | "block" | "end")
        && (go_argument.is_empty() || go_argument.starts_with(['.', '$', '"', '(']))
        || word == "range"
    {
        return Some(Dialect::Go);
    }
    if expression.contains("${") {
        return Some(Dialect::Liquid);
    }
    if let Some(filters) = outside_strings(expression).split_once('|').map(|(_, filters)| filters.to_owned())
    {
        // `name: argument` is Liquid, `name(argument)` is Jinja, `name:argument` without a blank is Django.
        if filters.contains(": ") {
            return Some(Dialect::Liquid);
        }
        return if filters.contains('(') || filters.contains(":'") || filters.contains(":\"") {
            Some(Dialect::Jinja)
        } else {
            None
        };
    }
    expression.starts_with("personalization_token(").then_some(Dialect::Jinja)
}

/// The language that the inside of a `{% %}` tag tells, if it does.
pub(super) fn of_percent(expression: &str) -> Option<Dialect> {
    if expression.contains("var:") || expression.contains("data:") {
        return Some(Dialect::Mailjet);
    }
    if ["#if", "/if", "#each", "/each", "#unless", "/unless"].iter().any(|word| expression.starts_with(word))
    {
        return Some(Dialect::Handlebars);
    }
    match first_word(expression) {
        "assign" | "unless" | "endunless" | "elsif" | "capture" | "endcapture" | "case" | "when"
        | "endcase" | "render" | "connected_content" | "abort_message" | "schema" | "section" | "form"
        | "doc" | "style" | "javascript" | "stylesheet" | "content_for" | "paginate" | "tablerow"
        | "increment" | "decrement" | "liquid" => Some(Dialect::Liquid),
        "set" | "block" | "endblock" | "extends" | "macro" | "endmacro" | "elif" | "import" | "from"
        | "call" | "filter" | "trans" | "blocktrans" | "module" | "verbatim" | "with" | "autoescape"
        | "load" | "module_block" | "module_attribute" | "widget_block" | "dnd_area" => Some(Dialect::Jinja),
        _ => None,
    }
}

/// The leading letters, digits and underscores.
pub(super) fn first_word(expression: &str) -> &str {
    let end = expression.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(expression.len());
    expression.get(..end).unwrap_or_default()
}

/// The expression with the insides of its quoted strings left out, quotes kept.
fn outside_strings(expression: &str) -> String {
    let mut quote = None;
    expression
        .chars()
        .filter(|character| match quote {
            Some(open) if *character == open => {
                quote = None;
                true
            }
            Some(_) => false,
            None => {
                if matches!(character, '"' | '\'') {
                    quote = Some(*character);
                }
                true
            }
        })
        .collect()
}
