//! What the words of dates mean, by language. The tables are data; this module looks them up.
//!
//! Words are in lower case and without accents, as `lex::fold` writes them.

mod cues;
mod de;
mod en;
mod es;
mod feasts;
mod fr;
mod others;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

pub(super) use self::cues::{AFTER, BEFORE, Reach};
pub(super) use self::feasts::{Feast, FeastDay};
use crate::artifact::Locale;
use crate::text::word_index::{Word, WordSet};

/// A language of the tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Language {
    English,
    German,
    French,
    Spanish,
    Italian,
    Dutch,
    Portuguese,
}

/// The languages that the words of a text are looked up in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Languages {
    /// The language of the text; `None` where it is not declared, so that it may be any.
    declared: Option<Language>,
    /// Whether the text is for the country whose feasts the tables know, so that `Mother's Day` is one day.
    is_home: bool,
}

impl Languages {
    /// The languages of a text in `locale`. A language without a table of its own may borrow the English names.
    pub(super) fn of(locale: Option<&Locale>) -> Self {
        let declared = locale.map(|locale| match locale.language() {
            "de" => Language::German,
            "fr" => Language::French,
            "es" | "ca" | "gl" => Language::Spanish,
            "it" => Language::Italian,
            "nl" => Language::Dutch,
            "pt" => Language::Portuguese,
            _ => Language::English,
        });
        let region = locale.and_then(Locale::region);
        let is_home = match declared {
            Some(Language::English) => region == Some("US"),
            Some(Language::German) => region == Some("DE"),
            Some(Language::French) => region == Some("FR"),
            Some(Language::Spanish) => region == Some("ES"),
            _ => false,
        };
        Self { declared, is_home }
    }

    /// Whether words of `language` count.
    pub(super) fn hold(self, language: Language) -> bool {
        self.declared.is_none_or(|declared| declared == language)
    }

    /// Whether a word counts in this sense: names of months and of days are English in texts of any language.
    pub(super) fn hold_of(self, sense: &Sense) -> bool {
        if self.declared.is_none() && sense.is_elsewhere_common {
            return false;
        }
        self.hold(sense.language)
            || sense.language == Language::English
                && matches!(
                    sense.meaning,
                    Meaning::Month(_) | Meaning::ShortMonth(_) | Meaning::Weekday(_) | Meaning::Half(_)
                )
    }

    /// Whether a feast of one country is that of this text's.
    pub(super) fn are_at_home(self) -> bool {
        self.is_home
    }

    /// Whether the language is declared and this one.
    pub(super) fn is(self, language: Language) -> bool {
        self.declared == Some(language)
    }
}

/// What a word means in a language.
#[derive(Clone, Debug)]
pub(super) struct Sense {
    /// The language.
    pub(super) language: Language,
    /// The meaning.
    pub(super) meaning: Meaning,
    /// Whether the word is a common one with another meaning elsewhere, so that the language has to be declared: `hier`.
    is_elsewhere_common: bool,
}

/// Several words that mean something together.
#[derive(Debug)]
pub(super) struct Phrase {
    /// The words after the first.
    pub(super) rest: Vec<&'static str>,
    /// The language.
    pub(super) language: Language,
    /// What they mean.
    pub(super) sense: Sense,
}

/// A measure of time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    /// Fifteen days, as French and Spanish count two weeks.
    Fifteen,
    Weekend,
    Month,
    Quarter,
    Year,
}

/// Which one of several a word points to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Which {
    This,
    /// The next one ahead: `coming`.
    Coming,
    Next,
    Last,
    /// The one after the next.
    AfterNext,
}

impl Which {
    /// How many steps from the running one.
    pub(super) const fn steps(self) -> i32 {
        match self {
            Self::This => 0,
            Self::Coming | Self::Next => 1,
            Self::Last => -1,
            Self::AfterNext => 2,
        }
    }
}

/// A part of a month or a longer time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stretch {
    Start,
    Middle,
    End,
}

/// A part of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
}

/// What a word can mean in a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    /// A month, counted from 1, by its name.
    Month(i8),
    /// A month by a short form.
    ShortMonth(i8),
    /// A day of the week, Monday is 1, by its name.
    Weekday(i8),
    /// A day of the week by a short form.
    ShortWeekday(i8),
    /// A count: `two`, `a`, `a few`.
    Count(u32),
    /// A count and a half: `anderthalb`.
    CountAndHalf(u32),
    /// What makes a count or a length longer by half of one: the `half` of `and a half`.
    AHalf,
    /// Half of what follows.
    Half(Unit),
    /// So many minutes, told by a word for a part of an hour.
    Minutes(u32),
    /// A place in a row: `first`.
    Ordinal(i8),
    /// What makes a number one: `th`.
    OrdinalEnding,
    /// A measure of time.
    Unit(Unit),
    /// A measure of time that is used beside a digit only: `h`.
    ShortUnit(Unit),
    /// A day, so many after today.
    Day(i32),
    /// The day that is so many after another one that is told: `veille`.
    BesideADay(i32),
    /// A part of a day that is so many after today: `tonight`.
    DayPart(i32, Part),
    /// A part of the day.
    Part(Part),
    /// The moment.
    Now,
    /// `next`.
    Which(Which),
    /// Before a length of time, it lies ahead: `in`.
    Ahead,
    /// Before a length of time, it lies behind: `vor`.
    Behind,
    /// After a length of time, it lies behind: `ago`.
    Ago,
    /// After a length of time, it lies ahead: `from now`.
    Later,
    /// Between a length of time and a day: `before`, `after`.
    Before,
    After,
    /// Noon.
    Noon,
    /// Midnight, as the end of a day.
    Midnight,
    /// Before noon, of an hour of twelve.
    Am,
    /// After noon, of an hour of twelve.
    Pm,
    /// What makes a number an hour: `Uhr`.
    Hour,
    /// Between a day and its month: `of`.
    Of,
    /// Between a day of the week or a part of a year and what it is counted in: `in`.
    In,
    /// An article.
    Article,
    /// Before a time: `at`.
    At,
    /// Before a day: `on`.
    On,
    /// Before the first day of a range: `from`.
    From,
    /// Between the ends of a range: `to`.
    To,
    /// Before the ends of a range: `between`.
    Between,
    /// Joins the ends of what is between, and days of a list.
    And,
    /// What happens again and again: `every`.
    Each,
    /// The last day of what follows: `end of`.
    EndOf,
    /// The last day of the running measure of time, in one word: `Monatsende`.
    EndOfThis(Unit),
    /// Somewhere in what follows: `mid`, `early`.
    Within(Stretch),
    /// A day that the calendar of a year gives a name.
    Feast(Feast),
    /// So many months that a number counts in a year: the `Q` of `Q3`.
    TermSign(i8),
    /// So many months, as a part of a year: `quarter`.
    Term(i8),
    /// A week that a number counts in a year: `KW`.
    CalendarWeek,
    /// Before the name of a day it makes it that of a street.
    Street,
    /// Before a date it says nothing: `since`, `is`.
    Lead,
    /// Before a number it makes it something else: `version`.
    Serial,
}

impl Meaning {
    /// Whether the word does no more than lead to a day or join two.
    pub(super) const fn is_lead(self) -> bool {
        matches!(
            self,
            Self::Of
                | Self::In
                | Self::AHalf
                | Self::Article
                | Self::At
                | Self::On
                | Self::From
                | Self::To
                | Self::Between
                | Self::And
                | Self::Lead
                | Self::Serial
                | Self::Street
        )
    }

    /// Whether the word can tell a day in a text without digits.
    pub(super) fn is_trigger(self) -> bool {
        matches!(
            self,
            Self::Month(_)
                | Self::Weekday(_)
                | Self::ShortWeekday(_)
                | Self::Day(_)
                | Self::DayPart(..)
                | Self::Now
                | Self::Unit(_)
                | Self::Half(_)
                | Self::Noon
                | Self::Midnight
                | Self::Hour
                | Self::Minutes(_)
                | Self::EndOfThis(_)
        ) || matches!(self, Self::Feast(feast) if feast.is_telling)
    }
}

/// A table of one language: meanings with the words for them; several words are a phrase.
type Table = &'static [(Meaning, &'static [&'static str])];

const TABLES: &[(Language, Table)] = &[
    (Language::English, en::WORDS),
    (Language::German, de::WORDS),
    (Language::French, fr::WORDS),
    (Language::Spanish, es::WORDS),
    (Language::Italian, others::ITALIAN),
    (Language::Dutch, others::DUTCH),
    (Language::Portuguese, others::PORTUGUESE),
    (Language::English, feasts::ENGLISH),
    (Language::German, feasts::GERMAN),
    (Language::French, feasts::FRENCH),
    (Language::Spanish, feasts::SPANISH),
];

/// Words that are common in another language of the tables and mean no time there.
const COMMON_ELSEWHERE: &[(Language, &[&str])] = &[
    (Language::English, &["a", "d", "m", "mo", "s", "w", "y", "second", "hence", "later", "once"]),
    (
        Language::German,
        &["mi", "do", "so", "fr", "sa", "di", "mo", "mar", "morgens", "last", "monat", "ab", "vor"],
    ),
    (
        Language::French,
        &["hier", "sept", "dim", "mar", "mer", "six", "dix", "jour", "an", "ans", "minute", "mars", "noel"],
    ),
    (
        Language::Spanish,
        &["mar", "once", "lun", "mayo", "mes", "ago", "set", "dos", "dom", "sab", "vie", "en", "hace"],
    ),
    (
        Language::Italian,
        &[
            "set", "mar", "ora", "dom", "sab", "sera", "gen", "mer", "lun", "ven", "ott", "lug", "mag",
            "apr", "nov",
        ],
    ),
    (Language::Dutch, &["zo", "di", "do", "wo", "ma", "za", "vr", "mei", "over", "morgen", "week", "uur"]),
    (
        Language::Portuguese,
        &["set", "out", "mar", "dom", "sab", "seg", "qua", "sex", "ter", "mes", "ano", "terca"],
    ),
];

/// Whether a word as it is written can be one of the tables, alone or as the first of several.
pub(super) fn may_be_known(word: &str) -> bool {
    LEXICON.firsts.may_hold_text(word)
}

/// What a word may mean.
#[derive(Default, Debug)]
pub(super) struct Entry {
    /// By itself, in any language.
    pub(super) senses: Vec<Sense>,
    /// As the first of several words, the longest phrase first.
    pub(super) phrases: Vec<Phrase>,
    /// The senses that tell a day, be it with other words, anywhere in which the word may stand.
    telling: Vec<Sense>,
}

struct Lexicon {
    entries: FxHashMap<&'static str, Entry>,
    /// The words by which something begins.
    firsts: WordSet,
    /// The words that tell a day.
    telling: WordSet,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut entries: FxHashMap<&'static str, Entry> = FxHashMap::default();
    let (mut firsts, mut telling) = (Vec::new(), Vec::new());
    for (language, table) in TABLES {
        let common = COMMON_ELSEWHERE.iter().find(|(other, _)| other == language);
        for (meaning, words) in *table {
            for word in *words {
                let is_elsewhere_common = common.is_some_and(|(_, words)| words.contains(word));
                let sense = Sense { language: *language, meaning: *meaning, is_elsewhere_common };
                let mut parts = word.split(' ');
                let first = parts.next().unwrap_or_default();
                let rest: Vec<&'static str> = parts.collect();
                firsts.push(first);
                // Of a phrase the longest word, which is the rarest: most texts have "the" and none "the day before".
                let longest = word.split(' ').max_by_key(|part| part.len()).unwrap_or_default();
                if meaning.is_trigger() || *meaning == Meaning::Ago && !rest.is_empty() {
                    telling.push(longest);
                    entries.entry(longest).or_default().telling.push(sense.clone());
                }
                let entry = entries.entry(first).or_default();
                if rest.is_empty() {
                    entry.senses.push(sense);
                } else {
                    entry.phrases.push(Phrase { rest, language: *language, sense });
                }
            }
        }
    }
    #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
    for entry in entries.values_mut() {
        entry.phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
    }
    Lexicon { entries, firsts: WordSet::of(firsts), telling: WordSet::of(telling) }
});

/// What a folded word may mean, if the tables know it.
pub(super) fn entry(folded: &str) -> Option<&'static Entry> {
    LEXICON.entries.get(folded)
}

/// What a folded word may mean by itself, in any language.
pub(super) fn senses(folded: &str) -> &'static [Sense] {
    entry(folded).map(|entry| entry.senses.as_slice()).unwrap_or_default()
}

/// Whether a word may be one that tells a day.
pub(super) fn may_tell(word: Word) -> bool {
    LEXICON.telling.may_hold(word)
}

/// Whether a folded word tells a day, by itself or with the words that may stand around it.
pub(super) fn tells(folded: &str, languages: Languages) -> bool {
    entry(folded).is_some_and(|entry| entry.telling.iter().any(|sense| languages.hold_of(sense)))
}

/// Names of days that are not written as they are looked up.
const ACCENTED: &[(Language, &str, &str)] = &[
    (Language::Spanish, "miercoles", "miércoles"),
    (Language::Spanish, "sabado", "sábado"),
    (Language::Spanish, "mie", "mié"),
    (Language::Spanish, "sab", "sáb"),
    (Language::Portuguese, "sabado", "sábado"),
    (Language::Italian, "lunedi", "lunedì"),
    (Language::Italian, "martedi", "martedì"),
    (Language::Italian, "mercoledi", "mercoledì"),
    (Language::Italian, "giovedi", "giovedì"),
    (Language::Italian, "venerdi", "venerdì"),
];

/// The usual name of a day of the week in a language: as it is looked up, and as it is written. `None` where it is more
/// than one word.
pub(super) fn weekday_name(
    language: Language,
    weekday: jiff::civil::Weekday,
    is_short: bool,
) -> Option<(&'static str, &'static str)> {
    let number = weekday.to_monday_one_offset();
    let meaning = if is_short { Meaning::ShortWeekday(number) } else { Meaning::Weekday(number) };
    let (_, table) = TABLES.iter().find(|(other, _)| *other == language)?;
    let (_, names) = table.iter().find(|(other, _)| *other == meaning)?;
    let name = names.first().copied().filter(|name| !name.contains(' '))?;
    let written = ACCENTED.iter().find(|(other, folded, _)| *other == language && *folded == name);
    Some((name, written.map_or(name, |(.., written)| *written)))
}

#[cfg(test)]
mod tests {
    use super::LEXICON;

    /// A word of an index has letters and digits only, so that no other one would ever be found in it.
    #[test]
    fn words_that_tell_a_day_are_words_of_an_index() {
        let telling = LEXICON.entries.iter().filter(|(_, entry)| !entry.telling.is_empty());
        let odd: Vec<_> =
            telling.map(|(word, _)| word).filter(|word| !word.chars().all(char::is_alphanumeric)).collect();
        assert!(odd.is_empty(), "{odd:?}");
    }
}
