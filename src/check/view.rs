//! The report as the tests see it: parts, normal text without page chrome, and the ledger of figures, made once.

use std::cell::OnceCell;

use super::arithmetic::Ledger;
use super::pack::{Pairs, Pattern, Within, Words};
use super::spans::Spans;
use super::{Context, Evidence};
use crate::report::{BlockKind, Metric, NoticeKind, Part, Report, Span, issuer_key, metric};

/// Characters of a passage that stand for the whole of it.
const LONGEST_OPENING: usize = 200;

/// How many parts may lie inside each other.
const DEEPEST: usize = 16;

/// Words of headings over what is still to come.
const PLAN_WORDS: [&str; 5] = ["安排", "计划", "打算", "任务", "下一步"];

/// A report with what several tests need of it.
#[derive(Debug)]
pub(super) struct View<'a> {
    pub report: &'a Report,
    pub context: &'a Context<'a>,
    ledger: OnceCell<Ledger<'a>>,
    planned: OnceCell<Spans>,
    issuer_key: OnceCell<&'a str>,
    /// The sentences as spans of the normal text, in order.
    lines: OnceCell<Vec<Span>>,
    metrics: OnceCell<Vec<Option<&'static Metric>>>,
    pairs: OnceCell<Pairs>,
}

impl<'a> View<'a> {
    pub fn of(report: &'a Report, context: &'a Context<'a>) -> View<'a> {
        View {
            report,
            context,
            ledger: OnceCell::new(),
            planned: OnceCell::new(),
            issuer_key: OnceCell::new(),
            lines: OnceCell::new(),
            metrics: OnceCell::new(),
            pairs: OnceCell::new(),
        }
    }

    /// Where words stand in the normal text, word by word.
    pub fn words<'w>(&'w self, words: &'w Words) -> impl Iterator<Item = Span> + 'w {
        words.places_by(&self.report.normal.text, self.pairs())
    }

    /// Where a single word stands in the normal text.
    pub fn places_of(&self, word: &str) -> impl Iterator<Item = Span> {
        let text = self.report.normal.text.as_str();
        let may = self.pairs().may_hold(word);
        let found = may.then(|| text.match_indices(word)).into_iter().flatten();
        found.map(|(at, word)| Span::new(at, at + word.len()))
    }

    /// False only of a pattern that matches nowhere in the normal text.
    pub fn may_match(&self, pattern: &Pattern) -> bool {
        pattern.may_stand(self.pairs())
    }

    fn pairs(&self) -> &Pairs {
        self.pairs
            .get_or_init(|| Pairs::of(&self.report.normal.text))
    }

    /// The figures with the words around them.
    pub fn ledger(&self) -> &Ledger<'a> {
        self.ledger.get_or_init(|| Ledger::of(self.report))
    }

    /// What each figure of the report measures.
    pub fn metrics(&self) -> &[Option<&'static Metric>] {
        self.metrics.get_or_init(|| metric::metrics(self.report))
    }

    /// What the figure measures, if the vocabulary has it.
    pub fn metric(&self, figure: usize) -> Option<&'static Metric> {
        self.metrics().get(figure).copied().flatten()
    }

    /// The issuer's name; empty where the text does not say.
    pub fn issuer(&self) -> &'a str {
        let report: &'a Report = self.report;
        let issuer = report.metadata.issuer.as_ref();
        issuer.map_or("", |issuer| issuer.value.as_str())
    }

    /// What tells the issuer from others, whichever form of its name is printed.
    pub fn issuer_key(&self) -> &'a str {
        self.issuer_key.get_or_init(|| issuer_key(self.issuer()))
    }

    /// The text that a piece of evidence points at.
    pub fn quote(&self, evidence: &Evidence) -> &str {
        match (evidence.previous, self.context.previous) {
            (true, Some((previous, _))) => previous.quote(evidence.span),
            (true, None) => "",
            (false, _) => self.report.quote(evidence.span),
        }
    }

    /// The places of a statutory part, each with the heading right above it.
    pub fn places(&self, part: Part) -> Vec<Span> {
        let places = places(self.report, part).into_iter();
        places.map(|place| self.with_heading(place)).collect()
    }

    fn with_heading(&self, place: Span) -> Span {
        let sections = &self.report.sections;
        let below = sections.partition_point(|section| section.heading.end <= place.start);
        let above = below.checked_sub(1).and_then(|above| sections.get(above));
        let above = above.filter(|section| {
            let between = Span::new(section.heading.end, place.start);
            let gap = self.report.quote(between).trim_matches(['。', ':', '：']);
            section.extent.covers(place) && gap.trim().is_empty()
        });
        above.map_or(place, |section| section.heading.hull(place))
    }

    /// The part that holds a byte; the innermost where a sentence inside a part is a part of its own.
    pub fn part_at(&self, offset: usize) -> Option<Part> {
        let parts = &self.report.parts;
        let after = parts.partition_point(|place| place.span.start <= offset);
        let near = parts.iter().take(after).rev().take(DEEPEST);
        near.filter(|place| place.span.contains(offset))
            .min_by_key(|place| place.span.len())
            .map(|place| place.part)
    }

    /// Whether a place speaks of what is planned, by the part or by the words of a heading above it.
    pub fn is_planned(&self, offset: usize) -> bool {
        let planned = self.planned.get_or_init(|| {
            let part = places(self.report, Part::NextYearPlan).into_iter();
            let named = self.report.sections.iter().filter(|section| {
                let says = |word: &&str| section.title.contains(*word);
                PLAN_WORDS.iter().any(says)
            });
            Spans::of(part.chain(named.map(|section| section.extent)))
        });
        planned.hold(offset)
    }

    /// Whether the text ends in the middle of a sentence.
    pub fn is_cut_off(&self) -> bool {
        self.report
            .notices
            .iter()
            .any(|notice| notice.kind == NoticeKind::Truncated)
    }

    /// The normal text of a place in the source.
    pub fn normal(&self, source: Span) -> &str {
        normal(self.report, source)
    }

    /// Blocks that belong to the report itself, title and sign-off included.
    pub fn blocks(&self) -> impl Iterator<Item = Span> {
        self.report
            .blocks
            .iter()
            .filter(|block| is_text(block.kind))
            .map(|block| block.text)
    }

    /// What stands around the report on its page.
    pub fn chrome(&self) -> impl Iterator<Item = Span> {
        let blocks = self.report.blocks.iter();
        blocks
            .filter(|block| block.kind == BlockKind::Chrome)
            .map(|block| block.text)
    }

    /// Headings and running text inside a place, without what stands around them on the page.
    pub fn body(&self, place: Span) -> impl Iterator<Item = Span> {
        let blocks = &self.report.blocks;
        let from = blocks.partition_point(|block| block.span.end <= place.start);
        blocks
            .iter()
            .skip(from)
            .take_while(move |block| block.span.start < place.end)
            .filter(|block| is_body(block.kind))
            .filter_map(move |block| clip(block.text, place))
    }

    /// The sentence, or the paragraph, that holds a place of the normal text; none on the page around the report.
    pub fn stretch(&self, normal: Span, within: Within) -> Option<Span> {
        let lines = self.lines.get_or_init(|| {
            let sentences = self.report.sentences.iter();
            sentences
                .map(|sentence| self.report.normal.to_normal(sentence.span))
                .collect()
        });
        let idx = lines.partition_point(|line| line.end <= normal.start);
        lines.get(idx).filter(|line| line.contains(normal.start))?;
        let sentence = self.report.sentences.get(idx)?;
        match within {
            Within::Sentence | Within::Report => Some(sentence.span),
            Within::Paragraph => {
                let block = self.report.blocks.get(sentence.block)?;
                Some(block.text)
            }
        }
    }

    /// The heading and the sentences of a place, in order.
    pub fn sentences(&self, place: Span) -> impl Iterator<Item = Span> {
        let from = self
            .report
            .sentences
            .partition_point(|sentence| sentence.span.end <= place.start);
        self.report
            .sentences
            .iter()
            .skip(from)
            .take_while(move |sentence| sentence.span.start < place.end)
            .map(|sentence| sentence.span)
    }

    /// The first sentence of a place: what a finding about the whole place points at.
    pub fn opening(&self, place: Span) -> Span {
        let sentence = self.sentences(place).next();
        let opening = sentence
            .and_then(|sentence| clip(sentence, place))
            .unwrap_or(place);
        let text = self.report.quote(opening);
        let end = text.char_indices().nth(LONGEST_OPENING).map(|(at, _)| at);
        Span::new(opening.start, opening.start + end.unwrap_or(text.len()))
    }

    /// Characters other than white space in headings and running text.
    pub fn size(&self, place: Span) -> usize {
        self.body(place)
            .map(|span| {
                let text = self.report.quote(span);
                text.chars().filter(|c| !c.is_whitespace()).count()
            })
            .sum()
    }

    /// The whole text.
    pub fn whole(&self) -> Span {
        Span::new(0, self.report.source.text.len())
    }
}

/// The places of a statutory part in a report.
pub(super) fn places(report: &Report, part: Part) -> Vec<Span> {
    let places = report.parts.iter().filter(|place| place.part == part);
    places.map(|place| place.span).collect()
}

/// The normal text of a place in the source of a report.
pub(super) fn normal(report: &Report, source: Span) -> &str {
    report.normal.to_normal(source).of(&report.normal.text)
}

fn clip(span: Span, to: Span) -> Option<Span> {
    let clipped = Span::new(span.start.max(to.start), span.end.min(to.end));
    (!clipped.is_empty() && span.overlap(to) > 0).then_some(clipped)
}

fn is_text(kind: BlockKind) -> bool {
    match kind {
        BlockKind::Title
        | BlockKind::Heading
        | BlockKind::Paragraph
        | BlockKind::Table
        | BlockKind::Note
        | BlockKind::Salutation
        | BlockKind::SignOff => true,
        BlockKind::Chrome | BlockKind::Blank => false,
    }
}

/// What the report itself says, without what stands around it.
pub(super) fn is_body(kind: BlockKind) -> bool {
    match kind {
        BlockKind::Heading | BlockKind::Paragraph | BlockKind::Table => true,
        BlockKind::Title
        | BlockKind::Note
        | BlockKind::Salutation
        | BlockKind::SignOff
        | BlockKind::Chrome
        | BlockKind::Blank => false,
    }
}
