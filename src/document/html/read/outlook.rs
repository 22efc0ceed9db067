//! What only Outlook for Windows shows. It sees the content of `<!--[if mso]> … <![endif]-->`, a comment to everybody else,
//! and draws its buttons in VML. Each such comment is read as a piece of a second rendering, where it stands.
//!
//! Conditions: "About conditional comments", Microsoft, and what Word makes of them. `<!--[if !mso]><!-->` and `<![if !mso]>`
//! hide what follows from Outlook and are no more than markers to all others: they leave nothing.

use super::{Context, Reader};
use crate::document::html::tree::{Fault, Form};
use crate::finding::ProblemExtent;
use crate::scope::{Rendering, Visibility};
use crate::span::{Span, offset};

/// Conditional comments of a document have no more nodes than this.
const MAX_NODES: usize = 200_000;

/// A condition has no more bytes than this.
const MAX_CONDITION: usize = 256;

/// Conditions that stand in each other are opened no deeper than this.
const MAX_DEPTH: u32 = 8;

/// Words of a tag that is worth reading: the others are there for the layout, and most comments hold nothing else.
const TELLING: [&str; 9] = ["color", "background", "href", "src", "alt", "title", "aria", "border", "#"];

impl Reader<'_, '_> {
    /// Reads a conditional comment, bytes of the markup, as far as Outlook sees its content.
    pub(in crate::document::html) fn read_conditional(&mut self, comment: Span) {
        if !self.input.is_email || self.context.rendering != Rendering::Main {
            return;
        }
        let text = comment.slice(self.input.markup);
        if self.state.open_shape.is_some() && text.contains("</v:") {
            self.state.open_shape = None;
        }
        let Some(inside) = content(text).filter(|inside| !is_dull(inside.slice(text))) else { return };
        if self.state.n_outlook_nodes > MAX_NODES {
            return;
        }
        let context = Context {
            rendering: Rendering::Outlook,
            visibility: match self.context.visibility {
                Visibility::Visible => Visibility::Fallback,
                other => other,
            },
            ..self.context.apart()
        };
        let form = if begins_in_row(inside.slice(text)) { Form::OfficeCells } else { Form::Office };
        let known = self.document.buttons.len();
        let inside = inside.shifted(comment.start());
        self.state.n_outlook_nodes += self.read_piece(inside, form, None, &context);
        if self.state.n_outlook_nodes > MAX_NODES {
            self.state.faults.push(Fault {
                span: comment.shifted(self.input.base),
                message: "more than 200,000 nodes in conditional comments; the rest of these was not read",
                extent: ProblemExtent::Partial,
            });
        }
        if let Some(last) = self.document.buttons.get(known..).and_then(<[_]>::last) {
            let end = inside.shifted(self.input.base).end();
            let after = Span::new(last.span.end().min(end), end).slice(self.input.source);
            if !after.contains("</v:") {
                self.state.open_shape = Some(offset(self.document.buttons.len() - 1));
            }
        }
    }
}

/// The bytes of a conditional comment that Outlook shows; `None` where it shows nothing.
fn content(comment: &str) -> Option<Span> {
    let mut at = 0;
    for _ in 0..MAX_DEPTH {
        let rest = comment.get(at..).unwrap_or_default();
        let Some((condition, after)) = opening(rest) else { break };
        if !is_seen_by_outlook(condition) {
            return None;
        }
        at = comment.len() - after.len();
    }
    let rest = comment.get(at..).filter(|_| at > 0)?;
    let end = find_ignoring_case(rest, "<![endif]").unwrap_or(rest.trim_end_matches("-->").len());
    Some(Span::from_range(at..at + end))
}

/// The condition that a comment begins with, and what follows it.
fn opening(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_ascii_start().strip_prefix("<!--")?.trim_ascii_start().strip_prefix('[')?;
    let end = rest.bytes().take(MAX_CONDITION).position(|byte| byte == b']')?;
    let (condition, rest) = rest.split_at_checked(end)?;
    let word = condition.get(..2).filter(|word| word.eq_ignore_ascii_case("if"))?;
    let after = rest.strip_prefix(']')?.trim_ascii_start().strip_prefix('>')?;
    Some((condition.get(word.len()..)?, after))
}

/// Whether a comment's content has nothing to read: tags of a layout, settings of Office, a style sheet without colors.
fn is_dull(content: &str) -> bool {
    let mut rest = content;
    loop {
        let text = rest.split('<').next().unwrap_or_default();
        if !text.split("&nbsp;").all(|part| part.trim().is_empty()) {
            return false;
        }
        rest = rest.get(text.len()..).unwrap_or_default();
        if rest.is_empty() {
            return true;
        }
        let (tag, after) = rest.split_once('>').unwrap_or((rest, ""));
        let tag = tag.to_ascii_lowercase();
        let (own, skipped) = if tag.starts_with("<xml") {
            ("", "</xml")
        } else if tag.starts_with("<style") {
            (after, "</style")
        } else if TELLING.iter().any(|word| tag.contains(word)) {
            return false;
        } else {
            rest = after;
            continue;
        };
        let end = find_ignoring_case(after, skipped).unwrap_or(after.len());
        let own = own.get(..end).unwrap_or_default().to_ascii_lowercase();
        if TELLING.iter().any(|word| own.contains(word)) {
            return false;
        }
        rest = after.get(end..).unwrap_or_default();
    }
}

/// Whether a comment goes on in a row of a table that another one begins: `</td><td>`.
fn begins_in_row(content: &str) -> bool {
    let tag = content.trim_start().trim_start_matches(['<', '/']);
    let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
    ["td", "th", "tr"].iter().any(|cell| name.eq_ignore_ascii_case(cell))
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    let first = wanted.as_bytes().first()?;
    memchr::memchr_iter(*first, text.as_bytes())
        .find(|at| text.get(*at..at + wanted.len()).is_some_and(|found| found.eq_ignore_ascii_case(wanted)))
}

/// A version of Outlook for Windows: versions of Office and of Internet Explorer, in hundredths, that it says it is.
#[derive(Clone, Copy)]
struct Outlook {
    mso: u32,
    ie: Option<u32>,
}

/// Outlook 2016 and later, 2013, 2010 and 2007, which show messages with Word; 2003, XP and 2000, which used Internet
/// Explorer.
const OUTLOOKS: [Outlook; 7] = [
    Outlook { mso: 1600, ie: None },
    Outlook { mso: 1500, ie: None },
    Outlook { mso: 1400, ie: None },
    Outlook { mso: 1200, ie: None },
    Outlook { mso: 1100, ie: Some(600) },
    Outlook { mso: 1000, ie: Some(600) },
    Outlook { mso: 900, ie: Some(600) },
];

/// Whether a condition holds in one of the versions of Outlook. One that cannot be read holds nowhere.
fn is_seen_by_outlook(condition: &str) -> bool {
    OUTLOOKS.iter().any(|outlook| {
        let mut reader = Condition { rest: condition, outlook: *outlook, depth: 0 };
        reader.either() == Some(true) && reader.rest.trim_ascii().is_empty()
    })
}

/// A condition that is being read: `!`, `&`, `|` and parentheses around features, which may be compared with versions.
struct Condition<'c> {
    rest: &'c str,
    outlook: Outlook,
    depth: u32,
}

impl<'c> Condition<'c> {
    fn either(&mut self) -> Option<bool> {
        let mut holds = self.both()?;
        while self.takes('|') {
            holds |= self.both()?;
        }
        Some(holds)
    }

    fn both(&mut self) -> Option<bool> {
        let mut holds = self.one()?;
        while self.takes('&') {
            holds &= self.one()?;
        }
        Some(holds)
    }

    fn one(&mut self) -> Option<bool> {
        let mut is_negated = false;
        while self.takes('!') {
            is_negated = !is_negated;
        }
        let holds = if self.takes('(') {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return None;
            }
            let holds = self.either()?;
            self.depth -= 1;
            self.takes(')').then_some(holds)?
        } else {
            self.feature()?
        };
        Some(holds != is_negated)
    }

    fn feature(&mut self) -> Option<bool> {
        let mut word = self.word();
        let comparison =
            ["lt", "lte", "gt", "gte"].into_iter().find(|known| word.eq_ignore_ascii_case(known));
        if comparison.is_some() {
            word = self.word();
        }
        let own = match word.to_ascii_lowercase().as_str() {
            "" => return None,
            "true" => return Some(true),
            "false" => return Some(false),
            "mso" => Some(self.outlook.mso),
            "ie" => self.outlook.ie,
            "vml" => Some(100),
            // `supportLists`, `supportFields` and others, which Word writes and understands.
            word => word.starts_with("support").then_some(self.outlook.mso),
        };
        let wanted = self.word();
        let Some(own) = own else { return Some(false) };
        if wanted.is_empty() {
            return Some(true);
        }
        let (major, minor) = wanted.split_once('.').unwrap_or((wanted, ""));
        let wanted: u32 = major.parse::<u32>().ok()?.checked_mul(100)?;
        // A version without a minor number stands for all that begin with it.
        let own = if minor.is_empty() { own / 100 * 100 } else { own };
        let wanted = wanted + minor.get(..1).and_then(|digit| digit.parse::<u32>().ok()).unwrap_or(0) * 10;
        Some(match comparison {
            Some("lt") => own < wanted,
            Some("lte") => own <= wanted,
            Some("gt") => own > wanted,
            Some("gte") => own >= wanted,
            _ => own == wanted,
        })
    }

    fn takes(&mut self, wanted: char) -> bool {
        let rest = self.rest.trim_ascii_start();
        self.rest = rest.strip_prefix(wanted).unwrap_or(rest);
        self.rest.len() < rest.len()
    }

    /// The word or number that comes next; empty where there is none.
    fn word(&mut self) -> &'c str {
        let rest = self.rest.trim_ascii_start();
        let end = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'.').count();
        let (word, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
        self.rest = rest;
        word
    }
}

#[cfg(test)]
mod tests {
    use super::{content, is_dull, is_seen_by_outlook};

    #[test]
    fn conditions_hold_as_in_outlook() {
        for condition in [
            " mso",
            "gte mso 9",
            "(mso)|(IE)",
            "mso | IE",
            "(gte mso 9)|(IE)",
            "IE",
            "mso 12",
            "mso 16",
            "lt mso 15",
            "lte mso 14",
            "gt mso 15",
            "!IE",
            "!(IE)",
            "mso & !IE",
            "(mso)&(!(lt mso 12))",
            "gte vml 1",
            "!vml | mso",
            "true",
            "supportLists",
            "lt IE 7",
            "mso 16.0",
            "MSO",
        ] {
            assert!(is_seen_by_outlook(condition), "{condition}");
        }
        for condition in [
            "!mso",
            "!(mso)",
            "!vml",
            "gt mso 16",
            "gte IE 7",
            "IE 9",
            "lt mso 9",
            "mso 13",
            "false",
            "!supportLists",
            "opera",
            "mso & false",
            "",
            "mso |",
            "(mso",
            "mso )",
            "gte",
            "mso mso",
            "mso 99999999999",
        ] {
            assert!(!is_seen_by_outlook(condition), "{condition}");
        }
        assert!(!is_seen_by_outlook(&"(".repeat(200)));
    }

    #[test]
    fn only_the_content_is_read() {
        let inside = |comment: &'static str| content(comment).map(|span| span.slice(comment));
        assert_eq!(inside("<!--[if mso]>a<![endif]-->"), Some("a"));
        assert_eq!(inside("<!-- [IF mso ] >a<![EndIf]-->"), Some("a"));
        assert_eq!(inside("<!--[if mso]>a<![endif]> b <!--[if mso]>c<![endif]-->"), Some("a"));
        assert_eq!(inside("<!--[if mso]><!--[if gte mso 9]>a<![endif]-->"), Some("a"));
        assert_eq!(inside("<!--[if mso]><!--[if !mso]>a<![endif]-->"), None);
        assert_eq!(inside("<!--[if mso]>a-->"), Some("a"));
        assert_eq!(inside("<!--[if mso]> -->"), Some(" "));
        assert_eq!(inside("<!--[if !mso]><!-->"), None);
        assert_eq!(inside("<!--[if mso -->"), None);
        assert_eq!(inside("<!--[ifmso]>a-->"), Some("a"));
    }

    #[test]
    fn layout_is_dull() {
        for content in [
            " <table width=\"600\"><tr>\n<td style=\"width:600px\"> ",
            "</td></tr></table>",
            "<xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml>",
            "<style>* { font-family: sans-serif !important; }</style>",
            "<i style='letter-spacing:25px'>&nbsp;</i>",
            "",
        ] {
            assert!(is_dull(content), "{content}");
        }
        for content in [
            "a",
            "<b>a",
            "<td bgcolor=red>",
            "<STYLE>a{color:red}</style>",
            "<v:rect href=a>",
            "<xml>1</xml>a",
        ] {
            assert!(!is_dull(content), "{content}");
        }
    }
}
