//! Finding and reading the guide's files. Knows nothing of what stands in them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::guide::{GuideFile, SHIPPED, shipped_files};

use crate::workspace::place::Place;
use crate::workspace::settings::Settings;
use crate::workspace::{WorkspaceError, input};

/// Name of the folder that holds a guide.
const FOLDER: &str = "brand-rules";

/// Where the guide comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GuidePlace {
    /// A folder with `.toml` files.
    Folder(PathBuf),
    /// None was found: the example that is compiled in.
    Shipped,
}

/// Finds the guide: what was ordered, else what the settings say, else the nearest `brand-rules/` above `start` and then
/// above the working directory, else the example.
#[must_use]
pub fn find_guide(place: &Place, given: Option<&Path>, settings: &Settings, start: &Path) -> GuidePlace {
    if let Some(folder) = given.or(settings.guide.as_deref()) {
        return GuidePlace::Folder(place.absolute(folder));
    }
    let mut folders = place.ancestors(start);
    folders.extend(place.ancestors(Path::new(".")));
    let found = folders.into_iter().map(|folder| folder.join(FOLDER)).find(|folder| folder.is_dir());
    found.map_or(GuidePlace::Shipped, GuidePlace::Folder)
}

/// Reads the files of a guide, in the order of their names.
///
/// # Errors
///
/// When the folder has no `.toml` files or one of them cannot be read.
pub fn read_guide(place: &Place, guide: &GuidePlace) -> Result<Vec<GuideFile>, WorkspaceError> {
    let folder = match guide {
        GuidePlace::Shipped => return Ok(shipped_files()),
        GuidePlace::Folder(folder) => folder,
    };
    let missing = || WorkspaceError::NoGuide(place.name(folder).to_string());
    let entries = fs::read_dir(folder).map_err(|_| missing())?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    paths.sort();
    if paths.is_empty() {
        return Err(missing());
    }
    paths.iter().map(|path| Ok(GuideFile { source: input::own_file(place, path)? })).collect()
}

/// Writes the example guide into `folder/brand-rules` and gives the names of the files.
///
/// # Errors
///
/// When one of the files is there already, in which case nothing is written, or when writing fails.
#[expect(clippy::disallowed_methods, reason = "this module is the one that writes files")]
pub fn write_starter(place: &Place, folder: &Path) -> Result<Vec<String>, WorkspaceError> {
    let folder = place.absolute(folder).join(FOLDER);
    let paths: Vec<PathBuf> = SHIPPED.iter().map(|(name, _)| folder.join(name)).collect();
    if let Some(present) = paths.iter().find(|path| path.exists()) {
        return Err(WorkspaceError::Exists(place.name(present).to_string()));
    }
    let failed = |path: &Path| {
        let path = place.name(path).to_string();
        move |error: std::io::Error| WorkspaceError::File { path, reason: input::reason(&error) }
    };
    fs::create_dir_all(&folder).map_err(failed(&folder))?;
    for (path, (_, text)) in paths.iter().zip(SHIPPED) {
        fs::write(path, text).map_err(failed(path))?;
    }
    Ok(paths.iter().map(|path| place.name(path).to_string()).collect())
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{GuidePlace, find_guide};
    use crate::workspace::{Place, Settings};

    #[test]
    fn the_nearest_guide_governs_and_the_repository_ends_the_search() {
        let root = tempfile::tempdir().expect("a folder");
        let at = |path: &str| root.path().join(path);
        for folder in ["brand-rules", "repo/.git", "repo/mail/brand-rules", "repo/web", "plain/web"] {
            std::fs::create_dir_all(at(folder)).expect("a folder");
        }
        let place = Place::new(at("repo"));
        let found = |given: Option<&str>, settings: Option<&str>, start: &str| {
            let settings = Settings { guide: settings.map(PathBuf::from), ..Settings::default() };
            find_guide(&place, given.map(Path::new), &settings, &at(start))
        };
        assert_eq!(found(None, None, "repo/mail"), GuidePlace::Folder(at("repo/mail/brand-rules")));
        assert_eq!(found(None, None, "repo/web"), GuidePlace::Shipped);
        assert_eq!(found(None, None, "plain/web"), GuidePlace::Folder(at("brand-rules")));
        assert_eq!(found(None, Some("/s"), "repo/mail"), GuidePlace::Folder(PathBuf::from("/s")));
        assert_eq!(found(Some("g"), Some("/s"), "repo/mail"), GuidePlace::Folder(at("repo/g")));
    }
}
