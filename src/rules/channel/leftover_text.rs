//! `channel/leftover-text`.

use crate::finding::Finding;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::{Rule, RuleContext};
use crate::scope::{Rendering, Scope};
use crate::text::words::bare_words;

fn message(scope: Scope, text: &str) -> String {
    /// So much of a long text is told.
    const QUOTED: usize = 60;
    let mut quote: String = text.chars().take(QUOTED).collect();
    if quote.len() < text.len() {
        quote.push('…');
    }
    format!("the {scope} is a leftover: `{}`", quote.replace('\n', " "))
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds subjects, preheaders and titles in which the words of the template still stand: "Untitled", "Subject line
    /// here", "Preheader text goes here", "Lorem ipsum".
    ///
    /// ## Why it matters
    ///
    /// These lines are seldom looked at while an email or a page is made, and the first that everybody sees once it is
    /// out.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <title>Untitled Document</title>
    /// ```
    ///
    /// ```html,invalid
    /// <body><div style="display:none">Preheader text goes here</div><p>Hello</p></body>
    /// ```
    ///
    /// ```html,valid
    /// <title>A test of patience: how we oil a desk</title>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the line, or let the template put it in.
    ///
    /// ## Guide keys
    ///
    /// None.
    pub struct LeftoverText {
        id: "channel/leftover-text",
        summary: "words of the template in a subject, a preheader or a title",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

/// Lines that are leftovers in every place, as [`bare_words`] gives them.
const LINES: &[&str] = &[
    "document sans titre",
    "documento sin título",
    "enter subject here",
    "enter title here",
    "hello world",
    "html email template",
    "insert subject here",
    "insert title here",
    "lorem ipsum",
    "ohne titel",
    "page title",
    "sans titre",
    "sin título",
    "subject here",
    "subject line here",
    "title",
    "title here",
    "titel",
    "titre",
    "todo",
    "título",
    "unbenanntes dokument",
    "untitled",
    "untitled document",
    "untitled page",
    "your subject here",
    "your title",
    "your title here",
];

/// Lines that are leftovers in an email, and may be the title of a page.
const EMAIL_LINES: &[&str] = &[
    "a fallback",
    "asunto",
    "betreff",
    "betreffzeile",
    "document",
    "email",
    "email subject",
    "email template",
    "email title",
    "enter subject",
    "html email",
    "kein betreff",
    "my email",
    "new message",
    "newsletter template",
    "no subject",
    "objet",
    "placeholder",
    "platzhalter",
    "preheader",
    "preview",
    "preview text",
    "subject",
    "subject line",
    "template",
    "test",
    "test email",
    "test mail",
    "test message",
    "test subject",
    "testing",
    "testmail",
    "this is a test",
    "vorschautext",
    "your preheader",
    "your preheader here",
    "your preheader text",
    "your preview text",
    "your subject",
    "your subject line",
];

/// Parts of a line that only a leftover has, as [`bare_words`] gives them.
const PARTS: &[&str] = &[
    "a preheader is the short summary text",
    "add preheader text here",
    "enter preheader text",
    "hidden preheader text",
    "insert preheader text",
    "insert preview text",
    "lorem ipsum dolor",
    "preheader goes here",
    "subject goes here",
    "subject line goes here",
    "text goes here",
    "this is preheader text",
    "title goes here",
    "will appear in the inbox preview",
];

impl Rule for LeftoverText {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        // Of a message as it is sent, nobody sees the title.
        let has_title = cx.document.message.is_none();
        for segment in &cx.document.segments {
            let is_first_seen = match segment.scope {
                Scope::Subject | Scope::Preheader => true,
                Scope::Title => has_title,
                _ => false,
            };
            if !is_first_seen || segment.rendering != Rendering::Main {
                continue;
            }
            let text = segment.text.as_str();
            let words = bare_words(text);
            let is_line =
                LINES.contains(&words.as_str()) || cx.is_email() && EMAIL_LINES.contains(&words.as_str());
            if is_line || PARTS.iter().any(|part| words.contains(part)) {
                findings.push(
                    Finding::new(
                        &Self::META,
                        cx.location(segment.text.span(0..text.len())),
                        message(segment.scope, text),
                    )
                    .place(segment.scope)
                    .label("words of the template")
                    .values(text, None)
                    .help("write the line, or let the template put it in"),
                );
            }
        }
    }
}
