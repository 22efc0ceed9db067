//! Plain text whose lines are wrapped for the way (`format=flowed`, RFC 3676). Knows nothing of messages.

use crate::document::Segment;
use crate::document::flow::{Flow, Reading};
use crate::document::plain::lines;
use crate::document::template::Tag;
use crate::scope::Scope;
use crate::span::{Span, offset};

/// The line above a signature, which neither flows nor is flowed into (section 4.3).
const SIGNATURE: &str = "-- ";

/// A line as it is sent.
struct Line {
    /// How often it is quoted.
    depth: usize,
    /// Its text.
    text: Span,
    /// Whether the next line goes on with it.
    is_soft: bool,
}

impl Line {
    fn read(source: &str, line: Span, drops_blank: bool) -> Self {
        let content = line.slice(source).trim_end_matches('\r');
        let depth = content.bytes().take_while(|byte| *byte == b'>').count();
        let rest = content.get(depth..).unwrap_or_default();
        // Section 4.4: a blank stands before what would be taken for a quotation.
        let text = rest.strip_prefix(' ').unwrap_or(rest);
        let start = line.start() + offset(content.len() - text.len());
        let is_soft = text.ends_with(' ') && text != SIGNATURE;
        let dropped = offset(usize::from(is_soft && drops_blank));
        Self { depth, text: Span::new(start, start + offset(text.len()) - dropped), is_soft }
    }
}

/// The paragraphs of a stretch of `source`. What is quoted is somebody else's.
pub(super) fn paragraphs(
    source: &str,
    tags: &[Tag],
    span: Span,
    scope: Scope,
    drops_blank: bool,
) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut flow = Flow::new(source, tags);
    let mut finish = |flow: &mut Flow<'_>, depth: usize| {
        let flowed = flow.finish(if depth > 0 { Scope::Quote } else { scope });
        segments.extend(flowed.segment.into_iter().filter(|segment| !segment.text.is_empty()));
        segments.extend(flowed.literals);
    };
    let mut depth = 0;
    for line in lines(source, tags, span) {
        let line = Line::read(source, line, drops_blank);
        let is_blank = line.text.slice(source).trim().is_empty();
        if line.depth != depth || is_blank {
            finish(&mut flow, depth);
            depth = line.depth;
        }
        if is_blank {
            continue;
        }
        if line.text.slice(source) == SIGNATURE {
            flow.push_break();
        }
        flow.push(line.text, Reading::Plain);
        if !line.is_soft {
            flow.push_break();
        }
    }
    finish(&mut flow, depth);
    segments
}

#[cfg(test)]
mod tests {
    use super::paragraphs;
    use crate::scope::Scope;
    use crate::span::Span;

    fn read(text: &str, drops_blank: bool) -> Vec<(Scope, String)> {
        let span = Span::from_range(0..text.len());
        let segments = paragraphs(text, &[], span, Scope::PlainTextPart, drops_blank);
        segments.into_iter().map(|segment| (segment.scope, segment.text.as_str().to_owned())).collect()
    }

    #[test]
    fn soft_line_ends_are_no_line_ends() {
        let text = "Sign \r\nup now.\r\nNext\r\n\r\n > stuffed\r\n> quoted \r\n> on\r\n>> deeper\r\nback \r\n-- \r\nname";
        let expected = [
            (Scope::PlainTextPart, "Sign up now.\nNext"),
            (Scope::PlainTextPart, "> stuffed"),
            (Scope::Quote, "quoted on"),
            (Scope::Quote, "deeper"),
            (Scope::PlainTextPart, "back\n--\nname"),
        ];
        assert_eq!(read(text, false), expected.map(|(scope, text)| (scope, text.to_owned())));
    }

    #[test]
    fn the_blank_of_a_soft_line_end_may_be_the_wrapping_alone() {
        assert_eq!(
            read("super \ncali  \nfragil", true),
            [(Scope::PlainTextPart, "supercali fragil".to_owned())]
        );
    }
}
