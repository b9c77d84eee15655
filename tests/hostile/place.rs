//! A folder with hostile files in it, and the program run there as at a terminal.

use std::fs;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use tempfile::TempDir;

use super::stream::{Writer, check};

/// A home that knows nothing of the person who runs the tests.
pub struct Place(TempDir);

/// What a command left on its terminal.
pub struct Shown {
    pub code: u32,
    pub bytes: Vec<u8>,
    pub took: Duration,
}

impl Place {
    pub fn new() -> Place {
        Place(tempfile::tempdir().expect("a folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn at(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn library(&self) -> PathBuf {
        self.at(".local/share/ducha/library")
    }

    /// Writes a file, with the folders above it.
    pub fn file(&self, name: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, bytes).expect("a file");
        path
    }

    pub fn command(&self, words: &[impl AsRef<std::ffi::OsStr>]) -> CommandBuilder {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ducha"));
        command.args(words);
        command.cwd(self.path());
        command.env_clear();
        command.env("HOME", self.path());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "zh_CN.UTF-8");
        command
    }

    /// Runs a command at a terminal and checks every byte that reaches it.
    #[track_caller]
    pub fn run(&self, words: &[impl AsRef<std::ffi::OsStr>]) -> Shown {
        let shown = at_a_terminal(self.command(words));
        let words: Vec<_> = words
            .iter()
            .map(|word| word.as_ref().as_bytes().escape_ascii().to_string())
            .collect();
        let what = words.join(" ");
        check(&shown.bytes, Writer::Command, &what);
        assert_ne!(shown.code, 101, "{what} panicked: {}", shown.text());
        assert!(
            shown.code <= 3 || shown.code == 130,
            "{what} ended with {}: {}",
            shown.code,
            shown.text()
        );
        shown
    }

    /// Runs a command with a text on standard input, as a script does: its code, what it said, and to whom.
    pub fn fed(&self, words: &[&str], input: &str) -> (Option<i32>, String, String) {
        let path = self.file("input", input);
        let output = Command::new(env!("CARGO_BIN_EXE_ducha"))
            .args(words)
            .current_dir(self.path())
            .env_clear()
            .env("HOME", self.path())
            .env("LANG", "zh_CN.UTF-8")
            .stdin(fs::File::open(path).expect("the input"))
            .output()
            .expect("the program runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    }
}

impl Shown {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    #[track_caller]
    pub fn has(&self, code: u32, words: &[&str]) -> &Shown {
        let text = self.text();
        let start: String = text.chars().take(700).collect();
        assert_eq!(self.code, code, "{start}");
        for word in words {
            assert!(text.contains(word), "{word} is not in {start}");
        }
        self
    }
}

/// Runs a command whose three streams are a terminal that never answers.
pub fn at_a_terminal(command: CommandBuilder) -> Shown {
    let size = PtySize {
        rows: 50,
        cols: 200,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pair = native_pty_system()
        .openpty(size)
        .expect("a pseudo-terminal");
    let started = Instant::now();
    let mut child = pair
        .slave
        .spawn_command(command)
        .expect("the program starts");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let mut bytes = Vec::new();
    // The end of the other side is an error here.
    let _ = reader.read_to_end(&mut bytes);
    let status = child.wait().expect("the program ends");
    Shown {
        code: status.exit_code(),
        bytes,
        took: started.elapsed(),
    }
}
