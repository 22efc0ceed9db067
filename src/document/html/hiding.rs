//! What hides text: declarations of a `style` attribute or a rule, names of classes for screen readers, and the rules of a
//! page's own style sheets. Knows nothing of the tree. A text that some screen shows is not hidden.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::document::html::attributes::ElementAttributes;
use crate::document::html::styles::StyleSheet;

/// What declarations say about the sight of an element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    Hides,
    Shows,
}

/// Gathers what the declarations of one block say about the sight of an element.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Hiding {
    display: Option<Verdict>,
    visibility: Option<Verdict>,
    is_important: bool,
    marks: u16,
}

/// Marks that hide an element only together.
mod mark {
    pub(super) const TRANSPARENT: u16 = 1;
    pub(super) const NO_LETTERS: u16 = 1 << 1;
    pub(super) const NO_HEIGHT: u16 = 1 << 2;
    pub(super) const A_DOT_HIGH: u16 = 1 << 3;
    pub(super) const A_DOT_WIDE: u16 = 1 << 4;
    pub(super) const CUT: u16 = 1 << 5;
    pub(super) const CLIPPED: u16 = 1 << 6;
    pub(super) const OUT_OF_FLOW: u16 = 1 << 7;
    /// Undoes another block's marks.
    pub(super) const REVEALED: u16 = 1 << 8;

    /// Combinations that leave nothing to see: `opacity: 0` alone is the start of an animation, and `font-size: 0` closes
    /// gaps between columns.
    pub(super) const HIDING: [u16; 6] = [
        NO_HEIGHT | CUT,
        TRANSPARENT | NO_HEIGHT,
        TRANSPARENT | NO_LETTERS,
        NO_HEIGHT | NO_LETTERS,
        A_DOT_HIGH | A_DOT_WIDE | CUT,
        CLIPPED | OUT_OF_FLOW,
    ];
}

impl Hiding {
    /// Takes one declaration along; `value` is without `!important`.
    pub(super) fn note(&mut self, property: &str, value: &str, is_important: bool) {
        // The commonest properties say nothing about sight.
        if !matches!(property.len(), 4..=10) {
            return;
        }
        let property = if property.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(property.to_ascii_lowercase())
        } else {
            Cow::Borrowed(property)
        };
        let is = |word: &str| value.eq_ignore_ascii_case(word);
        let sight = |hides: bool| Some(if hides { Verdict::Hides } else { Verdict::Shows });
        let mark = match property.as_ref() {
            "display" => {
                self.display = sight(is("none"));
                self.is_important |= is_important;
                return;
            }
            "visibility" => {
                self.visibility = sight(is("hidden") || is("collapse"));
                self.is_important |= is_important;
                return;
            }
            "opacity" if is_zero(value) => mark::TRANSPARENT,
            "font-size" if is_zero(value) => mark::NO_LETTERS,
            "max-height" if is_zero(value) => mark::NO_HEIGHT,
            "max-height" => mark::REVEALED,
            "opacity" => mark::REVEALED,
            // A box without height shows what stands in its padding.
            "height" if is_zero(value) || is("1px") => mark::A_DOT_HIGH,
            "width" if is_zero(value) || is("1px") => mark::A_DOT_WIDE,
            "overflow" if is("hidden") || is("clip") => mark::CUT,
            "clip" | "clip-path" if clips_all(value) => mark::CLIPPED,
            "position" if is("absolute") || is("fixed") => mark::OUT_OF_FLOW,
            _ => return,
        };
        self.marks |= mark;
    }

    /// What all of them say together, if anything.
    pub(super) fn verdict(self) -> Option<Verdict> {
        let is_hiding = |sight: Option<Verdict>| sight == Some(Verdict::Hides);
        let is_marked = mark::HIDING.iter().any(|marks| self.marks & marks == *marks);
        if is_hiding(self.display) || is_hiding(self.visibility) || is_marked {
            return Some(Verdict::Hides);
        }
        let is_revealed = self.marks & mark::REVEALED != 0;
        self.display.or(self.visibility).or(is_revealed.then_some(Verdict::Shows))
    }

    /// Whether what decides is `!important`.
    pub(super) const fn is_important(self) -> bool {
        self.is_important
    }
}

fn is_zero(value: &str) -> bool {
    let number = value.trim_end_matches(|unit: char| unit.is_ascii_alphabetic() || unit == '%');
    !number.is_empty() && number.bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

/// Whether a clip leaves nothing: `rect(0, 0, 0, 0)`, `rect(1px 1px 1px 1px)`, `inset(50%)`.
fn clips_all(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    if let Some(sides) = value.strip_prefix("rect(") {
        let mut sides = sides.trim_end_matches(')').split([',', ' ']).filter(|side| !side.is_empty());
        return sides.all(|side| matches!(side, "0" | "0px" | "1px"));
    }
    matches!(value.strip_prefix("inset("), Some("50%)" | "100%)"))
}

/// Classes by which frameworks hide what screen readers are to read out.
const FOR_SCREEN_READERS: [&str; 11] = [
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "screen-reader-only",
    "screenreader-only",
    "show-for-sr",
    "element-invisible",
    "u-visually-hidden",
    "usa-sr-only",
    "a11y-hidden",
];

/// How strong a rule is in the cascade (CSS Cascading 4, section 6): importance, specificity, order.
type Strength = u64;

const IMPORTANT: Strength = 1 << 62;

/// What the style sheets of a page hide and show, by the names in their selectors.
///
/// Only selectors of one class, id or element, or of one element with a class, hide, and only on every screen. Every rule
/// that may show an element counts, with its ancestors, states and conditions taken for given.
#[derive(Default, Debug)]
pub(super) struct HidingRules {
    hides: Names,
    shows: Names,
    order: u32,
}

#[derive(Default, Debug)]
struct Names {
    classes: FxHashMap<Box<str>, Strength>,
    ids: FxHashMap<Box<str>, Strength>,
    elements: FxHashMap<Box<str>, Strength>,
    /// Elements with ancestors, states or attributes.
    vague: FxHashMap<Box<str>, Strength>,
    /// `element.class`.
    pairs: FxHashMap<Box<str>, Strength>,
}

impl HidingRules {
    /// Takes a style sheet along; whether it holds on every screen is what its element says.
    pub(super) fn add(&mut self, css: &str, sheet: &StyleSheet<'_>, is_everywhere: bool) {
        for rule in &sheet.rules {
            self.order += 1;
            let base = u64::from(self.order) | if rule.is_important { IMPORTANT } else { 0 };
            let selectors = without_comments(rule.selectors.slice(css));
            for selector in parts(&selectors).filter_map(Selector::parse) {
                let strength = base + selector.specificity();
                if !rule.hides {
                    self.shows.add(&selector, strength, false);
                } else if is_everywhere && rule.is_everywhere && selector.is_simple() {
                    self.hides.add(&selector, strength, true);
                }
            }
        }
    }

    /// Whether an element is hidden by style sheets, its own `style` attribute, or a class for screen readers. `own` is what
    /// its attribute says.
    pub(super) fn hide(&self, element: &str, attributes: &ElementAttributes<'_>, own: Hiding) -> bool {
        let verdict = own.verdict();
        let classes = attributes.raw("class").unwrap_or_default();
        if verdict.is_none()
            && classes.split_ascii_whitespace().any(|class| FOR_SCREEN_READERS.contains(&class))
        {
            return true;
        }
        let own_strength = if own.is_important() { 2 * IMPORTANT } else { IMPORTANT - 1 };
        let is_known = !self.hides.is_empty();
        let (hides, shows) = match verdict {
            // Whether the element is within what such a rule names cannot be told: the attribute says more.
            Some(Verdict::Hides) => (own_strength, self.shows.strongest_named(element, attributes)),
            Some(Verdict::Shows) if is_known => (self.hides.strongest(element, attributes), own_strength),
            None if is_known => match self.hides.strongest(element, attributes) {
                0 => return false,
                hides => (hides, self.shows.strongest(element, attributes)),
            },
            Some(Verdict::Shows) | None => return false,
        };
        hides > shows
    }
}

impl Names {
    fn is_empty(&self) -> bool {
        // What is vague only shows.
        self.classes.is_empty() && self.ids.is_empty() && self.elements.is_empty() && self.pairs.is_empty()
    }

    fn add(&mut self, selector: &Selector<'_>, strength: Strength, is_simple: bool) {
        let mut put = |map: fn(&mut Self) -> &mut FxHashMap<Box<str>, Strength>, name: &str| {
            let known = map(self).entry(name.into()).or_default();
            *known = strength.max(*known);
        };
        match (selector.element.as_deref(), selector.classes.as_slice(), selector.id.as_deref()) {
            (Some(element), [class], None) if is_simple => {
                put(|names| &mut names.pairs, &format!("{element}.{class}"))
            }
            (Some(element), [], None) if selector.is_complex => put(|names| &mut names.vague, element),
            (Some(element), [], None) => put(|names| &mut names.elements, element),
            (_, classes, id) => {
                classes.iter().for_each(|class| put(|names| &mut names.classes, class));
                id.into_iter().for_each(|id| put(|names| &mut names.ids, id));
            }
        }
    }

    /// The strongest rule that may be about an element; 0 where there is none.
    fn strongest(&self, element: &str, attributes: &ElementAttributes<'_>) -> Strength {
        let vague = self.vague.get(element).copied().unwrap_or_default();
        vague.max(self.strongest_named(element, attributes))
    }

    /// The same among rules that name more of it than its element.
    fn strongest_named(&self, element: &str, attributes: &ElementAttributes<'_>) -> Strength {
        let mut strongest = self.elements.get(element).copied().unwrap_or_default();
        let mut take =
            |found: Option<&Strength>| strongest = strongest.max(found.copied().unwrap_or_default());
        if !self.classes.is_empty() || !self.pairs.is_empty() {
            for class in attributes.raw("class").unwrap_or_default().split_ascii_whitespace() {
                take(self.classes.get(class));
                if !self.pairs.is_empty() {
                    take(self.pairs.get(format!("{element}.{class}").as_str()));
                }
            }
        }
        if !self.ids.is_empty() {
            take(attributes.raw("id").and_then(|id| self.ids.get(id.trim())));
        }
        strongest
    }
}

fn without_comments(prelude: &str) -> Cow<'_, str> {
    if !prelude.contains("/*") {
        return Cow::Borrowed(prelude);
    }
    let mut kept = String::new();
    let mut rest = prelude;
    while let Some((before, comment)) = rest.split_once("/*") {
        kept.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    Cow::Owned(kept + rest)
}

/// The selectors of a rule.
fn parts(prelude: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_u32;
    prelude.split(move |character| {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        character == ',' && depth == 0
    })
}

/// A selector, as far as it tells what it may be about: the names of its last compound.
#[derive(Default, Debug)]
struct Selector<'s> {
    element: Option<Cow<'s, str>>,
    classes: Vec<Cow<'s, str>>,
    id: Option<Cow<'s, str>>,
    /// Ids, classes and elements of all compounds.
    counts: [u64; 3],
    /// Whether it has ancestors, states or attributes.
    is_complex: bool,
}

impl<'s> Selector<'s> {
    /// Reads a selector; `None` for those of pseudo-elements, and where it cannot be read.
    fn parse(text: &'s str) -> Option<Self> {
        let mut selector = Self::default();
        let mut rest = text.trim();
        while let Some(first) = rest.chars().next() {
            let after = rest.get(first.len_utf8()..).unwrap_or_default();
            rest = match first {
                '.' => {
                    let (name, after) = name(after)?;
                    selector.classes.push(name);
                    selector.count(1);
                    after
                }
                '#' => {
                    let (name, after) = name(after)?;
                    selector.id = Some(name);
                    selector.count(0);
                    after
                }
                '[' => {
                    let (inner, after) = after.split_once(']')?;
                    selector.attribute(inner);
                    after
                }
                ':' => selector.state(after)?,
                '*' => after,
                ' ' | '\t' | '\n' | '\r' | '\u{C}' | '>' | '+' | '~' => {
                    let counts = selector.counts;
                    selector = Self { counts, is_complex: true, ..Self::default() };
                    after.trim_start()
                }
                _ => {
                    let (name, after) = name(rest)?;
                    selector.element = Some(Cow::Owned(name.to_ascii_lowercase()));
                    selector.count(2);
                    after
                }
            };
        }
        Some(selector)
    }

    fn count(&mut self, index: usize) {
        if let Some(count) = self.counts.get_mut(index) {
            *count = (*count + 1).min(255);
        }
    }

    /// An attribute. `[class*="a"]` is how old emails hid their rules from clients that could not read them.
    fn attribute(&mut self, inner: &'s str) {
        self.is_complex = true;
        self.count(1);
        let Some((name, value)) = inner.split_once('=') else { return };
        let value = value.trim().trim_matches(['"', '\'']);
        match name.trim_end_matches(['~', '*', '^', '$', '|']).trim() {
            "class" => self.classes.extend(value.split_ascii_whitespace().map(Cow::Borrowed)),
            "id" => self.id = Some(Cow::Borrowed(value)),
            _ => {}
        }
    }

    /// A state such as `:hover` or `:not(…)`.
    fn state(&mut self, after: &'s str) -> Option<&'s str> {
        let (name, after) = name(after)?;
        if matches!(name.as_ref(), "before" | "after" | "first-letter" | "first-line") {
            return None;
        }
        self.is_complex = true;
        self.count(1);
        match after.strip_prefix('(') {
            Some(inner) => inner.split_once(')').map(|(_, after)| after.trim_start_matches(')')),
            None => Some(after),
        }
    }

    fn specificity(&self) -> Strength {
        let [ids, classes, elements] = self.counts;
        (ids << 48) + (classes << 40) + (elements << 32)
    }

    /// Whether it may hide: one class, id or element, or an element with a class. A page whose body is hidden is shown by a
    /// script, or it would be no page.
    fn is_simple(&self) -> bool {
        match (self.element.as_deref(), self.classes.as_slice(), self.id.as_deref()) {
            _ if self.is_complex => false,
            (Some("html" | "body" | "head"), ..) => false,
            (_, [_], None) | (None, [], Some(_)) | (Some(_), [], None) => true,
            _ => false,
        }
    }
}

/// The name at the start of a text, escapes taken out, and what follows.
fn name(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let mut length = 0;
    let mut is_escaped = false;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\\' {
            // `\31 0` spells characters by numbers; nobody names what hides so.
            let next = characters.next().filter(|next| !next.is_ascii_hexdigit())?;
            length += character.len_utf8() + next.len_utf8();
            is_escaped = true;
        } else if character.is_alphanumeric() || matches!(character, '-' | '_') || !character.is_ascii() {
            length += character.len_utf8();
        } else {
            break;
        }
    }
    let (name, rest) = text.split_at_checked(length).filter(|(name, _)| !name.is_empty())?;
    let name = if is_escaped { Cow::Owned(name.replace('\\', "")) } else { Cow::Borrowed(name) };
    Some((name, rest))
}

#[cfg(test)]
mod tests;
