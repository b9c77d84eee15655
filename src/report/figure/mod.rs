//! Figures: quantities as exact intervals with unit and subject.
//!
//! Conventions are those of the JSON contract: the quote is the shortest text with number and unit; 余 and 多 are inside
//! it, 超过 近 约 不少于 outside; numerals that are names (“1+3+N”, 党的二十大, 八五普法, document numbers, labels) are no figures.

mod approximate;
mod chinese;
mod cursor;
mod date;
mod enclosed;
mod glance;
mod identifier;
mod index;
mod landmark;
mod lead;
mod lexicon;
mod name;
mod number;
mod numeral;
mod ordinal;
mod period;
mod phrase;
mod rate;
mod scan;
mod stretch;
mod subject;
mod table;
mod table_unit;
mod unit;
mod year_part;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use self::period::Periods;
use self::scan::{Reading, Scan};
use self::subject::{Said, Subjects};
use self::table::{Table, WithCells};
use super::{NormalText, Sentence, Span, spread};

/// One quantity of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Number and unit.
    pub span: Span,
    /// The number alone, with 万/亿 and 余/多.
    pub number: Span,
    pub quantity: Quantity,
    /// The measure word as printed, without 个 before another unit; ranks have 名.
    pub unit: Cow<'static, str>,
    pub form: Form,
    pub kind: FigureKind,
    /// What is counted: the nearest noun phrase, before or after the number, or the one that the sentence named last; may
    /// be empty. How it is chosen stands in the module `subject`.
    pub subject: Arc<str>,
    /// What was done to it, or the word of change: 受理, 办结, 同比增长, 减少到; may be empty. Two figures with one subject and
    /// different verbs are different facts.
    pub verb: Arc<str>,
    /// Who did it, where the clause says so before the verb: 县长信箱; may be empty.
    pub actor: Arc<str>,
    /// The subject of the count that this is a part of (其中, brackets) or a rate of; empty where the sentence has none.
    pub context: Arc<str>,
    pub period: Period,
    /// Which way a change goes: 增长8% is up, 下降1名 is down; none where the number is a level, as in 降至15.7.
    pub direction: Option<Direction>,
    /// Index of the sentence it stands in.
    pub sentence: Option<usize>,
}

/// What a figure says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// An exact decimal, 万/亿 expanded; a rate keeps the printed number.
    Number {
        value: Decimal,
        interval: Interval,
        /// The place value of the last printed digit: 1 for `322`, 0.1 for `99.8`, 100 for `2.58万`. Rounding is judged by it.
        step: Decimal,
    },
    /// A date as ISO text, `2024`, `2024-05`, `2024-05-25`, `2021-09-??` where a part is missing, `a/b` for a range.
    Date(String),
}

/// The values that a figure may have; `None` where there is no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    /// The bound itself is excluded.
    pub low_open: bool,
    pub high_open: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    Exact,
    MoreThan,
    LessThan,
    About,
    AtLeast,
    AtMost,
    Range,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FigureKind {
    Count,
    Rate,
    Amount,
    Date,
    Duration,
    Ordinal,
    Rank,
    Score,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    Up,
    Down,
}

/// The time that a figure is about, as far as its sentence says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// Nothing said: the year of the report.
    #[default]
    Unsaid,
    /// A year that is named: 2022年度.
    Year(i16),
    /// A quarter or a half of a year, named or the report's: 第一季度, 2024年上半年.
    Part(Option<i16>, Months),
    /// 累计, or since a year: 2021年以来.
    Cumulative,
    /// 截至, or a stock: 现有.
    AsOf,
    /// A target: 力争达到.
    Target,
}

/// Months of one year, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Months {
    pub first: u8,
    pub last: u8,
}

impl Period {
    /// The value in JSON: `2022`, `2024-01/2024-06`, `cumulative`; none where nothing is said.
    pub fn name(self) -> Option<String> {
        match self {
            Period::Unsaid => None,
            Period::Year(year) => Some(format!("{year:04}")),
            Period::Part(year, Months { first, last }) => {
                let year = year.map_or("????".to_string(), |year| format!("{year:04}"));
                Some(format!("{year}-{first:02}/{year}-{last:02}"))
            }
            Period::Cumulative => Some("cumulative".to_string()),
            Period::AsOf => Some("as-of".to_string()),
            Period::Target => Some("target".to_string()),
        }
    }
}

impl Direction {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Up => "up",
            Direction::Down => "down",
        }
    }
}

impl Interval {
    /// Exactly one value.
    pub fn point(value: Decimal) -> Interval {
        Interval {
            low: Some(value),
            high: Some(value),
            low_open: false,
            high_open: false,
        }
    }
}

impl Figure {
    /// The number that is printed, when it is one.
    pub fn value(&self) -> Option<Decimal> {
        match self.quantity {
            Quantity::Number { value, .. } => Some(value),
            Quantity::Date(_) => None,
        }
    }

    /// The values it may have, when it is a number.
    pub fn interval(&self) -> Option<Interval> {
        match self.quantity {
            Quantity::Number { interval, .. } => Some(interval),
            Quantity::Date(_) => None,
        }
    }
}

impl Form {
    /// The name in JSON and the last part of the locale key `form.*`.
    pub fn name(self) -> &'static str {
        match self {
            Form::Exact => "exact",
            Form::MoreThan => "more-than",
            Form::LessThan => "less-than",
            Form::About => "about",
            Form::AtLeast => "at-least",
            Form::AtMost => "at-most",
            Form::Range => "range",
        }
    }
}

impl FigureKind {
    /// The name in JSON and the last part of the locale key `figure.*`.
    pub fn name(self) -> &'static str {
        match self {
            FigureKind::Count => "count",
            FigureKind::Rate => "rate",
            FigureKind::Amount => "amount",
            FigureKind::Date => "date",
            FigureKind::Duration => "duration",
            FigureKind::Ordinal => "ordinal",
            FigureKind::Rank => "rank",
            FigureKind::Score => "score",
        }
    }
}

/// All figures of a text, in order. `skip` are the labels of headings and items; `year` completes dates without one.
pub fn figures(
    normal: &NormalText,
    sentences: &[Sentence],
    skip: &[Span],
    year: Option<i16>,
) -> Vec<Figure> {
    let text = normal.text.as_str();
    let skip: Vec<_> = skip
        .iter()
        .map(|&span| normal.to_normal(span).range())
        .collect();
    let page = Page {
        normal,
        sentences,
        skip: &skip,
        tables: &table::tables(text),
        year,
    };
    spread::read(&stretch::stretches(text), |stretch| page.figures(stretch))
}

/// What figures are read from.
struct Page<'a> {
    normal: &'a NormalText,
    sentences: &'a [Sentence],
    skip: &'a [Range<usize>],
    tables: &'a [Table],
    year: Option<i16>,
}

impl Page<'_> {
    /// The figures of a stretch of normal text. Reading goes sentence by sentence, and nothing but the figures is kept.
    fn figures(&self, stretch: &Range<usize>) -> Vec<Figure> {
        let text = self.normal.text.as_str();
        let cells = table::places(self.tables, text, stretch);
        let scan = Scan::of(text, stretch.clone(), self.skip, self.year);
        let mut readings = WithCells::of(scan, cells).peekable();
        let mut subjects = Subjects::of(text);
        let mut periods = Periods::of(text, self.year);
        let mut figures: Vec<Figure> = Vec::new();
        while let Some((reading, told)) = readings.next() {
            let next = readings.peek();
            let next = next.map_or(text.len(), |(next, _)| next.quote.start);
            let (mut said, mut period) = (subjects.next(&reading, next), periods.next(&reading));
            if let Some(told) = told {
                said = Said::of_cell(told.subject);
                period = told.period.unwrap_or(period);
            }
            figures.push(figure(self.normal, reading, said, period));
        }
        self.place(&mut figures);
        figures
    }

    /// Tells figures, which are in order, the sentences that they stand in.
    fn place(&self, figures: &mut [Figure]) {
        let start = figures.first().map_or(0, |figure| figure.span.start);
        let ended = |sentence: &Sentence| sentence.span.end <= start;
        let passed = self.sentences.partition_point(ended);
        let mut sentences = self.sentences.iter().enumerate().skip(passed).peekable();
        for figure in figures {
            let start = figure.span.start;
            let ended = |(_, sentence): &(usize, &Sentence)| sentence.span.end <= start;
            while sentences.next_if(ended).is_some() {}
            let around = |(_, sentence): &&(usize, &Sentence)| sentence.span.contains(start);
            figure.sentence = sentences.peek().filter(around).map(|&(idx, _)| idx);
        }
    }
}

fn figure(normal: &NormalText, reading: Reading, said: Said, period: Period) -> Figure {
    let span = normal.to_source(Span::new(reading.quote.start, reading.quote.end));
    let number = if reading.number == reading.quote {
        span
    } else {
        normal.to_source(Span::new(reading.number.start, reading.number.end))
    };
    Figure {
        span,
        number,
        quantity: reading.quantity,
        unit: reading.unit,
        form: reading.form,
        kind: reading.kind,
        subject: said.subject,
        verb: said.verb,
        actor: said.actor,
        context: said.context,
        period,
        direction: said.direction,
        sentence: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::SourceText;

    #[test]
    fn a_long_text_is_read_in_stretches_as_it_would_be_in_one() {
        let sentences = [
            "全县共受理案件1234件,其中办结1200件,",
            "印发《青禾县规定。办法(2023年)》3份。",
            "2021年以来,累计培训40场;去年",
            "“三张清单,办结率98.5%。\n",
            "(一)收到建议6件。\n",
            "案件\t数量(件)\n复议\t34\n诉讼\t5\n",
            "第三季度开庭67次,分别为甲镇3次、乙镇4次!",
        ];
        let picked = (0..9000_usize).filter_map(|turn| sentences.get(turn * turn % 83 % 7));
        let source = SourceText::new(picked.copied().collect::<String>());
        let normal = NormalText::of(&source);
        let text = normal.text.as_str();
        assert!(stretch::stretches(text).len() > 1);
        let page = Page {
            normal: &normal,
            sentences: &[],
            skip: &[],
            tables: &table::tables(text),
            year: Some(2024),
        };
        let whole = page.figures(&(0..text.len()));
        assert!(whole == figures(&normal, &[], &[], Some(2024)));
    }
}
