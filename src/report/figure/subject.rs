//! What a figure counts.
//!
//! Chinese puts the counted thing on either side of the number, or leaves it out where it was just said. For each figure:
//!
//! 1. The *lead* is the clause before the number, without the figure before it, a date, words of amount (共, 达) and words
//!    of change (同比增长); the *follow* is the noun phrase right behind the unit, up to a verb or stop.
//! 2. A follow wins: 涉及28个部门 counts 部门. A rate takes it only without a noun in its lead: 抽取60%的执法人员.
//! 3. Otherwise the lead is cut at its verb: 全年收到｜行政复议申请, and what stands before the verb is the actor:
//!    县长信箱｜答复｜咨询建议. A noun that says too little keeps its verb: 法院推送案件.
//! 4. A lead that is only a verb takes over the subject of the last figure of the sentence with the same unit: 办结34件; a
//!    figure right behind another shares its subject: 4期189人次; 分别 deals out its nouns in order.
//! 5. Failing all, the noun of the clause before, or the verb itself: 开庭67件, 集中评查2次.

mod clause;
mod dealt;
mod place;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use self::place::Place;
use super::scan::Reading;
use super::{Direction, FigureKind};

/// What the clause says of a figure. Its words are shared: figures of one sentence often say the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) subject: Arc<str>,
    pub(super) verb: Arc<str>,
    pub(super) actor: Arc<str>,
    pub(super) context: Arc<str>,
    pub(super) direction: Option<Direction>,
}

/// Words to be shared; nothing is kept of empty ones.
fn shared(words: &str) -> Arc<str> {
    if words.is_empty() {
        Arc::default()
    } else {
        Arc::from(words)
    }
}

impl Said {
    /// What the heads of a table say of a number in it.
    pub(super) fn of_cell(subject: Arc<str>) -> Said {
        Said {
            subject,
            ..Said::default()
        }
    }
}

/// How many figures of a sentence are looked back at for a subject.
const LOOK_BACK: usize = 8;

/// Tells what readings count, one after the other.
pub(super) struct Subjects<'a> {
    text: &'a str,
    line: Line,
    /// Where the last reading ended.
    end: usize,
}

impl<'a> Subjects<'a> {
    pub(super) fn of(text: &'a str) -> Subjects<'a> {
        Subjects {
            text,
            line: Line::default(),
            end: 0,
        }
    }

    /// What the next reading counts; dates count nothing. `next` is where the one behind it begins.
    pub(super) fn next(&mut self, reading: &Reading, next: usize) -> Said {
        let line = &mut self.line;
        if reading.begins.sentence > self.end {
            line.begin(reading.begins.sentence);
        }
        self.end = reading.quote.end;
        if reading.kind == FigureKind::Date {
            if !reading.in_name {
                line.date = Some(reading.quote.clone());
            }
            return Said::default();
        }
        let place = Place::of(self.text, line, reading, next);
        let (said, part) = place.say(line);
        let earlier = Earlier {
            end: reading.quote.end,
            unit: reading.unit.clone(),
            kind: reading.kind,
            said: said.clone(),
            bracketed: place.bracketed,
            part,
        };
        if line.figures.len() == LOOK_BACK {
            line.figures.pop_front();
        }
        line.figures.push_back(earlier);
        said
    }
}

/// The sentence so far.
#[derive(Default)]
struct Line {
    /// Where the sentence begins.
    start: usize,
    /// Its last figures.
    figures: VecDeque<Earlier>,
    /// The last date outside a name.
    date: Option<Range<usize>>,
    /// Subjects that 分别 deals out to the figures that follow, the next one last.
    dealt: Vec<Arc<str>>,
}

impl Line {
    fn begin(&mut self, start: usize) {
        self.start = start;
        self.figures.clear();
        self.date = None;
        self.dealt.clear();
    }

    /// The subject of the last count or amount; for a part, of the last that is none itself.
    fn whole(&self, of_part: bool) -> Option<Arc<str>> {
        let counts = |earlier: &&Earlier| {
            let count = matches!(earlier.kind, FigureKind::Count | FigureKind::Amount);
            count && !(of_part && earlier.part)
        };
        let last = self.figures.iter().rev().find(counts)?;
        Some(last.said.subject.clone())
    }
}

/// A figure of the sentence before another.
struct Earlier {
    end: usize,
    unit: Cow<'static, str>,
    kind: FigureKind,
    said: Said,
    bracketed: bool,
    /// Part of a figure before it.
    part: bool,
}
