//! Words of time.

use serde::Deserialize;

use super::words::Senses;
use crate::report::charset::CharSet;

/// What a word says of the time that a number is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSense {
    /// 累计, 以来.
    Cumulative,
    /// 截至, 现有.
    AsOf,
    /// 力争.
    Target,
}

/// Words of time.
pub struct TimeWords {
    all: Senses<TimeSense>,
    openings: CharSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TimesFile {
    cumulative: Vec<Box<str>>,
    as_of: Vec<Box<str>>,
    target: Vec<Box<str>>,
}

impl TimeWords {
    pub(super) fn of(file: TimesFile) -> TimeWords {
        let all = Senses::new([
            (file.cumulative, TimeSense::Cumulative),
            (file.as_of, TimeSense::AsOf),
            (file.target, TimeSense::Target),
        ]);
        TimeWords {
            openings: CharSet::of(all.openings()),
            all,
        }
    }

    /// What the longest word of time at the start of a text says.
    pub fn at_start(&self, text: &str) -> Option<TimeSense> {
        self.all.at_start(text).map(|(_, sense)| sense)
    }

    /// What the words of time in a text say, one sense a place.
    pub fn senses<'a>(&'a self, text: &'a str) -> impl Iterator<Item = TimeSense> + 'a {
        let places = self.openings.places(text);
        places.filter_map(move |at| self.at_start(text.get(at..)?))
    }
}
