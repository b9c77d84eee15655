//! The reports that a command is about: named one by one, or in a list of names.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::{CliError, Typed};

/// Files, folders and ids as typed, and where more of them are listed.
#[derive(Clone, Debug, Default)]
pub struct Reports {
    pub named: Vec<Typed>,
    /// A file, or `-` for standard input.
    pub list: Option<PathBuf>,
}

impl Reports {
    /// All names, those of the list last.
    pub fn all(&self) -> Result<Vec<Typed>, CliError> {
        let mut all = self.named.clone();
        all.extend(self.listed()?);
        Ok(all)
    }

    /// The names of the list. A list without a name is an error: without any name some commands take the whole library,
    /// which nobody asked for who made a list.
    pub fn listed(&self) -> Result<Vec<Typed>, CliError> {
        let Some(list) = &self.list else {
            return Ok(Vec::new());
        };
        let bytes = read(list).map_err(|error| CliError::Listed(list.clone(), error))?;
        let names = names(&bytes);
        match names.is_empty() {
            true => Err(CliError::EmptyList(list.clone())),
            false => Ok(names),
        }
    }
}

fn read(list: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match list == Path::new("-") {
        true => io::stdin().lock().read_to_end(&mut bytes)?,
        false => File::open(list)?.read_to_end(&mut bytes)?,
    };
    Ok(bytes)
}

/// One name a line; where a NUL stands anywhere, names end with it and may hold line ends.
fn names(list: &[u8]) -> Vec<OsString> {
    let end = match list.contains(&0) {
        true => 0,
        false => b'\n',
    };
    let names = list.split(|byte| *byte == end);
    let names = names.map(|name| match end {
        0 => name,
        _ => name.strip_suffix(b"\r").unwrap_or(name),
    });
    let names = names.filter(|name| !name.is_empty());
    names
        .map(|name| OsStr::from_bytes(name).to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_on_lines_or_before_nuls() {
        for (list, wanted) in [
            (&b""[..], &[][..]),
            (b"\n\r\n", &[]),
            ("甲.txt\r\n乙 丙.txt".as_bytes(), &["甲.txt", "乙 丙.txt"]),
            (b"a\nb.txt\0c.txt\0", &["a\nb.txt", "c.txt"]),
            (b"a\0", &["a"]),
        ] {
            assert_eq!(names(list), wanted, "{list:?}");
        }
    }
}
