//! What a clean clone and a package must have for `cargo install --path .` to work, and that the list of the Debian package
//! fits what `.ci/package` writes. `.ci/install` does the real thing, which takes a release build.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a command prints, line by line; none where it does not run here.
fn lines(program: &str, words: &[&str]) -> Option<BTreeSet<String>> {
    let output = Command::new(program)
        .args(words)
        .current_dir(root())
        .output()
        .ok()?;
    if !output.status.success() {
        eprintln!("skipped: {}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    Some(text.lines().map(str::to_owned).collect())
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The files that are built into the program, by their paths in the project.
fn built_in() -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let mut found = BTreeSet::new();
    for file in files
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "rs"))
    {
        let text = fs::read_to_string(file).expect("a source");
        let tables = named(&text, "bundled!(\"");
        found.extend(tables.map(|name| format!("data/{name}")));
        let folder = file.parent().expect("a folder");
        for name in named(&text, "include_str!(\"") {
            let path = folder.join(name).canonicalize();
            let path = path.unwrap_or_else(|_| panic!("{} has no {name}", file.display()));
            let path = path.strip_prefix(root()).expect("a file of the project");
            found.insert(path.to_string_lossy().into_owned());
        }
    }
    for name in fs::read_dir(root().join("data/samples"))
        .expect("the samples")
        .flatten()
    {
        let name = name.file_name().to_string_lossy().into_owned();
        if name.ends_with(".txt") {
            found.insert(format!("data/samples/{name}"));
        }
    }
    found
}

/// What stands between an opening and the next quote.
fn named<'t>(text: &'t str, open: &'t str) -> impl Iterator<Item = &'t str> {
    let after = text.split(open).skip(1);
    after.filter_map(|after| after.split('"').next())
}

#[test]
fn a_clone_and_a_package_have_all_that_is_built_in() {
    let wanted = built_in();
    assert!(wanted.len() > 40, "{wanted:?}");
    let package = ["package", "--list", "--offline", "--allow-dirty"];
    let clone = ["-c", "core.quotePath=false", "ls-files"];
    for (name, files) in [
        ("package", lines(env!("CARGO"), &package)),
        ("clone", lines("git", &clone)),
    ] {
        let Some(files) = files.filter(|files| !files.is_empty()) else {
            continue;
        };
        let missing: Vec<&String> = wanted.difference(&files).collect();
        assert!(missing.is_empty(), "a {name} lacks {missing:?}");
        for file in [
            "Cargo.toml",
            "Cargo.lock",
            "src/build.rs",
            "src/main.rs",
            "LICENSE",
        ] {
            assert!(files.contains(file), "a {name} lacks {file}");
        }
    }
}

#[test]
fn the_debian_list_fits_what_is_there_and_what_is_written() {
    let words = [
        "metadata",
        "--no-deps",
        "--offline",
        "--locked",
        "--format-version",
        "1",
    ];
    let output = Command::new(env!("CARGO"))
        .args(words)
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let deb = &metadata["packages"][0]["metadata"]["deb"];
    for key in [
        "maintainer",
        "copyright",
        "section",
        "priority",
        "extended-description",
    ] {
        assert!(
            deb[key].as_str().is_some_and(|text| !text.is_empty()),
            "{key}"
        );
    }
    // Nothing is linked in that a package could bring.
    assert_eq!(deb["depends"], "");
    let mut places = BTreeSet::new();
    for asset in deb["assets"].as_array().expect("a list") {
        let [source, place, mode] = [0, 1, 2].map(|idx| asset[idx].as_str().expect("a text"));
        assert!(places.insert(place), "{place} twice");
        let is_program = place.starts_with("usr/bin/");
        assert_eq!(mode, if is_program { "755" } else { "644" }, "{place}");
        let written = source.strip_prefix("target/package/");
        let written = written.and_then(|path| path.split_once('/'));
        match (source, written) {
            ("target/release/ducha", _) => assert!(is_program, "{place}"),
            (_, Some((lang, name))) => {
                assert!(["zh", "en"].contains(&lang), "{source}");
                let names = ["ducha.1", "ducha.bash", "ducha.zsh", "ducha.fish"];
                assert!(names.contains(&name), "{source}");
            }
            (_, None) => assert!(root().join(source).is_file(), "{source}"),
        }
    }
    // The places where a shell and `man` look.
    for place in [
        "usr/share/man/man1/ducha.1",
        "usr/share/man/zh_CN/man1/ducha.1",
        "usr/share/bash-completion/completions/ducha",
        "usr/share/zsh/vendor-completions/_ducha",
        "usr/share/fish/vendor_completions.d/ducha.fish",
        "usr/share/doc/ducha/copyright",
    ] {
        assert!(places.contains(place), "{place}");
    }
}
