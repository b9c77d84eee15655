//! Files that are no texts: what is refused before it is read, names that steer a terminal, archives and documents that
//! blow up. Each costs a message, in time and memory that are bounded, and nothing of the program that asked.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};
use rustix::fs::{CWD, FileType, Mode, mknodat};

use super::console::leave;
use super::corpus::report;
use super::place::{Place, at_a_terminal};
use super::stream;
use crate::docx::{Docx, p, zipped};
use crate::pty::Pty;

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
    let least = |name: &str| {
        let times = (0..3).map(|_| place.run(&["show", name]).took);
        times.min().expect("three")
    };
    // More than a file that is not there takes, however slow this build and this machine are.
    let missing = least("missing.txt");
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
        let more = least(name).saturating_sub(missing);
        assert!(more < Duration::from_millis(100), "{name} took {more:?}");
        within(&place, 64, name);
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

/// The program says the same of a file where the system gives it so many megabytes and no more.
#[track_caller]
fn within(place: &Place, megabytes: usize, name: &str) {
    let limited = format!("ulimit -d {}; exec \"$0\" show \"$1\"", megabytes * 1024);
    let mut command = place.command(&[name]);
    let words = ["sh", "-c", &limited, env!("CARGO_BIN_EXE_ducha"), name];
    *command.get_argv_mut() = words.map(OsString::from).to_vec();
    command.env("PATH", "/usr/bin:/bin");
    let shown = at_a_terminal(command);
    stream::check(&shown.bytes, stream::Writer::Command, name);
    shown.has(3, &[name]);
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

/// Documents that are small on disk only, or lead round in circles: a reason, no longer than a reader waits, and no more
/// memory than the process that reads them may have.
#[test]
fn documents_that_blow_up_end_in_a_message() {
    let place = Place::new();
    for (name, bytes, words) in bombs() {
        let path = place.file(format!("bombs/{name}"), bytes);
        let shown = place.run(&[OsStr::new("show"), path.as_os_str()]);
        shown.has(if words.is_empty() { 0 } else { 3 }, words);
        let most = Duration::from_secs(20);
        assert!(shown.took < most, "{name} took {:?}", shown.took);
    }
    for (name, bytes, words) in tables() {
        let path = place.file(name, bytes);
        let words_of = [OsStr::new("ledger"), OsStr::new("import"), path.as_os_str()];
        place.run(&words_of).has(3, words);
    }
    place.file("bombs/good.txt", report(""));
    let shown = place.run(&["import", "bombs"]);
    shown.has(3, &["新 3", "失败 11", "跳过 1"]);
    let outside: Vec<_> = ["/tmp/ducha-hostile-entry", "../ducha-hostile-entry"]
        .into_iter()
        .filter(|path| place.at(path).exists())
        .collect();
    assert!(outside.is_empty(), "{outside:?}");
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("what children took");
    assert!(usage.max_rss() <= 512 << 10, "{} kB", usage.max_rss());
}

/// The console that is asked to read them says what became of each and is still there.
#[test]
fn the_console_outlives_documents_that_blow_up() {
    let place = Place::new();
    for (name, bytes, _) in bombs() {
        place.file(format!("bombs/{name}"), bytes);
    }
    place.file("bombs/good.txt", report(""));
    let mut pty = Pty::spawn(place.command(&["bombs"]), 100, 30);
    pty.wait_for("青禾县");
    pty.settle(Duration::from_millis(300));
    for keys in ["j", "?", "\x1b", "k", "\r", "j", "q"] {
        pty.send(keys);
        pty.settle(Duration::from_millis(60));
    }
    pty.send("?");
    pty.wait_for("帮助");
    leave(&mut pty, 3, "bombs");
}

/// A name, the bytes, and what the message says; nothing where it is read.
fn bombs() -> Vec<(&'static str, Vec<u8>, &'static [&'static str])> {
    let doctype = r#"<!DOCTYPE w [<!ENTITY a "甲甲甲甲甲甲甲甲"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>"#;
    let laughs = format!(
        "{doctype}<w:document {}><w:body>{}</w:body></w:document>",
        crate::docx::WORD,
        p("&b;&x;")
    );
    let mut laughing = without_main();
    laughing.push(("word/document.xml".to_owned(), laughs.into_bytes()));
    let entry = |name: &str| {
        let mut parts = vec![(name.to_owned(), b"x".to_vec())];
        parts.extend(Docx::new(&p("甲县法治")).parts);
        zipped(&parts)
    };
    let pictures = (0..10_000).map(|number| (format!("word/media/{number}.png"), Vec::new()));
    let many: Vec<_> = Docx::new(&p("甲县"))
        .parts
        .into_iter()
        .chain(pictures)
        .collect();
    let nested = "[".repeat(100_000) + &"]".repeat(100_000);
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
        (
            "49-bomb.docx",
            blown_up(&without_main(), "word/document.xml", 2 << 30),
            &["过大"],
        ),
        ("50-laughs.docx", zipped(&laughing), &["残缺或有误"]),
        (
            "51-lying-size.docx",
            blown_up(&without_main(), "word/document.xml", 16),
            &["残缺或有误"],
        ),
        ("52-10k-entries.docx", zipped(&many), &["过大"]),
        ("52-table.xlsx", zipped(&sheets(3)), &["Excel"]),
        ("53-loop.pdf", b"startxref%PDF-".to_vec(), &["PDF"]),
        (
            "54-deep-cut.pdf",
            format!("%PDF-1.4\n1 0 obj\n{}", "[".repeat(100_000)).into_bytes(),
            &["PDF"],
        ),
        (
            "54-deep.pdf",
            pages(&format!("/X {nested}"), ""),
            &["扫描件"],
        ),
        ("54-deep-page.pdf", pages("", &nested), &["扫描件"]),
        (
            "55-encrypted.pdf",
            include_bytes!("../fixtures/pdf/encrypted.pdf").to_vec(),
            &["密码"],
        ),
        (
            "56-js.pdf",
            pages(
                "/OpenAction<</S/JavaScript/JS(app.launchURL('http://x.invalid'))>>",
                "",
            ),
            &["扫描件"],
        ),
        ("56-pages-in-a-ring.pdf", ring(), &["PDF"]),
    ]
}

/// Tables that come back from somebody.
fn tables() -> Vec<(&'static str, Vec<u8>, &'static [&'static str])> {
    let mut parts = sheets(0);
    parts.retain(|(name, _)| name != "xl/workbook.xml");
    let book = blown_up(&parts, "xl/workbook.xml", 2 << 30);
    vec![
        ("49-bomb.xlsx", book, &["过大"]),
        ("52-10k-entries.xlsx", zipped(&sheets(10_000)), &["过大"]),
    ]
}

/// Entries of an archive, by name.
pub type Parts = Vec<(String, Vec<u8>)>;

/// A document but for its main part.
fn without_main() -> Parts {
    let mut parts = Docx::new(&p("甲县")).parts;
    parts.retain(|(name, _)| name != "word/document.xml");
    parts
}

fn sheets(count: usize) -> Parts {
    let relation = crate::docx::relationships(&[("officeDocument", "xl/workbook.xml")]);
    let mut parts = vec![
        ("_rels/.rels".to_owned(), relation.into_bytes()),
        ("xl/workbook.xml".to_owned(), b"<workbook/>".to_vec()),
    ];
    parts.extend((0..count).map(|number| (format!("xl/worksheets/sheet{number}.xml"), Vec::new())));
    parts
}

/// An archive with one more entry: 2 GiB of blanks in 2 MB, of which the directory says that they are `told` bytes.
pub fn blown_up(parts: &Parts, name: &str, told: u32) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    let stored = parts
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.clone(), 0_u16));
    let entries = stored.chain([(name, blanks(), 8)]);
    let mut count = 0_u16;
    for (name, bytes, method) in entries {
        let at = archive.len() as u32;
        let (crc, size) = match method {
            0 => (crc32fast::hash(&bytes), bytes.len() as u32),
            _ => (0, told),
        };
        // Version, flags, method, time, date; then sizes and the length of the name.
        let mut head = Vec::new();
        for word in [20, 0, method, 0, 0x21] {
            head.extend(word.to_le_bytes());
        }
        for word in [crc, bytes.len() as u32, size] {
            head.extend(word.to_le_bytes());
        }
        head.extend((name.len() as u16).to_le_bytes());
        archive.extend(
            [
                b"PK\x03\x04".as_slice(),
                &head,
                &[0; 2],
                name.as_bytes(),
                &bytes,
            ]
            .concat(),
        );
        let place = [[0; 12].as_slice(), &at.to_le_bytes()].concat();
        directory.extend(
            [
                b"PK\x01\x02\x14\0".as_slice(),
                &head,
                &place,
                name.as_bytes(),
            ]
            .concat(),
        );
        count += 1;
    }
    let (at, length) = (archive.len() as u32, directory.len() as u32);
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    archive.extend([length.to_le_bytes(), at.to_le_bytes()].concat());
    archive.extend([0; 2]);
    archive
}

/// 2 GiB of blanks, deflated: one block of a megabyte that needs nothing before it, over and over.
fn blanks() -> Vec<u8> {
    use miniz_oxide::deflate::core::{
        CompressorOxide, TDEFLFlush, compress, create_comp_flags_from_zip_params,
    };
    let flags = create_comp_flags_from_zip_params(9, 0, 0);
    let mut block = vec![0; 1 << 16];
    let (_, _, length) = compress(
        &mut CompressorOxide::new(flags),
        &[b' '; 1 << 20],
        &mut block,
        TDEFLFlush::Full,
    );
    block.truncate(length);
    let mut bytes = block.repeat(2048);
    bytes.extend([3, 0]);
    bytes
}

/// A file with one empty page; more words of its catalogue, and what its page shows.
fn pages(catalogue: &str, shown: &str) -> Vec<u8> {
    let objects = [
        format!("<</Type/Catalog/Pages 2 0 R{catalogue}>>"),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>".to_owned(),
        format!("<</Length {}>>\nstream\n{shown}\nendstream", shown.len()),
    ];
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (idx, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", idx + 1);
    }
    let at = file.len();
    file += &format!("xref\n0 5\n{table}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n");
    file.into_bytes()
}

/// Pages that are their own children, and an object that stands for itself.
fn ring() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[2 0 R 2 0 R 4 0 R]/Count 9>>\nendobj\n\
4 0 obj\n4 0 R\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n".to_vec()
}
