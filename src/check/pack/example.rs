//! Examples of rules: texts on which a rule must hit, and texts that only look like it.

use std::fmt;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{Pack, PackError, PackFault, Rule};
use crate::check::{Context, check};
use crate::compare::compare;
use crate::report::{Hints, Report, SourceText, parse};

/// What the rule must find, and what it must leave alone: half of the text of a pack, and not needed for checking, so
/// kept as JSON until it is asked for.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    json: String,
    read: OnceLock<Lists>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    #[serde(default)]
    bad: Vec<Example>,
    #[serde(default)]
    ok: Vec<Example>,
}

impl Examples {
    pub(super) fn unread(json: &RawValue) -> Examples {
        Examples {
            json: json.get().to_owned(),
            read: OnceLock::new(),
        }
    }

    /// Reads them, or says what is wrong with them.
    pub(super) fn check(&self) -> Result<(), serde_json::Error> {
        if !self.json.is_empty() {
            let lists = serde_json::from_str(&self.json)?;
            self.read.get_or_init(|| lists);
        }
        Ok(())
    }

    /// Texts on which the rule must hit.
    pub fn bad(&self) -> &[Example] {
        &self.lists().bad
    }

    /// Texts that only look like a hit.
    pub fn ok(&self) -> &[Example] {
        &self.lists().ok
    }

    fn lists(&self) -> &Lists {
        self.read.get_or_init(|| match self.json.is_empty() {
            true => Lists::default(),
            false => serde_json::from_str(&self.json).expect("a pack that was validated"),
        })
    }
}

/// An invented text, whole or as a passage within a frame of the pack.
#[derive(Clone, Debug, Default)]
pub struct Example {
    pub text: String,
    /// The frame whose `{text}` this is; without one the text is the whole report.
    pub frame: Option<String>,
    /// The date on the page, which text seldom has.
    pub published: Option<Date>,
    /// Last year's report, whole.
    pub previous: Option<String>,
}

/// How an example failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleFault {
    /// A `bad` one without a hit; holds the example.
    Missed(String),
    /// An `ok` one with a hit; holds the message.
    FalseAlarm(String),
}

impl fmt::Display for ExampleFault {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            ExampleFault::Missed(text) => write!(formatter, "no hit: {text}"),
            ExampleFault::FalseAlarm(message) => write!(formatter, "false alarm: {message}"),
        }
    }
}

/// A plain string is an example without frame.
impl<'de> Deserialize<'de> for Example {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Example, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Full {
            text: String,
            #[serde(default)]
            frame: Option<String>,
            #[serde(default)]
            published: Option<Date>,
            #[serde(default)]
            previous: Option<String>,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Text(String),
            Full(Full),
        }
        Ok(match Either::deserialize(from)? {
            Either::Text(text) => Example {
                text,
                ..Example::default()
            },
            Either::Full(full) => Example {
                text: full.text,
                frame: full.frame,
                published: full.published,
                previous: full.previous,
            },
        })
    }
}

/// Runs the examples of one rule.
pub(super) fn run(pack: &Pack, rule: &Rule, file: &str) -> Vec<PackError> {
    // By itself, and for everyone: whom the pack applies to is not what the example is about.
    let alone = [Pack {
        id: pack.id.clone(),
        title: pack.title.clone(),
        as_of: pack.as_of,
        frames: pack.frames.clone(),
        rules: vec![rule.clone()],
        ..Pack::default()
    }];
    let missed = rule.examples.bad().iter().filter_map(|example| {
        let missed = alarm(example, &alone).is_none();
        missed.then(|| ("examples.bad", ExampleFault::Missed(example.text.clone())))
    });
    let alarmed = rule.examples.ok().iter().filter_map(|example| {
        let message = alarm(example, &alone)?;
        Some(("examples.ok", ExampleFault::FalseAlarm(message)))
    });
    missed
        .chain(alarmed)
        .map(|(key, fault)| PackError {
            file: file.to_owned(),
            line: None,
            rule: Some(rule.id.clone()),
            key: Some(key.to_owned()),
            fault: PackFault::Example(fault),
        })
        .collect()
}

/// The message of the first alarm on an example.
fn alarm(example: &Example, packs: &[Pack]) -> Option<String> {
    let report = read(example, packs);
    let previous = example
        .previous
        .as_ref()
        .map(|text| parse(SourceText::new(text.as_str()), &Hints::default()));
    let comparison = previous.as_ref().map(|previous| compare(previous, &report));
    let context = Context {
        previous: previous.as_ref().zip(comparison.as_ref()),
        ..Context::default()
    };
    let outcome = check(&report, &context, packs);
    let alarm = outcome.findings.iter().find(|found| found.verdict.asks());
    alarm.map(|finding| finding.message.zh.clone())
}

fn read(example: &Example, packs: &[Pack]) -> Report {
    let frame = example
        .frame
        .as_ref()
        .and_then(|name| packs.first()?.frames.get(name));
    let text = match frame {
        Some(frame) => frame.replace("{text}", &example.text),
        None => example.text.clone(),
    };
    let hints = Hints {
        published: example.published,
        ..Hints::default()
    };
    parse(SourceText::new(text), &hints)
}
