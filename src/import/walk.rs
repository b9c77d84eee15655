//! The files of a folder, in the order of their names.

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::{ImportError, ImportErrorKind};

use crate::order;

/// Endings of files that are text and never a report.
const NEVER: [&str; 24] = [
    "c", "cfg", "conf", "css", "csv", "db", "html~", "ini", "js", "json", "jsonl", "lock", "log",
    "py", "rs", "sh", "sql", "svg", "toml", "ts", "tsv", "xml", "yaml", "yml",
];

/// What a folder holds, with the folders in it.
#[derive(Debug, Default)]
pub struct Walk {
    /// Files that may be reports; their content decides.
    pub files: Vec<PathBuf>,
    /// Files that are no reports by their names.
    pub skipped: Vec<PathBuf>,
    /// Folders that could not be read, and links: in a folder that others write to, a link leads to what the reader may
    /// see and they may not.
    pub errors: Vec<ImportError>,
}

impl Walk {
    /// Whether there was nothing at all.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.skipped.is_empty() && self.errors.is_empty()
    }
}

/// Walks a folder. Hidden files and other libraries are left out; links are refused.
pub fn walk(folder: &Path) -> Walk {
    let mut walk = Walk::default();
    let mut seen = BTreeSet::new();
    let mut waiting = VecDeque::from([folder.to_owned()]);
    while let Some(folder) = waiting.pop_front() {
        match entries(&folder, &mut seen) {
            Ok(entries) => {
                // Folders come before what waits already, so that the order is that of the paths.
                for path in entries.folders.into_iter().rev() {
                    waiting.push_front(path);
                }
                let refused = entries.links.iter().map(|path| ImportError {
                    name: path.to_string_lossy().into_owned(),
                    kind: ImportErrorKind::Link,
                });
                walk.errors.extend(refused);
                for path in entries.files {
                    if is_never(&path) {
                        walk.skipped.push(path);
                    } else {
                        walk.files.push(path);
                    }
                }
            }
            Err(error) => walk.errors.push(ImportError {
                name: folder.to_string_lossy().into_owned(),
                kind: ImportErrorKind::from(error),
            }),
        }
    }
    walk
}

#[derive(Default)]
struct Entries {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    links: Vec<PathBuf>,
}

/// What stands in one folder, by name; nothing where it was seen before, as where a folder is mounted in itself.
fn entries(folder: &Path, seen: &mut BTreeSet<(u64, u64)>) -> io::Result<Entries> {
    let place = fs::metadata(folder)?;
    let mut entries = Entries::default();
    if !seen.insert((place.dev(), place.ino())) || is_library(folder) {
        return Ok(entries);
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            paths.push((entry.path(), entry.file_type()?));
        }
    }
    order::sort_by(&mut paths, |(one, _), (other, _)| one.cmp(other));
    for (path, kind) in paths {
        if kind.is_symlink() {
            entries.links.push(path);
        } else if kind.is_dir() {
            entries.folders.push(path);
        } else {
            entries.files.push(path);
        }
    }
    Ok(entries)
}

/// A library's own texts are no files to import.
fn is_library(folder: &Path) -> bool {
    folder.join("library.json").is_file() && folder.join("editions").is_dir()
}

fn is_never(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| NEVER.iter().any(|never| ending == *never))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_folder_is_walked_once_in_order() {
        let root = tempfile::tempdir().expect("a folder");
        let at = |name: &str| root.path().join(name);
        for folder in ["b", "a", "a/inner", ".git", "lib/editions"] {
            fs::create_dir_all(at(folder)).expect("a folder");
        }
        for file in [
            "b/2.txt",
            "b/1.txt",
            "a/inner/x.pdf",
            "a/z.docx",
            ".hidden.txt",
            ".git/config",
            "data.csv",
            "lib/library.json",
            "lib/editions/text.txt",
            "README",
        ] {
            fs::write(at(file), "x").expect("a file");
        }
        symlink(root.path(), at("b/loop")).expect("a link");
        symlink(at("a"), at("again")).expect("a link");
        symlink("nowhere", at("dangling.txt")).expect("a link");
        let walk = walk(root.path());
        let names: Vec<&Path> = walk
            .files
            .iter()
            .filter_map(|path| path.strip_prefix(root.path()).ok())
            .collect();
        let expected = ["README", "a/z.docx", "a/inner/x.pdf", "b/1.txt", "b/2.txt"];
        assert_eq!(names, expected.map(Path::new));
        assert_eq!(walk.skipped, [at("data.csv")]);
        let refused = walk.errors.iter().map(|error| Path::new(&error.name));
        let links = ["again", "dangling.txt", "b/loop"].map(at);
        assert_eq!(refused.collect::<Vec<_>>(), links);
        assert!(
            walk.errors
                .iter()
                .all(|error| matches!(error.kind, ImportErrorKind::Link))
        );
    }
}
