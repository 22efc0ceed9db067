//! Sample data: a JSON file with values for the placeholders of templates. Knows nothing of templates.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::artifact::Sample;
use crate::workspace::WorkspaceError;
use crate::workspace::input::reason;
use crate::workspace::place::Place;

/// Most bytes of a file with sample data.
const CAP: u64 = 8 << 20;

/// Most values of a file with sample data.
const MAX_VALUES: usize = 100_000;

/// Reads a file with sample data. It has to lie in the project of `inside`: the git repository around that folder, else the
/// folder itself. Links are followed first, so that none leads out of the project.
///
/// # Errors
///
/// When it lies elsewhere, cannot be read or is no JSON object.
#[expect(
    clippy::disallowed_methods,
    reason = "this module reads the files that settings and command line name"
)]
pub fn read(place: &Place, path: &Path, inside: &Path) -> Result<Sample, WorkspaceError> {
    let failed = |reason: String| WorkspaceError::File { path: place.name(path).to_string(), reason };
    let told = |error: std::io::Error| failed(reason(&error));
    let file = fs::canonicalize(place.absolute(path)).map_err(told)?;
    let root = fs::canonicalize(project(place, inside)).map_err(told)?;
    if !file.starts_with(&root) {
        let root = place.name(&root);
        return Err(failed(format!("sample data has to lie in the project, which is {root}")));
    }
    if fs::metadata(&file).map_err(told)?.len() > CAP {
        return Err(failed(format!(
            "too large: more than the {} MiB of sample data that are read",
            CAP >> 20
        )));
    }
    let bytes = fs::read(&file).map_err(told)?;
    let value: Value = serde_json::from_slice(&bytes).map_err(|error| failed(format!("no JSON: {error}")))?;
    if !value.is_object() {
        return Err(failed(
            "sample data is one JSON object, with the names of values as its keys".to_owned(),
        ));
    }
    Ok(Sample::new(values(&value)))
}

/// The root of the git repository that a folder lies in, else the folder.
fn project(place: &Place, folder: &Path) -> PathBuf {
    let absolute = place.absolute(folder);
    let root = absolute.ancestors().find(|folder| folder.join(".git").exists());
    root.unwrap_or(&absolute).to_path_buf()
}

/// The scalars of a value under their paths: `customer.first_name`, `items.0.name`.
fn values(root: &Value) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    let mut open: Vec<(String, &Value)> = vec![(String::new(), root)];
    while let Some((path, value)) = open.pop() {
        let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        match value {
            Value::Object(members) => open.extend(members.iter().map(|(key, value)| (below(key), value))),
            Value::Array(items) => {
                open.extend(
                    items.iter().enumerate().map(|(index, value)| (below(&index.to_string()), value)),
                );
            }
            Value::String(text) => {
                values.insert(path, text.clone());
            }
            Value::Bool(_) | Value::Number(_) => {
                values.insert(path, value.to_string());
            }
            Value::Null => {}
        }
        if values.len() >= MAX_VALUES {
            break;
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn scalars_are_found_under_their_paths() {
        let json = serde_json::json!({
            "name": "Ann", "n": 3, "price": 349.5, "a": { "b": [true, { "c": "x" }] }, "none": null,
        });
        let found: Vec<(String, String)> = values(&json).into_iter().collect();
        let expected = [("a.b.0", "true"), ("a.b.1.c", "x"), ("n", "3"), ("name", "Ann"), ("price", "349.5")];
        assert_eq!(found, expected.map(|(path, value)| (path.to_owned(), value.to_owned())));
    }
}
