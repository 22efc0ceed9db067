//! Colors, and lines of fixed words.

use crate::guide::messaging::Line;
use crate::guide::raw;
use crate::guide::reader::Located;
use crate::guide::validate::{Problems, Taken};
use crate::guide::visual::{ColorToken, Palette};
use crate::values::color::Srgb;

/// Colors with ids of their own, and the neutrals of all files.
pub(crate) fn palette(
    colors: Vec<raw::Color>,
    neutrals: Vec<Located<Srgb>>,
    problems: &mut Problems,
) -> Palette {
    let mut taken = Taken::default();
    let mut palette =
        Palette { neutrals_origin: neutrals.first().map(|first| first.origin.clone()), ..Palette::default() };
    palette.neutrals = neutrals.into_iter().map(|neutral| neutral.value).collect();
    for color in colors {
        let Located { value: id, origin } = color.id;
        if taken.take("color", id.clone(), &origin, problems) {
            palette.colors.push(ColorToken { id, value: color.value.value, uses: color.uses, origin });
        }
    }
    palette
}

/// Lines with ids of their own.
pub(crate) fn lines(what: &str, lines: Vec<raw::Line>, problems: &mut Problems) -> Vec<Line> {
    let mut taken = Taken::default();
    let mut valid = Vec::new();
    for line in lines {
        if taken.take(what, line.id.value.clone(), &line.id.origin, problems) {
            valid.push(Line {
                id: line.id.value,
                text: line.text.value,
                locale: line.locale.map(|locale| locale.value),
                origin: line.text.origin,
            });
        }
    }
    valid
}
