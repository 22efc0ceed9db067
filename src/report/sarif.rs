//! SARIF 2.1.0, as GitHub code scanning and other collectors take it. Knows their limits.
//!
//! Columns are Unicode scalar values, and the run says so. `charOffset` is left out: it would count from the start of
//! the file in the same unit, which costs a walk over the whole text for every finding.

use std::io;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::artifact::ArtifactKey;
use crate::finding::{Applicability, FactKind, Finding, Fix, Location, Problem, ProblemExtent, Truth};
use crate::report::place::Place;
use crate::report::wire::Sequence;
use crate::report::{CheckReport, Sources, excerpt, write_json};
use crate::rule::{RuleMeta, Severity};
use crate::scope::Scope;

/// GitHub keeps this many results of a run.
const RESULTS: usize = 5_000;
/// GitHub shows this many places of a result.
const RELATED: usize = 100;

/// Writes a run as SARIF. Beyond 5,000 findings the graver are kept, and a notification says how many are left out.
///
/// # Errors
///
/// When the output cannot be written.
pub fn write_sarif(report: &CheckReport, out: &mut impl io::Write) -> io::Result<()> {
    let kept = gravest(&report.findings, RESULTS);
    let rules = rules(report, &kept);
    let results = kept.iter().map(|finding| result(finding, &rules, &report.sources));
    let run = Run {
        automation_details: json!({"id": "onbrand/check/"}),
        column_kind: "unicodeCodePoints",
        invocations: json!([{
            "executionSuccessful": report.summary().complete,
            "toolExecutionNotifications": notifications(report, report.findings.len() - kept.len()),
        }]),
        properties: json!({"guide": {"name": report.guide.name, "digest": report.guide.digest}}),
        results: Sequence::new(results),
        tool: json!({"driver": {
            "name": env!("CARGO_PKG_NAME"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules.iter().map(Rule::descriptor).collect::<Vec<_>>(),
        }}),
    };
    let schema = "https://json.schemastore.org/sarif-2.1.0.json";
    write_json(&Log { schema, runs: [run], version: "2.1.0" }, out)
}

/// The outermost object, keys in the order in which all others have them.
#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: [Run<'a>; 1],
    version: &'static str,
}

/// The run. Its results are made while they are written: as values all of them would take a hundred times the memory of
/// the findings.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    automation_details: Value,
    column_kind: &'static str,
    invocations: Value,
    properties: Value,
    results: Sequence<'a, Value>,
    tool: Value,
}

/// What could not be read, and how many findings are left out.
fn notifications(report: &CheckReport, n_cut: usize) -> Vec<Value> {
    let mut notifications: Vec<Value> =
        report.problems.iter().map(|problem| notification(problem, &report.sources)).collect();
    if n_cut > 0 {
        let text = format!(
            "{n_cut} of {} findings are left out, the least grave ones: collectors keep {RESULTS} of a run",
            report.findings.len()
        );
        notifications.push(json!({"level": "warning", "message": {"text": text}}));
    }
    notifications
}

/// The gravest findings, in the order of reports. Accepted ones go first when there are too many.
fn gravest(findings: &[Finding], limit: usize) -> Vec<&Finding> {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    if findings.len() > limit {
        let weight = |index: &usize| {
            findings.get(*index).map(|finding| (finding.suppressed.is_none(), finding.severity))
        };
        order.sort_by_key(|index| (std::cmp::Reverse(weight(index)), *index));
        order.truncate(limit);
        order.sort_unstable();
    }
    order.into_iter().filter_map(|index| findings.get(index)).collect()
}

/// A rule that a run mentions. Rules about the guide itself have an id and no entry in the list of rules.
struct Rule<'a> {
    id: &'a str,
    meta: Option<&'static RuleMeta>,
}

fn rules<'a>(report: &'a CheckReport, findings: &[&'a Finding]) -> Vec<Rule<'a>> {
    let mut ids: Vec<&str> = findings.iter().map(|finding| finding.rule.as_str()).collect();
    ids.extend(report.rules.iter().map(|meta| meta.id));
    ids.sort_unstable();
    ids.dedup();
    let meta = |id| report.rules.iter().copied().find(|meta| meta.id == id);
    ids.into_iter().map(|id| Rule { id, meta: meta(id) }).collect()
}

impl Rule<'_> {
    fn descriptor(&self) -> Value {
        let group = self.id.split('/').next().unwrap_or_default();
        let Some(meta) = self.meta else {
            return json!({"id": self.id, "properties": {"tags": [group]}});
        };
        let default = meta.default_level.severity();
        let configuration = match default {
            Some(severity) => json!({"level": level(severity)}),
            None => json!({"enabled": false}),
        };
        json!({
            "id": meta.id,
            "name": meta.id,
            "shortDescription": {"text": meta.summary},
            "fullDescription": {"text": meta.summary},
            "help": {"text": meta.explanation, "markdown": meta.explanation},
            "defaultConfiguration": configuration,
            "properties": {
                "tags": [group],
                "precision": "high",
                "problem.severity": default.map_or("recommendation", problem_severity),
            },
        })
    }
}

fn result(finding: &Finding, rules: &[Rule<'_>], sources: &Sources) -> Value {
    let mut value = Map::new();
    let mut put = |key: &str, field: Value| {
        value.insert(key.to_owned(), field);
    };
    put("ruleId", json!(finding.rule.as_str()));
    if let Ok(index) = rules.binary_search_by(|rule| rule.id.cmp(finding.rule.as_str())) {
        put("ruleIndex", json!(index));
    }
    put("level", json!(level(finding.severity)));
    put("message", json!({"text": message(finding, sources)}));
    put("locations", json!([location(&finding.primary, sources)]));
    let related: Vec<Value> = finding
        .related
        .iter()
        .take(RELATED)
        .enumerate()
        .map(|(index, label)| {
            let mut place = location(&label.location, sources);
            if let Some(fields) = place.as_object_mut() {
                fields.insert("id".to_owned(), json!(index + 1));
                fields.insert("message".to_owned(), json!({"text": label.message}));
            }
            place
        })
        .collect();
    if !related.is_empty() {
        put("relatedLocations", json!(related));
    }
    put("partialFingerprints", json!({"onbrand/v1": finding.fingerprint.to_string()}));
    // A proposal that is only for showing is told in the message: a collector would offer to apply it.
    if let Some(fix) = finding.fix.as_ref().filter(|fix| fix.applicability != Applicability::DisplayOnly) {
        put("fixes", json!([sarif_fix(fix, sources)]));
    }
    if let Some(suppression) = &finding.suppressed {
        let owner = suppression.owner.as_ref().map(|owner| format!(" ({owner})")).unwrap_or_default();
        let justification = format!("{}{owner}", suppression.reason);
        put(
            "suppressions",
            json!([{"kind": "external", "status": "accepted", "justification": justification}]),
        );
    }
    put("properties", properties(finding));
    Value::Object(value)
}

/// What JSON reports say beside what SARIF has fields for.
fn properties(finding: &Finding) -> Value {
    let mut value = Map::new();
    let fields = [
        ("outcome", Some(finding.outcome.as_str())),
        ("fact", finding.fact.map(FactKind::as_str)),
        ("place", finding.place.map(Scope::as_str)),
        ("value", finding.value.as_deref()),
        ("expected", finding.expected.as_deref()),
        ("truth", finding.truth.map(Truth::as_str)),
    ];
    for (key, field) in fields {
        if let Some(field) = field {
            value.insert(key.to_owned(), json!(field));
        }
    }
    if let Some(origin) = &finding.demanded_by {
        value.insert("guide".to_owned(), json!({"file": &*origin.file, "line": origin.line}));
    }
    Value::Object(value)
}

/// The message with links to the related places, advice and the fix. Brackets of the text are escaped, since SARIF
/// reads `[text](1)` as a link.
fn message(finding: &Finding, sources: &Sources) -> String {
    let place = |location: &Location| Place::of(sources, &location.artifact.path, location.span);
    let note = |place: Option<Place<'_>>| place.map(|place| place.note()).unwrap_or_default();
    let mut text = format!("{}{}", escape(&finding.message), note(place(&finding.primary)));
    for (index, label) in finding.related.iter().take(RELATED).enumerate() {
        let place = place(&label.location);
        let artifact = &label.location.artifact;
        let name = place.as_ref().map_or_else(|| artifact.to_string(), |place| place.name(artifact));
        let (name, message) = (escape(&name), escape(&label.message));
        text.push_str(&format!("\n[{name}]({}): {message}{}", index + 1, note(place)));
    }
    if let Some(help) = &finding.help {
        text.push_str(&format!("\nHelp: {}", escape(help)));
    }
    if let Some(fix) = &finding.fix {
        text.push_str(&format!("\nFix: {}", escape(&fix.title)));
    }
    text
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

fn location(location: &Location, sources: &Sources) -> Value {
    let path = &*location.artifact.path;
    let place = Place::of(sources, path, location.span).map(|place| place.in_file(sources, path));
    let mut physical = json!({
        "artifactLocation": {"uri": uri(place.as_ref().map_or(path, |place| &place.path))},
    });
    if let Some(fields) = physical.as_object_mut()
        && let Some(place) = place
    {
        fields.insert("region".to_owned(), region(&place, snippet(location, sources)));
    }
    let mut value = json!({"physicalLocation": physical});
    if let (Some(record), Some(fields)) = (&location.artifact.record, value.as_object_mut()) {
        fields.insert("logicalLocations".to_owned(), json!([{"name": &**record, "kind": "record"}]));
    }
    value
}

/// The line of a place. Of one in a decoded part it is the decoded line, which the bytes of the region do not show.
fn snippet(location: &Location, sources: &Sources) -> Option<String> {
    sources.of(&location.artifact.path).map(|source| excerpt::snippet(source, location.span))
}

fn region(place: &Place<'_>, snippet: Option<String>) -> Value {
    let Place { start, end, from, to, .. } = place;
    let mut region = json!({
        "startLine": from.line,
        "startColumn": from.column,
        "endLine": to.line,
        "endColumn": to.column,
        "byteOffset": start,
        "byteLength": end.saturating_sub(*start),
    });
    if let (Some(fields), Some(text)) = (region.as_object_mut(), snippet) {
        fields.insert("snippet".to_owned(), json!({"text": text}));
    }
    region
}

fn sarif_fix(fix: &Fix, sources: &Sources) -> Value {
    let mut changes: Vec<(String, Vec<Value>)> = Vec::new();
    for edit in &fix.edits {
        let mut replacement = json!({"insertedContent": {"text": edit.text}});
        let Location { artifact, span } = &edit.location;
        let place = Place::of(sources, &artifact.path, *span)
            .unwrap_or_else(|| Place::unknown(&artifact.path, *span));
        if let Some(fields) = replacement.as_object_mut() {
            fields.insert("deletedRegion".to_owned(), region(&place, None));
        }
        match changes.iter_mut().find(|(name, _)| **name == *place.path) {
            Some((_, replacements)) => replacements.push(replacement),
            None => changes.push((place.path.into_owned(), vec![replacement])),
        }
    }
    let changes: Vec<Value> = changes
        .into_iter()
        .map(|(path, replacements)| {
            json!({"artifactLocation": {"uri": uri(&path)}, "replacements": replacements})
        })
        .collect();
    json!({"description": {"text": fix.title}, "artifactChanges": changes})
}

fn notification(problem: &Problem, sources: &Sources) -> Value {
    let place = Location {
        artifact: ArtifactKey::file(problem.path.clone()),
        span: problem.span.unwrap_or_default(),
    };
    let at = problem.span.and_then(|span| Place::of(sources, &problem.path, span));
    let note = at.map(|place| place.note()).unwrap_or_default();
    let mut value = json!({
        "level": match problem.extent {
            ProblemExtent::Read => "note",
            ProblemExtent::Partial => "warning",
            ProblemExtent::Unread => "error",
        },
        "message": {"text": format!("{}{note}", escape(&problem.message))},
    });
    let mut at = location(&place, sources);
    if let (None, Some(physical)) = (problem.span, at.pointer_mut("/physicalLocation")) {
        *physical = json!({"artifactLocation": {"uri": uri(&problem.path)}});
    }
    if let Some(fields) = value.as_object_mut() {
        fields.insert("locations".to_owned(), json!([at]));
    }
    value
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// GitHub's own words for how grave a rule is.
const fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "recommendation",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A path as a relative URI reference (RFC 3986): everything but unreserved characters and `/` is escaped. An absolute
/// path becomes a `file:` URI.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::{escape, gravest, uri};
    use crate::artifact::ArtifactKey;
    use crate::engine::waivers::Unused;
    use crate::finding::{Finding, Location};
    use crate::rule::Severity;
    use crate::span::Span;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("mail/a b#ü.html"), "mail/a%20b%23%C3%BC.html");
        assert_eq!(uri("/tmp/a"), "file:///tmp/a");
    }

    #[test]
    fn text_cannot_become_a_link() {
        assert_eq!(escape(r"see [here](1) \"), r"see \[here\](1) \\");
    }

    #[test]
    fn the_gravest_are_kept_in_the_order_of_the_report() {
        let finding = |severity, start| {
            let location = Location { artifact: ArtifactKey::file("a"), span: Span::at(start) };
            Finding { severity, ..Finding::new(&Unused::META, location, "x") }
        };
        let all = [
            finding(Severity::Info, 0),
            finding(Severity::Error, 1),
            finding(Severity::Warning, 2),
            finding(Severity::Error, 3),
        ];
        let starts: Vec<u32> = gravest(&all, 3).iter().map(|finding| finding.primary.span.start()).collect();
        assert_eq!(starts, [1, 2, 3]);
    }
}
