//! What the version says it was built from: commit and day of a release, and the target. The same tree gives the same words.
//! And the tables of `data/` as they go into the program: in a release without the blanks between their tokens, a tenth of
//! them; while the program is being written as they are, so that a slip is told by its line. Locales come in sections.

use std::env;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// What of `data/` is read by the program as JSON.
const TABLES: [&str; 5] = ["keymap.json", "lexicon", "locales", "packs", "templates"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=src/build.rs");
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    tables(is_release)?;
    built_from(is_release);
    Ok(())
}

/// Writes the tables to where `bundled!` finds them.
fn tables(is_release: bool) -> io::Result<()> {
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    for name in TABLES {
        println!("cargo::rerun-if-changed=data/{name}");
        let change = if is_release { dense } else { str::to_owned };
        copy_all(
            &Path::new("data").join(name),
            &Path::new(&out).join(name),
            change,
        )?;
    }
    for lang in ["zh", "en"] {
        let path = Path::new(&out).join("locales").join(lang);
        let json = fs::read_to_string(path.with_extension("json"))?;
        fs::write(path.with_extension("rs"), format!("&{:?}", sections(&json)))?;
    }
    Ok(())
}

fn copy_all(from: &Path, to: &Path, change: fn(&str) -> String) -> io::Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            copy_all(&from.join(&name), &to.join(&name), change)?;
        }
        return Ok(());
    }
    fs::write(to, change(&fs::read_to_string(from)?))
}

/// JSON without the blanks between its tokens.
fn dense(json: &str) -> String {
    let (mut in_text, mut escaped) = (false, false);
    let is_kept = |letter: &char| {
        let kept = in_text || !letter.is_ascii_whitespace();
        if *letter == '"' && !escaped {
            in_text = !in_text;
        }
        escaped = *letter == '\\' && !escaped;
        kept
    };
    json.chars().filter(is_kept).collect()
}

/// The sections of a locale by name, each as JSON of its own, so that nothing looks through those that are not asked for.
fn sections(json: &str) -> Vec<(&str, &str)> {
    let mut sections = Vec::new();
    let (mut depth, mut in_text, mut escaped) = (0, false, false);
    let (mut name, mut start) = ("", 0);
    for (at, letter) in json.char_indices() {
        match letter {
            '"' if depth == 1 && !in_text => start = at + 1,
            '"' if depth == 1 => name = &json[start..at],
            '{' if depth == 1 && !in_text => start = at,
            '}' if depth == 2 && !in_text => sections.push((name, &json[start..=at])),
            _ => {}
        }
        match letter {
            '{' if !in_text => depth += 1,
            '}' if !in_text => depth -= 1,
            '"' if !escaped => in_text = !in_text,
            _ => {}
        }
        escaped = letter == '\\' && !escaped;
    }
    sections
}

fn built_from(is_release: bool) {
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    let target = env::var("TARGET").unwrap_or_default();
    // While the program is being written, a commit alone is no reason to build it anew.
    let from = match is_release {
        true => release(&target),
        false => format!("dev, {target}"),
    };
    println!("cargo::rustc-env=DUCHA_BUILT_FROM={from}");
}

fn release(target: &str) -> String {
    if env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux") {
        // A program that may lie anywhere in memory begins by adjusting tens of thousands of addresses, a fifth of the time
        // to its first screen, and keeps the pages that they stand on to itself.
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
    for path in ["src", "data", "Cargo.toml", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={path}");
    }
    if let Some(head) = git(&["rev-parse", "--git-path", "logs/HEAD"]) {
        println!("cargo::rerun-if-changed={head}");
    }
    let commit = commit().unwrap_or_else(|| "unknown commit".to_owned());
    match day() {
        Some(day) => format!("{commit} {day}, {target}"),
        None => format!("{commit}, {target}"),
    }
}

/// The commit that is checked out, with a `+` where files differ from it; in a package, the commit it was made of.
fn commit() -> Option<String> {
    let packaged = fs::read_to_string(".cargo_vcs_info.json").ok();
    if let Some((_, after)) = packaged
        .as_deref()
        .and_then(|text| text.split_once("\"sha1\""))
    {
        let commit = after.chars().filter(char::is_ascii_hexdigit).take(12);
        return Some(commit.collect());
    }
    // Of a folder without a repository of its own, the one around it says nothing.
    let above = git(&["rev-parse", "--show-prefix"])?;
    above.is_empty().then_some(())?;
    let commit = git(&["rev-parse", "--short=12", "HEAD"])?;
    let changes = git(&["status", "--porcelain", "--untracked-files=no"])?;
    Some(match changes.is_empty() {
        true => commit,
        false => commit + "+",
    })
}

/// The day of `SOURCE_DATE_EPOCH`, or that of the commit.
fn day() -> Option<String> {
    match env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => seconds.parse().ok().map(day_of),
        Err(_) => git(&["log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%d"]),
    }
}

/// The civil day of a count of seconds since 1970, in UTC.
fn day_of(seconds: u64) -> String {
    // Years begin in March here, so that a leap day is the last of its year; 719,468 days lie between that of year 0 and 1970.
    let days = seconds / 86_400 + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// What git says, without the last line end; none where there is no git or it fails.
fn git(words: &[&str]) -> Option<String> {
    let done = Command::new("git")
        .env("TZ", "UTC")
        .args(words)
        .output()
        .ok()?;
    done.status.success().then_some(())?;
    Some(String::from_utf8(done.stdout).ok()?.trim().to_owned())
}
