//! The classes of characters that entities of posts are made of: those of the conformance suite of twitter-text
//! (Apache-2.0), which defines them by code points and categories of Unicode. Knows nothing of entities.

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

/// White space that ends whatever stands before it.
pub(super) const fn is_space(character: char) -> bool {
    matches!(
        character,
        '\t'..='\r' | ' ' | '\u{85}' | '\u{A0}' | '\u{1680}' | '\u{180E}' | '\u{2000}'..='\u{200A}'
            | '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// Characters that no post may hold.
pub(super) const fn is_invalid(character: char) -> bool {
    matches!(character, '\u{FFFE}' | '\u{FEFF}' | '\u{FFFF}')
}

/// Marks that turn the direction of writing.
pub(super) const fn is_directional(character: char) -> bool {
    matches!(
        character,
        '\u{202A}'..='\u{202E}' | '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2066}'..='\u{2069}'
    )
}

/// Punctuation that no label of a domain holds, `-` and `_` aside.
pub(super) const fn is_punctuation(character: char) -> bool {
    matches!(
        character,
        '!' | '\''
            | '#'
            | '%'
            | '&'
            | '('
            | ')'
            | '*'
            | '+'
            | ','
            | '\\'
            | '-'
            | '.'
            | '/'
            | ':'
            | ';'
            | '<'
            | '='
            | '>'
            | '?'
            | '@'
            | '['
            | ']'
            | '^'
            | '_'
            | '{'
            | '|'
            | '}'
            | '~'
            | '$'
    )
}

/// Characters of a domain's labels: whatever is no punctuation, space, mark of direction or invalid.
pub(super) const fn is_label(character: char) -> bool {
    // Most of them.
    if character.is_ascii_alphanumeric() {
        return true;
    }
    !is_punctuation(character) && !is_space(character) && !is_invalid(character) && !is_directional(character)
}

/// Latin letters with accents, and combining ones.
pub(super) const fn is_accented(character: char) -> bool {
    matches!(
        character,
        '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{24F}' | '\u{253}' | '\u{254}' | '\u{256}'
            | '\u{257}' | '\u{259}' | '\u{25B}' | '\u{263}' | '\u{268}' | '\u{26F}' | '\u{272}' | '\u{289}'
            | '\u{28B}' | '\u{2BB}' | '\u{300}'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}'
    )
}

/// Characters of a path, brackets aside.
pub(super) const fn is_path(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(
            character,
            '!' | '*'
                | '\''
                | ';'
                | ':'
                | '='
                | '+'
                | ','
                | '.'
                | '$'
                | '/'
                | '%'
                | '#'
                | '['
                | ']'
                | '-'
                | '–'
                | '_'
                | '~'
                | '@'
                | '|'
                | '&'
                | '\u{400}'..='\u{4FF}'
        )
        || is_accented(character)
}

/// Characters that a path may end with.
pub(super) const fn ends_path(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, '+' | '-' | '=' | '_' | '#' | '/' | '\u{400}'..='\u{4FF}')
        || is_accented(character)
}

/// Characters of a query.
pub(super) const fn is_query(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(
            character,
            '!' | '?'
                | '*'
                | '\''
                | '@'
                | '('
                | ')'
                | ';'
                | ':'
                | '&'
                | '='
                | '+'
                | '$'
                | '/'
                | '%'
                | '#'
                | '['
                | ']'
                | '-'
                | '_'
                | '.'
                | ','
                | '~'
                | '|'
        )
}

/// Characters that a query may end with.
pub(super) const fn ends_query(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '&' | '=' | '#' | '/')
}

/// Letters and marks: what a hashtag needs at least one of.
pub(super) fn is_tag_letter(character: char) -> bool {
    use GeneralCategory as Category;
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    matches!(
        category(character),
        Category::UppercaseLetter
            | Category::LowercaseLetter
            | Category::TitlecaseLetter
            | Category::ModifierLetter
            | Category::OtherLetter
            | Category::NonspacingMark
            | Category::SpacingMark
            | Category::EnclosingMark
    )
}

/// Characters of a hashtag: letters, marks, digits of any script, and signs that stand inside of words.
pub(super) fn is_tag(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric() || character == '_';
    }
    is_tag_letter(character)
        || category(character) == GeneralCategory::DecimalNumber
        || matches!(
            character,
            '\u{200C}'
                | '\u{200D}'
                | '\u{A67E}'
                | '\u{5BE}'
                | '\u{5F3}'
                | '\u{5F4}'
                | '\u{FF5E}'
                | '\u{301C}'
                | '\u{309B}'
                | '\u{309C}'
                | '\u{30A0}'
                | '\u{30FB}'
                | '\u{3003}'
                | '\u{F0B}'
                | '\u{F0C}'
                | '\u{B7}'
        )
}

fn category(character: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(character)
}
