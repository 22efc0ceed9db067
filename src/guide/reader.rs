//! A typed reader over TOML that remembers where every value stands and collects every mistake. Knows TOML and
//! findings; must not know what a guide, a campaign or the settings mean.
//!
//! Asking a [`Table`] for a key is what makes the key legal: there is no second list of keys. [`Table::finish`] reports
//! every key that nobody asked for. Reading never fails: a mistake becomes a finding, the value becomes `None`.
//!
//! ```text
//! let (name, problems) = reader::read(&source, |root| root.required("name", Table::string));
//! ```
//!
//! Reading order: [`read`], then [`Table`], then `syntax`, which gets past text that is not TOML.

pub(crate) mod mixed;
pub(crate) mod syntax;

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::artifact::{ArtifactKey, UnknownWord};
use crate::finding::{Finding, GuideRef, Location};
use crate::guide::problems::{InvalidValue, MissingKey, UnknownKey, WrongType};
use crate::rule::RuleMeta;
use crate::source::{ColumnUnit, Source};
use crate::span::Span;

/// A value and the place where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the file, quotes included.
    pub origin: GuideRef,
}

/// What a text is to be, for those who wrote something else.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// Its name, to stand after "is no".
    pub noun: &'static str,
    /// What to do, with an example.
    pub advice: &'static str,
}

/// Reads one TOML text. `body` is given the root table and takes what it wants; keys that it did not ask for are
/// reported. Mistakes come in the order of their places.
pub fn read<T>(source: &Source, body: impl FnOnce(&Table<'_>) -> T) -> (T, Vec<Finding>) {
    let file: Arc<str> = source.name().into();
    let parsed = syntax::parse(source, &file);
    let reader = Reader { source, file, torn: parsed.torn, problems: RefCell::new(parsed.problems) };
    let (document, _) = DeTable::parse_recoverable(&parsed.text);
    let root = Table::new(&reader, document.get_ref(), reader.place(Span::at(0)), String::new());
    let value = body(&root);
    root.finish();
    drop(root);
    let mut problems = reader.problems.into_inner();
    problems.sort_by(|a, b| a.primary.cmp(&b.primary));
    (value, problems)
}

/// A finding of one of the guide's own rules at a place in a TOML file.
#[must_use]
pub fn problem(meta: &RuleMeta, at: &GuideRef, message: impl Into<String>) -> Finding {
    Finding::new(meta, location(at), message)
}

/// A place in a TOML file as the place of a finding.
#[must_use]
pub fn location(at: &GuideRef) -> Location {
    Location { artifact: ArtifactKey::file(Arc::clone(&at.file)), span: at.span }
}

/// The candidate that `word` was probably meant to be: at most one letter in three differs. The first of the nearest
/// wins.
#[must_use]
pub fn near_match<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let limit = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= limit * 4)
        .map(|candidate| (strsim::damerau_levenshtein(&word.to_lowercase(), candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `did you mean …` where there is a near match, then the legal words.
#[must_use]
pub fn advice(word: &str, noun: &str, legal: &[&str]) -> String {
    let all = format!("{noun}: {}", legal.join(", "));
    match near_match(word, legal.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? {all}"),
        None => all,
    }
}

/// What all tables of one file share.
#[derive(Debug)]
struct Reader<'s> {
    source: &'s Source,
    file: Arc<str>,
    /// Places where the text is not TOML, in order.
    torn: Vec<u32>,
    problems: RefCell<Vec<Finding>>,
}

impl Reader<'_> {
    /// A place in the file. The parser saw a copy with illegible lines blanked, so that its spans might cut a character
    /// of the file's own text.
    fn place(&self, span: Span) -> GuideRef {
        let text = self.source.text();
        let start = text.floor_char_boundary(span.range().start);
        let span = Span::from_range(start..text.ceil_char_boundary(span.range().end).max(start));
        let line = self.source.position(span.start(), ColumnUnit::Utf8).line;
        GuideRef { file: Arc::clone(&self.file), span, line }
    }

    /// Whether something after `start` and before the next table header could not be read, so that what seems to be
    /// missing may only be illegible.
    fn is_torn_after(&self, start: u32) -> bool {
        let start = self.source.line_span(start).start();
        let next = self.torn.get(self.torn.partition_point(|at| *at < start));
        next.is_some_and(|at| {
            let between = self.source.text().get(start as usize..*at as usize).unwrap_or_default();
            !between.lines().skip(1).any(|line| line.trim_start().starts_with('['))
        })
    }
}

/// A table of a TOML file. Methods take the key and give the value, or `None` where the key is absent or its value is
/// wrong, which is then reported.
#[derive(Debug)]
pub struct Table<'a> {
    reader: &'a Reader<'a>,
    entries: &'a DeTable<'a>,
    origin: GuideRef,
    /// How messages call it: `product.price`; empty for the root.
    path: String,
    asked: RefCell<Vec<&'a str>>,
    wrong: Cell<bool>,
}

impl<'a> Table<'a> {
    fn new(reader: &'a Reader<'a>, entries: &'a DeTable<'a>, origin: GuideRef, path: String) -> Self {
        Self { reader, entries, origin, path, asked: RefCell::new(Vec::new()), wrong: Cell::new(false) }
    }

    /// Where the table stands: its header only, since TOML tables have no end of their own.
    #[must_use]
    pub fn origin(&self) -> &GuideRef {
        &self.origin
    }

    /// Reports a mistake in this table.
    pub fn report(&self, finding: Finding) {
        self.wrong.set(true);
        self.reader.problems.borrow_mut().push(finding);
    }

    /// The value that `read` takes from `key`; an absent key is reported. For tables see [`Self::required_tables`].
    pub fn required<T>(&self, key: &'a str, read: impl FnOnce(&Self, &'a str) -> Option<T>) -> Option<T> {
        self.expect_key(key, || format!("add a line such as `{key} = …`"));
        read(self, key)
    }

    /// Every `[[key]]`, of which there has to be one.
    pub fn required_tables(&self, key: &'a str) -> Vec<Self> {
        self.expect_key(key, || format!("add a block `[[{}]]` below it", self.path_of(key)));
        self.tables(key)
    }

    /// A text, which must not be blank.
    pub fn string(&self, key: &'a str) -> Option<Located<String>> {
        let (value, origin) = self.get(key)?;
        self.text(key, value, origin)
    }

    /// A list of texts, none of them blank. An absent key is an empty list.
    pub fn strings(&self, key: &'a str) -> Vec<Located<String>> {
        self.items(key).into_iter().filter_map(|(value, origin)| self.text(key, value, origin)).collect()
    }

    /// A text that `T` can read; its error is the message.
    pub fn parsed<T: FromStr<Err: Display>>(&self, key: &'a str) -> Option<Located<T>> {
        let text = self.string(key)?;
        self.parse(text)
    }

    /// A list of texts that `T` can read.
    pub fn parsed_list<T: FromStr<Err: Display>>(&self, key: &'a str) -> Vec<Located<T>> {
        self.strings(key).into_iter().filter_map(|text| self.parse(text)).collect()
    }

    /// One of a few words.
    pub fn word<T: FromStr<Err = UnknownWord>>(&self, key: &'a str) -> Option<Located<T>> {
        let text = self.string(key)?;
        self.parse_word(text)
    }

    /// A list of such words.
    pub fn words<T: FromStr<Err = UnknownWord>>(&self, key: &'a str) -> Vec<Located<T>> {
        self.strings(key).into_iter().filter_map(|text| self.parse_word(text)).collect()
    }

    /// A text of a form that `read` understands.
    pub fn understood<T>(
        &self,
        key: &'a str,
        form: Form,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<Located<T>> {
        let text = self.string(key)?;
        self.understand(text, form, read)
    }

    /// A list of texts of a form that `read` understands.
    pub fn understood_list<T>(
        &self,
        key: &'a str,
        form: Form,
        read: impl Fn(&str) -> Option<T>,
    ) -> Vec<Located<T>> {
        let texts = self.strings(key).into_iter();
        texts.filter_map(|text| self.understand(text, form, &read)).collect()
    }

    /// A whole number from 0 on.
    pub fn number(&self, key: &'a str) -> Option<Located<u32>> {
        let (value, origin) = self.get(key)?;
        let DeValue::Integer(integer) = value else {
            self.wrong_type(key, value, &origin, "a whole number");
            return None;
        };
        let Ok(number) = u32::from_str_radix(integer.as_str(), integer.radix()) else {
            self.invalid(&origin, format!("`{integer}` is out of range"), "a whole number from 0 on");
            return None;
        };
        Some(Located { value: number, origin })
    }

    /// A text, or as an error a whole number from 0 on.
    pub fn string_or_number(&self, key: &'a str) -> Option<Result<Located<String>, Located<u32>>> {
        match self.get(key)? {
            (DeValue::Integer(_), _) => self.number(key).map(Err),
            _ => self.string(key).map(Ok),
        }
    }

    /// A number, exactly as it is written.
    pub fn decimal(&self, key: &'a str) -> Option<Located<Decimal>> {
        let (value, origin) = self.get(key)?;
        let written = match value {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Float(float) => float.as_str(),
            other => {
                self.wrong_type(key, other, &origin, "a number");
                return None;
            }
        };
        let Ok(value) = Decimal::from_str(written) else {
            self.invalid(
                &origin,
                format!("`{written}` is no plain decimal number"),
                "write it like 20 or 12.5",
            );
            return None;
        };
        Some(Located { value, origin })
    }

    /// A date, a time or both, as TOML writes them without quotes.
    pub fn datetime(&self, key: &'a str) -> Option<Located<toml::value::Datetime>> {
        self.datetime_like(key, "a time without quotes, such as 2026-11-30T23:59:00-08:00")
    }

    /// A date without a time.
    pub fn date(&self, key: &'a str) -> Option<Located<jiff::civil::Date>> {
        let datetime = self.datetime_like(key, "a date without quotes, such as 2026-11-30")?;
        let day = datetime.value;
        let date = day.date.filter(|_| day.time.is_none()).and_then(civil_date);
        if date.is_none() {
            self.invalid(
                &datetime.origin,
                format!("`{day}` is no date"),
                "write a day alone, such as 2026-11-30",
            );
        }
        Some(Located { value: date?, origin: datetime.origin })
    }

    /// A table: `[key]` or `key = { … }`.
    pub fn table(&self, key: &'a str) -> Option<Self> {
        let (value, origin) = self.get(key)?;
        let path = self.path_of(key);
        let DeValue::Table(entries) = value else {
            let expected = format!("a table; write `[{path}]` and the keys below it");
            self.wrong_type(key, value, &origin, &expected);
            return None;
        };
        Some(Self::new(self.reader, entries, origin, path))
    }

    /// Every `[[key]]`. An absent key is an empty list.
    pub fn tables(&self, key: &'a str) -> Vec<Self> {
        let path = self.path_of(key);
        let expected = format!("a list of tables; write `[[{path}]]` with double brackets");
        let Some((value, origin)) = self.get(key) else { return Vec::new() };
        let DeValue::Array(array) = value else {
            self.wrong_type(key, value, &origin, &expected);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in array.iter() {
            let origin = self.reader.place(span_of(item));
            match item.get_ref() {
                DeValue::Table(entries) => {
                    tables.push(Self::new(self.reader, entries, origin, path.clone()));
                }
                other => self.wrong_type(key, other, &origin, &expected),
            }
        }
        tables
    }

    /// The table's keys, in the order of the file, for tables whose keys the file chooses. They still have to be asked
    /// for.
    #[must_use]
    pub fn keys(&self) -> Vec<Located<&'a str>> {
        let mut keys: Vec<_> = self.entries.keys().collect();
        keys.sort_by_key(|key| key.span().start);
        keys.into_iter()
            .map(|key| Located { value: key.get_ref().as_ref(), origin: self.reader.place(key_span(key)) })
            .collect()
    }

    /// Whether the value of `key` is a table.
    #[must_use]
    pub fn holds_table(&self, key: &str) -> bool {
        self.entries.get(key).is_some_and(|value| matches!(value.get_ref(), DeValue::Table(_)))
    }

    /// Reports keys that nobody asked for. Says whether everything in this table was right, its inner tables aside.
    pub fn finish(&self) -> bool {
        let mut asked = self.asked.borrow().clone();
        asked.sort_unstable();
        asked.dedup();
        for key in self.keys() {
            let word = key.value;
            if asked.binary_search(&word).is_ok() {
                continue;
            }
            let whose = if self.path.is_empty() { String::new() } else { format!(" in `{}`", self.path) };
            let finding = problem(&UnknownKey::META, &key.origin, format!("unknown key `{word}`{whose}"))
                .label("nothing reads this key")
                .help(advice(word, "legal keys", &asked));
            self.report(finding);
        }
        !self.wrong.get()
    }

    /// Reports a value of the right type that is no legal value.
    pub fn invalid(&self, at: &GuideRef, message: String, help: &str) {
        self.report(problem(&InvalidValue::META, at, message).label("this value").help(help));
    }

    fn expect_key(&self, key: &str, help: impl FnOnce() -> String) {
        if self.entries.contains_key(key) || self.reader.is_torn_after(self.origin.span.start()) {
            return;
        }
        let whose = if self.path.is_empty() { "the file".to_owned() } else { format!("`{}`", self.path) };
        let finding = problem(&MissingKey::META, &self.origin, format!("{whose} has no `{key}`"))
            .label(format!("`{key}` is missing here"))
            .help(help());
        self.report(finding);
    }

    fn datetime_like(&self, key: &'a str, expected: &str) -> Option<Located<toml::value::Datetime>> {
        let (value, origin) = self.get(key)?;
        let DeValue::Datetime(datetime) = value else {
            self.wrong_type(key, value, &origin, expected);
            return None;
        };
        Some(Located { value: *datetime, origin })
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn get(&self, key: &'a str) -> Option<(&'a DeValue<'a>, GuideRef)> {
        self.asked.borrow_mut().push(key);
        let (name, value) = self.entries.get_key_value(key)?;
        // A list of tables has the span of its first header, an implied table that of its key.
        let span = span_of(value);
        let span = if span.is_empty() { key_span(name) } else { span };
        Some((value.get_ref(), self.reader.place(span)))
    }

    fn items(&self, key: &'a str) -> Vec<(&'a DeValue<'a>, GuideRef)> {
        let Some((value, origin)) = self.get(key) else { return Vec::new() };
        let DeValue::Array(array) = value else {
            self.wrong_type(key, value, &origin, "a list; put the values in brackets: `[\"…\", \"…\"]`");
            return Vec::new();
        };
        array.iter().map(|item| (item.get_ref(), self.reader.place(span_of(item)))).collect()
    }

    fn text(&self, key: &'a str, value: &'a DeValue<'a>, origin: GuideRef) -> Option<Located<String>> {
        let DeValue::String(text) = value else {
            self.wrong_type(key, value, &origin, "a text; put it in quotes: `\"…\"`");
            return None;
        };
        if text.trim().is_empty() {
            self.invalid(&origin, format!("`{key}` is empty"), "write a text, or remove it");
            return None;
        }
        Some(Located { value: text.clone().into_owned(), origin })
    }

    fn parse<T: FromStr<Err: Display>>(&self, text: Located<String>) -> Option<Located<T>> {
        match text.value.parse() {
            Ok(value) => Some(Located { value, origin: text.origin }),
            Err(error) => {
                let whole = error.to_string();
                let (message, help) =
                    whole.split_once("; ").unwrap_or((&whole, "correct it, or remove the line"));
                self.invalid(&text.origin, message.to_owned(), help);
                None
            }
        }
    }

    fn parse_word<T: FromStr<Err = UnknownWord>>(&self, text: Located<String>) -> Option<Located<T>> {
        match text.value.parse() {
            Ok(value) => Some(Located { value, origin: text.origin }),
            Err(error) => {
                let legal: Vec<&str> = error.legal.split(", ").collect();
                let help = advice(&text.value, "legal values", &legal);
                self.invalid(&text.origin, format!("unknown value `{}`", text.value), &help);
                None
            }
        }
    }

    fn understand<T>(
        &self,
        text: Located<String>,
        form: Form,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<Located<T>> {
        let value = read(&text.value);
        if value.is_none() {
            self.invalid(&text.origin, format!("`{}` is no {}", text.value, form.noun), form.advice);
        }
        Some(Located { value: value?, origin: text.origin })
    }

    fn wrong_type(&self, key: &str, value: &DeValue<'_>, at: &GuideRef, expected: &str) {
        let is = match value {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let finding = problem(&WrongType::META, at, format!("`{key}` is {is}"))
            .label(format!("{is} stands here"))
            .help(format!("expected {expected}"));
        self.report(finding);
    }
}

/// A day of the calendar, `None` where there is no such day.
#[must_use]
pub(crate) fn civil_date(date: toml::value::Date) -> Option<jiff::civil::Date> {
    let small = |number: u8| i8::try_from(number).ok();
    jiff::civil::Date::new(i16::try_from(date.year).ok()?, small(date.month)?, small(date.day)?).ok()
}

fn span_of(value: &Spanned<DeValue<'_>>) -> Span {
    Span::from_range(value.span())
}

fn key_span<T>(key: &Spanned<T>) -> Span {
    Span::from_range(key.span())
}

#[cfg(test)]
mod tests;
