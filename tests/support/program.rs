//! The program as a script starts it: a home of its own, files to work on, results to look at.
// Each test binary uses a part of it.
#![allow(dead_code)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A home that knows nothing of the person who runs the tests.
pub struct Home(TempDir);

/// What a run left.
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn new() -> Home {
        Home(tempfile::tempdir().expect("a folder"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, with the folders above it; its path as an argument.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).expect("a folder");
        fs::write(&path, content).expect("a file");
        path.to_string_lossy().into_owned()
    }

    pub fn run(&self, words: &[&str]) -> Run {
        self.run_with(words, "")
    }

    /// The program, to be started otherwise.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ducha"));
        command
            .args(words)
            .env_clear()
            .env("HOME", self.0.path())
            .env("LANG", "zh_CN.UTF-8");
        command
    }

    /// Runs the program with a text on standard input.
    pub fn run_with(&self, words: &[&str], input: &str) -> Run {
        let mut child = self
            .command(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("standard input");
        let input = input.to_owned();
        // A program that does not read its input may end first.
        let writer = std::thread::spawn(move || {
            let _ = stdin.write_all(input.as_bytes());
        });
        let output = child.wait_with_output().expect("the program ends");
        writer.join().expect("the input is written");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8 output");
        Run {
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

impl Run {
    /// Each line of the result as JSON.
    pub fn json(&self) -> Vec<serde_json::Value> {
        let lines = self.out.lines();
        lines
            .map(|line| serde_json::from_str(line).expect("a JSON document a line"))
            .collect()
    }
}
