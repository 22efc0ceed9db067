//! Colors in style declarations, each with the bytes of just its token. Knows nothing of the palette.

use std::ops::Range;

use cssparser::{ParseError, Parser, Token};
use rustc_hash::FxHashMap;

use super::{Confidence, Fact, FactValue};
use crate::document::{BranchPath, Declaration, DeclarationOrigin, Document, HOLE};
use crate::scope::{Rendering, Scope, Visibility};
use crate::values::color::Srgb;

/// The role of the colors of a link to a social network, which are the network's.
pub const NETWORK: &str = "network";

/// Gradients hold colors, and functions in functions; nothing real goes deeper.
const MAX_DEPTH: u8 = 6;

/// The colors of a document's declarations, in their order. Those that hold only under a condition, such as a dark scheme
/// or print, are left out: they are other themes.
pub(super) fn extract(document: &Document) -> Vec<Fact> {
    let of_buttons = roles_of_buttons(document);
    let mut facts = Vec::new();
    for (index, declaration) in (0..).zip(&document.declarations) {
        if declaration.conditional {
            continue;
        }
        let Some(role) = of_buttons.get(&index).copied().or_else(|| role(declaration)) else { continue };
        let role = if declaration.is_of_network { NETWORK } else { role };
        facts.extend(of_declaration(declaration).into_iter().map(|(range, color)| Fact {
            value: FactValue::Color { value: color, role },
            text: declaration.value.as_str().get(range.clone()).unwrap_or_default().to_owned(),
            span: declaration.value.span(range),
            place: Scope::Style,
            visibility: match declaration.rendering {
                Rendering::Outlook => Visibility::Fallback,
                _ => Visibility::Visible,
            },
            rendering: declaration.rendering,
            confidence: Confidence::Certain,
            product: None,
            segment: None,
            branch: BranchPath::default(),
        }));
    }
    facts
}

/// The colors in the value of a declaration, with their bytes there.
pub(super) fn of_declaration(declaration: &Declaration) -> Vec<(Range<usize>, Srgb)> {
    let value = declaration.value.as_str();
    if value.contains(HOLE) {
        return Vec::new();
    }
    match declaration.origin {
        DeclarationOrigin::Presentational => legacy(value).into_iter().collect(),
        DeclarationOrigin::StyleSheet | DeclarationOrigin::StyleAttribute => css_colors(value),
    }
}

/// The declarations that color buttons, by their number: they may stand on a cell or a span as well as on the link.
fn roles_of_buttons(document: &Document) -> FxHashMap<u32, &'static str> {
    let fills = document.buttons.iter().filter_map(|button| Some((button.fill?, "cta-background")));
    let texts = document.buttons.iter().filter_map(|button| Some((button.text_color?, "cta-text")));
    texts.chain(fills).collect()
}

/// What a declaration colors; `None` for those that hold no color.
fn role(declaration: &Declaration) -> Option<&'static str> {
    let element = declaration.element.as_deref().unwrap_or_default();
    let property = declaration.property.as_ref();
    let text = match element {
        "a" | "mj-navbar-link" => "link",
        "button" => "cta-text",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "heading",
        "v:fill" => "background",
        "v:stroke" => "stroke",
        _ => "text",
    };
    let role = match property {
        "color" | "text" | "-webkit-text-fill-color" | "caret-color" => text,
        "link" | "vlink" | "alink" => "link",
        "background" | "background-color" | "background-image" | "bgcolor" if element == "button" => {
            "cta-background"
        }
        "background"
        | "background-color"
        | "background-image"
        | "bgcolor"
        | "container-background-color"
        | "inner-background-color"
        | "fillcolor" => "background",
        "fill" | "stop-color" => "fill",
        "stroke" | "strokecolor" => "stroke",
        "bordercolor" | "column-rule" | "column-rule-color" => "border",
        "text-decoration" | "text-decoration-color" | "text-emphasis-color" => "decoration",
        "accent-color" => "accent",
        "box-shadow" | "text-shadow" => "shadow",
        _ if is_border(property) => "border",
        _ if property.starts_with("outline") => "outline",
        _ => return None,
    };
    Some(role)
}

fn is_border(property: &str) -> bool {
    ["border", "inner-border", "tb-border"].iter().any(|start| property.starts_with(start))
        && !property.contains("image")
        && !property.contains("radius")
}

/// The colors in a CSS value with their bytes.
fn css_colors(value: &str) -> Vec<(Range<usize>, Srgb)> {
    let mut parser = Parser::new(value);
    let mut found = Vec::new();
    collect(&mut parser, value, 0, &mut found);
    found
}

/// What to do with a token of a value.
enum Step {
    /// It may be a color.
    Plain,
    /// Its block and it are a color.
    Color,
    /// Its block holds colors.
    Nested,
    /// Its block holds none.
    Skipped,
    /// It has no block and is no color.
    Passed,
}

fn step(token: &Token<'_>) -> Step {
    match token {
        Token::Hash(_) | Token::IDHash(_) | Token::Ident(_) => Step::Plain,
        Token::Function(name) => {
            let name = name.to_ascii_lowercase();
            if is_color_function(&name) {
                Step::Color
            } else if name.contains("gradient") || name == "drop-shadow" {
                Step::Nested
            } else {
                Step::Skipped
            }
        }
        Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => Step::Skipped,
        _ => Step::Passed,
    }
}

fn collect(parser: &mut Parser<'_>, value: &str, depth: u8, found: &mut Vec<(Range<usize>, Srgb)>) {
    loop {
        parser.skip_whitespace();
        let start = parser.position().byte_index();
        let Ok(step) = parser.next().map(step) else { return };
        match step {
            Step::Passed => {}
            Step::Plain => {
                let end = parser.position().byte_index();
                let token = value.get(start..end).unwrap_or_default();
                found.extend(simple(token).map(|color| (start..end, color)));
            }
            Step::Nested if depth < MAX_DEPTH => {
                let nested = parser.parse_nested_block(|nested| {
                    collect(nested, value, depth + 1, found);
                    Ok::<(), ParseError<()>>(())
                });
                if nested.is_err() {
                    return;
                }
            }
            Step::Color | Step::Nested | Step::Skipped => {
                let skipped = parser.parse_nested_block(|nested| -> Result<(), ParseError<()>> {
                    while nested.next().is_ok() {}
                    Ok(())
                });
                let end = parser.position().byte_index();
                let token = value.get(start..end).unwrap_or_default();
                // A color made of variables is known only when they are.
                if matches!(step, Step::Color) && !token.to_ascii_lowercase().contains("var(") {
                    found.extend(token.parse().ok().map(|color| (start..end, color)));
                }
                if skipped.is_err() {
                    return;
                }
            }
        }
    }
}

fn is_color_function(name: &str) -> bool {
    matches!(name, "rgb" | "rgba" | "hsl" | "hsla" | "hwb" | "lab" | "lch" | "oklab" | "oklch" | "color")
}

/// A color in one token: hexadecimal digits or a name. Words that stand for no fixed color give none.
fn simple(token: &str) -> Option<Srgb> {
    if let Some(digits) = token.strip_prefix('#') {
        return hex(digits);
    }
    let (red, green, blue) = cssparser::color::parse_named_color(token).ok()?;
    Some(Srgb { red, green, blue, alpha: 255 })
}

fn hex(digits: &str) -> Option<Srgb> {
    let (red, green, blue, _) = cssparser::color::parse_hash_color(digits.as_bytes()).ok()?;
    // The alpha that comes along is a fraction; the digits themselves are exact.
    let alpha = match digits.len() {
        4 => u8::from_str_radix(digits.get(3..)?, 16).ok()? * 17,
        8 => u8::from_str_radix(digits.get(6..)?, 16).ok()?,
        _ => 255,
    };
    Some(Srgb { red, green, blue, alpha })
}

/// A color in an old attribute such as `bgcolor` (HTML, "rules for parsing a legacy color value"): a name, or three or
/// six hexadecimal digits with or without `#`. What browsers make of other texts nobody means.
fn legacy(value: &str) -> Option<(Range<usize>, Srgb)> {
    let start = value.len() - value.trim_start().len();
    let token = value.trim();
    let range = start..start + token.len();
    let digits = token.strip_prefix('#').unwrap_or(token);
    let is_hex = matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let color = if is_hex {
        hex(digits)
    } else if is_color_function(token.split('(').next().unwrap_or_default()) {
        token.parse().ok()
    } else {
        simple(token)
    };
    color.map(|color| (range, color))
}

#[cfg(test)]
mod tests {
    use super::extract;
    use crate::document::{Declaration, DeclarationOrigin, Document};
    use crate::facts::FactValue;
    use crate::scope::Rendering;
    use crate::span::Span;
    use crate::text::MappedText;

    fn colors(property: &str, value: &str, origin: DeclarationOrigin) -> Vec<(String, String, &'static str)> {
        let declaration = Declaration {
            property: property.into(),
            value: MappedText::verbatim(value, 100),
            origin,
            element: None,
            conditional: false,
            is_of_network: false,
            rendering: Rendering::Main,
        };
        let document = Document { declarations: vec![declaration], ..Document::default() };
        extract(&document)
            .into_iter()
            .map(|fact| {
                let at = fact.span.start() as usize - 100;
                assert_eq!(fact.span, Span::from_range(100 + at..100 + at + fact.text.len()));
                match fact.value {
                    FactValue::Color { value, role } => (fact.text, value.to_string(), role),
                    _ => unreachable!("only colors are extracted"),
                }
            })
            .collect()
    }

    fn css(property: &str, value: &str) -> Vec<(String, String)> {
        let found = colors(property, value, DeclarationOrigin::StyleAttribute);
        found.into_iter().map(|(text, color, _)| (text, color)).collect()
    }

    fn pair(text: &str, color: &str) -> (String, String) {
        (text.to_owned(), color.to_owned())
    }

    #[test]
    fn tokens_are_found_in_shorthands() {
        assert_eq!(css("border-top", "1px solid #0b5d4e"), [pair("#0b5d4e", "#0B5D4E")]);
        assert_eq!(css("background", "url(red.png) no-repeat Tan"), [pair("Tan", "#D2B48C")]);
        assert_eq!(
            css("background", "linear-gradient(90deg, #fff 0%, rgb(11, 93, 78) 100%)"),
            [pair("#fff", "#FFFFFF"), pair("rgb(11, 93, 78)", "#0B5D4E")]
        );
        assert_eq!(css("box-shadow", "0 1px 2px #0008"), [pair("#0008", "#00000088")]);
    }

    #[test]
    fn words_without_a_fixed_color_are_none() {
        for value in [
            "transparent",
            "inherit",
            "currentColor",
            "none",
            "var(--pine)",
            "rgb(var(--pine))",
            "#12",
            "solid",
            "\u{FFFC}",
            "url(#fff)",
        ] {
            assert_eq!(css("background", value), [], "{value}");
        }
        assert_eq!(css("font-family", "tan"), []);
    }

    #[test]
    fn old_attributes_do_without_a_hash() {
        let legacy = |value| colors("bgcolor", value, DeclarationOrigin::Presentational);
        let one = |text: &str, color: &str| vec![(text.to_owned(), color.to_owned(), "background")];
        assert_eq!(legacy("abc"), one("abc", "#AABBCC"));
        assert_eq!(legacy(" #0B5D4E "), one("#0B5D4E", "#0B5D4E"));
        assert_eq!(legacy("navy"), one("navy", "#000080"));
        assert_eq!(legacy("transparent"), []);
        assert_eq!(legacy("#chucknorris"), []);
    }

    #[test]
    fn broken_values_end_quietly() {
        assert_eq!(css("color", "rgb(11, 93"), []);
        assert_eq!(css("color", "#0B5D4E)))"), [pair("#0B5D4E", "#0B5D4E")]);
        assert_eq!(css("background", &"linear-gradient(".repeat(5_000)), []);
    }
}
