//! The file system: finds the guide and the settings, collects what is to be checked, reads it. The only module that
//! opens files. Knows no command line and judges nothing.
//!
//! Reading order: `place`, which names paths; `guide`, `settings` and `sample`, which find what governs; `kind`, which
//! says what a file is; `collect`, which walks; `input`, which reads pages, with `includes` for files that belong to others,
//! and `pieces`, which reads batches.

mod collect;
mod guide;
mod includes;
mod input;
mod kind;
mod pieces;
mod place;
mod sample;
mod settings;

pub use collect::{Collection, Wanted, collect};
pub use guide::{GuidePlace, find_guide, read_guide, write_starter};
pub use input::{Choice, Input, Reading, is_long, read, read_in_pieces};
pub use place::Place;
pub use sample::read as read_sample;
pub use settings::{FailLevel, Settings, find_settings};

use std::fs::File;
use std::io;
use std::path::Path;

/// Why something could not be found or opened.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    /// There is no such folder.
    #[error("there is no guide at {0}: it is no folder with .toml files")]
    NoGuide(String),
    /// A file of the guide, of the settings or of a campaign cannot be read or written.
    #[error("{path}: {reason}")]
    File {
        /// The file.
        path: String,
        /// Why, in plain words.
        reason: String,
    },
    /// A starter would overwrite a file.
    #[error("{0} is there already; nothing was written")]
    Exists(String),
}

/// Creates a file for a report, or empties the one that is there.
///
/// # Errors
///
/// When the file cannot be created.
pub fn create(path: &Path) -> io::Result<File> {
    File::create(path)
}
