//! Collecting inputs: named files and walked folders, with what campaign records, settings and conventions say of them.
//! Knows nothing of their content.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;

use crate::artifact::{Attributes, Evidence, MediaType, Membership};
use crate::finding::{Finding, Problem, ProblemExtent};
use crate::guide::{CampaignRecord, Guide, record};
use crate::source::Source;
use crate::workspace::WorkspaceError;
use crate::workspace::input::{self, Choice, Input};
use crate::workspace::kind::{Kind, kind};
use crate::workspace::place::Place;
use crate::workspace::settings::Settings;

/// What is to be checked and what governs it.
#[derive(Debug, Default)]
pub struct Collection {
    /// The inputs, by name.
    pub inputs: Vec<Input>,
    /// What could not be found or opened.
    pub problems: Vec<Problem>,
    /// Files of folders that are no artifacts, counted by extension.
    pub skipped: BTreeMap<String, usize>,
    /// The campaigns' records.
    pub records: Vec<CampaignRecord>,
    /// What is wrong with the records.
    pub mistakes: Vec<Finding>,
    /// The records' files.
    pub sources: Vec<Source>,
}

/// What was asked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Standard input: the name it goes by, and its bytes.
    pub stdin: Option<(PathBuf, Arc<Vec<u8>>)>,
    /// Dimensions that the command line orders for all of it.
    pub given: Attributes,
    /// The guide's folder, which holds no artifacts.
    pub guide_folder: Option<PathBuf>,
}

/// Collects what is to be checked. What cannot be found is a problem, never the end.
#[must_use]
pub fn collect(place: &Place, wanted: &Wanted, settings: &Settings, guide: &Guide) -> Collection {
    let mut collector = Collector {
        place,
        wanted,
        settings,
        guide,
        collection: Collection::default(),
        folders: BTreeMap::new(),
        governing: Vec::new(),
        seen: BTreeSet::new(),
    };
    if let Some((name, bytes)) = &wanted.stdin {
        collector.named(name, Some(Arc::clone(bytes)));
    }
    for path in &wanted.paths {
        let absolute = place.absolute(path);
        if absolute.is_dir() {
            collector.walk(path);
        } else {
            match std::fs::metadata(&absolute) {
                Ok(_) => collector.named(path, None),
                Err(error) => collector.problem(path, input::reason(&error)),
            }
        }
    }
    let mut collection = collector.collection;
    collection.inputs.sort_by(|left, right| left.name.cmp(&right.name));
    collection.problems.sort_by(|left, right| left.path.cmp(&right.path));
    collection
}

struct Collector<'a> {
    place: &'a Place,
    wanted: &'a Wanted,
    settings: &'a Settings,
    guide: &'a Guide,
    collection: Collection,
    /// The record that governs a folder: index into the records.
    folders: BTreeMap<PathBuf, Option<usize>>,
    /// The folders of the records, in the same order.
    governing: Vec<PathBuf>,
    seen: BTreeSet<PathBuf>,
}

impl Collector<'_> {
    fn problem(&mut self, path: &Path, message: impl Into<String>) {
        self.collection.problems.push(Problem {
            path: self.place.name(path),
            span: None,
            message: message.into(),
            extent: ProblemExtent::Unread,
        });
    }

    /// A file that was named: it is read, or it is a problem.
    fn named(&mut self, path: &Path, bytes: Option<Arc<Vec<u8>>>) {
        match self.kind(path) {
            Kind::Artifact { .. } => self.add(path, bytes, Choice::Named),
            Kind::Own => self.problem(path, "this is no artifact; name the folder that it governs"),
            Kind::Unknown => {
                let known =
                    "HTML, MJML, EML, Markdown, text, CSV, TSV, JSONL and templates of these are read";
                self.problem(path, format!("unknown type of file; {known}"));
            }
        }
    }

    /// Everything below a folder that is an artifact by its name.
    fn walk(&mut self, root: &Path) {
        let guide_folder = self.wanted.guide_folder.clone();
        let place = self.place.clone();
        let walk = WalkBuilder::new(root)
            .follow_links(true)
            // Hidden folders hold tools; a hidden file with the name of an artifact is one.
            .hidden(false)
            .require_git(false)
            .git_global(false)
            .add_custom_ignore_filename(".onbrandignore")
            .sort_by_file_name(Ord::cmp)
            .filter_entry(move |entry| {
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                let is_hidden = entry.depth() > 0 && is_hidden(entry.path());
                !(is_folder && is_hidden)
                    && guide_folder.as_ref().is_none_or(|folder| place.absolute(entry.path()) != *folder)
            })
            .build();
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    self.walked(entry.path())
                }
                Ok(_) => {}
                Err(error) => {
                    let path = path_of(&error).unwrap_or(root).to_path_buf();
                    let message = match error.io_error() {
                        Some(error) => input::reason(error),
                        None if is_loop(&error) => "a link that leads back to a folder above it".to_owned(),
                        None => error.to_string(),
                    };
                    self.problem(&path, message);
                }
            }
        }
    }

    fn walked(&mut self, path: &Path) {
        match self.kind(path) {
            Kind::Artifact { only_named: false, .. } => self.add(path, None, Choice::Walked),
            // What the settings speak about is named by them.
            Kind::Artifact { .. } if self.settings.of(&self.place.absolute(path)).is_some() => {
                self.add(path, None, Choice::Walked);
            }
            Kind::Own => {}
            Kind::Artifact { .. } | Kind::Unknown if is_hidden(path) => {}
            Kind::Artifact { .. } | Kind::Unknown => {
                let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
                let word = extension.map_or_else(|| "without extension".to_owned(), |e| format!(".{e}"));
                *self.collection.skipped.entry(word).or_default() += 1;
            }
        }
    }

    fn kind(&self, path: &Path) -> Kind {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        kind(&name, &self.place.folder_names(path))
    }

    fn add(&mut self, path: &Path, bytes: Option<Arc<Vec<u8>>>, choice: Choice) {
        let Kind::Artifact { media_type, dialect, channel, .. } = self.kind(path) else { return };
        let absolute = self.place.absolute(path);
        if !self.seen.insert(absolute.clone()) {
            return;
        }
        let set = self.settings.of(&absolute);
        let conventions = Attributes { channel, ..Attributes::default() };
        let from_settings = set.map(|set| set.attributes.clone()).unwrap_or_default();
        let defaults = self.recorded(&absolute).or(from_settings).or(conventions);
        let columns = set.map(|set| set.columns.clone()).unwrap_or_default();
        let project = match media_type {
            MediaType::Mjml => self.place.project_of(&absolute, &self.settings.folder),
            _ => PathBuf::new(),
        };
        self.collection.inputs.push(Input {
            project,
            name: self.place.name(path),
            path: absolute,
            media_type,
            dialect: set.and_then(|set| set.dialect).or(dialect),
            columns,
            given: self.wanted.given.clone(),
            defaults,
            bytes,
            choice,
        });
    }

    /// What the record of the campaign that governs a file says of it.
    fn recorded(&mut self, absolute: &Path) -> Attributes {
        let Some(folder) = absolute.parent() else { return Attributes::default() };
        let Some(index) = self.record_of(folder) else { return Attributes::default() };
        let (Some(record), Some(folder)) = (self.collection.records.get(index), self.governing.get(index))
        else {
            return Attributes::default();
        };
        let inside = absolute.strip_prefix(folder).unwrap_or(absolute);
        let entry = record.members.iter().find(|entry| entry.paths.iter().any(|glob| glob.is_match(inside)));
        let membership = Membership { campaign: record.id.clone(), evidence: Evidence::Record };
        let own = Attributes { membership: Some(membership), ..Attributes::default() };
        entry.map(|entry| entry.attributes.clone()).unwrap_or_default().or(own)
    }

    /// The record that governs a folder: that of the nearest `campaign.toml`, up to the root of the repository.
    fn record_of(&mut self, folder: &Path) -> Option<usize> {
        if let Some(known) = self.folders.get(folder) {
            return *known;
        }
        let path = folder.join("campaign.toml");
        let own = if path.is_file() { self.read_record(&path, folder) } else { None };
        let is_root = folder.join(".git").exists();
        let found = match (own, folder.parent()) {
            (Some(index), _) => Some(index),
            (None, Some(parent)) if !is_root => self.record_of(parent),
            _ => None,
        };
        self.folders.insert(folder.to_path_buf(), found);
        found
    }

    fn read_record(&mut self, path: &Path, folder: &Path) -> Option<usize> {
        let source = match input::own_file(self.place, path) {
            Ok(source) => source,
            Err(WorkspaceError::File { reason, .. }) => {
                self.problem(path, reason);
                return None;
            }
            Err(error) => {
                self.problem(path, error.to_string());
                return None;
            }
        };
        let (record, mistakes) = record::read(&source, self.guide);
        self.collection.mistakes.extend(mistakes);
        self.collection.sources.push(source);
        self.collection.records.push(record?);
        self.governing.push(folder.to_path_buf());
        Some(self.collection.records.len() - 1)
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => is_loop(err),
        ignore::Error::Loop { .. } => true,
        _ => false,
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}
