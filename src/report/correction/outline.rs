//! The outline as corrected: headings that are none go, lost ones come, levels move with what is below them.

use std::collections::{BTreeMap, BTreeSet};

use crate::order;
use crate::report::outline::Outline;
use crate::report::{
    Block, BlockKind, CodePoints, NormalText, Part, Section, Span, mark, numbering,
};

use super::{HeadingChange, HeadingCorrection};

/// An outline with what is said of its headings applied.
pub(in crate::report) struct Corrected {
    pub outline: Outline,
    /// The parts of sections that were corrected.
    pub parts: BTreeMap<usize, Option<Part>>,
    /// How many corrections found no place in this text.
    pub lost: usize,
}

/// Applies corrections to an outline, and to the blocks that became headings or are none.
pub(in crate::report) fn correct(
    source: &str,
    normal: &NormalText,
    blocks: &mut [Block],
    outline: Outline,
    headings: &[HeadingCorrection],
) -> Corrected {
    if headings.is_empty() {
        return Corrected {
            outline,
            parts: BTreeMap::new(),
            lost: 0,
        };
    }
    let placed = placed(source, normal, headings);
    let mut draft = Draft::of(&outline.sections, source, normal);
    for (place, correction) in &placed {
        match correction.change {
            HeadingChange::Level(level) => draft.set_level(*place, usize::from(level)),
            HeadingChange::NoHeading => draft.remove(place.start),
            HeadingChange::Part(_) => {}
        }
    }
    draft.mark_blocks(blocks);
    let end_of_body = blocks
        .iter()
        .rev()
        .find(|block| block.kind.is_body())
        .map_or(0, |block| block.text.end);
    let odd = draft.odd(&outline);
    let labels = draft.labels(outline.labels, normal);
    let sections = draft.sections(blocks, end_of_body);
    let mut parts = BTreeMap::new();
    let mut lost = headings.len() - placed.len();
    for (place, correction) in &placed {
        if let HeadingChange::Part(part) = correction.change {
            let starts = |section: &Section| section.heading.start.cmp(&place.start);
            match sections.binary_search_by(starts) {
                Ok(idx) => drop(parts.insert(idx, part)),
                Err(_) => lost += 1,
            }
        }
    }
    Corrected {
        outline: Outline {
            sections,
            labels,
            odd,
        },
        parts,
        lost,
    }
}

/// The corrections that find their heading, with its place in the source, in text order.
fn placed<'a>(
    source: &str,
    normal: &NormalText,
    headings: &'a [HeadingCorrection],
) -> Vec<(Span, &'a HeadingCorrection)> {
    let points = CodePoints::of(source);
    let mut placed: Vec<(Span, &HeadingCorrection)> = headings
        .iter()
        .filter_map(|correction| {
            let at = correction.place(normal, points.offset(source, correction.at))?;
            let range = Span::new(at, at + correction.text.len());
            Some((normal.to_source(range), correction))
        })
        .collect();
    order::sort_by_key(&mut placed, |(place, _)| *place);
    placed
}

/// A heading with what was said of it.
#[derive(Clone, Debug)]
struct Entry {
    section: Section,
    /// Decides what goes under what; the level follows from it without gaps.
    rank: usize,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// As it was, but for a level that moved with a heading above it.
    AsRead,
    /// Of another level than was read, or not read as a heading at all.
    Set,
    Removed,
}

struct Draft<'a> {
    read: &'a [Section],
    /// In text order.
    entries: Vec<Entry>,
    source: &'a str,
    normal: &'a NormalText,
}

impl<'a> Draft<'a> {
    fn of(sections: &'a [Section], source: &'a str, normal: &'a NormalText) -> Draft<'a> {
        let entry = |section: &Section| Entry {
            section: section.clone(),
            rank: usize::from(section.level),
            state: State::AsRead,
        };
        Draft {
            read: sections,
            entries: sections.iter().map(entry).collect(),
            source,
            normal,
        }
    }

    fn find(&self, start: usize) -> Result<usize, usize> {
        self.entries
            .binary_search_by_key(&start, |entry| entry.section.heading.start)
    }

    /// Gives a heading its level; the headings below it move along.
    fn set_level(&mut self, place: Span, level: usize) {
        let idx = match self.find(place.start) {
            Ok(idx) => idx,
            Err(idx) => {
                let section = self.lost_section(place);
                let rank = level;
                let state = State::Set;
                self.entries.insert(
                    idx,
                    Entry {
                        section,
                        rank,
                        state,
                    },
                );
                return;
            }
        };
        let Some(entry) = self.entries.get(idx) else {
            return;
        };
        let before = entry.rank;
        let below = self
            .entries
            .iter()
            .skip(idx + 1)
            .take_while(|entry| entry.rank > before)
            .count();
        for entry in self.entries.iter_mut().skip(idx).take(below + 1) {
            entry.rank = (entry.rank + level).saturating_sub(before).max(1);
        }
        if let Some(entry) = self.entries.get_mut(idx) {
            entry.state = State::Set;
        }
    }

    fn remove(&mut self, start: usize) {
        let found = self.find(start).ok();
        if let Some(entry) = found.and_then(|idx| self.entries.get_mut(idx)) {
            entry.state = State::Removed;
        }
    }

    /// A heading that was not read as one.
    fn lost_section(&self, place: Span) -> Section {
        let text = self.normal.to_normal(place).of(&self.normal.text);
        let label = numbering::label(text).filter(|label| label.len < text.len());
        let len = label.map_or(0, |label| label.len);
        Section {
            label: text.get(..len).unwrap_or("").to_owned(),
            level: 1,
            title: text.get(len..).unwrap_or(text).to_owned(),
            heading: place,
            extent: place,
            run_in: false,
            item: label.is_some_and(|label| label.style.is_item()),
            parent: None,
            part: None,
        }
    }

    /// A line that is a heading now, or is none, is so as a block; what a heading opens is no page furniture.
    fn mark_blocks(&mut self, blocks: &mut [Block]) {
        for entry in &mut self.entries {
            let heading = entry.section.heading;
            let idx = blocks.partition_point(|block| block.span.end <= heading.start);
            let Some(block) = blocks.get_mut(idx) else {
                continue;
            };
            match (entry.state, block.kind) {
                (State::AsRead, _) => {}
                (State::Removed, BlockKind::Heading) => block.kind = BlockKind::Paragraph,
                (State::Removed, _) => {}
                (State::Set, _) => {
                    let line = block.text.of(self.source).trim_end_matches(ends_heading);
                    let end = block.text.start + line.len();
                    entry.section.run_in = heading.end < end;
                    if !entry.section.run_in && block.text.start == heading.start {
                        block.kind = BlockKind::Heading;
                    } else if !block.kind.is_body() {
                        block.kind = BlockKind::Paragraph;
                    }
                }
            }
        }
    }

    /// The odd headings of before, those aside of which something was said.
    fn odd(&self, outline: &Outline) -> Vec<usize> {
        let odd: BTreeSet<usize> = outline
            .odd
            .iter()
            .filter_map(|idx| Some(self.read.get(*idx)?.heading.start))
            .collect();
        self.entries
            .iter()
            .filter(|entry| entry.state != State::Removed)
            .enumerate()
            .filter(|(_, entry)| {
                entry.state == State::AsRead && odd.contains(&entry.section.heading.start)
            })
            .map(|(idx, _)| idx)
            .collect()
    }

    /// The labels with those of the headings that came.
    fn labels(&self, mut labels: Vec<Span>, normal: &NormalText) -> Vec<Span> {
        for entry in self
            .entries
            .iter()
            .filter(|entry| entry.state == State::Set)
        {
            let start = normal.to_normal(entry.section.heading).start;
            let text = normal.text.get(start..).unwrap_or("");
            if let Some(label) = numbering::label(text) {
                labels.push(normal.to_source(Span::new(start, start + label.len)));
            }
        }
        order::sort(&mut labels);
        labels.dedup();
        labels
    }

    /// The sections, with levels, parents and extents that fit one another again.
    fn sections(self, blocks: &[Block], end_of_body: usize) -> Vec<Section> {
        let ends: Vec<usize> = self
            .entries
            .iter()
            .map(|entry| match entry.state {
                State::AsRead => self.end_as_read(entry),
                State::Set => self.end_as_set(entry, blocks, end_of_body),
                State::Removed => 0,
            })
            .collect();
        let mut sections: Vec<Section> = Vec::with_capacity(self.entries.len());
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (entry, end) in self.entries.into_iter().zip(ends) {
            if entry.state == State::Removed {
                continue;
            }
            let start = entry.section.heading.start;
            while let Some((idx, _)) = open.pop_if(|(_, rank)| *rank >= entry.rank) {
                if let Some(closed) = sections.get_mut(idx) {
                    closed.extent.end = closed.extent.end.min(start);
                }
            }
            let idx = sections.len();
            sections.push(Section {
                level: u8::try_from(open.len() + 1).unwrap_or(u8::MAX),
                parent: open.last().map(|(idx, _)| *idx),
                extent: Span::new(start, end.max(entry.section.heading.end)),
                ..entry.section
            });
            open.push((idx, entry.rank));
        }
        widen(&mut sections);
        sections
    }

    /// Where a section ends whose heading is as it was: behind what ended it and no longer does.
    fn end_as_read(&self, entry: &Entry) -> usize {
        let mut end = entry.section.extent.end;
        while let Some(next) = self.find(end).ok().and_then(|idx| self.entries.get(idx)) {
            let ends = next.state != State::Removed && next.rank <= entry.rank;
            if ends || next.section.extent.end <= end {
                break;
            }
            end = next.section.extent.end;
        }
        end
    }

    /// Where a section may reach whose heading was set: what held its place before and is not above it now gives way.
    fn end_as_set(&self, entry: &Entry, blocks: &[Block], end_of_body: usize) -> usize {
        let start = entry.section.heading.start;
        let mut reach = None;
        let around = self
            .read
            .iter()
            .take_while(|section| section.extent.start <= start)
            .filter(|section| section.extent.contains(start));
        for section in around {
            reach = Some(section.extent.end);
            if usize::from(section.level) >= entry.rank {
                break;
            }
        }
        reach.unwrap_or_else(|| {
            // In front of or behind the report that was read, at least its own paragraph.
            let idx = blocks.partition_point(|block| block.span.end <= start);
            let own = blocks.get(idx).map_or(0, |block| block.text.end);
            end_of_body.max(own)
        })
    }
}

fn ends_heading(last: char) -> bool {
    mark::is_stop(last) || last.is_whitespace() || "：:！？；!?;".contains(last)
}

/// A section reaches at least as far as those inside it.
fn widen(sections: &mut [Section]) {
    for idx in (0..sections.len()).rev() {
        let Some((end, parent)) = sections
            .get(idx)
            .map(|section| (section.extent.end, section.parent))
        else {
            continue;
        };
        if let Some(parent) = parent.and_then(|parent| sections.get_mut(parent)) {
            parent.extent.end = parent.extent.end.max(end);
        }
    }
}
