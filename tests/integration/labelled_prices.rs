//! Prices and discounts against what a person reads: strings as shops write them, sentences, and pages of shops. The rates
//! are what is promised; what falls short is printed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;
use serde_json::Value;

use crate::cli::{folder, json};
use crate::documents::read;

fn labels() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/facts")
}

fn lines(name: &str) -> Vec<Value> {
    let text = read(&labels().join(name));
    text.lines().map(|line| serde_json::from_str(line).expect("a label")).collect()
}

/// The facts of a kind, by the paths of their files.
fn facts(files: &[(String, Vec<u8>)], kind: &str, arguments: &[&str]) -> BTreeMap<String, Vec<Value>> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (path.as_str(), &text[..])).collect();
    let here = folder(&files);
    let (_, report) = json(here.path(), &[&["facts", "--format", "json"], arguments].concat());
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for fact in report["facts"].as_array().expect("facts").iter().filter(|fact| fact["kind"] == kind) {
        found.entry(fact["path"].as_str().expect("a path").to_owned()).or_default().push(fact.clone());
    }
    found
}

fn amount(fact: &Value) -> Decimal {
    fact["amount"].as_str().expect("an amount").parse::<Decimal>().expect("a number").normalize()
}

fn amounts(facts: &[Value]) -> Vec<Decimal> {
    facts.iter().map(amount).collect()
}

fn currencies(facts: &[Value]) -> Vec<Option<&str>> {
    facts.iter().map(|fact| fact["currency"].as_str()).collect()
}

/// Prints what was read otherwise than labelled, and the rate.
#[expect(clippy::print_stderr, reason = "the figures of a labelled set are what it is there for")]
fn rate(what: &str, n_right: usize, n_all: usize, misses: &[String]) -> f64 {
    let rate = n_right as f64 / n_all.max(1) as f64;
    eprintln!("{what}: {n_right} of {n_all}, {:.2} %", rate * 100.0);
    for miss in misses {
        eprintln!("    {miss}");
    }
    rate
}

/// `text` as a file, in the three formats by turns.
fn as_file(number: usize, text: &str) -> (String, Vec<u8>) {
    let escaped = || text.replace('&', "&amp;").replace('<', "&lt;");
    match number % 3 {
        0 => (format!("web/{number}.md"), format!("{}\n", text.replace('*', "\\*")).into_bytes()),
        1 => (format!("social/{number}.txt"), text.as_bytes().to_vec()),
        _ => (
            format!("web/{number}.html"),
            format!("<!doctype html><html><body><span class=\"price\">{}</span></body></html>", escaped())
                .into_bytes(),
        ),
    }
}

/// The facts of labelled texts, by the number of the label, each read in its locale.
fn facts_of(labels: &[Value], kind: &str) -> Vec<Vec<Value>> {
    let mut by_locale: BTreeMap<Option<&str>, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    let mut paths = Vec::new();
    for (number, label) in labels.iter().enumerate() {
        let file = as_file(number, label["text"].as_str().expect("a text"));
        paths.push(file.0.clone());
        by_locale.entry(label["locale"].as_str()).or_default().push(file);
    }
    let mut found = BTreeMap::new();
    for (locale, files) in &by_locale {
        let arguments = locale.map(|locale| vec!["--locale", locale]).unwrap_or_default();
        found.extend(facts(files, kind, &arguments));
    }
    paths.iter().map(|path| found.remove(path).unwrap_or_default()).collect()
}

#[test]
fn price_strings() {
    let labels = lines("price-strings.jsonl");
    let (mut n_amounts, mut n_currencies) = (0, 0);
    let (mut wrong_amounts, mut wrong_currencies) = (Vec::new(), Vec::new());
    for (label, found) in labels.iter().zip(facts_of(&labels, "price")) {
        let expected = label["prices"].as_array().expect("prices");
        let text = &label["text"];
        if amounts(expected) == amounts(&found) {
            n_amounts += 1;
        } else {
            wrong_amounts.push(format!("{text}: {:?}", amounts(&found)));
        }
        if currencies(expected) == currencies(&found) {
            n_currencies += 1;
        } else {
            wrong_currencies.push(format!("{text}: {:?}", currencies(&found)));
        }
    }
    let of_amounts = rate("amounts of strings", n_amounts, labels.len(), &wrong_amounts);
    let of_currencies = rate("currencies of strings", n_currencies, labels.len(), &wrong_currencies);
    assert!(of_amounts >= 0.99 && of_currencies >= 0.95);
}

#[test]
fn discounts() {
    let labels = lines("discounts.jsonl");
    let (mut n_found, mut n_false, mut n_labelled) = (0, 0, 0);
    let mut misses = Vec::new();
    for (label, found) in labels.iter().zip(facts_of(&labels, "discount")) {
        let key = |fact: &Value| (fact["percent"].clone(), fact["qualifier"].clone());
        let expected: Vec<_> = label["discounts"].as_array().expect("discounts").iter().map(key).collect();
        let found: Vec<_> = found.iter().map(key).collect();
        let n_right = expected.iter().filter(|one| found.contains(one)).count();
        n_labelled += expected.len();
        n_found += n_right;
        n_false += found.len() - n_right;
        if expected != found {
            misses.push(format!("{}: {found:?}", label["text"]));
        }
    }
    let recall = rate("recall of discounts", n_found, n_labelled, &misses);
    let precision = rate("precision of discounts", n_found, n_found + n_false, &[]);
    assert!(recall >= 0.95 && precision >= 0.98);
}
