//! Colors, and lines of fixed words.

use crate::artifact::Channel;
use crate::finding::FactKind;
use crate::guide::brand::Brand;
use crate::guide::messaging::{Line, LineRequirement};
use crate::guide::raw;
use crate::guide::reader::Located;
use crate::guide::validate::{Problems, Taken};
use crate::guide::visual::{ColorToken, Palette};
use crate::span::offset;
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
    lines.into_iter().filter_map(|line| valid_line(what, line, &mut taken, problems)).collect()
}

fn valid_line(what: &str, line: raw::Line, taken: &mut Taken, problems: &mut Problems) -> Option<Line> {
    taken.take(what, line.id.value.clone(), &line.id.origin, problems).then(|| Line {
        id: line.id.value,
        text: line.text.value,
        locale: line.locale.map(|locale| locale.value),
        origin: line.text.origin,
    })
}

/// Legal lines with ids of their own, and where they have to stand.
pub(crate) fn legal_lines(
    lines: Vec<raw::LegalLine>,
    brand: &Brand,
    problems: &mut Problems,
) -> (Vec<Line>, Vec<LineRequirement>) {
    let mut taken = Taken::default();
    let (mut valid, mut requirements) = (Vec::new(), Vec::new());
    for raw::LegalLine { line, required_with, channels, markets } in lines {
        let Some(line) = valid_line("legal-line", line, &mut taken, problems) else { continue };
        let index = offset(valid.len());
        requirements.extend(requirement(&line, index, (required_with, channels, markets), brand, problems));
        valid.push(line);
    }
    (valid, requirements)
}

/// Channels on which a line is required where the guide names none: a post has no room for it.
const ROOMY: [Channel; 2] = [Channel::Email, Channel::Web];

type Where = (Vec<Located<FactKind>>, Vec<Located<Channel>>, Vec<Located<String>>);

fn requirement(
    line: &Line,
    index: u32,
    (kinds, channels, markets): Where,
    brand: &Brand,
    problems: &mut Problems,
) -> Option<LineRequirement> {
    let place = channels.first().map(|channel| &channel.origin);
    let place = place.or_else(|| markets.first().map(|market| &market.origin));
    let Some(first) = kinds.first() else {
        if let Some(place) = place {
            let message = format!("legal line `{}` says where it is required, and not with what", line.id);
            let help = "add `required-with`, such as [\"price\"]";
            problems.own_contradiction(message, place, "required with nothing", help);
        }
        return None;
    };
    if line.text.contains('{') {
        let message =
            format!("legal line `{}` has a placeholder, so nobody can tell where it is missing", line.id);
        let help = "leave out `required-with`, or write the line without the placeholder";
        problems.own_contradiction(message, &first.origin, "cannot be required", help);
        return None;
    }
    let legal: Vec<&str> = brand.markets.iter().map(|market| market.id.as_str()).collect();
    for market in markets.iter().filter(|market| brand.market(&market.value).is_none()) {
        problems.unknown("market", market, &legal);
    }
    let origin = first.origin.clone();
    let known = markets.into_iter().map(|market| market.value);
    let channels: Vec<Channel> = channels.into_iter().map(|channel| channel.value).collect();
    Some(LineRequirement {
        line: index,
        kinds: kinds.into_iter().map(|kind| kind.value).collect(),
        channels: if channels.is_empty() { ROOMY.to_vec() } else { channels },
        markets: known.collect(),
        origin,
    })
}
