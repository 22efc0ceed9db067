//! Reads the files that an MJML file includes, as far as they belong to the same project, and puts their texts behind its
//! own. Knows nothing of what they say.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::document::html::mjml::{IncludeKind, includes};
use crate::finding::{Problem, ProblemExtent};
use crate::source::{PartKind, Source, Survey};
use crate::span::offset;
use crate::workspace::input::{self, Input, PAGE_CAP};

/// A file includes no more files than this, with those that these include.
const MAX_FILES: usize = 256;

/// A text whose includes are still to be looked for.
struct Open {
    text: String,
    /// Its path in reports, and where it lies, with `/`.
    name: String,
    path: String,
    /// Where it stands in the text of the source.
    start: usize,
}

/// The source of an input with the texts of all files that it includes, and what could not be included. A file that could
/// not be read is there without a text, so that whoever parses the source knows that it was told of.
pub(super) fn with_includes(input: &Input, source: Source) -> (Source, Vec<Problem>) {
    let first = Open {
        text: source.text().to_owned(),
        name: source.name().to_owned(),
        path: slashed(&input.path),
        start: 0,
    };
    let mut end = first.text.len();
    let mut budget = PAGE_CAP.saturating_sub(end as u64);
    let mut known = BTreeSet::from([first.name.clone()]);
    let mut open = vec![first];
    let (mut parts, mut problems) = (Vec::new(), Vec::new());
    while let Some(file) = open.pop() {
        for include in includes(&file.text, input.dialect) {
            let (Ok(name), Ok(path)) = (include.resolve(&file.name), include.resolve(&file.path)) else {
                continue;
            };
            if !known.insert(name.clone()) {
                continue;
            }
            let read = if known.len() > MAX_FILES + 1 {
                Err(format!("more than {MAX_FILES} files are included; `{name}` was not read"))
            } else {
                read(&name, Path::new(&path), &input.project, budget)
            };
            let span = include.span.shifted(offset(file.start));
            let mut tell = |message: String, extent: ProblemExtent| {
                problems.push(Problem { path: input.name.clone(), span: Some(span), message, extent });
            };
            let text = match read {
                Ok((text, odd)) => {
                    odd.into_iter().for_each(|message| tell(message, ProblemExtent::Read));
                    text
                }
                Err(message) => {
                    tell(message, ProblemExtent::Partial);
                    String::new()
                }
            };
            budget = budget.saturating_sub(text.len() as u64);
            let start = end + 1;
            end = start + text.len();
            parts.push((PartKind::Included { path: name.as_str().into() }, text.clone()));
            if include.kind == IncludeKind::Mjml {
                open.push(Open { text, name, path, start });
            }
        }
    }
    if parts.is_empty() { (source, problems) } else { (source.with_parts(parts), problems) }
}

/// The text of an included file and what is odd about it, or why it was not read.
#[expect(clippy::disallowed_methods, reason = "this module opens the files that others include")]
fn read(name: &str, path: &Path, project: &Path, budget: u64) -> Result<(String, Option<String>), String> {
    let failed = |reason: String| format!("`{name}` was not included: {reason}");
    // Links are followed: what lies outside does so wherever it is linked from.
    let is_inside = |path: &Path| path.starts_with(project);
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    if !is_inside(path) || !real(path).starts_with(real(project)) {
        return Err(failed("it lies outside of the project".to_owned()));
    }
    let told = |error: std::io::Error| failed(input::reason(&error));
    if fs::metadata(path).map_err(told)?.len() > budget {
        let cap = PAGE_CAP >> 20;
        return Err(failed(format!("with it the text would be larger than the {cap} MiB that are read")));
    }
    let bytes = fs::read(path).map_err(told)?;
    input::checked(&Survey::of(&bytes), PAGE_CAP).map_err(failed)?;
    let (source, odd) = Source::decode(name, bytes);
    Ok((source.text().to_owned(), odd.map(|odd| format!("`{name}` is {}", odd.message))))
}

fn slashed(path: &Path) -> String {
    let path = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { path.into_owned() } else { path.replace('\\', "/") }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "tests lay out folders of their own")]

    use std::fs;
    use std::path::Path;

    use super::with_includes;
    use crate::artifact::{Attributes, MediaType};
    use crate::document::records::Columns;
    use crate::source::Source;
    use crate::workspace::input::{Choice, Input};

    fn load(root: &Path, text: &str) -> (Source, Vec<String>) {
        let input = Input {
            path: root.join("mail/a.mjml"),
            name: "mail/a.mjml".into(),
            media_type: MediaType::Mjml,
            dialect: None,
            columns: Columns::default(),
            given: Attributes::default(),
            defaults: Attributes::default(),
            bytes: None,
            choice: Choice::Named,
            project: root.to_path_buf(),
        };
        let (source, problems) = with_includes(&input, Source::new("mail/a.mjml", text));
        let told = problems
            .iter()
            .map(|problem| {
                let place = problem
                    .span
                    .map(|span| format!("{}: {}", source.name_at(span.start()), source.slice(span)));
                format!("{} ({})", problem.message, place.unwrap_or_default())
            })
            .collect();
        (source, told)
    }

    fn include(path: &str) -> String {
        format!("<mj-include path='{path}'/>")
    }

    #[test]
    fn files_of_the_project_are_read_each_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fs::create_dir_all(root.join("mail/parts")).expect("a folder");
        fs::write(root.join("mail/parts/b.mjml"), include("../../c") + &include("./b")).expect("a file");
        fs::write(root.join("c.mjml"), include("mail/a") + "end").expect("a file");
        let (source, told) = load(root, &(include("parts/b") + &include("parts/b.mjml")));
        assert_eq!(told, [""; 0]);
        let names: Vec<_> = source.parts().iter().map(|part| source.path_at(part.span.start())).collect();
        assert_eq!(names, ["mail/parts/b.mjml", "c.mjml"]);
        assert!(source.text().ends_with("end"));
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_tag() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("project");
        fs::create_dir_all(root.join("mail")).expect("a folder");
        fs::write(folder.path().join("secret.mjml"), "secret").expect("a file");
        fs::write(root.join("mail/b.mjml"), include("gone")).expect("a file");
        let (source, told) = load(&root, &(include("../../secret") + &include("b")));
        assert_eq!(
            told,
            [
                "`../secret.mjml` was not included: it lies outside of the project (mail/a.mjml: ../../secret)",
                "`mail/gone.mjml` was not included: no such file or folder (mail/b.mjml: gone)",
            ]
        );
        assert!(!source.text().contains("secret.") && source.parts().len() == 3);
        assert!(!source.text().ends_with("secret"));
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_out_of_the_project() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("project");
        fs::create_dir_all(root.join("mail")).expect("a folder");
        fs::write(folder.path().join("secret"), "words").expect("a file");
        std::os::unix::fs::symlink(folder.path().join("secret"), root.join("mail/b.mjml")).expect("a link");
        let (source, told) = load(&root, &include("b"));
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(!source.text().contains("words"));
    }
}
