//! The files that are measured.

use std::path::{Path, PathBuf};

/// A file of the material.
#[derive(Clone)]
pub(crate) struct File {
    /// Its path.
    pub(crate) path: String,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
}

impl File {
    /// Whether it has this ending.
    pub(crate) fn is(&self, extension: &str) -> bool {
        self.path.rsplit('.').next() == Some(extension)
    }

    /// Whether it is an email.
    pub(crate) fn is_email(&self) -> bool {
        self.path.contains("email") && !self.is("eml")
    }
}

/// All files, in the order of their paths.
pub(crate) fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = root.join("../shared/corpus");
    let folder = if corpus.is_dir() { corpus } else { root.join("fixtures") };
    let mut paths = Vec::new();
    collect(&folder, &mut paths);
    paths.sort();
    let read = |path: PathBuf| File {
        path: path.display().to_string(),
        bytes: std::fs::read(&path).unwrap_or_default(),
    };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is = |ending: &&str| path.extension().is_some_and(|extension| extension == *ending);
        if path.is_dir() {
            collect(&path, paths);
        } else if ["html", "mjml", "ampscript", "md", "jsonl"].iter().any(is) {
            paths.push(path);
        }
    }
}
