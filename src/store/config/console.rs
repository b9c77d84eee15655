//! What a person sets for the console. Each setting counts by itself: one that is wrong is named with its line, and the
//! others are in force.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::locale::Lang;

/// The `console` part of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsoleConfig {
    pub language: Option<Lang>,
    pub theme: ThemeChoice,
    pub ambiguous: Ambiguous,
    pub outline: Outline,
    pub mouse: Mouse,
    /// Keys that mean something else than in the bundled table.
    pub keys: Vec<KeySetting>,
    /// What could not be used.
    pub faults: Vec<ConsoleFault>,
}

/// Colours, by what they stand on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeChoice {
    /// As the terminal says, dark where it says nothing.
    #[default]
    Auto,
    Dark,
    Light,
    /// Told apart without red and green.
    Distinct,
    /// None at all.
    Mono,
}

/// How wide the terminal draws `“ … — · ①`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ambiguous {
    /// The terminal is asked.
    #[default]
    Ask,
    Narrow,
    Wide,
}

/// Whether a report opens with its outline beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outline {
    /// Where there is room for it.
    #[default]
    Auto,
    Shown,
    Hidden,
}

/// Whether the console takes clicks and the wheel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mouse {
    /// Text is selected for the terminal's own clipboard with the shift key held.
    #[default]
    On,
    /// The terminal keeps the mouse to itself.
    Off,
}

/// Other keys for an action; as written, since only the console knows its actions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySetting {
    pub line: usize,
    pub action: String,
    /// Everywhere when not given.
    pub scenes: Option<Vec<String>>,
    /// None take the action off the keyboard.
    pub keys: Vec<String>,
}

/// A setting that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsoleFault {
    pub line: usize,
    pub name: String,
    /// The reader's words, in English.
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    action: String,
    #[serde(rename = "in")]
    scenes: Option<Vec<String>>,
    keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Language {
    Zh,
    En,
}

/// Reads settings one by one, keeping what is wrong with them.
struct Reader<'a> {
    /// The whole file, in which lines are counted.
    file: &'a str,
    faults: Vec<ConsoleFault>,
}

impl ConsoleConfig {
    /// Reads the part, which must be a piece of the file.
    pub(super) fn read(file: &str, part: &RawValue) -> ConsoleConfig {
        let mut config = ConsoleConfig::default();
        let mut reader = Reader {
            file,
            faults: Vec::new(),
        };
        let settings: BTreeMap<String, &RawValue> =
            reader.value("console", part).unwrap_or_default();
        for (name, raw) in settings {
            let name = name.as_str();
            match name {
                "language" => config.language = reader.value(name, raw).map(Language::meant),
                "theme" => config.theme = reader.value(name, raw).unwrap_or_default(),
                "ambiguous" => config.ambiguous = reader.value(name, raw).unwrap_or_default(),
                "outline" => config.outline = reader.value(name, raw).unwrap_or_default(),
                "mouse" => config.mouse = reader.value(name, raw).unwrap_or_default(),
                "keys" => config.keys = reader.keys(raw),
                _ => reader.fault(name, raw, "unknown setting"),
            }
        }
        config.faults = reader.faults;
        config
    }
}

impl Language {
    fn meant(self) -> Lang {
        match self {
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        }
    }
}

impl<'a> Reader<'a> {
    fn value<'b, T: Deserialize<'b>>(&mut self, name: &str, raw: &'b RawValue) -> Option<T> {
        match serde_json::from_str(raw.get()) {
            Ok(value) => Some(value),
            Err(error) => {
                let words = error.to_string();
                // Its line counts from the value.
                let reason = words.split(" at line ").next().unwrap_or(&words);
                self.fault(name, raw, reason);
                None
            }
        }
    }

    fn keys(&mut self, raw: &RawValue) -> Vec<KeySetting> {
        let rows: Vec<&RawValue> = self.value("keys", raw).unwrap_or_default();
        let mut keys = Vec::with_capacity(rows.len());
        for row in rows {
            if let Some(read) = self.value::<KeyFile>("keys", row) {
                keys.push(KeySetting {
                    line: self.line(row),
                    action: read.action,
                    scenes: read.scenes,
                    keys: read.keys,
                });
            }
        }
        keys
    }

    fn fault(&mut self, name: &str, raw: &RawValue, reason: &str) {
        self.faults.push(ConsoleFault {
            line: self.line(raw),
            name: name.to_owned(),
            reason: reason.to_owned(),
        });
    }

    /// The line of the file that a value begins on.
    fn line(&self, raw: &RawValue) -> usize {
        let begins = raw.get().as_ptr().addr();
        let before = begins.saturating_sub(self.file.as_ptr().addr());
        let before = self.file.get(..before).unwrap_or("");
        before.matches('\n').count() + 1
    }
}
