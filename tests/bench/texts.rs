//! Texts that all programs get: the bundled samples, alone, one after the other, and as many reports of a library.
// The tests and the benchmark use a part each.
#![allow(dead_code)]

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::measure::at_home;
use crate::programs::own;

/// What the first screen of a report shows, and no line above it.
pub const FIRST_TEXT: &str = "年法治政府建设";
/// What the top line of a comparison says once there is one.
pub const COMPARED: &str = "变化 ";
/// Characters of a report in a library.
const LENGTH: usize = 4_500;

/// A home folder with two years of a report in it, which are all that is in the library.
pub struct Texts {
    home: TempDir,
    /// A report, and the same issuer's of the year before.
    pub new: String,
    pub old: String,
}

/// A home folder with a text that is long enough to scroll for a while.
pub struct Long {
    home: TempDir,
    pub text: String,
}

impl Texts {
    /// What is measured is opening a report that is in the library.
    pub fn new() -> io::Result<Texts> {
        let home = tempfile::tempdir()?;
        let texts = Texts {
            new: write(home.path(), "2024.txt", &sample("霁川县-2024")?)?,
            old: write(home.path(), "2023.txt", &sample("霁川县-2023")?)?,
            home,
        };
        import(&[&texts.old, &texts.new], texts.home())?;
        Ok(texts)
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }
}

impl Long {
    /// Forty-eight reports in one text.
    pub fn new() -> io::Result<Long> {
        let both = sample("霁川县-2024")? + "\n" + &sample("槐汀镇-2024")? + "\n";
        Long::of(&both.repeat(24))
    }

    pub fn of(text: &str) -> io::Result<Long> {
        let home = tempfile::tempdir()?;
        let text = write(home.path(), "long.txt", text)?;
        import(&[&text], home.path())?;
        Ok(Long { home, text })
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }
}

/// A repository with a history that fills a screen, whose every line says [`FIRST_TEXT`].
pub fn history() -> io::Result<TempDir> {
    let home = tempfile::tempdir()?;
    let git = |words: &[&str]| -> io::Result<()> {
        let author = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let mut git = Command::new("git");
        let status = at_home(git.args(author).args(words), home.path())
            .current_dir(home.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        match status.success() {
            true => Ok(()),
            false => Err(io::Error::other("git made no history")),
        }
    };
    git(&["init"])?;
    for number in 0..60 {
        let subject = format!("核对第{number}{FIRST_TEXT}年度报告的数据");
        git(&["commit", "--allow-empty", "-m", &subject])?;
    }
    Ok(home)
}

/// Writes a text; its path as an argument.
pub fn write(folder: &Path, name: &str, text: &str) -> io::Result<String> {
    let path = folder.join(name);
    fs::write(&path, text)?;
    Ok(path.to_string_lossy().into_owned())
}

/// Takes files or folders into the library of a home folder.
pub fn import(paths: &[&str], home: &Path) -> io::Result<()> {
    let mut importing = Command::new(own());
    let status = at_home(importing.arg("import").args(paths), home)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    match status.success() {
        true => Ok(()),
        false => Err(io::Error::other("the texts could not be imported")),
    }
}

/// A bundled report.
pub fn sample(name: &str) -> io::Result<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples");
    fs::read_to_string(folder.join(format!("{name}.txt")))
}

/// All bundled reports of plain text, one after the other.
pub fn samples() -> io::Result<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples");
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    let mut samples = String::new();
    for path in paths {
        samples.push_str(&fs::read_to_string(path)?);
        samples.push('\n');
    }
    Ok(samples)
}

/// The beginning of a text, repeated where it is shorter.
pub fn cut(text: &str, characters: usize) -> String {
    text.chars().cycle().take(characters).collect()
}

/// Writes reports that differ in their units, years and lengths into a new folder; all of them in one text.
pub fn reports(folder: &Path, count: usize) -> io::Result<String> {
    fs::create_dir(folder)?;
    let mut texts = Vec::new();
    for (unit, year) in [
        ("霁川县", 2022),
        ("霁川县", 2024),
        ("槐汀镇", 2022),
        ("槐汀镇", 2024),
    ] {
        texts.push((unit, sample(&format!("{unit}-{year}"))?));
    }
    let mut joined = String::new();
    for (number, (unit, sample)) in (0..count).zip(texts.iter().cycle()) {
        // One character more in the name makes another unit of it.
        let letter = char::from_u32(0x4E00 + (number / texts.len()) as u32).unwrap_or('一');
        let text = cut(&sample.replace(unit, &format!("{letter}{unit}")), LENGTH);
        fs::write(folder.join(format!("{number:04}.txt")), &text)?;
        joined.push_str(&text);
    }
    Ok(joined)
}
