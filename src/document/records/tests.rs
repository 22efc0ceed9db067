//! Batches as schedulers export them, and broken ones.

use super::{Columns, Split, split};
use crate::artifact::{Channel, FieldRole, MediaType, Network};
use crate::source::Source;

fn read(text: &str, media_type: MediaType) -> Split {
    split(&Source::new("posts", text), media_type, &Columns::default())
}

/// Records as `id: text`, and how many problems there were.
fn texts(text: &str, media_type: MediaType) -> (Vec<String>, usize) {
    let split = read(text, media_type);
    let body = |record: &super::Record| {
        let fields = record.fields.iter().filter(|field| field.role == FieldRole::Body);
        format!("{}: {}", record.id, fields.map(|field| field.text.as_str()).collect::<Vec<_>>().join("|"))
    };
    (split.records.iter().map(body).collect(), split.problems.len())
}

#[test]
fn a_table_with_quotes_keeps_its_places() {
    let text = "\u{FEFF}Message,Date,Network\r\n\"Say \"\"hi\"\",\nnow\",2026-11-27 09:00,Twitter\r\nPlain,,LinkedIn Page\r\n";
    let split = read(text, MediaType::Csv);
    assert_eq!(split.problems, []);
    let [first, second] = split.records.as_slice() else { panic!("{split:?}") };
    let body = &first.fields[0].text;
    assert_eq!(body.as_str(), "Say \"hi\",\nnow");
    assert_eq!(body.span(4..8).slice(text), "\"\"hi\"\"");
    assert_eq!(body.span(5..7).slice(text), "hi");
    assert!(first.span.slice(text).starts_with("\"Say") && first.span.slice(text).ends_with("Twitter"));
    assert_eq!(first.attributes.channel, Some(Channel::Social(Some(Network::X))));
    assert_eq!(first.attributes.publish_at.map(|at| at.to_string()), Some("2026-11-27T09:00:00Z".to_owned()));
    assert_eq!(second.attributes.channel, Some(Channel::Social(Some(Network::LinkedIn))));
    assert_eq!((first.id.as_ref(), second.id.as_ref()), ("1", "2"));
}

#[test]
fn other_delimiters_are_told() {
    assert_eq!(texts("id;text\na;Hello, you\n", MediaType::Csv), (vec!["a: Hello, you".to_owned()], 0));
    assert_eq!(texts("text\tid\n\"Hi\"\tb\n", MediaType::Tsv), (vec!["b: Hi".to_owned()], 0));
    assert_eq!(texts("text\nOne, two\nThree\n", MediaType::Csv).0, ["1: One", "2: Three"]);
}

#[test]
fn a_torn_quote_costs_its_row() {
    let text = "id,text\n1,Before\n2,\"torn, and on\n3,\"After, all\"\n4,Last\n";
    let split = read(text, MediaType::Csv);
    assert_eq!(texts(text, MediaType::Csv).0, ["1: Before", "3: After, all", "4: Last"]);
    let [problem] = split.problems.as_slice() else { panic!("{split:?}") };
    assert_eq!(problem.span.map(|span| span.start() as usize), text.find("\"torn"));
    assert_eq!(texts("id,text\n1,\"torn\n2,Fine\n", MediaType::Csv), (vec!["2: Fine".to_owned()], 1));
    assert_eq!(texts("id,text\n1,\"not \"doubled\" here\"\n", MediaType::Csv).0, ["1: not \"doubled\" here"]);
}

#[test]
fn a_table_without_a_header_is_told_by_its_prose() {
    let text = "2026-11-27,We are open all weekend long,https://x.example\n2026-11-28,Come and see the new desk,https://x.example\n";
    let split = read(text, MediaType::Csv);
    assert_eq!(split.problems, []);
    let roles: Vec<FieldRole> = split.records[1].fields.iter().map(|field| field.role).collect();
    assert_eq!(roles, [FieldRole::Body, FieldRole::Link]);
    assert!(split.records[1].attributes.publish_at.is_some());
}

#[test]
fn unknown_names_are_asked_for() {
    let text = "Botschaft,Wann\nHeute ist wirklich alles billiger,bald\n";
    let split = read(text, MediaType::Csv);
    assert!(split.records.is_empty());
    assert!(split.problems[0].message.contains("found `Botschaft`, `Wann`"), "{split:?}");
    assert!(split.problems[0].message.contains("columns = { text"));
    let columns = Columns { text: Some("botschaft".to_owned()), ..Columns::default() };
    let named = super::split(&Source::new("posts", text), MediaType::Csv, &columns);
    assert_eq!((named.records.len(), named.problems.len()), (1, 0));
    let other = super::split(
        &Source::new("posts", "note,text\na,b\n"),
        MediaType::Csv,
        &Columns { text: Some("note".to_owned()), ..Columns::default() },
    );
    assert_eq!(other.records[0].fields[0].text.as_str(), "a");
    let keys = read("{\"say\": \"hi\"}\n", MediaType::JsonLines);
    assert!(keys.problems[0].message.contains("`say`"));
}

#[test]
fn lines_of_json_keep_their_places() {
    let text = "{\"id\": 7, \"text\": \"A \\\"b\\\" \\u00e4\\ud83d\\ude00\\n\", \"x\": {\"text\": \"no\"}, \"channel\": \"x\"}\n\n{\"text\": oops}\n[1]\n{\"text\": \"ok\", \"id\": \"7\"}";
    let split = read(text, MediaType::JsonLines);
    assert_eq!(split.records.len(), 2);
    let body = &split.records[0].fields[0].text;
    assert_eq!(body.as_str(), "A \"b\" ä😀\n");
    assert_eq!(body.span(2..5).slice(text), "\\\"b\\\"");
    assert_eq!(body.span(8..12).slice(text), "\\ud83d\\ude00");
    assert_eq!(split.records[0].id.as_ref(), "7");
    assert_eq!(split.records[1].id.as_ref(), "7@5");
    let messages: Vec<&str> = split.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, ["row 3 is not JSON: expected value at column 10", "row 4 is JSON, but no object"]);
    assert_eq!(split.problems[0].span.map(|span| span.slice(text)), Some("{\"text\": oops}"));
}

#[test]
fn hostile_batches_stay_linear_and_their_problems_few() {
    for (unit, media_type) in [
        ("a,\"\n", MediaType::Csv),
        ("\"\"x\n", MediaType::Csv),
        ("\"a\n\"b\n", MediaType::Csv),
        ("\"a,\"\"\n", MediaType::Csv),
        ("{\"text\": \n", MediaType::JsonLines),
        ("{\"text\": \"\\ud800\"}\n", MediaType::JsonLines),
        ("[", MediaType::JsonLines),
    ] {
        let text = format!("text,id\n{}\"", unit.repeat(200_000 / unit.len()));
        let started = std::time::Instant::now();
        let split = read(&text, media_type);
        assert!(split.problems.len() <= 101, "{unit:?}: {}", split.problems.len());
        assert!(started.elapsed().as_secs() < 10, "{unit:?}");
    }
}

proptest::proptest! {
    #[test]
    fn every_run_stands_in_the_file(text in "[a-b\",;\t\n\r ä\u{FEFF}]{0,60}", header in "(text|id,text|text;id)\n") {
        let text = format!("{header}{text}");
        for record in read(&text, MediaType::Csv).records {
            proptest::prop_assert!(text.get(record.span.range()).is_some());
            for field in record.fields {
                for run in field.text.runs() {
                    let raw = text.get(run.source.range());
                    let decoded = raw.map(|raw| raw.replace("\"\"", "\""));
                    let shown = run.text.slice(field.text.as_str());
                    proptest::prop_assert!(raw == Some(shown) || decoded.as_deref() == Some(shown));
                }
            }
        }
    }

    #[test]
    fn any_string_of_json_is_read_as_it_is(value in "\\PC{0,30}", key in "(text|a)") {
        let line = serde_json::json!({ "id": 1, "text": value, key: value }).to_string();
        let split = read(&line, MediaType::JsonLines);
        proptest::prop_assert_eq!(&split.problems, &[]);
        let shown = split.records.first().map(|record| record.fields[0].text.as_str().to_owned());
        proptest::prop_assert_eq!(shown.unwrap_or_default(), if value.trim().is_empty() { String::new() } else { value });
    }
}
