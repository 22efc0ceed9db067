//! Places in whole sources, and in those that hold a part of a text.

use super::{ColumnUnit, LineColumn, PartKind, Source, TransferEncoding};
use crate::span::Span;
use crate::text::MappedText;

#[test]
fn columns_are_counted_in_the_unit_asked_for() {
    let source = Source::new("a", "ä\n😀e\u{301}x");
    let x = u32::try_from(source.text().len() - 1).expect("short");
    assert_eq!(source.position(x, ColumnUnit::Scalar), LineColumn { line: 2, column: 4 });
    assert_eq!(source.position(x, ColumnUnit::Utf16), LineColumn { line: 2, column: 5 });
    assert_eq!(source.position(x, ColumnUnit::Utf8), LineColumn { line: 2, column: 8 });
}

#[test]
fn columns_of_a_long_line_are_those_of_a_short_one() {
    let text = format!("é\n{}", "aé€😀".repeat(5_000));
    let source = Source::new("a", text.as_str());
    for (at, _) in text.char_indices().skip(2).step_by(997) {
        let before = text.get(3..at).expect("a boundary").chars().count();
        let offset = u32::try_from(at).expect("short");
        let column = u32::try_from(before + 1).expect("short");
        assert_eq!(source.position(offset, ColumnUnit::Scalar), LineColumn { line: 2, column });
    }
    let end = source.position(u32::MAX, ColumnUnit::Scalar);
    assert_eq!(end, LineColumn { line: 2, column: 20_001 });
}

#[test]
fn every_kind_of_line_end_counts_once() {
    let source = Source::new("a", "1\r\n2\r3\n4");
    let lines: Vec<u32> = [0, 3, 5, 7].map(|offset| source.position(offset, ColumnUnit::Utf8).line).to_vec();
    assert_eq!(lines, [1, 2, 3, 4]);
    assert_eq!(source.slice(source.line_span(3)), "2");
}

#[test]
fn a_latin_1_file_keeps_its_own_offsets() {
    let (source, problem) = Source::decode("a", b"caf\xe9 ol\xe9!".to_vec());
    assert_eq!(source.text(), "café olé!");
    let mark = u32::try_from(source.text().find('!').expect("there")).expect("short");
    assert_eq!((mark, source.file_offset(mark)), (10, 8));
    let problem = problem.expect("told");
    assert!(problem.message.contains("0xE9 at offset 3"), "{}", problem.message);
}

#[test]
fn utf_16_is_read_by_its_mark() {
    let bytes: Vec<u8> = "\u{FEFF}ab€".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (source, problem) = Source::decode("a", bytes);
    assert_eq!(source.text(), "\u{FEFF}ab€");
    assert_eq!(source.file_offset(4), 4);
    assert_eq!(source.file_offset(5), 6);
    assert!(problem.is_some());
}

#[test]
fn places_in_parts_are_those_of_the_part() {
    let decoded = PartKind::Decoded {
        id: "2.1".into(),
        encoding: TransferEncoding::Base64,
        raw: Span::new(0, 1),
        back: None,
    };
    let included = PartKind::Included { path: "b.mjml".into() };
    let parts = [(decoded, "ä\nb\n".to_owned()), (included, String::new())];
    let source = Source::new("a", "1\r\n2\r").with_parts(parts);
    assert_eq!((source.file_text(), source.span()), ("1\r\n2\r", Span::new(0, 5)));
    let at = |offset| {
        let LineColumn { line, column } = source.position(offset, ColumnUnit::Scalar);
        (source.name_at(offset).into_owned(), source.file_offset(offset), line, column)
    };
    assert_eq!(at(3), ("a".to_owned(), 3, 2, 1));
    assert_eq!(at(5), ("a".to_owned(), 5, 3, 1));
    assert_eq!(at(6), ("a, part 2.1 (base64)".to_owned(), 0, 1, 1));
    assert_eq!(at(9), ("a, part 2.1 (base64)".to_owned(), 3, 2, 1));
    assert_eq!(at(11), ("a, part 2.1 (base64)".to_owned(), 5, 3, 1));
    assert_eq!(at(12), ("b.mjml".to_owned(), 0, 1, 1));
    assert_eq!(at(99), ("b.mjml".to_owned(), 0, 1, 1));
    assert_eq!(source.slice(source.line_span(9)), "b");
    assert_eq!(source.line_span(11), Span::at(11));
    assert_eq!(source.snapped(Span::new(3, 9)), Span::new(3, 5));
    assert_eq!(source.snapped(Span::new(7, 99)), Span::new(6, 11));
}

#[test]
fn positions_beyond_the_text_are_its_end() {
    let source = Source::new("a", "x\n");
    assert_eq!(source.position(99, ColumnUnit::Scalar), LineColumn { line: 2, column: 1 });
}

#[test]
fn places_in_a_part_with_a_way_back_are_those_of_the_file() {
    // `für` in two lines, as quoted-printable: `f=C3=BC=` and `r`.
    let file = "a: b\n\nf=C3=BC=\nr\n";
    let mut text = MappedText::verbatim("f", 6);
    text.push_decoded("\u{FC}", Span::new(7, 13));
    text.push_verbatim("r\n", 15);
    let part = PartKind::Decoded {
        id: "1".into(),
        encoding: TransferEncoding::QuotedPrintable,
        raw: Span::new(6, 17),
        back: Some(text.runs().into()),
    };
    let source = Source::new("a", file).with_parts([(part, text.as_str().to_owned())]);
    let start = source.parts()[0].span.start();
    let word = Span::new(start, start + 4);
    assert_eq!(source.slice(word), "f\u{FC}r");
    assert_eq!(source.traced(word), Span::new(6, 16));
    assert_eq!(source.traced(Span::new(start, start + 3)), Span::new(6, 13));
    assert_eq!(source.position(start + 3, ColumnUnit::Scalar), LineColumn { line: 4, column: 1 });
    assert_eq!(source.file_offset(start + 3), 15);
    assert_eq!(source.slice(source.line_span(start)), "f=C3=BC=");
    assert_eq!(source.name_at(start), "a");
    assert!(source.is_verbatim(Span::new(start + 3, start + 4)));
    assert!(!source.is_verbatim(Span::new(start, start + 3)));
    assert!(!source.is_verbatim(Span::new(start + 3, start + 9)));
}
