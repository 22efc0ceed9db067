//! Copy inside tags: what readers see where a value is missing, and texts that a tag chooses between. Knows
//! nothing of delimiters.

use std::ops::Range;

/// The copy in an expression, as ranges of its bytes, in order. Empty texts are left out.
pub(super) fn find(expression: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for word in ["default", "fallback"] {
        for at in memchr::memmem::find_iter(expression.as_bytes(), word) {
            if let Some(range) = after_word(expression, at + word.len()) {
                found.push(range);
            }
        }
    }
    // HubL: the second argument. Iterable: the second argument, set apart by a blank.
    if expression.starts_with("personalization_token(") {
        found.extend(string_arguments(expression).into_iter().nth(1).flatten());
    }
    if let Some(rest) = expression.strip_prefix("defaultIfEmpty ") {
        let quote = rest.find(['"', '\'']).map(|at| expression.len() - rest.len() + at);
        found.extend(quote.and_then(|at| quoted(expression, at)));
    }
    // Mailjet: `var:name:"there"`.
    if expression.starts_with("var:") || expression.starts_with("data:") {
        let quote = expression.find(":\"").or_else(|| expression.find(":'"));
        found.extend(quote.and_then(|at| quoted(expression, at + 1)));
    }
    // AMPscript: the texts that `IIF(condition, "a", "b")` chooses between, wherever it stands in the expression.
    for at in memchr::memchr_iter(b'(', expression.as_bytes()) {
        let head = at.checked_sub(3).and_then(|start| expression.get(start..at));
        if head.is_some_and(|head| head.eq_ignore_ascii_case("iif")) {
            let call = expression.get(at..).unwrap_or_default();
            let arguments = string_arguments(call).into_iter().skip(1).take(2).flatten();
            found.extend(arguments.map(|range| range.start + at..range.end + at));
        }
    }
    operands(expression, &mut found);
    found.retain(|range| expression.get(range.clone()).is_some_and(|text| !text.trim().is_empty()));
    found.sort_by_key(|range| range.start);
    found.dedup_by(|next, kept| next.start < kept.end);
    found
}

/// What a text for the absence of a value, or one of two texts, stands behind.
const OPERATORS: &[&str] = &["??", "?:", "||", " or", "?", " else"];

/// Texts beside an operator: `a ?? "b"`, `a or "b"`, `a ? "b" : "c"`, `"b" if a else "c"`, and those that a sign or a name
/// makes a default: `a!"b"` of FreeMarker, `or .A "b"` and `default "b" .A` of Go.
fn operands(expression: &str, found: &mut Vec<Range<usize>>) {
    let is_call_of_or = expression.starts_with("or ");
    let (mut at, mut asks) = (0, false);
    while let Some(open) = expression.get(at..).and_then(|rest| rest.find(['"', '\''])).map(|next| at + next)
    {
        let before = expression.get(at..open).unwrap_or_default();
        let Some(text) = quoted(expression, open) else { return };
        at = text.end + 1;
        let behind = expression.get(at..).unwrap_or_default().trim_start();
        let head = before.trim_end();
        let is_glued = head.len() == before.len();
        asks |= head.contains('?');
        let is_absent = is_glued
            && head.strip_suffix('!').is_some_and(|name| name.ends_with(|c: char| c.is_alphanumeric()));
        let is_operand = OPERATORS.iter().any(|operator| head.ends_with(operator))
            || asks && head.ends_with(':')
            || is_absent
            || is_call_of_or && behind.is_empty();
        let ends = behind.is_empty() || behind.starts_with([')', '|', ';', ':', '}']);
        let is_named = head.ends_with("default") && !is_glued;
        let is_first_choice = head.is_empty() && behind.starts_with("if ");
        if is_operand && ends || is_named || is_first_choice {
            found.push(text);
        }
    }
}

/// The text after the word `default` or `fallback`, which ends at `at`: `: "x"`, `("x"`, `:"x"`, `=x`.
fn after_word(expression: &str, at: usize) -> Option<Range<usize>> {
    let rest = expression.get(at..)?;
    let offset = |part: &str| expression.len() - part.len();
    let before = expression.get(..at)?.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let argument = rest.trim_start();
    if let Some(value) = argument.strip_prefix([':', '(']) {
        return quoted(expression, offset(value.trim_start()));
    }
    let value = argument.strip_prefix('=')?;
    // `:default=there` and `,fallback=there` run to the end of the tag, `"default=there"` to its quote.
    let bare = match before.chars().next_back() {
        Some(quote @ ('"' | '\'')) => value.split(quote).next()?,
        Some(':' | ',') => value,
        _ => return quoted(expression, offset(value.trim_start())),
    };
    let start = offset(value);
    Some(start..start + bare.trim_end().len())
}

/// The inside of the quoted string that opens at `at`.
fn quoted(expression: &str, at: usize) -> Option<Range<usize>> {
    let rest = expression.get(at..)?;
    let quote = rest.chars().next().filter(|character| matches!(character, '"' | '\''))?;
    let length = rest.get(1..)?.find(quote)?;
    Some(at + 1..at + 1 + length)
}

/// For each argument of the call that the expression starts with: its inside where it is one quoted string.
fn string_arguments(expression: &str) -> Vec<Option<Range<usize>>> {
    let Some(open) = expression.find('(') else { return Vec::new() };
    let bytes = expression.as_bytes();
    let mut arguments = Vec::new();
    let (mut depth, mut start, mut at) = (0_u32, open + 1, open + 1);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => {
                let Some(inside) = quoted(expression, at) else { break };
                at = inside.end;
            }
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b',' | b')' if depth == 0 => {
                arguments.push(whole_string(expression, start..at));
                start = at + 1;
                if *byte == b')' {
                    break;
                }
            }
            _ => {}
        }
        at += 1;
    }
    arguments
}

/// The inside of a string that fills the range up to blanks.
fn whole_string(expression: &str, range: Range<usize>) -> Option<Range<usize>> {
    let argument = expression.get(range.clone())?;
    let start = range.start + (argument.len() - argument.trim_start().len());
    let inside = quoted(expression, start)?;
    (inside.end + 1 == range.start + argument.trim_end().len()).then_some(inside)
}
