//! A text as words, numbers and signs, for finding claims in it. Knows no subjects.

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;

/// A piece of a text.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    /// Bytes of the text.
    pub(super) range: Range<usize>,
    /// Whether nothing stands between it and the piece before.
    pub(super) is_joined: bool,
}

/// What a piece is.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Kind<'t> {
    /// A word in lower case.
    Word(Cow<'t, str>),
    /// A number that is no amount of money.
    Number(Number),
    /// Any other character; a line break is one.
    Sign(char),
}

/// A number as it is written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Number {
    pub(super) value: Decimal,
    /// Whether it has decimals.
    pub(super) has_decimals: bool,
    /// Whether its thousands are set apart.
    pub(super) is_grouped: bool,
    /// Whether a `+` is behind.
    pub(super) has_plus: bool,
}

impl Token<'_> {
    pub(super) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            Kind::Number(_) | Kind::Sign(_) => None,
        }
    }

    pub(super) const fn number(&self) -> Option<Number> {
        match self.kind {
            Kind::Number(number) => Some(number),
            Kind::Word(_) | Kind::Sign(_) => None,
        }
    }

    pub(super) fn is_sign(&self, signs: &[char]) -> bool {
        matches!(self.kind, Kind::Sign(sign) if signs.contains(&sign))
    }
}

const CURRENCIES: [char; 5] = ['$', '€', '£', '¥', '₹'];

/// The pieces of a text.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(text.len() / 5 + 4);
    let mut at = 0;
    let mut last_end = usize::MAX;
    while let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let start = at;
        at += character.len_utf8();
        if character.is_whitespace() && character != '\n' {
            continue;
        }
        let is_joined = start == last_end;
        let kind = if character.is_ascii_digit() {
            let is_free = !is_joined
                || tokens.last().is_none_or(|last| !last.is_sign(&CURRENCIES) && last.word().is_none());
            let (number, end) = number(text, start);
            at = end;
            match number.filter(|_| is_free && !has_currency(text, end)) {
                Some(number) => Kind::Number(number),
                // An amount of money, or a part of a word.
                None => Kind::Sign('0'),
            }
        } else if character.is_alphabetic() {
            at = word_end(text, at);
            Kind::Word(lower_case(text.get(start..at).unwrap_or_default()))
        } else {
            Kind::Sign(character)
        };
        tokens.push(Token { kind, range: start..at, is_joined });
        last_end = at;
    }
    tokens
}

/// A word in lower case, with straight apostrophes.
fn lower_case(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(word.to_lowercase().replace('’', "'"))
}

fn word_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '\u{AD}');
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let word = rest.get(..end).unwrap_or_default();
    from + word.trim_end_matches(['\'', '’']).len()
}

/// The number at `start`, and where it ends with what belongs to it.
fn number(text: &str, start: usize) -> (Option<Number>, usize) {
    let bytes = text.as_bytes();
    let digits =
        |from: usize| bytes.get(from..).unwrap_or_default().iter().take_while(|b| b.is_ascii_digit()).count();
    let mut end = start + digits(start);
    let mut plain = text.get(start..end).unwrap_or_default().to_owned();
    let (mut is_grouped, mut has_decimals) = (false, false);
    while let Some(separator) = text.get(end..).and_then(|rest| rest.chars().next()) {
        let from = end + separator.len_utf8();
        let count = digits(from);
        let groups = matches!(separator, ',' | '.' | ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}' | '\'' | '’');
        let is_group = groups && count == 3 && !has_decimals && (is_grouped || plain.len() <= 3);
        let is_fraction = matches!(separator, ',' | '.') && (1..=2).contains(&count) && !has_decimals;
        if !is_group && !is_fraction {
            break;
        }
        if is_fraction {
            plain.push('.');
        }
        is_grouped |= is_group;
        has_decimals |= is_fraction;
        plain.push_str(text.get(from..from + count).unwrap_or_default());
        end = from + count;
    }
    if plain.len() > 15 {
        return (None, end);
    }
    let Ok(mut value) = plain.parse::<Decimal>() else { return (None, end) };
    let rest = text.get(end..).unwrap_or_default();
    let is_short = |rest: &str| !rest.chars().nth(1).is_some_and(char::is_alphanumeric);
    let factor = match rest.chars().next() {
        Some('k' | 'K') if is_short(rest) => Some(1_000),
        Some('M') if is_short(rest) => Some(1_000_000),
        _ => None,
    };
    if let Some(factor) = factor {
        value *= Decimal::from(factor);
        end += 1;
        is_grouped = true;
    }
    let has_plus = text.get(end..).is_some_and(|rest| rest.starts_with('+'));
    end += usize::from(has_plus);
    (Some(Number { value, has_decimals, is_grouped, has_plus }), end)
}

/// Whether a number is an amount of money: `500 €`, `500 USD`.
fn has_currency(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default().trim_start_matches([' ', '\u{A0}', '\u{202F}']);
    rest.starts_with(CURRENCIES)
        || ["USD", "EUR", "GBP", "CHF", "Euro"].iter().any(|code| rest.starts_with(code))
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn numbers(text: &str) -> Vec<String> {
        tokens(text)
            .iter()
            .filter_map(|token| token.number())
            .map(|number| format!("{}{}", number.value.normalize(), if number.has_plus { "+" } else { "" }))
            .collect()
    }

    #[test]
    fn numbers_are_read_in_the_ways_of_countries() {
        for (text, expected) in [
            ("10,000+ x", "10000+"),
            ("12.000 x", "12000"),
            ("10 000 x", "10000"),
            ("10’000 x", "10000"),
            ("4.8 x", "4.8"),
            ("4,8 x", "4.8"),
            ("10k+ x", "10000+"),
            ("1.5M x", "1500000"),
            ("2,310.", "2310"),
        ] {
            assert_eq!(numbers(text), [expected], "{text}");
        }
        for text in ["$500 x", "500 € x", "500 USD", "A4 x"] {
            assert_eq!(numbers(text), [""; 0], "{text}");
        }
    }
}
