//! The directives of Blade: `@if( )`, `@endif`. Knows nothing of `{{ }}` and `{!! !!}`.

use super::{Context, MAX_BLOCK, WeakTag, parentheses};
use crate::document::template::Tag;
use crate::document::template::statement::Statement;
use crate::span::Span;

/// Whether a directive stands with an argument.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Argument {
    Needed,
    Possible,
    None,
}

/// Directives. Those without an argument are also handles and the words of style sheets, so that they are few.
const DIRECTIVES: &[(&str, Argument, Statement<'static>)] = &[
    ("if", Argument::Needed, Statement::Branch("if")),
    ("unless", Argument::Needed, Statement::Branch("unless")),
    ("isset", Argument::Needed, Statement::Branch("isset")),
    ("empty", Argument::Needed, Statement::Branch("empty")),
    ("can", Argument::Needed, Statement::Branch("can")),
    ("cannot", Argument::Needed, Statement::Branch("cannot")),
    ("switch", Argument::Needed, Statement::Branch("switch")),
    ("foreach", Argument::Needed, Statement::Loop("foreach")),
    ("forelse", Argument::Needed, Statement::Loop("forelse")),
    ("for", Argument::Needed, Statement::Loop("for")),
    ("while", Argument::Needed, Statement::Loop("while")),
    ("elseif", Argument::Needed, Statement::Arm),
    ("case", Argument::Needed, Statement::Arm),
    ("else", Argument::None, Statement::Arm),
    ("empty", Argument::None, Statement::Arm),
    ("default", Argument::None, Statement::Arm),
    ("break", Argument::Possible, Statement::Steering),
    ("continue", Argument::Possible, Statement::Steering),
    ("endif", Argument::None, Statement::Close("if")),
    ("endunless", Argument::None, Statement::Close("unless")),
    ("endisset", Argument::None, Statement::Close("isset")),
    ("endempty", Argument::None, Statement::Close("empty")),
    ("endcan", Argument::None, Statement::Close("can")),
    ("endcannot", Argument::None, Statement::Close("cannot")),
    ("endswitch", Argument::None, Statement::Close("switch")),
    ("endforeach", Argument::None, Statement::Close("foreach")),
    ("endforelse", Argument::None, Statement::Close("forelse")),
    ("endfor", Argument::None, Statement::Close("for")),
    ("endwhile", Argument::None, Statement::Close("while")),
    ("extends", Argument::Needed, Statement::Steering),
    ("section", Argument::Needed, Statement::Steering),
    ("endsection", Argument::None, Statement::Steering),
    ("include", Argument::Needed, Statement::Steering),
    ("includeIf", Argument::Needed, Statement::Steering),
    ("includeWhen", Argument::Needed, Statement::Steering),
    ("component", Argument::Needed, Statement::Steering),
    ("endcomponent", Argument::None, Statement::Steering),
    ("slot", Argument::Needed, Statement::Steering),
    ("endslot", Argument::None, Statement::Steering),
    ("push", Argument::Needed, Statement::Steering),
    ("endpush", Argument::None, Statement::Steering),
    ("stack", Argument::Needed, Statement::Steering),
    ("php", Argument::Needed, Statement::Steering),
    ("endverbatim", Argument::None, Statement::Steering),
    ("verbatim", Argument::None, Statement::Steering),
    ("yield", Argument::Needed, Statement::Output),
    ("lang", Argument::Needed, Statement::Output),
    ("json", Argument::Needed, Statement::Output),
];

/// A directive. `@@if` is text, and so is the part of an address behind its `@`.
pub(super) fn tag(context: &Context<'_>) -> Option<WeakTag> {
    if context.before.is_some_and(|byte| byte == b'@' || byte.is_ascii_alphanumeric() || byte == b'.') {
        return None;
    }
    let inside = context.rest.get(1..)?;
    if inside.starts_with("php") && !inside.starts_with("php(") {
        let block = context.rest.as_bytes().get(..context.rest.len().min(MAX_BLOCK))?;
        let length = memchr::memmem::find(block, b"@endphp")? + "@endphp".len();
        return Some(WeakTag { length, expression: 1..4, statement: Statement::Comment });
    }
    let length = inside.bytes().take(16).take_while(u8::is_ascii_alphabetic).count();
    let (name, behind) = inside.split_at_checked(length)?;
    if behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')) {
        return None;
    }
    let argument = parentheses(behind);
    let fits = |(word, needed, _): &&(&str, Argument, _)| {
        *word == name
            && match needed {
                Argument::Needed => argument.is_some(),
                Argument::Possible => true,
                Argument::None => argument.is_none() || name != "empty",
            }
    };
    let (_, needed, statement) = DIRECTIVES.iter().find(fits)?;
    let is_handle = matches!(name, "else" | "empty" | "default" | "break" | "continue") && argument.is_none();
    if is_handle && !context.is_open {
        return None;
    }
    let length = if *needed == Argument::None { 0 } else { argument.unwrap_or_default() };
    let length = 1 + name.len() + length;
    Some(WeakTag { length, expression: 1..length, statement: *statement })
}

/// Takes back the tags that stand in `@verbatim … @endverbatim`.
pub(super) fn unread(text: &str, tags: &mut Vec<Tag>) {
    let find = |from: usize, needle: &str| {
        let rest = text.as_bytes().get(from..)?;
        memchr::memmem::find(rest, needle.as_bytes()).map(|at| from + at)
    };
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(start) = find(at, "@verbatim") {
        let Some(end) = find(start, "@endverbatim") else { break };
        blocks.push(Span::from_range(start..end));
        at = end;
    }
    let mut blocks = blocks.into_iter().peekable();
    tags.retain(|tag| {
        while blocks.next_if(|block| block.end() <= tag.span.start()).is_some() {}
        blocks.peek().is_none_or(|block| !block.overlaps(tag.span))
    });
}
