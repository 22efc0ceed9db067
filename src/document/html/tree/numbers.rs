//! Numbers of runs as the texts that html5ever is given in their place. Knows nothing of markup.
//!
//! A run is a pair of private-use characters; or, where template tags were masked to white space, a row of white space
//! that spells its number, because the tree builder decides by leading white space.

use super::{Piece, Tree, number};

impl Tree {
    /// What a text that the tree builder gave back stands for.
    pub(super) fn pieces(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(2);
        let space = text.len() - text.trim_start_matches(SPACE_DIGITS).len();
        let (space, text) = text.split_at_checked(space).unwrap_or_default();
        match space_number(space) {
            Some(index) => pieces.extend(self.runs.get(index as usize).copied().map(Piece::Run)),
            None if !space.is_empty() => pieces.push(Piece::Space),
            None => {}
        }
        let mut high = None;
        for character in text.chars() {
            match (digit_of(character), high.take()) {
                (None, _) => {}
                (Some(digit), None) => high = Some(digit),
                (Some(digit), Some(high)) => {
                    let run = self.runs.get((high * RUN_DIGIT + digit) as usize);
                    pieces.extend(run.copied().map(Piece::Run));
                }
            }
        }
        pieces
    }
}

/// First of the characters that stand for numbers of runs (private use, plane 15), and how many there are.
const RUN_BASE: u32 = 0xF_0000;
const RUN_DIGIT: u32 = 0x8000;

/// A number as a pair of characters; `None` beyond what two can hold.
pub(super) fn run_text(index: u32) -> Option<[char; 2]> {
    let digit = |digit: u32| char::from_u32(RUN_BASE + digit);
    Some([digit(index / RUN_DIGIT).filter(|_| index / RUN_DIGIT < RUN_DIGIT)?, digit(index % RUN_DIGIT)?])
}

fn digit_of(character: char) -> Option<u32> {
    u32::from(character).checked_sub(RUN_BASE)
}

/// The number that a pair of characters stands for.
pub(super) fn run_number(text: &str) -> Option<usize> {
    let mut digits = text.chars().map(digit_of);
    let (high, low) = (digits.next()??, digits.next()??);
    Some((high * RUN_DIGIT + low) as usize)
}

/// White space that a number is spelled in, two bits each, after one blank.
const SPACE_DIGITS: [char; 4] = [' ', '\t', '\n', '\u{C}'];

/// Digits of a number spelled in white space.
const N_SPACE_DIGITS: u32 = 12;

/// A number as white space.
pub(super) fn space_text(index: u32) -> String {
    let digit = |place: u32| SPACE_DIGITS.get((index >> (2 * place)) as usize & 3).copied().unwrap_or(' ');
    std::iter::once(' ').chain((0..N_SPACE_DIGITS).map(digit)).collect()
}

fn space_number(space: &str) -> Option<u32> {
    if space.len() != N_SPACE_DIGITS as usize + 1 {
        return None;
    }
    let digits = space.chars().rev().take(N_SPACE_DIGITS as usize);
    let mut digits = digits.map(|character| SPACE_DIGITS.iter().position(|digit| *digit == character));
    digits.try_fold(0, |sum, digit| Some(sum << 2 | number(digit?)))
}
