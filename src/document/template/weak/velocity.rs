//! Velocity: `#if( )`, `#end`, `$name`. Knows nothing of `${name}`, which counts in every text.

use super::{Context, MAX_BLOCK, MAX_LENGTH, WeakTag, parentheses};
use crate::document::template::statement::Statement;

/// Directives with an argument.
const DIRECTIVES: &[(&str, Statement<'static>)] = &[
    ("if", Statement::Branch("if")),
    ("elseif", Statement::Arm),
    ("foreach", Statement::Loop("foreach")),
    ("macro", Statement::Loop("macro")),
    ("define", Statement::Loop("define")),
    ("set", Statement::Steering),
    ("parse", Statement::Steering),
    ("include", Statement::Steering),
    ("evaluate", Statement::Steering),
];

/// A directive, a comment or a reference.
pub(super) fn tag(context: &Context<'_>) -> Option<WeakTag> {
    if context.before == Some(b'\\') {
        return None;
    }
    if context.rest.starts_with('$') {
        return reference(context.rest);
    }
    let inside = context.rest.get(1..)?;
    if inside.starts_with(['*', '#']) {
        return comment(context);
    }
    let (name, is_braced) = match inside.strip_prefix('{') {
        Some(braced) => (braced, true),
        None => (inside, false),
    };
    let length = name.bytes().take(16).take_while(u8::is_ascii_alphabetic).count();
    let name = name.get(..length)?;
    let behind = 1 + usize::from(is_braced) + length;
    let behind =
        if is_braced { context.rest.get(behind..)?.starts_with('}').then_some(behind + 1)? } else { behind };
    let follows = context.rest.get(behind..)?;
    if let Some((_, statement)) = DIRECTIVES.iter().find(|(word, _)| *word == name) {
        let argument = parentheses(follows)?;
        let expression = 1..behind + argument;
        return Some(WeakTag { length: behind + argument, expression, statement: *statement });
    }
    // Hashtags are written like these.
    let ends =
        is_braced || !follows.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '('));
    let statement = match name {
        "else" => Statement::Arm,
        "end" => Statement::Close(""),
        _ => return None,
    };
    (ends && context.is_open).then_some(WeakTag { length: behind, expression: 1..behind, statement })
}

/// `#* … *#`, and `## …` to the end of the line, except where it heads a section of Markdown.
fn comment(context: &Context<'_>) -> Option<WeakTag> {
    let rest = context.rest;
    let length = if rest.starts_with("#*") {
        memchr::memmem::find(rest.as_bytes().get(..rest.len().min(MAX_BLOCK))?, b"*#")? + 2
    } else {
        let is_heading = context.starts_line && rest.get(2..)?.starts_with([' ', '\t', '#', '\n']);
        if is_heading || !context.starts_line && !context.is_open {
            return None;
        }
        memchr::memchr2(b'\n', b'<', rest.as_bytes()).unwrap_or(rest.len())
    };
    Some(WeakTag { length, expression: 2..length, statement: Statement::Comment })
}

/// `$name`, `$!name`, `$!{name}`, `$lead.FirstName`, `$date.get("yyyy")`. What `$49` begins with is a price.
fn reference(rest: &str) -> Option<WeakTag> {
    let bytes = rest.as_bytes();
    let mut at = 1 + usize::from(bytes.get(1) == Some(&b'!'));
    let is_braced = bytes.get(at) == Some(&b'{');
    at += usize::from(is_braced);
    let start = at;
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
    let word = |at: usize| {
        let rest = bytes.get(at..).filter(|rest| rest.first().is_some_and(is_letter))?;
        let length = rest.iter().take_while(|byte| is_letter(byte) || byte.is_ascii_digit()).count();
        (length <= MAX_LENGTH).then_some(at + length)
    };
    at = word(at)?;
    while at < MAX_LENGTH {
        let argument = rest.get(at..).filter(|rest| rest.starts_with('(')).and_then(parentheses);
        let next = match bytes.get(at) {
            Some(b'.') => word(at + 1),
            Some(b'(') if at > start => argument.map(|length| at + length),
            _ => None,
        };
        let Some(next) = next else { break };
        at = next;
    }
    let length = if is_braced { (bytes.get(at) == Some(&b'}')).then_some(at + 1)? } else { at };
    Some(WeakTag { length, expression: start..at, statement: Statement::Output })
}
