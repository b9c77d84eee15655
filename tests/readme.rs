//! The README says what the program says: its keys are those of the key map, its screens those of the screen tests, and its
//! commands run. `DUCHA_BLESS=1` rewrites keys and screens.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ducha::locale::Lang;
use ducha::tui::keymap::Keymap;

#[path = "support/program.rs"]
mod program;

use program::Home;

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn readme() -> String {
    fs::read_to_string(root("README.md")).expect("a README")
}

/// The part between two marks is this; or it is written, where that was asked for.
fn check(open: &str, close: &str, wanted: &str) {
    let readme = readme();
    let (before, rest) = readme.split_once(open).expect("a place for it");
    let (found, after) = rest.split_once(close).expect("an end of it");
    if std::env::var_os("DUCHA_BLESS").is_some() {
        let text = format!("{before}{open}{wanted}{close}{after}");
        fs::write(root("README.md"), text).expect("written");
        return;
    }
    assert_eq!(found, wanted, "run this test once with DUCHA_BLESS=1");
}

/// One test for both, because both may write the file.
#[test]
fn keys_and_screens_are_those_of_the_program() {
    let table = Keymap::bundled().table(Lang::Zh);
    let wanted = format!("\n{}\n\n", table.trim_end());
    check("<!-- keys -->\n", "<!-- /keys -->", &wanted);
    let names: Vec<String> = readme()
        .split("<!-- screen ")
        .skip(1)
        .filter_map(|after| after.split_once(" -->"))
        .map(|(name, _)| name.to_owned())
        .collect();
    assert!(names.len() >= 3, "{names:?}");
    for name in names {
        let open = format!("<!-- screen {name} -->\n");
        check(&open, "<!-- /screen -->", &screen(&name));
    }
}

/// A screen of the screen tests without the rows on which nothing stands.
fn screen(name: &str) -> String {
    let path = root("tests/fixtures/console").join(format!("{name}.txt"));
    let text = fs::read_to_string(path).expect("a screen");
    let (_, screen) = text.split_once("---\n").expect("a screen below the keys");
    let rows = screen.lines().map(str::trim_end);
    let rows: Vec<&str> = rows.filter(|row| !row.is_empty()).collect();
    format!("```text\n{}\n```\n", rows.join("\n"))
}

#[test]
fn the_two_commands_stand_at_the_top() {
    let readme = readme();
    let top: Vec<&str> = readme.lines().take(12).collect();
    for command in ["    cargo run --release", "    cargo test"] {
        assert!(
            top.iter().any(|line| line.starts_with(command)),
            "{command}"
        );
    }
}

/// Indented lines that are typed, in their order.
fn commands(readme: &str) -> Vec<&str> {
    let typed = ["ducha ", "cargo ", "find ", "duckdb ", "parallel "];
    let lines = readme.lines().filter_map(|line| line.strip_prefix("    "));
    lines
        .filter(|line| typed.iter().any(|word| line.starts_with(word)))
        .collect()
}

/// The files that the commands name.
fn desk() -> Home {
    let home = Home::new();
    for (name, from) in [
        ("desk/报告.docx", "tests/fixtures/docx/pandoc.docx"),
        ("desk/2023.pdf", "tests/fixtures/pdf/libreoffice.pdf"),
        ("desk/2024.html", "tests/fixtures/html/pandoc.html"),
        ("desk/2023.txt", "data/samples/霁川县-2023.txt"),
        ("desk/2024.txt", "data/samples/霁川县-2024.txt"),
    ] {
        home.write(name, fs::read(root(from)).expect("a file to start from"));
    }
    for entry in fs::read_dir(root("data/samples"))
        .expect("the samples")
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".txt") {
            let text = fs::read(entry.path()).expect("a sample");
            home.write(&format!("desk/文件夹/{name}"), text);
        }
    }
    home
}

/// Every command runs as it stands, one after the other on the same desk; what needs a program that is not installed is
/// skipped, which is said.
#[test]
fn every_command_runs() {
    let home = desk();
    let readme = readme();
    let typed = commands(&readme);
    assert!(typed.len() > 20, "{typed:?}");
    for line in typed {
        let first = line.split(' ').next().unwrap_or_default();
        if first == "cargo" {
            builds(line);
            continue;
        }
        // The three commands on records go together.
        let needed = match line.contains(".ndjson") {
            true => &["duckdb", "parallel"][..],
            false => &[],
        };
        let missing = needed
            .iter()
            .chain([&first])
            .find(|name| !is_installed(name));
        if let Some(missing) = missing {
            eprintln!("skipped: {missing} is not installed, so this was not tried: {line}");
            continue;
        }
        let program = Path::new(env!("CARGO_BIN_EXE_ducha")).parent();
        let path = std::env::var("PATH").unwrap_or_default();
        let path = format!("{}:{path}", program.unwrap_or(Path::new("/")).display());
        let done = Command::new("bash")
            .args(["-c", line])
            .current_dir(home.path("desk"))
            .env_clear()
            .env("HOME", home.path(""))
            .env("LANG", "zh_CN.UTF-8")
            .env("PATH", path)
            .stdin(std::process::Stdio::null())
            .output()
            .expect("a shell");
        let told = String::from_utf8_lossy(&done.stderr);
        let opens_the_console = told.contains("审阅台需要终端");
        let code = done.status.code();
        // parallel counts the tasks that ended with findings.
        let counts = first == "parallel" && code.is_some_and(|code| code < 100);
        assert!(
            matches!(code, Some(0 | 1)) || opens_the_console || counts,
            "{line}: {code:?} {told}"
        );
    }
    let list = home.run(&["list", "--format", "json"]);
    assert_eq!(list.code, Some(0), "{}", list.err);
    assert!(list.json().len() > 5, "what was to be imported is there");
}

fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = std::env::split_paths(&path);
    program == "ducha" || folders.any(|folder| folder.join(program).is_file())
}

/// What a build command names is there: it is not run inside the tests that it would build.
fn builds(line: &str) {
    let manifest = fs::read_to_string(root("Cargo.toml")).expect("a manifest");
    let words: Vec<&str> = line
        .split_whitespace()
        .take_while(|word| *word != "#")
        .collect();
    for pair in words.windows(2) {
        match pair {
            ["--config", path] => assert!(root(path).is_file(), "{line}"),
            ["--profile", name] => {
                assert!(manifest.contains(&format!("[profile.{name}]")), "{line}");
            }
            ["--bench", name] => {
                assert!(manifest.contains(&format!("name = \"{name}\"")), "{line}");
            }
            _ => {}
        }
    }
}

/// Commands and options that the README names, in tables and in sentences, are those of the help.
#[test]
fn every_command_and_option_is_known() {
    let home = Home::new();
    let manual = home.run(&["--lang", "en", "man"]).out.replace("\\-", "-");
    let readme = readme();
    let mut named = BTreeSet::new();
    for piece in readme.split('`').skip(1).step_by(2) {
        if let Some(rest) = piece.strip_prefix("ducha ") {
            let name = rest.split([' ', '\n', '|', '[']).next().unwrap_or_default();
            named.insert(name.to_owned());
        }
        // Options of other programs are theirs.
        if !piece.starts_with("ducha ") && !piece.starts_with("--") {
            continue;
        }
        for option in piece.split([' ', '\n', '[', ']', '|', '\\']) {
            let is_option = option.starts_with("--") && option.len() > 2;
            assert!(
                !is_option || manual.contains(&format!("{option}\\fR")) || is_known(option),
                "{option} in `{piece}`"
            );
        }
    }
    let names: Vec<&str> = manual
        .lines()
        .filter_map(|line| line.strip_prefix(".SS \"\\fBducha "))
        .filter_map(|line| line.split("\\fR").next())
        .collect();
    for name in &names {
        let first = name.split(' ').next().unwrap_or_default();
        assert!(named.contains(first), "{name} is not in the README");
    }
    for name in named
        .iter()
        .filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
    {
        let known = names
            .iter()
            .any(|known| known.split(' ').next() == Some(name));
        assert!(known, "the README names ducha {name}");
    }
}

/// Options of other programs that a sentence may name, and those of every command.
fn is_known(option: &str) -> bool {
    ["--help", "--long", "--target", "--version"].contains(&option)
}
