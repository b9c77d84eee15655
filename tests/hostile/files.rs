//! Files that are no texts: what is refused before it is read, names that steer a terminal, archives and documents that
//! blow up. Each costs a message, in time and memory that are bounded.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::Duration;

use rustix::fs::{CWD, FileType, Mode, mknodat};

use super::corpus::report;
use super::place::Place;
use crate::docx::{Docx, p, zipped};

fn fifo(path: &Path) {
    mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).expect("a pipe");
}

/// What is no regular file is refused at once: nothing is waited for, nothing is read without end.
#[test]
fn what_is_no_file_is_refused_at_once() {
    let place = Place::new();
    fifo(&place.at("pipe.txt"));
    fs::create_dir(place.at("folder")).expect("a folder");
    symlink("loop.txt", place.at("loop.txt")).expect("a link");
    fs::File::create(place.at("huge.txt"))
        .and_then(|file| file.set_len(500 << 20))
        .expect("a sparse file");
    let quick = Duration::from_millis(100) * slowness();
    for (name, words) in [
        ("/dev/zero", "不是普通文件"),
        ("pipe.txt", "不是普通文件"),
        ("folder", "文件夹"),
        ("/proc/self/mem", "/proc/self/mem"),
        ("loop.txt", "loop.txt"),
        ("huge.txt", "MB"),
    ] {
        let shown = place.run(&["show", name]);
        shown.has(3, &[words, name]);
        assert!(shown.took < quick, "{name} took {:?}", shown.took);
    }
    // The same in a folder that is imported: a pipe is passed over with a word, a link is not followed.
    place.file("reports/good.txt", report(""));
    fifo(&place.at("reports/pipe.txt"));
    symlink("/etc/passwd", place.at("reports/passwd.txt")).expect("a link");
    symlink("..", place.at("reports/above")).expect("a link");
    let shown = place.run(&["import", "reports"]);
    shown.has(
        3,
        &[
            "新 1",
            "失败 2",
            "passwd.txt 是符号链接",
            "above 是符号链接",
        ],
    );
}

/// A build without optimisation on a machine where many tests run at once.
fn slowness() -> u32 {
    if cfg!(debug_assertions) { 40 } else { 10 }
}

/// Names of files that hold the same report.
#[test]
fn names_of_files_are_shown_and_not_obeyed() {
    let long = "汉".repeat(80) + ".txt";
    let names: [&[u8]; 8] = [
        b"\x1b]0;x\x07a.txt",
        b"line\nend.txt",
        b"-rf",
        b"--help",
        b"\xff\xfe.txt",
        b"..%2f..%2fa.txt",
        "同\u{202e}txt.意".as_bytes(),
        long.as_bytes(),
    ];
    let place = Place::new();
    for (idx, name) in names.iter().enumerate() {
        let name = OsStr::from_bytes(name);
        let text = report("").replace("45件", &format!("{}件", 450 + idx));
        place.file(Path::new("reports").join(name), text);
        let path = place.at("reports").join(name);
        for command in ["show", "check", "compare", "search"] {
            let mut words: Vec<OsString> = vec![command.into()];
            if command == "search" {
                words.push("复议".into());
            }
            words.push(path.clone().into());
            if command == "compare" {
                words.push(path.clone().into());
            }
            let shown = place.run(&words);
            assert!(shown.code <= 1, "{command} {name:?}: {}", shown.text());
        }
    }
    // One of the names begins with a dot: a hidden file is not looked at.
    place
        .run(&["import", "reports"])
        .has(0, &["新 7", "失败 0"]);
    place.run(&["list"]).has(0, &[]);
    place.run(&["list", "--format", "json"]).has(0, &[]);
    place.run(&["verify"]).has(0, &[]);
    // The second time they are known, and what cannot be read is told by its name.
    place.file(
        Path::new("reports").join(OsStr::from_bytes(b"bad\x1b[2J.txt")),
        "",
    );
    place
        .run(&["import", "reports"])
        .has(3, &["已有 7", "bad‹ESC›[2J.txt"]);
}

/// Documents that are small on disk only, or lead round in circles.
#[test]
fn documents_that_blow_up_end_in_a_message() {
    let place = Place::new();
    for (name, bytes, words) in bombs() {
        let path = place.file(format!("bombs/{name}"), bytes);
        let shown = place.run(&[OsStr::new("show"), path.as_os_str()]);
        if words.is_empty() {
            assert!(shown.code <= 3, "{name}");
        } else {
            shown.has(3, &[name]).has(3, words);
        }
        assert!(
            shown.took < Duration::from_secs(25),
            "{name} took {:?}",
            shown.took
        );
    }
    place.file("bombs/good.txt", report(""));
    let shown = place.run(&["import", "bombs"]);
    shown.has(3, &["新 3", "失败 8", "跳过 1"]);
    let outside: Vec<_> = ["/tmp/ducha-hostile-entry", "../ducha-hostile-entry"]
        .into_iter()
        .filter(|path| place.at(path).exists())
        .collect();
    assert!(outside.is_empty(), "{outside:?}");
}

/// A name, the bytes, and what the message says; nothing where it may be read as well.
fn bombs() -> Vec<(&'static str, Vec<u8>, &'static [&'static str])> {
    let doctype = r#"<!DOCTYPE w [<!ENTITY a "甲甲甲甲甲甲甲甲"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>"#;
    let laughs = format!(
        "{doctype}<w:document {}><w:body>{}</w:body></w:document>",
        crate::docx::WORD,
        p("&b;&x;")
    );
    let main = |xml: String| {
        let mut docx = Docx::new(&p("甲县"));
        docx.parts.retain(|(name, _)| name != "word/document.xml");
        docx.part("word/document.xml", &xml).bytes()
    };
    let entry = |name: &str| {
        let mut parts = vec![(name.to_owned(), b"x".to_vec())];
        parts.extend(Docx::new(&p("甲县法治")).parts);
        zipped(&parts)
    };
    let many = (0..10_000).map(|number| (format!("xl/worksheets/sheet{number}.xml"), Vec::new()));
    let many = std::iter::once(("xl/workbook.xml".to_owned(), Vec::new())).chain(many);
    vec![
        (
            "48-entry-above.docx",
            entry("../../ducha-hostile-entry"),
            &[],
        ),
        (
            "48-entry-absolute.docx",
            entry("/tmp/ducha-hostile-entry"),
            &[],
        ),
        ("49-bomb.docx", main(" ".repeat(256 << 20)), &["过大"]),
        ("50-laughs.docx", main(laughs), &["残缺或有误"]),
        ("51-lying-size.docx", lying(), &[]),
        (
            "52-10k-entries.xlsx",
            zipped(&many.collect::<Vec<_>>()),
            &["Excel"],
        ),
        ("53-loop.pdf", b"startxref%PDF-".to_vec(), &[]),
        (
            "54-deep.pdf",
            format!("%PDF-1.4\n1 0 obj\n{}", "[".repeat(100_000)).into_bytes(),
            &["PDF"],
        ),
        (
            "55-encrypted.pdf",
            include_bytes!("../fixtures/pdf/encrypted.pdf").to_vec(),
            &["密码"],
        ),
        ("56-js.pdf", script(), &[]),
        ("56-pages-in-a-ring.pdf", ring(), &["PDF"]),
    ]
}

/// A document whose directory says that its main part is a few bytes long.
fn lying() -> Vec<u8> {
    let mut bytes = Docx::new(&p(&"甲县法治政府建设。".repeat(100_000))).bytes();
    let at = bytes
        .windows(4)
        .rposition(|window| window == b"PK\x01\x02")
        .expect("a directory");
    for place in bytes
        .windows(4)
        .enumerate()
        .filter(|(_, window)| *window == b"PK\x01\x02")
        .map(|(at, _)| at)
        .collect::<Vec<_>>()
    {
        bytes[place + 24..place + 28].copy_from_slice(&16_u32.to_le_bytes());
    }
    assert!(at > 0);
    bytes
}

fn script() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL('http://x.invalid'))>>>>\nendobj\n\
2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n".to_vec()
}

/// Pages that are their own children, and an object that stands for itself.
fn ring() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[2 0 R 2 0 R 4 0 R]/Count 9>>\nendobj\n\
4 0 obj\n4 0 R\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n".to_vec()
}
