//! What the inside of a tag says it does: open a branch, start another arm, close it, or steer. Knows nothing of
//! delimiters, and nothing of what is open.

use crate::document::template::dialect::first_word;

/// Languages whose statements close each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Family {
    /// `{{ }}`.
    Curly,
    /// `{% %}`.
    Percent,
    /// `*| |*`.
    Mailchimp,
    /// `<% %>` and `<? ?>`.
    Script,
    /// `%IF …%`.
    Active,
    /// `[if:…]`.
    Bracket,
    /// `%%[ ]%%`.
    Amp,
    /// `#if( )` of Velocity.
    Hash,
    /// `@if( )` of Blade.
    At,
}

impl Family {
    /// Whether tags of this family are told when they do not fit together. The programs in `<% %>` close what they open
    /// in too many ways.
    pub(super) const fn is_told(self) -> bool {
        !matches!(self, Self::Script)
    }

    /// The tag that ends a block of this name, which `opener` began.
    pub(super) fn closer(self, name: &str, opener: &str) -> String {
        match self {
            Self::Curly if opener.trim_start_matches(['{', '~']).starts_with(['#', '^']) => {
                format!("{{{{/{name}}}}}")
            }
            Self::Curly => "{{end}}".to_owned(),
            Self::Percent if opener.starts_with("{%#") => format!("{{%/{name}%}}"),
            Self::Percent => format!("{{% end{name} %}}"),
            Self::Mailchimp => format!("*|END:{name}|*"),
            Self::Script => "<% end %>".to_owned(),
            Self::Active => format!("%/{name}%"),
            Self::Bracket => "[endif]".to_owned(),
            Self::Amp => "ENDIF".to_owned(),
            Self::Hash => "#end".to_owned(),
            Self::At => format!("@end{name}"),
        }
    }
}

/// What a tag says, before it is known what is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Statement<'t> {
    /// Puts out a value.
    Output,
    /// Opens alternatives, to be closed under this name.
    Branch(&'t str),
    /// Opens a loop or another block that may hold an `else`, to be closed under this name.
    Loop(&'t str),
    /// Starts another arm of whatever is open.
    Arm,
    /// Closes what was opened under this name; an empty name closes the last one.
    Close(&'t str),
    /// Anything else that puts out nothing.
    Steering,
    /// A comment.
    Comment,
}

/// Whether a block of this name holds alternatives, in whatever language.
pub(super) fn is_branch_word(word: &str) -> bool {
    matches!(word, "if" | "unless" | "case" | "switch" | "ifchanged" | "ifequal" | "ifnotequal")
}

fn is_loop_word(word: &str) -> bool {
    matches!(word, "for" | "foreach" | "each" | "while" | "tablerow" | "range" | "with" | "let" | "repeat")
}

/// The name of a block: everything up to a blank, a parenthesis or a brace.
fn block_name(expression: &str) -> &str {
    let end = expression.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '{' | '}'));
    expression.get(..end.unwrap_or(expression.len())).unwrap_or_default()
}

/// A statement in `{{ }}`: Handlebars and Mustache by their sigils, Go by its words.
pub(super) fn curly(expression: &str) -> Statement<'_> {
    let after = |sigils: &[char]| expression.trim_start_matches(sigils).trim_start();
    match expression.as_bytes().first() {
        None => return Statement::Steering,
        Some(b'#') => {
            // GTL writes `{{#=if (…)}}`.
            let name = block_name(after(&['#', '>', '*', '~', '=']));
            let is_branch =
                !is_loop_word(name) && !expression.starts_with("#>") && !expression.starts_with("#*");
            return if is_branch { Statement::Branch(name) } else { Statement::Loop(name) };
        }
        Some(b'^') => {
            let name = block_name(after(&['^']));
            return if name.is_empty() { Statement::Arm } else { Statement::Branch(name) };
        }
        Some(b'/') => return Statement::Close(block_name(after(&['/']))),
        Some(b'>') => return Statement::Steering,
        Some(_) => {}
    }
    let word = first_word(expression);
    let rest = expression.get(word.len()..).unwrap_or_default();
    let stands_alone = rest.is_empty() || rest.starts_with(char::is_whitespace);
    match word {
        "else" | "elseif" | "elsif" if stands_alone => Statement::Arm,
        // Go; a Handlebars value named `end` or `if` would be a strange choice.
        "if" if stands_alone && !rest.is_empty() => Statement::Branch("if"),
        "range" | "with" if stands_alone && !rest.is_empty() => Statement::Loop(word),
        "define" | "block" if rest.trim_start().starts_with('"') => Statement::Loop(word),
        "end" if rest.is_empty() => Statement::Close(""),
        "template" | "partial" if rest.trim_start().starts_with('"') => Statement::Steering,
        _ if expression.starts_with('$') && expression.contains(":=") => Statement::Steering,
        _ => Statement::Output,
    }
}

/// A statement in `{% %}`: Liquid, Jinja and their kin, and Adobe's `{%#if%}`.
pub(super) fn percent(expression: &str) -> Statement<'_> {
    if let Some(rest) = expression.strip_prefix('#') {
        let word = first_word(rest);
        return match word {
            _ if is_branch_word(word) => Statement::Branch(word),
            _ if is_loop_word(word) => Statement::Loop(word),
            _ => Statement::Comment,
        };
    }
    if let Some(rest) = expression.strip_prefix('/') {
        return Statement::Close(first_word(rest));
    }
    // Adobe's `{%= value %}`.
    if expression.starts_with('=') {
        return Statement::Output;
    }
    let word = first_word(expression);
    match word {
        "else" | "elsif" | "elif" | "elseif" | "when" => Statement::Arm,
        "end" => Statement::Close(""),
        _ if is_branch_word(word) => Statement::Branch(word),
        // A `with` block holds no `else`, and Jinja closes it by a name of its own.
        "for" | "foreach" | "tablerow" => Statement::Loop(word),
        _ => match word.strip_prefix("end") {
            Some(name) if !name.is_empty() => Statement::Close(name),
            _ => Statement::Steering,
        },
    }
}

/// A Mailchimp merge tag.
pub(super) fn mailchimp(expression: &str) -> Statement<'_> {
    let (word, rest) = expression.split_once(':').unwrap_or((expression, ""));
    match word {
        "IF" | "IFNOT" | "INTERESTED" => Statement::Branch(if word == "IFNOT" { "IF" } else { word }),
        "ELSE" | "ELSEIF" => Statement::Arm,
        "END" => Statement::Close(rest.split(':').next().unwrap_or_default().trim()),
        "FEEDITEMS" | "RSSITEMS" | "FEEDBLOCK" => Statement::Loop(word),
        _ => Statement::Output,
    }
}

/// A statement in `<% %>` or `<?php ?>`: Ruby, JavaScript or PHP, told by its first word and its last character.
pub(super) fn script(expression: &str) -> Statement<'_> {
    let code = expression.trim_end_matches(';').trim_end();
    if code.starts_with('#') || code.starts_with("//") && !code.contains('\n') {
        return Statement::Comment;
    }
    let inner = code.strip_prefix('}').unwrap_or(code).trim_start();
    let word = first_word(inner);
    let opens = code.ends_with('{') || code.ends_with(':');
    match word {
        "else" | "elsif" | "elseif" | "when" => Statement::Arm,
        "end" => Statement::Close(""),
        "endif" | "endswitch" | "endforeach" | "endfor" | "endwhile" => Statement::Close(""),
        // Ruby's `if` opens with no sign at its end; one that holds a brace is JavaScript or PHP.
        "if" | "unless" | "case" | "switch" if opens || !code.contains('{') && !code.contains(';') => {
            Statement::Branch("")
        }
        "echo" | "print" | "printf" => Statement::Output,
        "" if inner.is_empty() && code.starts_with('}') => Statement::Close(""),
        "" if code.starts_with('}') && inner.starts_with(')') => Statement::Close(""),
        _ if opens
            || ends_with_do(code)
            || matches!(word, "for" | "while" | "until") && !code.contains('{') =>
        {
            Statement::Loop("")
        }
        _ => Statement::Steering,
    }
}

/// Whether Ruby code opens a block: `… do`, `… do |item|`.
fn ends_with_do(code: &str) -> bool {
    let head = code.strip_suffix('|').and_then(|head| head.rsplit_once('|')).map_or(code, |(head, _)| head);
    let head = head.trim_end();
    head == "do" || head.ends_with(" do")
}

/// A statement between the percent signs of `ActiveCampaign`.
pub(super) fn active(expression: &str) -> Statement<'static> {
    match first_word(expression) {
        "IF" => Statement::Branch("IF"),
        "ELSEIF" | "ELSE" => Statement::Arm,
        "" if expression == "/IF" => Statement::Close("IF"),
        _ => Statement::Output,
    }
}

/// A statement between the brackets of Campaign Monitor.
pub(super) fn bracket(expression: &str) -> Statement<'static> {
    match first_word(expression) {
        "if" if expression.starts_with("if:") => Statement::Branch("if"),
        "elseif" | "else" => Statement::Arm,
        "endif" => Statement::Close("if"),
        _ => Statement::Output,
    }
}

/// What a block of `AMPscript` leaves open or closes, with the place of each keyword in the block. What opens and
/// closes inside the block is left out.
pub(super) fn ampscript(block: &str) -> Vec<(Statement<'static>, usize)> {
    let bytes = block.as_bytes();
    let mut events: Vec<(Statement<'static>, usize)> = Vec::new();
    let (mut open, mut at) = (0_u32, 0);
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        match byte {
            b'"' | b'\'' => {
                let end = memchr::memchr(*byte, rest.get(1..).unwrap_or_default());
                at += end.map_or(1, |length| length + 2);
            }
            b'/' if rest.starts_with(b"/*") => {
                let end = memchr::memmem::find(rest, b"*/");
                at += end.map_or(rest.len(), |length| length + 2);
            }
            b'@' | b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                let length = rest
                    .iter()
                    .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@'))
                    .count();
                let word = block.get(at..at + length).unwrap_or_default();
                if word.eq_ignore_ascii_case("if") {
                    open += 1;
                    events.push((Statement::Branch("IF"), at));
                } else if word.eq_ignore_ascii_case("else") || word.eq_ignore_ascii_case("elseif") {
                    events.push((Statement::Arm, at));
                } else if word.eq_ignore_ascii_case("endif") {
                    if open > 0 {
                        open -= 1;
                        let opener =
                            events.iter().rposition(|(event, _)| matches!(event, Statement::Branch(_)));
                        events.truncate(opener.unwrap_or_default());
                    } else {
                        events.push((Statement::Close("IF"), at));
                    }
                }
                at += length;
            }
            _ => at += 1,
        }
    }
    events
}
