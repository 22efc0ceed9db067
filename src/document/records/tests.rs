//! Batches as schedulers export them, and broken ones.

use super::{Column, Columns, Reader, Split, split};
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
    let columns = Columns { text: Some(Column::Name("botschaft".to_owned())), ..Columns::default() };
    let named = super::split(&Source::new("posts", text), MediaType::Csv, &columns);
    assert_eq!((named.records.len(), named.problems.len()), (1, 0));
    let other = super::split(
        &Source::new("posts", "note,text\na,b\n"),
        MediaType::Csv,
        &Columns { text: Some(Column::Name("note".to_owned())), ..Columns::default() },
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

/// Reads a text in pieces: at most `step` more bytes at a time than were left over.
fn in_pieces(text: &str, media_type: MediaType, step: usize) -> Split {
    let mut reader = Reader::new("posts", media_type, &Columns::default());
    let mut whole = Split::default();
    let (mut start, mut end) = (0, 0);
    loop {
        end = text.ceil_char_boundary((end + step).min(text.len()));
        let (used, mut split) = reader.read(text.get(start..end).expect("boundaries"), end == text.len());
        whole.records.append(&mut split.records);
        whole.problems.append(&mut split.problems);
        start += used;
        if end == text.len() {
            return whole;
        }
    }
}

/// A piece that ends between `\r` and `\n` does not hold its last line yet, whatever stands in it.
#[test]
fn a_line_that_a_piece_cuts_short_tells_nothing_yet() {
    let lines = "{\"title\": \"only\"}\r\n{\"text\": \"a\"}\r\n{\"title\": \"b\"}\r\n";
    let told = |split: &Split| format!("{:?} {:?}", split.records, split.problems);
    let whole = read(lines, MediaType::JsonLines);
    assert_eq!((whole.records.len(), whole.problems.len()), (3, 0));
    for step in 1..lines.len() {
        assert_eq!(told(&in_pieces(lines, MediaType::JsonLines, step)), told(&whole), "{step}");
    }
}

/// What stands far below, behind blank lines, has no say in the delimiter, even if the piece reaches that far.
#[test]
fn a_table_is_told_from_its_head() {
    let table = format!("id;text\n1;a\n{}\nbody,title,link,date\n2;b\n", "\n".repeat(110));
    let told = |split: &Split| format!("{:?} {:?}", split.records, split.problems);
    let whole = read(&table, MediaType::Csv);
    assert_eq!(whole.records.first().map(|record| &*record.id), Some("1"));
    for step in 1..table.len() {
        assert_eq!(told(&in_pieces(&table, MediaType::Csv, step)), told(&whole), "{step}");
    }
}

#[test]
fn records_over_the_cap_cost_themselves_only() {
    let long = "word ".repeat(400_000);
    for (text, media_type) in [
        (format!("id,text\n1,Before\n2,{long}\n3,After\n"), MediaType::Csv),
        (format!("id,text\n1,Before\n2,\"{long}\"\n3,After\n"), MediaType::Csv),
        (format!("id,text\r1,Before\r2,\"{long}\r\r{long}\r3,After\r"), MediaType::Csv),
        (
            format!(
                "{{\"id\":1,\"text\":\"Before\"}}\n{{\"text\":\"{long}\"}}\n{{\"id\":3,\"text\":\"After\"}}\n"
            ),
            MediaType::JsonLines,
        ),
    ] {
        for split in [read(&text, media_type), in_pieces(&text, media_type, 1_200_000)] {
            let ids: Vec<&str> = split.records.iter().map(|record| record.id.as_ref()).collect();
            assert_eq!(ids, ["1", "3"], "{:?}", split.problems);
            let [problem] = split.problems.as_slice() else { panic!("{:?}", split.problems) };
            assert!(problem.message.contains("1 MiB") || problem.message.contains("never closed"));
        }
    }
}

#[test]
fn what_is_kept_between_pieces_does_not_grow_with_the_file() {
    let row = "2026-11-27,The Cove Standing Desk is back in stock and ships tomorrow\n";
    let mut reader = Reader::new("posts", MediaType::Csv, &Columns::default());
    let piece = format!("date,text\n{}", row.repeat(1_000));
    let mut n_records = 0;
    let mut rest = String::new();
    for _ in 0..100 {
        rest.push_str(&piece);
        let (used, split) = reader.read(&rest, false);
        n_records += split.records.len();
        rest.drain(..used);
        assert!(rest.len() < row.len(), "{}", rest.len());
        assert!(!reader.keeps_ids());
    }
    // The header of each further piece is a row as any other.
    assert_eq!(n_records, 100_000 + 99);
}

#[test]
fn an_id_that_comes_twice_is_told_apart() {
    for (ids, told) in [
        ("1 2 10 9 10", "1 2 10 9 10@5"),
        ("b a b a", "b a b@3 a@4"),
        ("a a a", "a a@2 a@3"),
        ("1 2 3", "1 2 3"),
        ("9 1 1@3 1", "9 1 1@3 1@4"),
    ] {
        let rows: String = ids.split(' ').map(|id| format!("{id},Hello\n")).collect();
        let split = read(&format!("id,text\n{rows}"), MediaType::Csv);
        let found: Vec<&str> = split.records.iter().map(|record| record.id.as_ref()).collect();
        assert_eq!(found.join(" "), told);
    }
}

#[test]
fn dates_networks_and_threads_are_told() {
    let text = "Date,Time,Networks,Text 1,Text 2,First Comment\n03/24/2026,9:00 PM,\"LinkedIn, X\",One,Two,Link below\n03/04/2026,,Threads,Alone,,\n";
    let split = read(text, MediaType::Csv);
    assert_eq!(split.problems, []);
    let [first, second] = split.records.as_slice() else { panic!("{split:?}") };
    let fields: Vec<(FieldRole, u32)> = first.fields.iter().map(|field| (field.role, field.number)).collect();
    assert_eq!(fields, [(FieldRole::Body, 1), (FieldRole::Body, 2), (FieldRole::Comment, 1)]);
    assert_eq!(first.attributes.channel, Some(Channel::Social(None)));
    assert_eq!(first.attributes.networks, [Network::X, Network::LinkedIn]);
    assert_eq!(first.attributes.publish_at.map(|at| at.to_string()), Some("2026-03-24T21:00:00Z".to_owned()));
    // The first row has told that the month stands first.
    assert_eq!(
        second.attributes.publish_at.map(|at| at.to_string()),
        Some("2026-03-04T12:00:00Z".to_owned())
    );
}

#[test]
fn lists_of_json_are_threads_and_fields() {
    let text = "{\"id\":1,\"thread\":[\"One\",\"Two\"],\"platforms\":[\"x\",\"threads\"],\"media\":[{\"alt\":\"no\"}]}\n\
                {\"id\":2,\"posts\":[{\"text\":\"A\",\"n\":1},{\"text\":\"B\"}]}\n\
                {\"id\":3,\"headlines\":[\"H1\",\"H2\"],\"descriptions\":[\"D\"],\"final_url\":\"https://x.example\"}\n";
    let split = read(text, MediaType::JsonLines);
    assert_eq!(split.problems, []);
    let told = |record: &super::Record| {
        let fields = record.fields.iter();
        fields
            .map(|field| format!("{} {} {}", field.role, field.number, field.text.as_str()))
            .collect::<Vec<_>>()
    };
    let all: Vec<Vec<String>> = split.records.iter().map(told).collect();
    assert_eq!(all[0], ["body 1 One", "body 2 Two"]);
    assert_eq!(all[1], ["body 1 A", "body 2 B"]);
    assert_eq!(all[2], ["headline 1 H1", "headline 2 H2", "description 1 D", "link 1 https://x.example"]);
    assert_eq!(split.records[0].attributes.networks, [Network::X, Network::Threads]);
    assert_eq!(split.records[2].sort, Some(Channel::Ad));
}

#[test]
fn a_column_can_be_named_by_its_number() {
    let columns = Columns { text: Some(Column::Number(2)), ..Columns::default() };
    let split = |text: &str| split(&Source::new("posts", text), MediaType::Csv, &columns);
    assert_eq!(split("a,Sofa\nb,Desk\n").records.len(), 2);
    let headed = split("Date,Copy it\n2026-11-27,Desk\n");
    assert_eq!(headed.records.len(), 1);
    assert!(headed.records[0].attributes.publish_at.is_some());
    let bare = read("a,Sofa 1\nb,Desk 2\n", MediaType::Csv);
    assert!(bare.problems[0].message.contains("text = 2"), "{bare:?}");
}

#[test]
fn a_header_may_stand_below_a_heading_and_name_columns_twice() {
    let text = "Posts of November\n\nText;Text;Link\nOne;Two;https://x.example\n";
    let split = read(text, MediaType::Csv);
    let fields: Vec<(&str, u32)> =
        split.records[0].fields.iter().map(|field| (field.text.as_str(), field.number)).collect();
    assert_eq!(fields, [("One", 1), ("Two", 2), ("https://x.example", 1)]);
}

#[test]
fn a_very_wide_row_is_read() {
    let text = format!("text{}\nHello{}\n", ",x".repeat(10_000), ",y".repeat(10_000));
    assert_eq!(texts(&text, MediaType::Csv), (vec!["1: Hello".to_owned()], 0));
    let same = format!("{}\n{}\n", ["text"; 10_000].join(","), ["a"; 10_000].join(","));
    let split = read(&same, MediaType::Csv);
    assert_eq!(split.records[0].fields.last().map(|field| field.number), Some(10_000));
}

proptest::proptest! {
    #[test]
    fn pieces_give_what_the_whole_gives(
        text in "[a-b\",;\t\n\r ä]{0,80}",
        header in "(\u{FEFF}?text,a|id,text)(\n|\r\n|\r)",
        is_json in proptest::bool::ANY,
        step in 1..40_usize,
    ) {
        let text = format!("{header}{text}");
        let text = if is_json { text.replace(['a', 'b'], "{\"text\": \"x\"}") } else { text };
        let media_type = if is_json { MediaType::JsonLines } else { MediaType::Csv };
        let told = |split: &Split| {
            let records: Vec<String> =
                split.records.iter().map(|one| format!("{} {:?} {:?}", one.id, one.span, one.fields)).collect();
            (records, split.problems.clone())
        };
        let (whole, pieces) = (read(&text, media_type), in_pieces(&text, media_type, step));
        proptest::prop_assert_eq!(told(&whole), told(&pieces));
    }

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
