//! Messages; the first byte says of which kind: as it comes, or as a body in an encoding and a charset.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let encoding = ["7bit", "8bit", "quoted-printable", "base64"][usize::from(kind >> 2) % 4];
    let charset = ["utf-8", "iso-8859-1", "gbk", "iso-2022-jp"][usize::from(kind >> 4) % 4];
    let header = match kind % 4 {
        0 => String::new(),
        1 => "Subject: ".to_owned(),
        2 => format!(
            "Content-Type: text/plain; charset={charset}; format=flowed\nContent-Transfer-Encoding: {encoding}\n\n"
        ),
        _ => format!(
            "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html; charset={charset}\n\
             Content-Transfer-Encoding: {encoding}\n\n"
        ),
    };
    onbrand_fuzz::sound_message(&[header.as_bytes(), rest].concat());
});
