//! `channel/missing-part`.

use crate::artifact::MediaType;
use crate::document::{Landmark, LandmarkKind, Message};
use crate::finding::{Finding, GuideRef, Outcome};
use crate::guide::channel::EmailPart;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::channel::body_without_preheader;
use crate::rules::{Rule, RuleContext};
use crate::scope::Rendering;
use crate::span::Span;

fn message(part: EmailPart) -> &'static str {
    match part {
        EmailPart::Subject => "this email has no subject",
        EmailPart::Preheader => "this email has no preheader",
        EmailPart::PlainText => "this email has no plain-text part",
        EmailPart::Unsubscribe => "this email has no link to unsubscribe",
        EmailPart::PostalAddress => "this email has no postal address",
        EmailPart::WebVersion => "this email has no link to a version on the web",
        EmailPart::Footer => "this email has no footer",
    }
}

const fn help(part: EmailPart) -> &'static str {
    match part {
        EmailPart::Subject => "say in a few words what the email is about",
        EmailPart::Preheader => "put a hidden element at the start that says what the subject leaves open",
        EmailPart::PlainText => {
            "send the same words as text/plain, for clients that show no HTML and for filters that expect it"
        }
        EmailPart::Unsubscribe => {
            "a reader must be able to say no with one click; put the link into the footer"
        }
        EmailPart::PostalAddress => {
            "say where the sender can be reached by post; the footer is the usual place"
        }
        EmailPart::WebVersion => {
            "link to a copy on the web, for those whose client does not show the email well"
        }
        EmailPart::Footer => "end the email with the footer that the brand has for it",
    }
}

declare_rule! {
    /// ## What it does
    ///
    /// Finds emails that lack a part which the guide requires. Where the guide says nothing, a saved message (`.eml`)
    /// has to have a subject and a plain-text part.
    ///
    /// Only whole emails are looked at: saved messages, and files with a `<body>`. Whether a template has a subject or a
    /// plain-text part cannot be seen in its HTML, and what seems to be missing from a file that includes others may
    /// stand there; then nothing is reported.
    ///
    /// ## Why it matters
    ///
    /// The law of many countries asks advertising email for a postal address and a way to unsubscribe. A plain-text part
    /// is what some clients show and what some filters look for.
    ///
    /// ## Examples
    ///
    /// ```toml,guide
    /// [channel.email]
    /// required = ["preheader"]
    /// ```
    ///
    /// ```html,invalid
    /// <body><h1>The Cove is back</h1></body>
    /// ```
    ///
    /// ```html,valid
    /// <body><div style="display:none">In oak, and for one week.</div><h1>The Cove is back</h1></body>
    /// ```
    ///
    /// ## How to fix
    ///
    /// Add the part, or require none with `required = []`.
    ///
    /// ## Guide keys
    ///
    /// `[channel.email]` with `required`.
    pub struct MissingPart {
        id: "channel/missing-part",
        summary: "an email without a part that is required",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

/// What is required where the guide says nothing.
const REQUIRED: &[EmailPart] = &[EmailPart::Subject, EmailPart::PlainText];

impl Rule for MissingPart {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        if !cx.is_email() {
            return;
        }
        let required: Vec<(EmailPart, Option<&GuideRef>)> = match &cx.guide.channels.email.required {
            Some(parts) => parts.iter().map(|required| (required.part, Some(&required.origin))).collect(),
            None => REQUIRED.iter().map(|part| (*part, None)).collect(),
        };
        for (part, origin) in required {
            let Some(place) = place_without(cx, part) else { continue };
            let mut finding = Finding::new(&Self::META, cx.location(place), message(part))
                .label("missing here")
                .help(help(part));
            finding.outcome = Outcome::Omission;
            finding.expected = Some(part.to_string());
            finding.demanded_by = origin.cloned();
            finding.identity = vec![part.to_string()];
            findings.push(finding);
        }
    }
}

/// Where a part is missing; `None` where it is there or that cannot be told.
fn place_without(cx: &RuleContext<'_>, part: EmailPart) -> Option<Span> {
    match part {
        EmailPart::Subject => place_without_subject(cx.document.message.as_ref()?),
        EmailPart::PlainText => place_without_plain_text(cx.document.message.as_ref()?),
        EmailPart::Preheader => body_without_preheader(cx),
        EmailPart::Unsubscribe => place_without_landmark(cx, LandmarkKind::Unsubscribe),
        EmailPart::PostalAddress => place_without_landmark(cx, LandmarkKind::PostalAddress),
        EmailPart::WebVersion => place_without_landmark(cx, LandmarkKind::WebVersion),
        EmailPart::Footer => place_without_landmark(cx, LandmarkKind::Footer),
    }
}

/// The header field at which a message as a whole is told of: its subject, else its first one.
pub(super) fn head(message: &Message) -> Option<Span> {
    let subject = message.headers.iter().find(|header| header.name == "subject");
    subject.or_else(|| message.headers.first()).map(|header| header.span)
}

fn place_without_subject(message: &Message) -> Option<Span> {
    let mut subjects = message.headers.iter().filter(|header| header.name == "subject");
    let has_subject = subjects.any(|subject| !subject.value.as_str().trim().is_empty());
    if has_subject { None } else { head(message) }
}

fn place_without_plain_text(message: &Message) -> Option<Span> {
    let is_plain = message
        .bodies
        .iter()
        .any(|body| body.media_type == MediaType::PlainText || body.rendering == Rendering::PlainText);
    if is_plain || message.bodies.is_empty() { None } else { head(message) }
}

fn place_without_landmark(cx: &RuleContext<'_>, kind: LandmarkKind) -> Option<Span> {
    let document = cx.document;
    let is_there = document.landmarks.iter().any(|landmark: &Landmark| landmark.kind == kind);
    if is_there || document.frame.is_composed {
        return None;
    }
    document.frame.body.or_else(|| head(document.message.as_ref()?))
}

#[cfg(test)]
mod tests {
    use super::MissingPart;
    use crate::artifact::message::Lines;
    use crate::artifact::{Artifact, ArtifactKey, Attributes, Channel, Content, MediaType};
    use crate::deadline::Deadline;
    use crate::document::{Body, Document, Header, Landmark, LandmarkKind, Message, Segment};
    use crate::guide::{Guide, GuideFile, load};
    use crate::rules::{Rule, RuleContext};
    use crate::scope::{Rendering, Scope, Visibility};
    use crate::source::Source;
    use crate::span::Span;
    use crate::text::MappedText;

    fn guide(text: &str) -> Guide {
        load(vec![GuideFile { source: Source::new("guide.toml", text) }], &[]).guide
    }

    /// What is missing from a document, each with its place.
    fn missing(mut document: Document, guide: &Guide) -> Vec<(String, Span)> {
        document.attributes.channel = Some(Channel::Email);
        let artifact = Artifact {
            key: ArtifactKey::file("a.eml"),
            media_type: MediaType::Message,
            dialect: None,
            given: Attributes::default(),
            defaults: Attributes::default(),
            source: Source::new("a.eml", ""),
            content: Content::Whole,
        };
        let cx = RuleContext {
            artifact: &artifact,
            document: &document,
            facts: &[],
            guide,
            matches: &[],
            campaign: None,
            deadline: &Deadline::never(),
        };
        let mut findings = Vec::new();
        MissingPart.check(&cx, &mut findings);
        let part = |finding: &crate::finding::Finding| finding.expected.clone().unwrap_or_default();
        findings.iter().map(|finding| (part(finding), finding.primary.span)).collect()
    }

    fn header(name: &str, value: &str, span: Span) -> Header {
        Header { name: name.to_owned(), value: MappedText::verbatim(value, span.start()), span }
    }

    fn body(media_type: MediaType) -> Body {
        Body {
            rendering: Rendering::Main,
            visibility: Visibility::Visible,
            media_type,
            lines: Lines::Fixed,
            span: Span::new(80, 90),
        }
    }

    #[test]
    fn a_message_has_a_subject_and_a_plain_text_part() {
        let message = |subject: Option<&str>, bodies: &[MediaType]| Message {
            headers: [
                Some(header("from", "a@b.example", Span::new(0, 20))),
                subject.map(|subject| header("subject", subject, Span::new(21, 40))),
            ]
            .into_iter()
            .flatten()
            .collect(),
            bodies: bodies.iter().copied().map(body).collect(),
        };
        let document = |message| Document { message: Some(message), ..Document::default() };
        let of = |subject, bodies: &[_]| missing(document(message(subject, bodies)), &guide(""));
        let both = [MediaType::PlainText, MediaType::Html];
        assert_eq!(of(Some("The Cove is back"), &both), []);
        assert_eq!(of(Some(" "), &both), [("subject".to_owned(), Span::new(21, 40))]);
        assert_eq!(of(None, &both), [("subject".to_owned(), Span::new(0, 20))]);
        let html_only = of(Some("The Cove is back"), &[MediaType::Html]);
        assert_eq!(html_only, [("plain-text".to_owned(), Span::new(21, 40))]);
        assert_eq!(of(Some("The Cove is back"), &[]), [], "what was not read is not missing");
        let lenient = guide("[channel.email]\nrequired = []");
        assert_eq!(missing(document(message(None, &[MediaType::Html])), &lenient), []);
    }

    #[test]
    fn a_message_without_a_body_tag_is_told_of_at_its_head() {
        let guide = guide("[channel.email]\nrequired = [\"preheader\"]");
        let of = |scope, media_type| {
            let message = Message {
                headers: vec![header("subject", "The Cove is back", Span::new(0, 25))],
                bodies: vec![body(media_type)],
            };
            let segments = vec![
                Segment::new(scope, MappedText::verbatim("In oak.", 30)),
                Segment::new(Scope::Body, MappedText::verbatim("Hello", 40)),
            ];
            missing(Document { message: Some(message), segments, ..Document::default() }, &guide)
        };
        let there = [("preheader".to_owned(), Span::new(0, 25))];
        assert_eq!(of(Scope::Body, MediaType::Html), there);
        assert_eq!(of(Scope::Preheader, MediaType::Html), []);
        assert_eq!(of(Scope::Body, MediaType::PlainText), [], "plain text has none");
    }

    #[test]
    fn landmarks_are_asked_for_where_the_email_is_whole() {
        let guide =
            guide("[channel.email]\nrequired = [\"unsubscribe\", \"postal-address\", \"plain-text\"]");
        let landmark =
            Landmark { kind: LandmarkKind::Unsubscribe, span: Span::new(50, 60), rendering: Rendering::Main };
        let mut document = Document { landmarks: vec![landmark], ..Document::default() };
        assert_eq!(missing(document.clone(), &guide), [], "a piece of an email");
        document.frame.body = Some(Span::new(10, 16));
        assert_eq!(missing(document.clone(), &guide), [("postal-address".to_owned(), Span::new(10, 16))]);
        document.frame.is_composed = true;
        assert_eq!(missing(document, &guide), [], "it may stand in another file");
    }
}
