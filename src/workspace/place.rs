//! Paths: where a run stands, how reports name a file, how far up governing files are looked for.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Where a run stands: its working directory.
#[derive(Clone, Debug)]
pub struct Place {
    here: PathBuf,
}

impl Place {
    /// A run that stands in `here`, the working directory of the process: relative paths are opened as they are.
    #[must_use]
    pub fn new(here: PathBuf) -> Self {
        Self { here }
    }

    /// The absolute path, without `.` and `..`. Links are not followed: a path is where its name says.
    #[must_use]
    pub fn absolute(&self, path: &Path) -> PathBuf {
        clean(&self.here.join(path))
    }

    /// The name of a file in reports: relative to the working directory where that is possible, with `/`.
    #[must_use]
    pub fn name(&self, path: &Path) -> Arc<str> {
        let absolute = self.absolute(path);
        let shown = match absolute.strip_prefix(&self.here) {
            Ok(inside) if inside.as_os_str().is_empty() => PathBuf::from("."),
            Ok(inside) => inside.to_path_buf(),
            Err(_) if path.is_relative() => clean(path),
            Err(_) => absolute,
        };
        let name = shown.to_string_lossy();
        if std::path::MAIN_SEPARATOR == '/' { name.into() } else { name.replace('\\', "/").into() }
    }

    /// The folders from the one that holds `path` (or is it) up to the root of its git repository, or to the root of the
    /// file system where there is none.
    #[must_use]
    pub fn ancestors(&self, path: &Path) -> Vec<PathBuf> {
        let absolute = self.absolute(path);
        let start =
            if absolute.is_dir() { absolute.as_path() } else { absolute.parent().unwrap_or(&absolute) };
        let mut folders = Vec::new();
        for folder in start.ancestors() {
            folders.push(folder.to_path_buf());
            if folder.join(".git").exists() {
                break;
            }
        }
        folders
    }

    /// The folder of the project that a file belongs to: the root of its repository, else the folder of its settings, else
    /// the working directory; for a file outside of all of these its own folder.
    #[must_use]
    pub fn project_of(&self, path: &Path, settings: &Path) -> PathBuf {
        let absolute = self.absolute(path);
        let ancestors = self.ancestors(&absolute);
        let repository = ancestors.last().filter(|folder| folder.join(".git").exists());
        let holds = |folder: &&Path| !folder.as_os_str().is_empty() && absolute.starts_with(folder);
        let other = [settings, &self.here].into_iter().find(holds);
        let own = absolute.parent().unwrap_or(&absolute);
        repository.map(PathBuf::as_path).or(other).unwrap_or(own).to_path_buf()
    }

    /// The names of the folders that say what a file is: those of its path below the root of its repository, else those
    /// of its name in reports.
    #[must_use]
    pub fn folder_names(&self, path: &Path) -> Vec<String> {
        let absolute = self.absolute(path);
        let root = absolute.ancestors().skip(1).find(|folder| folder.join(".git").exists());
        let name = PathBuf::from(&*self.name(path));
        let inside = root.and_then(|root| absolute.strip_prefix(root).ok()).unwrap_or(&name);
        let folders = inside.parent().unwrap_or(Path::new(""));
        folders
            .components()
            .filter_map(|component| match component {
                Component::Normal(name) => Some(name.to_string_lossy().to_lowercase()),
                _ => None,
            })
            .collect()
    }
}

/// The path without `.`, and without `..` where it follows a name.
fn clean(path: &Path) -> PathBuf {
    let mut cleaned = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => match cleaned.components().next_back() {
                Some(Component::Normal(_)) => {
                    cleaned.pop();
                }
                Some(Component::RootDir) => {}
                _ => cleaned.push(".."),
            },
            other => cleaned.push(other),
        }
    }
    cleaned
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::Place;

    #[test]
    fn names_are_relative_where_possible() {
        let place = Place::new(PathBuf::from("/site/here"));
        let name = |path: &str| place.name(Path::new(path)).to_string();
        assert_eq!(name("./mail/../mail/a.html"), "mail/a.html");
        assert_eq!(name("/site/here/b.md"), "b.md");
        assert_eq!(name("../there/./b.md"), "../there/b.md");
        assert_eq!(name("/other/c.md"), "/other/c.md");
        assert_eq!(name("."), ".");
    }
}
