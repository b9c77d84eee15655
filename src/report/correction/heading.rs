//! Corrected headings: where they stand, in words that are found again in another edition, and what is said of them.

use crate::order;
use crate::report::outline::run_in_title;
use crate::report::{CodePoints, NormalText, Part, Report, SourceText, Span, mark, numbering};

use super::{AS_READ, Point};

/// A heading, or the beginning of a sentence that could be one, as corrections name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Code point of the source text at which it begins.
    pub at: usize,
    /// Label and title, as normal text.
    pub text: String,
    /// Index of its section, when it is a heading.
    pub section: Option<usize>,
}

/// What is said of one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadingCorrection {
    /// Code point at which the heading began in the text that was corrected.
    pub at: usize,
    /// Label and title, as normal text: in another text the heading is where these words begin a sentence, once.
    pub text: String,
    pub change: HeadingChange,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingChange {
    /// It is a heading of this level, with the headings below it.
    Level(u8),
    /// It is no heading.
    NoHeading,
    /// Its section is this part, or none.
    Part(Option<Part>),
}

/// Why no heading is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeadingFault {
    Missing,
    /// These fit equally well.
    Several(Vec<Heading>),
}

/// Deeper headings cannot be told apart by any reader.
const DEEPEST: u8 = 9;
/// Characters of a heading that are kept; a sentence without an end is not kept whole.
const LONGEST: usize = 120;
/// Several headings are listed up to this many.
const LISTED: usize = 8;
const NONE: &str = "none";

impl HeadingChange {
    /// Reads a level, `1` to `9`, or `none`.
    pub fn level(text: &str) -> Option<HeadingChange> {
        if text == NONE {
            return Some(HeadingChange::NoHeading);
        }
        let level = text.parse().ok()?;
        (1..=DEEPEST)
            .contains(&level)
            .then_some(HeadingChange::Level(level))
    }

    /// Reads the name of a part in JSON, or `none`.
    pub fn part(text: &str) -> Option<HeadingChange> {
        if text == NONE {
            return Some(HeadingChange::Part(None));
        }
        Part::named(text).map(|part| HeadingChange::Part(Some(part)))
    }

    /// The short text that reads back as the same.
    pub fn setting(self) -> String {
        match self {
            HeadingChange::Level(level) => level.to_string(),
            HeadingChange::NoHeading | HeadingChange::Part(None) => NONE.to_owned(),
            HeadingChange::Part(Some(part)) => part.name().to_owned(),
        }
    }

    fn point(self, at: usize) -> Point {
        match self {
            HeadingChange::Level(_) | HeadingChange::NoHeading => Point::HeadingLevel(at),
            HeadingChange::Part(_) => Point::HeadingPart(at),
        }
    }
}

impl HeadingCorrection {
    /// From a point and its value as events keep it: the setting, a blank, and the words of the heading.
    pub fn read(point: Point, value: &str) -> Option<HeadingCorrection> {
        let (setting, text) = value.split_once(' ')?;
        let (at, change) = match point {
            Point::HeadingLevel(at) => (at, HeadingChange::level(setting)?),
            Point::HeadingPart(at) => (at, HeadingChange::part(setting)?),
            Point::Field(_) => return None,
        };
        (!text.is_empty()).then(|| HeadingCorrection {
            at,
            text: text.to_owned(),
            change,
        })
    }

    pub fn point(&self) -> Point {
        self.change.point(self.at)
    }

    /// The value as it is kept.
    pub fn value(&self) -> String {
        format!("{} {}", self.change.setting(), self.text)
    }

    /// Where the heading stands in a report; `None` where the words stand nowhere, or in several places.
    pub fn place_in(&self, report: &Report) -> Option<Span> {
        let text = &report.source.text;
        let at = CodePoints::of(text).offset(text, self.at);
        let start = self.place(&report.normal, at)?;
        let place = Span::new(start, start + self.text.len());
        Some(report.normal.to_source(place))
    }

    /// Where the heading begins in a normal text: at its code point, which is byte `at` of the source, when the words stand
    /// there; else where they begin a sentence or a paragraph, if they do so exactly once.
    pub(super) fn place(&self, normal: &NormalText, at: usize) -> Option<usize> {
        let there = normal.to_normal(Span::new(at, at)).start;
        if self.stands(normal, there) {
            return Some(there);
        }
        let mut places = normal
            .text
            .match_indices(self.text.as_str())
            .map(|(start, _)| start)
            .filter(|start| begins(&normal.text, *start) && self.stands(normal, *start));
        let only = places.next();
        only.filter(|_| places.next().is_none())
    }

    /// Whether the words stand at an offset of the normal text, and not as the beginning of longer ones.
    fn stands(&self, normal: &NormalText, at: usize) -> bool {
        let rest = normal
            .text
            .get(at..)
            .and_then(|rest| rest.strip_prefix(self.text.as_str()));
        let cut = self.text.chars().nth(LONGEST - 1).is_some();
        rest.is_some_and(|rest| {
            cut || rest
                .chars()
                .next()
                .is_none_or(|next| mark::is_stop(next) || "\n:,".contains(next))
        })
    }
}

/// Whether a sentence or a paragraph begins at the offset of a normal text.
fn begins(text: &str, at: usize) -> bool {
    mark::before(text, at).is_none_or(|before| {
        before == '\n' || mark::is_stop(before) || before == ':' || before == ','
    })
}

/// The part of a kept value that names the heading; what newer versions set is none of its business.
pub fn heading_text(value: &str) -> &str {
    value.split_once(' ').map_or("", |(_, text)| text)
}

impl Heading {
    /// The heading of a section.
    pub fn of_section(report: &Report, section: usize) -> Option<Heading> {
        let heading = report.sections.get(section)?.heading;
        let text = report.normal.to_normal(heading).of(&report.normal.text);
        Some(Heading {
            at: CodePoints::of(&report.source.text).before(&report.source.text, heading.start),
            text: shortened(text),
            section: Some(section),
        })
    }

    /// The heading or the sentence at a byte of the source text.
    pub fn at(report: &Report, offset: usize) -> Option<Heading> {
        let on_heading = |section: &crate::report::Section| section.heading.contains(offset);
        if let Some(section) = report.sections.iter().rposition(on_heading) {
            return Heading::of_section(report, section);
        }
        let block = report
            .blocks
            .partition_point(|block| block.span.end <= offset);
        let block = report.blocks.get(block)?;
        let start = report
            .sentence_at(offset)
            .and_then(|idx| report.sentences.get(idx))
            .map_or(block.text.start, |sentence| sentence.span.start);
        Heading::beginning(report, Span::new(start, block.text.end))
    }

    /// What a heading would be that begins with this rest of a block: a line that is one sentence as a whole, else the
    /// first sentence or clause.
    fn beginning(report: &Report, rest: Span) -> Option<Heading> {
        if let Some(section) = report
            .sections
            .iter()
            .position(|section| section.heading.start == rest.start)
        {
            return Heading::of_section(report, section);
        }
        let range = report.normal.to_normal(rest);
        let text = range.of(&report.normal.text);
        let line = text.trim_end_matches(|last| mark::is_stop(last) || last == ':');
        let words = if mark::has_stop(line) {
            let label = numbering::label(text).map_or(0, |label| label.len);
            let title = run_in_title(text.get(label..)?);
            text.get(..label + title.end)?
        } else {
            line
        };
        let words = shortened(words);
        (!words.trim().is_empty()).then(|| Heading {
            at: CodePoints::of(&report.source.text).before(&report.source.text, rest.start),
            text: words,
            section: None,
        })
    }

    /// The one heading that typed words mean: all of it, its beginning, or a part of it; where no heading has them, the
    /// one sentence or line that begins with them.
    pub fn find(report: &Report, typed: &str) -> Result<Heading, HeadingFault> {
        let typed = NormalText::of(&SourceText::new(typed)).text;
        let typed = typed.trim_end_matches(|last| mark::is_stop(last) || last == ':');
        if typed.is_empty() {
            return Err(HeadingFault::Missing);
        }
        let fits: [fn(&str, &str) -> bool; 3] = [
            |heading, typed| heading == typed,
            |heading, typed| heading.starts_with(typed),
            |heading, typed| heading.contains(typed),
        ];
        for fits in fits {
            let found = report.sections.iter().enumerate().filter(|(_, section)| {
                let heading = report.normal.to_normal(section.heading);
                fits(heading.of(&report.normal.text), typed)
            });
            let found: Vec<usize> = found.map(|(idx, _)| idx).take(LISTED).collect();
            let headings = found
                .into_iter()
                .filter_map(|idx| Heading::of_section(report, idx));
            if let Some(found) = only(headings.collect()) {
                return found;
            }
        }
        only(beginnings(report, typed)).unwrap_or(Err(HeadingFault::Missing))
    }

    /// Says something of it.
    pub fn change(&self, change: HeadingChange) -> HeadingCorrection {
        HeadingCorrection {
            at: self.at,
            text: self.text.clone(),
            change,
        }
    }

    /// The point and the value by which the program's own reading goes for it.
    pub fn as_read(&self, change: HeadingChange) -> (Point, String) {
        (change.point(self.at), format!("{AS_READ} {}", self.text))
    }
}

fn only(mut found: Vec<Heading>) -> Option<Result<Heading, HeadingFault>> {
    match found.len() {
        0 => None,
        1 => found.pop().map(Ok),
        _ => Some(Err(HeadingFault::Several(found))),
    }
}

/// The sentences and lines that begin with the words.
fn beginnings(report: &Report, typed: &str) -> Vec<Heading> {
    let normal = &report.normal;
    let starts = report.sentences.iter().map(|sentence| sentence.span.start);
    let lines = report.blocks.iter().map(|block| block.text.start);
    let mut starts: Vec<usize> = starts
        .chain(lines)
        .filter(|start| {
            let rest = normal.to_normal(Span::new(*start, *start)).start;
            let rest = normal.text.get(rest..).unwrap_or("");
            rest.starts_with(typed)
        })
        .take(2 * LISTED)
        .collect();
    order::sort(&mut starts);
    starts.dedup();
    starts
        .into_iter()
        .filter_map(|start| Heading::at(report, start))
        .take(LISTED)
        .collect()
}

fn shortened(text: &str) -> String {
    let text = text.trim_end();
    text.chars().take(LONGEST).collect()
}
