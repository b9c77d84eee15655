//! The house rules that a machine can read: imports go one way, core touches no world, every text exists.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each room may import from the crate besides itself.
const ROOMS: [(&str, &[&str]); 14] = [
    ("report", &["order"]),
    ("compare", &["report", "order"]),
    ("check", &["report", "compare", "order"]),
    ("review", &["report", "compare", "check", "order"]),
    ("search", &["report"]),
    (
        "export",
        &["report", "compare", "check", "review", "locale", "sheet"],
    ),
    ("shown", &[]),
    ("sheet", &[]),
    ("order", &[]),
    ("locale", &["compare", "check", "shown"]),
    ("import", &["report", "locale", "shown", "sheet", "order"]),
    (
        "store",
        &[
            "report", "compare", "check", "review", "import", "locale", "shown", "order",
        ],
    ),
    (
        "cli",
        &[
            "report", "compare", "check", "review", "export", "search", "import", "store",
            "locale", "shown", "sheet", "order",
        ],
    ),
    (
        "tui",
        &[
            "report", "compare", "check", "review", "export", "search", "import", "store",
            "locale", "shown", "order",
        ],
    ),
];

const CORE: [&str; 6] = ["report", "compare", "check", "review", "export", "search"];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a source folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn room(path: &Path) -> String {
    let inside = path.strip_prefix(source()).expect("a file of the crate");
    let first = inside
        .components()
        .next()
        .expect("a name")
        .as_os_str()
        .to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// The code of a file without its tests and comments.
fn code(path: &Path) -> String {
    if path.file_name().is_some_and(|name| name == "tests.rs") {
        return String::new();
    }
    let text = fs::read_to_string(path).expect("a source file");
    let code = text
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// Names directly after `crate::`, also those in braces.
fn imports(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for after in code.split("crate::").skip(1) {
        let list = match after.strip_prefix('{') {
            Some(inner) => inner
                .split('}')
                .next()
                .unwrap_or_default()
                .split(',')
                .collect(),
            None => vec![after],
        };
        for name in list {
            let name: String = name
                .trim()
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            if !name.is_empty() {
                names.push(name);
            }
        }
    }
    names
}

#[test]
fn imports_go_one_way() {
    let rooms: BTreeMap<&str, &[&str]> = ROOMS.into_iter().collect();
    for path in files(&source()) {
        let room = room(&path);
        let Some(allowed) = rooms.get(room.as_str()) else {
            continue;
        };
        for name in imports(&code(&path)) {
            let known = rooms.contains_key(name.as_str());
            let fine = name == room || allowed.contains(&name.as_str());
            assert!(!known || fine, "{} imports {name}", path.display());
        }
    }
}

#[test]
fn core_touches_no_world() {
    let world = [
        "std::fs",
        "std::env",
        "std::io",
        "std::net",
        "std::thread",
        "SystemTime",
        "Instant",
        "Zoned::now",
        "Timestamp::now",
    ];
    for path in files(&source())
        .into_iter()
        .filter(|path| CORE.contains(&room(path).as_str()))
    {
        let code = code(&path);
        // Threads that only compute and end before their caller goes on: same input, same output.
        let spreads = path.ends_with("report/spread.rs");
        for name in world
            .into_iter()
            .filter(|name| !(spreads && *name == "std::thread"))
        {
            assert!(!code.contains(name), "{} uses {name}", path.display());
        }
    }
}

#[test]
fn nothing_in_the_program_gives_up() {
    for path in files(&source()) {
        let code = code(&path);
        for word in [
            ".unwrap()",
            "panic!(",
            "unreachable!(",
            "todo!(",
            "unimplemented!(",
            "dbg!(",
        ] {
            assert!(!code.contains(word), "{} has {word}", path.display());
        }
    }
}

#[test]
fn every_file_says_what_it_is() {
    for path in files(&source()) {
        let text = fs::read_to_string(&path).expect("a source file");
        assert!(
            text.starts_with("//! "),
            "{} does not open with its idea",
            path.display()
        );
    }
}

#[test]
fn every_text_that_the_code_asks_for_exists() {
    let json =
        fs::read_to_string(source().join("../data/locales/zh.json")).expect("the Chinese texts");
    let texts: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_str(&json).expect("sections of texts");
    for path in files(&source())
        .into_iter()
        .filter(|path| room(path) != "locale")
    {
        let code = code(&path);
        for call in ["text(\"", "fill(\"", "fill(\n"] {
            for after in code.split(call).skip(1) {
                let Some(key) = after.trim_start().trim_start_matches('"').split('"').next() else {
                    continue;
                };
                let Some((section, name)) = key.split_once('.') else {
                    continue;
                };
                let found = texts
                    .get(section)
                    .is_some_and(|texts| texts.contains_key(name));
                let shaped = key
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || "._-".contains(c) || c.is_ascii_digit());
                assert!(found || !shaped, "{} asks for {key}", path.display());
            }
        }
    }
}
