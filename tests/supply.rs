//! What the program is built of: where it comes from, under which licences, and how much of it there is.
//!
//! Known faults of what is built in are looked up by `cargo deny --config .ci/deny.toml check`, which needs its database.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// The most that may be built in: named by us, and all that they bring along.
const DIRECT: usize = 33;
const IN_ALL: usize = 168;

/// Two versions of one package that are known and cannot be helped.
const TWICE: &[&str] = &["syn"];

/// Licences that ask for nothing but their own text; MPL asks for its own changed files, and nothing here is changed.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-3-Clause",
    "BSL-1.0",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// A package as it is built into the program.
struct Built {
    name: String,
    version: String,
    licence: String,
    depth: usize,
}

/// All that is built into the program; none where the packages were fetched for another system only.
fn built() -> Option<Vec<Built>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--locked",
            "--edges",
            "normal",
            "--prefix",
            "depth",
            "--format",
            "|{p}|{l}",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    if !output.status.success() {
        eprintln!("skipped: {}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let built = text.lines().filter_map(|line| {
        let mut columns = line.split('|');
        let depth = columns.next()?.parse().ok()?;
        let mut package = columns.next()?.split(' ');
        Some(Built {
            name: package.next()?.to_owned(),
            version: package.next()?.to_owned(),
            licence: columns.next()?.trim_end_matches(" (*)").to_owned(),
            depth,
        })
    });
    Some(built.collect())
}

#[test]
fn every_package_comes_from_the_registry_with_a_checksum() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    let lock = std::fs::read_to_string(path).expect("a lock file");
    let mut count = 0;
    for package in lock.split("[[package]]").skip(1) {
        let value = |key: &str| {
            let line = package.lines().find(|line| line.starts_with(key))?;
            line.split('"').nth(1).map(str::to_owned)
        };
        let name = value("name = ").expect("a name");
        if name == "ducha" {
            continue;
        }
        count += 1;
        assert_eq!(value("source = ").as_deref(), Some(CRATES_IO), "{name}");
        let checksum = value("checksum = ").unwrap_or_default();
        assert_eq!(checksum.len(), 64, "{name}");
    }
    assert!(count > 100, "{count}");
}

#[test]
fn every_licence_is_one_that_we_may_use() {
    let Some(built) = built() else { return };
    for Built {
        name,
        version,
        licence,
        ..
    } in built
    {
        assert!(is_allowed(&licence), "{name} {version}: {licence}");
    }
}

/// Whether an expression can be met: one side of an OR, both of an AND.
fn is_allowed(expression: &str) -> bool {
    let expression = expression
        .trim()
        .replace(" / ", " OR ")
        .replace('/', " OR ");
    let inner = expression
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'));
    if let Some(inner) = inner.filter(|inner| !inner.contains(['(', ')'])) {
        return is_allowed(inner);
    }
    if let Some((one, other)) = outside(&expression, " AND ") {
        return is_allowed(one) && is_allowed(other);
    }
    if let Some((one, other)) = outside(&expression, " OR ") {
        return is_allowed(one) || is_allowed(other);
    }
    LICENCES.contains(&expression.as_str())
}

/// What stands before and behind a word that is not in brackets.
fn outside<'a>(expression: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let is_open = |at: usize| {
        let before = &expression[..at];
        before.matches('(').count() == before.matches(')').count()
    };
    let (at, _) = expression
        .match_indices(word)
        .find(|(at, _)| is_open(*at))?;
    Some((&expression[..at], &expression[at + word.len()..]))
}

#[test]
fn an_expression_of_licences_is_read_as_it_is_meant() {
    for (expression, allowed) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0 OR MIT", true),
        ("MIT AND GPL-3.0", false),
        ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
        ("(Apache-2.0 OR MIT) AND BSD-3-Clause", true),
        ("(GPL-2.0 OR GPL-3.0) AND MIT", false),
        ("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT", true),
        ("", false),
    ] {
        assert_eq!(is_allowed(expression), allowed, "{expression:?}");
    }
}

#[test]
fn what_is_built_in_stays_within_its_budget() {
    let Some(built) = built() else { return };
    let names: BTreeSet<(&str, &str)> = built
        .iter()
        .filter(|package| package.depth > 0)
        .map(|package| (package.name.as_str(), package.version.as_str()))
        .collect();
    let direct = built.iter().filter(|package| package.depth == 1).count();
    println!("{direct} packages named, {} built in", names.len());
    assert!(direct <= DIRECT, "{direct} packages are named");
    assert!(
        names.len() <= IN_ALL,
        "{} packages are built in",
        names.len()
    );
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, _) in &names {
        *versions.entry(name).or_default() += 1;
    }
    let twice = versions.into_iter().filter(|(_, count)| *count > 1);
    let unknown: Vec<_> = twice.filter(|(name, _)| !TWICE.contains(name)).collect();
    assert!(unknown.is_empty(), "two versions of {unknown:?}");
}
