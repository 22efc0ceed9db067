//! Structured data against what another library makes of the same pages, where the conformance data lies beside the
//! project: types, property names and values of every item.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use onbrand::artifact::{Artifact, ArtifactKey, Attributes, Content, MediaType};
use onbrand::deadline::Deadline;
use onbrand::document::{Document, Item, ItemValue, Property, Syntax, parse};
use onbrand::source::Source;
use serde_json::{Map, Value, json};
use url::Url;

/// The folder of the suite, or `None` with a line that says so.
fn suite() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/conformance/web/structured-data");
    if !folder.is_dir() {
        #[expect(clippy::print_stderr, reason = "a skipped test must say so")]
        {
            eprintln!("skipped: {} is not there", folder.display());
        }
        return None;
    }
    Some(folder)
}

#[expect(clippy::disallowed_methods, reason = "tests read their inputs")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("readable")
}

fn expected(path: &Path) -> Value {
    serde_json::from_str(&read(path)).expect("expected results are JSON")
}

fn page(path: &Path) -> Document {
    let source = Source::new("page.html", read(path));
    let artifact = Artifact {
        key: ArtifactKey::file("page.html"),
        media_type: MediaType::Html,
        dialect: None,
        given: Attributes::default(),
        defaults: Attributes::default(),
        source,
        content: Content::Whole,
    };
    let document = parse(&artifact, &Deadline::never());
    assert!(document.problems.is_empty(), "{}: {:?}", path.display(), document.problems);
    document
}

/// Items of one syntax that are values of no other.
fn roots(document: &Document, syntax: Syntax) -> impl Iterator<Item = &Item> {
    document.items.iter().filter(move |item| item.syntax == syntax && item.parent.is_none())
}

/// White space runs as one blank: the suite's texts keep the lines of the source.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Values by the names of their properties, in order.
fn values<T>(item: &Item, shown: impl Fn(&Property) -> T) -> BTreeMap<&str, Vec<T>> {
    let mut values: BTreeMap<&str, Vec<T>> = BTreeMap::new();
    for property in &item.properties {
        values.entry(property.name.as_str()).or_default().push(shown(property));
    }
    values
}

/// One value as itself and several as a list, as the suite writes them.
fn one_or_list(mut values: Vec<Value>) -> Value {
    if values.len() == 1 { values.remove(0) } else { Value::Array(values) }
}

/// An item of Microdata in the form of the suite: `{type, id, properties, value}`.
fn microdata(document: &Document, item: &Item, base: Option<&Url>) -> Value {
    let value = |property: &Property| match &property.value {
        ItemValue::Item(index) => microdata(document, &document.items[*index as usize], base),
        ItemValue::Text(text) => json!(squeezed(text.as_str())),
        ItemValue::Url(text) => match base.and_then(|base| base.join(text.as_str()).ok()) {
            Some(url) => json!(url.as_str()),
            None => json!(text.as_str()),
        },
    };
    let mut shown = Map::new();
    if !item.types.is_empty() {
        shown.insert("type".to_owned(), one_or_list(item.types.iter().map(|name| json!(name)).collect()));
    }
    if let Some(id) = &item.id {
        shown.insert("id".to_owned(), json!(id.as_str()));
    }
    let properties = values(item, value);
    if !properties.is_empty() {
        let properties = properties.into_iter().map(|(name, values)| (name.to_owned(), one_or_list(values)));
        shown.insert("properties".to_owned(), properties.collect());
    }
    if let Some(text) = &item.text {
        shown.insert("value".to_owned(), json!(text.as_str()));
    }
    Value::Object(shown)
}

/// Lists of one value are written as that value, and white space is squeezed.
fn normal(value: &Value) -> Value {
    match value {
        Value::Array(values) => one_or_list(values.iter().map(normal).collect()),
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), normal(value))).collect(),
        Value::String(text) => json!(squeezed(text)),
        other => other.clone(),
    }
}

fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values.iter().map(normal).collect(),
        other => vec![normal(other)],
    }
}

#[test]
fn microdata_gives_the_items_of_the_suite() {
    let Some(suite) = suite() else { return };
    // Page, expected result, and the address that the suite gives the page.
    let cases = [
        ("w3c/microdata.4.2.data", "", None),
        ("w3c/microdata.4.2.meter", "", None),
        ("w3c/microdata.4.2.strings", "", None),
        ("w3c/microdata.4.2.strings.unclean", "", None),
        ("w3c/microdata.5.2", "", None),
        ("w3c/microdata.5.3", "", None),
        ("w3c/microdata.5.5", "", None),
        ("w3c/microdata.7.1", "", Some("http://blog.example.com/progress-report")),
        ("w3c/microdata.object", "", Some("http://www.example.com/microdata/test")),
        ("schema.org/CreativeWork.001", "", None),
        ("schema.org/Event.001", "", None),
        ("schema.org/Event.002", "", None),
        ("schema.org/Event.003", "", None),
        ("schema.org/Event.004", "", None),
        ("schema.org/Event.008", "", None),
        ("schema.org/LocalBusiness.002", "", None),
        ("schema.org/LocalBusiness.003", "", None),
        ("schema.org/MusicRecording.001", "", None),
        ("schema.org/SearchAction.001", "", None),
        ("schema.org/product", "", None),
        ("schema.org/product", "schema.org/product_custom_url", Some("http://some-example.com/")),
        ("schema.org/product-ref", "", None),
    ];
    for (name, result, base) in cases {
        let document = page(&suite.join(format!("{name}.html")));
        let result = if result.is_empty() { name } else { result };
        let mut expected = list(&expected(&suite.join(format!("{result}.json"))));
        // An `<input>` has no value; what schema.org's search actions make of its attributes is not Microdata.
        if let Some(input) = expected[0].pointer_mut("/properties/potentialAction/properties/query-input") {
            *input = json!("");
        }
        let base = base.map(|base| Url::parse(base).expect("an address"));
        let found: Vec<Value> = roots(&document, Syntax::Microdata)
            .map(|item| microdata(&document, item, base.as_ref()))
            .map(|item| normal(&item))
            .collect();
        assert_eq!(found, expected, "{name}: {found:#?}\n{expected:#?}");
    }
}

/// An item of JSON-LD as the object that it is written as, its context aside.
fn json_ld(document: &Document, item: &Item) -> Value {
    let value = |property: &Property| match &property.value {
        ItemValue::Item(index) => json_ld(document, &document.items[*index as usize]),
        ItemValue::Text(text) | ItemValue::Url(text) => json!(squeezed(text.as_str())),
    };
    let mut shown: Map<String, Value> = values(item, value)
        .into_iter()
        .map(|(name, values)| (name.to_owned(), one_or_list(values)))
        .collect();
    if !item.types.is_empty() {
        shown.insert("@type".to_owned(), one_or_list(item.types.iter().map(|name| json!(name)).collect()));
    }
    Value::Object(shown)
}

#[test]
fn json_ld_gives_the_items_of_the_suite_even_where_it_is_broken() {
    let Some(suite) = suite() else { return };
    let names = [
        "schema.org/CreativeWork.001",
        "schema.org.invalid/AllocateAction.001",
        "schema.org.invalid/JoinAction.001",
    ];
    for name in names {
        let document = page(&suite.join(format!("{name}.html")));
        let mut expected = list(&expected(&suite.join(format!("{name}.jsonld"))));
        for item in expected.iter_mut().filter_map(Value::as_object_mut) {
            item.remove("@context");
        }
        let found: Vec<Value> =
            roots(&document, Syntax::JsonLd).map(|item| normal(&json_ld(&document, item))).collect();
        assert_eq!(found, expected, "{name}");
    }
}

/// What is said of each thing of RDFa, as `name=value`, sorted. Things without an address go by their types.
fn rdfa(document: &Document, base: &Url) -> BTreeMap<String, Vec<String>> {
    let address = |text: &str| base.join(text).map_or_else(|_| text.to_owned(), String::from);
    let name = |item: &Item| match &item.id {
        Some(id) => address(id.as_str()),
        None if item.types.is_empty() => base.as_str().to_owned(),
        None => format!("_:{}", item.types.join(" ")),
    };
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for item in document.items.iter().filter(|item| item.syntax == Syntax::Rdfa) {
        let said = found.entry(name(item)).or_default();
        said.extend(item.types.iter().map(|name| format!("@type={name}")));
        said.extend(item.properties.iter().map(|property| match &property.value {
            ItemValue::Text(text) => format!("{}={}", property.name, text.as_str()),
            ItemValue::Url(url) => format!("{}=<{}>", property.name, address(url.as_str())),
            ItemValue::Item(index) => {
                format!("{}=<{}>", property.name, name(&document.items[*index as usize]))
            }
        }));
        said.sort();
    }
    found
}

/// The same from the expanded JSON-LD of the suite. That a page uses a vocabulary is said of RDFa, not of the page.
fn expanded(expected: &Value) -> BTreeMap<String, Vec<String>> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for node in expected.as_array().expect("nodes") {
        let types: Vec<String> = node["@type"].as_array().into_iter().flatten().map(text).collect();
        let id = text(&node["@id"]);
        let id = if id.starts_with("_:") { format!("_:{}", types.join(" ")) } else { id };
        let mut said: Vec<String> = types.iter().map(|name| format!("@type={name}")).collect();
        for (name, values) in node.as_object().expect("an object") {
            if name.starts_with('@') || name == "http://www.w3.org/ns/rdfa#usesVocabulary" {
                continue;
            }
            said.extend(values.as_array().into_iter().flatten().map(|value| match value["@id"].as_str() {
                Some(id) => format!("{name}=<{id}>"),
                None => format!("{name}={}", text(&value["@value"])),
            }));
        }
        said.sort();
        if !said.is_empty() {
            found.insert(id, said);
        }
    }
    found
}

#[test]
fn rdfa_says_what_the_suite_says() {
    let Some(suite) = suite() else { return };
    let base = Url::parse("http://www.example.com/index.html").expect("an address");
    let mut n_cases = 0;
    for name in [
        "rdf11primer.example014",
        "rdfalite.example003",
        "rdfalite.example004",
        "rdfalite.example005",
        "rdfaprimer.example005",
        "rdfaprimer.example006",
        "rdfaprimer.example007",
        "rdfaprimer.example008",
        "rdfaprimer.example009",
        "rdfaprimer.example010",
        "rdfaprimer.example011",
        "rdfaprimer.example015",
    ] {
        let document = page(&suite.join(format!("w3crdfa/w3c.{name}.html")));
        let expected = expanded(&expected(&suite.join(format!("w3crdfa/w3c.{name}.expanded.json"))));
        assert_eq!(rdfa(&document, &base), expected, "{name}");
        n_cases += 1;
    }
    assert_eq!(n_cases, 12);
}
