//! Words that make a number more or less than it says.

use serde::Deserialize;

use super::words::{Senses, Words};
use crate::report::Form;

/// Words that loosen a number.
#[derive(Debug)]
pub struct Approximators {
    pub before: Senses<Form>,
    pub after: Senses<Form>,
    /// Words that end in an approximator and are none: 节约, 附近.
    pub not_before: Words,
    /// Words that may stand between an approximator and the number: 超过了.
    pub through: Words,
    /// Approximators that mean "the last" before a stretch of time: 近三年.
    pub recent: Words,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct FormWords {
    #[serde(default)]
    more_than: Vec<Box<str>>,
    #[serde(default)]
    less_than: Vec<Box<str>>,
    #[serde(default)]
    about: Vec<Box<str>>,
    #[serde(default)]
    at_least: Vec<Box<str>>,
    #[serde(default)]
    at_most: Vec<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ApproximatorsFile {
    before: FormWords,
    after: FormWords,
    not_before: Words,
    through: Words,
    recent: Words,
}

impl FormWords {
    fn into_senses(self) -> Senses<Form> {
        Senses::new([
            (self.more_than, Form::MoreThan),
            (self.less_than, Form::LessThan),
            (self.about, Form::About),
            (self.at_least, Form::AtLeast),
            (self.at_most, Form::AtMost),
        ])
    }
}

impl Approximators {
    pub(super) fn of(file: ApproximatorsFile) -> Approximators {
        Approximators {
            before: file.before.into_senses(),
            after: file.after.into_senses(),
            not_before: file.not_before,
            through: file.through,
            recent: file.recent,
        }
    }
}
