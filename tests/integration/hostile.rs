//! Inputs that are broken on purpose: each costs itself only. A good file lies beside them and is checked as ever.
//!
//! What is unbounded in the wild is large here too, and larger where the program is optimized. How long each takes is
//! measured elsewhere; a test with a clock fails on a busy machine.

#![expect(clippy::disallowed_methods, reason = "tests lay out folders of their own")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

/// Bytes of what is long.
const LENGTH: usize = if cfg!(debug_assertions) { 120_000 } else { 2_000_000 };

/// A page with one finding, which must be found whatever lies beside it.
const GOOD: &str = "<p>A guaranteed cheapest price.</p>\n";

/// What is to be told of an input.
#[derive(Clone, Copy, Debug)]
enum Told {
    /// Nothing: it is long or odd, but it can be read.
    Nothing,
    /// A problem with these words and no place: the file is at fault as a whole.
    Whole(&'static str),
    /// A problem with these words, at this line.
    At(u32, &'static str),
    /// A finding with these words, at this line.
    Found(u32, &'static str),
}

struct Input {
    name: String,
    bytes: Vec<u8>,
    told: Told,
}

fn input(name: impl Into<String>, bytes: impl Into<Vec<u8>>, told: Told) -> Input {
    Input { name: name.into(), bytes: bytes.into(), told }
}

/// `piece` over and over, up to `length` bytes.
fn filled(piece: &str, length: usize) -> String {
    piece.repeat(length / piece.len())
}

fn long(piece: &str) -> String {
    filled(piece, LENGTH)
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// Files that are not plain UTF-8, or no text.
fn encodings() -> Vec<Input> {
    use Told::{At, Nothing, Whole};
    let page = "<p>Café</p>";
    let marked = format!("\u{FEFF}{page}");
    let shift_jis = b"<meta charset=shift_jis>\n<p>\x8a\xbf\x8e\x9a</p>".to_vec();
    vec![
        input("latin-1.html", b"<p>Caf\xe9</p>".to_vec(), At(1, "not UTF-8: byte 0xE9 at offset 6")),
        input("utf-16le-mark.html", utf_16(&marked, u16::to_le_bytes), At(1, "read as UTF-16LE")),
        input("utf-16be-mark.html", utf_16(&marked, u16::to_be_bytes), At(1, "read as UTF-16BE")),
        input("utf-16le.html", utf_16(page, u16::to_le_bytes), Whole("NUL bytes")),
        input("utf-16be.html", utf_16(page, u16::to_be_bytes), Whole("NUL bytes")),
        input("shift-jis.html", shift_jis, At(2, "read as Shift_JIS")),
        input("cut-utf-8.html", b"<p>a</p>\n<p>caf\xc3".to_vec(), At(2, "byte 0xC3 at offset 15")),
        input("cut-utf-8.md", b"caf\xe2\x82".to_vec(), At(1, "byte 0xE2 at offset 3")),
        input("nul.html", b"<p>a\0b</p>".to_vec(), At(1, "a NUL byte")),
        input("nul.md", b"a\0b".to_vec(), At(1, "a NUL byte")),
        input("nul.csv", b"id,text\n1,a\0b\n2,c\n".to_vec(), At(2, "a NUL byte")),
        input("rare-nul.html", format!("<p>{}\0</p>", "word ".repeat(100)), At(1, "a NUL byte")),
        input("nuls.html", [0; 100].to_vec(), Whole("NUL bytes")),
        input("empty.html", "", Nothing),
        input("empty.md", "", Nothing),
        input("mark-only.html", "\u{FEFF}", Nothing),
        input("mark-only.md", "\u{FEFF}", Nothing),
    ]
}

/// HTML that ends in the middle.
fn torn_pages() -> Vec<Input> {
    const TAG: Told = Told::At(1, "the text ends within this tag");
    const ELEMENT: Told = Told::At(1, "this element is not closed");
    [
        ("<p", TAG),
        ("<p title=", TAG),
        ("<p title=\"a", TAG),
        ("</", Told::Nothing),
        ("</p", TAG),
        ("&am", Told::Nothing),
        ("&#", Told::Nothing),
        ("&#x", Told::Nothing),
        ("<!-", Told::Nothing),
        ("<!-- a", Told::At(1, "this comment is not closed")),
        ("<!doctype", Told::Nothing),
        ("<script>a", ELEMENT),
        ("<style>a{", ELEMENT),
        ("<title>a", ELEMENT),
        ("<textarea>a", ELEMENT),
        ("<table><tr><td>a", Told::Nothing),
        ("<svg><path", TAG),
        ("<svg><![CDATA[a", Told::Nothing),
        ("<math><annotation-xml encoding=", TAG),
        ("<template><p>a", Told::Nothing),
        ("<select><option>a", Told::Nothing),
        ("<noscript>", ELEMENT),
        ("<plaintext>a", ELEMENT),
    ]
    .into_iter()
    .enumerate()
    .map(|(index, (torn, told))| input(format!("torn-{index}.html"), format!("<p>a</p>{torn}"), told))
    .collect()
}

/// Elements in elements in elements.
fn deep_pages() -> Vec<Input> {
    use Told::{At, Nothing};
    let deep = At(1, "nested deeper than 512 elements");
    let many = At(1, "the rest was not read");
    let explosion = |n_formats: u32| {
        let formats: String = (0..n_formats).map(|id| format!("<b id={id}>")).collect();
        format!("<p>{formats}{}", "</p><p>x".repeat(600))
    };
    let attributes: String = (0..20_000).map(|number| format!(" a{number}=v")).collect();
    let mut inputs: Vec<Input> =
        ["<div>", "<b>", "<table><tr><td>", "<svg>", "<math>", "<font>", "<b><p>", "<span>", "<ul><li>"]
            .iter()
            .enumerate()
            .map(|(index, piece)| input(format!("deep-{index}.html"), long(piece), deep))
            .collect();
    inputs.extend([
        input("flat-table.html", long("<table>"), Nothing),
        input("flat-a.html", long("<a>"), Nothing),
        input("flat-select.html", long("<select><option>"), Nothing),
        input("unclosing.html", long("<b></p>x"), many),
        input("unclosing-deep.html", format!("{}{}", "<b>".repeat(600), long("</p>x")), deep),
        input("exploding.html", explosion(600), deep),
        input("exploding-wide.html", explosion(450), At(1, "more than 200,000 nodes")),
        input("attributes.html", format!("<p{attributes}>x"), At(1, "more than 256 attributes")),
        input("attribute.html", format!("<p title=\"{}\">x", long("word ")), Nothing),
        input("style.html", format!("<p style=\"{}\">x", long("color:#0B5D4E;")), Nothing),
        input("comments.html", long("<!--"), At(1, "this comment is not closed")),
        input("comments.md", long("<!--"), Nothing),
        input("css-deep.html", format!("<style>{}</style>", "a{".repeat(5_000)), Nothing),
        input("css-long.html", format!("<style>{}</style>", long("a{")), Nothing),
        input("css-open.html", format!("<style>a{{b:{}</style>", long("([{")), Nothing),
        input(
            "structured.html",
            format!("<script type='application/ld+json'>{}", long("[{\"a\":")),
            At(1, "this element is not closed"),
        ),
    ]);
    inputs
}

/// Structured data and style sheets of which much refers to much.
fn tangled_pages() -> Vec<Input> {
    use Told::{At, Nothing};
    const BEGIN: &str = "<script type='application/ld+json'>";
    let torn = At(1, "nests deeper than 512 brackets");
    let many = At(1, "the structured data of this page is too large");
    // The optimized program is given more items than are read.
    let items_told = if LENGTH > 1_000_000 { At(1, "more than 50,000 items") } else { Nothing };
    let numbered = |piece: fn(usize) -> String| {
        let mut text = String::new();
        for number in 0..LENGTH / 40 {
            text += &piece(number);
        }
        text
    };
    let block = |json: String| format!("{BEGIN}{json}</script>");
    let references =
        numbered(|number| format!("{{\"@id\":\"{number}\",\"b\":{{\"@id\":\"{}\"}}}}", number + 1));
    let items =
        numbered(|number| format!("<i itemscope itemprop=a id=a{number} itemref='a{} w'>", number + 1));
    let mutual = "<i itemscope itemprop=p itemref='w'></i>".repeat(LENGTH / 40);
    let rules =
        numbered(|number| format!(".c{number},p.d{number}{{display:none}}.e .c{number}{{color:red}}"));
    let elements = numbered(|number| format!("<p class='c{number} d e'>x"));
    vec![
        input("ld-lists.html", block(long("[")), torn),
        input("ld-objects.html", block(long("{\"a\":")), torn),
        input("ld-comments.html", block(long("<!--")), Nothing),
        input("ld-graph.html", block(references), Nothing),
        input("ld-prices.html", block(long("{\"price\":1,\"name\":\"a\"},")), items_told),
        input("ld-children.html", block(format!("{{\"a\":[{}]}}", long("{\"price\":1},"))), items_told),
        input("metas.html", long("<meta property=og:price:amount content=1>"), Nothing),
        input("ld-wide.html", block(format!("{{{}}}", long("\"price\":1,"))), Nothing),
        input("ld-blocks.html", long(&block("{\"price\":1}".to_owned())), Nothing),
        input("items.html", items, At(1, "nested deeper than 512")),
        input("item-references.html", format!("<div id=w>{mutual}</div>"), many),
        input(
            "item-words.html",
            format!("{}{}", "<b itemscope><i itemprop=a>".repeat(200), long("word ")),
            many,
        ),
        input(
            "rdfa.html",
            long("<i vocab='x:' resource='#a' property=p typeof=T>"),
            At(1, "nested deeper than 512"),
        ),
        input("rdfa-flat.html", long("<i vocab='x:' resource='#a' typeof=T></i>"), Nothing),
        input("rules.html", format!("<style>{rules}</style>{elements}"), Nothing),
        input("noscripts.html", long("<noscript><p>a</noscript>"), Nothing),
        input("nested-noscripts.html", format!("{}</noscript>", long("<noscript>a")), Nothing),
        input("candidates.html", format!("<img srcset='{}'>", long("a 1x,")), Nothing),
        input("languages.html", numbered(|number| format!("<i lang=a{}>x</i>", number % 26)), Nothing),
    ]
}

/// One thing over and over.
fn rows_of_one() -> Vec<Input> {
    use Told::{Found, Nothing};
    let unclosed = |opener| Found(1, opener);
    let pieces = [
        ("{{", unclosed("`{{` is not closed")),
        ("{%", unclosed("`{%` is not closed")),
        ("%%[", unclosed("`%%[` is not closed")),
        ("<%", unclosed("`<%` is not closed")),
        ("*|", Nothing),
        ("&", Nothing),
        ("&amp", Nothing),
        ("]]>", Nothing),
        ("!", Nothing),
        ("CAPITALS ", Nothing),
        ("$1", Nothing),
        ("$1 ", Nothing),
        ("1,1", Nothing),
        ("https://x.example/a ", Nothing),
        ("https://x.example/)))", Nothing),
        ("guaranteed cheapest ", Nothing),
        ("the Cove signup ", Nothing),
        ("The quick brown fox jumps over a lazy dog ", Nothing),
        ("e\u{301}", Nothing),
        ("Use code COVE20 ", Nothing),
    ];
    let file = |(index, (piece, told)): (usize, &(&str, Told))| {
        let (page, text) = (format!("row-{index}.html"), format!("row-{index}.md"));
        [input(page, long(piece), *told), input(text, long(piece), *told)]
    };
    pieces.iter().enumerate().flat_map(file).collect()
}

/// Markdown that parsers of the past have choked on.
fn markdown() -> Vec<Input> {
    let nested: String = (0..700).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
    let row = format!("|a|b|\n|-|-|\n{}\n", filled("|x", LENGTH / 2));
    let pieces = [">", "[", "*", "`", "- ", "*a ", "![", "[a](", "<div>\n\n", "~~a~~ $1 "];
    let file = |(index, piece): (usize, &&str)| {
        input(format!("mark-{index}.md"), filled(piece, LENGTH.min(100_000)), Told::Nothing)
    };
    let mut inputs: Vec<Input> = pieces.iter().enumerate().map(file).collect();
    inputs.push(input("nested-list.md", nested, Told::Nothing));
    inputs.push(input("wide-row.md", row, Told::Nothing));
    inputs
}

/// Batches of posts that are torn.
fn batches() -> Vec<Input> {
    use Told::{At, Nothing};
    let columns: String = (0..100_000).map(|number| format!("c{number},")).collect();
    let good = "{\"text\":\"fine\"}\n";
    vec![
        input(
            "torn-quote.csv",
            "id,text\n1,\"torn\n2,fine\n3,\"fine\"\n",
            At(2, "the quote that opens here"),
        ),
        input("columns.csv", format!("{columns}\n{columns}\n"), At(1, "99989 more; say which it is")),
        input("quotes.csv", format!("id,text\n1,\"{}", long("\"\"")), At(2, "the quote that opens here")),
        input("not-json.jsonl", format!("{good}not JSON\n{good}"), At(2, "row 2 is not JSON")),
        input("deep.jsonl", format!("{good}{}\n{good}", "[".repeat(100_000)), At(2, "row 2 is not JSON")),
        input("long-string.jsonl", format!("{{\"text\":\"{}\"}}\n", long("word ")), Nothing),
        input("all-torn.jsonl", long("x\n"), At(1, "row 1 is not JSON")),
    ]
}

/// Posts that are one entity over and over, and threads of very many parts.
fn posts() -> Vec<Input> {
    let pieces = [
        ("x", "#MadeToStandFro "),
        ("x", "@harborandpinee "),
        ("linkedin", "https://x.example/a "),
        ("x", "a.co/(("),
        ("mastodon", "@a.b@c."),
        ("threads", "\u{1F468}\u{200D}"),
        ("x", "#a\n---\n"),
        ("x", "#a @b https://c.example/d Shop the sale\n\n---\n\n"),
    ];
    let file = |(index, (network, piece)): (usize, &(&str, &str))| {
        let post = format!("---\nchannel: social:{network}\n---\n{}", long(piece));
        input(format!("posts/post-{index}.txt"), post, Told::Nothing)
    };
    let mut inputs: Vec<Input> = pieces.iter().enumerate().map(file).collect();
    inputs.push(input("posts/sms.txt", format!("---\nchannel: sms\n---\n{}", long("a’€ ")), Told::Nothing));
    inputs
}

fn inputs() -> Vec<Input> {
    [encodings(), torn_pages(), deep_pages(), tangled_pages(), rows_of_one(), markdown(), batches(), posts()]
        .into_iter()
        .flatten()
        .collect()
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

/// Exit code, standard output and standard error of a run.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onbrand"));
    command.current_dir(folder).args(arguments).env_remove("ONBRAND_GUIDE").env("NO_COLOR", "1");
    let output = command.output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code().expect("a code, no signal"), text(output.stdout), text(output.stderr))
}

fn of<'r>(report: &'r Value, list: &str, path: &str) -> Vec<&'r Value> {
    let entries = report[list].as_array().expect("a list");
    let is_of = |entry: &&Value| {
        let own = entry["path"].as_str().expect("a path");
        own == path || own.split_once('#').is_some_and(|(file, _)| file == path)
    };
    entries.iter().filter(is_of).collect()
}

fn assert_told(report: &Value, input: &Input) {
    let problems: Vec<&str> = of(report, "problems", &input.name)
        .iter()
        .map(|problem| problem["message"].as_str().expect("a message"))
        .collect();
    let is_told = match input.told {
        Told::Nothing => problems.is_empty(),
        Told::Whole(words) => problems.iter().any(|message| message.contains(words)),
        Told::At(line, words) => {
            let place = format!("line {line}, column ");
            problems.iter().any(|message| message.starts_with(&place) && message.contains(words))
        }
        Told::Found(line, words) => of(report, "findings", &input.name).iter().any(|finding| {
            let message = finding["message"].as_str().expect("a message");
            finding["line"] == line && message.contains(words)
        }),
    };
    assert!(is_told, "{}: wanted {:?}, got {problems:?}", input.name, input.told);
    let is_checked = !of(report, "artifacts", &input.name).is_empty();
    assert!(is_checked || !problems.is_empty(), "{} is neither checked nor told", input.name);
}

#[test]
fn broken_inputs_cost_themselves_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let inputs = inputs();
    for input in &inputs {
        write(here, &input.name, &input.bytes);
    }
    write(here, "good.html", GOOD.as_bytes());
    let names: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
    let given = [&["check", "--format", "json:report.json", "good.html"], names.as_slice()].concat();
    let (code, _, errors) = run(here, &given);
    assert_eq!(code, 3, "{errors}");
    let text = fs::read_to_string(here.join("report.json")).expect("a report");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    for input in &inputs {
        assert_told(&report, input);
    }
    let good = of(&report, "findings", "good.html");
    assert!(good.iter().any(|finding| finding["rule"] == "terms/forbidden-term"), "{good:?}");
    assert!(of(&report, "problems", "good.html").is_empty());
    let message = |problem: &Value| problem["message"].as_str().expect("a message").to_owned();
    let problems: Vec<String> =
        report["problems"].as_array().expect("problems").iter().map(message).collect();
    let is_ours = |message: &&String| message.contains("internal error") || message.contains("took too long");
    assert_eq!(problems.iter().find(is_ours), None);
    assert!(!errors.contains("panicked"), "{errors}");
    assert_eq!(report["summary"]["complete"], false);
    // A torn batch keeps its other records.
    assert_eq!(of(&report, "artifacts", "torn-quote.csv").len(), 2);
    assert_eq!(of(&report, "artifacts", "not-json.jsonl").len(), 2);
    assert_eq!(of(&report, "artifacts", "deep.jsonl").len(), 2);
}

#[test]
fn a_report_of_many_findings_on_one_line_is_written_in_every_format() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "a.html", format!("<p>{}", long("guaranteed cheapest price, ")).as_bytes());
    let formats = ["text", "json", "sarif", "github"];
    let files: Vec<String> = formats.iter().map(|format| format!("--format={format}:{format}.out")).collect();
    let mut given = vec!["check"];
    given.extend(files.iter().map(String::as_str));
    given.push("a.html");
    let (code, _, errors) = run(folder.path(), &given);
    assert_eq!(code, 1, "{errors}");
    for format in formats {
        let report = fs::read_to_string(folder.path().join(format!("{format}.out"))).expect("a report");
        assert!(report.contains("forbidden-term"), "{format}");
    }
}

#[cfg(unix)]
#[test]
fn odd_files_of_a_folder_are_told() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write(here, "in/good.html", GOOD.as_bytes());
    write(here, "in/folder.html/inner.html", b"<p>a</p>");
    write(here, "in/closed.html", b"<p>a</p>");
    symlink("loop.html", here.join("in/loop.html")).expect("a link");
    symlink(here.join("in"), here.join("in/again")).expect("a link");
    let closed = here.join("in/closed.html");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).expect("permissions");
    // Whoever may read everything does not notice.
    let is_readable = fs::read(&closed).is_ok();
    let (code, out, errors) = run(here, &["check", "--format", "json", "in"]);
    assert_eq!(code, 3, "{errors}");
    let report: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(of(&report, "artifacts", "in/good.html").len(), 1);
    assert_eq!(of(&report, "artifacts", "in/folder.html/inner.html").len(), 1);
    assert_eq!(of(&report, "problems", "in/again").len(), 1, "{out}");
    assert_eq!(of(&report, "problems", "in/loop.html").len(), 1, "{out}");
    let closed = of(&report, "problems", "in/closed.html");
    assert!(is_readable || closed.len() == 1, "{out}");
}

#[test]
fn settings_full_of_mistakes_are_told_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write(here, "good.html", GOOD.as_bytes());
    write(
        here,
        "onbrand.toml",
        b"fail-level = 'loud'\nguied = 'x'\n[[artifact]]\npaths = 3\nchannel = 'fax'\nlocale = '?'\n",
    );
    let (code, _, errors) = run(here, &["check"]);
    assert_eq!(code, 2, "{errors}");
    for word in ["loud", "guied", "paths", "fax"] {
        assert!(errors.contains(word), "{word}: {errors}");
    }
}

#[test]
fn a_campaign_full_of_mistakes_spares_the_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write(here, "a/good.html", GOOD.as_bytes());
    write(here, "a/campaign.toml", b"idd = 'x'\nstarts = 'soon'\nvary = 3\n[[offer]]\nsale = '1,0'\n[cta\n");
    let (code, out, errors) = run(here, &["check", "--format", "json", "."]);
    assert!(matches!(code, 1..=3), "{errors}");
    let report: Value = serde_json::from_str(&out).expect("JSON");
    let found = of(&report, "findings", "a/good.html");
    assert!(found.iter().any(|finding| finding["rule"] == "terms/forbidden-term"), "{out}");
    assert!(!of(&report, "findings", "a/campaign.toml").is_empty(), "{out}");
}

#[test]
fn ten_mistakes_in_a_guide_are_ten_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write(here, "good.html", GOOD.as_bytes());
    write(
        here,
        "brand-rules/brand.toml",
        b"name = 3\ndefault-locale = '?'\ncurrency = 'XXQ'\ntime-zone = 'Mars/Here'\nnmae = 'x'\n",
    );
    write(
        here,
        "brand-rules/terms.toml",
        b"[[concept]]\nid = 'a'\n[[concept.term]]\ntext = 'b'\nstatus = 'bad'\n[[concept]]\nnote = 'c'\n",
    );
    write(
        here,
        "brand-rules/visual.toml",
        b"[[color]]\nid = 'a'\nvalue = 'greenish'\n[[color]]\nvalue = '#123456'\n",
    );
    write(
        here,
        "brand-rules/pricing.toml",
        b"[[product]]\nid = 'p'\nname = 'P'\n[[product.price]]\nlist = 'cheap'\n",
    );
    write(here, "brand-rules/tone.toml", b"[[phrase]]\ntext = 4\n");
    let (code, out, errors) = run(here, &["check", "--format", "json"]);
    assert_eq!((code, out.as_str()), (2, ""), "{errors}");
    let n_errors = errors.lines().filter(|line| line.starts_with("error")).count();
    assert!(n_errors >= 10, "{n_errors}: {errors}");
}
