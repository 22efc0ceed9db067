//! Whole checks by format, from the file to the report, with the shipped guide and one thread.

use std::fmt::Write as _;
use std::hint::black_box;
use std::io;
use std::path::PathBuf;

use onbrand::artifact::{Attributes, Channel};
use onbrand::engine::Options;
use onbrand::report::wire::CheckOutput;
use onbrand::report::write_json;
use onbrand::service::{self, CheckOptions, Opened, Request};
use onbrand::workspace::Place;

use crate::material::File;
use crate::rounds::{Stage, report};

/// The format that the others are compared with.
const HTML: &str = "emails, HTML";
/// Posts are short: so many copies of them are read.
const COPIES: usize = 4;
/// Files are read over and over until a batch has so many bytes.
const ENOUGH: usize = 1 << 20;

/// Files of one format.
struct Batch {
    name: &'static str,
    channel: Channel,
    files: Vec<(String, Vec<u8>)>,
}

pub(crate) fn measure(files: &[File]) {
    let folder = tempfile::tempdir().expect("a folder for the batches");
    let stages: Vec<Stage<'_>> = batches(files)
        .into_iter()
        .filter(|batch| !batch.files.is_empty())
        .enumerate()
        .map(|(number, batch)| stage(&batch, folder.path().join(number.to_string())))
        .collect();
    report("whole checks by format, MB per CPU-second", &stages, HTML);
}

fn stage(batch: &Batch, folder: PathBuf) -> Stage<'static> {
    let guide = folder.join("brand-rules");
    std::fs::create_dir_all(&guide).expect("a folder");
    for (name, text) in onbrand::guide::SHIPPED {
        std::fs::write(guide.join(name), text).expect("a guide file");
    }
    for (name, bytes) in &batch.files {
        std::fs::write(folder.join(name), bytes).expect("a file");
    }
    let names = batch.files.iter().map(|(name, _)| folder.join(name));
    let request = Request {
        paths: names.collect(),
        guide: Some(guide),
        given: Attributes { channel: Some(batch.channel), ..Attributes::default() },
        ..Request::default()
    };
    let opened = service::open(&Place::new(folder), &request).expect("the shipped guide");
    let n_bytes = batch.files.iter().map(|(_, bytes)| bytes.len()).sum();
    Stage::new(batch.name, n_bytes, move || check(&opened))
}

fn check(opened: &Opened) {
    let engine = Options::at(jiff::Timestamp::UNIX_EPOCH);
    let report = service::check(opened, &CheckOptions { engine, jobs: 1 }, &|| {});
    write_json(&CheckOutput::new(&report), &mut io::sink()).expect("a sink takes all");
    black_box(report);
}

fn batches(files: &[File]) -> Vec<Batch> {
    let named = |ending: &str, wanted: &dyn Fn(&File) -> bool| {
        let own: Vec<&File> = files.iter().filter(|file| wanted(file)).collect();
        let size: usize = own.iter().map(|file| file.bytes.len()).sum();
        // A batch of few files would measure how a run starts.
        let copies = if size == 0 { 1 } else { ENOUGH.div_ceil(size) };
        let numbered = (0..copies).flat_map(|_| own.iter()).enumerate();
        numbered.map(|(number, file)| (format!("{number}.{ending}"), file.bytes.clone())).collect()
    };
    let emails: Vec<(String, Vec<u8>)> = named("html", &|file| file.is_email() && file.is("html"));
    let messages = emails.iter().enumerate();
    let messages = messages.map(|(number, (_, html))| (format!("{number}.eml"), message(html))).collect();
    let posts: Vec<serde_json::Value> = files
        .iter()
        .filter(|file| file.is("jsonl"))
        .flat_map(|file| {
            String::from_utf8_lossy(&file.bytes).into_owned().lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .filter_map(|line| serde_json::from_str(&line).ok())
        .collect();
    let batch = |name, channel, files| Batch { name, channel, files };
    vec![
        batch(HTML, Channel::Email, emails),
        batch("emails, MJML", Channel::Email, named("mjml", &|file| file.is("mjml"))),
        batch("emails, MIME with quoted-printable HTML", Channel::Email, messages),
        batch("pages, HTML", Channel::Web, named("html", &|file| !file.is_email() && file.is("html"))),
        batch("pages, Markdown", Channel::Web, named("md", &|file| file.is("md"))),
        batch(
            "posts, JSON Lines",
            Channel::Social(None),
            vec![("posts.jsonl".to_owned(), json_lines(&posts))],
        ),
        batch("posts, CSV", Channel::Social(None), vec![("posts.csv".to_owned(), csv(&posts))]),
    ]
}

/// A message of one HTML part (RFC 2045, section 6.7).
fn message(html: &[u8]) -> Vec<u8> {
    const WIDTH: usize = 72;
    let mut out = String::from(
        "From: Harbor & Pine <news@harborandpine.example>\r\nTo: ann@reader.example\r\nSubject: News\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
    );
    let mut column = 0;
    for byte in html {
        match byte {
            b'\r' => continue,
            b'\n' => {
                out.push_str("\r\n");
                column = 0;
                continue;
            }
            _ if column >= WIDTH => {
                out.push_str("=\r\n");
                column = 0;
            }
            _ => {}
        }
        if matches!(byte, b' '..=b'~') && *byte != b'=' {
            out.push(char::from(*byte));
            column += 1;
        } else {
            write!(out, "={byte:02X}").expect("a string takes all");
            column += 3;
        }
    }
    out.into_bytes()
}

/// The posts, each with an id of its own.
fn numbered(posts: &[serde_json::Value]) -> impl Iterator<Item = (usize, &serde_json::Value)> {
    (0..COPIES).flat_map(move |_| posts).enumerate()
}

fn json_lines(posts: &[serde_json::Value]) -> Vec<u8> {
    let mut out = String::new();
    for (number, post) in numbered(posts) {
        let mut post = post.clone();
        post["id"] = number.into();
        writeln!(out, "{post}").expect("a string takes all");
    }
    out.into_bytes()
}

/// The same fields as in JSON Lines.
fn csv(posts: &[serde_json::Value]) -> Vec<u8> {
    let columns: Vec<&str> = posts
        .first()
        .and_then(serde_json::Value::as_object)
        .map(|post| post.keys().map(String::as_str).filter(|key| *key != "id").collect())
        .unwrap_or_default();
    let mut out = format!("id,{}\n", columns.join(","));
    for (number, post) in numbered(posts) {
        write!(out, "{number}").expect("a string takes all");
        for column in &columns {
            let field = post[column].as_str().unwrap_or_default().replace('"', "\"\"");
            write!(out, ",\"{field}\"").expect("a string takes all");
        }
        out.push('\n');
    }
    out.into_bytes()
}
