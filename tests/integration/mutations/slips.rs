//! Slips as people make them: another digit, two of them swapped, a letter too few, another day.

use super::facts::{Kind, Stated};

/// Numbers that look random and are the same everywhere, by the method `SplitMix64`.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        // Seeds in a row must not give the same numbers one later.
        let mut dice = Self(seed ^ 0x5DEE_CE66_D1CE_4E5B);
        Self(dice.next() ^ seed.rotate_left(32))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count as u64).expect("small")
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn coin(&mut self) -> bool {
        self.next().is_multiple_of(2)
    }
}

/// One changed fact.
pub(super) struct Slip {
    pub(super) kind: Kind,
    pub(super) artifact: usize,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) n_places: usize,
    pub(super) n_changed: usize,
    /// The artifact's text with the slip.
    pub(super) text: String,
}

/// The kinds, each as often as another.
const KINDS: &[Kind] = &[
    Kind::Price,
    Kind::ListPrice,
    Kind::Code,
    Kind::Day,
    Kind::Weekday,
    Kind::Percent,
    Kind::ProductName,
    Kind::Target,
    Kind::Phone,
    Kind::EmailAddress,
    Kind::PostalAddress,
    Kind::Color,
    Kind::Claim,
    Kind::ClaimInLegalLine,
    Kind::LegalLine,
    Kind::Tagline,
    Kind::Hashtag,
    Kind::Handle,
];

impl Slip {
    pub(super) fn new(dice: &mut Dice, facts: &[Stated], texts: &[String]) -> Self {
        let kind = dice.one_of(KINDS);
        let of_kind: Vec<&Stated> = facts.iter().filter(|stated| stated.kind == kind).collect();
        let stated = dice.one_of(&of_kind);
        let text = &texts[stated.artifact];
        let change = Change::new(kind, stated.core, dice);
        let mut places = stated.places.clone();
        if dice.coin() {
            let one = dice.below(places.len());
            places = vec![places[one].clone()];
        }
        let mut changed = text.clone();
        for range in places.iter().rev() {
            let own = change.apply(text.get(range.clone()).expect("boundaries"));
            changed.replace_range(range.clone(), &own);
        }
        let first = text.get(places[0].clone()).expect("boundaries");
        Self {
            kind,
            artifact: stated.artifact,
            before: first.to_owned(),
            after: change.apply(first),
            n_places: stated.places.len(),
            n_changed: places.len(),
            text: changed,
        }
    }

    /// Whether a rule that is not there yet tells of it: a percentage that is more than follows from the prices beside.
    pub(super) fn is_told_by_a_rule_to_come(&self, rules: &[&str]) -> bool {
        let number = |text: &str| text.parse::<u32>().unwrap_or_default();
        self.kind == Kind::Percent
            && number(&self.after) > number(&self.before)
            && !rules.contains(&"pricing/discount-arithmetic")
    }
}

/// What is done to a text, the same at each place whatever its form.
enum Change {
    /// Another text.
    To(String),
    /// Another digit, counted from the last.
    Digit { from_last: usize, by: char },
    /// Two neighbours swapped, counted from the last.
    Swap { from_last: usize },
    /// Another day of November 2026, and whether the weekday is that of the other day.
    Day { day: u32, with_weekday: bool },
}

impl Change {
    fn new(kind: Kind, core: &str, dice: &mut Dice) -> Self {
        match kind {
            Kind::Price | Kind::ListPrice => Self::To(amount(core, dice)),
            Kind::Percent => {
                Self::To(dice.one_of(&["25", "15", "22", "30", "2", "10", "21", "19", "40", "50"]).to_owned())
            }
            Kind::Claim | Kind::ClaimInLegalLine => Self::To(digits(core, dice)),
            Kind::Phone => phone(core, dice),
            Kind::Day => Self::Day {
                day: dice.one_of(&[29, 20, 28, 27, 3, 13, 23, 25, 26]),
                with_weekday: dice.coin(),
            },
            Kind::Weekday => {
                let days = ["Sunday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
                Self::To(dice.one_of(&days).to_owned())
            }
            Kind::Code => Self::To(code(core, dice)),
            Kind::Color => Self::To(color(core, dice)),
            Kind::PostalAddress if dice.coin() => Self::To(digits(core, dice)),
            Kind::LegalLine | Kind::Tagline if dice.coin() => Self::To(other_word(core, dice)),
            Kind::ProductName
            | Kind::Target
            | Kind::EmailAddress
            | Kind::PostalAddress
            | Kind::LegalLine
            | Kind::Tagline
            | Kind::Hashtag
            | Kind::Handle => Self::To(letters(core, dice)),
        }
    }

    fn apply(&self, text: &str) -> String {
        let digits: Vec<usize> =
            text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
        match self {
            Self::To(other) => other.clone(),
            Self::Digit { from_last, by } => {
                let at = digits[digits.len() - 1 - from_last];
                let mut changed = text.to_owned();
                changed.replace_range(at..=at, &by.to_string());
                changed
            }
            Self::Swap { from_last } => {
                let (second, first) =
                    (digits[digits.len() - 1 - from_last], digits[digits.len() - 2 - from_last]);
                let mut bytes = text.as_bytes().to_vec();
                bytes.swap(first, second);
                String::from_utf8(bytes).expect("ASCII")
            }
            Self::Day { day, with_weekday } => {
                let text = text.replace("30", &day.to_string());
                // The first day of November 2026 is a Sunday.
                let names = ["Saturday", "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
                if *with_weekday { text.replace("Monday", names[*day as usize % 7]) } else { text }
            }
        }
    }
}

/// Another price: a wrong digit, two swapped, or another amount of a sale.
fn amount(core: &str, dice: &mut Dice) -> String {
    match dice.below(3) {
        0 => dice.one_of(&["389", "349", "379", "429", "449", "299", "519", "529", "549", "479"]).to_owned(),
        _ => digits(core, dice),
    }
}

/// Another digit in the place of one, or two different neighbours swapped.
fn digits(core: &str, dice: &mut Dice) -> String {
    let bytes = core.as_bytes();
    let is_swap = |at: &usize| {
        let pair = bytes.get(*at..at + 2).unwrap_or_default();
        pair.iter().all(u8::is_ascii_digit) && pair.len() == 2 && pair[0] != pair[1] && pair[1] != b'0'
    };
    let swaps: Vec<usize> = (0..bytes.len()).filter(is_swap).collect();
    let mut changed = bytes.to_vec();
    if !swaps.is_empty() && dice.coin() {
        let at = dice.one_of(&swaps);
        changed.swap(at, at + 1);
    } else {
        let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
        let at = dice.one_of(&places);
        let others: Vec<u8> = (b'1'..=b'9').filter(|digit| *digit != bytes[at]).collect();
        changed[at] = dice.one_of(&others);
    }
    String::from_utf8(changed).expect("ASCII")
}

/// The digits of a phone number may stand in several forms.
fn phone(core: &str, dice: &mut Dice) -> Change {
    let digits: Vec<char> = core.chars().filter(char::is_ascii_digit).rev().collect();
    let from_last = dice.below(7);
    if digits[from_last] != digits[from_last + 1] && dice.coin() {
        return Change::Swap { from_last };
    }
    let others: Vec<char> = ('0'..='9').filter(|digit| *digit != digits[from_last]).collect();
    Change::Digit { from_last, by: dice.one_of(&others) }
}

/// A code with a letter that looks like another, one too few, or another number.
fn code(core: &str, dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => dice.one_of(&["COVE2O", "C0VE20"]).to_owned(),
        1 => dice.one_of(&["COVE25", "COVE30", "COVE10", "COVE02"]).to_owned(),
        2 => dice.one_of(&["COVE2", "COV20", "CVE20", "COE20"]).to_owned(),
        _ => letters(core, dice),
    }
}

/// A color with another digit, two swapped, or another one of the palette.
fn color(core: &str, dice: &mut Dice) -> String {
    if dice.below(3) == 0 {
        return dice.one_of(&["094A3E", "06352C", "2F6690", "3E8E7E"]).to_owned();
    }
    let mut bytes = core.as_bytes().to_vec();
    let at = dice.below(bytes.len() - 1);
    if bytes[at] != bytes[at + 1] && dice.coin() {
        bytes.swap(at, at + 1);
    } else {
        let others: Vec<u8> = b"0123456789ABCDEF".iter().copied().filter(|hex| *hex != bytes[at]).collect();
        bytes[at] = dice.one_of(&others);
    }
    String::from_utf8(bytes).expect("ASCII")
}

/// Two letters of a word swapped, one dropped, doubled, or another one in its place.
fn letters(core: &str, dice: &mut Dice) -> String {
    let bytes = core.as_bytes();
    let is_pair = |at: &usize| {
        let pair = bytes.get(*at..at + 2).unwrap_or_default();
        pair.len() == 2 && pair.iter().all(u8::is_ascii_alphabetic) && !pair[0].eq_ignore_ascii_case(&pair[1])
    };
    let pairs: Vec<usize> = (0..bytes.len()).filter(is_pair).collect();
    let at = dice.one_of(&pairs);
    let mut changed = bytes.to_vec();
    match dice.below(4) {
        0 => changed.swap(at, at + 1),
        1 => drop(changed.remove(at)),
        2 => changed.insert(at, bytes[at]),
        _ => {
            let others: Vec<u8> = (b'a'..=b'z').filter(|c| *c != bytes[at].to_ascii_lowercase()).collect();
            let other = dice.one_of(&others);
            changed[at] = if bytes[at].is_ascii_uppercase() { other.to_ascii_uppercase() } else { other };
        }
    }
    String::from_utf8(changed).expect("ASCII")
}

/// One word too few or too many: a small one within a short line, any in a long one; or another one in its place there.
fn other_word(core: &str, dice: &mut Dice) -> String {
    let mut words: Vec<&str> = core.split(' ').collect();
    let is_long = words.len() >= 8;
    let may_slip = |at: &usize| is_long || words[*at].len() <= 3;
    let inside: Vec<usize> = (1..words.len() - 1).filter(may_slip).collect();
    let at = dice.one_of(&inside);
    match dice.below(4) {
        0 => drop(words.remove(at)),
        1 => words.insert(at, words[at]),
        2 => words.swap(at, at + 1),
        _ if is_long => words[at] = dice.one_of(&["all", "our", "any", "with"]),
        _ => drop(words.remove(at)),
    }
    words.join(" ")
}
