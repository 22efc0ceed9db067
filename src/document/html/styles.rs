//! Style declarations with their bytes: from `style` attributes and from style sheets. Values are not interpreted here.

use cssparser::{CowRcStr, ParseError, Parser, Token};

use crate::document::html::hiding::{Hiding, Verdict};
use crate::span::Span;
use crate::values::networks;

/// Blocks nested deeper than this are not looked into.
const MAX_NESTING: u32 = 16;

/// A declaration as it stands in a text.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct StyleDeclaration<'i> {
    /// The property, in the case in which it is written.
    pub(super) property: CowRcStr<'i>,
    /// Bytes of the value, without `!important`, trimmed.
    pub(super) value: Span,
    /// Whether it holds only under a condition.
    pub(super) is_conditional: bool,
    /// Whether its selectors name a social network.
    pub(super) is_of_network: bool,
    /// Whether it is `!important`.
    pub(super) is_important: bool,
    /// Whether it stands in a rule within a rule, so that it is none of the outer one's.
    is_nested: bool,
}

/// What a style sheet says.
#[derive(Default, Debug)]
pub(super) struct StyleSheet<'i> {
    /// Its declarations, in order, those of nested rules included.
    pub(super) declarations: Vec<StyleDeclaration<'i>>,
    /// Its rules that hide something or show it.
    pub(super) rules: Vec<StyleRule>,
}

/// A rule that hides something or shows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct StyleRule {
    /// Bytes of its selectors.
    pub(super) selectors: Span,
    /// Whether it hides.
    pub(super) hides: bool,
    /// Whether what decides is `!important`.
    pub(super) is_important: bool,
    /// Whether it holds on every screen.
    pub(super) is_everywhere: bool,
}

/// Declarations of a `style` attribute. Spans are bytes of `css`.
pub(super) fn declarations(css: &str) -> Vec<StyleDeclaration<'_>> {
    let mut found = Vec::new();
    if is_simple(css) {
        read_simple(css, &mut found);
        return found;
    }
    read_block(&mut Parser::new(css), css, false, 0, &mut found);
    found
}

/// Whether a property, in lower case, says something about colors or about who can see a text. The others, most of them
/// for layout and old mail clients, are not taken along.
pub(super) fn matters(property: &str) -> bool {
    match property {
        "border-collapse" | "border-spacing" => false,
        "display"
        | "visibility"
        | "max-height"
        | "overflow"
        | "text-transform"
        | "fill"
        | "stroke"
        | "stop-color"
        | "accent-color"
        | "caret-color"
        | "box-shadow"
        | "text-shadow"
        | "-webkit-text-fill-color" => true,
        _ => [
            "color",
            "background",
            "border",
            "outline",
            "padding",
            "text-decoration",
            "text-emphasis",
            "column-rule",
        ]
        .iter()
        .any(|start| property.starts_with(start)),
    }
}

/// Whether `css` is a plain list of declarations: nothing in it could hide a `;` or a `:`. Most `style` attributes are.
fn is_simple(css: &str) -> bool {
    css.bytes().all(|byte| {
        byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b' ' | b'\n' | b'\r' | b'\t' | b';' | b':' | b'#' | b'-' | b'.' | b',' | b'%' | b'!'
            )
    })
}

/// Reads a plain list of declarations without a tokenizer.
fn read_simple<'i>(css: &'i str, found: &mut Vec<StyleDeclaration<'i>>) {
    let mut at = 0;
    for piece in css.split(';') {
        let start = at;
        at += piece.len() + 1;
        let Some((name, value_text)) = piece.split_once(':') else { continue };
        let property = name.trim();
        let is_name = property.starts_with(|first: char| first.is_ascii_alphabetic() || first == '-')
            && property.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let trimmed = without_important(value_text);
        if !is_name || trimmed.is_empty() {
            continue;
        }
        let begin = start + name.len() + 1 + (value_text.len() - value_text.trim_start().len());
        let value = Span::from_range(begin..begin + trimmed.len());
        let is_important = trimmed.len() < value_text.trim().len();
        found.push(StyleDeclaration {
            property: property.into(),
            value,
            is_conditional: false,
            is_of_network: false,
            is_important,
            is_nested: false,
        });
    }
}

/// Takes a style sheet apart.
pub(super) fn style_sheet(css: &str) -> StyleSheet<'_> {
    let mut sheet = StyleSheet::default();
    let place = Place { is_conditional: false, is_everywhere: true, depth: 0 };
    read_rules(&mut Parser::new(css), css, place, &mut sheet);
    sheet
}

/// Where rules stand.
#[derive(Clone, Copy)]
struct Place {
    is_conditional: bool,
    is_everywhere: bool,
    depth: u32,
}

/// Rules: a prelude up to `{`, then a block. At-rules that hold rules make them conditional.
fn read_rules<'i>(parser: &mut Parser<'i>, css: &str, place: Place, sheet: &mut StyleSheet<'i>) {
    let mut at_rule: Option<String> = None;
    let mut start = parser.position().byte_index();
    while let Ok(token) = parser.next().cloned() {
        match token {
            Token::AtKeyword(name) => at_rule = Some(name.to_ascii_lowercase()),
            Token::Semicolon | Token::CDO | Token::CDC => {
                at_rule = None;
                start = parser.position().byte_index();
            }
            Token::CurlyBracketBlock => {
                let rule = at_rule.take();
                let end = parser.position().byte_index().saturating_sub(1);
                let prelude = Span::from_range(start.min(end)..end);
                let (holds_rules, adds_condition) = match rule.as_deref() {
                    None | Some("font-face" | "page") => (false, false),
                    Some("layer" | "scope") => (true, false),
                    Some(_) => (true, true),
                };
                let inner = Place {
                    is_conditional: place.is_conditional || adds_condition,
                    is_everywhere: place.is_everywhere
                        && (!adds_condition || is_media_of_every_screen(prelude.slice(css))),
                    depth: place.depth + 1,
                };
                // Keyframes, fonts and the like style no text by themselves.
                let is_style =
                    !rule.as_deref().is_some_and(|name| name.ends_with("keyframes") || name == "font-face");
                let _: Result<(), ParseError<()>> = parser.parse_nested_block(|block| {
                    if is_style && place.depth < MAX_NESTING {
                        if holds_rules {
                            read_rules(block, css, inner, sheet);
                        } else {
                            read_rule(block, css, (prelude, inner), sheet);
                        }
                    }
                    Ok(())
                });
                start = parser.position().byte_index();
            }
            _ => {}
        }
    }
}

/// The block of a rule, whose selectors are `prelude`.
fn read_rule<'i>(
    block: &mut Parser<'i>,
    css: &str,
    (prelude, place): (Span, Place),
    sheet: &mut StyleSheet<'i>,
) {
    let first = sheet.declarations.len();
    let is_conditional = place.is_conditional || is_of_dark_scheme(prelude.slice(css));
    read_block(block, css, is_conditional, place.depth, &mut sheet.declarations);
    let own = sheet.declarations.get_mut(first..).unwrap_or_default();
    if !own.is_empty() && networks::is_selected(prelude.slice(css)) {
        own.iter_mut().for_each(|one| one.is_of_network = true);
    }
    let mut hiding = Hiding::default();
    for one in own.iter().filter(|one| !one.is_nested) {
        hiding.note(&one.property, one.value.slice(css), one.is_important);
    }
    if let Some(verdict) = hiding.verdict() {
        sheet.rules.push(StyleRule {
            selectors: prelude,
            hides: verdict == Verdict::Hides,
            is_important: hiding.is_important(),
            is_everywhere: place.is_everywhere,
        });
    }
}

/// Whether selectors name what only a dark scheme has: the attributes that Outlook adds to what it recolors, and what
/// pages call theirs.
fn is_of_dark_scheme(selectors: &str) -> bool {
    const SIGNS: [&str; 8] = [
        "[data-ogsc",
        "[data-ogsb",
        "[data-ogac",
        "[data-ogab",
        "dark-mode",
        "dark-theme",
        "theme=dark",
        "theme=\"dark\"",
    ];
    let selectors = selectors.to_ascii_lowercase();
    SIGNS.iter().any(|sign| selectors.contains(sign))
}

/// Whether the prelude of an at-rule is that of `@media screen` or the like, which every reader's screen is.
fn is_media_of_every_screen(prelude: &str) -> bool {
    let prelude = prelude.trim().to_ascii_lowercase();
    prelude.strip_prefix("@media").is_some_and(is_every_screen)
}

/// Whether a list of media, as of `<style media>`, holds on every reader's screen.
pub(super) fn is_every_screen(media: &str) -> bool {
    let media = media.trim().to_ascii_lowercase();
    let media = media.trim_start_matches("only ");
    media.split(',').any(|one| matches!(one.trim(), "screen" | "all" | ""))
}

/// Declarations up to the end of a block: `property: value;`. What is none is passed over up to the next `;`.
fn read_block<'i>(
    parser: &mut Parser<'i>,
    css: &str,
    conditional: bool,
    depth: u32,
    found: &mut Vec<StyleDeclaration<'i>>,
) {
    while !parser.is_exhausted() {
        let property = match parser.next() {
            Ok(Token::Ident(name)) => Some(name.clone()),
            Ok(Token::Semicolon) => continue,
            Ok(_) => None,
            Err(_) => return,
        };
        let is_declaration = match property.as_ref().map(|_| parser.next()) {
            Some(Ok(Token::Colon)) => true,
            Some(Ok(Token::Semicolon) | Err(_)) => continue,
            Some(Ok(_)) | None => false,
        };
        let Some(property) = property.filter(|_| is_declaration) else {
            skip_declaration(parser, css, conditional, depth, found);
            continue;
        };
        let start = parser.position().byte_index();
        let end = read_value(parser);
        let raw = css.get(start..end).unwrap_or_default();
        let trimmed = without_important(raw);
        let begin = start + (raw.len() - raw.trim_start().len());
        if !trimmed.is_empty() {
            let value = Span::from_range(begin..begin + trimmed.len());
            let is_important = trimmed.len() < raw.trim().len();
            found.push(StyleDeclaration {
                property,
                value,
                is_conditional: conditional,
                is_of_network: false,
                is_important,
                is_nested: false,
            });
        }
    }
}

/// Reads to the end of a declaration and gives the byte before its `;`. The place is taken after the token that ends it,
/// since a function before it is passed over only then.
fn read_value(parser: &mut Parser<'_>) -> usize {
    loop {
        match parser.next() {
            Ok(Token::Semicolon) => return parser.position().byte_index().saturating_sub(1),
            Err(_) => return parser.position().byte_index(),
            Ok(_) => {}
        }
    }
}

/// Passes over something that is no declaration. A nested block is read as a nested rule.
fn skip_declaration<'i>(
    parser: &mut Parser<'i>,
    css: &str,
    conditional: bool,
    depth: u32,
    found: &mut Vec<StyleDeclaration<'i>>,
) {
    loop {
        match parser.next() {
            Ok(Token::Semicolon) | Err(_) => return,
            Ok(Token::CurlyBracketBlock) => {
                let first = found.len();
                let _: Result<(), ParseError<()>> = parser.parse_nested_block(|block| {
                    if depth < MAX_NESTING {
                        read_block(block, css, conditional, depth + 1, found);
                    }
                    Ok(())
                });
                found.iter_mut().skip(first).for_each(|nested| nested.is_nested = true);
                return;
            }
            Ok(_) => {}
        }
    }
}

fn without_important(value: &str) -> &str {
    let value = value.trim();
    match value.rsplit_once('!') {
        Some((rest, word)) if word.trim().eq_ignore_ascii_case("important") => rest.trim_end(),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::{declarations, style_sheet};

    fn list(css: &str, found: Vec<super::StyleDeclaration<'_>>) -> Vec<String> {
        found
            .into_iter()
            .map(|d| {
                let mark = if d.is_conditional { " ?" } else { "" };
                format!("{}={}{mark}", d.property, d.value.slice(css))
            })
            .collect()
    }

    #[test]
    fn an_attribute_is_a_list_of_declarations() {
        let css = "COLOR: #0B5D4E !important; background:url(a;b.png) red;;bad;margin:0";
        assert_eq!(
            list(css, declarations(css)),
            ["COLOR=#0B5D4E", "background=url(a;b.png) red", "margin=0"]
        );
    }

    #[test]
    fn a_plain_list_reads_like_any_other() {
        for css in [
            "COLOR: #0B5D4E !important;background:red;;bad;margin:0",
            " color : red ; -x-y:1px 2px,3px; 1a: b; :c; d: ; e:f!important",
            "",
            "color:red\n;\tmargin : 0 auto",
        ] {
            let mut input = Vec::new();
            super::read_block(&mut cssparser::Parser::new(css), css, false, 0, &mut input);
            assert_eq!(list(css, declarations(css)), list(css, input), "{css}");
        }
    }

    #[test]
    fn a_function_at_the_end_belongs_to_its_value() {
        let css = "color: rgb(255, 0, 20); border:1px solid rgb(1,2,3)!important;background:linear-gradient(#f08,#fff)";
        let expected =
            ["color=rgb(255, 0, 20)", "border=1px solid rgb(1,2,3)", "background=linear-gradient(#f08,#fff)"];
        assert_eq!(list(css, declarations(css)), expected);
        let sheet = format!("a{{{css}}}b{{color:hsl(0,100%,50%)}}");
        let found = list(&sheet, style_sheet(&sheet).declarations);
        assert_eq!(found.get(..3), Some(expected.map(str::to_owned).as_slice()));
        assert_eq!(found.get(3).map(String::as_str), Some("color=hsl(0,100%,50%)"));
    }

    #[test]
    fn rules_in_media_queries_are_conditional() {
        let css = "@import 'x'; a:hover, b { color: red } @media (prefers-color-scheme: dark) { p { color: #fff; } } \
                   @font-face { font-family: x; color: blue } c { d: e; & f { color: green } }";
        assert_eq!(
            list(css, style_sheet(css).declarations),
            ["color=red", "color=#fff ?", "d=e", "color=green"]
        );
    }

    #[test]
    fn broken_css_loses_only_itself() {
        let css = "a { color: red; } } b { : x; color blue; color: green } c { color: #123";
        assert_eq!(list(css, style_sheet(css).declarations), ["color=red", "color=green", "color=#123"]);
    }
}
