//! Files of every kind into a library: what is read, what is refused with which words, and what a hostile file cannot do.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use ducha::import::{ExtractError, ImportErrorKind, Importer, Limits};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_ducha");

const REPORT: &str =
    "白露县2024年法治政府建设年度报告\n一、主要举措\n全年办结复议案件34件,同比增长70%。\n";

/// A folder with a library and files to import.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Place {
        Place {
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, content).expect("a file");
        path
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .args(words)
            .current_dir(self.folder.path())
            .env_clear()
            .env("LANG", "zh_CN.UTF-8")
            .env("HOME", self.folder.path())
            .args(["--library", "library"]);
        command
    }

    fn run(&self, words: &[&str]) -> Run {
        Run::of(self.command(words).output().expect("the program runs"))
    }

    fn editions(&self) -> usize {
        fs::read_dir(self.at("library/editions")).map_or(0, |editions| {
            editions
                .flatten()
                .filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
                .count()
        })
    }
}

struct Run {
    status: Option<i32>,
    said: String,
    talk: String,
}

impl Run {
    fn of(output: Output) -> Run {
        Run {
            status: output.status.code(),
            said: String::from_utf8(output.stdout).expect("UTF-8"),
            talk: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    #[track_caller]
    fn check(&self, status: i32, said: &[&str], talk: &[&str]) {
        let Run {
            said: out,
            talk: err,
            ..
        } = self;
        assert_eq!(self.status, Some(status), "{out}{err}");
        for part in said {
            assert!(out.contains(part), "{part} is not in: {out}{err}");
        }
        for part in talk {
            assert!(err.contains(part), "{part} is not in: {err}");
        }
    }
}

#[test]
fn a_folder_is_taken_in_and_nothing_changes_the_second_time() {
    let place = Place::new();
    place.file("reports/a.txt", REPORT);
    place.file("reports/deep/b.md", REPORT.replace("2024", "2023"));
    place.file("reports/table.csv", "1,2");
    place.file("reports/picture.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0");
    place.run(&["import", "reports"]).check(
        0,
        &["共 4 个文件：新 2 · 内容有变 0 · 已有 0 · 跳过 2 · 失败 0"],
        &["table.csv", "picture.jpg"],
    );
    let second = place.run(&["import", "reports"]);
    second.check(
        0,
        &["共 4 个文件：新 0 · 内容有变 0 · 已有 2 · 跳过 2 · 失败 0"],
        &[],
    );
    assert_eq!(second.said.lines().count(), 1, "{}", second.said);
    assert_eq!(place.editions(), 2);
}

#[test]
fn changed_content_becomes_a_new_edition_and_says_so() {
    let place = Place::new();
    let path = place.file("a.txt", REPORT);
    place.run(&["import", "a.txt"]).check(0, &["已导入"], &[]);
    place
        .run(&["import", "a.txt"])
        .check(0, &["未重复导入"], &[]);
    fs::write(&path, REPORT.replace("34件", "35件")).expect("a file");
    place
        .run(&["import", "a.txt"])
        .check(0, &["内容不同，作为新版本保存"], &[]);
    assert_eq!(place.editions(), 2);
}

#[test]
fn the_same_text_saved_in_another_encoding_is_no_new_edition() {
    let place = Place::new();
    let path = place.file("a.txt", REPORT);
    place.run(&["import", "a.txt"]).check(0, &["已导入"], &[]);
    let wide: Vec<u8> = REPORT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(&path, wide).expect("a file");
    place
        .run(&["import", "a.txt"])
        .check(0, &["未重复导入"], &[]);
}

#[test]
fn one_bad_file_does_not_stop_the_rest() {
    let place = Place::new();
    place.file("reports/1.txt", "");
    place.file("reports/2.ofd", zip("OFD.xml"));
    place.file("reports/3.txt", REPORT);
    place.file("reports/4.txt", REPORT.replace("2024", "2023"));
    let run = place.run(&["import", "reports", "missing.txt"]);
    run.check(
        3,
        &["新 2", "失败 3"],
        &[
            "以下 3 个文件未能导入",
            "1.txt 没有文字",
            "OFD 阅读器",
            "找不到文件 missing.txt",
        ],
    );
}

#[test]
fn a_page_without_the_report_says_so() {
    let place = Place::new();
    let lines: Vec<String> = (0..60).map(|number| format!("栏目{number}")).collect();
    place.file(
        "a.txt",
        format!("{}\n{}\n", "谷雨区人民政府网站", lines.join("\n")),
    );
    place
        .run(&["import", "a.txt"])
        .check(0, &["没有报告正文"], &[]);
    place.file("b.txt", REPORT);
    let run = place.run(&["import", "b.txt"]);
    assert!(!run.said.contains("没有报告正文"), "{}", run.said);
}

/// A zip archive whose directory has one name.
fn zip(name: &str) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.resize(64, 0);
    bytes.extend(b"PK\x01\x02");
    bytes.extend([0; 24]);
    bytes.extend(u16::try_from(name.len()).expect("small").to_le_bytes());
    bytes.extend([0; 16]);
    bytes.extend(name.as_bytes());
    bytes.extend(b"PK\x05\x06");
    bytes.extend([0; 12]);
    bytes.extend(64_u32.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

#[test]
fn every_format_that_is_not_read_says_how_to_convert_it() {
    let place = Place::new();
    let ole = |stream: &str| {
        let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        bytes.resize(512, 0);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(640, 0);
        bytes
    };
    for (name, content, remedy) in [
        ("a.doc", ole("WordDocument"), "另存为”选 .docx"),
        ("a.wps", ole("WordDocument"), "另存为”选 .docx"),
        ("a.xls", ole("Workbook"), "Excel"),
        ("secret.docx", ole("EncryptedPackage"), "取消密码"),
        ("a.xlsx", zip("xl/workbook.xml"), "Excel"),
        ("a.ofd", zip("OFD.xml"), "OFD 阅读器"),
        ("a.zip", zip("a.txt"), "先解压"),
        ("a.rtf", b"{\\rtf1 x}".to_vec(), "另存为 .docx"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0".to_vec(), "OCR"),
        ("a.bin", vec![0, 1, 2, 3, 4, 255, 254, 0, 0, 7], "二进制"),
    ] {
        place.file(name, content);
        place.run(&["show", name]).check(3, &[], &[name, remedy]);
    }
}

#[test]
fn the_encoding_can_be_said() {
    let place = Place::new();
    let (bytes, _, _) = encoding_rs::BIG5.encode("某縣依法行政");
    place.file("a.txt", &bytes);
    for command in ["show", "check"] {
        let run = place.run(&[command, "a.txt", "--encoding", "big5", "--format", "json"]);
        assert!(run.talk.is_empty(), "{}", run.talk);
    }
    place
        .run(&["show", "a.txt", "--encoding", "big5"])
        .check(0, &["某縣"], &[]);
    place
        .run(&["show", "a.txt", "--encoding", "utf-8"])
        .check(3, &[], &["第 1 行", "--encoding"]);
    place
        .run(&["show", "a.txt", "--encoding", "klingon"])
        .check(2, &[], &["klingon", "UTF-8 gb18030 GBK Big5"]);
}

#[test]
fn ctrl_c_ends_between_two_files_and_the_rest_follows_later() {
    let place = Place::new();
    for number in 0..400 {
        let name = format!("reports/{number:03}.txt");
        place.file(&name, format!("{REPORT}第{number}份。\n"));
    }
    let child = place
        .command(&["import", "reports"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    wait_until(|| place.editions() > 0);
    signal(child.id(), "-INT");
    let run = Run::of(child.wait_with_output().expect("an end"));
    run.check(130, &[], &["已中止", "再次运行同一命令"]);
    let kept = place.editions();
    assert!(kept > 0 && kept < 400, "{kept}");
    place.run(&["import", "reports"]).check(
        0,
        &[&format!("已有 {kept}"), &format!("新 {}", 400 - kept)],
        &[],
    );
}

fn signal(id: u32, name: &str) {
    let status = Command::new("kill").args([name, &id.to_string()]).status();
    assert!(status.expect("kill runs").success());
}

#[track_caller]
fn wait_until(done: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !done() {
        assert!(Instant::now() < deadline, "waited in vain");
        thread::sleep(Duration::from_millis(2));
    }
}

/// What comes of a PDF when this program is in the place of the child.
fn with_child(script: &str, limits: Limits) -> (ExtractError, PathBuf, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let (program, id) = (folder.path().join("child"), folder.path().join("id"));
    let text = format!("#!/bin/sh\necho $$ > {}\n{script}\n", id.display());
    fs::write(&program, text).expect("a script");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a mode");
    let file = folder.path().join("a.pdf");
    fs::write(&file, [b"%PDF-1.7\n".as_slice(), &[b'x'; 1 << 20]].concat()).expect("a file");
    let importer = Importer {
        program,
        limits,
        ..Importer::default()
    };
    let error = importer.read_file(&file).expect_err("must fail");
    let ImportErrorKind::Extract(_, error) = error.kind else {
        panic!("{error}");
    };
    (error, id, folder)
}

/// A child that does what it should not leaves a typed error and no process behind.
#[test]
fn a_child_that_misbehaves_is_contained() {
    let short = Limits {
        wall: Duration::from_millis(300),
        ..Limits::default()
    };
    let long = Limits::default();
    let crashed = |how: &str| ExtractError::Crashed(how.to_owned());
    let cases = [
        ("exit 0", long, crashed("no answer")),
        ("cat >/dev/null; echo hello", long, crashed("no answer")),
        ("kill -SEGV $$", long, crashed("signal 11")),
        ("kill -XCPU $$", long, ExtractError::OutOfTime),
        ("exit 101", long, crashed("exit status: 101")),
        (
            "echo memory allocation of 9 bytes failed >&2; kill -ABRT $$",
            long,
            ExtractError::OutOfMemory,
        ),
        (
            "echo thread main has overflowed its stack >&2; kill -ABRT $$",
            long,
            ExtractError::TooComplex,
        ),
        // Neither reads nor says anything; has a child of its own; closes its output and stays; talks without end.
        ("sleep 60", short, ExtractError::OutOfTime),
        ("sleep 60 & sleep 60", short, ExtractError::OutOfTime),
        ("exec >&-; sleep 60", short, ExtractError::OutOfTime),
        ("yes", long, ExtractError::TooComplex),
        ("yes >&2", short, ExtractError::OutOfTime),
    ];
    for (script, limits, expected) in cases {
        let (error, id, _folder) = with_child(script, limits);
        assert_eq!(error, expected, "{script}");
        let id = fs::read_to_string(id).expect("the child ran");
        let trace = Path::new("/proc").join(id.trim());
        assert!(!trace.exists(), "{script} is still there");
    }
}

#[test]
fn a_program_that_is_not_there_is_an_error() {
    let place = Place::new();
    let file = place.file("a.pdf", "%PDF-1.7\n");
    let importer = Importer {
        program: place.at("missing"),
        ..Importer::default()
    };
    let error = importer.read_file(&file).expect_err("must fail");
    assert!(matches!(
        error.kind,
        ImportErrorKind::Extract(_, ExtractError::NotStarted(_))
    ));
}

#[test]
fn memory_beyond_the_limit_ends_the_child_and_not_the_parent() {
    let place = Place::new();
    let file = place.file(
        "a.pdf",
        [b"%PDF-1.7\n".as_slice(), &[b'x'; 24 << 20]].concat(),
    );
    let importer = Importer {
        program: PathBuf::from(PROGRAM),
        limits: Limits {
            memory: 20 << 20,
            ..Limits::default()
        },
        ..Importer::default()
    };
    let error = importer.read_file(&file).expect_err("must fail");
    assert!(
        matches!(
            error.kind,
            ImportErrorKind::Extract(_, ExtractError::OutOfMemory)
        ),
        "{error}"
    );
}

/// A child that waits for its file, started by a shell.
fn waiting_child() -> (std::process::Child, PathBuf) {
    let script =
        format!("exec 3<&0; {PROGRAM} extract-format pdf 536870912 10 <&3 & echo $!; wait");
    let mut shell = Command::new("sh")
        .args(["-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut said = std::io::BufReader::new(shell.stdout.take().expect("a pipe"));
    let mut id = String::new();
    std::io::BufRead::read_line(&mut said, &mut id).expect("an id");
    let process = Path::new("/proc").join(id.trim());
    let status = process.join("status");
    wait_until(|| read(&status).contains("NoNewPrivs:\t1"));
    (shell, process)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn a_child_is_bound_before_it_reads() {
    let (mut shell, process) = waiting_child();
    let limits = read(&process.join("limits"));
    for (name, value) in [
        ("Max address space", "536870912"),
        ("Max cpu time", "10"),
        ("Max core file size", "0"),
        ("Max file size", "0"),
    ] {
        let line = limits.lines().find(|line| line.starts_with(name));
        let soft = line.and_then(|line| line.get(name.len()..)?.split_whitespace().next());
        assert_eq!(soft, Some(value), "{name}");
    }
    drop(shell.stdin.take());
    assert!(shell.wait().is_ok());
}

#[test]
fn a_child_does_not_outlive_its_parent() {
    let (mut shell, process) = waiting_child();
    // Its standard input stays open: only the death of its parent tells it.
    let input = shell.stdin.take();
    shell.kill().expect("a signal");
    shell.wait().expect("an end");
    let status = process.join("status");
    wait_until(|| !process.exists() || read(&status).contains("State:\tZ"));
    drop(input);
}

/// A document whose main part unpacks to 256 MiB of blanks.
fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("word/document.xml", options)
        .expect("a part");
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..256 {
        std::io::Write::write_all(&mut zip, &blanks).expect("blanks");
    }
    zip.finish().expect("an archive").into_inner()
}

#[test]
fn hostile_files_end_in_a_message_and_leave_the_rest_alone() {
    let place = Place::new();
    let deep = |tag: &str| format!("<html><body>{}甲县。", tag.repeat(100_000));
    place.file("reports/bomb.docx", bomb());
    place.file("reports/deep.html", deep("<div>"));
    place.file("reports/tables.html", deep("<table><tr><td>"));
    place.file("reports/loop.pdf", "startxref%PDF-");
    place.file(
        "reports/nested.pdf",
        format!("%PDF-1.4\n1 0 obj\n{}", "[".repeat(100_000)),
    );
    place.file("reports/cut.docx", &zip("word/document.xml")[..60]);
    place.file("reports/good.txt", REPORT);
    let started = Instant::now();
    let run = place.run(&["import", "reports"]);
    run.check(
        3,
        &["新 1", "失败 6"],
        &["bomb.docx 展开后过大", "cut.docx 看上去是"],
    );
    assert!(!run.talk.contains("panicked"), "{}", run.talk);
    assert!(started.elapsed() < Duration::from_secs(60));
}
