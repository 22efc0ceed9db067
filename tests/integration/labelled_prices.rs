//! Prices and discounts against what a person reads: strings as shops write them, sentences, and pages of shops. The rates
//! are what is promised; what falls short is printed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;
use serde_json::Value;

use crate::cli::{folder, json};
use crate::documents::{bytes, read};

fn labels_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/facts")
}

fn lines(name: &str) -> Vec<Value> {
    let text = read(&labels_folder().join(name));
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

/// How many of the labelled strings have the amounts that a person reads, and how many the currencies.
fn check_strings(name: &str) {
    let labels = lines(name);
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
fn price_strings() {
    check_strings("price-strings.jsonl");
}

#[test]
fn price_strings_of_more_countries() {
    check_strings("price-strings-countries.jsonl");
}

#[test]
fn price_strings_of_shops() {
    check_strings("price-strings-shops.jsonl");
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

/// How many of the labelled pages have the price that a person reads, as the main one and among the facts.
fn check_pages(set: &str) {
    let labels = lines(&format!("{set}.jsonl"));
    let file = |label: &Value| {
        let page = label["page"].as_str().expect("a page");
        (page.to_owned(), bytes(&labels_folder().join(set).join(page)))
    };
    let files: Vec<(String, Vec<u8>)> = labels.iter().map(file).collect();
    let mut found = facts(&files, "price", &[]);
    let (mut n_main, mut n_right, mut n_among) = (0, 0, 0);
    let mut misses = Vec::new();
    for label in &labels {
        let page = label["page"].as_str().expect("a page");
        let prices = found.remove(page).unwrap_or_default();
        let is_true = |fact: &Value| amount(fact) == amount(label) && fact["currency"] == label["currency"];
        let main: Vec<&Value> = prices.iter().filter(|fact| fact["main"] == true).collect();
        let is_right = !main.is_empty() && main.iter().all(|fact| is_true(fact));
        n_main += usize::from(!main.is_empty());
        n_right += usize::from(is_right);
        let is_among = prices.iter().any(is_true);
        n_among += usize::from(is_among);
        if !is_right || !is_among {
            let main: Vec<Decimal> = main.iter().map(|fact| amount(fact)).collect();
            misses.push(format!("{page}: {main:?} among {:?}", amounts(&prices)));
        }
    }
    let recall = rate("main prices that are right, of all pages", n_right, labels.len(), &misses);
    let precision = rate("main prices that are right, of those marked", n_right, n_main, &[]);
    let among = rate("pages whose price is among the facts", n_among, labels.len(), &[]);
    assert!(2.0 * precision * recall / (precision + recall) >= 0.85 && among >= 0.95);
}

#[test]
fn pages_of_shops() {
    check_pages("pages");
}

#[test]
fn pages_as_platforms_write_them() {
    check_pages("shops");
}

#[test]
fn pages_of_large_stores() {
    check_pages("stores");
}

#[test]
fn where_nothing_tells_no_price_is_the_main_one() {
    let card = |name: &str, price: &str| {
        format!("<li><h2>{name}</h2><span class=\"price\">{price}</span><button>Add to cart</button></li>")
    };
    let cards = [card("Lamp", "$20"), card("Shade", "$12"), card("Bulb", "$4"), card("Cord", "$9")];
    let listing =
        format!("<!doctype html><html><body><h1>Lamps</h1><ul>{}</ul></body></html>", cards.concat());
    let article =
        "<!doctype html><html><body><h1>What desks cost</h1><p>Some pay $200, others $900.</p></body></html>";
    let files = [
        ("web/listing.html".to_owned(), listing.into_bytes()),
        ("web/article.html".to_owned(), article.as_bytes().to_vec()),
    ];
    for (path, prices) in facts(&files, "price", &[]) {
        assert!(prices.iter().all(|fact| fact["main"] == false), "{path}: {prices:?}");
    }
}

/// How many of the amounts in running text are found, and how many of those found are amounts.
fn check_sentences(name: &str) {
    let labels = lines(name);
    let (mut n_right, mut n_found, mut n_labelled) = (0, 0, 0);
    let mut misses = Vec::new();
    for (label, found) in labels.iter().zip(facts_of(&labels, "price")) {
        let expected = label["prices"].as_array().expect("prices");
        let mut left: Vec<Decimal> = amounts(&found);
        n_found += found.len();
        n_labelled += expected.len();
        for one in amounts(expected) {
            if let Some(at) = left.iter().position(|own| *own == one) {
                left.remove(at);
                n_right += 1;
            }
        }
        if amounts(expected) != amounts(&found) {
            misses.push(format!("{}: {:?}", label["text"], amounts(&found)));
        }
    }
    let recall = rate("recall of amounts in sentences", n_right, n_labelled, &misses);
    let precision = rate("precision of amounts in sentences", n_right, n_found, &[]);
    assert!(recall >= 0.90 && precision >= 0.90);
}

#[test]
fn price_sentences() {
    check_sentences("price-sentences.jsonl");
}

#[test]
fn price_paragraphs() {
    check_sentences("price-paragraphs.jsonl");
}

#[test]
fn price_notes() {
    check_sentences("price-notes.jsonl");
}
