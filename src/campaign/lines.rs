//! Lines with fixed words as they are compared. Knows nothing of what a line is for.

use crate::campaign::kind::Declared;
use crate::finding::Truth;
use crate::guide::messaging::Line;

/// The words of a line: those of the guide, or others.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Words {
    pub(super) text: String,
}

/// How alike the same words are, in thousandths.
const SAME: u16 = 1000;

impl Words {
    /// Those that an artifact says for a line. Blanks and the form of quotes make no difference.
    pub(super) fn of(lines: &[Line], line: u32, similarity: u16, said: &str) -> Self {
        let own = lines.get(line as usize).filter(|_| similarity >= SAME);
        let text =
            own.map_or_else(|| said.split_whitespace().collect::<Vec<_>>().join(" "), |own| own.text.clone());
        Self { text }
    }
}

/// `tagline main-en`, for messages.
pub(super) fn subject(kind: &str, lines: &[Line], line: u32) -> String {
    format!("{kind} {}", id(lines, line))
}

/// The id of a line.
pub(super) fn id(lines: &[Line], line: u32) -> String {
    lines.get(line as usize).map(|line| line.id.clone()).unwrap_or_default()
}

/// What the guide says.
pub(super) fn declared(lines: &[Line], line: u32) -> Option<Declared<'_, Words>> {
    let line = lines.get(line as usize)?;
    let values = vec![Words { text: line.text.clone() }];
    Some(Declared { values, truth: Truth::Guide, origin: Some(&line.origin) })
}
