//! The use cases that all faces share: open a workspace, check, take facts and text, explain. Knows no command line and
//! no protocol, and prints nothing.
//!
//! Reading order: [`open`], then [`check`], [`facts`] and [`segments`], then what tells about rules and guides.

mod inputs;
mod kept;
mod run;
mod watchdog;

pub use inputs::Progress;
pub use run::{CheckOptions, Compared, Shown, Told, check, drafts, facts, matrices, segments};

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::artifact::{Attributes, Sample};
use crate::engine;
use crate::finding::Finding;
use crate::guide::{self, Guide};
use crate::report::Sources;
use crate::rule::{RuleMeta, Severity};
use crate::workspace::{self, Collection, GuidePlace, Place, Settings, Wanted, WorkspaceError};

pub use crate::workspace::FailLevel;

/// What a face asks for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Standard input: the name it goes by, and its bytes.
    pub stdin: Option<(PathBuf, Arc<Vec<u8>>)>,
    /// The guide's folder, where one was ordered.
    pub guide: Option<PathBuf>,
    /// Dimensions that were ordered for everything.
    pub given: Attributes,
    /// A file with values for the placeholders of templates.
    pub data: Option<PathBuf>,
}

impl Request {
    /// Where governing files are looked for: above the first path.
    fn start(&self) -> &Path {
        let stdin = self.stdin.as_ref().map(|(name, _)| name.as_path());
        self.paths.first().map(PathBuf::as_path).or(stdin).unwrap_or(Path::new("."))
    }
}

/// A guide that was found and is right, with what was collected under it.
#[derive(Debug)]
pub struct Opened {
    /// The guide.
    pub guide: Guide,
    /// Where it was found.
    pub guide_place: GuidePlace,
    /// What is wrong with it, but does not stop a run.
    pub guide_warnings: Vec<Finding>,
    /// The repository's settings.
    pub settings: Settings,
    /// What is to be checked.
    pub collection: Collection,
}

/// Why nothing could be checked.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Something could not be found or opened.
    #[error(transparent)]
    Workspace(#[from] WorkspaceError),
    /// The settings or the guide are wrong.
    #[error("the guide or the settings are wrong")]
    Mistakes(Box<Mistakes>),
}

/// Everything that is wrong with a guide or with settings.
#[derive(Debug)]
pub struct Mistakes {
    /// What is wrong, in the order of files and places.
    pub findings: Vec<Finding>,
    /// The files.
    pub sources: Sources,
}

/// Finds settings and guide, and collects what is to be checked.
///
/// # Errors
///
/// When the settings, the guide or sample data cannot be opened or are wrong; of the settings and the guide all mistakes
/// are given at once.
pub fn open(place: &Place, request: &Request) -> Result<Opened, OpenError> {
    let (settings, guide_place, loaded) = load(place, request.guide.as_deref(), request.start())?;
    let (errors, guide_warnings): (Vec<Finding>, Vec<Finding>) =
        loaded.problems.into_iter().partition(|problem| problem.severity == Severity::Error);
    if !errors.is_empty() {
        let mut findings = errors;
        findings.extend(guide_warnings);
        findings.sort_by(|left, right| left.primary.cmp(&right.primary));
        let sources = guide_sources(&loaded.guide);
        return Err(OpenError::Mistakes(Box::new(Mistakes { findings, sources })));
    }
    let guide = loaded.guide;
    let guide_folder = match &guide_place {
        GuidePlace::Folder(folder) => Some(folder.clone()),
        GuidePlace::Shipped => None,
    };
    let mut given = request.given.clone();
    if let Some(file) = &request.data {
        given.sample = Some(read_data(place, file, &settings)?);
    }
    let wanted = Wanted { paths: request.paths.clone(), stdin: request.stdin.clone(), given, guide_folder };
    let collection = workspace::collect(place, &wanted, &settings, &guide);
    Ok(Opened { guide, guide_place, guide_warnings, settings, collection })
}

/// Reads sample data that was ordered: it lies in the project of the working directory or in that of the settings.
fn read_data(place: &Place, file: &Path, settings: &Settings) -> Result<Sample, WorkspaceError> {
    let here = workspace::read_sample(place, file, Path::new("."));
    match &settings.source {
        Some(_) if here.is_err() => workspace::read_sample(place, file, &settings.folder).or(here),
        _ => here,
    }
}

/// A guide on its own.
#[derive(Debug)]
pub struct GuideCheck {
    /// The guide, without its wrong entries.
    pub guide: Guide,
    /// Where it was found.
    pub place: GuidePlace,
    /// Everything that is wrong with it.
    pub mistakes: Mistakes,
}

/// Checks a guide: the ordered one, else the one that is found above `start`.
///
/// # Errors
///
/// When there is none, or the settings are wrong.
pub fn guide_check(place: &Place, guide: Option<&Path>, start: &Path) -> Result<GuideCheck, OpenError> {
    let (_, place, loaded) = load(place, guide, start)?;
    let sources = guide_sources(&loaded.guide);
    Ok(GuideCheck { guide: loaded.guide, place, mistakes: Mistakes { findings: loaded.problems, sources } })
}

fn load(
    place: &Place,
    ordered: Option<&Path>,
    start: &Path,
) -> Result<(Settings, GuidePlace, guide::Loaded), OpenError> {
    let (settings, mistakes) = workspace::find_settings(place, start)?;
    if !mistakes.is_empty() {
        let mut sources = Sources::default();
        settings.source.iter().for_each(|source| sources.add(source));
        return Err(OpenError::Mistakes(Box::new(Mistakes { findings: mistakes, sources })));
    }
    let guide_place = workspace::find_guide(place, ordered, &settings, start);
    let files = workspace::read_guide(place, &guide_place)?;
    let loaded = guide::load(files, &engine::rules());
    Ok((settings, guide_place, loaded))
}

fn guide_sources(guide: &Guide) -> Sources {
    let mut sources = Sources::default();
    guide.sources.iter().for_each(|source| sources.add(source));
    sources
}

/// Every rule, in the order of their ids: those on artifacts, on campaigns and on guides.
#[must_use]
pub fn rules() -> Vec<&'static RuleMeta> {
    let mut rules = engine::rules();
    rules.extend(guide::RULE_METAS);
    rules.sort_by_key(|rule| rule.id);
    rules.dedup_by_key(|rule| rule.id);
    rules
}

/// The rule with this id.
///
/// # Errors
///
/// When there is none: with the id that was probably meant.
pub fn explain(id: &str) -> Result<&'static RuleMeta, UnknownRule> {
    let rules = rules();
    let found = rules.iter().copied().find(|rule| rule.id == id);
    found.ok_or_else(|| UnknownRule::new(id, rules.iter().map(|rule| rule.id).collect()))
}

/// Checks that each of `names` is a rule or a group of rules.
///
/// # Errors
///
/// For the first that is neither.
pub fn known_rules(names: &[String]) -> Result<(), UnknownRule> {
    let mut known: Vec<&str> = rules().iter().map(|rule| rule.id).collect();
    let groups: Vec<&str> = known.iter().filter_map(|id| id.split('/').next()).collect();
    known.extend(groups);
    known.dedup();
    match names.iter().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(UnknownRule::new(name, known)),
        None => Ok(()),
    }
}

/// A name that is no rule's.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("there is no rule `{name}`; {}`onbrand rules` lists them", meant(near.as_deref()))]
pub struct UnknownRule {
    /// The name.
    pub name: String,
    /// What was probably meant.
    pub near: Option<String>,
}

impl UnknownRule {
    fn new(name: &str, known: Vec<&str>) -> Self {
        let same_ending = known.iter().copied().find(|id| id.split('/').nth(1) == Some(name));
        let near = same_ending.or_else(|| guide::reader::near_match(name, known));
        Self { name: name.to_owned(), near: near.map(ToOwned::to_owned) }
    }
}

fn meant(near: Option<&str>) -> String {
    near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{explain, known_rules, rules};

    #[test]
    fn a_slip_in_a_rule_gets_the_rule_that_was_meant() {
        let near = |name: &str| explain(name).expect_err("no rule").near;
        assert_eq!(near("suppression/unusd").as_deref(), Some("suppression/unused"));
        assert_eq!(near("expired").as_deref(), Some("suppression/expired"));
        assert_eq!(near("zzz"), None);
        assert!(explain("suppression/unused").is_ok());
    }

    #[test]
    fn rules_and_groups_can_be_named() {
        assert!(known_rules(&["suppression".to_owned(), "suppression/unused".to_owned()]).is_ok());
        assert!(known_rules(&["supression".to_owned()]).is_err());
    }

    #[test]
    fn every_rule_is_listed_once() {
        let ids: Vec<&str> = rules().iter().map(|rule| rule.id).collect();
        assert!(ids.is_sorted_by(|left, right| left < right), "{ids:?}");
    }
}
