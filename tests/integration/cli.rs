//! The command line: exit codes, output, discovery, broken inputs.

#![expect(clippy::disallowed_methods, reason = "tests lay out folders of their own")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

/// A guide that is right and has no rules of its own.
const GUIDE: &str = "name = \"Test Brand\"\n";

/// A folder with files; a guide is among them unless the files bring their own.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let is_guided = files.iter().any(|(path, _)| path.starts_with("brand-rules/"));
    let guide: &[(&str, &[u8])] = &[("brand-rules/brand.toml", GUIDE.as_bytes())];
    for (path, text) in files.iter().chain(if is_guided { &[] } else { guide }) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

fn onbrand(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onbrand"));
    command.current_dir(folder).args(arguments).env_remove("ONBRAND_GUIDE").env("NO_COLOR", "1");
    command
}

/// Exit code, standard output and standard error.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    ended(&mut onbrand(folder, arguments))
}

fn ended(command: &mut Command) -> (i32, String, String) {
    let output = command.output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code().expect("a code"), text(output.stdout), text(output.stderr))
}

pub(crate) fn json(folder: &Path, arguments: &[&str]) -> (i32, Value) {
    let (code, out, _) = run(folder, arguments);
    (code, serde_json::from_str(&out).expect("JSON"))
}

fn paths(report: &Value) -> Vec<String> {
    let artifacts = report["artifacts"].as_array().expect("artifacts");
    artifacts.iter().map(|artifact| format!("{} {}", artifact["path"], artifact["channel"])).collect()
}

#[test]
fn help() {
    let here = tempfile::tempdir().expect("a folder");
    for (name, arguments) in [
        ("help", &["--help"][..]),
        ("help_check", &["check", "--help"]),
        ("help_facts", &["facts", "--help"]),
        ("help_guide", &["guide", "--help"]),
    ] {
        let mut command = onbrand(here.path(), arguments);
        // The width of a terminal must not change what is stored.
        let (code, out, _) = ended(command.env("COLUMNS", "100"));
        assert_eq!(code, 0);
        insta::assert_snapshot!(name, out);
    }
}

#[test]
fn a_clean_folder_is_clean() {
    let here = folder(&[("a.md", b"# Hello\n"), ("logo.png", b"\0"), ("b.css", b""), ("c.css", b"")]);
    let (code, out, err) = run(here.path(), &["check"]);
    assert_eq!((code, out.as_str()), (0, "1 artifact, nothing found\n"), "{err}");
    assert_eq!(err, "not read: 2 .css, 1 .png\n");
}

#[test]
fn folders_and_names_say_what_a_file_is() {
    let here = folder(&[
        ("Emails/a.html", b"<p>a</p>"),
        ("site/a.html", b"<p>a</p>"),
        ("social/a.txt", b"a"),
        ("notes/a.txt", b"a"),
        ("a.mjml", b"<mjml></mjml>"),
        (".hidden/a.md", b"a"),
        (".pull_request.md", b"a"),
        (".other", b"a"),
        ("ignored/a.md", b"a"),
        (".gitignore", b"ignored/\n"),
        ("drafts/a.md", b"a"),
        (".onbrandignore", b"drafts/\n"),
    ]);
    let (code, report) = json(here.path(), &["check", "--format", "json"]);
    assert_eq!(code, 0);
    let expected = [
        "\".pull_request.md\" \"web\"",
        "\"Emails/a.html\" \"email\"",
        "\"a.mjml\" \"email\"",
        "\"site/a.html\" \"web\"",
        "\"social/a.txt\" \"social\"",
    ];
    assert_eq!(paths(&report), expected);
    let (_, report) = json(here.path(), &["check", "--format", "json", "./notes/a.txt", "ignored/a.md"]);
    assert_eq!(paths(&report), ["\"ignored/a.md\" \"web\"", "\"notes/a.txt\" null"]);
}

#[test]
fn texts_that_the_settings_speak_about_are_read() {
    let settings = b"[[artifact]]\npaths = [\"copy/*.txt\"]\nchannel = \"sms\"\n";
    let here = folder(&[("onbrand.toml", settings), ("copy/a.txt", b"a\n"), ("b.txt", b"b\n")]);
    let (code, report) = json(here.path(), &["check", "--format", "json"]);
    assert_eq!(paths(&report), ["\"copy/a.txt\" \"sms\""]);
    assert_eq!(code, 0);
}

#[test]
fn broken_inputs_stop_nobody() {
    let here = folder(&[
        ("good.md", b"fine\n"),
        ("empty.md", b""),
        ("binary.html", b"\x7fELF\0\0\0\0\0\0\0\0"),
        ("latin.md", b"caf\xe9\n"),
        ("mail.eml", b"Subject: x\n\nx\n"),
        ("odd.bin", b"x"),
    ]);
    let given = ["check", "--format", "json", ".", "missing.html", "odd.bin"];
    let (code, report) = json(here.path(), &given);
    assert_eq!(code, 3);
    assert_eq!(paths(&report), ["\"empty.md\" \"web\"", "\"good.md\" \"web\"", "\"latin.md\" \"web\""]);
    let problems: Vec<String> = report["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .map(|problem| format!("{}: {}", problem["path"], problem["message"]))
        .collect();
    let told = [
        r#""binary.html": "binary: it holds NUL bytes and is no text""#,
        r#""latin.md": "line 1, column 4: not UTF-8: byte 0xE9 at offset 3; read as windows-1252, save the file as UTF-8 to be sure""#,
        r#""mail.eml": "MIME messages are not read yet""#,
        r#""missing.html": "no such file or folder""#,
        r#""odd.bin": "unknown type of file; HTML, MJML, Markdown, text, CSV, TSV, JSONL and templates of these are read""#,
    ];
    assert_eq!(problems, told);
    assert_eq!(report["summary"]["complete"], false);
}

#[test]
fn records_are_artifacts_of_their_own() {
    let batch = "id,Message,Network,locale\nmon,\"Hi,\nthere!!!!!!\",x,en-US\n,Bye,LinkedIn,de-DE\n";
    let here = folder(&[
        ("posts/week.csv", batch.as_bytes()),
        ("data/cities.csv", b"city,people\nBerlin,3700000\n"),
        (
            "onbrand.toml",
            b"[[artifact]]\npaths = ['posts/*']\nmarket = 'US'\ncolumns = { text = 'Message' }\n",
        ),
    ]);
    let (code, report) = json(here.path(), &["check", "--format", "json"]);
    assert_eq!(
        paths(&report),
        ["\"posts/week.csv#mon\" \"social:x\"", "\"posts/week.csv#2\" \"social:linkedin\""]
    );
    assert_eq!(report["artifacts"][1]["locale"], "de-DE");
    // A table without posts that nobody named is told and fails nothing; one that was named does.
    assert_eq!((code, report["problems"][0]["path"].as_str()), (0, Some("data/cities.csv")));
    assert_eq!(run(here.path(), &["check", "data/cities.csv"]).0, 3);
    let (_, report) = json(here.path(), &["text", "--format", "json", "posts"]);
    let segment = &report["artifacts"][0]["segments"][0];
    let spans = segment["spans"].as_array().expect("spans");
    let first = usize::try_from(spans[0]["start"].as_u64().expect("a number")).expect("short");
    assert_eq!(batch.get(first..first + 2), Some("Hi"));
}

#[test]
fn an_encoding_that_is_told_is_no_failure() {
    let here = folder(&[("latin.md", b"caf\xe9\n")]);
    let (code, report) = json(here.path(), &["check", "--format", "json"]);
    assert_eq!(code, 0);
    assert_eq!(report["summary"]["complete"], true);
    assert_eq!(report["problems"][0]["path"], "latin.md");
}

#[test]
fn files_above_the_cap_are_named_with_both_sizes() {
    let here = folder(&[("big.md", &vec![b'a'; (8 << 20) + 1]), ("small.md", b"a")]);
    let (code, out, _) = run(here.path(), &["check"]);
    assert_eq!(code, 3);
    assert!(out.contains("big.md: too large: 8.1 MiB, more than the 8 MiB that are read"), "{out}");
    assert!(out.ends_with("1 artifact, nothing found, 1 input not checked\n"), "{out}");
}

#[test]
fn an_empty_folder_is_told() {
    let here = folder(&[]);
    let (code, out, err) = run(here.path(), &["check"]);
    assert_eq!((code, out.as_str()), (0, "0 artifacts, nothing found\n"));
    assert!(err.contains("nothing to read"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_a_problem() {
    let here = folder(&[("in/a.md", b"a")]);
    std::os::unix::fs::symlink(here.path().join("in"), here.path().join("in/again")).expect("a link");
    let (code, report) = json(here.path(), &["check", "--format", "json"]);
    assert_eq!((code, paths(&report).len()), (3, 1));
    assert_eq!(report["problems"][0]["path"], "in/again");
}

#[test]
fn standard_input_is_an_artifact() {
    let here = folder(&[("social/other.txt", b"x")]);
    let given = ["check", "--format", "json", "--stdin", "--stdin-filename", "social/new.txt"];
    let (code, out, _) = ended(onbrand(here.path(), &given).write_stdin("Hello\n"));
    let report: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, paths(&report)), (0, vec!["\"social/new.txt\" \"social\"".to_owned()]));
    let (_, out, _) =
        ended(onbrand(here.path(), &["check", "--format=json", "--stdin"]).write_stdin(" <p>x"));
    let report: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(paths(&report), ["\"stdin.html\" \"web\""]);
}

#[test]
fn the_command_line_stands_above_everything() {
    let here = folder(&[
        (
            "onbrand.toml",
            b"[[artifact]]\npaths = ['mail/*']\nlocale = 'de-DE'\nmarket = 'DE'\nchannel = 'push'\n",
        ),
        (
            "mail/campaign.toml",
            b"id = 'spring'\n[[artifact]]\npaths = ['a.html']\nphase = 'launch'\nmarket = 'AT'\n",
        ),
        ("mail/a.html", b"<p>a</p>"),
        ("mail/deep/b.html", b"<p>b</p>"),
    ]);
    let (_, report) = json(here.path(), &["check", "--format", "json"]);
    let first = &report["artifacts"][0];
    let told = |key: &str| first[key].as_str().unwrap_or("-").to_owned();
    let words = ["path", "campaign", "grouped_by", "phase", "market", "locale", "channel"].map(told);
    assert_eq!(words, ["mail/a.html", "spring", "campaign.toml", "launch", "AT", "de-DE", "push"]);
    assert_eq!(report["artifacts"][1]["campaign"], "spring");
    let given = ["check", "--format", "json", "--campaign", "fall", "--channel", "x", "--locale", "fr-fr"];
    let (_, report) = json(here.path(), &given);
    let first = &report["artifacts"][0];
    let told = |key: &str| first[key].as_str().unwrap_or("-").to_owned();
    assert_eq!(
        ["campaign", "grouped_by", "channel", "locale"].map(told),
        ["fall", "given", "social:x", "fr-FR"]
    );
}

#[test]
fn guides_are_found_in_their_order() {
    let here = folder(&[
        ("brand-rules/brand.toml", b"name = 'Nearest'\n"),
        ("other/brand.toml", b"name = 'Other'\n"),
        ("third/brand.toml", b"name = 'Third'\n"),
        ("web/a.md", b"a"),
        ("repo/.git/HEAD", b""),
        ("repo/a.md", b"a"),
    ]);
    let web = here.path().join("web");
    let name = |command: &mut Command| {
        let (_, out, err) = ended(command);
        let report: Value = serde_json::from_str(&out).expect("JSON");
        (report["guide"]["name"].as_str().expect("a name").to_owned(), err)
    };
    let check = ["check", "--format", "json"];
    assert_eq!(name(&mut onbrand(&web, &check)).0, "Nearest");
    fs::write(web.join("onbrand.toml"), "guide = '../other'\n").expect("a file");
    assert_eq!(name(&mut onbrand(&web, &check)).0, "Other");
    assert_eq!(name(onbrand(&web, &check).env("ONBRAND_GUIDE", "../third")).0, "Third");
    let mut command = onbrand(&web, &check);
    command.env("ONBRAND_GUIDE", "../third").args(["--guide", "../brand-rules"]);
    assert_eq!(name(&mut command).0, "Nearest");
    let (shipped, err) = name(&mut onbrand(&here.path().join("repo"), &check));
    assert_eq!(shipped, "Harbor & Pine");
    assert!(err.contains("using the example guide"), "{err}");
}

#[test]
fn a_wrong_guide_is_told_as_a_whole() {
    let here = folder(&[("brand-rules/brand.toml", b"nam = 'x'\nlocale = 1\n"), ("a.md", b"a")]);
    let (code, out, err) = run(here.path(), &["check", "--format", "json"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("brand-rules/brand.toml:1:"), "{err}");
    assert!(err.contains("brand-rules/brand.toml:2:"), "{err}");
    let (code, out, _) = run(here.path(), &["guide", "check"]);
    assert_eq!(code, 2);
    assert!(out.contains("in the guide or the settings\n"), "{out}");
    let (code, _, err) = run(here.path(), &["check", "--guide", "nowhere"]);
    assert_eq!(code, 2);
    assert!(err.contains("there is no guide at nowhere"), "{err}");
    fs::create_dir_all(here.path().join("odd/terms.toml")).expect("a folder");
    let (code, _, err) = run(here.path(), &["check", "--guide", "odd"]);
    assert_eq!((code, err.as_str()), (2, "error: odd/terms.toml: it is a folder\n"));
    let here = folder(&[("brand-rules/brand.toml", b"name = 'Caf\xe9'\n"), ("a.md", b"a")]);
    let (code, _, err) = run(here.path(), &["check"]);
    assert_eq!((code, err.contains("brand-rules/brand.toml: not UTF-8")), (2, true), "{err}");
}

#[test]
fn wrong_settings_and_records_are_told() {
    let here = folder(&[("a.md", b"a"), ("onbrand.toml", b"fail-levl = 'error'\n")]);
    let (code, _, err) = run(here.path(), &["check"]);
    assert_eq!(code, 2);
    assert!(err.contains("fail-level"), "{err}");
    let here = folder(&[("a.md", b"a"), ("campaign.toml", b"id = 'x'\nstrts = 1\n")]);
    let (code, out, _) = run(here.path(), &["check"]);
    assert_eq!(code, 2);
    assert!(out.contains("campaign.toml:2:1"), "{out}");
}

/// A guide with a deprecated term, and a page that holds it twice.
fn deprecated() -> TempDir {
    let terms = "[[concept]]\nid = 'sign-up'\n[[concept.term]]\ntext = 'sign up'\nstatus = 'preferred'\n\
                 [[concept.term]]\ntext = 'signup'\nstatus = 'deprecated'\n";
    let page = "<title>Hello</title>\n<p>Please signup, then <b>signup</b> again.</p>\n";
    folder(&[
        ("brand-rules/brand.toml", GUIDE.as_bytes()),
        ("brand-rules/terms.toml", terms.as_bytes()),
        ("email/a.html", page.as_bytes()),
    ])
}

#[test]
fn findings_are_told_with_place_guide_and_fix() {
    let here = deprecated();
    let (code, out, err) = run(here.path(), &["check"]);
    assert_eq!(code, 0, "{err}");
    insta::assert_snapshot!(out);
    let (_, out, _) = run(here.path(), &["check", "--color", "always"]);
    assert!(out.contains("\u{1b}["), "{out}");
    let (_, out, _) = run(here.path(), &["check", "--format", "github"]);
    assert!(out.starts_with("::warning file=email/a.html,line=2,endLine=2,col=11,endColumn=17,"), "{out}");
}

#[test]
fn the_exit_code_follows_the_fail_level() {
    let here = deprecated();
    let code = |arguments: &[&str]| run(here.path(), &[&["check"], arguments].concat()).0;
    assert_eq!(code(&[]), 0);
    assert_eq!(code(&["--fail-level", "warning"]), 1);
    assert_eq!(code(&["--fail-level", "warning", "--skip", "terms"]), 0);
    assert_eq!(code(&["--fail-level", "warning", "--skip", "terms/deprecated-term"]), 0);
    assert_eq!(code(&["--fail-level", "warning", "--only", "tone,visual"]), 0);
    assert_eq!(code(&["--fail-level", "warning", "--only", "terms"]), 1);
    assert_eq!(code(&["--max-warnings", "2"]), 0);
    assert_eq!(code(&["--max-warnings", "1"]), 1);
    assert_eq!(code(&["--fail-level", "warning", "missing.html", "."]), 3);
    fs::write(here.path().join("onbrand.toml"), "fail-level = 'info'\n").expect("a file");
    assert_eq!(code(&[]), 1);
    assert_eq!(code(&["--fail-level", "none"]), 0);
}

#[test]
fn statistics_stand_beside_the_report() {
    let here = deprecated();
    let (_, out, err) = run(here.path(), &["check", "--format", "json", "--statistics"]);
    assert!(serde_json::from_str::<Value>(&out).is_ok());
    assert_eq!(err, "     2  terms/deprecated-term\n");
}

#[test]
fn progress_goes_where_it_is_wanted() {
    let here = deprecated();
    let told = |when: &str| run(here.path(), &["check", "--format", "json", "--progress", when]).2;
    assert_eq!((told("always").as_str(), told("auto").as_str()), ("1 of 1 files\n", ""));
}

#[test]
fn a_market_that_the_guide_lacks_is_a_mistake() {
    let here = folder(&[
        (
            "brand-rules/brand.toml",
            b"name = 'x'\n[[market]]\nid = 'US'\nlocales = ['en-US']\ncurrency = 'USD'\n",
        ),
        ("a.html", b"<p>a"),
    ]);
    let (code, _, err) = run(here.path(), &["check", "--market", "UK"]);
    assert_eq!((code, err.as_str()), (2, "error: the guide has no market `UK`; it has US\n"));
    assert_eq!(run(here.path(), &["check", "--market", "US"]).0, 0);
}

#[test]
fn a_started_guide_is_right() {
    let here = folder(&[("brand-rules/brand.toml", GUIDE.as_bytes())]);
    let (code, out, _) = run(here.path(), &["guide", "check"]);
    assert_eq!(
        (code, out.as_str()),
        (
            0,
            "Test Brand: 0 markets, 0 products, 0 terms, 0 phrases, 0 colors, 0 taglines, 0 legal lines, 0 waivers, all fine\n"
        )
    );
    let (code, _, err) = run(here.path(), &["guide", "init"]);
    assert_eq!(code, 2);
    assert!(err.contains("brand-rules/brand.toml is there already; nothing was written"), "{err}");
    let (code, out, _) = run(here.path(), &["guide", "init", "new"]);
    assert_eq!(code, 0, "{out}");
    let (code, out, err) = run(here.path(), &["guide", "check", "--guide", "new/brand-rules"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.starts_with("Harbor & Pine: 2 markets"), "{out}");
}

#[test]
fn usage_mistakes_are_exit_2_with_what_was_meant() {
    let here = folder(&[("a.md", b"a")]);
    for (arguments, said) in [
        (&["explain", "suppression/unusd"][..], "did you mean `suppression/unused`?"),
        (&["check", "--only", "supression"], "did you mean `suppression`?"),
        (&["check", "--skip", "suppression/expird"], "did you mean `suppression/expired`?"),
        (&["check", "--channel", "fax"], "email, web, social"),
        (&["check", "--now", "tomorrow"], "2026-11-24T09:00:00Z"),
        (&["check", "--format", "yaml"], "text, json, sarif, github"),
        (&["check", "--format", "json", "--format", "text"], "only one report can go to standard output"),
        (&["check", "--stdin-filename", "a"], "--stdin"),
        (&["schema", "chek"], "check"),
        (&["man", "nothing"], "there is no command `nothing`"),
        (&["frobnicate"], "unrecognized subcommand"),
    ] {
        let (code, out, err) = run(here.path(), arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?} {err}");
        assert!(err.contains(said), "{arguments:?} {err}");
    }
}

#[test]
fn reports_can_go_to_files() {
    let here = folder(&[("a.md", b"a")]);
    let given = ["check", "--format", "sarif:out.sarif", "--format", "text", "--format", "json:out.json"];
    let (code, out, _) = run(here.path(), &given);
    assert_eq!((code, out.as_str()), (0, "1 artifact, nothing found\n"));
    for name in ["out.sarif", "out.json"] {
        let text = fs::read_to_string(here.path().join(name)).expect("a report");
        assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}");
    }
    let (code, _, err) = run(here.path(), &["check", "--format", "json:no/such/folder.json"]);
    assert_eq!(code, 3);
    assert!(err.contains("cannot write no/such/folder.json"), "{err}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let pages: Vec<(String, Vec<u8>)> = (0..60)
        .map(|index| {
            let text =
                format!("# Page {index}\n\nSignup today!!! Only $38{} for the cove desk.\n", index % 10);
            (format!("email/{index}.md"), text.into_bytes())
        })
        .collect();
    let mut files: Vec<(&str, &[u8])> =
        pages.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
    files.push(("repo/.git/HEAD", b""));
    files.push(("email/bad.html", b"\0\0\0"));
    let here = folder(&files);
    let told = |jobs: &str| run(here.path(), &["check", "--format", "json", "--jobs", jobs]);
    let one = told("1");
    assert_eq!(one, told("2"));
    assert_eq!(one, told("7"));
    assert_eq!(one.0, 3);
}

#[test]
fn facts_and_text_fit_their_schemas() {
    let page = "<title>Cove</title><p>Now <b>$399</b> with code COVE20 &amp; more.</p><a href='https://x.example/a?b'>Buy</a>";
    let here =
        folder(&[("email/a.html", page.as_bytes()), ("b.md", "# Ünder\n\nText {{ name }}.\n".as_bytes())]);
    for name in ["check", "facts", "text"] {
        let (code, out, err) = run(here.path(), &["schema", name]);
        assert_eq!(code, 0, "{err}");
        let schema: Value = serde_json::from_str(&out).expect("JSON");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let (code, value) = json(here.path(), &[name, "--format", "json"]);
        assert_eq!(code, 0);
        let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        assert_eq!(value["schema_version"], 1);
        let (code, out, _) = run(here.path(), &[name]);
        assert_eq!(code, 0);
        assert!(!out.is_empty());
    }
}

#[test]
fn a_rule_is_explained() {
    let here = tempfile::tempdir().expect("a folder");
    let (code, out, _) = run(here.path(), &["explain", "suppression/unused"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(out);
    let (code, out, _) = run(here.path(), &["rules"]);
    assert_eq!(code, 0);
    assert!(out.contains("suppression/expired"), "{out}");
}

#[test]
fn shells_and_manual_are_served() {
    let here = tempfile::tempdir().expect("a folder");
    for (arguments, said) in [
        (&["completions", "bash"][..], "complete -F _onbrand"),
        (&["completions", "fish"], "__fish_onbrand"),
        (&["man"], ".TH onbrand"),
        (&["man", "check"], "max\\-warnings"),
        (&["--version"], env!("CARGO_PKG_VERSION")),
    ] {
        let (code, out, err) = run(here.path(), arguments);
        assert_eq!(code, 0, "{err}");
        assert!(out.contains(said), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let here = tempfile::tempdir().expect("a folder");
    let script = format!(
        "{} rules | true; {} check --help | head -1",
        env!("CARGO_BIN_EXE_onbrand"),
        env!("CARGO_BIN_EXE_onbrand")
    );
    let mut command = Command::new("sh");
    let (code, _, err) = ended(command.current_dir(here.path()).args(["-c", &script]));
    assert_eq!((code, err.as_str()), (0, ""));
}
