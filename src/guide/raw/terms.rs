//! `[[concept]]`, `[[concept.term]]` and `[[phrase]]`.

use crate::artifact::{Channel, Locale};
use crate::guide::reader::{Located, Table};
use crate::guide::terms::{CasePolicy, Examples, PartOfSpeech, TermStatus};

/// `[[concept]]`.
#[derive(Debug)]
pub(crate) struct Concept {
    pub(crate) id: Located<String>,
    pub(crate) note: Option<Located<String>>,
    pub(crate) terms: Vec<Term>,
}

/// `[[concept.term]]`.
#[derive(Debug)]
pub(crate) struct Term {
    pub(crate) text: Located<String>,
    pub(crate) status: Located<TermStatus>,
    pub(crate) locale: Option<Located<Locale>>,
    pub(crate) part_of_speech: Option<Located<PartOfSpeech>>,
    pub(crate) case: Option<Located<CasePolicy>>,
    pub(crate) channels: Vec<Channel>,
    pub(crate) forms: Vec<Located<String>>,
    pub(crate) only_near: Vec<Located<String>>,
    pub(crate) unless_near: Vec<Located<String>>,
    pub(crate) replacement: Option<Located<String>>,
    pub(crate) examples: Examples,
}

/// `[[phrase]]`.
#[derive(Debug)]
pub(crate) struct Phrase {
    pub(crate) text: Located<String>,
    pub(crate) reason: Located<String>,
    pub(crate) instead: Vec<Located<String>>,
    pub(crate) channels: Vec<Channel>,
    pub(crate) examples: Examples,
}

impl Concept {
    pub(super) fn read(table: &Table<'_>) -> Option<Self> {
        let id = table.required("id", Table::string);
        let note = table.string("note");
        let terms = table.required_tables("term").iter().filter_map(Term::read).collect();
        table.finish().then_some(())?;
        Some(Self { id: id?, note, terms })
    }
}

impl Term {
    fn read(table: &Table<'_>) -> Option<Self> {
        let text = table.required("text", Table::string);
        let status = table.required("status", Table::word);
        let locale = super::locale(table, "locale");
        let part_of_speech = table.word("part-of-speech");
        let case = table.word("case");
        let channels = super::channels(table);
        let forms = table.strings("forms");
        let only_near = table.strings("only-near");
        let unless_near = table.strings("unless-near");
        let replacement = table.string("replacement");
        let examples = examples(table);
        table.finish().then_some(())?;
        Some(Self {
            text: text?,
            status: status?,
            locale,
            part_of_speech,
            case,
            channels,
            forms,
            only_near,
            unless_near,
            replacement,
            examples,
        })
    }
}

impl Phrase {
    pub(super) fn read(table: &Table<'_>) -> Option<Self> {
        let text = table.required("text", Table::string);
        let reason = table.required("reason", Table::string);
        let instead = table.strings("instead");
        let channels = super::channels(table);
        let examples = examples(table);
        table.finish().then_some(())?;
        Some(Self { text: text?, reason: reason?, instead, channels, examples })
    }
}

fn examples(table: &Table<'_>) -> Examples {
    let Some(examples) = table.table("examples") else { return Examples::default() };
    let read = Examples {
        bad: super::values(examples.strings("bad")),
        good: super::values(examples.strings("good")),
    };
    examples.finish();
    read
}
