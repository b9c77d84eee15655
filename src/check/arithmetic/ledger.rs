//! The ledger: every figure that counts something, with the clause it stands in and the words around it.

use std::cell::OnceCell;

use crate::report::lexicon::WordList;
use crate::report::{Direction, Figure, FigureKind, Form, Report, Span, respective};

use super::exact::Range;
use super::parts::Kept;
use super::roles::{ROLES, any, ends};

/// The figures of a report, sentence by sentence.
#[derive(Debug)]
pub(in crate::check) struct Ledger<'a> {
    pub lines: Vec<Line<'a>>,
    /// Index of each figure in the report, with the line and the entry that it is; in order.
    by_figure: Vec<(usize, usize, usize)>,
    /// Totals and their parts, found when first asked for.
    pub(super) lists: OnceCell<Vec<Kept>>,
}

/// One sentence with figures.
#[derive(Debug)]
pub(in crate::check) struct Line<'a> {
    /// Normal text of the sentence.
    pub text: &'a str,
    /// Where it begins in the normal text.
    pub start: usize,
    /// Normal text from the beginning of the sentence to the end of its block.
    paragraph: &'a str,
    /// Index of the block; lines of one block follow each other.
    pub block: usize,
    /// Index of the sentence.
    pub sentence: usize,
    pub entries: Vec<Entry<'a>>,
    /// Speaks of what was left from the year before.
    pub carries: bool,
}

/// One figure and its words.
#[derive(Debug)]
pub(in crate::check) struct Entry<'a> {
    pub figure: &'a Figure,
    /// Index into the figures of the report.
    pub index: usize,
    /// The value, with the slack that a printed 万 or decimal place leaves.
    pub range: Range,
    /// Which way a change goes; `None` for a level.
    pub direction: Option<Direction>,
    /// The number as printed.
    pub number: &'a str,
    /// Number and unit in normal text.
    pub at: Span,
    /// Text from the figure before, or from the beginning of the sentence.
    pub gap: &'a str,
    /// The end of `gap` that belongs to the figure's own clause.
    pub clause: &'a str,
    /// The end of `clause` behind an enumeration comma that sets two figures apart.
    pub before: &'a str,
    /// Text up to the next figure or the end of the clause.
    pub after: &'a str,
    /// How many brackets are open.
    pub depth: usize,
    /// What ends the clause after the figure; `None` where the next figure comes first.
    pub closer: Option<char>,
}

/// Marks that end a clause.
const STOPS: [char; 9] = [',', ';', '。', ':', '!', '?', '(', ')', '\n'];

impl<'a> Ledger<'a> {
    pub fn of(report: &'a Report) -> Ledger<'a> {
        let mut lines: Vec<Line> = Vec::new();
        let figures = report.figures.iter().enumerate();
        for (index, figure) in figures.filter(|(_, figure)| counts(figure)) {
            let Some(sentence) = figure.sentence else {
                continue;
            };
            let Some(place) = report.sentences.get(sentence) else {
                continue;
            };
            if lines.last().is_none_or(|line| line.sentence != sentence) {
                let normal = report.normal.to_normal(place.span);
                let block = report.blocks.get(place.block).map(|block| block.text);
                let end = block.map_or(normal.end, |block| report.normal.to_normal(block).end);
                let paragraph = Span::new(normal.start, end.max(normal.end));
                lines.push(Line {
                    paragraph: paragraph.of(&report.normal.text),
                    text: normal.of(&report.normal.text),
                    start: normal.start,
                    block: place.block,
                    sentence,
                    entries: Vec::new(),
                    carries: false,
                });
            }
            if let Some(line) = lines.last_mut() {
                line.push(index, figure, report);
            }
        }
        for line in &mut lines {
            line.close();
        }
        let by_figure = lines.iter().enumerate().flat_map(|(at, line)| {
            let entries = line.entries.iter().enumerate();
            entries.map(move |(place, entry)| (entry.index, at, place))
        });
        Ledger {
            by_figure: by_figure.collect(),
            lines,
            lists: OnceCell::new(),
        }
    }

    /// The entry of a figure by its index in the report.
    pub(super) fn entry(&self, figure: usize) -> Option<&Entry<'a>> {
        let found = self
            .by_figure
            .binary_search_by_key(&figure, |(figure, ..)| *figure);
        let (_, line, place) = self.by_figure.get(found.ok()?)?;
        self.lines.get(*line)?.entries.get(*place)
    }
}

/// Dates, ordinals and ranks take part in no sum and no ratio.
fn counts(figure: &Figure) -> bool {
    match figure.kind {
        FigureKind::Count
        | FigureKind::Rate
        | FigureKind::Amount
        | FigureKind::Duration
        | FigureKind::Score => true,
        FigureKind::Date | FigureKind::Ordinal | FigureKind::Rank => false,
    }
}

impl<'a> Line<'a> {
    fn push(&mut self, index: usize, figure: &'a Figure, report: &'a Report) {
        let Some(range) = Range::of(figure) else {
            return;
        };
        let at = report.normal.to_normal(figure.span);
        let from = self.entries.last().map_or(self.start, |entry| entry.at.end);
        let gap = Span::new(from.min(at.start), at.start).of(&report.normal.text);
        let depth = self.entries.last().map_or(0, |entry| entry.depth);
        let stop = gap.rfind(STOPS);
        let clause = stop
            .and_then(|stop| {
                gap.get(stop..)?
                    .chars()
                    .next()
                    .map(|mark| stop + mark.len_utf8())
            })
            .map_or(gap, |cut| gap.get(cut..).unwrap_or(""));
        let before = match (clause.rsplit_once('、'), from == self.start) {
            (Some((_, before)), false) => before,
            (Some(_) | None, _) => clause,
        };
        self.entries.push(Entry {
            figure,
            index,
            range,
            direction: figure.direction.or_else(|| change(before)),
            number: report
                .normal
                .to_normal(figure.number)
                .of(&report.normal.text),
            at,
            gap,
            clause,
            before,
            after: "",
            depth: nesting(depth, gap),
            closer: None,
        });
    }

    /// Sets what stands after each figure, once all figures of the sentence are known.
    fn close(&mut self) {
        let ends: Vec<usize> = self
            .entries
            .iter()
            .skip(1)
            .map(|entry| entry.at.start)
            .chain([self.start + self.text.len()])
            .collect();
        let (text, start) = (self.text, self.start);
        self.carries = any(text, &ROLES.carried);
        for (entry, end) in self.entries.iter_mut().zip(ends) {
            let from = entry.at.end.saturating_sub(start);
            let rest = text.get(from..end.saturating_sub(start)).unwrap_or("");
            let stop = rest.find(|c| STOPS.contains(&c) || c == '、');
            entry.after = rest.get(..stop.unwrap_or(rest.len())).unwrap_or("");
            entry.closer = stop.and_then(|stop| rest.get(stop..)?.chars().next());
        }
        self.pair_names();
    }

    /// Gives each value behind 分别 the name of its place in the list before it.
    fn pair_names(&mut self) {
        let mut rest = self.entries.as_mut_slice();
        while let Some((first, others)) = rest.split_first_mut() {
            let words = first.clause;
            if !respective::leads(words) {
                rest = others;
                continue;
            }
            let joined = |entry: &&mut Entry| respective::joins(entry.gap);
            let values = 1 + others.iter_mut().take_while(joined).count();
            let Some(names) = respective::names(words, values) else {
                rest = others;
                continue;
            };
            let (values, behind) = others.split_at_mut(values - 1);
            for (entry, name) in [first].into_iter().chain(values).zip(names) {
                entry.before = name;
                entry.clause = name;
            }
            rest = behind;
        }
    }

    /// So many bytes of the block behind a figure, or a few less where a character would be cut.
    pub fn paragraph_behind(&self, entry: &Entry, bytes: usize) -> &'a str {
        let from = entry.at.end.saturating_sub(self.start);
        let rest = self.paragraph.get(from..).unwrap_or("");
        let ends = (0..=bytes.min(rest.len())).rev();
        let end = ends.into_iter().find(|end| rest.is_char_boundary(*end));
        rest.get(..end.unwrap_or(0)).unwrap_or("")
    }

    /// Text behind the last figure.
    pub fn tail(&self, entry: &Entry) -> &'a str {
        let from = entry.at.end.saturating_sub(self.start);
        self.text.get(from..).unwrap_or("")
    }
}

/// The verb of change that a number directly follows, where the reader of figures saw none.
fn change(before: &str) -> Option<Direction> {
    let words = before.trim_end().trim_end_matches(['了', '约', '近']);
    match (ends(words, &ROLES.up), ends(words, &ROLES.down)) {
        (true, _) => Some(Direction::Up),
        (false, true) => Some(Direction::Down),
        (false, false) => None,
    }
}

fn nesting(depth: usize, gap: &str) -> usize {
    gap.chars().fold(depth, |depth, character| match character {
        '(' => depth + 1,
        ')' => depth.saturating_sub(1),
        _ => depth,
    })
}

impl Entry<'_> {
    /// The words that say what is counted: the clause without the number.
    pub fn label(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// Printed as an exact whole number, so that sums must hold to the unit.
    pub fn is_whole(&self) -> bool {
        self.figure.form == Form::Exact && self.range.is_point()
    }

    pub fn is_exact(&self) -> bool {
        self.figure.form == Form::Exact
    }

    pub fn is_rate(&self) -> bool {
        self.figure.kind == FigureKind::Rate
    }

    /// Whether two figures count in the same unit.
    pub fn same_unit(&self, other: &Entry) -> bool {
        self.figure.kind == other.figure.kind && self.figure.unit == other.figure.unit
    }

    /// Whether the words around the figure have one of these.
    pub fn says(&self, words: &WordList) -> bool {
        any(self.before, words) || any(self.after, words)
    }
}
