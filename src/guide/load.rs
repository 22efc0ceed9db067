//! From the files of a guide to the guide: reads each, puts what belongs together together, validates it by topic and
//! compiles what rules need. Opens no files.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::finding::Finding;
use crate::guide::brand::Brand;
use crate::guide::matcher::TermMatcher;
use crate::guide::near_names::NearNames;
use crate::guide::raw;
use crate::guide::terms::Termbase;
use crate::guide::tone::Tone;
use crate::guide::validate::brand::RuleNames;
use crate::guide::validate::{Problems, brand, channel, contact, lists, pricing, social, terms, tone};
use crate::guide::{Guide, LineIndex, Messaging, PriceBook};
use crate::rule::RuleMeta;
use crate::source::Source;

/// One file of a guide: its name as reports show it and its text.
#[derive(Clone, Debug)]
pub struct GuideFile {
    /// The file.
    pub source: Source,
}

/// A guide and everything that is wrong with it.
#[derive(Debug)]
pub struct Loaded {
    /// The guide, without the entries that are wrong.
    pub guide: Guide,
    /// Mistakes, in order of file and place.
    pub problems: Vec<Finding>,
}

/// Loads a guide from its files, whose order does not matter. `rules` are the rules that a guide may set levels for
/// and waive, beside those of the group `guide`.
#[must_use]
pub fn load(files: Vec<GuideFile>, rules: &[&'static RuleMeta]) -> Loaded {
    let mut sources: Vec<Source> = files.into_iter().map(|file| file.source).collect();
    sources.sort_by(|a, b| a.name().cmp(b.name()));
    let mut problems = Problems::default();
    let mut files = raw::Files::default();
    for source in &sources {
        problems.extend(files.add(source));
    }
    let guide = validated(files, sources, rules, &mut problems);
    Loaded { guide, problems: problems.into_sorted() }
}

fn validated(
    files: raw::Files,
    sources: Vec<Source>,
    rules: &[&'static RuleMeta],
    problems: &mut Problems,
) -> Guide {
    let names = RuleNames::new(rules);
    let levels = brand::levels(files.settings, (rules, &names), problems);
    let waivers = brand::waivers(files.waivers, &names, problems);
    let brand = Brand {
        name: problems.once("name", files.names).unwrap_or_default(),
        default_locale: problems.once("default-locale", files.default_locales),
        time_zone: problems.once("time-zone", files.time_zones),
        currency: problems.once("currency", files.currencies),
        markets: brand::markets(files.markets, problems),
    };
    let concepts = terms::concepts(files.concepts, problems);
    let tone = Tone {
        phrases: tone::phrases(files.phrases, problems),
        exclamation: tone::exclamation(files.exclamations, problems),
        shouting: tone::shouting(files.shoutings, problems),
    };
    let products = pricing::products(files.products, &brand, problems);
    let tolerances = pricing::tolerances(files.tolerances, problems);
    let palette = lists::palette(files.colors, files.neutrals, problems);
    let (legal_lines, line_requirements) = lists::legal_lines(files.legal_lines, &brand, problems);
    let messaging = Messaging {
        taglines: lists::lines("tagline", files.taglines, problems),
        legal_lines,
        line_requirements,
        calls_to_action: lists::lines("call-to-action", files.calls_to_action, problems),
        phones: contact::contacts("phone", files.phones, &brand, problems),
        email_addresses: contact::contacts("email-address", files.email_addresses, &brand, problems),
        postal_addresses: contact::contacts("postal-address", files.postal_addresses, &brand, problems),
        claims: contact::claims(files.claims, problems),
    };
    let channels = channel::channels(files.email_channels, files.web_channels, problems);
    let limits = social::limits(files.limits, problems);
    let social = social::social(files.hashtags, files.unlisted_hashtags, files.handles, problems);
    let lines = messaging.taglines.iter().chain(&messaging.legal_lines);
    let mut protected: Vec<&str> = lines.map(|line| line.text.as_str()).collect();
    protected.push(&brand.name);
    let matcher = TermMatcher::build(&concepts, &products, &tone.phrases, &protected);
    let termbase = Termbase { concepts, matcher };
    let digest = digest(&sources);
    let prices = PriceBook { near_names: NearNames::new(&products), products };
    Guide {
        brand,
        levels,
        termbase,
        tone,
        prices,
        lines: LineIndex::new(&messaging.taglines, &messaging.legal_lines),
        tolerances,
        messaging,
        channels,
        palette,
        limits,
        social,
        waivers,
        sources,
        digest,
    }
}

/// A digest over the files' names, without their folders, and texts: the same guide has the same digest wherever it
/// lies.
fn digest(sources: &[Source]) -> String {
    let mut hash = Sha256::new();
    for source in sources {
        let name = source.name().rsplit(['/', '\\']).next().unwrap_or_default();
        for part in [name, source.text()] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
    }
    hash.finalize().iter().fold("sha256:".to_owned(), |mut digest, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digest, "{byte:02x}");
        digest
    })
}
