//! What lies outside: paths as they are typed, and a text in the reader's own editor: `$VISUAL`, `$EDITOR`, else `vi`.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Why a text came back as it was.
#[derive(Debug)]
pub enum Fault {
    Io(io::Error),
    /// The editor said that something went wrong; what it wrote is kept here.
    Refused(PathBuf),
}

/// The command that the environment names.
pub fn editor(get: impl Fn(&str) -> Option<String>) -> String {
    let named = |name: &str| get(name).filter(|command| !command.trim().is_empty());
    let command = named("VISUAL").or_else(|| named("EDITOR"));
    command.unwrap_or_else(|| "vi".to_owned())
}

/// A path as typed, the home folder written out.
pub fn path(typed: &str) -> PathBuf {
    match (typed.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => PathBuf::from(home).join(rest),
        (Some(_) | None, _) => PathBuf::from(typed),
    }
}

/// Runs the command on a file that only this user can read, and gives back what it holds then.
pub fn edit(command: &str, folder: &Path, text: &str) -> Result<String, Fault> {
    let path = folder.join(format!("note-{}.txt", std::process::id()));
    let write = || {
        fs::create_dir_all(folder)?;
        let mut options = OpenOptions::new();
        let options = options.write(true).create(true).truncate(true).mode(0o600);
        options.open(&path)?.write_all(text.as_bytes())
    };
    write().map_err(Fault::Io)?;
    // As git does it: the command may have arguments, and the path stays one word.
    let mut shell = Command::new("sh");
    shell
        .arg("-c")
        .arg(format!("{command} \"$@\""))
        .arg(command)
        .arg(&path);
    let status = shell.status().map_err(Fault::Io)?;
    if !status.success() {
        return Err(Fault::Refused(path));
    }
    let bytes = fs::read(&path).map_err(Fault::Io)?;
    // It is safe in the note from here on.
    let _ = fs::remove_file(&path);
    let edited = String::from_utf8_lossy(&bytes).into_owned();
    // Editors end the last line.
    let ended = edited.strip_suffix('\n').filter(|_| !text.ends_with('\n'));
    Ok(ended.map_or_else(|| edited.clone(), str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editor_of_the_environment_changes_the_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let edit = |command: &str, text| edit(command, &folder.path().join("state"), text);
        let appended = edit("sh -c 'printf 第二行 >> \"$1\"' sh", "第一行\n");
        assert_eq!(appended.expect("an edited text"), "第一行\n第二行");
        let ended = edit("sh -c 'echo >> \"$1\"' sh", "一行");
        assert_eq!(ended.expect("an edited text"), "一行");
        assert!(matches!(edit("false", "一行"), Err(Fault::Refused(path)) if path.exists()));
        let names = |visual: Option<&'static str>, own: Option<&'static str>| {
            editor(|name| match name {
                "VISUAL" => visual.map(str::to_owned),
                _ => own.map(str::to_owned),
            })
        };
        assert_eq!(names(Some("code -w"), Some("nano")), "code -w");
        assert_eq!(names(Some(" "), Some("nano")), "nano");
        assert_eq!(names(None, None), "vi");
    }
}
