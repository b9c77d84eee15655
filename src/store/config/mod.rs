//! What the office sets for itself: `config.json` and rule packs in the configuration folder.

mod console;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::locale::Lang;
use crate::order;
use crate::review::{Cutoffs, Grading};
use crate::shown::Shown;

use super::places::Places;

pub use console::{
    Ambiguous, ConsoleConfig, ConsoleFault, KeySetting, Mouse, Outline, ThemeChoice,
};

/// The value of `schema` in the file.
const SCHEMA: &str = "ducha.config.v1";

const FILE: &str = "config.json";

/// Holds one pack a file.
const PACKS: &str = "packs";

/// What `config.json` says; everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// The places that the office's units lie in, so that packs for them apply to every report.
    pub regions: Vec<String>,
    /// Where the grades of the score sheet begin and end.
    pub grades: Grading,
    /// Indicators that stand first in every comparison: what is counted, or that and the verb, `行政复议申请·受理`.
    pub pinned: Vec<String>,
    pub console: ConsoleConfig,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<'a> {
    #[serde(default)]
    schema: String,
    #[serde(default)]
    regions: Vec<String>,
    #[serde(default)]
    grades: Grading,
    #[serde(default)]
    pinned: Vec<String>,
    /// Read setting by setting: a slip in one does not keep the console from starting.
    #[serde(default, borrow)]
    console: Option<&'a RawValue>,
}

/// What is wrong with the file, and where.
#[derive(Debug)]
pub struct ConfigError {
    pub path: PathBuf,
    pub fault: ConfigFault,
}

#[derive(Debug)]
pub enum ConfigFault {
    Unread(io::Error),
    /// Holds the reader's words, in English, with line and column.
    Invalid(String),
    /// Another format; holds what the file says.
    Schema(String),
    /// A better grade allows more findings than a worse one.
    Grades,
}

impl Config {
    /// Reads the file of a configuration folder; without one nothing is set.
    pub fn read(folder: &Path) -> Result<Config, ConfigError> {
        let path = folder.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Config::default()),
            Err(error) => {
                let fault = ConfigFault::Unread(error);
                return Err(ConfigError { path, fault });
            }
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        match serde_json::from_str::<File>(text) {
            Ok(file) if file.schema == SCHEMA => {
                let cutoffs = [file.grades.aspect, file.grades.whole];
                if cutoffs.iter().all(Cutoffs::are_in_order) {
                    let console = file.console.map(|part| ConsoleConfig::read(text, part));
                    return Ok(Config {
                        regions: file.regions,
                        grades: file.grades,
                        pinned: file.pinned,
                        console: console.unwrap_or_default(),
                    });
                }
                let fault = ConfigFault::Grades;
                Err(ConfigError { path, fault })
            }
            Ok(file) => {
                let fault = ConfigFault::Schema(file.schema);
                Err(ConfigError { path, fault })
            }
            Err(error) => {
                let fault = ConfigFault::Invalid(error.to_string());
                Err(ConfigError { path, fault })
            }
        }
    }

    /// The language that the user of this machine has set; a file that cannot be read says so when it is needed.
    pub fn language() -> Option<Lang> {
        let places = Places::of_system(None).ok()?;
        Config::read(&places.config).ok()?.console.language
    }

    /// The rule packs of a configuration folder, by name.
    pub fn packs(folder: &Path) -> Vec<PathBuf> {
        let listed = fs::read_dir(folder.join(PACKS)).into_iter().flatten();
        let mut files: Vec<PathBuf> = listed
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|end| end == "json"))
            .collect();
        order::sort(&mut files);
        files
    }
}

impl ConfigError {
    /// What happened, where, and what to do.
    pub fn render(&self, lang: Lang) -> String {
        let (key, detail) = match &self.fault {
            ConfigFault::Unread(error) => ("config.unread", error.to_string()),
            ConfigFault::Invalid(words) => ("config.invalid", words.clone()),
            ConfigFault::Schema(found) => ("config.schema", found.clone()),
            ConfigFault::Grades => ("config.grades", String::new()),
        };
        let path = self.path.to_string_lossy();
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("path", &Shown::new(&path)),
            ("detail", &Shown::new(&detail)),
            ("schema", &SCHEMA),
        ];
        lang.fill(key, &values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_sets_nothing_and_what_is_wrong_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let read = || Config::read(folder.path());
        assert_eq!(read().expect("no file"), Config::default());
        let write = |text: &str| fs::write(folder.path().join(FILE), text).expect("a file");
        write(r#"{"schema": "ducha.config.v1", "regions": ["云岭市"]}"#);
        assert_eq!(read().expect("a config").regions, ["云岭市"]);
        write(r#"{"schema": "ducha.config.v1", "pinned": ["行政复议申请·受理"]}"#);
        assert_eq!(read().expect("a config").pinned, ["行政复议申请·受理"]);
        for (text, said) in [
            (r#"{"schema": "ducha.config.v1", "region": []}"#, "region"),
            (r#"{"schema": "v0"}"#, "v0"),
            (r#"{"schema": "ducha.config.v1", "consol": {}}"#, "consol"),
            ("{", "line 1"),
        ] {
            write(text);
            let error = read().expect_err("a broken config").render(Lang::En);
            assert!(error.contains(said) && error.contains(FILE), "{error}");
        }
    }

    #[test]
    fn a_slip_in_the_console_is_named_with_its_line_and_the_rest_applies() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = r#"{
  "schema": "ducha.config.v1",
  "console": {
    "language": "en",
    "theme": "pink",
    "outline": "hidden",
    "colour": 1,
    "keys": [
      {"action": "down", "keys": ["J"]},
      {"action": "up", "key": ["K"]}
    ]
  }
}"#;
        fs::write(folder.path().join(FILE), text).expect("a file");
        let console = Config::read(folder.path()).expect("a config").console;
        assert_eq!(console.language, Some(Lang::En));
        assert_eq!(console.outline, Outline::Hidden);
        assert_eq!(console.theme, ThemeChoice::Auto);
        let keys: Vec<(usize, &str)> = console
            .keys
            .iter()
            .map(|key| (key.line, key.action.as_str()))
            .collect();
        assert_eq!(keys, [(9, "down")]);
        let faults: Vec<(usize, &str)> = console
            .faults
            .iter()
            .map(|fault| (fault.line, fault.name.as_str()))
            .collect();
        assert_eq!(faults, [(7, "colour"), (10, "keys"), (5, "theme")]);
    }
}
