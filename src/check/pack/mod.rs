//! Rule packs: rules as data, format v1 (`ducha.pack.v1`, schema in `data/schema/pack.schema.json`).
//!
//! A pack says what is tested, on whom, since when, on what basis and in which words. Code knows kinds of test
//! ([`Test`]), never a rule. Each rule carries examples that are its tests.

mod digits;
mod example;
mod line;
mod names;
mod nature;
mod needs;
mod overlay;
mod pairs;
mod parameter;
mod pattern;
mod read;
mod test;
mod validate;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub use example::{Example, ExampleFault, Examples};
pub use names::MetricName;
pub use overlay::{Applies, Effective, Override, State, Tier, effective, in_order};
pub use pairs::Pairs;
pub use parameter::{
    Bound, Canon, DateField, DatedWords, Given, Mark, Misprint, Share, Side, Take, Within, Worse,
};
pub use pattern::Pattern;
pub use test::Test;
pub use words::Words;

use jiff::civil::Date;

use super::{Basis, Localized, Severity, Verdict};
use crate::order;
use crate::report::{Kind, Level};

/// The value of `schema` in every pack of this format.
pub const SCHEMA: &str = "ducha.pack.v1";

/// A pack of rules as read from JSON.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    pub id: String,
    pub title: Localized,
    /// The day to which its facts were looked up.
    pub as_of: Option<Date>,
    /// What an author or reader of the pack should know.
    pub note: Option<Localized>,
    pub tier: Tier,
    pub applies: Applies,
    /// Whole reports with a `{text}` in them, for examples that are only a passage.
    pub frames: BTreeMap<String, String>,
    /// Changes to rules of packs farther away.
    pub overrides: Vec<Override>,
    pub rules: Vec<Rule>,
}

/// One rule: a test and everything that a finding of it needs.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `family-what`, stable for ever.
    pub id: String,
    pub title: Localized,
    pub severity: Severity,
    /// Another severity for some levels, such as subdistricts.
    pub severity_at: BTreeMap<&'static str, Severity>,
    /// How strongly a hit is stated: some tests only ever ask.
    pub hit: Verdict,
    /// Empty for all.
    pub levels: Vec<Level>,
    /// Empty for all.
    pub kinds: Vec<Kind>,
    pub years: Years,
    pub basis: Vec<Basis>,
    pub test: Test,
    /// A template for every verdict that the test can give; `not-assessable` has texts of its own.
    pub messages: BTreeMap<Verdict, Localized>,
    /// Alarms beyond this many are folded into one.
    pub limit: usize,
    /// What looks like a hit and is none, for the reviewer and the next author.
    pub traps: Vec<String>,
    pub examples: Examples,
}

/// The report years that a rule holds for, both ends included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Years {
    #[serde(default)]
    pub from: Option<i16>,
    #[serde(default)]
    pub to: Option<i16>,
}

/// What is wrong with a pack, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    /// The file, as the caller named it.
    pub file: String,
    /// From 1; none where the text has no such place.
    pub line: Option<usize>,
    pub rule: Option<String>,
    /// The key, with dots into objects: `message.unmet.en`.
    pub key: Option<String>,
    pub fault: PackFault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackFault {
    /// Not JSON.
    Syntax {
        line: usize,
        column: usize,
    },
    /// Another format, or none; holds what the file says.
    Schema(String),
    Missing,
    /// A key that the format does not have.
    Unknown,
    /// A value that does not fit; holds the reader's words, in English.
    Invalid(String),
    Empty,
    Duplicate,
    /// Not `family-what` in lower-case ASCII.
    Id,
    /// Changes a rule that no pack brings.
    NoSuchRule,
    /// A slot that the test does not fill.
    Slot(String),
    /// 违反 or 违规 without a basis of strength B1 or B2.
    Accusation,
    /// An example that does not do what it says.
    Example(ExampleFault),
}

/// The packs that are part of the program; that they are valid is tested, not found out anew at every start.
pub fn bundled() -> Vec<Pack> {
    let packs = BUNDLED.iter();
    packs
        .map(|(name, json)| read::read(json, name).expect("the bundled packs are valid"))
        .collect()
}

/// The files of the bundled packs: the general rules, those that are mostly tables, those that need a library, and a
/// slot for the outline that is to come.
pub const BUNDLED: [(&str, &str); 6] = [
    ("national.json", crate::bundled!("packs/national.json")),
    (
        "national-topics.json",
        crate::bundled!("packs/national-topics.json"),
    ),
    (
        "national-validity.json",
        crate::bundled!("packs/national-validity.json"),
    ),
    (
        "national-titles.json",
        crate::bundled!("packs/national-titles.json"),
    ),
    ("library.json", crate::bundled!("packs/library.json")),
    (
        "outline-2026-2030.json",
        crate::bundled!("packs/outline-2026-2030.json"),
    ),
];

impl Pack {
    /// Reads and validates a pack; `file` is only for the errors, of which it gives all.
    pub fn read(json: &str, file: &str) -> Result<Pack, Vec<PackError>> {
        let faults = match read::read(json, file) {
            Ok(pack) => match validate::validate(&pack, file) {
                faults if faults.is_empty() => return Ok(pack),
                faults => faults,
            },
            Err(faults) => faults,
        };
        Err(located(faults, json))
    }

    /// Reads a pack that may change rules of those below it; what it changes must fit them.
    pub fn read_over(json: &str, file: &str, below: &[Pack]) -> Result<Pack, Vec<PackError>> {
        let pack = Pack::read(json, file)?;
        let faults = validate::validate_overrides(&pack, below, file);
        match faults.is_empty() {
            true => Ok(pack),
            false => Err(located(faults, json)),
        }
    }

    /// Runs the examples of all rules; what they say and the rules do not do, as errors.
    pub fn try_examples(&self, file: &str) -> Vec<PackError> {
        let rules = self.rules.iter();
        rules
            .flat_map(|rule| example::run(self, rule, file))
            .collect()
    }
}

impl Years {
    /// Whether a report year lies inside; `None` when the year is unknown and matters.
    pub fn hold(self, year: Option<i16>) -> Option<bool> {
        if self.from.is_none() && self.to.is_none() {
            return Some(true);
        }
        let year = year?;
        let after = self.from.is_none_or(|from| from <= year);
        Some(after && self.to.is_none_or(|to| year <= to))
    }
}

impl Rule {
    /// The verdicts that it can give besides not-assessable: those of its test, after `hit`.
    pub fn verdicts(&self) -> BTreeSet<Verdict> {
        let given = self.test.verdicts().iter().copied();
        given
            .map(|verdict| match verdict {
                Verdict::Unmet => self.hit,
                Verdict::Unclear | Verdict::NotAssessable | Verdict::Met => verdict,
            })
            .collect()
    }

    /// The severity for an issuer of this level.
    pub fn severity_for(&self, level: Level) -> Severity {
        let other = self.severity_at.get(level.name());
        other.copied().unwrap_or(self.severity)
    }
}

impl PackFault {
    /// The last part of the locale key `pack_fault.*`.
    pub fn name(&self) -> &'static str {
        match self {
            PackFault::Syntax { .. } => "syntax",
            PackFault::Schema(_) => "schema",
            PackFault::Missing => "missing",
            PackFault::Unknown => "unknown",
            PackFault::Invalid(_) => "invalid",
            PackFault::Empty => "empty",
            PackFault::Duplicate => "duplicate",
            PackFault::Id => "id",
            PackFault::NoSuchRule => "no-such-rule",
            PackFault::Slot(_) => "slot",
            PackFault::Accusation => "accusation",
            PackFault::Example(_) => "example",
        }
    }

    /// The value for `{detail}` in the locale text; empty where the fault says all.
    pub fn detail(&self) -> String {
        match self {
            PackFault::Syntax { line, column } => format!("{line}:{column}"),
            PackFault::Schema(found) => found.clone(),
            PackFault::Invalid(words) => words.clone(),
            PackFault::Slot(name) => format!("{{{name}}}"),
            PackFault::Example(fault) => fault.to_string(),
            PackFault::Missing
            | PackFault::Unknown
            | PackFault::Empty
            | PackFault::Duplicate
            | PackFault::Id
            | PackFault::NoSuchRule
            | PackFault::Accusation => String::new(),
        }
    }
}

/// The errors with the lines that they are about, in the order of the lines.
fn located(mut faults: Vec<PackError>, json: &str) -> Vec<PackError> {
    let lines = line::Lines::of(json);
    for error in &mut faults {
        error.line = if let PackFault::Syntax { line, .. } = error.fault {
            Some(line)
        } else {
            lines.find(error.rule.as_deref(), error.key.as_deref())
        };
    }
    order::sort_by_key(&mut faults, |error| error.line);
    faults
}

impl fmt::Display for PackError {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(formatter, ":{line}")?;
        }
        for place in [&self.rule, &self.key].into_iter().flatten() {
            write!(formatter, ": {place}")?;
        }
        write!(formatter, ": {}", self.fault.name())?;
        let detail = self.fault.detail();
        if !detail.is_empty() {
            write!(formatter, " ({detail})")?;
        }
        Ok(())
    }
}

impl std::error::Error for PackError {}
