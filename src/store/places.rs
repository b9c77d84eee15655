//! Where things live on this machine, and who is at the keyboard.

use std::path::{Path, PathBuf};

use super::error::{Error, ErrorKind};
use super::library::Library;

/// Folders of this user; nothing is made until it is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The user's library, or the one named by `--library`.
    pub library: PathBuf,
    /// The bundled samples, once something was annotated in them.
    pub samples: PathBuf,
    /// Drafts and whatever can be rebuilt; always on this machine's disk.
    pub state: PathBuf,
    /// What the user or the office sets: `config.json`, `packs/`.
    pub config: PathBuf,
}

impl Places {
    /// The folders that the system gives; `library` is the value of `--library`.
    pub fn of_system(library: Option<&Path>) -> Result<Places, Error> {
        let folders = directories::ProjectDirs::from("", "", "ducha")
            .ok_or_else(|| Error::new("~", ErrorKind::NoHome))?;
        let data = folders.data_dir();
        let state = folders
            .state_dir()
            .unwrap_or_else(|| folders.data_local_dir());
        Ok(Places {
            library: library.map_or_else(|| data.join("library"), Path::to_owned),
            samples: data.join("samples"),
            state: state.to_owned(),
            config: folders.config_dir().to_owned(),
        })
    }

    /// All folders below one, for tests and for trying things out.
    pub fn under(folder: &Path) -> Places {
        Places {
            library: folder.join("library"),
            samples: folder.join("samples"),
            state: folder.join("state"),
            config: folder.join("config"),
        }
    }

    /// Whether the user has a library.
    pub fn has_library(&self) -> bool {
        self.library.join(super::library::MANIFEST).exists()
    }

    /// The user's library; an error where there is none.
    pub fn open(&self) -> Result<Library, Error> {
        Ok(Library::open(&self.library)?.with_state(&self.state))
    }

    /// The user's library, made where there is none.
    pub fn open_or_create(&self) -> Result<Library, Error> {
        Ok(Library::open_or_create(&self.library)?.with_state(&self.state))
    }

    /// The bundled samples: a library of their own, never mixed with the user's.
    pub fn samples(&self) -> Result<Library, Error> {
        Ok(Library::samples(&self.samples)?.with_state(&self.state))
    }
}

/// The reviewer: `name` if given, else the system user.
pub fn reviewer(name: Option<&str>) -> String {
    name.map(str::to_owned)
        .filter(|name| !name.trim().is_empty())
        .or_else(system_user)
        .or_else(|| environment("LOGNAME"))
        .or_else(|| environment("USER"))
        .unwrap_or_else(|| format!("uid-{}", rustix::process::getuid().as_raw()))
}

fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The name of our user id in the system's table of users; a name in the environment may be anyone's.
fn system_user() -> Option<String> {
    let uid = rustix::process::getuid().as_raw().to_string();
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == uid && !name.is_empty()).then(|| name.to_owned())
    })
}

/// The name of this machine as it goes into file names.
pub(super) fn host() -> String {
    let name = rustix::system::uname();
    let name = name.nodename().to_string_lossy();
    let short = name.split('.').next().unwrap_or("");
    let plain: String = short
        .chars()
        .map(|letter| letter.to_ascii_lowercase())
        .filter(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || *letter == '-')
        .take(32)
        .collect();
    if plain.is_empty() {
        "host".to_owned()
    } else {
        plain
    }
}

/// Whether a folder is that of a reviewer.
pub(super) fn is_folder_of(folder: &str, reviewer: &str) -> bool {
    let plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte);
    let is_plain = !reviewer.is_empty() && reviewer.len() <= 128 && reviewer.bytes().all(plain);
    match is_plain {
        true => folder == reviewer,
        false => folder == folder_name(reviewer),
    }
}

/// A reviewer's folder name: `[a-z0-9_-]` as they are, every other byte percent-encoded, long names cut with a digest.
pub fn folder_name(reviewer: &str) -> String {
    let mut name = String::new();
    for byte in reviewer.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' => name.push(char::from(byte)),
            _ => {
                name.push('%');
                for digit in [byte >> 4, byte & 0xf] {
                    name.extend(char::from_digit(u32::from(digit), 16));
                }
            }
        }
    }
    if name.is_empty() || name.len() > 128 {
        let kept: String = name.chars().take(64).collect();
        let digest = crate::report::digest(reviewer.as_bytes());
        return format!("{kept}%{}", digest.get(..16).unwrap_or(&digest));
    }
    name
}
