//! Which parts of a message readers see, and in which rendering. Knows nothing of encodings.

use crate::artifact::MediaType;
use crate::document::message::fields::Described;
use crate::document::message::structure::{Fault, Part, Structure};
use crate::finding::ProblemExtent;
use crate::scope::{Rendering, Visibility};
use crate::span::Span;

/// A part that readers see.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chosen {
    /// Index of the part.
    pub(super) part: usize,
    /// Its format.
    pub(super) media_type: MediaType,
    /// The rendering that it is.
    pub(super) rendering: Rendering,
    /// Whether it is shown only where another one of its kind is not.
    pub(super) visibility: Visibility,
}

/// What a part, or the best of the parts that it is made of, is to a reader.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind {
    Amp,
    Plain,
    Html,
}

/// How a part stands to the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Standing {
    /// What most readers see.
    Shown,
    /// The plain-text form of what they see.
    Plain,
    /// Its AMP form.
    Amp,
    /// An earlier alternative of the same kind.
    Fallback,
}

/// The parts that readers see, in order, and what is odd about them.
///
/// Of alternatives the last that is HTML or plain text is shown (RFC 2046, section 5.1.4); the others are renderings of
/// their own. Which text parts are attachments is told as in RFC 8621, section 4.1.4: those that say so, and those with a
/// file name that do not come first.
pub(super) fn choose(text: &str, structure: &Structure) -> (Vec<Chosen>, Vec<Fault>) {
    let parts = &structure.parts;
    let kinds = kinds(text, parts);
    let mut faults = Vec::new();
    let mut standings: Vec<Option<Standing>> = vec![None; parts.len()];
    if let Some(first) = standings.first_mut() {
        *first = Some(Standing::Shown);
    }
    let mut chosen = Vec::new();
    let kind_of = |part: usize| kinds.get(part).copied().flatten();
    for (index, part) in parts.iter().enumerate() {
        let (Some(standing), Some(kind)) = (standings.get(index).copied().flatten(), kind_of(index)) else {
            continue;
        };
        if !part.is_open {
            chosen.push(Chosen::new(index, kind, standing));
            continue;
        }
        let seen = |part: &usize| kind_of(*part) >= Some(Kind::Plain);
        let is_alternative = part.content_type.word == "multipart/alternative";
        let last = part.children.iter().rev().copied().find(seen);
        let html = part.children.iter().copied().find(|child| kind_of(*child) == Some(Kind::Html));
        if let (true, Some(last), Some(_)) = (is_alternative, last, html)
            && kind_of(last) == Some(Kind::Plain)
        {
            let message = "the plain text stands behind the HTML, so that mail programs show it instead";
            let span = parts.get(last).map_or(Span::default(), |part| Span::at(part.content.start()));
            faults.push(Fault { span, message: message.to_owned(), extent: ProblemExtent::Read });
        }
        // Of parts that are related only the root is read: the first with something to read.
        let root = part.children.iter().copied().find(|child| kind_of(*child).is_some());
        for child in &part.children {
            let own = match part.content_type.word.as_str() {
                "multipart/alternative" if Some(*child) != last => {
                    kind_of(*child).map(|kind| standing.beside(kind))
                }
                "multipart/related" => Some(standing).filter(|_| Some(*child) == root),
                _ => Some(standing),
            };
            if let Some(place) = standings.get_mut(*child) {
                *place = own;
            }
        }
    }
    (chosen, faults)
}

impl Standing {
    /// The standing of an alternative of this kind beside the one that is shown.
    fn beside(self, kind: Kind) -> Self {
        match (self, kind) {
            (Self::Shown, Kind::Amp) => Self::Amp,
            (Self::Shown, Kind::Plain) => Self::Plain,
            (Self::Shown, Kind::Html) => Self::Fallback,
            (other, _) => other,
        }
    }
}

impl Chosen {
    fn new(part: usize, kind: Kind, standing: Standing) -> Self {
        let rendering = match (kind, standing) {
            (Kind::Amp, _) | (_, Standing::Amp) => Rendering::Amp,
            (_, Standing::Plain) => Rendering::PlainText,
            (_, Standing::Shown | Standing::Fallback) => Rendering::Main,
        };
        let visibility = match standing {
            Standing::Fallback => Visibility::Fallback,
            Standing::Shown | Standing::Plain | Standing::Amp => Visibility::Visible,
        };
        let media_type = match kind {
            Kind::Html | Kind::Amp => MediaType::Html,
            Kind::Plain => MediaType::PlainText,
        };
        Self { part, media_type, rendering, visibility }
    }
}

/// What each part is to a reader; nothing where it is an attachment.
fn kinds(text: &str, parts: &[Part]) -> Vec<Option<Kind>> {
    let mut kinds: Vec<Option<Kind>> = vec![None; parts.len()];
    // A part stands before those that it is made of.
    for (index, part) in parts.iter().enumerate().rev() {
        let own = if part.is_open {
            part.children.iter().filter_map(|child| kinds.get(*child).copied().flatten()).max()
        } else {
            let parent = part.parent.and_then(|parent| parts.get(parent));
            let is_first = parent.is_none_or(|parent| parent.children.first() == Some(&index));
            kind(text, part, is_first)
        };
        if let Some(kind) = kinds.get_mut(index) {
            *kind = own;
        }
    }
    kinds
}

fn kind(text: &str, part: &Part, is_first: bool) -> Option<Kind> {
    let kind = match part.content_type.word.as_str() {
        "text/html" | "application/xhtml+xml" => Kind::Html,
        "text/plain" => Kind::Plain,
        "text/x-amp-html" => Kind::Amp,
        _ => return None,
    };
    let disposition = part.section.value(text, "content-disposition");
    let disposition = disposition.map(|value| Described::read(value.slice(text))).unwrap_or_default();
    let is_named =
        disposition.parameter("filename").is_some() || part.content_type.parameter("name").is_some();
    (disposition.word != "attachment" && (is_first || !is_named)).then_some(kind)
}
