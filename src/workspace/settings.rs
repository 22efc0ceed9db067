//! `onbrand.toml`: a repository's own settings. Knows the program's options that a repository may set, never the brand.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use crate::artifact::{Attributes, Channel, Dialect, Evidence, Locale, Membership, words};
use crate::document::records::{Column, Columns, DateOrder};
use crate::finding::Finding;
use crate::guide::reader::{self, Form, Table};
use crate::source::Source;
use crate::workspace::place::Place;
use crate::workspace::{WorkspaceError, input, sample};

words! {
    /// From which severity on findings make a run fail.
    FailLevel {
        /// On errors.
        Error = "error",
        /// On warnings and errors.
        Warning = "warning",
        /// On any finding.
        Info = "info",
        /// Never.
        None = "none",
    }
}

/// What a repository has set.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The folder of the settings, to which their paths are relative.
    pub folder: PathBuf,
    /// Where the guide lies.
    pub guide: Option<PathBuf>,
    /// When a run fails.
    pub fail_level: Option<FailLevel>,
    /// What is said of artifacts; the first entry that matches holds.
    pub artifacts: Vec<ArtifactSettings>,
    /// The file.
    pub source: Option<Source>,
}

/// What is said of some artifacts.
#[derive(Clone, Debug)]
pub struct ArtifactSettings {
    /// Which files, relative to the folder of the settings.
    pub paths: Vec<GlobMatcher>,
    /// Their dimensions, where they do not say otherwise.
    pub attributes: Attributes,
    /// Their template language.
    pub dialect: Option<Dialect>,
    /// The file with values for the placeholders of their templates, relative to the folder of the settings. The values
    /// are in the attributes once it was read.
    pub sample: Option<PathBuf>,
    /// For batches: which column or field holds what.
    pub columns: Columns,
}

impl Settings {
    /// What is said of a file.
    #[must_use]
    pub fn of(&self, absolute: &Path) -> Option<&ArtifactSettings> {
        let inside = absolute.strip_prefix(&self.folder).ok()?;
        self.artifacts.iter().find(|entry| entry.paths.iter().any(|glob| glob.is_match(inside)))
    }
}

/// Finds the nearest `onbrand.toml` above `start` and reads it, with everything that is wrong with it.
///
/// # Errors
///
/// When there is one that cannot be opened, or names sample data that cannot be read.
pub fn find_settings(place: &Place, start: &Path) -> Result<(Settings, Vec<Finding>), WorkspaceError> {
    let found = place.ancestors(start).into_iter().find(|folder| folder.join("onbrand.toml").is_file());
    let Some(folder) = found else { return Ok((Settings::default(), Vec::new())) };
    let source = input::own_file(place, &folder.join("onbrand.toml"))?;
    let (mut settings, problems) = parse(&source);
    for entry in &mut settings.artifacts {
        if let Some(file) = &entry.sample {
            entry.attributes.sample = Some(sample::read(place, &folder.join(file), &folder)?);
        }
    }
    settings.guide = settings.guide.map(|guide| folder.join(guide));
    settings.folder = folder;
    settings.source = Some(source);
    Ok((settings, problems))
}

fn parse(source: &Source) -> (Settings, Vec<Finding>) {
    reader::read(source, |root| Settings {
        folder: PathBuf::new(),
        guide: root.string("guide").map(|guide| PathBuf::from(guide.value)),
        fail_level: root.word("fail-level").map(|level| level.value),
        artifacts: root.tables("artifact").iter().filter_map(artifact).collect(),
        source: None,
    })
}

fn artifact<'a>(table: &Table<'a>) -> Option<ArtifactSettings> {
    const PATTERN: Form = Form {
        noun: "path pattern",
        advice: "write a pattern such as emails/**/*.html, relative to the folder of onbrand.toml",
    };
    const LOCALE: Form = Form { noun: "language tag", advice: "write a tag such as en-US" };
    let paths = table.required("paths", |table, key| {
        let paths = table.understood_list(key, PATTERN, glob);
        (!paths.is_empty()).then_some(paths)
    });
    let text = |key: &'a str| table.string(key).map(|text| text.value);
    let attributes = Attributes {
        channel: table.word::<Channel>("channel").map(|channel| channel.value),
        membership: text("campaign").map(|campaign| Membership { campaign, evidence: Evidence::Settings }),
        market: text("market"),
        locale: table.understood("locale", LOCALE, Locale::parse).map(|l| l.value),
        audience: text("audience"),
        variant: text("variant"),
        phase: text("phase"),
        publish_at: None,
        networks: Vec::new(),
        sample: None,
    };
    let sample = text("sample").map(PathBuf::from);
    let dialect = table.word("template").map(|dialect| dialect.value);
    let columns = table.table("columns").map(|table| columns(&table)).unwrap_or_default();
    table.finish().then_some(())?;
    let paths = paths?.into_iter().map(|path| path.value).collect();
    Some(ArtifactSettings { paths, attributes, dialect, sample, columns })
}

/// Which columns of a batch hold what.
fn columns(table: &Table<'_>) -> Columns {
    let column = |key| match table.string_or_number(key)? {
        Ok(name) => Some(Column::Name(name.value)),
        Err(number) if number.value == 0 => {
            table.invalid(&number.origin, "there is no column 0".to_owned(), "columns are counted from 1");
            None
        }
        Err(number) => Some(Column::Number(number.value)),
    };
    let columns = Columns {
        text: column("text"),
        date: column("date"),
        time: column("time"),
        network: column("network"),
        id: column("id"),
        title: column("title"),
        description: column("description"),
        link: column("link"),
        alt: column("alt"),
        comment: column("comment"),
        hashtags: column("hashtags"),
        date_order: table.word::<DateOrder>("date-order").map(|order| order.value),
    };
    table.finish();
    columns
}

/// A pattern in which `*` stays within a folder.
fn glob(pattern: &str) -> Option<GlobMatcher> {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    GlobBuilder::new(pattern).literal_separator(true).build().ok().map(|glob| glob.compile_matcher())
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{FailLevel, parse};
    use crate::artifact::{Channel, Network};
    use crate::document::records::Column;
    use crate::source::Source;

    #[test]
    fn the_first_entry_that_matches_holds() {
        let text = "fail-level = 'warning'\n[[artifact]]\npaths = ['posts/*.csv']\nchannel = 'social:x'\n\
                    columns = { text = 'Message' }\n[[artifact]]\npaths = ['**/*.csv']\nchannel = 'web'\n";
        let (mut settings, problems) = parse(&Source::new("onbrand.toml", text));
        assert_eq!(problems, []);
        settings.folder = PathBuf::from("/repo");
        assert_eq!(settings.fail_level, Some(FailLevel::Warning));
        let entry = settings.of(Path::new("/repo/posts/a.csv")).expect("matches");
        assert_eq!(entry.attributes.channel, Some(Channel::Social(Some(Network::X))));
        assert_eq!(entry.columns.text, Some(Column::Name("Message".to_owned())));
        let deeper = settings.of(Path::new("/repo/posts/b/a.csv")).expect("matches");
        assert_eq!(deeper.attributes.channel, Some(Channel::Web));
        assert!(settings.of(Path::new("/elsewhere/a.csv")).is_none());
    }

    #[test]
    fn mistakes_are_all_told() {
        let text = "guid = 'x'\nfail-level = 'fatal'\n[[artifact]]\nchanel = 'web'\n";
        let (_, problems) = parse(&Source::new("onbrand.toml", text));
        let rules: Vec<&str> = problems.iter().map(|problem| problem.rule.as_str()).collect();
        assert_eq!(rules.len(), 4, "{rules:?}");
    }
}
