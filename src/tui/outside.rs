//! What lies outside: paths as they are typed, and a text in the reader's own editor: `$VISUAL`, `$EDITOR`, else `vi`.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::fs::OFlags;

/// The most bytes that are taken back: many times the longest note.
const LARGEST: u64 = 2 * 1024 * 1024;

/// Why a text came back as it was.
#[derive(Debug)]
pub enum Fault {
    Io(io::Error),
    /// The editor said that something went wrong; what it wrote is kept here.
    Refused(PathBuf),
    /// What the editor left is no text in UTF-8, or far too long; it is kept here.
    Unusable(PathBuf),
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
    let (mut file, path) = created(folder).map_err(Fault::Io)?;
    file.write_all(text.as_bytes()).map_err(Fault::Io)?;
    drop(file);
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
    let Some(edited) = left(&path).map_err(Fault::Io)? else {
        return Err(Fault::Unusable(path));
    };
    // It is safe in the note from here on.
    let _ = fs::remove_file(&path);
    // Editors end the last line.
    let ended = edited.strip_suffix('\n').filter(|_| !text.ends_with('\n'));
    Ok(ended.map_or_else(|| edited.clone(), str::to_owned))
}

/// A new file in a folder of this user alone; what was kept of an earlier one stays.
fn created(folder: &Path) -> io::Result<(File, PathBuf)> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let mut number = 1;
    loop {
        let path = folder.join(format!("note-{}-{number}.txt", std::process::id()));
        let mut options = OpenOptions::new();
        match options.write(true).create_new(true).mode(0o600).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            opened => return Ok((opened?, path)),
        }
    }
}

/// The text that the editor left: of a file, not of what a link leads to.
fn left(path: &Path) -> io::Result<Option<String>> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).unwrap_or_default();
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(flags)
        .open(path)?;
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    let fits = bytes.len() as u64 <= LARGEST;
    Ok(String::from_utf8(bytes).ok().filter(|_| fits))
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
        for left in ["head -c 3000000 /dev/zero >", "printf \"\\377\" >"] {
            let command = format!("sh -c '{left} \"$1\"' sh");
            assert!(matches!(edit(&command, "一行"), Err(Fault::Unusable(path)) if path.exists()));
        }
        let linked = "sh -c 'ln -sf /etc/passwd \"$1\"' sh";
        assert!(matches!(edit(linked, "一行"), Err(Fault::Io(_))));
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
