//! What the console remembers on this machine from one session to the next: where each report was left, what was typed.
//!
//! None of it is worth asking about: what cannot be read is forgotten, what cannot be written is not remembered.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::Mode;
use serde::{Deserialize, Serialize};

use super::document;
use super::library::Library;

const SCHEMA: &str = "ducha.memory.v1";
const NAME: &str = "memory.json";
const LARGEST: u64 = 4 << 20;

/// How many reports and lines are remembered; older ones go.
const PLACES: usize = 2000;
const LINES: usize = 200;

/// What is learned goes to the disk after this long, with all that comes meanwhile.
const DELAY: Duration = Duration::from_millis(400);
/// How long the end of the session waits for it.
const PATIENCE: Duration = Duration::from_millis(500);

/// Everything remembered, the latest last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    schema: String,
    #[serde(default)]
    places: Vec<Left>,
    #[serde(default)]
    commands: Vec<String>,
    #[serde(default)]
    searches: Vec<String>,
}

/// Where a report was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Left {
    edition: String,
    /// Code points of the text before it.
    at: usize,
}

/// Something to be remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Habit {
    /// A report was left at a place: code points of the text before it.
    Place {
        edition: String,
        at: usize,
    },
    Line(LineKind, String),
}

/// Lines that come back with the arrow keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    Command,
    Search,
}

impl Memory {
    /// What the library's state folder holds; nothing where there is none.
    pub fn read(library: &Library) -> Memory {
        let read = || {
            let folder = super::folder::Folder::open(library.state()?).ok()?;
            let bytes = folder.read(NAME, LARGEST).ok()?;
            let (memory, _) = document::unseal::<Memory>(&bytes)?;
            (memory.schema == SCHEMA).then_some(memory)
        };
        read().unwrap_or_default()
    }

    /// Code points before the place where a report was left.
    pub fn place(&self, edition: &str) -> Option<usize> {
        let mut places = self.places.iter().rev();
        Some(places.find(|left| left.edition == edition)?.at)
    }

    /// Lines of one kind, the latest last, each once.
    pub fn lines(&self, kind: LineKind) -> &[String] {
        match kind {
            LineKind::Command => &self.commands,
            LineKind::Search => &self.searches,
        }
    }

    pub fn learn(&mut self, habit: Habit) {
        match habit {
            Habit::Place { edition, at } => {
                self.places.retain(|left| left.edition != edition);
                self.places.push(Left { edition, at });
                forget(&mut self.places, PLACES);
            }
            Habit::Line(kind, line) => {
                let lines = match kind {
                    LineKind::Command => &mut self.commands,
                    LineKind::Search => &mut self.searches,
                };
                lines.retain(|known| *known != line);
                lines.push(line);
                forget(lines, LINES);
            }
        }
    }

    /// Learns on top of what other sessions have written meanwhile.
    fn write(library: &Library, habits: Vec<Habit>) {
        let mut memory = Memory::read(library);
        memory.schema = SCHEMA.to_owned();
        for habit in habits {
            memory.learn(habit);
        }
        if let Ok(folder) = library.state_folder() {
            let bytes = document::seal(&memory);
            let _ = folder.replace_loosely(NAME, &bytes, Mode::RUSR | Mode::WUSR);
        }
    }
}

fn forget<T>(all: &mut Vec<T>, most: usize) {
    let many = all.len().saturating_sub(most);
    all.drain(..many);
}

/// Writes what is learned, on a thread of its own; dropped, it waits for the last of it, though not for ever.
#[derive(Debug)]
pub struct MemoryKeeper {
    habits: Option<Sender<Habit>>,
    ended: Receiver<()>,
}

impl MemoryKeeper {
    pub fn start(library: Arc<Library>) -> MemoryKeeper {
        let (habits, inbox) = channel();
        let (end, ended) = channel();
        thread::spawn(move || {
            keep(&library, &inbox);
            let _ = end.send(());
        });
        MemoryKeeper {
            habits: Some(habits),
            ended,
        }
    }

    pub fn learn(&self, habit: Habit) {
        if let Some(habits) = &self.habits {
            let _ = habits.send(habit);
        }
    }
}

impl Drop for MemoryKeeper {
    fn drop(&mut self) {
        self.habits = None;
        let _ = self.ended.recv_timeout(PATIENCE);
    }
}

fn keep(library: &Library, inbox: &Receiver<Habit>) {
    while let Ok(first) = inbox.recv() {
        let mut habits = vec![first];
        let until = Instant::now() + DELAY;
        let ended = loop {
            match inbox.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(habit) => habits.push(habit),
                Err(RecvTimeoutError::Timeout) => break false,
                Err(RecvTimeoutError::Disconnected) => break true,
            }
        };
        Memory::write(library, habits);
        if ended {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_of_a_kind_comes_last_and_once() {
        let mut memory = Memory::default();
        let line = |line: &str| Habit::Line(LineKind::Command, line.to_owned());
        let place = |edition: &str, at| Habit::Place {
            edition: edition.to_owned(),
            at,
        };
        for habit in [
            line("checks"),
            line("next"),
            line("checks"),
            place("a", 3),
            place("b", 4),
            place("a", 5),
            Habit::Line(LineKind::Search, "案卷".to_owned()),
        ] {
            memory.learn(habit);
        }
        assert_eq!(memory.lines(LineKind::Command), ["next", "checks"]);
        assert_eq!(memory.lines(LineKind::Search), ["案卷"]);
        assert_eq!(
            (memory.place("a"), memory.place("b"), memory.place("c")),
            (Some(5), Some(4), None)
        );
        for number in 0..=LINES {
            memory.learn(line(&number.to_string()));
        }
        assert_eq!(memory.lines(LineKind::Command).len(), LINES);
        assert_eq!(
            memory.lines(LineKind::Command).first().map(String::as_str),
            Some("1")
        );
    }
}
