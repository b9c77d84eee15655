//! The map between normal text and source text: runs that were made in one way, and where to look for them.

use crate::report::{Span, release};

/// Bytes of a full-width form in UTF-8.
const WIDE: usize = 3;

/// A stretch of normal text that was made from a stretch of source text in one way.
///
/// Offsets have four bytes: a text of 5 MB has a quarter of a million runs, and files longer than that are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    normal: u32,
    start: u32,
    end: u32,
    make: Make,
}

/// How a run was made; says how offsets inside it are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Make {
    /// Byte for byte.
    Same,
    /// Each normal byte stands for one full-width character of [`WIDE`] bytes.
    Narrowed,
    /// One normal byte stands for the whole stretch: a blank, or what is between two blocks or two cells.
    Gap,
}

/// Runs, ascending and without a gap in the normal text.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs {
    runs: Vec<Run>,
    /// By every [`STEP`] bytes of normal and of source text: how many runs begin before. Made when all runs are there.
    by_normal: Vec<u32>,
    by_source: Vec<u32>,
}

/// How many bytes of text share one entry of the tables: a few runs, so that a short search is left.
const STEP: usize = 128;

impl Run {
    fn source(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    fn normal(&self) -> usize {
        self.normal as usize
    }

    /// The source offset of a normal offset inside the run or at its end.
    fn source_at(&self, normal: usize) -> usize {
        let inside = normal.saturating_sub(self.normal());
        self.source().start
            + match self.make {
                Make::Same => inside,
                Make::Narrowed => inside * WIDE,
                Make::Gap => 0,
            }
    }

    /// The normal offset of a source offset before the end of the run.
    fn normal_at(&self, source: usize) -> usize {
        let inside = source.saturating_sub(self.source().start);
        self.normal()
            + match self.make {
                Make::Same => inside,
                Make::Narrowed => inside / WIDE,
                Make::Gap => usize::from(inside > 0),
            }
    }
}

fn short(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

impl Runs {
    pub fn len(&self) -> usize {
        self.runs.len()
    }

    pub fn truncate(&mut self, len: usize) {
        self.runs.truncate(len);
    }

    /// The source from the first byte of a run, by its index, to the last of the last.
    pub fn hull_from(&self, idx: usize) -> Span {
        let first = self.runs.get(idx).map_or(0, |run| run.source().start);
        Span::new(first, self.source_end())
    }

    /// Sets what the line break, which is a run of its own, stands for.
    pub fn widen_gap(&mut self, idx: usize, source: Span) {
        if let Some(run) = self.runs.get_mut(idx).filter(|run| run.make == Make::Gap) {
            run.start = short(source.start);
            run.end = short(source.end);
        }
    }

    /// Adds what was made of a stretch of source text, or lengthens the last run.
    pub fn push(&mut self, normal: usize, source: Span, make: Make) {
        match self.runs.last_mut() {
            Some(run)
                if run.make == make && make != Make::Gap && run.source().end == source.start =>
            {
                run.end = short(source.end);
            }
            _ => self.runs.push(Run {
                normal: short(normal),
                start: short(source.start),
                end: short(source.end),
                make,
            }),
        }
    }

    /// Adds the runs of a range of another text, whose first byte will stand at `normal`.
    pub fn extend_from(&mut self, other: &Runs, range: Span, normal: usize) {
        let from = other.begun_by(range.start).saturating_sub(1);
        let runs = other.runs.iter().skip(from);
        for run in runs.take_while(|run| run.normal() < range.end) {
            let begin = run.normal().max(range.start);
            let source = match run.make {
                Make::Gap => run.source(),
                Make::Same | Make::Narrowed => Span::new(
                    run.source_at(begin),
                    run.source().end.min(run.source_at(range.end)),
                ),
            };
            self.push(normal + begin - range.start, source, run.make);
        }
    }

    /// Adds the runs of a text that is put behind, whose first byte will stand at `normal`.
    pub fn append(&mut self, other: Runs, normal: usize) {
        let moved = other.runs.iter().map(|run| Run {
            normal: run.normal.saturating_add(short(normal)),
            ..*run
        });
        self.runs.extend(moved);
        other.release();
    }

    pub fn release(self) {
        release::free(self.runs);
        release::free(self.by_normal);
        release::free(self.by_source);
    }

    /// Makes the tables; without them every search goes through all runs.
    pub fn finish(&mut self) {
        self.runs.shrink_to_fit();
        self.by_normal = table(self.runs.iter().map(Run::normal));
        self.by_source = table(self.runs.iter().map(|run| run.source().start));
    }

    /// Where the last run ends in the source.
    pub fn source_end(&self) -> usize {
        self.runs.last().map_or(0, |run| run.source().end)
    }

    /// The source offset where the character at a normal offset begins.
    pub fn source_start_of(&self, normal: usize) -> usize {
        let run = self.begun_by(normal).checked_sub(1);
        match run.and_then(|idx| self.runs.get(idx)) {
            Some(run) => run.source_at(normal),
            None => self.runs.first().map_or(0, |run| run.source().start),
        }
    }

    /// The source offset where the character before a normal offset ends.
    pub fn source_end_of(&self, normal: usize) -> usize {
        let begun = self.count(&self.by_normal, normal, |run| run.normal() < normal);
        let run = begun.checked_sub(1).and_then(|idx| self.runs.get(idx));
        run.map_or(0, |run| match run.make {
            Make::Gap => run.source().end,
            Make::Same | Make::Narrowed => run.source_at(normal),
        })
    }

    /// The normal offset of the first character that does not end before a source offset; `None` behind the last run.
    pub fn normal_start_of(&self, source: usize) -> Option<usize> {
        let ended = self.count(&self.by_source, source, |run| run.source().end <= source);
        self.runs.get(ended).map(|run| run.normal_at(source))
    }

    /// The normal offset behind the last character that begins before a source offset; `None` behind the last run.
    pub fn normal_end_of(&self, source: usize) -> Option<usize> {
        let begun = self.count(&self.by_source, source, |run| run.source().start < source);
        let Some(run) = begun.checked_sub(1).and_then(|idx| self.runs.get(idx)) else {
            return Some(0);
        };
        if run.source().end <= source {
            return self.runs.get(begun).map(Run::normal);
        }
        Some(run.normal_at(source))
    }

    /// How many runs begin at a normal offset or before.
    fn begun_by(&self, normal: usize) -> usize {
        self.count(&self.by_normal, normal, |run| run.normal() <= normal)
    }

    /// How many runs from the first on are so; `at` is the offset that this is about.
    fn count(&self, table: &[u32], at: usize, is_so: impl Fn(&Run) -> bool) -> usize {
        let entry = |idx: usize| table.get(idx).map(|count| *count as usize);
        // The last run that begins before may reach over the offset.
        let from = entry(at / STEP).unwrap_or(0).saturating_sub(1);
        let to = entry(at / STEP + 1).unwrap_or(self.runs.len());
        let near = self.runs.get(from..to).unwrap_or_default();
        from + near.partition_point(is_so)
    }
}

/// For each multiple of [`STEP`], how many of the ascending offsets are less.
fn table(offsets: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut table = Vec::new();
    for (count, offset) in offsets.enumerate() {
        while table.len() * STEP <= offset {
            table.push(short(count));
        }
    }
    table
}
