//! The office program, where there is one: what it opens, and what it makes of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Converts a file with LibreOffice; nothing where it is not installed, which is said.
pub fn convert(home: &Path, file: &Path, into: &str) -> Option<PathBuf> {
    let program = ["soffice", "libreoffice"].into_iter().find(|name| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
    });
    let Some(program) = program else {
        eprintln!(
            "skipped: LibreOffice is not installed, so no ledger was filled in by an office program"
        );
        return None;
    };
    let out = home.join("office");
    fs::create_dir_all(&out).expect("a folder");
    // A profile of its own: two runs at once would wait for each other.
    let profile = format!("-env:UserInstallation=file://{}/profile", home.display());
    let done = Command::new(program)
        .args([&profile, "--headless", "--convert-to", into, "--outdir"])
        .arg(&out)
        .arg(file)
        .env("HOME", home)
        .output()
        .expect("the office program runs");
    let end = into.split(':').next().expect("an end");
    let made = out
        .join(file.file_name().expect("a name"))
        .with_extension(end);
    assert!(
        made.is_file(),
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    Some(made)
}
