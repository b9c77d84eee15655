//! Texts that all programs get: the bundled samples, alone and one after the other.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A home folder with the texts in it.
pub struct Texts {
    home: TempDir,
    /// A report, and the same issuer's of the year before.
    pub new: String,
    pub old: String,
    /// Long enough to scroll for a while.
    pub long: String,
}

/// What the first screen of a report shows, and no line above it.
pub const FIRST_TEXT: &str = "年法治政府建设";

/// What the top line of a comparison says once there is one.
pub const COMPARED: &str = "变化 ";

impl Texts {
    pub fn new() -> io::Result<Texts> {
        let home = tempfile::tempdir()?;
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples");
        let read = |name: &str| fs::read_to_string(samples.join(name));
        let write = |name: &str, text: &str| -> io::Result<String> {
            let path: PathBuf = home.path().join(name);
            fs::write(&path, text)?;
            Ok(path.to_string_lossy().into_owned())
        };
        let (new, old) = (read("霁川县-2024.txt")?, read("霁川县-2023.txt")?);
        let other = read("槐汀镇-2024.txt")?;
        let long = format!("{new}\n{other}\n").repeat(24);
        Ok(Texts {
            new: write("2024.txt", &new)?,
            old: write("2023.txt", &old)?,
            long: write("long.txt", &long)?,
            home,
        })
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }
}
