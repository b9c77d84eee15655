//! The program as scripts see it: results, messages, exit codes.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A program that knows nothing of the person who runs the tests.
fn ducha(home: &TempDir, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ducha"));
    command
        .args(words)
        .env_clear()
        .env("HOME", home.path())
        .env("LANG", "zh_CN.UTF-8")
        .stdin(Stdio::null());
    command
}

fn run(home: &TempDir, words: &[&str]) -> (Option<i32>, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = ducha(home, words).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8 output");
    (status.code(), text(stdout), text(stderr))
}

fn home() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn write(folder: &TempDir, name: &str, bytes: &[u8]) -> String {
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("a file");
    path.to_string_lossy().into_owned()
}

const REPORT: &str = "青禾县人民政府2024年法治政府建设年度报告\n2024年,青禾县推进法治政府建设。现将有关情况报告如下:\n\
一、主要举措和成效\n(一)行政复议。全年收到行政复议申请45件,受理41件。\n二、存在的不足\n执法力量不足。\n\
三、2025年工作安排\n继续推进。\n2025年2月20日\n";

fn controls(text: &str) -> Vec<char> {
    text.chars()
        .filter(|c| c.is_control() && *c != '\n')
        .collect()
}

#[test]
fn what_cannot_be_read_gets_a_message_with_the_name_and_code_3() {
    let home = home();
    let folder = home.path().join("folder");
    fs::create_dir(&folder).expect("a folder");
    let cases = [
        (
            home.path()
                .join("missing.txt")
                .to_string_lossy()
                .into_owned(),
            "找不到文件",
        ),
        (folder.to_string_lossy().into_owned(), "文件夹"),
        ("/dev/zero".to_owned(), "不是普通文件"),
        (write(&home, "empty.txt", b""), "没有文字"),
        (
            write(&home, "binary.txt", b"\x7fELF\x02\x01\0\0\xff\xfe\xfd\0"),
            "二进制",
        ),
        (write(&home, "scan.pdf", b"%PDF-1.4\n"), "PDF"),
    ];
    for command in ["show", "check", "import"] {
        for (path, said) in &cases {
            let (code, out, err) = run(&home, &[command, path]);
            let name = Path::new(path)
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            assert_eq!(code, Some(3), "{command} {path}");
            assert!(out.is_empty(), "{command} {path} printed {out}");
            assert!(
                err.contains(said) && err.contains(&name),
                "{command} {path} said {err}"
            );
        }
    }
}

#[test]
fn a_name_with_an_escape_sequence_is_shown_and_not_obeyed() {
    let home = home();
    let (code, _, err) = run(&home, &["show", "\u{1b}]0;x\u{7}\n.txt"]);
    assert_eq!(code, Some(3));
    assert_eq!(controls(&err), [], "{err:?}");
}

#[test]
fn usage_errors_name_the_word_and_end_with_2() {
    let home = home();
    for (words, said) in [
        (&["show"][..], "<REPORT>"),
        (&["show", "--nonsense", "x"], "--nonsense"),
        (&["compare", "a.txt"], "<NEW>"),
        (&["show", "x", "--format", "xml"], "xml"),
    ] {
        let (code, out, err) = run(&home, words);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{words:?}");
        assert!(err.contains(said), "{words:?} said {err}");
    }
    let (_, _, err) = run(&home, &["--lang", "en", "compare", "a.txt"]);
    assert!(err.contains("Missing argument"), "{err}");
}

#[test]
fn a_text_is_understood_from_a_file_and_from_a_pipe_alike() {
    let home = home();
    let path = write(&home, "report.txt", REPORT.as_bytes());
    let gb18030 = write(&home, "gb.txt", &encoding_rs::GB18030.encode(REPORT).0);
    let (code, from_file, _) = run(&home, &["show", &path, "--format", "json"]);
    assert_eq!(code, Some(0));
    let (_, from_gb18030, _) = run(&home, &["show", &gb18030, "--format", "json"]);
    assert_eq!(from_file, from_gb18030);

    let mut child = ducha(&home, &["show", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(REPORT.as_bytes())
        .expect("written");
    let output = child.wait_with_output().expect("ended");
    assert_eq!(String::from_utf8_lossy(&output.stdout), from_file);
}

#[test]
fn the_library_is_filled_listed_checked_and_verified() {
    let home = home();
    let path = write(&home, "2024.txt", REPORT.as_bytes());
    let earlier = REPORT
        .replace("2025", "2024x")
        .replace("2024年", "2023年")
        .replace("2024x", "2024");
    let earlier = write(&home, "2023.txt", earlier.as_bytes());

    let (code, out, _) = run(&home, &["list"]);
    assert_eq!(code, Some(0));
    assert_eq!(out.lines().count(), 6, "the samples stand in: {out}");

    let (code, out, err) = run(&home, &["import", &path, &earlier]);
    assert_eq!((code, out.lines().count()), (Some(0), 2), "{err}");
    let (_, again, _) = run(&home, &["import", &path]);
    assert!(again.contains("未重复导入"), "{again}");

    let (code, out, _) = run(&home, &["list"]);
    assert_eq!((code, out.lines().count()), (Some(0), 2), "{out}");
    let line = out
        .lines()
        .find(|line| line.contains("2024\t"))
        .expect("this year's report");
    let id = line.split('\t').next().expect("an id");
    let (code, out, err) = run(&home, &["check", id]);
    assert!(matches!(code, Some(0 | 1)), "{err}");
    assert!(out.contains("青禾县"), "{out}");
    assert!(
        !out.contains("没有同一机关的上年报告"),
        "last year's report is found: {out}"
    );
    let (_, out, _) = run(&home, &["show", "ffffffff"]);
    assert!(out.is_empty());

    assert_eq!(run(&home, &["gaps"]).0, Some(0));
    let (code, out, _) = run(&home, &["verify"]);
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("报告 2 份"), "{out}");
    assert!(run(&home, &["keys"]).1.contains("| j Down |"));
}

#[test]
fn text_output_carries_nothing_that_steers_a_terminal() {
    let home = home();
    let hostile = format!("{REPORT}一、\u{1b}[31m红\u{9b}31m\u{7}\u{202e}反\r虚假\u{0}尾。\n");
    let path = write(&home, "hostile.txt", hostile.as_bytes());
    for words in [
        &["show", &path][..],
        &["check", &path],
        &["compare", &path, &path],
    ] {
        let (code, out, err) = run(&home, words);
        assert!(matches!(code, Some(0 | 1)), "{words:?}: {err}");
        assert_eq!(controls(&out), [], "{words:?}");
        assert!(!out.contains('\u{202e}'), "{words:?}");
    }
}

#[test]
fn large_and_odd_texts_are_read_through() {
    let home = home();
    let sentence = "全年办理行政复议案件45件,审结38件。";
    let cases = [
        ("line.txt", sentence.repeat(1_000_000 / 19)),
        ("same.txt", "一".repeat(1_000_000)),
        ("digits.txt", "1".repeat(1_000_000)),
        (
            "large.txt",
            format!("{sentence}\n").repeat(5 * 1024 * 1024 / 52),
        ),
        ("newlines.txt", format!("{}文。", "\n".repeat(1_000_000))),
        ("labels.txt", "一、(一)1.一是".repeat(20_000)),
    ];
    for (name, text) in cases {
        let path = write(&home, name, text.as_bytes());
        for command in ["show", "check"] {
            let (code, _, err) = run(&home, &[command, &path, "--format", "json"]);
            assert!(
                matches!(code, Some(0 | 1)),
                "{command} {name}: {code:?} {err}"
            );
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let home = home();
    let path = write(&home, "report.txt", REPORT.repeat(200).as_bytes());
    let mut child = ducha(&home, &["show", &path, "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ended");
    assert_eq!(
        (output.status.code(), output.stderr.as_slice()),
        (Some(0), &b""[..])
    );
}

/// A home with the report in its library, and the beginning of its id.
fn with_report() -> (TempDir, String) {
    let home = home();
    let file = write(&home, "a.txt", REPORT.as_bytes());
    assert_eq!(run(&home, &["import", &file]).0, Some(0));
    let (_, list, _) = run(&home, &["list"]);
    let id = list.get(..8).expect("an id").to_owned();
    (home, id)
}

#[test]
fn corrections_go_into_everything_that_is_said_of_a_report() {
    let (home, id) = with_report();
    let said = [
        "fix",
        &id,
        "year=2023",
        "issuer=青禾市人民政府",
        "level=市级",
    ];
    let (code, text, error) = run(&home, &said);
    assert_eq!((code, error.as_str()), (Some(0), ""));
    assert!(text.contains("更正"), "{text}");
    let (_, list, _) = run(&home, &["list"]);
    assert!(list.contains("青禾市人民政府 2023"), "{list}");
    let (_, shown, _) = run(&home, &["show", &id]);
    assert!(shown.contains("市级"), "{shown}");

    let heading = ["fix", &id, "--heading", "存在的不足", "--part", "causes"];
    assert_eq!(run(&home, &heading).0, Some(0));
    let (_, shown, _) = run(&home, &["show", &id]);
    assert!(shown.contains("二、存在的不足  〔原因分析〕"), "{shown}");

    let back = ["fix", &id, "year=", "issuer=", "level="];
    assert_eq!(run(&home, &back).0, Some(0));
    let back = ["fix", &id, "--heading", "存在的不足", "--as-read"];
    let (_, text, _) = run(&home, &back);
    assert!(!text.contains("更正"), "{text}");
    let (_, list, _) = run(&home, &["list"]);
    assert!(list.contains("青禾县人民政府 2024"), "{list}");
}

#[test]
fn what_cannot_be_corrected_is_said_and_nothing_is_written() {
    let (home, id) = with_report();
    let cases: [(&[&str], i32, &str); 9] = [
        (&["year=1948"], 2, "1949"),
        (&["year=2023", "level=村"], 2, "county"),
        (&["kind=小说"], 2, "annual-report"),
        (&["signed=去年"], 2, "2025-01-06"),
        (&["颜色=红"], 2, "颜色"),
        (&["2023"], 2, "="),
        (&["--heading", "不存在的"], 3, "不存在的"),
        (&["--heading", "存在的不足"], 2, "--level"),
        (&["--heading", "执法力量", "--part", "causes"], 2, "--level"),
    ];
    for (words, expected, part) in cases {
        let words: Vec<&str> = ["fix", &id].iter().chain(words).copied().collect();
        let (code, text, error) = run(&home, &words);
        assert_eq!(
            (code, text.as_str()),
            (Some(expected), ""),
            "{words:?} {error}"
        );
        assert!(error.contains(part), "{words:?} {error}");
    }
    let (code, text, _) = run(&home, &["fix", &id]);
    assert_eq!(code, Some(0));
    assert!(!text.contains("更正"), "{text}");
    let file = write(&home, "new.txt", REPORT.replace('4', "5").as_bytes());
    let (code, _, error) = run(&home, &["fix", &file]);
    assert_eq!(code, Some(3));
    assert!(error.contains("ducha import"), "{error}");
}

const YEAR_BEFORE: &str = "青禾县人民政府2023年法治政府建设年度报告\n2023年,青禾县推进法治政府建设。现将有关情况报告如下:\n\
一、主要举措和成效\n(一)行政复议。全年收到行政复议申请35件,受理32件。<b>评查&案卷*一*次</b>。\n二、存在的不足\n执法力量不足。\n\
三、2024年工作安排\n修订《青禾县河道采砂公示办法》。继续推进。\n2024年2月20日\n";

/// What `ducha compare` prints of two years, in a format.
fn compared(home: &TempDir, format: &str) -> String {
    let old = write(home, "2023.txt", YEAR_BEFORE.as_bytes());
    let new = write(home, "2024.txt", REPORT.as_bytes());
    let (code, out, err) = run(home, &["compare", &old, &new, "--format", format]);
    assert_eq!(code, Some(1), "{err}");
    out
}

#[test]
fn a_comparison_says_the_same_in_every_format() {
    let home = home();
    for (format, said) in [
        (
            "text",
            &[
                "[35件]",
                "{45件}",
                "- [",
                "行政复议申请·受理",
                "+28.1%",
                "逐字再现",
            ][..],
        ),
        (
            "markdown",
            &[
                "\\[35件\\]",
                "{45件}",
                "| 行政复议申请·受理 | 32件 | 41件 | +9 | +28.1% |",
                "⚠",
            ],
        ),
        (
            "html",
            &[
                "<del>35件</del>",
                "<ins>45件</ins>",
                "<td class=\"number\">+28.1%</td>",
                "@media print",
            ],
        ),
    ] {
        let out = compared(&home, format);
        for said in said {
            assert!(out.contains(said), "{format} does not say {said}:\n{out}");
        }
    }
}

#[test]
fn a_page_carries_no_markup_of_a_report_and_loads_nothing() {
    let home = home();
    let html = compared(&home, "html");
    for never in [
        "<script", "<b>评", "http://", "https://", "url(", "@import", "<img", "<link",
    ] {
        assert!(!html.contains(never), "{never}");
    }
    assert!(
        html.contains("&lt;b&gt;评查&amp;案卷*一*次&lt;/b&gt;"),
        "{html}"
    );
    assert!(html.contains("prefers-color-scheme: dark"));
    let markdown = compared(&home, "markdown");
    assert!(
        markdown.contains("&lt;b&gt;评查&amp;案卷\\*一\\*次&lt;/b&gt;"),
        "{markdown}"
    );
}

#[test]
fn a_result_in_a_file_is_whole_or_the_file_is_as_it_was() {
    let home = home();
    let printed = compared(&home, "markdown");
    let (old, new) = (home.path().join("2023.txt"), home.path().join("2024.txt"));
    let (old, new) = (old.to_string_lossy(), new.to_string_lossy());
    let out = write(&home, "page.md", b"before");
    let words = ["compare", &old, &new, "--format", "markdown", "--out", &out];
    assert_eq!(run(&home, &words), (Some(1), String::new(), String::new()));
    assert_eq!(fs::read_to_string(&out).expect("a page"), printed);

    let missing = home
        .path()
        .join("missing/page.md")
        .to_string_lossy()
        .into_owned();
    let words = ["compare", &old, &new, "--out", &missing];
    let (code, _, err) = run(&home, &words);
    assert_eq!(code, Some(3));
    assert!(
        err.contains("missing/page.md") && err.contains("未动"),
        "{err}"
    );
    let left = fs::read_dir(home.path()).expect("a folder").flatten();
    let parts = left.filter(|entry| entry.file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(parts.count(), 0);
}

#[test]
fn years_of_an_issuer_are_a_series() {
    let home = home();
    let old = write(&home, "2023.txt", YEAR_BEFORE.as_bytes());
    let new = write(&home, "2024.txt", REPORT.as_bytes());
    let (code, from_files, err) = run(&home, &["series", &new, &old]);
    assert_eq!(code, Some(0), "{err}");
    for said in [
        "2023 · 2024",
        "行政复议申请·受理",
        "32件  41件  ▁█",
        "章节沿革",
    ] {
        assert!(from_files.contains(said), "{said}:\n{from_files}");
    }
    assert_eq!(run(&home, &["import", &old, &new]).0, Some(0));
    let (code, from_library, err) = run(&home, &["series", "青禾县"]);
    assert_eq!((code, from_library), (Some(0), from_files), "{err}");
    let (code, json, _) = run(&home, &["series", "青禾县", "--format", "json"]);
    assert_eq!(code, Some(0));
    assert!(
        json.starts_with("{\"schema\":\"ducha.series.v1\""),
        "{json}"
    );
    for (words, said) in [
        (&["series", &new][..], "只有一份"),
        (&["series", "无此县"], "无此县"),
    ] {
        let (code, _, err) = run(&home, words);
        assert_eq!(code, Some(3), "{words:?}");
        assert!(err.contains(said), "{err}");
    }
}

#[test]
fn words_are_found_in_files_folders_and_the_library() {
    let home = home();
    let one = write(&home, "one.txt", REPORT.as_bytes());
    fs::create_dir(home.path().join("folder")).expect("a folder");
    write(
        &home,
        "folder/two.txt",
        REPORT.replace("45件", "４５ 件").as_bytes(),
    );
    write(&home, "folder/three.txt", "没有这个词。".as_bytes());
    let folder = home.path().join("folder").to_string_lossy().into_owned();

    let (code, out, _) = run(&home, &["search", "45件", &one, &folder]);
    assert_eq!(code, Some(1));
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 2, "{out}");
    assert_eq!(
        lines[0],
        format!("{one}\t全年收到行政复议申请【45件】,受理41件。")
    );
    assert!(lines[1].ends_with("申请【４５ 件】,受理41件。"), "{out}");

    let (code, out, _) = run(&home, &["search", "--exact", "45件", &folder]);
    assert_eq!((code, out.as_str()), (Some(0), ""));

    let (code, out, _) = run(
        &home,
        &["search", "--regex", "受理[0-9]+", &one, "--format", "json"],
    );
    assert_eq!(code, Some(1));
    let found: serde_json::Value = serde_json::from_str(&out).expect("one document");
    assert_eq!(found["schema"], "ducha.search.v1");
    let place = &found["places"][0];
    assert_eq!(place["hits"][0]["text"], "受理41");
    assert_eq!(place["sections"][1], "(一)行政复议");
    let start = place["hits"][0]["start"].as_u64().expect("a number");
    let at = usize::try_from(start).expect("small");
    assert!(
        REPORT
            .chars()
            .skip(at)
            .collect::<String>()
            .starts_with("受理41件")
    );

    let (code, out, err) = run(&home, &["search", "行政 复议", "--sample"]);
    assert_eq!(code, Some(1), "{err}");
    assert!(out.contains("霁川县人民政府 2024\t"), "{out}");

    let (code, _, err) = run(&home, &["search", "--regex", "(", &one]);
    assert_eq!(code, Some(2));
    assert!(err.contains("正则表达式有误"), "{err}");
    assert_eq!(run(&home, &["search", " "]).0, Some(2));
}
