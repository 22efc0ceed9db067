//! What a file is, by its name and its folders. Knows no content.

use crate::artifact::{Channel, Dialect, MediaType};

/// What to do with a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Read it.
    Artifact {
        /// Its format.
        media_type: MediaType,
        /// Its template language, where the name tells.
        dialect: Option<Dialect>,
        /// Its channel by convention.
        channel: Option<Channel>,
        /// Whether it is read only when it was named.
        only_named: bool,
    },
    /// A file of ours: settings, a campaign's record.
    Own,
    /// Nothing that is read.
    Unknown,
}

/// What a file is. `name` is its file name, `folders` the names of its folders in lower case.
pub(super) fn kind(name: &str, folders: &[String]) -> Kind {
    let lower = name.to_lowercase();
    if lower == "onbrand.toml" || lower == "campaign.toml" {
        return Kind::Own;
    }
    let Some((stem, last)) = lower.rsplit_once('.') else { return Kind::Unknown };
    // `page.html.erb` is what its first extension says; the second names the template language.
    let inner = stem.rsplit_once('.').map(|(_, extension)| extension);
    let is_under =
        |starts: &[&str]| folders.iter().any(|folder| starts.iter().any(|start| folder.starts_with(start)));
    let is_email = is_under(&["email", "mail", "newsletter"]);
    let page = if is_email { Channel::Email } else { Channel::Web };
    let artifact =
        |media_type, dialect, channel| Kind::Artifact { media_type, dialect, channel, only_named: false };
    match last {
        "html" | "htm" | "xhtml" => artifact(MediaType::Html, None, Some(page)),
        "mjml" => artifact(MediaType::Mjml, None, Some(Channel::Email)),
        "amp" | "ampscript" => artifact(MediaType::Html, Some(Dialect::AmpScript), Some(Channel::Email)),
        "md" | "markdown" => artifact(MediaType::Markdown, None, Some(Channel::Web)),
        "jsonl" | "ndjson" => artifact(MediaType::JsonLines, None, Some(Channel::Social(None))),
        "csv" => artifact(MediaType::Csv, None, Some(Channel::Social(None))),
        "tsv" => artifact(MediaType::Tsv, None, Some(Channel::Social(None))),
        "txt" if is_under(&["social", "posts"]) => {
            artifact(MediaType::PlainText, None, Some(Channel::Social(None)))
        }
        "txt" => Kind::Artifact {
            media_type: MediaType::PlainText,
            dialect: None,
            channel: None,
            only_named: true,
        },
        "eml" => artifact(MediaType::Message, None, Some(Channel::Email)),
        "php" if inner == Some("blade") => artifact(MediaType::Html, Some(Dialect::Php), Some(page)),
        other => match template_dialect(other) {
            Some(dialect) => match inner {
                Some("md" | "markdown") => artifact(MediaType::Markdown, dialect, Some(Channel::Web)),
                Some("mjml") => artifact(MediaType::Mjml, dialect, Some(Channel::Email)),
                Some("txt" | "text") => Kind::Artifact {
                    media_type: MediaType::PlainText,
                    dialect,
                    channel: is_email.then_some(Channel::Email),
                    only_named: true,
                },
                Some(code) if !matches!(code, "html" | "htm" | "xhtml") && is_code(code) => Kind::Unknown,
                _ => artifact(MediaType::Html, dialect, Some(page)),
            },
            None => Kind::Unknown,
        },
    }
}

/// The template language of an extension; the inner `None` leaves it to detection.
fn template_dialect(extension: &str) -> Option<Option<Dialect>> {
    match extension {
        "liquid" => Some(Some(Dialect::Liquid)),
        "hbs" | "handlebars" | "mustache" => Some(Some(Dialect::Handlebars)),
        "njk" | "j2" | "jinja" | "jinja2" | "twig" => Some(Some(Dialect::Jinja)),
        "ejs" | "erb" => Some(Some(Dialect::Erb)),
        "vm" | "ftl" | "ftlh" => Some(Some(Dialect::Velocity)),
        "gohtml" => Some(Some(Dialect::Go)),
        _ => None,
    }
}

/// Extensions before a template extension that say that the file puts out no page: `deploy.yml.j2`.
fn is_code(extension: &str) -> bool {
    const CODE: [&str; 16] = [
        "yml", "yaml", "json", "js", "ts", "css", "scss", "xml", "sh", "conf", "cfg", "ini", "toml", "rb",
        "py", "sql",
    ];
    CODE.contains(&extension)
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind};

    fn told(path: &str) -> String {
        let mut folders: Vec<String> = path.split('/').map(str::to_lowercase).collect();
        let name = folders.pop().expect("a name");
        match kind(&name, &folders) {
            Kind::Artifact { media_type, dialect, channel, only_named } => {
                let channel = channel.map_or_else(|| "-".to_owned(), |channel| channel.to_string());
                let dialect = dialect.map_or("-", |dialect| dialect.as_str());
                format!("{media_type} {channel} {dialect}{}", if only_named { " named" } else { "" })
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn files_are_what_their_names_say() {
        for (path, kind) in [
            ("site/index.html", "text/html web -"),
            ("Emails-2026/launch.HTM", "text/html email -"),
            ("newsletters/may/a.html.erb", "text/html email erb"),
            ("a.mjml", "application/mjml email -"),
            ("a.ampscript", "text/html email ampscript"),
            ("posts.csv", "text/csv social -"),
            ("social/a.txt", "text/plain social -"),
            ("notes/a.txt", "text/plain - - named"),
            ("mailings/a.mustache", "text/html email handlebars"),
            ("deploy.yml.j2", "Unknown"),
            ("page.twig", "text/html web jinja"),
            ("mail/a.blade.php", "text/html email php"),
            ("mail/a.vm", "text/html email velocity"),
            ("a.php", "Unknown"),
            ("README.md.liquid", "text/markdown web liquid"),
            ("a.eml", "message/rfc822 email -"),
            ("campaign.toml", "Own"),
            ("logo.png", "Unknown"),
            ("html", "Unknown"),
        ] {
            assert_eq!(told(path), kind, "{path}");
        }
    }
}
