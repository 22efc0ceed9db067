//! `channel/alt-text`.

use crate::artifact::MediaType;
use crate::document::{Document, HOLE, Image, ImageRole};
use crate::finding::Finding;
use crate::rule::{RuleMeta, declare_rule};
use crate::rules::{Rule, RuleContext};
use crate::scope::{Rendering, Scope};
use crate::text::MappedText;
use crate::text::words::bare_words;

const MISSING: &str = "this image has no alternative text";

const SILENT_LINK: &str = "the image is all that this link holds, and it has no alternative text";

fn file_name(alt: &str) -> String {
    format!("`{alt}` is the name of a file, no alternative text")
}

fn says_nothing(alt: &str) -> String {
    format!("`{alt}` says nothing about the image")
}

const IS_AN_IMAGE: &str = "the alternative text says first that it is an image, which is known";

const LINK_HELP: &str = "say where the link leads: it is announced by this text, or by its address";

const HELP: &str = "say what a reader has to know who does not see it; `alt=\"\"` if that is nothing";

declare_rule! {
    /// ## What it does
    ///
    /// Finds images without alternative text, and alternative text that is none: the name of a file, a word such as
    /// "image", or one that begins with "picture of". An empty `alt` says that an image is decoration and is fine, unless
    /// the image is all that a link holds; in Markdown, where nobody can say so, it counts as missing.
    ///
    /// Tracking pixels, spacers, hidden images, and those with `role="presentation"`, `aria-hidden` or an `aria-label` are
    /// spared, and so is alternative text that a template puts in.
    ///
    /// ## Why it matters
    ///
    /// Many mail clients show no images until they are asked to, and some readers never see them. Then the alternative
    /// text is the message.
    ///
    /// ## Examples
    ///
    /// ```html,invalid
    /// <img src="/img/cove-oak.jpg" width="600">
    /// ```
    ///
    /// ```html,invalid
    /// <a href="/cove"><img src="/img/cove-oak.jpg" alt="cove-oak.jpg"></a>
    /// ```
    ///
    /// ```html,valid
    /// <img src="/img/cove-oak.jpg" alt="The Cove in oak, at standing height"> <img src="/img/line.png" alt="">
    /// ```
    ///
    /// ## How to fix
    ///
    /// Say what a reader has to know who does not see the image; of a link, where it leads. There is no automatic fix,
    /// since only you see it.
    ///
    /// ## Guide keys
    ///
    /// None.
    pub struct AltText {
        id: "channel/alt-text",
        summary: "an image without a useful alternative text",
        level: Warning,
        fix: None,
        since: "0.1.0",
    }
}

/// Endings of the names of image files.
const EXTENSIONS: &[&str] =
    &["avif", "bmp", "gif", "heic", "ico", "jfif", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp"];

/// What an address holds of an image that nobody looks at.
const UNSEEN: &[&str] =
    &["1x1", "beacon", "blank.gif", "clear.gif", "pixel", "spacer", "tracking", "transparent."];

/// Alternative texts that say nothing, as [`bare_words`] gives them and without a number behind them: the thing itself,
/// and what templates and editors put in.
const EMPTY_WORDS: &[&str] = &[
    "image",
    "img",
    "picture",
    "pic",
    "photo",
    "photograph",
    "graphic",
    "icon",
    "banner",
    "illustration",
    "placeholder",
    "image placeholder",
    "placeholder image",
    "spacer",
    "untitled",
    "image alt",
    "image alt text",
    "image description",
    "image title",
    "alt",
    "alt tag",
    "alt text",
    "alternate text",
    "alternative text",
    "alt text here",
    "alternative text here",
    "your alt text",
    "your alt text here",
    "insert alt text",
    "insert alt text here",
    "description",
    "dsc",
    "dscn",
    "screenshot",
    "screen shot",
    "undefined",
    "null",
    "none",
    "bild",
    "foto",
    "grafik",
    "alternativtext",
    "platzhalter",
    "imagen",
    "texto alternativo",
    "texte alternatif",
    "immagine",
    "afbeelding",
    "imagem",
];

/// How a text begins that says first what it stands for.
const IMAGE_OF: &[&str] = &[
    "image of ",
    "an image of ",
    "picture of ",
    "a picture of ",
    "graphic of ",
    "bild von ",
    "ein bild von ",
    "image de ",
    "image d ",
    "une image de ",
    "imagen de ",
    "una imagen de ",
];

impl Rule for AltText {
    fn meta(&self) -> &'static RuleMeta {
        &Self::META
    }

    fn check(&self, cx: &RuleContext<'_>, findings: &mut Vec<Finding>) {
        let mut links: Option<Vec<bool>> = None;
        let mut has_words = |link: u32| {
            let links = links.get_or_insert_with(|| links_with_words(cx.document));
            links.get(link as usize).copied().unwrap_or(true)
        };
        for image in &cx.document.images {
            let is_shown = matches!(image.rendering, Rendering::Main | Rendering::Amp);
            if !is_shown || image.role != ImageRole::Content || is_unseen(image) {
                continue;
            }
            let alt = image.alt.as_ref().filter(|alt| !(alt.is_empty() && is_markdown(cx, image)));
            match alt {
                None => {
                    let is_named = image.link.is_some_and(|link| {
                        cx.document.links.get(link as usize).is_some_and(|link| link.has_label)
                    });
                    if image.src.is_some() && !is_named {
                        findings.push(at_tag(cx, image, MISSING, HELP));
                    }
                }
                Some(alt) if alt.is_empty() => {
                    if image.link.is_some_and(|link| !has_words(link)) {
                        findings.push(at_tag(cx, image, SILENT_LINK, LINK_HELP));
                    }
                }
                Some(alt) => findings.extend(judged(cx, image, alt)),
            }
        }
    }
}

/// Whether the image stands as Markdown writes it, where a text that is empty is one that is missing.
fn is_markdown(cx: &RuleContext<'_>, image: &Image) -> bool {
    cx.artifact.media_type == MediaType::Markdown && cx.artifact.source.slice(image.span).starts_with('!')
}

fn is_unseen(image: &Image) -> bool {
    let Some(src) = &image.src else { return false };
    let src = src.as_str().to_ascii_lowercase();
    UNSEEN.iter().any(|part| src.contains(part))
}

/// For each link of the document whether something says what it does, beside images without alternative text.
fn links_with_words(document: &Document) -> Vec<bool> {
    let mut links: Vec<bool> = document.links.iter().map(|link| link.has_label).collect();
    let mut say = |link: u32| {
        if let Some(link) = links.get_mut(link as usize) {
            *link = true;
        }
    };
    for inline in document.segments.iter().flat_map(|segment| &segment.inlines) {
        document.link_of(inline).into_iter().for_each(&mut say);
    }
    for image in &document.images {
        let says_something =
            image.role == ImageRole::Labeled || image.alt.as_ref().is_some_and(|alt| !alt.is_empty());
        if let Some(link) = image.link.filter(|_| says_something) {
            say(link);
        }
    }
    links
}

fn at_tag(cx: &RuleContext<'_>, image: &Image, message: &str, help: &str) -> Finding {
    Finding::new(&AltText::META, cx.location(image.span), message)
        .place(Scope::Alt)
        .label("no alternative text")
        .help(help)
}

/// What is wrong with an alternative text that is there.
fn judged(cx: &RuleContext<'_>, image: &Image, alt: &MappedText) -> Option<Finding> {
    let text = alt.as_str();
    if text.contains(HOLE) {
        return None;
    }
    let words = bare_words(text);
    let plain = words.trim_end_matches(|character: char| character.is_ascii_digit() || character == ' ');
    let message = if is_file_name(text) || is_stem_of(text, image) {
        file_name(text)
    } else if EMPTY_WORDS.contains(&plain) {
        says_nothing(text)
    } else if IMAGE_OF.iter().any(|start| words.starts_with(start)) {
        IS_AN_IMAGE.to_owned()
    } else {
        return None;
    };
    let span = alt.span(0..text.len());
    Some(
        Finding::new(&AltText::META, cx.location(span), message)
            .place(Scope::Alt)
            .label("no alternative text")
            .values(text, None)
            .help(HELP),
    )
}

fn is_file_name(text: &str) -> bool {
    /// More words are a sentence that ends in the name of a file.
    const WORDS: usize = 3;
    let name = text.trim();
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && stem.split_whitespace().count() <= WORDS
            && EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// Whether the text is the name of the image's file without its ending, and looks like one.
fn is_stem_of(text: &str, image: &Image) -> bool {
    let looks_like_one = !text.contains(char::is_whitespace)
        && text.contains(|character: char| matches!(character, '_' | '-') || character.is_ascii_digit());
    let Some(src) = image.src.as_ref().filter(|_| looks_like_one) else { return false };
    let file =
        src.as_str().split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    file.rsplit_once('.').is_some_and(|(stem, _)| stem.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::is_file_name;

    #[test]
    fn names_of_files_are_told_from_sentences() {
        for text in ["logo.png", "Hero Image 2.JPG", "a.b.webp"] {
            assert!(is_file_name(text), "{text}");
        }
        for text in
            ["The Cove in oak.", "png", ".png", "Save your drawing on the desk as sketch.png", "Node.js"]
        {
            assert!(!is_file_name(text), "{text}");
        }
    }
}
