//! Where the parts stand: sections first, then passages that have no heading.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::annex::first_annex;
use super::passage;
use super::role::{Role, role};
use super::words::WORDS;
use super::{Part, PartSpan};
use crate::order;
use crate::report::lexicon::contains;
use crate::report::{Block, BlockKind, Kind, NormalText, Section, Sentence, Span, mark};

/// What the parts are read from.
pub(in crate::report) struct Page<'a> {
    pub normal: &'a NormalText,
    pub blocks: &'a [Block],
    pub sentences: &'a [Sentence],
    pub year: Option<i16>,
    pub kind: Kind,
    /// The parts of sections that a reviewer corrected, by their index.
    pub corrected: &'a BTreeMap<usize, Option<Part>>,
}

impl Page<'_> {
    pub(super) fn text(&self, span: Span) -> &str {
        self.normal.to_normal(span).of(&self.normal.text)
    }

    /// The offset, or where the next block begins that is not of the page.
    fn first_said(&self, offset: usize) -> usize {
        let from = self
            .blocks
            .partition_point(|block| block.span.end <= offset);
        self.blocks
            .iter()
            .skip(from)
            .find(|block| !matches!(block.kind, BlockKind::Chrome | BlockKind::Blank))
            .map_or(offset, |block| offset.max(block.text.start))
    }

    /// From the first to the last block that says something.
    pub(super) fn body(&self) -> Span {
        let mut bodies = self.blocks.iter().filter(|block| block.kind.is_body());
        let first = bodies.next().map_or(Span::default(), |block| block.text);
        bodies
            .next_back()
            .map_or(first, |last| first.hull(last.text))
    }
}

impl Page<'_> {
    /// 同志们:, whose text follows on a line of its own.
    fn is_address(&self, block: &Block) -> bool {
        let end = block.text.end;
        let next = self.blocks.partition_point(|block| block.text.start < end);
        let goes_on = self
            .blocks
            .get(next)
            .is_some_and(|next| next.text.start == end);
        block.kind == BlockKind::Salutation && !goes_on
    }

    /// The body below the title and the line of address: a letter that the report was sent with stands above it.
    fn report(&self) -> Span {
        let title = self
            .blocks
            .iter()
            .rfind(|block| block.kind == BlockKind::Title);
        let below = |block: &&Block| {
            block.kind.is_body()
                && !self.is_address(block)
                && title.is_none_or(|title| block.text.start > title.text.start)
        };
        let body = self.body();
        let first = self.blocks.iter().find(below);
        Span::new(first.map_or(body.start, |block| block.text.start), body.end)
    }
}

/// Gives the sections their parts and finds those without a heading.
pub(in crate::report) fn parts(page: &Page, sections: &mut [Section]) -> Vec<PartSpan> {
    let annex = first_annex(page.blocks, page.normal, page.body());
    name_sections(page, sections, annex);
    let mut parts: Vec<PartSpan> = Vec::new();
    parts.extend(preamble(page, sections));
    for idx in 0..sections.len() {
        let found = section_part(page, sections, idx);
        parts.extend(found);
        parts.extend(found.and_then(|found| second_part(sections.get(idx)?, found)));
    }
    if let Some(annex) = annex {
        cut_at(page, &mut parts, annex);
    }
    if tells_of_a_year(page.kind) {
        passage::add_shortcomings(page, &mut parts);
        passage::add_plan(page, &mut parts);
        passage::add_sentences(page, &mut parts);
    }
    order::sort_by_key(&mut parts, |found| {
        (found.span.start, Reverse(found.span.end), found.part)
    });
    parts
}

/// Ends the parts before what is appended, which is a part of its own.
fn cut_at(page: &Page, parts: &mut Vec<PartSpan>, annex: usize) {
    let of_its_own = parts
        .iter()
        .any(|found| found.part == Part::Other && found.span.start >= annex);
    for found in parts.iter_mut().filter(|found| found.span.contains(annex)) {
        if found.span.start == annex {
            continue;
        }
        let kept = page.text(Span::new(found.span.start, annex)).trim_end();
        let start = page.normal.to_normal(found.span).start;
        found.span = page.normal.to_source(Span::new(start, start + kept.len()));
    }
    let span = Span::new(annex, page.body().end.max(annex));
    if !of_its_own && !span.is_empty() {
        parts.push(PartSpan {
            part: Part::Other,
            span,
        });
    }
}

/// The part of every section: by its title, or for a theme of the first level by its place.
fn name_sections(page: &Page, sections: &mut [Section], annex: Option<usize>) {
    let mut theme = Part::MeasuresAndResults;
    let year = year_of_chapters(sections).or(page.year);
    let mut named: Vec<Option<Part>> = Vec::with_capacity(sections.len());
    let wrapped: Vec<Option<usize>> = sections.iter().map(|one| wrapper(sections, one)).collect();
    for (idx, section) in sections.iter_mut().enumerate() {
        let found = role(&section.title, year);
        let around = wrapped.get(idx).copied().flatten();
        let around = around.and_then(|around| named.get(around).copied().flatten());
        section.part = if section.level == 1 {
            let appended = annex.is_some_and(|annex| section.heading.start >= annex);
            let goes_on =
                page.kind == Kind::GovernmentWorkReport && theme == Part::NextYearPlan && !appended;
            let themes_are_results = reports_results(page.kind) || goes_on;
            // 三是整改问题 is one of the things done, also where no chapter stands above it.
            found
                .filter(|role| !section.item || announces(section, *role))
                .map(Role::part)
                .or(themes_are_results.then_some(theme))
        } else if around == Some(Part::MeasuresAndResults) {
            found.map(Role::part).or(around)
        } else if around.is_some() {
            around
        } else {
            found
                .filter(|role| announces(section, *role))
                .map(Role::part)
        };
        if let Some(corrected) = page.corrected.get(&idx) {
            section.part = *corrected;
        }
        named.push(section.part);
        theme = match section.part {
            Some(Part::Shortcomings | Part::NextYearPlan) => Part::NextYearPlan,
            Some(Part::Other) => Part::Other,
            Some(
                Part::Preamble
                | Part::FirstResponsiblePerson
                | Part::MeasuresAndResults
                | Part::Causes,
            )
            | None => theme,
        };
    }
}

/// 第一部分:2024年工作总结 with its own chapters: they are read as chapters are, within what the whole is about.
fn wrapper(sections: &[Section], section: &Section) -> Option<usize> {
    let parent = section.parent?;
    let above = sections.get(parent)?;
    let wraps = above.level == 1 && above.label.starts_with('第') && above.label.contains("部分");
    wraps.then_some(parent)
}

/// 关于2023年工作 before 关于2024年工作: the first is the year that is told of, whatever else the text says.
fn year_of_chapters(sections: &[Section]) -> Option<i16> {
    let chapters = sections.iter().filter(|section| section.level == 1);
    let years: Vec<i16> = chapters
        .filter_map(|section| year_in(&section.title))
        .collect();
    years.windows(2).find_map(|pair| match pair {
        [year, next] if *next == year.saturating_add(1) => Some(*year),
        _ => None,
    })
}

/// The first year that a title names.
fn year_in(title: &str) -> Option<i16> {
    title.match_indices('年').find_map(|(at, _)| {
        let digits = title.get(at.checked_sub(4)?..at)?;
        digits
            .parse()
            .ok()
            .filter(|year| (1949..=2100).contains(year))
    })
}

/// Below the first level a word is not enough: 问题 and 计划 stand in many titles of measures.
fn announces(section: &Section, role: Role) -> bool {
    let title = section.title.as_str();
    let unprinted = section.label.is_empty();
    match role {
        Role::FirstResponsible => !section.item,
        Role::Causes => !section.item && title.chars().take(13).count() <= 12,
        Role::Shortcomings => unprinted || (!section.item && title.contains("存在")),
        Role::Plan => unprinted || (!section.item && contains(title, &WORDS.plan_anywhere)),
        Role::Results | Role::Other => false,
    }
}

/// Whether such a document tells of a year at all, so that a passage without a heading may be a part.
fn tells_of_a_year(kind: Kind) -> bool {
    match kind {
        Kind::AnnualReport
        | Kind::WorkSummaryAndPlan
        | Kind::Speech
        | Kind::DisclosureReport
        | Kind::GovernmentWorkReport
        | Kind::ShufaReport
        | Kind::NpcReport
        | Kind::FiveYearSummary
        | Kind::Other => true,
        Kind::Interpretation | Kind::WorkPlan | Kind::Template => false,
    }
}

/// Whether the themes of such a document are what was done.
fn reports_results(kind: Kind) -> bool {
    match kind {
        Kind::AnnualReport
        | Kind::WorkSummaryAndPlan
        | Kind::Speech
        | Kind::ShufaReport
        | Kind::NpcReport
        | Kind::FiveYearSummary => true,
        Kind::DisclosureReport
        | Kind::GovernmentWorkReport
        | Kind::Interpretation
        | Kind::WorkPlan
        | Kind::Template
        | Kind::Other => false,
    }
}

/// What stands before the first section.
fn preamble(page: &Page, sections: &[Section]) -> Option<PartSpan> {
    let body = page.report();
    let end = sections
        .first()
        .map_or(body.start, |section| section.heading.start);
    let last = page
        .blocks
        .iter()
        .rev()
        .find(|block| block.kind.is_body() && block.text.start < end)?;
    let span = Span::new(body.start, last.text.end.min(end));
    (!span.is_empty()).then_some(PartSpan {
        part: Part::Preamble,
        span,
    })
}

/// The text of a section that is a part of its own, without what is another part at its end.
fn section_part(page: &Page, sections: &[Section], idx: usize) -> Option<PartSpan> {
    let section = sections.get(idx)?;
    let part = section.part?;
    if above(sections, section) == Some(part) {
        return None;
    }
    let mut span = body_of(page, section);
    let inner = sections
        .iter()
        .skip(idx + 1)
        .take_while(|inner| section.extent.contains(inner.extent.start))
        .find(|inner| {
            inner.part.is_some_and(|inner| inner != part) && inner.extent.end == section.extent.end
        });
    if let Some(inner) = inner {
        span.end = inner.extent.start;
    }
    let range = page.normal.to_normal(span);
    let text = range.of(&page.normal.text).trim_end_matches('\n');
    let span = page
        .normal
        .to_source(Span::new(range.start, range.start + text.len()));
    (!text.is_empty()).then_some(PartSpan { part, span })
}

/// A chapter on the first person responsible and on what was done is both.
fn second_part(section: &Section, found: PartSpan) -> Option<PartSpan> {
    let both = found.part == Part::FirstResponsiblePerson
        && contains(&section.title, &WORDS.results_beside);
    both.then_some(PartSpan {
        part: Part::MeasuresAndResults,
        ..found
    })
}

/// The part of the nearest section above that has one.
fn above(sections: &[Section], section: &Section) -> Option<Part> {
    let mut parent = section.parent;
    while let Some(above) = parent.and_then(|idx| sections.get(idx)) {
        if above.part.is_some() {
            return above.part;
        }
        parent = above.parent;
    }
    None
}

/// The extent of a section without its heading; of a turn the whole, because it is no heading.
fn body_of(page: &Page, section: &Section) -> Span {
    if section.label.is_empty() && section.run_in {
        return section.extent;
    }
    let extent = page.normal.to_normal(section.extent);
    let heading = page.normal.to_normal(section.heading);
    let rest = Span::new(heading.end, extent.end).of(&page.normal.text);
    let skipped = rest.len()
        - rest
            .trim_start_matches(|first| {
                mark::is_stop(first) || mark::is_closer(first) || ":,\n".contains(first)
            })
            .len();
    let body = Span::new(heading.end + skipped, extent.end);
    if body.is_empty() {
        return Span::new(section.extent.end, section.extent.end);
    }
    let body = page.normal.to_source(body);
    Span::new(page.first_said(body.start).min(body.end), body.end)
}
